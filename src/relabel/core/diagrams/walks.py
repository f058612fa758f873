"""Walks over a diagram: from what is known to the labels that are possible, remembered on the way.

A walk takes the bits of a few variables at a time and goes from one set of nodes to the next. Where a
pattern of bits leads from a set is worked out when it first occurs, as in a regular-expression matcher
that builds its automaton lazily; from then on a stride costs one look-up.
"""

import functools
import operator
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Generic, TypeAlias, TypeVar, final

from relabel.core.diagrams.sums import Sum, shifted
from relabel.core.diagrams.variables import Variable, each_cell

__all__ = ["MAX_KEPT", "CarryingWalks", "NodeWalks", "State", "Walks"]

STRIDE = 8
"""How many bits of variables a walk takes at once, where a single variable has no more. Longer strides are fewer, but
each has more patterns to be met for the first time: 12 bits take half as long again for the first ten thousand
relationships, and save a twentieth from then on."""

MAX_KEPT = 1_000_000
"""How many nodes the states may hold that are kept, each pattern that leads to one counting as a node, too. Then all
are forgotten."""


Valued: TypeAlias = tuple[int, int]
"""A node, and the values of the carried sum with which it may be reached, a bit for each; of one that asks for no sum
the bit 1."""

Place = TypeVar("Place", bound=int | Valued)


@final
class State(Generic[Place]):
    """A set of nodes that the answers so far may lead to.

    Attributes:
        places: The nodes, with what is carried; without those that can only lead to labels which others are certain
            to give.
        first: The level of the variable to ask for next; where all is said, the number of variables.
        labels: The labels possible, where all is said.
        label: The label, where all is said and only one is possible.
        settled: Whether all is said and only one label is possible.
        certain: The leaves that are possible whatever is said further, a bit for each.
        reach: The leaves that are possible while nothing more is said, a bit for each; where a sum is carried, no
            other ones are possible.
        onward: The states that follow, by the cells of the next variable.
    """

    __slots__ = ("certain", "first", "label", "labels", "onward", "places", "reach", "settled")

    def __init__(self, walks: "Walks[Place]", places: frozenset[Place], nodes: Iterable[int], first: int) -> None:
        leaves = walks.leaves
        self.places = places
        self.onward: dict[int, State[Place]] = {}
        self.first = first
        self.certain = sum([1 << node for node in nodes if node < len(leaves)])
        self.reach = functools.reduce(operator.or_, [walks.reach[node] for node in nodes])
        said = first == len(walks.variables)
        self.labels = frozenset([leaves[node] for node in nodes]) if said else frozenset[str | None]()
        self.settled = len(self.labels) == 1
        self.label: str | None = next(iter(self.labels)) if self.settled else None


class _Patterns(dict[int, "_Patterns[Place] | State[Place]"], Generic[Place]):
    """Where patterns of the bits of one stride lead from one state: to those of the next stride, or to the end."""

    __slots__ = ("number", "state", "walks")

    def __init__(self, walks: "Walks[Place]", state: State[Place], number: int) -> None:
        super().__init__()
        self.walks, self.state, self.number = walks, state, number

    def __missing__(self, cells: int) -> "_Patterns[Place] | State[Place]":
        return self.walks.arrive(self, cells)


class Walks(ABC, Generic[Place]):
    """The walks over one diagram; the arguments are those of `Diagram`.

    Attributes:
        start: The state in which nothing is said.
        strides: By stride the bits of its variables.
        first: Where the patterns of the first stride lead; where there is no variable, the end.
    """

    start: State[Place]
    first: "_Patterns[Place] | State[Place]"

    def __init__(
        self,
        variables: Sequence[Variable],
        leaves: Sequence[str | None],
        levels: Sequence[int],
        children: Sequence[tuple[int, ...]],
        root: int,
        reach: Sequence[int],
    ) -> None:
        self.variables, self.leaves, self.levels, self.children, self.reach = variables, leaves, levels, children, reach
        self.root = root
        self.strides: list[int] = []
        self._ends: list[int] = []
        """By stride the level after its last variable."""
        for level, variable in enumerate(variables):
            if not self.strides or (self.strides[-1] | variable.field).bit_count() > STRIDE:
                self.strides.append(0)
                self._ends.append(0)
            self.strides[-1] |= variable.field
            self._ends[-1] = level + 1
        self.start = self.first_state()
        self._forget()

    @abstractmethod
    def first_state(self) -> State[Place]:
        """Give the state in which nothing is said."""

    @abstractmethod
    def _onward(self, state: State[Place], last: int, known: int) -> State[Place]:
        """Give the state at a level further down, for what is known of the variables above it."""

    def end(self, known: int) -> State[Place]:
        """Give the state in which all is said.

        Args:
            known: For each variable the bits of the cells in which its answer may lie; no bit set
                means that nothing is known and any cell is possible.
        """
        here = self.first
        for stride in self.strides:
            here = here[known & stride]  # type: ignore[index]  # only the last stride leads to a state
        return here  # type: ignore[return-value]  # as above

    def follow(self, state: State[Place], cells: int) -> State[Place]:
        """Give the state after the answer to the next variable, which lies in `cells`, as bits not shifted."""
        onward = state.onward.get(cells)
        if onward is None:
            first = state.first
            self._keep(1)
            onward = state.onward[cells] = self._onward(state, first + 1, cells << self.variables[first].shift)
        return onward

    def arrive(self, here: _Patterns[Place], cells: int) -> _Patterns[Place] | State[Place]:
        """Find out where a pattern leads, and note it."""
        number = here.number
        onward = self._onward(here.state, self._ends[number], cells)
        there = onward if number + 1 == len(self.strides) else self._patterns(onward, number + 1)
        self._keep(1)
        here[cells] = there
        return there

    def _keep(self, nodes: int) -> None:
        """Note that so many nodes are to be kept, and forget all others where there is no room for them."""
        self._left -= nodes
        if self._left < 0:
            self._forget()

    def _forget(self) -> None:
        self._left = MAX_KEPT
        self.start.onward.clear()
        self._states: dict[tuple[int, frozenset[Place]], State[Place]] = {}
        self._known: dict[tuple[frozenset[Place], int], _Patterns[Place]] = {}
        self.first = self._patterns(self.start, 0) if self.strides else self.start

    def _patterns(self, state: State[Place], number: int) -> _Patterns[Place]:
        known = self._known.get((state.places, number))
        if known is None:
            known = self._known[state.places, number] = _Patterns(self, state, number)
        return known

    def kept(self, nodes: Iterable[int]) -> set[int]:
        """Give the nodes to go on from: one that can only lead to labels which are certain has nothing to add."""
        leaves, reach = len(self.leaves), self.reach
        certain = sum([1 << node for node in nodes if node < leaves])
        return {node for node in nodes if node < leaves or reach[node] & ~certain}

    def state(self, places: frozenset[Place], nodes: Iterable[int], first: int, size: int) -> State[Place]:
        """Give the state of some places, which is made when it first occurs; `size` is how much it takes."""
        found = self._states.get((first, places))
        if found is None:
            self._keep(size)
            found = self._states[first, places] = State(self, places, nodes, first)
        return found


