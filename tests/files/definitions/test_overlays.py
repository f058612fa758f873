"""Tests of `relabel.files.definitions.overlays`: "as that one, except that ..."."""

from typing import Any

import pytest

from relabel import Criterion, Definition, EvidencePolicy, Example, Intent, Label, Measure, all_of, any_of
from relabel.core.model.conditions import named
from relabel.core.model.sums import points
from relabel.errors import DefinitionError, InvalidDefinitionError
from relabel.files.definitions.document import from_document
from relabel.plugins.marc import MARC, important

a, b, c, d = (Criterion(name) for name in "abcd")
e = Criterion("e", may_be_na=True)
days = Measure("days", unit="days")
score = named("score", points({a: 1, b: 2}), "Total score")
fit = named("fit", a | b)
BASE = Definition(
    "base",
    "The base",
    [Label("high", (score >= 2) & fit), Label("middle", ~fit | (days >= 5), zone=True), Label("low")],
    source="a page",
    presume={a: True, b: False},
    disregard=[c],
    mentions=[d],
    policy=EvidencePolicy(conflicts="latest").override(a, hearsay="disregard"),
    aliases={"top": "high"},
    examples=[Example("one", {a: True, b: True}, "high"), Example("two", {}, None)],
    intends=Intent(raises=[a], gap=True),
)


def overlay(**said: Any) -> Definition:
    """Give the overlay that says something."""
    return from_document({"name": "over", "extends": "base", **said}, find={"base": BASE}.__getitem__)


def problems(**said: Any) -> list[DefinitionError]:
    """Give what is wrong with the overlay that says something."""
    with pytest.raises(InvalidDefinitionError) as caught:
        overlay(**said)
    found: tuple[Any, ...] = caught.value.exceptions
    return list(found)


CHANGES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {"title": "Another", "version": "2", "source": "a book"},
        {"title": "Another", "version": "2", "source": "a book"},
    ),
    ({"ordered": False, "intends": {"raises": []}}, {"ordered": False, "intends": Intent(gap=True)}),
    ({"given_to": "relationship"}, {"given_to": None}),
    (
        {"only_if": {"e": "a"}, "criteria": {"e": {"may_be_na": True}}, "labels": {"low": {"when": "e"}}},
        {"only_if": {e: a}, "labels": [*BASE.labels[:2], Label("low", e)]},
    ),
    ({"presume": {"a": False}}, {"presume": {a: False, b: False}}),
    ({"disregard": [], "mentions": ["c", "d"]}, {"disregard": [], "mentions": [c, d]}),
    ({"aliases": {"best": "high"}}, {"aliases": {"top": "high", "best": "high"}}),
    (
        {
            "policy": {
                "shelf_life_days": 9,
                "overrides": {"b": {"conflicts": "contested"}, "a": {"conflicts": "contested"}},
            }
        },
        {
            "policy": EvidencePolicy.override(
                EvidencePolicy(conflicts="latest", shelf_life=__import__("datetime").timedelta(9)),
                "b",
                conflicts="contested",
            ).override("a", hearsay="disregard", conflicts="contested")
        },
    ),
    (
        {
            "examples": [
                {"name": "one", "answers": {}, "open": True},
                {"name": "three", "answers": {}, "no_label": True},
            ]
        },
        {},
    ),
    (
        {"intends": {"lowers": ["b"], "gap": False, "overlaps": "all"}},
        {"intends": Intent(raises=[a], lowers=[b], overlaps="all")},
    ),
    (
        {"labels": {"low": {"when": {"not": "a"}}, "middle": {"zone": False}}},
        {"labels": [BASE.labels[0], Label("middle", BASE.labels[1].when), Label("low", ~a)]},
    ),
    (
        {"labels": {"high": {"when": {"all": [{"base": "high"}, "e"]}}}, "criteria": {"e": {}}},
        {"labels": [Label("high", all_of(BASE.labels[0].when, Criterion("e"))), *BASE.labels[1:]]},
    ),
    (
        {
            "labels": [{"name": "low", "when": {"base": "low"}}, {"name": "high", "when": {"base": "high"}}],
            "examples": [],
        },
        {"labels": [Label("low", all_of()), Label("high", BASE.labels[0].when)], "mentions": [d, days]},
    ),
    (
        {"drop": {"presume": ["a"], "aliases": ["top"], "examples": ["one"]}},
        {"presume": {b: False}, "aliases": {}, "examples": [BASE.examples[1]]},
    ),
    (
        {"drop": {"presume": ["a", "b"]}, "presume": {"a": False}, "labels": [{"name": "high", "when": "a"}]},
        {"presume": {a: False}, "labels": [Label("high", a)], "mentions": [d, b, days]},
    ),
    (
        {"drop": {"presume": ["b"]}, "labels": [{"name": "high", "when": "a"}], "mentions": ["b"]},
        {"presume": {a: True}, "labels": [Label("high", a)], "mentions": [b]},
    ),
    (
        {"labels": {"high": {"when": {"base": "high", "without": ["fit"]}}}},
        {"labels": [Label("high", score >= 2), *BASE.labels[1:]]},
    ),
    (
        {"labels": {"middle": {"when": {"base": "middle", "without": [{"not": "fit"}]}}}},
        {"labels": [BASE.labels[0], Label("middle", days >= 5, zone=True), BASE.labels[2]]},
    ),
]


