"""Tests of wide tables: one row for each relationship."""

from datetime import UTC, date, datetime
from decimal import Decimal, localcontext
from typing import Any

import pytest

pytest.importorskip("polars", reason="needs the extra `frames`")

import polars as pl

from relabel import (
    Classification,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Label,
    Measure,
    Relationship,
    Scale,
)
from relabel.core.model.answers import answer_text
from relabel.errors import InvalidFileError, InvalidValueError, MissingDateError
from relabel.frames import classify_frame, classify_rows, frame_to_sql
from relabel.frames.readings import BLANKS
from tests.frames.portfolio import ANSWERS, AS_OF, POLICIES, outcomes, relationships

PAYS, MEETS = Criterion("pays", "Do they pay?"), Criterion("meets", "Do we meet?")
WORDS = Definition("d", "D", [Label("partner", PAYS & MEETS), Label("client", PAYS)], source="s")
KINDS: dict[str, Any] = {
    "pays": pl.Boolean,
    "loyal.buyer": pl.String,
    "calls": pl.Categorical,
    "worst_issue": pl.Enum(["fled", "solved", "ignored"]),
    "trust": pl.Int8,
    "spend": pl.Float64,
    "staff": pl.Decimal(10, 2),
}


def table(some: list[Relationship]) -> tuple[pl.DataFrame, list[Relationship]]:
    """Give relationships as a wide table, each with the first piece on each criterion that a cell can hold."""
    kept, columns = [], {"id": pl.Series("id", [one.id for one in some])}
    for one in some:
        first: dict[str, Evidence] = {}
        for piece in one.evidence:
            if piece.criterion in KINDS and not (piece.criterion == "spend" and piece.answer == "n/a"):
                first.setdefault(piece.criterion, piece)
        kept.append(Relationship("B", "S", id=one.id, evidence=first.values()))
    for name, kind in KINDS.items():
        said = [{piece.criterion: piece for piece in one.evidence}.get(name) for one in kept]
        write = answer_text if kind not in (pl.Boolean, pl.Int8, pl.Float64) else lambda answer: answer
        cells = [None if piece is None else write(piece.answer) for piece in said]
        cells = [Decimal(one) if isinstance(kind, pl.Decimal) and one is not None else one for one in cells]
        columns[name] = pl.Series(name, cells, kind)
        columns[f"{name} on"] = pl.Series(f"{name} on", [piece and piece.observed_on for piece in said], pl.Date)
        sides = [piece and piece.attested_by and piece.attested_by.value for piece in said]
        columns[f"{name} by"] = pl.Series(f"{name} by", sides, pl.String)
        columns[f"{name} in"] = pl.Series(f"{name} in", [piece and piece.source for piece in said], pl.String)
    return pl.DataFrame([*columns.values()]), kept


@pytest.mark.parametrize("policy", POLICIES)
def test_it_says_what_classify_says(policy: EvidencePolicy) -> None:
    """Of every kind of criterion and column, under every policy."""
    definition, some = relationships(policy)
    frame, kept = table(some)
    origin = {
        field: {name: f"{name} {mark}" for name in KINDS}
        for field, mark in (("observed_on", "on"), ("attested_by", "by"), ("source", "in"))
    }
    found = classify_frame(frame, definition, as_of=AS_OF, keep=["id"], **origin)  # type: ignore[arg-type]
    assert found.rows() == outcomes(definition, kept, AS_OF)


def test_the_result_has_types_of_categories_and_keeps_all_columns() -> None:
    """Not texts; in the order of the labels."""
    frame = pl.DataFrame(
        {"id": [1], "pays": [True], "meets": [None]}, {"id": pl.Int8, "pays": pl.Boolean, "meets": pl.Boolean}
    )
    found = classify_frame(frame, WORDS)
    assert found.schema == {
        **frame.schema,
        "label": pl.Enum(["partner", "client"]),
        "standing": pl.Enum(["settled", "presumed", "open"]),
        "possible": pl.Enum(["partner", "client", "partner or client"]),
        "unreadable": pl.UInt32,
    } or found.schema["possible"] == pl.Enum(
        [
            "partner",
            "client",
            "partner or client",
            "(no label)",
            "partner or (no label)",
            "client or (no label)",
            "partner or client or (no label)",
        ]
    )
    assert found.rows() == [(1, True, None, None, "open", "partner or client", 0)]


