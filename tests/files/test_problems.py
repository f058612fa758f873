"""Tests of `relabel.files.problems`: everything that is wrong with a file, by place, or nothing."""

import pytest

from relabel.errors import CellError, InvalidFileError
from relabel.files.problems import Problems


def test_a_file_without_problems_is_not_refused() -> None:
    """Nothing happens."""
    Problems("some.csv").refuse()


def test_a_file_is_refused_with_all_its_problems_by_line() -> None:
    """Whatever the order in which they were found."""
    problems = Problems("some.csv")
    problems.report(3, "b", "'x'", "a number", "; write 1")
    problems.report(2, "", "1 cells", "2")
    with pytest.raises(InvalidFileError, match=r"^some.csv: 2 problems, nothing was read") as caught:
        problems.refuse()
    assert list(map(repr, caught.value.exceptions)) == [
        repr(CellError("some.csv", 2, "", "1 cells", "2")),
        repr(CellError("some.csv", 3, "b", "'x'", "a number", "; write 1")),
    ]


def test_a_single_problem_is_counted_as_one() -> None:
    """Not as "1 problems"."""
    problems = Problems("some.csv")
    problems.report(1, "", "nothing", "something")
    with pytest.raises(InvalidFileError, match=r"^some.csv: 1 problem, nothing was read"):
        problems.refuse()


def test_a_problem_is_listed_once() -> None:
    """However often it is met."""
    problems = Problems("some.csv")
    for _ in range(2):
        problems.report(2, "a", "'x'", "a number")
    with pytest.raises(InvalidFileError, match="1 problem,"):
        problems.refuse()


def test_cells_that_cannot_be_read_get_the_cure_of_their_column() -> None:
    """Other problems of the column have one of their own, or none; each cure is written once, at the end."""
    problems = Problems("some.csv")
    problems.report(1, "b", "the header 'b'", "a name", cure='"b" = "x"')
    problems.report_cell(2, "a", "'x'", "a number")
    problems.report_cell(3, "a", "'y'", "a number")
    problems.report(4, "a", "2 values", "one")
    problems.report_cell(5, "c", "'z'", "a number")
    assert problems.unread == {"a", "c"}
    problems.propose({"a": '"a" = "y"'})
    with pytest.raises(InvalidFileError) as caught:
        problems.refuse()
    cures = [one.cure for one in caught.value.exceptions if isinstance(one, CellError)]
    assert cures == ['"b" = "x"', '"a" = "y"', '"a" = "y"', "", ""]
    assert str(caught.value).split("\n")[-3:] == [
        "  in the mapping file (--map), in place of what it says of the column so far:",
        '    "b" = "x"',
        '    "a" = "y"',
    ]
