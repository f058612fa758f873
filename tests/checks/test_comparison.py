"""Tests of `relabel.checks.comparison` and what it is made of: what can be worked out by hand."""

import itertools
from datetime import timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest

from relabel import (
    Choice,
    Condition,
    Criterion,
    Definition,
    EvidencePolicy,
    Example,
    Intent,
    Label,
    Measure,
    Scale,
    Side,
    any_of,
    at_least,
    points,
)
from relabel.checks import witnesses
from relabel.checks.changes import Change, diff
from relabel.checks.comparison import Comparison, Place, compare
from relabel.checks.verification import verify
from relabel.core.diagrams import compilation
from relabel.core.diagrams import space as spaces
from relabel.core.diagrams.searches import options
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.errors import CriterionConflictError, DiagramTooLargeError
from relabel.plugins import thetapoint
from relabel.plugins.marc import MARC
from tests.core.diagrams.test_sums import SHAPES

pays, late, loyal, calls = (Criterion(name) for name in ("pays", "late", "loyal", "calls"))
spend = Measure("spend", unit="EUR/year")


def define(name: str, /, **labels: Condition | Criterion | None) -> Definition:
    """Make a definition of labels by their names."""
    return Definition(name, "Tested", [Label(label, when) for label, when in labels.items()], source="here")


def test_the_cross_table_counts_every_record_of_the_joint_space_once() -> None:
    """The thresholds of both cut a measure: three cells here, and two of the other criterion."""
    found = compare(define("old", client=spend >= 10), define("new", client=(spend >= 50) | pays))
    assert (found.records, [one.name for one in found.shared]) == (6, ["spend"])
    assert dict(found.cross_table) == {
        ("client", "client"): 3,
        ("client", None): 1,
        (None, "client"): 1,
        (None, None): 1,
    }
    assert (found.agreement, sum(cell.share for cell in found.cells)) == (Fraction(2, 3), 1)


def test_every_cell_has_a_complete_witness() -> None:
    """It answers the criteria of both definitions."""
    found = compare(define("old", client=pays), define("new", client=late))
    assert {(cell.first, cell.second): dict(cell.witness) for cell in found.cells} == {
        ("client", "client"): {"pays": True, "late": True},
        ("client", None): {"pays": True, "late": False},
        (None, "client"): {"pays": False, "late": True},
        (None, None): {"pays": False, "late": False},
    }


def test_the_shortest_disagreement_needs_no_answer_that_could_be_left_out() -> None:
    """One answer is enough here, whatever the others are."""
    old = define("old", client=pays & loyal | late & ~calls, friend=None)
    found = compare(old, define("new", client=pays & loyal | late & ~calls | (spend >= 9), friend=None))
    assert found.shortest is not None
    assert (found.shortest.first, found.shortest.second, found.shortest.proved) == (("friend",), ("client",), True)
    assert len(found.shortest.answers) == 3
    assert found.shortest.answers["spend"] == 9


def test_a_shorter_disagreement_than_the_diagram_shows_is_found() -> None:
    """Every path of two answers asks for a third first; leaving that open is found by looking for it."""
    shown = Criterion("shown")
    found = compare(define("one", client=(~pays & late & loyal) | (calls & shown)), define("two", client=any_of()))
    assert found.shortest is not None
    assert (dict(found.shortest.answers), found.shortest.proved) == ({"calls": True, "shown": True}, True)


def test_definitions_that_share_no_word_disagree_without_any_answer() -> None:
    """Nothing has to be known."""
    found = compare(define("one", client=pays, friend=None), define("two", vendor=pays, partner=None))
    assert found.shortest is not None
    assert (dict(found.shortest.answers), found.shortest.first) == ({}, ("client", "friend"))
    assert "none are needed: client or friend in one, vendor or partner in two" in str(found)
    assert "whatever the answers are" in str(found)


def test_a_search_that_takes_too_long_gives_a_good_witness(monkeypatch: pytest.MonkeyPatch) -> None:
    """It forces the disagreement still, and says that a shorter one was not ruled out."""
    pair = define("one", client=pays | late), define("two", client=loyal)
    for steps in (0, 6):
        monkeypatch.setattr(witnesses, "MAX_WITNESS_STEPS", steps)
        found = compare(*pair)
        assert found.shortest is not None
        assert not found.shortest.proved
        assert "whether fewer would do was not settled" in str(found)
        assert set(found.shortest.first) & set(found.shortest.second) == set()


