"""Tests of `samples`: the columns of several files as one, each cell with its count."""

from relabel.files.mappings.samples import Sample, take_samples
from relabel.files.relationships.reading import Peek
from relabel.files.relationships.sheets import Sheet
from relabel.files.styles import Typed


def peek(headers: tuple[str, ...], *rows: list[str]) -> Peek:
    """Give a file of these rows."""
    return Peek(Sheet(1, headers, tuple(enumerate(rows, 2))), "")


def test_each_cell_is_counted_as_it_was_written_first() -> None:
    """Blank cells, columns without a header and cells beyond a short row are none."""
    one = peek(("Name", " ", "Mood "), ["Elm", "", "Good"], ["Oak", "x", " good"], ["Ash"], ["Fir", "", ""])
    assert take_samples([one]) == [
        Sample("Name", {"Elm": 1, "Oak": 1, "Ash": 1, "Fir": 1}, 4),
        Sample("Mood", {"Good": 2}, 4),
    ]
    assert [sample.filled for sample in take_samples([one])] == [4, 2]


def test_columns_of_one_header_are_one() -> None:
    """However it is written; one that not every file has is optional."""
    first = peek(("Account name", "Mood"), ["Elm", "good"])
    second = peek(("account-name", "Town"), ["Oak", "Graz"])
    assert take_samples([first, second]) == [
        Sample("Account name", {"Elm": 1, "Oak": 1}, 2),
        Sample("Mood", {"good": 1}, 2, optional=True),
        Sample("Town", {"Graz": 1}, 2, optional=True),
    ]


def test_what_nobody_can_see_is_left_out() -> None:
    """Of headers and cells; what a workbook holds as a number stays one."""
    [sample] = take_samples([peek(("\u200bSpend",), ["5\u200b0"], [Typed("1200")])])
    assert (sample.header, sample.cells) == ("Spend", {"50": 1, "1200": 1})
    assert [type(cell) for cell in sample.cells] == [str, Typed]
