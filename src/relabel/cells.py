"""Cells: how one cell of a spreadsheet is read as an answer, a date or a side. Nothing is guessed."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import final

import attrs

from relabel.answers import Answer, exact
from relabel.criteria import Choice, Criterion
from relabel.errors import nearest
from relabel.questions import AnyCriterion, Side

__all__ = ["UnreadableError", "fold_name", "read_answer", "read_date", "read_side"]

UNKNOWN = {"", "unknown"}
YES_NO: Mapping[str, bool] = {
    "yes": True, "true": True, "1": True, "y": True, "no": False, "false": False, "0": False, "n": False,
}  # fmt: skip

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DAY_MONTH = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")


@final
@attrs.frozen
class UnreadableError(ValueError):
    """A cell that cannot be read: what was expected, and perhaps the nearest right word."""

    expected: str
    hint: str = ""


def fold_name(name: str) -> str:
    """Give a name as headers and options are compared: lower case, one underscore between words."""
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")


def read_answer(criterion: AnyCriterion, text: str) -> Answer | None:
    """Read a cell as an answer to a criterion; None for a blank cell or the word "unknown".

    Raises:
        UnreadableError: It is none.
    """
    cell = text.strip()
    if isinstance(criterion, Choice):
        options = {fold_name(option): option for option in criterion.options}
        if fold_name(cell) in options:
            return options[fold_name(cell)]
    if cell.casefold() in UNKNOWN:
        return None
    if isinstance(criterion, Criterion):
        if cell.casefold() in YES_NO:
            return YES_NO[cell.casefold()]
        raise UnreadableError("yes, no, true, false, 1, 0, unknown or nothing")
    if isinstance(criterion, Choice):
        close = nearest(cell, criterion.options)
        raise UnreadableError(
            f"one of {', '.join(criterion.options)}, unknown or nothing", f"; did you mean {close!r}?" if close else ""
        )
    if not _NUMBER.fullmatch(cell):
        hint = (
            "; write it without thousands separator or unit and with a decimal point" if re.search(r"\d", cell) else ""
        )
        raise UnreadableError(f"{criterion.expected}, unknown or nothing", hint)
    number = exact(Decimal(cell), criterion.name)
    if criterion.answers is not None and number not in criterion.answers:
        raise UnreadableError(f"{criterion.expected}, unknown or nothing")
    return number


def read_date(text: str) -> date | None:
    """Read a cell as a date, YYYY-MM-DD; None for a blank cell. A time of day behind it is left out.

    Raises:
        UnreadableError: It is none, or it could be read in two ways.
    """
    cell = text.strip()
    if not cell:
        return None
    try:
        if _DATE.match(cell):
            return datetime.fromisoformat(cell).date()  # only the day is kept
    except ValueError:
        pass
    raise UnreadableError("a date as YYYY-MM-DD", _date_hint(cell))


def _date_hint(cell: str) -> str:
    found = _DAY_MONTH.fullmatch(cell)
    if found is None:
        return ""
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    readings = []
    for month, day in {(second, first): None, (first, second): None}:
        try:
            readings.append(date(year, month, day).isoformat())
        except ValueError:
            continue
    if not readings:
        return ""
    return f"; write {' or '.join(readings)}" + (", it could be either" if len(readings) > 1 else "")


def read_side(text: str) -> Side | None:
    """Read a cell as a side; None for a blank cell.

    Raises:
        UnreadableError: It is neither `buyer` nor `seller`.
    """
    cell = text.strip().casefold()
    if not cell:
        return None
    try:
        return Side(cell)
    except ValueError:
        raise UnreadableError("buyer, seller or nothing") from None
