"""Rows: the cells of separated text, as spreadsheet programs of many countries write it."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import TypeAlias, final

__all__ = ["Report", "Rows"]

Report: TypeAlias = Callable[[int, str, str, str], None]
"""Takes up a problem: its line and column, what was found and what was expected."""

SEPARATORS = ",;\t"

_CHOSEN = re.compile(rf"sep=([{SEPARATORS}])(\r\n|\r|\n|$)")
"""A line that some spreadsheet programs write and read."""


@final
class Rows:
    """The rows of separated text.

    Args:
        text: The text.
        report: Takes up what cannot be read; no row follows it.

    Attributes:
        separator: What stands between cells.
        points_group: Whether points may stand between thousands: where a comma is the decimal sign, programs
            separate cells by semicolons.
    """

    def __init__(self, text: str, report: Report) -> None:
        chosen = _CHOSEN.match(text)
        self._skipped = 0 if chosen is None else 1
        self._text = text if chosen is None else text[chosen.end() :]
        self._report = report
        self.separator = max(SEPARATORS, key=self._width) if chosen is None else chosen[1]
        self.points_group = self.separator == ";"

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Give each row with the line on which it begins."""
        reader = csv.reader(io.StringIO(self._text, newline=""), delimiter=self.separator, strict=True)
        while True:
            line = reader.line_num + 1 + self._skipped
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                cure = "quotes in pairs, a quote inside a quoted cell doubled, and cells of text"
                self._report(line, "", str(error), cure)
                return
            yield line, row

    def _width(self, separator: str) -> int:
        """Count the cells of the first row; what cannot be read has none."""
        try:
            return len(next(csv.reader(io.StringIO(self._text, newline=""), delimiter=separator), []))
        except csv.Error:
            return 0
