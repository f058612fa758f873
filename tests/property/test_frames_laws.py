"""Laws of tables: they say what `classify()` says of each row."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import cycle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("polars", reason="needs the extra `frames`")

import attrs
import polars as pl

from relabel import Classification
from relabel.core.audits.verdicts import judge
from relabel.frames.sql import evidence_to_sql, frame_to_sql
from relabel.frames.tables.asides import set_aside_evidence, set_aside_frame
from relabel.frames.tables.long import classify_evidence
from relabel.frames.tables.rows import classify_pieces, classify_rows, word_of
from relabel.frames.tables.wide import classify_frame
from relabel.frames.walk import reached
from tests.frames.engines import QUICK, Table, run, table_in
from tests.property.strategies import Case, cases, relationships
from tests.property.tables import LongCase, WideCase, long_cases, wide_cases


@st.composite
def portfolios(draw: st.DrawFn) -> tuple[Case, ...]:
    """Give a question with up to eight relationships to ask it of."""
    case = draw(cases())
    others = draw(st.lists(relationships(case.definition), max_size=7))
    return (case, *(Case(case.definition, one, case.as_of, case.vocabulary) for one in others))


@given(portfolios())
def test_the_walk_on_integers_says_what_the_classification_says(portfolio: tuple[Case, ...]) -> None:
    """The same labels are possible, before presumptions are granted and after."""
    found = [one.classify() for one in portfolio]
    walked = reached(portfolio[0].definition, [one.known for one in found])
    assert walked == [(one.possible, one.granted) for one in found]


TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "truth": pl.Boolean,
    "text": pl.String,
    "int": pl.Int64,
    "float": pl.Float64,
    "decimal": pl.Decimal(20, 2),
}


def wide_frame(case: WideCase) -> pl.DataFrame:
    """Give the table of a case, with the day, side and source of each cell beside it."""
    columns: list[pl.Series] = []
    for name, kind in case.kinds.items():
        columns.append(pl.Series(name, case.cells(name), TYPES[kind], strict=False))
        columns.append(pl.Series(f"{name} day", case.days(name), pl.Date))
        columns.append(pl.Series(f"{name} side", case.sides(name), pl.String))
        columns.append(pl.Series(f"{name} source", case.sources(name), pl.String))
    return pl.DataFrame([pl.Series("id", range(len(case.rows))), *columns])


def origins(case: WideCase) -> dict[str, Any]:  # Any: for arguments by name
    """Give the columns of the day, side and source of each cell."""
    return {
        field: {name: f"{name} {mark}" for name in case.kinds}
        for field, mark in (("observed_on", "day"), ("attested_by", "side"), ("source", "source"))
    }


def aside(found: Iterable[Classification]) -> list[tuple[str, str, int, str | None]]:
    """Give how many pieces classifications set aside by criterion and reason, and what a name looks like."""
    counted = Counter((one.evidence.criterion, one.reason, one.nearest) for row in found for one in row.set_aside)
    order = list(type(next(iter(counted))[1])) if counted else []
    rows = sorted(counted.items(), key=lambda one: (order.index(one[0][1]), one[0][0]))
    return [(name, reason.name.lower(), count, near) for (name, reason, near), count in rows]


def said(case: WideCase | LongCase, found: Iterable[Classification]) -> list[tuple[object, ...]]:
    """Give label, standing, labels possible and unreadable cells that a table has to say."""
    rank = case.definition.rank
    return [
        (
            one.label,
            one.standing.value,
            " or ".join(leaf or "(no label)" for leaf in sorted(one.possible, key=rank, reverse=True)),
            0,
        )
        for one in found
    ]


@given(wide_cases())
def test_a_wide_table_says_what_classify_says_row_by_row(case: WideCase) -> None:
    """Of every kind of column, under every policy, with cells of any day, side and source."""
    found = classify_frame(wide_frame(case), case.definition, as_of=case.as_of, keep=["id"], **origins(case))
    assert found.select(pl.exclude("id")).rows() == said(case, case.classifications())


def pandas_object(frame: pl.DataFrame) -> object:
    """Give a frame of pandas that holds objects."""
    return frame.to_pandas().astype(object)


def pandas_nullable(frame: pl.DataFrame) -> object:
    """Give a frame of pandas with the types of which values may be missing."""
    return frame.to_pandas().convert_dtypes()


def pandas_arrow(frame: pl.DataFrame) -> object:
    """Give a frame of pandas that holds columns of Arrow."""
    return frame.to_pandas(use_pyarrow_extension_array=True)


@pytest.mark.parametrize("made", [pandas_object, pandas_nullable, pandas_arrow, pl.DataFrame.to_arrow])
@given(case=wide_cases())
def test_frames_of_other_libraries_say_the_same(made: Callable[[pl.DataFrame], Any], case: WideCase) -> None:
    """Of pandas, with each kind of column, and of pyarrow."""
    pytest.importorskip("pandas", reason="needs pandas")
    found = classify_frame(made(wide_frame(case)), case.definition, as_of=case.as_of, keep=["id"], **origins(case))
    assert pl.DataFrame(found).select(pl.exclude("id")).rows() == said(case, case.classifications())


LONG = {
    "id": pl.Int64,
    "criterion": pl.String,
    "answer": pl.String,
    "number": pl.Float64,
    "observed_on": pl.Date,
    "attested_by": pl.String,
    "source": pl.String,
}


@given(long_cases())
def test_a_long_table_says_what_classify_says_of_each_relationship(case: LongCase) -> None:
    """With conflicts, ties, evidence of any day, side and source, and none at all."""
    found = classify_evidence(
        pl.DataFrame(case.pieces(), LONG, orient="row"),
        case.definition,
        key="id",
        as_of=case.as_of,
        relationships=pl.DataFrame({"id": range(len(case.relationships))}),
    )
    assert found.select(pl.exclude("id")).rows() == said(case, case.classifications())


@given(wide_cases())
def test_a_wide_table_sets_aside_what_classify_sets_aside(case: WideCase) -> None:
    """Counted for all rows, and with the reasons of each."""
    frame = wide_frame(case)
    found = set_aside_frame(frame, case.definition, as_of=case.as_of, **origins(case))
    assert found.rows() == aside(case.classifications())
    rows = classify_rows(frame, case.definition, as_of=case.as_of, **origins(case))
    assert [one.known for one in rows] == [one.known for one in case.classifications()]
    assert aside(rows) == found.rows()


@given(long_cases())
def test_a_long_table_sets_aside_what_classify_sets_aside(case: LongCase) -> None:
    """Also pieces on criteria that nobody asks for; each row is a piece, whatever others say the same."""
    log = pl.DataFrame(case.pieces(), LONG, orient="row")
    apart = [
        attrs.evolve(one, evidence=[attrs.evolve(piece, place=str(at)) for at, piece in enumerate(one.evidence)])
        for one in case.relationships
    ]
    said = [Classification(one, case.definition, case.as_of) for one in apart]
    found = set_aside_evidence(log, case.definition, as_of=case.as_of)
    assert found.rows() == aside(said)
    companies = pl.DataFrame({"id": range(len(case.relationships))})
    rows = classify_pieces(log, case.definition, key="id", as_of=case.as_of, relationships=companies)
    assert [one.known for one in rows] == [one.known for one in said]
    assert aside(rows) == found.rows()


WHITE = [sign for sign in map(chr, range(0x3001)) if not sign.strip()]
PADS = st.lists(st.text(st.sampled_from(WHITE), max_size=2), min_size=1, max_size=7)


def padded(cells: Iterable[Any], pads: Sequence[str]) -> list[Any]:
    """Give cells with blanks around their text, and for some of those that say nothing blanks alone."""
    ends = cycle(pads)
    found = []
    for cell in cells:
        before, after = next(ends), next(ends)
        found.append(before + cell + after if isinstance(cell, str) else before or cell if cell is None else cell)
    return found


@given(case=wide_cases(), pads=PADS)
def test_blanks_at_the_ends_of_cells_change_nothing_in_a_wide_table(case: WideCase, pads: list[str]) -> None:
    """Of text, with all that `str.strip` takes off; neither labels nor what is set aside."""
    frame = wide_frame(case)
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    frame = frame.with_columns(pl.Series(name, padded(frame[name], pads), pl.String) for name in texts)
    for made in (frame, table_in("duckdb", frame)):
        found: Any = classify_frame(made, case.definition, as_of=case.as_of, keep=["id"], **origins(case))
        rows = found.rows() if made is frame else sorted(found.fetchall())
        assert [row[1:] for row in rows] == said(case, case.classifications())
    assert set_aside_frame(frame, case.definition, as_of=case.as_of, **origins(case)).rows() == aside(
        case.classifications()
    )


@given(case=long_cases(), pads=PADS)
def test_blanks_at_the_ends_of_cells_change_nothing_in_a_log(case: LongCase, pads: list[str]) -> None:
    """Of criteria, answers, sides and sources, in every engine at hand."""
    plain = pl.DataFrame(case.pieces(), LONG, orient="row")
    log = plain.with_columns(pl.Series(name, padded(plain[name], pads), pl.String) for name in TEXTS)
    expected = sorted(classify_evidence(plain, case.definition, key="id", as_of=case.as_of).rows())
    counted = set_aside_evidence(plain, case.definition, as_of=case.as_of).rows()
    for made in (log, table_in("duckdb", log)):
        found: Any = classify_evidence(made, case.definition, key="id", as_of=case.as_of)
        assert sorted(found.rows() if made is log else found.fetchall()) == expected
        aside_in: Any = set_aside_evidence(made, case.definition, as_of=case.as_of)
        assert aside_in.rows() == counted


TEXTS = ("criterion", "answer", "attested_by", "source")


@pytest.mark.parametrize("dialect", QUICK)
@given(case=long_cases(), pads=PADS)
def test_blanks_at_the_ends_of_cells_change_nothing_in_a_statement(
    dialect: str, case: LongCase, pads: list[str]
) -> None:
    """As `classify()` says of what is written without them."""
    fields = ("number", "observed_on", "attested_by", "source")
    statement = evidence_to_sql(
        case.definition, dialect, table="told", key="id", as_of=case.as_of, columns={one: one for one in fields}
    )
    columns = [f"{name} {kind}" for name, kind in zip(LONG, KINDS, strict=True)]
    cells = list(zip(*case.pieces(), strict=True))
    rows = [padded(some, pads) if name in TEXTS else some for name, some in zip(LONG, cells, strict=False)]
    spoken_of = [one for one in case.classifications() if one.relationship.evidence]
    found = run(dialect, {"told": (columns, zip(*rows, strict=True))}, statement)
    assert [row[1:] for row in found] == said(case, spoken_of)


SQL = {
    "truth": "BOOLEAN",
    "text": "VARCHAR",
    "int": "BIGINT",
    "float": "DOUBLE PRECISION",
}


KINDS = ("BIGINT", "VARCHAR", "VARCHAR", "DOUBLE PRECISION", "DATE", "VARCHAR", "VARCHAR")


@pytest.mark.parametrize("dialect", QUICK)
@given(case=wide_cases(exact=False))
def test_sql_over_a_wide_table_says_what_classify_says(dialect: str, case: WideCase) -> None:
    """The statement for each engine, run there."""
    statement = frame_to_sql(case.definition, dialect, table="told", key="id", as_of=case.as_of, **origins(case))
    columns: list[str] = ["id BIGINT"]
    cells: list[Sequence[object]] = [range(len(case.rows))]
    for name, kind in case.kinds.items():
        columns += [f'"{name}" {SQL[kind]}', f'"{name} day" DATE', f'"{name} side" VARCHAR', f'"{name} source" VARCHAR']
        cells += [case.cells(name), case.days(name), case.sides(name), case.sources(name)]
    found = run(dialect, {"told": (columns, zip(*cells, strict=True))}, statement)
    assert [row[1:] for row in found] == said(case, case.classifications())


@pytest.mark.parametrize("dialect", QUICK)
@given(case=long_cases(), data=st.data())
def test_sql_gives_the_verdict_that_judge_gives(dialect: str, case: LongCase, data: st.DataObject) -> None:
    """On any word, known or not, in any case and with spaces around it."""
    known = [spelt for word in case.definition.words for spelt in (word, word.upper(), f" {word} ")]
    words = [data.draw(st.sampled_from([None, "", " ", "friend", *known])) for _ in case.relationships]
    statement = evidence_to_sql(
        case.definition,
        dialect,
        table="told",
        key="id",
        as_of=case.as_of,
        columns={one: one for one in ("number", "observed_on", "attested_by", "source")},
        relationships="companies",
        word="word",
    )
    columns = [f"{name} {kind}" for name, kind in zip(LONG, KINDS, strict=True)]
    companies: Table = (["id BIGINT", "word VARCHAR"], enumerate(words))
    found = run(dialect, {"told": (columns, case.pieces()), "companies": companies}, statement)
    judged = [
        judge(Classification(attrs.evolve(one, **word_of(case.definition, word)), case.definition, case.as_of))
        for one, word in zip(case.relationships, words, strict=True)
    ]
    assert [row[4] for row in found] == [one.verdict.value for one in judged]


@pytest.mark.parametrize("dialect", QUICK)
@given(case=long_cases())
def test_sql_over_evidence_says_what_classify_says(dialect: str, case: LongCase) -> None:
    """The statement for each engine, run there, of the relationships of which there is evidence."""
    fields = ("number", "observed_on", "attested_by", "source")
    statement = evidence_to_sql(
        case.definition, dialect, table="told", key="id", as_of=case.as_of, columns={one: one for one in fields}
    )
    columns = [f"{name} {kind}" for name, kind in zip(LONG, KINDS, strict=True)]
    spoken_of = [one for one in case.classifications() if one.relationship.evidence]
    found = run(dialect, {"told": (columns, case.pieces())}, statement)
    assert [row[1:] for row in found] == said(case, spoken_of)
