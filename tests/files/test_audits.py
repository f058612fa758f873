"""Tests of `relabel.files.audits`: what is saved of an audit is all that it was made of."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from relabel import (
    Audit,
    Classification,
    Criterion,
    Definition,
    Evidence,
    Label,
    LabelInUse,
    Measure,
    Relationship,
    Side,
    audit,
)
from relabel.errors import InvalidDefinitionError, InvalidValueError
from relabel.files.audits import is_saved, read_audit, save_audit
from tests.property.strategies import Case, cases

PAYS, SPEND = Criterion("pays", "Do they pay?"), Measure("spend", unit="EUR")
DEFINITION = Definition("payers", "Who pays?", [Label("client", PAYS & (SPEND > 1)), Label("other")], source="a test")
ELM = Relationship(
    "Elm",
    "us",
    id="7",
    buyer_label="client",
    seller_label=" ",
    labels=[LabelInUse("client", Side.BUYER, "crm"), LabelInUse("friend", None, "memo")],
    since=date(2020, 2, 29),
    attributes={
        "owner": "Ana\n=1",
        "value": Decimal("1.50"),
        "share": 0.1,
        "odd": float("inf"),
        "n": 10**30,
        "vip": True,
        "none": None,
        "day": date(2025, 1, 1),
    },
    evidence=[
        Evidence(PAYS, True, observed_on=date(2025, 1, 1), attested_by=Side.SELLER, source="s", note="n", place="p:1"),
        Evidence(SPEND, 0.1),
        Evidence(SPEND, Decimal("0.10")),
        Evidence("elsewhere", "yes"),
    ],
)


def saved(folder: Path, one: Audit) -> Path:
    path = folder / "one.audit.json"
    path.write_text(save_audit(one), encoding="utf-8")
    return path


def test_an_audit_comes_back(tmp_path: Path) -> None:
    """Definition, day, words, evidence and context, to the type of each number."""
    others = {"other": Criterion("other", "What?", may_be_na=True), "never": Criterion("never")}
    ash = Relationship("Ash", "us", evidence=[Evidence("other", "n/a")])
    day = date(2026, 1, 31)
    rows = (Classification(one, DEFINITION, day, vocabulary=others) for one in (ELM, ash))
    before = Audit.from_classifications(DEFINITION, day, rows)
    after = read_audit(saved(tmp_path, before))
    assert (after.definition, after.definition.digest, after.as_of) == (DEFINITION, DEFINITION.digest, day)
    assert [repr(row.relationship) for row in after.rows] == [repr(row.relationship) for row in before.rows]
    assert [row.relationship for row in after.rows] == [row.relationship for row in before.rows]
    assert after.rows[1].classification.set_aside == before.rows[1].classification.set_aside
    assert after.changes(before).moved == ()
    assert save_audit(after) == save_audit(before)


@given(cases())
def test_whatever_was_judged_comes_back(tmp_path_factory: pytest.TempPathFactory, case: Case) -> None:
    """With the same outcome."""
    rows = [Classification(case.relationship, case.definition, case.as_of, vocabulary=case.vocabulary)]
    before = Audit.from_classifications(case.definition, case.as_of, rows)
    after = read_audit(saved(tmp_path_factory.mktemp("saved"), before))
    assert [row.relationship for row in after.rows] == [row.relationship for row in before.rows]
    assert (after.definition, after.as_of) == (before.definition, before.as_of)
    then, now = before.rows[0].classification, after.rows[0].classification
    assert (now.label, now.standing, now.possible) == (then.label, then.standing, then.possible)
    assert now.set_aside == then.set_aside


def test_the_name_says_that_it_is_a_saved_audit() -> None:
    """As other files end in .json, too."""
    assert is_saved(Path("2026-q1.audit.json"))
    assert is_saved(Path("Q1.AUDIT.JSON"))
    assert not is_saved(Path("audit.json"))


ONE: dict[str, Any] = json.loads(
    save_audit(audit([Relationship("Elm", "us", evidence=[Evidence(PAYS, True)])], DEFINITION))
)


def with_row(**more: object) -> dict[str, Any]:
    return {**ONE, "relationships": [{**ONE["relationships"][0], **more}]}


WRONG: dict[str, tuple[object, str]] = {
    "no object": ([], "one.audit.json: found [], expected a saved audit: an object with audit, as_of, definition"),
    "a key too few": ({**ONE, "x": 1}, "criteria, relationships, x', expected a saved audit"),
    "another version": ({**ONE, "audit": 2}, "one.audit.json: audit: found 2, expected 1"),
    "no day": ({**ONE, "as_of": "2026"}, "as_of: found '2026', expected a day as YYYY-MM-DD"),
    "no rows": ({**ONE, "relationships": {}}, "relationships: found {}, expected an array"),
    "no relationship": ({**ONE, "relationships": [1]}, "relationships[0]: found 1, expected an object"),
    "a key that is none": (with_row(buyr="Elm"), "found \"the key 'buyr'\", expected one of buyer, seller"),
    "no buyer": ({**ONE, "relationships": [{"seller": "us"}]}, "missing 1 required positional argument: 'buyer'"),
    "no company": (with_row(buyer=""), "expected what makes one; buyer of a relationship: found ''"),
    "no evidence": (with_row(evidence=1), "relationships[0].evidence: found 1, expected an array"),
    "no side": (with_row(evidence=[{"criterion": "pays", "answer": True, "attested_by": "x"}]), "expected what makes"),
    "a number with a point": (with_row(since=0.5), '{"decimal": "0.5"}'),
    "no date": (with_row(since={"date": "31.1.2026"}), "expected one of date, decimal, float, with what it is as text"),
    "no type": (with_row(since={"day": "2026-01-31"}), "expected one of date, decimal, float"),
    "two types": (with_row(attributes={"x": {"date": "2026-01-31", "float": "1"}}), "attributes.x: found"),
    "no attributes": (with_row(attributes=[1]), "expected what makes one"),
}


@pytest.mark.parametrize("slip", WRONG)
def test_what_is_no_saved_audit_is_refused_with_its_place(tmp_path: Path, slip: str) -> None:
    """With what was expected."""
    content, text = WRONG[slip]
    path = tmp_path / "one.audit.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InvalidValueError) as caught:
        read_audit(path)
    assert text in str(caught.value)


def test_what_cannot_be_read_at_all_is_refused(tmp_path: Path) -> None:
    """No JSON, no UTF-8, and a definition that is none."""
    path = tmp_path / "one.audit.json"
    for content in (b"{", b"\xff\xfe\xff"):
        path.write_bytes(content)
        with pytest.raises(InvalidValueError, match=r"one\.audit\.json"):
            read_audit(path)
    for damage in ({"definition": {"name": "x"}}, {"criteria": None}, {"criteria": 5}, {"criteria": {"x": 5}}):
        path.write_text(json.dumps({**ONE, **damage}), encoding="utf-8")
        with pytest.raises(InvalidDefinitionError):
            read_audit(path)
