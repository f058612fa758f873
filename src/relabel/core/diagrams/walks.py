"""Walks over a diagram: from what is known to the labels that are possible, remembered on the way.

A walk takes the bits of a few variables at a time and goes from one set of nodes to the next. Where a
pattern of bits leads from a set is worked out when it first occurs, as in a regular-expression matcher
that builds its automaton lazily; from then on a stride costs one look-up.
"""

import functools
import operator
from collections.abc import Sequence
from typing import final

from relabel.core.diagrams.variables import Variable

__all__ = ["MAX_KEPT", "State", "Walks"]

STRIDE = 12
"""How many bits of variables a walk takes at once, where a single variable has no more."""

MAX_KEPT = 1_000_000
"""How many nodes the states may hold that are kept, each pattern that leads to one counting as a node, too. Then all
are forgotten."""


@final
class State:
    """A set of nodes that the answers so far may lead to.

    Attributes:
        nodes: The nodes; without those that can only lead to labels which others are certain to give.
        first: The level of the variable to ask for next; where all is said, the number of variables.
        labels: The labels possible, where all is said.
        label: The label, where all is said and only one is possible.
        settled: Whether all is said and only one label is possible.
        certain: The leaves that are possible whatever is said further, a bit for each.
        reach: The leaves that are possible while nothing more is said, a bit for each.
        onward: The states that follow, by the cells of the next variable.
    """

    __slots__ = ("certain", "first", "label", "labels", "nodes", "onward", "reach", "settled")

    def __init__(self, walks: "Walks", nodes: frozenset[int]) -> None:
        leaves = walks.leaves
        self.nodes = nodes
        self.onward: dict[int, State] = {}
        self.first = min([walks.levels[node] for node in nodes])
        self.certain = sum(1 << node for node in nodes if node < len(leaves))
        self.reach = functools.reduce(operator.or_, [walks.reach[node] for node in nodes])
        said = self.first == len(walks.variables)
        self.labels = frozenset(leaves[node] for node in nodes) if said else frozenset[str | None]()
        self.settled = len(self.labels) == 1
        self.label: str | None = next(iter(self.labels)) if self.settled else None


class _Patterns(dict[int, "_Patterns | State"]):
    """Where patterns of the bits of one stride lead from one state: to those of the next stride, or to the end."""

    __slots__ = ("number", "state", "walks")

    def __init__(self, walks: "Walks", state: State, number: int) -> None:
        super().__init__()
        self.walks, self.state, self.number = walks, state, number

    def __missing__(self, cells: int) -> "_Patterns | State":
        return self.walks.arrive(self, cells)


@final
class Walks:
    """The walks over one diagram; the arguments are those of `Diagram`."""

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
        self.start = State(self, frozenset([root]))
        self._strides: list[int] = []
        """By stride the bits of its variables."""
        self._ends: list[int] = []
        """By stride the level after its last variable."""
        for level, variable in enumerate(variables):
            if not self._strides or (self._strides[-1] | variable.field).bit_count() > STRIDE:
                self._strides.append(0)
                self._ends.append(0)
            self._strides[-1] |= variable.field
            self._ends[-1] = level + 1
        self._forget()

    def end(self, known: int) -> State:
        """Give the state in which all is said.

        Args:
            known: For each variable the bits of the cells in which its answer may lie; no bit set
                means that nothing is known and any cell is possible.
        """
        here = self._first
        for stride in self._strides:
            here = here[known & stride]  # type: ignore[index]  # only the last stride leads to a state
        return here  # type: ignore[return-value]  # as above

    def follow(self, state: State, cells: int) -> State:
        """Give the state after the answer to the next variable, which lies in `cells`, as bits not shifted."""
        onward = state.onward.get(cells)
        if onward is None:
            first = state.first
            self._keep(1)
            onward = state.onward[cells] = self._onward(state, first + 1, cells << self.variables[first].shift)
        return onward

    def arrive(self, here: _Patterns, cells: int) -> _Patterns | State:
        """Find out where a pattern leads, and note it."""
        number = here.number
        onward = self._onward(here.state, self._ends[number], cells)
        there = onward if number + 1 == len(self._strides) else self._patterns(onward, number + 1)
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
        self._states: dict[frozenset[int], State] = {}
        self._known: dict[tuple[frozenset[int], int], _Patterns] = {}
        self._first: _Patterns | State = self._patterns(self.start, 0) if self._strides else self.start

    def _patterns(self, state: State, number: int) -> _Patterns:
        known = self._known.get((state.nodes, number))
        if known is None:
            known = self._known[state.nodes, number] = _Patterns(self, state, number)
        return known

    def _onward(self, state: State, last: int, known: int) -> State:
        """Give the state at a level further down, for what is known of the variables above it."""
        levels, children, reach = self.levels, self.children, self.reach
        found: set[int] = set()
        waiting, seen = list(state.nodes), set(state.nodes)
        while waiting:
            node = waiting.pop()
            level = levels[node]
            if level >= last:
                found.add(node)
                continue
            variable = self.variables[level]
            mine = known >> variable.shift & variable.full
            below = children[node]
            for child in [child for cell, child in enumerate(below) if mine >> cell & 1] if mine else below:
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)
        # A node that can only lead to labels which are certain to be possible has nothing to add.
        certain = sum(1 << node for node in found if node < len(self.leaves))
        kept = frozenset(node for node in found if node < len(self.leaves) or reach[node] & ~certain)
        onward = self._states.get(kept)
        if onward is None:
            self._keep(len(kept))
            onward = self._states[kept] = State(self, kept)
        return onward
