"""The cheapest choice of answers after which only wanted labels are possible.

A sufficient reason for a label keeps some of what is known and lets go of the rest; a path to a label
replaces some of what is known. Both choose, for one variable after the other, what its answer may be,
and want the diagram to end in certain leaves. As in a walk, the state is a set of nodes. The cheapest
choice is a shortest path over states; as levels only rise, one pass from the first to the last finds it.
Where the nodes have an order (see `relabel.core.diagrams.searches.orders`), the worst node of a set stands for all
of it, and the pass is one over the nodes.

Source: R. Bellman, On a routing problem (1958).
"""

from collections.abc import Sequence, Set
from typing import Any

from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.searches.carrying import cheapest_carrying, some_carrying
from relabel.core.diagrams.searches.options import Budget, Option, Trail, indexes
from relabel.core.diagrams.searches.orders import order_of
from relabel.core.diagrams.walks import State

__all__ = ["cheapest", "fair"]


def cheapest(
    diagram: Diagram,
    options: Sequence[Sequence[Option]],
    wanted: Set[str | None],
    *,
    below: int | None = None,
    budget: Budget | None = None,
) -> list[int] | None:
    """Choose one option for each variable, at the least cost, so that only wanted labels are possible.

    Args:
        diagram: The diagram.
        options: For each variable of the diagram at least one option; the first is taken where the
            variable does not matter, and then costs nothing.
        wanted: The labels that may be possible.
        below: Only choices that cost less than this will do; None for no bound.
        budget: How much may be looked at, which is taken off it; None for a new one.

    Returns:
        For each variable the index of the option; None where no choice will do. Which of several
        cheapest choices it is depends on the arguments alone.

    Raises:
        SearchTooLongError: The budget was spent.
    """
    budget = Budget() if budget is None else budget
    unwanted = sum(1 << leaf for leaf, label in enumerate(diagram.leaves) if label not in wanted)
    start, follow = diagram.walks.start, diagram.walks.follow
    if not start.reach & unwanted:
        return [0] * len(options)
    if start.certain & unwanted:
        return None
    bound = 1 + sum(cost for choice in options for _, cost in choice) if below is None else below
    if diagram.carried is not None:
        return cheapest_carrying(diagram, options, unwanted, bound, budget)
    single = all(cells.bit_count() == 1 for choice in options for cells, _ in choice)
    order = () if single else order_of(diagram, unwanted)
    if order is not None:
        budget.spend(work=len(diagram.levels))
        return _cheapest_in_order(diagram, options, unwanted, bound, order)
    best: Trail | None = None
    # By level, the states that ask for its variable, each with the least cost of getting there and the way.
    layers: list[dict[frozenset[Any], tuple[State[Any], int, Trail | None]]] = [{} for _ in options]
    layers[start.first][start.places] = (start, 0, None)
    for level, layer in enumerate(layers):
        budget.spend(states=len(layer))
        for state, cost, trail in layer.values():
            budget.spend(work=len(state.places) * len(options[level]))
            for index, (cells, price) in enumerate(options[level]):
                total = cost + price
                if total >= bound:
                    continue
                onward = state.onward.get(cells) or follow(state, cells)
                if not onward.reach & unwanted:
                    bound, best = total, (level, index, trail)
                elif not onward.certain & unwanted:
                    there = layers[onward.first]
                    known = there.get(onward.places)
                    if known is None or total < known[1]:
                        there[onward.places] = (onward, total, (level, index, trail))
    return None if best is None else indexes(best, len(options))


def fair(diagram: Diagram, options: Sequence[Sequence[Option]], wanted: Set[str | None]) -> list[int] | None:
    """Choose as `cheapest` does where that takes too long: of what is chosen nothing can be left out.

    It is the cheapest choice of an answer to each variable, or where a sum is carried that among a few states; and
    then, from the last to the first, the first option wherever that will do.

    Args:
        diagram: As for `cheapest`.
        options: As for `cheapest`.
        wanted: As for `cheapest`.

    Returns:
        As for `cheapest`; None where nothing is found so, though there may be something.

    Cost: linear in the size of the diagram, and a walk for each variable.
    """
    unwanted = sum(1 << leaf for leaf, label in enumerate(diagram.leaves) if label not in wanted)
    bound = 1 + sum(cost for choice in options for _, cost in choice)
    if diagram.carried is None:
        places = [[at for at, (cells, _) in enumerate(choice) if cells.bit_count() == 1] for choice in options]
        single = [[choice[at] for at in some] for choice, some in zip(options, places, strict=True)]
        found = _cheapest_in_order(diagram, single, unwanted, bound, ()) if all(places) else None
        chosen = None if found is None else [some[at] for some, at in zip(places, found, strict=True)]
    else:
        chosen = some_carrying(diagram, options, unwanted, bound)
    if chosen is None:
        return None
    for level in reversed(range(len(options))):
        fewer = [*chosen[:level], 0, *chosen[level + 1 :]]
        cells = (choice[at][0] for choice, at in zip(options, fewer, strict=True))
        known = sum(some << one.shift for some, one in zip(cells, diagram.variables, strict=True))
        chosen = fewer if diagram.possible(known) <= wanted else chosen
    return chosen


def _cheapest_in_order(
    diagram: Diagram, options: Sequence[Sequence[Option]], unwanted: int, bound: int, order: Sequence[int]
) -> list[int] | None:
    """Choose as `cheapest` does, where nodes have an order: then the states are the nodes, each the worst of several.

    No order is needed where every option is one answer.
    """
    children, levels, reach = diagram.children, diagram.levels, diagram.reach
    ways: list[tuple[int, Trail | None] | None] = [None] * (diagram.root + 1)
    ways[diagram.root] = (0, None)
    best: Trail | None = None
    for node in range(diagram.root, -1, -1):  # parents before children
        way = ways[node]
        if way is None or way[0] >= bound or not reach[node] & ~unwanted:
            continue
        cost, trail = way
        if not reach[node] & unwanted:
            bound, best = way
            continue
        level, below = levels[node], children[node]
        for index, (cells, price) in enumerate(options[level]):
            if cells.bit_count() == 1:
                child = below[cells.bit_length() - 1]
            else:
                ends = [one for cell, one in enumerate(below) if cells >> cell & 1] if cells else below
                child = min(ends, key=order.__getitem__)
            total, known = cost + price, ways[child]
            if total < bound and (known is None or total < known[0]):
                ways[child] = (total, (level, index, trail))
    return None if best is None else indexes(best, len(options))
