"""Grounds: which answers a part of a result rests on, and which case tells most of it."""

import functools
from collections.abc import Sequence

from relabel.core.model.conditions import Condition
from relabel.learning.cases import Purpose
from relabel.learning.hypotheses.records import Records
from relabel.learning.judgements import Judgements

__all__ = ["resting", "telling"]


def telling(
    records: Records, judged: Judgements, rank: int, at: int, likely: Sequence[int], possible: int
) -> tuple[int, Purpose] | None:
    """Give the record that tells most of whether a variable matters to a rank, and what it is put for.

    One whose word is open; else one that only companies sorted before decide, else one that was judged. Of these
    one that tells nothing of the rank above, where there is one: that may ask for the same.

    Args:
        records: The records.
        judged: What they are called.
        rank: The rank, counted from the highest.
        at: The variable.
        likely: For each rank, the highest first, where it is reached.
        possible: The records that there can be.
    """

    def open_(yes: int, no: int) -> int:
        return possible & ~(yes | no) & ~sum(1 << one for one in judged.refused)

    told = sum(1 << one for one in judged.told)
    for among, purpose in (
        (open_(*judged.bounds[rank]), Purpose.PROVE),
        (open_(*judged.by_cases[rank]), Purpose.PROVE),
        (told, Purpose.AGAIN),
    ):
        above = records.depending(at, likely[rank - 1]) if rank else 0
        for some in (among & ~above, among):
            one = records.telling(at, likely[rank], some)
            if one is not None:
                return one, purpose
    return None


def resting(
    records: Records, judged: Judgements, rank: int, likely: Sequence[int], ways: Sequence[Condition]
) -> list[int]:
    """Give the records at the edge whose word would be another if the condition of a rank were: it rests on them.

    Args:
        records: The records.
        judged: What they are called; those are given that were judged, or that companies sorted before decide alone.
        rank: The rank, counted from the highest.
        likely: For each rank, the highest first, where it is reached.
        ways: The condition, and what it might be instead.

    Returns:
        Those that reach the rank first, and each time in the order in which they were judged.
    """
    edges = [*map(records.boundary, likely)]
    alone = judged.decided_before(edges)
    above = likely[rank - 1] if rank else 0
    among = sum(1 << one for one in {*judged.told, *alone}) & edges[rank] & ~above
    holds = [records.where([one], among) for one in ways]
    changed = functools.reduce(int.__or__, (holds[0] ^ other for other in holds[1:]), 0)
    found = [one for one in (*judged.told, *alone) if changed >> one & 1]
    order = {one: told.number for one, told in judged.told.items()}
    return sorted(found, key=lambda one: (not likely[rank] >> one & 1, order.get(one, len(order) + 1), one))
