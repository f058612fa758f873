"""Reduced, ordered, multi-valued decision diagrams whose leaves are the labels of a definition.

A node asks for one variable and has one child for each of its cells; no node has all its children
the same and no two nodes are the same, so a variable that cannot matter is never asked.

Sources: R. E. Bryant, Graph-based algorithms for Boolean function manipulation (1986), and A.
Srinivasan, T. Kam, S. Malik, R. K. Brayton, Algorithms for discrete function manipulation (1990),
for the diagrams; W. Lipski, On semantic issues connected with incomplete information databases
(1979), for "what every completion gives".
"""

import functools
import operator
from typing import final

import attrs

from relabel.core.diagrams.variables import Variable
from relabel.core.model.any_criterion import AnyCriterion

__all__ = ["MAX_STATES", "Diagram", "State"]

STRIDE = 8
"""How many bits of variables a step of the walk takes at once, where a single variable has no more."""

MAX_STATES = 10_000
"""How many states of the walk over one diagram are kept; further ones are made anew each time."""


class State:
    """A set of nodes that the answers so far may lead to, with the ways onward that were asked for.

    Attributes:
        nodes: The nodes; without those that can only lead to labels which others are certain to give.
        first: The level of the variable to ask for next.
        last: The level after the variables that one step of a walk takes at once.
        labels: The labels possible, where all is said.
        certain: The leaves that are possible whatever is said further, a bit for each.
        reach: The leaves that are possible while nothing more is said, a bit for each.
        next: By cells of the variables of a step, and `onward` by cells of the next variable only, the
            state that follows.
    """

    __slots__ = ("certain", "first", "full", "labels", "last", "next", "nodes", "onward", "reach", "shift")

    def __init__(self, diagram: "Diagram", nodes: frozenset[int]) -> None:
        variables = diagram.variables
        self.nodes = nodes
        self.next: dict[int, State] = {}
        self.onward: dict[int, State] = {}
        self.certain = sum(1 << node for node in nodes if node < len(diagram.leaves))
        self.reach = functools.reduce(operator.or_, (diagram.reach[node] for node in nodes))
        self.first = self.last = min(diagram.levels[node] for node in nodes)
        self.shift = self.full = 0
        self.labels: frozenset[str | None] = frozenset()
        if self.first == len(variables):
            self.labels = frozenset(diagram.leaves[node] for node in nodes)
        else:
            self.shift = variables[self.first].shift
            while self.last < len(variables) and (
                not self.full or self.full.bit_length() + variables[self.last].size <= STRIDE
            ):
                self.full |= variables[self.last].full << variables[self.last].shift - self.shift
                self.last += 1


@final
@attrs.frozen(eq=False, repr=False)
class Diagram:
    """The decision diagram of a definition.

    Nodes are numbered from the leaves upwards, so that children come before their parents.

    Attributes:
        variables: What the levels ask for, from the root downwards.
        leaves: The labels that can be given, None for "no label"; node `i` is leaf `i`.
        levels: For each node the index of its variable; for a leaf the number of variables.
        children: For each node the node that each cell of its variable leads to; none for a leaf.
        root: The node to start from.
        fields: For each variable the bits of all its cells, in their place; they rise with the level.
        reach: For each node the leaves that it can lead to, a bit for each.
        criteria: For each field the criterion of its variable.
        start: The state in which nothing is said yet.
    """

    variables: tuple[Variable, ...]
    leaves: tuple[str | None, ...]
    levels: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    root: int
    reach: tuple[int, ...]
    criteria: dict[int, AnyCriterion] = attrs.field(init=False)
    fields: tuple[int, ...] = attrs.field(init=False)
    start: State = attrs.field(init=False)
    _states: dict[frozenset[int], State] = attrs.field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "criteria", {one.field: one.criterion for one in self.variables})
        object.__setattr__(self, "fields", tuple(self.criteria))
        object.__setattr__(self, "start", State(self, frozenset([self.root])))

    @property
    def size(self) -> int:
        """The number of nodes that are no leaves."""
        return len(self.levels) - len(self.leaves)

    def possible(self, known: int) -> frozenset[str | None]:
        """Give every label that some completion of what is known gives, and only those.

        Args:
            known: For each variable the bits of the cells in which its answer may lie; no bit set
                means that nothing is known and any cell is possible.

        The walk goes from one set of nodes to the next. The sets are made when they are first needed
        and at most `MAX_STATES` of them are kept, as in a regular-expression matcher that builds its
        automaton lazily, so a call costs at most one dictionary look-up per variable once warm.
        """
        state = self.start
        while full := state.full:
            cells = known >> state.shift & full
            try:
                state = state.next[cells]
            except KeyError:
                onward = self._arrive(state, state.last, cells, state.shift)
                if len(self._states) < MAX_STATES:
                    state.next[cells] = onward
                state = onward
        return state.labels

    def follow(self, state: State, cells: int) -> State:
        """Give the state after the answer to the next variable, which lies in `cells`, as bits not shifted."""
        onward = state.onward.get(cells)
        if onward is None:
            first = state.first
            onward = self._arrive(state, first + 1, cells, self.variables[first].shift)
            if len(self._states) < MAX_STATES:
                state.onward[cells] = onward
        return onward

    def _arrive(self, state: State, last: int, cells: int, shift: int) -> State:
        """Give the state at a level further down, for cells of the variables above it from a bit onwards."""
        found: set[int] = set()
        waiting = list(state.nodes)
        while waiting:
            node = waiting.pop()
            level = self.levels[node]
            if level >= last:
                found.add(node)
                continue
            variable = self.variables[level]
            mine = cells >> variable.shift - shift & variable.full
            children = self.children[node]
            waiting += [child for cell, child in enumerate(children) if mine >> cell & 1] if mine else children
        # A node that can only lead to labels which are certain to be possible has nothing to add.
        certain = sum(1 << node for node in found if node < len(self.leaves))
        kept = frozenset(node for node in found if node < len(self.leaves) or self.reach[node] & ~certain)
        onward = self._states.get(kept)
        if onward is None:
            onward = State(self, kept)
            if len(self._states) < MAX_STATES:
                self._states[kept] = onward
        return onward
