"""Paths: what would have to change, or to be shown, for a relationship to get a label for certain.

Sources: T. Miller, Contrastive explanation: a structural-model approach (2021), for asking "why not
that?"; R. Reiter, A theory of diagnosis from first principles (1987), for listing the smallest sets of
changes in order.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from typing import final

import attrs

from relabel.core.classification.path_searches import Path, Search, Step
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Finding
from relabel.core.definitions.weighing import Weighed
from relabel.core.diagrams.searches.options import Budget
from relabel.core.diagrams.searches.reasons import sufficient
from relabel.core.model.answers import Weight, check_weight
from relabel.core.model.criteria import unit_text
from relabel.errors import InvalidValueError

__all__ = ["Obstacle", "Path", "Paths", "Step", "WhyNot", "check_fixed", "find_paths", "find_why_not"]


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
        proven: Whether it is certain that no path costs less, that there are no others where there are fewer than
            were asked for, and that of `held_by` none can be left out; not so where that takes too long. Of a path no
            step can be left out in any case.
    """

    label: str | None
    paths: tuple[Path, ...]
    held_by: tuple[Finding, ...]
    proven: bool = True

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
        proven: Whether it is certain that less than `missing` never does; not so where that takes too long.
    """

    label: str | None
    never: bool
    obstacles: tuple[Obstacle, ...]
    missing: Path | None
    proven: bool = True


def find_why_not(
    definition: Definition,
    known: int,
    answered: Sequence[int],
    weighed: Weighed,
    label: str | None,
    budget: Budget | None = None,
) -> WhyNot:
    """Say why a label is not given.

    Args:
        definition: The definition.
        known: What is known, as in `Classification.known`.
        answered: The fields on which evidence counts, the dearest first.
        weighed: The evidence.
        label: A label of the definition that is not the one given.
        budget: How much may be looked at; None for a new one.

    Raises:
        SearchTooLongError: As for `find_paths`.
    """
    diagram = definition.diagram
    if label not in diagram.leaves:
        return WhyNot(label, never=True, obstacles=(), missing=None)
    if label in diagram.possible(known):
        search = Search(definition, known, weighed, {label}, {}, budget)
        return WhyNot(label, never=False, obstacles=(), missing=search.shown(), proven=search.proven)
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
    budget: Budget | None = None,
) -> Paths:
    """Find the cheapest ways to a label; see `Classification.path_to`.

    What the searches look at is taken off `budget`; None for a new one.
    """
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
    search = Search(definition, known, weighed, wanted, cost or {}, budget)
    first = search.run(held)
    if first is None:
        return Paths(label, (), search.held_by(held), search.proven)
    # Best first. What a path asks for is left alone in turn to find the next ones: any set of changes that does
    # without all of an earlier path leaves some part of it alone.
    waiting = [(first, held)]
    seen = {held}
    found: list[frozenset[str]] = []
    paths: list[Path] = []
    while waiting and (search.proven or not paths):
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
            if fewer not in seen and search.proven:
                seen.add(fewer)
                onward = search.further(fewer)
                if onward is not None:
                    heapq.heappush(waiting, (onward, fewer))
    return Paths(label, tuple(paths), (), search.proven)


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
