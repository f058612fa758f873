"""Dialects of SQL: those that are written and tried here, and what the others are translated from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import final

import attrs

from relabel.core.model.frozen_mapping import FrozenMapping
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
        string: The type of texts.
        trimmed: A text without what is blank at its ends, as `str.strip` knows it; elsewhere without spaces.
        slow: Whether that takes longer than to look for it among those that are known.
        cut: What cuts a time stamp to its day.
        dated: Where a cell is a day or nothing; None where other cells are an error of the engine.
        number: Where a cell is a number; None where others are an error of the engine.
        truth: Where a cell is a truth value; None where others are an error of the engine.
        day: A day.
        merged: The aggregate that merges bits by "or".
        bit: The bit of a number.
        joined: What joins texts.
        latest: The function that gives the latest of several days.
        refusal: What fails with a text where it is asked for. Few have a function for it; in most a text that is no
            number is an error, which shows it.
        held: What stands before a common table expression.
        rows: Whether rows stand as `VALUES`, whose columns are named before.
        truths: Whether truth values are a type, of which a column holds nothing else; otherwise 1 and 0 are written.
        mark: What stands around a name; in it, it is doubled.
        escapes: What is written in a text for a sign that would be taken for another.
    """

    bare: str = "{}"
    word: str = "{}"
    string: str = "VARCHAR"
    trimmed: str = "TRIM({})"
    slow: bool = False
    cut: str = "CAST({} AS DATE)"
    dated: str | None = None
    number: str | None = None
    truth: str | None = None
    day: str = "DATE '{}'"
    merged: str = "BIT_OR({})"
    bit: str = "CAST(1 AS BIGINT) << CAST({} AS INTEGER)"
    joined: Callable[[Iterable[str]], str] = " || ".join
    latest: str = "GREATEST"
    refusal: str = "CAST({} AS BIGINT)"
    held: str = "AS"
    rows: bool = True
    truths: bool = True
    mark: str = '"'
    escapes: Mapping[str, str] = FrozenMapping({"'": "''"})

    def name(self, one: str) -> str:
        """Write the name of a column."""
        return f"{self.mark}{one.replace(self.mark, self.mark * 2)}{self.mark}"

    def text(self, one: str) -> str:
        """Write a text."""
        return f"'{''.join(self.escapes.get(sign, sign) for sign in one)}'"

    def words(self, cell: str, known: Sequence[str] = ()) -> str:
        """Give what a cell says as text, as all texts are read: without what is blank at its ends; null for nothing.

        Args:
            cell: The cell.
            known: A few texts that it may well be, to which nothing is done where trimming takes longer.
        """
        told = self.word.format(cell)
        read = f"NULLIF({self.trimmed.format(told)}, '')"
        if self.slow and known:
            return case(f"{told} IN ({', '.join(map(self.text, known))})", told, read)
        return read

    def kept(self, condition: str) -> str:
        """Give what a column holds of a condition, which is never null."""
        return condition if self.truths else case(condition)

    def holds(self, name: str) -> str:
        """Give the condition of which a column holds whether it holds."""
        return name if self.truths else f"{name} = 1"


_BLANK = r"[\pZ\x09-\x0d\x1c-\x1f\x85]"
"""One of `BLANKS`, as DuckDB writes it."""

_BLANKS = "".join(f"\\u{ord(one):04x}" for one in BLANKS)

DATED = "({0} IS NULL OR CAST({0} AS DATE) IS NOT NULL)"

DIALECTS: Mapping[str, Dialect] = {
    # DuckDB casts a text that is compared with a truth value, and 2 is neither TRUE nor FALSE. It takes ten times as
    # long to trim a text of several signs as to see that there is none of them.
    "duckdb": Dialect(
        word="CAST({} AS VARCHAR)",
        truth="TYPEOF({}) = 'BOOLEAN'",
        refusal="ERROR({})",
        slow=True,
        trimmed=case(
            f"REGEXP_MATCHES({{0}}, '^{_BLANK}|{_BLANK}$')",
            f"REGEXP_REPLACE({{0}}, '^{_BLANK}+|{_BLANK}+$', '', 'g')",
            "{0}",
        ),
    ),
    # PostgreSQL and SQLite put a query into the next one, as often as it is named there, unless it is held.
    "postgres": Dialect(trimmed=f"BTRIM({{}}, E'{_BLANKS}')", held="AS MATERIALIZED"),
    # In SQLite a column compares as it is declared: as text, as number, regardless of case; the result of a function
    # does not. What is no day has none, but for numbers, which count days, and "now". An empty text is what a file of
    # CSV leaves where nothing is known.
    "sqlite": Dialect(
        bare="NULLIF({}, '')",
        trimmed=f"TRIM({{}}, CHAR({', '.join(str(ord(one)) for one in BLANKS)}))",
        cut="DATE({}, '+0 days')",
        dated="SUBSTR(NULLIF({0}, ''), 1, 10) IS DATE({0}, '+0 days')",
        number="TYPEOF({}) IN ('integer', 'real')",
        truth="{} IN (TRUE, FALSE)",
        day="'{}'",
        merged="SUM(DISTINCT {})",
        latest="MAX",
        refusal="JSON_EXTRACT('{{}}', {})",
        held="AS MATERIALIZED",
        truths=False,
    ),
    # Spark compares a text with a number, too, and without ANSI mode a text that is no day is none. To trim a text
    # takes it as long as to merge it.
    "spark": Dialect(
        word="CAST({} AS STRING)",
        string="STRING",
        dated=DATED,
        number="TYPEOF({}) NOT LIKE 'string%'",
        truth="TYPEOF({}) = 'boolean'",
        slow=True,
        trimmed=f"BTRIM({{}}, '{_BLANKS}')",
        refusal="RAISE_ERROR({})",
        bit="SHIFTLEFT(CAST(1 AS BIGINT), CAST({} AS INT))",
        mark="`",
        escapes=FrozenMapping({"'": r"\'", "\\": r"\\"}),
    ),
}
"""The dialects that are written and tried here; others are translated from a text for DuckDB."""

ELSEWHERE = Dialect(
    dated=DATED,
    truth="{} IN (TRUE, FALSE)",
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
