"""Completions: how many records of answers with each answer get a label, where a sum is carried beside the diagram.

By node and value of the sum there are so many ways to get there, and so many ways on from there to the label. The
numbers of all values are one long number, each in its own place, so that an answer shifts them all at once.
"""

import functools
import itertools
import math
import operator
import struct
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias, cast

from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.walks import CarryingWalks
from relabel.errors import DiagramTooLargeError

__all__ = ["MAX_NUMBERS", "completions", "records"]

MAX_NUMBERS = 2_000_000
"""How many numbers may be counted, one for each level, node and value; one takes some microseconds."""

NUMBERS = 256
"""How many numbers count as one step where nothing but the sum of all is asked for."""


def completions(
    diagram: Diagram,
    weights: Sequence[Mapping[int, int]],
    groups: Sequence[Collection[int]],
    levels: Collection[int],
    note: Callable[[int], None] = lambda _: None,
) -> dict[int, dict[int, list[int]]]:
    """Give what the records that lead to some leaves weigh, by the answer to each of some variables.

    Args:
        diagram: A diagram beside which a sum is carried.
        weights: By variable the weight of each cell that its answer may lie in, 0 or more.
        groups: The leaves that are counted together.
        levels: The variables that are told apart by their answers.
        note: Notes how many numbers are multiplied by others.

    Returns:
        For each level and cell, for each group the product of the weights of all answers of a record, summed up.

    Raises:
        DiagramTooLargeError: There are more than `MAX_NUMBERS` values of the sum at all nodes and levels.

    Cost: two passes over the diagram with numbers as long as that of all records times the values of the sum, and for
    each level and cell a product of two such numbers for each value.
    """
    return _Counts(diagram, weights, groups).table(levels, note)


def records(diagram: Diagram, groups: Sequence[Collection[int]], spend: Callable[[int], None]) -> list[int]:
    """Give for each group of leaves how many complete records lead there, where a sum is carried beside the diagram.

    Args:
        diagram: As for `completions`.
        groups: As for `completions`.
        spend: Notes steps, and raises an error where there are too many.
    """
    uniform = [dict.fromkeys(range(variable.size), 1) for variable in diagram.variables]
    return _Counts(diagram, uniform, groups).totals(spend)


Ways: TypeAlias = dict[int, list[int]]
"""By node of a level the ways on from there to each group."""


