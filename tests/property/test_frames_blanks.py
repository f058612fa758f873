"""Tests of what is blank at the ends of cells: no part of them, in any engine, as the reader of files takes it off."""

import sys
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

pytest.importorskip("polars", reason="needs the extra `frames`")

import polars as pl

from relabel import Criterion, Definition, EvidencePolicy, Label, Scale
from relabel.errors import CellError, InvalidFileError
from relabel.files.cells import read_answer, read_side
from relabel.frames import (
    audit_evidence,
    classify_evidence,
    classify_frame,
    classify_pieces,
    classify_rows,
    evidence_to_sql,
    frame_to_sql,
    set_aside_evidence,
    set_aside_frame,
)
from relabel.frames.readings import BLANKS
from tests.frames.engines import ENGINES, run, table_in

AS_OF = date(2026, 1, 31)
PAYS, TRUST = Criterion("pays.buyer", "Do they pay?", may_be_na=True), Scale("trust", "How far?", low=1, high=5)
STRICT = EvidencePolicy(hearsay="disregard").override(PAYS, requires="source")
TIERS = Definition(
    "tiers", "T", [Label("partner", PAYS & (TRUST > 3)), Label("client", PAYS)], source="s", policy=STRICT
)
WHITE = [sign for sign in map(chr, range(sys.maxunicode + 1)) if not sign.strip()]

NAMES = ("id", "criterion", "answer", "number", "attested_by", "source")
KINDS = ("BIGINT", "VARCHAR", "VARCHAR", "DOUBLE PRECISION", "VARCHAR", "VARCHAR")
SAID = {name: name for name in NAMES[3:]}


def log(blank: str, place: int) -> list[tuple[Any, ...]]:
    """Give evidence that says partner, once a sign and what is blank are told apart."""
    return [
        (place, f"{blank}pays.buyer{blank}", f"{blank}yes{blank}", None, f"{blank}buyer{blank}", f"{blank}crm{blank}"),
        (place, "trust", blank, 5.0, blank, blank),
        (place, "trust", f"{blank}5", None, None, None),
        (place, "trust", blank, None, "nobody", None),
        (place, "pays.buyer", "no", None, "buyer", blank),
        (place, f"mood{blank}", "sunny", None, None, None),
        (place, blank, "yes", None, None, None),
        (place, "pays.buyer", f"{blank}yes{blank}!", None, "buyer", "crm"),
    ]


ROWS = [row for place, sign in enumerate([*WHITE, *("\r\n", " \t\u3000", "")]) for row in log(sign, place)]
TYPES = (pl.Int64, pl.String, pl.String, pl.Float64, pl.String, pl.String)
LOG = pl.DataFrame(ROWS, dict(zip(NAMES, TYPES, strict=True)), orient="row")
COUNT = len(WHITE) + 3
FOUND = [(place, "partner", "settled", "partner", 1) for place in range(COUNT)]


def test_blank_is_what_python_takes_off() -> None:
    """And nothing else, so that all engines agree with the reader of files."""
    assert sorted(BLANKS) == WHITE
    for sign in WHITE:
        assert read_answer(PAYS, f"{sign}yes{sign}") is True
        assert read_answer(PAYS, sign) is None
        assert read_side(sign) is None


@pytest.mark.parametrize("engine", ["polars", "pandas", "categories", "duckdb", "spark"])
def test_frames_of_logs_take_off_what_is_blank(engine: str) -> None:
    """Of criteria, answers, sides and sources, each blank by itself and several together."""
    made: Mapping[str, Callable[[], Any]] = {
        "polars": lambda: LOG,
        "pandas": LOG.to_pandas,
        "categories": lambda: LOG.with_columns(pl.col(pl.String).cast(pl.Categorical)),
    }
    log: Any = made[engine]() if engine in made else table_in(engine, LOG)
    found: Any = classify_evidence(log, TIERS, key="id")
    rows = found.rows() if engine in ("polars", "categories") else found
    if engine == "pandas":
        rows = found.itertuples(index=False, name=None)
    elif engine in ("duckdb", "spark"):
        rows = found.fetchall() if engine == "duckdb" else found.collect()
    assert sorted(map(tuple, rows)) == FOUND
    if engine != "spark":
        aside: Any = set_aside_evidence(log, TIERS)
        counted = pl.from_pandas(aside) if engine == "pandas" else aside
        assert [row[:3] for row in counted.rows()] == [
            (None, "unknown_criterion", COUNT),
            ("mood", "unknown_criterion", COUNT),
            ("pays.buyer", "unsourced", COUNT),
            ("pays.buyer", "unreadable", COUNT),
        ]


