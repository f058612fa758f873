"""Cures: for columns with cells that cannot be read, the line of a mapping file by which they can."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.words import Words, fold_name, visible
from relabel.files.definitions.toml import inline, quoted
from relabel.files.interpretation import Interpretation, Target, interpret
from relabel.files.relationships.columns import Column, Use
from relabel.files.relationships.mapping import ColumnUse, FileMapping

__all__ = ["cures"]


def cures(
    columns: Sequence[Column],
    rows: Sequence[tuple[int, list[str]]],
    unread: Collection[str],
    *,
    mapping: FileMapping,
    vocabulary: Mapping[str, AnyCriterion],
    ours: Side | None,
) -> dict[str, str]:
    """Give the lines that stand for columns under `[columns]`, by header; none where nothing can be proposed.

    Args:
        columns: All columns, with what is known of how their cells are written.
        rows: The rows, each with its line.
        unread: The headers of the columns with cells that cannot be read.
        mapping: What is said already; it stands in the lines, too.
        vocabulary: The criteria, by name.
        ours: The side that is "us"; None where that is not known.
    """
    found = {}
    for at, one in enumerate(columns):
        if one.header in unread:
            seen = _seen(at, columns, rows, vocabulary)
            read = [interpret(target, cells, style=one.style, ours=ours) for target, cells in seen.items()]
            line = _line(one, read, mapping.columns.get(fold_name(one.header)))
            if line:
                found[one.header] = line
    return found


def _seen(
    at: int,
    columns: Sequence[Column],
    rows: Sequence[tuple[int, list[str]]],
    vocabulary: Mapping[str, AnyCriterion],
) -> dict[Target, Counter[str]]:
    """Count the cells of a column by what they are about: one criterion, or in the long shape several."""
    target = columns[at].target
    found: dict[Target, Counter[str]] = {}
    criterion_at = next((place for place, one in enumerate(columns) if one.target == "criterion"), 0)
    names = Words(vocabulary)
    for _, cells in rows:
        if len(cells) != len(columns) or not cells[at]:
            continue
        about: Target | None = target.value if isinstance(target, Use) else target
        if target == "answer":
            name = names.find(visible(cells[criterion_at]))
            about = None if name is None else vocabulary[name]
        if about is not None:
            found.setdefault(about, Counter())[cells[at]] += 1
    return found


def _line(column: Column, read: Sequence[Interpretation], use: ColumnUse | None) -> str:
    said = [one for interpretation in read for one in (*interpretation.declared, *interpretation.open)]
    unknown = [text for interpretation in read for text in interpretation.unknown]
    values = {
        cell.text: meant
        for interpretation in read
        for cell in interpretation.cells
        if (meant := cell.meant or ("" if cell.reading else interpretation.near(cell.text)))
    }
    if not (said or unknown or values):
        return ""
    keys = dict(_declared(column, use))
    keys |= {one.key: one.value for one in said}
    if unknown:
        keys["unknown"] = [*keys.get("unknown", ()), *dict.fromkeys(unknown)]
    if values:
        keys["values"] = {**keys.get("values", {}), **values}
    either = dict.fromkeys(one.why for interpretation in read for one in interpretation.open)
    return f"{quoted(column.header)} = {inline(keys)}" + (f"  # {'; '.join(either)}" if either else "")


def _declared(column: Column, use: ColumnUse | None) -> Iterator[tuple[str, Any]]:  # Any: values of TOML
    """Give what a mapping says of a column, or would have to."""
    if column.about is not None:
        yield "criterion", column.about.name
    match column.target:
        case Use():
            yield "is", column.target.value
        case str():
            yield "is", column.target
        case _:
            yield "is", column.target.name
    if use is not None:
        for key in ("date", "decimal", "thousands", "unit"):
            if getattr(use.style, key):
                yield key, getattr(use.style, key)
        if use.style.unknown:
            yield "unknown", sorted(use.style.unknown)
        if use.style.values:
            yield "values", dict(use.style.values)
        if use.optional:
            yield "optional", True
