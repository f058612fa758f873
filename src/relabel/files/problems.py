"""Problems: everything that is wrong with one file, each with its place, and nothing read where there is any."""

from collections.abc import Sized
from typing import final

from relabel.errors import CellError, InvalidFileError

__all__ = ["Problems", "nothing_read"]


def nothing_read(file: str, problems: Sized) -> str:
    """Give the first line of the message that refuses a file."""
    return f"{file}: {len(problems)} problem{'' if len(problems) == 1 else 's'}, nothing was read"


@final
class Problems:
    """What is wrong with one file, as it is found.

    Args:
        file: What the file is called in messages.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[CellError] = []

    def report(self, line: int, column: str, found: str, expected: str, hint: str = "") -> None:
        """Note a problem; `line` counts from 1, and `column` is a header or a path, or blank for the whole line."""
        self._found.append(CellError(self.file, line, column, found, expected, hint))

    def refuse(self) -> None:
        """Refuse the file if there is any problem.

        Raises:
            InvalidFileError: Lists them all, by line.
        """
        if self._found:
            ordered = sorted(self._found, key=lambda problem: problem.line)
            raise InvalidFileError(nothing_read(self.file, ordered), ordered)
