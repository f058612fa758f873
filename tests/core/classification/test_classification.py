"""Tests of `relabel.core.classification.classification`: the label, how certain it is, and why."""

import functools
import itertools
import pickle
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from relabel import (
    AnyCriterion,
    Choice,
    Classification,
    Condition,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Finding,
    Label,
    Measure,
    Presumption,
    Relationship,
    Scale,
    Standing,
    any_of,
    at_least,
    points,
)
from relabel.errors import AnswerError, DiagramTooLargeError, InvalidValueError, MissingDateError

x, y, z = THREE = [Criterion(name) for name in "xyz"]
handling = Choice("handling", options=["p", "q", "r"])
trust = Scale("trust", low=1, high=3)
spend = Measure("spend", unit="EUR")

YES, NO, UNKNOWN, BOTH = (True,), (False,), (), (False, True)
STATES = (YES, NO, UNKNOWN, BOTH)


def given(labels: Sequence[Label], *, presume: Mapping[AnyCriterion, object] | None = None) -> Definition:
    """Give an ordered definition."""
    return Definition("d", "t", labels, source="s", presume=presume or {})


def classified(definition: Definition, known: Mapping[AnyCriterion, Sequence[object]]) -> Classification:
    """Classify on evidence for each of the answers given."""
    pieces = [Evidence(one.name, answer) for one, answers in known.items() for answer in answers]  # type: ignore[arg-type]  # wrong answers are tested too
    return Classification(Relationship("B", "S", evidence=pieces), definition)


def standing(definition: Definition, **known: Sequence[object]) -> tuple[str | None, Standing]:
    """Give label and standing on evidence by the name of the criterion."""
    criteria = {criterion.name: criterion for criterion in definition.criteria}
    found = classified(definition, {criteria[name]: answers for name, answers in known.items()})
    return found.label, found.standing


EITHER = given([Label("a", x | ~x), Label("b")])
ANY = given([Label("a", any_of(x, y)), Label("b")])
PRESUMED = given([Label("a", x), Label("b", y), Label("c")], presume={x: False})


def test_what_every_completion_gives_is_settled() -> None:
    """`x | ~x` is settled though x is unknown, where truth tables would leave it unknown."""
    assert standing(EITHER) == ("a", Standing.SETTLED)


def test_it_stays_settled_when_contested() -> None:
    """Every completion of a contested finding gives it too."""
    assert standing(EITHER, x=BOTH) == ("a", Standing.SETTLED)


def test_contested_or_unknown_is_not_settled() -> None:
    """`any(contested, unknown)` is not established, as neither is, where Belnap's table says true."""
    assert standing(ANY, x=BOTH) == (None, Standing.OPEN)


def test_completions_are_taken_together() -> None:
    """`x & ~x` holds in no completion, so the label after it is settled."""
    assert standing(given([Label("a", x & ~x & y), Label("b")])) == ("b", Standing.SETTLED)


def test_a_contested_choice_may_be_settled() -> None:
    """All answers that the evidence gives lead to one label, though a third would not."""
    one = given([Label("a", handling.in_("p", "q")), Label("b")])
    assert standing(one, handling=["p", "q"]) == ("a", Standing.SETTLED)


def test_silence_is_open_without_presumptions() -> None:
    """Nothing is taken for granted unless the definition says so."""
    found = classified(ANY, {})
    assert (found.label, found.standing, set(found.possible)) == (None, Standing.OPEN, {"a", "b"})


def test_presumed_is_less_than_settled() -> None:
    """The label would be settled, were the presumptions granted; `possible` is without them."""
    found = classified(PRESUMED, {y: NO})
    assert (found.label, found.standing, set(found.possible)) == ("c", Standing.PRESUMED, {"a", "c"})


def test_a_presumption_may_be_too_little() -> None:
    """What stays open with all presumptions granted is open; `granted` says between what."""
    found = classified(PRESUMED, {})
    assert (found.label, found.standing, set(found.granted)) == (None, Standing.OPEN, {"b", "c"})


def test_evidence_overrides_a_presumption() -> None:
    """Evidence against it settles the other label."""
    assert standing(PRESUMED, x=YES) == ("a", Standing.SETTLED)


