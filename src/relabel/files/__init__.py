"""Bytes in, values out, every problem with its place.

Doors: cells, encodings, interpretation, problems, rows, styles, workbooks.
"""
