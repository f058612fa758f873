"""Workbooks: an audit as XLSX, with a sheet of rows, one of what is to be done and one about both; needs XlsxWriter."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from relabel.core.audits.audit import Audit
from relabel.core.audits.text import headline
from relabel.core.audits.verdicts import AuditRow, Verdict
from relabel.core.audits.worklist import CARDS, Task, worklist
from relabel.core.model.answers import answer_text
from relabel.core.model.relationship import OURSELVES, Attribute
from relabel.errors import MissingExtraError
from relabel.reports.exports import FORMULA, table
from relabel.texts import legible, shorten

__all__ = ["to_xlsx"]

LONGEST = 32_767
"""So many signs a cell of a workbook holds."""

EXACT = 15
"""So many digits of a number a spreadsheet keeps; what has more stays text."""

COLOURS = {
    Verdict.OVERCLAIMED: "#FBD9D4",
    Verdict.MISLABELED: "#FDE2CC",
    Verdict.UNDERCLAIMED: "#FCEDB1",
    Verdict.UNPROVEN: "#FCEDB1",
    Verdict.FOREIGN: "#E6E2F8",
    Verdict.UNDETERMINED: "#DAE9F8",
    Verdict.UNLABELED: "#E7EAED",
    Verdict.CONFIRMED: "#D2EFD9",
}


def to_xlsx(
    audit: Audit,
    *,
    rows: Iterable[AuditRow] | None = None,
    weight: str | None = None,
    notes: Iterable[str] = (),
    us: str | None = OURSELVES,
    raw: bool = False,
) -> bytes:
    """Write an audit as a workbook.

    The first sheet has what `to_csv` writes, with filters and the verdicts in colours; the second what is to be
    done about the first rows (`relabel.core.audits.worklist`); the third the sentence that matters, the definition
    and the notes. No cell holds a formula. Text that a spreadsheet would take for one once it is edited, or saved
    as CSV and opened again, is marked as text by a quote that only the spreadsheet sees.

    Args:
        audit: The audit.
        rows: The rows to write, as `Audit.dearest` gives them; all of them by default.
        weight: An attribute to sum in the sentence that matters.
        notes: Lines for the third sheet.
        us: The company that we are, to be called "we".
        raw: Whether text is without such a mark.

    Returns:
        The bytes of the file; the same for the same audit.

    Raises:
        InvalidValueError: A relationship has no number under the name `weight`.
        MissingExtraError: XlsxWriter is not installed.
    """
    try:
        import xlsxwriter  # an optional package, needed here only
    except ImportError:
        raise MissingExtraError("XlsxWriter", "xlsx") from None
    listed = audit.ranked if rows is None else tuple(rows)
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    day = audit.as_of or date(1980, 1, 1)  # a workbook has to have been made on some day
    book.set_properties({"created": datetime(day.year, day.month, day.day), "title": f"Audit by {audit.definition}"})  # noqa: DTZ001  # a day
    sheets = _Sheets(book, raw=raw)
    header, *lines = table(audit, listed)
    sheets.add("Audit", [str(name) for name in header], lines, colour_by="verdict")
    tasks = worklist(((row, row.classification.explanation()) for row in listed[:CARDS]), us=us)
    sheets.add("What to do", ("who", "company", "what to do", "what to ask", "tells"), map(_task, tasks))
    definition = audit.definition
    about = [
        ("", headline(audit, weight=weight)),
        ("definition", f"{definition}: {definition.title}"),
        ("source", definition.source),
        ("digest", definition.digest),
        ("evidence up to", audit.as_of),
        *(("note", note) for note in notes),
    ]
    if len(listed) > CARDS:
        about.append(("note", f"What to do is said of the first {CARDS} of {len(listed)} relationships."))
    sheets.add("About", ("what", "said"), about)
    book.close()
    return file.getvalue()


def _task(task: Task) -> Sequence[Attribute]:
    one = task.row.relationship
    company = one.company(task.row.classification.definition.given_to)
    return one.attributes.get("owner"), company, task.word, task.step, round(float(task.gain), 4) if task.step else None


class _Sheets:
    """Write sheets of a workbook."""

    def __init__(self, book: Any, *, raw: bool) -> None:  # Any: the package has no types
        self.book, self.raw = book, raw
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.marked = book.add_format({"quote_prefix": True})
        self.dated = book.add_format({"num_format": "yyyy-mm-dd"})
        self.colours = {one.value: book.add_format({"bg_color": colour}) for one, colour in COLOURS.items()}

    def add(
        self, name: str, header: Sequence[str], lines: Iterable[Sequence[Attribute]], *, colour_by: str | None = None
    ) -> None:
        """Add a sheet with a header that stays in sight and can be filtered by."""
        sheet = self.book.add_worksheet(name)
        widths = [len(title) for title in header]
        for column, title in enumerate(header):
            self.write(sheet, 0, column, title, self.bold)
        last = 0
        for last, line in enumerate(lines, 1):
            for column, value in enumerate(line):
                style = self.colours[str(value)] if header[column] == colour_by else None
                self.write(sheet, last, column, value, style)
                widths[column] = max(widths[column], len(str(value)))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(header) - 1)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width + 3, 60))

    def write(self, sheet: Any, row: int, column: int, value: Attribute, style: Any = None) -> None:
        """Write a cell: numbers that a spreadsheet keeps and dates as such, all else as text."""
        match value:
            case None:
                return
            case date() if value.year >= FIRST_YEAR:
                sheet.write_datetime(row, column, value, style or self.dated)
                return
            case bool():
                text = answer_text(value)
            case int() | float() | Decimal() if _is_kept(value):
                sheet.write_number(row, column, value, style)
                return
            case date():
                text = value.isoformat()
            case _:
                text = shorten(legible(answer_text(value)), LONGEST)
        marked = text.startswith(FORMULA) and style is None and not self.raw
        sheet.write_string(row, column, text, self.marked if marked else style)


FIRST_YEAR = 1901
"""Spreadsheets know no days before 1900, and disagree about its February."""


def _is_kept(value: int | float | Decimal) -> bool:
    """Whether a spreadsheet keeps every digit of a number."""
    digits = answer_text(value).replace(".", "").strip("-0") or "0"
    return digits.isdecimal() and len(digits) <= EXACT
