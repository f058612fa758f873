"""Relationships: one buyer and one seller who do business, and what is known about it."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias, final

import attrs

from relabel.core.model.answers import answer_text
from relabel.core.model.any_criterion import Side
from relabel.core.model.evidence import Evidence, check_date
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.errors import InvalidValueError

__all__ = ["OURSELVES", "Attribute", "LabelInUse", "Relationship", "attribute_text"]

Attribute: TypeAlias = bool | str | int | float | Decimal | date | None


OURSELVES = "us"
"""What we are called where nothing else is said."""


def attribute_text(value: Attribute) -> str:
    """Write the value of an attribute for people; nothing for None, a day as `YYYY-MM-DD`."""
    return "" if value is None else value.isoformat() if isinstance(value, date) else answer_text(value)


@final
@attrs.frozen
class LabelInUse:
    """What one source calls one side of a relationship.

    Args:
        label: The word.
        side: The side that is called so; None for the relationship as a whole.
        source: Where the word stands: a file, a system, a contract.

    Raises:
        InvalidValueError: A field has the wrong type, or the word or the source is blank.

    >>> LabelInUse("partner", Side.BUYER, "contract of 2024").source
    'contract of 2024'
    """

    label: str = attrs.field()
    side: Side | None = attrs.field()
    source: str = attrs.field()

    @label.validator
    @source.validator
    def _check_words(self, field: "attrs.Attribute[str]", value: object) -> None:
        if not isinstance(value, str) or not value.strip():
            raise InvalidValueError(f"{field.name} of a label in use", value, "text")

    @side.validator
    def _check_side(self, _: object, value: object) -> None:
        if value is not None and not isinstance(value, Side):
            raise InvalidValueError(
                f"side of the label in use {self.label!r}", value, "Side.BUYER, Side.SELLER or None"
            )


def _labels(labels: Iterable[LabelInUse]) -> tuple[LabelInUse, ...]:
    return tuple(labels) if isinstance(labels, Iterable) and not isinstance(labels, str) else (labels,)


def _evidence(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(evidence) if isinstance(evidence, Iterable) and not isinstance(evidence, str) else (evidence,)


def _attributes(attributes: Mapping[str, Any]) -> FrozenMapping[str, Any]:
    # Any: values are checked by the validator, which can name the key.
    return FrozenMapping(attributes if isinstance(attributes, Mapping) else {"": (attributes,)})


def _check_company(_: object, field: "attrs.Attribute[str]", value: object) -> None:
    if not isinstance(value, str) or not value.strip():
        raise InvalidValueError(f"{field.name} of a relationship", value, "the name of a company")


def _check_text(one: "Relationship", field: "attrs.Attribute[str | None]", value: object) -> None:
    if value is not None and not isinstance(value, str):
        raise InvalidValueError(f"{field.name} of {one.name!r}", value, "text or None")


def _check_evidence(one: "Relationship", _: object, value: tuple[object, ...]) -> None:
    for piece in value:
        if not isinstance(piece, Evidence):
            raise InvalidValueError(f"evidence of {one.name!r}", piece, "Evidence(criterion, answer, ...)")


def _check_labels(one: "Relationship", _: object, value: tuple[object, ...]) -> None:
    for label in value:
        if not isinstance(label, LabelInUse):
            raise InvalidValueError(f"labels of {one.name!r}", label, "LabelInUse(label, side, source)")


def _check_since(one: "Relationship", _: object, value: date | None) -> None:
    check_date(f"since of {one.name!r}", value)


def _check_attributes(one: "Relationship", _: object, value: Mapping[object, object]) -> None:
    for key, content in value.items():
        if not isinstance(key, str) or not isinstance(content, (bool, str, int, float, Decimal, date, type(None))):
            raise InvalidValueError(f"attributes[{key!r}] of {one.name!r}", content, "text, a number, a date or None")


@final
@attrs.frozen
class Relationship:
    """One buyer and one seller who do business. If both sell to each other, that is two.

    Args:
        buyer: The company that buys.
        seller: The company that supplies.
        buyer_label: What the buyer is called today. Audited, never evidence.
        seller_label: What the seller is called today.
        label: What the relationship as a whole is called today.
        labels: What each source calls them, where several do. Those above are audited; where the sources
            disagree, an audit says so.
        evidence: What is known; order and repeats play no part.
        since: When the business began. For information; it never changes a classification.
        id: A key of your own; without one the two names are the key.
        attributes: Context for grouping and weighting (owner, yearly value), never evidence.

    Raises:
        InvalidValueError: A field has the wrong type.

    >>> Relationship("Dry Cleaner Ltd", "M/A/R/C", buyer_label="client").name
    'Dry Cleaner Ltd buys from M/A/R/C'
    """

    buyer: str = attrs.field(validator=_check_company)
    seller: str = attrs.field(validator=_check_company)
    buyer_label: str | None = attrs.field(default=None, validator=_check_text, kw_only=True)
    seller_label: str | None = attrs.field(default=None, validator=_check_text, kw_only=True)
    label: str | None = attrs.field(default=None, validator=_check_text, kw_only=True)
    labels: tuple[LabelInUse, ...] = attrs.field(default=(), converter=_labels, validator=_check_labels, kw_only=True)
    evidence: tuple[Evidence, ...] = attrs.field(
        default=(), converter=_evidence, validator=_check_evidence, kw_only=True
    )
    since: date | None = attrs.field(default=None, validator=_check_since, kw_only=True)
    id: str | None = attrs.field(default=None, validator=_check_text, kw_only=True)
    attributes: FrozenMapping[str, Attribute] = attrs.field(
        factory=FrozenMapping, converter=_attributes, validator=_check_attributes, kw_only=True
    )

    @property
    def name(self) -> str:
        """The two companies, for people."""
        return f"{self.buyer} buys from {self.seller}"

    @property
    def key(self) -> str:
        """The id, or without one the two companies, which tells relationships of a portfolio apart."""
        return self.id if self.id is not None else self.name

    def company(self, side: Side | None) -> str:
        """Give the company on one side, or both names for None."""
        return self.name if side is None else self.buyer if side is Side.BUYER else self.seller

    def label_in_use(self, side: Side | None) -> str | None:
        """Give what one side, or for None the relationship as a whole, is called today."""
        return self.label if side is None else self.buyer_label if side is Side.BUYER else self.seller_label

    def with_evidence(self, *more: Evidence) -> "Relationship":
        """Give the same relationship with more evidence."""
        return attrs.evolve(self, evidence=(*self.evidence, *more))
