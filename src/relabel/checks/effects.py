"""Effects: what a change of one criterion's answer, and of nothing else, does to the label."""

import functools
import itertools
import math
from collections.abc import Iterator, Sequence
from typing import cast, final

import attrs

from relabel.core.definitions.definition import Definition
from relabel.core.definitions.text import label_text
from relabel.core.diagrams import compilation
from relabel.core.diagrams.compilation import compared, compile_diagram
from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.space import EMPTY, FULL, Record, Space, record_text
from relabel.core.diagrams.sums import Sum
from relabel.core.diagrams.variables import Variable
from relabel.core.model.answers import answer_text
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import Label
from relabel.core.model.criteria import Choice
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.errors import DiagramTooLargeError

__all__ = ["Effect", "Pair", "effects_beside_sum", "effects_of", "sound_diagram"]

RAISES, LOWERS = 1, 2

MAX_PAIRS = 300_000
"""How many pairs of nodes are compared in all, which takes some seconds."""

MAX_EFFECT_STEPS = 2_000_000
"""How many steps are taken in all where a sum is carried; one takes some microseconds."""

MAX_NEAR = 20_000
"""How many pairs of nodes are looked at for the simplest records that show an effect."""


@final
@attrs.frozen
class Pair:
    """Two complete records that differ in one criterion only, and get different labels.

    Attributes:
        criterion: The criterion.
        before: The record with the lower answer: no rather than yes, the lower level or number. A
            choice has no order; there it is the option that is declared first. That a criterion does not
            apply is no lower and no higher; it comes last.
        after: The record with the higher answer.
        label_before: The label that `before` gets; None for no label.
        label_after: The label that `after` gets.
    """

    criterion: AnyCriterion
    before: Record
    after: Record
    label_before: str | None
    label_after: str | None

    def __str__(self) -> str:
        name = self.criterion.name
        others = {other: answer for other, answer in self.before.items() if other != name}
        first, second = (answer_text(record[name]) for record in (self.before, self.after))
        before, after = label_text(self.label_before), label_text(self.label_after)
        rest = f" ({record_text(others)})" if others else ""
        return f"{name} from {first} to {second}: {before} becomes {after}{rest}"


