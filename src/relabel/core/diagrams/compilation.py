"""Compiling: from labels with conditions to a decision diagram.

Nested definitions are compiled in: they share the variables and cost nothing when the diagram is
walked.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NoReturn, assert_never, cast

from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.graphs import FALSE, TRUE, Graph
from relabel.core.diagrams.sums import Comparison, Line, Rest, Sum, Term, Worth, most_nodes
from relabel.core.diagrams.variables import Variable, names_of, stand_ins, variables_of
from relabel.core.diagrams.walks import CarryingWalks
from relabel.core.model import conditions as nodes
from relabel.core.model.answers import in_units
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import criteria_of, parts, walk
from relabel.core.model.conditions import Condition, Label, Ladder
from relabel.errors import DiagramTooLargeError

__all__ = [
    "CARRY_FROM",
    "MAX_CRITERIA",
    "MAX_NODES",
    "MAX_STEPS",
    "Compiler",
    "compared",
    "compile_condition",
    "compile_diagram",
    "dearest_sum",
]

CARRY_FROM = 2_000
"""How many nodes a sum of a definition may take, by an estimate from above, before it is carried beside them."""

MAX_CRITERIA = 200
"""How many criteria the conditions of one definition may ask for."""

MAX_NODES = 1_500_000
"""How many nodes may be made while a definition is compiled, intermediate results included."""

MAX_STEPS = 2_000_000
"""How many steps compiling a definition may take; a step costs a few microseconds."""


def compile_diagram(
    labels: Sequence[Label], variables: Sequence[Variable] | None = None, *, carry_from: float = math.inf
) -> Diagram:
    """Build the diagram that gives the first of `labels` whose condition holds.

    Args:
        labels: The labels, in order.
        variables: What they may ask for, cut at least where they compare; by default no more than that.
        carry_from: How many nodes a sum may take before it is carried beside the diagram; of several sums, that which
            would take the most. Only a sum whose terms ask for one variable each can be carried.

    Cost: proportional to the size of the intermediate diagrams, which `MAX_STEPS` bounds.

    Raises:
        DiagramTooLargeError: More criteria, nodes or steps than the limits allow; names the label
            and the condition that was being added.
    """
    if variables is None:
        variables = variables_of(label.when for label in labels if label.when is not None)
    if len(variables) > MAX_CRITERIA:
        raise DiagramTooLargeError(f"{len(variables)} criteria", str(MAX_CRITERIA))
    names = [*(label.name for label in labels), None]
    whens = [label.when for label in labels if label.when is not None]
    builder = _Builder(variables, names, dearest_sum(whens, variables, carry_from))
    return builder.finish(builder.first_label(labels))


def dearest_sum(conditions: Iterable[Condition], variables: Sequence[Variable], most: float) -> Sum | None:
    """Give the sum in conditions that would take the most nodes; None where none would take more than `most`."""
    return None if most == math.inf else Sum.dearest(compared(conditions, variables, most), most)


def compared(
    conditions: Iterable[Condition], variables: Sequence[Variable], most: float
) -> list[tuple[Line, tuple[int, ...]]]:
    """Give the sums in conditions that can be carried and might take more than so many nodes, each with its marks."""
    builder, found = _Builder(variables, [None]), list[tuple[Line, tuple[int, ...]]]()
    sizes = [one.size for one in variables]
    for part in walk(*conditions):
        if not isinstance(part, nodes.Count | nodes.Reaches) or most_nodes(part) <= most:
            continue
        if any(isinstance(one, Condition) and len(criteria_of(one)) > 1 for one in parts(part)):
            continue
        for one in builder.sums_in(part):
            if (line := Line.of(one.terms, sizes)) is not None:
                found.append((line, line.marks(one.goal, exactly=one.exactly)))
    return found


def compile_condition(condition: Condition, variables: Sequence[Variable]) -> Diagram:
    """Build the diagram of one condition over some variables: the leaf "holds" where it holds, None elsewhere.

    Raises:
        DiagramTooLargeError: As for `compile_diagram`.
    """
    builder = _Builder(variables, ["holds", None])
    return builder.finish(builder.first_label([Label("holds", condition)]))


class Compiler(Graph):
    """A graph in which conditions become nodes: where they lead to `TRUE` they hold.

    Conditions and lent definitions that have become nodes are remembered.
    """

    def __init__(
        self,
        variables: Sequence[Variable],
        leaves: int,
        limit: int,
        carried: Sum | None = None,
        room: float = math.inf,
    ) -> None:
        self.answers = tuple(variables if carried is None else variables[: len(carried.adds)])
        """The variables but for that of a carried sum and what stands below it."""
        names = {variable.criterion.name for variable in variables}
        if carried is not None and len(variables) == len(carried.adds):
            variables = [*variables, *stand_ins([len(carried.stretches)], names)]
        super().__init__(variables, leaves, limit, room)
        self.condition: Condition | None = None
        """What is being compiled, for messages."""
        self.carried = carried
        """A sum whose stretches are the cells of the variable after those that add to it."""
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
        self._known_ladders[ladder] = {name: self.cell(level, at) for at, name in enumerate(names_of(ladder))}
        self._stand_ins.add(ladder)

    def cells(self, level: int, cells: Iterable[bool]) -> int:
        """Give the node that holds for some cells of a variable."""
        return self.node(level, tuple([TRUE if cell else FALSE for cell in cells]))

    def numbered(self, root: int, labels: Mapping[int, str | None]) -> tuple[Diagram, Sequence[int]]:
        """Give the diagram of what a node reaches, by the labels of leaves, and what the numbers of its nodes were."""
        bottom = len(self.variables)
        # Leaves come first, and a parent is always made after its children, so the old numbers are in a usable order.
        order = sorted(self.reached(root))
        number = {old: new for new, old in enumerate(order)}
        leaves = tuple(labels[node] for node in order if self.levels[node] == bottom)
        children = tuple([tuple([number[child] for child in self.children[node]]) for node in order])
        reach: list[int] = []
        for node, below in enumerate(children):
            bits = 0 if below else 1 << node
            for child in below:
                bits |= reach[child]
            reach.append(bits)
        levels = tuple([self.levels[node] for node in order])
        return Diagram(self.answers, leaves, levels, children, number[root], tuple(reach), self.carried), order

    def _lent_in(self, condition: Condition) -> list[Ladder]:
        """Give the definitions whose labels a condition itself asks for, but for those that have a variable here."""
        if all(one in self._stand_ins for one in condition.shared if isinstance(one, Ladder)):
            return []
        found = (one.ladder for one in walk(condition, lent=False) if isinstance(one, nodes.LabelIs))
        return [one for one in dict.fromkeys(found) if one not in self._stand_ins]

    def _by_outline(self, condition: Condition, lent: Sequence[Ladder]) -> int:
        """Give the node of a condition by way of a small graph, in which each lent definition is one variable."""
        ways = {one: [self.where(one.is_(name)) for name in names_of(one)] for one in lent}
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
            case nodes.Count() | nodes.Reaches():
                sums = self.sums_in(condition)
                self.condition = condition
                return self.every([self._sum_is(one) for one in sums])
            case nodes.LabelIs(ladder, wanted):
                if ladder not in self._known_ladders:
                    self._known_ladders[ladder] = dict(self.given(ladder.labels))
                return self._known_ladders[ladder][wanted]
            case _:
                assert_never(condition)

    def worth(self, term: Condition | AnyCriterion) -> Worth:
        """Give what a term of a mean is worth, by the answer to the one criterion that it asks for."""
        asked = term if isinstance(term, AnyCriterion) else criteria_of(term)[0]
        level = self.level_of[asked.name]
        variable = self.variables[level]
        if isinstance(term, AnyCriterion):
            return Worth(level, term.numbers[: variable.proper])
        holds = self.where(term)
        children = self.children[holds] or [holds] * variable.proper
        return Worth(level, tuple(children[: variable.proper]))

    def sums_in(self, condition: nodes.Count | nodes.Reaches) -> list[Comparison]:
        """Give the comparisons of sums that a condition makes itself; it holds where they all do."""
        match condition:
            case nodes.Count(operands, operator=operator, k=k):
                return [Comparison([self._weigh(operand, 1) for operand in operands], operator, k)]
            case nodes.Reaches(nodes.Mean() as mean, operator, value):
                return self._sums_of_mean(mean, operator, value)
            case nodes.Reaches(points, operator, value):
                (whole, *weights), _ = in_units([value, *(weight for _, weight in points.terms)])
                terms = [self._weigh(term, weight) for (term, _), weight in zip(points.terms, weights, strict=True)]
                return [Comparison(terms, operator, whole)]
            case _:
                assert_never(condition)

    def _sums_of_mean(self, mean: nodes.Mean, operator: str, value: int | Decimal) -> list[Comparison]:
        """Give the sums by which what applies comes to so much on average, and enough of it applies.

        A mean stands to a value as the sum of weight times (worth - value) over what applies stands to 0.
        """
        weights, _ = in_units(weight for _, weight in mean.terms)
        (goal, one), _ = in_units([value, 1])
        terms: list[Term] = []
        answered: list[Term] = []
        for (term, _), weight in zip(mean.terms, weights, strict=True):
            level, worth = self.worth(term)
            rest = [0] * (self.variables[level].size - len(worth))
            terms.append(Term(level, [*(weight * (each * one - goal) for each in worth), *rest]))
            answered.append(Term(level, [*(1 for _ in worth), *rest]))
        return [Comparison(terms, operator, 0), Comparison(answered, ">=", mean.at_least_answered)]

    def _weigh(self, term: Condition | AnyCriterion, weight: int) -> "Term":
        """Give what a term of a sum can add."""
        if isinstance(term, AnyCriterion):
            return Term(self.level_of[term.name], [weight * number for number in term.numbers])
        holds = self.where(term)
        level, children = self.levels[holds], self.children[holds]
        if set(children) <= {TRUE, FALSE}:  # it asks for one variable, or for none
            return Term(level, [weight * child for child in children] or [weight * holds])
        return Term(level, [weight, 0], [holds, self.negate(holds)])

    def _sum_is(self, one: Comparison) -> int:
        reaches = self._sum_reaches(one)
        return self.negate(reaches) if one.negated else reaches

    def _sum_reaches(self, one: Comparison) -> int:
        """Give the node of "the terms add up to the goal or more", or to exactly that."""
        if self.carried is not None:
            line = Line.of(one.terms, [len(row) for row in self.carried.adds])
            rest = None if line is None else line.rest(self.carried.adds)
            if line is not None and rest is not None:
                beside = self._beside(self.carried, rest, line.marks(one.goal, exactly=one.exactly))
                if beside is not None:
                    return beside
        return self.adding_up(one.terms, one.goal, exactly=one.exactly)

    def _beside(self, carried: Sum, rest: Rest, marks: Sequence[int]) -> int | None:
        """Give the node of a comparison of a sum of which little is left beside the carried one, by its marks.

        None where the stretches of the carried sum do not tell.
        """
        there = {value: rest.marks(marks, value) for value in rest.reached[-1]}
        if not all(map(carried.parts, there.values())):
            return None
        below = {value: self.cells(len(carried.adds), carried.holds(some)) for value, some in there.items()}
        for level in reversed(range(len(rest.rows))):
            if any(row := rest.rows[level]):
                ways = {value: tuple([below[value + more] for more in row]) for value in rest.reached[level]}
                below = {value: self.node(level, way) for value, way in ways.items()}
        return below[0]


class _Outline(Compiler):
    """The graph of conditions that ask for the labels of lent definitions, each of which is one variable.

    These come last, so that what leads to one label stands once.
    """

    def __init__(self, whole: Compiler, ladders: Sequence[Ladder]) -> None:
        lent = stand_ins([len(names_of(one)) for one in ladders], whole.level_of)
        super().__init__([*whole.variables, *lent], 2, whole.limit, whole.carried)
        self.whole = whole
        self.lent = {ladder: len(whole.variables) + number for number, ladder in enumerate(ladders)}
        for ladder, level in self.lent.items():
            self.stand_in(ladder, level)

    def refuse(self, unit: str, limit: float) -> NoReturn:
        self.whole.condition = self.condition
        self.whole.refuse(unit, limit)


class _Builder(Compiler):
    """The graph of conditions and labels.

    Nodes 0 and 1 are false and true, the next ones the labels and "no label".
    """

    def __init__(self, variables: Sequence[Variable], labels: Sequence[str | None], carried: Sum | None = None) -> None:
        super().__init__(variables, 2 + len(labels), MAX_STEPS, carried, MAX_NODES)
        self.labels = labels
        self.label: str | None = None

    def refuse(self, unit: str, limit: float) -> NoReturn:
        text = None if self.condition is None else str(self.condition)
        raise DiagramTooLargeError(f"more than {limit} {unit}", str(limit), self.label, text)

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
        labels = dict(enumerate(self.labels, 2))
        diagram, order = self.numbered(root, labels)
        return (
            diagram if self.carried is None else self.numbered(self._narrowed(diagram, order, self.carried), labels)[0]
        )

    def _narrowed(self, diagram: Diagram, order: Sequence[int], carried: Sum) -> int:
        """Give the node that means the same for all values that the sum has, and tells no others apart.

        What leads to a comparison of the sum may rule out some values.
        """
        bottom, values = len(carried.adds), cast("CarryingWalks", diagram.walks).values()
        found: list[int] = []
        for node, children in enumerate(diagram.children):
            ways = [found[child] for child in children]
            if diagram.levels[node] == bottom:
                had = [at for at, stretch in enumerate(carried.stretches) if values[node] & stretch]
                ways = [ways[max((one for one in had if one <= at), default=had[0])] for at in range(len(ways))]
            found.append(self.node(diagram.levels[node], tuple(ways)) if ways else order[node])
        return found[diagram.root]
