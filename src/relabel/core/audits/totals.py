"""Totals: what an audit says of all its relationships together, however many there are."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import final

import attrs

from relabel.core.audits.audit import Audit, Coverage, Settling
from relabel.core.audits.verdicts import Verdict
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Reason
from relabel.core.model.frozen_mapping import FrozenMapping

__all__ = ["Counts", "Totals"]


@final
@attrs.frozen
class Counts:
    """How many relationships there are by verdict.

    Attributes:
        counts: Their number by verdict; every verdict is there.
        weights: The sum of an attribute by verdict; nothing where none is summed.
    """

    counts: Mapping[Verdict, int]
    weights: Mapping[Verdict, int | Decimal] = FrozenMapping()

    @classmethod
    def of(cls, audit: Audit, weight: str | None, counted: str | None = None) -> "Counts":
        """Count the rows of an audit.

        Args:
            audit: The audit.
            weight: The attribute to sum, or None.
            counted: The attribute that says for how many a row stands; None where each stands for itself.

        Raises:
            InvalidValueError: As for `Audit.counts`.
        """
        counts = {verdict: int(count) for verdict, count in audit.counts(weight=counted).items()}
        return cls(counts, FrozenMapping() if weight is None else audit.counts(weight=weight))


@final
@attrs.frozen
class Totals:
    """What an audit says of all its relationships together.

    Attributes:
        definition: The definition judged by.
        as_of: The day judged by, or None.
        all: How many there are.
        cross_table: As `Audit.cross_table`.
        coverage: As `Audit.coverage`.
        settling: As `Audit.settling`.
        set_aside: As `Audit.set_aside`.
        disputed: On how many words the sources disagree.
        weight: What is summed beside the counts, or None.
        by: The attribute that the counts are split by, or None.
        groups: The counts by the text of that attribute, as `Audit.groups` has them.
    """

    definition: Definition
    as_of: date | None
    all: Counts
    cross_table: Mapping[tuple[str | None, str], int | Decimal]
    coverage: tuple[Coverage, ...]
    settling: tuple[Settling, ...]
    set_aside: Mapping[tuple[str, Reason], int]
    disputed: int = 0
    weight: str | None = None
    by: str | None = None
    groups: Mapping[str | None, Counts] = FrozenMapping()

    @classmethod
    def of(cls, audit: Audit, *, by: str | None = None, weight: str | None = None) -> "Totals":
        """Give those of an audit.

        Args:
            audit: The audit.
            by: An attribute to split the counts by.
            weight: An attribute to sum beside the counts.

        Raises:
            InvalidValueError: No relationship has the attribute, or it is no number where one is needed.
        """
        return cls(
            audit.definition,
            audit.as_of,
            Counts.of(audit, weight),
            audit.cross_table(),
            audit.coverage,
            audit.settling,
            audit.set_aside,
            sum(bool(row.by_source) for row in audit.rows),
            weight,
            by,
            {value: Counts.of(group, weight) for value, group in (audit.groups(by) if by is not None else {}).items()},
        )

    @property
    def relationships(self) -> int:
        """How many relationships there are."""
        return sum(self.all.counts.values())

    @property
    def words(self) -> int:
        """How many of them have a word in use."""
        return self.relationships - self.all.counts[Verdict.UNLABELED]

    @property
    def agreement(self) -> float | None:
        """As `Audit.agreement`."""
        return self.all.counts[Verdict.CONFIRMED] / self.words if self.words else None
