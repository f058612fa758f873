"""Problems: everything that is wrong with one file, each with its place, and nothing read where there is any."""

from collections.abc import Mapping, Sequence, Sized
from typing import final

import attrs

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
        self._cells: set[int] = set()

    def report(self, line: int, column: str, found: str, expected: str, hint: str = "", *, cure: str = "") -> None:
        """Note a problem; `line` counts from 1, and `column` is a header or a path, or blank for the whole line."""
        self.found.append(CellError(self.file, line, column, found, expected, hint, cure))

    def report_cell(self, line: int, column: str, found: str, expected: str, hint: str = "") -> None:
        """Note a cell that cannot be read, which a mapping may mend."""
        self._cells.add(len(self.found))
        self.report(line, column, found, expected, hint)

    @property
    def unread(self) -> frozenset[str]:
        """The columns with cells that cannot be read."""
        return frozenset(self.found[at].column for at in self._cells)

    def propose(self, cures: Mapping[str, str]) -> None:
        """Propose for columns with cells that cannot be read the line of a mapping by which they can."""
        for at in self._cells:
            self.found[at] = attrs.evolve(self.found[at], cure=cures.get(self.found[at].column, ""))

    def refuse(self) -> None:
        """Refuse the file if there is any problem.

        Raises:
            InvalidFileError: Lists them all, by line; each once.
        """
        refuse([self])


def refuse(files: Sequence[Problems]) -> None:
    """Refuse files if there is any problem with one of them.

    Raises:
        InvalidFileError: Lists them all, by file and line; each once.
    """
    wrong = [one for one in files if one.found]
    if wrong:
        ordered = [problem for one in wrong for problem in sorted(one.found, key=lambda problem: problem.line)]
        once = list({attrs.astuple(one): one for one in ordered}.values())  # errors are equal only to themselves
        raise InvalidFileError(nothing_read(" and ".join(one.file for one in wrong), once), once)
