"""Laws of tables: they say what `classify()` says of each row."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("polars", reason="needs the extra `frames`")

import polars as pl

from relabel import Classification
from relabel.frames.sql import evidence_to_sql, frame_to_sql
from relabel.frames.tables.long import classify_evidence
from relabel.frames.tables.wide import classify_frame
from relabel.frames.walk import reached
from tests.frames.engines import ENGINES, run
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
    asked = [*case.kinds]
    found = classify_frame(
        wide_frame(case),
        case.definition,
        as_of=case.as_of,
        observed_on={name: f"{name} day" for name in asked},
        attested_by={name: f"{name} side" for name in asked},
        source={name: f"{name} source" for name in asked},
        keep=["id"],
    )
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
    asked = [*case.kinds]
    found = classify_frame(
        made(wide_frame(case)),
        case.definition,
        as_of=case.as_of,
        observed_on={name: f"{name} day" for name in asked},
        attested_by={name: f"{name} side" for name in asked},
        source={name: f"{name} source" for name in asked},
        keep=["id"],
    )
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


SQL = {
    "truth": "BOOLEAN",
    "text": "VARCHAR",
    "int": "BIGINT",
    "float": "DOUBLE PRECISION",
}


@pytest.mark.parametrize("dialect", ENGINES)
@given(case=wide_cases(exact=False))
def test_sql_over_a_wide_table_says_what_classify_says(dialect: str, case: WideCase) -> None:
    """The statement for each engine, run there."""
    asked = [*case.kinds]
    statement = frame_to_sql(
        case.definition,
        dialect,
        table="told",
        key="id",
        as_of=case.as_of,
        observed_on={name: f"{name} day" for name in asked},
        attested_by={name: f"{name} side" for name in asked},
        source={name: f"{name} source" for name in asked},
    )
    columns: list[str] = ["id BIGINT"]
    cells: list[Sequence[object]] = [range(len(case.rows))]
    for name, kind in case.kinds.items():
        columns += [f'"{name}" {SQL[kind]}', f'"{name} day" DATE', f'"{name} side" VARCHAR', f'"{name} source" VARCHAR']
        cells += [case.cells(name), case.days(name), case.sides(name), case.sources(name)]
    found = run(dialect, {"told": (columns, zip(*cells, strict=True))}, statement)
    assert [row[1:] for row in found] == said(case, case.classifications())


@pytest.mark.parametrize("dialect", ENGINES)
@given(case=long_cases())
def test_sql_over_evidence_says_what_classify_says(dialect: str, case: LongCase) -> None:
    """The statement for each engine, run there, of the relationships of which there is evidence."""
    fields = ("number", "observed_on", "attested_by", "source")
    statement = evidence_to_sql(
        case.definition, dialect, table="told", key="id", as_of=case.as_of, columns={one: one for one in fields}
    )
    kinds = ("BIGINT", "VARCHAR", "VARCHAR", "DOUBLE PRECISION", "DATE", "VARCHAR", "VARCHAR")
    columns = [f"{name} {kind}" for name, kind in zip(LONG, kinds, strict=True)]
    spoken_of = [one for one in case.classifications() if one.relationship.evidence]
    found = run(dialect, {"told": (columns, case.pieces())}, statement)
    assert [row[1:] for row in found] == said(case, spoken_of)
