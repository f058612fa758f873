"""Tests of rows: a few relationships of a table classified one by one."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

pytest.importorskip("polars", reason="needs the extra `frames`")

import attrs
import polars as pl

from relabel import (
    Audit,
    Choice,
    Classification,
    Criterion,
    Definition,
    EvidencePolicy,
    Label,
    Measure,
    Relationship,
    Scale,
    Side,
    audit,
)
from relabel.errors import DuplicateRelationshipError, InvalidValueError
from relabel.frames import classify_pieces, classify_rows
from tests.frames.portfolio import AS_OF, POLICIES, relationships, rows_of
from tests.frames.tables.test_long import SCHEMA
from tests.frames.tables.test_wide import KINDS, PAYS, WORDS, table


def apart(some: Iterable[Relationship]) -> list[Relationship]:
    """Give relationships of which each piece of evidence is one of its own, as each row of a table is."""
    return [
        attrs.evolve(one, evidence=[attrs.evolve(piece, place=str(at)) for at, piece in enumerate(one.evidence)])
        for one in some
    ]


@pytest.mark.parametrize("policy", POLICIES)
def test_rows_are_classified_one_by_one(policy: EvidencePolicy) -> None:
    """With the same outcome, and the evidence that their cells are."""
    definition, some = relationships(policy)
    frame, kept = table(some)
    on, by, in_ = ({name: f"{name} {mark}" for name in KINDS} for mark in ("on", "by", "in"))
    found = classify_rows(frame, definition, as_of=AS_OF, observed_on=on, attested_by=by, source=in_, buyer="id")
    said = [Classification(one, definition, AS_OF) for one in kept]
    assert [one.known for one in found] == [one.known for one in said]
    assert [len(one.set_aside) for one in found] == [len(one.set_aside) for one in said]
    named = [(one.relationship.buyer, one.relationship.seller, one.relationship.id) for one in found]
    assert named[:2] == [("none", "the seller", "1"), ("000", "the seller", "2")]


@pytest.mark.parametrize("policy", POLICIES)
def test_pieces_are_classified_by_relationship(policy: EvidencePolicy) -> None:
    """Of those listed in their order, or of those spoken of in the order of their first piece."""
    definition, some = relationships(policy)
    log, companies = pl.DataFrame(rows_of(some), SCHEMA, orient="row"), pl.DataFrame({"id": [one.id for one in some]})
    found = classify_pieces(log, definition, key="id", as_of=AS_OF, relationships=companies)
    said = [Classification(one, definition, AS_OF) for one in apart(some)]
    assert [one.relationship.id for one in found] == [one.id for one in some]
    assert [(one.known, [*map(str, one.because)], len(one.set_aside)) for one in found] == [
        (one.known, [*map(str, one.because)], len(one.set_aside)) for one in said
    ]
    spoken_of = classify_pieces(log, definition, key="id", as_of=AS_OF)
    assert spoken_of == [one for one in found if one.relationship.id in {*log["id"]}]


def test_the_word_in_use_makes_an_audit_of_them() -> None:
    """As of relationships that are called so, with the key as their id."""
    for side in (Side.BUYER, Side.SELLER, None):
        words = WORDS.evolve(given_to=side)
        frame = pl.DataFrame({"id": ["a", "b"], "pays": [True, False], "meets": [True, None], "word": ["client", None]})
        found = Audit.from_classifications(words, None, classify_rows(frame, words, key="id", word="word"))
        assert [(row.relationship.id, row.verdict.value) for row in found.rows] == [
            ("a", "underclaimed"),
            ("b", "unlabeled"),
        ]
        assert found == audit([row.relationship for row in found.rows], words)
    log = pl.DataFrame(
        {"id": ["a", "b", "a"], "n": [1, 2, 1], "criterion": ["pays"] * 3, "answer": ["no", "yes", "no"]}
    )
    log = log.with_columns(word=pl.lit("client"), who=pl.col("id").str.to_uppercase())
    pieces = classify_pieces(log, WORDS, key=["id", "n"], word="word", buyer="who")
    found = Audit.from_classifications(WORDS, None, pieces)
    assert [(row.relationship.id, row.relationship.buyer, row.verdict.value) for row in found.rows] == [
        ("a / 1", "A", "overclaimed"),
        ("b / 2", "B", "undetermined"),
    ]


def test_rows_are_classified_by_the_cells_that_are_answers() -> None:
    """Those that are none are left out, and times of day."""
    spend = Measure("spend", "What?", unit="EUR", may_be_na=True)
    grade = Scale("grade", "Which?", low=1, high=3)
    words = Definition("d", "D", [Label("x", PAYS & (spend > 5) & (grade > 1))], source="s")
    frame = pl.DataFrame(
        {
            "pays": ["maybe", "yes", " "],
            "spend": [6.5, float("nan"), None],
            "grade": [2.0, 1.5, None],
            "at": [datetime(2026, 1, 1, 9)] * 3,  # noqa: DTZ001  # without a zone, as it is read
        }
    )
    found = classify_rows(frame, words, as_of=AS_OF, observed_on="at")
    assert [[(piece.criterion, piece.answer) for piece in one.relationship.evidence] for one in found] == [
        [("spend", 6.5), ("grade", 2)],
        [("pays", True)],
        [],
    ]
    assert found[1].relationship.evidence[0].observed_on == date(2026, 1, 1)
    assert classify_rows(frame.head(0), words) == []
    given: Any
    for given in ({"seller": "vendor"}, {"word": "vendor"}, {"key": "vendor"}):
        with pytest.raises(InvalidValueError, match=next(iter(given))):
            classify_rows(frame, words, **given)


def test_a_definition_of_one_label_takes_no_evidence() -> None:
    """And gives it to each row, and each relationship in a log, which all the same has pieces."""
    one = Definition("d", "D", [Label("x")], source="s")
    assert [row.label for row in classify_rows(pl.DataFrame({"pays": [True, None]}), one)] == ["x", "x"]
    log = pl.DataFrame({"id": [1], "criterion": ["pays"], "answer": ["yes"]})
    (found,) = classify_pieces(log, one, key="id")
    assert (found.label, len(found.set_aside)) == ("x", 1)


def test_pieces_are_read_as_a_log_is() -> None:
    """Words, levels and numbers; what nobody asks for as it stands, and what is no answer not at all."""
    issue = Choice("issue", options=["solved", "fled"], may_be_na=True)
    spend = Measure("spend", "What?", unit="EUR", low=0, may_be_na=True)
    grade, meets = Scale("grade", "Which?", low=1, high=3), Criterion("meets")
    conditions = PAYS & issue.is_("solved") & (spend > 5) & (grade > 1)
    words = Definition("d", "D", [Label("x", conditions)], source="s", mentions=[meets])
    rows = [
        ("pays", "yes", None), ("pays", "perhaps", None), ("issue", "n/a", None), ("spend", "n/a", None),
        ("spend", " ", 7.5), ("spend", None, -1.0), ("grade", None, 2.0), ("grade", "3", None), ("grade", None, 2.5),
        ("meets", "no", None), ("meets", "perhaps", None), ("meets", None, 1.0), ("mood", "sunny", None),
        ("mood", None, 3.0), (" ", "yes", None), ("pays", None, None),
    ]  # fmt: skip
    log = pl.DataFrame(rows, {"criterion": pl.String, "answer": pl.String, "number": pl.Float64}, orient="row")
    said = {"observed_on": None}
    (found,) = classify_pieces(log.with_columns(id=1), words, key="id", columns=said)
    pieces = [(piece.criterion, piece.answer, piece.place) for piece in found.relationship.evidence]
    assert pieces == [
        ("pays", True, "row 1"),
        ("issue", "n/a", "row 3"),
        ("spend", "n/a", "row 4"),
        ("spend", 7.5, "row 5"),
        ("grade", 2, "row 7"),
        ("grade", 3, "row 8"),
        ("meets", False, "row 10"),
        ("mood", "sunny", "row 13"),
        ("mood", 3.0, "row 14"),
    ]
    truths = pl.DataFrame({"id": [1, 1], "criterion": ["pays", "issue"], "answer": [True, True]})
    (found,) = classify_pieces(truths, words, key="id", columns={"number": None, **said})
    assert [piece.answer for piece in found.relationship.evidence] == [True]
    decimals = pl.DataFrame({"id": [1], "criterion": ["spend"], "number": [Decimal("7.25")]})
    (found,) = classify_pieces(decimals, words, key="id", columns={"answer": None, **said})
    assert [piece.answer for piece in found.relationship.evidence] == [Decimal("7.25")]


def test_a_list_of_relationships_has_each_once() -> None:
    """Else one would have the evidence of two."""
    log: Any = pl.DataFrame({"id": [1], "criterion": ["pays"], "answer": ["yes"]})
    with pytest.raises(DuplicateRelationshipError) as raised:
        classify_pieces(log, WORDS, key="id", relationships=pl.DataFrame({"id": [3, 1, 2, 2, 1]}))
    assert (raised.value.key, raised.value.first, raised.value.second) == ("1", 2, 5)
    with pytest.raises(DuplicateRelationshipError):
        classify_pieces(log.lazy(), WORDS, key="id", relationships=pl.LazyFrame({"id": [3, None, 1, None, 1]}))
    blank = pl.DataFrame({"id": [3, None, None]})
    assert len(classify_pieces(log, WORDS, key="id", relationships=blank)) == 3
