"""Sheets: relationships with their evidence from rows of cells, as spreadsheets and other programs export them."""

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias, final

import attrs

from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.criteria import Measure, Scale
from relabel.core.model.evidence import Evidence
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.words import fold
from relabel.files.cells import read_answer, read_context, read_or_none, remember
from relabel.files.relationships.assembly import COMPANY, LABELS, OBSERVATION, Assembly
from relabel.files.relationships.columns import Column, Use, count_known, read_columns
from relabel.files.relationships.cures import cures
from relabel.files.relationships.mapping import FileMapping
from relabel.files.styles import is_unit
from relabel.texts import did_you_mean, first_few

__all__ = ["Row", "Sheet", "find_header", "find_sheet", "read_sheet", "take_sheet"]

Row: TypeAlias = tuple[int, list[str]]
"""A line, and its cells without the blanks around them."""

HEADER_WITHIN = 20
"""Among how many rows a header is looked for, to name it."""

SLIPS = 1000
"""Among how many different cells that of a mapping is looked for, where it was mistyped."""

TOTALS = {"total", "totals", "grand total", "sum", "subtotal", "summe", "gesamt", "gesamtsumme", "insgesamt"}
"""What stands in place of a company before sums."""


@final
@attrs.frozen
class Sheet:
    """The rows of a sheet, with the header apart.

    Attributes:
        line: The line of the header, from 1.
        headers: The header, cell by cell.
        rows: The rows below it, without blank ones and the footer; each with its line. A row may be shorter
            or longer than the header.
        blank: For each column whether no row has anything in it.
    """

    line: int
    headers: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    blank: tuple[bool, ...] = ()


def read_sheet(assembly: Assembly, mapping: FileMapping, rows: Sequence[Row]) -> None:
    """Read rows of cells with a header, with one relationship or one piece of evidence per row.

    Args:
        assembly: Takes up the relationships and the problems.
        mapping: What headers stand for and how cells are written, where that has to be said.
        rows: The rows, each with its line.
    """
    likely = find_header(assembly, mapping, rows)
    sheet = find_sheet(assembly, mapping, rows)
    if not sheet.headers:
        return
    if not mapping.header_row and likely != sheet.line:
        hint = f"; the header seems to be in line {likely}: say so (--header-row {likely})"
        found = f"the header {', '.join(filter(None, sheet.headers))!r}"
        assembly.report(sheet.line, "", found, "the names of the columns", hint)
        return
    take_sheet(assembly, mapping, sheet)


def take_sheet(assembly: Assembly, mapping: FileMapping, sheet: Sheet) -> None:
    """Read the rows of a sheet of which the header is known; else as `read_sheet`."""
    columns = read_columns(assembly, mapping, sheet.line, sheet.headers, blank=sheet.blank)
    if columns is not None:
        _describe(assembly, mapping, columns)
        settled = _settled(assembly, columns, sheet.rows)
        _read_rows(assembly, mapping, settled, sheet.rows)
        proposed = cures(
            settled,
            sheet.rows,
            assembly.problems.unread,
            mapping=mapping,
            vocabulary=assembly.vocabulary,
            ours=None if assembly.given_to is None else assembly.given_to.other,
        )
        assembly.problems.propose(proposed)


def find_header(assembly: Assembly, mapping: FileMapping, rows: Sequence[Row]) -> int:
    """Give the line that is likely to be the header: the first, or one below that is far more like one."""
    filled = list(itertools.islice((row for row in rows if any(row[1])), HEADER_WITHIN))
    return _likely_header(assembly, mapping, filled) if filled else 1


def find_sheet(assembly: Assembly, mapping: FileMapping, rows: Sequence[Row]) -> Sheet:
    """Give the header, in the line that the mapping says or else the first, and what stands below it.

    What is passed over is noted. Nothing where there is no header, which is reported.
    """
    filled = [(line, cells) for line, cells in rows if any(cells)]
    parted = {line for (line, _), (_, above) in zip(rows[1:], rows, strict=False) if not any(above)}
    start = next((at for at, (line, _) in enumerate(filled) if line >= mapping.header_row), len(filled))
    if start == len(filled) or (mapping.header_row and filled[start][0] != mapping.header_row):
        assembly.report(mapping.header_row or 1, "", "no header", "a line with the names of the columns")
        return Sheet(mapping.header_row or 1)
    if start:
        assembly.notes.append(f"left out above the header: {_lines(filled[:start])}")
    line, headers = filled[start]
    body = filled[start + 1 :]
    again = [row for row in body if row[1] == headers]
    if again:
        assembly.notes.append(f"the header again, passed over: {_lines(again)}")
        body = [row for row in body if row[1] != headers]
    body = _without_footer(assembly, body, parted)
    blank = [not any(cells[at] for _, cells in body if at < len(cells)) for at in range(len(headers))]
    hollow = sum(empty and not header for empty, header in zip(blank, headers, strict=True))
    hollow_rows = sum(len(cells) > 1 for _, cells in rows) - sum(len(cells) > 1 for _, cells in filled)
    for count, kind in ((hollow, "columns"), (hollow_rows, "rows")):
        if count:
            assembly.notes.append(f"{kind} without any text, passed over: {count}")
    return Sheet(line, tuple(headers), tuple(body), tuple(blank))