def test_no_disagreement_between_two_ways_of_writing_the_same() -> None:
    """The functions are compared, not the texts."""
    found = compare(define("one", client=~(pays & late)), define("two", client=~pays | ~late))
    assert found.disagreement is None
    assert found.shortest is None
    assert found.agreement == 1
    assert "different words" not in str(found)
    assert str(found.statements[0]) == "every one client is a two client: yes"


def test_words_are_the_same_when_case_and_spacing_are_folded() -> None:
    """`Key account` and `key  account` are one word in use, so they are one here."""
    one = Definition("one", "One", [Label("Key Account", pays)], source="here")
    two = Definition("two", "Two", [Label("key account", pays)], source="here")
    assert compare(one, two).agreement == 1


def test_statements_say_whether_all_of_one_kind_are_of_another() -> None:
    """With the share, and someone who is not."""
    found = compare(define("acme", client=pays & late, friend=None), define("old", client=pays, friend=None))
    texts = [str(one) for one in found.statements]
    assert texts[0] == "every acme client is an old client: yes"
    assert "every old client is an acme client: no (50 % are), for example yes to pays; no to late" in texts
    assert [one.holds for one in found.statements] == [True, False, False, False, False, False, False, True]


def test_a_text_without_telling_statements_has_none() -> None:
    """Labels of different words and places, where none is always the other."""
    one, two = define("one", client=pays & late), define("two", friend=loyal & pays, vendor=late, partner=calls)
    found = compare(attrs.evolve(one, ordered=False), two)
    assert len(found.statements) == 6
    assert "Statements" not in str(found)


def test_nothing_is_stated_of_a_label_that_nobody_gets() -> None:
    """Of nobody everything is true, which would mislead."""
    found = compare(define("one", ghost=pays & ~pays, client=None), define("two", client=pays))
    assert {one.label for one in found.statements} == {"client"}


def test_client_ranks_lowest_in_one_post_and_highest_in_the_other() -> None:
    """The two posts use the word for opposite ends of their scales; the tool must say so."""
    found = compare(MARC, thetapoint.BUYER)
    (shift,) = found.rank_shifts
    assert (shift.word, shift.first, shift.second) == ("client", Place("marc", 1, 0), Place("thetapoint-buyer", 0, 1))
    assert (shift.first.end, shift.second.end) == ("lowest", "highest")
    assert str(found).splitlines()[1] == f"  Warning: {shift}"
    assert any(str(one).startswith("every marc partner is a thetapoint-buyer client: no") for one in found.statements)


def test_the_first_post_has_no_partner_of_the_second() -> None:
    """The crossed pairs of the second post are cells of the cross table of its two definitions."""
    found = compare(thetapoint.BUYER, thetapoint.SELLER)
    assert {("client", "vendor"), ("customer", "partner")} <= set(found.cross_table)
    assert "They name different things: thetapoint-buyer the buyer, thetapoint-seller the seller" in str(found)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("pc", "cp", ["p", "c"]),
        ("pc", "pc", []),
        ("pc", "pcx", ["c"]),
        ("pcx", "cx", ["c"]),
        ("pcx", "pqcx", []),
        ("abcd", "axbcd", []),
        ("abcde", "acdbe", ["b", "c", "d"]),
        ("p", "pc", ["p"]),
    ],
)
def test_rank_shifts_are_words_in_different_places(first: str, second: str, words: list[str]) -> None:
    """An end that is no end any more, or a place that has moved on both sides."""
    one, two = (define(name, **dict.fromkeys(labels, pays)) for name, labels in (("one", first), ("two", second)))
    assert [shift.word for shift in compare(one, two).rank_shifts] == words
    assert compare(one, attrs.evolve(two, ordered=False)).rank_shifts == ()


def test_the_place_of_a_label_is_said_in_words() -> None:
    """The only one is both highest and lowest."""
    assert str(Place("one", 0, 0)) == "only of 1 in one"
    assert str(Place("one", 1, 1)) == "neither highest nor lowest of 3 in one"


