"""Markdown: sections for documents and tickets."""

from collections.abc import Iterable, Iterator

from relabel.sections import Item, Section, Table
from relabel.texts import printable

__all__ = ["to_markdown"]


def to_markdown(parts: Iterable[Section]) -> str:
    """Write sections as Markdown; signs that mean something in Markdown are escaped."""
    blocks: list[str] = []
    for position, part in enumerate(parts):
        blocks.append(f"{'##' if position else '#'} {_escape(part.heading)}")
        items: list[str] = []
        for one in part.parts:
            if isinstance(one, Item):
                items += _listed(one, "")
                continue
            blocks += _block(items)
            items = []
            blocks.append(_escape(one) if isinstance(one, str) else "\n".join(_rows(one)))
        blocks += _block(items)
    return "\n\n".join(blocks) + "\n"


def _block(items: list[str]) -> list[str]:
    return ["\n".join(items)] if items else []


def _listed(item: Item, indent: str) -> Iterator[str]:
    yield f"{indent}- {_escape(item.text)}"
    for below in item.below:
        yield from _listed(below, f"{indent}  ")


def _rows(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(map(_escape, table.columns))} |"
    yield f"|{'|'.join('---:' if number else '---' for number in table.numeric)}|"
    for row in table.rows:
        yield f"| {' | '.join(map(_escape, row))} |"


def _escape(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#&~!" else sign for sign in printable(text))
