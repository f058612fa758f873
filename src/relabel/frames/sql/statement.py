"""Statements: queries one after the other, the last of which walk over the diagram and say what follows.

They are what DuckDB, SQLite and PostgreSQL have in common; where no column holds truth values, 1 and 0 stand for them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from relabel.core.definitions.definition import Definition
from relabel.core.model.examples import Standing
from relabel.errors import InvalidValueError
from relabel.frames.columns import check_names, column, keys_in
from relabel.frames.sql.dialects import DIALECTS, Dialect, case, dialect_of
from relabel.frames.sql.phrases import ALWAYS, all_of, any_of
from relabel.frames.sql.verdicts import verdict_of
from relabel.frames.walk import OR, Plane, Walk

__all__ = ["TABLES", "Query", "as_keys", "finished", "held_keys", "keys_of", "word_in"]

TABLES = ("relabel_told_in", "relabel_relationships_in")
"""What stands for the tables until all is written, as these are no names in every language."""


class Query(NamedTuple):
    """A common table expression: its name, and its text."""

    name: str
    text: str


def keys_of(key: str | Sequence[str], word: str | None) -> list[str]:
    """Give the columns of the key; raises `InvalidValueError` if one is called as a column of the result."""
    keys = keys_in(key, None)
    check_names(keys, "key")
    if word is not None:
        check_names(keys, "key", ["verdict"])
    return keys


def word_in(word: str, table: str, dialect: Dialect) -> str:
    """Give the word in use, called so; `table` stands before its column."""
    return f"{dialect.words(table + dialect.name(column(word, None, 'word')))} AS word"


def held_keys(keys: Sequence[str]) -> list[str]:
    """Give what the key is called between the first and the last query, where no other name is taken."""
    return [f"k{place}" for place in range(len(keys))]


def as_keys(keys: Sequence[str], table: str, dialect: Dialect) -> list[str]:
    """Give the key of a table, called so; `table` stands before each."""
    return [f"{table}{dialect.name(one)} AS {held}" for one, held in zip(keys, held_keys(keys), strict=True)]


def finished(
    definition: Definition,
    dialect: str,
    queries: list[Query],
    possible: Callable[[Plane], str],
    keys: Sequence[str],
    tables: Sequence[str],
    *,
    judged: bool,
) -> str:
    """Give the statement whose last queries walk over the diagram, and which judges a column `word` if there is one."""
    walk = Walk.of(definition)
    spoken = dialect_of(dialect)
    if not all(tables):
        raise InvalidValueError("table", "", "the name of a table")
    _add_steps(queries, walk, possible, [*held_keys(keys), "unreadable", *(["word"] if judged else [])], spoken)
    parts = ",\n".join(f"{query.name} {spoken.held} (\n  {query.text}\n)" for query in queries)
    named = [f"{held} AS {spoken.name(one)}" for one, held in zip(keys, held_keys(keys), strict=True)]
    result = ", ".join([*named, *_outcome(definition, walk, spoken, judged=judged), "unreadable"])
    written = f"WITH {parts}\nSELECT {result} FROM {queries[-1].name}"
    if dialect not in DIALECTS:
        import sqlglot  # optional, and found by `_dialect`

        written = sqlglot.transpile(written, read="duckdb", write=dialect, pretty=True)[0]
    for placeholder, table in zip(TABLES, tables, strict=False):
        written = written.replace(placeholder, table)
    return written + "\n"


def _add_steps(
    queries: list[Query], walk: Walk, possible: Callable[[Plane], str], others: Sequence[str], dialect: Dialect
) -> None:
    """Add the queries after which each leaf is reached or not, by the names of the walk.

    Args:
        queries: Those before, the last of which has what the planes are made from.
        walk: The walk.
        possible: What gives where an answer is possible; never null.
        others: The columns to keep besides.
        dialect: The dialect.
    """
    planes = [f"{dialect.kept(possible(plane))} AS {plane.name}" for plane in walk.planes]
    queries.append(Query("relabel_answers", _select([*others, *planes], queries[-1].name)))
    for number, (step, kept) in enumerate(zip(walk.steps, walk.kept(), strict=True), 1):
        made = []
        for node in step:
            ways = (all_of(dialect.holds(one) for one in way if one is not None) for way in node.ways)
            made.append(f"{dialect.kept(any_of(ways))} AS {node.name}")
        queries.append(Query(f"relabel_step_{number}", _select([*others, *kept, *made], queries[-1].name)))


def _select(columns: Sequence[str], source: str) -> str:
    return f"SELECT {', '.join(columns)} FROM {source}"


def _outcome(definition: Definition, walk: Walk, dialect: Dialect, *, judged: bool) -> list[str]:
    """Give label, standing and possible from whether each leaf is reached, and the verdict on a word."""
    known, granted = (
        {leaf: ALWAYS if one is None else dialect.holds(one) for leaf, one in ends.items()}
        for ends in (walk.known, walk.granted)
    )
    labels = "".join(f" WHEN {here} THEN {dialect.text(leaf)}" for leaf, here in granted.items() if leaf is not None)
    sure, settled = _one(granted), _one(known)
    label = case(sure, f"CASE{labels} END" if labels else "NULL", "NULL")
    settled_, presumed, open_ = (dialect.text(one.value) for one in Standing)
    standing = f"CASE WHEN {settled} THEN {settled_} WHEN {sure} THEN {presumed} ELSE {open_} END"
    said = [case(known[leaf], dialect.text(f"{OR}{one}"), "''") for leaf, one in walk.called(definition).items()]
    return [
        f"{label} AS label",
        f"{standing} AS standing",
        f"SUBSTR({dialect.joined(said)}, {len(OR) + 1}) AS possible",
        *([f"{verdict_of(definition, dialect, 'word', known, granted)} AS verdict"] if judged else []),
    ]


def _one(ends: Mapping[str | None, str]) -> str:
    return f"{' + '.join(map(case, ends.values()))} = 1"