@pytest.mark.parametrize(("said", "changed"), CHANGES)
def test_what_is_said_takes_the_place_of_what_the_base_says(said: dict[str, Any], changed: dict[str, Any]) -> None:
    """Tables are put together by name, lists are taken as they stand, and the rest stays; as `evolve` has it."""
    if said.get("examples"):
        found = overlay(**said).examples
        assert [(one.name, str(one.expect)) for one in found] == [
            ("two", "None"),
            ("one", "Standing.OPEN"),
            ("three", "None"),
        ]
        return
    expected = BASE.evolve(name="over", **changed)
    assert (overlay(**said), overlay(**said).digest) == (expected, expected.digest)


def test_as_marc_except_that_something_more_is_asked() -> None:
    """In half a dozen lines, with name and digest of the base."""
    found = from_document(
        {
            "name": "our-clients",
            "extends": "marc",
            "presume": {"renewed": False},
            "labels": {"partner": {"when": {"all": [{"base": "partner"}, "renewed"]}}},
            "criteria": {"renewed": {"question": "Has the contract been renewed?"}},
        },
        find={"marc": MARC}.__getitem__,
    )
    renewed = Criterion("renewed", "Has the contract been renewed?")
    partner, client = MARC.labels
    expected = MARC.evolve(
        name="our-clients",
        labels=[Label("partner", all_of(partner.when, renewed)), client],
        presume={**MARC.presume, renewed: False},
    )
    assert (found, found.digest) == (expected, expected.digest)
    assert found.based_on is not None
    assert found.based_on.digest == MARC.digest


