"""Tests of `relabel.reports.exports`: an audit for other programs, which loses nothing on the way."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relabel import Audit, Choice, Criterion, Definition, Evidence, Label, Relationship, Standing, Verdict, audit
from relabel.errors import InvalidValueError
from relabel.reports.exports import to_csv, to_json

DAY = date(2026, 1, 31)
PAYS = Criterion("pays", "Do they pay?")
MOOD = Choice("mood", "How is it?", options=("good", "bad"))
DEFINITION = Definition(
    "test", "Is it a test?", [Label("partner", PAYS & MOOD.is_("good")), Label("client", PAYS)], source="a test"
)
FLAT = Definition("flat", "Is it flat?", [Label("a", PAYS), Label("b", ~PAYS)], source="a test", ordered=False)
YES, NO, GOOD = Evidence("pays", True), Evidence("pays", False), Evidence("mood", "good")


def book(definition: Definition = DEFINITION, as_of: date | None = DAY) -> Audit:
    return audit(
        [
            Relationship("A", "us", buyer_label="Client ", evidence=[YES, GOOD], attributes={"owner": "Ana", "v": 10}),
            Relationship("B", "us", buyer_label="partner", evidence=[NO], attributes={"owner": "Ana", "v": "2.50"}),
            Relationship("C", "us", id="3", buyer_label="partnr", attributes={"v": Decimal("0.1")}),
            Relationship("D", "us", evidence=[YES, NO, Evidence("other", True)], attributes={"v": 0}),
        ],
        definition,
        as_of=as_of,
    )


def rows(result: Audit) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(result), newline=""), strict=True))


def test_csv_holds_every_row_the_dearest_error_first() -> None:
    """One row per relationship with the names of the JSON form as headers."""
    found = rows(book())
    assert [row["buyer"] for row in found] == [row.relationship.buyer for row in book().ranked]
    assert list(found[0]) == list(json.loads(to_json(book()))["rows"][0])


def test_csv_of_an_empty_audit_is_its_header() -> None:
    """No relationships, no rows."""
    assert (rows(audit([], DEFINITION)), to_csv(audit([], DEFINITION)).count("\n")) == ([], 1)


def test_csv_says_what_was_found() -> None:
    """Word, label, verdict, what was found and how certain: blank where there is none."""
    found = {row["buyer"]: row for row in rows(book())}
    assert [found["A"][key] for key in ("word", "label", "verdict", "found", "standing")] == [
        "Client ",
        "client",
        "underclaimed",
        "partner",
        "settled",
    ]
    assert [found["B"][key] for key in ("found", "possible", "floor", "ceiling")] == ["no label"] * 4
    assert [found["D"][key] for key in ("id", "word", "label", "verdict", "found")] == ["", "", "", "unlabeled", ""]
    assert (found["C"]["id"], found["C"]["label"], found["C"]["verdict"]) == ("3", "", "foreign")


def test_csv_gives_possible_labels_as_alternatives() -> None:
    """Labels that are possible are alternatives, the highest first."""
    found = {row["buyer"]: row for row in rows(book())}
    assert found["C"]["possible"] == "partner or client or no label"


def test_csv_gives_reasons_as_taken_together() -> None:
    """The label rests on all the reasons together, not on one or another of them."""
    found = {row["buyer"]: row for row in rows(book())}
    assert " or " not in found["A"]["because"]


def test_ranks_are_blank_without_an_order() -> None:
    """Floor and ceiling are ranks."""
    assert {(row["floor"], row["ceiling"]) for row in rows(book(FLAT))} == {("", "")}
    assert {(row["floor"], row["ceiling"]) for row in json.loads(to_json(book(FLAT)))["rows"]} == {(None, None)}


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=10).filter(str.strip)
HARD = st.sampled_from(['"', "a,b", "a\rb", "a\nb", "a\r\nb", "\r", "x\x85y", "=1+1", "شركة", "😀", "\ufeff"]).filter(
    str.strip
)


@given(NAMES | HARD, st.none() | NAMES | HARD)
def test_csv_parses_back(name: str, word: str | None) -> None:
    """Text as it was given, whatever it holds."""
    (found,) = rows(audit([Relationship(name, "us", id=name, buyer_label=word)], DEFINITION))
    shown = word if word is not None and word.strip() else ""
    assert (found["buyer"], found["id"], found["word"]) == (name, name, shown)


@given(NAMES | HARD)
def test_json_parses_back(name: str) -> None:
    """Text as it was given, whatever it holds."""
    (found,) = json.loads(to_json(audit([Relationship(name, "us", attributes={"o": name})], DEFINITION), by="o"))[
        "rows"
    ]
    assert found["buyer"] == name


def test_a_lone_carriage_return_is_quoted_in_csv() -> None:
    """Unquoted it ends the row for many readers."""
    (found,) = rows(audit([Relationship("A\rB", "us")], DEFINITION))
    assert found["buyer"] == "A\rB"


def test_json_numbers_are_those_of_the_audit() -> None:
    """Counts, agreement, the cross table, coverage, settling and set aside."""
    result, found = book(), json.loads(to_json(book()))
    assert found["definition"] == {
        "name": "test",
        "version": DEFINITION.version,
        "digest": DEFINITION.digest,
    }
    assert (found["as_of"], found["relationships"], found["agreement"]) == ("2026-01-31", 4, result.agreement)
    assert found["counts"] == {verdict.value: count for verdict, count in result.counts().items()}
    assert {(one["in_use"], one["found"]): one["count"] for one in found["cross_table"]} == result.cross_table()
    assert [(one["criterion"], one["known"], one["contested"], one["unknown"]) for one in found["coverage"]] == [
        (one.criterion.name, one.known, one.contested, one.unknown) for one in result.coverage
    ]
    assert [(one["criterion"], one["settled"], one["ruled_out"]) for one in found["settling"]] == [
        (one.criterion.name, one.settled, one.ruled_out) for one in result.settling
    ]
    assert [(one["criterion"], one["reason"], one["pieces"]) for one in found["set_aside"]] == [
        (name, reason.name.lower(), count) for (name, reason), count in result.set_aside.items()
    ]


def test_json_rows_are_those_of_the_audit() -> None:
    """Each row with its classification, the dearest error first."""
    for row, found in zip(book().ranked, json.loads(to_json(book()))["rows"], strict=True):
        one = row.classification
        assert (found["buyer"], found["verdict"], found["standing"]) == (
            row.relationship.buyer,
            row.verdict.value,
            one.standing.value,
        )
        assert (found["found"] is None) == (one.standing is Standing.OPEN)
        assert (len(found["possible"]), len(found["because"])) == (len(one.possible), len(one.because))


def test_json_of_an_empty_audit() -> None:
    """Every key is there; there is no agreement without rows and no date without one."""
    found = json.loads(to_json(audit([], DEFINITION)))
    assert (found["agreement"], found["as_of"], found["rows"], found["groups"], found["notes"]) == (
        None,
        None,
        [],
        {},
        [],
    )
    assert set(found["counts"]) == {verdict.value for verdict in Verdict}


def test_json_is_split_by_group() -> None:
    """Counts per value of an attribute add up to the whole; (none) holds those without one."""
    found = json.loads(to_json(book(), by="owner"))
    assert set(found["groups"]) == {"Ana", "(none)"}
    for verdict, count in found["counts"].items():
        assert sum(group["counts"][verdict] for group in found["groups"].values()) == count


def test_json_weights_are_exact_text() -> None:
    """Sums of a weight are exact decimals, beside the counts and in each group; none without a weight."""
    found = json.loads(to_json(book(), by="owner", weight="v"))
    sums = book().counts(weight="v")
    assert {verdict: Decimal(text) for verdict, text in found["weights"].items()} == {
        verdict.value: sums[verdict] for verdict in Verdict
    }
    assert sum(Decimal(text) for text in found["groups"]["Ana"]["weights"].values()) == Decimal("12.5")
    assert "weights" not in json.loads(to_json(book()))


def test_json_weights_are_exact_at_any_size() -> None:
    """No digit of a sum is rounded away."""
    values = ["1000000000000000000000000000000", "0.1"]
    result = audit([Relationship(v, "us", attributes={"v": v}) for v in values], DEFINITION)
    weights = json.loads(to_json(result, weight="v"))["weights"]
    assert weights["unlabeled"] == "1000000000000000000000000000000.1"


def test_json_keeps_notes() -> None:
    """What a reader should know of the file."""
    assert json.loads(to_json(book(), notes=iter(["x", "y"])))["notes"] == ["x", "y"]


@pytest.mark.parametrize("arguments", [{"by": "ownr"}, {"weight": "vv"}, {"weight": "owner"}])
def test_a_wrong_attribute_is_refused(arguments: dict[str, str]) -> None:
    """As in a report."""
    with pytest.raises(InvalidValueError):
        to_json(book(), **arguments)
