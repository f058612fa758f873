"""Grounds: of which parts of a result an answer tells, and which case tells most of one part."""

from collections.abc import Iterator, Sequence

from relabel.learning.cases import Purpose
from relabel.learning.hypotheses.records import Records
from relabel.learning.judgements import Judgements

__all__ = ["parts_told", "telling"]


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


def parts_told(records: Records, one: int, likely: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give the ranks, each with a variable, of which the word of a record tells: another answer would change it.

    Args:
        records: The records.
        one: The record.
        likely: For each rank, the highest first, where it is reached.
    """
    for rank, reached in enumerate(likely):
        for at in range(len(records.sizes)):
            if records.depending(at, reached) >> one & 1:
                yield rank, at
