"""Tests of long tables: one row for each piece of evidence."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

pytest.importorskip("polars", reason="needs the extra `frames`")

import polars as pl

from relabel import Choice, Criterion, Definition, EvidencePolicy, Label, all_of
from relabel.errors import InvalidFileError, InvalidValueError, MissingDateError
from relabel.frames import classify_evidence
from tests.frames.portfolio import AS_OF, POLICIES, SPEND, WORDS, outcomes, relationships, rows_of

SCHEMA = {
    "id": pl.String,
    "criterion": pl.String,
    "answer": pl.String,
    "number": pl.Float64,
    "observed_on": pl.Date,
    "attested_by": pl.String,
    "source": pl.String,
}
PAYS = Criterion("pays", "Do they pay?")
PAYERS = Definition("payers", "Payers", [Label("client", PAYS)], source="s")


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("as_of", [AS_OF, None])
def test_it_says_what_classify_says(policy: EvidencePolicy, as_of: date | None) -> None:
    """Of every kind of criterion, under every policy, also where nothing counts or is known."""
    definition, some = relationships(policy)
    if as_of is None and "shelf_life" in repr(policy):
        with pytest.raises(MissingDateError):
            classify_evidence(pl.DataFrame(schema=SCHEMA), definition, key="id")
        return
    found = classify_evidence(
        pl.DataFrame(rows_of(some), SCHEMA, orient="row"),
        definition,
        key="id",
        as_of=as_of,
        relationships=pl.DataFrame({"id": [one.id for one in some]}),
    )
    assert found.rows() == outcomes(definition, some, as_of)


def test_without_a_column_of_days_sides_or_sources_nothing_has_any() -> None:
    """As evidence without them, once that is said, also of a column that is there."""
    definition, some = relationships(EvidencePolicy(conflicts="latest", hearsay="disregard"))
    bare = [(*row[:4], None, None, "") for row in rows_of(some)]
    full = classify_evidence(pl.DataFrame(bare, SCHEMA, orient="row"), definition, key="id")
    less = pl.DataFrame(bare, SCHEMA, orient="row").drop("observed_on", "attested_by", "source")
    nobody = {"observed_on": None, "attested_by": None}
    found = classify_evidence(less, definition, key="id", columns=nobody)
    assert found.sort("id").rows() == full.sort("id").rows()
    dated = classify_evidence(less.with_columns(observed_on=1), definition, key="id", columns=nobody)
    assert dated.sort("id").rows() == full.sort("id").rows()


@pytest.mark.parametrize("policy", [{"shelf_life": "1 year"}, {"requires": "source"}, {"hearsay": "disregard"}])
def test_what_evidence_is_weighed_by_has_to_be_named(policy: dict[str, Any]) -> None:
    """By the argument and the columns that it may be, before anything is read."""
    loyal = Criterion("loyal.buyer", "Are they loyal?")
    strict = Definition("d", "D", [Label("x", loyal)], source="s", policy=EvidencePolicy(**policy))
    log = pl.LazyFrame({"id": ["a"], "criterion": ["loyal.buyer"], "answer": ["yes"], "day": [AS_OF], "by": ["buyer"]})
    as_of = AS_OF if "shelf_life" in policy else None
    with pytest.raises(InvalidValueError, match=r"columns\['.*'\]: found NOTHING.*it may be '(day|by)'$"):
        classify_evidence(log, strict, key="id", as_of=as_of)
    named = {"observed_on": "day", "attested_by": "by", "source": "by"}
    assert classify_evidence(log, strict, key="id", as_of=as_of, columns=named).collect()["label"].to_list() == ["x"]


def test_answers_may_be_truth_values_or_categories_and_keys_several_columns() -> None:
    """Of whatever type text has."""
    log = pl.DataFrame({"buyer": ["a", "a", "b"], "seller": ["x", "y", "x"], "criterion": ["pays"] * 3})
    for answers in (
        pl.Series("answer", [True, False, None]),
        pl.Series("answer", ["yes", "no", None], dtype=pl.Categorical),
        pl.Series("answer", ["yes", "no", None], dtype=pl.Enum(["yes", "no", "never"])),
    ):
        found = classify_evidence(
            log.with_columns(answers, pl.col("criterion").cast(pl.Categorical)), PAYERS, key=["buyer", "seller"]
        )
        assert found.sort("buyer", "seller").rows() == [
            ("a", "x", "client", "settled", "client", 0),
            ("a", "y", None, "settled", "(no label)", 0),
            ("b", "x", None, "open", "client or (no label)", 0),
        ]


def test_numbers_alone_are_evidence() -> None:
    """A table of measurements."""
    log = pl.DataFrame({"id": [1, 2, 3], "criterion": ["spend"] * 3, "number": [5, 0, None]})
    said = {"answer": None, "observed_on": None}
    found = classify_evidence(log, WORDS.evolve(presume={}), key="id", columns=said).sort("id")
    assert found["possible"].to_list() == [
        "partner or client",
        "partner or client or prospect or (no label)",
        "partner or client or prospect or (no label)",
    ]


def test_more_answers_than_a_word_has_bits() -> None:
    """A choice of many options, beside others."""
    many = Choice("many", "Which?", options=[f"o{one}" for one in range(150)])
    words = Definition("d", "D", [Label("x", all_of(many.in_("o0", "o70", "o149"), PAYS))], source="s")
    log = pl.DataFrame(
        [(at, "many", f"o{at}") for at in (0, 1, 70, 149)] + [(at, "pays", "yes") for at in (0, 1, 70, 149)],
        {"id": pl.Int64, "criterion": pl.String, "answer": pl.String},
        orient="row",
    )
    found = classify_evidence(log, words, key="id").sort("id")
    assert found["label"].to_list() == ["x", None, "x", "x"]
    assert found["standing"].to_list() == ["settled"] * 4


def test_the_latest_day_decides_each_criterion_for_itself() -> None:
    """Whatever word its answers stand in; all of that day count, and what has no day where no other does."""
    many = Choice("many", "Which?", options=[f"o{one}" for one in range(150)])
    policy = EvidencePolicy(conflicts="latest").override("pays", conflicts="contested")
    words = Definition("d", "D", [Label("x", many.in_("o0", "o149") & PAYS)], source="s", policy=policy)
    early, late = date(2025, 1, 1), date(2025, 1, 2)
    pieces: dict[str, list[tuple[str, str, date | None]]] = {
        "latest": [("many", "o70", early), ("many", "o149", late), ("pays", "yes", early)],
        "both": [("many", "o0", late), ("many", "o70", late), ("pays", "yes", None)],
        "undated": [("many", "o149", early), ("many", "o70", None), ("pays", "yes", None)],
        "none dated": [("many", "o0", None), ("many", "o70", None), ("pays", "yes", None)],
        "contested": [("many", "o0", late), ("pays", "yes", late), ("pays", "no", early)],
    }
    log = pl.DataFrame(
        [(id_, *piece) for id_, some in pieces.items() for piece in some],
        {name: SCHEMA[name] for name in ("id", "criterion", "answer", "observed_on")},
        orient="row",
    )
    found = classify_evidence(log, words, key="id")
    assert dict(found.select("id", "standing").rows()) == {
        "latest": "settled",
        "both": "open",
        "undated": "settled",
        "none dated": "open",
        "contested": "open",
    }


def test_what_is_no_answer_is_counted_and_does_not_count() -> None:
    """Also a side that is none; what nobody asks for, or says nothing, is no such piece."""
    log = pl.DataFrame(
        [
            (1, "pays", "perhaps", None, None),
            (1, "pays", "yes", None, "broker"),
            (2, "spend", " ", -1.0, None),
            (2, "staff", None, 2.5, None),
            (2, "spend", "lots", None, None),
            (2, "mood", "sunny", None, "broker"),
            (2, "pays", None, None, None),
        ],
        {"id": pl.Int64, "criterion": pl.String, "answer": pl.String, "number": pl.Float64, "attested_by": pl.String},
        orient="row",
    )
    columns = {"observed_on": None}
    found = classify_evidence(log, WORDS, key="id", columns=columns).sort("id")
    assert found["unreadable"].to_list() == [2, 3]
    with pytest.raises(InvalidFileError, match="5 cells are no answers, the first 3") as raised:
        classify_evidence(log, WORDS, key="id", columns=columns, errors="raise")
    places = [(one.line, one.column, one.found) for one in raised.value.exceptions]  # type: ignore[union-attr]
    assert places == [
        (1, "answer", "'perhaps'"),
        (2, "attested_by", "'broker'"),
        (3, "number", "-1.0"),
    ]
    said = str(raised.value)
    assert "evidence:1, column 'answer': found 'perhaps', expected one of 'no', 'yes' (answers to 'pays')" in said
    mood = log.filter(pl.col("criterion") == "mood")
    assert classify_evidence(mood, WORDS, key="id", columns=columns, errors="raise").height == 1


def test_text_of_blanks_alone_says_nothing() -> None:
    """Where an answer is, the number counts; where a side is, nobody's word; and no criterion is none."""
    words = Definition("d", "D", [Label("x", PAYS & (SPEND > 5))], source="s")
    rows = [
        (1, "pays", "", None, "buyer"), (1, "spend", "\t", 9.0, ""), (2, "pays", "yes", None, "  "),
        (2, "spend", "", 9.0, "\xa0"), (3, "pays", "yes", None, "broker"), (3, " ", "?", None, "x"),
    ]  # fmt: skip
    schema = {name: kind for name, kind in SCHEMA.items() if name not in ("observed_on", "source")} | {"id": pl.Int64}
    log = pl.DataFrame(rows, schema, orient="row")
    found = classify_evidence(log, words, key="id", columns={"observed_on": None}).sort("id")
    assert found.select("standing", "unreadable").rows() == [("open", 0), ("settled", 0), ("open", 1)]


