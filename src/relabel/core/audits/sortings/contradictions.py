"""Contradictions: where a sorting of companies contradicts itself, whatever the definition may be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import final

import attrs

from relabel.core.audits.sortings.covers import Covers, least_covers
from relabel.core.audits.sortings.sorting import Sorted, Sorting, directed, named_order, sort_out
from relabel.core.diagrams.space import listed
from relabel.core.model.answers import answer_text
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.evidence import EvidencePolicy
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import Relationship
from relabel.markup import Report
from relabel.sections import Item, Section

__all__ = ["MAX_WAYS", "Contradiction", "Contradictions", "Relabelling", "contradictions", "contradictions_of"]

MAX_WAYS = 100
"""How many ways to choose the words that change are given; of further ones it is said that there are more."""

_NO_WORDS: Mapping[str, str] = FrozenMapping()


@final
@attrs.frozen
class Contradiction:
    """Two companies whose words no definition can give both.

    Attributes:
        higher: The one with the higher word.
        lower: The one with the lower word, though nothing speaks against it that does not speak against
            the other, whatever the answers are that are not known.
        better: The criteria in which the lower one is better for certain; none where both have the same
            answers.
    """

    higher: Sorted
    lower: Sorted
    better: tuple[AnyCriterion, ...]


@final
@attrs.frozen
class Relabelling:
    """A word to change, with the words that then fit those that stay.

    Attributes:
        row: The company with its word today.
        fits: The words that contradict no word that stays, the highest first.
    """

    row: Sorted
    fits: tuple[str, ...]


@final
@attrs.frozen
class Contradictions(Report):
    """What `contradictions` found.

    Attributes:
        sorting: The companies that were looked at, and those left out.
        pairs: The pairs that contradict each other, in the order of the companies.
        least: The least number of words that have to change for no pair to be left, proven.
        ways: The ways to choose so few words, `MAX_WAYS` at most.
        more_ways: Whether there are more.
        wrong: The companies whose word changes in every such way.
        doubtful: The companies whose word changes in some of the ways.
    """

    sorting: Sorting
    pairs: tuple[Contradiction, ...]
    least: int
    ways: tuple[tuple[Relabelling, ...], ...]
    more_ways: bool
    wrong: tuple[Sorted, ...]
    doubtful: tuple[Sorted, ...]

    def sections(self) -> list[Section]:
        """Arrange the findings for people."""
        sorting = self.sorting
        notes: list[str | Item] = []
        free = [name for name, direction in sorting.directions.items() if direction == 0]
        if free:
            names = ", ".join(free)
            notes.append(f"No direction is declared for {names}: only companies with the same answer are compared")
        if sorting.left_out:
            notes += [f"Left out: {len(sorting.left_out)}", *listed(sorting.left_out_lines())]
        if not self.pairs:
            notes.append("No two words contradict each other; each may be wrong all the same")
        companies = _count(len(sorting.rows), "company", "companies")
        found = [Section(f"{companies} under {' > '.join(sorting.order)}", tuple(notes))]
        if not self.pairs:
            return found
        pairs = _count(len(self.pairs), "pair", "pairs")
        found.append(Section(f"{pairs} of words that no definition can give both", listed(map(self._pair, self.pairs))))
        number = f"more than {MAX_WAYS}" if self.more_ways else str(len(self.ways))
        ways = "one way to choose them" if number == "1" else f"{number} ways to choose them"
        either = [row for row in self.doubtful if row not in self.wrong]
        words = (("wrong in every way", self.wrong), ("wrong in some ways", either))
        lines = (f"{how}: {', '.join(map(self._called, rows))}" for how, rows in words if rows)
        least = _count(self.least, "word is", "words are")
        rest = len(sorting.rows) - len(self.doubtful)
        other = _count(rest, "other word contradicts", "other words contradict")
        unseen = [f"{other} nothing; each may be wrong all the same"] if rest else []
        found.append(Section(f"At least {least} wrong; {ways}", (*lines, *unseen)))
        one_way = (Item(f"{self._called(one.row)}: {' or '.join(one.fits)}") for one in self.ways[0])
        return [*found, Section("One way", tuple(one_way))]

    def _pair(self, pair: Contradiction) -> str:
        higher, lower = self._called(pair.higher), self._called(pair.lower)
        numbers = "".join(
            f"; {name} is {answer_text(first)} and {answer_text(second)}, with no step between that makes a difference"
            for name, first, second in self.sorting.alike(pair.higher, pair.lower)
        )
        if not pair.better:
            return f"{higher} and {lower}: the same answers{numbers}"
        better = ", ".join(criterion.name for criterion in pair.better)
        return f"{higher} is outdone by {lower}: nowhere worse, and better in {better}{numbers}"

    def _called(self, row: Sorted) -> str:
        return f"{row.relationship.company(self.sorting.side)} ({row.label})"


def contradictions(
    relationships: Iterable[Relationship],
    criteria: Sequence[AnyCriterion],
    *,
    order: Iterable[str],
    raises: Iterable[AnyCriterion | str] = (),
    lowers: Iterable[AnyCriterion | str] = (),
    given_to: Side | None = Side.BUYER,
    aliases: Mapping[str, str] = _NO_WORDS,
    as_of: date | None = None,
    policy: EvidencePolicy | None = None,
) -> Contradictions:
    """Find where the words for companies contradict each other, before there is any definition.

    Two words do if the answers are the same and the words are not, or if a company is outdone, in the
    directions declared, by one with a lower word. What is not known contradicts only if it does
    whatever the answer is. Pairs are looked at; three companies of which much is unknown may
    contradict each other though no two of them do, and that is not found.

    Args:
        relationships: Each once, with the word in use and the evidence. Those under none of the words
            are left out, and named.
        criteria: What counts of the evidence.
        order: The words, the highest first.
        raises: Criteria, or their names, of which a higher answer speaks for a higher word. The options
            of a choice count as declared, the last as the highest.
        lowers: The same for a lower word. On a criterion in neither, companies must have the same answer.
        given_to: The side whose word is meant; None for the word of the relationship as a whole.
        aliases: Other words in use, each with the one of the order that it stands for.
        as_of: Evidence observed later is not counted; None counts all.
        policy: How evidence is weighed.

    Raises:
        InvalidValueError: Words, criteria or directions do not fit together.
        DuplicateRelationshipError: Two relationships share their id or, without ids, their names.
        AnswerError: An answer lies outside the domain of its criterion.
        MissingDateError: The policy gives evidence a shelf life and there is no `as_of`.

    Cost: the square of the number of companies; 200 take less than a second.

    >>> loyal = Criterion("loyal")
    >>> sorted_ = [Relationship(name, "us", buyer_label=word, evidence=[Evidence("loyal", answer)])
    ...            for name, word, answer in [("Elm", "partner", False), ("Oak", "client", True)]]
    >>> print(contradictions(sorted_, [loyal], order=["partner", "client"], raises=[loyal]).pairs[0].lower.label)
    client
    """
    return contradictions_of(
        sort_out(
            relationships,
            criteria,
            named_order(order),
            directed(criteria, raises, lowers),
            given_to=given_to,
            aliases=aliases,
            as_of=as_of,
            policy=policy,
        )
    )


def contradictions_of(sorting: Sorting) -> Contradictions:
    """Find the contradictions of a sorting; see `contradictions`."""
    rows = sorting.rows
    ends = [sorting.ends(row) for row in rows]
    free = [sorting.directions[variable.criterion.name] == 0 for variable in sorting.variables]
    above = [0] * len(rows)
    pairs: list[Contradiction] = []
    for low, row in enumerate(rows):
        for high, other in enumerate(rows):
            if row.rank > other.rank and _outdone(ends[low], ends[high], free):
                # The higher word is with the lower company; so they stand in an order, and it is strict.
                above[low] |= 1 << high
                better = [
                    variable.criterion
                    for variable, (_, best), (worst, _) in zip(sorting.variables, ends[low], ends[high], strict=True)
                    if best < worst
                ]
                pairs.append(Contradiction(row, other, tuple(better)))
    covers = least_covers(above)
    ways = list(islice(covers, MAX_WAYS + 1))
    return Contradictions(
        sorting,
        tuple(pairs),
        covers.size,
        tuple(tuple(_relabelled(sorting, ends, free, way)) for way in ways[:MAX_WAYS]),
        len(ways) > MAX_WAYS,
        *_rows_in(rows, covers),
    )


def _outdone(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]], free: Sequence[bool]) -> bool:
    """Say whether the first is nowhere better than the second, whatever is not known."""
    return all(
        low == best == worst == high if equal else best <= worst
        for (low, best), (worst, high), equal in zip(one, other, free, strict=True)
    )


def _relabelled(
    sorting: Sorting, ends: Sequence[Sequence[tuple[int, int]]], free: Sequence[bool], way: int
) -> Iterator[Relabelling]:
    kept = [place for place in range(len(sorting.rows)) if not way >> place & 1]
    for place, row in enumerate(sorting.rows):
        if way >> place & 1:
            least = max((sorting.rows[one].rank for one in kept if _outdone(ends[one], ends[place], free)), default=0)
            most = min(
                (sorting.rows[one].rank for one in kept if _outdone(ends[place], ends[one], free)),
                default=len(sorting.order) - 1,
            )
            yield Relabelling(row, tuple(reversed(sorting.order))[least : most + 1][::-1])


def _count(number: int, one: str, several: str) -> str:
    return f"1 {one}" if number == 1 else f"{number} {several}"


def _rows_in(rows: Sequence[Sorted], covers: Covers) -> tuple[tuple[Sorted, ...], tuple[Sorted, ...]]:
    return (
        tuple(row for place, row in enumerate(rows) if covers.always >> place & 1),
        tuple(row for place, row in enumerate(rows) if covers.ever >> place & 1),
    )
