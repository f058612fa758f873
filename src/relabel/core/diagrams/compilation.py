"""Compiling: from labels with conditions to a decision diagram.

Nested definitions are compiled in: they share the variables and cost nothing when the diagram is
walked.
"""

import itertools
import math
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, NoReturn, assert_never

from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.graphs import FALSE, TRUE, Graph
from relabel.core.diagrams.variables import Variable, variables_of
from relabel.core.model import conditions as nodes
from relabel.core.model.answers import in_units
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import criteria_of, walk
from relabel.core.model.conditions import Condition, Label, Ladder
from relabel.core.model.criteria import Choice
from relabel.errors import DiagramTooLargeError

__all__ = ["MAX_CRITERIA", "MAX_NODES", "MAX_STEPS", "Compiler", "compile_condition", "compile_diagram", "stand_ins"]

MAX_CRITERIA = 200
"""How many criteria the conditions of one definition may ask for."""

MAX_NODES = 1_500_000
"""How many nodes may be made while a definition is compiled, intermediate results included."""

MAX_STEPS = 2_000_000
"""How many steps compiling a definition may take; a step costs a few microseconds."""


def compile_diagram(labels: Sequence[Label], variables: Sequence[Variable] | None = None) -> Diagram:
    """Build the diagram that gives the first of `labels` whose condition holds.

    Args:
        labels: The labels, in order.
        variables: What they may ask for, cut at least where they compare; by default no more than that.

    Cost: proportional to the size of the intermediate diagrams, which `MAX_STEPS` bounds.

    Raises:
        DiagramTooLargeError: More criteria, nodes or steps than the limits allow; names the label
            and the condition that was being added.
    """
    if variables is None:
        variables = variables_of(label.when for label in labels if label.when is not None)
    if len(variables) > MAX_CRITERIA:
        raise DiagramTooLargeError(f"{len(variables)} criteria", str(MAX_CRITERIA))
    builder = _Builder(tuple(variables), [*(label.name for label in labels), None])
    return builder.finish(builder.first_label(labels))


def compile_condition(condition: Condition, variables: Sequence[Variable]) -> Diagram:
    """Build the diagram of one condition: the leaf "holds" where it holds, None elsewhere.

    Args:
        condition: The condition.
        variables: What it may ask for, cut at least where it compares.

    Raises:
        DiagramTooLargeError: As for `compile_diagram`.
    """
    label = Label("holds", condition)
    builder = _Builder(tuple(variables), [label.name, None])
    return builder.finish(builder.first_label([label]))


