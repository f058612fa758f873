"""What `classify()` must answer, found the slow way: list every completion and evaluate plain Python on each.

It is written from sections 2 to 6 of the design and shares with the library only the types that hold data. There
is no diagram, no bit set and no short cut: a condition is evaluated by recursion, a number is compared as it is
written, a label is possible when some completion of what is unknown or contested gives it.

A completion is one answer for each criterion that a condition asks for. A measure has infinitely many answers, but
conditions only compare them, so it is enough to try every number it is compared with, one between each two
neighbours, one beyond either end, and the numbers that evidence and presumptions give.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias, assert_never

from relabel import (
    NOT_APPLICABLE,
    Answer,
    AnyCriterion,
    Condition,
    Conflicts,
    Definition,
    Evidence,
    Finding,
    Hearsay,
    Label,
    Measure,
    Presumption,
    Reason,
    Scale,
    Standing,
    Status,
)
from relabel.core.model.conditions import AllOf, AnyOf, Compare, Count, Is, LabelIs, Mean, Named, Not, Reaches
from relabel.core.model.shelf_life import Months

__all__ = ["Expected", "Names", "cell", "criteria_in", "holds", "weigh"]

Plain: TypeAlias = bool | str | Fraction
Completion: TypeAlias = Mapping[str, Plain]
Allowed: TypeAlias = Mapping[str, frozenset[Plain]]
Names: TypeAlias = frozenset[str | None]


def plain(answer: Answer) -> Plain:
    """Give an answer such that equal ones are equal: numbers as the fractions that they are written as."""
    if isinstance(answer, (bool, str)):
        return answer
    return Fraction(answer) if isinstance(answer, (int, Decimal)) else Fraction(repr(answer))


# Conditions


def holds(condition: Condition, given: Completion) -> bool:
    """Say whether a condition holds when every criterion has the answer given."""
    match condition:
        case Is(criterion, among):
            return given[criterion.name] in [plain(answer) for answer in among]
        case Compare(criterion, operator, value):
            if not_applicable(criterion, given[criterion.name]):
                return False
            return compare(height(criterion, given[criterion.name]), operator, height(criterion, plain(value)))
        case Not(operand):
            return not holds(operand, given)
        case Named(_, operand):
            return holds(operand, given)
        case AllOf(operands):
            return all(holds(operand, given) for operand in operands)
        case AnyOf(operands):
            return any(holds(operand, given) for operand in operands)
        case Count(operands, operator=operator, k=k):
            return compare(sum(holds(operand, given) for operand in operands), operator, k)
        case Reaches(Mean() as mean, operator, value):
            found = average(mean, given)
            return found is not None and compare(found, operator, Fraction(value))
        case Reaches(points, operator, value):
            total = sum((worth(term, weight, given) for term, weight in points.terms), Fraction(0))
            return compare(total, operator, Fraction(value))
        case LabelIs(ladder, label):
            return first_label(ladder.labels, given) == label
        case _:
            assert_never(condition)


def not_applicable(criterion: AnyCriterion, answer: Plain) -> bool:
    """Say whether an answer is that the criterion does not apply."""
    return criterion.may_be_na and answer == NOT_APPLICABLE


def height(criterion: AnyCriterion, answer: Plain) -> Fraction:
    """Give the number that an answer is, or that the level has of which it is the name."""
    if isinstance(criterion, Scale) and criterion.levels:
        return Fraction(criterion.low + [*criterion.levels].index(str(answer)))
    assert isinstance(answer, Fraction)
    return answer


def compare(left: Fraction | int, operator: str, right: Fraction | int) -> bool:
    """Say whether one number stands in `operator` to another."""
    match operator:
        case ">=":
            return left >= right
        case ">":
            return left > right
        case "<=":
            return left <= right
        case "<":
            return left < right
        case "==":
            return left == right
        case _:
            raise AssertionError(operator)


def worth(term: Condition | AnyCriterion, weight: int | Decimal, given: Completion) -> Fraction:
    """Give the points of one term: weight times level of a scale, otherwise the weight if it holds."""
    if isinstance(term, AnyCriterion):
        applies = not not_applicable(term, given[term.name])
        return Fraction(weight) * height(term, given[term.name]) if applies else Fraction(0)
    return Fraction(weight) if holds(term, given) else Fraction(0)


def answered(mean: Mean, given: Completion) -> int:
    """Count the questions of a mean that apply."""
    return sum(_applies(term, given) for term, _ in mean.terms)


def average(mean: Mean, given: Completion) -> Fraction | None:
    """Give the weighted mean of the questions that apply; None where too few do."""
    if answered(mean, given) < mean.at_least_answered:
        return None
    asked = [(term, weight) for term, weight in mean.terms if _applies(term, given)]
    return sum((worth(term, weight, given) for term, weight in asked), Fraction(0)) / sum(
        Fraction(weight) for _, weight in asked
    )


def _applies(term: Condition | AnyCriterion, given: Completion) -> bool:
    asked = [term] if isinstance(term, AnyCriterion) else criteria_in([Label("x", term)]).values()
    return not any(not_applicable(criterion, given[criterion.name]) for criterion in asked)


def first_label(labels: Iterable[Label], given: Completion) -> str | None:
    """Give the first label whose condition holds; a label without condition always does."""
    for label in labels:
        if label.when is None or holds(label.when, given):
            return label.name
    return None


def inside(labels: Iterable[Label]) -> Iterator[Condition]:
    """Give the conditions of labels and every condition inside them, in the order they are written."""
    for label in labels:
        if label.when is not None:
            yield from _inside(label.when)


def _inside(condition: Condition) -> Iterator[Condition]:
    yield condition
    match condition:
        case Not(operand) | Named(_, operand):
            yield from _inside(operand)
        case AllOf(operands) | AnyOf(operands) | Count(operands):
            for operand in operands:
                yield from _inside(operand)
        case Reaches(points):
            for term, _ in points.terms:
                if isinstance(term, AnyCriterion):
                    assert isinstance(term, Scale)
                    yield Is(term, term.answers or ())  # stands for the scale, so that criteria_in sees it in its place
                else:
                    yield from _inside(term)
        case LabelIs(ladder):
            yield from inside(ladder.labels)


def criteria_in(labels: Iterable[Label]) -> dict[str, AnyCriterion]:
    """Give the criteria that the conditions of labels ask for, by name, in the order they are written."""
    found: dict[str, AnyCriterion] = {}
    for condition in inside(labels):
        if isinstance(condition, (Is, Compare)):
            found.setdefault(condition.criterion.name, condition.criterion)
    return found


def cell(labels: Iterable[Label], criterion: AnyCriterion, answer: Answer) -> object:
    """Give what conditions can tell of an answer: of a measure the outcome of every comparison, else all of it."""
    if not isinstance(criterion, Measure) or not_applicable(criterion, plain(answer)):
        return plain(answer)
    comparisons = [one for one in inside(labels) if isinstance(one, Compare) and one.criterion.name == criterion.name]
    return tuple(holds(comparison, {criterion.name: plain(answer)}) for comparison in comparisons)


# Evidence


def weigh(piece: Evidence, definition: Definition, as_of: date | None, elsewhere: Iterable[str] = ()) -> Reason | None:
    """Say why a piece of evidence is set aside, or None when it counts."""
    name = piece.criterion
    asked = criteria_in(definition.labels)
    disregarded = {criterion.name for criterion in definition.disregard}
    idle = {criterion.name for criterion in (*definition.presume, *definition.mentions)} - asked.keys()
    if name in definition.remarks:
        return Reason.DISREGARDED
    if not {name} & {*asked, *disregarded, *idle, *elsewhere}:
        return Reason.UNKNOWN_CRITERION
    if name in disregarded:
        return Reason.DISREGARDED
    if name not in asked:
        return Reason.UNUSED
    policy = definition.policy.overrides.get(name, definition.policy)
    if as_of is not None and piece.observed_on is not None and piece.observed_on > as_of:
        return Reason.FUTURE
    if policy.shelf_life is not None:
        assert as_of is not None, "a shelf life needs a date of judgement"
        if piece.observed_on is None:
            return Reason.UNDATED
        if as_of > last_day(policy.shelf_life, piece.observed_on):
            return Reason.STALE
    if "source" in policy.requires and not piece.source.strip():
        return Reason.UNSOURCED
    if "attested_by" in policy.requires and piece.attested_by is None:
        return Reason.UNATTESTED
    about = asked[name].about
    if policy.hearsay is not Hearsay.ACCEPT and about is not None and piece.attested_by is about.other:
        return Reason.HEARSAY
    if policy.hearsay is Hearsay.OWN_WORD and about is not None and piece.attested_by is None:
        return Reason.NOT_OWN_WORD
    return None


def last_day(life: timedelta | Months, observed_on: date) -> date:
    """Give the last day on which a piece counts: months are counted one by one, then days down to one that there is."""
    if isinstance(life, timedelta):
        return date.max if observed_on.toordinal() + life.days > date.max.toordinal() else observed_on + life
    year, month = observed_on.year, observed_on.month
    for _ in range(life.count):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    days = [number for number in range(1, 32) if (date(year, month, 1) + timedelta(number - 1)).month == month]
    return date(year, month, min(observed_on.day, days[-1]))


def deciding(criterion: AnyCriterion, counted: Sequence[Evidence], definition: Definition) -> list[Evidence]:
    """Give the counted pieces that decide: the latest of a measure or under `latest`, a yes where it wins, or all."""
    policy = definition.policy.overrides.get(criterion.name, definition.policy)
    if policy.conflicts is Conflicts.YES_WINS and any(piece.answer is True for piece in counted):
        return [piece for piece in counted if piece.answer is True]
    if not isinstance(criterion, Measure) and policy.conflicts is not Conflicts.LATEST:
        return list(counted)
    dates = [piece.observed_on for piece in counted if piece.observed_on is not None]
    latest = max(dates) if dates else None
    return [piece for piece in counted if piece.observed_on == latest]


def status(labels: Iterable[Label], criterion: AnyCriterion, pieces: Sequence[Evidence]) -> Status:
    """Say what the deciding pieces of evidence on one criterion add up to."""
    if not pieces:
        return Status.UNKNOWN
    if len({cell(labels, criterion, piece.answer) for piece in pieces}) > 1:
        return Status.CONTESTED
    answer = pieces[0].answer
    if isinstance(answer, bool):
        return Status.MET if answer else Status.NOT_MET
    return Status.ANSWERED


# Completions


def representatives(labels: Iterable[Label], measure: Measure, observed: Iterable[Plain]) -> list[Plain]:
    """Give numbers that stand for all: those compared with, between and beyond them, and the observed ones."""
    compared = sorted(
        {
            height(measure, plain(one.value))
            for one in inside(labels)
            if isinstance(one, Compare) and one.criterion.name == measure.name
        }
    )
    bounds = [Fraction(bound) for bound in (measure.low, measure.high) if bound is not None]
    known = sorted({*compared, *bounds})
    between = [(low + high) / 2 for low, high in itertools.pairwise(known)]
    beyond = [known[0] - 1, known[-1] + 1] if known else [Fraction(0)]
    rest = [NOT_APPLICABLE] if measure.may_be_na else []
    numbers = (height(measure, one) for one in observed if not not_applicable(measure, one))
    found = {*known, *between, *beyond, *numbers}
    if measure.whole:
        found = {Fraction(math.floor(one) + step) for one in found for step in (0, 1)}
    low, high = measure.low, measure.high
    taken = (one for one in found if (low is None or one >= low) and (high is None or one <= high))
    return [*sorted(taken), *rest]


class Expected:
    """What a classification must say.

    Attributes:
        counted: The evidence that counts, by criterion that a condition asks for.
        set_aside: The evidence that does not count, each piece once, with the reason.
        statuses: By criterion that a condition asks for.
        possible, standing, label, granted, floor, ceiling: As of a `Classification`.
    """

    def __init__(
        self,
        definition: Definition,
        evidence: Iterable[Evidence],
        as_of: date | None,
        elsewhere: Iterable[str] = (),
    ) -> None:
        self.definition = definition
        self.labels = definition.labels
        self.criteria = criteria_in(definition.labels)
        once = list(dict.fromkeys(evidence))
        reasons = {piece: weigh(piece, definition, as_of, elsewhere) for piece in once}
        self.set_aside = {(piece, reason) for piece, reason in reasons.items() if reason is not None}
        self.counted = {
            name: [piece for piece in once if reasons[piece] is None and piece.criterion == name]
            for name in self.criteria
        }
        self.deciding = {
            name: deciding(criterion, self.counted[name], definition) for name, criterion in self.criteria.items()
        }
        self.statuses = {
            name: status(self.labels, criterion, self.deciding[name]) for name, criterion in self.criteria.items()
        }
        self.said = {
            name: frozenset(plain(piece.answer) for piece in pieces) for name, pieces in self.deciding.items() if pieces
        }
        self.presumable = {
            criterion.name: plain(answer)
            for criterion, answer in definition.presume.items()
            if criterion.name in self.criteria and criterion.name not in self.said
        }
        self.domains = {name: self._domain(criterion) for name, criterion in self.criteria.items()}
        self.completions = [
            (completion, first_label(self.labels, dict(zip(self.domains, completion, strict=True))))
            for completion in itertools.product(*self.domains.values())
        ]
        self.possible = self.labels_given(self.said)
        self.granted = self.labels_given(self.said | self._presume(self.presumable))
        self.standing = (
            Standing.SETTLED
            if len(self.possible) == 1
            else Standing.PRESUMED
            if len(self.granted) == 1
            else Standing.OPEN
        )
        self.label = next(iter(self.granted)) if self.standing is not Standing.OPEN else None
        self.floor = min(self.possible, key=self._rank) if definition.ordered else None
        self.ceiling = max(self.possible, key=self._rank) if definition.ordered else None

    def labels_given(self, allowed: Allowed) -> Names:
        """Give the labels of all completions that give no criterion an answer other than those allowed it."""
        filters = [(place, allowed[name]) for place, name in enumerate(self.domains) if name in allowed]
        return frozenset(
            label
            for completion, label in self.completions
            if all(completion[place] in answers for place, answers in filters)
        )

    def labels_forced_by(self, reasons: Iterable[Finding | Presumption]) -> Names:
        """Give the labels still possible when nothing is known but these findings and presumptions."""
        allowed: dict[str, frozenset[Plain]] = {}
        for reason in reasons:
            if isinstance(reason, Presumption):
                allowed |= self._presume({reason.criterion.name: plain(reason.answer)})
            else:
                allowed[reason.criterion.name] = self.said[reason.criterion.name]
        return self.labels_given(allowed)

    def _presume(self, answers: Mapping[str, Plain]) -> dict[str, frozenset[Plain]]:
        return {name: frozenset({answer}) for name, answer in answers.items()}

    def _rank(self, label: str | None) -> int:
        names = [one.name for one in reversed(self.labels)]
        return -1 if label is None else names.index(label)

    def _domain(self, criterion: AnyCriterion) -> list[Plain]:
        if criterion.answers is not None:
            return [plain(answer) for answer in criterion.answers]
        assert isinstance(criterion, Measure)
        observed = [plain(piece.answer) for piece in self.counted[criterion.name]]
        presumed = [answer for name, answer in self.presumable.items() if name == criterion.name]
        return representatives(self.labels, criterion, [*observed, *presumed])
