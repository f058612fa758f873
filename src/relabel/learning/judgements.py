"""Judgements: what cases and sorted companies are called, and what follows from that by monotonicity."""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, final

from relabel.core.audits.sortings.contradictions import Contradictions, contradictions_of
from relabel.core.audits.sortings.covers import Covers, least_covers
from relabel.core.audits.sortings.sorting import Directions, Sorted, sort_out
from relabel.core.model.answers import Answer, Number
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.criteria import Measure
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import Relationship
from relabel.errors import InvalidValueError
from relabel.learning.cases import Told, cuts_at
from relabel.learning.hypotheses.records import Records, members
from relabel.learning.hypotheses.version_space import Bounds

__all__ = ["Judgements", "sorting_of", "steps_between"]

MOST_STEPS = 4
"""How many steps of a measure are taken from sorted companies."""


class _Company(NamedTuple):
    row: Sorted
    rank: int
    """How many words rank above its own."""
    best: int
    worst: int
    """The best and the worst record that it may have."""


def steps_between(
    companies: Iterable[Relationship],
    measure: Measure,
    labels: tuple[str, ...],
    direction: int,
    given_to: Side | None,
) -> tuple[Number, ...]:
    """Give the steps of a measure that sorted companies suggest, as `sorting_of` takes them where none is given.

    Args:
        companies: Each once.
        measure: The measure.
        labels: The words, the highest first.
        direction: 1 if a higher answer speaks for a higher word, -1 for a lower one.
        given_to: The side that wears the words.
    """
    found = sort_out(
        companies, [measure], labels, Directions({measure.name: direction}), given_to=given_to
    ).steps_between(MOST_STEPS)
    return tuple(dict.fromkeys(number for number, _ in found[measure.name]))


def sorting_of(
    companies: tuple[Relationship, ...],
    criteria: tuple[AnyCriterion, ...],
    labels: tuple[str, ...],
    directions: Directions,
    *,
    steps: Mapping[str, Sequence[Number]],
    given_to: Side | None,
) -> Contradictions:
    """Put companies that were sorted before in order, and say what is wrong with their sorting.

    Measures have the steps that are given, or those between companies of different words.

    Raises:
        InvalidValueError: A measure has no steps, or those given are not of a measure.
        AnswerError: An answer, or a step, lies outside its domain.
    """
    sorting = functools.partial(sort_out, companies, criteria, labels, directions, given_to=given_to)
    chosen = {
        **sorting().steps_between(MOST_STEPS),
        **{name: cuts_at(name, some, criteria) for name, some in steps.items()},
    }
    missing = [one.name for one in criteria if isinstance(one, Measure) and not chosen.get(one.name)]
    if missing:
        raise InvalidValueError("steps", dict(steps), f"numbers at which {', '.join(missing)} may matter")
    return contradictions_of(sorting(steps=chosen))


