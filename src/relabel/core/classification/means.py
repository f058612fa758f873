"""Means: between which ends the mean of some questions lies, whatever is answered to those that are open."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple, final

import attrs

from relabel.core.diagrams.space import Space
from relabel.core.diagrams.variables import Variable
from relabel.core.model.answers import in_units
from relabel.core.model.conditions import Mean

__all__ = ["Asked", "asked_by"]


class _Adds(NamedTuple):
    """What an answer adds to a mean: weight, what is summed up, and how many questions apply by it."""

    weight: int
    worth: int
    questions: int


@final
@attrs.frozen
class Asked:
    """What a mean asks for: by variable, what each cell of it adds."""

    rows: tuple[tuple[Variable, tuple[_Adds, ...]], ...]
    least: int
    """How many questions have to apply."""

    def answered(self, known: int) -> tuple[int, int]:
        """Give how many questions apply at least, and at most, on what is known."""
        each = [[one.questions for one in row] for row in self._open(known)]
        return sum(map(min, each)), sum(map(max, each))

    def ends(self, known: int) -> tuple[Fraction, Fraction] | None:
        """Give the least and the greatest mean on what is known; None where in no case enough questions apply."""
        if self.answered(known)[1] < self.least:
            return None
        rows = self._open(known)
        turned = [[one._replace(worth=-one.worth) for one in row] for row in rows]
        return -_greatest(turned, self.least), _greatest(rows, self.least)

    def _open(self, known: int) -> list[list[_Adds]]:
        """Give for each variable what the answers that are still possible add."""
        found: list[list[_Adds]] = []
        for variable, adds in self.rows:
            cells = variable.cells_in(known) or variable.full
            found.append(list(dict.fromkeys(one for cell, one in enumerate(adds) if cells >> cell & 1)))
        return found


def asked_by(mean: Mean, variables: Sequence[Variable]) -> Asked:
    """Give what a mean asks for of the variables of a diagram."""
    space = Space(variables)
    weights, _ = in_units(weight for _, weight in mean.terms)
    rows: dict[int, list[_Adds]] = {}
    for (term, _), weight in zip(mean.terms, weights, strict=True):
        level, each = space.worth(term)
        row = rows.setdefault(level, [_Adds(0, 0, 0)] * variables[level].size)
        for cell, worth in enumerate(each):
            one = row[cell]
            row[cell] = _Adds(one.weight + weight, one.worth + weight * worth, one.questions + 1)
    return Asked(tuple((variables[level], tuple(row)) for level, row in rows.items()), mean.at_least_answered)


def _greatest(rows: Iterable[Sequence[_Adds]], least: int) -> Fraction:
    """Give the greatest mean that one of each row can come to where at least so many questions apply.

    A mean that none exceeds is one that no choice exceeds in sum; of one that is exceeded, the choice that does so
    by most is the next.

    Source: W. Dinkelbach, On nonlinear fractional programming (1967).
    """
    known = list(rows)
    mean = min(Fraction(one.worth, one.weight) for row in known for one in row if one.weight)
    while True:
        worth, weight = _best(known, mean, least)
        if Fraction(worth, weight) == mean:
            return mean
        mean = Fraction(worth, weight)


def _best(rows: Iterable[Sequence[_Adds]], mean: Fraction, least: int) -> tuple[int, int]:
    """Give worth and weight of the choice that exceeds a mean by most in sum, where enough questions apply."""
    over, under = mean.numerator, mean.denominator

    def excess(one: tuple[int, int]) -> int:
        return one[0] * under - one[1] * over

    states = {0: (0, 0)}
    for row in rows:
        after: dict[int, tuple[int, int]] = {}
        for questions, (worth, weight) in states.items():
            for one in row:
                there, new = min(questions + one.questions, least), (worth + one.worth, weight + one.weight)
                if there not in after or excess(new) > excess(after[there]):
                    after[there] = new
        states = after
    return states[least]
