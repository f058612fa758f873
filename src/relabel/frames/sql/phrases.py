"""Phrases of SQL: what a cell says, and which evidence counts."""

from collections.abc import Iterable
from datetime import date

from relabel.core.definitions.weighing import Weigher
from relabel.core.diagrams.variables import Cut
from relabel.core.model.any_criterion import Side
from relabel.core.model.shelf_life import first_day
from relabel.frames.columns import Origin
from relabel.frames.readings import Numbers, Span, as_double
from relabel.frames.sql.dialects import Dialect

__all__ = [
    "ALWAYS",
    "NEVER",
    "all_of",
    "any_of",
    "count_where",
    "day_where",
    "numbers_in",
    "numbers_readable",
    "side_where",
]

_LARGEST = "1.7976931348623157e308"
ALWAYS, NEVER = "1 = 1", "1 = 0"


def any_of(some: Iterable[str]) -> str:
    """Give what holds where any does; nothing holds where there is none."""
    return _joined(some, " OR ", NEVER)


def all_of(some: Iterable[str]) -> str:
    """Give what holds where all do."""
    return _joined(some, " AND ", ALWAYS)


def _joined(some: Iterable[str], by: str, nothing: str) -> str:
    found = list(some)
    return found[0] if len(found) == 1 else "(" + by.join(found) + ")" if found else nothing


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


def numbers_readable(cell: str, numbers: Numbers, dialect: Dialect) -> str:
    """Give where a cell is an answer: a number, finite, in the domain, and whole if it has to be."""
    found = [] if dialect.number is None else [dialect.number.format(cell)]
    found += [] if numbers.domain.low is not None else [f"{cell} >= -{_LARGEST}"]
    found += [] if numbers.domain.high is not None else [f"{cell} <= {_LARGEST}"]
    found.append(inside(cell, numbers.domain))
    return all_of([*found, *([f"ROUND({cell}) = {cell} * 1e0"] if numbers.whole else [])])


def day_where(day: str, dialect: Dialect) -> list[str]:
    """Give where a column holds a day, or nothing; nothing where all that it can hold is."""
    return [] if dialect.dated is None else [dialect.dated.format(day)]


def side_where(side: str, dialect: Dialect) -> str:
    """Give where a column holds a side, or nothing."""
    return f"({side} IS NULL OR {side} IN ({', '.join(dialect.text(one.value) for one in Side)}))"


def count_where(weigher: Weigher, criterion: str, said: Origin, dialect: Dialect, as_of: date | None) -> list[str]:
    """Give what has to hold for evidence on a criterion to count, whatever it says; `said` are expressions."""
    rule = weigher.rules[criterion]
    day, side, source = said
    found: list[str] = []
    if rule.shelf_life is not None and as_of is not None:
        ends = [dialect.day.format(one.isoformat()) for one in (first_day(rule.shelf_life, as_of), as_of)]
        found.append(NEVER if day is None else f"{day} >= {ends[0]} AND {day} <= {ends[1]}")
    elif day is not None and as_of is not None:
        found.append(f"({day} IS NULL OR {day} <= {dialect.day.format(as_of.isoformat())})")
    if "source" in rule.requires:
        found.append(NEVER if source is None else dialect.sourced(source))
    if "attested_by" in rule.requires:
        found.append(NEVER if side is None else f"{side} IS NOT NULL")
    if rule.hearsay and rule.criterion.about is not None:
        own = [] if side is None else [f"{side} = {dialect.text(rule.criterion.about.value)}"]
        nobody = [] if rule.own_word else [ALWAYS if side is None else f"{side} IS NULL"]
        found.append(any_of([*own, *nobody]))
    return found