def test_evidence_for_a_presumption_settles() -> None:
    """The same answer, known instead of presumed."""
    assert standing(PRESUMED, x=NO, y=YES) == ("b", Standing.SETTLED)


def test_contested_evidence_overrides_a_presumption() -> None:
    """A presumption holds only while there is no evidence; two sides of a story are evidence."""
    assert standing(PRESUMED, x=BOTH, y=NO) == (None, Standing.OPEN)


def test_evidence_that_is_set_aside_overrides_nothing() -> None:
    """Only evidence that counts stands against a presumption."""
    later = Evidence("x", True, observed_on=date(2026, 2, 1))
    one = Relationship("B", "S", evidence=[later, Evidence("y", False)])
    assert Classification(one, PRESUMED, date(2026, 1, 31)).label == "c"


@pytest.mark.parametrize("name", ["label", "standing", "relationship", "known", "nothing_of_the_kind"])
def test_a_classification_is_frozen(name: str) -> None:
    """No field can be set, deleted or added."""
    found = classified(ANY, {x: YES})
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(found, name, "partner")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        delattr(found, name)
    assert found == classified(ANY, {x: YES})


def test_no_label_is_an_outcome() -> None:
    """Where no condition holds the definition does not apply, and that can be settled."""
    found = classified(given([Label("a", x)]), {x: NO})
    assert (found.label, found.standing, set(found.possible) == {None}) == (None, Standing.SETTLED, True)


def test_no_label_is_among_the_possible() -> None:
    """None in `possible` means "no label"."""
    assert classified(given([Label("a", x)]), {}).possible == {"a", None}


def test_a_label_that_every_completion_gives_needs_no_reason() -> None:
    """A definition of one label without a condition always gives it."""
    found = classified(given([Label("a")]), {})
    assert (found.label, found.standing, found.because) == ("a", Standing.SETTLED, ())


BOUNDS: list[tuple[Mapping[AnyCriterion, Sequence[object]], str | None, str | None]] = [
    ({}, None, "a"),
    ({x: NO}, None, "b"),
    ({y: YES}, "b", "a"),
    ({x: YES}, "a", "a"),
    ({x: NO, y: NO}, None, None),
]


@pytest.mark.parametrize(("known", "floor", "ceiling"), BOUNDS)
def test_floor_and_ceiling_bound_what_is_possible(
    known: Mapping[AnyCriterion, Sequence[object]], floor: str | None, ceiling: str | None
) -> None:
    """The lowest and the highest label that is possible; no label is below all of them."""
    found = classified(given([Label("a", x), Label("b", y)]), known)
    assert (found.floor, found.ceiling) == (floor, ceiling)


def test_without_ranks_there_is_no_floor_and_no_ceiling() -> None:
    """The labels of an unordered definition do not compare."""
    one = Definition("d", "t", [Label("a", x), Label("b")], source="s", ordered=False)
    found = Classification(Relationship("B", "S", evidence=[Evidence("x", True)]), one)
    assert (found.label, found.floor, found.ceiling) == ("a", None, None)


# Every finding on three criteria, for definitions of several shapes.

SHAPES: list[list[Label]] = [
    [Label("a", x & y & z), Label("b", x | y), Label("c")],
    [Label("a", at_least(2, *THREE)), Label("b", x)],
    [Label("a", x & ~y), Label("b", ~x & y), Label("c", ~z)],
    [Label("a", points({x: 2, y: -1, z: 1}) >= 2), Label("b", z | ~x)],
    [Label("a", (x & y) | (~x & z)), Label("b")],
    [Label("a", x | ~x)],
]
PRESUMPTIONS: list[Mapping[AnyCriterion, object]] = [{}, {x: False}, {x: True, z: False}, {x: True, y: True, z: True}]
DEFINITIONS = [(given(shape, presume=presume), presume) for shape in SHAPES for presume in PRESUMPTIONS]
CASES = [(one, presume, known) for one, presume in DEFINITIONS for known in itertools.product(STATES, repeat=3)]


