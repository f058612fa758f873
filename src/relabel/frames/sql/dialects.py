"""Dialects of SQL: those that are written and tried here, and what the others are translated from."""

from collections.abc import Callable, Iterable, Mapping
from typing import final

import attrs

from relabel.errors import InvalidValueError, MissingExtraError
from relabel.frames.readings import BLANKS
from relabel.texts import did_you_mean

__all__ = ["DIALECTS", "Dialect", "case", "dialect_of"]


def case(where: str, then: str = "1", otherwise: str = "0") -> str:
    """Give one of two values."""
    return f"CASE WHEN {where} THEN {then} ELSE {otherwise} END"


@final
@attrs.frozen
class Dialect:
    """How one engine writes what the others write differently.

    Attributes:
        bare: A cell without what the declaration of its column makes of it when it is compared; null if it is empty.
        word: A cell as the text that it is.
        cut: What cuts a time stamp to its day.
        dated: Where a cell is a day or nothing; None where other cells are an error of the engine.
        number: Where a cell is a number; None where others are an error of the engine.
        truth: Where a cell is a truth value; None where others are an error of the engine.
        day: A day.
        blanks: The characters that a source may be of and say nothing, as `str.strip` knows them; None for spaces.
        merged: The aggregate that merges bits by "or".
        bit: The bit of a number.
        joined: What joins texts.
        held: What stands before a common table expression.
        rows: Whether rows stand as `VALUES`, whose columns are named before.
        truths: Whether truth values are a type, of which a column holds nothing else; otherwise 1 and 0 are written.
    """

    bare: str = "{}"
    word: str = "{}"
    cut: str = "CAST({} AS DATE)"
    dated: str | None = None
    number: str | None = None
    truth: str | None = None
    day: str = "DATE '{}'"
    blanks: str | None = " || ".join(f"CHR({ord(one)})" for one in BLANKS)
    merged: str = "BIT_OR({})"
    bit: str = "CAST(1 AS BIGINT) << CAST({} AS INTEGER)"
    joined: Callable[[Iterable[str]], str] = " || ".join
    held: str = "AS"
    rows: bool = True
    truths: bool = True

    def kept(self, condition: str) -> str:
        """Give what a column holds of a condition, which is never null."""
        return condition if self.truths else case(condition)

    def holds(self, name: str) -> str:
        """Give the condition of which a column holds whether it holds."""
        return name if self.truths else f"{name} = 1"

    def sourced(self, source: str) -> str:
        """Give where a source is named; in Oracle an empty text is none, of which nothing holds."""
        return f"LENGTH(TRIM({source}{'' if self.blanks is None else f', {self.blanks}'})) > 0"


DIALECTS: Mapping[str, Dialect] = {
    # DuckDB casts a text that is compared with a truth value, and 2 is neither TRUE nor FALSE.
    "duckdb": Dialect(
        word="CAST({} AS VARCHAR)",
        truth="TYPEOF({}) = 'BOOLEAN'",
    ),
    # PostgreSQL and SQLite put a query into the next one, as often as it is named there, unless it is held.
    "postgres": Dialect(held="AS MATERIALIZED"),
    # In SQLite a column compares as it is declared: as text, as number, regardless of case; the result of a function
    # does not. What is no day has none, but for numbers, which count days, and "now". An empty text is what a file of
    # CSV leaves where nothing is known.
    "sqlite": Dialect(
        bare="NULLIF({}, '')",
        word="COALESCE({}, NULL)",
        cut="DATE({}, '+0 days')",
        dated="SUBSTR(NULLIF({0}, ''), 1, 10) IS DATE({0}, '+0 days')",
        number="TYPEOF({}) IN ('integer', 'real')",
        truth="{} IN (TRUE, FALSE)",
        day="'{}'",
        blanks=f"CHAR({', '.join(str(ord(one)) for one in BLANKS)})",
        merged="SUM(DISTINCT {})",
        held="AS MATERIALIZED",
        truths=False,
    ),
}
"""The dialects that are written and tried here; others are translated from a text for DuckDB."""

ELSEWHERE = Dialect(
    dated="({0} IS NULL OR CAST({0} AS DATE) IS NOT NULL)",
    truth="{} IN (TRUE, FALSE)",
    blanks=None,
    merged="SUM(DISTINCT {})",
    bit="CAST(POWER(CAST(2 AS BIGINT), {}) AS BIGINT)",
    joined=lambda texts: f"CONCAT({', '.join(texts)})",
    rows=False,
    truths=False,
)
"""What all others have."""


def dialect_of(dialect: str) -> Dialect:
    """Give how a dialect is written.

    Raises:
        MissingExtraError: It is translated, and sqlglot is not installed.
        InvalidValueError: Nobody knows it.
    """
    if dialect in DIALECTS:
        return DIALECTS[dialect]
    try:
        from sqlglot.dialects.dialect import Dialect as Known  # optional
    except ImportError:
        raise MissingExtraError("sqlglot", "sql") from None
    known = sorted({*DIALECTS, *Known.classes} - {""})
    if dialect not in known:
        raise InvalidValueError("dialect", dialect, f"one of {', '.join(known)}{did_you_mean(dialect, known)}")
    return ELSEWHERE
