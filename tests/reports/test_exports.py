"""Tests of `relabel.reports.exports`: results for other programs, which lose nothing on the way."""

import csv
import enum
import io
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relabel import (
    AnyCriterion,
    Audit,
    Choice,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Example,
    Label,
    LabelInUse,
    Measure,
    Relationship,
    Side,
    Standing,
    Verdict,
    at_least,
    audit,
    classify,
    per_side,
)
from relabel.checks.changes import diff
from relabel.checks.comparison import compare
from relabel.checks.examples import check_examples
from relabel.checks.regions import Factor
from relabel.checks.verification import verify
from relabel.core.audits.sortings.contradictions import contradictions
from relabel.core.classification.outcome import Outcome
from relabel.core.diagrams.variables import Variable
from relabel.errors import CellError, InvalidValueError
from relabel.reports.exports import changes_data, problems_to_csv, to_csv, to_data, to_json
from tests.property.strategies import Case, cases

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
    return list(csv.DictReader(io.StringIO(to_csv(result, raw=True), newline=""), strict=True))


def test_csv_holds_every_row_the_dearest_error_first() -> None:
    """One row per relationship with the names of the JSON form as headers, then those of the context."""
    found = rows(book())
    assert [row["buyer"] for row in found] == [row.relationship.buyer for row in book().ranked]
    *names, last = json.loads(to_json(book()))["rows"][0]
    assert (list(found[0]), last) == ([*names, "owner", "v"], "attributes")


CONTEXT = {
    "owner": "=Ana", "worth": Decimal("1E+3"), "debt": -5, "key account": True, "since": date(2020, 2, 1),
    "rest": None, "word": "said", "=sum": 0.5,
}  # fmt: skip


def test_rows_keep_the_context() -> None:
    """Whatever its type; text alone could be a formula, and a header of ours is told from theirs."""
    result = audit(
        [Relationship("A", "us", attributes=CONTEXT), Relationship("B", "us", attributes={"more": 1})], DEFINITION
    )
    said = ["1000", "-5", "yes", "2020-02-01", "", "said", "0.5"]
    headers = ["worth", "debt", "key account", "since (context)", "rest", "word (context)"]
    for raw, owner, last in ((True, "=Ana", "=sum"), (False, "'=Ana", "'=sum")):
        first, second = csv.DictReader(io.StringIO(to_csv(result, raw=raw), newline=""), strict=True)
        assert [first[name] for name in ("owner", *headers, last, "more")] == [owner, *said, ""]
        assert [second[name] for name in ("owner", *headers, last, "more")] == [*[""] * 8, "1"]
    assert [row["attributes"] for row in json.loads(to_json(result))["rows"]] == [
        {**CONTEXT, "worth": "1E+3", "since": "2020-02-01"},
        {"more": 1},
    ]


def test_some_rows_are_written() -> None:
    """Those given, in their order; the totals are of all."""
    some = book().ranked[2:0:-1]
    buyers = [row.relationship.buyer for row in some]
    assert [row["buyer"] for row in csv.DictReader(io.StringIO(to_csv(book(), rows=some)))] == buyers
    found, whole = json.loads(to_json(book(), rows=some)), json.loads(to_json(book()))
    assert [row["buyer"] for row in found.pop("rows")] == buyers
    del whole["rows"]
    assert found == whole


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
        [],
        [],
    )
    assert set(found["counts"]) == {verdict.value for verdict in Verdict}


def test_json_is_split_by_group() -> None:
    """Counts per value of an attribute add up to the whole; null holds those without one."""
    found = json.loads(to_json(book(), by="owner"))
    assert [one["value"] for one in found["groups"]] == [None, "Ana"]
    for verdict, count in found["counts"].items():
        assert sum(group["counts"][verdict] for group in found["groups"]) == count


def test_json_weights_are_exact_text() -> None:
    """Sums of a weight are exact decimals, beside the counts and in each group; none without a weight."""
    found = json.loads(to_json(book(), by="owner", weight="v"))
    sums = book().counts(weight="v")
    assert {verdict: Decimal(text) for verdict, text in found["weights"].items()} == {
        verdict.value: sums[verdict] for verdict in Verdict
    }
    assert sum(Decimal(text) for text in found["groups"][1]["weights"].values()) == Decimal("12.5")
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


