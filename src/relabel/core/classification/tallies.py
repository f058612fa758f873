"""Tallies: what the counts and sums of points in a definition come to on what is known."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeAlias, assert_never, final

import attrs

from relabel.core.classification.means import Asked, asked_by
from relabel.core.definitions.definition import Definition
from relabel.core.diagrams.compilation import compile_condition
from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.variables import Variable
from relabel.core.model import conditions as nodes
from relabel.core.model.answers import Operator, answer_text, in_units, of_units
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import criteria_of
from relabel.core.model.conditions import Condition

__all__ = ["MAX_PLACES", "MAX_STATES", "Amount", "Answered", "Mark", "Tally", "tallies"]

MAX_PLACES = 6
"""How many places a mean that is given as a decimal number may have."""

MAX_STATES = 20_000
"""How many places in the diagrams of parts that depend on each other are looked at together."""


@final
@attrs.frozen
class Mark:
    """What the condition of a label asks of a tally.

    Attributes:
        label: The label.
        operator: How it is compared.
        value: What it is compared with.
    """

    label: str
    operator: Operator = attrs.field(converter=Operator)
    value: int | Decimal


Amount: TypeAlias = int | Decimal | Fraction
"""What a tally comes to; a fraction where no decimal number is exactly that."""


@final
@attrs.frozen
class Answered:
    """How many questions of a mean apply.

    Attributes:
        low: So many at least.
        high: So many at most.
        needed: So many have to, for the mean to count.
    """

    low: int
    high: int
    needed: int


@final
@attrs.frozen
class Tally:
    """What a count of conditions, a sum of points, or a mean comes to.

    Attributes:
        of: How many conditions are counted, or questions asked by a mean; None for points.
        criteria: The names of the criteria that it depends on, in the order of the conditions.
        low: What it comes to at least.
        high: What it comes to at most. Both ends are exact, also where parts exclude each other; only
            where working that out would take more than `MAX_STATES` steps may those of a sum lie further out.
            Of a mean they are those of the cases in which enough questions apply; None where there are none.
        marks: What the labels ask of it, in the order of the labels.
        name: What people call it, where it has a name; else blank.
        answered: Of a mean, how many of its questions apply; else None.
    """

    of: int | None
    criteria: tuple[str, ...]
    low: Amount | None
    high: Amount | None
    marks: tuple[Mark, ...]
    name: str = ""
    answered: Answered | None = None

    def __str__(self) -> str:
        ends = (end for end in (self.low, self.high) if end is not None)
        amount = " to ".join(dict.fromkeys(_amount_text(end, self.marks) for end in ends))
        if self.answered is None:
            unit = f"of {self.of}" if self.of is not None else "point" if amount == "1" else "points"
            marks = "; ".join(f"{mark.label}: {mark.operator.of_many(answer_text(mark.value))}" for mark in self.marks)
            return f"{amount} {unit} ({marks})"
        one = self.answered
        marks = "; ".join(f"{mark.label}: {mark.operator.than(answer_text(mark.value))}" for mark in self.marks)
        many = f"{' to '.join(map(str, dict.fromkeys((one.low, one.high))))} of {self.of} apply"
        if not amount:
            return f"no average, as {many} and at least {one.needed} have to ({marks})"
        enough = f"where at least {one.needed} apply, and " if one.low < one.needed else ""
        return f"{amount} on average, {enough}{many} ({marks})"


def _amount_text(amount: Amount, marks: Iterable[Mark]) -> str:
    """Write what a tally comes to; what is rounded lies on the same side of each mark as the amount itself."""
    if not isinstance(amount, Fraction):
        return answer_text(amount)
    known, places = [Fraction(one.value) for one in marks], 2
    while any((amount > one, amount < one) != ((near := round(amount, places)) > one, near < one) for one in known):
        places += 1
    return answer_text(of_units(round(amount * 10**places), places))


Term: TypeAlias = tuple[Condition | AnyCriterion, int | Decimal]
"""A part of a sum, with its weight."""


def tallies(definition: Definition, known: int) -> tuple[Tally, ...]:
    """Give what the counts and sums in the conditions of a definition come to.

    Counts without a name that are no more than "all" or "at least one", and those of lent definitions, are left out.

    Args:
        definition: The definition.
        known: What is known, as in `Classification.known`.
    """
    found: list[Tally] = []
    for one in _sums(definition):
        if one.mean is not None:
            span, answered = one.mean.ends(known), Answered(*one.mean.answered(known), one.mean.least)
            low, high = (None, None) if span is None else map(_number, span)
            found.append(Tally(one.of, one.criteria, low, high, one.marks, one.name, answered))
            continue
        ends = [_ends(definition.diagram.variables, group, known) for group in one.groups]
        low, high = (of_units(sum(end), one.places) for end in zip((0, 0), *ends, strict=True))
        found.append(Tally(one.of, one.criteria, low, high, one.marks, one.name))
    return tuple(found)


def _number(fraction: Fraction) -> Amount:
    """Give a fraction as a whole or decimal number, where one is exactly that."""
    places, rest = 0, fraction
    while rest.denominator != 1 and places < MAX_PLACES:
        places, rest = places + 1, rest * 10
    return of_units(int(rest), places) if rest.denominator == 1 else fraction


Part: TypeAlias = tuple[Diagram | Variable, int]
"""A part of a sum: a condition, or a scale that counts by its level; with its weight in units."""


@attrs.frozen
class _Group:
    """Parts of a sum that share criteria, directly or through others, and the levels of all that they ask for."""

    levels: tuple[int, ...]
    parts: tuple[Part, ...]


def _ends(variables: Sequence[Variable], group: _Group, known: int) -> tuple[int, int]:
    """Give the least and the most that the parts of a group can add.

    A state is the node at which each part stands once the variables above are answered. Of the answers that lead
    to one state only the least and the most that they add count.
    """
    diagrams = [(part, weight) for part, weight in group.parts if isinstance(part, Diagram)]
    scales = [(part, weight) for part, weight in group.parts if isinstance(part, Variable)]
    states: dict[tuple[int, ...], tuple[int, int]] = {tuple(part.root for part, _ in diagrams): (0, 0)}
    seen = 0
    for level in group.levels:
        variable = variables[level]
        cells = variable.cells_in(known) or variable.full
        after: dict[tuple[int, ...], tuple[int, int]] = {}
        for cell in range(variable.size):
            if not cells >> cell & 1:
                continue
            added = sum(weight * one.criterion.numbers[cell] for one, weight in scales if one == variable)
            for state, (low, high) in states.items():
                there = tuple(
                    part.children[node][cell] if part.levels[node] == level else node
                    for node, (part, _) in zip(state, diagrams, strict=True)
                )
                least, most = after.get(there, (low + added, high + added))
                after[there] = min(least, low + added), max(most, high + added)
        states = after
        seen += len(states)
        if seen > MAX_STATES and len(group.parts) > 1:
            alone = [_ends(variables, _group(variables, part), known) for part in group.parts]
            return sum(low for low, _ in alone), sum(high for _, high in alone)
    held = [
        sum(weight for node, (part, weight) in zip(state, diagrams, strict=True) if part.leaves[node] is not None)
        for state in states
    ]
    lows, highs = zip(*states.values(), strict=True)
    return min(map(sum, zip(held, lows, strict=True))), max(map(sum, zip(held, highs, strict=True)))


def _group(variables: Sequence[Variable], one: Part) -> _Group:
    """Make a group of one part."""
    part, _ = one
    levels = {variables.index(part)} if isinstance(part, Variable) else {*part.levels} - {len(variables)}
    return _Group(tuple(sorted(levels)), (one,))


def _groups(variables: Sequence[Variable], parts: Iterable[Part]) -> tuple[_Group, ...]:
    """Put parts together that share a criterion."""
    groups: list[_Group] = []
    for part in parts:
        mine = _group(variables, part)
        for group in [group for group in groups if not {*group.levels}.isdisjoint(mine.levels)]:
            groups.remove(group)
            mine = _Group(tuple(sorted({*group.levels, *mine.levels})), (*group.parts, *mine.parts))
        groups.append(mine)
    return tuple(groups)


@attrs.frozen
class _Sum:
    """A count or sum with its parts and their weights in units of so many places, and what labels ask of it.

    A mean has no groups of parts, but what it asks for.
    """

    of: int | None
    name: str
    criteria: tuple[str, ...]
    groups: tuple[_Group, ...]
    places: int
    marks: tuple[Mark, ...]
    mean: Asked | None


class _Whole(NamedTuple):
    """A count, sum or mean, and what it is called."""

    name: str
    terms: tuple[Term, ...]
    counts: bool = False
    mean: nodes.Mean | None = None


@functools.lru_cache(maxsize=64)
def _sums(definition: Definition) -> tuple[_Sum, ...]:
    """Give each sum once, with all that labels ask of it."""
    marks: dict[_Whole, dict[Mark, None]] = {}
    for label in definition.labels:
        for whole, operator, value in () if label.when is None else _inside(label.when):
            marks.setdefault(whole, {})[Mark(label.name, operator, value)] = None
    variables = definition.diagram.variables
    by_name = {variable.criterion.name: variable for variable in variables}
    found: list[_Sum] = []
    for whole, asked in marks.items():
        name, terms, counts, mean = whole
        names: dict[str, None] = {}
        parts: list[Part] = []
        weights, places = in_units(weight for _, weight in terms)
        for (term, _), weight in zip(terms, weights, strict=True):
            if isinstance(term, AnyCriterion):
                names[term.name] = None
                parts.append((by_name[term.name], weight))
            else:
                names |= dict.fromkeys(one.name for one in criteria_of(term))
                parts += [] if mean is not None else [(compile_condition(term, variables), weight)]
        groups = () if mean is not None else _groups(variables, parts)
        of = len(terms) if counts or mean is not None else None
        by_answers = None if mean is None else asked_by(mean, variables)
        found.append(_Sum(of, name, tuple(names), groups, places, tuple(asked), by_answers))
    return tuple(found)


def _inside(
    condition: Condition, *, holds: bool = True, name: str = ""
) -> Iterator[tuple[_Whole, Operator, int | Decimal]]:
    """Give the counts, sums and means in a condition that is to hold, or not to, and what is asked of them.

    `name` is what the condition itself is called.
    """
    match condition:
        case nodes.Is() | nodes.Compare() | nodes.LabelIs():
            return
        case nodes.Named(own, operand, title):
            yield from _inside(operand, holds=holds, name=title or own)
        case nodes.Not(operand):
            yield from _inside(operand, holds=not holds)
        case nodes.AllOf(operands) | nodes.AnyOf(operands):
            for operand in operands:
                yield from _inside(operand, holds=holds)
        case nodes.Count(operands, operator=operator, k=k):
            operator = operator if holds else operator.opposite
            if name or not _is_plain(operator, k, len(operands)):
                yield _Whole(name, tuple((operand, 1) for operand in operands), counts=True), operator, k
            for operand in operands:
                yield from _inside(operand, holds=not operator.downward)
        case nodes.Reaches(points, operator, value):
            operator = operator if holds else operator.opposite
            mean = points if isinstance(points, nodes.Mean) else None
            yield _Whole(points.title or points.name or name, points.terms, mean=mean), operator, value
            for term, weight in points.terms:
                if not isinstance(term, AnyCriterion):
                    yield from _inside(term, holds=operator.downward is not (weight > 0))
        case _:
            assert_never(condition)


def _is_plain(operator: Operator, k: int, size: int) -> bool:
    """Say whether a count is no more than "all", "any", "none" or "not all"."""
    least = k + 1 if operator.parts_above else k
    return operator.neighbour is not None and not 1 < least < size
