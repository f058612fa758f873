"""Sections: a report before it has a format, and how it is broken into lines."""

import enum
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import assert_never, final

import attrs

__all__ = ["NOUGHT", "NUMBER", "Item", "Layout", "Role", "Section", "Table", "itemised", "plain"]

NOUGHT = "·"
NUMBER = re.compile(rf"{NOUGHT}|-?\d+(\.\d+)?")
"""What is aligned as a number: one, or the point in place of a zero."""


@final
@attrs.frozen
class Item:
    """A line of a list, with the items that belong to it."""

    text: str
    below: "tuple[Item, ...]" = ()


@final
@attrs.frozen
class Table:
    """Cells under headers.

    Attributes:
        columns: The headers.
        rows: Cells in the order of the columns.
        prose: Whether the last column holds sentences, which may go on over several lines.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    prose: bool = False

    @property
    def numeric(self) -> tuple[bool, ...]:
        """For each column whether it holds numbers and points in place of zeros, to be aligned right."""
        return tuple(all(NUMBER.fullmatch(row[i]) for row in self.rows) for i in range(len(self.columns)))


@final
@attrs.frozen
class Section:
    """A part of what is said: a heading and, below it, sentences, items and tables in any order."""

    heading: str
    parts: tuple[str | Item | Table, ...] = ()


def itemised(texts: Iterable[object]) -> tuple[Item, ...]:
    """Give an item for each text; lines after the first, such as examples, stand below it."""
    items = []
    for text in texts:
        first, *more = str(text).split("\n")
        items.append(Item(first, tuple(Item(line.strip()) for line in more)))
    return tuple(items)


def plain(sections: Iterable[Section]) -> str:
    """Write sections as lines of plain text, with an empty line between them; long lines stay long."""
    return "\n".join(line for line, _ in Layout().lines(sections))


class Role(enum.Enum):
    """What a line is, for who gives it colours."""

    HEADING = "heading"
    TEXT = "text"
    HEADER = "header"
    ROW = "row"


def _as_it_is(text: str) -> str:
    return text


@final
@attrs.frozen
class Layout:
    """How sections become lines.

    Attributes:
        width: How many cells a line may take; None for any number. What cannot be broken may take more.
        whole: Names that are never broken, though there are blanks in them.
        measure: How many cells of a terminal a text takes.
        show: Makes a text safe to be shown.
    """

    width: int | None = None
    whole: tuple[str, ...] = ()
    measure: Callable[[str], int] = len
    show: Callable[[str], str] = _as_it_is
    _names: Mapping[tuple[str, ...], Sequence[str]] = attrs.field(init=False)
    """The names with blanks, by their first words: there may be very many."""

    @_names.default
    def _by_first_words(self) -> Mapping[tuple[str, ...], Sequence[str]]:
        found: dict[tuple[str, ...], list[str]] = {}
        for name in self.whole:
            if " " in name:
                found.setdefault(next(_pairs(name), ()), []).append(name)
        return found

    def lines(self, sections: Iterable[Section]) -> Iterator[tuple[str, Role]]:
        """Write sections as lines, with an empty line between two sections and before a table."""
        for position, section in enumerate(sections):
            if position:
                yield "", Role.TEXT
            if section.heading:
                yield from self._wrapped(self.show(section.heading), "", "  ", Role.HEADING)
            for part in section.parts:
                match part:
                    case str():
                        yield from self._wrapped(self.show(part), "  ", "  ")
                    case Item():
                        yield from self._outline(part, "  ")
                    case Table():
                        yield "", Role.TEXT
                        yield from self._table(part)
                    case _:
                        assert_never(part)

    def broken(self, text: str) -> Iterator[str]:
        """Break the lines of a text; what is broken goes on below with two more blanks than its line begins with."""
        for line in text.split("\n"):
            shown = self.show(line)
            start = shown[: len(shown) - len(shown.lstrip(" "))]
            yield from (part for part, _ in self._wrapped(shown[len(start) :], start, f"{start}  "))

    def _outline(self, item: Item, indent: str) -> Iterator[tuple[str, Role]]:
        yield from self._wrapped(self.show(item.text), f"{indent}- ", f"{indent}  ")
        for below in item.below:
            yield from self._outline(below, f"{indent}    ")

    def _wrapped(self, text: str, start: str, hang: str, role: Role = Role.TEXT) -> Iterator[tuple[str, Role]]:
        """Break a text between words; lines after the first begin with as many blanks as `hang` has."""
        if self.width is None:
            yield start + text, role
            return
        likely = dict.fromkeys(name for pair in ((), *_pairs(text)) for name in self._names.get(pair, ()))
        for name in sorted(likely, key=len, reverse=True):
            text = text.replace(name, name.replace(" ", _KEPT))
        first, *words = (word.replace(_KEPT, " ") for word in text.split(" "))
        line = start + first
        for word in words:
            if self.measure(line) + 1 + self.measure(word) > self.width:
                yield line, role
                line = hang + word
            else:
                line += f" {word}"
        yield line, role

    def _table(self, table: Table) -> Iterator[tuple[str, Role]]:
        """Write a table; where it does not fit, its sentences stand below the rows, or all cells below the first."""
        header, *rows = [tuple(map(self.show, row)) for row in (table.columns, *table.rows)]
        lead = len(header) - table.prose
        widths = [max(map(self.measure, column)) for column in zip(header, *rows, strict=True)]
        taken = sum(widths[:lead]) + 2 * lead
        width = sum(widths) + 2 * len(header) if self.width is None else self.width
        room = width - taken - 2
        if taken > width:
            yield from self._wrapped(header[0], "  ", "    ", Role.HEADER)
            for first, *others in rows:
                yield from self._wrapped(first, "  ", "    ", Role.ROW)
                for name, cell in zip(header[1:], others, strict=True):
                    yield from self._wrapped(f"{name}: {cell}", "    ", "      ", Role.ROW)
            return
        fits = widths[-1] <= room
        aside = table.prose and (self.width is None or (width >= NARROW and (fits or room >= LEAST)))

        def line(row: tuple[str, ...]) -> str:
            cells = zip(row[:lead], widths, table.numeric, strict=False)
            padded = (self._padded(cell, width, right=numeric) for cell, width, numeric in cells)
            return "  ".join(("", *padded))[2:]

        ruler = min(width - 2, taken + (widths[-1] if aside else -2))
        top = f"  {line(header)}{f'  {header[-1]}' if aside else ''}".rstrip()
        yield top, Role.HEADER
        if table.prose and not aside:
            yield f"      {header[-1]}", Role.HEADER
        yield f"  {'─' * ruler}", Role.HEADER
        for row in rows:
            start = f"  {line(row)}"
            if aside:
                yield from self._wrapped(row[-1], f"{start}  ", " " * (taken + 2), Role.ROW)
                continue
            yield start.rstrip(), Role.ROW
            if table.prose and row[-1]:
                yield from self._wrapped(row[-1], "      ", "        ", Role.ROW)

    def _padded(self, cell: str, width: int, *, right: bool) -> str:
        blanks = " " * (width - self.measure(cell))
        return blanks + cell if right else cell + blanks


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Give each word of a text with the one behind it, without the signs around them."""
    return itertools.pairwise(_WORD.findall(text))


_WORD = re.compile(r"\w+")

NARROW = 110
"""On fewer cells the sentences of a table stand below its rows."""

LEAST = 40
"""So many cells there have to be for sentences beside a row."""

_KEPT = "\N{NULL}"
"""Stands for a blank at which a line is not broken; `show` has made sure that there is none in a text."""
