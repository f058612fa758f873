"""Cells: how one cell of a spreadsheet is read as an answer, a date or a side. Nothing is guessed."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import final

import attrs

from relabel.core.model.answers import Answer, exact
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.criteria import Criterion
from relabel.core.model.words import Words
from relabel.errors import InvalidValueError
from relabel.texts import did_you_mean

__all__ = ["UnreadableError", "read_answer", "read_date", "read_side"]

UNKNOWN = {"", "unknown", "n/a", "?", "-"}
YES_NO: Mapping[str, bool] = {
    "yes": True, "true": True, "1": True, "y": True, "no": False, "false": False, "0": False, "n": False,
}  # fmt: skip

_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?")
_DAY_MONTH = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")


@final
@attrs.frozen
class UnreadableError(ValueError):
    """A cell that cannot be read: what was expected, and perhaps the nearest right word."""

    expected: str
    hint: str = ""


def read_answer(criterion: AnyCriterion, text: str, *, points_group: bool = False) -> Answer | None:
    """Read a cell as an answer to a criterion; None for a blank cell or the word "unknown".

    Args:
        criterion: The criterion.
        text: The cell.
        points_group: Whether a point may stand between thousands, so that 1.200 could be two numbers.

    Raises:
        UnreadableError: It is none.
    """
    cell = text.strip()
    words = [one for one in criterion.answers or () if isinstance(one, str)]
    word = Words(words).find(cell)
    if word is not None:
        return word
    if cell.casefold() in UNKNOWN:
        return None
    if isinstance(criterion, Criterion):
        if cell.casefold() in YES_NO:
            return YES_NO[cell.casefold()]
        raise UnreadableError("yes or no (true, false, y, n, 1, 0), unknown or nothing")
    if words:
        raise UnreadableError(f"one of {', '.join(words)}, unknown or nothing", did_you_mean(cell, words))
    if points_group and _GROUPED.fullmatch(cell):
        whole, _, rest = cell.partition(".")
        hint = (
            f"; the point could stand between thousands: write {cell.replace('.', '')} if it does, "
            f"and {whole}.{rest}0 if not"
        )
        raise UnreadableError(f"{criterion.expected}, unknown or nothing", hint)
    if not _NUMBER.fullmatch(cell):
        hint = (
            "; write it without thousands separator or unit and with a decimal point" if re.search(r"\d", cell) else ""
        )
        raise UnreadableError(f"{criterion.expected}, unknown or nothing", hint)
    try:
        number = exact(Decimal(cell), criterion.name)
    except (InvalidValueError, InvalidOperation):
        raise UnreadableError(f"{criterion.expected}, unknown or nothing", "; it has too many digits") from None
    if not criterion.accepts(number):
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
        if _DATE.fullmatch(cell):
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