def test_a_criterion_of_two_meanings_cannot_be_compared() -> None:
    """The error names both definitions and both meanings."""
    with pytest.raises(CriterionConflictError) as caught:
        compare(define("one", client=pays), define("two", client=Scale("pays", low=1, high=3) >= 2))
    assert caught.value.criterion == "pays"
    assert caught.value.definitions == ("definition 'one'", "definition 'two'")


def test_options_in_another_order_are_the_same_criterion() -> None:
    """As `meaning` says; records count the same."""
    one, two = Choice("mood", options=["good", "bad"]), Choice("mood", options=["bad", "good"])
    assert compare(define("one", client=one.is_("bad")), define("two", client=two.is_("bad"))).agreement == 1


def test_a_definition_without_questions_can_be_compared() -> None:
    """One record, which gets one pair of labels."""
    found = compare(define("one", client=None), define("two", friend=None))
    assert dict(found.cross_table) == {("client", "friend"): 1}
    assert "1 record of answers" in str(found)


def test_comparing_is_refused_rather_than_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """The joint diagram of many points with different weights grows without bound."""
    monkeypatch.setattr(spaces, "MAX_STEPS", 10_000)
    criteria = [Criterion(f"c{number}") for number in range(40)]
    sums = [points({one: 1 + (number * step) % 29 for number, one in enumerate(criteria)}) for step in (1, 11)]
    with pytest.raises(DiagramTooLargeError):
        compare(define("one", client=sums[0] >= 200), define("two", client=sums[1] >= 200))


def test_the_shipped_definitions_take_few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """To verify any of them, or compare any two."""
    monkeypatch.setattr(spaces, "MAX_STEPS", 5_000)
    definitions = [
        thetapoint.BUYER,
        thetapoint.BUYER_DICTIONARY,
        thetapoint.SELLER,
        thetapoint.SELLER_DICTIONARY,
        MARC,
    ]
    for one in definitions:
        assert verify(one).records > 1
    for one, other in itertools.combinations(definitions, 2):
        found = compare(one, other)
        assert sum(found.cross_table.values()) == found.records


def test_diff_lists_what_is_written_differently_and_what_that_does() -> None:
    """Criteria, labels, presumptions, policy and the rest, each before and after."""
    old = Definition(
        "acme",
        "Acme",
        [Label("client", pays), Label("friend", at_least(2, late, loyal, calls))],
        source="here",
        presume={pays: True, late: False},
        aliases={"VIP": "client"},
        disregard=[Criterion("age")],
    )
    new = old.evolve(
        version="2",
        labels=[Label("client", pays & ~late), Label("friend", at_least(1, loyal, calls)), Label("stranger")],
        presume={pays: False, loyal: True},
        policy=EvidencePolicy(shelf_life=timedelta(30)).override(late, hearsay="disregard"),
        aliases={},
        disregard=[],
        mentions=[spend],
        given_to=Side.SELLER,
        ordered=False,
        title="Acme, revised",
    )
    found = diff(old, new)
    assert list(map(str, found.changes)) == [
        "title: Acme became Acme, revised",
        "version: 1 became 2",
        "given to: buyer became seller",
        "ordered: yes became no",
        "criterion age: removed (it was kind: yes/no)",
        "criterion spend: added (kind: measure; unit: EUR/year)",
        "labels in order: client > friend became client > friend > stranger",
        "label client: pays became pays & ~late",
        "label friend: at_least(2, late, loyal, calls) became at_least(1, loyal, calls)",
        "label stranger: added (otherwise)",
        "presumption pays: yes became no",
        "presumption late: removed (it was no)",
        "presumption loyal: added (yes)",
        "disregard: removed (it was age)",
        "word in use VIP: removed (it was client)",
        "mentions: added (spend)",
        "policy, shelf life: added (30 days)",
        "policy, for late: added (hearsay: disregard)",
        "based on, name: added (acme)",
        "based on, version: added (1)",
        f"based on, digest: added ({old.digest})",
    ]
    assert found.comparison is not None
    assert found.comparison.names == ("acme (version 1)", "acme (version 2)")
    assert "client becomes friend" in str(found)


