"""Reduced, ordered, multi-valued decision diagrams whose leaves are the labels of a definition.

A node asks for one variable and has one child for each of its cells; no node has all its children
the same and no two nodes are the same, so a variable that cannot matter is never asked. Nested
definitions are compiled in: they share the variables and cost nothing when the diagram is walked.

Sources: R. E. Bryant, Graph-based algorithms for Boolean function manipulation (1986), for the
construction; A. Srinivasan, T. Kam, S. Malik, R. K. Brayton, Algorithms for discrete function
manipulation (1990), for several values; W. Lipski, On semantic issues connected with incomplete
information databases (1979), for "what every completion gives".
"""

from collections.abc import Iterable, Sequence
from typing import assert_never, final

import attrs

from relabel import conditions as nodes
from relabel.conditions import Condition, Label
from relabel.errors import DiagramTooLargeError
from relabel.questions import AnyCriterion
from relabel.variables import Variable, variables_of

__all__ = ["MAX_CRITERIA", "MAX_NODES", "MAX_STATES", "MAX_STEPS", "Diagram", "compile_diagram"]

MAX_CRITERIA = 200
"""How many criteria the conditions of one definition may ask for."""

MAX_NODES = 50_000
"""How many nodes may be made while a definition is compiled, intermediate results included."""

MAX_STEPS = 400_000
"""How many steps compiling a definition may take; a step costs a few microseconds."""

STRIDE = 6
"""How many bits of variables a step of the walk takes at once, where a single variable has no more."""

MAX_STATES = 10_000
"""How many states of the walk over one diagram are kept; further ones are made anew each time."""


