"""Questions and interviews against brute force: every completion, every answer, every respondent."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeAlias

import attrs
from hypothesis import assume, event, given
from hypothesis import strategies as st

from relabel import NOT_APPLICABLE, Answer, AnyCriterion, Classification, Definition, Measure, Side, Standing, Status
from relabel.core.classification.interview import Interview
from relabel.core.classification.questions import Answered, Outlook, Priors, Question
from relabel.core.diagrams.variables import Variable
from relabel.core.model.conditions import Compare
from tests.property.oracle import Expected, Names, Plain, first_label, holds, inside, not_applicable, plain
from tests.property.strategies import AS_OF, SIDES, Case, cases


def questions(classification: Classification, given: Priors | None = None) -> tuple[Question, ...]:
    return classification.questions(given=given)


Weights: TypeAlias = Mapping[str, Mapping[Answer, int]]
Record: TypeAlias = Mapping[str, int]
"""A cell for each criterion that a condition asks for."""


# The outcome, by listing completions


def _outcome(expected: Expected, said: Mapping[str, frozenset[Plain]]) -> tuple[str | None, Standing, Names]:
    """Give label, standing and labels possible when the evidence says this."""
    presumed = {name: frozenset({answer}) for name, answer in expected.presumable.items() if name not in said}
    possible, granted = expected.labels_given(said), expected.labels_given({**said, **presumed})
    standing = Standing.SETTLED if len(possible) == 1 else Standing.PRESUMED if len(granted) == 1 else Standing.OPEN
    return (None if standing is Standing.OPEN else next(iter(granted))), standing, possible


def _stretch(definition: Definition, criterion: AnyCriterion, answer: Plain) -> object:
    """Give what conditions can tell of an answer."""
    if not isinstance(criterion, Measure) or not_applicable(criterion, answer):
        return answer
    comparisons = [one for one in inside(definition.labels) if isinstance(one, Compare)]
    own = [one for one in comparisons if one.criterion.name == criterion.name]
    return answer == NOT_APPLICABLE, *(holds(one, {criterion.name: answer}) for one in own)


@given(cases())
def test_a_question_is_listed_if_and_only_if_an_answer_changes_the_outcome(case: Case) -> None:
    """By itself: these are what one answer of foresight lists; and each answer does what is said of it."""
    expected = Expected(case.definition, case.relationship.evidence, case.as_of, case.vocabulary)
    now = _outcome(expected, expected.said)
    changing: dict[str, object] = {}
    for name, criterion in expected.criteria.items():
        status = expected.statuses[name]
        if status in (Status.UNKNOWN, Status.CONTESTED):
            answers = expected.domains[name] if status is Status.UNKNOWN else expected.said[name]
            after = {
                _stretch(case.definition, criterion, one): _outcome(expected, {**expected.said, name: frozenset({one})})
                for one in answers
            }
            if any(outcome != now for outcome in after.values()):
                changing[name] = after
                event(f"listed though {status.value}")
    asked = case.classify().questions(foresight=1)
    event(f"listed: {len(asked)}, standing: {now[1].value}")
    assert {question.criterion.name for question in asked} == changing.keys()
    for question in asked:
        one = question.criterion
        assert (question.ask, question.text) == (one.about, one.question or one.name)
        given_ = {
            _stretch(case.definition, one, plain(answer.answer)): (answer.label, answer.standing, answer.possible)
            for answer in question.answers
        }
        assert len(given_) == len(question.answers)
        assert given_ == changing[one.name]


@given(cases())
def test_there_are_questions_exactly_while_the_label_is_not_settled(case: Case) -> None:
    """They are what the explanation lists, also with nothing known."""
    bare = attrs.evolve(case, relationship=attrs.evolve(case.relationship, evidence=()))
    for found in (case.classify(), bare.classify()):
        asked = questions(found)
        assert bool(asked) == (found.standing is not Standing.SETTLED)
        assert found.explanation().questions == asked


@given(st.integers(1, 3), cases())
def test_foresight_lists_what_so_many_answers_can_change(foresight: int, case: Case) -> None:
    """An answer changes the outcome after some answers to one criterion less than that, or to fewer."""
    expected = Expected(case.definition, case.relationship.evidence, case.as_of, case.vocabulary)
    assume(len(expected.completions) <= 60)
    choices = {
        name: expected.said.get(name, frozenset(expected.domains[name]))
        for name, status in expected.statuses.items()
        if status in (Status.UNKNOWN, Status.CONTESTED)
    }
    changing: set[str] = set()
    for others in itertools.chain.from_iterable(itertools.combinations(choices, size) for size in range(foresight)):
        for answers in itertools.product(*(choices[name] for name in others)):
            said = {**expected.said, **{name: frozenset({one}) for name, one in zip(others, answers, strict=True)}}
            now = _outcome(expected, said)
            changing |= {
                name
                for name in choices.keys() - {*others} - changing
                if any(_outcome(expected, {**said, name: frozenset({one})}) != now for one in choices[name])
            }
    asked = case.classify().questions(foresight=foresight)
    event(f"listed: {len(asked)}")
    assert {one.criterion.name for one in asked} == changing


# Gains, by listing records


def _open_cells(classification: Classification) -> dict[str, list[int]]:
    """Give the cells still possible by criterion."""
    found = {}
    for one in classification.definition.diagram.variables:
        bits = classification.known >> one.shift & one.full or one.full
        found[one.criterion.name] = [cell for cell in range(one.size) if bits >> cell & 1]
    return found


def _variables(definition: Definition) -> dict[str, Variable]:
    return {one.criterion.name: one for one in definition.diagram.variables}


def _records(classification: Classification, most: int) -> list[tuple[Record, str | None]]:
    """Give every record that the evidence leaves possible, with its label by plain Python."""
    cells, variables = _open_cells(classification), _variables(classification.definition)
    assume(len(list(itertools.islice(itertools.product(*cells.values()), most + 1))) <= most)
    found: list[tuple[Record, str | None]] = []
    for row in itertools.product(*cells.values()):
        record = dict(zip(cells, row, strict=True))
        answers = {name: plain(variables[name].example(cell)) for name, cell in record.items()}
        found.append((record, first_label(classification.definition.labels, answers)))
    return found


@st.composite
def _weights(draw: st.DrawFn, definition: Definition) -> Weights:
    """Give weights for some criteria."""
    found: dict[str, dict[Answer, int]] = {}
    for one in definition.diagram.variables:
        if draw(st.booleans()):
            found[one.criterion.name] = {one.example(cell): draw(st.integers(0, 3)) for cell in range(one.size)}
    return found


def _share(variable: Variable, cell: int, cells: Sequence[int], weights: Weights) -> Fraction:
    """Give how likely one of the possible cells is."""
    mine = weights.get(variable.criterion.name, {})
    by_cell = [mine.get(variable.example(other), 0) for other in cells]
    return Fraction(by_cell[cells.index(cell)], sum(by_cell)) if sum(by_cell) else Fraction(1, len(cells))


def _likely(classification: Classification, record: Record, weights: Weights) -> Fraction:
    """Give how likely a record is."""
    cells, variables = _open_cells(classification), _variables(classification.definition)
    product = Fraction(1)
    for name, cell in record.items():
        product *= _share(variables[name], cell, cells[name], weights)
    return product


def _gini(weighted: Iterable[tuple[str | None, Fraction]]) -> Fraction:
    """Give the chance that two labels drawn at random differ; weights need not add up to 1."""
    by_label: dict[str | None, Fraction] = {}
    for label, weight in weighted:
        by_label[label] = by_label.get(label, Fraction()) + weight
    total = sum(by_label.values())
    return 1 - sum(((one / total) ** 2 for one in by_label.values()), Fraction()) if total else Fraction()


def _claims(definition: Definition) -> st.SearchStrategy[str | None]:
    """Make labels to be asked for, and none, for all of them."""
    return st.sampled_from([None, *(one.name for one in definition.labels)])


@given(st.data(), cases())
def test_gain_and_order_equal_brute_force(data: st.DataObject, case: Case) -> None:
    """Of everything that the label still depends on, and nothing else; ties in the order of the definition."""
    classification = case.classify()
    weights, claim = data.draw(_weights(case.definition)), data.draw(_claims(case.definition))
    records = [
        (record, label if claim is None else str(label == claim), _likely(classification, record, weights))
        for record, label in _records(classification, 600)
    ]
    cells, variables = _open_cells(classification), _variables(case.definition)
    before = _gini((label, likely) for _, label, likely in records)
    gains: dict[str, Fraction] = {}
    for name in cells:
        by_rest: dict[object, set[str | None]] = {}
        for record, label, _ in records:
            by_rest.setdefault(tuple(record[other] for other in cells if other != name), set()).add(label)
        if any(len(labels) > 1 for labels in by_rest.values()):
            after = Fraction()
            for cell in cells[name]:
                share = _share(variables[name], cell, cells[name], weights)
                after += share * _gini((label, likely) for record, label, likely in records if record[name] == cell)
            gains[name] = before - after
    found = Outlook(case.definition, classification.known, weights, claim).questions(classification.known)
    event(f"relevant: {len(found)}, of which decisive: {sum(one.decisive for one in found)}")
    assert {one.criterion.name: one.gain for one in found} == gains
    order = list(cells)
    keys = [(not one.decisive, -(one.gain or 0), order.index(one.criterion.name)) for one in found]
    assert keys == sorted(keys)
    if claim is not None:
        certain = {one.criterion.name for one in found if any(_is_certain(after, claim) for after in one.answers)}
        assert {one.criterion.name for one in found if one.decisive} == certain
        return
    assert questions(classification, given=weights) == tuple(found)


def _is_certain(one: Answered | Classification, claim: str) -> bool:
    """Say whether it is certain that the label is the one claimed, or certain that it is another."""
    return claim not in one.possible or len(one.possible) == 1


# Interviews, by asking every respondent


def _day(case: Case) -> date:
    return case.as_of or date.max


def _reply(interview: Interview, question: Question, record: Record, day: date) -> Interview:
    """Answer truthfully, such that the answer counts."""
    variable = _variables(interview.classification.definition)[question.criterion.name]
    answer = variable.example(record[question.criterion.name])
    return interview.answer(answer, observed_on=day, attested_by=question.ask or Side.BUYER, source="asked")


def _contested(classification: Classification) -> set[str]:
    return {one.criterion.name for one in classification.findings if one.status is Status.CONTESTED}


@given(st.data(), cases())
def test_a_truthful_respondent_settles_the_label(data: st.DataObject, case: Case) -> None:
    """The label of the record comes out, with at most one question per open criterion, unless a contest remains."""
    claim = data.draw(_claims(case.definition))
    current = Interview(case.classify(), claim=claim)
    cells = _open_cells(current.classification)
    record = {name: data.draw(st.sampled_from(some)) for name, some in cells.items()}
    most = sum(len(some) > 1 for some in cells.values())
    while (question := current.question) is not None:
        assert current.classification.standing is not Standing.SETTLED
        assert claim is None or not _is_certain(current.classification, claim)
        assert len(current.asked) < most
        current = _reply(current, question, record, _day(case))
        assert record[question.criterion.name] in _open_cells(current.classification)[question.criterion.name]
    event(f"asked: {len(current.asked)} of {most}")
    after = current.classification
    assert len(set(current.asked)) == len(current.asked)
    assert not _contested(after) & set(current.asked)
    variables = _variables(case.definition)
    answers = {name: plain(variables[name].example(cell)) for name, cell in record.items()}
    label = first_label(case.definition.labels, answers)
    if claim is not None and _is_certain(after, claim):
        event("the claim is decided")
        assert (claim in after.possible) == (label == claim)
    elif after.standing is Standing.SETTLED:
        assert after.label == label
    else:
        event("a contest remains")
        left = Outlook(case.definition, after.known, {}, claim).questions(after.known)
        assert {one.criterion.name for one in left} <= _contested(after)


@given(st.data(), cases())
def test_any_respondent_comes_to_an_end(data: st.DataObject, case: Case) -> None:
    """Whatever is answered, skipped, set aside or said without a date, nothing is asked twice."""
    current = Interview(case.classify(), claim=data.draw(_claims(case.definition)))
    most = sum(len(some) > 1 for some in _open_cells(current.classification).values())
    days = st.sampled_from([None, AS_OF, date.min, date.max])
    while (question := current.question) is not None:
        assert question.criterion.name not in current.asked
        if data.draw(st.booleans()):
            current = current.skip()
        else:
            answer = data.draw(st.sampled_from([one.answer for one in question.answers]))
            side = data.draw(st.sampled_from(SIDES))
            current = current.answer(answer, observed_on=data.draw(days), attested_by=side)
    assert current.done
    assert len(current.asked) <= most


def _ask_all(interview: Interview, records: Sequence[tuple[Record, Fraction]], day: date) -> tuple[int, Fraction]:
    """Give the largest number of questions over some respondents, and the sum of numbers times likelihood."""
    question = interview.question
    if question is None:
        return 0, Fraction()
    worst, mean = 0, sum((likely for _, likely in records), Fraction())
    name = question.criterion.name
    for cell in sorted({record[name] for record, _ in records}):
        alike = [(record, likely) for record, likely in records if record[name] == cell]
        then = _ask_all(_reply(interview, question, alike[0][0], day), alike, day)
        worst, mean = max(worst, then[0]), mean + then[1]
    return worst + 1, mean


@given(st.data(), cases())
def test_the_length_foreseen_is_that_of_all_respondents(data: st.DataObject, case: Case) -> None:
    """The worst case and the mean are those found by really asking each; both fall as answers come in."""
    classification = case.classify()
    weights = data.draw(_weights(case.definition))
    records = [(record, _likely(classification, record, weights)) for record, _ in _records(classification, 40)]
    first = Interview(classification, given=weights, claim=data.draw(_claims(case.definition)))
    if data.draw(st.booleans()) and not first.done:
        first = first.skip()
    worst, mean = _ask_all(first, records, _day(case))
    event(f"worst case: {worst}")
    assert (first.worst_case, first.expected) == (worst, mean)
    assert (worst == 0) == first.done
