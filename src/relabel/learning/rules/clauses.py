"""Clauses: what has to hold of yes/no variables, and an assignment for which it does; python-sat finds it."""

from collections.abc import Callable, Iterable, Sequence
from typing import final

from relabel.errors import MissingExtraError

__all__ = ["Clauses", "Effort", "OutOfEffortError"]


class OutOfEffortError(Exception):
    """The search was given up; whether there is an assignment is not known."""


@final
class Effort:
    """How many dead ends searches may still meet; each at most half of what the others have left."""

    def __init__(self, left: int) -> None:
        self.left = left


@final
class Clauses:
    """Clauses over variables that are numbers from 1 on; the negative number stands for the opposite.

    Args:
        effort: What the search for assignments may take; the same for several sets of clauses.

    Raises:
        MissingExtraError: python-sat is not installed.
    """

    def __init__(self, effort: Effort) -> None:
        try:
            from pysat.solvers import Glucose4  # type: ignore[import-untyped]  # an optional package, without types
        except ImportError:
            raise MissingExtraError("python-sat", "learn") from None
        self._solver = Glucose4()
        self._effort = effort
        self._met = 0
        self._last = 0

    def variable(self) -> int:
        """Give a new variable."""
        self._last += 1
        return self._last

    def add(self, *literals: int) -> None:
        """Ask for one of some literals."""
        self._solver.add_clause(literals)

    def at_most_one(self, literals: Sequence[int]) -> None:
        """Forbid every two of some literals."""
        for place, one in enumerate(literals):
            for other in literals[:place]:
                self.add(-one, -other)

    def counter(self, literals: Sequence[int], most: int) -> Callable[[int], Sequence[int]]:
        """Give what counts those of some literals that are named by bits.

        Args:
            literals: The literals, each in its place.
            most: How far is counted.

        Returns:
            A function that gives, for bits of places, variables of which the first holds if and only if
            at least one of these literals does, the second for two, and so on up to the most. Sets that
            have halves in common share what counts these.

        Source: Bailleux and Boufkhad, Efficient CNF encoding of Boolean cardinality constraints, CP 2003.
        """
        counted: dict[tuple[int, int, int], Sequence[int]] = {}

        def count(first: int, end: int, places: int) -> Sequence[int]:
            if not places or end - first == 1:
                return [literals[first]] if places else []
            key = first, end, places
            if key not in counted:
                middle = (first + end) // 2
                upper = places >> middle << middle
                halves = count(first, middle, places ^ upper), count(middle, end, upper)
                counted[key] = self._merged(*halves, most) if all(halves) else halves[0] or halves[1]
            return counted[key]

        return lambda places: count(0, len(literals), places)

    def total(self, literals: Iterable[int], most: int) -> Sequence[int]:
        """Give variables of which the first holds if at least one of the literals does, and so on up to the most."""
        every = list(literals)
        return self.counter(every, most)((1 << len(every)) - 1)[:most]

    def solve(self, assumed: Iterable[int]) -> frozenset[int] | None:
        """Give the variables that hold in an assignment for which all clauses and what is assumed hold.

        Returns:
            None if there is none.

        Raises:
            OutOfEffortError: It is not known.
        """
        self._solver.conf_budget((self._effort.left + 1) // 2)
        found = self._solver.solve_limited(list(assumed)) if self._effort.left > 0 else None
        met = int(self._solver.accum_stats()["conflicts"])
        self._effort.left -= met - self._met
        self._met = met
        if found is None:
            raise OutOfEffortError
        return frozenset(one for one in self._solver.get_model() if one > 0) if found else None

    def _merged(self, one: Sequence[int], other: Sequence[int], most: int) -> Sequence[int]:
        both = [self.variable() for _ in range(min(len(one) + len(other), most))]
        for mine in range(len(one) + 1):
            for theirs in range(len(other) + 1):
                sum_ = mine + theirs
                if sum_:
                    held = [-some[number - 1] for some, number in ((one, mine), (other, theirs)) if number]
                    self.add(both[min(sum_, most) - 1], *held)
                if sum_ < len(both):
                    further = [some[number] for some, number in ((one, mine), (other, theirs)) if number < len(some)]
                    self.add(-both[sum_], *further)
        return both
