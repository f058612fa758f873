"""Bytes in, values out, every problem with its place.

Doors: audits, cells, interpretation, problems, styles.
"""
