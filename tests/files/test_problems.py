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
