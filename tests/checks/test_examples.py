"""Tests of `relabel.checks.examples`: examples that fail, and parts of conditions that no example tries."""

import itertools
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest

from relabel import (
    NOT_APPLICABLE,
    Answer,
    Choice,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Example,
    Label,
    Measure,
    Relationship,
    Scale,
    Side,
    all_of,
    any_of,
    at_least,
    at_most,
    classify,
    exactly,
    mean,
    named,
    points,
)
from relabel.checks.examples import check_examples, classify_example, like_parts
from relabel.checks.observed import Nest
from relabel.core.model.conditions import Condition
from relabel.core.model.examples import Standing
from relabel.plugins.marc import MARC

a, b, c = (Criterion(name, f"Is {name} so?") for name in "abc")
handling = Choice("handling", "How?", options=["p", "q"])
trust = Scale("trust", "How much?", low=1, high=3)
spend = Measure("spend", "What?", unit="EUR")
LENT = Definition("lent", "t", [Label("x", a & b), Label("y")], source="s")


def define(*labels: Label, **fields: Any) -> Definition:  # Any: each field has its own type
    """Give a definition with some labels."""
    return Definition("d", "t", labels, source="s", **fields)


def texts(definition: Definition) -> list[str]:
    """Give the parts that no example turns on."""
    return [one.part for one in check_examples(definition).untried]


def test_an_example_that_gets_another_label_fails() -> None:
    """With the label that it gets."""
    example = Example("it", {a: True}, expect="no")
    (failed,) = check_examples(define(Label("yes", a), Label("no"), examples=[example])).failed
    assert (failed.example, failed.classification.label, "gets yes" in str(failed)) == (example, "yes", True)


def test_an_example_whose_label_is_open_fails() -> None:
    """An expectation is settled or presumed."""
    (failed,) = check_examples(define(Label("yes", a), Label("no"), examples=[Example("it", {}, "no")])).failed
    assert "open" in str(failed)


def test_an_example_may_rest_on_presumptions_or_expect_no_label() -> None:
    """As a classification may."""
    examples = [Example("silence", {}, "yes"), Example("none", {a: False}, None)]
    assert check_examples(define(Label("yes", a), presume={a: True}, examples=examples)).failed == ()


def test_the_answers_of_an_example_are_on_the_word_of_the_side_concerned() -> None:
    """So that a definition that disregards hearsay has examples, too."""
    example = Example("it", {"very_important.buyer": True}, "client")
    one = classify_example(MARC, example)
    assert (one.set_aside, [str(finding) for finding in one.findings if finding.evidence]) == (
        (),
        ["very_important.buyer: yes"],
    )


def test_what_an_example_knows_is_fresh_and_its_own_word() -> None:
    """Whatever the policy takes: a day, a side, and where it stands."""
    mine = Criterion("mine", "Is it so?", about=Side.SELLER)
    policy = EvidencePolicy(shelf_life=timedelta(days=0), hearsay="own_word")
    example = Example("it", {mine: True}, "yes")
    definition = define(Label("yes", mine), Label("no"), policy=policy, examples=[example])
    assert check_examples(definition).failed == ()
    (finding,) = classify_example(definition, example).findings
    assert [piece.source for piece in finding.evidence] == ["example 'it'"]


def test_sums_are_parts_and_so_is_what_is_in_them() -> None:
    """A scale in them is none: it has no opposite."""
    definition = define(Label("yes", points({a & b: 2, c: 1, trust: 1}) >= 4), Label("no"))
    assert texts(definition) == [str(definition.labels[0].when), "a", "b", "c"]


def test_what_has_a_name_is_a_part_and_so_is_what_is_in_it() -> None:
    """Once, however often it stands: in its use, and by itself."""
    fit, score = named("fit", a & b), named("score", points({a: 1, b: 2}))
    report = check_examples(define(Label("p", fit & c), Label("q", fit | (score >= 2)), Label("r")))
    assert [(one.label, one.part) for one in report.untried] == [
        ("p", "fit"),
        ("p", "c"),
        ("q", "fit"),
        ("q", "score >= 2"),
        ("fit", "a"),
        ("fit", "b"),
        ("score", "b"),
    ]


