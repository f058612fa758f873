"""Shapes: the forms that a learnt rule may have, and each as clauses."""

import enum
import itertools
from collections.abc import Iterable, Sequence
from typing import final

import attrs

from relabel.core.model.conditions import Condition, all_of, any_of, at_least
from relabel.learning.rules.clauses import Clauses
from relabel.learning.rules.requirements import Requirement

__all__ = ["ALWAYS", "EVERY_SHAPE", "NEVER", "Drawing", "Part", "Rule", "Shape"]

MOST_ALTERNATIVES = 3
"""How many conjunctions `Shape.ALTERNATIVES` joins at most."""


@final
class Shape(enum.Enum):
    """The form of a rule; each with at most one requirement of a criterion in a part."""

    COUNT = "at least so many of some requirements, as are all of them and any of them"
    CORE = "all of some requirements and at least so many of others"
    INSTEAD = "any of some requirements or at least so many of others"
    ALTERNATIVES = f"any of at most {MOST_ALTERNATIVES} lists of requirements that are all met"


EVERY_SHAPE = tuple(Shape)


@final
@attrs.frozen(order=True)
class Part:
    """At least so many of some requirements, which are the bits of a number."""

    least: int
    among: int

    @property
    def size(self) -> int:
        """How many requirements there are."""
        return self.among.bit_count()


@final
@attrs.frozen
class Rule:
    """A condition over requirements: every one of some parts, or any of them; written in one way only.

    Attributes:
        parts: The parts, in order. A single one counts as every one.
        every: Whether all of them have to hold.
    """

    parts: tuple[Part, ...]
    every: bool = True

    @classmethod
    def of(cls, parts: Iterable[Part], *, every: bool) -> "Rule":
        """Join parts: those that ask for all of theirs, or for any, are one where that says the same."""
        joined = 0
        others: list[Part] = []
        for part in parts:
            if part.least == (part.size if every else 1):
                joined |= part.among
            else:
                others.append(part)
        if joined:
            others.append(Part(joined.bit_count() if every else 1, joined))
        return cls(tuple(sorted(others)), every or len(others) == 1)

    @property
    def size(self) -> int:
        """How many requirements it names."""
        return sum(part.size for part in self.parts)

    def holds(self, met: int) -> bool:
        """Say whether it holds where these requirements are met, and no others."""
        found = ((part.among & met).bit_count() >= part.least for part in self.parts)
        return all(found) if self.every else any(found)

    def condition(self, requirements: Sequence[Requirement]) -> Condition:
        """Write it as a condition."""
        parts: list[Condition] = []
        for part in self.parts:
            asked = [one.condition for at, one in enumerate(requirements) if part.among >> at & 1]
            if part.least == len(asked):
                parts.append(all_of(*asked))
            else:
                parts.append(any_of(*asked) if part.least == 1 else at_least(part.least, *asked))
        return all_of(*parts) if self.every else any_of(*parts)


NEVER, ALWAYS = Rule((), every=False), Rule(())
"""The rules without requirements."""


@final
class Drawing:
    """All rules of one shape as variables of clauses: which requirements stand in each part, and how many are asked.

    Args:
        shape: The shape.
        requirements: What may be asked.
        clauses: Where the variables are made, and what makes them a rule is asked for.
    """

    def __init__(self, shape: Shape, requirements: Sequence[Requirement], clauses: Clauses) -> None:
        self._clauses = clauses
        self._every = shape in (Shape.COUNT, Shape.CORE)
        kinds = {
            Shape.COUNT: (_Count,),
            Shape.CORE: (_All, _Count),
            Shape.INSTEAD: (_Any, _Count),
            Shape.ALTERNATIVES: (_All,) * MOST_ALTERNATIVES,
        }[shape]
        self._parts = [kind(clauses, len(requirements)) for kind in kinds]
        for criterion in sorted({requirement.at for requirement in requirements}):
            chains: dict[int, list[int]] = {}
            for at, requirement in enumerate(requirements):
                if requirement.at == criterion:
                    chains.setdefault(requirement.chain, []).append(at)
            self._keep_to_one_chain(list(chains.values()))
        if shape in (Shape.CORE, Shape.INSTEAD):
            core, counted = self._parts
            clauses.add(*core.chosen)
            for pair in zip(core.chosen, counted.chosen, strict=True):
                clauses.at_most_one(pair)
        if shape is Shape.INSTEAD:
            clauses.add(-self._parts[1].asked[0])  # otherwise the two parts are one
        if shape is Shape.ALTERNATIVES:
            clauses.add(*self._parts[0].chosen)
            for one, other in itertools.pairwise(self._parts):
                self._keep_in_order(one.chosen, other.chosen)
        self.chosen = [variable for part in self._parts for variable in part.chosen]
        """For each part and requirement whether it stands there."""
        self.names = [variable for part in self._parts for variable in part.names]
        """These, and how many of each part are asked for: what tells one rule from another."""

    def let_in(self, met: int, otherwise: int) -> None:
        """Ask that the rule holds where these requirements are met, or for a variable."""
        ins = [part.if_holds(met) for part in self._parts]
        for some in [[one] for one in ins] if self._every else [ins]:
            self._clauses.add(otherwise, *some)

    def keep_out(self, met: int, otherwise: int) -> None:
        """Ask that the rule does not hold where these requirements are met, or for a variable."""
        outs = [-part.holds_if(met) for part in self._parts]
        for some in [outs] if self._every else [[one] for one in outs]:
            self._clauses.add(otherwise, *some)

    def rule(self, held: frozenset[int]) -> Rule:
        """Give the rule of an assignment."""
        parts = [part.read(held) for part in self._parts]
        return Rule.of((part for part in parts if part.among), every=self._every)

    def forbid(self, held: frozenset[int]) -> None:
        """Forbid the rule of an assignment, and those with more requirements."""
        self._clauses.add(*(-one for one in self.names if one in held))

    def _keep_to_one_chain(self, chains: list[list[int]]) -> None:
        every = [at for chain in chains for at in chain]
        for part in self._parts:
            self._clauses.at_most_one([part.chosen[at] for at in every])
        if len(chains) > 1:
            uses = [self._clauses.variable() for _ in chains]
            self._clauses.at_most_one(uses)
            for chain, use in zip(chains, uses, strict=True):
                for part in self._parts:
                    for at in chain:
                        self._clauses.add(-part.chosen[at], use)

    def _keep_in_order(self, one: Sequence[int], other: Sequence[int]) -> None:
        """Ask that the first list, read as a number, is not less than the second: either order says the same."""
        alike = self._clauses.variable()
        self._clauses.add(alike)
        for mine, theirs in zip(one, other, strict=True):
            self._clauses.add(-alike, mine, -theirs)
            still = self._clauses.variable()
            self._clauses.add(still, -alike, mine, theirs)
            self._clauses.add(still, -alike, -mine, -theirs)
            alike = still


