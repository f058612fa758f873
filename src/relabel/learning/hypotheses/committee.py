"""Committees: some of the smallest definitions of any form that agree with the answers so far."""

from collections.abc import Callable, Iterator
from typing import final

import attrs

from relabel.learning.hypotheses.records import Records, members

__all__ = ["Clauses", "Draws", "Member", "Scores", "committee"]

DRAWS = 24
"""How many times each way to cover the answers is tried, each in another order."""

SCORINGS = 6
"""How many sums of points are tried."""

ROUNDS = 60
"""How often the answers are gone through in search of points."""


@final
class Draws:
    """A row of numbers that look random and are the same on every machine: a linear congruential generator.

    Source: the constants are those of Press and others, Numerical Recipes (1992), section 7.1.
    """

    def __init__(self, seed: int) -> None:
        self._state = seed

    def below(self, limit: int) -> int:
        """Give the next number, at least 0 and below a limit."""
        self._state = (self._state * 1664525 + 1013904223) % 2**32
        return (self._state >> 8) % limit

    def shuffle(self, things: list[int]) -> list[int]:
        """Give the things in another order."""
        return [thing for _, thing in sorted((self.below(1 << 20), thing) for thing in things)]


@final
@attrs.frozen
class Clauses:
    """A condition as records: one of those above any of them, or none of those below any of them.

    Attributes:
        any_of: Whether it is any of several lists of requirements (each a record whose places are asked
            for); otherwise all of several (each a record of which one place has to be exceeded).
        records: The lists.
    """

    any_of: bool
    records: tuple[int, ...]


@final
@attrs.frozen
class Scores:
    """A condition as points: so many for each place above the lowest, and the sum that is enough.

    Attributes:
        weights: For each variable the points that each place adds to those of the one below.
        least: The sum that is enough.
    """

    weights: tuple[tuple[int, ...], ...]
    least: int


@final
@attrs.frozen
class Member:
    """One definition of a committee.

    Attributes:
        records: Where it holds.
        size: How long it is to write, as a number of requirements.
        made_of: What it says.
    """

    records: int
    size: int
    made_of: Clauses | Scores


def committee(records: Records, yes: int, no: int, given: int) -> list[Member]:
    """Give small definitions that hold in `yes` and not in `no`, the smallest first, each set of records once.

    Args:
        records: The records.
        yes: Where it has to hold; closed upwards.
        no: Where it must not; closed downwards.
        given: Part of `yes` that need not be covered, as another label covers it.
    """
    found: dict[int, Member] = {}
    for member in _members(records, yes, no, given):
        here = member.records | yes
        if here not in found or member.size < found[here].size:
            found[here] = attrs.evolve(member, records=here)
    return sorted(found.values(), key=lambda one: (one.size, one.records))


def _members(records: Records, yes: int, no: int, given: int) -> Iterator[Member]:
    need = [one for one in members(records.lowest(yes)) if not given >> one & 1]
    never = list(members(records.highest(no)))
    for seed in range(DRAWS):
        draws = Draws(seed)
        for frugal in (False, True):
            yield _covering(records, need, no, draws, any_of=True, frugal=frugal)
            yield _covering(records, never, yes, draws, any_of=False, frugal=frugal)
    for seed in range(SCORINGS):
        scored = _scored(records, need, never, Draws(seed))
        if scored is None:  # then there may be none, and further tries cost as much
            return
        yield attrs.evolve(scored, records=scored.records & ~no)


def _covering(records: Records, cover: list[int], avoid: int, draws: Draws, *, any_of: bool, frugal: bool) -> Member:
    """Cover records one by one, each time by as wide a set as avoids the others.

    Towards the lowest places for sets of records above one; towards the highest for sets below one. The
    frugal way leaves requirements for last that many of the records not covered yet share.
    """
    step = -1 if any_of else 1
    ends = [0 if any_of else size - 1 for size in records.sizes]
    sets = records.above if any_of else records.below
    order = draws.shuffle(cover)
    covered, size = 0, 0
    chosen: list[int] = []
    for start in order:
        if covered >> start & 1:
            continue
        asked = draws.shuffle([at for at, place in enumerate(records.places[start]) if place != ends[at]])
        if frugal:
            open_ = [one for one in order if not covered >> one & 1]
            asked.sort(key=_sharing(records, start, open_, step))
        one = start
        for at in asked:
            stride = step * records.strides[at]
            while records.places[one][at] != ends[at] and not avoid >> one + stride & 1:
                one += stride
        chosen.append(one)
        covered |= sets[one]
        size += 1 + sum(place != end for place, end in zip(records.places[one], ends, strict=True))
    return Member(covered if any_of else records.every & ~covered, size, Clauses(any_of, tuple(chosen)))


def _sharing(records: Records, start: int, others: list[int], step: int) -> Callable[[int], int]:
    mine = records.places[start]
    return lambda at: sum((records.places[one][at] - mine[at]) * step <= 0 for one in others)


def _scored(records: Records, need: list[int], never: list[int], draws: Draws) -> Member | None:
    """Look for whole points, none negative, that part the records; None where none are found.

    Source: Rosenblatt, The perceptron, Psychological Review 65 (1958).
    """
    marks = [(at, place) for at, size in enumerate(records.sizes) for place in range(1, size)]
    cases = [
        ([mark for mark, (at, place) in enumerate(marks) if records.places[one][at] >= place], wanted)
        for wanted, some in ((True, need), (False, never))
        for one in draws.shuffle(some)
    ]
    points, least = [1] * len(marks), max(1, len(marks) // 2 + draws.below(3))
    for _ in range(ROUNDS):
        wrong = False
        for met, wanted in cases:
            if (sum([points[mark] for mark in met]) >= least) == wanted:
                continue
            wrong = True
            least += -1 if wanted else 1
            for mark in met:
                points[mark] = max(0, points[mark] + (1 if wanted else -1))
        if not wrong:
            break
    else:
        return None
    sums, weights = [0], []
    for at, size in enumerate(records.sizes):
        weights.append(tuple(points[mark] for mark, (of, _) in enumerate(marks) if of == at))
        steps = [sum(weights[-1][:place]) for place in range(size)]
        sums = [total + more for more in steps for total in sums]
    here = int("".join("1" if total >= least else "0" for total in reversed(sums)), 2)
    size = sum(point > 0 for point in points) + len({*points} - {0})
    return Member(here, size, Scores(tuple(weights), least))
