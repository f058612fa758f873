"""Reasons: the fewest findings that leave only wanted labels possible, whatever the rest turns out to be.

Source: A. Ignatiev, N. Narodytska, J. Marques-Silva, Abduction-based explanations for machine learning models (2019),
for reasons with the fewest members.
"""

from collections.abc import Container, Sequence, Set

from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.searches.choices import cheapest
from relabel.core.diagrams.searches.options import Budget, Option
from relabel.errors import SearchTooLongError

__all__ = ["MAX_NODES", "MAX_REASON_SEARCH", "MAX_VALUED", "sufficient"]

MAX_REASON_SEARCH = 50
"""How many states a search for a reason with fewer findings may look at: an explanation is not to take longer than
some thirty classifications. Definitions of a dozen criteria need fewer."""

MAX_VALUED = 1_000
"""The same where a sum is carried: then states are values of the sum, of which there are more."""

MAX_REASON_WORK = 1_000_000
"""How many nodes it may go on from."""

MAX_NODES = 1_000
"""How large a diagram may be for such a search; of a larger one any minimal reason will do."""


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
    if diagram.size > MAX_NODES and diagram.carried is None:
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
    finding = 1 << len(diagram.fields)  # more than all differences between findings
    presumption = finding * (len(rank) + 1)  # more than all findings
    cost = {field: (presumption if field in presumed else finding) + (1 << place) for field, place in rank.items()}
    options: list[Sequence[Option]] = [_NOTHING] * len(diagram.fields)
    for level, field in enumerate(diagram.fields):
        if field in cost:
            cells = diagram.variables[level].cells_in(known)
            options[level] = ((cells, 0),) if field in always else ((0, 0), (cells, cost[field]))
    limit = MAX_REASON_SEARCH if diagram.carried is None else MAX_VALUED
    # Of the choices with as many, leaving out the last ones first has found the right one: look for fewer only.
    below = sum(presumption if field in presumed else finding for field in kept)
    try:
        chosen = cheapest(diagram, options, wanted, below=below, budget=Budget(limit, MAX_REASON_WORK))
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
