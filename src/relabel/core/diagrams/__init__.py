"""The exact engine: conditions become one diagram, and every answer is a walk over it.

Doors: compilation, diagram, drawings, space, sums, variables, walks.
"""
