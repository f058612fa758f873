"""Sums: what the answers to several questions add up to, as an amount for each cell of each variable.

A sum of many weights takes many values, and unrolled into nodes each of them is a node at each level. One of the sums
of a definition may be carried beside the diagram instead: which of its values can be reached is one number used as a
set of bits, and an answer shifts it.

Sources: S. Martello, P. Toth, Knapsack problems (1990), for sums that can be reached as sets of bits; I. Abío,
R. Nieuwenhuis, A. Oliveras, E. Rodríguez-Carbonell, A new look at BDDs for pseudo-Boolean constraints (2012), for the
values that need no node of their own, as they lead to the same.
"""

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple, Self, TypeAlias, final

import attrs

from relabel.core.model.answers import in_units
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import Count, Mean, Reaches

__all__ = [
    "MAX_RESTS",
    "MAX_VALUES",
    "Amounts",
    "Comparison",
    "Line",
    "Rest",
    "Sum",
    "Term",
    "Worth",
    "in_order",
    "most_nodes",
    "shifted",
]


MAX_VALUES = 200_000
"""How many values a sum may take to be carried."""

MAX_RESTS = 1_000
"""How many values may be left of a sum beside one that is carried, for it not to be unrolled as a whole."""

Amounts: TypeAlias = tuple[tuple[int, ...], ...]
"""By variable what each of its cells adds."""


class Term(NamedTuple):
    """What a term of a sum can add, and where it does."""

    level: int
    """The first variable that it asks for."""
    amounts: list[int]
    """What it adds in each cell of that variable, or where each of the tests holds."""
    tests: list[int] = []  # noqa: RUF012  # never changed
    """Nodes of which one holds; none where it asks for one variable only."""


def in_order(terms: Iterable[Term]) -> list[Term]:
    """Sort the terms of a sum by their first variables, and make one of all that ask for the same variable only."""
    found: list[Term] = []
    for term in sorted(terms, key=lambda term: (term.level, not term.tests)):
        last = found[-1] if found else None
        if last is None or last.tests or term.tests or last.level != term.level:
            found.append(term)
        else:
            amounts = [one + other for one, other in zip(last.amounts, term.amounts, strict=True)]
            found[-1] = Term(term.level, amounts)
    return found


def most_nodes(part: Count | Reaches) -> float:
    """Give how many nodes a count or sum may take at most, had each of its values one at each level; cheaply."""
    if isinstance(part, Count):
        return len(part.operands) ** 2
    if isinstance(part.points, Mean):
        return math.inf  # what it adds up depends on what it is compared with
    terms = part.points.terms
    weights, _ = in_units(weight for _, weight in terms)
    spans = [max(one.numbers) - min(one.numbers) if isinstance(one, AnyCriterion) else 1 for one, _ in terms]
    return len(terms) * sum(abs(weight) * span for weight, span in zip(weights, spans, strict=True))


class Comparison(NamedTuple):
    """A sum, and what it is compared with."""

    terms: list[Term]
    operator: str
    value: int

    @property
    def goal(self) -> int:
        """What has to be reached, or not."""
        return self.value + (self.operator in (">", "<="))

    @property
    def exactly(self) -> bool:
        """Whether no more than that will do."""
        return self.operator == "=="

    @property
    def negated(self) -> bool:
        """Whether it is not to be reached."""
        return self.operator in ("<", "<=")


class Worth(NamedTuple):
    """What a term of a mean is worth."""

    level: int
    """The variable that it asks for."""
    each: tuple[int, ...]
    """What it is worth in each cell of that variable in which it applies; these come first."""


