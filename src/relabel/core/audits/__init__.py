"""Many relationships: verdicts, counts, coverage, and where their words contradict each other.

Doors: audit, changes, contradictions, covers, sorting, text, trend, verdicts, worklist.
"""