class Compiler(Graph):
    """A graph in which conditions become nodes: where they lead to `TRUE` they hold.

    Conditions and lent definitions that have become nodes are remembered.
    """

    def __init__(self, variables: Sequence[Variable], leaves: int, limit: int) -> None:
        super().__init__(variables, leaves, limit)
        self.condition: Condition | None = None
        """What is being compiled, for messages."""
        self._known_conditions: dict[Condition, int] = {}
        self._known_ladders: dict[Ladder, Mapping[str | None, int]] = {}
        self._stand_ins: set[Ladder] = set()

    def where(self, condition: Condition) -> int:
        """Give the node of a condition.

        Raises:
            DiagramTooLargeError: It takes too many nodes or steps.
        """
        known = self._known_conditions.get(condition)
        if known is None:
            lent = [] if isinstance(condition, nodes.LabelIs) else self._lent_in(condition)
            known = self._by_outline(condition, lent) if lent else self._compile(condition)
            self._known_conditions[condition] = known
        return known

    def given(self, labels: Iterable[Label]) -> Iterator[tuple[str | None, int]]:
        """Give for each label, and last None, the node of where it is given, as no earlier one is.

        Raises:
            DiagramTooLargeError: As for `where`.
        """
        open_ = TRUE
        for label in labels:
            holds = TRUE if label.when is None else self.where(label.when)
            yield label.name, self.choose(open_, holds, FALSE)
            open_ = self.choose(holds, FALSE, open_)
        yield None, open_

    def stand_in(self, ladder: Ladder, level: int) -> None:
        """Let the cells of a variable stand for the labels of a lent definition in order, and for none."""
        self._known_ladders[ladder] = {name: self.cell(level, at) for at, name in enumerate(_names(ladder))}
        self._stand_ins.add(ladder)

    def cells(self, level: int, cells: Iterable[bool]) -> int:
        """Give the node that holds for some cells of a variable."""
        return self.node(level, tuple([TRUE if cell else FALSE for cell in cells]))

    def _lent_in(self, condition: Condition) -> list[Ladder]:
        """Give the definitions whose labels a condition itself asks for, but for those that have a variable here."""
        if all(one in self._stand_ins for one in condition.shared if isinstance(one, Ladder)):
            return []
        found = (one.ladder for one in walk(condition, lent=False) if isinstance(one, nodes.LabelIs))
        return [one for one in dict.fromkeys(found) if one not in self._stand_ins]

    def _by_outline(self, condition: Condition, lent: Sequence[Ladder]) -> int:
        """Give the node of a condition by way of a small graph, in which each lent definition is one variable."""
        ways = {one: [self.where(one.is_(name)) for name in _names(one)] for one in lent}
        # In the order of the variables that they ask for, so that what is put together stands one below the other.
        outline = _Outline(self, sorted(lent, key=lambda one: min(self.levels[way] for way in ways[one])))
        levels = {level: ways[one] for one, level in outline.lent.items()}
        node = outline.where(condition)
        self.condition = condition
        return self.composed(outline, node, levels, {})

    def _compile(self, condition: Condition) -> int:
        match condition:
            case nodes.Is(criterion, among):
                variable = self.variables[self.level_of[criterion.name]]
                found = {variable.cell(answer) for answer in among}
                return self.cells(self.level_of[criterion.name], [cell in found for cell in range(variable.size)])
            case nodes.Compare(criterion):
                level = self.level_of[criterion.name]
                return self.cells(level, self.variables[level].cells_where(condition))
            case nodes.Not(operand):
                return self.negate(self.where(operand))
            case nodes.Named(_, operand):
                return self.where(operand)
            case nodes.AllOf(operands):
                every = [self.where(operand) for operand in operands]
                self.condition = condition
                return self.every(every)
            case nodes.AnyOf(operands):
                some = [self.where(operand) for operand in operands]
                self.condition = condition
                return self.any(some)
            case nodes.Count(operands, operator=operator, k=k):
                terms = [self._weigh(operand, 1) for operand in operands]
                self.condition = condition
                return self._sum_is(terms, operator, k)
            case nodes.Reaches(nodes.Mean() as mean, operator, value):
                return self._mean_is(mean, operator, value)
            case nodes.Reaches(points, operator, value):
                (whole, *weights), _ = in_units([value, *(weight for _, weight in points.terms)])
                terms = [self._weigh(term, weight) for (term, _), weight in zip(points.terms, weights, strict=True)]
                self.condition = condition
                return self._sum_is(terms, operator, whole)
            case nodes.LabelIs(ladder, wanted):
                if ladder not in self._known_ladders:
                    self._known_ladders[ladder] = dict(self.given(ladder.labels))
                return self._known_ladders[ladder][wanted]
            case _:
                assert_never(condition)

    def worth(self, term: Condition | AnyCriterion) -> "Worth":
        """Give what a term of a mean is worth, by the answer to the one criterion that it asks for."""
        asked = term if isinstance(term, AnyCriterion) else criteria_of(term)[0]
        level = self.level_of[asked.name]
        variable = self.variables[level]
        if isinstance(term, AnyCriterion):
            return Worth(level, term.numbers[: variable.proper])
        holds = self.where(term)
        children = self.children[holds] or [holds] * variable.proper
        return Worth(level, tuple(children[: variable.proper]))

    def _mean_is(self, mean: nodes.Mean, operator: str, value: int | Decimal) -> int:
        """Give the diagram of "what applies comes to so much on average, and enough of it applies".

        A mean stands to a value as the sum of weight times (worth - value) over what applies stands to 0.
        """
        weights, _ = in_units(weight for _, weight in mean.terms)
        (goal, one), _ = in_units([value, 1])
        terms: list[_Term] = []
        answered: list[_Term] = []
        for (term, _), weight in zip(mean.terms, weights, strict=True):
            level, worth = self.worth(term)
            rest = [0] * (self.variables[level].size - len(worth))
            terms.append(_Term(level, [*(weight * (each * one - goal) for each in worth), *rest]))
            answered.append(_Term(level, [*(1 for _ in worth), *rest]))
        self.condition = nodes.Reaches(mean, operator, value)
        return self.every([self._sum_is(terms, operator, 0), self._sum_reaches(answered, mean.at_least_answered)])

    def _weigh(self, term: Condition | AnyCriterion, weight: int) -> "_Term":
        """Give what a term of a sum can add."""
        if isinstance(term, AnyCriterion):
            return _Term(self.level_of[term.name], [weight * number for number in term.numbers])
        holds = self.where(term)
        level, children = self.levels[holds], self.children[holds]
        if set(children) <= {TRUE, FALSE}:  # it asks for one variable, or for none
            return _Term(level, [weight * child for child in children] or [weight * holds])
        return _Term(level, [weight, 0], [holds, self.negate(holds)])

    def _sum_is(self, terms: "Iterable[_Term]", operator: str, value: int) -> int:
        match operator:
            case ">=":
                return self._sum_reaches(terms, value)
            case ">":
                return self._sum_reaches(terms, value + 1)
            case "<":
                return self.negate(self._sum_reaches(terms, value))
            case "<=":
                return self.negate(self._sum_reaches(terms, value + 1))
            case _:
                return self._sum_reaches(terms, value, exactly=True)

    def _sum_reaches(self, terms: "Iterable[_Term]", goal: int, *, exactly: bool = False) -> int:
        """Give the diagram of "the terms add up to `goal` or more", or to exactly that.

        Terms are taken in the order of their variables. Going down, only the amounts still needed are
        kept that are neither certain nor out of reach; going up, each becomes a diagram.
        """
        terms = _in_order(terms)
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

    def _ask(self, term: "_Term", ways: Sequence[int]) -> int:
        """Give the node that leads on, by what a term adds."""
        if not term.tests:
            return self.node(term.level, tuple(ways)) if len(ways) > 1 else ways[0]
        result = FALSE
        for test, way in zip(term.tests, ways, strict=True):
            result = self.choose(test, way, result)
        return result


