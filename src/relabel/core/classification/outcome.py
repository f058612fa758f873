"""Outcomes: the label that the evidence supports, how certain it is, and the reasons that force it."""

import operator
from collections.abc import Callable, Mapping, Set
from datetime import date
from typing import Generic, TypeVar, overload

import attrs

from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Finding, Presumption, SetAside
from relabel.core.definitions.weighing import Weighed
from relabel.core.diagrams.searches import sufficient
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.evidence import check_date
from relabel.core.model.examples import Standing
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import Relationship

__all__ = ["NO_VOCABULARY", "Outcome"]

T = TypeVar("T")


NO_VOCABULARY: FrozenMapping[str, AnyCriterion] = FrozenMapping()


def _frozen(vocabulary: Mapping[str, AnyCriterion]) -> FrozenMapping[str, AnyCriterion]:
    return vocabulary if isinstance(vocabulary, FrozenMapping) else FrozenMapping(vocabulary)


_SETTLED, _PRESUMED, _OPEN = Standing  # bound once: looking a member up costs more than a step of the walk


class _Lazily(Generic[T]):
    """A property that is worked out once; `functools.cached_property` takes a lock that costs as much as a label."""

    def __init__(self, work_out: Callable[["Outcome"], T]) -> None:
        self._work_out = work_out
        self.__doc__ = work_out.__doc__

    @overload
    def __get__(self, one: None, owner: object) -> "_Lazily[T]": ...
    @overload
    def __get__(self, one: "Outcome", owner: object) -> T: ...
    def __get__(self, one: "Outcome | None", owner: object) -> "T | _Lazily[T]":
        if one is None:
            return self
        found = one.__dict__[self._work_out.__name__] = self._work_out(one)
        return found


# Without slots, because a frozen class with slots pays three times as much for each field it stores.
@attrs.frozen(slots=False)
class Outcome:
    """What comes out of a definition and the evidence. `Classification` documents it and asks on from here."""

    relationship: Relationship
    definition: Definition
    as_of: date | None = None
    vocabulary: FrozenMapping[str, AnyCriterion] = attrs.field(
        default=NO_VOCABULARY, converter=_frozen, repr=False, kw_only=True
    )
    label: str | None = attrs.field(init=False, eq=False)
    standing: Standing = attrs.field(init=False, eq=False)
    possible: frozenset[str | None] = attrs.field(init=False, eq=False, repr=False)
    granted: frozenset[str | None] = attrs.field(init=False, eq=False, repr=False)
    known: int = attrs.field(init=False, eq=False, repr=False)
    _all_count: bool = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        # Called for every relationship of a portfolio: it looks up and stores no more than it must.
        as_of, definition = self.as_of, self.definition
        if as_of is not None:
            check_date("as_of", as_of)
        known, all_count = definition.weigher.known(self.relationship.evidence, as_of, self.vocabulary)
        possible = granted = definition.diagram.possible(known)
        label, standing = None, _SETTLED
        if len(possible) > 1:
            granted_known = definition.grant(known)
            if granted_known != known:
                granted = definition.diagram.possible(granted_known)
            standing = _PRESUMED if len(granted) == 1 else _OPEN
        if standing is not _OPEN:
            (label,) = granted
        fields = self.__dict__
        fields["known"] = known
        fields["_all_count"] = all_count
        fields["possible"] = possible
        fields["granted"] = granted
        fields["label"] = label
        fields["standing"] = standing

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
        return self.weighed.findings

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """The evidence that was not weighed, with the reasons."""
        return () if self._all_count else self.weighed.set_aside

    @property
    def presumed(self) -> tuple[Presumption, ...]:
        """The presumptions in `because`, which the label needs."""
        return tuple(reason for reason in self.because if isinstance(reason, Presumption))

    @_Lazily
    def because(self) -> tuple[Finding | Presumption, ...]:
        """A sufficient reason for the label, none of which can be left out; empty when open.

        The findings and presumptions given force the label whatever everything else turns out to be.
        Of all such reasons it is the one with the fewest presumptions, then the fewest findings, then
        the freshest: of two, the one without the oldest evidence in which they differ, and between
        findings of one age, without what the conditions ask for last.

        Cost: one or two walks over the diagram per finding and presumption; where a reason with fewer
        of them may exist, a search over states of the walk. If that looked at more than
        `relabel.core.diagrams.searches.MAX_REASON_SEARCH` states, or if the diagram has more than
        `relabel.core.diagrams.searches.MAX_NODES` nodes, it is a reason of which nothing can be left out, though
        another one may be shorter.

        Source: a prime implicant, or abductive explanation: A. Shih, A. Choi, A. Darwiche, A symbolic
        approach to explaining Bayesian network classifiers (2018).
        """
        if self.standing is _OPEN:
            return ()
        definition, known, weighed = self.definition, self.known, self.weighed
        diagram, fields = definition.diagram, self.answered
        needed = known
        presumed: dict[int, Presumption] = {}
        if self.standing is _PRESUMED:
            for (criterion, answer), (field, bit) in definition.presumptions.items():
                if not known & field:
                    needed |= bit
                    presumed[field] = Presumption(criterion, answer)
            fields = (*fields, *sorted(presumed))
        return tuple(
            [
                presumed[field] if field in presumed else weighed.finding(diagram.criteria[field].name)
                for field in sufficient(diagram, needed, fields, self.granted, presumed)
            ]
        )

    @property
    def floor_because(self) -> tuple[Finding, ...]:
        """A sufficient reason, chosen as in `because`, for a label of at least `floor`, without presumptions.

        Empty where no relationship can get less than the floor, or the definition has no order.
        """
        return self._because_ranked(operator.ge, self.floor)

    @property
    def ceiling_because(self) -> tuple[Finding, ...]:
        """A sufficient reason, chosen as in `because`, for a label of at most `ceiling`, without presumptions.

        Empty where no relationship can get more than the ceiling, or the definition has no order.
        """
        return self._because_ranked(operator.le, self.ceiling)

    def _because_ranked(self, compare: Callable[[int, int], bool], bound: str | None) -> tuple[Finding, ...]:
        definition = self.definition
        if not definition.ordered:
            return ()
        leaves, rank = definition.diagram.leaves, definition.rank
        return self._findings_for(frozenset(label for label in leaves if compare(rank(label), rank(bound))))

    def _findings_for(self, labels: Set[str | None]) -> tuple[Finding, ...]:
        """Give the best sufficient reason, in findings alone, that only these labels are possible."""
        diagram, weighed = self.definition.diagram, self.weighed
        fields = sufficient(diagram, self.known, self.answered, labels)
        return tuple([weighed.finding(diagram.criteria[field].name) for field in fields])

    @_Lazily
    def answered(self) -> tuple[int, ...]:
        """The fields of the diagram on which evidence counts: the freshest first, else in its order."""
        diagram, ages = self.definition.diagram, self.weighed.ages
        fields = [field for field in diagram.fields if self.known & field]
        if ages:
            fields.sort(key=lambda field: ages[diagram.criteria[field].name])
        return tuple(fields)

    @_Lazily
    def weighed(self) -> Weighed:
        """The evidence, sorted into what counts and what does not."""
        return self.definition.weigher.weigh(self.relationship.evidence, self.as_of, self.vocabulary)
