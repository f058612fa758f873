"""Paths: what would have to change, or to be shown, for a relationship to get a label for certain.

Sources: T. Miller, Contrastive explanation: a structural-model approach (2021), for asking "why not
that?"; R. Reiter, A theory of diagnosis from first principles (1987), for listing the smallest sets of
changes in order.
"""

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence, Set
from fractions import Fraction
from typing import TypeAlias, cast, final

import attrs

from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Finding
from relabel.core.definitions.weighing import Weighed
from relabel.core.diagrams.searches.choices import cheapest
from relabel.core.diagrams.searches.options import Option
from relabel.core.diagrams.searches.reasons import sufficient
from relabel.core.model.answers import Answer, Weight, check_weight
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import Ordered
from relabel.core.model.criteria import unit_text
from relabel.errors import InvalidValueError, SearchTooLongError

__all__ = ["MAX_SEARCHES", "Obstacle", "Path", "Paths", "Step", "WhyNot", "check_fixed", "find_paths", "find_why_not"]

MAX_SEARCHES = 1_000
"""How many searches the paths to one label may take; one path takes one search."""


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


@final
@attrs.frozen
class Paths:
    """The cheapest ways to a label.

    Attributes:
        label: The label.
        paths: The cheapest first; with the same cost, the one with fewer steps, then the one with
            fewer changes. No path asks for all the criteria of another.
        held_by: Where there is no path, findings that have to stay as they are, or that nobody can
            change (`Intent.cannot_change`), and rule it out together, none of which can be left out; none
            if no relationship can get the label.
    """

    label: str | None
    paths: tuple[Path, ...]
    held_by: tuple[Finding, ...]

    @property
    def reachable(self) -> bool:
        """Whether there is a path."""
        return bool(self.paths)


@final
@attrs.frozen
class Obstacle:
    """A finding that, with others, rules a label out.

    Attributes:
        finding: The finding.
        needed: The answers with which the label would be possible, the other obstacles as they are.
        cells: The same as bits of the cells of the criterion's variable.
    """

    finding: Finding
    needed: str
    cells: int


@final
@attrs.frozen
class WhyNot:
    """Why a label is not given.

    Attributes:
        label: The label.
        never: Whether no relationship at all can get it.
        obstacles: The findings that rule it out, whatever everything else turns out to be; none of
            them can be left out.
        missing: If it is possible, the least that would have to be shown for it, all that is known
            staying as it is.
    """

    label: str | None
    never: bool
    obstacles: tuple[Obstacle, ...]
    missing: Path | None


def find_why_not(
    definition: Definition, known: int, answered: Sequence[int], weighed: Weighed, label: str | None
) -> WhyNot:
    """Say why a label is not given.

    Args:
        definition: The definition.
        known: What is known, as in `Classification.known`.
        answered: The fields on which evidence counts, the dearest first.
        weighed: The evidence.
        label: A label of the definition that is not the one given.

    Raises:
        SearchTooLongError: As for `find_paths`.
    """
    diagram = definition.diagram
    if label not in diagram.leaves:
        return WhyNot(label, never=True, obstacles=(), missing=None)
    if label in diagram.possible(known):
        return WhyNot(
            label, never=False, obstacles=(), missing=_Search(definition, known, weighed, {label}, {}).shown()
        )
    obstacles: list[Obstacle] = []
    fields = sufficient(diagram, known, answered, {*diagram.leaves} - {label})
    for field, variable in zip(diagram.fields, diagram.variables, strict=True):
        if field not in fields:
            continue
        others = known & sum(fields)
        needed = sum(
            1 << cell
            for cell in range(variable.size)
            if label in diagram.possible(variable.narrowed(others, 1 << cell))
        )
        obstacles.append(
            Obstacle(
                weighed.finding(variable.criterion.name),
                variable.describe(needed, unit=unit_text(variable.criterion)),
                needed,
            )
        )
    return WhyNot(label, never=False, obstacles=tuple(obstacles), missing=None)


