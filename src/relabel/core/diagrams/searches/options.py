"""Options: the ways to choose what the answer to a variable may be, and what was chosen on a way through a diagram."""

from typing import TypeAlias, final

from relabel.errors import SearchTooLongError

__all__ = ["MAX_STATES", "MAX_WORK", "Budget", "Option", "Trail", "indexes"]

MAX_STATES = 200_000
"""How many states the searches of one call may look at; one costs a few microseconds."""

MAX_WORK = 1_000_000
"""How many nodes they may go on from in these states; one costs a microsecond."""


@final
class Budget:
    """How much the searches of one call may do together."""

    def __init__(self, states: int | None = None, work: int | None = None) -> None:
        self.states = self.most_states = MAX_STATES if states is None else states
        self.work = self.most_work = MAX_WORK if work is None else work

    def spend(self, *, states: int = 0, work: int = 0) -> None:
        """Note what was looked at.

        Raises:
            SearchTooLongError: It was more than there is left.
        """
        self.states -= states
        self.work -= work
        if self.states < 0:
            raise SearchTooLongError(self.most_states)
        if self.work < 0:
            raise SearchTooLongError(self.most_work, "nodes")


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