def test_another_shelf_life_is_one_change_in_whatever_unit() -> None:
    """Also of one criterion, and without a limit."""
    one = define("one", client=pays)
    lives = ("30 days", "2 years", None)
    old, new = (
        one.evolve(policy=EvidencePolicy(shelf_life=first).override(pays, shelf_life=second), based_on=None)
        for first, second in (lives[:2], lives[1:])
    )
    assert list(map(str, diff(old, new).changes)) == [
        "policy, shelf life: 30 days became 2 years",
        "policy, for pays, shelf life: 2 years became unlimited",
    ]


def test_what_a_lent_definition_says_is_listed() -> None:
    """The text of the condition is the same, and its meaning is not."""
    one, two = (define("base", client=when, friend=None) for when in (pays, late))
    old, new = (define("top", partner=base.is_("client") & loyal) for base in (one, two))
    assert Change("lent by base: label client", "pays", "late") in diff(old, new).changes


def test_a_new_wording_of_a_question_is_listed_and_changes_no_label() -> None:
    """People may answer it differently, which no diagram can tell."""
    found = diff(define("one", client=pays), define("one", client=Criterion("pays", "Is the bill paid?")))
    assert found.changes == (Change("criterion pays, question", None, "Is the bill paid?"),)
    assert "No label changes, whatever the answers are" in str(found)
    assert found.comparison is not None
    assert found.comparison.names == ("one (the first)", "one (the second)")


def test_nothing_differs_from_itself() -> None:
    """And the text says so."""
    assert diff(MARC, MARC).changes == ()
    assert "  - nothing" in str(diff(MARC, MARC))


def test_a_criterion_that_changed_its_meaning_is_listed_and_labels_are_not_compared() -> None:
    """There is no record that answers both."""
    found = diff(define("one", client=pays), define("one", client=Scale("pays", low=1, high=3) >= 2))
    assert found.comparison is None
    assert Change("criterion pays, kind", "yes/no", "scale") in found.changes
    assert "Labels cannot be compared" in str(found)


def test_many_examples_that_came_or_went_are_counted() -> None:
    """A few are written one by one; a changed one always is, and programs get them all."""
    pays = Criterion("pays")

    def having(*names: str, answer: bool = True) -> Definition:
        examples = [Example(name, {"pays": answer}, "client" if answer else None) for name in names]
        return Definition("d", "D", [Label("client", pays)], source="-", examples=examples)

    few, many = having("one"), having(*"abcd")
    assert "- 4 examples added" in diff(having(), many).to_text()
    assert "- 4 examples removed" in diff(many, having()).to_text()
    assert "- example one: added" in diff(having(), few).to_text()
    assert "- example one, answers, pays: " in diff(few, having("one", answer=False)).to_text()
    assert sum(change.what.startswith("example ") for change in diff(having(), many).changes) == 4
    assert "in order" not in diff(having("a", "b"), many).to_text()
    moved = diff(having("a", "b"), having("b", "a"))
    assert list(map(str, moved.changes)) == ["examples in order: a > b became b > a"]
    assert "- nothing but the order, which has no meaning there: examples\n" in f"{moved}\n"


def test_where_nothing_but_a_meaningless_order_differs_it_is_said_once() -> None:
    """Of what a condition joins, at any depth, and of names and options; programs get each with its texts."""
    contact = Choice("contact", options=["buyer", "board"])

    def written(first: bool) -> Definition:
        flip = 1 if first else -1
        trusted = any_of(*[pays & loyal, ~(late & at_least(1, calls, spend >= 5))][::flip])
        if not first:
            trusted = any_of(~(at_least(1, spend >= 5, calls) & late), loyal & pays)
        ask = attrs.evolve(contact, options=contact.options[::flip])
        said: dict[str, Any] = {
            "mentions": [Criterion("age"), ask][::flip],
            "intends": Intent(raises=["pays", "loyal"][::flip]),
        }
        labels = [Label("partner", trusted), Label("client", pays)]
        return Definition("one", "One", labels, source="-", **said)

    found = diff(written(first=True), written(first=False))
    assert [change.what for change in found.changes if not change.reordered] == []
    line = "nothing but the order, which has no meaning there: criterion contact, options, label partner, mentions"
    assert f"- {line}, intends, raises\n" in str(found)
    assert str(found).count("the order") == 1


