"""Dependences: what the label still depends on, where a sum is carried beside the diagram.

Two answers differ if some answers to the rest lead from them to different leaves. So pairs of nodes are followed, with
the difference of their sums: for which values of the smaller one they may be told apart.
"""

import itertools
from collections.abc import Sequence
from typing import cast

from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.walks import CarryingWalks
from relabel.errors import DiagramTooLargeError

__all__ = ["MAX_PAIRS", "dependences"]

MAX_PAIRS = 200_000
"""How many pairs of nodes may be followed; one costs some microseconds, and a bit for each value."""


def dependences(diagram: Diagram, cells: Sequence[Sequence[int]], leaves: Sequence[int]) -> set[int]:
    """Give the levels at which two records that differ in nothing else lead to different leaves.

    Args:
        diagram: A diagram beside which a sum is carried.
        cells: By variable the cells that its answer may lie in.
        leaves: By leaf the one that it counts as.

    Raises:
        DiagramTooLargeError: There are more than `MAX_PAIRS` pairs to follow.

    Cost: for each two neighbouring answers a pass over the levels below, with numbers of a bit for each value.
    """
    pairs = _Pairs(diagram, cells, leaves)
    values = {diagram.root: 1}
    found: set[int] = set()
    for level, mine in enumerate(cells):
        if any(pairs.tell_apart(level, node, bits) for node, bits in values.items()):
            found.add(level)
        values = pairs.walks.step(values, level, sum(1 << cell for cell in mine))
    return found


class _Pairs:
    def __init__(self, diagram: Diagram, cells: Sequence[Sequence[int]], leaves: Sequence[int]) -> None:
        self.walks = cast("CarryingWalks", diagram.walks)
        self.diagram, self.cells, self.leaves = diagram, cells, leaves
        self.known: dict[tuple[int, int, int, int], int] = {}

    def tell_apart(self, level: int, node: int, bits: int) -> bool:
        """Say whether two answers to a variable may lead from some values at a node to different leaves."""
        row, mine = self.walks.carried.adds[level], self.cells[level]
        # Of several answers that are not all the same, two that stand side by side differ.
        for one, other in itertools.pairwise(mine):
            first, second = self.after(level, node, one), self.after(level, node, other)
            low, high = sorted([(row[one], first), (row[other], second)])
            if bits << low[0] & self.apart(level + 1, low[1], high[1], high[0] - low[0]):
                return True
        return False

    def after(self, level: int, node: int, cell: int) -> int:
        return self.diagram.children[node][cell] if self.diagram.levels[node] == level else node

    def apart(self, level: int, one: int, other: int, more: int) -> int:
        """Give for which values at one node, and so much more at another, answers to the rest may tell them apart.

        Of nodes that ask for no sum that is all values or none: -1 or 0.
        """
        asks = self.walks.asks
        if not asks[one] and not asks[other]:
            more = 0
        if one == other and not (asks[one] and more):
            return 0
        key = level, one, other, more
        if key not in self.known:
            if len(self.known) >= MAX_PAIRS:
                raise DiagramTooLargeError(f"more than {MAX_PAIRS} pairs of nodes to be compared", str(MAX_PAIRS))
            self.known[key] = self._ends(one, other, more) if level == len(self.cells) else self._apart(*key)
        return self.known[key]

    def _apart(self, level: int, one: int, other: int, more: int) -> int:
        row = self.walks.carried.adds[level]
        found = 0
        for cell in self.cells[level]:
            found |= (
                self.apart(level + 1, self.after(level, one, cell), self.after(level, other, cell), more) >> row[cell]
            )
        return found

    def _ends(self, one: int, other: int, more: int) -> int:
        found = 0
        for first, values in self._stretches(one):
            for second, others in self._stretches(other):
                if self.leaves[first] != self.leaves[second]:
                    found |= values & others >> more
        return found

    def _stretches(self, node: int) -> Sequence[tuple[int, int]]:
        """Give the leaves that a node below all variables leads to, each with the values with which it does."""
        children = self.diagram.children[node]
        return list(zip(children, self.walks.carried.stretches, strict=True)) if children else [(node, -1)]
