"""Examples: whether those of a definition get the labels they should, and which parts they leave untried."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeAlias, final

import attrs

from relabel.checks.observed import observed_parts, wholes
from relabel.core.classification.classification import Classification
from relabel.core.definitions.content import named_parts
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.text import label_text, labels_text
from relabel.core.diagrams.space import EMPTY, FULL, MAX_LINES, Record, Space, listed, record_text
from relabel.core.diagrams.variables import variables_of
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import named_part, parts, redefined, replaced
from relabel.core.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Count,
    Label,
    LabelIs,
    Named,
    Not,
    Points,
    Reaches,
)
from relabel.core.model.examples import Example, Standing
from relabel.core.model.relationship import Relationship
from relabel.markup import Report
from relabel.texts import Section

__all__ = ["ExampleReport", "FailedExample", "Untried", "check_examples", "classify_example"]

BRIEF = 3
"""How many parts that no example tries are shown unless all are asked for."""

DAY = date(2000, 1, 1)
"""The day on which all that an example knows was observed, and on which it is judged."""


def classify_example(definition: Definition, example: Example) -> Classification:
    """Classify an example: each answer is fresh evidence, on the word of the side that it is about."""
    asked = {criterion.name: criterion for criterion in definition.criteria}
    source = f"example {example.name!r}"
    evidence = [
        definition.policy.counting(asked[name], answer, DAY, source) for name, answer in example.answers.items()
    ]
    return Classification(Relationship("the buyer", "the seller", evidence=evidence), definition, DAY)


@final
@attrs.frozen
class FailedExample:
    """An example that gets another label than it should.

    Attributes:
        example: The example.
        classification: What it gets; its label is None where it is open, too.
    """

    example: Example
    classification: Classification

    def __str__(self) -> str:
        found, expect = self.classification, self.example.expect
        possible = f"is open: {labels_text(found.possible, found.definition)}"
        got = possible if found.standing is Standing.OPEN else f"gets {label_text(found.label)}"
        wanted = "stay open" if isinstance(expect, Standing) else f"get {label_text(expect)}"
        return f"{self.example.name!r} should {wanted} and {got}"


@final
@attrs.frozen
class Untried:
    """A part of a condition on which no example turns, or a number at whose edge none stands.

    Attributes:
        label: The label whose condition it is part of.
        part: The part as text: a question for one answer, a count, a sum, or one of these at its number.
        record: A complete record that would try it.
        expect: The label that the record gets.
    """

    label: str
    part: str
    record: Record
    expect: str | None

    def __str__(self) -> str:
        example = f"this one would, and gets {label_text(self.expect)}: {record_text(self.record)}"
        return f"{self.label}: {self.part}; {example}"


@final
@attrs.frozen
class ExampleReport(Report):
    """What the examples in a definition show.

    A part of a condition is *tried* by an example that gets the label it should, if the label of the example would
    be another one, were the opposite of the part written there, whatever the example leaves unknown and
    the definition does not presume. A *number* that something is compared with is tried by an example at
    its edge: its label would be another one, were `>=` written as `>`, `<=` as `<`, or the reverse.

    Attributes:
        definition: The definition.
        parts: How many parts of conditions ask one question, count or sum up; those of lent definitions
            not counted, nor those that no record at all turns on.
        numbers: How many numbers there are in them whose edge some record stands at.
        failed: The examples that get another label than they should.
        untried: The parts on which no example turns, in the order in which they are written.
        blunt: The numbers at whose edge no example stands, in the same order.
    """

    definition: Definition
    parts: int
    numbers: int
    failed: tuple[FailedExample, ...]
    untried: tuple[Untried, ...]
    blunt: tuple[Untried, ...]

    def sections(self) -> list[Section]:
        """Arrange the report for people."""
        failed = listed(self.failed)
        wrong = [Section("Examples that get another label than they should", failed)] * bool(failed)
        return [self.heading(), *wrong, *self.gaps(full=True)]

    def heading(self) -> Section:
        """Say how much the examples try."""
        count = len(self.definition.examples)
        parts = f"{self.parts - len(self.untried)} of {self.parts} parts of conditions"
        if self.numbers:
            stand = "stands" if count == 1 else "stand"
            parts += f", and {stand} at the edge of {self.numbers - len(self.blunt)} of {self.numbers} numbers"
        return Section(f"1 example tries {parts}" if count == 1 else f"{count} examples try {parts}")

    def gaps(self, *, full: bool = False) -> list[Section]:
        """Arrange what no example tries; the first of each kind, unless `full` asks for all."""
        kinds = (
            ("Parts on which no example turns", self.untried),
            ("Numbers at whose edge no example stands", self.blunt),
        )
        most = MAX_LINES if full else BRIEF
        return [Section(heading, listed(texts, most=most)) for heading, texts in kinds if texts]


def check_examples(definition: Definition) -> ExampleReport:
    """Check the examples in a definition, and find the parts of conditions that they leave untried.

    Raises:
        DiagramTooLargeError: A diagram gets too large.

    Cost: linear in the parts, times the size of the diagrams; and compiling the definition for each number in them.

    Source: the unique-cause coverage of J. J. Chilenski, S. P. Miller, Applicability of modified
    condition/decision coverage to software testing (1994), for several outcomes.
    """
    failed: list[FailedExample] = []
    labelled: list[tuple[Example, Classification]] = []
    for example in definition.examples:
        one = classify_example(definition, example)
        if (one.standing if one.standing is Standing.OPEN else one.label) != example.expect:
            failed.append(FailedExample(example, one))
        elif one.standing is not Standing.OPEN:
            labelled.append((example, one))
    space = Space(definition.diagram.variables, definition.presume)
    tried = [space.product(_cells(space, definition.grant(one.known))) for _, one in labelled]
    turns, untried = 0, []
    for label, part, turning in _turning(space, definition.labels):
        if turning != EMPTY:
            turns += 1
            if not any(space.without(records, turning) == EMPTY for records in tried):
                untried.append(_example_for(definition, space, label, str(part), turning))
    numbers, blunt = 0, []
    for label, part, other in _shifted(definition):
        conditions = (one.when for one in (*definition.labels, *other.labels) if one.when is not None)
        space = Space(variables_of(conditions), definition.presume)
        turning = space.without(FULL, space.alike(definition.labels, other.labels))
        if turning != EMPTY:
            numbers += 1
            if all(_outcome(classify_example(other, example)) == _outcome(one) for example, one in labelled):
                blunt.append(_example_for(definition, space, label, str(part), turning))
    return ExampleReport(definition, turns, numbers, tuple(failed), tuple(untried), tuple(blunt))


def _outcome(one: Classification) -> tuple[str | None, Standing]:
    return one.label, one.standing


def _example_for(definition: Definition, space: Space, label: str, part: str, turning: int) -> Untried:
    """Give a record that would try a part, with its label."""
    record = space.example(turning)
    expect = classify_example(definition, Example("one", record, None)).label
    return Untried(label, part, record, expect)


def _cells(space: Space, known: int) -> dict[int, int]:
    """Give what is known as cells by level."""
    cells = {level: variable.cells_in(known) for level, variable in enumerate(space.variables)}
    return {level: some for level, some in cells.items() if some}


def _turning(space: Space, labels: Sequence[Label]) -> Iterator[tuple[str, Condition, int]]:
    """Give the parts that ask one question, each with its label and the records whose label turns on it."""
    left = FULL
    for whole in wholes(labels):
        for one in observed_parts(space, labels, whole, left):
            if not isinstance(one.part, Not | AllOf | AnyOf):
                yield whole.name, one.part, one.records
        if isinstance(whole, Label) and whole.when is not None:
            left = space.without(left, space.where(whole.when))


def _shifted(definition: Definition) -> Iterator[tuple[str, Condition, Definition]]:
    """Give the parts with a number, each with its label and the definition whose number is off by the least."""
    for label, part, put in _all_parts(definition):
        if isinstance(part, Compare | Count | Reaches) and part.operator.neighbour is not None:
            if isinstance(part, Count):
                other: Condition = attrs.evolve(part, k=part.k + (1 if part.operator.upward else -1))
            else:
                other = attrs.evolve(part, operator=part.operator.neighbour)
            yield label, part, attrs.evolve(definition, labels=put(other))


def _all_parts(definition: Definition) -> Iterator[tuple[str, Condition, Callable[[Condition], Sequence[Label]]]]:
    """Give the parts of all conditions, each with its label and what gives the labels with another one in its place."""
    labels = definition.labels
    for position, label in enumerate(labels):
        for part, put in () if label.when is None else _parts(label.when):
            yield (
                label.name,
                part,
                lambda other, at=position, label=label, put=put: [  # type: ignore[misc]  # mypy infers no type for a default argument
                    *labels[:at],
                    attrs.evolve(label, when=put(other)),
                    *labels[at + 1 :],
                ],
            )
    for whole in dict.fromkeys(named_parts(labels, lent=False)):
        top = whole if isinstance(whole, Named) else Reaches(whole, ">=", 0)
        for part, put in itertools.islice(_parts(top, inside=True), 1, None):
            yield whole.name, part, lambda other, whole=whole, put=put: _redefined(labels, whole, put(other))  # type: ignore[misc]  # as above


def _redefined(labels: Sequence[Label], whole: Named | Points, other: Condition) -> Sequence[Label]:
    """Give labels with another part of that name: a condition, or the sum that one compares."""
    return redefined(labels, whole, other.points if isinstance(other, Reaches) else other)


Put: TypeAlias = Callable[[Condition], Condition]
"""Gives the whole condition with another one in the place of a part."""


def _parts(condition: Condition, *, inside: bool = False) -> Iterator[tuple[Condition, Put]]:
    """Give the parts of a condition that ask one question, count, sum up, or ask for another definition's label.

    What has a name is one part; `inside` says to give what is in it.
    """
    if not isinstance(condition, Not | AllOf | AnyOf):
        yield condition, lambda other: other
    whole = isinstance(condition, LabelIs) or (named_part(condition) is not None and not inside)
    for position, operand in () if whole else enumerate(parts(condition)):
        for part, put in () if isinstance(operand, AnyCriterion) else _parts(operand):
            yield part, lambda other, at=position, put=put: replaced(condition, at, put(other))  # type: ignore[misc]  # mypy infers no type for a default argument
