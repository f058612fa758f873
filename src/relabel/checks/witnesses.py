"""Witnesses: the fewest answers after which a record lies in a set, whatever the others are; or any with a label."""

import math
from collections.abc import Mapping
from typing import final

import attrs

from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.searches.choices import cheapest
from relabel.core.diagrams.space import EMPTY, FULL, Record, Space
from relabel.errors import DiagramTooLargeError, SearchTooLongError

__all__ = ["MAX_WITNESS_STEPS", "Shortest", "label_of", "shortest_witness", "some_record"]

MAX_WITNESS_STEPS = 40_000
"""How many steps may be taken to look for the shortest witness."""


@final
@attrs.frozen
class Shortest:
    """A few cells, by level, after which a record lies in a set whatever the others are.

    Attributes:
        cells: The cell of each level that is answered.
        proved: Whether it is certain that fewer answers never do.
    """

    cells: Mapping[int, int]
    proved: bool


def label_of(diagram: Diagram, record: Record) -> str | None:
    """Give the label that a complete record gets."""
    cells = [(one.shift, one.cell(record[one.criterion.name])) for one in diagram.variables]
    (label,) = diagram.possible(sum(1 << shift + cell for shift, cell in cells))
    return label


def some_record(diagram: Diagram, label: str | None, space: Space) -> Record:
    """Give a complete record that gets a label, by the usual answers as far down as that is possible.

    Args:
        diagram: A diagram beside which no sum is carried.
        label: One of its leaves.
        space: The space of its variables.
    """
    leaf, node = diagram.leaves.index(label), diagram.root
    cells: dict[int, int] = {}
    while children := diagram.children[node]:
        level = diagram.levels[node]
        leading = [cell for cell, child in enumerate(children) if diagram.reach[child] >> leaf & 1]
        usual = space.base[level]
        cells[level] = usual if usual in leading else leading[0]
        node = children[cells[level]]
    return space.record(cells)


def shortest_witness(space: Space, one: int) -> Shortest:
    """Find the fewest answers that force a record into a set, which must not be empty.

    A good witness is found first, and then fewer and fewer answers are allowed from none upwards. To
    leave a variable open means to go on in what the set contains for all of its cells.

    Cost: exponential at worst, as for every shortest prime implicant; bounded by `MAX_WITNESS_STEPS`.
    """
    if space.by_sum(one):
        return _by_sum(space, one)
    best = space.path(one)
    try:
        with space.budget(MAX_WITNESS_STEPS):
            best = _irreducible(space, one, _shortest_path(space, one))
            search = _Search(space)
            for most in range(len(best)):
                if search.possible(one, most):
                    return Shortest(search.cells(one, most), proved=True)
    except DiagramTooLargeError:
        return Shortest(best, proved=False)
    return Shortest(best, proved=True)


def _by_sum(space: Space, one: int) -> Shortest:
    """Find the fewest answers where it takes the carried sum to tell; if that takes too long, none that is idle."""
    diagram = space.diagram(one)
    fine = len(diagram.variables)
    options = [
        [(0, 0), *((1 << cell, 1 << fine | 1 << level) for cell in range(variable.size))]
        for level, variable in enumerate(diagram.variables)
    ]
    wanted = {label for label in diagram.leaves if label is not None}
    try:
        indexes = cheapest(diagram, options, wanted) or ()
        return Shortest({level: index - 1 for level, index in enumerate(indexes) if index}, proved=True)
    except SearchTooLongError:
        cells = space.nearest(one)
    for level in sorted(cells, reverse=True):
        fewer = {other: cell for other, cell in cells.items() if other != level}
        if space.leaves(one, {other: 1 << cell for other, cell in fewer.items()}) == {FULL}:
            cells = fewer
    return Shortest(cells, proved=False)


def _shortest_path(space: Space, one: int) -> dict[int, int]:
    """Give the path through the diagram of a set that asks for the fewest variables."""
    length: dict[int, float] = {EMPTY: math.inf, FULL: 0}

    def shortest(node: int) -> float:
        if node not in length:
            space.spend(1)
            length[node] = 1 + min([shortest(child) for child in space.children[node]])
        return length[node]

    shortest(one)
    cells: dict[int, int] = {}
    while one != FULL:
        children = space.children[one]
        cells[space.levels[one]] = cell = min(range(len(children)), key=lambda cell: length[children[cell]])
        one = children[cell]
    return cells


def _irreducible(space: Space, one: int, cells: dict[int, int]) -> dict[int, int]:
    """Leave out answers, the last ones first, without which the set is forced still."""
    for level in sorted(cells, reverse=True):
        fewer = {other: cell for other, cell in cells.items() if other != level}
        product = space.product({other: 1 << cell for other, cell in fewer.items()})
        if space.without(product, one) == EMPTY:
            cells = fewer
    return cells


class _Search:
    """A search for a witness of so many answers at most, that remembers where there is none."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.none: dict[int, int] = {}
        """For each set a number of answers that is too small."""
        self.inside: dict[int, int] = {}
        # A witness of few answers holds many records: at least this share, if the answers are the rarest.
        sizes = sorted((variable.size for variable in space.variables), reverse=True)
        self.least = [space.total // math.prod(sizes[:most]) for most in range(len(sizes) + 1)]

    def possible(self, one: int, most: int) -> bool:
        """Say whether at most so many answers can force a record into a set."""
        if one == FULL:
            return True
        if most == 0 or self.space.count(one) < self.least[most] or self.none.get(one, 0) >= most:
            return False
        self.space.spend(1)
        if self.possible(self.always(one), most):
            return True
        for child in self.space.children[one]:
            if self.possible(child, most - 1):
                return True
        self.none[one] = most
        return False

    def cells(self, one: int, most: int) -> dict[int, int]:
        """Give the cells of such answers, where there are some."""
        cells: dict[int, int] = {}
        while one != FULL:
            always = self.always(one)
            if self.possible(always, most):
                one = always
                continue
            most -= 1
            children = self.space.children[one]
            cell = next(cell for cell, child in enumerate(children) if self.possible(child, most))
            cells[self.space.levels[one]] = cell
            one = children[cell]
        return cells

    def always(self, one: int) -> int:
        """Give the records that are in a set whatever the answer to the first variable is."""
        known = self.inside.get(one)
        if known is None:
            known = self.inside[one] = self.space.every(set(self.space.children[one]))
        return known