def _likely_header(assembly: Assembly, mapping: FileMapping, rows: Sequence[Row]) -> int:
    """Give the line of the first row, or of one below that is far more like a header."""
    line, cells = rows[0]
    known = count_known(cells, assembly, mapping)
    best, best_cells = max(rows, key=lambda row: count_known(row[1], assembly, mapping))
    if count_known(best_cells, assembly, mapping) > known + (known > 0):
        return best
    gaps = not all(cells) or len(cells) == 1
    second, names = rows[min(1, len(rows) - 1)]
    named = len(names) > 1 and len({*names} - {""}) == len(names)
    return second if known == 0 and gaps and named and not any(map(str.isdecimal, "".join(names))) else line


def _without_footer(assembly: Assembly, rows: list[Row], parted: Collection[int]) -> list[Row]:
    """Give the rows without those at the end that are no rows of the table, of which a note is taken.

    `parted` are the lines of the rows below a blank one.
    """
    end = len(rows)
    # A footer has a cell a line, and a blank line above; what stands in the table is too short, and refused.
    while end and sum(map(bool, rows[end - 1][1])) == 1:
        end -= 1
    while end < len(rows) and rows[end][0] not in parted:
        end += 1
    if end and next(filter(None, rows[end - 1][1]), "").strip(" :").casefold() in TOTALS:
        end -= 1
    if end < len(rows):
        assembly.notes.append(f"left out below the rows, as they are a footer or sums: {_lines(rows[end:])}")
    return rows[:end]


def _lines(rows: Sequence[Row]) -> str:
    return first_few([f"line {line} ({next(filter(None, cells))!r})" for line, cells in rows], between="; ")


def _settled(assembly: Assembly, columns: Sequence[Column], rows: Sequence[Row]) -> list[Column]:
    """Give the columns with what their cells prove about numbers and dates, of which a note is taken."""
    found: list[Column] = []
    for at, one in enumerate(columns):
        style = one.style
        said: tuple[str, ...] = ()
        if isinstance(one.target, (Measure, Scale)) or one.target in ("observed_on", "since", Use.NUMBER):
            style, said = one.style.proven(cells[at] for _, cells in rows if at < len(cells))
        assembly.notes += [f"column {one.header!r}: {text}" for text in (*said, *_remarks(one, at, rows))]
        assembly.styles[one.header] = style
        found.append(attrs.evolve(one, style=style))
    return found


def _is_field(column: Column) -> bool:
    """Whether a column says something of the whole row."""
    return isinstance(column.target, str) and column.about is None


def _remarks(column: Column, at: int, rows: Sequence[Row]) -> Iterator[str]:
    """Say where a mapping reads cells otherwise than they stand there, or numbers in another unit."""
    style, target = column.style, column.target
    if not style.values and not style.unknown and not style.unit:
        return
    seen = Counter(cells[at] for _, cells in rows if at < len(cells) and cells[at])
    beside = any(style.unit in text for text in seen if style.unit)
    if beside and isinstance(target, Measure) and not is_unit(style.unit, target.unit):
        yield f"numbers with {style.unit!r} are taken as {target.unit}, as the mapping says; nothing is converted"
    if isinstance(target, AnyCriterion):
        meant = {(text, said): count for text, count in seen.items() if (said := style.values.get(fold(text)))}
        if meant:
            yield f"answers, as the mapping reads them: {_counted(meant)}"
        plain = attrs.evolve(style, values=FrozenMapping(), unknown=frozenset())
        found = [
            (text, count, *(read_or_none(target, text, one) for one in (plain, style))) for text, count in seen.items()
        ]
        other = [f"{text!r} ({count})" for text, count, mine, read in found if mine is not None and read != mine]
        if other:
            yield f"answers that the mapping reads as others, or as not known: {first_few(other)}"
    idle = [text for text in style.values if text not in set(map(fold, seen))]
    open_ = [text for text in seen if fold(text) not in style.values] if idle else []
    slips = [f"{text!r}{hint}" for text in idle if (hint := did_you_mean(text, open_[:SLIPS]))]
    if slips:
        yield f"no cell is what the mapping gives a meaning to: {first_few(slips)}"


