"""A definition with every kind of criterion under every policy, and relationships of all sorts, without chance."""

import itertools
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs

from relabel import (
    NOT_APPLICABLE,
    Choice,
    Classification,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Label,
    Measure,
    Relationship,
    Scale,
    Side,
    at_least,
    at_most,
    exactly,
    installed,
    mean,
    points,
    share,
)
from relabel.core.model.answers import answer_text

__all__ = ["AS_OF", "FIXED", "POLICIES", "WORDS", "outcomes", "pieces", "relationships", "rows_of", "some_of"]

AS_OF = date(2026, 1, 31)

PAYS = Criterion("pays", "Do they pay?")
LOYAL = Criterion("loyal.buyer", "Is the buyer loyal?")
CALLS = Criterion("calls", "Do they call?", may_be_na=True)
ISSUE = Choice("worst_issue", "How was it dealt with?", options=["solved", "fled"])
TRUST = Scale("trust", "How far do they trust?", low=1, high=5)
SPEND = Measure("spend", "What do they spend?", unit="EUR/year", low=0, may_be_na=True)
STAFF = Measure("staff", "How many are they?", unit="count", whole=True, high=500)

WORDS = Definition(
    "words",
    "Every kind of criterion",
    [
        Label("partner", at_least(3, PAYS, LOYAL, CALLS, ISSUE.is_("solved"), TRUST >= 4, SPEND >= 50_000, STAFF > 9)),
        Label("client", PAYS | (SPEND > 0)),
        Label("prospect", TRUST.in_(2, 4)),
    ],
    source="portfolio.py",
    presume={PAYS: True, ISSUE: "solved"},
)

POLICIES = [
    EvidencePolicy(),
    EvidencePolicy(conflicts="latest"),
    EvidencePolicy(conflicts="latest", shelf_life="30 days"),
    EvidencePolicy(hearsay="disregard").override(PAYS, CALLS, conflicts="yes_wins"),
    EvidencePolicy(hearsay="own_word", requires="source").override(PAYS, shelf_life="2 years"),
    EvidencePolicy(requires=["source", "attested_by"]).override(TRUST, requires=()),
]

DAYS = (None, AS_OF, AS_OF - timedelta(30), AS_OF - timedelta(31), AS_OF + timedelta(1))
SIDES = (None, Side.BUYER, Side.SELLER)
SOURCES = ("", "  ", "ledger")

TRUSTED = Scale("trusted.buyer", "How far?", levels=["it's \\ low", "{middle}", "high%_"])
ODD = Measure("odd_share", "How much of it?", unit="1", low=0, high=1)

A_TENTH, A_BIT_MORE = Decimal("0.1"), Decimal("0.30000000000000000001")

FIXED: list[Definition] = [
    *(attrs.evolve(WORDS, name=f"policy-{place}", policy=policy) for place, policy in enumerate(POLICIES)),
    *installed().definitions,
    *(
        Definition(name, "Fixed", labels, source="portfolio.py")
        for name, labels in {
            "one-label": [Label("it's")],
            "text": [Label("o'reilly \\ {x}", TRUSTED >= "{middle}"), Label("`y`", TRUSTED.is_("it's \\ low") & PAYS)],
            "numbers": [
                Label("x", (ODD > A_TENTH) & (ODD <= A_BIT_MORE)),
                Label("y", ODD < 1),
            ],
            "points": [Label("x", points({PAYS: 3, TRUST: 2, SPEND >= 1000: 4, ISSUE.is_("solved"): 1}) >= 9)],
            "mean": [Label("x", mean({PAYS: 1, CALLS: 2, LOYAL: 1}, at_least_answered=2) >= Decimal("0.5"))],
            "share": [Label("x", share(PAYS, CALLS, LOYAL) > Decimal("0.5")), Label("y", CALLS.applies)],
            "not": [Label("x", ~(PAYS | LOYAL) & ~(TRUST >= 3)), Label("y", ~ISSUE.is_("fled"))],
            "between": [
                Label("x", exactly(2, PAYS, LOYAL, CALLS, STAFF > 9)),
                Label("y", at_most(1, PAYS, TRUST >= 2)),
            ],
            "zone": [Label("x", PAYS & LOYAL), Label("in between", PAYS | LOYAL, zone=True)],
        }.items()
    ),
]
"""Twenty definitions of every kind of condition and policy, with signs in their words that engines write unlike."""