def test_without_examples_every_part_is_untried() -> None:
    """Each with a record that would try it."""
    definition = define(Label("yes", a & ~b & handling.is_("p") & (trust >= 2) & (spend < 5)), Label("no"))
    report = check_examples(definition)
    assert (report.parts, [one.part for one in report.untried]) == (
        5,
        ["a", "b", "handling.is_('p')", "trust >= 2", "spend < 5"],
    )


def test_what_no_record_turns_on_is_not_counted() -> None:
    """It cannot be tried; `verify` reports it."""
    report = check_examples(define(Label("yes", a & any_of(b, all_of())), Label("no")))
    assert (report.parts, [one.part for one in report.untried]) == (1, ["a"])


CONDITIONS: list[Condition] = [
    a & b,
    a | ~b,
    at_least(2, a, b, c),
    exactly(1, a, b & c),
    ~(a & ~b) | c,
    points({a: 2, b: 1, c: -1}) >= 2,
    points({a & b: 1, trust: 1}) >= 3,
    LENT.is_("x") | c,
    any_of(all_of(a, b), all_of(b, c), all_of(a, c)),
    a & b | ~a & c,
]


@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
def test_a_suggested_record_tries_the_part(condition: Condition) -> None:
    """With the suggestions as examples nothing is left untried; all of them get the label that is expected."""
    definition = define(Label("yes", condition), Label("no"))
    report = check_examples(definition)
    parts, numbers = (sum(1 + one.like for one in some) for some in (report.untried, report.blunt))
    assert (parts, numbers) == (report.parts, report.numbers)
    wanted = [*report.untried, *report.blunt]
    suggested = [Example(f"{number}", one.record, one.expect) for number, one in enumerate(wanted)]
    again = check_examples(define(*definition.labels, examples=suggested))
    assert (again.failed, again.untried, again.blunt) == ((), (), ())
    assert (again.parts, again.numbers) == (report.parts, report.numbers)


EDGES: list[tuple[Condition, str, list[Answer], list[Answer]]] = [
    (trust >= 2, "trust", [2], [1, 3]),
    (trust > 2, "trust", [2], [1, 3]),
    (trust <= 2, "trust", [2], [1, 3]),
    (trust < 2, "trust", [2], [1, 3]),
    (spend >= 10, "spend", [10], [9, 11, 9.999]),
    (~(spend < 10), "spend", [10], [9, 11]),
]


@pytest.mark.parametrize(("condition", "name", "at", "beside"), EDGES, ids=str)
def test_an_example_at_the_edge_of_a_number_tries_it(
    condition: Condition, name: str, at: list[Answer], beside: list[Answer]
) -> None:
    """And none beside it: it would get the same label if the number were a little off."""
    labels = (Label("yes", condition), Label("no"))
    for answer in (*at, *beside):
        example = Example("one", {name: answer}, label_of(define(*labels), {name: answer}))
        report = check_examples(define(*labels, examples=[example]))
        assert (report.numbers, report.failed) == (1, ())
        assert [one.part for one in report.blunt] == ([] if answer in at else [str(condition).strip("~()")])


@pytest.mark.parametrize(
    ("condition", "at", "beside"),
    [
        (at_least(2, a, b, c), [{a, b}, {b, c}], [set(), {a}, {a, b, c}]),
        (at_most(1, a, b, c), [{a}], [set(), {a, b}, {a, b, c}]),
        (points({a: 2, b: 1, c: 1}) >= 3, [{a, b}], [{a}, {a, b, c}, {b, c}]),
        (points({a: 2, b: 1, c: 1}) < 3, [{a, b}], [{a}, {a, b, c}, {b, c}]),
    ],
    ids=["at least", "at most", "points", "fewer points"],
)
def test_counts_and_sums_have_an_edge(
    condition: Condition, at: list[set[Criterion]], beside: list[set[Criterion]]
) -> None:
    """Where they come to the number that is asked for."""
    labels = (Label("yes", condition), Label("no"))
    for true in (*at, *beside):
        record: dict[str, Answer] = {one.name: one in true for one in (a, b, c)}
        example = Example("one", record, label_of(define(*labels), record))
        report = check_examples(define(*labels, examples=[example]))
        assert [one.part for one in report.blunt] == ([] if true in at else [str(condition)])


