"""Cells: how one cell of a spreadsheet is read as an answer, a date or a side. Nothing is guessed."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar, final

import attrs

from relabel.core.model.answers import NOT_APPLICABLE, Answer, answer_text, exact, is_number
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.criteria import Criterion
from relabel.core.model.words import Words
from relabel.errors import InvalidValueError
from relabel.files.styles import PLAIN, Style, Typed, day_readings, number_readings, read_day, read_number
from relabel.texts import did_you_mean

__all__ = ["UnreadableError", "read_answer", "read_context", "read_date", "read_or_none", "read_side", "remember"]

T = TypeVar("T")

OURS = ("us", "we", "me")
"""What stands for our side, where somebody says whose word it is."""

UNKNOWN = {"", "unknown", "n/a", "?", "-"}
YES_NO: Mapping[str, bool] = {
    "yes": True, "true": True, "1": True, "y": True, "no": False, "false": False, "0": False, "n": False,
}  # fmt: skip
REMEMBERED = 1000
"""How many different cells of a column are remembered."""


@final
@attrs.frozen
class UnreadableError(ValueError):
    """A cell that cannot be read: what was expected, and perhaps the nearest right word."""

    expected: str
    hint: str = ""


def remember(read: Callable[[str], T]) -> Callable[[str], T]:
    """Give what reads cells as `read` does, and a cell that was read before, as most were in a column, at once."""
    return lru_cache(maxsize=REMEMBERED, typed=True)(read)


def read_answer(criterion: AnyCriterion, text: str, style: Style = PLAIN) -> Answer | None:
    """Read a cell as an answer to a criterion; None for a blank cell or a word for "unknown".

    Args:
        criterion: The criterion.
        text: The cell.
        style: How the cells of its column are written.

    Raises:
        UnreadableError: It is none, or it could be read in two ways.
    """
    cell = style.meant(text if isinstance(text, Typed) else text.strip())
    word = Words(one for one in criterion.answers or (NOT_APPLICABLE,) if isinstance(one, str)).find(cell)
    if word is not None and criterion.accepts(word):
        return word
    if cell.casefold() in UNKNOWN:
        return None
    if isinstance(criterion, Criterion):
        if cell.casefold() in YES_NO:
            return YES_NO[cell.casefold()]
        also = f", {NOT_APPLICABLE}" if criterion.may_be_na else ""
        raise UnreadableError(f"yes or no (true, false, y, n, 1, 0){also}, unknown or nothing")
    if words := [one for one in criterion.proper_answers or () if isinstance(one, str)]:
        words += [NOT_APPLICABLE] if criterion.may_be_na else []
        raise UnreadableError(f"one of {', '.join(words)}, unknown or nothing", did_you_mean(cell, words))
    expected = f"{criterion.expected}, unknown or nothing"
    number = _read_number(cell, style, expected, criterion.accepts)
    if not criterion.accepts(number):
        raise UnreadableError(expected)
    return number


def read_or_none(criterion: AnyCriterion, text: str, style: Style = PLAIN) -> Answer | None:
    """Read a cell as `read_answer` does, but give None where that raises, too."""
    try:
        return read_answer(criterion, text, style)
    except UnreadableError:
        return None


def read_context(text: str, style: Style = PLAIN) -> int | Decimal | None:
    """Read a cell as a number to weight by; None for a blank cell or a word for "unknown".

    Raises:
        UnreadableError: It is none, or it could be read in two ways.
    """
    cell = style.meant(text if isinstance(text, Typed) else text.strip())
    return None if cell.casefold() in UNKNOWN else _read_number(cell, style, "a number, unknown or nothing")


def _read_number(
    cell: str, style: Style, expected: str, accepts: Callable[[int | Decimal], bool] = is_number
) -> int | Decimal:
    written = read_number(cell, style)
    if written is None:
        raise UnreadableError(expected, _number_hint(cell, style, accepts))
    try:
        return exact(written, "cell")
    except InvalidValueError:
        raise UnreadableError(expected, "; it has too many digits") from None


def _number_hint(cell: str, style: Style, accepts: Callable[[int | Decimal], bool]) -> str:
    """Say how to write what is no number, or could be two; no number that would be refused in turn."""
    numbers = [exact(one, "cell") for one in number_readings(cell, style).values() if is_number(one)]
    readings = {answer_text(one) for one in numbers if accepts(one)}
    if readings:
        found = " or ".join(sorted(readings, key=len, reverse=True))
        return f"; write {found}" + (", it could be either" if len(readings) > 1 else "")
    written = bool(re.search(r"\d", cell)) and not numbers
    return "; write it with a decimal point, without thousands separator or unit" if written else ""


def read_date(text: str, style: Style = PLAIN) -> date | None:
    """Read a cell as a date; None for a blank cell. A time of day behind it is left out.

    Args:
        text: The cell.
        style: How the cells of its column are written; YYYY-MM-DD is read in any.

    Raises:
        UnreadableError: It is none, or it could be read in two ways.
    """
    cell = style.meant(text.strip())
    if not cell:
        return None
    found = read_day(cell, style)
    if found is not None:
        return found[0]
    readings = [one.isoformat() for one in day_readings(cell)]
    either = ", it could be either" if len(readings) > 1 else ""
    hint = f"; write {' or '.join(readings)}{either}" if readings else ""
    raise UnreadableError(f"a date as YYYY-MM-DD{f' or {style.date}' if style.date else ''}", hint)


def read_side(text: str, ours: Side | None = None) -> Side | None:
    """Read a cell as a side; None for a blank cell.

    Args:
        text: The cell: `buyer`, `seller`, or a word such as `us`.
        ours: The side that we are on; None where that is not known, and `us` is no side.

    Raises:
        UnreadableError: It is neither.
    """
    cell = text.strip().casefold()
    if not cell:
        return None
    if ours is not None and cell in OURS:
        return ours
    try:
        return Side(cell)
    except ValueError:
        raise UnreadableError(f"buyer, seller{', us' if ours is not None else ''} or nothing") from None
