"""Tests of `relabel.files.sources.workbooks`: the cells of a sheet as text, numbers and dates with one reading."""

import io
import sys
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest

from relabel.errors import MissingExtraError
from relabel.files.sources.workbooks import SheetError, is_workbook, sheet_rows
from relabel.files.styles import Typed


def book(**sheets: list[list[Any]]) -> bytes:  # Any: whatever a cell may hold
    """Write a workbook."""
    found = openpyxl.Workbook()
    found.remove(found.worksheets[0])
    for name, rows in sheets.items():
        sheet = found.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    found.save(file)
    return file.getvalue()


def test_cells_are_text_in_their_rows() -> None:
    """Numbers as they are written, dates as in the standard, yes and no as words."""
    cells: list[Any] = [
        "Elm",
        50,
        1234.5,
        0.1,
        date(2021, 4, 3),
        datetime.fromisoformat("2021-04-03 09:05"),
        True,
        False,
        None,
    ]
    cells.append(time(9, 5))
    [(line, found)] = sheet_rows(book(one=[cells]))
    assert (line, found) == (
        1,
        ["Elm", "50", "1234.5", "0.1", "2021-04-03", "2021-04-03 09:05:00", "yes", "no", "", "09:05:00"],
    )
    assert [isinstance(cell, Typed) for cell in found] == [
        False,
        True,
        True,
        True,
        True,
        True,
        False,
        False,
        False,
        True,
    ]


def test_rows_are_counted_as_in_the_sheet() -> None:
    """Blank ones above and between count."""
    assert sheet_rows(book(one=[[], ["a", "b"], [], [1, 2]])) == [
        (1, ["", ""]),
        (2, ["a", "b"]),
        (3, ["", ""]),
        (4, ["1", "2"]),
    ]


def test_the_only_sheet_with_cells_is_read() -> None:
    """Blank ones are no choice."""
    assert sheet_rows(book(one=[], two=[["a"]])) == [(1, ["a"])]


def test_one_of_several_sheets_has_to_be_named() -> None:
    """The first may be a cover."""
    data = book(Cover=[["x"]], Data=[["a"]])
    with pytest.raises(SheetError) as caught:
        sheet_rows(data)
    assert ("'Cover', 'Data'" in caught.value.expected, sheet_rows(data, "Data")) == (True, [(1, ["a"])])


def test_a_sheet_that_there_is_not_is_refused() -> None:
    """With the nearest name."""
    with pytest.raises(SheetError) as caught:
        sheet_rows(book(Data=[["a"]]), "Date")
    assert "did you mean 'Data'?" in caught.value.expected


@pytest.mark.parametrize("data", [b"PK\x03\x04 and no more", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing"])
def test_a_broken_workbook_is_refused(data: bytes) -> None:
    """Whatever is wrong with it."""
    assert is_workbook(data)
    with pytest.raises(SheetError):
        sheet_rows(data)


def test_a_workbook_needs_an_optional_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is named."""
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(MissingExtraError) as caught:
        sheet_rows(book(one=[["a"]]))
    assert caught.value.extra == "xlsx"