def test_a_number_in_what_has_a_name_has_an_edge() -> None:
    """Wherever it stands; in a sum as in a condition."""
    fit, score = named("fit", (trust >= 2) & a), named("score", points({spend >= 5: 1, b: 1}))
    found = check_examples(define(Label("x", fit | (score >= 2)), examples=[Example("e", {trust: 2, a: True}, "x")]))
    assert [(one.label, one.part) for one in found.blunt] == [("x", "score >= 2"), ("score", "spend >= 5")]
    assert found.numbers == 3


def test_the_report_names_numbers() -> None:
    """With what would stand at the edge."""
    report = check_examples(define(Label("yes", trust >= 2), Label("no"), examples=[Example("low", {trust: 1}, "no")]))
    assert report.to_text().splitlines() == [
        "1 example tries 1 of 1 parts of conditions, and stands at the edge of 0 of 1 numbers",
        "",
        "Numbers at whose edge no example stands",
        "  - yes: trust >= 2; an example that would, and gets yes: trust is 2",
    ]


def test_a_number_on_which_no_label_turns_is_not_counted() -> None:
    """No record stands at its edge: an earlier label takes them all."""
    report = check_examples(define(Label("yes", a), Label("also", a & (trust >= 2)), Label("no")))
    assert (report.numbers, report.blunt) == (0, ())


OPEN: list[tuple[dict[Criterion, Answer], bool]] = [
    ({}, True),
    ({a: True}, True),
    ({a: False}, False),
    ({a: True, b: True}, False),
]


@pytest.mark.parametrize(("known", "sound"), OPEN)
def test_an_example_may_have_to_stay_open(known: dict[Any, Answer], sound: bool) -> None:
    """What is known is then not enough; it tries no part."""
    example = Example("little", known, Standing.OPEN)
    report = check_examples(define(Label("yes", a & b), Label("no"), examples=[example]))
    assert (report.failed == (), len(report.untried)) == (sound, 2)
    assert sound or "should stay open" in str(report.failed[0])


def label_of(definition: Definition, record: dict[str, Answer]) -> str | None:
    """Give the label of a complete record."""
    return classify_example(definition, Example("one", record, None)).label


def completions(example: Example) -> Iterator[dict[str, Answer]]:
    """Give every way to fill in an example about a, b and c."""
    names = ["a", "b", "c"]
    for answers in itertools.product((False, True), repeat=3):
        record: dict[str, Answer] = dict(zip(names, answers, strict=True))
        if example.answers.items() <= record.items():
            yield record


def label(when: Condition, record: dict[str, Answer]) -> str | None:
    """Give the label of a complete record."""
    evidence = [Evidence(name, answer) for name, answer in record.items()]
    return classify(Relationship("B", "S", evidence=evidence), define(Label("yes", when), Label("no"))).label


YES, NO = all_of(), any_of()
EXAMPLES = [
    Example("e", {name: answer for name, answer in zip("abc", answers, strict=True) if answer is not None}, None)
    for answers in itertools.product((None, False, True), repeat=3)
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: str(dict(one.answers)))
def test_a_part_is_tried_if_the_label_turns_on_it_whatever_is_unknown(example: Example) -> None:
    """Compared with putting "always" and "never" in its place and trying every completion."""
    variants = {"a": ((YES & b) | c, (NO & b) | c), "b": ((a & YES) | c, (a & NO) | c), "c": (a & b | YES, a & b | NO)}
    labels = {label(a & b | c, record) for record in completions(example)}
    if len(labels) > 1:  # open, and so it fails
        assert len(texts(define(Label("yes", (a & b) | c), Label("no"), examples=[example]))) == 3
        return
    (expect,) = labels
    example = Example("e", example.answers, expect)
    untried = [
        part
        for part, (always, never) in variants.items()
        if any(label(always, record) == label(never, record) for record in completions(example))
    ]
    assert texts(define(Label("yes", (a & b) | c), Label("no"), examples=[example])) == untried


def test_an_example_that_knows_nothing_tries_what_the_presumptions_leave() -> None:
    """Presumptions are granted, as in a classification."""
    definition = define(Label("yes", a & b), Label("no"), presume={a: True}, examples=[Example("silence", {}, "no")])
    assert texts(definition) == ["a", "b"]
    definition = define(Label("yes", a), Label("no"), presume={a: True}, examples=[Example("silence", {}, "yes")])
    assert texts(definition) == []


