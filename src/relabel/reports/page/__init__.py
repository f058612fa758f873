"""Pages that need nothing else, to be sent, opened, filtered and printed: an audit, and what has moved.

Doors: frame, page.
"""
