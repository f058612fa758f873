"""Databases in which statements are run: DuckDB, SQLite, and PostgreSQL at the address in `RELABEL_POSTGRES`."""

import contextlib
import functools
import os
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

import pytest

from relabel import Relationship
from tests.frames.portfolio import rows_of

__all__ = ["ENGINES", "FIELDS", "SAID", "Table", "evidence_of", "run"]

ENGINES = ("duckdb", "sqlite", "postgres")

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
    return pytest.importorskip("psycopg", reason="needs psycopg").connect(place, autocommit=True)


def evidence_of(some: list[Relationship]) -> dict[str, Table]:
    """Give the evidence on relationships as a table, and them as another."""
    typed = [f"{name} {kind}" for name, kind in zip(FIELDS, KINDS, strict=True)]
    return {"log": (typed, rows_of(some)), "companies": (["id VARCHAR"], [(one.id,) for one in some])}


def run(dialect: str, tables: Mapping[str, Table], statement: str) -> list[tuple[Any, ...]]:
    """Give the rows that a statement selects from some tables, in order."""
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