def test_the_text_counts_and_lists() -> None:
    """Failures first; then what is untried, with a record that would try it."""
    examples = [Example("it", {a: True, b: False}, "yes"), Example("other", {a: True, b: False}, "no")]
    lines = check_examples(define(Label("yes", a & b), Label("no"), examples=examples)).to_text().splitlines()
    assert lines[0] == "2 examples try 1 of 2 parts of conditions"
    assert [
        "'it' should get yes and gets no" in lines[3],
        lines[6].startswith("  - yes: a; an example that would"),
    ] == [
        True,
        True,
    ]
    one = define(Label("yes", a), Label("no"), examples=[Example("it", {a: True}, "yes")])
    assert check_examples(one).to_text() == "1 example tries 1 of 1 parts of conditions"
    assert check_examples(define(Label("always"))).to_text() == "0 examples try 0 of 0 parts of conditions"


TWELVE = [Criterion(f"mark_{number}") for number in range(12)]


def marks(*held: int) -> dict[Any, Answer]:
    """Give the answers by which some of twelve marks are held and the others are not."""
    return {mark: number in held for number, mark in enumerate(TWELVE)}


@pytest.mark.parametrize("held", [range(7), range(5, 12)])
def test_one_example_tries_all_like_terms(held: range) -> None:
    """Seven marks of twelve: the label turns on each that is held, and those that are not are like them."""
    labels = (Label("yes", at_least(7, *TWELVE)), Label("no"))
    report = check_examples(define(*labels, examples=[Example("just", marks(*held), "yes")]))
    assert (report.parts, report.numbers, report.untried, report.blunt) == (13, 1, (), ())
    report = check_examples(define(*labels, examples=[Example("one too many", marks(*held, 4, 7), "yes")]))
    assert [(one.part, one.like) for one in report.untried] == [("mark_0", 11)]


def test_like_terms_may_stand_in_several_sums() -> None:
    """As long as they are like there, too: an example at either goal tries all of them, in both sums."""
    labels = (Label("high", at_least(7, *TWELVE)), Label("low", points(dict.fromkeys(reversed(TWELVE), 2)) >= 8))
    examples = [Example("seven", marks(*range(7)), "high"), Example("four", marks(*range(4)), "low")]
    report = check_examples(define(*labels, examples=examples))
    assert (report.parts, report.untried, report.blunt) == (26, (), ())


def test_like_terms_of_a_mean_may_not_apply() -> None:
    """What holds for one of them holds for all."""
    asked = [Criterion(f"mark_{number}", may_be_na=True) for number in range(4)]
    score = named("score", mean(dict.fromkeys(asked, Decimal("0.35")), at_least_answered=2))
    example = Example("half", dict(zip(asked, (True, False, NOT_APPLICABLE, NOT_APPLICABLE), strict=True)), "yes")
    report = check_examples(define(Label("yes", score >= 0.5), Label("no"), examples=[example]))
    assert (report.parts, report.untried, report.blunt) == (5, (), ())


def test_numbers_in_like_terms_are_like() -> None:
    """A slip in one of them would make it unlike."""
    asked = [Scale(f"scale_{number}", low=1, high=5) for number in range(3)]
    example = Example("just", dict(zip(asked, (4, 4, 1), strict=True)), "yes")
    slip = [asked[0] >= 4, asked[1] >= 4, asked[2] >= 3]
    for terms, like, left in (([one >= 4 for one in asked], (), ()), (slip, ("scale_2 >= 3",), ("scale_2 >= 3",))):
        report = check_examples(define(Label("yes", at_least(2, *terms)), Label("no"), examples=[example]))
        assert tuple(one.part for one in report.untried) == like
        assert tuple(one.part for one in report.blunt) == left


