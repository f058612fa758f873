"""Wide tables: one row for each relationship, one column for each criterion; a blank cell is not known."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from relabel.core.classification.classification import Classification
from relabel.core.definitions.definition import Definition
from relabel.core.diagrams.variables import Variable
from relabel.core.model.any_criterion import Side
from relabel.core.model.evidence import Evidence
from relabel.core.model.relationship import Relationship
from relabel.errors import InvalidValueError
from relabel.frames.columns import (
    INNER,
    Each,
    Origin,
    check_day,
    check_names,
    check_schema,
    column,
    columns_of,
    origins,
)
from relabel.frames.readings import words_of
from relabel.frames.tables.exchange import FIRST, Frame, Unread, check_errors, lazy, like, refuse
from relabel.frames.tables.expressions import Answers, Cells, any_of, count_where, side_of
from relabel.frames.walk import Plane
from relabel.later import Later

if TYPE_CHECKING:
    import polars as pl
else:
    pl = Later("polars")

__all__ = ["classify_frame", "classify_rows", "read_frame"]

_CELL, _UNREAD, _SIDE, _ROW = (f"{INNER}{name}" for name in ("cell_{}", "unread_{}", "side_{}", "row"))


class Lost(NamedTuple):
    """Where cells of a column are no evidence."""

    cells: Cells
    where: "pl.Expr"
    by: str | None
    """The column of the sides."""


def classify_frame(
    frame: Frame,
    definition: Definition,
    *,
    as_of: date | None = None,
    columns: Mapping[str, str | None] | None = None,
    observed_on: Each = None,
    attested_by: Each = None,
    source: Each = None,
    keep: Iterable[str] | None = None,
    errors: str = "count",
) -> Frame:
    """Say of each row of a table which label its cells support, as `classify()` does of one relationship.

    A cell is one piece of evidence, and a blank one (null) none. Yes/no criteria are answered by True and False, or by
    the words yes and no; choices and levels by their words as they are written, `n/a` where they may not apply; scales
    and measures by numbers.

    Args:
        frame: A DataFrame or LazyFrame of polars, a DataFrame of pandas, a table of pyarrow, or what gives itself as a
            stream of Arrow; rows are relationships.
        definition: The definition.
        as_of: As for `classify`. Cells observed later do not count.
        columns: By criterion the name of its column, where that is another one; None where the table has none.
        observed_on: The column of the day of observation, or by criterion such a column. Times of day are cut off.
        attested_by: The column of the side whose word it is, `buyer` or `seller`, or by criterion such a column.
        source: The column of the source, or by criterion such a column.
        keep: The columns to keep; all of them by default.
        errors: What to do about cells that are not blank and no answer: `count` them, or `raise` an error that names
            the first, which takes a frame that is not lazy.

    Returns:
        The columns to keep, and `label` (null: none applies, or open), `standing`, `possible` (the labels possible,
        the highest first) and `unreadable`: how many cells that are not blank are no answer, or have a side that is
        none. Such cells do not count. A frame of the same library, lazy where one came in; of polars
        where its library is none of those named.

    Raises:
        InvalidFileError: Cells are no answers, and `errors` is `raise`.
        InvalidValueError: A column is missing, of a type that cannot hold answers, or called as one of the result or
            one that is added on the way; or labels are called so that two sets of them would read the same.
        MissingDateError: The definition gives evidence a shelf life and there is no `as_of`.
        MissingExtraError: Polars is not installed.

    Added in 0.1.
    """
    check_errors(errors, frame)
    if isinstance(keep, str):
        raise InvalidValueError("keep", keep, f"several names of columns; for this one, [{keep!r}]")
    kept, rows = None if keep is None else list(keep), lazy(frame, "frame")
    answers, lost = read_frame(
        rows,
        definition,
        as_of=as_of,
        columns=columns,
        observed_on=observed_on,
        attested_by=attested_by,
        source=source,
        keep=kept,
    )
    check_names(answers.kept, "keep")
    result = answers.classified(definition)
    if isinstance(frame, pl.LazyFrame):
        return result  # type: ignore[return-value]  # as lazy as it came
    done = result.collect()
    if errors == "raise" and (count := int(done["unreadable"].sum())):
        refuse(_first_of(rows, lost), count)
    return like(frame, done, frame, answers.kept)  # type: ignore[no-any-return]  # of the library of the frame


def classify_rows(
    frame: object,
    definition: Definition,
    *,
    as_of: date | None = None,
    columns: Mapping[str, str | None] | None = None,
    observed_on: Each = None,
    attested_by: Each = None,
    source: Each = None,
    buyer: str | None = None,
    seller: str | None = None,
) -> list[Classification]:
    """Classify the rows of a table one by one, to ask each for its reasons; of a large table, filter a few first.

    Args:
        frame: As for `classify_frame`, as are the others, with the same columns.
        definition: The definition.
        as_of: As for `classify_frame`.
        columns: As for `classify_frame`.
        observed_on: As for `classify_frame`.
        attested_by: As for `classify_frame`.
        source: As for `classify_frame`.
        buyer: The column of the names of the buyers; without one they are "the buyer".
        seller: The same of the sellers.

    Returns:
        One per row, in their order, of the cells that are answers; no rows give none.

    Raises:
        InvalidValueError, MissingDateError, MissingExtraError: As for `classify_frame`.

    Added in 0.1.
    """
    rows = lazy(frame, "frame")
    _, lost = read_frame(
        rows,
        definition,
        as_of=as_of,
        columns=columns,
        observed_on=observed_on,
        attested_by=attested_by,
        source=source,
        keep=None,
    )
    schema, variables = rows.collect_schema(), definition.diagram.variables
    for name, place in ((buyer, "buyer"), (seller, "seller")):
        if name is not None:
            column(name, schema, place)
    places = columns_of(definition, columns, schema)
    stands = origins(variables, schema, observed_on, attested_by, source)
    bad = {cells.variable.criterion.name: one for cells, one, _ in lost}
    marks = [one.alias(_UNREAD.format(name)) for name, one in bad.items()]
    found = []
    for row in rows.with_columns(marks).collect().rows(named=True):
        evidence = [
            _evidence(variables[level], row, name, stands[level])
            for level, name in places.items()
            if row[name] is not None and not row.get(_UNREAD.format(variables[level].criterion.name))
        ]
        names = [
            str(row[name]) if name is not None else f"the {side}"
            for name, side in ((buyer, "buyer"), (seller, "seller"))
        ]
        found.append(Classification(Relationship(*names, evidence=evidence), definition, as_of))
    return found


def _evidence(variable: Variable, row: Mapping[str, Any], name: str, origin: Origin) -> Evidence:  # Any: any cell
    """Give the piece of evidence that a cell is."""
    cell, answers = row[name], variable.criterion.answers
    if isinstance(cell, str):
        cell = (answers or ())[words_of(variable)[cell]]  # a measure is answered by numbers
    elif answers is not None and not isinstance(cell, bool):
        cell = int(cell)
    day, side, source = (None if one is None else row[one] for one in origin)
    return Evidence(
        variable.criterion,
        cell,
        observed_on=day.date() if isinstance(day, datetime) else day,
        attested_by=None if side is None else Side(side),
        source=source or "",
        place=f"column {name!r}",
    )


def read_frame(
    frame: object,
    definition: Definition,
    *,
    as_of: date | None,
    columns: Mapping[str, str | None] | None,
    observed_on: Each,
    attested_by: Each,
    source: Each,
    keep: Sequence[str] | None,
) -> "tuple[Answers, list[Lost]]":
    """Give what the cells of a wide table say, and where those of a column are no evidence.

    Arguments and errors are those of `classify_frame`.
    """
    rows = lazy(frame, "frame")
    check_day(definition, as_of)
    schema = rows.collect_schema()
    check_schema(schema, "frame")
    places = columns_of(definition, columns, schema)
    stands = origins(definition.diagram.variables, schema, observed_on, attested_by, source)
    kept = list(schema) if keep is None else [column(name, schema, "keep") for name in keep]
    found = {level: Cells(definition.diagram.variables[level], name, schema[name]) for level, name in places.items()}
    made: list[pl.Expr] = []
    unread: list[Lost] = []
    for level, cells in found.items():
        answer, lost = _read(cells, definition, stands[level], schema, as_of)
        made.append(answer.alias(_CELL.format(level)))
        unread += [] if lost is None else [Lost(cells, lost, stands[level].attested_by)]

    def possible(plane: Plane) -> "pl.Expr":
        cells = found.get(plane.level)
        if cells is None:
            return pl.lit(plane.blank)
        return cells.says(pl.col(_CELL.format(plane.level)), plane.cells).fill_null(plane.blank)

    counted = [lost.cast(pl.UInt32) for _, lost, _ in unread] or [pl.lit(0, dtype=pl.UInt32)]
    return Answers(rows.with_columns(*made, pl.sum_horizontal(counted).alias("unreadable")), kept, possible), unread


def _first_of(rows: "pl.LazyFrame", lost: Sequence[Lost]) -> list[Unread]:
    """Give the first cells that are no answer, or the sides that are none."""
    some = rows.with_row_index(_ROW, 1).filter(any_of(one.where for one in lost)).head(FIRST)
    columns = [pl.col(_ROW)]
    for place, one in enumerate(lost):
        columns += [one.where.alias(_UNREAD.format(place)), pl.col(one.cells.name).alias(_CELL.format(place))]
        columns += [] if one.by is None else [pl.col(one.by).alias(_SIDE.format(place))]
    named = []
    for row in some.select(columns).collect().rows(named=True):
        for place, (cells, _, by) in enumerate(lost):
            if row[_UNREAD.format(place)]:
                found = Unread(row[_ROW], cells.name, row[_CELL.format(place)], cells.variable.criterion.expected)
                named.append(found.or_side(by, row.get(_SIDE.format(place))))
    return named[:FIRST]


def _read(
    cells: Cells, definition: Definition, origin: Origin, schema: "Mapping[str, pl.DataType]", as_of: date | None
) -> "tuple[pl.Expr, pl.Expr | None]":
    """Give what counts of the cells of a column, and where they are no evidence; None where they always are."""
    cell = pl.col(cells.name)
    lost = []
    readable = cells.readable()
    if readable is not None:
        lost.append(cell.is_not_null() & ~readable.fill_null(False))
    if origin.attested_by is not None:
        side = side_of(origin.attested_by, schema[origin.attested_by])
        lost.append(cell.is_not_null() & pl.col(origin.attested_by).is_not_null() & side.is_null())
    counts = count_where(definition.weigher, cells.variable.criterion.name, origin, schema, as_of)
    bad = any_of(lost) if lost else None
    if bad is not None:
        counts = ~bad if counts is None else counts & ~bad
    return cell if counts is None else pl.when(counts).then(cell), bad