@pytest.mark.parametrize("labels", [{}, {"low": {"when": {"part": "score", "below": 1}}}])
def test_a_part_is_defined_anew_wherever_it_stands(labels: dict[str, Any]) -> None:
    """In the conditions that stay as they are, too."""
    new = named("score", points({a: 3, d: 1}), "New score")
    said = {"parts": {"score": {"title": "New score", "points": {"a": 3, "d": 1}}}}
    found = overlay(**said, **({"labels": labels} if labels else {}))
    assert found.labels[0].when == (new >= 2) & fit
    assert found.labels[2].when == (new < 1 if labels else None)


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"labels": {"hihg": {"when": "a"}}}, "$.labels['hihg']", "; did you mean 'high'?"),
    ({"drop": {"presume": ["c"]}}, "$.drop.presume[0]", ""),
    ({"drop": {"examples": ["won"]}}, "$.drop.examples[0]", ""),
    ({"drop": {"aliases": ["topp"]}}, "$.drop.aliases[0]", "; did you mean 'top'?"),
    ({"drop": {"only_if": ["a"]}}, "$.drop.only_if[0]", ""),
    ({"drop": {"examples": [1]}}, "$.drop.examples[0]", '; write it in quotes: "1"'),
    ({"drop": {"lables": ["high"]}}, "$.drop.lables", ""),
    ({"labels": {"high": {"when": {"base": "high", "without": ["b"]}}}}, "$.labels['high'].when.without[0]", ""),
    ({"labels": {"high": {"when": {"base": "hi", "without": ["b"]}}}}, "$.labels['high'].when.base", ""),
    ({"labels": {"high": {"when": {"base": "high", "without": ["bb"]}}}}, "$.labels['high'].when.without[0]", ""),
    (
        {"labels": {"high": {"when": {"base": "high", "without": ["fit", {"part": "score", "at_least": 2}]}}}},
        "$.labels['high'].when.without[1]",
        "",
    ),
    ({"labels": {"high": {"when": {"base": "hihg"}}}}, "$.labels['high'].when.base", "; did you mean 'high'?"),
    ({"labels": {"high": {"when": "aa"}}}, "$.labels['high'].when", ""),
    ({"labels": {"high": {"name": "top", "when": "a"}}}, "$.labels['high'].name", ""),
    ({"labels": {"high": {"zone": 1}}}, "$.labels['high'].zone", ""),
    ({"labels": {"high": {"when": {"not": "c"}}}}, "$.labels['high'].when", ""),
    ({"parts": {"score": {"when": "a"}}}, "$.parts['score']", ""),
    ({"parts": {"fit": {"points": {"a": 1}}}}, "$.parts['fit']", ""),
    ({"parts": {"score": {"points": {"aa": 1}}}}, "$.parts['score'].points['aa']", ""),
    ({"parts": {"socre": {"points": {"a": 1}}}}, "$.parts['socre']", ""),
    ({"based_on": {"name": "x", "version": "1", "digest": "0"}}, "$.based_on", ""),
    ({"criteria": {"e": {}}}, "$.criteria['e']", "; delete it, or list it under mentions"),
    ({"criteria": {"a": {"kind": "scale", "low": 1, "high": 2}}, "presume": {"a": 1}}, "$.presume['a']", ""),
    ({"examples": [{"name": "x", "answers": {}, "expect": "hihg"}]}, "$.examples[0].expect", "; did you mean 'high'?"),
    ({"labels": [{"name": "best", "when": "a"}]}, "$.extends.expect", ""),
]


@pytest.mark.parametrize(("said", "path", "hint"), WRONG)
def test_what_is_wrong_is_named_by_its_place_in_the_overlay(said: dict[str, Any], path: str, hint: str) -> None:
    """With the nearest right name."""
    assert (path, hint) in [(one.path, one.hint) for one in problems(**said)]


def test_a_premise_can_be_dropped() -> None:
    """Then the criterion makes sense whatever else holds."""
    base = BASE.evolve(name="with-premise", only_if={e: a}, labels=[*BASE.labels[:2], Label("low", e)])
    said = {"name": "over", "extends": "with-premise", "drop": {"only_if": ["e"]}}
    assert from_document(said, find={"with-premise": base}.__getitem__).only_if == {}


def test_what_is_wrong_in_a_condition_is_said_once() -> None:
    """Not a second time of the label."""
    assert len(problems(labels={"high": {"when": "aa"}})) == 1


def test_nothing_can_be_dropped_without_a_base() -> None:
    """As there is nothing."""
    with pytest.raises(InvalidDefinitionError) as caught:
        from_document({"name": "d", "title": "t", "source": "s", "labels": [{"name": "a"}], "drop": {}})
    assert "found the key 'drop', expected no such key without 'extends'" in str(caught.value.exceptions[0])


def test_without_a_base_all_has_to_be_said() -> None:
    """As always; and no label has a condition of a base."""
    with pytest.raises(InvalidDefinitionError) as caught:
        from_document({"name": "d", "title": "t", "source": "s", "labels": [{"name": "a", "when": {"base": "a"}}]})
    assert [one.path for one in caught.value.exceptions] == ["$.labels[0].when.base"]  # type: ignore[union-attr]  # they are no groups
    assert any_of(important.buyer) == important.buyer.to_condition()
