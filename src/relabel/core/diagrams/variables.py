"""The variables of a decision diagram: criteria with their answers cut into finitely many cells."""

import itertools
import math
from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Iterator
from decimal import Decimal
from typing import final

import attrs

from relabel.core.model.answers import NOT_APPLICABLE, Answer, answer_text, exact, midpoint
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import walk
from relabel.core.model.conditions import Compare, Condition, Ladder, Ordered
from relabel.core.model.criteria import Choice, Measure

__all__ = ["Cut", "Variable", "each_cell", "names_of", "stand_ins", "variables_of"]

Cut = tuple[int | Decimal, int]
"""A place between numbers: `(x, 0)` lies just below x, `(x, 1)` just above."""


@final
@attrs.frozen
class Variable:
    """One criterion as the diagram sees it: a few cells, of which the answer lies in exactly one.

    A cell of a yes/no criterion, choice or scale is one answer. The cells of a measure are the
    stretches between the thresholds that any condition compares it with, in each of which there is an
    answer: a threshold that parts none from the others is no cut. Where the criterion may not apply,
    that is the last cell.

    Which answers are still possible is a set of cells, written as bits of an `int`; the bits of all
    variables of a diagram stand side by side in one number, those of this one from `shift` upwards.
    """

    criterion: AnyCriterion
    cuts: tuple[Cut, ...]
    shift: int
    size: int = attrs.field(init=False)
    """The number of cells."""
    proper: int = attrs.field(init=False)
    """The number of cells in which the criterion applies; these come first."""
    full: int = attrs.field(init=False)
    """The bits of all cells, not shifted."""
    field: int = attrs.field(init=False)
    """The bits of all cells, in their place."""
    _cell_of: dict[Answer, int] = attrs.field(init=False, eq=False, repr=False)
    """The cells of answers, where there are only so many."""

    def __attrs_post_init__(self) -> None:
        answers = self.criterion.proper_answers
        if isinstance(self.criterion, Measure):
            same = {_same_cut(self.criterion, cut) for cut in self.cuts}
            object.__setattr__(self, "cuts", tuple(sorted(cut for cut in same if _side(self.criterion, cut) == 0)))
        object.__setattr__(self, "proper", len(self.cuts) + 1 if answers is None else len(answers))
        object.__setattr__(self, "size", self.proper + self.criterion.may_be_na)
        object.__setattr__(self, "full", (1 << self.size) - 1)
        object.__setattr__(self, "field", self.full << self.shift)
        object.__setattr__(self, "_cell_of", {one: cell for cell, one in enumerate(self.criterion.answers or ())})

    def cell(self, answer: Answer) -> int:
        """Give the index of the cell in which an answer of the domain lies."""
        if self.criterion.answers is None:
            if self.criterion.is_na(answer):
                return self.proper
            return bisect_right(self.cuts, (exact(answer, self.criterion.name), 0))
        return self._cell_of[answer]

    def bit(self, answer: Answer) -> int:
        """Give the bit of the cell of an answer, shifted to its place."""
        return 1 << self.shift + self.cell(answer)

    def cells_in(self, known: int) -> int:
        """Give the cells of this variable that are among the bits of all variables, not shifted."""
        return known >> self.shift & self.full

    def narrowed(self, known: int, cells: int) -> int:
        """Give the bits of all variables once the answer to this one lies in `cells`, as bits not shifted."""
        return known & ~self.field | cells << self.shift

    def example(self, cell: int) -> Answer:
        """Give an answer that lies in a cell: the answer itself, or a number between the thresholds."""
        if cell == self.proper:
            return NOT_APPLICABLE
        if self.criterion.answers is not None:
            return self.criterion.answers[cell]
        low = self.cuts[cell - 1] if cell else None
        high = self.cuts[cell] if cell < len(self.cuts) else None
        if low is not None and low[1] == 0:
            return low[0]
        if high is not None and high[1] == 1:
            return high[0]
        if low is not None and high is not None:
            return midpoint(low[0], high[0])
        number = high[0] - 1 if high is not None else low[0] + 1 if low is not None else 0
        least, most = (self.criterion.low, self.criterion.high) if isinstance(self.criterion, Measure) else (None, None)
        number = number if least is None else max(number, least)
        return number if most is None else min(number, most)

    def describe(self, cells: int, write: Callable[[Answer], str] = answer_text, *, unit: str = "") -> str:
        """Write a set of cells, as bits not shifted, for people: "yes", "at least 4", "late or early".

        Args:
            cells: The cells.
            write: What writes the answers of a criterion that has only so many.
            unit: What stands behind answers that are a number or level.
        """
        if cells == self.full:
            return f"any answer{unit}"
        proper = self.full >> (self.size - self.proper)
        if self.proper < self.size and cells == proper:
            return f"any answer but {write(NOT_APPLICABLE)}"
        runs: list[tuple[int, int]] = []
        for cell in each_cell(cells & proper):
            if runs and runs[-1][1] == cell - 1 and isinstance(self.criterion, Ordered):
                runs[-1] = (runs[-1][0], cell)
            else:
                runs.append((cell, cell))
        texts = [" or ".join(self._stretch(first, last, write) for first, last in runs) + unit] if runs else []
        texts += [write(NOT_APPLICABLE)] if cells > proper else []
        return " or ".join(texts) or f"no answer{unit}"

    def _stretch(self, first: int, last: int, write: Callable[[Answer], str]) -> str:
        answers = self.criterion.proper_answers
        if answers is not None:
            if first == last:
                return write(answers[first])
            if last == self.proper - 1:
                return f"at least {write(answers[first])}"
            if first == 0:
                return f"at most {write(answers[last])}"
            return f"from {write(answers[first])} to {write(answers[last])}"
        low = None if first == 0 else self.cuts[first - 1]
        high = None if last == len(self.cuts) else self.cuts[last]
        if (only := self._only(low, high)) is not None:
            return f"exactly {answer_text(only)}"
        above = "" if low is None else f"{'more than' if low[1] else 'at least'} {answer_text(low[0])}"
        below = "" if high is None else f"{'at most' if high[1] else 'below'} {answer_text(high[0])}"
        return " and ".join(part for part in (above, below) if part)

    def _only(self, low: Cut | None, high: Cut | None) -> int | Decimal | None:
        """Give the only number that lies between two cuts; None if there are more."""
        if low is not None and high is not None and low[0] == high[0]:
            return low[0]
        if not isinstance(self.criterion, Measure) or not self.criterion.whole:
            return None
        least = self.criterion.low if low is None else low[0]
        most = self.criterion.high if high is None else high[0] - 1
        return least if least == most else None

    def cells_where(self, condition: Compare) -> tuple[bool, ...]:
        """Say for each cell whether a comparison of this criterion holds there."""
        upward, above = condition.operator.upward, int(condition.operator.parts_above)
        if isinstance(self.criterion, Measure):
            cut = _same_cut(self.criterion, (exact(condition.value, self.criterion.name), above))
            side = _side(self.criterion, cut)
            first = self.cuts.index(cut) + 1 if side == 0 else 0 if side < 0 else self.size
        else:
            first = self.cell(condition.value) + above
        return tuple(cell < self.proper and (cell >= first) == upward for cell in range(self.size))


