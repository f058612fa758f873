"""Options: the ways to choose what the answer to a variable may be, and what was chosen on a way through a diagram."""

from typing import TypeAlias

__all__ = ["Option", "Trail", "indexes"]

Option: TypeAlias = tuple[int, int]
"""One way to choose what the answer to a variable may be: the cells left possible (as bits not shifted; 0 for
all), and the cost of that, 0 or more."""

Trail: TypeAlias = "tuple[int, int, Trail | None]"
"""The level and the index of the option taken last, and the trail before."""


def indexes(way: "Trail | None", count: int) -> list[int]:
    """Give the indexes of the options on a way, by level; 0 where it takes none."""
    chosen = [0] * count
    while way is not None:
        level, index, way = way
        chosen[level] = index
    return chosen
