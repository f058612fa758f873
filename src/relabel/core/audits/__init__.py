"""Many relationships: verdicts, counts, coverage.

Doors: audit.
"""
