"""Reduced graphs of decisions: hash-consed nodes, and the operations that combine them.

A node asks for one variable and leads on for each of its cells. No node has all its children the
same and no two nodes are the same, so two nodes mean the same if and only if they are one number.

Source: K. S. Brace, R. L. Rudell, R. E. Bryant, Efficient implementation of a BDD package (1990).
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn

from relabel.core.diagrams.sums import Term, in_order
from relabel.core.diagrams.variables import Variable

__all__ = ["FALSE", "TRUE", "Graph"]

FALSE, TRUE = 0, 1
"""The nodes that lead nowhere else: of conditions, those that never and always hold."""


class Graph(ABC):
    """Nodes over some variables, numbered such that children come before their parents.

    Args:
        variables: What the levels ask for, from the top downwards.
        leaves: The number of nodes that ask for nothing; the first two are `FALSE` and `TRUE`.
        limit: How many steps `choose` may take.
        room: How many nodes there may be.

    Attributes:
        levels: For each node the index of its variable; for a leaf the number of variables.
        children: For each node the node that each cell of its variable leads to; none for a leaf.
        sizes: For each variable the number of its cells.
    """

    def __init__(self, variables: Sequence[Variable], leaves: int, limit: int, room: float = math.inf) -> None:
        self.variables = tuple(variables)
        self.limit = self.left = limit
        self.room = room
        self.sizes = [variable.size for variable in self.variables]
        self.level_of = {variable.criterion.name: level for level, variable in enumerate(self.variables)}
        self.levels = [len(self.variables)] * leaves
        self.children: list[tuple[int, ...]] = [()] * leaves
        self._known_nodes: list[dict[tuple[int, ...], int]] = [{} for _ in self.variables]
        self._known_choices: dict[tuple[int, int, int], int] = {}

    @abstractmethod
    def refuse(self, unit: str, limit: float) -> NoReturn:
        """Raise the error that says that there was more of something than its limit allows."""

    def spend(self, steps: int) -> None:
        """Note steps that were taken; one costs a few microseconds.

        Raises:
            DiagramTooLargeError: There were more than the limit.
        """
        self.left -= steps
        if self.left < 0:
            self.refuse("steps", self.limit)

    def add(self, level: int, children: tuple[int, ...]) -> int:
        """Make a node that does not exist yet and give its number."""
        number = len(self.levels)
        if number > self.room:
            self.refuse("nodes", self.room)
        self._known_nodes[level][children] = number
        self.levels.append(level)
        self.children.append(children)
        return number

    def node(self, level: int, children: tuple[int, ...]) -> int:
        """Give the node that asks for the variable of a level and leads to these children."""
        if children.count(children[0]) == len(children):
            return children[0]
        known = self._known_nodes[level].get(children)
        return self.add(level, children) if known is None else known

    def choose(self, condition: int, then: int, otherwise: int) -> int:
        """Give the node that is `then` where `condition` holds and `otherwise` elsewhere."""
        if condition == TRUE or then == otherwise:
            return then
        if condition == FALSE:
            return otherwise
        if then == TRUE and otherwise == FALSE:
            return condition
        key = (condition, then, otherwise)
        known = self._known_choices.get(key)
        if known is None:
            self.left -= 1
            if self.left < 0:
                self.refuse("steps", self.limit)
            levels, below = self.levels, self.children
            first, second, third = levels[condition], levels[then], levels[otherwise]
            level = min(first, second, third)
            size = self.sizes[level]
            # A node that does not ask for this variable leads to itself, whatever the cell.
            ways = map(
                self.choose,  # mapped, because a comprehension would cost a stack frame per level
                below[condition] if first == level else (condition,) * size,
                below[then] if second == level else (then,) * size,
                below[otherwise] if third == level else (otherwise,) * size,
            )
            known = self._known_choices[key] = self.node(level, tuple(ways))
        return known

    def composed(self, graph: "Graph", one: int, ways: Mapping[int, Sequence[int]], known: dict[int, int]) -> int:
        """Give the node that means what one of another graph does, or of this one, without some of its variables.

        Args:
            graph: The other graph, whose first variables are those of this one.
            one: The node.
            ways: For the level of each variable that is not to be asked for the nodes here that hold in its cells:
                one of them always does.
            known: What was found before for the same graph and ways; filled in.
        """
        if not graph.children[one]:
            return one
        found = known.get(one)
        if found is None:
            level = graph.levels[one]
            *children, found = [self.composed(graph, child, ways, known) for child in graph.children[one]]
            for cell, child in enumerate(children):
                way = ways[level][cell] if level in ways else self.cell(level, cell)
                found = self.choose(way, child, found)
            known[one] = found
        return found

    def cell(self, level: int, cell: int) -> int:
        """Give the node that holds in one cell of a variable."""
        return self.node(level, tuple([TRUE if at == cell else FALSE for at in range(self.sizes[level])]))

    def reached(self, root: int) -> set[int]:
        """Give a node and all that it leads to."""
        found, waiting = {root}, [root]
        while waiting:
            for child in self.children[waiting.pop()]:
                if child not in found:
                    found.add(child)
                    waiting.append(child)
        return found

    def forget(self) -> None:
        """Forget what was chosen so far, which takes much memory and is no use for other conditions."""
        self._known_choices.clear()

    def negate(self, condition: int) -> int:
        """Give the node that holds where a condition does not."""
        return self.choose(condition, FALSE, TRUE)

    def every(self, conditions: Iterable[int]) -> int:
        """Give the node that holds where all conditions do."""
        # Deepest first, so that each step puts a few nodes on top of what is already there.
        result = TRUE
        for condition in sorted(conditions, key=self.levels.__getitem__, reverse=True):
            result = self.choose(condition, result, FALSE)
        return result

    def any(self, conditions: Iterable[int]) -> int:
        """Give the node that holds where at least one condition does."""
        result = FALSE
        for condition in sorted(conditions, key=self.levels.__getitem__, reverse=True):
            result = self.choose(condition, TRUE, result)
        return result

    def adding_up(self, terms: Iterable[Term], goal: int, *, exactly: bool) -> int:
        """Give the diagram of "the terms add up to `goal` or more", or to exactly that.

        Terms are taken in the order of their variables. Going down, only the amounts still needed are
        kept that are neither certain nor out of reach; going up, each becomes a diagram.
        """
        terms = in_order(terms)
        low, high = [0], [0]
        for term in reversed(terms):
            low.append(low[-1] + min(term.amounts))
            high.append(high[-1] + max(term.amounts))
        low.reverse()
        high.reverse()
        # Up to `sure` the amount needed is certain to be had, and below `least` it is certain to be exceeded.
        sure: list[float] = [*low]
        least: list[float] = [-math.inf] * len(low)
        if exactly:
            sure, least = [one if one == other else -math.inf for one, other in zip(low, high, strict=True)], [*low]
        needed = [{goal}]
        for position, term in enumerate(terms):
            open_ = [need for need in needed[-1] if sure[position] < need <= high[position] and least[position] <= need]
            needed.append({need - amount for need in open_ for amount in term.amounts})
            self.spend(len(open_))
        below: dict[int, int] = {}
        for position in range(len(terms), -1, -1):
            here: dict[int, int] = {}
            for need in needed[position]:
                if need > high[position] or need < least[position]:
                    here[need] = FALSE
                elif need <= sure[position]:
                    here[need] = TRUE
                else:
                    ways = [below[need - amount] for amount in terms[position].amounts]
                    here[need] = self._ask(terms[position], ways)
            below = here
        return below[goal]

    def _ask(self, term: Term, ways: Sequence[int]) -> int:
        """Give the node that leads on, by what a term adds."""
        if not term.tests:
            return self.node(term.level, tuple(ways)) if len(ways) > 1 else ways[0]
        result = FALSE
        for test, way in zip(term.tests, ways, strict=True):
            result = self.choose(test, way, result)
        return result