class Line(NamedTuple):
    """A sum in its plainest form: what each cell of each variable adds is 0 or more, 0 among it, without a divisor."""

    adds: Amounts
    least: int
    """The least that the terms come to."""
    unit: int
    """What was divided by."""

    @classmethod
    def of(cls, terms: Iterable[Term], sizes: Sequence[int]) -> Self | None:
        """Give the plainest form of the terms of a sum; None where that never changes or one asks for more than one.

        Args:
            terms: The terms.
            sizes: The numbers of cells of all variables.
        """
        adds = [(0,) * size for size in sizes]
        least = 0
        for term in in_order(terms):
            if term.tests or (len(term.amounts) > 1 and term.level >= len(sizes)):
                return None  # it asks for no criterion, but for another sum or a lent definition
            if len(term.amounts) > 1:
                adds[term.level] = tuple([amount - min(term.amounts) for amount in term.amounts])
            least += min(term.amounts)
        unit = math.gcd(*itertools.chain.from_iterable(adds))
        if not unit:
            return None
        return cls(tuple(tuple(amount // unit for amount in row) for row in adds), least, unit)

    def marks(self, goal: int, *, exactly: bool) -> tuple[int, ...]:
        """Give where a comparison with a number parts the values of this form: below it or not, and above it or not."""
        first = -((self.least - goal) // self.unit)
        return (first, -((self.least - goal - 1) // self.unit)) if exactly else (first,)

    def rest(self, adds: Amounts) -> "Rest | None":
        """Give what is left of this sum beside one that adds other amounts; None if that takes too many values."""
        rows = list(zip(self.adds, adds, strict=True))
        ratios = Counter([Fraction(max(mine), max(its)) for mine, its in rows if max(mine) and max(its)])
        if not ratios:
            return None
        wholes, parts = max(ratios, key=ratios.__getitem__).as_integer_ratio()
        left = [tuple([parts * one - wholes * it for one, it in zip(mine, its, strict=True)]) for mine, its in rows]
        reached = [{0}]
        for row in left:
            reached.append({before + amount for before in reached[-1] for amount in {*row}})
            if len(reached[-1]) > MAX_RESTS:
                return None
        return Rest(wholes, parts, tuple(left), tuple(map(frozenset, reached)))


class Rest(NamedTuple):
    """What is left of a sum beside another: so many parts of the sum are so many wholes of the other, and the rest."""

    wholes: int
    parts: int
    rows: Amounts
    """By variable what each of its cells adds to the rest; that may be less than 0."""
    reached: tuple[frozenset[int], ...]
    """By variable the values that the rest may have before it is asked for, and at the end all of them."""

    @property
    def nodes(self) -> int:
        """How many nodes it takes at most."""
        return sum([len(values) for values, row in zip(self.reached, self.rows, strict=False) if any(row)])

    def marks(self, marks: Iterable[int], value: int) -> tuple[int, ...]:
        """Give where marks of the sum stand among the values of the other, where the rest has some value."""
        return tuple([-((value - self.parts * mark) // self.wholes) for mark in marks])


@final
@attrs.frozen(eq=False)
class Sum:
    """A sum that is carried beside a diagram.

    Its values are parted by marks into stretches: which of them it lies in is asked for below all variables.

    Attributes:
        adds: By variable what each of its cells adds: 0 or more, 0 among it.
        marks: The least values of all stretches but the first, rising, above 0.
        rest: By variable the most that it and those below it add; at the end 0.
        stretches: By stretch the values in it, a bit for each.
    """

    adds: Amounts
    marks: tuple[int, ...]
    rest: tuple[int, ...] = attrs.field(init=False)
    stretches: tuple[int, ...] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        most = [*itertools.accumulate((max(row) for row in reversed(self.adds)), initial=0)]
        object.__setattr__(self, "rest", tuple(reversed(most)))
        ends = [0, *self.marks, most[-1] + 1]
        values = tuple((1 << last) - (1 << first) for first, last in itertools.pairwise(ends))
        object.__setattr__(self, "stretches", values)

    @classmethod
    def of(cls, adds: Amounts, marks: Iterable[int]) -> Self | None:
        """Give a sum with those marks that part its values; None where none does."""
        most = sum(map(max, adds))
        parting = tuple(sorted({mark for mark in marks if 0 < mark <= most}))
        return cls(adds, parting) if parting else None

    @classmethod
    def beside(cls, adds: Amounts, compared: Iterable[tuple[Line, Sequence[int]]]) -> Self | None:
        """Give a sum with the marks of all comparisons that take fewer nodes beside it; None where none parts it.

        Args:
            adds: What the sum adds.
            compared: What is compared, each with its marks.
        """
        marks: set[int] = set()
        for line, some in compared:
            alone, rest = cls.of(line.adds, some), line.rest(adds)
            if alone is not None and rest is not None and rest.nodes < alone.unrolled():
                marks.update(*(rest.marks(some, value) for value in rest.reached[-1]))
        return cls.of(adds, marks)

    @classmethod
    def dearest(cls, compared: Sequence[tuple[Line, Sequence[int]]], most: float) -> Self | None:
        """Give of several sums with their marks the one that would take the most nodes; None if no more than `most`."""
        marks: dict[Amounts, set[int]] = defaultdict(set)
        for line, some in compared:
            marks[line.adds].update(some)
        sums = [cls.of(adds, some) for adds, some in marks.items() if sum(map(max, adds)) <= MAX_VALUES]
        found = max([one for one in sums if one is not None], key=cls.unrolled, default=None)
        return cls.beside(found.adds, compared) if found is not None and found.unrolled() > most else None

    def parts(self, marks: Iterable[int]) -> bool:
        """Say whether each of some marks that parts its values is one of those between its stretches."""
        return all(mark in self.marks or not 0 < mark <= self.rest[0] for mark in marks)

    def holds(self, marks: Sequence[int]) -> list[bool]:
        """Say for each stretch whether the marks of a comparison (`Line.marks`) let its values be."""
        first, *last = marks
        return [first <= low and not (last and last[0] <= low) for low in (0, *self.marks)]

    def unrolled(self) -> int:
        """Give how many nodes it would take at most, were each value a node that does not settle a comparison."""
        found, reached = 0, 1
        for row, rest in zip(self.adds, self.rest, strict=False):
            for mark in self.marks:
                low = max(0, mark - rest)
                found += (reached >> low & (1 << mark - low) - 1).bit_count()
            reached = shifted(reached, row)
        return found


def shifted(values: int, amounts: Iterable[int]) -> int:
    """Give the values that there may be after one of some amounts was added, as bits."""
    found = 0
    for amount in {*amounts}:
        found |= values << amount
    return found
