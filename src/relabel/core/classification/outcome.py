"""Outcomes: the label that the evidence supports, how certain it is, and the reasons that force it."""

import functools
import operator
from collections.abc import Callable, Iterator, Mapping, Set
from datetime import date
from typing import Any, Self, TypeVar, cast

from attrs.exceptions import FrozenInstanceError

from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Finding, Presumption, SetAside
from relabel.core.definitions.weighing import Weighed
from relabel.core.diagrams.searches.reasons import sufficient
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.evidence import check_date
from relabel.core.model.examples import Standing
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import Relationship

__all__ = ["NO_VOCABULARY", "Outcome", "judge"]

NO_VOCABULARY: FrozenMapping[str, AnyCriterion] = FrozenMapping()

_SETTLED, _PRESUMED, _OPEN = Standing  # bound once: looking a member up costs more than a step of the walk


class _Draft:
    """An outcome while it is written: it is filled in as any object, then it becomes one of a class that is frozen.

    One is made for every relationship of a portfolio, and to write past the guard of a frozen class costs several
    times as much as to write. For the same reason it has as few fields as can be: the rest is worked out when it is
    asked for, and kept in the `__dict__`.
    """

    __slots__ = (
        "__dict__",
        "as_of",
        "definition",
        "granted",
        "known",
        "label",
        "possible",
        "relationship",
        "standing",
        "vocabulary",
    )

    relationship: Relationship
    definition: Definition
    as_of: date | None
    vocabulary: FrozenMapping[str, AnyCriterion]
    known: int
    possible: frozenset[str | None]
    granted: frozenset[str | None]
    label: str | None
    standing: Standing


class Outcome(_Draft):
    """What comes out of a definition and the evidence. `Classification` documents it and asks on from here."""

    __slots__ = ()

    def __new__(
        cls,
        relationship: Relationship,
        definition: Definition,
        as_of: date | None = None,
        *,
        vocabulary: Mapping[str, AnyCriterion] = NO_VOCABULARY,
    ) -> Self:
        """Judge the relationship."""
        if vocabulary.__class__ is not FrozenMapping:
            vocabulary = FrozenMapping(vocabulary)
        return judge(cls, relationship, definition, as_of, vocabulary)

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError

    @property
    def _arguments(self) -> dict[str, Any]:  # Any: each has its own type
        names = ("relationship", "definition", "as_of", "vocabulary")
        return {name: getattr(self, name) for name in names}

    def evolve(self, **changes: Any) -> Self:
        """Give what comes out of other arguments: of those named, and the others as they are."""
        return type(self)(**{**self._arguments, **changes})

    def __eq__(self, other: object) -> bool:
        return self._arguments == other._arguments if isinstance(other, Outcome) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self._arguments.values()))

    def __repr__(self) -> str:
        said = {**self._arguments, "label": self.label, "standing": self.standing}
        del said["vocabulary"]
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in said.items())})"

    def __reduce__(self) -> tuple[object, ...]:
        return functools.partial(type(self), **self._arguments), ()

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
        return self.weighed.set_aside

    @property
    def presumed(self) -> tuple[Presumption, ...]:
        """The presumptions in `because`, which the label needs."""
        return tuple(reason for reason in self.because if isinstance(reason, Presumption))

    @functools.cached_property
    def because(self) -> tuple[Finding | Presumption, ...]:
        """A sufficient reason for the label, none of which can be left out; empty when open.

        The findings and presumptions given force the label whatever everything else turns out to be.
        Of all such reasons it is the one with the fewest presumptions, then the fewest findings, then
        the freshest: of two, the one without the oldest evidence in which they differ, and between
        findings of one age, without what the conditions ask for last.

        Cost: one or two walks over the diagram per finding and presumption; where a reason with fewer
        of them may exist, a search over states of the walk. If that looked at more than
        `relabel.core.diagrams.searches.reasons.MAX_REASON_SEARCH` states, or if the diagram has more than
        `relabel.core.diagrams.searches.reasons.MAX_NODES` nodes, it is a reason of which nothing can be left out,
        though another one may be shorter.

        Source: a prime implicant, or abductive explanation: A. Shih, A. Choi, A. Darwiche, A symbolic
        approach to explaining Bayesian network classifiers (2018).
        """
        return () if self.standing is _OPEN else tuple(self._reasons())

    def _reasons(self) -> Iterator[Finding | Presumption]:
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
        for field in sufficient(diagram, needed, fields, self.granted, presumed):
            yield presumed[field] if field in presumed else weighed.finding(diagram.criteria[field].name)

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

    @functools.cached_property
    def answered(self) -> tuple[int, ...]:
        """The fields of the diagram on which evidence counts: the freshest first, else in its order."""
        diagram, ages = self.definition.diagram, self.weighed.ages
        fields = [field for field in diagram.fields if self.known & field]
        if ages:
            fields.sort(key=lambda field: ages[diagram.criteria[field].name])
        return tuple(fields)

    @functools.cached_property
    def weighed(self) -> Weighed:
        """The evidence, sorted into what counts and what does not."""
        return self.definition.weigher.weigh(self.relationship.evidence, self.as_of, self.vocabulary)


T = TypeVar("T", bound=Outcome)


def judge(
    kind: type[T],
    relationship: Relationship,
    definition: Definition,
    as_of: date | None,
    vocabulary: FrozenMapping[str, AnyCriterion],
) -> T:
    """Judge a relationship: weigh the evidence, and walk the diagram with what is known.

    Args:
        kind: The class of the outcome.
        relationship: As for `Classification`, whose errors are raised.
        definition: As there.
        as_of: As there.
        vocabulary: As there.
    """
    if as_of is not None:
        check_date("as_of", as_of)
    one = _Draft()
    one.relationship = relationship
    one.definition = definition
    one.as_of = as_of
    one.vocabulary = vocabulary
    one.known = known = definition.weigher.known(relationship.evidence, as_of, vocabulary)
    walks = definition.diagram.walks
    end: Any = walks.first  # Any: the patterns of one stride lead to those of the next, the last ones to a state
    for stride in walks.strides:  # as `Walks.end`, without the cost of the call
        end = end[known & stride]
    one.possible = one.granted = end.labels
    one.label = end.label
    if end.settled:
        one.standing = _SETTLED
    else:
        one.standing = _OPEN
        if definition.presumptions:
            end = walks.end(definition.grant(known))
            one.granted = end.labels
            if end.settled:
                one.label = end.label
                one.standing = _PRESUMED
    one.__class__ = kind
    return cast(T, one)
