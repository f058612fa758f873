"""Searches: the cheapest choice of answers, and the best reason, after which only wanted labels are possible.

Doors: choices, nearest, options, reasons.
"""
