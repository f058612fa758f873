"""Decision tables: cells, rows, and what is odd about them.

Doors: findings, labels, reading.
"""
