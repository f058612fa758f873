"""Phrases of SQL: what a cell says, which evidence counts, which nodes are reached, and what follows.

They are what DuckDB, SQLite and PostgreSQL have in common; where no column holds truth values, 1 and 0 stand for them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, final

import attrs

from relabel.core.audits.verdicts import NO_LABEL
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.weighing import Weigher
from relabel.core.diagrams.variables import Cut
from relabel.core.model.any_criterion import Side
from relabel.core.model.examples import Standing
from relabel.core.model.shelf_life import first_day
from relabel.frames.columns import Origin
from relabel.frames.readings import Numbers, Span, as_double
from relabel.frames.walk import Plane, Walk

__all__ = [
    "Dialect",
    "Query",
    "add_steps",
    "all_of",
    "any_of",
    "case",
    "count_where",
    "name",
    "numbers_in",
    "numbers_readable",
    "outcome",
    "side_where",
    "text",
]

_LARGEST = "1.7976931348623157e308"
_ALWAYS, _NEVER = "1 = 1", "1 = 0"


@final
@attrs.frozen
class Dialect:
    """How one engine writes what the others write differently.

    Attributes:
        cut: What cuts a time stamp to its day.
        day: A day.
        merged: The aggregate that merges bits by "or".
        bit: The bit of a number.
        joined: What joins texts.
        rows: Whether rows stand as `VALUES`, whose columns are named before.
        truths: Whether truth values are a type, of which a column holds nothing else; otherwise 1 and 0 are written.
    """

    cut: str = "CAST({} AS DATE)"
    day: str = "DATE '{}'"
    merged: str = "BIT_OR({})"
    bit: str = "CAST(1 AS BIGINT) << CAST({} AS INTEGER)"
    joined: Callable[[Iterable[str]], str] = " || ".join
    rows: bool = True
    truths: bool = True

    def kept(self, condition: str) -> str:
        """Give what a column holds of a condition, which is never null."""
        return condition if self.truths else case(condition)

    def holds(self, name: str) -> str:
        """Give the condition of which a column holds whether it holds."""
        return name if self.truths else f"{name} = 1"


class Query(NamedTuple):
    """A common table expression: its name, and its text."""

    name: str
    text: str


def name(one: str) -> str:
    """Write the name of a column."""
    return '"' + one.replace('"', '""') + '"'


def text(one: str) -> str:
    """Write a text."""
    return "'" + one.replace("'", "''") + "'"


def any_of(some: Iterable[str]) -> str:
    """Give what holds where any does; nothing holds where there is none."""
    return _joined(some, " OR ", _NEVER)


def all_of(some: Iterable[str]) -> str:
    """Give what holds where all do."""
    return _joined(some, " AND ", _ALWAYS)


def _joined(some: Iterable[str], by: str, nothing: str) -> str:
    found = list(some)
    return found[0] if len(found) == 1 else "(" + by.join(found) + ")" if found else nothing


def case(where: str, then: str = "1", otherwise: str = "0") -> str:
    """Give one of two values."""
    return f"CASE WHEN {where} THEN {then} ELSE {otherwise} END"


def above(cell: str, cut: Cut) -> str:
    """Give where a number lies above a cut, numbers being doubles."""
    double, below = as_double(cut)
    whole = double.is_integer() and abs(double) < 2**53
    written = repr(int(double)) if whole else repr(double)
    return f"{cell} {'>' if below else '>='} {written if whole or 'e' in written else written + 'e0'}"


def inside(cell: str, span: Span) -> str:
    """Give where a number lies in a span."""
    ends = [above(cell, span.low)] if span.low is not None else []
    return all_of([*ends, *([f"NOT {above(cell, span.high)}"] if span.high is not None else [])])


def numbers_in(cell: str, numbers: Numbers, cells: int) -> str:
    """Give where a number lies in some cells."""
    return any_of(inside(cell, span) for span in numbers.spans(cells))


def numbers_readable(cell: str, numbers: Numbers) -> str:
    """Give where a number is an answer: finite, in the domain, and whole if it has to be."""
    found = [] if numbers.domain.low is not None else [f"{cell} >= -{_LARGEST}"]
    found += [] if numbers.domain.high is not None else [f"{cell} <= {_LARGEST}"]
    return all_of([inside(cell, numbers.domain), *found, *([f"ROUND({cell}) = {cell} * 1e0"] if numbers.whole else [])])


def side_where(side: str) -> str:
    """Give where a column holds a side, or nothing."""
    return f"({side} IS NULL OR {side} IN ({', '.join(text(one.value) for one in Side)}))"


def count_where(weigher: Weigher, criterion: str, said: Origin, dialect: Dialect, as_of: date | None) -> list[str]:
    """Give what has to hold for evidence on a criterion to count, whatever it says; `said` are expressions."""
    rule = weigher.rules[criterion]
    day, side, source = said
    found: list[str] = []
    if rule.shelf_life is not None and as_of is not None:
        ends = [dialect.day.format(one.isoformat()) for one in (first_day(rule.shelf_life, as_of), as_of)]
        found.append(_NEVER if day is None else f"{day} >= {ends[0]} AND {day} <= {ends[1]}")
    elif day is not None and as_of is not None:
        found.append(f"({day} IS NULL OR {day} <= {dialect.day.format(as_of.isoformat())})")
    if "source" in rule.requires:
        found.append(_NEVER if source is None else f"TRIM({source}) <> ''")
    if "attested_by" in rule.requires:
        found.append(_NEVER if side is None else f"{side} IS NOT NULL")
    if rule.hearsay and rule.criterion.about is not None:
        own = [] if side is None else [f"{side} = {text(rule.criterion.about.value)}"]
        nobody = [] if rule.own_word else [_ALWAYS if side is None else f"{side} IS NULL"]
        found.append(any_of([*own, *nobody]))
    return found


def add_steps(
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
    queries.append(Query("answers", _select([*others, *planes], queries[-1].name)))
    for number, (step, kept) in enumerate(zip(walk.steps, walk.kept(), strict=True), 1):
        made = []
        for node in step:
            ways = (all_of(dialect.holds(one) for one in way if one is not None) for way in node.ways)
            made.append(f"{dialect.kept(any_of(ways))} AS {node.name}")
        queries.append(Query(f"step_{number}", _select([*others, *kept, *made], queries[-1].name)))


def _select(columns: Sequence[str], source: str) -> str:
    return f"SELECT {', '.join(columns)} FROM {source}"


def outcome(definition: Definition, walk: Walk, dialect: Dialect) -> list[str]:
    """Give label, standing and possible from whether each leaf is reached."""
    known, granted = (
        {leaf: _ALWAYS if one is None else dialect.holds(one) for leaf, one in ends.items()}
        for ends in (walk.known, walk.granted)
    )
    labels = "".join(f" WHEN {here} THEN {text(leaf)}" for leaf, here in granted.items() if leaf is not None)
    sure, settled = _one(granted), _one(known)
    label = case(sure, f"CASE{labels} END" if labels else "NULL", "NULL")
    settled_, presumed, open_ = (text(one.value) for one in Standing)
    standing = f"CASE WHEN {settled} THEN {settled_} WHEN {sure} THEN {presumed} ELSE {open_} END"
    ranked = sorted(known, key=definition.rank, reverse=True)
    said = [case(known[leaf], text(f" or {NO_LABEL if leaf is None else leaf}"), "''") for leaf in ranked]
    return [f"{label} AS label", f"{standing} AS standing", f"SUBSTR({dialect.joined(said)}, 5) AS possible"]


def _one(ends: Mapping[str | None, str]) -> str:
    return f"{' + '.join(map(case, ends.values()))} = 1"
