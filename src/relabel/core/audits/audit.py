"""Audits: the words in use for many relationships against the evidence, with counts, by group, and coverage."""

import contextlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, final

import attrs

from relabel.core.audits.verdicts import AuditRow, Verdict, judge
from relabel.core.classification.classification import Classification
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Reason
from relabel.core.model.answers import exact, exact_sum
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.evidence import check_date
from relabel.core.model.examples import Standing
from relabel.core.model.relationship import OURSELVES, Relationship
from relabel.errors import DuplicateRelationshipError, InvalidValueError
from relabel.later import Later
from relabel.markup import folded
from relabel.texts import did_you_mean

if TYPE_CHECKING:
    from relabel.core.audits import changes as moving
    from relabel.core.audits.sortings import contradictions as search
else:
    moving = Later("relabel.core.audits.changes")  # of its own, which few ask for
    search = Later("relabel.core.audits.sortings.contradictions")  # as above

texts: Any = Later("relabel.core.audits.text")
pages: Any = Later("relabel.reports.page.page")
"""Named and not imported, as what writes an audit knows it; Any, as nothing of it is known here."""

__all__ = ["Audit", "Coverage", "Settling", "coverage_of", "settling_of", "weight_of"]


@final
@attrs.frozen
class Coverage:
    """How much is known of one criterion: counts of relationships."""

    criterion: AnyCriterion
    known: int
    contested: int
    unknown: int


@final
@attrs.frozen
class Settling:
    """What an answer to one criterion would do for the relationships that are not settled.

    Both numbers are averages in which every answer is as likely as the others (of a measure: every
    stretch between thresholds).

    Attributes:
        criterion: The criterion to ask for.
        settled: How many relationships an answer would settle.
        ruled_out: How many labels, over all relationships, an answer would rule out.
    """

    criterion: AnyCriterion
    settled: float
    ruled_out: float


