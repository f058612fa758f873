"""Words in use as people have sorted companies by them: whether any definition could give all of them.

Doors: contradictions, covers, sorting.
"""