def test_an_order_that_has_a_meaning_is_listed_as_a_change() -> None:
    """That of labels, of levels, and of labels of a lent definition, whatever its name; so is a change beside it."""
    one, two = define("one", client=pays, friend=loyal), define("one", friend=loyal, client=pays)
    assert [(change.what, change.reordered) for change in diff(one, two).changes] == [("labels in order", False)]
    one, two = define("mentions", client=pays, friend=loyal), define("mentions", friend=loyal, client=pays)
    one, two = (define("top", partner=base.is_("client")) for base in (one, two))
    assert [change.reordered for change in diff(one, two).changes] == [False]
    one, two = (
        define("one", client=Scale("risk", levels=levels) >= "high") for levels in (["low", "high"], ["high", "low"])
    )
    assert not any(change.reordered for change in diff(one, two).changes)
    one, two = define("one", client=pays & late & loyal), define("one", client=late & pays)
    assert not any(change.reordered for change in diff(one, two).changes)


CARRIED = [*SHAPES.values()]


@pytest.mark.parametrize(("one", "other"), [*itertools.combinations(range(len(CARRIED)), 2)])
def test_comparing_by_a_sum_finds_the_same(one: int, other: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts, witnesses and statements; a region that takes the sum to tell is not written out."""

    def found() -> Comparison:
        first, second = (Definition(f"d{at}", "t", CARRIED[at], source="-") for at in (one, other))
        return compare(first, second)

    expected = found()
    monkeypatch.setattr(compilation, "CARRY_FROM", 0)
    by_sum = found()
    assert (by_sum.cells, by_sum.statements, by_sum.agreement) == (
        expected.cells,
        expected.statements,
        expected.agreement,
    )
    assert by_sum.disagreement is not None
    assert expected.disagreement is not None
    assert by_sum.disagreement.witness == expected.disagreement.witness
    assert not by_sum.disagreement.products or by_sum.disagreement == expected.disagreement
    assert by_sum.shortest is not None
    assert expected.shortest is not None
    assert len(by_sum.shortest.answers) == len(expected.shortest.answers)


def test_where_looking_for_fewer_answers_takes_too_long_none_is_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the answers of a record that gets different words those are left out that can be."""
    total = points({pays: 3, late: 5, loyal: 7, calls: 1})
    monkeypatch.setattr(compilation, "CARRY_FROM", 0)
    monkeypatch.setattr(options, "MAX_WORK", 0)
    shortest = compare(define("old", client=total >= 8), define("new", client=total >= 13)).shortest
    assert shortest is not None
    assert (dict(shortest.answers), shortest.proved) == ({"late": False, "loyal": True, "calls": True}, False)


def test_of_many_bands_only_those_that_meet_are_in_the_cross_table() -> None:
    """Each of two hundred with the one in its place and with the next one; of the others statements are all there."""
    count = 200
    old, new = (
        define(name, **{f"from {at}": spend >= at * 10 + more for at in range(count, 0, -1)}, other=None)
        for name, more in (("old", 0), ("new", 1))
    )
    found = compare(old, new)
    assert len(found.cells) == 2 * count + 1
    assert sum(cell.records for cell in found.cells) == found.records == 2 * count + 1
    assert len(found.statements) == 2 * (count + 1) ** 2
    told = {(one.label, one.other_label): one for one in found.statements if one.subject == "old"}
    assert (told["from 3", "from 3"].share, told["from 3", "from 9"].share) == (Fraction(1, 2), Fraction(0))
    assert told["from 3", "from 9"].counterexample == FrozenMapping({"spend": 30})


def test_cards_of_a_hundred_questions_are_compared_where_one_weight_changed() -> None:
    """Exactly: the records between the two sums are counted, not listed."""
    asked = [Criterion(f"c{number}") for number in range(100)]
    weights = {one: 1 + 37 * number % 100 for number, one in enumerate(asked)}
    old, new = (points({**weights, asked[50]: weight}) >= 3_000 for weight in (51, 52))
    found = compare(define("old", gold=old), define("new", gold=new))
    assert found.records == 2**100
    (moved,) = (cell for cell in found.cells if not cell.agrees)
    assert (moved.first, moved.second) == (None, "gold")
    ways = [1]  # by what the others add up to
    for one in asked:
        if one is not asked[50]:
            ways = [
                (ways[at] if at < len(ways) else 0) + (ways[at - weights[one]] if at >= weights[one] else 0)
                for at in range(len(ways) + weights[one])
            ]
    assert moved.records == ways[3_000 - 52]