x, y = (Scale(name, low=1, high=3) for name in "xy")
UNLIKE: list[tuple[Condition, list[str]]] = [
    (points({a: 1, b: 2}) >= 1, ["a", "b"]),
    (at_least(1, a, ~b), ["a", "b"]),
    (at_least(1, a, Criterion("b", may_be_na=True)), ["a", "b"]),
    (at_least(1, a, b & c), ["a", "b", "c"]),
    (at_least(1, a, b) & any_of(b, c), ["a", "b"]),
    (at_least(1, a, b) & ~a, ["a", "b"]),
    (at_least(1, a, c, LENT.is_("x")), ["a", "c", "definition('lent').is_('x')"]),
    (at_least(1, points({x: 2}) >= 4, points({y: 2}) >= 4), ["points({x: 2}) >= 4", "points({y: 2}) >= 4"]),
    (at_least(1, LENT.is_("x"), LENT.is_("y")), ["definition('lent').is_('x')", "definition('lent').is_('y')"]),
]


@pytest.mark.parametrize(("condition", "unlike"), UNLIKE, ids=str)
def test_parts_are_like_only_if_nothing_tells_them_apart(condition: Condition, unlike: list[str]) -> None:
    """Neither their points, nor how they are written, nor what the criterion is, nor where else it is asked for."""
    definition = define(Label("yes", condition), Label("no"))
    found = like_parts(definition, Nest(definition))
    own = [some for some in found if some[0].ladder is None and some[0].observed.term is not None]
    assert [str(one.observed.part) for some in own for one in some] == unlike
    assert all(len(some) == 1 for some in own)


def test_terms_that_are_like_in_all_respects_are_alike_beside_others() -> None:
    """What is asked for beside them, or in what they are joined with, does not matter as long as it is the same."""
    condition = at_least(2, a, b, c & (trust >= 2), x.between(2, 3), y.between(2, 3)) & any_of(a, b)
    definition = define(Label("yes", condition), Label("no"))
    found = [[str(one.observed.part) for one in some] for some in like_parts(definition, Nest(definition))]
    assert [some for some in found if len(some) > 1] == [["a", "b"], ["x >= 2", "y >= 2"], ["x <= 3", "y <= 3"]]


def test_the_report_counts_like_parts_and_shows_one() -> None:
    """With how many are tried with it."""
    lines = check_examples(define(Label("yes", at_least(1, a, b, c)), Label("no"))).to_text().splitlines()
    assert (lines[0], lines[4]) == (
        "0 examples try 0 of 4 parts of conditions, and stand at the edge of 0 of 1 numbers",
        "  - yes: a and 2 like it; an example that would, and gets no: no to a, b, c",
    )


def test_parts_of_lent_definitions_are_parts_each_once() -> None:
    """The label turns on them where it turns on what the lent definition gives; last, by the name of that."""
    definition = define(Label("p", LENT.is_("x") & c), Label("q", LENT.is_("y") & c), Label("r"))
    assert [(one.label, one.part) for one in check_examples(definition).untried] == [
        ("p", "definition('lent').is_('x')"),
        ("p", "c"),
        ("q", "definition('lent').is_('y')"),
        ("q", "c"),
        ("x of lent", "a"),
        ("x of lent", "b"),
    ]
    yes, no = (
        Example(name, {a: True, b: b_holds, c: True}, label)
        for name, b_holds, label in (("yes", True, "p"), ("no", False, "q"))
    )
    report = check_examples(attrs.evolve(definition, examples=[yes, no]))
    assert (report.parts, [one.part for one in report.untried]) == (6, [])


def test_parts_of_lent_definitions_on_which_no_label_turns_are_not_counted() -> None:
    """What lends may say more than is asked of it."""
    three = Definition("three", "t", [Label("x", a), Label("y", b), Label("z")], source="s")
    report = check_examples(define(Label("p", three.is_("x") & c), Label("q")))
    assert [(one.label, one.part) for one in report.untried] == [
        ("p", "definition('three').is_('x')"),
        ("p", "c"),
        ("x of three", "a"),
    ]


