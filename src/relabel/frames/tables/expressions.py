"""Expressions of polars: what a cell says, which evidence counts, which nodes are reached, and what follows."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, reduce
from operator import add, and_, gt, lt, ne, or_
from typing import TYPE_CHECKING, Any, NamedTuple

from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Reason
from relabel.core.diagrams.variables import Cut, Variable
from relabel.core.model.any_criterion import Side
from relabel.core.model.examples import Standing
from relabel.errors import InvalidValueError
from relabel.frames.columns import INNER
from relabel.frames.readings import (
    BLANKS,
    Numbers,
    Span,
    as_double,
    as_units,
    from_units,
    numbers_of,
    truths_of,
    words_of,
)
from relabel.frames.rules import Fault, Origin
from relabel.frames.walk import OR, Plane, Walk
from relabel.later import Later

if TYPE_CHECKING:
    import polars as pl
else:
    pl = Later("polars")

__all__ = [
    "Answers",
    "Cells",
    "Faults",
    "candidates",
    "day_of",
    "filled",
    "is_text",
    "known_in",
    "outcome",
    "read_origin",
    "take_steps",
    "text_of",
]

_ENUMERATED = 8
"""So many labels at most have the sets of them that are possible listed as categories."""


class Answers(NamedTuple):
    """What is known of some relationships."""

    rows: "pl.LazyFrame"
    """One for each, with the columns to keep and `unreadable`."""
    kept: list[str]
    """The columns to keep."""
    possible: "Callable[[Plane], pl.Expr]"
    """What gives where an answer is possible."""

    def classified(self, definition: Definition) -> "pl.LazyFrame":
        """Give the columns to keep, and label, standing, possible and unreadable."""
        walk = Walk.of(definition, INNER)
        rows = take_steps(self.rows, walk, self.possible, [*self.kept, "unreadable"])
        return rows.select(*self.kept, *outcome(definition, walk), pl.col("unreadable"))


class Cells:
    """What the cells of one column say of one variable.

    Args:
        variable: The variable.
        name: The column.
        dtype: Its type.

    Raises:
        InvalidValueError: Cells of this type are no answers to it.
    """

    def __init__(self, variable: Variable, name: str, dtype: "pl.DataType") -> None:
        self.variable, self.name, self.dtype = variable, name, dtype
        self.words = words_of(variable)
        self.numbers = numbers_of(variable) if dtype.is_numeric() else None
        text = isinstance(dtype, (pl.String, pl.Categorical, pl.Enum)) and variable.criterion.answers is not None
        truth = isinstance(dtype, pl.Boolean) and truths_of(variable)
        if not (text or truth or self.numbers or isinstance(dtype, pl.Null)):
            kinds = [
                *(["Boolean"] if truths_of(variable) else []),
                *(["numbers"] if numbers_of(variable) else []),
                *([f"text, {' or '.join(self.words)}"] if variable.criterion.answers is not None else []),
            ]
            cure = "; cast 0 and 1 to Boolean" if truths_of(variable) and dtype.is_integer() else "; cast it first"
            expected = f"a column of {', or '.join(kinds)}{cure}"
            raise InvalidValueError(f"column {name!r}, for {variable.criterion.name!r}", str(dtype), expected)

    def readable(self, answer: "pl.Expr") -> "pl.Expr | None":
        """Give where a cell is an answer, `answer` being what holds it; None where each is that is not blank."""
        if self.numbers is not None:
            return numbers_readable(answer, self.numbers, self.dtype).fill_null(False)
        if isinstance(self.dtype, (pl.Boolean, pl.Null)):
            return None
        return answer.is_not_null()

    def answer(self) -> "pl.Expr":
        """Give the cell as `says` takes it: of words the number of each, null where it is none."""
        cell = pl.col(self.name)
        if self.numbers is not None or isinstance(self.dtype, (pl.Boolean, pl.Null)):
            return cell
        return known_in(self.name, self.dtype, self.words).to_physical()

    def given(self, where: "pl.Expr | None" = None) -> "pl.Expr":
        """Give where a cell is not blank, of some rows or of all."""
        if isinstance(self.dtype, (pl.String, pl.Categorical, pl.Enum)):
            return filled(self.name, self.dtype, where)
        found = pl.col(self.name).is_not_null()
        return found if where is None else found & where

    def says(self, cell: "pl.Expr", cells: int) -> "pl.Expr":
        """Give where an answer lies in some cells of the variable; null where the cell is blank."""
        if isinstance(self.dtype, pl.Null):
            return pl.lit(None, dtype=pl.Boolean)
        if isinstance(self.dtype, pl.Boolean):
            return {0: cell & False, 1: ~cell, 2: cell, 3: cell | True}[cells & 3]
        if self.numbers is not None:
            return numbers_in(cell, self.numbers, cells, self.dtype)
        return cell.is_in([number for number, place in enumerate(self.words.values()) if cells >> place & 1])


def any_of(some: "Iterable[pl.Expr]") -> "pl.Expr":
    """Give where any of one or more expressions holds."""
    return reduce(or_, some)


def all_of(some: "Iterable[pl.Expr]") -> "pl.Expr":
    """Give where all of one or more expressions hold."""
    return reduce(and_, some)


def above(cell: "pl.Expr", cut: Cut, dtype: "pl.DataType") -> "pl.Expr":
    """Give where a number of a type lies above a cut, exactly; null where it is blank."""
    if dtype.is_float():
        double, below = as_double(cut)
        wide = cell.cast(pl.Float64)
        return wide > double if below else wide >= double
    if isinstance(dtype, pl.Decimal):
        places, most = dtype.scale or 0, 10**38 - 1
        units = as_units(cut, places)
        if -most <= units <= most:
            bound = pl.lit(from_units(units, places), dtype=pl.Decimal(38, places))
            return cell.cast(pl.Decimal(38, places)) >= bound
    else:
        kind: Any
        kind, least, most = pl.Int64, -(2**63), 2**63 - 1
        if dtype in (pl.UInt64, pl.Int128):
            kind, least, most = pl.Int128, -(2**127), 2**127 - 1
        elif dtype == pl.UInt128:
            kind, least, most = pl.UInt128, 0, 2**128 - 1
        units = as_units(cut, 0)
        if least <= units <= most:
            return cell.cast(kind) >= pl.lit(units, dtype=kind)
    return cell.is_null().replace_strict(True, None, default=units < 0, return_dtype=pl.Boolean)


def inside(cell: "pl.Expr", span: Span, dtype: "pl.DataType") -> "pl.Expr":
    """Give where a number of a type lies in a span; null where it is blank."""
    ends = [above(cell, span.low, dtype)] if span.low is not None else []
    ends += [~above(cell, span.high, dtype)] if span.high is not None else []
    return reduce(and_, ends) if ends else (cell == cell)  # null if blank


def numbers_in(cell: "pl.Expr", numbers: Numbers, cells: int, dtype: "pl.DataType") -> "pl.Expr":
    """Give where a number of a type lies in some cells; null where it is blank."""
    spans = [inside(cell, span, dtype) for span in numbers.spans(cells)]
    return any_of(spans) if spans else (cell != cell)  # false, null if blank


def numbers_readable(cell: "pl.Expr", numbers: Numbers, dtype: "pl.DataType") -> "pl.Expr":
    """Give where a number of a type is an answer; null where it is blank."""
    found = inside(cell, numbers.domain, dtype)
    if dtype.is_float():
        found &= cell.is_finite()
    if numbers.whole and not dtype.is_integer():
        found &= cell == cell.floor()
    return found


def day_of(name: str, dtype: "pl.DataType") -> "pl.Expr":
    """Give the days in a column; a time of day is cut off.

    Raises:
        InvalidValueError: It holds no dates, or times with a zone, of which no day is certain.
    """
    if isinstance(dtype, pl.Datetime) and dtype.time_zone is None:
        return pl.col(name).dt.date()
    if not isinstance(dtype, (pl.Date, pl.Null)):
        expected = "a column of dates, or of times without a zone; cast it first"
        raise InvalidValueError(f"column {name!r}, for days", str(dtype), expected)
    return pl.col(name).cast(pl.Date)


def is_text(dtype: "pl.DataType") -> bool:
    """Say whether a column holds words, or nothing at all."""
    return isinstance(dtype, (pl.String, pl.Categorical, pl.Enum, pl.Null))


def text_of(name: str, dtype: "pl.DataType") -> "pl.Expr":
    """Give the texts in a column without what is blank at their ends; null for blank ones, as in CSV.

    Raises:
        InvalidValueError: It holds no text.
    """
    text = _stripped(name, dtype)
    return pl.when(text != "").then(text)


def filled(name: str, dtype: "pl.DataType", where: "pl.Expr | None" = None) -> "pl.Expr":
    """Give where a column of texts has a sign that is not blank, of some rows or of all.

    Raises:
        InvalidValueError: It holds no text.
    """
    if where is not None:
        return (_stripped(name, dtype, where) != "").fill_null(False)
    text = _text(name, dtype)
    begun = (text >= "!") & (text < "\x7f")  # with a sign of ASCII that is seen, as most texts do
    return begun.fill_null(False) | filled(name, dtype, ~begun & (text != ""))


def known_in(name: str, dtype: "pl.DataType", words: Iterable[str]) -> "pl.Expr":
    """Give which of some words a column holds, as categories, whatever is blank at its ends; null for other words.

    Raises:
        InvalidValueError: It holds no text.
    """
    known = pl.Enum([*words])
    plain = pl.col(name).cast(known, strict=False)  # as most cells are
    return plain.fill_null(_stripped(name, dtype, plain.is_null()).cast(known, strict=False))


def _stripped(name: str, dtype: "pl.DataType", where: "pl.Expr | None" = None) -> "pl.Expr":
    text = _text(name, dtype)
    if where is not None:  # where no row is left, as there are no others than blank ones, polars trims nothing
        text = pl.when(where & text.is_not_null()).then(text)
    return text.str.strip_chars(BLANKS)


def _text(name: str, dtype: "pl.DataType") -> "pl.Expr":
    if not is_text(dtype):
        raise InvalidValueError(f"column {name!r}", str(dtype), "a column of text; cast it first")
    return pl.col(name).cast(pl.String)


def side_of(name: str, dtype: "pl.DataType") -> "pl.Expr":
    """Give the sides in a column of the words buyer and seller; null where there is none or another word.

    Raises:
        InvalidValueError: It holds no text.
    """
    if not is_text(dtype):
        raise InvalidValueError(f"column {name!r}, for sides", str(dtype), "a column of the words buyer and seller")
    return known_in(name, dtype, [side.value for side in Side])


def candidates(schema: "Mapping[str, pl.DataType]", used: Iterable[str]) -> dict[str, list[str]]:
    """Give the columns that could say what, when, on whose word and by which source, without those that are used."""
    free = {name: dtype for name, dtype in schema.items() if name not in {*used}}
    words = [name for name, dtype in free.items() if is_text(dtype)]
    days = [name for name, dtype in free.items() if isinstance(dtype, (pl.Date, pl.Datetime))]
    numbers = [name for name, dtype in free.items() if dtype.is_numeric()]
    answers = [name for name, dtype in free.items() if is_text(dtype) or isinstance(dtype, pl.Boolean)]
    known = {"criterion": words, "answer": answers, "number": numbers}
    return known | {"observed_on": days, "attested_by": words, "source": words}


_READ: "Mapping[str, Callable[[str, pl.DataType], pl.Expr]]" = {
    "observed_on": day_of,
    "attested_by": side_of,
    "source": lambda name, dtype: pl.when(filled(name, dtype)).then(pl.col(name)),
}
_AT_FAULT: Mapping[Reason, Any] = {Reason.FUTURE: gt, Reason.STALE: lt, Reason.HEARSAY: ne}
"""What the field is to the bound of a fault; Any, as the operators are for all types."""


def read_origin(origin: Origin, schema: "Mapping[str, pl.DataType]") -> "dict[str, pl.Expr]":
    """Give by field of `Origin` what a column says of it, null where that is nothing; without those that have none.

    Raises:
        InvalidValueError: A column cannot hold what it should.
    """
    return {field: _READ[field](name, schema[name]) for field, name in origin._asdict().items() if name is not None}


class Faults:
    """Where pieces of evidence are at fault.

    Args:
        faults: What sets them aside.
        read: What is said of where they come from, as `read_origin` gives it.
    """

    def __init__(self, faults: Iterable[Fault], read: "Mapping[str, pl.Expr]") -> None:
        self.read = read
        self._each: list[tuple[Reason, pl.Expr]] = []
        for reason, field, bound in faults:
            if field in read:  # what nobody recorded is no fault
                cell, than = read[field], bound.value if isinstance(bound, Side) else bound
                where = cell.is_null() if than is None else _AT_FAULT[reason](cell, than).fill_null(False)
                self._each.append((reason, where))

    def counts(self) -> "pl.Expr | None":
        """Give where evidence counts, whatever it says; None for everywhere."""
        return all_of(~where for _, where in self._each) if self._each else None

    def apart(self) -> "list[tuple[Reason, pl.Expr]]":
        """Give where each reason is the first that sets evidence aside."""
        found, before = [], pl.lit(False)
        for reason, where in self._each:
            found.append((reason, where & ~before))
            before |= where
        return found

    def reason(self) -> "pl.Expr":
        """Give the name of the reason for which evidence is set aside; null where it counts."""
        found = pl.lit(None, dtype=pl.String)
        for reason, where in reversed(self._each):
            found = pl.when(where).then(pl.lit(reason.name.lower())).otherwise(found)
        return found


def take_steps(
    frame: "pl.LazyFrame", walk: Walk, possible: "Callable[[Plane], pl.Expr]", others: Iterable[str]
) -> "pl.LazyFrame":
    """Add whether each leaf is reached, by the names of the walk.

    Args:
        frame: What the planes are made from.
        walk: The walk.
        possible: What gives where an answer is possible.
        others: The columns to keep besides.
    """
    others, column = list(others), cache(pl.col)  # an expression for each name, which are many
    if walk.planes:
        frame = frame.with_columns(possible(plane).alias(plane.name) for plane in walk.planes)
    for step, kept in zip(walk.steps, walk.kept(), strict=True):
        made = []
        for node in step:
            ways = []
            for source, plane in node.ways:
                names = [name for name in (source, plane) if name is not None]
                ways.append(reduce(and_, map(column, names)))
            made.append(any_of(ways).alias(node.name))
        frame = frame.select(*map(column, [*others, *kept]), *made)
    return frame


def outcome(definition: Definition, walk: Walk) -> "list[pl.Expr]":
    """Give label, standing and possible from whether each leaf is reached."""
    known, granted = (
        {leaf: pl.lit(True) if name is None else pl.col(name) for leaf, name in ends.items()}
        for ends in (walk.known, walk.granted)
    )
    names = pl.Enum([label.name for label in definition.labels])
    settled, sure = _one(known.values()), _one(granted.values())
    label: Any = pl.lit(None, dtype=names)
    for leaf, here in granted.items():
        if leaf is not None:
            label = pl.when(here).then(pl.lit(leaf, dtype=names)).otherwise(label)
    label = pl.when(sure).then(label).otherwise(pl.lit(None, dtype=names))
    standings = pl.Enum([standing.value for standing in Standing])
    settled_, presumed, open_ = (pl.lit(one.value, dtype=standings) for one in Standing)
    standing = pl.when(settled).then(settled_).when(sure).then(presumed).otherwise(open_)
    return [label.alias("label"), standing.alias("standing"), _sets(walk.called(definition), known).alias("possible")]


def _one(some: "Iterable[pl.Expr]") -> "pl.Expr":
    """Give where exactly one of some expressions holds."""
    first, *others = some
    any_, more = first, pl.lit(False)
    for one in others:
        more, any_ = more | (any_ & one), any_ | one
    return any_ & ~more if others else any_


def _sets(called: Mapping[str | None, str], known: "Mapping[str | None, pl.Expr]") -> "pl.Expr":
    """Give the labels that are possible as a text, the highest first."""
    ranked, said = [*called], [*called.values()]
    if len(ranked) > _ENUMERATED:
        each = [pl.when(known[leaf]).then(pl.lit(name)) for leaf, name in zip(ranked, said, strict=True)]
        return pl.concat_str(each, separator=OR, ignore_nulls=True).cast(pl.Categorical)
    sets = (OR.join(name for place, name in enumerate(said) if code >> place & 1) for code in range(1, 1 << len(said)))
    none, bits = pl.lit(0, dtype=pl.UInt8), (pl.lit(1 << place, dtype=pl.UInt8) for place in range(len(ranked)))
    codes = (pl.when(known[leaf]).then(bit).otherwise(none) for leaf, bit in zip(ranked, bits, strict=True))
    return (reduce(add, codes) - 1).cat.to(pl.Enum([*sets]))
