"""Columns of decision tables: what a header asks, and what its cells say, read as conditions."""

import csv
from collections.abc import Callable, Collection
from typing import TypeAlias, final

import attrs

from relabel.core.definitions.rows import NO_LABEL, gives
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Is,
    Ladder,
    Named,
    Not,
    Points,
    all_of,
    any_of,
)
from relabel.core.model.criteria import Choice, Criterion, Measure
from relabel.errors import InvalidValueError
from relabel.files.cells import UnreadableError
from relabel.files.definitions.clauses.cells import read_cell
from relabel.files.definitions.clauses.criteria import Declarations
from relabel.files.definitions.clauses.cursor import Cursor
from relabel.files.definitions.clauses.labels import made
from relabel.texts import did_you_mean

__all__ = ["Column", "Lenders", "read_column", "read_rows"]


@final
@attrs.frozen
class Lenders:
    """What a column may ask for beside criteria: definitions that lend their labels, and parts with a name.

    Attributes:
        names: The names of the definitions.
        ladder: Gives what one lends; None where something is wrong with it, which is reported.
        circle: Writes by what one is made of itself, if it is about to be; else nothing.
        parts: The names of the parts.
        part: Gives one; None where something is wrong with it, which is reported.
    """

    names: Collection[str]
    ladder: Callable[[str], Ladder | None]
    circle: Callable[[str], str]
    parts: Collection[str]
    part: Callable[[str], Named | Points | None]

    @property
    def all_names(self) -> list[str]:
        """The names of definitions and parts."""
        return [*self.names, *self.parts]


Report: TypeAlias = Callable[[str, str, str], None]
"""Takes up a problem: what was found, what was expected, and a hint."""


@final
@attrs.frozen
class Column:
    """What a column asks: the answer to a criterion, the label of another definition, or a part with a name.

    Attributes:
        name: The name of the criterion, definition or part.
        criterion: The criterion; else one that stands in for what is asked, to read cells by: of a definition a choice,
            of a sum a measure, of another part a yes/no criterion.
        ladder: The definition; None for all else.
        gives: For each option of the choice the label that it stands for, None for no label.
        part: The part; None for all else.
    """

    name: str
    criterion: AnyCriterion
    ladder: Ladder | None = None
    gives: tuple[str | None, ...] = ()
    part: Named | Points | None = None

    def asked(self, condition: Condition) -> Condition:
        """Give what a cell asks, by how it was read as an answer to the criterion."""
        match condition:
            case Not(operand):
                return ~self.asked(operand)
            case Is(Choice(options=options), among) if self.ladder is not None:
                return any_of(*(self.ladder.is_(self.gives[options.index(one)]) for one in among))
            case Is() if isinstance(self.part, Named):  # yes, as no is what is negated
                return self.part
            case AllOf(operands) if self.part is not None:
                return all_of(*map(self.asked, operands))
            case AnyOf(operands) if self.part is not None:
                return any_of(*map(self.asked, operands))
            case Compare(_, operator, value) if isinstance(self.part, Points):
                return self.part.compare(operator, value)
            case _:
                return condition

    def condition(self, cell: str, declared: Declarations, report: Report, *, empty: bool = False) -> Condition | None:
        """Read a cell as a condition; None for a cell that every answer fits, or that is reported.

        Args:
            cell: The cell, without space around it.
            declared: The criteria, where a use is noted.
            report: Takes up what is wrong.
            empty: Whether the cell may be such that nothing fits it.
        """
        try:
            condition = read_cell(self.criterion, cell, empty=empty) if cell else None
        except UnreadableError as error:
            report(repr(cell), error.expected, error.hint)
            return None
        if condition is None:
            return None
        declared.used.update(key for key, one in declared.criteria.items() if one == self.criterion)
        return condition


def read_column(name: str, declared: Declarations, lenders: Lenders, report: Report) -> Column | None:
    """Give what a column asks under a name, of a criterion, a definition or a part; None where something is wrong."""
    if name in lenders.parts and name not in lenders.names:
        part = lenders.part(name)
        stand_in = Measure(name, unit="points") if isinstance(part, Points) else Criterion(name)
        return None if part is None else Column(name, stand_in, part=part)
    if name in declared.criteria:
        if name in lenders.names:
            report(f"a criterion and a definition named {name!r}", "a name for one of them", "")
        return Column(declared.criteria[name].name, declared.criteria[name])
    if circle := lenders.circle(name):
        report(circle, "definitions that do not ask for each other", "")
        return None
    ladder = lenders.ladder(name)
    if ladder is None:
        return None
    labels = gives(ladder)
    try:
        return Column(name, Choice("label", options=[one or NO_LABEL for one in labels]), ladder, labels)
    except InvalidValueError as error:
        report(f"the labels {error.found!r} of {name!r}", error.expected, "")
        return None


def read_rows(cursor: Cursor, declared: Declarations, lenders: Lenders) -> Condition | None:
    """Read the condition that one of several rows of cells fits; None where something is wrong, which is reported.

    Args:
        cursor: An array of lines: first the names of what the columns ask for, then the cells of each row, with commas
            between them.
        declared: The criteria for which a column may ask.
        lenders: The definitions for whose labels one may.
    """
    before = len(cursor.problems)
    lines = cursor.items()
    if cursor.is_array and len(lines) < 2:
        cursor.report("a line with the names of the columns, and at least one row")
    found: list[Condition] = []
    columns: list[Column | None] = []
    for position, line in enumerate(lines):
        text = line.text()
        cells = [] if text is None else _cells(text, line)
        if not cells:
            continue  # what is wrong with it is reported
        if position == 0:
            columns = [_column(name, declared, lenders, line) for name in cells]
        elif len(cells) != len(columns):
            hint = "; a cell that holds ',' needs quotes around it"
            line.report(f"{len(columns)} cells, as in the first line", hint, found=f"{len(cells)} cells")
        else:
            report = _reporter(line)
            row: list[Condition] = []
            for column, cell in zip(columns, cells, strict=True):
                condition = None if column is None else column.condition(cell, declared, report, empty=True)
                row += [] if column is None or condition is None else [column.asked(condition)]
            condition = made(line, all_of, *row)
            found += [] if condition is None else [condition]
    return made(cursor, any_of, *found) if len(cursor.problems) == before else None


def _cells(text: str, line: Cursor) -> list[str]:
    """Split a line; nothing where it cannot be, which is reported."""
    try:
        return [one.strip() for one in next(csv.reader([text], skipinitialspace=True, strict=True), [])]
    except csv.Error:
        line.report("the cells of one row, with commas between them and quotes in pairs")
        return []


def _column(name: str, declared: Declarations, lenders: Lenders, line: Cursor) -> Column | None:
    known = [*declared.criteria, *lenders.all_names]
    if name in known:
        return read_column(name, declared, lenders, _reporter(line))
    if name not in declared.faulty:
        line.report(
            "the name of a criterion, a definition or a part", did_you_mean(name, known), found=f"the column {name!r}"
        )
    return None


def _reporter(line: Cursor) -> Report:
    return lambda found, expected, hint: line.report(expected, hint, found=found)