class _Counts:
    """The ways from the top to each node, and from there on to each group, by value of the sum.

    What a node that asks for no sum has is one number, at the value 0.
    """

    def __init__(
        self, diagram: Diagram, weights: Sequence[Mapping[int, int]], groups: Sequence[Collection[int]]
    ) -> None:
        walks = cast("CarryingWalks", diagram.walks)
        self.diagram, self.weights, self.groups = diagram, weights, groups
        self.asks, self.carried = walks.asks, walks.carried
        total = math.prod(sum(row.values()) for row in weights)
        self.size = total.bit_length() // 8 + 1  # bytes

    def levels(self) -> Iterator[dict[int, int]]:
        """Give by level, and at the end, the ways to each node."""
        ways = {self.diagram.root: 1}
        yield ways
        for level in range(len(self.weights)):
            ways = self._down(level, ways)
            yield ways

    def _stretch(self, ways: int) -> tuple[int, int]:
        """Give the first value that there are ways to, and the one after the last."""
        bits = 8 * self.size
        return ((ways & -ways).bit_length() - 1) // bits, (ways.bit_length() - 1) // bits + 1

    def _steps(self, level: int, node: int) -> Iterable[tuple[int, int, int, int]]:
        """Give by cell the weight, the node after it, and what it adds."""
        children, row = self.diagram.children[node], self.carried.adds[level]
        for cell, weight in self.weights[level].items():
            yield cell, weight, children[cell] if self.diagram.levels[node] == level else node, row[cell]

    def _down(self, level: int, above: Mapping[int, int]) -> dict[int, int]:
        found: dict[int, int] = {}
        for node, ways in above.items():
            for _, weight, child, added in self._steps(level, node):
                more = ways << 8 * self.size * added if self.asks[child] else self._sum(ways)
                found[child] = found.get(child, 0) + weight * more
        return found

    def totals(self, spend: Callable[[int], None]) -> list[int]:
        """Give what all records that lead to each group weigh."""
        ways: Mapping[int, int] = {}
        for ways in self.levels():
            spend(1 + sum(map(int.bit_length, ways.values())) // (8 * self.size * NUMBERS))
        return self._whole(ways)

    def _whole(self, ends: Mapping[int, int]) -> list[int]:
        """Give what all records that lead to each group weigh, by the ways to the nodes below all variables."""
        found = [0] * len(self.groups)
        for node, ways in ends.items():
            for leaf, (first, last) in self._leaves(node):
                many = self._sum(self._part(ways, first, last))
                for group, leaves in enumerate(self.groups):
                    found[group] += many * (leaf in leaves)
        return found

    def _leaves(self, node: int) -> list[tuple[int, tuple[int, int]]]:
        """Give the leaves that a node below all variables leads to, each with the first value and that after the last.

        Of a node that asks for no sum there is one value, 0.
        """
        children = self.diagram.children[node]
        ends = [0, *self.carried.marks, self.carried.rest[0] + 1]
        return list(zip(children, itertools.pairwise(ends), strict=True)) if children else [(node, (0, 1))]

    def _ends(self, node: int, group: Collection[int]) -> int:
        """Give at which values a node below all variables leads to a group: 1 for each."""
        return sum(self._ones(first, last) for leaf, (first, last) in self._leaves(node) if leaf in group)

    def _ones(self, first: int, last: int) -> int:
        bits = 8 * self.size
        return ((1 << bits * last) - (1 << bits * first)) // ((1 << bits) - 1)

    def _up(self, level: int, node: int, below: Ways) -> list[int]:
        asks = self.asks
        reached = self.carried.rest[0] - self.carried.rest[level] + 1
        found = [0] * len(self.groups)
        for _, weight, child, added in self._steps(level, node):
            for group, ways in enumerate(below[child]):
                if asks[child]:
                    found[group] += weight * (ways >> 8 * self.size * added)
                else:
                    found[group] += weight * ways * (self._ones(0, reached) if asks[node] else 1)
        return found

    def table(self, levels: Collection[int], note: Callable[[int], None]) -> dict[int, dict[int, list[int]]]:
        """Give what `completions` does, on the way from the bottom up to the first of the levels."""
        if not levels:
            return {}
        above: list[dict[int, int]] = []
        numbers = 0
        for level, ways in enumerate(self.levels()):
            above.append(ways)
            numbers += (more := sum(last - first for first, last in map(self._stretch, ways.values())))
            if level in levels:
                note(more)
            if numbers > MAX_NUMBERS:
                raise DiagramTooLargeError(f"more than {MAX_NUMBERS} numbers to be counted", str(MAX_NUMBERS))
        whole = self._whole(above[-1])
        below: Ways = {node: [self._ends(node, group) for group in self.groups] for node in above[-1]}
        found: dict[int, dict[int, list[int]]] = {}
        for level in range(len(self.weights) - 1, min(levels) - 1, -1):
            if level in levels:
                found[level] = self._at(level, above[level], below, whole)
            below = {node: self._up(level, node, below) for node in above[level]}
        return found

    def _at(self, level: int, before: Mapping[int, int], below: Ways, whole: Sequence[int]) -> dict[int, list[int]]:
        """Give by cell, for each group, what the records with an answer in it weigh.

        Below `low` no answers lead to the first mark, and from `high` on the last one is passed: there the ways on
        are as many for every value, so that the ways there need not be told apart.
        """
        most, bits = max(self.carried.adds[level]), 8 * self.size
        stretches = {node: self._stretch(ways) for node, ways in before.items() if ways}
        first = min((first for first, _ in stretches.values()), default=0)
        low = max(0, self.carried.marks[0] - self.carried.rest[level + 1] - most, first)
        high = max(low, min(self.carried.marks[-1], max((last for _, last in stretches.values()), default=0)))
        spread = functools.cache(lambda onward: self._spread(onward, low, high + most))
        *some, rest = self.weights[level]
        found = {cell: [0] * len(self.groups) for cell in some}
        for node, (first, last) in stretches.items():
            ways, start = before[node], min(max(low, first), high)
            middle = self._spread(ways, start, max(start, min(last, high)))
            outside = self._sum(self._part(ways, 0, low)), self._sum(ways >> bits * high)
            for cell, weight, child, added in self._steps(level, node):
                for group, onward in enumerate(below[child]) if cell in found else ():
                    if self.asks[child]:
                        many = sum(map(operator.mul, middle, spread(onward)[start - low + added :]))
                        for other, value in zip(outside, (0, high), strict=True):
                            many += other * self._part(onward, value, value + 1)
                    else:
                        many = onward * (sum(middle) + sum(outside))
                    found[cell][group] += weight * many
        found[rest] = [every - sum(row) for every, *row in zip(whole, *found.values(), strict=True)]
        return found

    def _part(self, ways: int, first: int, last: int) -> int:
        """Give the ways to the values from one to before another, that to the first being at 0."""
        bits = 8 * self.size
        return ways >> bits * first & (1 << bits * (last - first)) - 1

    def _sum(self, ways: int) -> int:
        """Give the number of ways to all values: the sum of its digits leaves the same rest as a number."""
        return ways % ((1 << 8 * self.size) - 1)

    def _spread(self, ways: int, first: int, last: int) -> list[int]:
        """Give the numbers of ways to the values from one to before another."""
        size, count = self.size, last - first
        digits = self._part(ways, first, last).to_bytes(count * size, "little")
        return [int.from_bytes(one, "little") for (one,) in struct.iter_unpack(f"{size}s", digits)]