@pytest.mark.parametrize("engine", ENGINES)
def test_statements_over_logs_take_off_what_is_blank(engine: str) -> None:
    """And around the word in use, on which they give a verdict."""
    statement = evidence_to_sql(TIERS, engine, table="log", key="id", columns=SAID, relationships="companies", word="w")
    columns = [f"{name} {kind}" for name, kind in zip(NAMES, KINDS, strict=True)]
    words = [(place, f"{sign}Client{sign}" if place % 2 else sign) for place, sign in enumerate([*WHITE, *[" "] * 3])]
    found = run(engine, {"log": (columns, ROWS), "companies": (["id BIGINT", "w VARCHAR"], words)}, statement)
    assert [(*row[:4], row[5]) for row in found] == FOUND
    assert [row[4] for row in found] == ["underclaimed" if place % 2 else "unlabeled" for place in range(COUNT)]
    companies = pl.DataFrame(words, {"id": pl.Int64, "w": pl.String}, orient="row")
    audited = audit_evidence(LOG, TIERS, key="id", relationships=companies, word="w").ranked.sort("id")
    assert audited["verdict"].to_list() == [row[4] for row in found]


WIDE = pl.DataFrame(
    [
        row
        for place, sign in enumerate(WHITE)
        for row in (
            (2 * place, f"{sign}yes{sign}", f"{sign}5", f"{sign}buyer{sign}", f"crm{sign}"),
            (2 * place + 1, sign, f"5{sign}!", sign, sign),
        )
    ],
    {"id": pl.Int64, "pays.buyer": pl.String, "trust": pl.String, "side": pl.String, "source": pl.String},
    orient="row",
)
WIDELY: Mapping[str, Any] = {"attested_by": {"pays.buyer": "side", "trust": None}, "source": {"pays.buyer": "source"}}
ROW_BY_ROW = [("partner", "settled", "partner", 0), (None, "open", "partner or client or (no label)", 1)] * len(WHITE)


@pytest.mark.parametrize("engine", ["polars", "categories", "duckdb", "spark"])
def test_frames_of_rows_take_off_what_is_blank(engine: str) -> None:
    """Of answers, sides and sources."""
    frame = WIDE.with_columns(pl.col(pl.String).cast(pl.Categorical)) if engine == "categories" else WIDE
    if engine in ("polars", "categories"):
        assert classify_frame(frame, TIERS, keep=[], **WIDELY).rows() == ROW_BY_ROW
        assert set_aside_frame(frame, TIERS, **WIDELY).rows() == [("trust", "unreadable", len(WHITE), None)]
        return
    found: Any = classify_frame(table_in(engine, WIDE), TIERS, keep=["id"], **WIDELY)
    rows = sorted(map(tuple, found.fetchall() if engine == "duckdb" else found.collect()))
    assert [row[1:] for row in rows] == ROW_BY_ROW


@pytest.mark.parametrize("engine", ENGINES)
def test_statements_over_rows_take_off_what_is_blank(engine: str) -> None:
    """Where the column of a scale holds words, only that of what may not apply is one of text."""
    words = Definition("d", "D", [Label("client", PAYS)], source="s", policy=STRICT)
    statement = frame_to_sql(words, engine, table="told", key="id", attested_by="side", source="source")
    columns = ["id BIGINT", '"pays.buyer" VARCHAR', "side VARCHAR", "source VARCHAR"]
    found = run(engine, {"told": (columns, WIDE.drop("trust").rows())}, statement)
    blank = (None, "open", "client or (no label)", 0)
    assert [row[1:] for row in found] == [("client", "settled", "client", 0), blank] * len(WHITE)


def test_rows_and_pieces_are_asked_for_reasons_in_the_same_way() -> None:
    """The answers that a classification has are those that are counted."""
    assert [one.label for one in classify_pieces(LOG, TIERS, key="id")] == ["partner"] * COUNT
    assert [one.label for one in classify_rows(WIDE, TIERS, **WIDELY)] == ["partner", None] * len(WHITE)


def test_what_is_no_answer_is_shown_as_it_stands() -> None:
    """A side of blanks is none, and not the fault; the criterion is found with blanks around it."""
    odd = pl.DataFrame({"id": [1], "criterion": ["\ttrust "], "answer": [" high\n"], "attested_by": ["\u3000"]})
    said: Mapping[str, str | None] = {"number": None, "source": "attested_by"}
    with pytest.raises(InvalidFileError) as raised:
        classify_evidence(odd, TIERS, key="id", columns=said, errors="raise")
    (found,) = raised.value.exceptions
    assert isinstance(found, CellError)
    assert (found.column, found.found) == ("answer", repr(" high\n"))
    wide = WIDE.with_columns(pl.lit("5 !").alias("trust")).head(2).tail(1)
    with pytest.raises(InvalidFileError) as raised:
        classify_frame(wide, TIERS, attested_by="side", source="source", errors="raise")
    (found,) = raised.value.exceptions
    assert isinstance(found, CellError)
    assert (found.column, found.found) == ("trust", repr("5 !"))