def test_a_lazy_frame_stays_lazy() -> None:
    """And errors cannot be raised before it is read."""
    log = pl.LazyFrame({"id": [1], "criterion": ["pays"], "answer": ["yes"]})
    found = classify_evidence(log, PAYERS, key="id")
    assert isinstance(found, pl.LazyFrame)
    assert found.collect()["label"].to_list() == ["client"]
    with pytest.raises(InvalidValueError, match="count"):
        classify_evidence(log, PAYERS, key="id", errors="raise")


def test_columns_of_relationships_come_along_in_their_order() -> None:
    """Evidence on others is left out; a column of the name of a result is refused."""
    log = pl.DataFrame({"id": [1, 9], "criterion": ["pays", "pays"], "answer": ["yes", "no"]})
    some = pl.DataFrame({"owner": ["Ben", "Ann"], "id": [2, 1]})
    assert classify_evidence(log, PAYERS, key="id", relationships=some).rows() == [
        ("Ben", 2, None, "open", "client or (no label)", 0),
        ("Ann", 1, "client", "settled", "client", 0),
    ]
    with pytest.raises(InvalidValueError, match="label"):
        classify_evidence(log, PAYERS, key="id", relationships=some.rename({"owner": "label"}))
    with pytest.raises(InvalidValueError, match="key"):
        classify_evidence(log, PAYERS, key="id", relationships=some.rename({"id": "ident"}))


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (pl.Series("answer", [1]), "True and False"),
        (pl.Series("criterion", [1]), "a column of text"),
        (pl.Series("number", ["1"]), "a column of numbers"),
        (pl.Series("observed_on", ["2026-01-01"]), "a column of dates"),
        (pl.Series("observed_on", [datetime(2026, 1, 1, tzinfo=UTC)]), "times without a zone"),
        (pl.Series("attested_by", [1]), "buyer and seller"),
    ],
)
def test_a_column_that_cannot_hold_what_it_should_is_refused(column: pl.Series, said: str) -> None:
    """By its type, before anything is read."""
    log = pl.DataFrame({"id": [1], "criterion": ["pays"], "answer": ["yes"], "observed_on": [AS_OF]})
    with pytest.raises(InvalidValueError, match=said):
        classify_evidence(log.with_columns(column).lazy(), PAYERS, key="id", as_of=AS_OF)