@functools.cache
def label_of(definition: Definition, answers: tuple[bool, ...]) -> str | None:
    """Give the label when everything is known, by evaluating the text of the conditions in Python."""
    for label in definition.labels:
        if label.when is None or holds(label.when, dict(zip("xyz", answers, strict=True))):
            return label.name
    return None


def holds(condition: Condition, answers: Mapping[str, bool]) -> bool:
    """Evaluate the text of a condition with Python's own operators: a second opinion."""
    functions = {
        "at_least": lambda k, *terms: sum(map(bool, terms)) >= k,
        "points": lambda terms: sum(weight * answers[name] for name, weight in terms.items()),
    }
    text = str(condition).replace("{x:", "{'x':").replace("y: -1", "'y': -1").replace("z: 1}", "'z': 1}")
    text = text.replace("&", " and ").replace("|", " or ").replace("~", " not ")
    return bool(eval(text, {**functions, **answers}))  # noqa: S307  # our own text


def completions(known: Sequence[Sequence[bool]]) -> list[tuple[bool, ...]]:
    """Give every way of completing unknown and contested findings."""
    return list(itertools.product(*(answers or (False, True) for answers in known)))


def labels(definition: Definition, known: Sequence[Sequence[bool]]) -> set[str | None]:
    """Give the labels of all completions."""
    return {label_of(definition, row) for row in completions(known)}


def granted(presume: Mapping[AnyCriterion, object], known: Sequence[Sequence[bool]]) -> list[Sequence[bool]]:
    """Give what is known once the presumptions are granted where nothing is."""
    return [
        answers or ((bool(presume[one]),) if one in presume else ()) for one, answers in zip(THREE, known, strict=True)
    ]


def test_possible_labels_are_those_of_all_completions() -> None:
    """For every shape, set of presumptions and combination of findings on three criteria."""
    for one, presume, known in CASES:
        found = classified(one, dict(zip(THREE, known, strict=True)))
        assert set(found.possible) == labels(one, known)
        assert set(found.granted) == labels(one, granted(presume, known))


def test_standing_is_settled_presumed_or_open() -> None:
    """Settled: one label possible. Presumed: one once presumptions are granted. Open: neither, and no label."""
    for one, presume, known in CASES:
        found = classified(one, dict(zip(THREE, known, strict=True)))
        possible, with_presumptions = labels(one, known), labels(one, granted(presume, known))
        if len(possible) == 1:
            expected = (next(iter(possible)), Standing.SETTLED)
        elif len(with_presumptions) == 1:
            expected = (next(iter(with_presumptions)), Standing.PRESUMED)
        else:
            expected = (None, Standing.OPEN)
        assert (found.label, found.standing) == expected


def known_by(reasons: Sequence[Finding | Presumption]) -> list[tuple[bool, ...]]:
    """Give what is known when only some reasons are."""
    said: dict[AnyCriterion, tuple[bool, ...]] = {}
    for reason in reasons:
        answers = reason.answers if isinstance(reason, Finding) else (reason.answer,)
        said[reason.criterion] = tuple(bool(answer) for answer in answers)
    return [said.get(one, ()) for one in THREE]


def test_because_forces_the_label_and_nothing_can_be_left_out() -> None:
    """A sufficient reason, minimal: every completion of it gives the label, and of no smaller part of it."""
    for one, _, known in CASES:
        found = classified(one, dict(zip(THREE, known, strict=True)))
        if found.standing is Standing.OPEN:
            assert found.because == ()
            continue
        assert labels(one, known_by(found.because)) == {found.label}
        for left_out in range(len(found.because)):
            rest = [*found.because[:left_out], *found.because[left_out + 1 :]]
            assert len(labels(one, known_by(rest))) > 1


def test_presumptions_are_needed_exactly_when_the_label_is_presumed() -> None:
    """What is settled stands on evidence alone; what is presumed names what it takes for granted."""
    for one, presume, known in CASES:
        found = classified(one, dict(zip(THREE, known, strict=True)))
        assert bool(found.presumed) is (found.standing is Standing.PRESUMED)
        assert all(presume[reason.criterion] is reason.answer for reason in found.presumed)
        assert not {reason.criterion for reason in found.presumed} & {
            one.criterion for one in found.findings if one.evidence
        }


