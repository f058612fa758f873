"""The cheapest choice of answers where a sum is carried beside the diagram.

As a rule more of the sum does no harm (or less of it): then of all values that it may have the worst one stands for
all, and of two choices that lead to one node the dearer with the worse value is no use. What the rest costs at least
is known beforehand from the sum alone, so that only choices are looked at that may still be the cheapest.

Sources: P. Hart, N. Nilsson, B. Raphael, A formal basis for the heuristic determination of minimum cost paths (1968),
for the bound; R. Korf, Depth-first iterative-deepening (1985), for raising it as long as nothing is found.
"""

import heapq
import itertools
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, cast

from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.searches.options import Budget, Option, Trail, indexes
from relabel.core.diagrams.sums import Sum
from relabel.core.diagrams.walks import CarryingWalks, Valued

__all__ = ["cheapest_carrying", "some_carrying"]

STEP = 50
"""How many nodes of a budget an option takes that is tried on from a node; that is some ten microseconds."""

FEW = 20
"""How many states at each level do where it need not be the cheapest choice."""

MAX_BOUNDS = 200
"""How many costs are told apart, at each level, in what the rest costs at least."""


def cheapest_carrying(
    diagram: Diagram,
    options: Sequence[Sequence[Option]],
    unwanted: int,
    bound: int,
    budget: Budget,
) -> list[int] | None:
    """Choose one option for each variable as `cheapest` does.

    Args:
        diagram: A diagram beside which a sum is carried.
        options: As for `cheapest`. The lowest bits of a cost, one for each variable, only part what costs the same.
        unwanted: The leaves that are not wanted, a bit for each.
        bound: Only choices that cost less than this will do.
        budget: As for `cheapest`.

    Raises:
        SearchTooLongError: The budget was spent; an option that is tried on from a node takes `STEP` nodes of it.
    """
    search = _Search(diagram, options, unwanted, budget)
    least = search.least(0, search.start)
    limit = least or 0
    while least is not None and least << search.fine < bound:
        best = search.run(limit, bound)
        if best is not None:
            return indexes(best, len(options))
        least = search.further
        # Twice as far as needed, so that there are few rounds.
        limit = limit if least is None else least + (least - limit)
    return None


def some_carrying(diagram: Diagram, options: Sequence[Sequence[Option]], unwanted: int, bound: int) -> list[int] | None:
    """Choose as `cheapest_carrying` does among the `FEW` most promising states at each level; None if none leads on."""
    best = _Search(diagram, options, unwanted, None).run(bound, bound)
    return None if best is None else indexes(best, len(options))


class _Bound(NamedTuple):
    """What it costs at least until the ends of the sum, so many times each, come to a goal."""

    low: int
    high: int
    goal: int
    tables: list[tuple[list[int], list[int]]]
    """For each level rising costs, without the lowest bits, and the most that so much adds from there on."""


def _least(values: int) -> int:
    return values & -values


def _most(values: int) -> int:
    return 1 << values.bit_length() - 1


def _ends(values: int) -> int:
    return _least(values) | _most(values)


def _all(values: int) -> int:
    return values


