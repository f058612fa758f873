"""Dialects of SQL: those that are written and tried here, and what the others are translated from."""

from collections.abc import Callable, Iterable, Mapping
from typing import final

import attrs

from relabel.errors import InvalidValueError, MissingExtraError
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
        cut: What cuts a time stamp to its day.
        day: A day.
        merged: The aggregate that merges bits by "or".
        bit: The bit of a number.
        joined: What joins texts.
        rows: Whether rows stand as `VALUES`, whose columns are named before.
        truths: Whether truth values are a type, of which a column holds nothing else; otherwise 1 and 0 are written.
    """

    cut: str = "CAST({} AS DATE)"
    day: str = "DATE '{}'"
    merged: str = "BIT_OR({})"
    bit: str = "CAST(1 AS BIGINT) << CAST({} AS INTEGER)"
    joined: Callable[[Iterable[str]], str] = " || ".join
    rows: bool = True
    truths: bool = True

    def kept(self, condition: str) -> str:
        """Give what a column holds of a condition, which is never null."""
        return condition if self.truths else case(condition)

    def holds(self, name: str) -> str:
        """Give the condition of which a column holds whether it holds."""
        return name if self.truths else f"{name} = 1"


DIALECTS: Mapping[str, Dialect] = {
    "duckdb": Dialect(),
    "postgres": Dialect(),
    "sqlite": Dialect(cut="DATE({})", day="'{}'", merged="SUM(DISTINCT {})", truths=False),
}
"""The dialects that are written and tried here; others are translated from a text for DuckDB."""

ELSEWHERE = Dialect(
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