def test_without_criteria_there_is_nothing_to_weigh() -> None:
    """A definition of one label gives it to each."""
    log = pl.DataFrame({"id": [1], "criterion": ["pays"], "answer": ["yes"]})
    one = Definition("d", "D", [Label("x")], source="s")
    assert classify_evidence(log, one, key="id").rows() == [(1, "x", "settled", "x", 0)]


def test_the_key_is_a_column() -> None:
    """Else there is nothing to group by."""
    with pytest.raises(InvalidValueError, match="did you mean 'company'"):
        classify_evidence(pl.DataFrame(schema=["company", "criterion", "answer"]), PAYERS, key="compny")


def test_truth_values_answer_yes_or_no_and_no_choice() -> None:
    """Not even one of the options yes and no, as `classify()` refuses them."""
    for options in (["yes", "no"], ["no", "yes", "perhaps"], ["True", "False"]):
        issue = Choice("issue", options=options)
        words = Definition("d", "D", [Label("x", issue.is_(options[0]) & PAYS)], source="s")
        log = pl.DataFrame({"id": [1, 1], "criterion": ["issue", "pays"], "answer": [True, True]})
        found = classify_evidence(log, words, key="id")
        assert found.rows() == [(1, None, "open", "x or (no label)", 1)]


def test_raising_speaks_of_all_pieces() -> None:
    """Also of those of relationships that are not listed."""
    log = pl.DataFrame({"id": [1, 9], "criterion": ["pays"] * 2, "answer": ["yes", "perhaps"]})
    some = pl.DataFrame({"id": [1]})
    assert classify_evidence(log, PAYERS, key="id", relationships=some)["unreadable"].to_list() == [0]
    with pytest.raises(InvalidFileError, match="1 cell is no answer"):
        classify_evidence(log, PAYERS, key="id", relationships=some, errors="raise")


