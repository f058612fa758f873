"""A sum that is carried beside the diagram changes nothing: results are those of the unrolled form and of the oracle.

Definitions have one sum over most of what they ask for, compared with several numbers, beside and inside any other
conditions. Their sums are far too small to be carried by themselves, so the tests let any sum be.
"""

from decimal import Decimal
from typing import Final
from unittest import mock

import attrs
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from relabel import (
    AnyCriterion,
    Choice,
    Classification,
    Condition,
    Criterion,
    Definition,
    Label,
    Measure,
    Presumption,
    Scale,
    mean,
    points,
)
from relabel.core.classification.paths import Paths
from relabel.core.diagrams import compilation
from relabel.core.diagrams.searches import reasons
from relabel.core.model.conditions import Points
from tests.property.oracle import Expected
from tests.property.strategies import LABELS, NUMBERS, Case, conditions, pools, premised, relationships

WEIGHTS: Final[tuple[int | Decimal, ...]] = (1, 2, 3, 5, 8, -1, -4, 0, Decimal("0.5"), Decimal("1.25"))


@st.composite
def sums(draw: st.DrawFn, pool: tuple[AnyCriterion, ...]) -> Points:
    """Give a sum over all that may be asked for, or a mean of its scales and yes/no questions."""
    questions: list[Scale | Criterion] = [one for one in pool if isinstance(one, Scale | Criterion)]
    if questions and draw(st.integers(0, 4)) == 0:
        return mean({one: draw(st.sampled_from((1, 2, Decimal("0.5")))) for one in questions})
    weights: dict[Condition | AnyCriterion, int | Decimal] = {}
    for one in pool:
        weight: int | Decimal = draw(st.sampled_from(WEIGHTS))
        match one:
            case Choice():
                weights[one.is_(draw(st.sampled_from(one.options)))] = weight
            case Measure():
                weights[one >= draw(st.sampled_from(NUMBERS))] = weight
                weights[one >= draw(st.sampled_from(NUMBERS))] = draw(st.sampled_from(WEIGHTS))
            case Criterion() | Scale():
                weights[one] = weight
    return points(weights)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Give a definition by a sum, perhaps with premises and presumptions, and a relationship."""
    pool = draw(pools())
    total = draw(sums(pool))
    labels: list[Label] = []
    for name in LABELS[: draw(st.integers(1, 3))]:
        when = total.compare(draw(st.sampled_from((">=", ">", "<", "<="))), draw(st.integers(-3, 9)))
        match draw(st.integers(0, 3)):
            case 0:
                when &= draw(conditions(pool, depth=2))
            case 1:
                when |= draw(conditions(pool, depth=2))
            case _:
                pass
        labels.append(Label(name, when))
    lender = Definition("lender", "Lender", labels, source="-")
    if draw(st.integers(0, 3)) == 0:
        labels = [Label("lent", lender.is_(draw(st.sampled_from([one.name for one in labels])))), *labels[1:]]
    ordered = draw(st.booleans())
    definition = Definition("carried", "Carried", labels, source="-", ordered=ordered)
    asked = [one for one in definition.asked if isinstance(one, Criterion)]
    definition = attrs.evolve(definition, presume=dict.fromkeys(asked[: draw(st.integers(0, 2))], False))
    if draw(st.booleans()):
        definition = draw(premised(definition))
    return Case(definition, draw(relationships(definition)), None, {})


def both(case: Case) -> tuple[Classification, Classification]:
    """Give what is found with a sum carried, and unrolled."""
    carrying = attrs.evolve(case.definition)
    with mock.patch.object(compilation, "CARRY_FROM", 0):
        assume(carrying.diagram.carried is not None)
    assert case.definition.diagram.carried is None
    event(f"nodes beside the sum: {min(carrying.diagram.size, 10)}")
    return Classification(case.relationship, carrying, None), case.classify()


@given(cases())
def test_what_is_found_is_the_same(case: Case) -> None:
    """Labels, standing, reasons, what rules a label out, and what each answer would do."""
    one, other = both(case)
    expected = Expected(case.definition, case.relationship.evidence, case.as_of, case.vocabulary)
    assert (one.possible, one.granted) == (expected.possible, expected.granted) == (other.possible, other.granted)
    assert (one.label, one.standing) == (other.label, other.standing)
    with mock.patch.object(reasons, "MAX_REASON_SEARCH", 10**6):
        assert one.because == other.because
        assert (one.floor_because, one.ceiling_because) == (other.floor_because, other.ceiling_because)
    findings = [reason for reason in one.because if not isinstance(reason, Presumption)]
    event(f"reasons: {len(findings)}")
    for label in other.definition.diagram.leaves:
        if label != other.label or other.label is None:
            assert found_against(one, label) == found_against(other, label)


def found_against(one: Classification, label: str | None) -> object:
    """Give what rules a label out."""
    if one.label == label and len(one.granted) == 1:
        return None
    found = one.why_not(label)
    return found.never, found.obstacles, None if found.missing is None else found.missing.cost


@given(cases(), st.data())
def test_questions_are_the_same(case: Case, data: st.DataObject) -> None:
    """What the label still depends on, what each answer would do, and how much it is expected to tell."""
    one, other = both(case)
    assert one.questions() == other.questions()
    weights = {}
    for asked in case.definition.asked:
        if asked.answers is not None and data.draw(st.booleans()):
            weights[asked.name] = {answer: data.draw(st.integers(0, 3)) for answer in asked.answers}
    assert one.questions(given=weights) == other.questions(given=weights)
    assert one.questions(foresight=2) == other.questions(foresight=2)


@given(cases(), st.data())
def test_paths_are_as_cheap(case: Case, data: st.DataObject) -> None:
    """Each path costs as much as its counterpart; which of several equal ones it is may differ."""
    one, other = both(case)
    names = [asked.name for asked in case.definition.asked]
    fixed = data.draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
    cost = {name: data.draw(st.integers(0, 3)) for name in names if data.draw(st.booleans())}
    or_higher = data.draw(st.booleans())
    for label in other.definition.diagram.leaves:
        first, second = (
            each.path_to(label, fixed=fixed, cost=cost, or_higher=or_higher, limit=2) for each in (one, other)
        )
        event(f"reachable: {first.reachable}")
        assert prices(first)[:1] == prices(second)[:1]
        assert first.held_by == second.held_by


def prices(found: Paths) -> list[tuple[object, ...]]:
    """Give by path its cost, how many steps and changes there are, and what is asked for."""
    return [
        (path.cost, len(path.steps), sum(step.change for step in path.steps), [step.criterion for step in path.steps])
        for path in found.paths
    ]


@given(cases())
def test_explanations_are_the_same(case: Case) -> None:
    """Which findings speak for and against, what else would be found, and what is closed."""
    one, other = (each.explanation() for each in both(case))
    assert (one.speaks_for, one.speaks_against, one.indifferent) == (
        other.speaks_for,
        other.speaks_against,
        other.indifferent,
    )
    assert (one.otherwise, one.closed, one.presumed) == (other.otherwise, other.closed, other.presumed)


def test_any_sum_may_be_carried_in_these_tests() -> None:
    """Without that there is nothing to compare."""
    a, b = Criterion("a"), Criterion("b")
    definition = Definition("d", "t", [Label("x", points({a: 1, b: 2}) >= 2)], source="-")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compilation, "CARRY_FROM", 0)
        assert definition.diagram.carried is not None
    assert definition.unrolled.carried is None
