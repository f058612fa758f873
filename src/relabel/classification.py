"""Classifications: the label that the evidence supports, whether that is certain, and why."""

import enum
import functools
from collections.abc import Mapping
from datetime import date
from typing import final

import attrs

from relabel.answers import Answer, answer_text
from relabel.definitions import Definition
from relabel.evidence import check_date
from relabel.findings import Finding, SetAside, Status
from relabel.mappings import FrozenMapping
from relabel.questions import AnyCriterion
from relabel.relationships import Relationship

__all__ = ["Classification", "Presumption", "Standing"]


_NO_VOCABULARY: FrozenMapping[str, AnyCriterion] = FrozenMapping()


@final
class Standing(enum.Enum):
    """How certain a label is."""

    SETTLED = "settled"
    PRESUMED = "presumed"
    OPEN = "open"


_SETTLED, _PRESUMED, _OPEN = Standing  # bound once: looking a member up costs more than a step of the walk


@final
@attrs.frozen
class Presumption:
    """An answer that a definition takes for granted while no evidence counts."""

    criterion: AnyCriterion
    answer: Answer

    def __str__(self) -> str:
        return f"{self.criterion.name}: {answer_text(self.answer)}, presumed"


# Without slots, because a frozen class with slots pays three times as much for each field it stores.
@final
@attrs.frozen(slots=False)
class Classification:
    """What a definition says of a relationship on the evidence up to a day.

    A classification is a function of its arguments and compares by them. The label is found when it
    is made; the rest is worked out when it is asked for.

    Args:
        relationship: The relationship with its evidence.
        definition: The definition.
        as_of: Evidence observed later is set aside; None counts all of it.
        vocabulary: Criteria that other definitions declare, by name. Evidence on them is `UNUSED`,
            not `UNKNOWN_CRITERION`.

    Attributes:
        possible: Every label that some completion of the unknown and contested findings gives, and
            only those. None in it means "no label".
        label: The label when settled or presumed (None: no label applies); None when open.
        standing: Settled: `possible` has one member. Presumed: it would have, were the presumptions
            granted for which no evidence counts. Open: neither.

    Raises:
        AnswerError: An answer lies outside the domain of its criterion.
        DiagramTooLargeError: The definition needs an absurdly large diagram.
        InvalidValueError: `as_of` is no date.
        MissingDateError: The definition gives evidence a shelf life and there is no `as_of`.

    Source: "certain answers" over incomplete data, W. Lipski, On semantic issues connected with
    incomplete information databases (1979).
    """

    relationship: Relationship
    definition: Definition
    as_of: date | None = None
    vocabulary: Mapping[str, AnyCriterion] = attrs.field(default=_NO_VOCABULARY, repr=False, kw_only=True)
    label: str | None = attrs.field(init=False, eq=False)
    standing: Standing = attrs.field(init=False, eq=False)
    possible: frozenset[str | None] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        # Called for every relationship of a portfolio: it looks up and stores no more than it must.
        as_of, definition = self.as_of, self.definition
        if as_of is not None:
            check_date("as_of", as_of)
        known = definition.weigher.known(self.relationship.evidence, as_of, self.vocabulary)
        possible = granted = definition.diagram.possible(known)
        label, standing = None, _SETTLED
        if len(possible) > 1:
            granted = definition.diagram.possible(definition.grant(known))
            standing = _PRESUMED if len(granted) == 1 else _OPEN
        if standing is not _OPEN:
            (label,) = granted
        fields = self.__dict__
        fields["possible"] = possible
        fields["label"] = label
        fields["standing"] = standing

    @property
    def granted(self) -> frozenset[str | None]:
        """The labels still possible once the presumptions are granted for which no evidence counts."""
        return self.definition.diagram.possible(self.definition.grant(self.known))

    @property
    def known(self) -> int:
        """The answers that the evidence leaves possible, as bits of the variables of the diagram."""
        return self.definition.weigher.known(self.relationship.evidence, self.as_of, self.vocabulary)

    @property
    def floor(self) -> str | None:
        """The lowest possible label of an ordered definition; None for "no label" or no order."""
        return min(self.possible, key=self.definition.rank) if self.definition.ordered else None

    @property
    def ceiling(self) -> str | None:
        """The highest possible label of an ordered definition; None for "no label" or no order."""
        return max(self.possible, key=self.definition.rank) if self.definition.ordered else None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One finding for each criterion that a condition asks for, in the order of the conditions.

        Together with `set_aside` they hold every distinct piece of evidence exactly once.
        """
        return self._weighed[0]

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """The evidence that was not weighed, with the reasons."""
        return self._weighed[1]

    @property
    def presumed(self) -> tuple[Presumption, ...]:
        """The presumptions that the label needs: those in `because`."""
        return tuple(reason for reason in self.because if isinstance(reason, Presumption))

    @functools.cached_property
    def because(self) -> tuple[Finding | Presumption, ...]:
        """A sufficient reason for the label, none of which can be left out; empty when open.

        The findings and presumptions given force the label whatever everything else turns out to be.
        Presumptions are left out where they can be, then the findings that the conditions ask for last.
        Cost: one walk over the diagram per finding and presumption.

        Source: a prime implicant, or abductive explanation: A. Shih, A. Choi, A. Darwiche, A symbolic
        approach to explaining Bayesian network classifiers (2018).
        """
        if self.standing is Standing.OPEN:
            return ()
        diagram, known = self.definition.diagram, self.known
        reasons: list[tuple[Finding | Presumption, int]] = [
            (finding, known & variable.full << variable.shift)
            for finding, variable in zip(self.findings, diagram.variables, strict=True)
            if finding.status is not Status.UNKNOWN
        ]
        if self.standing is Standing.PRESUMED:
            reasons += [
                (Presumption(criterion, answer), bit)
                for (criterion, answer), (every, bit) in self.definition.presumptions.items()
                if not known & every
            ]
        needed = sum(bits for _, bits in reasons)
        for reason in reversed(reasons):
            without = needed & ~reason[1]
            if len(diagram.possible(without)) == 1:
                needed = without
        return tuple(reason for reason, bits in reasons if bits & needed)

    def explain(self) -> str:
        """Write the label, its standing, the reasons and what was set aside, for people."""
        from relabel.explanation import explain  # above this module: it reads what is defined here

        return explain(self)

    @functools.cached_property
    def _weighed(self) -> tuple[tuple[Finding, ...], tuple[SetAside, ...]]:
        return self.definition.weigher.weigh(self.relationship.evidence, self.as_of, self.vocabulary)