def some_of(definition: Definition, *, alike: bool) -> list[Relationship]:
    """Give relationships with evidence for all that a definition asks: one piece or none on each, or up to two.

    Args:
        definition: The definition.
        alike: Whether all pieces of a relationship are of one day, side and source, and one is on each criterion.
    """
    found = []
    for place in range(24):
        pieces = []
        for level, variable in enumerate(definition.diagram.variables):
            for turn in range(1 if alike else 1 + (place + level) % 2):
                step = (place + 5) ** (level + 2 + turn) % 101
                if step % 4:
                    at = place if alike else step
                    answer, side = variable.example(step % variable.size), SIDES[at % 3]
                    day, source = DAYS[at // 3 % len(DAYS)], SOURCES[at % 2 * 2]
                    name = variable.criterion.name
                    pieces.append(Evidence(name, answer, observed_on=day, attested_by=side, source=source))
        found.append(Relationship("B", "S", id=f"{place:02}", evidence=pieces))
    return found


ANSWERS: dict[str, tuple[Any, ...]] = {
    "pays": (True, False),
    "loyal.buyer": (True, False),
    "calls": (True, False, NOT_APPLICABLE),
    "worst_issue": ("solved", "fled"),
    "trust": (1, 2, 3, 4, 5),
    "spend": (0, 0.5, 49_999.99, 50_000, NOT_APPLICABLE),
    "staff": (9, 10, 500),
}


def pieces(name: str) -> Iterator[Evidence]:
    """Give evidence on a criterion: each answer in every way to give it."""
    for answer, day, side, source in itertools.product(ANSWERS[name], DAYS, SIDES, SOURCES):
        yield Evidence(name, answer, observed_on=day, attested_by=side, source=source)


def relationships(policy: EvidencePolicy) -> tuple[Definition, list[Relationship]]:
    """Give the definition under a policy, and relationships with none, one or two pieces on each criterion."""
    found: list[Relationship] = [Relationship("B", "S", id="none")]
    several = {name: list(pieces(name)) for name in ANSWERS}
    for place in range(60):
        # Steps that share no divisor with the numbers of pieces go through all pairs in turn.
        first = [some[(7 * place + at) % len(some)] for at, some in enumerate(several.values())]
        second = [some[(11 * place + 3 * at) % len(some)] for at, some in enumerate(several.values())]
        chosen = [one for at, one in enumerate(first) if (place + at) % 4]
        chosen += [one for at, one in enumerate(second) if (place + at) % 3 == 0]
        chosen += [Evidence("mood", True)] * (place % 2)
        found.append(Relationship("B", "S", id=f"{place:03}", evidence=chosen))
    return attrs.evolve(WORDS, policy=policy), found


def rows_of(some: Iterable[Relationship]) -> list[tuple[Any, ...]]:
    """Give evidence as rows: id, criterion, answer, number, day, side and source."""
    return [
        (
            one.id,
            piece.criterion,
            None if _is_number(piece) else answer_text(piece.answer),
            float(piece.answer) if _is_number(piece) else None,
            piece.observed_on,
            piece.attested_by and piece.attested_by.value,
            piece.source,
        )
        for one in some
        for piece in one.evidence
    ]


def _is_number(piece: Evidence) -> bool:
    return not isinstance(piece.answer, (bool, str))


def outcomes(definition: Definition, some: Iterable[Relationship], as_of: date | None) -> list[tuple[Any, ...]]:
    """Give what a table has to say of relationships."""
    found = []
    for one in some:
        said = Classification(one, definition, as_of)
        ranked = sorted(said.possible, key=definition.rank, reverse=True)
        possible = " or ".join("(no label)" if label is None else label for label in ranked)
        found.append((one.id, said.label, said.standing.value, possible, 0))
    return found
