"""Tests of `relabel.reports.workbook`: an audit as XLSX, read back with another library."""

import io
import sys
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relabel import Audit, Criterion, Definition, Evidence, Label, Relationship, audit
from relabel.errors import MissingExtraError
from relabel.reports import workbook
from relabel.reports.exports import table
from relabel.reports.workbook import to_xlsx
from relabel.texts import legible

pytest.importorskip("xlsxwriter")

DAY = date(2026, 1, 31)
PAYS = Criterion("pays", "Do they pay?")
DEFINITION = Definition(
    "test",
    "Is it a test?",
    [Label("partner", PAYS & Criterion("meets", "Do they meet?")), Label("client", PAYS)],
    source="a test",
)
YES, NO = (Evidence("pays", answer) for answer in (True, False))


def of(*evidence: Evidence, name: str = "Elm", word: str | None = "partner", **attributes: Any) -> Audit:
    one = Relationship(name, "us", buyer_label=word, evidence=evidence, attributes=attributes)
    return audit([one], DEFINITION, as_of=DAY)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def cells(data: bytes, sheet: str) -> list[tuple[Any, ...]]:
    return [*opened(data)[sheet].iter_rows(values_only=True)]


def test_the_first_sheet_has_what_csv_has() -> None:
    """With a header that stays and can be filtered by, and the verdict in its colour."""
    result = of(NO, owner="Ana", value=12)
    data = to_xlsx(result)
    header, line = table(result, result.ranked)
    assert cells(data, "Audit") == [tuple(header), tuple(line)]
    sheet = opened(data)["Audit"]
    place = header.index("verdict") + 1
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:{chr(64 + len(header))}2")
    assert sheet.cell(2, place).fill.fgColor.rgb == "FF" + workbook.COLOURS[result.rows[0].verdict][1:]


def test_the_second_sheet_says_what_to_do() -> None:
    """And who; the third has the sentence that matters, the definition and the notes."""
    data = to_xlsx(of(YES, owner="Ana", value=2), weight="value", notes=["a note"])
    assert cells(data, "What to do")[1:] == [
        (
            "Ana",
            "Elm",
            'Do not rely on "partner" until it is shown.',
            'Ask either side, or look it up: Do they meet? If no, "client" (settled); if yes, "partner" (settled).',
            0.5,
        )
    ]
    assert cells(to_xlsx(of(NO)), "What to do")[1][3:] == ("", None)
    about = dict(cells(data, "About")[1:])
    assert about == {
        "": "None of 1 word is wrong.",
        "definition": "test (version 1): Is it a test?",
        "source": "a test",
        "digest": DEFINITION.digest,
        "evidence up to": datetime(2026, 1, 31),  # noqa: DTZ001  # as openpyxl gives it
        "note": "a note",
    }


def test_equal_audits_give_equal_bytes() -> None:
    """Whenever they are written."""
    assert to_xlsx(of(YES)) == to_xlsx(of(YES))


def test_of_many_the_worklist_has_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """And says so."""
    monkeypatch.setattr(workbook, "CARDS", 1)
    result = audit([Relationship(name, "us", buyer_label="partner", evidence=[NO]) for name in "ABC"], DEFINITION)
    data = to_xlsx(result, rows=result.dearest(2))
    assert [row[1] for row in cells(data, "Audit")[1:]] == ["A", "B"]
    assert [row[1] for row in cells(data, "What to do")[1:]] == ["A"]
    assert cells(data, "About")[-1] == ("note", "What to do is said of the first 1 of 2 relationships.")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (12, 12),
        (-0.5, -0.5),
        (0, 0),
        (Decimal("1.20"), 1.2),
        (10**15, 10**15),
        (1234567890123456, "1234567890123456"),
        (Decimal("0.1234567890123456"), "0.1234567890123456"),
        (float("nan"), "nan"),
        (True, "yes"),
        (None, None),
        ("", ""),
        ("007", "007"),
        (DAY, datetime(2026, 1, 31)),  # noqa: DTZ001  # as openpyxl gives it
        (date(1875, 3, 1), "1875-03-01"),
        ("x" * 40_000, "x" * 32_766 + "…"),
    ],
)
def test_context_keeps_its_value(value: Any, cell: Any) -> None:
    """A number that a spreadsheet would round, and a day that it does not know, is text."""
    assert cells(to_xlsx(of(YES, kept=value)), "Audit")[1][-1] == cell


@given(st.one_of(st.sampled_from(["=1+1", "+1", "-1", "@A1", "\t=1", "{=1}", "http://example.org", "<b>"]), st.text()))
def test_no_text_is_a_formula_or_a_link(text: str) -> None:
    """It is kept as it was written, with what no cell can hold as escapes."""
    result = of(YES, name=text if text.strip() else "Elm", word=text, source=text)
    sheet = opened(to_xlsx(result, notes=[text]))["Audit"]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert (kinds, [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]) == ({"s"}, [])
    assert (sheet.cell(2, sheet.max_column).value or "") == legible(text)


@pytest.mark.parametrize(("raw", "marked"), [(False, True), (True, False)])
def test_what_a_spreadsheet_would_compute_once_edited_is_marked(raw: bool, marked: bool) -> None:
    """Unless it is to be raw; what is harmless is never marked."""
    sheet = opened(to_xlsx(of(YES, name="=1+1", plain="Elm"), raw=raw))["Audit"]
    assert (bool(sheet["B2"].quotePrefix), bool(sheet.cell(2, sheet.max_column).quotePrefix)) == (marked, False)


def test_a_workbook_needs_an_optional_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is named."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError) as caught:
        to_xlsx(of(YES))
    assert (caught.value.package, caught.value.extra) == ("XlsxWriter", "xlsx")
