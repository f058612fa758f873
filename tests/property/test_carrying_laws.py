"""A sum that is carried beside the diagram changes nothing: results are those of the unrolled form and of the oracle.

Definitions have one sum over most of what they ask for, compared with several numbers, beside and inside any other
conditions. Their sums are far too small to be carried by themselves, so the tests let any sum be.
"""

import itertools
import math
import operator
from decimal import Decimal
from typing import Any, Final
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
from relabel.checks.comparison import compare
from relabel.checks.examples import check_examples
from relabel.checks.verification import verify
from relabel.core.classification.interview import Interview
from relabel.core.classification.paths import Paths
from relabel.core.diagrams import compilation
from relabel.core.diagrams.counting import completions
from relabel.core.diagrams.searches import reasons
from relabel.core.model.conditions import Mean, Points
from relabel.core.model.examples import Example
from tests.property import test_comparison_laws as comparison_laws
from tests.property import test_verification_laws as verification_laws
from tests.property.oracle import Expected
from tests.property.strategies import LABELS, NUMBERS, Case, conditions, pools, premised, relationships
from tests.property.test_comparison_laws import Pair

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
def labels_by(draw: st.DrawFn, total: Points, pool: tuple[AnyCriterion, ...]) -> list[Label]:
    """Give labels that a sum decides, perhaps with other conditions beside it."""
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
    return labels


@st.composite
def cases(draw: st.DrawFn, criteria: int | None = None) -> Case:
    """Give a definition by a sum, perhaps with premises and presumptions, and a relationship."""
    pool = draw(pools())[:criteria]
    labels = draw(labels_by(draw(sums(pool)), pool))
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


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """Give two definitions by sums of which some weights or what they are compared with may differ."""
    pool = draw(pools())[:4]
    total = draw(sums(pool))
    if total.terms and not isinstance(total, Mean) and draw(st.booleans()):
        weights = dict(total.terms)
        changed = draw(st.sampled_from(list(weights)))
        other = points({**weights, changed: draw(st.sampled_from(WEIGHTS))})
    else:
        other = draw(st.sampled_from([total, draw(sums(pool))]))
    first = Definition("first", "First", draw(labels_by(total, pool)), source="-")
    return first, Definition("second", "Second", draw(labels_by(other, pool)), source="-")


def carried(definition: Definition) -> Definition:
    """Give the same definition, its diagram made anew."""
    fresh = attrs.evolve(definition)
    event(f"carried: {fresh.diagram.carried is not None}")
    return fresh


COMPARISON_LAWS = [
    comparison_laws.test_the_cross_table_equals_the_list,
    comparison_laws.test_the_shortest_disagreement_is_one_and_none_is_shorter,
    comparison_laws.test_statements_equal_the_list,
    comparison_laws.test_comparing_the_other_way_round_transposes,
    comparison_laws.test_a_definition_never_differs_from_itself,
]


@pytest.mark.parametrize("law", COMPARISON_LAWS, ids=lambda law: law.__name__)
@given(pair=pairs())
def test_comparisons_keep_their_laws(law: Any, pair: Pair) -> None:  # Any: a test that Hypothesis runs
    """Against the list of all records, with one sum carried for both definitions."""
    with mock.patch.object(compilation, "CARRY_FROM", 0):
        law.hypothesis.inner_test(tuple(map(carried, pair)))


@given(pairs())
def test_comparisons_are_the_same(pair: Pair) -> None:
    """Counts and witnesses; of the shortest disagreement how many answers it takes."""
    other = compare(*pair)
    with mock.patch.object(compilation, "CARRY_FROM", 0):
        one = compare(*map(carried, pair))
    assert (one.cells, one.statements, one.agreement) == (other.cells, other.statements, other.agreement)
    if one.disagreement is not None and other.disagreement is not None:
        assert one.disagreement.witness == other.disagreement.witness
    if one.shortest is not None and other.shortest is not None:
        assert len(one.shortest.answers) == len(other.shortest.answers)
        assert one.shortest.proved
        assert other.shortest.proved


VERIFICATION_LAWS = [
    verification_laws.test_shares_dead_and_hidden_labels_equal_the_list,
    verification_laws.test_effects_and_irrelevance_equal_the_list,
    verification_laws.test_witnesses_differ_from_what_is_usual_in_the_fewest_answers,
    verification_laws.test_a_presumption_is_idle_exactly_when_granting_it_never_matters,
]


