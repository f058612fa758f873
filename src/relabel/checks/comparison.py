"""Comparison: how often and where two definitions give different labels, and words that rank differently."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias, final

import attrs

from relabel.checks.regions import Region, describe_region
from relabel.checks.witnesses import shortest_witness
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.text import label_text
from relabel.core.diagrams import compilation
from relabel.core.diagrams.compilation import compile_diagram, dearest_sum
from relabel.core.diagrams.diagram import together
from relabel.core.diagrams.space import EMPTY, Record, Space, listed, record_text, share_text
from relabel.core.diagrams.variables import variables_of
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.words import fold
from relabel.errors import CriterionConflictError
from relabel.markup import Report
from relabel.sections import Section

__all__ = [
    "Comparison",
    "CrossCell",
    "Place",
    "RankShift",
    "ShortestDisagreement",
    "Statement",
    "compare",
]


@final
@attrs.frozen
class CrossCell:
    """The records to which one definition gives one label and the other another.

    Attributes:
        first: The label that the first definition gives; None for no label.
        second: The label that the second definition gives; None for no label.
        records: How many records; never 0.
        share: The share of the answer space, 0-1.
        witness: One of them, complete.
    """

    first: str | None
    second: str | None
    records: int
    share: Fraction
    witness: Record

    @property
    def agrees(self) -> bool:
        """Whether both labels are the same word, case and spacing folded, or both none."""
        return _same(self.first, self.second)


@final
@attrs.frozen
class ShortestDisagreement:
    """The fewest answers after which two definitions disagree, whatever the other answers are.

    Attributes:
        answers: By criterion name; empty if they disagree always.
        first: The labels that the first definition may then give, in its order, None last.
        second: The labels that the second definition may then give.
        proved: Whether it is certain that fewer answers never do; not so where that takes too long.
    """

    answers: Record
    first: tuple[str | None, ...]
    second: tuple[str | None, ...]
    proved: bool


@final
@attrs.frozen
class Statement:
    """Whether everybody who gets a label from one definition gets a label from the other.

    Attributes:
        subject: The name of the definition of which every record with `label` is looked at.
        label: A label that some record gets from it.
        other: The name of the other definition.
        other_label: One of its labels.
        share: The share of those records that get `other_label` from the other definition, 0-1.
        counterexample: One that does not, complete; None if all do.
    """

    subject: str
    label: str
    other: str
    other_label: str
    share: Fraction
    counterexample: Record | None

    @property
    def holds(self) -> bool:
        """Whether all do."""
        return self.counterexample is None

    def __str__(self) -> str:
        article = "an" if self.other[:1] in "aeiou" else "a"
        claim = f"every {self.subject} {self.label} is {article} {self.other} {self.other_label}"
        if self.counterexample is None:
            return f"{claim}: yes"
        return f"{claim}: no ({share_text(self.share)} are), for example {record_text(self.counterexample)}"


@final
@attrs.frozen
class Place:
    """Where a label stands among the labels of an ordered definition.

    Attributes:
        definition: The name of the definition.
        above: How many labels rank above it.
        below: How many labels rank below it.
    """

    definition: str
    above: int
    below: int

    @property
    def end(self) -> str:
        """`highest`, `lowest`, `only`, or `neither highest nor lowest`."""
        if self.above and self.below:
            return "neither highest nor lowest"
        return "lowest" if self.above else "highest" if self.below else "only"

    def __str__(self) -> str:
        return f"{self.end} of {self.above + self.below + 1} in {self.definition}"


@final
@attrs.frozen
class RankShift:
    """A warning: one word means different ranks in two definitions.

    Attributes:
        word: The word, as the first definition writes it.
        first: Its place in the first definition.
        second: Its place in the second definition.
    """

    word: str
    first: Place
    second: Place

    def __str__(self) -> str:
        return f"{self.word!r} does not mean the same rank: {self.first}, {self.second}"


@final
@attrs.frozen
class Comparison(Report):
    """What `compare` found.

    All counts are of the joint answer space: the complete records over the criteria that the
    conditions of either definition ask for, each of which gives every criterion one of its cells
    (yes or no, an option, a level, or a stretch of numbers between the thresholds of both). Every
    record counts once. Presumptions and policies play no part, as nothing is unknown in a record.

    Attributes:
        first: The first definition.
        second: The second definition.
        names: How the two are told apart in texts: by name, or by version where they share the name.
        records: The number of records in the joint answer space.
        shared: Criteria that both ask for, in the order of the first.
        cells: The cross table of the labels without its empty cells, in the order of the labels.
        disagreement: Where the two give different words; None if nowhere.
        shortest: The fewest answers that force different words; None if there are none.
        statements: For each label that some record gets, and each label of the other definition,
            whether all who get the one get the other; the first definition's labels first.
        rank_shifts: Words whose place among the labels differs, if both definitions are ordered.
    """

    first: Definition
    second: Definition
    names: tuple[str, str]
    records: int
    shared: tuple[AnyCriterion, ...]
    cells: tuple[CrossCell, ...]
    disagreement: Region | None
    shortest: ShortestDisagreement | None
    statements: tuple[Statement, ...]
    rank_shifts: tuple[RankShift, ...]

    @property
    def cross_table(self) -> FrozenMapping[tuple[str | None, str | None], int]:
        """The number of records for each pair of labels that occurs."""
        return FrozenMapping({(cell.first, cell.second): cell.records for cell in self.cells})

    @property
    def agreement(self) -> Fraction:
        """The share of records to which both give the same word, or none, 0-1."""
        return 1 - (self.disagreement.share if self.disagreement is not None else Fraction(0))

    def sections(self) -> list[Section]:
        """Arrange the findings for people."""
        first, second = self.names
        records = "1 record" if self.records == 1 else f"{self.records:,} records"
        lines = [f"Warning: {shift}" for shift in self.rank_shifts]
        if self.first.given_to is not self.second.given_to:
            lines.append(f"They name different things: {first} {_wearer(self.first)}, {second} {_wearer(self.second)}")
        shared = ", ".join(criterion.name for criterion in self.shared)
        lines += [
            f"Criteria that both ask for: {shared or 'none'}",
            f"{records} of answers, each counted once; both give the same word to {share_text(self.agreement)}",
        ]
        cells = (
            f"{label_text(cell.first)} and {label_text(cell.second)}: {share_text(cell.share)} "
            f"({cell.records:,}), for example {record_text(cell.witness)}"
            for cell in self.cells
        )
        found = [
            Section(f"{first} and {second}", tuple(lines)),
            Section(f"Labels: {first} and {second}", listed(cells)),
        ]
        if self.disagreement is not None:
            found.append(Section("They give different words where", (str(self.disagreement),)))
        if self.shortest is not None:
            heading = "Fewest answers after which they always give different words"
            found.append(Section(heading, tuple(self._shortest_lines(self.shortest))))
        if statements := [one for one in self.statements if self._is_telling(one)]:
            found.append(Section("Statements", listed(statements)))
        return found

    def _shortest_lines(self, one: ShortestDisagreement) -> Iterator[str]:
        first, second = (" or ".join(map(label_text, labels)) for labels in (one.first, one.second))
        answers = record_text(one.answers, complete=False) if one.answers else "none are needed"
        yield f"{answers}: {first} in {self.names[0]}, {second} in {self.names[1]}"
        if not one.proved:
            yield "(whether fewer would do was not settled: that would take too long)"

    def _is_telling(self, one: Statement) -> bool:
        """Whether a statement is worth a line: it holds, is of one word, or of labels in the same place."""
        if one.holds or fold(one.label) == fold(one.other_label):
            return True
        mine, other = (self.first, self.second) if one.subject == self.names[0] else (self.second, self.first)
        above = len(mine.labels) - mine.rank(one.label)
        return mine.ordered and other.ordered and above == len(other.labels) - other.rank(one.other_label)


def compare(first: Definition, second: Definition) -> Comparison:
    """Compare the labels of two definitions over everything that may be answered, exactly.

    Args:
        first: A definition.
        second: Another, or another version of it. Labels agree when they are the same word.

    Raises:
        CriterionConflictError: A criterion that both ask for has another kind, domain, unit or side.
        DiagramTooLargeError: The joint diagram is too large.

    Cost: about the product of the sizes of the two diagrams, at worst; limited in the number of steps. Where both add
    up many weights, of which few differ, one sum is carried beside these for both.

    >>> pays = Criterion("pays")
    >>> one = Definition("one", "One", [Label("client", pays)], source="-")
    >>> str(compare(one, one.evolve(name="two")).statements[0])
    'every one client is a two client: yes'
    """
    _check_meanings(first, second)
    conditions = [label.when for one in (first, second) for label in one.labels if label.when is not None]
    variables = variables_of(conditions)
    space = Space(variables, first.presume, dearest_sum(conditions, variables, compilation.CARRY_FROM))
    mine, theirs = dict(space.given(first.labels)), dict(space.given(second.labels))
    cells: list[CrossCell] = []
    apart = EMPTY
    sets = {
        (one, other): both
        for one, other in _pairs(first, second, space)
        if not space.is_empty(both := space.both(mine[one], theirs[other]))
    }
    for (one, other), both in sets.items():
        cells.append(CrossCell(one, other, space.count(both), space.share(both), space.example(both)))
        apart = apart if _same(one, other) else space.either(apart, both)
    names = _names(first, second)
    asked = {criterion.name for criterion in second.asked}
    statements = [
        *_statements(space, mine, theirs, sets, names),
        *_statements(space, theirs, mine, {(other, one): both for (one, other), both in sets.items()}, names[::-1]),
    ]
    return Comparison(
        first,
        second,
        names,
        space.total,
        tuple(criterion for criterion in first.asked if criterion.name in asked),
        tuple(cells),
        None if apart == EMPTY else describe_region(space, apart),
        None if apart == EMPTY else _shortest(space, apart, mine, theirs),
        tuple(statements),
        tuple(_rank_shifts(first, second, names)),
    )


def _check_meanings(first: Definition, second: Definition) -> None:
    known = {criterion.name: criterion for criterion in first.asked}
    for criterion in second.asked:
        mine = known.get(criterion.name, criterion)
        if mine.meaning != criterion.meaning:
            places = (f"definition {first.name!r}", f"definition {second.name!r}")
            raise CriterionConflictError(criterion.name, places, (mine.meaning, criterion.meaning))


def _same(one: str | None, other: str | None) -> bool:
    return one == other if one is None or other is None else fold(one) == fold(other)


def _names(first: Definition, second: Definition) -> tuple[str, str]:
    if first.name != second.name:
        return first.name, second.name
    if first.version != second.version:
        return str(first), str(second)
    return f"{first.name} (the first)", f"{second.name} (the second)"


def _rank_shifts(first: Definition, second: Definition, names: tuple[str, str]) -> Iterator[RankShift]:
    """Find the words, case and spacing folded, that both definitions rank, in different places.

    The places differ when one is an end of the order and the other is not that end, or when there
    are both more or fewer labels above and more or fewer below.

    Args:
        first: A definition; none of its words is found unless both are ordered.
        second: Another.
        names: What to call them.
    """
    if not (first.ordered and second.ordered):
        return
    folded = {fold(label.name): position for position, label in enumerate(second.labels)}
    for position, label in enumerate(first.labels):
        other = folded.get(fold(label.name))
        if other is not None:
            mine = Place(names[0], position, len(first.labels) - 1 - position)
            theirs = Place(names[1], other, len(second.labels) - 1 - other)
            if mine.end != theirs.end or (mine.above != theirs.above and mine.below != theirs.below):
                yield RankShift(label.name, mine, theirs)


def _pairs(first: Definition, second: Definition, space: Space) -> Iterable[tuple[str | None, str | None]]:
    """Give in order the labels that some record may get from two definitions, and no others if no sum is carried."""
    order, others = ([*(label.name for label in one.labels), None] for one in (first, second))
    if space.carried is not None:
        return itertools.product(order, others)
    one, other = (compile_diagram(each.labels, space.variables) for each in (first, second))
    return sorted(together(one, other, space.spend), key=lambda pair: (order.index(pair[0]), others.index(pair[1])))


Sets: TypeAlias = Mapping[str | None, int]
"""By label the records that get it."""


def _statements(
    space: Space, mine: Sets, theirs: Sets, both: Mapping[tuple[str | None, str | None], int], names: Sequence[str]
) -> Iterator[Statement]:
    for label, where in mine.items():
        if label is None or space.is_empty(where):
            continue
        example: Record | None
        someone = space.example(where)
        for other in theirs:
            if other is not None:
                share, example = Fraction(0), someone
                if (label, other) in both:
                    share = Fraction(space.count(both[label, other]), space.count(where))
                    outside = space.with_records(space.without(where, both[label, other]))
                    example = None if outside == EMPTY else space.example(outside)
                yield Statement(names[0], label, names[1], other, share, example)


def _shortest(space: Space, apart: int, first: Sets, second: Sets) -> ShortestDisagreement:
    found = shortest_witness(space, apart)
    forced = space.product({level: 1 << cell for level, cell in found.cells.items()})
    variables = space.variables
    return ShortestDisagreement(
        FrozenMapping(
            (variables[level].criterion.name, variables[level].example(cell))
            for level, cell in sorted(found.cells.items())
        ),
        tuple(label for label, where in first.items() if not space.is_empty(space.both(forced, where))),
        tuple(label for label, where in second.items() if not space.is_empty(space.both(forced, where))),
        found.proved,
    )


def _wearer(definition: Definition) -> str:
    return "the relationship" if definition.given_to is None else f"the {definition.given_to.value}"
