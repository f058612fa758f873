"""Searches: the rules with the fewest exceptions for their size, and the cheapest of them."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import final

import attrs

from relabel.learning.rules.clauses import Clauses, Effort, OutOfEffortError
from relabel.learning.rules.requirements import Requirement, Split
from relabel.learning.rules.shapes import ALWAYS, NEVER, Drawing, Part, Rule, Shape

__all__ = ["MAX_CANDIDATES", "Cheapest", "Search", "Size"]

MAX_CANDIDATES = 100
"""How many equally cheap rules are given; of further ones it is said that there are more."""


@final
@attrs.frozen
class Size:
    """How well the rules of a size agree with a sorting.

    Attributes:
        requirements: How many requirements they name at most.
        exceptions: How many companies do not agree with the best of them.
        proven: Whether no such rule has fewer.
    """

    requirements: int
    exceptions: int
    proven: bool


@final
@attrs.frozen
class Cheapest:
    """The rules of the lowest price.

    Attributes:
        rules: The rules, the shortest first, `MAX_CANDIDATES` at most.
        more: Whether there are more.
        by_size: The fewest exceptions of each size of which more requirements could have paid.
        proven: Whether none is cheaper, and, unless there are more, no other as cheap.
    """

    rules: tuple[Rule, ...]
    more: bool
    by_size: tuple[Size, ...]
    proven: bool


@final
class Search:
    """The search for rules that part the companies of a split.

    Args:
        parted: What is to be parted.
        requirements: What rules may ask.
        shapes: The shapes of the rules.
        effort: What it may take in all.
    """

    def __init__(
        self, parted: Split, requirements: Sequence[Requirement], shapes: Sequence[Shape], effort: Effort
    ) -> None:
        self._split = parted
        self._constant = min((NEVER, ALWAYS), key=self._exceptions)
        self.exceptions = self._exceptions(self._constant)
        """The fewest exceptions so far."""
        self._problems = [
            _Problem(parted, requirements, shape, self.exceptions, effort) for shape in shapes if requirements
        ]
        self._slots = max((len(one.drawing.chosen) for one in self._problems), default=0)

    def fewest(self, size: int, most: int) -> tuple[list[Rule], bool]:
        """Look for rules of at most a size with fewer and fewer exceptions, at first `most` at most.

        Returns:
            Those found, each better than the one before, and whether it is proven that none is better than
            the last, or that there is none.
        """
        found: list[Rule] = []
        proven = True
        for problem in self._problems:
            try:
                while most >= 0 and (rule := self._solve(problem, size, most)) is not None:
                    found.append(rule)
                    self.exceptions = self._exceptions(rule)
                    most = self.exceptions - 1
            except OutOfEffortError:
                proven = False
        return found, proven

    def cheapest(self, price: Fraction) -> Cheapest:
        """Find the rules of the lowest price, which is their size and so much for each exception."""
        best, cost = self._constant, price * self.exceptions
        sizes = [Size(0, self.exceptions, proven=True)]
        proven = True
        for size in range(1, self._slots + 1):
            pays = math.ceil((cost - size) / price) - 1
            if pays < 0:
                break
            exact = pays >= self.exceptions - 1
            better, certain = self.fewest(size, min(self.exceptions - 1, pays))
            proven = proven and certain
            if better:  # and so cheaper
                best = better[-1]
                cost = best.size + price * self.exceptions
            if better or exact:
                sizes.append(Size(size, self.exceptions, certain))
        others, complete = self._as_cheap(price, cost)
        # Where the search was given up, one of the others may be cheaper yet.
        prices = {one: one.size + price * self._exceptions(one) for one in (best, *others)}
        cost = min(prices.values())
        kept = sorted((one for one, its in prices.items() if its == cost), key=_simplicity)
        return Cheapest(tuple(kept[:MAX_CANDIDATES]), len(kept) > MAX_CANDIDATES, tuple(sizes), proven and complete)

    def _as_cheap(self, price: Fraction, cost: Fraction) -> tuple[list[Rule], bool]:
        """Give the rules of a price below which there is none that is known, and whether these are all or too many."""
        found = [one for one in (NEVER, ALWAYS) if price * self._exceptions(one) == cost]
        try:
            # What is found forbids those with more requirements, so these are sought first.
            for size in range(min(self._slots, math.floor(cost)), 0, -1):
                exceptions = (cost - size) / price
                for problem in self._problems if exceptions.denominator == 1 else ():
                    while (rule := self._solve(problem, size, int(exceptions), forbid=True)) is not None:
                        found.append(rule)
                        if len(found) > 2 * MAX_CANDIDATES:
                            return found, True
        except OutOfEffortError:
            return found, False
        return found, True

    def _exceptions(self, rule: Rule) -> int:
        return self._split.exceptions(rule.holds)

    def _solve(self, problem: "_Problem", size: int, exceptions: int, *, forbid: bool = False) -> Rule | None:
        held = problem.solve(size, exceptions)
        if held is None:
            return None
        if forbid:
            problem.drawing.forbid(held)
        return problem.drawing.rule(held)


class _Problem:
    """The rules of a shape with their exceptions, as clauses."""

    def __init__(
        self, parted: Split, requirements: Sequence[Requirement], shape: Shape, most: int, effort: Effort
    ) -> None:
        self._clauses = Clauses(effort)
        self.drawing = Drawing(shape, requirements, self._clauses)
        wrong: list[int] = []
        for sides, ask in ((parted.above, self.drawing.let_in), (parted.below, self.drawing.keep_out)):
            for met, number in sides.items():
                exception = self._clauses.variable()
                ask(met, exception)
                wrong += [exception] * number
        self._size = self._clauses.total(self.drawing.chosen, len(self.drawing.chosen))
        self._wrong = self._clauses.total(wrong, most + 1)

    def solve(self, size: int, exceptions: int) -> frozenset[int] | None:
        """Give an assignment that is a rule of at most this size with at most so many exceptions."""
        limits = ((self._size, size), (self._wrong, exceptions))
        return self._clauses.solve([-counts[most] for counts, most in limits if most < len(counts)])


def _simplicity(rule: Rule) -> tuple[int, int, bool, tuple[Part, ...]]:
    return rule.size, len(rule.parts), not rule.every, rule.parts
