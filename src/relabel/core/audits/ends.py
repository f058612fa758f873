"""Both ends: what a buyer and a seller are called, and found to be, side by side."""

from collections.abc import Iterable
from datetime import date
from typing import final

import attrs

from relabel.core.audits.verdicts import AuditRow, judge
from relabel.core.classification.classification import Classification
from relabel.core.definitions.definition import Definition
from relabel.core.model.any_criterion import Side
from relabel.core.model.relationship import Relationship
from relabel.errors import InvalidValueError
from relabel.markup import Report
from relabel.sections import Section, Table

__all__ = ["BothEnds", "Ends", "both_ends"]


@final
@attrs.frozen
class Ends:
    """One relationship, judged at both ends.

    Two labels are *crossed* where one ranks higher among those of its end than the other does at its own: the
    buyer is called a client and calls the seller a vendor.

    Attributes:
        buyer: What is said of the buyer.
        seller: What is said of the seller.
    """

    buyer: AuditRow
    seller: AuditRow

    @property
    def words_crossed(self) -> bool:
        """Whether the words in use are crossed; not where a definition does not know one of them."""
        return self._crossed(self.buyer.label, self.seller.label)

    @property
    def labels_crossed(self) -> bool:
        """Whether the labels found are crossed; not where one of them is open, or none applies."""
        return self._crossed(self.buyer.classification.label, self.seller.classification.label)

    def _crossed(self, of_buyer: str | None, of_seller: str | None) -> bool:
        if of_buyer is None or of_seller is None:
            return False
        ranks = [
            row.classification.definition.rank(label)
            for row, label in ((self.buyer, of_buyer), (self.seller, of_seller))
        ]
        return ranks[0] != ranks[1]


@final
@attrs.frozen
class BothEnds(Report):
    """Relationships, each judged at both ends.

    Attributes:
        of_buyer: The definition of what a buyer is.
        of_seller: The definition of what a seller is.
        rows: The relationships in the order they came in.
    """

    of_buyer: Definition
    of_seller: Definition
    rows: tuple[Ends, ...]

    def sections(self) -> list[Section]:
        """Arrange both ends for people, side by side."""
        words, labels = (sum(getattr(one, f"{what}_crossed") for one in self.rows) for what in ("words", "labels"))
        lines = (
            f"Buyers are judged by {self.of_buyer}, sellers by {self.of_seller}.",
            f"Crossed, as one end ranks higher than the other: {words} in the words in use, {labels} on the evidence.",
        )
        columns = ("buyer", "called", "found", "seller", "called", "found", "crossed")
        table = Table(columns, tuple(map(_line, self.rows)), prose=True)
        return [
            Section(f"Both ends of {len(self.rows)} relationships", lines),
            *[Section("Side by side", (table,))] * bool(self.rows),
        ]


def _line(one: Ends) -> tuple[str, ...]:
    relationship = one.buyer.relationship
    ends = ((relationship.buyer, one.buyer), (relationship.seller, one.seller))
    said = (
        (company, row.word or "(none)", f"{row.found}, {row.classification.standing.value}") for company, row in ends
    )
    where = {"in the words": one.words_crossed, "on the evidence": one.labels_crossed}
    return *(cell for cells in said for cell in cells), " and ".join(text for text, crossed in where.items() if crossed)


def both_ends(
    relationships: Iterable[Relationship], of_buyer: Definition, of_seller: Definition, *, as_of: date | None = None
) -> BothEnds:
    """Judge relationships at both ends.

    Args:
        relationships: In any order, which is kept.
        of_buyer: A definition given to the buyer.
        of_seller: One given to the seller, with as many labels, of which those in the same place go together.
        as_of: As for `relabel.classify`.

    Raises:
        InvalidValueError: A definition is given to the other side or has no order, or they have not as many labels.
        AnswerError: An answer lies outside the domain of its criterion.
    """
    for definition, side in ((of_buyer, Side.BUYER), (of_seller, Side.SELLER)):
        if definition.given_to is not side or not definition.ordered:
            given_to = "both" if definition.given_to is None else f"the {definition.given_to.value}"
            found = f"{definition}, given to {given_to}{'' if definition.ordered else ', without an order'}"
            raise InvalidValueError(
                f"definition of the {side.value}", found, f"one with an order, given to the {side.value}"
            )
    if len(of_buyer.labels) != len(of_seller.labels):
        expected = f"{len(of_buyer.labels)}, as {of_buyer.name!r} has"
        raise InvalidValueError(f"labels of {of_seller.name!r}", len(of_seller.labels), expected)
    rows = (
        Ends(judge(Classification(one, of_buyer, as_of)), judge(Classification(one, of_seller, as_of)))
        for one in relationships
    )
    return BothEnds(of_buyer, of_seller, tuple(rows))