def test_many_labels_are_listed_as_they_come() -> None:
    """More sets of labels than can be listed beforehand."""
    scale = Scale("grade", "Which?", low=1, high=12)
    words = Definition("d", "D", [Label(f"g{one}", scale.is_(one)) for one in range(12, 0, -1)], source="s")
    found = classify_frame(pl.DataFrame({"grade": [3, None]}), words)
    assert found["label"].to_list() == ["g3", None]
    assert found["possible"].to_list() == ["g3", " or ".join(f"g{one}" for one in range(12, 0, -1))]
    assert found.schema["possible"] == pl.Categorical


def test_a_column_that_holds_nothing_or_is_not_there_says_nothing() -> None:
    """Nothing is known of it, once that is said."""
    frame = pl.DataFrame({"pays": [None, None]})
    assert classify_frame(frame, WORDS, columns={"meets": None})["standing"].to_list() == ["open", "open"]


def test_without_criteria_there_is_nothing_to_read() -> None:
    """A definition of one label gives it to each row."""
    one = Definition("d", "D", [Label("x")], source="s")
    assert classify_frame(pl.DataFrame({"id": [1, 2]}), one)["label"].to_list() == ["x", "x"]


BANDS = Measure("spend", "What?", unit="EUR")
BOUNDS = [
    Decimal("0.1"),
    Decimal("0.30000000000000000001"),
    10**16 + 1,
    2**63,
    2**64 + 1,
    -(2**63) - 1,
    2**127,
    10**200,
]


@pytest.mark.parametrize("bound", BOUNDS)
@pytest.mark.parametrize("operator", [">=", ">", "<", "<="])
def test_numbers_are_compared_as_they_are_written(bound: int | Decimal, operator: str) -> None:
    """Whatever the type of the column holds, on either side of a bound and on it."""
    words = Definition("d", "D", [Label("x", BANDS.compare(operator, bound))], source="s")
    columns: dict[Any, list[Any]] = {
        pl.Float64: [0.1, 0.3, 0.30000000000000004, 1e16, 1e16 + 2, 2.0**63, 1e300, -1e300],
        pl.Float32: [0.5, -2.0, 2.0**63],
        pl.Int64: [0, 10**16, 10**16 + 1, 10**16 + 2, 2**63 - 1, -(2**63)],
        pl.UInt64: [0, 2**63, 2**64 - 1],
        pl.Int128: [2**64, 2**64 + 1, 2**64 + 2, -(2**63) - 2, -(2**127), 2**127 - 1],
        pl.Decimal(38, 2): [Decimal("0.10"), Decimal("0.09"), Decimal("0.30"), Decimal("0.31"), Decimal(10**16 + 1)],
        pl.UInt8: [0, 1],
        pl.UInt128: [0, 2**64 + 1, 2**127, 2**128 - 1],
    }
    for kind, numbers in columns.items():
        found = classify_frame(pl.DataFrame({"spend": pl.Series(numbers, dtype=kind)}), words)
        expected = [
            Classification(Relationship("B", "S", evidence=[Evidence("spend", number)]), words).label
            for number in numbers
        ]
        assert found["label"].to_list() == expected
        assert found["standing"].to_list() == ["settled"] * len(numbers)


LONG_BOUNDS = [Decimal("12345678901234567890.123456789012345678"), 2**63, Decimal("0.000000000000000001"), 10**19 + 1]


