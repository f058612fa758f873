"""Rows: the cells of separated text, as spreadsheet programs of many countries write it."""

import contextlib
import csv
import io
import itertools
import re
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, final

__all__ = ["Report", "Rows"]

Report: TypeAlias = Callable[[int, str, str, str], None]
"""Takes up a problem: its line and column, what was found and what was expected."""

SEPARATORS = ",;\t|"

_TRIED = 1000
"""How many rows are looked at to find the separator."""

_REMEMBERED = 10_000
"""How many different cells are remembered, so that equal ones are one object."""

_LONGEST_CELL = 2**31 - 1
"""Cells of any length are read, though the usual limit of `csv` is lower; it is one for all of a program."""

_ALONE = threading.Lock()


@contextlib.contextmanager
def _any_length() -> Iterator[None]:
    """Let cells be of any length, in one thread at a time: none sets the limit back while another reads."""
    with _ALONE:
        limit = csv.field_size_limit(_LONGEST_CELL)
        try:
            yield
        finally:
            csv.field_size_limit(limit)


_CHOSEN = re.compile(r"sep=([,;\t|])(\r\n|\r|\n|$)")
"""A line that some spreadsheet programs write and read."""


@final
class Rows:
    """The rows of separated text.

    Args:
        text: The text.
        report: Takes up what cannot be read; no row follows it.

    Attributes:
        separator: What stands between cells.
    """

    def __init__(self, text: str, report: Report) -> None:
        chosen = _CHOSEN.match(text)
        self._skipped = 0 if chosen is None else 1
        self._text = text if chosen is None else text[chosen.end() :]
        self._report = report
        self.separator = max(SEPARATORS, key=self._fit) if chosen is None else chosen[1]

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Give each row with the line on which it begins; cells without the blanks around them."""
        return iter(self._rows(self.separator, strict=True))

    def unpaired(self, rows: Iterable[tuple[int, list[str]]]) -> tuple[int, str] | None:
        """Give the line and the text of a cell with a quote that is none of a pair; None where all are.

        Such a quote is taken as text. Written as it should be, any cell has an even number of them.
        """
        if self._text.count('"') % 2 == 0:
            return None
        return next(((line, cell) for line, row in rows for cell in row if cell.count('"') % 2), None)

    def _rows(self, separator: str, *, strict: bool, most: int = sys.maxsize) -> list[tuple[int, list[str]]]:
        rows: list[tuple[int, list[str]]] = []
        known: dict[str, str] = {}
        reader = csv.reader(io.StringIO(self._text, newline=""), delimiter=separator, strict=strict)
        line = 1 + self._skipped
        try:
            with _any_length():
                for row in itertools.islice(reader, most):
                    # Most cells were there before, and are kept once.
                    rows.append((line, [known.setdefault(cell, cell.strip()) for cell in row]))
                    if len(known) > _REMEMBERED:
                        known.clear()
                    line = reader.line_num + 1 + self._skipped
        except csv.Error as error:
            cure = "quotes in pairs, a quote inside a quoted cell doubled, and cells of text"
            self._report(line, "", str(error), cure)
        return rows

    def _fit(self, separator: str) -> tuple[float, int]:
        """Say how well a sign parts the rows: the share of those that are equally long, and how long they are."""
        lengths = Counter(len(row) for _, row in self._rows(separator, strict=False, most=_TRIED) if row)
        many = {length: count for length, count in lengths.items() if length > 1}
        if not many:
            return (0.0, 0)
        length = max(many, key=lambda one: (many[one], one))
        return (many[length] / lengths.total(), length)
