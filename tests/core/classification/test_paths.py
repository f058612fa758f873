"""Tests of `relabel.core.classification.paths`: what a label would take, and why it is not given."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from relabel import (
    Answer,
    AnyCriterion,
    Choice,
    Classification,
    Condition,
    Criterion,
    Definition,
    Evidence,
    Label,
    Measure,
    Relationship,
    Scale,
    Side,
    any_of,
    at_least,
    exactly,
)
from relabel.core.classification import path_searches
from relabel.core.classification.paths import Paths
from relabel.core.diagrams.searches import options as budgets
from relabel.errors import InvalidValueError, SearchTooLongError

w, x, y, z = (Criterion(name) for name in "wxyz")
loyal = Criterion("loyal", "Is the buyer loyal?", about=Side.BUYER)
tone = Choice("tone", options=["warm", "cool", "cold"])
trust = Scale("trust", low=1, high=5)
spend = Measure("spend", unit="EUR/year")
orders = Measure("orders", unit="count")

YES, NO, BOTH = (True,), (False,), (False, True)


def define(
    *conditions: Condition | AnyCriterion, ordered: bool = True, presume: Mapping[AnyCriterion, Answer] | None = None
) -> Definition:
    """Give a definition with a label "a", "b", ... for each condition, and "low" otherwise."""
    labels = [Label(name, when) for name, when in zip("abcd", conditions, strict=False)]
    return Definition("d", "t", [*labels, Label("low")], source="s", ordered=ordered, presume=presume or {})


def known(definition: Definition, **answers: Sequence[Answer]) -> Classification:
    """Classify on evidence for each of the answers given, by the name of the criterion."""
    pieces = [Evidence(name, answer) for name, several in answers.items() for answer in several]
    return Classification(Relationship("B", "S", evidence=pieces), definition)


def steps(found: Paths) -> list[list[tuple[str, str, bool]]]:
    """Give of each path what has to become what, and whether that is a change."""
    return [[(step.criterion.name, step.to, step.change) for step in path.steps] for path in found.paths]


def names(found: Paths) -> list[str]:
    """Give the names of what each path asks for."""
    return ["".join(step.criterion.name for step in path.steps) for path in found.paths]


# Paths


def test_what_is_unknown_is_to_be_shown_and_what_is_known_to_be_changed() -> None:
    """A step says which criterion, to which answer, from which finding, and whether the world has to change."""
    one = known(define(x & ~y & z), y=YES, z=YES)
    (path,) = one.path_to("a").paths
    assert steps(one.path_to("a")) == [[("x", "yes", False), ("y", "no", True)]]
    assert [(step.finding, step.nearest, step.cells) for step in path.steps] == [
        (one.findings[0], True, 2),
        (one.findings[1], False, 1),
    ]
    assert path.cost == 2


def test_what_is_contested_is_to_be_cleared_up() -> None:
    """That is no change of the world: one of the two stories is right."""
    assert steps(known(define(x), x=BOTH).path_to("a")) == [[("x", "yes", False)]]


def test_a_contested_choice_may_have_to_be_changed() -> None:
    """Where none of the answers that the evidence gives will do."""
    assert steps(known(define(tone.is_("warm")), tone=["cool", "cold"]).path_to("a")) == [[("tone", "warm", True)]]


def test_contested_answers_that_will_do_are_left_alone() -> None:
    """What is known of it is enough."""
    one = known(define(tone.in_("cool", "cold") & x), tone=["cool", "cold"])
    assert steps(one.path_to("a")) == [[("x", "yes", False)]]


def test_a_label_that_is_settled_takes_nothing() -> None:
    """One path without steps, whatever may be fixed."""
    for fixed in ([], ["x"]):
        found = known(define(x), x=YES).path_to("a", fixed=fixed)
        assert (found.reachable, steps(found), found.paths[0].cost, found.held_by) == (True, [[]], 0, ())


def test_nothing_is_granted_on_presumption() -> None:
    """A label presumed has still to be shown."""
    one = known(define(x, presume={x: True}))
    assert (one.label, steps(one.path_to("a"))) == ("a", [[("x", "yes", False)]])


@pytest.mark.parametrize("ordered", [True, False])
def test_any_label_can_be_aimed_at(ordered: bool) -> None:
    """The lower ones as well, and those of labels without ranks."""
    one = known(define(x & y, x, ordered=ordered), x=YES, y=YES)
    assert [names(one.path_to(label)) for label in ("a", "b", "low")] == [[""], ["y"], ["x"]]


def test_no_label_can_be_aimed_at() -> None:
    """None stands for it, here and everywhere."""
    one = known(Definition("d", "t", [Label("a", x | y)], source="s"), x=YES)
    assert (one.path_to(None).label, steps(one.path_to(None))) == (None, [[("x", "no", True), ("y", "no", False)]])


def test_what_does_not_matter_is_not_asked_for() -> None:
    """A path asks for nothing that a label does not need."""
    assert names(known(define(x | (y & z))).path_to("a")) == ["x"]


ENOUGH: list[tuple[Condition, AnyCriterion, Sequence[Answer], str, Answer]] = [
    (tone.in_("warm", "cold"), tone, ["cool"], "warm or cold", "warm"),
    (trust >= 3, trust, [1], "at least 3", 3),
    (trust >= 3, trust, [], "at least 3", 3),
    (trust.between(2, 3), trust, [5], "from 2 to 3", 3),
    (trust.in_(1, 5), trust, [4], "1 or 5", 5),
    (trust.in_(1, 5), trust, [2], "1 or 5", 1),
    (spend >= 100, spend, [3], "at least 100 EUR/year", 100),
    (spend.between(10, 20), spend, [500], "at least 10 and at most 20 EUR/year", 10),
    (spend > Decimal("0.1"), spend, [0], "more than 0.1 EUR/year", Decimal("1.1")),
    (orders >= 3, orders, [2], "at least 3", 3),
]


@pytest.mark.parametrize(("when", "criterion", "answers", "to", "nearest"), ENOUGH, ids=str)
def test_a_step_names_all_the_answers_that_are_enough(
    when: Condition, criterion: AnyCriterion, answers: Sequence[Answer], to: str, nearest: Answer
) -> None:
    """And the one that is nearest to what is found now, with the unit of a measure."""
    ((step,),) = (path.steps for path in known(define(when), **{criterion.name: answers}).path_to("a").paths)
    assert (step.to, step.nearest, step.change) == (to, nearest, bool(answers))


def test_of_paths_that_cost_the_same_the_one_with_fewer_changes_is_given() -> None:
    """To show what is so is easier than to change it."""
    assert names(known(define(x | y), x=NO).path_to("a")) == ["y"]


def test_of_paths_that_cost_the_same_the_nearer_one_is_given() -> None:
    """One level or stretch further rather than two; from two contested levels, the smaller of the distances."""
    one = define((trust >= 4) | (spend >= 10))
    assert names(known(one, trust=[2], spend=[5]).path_to("a")) == ["spend"]
    assert names(known(one, trust=[3], spend=[5]).path_to("a")) == ["trust"]
    far = define((spend >= 30) | ((spend >= 10) & x) | (trust >= 4))
    assert names(known(far, trust=[1, 3], spend=[5], x=NO).path_to("a")) == ["trust"]


def test_of_paths_alike_the_first_in_the_order_of_conditions_is_given() -> None:
    """Not the one that a set happens to hold first."""
    assert names(known(define(any_of(z, x, y))).path_to("a")) == ["z"]


# Costs


def test_costs_choose_the_path() -> None:
    """What is dear is avoided; what is not named costs 1."""
    one = known(define(x | (y & z)))
    assert [names(one.path_to("a", cost=cost)) for cost in ({}, {"x": 3}, {"x": 2}, None)] == [
        ["x"],
        ["yz"],
        ["x"],
        ["x"],
    ]
    assert one.path_to("a", cost={"x": 3}).paths[0].cost == 2


def test_costs_are_exact() -> None:
    """Fractions are added without rounding, however large or small."""
    one = known(define(x | (y & z)))
    tiny = Fraction(1, 10**30)
    assert names(one.path_to("a", cost={"x": 1, "y": Fraction(1, 3), "z": Fraction(2, 3) - tiny})) == ["yz"]
    assert names(one.path_to("a", cost={"x": 1, "y": Fraction(1, 3), "z": Fraction(2, 3) + tiny})) == ["x"]
    assert one.path_to("a", cost={"x": 10**40, "y": Fraction(1, 3), "z": 1}).paths[0].cost == Fraction(4, 3)


def test_what_costs_nothing_is_still_not_asked_for_in_vain() -> None:
    """Of paths that cost the same the one with fewer steps is given."""
    one = known(define((x & y) | (x & z & w)))
    found = one.path_to("a", cost=dict.fromkeys("wxyz", 0))
    assert (names(found), found.paths[0].cost) == (["xy"], 0)


def test_costs_of_what_no_condition_asks_for_play_no_part() -> None:
    """Such as of a criterion that the definition mentions."""
    one = known(define(x).evolve(mentions=[y]))
    assert one.path_to("a", cost={"y": 5}).paths == one.path_to("a").paths


@pytest.mark.parametrize(
    ("cost", "place"),
    [
        ({"x": -1}, "cost['x']"),
        ({"x": 0.5}, "cost['x']"),
        ({"x": True}, "cost['x']"),
        ({"x": "1"}, "cost['x']"),
        ({"X": 1}, "cost"),
        ({"v": 1}, "cost"),
        ({3: 1}, "cost"),
        ([("x", 1)], "cost"),
        (2, "cost"),
    ],
)
def test_wrong_costs_are_refused(cost: object, place: str) -> None:
    """Also where the label is settled."""
    for one in (known(define(x)), known(define(x), x=YES)):
        with pytest.raises(InvalidValueError) as caught:
            one.path_to("a", cost=cost)  # type: ignore[arg-type]  # what is tested
        assert caught.value.place == place


# What is fixed


def test_what_is_fixed_stays_as_it_is() -> None:
    """Another way is found, or none."""
    one = known(define(x | (y & z)), x=NO)
    assert [names(one.path_to("a", fixed=fixed)) for fixed in ([], ["x"], ["x", "y"])] == [["x"], ["yz"], []]


def test_what_is_unknown_and_fixed_stays_unknown() -> None:
    """Nobody can ever show it."""
    one = known(define(x & y))
    assert one.path_to("a", fixed=["x"]).held_by == (one.findings[0],)


def test_findings_that_hold_a_label_back_are_named() -> None:
    """Those fixed that rule it out together, none of which can be left out; others are not named."""
    one = known(define(at_least(2, x, y, z) & (w | ~w)), x=NO, y=NO, z=NO)
    found = one.path_to("a", fixed=["z", "y", "x"])
    assert (found.label, found.reachable, found.paths) == ("a", False, ())
    assert [finding.criterion for finding in found.held_by] == [x, y]


def test_a_label_that_nobody_gets_has_no_path_and_nothing_holds_it_back() -> None:
    """It is not for what is fixed."""
    one = known(define(x, x & y), x=NO)
    for fixed in ([], ["x", "y"]):
        found = one.path_to("b", fixed=fixed)
        assert (found.reachable, found.paths, found.held_by) == (False, (), ())


def test_any_criterion_of_the_definition_may_be_fixed() -> None:
    """Also one that it only mentions or disregards; that changes nothing."""
    one = known(define(x).evolve(mentions=[y], disregard=[z]))
    assert one.path_to("a", fixed={"y", "z"}) == one.path_to("a")


@pytest.mark.parametrize("fixed", ["x", 3, ["v"], ["X"], [x], [None], {"x": 1, "v": 2}])
def test_wrong_names_of_what_is_fixed_are_refused(fixed: object) -> None:
    """A single text is no list of names, and a misspelt name would fix nothing."""
    with pytest.raises(InvalidValueError) as caught:
        known(define(x)).path_to("a", fixed=fixed)  # type: ignore[arg-type]  # what is tested
    assert caught.value.place == "fixed"


def test_an_unknown_name_gets_a_hint() -> None:
    """The nearest one is offered."""
    with pytest.raises(InvalidValueError, match="did you mean 'loyal'"):
        known(define(loyal)).path_to("a", fixed=["loyel"])


# Several paths


def test_further_paths_are_given_on_request() -> None:
    """The cheapest first; none asks for all that another asks for."""
    one = known(define(at_least(2, x, y, z) | (w & x)))
    first, two, every = (names(one.path_to("a", limit=limit)) for limit in (1, 2, 99))
    assert (first, two, sorted(every)) == (every[:1], every[:2], ["xw", "xy", "xz", "yz"])


def test_further_paths_follow_by_cost() -> None:
    """What costs the most comes last."""
    one = known(define(any_of(w & x, y, z & x)))
    found = one.path_to("a", cost={"y": 9, "z": 2}, limit=99)
    assert (names(found), [path.cost for path in found.paths]) == (["wx", "xz", "y"], [2, 3, 9])


def test_a_settled_label_has_one_path() -> None:
    """Every other would ask for all that this one asks for: nothing."""
    assert steps(known(define(x | y), x=YES).path_to("a", limit=99)) == [[]]


@pytest.mark.parametrize("limit", [0, -1, True, 1.0, "1", None])
def test_the_limit_is_a_whole_number_of_at_least_1(limit: object) -> None:
    """No path at all is no answer."""
    with pytest.raises(InvalidValueError) as caught:
        known(define(x)).path_to("a", limit=limit)  # type: ignore[arg-type]  # what is tested
    assert (caught.value.place, caught.value.found) == ("limit", limit)


def test_another_label_is_refused() -> None:
    """Only those of the definition, as it writes them."""
    for label in ("A", "e", ""):
        with pytest.raises(InvalidValueError):
            known(define(x)).path_to(label)


# Limits


def test_once_the_budget_is_spent_there_may_be_further_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many paths alike, each takes further searches; those that were proven by then are given."""
    one = known(define(at_least(2, w, x, y, z)))
    every = one.path_to("a", limit=99)
    assert (len(every.paths), every.proven) == (math.comb(4, 2), True)
    found: set[int] = set()
    for work in range(0, 60_000, 1_000):
        monkeypatch.setattr(budgets, "MAX_WORK", work)
        some = one.path_to("a", limit=99)
        assert not some.proven or some == every
        assert some.paths[0] == every.paths[0]
        found.add(len(some.paths))
    assert {1, 2, 6} <= found


