"""Many relationships: verdicts, counts, coverage, and where their words contradict each other.

Doors: agreement, audit, changes, ends, text, totals, trend, verdicts, worklist.
"""
