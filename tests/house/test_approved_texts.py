"""Tests of whole texts for people, which were read and found right.

They stand in `tests/data/approved`. To approve new ones, call this file as a program, read what it has changed,
and commit that.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from relabel import (
    Choice,
    Classification,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Example,
    Intent,
    Label,
    Measure,
    Relationship,
    Scale,
    Side,
    at_least,
    audit,
    classify,
    exactly,
    interview,
    per_side,
    points,
    priors,
)
from relabel.checks.changes import diff
from relabel.checks.comparison import compare
from relabel.checks.examples import check_examples
from relabel.checks.verification import verify
from relabel.errors import (
    CellError,
    DiagramTooLargeError,
    InvalidFileError,
    RelabelError,
    TruthValueError,
    UnknownDefinitionError,
    UnknownRelationshipError,
)
from tests import DATA
from tests.test_errors import EXAMPLES

DAY = date(2026, 1, 31)
pays = Criterion("pays", "Do they pay?", about=Side.BUYER)
plans = per_side("plans", "Does the {side} share plans?")
trust = Scale("trust", "How far do we trust them?", low=1, high=5)
spend = Measure("spend", "What do they spend?", unit="EUR/year")
calls = Measure("calls", "How many calls?", unit="count")
mood = Choice("mood", "How is the mood?", options=["good", "fair", "bad"])
plain = Criterion("plain")
LADDER = Definition(
    "ladder",
    "How close are they?",
    [
        Label("partner", plans.both & (trust >= 4) & mood.in_("good", "fair")),
        Label("ally", (spend >= 1000) & (calls >= 3)),
        Label("client", pays),
        Label("stranger"),
    ],
    source="handbook",
    presume={pays: True},
    policy=EvidencePolicy(hearsay="disregard"),
    intends=Intent(cannot_change=[mood]),
)
CARD = Definition(
    "card",
    "Which tier?",
    [
        Label("gold", points({trust: 2, spend >= 1000: 3, plain: 1}) >= 10),
        Label("silver", points({trust: 2, spend >= 1000: 3, plain: 1}) >= 6),
        Label("bronze", at_least(2, pays, plain, spend >= 10, mood.is_("good"))),
    ],
    policy=EvidencePolicy(hearsay="own_word"),
    source="scorecard 2026",
    given_to=Side.SELLER,
    version="3",
)
KINDS = Definition(
    "kinds",
    "What are they?",
    [Label("vendor", pays & ~plain), Label("partner", plans.either | plain)],
    source="a page",
    given_to=None,
    ordered=False,
)
SHADOWED = Definition(
    "shadowed", "Who?", [Label("a", pays), Label("b", pays & plain), Label("c")], source="a page", given_to=Side.BUYER
)
ALWAYS = Definition("always", "Who?", [Label("a")], source="a page")
OVERLAY = LADDER.evolve(name="mine", title="How close are they to us?")
JUNE = date(2025, 6, 1)

EXPLAINED: dict[str, tuple[Definition, list[Evidence], str | None, tuple[str, ...]]] = {
    "missing": (
        LADDER,
        [
            Evidence(spend, 1200, observed_on=JUNE, source="ledger"),
            Evidence(calls, 5),
            Evidence(plans.buyer, True, attested_by=Side.SELLER),
            Evidence(trust, 4),
        ],
        "partner",
        (),
    ),
    "missing_or_higher": (LADDER, [Evidence(calls, 4), Evidence(mood, "good")], "ally", ()),
    "two_ways_up": (
        LADDER,
        [
            Evidence(pays, False, observed_on=JUNE),
            Evidence(trust, 2),
            Evidence(calls, 1),
            Evidence(mood, "good"),
            Evidence("unheard", "x", note="who knows"),
        ],
        "ally",
        (),
    ),
    "points": (
        CARD,
        [Evidence(trust, 2, observed_on=JUNE), Evidence(spend, 500), Evidence(plain, False)],
        "silver",
        (),
    ),
    "points_of_nothing": (CARD, [], "gold", ()),
    "points_presumed": (CARD.evolve(presume={plain: False}), [Evidence(trust, 4)], None, ()),
    "one_point": (
        CARD.evolve(labels=[Label("gold", points({plain: 1, pays: 1}) >= 2)]),
        [Evidence(plain, True), Evidence(pays, False)],
        None,
        (),
    ),
    "contested": (
        LADDER,
        [
            Evidence(pays, True, source="a"),
            Evidence(pays, False, source="b"),
            Evidence(mood, "good"),
            Evidence(mood, "bad"),
            Evidence(trust, 5),
            Evidence(plans.buyer, True),
            Evidence(plans.seller, True),
        ],
        "partner",
        (),
    ),
    "own_word": (
        CARD,
        [Evidence(pays, True, source="ledger"), Evidence(pays, True, attested_by=Side.SELLER)],
        None,
        (),
    ),
    "cannot_change": (LADDER, [Evidence(mood, "bad", observed_on=JUNE, source="ticket 7")], "partner", ()),
    "held": (LADDER, [Evidence(trust, 3), Evidence(calls, 9)], "partner", ("trust",)),
    "downwards": (LADDER, [Evidence(spend, 5000), Evidence(calls, 5), Evidence(trust, 1)], "client", ()),
    "unordered": (KINDS, [], None, ()),
    "unordered_way": (KINDS, [Evidence(pays, True), Evidence(plain, False)], "partner", ()),
    "never": (SHADOWED, [Evidence(pays, False)], "b", ()),
    "always": (ALWAYS, [], "a", ()),
    "presumed": (LADDER, [Evidence(trust, 3), Evidence(spend, 5)], None, ()),
    "overlay": (OVERLAY, [Evidence(trust, 3), Evidence(spend, 5)], "stranger", ()),
}

ODD = Definition(
    "odd",
    "What is odd?",
    [
        Label("top", pays & plans.buyer & (plans.buyer | pays)),
        Label("hidden", pays & plans.buyer & (trust >= 2)),
        Label("never", pays & ~pays),
        Label("second", (spend > 10) | (spend <= 10) & plain),
        Label("third", exactly(1, plans.seller, calls >= 2)),
    ],
    source="a page",
    presume={trust: 3, plans.seller: False},
    intends=Intent(overlaps=[("second", "third")]),
)
MEANT = ODD.evolve(labels=[Label("top", pays), Label("second", pays | plain)], intends=Intent(gap=True), presume={})
UNRANKED = KINDS.evolve(presume={plain: True})
TRIED = LADDER.evolve(
    name="tried",
    title="How close?",
    examples=[
        Example("a friend", {plans.buyer: True, plans.seller: True, trust: 5, mood: "fair"}, "partner"),
        Example("wrong", {pays: False}, "client"),
        Example("too little known", {spend: 2000}, "ally"),
        Example("nobody", {pays: False, trust: 1, spend: 0}, "stranger"),
    ],
)
OTHER = Definition(
    "other",
    "Is it a customer?",
    [Label("customer", pays & (spend >= 500)), Label("client", pays), Label("lead")],
    source="another page",
    given_to=Side.SELLER,
)
WHOLE = LADDER.evolve(
    name="ladder",
    title="How near are they?",
    labels=[
        Label("partner", plans.both & (trust >= 5)),
        Label("ally", (spend >= 1000) & (calls >= 3)),
        Label("friend", plain),
        Label("client", pays),
    ],
    presume={pays: False, plain: False},
    disregard=[mood],
    aliases={"pal": "friend"},
    policy=EvidencePolicy(shelf_life=timedelta(days=365)),
    given_to=None,
    ordered=False,
    version="2",
    source="handbook, second edition",
    examples=[Example("who pays", {pays: True, spend: 5}, "client")],
    intends=Intent(overlaps=[("partner", "ally")], gap=True),
)
RANKED = LADDER.evolve(
    name="ladder",
    version="3",
    intends=Intent(raises=[trust], lowers=[calls], overlaps=[("ally", "client")], cannot_change=[pays]),
    examples=[Example("who pays", {pays: True}, None)],
)
MOODS = Definition("moods", "How?", [Label("a", mood.is_("good"))], source="a page")
OTHER_MOODS = Definition(
    "moods", "How?", [Label("a", Choice("mood", options=["good", "bad"]).is_("good"))], source="a page"
)


def _explained(name: str) -> str:
    definition, evidence, toward, fixed = EXPLAINED[name]
    as_of = None if definition is ALWAYS else DAY
    one = Classification(Relationship("Ash", "us", evidence=evidence), definition, as_of)
    return one.explain(toward=toward, fixed=fixed)


def _messages() -> str:
    """Give the message of every error that `test_errors` knows, and of some more."""
    long = "x" * 300
    more = [
        TruthValueError("y" * 200),
        TruthValueError("y" * 201),
        DiagramTooLargeError("9 nodes", "8", None, long),
        UnknownRelationshipError("Acme", ("1", "2"), ()),
        UnknownDefinitionError("mark", ("marc", "mine"), ("plugin 'x': no", "plugin 'y': no")),
        InvalidFileError(
            "book.csv:",
            [CellError("book.csv", line, "pays", one, "yes or no") for line in range(2, 24) for one in ("1", "2")],
        ),
        InvalidFileError("b:", [CellError("b", line, "pays", "'y'", "yes or no") for line in range(2, 23)]),
    ]
    shown = [*(error for error, _, _ in EXAMPLES), *more]
    return "\n\n".join(f"{type(error).__name__}\n{error}" for error in shown)


def _define(**fields: Any) -> Definition:  # Any: what is refused has every type
    return Definition(**{"name": "d", "title": "t", "labels": [Label("a", pays), Label("b")], "source": "s"} | fields)


def _one(*evidence: Evidence) -> Classification:
    return Classification(Relationship("Ash", "us", evidence=evidence), LADDER)


wrong: Any = object  # what no argument takes; a class, as its text is the same in each run

REFUSED: list[Callable[[], object]] = [
    lambda: Criterion("Pays"),
    lambda: Criterion("class"),
    lambda: Criterion("at_least"),
    lambda: Criterion("pays", wrong),
    lambda: Criterion("pays", about=wrong),
    lambda: Choice("mood", options=["good"]),
    lambda: Scale("trust", low=5, high=1),
    lambda: Measure("spend", unit=" "),
    lambda: mood.is_("god"),
    lambda: mood.in_(),
    lambda: trust >= 6,
    lambda: trust.is_(wrong),
    lambda: spend >= wrong,
    lambda: spend >= float("nan"),
    lambda: spend >= 10**1001,
    lambda: bool(pays),
    lambda: bool(mood),
    lambda: bool(trust),
    lambda: bool(spend),
    lambda: bool(points({pays: 1})),
    lambda: pays & "plain",
    lambda: pays & trust,
    lambda: pays & plans,
    lambda: pays & points({plain: 1}),
    lambda: trust & pays,
    lambda: plans >= 3,
    lambda: plans.is_("good"),
    lambda: per_side("mood", options=["good", "bad"]).both,
    lambda: per_side("mood", wrong),
    lambda: per_side("mood", low=1),  # type: ignore[call-overload]  # what is refused
    lambda: LADDER.is_("alley"),
    lambda: at_least(pays, plain),  # type: ignore[arg-type]  # as above
    lambda: at_least(1, wrong),
    lambda: points({pays: "1.5"}),
    lambda: points({spend: 1}),
    lambda: points({pays: 1}) >= "1.5",
    lambda: Label(" a"),
    lambda: Label("a", wrong),
    lambda: Evidence("", True),
    lambda: Evidence(wrong, True),
    lambda: Evidence("pays", None),  # type: ignore[arg-type]  # as above
    lambda: Evidence("pays", float("inf")),
    lambda: Evidence("pays", True, observed_on=wrong),
    lambda: Evidence("pays", True, attested_by=wrong),
    lambda: Evidence("pays", True, source=wrong),
    lambda: Evidence("pays", True, note=wrong),
    lambda: EvidencePolicy(shelf_life=timedelta(hours=36)),
    lambda: EvidencePolicy(conflicts=wrong),
    lambda: EvidencePolicy(hearsay=wrong),
    lambda: EvidencePolicy(overrides={"pays": wrong}),
    lambda: Relationship(" ", "us"),
    lambda: Relationship("Ash", wrong),
    lambda: Relationship("Ash", "us", evidence=wrong),
    lambda: Relationship("Ash", "us", evidence="pays"),  # type: ignore[arg-type]  # as above
    lambda: Relationship("Ash", "us", since=wrong),
    lambda: Relationship("Ash", "us", buyer_label=wrong),
    lambda: Relationship("Ash", "us", id=wrong),
    lambda: Relationship("Ash", "us", attributes={"owner": wrong}),
    lambda: Relationship("Ash", "us", attributes=wrong),
    lambda: _define(name="Acme Tiers", title=" ", source=wrong, given_to=wrong, ordered=wrong, policy=wrong),
    lambda: _define(labels=[]),
    lambda: _define(labels=[wrong], presume=[pays]),
    lambda: _define(labels=[Label("a"), Label("A", plain), Label("b")], based_on=wrong, intends=wrong),
    lambda: _define(presume={pays: "yes"}, disregard=[pays, wrong], mentions=wrong, version=""),
    lambda: _define(
        labels=[
            Label(
                "a",
                pays & Scale("pays", low=1, high=2).is_(1) & Criterion("plans"),
            ),
            Label("b", plans.both),
        ]
    ),
    lambda: _define(
        aliases={"x": "c", "a": "b", "y": wrong}, policy=EvidencePolicy(overrides={"pay": EvidencePolicy()})
    ),
    lambda: _define(
        examples=[Example("", {}, "a"), Example("x", {"pay": True}, "ab"), Example("x", {pays: "yes"}, None)]
    ),
    lambda: _define(intends=Intent(gap=wrong)),
    lambda: _define(intends=Intent(raises=["pay"], lowers=[mood], overlaps=[("a", "c")]), mentions=[mood]),
    lambda: _define(ordered=False, intends=Intent(raises=[pays], cannot_change=[5])),
    lambda: Classification(Relationship("Ash", "us"), LADDER, wrong),
    lambda: Classification(Relationship("Ash", "us"), WHOLE),
    lambda: _one(Evidence("pays", "yes")),
    lambda: _one().path_to("alley"),
    lambda: _one().path_to("ally", fixed="pays"),
    lambda: _one().path_to("ally", fixed=["play"]),
    lambda: _one().path_to("ally", cost=wrong),
    lambda: _one().path_to("ally", cost={"pays": -1}),
    lambda: _one().path_to("ally", limit=0),
    lambda: _one(Evidence(trust, 1), Evidence(calls, 1), Evidence(pays, True)).why_not("client"),
    lambda: _one().questions(given=wrong),
    lambda: _one().questions(given={"pays": wrong}),
    lambda: _one().questions(given={"play": {}}),
    lambda: _one().questions(given={"pays": {"yes": 1}}),
    lambda: _one().questions(given={"pays": {True: 0.5}}),  # type: ignore[dict-item]  # as above
    lambda: compare(MOODS, OTHER_MOODS),
    lambda: audit([Relationship("Ash", "us"), Relationship("Ash", "us")], LADDER),
    lambda: audit([Relationship("Ash", "us")], LADDER).groups("owner"),
    lambda: audit([Relationship("Ash", "us", attributes={"owner": "Ana"})], LADDER).groups("owners"),
    lambda: audit([Relationship("Ash", "us", attributes={"owner": "Ana"})], LADDER).counts(weight="owner"),
    lambda: audit([Relationship("Ash", "us")], wrong),
    lambda: classify(Relationship("Ash", "us"), "mrac"),
    lambda: interview(_one().relationship, LADDER).skip().skip().skip().skip().skip().skip().skip().skip(),
    lambda: priors([_one(), Classification(Relationship("Ash", "us"), CARD)]),
]


def _refusals() -> str:
    """Give the message of each thing that is refused."""
    shown = []
    for make in REFUSED:
        try:
            found = f"taken: {make()!r}"
        except RelabelError as error:
            found = f"{type(error).__name__}: {error}"
        shown.append(found)
    return "\n\n".join(shown)


APPROVED: dict[str, Callable[[], str]] = {
    "refusals": _refusals,
    **{f"explanation_{name}": partial(_explained, name) for name in EXPLAINED},
    "messages": _messages,
    "definition_ladder": LADDER.to_text,
    "definition_card": CARD.to_text,
    "definition_kinds": KINDS.to_text,
    "definition_odd": ODD.to_text,
    "definition_whole": WHOLE.to_text,
    "verification_ladder": lambda: verify(LADDER).to_text(),
    "verification_odd": lambda: verify(ODD).to_text(),
    "verification_meant": lambda: verify(MEANT).to_text(),
    "verification_unranked": lambda: verify(UNRANKED).to_text(),
    "verification_always": lambda: verify(ALWAYS).to_text(),
    "trials_tried": lambda: check_examples(TRIED).to_text(),
    "trials_none": lambda: check_examples(KINDS).to_text(),
    "comparison_ladder_card": lambda: compare(LADDER, CARD).to_text(),
    "comparison_ladder_other": lambda: compare(LADDER, OTHER).to_text(),
    "comparison_always_kinds": lambda: compare(ALWAYS, KINDS).to_text(),
    "comparison_same": lambda: compare(LADDER, LADDER).to_text(),
    "difference_whole": lambda: diff(LADDER, WHOLE).to_text(),
    "difference_ranked": lambda: diff(LADDER, RANKED).to_text(),
    "difference_none": lambda: diff(LADDER, LADDER).to_text(),
    "difference_meaning": lambda: diff(MOODS, OTHER_MOODS).to_text(),
}
FOLDER = DATA / "approved"


@pytest.mark.parametrize("name", APPROVED)
def test_a_text_reads_as_it_was_approved(name: str) -> None:
    """Line by line; a change of wording is a change for users, to be read again."""
    assert APPROVED[name]().splitlines() == (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def test_every_approved_text_is_compared() -> None:
    """None is left over."""
    assert {path.stem for path in FOLDER.iterdir()} == {*APPROVED}


if __name__ == "__main__":
    for case, write in APPROVED.items():
        (FOLDER / f"{case}.txt").write_text(write() + "\n", encoding="utf-8")
