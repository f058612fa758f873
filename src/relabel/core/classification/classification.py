"""Classifications: the label that the evidence supports, whether that is certain, and why."""

import operator
from collections.abc import Callable, Iterable, Mapping, Set
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar, final, overload

import attrs

from relabel.core.classification.explanation import explain
from relabel.core.classification.questions import Outlook, Priors, Question
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Finding, Presumption, SetAside, Weighed
from relabel.core.diagrams.searches import sufficient
from relabel.core.model.answers import Weight
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.evidence import check_date
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import Relationship
from relabel.core.model.standings import Standing
from relabel.errors import InvalidValueError

if TYPE_CHECKING:
    from relabel.core.classification.paths import Paths, WhyNot
    from relabel.core.classification.tallies import Tally

__all__ = ["NO_VOCABULARY", "Classification"]

T = TypeVar("T")


NO_VOCABULARY: FrozenMapping[str, AnyCriterion] = FrozenMapping()


def _frozen(vocabulary: Mapping[str, AnyCriterion]) -> FrozenMapping[str, AnyCriterion]:
    return vocabulary if isinstance(vocabulary, FrozenMapping) else FrozenMapping(vocabulary)


_SETTLED, _PRESUMED, _OPEN = Standing  # bound once: looking a member up costs more than a step of the walk


class _Lazily(Generic[T]):
    """A property that is worked out once; `functools.cached_property` takes a lock that costs as much as a label."""

    def __init__(self, work_out: Callable[["Classification"], T]) -> None:
        self._work_out = work_out
        self.__doc__ = work_out.__doc__

    @overload
    def __get__(self, one: None, owner: object) -> "_Lazily[T]": ...
    @overload
    def __get__(self, one: "Classification", owner: object) -> T: ...
    def __get__(self, one: "Classification | None", owner: object) -> "T | _Lazily[T]":
        if one is None:
            return self
        found = one.__dict__[self._work_out.__name__] = self._work_out(one)
        return found


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
        granted: `possible`, once the presumptions are granted for which no evidence counts.
        known: The answers that the evidence leaves possible, as bits of the variables of the diagram.
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

    def questions(self, *, given: Priors | None = None) -> tuple[Question, ...]:
        """Give the open criteria whose answer can change the outcome, the most informative first.

        A criterion is open when its finding is unknown or contested. It is listed if and only if some
        answer to it, and nothing else, changes the label, the standing or the labels possible.

        The order is that of `Question.gain`, ties by the order of the definition. The chance of settling
        the label at once is no order: where a label takes several answers it is 0 for all of them.

        Args:
            given: How common answers are, as `relabel.priors` counts them; criteria are independent of
                each other. An answer left out weighs 0. All answers (of a measure: all stretches
                between thresholds) are equally likely for a criterion left out, or if all that are
                possible weigh 0. It changes the order, never what is listed.

        Returns:
            The questions; none where no single answer changes anything.

        Raises:
            InvalidValueError: `given` names a criterion that the definition does not declare, or a
                weight is no whole number or `Fraction` of at least 0.
            AnswerError: `given` has an answer outside the domain of its criterion.

        Cost: a few passes over the diagram, and two walks through it per open criterion and answer.
        """
        return Outlook(self.definition, self.known, given).listed()

    def why_not(self, label: str | None) -> "WhyNot":
        """Say why a label is not given: what rules it out, or what is missing.

        Args:
            label: A label of the definition, or None for "no label"; not the one given.

        Returns:
            If the label is not possible: findings that rule it out, chosen as in `because` and without
            presumptions, each with the answers that it would need. If it is possible: the least that
            would have to be shown for it, every finding that is known staying as it is.

        Raises:
            InvalidValueError: The definition has no such label, or it is the one given.
            SearchTooLongError: As for `path_to`.
        """
        from relabel.core.classification.paths import find_why_not  # five classes to make, and few programs ask

        self.definition.rank(label)
        if self.standing is not _OPEN and label == self.label:
            raise InvalidValueError("label", label, "a label that is not given")
        return find_why_not(self.definition, self.known, self.answered, self.weighed, label)

    def path_to(
        self,
        label: str | None,
        *,
        fixed: Iterable[str] = (),
        cost: Mapping[str, Weight] | None = None,
        or_higher: bool = False,
        limit: int = 1,
    ) -> "Paths":
        """Find the cheapest changes in findings after which a label is settled.

        A step replaces the finding on one criterion by one answer: by changing the world, or by showing
        what is unknown or contested. What the definition says nobody can change (`Intent.cannot_change`)
        is only shown. Nothing is granted on presumption. The result is exact: no path costs less, and of
        a path no step can be left out.

        Args:
            label: A label of the definition, or None for "no label".
            fixed: Names of further criteria whose findings stay as they are, unknown ones unknown.
            cost: What a step costs, by the name of its criterion; 1 where nothing is given.
            or_higher: Whether a label that ranks higher will do as well, and the label need only be
                certain to be one of these.
            limit: The most paths to give.

        Returns:
            The cheapest paths, none of which asks for all the criteria of another; with the same cost,
            the one with fewer steps, then fewer changes, then the nearer answers.

        Raises:
            InvalidValueError: The definition has no such label or criterion, a cost is no whole number
                or `Fraction` of at least 0, or the limit is below 1.
            SearchTooLongError: A search looked at more than `relabel.core.diagrams.searches.MAX_SEARCH` states, or the
                paths took more than `relabel.core.classification.paths.MAX_SEARCHES` searches.

        Cost: one shortest-path search over states of the walk per path, at most; further ones for
        `limit` above 1 and where there is no path.
        """
        from relabel.core.classification.paths import find_paths  # as above

        return find_paths(
            self.definition,
            self.known,
            self.weighed,
            label,
            fixed=fixed,
            cost=cost,
            or_higher=or_higher,
            limit=limit,
        )

    def tallies(self) -> "tuple[Tally, ...]":
        """Give what the counts and sums of points in the definition come to, on what is known or presumed.

        Counts that are no more than "all" or "at least one", and those of lent definitions, are left out.
        """
        from relabel.core.classification.tallies import tallies  # as above

        return tallies(self.definition, self.definition.grant(self.known))

    def explain(self, *, toward: str | None = None, fixed: Iterable[str] = ()) -> str:
        """Write the label, its standing, the reasons and what was set aside, for people.

        Args:
            toward: A label; also say why it is not given for certain, and what that would take.
            fixed: Names of criteria whose findings stay as they are, for `toward`.

        Raises:
            InvalidValueError, SearchTooLongError: With `toward`, as for `path_to`.
        """
        return explain(self, toward=toward, fixed=fixed)

    @_Lazily
    def weighed(self) -> Weighed:
        """The evidence, sorted into what counts and what does not."""
        return self.definition.weigher.weigh(self.relationship.evidence, self.as_of, self.vocabulary)