@final
class Judgements:
    """What cases and sorted companies are called.

    Args:
        records: The cases that there are.
        labels: The words, the highest first.
        sorting: Companies sorted before; those that its first way relabels do not count.
    """

    def __init__(self, records: Records, labels: Sequence[str], sorting: Contradictions) -> None:
        self._records = records
        self._labels = tuple(labels)
        self.told: dict[int, Told] = {}
        """The cases judged, by record."""
        self.refused: dict[int, int] = {}
        """The cases that nobody could judge, each with how often it was put in vain."""
        self.companies: list[_Company] = []
        """The companies sorted before."""
        wrong = {one.row.relationship.key for one in sorting.ways[0]}
        for row in sorting.sorting.rows:
            if row.relationship.key not in wrong:
                ends = sorting.sorting.ends(row)
                worst, best = (records.number(end[side] for end in ends) for side in (0, 1))
                self.companies.append(_Company(row, len(labels) - 1 - row.rank, best, worst))

    def rank(self, label: str | None) -> int:
        """Give how many words rank above a label."""
        return len(self._labels) if label is None else self._labels.index(label)

    def tell(self, one: int, answers: Mapping[str, Answer], label: str | None) -> None:
        """Note what a case is called, in place of what it was called before."""
        before = self.told.pop(one, None)
        times = before.times + 1 if before is not None and before.label == label else 1
        number = len(self.told) + 1 if before is None else before.number
        self.refused.pop(one, None)
        self.told[one] = Told(number, FrozenMapping(answers), label, times)

    def refuse(self, one: int) -> None:
        """Note that nobody can say what a case is called; what was said before holds."""
        self.refused[one] = self.refused.get(one, 0) + 1

    @property
    def bounds(self) -> list[Bounds]:
        """What the judgements say of each rank, the highest first.

        A company sorted before is outvoted by a case judged twice.
        """
        return self.beside(None)

    def beside(self, left_out: int | None) -> list[Bounds]:
        """Give what the judgements but the one of a case say of each rank, as `bounds` does."""
        return self._say([*self._by_cases(left_out), *(one[1:] for one in self.standing)])

    @property
    def by_cases(self) -> list[Bounds]:
        """What the judgements of cases say of each rank, without companies sorted before."""
        return self._say(self._by_cases(None))

    def _by_cases(self, left_out: int | None) -> Iterator[tuple[int, int, int]]:
        return ((self.rank(told.label), one, one) for one, told in self.told.items() if one != left_out)

    def _say(self, said: Iterable[tuple[int, int, int]]) -> list[Bounds]:
        """Give what follows of each rank from ranks, each with the best and the worst record that has it."""
        yes, no = [0] * len(self._labels), [0] * len(self._labels)
        for place, best, worst in said:
            for rank in range(len(self._labels)):
                if rank >= place:
                    yes[rank] |= self._records.above[best]
                else:
                    no[rank] |= self._records.below[worst]
        return [Bounds(*pair) for pair in zip(yes, no, strict=True)]

    @property
    def standing(self) -> list[_Company]:
        """The companies sorted before that no case judged twice outvotes."""
        twice = [(one, self.rank(told.label)) for one, told in self.told.items() if told.times > 1]
        return [row for row in self.companies if not any(self._clash(row, one, rank) for one, rank in twice)]

    def decided_before(self, edges: Sequence[int]) -> dict[int, list[Sorted]]:
        """Give by record at the edge of the set of some rank that no case tells of the companies that decide it."""
        found: dict[int, list[Sorted]] = {}
        for company in self.standing:
            for rank, edge in enumerate(edges):
                one = company.best if rank >= company.rank else company.worst
                if edge >> one & 1 and one not in self.told and one not in self.refused:
                    found.setdefault(one, []).append(company.row)
        return dict(sorted(found.items()))

    def inferred(self, possible: int) -> Iterator[tuple[int, int]]:
        """Give the cases that nobody could judge and that others decide, each with the rank of its word."""
        bounds = self.bounds
        for one in sorted(self.refused.keys() - self.told.keys() - set(self.unsettled(possible))):
            yield one, sum(not yes >> one & 1 for yes, _ in bounds)

    def unsettled(self, possible: int) -> list[int]:
        """Give the cases that nobody could judge and that no others decide."""
        bounds = self.bounds
        return [one for one in sorted(self.refused) if any((possible & ~(yes | no)) >> one & 1 for yes, no in bounds)]

    def least_refused(self, possible: int, times: int) -> int | None:
        """Give a case that is not settled and was put in vain fewer times than given: who did not know may know now."""
        return next((one for one in self.unsettled(possible) if self.refused[one] < times), None)

    @property
    def consistent(self) -> bool:
        """Whether no better case has a lower word."""
        return not any(yes & no for yes, no in self.bounds)

    @property
    def doubtful(self) -> list[int]:
        """The cases one of which is wrong, as far as can be said."""
        ever = self._conflicts().ever
        return [one for at, one in enumerate(self.told) if ever >> at & 1] + self._clashing()

    @property
    def contradicting(self) -> tuple[Told, ...]:
        """A smallest set of cases to judge otherwise for the others to be possible."""
        way = next(iter(self._conflicts()))
        clashing = () if self.consistent else self._clashing()
        return tuple(told for at, (one, told) in enumerate(self.told.items()) if way >> at & 1 or one in clashing)

    def against(self, one: int) -> tuple[Told | Sorted, ...]:
        """Give the cases that contradict the word of one, those that differ in least first, then the companies."""
        rank = self.rank(self.told[one].label) if one in self.told else None
        if rank is None:
            return ()
        above, below = self._records.above[one], self._records.below[one]
        cases = [
            other
            for other, told in self.told.items()
            if (self.rank(told.label) > rank and above >> other & 1)
            or (self.rank(told.label) < rank and below >> other & 1)
        ]
        cases.sort(key=lambda other: (len(self._records.apart(one, other)), -self.told[other].number))
        companies = (row.row for row in self.standing if self._clash(row, one, rank))
        return (*(self.told[other] for other in cases), *companies)

    def unchecked(self, edges: Sequence[int], times: int) -> list[int]:
        """Give the records at the edges of the sets of all ranks that are to be put once more, in order.

        Those that were judged fewer times than given, and those that companies sorted before decide alone.
        """
        every = members(functools.reduce(int.__or__, edges, 0))
        return [*self._told_less(every, times), *self.decided_before(edges)]

    def least_told(self, cases: Iterable[int], times: int) -> int | None:
        """Give the case judged so the fewest times, and fewer than given; None if there is none that may be known."""
        return next(iter(self._told_less(cases, times)), None)

    def _told_less(self, cases: Iterable[int], times: int) -> list[int]:
        known = self.told.keys() - self.refused.keys()
        few = [one for one in cases if one in known and self.told[one].times < times]
        return sorted(few, key=lambda one: (self.told[one].times, self.told[one].number))

    def _conflicts(self) -> Covers:
        """Find the cases that contradict each other: one above another, with a lower word."""
        judged = [(one, self.rank(told.label)) for one, told in self.told.items()]
        above = self._records.above
        return least_covers(
            [
                sum(1 << at for at, (other, worse) in enumerate(judged) if worse > rank and above[one] >> other & 1)
                for one, rank in judged
            ]
        )

    def _clashing(self) -> list[int]:
        """Give the cases whose word contradicts that of a company sorted before."""
        standing = self.standing
        return [
            one
            for one, told in self.told.items()
            if any(self._clash(row, one, self.rank(told.label)) for row in standing)
        ]

    def _clash(self, company: _Company, one: int, rank: int) -> bool:
        """Say whether a case above the best that a company may be has a lower word, or below the worst a higher."""
        lower = rank > company.rank and self._records.above[company.best]
        higher = rank < company.rank and self._records.below[company.worst]
        return bool((lower or higher) >> one & 1)
