"""Tallies against brute force: what a count or sum can come to, over every completion of what is known."""

import itertools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

import attrs
from hypothesis import assume, event, given
from hypothesis import strategies as st

from relabel import AnyCriterion, Criterion, Definition, Evidence, Label, Relationship, Scale, classify, mean, points
from relabel.core.classification.tallies import Answered
from relabel.core.model.answers import Number, answer_text
from relabel.core.model.conditions import Condition, Mean, Reaches
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.errors import RelabelError
from tests.property.enumeration import answers_of, domains
from tests.property.oracle import Plain, answered, average, compare, criteria_in, worth
from tests.property.strategies import conditions, pools

Terms = tuple[tuple[Condition | AnyCriterion, int], ...]


WEIGHTS: st.SearchStrategy[Number] = st.one_of(
    st.integers(-3, 3), st.sampled_from((0.5, 0.35, -0.1)), st.just(Decimal("0.05"))
)


@st.composite
def _sums(draw: st.DrawFn) -> Definition:
    """Give a definition with one label that asks for some points."""
    pool = draw(pools())
    parts = draw(st.lists(conditions(pool, depth=1), min_size=1, max_size=4))
    scales = [one for one in pool if isinstance(one, Scale) and draw(st.booleans())]
    weights = {part: draw(WEIGHTS) for part in (*parts, *scales)}
    operator, value = draw(st.sampled_from((">=", ">", "<=", "<"))), draw(st.one_of(st.integers(-2, 6), WEIGHTS))
    try:
        return Definition("sum", "Is it?", [Label("yes", points(weights).compare(operator, value))], source="test")
    except RelabelError:  # two parts take one criterion for different things
        assume(False)
        raise


@given(_sums(), st.data())
def test_a_tally_is_what_its_parts_can_add_together(definition: Definition, data: st.DataObject) -> None:
    """Both ends are those of the completions, and whatever the label is, they do not contradict it."""
    when = definition.labels[0].when
    assert isinstance(when, Reaches)
    every = domains(definition.labels)
    assume(every)
    known = {name: data.draw(st.sampled_from(every[name])) for name in data.draw(st.sets(st.sampled_from([*every])))}
    event(f"known: {len(known)} of {len(every)}")
    evidence = [Evidence(name, answer) for name, answer in answers_of(FrozenMapping(known)).items()]
    one = classify(Relationship("A", "B", evidence=evidence), definition)
    (tally, *_) = one.tallies()
    sums = [sum(worth(part, weight, row) for part, weight in when.points.terms) for row in _rows(every, known)]
    assert tally.low is not None
    assert tally.high is not None
    ends = (Fraction(tally.low), Fraction(tally.high))
    assert ends == (min(sums), max(sums))
    (mark,) = tally.marks
    meets = {compare(end, mark.operator, Fraction(mark.value)) for end in ends}
    assert one.granted == {"yes" if met else None for met in meets}
    assert list(tally.criteria) == list(criteria_in(definition.labels))
    assert tally.of is None


def _rows(every: Mapping[str, list[Plain]], known: Mapping[str, Plain]) -> Iterator[Mapping[str, Plain]]:
    """Give every completion of what is known."""
    possible = [[known[name]] if name in known else answers for name, answers in every.items()]
    yield from (dict(zip(every, row, strict=True)) for row in itertools.product(*possible))


@st.composite
def _means(draw: st.DrawFn) -> Definition:
    """Give a definition with one label that asks for a mean."""
    pool = draw(pools())
    asked: dict[object, Number] = {}
    for _ in range(draw(st.integers(1, 5))):
        one = draw(st.sampled_from(pool))
        whole = isinstance(one, (Criterion, Scale)) and draw(st.booleans())
        asked[one if whole else draw(conditions([one], depth=0))] = draw(st.sampled_from((1, 2, 0.5, 0.35)))
    found = mean(asked)  # in which a criterion and the condition that it is met are one question
    found = attrs.evolve(found, at_least_answered=draw(st.integers(1, len(found.terms))))
    value = draw(st.one_of(st.integers(-2, 4), st.sampled_from((0.5, 0.35, 2.5))))
    when = found.compare(draw(st.sampled_from((">=", ">", "<=", "<", "=="))), value)
    try:
        return Definition("mean", "Is it?", [Label("yes", when)], source="test")
    except RelabelError:  # one criterion twice, in other words
        assume(False)
        raise


@given(_means(), st.data())
def test_the_tally_of_a_mean_is_what_its_questions_can_come_to(definition: Definition, data: st.DataObject) -> None:
    """Both ends are those of the completions in which enough questions apply; how many do is counted."""
    when = definition.labels[0].when
    assert isinstance(when, Reaches)
    assert isinstance(when.points, Mean)
    every = domains(definition.labels)
    known = {name: data.draw(st.sampled_from(every[name])) for name in data.draw(st.sets(st.sampled_from([*every])))}
    evidence = [Evidence(name, answer) for name, answer in answers_of(FrozenMapping(known)).items()]
    one = classify(Relationship("A", "B", evidence=evidence), definition)
    (tally,) = one.tallies()
    rows = list(_rows(every, known))
    means = [average(when.points, row) for row in rows]
    enough = [found for found in means if found is not None]
    event(f"enough apply: {'always' if len(enough) == len(rows) else 'sometimes' if enough else 'never'}")
    assert tally.answered is not None
    counts = [answered(when.points, row) for row in rows]
    assert tally.answered == Answered(min(counts), max(counts), when.points.at_least_answered)
    assert tally.of == len(when.points.terms)
    if not enough:
        assert (tally.low, tally.high, one.granted) == (None, None, frozenset({None}))
        return
    assert tally.low is not None
    assert tally.high is not None
    assert (Fraction(tally.low), Fraction(tally.high)) == (min(enough), max(enough))
    value = Fraction(when.value)
    met = {found is not None and compare(found, when.operator, value) for found in means}
    assert one.granted == {"yes" if one else None for one in met}
    text = str(tally)
    assert f"yes: {when.operator.than(answer_text(when.value))}" in text