@pytest.mark.parametrize(("by", "weight"), [("ownr", None), (None, "vv"), (None, "owner")])
def test_a_wrong_attribute_is_refused(by: str | None, weight: str | None) -> None:
    """As in a report."""
    with pytest.raises(InvalidValueError):
        to_json(book(), by=by, weight=weight)


def test_json_keeps_names_that_may_be_of_one_company() -> None:
    """Each with the one to go by; none where there are none."""
    assert json.loads(to_json(book(), same={"Elm Ltd": "Elm"}))["same"] == {"Elm Ltd": "Elm"}
    assert json.loads(to_json(book()))["same"] == {}


loyal = per_side("loyal", "Is the {side} loyal?")
spend = Measure("spend", "What is spent?", unit="EUR/year")
NEVER, WEATHER = PAYS & ~PAYS, Criterion("weather")
RICH = Definition(
    "rich",
    "All kinds of findings",
    [
        Label("top", at_least(3, loyal.buyer, loyal.seller, PAYS, MOOD.is_("good")) & (spend >= Decimal("0.5"))),
        Label("dead", NEVER),
        Label("middle", PAYS & (PAYS | loyal.buyer) & (WEATHER | ~WEATHER)),
        Label("hidden", PAYS & loyal.seller),
        Label("bottom", ~MOOD.is_("good") & loyal.buyer),
    ],
    source="a test",
    presume={loyal.seller: False, Criterion("idle"): True},
    policy=EvidencePolicy(hearsay="disregard"),
    examples=[Example("it", {PAYS: False, spend: Decimal("0.5")}, "top"), Example("other", {PAYS: True}, "middle")],
)
OTHER = RICH.evolve(labels=[Label("middle", PAYS), Label("top", MOOD.is_("good"))], presume={}, examples=[])
SHOWN = Relationship(
    "Ash",
    "us",
    id="7",
    buyer_label="top",
    evidence=[
        Evidence("pays", False, observed_on=DAY, source="ledger", note="a note"),
        Evidence("mood", "bad"),
        Evidence("mood", "good"),
        Evidence("spend", Decimal("0.75")),
        Evidence("loyal.buyer", True, attested_by=Side.BUYER),
        Evidence("loyal.buyer", False, attested_by=Side.SELLER),
        Evidence("weather", True),
        Evidence("moood", "good"),
    ],
)
JUDGED = classify(SHOWN, RICH, as_of=DAY)
RESULTS: dict[str, Any] = {  # Any: results have no base in common
    "explanation": JUDGED.explanation(),
    "explanation of one who can get nothing": JUDGED.explanation(toward="dead"),
    "verification": verify(RICH),
    "comparison": compare(RICH, OTHER),
    "difference": diff(RICH, OTHER),
    "difference in meaning": diff(FLAT, FLAT.evolve(labels=[Label("a", Measure("pays", unit="EUR") >= 1)])),
    "examples": check_examples(RICH),
    "supposition": JUDGED.suppose({PAYS: True, spend: None}),
    "contradictions": contradictions(
        [
            SHOWN,
            Relationship("Oak", "us", buyer_label="top", evidence=[NO, Evidence("spend", 0)]),
            Relationship("Elm", "us", buyer_label="middle", evidence=[YES, Evidence("spend", 5)]),
            Relationship("Fir", "us", buyer_label="strange"),
        ],
        [PAYS, spend],
        order=["top", "middle"],
        raises=[PAYS, spend],
    ),
}
COMPACT = {Definition: {"name", "version", "digest"}, Relationship: {"id", "buyer", "seller"}}
BITS = {"Obstacle": {"cells"}, "Step": {"cells"}, "Otherwise": {"cells"}, "Sorted": {"cells"}}
"""What only the diagram gives a meaning, and is said in words beside it."""


