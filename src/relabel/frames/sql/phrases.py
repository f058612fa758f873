"""Phrases of SQL: what a cell says, and which evidence counts."""

from collections.abc import Iterable

from relabel.core.definitions.findings import Reason
from relabel.core.diagrams.variables import Cut
from relabel.core.model.any_criterion import Side
from relabel.frames.readings import Numbers, Span, as_double
from relabel.frames.rules import Fault, Origin
from relabel.frames.sql.dialects import Dialect, case

__all__ = [
    "ALWAYS",
    "NEVER",
    "all_of",
    "any_of",
    "counts_where",
    "day_where",
    "numbers_in",
    "numbers_readable",
    "side_in",
    "side_where",
]

_LARGEST = "1.7976931348623157e308"
_SIDES = ", ".join(f"'{side.value}'" for side in Side)
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


def side_where(side: str) -> str:
    """Give where a text is a side, or nothing."""
    return f"({side} IN ({_SIDES}) OR {side} IS NULL)"


def side_in(cell: str) -> str:
    """Give the side that a cell holds; null where it holds none."""
    return case(f"{cell} IN ({_SIDES})", cell, "NULL")


def counts_where(faults: Iterable[Fault], said: Origin, dialect: Dialect) -> list[str]:
    """Give what has to hold for evidence to count, whatever it says: none of its faults; `said` are expressions."""
    some = [(fault, cell) for fault in faults if (cell := getattr(said, fault.field)) is not None]
    given = {fault.field for fault, _ in some if fault.bound is None}
    found = []
    for (reason, field, bound), cell in some:
        if bound is None:
            found.append(f"{cell} IS NOT NULL")
        else:
            than = dialect.text(bound.value) if isinstance(bound, Side) else dialect.day.format(bound.isoformat())
            sound = f"{cell} {_SOUND[reason]} {than}"
            found.append(sound if field in given else f"({cell} IS NULL OR {sound})")
    return found


_SOUND = {Reason.FUTURE: "<=", Reason.STALE: ">=", Reason.HEARSAY: "="}
"""What a field is to the bound where there is no such fault."""
