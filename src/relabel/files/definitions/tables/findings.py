"""Findings about the rows of a decision table: rows that never apply, and rows that could be removed."""

from collections.abc import Sequence
from typing import final

import attrs

from relabel.core.diagrams.space import EMPTY, Space
from relabel.files.definitions.tables.reading import Row, Table

__all__ = ["RowFinding", "row_findings"]


@final
@attrs.frozen
class RowFinding:
    """Something odd about a row.

    Attributes:
        file: The file of the table.
        line: The line of the row.
        applies: Whether it gives its label to any record; if so, it could be removed.
        others: The lines of the rows that take all its records before it; or, if it could be removed, of those
            that give its records the same label without it.
        under: In a cross table, what stands above its label.
    """

    file: str
    line: int
    applies: bool
    others: tuple[int, ...]
    under: str = ""

    def __str__(self) -> str:
        lines = " and ".join(map(str, self.others))
        rows = f"the row on line {lines}" if len(self.others) == 1 else f"the rows on lines {lines}"
        place = f"{self.file}:{self.line}{f', under {self.under}' if self.under else ''}"
        if self.applies:
            gives = "gives" if len(self.others) == 1 else "give"
            return f"{place}: could be removed, as {rows} {gives} the same label without it"
        takes = "takes" if len(self.others) == 1 else "take"
        return f"{place}: never applies, as {rows} {takes} all that fits it"


def row_findings(table: Table) -> tuple[RowFinding, ...]:
    """Find the rows of a table that never apply, and those that could be removed, by line.

    Cost: some set operations for each two rows that overlap.

    Raises:
        DiagramTooLargeError: The rows differ in too many ways.
    """
    variables = tuple(table.variables.values())
    levels = {name: level for level, name in enumerate(table.variables)}
    space = Space(variables)
    fits = [space.product({levels[name]: bits for name, (_, bits) in row.asks.items()}) for row in table.rows]
    found: list[RowFinding] = []
    for at, row in enumerate(table.rows):
        before = [other for other in range(at) if row.overlaps(table.rows[other])]
        left = _without(space, fits[at], [fits[other] for other in before])
        if left == EMPTY:
            covering = _fewest(space, fits, at, before)
            found.append(RowFinding(table.file, row.line, False, _lines(table.rows, covering), row.under))
            continue
        after = []
        for other in range(at + 1, len(table.rows)):
            part = space.both(left, fits[other])
            if part == EMPTY:
                continue
            if table.rows[other].label != row.label:
                break
            after.append(other)
            left = space.without(left, part)
            if left == EMPTY:
                found.append(RowFinding(table.file, row.line, True, _lines(table.rows, after), row.under))
                break
    return tuple(sorted(found, key=lambda one: one.line))


def _without(space: Space, one: int, others: Sequence[int]) -> int:
    for other in others:
        one = space.without(one, other)
    return one


def _fewest(space: Space, fits: Sequence[int], at: int, before: Sequence[int]) -> list[int]:
    """Leave out rows that are not needed to cover a row, the lowest first."""
    kept = list(before)
    for other in reversed(before):
        rest = [fits[one] for one in kept if one != other]
        if _without(space, fits[at], rest) == EMPTY:
            kept.remove(other)
    return kept


def _lines(rows: Sequence[Row], positions: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted({rows[position].line for position in positions}))