@final
@attrs.frozen
class Effect:
    """What an answer to a criterion that matters does to the label, all other answers being the same.

    Attributes:
        criterion: The criterion.
        raises: Records where the higher answer gives the higher rank; None if there are none, or no
            order of answers or labels.
        lowers: Records where the higher answer gives the lower rank; None as above.
        changes: Where answers or labels have no order, or nothing but whether the criterion applies matters,
            records whose labels differ; else None.
    """

    criterion: AnyCriterion
    raises: Pair | None
    lowers: Pair | None
    changes: Pair | None

    @property
    def summary(self) -> str:
        """`raises`, `lowers`, `raises or lowers`, or `changes`."""
        words = [word for word, pair in (("raises", self.raises), ("lowers", self.lowers)) if pair is not None]
        return " or ".join(words) or "changes"

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The one or two pairs of records that show it."""
        return tuple(pair for pair in (self.raises, self.lowers, self.changes) if pair is not None)


def sound_diagram(definition: Definition) -> tuple[Diagram, int]:
    """Give the diagram of a definition, and the leaf of the records that are left out as not sound; -1 for none."""
    if not definition.only_if:
        return definition.unrolled, -1
    name = " or ".join(["left out", *(label.name for label in definition.labels)])  # as no label is called
    diagram = compile_diagram([Label(name, ~definition.sound), *definition.labels], definition.diagram.variables)
    return diagram, diagram.leaves.index(name) if name in diagram.leaves else -1


def effects_of(
    definition: Definition, space: Space, diagram: Diagram, left_out: int
) -> tuple[tuple[Effect, ...], tuple[AnyCriterion, ...]]:
    """Say what each criterion that matters does, in the order of the diagram.

    Beside that stand the criteria of which it would take too long to tell: more than `MAX_PAIRS` pairs of nodes in all.

    Args:
        definition: The definition.
        space: The space of its diagram's variables, to write records in.
        diagram: As `sound_diagram` gives it.
        left_out: As `sound_diagram` gives it.
    """
    nodes: list[list[int]] = [[] for _ in diagram.variables]
    for node in reversed(range(len(diagram.leaves), len(diagram.levels))):
        nodes[diagram.levels[node]].append(node)
    ranks = [0 if leaf == left_out else definition.rank(label) for leaf, label in enumerate(diagram.leaves)]
    walk = _Walk(diagram, ranks, space.base, left_out)
    effects: list[Effect] = []
    untold: list[AnyCriterion] = []
    for level, variable in reversed(
        list(enumerate(diagram.variables))
    ):  # the less lies below, the fewer pairs there are
        if not nodes[level]:
            continue
        ordered = definition.ordered and not isinstance(variable.criterion, Choice)
        found: dict[int, Pair] = {}
        try:
            for wanted in (RAISES, LOWERS) if ordered else ():
                for step in walk.simplest(nodes[level], wanted, variable.proper):
                    found[wanted] = _pair(space, walk, *step, wanted)
            if not found:  # no order, or nothing but whether it applies matters
                # Nothing where what it does takes another answer with it.
                for step in walk.simplest(nodes[level], RAISES | LOWERS, variable.size):
                    found[RAISES | LOWERS] = _pair(space, walk, *step, RAISES | LOWERS)
        except DiagramTooLargeError:
            untold.append(variable.criterion)
            continue
        if found:
            pairs = (found.get(wanted) for wanted in (RAISES, LOWERS, RAISES | LOWERS))
            effects.append(Effect(variable.criterion, *pairs))
    return tuple(reversed(effects)), tuple(reversed(untold))


def effects_beside_sum(definition: Definition) -> tuple[tuple[Effect, ...], tuple[AnyCriterion, ...]]:
    """Say what `effects_of` does where a sum is carried beside the diagram.

    For each criterion there is a space that asks for it first, beside the sum of all the others: there the answers to
    these after which two answers to it give different labels are a set. Where more than `MAX_EFFECT_STEPS` are taken,
    what is left is not told.
    """
    effects: list[Effect] = []
    untold: list[AnyCriterion] = []
    left = MAX_EFFECT_STEPS
    for variable in definition.diagram.variables:
        beside = _Beside(definition, variable)
        try:
            with beside.space.budget(left):
                found = beside.effect()
                left = beside.space.left
        except DiagramTooLargeError:
            untold.append(variable.criterion)
            left = 0
            continue
        if found is not None:
            effects.append(found)
    return tuple(effects), tuple(untold)


class _Beside:
    """What answers to one criterion do, by sets of answers to the others."""

    def __init__(self, definition: Definition, variable: Variable) -> None:
        self.definition, self.variable = definition, variable
        others = [one for one in definition.diagram.variables if one != variable]
        variables = [variable, *others]
        whens = [label.when for label in definition.labels if label.when is not None]
        carried = cast("Sum", definition.diagram.carried)
        adds = [row for one, row in zip(definition.diagram.variables, carried.adds, strict=True) if one != variable]
        sums = compared([*whens, definition.sound], variables, compilation.CARRY_FROM)
        self.space = Space(variables, definition.presume, Sum.beside(((0,) * variable.size, *adds), sums))

    @functools.cached_property
    def given(self) -> dict[str | None, int]:
        """The records that get each label."""
        return dict(self.space.given(self.definition.labels))

    @functools.cached_property
    def sound(self) -> int:
        """The records that there can be."""
        return self.space.where(self.definition.sound)

    def effect(self) -> Effect | None:
        """Give the effect; None where there is none.

        Raises:
            DiagramTooLargeError: It takes too many steps to find it.
        """
        one = self.variable
        ordered = self.definition.ordered and not isinstance(one.criterion, Choice)
        found = {wanted: self.pair(wanted, one.proper) for wanted in ((RAISES, LOWERS) if ordered else ())}
        if not any(found.values()):  # no order, or nothing but whether it applies matters
            found[RAISES | LOWERS] = self.pair(RAISES | LOWERS, one.size)
        pairs = [found.get(wanted) for wanted in (RAISES, LOWERS, RAISES | LOWERS)]
        return Effect(one.criterion, *pairs) if any(pairs) else None

    def pair(self, wanted: int, size: int) -> Pair | None:
        """Give the records nearest to what is usual of which the later has a wanted effect."""
        space = self.space
        pairs = itertools.combinations(range(size), 2) if self.definition.only_if else itertools.pairwise(range(size))
        sets = {pair: self.apart(*pair, wanted) for pair in pairs}
        every = EMPTY
        for one in sets.values():
            every = space.either(every, one)
        if space.is_empty(every):
            return None
        cells = dict(enumerate(space.base)) | space.nearest(every)
        bits = {level: 1 << cell for level, cell in cells.items()}
        cell, other = next(pair for pair, one in sets.items() if FULL in space.leaves(one, bits))
        before, after = (self.record(cells | {0: one}) for one in (cell, other))
        return Pair(self.variable.criterion, before, after, self.label(bits, cell), self.label(bits, other))

    def apart(self, cell: int, other: int, wanted: int) -> int:
        """Give the answers to the others after which the later of two answers has a wanted effect."""
        space, rank, found = self.space, self.definition.rank, EMPTY
        for before, one in self.given.items():
            for after, there in self.given.items():
                if (rank(after) > rank(before) and wanted & RAISES) or (rank(after) < rank(before) and wanted & LOWERS):
                    found = space.either(found, space.both(self.at(one, cell), self.at(there, other)))
        return space.both(found, space.both(self.at(self.sound, cell), self.at(self.sound, other)))

    def at(self, one: int, cell: int) -> int:
        """Give the answers to the others with which a record with an answer is in a set."""
        return one if self.space.levels[one] else self.space.children[one][cell]

    def record(self, cells: dict[int, int]) -> Record:
        """Give a record in the order of the definition."""
        found = self.space.record(cells)
        return FrozenMapping(
            (one.criterion.name, found[one.criterion.name]) for one in self.definition.diagram.variables
        )

    def label(self, bits: dict[int, int], cell: int) -> str | None:
        """Give the label of a record by its answers to the others, as bits, and one answer."""
        return next(label for label, one in self.given.items() if FULL in self.space.leaves(self.at(one, cell), bits))


def _pair(space: Space, walk: "_Walk", node: int, cell: int, other: int, wanted: int) -> Pair:
    diagram = walk.diagram
    cells = walk.way_to(node)
    lower, higher = walk.difference(diagram.children[node][cell], diagram.children[node][other], wanted, cells)
    level = diagram.levels[node]
    return Pair(
        diagram.variables[level].criterion,
        space.record(cells | {level: cell}),
        space.record(cells | {level: other}),
        diagram.leaves[lower],
        diagram.leaves[higher],
    )


class _Walk:
    """Walks from two nodes at once, down to the labels that the same answers give from each.

    Args:
        diagram: The diagram.
        ranks: The rank of each leaf.
        base: For each level the cell in which the answers of witnesses lie wherever they can.
        left_out: The leaf of records that have no effect; -1 for none.
    """

    def __init__(self, diagram: Diagram, ranks: list[int], base: Sequence[int], left_out: int) -> None:
        self.diagram = diagram
        self.base = base
        self.left_out = left_out
        self.known: dict[tuple[int, int], int] = {}
        self.apart: dict[tuple[int, int, int], int] = {}
        self.low: list[float] = [-math.inf if leaf == left_out else rank for leaf, rank in enumerate(ranks)]
        self.high: list[float] = [math.inf if leaf == left_out else rank for leaf, rank in enumerate(ranks)]
        for children in diagram.children:
            if children:
                self.low.append(min([self.low[child] for child in children]))
                self.high.append(max([self.high[child] for child in children]))
        self.away = {diagram.root: 0}
        self.parents: dict[int, tuple[int, int]] = {}
        for node in range(diagram.root, len(diagram.leaves) - 1, -1):  # whoever leads to a node has a higher number
            usual = base[diagram.levels[node]]
            for cell, child in enumerate(diagram.children[node]):
                away = self.away[node] + (cell != usual)
                if away < self.away.get(child, away + 1):
                    self.away[child], self.parents[child] = away, (node, cell)

    def simplest(self, nodes: list[int], wanted: int, size: int) -> list[tuple[int, int, int]]:
        """Give the node and two of so many cells, the later with a wanted effect for the most usual other answers.

        Nothing where none has; the first of them where looking further takes more than `MAX_NEAR` steps.
        """
        best: list[tuple[int, int, int]] = []
        least = math.inf
        for node, cell, other in self.steps(sorted(nodes, key=lambda node: self.away[node]), wanted, size):
            if self.away[node] >= least or (best and len(self.apart) > MAX_NEAR):
                break
            children = self.diagram.children[node]
            away = self.away[node] + self.distance(children[cell], children[other], wanted)
            if away < least:
                best, least = [(node, cell, other)], away
        return best

    def distance(self, one: int, other: int, wanted: int) -> int:
        """Give in how many further answers a record has to differ from `base`, for a wanted effect."""
        levels = self.diagram.levels
        level = min(levels[one], levels[other])
        if level == len(self.diagram.variables):
            return 0
        known = self.apart.get((one, other, wanted))
        if known is None:
            known = self.apart[one, other, wanted] = min(far for *_, far in self._wanted(one, other, wanted))
        return known

    def _wanted(self, one: int, other: int, wanted: int) -> Iterator[tuple[int, int, int, int]]:
        """Give the steps onward after which there is a wanted effect, each with the distance that it leaves.

        The first alone where looking at all would take too long.
        """
        usual = self.base[min(self.diagram.levels[one], self.diagram.levels[other])]
        for cell, first, second in self.onward(one, other):
            if self.effects(first, second) & wanted:
                yield cell, first, second, (cell != usual) + self.distance(first, second, wanted)
                if len(self.apart) > MAX_NEAR:
                    return

    def steps(self, nodes: list[int], wanted: int, size: int) -> Iterator[tuple[int, int, int]]:
        """Give nodes with two of so many cells of which the later has a wanted effect for some other answers.

        Where answers far apart have an effect, two neighbours between them have it too, unless these are left out.
        """
        pairs = list(itertools.combinations(range(size), 2) if self.left_out >= 0 else itertools.pairwise(range(size)))
        for node in nodes:
            children = self.diagram.children[node]
            for cell, other in pairs:
                if self.effects(children[cell], children[other]) & wanted:
                    yield node, cell, other

    def effects(self, one: int, other: int) -> int:
        """Say whether some answers give `other` a higher rank than `one`, and whether some a lower."""
        if one == other or self.left_out in (one, other):
            return 0
        # Different nodes of a reduced diagram give different labels, hence ranks, to some record.
        if self.high[one] <= self.low[other]:
            return RAISES
        if self.low[one] >= self.high[other]:
            return LOWERS
        known = self.known.get((one, other))
        if known is None:
            if len(self.known) >= MAX_PAIRS:
                raise DiagramTooLargeError(f"more than {MAX_PAIRS} pairs of nodes to compare", str(MAX_PAIRS))
            known = 0
            level, its = self.diagram.levels[one], self.diagram.levels[other]
            firsts = self.diagram.children[one] if level <= its else itertools.repeat(one)
            seconds = self.diagram.children[other] if its <= level else itertools.repeat(other)
            for first, second in zip(firsts, seconds, strict=False):  # of which one may go on for ever
                if first != second:
                    known |= self.effects(first, second)
                    if known == RAISES | LOWERS:
                        break
            self.known[one, other] = known
        return known

    def onward(self, one: int, other: int) -> Iterator[tuple[int, int, int]]:
        """Give for each cell of the next variable the cell and where it leads from both nodes."""
        levels, children = self.diagram.levels, self.diagram.children
        level = min(levels[one], levels[other])
        for cell in range(self.diagram.variables[level].size):
            first = children[one][cell] if levels[one] == level else one
            second = children[other][cell] if levels[other] == level else other
            yield cell, first, second

    def difference(self, one: int, other: int, wanted: int, cells: dict[int, int]) -> tuple[int, int]:
        """Give two leaves that the same answers lead to with a wanted effect; note the answers in `cells`."""
        levels = self.diagram.levels
        while (level := min(levels[one], levels[other])) < len(self.diagram.variables):
            cells[level], one, other, _ = min(self._wanted(one, other, wanted), key=lambda step: step[3])
        return one, other

    def way_to(self, node: int) -> dict[int, int]:
        """Give the cell of each level that leads from the root to a node."""
        cells: dict[int, int] = {}
        while node != self.diagram.root:
            node, cell = self.parents[node]
            cells[self.diagram.levels[node]] = cell
        return cells
