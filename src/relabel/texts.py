"""What is said, before it has a format: names that were meant, texts cut short or made safe, sections of a report."""

import re
import unicodedata
from collections.abc import Iterable
from typing import final

import attrs

__all__ = ["NOUGHT", "Section", "did_you_mean", "nearest", "printable", "shorten", "shown"]

NOUGHT = "·"
_NUMBER = re.compile(rf"{NOUGHT}|-?\d+(\.\d+)?")


def nearest(name: str, known: Iterable[str], *, cutoff: float = 0.75) -> str | None:
    """Give the known name that looks most like `name`, or None if none is close.

    Case and the signs between words are ignored. Ties go to the first in alphabetical order.
    `cutoff` is the least likeness, a share 0–1.
    """
    import difflib  # slow to import, and needed only where something is wrong

    matcher = difflib.SequenceMatcher(b=_fold(name))
    best, likeness = None, cutoff
    for candidate in sorted(known):
        matcher.set_seq1(_fold(candidate))
        # The quick ratio is an upper bound.
        if (
            matcher.quick_ratio() >= likeness
            and (ratio := matcher.ratio()) >= likeness
            and (best is None or ratio > likeness)
        ):
            best, likeness = candidate, ratio
    return best


def _fold(name: str) -> str:
    return "".join(sign if sign.isalnum() else "_" for sign in name.casefold())


def did_you_mean(name: object, known: Iterable[str]) -> str:
    """Give the end of a message that proposes the nearest name; nothing if none is close or `name` is no text."""
    close = nearest(name, known) if isinstance(name, str) else None
    return f"; did you mean {close!r}?" if close else ""


def shorten(text: str, limit: int = 200) -> str:
    """Give text that is cut with an ellipsis if it has more than so many signs."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def shown(value: object) -> str:
    """Write any value for a message, cut where it is long; what cannot be written is named by its type."""
    try:
        return shorten(repr(value))
    except Exception:  # an int of more digits than Python writes, or an object of somebody else
        return f"a value of type {type(value).__name__} that cannot be written out"


@final
@attrs.frozen
class Section:
    """A part of a report: a heading, lines of text, and a table if it has columns.

    Attributes:
        heading: What it is about.
        lines: Text before the table.
        columns: The headers of the table.
        rows: Cells in the order of the columns.
    """

    heading: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def numeric(self) -> tuple[bool, ...]:
        """For each column whether it holds numbers and points in place of zeros, to be aligned right."""
        return tuple(all(_NUMBER.fullmatch(row[i]) for row in self.rows) for i in range(len(self.columns)))


def printable(text: str) -> str:
    """Make text from outside safe for a line of a terminal or table, without losing any of it.

    Control characters, which could move the cursor or end the line, are written as escapes. So are
    signs that switch the direction of writing; text from right to left is isolated instead.
    """
    escaped = "".join(
        sign if unicodedata.category(sign) not in ("Cc", "Zl", "Zp") and sign not in _DIRECTIONS
        else sign.encode("unicode_escape").decode()
        for sign in text
    )  # fmt: skip
    from_right = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in escaped)
    return f"\N{FIRST STRONG ISOLATE}{escaped}\N{POP DIRECTIONAL ISOLATE}" if from_right else escaped


_DIRECTIONS = {chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
