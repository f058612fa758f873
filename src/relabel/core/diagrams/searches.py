"""Searches: the cheapest choice of answers after which only wanted labels are possible.

A sufficient reason for a label keeps some of what is known and lets go of the rest; a path to a label
replaces some of what is known. Both choose, for one variable after the other, what its answer may be,
and want the diagram to end in certain leaves. As in a walk, the state is a set of nodes. The cheapest
choice is a shortest path over states; as levels only rise, one pass from the first to the last finds it.
Where the nodes have an order (see `relabel.core.diagrams.orders`), the worst node of a set stands for all of it,
and the pass is one over the nodes.

Sources: R. Bellman, On a routing problem (1958), for the pass; A. Ignatiev, N. Narodytska, J.
Marques-Silva, Abduction-based explanations for machine learning models (2019), for reasons with the
fewest members.
"""

from collections.abc import Container, Sequence, Set
from typing import TypeAlias

from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.orders import order_of
from relabel.core.diagrams.walks import State
from relabel.errors import SearchTooLongError

__all__ = ["MAX_NODES", "MAX_REASON_SEARCH", "MAX_SEARCH", "MAX_WORK", "Option", "cheapest", "sufficient"]

MAX_SEARCH = 200_000
"""How many states a search for a path may look at; one costs a few microseconds."""

MAX_WORK = 1_000_000
"""How many nodes such a search may go on from, in the states of a diagram that is large; one costs a microsecond."""

MAX_REASON_SEARCH = 50
"""How many states a search for a reason with fewer findings may look at: an explanation is not to take longer than
some thirty classifications. Definitions of a dozen criteria need fewer."""

MAX_NODES = 1_000
"""How large a diagram may be for such a search; of a larger one any minimal reason will do."""

Option: TypeAlias = tuple[int, int]
"""One way to choose what the answer to a variable may be: the cells left possible (as bits not shifted; 0 for
all), and the cost of that, 0 or more."""

Trail: TypeAlias = "tuple[int, int, Trail | None]"
"""The level and the index of the option taken last, and the trail before."""


def cheapest(
    diagram: Diagram,
    options: Sequence[Sequence[Option]],
    wanted: Set[str | None],
    *,
    below: int | None = None,
    limit: int | None = None,
) -> list[int] | None:
    """Choose one option for each variable, at the least cost, so that only wanted labels are possible.

    Args:
        diagram: The diagram.
        options: For each variable of the diagram at least one option; the first is taken where the
            variable does not matter, and then costs nothing.
        wanted: The labels that may be possible.
        below: Only choices that cost less than this will do; None for no bound.
        limit: How many states may be looked at; None for `MAX_SEARCH`.

    Returns:
        For each variable the index of the option; None where no choice will do. Which of several
        cheapest choices it is depends on the arguments alone.

    Raises:
        SearchTooLongError: More than `limit` states were looked at, or more than `MAX_WORK` nodes in them.
    """
    unwanted = sum(1 << leaf for leaf, label in enumerate(diagram.leaves) if label not in wanted)
    start, follow = diagram.walks.start, diagram.walks.follow
    if not start.reach & unwanted:
        return [0] * len(options)
    if start.certain & unwanted:
        return None
    bound = 1 + sum(cost for choice in options for _, cost in choice) if below is None else below
    single = all(cells.bit_count() == 1 for choice in options for cells, _ in choice)
    order = () if single else order_of(diagram, unwanted)
    if order is not None:
        return _cheapest_in_order(diagram, options, unwanted, bound, order)
    best: Trail | None = None
    # By level, the states that ask for its variable, each with the least cost of getting there and the way.
    layers: list[dict[frozenset[int], tuple[State, int, Trail | None]]] = [{} for _ in options]
    layers[start.first][start.nodes] = (start, 0, None)
    looked_at, most, work = 0, MAX_SEARCH if limit is None else limit, 0
    for level, layer in enumerate(layers):
        looked_at += len(layer)
        if looked_at > most:
            raise SearchTooLongError(most)
        for state, cost, trail in layer.values():
            work += len(state.nodes) * len(options[level])
            if work > MAX_WORK:
                raise SearchTooLongError(MAX_WORK, "nodes")
            for index, (cells, price) in enumerate(options[level]):
                total = cost + price
                if total >= bound:
                    continue
                onward = state.onward.get(cells) or follow(state, cells)
                if not onward.reach & unwanted:
                    bound, best = total, (level, index, trail)
                elif not onward.certain & unwanted:
                    there = layers[onward.first]
                    known = there.get(onward.nodes)
                    if known is None or total < known[1]:
                        there[onward.nodes] = (onward, total, (level, index, trail))
    return None if best is None else _chosen(best, len(options))


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
    return None if best is None else _chosen(best, len(options))


def _chosen(way: "Trail | None", count: int) -> list[int]:
    """Give the indexes of the options on a way, by level."""
    chosen = [0] * count
    while way is not None:
        level, index, way = way
        chosen[level] = index
    return chosen


