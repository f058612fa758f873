"""Tests of audits of tables."""

from decimal import Decimal, localcontext
from typing import Any

import pytest

pytest.importorskip("polars", reason="needs the extra `frames`")

import attrs
import polars as pl

from relabel import (
    Audit,
    AuditRow,
    Choice,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Label,
    Relationship,
    Side,
    Verdict,
    audit,
)
from relabel.core.audits.text import headline, sections
from relabel.core.audits.totals import Totals
from relabel.core.definitions.findings import Reason
from relabel.errors import DuplicateRelationshipError, InvalidValueError
from relabel.frames import FrameAudit, audit_evidence, audit_frame
from tests.frames.portfolio import AS_OF, POLICIES, relationships, rows_of
from tests.frames.tables.test_long import SCHEMA
from tests.frames.tables.test_rows import apart
from tests.frames.tables.test_wide import KINDS, table

CALLED = (None, "partner", "client", "prospect", "VIP", " ", "Partner")


def in_order(whole: Audit) -> list[AuditRow]:
    """Give the rows of an audit as `FrameAudit.ranked` has them: ties as they came."""
    order = list(Verdict)
    return sorted(whole.rows, key=lambda row: (order.index(row.verdict), -row.gap))


def called(some: list[Relationship], side: Side | None) -> list[Relationship]:
    """Give relationships words and weights, all in turn."""
    field: str = {Side.BUYER: "buyer_label", Side.SELLER: "seller_label", None: "label"}[side]
    words: list[dict[str, Any]] = [{field: CALLED[place % len(CALLED)]} for place in range(len(some))]
    return [
        attrs.evolve(one, attributes={"value": place * Decimal("0.1")}, **words[place])
        for place, one in enumerate(some)
    ]


def same_sections(found: FrameAudit, whole: Audit, weight: str | None = None) -> bool:
    """Say whether two audits read the same, but for the rows that only one of them lists."""
    return found.sections() == [one for one in sections(whole, weight=weight) if "Relationships" not in one.heading]


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("side", [Side.BUYER, Side.SELLER, None])
def test_totals_are_those_of_an_audit(policy: EvidencePolicy, side: Side | None) -> None:
    """Of the evidence on relationships, counted and weighted."""
    definition, some = relationships(policy)
    definition = definition.evolve(given_to=side, aliases={"VIP": "partner"})
    some = apart(called(some, side))
    whole = audit(some, definition, as_of=AS_OF)
    words = [one.label_in_use(side) for one in some]
    companies = pl.DataFrame(
        {"id": [one.id for one in some], "label": words, "value": [one.attributes["value"] for one in some]},
        {"id": pl.String, "label": pl.String, "value": pl.Decimal(10, 1)},
    )
    log = pl.DataFrame(rows_of(some), SCHEMA, orient="row")
    found = audit_evidence(log, definition, key="id", relationships=companies, word="label", as_of=AS_OF)
    assert (found.counts(), found.cross_table()) == (whole.counts(), whole.cross_table())
    assert (found.coverage, found.settling) == (whole.coverage, whole.settling)
    assert list(found.set_aside.items()) == list(whole.set_aside.items())
    ranked = [
        (row.relationship.id, row.found, row.classification.standing.value, row.verdict.value, row.gap)
        for row in in_order(whole)
    ]
    assert found.ranked.select("id", "found", "standing", "verdict", "gap").rows() == ranked
    assert same_sections(found, whole)
    found = audit_evidence(
        log, definition, key="id", relationships=companies, word="label", weight="value", as_of=AS_OF
    )
    assert (found.counts(), found.cross_table()) == (whole.counts(weight="value"), whole.cross_table(weight="value"))
    assert same_sections(found, whole, weight="value")


def test_totals_of_a_wide_table_are_those_of_an_audit() -> None:
    """With a cell for each criterion."""
    definition, some = relationships(POLICIES[0])
    frame, kept = table(some)
    kept = called(kept, Side.BUYER)
    whole = audit(kept, definition, as_of=AS_OF)
    frame = frame.with_columns(pl.Series("word", [one.buyer_label for one in kept], pl.Categorical))
    found = audit_frame(frame, definition, word="word", as_of=AS_OF, observed_on={name: f"{name} on" for name in KINDS})
    assert (found.counts(), found.coverage, found.settling) == (whole.counts(), whole.coverage, whole.settling)
    assert (found.set_aside, found.unreadable) == (whole.set_aside, {})
    assert found.ranked["id"].to_list() == [row.relationship.id for row in in_order(whole)]
    assert found.ranked.columns == [*frame.columns, "found", "standing", "verdict", "gap"]


def test_answers_of_several_words_are_audited() -> None:
    """More than a word has bits."""
    many = Choice("many", "Which?", options=[f"o{one}" for one in range(70)])
    words = Definition("d", "D", [Label("x", many.in_("o1", "o69"))], source="s")
    found = audit_frame(pl.DataFrame({"word": ["x"] * 3, "many": ["o0", "o69", None]}), words, word="word")
    assert [found.counts()[one] for one in (Verdict.OVERCLAIMED, Verdict.CONFIRMED, Verdict.UNPROVEN)] == [1, 1, 1]
    assert [(one.known, one.unknown) for one in found.coverage] == [(2, 1)]


