"""What a definition file says, piece by piece, with every problem at its place.

Doors: columns, conditions, criteria, cursor, labels, policy.
"""
