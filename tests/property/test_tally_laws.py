"""Tallies against brute force: what a count or sum can come to, over every completion of what is known."""

import itertools
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, event, given
from hypothesis import strategies as st

from relabel import AnyCriterion, Definition, Evidence, Label, Relationship, Scale, classify, points
from relabel.core.model.answers import Number
from relabel.core.model.conditions import Condition, Reaches
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.errors import RelabelError
from tests.property.enumeration import answers_of, domains
from tests.property.oracle import Plain, compare, criteria_in, worth
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
