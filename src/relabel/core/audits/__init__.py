"""Many relationships: verdicts, counts, coverage, and where their words contradict each other.

Doors: audit, contradictions, covers, sorting, text, verdicts.
"""