@pytest.mark.parametrize("key", [[], ["id", "id"], "", ["id", 1]])
def test_a_key_is_some_columns_each_once(key: Any) -> None:
    """Else it is a slip."""
    log = pl.DataFrame({"id": [1], "criterion": ["pays"], "answer": ["yes"]})
    with pytest.raises(InvalidValueError, match="key"):
        classify_evidence(log, PAYERS, key=key)


@pytest.mark.parametrize("kind", [pl.String, pl.Float64, pl.Date])
def test_a_key_has_one_type(kind: Any) -> None:
    """Whole numbers of any size are one."""
    log = pl.DataFrame({"id": [1], "criterion": ["pays"], "answer": ["yes"]})
    with pytest.raises(InvalidValueError, match="key 'id' of relationships"):
        classify_evidence(log, PAYERS, key="id", relationships=pl.DataFrame(schema={"id": kind}))
    small = pl.DataFrame({"id": [1]}, {"id": pl.Int8})
    assert classify_evidence(log, PAYERS, key="id", relationships=small)["label"].to_list() == ["client"]


@pytest.mark.parametrize("name", ["__relabel_word_0", "*", "^.*$"])
@pytest.mark.parametrize("there", ["evidence", "relationships"])
def test_a_column_called_as_one_that_is_added_or_as_a_pattern_is_refused(name: str, there: str) -> None:
    """It would be overwritten, or read as other columns."""
    log = pl.DataFrame({"id": [1], "criterion": ["pays"], "answer": ["yes"]})
    some = pl.DataFrame({"id": [1]})
    frames = {"evidence": log, "relationships": some}
    frames[there] = frames[there].with_columns(pl.lit(2).alias(name))
    with pytest.raises(InvalidValueError, match=f"column of {there}"):
        classify_evidence(frames["evidence"], PAYERS, key="id", relationships=frames["relationships"])


def test_columns_called_as_steps_of_the_walk_come_along() -> None:
    """They are told from what is added."""
    names = ["p0_2", "n1_0", "p0_1", "slot", "n0_0"]
    log = pl.DataFrame({"id": [1], "criterion": ["pays"], "answer": ["yes"]})
    some = pl.DataFrame({"id": [1, 2]} | {name: [5, 6] for name in names})
    found = classify_evidence(log, PAYERS, key="id", relationships=some)
    assert found.select("id", *names).rows() == some.rows()
    assert found["standing"].to_list() == ["settled", "open"]


@pytest.mark.parametrize("other", ["ash", "Ash ", " Ash", "ASH"])
def test_keys_are_compared_as_they_are(other: str) -> None:
    """With case and blanks: another spelling is another relationship."""
    pays = Criterion("pays", "Do they pay?")
    words = Definition("d", "D", [Label("client", pays)], source="s")
    rows = pl.DataFrame({"id": ["Ash", other], "criterion": ["pays"] * 2, "answer": ["yes", "no"]})
    found = classify_evidence(rows, words, key="id")
    assert dict(found.select("id", "label").rows()) == {"Ash": "client", other: None}
    assert classify_evidence(rows, words, key="id", relationships=pl.DataFrame({"id": ["Ash"]}))["label"][0] == "client"
