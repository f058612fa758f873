"""The variables of a decision diagram: criteria with their answers cut into finitely many cells."""

from bisect import bisect_right
from collections.abc import Iterable
from decimal import Decimal
from typing import final

import attrs

from relabel.answers import Answer, exact
from relabel.conditions import Compare, Condition
from relabel.questions import AnyCriterion
from relabel.vocabularies import walk

__all__ = ["Cut", "Variable", "variables_of"]

Cut = tuple[int | Decimal, int]
"""A place between numbers: `(x, 0)` lies just below x, `(x, 1)` just above."""

CUT_OF = {">=": 0, "<": 0, ">": 1, "<=": 1}


@final
@attrs.frozen
class Variable:
    """One criterion as the diagram sees it: a few cells, of which the answer lies in exactly one.

    A cell of a yes/no criterion, choice or scale is one answer. The cells of a measure are the
    stretches between the thresholds that any condition compares it with.

    Which answers are still possible is a set of cells, written as bits of an `int`; the bits of all
    variables of a diagram stand side by side in one number, those of this one from `shift` upwards.
    """

    criterion: AnyCriterion
    cuts: tuple[Cut, ...]
    shift: int
    size: int = attrs.field(init=False)
    """The number of cells."""
    full: int = attrs.field(init=False)
    """The bits of all cells, not shifted."""

    def __attrs_post_init__(self) -> None:
        answers = self.criterion.answers
        object.__setattr__(self, "size", len(self.cuts) + 1 if answers is None else len(answers))
        object.__setattr__(self, "full", (1 << self.size) - 1)

    def cell(self, answer: Answer) -> int:
        """Give the index of the cell in which an answer of the domain lies."""
        if self.criterion.answers is None:
            return bisect_right(self.cuts, (exact(answer, self.criterion.name), 0))
        return self.criterion.answers.index(answer)

    def bit(self, answer: Answer) -> int:
        """Give the bit of the cell of an answer, shifted to its place."""
        return 1 << self.shift + self.cell(answer)

    def cells_where(self, condition: Compare) -> tuple[bool, ...]:
        """Say for each cell whether a comparison of this criterion holds there."""
        upward = condition.operator in (">=", ">")
        if self.criterion.answers is None:
            first = self.cuts.index((condition.value, CUT_OF[condition.operator])) + 1
        else:
            first = sum((level, 0) < (condition.value, CUT_OF[condition.operator]) for level in self.criterion.answers)
        return tuple((cell >= first) == upward for cell in range(self.size))


def variables_of(conditions: Iterable[Condition]) -> tuple[Variable, ...]:
    """Give the variables that conditions need, in the order in which they first ask for them.

    The criteria of one name must agree on their meaning, which `Definition` sees to.
    """
    cuts: dict[str, set[Cut]] = {}
    criteria: dict[str, AnyCriterion] = {}
    for condition in conditions:
        for part in walk(condition):
            if isinstance(part, AnyCriterion):
                criteria.setdefault(part.name, part)
            elif isinstance(part, Compare) and part.criterion.answers is None:
                cuts.setdefault(part.criterion.name, set()).add((part.value, CUT_OF[part.operator]))
    variables: list[Variable] = []
    shift = 0
    for name, criterion in criteria.items():
        variables.append(Variable(criterion, tuple(sorted(cuts.get(name, ()))), shift))
        shift += variables[-1].size
    return tuple(variables)
