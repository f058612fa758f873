"""Engines: tables that stay where they are, relations of DuckDB and DataFrames of Spark, asked by a statement."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, TypeVar
from uuid import uuid4

from relabel.core.definitions.definition import Definition
from relabel.errors import InvalidValueError
from relabel.frames.columns import check_names
from relabel.frames.rules import Origin
from relabel.frames.sql.long import long_statement
from relabel.frames.sql.wide import TRUTHS, WORDS, Kind, wide_statement
from relabel.frames.tables.exchange import engine_of
from relabel.frames.tables.expressions import Cells
from relabel.later import Later

pl: Any = Later("polars")  # only its types are asked for

__all__ = ["ask_batches", "ask_evidence", "ask_frame", "is_large"]

Frame = TypeVar("Frame")
"""A relation of DuckDB or a DataFrame of Spark."""

TOLD, GIVEN = "relabel_told", "relabel_given"
"""What the statement calls the tables."""

_MOST_NODES = 64
"""Of more nodes Spark writes code that Java does not compile any more: statements get four times slower."""

_TOGETHER = 16
"""So many batches, of 10,000 rows each unless Spark is told otherwise, are labelled in one go."""


def ask_frame(
    frame: Frame,
    definition: Definition,
    *,
    kept: Sequence[str],
    as_of: date | None,
    cells: Mapping[int, Cells],
    stands: Mapping[int, Origin],
) -> Frame:
    """Label the rows of a wide table of an engine, there, when they are asked for.

    Args:
        frame: The table, of which all that can be is checked.
        definition: The definition.
        kept: The columns to keep.
        as_of: The day of judgement.
        cells: By level of a variable the cells of its column.
        stands: By level where they come from.

    Raises:
        InvalidValueError: A column to keep is called as one of the result, if upper and lower case are the same.
    """
    _check_case(kept)
    held = {level: (one.name, _kind(one)) for level, one in cells.items() if not isinstance(one.dtype, pl.Null)}
    statement = wide_statement(
        definition, str(engine_of(frame)), table=TOLD, kept=kept, as_of=as_of, cells=held, stands=stands
    )
    return _asked(frame, None, statement)  # type: ignore[no-any-return]  # of the engine of the frame


def is_large(definition: Definition, frame: object) -> bool:
    """Say whether a table is labelled sooner in batches than by a statement, which Spark compiles, or not in one go."""
    return engine_of(frame) == "spark" and definition.unrolled.size > _MOST_NODES


def ask_batches(
    frame: Any, kept: Sequence[str], label: Callable[[list[Any], list[str]], Any]
) -> Any:  # Any: Spark, Arrow and polars
    """Label the rows of a DataFrame of Spark in batches, where its processes of Python have relabel and polars, too.

    Args:
        frame: The table, of which all that can be is checked.
        kept: The columns to keep.
        label: What labels the rows of some batches, the columns having these names, and gives a DataFrame of polars.
    """
    _check_case(kept)
    names, fields = frame.columns, {field.name: field for field in frame.schema}
    schema = type(frame.schema)([fields[name] for name in kept])
    for name in ("label", "standing", "possible"):
        schema = schema.add(name, "string")

    def labelled(batches: Iterator[Any]) -> Iterator[Any]:
        while some := list(islice(batches, _TOGETHER)):
            yield from label(some, names).to_arrow().to_batches()

    # Spark finds no column by a name with a dot here.
    plain = frame.toDF(*(f"c{place}" for place in range(len(names))))
    return plain.mapInArrow(labelled, schema.add("unreadable", "long"))


def _kind(cells: Cells) -> Kind:
    return TRUTHS if isinstance(cells.dtype, pl.Boolean) else cells.numbers or WORDS


def ask_evidence(
    evidence: Frame,
    relationships: Frame | None,
    definition: Definition,
    *,
    keys: Sequence[str],
    kept: Sequence[str],
    as_of: date | None,
    fields: Mapping[str, str | None],
    schema: Mapping[str, Any],  # Any: types of polars
) -> Frame:
    """Label the relationships in a long table of an engine, there, when they are asked for.

    Args:
        evidence: The table, of which all that can be is checked.
        relationships: One of the same engine, or None.
        definition: The definition.
        keys: The columns that say which relationship it is.
        kept: The columns to keep.
        as_of: The day of judgement.
        fields: The column of each field of evidence.
        schema: The types of the columns of the evidence.

    Raises:
        InvalidValueError: The relationships are of another engine, or a column to keep is called as one of the result,
            if upper and lower case are the same.
    """
    _check_case(kept)
    if relationships is not None and engine_of(relationships) != engine_of(evidence):
        expected = "a table of the engine that has the evidence"
        raise InvalidValueError("relationships", type(relationships).__name__, expected)
    name = fields.get("answer")
    answers = None if name is None else schema[name]
    statement = long_statement(
        definition,
        str(engine_of(evidence)),
        tables=[TOLD] if relationships is None else [TOLD, GIVEN],
        keys=keys,
        kept=kept,
        as_of=as_of,
        fields=fields,
        truths=isinstance(answers, pl.Boolean),
    )
    return _asked(evidence, relationships, statement)  # type: ignore[no-any-return]  # of the engine of the evidence


def _check_case(kept: Sequence[str]) -> None:
    check_names((name.lower() for name in kept), "columns of the result")


def _asked(told: Any, given: Any, statement: str) -> Any:  # Any: neither engine is there for types
    """Give what a statement selects, of the engine of the tables."""
    if engine_of(told) == "duckdb":
        relabel_given = given  # noqa: F841  # DuckDB finds it by its name
        # Before its version 2, DuckDB takes what is called so when the result is read, and not when it is made.
        name = f"{TOLD}_{uuid4().hex}"
        return told.query(name, statement.replace(TOLD, name))
    tables = {TOLD: told} | ({} if given is None else {GIVEN: given})
    statement = statement.replace("{", "{{").replace("}", "}}")
    for name in tables:
        statement = statement.replace(name, f"{{{name}}}")
    return told.sparkSession.sql(statement, **tables)