class _All:
    """All of the requirements chosen; not met where none is."""

    def __init__(self, clauses: Clauses, number: int) -> None:
        self.clauses = clauses
        self.chosen = [clauses.variable() for _ in range(number)]
        self.names = self.chosen
        self.asked: list[int] = []
        self._used = clauses.variable()
        clauses.add(-self._used, *self.chosen)
        for one in self.chosen:
            clauses.add(-one, self._used)

    def if_holds(self, met: int) -> int:
        """Give a variable that is true only if the part holds where these requirements are met."""
        found = self.clauses.variable()
        self.clauses.add(-found, self._used)
        for one in self._missing(met):
            self.clauses.add(-found, -one)
        return found

    def holds_if(self, met: int) -> int:
        """Give a variable that is false only if the part does not hold there."""
        found = self.clauses.variable()
        self.clauses.add(found, -self._used, *self._missing(met))
        return found

    def read(self, held: frozenset[int]) -> Part:
        """Give the part that is written in an assignment."""
        among = _bits(self.chosen, held)
        return Part(among.bit_count(), among)

    def _missing(self, met: int) -> list[int]:
        return [one for at, one in enumerate(self.chosen) if not met >> at & 1]


class _Any:
    """Any of the requirements chosen."""

    def __init__(self, clauses: Clauses, number: int) -> None:
        self.clauses = clauses
        self.chosen = [clauses.variable() for _ in range(number)]
        self.names = self.chosen
        self.asked: list[int] = []

    def if_holds(self, met: int) -> int:
        """Give a variable that is true only if the part holds where these requirements are met."""
        found = self.clauses.variable()
        self.clauses.add(-found, *(one for at, one in enumerate(self.chosen) if met >> at & 1))
        return found

    def holds_if(self, met: int) -> int:
        """Give a variable that is false only if the part does not hold there."""
        found = self.clauses.variable()
        for at, one in enumerate(self.chosen):
            if met >> at & 1:
                self.clauses.add(-one, found)
        return found

    def read(self, held: frozenset[int]) -> Part:
        """Give the part that is written in an assignment."""
        return Part(1, _bits(self.chosen, held))


class _Count:
    """At least so many of the requirements chosen."""

    def __init__(self, clauses: Clauses, number: int) -> None:
        self.clauses = clauses
        self.chosen = [clauses.variable() for _ in range(number)]
        self.asked = [clauses.variable() for _ in range(number)]
        """Whether one is asked for, or two, and so on."""
        self.names = [*self.chosen, *self.asked]
        self._counter = clauses.counter(self.chosen, number)
        clauses.add(*self.asked)
        clauses.at_most_one(self.asked)
        enough = clauses.total(self.chosen, number)
        for asked, reached in zip(self.asked, enough, strict=True):
            clauses.add(-asked, reached)

    def if_holds(self, met: int) -> int:
        """Give a variable that is true only if the part holds where these requirements are met."""
        found = self.clauses.variable()
        for asked, reached in itertools.zip_longest(self.asked, self._counter(met)):
            self.clauses.add(-found, -asked, *([] if reached is None else [reached]))
        return found

    def holds_if(self, met: int) -> int:
        """Give a variable that is false only if the part does not hold there."""
        found = self.clauses.variable()
        for asked, reached in zip(self.asked, self._counter(met), strict=False):
            self.clauses.add(found, -asked, -reached)
        return found

    def read(self, held: frozenset[int]) -> Part:
        """Give the part that is written in an assignment."""
        return Part(1 + next(at for at, one in enumerate(self.asked) if one in held), _bits(self.chosen, held))


def _bits(chosen: Iterable[int], held: frozenset[int]) -> int:
    return sum(1 << at for at, one in enumerate(chosen) if one in held)