class _State:
    """A set of nodes that the answers so far may lead to, with the ways onward that were asked for.

    Attributes:
        first: The level of the variable to ask for next.
        last: The level after the variables that one step of a walk takes at once.
        labels: The labels possible, where all is said.
    """

    __slots__ = ("first", "full", "labels", "last", "next", "nodes", "shift")

    def __init__(self, diagram: "Diagram", nodes: frozenset[int]) -> None:
        variables = diagram.variables
        self.nodes = nodes
        self.next: dict[int, _State] = {}
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
        criteria: For each field the criterion of its variable.
    """

    variables: tuple[Variable, ...]
    leaves: tuple[str | None, ...]
    levels: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    root: int
    reach: tuple[int, ...]
    criteria: dict[int, AnyCriterion] = attrs.field(init=False)
    fields: tuple[int, ...] = attrs.field(init=False)
    _states: dict[frozenset[int], _State] = attrs.field(init=False, factory=dict)
    _start: _State = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "criteria", {one.full << one.shift: one.criterion for one in self.variables})
        object.__setattr__(self, "fields", tuple(self.criteria))
        object.__setattr__(self, "_start", _State(self, frozenset([self.root])))

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
        state = self._start
        while full := state.full:
            cells = known >> state.shift & full
            try:
                state = state.next[cells]
            except KeyError:
                onward = self._step(state, cells)
                if len(self._states) < MAX_STATES:
                    state.next[cells] = onward
                state = onward
        return state.labels

    def _step(self, state: _State, cells: int) -> _State:
        found: set[int] = set()
        waiting = list(state.nodes)
        while waiting:
            node = waiting.pop()
            level = self.levels[node]
            if level >= state.last:
                found.add(node)
                continue
            variable = self.variables[level]
            mine = cells >> variable.shift - state.shift & variable.full
            children = self.children[node]
            waiting += [child for cell, child in enumerate(children) if mine >> cell & 1] if mine else children
        # A node that can only lead to labels which are certain to be possible has nothing to add.
        certain = sum(1 << node for node in found if node < len(self.leaves))
        kept = frozenset(node for node in found if node < len(self.leaves) or self.reach[node] & ~certain)
        onward = self._states.get(kept)
        if onward is None:
            onward = _State(self, kept)
            if len(self._states) < MAX_STATES:
                self._states[kept] = onward
        return onward


def compile_diagram(labels: Sequence[Label]) -> Diagram:
    """Build the diagram that gives the first of `labels` whose condition holds.

    Cost: proportional to the size of the intermediate diagrams, which `MAX_STEPS` bounds.

    Raises:
        DiagramTooLargeError: More criteria, nodes or steps than the limits allow; names the label
            and the condition that was being added.
    """
    variables = variables_of(label.when for label in labels if label.when is not None)
    if len(variables) > MAX_CRITERIA:
        raise DiagramTooLargeError(f"{len(variables)} criteria", str(MAX_CRITERIA))
    builder = _Builder(variables, [*(label.name for label in labels), None])
    return builder.finish(builder.first_label(labels))


_FALSE, _TRUE = 0, 1


class _Builder:
    """Hash-consed nodes and the operations on them.

    Nodes 0 and 1 are false and true, the next ones the labels and "no label".
    """

    def __init__(self, variables: tuple[Variable, ...], labels: list[str | None]) -> None:
        self.variables = variables
        self.labels = labels
        self.level_of = {variable.criterion.name: level for level, variable in enumerate(variables)}
        bottom = len(variables)
        self.levels = [bottom] * (2 + len(labels))
        self.children: list[tuple[int, ...]] = [()] * len(self.levels)
        self.known_nodes: dict[tuple[int, tuple[int, ...]], int] = {}
        self.known_choices: dict[tuple[int, int, int], int] = {}
        self.label: str | None = None
        self.condition: Condition | None = None

    def node(self, level: int, children: tuple[int, ...]) -> int:
        if children.count(children[0]) == len(children):
            return children[0]
        known = self.known_nodes.get((level, children))
        if known is not None:
            return known
        if len(self.levels) > MAX_NODES:
            self._refuse("nodes", MAX_NODES)
        self.levels.append(level)
        self.children.append(children)
        self.known_nodes[level, children] = len(self.levels) - 1
        return len(self.levels) - 1

    def choose(self, condition: int, then: int, otherwise: int) -> int:
        """Give the diagram that is `then` where `condition` holds and `otherwise` elsewhere."""
        if condition == _TRUE or then == otherwise:
            return then
        if condition == _FALSE:
            return otherwise
        if then == _TRUE and otherwise == _FALSE:
            return condition
        key = (condition, then, otherwise)
        known = self.known_choices.get(key)
        if known is None:
            if len(self.known_choices) >= MAX_STEPS:
                self._refuse("steps", MAX_STEPS)
            levels = self.levels
            level = min(levels[condition], levels[then], levels[otherwise])
            size = self.variables[level].size
            # A node that does not ask for this variable leads to itself, whatever the cell.
            ifs = self.children[condition] if levels[condition] == level else (condition,) * size
            thens = self.children[then] if levels[then] == level else (then,) * size
            others = self.children[otherwise] if levels[otherwise] == level else (otherwise,) * size
            children = []  # filled by a loop, because a comprehension would cost a stack frame per level
            for one_if, one_then, one_other in zip(ifs, thens, others, strict=True):
                children.append(self.choose(one_if, one_then, one_other))
            known = self.known_choices[key] = self.node(level, tuple(children))
        return known

    def negate(self, condition: int) -> int:
        return self.choose(condition, _FALSE, _TRUE)

    def every(self, conditions: Iterable[int]) -> int:
        # Deepest first, so that each step puts a few nodes on top of what is already there.
        result = _TRUE
        for condition in sorted(conditions, key=self.levels.__getitem__, reverse=True):
            result = self.choose(condition, result, _FALSE)
        return result

    def any(self, conditions: Iterable[int]) -> int:
        return self.negate(self.every(map(self.negate, conditions)))

    def first_label(self, labels: Sequence[Label]) -> int:
        """Give the diagram of labels: the first whose condition holds, else "no label"."""
        result = len(self.labels) + 1
        for position, label in reversed(list(enumerate(labels))):
            self.label = label.name
            holds = _TRUE if label.when is None else self.compile(label.when)
            self.condition = label.when
            result = self.choose(holds, position + 2, result)
        return result

    def compile(self, condition: Condition) -> int:
        """Give the diagram of a condition, with leaves 0 and 1."""
        match condition:
            case nodes.Is(criterion, among):
                variable = self.variables[self.level_of[criterion.name]]
                cells = {variable.cell(answer) for answer in among}
                return self.test(criterion, [cell in cells for cell in range(variable.size)])
            case nodes.Compare(criterion):
                return self.test(criterion, self.variables[self.level_of[criterion.name]].cells_where(condition))
            case nodes.Not(operand):
                return self.negate(self.compile(operand))
            case nodes.AllOf(operands):
                compiled = [self.compile(operand) for operand in operands]
                self.condition = condition
                return self.every(compiled)
            case nodes.AnyOf(operands):
                compiled = [self.compile(operand) for operand in operands]
                self.condition = condition
                return self.any(compiled)
            case nodes.Count(operands, operator=operator, k=k):
                terms = [self.weigh(operand, 1) for operand in operands]
                self.condition = condition
                return self.sum_is(terms, operator, k)
            case nodes.Reaches(points, operator, value):
                terms = [self.weigh(term, weight) for term, weight in points.terms]
                self.condition = condition
                return self.sum_is(terms, operator, value)
            case nodes.LabelIs(ladder, wanted):
                above: list[int] = []
                for label in ladder.labels:
                    holds = _TRUE if label.when is None else self.compile(label.when)
                    if label.name == wanted:
                        above.append(self.negate(holds))
                        break
                    above.append(holds)
                self.condition = condition
                none_above = [self.negate(holds) for holds in above]
                return self.every(none_above)
            case _:
                assert_never(condition)

    def test(self, criterion: AnyCriterion, cells: Sequence[bool]) -> int:
        return self.node(self.level_of[criterion.name], tuple(_TRUE if cell else _FALSE for cell in cells))

    def weigh(self, term: Condition | AnyCriterion, weight: int) -> list[tuple[int, int]]:
        """Give what a term of a sum can add, each amount with the diagram of where it does."""
        if isinstance(term, AnyCriterion):
            levels = term.answers or ()
            tests = [self.test(term, [other == level for other in levels]) for level in levels]
            return [(weight * int(level), test) for level, test in zip(levels, tests, strict=True)]
        holds = self.compile(term)
        return [(weight, holds), (0, self.negate(holds))]

    def sum_is(self, terms: list[list[tuple[int, int]]], operator: str, value: int) -> int:
        match operator:
            case ">=":
                return self.sum_reaches(terms, value)
            case ">":
                return self.sum_reaches(terms, value + 1)
            case "<":
                return self.negate(self.sum_reaches(terms, value))
            case "<=":
                return self.negate(self.sum_reaches(terms, value + 1))
            case _:
                return self.every([self.sum_reaches(terms, value), self.negate(self.sum_reaches(terms, value + 1))])

    def sum_reaches(self, terms: list[list[tuple[int, int]]], goal: int) -> int:
        """Give the diagram of "the terms add up to `goal` or more".

        Terms are taken in the order of their variables. Going down, only the amounts still needed are
        kept that are neither certain nor out of reach; going up, each becomes a diagram.
        """
        terms = sorted(terms, key=lambda term: min(self.levels[test] for _, test in term))
        low, high = [0], [0]
        for term in reversed(terms):
            low.append(low[-1] + min(amount for amount, _ in term))
            high.append(high[-1] + max(amount for amount, _ in term))
        low.reverse()
        high.reverse()
        needed = [{goal}]
        for position, term in enumerate(terms):
            open_ = [need for need in needed[-1] if low[position] < need <= high[position]]
            needed.append({need - amount for need in open_ for amount, _ in term})
            if len(needed[-1]) > MAX_NODES:
                self._refuse("different sums of points", MAX_NODES)
        below: dict[int, int] = {}
        for position in range(len(terms), -1, -1):
            here: dict[int, int] = {}
            for need in needed[position]:
                if need <= low[position]:
                    here[need] = _TRUE
                elif need > high[position]:
                    here[need] = _FALSE
                else:
                    result = _FALSE
                    for amount, test in terms[position]:
                        result = self.choose(test, below[need - amount], result)
                    here[need] = result
            below = here
        return below[goal]

    def finish(self, root: int) -> Diagram:
        """Keep what the root reaches, number it from the leaves upwards, and give the diagram."""
        bottom = len(self.variables)
        reached = {root}
        waiting = [root]
        while waiting:
            new = set(self.children[waiting.pop()]) - reached
            reached |= new
            waiting.extend(new)
        # A parent is always made after its children, so the old numbers are in a usable order.
        order = sorted(reached, key=lambda node: (self.levels[node] != bottom, node))
        number = {old: new for new, old in enumerate(order)}
        leaves = tuple(self.labels[node - 2] for node in order if self.levels[node] == bottom)
        children = tuple(tuple(number[child] for child in self.children[node]) for node in order)
        reach: list[int] = []
        for node, below in enumerate(children):
            bits = 0 if below else 1 << node
            for child in below:
                bits |= reach[child]
            reach.append(bits)
        levels = tuple(self.levels[node] for node in order)
        return Diagram(self.variables, leaves, levels, children, number[root], tuple(reach))

    def _refuse(self, unit: str, limit: int) -> None:
        text = None if self.condition is None else str(self.condition)
        raise DiagramTooLargeError(f"more than {limit} {unit}", str(limit), self.label, text)
