"""Changes: the cheapest choice of answers to have instead of what is found, and what it means for each criterion."""

import math
from collections.abc import Mapping, Sequence, Set
from fractions import Fraction
from typing import TypeAlias, cast, final

import attrs

from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Finding
from relabel.core.definitions.weighing import Weighed
from relabel.core.diagrams.searches.choices import cheapest, fair
from relabel.core.diagrams.searches.options import Budget, Option
from relabel.core.model.answers import Answer, Weight
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import Ordered
from relabel.core.model.criteria import unit_text
from relabel.errors import SearchTooLongError

__all__ = ["SEARCH", "Path", "Search", "Step"]

SEARCH = 1_000
"""How many nodes of a budget a search takes in any case."""


@final
@attrs.frozen
class Step:
    """One finding that has to become another.

    Attributes:
        criterion: What it is about.
        finding: The finding as it is.
        to: The answers that are enough, for people: "yes", "at least 4".
        nearest: Of these, an answer as near as can be to what is found now.
        change: Whether the world has to change. If not, it is enough to show what is now unknown or
            contested.
        cells: The answers that are enough, as bits of the cells of the criterion's variable. Any
            combination of them over the steps of a path will do.
    """

    criterion: AnyCriterion
    finding: Finding
    to: str
    nearest: Answer
    change: bool
    cells: int


@final
@attrs.frozen
class Path:
    """Steps after which a label is settled, none of which can be left out.

    Attributes:
        steps: In the order of the conditions; none where the label is settled already.
        cost: The sum of the costs of the steps.
    """

    steps: tuple[Step, ...]
    cost: Weight


Chosen: TypeAlias = tuple[int, list[Option]]
"""The price of a choice, and for each variable its option; the finding as it is has no price."""


