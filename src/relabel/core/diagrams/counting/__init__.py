"""Counting: how many complete records of answers get a label, and what the label still depends on.

Doors: completions, dependences, leanings, rests.
"""