def test_a_definition_of_one_label_is_audited() -> None:
    """Nothing is known, and nothing has to be."""
    one = Definition("d", "D", [Label("x")], source="s")
    found = audit_frame(pl.DataFrame({"word": ["x", "y", None]}), one, word="word")
    assert {verdict: count for verdict, count in found.counts().items() if count} == {
        Verdict.CONFIRMED: 1,
        Verdict.FOREIGN: 1,
        Verdict.UNLABELED: 1,
    }
    assert (found.coverage, found.settling) == ((), ())


def test_what_cannot_be_a_word_or_a_weight_is_refused() -> None:
    """A number is no word; a double has no exact sum; and a weight may not be blank."""
    words = Definition("d", "D", [Label("x", Criterion("pays"))], source="s")
    frame = pl.DataFrame({"pays": [True], "word": ["x"], "value": [1.5], "blank": [None]})
    frame = frame.with_columns(pl.col("blank").cast(pl.Int64))
    cases: list[tuple[dict[str, Any], str]] = [
        ({"word": "pays"}, "a column of text"),
        ({"word": "wort"}, "did you mean 'word'"),
        ({"word": "word", "weight": "value"}, r"whole numbers or decimals; cast it, say to Decimal\(38, 2\)"),
        ({"word": "word", "weight": "word"}, "whole numbers or decimals$"),
        ({"word": "word", "weight": "blank"}, "a number in each row, 0 where there is none; 1 have none"),
    ]
    for given, said in cases:
        with pytest.raises(InvalidValueError, match=said):
            audit_frame(frame, words, **given)


def test_it_is_printed_as_other_results_are() -> None:
    """With what is no answer, and without tables where there are no rows."""
    words = Definition("d", "D", [Label("x", Criterion("pays"))], source="s")
    frame = pl.DataFrame({"pays": ["yes", "perhaps", "no"], "word": ["x", "x", "y"]})
    found = audit_frame(frame, words, word="word")
    assert (found.unreadable, found.set_aside) == ({"pays": 1}, {})
    assert [one.heading for one in found.sections()] == [
        "Audit by d (version 1)",
        "Verdicts",
        "Label in use (down) against label found (across)",
        "What to ask first",
        "How much is known",
        "No answers",
    ]
    assert str(found) == found.to_text()
    assert "3 relationships, evidence of any date" in str(found)
    assert "<h4>Verdicts</h4>" in found._repr_html_()
    none = audit_frame(frame.head(0), words, word="word").sections()
    assert [one.heading for one in none] == ["Audit by d (version 1)"]


def test_pieces_of_relationships_that_are_not_listed_are_not_set_aside() -> None:
    """They are of another audit; and a row that names no criterion is on one without a name."""
    words = Definition("d", "D", [Label("x", Criterion("pays"))], source="s")
    log = pl.DataFrame(
        {"id": [1, 2, 1, 1], "criterion": ["payz", "payz", None, "pays"], "answer": ["yes", "yes", "yes", "perhaps"]}
    )
    companies = pl.DataFrame({"id": [1], "word": ["x"]}, {"id": pl.Int8, "word": pl.String})
    found = audit_evidence(log, words, key=["id"], relationships=companies, word="word")
    unknown = Reason.UNKNOWN_CRITERION
    assert (found.set_aside, found.unreadable) == ({("", unknown): 1, ("payz", unknown): 1}, {"pays": 1})


def test_the_relationships_hold_the_words() -> None:
    """So that there has to be a table of them."""
    words = Definition("d", "D", [Label("x", Criterion("pays"))], source="s")
    log = pl.DataFrame({"id": [1], "criterion": ["pays"], "answer": ["yes"]})
    with pytest.raises(InvalidValueError, match="relationships: found None"):
        audit_evidence(log, words, key="id", relationships=None, word="word")


def test_a_relationship_is_listed_once() -> None:
    """Else its evidence would count twice; of a LazyFrame polars says so."""
    words = Definition("d", "D", [Label("x", Criterion("pays"))], source="s")
    log = pl.DataFrame({"id": [1], "criterion": ["pays"], "answer": ["yes"]})
    companies = pl.DataFrame({"id": [1, 2, 1], "word": ["x", "y", "z"]})
    with pytest.raises(DuplicateRelationshipError, match="relationships 1 and 3 are both '1'"):
        audit_evidence(log, words, key="id", relationships=companies, word="word")
    with pytest.raises(pl.exceptions.ComputeError, match="1:m"):
        audit_evidence(log, words, key="id", relationships=companies.lazy(), word="word")