@final
@attrs.frozen
class Audit:
    """The words in use for many relationships against what the evidence supports.

    Attributes:
        definition: The definition judged by.
        as_of: The day judged by, or None.
        rows: One per relationship, in the order they came in.
    """

    definition: Definition
    as_of: date | None
    rows: tuple[AuditRow, ...]

    @classmethod
    def from_classifications(
        cls, definition: Definition, as_of: date | None, classifications: Iterable[Classification]
    ) -> "Audit":
        """Judge classifications by one definition and day.

        Raises:
            DuplicateRelationshipError: Two relationships share their id or, without ids, their names.
            InvalidValueError: `as_of` is no date.
        """
        check_date("as_of", as_of)
        rows = tuple(map(judge, classifications))
        first: dict[str, int] = {}
        for position, row in enumerate(rows, 1):
            key = row.relationship.key
            if first.setdefault(key, position) != position:
                raise DuplicateRelationshipError(key, first[key], position)
        return cls(definition, as_of, rows)

    @property
    def ranked(self) -> tuple[AuditRow, ...]:
        """The rows, the dearest kind of error first, by verdict, then the wider gap in ranks, then the key."""
        return self.dearest()

    def dearest(self, most: int | None = None, *, only: Collection[Verdict] = ()) -> tuple[AuditRow, ...]:
        """Give the first of the rows, the dearest kind of error first.

        Args:
            most: How many to give at most; None for all.
            only: The verdicts to look at; all where none is given.
        """
        order = {verdict: place for place, verdict in enumerate(Verdict)}
        rows = [row for row in self.rows if row.verdict in only] if only else self.rows
        return tuple(sorted(rows, key=lambda row: (order[row.verdict], -row.gap, row.relationship.key))[:most])

    @property
    def agreement(self) -> float | None:
        """The share of the words in use that are confirmed, 0–1; None where nobody has a word in use."""
        words = sum(row.word is not None for row in self.rows)
        confirmed = sum(row.verdict is Verdict.CONFIRMED for row in self.rows)
        return confirmed / words if words else None

    def counts(self, *, weight: str | None = None) -> Mapping[Verdict, int | Decimal]:
        """Give the number of rows per verdict, or the sum of an attribute; every verdict is there.

        Args:
            weight: The name of an attribute that holds a number for every relationship.

        Raises:
            InvalidValueError: A relationship has no number under this name.
        """
        sums: dict[Verdict, int | Decimal] = dict.fromkeys(Verdict, 0)
        for row in self.rows:
            sums[row.verdict] = exact_sum(sums[row.verdict], weight_of(row.relationship, weight))
        return sums

    def cross_table(self, *, weight: str | None = None) -> Mapping[tuple[str | None, str], int | Decimal]:
        """Give the number of rows, or the sum of an attribute, per label in use and label found.

        Keys are pairs of the label in use (a foreign word as it was given, None for no word) and
        `AuditRow.found`; the highest labels come first, and pairs that do not occur are left out.

        Raises:
            InvalidValueError: A relationship has no number under the name `weight`.
        """
        sums: dict[tuple[str | None, str], int | Decimal] = {}
        for row in self.rows:
            pair = (row.label or row.word, row.found)
            sums[pair] = exact_sum(sums.get(pair, 0), weight_of(row.relationship, weight))
        order = [label.name for label in self.definition.labels]

        def place(name: str | None) -> tuple[int, str]:
            return (order.index(name) if name in order else len(order), name or "")

        return {pair: sums[pair] for pair in sorted(sums, key=lambda pair: (place(pair[0]), place(pair[1])))}

    def groups(self, by: str) -> Mapping[str | None, "Audit"]:
        """Split the audit by the text of an attribute; None, the first, holds those without one.

        Raises:
            InvalidValueError: No relationship has an attribute of this name.
        """
        known = {name for row in self.rows for name in row.relationship.attributes}
        if by not in known and self.rows:
            expected = f"an attribute of the relationships, one of {sorted(known)}{did_you_mean(by, known)}"
            raise InvalidValueError("by", by, expected)
        rows: dict[str | None, list[AuditRow]] = {}
        for row in self.rows:
            value = row.relationship.attributes.get(by)
            rows.setdefault(None if value is None or value == "" else str(value), []).append(row)
        return {
            value: attrs.evolve(self, rows=tuple(rows[value]))
            for value in sorted(rows, key=lambda value: (value is not None, value or ""))
        }

    def contradictions(
        self, *, raises: Iterable[AnyCriterion | str] = (), lowers: Iterable[AnyCriterion | str] = ()
    ) -> "search.Contradictions":
        """Find where the words in use contradict each other, whatever the conditions of the definition say.

        Args:
            raises: Criteria, or their names, of which a higher answer speaks for a higher word, beside
                those of the definition's `Intent`, which they override.
            lowers: The same for a lower word.

        Raises:
            InvalidValueError: Not criteria that the conditions ask for.
        """
        definition = self.definition
        up, down = definition.directions(raises, lowers)
        return search.contradictions(
            [row.relationship for row in self.rows],
            definition.asked,
            order=[label.name for label in definition.labels],
            raises=up,
            lowers=down,
            given_to=definition.given_to,
            aliases=definition.aliases,
            as_of=self.as_of,
            policy=definition.policy,
        )

    def to_html(
        self, *, weight: str | None = None, who: str = "", notes: Iterable[str] = (), us: str | None = OURSELVES
    ) -> str:
        """Write the audit as a page, one file that loads nothing; see `relabel.reports.page.page.to_page`.

        Args:
            weight: An attribute to sum beside the counts; of one verdict, who has more of it comes first.
            who: Who buys and who sells, as `Reading.who` says it of a file.
            notes: Lines for the end, such as what was kept as context.
            us: The company that we are, to be called "we".

        Raises:
            InvalidValueError: A relationship has no number under the name `weight`.
            MissingExtraError: Jinja is not installed: `pip install "relabel-relationships[html]"`.
        """
        written: str = pages.to_page(self, weight=weight, who=who, notes=notes, us=us)
        return written

    def _repr_html_(self) -> str:
        return folded(texts.brief(self))

    def changes(self, earlier: "Audit") -> "moving.Changes":
        """Find what has moved since an earlier audit, and the exact causes; see `relabel.core.audits.changes`.

        Raises:
            InvalidValueError: The earlier audit is judged on a later day, or one of the two on none.
        """
        return moving.changes(earlier, self)

    @property
    def set_aside(self) -> Mapping[tuple[str, Reason], int]:
        """How many pieces of evidence were set aside, by criterion and reason, in the order of the reasons."""
        aside = Counter(
            (one.evidence.criterion, one.reason) for row in self.rows for one in row.classification.set_aside
        )
        order = list(Reason)
        return {key: aside[key] for key in sorted(aside, key=lambda key: (order.index(key[1]), key[0]))}

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """How much is known of each criterion that the definition asks for, in its order."""
        return coverage_of(self.definition, Counter(row.classification.known for row in self.rows))

    @property
    def settling(self) -> tuple[Settling, ...]:
        """The criteria whose answers would settle relationships, those that settle most first.

        Cost: a walk over the diagram per open criterion and possible answer, for each relationship not settled
        of which something else is known.
        """
        unsettled = (row.classification for row in self.rows if row.classification.standing is not Standing.SETTLED)
        return settling_of(self.definition, Counter((one.known, len(one.possible)) for one in unsettled))


