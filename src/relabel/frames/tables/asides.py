"""What is set aside: how many pieces of evidence in a table do not count, by criterion and reason."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from attrs import NOTHING

from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Reason
from relabel.frames.columns import Each
from relabel.frames.tables.exchange import Frame, as_given, lazy
from relabel.frames.tables.long import GIVEN, Pieces, pieces_of
from relabel.frames.tables.merging import LOST
from relabel.frames.tables.wide import Told, read_frame
from relabel.later import Later
from relabel.texts import nearest

if TYPE_CHECKING:
    import polars as pl
else:
    pl = Later("polars")

__all__ = ["UNREADABLE", "set_aside_evidence", "set_aside_frame", "tally_of_cells", "tally_of_pieces"]

UNREADABLE = "unreadable"
"""What it is called among the reasons that a piece is no answer to its criterion, or on the word of no side."""


def set_aside_frame(
    frame: Frame,
    definition: Definition,
    *,
    as_of: date | None = None,
    columns: Mapping[str, str | None] | None = None,
    observed_on: Each = NOTHING,
    attested_by: Each = NOTHING,
    source: Each = NOTHING,
) -> Frame:
    """Count the cells of a wide table that do not count as evidence, by criterion and reason, as `Audit.set_aside`.

    Args:
        frame: As for `classify_frame`, as are the others.
        definition: The definition.
        as_of: As for `classify_frame`.
        columns: As for `classify_frame`.
        observed_on: As for `classify_frame`.
        attested_by: As for `classify_frame`.
        source: As for `classify_frame`.

    Returns:
        As `set_aside_evidence`; of criteria that conditions ask for, as columns of others are no evidence.

    Raises:
        InvalidValueError, MissingDateError, MissingExtraError: As for `classify_frame`.

    Added in 0.1.
    """
    told = read_frame(
        lazy(frame, "frame"),
        definition,
        as_of=as_of,
        columns=columns,
        observed_on=observed_on,
        attested_by=attested_by,
        source=source,
        keep=None,
    )
    return as_given(frame, tally_of_cells(told))  # type: ignore[no-any-return]  # of the library of the frame


def set_aside_evidence(
    evidence: Frame,
    definition: Definition,
    *,
    as_of: date | None = None,
    columns: Mapping[str, str | None] | None = None,
) -> Frame:
    """Count the pieces of evidence in a table that do not count, by criterion and reason, as `Audit.set_aside` does.

    Args:
        evidence: As for `classify_evidence`, as are the others; each row is a piece, whoever it is about.
        definition: The definition.
        as_of: As for `classify_evidence`.
        columns: As for `classify_evidence`.

    Returns:
        One row for each criterion and reason, in the order of the reasons: `criterion` (null where a row names none),
        `reason`, `pieces`, and for an unknown criterion `nearest`, the name that looks most like it. Reasons are called
        as those of `relabel.core.definitions.findings.Reason`, and `unreadable` what is no answer to its criterion, or
        on the word of no side. No rows where everything counts. A frame of the library of the evidence, lazy where
        that is.

    Raises:
        InvalidValueError, MissingDateError, MissingExtraError: As for `classify_evidence`.

    Added in 0.1.
    """
    pieces = pieces_of(lazy(evidence, "evidence"), definition, keys=(), as_of=as_of, columns=columns)
    return as_given(evidence, tally_of_pieces(pieces.rows, pieces, definition))  # type: ignore[no-any-return]  # as above


def tally_of_cells(told: Told) -> "pl.LazyFrame":
    """Count the cells of a wide table that do not count."""
    sums: list[pl.Expr] = []
    what: list[tuple[str, str]] = []
    for level, cells in told.cells.items():
        name, given, lost = cells.variable.criterion.name, cells.given(), told.lost.get(level)
        if lost is not None:
            sums.append(lost.sum())
            what.append((name, UNREADABLE))
            given &= ~lost
        for reason, where in told.faults[level].apart():
            sums.append((given & where).sum())
            what.append((name, reason.name.lower()))
    counted = told.answers.rows.select(one.alias(str(place)) for place, one in enumerate(sums))

    def arranged(found: "pl.DataFrame") -> "pl.DataFrame":
        counts = found.row(0) if what else ()
        return _arranged(((*one, count) for one, count in zip(what, counts, strict=True) if count), ())

    return counted.map_batches(arranged, schema=_schema())


def tally_of_pieces(rows: "pl.LazyFrame", pieces: Pieces, definition: Definition) -> "pl.LazyFrame":
    """Count the pieces in some of the rows of a long table that do not count."""
    rules = definition.weigher.rules
    strays = {name: rule.reason for name, rule in rules.items() if rule.reason is not None}
    strays |= dict.fromkeys(definition.weigher.remarks, Reason.DISREGARDED)
    names = {name: reason.name.lower() for name, reason in strays.items()}
    unknown = Reason.UNKNOWN_CRITERION.name.lower()
    stray = pieces.named.replace_strict(names, default=unknown, return_dtype=pl.String).fill_null(unknown)
    reason = pl.when(LOST).then(pl.lit(UNREADABLE)).when(pieces.asked).then(pieces.reason).otherwise(stray)
    found = rows.filter(GIVEN).select(pieces.named.alias("criterion"), reason.alias("reason"))
    counted = found.filter(pl.col("reason").is_not_null()).group_by("criterion", "reason").agg(pl.len())
    return counted.map_batches(lambda some: _arranged(some.rows(), rules), schema=_schema())


def _schema() -> "pl.Schema":
    reasons = pl.Enum([*(one.name.lower() for one in Reason), UNREADABLE])
    return pl.Schema({"criterion": pl.String(), "reason": reasons, "pieces": pl.UInt32(), "nearest": pl.String()})


def _arranged(counted: Iterable[tuple[str | None, str, int]], known: Iterable[str]) -> "pl.DataFrame":
    """Arrange how many pieces there are by criterion and reason, and name what unknown criteria look like."""
    order, names = [*(one.name.lower() for one in Reason), UNREADABLE], [*known]
    rows = [
        (name, reason, count, nearest(name, names) if name and reason == order[0] else None)
        for name, reason, count in sorted(counted, key=lambda one: (order.index(one[1]), one[0] or ""))
    ]
    return pl.DataFrame(rows, _schema(), orient="row")
