"""Statements over wide tables: one row for each relationship."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from attrs import NOTHING

from relabel.core.definitions.definition import Definition
from relabel.core.diagrams.variables import Variable
from relabel.frames.columns import Each, check_day, columns_of, origins
from relabel.frames.readings import Numbers, numbers_of, truths_of, words_of
from relabel.frames.rules import Origin, faults_of
from relabel.frames.sql.dialects import Dialect, case, dialect_of
from relabel.frames.sql.phrases import (
    ALWAYS,
    NEVER,
    all_of,
    any_of,
    counts_where,
    day_where,
    numbers_in,
    numbers_readable,
    side_in,
    side_where,
)
from relabel.frames.sql.statement import TABLES, Query, as_keys, finished, held_keys, keys_of, word_in
from relabel.frames.walk import Plane

__all__ = ["TRUTHS", "WORDS", "Kind", "frame_to_sql", "wide_statement"]

WORDS, TRUTHS = "words", "truth values"

Kind: TypeAlias = Numbers | str
"""What the cells of a column are: numbers, or one of the two above."""


def frame_to_sql(
    definition: Definition,
    dialect: str = "duckdb",
    *,
    table: str,
    key: str | Sequence[str],
    as_of: date | None = None,
    columns: Mapping[str, str | None] | None = None,
    observed_on: Each = NOTHING,
    attested_by: Each = NOTHING,
    source: Each = NOTHING,
    word: str | None = None,
) -> str:
    """Write the statement that says of each row of a wide table what `classify_frame` says.

    Yes/no criteria are answered by a column of truth values, those that may not apply by the words yes, no and n/a;
    other criteria as for `classify_frame`, and numbers are compared as doubles.

    Args:
        definition: The definition.
        dialect: `duckdb`, `postgres`, `spark` or `sqlite`, or another one that sqlglot writes.
        table: What to select from, as it is written in the statement: a name, or `{{ ref("accounts") }}` of dbt.
        key: The column, or columns, to keep.
        as_of: As for `classify_frame`.
        columns: As for `classify_frame`. The statement expects all the others.
        observed_on: As for `classify_frame`.
        attested_by: As for `classify_frame`.
        source: As for `classify_frame`.
        word: The column of the word in use, for a verdict on it.

    Returns:
        One `SELECT`, of the key and `label`, `standing`, `possible` and `unreadable`, as text and whole numbers; where
        a word is named, also `verdict` before the last, as `audit()` gives it. Words are known regardless of their case
        and of blanks around them; what differs from a label and its aliases in anything else is foreign.

    Raises:
        InvalidValueError: A column or the dialect is not known, a column is called as one of the result, or labels are
            called so that two sets of them would read the same.
        MissingDateError: The definition gives evidence a shelf life and there is no `as_of`.
        MissingExtraError: The dialect is translated, and sqlglot is not installed.

    Added in 0.1.
    """
    keys = keys_of(key, word)
    check_day(definition, as_of)
    variables = definition.diagram.variables
    places = columns_of(definition, columns, None)
    stands = origins(
        definition,
        places,
        None,
        as_of,
        candidates={},
        observed_on=observed_on,
        attested_by=attested_by,
        source=source,
    )
    cells = {level: (place, _kind(variables[level])) for level, place in places.items()}
    return wide_statement(
        definition, dialect, table=table, kept=keys, as_of=as_of, cells=cells, stands=stands, word=word
    )


def wide_statement(
    definition: Definition,
    dialect: str,
    *,
    table: str,
    kept: Sequence[str],
    as_of: date | None,
    cells: Mapping[int, tuple[str, Kind]],
    stands: Mapping[int, Origin],
    word: str | None = None,
) -> str:
    """Write the statement of `frame_to_sql`.

    Args:
        definition: As there, as are dialect, table and day.
        dialect: As there.
        table: As there.
        kept: The columns to keep.
        as_of: As there.
        cells: By level the column of a variable, and what its cells are; without those that have none.
        stands: By level where the evidence comes from.
        word: As there.
    """
    written, variables = dialect_of(dialect), definition.diagram.variables
    made, unread = [], []
    told: dict[str, str] = {}

    def cell_of(name: str, form: Callable[[str], str]) -> str:
        # Without the table SQLite takes the name of a column that is missing for a text.
        return f"t.{told.setdefault(form(f't.{written.name(name)}'), f'c{len(told)}')}"

    for level, (place, kind) in cells.items():
        variable = variables[level]
        cell = cell_of(place, written.words if kind == WORDS else written.bare.format)
        stand = stands[level]
        day = stand.observed_on and cell_of(stand.observed_on, "{}".format)
        side = stand.attested_by and cell_of(stand.attested_by, written.words)
        by = stand.source and cell_of(stand.source, written.words)
        said = Origin(day and written.cut.format(day), side and side_in(side), by)
        sound = _readable(variable, kind, cell, written)
        sound += [] if day is None else day_where(day, written)
        sound += [] if side is None else [side_where(side)]
        unread += [case(f"{cell} IS NULL OR {all_of(sound)}", "0", "1")] if sound else []
        counts = [*sound, *counts_where(faults_of(definition, variable.criterion.name, as_of), said, written)]
        made.append(f"{case(all_of(counts), cell, 'NULL') if counts else cell} AS a{level}")

    def possible(plane: Plane) -> str:
        if plane.level not in cells:
            return ALWAYS if plane.blank else NEVER
        cell = f"a{plane.level}"
        says = _says(variables[plane.level], cells[plane.level][1], cell, plane.cells, written)
        return any_of([f"{cell} IS NULL", says]) if plane.blank else all_of([f"{cell} IS NOT NULL", says])

    read = [*as_keys(kept, "t.", written), *(f"{one} AS {name}" for one, name in told.items())]
    read += [] if word is None else [word_in(word, "t.", written)]
    answers = [*held_keys(kept), f"{' + '.join(unread) or '0'} AS unreadable", *made, *(["word"] if word else [])]
    queries = [
        Query("relabel_said", f"SELECT {', '.join(read)} FROM {TABLES[0]} AS t"),
        Query("relabel_cells", f"SELECT {', '.join(answers)} FROM relabel_said AS t"),
    ]
    return finished(definition, dialect, queries, possible, kept, [table], judged=word is not None)


def _kind(variable: Variable) -> Kind:
    """Give what the cells of a variable are; of words where one is that it does not apply."""
    if variable.criterion.may_be_na and variable.criterion.answers:
        return WORDS
    return numbers_of(variable) or (TRUTHS if truths_of(variable) else WORDS)


def _readable(variable: Variable, kind: Kind, cell: str, dialect: Dialect) -> list[str]:
    """Give where a cell that is not blank is an answer to a variable; nothing where each is."""
    if isinstance(kind, Numbers):
        return [numbers_readable(cell, kind, dialect)]
    if kind == TRUTHS:
        return [] if dialect.truth is None else [dialect.truth.format(cell)]
    return [f"{cell} IN ({', '.join(map(dialect.text, words_of(variable)))})"]


def _says(variable: Variable, kind: Kind, cell: str, cells: int, dialect: Dialect) -> str:
    """Give where a cell that is an answer lies in some cells of a variable."""
    if isinstance(kind, Numbers):
        return numbers_in(cell, kind, cells)
    if kind == TRUTHS:
        return any_of(f"{cell} = {truth}" for place, truth in enumerate(("FALSE", "TRUE")) if cells >> place & 1)
    words = [dialect.text(word) for word, place in words_of(variable).items() if cells >> place & 1]
    return f"{cell} IN ({', '.join(words)})" if words else NEVER