def find_paths(
    definition: Definition,
    known: int,
    weighed: Weighed,
    label: str | None,
    *,
    fixed: Iterable[str] = (),
    cost: Mapping[str, Weight] | None = None,
    or_higher: bool = False,
    limit: int = 1,
) -> Paths:
    """Find the cheapest ways to a label; see `Classification.path_to`."""
    rank = definition.rank(label)
    wanted = {label}
    if or_higher and definition.ordered:
        wanted = {other for other in definition.diagram.leaves if definition.rank(other) >= rank}
    held = check_fixed(definition, fixed)
    if cost is not None:
        if not isinstance(cost, Mapping):
            raise InvalidValueError("cost", cost, "a mapping from names of criteria to numbers")
        for name, price in cost.items():
            definition.criterion(name, "cost")
            check_weight(price, f"cost[{name!r}]")
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        raise InvalidValueError("limit", limit, "a whole number of at least 1")
    search = _Search(definition, known, weighed, wanted, cost or {})
    first = search.run(held)
    if first is None:
        return Paths(label, (), search.held_by(held))
    # Best first. What a path asks for is left alone in turn to find the next ones: any set of changes that does
    # without all of an earlier path leaves some part of it alone.
    waiting = [(first, held)]
    seen = {held}
    found: list[frozenset[str]] = []
    paths: list[Path] = []
    while waiting:
        (price, chosen), held = heapq.heappop(waiting)
        names = search.names(chosen)
        earlier = next((one for one in found if one <= names), None)
        if earlier is None:
            found.append(names)
            paths.append(search.path(chosen))
            earlier = names
            if len(paths) == limit:
                break
        for name in sorted(earlier):
            fewer = held | {name}
            if fewer not in seen:
                seen.add(fewer)
                onward = search.run(fewer)
                if onward is not None:
                    heapq.heappush(waiting, (onward, fewer))
    return Paths(label, tuple(paths), ())


def check_fixed(definition: Definition, fixed: Iterable[str]) -> frozenset[str]:
    """Give the names of criteria whose findings stay as they are.

    Raises:
        InvalidValueError: It is one string, no iterable, or names no criterion of the definition.
    """
    if isinstance(fixed, str) or not isinstance(fixed, Iterable):
        raise InvalidValueError("fixed", fixed, "names of criteria in a list or tuple")
    names = list(fixed)
    for name in names:
        definition.criterion(name, "fixed")
    return frozenset(names)


Chosen: TypeAlias = tuple[int, list[Option]]
"""The price of a choice, and for each variable its option; the finding as it is has no price."""


class _Search:
    """The options of each criterion with their prices: by cost, steps, changes, distance and place, in this order."""

    def __init__(
        self,
        definition: Definition,
        known: int,
        weighed: Weighed,
        wanted: Set[str | None],
        cost: Mapping[str, Weight],
    ) -> None:
        self.diagram, self.known, self.weighed, self.wanted = definition.diagram, known, weighed, wanted
        self.cost = {one.criterion.name: cost.get(one.criterion.name, 1) for one in self.diagram.variables}
        self.options: dict[str, list[Option]] = {}
        self.unchanging = frozenset(definition.intends.cannot_change).intersection(self.cost)
        self.searches = 0
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

    def best(self, options: Sequence[Sequence[Option]], below: int | None) -> Chosen | None:
        """Give the cheapest choice that makes sense and costs less than `below`; None if there is none.

        One that takes a premise away from what rests on it, or answers what has none, makes no sense.
        """
        self.searches += 1
        if self.searches > MAX_SEARCHES:
            raise SearchTooLongError(MAX_SEARCHES, "searches")
        # Where a variable does not matter its first option is taken, and costs nothing: so it is the cheapest.
        ordered = [sorted(choice, key=lambda one: one[1]) for choice in options] if self.premises else options
        priced = [[(cells, price - choice[0][1]) for cells, price in choice] for choice in ordered]
        indexes = cheapest(self.diagram, priced, self.wanted) if all(options) else None
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
            if self.run(held & without, self.unchanging & without) is None:
                needed.remove(name)
        return tuple(self.weighed.finding(name) for name in needed)


_DIGIT = 16
"""Bits that hold a number of steps or of changes."""

_DISTANCE = 32
"""Bits that hold a sum of distances."""
