"""Cures: for columns with cells that cannot be read, the lines of a mapping file by which they can."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import attrs

from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.words import Words, fold, fold_name, visible
from relabel.files.interpretation import Interpretation, Target, interpret
from relabel.files.relationships.columns import Column, Use
from relabel.files.relationships.mapping import ColumnUse, FileMapping, column_lines
from relabel.files.styles import Style

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
    """Give the lines of a mapping file about columns, by header; none where nothing can be proposed.

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
            use = mapping.columns.get(fold_name(one.header))
            seen = _seen(at, columns, rows, vocabulary)
            sound = attrs.evolve(one.style, values=_sound(one.style.values, seen, ours))
            bare = attrs.evolve(sound, date="", decimal="", thousands="", unit="")
            as_it_is, *mended = (_Attempt.at(seen, style, ours) for style in (one.style, sound, bare))
            best = max(mended, key=lambda each: each.understood)  # what is declared may itself be wrong
            better = best.understood > as_it_is.understood
            lines = _lines(one, best.style, best.read, use, _declared_elsewhere(columns), better=better)
            if lines:
                found[one.header] = lines
    return found


@attrs.frozen
class _Attempt:
    """How the cells of a column are read in a style, by what they are about, and how many of them, as shares."""

    style: Style
    read: list[Interpretation]
    understood: float

    @classmethod
    def at(cls, seen: Mapping[Target, Counter[str]], style: Style, ours: Side | None) -> "_Attempt":
        read = [interpret(target, cells, style=style, ours=ours) for target, cells in seen.items()]
        return cls(style, read, sum(one.understood for one in read))


def _sound(values: Mapping[str, str], seen: Collection[Target], ours: Side | None) -> Mapping[str, str]:
    """Give what cells stand for, without what is no answer itself."""

    def reads(meant: str) -> bool:
        read = (interpret(target, {meant: 1}, ours=ours).cells[0] for target in seen)
        return any(one.reading is not None and not one.meant for one in read)

    return FrozenMapping({cell: meant for cell, meant in values.items() if reads(meant)})


def _declared_elsewhere(columns: Sequence[Column]) -> Mapping[str, str]:
    """Give how dates and numbers are written in other columns, where these agree."""
    found = {key: {getattr(one.style, key) for one in columns} - {""} for key in ("date", "decimal")}
    return {key: min(values) for key, values in found.items() if len(values) == 1}


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


def _lines(
    column: Column,
    style: Style,
    read: Sequence[Interpretation],
    use: ColumnUse | None,
    elsewhere: Mapping[str, str],
    *,
    better: bool,
) -> str:
    """Give the lines of a mapping for a column, with all that is said of it already and is sound.

    `better` says whether more cells are read without what is not sound.
    """
    said = [one for interpretation in read for one in (*interpretation.declared, *interpretation.open)]
    unknown = [text for interpretation in read for text in interpretation.unknown]
    values = {
        cell.text: meant
        for interpretation in read
        for cell in interpretation.cells
        if (meant := cell.meant or ("" if cell.reading else interpretation.near(cell.text)))
    }
    keys = dict(_declared(column, style, use))
    if not (said or unknown or values or better):
        return ""
    keys |= {one.key: one.value for one in said}
    if unknown:
        keys["unknown"] = [*keys.get("unknown", ()), *dict.fromkeys(unknown)]
    if values:
        mine = {fold(visible(cell)) for cell in values}
        before = {cell: meant for cell, meant in keys.get("values", {}).items() if cell not in mine}
        keys["values"] = {**before, **values}
    remarks = {}
    for one in (one for interpretation in read for one in interpretation.open):
        remarks[one.key] = one.why
        if elsewhere.get(one.key, one.value) != one.value:
            keys[one.key] = elsewhere[one.key]
            remarks[one.key] = f"as in other columns; else {one.value!r}"
    return column_lines(column.header, keys, remarks=remarks)


def _declared(column: Column, style: Style, use: ColumnUse | None) -> Iterator[tuple[str, Any]]:  # Any: values of TOML
    """Give what a mapping says of a column, or would have to, of what a style still has."""
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
            if getattr(use.style, key) and getattr(style, key):
                yield key, getattr(use.style, key)
        if use.style.unknown:
            yield "unknown", sorted(use.style.unknown)
        values = {cell: meant for cell, meant in use.style.values.items() if cell in style.values}
        if values:
            yield "values", values
        if use.optional:
            yield "optional", True
