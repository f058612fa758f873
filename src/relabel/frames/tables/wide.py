"""Wide tables: one row for each relationship, one column for each criterion; a blank cell is not known."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import NOTHING

from relabel.core.definitions.definition import Definition
from relabel.errors import InvalidValueError
from relabel.frames.columns import (
    INNER,
    Each,
    check_day,
    check_names,
    check_schema,
    column,
    columns_of,
    origins,
)
from relabel.frames.rules import Origin, faults_of
from relabel.frames.tables.engines import ask_batches, ask_frame, is_large
from relabel.frames.tables.exchange import FIRST, Frame, Unread, check_errors, engine_of, like, no_rows, one_of, refuse
from relabel.frames.tables.expressions import Answers, Cells, Faults, all_of, any_of, candidates, filled, read_origin
from relabel.frames.walk import Plane
from relabel.later import Later

if TYPE_CHECKING:
    import polars as pl
else:
    pl = Later("polars")

__all__ = ["Told", "classify_frame", "read_frame"]

_CELL, _LOST, _SIDE, _ROW = (f"{INNER}{name}" for name in ("cell_{}", "lost_{}", "side_{}", "row"))


class Told(NamedTuple):
    """What a wide table tells."""

    answers: Answers
    cells: Mapping[int, Cells]
    """By level of a variable the cells of its column."""
    origins: Mapping[int, Origin]
    """By the same level where they come from."""
    faults: Mapping[int, Faults]
    """And what sets them aside."""
    lost: "Mapping[int, pl.Expr]"
    """And where they are neither blank nor evidence, of the rows of the answers."""


def classify_frame(
    frame: Frame,
    definition: Definition,
    *,
    as_of: date | None = None,
    columns: Mapping[str, str | None] | None = None,
    observed_on: Each = NOTHING,
    attested_by: Each = NOTHING,
    source: Each = NOTHING,
    keep: Iterable[str] | None = None,
    errors: str = "count",
) -> Frame:
    """Say of each row of a table which label its cells support, as `classify()` does of one relationship.

    A cell is one piece of evidence, and a blank one (null, or text of blanks alone) none. What `str.strip` takes off a
    text is no part of it. Yes/no criteria are answered
    by True and False, or by the words yes and no; choices and levels by their words as they are written, `n/a` where
    they may not apply; scales and measures by numbers.

    Args:
        frame: A DataFrame or LazyFrame of polars, a DataFrame of pandas, a table of pyarrow, a relation of DuckDB, a
            DataFrame of Spark, or what gives itself as a stream of Arrow; rows are relationships.
        definition: The definition.
        as_of: As for `classify`. Cells observed later do not count.
        columns: By criterion the name of its column, where that is another one; None where the table has none.
        observed_on: The column of the day of observation, or by criterion such a column; None where nobody recorded
            it, which has to be said where evidence is weighed by it. Times of day are cut off.
        attested_by: The column of the side whose word it is, `buyer` or `seller`, in the same way.
        source: The column of the source, in the same way.
        keep: The columns to keep; all of them by default.
        errors: What to do about cells that are not blank and no answer: `count` them, or `raise` an error that names
            the first, which takes a frame that is not lazy.

    Returns:
        The columns to keep, and `label` (null: none applies, or open), `standing`, `possible` (the labels possible,
        the highest first) and `unreadable`: how many cells that are not blank are no answer, or have a side that is
        none. Such cells do not count. A frame of the same library, lazy where one came in; of polars
        where its library is none of those named. In DuckDB and Spark the labels are texts, and numbers are
        compared as doubles.

    Raises:
        InvalidFileError: Cells are no answers, and `errors` is `raise`.
        InvalidValueError: A column is missing, of a type that cannot hold answers, or called as one of the result or
            one that is added on the way; a column is not named by which the definition weighs evidence; or labels are
            called so that two sets of them would read the same.
        MissingDateError: The definition gives evidence a shelf life and there is no `as_of`.
        MissingExtraError: Polars is not installed.

    Added in 0.1.
    """
    check_errors(errors, frame)
    if isinstance(keep, str):
        raise InvalidValueError("keep", keep, f"several names of columns; for this one, [{keep!r}]")
    kept, rows = None if keep is None else list(keep), no_rows(frame, "frame")
    told = read_frame(
        rows,
        definition,
        as_of=as_of,
        columns=columns,
        observed_on=observed_on,
        attested_by=attested_by,
        source=source,
        keep=kept,
    )
    check_names(told.answers.kept, "columns, all of which are kept" if keep is None else "keep", every=keep is None)
    if is_large(definition, frame):
        said: dict[str, Any] = {"as_of": as_of, "columns": columns, "keep": told.answers.kept}
        said |= {"observed_on": observed_on, "attested_by": attested_by, "source": source}
        label = partial(_label_batches, definition=definition, said=said)
        return ask_batches(frame, told.answers.kept, label)  # type: ignore[no-any-return]  # of Spark
    if engine_of(frame) is not None:
        return ask_frame(
            frame,
            definition,
            kept=told.answers.kept,
            as_of=as_of,
            cells=told.cells,
            stands=told.origins,
        )
    result = told.answers.classified(definition)
    if isinstance(frame, pl.LazyFrame):
        return result  # type: ignore[return-value]  # as lazy as it came
    done = result.collect()
    if errors == "raise" and (count := int(done["unreadable"].sum())):
        refuse("frame", _first_of(told), count)
    return like(frame, done, frame, told.answers.kept)  # type: ignore[no-any-return]  # of the library of the frame


def _label_batches(
    batches: list[Any],  # Any: Arrow has no types
    names: list[str],
    definition: Definition,
    said: Mapping[str, Any],  # Any: of what `classify_frame` takes
) -> "pl.DataFrame":
    """Label the rows of some batches of Arrow, whose columns have these names."""
    rows = pl.concat([pl.DataFrame(one) for one in batches])
    rows.columns = names
    made = classify_frame(rows, definition, **said)
    return made.with_columns(
        pl.col("label", "standing", "possible").cast(pl.String), pl.col("unreadable").cast(pl.Int64)
    )


def read_frame(
    rows: "pl.LazyFrame",
    definition: Definition,
    *,
    as_of: date | None,
    columns: Mapping[str, str | None] | None,
    observed_on: Each,
    attested_by: Each,
    source: Each,
    keep: Sequence[str] | None,
) -> Told:
    """Give what the cells of a wide table say.

    Arguments and errors are those of `classify_frame`.
    """
    check_day(definition, as_of)
    schema = rows.collect_schema()
    check_schema(schema, "frame")
    variables = definition.diagram.variables
    places = columns_of(definition, columns, schema)
    stands = origins(
        definition,
        places,
        schema,
        as_of,
        candidates=candidates(schema, places.values()),
        observed_on=observed_on,
        attested_by=attested_by,
        source=source,
    )
    kept = list(schema) if keep is None else [column(name, schema, "keep") for name in keep]
    found = {level: Cells(variables[level], name, schema[name]) for level, name in places.items()}
    faults = {
        level: Faults(faults_of(definition, variables[level].criterion.name, as_of), read_origin(origin, schema))
        for level, origin in stands.items()
    }
    read = [cells.answer().alias(_CELL.format(level)) for level, cells in found.items()]
    made: list[pl.Expr] = []
    lost: dict[int, pl.Expr] = {}
    for level, cells in found.items():
        answer = pl.col(_CELL.format(level))
        readable, side, bad = cells.readable(answer), stands[level].attested_by, []
        sound = [] if readable is None or cells.numbers is None else [readable]  # what is no word has no number
        bad += [] if readable is None else [~readable]
        if side is not None:
            bad.append(filled(side, schema[side], faults[level].read["attested_by"].is_null()))
            sound.append(~bad[-1])
        if bad:
            lost[level] = pl.col(_LOST.format(level))
            made.append(cells.given(any_of(bad)).alias(_LOST.format(level)))
        counts = faults[level].counts()
        sound += [] if counts is None else [counts]
        made += [pl.when(all_of(sound)).then(answer).alias(_CELL.format(level))] if sound else []

    def possible(plane: Plane) -> "pl.Expr":
        cells = found.get(plane.level)
        if cells is None:
            return pl.lit(plane.blank)
        says = cells.says(pl.col(_CELL.format(plane.level)), plane.cells)
        return says.ne_missing(False) if plane.blank else says.eq_missing(True)

    counted = [where.cast(pl.UInt32) for where in lost.values()] or [pl.lit(0, dtype=pl.UInt32)]
    # What is read stands in a column of its own, as polars would read it again for each that asks for it.
    weighed = rows.with_columns(read).with_columns(made).with_columns(unreadable=pl.sum_horizontal(counted))
    return Told(Answers(weighed, kept, possible), found, stands, faults, lost)


def _first_of(told: Told) -> list[Unread]:
    """Give the first cells that are no answer, or the sides that are none."""
    some = told.answers.rows.with_row_index(_ROW, 1).filter(any_of(told.lost.values())).head(FIRST)
    columns = [pl.col(_ROW), *told.lost.values()]
    for level in told.lost:
        by = told.origins[level].attested_by
        columns.append(pl.col(told.cells[level].name).alias(_CELL.format(level)))
        columns += [] if by is None else [pl.col(by).alias(_SIDE.format(level))]
    named = []
    for row in some.select(columns).collect().rows(named=True):
        for level in told.lost:
            if row[_LOST.format(level)]:
                cells, cell = told.cells[level], row[_CELL.format(level)]
                expected = one_of(cells.words, cell) if isinstance(cell, str) else cells.variable.criterion.expected
                found = Unread(row[_ROW], cells.name, cell, expected)
                named.append(found.or_side(told.origins[level].attested_by, row.get(_SIDE.format(level))))
    return named[:FIRST]