def _describe(assembly: Assembly, mapping: FileMapping, columns: Sequence[Column]) -> None:
    """Say which columns name the relationship, and which answers have the date of their row."""
    said = {str(one.target): one.header for one in columns if _is_field(one) and not one.source}
    assembly.fields = {name: header for name, header in said.items() if name in COMPANY}
    criteria = dict.fromkeys(one.target for one in columns if isinstance(one.target, AnyCriterion))
    if len(criteria) > 1 and "observed_on" in {**said, **mapping.constants}:
        dated = {one.about for one in columns if one.target == "observed_on"}
        assembly.row_dated = [one.name for one in criteria if one not in dated]


def _read_rows(assembly: Assembly, mapping: FileMapping, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    said = [(at, str(one.target), one) for at, one in enumerate(columns) if _is_field(one) and not one.source]
    sourced = [(at, str(one.target), one) for at, one in enumerate(columns) if one.source]
    rest = [(at, one, _reader(one)) for at, one in enumerate(columns) if not isinstance(one.target, str)]
    named = {target: one.header for _, target, one in said}
    own: dict[AnyCriterion, list[tuple[int, Column]]] = {}
    for at, one in enumerate(columns):
        if one.about is not None:
            own.setdefault(one.about, []).append((at, one))
    worded = [
        (at, target, one)
        for at, target, one in (*said, *sourced)
        if target in LABELS and (one.style.values or one.style.unknown)
    ]
    long = next((one for _, target, one in said if target == "answer"), None)
    readers: dict[str, Callable[[str], Answer | None]] = {}
    idle: list[str] = []
    for line, cells in assembly.watch(rows):
        if len(cells) != len(columns):
            assembly.report(line, "", f"{len(cells)} cells", f"{len(columns)}, as in the header")
            continue
        fields = dict(mapping.constants)
        for at, target, one in said:
            text = one.style.meant(cells[at])
            if text or target not in fields:
                fields[target] = text
        entry = assembly.entry(line, fields, named, merge=long is not None)
        observed = assembly.observation(line, fields, named)
        answered = long is not None and fields["answer"]
        if entry is not None:
            for at, target, one in sourced:
                assembly.call(line, entry, target, one.header, one.style.meant(cells[at]), one.source)
            for at, target, one in worded:
                if (meant := one.style.meant(cells[at])) != cells[at]:
                    assembly.reword(line, entry, target, one.header, cells[at], meant)
        for at, one, reader in rest:
            cell = cells[at]
            found = cell if reader is None else assembly.cell(line, one.header, cell, reader)
            if isinstance(one.target, AnyCriterion):
                answered = answered or cell
                about = observed
                if one.target in own:
                    special = [(other, cells[place]) for place, other in own[one.target]]
                    given = {str(other.target): text for other, text in special if text}
                    if any(other.target == "observed_on" for other, _ in special):  # the day of the row is another
                        given.setdefault("observed_on", mapping.constants.get("observed_on", ""))
                    headers = {str(other.target): other.header for other, _ in special}
                    about = assembly.observation(line, {**fields, **given}, {**named, **headers})
                if found is not None and entry is not None:
                    entry.evidence.append(Evidence(one.target, found, **about))
            elif one.target is not Use.IGNORE and found not in (None, "") and entry is not None:
                assembly.context(line, entry, one.header, found)
        if not answered and any(fields.get(name) for name in OBSERVATION if name in named):
            idle.append(str(line))
        if long is not None and (fields["criterion"] or fields["answer"]):
            criterion = assembly.criterion(line, named["criterion"], fields["criterion"])
            if isinstance(criterion, str):
                if fields["answer"] and entry is not None:
                    entry.evidence.append(Evidence(criterion, fields["answer"], **observed))
            elif criterion is not None:
                if criterion.name not in readers:
                    readers[criterion.name] = remember(partial(read_answer, criterion, style=long.style))
                found = assembly.cell(line, long.header, fields["answer"], readers[criterion.name])
                if found is not None and entry is not None:
                    entry.evidence.append(Evidence(criterion, found, **observed))
    assembly.notes += [
        f"words in use of column {header!r}, as the mapping reads them: {_counted(seen)}"
        for (_, header), seen in assembly.reworded.items()
    ]
    if idle:
        assembly.notes.append(f"no answer, only a date, side, source or note, on line {first_few(idle)}: no evidence")


def _counted(meant: Mapping[tuple[str, str], int]) -> str:
    """Say what cells are read as, and how often."""
    return first_few([f"{cell!r} as {said or 'none'!r} ({count})" for (cell, said), count in meant.items()], most=10)


def _reader(column: Column) -> Callable[[str], Answer | None] | None:
    """Give what reads the cells of a column; None where they are taken as they are."""
    if isinstance(column.target, AnyCriterion):
        return remember(partial(read_answer, column.target, style=column.style))
    return remember(partial(read_context, style=column.style)) if column.target is Use.NUMBER else None
