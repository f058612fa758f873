"""Languages: the forms that the condition of a rank may have, every one of each form, as sets of records."""

from collections.abc import Iterable, Sequence
from typing import final

import attrs

from relabel.learning.hypotheses.records import Records, members

__all__ = ["EVERY_FORM", "SIMPLE", "TWOFOLD", "Form", "Language"]

SIMPLE = "definitions that ask for all of some criteria, for any, or for at least so many"
TWOFOLD = "definitions that ask for some criteria, together with at least so many of others or in place of them"
EVERY_FORM = "all definitions in which a better answer never gives a lower word"

MOST_PAIRS = 60_000
"""How many pairs of parts are looked at for the second language; with more it waits for further answers."""


@final
@attrs.frozen
class Form:
    """One condition.

    A record stands for requirements: those of its places that are not the lowest.

    Attributes:
        records: Where it holds.
        least: How many requirements of `counted` have to be met.
        counted: The record whose requirements are counted.
        core: The record whose requirements are added; none for the lowest record.
        every: Whether all of the core is asked for besides; otherwise any of it is enough.
    """

    records: int
    least: int
    counted: int
    core: int = 0
    every: bool = True


@final
class Language:
    """The forms over the records of some criteria.

    Attributes:
        simple: Those of the first language: all of, any of, at least so many of; by kind and number of
            requirements. Each group is as likely as the others, so that short ones are not outnumbered.

    Cost: some 50 megabytes and 0.1 seconds for 10,000 records.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        counts: list[list[int]] = [[records.every]]
        """For each record where at least 0, 1, 2 ... of its requirements are met."""
        for one in range(1, records.total):
            places = records.places[one]
            last = max(at for at, place in enumerate(places) if place)
            before = counts[one - places[last] * records.strides[last]]
            met = records.reaching[last][places[last]]
            steps = zip(before, [*before[1:], 0], strict=True)
            counts.append([records.every, *(more | fewer & met for fewer, more in steps)])
        sizes = [len(found) - 1 for found in counts]
        self._all = [Form(found[-1], size, one) for one, (found, size) in enumerate(zip(counts, sizes, strict=True))]
        self._any = [Form(0, 1, 0), *(Form(found[1], 1, one) for one, found in enumerate(counts) if sizes[one] > 1)]
        self._several = [
            Form(found[least], least, one) for one, found in enumerate(counts) for least in range(2, sizes[one])
        ]
        groups: dict[tuple[int, int], list[Form]] = {}
        for kind, some in enumerate((self._all, self._any, self._several)):
            for form in some:
                groups.setdefault((kind, sizes[form.counted]), []).append(form)
        self.simple = tuple(map(tuple, groups.values()))
        self._union = [found[1] if size else 0 for found, size in zip(counts, sizes, strict=True)]
        self._asked = [sum(1 << at for at, place in enumerate(places) if place) for places in records.places]

    def twofold(self, need: int, no: int) -> tuple[list[Form], list[Form]] | None:
        """Give the forms of the second language that hold in all of `need` and nowhere in `no`.

        They do not ask twice for one criterion. None where too many have to be looked at.
        """
        records = self.records
        meet = [size - 1 for size in records.sizes]
        for one in members(records.lowest(need)):
            meet = [min(pair) for pair in zip(meet, records.places[one], strict=True)]
        cores = [one for one in members(records.below[records.number(meet)]) if one]
        counted = [one for one in (*self._any[1:], *self._several) if not need & ~one.records]
        enough = [one for one, union in enumerate(self._union) if one and not union & no]
        instead = [one for one in (*self._several, *self._all) if one.least > 1 and not one.records & no]
        if len(cores) * len(counted) + len(enough) * len(instead) > MOST_PAIRS:
            return None
        return (
            [
                Form(records.above[core] & one.records, one.least, one.counted, core)
                for one in counted
                for core in self._beside(one.counted, cores)
                if not records.above[core] & one.records & no
            ],
            [
                Form(self._union[core] | one.records, one.least, one.counted, core, every=False)
                for one in instead
                for core in self._beside(one.counted, enough)
                if not need & ~(self._union[core] | one.records)
            ],
        )

    def _beside(self, counted: int, cores: Sequence[int]) -> Iterable[int]:
        taken = self._asked[counted]
        return (core for core in cores if not self._asked[core] & taken)