def test_a_contested_finding_may_be_a_reason() -> None:
    """A choice between two of three answers rules out what the third would give."""
    one = given([Label("a", handling.in_("p", "q")), Label("b")])
    found = classified(one, {handling: ["p", "q"]})
    assert found.because == found.findings


def test_reasons_prefer_evidence_to_presumptions() -> None:
    """Where evidence alone would do, no presumption is named."""
    one = given([Label("a", x & y), Label("b", z), Label("c")], presume={x: False, z: False})
    found = classified(one, {y: NO})
    assert [str(reason) for reason in found.because] == ["y: no", "z: no, presumed"]


def test_the_bits_of_what_is_known_cover_every_kind() -> None:
    """Yes/no, choice, scale and measure count together."""
    one = given([Label("a", x & handling.is_("p") & (trust >= 2) & (spend >= 10)), Label("b")])
    full: dict[AnyCriterion, Sequence[object]] = {x: YES, handling: ["p"], trust: [2, 3], spend: [10]}
    assert classified(one, full).label == "a"


def test_a_classification_compares_by_its_arguments() -> None:
    """The same relationship, definition and day give the same classification."""
    one = Relationship("B", "S")
    first, second = Classification(one, ANY), Classification(one, ANY)
    assert (first == second, hash(first) == hash(second)) == (True, True)
    assert first != Classification(one, ANY, date(2026, 1, 31))


def test_a_classification_is_shown_with_what_was_given_and_found() -> None:
    """Its arguments but the vocabulary, then the label and how certain it is."""
    found = classified(ANY, {x: YES})
    shown = repr(found)
    assert shown.startswith(f"Classification(relationship={found.relationship!r}, definition={ANY!r}, as_of=None, ")
    assert shown.endswith(f"label='a', standing={Standing.SETTLED!r})")


def test_a_classification_can_be_pickled() -> None:
    """Also when everything has been worked out."""
    found = classified(PRESUMED, {y: NO})
    assert (found.because, found.findings) != ((), ())
    twin = pickle.loads(pickle.dumps(found))  # noqa: S301  # our own bytes
    assert (twin, twin.label, twin.possible, twin.because) == (found, found.label, found.possible, found.because)


@pytest.mark.parametrize("as_of", [datetime(2026, 1, 31, tzinfo=UTC), "2026-01-31", 0])
def test_the_day_is_a_date(as_of: object) -> None:
    """A time of day would make the outcome depend on the hour."""
    with pytest.raises(InvalidValueError) as caught:
        Classification(Relationship("B", "S"), ANY, as_of)  # type: ignore[arg-type]  # the point of the test
    assert caught.value.found == as_of


def test_evidence_after_the_day_is_not_known() -> None:
    """A classification as of a day is what could have been known then."""
    one = Relationship("B", "S", evidence=[Evidence("x", True, observed_on=date(2026, 2, 1))])
    assert [Classification(one, ANY, day).label for day in (date(2026, 1, 31), date(2026, 2, 1), None)] == [
        None,
        "a",
        "a",
    ]


def test_errors_come_when_it_is_made() -> None:
    """Wrong answers, a missing date and a diagram too large do not wait until something is asked."""
    with pytest.raises(AnswerError):
        classified(ANY, {x: ["yes"]})
    with pytest.raises(MissingDateError):
        classified(ANY.evolve(policy=EvidencePolicy(shelf_life=timedelta(days=1))), {})
    many = any_of(*(Criterion(f"c{number}") for number in range(201)))
    with pytest.raises(DiagramTooLargeError):
        classified(given([Label("a", many)]), {})


def test_a_presumption_prints_as_such() -> None:
    """Criterion, answer, and that it is presumed."""
    text = str(Presumption(x, False))
    assert [part for part in ("x", "no", "presumed") if part not in text] == []


def test_it_explains_itself() -> None:
    """`explain` is plain text that names the label and its standing."""
    text = classified(PRESUMED, {y: NO}).explain()
    assert [part for part in ("c", "presumed") if part not in text] == []


def test_what_is_worked_out_later_can_be_looked_at_on_the_class() -> None:
    """Documentation tools read the descriptions there."""
    assert "reason" in (Classification.because.__doc__ or "")


