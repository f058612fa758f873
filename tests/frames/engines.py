"""Engines in which statements are run: DuckDB, SQLite, Spark, and PostgreSQL at the address in `RELABEL_POSTGRES`."""

import contextlib
import functools
import os
import shutil
import sqlite3
import sys
import warnings
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

import pytest

from relabel import Relationship
from tests.frames.portfolio import rows_of

__all__ = ["ENGINES", "FIELDS", "QUICK", "SAID", "Table", "evidence_of", "run", "table_in"]

QUICK = ("duckdb", "sqlite", "postgres")
ENGINES = (*QUICK, "spark")

Table: TypeAlias = tuple[Iterable[str], Iterable[Any]]
"""Columns with their types, and rows."""


FIELDS = ("id", "criterion", "answer", "number", "observed_on", "attested_by", "source")
SAID = {name: name for name in FIELDS[3:]}
KINDS = ("VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE PRECISION", "DATE", "VARCHAR", "VARCHAR")


@functools.cache
def _connection(dialect: str) -> Any:  # Any: what the three have in common has no name
    if dialect == "duckdb":
        return pytest.importorskip("duckdb", reason="needs duckdb").connect(":memory:")
    place = os.environ.get("RELABEL_POSTGRES")
    if not place:
        pytest.skip("needs a server of PostgreSQL, whose address is in RELABEL_POSTGRES")
    return pytest.importorskip("psycopg", reason="needs psycopg").connect(
        place, autocommit=True, prepare_threshold=None
    )


@functools.cache
def _spark() -> Any:  # Any: pyspark is not there for types
    """Give a session of Spark on this machine."""
    if shutil.which("java") is None:
        pytest.skip("needs Java for Spark")
    # Pyspark looks at what it is installed with, and warns of some of it.
    with warnings.catch_warnings(action="ignore"):
        sql = pytest.importorskip("pyspark.sql", reason="needs pyspark")
        os.environ["PYSPARK_PYTHON"] = sys.executable
        settings = {
            "spark.ui.enabled": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": "1",
            "spark.default.parallelism": "1",
            "spark.log.level": "ERROR",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        }
        return sql.SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()


QUOTE = '"'


def _as_it_is(cell: object) -> object:
    return cell


_READ: Mapping[str, Any] = {"TIMESTAMP_NTZ": datetime.fromisoformat, "DOUBLE": float}
_IN_SPARK = {"VARCHAR": "STRING", "DOUBLE PRECISION": "DOUBLE", "TIMESTAMP": "TIMESTAMP_NTZ"}


def _spark_table(columns: Iterable[str], rows: Iterable[Any]) -> Any:  # Any: pyspark is not there for types
    """Give a table as a DataFrame of Spark."""
    declared = []
    for column in columns:
        name, _, kind = column.rpartition('" ') if column.startswith('"') else column.partition(" ")
        declared.append(f"`{name.strip(QUOTE)}` {_IN_SPARK.get(kind, kind)}")
    read = [_READ.get(one.rpartition(" ")[2], _as_it_is) for one in declared]
    cells = [tuple(None if cell is None else of(cell) for of, cell in zip(read, row, strict=True)) for row in rows]
    return _spark().createDataFrame(cells, ", ".join(declared))


def table_in(engine: str, table: Any) -> Any:  # Any: of polars, and of the engine
    """Give a table of polars as a relation of DuckDB or a DataFrame of Spark."""
    made = table.to_arrow()
    return _spark().createDataFrame(made) if engine == "spark" else _connection(engine).from_arrow(made)


def _run_in_spark(tables: Mapping[str, Table], statement: str) -> list[tuple[Any, ...]]:
    for name, table in tables.items():
        _spark_table(*table).createOrReplaceTempView(name)
    found = sorted(tuple(row) for row in _spark().sql(statement).collect())
    for name in tables:
        _spark().catalog.dropTempView(name)
    return found


def evidence_of(some: list[Relationship]) -> dict[str, Table]:
    """Give the evidence on relationships as a table, and them as another."""
    typed = [f"{name} {kind}" for name, kind in zip(FIELDS, KINDS, strict=True)]
    return {"log": (typed, rows_of(some)), "companies": (["id VARCHAR"], [(one.id,) for one in some])}


def run(dialect: str, tables: Mapping[str, Table], statement: str) -> list[tuple[Any, ...]]:
    """Give the rows that a statement selects from some tables, in order."""
    if dialect == "spark":
        return _run_in_spark(tables, statement)
    lite = dialect == "sqlite"
    with contextlib.ExitStack() as stack:
        if lite:
            database = stack.enter_context(contextlib.closing(sqlite3.connect(":memory:")))
        else:
            database = _connection(dialect)
        # A cursor of DuckDB does not see the temporary tables of its connection; a connection to PostgreSQL fills none.
        filled, mark = (database.cursor(), "%s") if dialect == "postgres" else (database, "?")
        for name, (columns, rows) in tables.items():
            declared = list(columns)
            database.execute(f"CREATE TEMPORARY TABLE {name} ({', '.join(declared)})")
            stack.callback(database.execute, f"DROP TABLE {name}")
            cells = [[_text_of(cell) if lite else cell for cell in row] for row in rows]
            if cells:
                marks = ", ".join([mark] * len(declared))
                filled.executemany(f"INSERT INTO {name} VALUES ({marks})", cells)  # noqa: S608  # ours
        return sorted(database.execute(statement).fetchall())


def _text_of(cell: object) -> object:
    return cell.isoformat() if isinstance(cell, date) else cell
