"""Audits of tables: the words in use for many rows against the evidence, judged once for all rows that are alike."""

import functools
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, final

import attrs
from attrs import NOTHING

from relabel.core.audits import text as texts
from relabel.core.audits.audit import Audit, Coverage, Settling, coverage_of, settling_of
from relabel.core.audits.totals import Counts, Totals
from relabel.core.audits.verdicts import NO_LABEL, OPEN, Verdict, judge
from relabel.core.classification.classification import Classification
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Reason
from relabel.core.model.examples import Standing
from relabel.core.model.relationship import Relationship
from relabel.errors import InvalidValueError
from relabel.frames.columns import INNER, Each, check_names, column
from relabel.frames.packing import Packing
from relabel.frames.readings import from_units
from relabel.frames.tables.asides import UNREADABLE, tally_of_cells, tally_of_pieces
from relabel.frames.tables.exchange import lazy
from relabel.frames.tables.expressions import Answers, is_text, take_steps
from relabel.frames.tables.long import read_evidence
from relabel.frames.tables.rows import word_of
from relabel.frames.tables.wide import read_frame
from relabel.frames.walk import Plane, Walk
from relabel.later import Later
from relabel.markup import Report
from relabel.sections import Section, Table

if TYPE_CHECKING:
    import polars as pl
else:
    pl = Later("polars")

__all__ = ["FrameAudit", "audit_evidence", "audit_frame"]

_WORD, _GROUP, _COUNT, _KNOWN, _HIGH, _PLACE = (
    f"{INNER}{name}" for name in ("word", "group", "count", "known_{}", "high", "place")
)
_WEIGHT, _COUNTED, _BY, _HALF = "weight", "rows", "by", 2**64
_RESULT = ("found", "standing", "verdict", "gap")
"""The columns that are added to those of the rows."""