def test_numbers_and_named_parts_of_lent_definitions_are_tried_too() -> None:
    """And what these lend to each other."""
    inner = Definition("inner", "t", [Label("much", spend >= 10), Label("little")], source="s")
    fit = named("fit", a & inner.is_("much"))
    score = named("score", points({b: 1, c: 2}))
    outer = Definition("outer", "t", [Label("x", fit), Label("y", score >= 2), Label("z")], source="s")
    labels = (Label("p", outer.is_("x") | outer.is_("y")), Label("q", inner.is_("much")))
    report = check_examples(define(*labels))
    assert [(one.label, one.part) for one in report.untried] == [
        ("p", "definition('outer').is_('x')"),
        ("p", "definition('outer').is_('y')"),
        ("q", "definition('inner').is_('much')"),
        ("x of outer", "fit"),
        ("y of outer", "score >= 2"),
        ("fit of outer", "a"),
        ("fit of outer", "definition('inner').is_('much')"),
        ("score of outer", "c"),
        ("much of inner", "spend >= 10"),
    ]
    assert [(one.label, one.part) for one in report.blunt] == [
        ("y of outer", "score >= 2"),
        ("much of inner", "spend >= 10"),
    ]
    assert report.blunt[1].record["spend"] == 10
    tried = check_examples(define(*labels, examples=[Example("edge", {spend: 10, a: False, b: False, c: False}, "q")]))
    assert [one.part for one in tried.blunt] == ["score >= 2"]


@pytest.mark.parametrize(
    ("known", "untried"),
    [
        ({c: False}, {"c"}),
        ({a: False, c: True}, {"c", "b"}),
        ({a: True, b: False, c: True}, {"c", "a"}),
        ({b: False, c: True}, {"c", "a"}),
    ],
    ids=["c", "a and c", "a, b and c", "b and c"],
)
def test_what_an_example_leaves_unknown_in_a_lent_definition(known: dict[Any, Answer], untried: set[str]) -> None:
    """A part is tried if the label turns on it whatever the other answers are."""
    example = Example("little", known, "no")
    labels = (Label("yes", LENT.is_("x") & c), Label("no"))
    found = set(texts(define(*labels, examples=[example])))
    every = {"definition('lent').is_('x')", "a", "b", "c"}
    expected = {part for part in every if not all(turns(part, record) for record in completions(example))}
    assert found == expected


def turns(part: str, record: dict[str, Answer]) -> bool:
    """Say whether a label "a and b, and c" turns on a part, for a complete record."""
    others = {"a": "bc", "b": "ac", "c": "ab"}.get(part, "c")
    return all(record[name] for name in others)


def test_proposals_make_sense_and_examples_that_make_none_try_nothing() -> None:
    """Where something is answered that makes sense only if something holds which does not (`only_if`)."""
    solved = Criterion("solved", may_be_na=True)
    fields: dict[str, Any] = {"only_if": {solved: a}}
    labels = (Label("yes", solved), Label("maybe", a & b), Label("no"))
    untried = check_examples(define(*labels, **fields)).untried
    assert [one.part for one in untried] == ["solved", "a", "b"]
    assert all((one.record["a"] is False) == (one.record["solved"] == NOT_APPLICABLE) for one in untried)
    for a_holds, left in ((False, ["solved", "a", "b"]), (True, ["a", "b"])):
        example = Example("e", {a: a_holds, b: True, solved: True}, "yes")
        assert texts(define(*labels, examples=[example], **fields)) == left


def test_a_name_of_an_answer_that_nothing_asks_for_does_not_matter() -> None:
    """Not even one by which a lent definition might stand in the library."""
    spare = Criterion("stand_in_0")
    example = Example("it", {a: True, b: True, spare: True}, "yes")
    definition = define(Label("yes", LENT.is_("x")), Label("no"), mentions=[spare], examples=[example])
    assert texts(definition) == []


def test_examples_are_tried_where_no_part_can_be_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the sets get too large before there is one."""
    definition = define(Label("yes", LENT.is_("x")), Label("no"), examples=[Example("wrong", {a: True, b: True}, "no")])
    failed = check_examples(definition).failed
    monkeypatch.setattr("relabel.core.diagrams.space.MAX_STEPS", 0)
    found = check_examples(definition)
    assert (found.complete, found.failed, found.parts, found.untried) == (False, failed, 0, ())


def test_where_looking_at_all_parts_takes_too_long_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was looked at is there all the same, failed examples too."""
    definition = define(Label("yes", a & b & c), Label("no"), examples=[Example("wrong", {a: False}, "yes")])
    full = check_examples(definition)
    assert full.complete
    monkeypatch.setattr("relabel.checks.examples.MAX_TRIAL_STEPS", 0)
    found = check_examples(definition)
    assert (found.complete, found.failed) == (False, full.failed)
    assert found.parts < full.parts
    assert "the other parts were not looked at, as that would take too long" in str(found)