@pytest.mark.parametrize("bound", LONG_BOUNDS)
@pytest.mark.parametrize("places", [18, 0, 12])
def test_decimals_are_compared_with_all_their_digits(bound: int | Decimal, places: int) -> None:
    """Whatever the caller's context allows, on a bound of a condition and of a domain."""
    with localcontext(prec=60):
        step = Decimal(1).scaleb(-places)
        here = Decimal(bound).quantize(step)
        numbers = [here - step, here, here + step]
    capped = Measure("spend", "What?", unit="EUR", high=bound)
    frame = pl.DataFrame({"spend": pl.Series(numbers, dtype=pl.Decimal(38, places))})
    for prec in (4, 28):
        with localcontext(prec=prec):
            found = classify_frame(frame, Definition("d", "D", [Label("x", bound <= BANDS)], source="s"))
            capped_ = classify_frame(frame, Definition("d", "D", [Label("x", capped > 0)], source="s"))
        assert [one == "x" for one in found["label"]] == [number >= bound for number in numbers]
        assert [one == 0 for one in capped_["unreadable"]] == [number <= bound for number in numbers]


def test_cells_that_are_no_answer_are_counted_and_do_not_count() -> None:
    """Also those on the word of a side that is none; blank ones are not known."""
    spend = Measure("spend", "What?", unit="EUR", low=0)
    words = Definition("d", "D", [Label("x", PAYS & (spend > 5))], source="s")
    frame = pl.DataFrame(
        {
            "pays": ["yes", "maybe", None, "no", "yes"],
            "spend": [6.0, float("nan"), float("inf"), -1.0, 7.0],
            "by": ["buyer", None, None, None, "broker"],
        }
    )
    found = classify_frame(frame, words, attested_by={"pays": "by"})
    assert found["unreadable"].to_list() == [0, 2, 1, 1, 1]
    assert found["standing"].to_list() == ["settled", "open", "open", "settled", "open"]
    with pytest.raises(InvalidFileError, match="5 cells are no answers, the first 3") as raised:
        classify_frame(frame, words, attested_by={"pays": "by"}, errors="raise")
    places = [(one.line, one.column, one.found) for one in raised.value.exceptions]  # type: ignore[union-attr]
    assert places == [(2, "pays", "'maybe'"), (2, "spend", "nan"), (3, "spend", "inf")]
    odd = frame.with_columns(pays=pl.lit("Yes"))
    with pytest.raises(InvalidFileError) as raised:
        classify_frame(odd, words, errors="raise")
    assert "found 'Yes', expected one of 'no', 'yes'; did you mean 'yes'?" in str(raised.value)
    assert classify_frame(frame.head(1), words, errors="raise")["label"].to_list() == ["x"]


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical])
def test_text_of_blanks_alone_is_not_known(kind: Any) -> None:
    """As a file of CSV leaves it, whatever the blank; nor a side."""
    blanks = [*BLANKS, BLANKS, "", None]
    frame = pl.DataFrame({"pays": [*blanks, "yes"], "meets": [True] * len(blanks) + [None]}).with_columns(
        pl.col("pays").cast(kind), by=pl.Series([*reversed(blanks), " "]).cast(kind)
    )
    found = classify_frame(frame, WORDS, attested_by="by")
    assert found["unreadable"].sum() == 0
    assert found["possible"].to_list() == ["partner or (no label)"] * len(blanks) + ["partner or client"]
    required = WORDS.evolve(policy=EvidencePolicy(requires="attested_by"))
    assert {*classify_frame(frame, required, attested_by="by")["standing"]} == {"open"}


def test_a_lazy_frame_stays_lazy_and_is_not_read() -> None:
    """What is wrong with columns shows at once; cells only when it is collected."""
    frame = pl.LazyFrame({"pays": [True], "meets": [True]})
    found = classify_frame(frame, WORDS)
    assert isinstance(found, pl.LazyFrame)
    assert found.select("label").collect().rows() == [("partner",)]
    with pytest.raises(InvalidValueError, match="'count'"):
        classify_frame(frame, WORDS, errors="raise")
    with pytest.raises(InvalidValueError, match="'count' or 'raise'"):
        classify_frame(frame, WORDS, errors="ignore")


