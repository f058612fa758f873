"""Orders: which nodes of a diagram are sure to do no worse than others, whatever is answered below them.

Where all that a walk may have reached at one level can be put in one order, the worst of several nodes stands for
all of them: what leads only to wanted labels from there does so from the others, too. Definitions by one sum or
count of points are like that, and those that have further conditions between or beside.
"""

from collections.abc import Sequence

from relabel.core.diagrams.diagram import Diagram

__all__ = ["order_of"]


def order_of(diagram: Diagram, unwanted: int) -> Sequence[int] | None:
    """Give for each node the number of complete records that get a wanted label from it; None without an order.

    Of two nodes at one level, the records of the one with fewer are among those of the other. It is worked out once.

    Args:
        diagram: The diagram.
        unwanted: The leaves that are not wanted, a bit for each.

    Cost: a pass over the diagram, with some sorting.
    """
    if unwanted not in diagram.orders:
        diagram.orders[unwanted] = _order(diagram, unwanted)
    return diagram.orders[unwanted]


def _order(diagram: Diagram, unwanted: int) -> Sequence[int] | None:
    levels, children, variables = diagram.levels, diagram.children, diagram.variables
    total = 1
    for variable in variables:
        total *= variable.size
    records: list[int] = []
    above = [len(variables)] * len(levels)
    """For each node the first level that leads there."""
    above[diagram.root] = -1
    for node, below in enumerate(children):
        records.append(sum([records[child] for child in below]) // len(below) if below else total)
        if unwanted >> node & 1:
            records[node] = 0
        for child in below:
            above[child] = min(above[child], levels[node])
    across: list[list[int]] = [[] for _ in variables]
    """By level the nodes that a walk may have reached before its variable is asked for."""
    for node, first in enumerate(above):
        for level in range(first + 1, min(levels[node] + 1, len(variables))):
            across[level].append(node)
    for level, nodes in enumerate(across):
        nodes.sort(key=records.__getitem__)
        size = variables[level].size
        before = (0,) * size
        for node in nodes:
            # A node that does not ask for this variable leads to itself.
            here = (
                tuple([records[child] for child in children[node]])
                if levels[node] == level
                else (records[node],) * size
            )
            for one, other in zip(before, here, strict=True):
                if one > other:
                    return None
            before = here
    return records
