"""Decision tables: labels with their conditions from rows of cells, as people keep them in a spreadsheet.

A table has one column for each criterion that it asks for, and one for the label; or, as a cross table, what one
criterion has to be at its left, what another has to be at its top, and the labels between them. What several rows
say that one record fits is said by the hit policy. The conditions that are made of it give each record the label of the
row that counts, whatever the order of the labels: where a row stands below one of a lower label, or of none,
its condition excludes that one.

Source: the decision tables of OMG, Decision Model and Notation 1.5 (2024), with their single hit policies.
"""

import functools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import final

import attrs

from relabel.core.definitions.rows import ANY
from relabel.core.diagrams.space import FULL, Space, record_text
from relabel.core.diagrams.variables import Variable, variables_of
from relabel.core.model.conditions import AllOf, Condition, Label, all_of, any_of
from relabel.core.model.words import Words, fold
from relabel.errors import ConditionTooLargeError, DefinitionError
from relabel.files.definitions.clauses.columns import Column, read_column
from relabel.files.definitions.clauses.conditions import Clauses
from relabel.files.definitions.clauses.cursor import Cursor
from relabel.files.sources.rows import Rows
from relabel.texts import did_you_mean

__all__ = ["BLANK", "HITS", "Row", "Table", "read_table"]

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

HITS = ("first", "unique", "any", "priority")
"""What to do where several rows fit: take the first; refuse the table; refuse it where they give different labels;
take the one with the highest label."""

BLANK = ("any",)
"""What a cell without text may be said to mean."""

LABEL = "label"
"""The header of the column that says which label a row gives."""

NOTHING = "-"
"""What stands under `LABEL` in a row that gives no label."""

CROSS = "\\"
"""What stands between what the rows and what the columns of a cross table ask for, in its first cell."""

REMARK = "#"
"""What the header of a column begins with that is for people only."""


def read_table(
    text: str, file: str, cursor: Cursor, labels: Sequence[str], clauses: Clauses, *, hit: str, blank: str = ""
) -> "Table":
    """Read a decision table; what is wrong with it is reported.

    Args:
        text: The table, as CSV.
        file: What to call it in messages.
        cursor: Where it is named; takes up the problems.
        labels: The names of the labels, in order; none where they are those in the table, in the order of its rows.
        clauses: The criteria and the lent definitions that its columns may stand for.
        hit: One of `HITS`.
        blank: One of `BLANK`, where that is said.

    Cost: proportional to the square of the number of rows.
    """
    before = len(cursor.problems)
    table = Table(file, cursor, labels, clauses, hit, blank)
    table.read(text)
    if len(cursor.problems) == before:
        table.refuse_overlaps()
    table.sound = len(cursor.problems) == before
    return table


@final
@attrs.frozen
class Row:
    """A row of a decision table.

    Attributes:
        line: Its line.
        label: The position of its label; beyond the last where it gives none.
        asks: What it asks, by criterion, as a condition and as the bits of the cells of its variable.
        under: In a cross table, what stands above its label.
    """

    line: int
    label: int
    asks: Mapping[str, tuple[Condition, int]]
    under: str = ""

    def overlaps(self, other: "Row") -> bool:
        """Say whether some record fits both."""
        return all(bits & other.asks[name][1] for name, (_, bits) in self.asks.items() if name in other.asks)

    def less(self, other: "Row", full: Mapping[str, int]) -> Condition:
        """Give the condition that a record which fits this row does not fit another, as short as it may be."""
        decisive = [
            condition
            for name, (condition, bits) in other.asks.items()
            if (self.asks[name][1] if name in self.asks else full[name]) & ~bits
        ]
        # Where nothing is decisive this row never applies, which `verify` tells from the whole of the other.
        return ~all_of(*(decisive or [condition for condition, _ in other.asks.values()]))


