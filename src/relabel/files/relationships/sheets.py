"""Sheets: relationships with their evidence from rows of cells, as spreadsheets and other programs export them."""

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias, final

import attrs

from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.criteria import Measure, Scale
from relabel.core.model.evidence import Evidence
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.words import fold
from relabel.files.cells import read_answer, read_context, read_or_none, remember
from relabel.files.relationships.assembly import COMPANY, LABELS, OBSERVATION, Assembly, Entry
from relabel.files.relationships.columns import Column, Use, count_known, read_columns
from relabel.files.relationships.cures import cures
from relabel.files.relationships.mapping import FileMapping
from relabel.files.styles import PLAIN, is_unit
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
    if not style.values and not (isinstance(target, AnyCriterion) and (style.unknown or style.unit)):
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
    folded = {text: fold(text) for text in seen}
    there = set(folded.values())
    idle = [text for text in style.values if text not in there]
    open_ = [text for text, said in folded.items() if said not in style.values] if idle else []
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
    reader = _RowReader(assembly, mapping, columns)
    for line, cells in assembly.watch(rows):
        if len(cells) != len(columns):
            assembly.report(line, "", f"{len(cells)} cells", f"{len(columns)}, as in the header")
        else:
            reader.read(line, cells)
    assembly.notes += [
        f"words in use of column {header!r}, as the mapping reads them: {_counted(seen)}"
        for (_, header), seen in assembly.reworded.items()
    ]
    if reader.idle:
        where = first_few(list(map(str, reader.idle)))
        assembly.notes.append(f"no answer, only a date, side, source or note, on line {where}: no evidence")


class _RowReader:
    """Reads the rows of a sheet, with what its columns stand for.

    Attributes:
        idle: The lines that say where evidence comes from, and have none.
    """

    def __init__(self, assembly: Assembly, mapping: FileMapping, columns: Sequence[Column]) -> None:
        self.assembly = assembly
        self.constants = mapping.constants
        self.idle: list[int] = []
        fields = [(at, str(one.target), one) for at, one in enumerate(columns) if _is_field(one)]
        self._said = [field for field in fields if not field[2].source]
        self._sourced = [field for field in fields if field[2].source]
        self._worded = [field for field in fields if field[1] in LABELS and field[2].style != PLAIN]
        self._rest = [(at, one, _reader(one)) for at, one in enumerate(columns) if not isinstance(one.target, str)]
        self._named = {target: one.header for _, target, one in self._said}
        self._observes = [name for name in OBSERVATION if name in self._named]
        self._own: dict[AnyCriterion, list[tuple[int, Column]]] = {}
        for at, one in enumerate(columns):
            if one.about is not None:
                self._own.setdefault(one.about, []).append((at, one))
        self._long = next((one for _, target, one in self._said if target == "answer"), None)
        self._readers: dict[str, Callable[[str], Answer | None]] = {}

    def read(self, line: int, cells: Sequence[str]) -> None:
        """Take up a row: its relationship, with the words, the evidence and the context that it has."""
        fields = dict(self.constants)
        for at, target, one in self._said:
            text = one.style.meant(cells[at])
            if text or target not in fields:
                fields[target] = text
        entry = self.assembly.entry(line, fields, self._named, merge=self._long is not None)
        observed = self.assembly.observation(line, fields, self._named)
        if entry is not None:
            self._read_words(line, cells, entry)
        answered = self._long is not None and fields["answer"]
        for at, one, reader in self._rest:
            cell = cells[at]
            found = cell if reader is None else self.assembly.cell(line, one.header, cell, reader)
            if isinstance(one.target, AnyCriterion):
                answered = answered or cell
                about = self._observed(one.target, line, cells, fields) if one.target in self._own else observed
                if found is not None and entry is not None:
                    entry.evidence.append(Evidence(one.target, found, **about))
            elif one.target is not Use.IGNORE and found not in (None, "") and entry is not None:
                self.assembly.context(line, entry, one.header, found)
        if not answered and any(fields.get(name) for name in self._observes):
            self.idle.append(line)
        if self._long is not None and (fields["criterion"] or fields["answer"]):
            self._read_piece(line, fields, entry, observed, self._long)

    def _read_words(self, line: int, cells: Sequence[str], entry: Entry) -> None:
        """Take up what further sources call the company, and words that the mapping reads as others."""
        for at, target, one in self._sourced:
            self.assembly.call(line, entry, target, one.header, one.style.meant(cells[at]), one.source)
        for at, target, one in self._worded:
            meant = one.style.meant(cells[at])
            if meant != cells[at]:
                self.assembly.reword(line, entry, target, one.header, cells[at], meant)

    def _observed(
        self, criterion: AnyCriterion, line: int, cells: Sequence[str], fields: Mapping[str, str]
    ) -> dict[str, Any]:  # Any: arguments of Evidence
        """Read where the evidence on a criterion comes from that has columns of its own for that."""
        special = [(str(one.target), cells[at], one.header) for at, one in self._own[criterion]]
        given = {target: text for target, text, _ in special if text}
        headers = {target: header for target, _, header in special}
        if "observed_on" in headers:  # the day of the row is another
            given.setdefault("observed_on", self.constants.get("observed_on", ""))
        return self.assembly.observation(line, {**fields, **given}, {**self._named, **headers})

    def _read_piece(
        self, line: int, fields: Mapping[str, str], entry: Entry | None, observed: Mapping[str, Any], column: Column
    ) -> None:
        """Take up the one piece of evidence that a row of the long shape has."""
        criterion = self.assembly.criterion(line, self._named["criterion"], fields["criterion"])
        if isinstance(criterion, str):  # a remark
            if fields["answer"] and entry is not None:
                entry.evidence.append(Evidence(criterion, fields["answer"], **observed))
            return
        if criterion is None:
            return
        if criterion.name not in self._readers:
            self._readers[criterion.name] = remember(partial(read_answer, criterion, style=column.style))
        found = self.assembly.cell(line, column.header, fields["answer"], self._readers[criterion.name])
        if found is not None and entry is not None:
            entry.evidence.append(Evidence(criterion, found, **observed))


def _counted(meant: Mapping[tuple[str, str], int]) -> str:
    """Say what cells are read as, and how often."""
    return first_few([f"{cell!r} as {said or 'none'!r} ({count})" for (cell, said), count in meant.items()], most=10)


def _reader(column: Column) -> Callable[[str], Answer | None] | None:
    """Give what reads the cells of a column; None where they are taken as they are."""
    if isinstance(column.target, AnyCriterion):
        return remember(partial(read_answer, column.target, style=column.style))
    return remember(partial(read_context, style=column.style)) if column.target is Use.NUMBER else None
