"""Hypotheses: the definitions that agree with the answers, as sets of records, and the case that parts them best.

Doors: committee, languages, records, version_space.
"""
