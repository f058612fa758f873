"""Every complete record of some labels, listed, with the label that each gets: the slow way to check them.

A record gives each criterion that a condition asks for one answer; of a measure, one number for each stretch in
which all comparisons come out the same. Nothing here uses a diagram.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import TypeAlias

from relabel import NOT_APPLICABLE, Answer, AnyCriterion, Label, Measure
from relabel.core.model.conditions import Compare
from relabel.core.model.frozen_mapping import FrozenMapping
from tests.property.oracle import Plain, criteria_in, holds, inside, plain, representatives

__all__ = ["Row", "answers_of", "complete", "domains", "neighbours", "place", "records"]

Row: TypeAlias = FrozenMapping[str, Plain]


def domains(labels: Sequence[Label]) -> dict[str, list[Plain]]:
    """Give one answer for each cell of each criterion, in order, by name."""
    return {name: _domain(labels, criterion) for name, criterion in criteria_in(labels).items()}


def _domain(labels: Sequence[Label], criterion: AnyCriterion) -> list[Plain]:
    if not isinstance(criterion, Measure):
        assert criterion.answers is not None
        return [plain(answer) for answer in criterion.answers]
    found: dict[object, Plain] = {}
    for number in representatives(labels, criterion, []):
        found.setdefault(_outcomes(labels, criterion.name, number), number)
    return list(found.values())


def _outcomes(labels: Iterable[Label], name: str, answer: Plain) -> object:
    comparisons = [one for one in inside(labels) if isinstance(one, Compare) and one.criterion.name == name]
    return answer == NOT_APPLICABLE, *(holds(one, {name: answer}) for one in comparisons)


def records(labels: Sequence[Label]) -> list[Row]:
    """Give every complete record, once."""
    answers = domains(labels)
    return [FrozenMapping(dict(zip(answers, record, strict=True))) for record in itertools.product(*answers.values())]


def complete(labels: Sequence[Label], record: FrozenMapping[str, Answer]) -> Row:
    """Give the record in the list that stands for a witness, which must be complete."""
    criteria = criteria_in(labels)
    assert set(record) == set(criteria)
    return FrozenMapping({name: place(labels, criteria[name], answer) for name, answer in record.items()})


def place(labels: Sequence[Label], criterion: AnyCriterion, answer: Answer) -> Plain:
    """Give the answer in the domain that stands for an answer, which must be one of the criterion's."""
    assert criterion.accepts(answer)
    if not isinstance(criterion, Measure):
        return plain(answer)
    outcome = _outcomes(labels, criterion.name, plain(answer))
    return next(one for one in _domain(labels, criterion) if _outcomes(labels, criterion.name, one) == outcome)


def answers_of(row: Row) -> FrozenMapping[str, Answer]:
    """Give a record of the list with answers as the library takes them: whole numbers and decimals."""
    return FrozenMapping({name: _answer(answer) for name, answer in row.items()})


def _answer(answer: Plain) -> Answer:
    if not isinstance(answer, Fraction):
        return answer
    if answer.denominator == 1:
        return int(answer)
    number = Context(prec=200).divide(Decimal(answer.numerator), Decimal(answer.denominator))
    assert Fraction(number) == answer
    return number


def neighbours(rows: Iterable[Row], answers: dict[str, list[Plain]]) -> Iterator[tuple[str, Row, Row]]:
    """Give every pair of records that differ in one criterion only, the lower answer first."""
    for row in rows:
        for name, values in answers.items():
            for value in values[values.index(row[name]) + 1 :]:
                yield name, row, FrozenMapping({**row, name: value})