class Search:
    """The options of each criterion with their prices: by cost, steps, changes, distance and place, in this order."""

    def __init__(
        self,
        definition: Definition,
        known: int,
        weighed: Weighed,
        wanted: Set[str | None],
        cost: Mapping[str, Weight],
        budget: Budget | None = None,
    ) -> None:
        self.diagram, self.known, self.weighed, self.wanted = definition.diagram, known, weighed, wanted
        self.cost = {one.criterion.name: cost.get(one.criterion.name, 1) for one in self.diagram.variables}
        self.options: dict[str, list[Option]] = {}
        self.unchanging = frozenset(definition.intends.cannot_change).intersection(self.cost)
        self.budget = budget or Budget()
        self.proven = True
        """Whether all choices so far are certain to be the cheapest."""
        self.premises = definition.premises
        common = math.lcm(*(Fraction(one).denominator for one in self.cost.values()))
        for level, variable in enumerate(self.diagram.variables):
            name = variable.criterion.name
            held = self.cells_of(level)
            options = [(held, 0)]
            price = (int(self.cost[name] * common) << _DIGIT | 1) << _DIGIT
            for cell in range(variable.size):
                if held != 1 << cell:
                    change = int(held != 0 and not held >> cell & 1)
                    total = (price | change) << _DISTANCE | self.distance(level, cell)
                    options.append((1 << cell, total << len(self.cost) | 1 << level))
            self.options[name] = options

    def cells_of(self, level: int) -> int:
        """Give the cells that are possible now, 0 for all."""
        return self.diagram.variables[level].cells_in(self.known)

    def distance(self, level: int, cell: int) -> int:
        """Give how many levels or stretches lie between a cell and what is found now, where cells have an order.

        What does not apply is farther from the others than these are from each other.
        """
        held, variable = self.cells_of(level), self.diagram.variables[level]
        if not held or not isinstance(variable.criterion, Ordered):
            return 0
        return min(
            variable.size if cell != other and variable.proper in (cell, other) else abs(cell - other)
            for other in range(held.bit_length())
            if held >> other & 1
        )

    def run(self, held: Set[str], unchanging: Set[str] | None = None) -> Chosen | None:
        """Give the cheapest choice; None if there is none.

        Args:
            held: Criteria whose findings stay as they are.
            unchanging: Criteria of which only what is not known may be shown.
        """
        lasting = self.unchanging if unchanging is None else unchanging
        options = [choice[:1] if name in held else choice for name, choice in self.options.items()]
        for level, name in enumerate(self.options):
            if name in lasting:
                options[level] = [one for one in options[level] if self.is_shown(level, one[0])]
        return self.best(options, None)

    def further(self, held: Set[str], unchanging: Set[str] | None = None) -> Chosen | None:
        """Give the cheapest choice as `run` does; None, and nothing proven any more, where the budget is spent."""
        try:
            found = self.run(held, unchanging) if self.proven else None
        except SearchTooLongError:
            return None
        return found if self.proven else None

    def best(self, options: Sequence[Sequence[Option]], below: int | None) -> Chosen | None:
        """Give the cheapest choice that makes sense and costs less than `below`; None if there is none.

        One that takes a premise away from what rests on it, or answers what has none, makes no sense.
        """
        # Where a variable does not matter its first option is taken, and costs nothing: so it is the cheapest.
        ordered = [sorted(choice, key=lambda one: one[1]) for choice in options] if self.premises else options
        priced = [[(cells, price - choice[0][1]) for cells, price in choice] for choice in ordered]
        indexes = self.cheapest(priced) if all(options) else None
        if indexes is None:
            return None
        chosen = [choice[index] for choice, index in zip(ordered, indexes, strict=True)]
        price = sum(price for _, price in chosen)
        if below is not None and price >= below:
            return None
        broken = next((one for one in self.premises if not one.is_kept(chosen)), None)
        if broken is None:
            return price, chosen
        found: Chosen | None = None
        for fewer in broken.ways(options):
            found = self.best(fewer, below if found is None else found[0]) or found
        return found

    def cheapest(self, options: Sequence[Sequence[Option]]) -> Sequence[int] | None:
        """Give the indexes of the cheapest options; once the budget is spent, of some of which none can be left out.

        Raises:
            SearchTooLongError: The budget is spent, and nothing else was found.
        """
        try:
            self.budget.spend(work=SEARCH)
            return cheapest(self.diagram, options, self.wanted, budget=self.budget)
        except SearchTooLongError:
            self.proven = False
            if (found := fair(self.diagram, options, self.wanted)) is None:
                raise
            return found

    def shown(self) -> Path:
        """Give the cheapest way on which nothing changes, and only what is not known is shown; there is one."""
        self.unchanging = frozenset(self.cost)
        if (found := self.run(frozenset())) is None:  # only by what makes no sense, which is possible as things stand
            self.premises = ()
            found = cast("Chosen", self.run(frozenset()))
        return self.path(found[1])

    def is_shown(self, level: int, cells: int) -> bool:
        """Say whether an option leaves the world as it is: it is what is found, or some of what may be."""
        held = self.cells_of(level)
        return not held or not cells & ~held

    def names(self, chosen: Sequence[Option]) -> frozenset[str]:
        """Give the names of the criteria that a choice changes."""
        return frozenset(name for name, (_, price) in zip(self.options, chosen, strict=True) if price)

    def path(self, chosen: Sequence[Option]) -> Path:
        """Give a choice as a path, with all the answers that are enough."""
        diagram, known, chosen = self.diagram, self.known, [*chosen]
        replaced = [level for level, (_, price) in enumerate(chosen) if price]
        for level in replaced:
            known = diagram.variables[level].narrowed(known, chosen[level][0])
        steps: list[Step] = []
        for level in replaced:
            variable = diagram.variables[level]
            enough = [
                cell
                for cell in range(variable.size)
                if diagram.possible(variable.narrowed(known, 1 << cell)) <= self.wanted
                and (variable.criterion.name not in self.unchanging or self.is_shown(level, 1 << cell))
                and (chosen[level][0] == 1 << cell or all(one.lets(level, cell, chosen) for one in self.premises))
            ]
            cells = sum(1 << cell for cell in enough)
            known = variable.narrowed(known, cells)
            one, option = variable.criterion, chosen[level][0]
            chosen[level] = (cells, chosen[level][1])
            steps.append(
                Step(
                    one,
                    self.weighed.finding(one.name),
                    variable.describe(cells, unit=unit_text(one)),
                    variable.example(option.bit_length() - 1),
                    not self.is_shown(level, option),
                    cells,
                )
            )
        return Path(tuple(steps), sum(self.cost[step.criterion.name] for step in steps))

    def held_by(self, held: Set[str]) -> tuple[Finding, ...]:
        """Give criteria of those that stay as they are which rule the label out, none of which can be left out."""
        found = () if self.wanted.isdisjoint(self.diagram.leaves) else self.options
        needed = [name for name in found if name in held or name in self.unchanging]
        for name in reversed(needed[:]):
            without = {other for other in needed if other != name}
            if self.further(held & without, self.unchanging & without) is None and self.proven:
                needed.remove(name)
        return tuple(self.weighed.finding(name) for name in needed)


_DIGIT = 16
"""Bits that hold a number of steps or of changes."""

_DISTANCE = 32
"""Bits that hold a sum of distances."""
