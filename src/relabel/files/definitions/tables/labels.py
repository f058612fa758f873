"""Labels of decision tables: what a document says of the table that it names."""

import re
from collections.abc import Callable
from typing import TypeAlias

import attrs

from relabel.core.model.conditions import Label, any_of
from relabel.errors import InvalidValueError
from relabel.files.definitions.clauses.conditions import Clauses
from relabel.files.definitions.clauses.cursor import Cursor
from relabel.files.definitions.tables.reading import BLANK, HITS, Table, read_table

__all__ = ["ReadText", "place_beside_table", "read_labels"]

ReadText: TypeAlias = Callable[[Cursor, str], tuple[str, str] | None]
"""Gives name and text of a file that is named at a cursor; None where there is none, which is reported.

With it goes what is expected there.
"""


def read_labels(
    cursor: Cursor, read: ReadText, clauses: Clauses, *, ranked: bool = True
) -> tuple[Table | None, list[Label] | None]:
    """Read the labels of which the conditions stand in a decision table.

    Args:
        cursor: What is said of the table: its file and the names of the labels.
        read: What gives name and text of the file.
        clauses: The criteria and definitions that its columns may stand for.
        ranked: Whether the names must be said; else they may be those in the table, in the order of its rows.

    Returns:
        The table, if it could be read; and the labels, None where their names are wrong. What is wrong is reported.
    """
    parts = cursor.table(
        ("names", "zones", "table", "hit", "blank"), required=("names", "table") if ranked else ("table",)
    )
    names = _names(parts["names"]) if ranked or "names" in parts else ()
    hit = parts["hit"].one_of(HITS) or HITS[0]
    blank = parts["blank"].one_of(BLANK) or ""
    if names is None:
        return None, None
    found = read(parts["table"], "the name of a CSV file in UTF-8 in the same folder or below")
    if found is None:
        return None, [Label(name, any_of()) for name in names]
    file, text = found
    table = read_table(text, file, parts["table"], names, clauses, hit=hit, blank=blank)
    zones = [one.one_of(table.names) for one in parts["zones"].items()]
    return table, [attrs.evolve(label, zone=label.name in zones) for label in table.labels()]


def place_beside_table(path: str) -> str:
    """Give the place in a document that names a table for one in the definition that is made of it."""
    path = re.sub(r"^\$\.labels\[(\d+)\]\.name", r"$.labels.names[\1]", path)
    return re.sub(r"^\$\.labels\[\d+\]\.when", "$.labels.table", path)


def _names(cursor: Cursor) -> list[str] | None:
    """Read the names of labels, in order; None where something is wrong with one."""
    before = len(cursor.problems)
    names: list[str] = []
    for one in cursor.items():
        name = one.text()
        if name is not None:
            try:
                names.append(Label(name).name)
            except InvalidValueError as error:
                one.report(error.expected)
    if cursor.is_array and not cursor.items():
        cursor.report("at least one label", found="no labels")
    return names if len(cursor.problems) == before else None
