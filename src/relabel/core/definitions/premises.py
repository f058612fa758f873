"""Premises: which answers to one variable it takes for another one to make sense."""

from collections.abc import Iterator, Sequence
from typing import final

import attrs

from relabel.core.diagrams.compilation import compile_condition
from relabel.core.diagrams.searches.options import Option
from relabel.core.diagrams.variables import Variable
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import criteria_of
from relabel.core.model.conditions import Condition

__all__ = ["Premise"]


@final
@attrs.frozen
class Premise:
    """What has to hold for the answer to a variable to make sense.

    Attributes:
        level: The variable.
        proper: The cells in which its answer needs the premise, as bits not shifted: all but the one of what does
            not apply.
        on: The variable of the premise.
        cells: The cells of that in which the premise holds, as bits not shifted.
        every: All the cells of that.
    """

    level: int
    proper: int
    on: int
    cells: int
    every: int

    @classmethod
    def of(cls, criterion: AnyCriterion, premise: Condition, variables: Sequence[Variable]) -> "Premise":
        """Give the premise of a criterion as levels and cells of some variables, which have both."""
        levels = {variable.criterion.name: level for level, variable in enumerate(variables)}
        level, on = levels[criterion.name], levels[criteria_of(premise)[0].name]
        diagram = compile_condition(premise, variables)
        holds = sum(
            1 << cell
            for cell in range(variables[on].size)
            if diagram.possible(variables[on].narrowed(0, 1 << cell)) == {"holds"}
        )
        return cls(level, (1 << variables[level].proper) - 1, on, holds, variables[on].full)

    def holds(self, cells: int) -> bool:
        """Say whether it is certain where the answer to its variable lies in some cells, 0 for any."""
        return not (cells or self.every) & ~self.cells

    def is_kept(self, chosen: Sequence[Option]) -> bool:
        """Say whether a choice makes sense by it, or leaves it and what rests on it as they are.

        Args:
            chosen: For each variable what its answer may be, and the price of that; nothing as it is.
        """
        (on, moved), (cells, answered) = chosen[self.on], chosen[self.level]
        return not (moved or answered) or not cells or bool(cells & ~self.proper) or self.holds(on)

    def ways(self, options: Sequence[Sequence[Option]]) -> Iterator[list[Sequence[Option]]]:
        """Part options: it holds; what rests on it is open or does not apply; or both stay as they are.

        Every choice that makes sense by it is in one of the parts.
        """
        on, rests = options[self.on], options[self.level]
        for ons, rest in (
            ([one for one in on if self.holds(one[0])], rests),
            (on, [one for one in rests if not one[0] or one[0] & ~self.proper]),
            ([one for one in on if not one[1]], [one for one in rests if not one[1]]),
        ):
            fewer = [*options]
            fewer[self.on], fewer[self.level] = ons, rest
            yield fewer

    def lets(self, level: int, cell: int, chosen: Sequence[Option]) -> bool:
        """Say whether another answer than the one chosen makes sense by it, whichever of the others come."""
        if level not in (self.on, self.level):
            return True
        on, cells = ((1 << cell if level == one else chosen[one][0]) for one in (self.on, self.level))
        return not cells & self.proper or self.holds(on)