# Why floor and ceiling; why another label is not given

RANKED = given([Label("a", x & y), Label("b", x | z), Label("c")])


def test_floor_and_ceiling_have_reasons() -> None:
    """Findings that force a label of at least, or at most, that rank, whatever the rest turns out to be."""
    found = classified(RANKED, {x: YES, z: YES})
    assert (found.floor, found.ceiling) == ("b", "a")
    assert [str(one.criterion) for one in found.floor_because] == ["x"]
    assert found.ceiling_because == ()
    found = classified(RANKED, {y: NO})
    assert (found.floor_because, [one.criterion for one in found.ceiling_because]) == ((), [y])


def test_floor_and_ceiling_of_a_settled_label_force_it_together() -> None:
    """At least b, because of x; at most b, because of y."""
    found = classified(RANKED, {x: YES, y: NO, z: NO})
    assert (found.label, found.floor_because, found.ceiling_because) == ("b", found.findings[:1], found.findings[1:2])


def test_reasons_of_floor_and_ceiling_hold_no_presumption() -> None:
    """They are reasons of what is possible, on evidence alone."""
    found = classified(given([Label("a", x), Label("b", y), Label("c")], presume={x: False}), {y: YES})
    assert (found.label, found.floor) == ("b", "b")
    assert [one.criterion for one in found.floor_because] == [y]
    assert found.ceiling_because == ()


def test_without_ranks_floor_and_ceiling_have_no_reason() -> None:
    """There is neither."""
    found = Classification(Relationship("B", "S", evidence=[Evidence("x", False)]), RANKED.evolve(ordered=False))
    assert (found.floor_because, found.ceiling_because) == ((), ())


@pytest.mark.parametrize("label", ["b", "B", "d", ""])
def test_why_not_is_asked_of_another_label_of_the_definition(label: str) -> None:
    """Not of the one that is given, nor of one that the definition does not know."""
    with pytest.raises(InvalidValueError) as caught:
        classified(RANKED, {x: YES, y: NO}).why_not(label)
    assert caught.value.found == label


def test_why_not_is_not_asked_of_a_label_that_is_presumed() -> None:
    """It is given; `path_to` says what would settle it."""
    found = classified(PRESUMED, {y: NO})
    with pytest.raises(InvalidValueError):
        found.why_not("c")
    assert [step.criterion for path in found.path_to("c").paths for step in path.steps] == [x]


def test_while_nothing_is_given_any_label_can_be_asked_about() -> None:
    """Those that are possible, and those that are not."""
    found = classified(RANKED, {y: NO})
    assert [bool(found.why_not(label).obstacles) for label in ("a", "b", "c")] == [True, False, False]
    assert classified(given([Label("a", x)]), {}).why_not(None).missing is not None


def test_a_reason_stands_on_the_freshest_evidence() -> None:
    """Of two findings that will do each, the one observed last; undated evidence is the oldest."""
    days = [date(2020, 1, 1), date(2026, 1, 1), None]
    for first, second in itertools.permutations(days, 2):
        pieces = [Evidence("x", True, observed_on=first), Evidence("y", True, observed_on=second)]
        found = Classification(Relationship("B", "S", evidence=pieces), ANY)
        fresher = x if (first or date.min) > (second or date.min) else y
        assert [reason.criterion for reason in found.because] == [fresher]


def test_a_reason_is_as_short_as_can_be() -> None:
    """One finding that will do is given instead of two fresher ones."""
    old, new = date(2020, 1, 1), date(2026, 1, 1)
    pieces = [
        Evidence("x", True, observed_on=new),
        Evidence("y", True, observed_on=new),
        Evidence("z", True, observed_on=old),
    ]
    found = Classification(Relationship("B", "S", evidence=pieces), given([Label("a", (x & y) | z), Label("b")]))
    assert [reason.criterion for reason in found.because] == [z]


def test_it_explains_the_way_to_a_label() -> None:
    """`explain` takes a label and what is fixed, as `path_to` does."""
    found = classified(RANKED, {y: NO})
    assert found.explain(toward="a") != found.explain(toward="b") == found.explain()
    assert found.explain(toward="a", fixed=["y"]) != found.explain(toward="a")
