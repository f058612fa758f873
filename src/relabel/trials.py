"""Trials: whether the examples in a definition get the labels they should, and what they leave untried."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeAlias, assert_never, final

import attrs

from relabel.classification import Classification
from relabel.conditions import AllOf, AnyOf, Compare, Condition, Count, Is, Label, LabelIs, Not, Points, Reaches
from relabel.definitions import Definition
from relabel.evidence import Evidence
from relabel.explanation import label_text
from relabel.findings import Standing
from relabel.intents import Example
from relabel.questions import AnyCriterion
from relabel.relationships import Relationship
from relabel.spaces import EMPTY, FULL, Record, Space, listed, record_text

__all__ = ["ExampleReport", "FailedExample", "Untried", "check_examples", "classify_example"]

DAY = date(2000, 1, 1)
"""The day on which all that an example knows was observed, and on which it is judged."""


def classify_example(definition: Definition, example: Example) -> Classification:
    """Classify an example: each answer is fresh evidence, on the word of the side that it is about."""
    about = {criterion.name: criterion.about for criterion in definition.criteria}
    evidence = [
        Evidence(name, answer, observed_on=DAY, attested_by=about[name], source=f"example {example.name!r}")
        for name, answer in example.answers.items()
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
        found = self.classification
        got = "an open label" if found.standing is Standing.OPEN else label_text(found.label)
        return f"{self.example.name!r} should get {label_text(self.example.expect)} and gets {got}"


@final
@attrs.frozen
class Untried:
    """A part of a condition on which no example turns.

    Attributes:
        label: The label whose condition it is part of.
        part: The part: a question for one answer, as text.
        record: A complete record that would try it.
        expect: The label that the record gets.
    """

    label: str
    part: str
    record: Record
    expect: str | None

    def __str__(self) -> str:
        example = f"this one would, and gets {label_text(self.expect)}: {record_text(self.record)}"
        return f"{self.label}: no example turns on {self.part}; {example}"


@final
@attrs.frozen
class ExampleReport:
    """What the examples in a definition show.

    A part of a condition is *tried* by an example that does not fail if the label of the example would
    be another one, were the opposite of the part written there, whatever the example leaves unknown and
    the definition does not presume.

    Attributes:
        definition: The definition.
        parts: How many parts of conditions ask one question; those of lent definitions not counted,
            nor those that no record at all turns on.
        failed: The examples that get another label than they should.
        untried: The parts on which no example turns, in the order in which they are written.
    """

    definition: Definition
    parts: int
    failed: tuple[FailedExample, ...]
    untried: tuple[Untried, ...]

    def to_text(self) -> str:
        """Write the report as lines of plain text, for people."""
        count = len(self.definition.examples)
        parts = f"{self.parts - len(self.untried)} of {self.parts} parts of conditions"
        lines = [f"1 example tries {parts}" if count == 1 else f"{count} examples try {parts}"]
        if self.failed:
            lines += ["", "Examples that get another label than they should", *listed(self.failed)]
        if self.untried:
            lines += ["", "Parts on which no example turns", *listed(self.untried)]
        return "\n".join(lines)


def check_examples(definition: Definition) -> ExampleReport:
    """Check the examples in a definition, and find the parts of conditions that they leave untried.

    Raises:
        DiagramTooLargeError: A diagram gets too large.

    Cost: compiling the definition twice for each part of its conditions.

    Source: the unique-cause coverage of J. J. Chilenski, S. P. Miller, Applicability of modified
    condition/decision coverage to software testing (1994), for several outcomes.
    """
    failed: list[FailedExample] = []
    passed: list[Classification] = []
    for example in definition.examples:
        one = classify_example(definition, example)
        if one.standing is Standing.OPEN or one.label != example.expect:
            failed.append(FailedExample(example, one))
        else:
            passed.append(one)
    diagram = definition.diagram
    space = Space(diagram.variables)
    tried = [space.product(_cells(space, definition.grant(one.known))) for one in passed]
    parts, untried = 0, []
    for label, part, turning in _turning(space, definition):
        if turning != EMPTY:
            parts += 1
            if not any(space.without(records, turning) == EMPTY for records in tried):
                record = space.path(turning)
                known = sum(1 << variable.shift + record.get(at, 0) for at, variable in enumerate(space.variables))
                (expect,) = diagram.possible(known)
                untried.append(Untried(label, str(part), space.record(record), expect))
    return ExampleReport(definition, parts, tuple(failed), tuple(untried))


def _cells(space: Space, known: int) -> dict[int, int]:
    """Give what is known as cells by level."""
    cells = {level: variable.cells_in(known) for level, variable in enumerate(space.variables)}
    return {level: some for level, some in cells.items() if some}


def _turning(space: Space, definition: Definition) -> Iterator[tuple[str, Condition, int]]:
    """Give the parts that ask one question, each with its label and the records whose label turns on it."""
    labels = definition.labels
    for position, label in enumerate(labels):
        if label.when is not None:
            for part, put in _parts(label.when):
                always, never = (
                    space.compile([*labels[:position], Label(label.name, put(constant)), *labels[position + 1 :]])
                    for constant in (AllOf(()), AnyOf(()))
                )
                same = EMPTY
                for given in (*(one.name for one in labels), None):
                    both = space.both(space.where_label(always, given), space.where_label(never, given))
                    same = space.either(same, both)
                yield label.name, part, space.without(FULL, same)


Put: TypeAlias = Callable[[Condition], Condition]
"""Gives the whole condition with another one in the place of a part."""


def _parts(condition: Condition) -> Iterator[tuple[Condition, Put]]:
    """Give the parts of a condition that ask one question, or for the label of another definition."""
    match condition:
        case Is() | Compare() | LabelIs():
            yield condition, lambda other: other
        case Not(operand):
            for part, put in _parts(operand):
                yield part, lambda other, put=put: Not(put(other))  # type: ignore[misc]  # mypy infers no type for a default argument
        case AllOf(operands) | AnyOf(operands) | Count(operands):
            for position, operand in enumerate(operands):
                for part, put in _parts(operand):
                    yield (
                        part,
                        lambda other, at=position, put=put: attrs.evolve(  # type: ignore[misc]  # as above
                            condition, operands=(*operands[:at], put(other), *operands[at + 1 :])
                        ),
                    )
        case Reaches(summed):
            for position, (term, weight) in enumerate(summed.terms):
                for part, put in () if isinstance(term, AnyCriterion) else _parts(term):
                    yield (
                        part,
                        lambda other, at=position, put=put, weight=weight: attrs.evolve(  # type: ignore[misc]  # as above
                            condition,
                            points=Points((*summed.terms[:at], (put(other), weight), *summed.terms[at + 1 :])),
                        ),
                    )
        case _:
            assert_never(condition)
