"""Markup: sections as HTML, without a page around them, and what arranges itself as sections."""

import abc
import html
from collections.abc import Iterable, Iterator

from relabel.sections import Item, Section, Table, plain
from relabel.texts import legible

__all__ = ["Report", "escaped", "folded", "to_html"]


def escaped(text: str) -> str:
    """Give text such that HTML shows it and does nothing else; what no page can hold is written as escapes."""
    return html.escape(legible(text))


class Report(abc.ABC):
    """A result that arranges itself for people."""

    __slots__ = ()

    @abc.abstractmethod
    def sections(self) -> list[Section]:
        """Arrange what was found for people."""

    def to_text(self) -> str:
        """Write what was found as lines of plain text."""
        return plain(self.sections())

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return folded(self.sections())


def to_html(sections: Iterable[Section], *, level: int = 2) -> str:
    """Write sections as HTML.

    Args:
        sections: The sections.
        level: That of their headings, 1–6.

    Returns:
        One `section` each, without styles; cells with numbers have the class `number`.

    >>> to_html([Section("Why?", ("It <is>:", Item("so"), Item("thus")))])
    '<section><h2>Why?</h2><p>It &lt;is&gt;:</p><ul><li>so</li><li>thus</li></ul></section>'
    """
    return "".join(f"<section>{''.join(_section(one, level))}</section>" for one in sections)


def folded(sections: Iterable[Section], *, shown: int = 3) -> str:
    """Write sections as HTML for a notebook, in its own style: the first of them, and the others folded away."""
    every = list(sections)
    rest = to_html(every[shown:], level=4)
    more = f"<details><summary>More</summary>{rest}</details>" if rest else ""
    return f"<div>{to_html(every[:shown], level=4)}{more}</div>"


def _section(section: Section, level: int) -> Iterator[str]:
    if section.heading:
        yield f"<h{level}>{escaped(section.heading)}</h{level}>"
    items: list[Item] = []
    for part in section.parts:
        if isinstance(part, Item):
            items.append(part)
            continue
        yield _list(items)
        items = []
        yield f"<p>{escaped(part)}</p>" if isinstance(part, str) else _table(part)
    yield _list(items)


def _list(items: Iterable[Item]) -> str:
    lines = "".join(f"<li>{escaped(one.text)}{_list(one.below)}</li>" for one in items)
    return f"<ul>{lines}</ul>" if lines else ""


def _table(table: Table) -> str:
    right = [' class="number"' if numeric else "" for numeric in table.numeric]
    heads = zip(table.columns, right, strict=True)
    head = "".join(f'<th scope="col"{side}>{escaped(name)}</th>' for name, side in heads)
    body = "".join(
        f"<tr>{''.join(f'<td{side}>{escaped(cell)}</td>' for cell, side in zip(row, right, strict=True))}</tr>"
        for row in table.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
