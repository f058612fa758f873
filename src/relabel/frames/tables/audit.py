"""Audits of tables: the words in use for many rows against the evidence, judged once for all rows that are alike."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, final

import attrs

from relabel.core.audits.audit import Audit, Coverage, Settling, coverage_of, settling_of
from relabel.core.audits.verdicts import Verdict, judge
from relabel.core.classification.classification import Classification
from relabel.core.definitions.definition import Definition
from relabel.core.model.any_criterion import Side
from relabel.core.model.relationship import Relationship
from relabel.errors import InvalidValueError
from relabel.frames.columns import INNER, Each, check_names, column
from relabel.frames.packing import Packing
from relabel.frames.readings import from_units
from relabel.frames.tables.exchange import lazy
from relabel.frames.tables.expressions import Answers, is_text, take_steps
from relabel.frames.tables.long import read_evidence
from relabel.frames.tables.wide import read_frame
from relabel.frames.walk import Plane, Walk
from relabel.later import Later

if TYPE_CHECKING:
    import polars as pl
else:
    pl = Later("polars")

__all__ = ["FrameAudit", "audit_evidence", "audit_frame"]

_WORD, _COUNT, _KNOWN, _HIGH = (f"{INNER}{name}" for name in ("word", "count", "known_{}", "high"))
_WEIGHT, _HALF = "weight", 2**64
_RESULT = ("unreadable", "verdict", "gap")
"""The columns that are added to those of the rows."""
_FIELDS: Mapping[Side | None, str] = {Side.BUYER: "buyer_label", Side.SELLER: "seller_label", None: "label"}


@final
@attrs.frozen(eq=False)
class FrameAudit:
    """The words in use for the rows of a table against what the evidence supports.

    Attributes:
        definition: The definition judged by.
        as_of: The day judged by, or None.
        totals: An audit with a row for each sort of rows: those of one word, of which the same labels are possible.
    """

    definition: Definition
    as_of: date | None
    totals: Audit
    _rows: "pl.LazyFrame"
    _judged: "pl.DataFrame"
    _kept: Sequence[str]

    def counts(self) -> Mapping[Verdict, int | Decimal]:
        """Give the number of rows per verdict, or the sum of the weight, as `Audit.counts`."""
        return self.totals.counts(weight=_WEIGHT)

    def cross_table(self) -> Mapping[tuple[str | None, str], int | Decimal]:
        """Give the number of rows, or the sum of the weight, per word and label found, as `Audit.cross_table`."""
        return self.totals.cross_table(weight=_WEIGHT)

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """How much is known of each criterion that the definition asks for, as `Audit.coverage`.

        Cost: a step for each criterion and each pattern of answers that occurs.
        """
        known = Counter[int]()
        for bits, _, count in self._patterns():
            known[bits] += count
        return coverage_of(self.definition, known)

    @property
    def settling(self) -> tuple[Settling, ...]:
        """The criteria whose answers would settle rows, those that settle most first, as `Audit.settling`.

        Cost: as for `Audit.settling`, for each pattern of answers that occurs.
        """
        unsettled = Counter({(bits, possible): count for bits, possible, count in self._patterns() if possible > 1})
        return settling_of(self.definition, unsettled)

    @property
    def ranked(self) -> "pl.DataFrame":
        """The rows with `verdict` and `gap`, the dearest kind of error first, then the wider gap, then as they came."""
        names = [name for name in self._judged.columns if name not in ("verdict", "gap")]
        found = self._rows.join(self._judged.lazy(), on=names, how="left", nulls_equal=True, maintain_order="left")
        order = pl.col("verdict").to_physical()
        return found.sort(order, -pl.col("gap"), maintain_order=True).select(*self._kept, "verdict", "gap").collect()

    def _patterns(self) -> list[tuple[int, int, int]]:
        """Give what is known, how many labels are possible, and of how many rows; each once."""
        packing, walk = Packing.of(self.definition), Walk.of(self.definition, INNER)
        words = [_KNOWN.format(word) for word in range(len(packing.starts))]
        ends = [pl.lit(1) if name is None else pl.col(name).cast(pl.Int32) for name in walk.known.values()]
        patterns = self._rows.select(*words, pl.sum_horizontal(ends).alias(_COUNT)).group_by(*words, _COUNT)
        rows = patterns.agg(pl.len()).collect(engine="streaming").rows(named=True)
        return [(_known(packing, row), row[_COUNT], row["len"]) for row in rows]


def audit_frame(
    frame: object,
    definition: Definition,
    *,
    word: str,
    weight: str | None = None,
    as_of: date | None = None,
    columns: Mapping[str, str | None] | None = None,
    observed_on: Each = None,
    attested_by: Each = None,
    source: Each = None,
) -> FrameAudit:
    """Compare the word in use of each row of a wide table with the label that its cells support, as `audit()` does.

    Args:
        frame: As for `classify_frame`; rows are relationships.
        definition: The definition.
        word: The column of the word in use.
        weight: The column of what to sum in place of counting rows, whole numbers or decimals.
        as_of: As for `classify_frame`, as are the others.
        columns: As for `classify_frame`.
        observed_on: As for `classify_frame`.
        attested_by: As for `classify_frame`.
        source: As for `classify_frame`.

    Raises:
        InvalidValueError: A column is missing or of a type that cannot hold what it should, or a weight is.
        MissingDateError, MissingExtraError: As for `classify_frame`.

    Added in 0.1.
    """
    answers, _ = read_frame(
        frame,
        definition,
        as_of=as_of,
        columns=columns,
        observed_on=observed_on,
        attested_by=attested_by,
        source=source,
        keep=None,
    )
    return _audited(answers, definition, word, weight, as_of)


def audit_evidence(
    evidence: object,
    definition: Definition,
    *,
    key: str | Sequence[str],
    relationships: object,
    word: str,
    weight: str | None = None,
    as_of: date | None = None,
    columns: Mapping[str, str] | None = None,
) -> FrameAudit:
    """Compare the word in use of each relationship with the label that a table of evidence supports, as `audit()` does.

    Args:
        evidence: As for `classify_evidence`; rows are pieces of evidence.
        definition: The definition.
        key: As for `classify_evidence`.
        relationships: As for `classify_evidence`, with the word and the weight.
        word: The column of the word in use.
        weight: As for `audit_frame`.
        as_of: As for `classify_evidence`.
        columns: As for `classify_evidence`.

    Raises:
        InvalidValueError: As for `audit_frame`.
        MissingDateError, MissingExtraError: As for `classify_evidence`.

    Added in 0.1.
    """
    rows = lazy(evidence, "evidence")
    answers, _ = read_evidence(rows, definition, key=key, as_of=as_of, columns=columns, relationships=relationships)
    return _audited(answers, definition, word, weight, as_of)


def _audited(answers: Answers, definition: Definition, word: str, weight: str | None, as_of: date | None) -> FrameAudit:
    schema = answers.rows.collect_schema()
    packing, walk = Packing.of(definition), Walk.of(definition, INNER)
    check_names(answers.kept, "columns of the result", _RESULT)
    said = schema[column(word, answers.kept, "word")]
    if not is_text(said):
        raise InvalidValueError(f"column {word!r}", str(said), "a column of words")
    if weight is not None:
        number = schema[column(weight, answers.kept, "weight")]
        if not (number.is_integer() or number.is_decimal()):
            raise InvalidValueError(f"column {weight!r}", str(number), "a column of whole numbers or decimals")
    known = [_packed(answers, packing, place).alias(_KNOWN.format(place)) for place in range(len(packing.starts))]
    words = [_KNOWN.format(place) for place in range(len(known))]
    rows = answers.rows.with_columns(pl.col(word).cast(pl.String).alias(_WORD), *known)
    rows = take_steps(rows, walk, answers.possible, [*answers.kept, _WORD, *words])
    ends = dict.fromkeys(name for some in (walk.known, walk.granted) for name in some.values() if name is not None)
    summed = _summed(weight, schema)
    blank = pl.lit(0) if weight is None else pl.col(weight).null_count()
    groups = (
        rows.group_by(_WORD, *ends)
        .agg(pl.col(*words).first() if words else [], *summed, blank.alias("blank"))
        .sort(_WORD, *ends)
        .collect(engine="streaming")
    )
    if groups["blank"].sum():
        raise InvalidValueError(f"column {weight!r}", None, "a number in each row")
    kind = None if weight is None else schema[weight]
    places = kind.scale or 0 if isinstance(kind, pl.Decimal) else None
    judged = [
        judge(_example(definition, as_of, _known(packing, row), row[_WORD], _weight(row, places), place))
        for place, row in enumerate(groups.rows(named=True))
    ]
    verdicts = pl.Series("verdict", [row.verdict.value for row in judged], pl.Enum([one.value for one in Verdict]))
    found = groups.select(_WORD, *ends).with_columns(verdicts, pl.Series("gap", [row.gap for row in judged], pl.Int32))
    return FrameAudit(definition, as_of, Audit(definition, as_of, tuple(judged)), rows, found, answers.kept)


def _summed(weight: str | None, schema: "Mapping[str, pl.DataType]") -> "list[pl.Expr]":
    """Give the sum of the weight in two halves, neither of which is too large; the number of rows for none."""
    if weight is None:
        return [pl.len().alias(_WEIGHT), pl.lit(0).alias(_HIGH)]
    units = pl.col(weight).to_physical()
    if schema[weight] != pl.UInt128:
        units = units.cast(pl.Int128)
    halves = (units % _HALF).alias(_WEIGHT), (units // _HALF).alias(_HIGH)
    return [half.cast(pl.Int128).sum() for half in halves]


def _weight(row: Mapping[str, Any], places: int | None) -> int | Decimal:  # Any: any cell
    """Give the sum of the weight, of decimals with so many places behind the point."""
    units = row[_WEIGHT] + row[_HIGH] * _HALF
    return units if places is None else from_units(units, places)


def _packed(answers: Answers, packing: Packing, word: int) -> "pl.Expr":
    """Give the answers that are known, as the bits of a word."""
    slots, found = packing.words()[word], []
    for level, variable in enumerate(packing.variables):
        for slot in packing.slots(level, variable.full):
            if slot in slots:
                says = answers.possible(Plane("", level, 1 << slot - variable.shift, False))
                found.append(says.cast(pl.Int64) * (1 << slot - slots.start))
    return pl.sum_horizontal(found)


def _known(packing: Packing, row: Mapping[str, int]) -> int:
    """Give what is known, as `Classification.known`."""
    return sum(row[_KNOWN.format(word)] << start for word, start in enumerate(packing.starts))


def _example(
    definition: Definition, as_of: date | None, known: int, word: str | None, weight: int | Decimal, place: int
) -> Classification:
    """Give a classification of which the same is known, and no more."""
    evidence = [
        definition.policy.counting(variable.criterion, variable.example(cell), as_of, "a table")
        for variable in definition.diagram.variables
        for cell in range(variable.size)
        if variable.cells_in(known) >> cell & 1
    ]
    said = {_FIELDS[definition.given_to]: word}
    one = Relationship("a buyer", "a seller", id=str(place), evidence=evidence, attributes={_WEIGHT: weight}, **said)  # type: ignore[arg-type]
    return Classification(one, definition, as_of)