def test_what_holds_a_label_back_is_all_there_once_the_budget_is_spent(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a search for each criterion that is fixed; what was not looked at is not left out."""
    v = Criterion("v")
    one = known(define(w & x & y & z | (v & ~w)), w=NO, v=NO)
    fixed = ["v", "w", "x", "y"]
    every = one.path_to("a", fixed=fixed)
    lengths = {len(every.held_by)}
    for work in range(2_000, 9_000, 500):
        monkeypatch.setattr(budgets, "MAX_WORK", work)
        some = one.path_to("a", fixed=fixed)
        assert {*every.held_by} <= {*some.held_by}
        assert not some.proven or some == every
        lengths.add(len(some.held_by))
    assert len(lengths) > 1


def test_a_path_that_is_not_proven_has_no_idle_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """By `path_to`, and what is missing by `why_not`."""
    one = known(define(exactly(2, w, x, y, z)))
    monkeypatch.setattr(budgets, "MAX_STATES", 2)
    found = one.path_to("a")
    assert (found.proven, len(found.paths[0].steps)) == (False, 4)
    missing = one.why_not("a")
    assert (missing.proven, missing.missing) == (False, found.paths[0])
    monkeypatch.setattr(path_searches, "fair", lambda *_: None)
    with pytest.raises(SearchTooLongError) as caught:
        one.path_to("a")
    assert (caught.value.limit, caught.value.unit) == (2, "states")
    with pytest.raises(SearchTooLongError):
        one.why_not("a")


# Why not


def test_what_rules_a_label_out_is_named_with_what_it_needs() -> None:
    """Each finding with the answers with which the label would be possible, the others as they are."""
    one = known(define((spend >= 100) & tone.in_("warm", "cool") & x, x), spend=[5], tone=["cold"], x=YES)
    found = one.why_not("a")
    assert (found.label, found.never, found.missing) == ("a", False, None)
    assert [(each.finding.criterion, each.needed) for each in found.obstacles] == [(spend, "at least 100 EUR/year")]
    both = known(define(any_of(spend >= 100, tone.is_("warm"))), spend=[5], tone=["cold"])
    assert [(each.finding, each.needed, each.cells) for each in both.why_not("a").obstacles] == [
        (both.findings[0], "at least 100 EUR/year", 2),
        (both.findings[1], "warm", 1),
    ]


def test_the_obstacles_are_the_freshest_reason() -> None:
    """As for `because`: what was seen last is said, where either would do."""
    pieces = [Evidence("x", False, observed_on=date(2020, 1, 1)), Evidence("y", False, observed_on=date(2026, 1, 1))]
    one = Classification(Relationship("B", "S", evidence=pieces), define(x & y))
    assert [each.finding.criterion for each in one.why_not("a").obstacles] == [y]


def test_a_presumption_rules_nothing_out() -> None:
    """A label that is only presumed away is possible: it is said what has to be shown."""
    one = known(define(x, presume={x: False}))
    found = one.why_not("a")
    assert (one.label, found.obstacles, found.never) == ("low", (), False)
    assert found.missing == one.path_to("a").paths[0]


def test_what_is_missing_leaves_alone_what_is_known() -> None:
    """Though to change it might be less work; what is contested may be cleared up."""
    one = known(define((x & y & z) | w), w=NO, z=BOTH)
    missing = one.why_not("a").missing
    assert missing is not None
    assert ([step.criterion.name for step in missing.steps], names(one.path_to("a"))) == (["x", "y", "z"], ["w"])


def test_a_label_that_nobody_gets_is_said_to_be_one() -> None:
    """Whatever is known."""
    found = known(define(x, x & y), x=NO).why_not("b")
    assert (found.never, found.obstacles, found.missing) == (True, (), None)


def test_no_label_can_be_asked_about() -> None:
    """It is ruled out by what gives a label."""
    one = known(Definition("d", "t", [Label("a", x | y)], source="s"), x=YES)
    assert [each.needed for each in one.why_not(None).obstacles] == ["no"]


def test_paths_and_reasons_are_values() -> None:
    """They compare by their contents."""
    one, other = (known(define(x & y), x=NO) for _ in range(2))
    assert (one.path_to("a"), hash(one.path_to("a"))) == (other.path_to("a"), hash(other.path_to("a")))
    assert (one.why_not("a"), hash(one.why_not("a"))) == (other.why_not("a"), hash(other.why_not("a")))
    assert one.path_to("a") != one.path_to("low")


def test_what_is_contested_has_to_be_shown_not_changed() -> None:
    """Either of the answers that the evidence gives may be the right one; no third one is asked for."""
    trust, more = Scale("trust", low=1, high=5), Criterion("more")
    one = known(define((trust >= 5) | (trust.is_(2) & more)), trust=(1, 2))
    missing = one.why_not("a").missing
    assert missing is not None
    assert [(step.criterion.name, step.to, step.change) for step in missing.steps] == [
        ("trust", "2", False),
        ("more", "yes", False),
    ]
