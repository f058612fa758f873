"""Rows: conditions that read like a decision table, written as one."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from relabel.core.model.conditions import AllOf, AnyOf, Condition
from relabel.texts import Table

__all__ = ["ANY", "FEWEST", "Cell", "as_table", "joined"]

FEWEST = 4
"""How many rows a condition has to have to be written as a table."""

ANY = "-"
"""The cell that every answer fits."""


class Cell(NamedTuple):
    """A condition that asks one thing.

    Attributes:
        asked: What it asks: the name of a criterion, or a definition.
        fits: What has to be found there.
    """

    asked: str
    fits: str


def as_table(condition: Condition, cell: Callable[[Condition], Cell | None]) -> Table | None:
    """Write a condition as a table of which one row has to fit; None where that would not be plain.

    Args:
        condition: The condition.
        cell: Writes a condition that asks one thing; None for any other.
    """
    if not isinstance(condition, AnyOf) or len(condition.operands) < FEWEST:
        return None
    rows: list[dict[str, str]] = []
    for operand in condition.operands:
        cells = [cell(one) for one in (operand.operands if isinstance(operand, AllOf) else (operand,))]
        asked = dict.fromkeys(one.asked for one in cells if one is not None)
        row = [joined([one for one in cells if one is None or one.asked == name], both=True) for name in asked]
        sound = [one for one in row if one is not None]
        if None in cells or len(sound) < len(row):
            return None
        rows.append(dict(sound))
    columns = dict.fromkeys(name for row in rows for name in row)
    table = Table(tuple(columns), tuple(tuple(row.get(name, ANY) for name in columns) for row in rows))
    return table if columns else None


def joined(cells: Sequence[Cell | None], *, both: bool) -> Cell | None:
    """Write several conditions that ask the same as one, all of which hold, or any; None where that is not plain.

    "And" binds more tightly than "or", so that what has an "or" in it cannot be joined by "and".
    """
    found = [one for one in cells if one is not None]
    if len(found) < len(cells) or len({one.asked for one in found}) != 1:
        return None
    texts: Iterable[str] = [one.fits for one in found]
    if both and len(found) > 1 and any(" or " in text for text in texts):
        return None
    return Cell(found[0].asked, (" and " if both else " or ").join(texts))
