"""Merging: all that the pieces of evidence on one relationship say, in a few columns, by expressions of polars."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from relabel.frames.columns import INNER
from relabel.frames.packing import YES, Packing
from relabel.frames.tables.expressions import any_of
from relabel.frames.walk import Plane
from relabel.later import Later

if TYPE_CHECKING:
    import polars as pl
else:
    pl = Later("polars")

__all__ = ["DAY", "LOST", "SLOT", "listed", "merged", "possible_in"]

LOST, SLOT, DAY = f"{INNER}lost", f"{INNER}slot", f"{INNER}day"
"""Whether a piece is no answer to a criterion that conditions ask for, the slot of its answer, and its day."""
_LEVEL, _CELL, _LATEST, _WORD = (f"{INNER}{name}" for name in ("level", "cell", "latest_{}", "word_{}"))
_UNDATED = -(2**31)
"""The day of evidence without one, before all others, as it counts where no other does."""


def merged(pieces: "pl.LazyFrame", packing: Packing, keys: Sequence[str]) -> "pl.LazyFrame":
    """Give for each relationship what its pieces say, as a packing holds it, and how many are no answers.

    Where the latest day decides, the answers of other days are left out first, variable by variable.
    """
    unread, slot = pl.col(LOST).cast(pl.UInt32).alias("unreadable"), pl.col(SLOT)
    # All that is not merged stands before the groups, where it is done for all rows at once.
    words = {
        _WORD.format(word): listed([1 << one - slots.start if one in slots else 0 for one in range(packing.size)], slot)
        for word, slots in enumerate(packing.words())
    }
    others, last = pieces, []
    if packing.latest:
        cells = [(level, cell) for level, one in enumerate(packing.variables) for cell in range(one.size)]
        level = listed([level if level in packing.latest else None for level, _ in cells], slot)
        told = pieces.with_columns(level.alias(_LEVEL), listed([cell for _, cell in cells], slot).alias(_CELL))
        others = told.filter(pl.col(_LEVEL).is_null())
        last = [_last(told.filter(pl.col(_LEVEL).is_not_null()), packing, keys)]
    rows = pl.concat([others.select(*keys, unread, **words), *last])
    return rows.group_by(keys).agg(pl.col("unreadable").sum(), *(pl.col(word).bitwise_or() for word in words))


def _last(pieces: "pl.LazyFrame", packing: Packing, keys: Sequence[str]) -> "pl.LazyFrame":
    """Give for each relationship and variable the answers of the latest day, as `merged` takes pieces."""
    levels = range(len(packing.variables))
    sizes = {level: packing.variables[level].size for level in packing.latest}
    day = pl.col(DAY).to_physical().fill_null(_UNDATED)
    days = {_LATEST.format(cell): pl.when(pl.col(_CELL) == cell).then(day) for cell in range(max(sizes.values()))}
    latest = pl.max_horizontal(*days)
    words = {_WORD.format(word): pl.lit(0, dtype=pl.Int64) for word in range(len(packing.starts))}
    for cell, name in enumerate(days):
        masks = {level: dict(packing.parts(level, 1 << cell)) if cell < sizes.get(level, 0) else {} for level in levels}
        for word in {word for parts in masks.values() for word in parts}:
            bit = listed([masks[level].get(word, 0) for level in levels], pl.col(_LEVEL))
            words[_WORD.format(word)] += pl.when(pl.col(name) == latest).then(bit).otherwise(0)
    found = pieces.select(*keys, _LEVEL, **days).group_by(*keys, _LEVEL).agg(pl.col(*days).max())
    return found.select(*keys, pl.lit(0, dtype=pl.UInt32).alias("unreadable"), **words)


def listed(table: "Sequence[int | None]", place: "pl.Expr") -> "pl.Expr":
    """Give what stands in a table at a place; null for no place."""
    return pl.lit(pl.Series(table, dtype=pl.Int64)).gather(place)


def possible_in(packing: Packing, plane: Plane) -> "pl.Expr":
    """Give where an answer in some cells of a variable is possible."""
    level, cells = plane.level, plane.cells
    says = _holds(packing, level, cells)
    if level in packing.yes_wins and not cells & YES:
        says &= ~_holds(packing, level, YES)
    return says | ~_holds(packing, level, packing.variables[level].full) if plane.blank else says


def _holds(packing: Packing, level: int, cells: int) -> "pl.Expr":
    """Give where the evidence gives an answer in some cells of a variable."""
    parts = packing.parts(level, cells)
    return any_of([(pl.col(_WORD.format(word)).fill_null(0) & mask) != 0 for word, mask in parts])