def test_times_of_day_are_cut_off() -> None:
    """The evening of the day of judgement is that day."""
    frame = pl.DataFrame({"pays": [True], "meets": [True], "at": [datetime(2026, 1, 31, 23, 59)]})  # noqa: DTZ001
    assert classify_frame(frame, WORDS, as_of=AS_OF, observed_on="at")["label"].to_list() == ["partner"]


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (pl.Series("pays", [1]), "a column of Boolean, or text, no or yes"),
        (pl.Series("spend", ["1"]), "a column of numbers"),
        (pl.Series("spend", [True]), "a column of numbers"),
        (pl.Series("grade", [date(2026, 1, 1)]), "a column of numbers, or text, 1 or 2"),
        (pl.Series("day", ["2026-01-01"]), "a column of dates"),
        (pl.Series("day", [datetime(2026, 1, 1, tzinfo=UTC)]), "times without a zone"),
        (pl.Series("by", [True]), "buyer and seller"),
        (pl.Series("label", ["x"]), "which the result has itself"),
    ],
)
def test_a_column_that_cannot_hold_what_it_should_is_refused(column: pl.Series, said: str) -> None:
    """By its type, before anything is read."""
    grade, spend = Scale("grade", "Which?", low=1, high=2), Measure("spend", "What?", unit="EUR")
    words = Definition("d", "D", [Label("x", PAYS & (grade > 1) & (spend > 1))], source="s")
    words = words.evolve(policy=EvidencePolicy(requires="attested_by"))
    frame = pl.DataFrame({"pays": [True], "grade": [1], "spend": [1], "day": [AS_OF], "by": ["buyer"]})
    with pytest.raises(InvalidValueError, match=said):
        classify_frame(frame.with_columns(column).lazy(), words, as_of=AS_OF, observed_on="day", attested_by="by")


@pytest.mark.parametrize("policy", [{"requires": "source"}, {"requires": "attested_by"}, {"shelf_life": "1 year"}])
def test_what_evidence_is_weighed_by_has_to_be_named(policy: dict[str, Any]) -> None:
    """By the argument and the columns that it may be; None is no answer where nothing would count."""
    strict = WORDS.evolve(policy=EvidencePolicy(**policy))
    frame = pl.DataFrame({"pays": [True], "meets": [True], "day": [AS_OF], "by": ["buyer"]})
    as_of = AS_OF if "shelf_life" in policy else None
    nobody: dict[str, Any] = dict.fromkeys(("observed_on", "attested_by", "source"))
    for said in ({}, nobody):
        with pytest.raises(InvalidValueError, match=r"columns=\{'pays': None\}.*it may be '(day|by)'$"):
            classify_frame(frame, strict, as_of=as_of, **said)
    if "shelf_life" in policy:
        with pytest.raises(MissingDateError):
            classify_frame(frame, strict)


@pytest.mark.parametrize("hearsay", ["disregard", "accept"])
def test_nobody_s_word_counts_unless_own_words_alone_do(hearsay: str) -> None:
    """Where no column says whose word it is, and that is said."""
    loyal = Criterion("loyal.buyer", "Are they loyal?")
    words = Definition("d", "D", [Label("x", loyal)], source="s", policy=EvidencePolicy(hearsay=hearsay))
    frame = pl.DataFrame({"loyal.buyer": [True]})
    assert classify_frame(frame, words, attested_by=None)["standing"].to_list() == ["settled"]


def test_answers_of_all_sorts_are_in_the_portfolio() -> None:
    """The table above asks for each."""
    assert KINDS.keys() == ANSWERS.keys()


