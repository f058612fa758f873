"""Bytes of files as text and as rows of cells, with the lines on which they stand.

Doors: encodings, rows, workbooks.
"""
