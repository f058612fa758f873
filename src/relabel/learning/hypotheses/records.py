"""Records: every complete case over a few criteria, and sets of them that rise with the answers, as bits."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import final

from relabel.core.audits.sortings.sorting import Directions
from relabel.core.diagrams.compilation import compile_diagram
from relabel.core.diagrams.variables import Variable
from relabel.core.model.answers import Answer
from relabel.core.model.conditions import Condition, Label, any_of
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.errors import InvalidValueError

__all__ = ["MAX_RECORDS", "Records", "members"]

MAX_RECORDS = 10_000
"""How many complete records there may be: 12 yes/no criteria have 4,096."""


def members(records: int) -> Iterator[int]:
    """Give the records of a set, the lowest number first."""
    while records:
        lowest = records & -records
        yield lowest.bit_length() - 1
        records ^= lowest


@final
class Records:
    """The complete records over some variables, each a number; sets of them are bits of an `int`.

    In each variable a record has a place, counted from 0 in the direction that speaks for the higher
    word. One record is above another if no place is lower. The number of a record rises with its places.

    Args:
        variables: The criteria with their cells.
        directions: 1 for a criterion of which a higher answer speaks for a higher word, -1 for the opposite.

    Raises:
        InvalidValueError: There are more than `MAX_RECORDS`.
    """

    def __init__(self, variables: Sequence[Variable], directions: Directions) -> None:
        self.variables = tuple(variables)
        self.rising = tuple(directions[one.criterion.name] > 0 for one in variables)
        self.sizes = tuple(one.size for one in variables)
        self.total = math.prod(self.sizes)
        """The number of records."""
        if self.total > MAX_RECORDS:
            expected = f"at most {MAX_RECORDS:,} complete records, as 13 yes/no criteria have; leave criteria out"
            raise InvalidValueError("criteria", f"{self.total:,} complete records", expected)
        self.every = (1 << self.total) - 1
        """The set of all records."""
        self.strides = tuple(math.prod(self.sizes[:at]) for at in range(len(self.sizes)))
        self.places = [
            tuple(one // stride % size for stride, size in zip(self.strides, self.sizes, strict=True))
            for one in range(self.total)
        ]
        """For each record its place in each variable."""
        self.reaching: list[list[int]] = []
        """For each variable and place the records that have this place or a higher one."""
        for stride, size in zip(self.strides, self.sizes, strict=True):
            repeats = self.every // ((1 << stride * size) - 1)
            self.reaching.append([((1 << stride * (size - at)) - 1 << stride * at) * repeats for at in range(size)])
        self.above, self.below = [self.every], [self.every]
        """For each record those above it, and those below it, itself included."""
        for reach in self.reaching:
            fall = [self.every & ~one for one in reach[1:]] + [self.every]
            self.above = [one & up for up in reach for one in self.above]
            self.below = [one & down for down in fall for one in self.below]

    @property
    def best(self) -> int:
        """The record in which all is well."""
        return self.total - 1

    def lowest(self, records: int) -> int:
        """Give those of a set that have none of it directly below them."""
        found = records
        for stride, reach in zip(self.strides, self.reaching, strict=True):
            found &= ~(records << stride & reach[1])
        return found

    def highest(self, records: int) -> int:
        """Give those of a set that have none of it directly above them."""
        found = records
        for stride, reach in zip(self.strides, self.reaching, strict=True):
            found &= ~((records & reach[1]) >> stride)
        return found

    def boundary(self, records: int) -> int:
        """Give the lowest records of a set closed upwards, and the highest outside: what any proof of it needs."""
        return self.lowest(records) | self.highest(self.every & ~records)

    def depending(self, at: int, records: int) -> int:
        """Give the records where it depends on a variable, one place up or down, whether they are in a closed set."""
        stride = self.strides[at]
        inside = records & self.reaching[at][1] & ~(records << stride)
        return inside | inside >> stride

    def telling(self, at: int, records: int, among: int) -> int | None:
        """Give the record of some where it depends on a variable whether it is in a set closed upwards.

        The one that decides most others, as it lies low within or high outside; None if there is none.
        """

        def decides(one: int) -> tuple[int, int]:
            return (self.above if records >> one & 1 else self.below)[one].bit_count(), one

        return max(members(self.depending(at, records) & among), key=decides, default=None)

    def apart(self, one: int, other: int) -> tuple[int, ...]:
        """Give the variables in which two records differ, by position."""
        pairs = zip(self.places[one], self.places[other], strict=True)
        return tuple(at for at, (mine, theirs) in enumerate(pairs) if mine != theirs)

    def near(self, one: int) -> int:
        """Give the records that differ from one in at most one variable."""
        found = 0
        for stride, size, place in zip(self.strides, self.sizes, self.places[one], strict=True):
            start = one - place * stride
            for at in range(size):
                found |= 1 << start + at * stride
        return found

    def size_of(self, one: int) -> int:
        """Give the number of variables in which a record is better than the worst."""
        return sum(place > 0 for place in self.places[one])

    def cell(self, at: int, place: int) -> int:
        """Give the cell of a variable at a place."""
        return place if self.rising[at] else self.sizes[at] - 1 - place

    def answers(self, one: int) -> FrozenMapping[str, Answer]:
        """Give the answers of a record, by the name of the criterion."""
        return FrozenMapping(
            (variable.criterion.name, variable.example(self.cell(at, place)))
            for at, (variable, place) in enumerate(zip(self.variables, self.places[one], strict=True))
        )

    def number(self, places: Iterable[int]) -> int:
        """Give the record with these places."""
        return sum(place * stride for place, stride in zip(places, self.strides, strict=True))

    def find(self, answers: object) -> int:
        """Give the record with these answers, by the name of the criterion.

        Raises:
            InvalidValueError: Not a mapping that answers every criterion, and no other.
            AnswerError: An answer lies outside the domain of its criterion.
        """
        names = [variable.criterion.name for variable in self.variables]
        if not isinstance(answers, dict | FrozenMapping) or set(answers) != set(names):
            raise InvalidValueError("case", answers, f"an answer to each of {', '.join(names)}")
        places: list[int] = []
        for at, variable in enumerate(self.variables):
            answer = answers[variable.criterion.name]
            variable.criterion.check(answer, "case")
            places.append(self.cell(at, variable.cell(answer)))  # its own inverse
        return self.number(places)

    def where(self, conditions: Sequence[Condition], among: int | None = None) -> int:
        """Give the records, all or of some, in which one of the conditions, which ask for these variables, holds."""
        diagram = compile_diagram([Label("holds", any_of(*conditions))])
        level_of = {variable.criterion.name: at for at, variable in enumerate(self.variables)}
        found = 0
        for one in members(self.every if among is None else among):
            places = self.places[one]
            known = 0
            for variable in diagram.variables:
                at = level_of[variable.criterion.name]
                known |= variable.bit(self.variables[at].example(self.cell(at, places[at])))
            found |= (diagram.possible(known) == {"holds"}) << one
        return found