@final
class NodeWalks(Walks[int]):
    """The walks over a diagram beside which nothing is carried: the places are nodes, wherever they are met."""

    def first_state(self) -> State[int]:
        """Give the state in which nothing is said."""
        return State(self, frozenset([self.root]), [self.root], self.levels[self.root])

    def _onward(self, state: State[int], last: int, known: int) -> State[int]:
        levels, children = self.levels, self.children
        found: set[int] = set()
        waiting, seen = list(state.places), set(state.places)
        while waiting:
            node = waiting.pop()
            level = levels[node]
            if level >= last:
                found.add(node)
                continue
            variable = self.variables[level]
            mine = known >> variable.shift & variable.full
            below = children[node]
            for child in [below[cell] for cell in each_cell(mine)] if mine else below:
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)
        kept = self.kept(found)
        return self.state(frozenset(kept), kept, min([levels[node] for node in kept]), len(kept))


@final
class CarryingWalks(Walks[Valued]):
    """The walks over a diagram beside which a sum is carried: an answer also shifts the values that it may have.

    So each level is walked, also where no node asks for it. Below all variables the values say where to go.
    """

    def __init__(
        self,
        variables: Sequence[Variable],
        leaves: Sequence[str | None],
        levels: Sequence[int],
        children: Sequence[tuple[int, ...]],
        root: int,
        reach: Sequence[int],
        carried: Sum,
    ) -> None:
        self.carried = carried
        self.asks = asking(levels, children, len(variables))
        super().__init__(variables, leaves, levels, children, root, reach)

    def first_state(self) -> State[Valued]:
        """Give the state in which nothing is said."""
        return State(self, frozenset([(self.root, 1)]), [self.root], 0)

    def values(self) -> dict[int, int]:
        """Give by node that asks for the sum below all variables the values with which it is reached, as bits."""
        found = {self.root: 1}
        for level in range(len(self.variables)):
            found = self.step(found, level, 0)
        return found

    def _onward(self, state: State[Valued], last: int, known: int) -> State[Valued]:
        values = dict(state.places)
        for level in range(state.first, last):
            values = self.step(values, level, self.variables[level].cells_in(known))
        self.settle(values, last)
        kept = self.kept(values)
        places = frozenset([(node, values[node]) for node in kept])
        return self.state(places, kept, last, sum([1 + (bits.bit_length() >> 8) for _, bits in places]))

    def step(self, values: dict[int, int], level: int, cells: int) -> dict[int, int]:
        """Give by node the values with which it may be reached after an answer in some cells, 0 for all."""
        levels, asks, row = self.levels, self.asks, self.carried.adds[level]
        mine = list(each_cell(cells)) if cells else range(len(row))
        amounts = {row[cell] for cell in mine}
        found: dict[int, int] = {}
        for node, bits in values.items():
            if levels[node] > level:
                found[node] = found.get(node, 0) | (shifted(bits, amounts) if asks[node] else 1)
                continue
            below = self.children[node]
            for cell in mine:
                child = below[cell]
                found[child] = found.get(child, 0) | (bits << row[cell] if asks[child] else 1)
        return found

    def settle(self, values: dict[int, int], level: int) -> None:
        """Lead values on that lie in one stretch whatever the variables from a level on add, where no more is asked."""
        rest = self.carried.rest[level]
        for node in [node for node in values if self.levels[node] == len(self.variables)]:
            bits = values.pop(node)
            for child, stretch in zip(self.children[node], self.carried.stretches, strict=True):
                sure = stretch & stretch >> rest
                if bits & sure:
                    values[child] = 1
                    bits &= ~sure
            if bits:
                values[node] = bits


def asking(levels: Sequence[int], children: Sequence[tuple[int, ...]], level: int) -> tuple[bool, ...]:
    """Say for each node whether it or one that it leads to asks for the variable of a level."""
    found: list[bool] = []
    for node, below in enumerate(children):
        found.append(levels[node] == level if below else False)
        found[-1] = found[-1] or any(found[child] for child in below)
    return tuple(found)
