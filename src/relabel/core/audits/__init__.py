"""Many relationships: verdicts, counts, coverage, and where their words contradict each other.

Doors: agreement, audit, changes, contradictions, covers, sorting, text, trend, verdicts, worklist.
"""
