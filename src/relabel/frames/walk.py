"""The walk over a diagram as steps without branches: whether each node is reached, for many relationships at once.

A node is reached where one above it is and an answer that leads from there to it is possible. So one list of
steps, each an "or" of a few "and"s, is the whole definition; it is printed as expressions of polars or as SQL,
and `reached` takes it on Python's integers, a bit for each relationship.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, final

import attrs

from relabel.core.audits.verdicts import NO_LABEL
from relabel.core.definitions.definition import Definition
from relabel.errors import InvalidValueError

__all__ = ["OR", "Node", "Plane", "Walk", "Way", "reached"]

OR = " or "
"""What stands between labels that are possible."""


class Plane(NamedTuple):
    """Whether an answer in some cells of a variable is possible."""

    name: str
    level: int
    """The variable."""
    cells: int
    """The cells, as bits not shifted."""
    blank: bool
    """Whether it is where nothing is known."""


class Way(NamedTuple):
    """A way to a node: from a node that is reached, if an answer is possible."""

    source: str | None
    """The name of what has to be reached; None for the root, which always is."""
    plane: str | None
    """The name of what has to be possible; None for a way that was gone before."""


class Node(NamedTuple):
    """A node, as far as the levels above some level lead to it."""

    name: str
    ways: tuple[Way, ...]
    """The node is reached by any of them."""


@final
@attrs.frozen
class Walk:
    """The walk over the diagram of a definition, in steps.

    Attributes:
        planes: What it asks of the answers.
        steps: What is reached, level by level; what stands in a step needs planes and earlier steps only.
        known: By leaf the name of whether it is reached on what is known; None for one that always is.
        granted: The same once presumptions are granted where nothing is known.
    """

    planes: tuple[Plane, ...]
    steps: tuple[tuple[Node, ...], ...]
    known: Mapping[str | None, str | None]
    granted: Mapping[str | None, str | None]

    @classmethod
    def of(cls, definition: Definition, mark: str = "") -> "Walk":
        """Give the walk over the diagram of a definition; all its names begin with the mark.

        Cost: one pass over the diagram, two below the first variable that is presumed.
        """
        diagram = definition.unrolled
        presumed = {field: (bit // (field & -field)) for field, bit in definition.presumptions.values()}
        last = len(diagram.variables)
        first = min((level for level, field in enumerate(diagram.fields) if field in presumed), default=last)
        builder = _Builder(definition, mark)
        above = builder.walk({diagram.root: None}, range(first), "")
        known = builder.walk(above, range(first, last), "")
        granted = known
        if first < last:
            builder.presumed = {level: presumed[one] for level, one in enumerate(diagram.fields) if one in presumed}
            granted = builder.walk(above, range(first, last), "g")
        named = ({diagram.leaves[node]: name for node, name in sorted(ends.items())} for ends in (known, granted))
        return cls(tuple(builder.planes.values()), tuple(builder.steps), *named)

    def called(self, definition: Definition) -> dict[str | None, str]:
        """Give what the leaves are called among the labels possible, the highest first.

        Raises:
            InvalidValueError: Labels are called so that two sets of them would read the same.
        """
        ranked = sorted(self.known, key=definition.rank, reverse=True)
        found = {leaf: NO_LABEL if leaf is None else leaf for leaf in ranked}
        parts = Counter(part for name in found.values() for part in name.split(OR))
        for name in found.values():
            if twice := [part for part in name.split(OR) if parts[part] > 1]:
                expected = f"names of which sets joined by {OR!r} can be told apart; {twice[0]!r} is in two"
                raise InvalidValueError("label", name, expected)
        return found

    def kept(self) -> Iterator[tuple[str, ...]]:
        """Give for each step the names of earlier ones and planes that are needed behind it, in their order."""
        needed: dict[str, None] = dict.fromkeys(
            name for ends in (self.known, self.granted) for name in ends.values() if name is not None
        )
        found: list[tuple[str, ...]] = []
        for step in reversed(self.steps):
            made = {node.name for node in step}
            needed = {name: None for name in needed if name not in made}
            found.append(tuple(needed))
            needed |= dict.fromkeys(name for node in step for way in node.ways for name in way if name is not None)
        return reversed(found)


class _Builder:
    def __init__(self, definition: Definition, mark: str) -> None:
        self.diagram, self.mark = definition.unrolled, mark
        self.presumed: Mapping[int, int] = {}
        """By level the cell that is taken for granted, as a bit not shifted."""
        self.planes: dict[Plane, Plane] = {}
        self.steps: list[tuple[Node, ...]] = []

    def walk(self, here: Mapping[int, str | None], levels: range, mark: str) -> dict[int, str | None]:
        """Go down some levels from nodes with their names; give those below."""
        names, at = dict(here), self.diagram.levels
        for level in levels:
            ways: dict[int, list[Way]] = {}
            for node in [node for node in names if at[node] == level]:
                source = names.pop(node)
                for child, cells in self._below(node).items():
                    ways.setdefault(child, []).append(Way(source, self._plane(level, cells)))
            for child in ways.keys() & names.keys():  # ways from further up lead there, too
                ways[child].insert(0, Way(names[child], None))
            step = {child: Node(f"{self.mark}n{child}_{level}{mark}", tuple(some)) for child, some in ways.items()}
            names |= {child: node.name for child, node in step.items()}
            if step:
                self.steps.append(tuple(step.values()))
        return names

    def _below(self, node: int) -> dict[int, int]:
        """Give the nodes below one, each with the cells that lead to it."""
        below: dict[int, int] = {}
        for cell, child in enumerate(self.diagram.children[node]):
            below[child] = below.get(child, 0) | 1 << cell
        return below

    def _plane(self, level: int, cells: int) -> str:
        blank = bool(self.presumed.get(level, cells) & cells)
        plane = Plane(f"{self.mark}p{level}_{cells:x}{'' if blank else 'g'}", level, cells, blank)
        return self.planes.setdefault(plane, plane).name


def reached(definition: Definition, known: Iterable[int]) -> list[tuple[frozenset[str | None], frozenset[str | None]]]:
    """Give the labels possible, and those once presumptions are granted, of many relationships at once.

    Args:
        definition: The definition.
        known: Of each relationship what is known, as `Classification.known`.

    Returns:
        `Classification.possible` and `Classification.granted` of each.
    """
    walk, rows = Walk.of(definition), list(known)
    every = (1 << len(rows)) - 1
    planes: dict[str | None, int] = {None: every}
    for plane in walk.planes:
        variable = definition.diagram.variables[plane.level]
        cells = [variable.cells_in(row) for row in rows]
        planes[plane.name] = sum(
            1 << place for place, mine in enumerate(cells) if (mine & plane.cells if mine else plane.blank)
        )
    for step in walk.steps:
        for node in step:
            planes[node.name] = 0
            for source, plane_name in node.ways:
                planes[node.name] |= planes[source] & planes[plane_name]
    return [
        (
            frozenset(leaf for leaf, name in walk.known.items() if planes[name] >> place & 1),
            frozenset(leaf for leaf, name in walk.granted.items() if planes[name] >> place & 1),
        )
        for place in range(len(rows))
    ]
