"""Decision tables: labels with their conditions from rows of cells, as people keep them in a spreadsheet.

A table has one column for each criterion that it asks for, and one for the label. Rows are read from
the top; the first that fits gives the label. The conditions that are made of it give each record the
label of that row, whatever the order of the labels: where a row stands below one of a lower label, its
condition excludes that one.

Source: the decision tables of OMG, Decision Model and Notation 1.5 (2024), with the hit policies first
and unique.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, final

import attrs

from relabel.core.diagrams.space import EMPTY, FULL, Space, record_text
from relabel.core.diagrams.variables import Variable, variables_of
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import AllOf, Condition, Label, all_of, any_of
from relabel.core.model.criteria import Choice, Criterion, Measure, Scale
from relabel.core.model.words import Words, fold
from relabel.errors import ConditionTooLargeError, DefinitionError
from relabel.files.cells import YES_NO, UnreadableError, read_answer
from relabel.files.definitions.criteria import Declarations
from relabel.files.definitions.cursor import Cursor
from relabel.files.rows import Rows
from relabel.texts import did_you_mean

__all__ = ["HITS", "read_table"]

HITS = ("first", "unique")
"""What to do where several rows fit: take the first, or refuse the table."""

LABEL = "label"
"""The header of the column that says which label a row gives."""

ANY = ("", "-")
"""The cells that every answer fits."""

REMARK = "#"
"""What the header of a column begins with that is for people only."""

_COMPARISON = re.compile(r"(>=|<=|>|<|≥|≤)(.+)")
_RANGE = re.compile(r"([\[(])(.+?)\.\.(.+)([\])])")
_SLIPS = (
    (re.compile(r"=([<>])\s*(.+)"), r"\1=\2"),
    (re.compile(r"([\d.,']+)\s*\+"), r">=\1"),
    (re.compile(r"([\[(]?)([\d.]+)\s*(?:-|–|\.\.|to)\s*([\d.]+)([\])]?)"), r"\1\2..\3\4"),
    (re.compile(r"([\[(])([\d.]+)\s*[,;]\s*([\d.]+)([\])]?)"), r"\1\2..\3\4"),
)
"""Other ways to write a range, and ours."""

_OPERATORS = {"≥": ">=", "≤": "<=", "[": ">=", "(": ">", "]": "<=", ")": "<"}


def read_table(
    text: str, file: str, cursor: Cursor, labels: Sequence[str], declared: Declarations, *, unique: bool = False
) -> list[Label]:
    """Make labels with their conditions of a decision table.

    Args:
        text: The table, as CSV.
        file: What to call it in messages.
        cursor: Where it is named; takes up the problems.
        labels: The names of the labels, in order.
        declared: The criteria that its columns may stand for.
        unique: Whether rows of different labels must not overlap.

    Returns:
        The labels in the order given; where something is wrong, with conditions that never hold.

    Cost: proportional to the square of the number of rows.
    """
    before = len(cursor.problems)
    table = _Table(file, cursor, labels, declared)
    table.read(text)
    if unique and len(cursor.problems) == before:
        table.refuse_overlaps()
    found = table.labels() if len(cursor.problems) == before else []
    return found or [Label(name, any_of()) for name in labels]


@final
@attrs.frozen
class _Row:
    """A row: what it asks, by criterion, as a condition and as the bits of the cells of its variable."""

    line: int
    label: int
    asks: Mapping[str, tuple[Condition, int]]

    def overlaps(self, other: "_Row") -> bool:
        """Say whether some record fits both."""
        return all(bits & other.asks[name][1] for name, (_, bits) in self.asks.items() if name in other.asks)

    def less(self, other: "_Row", full: Mapping[str, int]) -> Condition:
        """Give the condition that a record which fits this row does not fit another, as short as it may be."""
        decisive = [
            condition
            for name, (condition, bits) in other.asks.items()
            if (self.asks[name][1] if name in self.asks else full[name]) & ~bits
        ]
        # Where nothing is decisive this row never applies, which `verify` tells from the whole of the other.
        return ~all_of(*(decisive or [condition for condition, _ in other.asks.values()]))


class _Table:
    """A decision table as it is read; every problem is noted."""

    def __init__(self, file: str, cursor: Cursor, labels: Sequence[str], declared: Declarations) -> None:
        self.file = file
        self.cursor = cursor
        self.names = labels
        self.declared = declared
        self.rows: list[_Row] = []
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
        lines = iter(whole)
        line, headers = next(lines, (1, []))
        hollow = {at for at, _ in enumerate(headers) if not any(cells[at:] and cells[at].strip() for _, cells in whole)}
        columns = self.columns(line, headers, hollow)
        known = Words(self.names, fold)
        found: list[tuple[int, int, dict[str, Condition]]] = []
        asking = [at for at, column in enumerate(columns) if isinstance(column, AnyCriterion)]
        above: dict[int, str] = {}
        for line, cells in lines:
            if len(cells) != len(headers):
                hint = f"; a cell that holds {rows.separator!r} needs quotes around it"
                self.report(line, "", f"{len(cells)} cells", f"{len(headers)}, as in the header", hint)
                continue
            self.refuse_merged(line, headers, {at: cells[at].strip() for at in asking}, above)
            asks: dict[str, Condition] = {}
            for header, column, cell in zip(headers, columns, cells, strict=True):
                condition = self.condition(line, header, column, cell) if isinstance(column, AnyCriterion) else None
                if condition is not None and isinstance(column, AnyCriterion):
                    asks[column.name] = condition
            cell = next((cell for column, cell in zip(columns, cells, strict=True) if column == LABEL), "")
            label = known.find(cell)
            if label is not None:
                found.append((line, self.names.index(label), asks))
            elif LABEL in columns:
                expected = f"one of {', '.join(map(repr, self.names))}"
                self.report(line, LABEL, repr(cell.strip()), expected, did_you_mean(cell, self.names))
        if len(self.cursor.problems) == before:
            self.take(found)

    def refuse_merged(self, line: int, headers: Sequence[str], cells: Mapping[int, str], above: dict[int, str]) -> None:
        """Report cells without text that may be the rest of a merged cell; `above` is what stands above each.

        Those are the first of a row that says something further on, below a cell that does.
        """
        first = next((at for at, cell in cells.items() if cell), None)
        for at, cell in cells.items():
            if first is not None and at < first and above.get(at, "") not in ANY:
                cure = f"- for any answer, or {above[at]!r} again if the cells were merged"
                self.report(line, headers[at].strip(), f"nothing below {above[at]!r}", cure)
            above[at] = cell or above.get(at, "")

    def take(self, found: Sequence[tuple[int, int, Mapping[str, Condition]]]) -> None:
        """Keep rows that could be read, with the bits of what they ask."""
        spaces: dict[str, Space] = {}
        for variable in variables_of(condition for _, _, asks in found for condition in asks.values()):
            self.variables[variable.criterion.name] = variable
            spaces[variable.criterion.name] = Space([variable])
        for line, label, asks in found:
            row = {name: (condition, _bits(spaces[name], condition)) for name, condition in asks.items()}
            self.rows.append(_Row(line, label, row))
        given = {row.label for row in self.rows}
        for position, name in enumerate(self.names):
            if position not in given:
                self.report(0, LABEL, f"no row for {name!r}", "at least one for each label")

    def columns(self, line: int, headers: Sequence[str], hollow: Collection[int]) -> list[AnyCriterion | str]:
        """Say for each header what it stands for: a criterion, `LABEL`, or nothing that counts.

        `hollow` are the columns without any text, which may stand between the others.
        """
        names = Words([*self.declared.criteria, LABEL])
        columns: list[AnyCriterion | str] = []
        taken: set[str] = set()
        for position, header in enumerate(headers, 1):
            written = header.strip()
            name = names.find(header)
            column: AnyCriterion | str = REMARK
            if name is not None:
                column = LABEL if name == LABEL else self.declared.criteria[name]
                stands_for = column if isinstance(column, str) else column.name
                if stands_for in taken:
                    self.report(line, written, f"a second column for {stands_for!r}", "one")
                taken.add(stands_for)
            elif not written and position - 1 not in hollow:
                self.report(line, "", f"no header over column {position}", "a name for every column")
            elif written and not written.startswith(REMARK) and written not in self.declared.faulty:
                known = [*self.declared.criteria, LABEL]
                expected = f"the name of a criterion, {LABEL!r}, or {REMARK!r} before a remark"
                self.report(line, written, f"the header {written!r}", expected, did_you_mean(written, known))
            columns.append(column)
        if LABEL not in columns:
            self.report(line, "", f"no column {LABEL!r}", "one that says which label a row gives")
        return columns

    def condition(self, line: int, header: str, criterion: AnyCriterion, cell: str) -> Condition | None:
        """Read a cell as a condition; None for a cell that every answer fits, or that is reported."""
        try:
            condition = _condition(criterion, cell.strip())
        except UnreadableError as error:
            self.report(line, header.strip(), repr(cell.strip()), error.expected, error.hint)
            return None
        if condition is not None:
            self.declared.used.update(key for key, one in self.declared.criteria.items() if one == criterion)
        return condition

    def refuse_overlaps(self) -> None:
        """Report rows of different labels that some record fits both of."""
        for position, row in enumerate(self.rows):
            for other in self.rows[:position]:
                if row.label != other.label and row.overlaps(other):
                    found = (
                        f"a row that overlaps with the one on line {other.line}: both fit {self.witness(row, other)}"
                    )
                    self.report(row.line, "", found, "rows that fit no record both, or that give one label")
                    break

    def witness(self, row: _Row, other: _Row) -> str:
        """Write a record that fits both of two rows."""
        record = {}
        for name, variable in self.variables.items():
            bits = variable.full
            for one in (row, other):
                bits &= one.asks[name][1] if name in one.asks else variable.full
            record[name] = variable.example((bits & -bits).bit_length() - 1)
        return record_text(record, complete=False)

    def labels(self) -> list[Label]:
        """Give the labels, each with the condition that the first row that fits is one of its own."""
        full = {name: variable.full for name, variable in self.variables.items()}
        ways: list[list[Condition]] = [[] for _ in self.names]
        try:
            for position, row in enumerate(self.rows):
                # A label above is asked before, so that only rows of labels below have to be excluded.
                lower = [one for one in self.rows[:position] if one.label > row.label and row.overlaps(one)]
                excluded = dict.fromkeys(row.less(one, full) for one in lower)
                ways[row.label].append(all_of(*(condition for condition, _ in row.asks.values()), *excluded))
            whens = [all_of() if AllOf(()) in some else any_of(*dict.fromkeys(some)) for some in ways]
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


def _condition(criterion: AnyCriterion, cell: str) -> Condition | None:
    """Read a cell as a condition; None for any answer.

    Raises:
        UnreadableError: It is none.
    """
    if cell == "" or (cell in ANY and cell not in (criterion.answers or ())):
        return None
    if isinstance(criterion, Criterion):
        return _yes_or_no(criterion, cell)
    if isinstance(criterion, Choice):
        return _options(criterion, cell)
    return _numbers(criterion, cell)  # type: ignore[arg-type]  # the other two kinds


def _yes_or_no(criterion: Criterion, cell: str) -> Condition | None:
    answers = {YES_NO.get(word.strip().casefold()) for word in cell.split("|")}
    if None in answers:
        raise UnreadableError("yes or no, or - for any")
    if len(answers) > 1:
        return None
    return criterion.to_condition() if True in answers else ~criterion


def _options(criterion: Choice, cell: str) -> Condition:
    names = Words(criterion.options)
    words = [cell] if cell in criterion.options else [word.strip() for word in cell.split("|")]
    options = []
    for word in words:
        option = names.find(word)
        if option is None:
            expected = f"one of {', '.join(criterion.options)}; several with | between them; - for any"
            raise UnreadableError(expected, did_you_mean(word, criterion.options))
        options.append(option)
    return criterion.in_(*options)


def _range_hint(cell: str) -> str:
    """Propose how to write a range that is written in another way."""
    for slip, written in _SLIPS:
        if slip.fullmatch(cell):
            text = slip.sub(written, cell)
            if ".." in text:
                text = f"{'' if text[0] in '[(' else '['}{text}{'' if text[-1] in '])' else ']'}"
            return f"; write {text}"
    return ""


def _numbers(criterion: Measure | Scale, cell: str) -> Condition:
    ranges = "a range such as >=5, <10, [1..3], [1..3) or (1..3]"
    if isinstance(criterion, Scale) and criterion.levels:
        ranges = f"a range such as >={criterion.levels[1]} or [{criterion.levels[0]}..{criterion.levels[1]}]"
    example = f"{criterion.expected}; {ranges}; several with | between them; - for any"

    def height(text: str) -> Any:  # Any: a level or number, which the criterion checks
        hint = _range_hint(cell)
        try:
            found = read_answer(criterion, text)
        except UnreadableError as error:
            found, hint = None, hint or error.hint
        if found is None:
            raise UnreadableError(example, hint)
        return found

    parts: list[Condition] = []
    levels: list[str | int] = []
    for part in [cell] if cell in (criterion.answers or ()) else (one.strip() for one in cell.split("|")):
        if compared := _COMPARISON.fullmatch(part):
            operator = _OPERATORS.get(compared[1], compared[1])
            parts.append(criterion.compare(operator, height(compared[2])))
        elif ends := _RANGE.fullmatch(part):
            low = criterion.compare(_OPERATORS[ends[1]], height(ends[2]))
            parts.append(all_of(low, criterion.compare(_OPERATORS[ends[4]], height(ends[3]))))
        elif isinstance(criterion, Scale):
            levels.append(height(part))
        else:
            parts.append(criterion.between(height(part), height(part)))
    if levels and isinstance(criterion, Scale):
        parts.append(criterion.in_(*levels))
    for condition in parts:
        if Space(variables_of([condition])).where(condition) == EMPTY:
            raise UnreadableError(example, f"; nothing fits {condition}")
    return any_of(*parts)