class Worth(NamedTuple):
    """What a term of a mean is worth."""

    level: int
    """The variable that it asks for."""
    each: tuple[int, ...]
    """What it is worth in each cell of that variable in which it applies; these come first."""


class _Term(NamedTuple):
    """What a term of a sum can add, and where it does."""

    level: int
    """The first variable that it asks for."""
    amounts: list[int]
    """What it adds in each cell of that variable, or where each of the tests holds."""
    tests: list[int] = []  # noqa: RUF012  # never changed
    """Nodes of which one holds; none where it asks for one variable only."""


def _in_order(terms: Iterable[_Term]) -> list[_Term]:
    """Sort the terms of a sum by their first variables, and make one of all that ask for the same variable only."""
    found: list[_Term] = []
    for term in sorted(terms, key=lambda term: (term.level, not term.tests)):
        last = found[-1] if found else None
        if last is None or last.tests or term.tests or last.level != term.level:
            found.append(term)
        else:
            amounts = [one + other for one, other in zip(last.amounts, term.amounts, strict=True)]
            found[-1] = _Term(term.level, amounts)
    return found


def stand_ins(ladders: Iterable[Ladder], names: Container[str]) -> Iterator[Variable]:
    """Give for each lent definition a variable with a cell for each label, and one for none; by names not in use."""
    free = (name for number in itertools.count() if (name := f"lent_{number}") not in names)
    for ladder, name in zip(ladders, free):  # noqa: B905  # there is no end of names
        yield Variable(Choice(name, options=[f"label {at}" for at in range(len(ladder.labels) + 1)]), (), 0)


def _names(ladder: Ladder) -> list[str | None]:
    return [*(label.name for label in ladder.labels), None]


class _Outline(Compiler):
    """The graph of conditions that ask for the labels of lent definitions, each of which is one variable.

    These come last, so that what leads to one label stands once.
    """

    def __init__(self, whole: Compiler, ladders: Sequence[Ladder]) -> None:
        super().__init__([*whole.variables, *stand_ins(ladders, whole.level_of)], 2, whole.limit)
        self.whole = whole
        self.lent = {ladder: len(whole.variables) + number for number, ladder in enumerate(ladders)}
        for ladder, level in self.lent.items():
            self.stand_in(ladder, level)

    def refuse(self, unit: str, limit: int) -> NoReturn:
        self.whole.condition = self.condition
        self.whole.refuse(unit, limit)


class _Builder(Compiler):
    """The graph of conditions and labels.

    Nodes 0 and 1 are false and true, the next ones the labels and "no label".
    """

    def __init__(self, variables: tuple[Variable, ...], labels: list[str | None]) -> None:
        super().__init__(variables, 2 + len(labels), MAX_STEPS)
        self.labels = labels
        self.label: str | None = None

    def refuse(self, unit: str, limit: int) -> NoReturn:
        text = None if self.condition is None else str(self.condition)
        raise DiagramTooLargeError(f"more than {limit} {unit}", str(limit), self.label, text)

    def add(self, level: int, children: tuple[int, ...]) -> int:
        if len(self.levels) > MAX_NODES:
            self.refuse("nodes", MAX_NODES)
        return super().add(level, children)

    def first_label(self, labels: Sequence[Label]) -> int:
        """Give the diagram of labels: the first whose condition holds, else "no label"."""
        result = len(self.labels) + 1
        for position, label in reversed(list(enumerate(labels))):
            self.label = label.name
            holds = TRUE if label.when is None else self.where(label.when)
            self.condition = label.when
            result = self.choose(holds, position + 2, result)
            self.forget()
        return result

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
