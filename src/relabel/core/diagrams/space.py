"""Answer spaces: sets of complete records over some variables, counted and combined exactly."""

import math
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from typing import NoReturn, final

from relabel.core.diagrams.compilation import MAX_STEPS, Compiler
from relabel.core.diagrams.counting.completions import records
from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.graphs import FALSE, TRUE
from relabel.core.diagrams.searches.nearest import nearest
from relabel.core.diagrams.sums import Sum
from relabel.core.diagrams.variables import Variable
from relabel.core.model.answers import Answer, answer_text
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import Label
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.errors import DiagramTooLargeError
from relabel.sections import Item, itemised

__all__ = ["EMPTY", "FULL", "MAX_LINES", "Record", "Space", "listed", "record_text", "share_text"]

EMPTY, FULL = FALSE, TRUE
"""The set of no records and the set of all."""

_HOLDS = "holds"
"""The label of the records in a set."""

SHORT = 3
"""How many names are spelt out where they could be called the others."""

Record = FrozenMapping[str, Answer]
"""Answers by criterion name. A complete record answers every variable of its space."""

_NO_ANSWERS: Mapping[AnyCriterion, Answer] = FrozenMapping()

MAX_LINES = 100
"""How many lines a section of a report may have; the report object holds everything."""


@final
class Space(Compiler):
    """The complete records over some variables, and sets of them.

    A record gives each variable one of its cells: an answer, or a stretch of numbers between
    thresholds. Every record counts once. A set is a number that stands for a reduced diagram; equal
    sets are the same number. Where a sum is carried beside these, sets by values that it never has are empty, too, and
    sets that differ in nothing else are equal.

    Args:
        variables: What records answer, in the order in which the diagrams ask.
        carried: A sum whose comparisons need no nodes for its values.
        near: The answers by criterion that examples have wherever they can, such as those presumed. Of other
            criteria that is the first: no, the lowest level or number, the first option.
    """

    def __init__(
        self,
        variables: Sequence[Variable],
        near: Mapping[AnyCriterion, Answer] = _NO_ANSWERS,
        carried: Sum | None = None,
    ) -> None:
        super().__init__(variables, 2, MAX_STEPS, carried)
        usual = {one.name: answer for one, answer in near.items()}  # lent definitions may word a question otherwise
        named = [(one, one.criterion.name) for one in variables]
        self.base = tuple(one.cell(usual[name]) if name in usual else 0 for one, name in named)
        """For each level the cell that examples lie in wherever they can."""
        self.far: list[Sequence[float]] = [
            [cell != usual for cell in range(one.size)] for one, usual in zip(variables, self.base, strict=True)
        ]
        """For each level how far its cells lie from what is usual."""
        self._away: dict[int, float] = {EMPTY: math.inf, FULL: 0}
        self.total = math.prod(variable.size for variable in variables)
        """The number of records."""
        self.sound = FULL
        """The records of which shares are shares: all, unless something is left out."""
        self._counts = [0, self.total]
        self._by_sum = [False, False]
        self._diagrams: dict[int, Diagram] = {}

    @contextmanager
    def budget(self, steps: int) -> Iterator[None]:
        """Allow so many steps inside a `with` block, which do not count outside; see `spend`."""
        outside = self.limit, self.left
        self.limit = self.left = steps
        try:
            yield
        finally:
            self.limit, self.left = outside

    def refuse(self, unit: str, limit: float) -> NoReturn:
        """Raise the error that says that there was more of something than its limit allows."""
        raise DiagramTooLargeError(f"more than {limit} {unit}", str(limit))

    def product(self, cells: Mapping[int, int]) -> int:
        """Give the set of records that lie in the cells given for each level, as bits."""
        result = FULL
        for level in sorted(cells, reverse=True):
            row = range(self.variables[level].size)
            result = self.node(level, tuple([result if cells[level] >> cell & 1 else EMPTY for cell in row]))
        return result

    def both(self, one: int, other: int) -> int:
        """Give the records in both sets."""
        return self.choose(one, other, EMPTY)

    def either(self, one: int, other: int) -> int:
        """Give the records in at least one of two sets."""
        return self.choose(one, FULL, other)

    def without(self, one: int, other: int) -> int:
        """Give the records in the first set and not in the second."""
        return self.choose(other, EMPTY, one)

    def apart(self, labels: Sequence[Label], others: Sequence[Label]) -> int:
        """Give the records that get another label by the one than by the other, which have the same names in order."""
        same = FULL
        for pair in reversed(list(zip(labels, others, strict=True))):
            one, other = (FULL if label.when is None else self.where(label.when) for label in pair)
            same = self.choose(one, other, self.without(same, other))
        return self.negate(same)

    def by_sum(self, one: int) -> bool:
        """Say whether which records are in a set takes the carried sum to tell."""
        return self._by_sum[one]

    def diagram(self, one: int) -> Diagram:
        """Give a set as a diagram: the leaf "holds" for the records in it, None for the others."""
        if one not in self._diagrams:
            self._diagrams[one], _ = self.numbered(one, {EMPTY: None, FULL: _HOLDS})
        return self._diagrams[one]

    def is_empty(self, one: int) -> bool:
        """Say whether no record is in a set."""
        return one == EMPTY or (self._by_sum[one] and _HOLDS not in self.diagram(one).possible(0))

    def with_records(self, one: int) -> int:
        """Give a set, and the empty set where no record is in it."""
        return EMPTY if self.is_empty(one) else one

    def count(self, one: int) -> int:
        """Give the number of records in a set.

        Raises:
            DiagramTooLargeError: That takes too many steps, as a carried sum has many values.
        """
        known = self._counts[one]
        if known < 0:
            diagram = self.diagram(one)
            (known,) = records(diagram, [[diagram.leaves.index(_HOLDS)]], self.spend)
            self._counts[one] = known
        return known

    def share(self, one: int) -> Fraction:
        """Give the share of all sound records that lie in a set, which holds no others; exactly."""
        return Fraction(self.count(one), self.count(self.sound))

    def path(self, one: int) -> dict[int, int]:
        """Give the first cells, by level, that lead into a set that is not empty, whatever the others are."""
        cells: dict[int, int] = {}
        while one != FULL:
            children = self.children[one]
            cells[self.levels[one]] = cell = next(cell for cell, child in enumerate(children) if child != EMPTY)
            one = children[cell]
        return cells

    def record(self, cells: Mapping[int, int]) -> Record:
        """Give a complete record that lies in the cells given by level, and near `base` in the others."""
        return FrozenMapping(
            (variable.criterion.name, variable.example(cells.get(level, self.base[level])))
            for level, variable in enumerate(self.answers)
        )

    def example(self, one: int) -> Record:
        """Give a complete record of a set that is not empty: one that differs from `base` in the fewest answers."""
        return self.record(self.nearest(one))

    def nearest(self, one: int) -> dict[int, int]:
        """Give the cells, by level, that lead into a set that is not empty by the fewest answers other than `base`."""
        if self._by_sum[one]:
            diagram = self.diagram(one)
            return dict(enumerate(nearest(diagram, self.base, 1 << diagram.leaves.index(_HOLDS), self.spend) or ()))
        cells: dict[int, int] = {}
        while one != FULL:
            away = self._aways(one)
            cells[self.levels[one]] = cell = away.index(min(away))
            one = self.children[one][cell]
        return cells

    def away(self, one: int) -> float:
        """Give in how many answers a record of a set has to differ from `base`; infinity for the empty set."""
        if one not in self._away:
            self._away[one] = min(self._aways(one))
        return self._away[one]

    def _aways(self, one: int) -> list[float]:
        """Give the same for what each cell of the variable that a set asks for leads to, with that cell."""
        children = self.children[one]
        away = {child: self.away(child) for child in {*children}}
        return list(map(operator.add, self.far[self.levels[one]], map(away.__getitem__, children)))

    def leaves(self, one: int, cells: Mapping[int, int]) -> set[int]:
        """Say whether records that lie in some cells by level, as bits, are in a set, outside it, or both.

        Returns:
            `FULL`, `EMPTY` or both.
        """
        if self._by_sum[one]:
            known = sum(bits << self.answers[level].shift for level, bits in cells.items())
            return {EMPTY if label is None else FULL for label in self.diagram(one).possible(known)}
        found: set[int] = set()
        seen, waiting = {one}, [one]
        while waiting and len(found) < 2:
            node = waiting.pop()
            if not self.children[node]:
                found.add(node)
                continue
            mine = cells.get(self.levels[node], -1)
            new = {child for cell, child in enumerate(self.children[node]) if mine >> cell & 1} - seen
            seen |= new
            waiting += new
        return found

    def add(self, level: int, children: tuple[int, ...]) -> int:
        """Make a node that does not exist yet, count its records and give its number."""
        by_sum = self.carried is not None and (
            level == len(self.answers) or any(self._by_sum[child] for child in children)
        )
        self._by_sum.append(by_sum)
        # No child asks for this variable, so each cell holds an equal part of the child's records. What takes the
        # carried sum to tell is counted when that is asked for.
        self._counts.append(-1 if by_sum else sum([self._counts[child] for child in children]) // len(children))
        return super().add(level, children)


def share_text(share: Fraction) -> str:
    """Write a share in percent, never as nothing or all where it is not."""
    if share in (0, 1):
        return f"{int(share) * 100} %"
    if share < Fraction(1, 10_000_000):
        return "less than 0.00001 %"
    if share > Fraction(99_985, 100_000):
        return "more than 99.98 %"
    return f"{Decimal(f'{float(share * 100):.4g}'):f} %"


def record_text(record: Mapping[str, Answer], *, complete: bool = True) -> str:
    """Write answers in one line: to yes/no questions, then the others.

    Args:
        record: Answers by criterion name.
        complete: Whether the reader may take it that every question is answered: then the more
            frequent of yes and no is given to "the others" if they are many.
    """
    spelt_out: list[str] = []
    left_over: list[str] = []
    yes, no = ([name for name, answer in record.items() if answer is wanted] for wanted in (True, False))
    for word, names, others in (("yes", yes, no), ("no", no, yes)):
        if complete and len(names) > max(SHORT, len(others)):
            left_over.append(f"{word} to the other {len(names)}" if others else f"{word} to all {len(names)}")
        elif names:
            spelt_out.append(f"{word} to {', '.join(names)}")
    values = [f"{name} is {answer_text(answer)}" for name, answer in record.items() if not isinstance(answer, bool)]
    parts = [*spelt_out, *left_over, *values]
    return "; ".join(parts) or "nothing is asked"


def listed(texts: Iterable[object], *, most: int = MAX_LINES) -> tuple[Item, ...]:
    """Give an item for each of the first texts, and one that says how many there are further."""
    items = itemised(texts)
    further = len(items) - most
    return (*items[:most], Item(f"and {further} more")) if further > 0 else items
