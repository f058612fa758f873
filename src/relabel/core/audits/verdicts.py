"""Verdicts: the word in use for one relationship against what the evidence supports."""

import enum
import functools
from typing import final

import attrs

from relabel.core.classification.classification import Classification
from relabel.core.model.examples import Standing
from relabel.core.model.relationship import Relationship
from relabel.core.model.words import fold
from relabel.texts import nearest

__all__ = ["NO_LABEL", "OPEN", "AuditRow", "Verdict", "judge"]

NO_LABEL, OPEN = "(no label)", "(open)"
"""How the label found is written where no label applies, or where it is not settled."""


@final
class Verdict(enum.Enum):
    """The label in use against the classification, the dearest error first."""

    OVERCLAIMED = "overclaimed"
    MISLABELED = "mislabeled"
    UNDERCLAIMED = "underclaimed"
    UNPROVEN = "unproven"
    FOREIGN = "foreign"
    UNDETERMINED = "undetermined"
    UNLABELED = "unlabeled"
    CONFIRMED = "confirmed"

    @property
    def wrong(self) -> bool:
        """Whether the label in use is ruled out by the evidence."""
        return self in (Verdict.OVERCLAIMED, Verdict.MISLABELED, Verdict.UNDERCLAIMED)


@final
@attrs.frozen
class AuditRow:
    """One relationship, judged.

    Attributes:
        classification: What the definition says of it.
        verdict: The label in use against that.
        word: The word in use as it was given; None if there is none.
        label: The label that the word stands for; None if the definition does not know it.
        hint: For a foreign word, the known word that looks most like it.
    """

    classification: Classification
    verdict: Verdict
    word: str | None
    label: str | None
    hint: str | None = None

    @property
    def relationship(self) -> Relationship:
        """The relationship."""
        return self.classification.relationship

    @property
    def found(self) -> str:
        """The label found; `(no label)` where none applies, `(open)` where it is neither settled nor presumed."""
        if self.classification.standing is Standing.OPEN:
            return OPEN
        return NO_LABEL if self.classification.label is None else self.classification.label

    @property
    def gap(self) -> int:
        """By how many ranks the label in use misses the nearest possible one; 0 if it does not."""
        definition, label = self.classification.definition, self.label
        if label is None or not definition.ordered:
            return 0
        return min(abs(definition.rank(label) - definition.rank(other)) for other in self.classification.possible)

    @property
    def by_source(self) -> "tuple[tuple[str, AuditRow], ...]":
        """Each source with the row as it would be by its word, where they disagree; nothing where they do not.

        Words of one label agree, and so do those that no label has if they are the same word.
        """
        one = self.classification
        said = [label for label in one.relationship.labels if label.side is one.definition.given_to]
        meant = {one.definition.read(label.label) or fold(label.label) for label in said}
        return tuple((label.source, _judged(one, label.label)) for label in said) if len(meant) > 1 else ()


def judge(classification: Classification) -> AuditRow:
    """Compare the label in use with a classification.

    Source: the verdict table of docs/explanation/verdicts.md.
    """
    word = classification.relationship.label_in_use(classification.definition.given_to)
    if word is None or not word.strip():
        return AuditRow(classification, Verdict.UNLABELED, None, None)
    return _judged(classification, word)


def _judged(classification: Classification, word: str) -> AuditRow:
    definition = classification.definition
    label = definition.read(word)
    if label is None:
        return AuditRow(classification, Verdict.FOREIGN, word, None, _hint(word, definition.words))
    return AuditRow(classification, _verdict(classification, label), word, label)


@functools.lru_cache(maxsize=1000)
def _hint(word: str, known: tuple[str, ...]) -> str | None:
    """Give the nearest known word; many companies are called by one word that is not known."""
    return nearest(word, known)


def _verdict(classification: Classification, label: str) -> Verdict:
    definition, possible = classification.definition, classification.possible
    rank = definition.rank
    if possible == {label}:
        return Verdict.CONFIRMED
    if label not in possible:
        if possible & definition.zones:  # what the definition leaves without a word makes none wrong
            return Verdict.UNDETERMINED
        if definition.ordered and all(rank(label) > rank(other) for other in possible):
            return Verdict.OVERCLAIMED
        if definition.ordered and all(rank(label) < rank(other) for other in possible):
            return Verdict.UNDERCLAIMED
        return Verdict.MISLABELED
    # Possible but not settled: is it what is settled or presumed, and no more?
    granted = classification.granted - definition.zones
    if not granted:
        return Verdict.UNDETERMINED
    more = definition.ordered and rank(label) > min(map(rank, granted))
    return Verdict.UNPROVEN if more or label not in granted else Verdict.UNDETERMINED
