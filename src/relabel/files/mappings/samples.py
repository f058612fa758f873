"""Samples: the columns of files as they are seen before anything is made of them, each cell with its count."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import final

import attrs

from relabel.core.model.words import fold, fold_name, visible
from relabel.files.relationships.reading import Peek

__all__ = ["Sample", "take_samples"]


@final
@attrs.frozen
class Sample:
    """A column as it was seen.

    Attributes:
        header: Its header, without signs that nobody can see.
        cells: How often each cell was seen, as it was written first, in the order of the rows; without blank ones.
        rows: How many rows there are.
        optional: Whether one of the files lacks it.
    """

    header: str
    cells: Mapping[str, int]
    rows: int
    optional: bool = False

    @property
    def filled(self) -> int:
        """How many cells are not blank."""
        return sum(self.cells.values())


def take_samples(peeks: Sequence[Peek]) -> list[Sample]:
    """Give the columns of files, those of one header as one; the first file gives their order.

    Columns without a header are left out: a file that has something in one is refused as it is read.
    """
    cells: dict[str, dict[str, int]] = {}
    written: dict[tuple[str, str], str] = {}
    headers: dict[str, str] = {}
    files: dict[str, set[int]] = {}
    for number, peek in enumerate(peeks):
        for at, header in enumerate(map(_seen, peek.sheet.headers)):
            if not header:
                continue
            key = fold_name(header)
            headers.setdefault(key, header)
            files.setdefault(key, set()).add(number)
            counts = cells.setdefault(key, {})
            column = Counter(row[at] for _, row in peek.sheet.rows if at < len(row))
            for cell, count in ((_seen(cell), count) for cell, count in column.items()):
                if cell:
                    first = written.setdefault((key, fold(cell)), cell)
                    counts[first] = counts.get(first, 0) + count
    rows = sum(len(peek.sheet.rows) for peek in peeks)
    return [Sample(header, cells[key], rows, len(files[key]) < len(peeks)) for key, header in headers.items()]


def _seen(cell: str) -> str:
    found = visible(cell).strip()
    return cell if found == cell else found  # what a workbook holds as a number stays marked as such
