"""Tests of `relabel.core.definitions.document`: whatever a definition says is in its document."""

import inspect
import json
from types import ModuleType
from typing import Any

import attrs
import pytest

from relabel import (
    AnyCriterion,
    Base,
    Choice,
    Criterion,
    Definition,
    EvidencePolicy,
    Example,
    Intent,
    Label,
    Measure,
    Scale,
    Side,
    mean,
    named,
    points,
)
from relabel.checks.changes import changes_between
from relabel.core.definitions import content
from relabel.core.definitions.content import Content
from relabel.core.definitions.document import to_document
from relabel.core.model import any_criterion, conditions, criteria, evidence, examples
from relabel.core.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Count,
    Is,
    LabelIs,
    Ladder,
    Not,
    Points,
    Reaches,
    Steps,
)
from relabel.core.model.evidence import Evidence
from relabel.core.model.shelf_life import Months
from relabel.core.model.sides import PerSide
from relabel.files.definitions.document import from_document

pays = Criterion("pays", "Do they pay?")
late = Criterion("late")
asks = Criterion("asks", may_be_na=True)
handling = Choice("handling", "How?", options=["escalated", "discussed"])
trust = Scale("trust", low=1, high=5)
spend = Measure("spend", unit="EUR/year")
PAYS, LATE = pays.to_condition(), late.to_condition()
ONE, OTHER = Ladder("lent", (Label("a", pays), Label("b"))), Ladder("lent", (Label("a", late), Label("b")))

CHANGES: list[tuple[object, dict[str, Any]]] = [  # Any: each attribute has its own type
    (
        Definition("one", "t", [Label("a", pays), Label("b", late & asks)], source="s"),
        {
            "only_if": {asks: pays},
            "name": "other",
            "title": "T",
            "labels": [Label("b", late), Label("a", pays)],
            "source": "S",
            "version": "2",
            "given_to": None,
            "ordered": False,
            "presume": {pays: True},
            "disregard": [trust],
            "remarks": ["gut feeling"],
            "mentions": [trust],
            "policy": EvidencePolicy(hearsay="disregard"),
            "aliases": {"c": "a"},
            "examples": [Example("e", {}, None)],
            "intends": Intent(gap=True),
            "based_on": Base("base", "1", "0f"),
        },
    ),
    (Base("base", "1", "0f"), {"name": "Base", "version": "", "digest": "0e"}),
    (Label("a", pays), {"name": "b", "when": None, "zone": True}),
    (pays, {"name": "late", "question": "", "about": Side.BUYER, "may_be_na": True}),
    (
        handling,
        {
            "name": "late",
            "question": "",
            "about": Side.SELLER,
            "may_be_na": True,
            "options": ["discussed", "escalated"],
        },
    ),
    (trust, {"name": "late", "question": "?", "about": Side.BUYER, "may_be_na": True, "low": 0, "high": 6}),
    (
        Scale("risk", levels=["low", "high"]),
        {"name": "late", "question": "?", "about": Side.BUYER, "levels": ["high", "low"]},
    ),
    (Scale("risk", levels=["low", "high"], low=0), {"levels": ["low", "HIGH"]}),
    (spend, {"name": "late", "question": "?", "about": Side.BUYER, "may_be_na": True, "unit": "count"}),
    (spend, {"low": 0, "high": 0.5, "whole": True}),
    (
        EvidencePolicy(),
        {
            "shelf_life": "6 months",
            "conflicts": "latest",
            "hearsay": "own_word",
            "requires": ["source"],
            "overrides": {"pays": EvidencePolicy()},
        },
    ),
    (Months(1), {"count": 12}),
    (Example("e", {pays: True}, "a"), {"name": "E", "answers": {pays: False}, "expect": examples.Standing.OPEN}),
    (
        Intent(),
        {"raises": [pays], "lowers": [pays], "overlaps": [("a", "b")], "gap": True, "cannot_change": [pays]},
    ),
    (Intent(overlaps=[("a", "b")]), {"overlaps": "all"}),
    (Is(handling, ("escalated",)), {"criterion": attrs.evolve(handling, question=""), "among": ("discussed",)}),
    (Compare(trust, ">=", 2), {"criterion": attrs.evolve(trust, question="?"), "operator": "<=", "value": 3}),
    (Not(PAYS), {"operand": LATE}),
    (AllOf((PAYS, LATE)), {"operands": (LATE, PAYS)}),
    (AnyOf((PAYS, LATE)), {"operands": (LATE, PAYS)}),
    (Count((PAYS, LATE), operator=">=", k=1), {"operands": (PAYS, PAYS), "operator": "==", "k": 2}),
    (named("part", PAYS, "Pays"), {"name": "other_part", "operand": LATE, "title": ""}),
    (points({pays: 1}), {"terms": ((PAYS, 2),)}),
    (named("score", points({pays: 1}), "Score"), {"terms": ((PAYS, 2),), "name": "other_score", "title": ""}),
    (
        named("average", mean({pays: 1, late: 2}), "Average"),
        {"terms": ((PAYS, 2),), "name": "other", "title": "", "at_least_answered": 2},
    ),
    (Reaches(points({pays: 1}), ">=", 1), {"points": points({late: 1}), "operator": "<", "value": 0}),
    (LabelIs(ONE, "a"), {"ladder": OTHER, "label": None}),
    (ONE, {"name": "Lent", "labels": (*OTHER.labels, Label("c"))[:1]}),
]
"""One of each class that a definition is made of, and something else for each of its attributes."""