def check_kept(value: Any, data: Any) -> None:  # Any: as above
    """Fail unless all that an object says is in its data, by name."""
    if isinstance(value, Outcome):
        assert data == {
            **{name: to_data(getattr(value, name)) for name in ("relationship", "definition", "possible", "granted")},
            "as_of": None if value.as_of is None else value.as_of.isoformat(),
            "label": value.label,
            "standing": value.standing.value,
        }
    elif isinstance(value, Variable):
        check_kept(value.criterion, data)
    elif isinstance(value, AnyCriterion):
        assert data == {"name": value.name, "question": value.question}
    elif isinstance(value, Factor):
        assert data == {"criterion": to_data(value.variable.criterion), "needed": value.variable.describe(value.cells)}
    elif type(value) in COMPACT:
        assert data == {name: getattr(value, name) for name in COMPACT[type(value)]}
    elif attrs.has(type(value)):
        said = {field.name for field in attrs.fields(type(value)) if field.init} - BITS.get(type(value).__name__, set())
        assert set(data) == said
        for name in said:
            check_kept(getattr(value, name), data[name])
    elif isinstance(value, Mapping):
        pairs = data.items() if isinstance(data, dict) else data
        for (key, one), (name, found) in zip(value.items(), pairs, strict=True):
            assert name == key
            check_kept(one, found)
    elif isinstance(value, frozenset):
        assert (frozenset(data), len(data)) == (value, len(value))
    elif isinstance(value, tuple):
        for one, found in zip(value, data, strict=True):
            check_kept(one, found)
    elif isinstance(value, enum.Enum):
        assert (data, type(data)) == (value.value if isinstance(value, str) else value.name.lower(), str)
    elif isinstance(value, Fraction | Decimal | date):
        assert type(value).fromisoformat(data) == value if isinstance(value, date) else type(value)(data) == value
    else:
        assert (data, type(data)) == (value, type(value))


@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
def test_nothing_that_a_result_says_is_lost(result: Any) -> None:  # Any: as above
    """Every attribute is there by its name, and every value as JSON can hold it; the text of it can be read back."""
    data = to_data(result)
    check_kept(result, data)
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_each_kind_of_finding_is_tried() -> None:
    """The results above leave none out: what is empty says nothing about what is kept."""
    found, never, checked, compared, changed, _, tried, supposed, contradicting = RESULTS.values()
    for one in (found, checked, compared, changed, tried, supposed, contradicting):
        empty = [field.name for field in attrs.fields(type(one)) if not getattr(one, field.name)]
        assert set(empty) <= {
            "because",
            "at_least",
            "presumed_against",
            "closed",
            "unchecked",
            "untold",
            "given_up",
            "more_ways",
            "senseless",
            "uncounted",
        }, type(one)
    assert never.why_not.never


@given(cases())
def test_any_explanation_and_verification_is_kept(case: Case) -> None:
    """Of conditions of any kind, with evidence that conflicts, is missing or is set aside."""
    for one in (case.classify().explanation(), verify(case.definition)):
        data = to_data(one)
        check_kept(one, data)
        assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_an_explanation_as_data() -> None:
    """What programs read: names of attributes, words of the definition, exact shares and decimals as text."""
    data = to_data(classify(Relationship("Ash", "us", evidence=[NO]), DEFINITION, as_of=DAY).explanation())
    assert (data["toward"], data["or_higher"], data["set_aside"], data["closed"]) == ("client", True, [], 1)
    assert data["outcome"] == {
        "relationship": {"id": None, "buyer": "Ash", "seller": "us"},
        "definition": {"name": "test", "version": "1", "digest": DEFINITION.digest},
        "as_of": "2026-01-31",
        "label": None,
        "standing": "settled",
        "possible": [None],
        "granted": [None],
    }
    pays = {"name": "pays", "question": "Do they pay?"}
    evidence = {
        "criterion": "pays", "answer": False, "observed_on": None, "attested_by": None, "source": "", "note": "",
        "place": "",
    }  # fmt: skip
    finding = {"criterion": pays, "status": "not_met", "answers": [False], "evidence": [evidence]}
    assert data["speaks_against"] == [finding]
    assert data["why_not"] == {
        "label": "client",
        "never": False,
        "obstacles": [{"finding": finding, "needed": "yes"}],
        "missing": None,
        "proven": True,
    }
    step = {"criterion": pays, "finding": finding, "to": "yes", "nearest": True, "change": True}
    paths = [{"steps": [step], "cost": 1}]
    assert data["ways"] == {"label": "client", "paths": paths, "held_by": [], "proven": True}


