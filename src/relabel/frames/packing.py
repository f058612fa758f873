"""Packing: how what the evidence on one relationship says is held in a few columns, one group of rows merged by each.

Which answers are given is a bit for each, merged by "or". Where the latest day decides, each answer also has the
latest day on which it is given, merged by the greatest.
"""

import itertools
from bisect import bisect_right
from typing import NamedTuple, final

import attrs

from relabel.core.definitions.definition import Definition
from relabel.core.diagrams.variables import Variable

__all__ = ["BITS", "YES", "Packing", "Part"]

BITS = 63
"""So many bits a word has: those of a signed number of eight bytes that leave it positive."""


YES = 2
"""The cell of yes, as a bit not shifted."""


class Part(NamedTuple):
    """Some bits of a word."""

    word: int
    mask: int


@final
@attrs.frozen
class Packing:
    """Where the answers to the variables of a definition are held.

    An answer is known by its slot: the number of its bit among those of all variables.

    Attributes:
        variables: The variables.
        latest: The levels of those of which the latest day decides.
        yes_wins: The levels of those of which one yes is enough.
        starts: The first slot of each word.
    """

    variables: tuple[Variable, ...]
    latest: frozenset[int]
    yes_wins: frozenset[int]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, definition: Definition) -> "Packing":
        """Give the packing for a definition: no variable straddles two words, unless it is larger than one."""
        rules = [definition.weigher.rules[variable.criterion.name] for variable in definition.diagram.variables]
        starts: list[int] = []
        for variable in definition.diagram.variables:
            if not starts or variable.shift + variable.size - starts[-1] > BITS:
                starts += range(variable.shift, variable.shift + variable.size, BITS)
        return cls(
            definition.diagram.variables,
            frozenset(level for level, rule in enumerate(rules) if rule.latest),
            frozenset(level for level, rule in enumerate(rules) if rule.yes_wins),
            tuple(starts),
        )

    @property
    def size(self) -> int:
        """The number of slots."""
        return sum(variable.size for variable in self.variables)

    def words(self) -> list[range]:
        """Give the slots of each word."""
        return [range(*ends) for ends in itertools.pairwise([*self.starts, self.size])]

    def slots(self, level: int, cells: int) -> list[int]:
        """Give the slots of some cells of a variable."""
        variable = self.variables[level]
        return [variable.shift + cell for cell in range(variable.size) if cells >> cell & 1]

    def parts(self, level: int, cells: int) -> list[Part]:
        """Give the bits of some cells of a variable, one mask for each word."""
        masks: dict[int, int] = {}
        for slot in self.slots(level, cells):
            word = bisect_right(self.starts, slot) - 1
            masks[word] = masks.get(word, 0) | 1 << slot - self.starts[word]
        return [Part(*one) for one in masks.items()]
