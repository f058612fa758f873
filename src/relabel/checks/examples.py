"""Examples: whether those of a definition get the labels they should, and which parts they leave untried."""

import collections
import functools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import assert_never, final

import attrs

from relabel.checks.observed import Known, Nest, Observed
from relabel.core.classification.classification import Classification
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.text import label_text, labels_text
from relabel.core.diagrams.space import EMPTY, MAX_LINES, Record, listed, record_text
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import parts, replaced, walk
from relabel.core.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Count,
    Is,
    LabelIs,
    Ladder,
    Named,
    Not,
    Reaches,
)
from relabel.core.model.examples import Example, Standing
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import Relationship
from relabel.errors import DiagramTooLargeError
from relabel.markup import Report
from relabel.sections import Section

__all__ = ["ExampleReport", "FailedExample", "Untried", "check_examples", "classify_example"]

BRIEF = 3
"""How many parts that no example tries are shown unless all are asked for."""

MAX_TRIAL_STEPS = 1_000_000
"""How many steps are taken to look at the parts; one takes some microseconds."""

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
        label: The label, or the part with a name, whose condition it is part of; of a lent definition with the name
            of that, as in "partner of marc".
        part: The part as text: a question for one answer, a count, a sum, or one of these at its number.
        like: How many further parts are like it, and tried with it.
        record: A complete record that would try it.
        expect: The label that the record gets.
    """

    label: str
    part: str
    like: int
    record: Record
    expect: str | None

    def __str__(self) -> str:
        example = f"an example that would, and gets {label_text(self.expect)}: {record_text(self.record)}"
        like = f" and {self.like} like it" if self.like else ""
        return f"{self.label}: {self.part}{like}; {example}"


@final
@attrs.frozen
class ExampleReport(Report):
    """What the examples in a definition show.

    A part of a condition is *tried* by an example that gets the label it should, if the label of the example would
    be another one, were the opposite of the part written there, whatever the example leaves unknown and
    the definition does not presume. A *number* that something is compared with is tried by an example at
    its edge: its label would be another one, or open, were `>=` written as `>`, `<=` as `<`, or the reverse.

    Of *like* parts one is tried for all. They stand in terms of one count or sum that are written in the same way and
    have the same points, and each asks for a criterion of its own; and that criterion is of the same kind and stands,
    wherever else it is asked for, again in terms alike. So to swap two of the criteria changes no label: what an
    example shows about the one, it shows about the other.

    Attributes:
        definition: The definition.
        parts: How many parts of conditions ask one question, count or sum up, those of lent definitions among them,
            each of which is looked into once; without those that no record at all turns on.
        numbers: How many numbers there are in them whose edge some record stands at.
        failed: The examples that get another label than they should.
        untried: The parts on which no example turns, of like ones the first, in the order in which they are
            written; those of lent definitions last.
        blunt: The numbers at whose edge no example stands, in the same way.
        complete: Whether all parts were looked at; of large definitions that would take too long.
    """

    definition: Definition
    parts: int
    numbers: int
    failed: tuple[FailedExample, ...]
    untried: tuple[Untried, ...]
    blunt: tuple[Untried, ...]
    complete: bool = True

    def sections(self) -> list[Section]:
        """Arrange the report for people."""
        failed = listed(self.failed)
        wrong = [Section("Examples that get another label than they should", failed)] * bool(failed)
        return [self.heading(), *wrong, *self.gaps(full=True)]

    def heading(self) -> Section:
        """Say how much the examples try."""
        count = len(self.definition.examples)
        tried, sharp = self.parts - _number_of(self.untried), self.numbers - _number_of(self.blunt)
        parts = f"{tried} of {self.parts} parts of conditions"
        if self.numbers:
            stand = "stands" if count == 1 else "stand"
            parts += f", and {stand} at the edge of {sharp} of {self.numbers} numbers"
        if not self.complete:
            parts += "; the other parts were not looked at, as that would take too long"
        return Section(f"1 example tries {parts}" if count == 1 else f"{count} examples try {parts}")

    def gaps(self, *, full: bool = False) -> list[Section]:
        """Arrange what no example tries; the first of each kind, unless `full` asks for all."""
        kinds = (
            ("Parts on which no example turns", self.untried),
            ("Numbers at whose edge no example stands", self.blunt),
        )
        most = MAX_LINES if full else BRIEF
        return [Section(heading, listed(texts, most=most)) for heading, texts in kinds if texts]


def _number_of(some: tuple[Untried, ...]) -> int:
    return len(some) + sum(one.like for one in some)


def check_examples(definition: Definition) -> ExampleReport:
    """Check the examples in a definition, and find the parts of conditions that they leave untried.

    Raises:
        DiagramTooLargeError: The diagram of the definition gets too large.

    Cost: linear in the parts, like ones counted once, times the size of the diagrams.

    Source: the unique-cause coverage of J. J. Chilenski, S. P. Miller, Applicability of modified
    condition/decision coverage to software testing (1994), for several outcomes.
    """
    failed: list[FailedExample] = []
    labelled: list[Example] = []
    for example in definition.examples:
        one = classify_example(definition, example)
        if (one.standing if one.standing is Standing.OPEN else one.label) != example.expect:
            failed.append(FailedExample(example, one))
        elif one.standing is not Standing.OPEN:
            labelled.append(example)
    trials, complete = _Trials(definition, labelled), True
    try:  # the sets may get too large before any part is looked at
        with trials.nest.space.budget(MAX_TRIAL_STEPS):
            for some in like_parts(definition, trials.nest):
                trials.visit(some)
    except DiagramTooLargeError:
        complete = False
    found = tuple(trials.untried), tuple(trials.blunt)
    return ExampleReport(definition, trials.parts, trials.numbers, tuple(failed), *found, complete)


@final
@attrs.frozen
class Part:
    """A part to be tried.

    Attributes:
        ladder: The lent definition that it is part of; None for the definition itself.
        whole: What it is part of in that: a label, or a part with a name.
        observed: The part.
    """

    ladder: Ladder | None
    whole: str
    observed: Observed

    @functools.cached_property
    def criterion(self) -> str:
        """The name of the one criterion that the term of a sum asks for in which it stands; "" if there is none."""
        asked = None if self.observed.term is None else _only_criterion(self.observed.term.condition)
        return "" if asked is None else asked.name

    @property
    def label(self) -> str:
        """What it is part of, as text."""
        return self.whole if self.ladder is None else f"{self.whole} of {self.ladder.name}"


def like_parts(definition: Definition, nest: Nest) -> list[list[Part]]:
    """Give the parts that ask one question, count or sum up, like ones together."""
    uses = _uses(definition)
    found: dict[object, list[Part]] = {}
    for ladder in (None, *nest.ladders):
        for whole, some in nest.observed(ladder):
            for one in some:
                if not isinstance(one.part, Not | AllOf | AnyOf):
                    part = Part(ladder, whole.name, one)
                    found.setdefault(_likeness(part, uses), []).append(part)
    return list(found.values())


def _likeness(part: Part, uses: Mapping[str, object]) -> object:
    """Give what like parts have in common, and no others."""
    one, term = part.observed, part.observed.term
    if term is None or not part.criterion:
        return part.ladder, one.path
    inside = one.path.removeprefix(term.place)
    return part.ladder, term.path, term.weight, _form(term.condition), inside, uses[part.criterion]


@final
class _Trials:
    """What the examples try, as far as it has been looked at.

    Args:
        definition: The definition.
        examples: Its examples that get the labels they should.
    """

    def __init__(self, definition: Definition, examples: list[Example]) -> None:
        self.definition = definition
        presumed = {criterion.name: answer for criterion, answer in definition.presume.items()}
        self.examples = [FrozenMapping({**presumed, **example.answers}) for example in examples]
        self.known: dict[Record, Known] = {}
        self.parts = self.numbers = 0
        self.untried: list[Untried] = []
        self.blunt: list[Untried] = []

    @functools.cached_property
    def nest(self) -> Nest:
        """Where sets are made, which tell the numbers of comparisons from those beside them, too."""
        whens = [label.when for label in self.definition.labels if label.when is not None]
        return Nest(self.definition, [_beside(one) for one in walk(*whens) if isinstance(one, Compare)])

    @functools.cached_property
    def sound(self) -> int:
        """The records that there can be."""
        return self.nest.space.where(self.definition.sound)

    def visit(self, some: list[Part]) -> None:
        """Look at like parts, of which one stands for all."""
        nest, part = self.nest, some[0].observed.part
        turning = some[0].observed.records
        known = self._known(some)
        self.parts += self._count(some, turning, self.untried, tried=any(one.every(turning) for one in known))
        if isinstance(part, Compare | Count | Reaches) and part.operator.neighbour is not None:
            edge = nest.space.both(turning, self._edge(part))
            self.numbers += self._count(some, edge, self.blunt, tried=any(one.some(edge) for one in known))

    def _known(self, some: list[Part]) -> list[Known]:
        """Give what each example knows, as it is and as it would be were like criteria swapped."""
        first = some[0].criterion
        found: list[Known] = []
        for example in self.examples:
            for other in [one.criterion for one in some]:
                swap = {first: other, other: first}
                answers = FrozenMapping((swap.get(name, name), answer) for name, answer in example.items())
                if answers not in self.known:
                    self.known[answers] = Known(self.nest, answers, self.sound)
                found.append(self.known[answers])
        return found

    def _edge(self, part: Compare | Count | Reaches) -> int:
        """Give the records for which it matters that a number is off by the least."""
        space = self.nest.space
        if not isinstance(part, Compare):
            return space.where(attrs.evolve(part, operator="=="))
        one, other = space.where(part), space.where(_beside(part))
        return space.choose(one, space.negate(other), other)

    def _count(self, some: list[Part], turning: int, left: list[Untried], *, tried: bool) -> int:
        """Count like parts if a record would try them; note them if no example does."""
        if not tried:
            records = self.nest.with_records(self.nest.space.both(turning, self.sound))
            if records == EMPTY:
                return 0
            record, text = self.nest.record(records), str(some[0].observed.part)
            left.append(Untried(some[0].label, text, len(some) - 1, record, self._label_of(record)))
        return len(some)

    def _label_of(self, record: Record) -> str | None:
        variables = self.definition.diagram.variables
        (label,) = self.definition.diagram.possible(sum(one.bit(record[one.criterion.name]) for one in variables))
        return label


def _beside(part: Compare) -> Compare:
    """Give a comparison that differs only where both numbers are equal."""
    return attrs.evolve(part, operator=part.operator.neighbour or part.operator)


def _uses(definition: Definition) -> Mapping[str, object]:
    """Say for each criterion where it is asked for, so that those for which it is the same may be swapped."""
    found: dict[str, collections.Counter[object]] = collections.defaultdict(collections.Counter)
    waiting = [definition.sound, *(label.when for label in definition.labels if label.when is not None)]
    seen: set[Condition] = set()
    while waiting:
        condition = waiting.pop()
        if condition in seen:
            continue
        seen.add(condition)
        match condition:
            case Is(criterion) | Compare(criterion):
                found[criterion.name][condition] += 1
            case Not(operand) | Named(_, operand):
                waiting.append(operand)
            case LabelIs(ladder):
                waiting += [label.when for label in ladder.labels if label.when is not None]
            case AllOf(operands) | AnyOf(operands) | Count(operands):
                waiting += _note(found, condition, [(one, 1) for one in operands])
            case Reaches(summed):
                waiting += _note(found, condition, summed.terms)
            case _:
                assert_never(condition)
    return {name: frozenset(some.items()) for name, some in found.items()}


def _note(
    found: Mapping[str, collections.Counter[object]],
    condition: Condition,
    terms: Sequence[tuple[Condition | AnyCriterion, int | Decimal]],
) -> Iterator[Condition]:
    """Note the terms that ask for one criterion, whose order does not matter, and give the others."""
    for term, weight in terms:
        if isinstance(term, AnyCriterion):
            found[term.name][condition, weight, _nameless(term)] += 1
        elif (asked := _only_criterion(term)) is not None:
            found[asked.name][condition, weight, _form(term)] += 1
        else:
            yield term


def _only_criterion(term: Condition) -> AnyCriterion | None:
    """Give the only criterion that a term asks for; None if it asks for several, or for the label of a lent one."""
    found = {one for one in walk(term, lent=False) if isinstance(one, AnyCriterion | LabelIs)}
    (one,) = found if len(found) == 1 else (None,)
    return one if isinstance(one, AnyCriterion) else None


def _form(condition: Condition) -> Condition:
    """Give a condition on one criterion as it is written, whatever the name of that and its question."""
    if isinstance(condition, Is | Compare):
        return attrs.evolve(condition, criterion=_nameless(condition.criterion))
    for position, inside in enumerate(parts(condition)):
        if not isinstance(inside, AnyCriterion):
            condition = replaced(condition, position, _form(inside))
    return condition


def _nameless(criterion: AnyCriterion) -> AnyCriterion:
    return attrs.evolve(criterion, name="same", question="", about=None)
