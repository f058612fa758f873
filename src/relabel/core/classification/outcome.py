"""Outcomes: the label that the evidence supports, how certain it is, and the reasons that force it."""

import functools
import operator
from collections.abc import Callable, Iterator, Mapping, Set
from datetime import date
from typing import Any, Self

from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Finding, Presumption, SetAside
from relabel.core.definitions.weighing import Weighed
from relabel.core.diagrams.searches.reasons import sufficient
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.evidence import check_date
from relabel.core.model.examples import Standing
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import Relationship

__all__ = ["NO_VOCABULARY", "Outcome"]

NO_VOCABULARY: FrozenMapping[str, AnyCriterion] = FrozenMapping()

_SETTLED, _PRESUMED, _OPEN = Standing  # bound once: looking a member up costs more than a step of the walk


class Outcome:
    """What comes out of a definition and the evidence. `Classification` documents it and asks on from here.

    One is made for every relationship of a portfolio. So it stores where the walk over the diagram ended, and works
    out the rest when it is asked; what it has worked out is kept.
    """

    __slots__ = (
        "_answered",
        "_as_of",
        "_because",
        "_definition",
        "_end",
        "_granted",
        "_known",
        "_relationship",
        "_vocabulary",
        "_weighed",
    )

    def __init__(
        self,
        relationship: Relationship,
        definition: Definition,
        as_of: date | None = None,
        *,
        vocabulary: Mapping[str, AnyCriterion] = NO_VOCABULARY,
    ) -> None:
        if as_of is not None:
            check_date("as_of", as_of)
        if vocabulary.__class__ is not FrozenMapping:
            vocabulary = FrozenMapping(vocabulary)
        self._relationship, self._definition, self._as_of, self._vocabulary = (
            relationship,
            definition,
            as_of,
            vocabulary,
        )
        self._known = known = definition.weigher.known(relationship.evidence, as_of, vocabulary)
        self._because: tuple[Finding | Presumption, ...] | None = None
        self._answered: tuple[int, ...] | None = None
        self._weighed: Weighed | None = None
        self._end = self._granted = end = definition.diagram.walks.end(known)
        if definition.presumptions and not end.settled:
            self._granted = definition.diagram.walks.end(definition.grant(known))

    @property
    def relationship(self) -> Relationship:
        """The relationship with its evidence."""
        return self._relationship

    @property
    def definition(self) -> Definition:
        """What it is judged by."""
        return self._definition

    @property
    def as_of(self) -> date | None:
        """The day of judgement; None where all evidence counts."""
        return self._as_of

    @property
    def vocabulary(self) -> FrozenMapping[str, AnyCriterion]:
        """Criteria that other definitions declare, by name."""
        return self._vocabulary

    @property
    def known(self) -> int:
        """The answers that the evidence leaves possible, as bits of the variables of the diagram."""
        return self._known

    @property
    def possible(self) -> frozenset[str | None]:
        """Every label that some completion of what is not known gives, and only those; None in it means "no label"."""
        return self._end.labels

    @property
    def granted(self) -> frozenset[str | None]:
        """`possible`, once the presumptions are granted for which no evidence counts."""
        return self._granted.labels

    @property
    def label(self) -> str | None:
        """The label when settled or presumed (None: no label applies); None when open."""
        return self._granted.label

    @property
    def standing(self) -> Standing:
        """Settled, if one label is possible; presumed, if one is once presumptions are granted; else open."""
        return _SETTLED if self._end.settled else _PRESUMED if self._granted.settled else _OPEN

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

    @property
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
        if self._because is None:
            self._because = () if self.standing is _OPEN else tuple(self._reasons())
        return self._because

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

    @property
    def answered(self) -> tuple[int, ...]:
        """The fields of the diagram on which evidence counts: the freshest first, else in its order."""
        if self._answered is None:
            diagram, ages = self.definition.diagram, self.weighed.ages
            fields = [field for field in diagram.fields if self.known & field]
            if ages:
                fields.sort(key=lambda field: ages[diagram.criteria[field].name])
            self._answered = tuple(fields)
        return self._answered

    @property
    def weighed(self) -> Weighed:
        """The evidence, sorted into what counts and what does not."""
        if self._weighed is None:
            self._weighed = self.definition.weigher.weigh(self.relationship.evidence, self.as_of, self.vocabulary)
        return self._weighed
