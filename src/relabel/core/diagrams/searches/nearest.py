"""The record nearest to what is usual that leads to wanted leaves, where a sum is carried beside the diagram.

From the bottom upwards, and for no unusual answers, then one, then two, it is known with which values of the sum a
node leads there; these are the bits of one number, so that an answer shifts them all at once.

Source: R. Bellman, On a routing problem (1958), with sets of bits for the lengths that are reached.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias, cast

from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.walks import CarryingWalks

__all__ = ["MAX_SHIFTS", "nearest"]

MAX_SHIFTS = 5_000_000
"""How many shifts of a thousand values each may be made; they are kept, and take some 200 MB."""

SHIFTS = 64
"""How many shifts count as one step."""

Layers: TypeAlias = list[dict[int, int]]
"""By level and node the values with which it leads to what is wanted; of a node that asks for no sum all or none."""


def nearest(diagram: Diagram, usual: Sequence[int], wanted: int, spend: Callable[[int], None]) -> list[int] | None:
    """Give the cells of a record that leads to wanted leaves, of those with the fewest unusual ones the first.

    Args:
        diagram: A diagram beside which a sum is carried.
        usual: By variable the cell that is usual.
        wanted: The leaves that are wanted, a bit for each.
        spend: Notes steps, and raises an error where there are too many.

    Returns:
        A cell for each variable; None where no record leads there. Where it takes more than `MAX_SHIFTS` to find out
        which is nearest, those of a record that is usual as far down as can be.

    Cost: for each unusual answer a pass over the diagram, with numbers of a bit for each value.
    """
    walks = cast("CarryingWalks", diagram.walks)
    if not any(wanted >> leaf & 1 for leaf, label in enumerate(diagram.leaves) if label in walks.end(0).labels):
        return None
    steps = _steps(diagram)
    ends = {node: sum(bits for child, bits in _ends(diagram, node) if wanted >> child & 1) for node in steps[-1]}
    shifts = sum(len(children) for here in steps for children in here.values()) * (1 + walks.carried.rest[0] // 1000)
    known: list[Layers] = []
    while len(known) * shifts <= MAX_SHIFTS:
        spend(1 + shifts // SHIFTS)
        known.append(_layers(diagram, usual, steps, ends, known[-1] if known else None))
        if known[-1][0][diagram.root] & 1:
            return _way(diagram, usual, steps, known)
    return _way(diagram, usual, steps, [_layers(diagram, usual, steps, ends, None, freely=True)])


def _way(
    diagram: Diagram, usual: Sequence[int], steps: Sequence[dict[int, Sequence[int]]], known: Sequence[Layers]
) -> list[int]:
    """Give the first way to what is wanted: as many unusual answers as layers, or any where there is but one."""
    cells: list[int] = []
    node, value, left = diagram.root, 0, len(known) - 1
    for level, row in enumerate(cast("CarryingWalks", diagram.walks).carried.adds):
        unusual = [left == 0 and cell != usual[level] for cell in range(len(row))]
        ways = ((cell, steps[level][node][cell], max(0, left - (cell != usual[level]))) for cell in range(len(row)))
        cell, node, left = next(
            (cell, child, after)
            for cell, child, after in sorted(ways, key=lambda way: unusual[way[0]])
            if known[after][level + 1][child] >> value + row[cell] & 1
        )
        cells.append(cell)
        value += row[cell]
    return cells


def _steps(diagram: Diagram) -> list[dict[int, Sequence[int]]]:
    """Give by level, for each node that may have been reached, where each answer leads; at the end none."""
    found: list[dict[int, Sequence[int]]] = []
    here = {diagram.root}
    for level, variable in enumerate(diagram.variables):
        found.append(
            {
                node: diagram.children[node] if diagram.levels[node] == level else (node,) * variable.size
                for node in sorted(here)
            }
        )
        here = {child for children in found[-1].values() for child in children}
    return [*found, dict.fromkeys(sorted(here), ())]


def _ends(diagram: Diagram, node: int) -> list[tuple[int, int]]:
    """Give the leaves that a node below all variables leads to, each with the values with which it does."""
    stretches = cast("CarryingWalks", diagram.walks).carried.stretches
    children = diagram.children[node]
    return list(zip(children, stretches, strict=True)) if children else [(node, -1)]


def _layers(
    diagram: Diagram,
    usual: Sequence[int],
    steps: Sequence[dict[int, Sequence[int]]],
    ends: dict[int, int],
    fewer: Layers | None,
    *,
    freely: bool = False,
) -> Layers:
    """Give what leads to what is wanted with one more unusual answer than before, or freely with any number."""
    found = [ends]
    adds = cast("CarryingWalks", diagram.walks).carried.adds
    for level in reversed(range(len(adds))):
        below, row = found[-1], adds[level]
        others = below if freely else None if fewer is None else fewer[level + 1]
        here: dict[int, int] = {}
        for node, children in steps[level].items():
            bits = below[children[usual[level]]] >> row[usual[level]]
            if others is not None:
                for child, more in zip(children, row, strict=True):
                    bits |= others[child] >> more
            here[node] = bits
        found.append(here)
    return found[::-1]