def sufficient(
    diagram: Diagram, known: int, fields: Sequence[int], wanted: Set[str | None], presumed: Container[int] = ()
) -> list[int]:
    """Choose some of what is known that leaves only wanted labels possible, whatever the rest turns out to be.

    Of all such choices it is the one with the fewest presumptions, then the fewest fields, then the
    one without the last field in which it differs from another.

    Args:
        diagram: The diagram.
        known: What is known, as for `Diagram.possible`; it leaves only wanted labels possible.
        fields: The fields of what is known, as in `Diagram.fields`: the presumptions last, and before
            them the dearest to do without first.
        wanted: The labels that may be possible.
        presumed: Which fields are presumptions.

    Returns:
        The fields chosen, in the order of the diagram. Of a diagram of more than `MAX_NODES` nodes, or
        should the search look at more than `MAX_REASON_SEARCH` states, fields none of which can be
        left out.

    Cost: a walk over the diagram per field, a second one for each where there are several choices,
    and a search over states of the walk where one of them may have fewer fields; over a diagram of
    more than `MAX_NODES` nodes, one pass.
    """
    if diagram.size > MAX_NODES:
        return _minimal(diagram, known, fields, wanted)
    possible = diagram.possible
    # What all the rest cannot make up for is in every choice.
    always = {field for field in fields if not possible(known & ~field) <= wanted}
    if possible(known & sum(always)) <= wanted:
        return sorted(always)
    needed = known
    kept: list[int] = []
    for field in reversed(fields):
        if field not in always:
            without = needed & ~field
            if possible(without) <= wanted:
                needed = without
            else:
                kept.append(field)
    # Nothing replaces one field by less; and of the choices with as many fields, leaving out the last ones first
    # has found the right one.
    if len(kept) > 1:
        kept = _fewer(diagram, known, fields, wanted, always, kept, presumed)
    return sorted([*always, *kept])


def _fewer(
    diagram: Diagram,
    known: int,
    fields: Sequence[int],
    wanted: Set[str | None],
    always: Set[int],
    kept: list[int],
    presumed: Container[int],
) -> list[int]:
    """Choose better than `kept` what is added to the fields that are in every choice."""
    if not any(field in presumed for field in kept):
        # Most often one field does instead of all that are kept: then no choice has fewer.
        rest = known & sum(always)
        for field in fields:
            if field not in kept and field not in presumed and diagram.possible(rest | known & field) <= wanted:
                return [field]
        if len(kept) == 2:
            return kept
    rank = {field: rank for rank, field in enumerate(fields)}
    finding = 1 << len(rank)  # more than all differences between findings
    presumption = finding * (len(rank) + 1)  # more than all findings
    cost = {field: (presumption if field in presumed else finding) + (1 << place) for field, place in rank.items()}
    options: list[Sequence[Option]] = [_NOTHING] * len(diagram.fields)
    for level, field in enumerate(diagram.fields):
        if field in cost:
            cells = diagram.variables[level].cells_in(known)
            options[level] = ((cells, 0),) if field in always else ((0, 0), (cells, cost[field]))
    # Of the choices with as many, leaving out the last ones first has found the right one: look for fewer only.
    below = sum(presumption if field in presumed else finding for field in kept)
    try:
        chosen = cheapest(diagram, options, wanted, below=below, limit=MAX_REASON_SEARCH)
    except SearchTooLongError:
        return kept
    if chosen is None:
        return kept
    return [field for index, field in zip(chosen, diagram.fields, strict=True) if index]


_NOTHING: Sequence[Option] = ((0, 0),)


def _minimal(diagram: Diagram, known: int, fields: Sequence[int], wanted: Set[str | None]) -> list[int]:
    """Choose fields none of which can be left out, in one pass over the levels from the last to the first.

    While a level is looked at, everything above it is kept, and what is kept below it is settled. So what
    a node can lead to is worked out once.
    """
    leaves, levels, children = diagram.leaves, diagram.levels, diagram.children
    among = set(fields)
    cells = [
        variable.cells_in(known) if field in among else 0
        for field, variable in zip(diagram.fields, diagram.variables, strict=True)
    ]
    reached: list[set[int]] = [set() for _ in range(len(cells) + 1)]
    reached[levels[diagram.root]].add(diagram.root)
    for level, mine in enumerate(cells):
        for node in reached[level]:
            for cell, child in enumerate(children[node]):
                if not mine or mine >> cell & 1:
                    reached[levels[child]].add(child)
    allowed: dict[int, bool] = {node: label in wanted for node, label in enumerate(leaves)}

    def is_allowed(node: int) -> bool:
        """Say whether a node leads to wanted labels only."""
        found = allowed.get(node)
        if found is None:
            mine = cells[levels[node]]
            found = True
            for cell, child in enumerate(children[node]):
                if (not mine or mine >> cell & 1) and not is_allowed(child):
                    found = False
                    break
            allowed[node] = found
        return found

    kept: list[int] = []
    for level in range(len(cells) - 1, -1, -1):
        if cells[level]:
            if all(is_allowed(child) for node in reached[level] for child in children[node]):
                cells[level] = 0
            else:
                kept.append(diagram.fields[level])
    return kept[::-1]