def saying(part: Any) -> Definition:
    """Give a definition that says something, and little else."""
    usual: dict[str, Any] = {"name": "one", "title": "t", "labels": [Label("a", pays), Label("b")], "source": "s"}
    match part:
        case Definition():
            return part
        case Label():
            said: dict[str, Any] = {"labels": [part]}
        case AnyCriterion():
            said = {"labels": [Label("a")], "mentions": [part]}
        case Base():
            said = {"based_on": part}
        case EvidencePolicy():
            said = {"policy": part}
        case Months():
            said = {"policy": EvidencePolicy(shelf_life=part)}
        case Example():
            said = {"examples": [part]}
        case Intent():
            said = {"intends": part}
        case Ladder():
            said = {"labels": [Label("x", part.is_("a"))]}
        case Points():
            said = {"labels": [Label("x", part >= 1)]}
        case _:
            assert isinstance(part, Condition)
            said = {"labels": [Label("x", part)]}
    return Definition(**usual | said)


def attributes(kind: type) -> set[str]:
    """Give the names of what an object of a class is made of."""
    return {field.name for field in attrs.fields(kind) if field.init}


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [(part, name, value) for part, changed in CHANGES for name, value in changed.items()],
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)
def test_whatever_is_said_otherwise_is_seen(part: Any, name: str, value: object) -> None:
    """In the document, in the digest, among the changes; and it comes back when the document is read."""
    one, other = saying(part), saying(attrs.evolve(part, **{name: value}))
    assert to_document(one) != to_document(other)
    assert one.digest != other.digest
    assert changes_between(one, other)
    assert from_document(json.loads(json.dumps(to_document(other)))) == other


def test_no_attribute_is_forgotten() -> None:
    """Nor any class: a new one has to be tried as well."""
    modules: list[ModuleType] = [any_criterion, conditions, content, criteria, evidence, examples]
    found = [one for module in modules for one in vars(module).values() if inspect.isclass(one) and attrs.has(one)]
    made = {one for one in found if one.__module__.startswith("relabel.core") and not one.__name__.startswith("_")}
    apart = {
        AnyCriterion,
        Content,
        Evidence,
        PerSide,
        Steps,
    }  # the first two have kinds, the others are in no definition
    tried: dict[type, set[str]] = {}
    for part, changed in CHANGES:
        tried[type(part)] = tried.get(type(part), set()) | set(changed)
    assert tried == {one: attributes(one) for one in (made | {Definition}) - apart}