@pytest.mark.parametrize(
    ("kind", "each", "places"),
    [
        (pl.Int64, 2**63 - 1, 0),
        (pl.Int64, -(2**63), 0),
        (pl.Int8, 127, 0),
        (pl.UInt64, 2**64 - 1, 0),
        (pl.Int128, -(2**127) + 1, 0),
        (pl.UInt128, 2**128 - 1, 0),
        (pl.Decimal(38, 2), 10**38 - 1, 2),
        (pl.Decimal(38, 0), -(10**38) + 1, 0),
    ],
)
def test_sums_of_weights_have_all_their_digits(kind: Any, each: int, places: int) -> None:
    """However many, and whatever type would hold one."""
    words = Definition("d", "D", [Label("x", Criterion("pays"))], source="s")
    with localcontext(prec=60):
        weight = Decimal(each).scaleb(-places) if isinstance(kind, pl.Decimal) else each
        total = weight * 5
    frame = pl.DataFrame({"pays": [True] * 5, "word": ["x"] * 5, "value": pl.Series([weight] * 5, dtype=kind)})
    found = audit_frame(frame, words, word="word", weight="value")
    assert found.counts()[Verdict.CONFIRMED] == total


@pytest.mark.parametrize("name", ["unreadable", "found", "standing", "verdict", "gap"])
def test_no_column_is_called_as_one_of_the_result(name: str) -> None:
    """It would be overwritten, or given twice."""
    words = Definition("d", "D", [Label("x", Criterion("pays"))], source="s")
    frame = pl.DataFrame({"id": [1], "pays": [True], "word": ["x"], name: [7]})
    with pytest.raises(InvalidValueError, match="which the result has itself"):
        audit_frame(frame, words, word="word")
    log = pl.DataFrame({"id": [1], "criterion": ["pays"], "answer": ["yes"]})
    with pytest.raises(InvalidValueError, match="which the result has itself"):
        audit_evidence(log, words, key="id", relationships=frame, word="word")


def test_counts_are_split_by_a_column() -> None:
    """As those of an audit by an attribute, with the sums of a weight."""
    definition, some = relationships(POLICIES[0])
    frame, kept = table(some)
    owners = [("Ana", "Ben", "", None)[place % 4] for place in range(len(kept))]
    kept = [
        attrs.evolve(one, attributes={"value": place, "owner": owners[place]})
        for place, one in enumerate(called(kept, Side.BUYER))
    ]
    whole = Totals.of(audit(kept, definition, as_of=AS_OF), by="owner", weight="value")
    frame = frame.with_columns(
        pl.Series("word", [one.buyer_label for one in kept], pl.String),
        pl.Series("value", range(len(kept))),
        pl.Series("owner", owners, pl.String),
    )
    given: dict[str, Any] = {"as_of": AS_OF, "observed_on": {name: f"{name} on" for name in KINDS}}
    found = audit_frame(frame, definition, word="word", weight="value", by="owner", **given)
    assert found.totals == whole
    assert audit_frame(frame, definition, word="word", **given).totals.groups == {}
    with pytest.raises(InvalidValueError, match=r"by: found 'ownr'.*did you mean 'owner'"):
        audit_frame(frame, definition, word="word", by="ownr", **given)


def test_the_dearest_rows_are_the_first_of_the_ranked_ones() -> None:
    """Of some verdicts, too; ties as they came, or as one says."""
    definition, some = relationships(POLICIES[0])
    frame, kept = table(some)
    frame = frame.with_columns(pl.Series("word", [CALLED[place % len(CALLED)] for place in range(len(kept))]))
    found = audit_frame(frame, definition, word="word", as_of=AS_OF, observed_on={name: f"{name} on" for name in KINDS})
    for most in (0, 1, 7, len(kept) + 1):
        assert found.dearest(most).equals(found.ranked.head(most))
    assert found.judged.collect().select(frame.columns).equals(frame)
    foreign = found.dearest(3, only=[Verdict.FOREIGN], ties=[-pl.col("id").cast(pl.Int64, strict=False), pl.col("id")])
    whole = found.ranked.filter(pl.col("verdict") == Verdict.FOREIGN.value)
    assert {*foreign["id"]} <= {*whole["id"]}
    assert foreign["verdict"].to_list() == ["foreign"] * 3
    assert (
        found.dearest(2, ties=[-pl.int_range(pl.len())])["verdict"].to_list()
        == found.ranked["verdict"].head(2).to_list()
    )


@pytest.mark.parametrize("weight", [None, "value"])
def test_the_sentence_that_matters_is_that_of_an_audit(weight: str | None) -> None:
    """With what is behind it."""
    words = Definition("d", "D", [Label("x", Criterion("pays"))], source="s")
    frame = pl.DataFrame({"pays": [False, False, True], "word": ["x", "x", "x"], "value": [1, 2, 4]})
    some = [
        Relationship(name, "us", buyer_label="x", evidence=[Evidence("pays", pays)], attributes={"value": value})
        for name, pays, value in zip("abc", frame["pays"], frame["value"], strict=True)
    ]
    found = audit_frame(frame, words, word="word", weight=weight)
    assert found.headline() == headline(audit(some, words), weight=weight)
