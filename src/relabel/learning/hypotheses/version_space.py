"""The version space: the definitions that agree with the answers so far, and the case that parts them best."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple, final

import attrs

from relabel.learning.hypotheses.committee import committee
from relabel.learning.hypotheses.languages import EVERY_FORM, SIMPLE, TWOFOLD, Form, Language
from relabel.learning.hypotheses.records import Records, members

__all__ = ["Beyond", "Bounds", "Step", "VersionSpace", "Voters", "tally"]

NAMES = (SIMPLE, TWOFOLD, EVERY_FORM)

GOOD_ENOUGH = 0.6
"""The share of the best split from which on a case is considered; the nearest to what is known is asked.

Where there are few records, of those as near the one that decides most whatever its word.
"""

GOOD_ENOUGH_FOR_MANY = 0.9
"""The same where the candidates are only some of those that agree."""

FEW = 250
"""Up to how many records definitions of any length are looked for, and not chiefly short ones."""

LEAST, MOST = 0.6, 2.2
"""The ends of the range of cases that are left; see `Step.to_go`."""

MUCH = 64
"""From how many open records on a wrong answer costs so many cases that one is worth to ask it again."""

HALF_AS_LIKELY = 2
"""By how many requirements a definition of a committee is longer than one that is twice as likely."""

LOOKED_AT = 100
"""How many candidates of each form and length are looked at to find the likeliest."""


class Bounds(NamedTuple):
    """What the answers say of one rank: where it is reached and where it is not, both closed by monotonicity."""

    yes: int
    no: int


class Beyond(NamedTuple):
    """A rank whose condition is in none of some languages.

    Attributes:
        rank: How many words rank above it.
        given: Where these hold.
        languages: How many languages have no candidate.
    """

    rank: int
    given: int
    languages: int


@final
@attrs.frozen
class Step:
    """What the answers come to.

    Attributes:
        ask: The record to ask for next; None if there is none.
        identified: Whether one candidate is left at each rank; then it is asked to prove.
        likely: For each rank, the highest first, where it is reached by the likeliest definition.
        candidates: How many candidates are left at the first rank that is not identified, as far as they
            are known; 1 if all are.
        within: The largest of the languages in which candidates were sought.
        unproven: The records that have to be asked for to prove the likeliest.
        beyond: Where the smallest language has no candidate and much is open; otherwise None.
    """

    ask: int | None
    identified: bool
    likely: tuple[int, ...]
    candidates: int
    within: str
    unproven: int
    beyond: "Beyond | None"

    def to_go(self, undecided: int) -> tuple[int, int]:
        """Give how many cases are left until the proof, from how many to how many, with so many undecided at any rank.

        As `benchmarks/elicitation.py` found it in simulations, see `Elicitation.left`.
        """
        likely = self.unproven.bit_count() + math.ceil(math.log2(self.candidates))
        if self.identified:
            return likely, likely
        least = math.ceil(LEAST * likely)
        return least, max(least, min(undecided, math.ceil(MOST * likely**0.75 * undecided**0.25)))


@final
@attrs.frozen
class Voters:
    """Candidates of one form and length.

    Attributes:
        halvings: How often each of them is halved in likelihood, compared with one that is as likely as can be.
        records: Where each of them holds.
    """

    halvings: int
    records: tuple[int, ...]


@final
class VersionSpace:
    """The definitions that agree with answers, as one monotone function of the records for each rank.

    From the highest rank downwards, as definitions are read: the condition of a rank is sought beside
    those of the ranks above it, in languages of growing size.

    Args:
        records: The records.
        possible: Those that there can be.

    Source: Mitchell, Version spaces (1977); Angluin, Queries and concept learning, Machine Learning 2
    (1988); Hansel (1966) and Torvik and Triantaphyllou on monotone Boolean functions.
    """

    def __init__(self, records: Records, possible: int) -> None:
        self.records = records
        self.possible = possible
        self.language = Language(records)
        self._kept: dict[int, tuple[int, Bounds, Sequence[Sequence[Form]]]] = {}

    def step(self, bounds: Sequence[Bounds], refused: int, known: Sequence[int]) -> Step:
        """Find the next case.

        Args:
            bounds: What is known of each rank, the highest first; consistent.
            refused: Records not to ask for. What stays open because of that goes to the lower word.
            known: The records asked so far.
        """
        likely: list[int] = []
        given, within, candidates = 0, 0, 1
        ask: int | None = None
        beyond: Beyond | None = None
        for rank, bound in enumerate(bounds):
            found = Bounds(bound.yes | given, bound.no)
            open_ = self.possible & ~(found.yes | found.no | refused)
            if not open_:
                given = found.yes
            else:
                spoken, voters = self._voters(rank, given, found, open_)
                within = max(within, spoken)
                chosen = self._likeliest(voters, open_) if spoken < len(NAMES) - 1 else voters[0].records[0]
                number = sum(len(some.records) for some in voters)
                if ask is None and (number > 1 or spoken == len(NAMES) - 1):
                    candidates = number
                    beyond = Beyond(rank, given, spoken) if spoken and open_.bit_count() > MUCH else None
                    if spoken == len(NAMES) - 1 and self.records.total <= FEW:
                        ask = self._middle(open_, chosen)
                    else:
                        good = _best(voters, open_, GOOD_ENOUGH if spoken < len(NAMES) - 1 else GOOD_ENOUGH_FOR_MANY)
                        few = open_ if self.records.total <= FEW else 0
                        ask = self._nearest(good & self.records.boundary(chosen) or good, known, few)
                given |= chosen
            likely.append(given)
        need: Counter[int] = Counter()
        for here, bound in zip(likely, bounds, strict=True):
            open_ = self.possible & ~(bound.yes | bound.no | refused)
            # Of what lies around a record that nobody can judge the ends are asked, not one after the other.
            need.update(members(self.records.lowest(open_ & here) | self.records.highest(open_ & ~here)))
        identified = ask is None
        if identified:
            ask = self._to_prove(need, bounds, refused, known)
        unproven = sum(1 << one for one in need)
        return Step(ask, identified, tuple(likely), candidates, NAMES[within], unproven, beyond)

    def _voters(self, rank: int, given: int, bound: Bounds, open_: int) -> tuple[int, list[Voters]]:
        """Give the smallest language that has candidates, and these; of the largest language some of them."""
        kept = self._kept.get(rank)
        forms: Sequence[Sequence[Form]] = self.language.simple
        if kept is not None and kept[0] == given and not (kept[1].yes & ~bound.yes or kept[1].no & ~bound.no):
            forms = kept[2]  # no answer was taken back
        need, no = bound.yes & ~given, bound.no
        forms = tuple(
            tuple([one for one in some if not need & ~one.records and not no & one.records]) for some in forms
        )
        self._kept[rank] = given, bound, forms
        if any(forms):
            # Each form is as likely as the others before anything is known, and each candidate of a form.
            return 0, _different(forms, self.language.simple, open_)
        twofold = self.language.twofold(need, no)
        if twofold is not None and any(twofold):
            return 1, _different(twofold, twofold, open_)
        found = committee(self.records, bound.yes, no, given)
        shortest = found[0].size
        return 2, [Voters((one.size - shortest) // HALF_AS_LIKELY, (one.records,)) for one in found]

    def _likeliest(self, voters: Sequence[Voters], open_: int) -> int:
        """Give the candidate that would be proven by the fewest further cases."""
        looked_at = (one for some in voters for one in some.records[:LOOKED_AT])
        return min(looked_at, key=lambda one: (self.records.boundary(one) & open_).bit_count())

    def _middle(self, open_: int, likeliest: int) -> int:
        """Give the record that decides many of the open ones whatever its word; more so on the likeliest boundary.

        Source: after Torvik and Triantaphyllou, Minimizing the average query complexity of learning monotone
        Boolean functions (2002), whose rule is near the least number of cases where nothing is known of the form.
        """
        edge = self.records.boundary(likeliest)

        def worth(one: int) -> tuple[int, int, int]:
            above, below = self._decided(one, open_)
            return min(above, below) * (3 if edge >> one & 1 else 2), above + below, one

        return max(members(open_), key=worth)

    def _decided(self, one: int, open_: int) -> tuple[int, int]:
        """Give how many open records a record decides that reaches the rank, and how many one that does not."""
        above, below = ((near[one] & open_).bit_count() for near in (self.records.above, self.records.below))
        return above, below

    def _to_prove(self, need: Counter[int], bounds: Sequence[Bounds], refused: int, known: Sequence[int]) -> int | None:
        """Give the record that proves most; if none is left, one that is open still because others were refused."""
        if need:
            most = max(need.values())
            return self._nearest(sum(1 << one for one, ranks in need.items() if ranks == most), known)
        decided = [bound.yes | bound.no for bound in bounds]
        rest = self.possible & ~refused & reduce(or_, (~one for one in decided), 0)
        return self._nearest(rest, known) if rest else None

    def _nearest(self, wanted: int, known: Sequence[int], open_: int = 0) -> int:
        """Give the record of a set nearest to one that is known or to that in which all is well.

        Of those as near the one that decides most of some open records whatever its word.
        """
        records = self.records
        starts = [records.best, *known]
        reached = reduce(or_, (1 << one for one in starts))
        near = wanted & reduce(or_, map(records.near, starts))
        if not near:
            ring = reduce(or_, map(records.near, starts))
            near = wanted & reduce(or_, map(records.near, members(ring & ~reached)), 0)
        if not near:
            near = wanted

        def distance(one: int) -> tuple[int, int, int, int]:
            return (
                min(len(records.apart(one, other)) for other in starts),
                -min(self._decided(one, open_)),
                len(records.apart(one, records.best)),
                -one,
            )

        return min(members(near), key=distance)


def tally(voters: Sequence[Voters], records: Iterable[int]) -> tuple[dict[int, int], int]:
    """Count for each of some records how many candidates have it, and how many there are, by likelihood.

    The sets are added as numbers of one bit each, side by side, three at a time: a carry-save adder. A
    candidate that is twice as likely starts one column further up.
    """
    most = max(some.halvings for some in voters)
    columns: list[list[int]] = [[] for _ in range(most + 1)]
    for some in voters:
        for one in some.records:
            at = most - some.halvings
            columns[at].append(one)
            while len(columns[at]) == 3:
                first, second, third = columns[at]
                either = first ^ second
                columns[at] = [either ^ third]
                at += 1
                if at == len(columns):
                    columns.append([])
                columns[at].append(first & second | either & third)
    digits = [(bin(part)[:1:-1], 1 << at) for at, column in enumerate(columns) for part in column if part]
    votes = {one: sum([value for bits, value in digits if one < len(bits) and bits[one] == "1"]) for one in records}
    return votes, sum(len(some.records) << most - some.halvings for some in voters)


def _different(forms: Iterable[Iterable[Form]], before: Iterable[Sequence[Form]], open_: int) -> list[Voters]:
    """Give the candidates, those once that differ only where nothing can be asked.

    Before anything is known each form and length is about as likely as the others.
    """
    seen: set[int] = set()
    found: list[Voters] = []
    for some, all_ in zip(forms, before, strict=True):
        fresh: list[int] = []
        for one in some:
            here = one.records & open_
            if here not in seen:
                seen.add(here)
                fresh.append(one.records)
        found.append(Voters(len(all_).bit_length(), tuple(fresh)))
    return found


def _best(voters: Sequence[Voters], open_: int, share: float) -> int:
    """Give the records that part the candidates nearly as well as the best."""
    votes, total = tally(voters, members(open_))
    split = {one: min(here, total - here) for one, here in votes.items()}
    enough = max(split.values()) * share
    return sum(1 << one for one, here in split.items() if here >= enough)
