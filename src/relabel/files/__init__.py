"""Bytes in, values out, every problem with its place.

Doors: cells, encodings, problems, rows, styles, workbooks.
"""