def coverage_of(definition: Definition, known: Mapping[int, int]) -> tuple[Coverage, ...]:
    """Give how much is known of each criterion, from how often the same is known of all, as `Classification.known`."""
    found = []
    for variable in definition.diagram.variables:
        # Evidence leaves one cell where it agrees, and several where it is contested.
        cells = Counter[int]()
        for bits, count in known.items():
            cells[variable.cells_in(bits).bit_count()] += count
        unknown, agreed = cells[0], cells[1]
        found.append(Coverage(variable.criterion, agreed, cells.total() - agreed - unknown, unknown))
    return tuple(found)


def settling_of(definition: Definition, unsettled: Mapping[tuple[int, int], int]) -> tuple[Settling, ...]:
    """Give what answers would do, from how often the same is known where so many labels are possible, more than one."""
    diagram = definition.diagram
    # Summed without rounding, so that the order of the rows plays no part.
    settled: dict[AnyCriterion, Fraction] = {}
    ruled_out: dict[AnyCriterion, Fraction] = {}
    for (known, before), count in unsettled.items():
        for variable in diagram.variables:
            mine = variable.cells_in(known)
            if mine.bit_count() == 1:
                continue
            cells = [cell for cell in range(variable.size) if not mine or mine >> cell & 1]
            after = [len(diagram.possible(variable.narrowed(known, 1 << cell))) for cell in cells]
            criterion = variable.criterion
            settled[criterion] = settled.get(criterion, 0) + Fraction(count * after.count(1), len(cells))
            ruled_out[criterion] = ruled_out.get(criterion, 0) + count * (before - Fraction(sum(after), len(cells)))
    found = [Settling(one, float(settled[one]), float(share)) for one, share in ruled_out.items() if share]
    return tuple(sorted(found, key=lambda one: (-one.settled, -one.ruled_out, one.criterion.name)))


def weight_of(relationship: Relationship, attribute: str | None) -> int | Decimal:
    """Give the number that a relationship has under the name of an attribute; 1 for None.

    Raises:
        InvalidValueError: It has none.
    """
    if attribute is None:
        return 1
    value = relationship.attributes.get(attribute)
    hint = did_you_mean(attribute, relationship.attributes) if attribute not in relationship.attributes else ""
    if value is None and any(piece.criterion == attribute for piece in relationship.evidence):
        hint = "; it answers a criterion, and is no context: give the file that column once more, under another name"
    if isinstance(value, str) and _TWO_READINGS.fullmatch(value):
        hint = (
            f", which {value!r} may be in two ways: write {value.replace('.', '')}, or {value.rstrip('0')} as a number"
        )
    elif not isinstance(value, str) or _NUMBER.fullmatch(value):
        with contextlib.suppress(InvalidValueError):
            return exact(Decimal(value) if isinstance(value, str) else value, attribute)
    known = repr(relationship.key)
    if relationship.id is not None:
        known += f" ({relationship.company(None)})"
    expected = f"a number to weight by{hint or _NONE * (value is None)}"
    raise InvalidValueError(f"attribute {attribute!r} of {known}", value, expected)


_NONE = '; 0 where there is none (in a mapping file, values = { "" = "0" })'
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_TWO_READINGS = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
"""Text in which the point may part thousands, or be the decimal point."""
