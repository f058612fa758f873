"""Typical user code, checked by mypy and never run: what a type checker sees of the library."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import assert_type

from relabel import (
    Answer,
    AnyCriterion,
    Audit,
    AuditRow,
    Choice,
    Classification,
    Condition,
    Coverage,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Finding,
    Label,
    LabelInUse,
    Measure,
    Plugin,
    Presumption,
    Reason,
    Registry,
    Relationship,
    Scale,
    SetAside,
    Settling,
    Side,
    Standing,
    Status,
    Verdict,
    all_of,
    any_of,
    at_least,
    at_most,
    audit,
    classify,
    exactly,
    gather,
    hookimpl,
    installed,
    per_side,
    points,
    vocabulary,
)

pays = Criterion("pays", "Does the buyer pay?")
loyal = per_side("loyal", "Is the {side} loyal?")
handling = Choice("handling", options=["escalated", "discussed"])
trust = Scale("trust", low=1, high=5)
spend = Measure("spend", unit="EUR/year", about=Side.BUYER)

assert_type(pays & ~loyal.buyer | loyal.both, Condition)
assert_type(~pays, Condition)
assert_type(loyal.either, Condition)
assert_type(handling.is_("discussed"), Condition)
assert_type(handling.in_("discussed", "escalated"), Condition)
assert_type(trust >= 4, Condition)
assert_type(spend < Decimal("0.5"), Condition)
assert_type(spend.between(1, 5.5), Condition)
assert_type(all_of(pays, trust >= 3), Condition)
assert_type(any_of(pays, trust >= 3), Condition)
assert_type(at_least(1, pays, trust >= 3), Condition)
assert_type(at_most(1, pays, trust >= 3), Condition)
assert_type(exactly(1, pays, trust >= 3), Condition)
assert_type(points({pays: 1, trust: 2, pays & loyal.buyer: -1}) >= 3, Condition)
assert_type(points({pays: 1}).between(0, 1), Condition)
assert_type(vocabulary(pays & loyal.buyer), Mapping[str, object])

acme = Definition(
    "acme",
    "Acme's words",
    [Label("partner", when=pays & (trust >= 4)), Label("client", pays), Label("stranger")],
    given_to=Side.BUYER,
    ordered=True,
    source="handbook",
    version="2",
    presume={pays: True, trust: 1},
    disregard=[spend],
    mentions=[handling],
    policy=EvidencePolicy(shelf_life=timedelta(days=365), conflicts="latest", hearsay="disregard").override(
        trust, conflicts="contested"
    ),
    aliases={"clients": "client"},
)
assert_type(acme.evolve(version="3"), Definition)
assert_type(acme.digest, str)
assert_type(acme.criteria, tuple[AnyCriterion, ...])
assert_type(acme.read("clients"), str | None)
nested: Condition = acme.is_("partner") & pays

cleaner = Relationship(
    "Cleaner",
    "Acme",
    buyer_label="client",
    labels=[LabelInUse("client", Side.BUYER, "CRM"), LabelInUse("account", None, "ledger")],
    evidence=[
        Evidence(pays, True, observed_on=date(2026, 1, 31), attested_by=Side.BUYER, source="ledger"),
        Evidence("trust", 4),
        Evidence("spend", Decimal("0.5")),
    ],
    since=date(2001, 1, 1),
    id="7",
    attributes={"owner": "Ana", "value": 3.5},
)
assert_type(cleaner.with_evidence(Evidence("trust", 5)), Relationship)
assert_type(cleaner.key, str)

found = classify(cleaner, acme, as_of=date(2026, 1, 31))
assert_type(found, Classification)
assert_type(classify(cleaner, "marc", registry=installed()), Classification)
assert_type(found.label, str | None)
assert_type(found.standing, Standing)
assert_type(found.possible, frozenset[str | None])
assert_type(found.floor, str | None)
assert_type(found.findings, tuple[Finding, ...])
assert_type(found.findings[0].status, Status)
assert_type(found.findings[0].answers, tuple[Answer, ...])
assert_type(found.set_aside, tuple[SetAside, ...])
assert_type(found.set_aside[0].reason, Reason)
assert_type(found.because, tuple[Finding | Presumption, ...])
assert_type(found.presumed, tuple[Presumption, ...])
assert_type(found.explain(), str)

judged = audit([cleaner], acme, as_of=date(2026, 1, 31))
assert_type(judged, Audit)
assert_type(audit((one for one in [cleaner]), "marc"), Audit)
assert_type(judged.ranked, tuple[AuditRow, ...])
assert_type(judged.rows[0].verdict, Verdict)
assert_type(judged.agreement, float | None)
assert_type(judged.counts(weight="value"), Mapping[Verdict, int | Decimal])
assert_type(judged.cross_table(), Mapping[tuple[str | None, str], int | Decimal])
assert_type(judged.groups("owner"), Mapping[str | None, Audit])
assert_type(judged.coverage, tuple[Coverage, ...])
assert_type(judged.settling, tuple[Settling, ...])

assert_type(gather(cleaner, as_of=date(2026, 1, 31)), Relationship)
assert_type(installed(), Registry)
assert_type(installed().definition("marc"), Definition)
assert_type(installed().plugins, tuple[Plugin, ...])


@hookimpl
def relabel_definitions() -> Iterable[Definition]:
    """Provide the definition above."""
    return [acme]


@hookimpl
def relabel_evidence(relationship: Relationship, as_of: date | None) -> Iterable[Evidence]:
    """Derive one piece of evidence."""
    yield Evidence("trust", 3, observed_on=as_of)
