"""Bytes in, values out, every problem with its place.

Doors: cells, problems, rows.
"""