def test_a_comparison_as_data() -> None:
    """The cross table is there, though its attribute is called as the bits of the diagram are; so is each case."""
    data = to_data(compare(FLAT, FLAT.evolve(name="other", labels=[Label("a", PAYS & MOOD.is_("good"))])))
    assert [(one["first"], one["second"], one["records"], one["share"]) for one in data["cells"]] == [
        ("a", "a", 1, "1/4"),
        ("a", None, 1, "1/4"),
        ("b", None, 2, "1/2"),
    ]
    (bad, unpaid) = data["disagreement"]["products"]
    assert bad["factors"] == [{"criterion": {"name": "mood", "question": "How is it?"}, "needed": "bad"}]
    assert unpaid["factors"] == [{"criterion": {"name": "pays", "question": "Do they pay?"}, "needed": "no"}]


def test_a_part_without_effect_says_where_it_stands() -> None:
    """Two parts may read the same."""
    (constant, *_), redundant = to_data(verify(RICH))["constant"], to_data(verify(RICH))["redundant"]
    assert constant == {"label": "dead", "path": "$.labels[1].when", "text": "pays & ~pays", "holds": False}
    assert [one["path"] for one in redundant if one["label"] == "middle"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\x1b[31mRed", "\\x1b[31mRed"),
        ("\u202eevil", "\\u202eevil"),
        ("bell\x07\x85", "bell\\x07\\x85"),
        ("two\nlines", "two\nlines"),
        ("a=1", "a=1"),
        ("'=1", "'=1"),
        ("Müller & Co", "Müller & Co"),
    ],
)
def test_csv_is_text_to_a_spreadsheet(name: str, shown: str) -> None:
    """Neither a formula nor a control character; raw, it is what was given."""
    result = audit([Relationship(name, "S", buyer_label=name)], DEFINITION)
    for raw, expected in ((False, shown), (True, name)):
        (row,) = csv.DictReader(io.StringIO(to_csv(result, raw=raw), newline=""), strict=True)
        assert (row["buyer"], row["word"]) == (expected, expected)


def test_words_on_which_sources_disagree_are_exported() -> None:
    """JSON has them with source and verdict, CSV in one cell; blank where the sources agree."""
    said = [LabelInUse("client", Side.BUYER, "crm.csv"), LabelInUse("friend", Side.BUYER, "=contract")]
    elm = Relationship("Elm", "us", buyer_label="client", labels=said, evidence=[YES])
    oak = Relationship("Oak", "us", buyer_label="client", labels=said[:1], evidence=[YES])
    result = audit([elm, oak], DEFINITION)
    assert [row["words"] for row in json.loads(to_json(result))["rows"]] == [
        [
            {"source": "crm.csv", "word": "client", "label": "client", "verdict": "undetermined"},
            {"source": "=contract", "word": "friend", "label": None, "verdict": "foreign"},
        ],
        [],
    ]
    rows = list(csv.DictReader(io.StringIO(to_csv(result))))
    assert [row["words"] for row in rows] == ["crm.csv: client; =contract: friend", ""]


def test_problems_are_written_with_every_field() -> None:
    """A line each; text that a spreadsheet would compute gets an apostrophe in front."""
    found = problems_to_csv([CellError("a.csv", 2, "=x", "'1,2'", "a number", "; write it", '"x" = { is = "y" }')])
    assert list(csv.reader(io.StringIO(found))) == [
        ["file", "line", "column", "found", "expected", "hint", "mapping"],
        ["a.csv", "2", "'=x", "'1,2'", "a number", "; write it", '"x" = { is = "y" }'],
    ]
    assert problems_to_csv([]).count("\n") == 1


def test_changes_are_data() -> None:
    """What was, what is and why; nothing where a relationship was not there or is gone."""
    found = changes_data(book().changes(attrs.evolve(book(), rows=book().rows[1:])))
    first = book().rows[0]
    assert found["moved"] == [
        {
            "key": first.relationship.key,
            "before": None,
            "after": {
                "word": first.word,
                "found": None if first.classification.label is None else first.classification.label,
                "standing": first.classification.standing.value,
                "verdict": first.verdict.value,
            },
            "causes": ["appeared"],
            "label_causes": ["appeared"],
            "deeper": False,
            "why": [],
        }
    ]
    assert (found["unchanged"], found["later"]["as_of"]) == (len(book().rows) - 1, DAY.isoformat())
