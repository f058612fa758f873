"""Reduced, ordered, multi-valued decision diagrams whose leaves are the labels of a definition.

A node asks for one variable and has one child for each of its cells; no node has all its children
the same and no two nodes are the same, so a variable that cannot matter is never asked.

Sources: R. E. Bryant, Graph-based algorithms for Boolean function manipulation (1986), and A.
Srinivasan, T. Kam, S. Malik, R. K. Brayton, Algorithms for discrete function manipulation (1990),
for the diagrams; W. Lipski, On semantic issues connected with incomplete information databases
(1979), for "what every completion gives".
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, final

import attrs

from relabel.core.diagrams.sums import Sum
from relabel.core.diagrams.variables import Variable
from relabel.core.diagrams.walks import CarryingWalks, NodeWalks, Walks
from relabel.core.model.any_criterion import AnyCriterion

__all__ = ["Diagram", "together"]


@final
@attrs.frozen(eq=False, repr=False)
class Diagram:
    """The decision diagram of a definition.

    Nodes are numbered from the leaves upwards, so that children come before their parents.

    Attributes:
        variables: What the levels ask for, from the root downwards.
        leaves: The labels that can be given, None for "no label"; node `i` is leaf `i`.
        levels: For each node the index of its variable; for a leaf the number of variables.
        children: For each node the node that each cell of its variable leads to; none for a leaf.
        root: The node to start from.
        fields: For each variable the bits of all its cells, in their place; they rise with the level.
        reach: For each node the leaves that it can lead to, a bit for each.
        carried: A sum that is carried beside the diagram; None where none is. Which stretch it lies in is asked for
            at a level of its own below all variables, so that leaves are one level further down.
        criteria: For each field the criterion of its variable.
        walks: The walks over it.
        orders: What `relabel.core.diagrams.searches.orders` has found out.
    """

    variables: tuple[Variable, ...]
    leaves: tuple[str | None, ...]
    levels: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    root: int
    reach: tuple[int, ...]
    carried: Sum | None = None
    criteria: dict[int, AnyCriterion] = attrs.field(init=False)
    fields: tuple[int, ...] = attrs.field(init=False)
    walks: Walks[Any] = attrs.field(init=False)
    orders: dict[int, Sequence[int] | None] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "criteria", {one.field: one.criterion for one in self.variables})
        object.__setattr__(self, "fields", tuple(self.criteria))
        arguments = self.variables, self.leaves, self.levels, self.children, self.root, self.reach
        carried = self.carried
        walks = NodeWalks(*arguments) if carried is None else CarryingWalks(*arguments, carried)
        object.__setattr__(self, "walks", walks)

    @property
    def size(self) -> int:
        """The number of nodes that are no leaves."""
        return len(self.levels) - len(self.leaves)

    def records(self) -> tuple[int, ...]:
        """Count the complete records that lead to each leaf, in their order.

        Cost: one pass over the diagram.
        """
        counts = [0] * len(self.levels)
        counts[self.root] = math.prod(variable.size for variable in self.variables)
        for node in range(len(self.levels) - 1, len(self.leaves) - 1, -1):
            # Each cell of its variable holds an equal part of the records.
            part = counts[node] // self.variables[self.levels[node]].size
            for child in self.children[node]:
                counts[child] += part
        return tuple(counts[: len(self.leaves)])

    def possible(self, known: int) -> frozenset[str | None]:
        """Give every label that some completion of what is known gives, and only those.

        Args:
            known: For each variable the bits of the cells in which its answer may lie; no bit set
                means that nothing is known and any cell is possible.

        Cost: one look-up for a few variables at a time, once warm.
        """
        return self.walks.end(known).labels


def together(one: Diagram, other: Diagram, spend: Callable[[int], None]) -> set[tuple[str | None, str | None]]:
    """Give the pairs of labels that some record gets from two diagrams.

    Args:
        one: A diagram beside which no sum is carried.
        other: Another over the same variables.
        spend: Notes steps, and raises an error where there are too many.

    Cost: at worst the product of the sizes of the two.
    """
    found: set[tuple[str | None, str | None]] = set()
    seen = {(one.root, other.root)}
    waiting = [*seen]
    while waiting:
        nodes = waiting.pop()
        levels = one.levels[nodes[0]], other.levels[nodes[1]]
        level = min(levels)
        if level == len(one.variables):
            found.add((one.leaves[nodes[0]], other.leaves[nodes[1]]))
            continue
        # A node that does not ask for this variable leads to itself, whatever the cell.
        size = one.variables[level].size
        mine = one.children[nodes[0]] if levels[0] == level else nodes[:1] * size
        theirs = other.children[nodes[1]] if levels[1] == level else nodes[1:] * size
        spend(size)
        new = {*zip(mine, theirs, strict=True)} - seen
        seen |= new
        waiting += new
    return found
