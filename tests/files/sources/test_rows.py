"""Tests of `relabel.files.sources.rows`: separated text, its separator, and the line on which each row begins."""

import csv
from concurrent.futures import ThreadPoolExecutor

import pytest

from relabel.files.sources.rows import Rows


def read(text: str) -> tuple[str, list[tuple[int, list[str]]], list[tuple[int, str]]]:
    """Give the separator, the rows, and the lines and cures of what cannot be read."""
    problems: list[tuple[int, str]] = []
    rows = Rows(text, lambda line, _, __, expected: problems.append((line, expected)))
    return rows.separator, list(rows), problems


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_parts_the_header(separator: str) -> None:
    """Cells may be in quotes, and then hold it."""
    assert read(f'a{separator}"b{separator}c"\n')[:2] == (separator, [(1, ["a", f"b{separator}c"])])


def test_a_line_may_say_which_sign_separates() -> None:
    """It is no row, and is counted as a line."""
    assert read("sep=;\na,b;c\n")[:2] == (";", [(2, ["a,b", "c"])])


def test_a_row_has_the_line_on_which_it_begins() -> None:
    """Cells in quotes may hold line ends."""
    assert read('a,b\n"x\ny",1\nz,2\n')[1] == [(1, ["a", "b"]), (2, ["x\ny", "1"]), (4, ["z", "2"])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('a,b\nx",1\n', (2, 'x"')),
        ('a,b\n"x""",1\ny,"2"\n', None),
        ('a,b\n"x ""y""",5"\n', (2, '5"')),
        ('a,b\nx,1\ny,"2"\n', None),
    ],
)
def test_a_quote_that_is_none_of_a_pair_is_found(text: str, found: tuple[int, str] | None) -> None:
    """One was dropped, or means inches."""
    rows = Rows(text, lambda *_: None)
    assert rows.unpaired(list(rows)) == found


def test_what_cannot_be_read_is_reported_and_ends_the_rows() -> None:
    """With the line on which the row begins."""
    _, rows, [(line, cure)] = read('a,b\n"x,1\ny,2\n')
    assert (rows, line, "quotes in pairs" in cure) == ([(1, ["a", "b"])], 2, True)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_makes_the_rows_equally_long(separator: str) -> None:
    """The others may stand in cells, the header included, and in titles and footers."""
    others = "".join(sign for sign in ",;\t|" if sign != separator)
    text = f"A title{others}\na{others}b{separator}c\n1{separator}x\n2{separator}{others * 3}\n3{separator}\n"
    assert read(text)[0] == separator


def test_the_decimal_comma_does_not_separate() -> None:
    """Though there is one in each row."""
    assert read("a;b;c\n1,5;2;3\n2,5;3;4\n")[0] == ";"


def test_one_column_needs_no_separator() -> None:
    """Any will do."""
    assert read("a\nb\n")[1] == [(1, ["a"]), (2, ["b"])]


def test_a_cell_may_be_of_any_length() -> None:
    """And the limit of `csv` for other programs is as it was."""
    before = csv.field_size_limit()
    assert read(f"a,b\n{'x' * 200_000},1\n")[1][1] == (2, ["x" * 200_000, "1"])
    assert csv.field_size_limit() == before


def test_a_broken_row_is_reported_once() -> None:
    """Not by the search for the separator, too, which gives up where it is."""
    assert len(read(f'a,b\n"{chr(0)}x"y,1\n')[2]) == 1


def test_cells_have_no_blanks_around_them() -> None:
    """In quotes neither; and equal cells are one object, however many there are."""
    lines = "".join(f'yes ," yes",{number}\n' for number in range(11_000))
    rows = [cells for _, cells in read(f"a,b,c\n{lines}")[1][1:]]
    assert rows == [["yes", "yes", str(number)] for number in range(11_000)]
    assert len({id(cells[0]) for cells in rows}) < 10


def test_threads_read_cells_of_any_length_side_by_side() -> None:
    """The limit of `csv` is one for all of a program: nobody sets it back while another reads."""
    before = csv.field_size_limit()
    long = "x" * 200_000
    text = "a,b\n" + f"{long},1\n" * 5
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(read, [text] * 16))
    assert all(
        problems == [] and rows[1:] == [(line, [long, "1"]) for line in range(2, 7)] for _, rows, problems in found
    )
    assert csv.field_size_limit() == before