@pytest.mark.parametrize("name", ["__relabel_cell_0", "__relabel_p0_1", "*", "^m.*$", "^$"])
def test_a_column_called_as_one_that_is_added_or_as_a_pattern_is_refused(name: str) -> None:
    """It would be overwritten, or read as other columns."""
    frame = pl.DataFrame({"pays": [True], "meets": [True]}).with_columns(pl.lit(2).alias(name))
    with pytest.raises(InvalidValueError, match="column of frame"):
        classify_frame(frame, WORDS)
    with pytest.raises(InvalidValueError, match="column of frame"):
        classify_rows(frame, WORDS)


def test_columns_called_as_steps_of_the_walk_come_along() -> None:
    """They are told from what is added, also where they are criteria."""
    names = [*dict.fromkeys(f"{one}{level}_{cells}" for one in "pn" for level in range(3) for cells in range(4))]
    some = [Criterion(name) for name in names[:3]]
    words = Definition("d", "D", [Label("x", some[0] & some[1] & some[2])], source="s")
    frame = pl.DataFrame({name: [True, False, None] for name in names})
    found = classify_frame(frame, words)
    assert found.select(names).rows() == frame.rows()
    assert found["possible"].to_list() == ["x", "(no label)", "x or (no label)"]


def test_a_source_is_blank_as_python_says() -> None:
    """Whatever the blank."""
    strict = WORDS.evolve(policy=EvidencePolicy(requires="source"))
    sources = [*BLANKS, BLANKS, "", None, "\tcrm\xa0", "\u200b"]
    frame = pl.DataFrame({"pays": [False] * len(sources), "meets": None, "source": sources})
    found = classify_frame(frame, strict, source="source")
    assert [one == "settled" for one in found["standing"]] == [bool((one or "").strip()) for one in sources]
    with pytest.raises(InvalidValueError, match="a column of text"):
        classify_frame(frame.with_columns(source=1), WORDS, source="source")


@pytest.mark.parametrize(
    "names", [["a", "b", "a or b"], ["(no label)"], ["a or b", "b or c"], ["a or (no label)", "b"], ["c or c"]]
)
def test_labels_of_which_sets_read_the_same_are_refused(names: list[str]) -> None:
    """What is possible is a text, in SQL, too."""
    scale = Scale("grade", "Which?", low=0, high=len(names))
    words = Definition("d", "D", [Label(name, scale.is_(place)) for place, name in enumerate(names)], source="s")
    with pytest.raises(InvalidValueError, match="can be told apart"):
        classify_frame(pl.DataFrame({"grade": [1]}), words)
    with pytest.raises(InvalidValueError, match="can be told apart"):
        frame_to_sql(words, "sqlite", table="t", key="id")


def test_a_label_may_be_called_with_an_or() -> None:
    """Where no other one is part of it."""
    words = Definition("d", "D", [Label("friend or foe", PAYS)], source="s")
    found = classify_frame(pl.DataFrame({"pays": [True, None]}), words)
    assert found["possible"].to_list() == ["friend or foe", "friend or foe or (no label)"]


def test_a_side_that_is_none_is_named() -> None:
    """Not the cell that has it."""
    frame = pl.DataFrame({"pays": ["yes", "no", None], "meets": [True, None, None], "by": ["broker", "buyer", "x"]})
    with pytest.raises(InvalidFileError, match="1 cell is no answer") as raised:
        classify_frame(frame, WORDS, attested_by={"pays": "by"}, errors="raise")
    assert [(one.line, one.column, one.found) for one in raised.value.exceptions] == [(1, "by", "'broker'")]  # type: ignore[union-attr]


def test_columns_to_keep_are_several() -> None:
    """A text would be one for each of its letters."""
    with pytest.raises(InvalidValueError, match=r"\['pays'\]"):
        classify_frame(pl.DataFrame({"pays": [True], "meets": [True]}), WORDS, keep="pays")