@final
class Table:
    """A decision table as it is read; every problem is noted.

    Attributes:
        file: What to call it.
        names: The names of the labels, in order.
        hit: One of `HITS`.
        rows: The rows, in the order in which they count.
        variables: The variables of its columns, by name.
        sound: Whether nothing was wrong with it.
    """

    def __init__(
        self, file: str, cursor: Cursor, labels: Sequence[str], clauses: Clauses, hit: str, blank: str
    ) -> None:
        self.file = file
        self.cursor = cursor
        self.names = labels
        self.clauses = clauses
        self.declared = clauses.declarations
        self.hit = hit
        self.blank = blank
        self.sound = False
        self.is_crossed = False
        self.rows: list[Row] = []
        self.variables: dict[str, Variable] = {}

    def report(self, line: int, column: str, found: str, expected: str, hint: str = "") -> None:
        """Note a problem."""
        error = DefinitionError(self.cursor.path, f"found {found}", expected, hint, self.file, line, column or 0)
        self.cursor.problems.append(error)

    def read(self, text: str) -> None:
        """Read the rows."""
        before = len(self.cursor.problems)
        rows = Rows(text, self.report)
        whole = [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells)]
        unpaired = rows.unpaired(whole)
        if unpaired is not None:
            self.report(unpaired[0], "", repr(unpaired[1]), "quotes in pairs, a quote inside a quoted cell doubled")
        if whole and CROSS in whole[0][1][0]:
            whole = self.uncrossed(whole, rows.separator)
        lines = iter(whole)
        line, headers = next(lines, (1, []))
        hollow = {at for at, _ in enumerate(headers) if not any(cells[at:] and cells[at].strip() for _, cells in whole)}
        columns = self.columns(line, headers, hollow)
        rest = list(lines)
        if not self.names and LABEL in columns:
            self.names = self.names_in(columns.index(LABEL), [cells for _, cells in rest if len(cells) == len(headers)])
        known = Words(self.names, fold)
        found: list[tuple[int, str, int, dict[str, Condition]]] = []
        asking = [at for at, column in enumerate(columns) if isinstance(column, Column)]
        above: dict[int, str] = {}
        blanks: list[tuple[int, str]] = []
        dashes = False
        for line, cells in rest:
            if len(cells) != len(headers):
                hint = f"; a cell that holds {rows.separator!r} needs quotes around it"
                self.report(line, "", f"{len(cells)} cells", f"{len(headers)}, as in the header", hint)
                continue
            if self.blank not in BLANK:
                self.refuse_merged(line, headers, {at: cells[at].strip() for at in asking}, above)
            blanks += [(line, headers[at].strip()) for at in asking if not cells[at].strip()]
            asks: dict[str, Condition] = {}
            for header, column, cell in zip(headers, columns, cells, strict=True):
                condition = self.condition(line, header, column, cell)
                if condition is not None and isinstance(column, Column):
                    asks[column.name] = condition
                dashes |= isinstance(column, Column) and condition is None and cell.strip() == ANY
            cell = next((cell for column, cell in zip(columns, cells, strict=True) if column == LABEL), "")
            label = known.find(cell)
            under = cells[1].strip() if self.is_crossed else ""
            if label is not None:
                found.append((line, under, self.names.index(label), asks))
            elif cell.strip() == NOTHING:
                found.append((line, under, len(self.names), asks))
            elif LABEL in columns:
                expected = f"one of {', '.join(map(repr, self.names))}, or {NOTHING} for no label"
                self.report(line, LABEL, repr(cell.strip()), expected, did_you_mean(cell, self.names))
        if dashes and self.blank not in BLANK:
            for line, header in blanks:
                cure = f'{ANY} for any answer; or blank = "{BLANK[0]}" beside the name of the table'
                self.report(line, header, f"nothing, where other cells say {ANY!r}", cure)
        if len(self.cursor.problems) == before:
            self.take({column.name: column for column in columns if isinstance(column, Column)}, found)

    def uncrossed(self, whole: Sequence[tuple[int, Sequence[str]]], separator: str) -> list[tuple[int, list[str]]]:
        """Give the rows of a cross table: one for each of its labels, with the cells at its left and above it."""
        self.is_crossed = True
        (line, (corner, *above)), *rest = whole
        asked = [one.strip() for one in corner.split(CROSS)]
        if len(asked) != 2:
            expected = f'two names, as in "size {CROSS} trust": what the rows ask for, and what the columns'
            self.report(line, "", f'"{corner.strip()}"', expected)
        for at, top in enumerate(above, 1):
            if (
                not top.strip()
                and self.blank not in BLANK
                and any(len(cells) > at and cells[at].strip() for _, cells in rest)
            ):
                cure = f"{ANY} for any answer, or what stands at its left again if the cells were merged"
                self.report(line, "", f"nothing above column {at + 1}", cure)
        found = [(line, [*asked[:2], LABEL])]
        for line, cells in rest:
            if len(cells) != len(above) + 1:
                hint = f"; a cell that holds {separator!r} needs quotes around it"
                self.report(line, "", f"{len(cells)} cells", f"{len(above) + 1}, as in the header", hint)
                continue
            found += [
                (line, [cells[0], top, cell])
                for top, cell in zip(above, cells[1:], strict=True)
                if not top.strip().startswith(REMARK) and (top.strip() or cell.strip())
            ]
        return found

    def refuse_merged(self, line: int, headers: Sequence[str], cells: Mapping[int, str], above: dict[int, str]) -> None:
        """Report cells without text that may be the rest of a merged cell; `above` is what stands above each.

        Those are the first of a row that says something further on, below a cell that does.
        """
        first = next((at for at, cell in cells.items() if cell), None)
        for at, cell in cells.items():
            if first is not None and at < first and above.get(at, ANY) != ANY:
                cure = f"- for any answer, or {above[at]!r} again if the cells were merged"
                self.report(line, headers[at].strip(), f"nothing below {above[at]!r}", cure)
            above[at] = cell or above.get(at, ANY)

    def names_in(self, at: int, rows: Iterable[Sequence[str]]) -> list[str]:
        """Give the labels of the rows, each once, by the position of their column."""
        found: dict[str, str] = {}
        for word in (" ".join(cells[at].split()) for cells in rows):
            if word not in ("", NOTHING):
                found.setdefault(fold(word), word)
        return list(found.values())

    def take(
        self, columns: Mapping[str, "Column"], found: Sequence[tuple[int, str, int, Mapping[str, Condition]]]
    ) -> None:
        """Keep rows that could be read, with the bits of what they ask."""
        spaces: dict[str, Space] = {}
        for name in columns:
            for variable in variables_of(asks[name] for *_, asks in found if name in asks):
                self.variables[name] = variable
                spaces[name] = Space([variable])
        for line, under, label, asks in found:
            row = {}
            for name, condition in asks.items():
                row[name] = columns[name].asked(condition), _bits(spaces[name], condition)
            self.rows.append(Row(line, label, row, under))
        if self.hit == "priority":
            self.rows.sort(key=lambda row: row.label)
        given = {row.label for row in self.rows}
        for position, name in enumerate(self.names):
            if position not in given:
                self.report(0, LABEL, f"no row for {name!r}", "at least one for each label")

    def columns(self, line: int, headers: Sequence[str], hollow: Collection[int]) -> list[Column | str]:
        """Say for each header what it stands for: what is asked, `LABEL`, or nothing that counts.

        `hollow` are the columns without any text, which may stand between the others.
        """
        known = [*self.declared.criteria, *self.clauses.lenders.all_names, LABEL]
        names = Words(known)
        columns: list[Column | str] = []
        taken: set[str] = set()
        for position, header in enumerate(headers, 1):
            written = header.strip()
            name = names.find(header) or names.find(_CAMEL.sub("_", header))
            column: Column | str = REMARK
            if name == LABEL:
                column = LABEL
            elif name is not None:
                report = functools.partial(self.report, line, written)
                column = read_column(name, self.declared, self.clauses.lenders, report) or REMARK
            elif not written and position - 1 not in hollow:
                self.report(line, "", f"no header over column {position}", "a name for every column")
            elif written and not written.startswith(REMARK) and written not in self.declared.faulty:
                expected = f"the name of a criterion, a definition or a part, {LABEL!r}, or {REMARK!r} before a remark"
                self.report(line, written, f"the header {written!r}", expected, did_you_mean(written, known))
            stands_for = column if isinstance(column, str) else column.name
            if stands_for in taken and stands_for != REMARK:
                self.report(line, written, f"a second column for {stands_for!r}", "one")
            taken.add(stands_for)
            columns.append(column)
        if LABEL not in columns:
            self.report(line, "", f"no column {LABEL!r}", "one that says which label a row gives")
        return columns

    def condition(self, line: int, header: str, column: Column | str, cell: str) -> Condition | None:
        """Read a cell as a condition; None for a cell that every answer fits, or that is reported."""
        if isinstance(column, str):
            return None
        return column.condition(cell.strip(), self.declared, functools.partial(self.report, line, header.strip()))

    def refuse_overlaps(self) -> None:
        """Report rows that some record fits both of, where the hit policy does not say which counts."""
        if self.hit not in ("unique", "any"):
            return
        for position, row in enumerate(self.rows):
            for other in self.rows[:position]:
                if (self.hit == "unique" or row.label != other.label) and row.overlaps(other):
                    found = (
                        f"a row that overlaps with the one on line {other.line}: both fit {self.witness(row, other)}"
                    )
                    same = ", or that give one label" if self.hit == "any" else ""
                    hint = '; rows that agree may overlap with hit = "any"' if row.label == other.label else ""
                    self.report(row.line, "", found, f"rows that fit no record both{same}", hint)
                    break

    def witness(self, row: Row, other: Row) -> str:
        """Write a record that fits both of two rows."""
        record = {}
        for name, variable in self.variables.items():
            bits = variable.full
            for one in (row, other):
                bits &= one.asks[name][1] if name in one.asks else variable.full
            record[name] = variable.example((bits & -bits).bit_length() - 1)
        return record_text(record, complete=False)

    def labels(self) -> list[Label]:
        """Give the labels, each with the condition that the row that counts is one of its own.

        Where something is wrong, they have conditions that never hold.
        """
        return (self.sound and self._labels()) or [Label(name, any_of()) for name in self.names]

    def _labels(self) -> list[Label]:
        full = {name: variable.full for name, variable in self.variables.items()}
        ways: list[list[Condition]] = [[] for _ in (*self.names, NOTHING)]
        try:
            for position, row in enumerate(self.rows):
                # A label above is asked before, so that only rows of labels below have to be excluded.
                lower = [one for one in self.rows[:position] if one.label > row.label and row.overlaps(one)]
                excluded = dict.fromkeys(row.less(one, full) for one in lower)
                ways[row.label].append(all_of(*(condition for condition, _ in row.asks.values()), *excluded))
            whens = [all_of() if AllOf(()) in some else any_of(*dict.fromkeys(some)) for some in ways[:-1]]
        except ConditionTooLargeError as error:
            found = f"a table that needs a condition of {error.parts} parts"
            hint = "; put the rows of higher labels above those of lower ones"
            self.report(0, "", found, f"at most {error.limit}", hint)
            return []
        otherwise = whens[-1] == AllOf(())
        made = [Label(name, when) for name, when in zip(self.names, whens, strict=True)]
        return [*made[:-1], Label(self.names[-1])] if otherwise else made


def _bits(space: Space, condition: Condition) -> int:
    """Give the cells of the only variable of a space in which a condition holds, as bits."""
    node = space.where(condition)
    if node == FULL:
        return space.variables[0].full
    return sum(1 << cell for cell, child in enumerate(space.children[node]) if child == FULL)
