"""Positions: what a TOML text holds, and on which line and column each of its values stands."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias, final

import attrs

from relabel.errors import DefinitionError

__all__ = ["Locations", "NoTomlError", "located", "parse_toml"]

Path: TypeAlias = tuple[str | int, ...]
"""Keys of tables and positions in arrays, from the root of a document."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r"""
    \"{3} (?:[^\\]|\\.)*? \"{3,5} (?!\")  # several lines
    | '{3} .*? '{3,5} (?!')
    | \" (?:[^\"\\]|\\.)* \"
    | '[^']*'
    """,
    re.DOTALL | re.VERBOSE,
)
_PLAIN = re.compile(r"[^,\]}#\n]+")
_STEP = re.compile(r"""\.([A-Za-z_$][\w$]*)|\[(\d+)\]|\[('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\]""")

_PLACE = re.compile(r"line (\d+), column (\d+)")


@final
@attrs.frozen
class NoTomlError(ValueError):
    """A text that is no TOML: line and column, 0 where they are not known, what was found and what was expected."""

    line: int
    column: int
    found: str
    expected: str = "TOML, in which text stands in quotes, and true or false for yes or no"

    def problem(self, place: str) -> DefinitionError:
        """Say what is wrong with a definition file of this text."""
        return DefinitionError("$", f"found {self.found}", self.expected, "", place, self.line, self.column)


def parse_toml(text: str) -> dict[str, Any]:  # Any: what `tomllib` gives
    """Give what a text in TOML holds; numbers that no float is are exact.

    Raises:
        NoTomlError: It is none, is nested too deeply or has a number of too many digits.
    """
    try:
        return tomllib.loads(text, parse_float=_number)
    except tomllib.TOMLDecodeError as error:
        said, _, place = str(error).rpartition(" (at ")
    except RecursionError:
        raise NoTomlError(0, 0, "tables or arrays that are nested too deeply") from None
    except ValueError:  # the limit of Python for whole numbers
        raise NoTomlError(0, 0, "a number of too many digits") from None
    at = _PLACE.match(place)
    if at is None:  # at the end of the document
        raise NoTomlError(text.rstrip("\n").count("\n") + 1, 0, repr(said), _expected(said, ""))
    line, column = int(at[1]), int(at[2])
    found = text.splitlines()[line - 1].strip()
    raise NoTomlError(line, column, f"{found!r} ({said.strip()})", _expected(said, found))


def _expected(said: str, line: str) -> str:
    """Give what a line should be, by what `tomllib` says of it."""
    if "overwrite" in said or "twice" in said:
        return "each key once: of this line and an earlier one for the same key one has to go"
    if set(line) & set("“”„‘’"):
        return "straight quotes"
    if said.startswith("Expected '='"):
        return 'a key, = and a value; a key that is no single word stands in quotes: "Account name" = "company"'
    if said.startswith("Expected ']'"):
        return 'a key that is no single word in quotes: [columns."Account name"]'
    if said.startswith("Invalid value"):
        return 'a value: text stands in quotes, such as "us"; others are true, false, numbers, [ ... ] and { ... }'
    return NoTomlError(0, 0, "").expected


def _number(text: str) -> float | Decimal:
    """Give the number that is written, as a float where that is the same number."""
    number = float(text)
    try:
        return number if Decimal(text) == Decimal(repr(number)) else Decimal(text)
    except ArithmeticError:  # a number beyond all measure, which no criterion takes
        return number


def located(
    problems: Iterable[DefinitionError], document: Mapping[str, object], text: str, place: str
) -> list[DefinitionError]:
    """Give what is wrong with a file with its name, line and column, by line, before what is wrong with others.

    Args:
        problems: What is wrong. What is wrong with other files says so.
        document: What the file holds.
        text: Its text.
        place: What it is called.
    """
    locations = Locations(text, document)
    found = []
    for problem in problems:
        line, column = (0, 0) if problem.file else locations.find(problem.path) or (0, 0)
        found.append(problem if problem.file else attrs.evolve(problem, file=place, line=line, column=column))
    return sorted(found, key=lambda one: (one.file != place, one.line))


@final
class Locations:
    """Where the values of a TOML text stand.

    Args:
        text: The text, which `tomllib` can read.
        document: What `tomllib` makes of it. Where the two do not agree, nothing is located.
    """

    def __init__(self, text: str, document: Mapping[str, object]) -> None:
        self._text = text.replace("\r\n", "\n")
        self._document = document
        self._offsets: dict[Path, int] = {}
        try:
            found = _Scanner(self._text).scan()
            if found.keys() == set(_paths((), document)):
                self._offsets = found
        except (IndexError, RecursionError):  # a later TOML, or one that is nested too deeply
            pass

    def find(self, path: str) -> tuple[int, int] | None:
        """Give line and column of a path such as `$.labels[0].when`, both from 1.

        They are those of the key or, in an array, of the item; where the path leads to something that is
        not there, those of the nearest table or array around it. None where there is none, or where it is
        not certain.
        """
        found = self._nearest(_steps(path))
        if not found:
            return None
        offset = self._offsets[found]
        return self._text.count("\n", 0, offset) + 1, offset - self._text.rfind("\n", 0, offset)

    def at(self, path: str) -> object:
        """Give what a path leads to; None where that is nothing."""
        found: object = self._document
        for step in _steps(path):
            try:
                found = found[step]  # type: ignore[index]  # what takes no such step raises
            except (KeyError, IndexError, TypeError):
                return None
        return found

    def _nearest(self, steps: Path) -> Path:
        """Follow steps as far as they lead to something."""
        found: Path = ()
        for step in steps:
            parts: Path = (step,)
            if isinstance(step, str) and (*found, step) not in self._offsets:
                parts = tuple(step.split("."))  # it may have been written as a table in a table
            for part in parts:
                if (*found, part) not in self._offsets:
                    return found
                found = (*found, part)
        return found


def _steps(path: str) -> Path:
    found: list[str | int] = []
    for key, position, name in _STEP.findall(path):
        found.append(int(position) if position else ast.literal_eval(name) if name else key)
    return tuple(found)


def _paths(path: Path, value: object) -> Iterator[Path]:
    """Give the path of everything inside a value."""
    inside = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*path, key)
        yield from _paths((*path, key), one)


class _Scanner:
    """Walk over a TOML text that is known to be one, and note where each path begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.offsets: dict[Path, int] = {}
        self.lengths: dict[Path, int] = {}
        """How many tables there are so far in each array of tables that has headers of its own."""

    def scan(self) -> dict[Path, int]:
        """Give the offset of each path."""
        table: Path = ()
        self.skip()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip()
        return self.offsets

    def skip(self) -> None:
        """Go to the next thing that is neither space nor comment."""
        self.take(_BLANK)

    def header(self) -> Path:
        """Read the header of a table and give the path of the table."""
        start = self.at
        brackets = 2 if self.text.startswith("[[", start) else 1
        self.at += brackets
        path: Path = ()
        *above, last = self.keys()
        for key in above:
            path = self.enter((*path, key), start)
        path = (*path, last)
        if brackets == 2:
            self.lengths[path] = self.lengths.get(path, 0) + 1
        self.at += brackets
        return self.enter(path, start)

    def enter(self, path: Path, start: int) -> Path:
        """Note a table, or the latest of an array of tables, and give its path."""
        self.offsets.setdefault(path, start)
        if path in self.lengths:
            path = (*path, self.lengths[path] - 1)
            self.offsets.setdefault(path, start)
        return path

    def pair(self, path: Path) -> None:
        """Read a key with its value."""
        start = self.at
        for key in self.keys():
            path = (*path, key)
            self.offsets.setdefault(path, start)
        self.at += 1  # the equals sign
        self.skip()
        self.value(path)

    def keys(self) -> list[str]:
        """Read a key with its points, and what blank stands around it."""
        found: list[str] = []
        while True:
            self.skip()
            if self.text[self.at] in "\"'":
                raw = self.take(_STRING)
                found.append(str(tomllib.loads(f"key = {raw}")["key"]))
            else:
                found.append(self.take(_BARE))
            self.skip()
            if self.text[self.at] != ".":
                return found
            self.at += 1

    def value(self, path: Path) -> None:
        """Read a value."""
        match self.text[self.at]:
            case "[":
                for position in self.items("]"):
                    self.offsets[(*path, position)] = self.at
                    self.value((*path, position))
            case "{":
                for _ in self.items("}"):
                    self.pair(path)
            case '"' | "'":
                self.take(_STRING)
            case _:
                self.take(_PLAIN)

    def items(self, end: str) -> Iterator[int]:
        """Go to each item of an array or table in one line, and behind its end after the last."""
        self.at += 1
        self.skip()
        position = 0
        while self.text[self.at] != end:
            yield position
            position += 1
            self.skip()
            if self.text[self.at] == ",":
                self.at += 1
                self.skip()
        self.at += 1

    def take(self, pattern: re.Pattern[str]) -> str:
        """Go behind what a pattern matches here, and give it."""
        found = pattern.match(self.text, self.at)
        self.at = self.at if found is None else found.end()
        return "" if found is None else found[0]
