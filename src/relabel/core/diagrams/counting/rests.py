"""Rests: what of a diagram is left in a state of knowledge, and what its completions weigh, by the next answer.

Source: A. Darwiche, P. Marquis, A knowledge compilation map (2002), for counting models over a diagram.
"""

import functools
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from relabel.core.diagrams.counting.completions import completions
from relabel.core.diagrams.counting.dependences import dependences
from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.variables import each_cell

__all__ = ["Outcomes", "Rests", "rests_of"]

NUMBERS = 4
"""How many numbers that are counted take as long as a node that is looked at."""


class Outcomes(NamedTuple):
    """What the completions of a state of knowledge weigh, by leaf; all of them to one scale.

    Attributes:
        whole: All completions.
        total: The sum of these.
        by_level: For each variable that the label still depends on, by answer, those that give it, times the sum of
            the weights of its answers.
    """

    whole: Sequence[int]
    total: int
    by_level: dict[int, list[Sequence[int]]]


class Rests(ABC):
    """What is left of one diagram in several states of knowledge.

    Args:
        diagram: The diagram.
        cells: By variable the cells that its answer may lie in, in any of these states.
        weights: By variable the weight of each of these cells.
        leaves: By leaf the one that it counts as.

    Attributes:
        steps: How many answers of nodes were looked at; so many numbers counted (`NUMBERS`) are one, too.
    """

    def __init__(
        self,
        diagram: Diagram,
        cells: Sequence[Sequence[int]],
        weights: Sequence[Sequence[int]],
        leaves: Sequence[int],
    ) -> None:
        self.diagram, self.cells, self.weights, self.leaves = diagram, cells, weights, leaves
        self.steps = 0
        self._masks = [sum([1 << cell for cell in mine]) for mine in cells]

    @property
    def walk(self) -> int:
        """As how many steps a walk counts that finds the labels possible."""
        return 1

    def note(self, steps: int) -> None:
        """Note steps that were taken."""
        self.steps += steps

    def ways(self, known: int) -> list[Sequence[int]]:
        """Give by variable the cells that its answer may lie in."""
        return [
            list(each_cell(variable.cells_in(known) & mask)) or cells
            for variable, cells, mask in zip(self.diagram.variables, self.cells, self._masks, strict=True)
        ]

    @abstractmethod
    def root(self, known: int) -> Hashable:
        """Give what states of knowledge have in common only if the label depends on the rest in the same way."""

    @abstractmethod
    def depends(self, known: int) -> Iterable[int]:
        """Give the levels of the variables that the label still depends on."""

    @abstractmethod
    def outcomes(self, known: int) -> Outcomes:
        """Give what completions weigh."""


def rests_of(
    diagram: Diagram, cells: Sequence[Sequence[int]], weights: Sequence[Sequence[int]], leaves: Sequence[int]
) -> Rests:
    """Give what is left of a diagram; the arguments are those of `Rests`."""
    kind = _NodeRests if diagram.carried is None else _CarryingRests
    return kind(diagram, cells, weights, leaves)


