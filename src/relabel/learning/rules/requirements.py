"""Requirements: what a rule may ask of one criterion, and which companies can meet it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import final

import attrs

from relabel.core.audits.sortings.sorting import Sorting
from relabel.core.diagrams.variables import Variable
from relabel.core.model.conditions import Condition
from relabel.core.model.criteria import Choice
from relabel.learning.formulas import answered_in

__all__ = ["Requirement", "Split", "requirements_of", "split"]


@final
@attrs.frozen
class Requirement:
    """That the answer to a criterion lies in some of its cells.

    Attributes:
        at: The criterion, as its place among the variables of the sorting.
        chain: Which chain of requirements it stands in. Of two in one chain one follows from the other,
            so that some completion meets all that can be met, and some none that need not be. A rule
            takes its requirements of one criterion from one chain.
        cells: The cells, as bits.
        condition: The same as a condition.
    """

    at: int
    chain: int
    cells: int
    condition: Condition


@final
@attrs.frozen
class Split:
    """The companies of a sorting above and below a line, those alike counted together.

    Attributes:
        above: How many have to be let in, by the requirements that they can meet, as bits.
        below: How many are not to be, by the requirements that they meet whatever is not known.
    """

    above: Mapping[int, int]
    below: Mapping[int, int]

    def exceptions(self, holds: Callable[[int], bool]) -> int:
        """Count the companies on the wrong side of what holds for the requirements that they meet."""
        wrong = sum(number for met, number in self.above.items() if not holds(met))
        return wrong + sum(number for met, number in self.below.items() if holds(met))


def requirements_of(sorting: Sorting) -> tuple[Requirement, ...]:
    """Give what a rule may ask.

    Of a criterion with a direction that its answer is some answer or a better one; of one without also the
    opposite, and of a choice one of its options or any other. Of requirements that part the companies alike
    there is one, and none that parts none.
    """
    found: list[Requirement] = []
    for at, variable in enumerate(sorting.variables):
        for chain, nested in enumerate(_chains(variable, sorting.directions[variable.criterion.name])):
            alike: dict[tuple[tuple[bool, bool], ...], list[int]] = {}
            for cells in nested:
                met = tuple(_met(row.cells[at], cells) for row in sorting.rows)
                alike.setdefault(met, []).append(cells)
            kept = [same[len(same) // 2] for met, same in alike.items() if len(set(met)) > 1]
            found += [Requirement(at, chain, cells, answered_in(variable, cells)) for cells in kept]
    return tuple(found)


def split(sorting: Sorting, requirements: Sequence[Requirement], ranks: Sequence[int], least: int) -> Split:
    """Part companies by whether their rank, given in the order of the rows, is at least so high."""
    sides: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for row, rank in zip(sorting.rows, ranks, strict=True):
        below = rank < least
        met = sum(_met(row.cells[one.at], one.cells)[below] << at for at, one in enumerate(requirements))
        sides[below][met] = sides[below].get(met, 0) + 1
    return Split(*sides)


def _met(known: int, cells: int) -> tuple[bool, bool]:
    """Say whether an answer that is known to lie in some cells can, and must, lie in others."""
    return bool(known & cells), not known & ~cells


def _chains(variable: Variable, direction: int) -> Iterator[list[int]]:
    """Give the sets of cells that may be asked for, from the widest to the narrowest in each chain."""
    if direction == 0 and isinstance(variable.criterion, Choice):
        options = [1 << cell for cell in range(variable.size)]
        yield from ([one] for one in options)
        yield from ([variable.full ^ one] for one in options if variable.size > 2)
        return
    if direction >= 0:
        yield [variable.full >> low << low for low in range(1, variable.size)]
    if direction <= 0:
        yield [(1 << high) - 1 for high in range(variable.size - 1, 0, -1)]
