"""Workbooks: the cells of a sheet of XLSX, XLS or ODS, as text; needs python-calamine."""

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import final

import attrs

from relabel.core.model.answers import answer_text
from relabel.errors import MissingExtraError
from relabel.files.styles import Typed
from relabel.texts import did_you_mean

__all__ = ["SheetError", "is_workbook", "sheet_rows"]

_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


@final
@attrs.frozen
class SheetError(ValueError):
    """A workbook, or a sheet of it, that cannot be read: what was found, and what was expected."""

    found: str
    expected: str


def is_workbook(data: bytes) -> bool:
    """Say whether bytes begin as those of a workbook do."""
    return data.startswith(_STARTS)


def sheet_rows(data: bytes, sheet: str = "") -> list[tuple[int, list[str]]]:
    """Give the rows of a sheet with their numbers from 1; numbers and dates as `Typed` text.

    Args:
        data: The workbook.
        sheet: The name of the sheet; blank for the only one that is not empty.

    Raises:
        MissingExtraError: python-calamine is not installed.
        SheetError: It is no workbook, has no such sheet, or several and none is named.
    """
    try:
        import python_calamine  # an optional package, needed here only
    except ImportError:
        raise MissingExtraError("python-calamine", "xlsx") from None
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        names = list(book.sheet_names)
        if sheet and sheet not in names:
            raise SheetError(f"no sheet {sheet!r}", f"one of {', '.join(map(repr, names))}{did_you_mean(sheet, names)}")
        read = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in [sheet] * bool(sheet) or names
        }
    except (python_calamine.CalamineError, OSError) as error:
        raise SheetError(f"a workbook that cannot be read ({error})", "XLSX, XLS or ODS without a password") from None
    filled = {name: rows for name, rows in read.items() if any(cell != "" for row in rows for cell in row)}
    if len(filled) > 1:
        raise SheetError(f"{len(filled)} sheets", f"the name of one of {', '.join(map(repr, filled))} (--sheet)")
    return [(number, list(map(_text, row))) for rows in filled.values() for number, row in enumerate(rows, 1)]


def _text(cell: object) -> str:
    match cell:
        case bool():
            return "yes" if cell else "no"
        case int() | float():
            number = Decimal(repr(cell))
            return Typed(answer_text(int(number) if number == number.to_integral_value() else number))
        case datetime():
            return Typed(
                cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="seconds")
            )
        case date():
            return Typed(cell.isoformat())
        case time() | timedelta():
            return Typed(str(cell))
        case _:
            return str(cell).strip()