@pytest.mark.parametrize("law", VERIFICATION_LAWS, ids=lambda law: law.__name__)
@given(pair=pairs())
def test_verifications_keep_their_laws(law: Any, pair: Pair) -> None:  # Any: as above
    """Against the list of all records."""
    with mock.patch.object(compilation, "CARRY_FROM", 0):
        law.hypothesis.inner_test(carried(pair[0]))


@given(cases(criteria=4))
def test_verifications_are_the_same(case: Case) -> None:
    """Also with premises, lent definitions and presumptions; of regions their share and witness."""
    other = verify(case.definition)
    with mock.patch.object(compilation, "CARRY_FROM", 0):
        one = verify(carried(case.definition))
    assert (one.shares, one.dead, one.hidden, one.irrelevant) == (
        other.shares,
        other.dead,
        other.hidden,
        other.irrelevant,
    )
    assert (one.constant, one.redundant, one.idle_presumptions) == (
        other.constant,
        other.redundant,
        other.idle_presumptions,
    )
    assert [(each.criterion, each.summary) for each in one.effects] == [
        (each.criterion, each.summary) for each in other.effects
    ]
    assert [(each.nested, each.meant, each.region.share, each.region.witness) for each in one.overlaps] == [
        (each.nested, each.meant, each.region.share, each.region.witness) for each in other.overlaps
    ]
    if one.gap is not None and other.gap is not None:
        assert (one.gap.share, one.gap.witness) == (other.gap.share, other.gap.witness)


@given(cases(criteria=4), st.data())
def test_examples_try_the_same_parts(case: Case, data: st.DataObject) -> None:
    """Each part is tried, or not, by the same examples."""
    one = {
        asked.name: asked.answers[0] for asked in case.definition.asked if asked.answers and data.draw(st.booleans())
    }
    label = case.definition.labels[0].name
    definition = attrs.evolve(case.definition, examples=[Example("one", one, expect=label)])
    other = check_examples(definition)
    with mock.patch.object(compilation, "CARRY_FROM", 0):
        assert attrs.evolve(check_examples(carried(definition)), definition=definition) == other


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
def test_completions_weigh_what_records_do(case: Case, data: st.DataObject) -> None:
    """For each answer and leaf, by listing all records; a total is that of all of them."""
    diagram = both(case)[0].definition.diagram
    variables = diagram.variables
    assume(diagram.carried is not None and math.prod(one.size for one in variables) <= 2_000)
    weights = [{cell: data.draw(st.integers(0, 3)) for cell in range(one.size)} for one in variables]
    assume(all(any(row.values()) for row in weights))
    groups = [{leaf} for leaf in range(len(diagram.leaves))]
    found = completions.completions(diagram, weights, groups, range(len(variables)))
    expected = {level: {cell: [0 for _ in groups] for cell in row} for level, row in enumerate(weights)}
    many = [0 for _ in groups]
    for record in itertools.product(*(range(one.size) for one in variables)):
        (label,) = diagram.possible(sum(1 << cell + one.shift for one, cell in zip(variables, record, strict=True)))
        leaf, weight = diagram.leaves.index(label), math.prod(map(operator.getitem, weights, record))
        many[leaf] += 1
        for level, cell in enumerate(record):
            expected[level][cell][leaf] += weight
    event(f"records: {math.prod(one.size for one in variables) // 100}00")
    assert found == expected
    assert completions.records(diagram, groups, lambda _: None) == many


@given(cases())
def test_what_cannot_be_counted_is_listed(case: Case) -> None:
    """All questions are there, with what each answer would do and whether it is decisive."""
    one, other = both(case)
    with mock.patch.object(completions, "MAX_NUMBERS", 0):
        found = one.questions()
    event(f"counted: {all(question.gain is not None for question in found)}")
    if one.definition.diagram.carried is not None:
        assert {question.gain for question in found} <= {None, 0}  # 0 of a premise that is asked for in another's place
    assert {attrs.evolve(question, gain=None) for question in found} == {
        attrs.evolve(question, gain=None) for question in other.questions()
    }


@given(cases())
def test_interviews_are_as_long(case: Case) -> None:
    """The largest and the mean number of questions to come."""
    one, other = (Interview(each) for each in both(case))
    assert (one.worst_case, one.expected) == (other.worst_case, other.expected)


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