class _Search:
    """What a search looks up at each step."""

    def __init__(
        self,
        diagram: Diagram,
        options: Sequence[Sequence[Option]],
        unwanted: int,
        budget: Budget | None,
    ) -> None:
        self.walks = cast("CarryingWalks", diagram.walks)
        self.diagram, self.options, self.unwanted, self.budget = diagram, options, unwanted, budget
        self.fine = len(options)
        self.further: int | None = None
        self.start = frozenset([(diagram.root, 1)])
        carried = self.walks.carried
        level = len(options)
        wishes = [
            [not unwanted >> child & 1 for child in children]
            for node, children in enumerate(diagram.children)
            if diagram.levels[node] == level
        ]
        upward = all(wish == sorted(wish) for wish in wishes)
        downward = all(wish == sorted(wish, reverse=True) for wish in wishes)
        self.one_way = 1 if upward else -1 if downward else 0
        between = all(sum(one < other for one, other in itertools.pairwise([False, *wish])) < 2 for wish in wishes)
        self.worst = _least if upward else _most if downward else _ends if between else _all
        """Leaves of values, as bits, those by which all are judged."""
        ends = [0, *carried.marks, carried.rest[0] + 1]
        wanted = [
            (ends[wish.index(True)], ends[len(wish) - wish[::-1].index(True)] - 1) for wish in wishes if any(wish)
        ]
        self.bounds: list[_Bound] = []
        if wanted and not downward:
            self.bounds.append(self._bound(carried, 1, 0, min(low for low, _ in wanted)))
        if wanted and not upward:
            self.bounds.append(self._bound(carried, 0, -1, -max(high for _, high in wanted)))
        if wanted and not downward and not upward:
            self.bounds.append(self._bound(carried, 1, -1, -max(high - low for low, high in wanted)))
        self.only_by_sum: list[bool] = []
        """For each node whether it leads to what is wanted only by way of the sum."""
        for node, children in enumerate(diagram.children):
            by_sum = all(self.only_by_sum[child] for child in children) if children else bool(unwanted >> node & 1)
            self.only_by_sum.append(by_sum or diagram.levels[node] == level)

    def _bound(self, carried: Sum, low: int, high: int, goal: int) -> "_Bound":
        """Give what it costs at least until the ends of the sum, so many times each, come to a goal."""
        entries = [(0, 0)]
        tables = [([0], [0])]
        for row, choice in zip(reversed(carried.adds), reversed(self.options), strict=True):
            steps: set[tuple[int, int]] = set()
            for cells, price in choice:
                amounts = [amount for cell, amount in enumerate(row) if not cells or cells >> cell & 1]
                steps.add((price >> self.fine, low * min(amounts) + high * max(amounts)))
            merged = sorted({(cost + more, gain + added) for cost, gain in entries for more, added in steps})
            entries = []
            for cost, gain in merged:
                if entries and entries[-1][0] == cost and gain > entries[-1][1]:
                    entries[-1] = (cost, gain)
                elif not entries or gain > entries[-1][1]:
                    entries.append((cost, gain))
            size = -(-len(entries) // MAX_BOUNDS)
            entries = [(entries[at][0], entries[at : at + size][-1][1]) for at in range(0, len(entries), size)]
            tables.append(([cost for cost, _ in entries], [gain for _, gain in entries]))
        return _Bound(low, high, goal, tables[::-1])

    def least(self, level: int, places: Iterable[Valued]) -> int | None:
        """Give what it costs at least to lead on from a level to what is wanted, without the lowest bits."""
        least = 0
        for node, bits in places:
            if self.only_by_sum[node]:
                low, high = (bits & -bits).bit_length() - 1, bits.bit_length() - 1
                for one in self.bounds:
                    costs, gains = one.tables[level]
                    at = bisect_left(gains, one.goal - one.low * low - one.high * high)
                    if at == len(gains):
                        return None
                    least = max(least, costs[at])
        return least

    def run(self, limit: int, bound: int) -> "Trail | None":
        """Give the cheapest way that costs at most `limit`, but for the lowest bits, and less than `bound`."""
        self.further = None
        best: Trail | None = None
        layer: dict[frozenset[Valued], tuple[int, int, Trail | None]] = {self.start: (0, 0, None)}
        for level, choice in enumerate(self.options):
            following: dict[frozenset[Valued], tuple[int, int, Trail | None]] = {}
            if self.budget is not None:
                self.budget.spend(states=len(layer), work=STEP * sum(map(len, layer)) * len(choice))
            for places, (cost, _, trail) in layer.items():
                for index, (cells, price) in enumerate(choice):
                    total = cost + price
                    if total >= bound:
                        continue
                    after = self.after(level, places, cells)
                    if after is None or (rest := self.least(level + 1, after)) is None:
                        continue
                    if (least := (total >> self.fine) + rest) > limit:
                        self.further = min(self.further or least, least)
                    elif not after:
                        bound, best = total, (level, index, trail)
                    elif (known := following.get(after)) is None or total < known[0]:
                        following[after] = (total, least, (level, index, trail))
            layer = self.undominated(following)
            if self.budget is None and len(layer) > FEW:
                layer = {one: layer[one] for one in heapq.nsmallest(FEW, layer, key=lambda one: layer[one][1])}
        return best

    def after(self, level: int, places: frozenset[Valued], cells: int) -> frozenset[Valued] | None:
        """Give where an answer leads, without what is sure to be wanted; None where something else is certain."""
        values = self.walks.step(dict(places), level, cells)
        self.walks.settle(values, level + 1)
        found: list[Valued] = []
        for node, bits in values.items():
            reach = self.walks.reach[node]
            if not reach & ~self.unwanted:
                return None
            if reach & self.unwanted:
                found.append((node, self.worst(bits)))
        return frozenset(found)

    def undominated(self, layer: dict[frozenset[Valued], Any]) -> dict[frozenset[Valued], Any]:
        """Leave out of those at one node alone what costs no less than another with as good a value."""
        # Any: the cost, what it comes to at least, and the trail.
        if not self.one_way or len(layer) < 2:
            return layer
        kept = {places: way for places, way in layer.items() if len(places) > 1}
        alone = [(next(iter(places)), way, places) for places, way in layer.items() if len(places) == 1]
        least: dict[int, int] = {}
        for (node, _), way, places in sorted(alone, key=lambda one: (one[0][1], one[1][0]), reverse=self.one_way > 0):
            if node not in least or way[0] < least[node]:
                least[node] = way[0]
                kept[places] = way
        return kept
