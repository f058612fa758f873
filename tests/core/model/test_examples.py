"""Tests of `relabel.core.model.examples`: examples and intents say what was meant, and slips in them are found."""

from typing import Any

import pytest

from relabel import Choice, Criterion, Definition, Example, Intent, Label, Scale
from relabel.errors import DefinitionError, InvalidDefinitionError

pays = Criterion("pays", "Does the buyer pay?")
trust = Scale("trust", "How much do they trust us?", low=1, high=5)
handling = Choice("handling", "How are issues handled?", options=["shouted", "discussed"])
LABELS = [Label("partner", pays & (trust >= 4) & handling.is_("discussed")), Label("client")]


def define(**fields: Any) -> Definition:  # Any: each field has its own type
    """Give a definition with some fields."""
    return Definition("acme", "Acme's words", LABELS, source="handbook", **fields)


def problems(**fields: Any) -> list[tuple[str, str]]:  # Any: as above
    """Give the place of each problem, and the nearest right name where one is proposed."""
    with pytest.raises(InvalidDefinitionError) as caught:
        define(**fields)
    found = [one for one in caught.value.exceptions if isinstance(one, DefinitionError)]
    return [(one.path, str(one).partition("did you mean ")[2].partition(" @ ")[0]) for one in found]


def test_criteria_may_be_given_by_object_or_by_name() -> None:
    """As evidence may."""
    assert Example("a", {pays: True}, "client") == Example("a", {"pays": True}, "client")
    assert Intent(raises=[pays], lowers=["trust"]) == Intent(raises=["pays"], lowers=[trust])
    assert Intent(raises=pays) == Intent(raises=["pays"])  # type: ignore[arg-type]  # one is taken for a list of one


def test_what_nobody_can_change_may_be_of_any_kind() -> None:
    """Answers need no order for that, nor labels."""
    intends = Intent(cannot_change=[handling, pays])
    assert define(intends=intends).intends.cannot_change == ("handling", "pays")


def test_examples_and_intents_change_no_label_but_the_digest() -> None:
    """They are part of what the definition says."""
    plain, meant = define(), define(intends=Intent(raises=[pays]), examples=[Example("a", {pays: False}, "client")])
    assert (plain.diagram.leaves, plain.diagram.children) == (meant.diagram.leaves, meant.diagram.children)
    assert plain.digest != meant.digest


@pytest.mark.parametrize(
    ("examples", "expected"),
    [
        ([5], [("$.examples[0]", "")]),
        ("x", [("$.examples[0]", "")]),
        ([Example("", {}, "client")], [("$.examples[0].name", "")]),
        ([Example(3, {}, "client")], [("$.examples[0].name", "")]),  # type: ignore[arg-type]  # what is refused
        ([Example("a", {}, "client"), Example("a", {pays: True}, "client")], [("$.examples[1].name", "")]),
        ([Example("a", {}, "clent")], [("$.examples[0].expect", "'client'?")]),
        ([Example("a", {"pay": True}, "client")], [("$.examples[0].answers", "'pays'?")]),
        ([Example("a", {3: True}, "client")], [("$.examples[0].answers", "")]),
        ([Example("a", 4, "client")], [("$.examples[0].answers", "")]),  # type: ignore[arg-type]  # as above
        ([Example("a", {pays: "yes"}, "client")], [("$.examples[0].answers['pays']", "")]),
        ([Example("a", {trust: 6}, "client")], [("$.examples[0].answers['trust']", "")]),
        ([Example("a", {handling: "discused"}, None)], [("$.examples[0].answers['handling']", "'discussed'?")]),
    ],
)
def test_what_is_wrong_with_examples_is_named(examples: Any, expected: list[tuple[str, str]]) -> None:
    """With its place, and the nearest right name."""
    assert problems(examples=examples) == expected


@pytest.mark.parametrize(
    ("intends", "expected"),
    [
        (5, [("$.intends", "")]),
        (Intent(gap=1), [("$.intends.gap", "")]),  # type: ignore[arg-type]  # what is refused
        (Intent(raises=["pay"]), [("$.intends.raises[0]", "'pays'?")]),
        (Intent(lowers=[pays, 5]), [("$.intends.lowers[1]", "")]),
        (Intent(raises=5), [("$.intends.raises[0]", "")]),  # type: ignore[arg-type]  # as above
        (Intent(raises=[handling]), [("$.intends.raises[0]", "")]),
        (Intent(cannot_change=["pay"]), [("$.intends.cannot_change[0]", "'pays'?")]),
        (Intent(overlaps=[("partner", "clients")]), [("$.intends.overlaps[0]", "'client'?")]),
        (Intent(overlaps=[("partner", "partner")]), [("$.intends.overlaps[0]", "")]),
        (Intent(overlaps="al"), [("$.intends.overlaps[0]", "")]),
        (Intent(overlaps=["partner"]), [("$.intends.overlaps[0]", "")]),
    ],
)
def test_what_is_wrong_with_intents_is_named(intends: Any, expected: list[tuple[str, str]]) -> None:
    """With its place, and the nearest right name."""
    assert problems(intends=intends) == expected


def test_without_ranks_nothing_raises_the_rank() -> None:
    """Labels that do not rank have none to raise."""
    assert problems(ordered=False, intends=Intent(raises=[pays])) == [("$.intends.raises[0]", "")]


def test_everything_wrong_is_reported_at_once() -> None:
    """As for the rest of a definition."""
    assert (
        len(problems(examples=[Example("", {"x": 1}, "y")], intends=Intent(raises=["x"], overlaps=[("a", "b")]))) == 5
    )