class _NodeRests(Rests):
    """Diagrams cut down to the cells still possible, kept in one table of hash-consed nodes.

    So two states of knowledge have the same root there if and only if the label depends on the rest in the same way.
    """

    def __init__(
        self,
        diagram: Diagram,
        cells: Sequence[Sequence[int]],
        weights: Sequence[Sequence[int]],
        leaves: Sequence[int],
    ) -> None:
        super().__init__(diagram, cells, weights, leaves)
        bottom = len(cells)
        self._totals = [math.prod(map(sum, weights[level:])) for level in range(bottom + 1)]
        """By level, the weight of all completions from there downwards."""
        self._nodes: dict[tuple[int, tuple[int, ...]], int] = {}
        self._levels = [bottom for _ in leaves]
        self._edges: list[list[tuple[int, int]]] = [[] for _ in leaves]
        """By node its children, each with the weight of the ways there."""
        self._below = [[int(leaf == other) for other in range(len(leaves))] for leaf in range(len(leaves))]
        """By node the weights of its completions, by leaf."""

    def root(self, known: int) -> int:
        children, levels, ways = self.diagram.children, self.diagram.levels, self.ways(known)

        def below(node: int) -> list[int]:
            ends = children[node]
            return [ends[cell] for cell in ways[levels[node]]] if ends else []

        new: dict[int, int] = {}
        for node in _reached(self.diagram.root, below):
            ends = tuple([new[child] for child in below(node)])
            new[node] = self._node(levels[node], ends) if ends else self.leaves[node]
            self.note(len(ends))
        return new[self.diagram.root]

    def _node(self, level: int, children: tuple[int, ...]) -> int:
        if children.count(children[0]) == len(children):
            return children[0]
        if (level, children) not in self._nodes:
            self._nodes[level, children] = len(self._levels)
            self._levels.append(level)
            scales = [self._totals[level + 1] // self._totals[self._levels[child]] for child in children]
            factors = [weight * scale for weight, scale in zip(self.weights[level], scales, strict=True)]
            self._edges.append(list(zip(children, factors, strict=True)))
            self._below.append(functools.reduce(self._add, self._edges[-1], [0] * len(self.leaves)))
        return self._nodes[level, children]

    def _add(self, sums: Sequence[int], edge: tuple[int, int]) -> list[int]:
        return [one + edge[1] * more for one, more in zip(sums, self._below[edge[0]], strict=True)]

    def _order(self, root: int) -> list[int]:
        return _reached(root, lambda node: [child for child, _ in self._edges[node]])

    def depends(self, known: int) -> Iterable[int]:
        return {self._levels[node] for node in self._order(self.root(known))} - {len(self.cells)}

    def outcomes(self, known: int) -> Outcomes:
        root = self.root(known)
        order = self._order(root)
        above = dict.fromkeys(order, 0) | {root: 1}
        nodes_at: dict[int, list[int]] = {}
        for node in reversed(order):
            for child, factor in self._edges[node]:
                above[child] += above[node] * factor
            if self._edges[node]:
                nodes_at.setdefault(self._levels[node], []).append(node)
        whole = self._below[root]
        by_level: dict[int, list[Sequence[int]]] = {}
        for level, nodes in nodes_at.items():
            # By answer: its share of the completions through a node of this level, and of all others.
            weights = self.weights[level]
            others = functools.reduce(self._add, [(node, -above[node]) for node in nodes], whole)
            by_level[level] = []
            for position, weight in enumerate(weights):
                labels: Sequence[int] = [weight * one for one in others]
                for node in nodes:
                    child, factor = self._edges[node][position]
                    labels = self._add(labels, (child, sum(weights) * above[node] * factor))
                by_level[level].append(labels)
        return Outcomes(whole, self._totals[self._levels[root]], by_level)


class _CarryingRests(Rests):
    """The same where a sum is carried beside the diagram: nothing is kept but what the label depends on."""

    def __init__(
        self,
        diagram: Diagram,
        cells: Sequence[Sequence[int]],
        weights: Sequence[Sequence[int]],
        leaves: Sequence[int],
    ) -> None:
        super().__init__(diagram, cells, weights, leaves)
        self._depends: dict[int, set[int]] = {}

    @property
    def walk(self) -> int:
        return len(self.cells)

    def root(self, known: int) -> int:
        self.note(len(self.cells))
        return known

    def depends(self, known: int) -> Iterable[int]:
        if known not in self._depends:
            self._depends[known] = dependences(self.diagram, self.ways(known), self.leaves)
        return self._depends[known]

    def outcomes(self, known: int) -> Outcomes:
        weights: list[Mapping[int, int]] = [
            {cell: weight for cell, weight in zip(cells, row, strict=True) if cell in mine}
            if len(mine) > 1
            else {mine[0]: 1}
            for cells, row, mine in zip(self.cells, self.weights, self.ways(known), strict=True)
        ]
        total = math.prod(sum(row.values()) for row in weights)
        groups = [[leaf for leaf, other in enumerate(self.leaves) if other == one] for one in range(len(self.leaves))]
        levels = sorted(self.depends(known))
        tables = completions(self.diagram, weights, groups[:-1], levels or [0], self._note_numbers)
        counts = [sum(column) for column in zip(*tables[min(tables)].values(), strict=True)]
        whole = [*counts, total - sum(counts)]
        by_level: dict[int, list[Sequence[int]]] = {}
        for level in levels:
            every = sum(weights[level].values())
            rows = [(row, total * weights[level][cell]) for cell, row in tables[level].items()]
            by_level[level] = [[*(every * one for one in row), share - every * sum(row)] for row, share in rows]
        return Outcomes(whole, total, by_level)

    def _note_numbers(self, count: int) -> None:
        self.note(-(-count // NUMBERS))


def _reached(root: int, below: Callable[[int], Iterable[int]]) -> list[int]:
    """Give the nodes that a root leads to, children first: they have the smaller numbers."""
    reached, waiting = {root}, [root]
    while waiting:
        new = set(below(waiting.pop())) - reached
        reached |= new
        waiting += new
    return sorted(reached)