def _same_cut(measure: Measure, cut: Cut) -> Cut:
    """Give the cut that parts the answers in the same way: of whole ones that just below the next."""
    value, above = cut
    if not measure.whole:
        return cut
    below = math.floor(value)
    return (below, 0) if below == value and not above else (below + 1, 0)


def _side(measure: Measure, cut: Cut) -> int:
    """Say whether there are answers on both sides of a cut (0), only above it (-1), or only below it (1)."""
    value, above = cut
    if measure.low is not None and (value, above) <= (measure.low, 0):
        return -1
    return 1 if measure.high is not None and (value, above) >= (measure.high, 1) else 0


def each_cell(cells: int) -> Iterator[int]:
    """Give the cells that are among some, as bits not shifted, in order.

    Cost: linear in how many they are, also where the variable has thousands.
    """
    while cells:
        lowest = cells & -cells
        yield lowest.bit_length() - 1
        cells ^= lowest


def variables_of(conditions: Iterable[Condition]) -> tuple[Variable, ...]:
    """Give the variables that conditions need, in the order in which they first ask for them.

    The criteria of one name must agree on their meaning, which `Definition` sees to.
    """
    cuts: dict[str, set[Cut]] = {}
    criteria: dict[str, AnyCriterion] = {}
    for part in walk(*conditions):
        if isinstance(part, AnyCriterion):
            criteria.setdefault(part.name, part)
        elif isinstance(part, Compare) and part.criterion.answers is None:
            cuts.setdefault(part.criterion.name, set()).add(
                (exact(part.value, part.criterion.name), int(part.operator.parts_above))
            )
    variables: list[Variable] = []
    shift = 0
    for name, criterion in criteria.items():
        variables.append(Variable(criterion, tuple(sorted(cuts.get(name, ()))), shift))
        shift += variables[-1].size
    return tuple(variables)


def stand_ins(sizes: Iterable[int], names: Container[str]) -> Iterator[Variable]:
    """Give for each size a variable with so many cells that nobody answers, for what is no answer; by names not in use.

    Such are the labels of lent definitions, and the stretches of a carried sum.
    """
    free = (name for number in itertools.count() if (name := f"stand_in_{number}") not in names)
    for size, name in zip(sizes, free):  # noqa: B905  # there is no end of names
        yield Variable(Choice(name, options=[f"cell {at}" for at in range(size)]), (), 0)


def names_of(ladder: Ladder) -> list[str | None]:
    """Give the labels of a lent definition in order, and none."""
    return [*(label.name for label in ladder.labels), None]
