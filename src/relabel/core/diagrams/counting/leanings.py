"""Leanings: whether an answer makes some labels more common than they are on the whole."""

import math
from collections.abc import Collection, Iterable, Set

from relabel.core.diagrams.counting.completions import completions
from relabel.core.diagrams.diagram import Diagram

__all__ = ["leanings"]


def leanings(
    diagram: Diagram, labels: Set[str | None], levels: Collection[int] | None = None
) -> tuple[tuple[int, ...], ...]:
    """Say for each variable and cell whether the labels are more common where the answer lies there.

    All complete records of answers are counted, each once: an answer leans towards the labels if a
    larger share of the records with it gets one of them than of all records.

    Args:
        diagram: The diagram.
        labels: The labels.
        levels: The variables that are asked about; None for all.

    Returns:
        For each variable, in order, a number per cell: 1 for more common, -1 for less, 0 for as common. Of one that is
        not asked about there may be none.

    Cost: two passes over the nodes, with numbers as long as that of all records.

    >>> from relabel import Criterion, Definition, Label
    >>> a, b = Criterion("a"), Criterion("b")
    >>> leanings(Definition("d", "d", [Label("x", a & ~b)], source="-").diagram, {"x"})
    ((-1, 1), (1, -1))
    """
    sizes = [variable.size for variable in diagram.variables]
    if diagram.carried is not None:
        wishes = [{leaf for leaf, label in enumerate(diagram.leaves) if label in labels}]
        every = range(len(sizes))
        uniform = [dict.fromkeys(range(size), 1) for size in sizes]
        counts = completions(diagram, uniform, wishes, every if levels is None else levels)
        rows = [[count for (count,) in counts.get(level, {}).values()] for level in every]
        return tuple(_signs(len(row) * count - sum(row) for count in row) for row in rows)
    onward = [math.prod(sizes[level:]) for level in range(len(sizes) + 1)]
    levels, children = diagram.levels, diagram.children
    below = [int(label in labels) for label in diagram.leaves]
    for node in range(len(diagram.leaves), len(levels)):
        rest = onward[levels[node] + 1]
        below.append(sum(rest // onward[levels[child]] * below[child] for child in children[node]))
    above = [0] * len(levels)
    above[diagram.root] = onward[0] // onward[levels[diagram.root]]
    found = [[0] * size for size in sizes]
    for node in range(len(levels) - 1, len(diagram.leaves) - 1, -1):
        level = levels[node]
        for cell, child in enumerate(children[node]):
            skipped = onward[level + 1] // onward[levels[child]]
            found[level][cell] += above[node] * (sizes[level] * skipped * below[child] - below[node])
            above[child] += above[node] * skipped
    return tuple(_signs(excesses) for excesses in found)


def _signs(excesses: Iterable[int]) -> tuple[int, ...]:
    return tuple([(excess > 0) - (excess < 0) for excess in excesses])
