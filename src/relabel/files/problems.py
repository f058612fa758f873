"""Problems: everything that is wrong with one file, each with its place, and nothing read where there is any."""

from collections.abc import Sequence, Sized
from typing import final

from relabel.errors import CellError, InvalidFileError

__all__ = ["Problems", "nothing_read", "refuse"]


def nothing_read(file: str, problems: Sized) -> str:
    """Give the first line of the message that refuses a file."""
    return f"{file}: {len(problems)} problem{'' if len(problems) == 1 else 's'}, nothing was read"


@final
class Problems:
    """What is wrong with one file, as it is found.

    Args:
        file: What the file is called in messages.

    Attributes:
        found: The problems, in the order in which they were found.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[CellError] = []

    def report(self, line: int, column: str, found: str, expected: str, hint: str = "") -> None:
        """Note a problem; `line` counts from 1, and `column` is a header or a path, or blank for the whole line."""
        self.found.append(CellError(self.file, line, column, found, expected, hint))

    def refuse(self) -> None:
        """Refuse the file if there is any problem.

        Raises:
            InvalidFileError: Lists them all, by line.
        """
        refuse([self])


def refuse(files: Sequence[Problems]) -> None:
    """Refuse files if there is any problem with one of them.

    Raises:
        InvalidFileError: Lists them all, by file and line.
    """
    wrong = [one for one in files if one.found]
    if wrong:
        ordered = [problem for one in wrong for problem in sorted(one.found, key=lambda problem: problem.line)]
        raise InvalidFileError(nothing_read(" and ".join(one.file for one in wrong), ordered), ordered)