@final
@attrs.frozen(eq=False, repr=False)
class FrameAudit(Report):
    """The words in use for the rows of a table against what the evidence supports; `print` shows its totals.

    Attributes:
        definition: The definition judged by.
        as_of: The day judged by, or None.
        weight: The column of what is summed in place of counting rows, or None.
        by: The column that the counts are split by, or None.
        sorts: An audit with a row for each sort of rows: those of one word, of which the same labels are possible.
    """

    definition: Definition
    as_of: date | None
    weight: str | None
    by: str | None
    sorts: Audit
    _rows: "pl.LazyFrame"
    _judged: "pl.DataFrame"
    _kept: Sequence[str]
    _aside: "pl.LazyFrame"

    def counts(self) -> Mapping[Verdict, int | Decimal]:
        """Give the number of rows per verdict, or the sum of the weight, as `Audit.counts`."""
        return self.sorts.counts(weight=_WEIGHT)

    def cross_table(self) -> Mapping[tuple[str | None, str], int | Decimal]:
        """Give the number of rows, or the sum of the weight, per word and label found, as `Audit.cross_table`."""
        return self.sorts.cross_table(weight=_WEIGHT)

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """How much is known of each criterion that the definition asks for, as `Audit.coverage`.

        Cost: a step for each criterion and each pattern of answers that occurs.
        """
        known = Counter[int]()
        for bits, _, count in self._patterns:
            known[bits] += count
        return coverage_of(self.definition, known)

    @property
    def settling(self) -> tuple[Settling, ...]:
        """The criteria whose answers would settle rows, those that settle most first, as `Audit.settling`.

        Cost: as for `Audit.settling`, for each pattern of answers that occurs.
        """
        unsettled = Counter({(bits, possible): count for bits, possible, count in self._patterns if possible > 1})
        return settling_of(self.definition, unsettled)

    @property
    def judged(self) -> "pl.LazyFrame":
        """The rows as they came, with what is found of each; they are read when it is collected, or written to a file.

        Beside their own columns they have `found`, the label found, `(no label)` or `(open)`, its `standing`, and
        `verdict` and `gap`.
        """
        names = [name for name in self._judged.columns if name not in _RESULT]
        found = self._rows.join(self._judged.lazy(), on=names, how="left", nulls_equal=True, maintain_order="left")
        return found.select(*self._kept, *_RESULT)

    @property
    def ranked(self) -> "pl.DataFrame":
        """The rows as `judged`, the dearest kind of error first, then the wider gap, then as they came."""
        return self.dearest()

    def dearest(
        self, most: int | None = None, *, only: Collection[Verdict] = (), ties: "Sequence[pl.Expr]" = ()
    ) -> "pl.DataFrame":
        """Give the first of the rows, as `ranked` has them; few of many are found without sorting them all.

        Args:
            most: How many to give at most; None for all.
            only: The verdicts to look at; all where none is given.
            ties: What comes first of what is as dear; then as they came.
        """
        rows = self.judged.with_row_index(_PLACE)
        if only:
            rows = rows.filter(pl.col("verdict").is_in([one.value for one in only]))
        order = [pl.col("verdict").to_physical(), -pl.col("gap"), *ties, pl.col(_PLACE)]
        first = rows if most is None else rows.bottom_k(most, by=order)
        return first.collect(engine="streaming").sort(order).drop(_PLACE)

    @property
    def set_aside(self) -> Mapping[tuple[str, Reason], int]:
        """How many pieces of evidence were set aside, by criterion and reason, as `Audit.set_aside`.

        A row that names no criterion is on one without a name.
        """
        return {(name, Reason[reason.upper()]): count for name, reason, count in self._tallied if reason != UNREADABLE}

    @property
    def unreadable(self) -> Mapping[str, int]:
        """How many pieces of evidence were no answers, or on the word of no side, by criterion."""
        return {name: count for name, reason, count in self._tallied if reason == UNREADABLE}

    @functools.cached_property
    def totals(self) -> Totals:
        """All that is said of the rows together, as `relabel audit` has it of relationships."""
        weight = None if self.weight is None else _WEIGHT
        groups = {} if self.by is None else self.sorts.groups(_BY)
        return Totals(
            self.definition,
            self.as_of,
            Counts.of(self.sorts, weight, _COUNTED),
            self.sorts.cross_table(weight=_COUNTED),
            self.coverage,
            self.settling,
            self.set_aside,
            weight=self.weight,
            by=self.by,
            groups={value: Counts.of(group, weight, _COUNTED) for value, group in groups.items()},
        )

    def headline(self) -> str:
        """Write the sentence that matters, as of an audit."""
        counts, sums = self.sorts.counts(weight=_COUNTED), self.counts()
        return texts.headline_of(counts, self.sorts.rows, {} if self.weight is None else {self.weight: sums})

    @functools.cached_property
    def _tallied(self) -> list[tuple[str, str, int]]:
        rows = self._aside.collect(engine="streaming").rows(named=True)
        return [(row["criterion"] or "", row["reason"], row["pieces"]) for row in rows]

    def sections(self) -> list[Section]:
        """Arrange the totals for people, as those of an audit."""
        lines = tuple((name, str(count)) for name, count in self.unreadable.items())
        lost = [Section("No answers", (Table(("criterion", "pieces"), lines),))] if lines else []
        return [*texts.arranged(self.totals, None), *lost]

    @functools.cached_property
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
    by: str | None = None,
    as_of: date | None = None,
    columns: Mapping[str, str | None] | None = None,
    observed_on: Each = NOTHING,
    attested_by: Each = NOTHING,
    source: Each = NOTHING,
) -> FrameAudit:
    """Compare the word in use of each row of a wide table with the label that its cells support, as `audit()` does.

    Args:
        frame: As for `classify_frame`; rows are relationships.
        definition: The definition.
        word: The column of the word in use.
        weight: The column of what to sum in place of counting rows, whole numbers or decimals.
        by: The column by the text of which the counts are split, in `totals`.
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
    return _audited(told.answers, definition, word, weight, by, as_of, tally_of_cells(told))


def audit_evidence(
    evidence: object,
    definition: Definition,
    *,
    key: str | Sequence[str],
    relationships: object,
    word: str,
    weight: str | None = None,
    by: str | None = None,
    as_of: date | None = None,
    columns: Mapping[str, str | None] | None = None,
) -> FrameAudit:
    """Compare the word in use of each relationship with the label that a table of evidence supports, as `audit()` does.

    Args:
        evidence: As for `classify_evidence`; rows are pieces of evidence.
        definition: The definition.
        key: As for `classify_evidence`.
        relationships: As for `classify_evidence`, with the word and the weight; evidence on others is left out, of
            what is set aside, too.
        word: The column of the word in use.
        weight: As for `audit_frame`.
        by: As for `audit_frame`.
        as_of: As for `classify_evidence`.
        columns: As for `classify_evidence`.

    Raises:
        InvalidValueError: As for `audit_frame`.
        MissingDateError, MissingExtraError: As for `classify_evidence`.

    Added in 0.1.
    """
    if relationships is None:
        raise InvalidValueError("relationships", None, f"the frame that has the column {word!r} of words in use")
    rows, keys = lazy(evidence, "evidence"), [key] if isinstance(key, str) else list(key)
    answers, pieces, listed = read_evidence(
        rows, definition, key=keys, as_of=as_of, columns=columns, relationships=relationships
    )
    spoken_of = pieces.rows.join(listed.select(keys), on=keys, how="semi")
    return _audited(answers, definition, word, weight, by, as_of, tally_of_pieces(spoken_of, pieces, definition))


def _audited(
    answers: Answers,
    definition: Definition,
    word: str,
    weight: str | None,
    by: str | None,
    as_of: date | None,
    aside: "pl.LazyFrame",
) -> FrameAudit:
    schema = answers.rows.collect_schema()
    packing, walk = Packing.of(definition), Walk.of(definition, INNER)
    check_names(answers.kept, "columns of the result", ("unreadable", *_RESULT))
    kind = schema[column(word, answers.kept, "word")]
    if not is_text(kind):
        raise InvalidValueError(f"word, column {word!r}", str(kind), "a column of text")
    if weight is not None:
        kind = schema[column(weight, answers.kept, "weight")]
        if not (kind.is_integer() or kind.is_decimal()):
            expected = "a column of whole numbers or decimals"
            cure = "; cast it, say to Decimal(38, 2), as a sum of floats depends on their order"
            raise InvalidValueError(f"weight, column {weight!r}", str(kind), expected + cure * kind.is_float())
    named = {_WORD: word} if by is None else {_WORD: word, _GROUP: column(by, answers.kept, "by")}
    known = [_packed(answers, packing, place).alias(_KNOWN.format(place)) for place in range(len(packing.starts))]
    words = [_KNOWN.format(place) for place in range(len(known))]
    texts_of = (pl.col(one).cast(pl.String).alias(name) for name, one in named.items())
    rows = answers.rows.with_columns(*texts_of, *known)
    rows = take_steps(rows, walk, answers.possible, [*answers.kept, *named, *words])
    ends = dict.fromkeys(name for some in (walk.known, walk.granted) for name in some.values() if name is not None)
    blank = pl.lit(0) if weight is None else pl.col(weight).null_count()
    groups = (
        rows.group_by(*named, *ends)
        .agg(
            pl.col(*words).first() if words else [],
            *_summed(weight, schema),
            pl.len().alias(_COUNTED),
            blank.alias("blank"),
        )
        .sort(*named, *ends)
        .collect(engine="streaming")
    )
    if lacking := groups["blank"].sum():
        expected = f"a number in each row, 0 where there is none; {lacking} have none"
        raise InvalidValueError(f"weight, column {weight!r}", None, expected)
    places = kind.scale or 0 if weight is not None and isinstance(kind, pl.Decimal) else None
    judged = []
    for place, row in enumerate(groups.rows(named=True)):
        said = {_WEIGHT: _weight(row, places), _COUNTED: row[_COUNTED], _BY: row.get(_GROUP)}
        judged.append(judge(_example(definition, as_of, _known(packing, row), row[_WORD], said, place)))
    labels = dict.fromkeys([*(label.name for label in definition.labels), NO_LABEL, OPEN])
    found = groups.select(*named, *ends).with_columns(
        _named("found", [row.found for row in judged], labels),
        _named("standing", [row.classification.standing.value for row in judged], [one.value for one in Standing]),
        _named("verdict", [row.verdict.value for row in judged], [one.value for one in Verdict]),
        pl.Series("gap", [row.gap for row in judged], pl.Int32),
    )
    sorts = Audit(definition, as_of, tuple(judged))
    return FrameAudit(definition, as_of, weight, by, sorts, rows, found, answers.kept, aside)


def _named(name: str, cells: list[str], names: Iterable[str]) -> "pl.Series":
    """Give a column of some names, as categories."""
    return pl.Series(name, cells, pl.Enum([*names]))


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
    definition: Definition,
    as_of: date | None,
    known: int,
    word: str | None,
    said: Mapping[str, int | Decimal | str | None],
    place: int,
) -> Classification:
    """Give a classification of which the same is known, and no more."""
    evidence = [
        definition.policy.counting(variable.criterion, variable.example(cell), as_of, "a table")
        for variable in definition.diagram.variables
        for cell in range(variable.size)
        if variable.cells_in(known) >> cell & 1
    ]
    called = word_of(definition, word)
    one = Relationship("a buyer", "a seller", id=str(place), evidence=evidence, attributes=said, **called)
    return Classification(one, definition, as_of)
