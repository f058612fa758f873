"""Likelihoods: how likely words fit what was learnt, where not everything is known."""

from collections.abc import Sequence
from typing import final

import attrs

from relabel.core.audits.sortings.sorting import Sorted, Sorting
from relabel.core.diagrams.compilation import compile_diagram
from relabel.core.diagrams.diagram import Diagram
from relabel.core.model.conditions import Condition, Label

__all__ = ["Unlikely", "chances"]

MOST_DEFINITIONS = 20
"""How many of the definitions that cost as much are asked."""


@final
@attrs.frozen
class Unlikely:
    """A word that is not ruled out, and less likely right than not.

    Attributes:
        row: The company with its word.
        chance: How likely the word fits: a share, 0–1.
    """

    row: Sorted
    chance: float


def chances(sorting: Sorting, candidates: Sequence[Sequence[Condition]]) -> list[float]:
    """Give for each company how likely its word fits.

    That is its share among the completions of what is not known, each answer being as common as among the
    companies of which it is known, and among the definitions that cost as much.

    Args:
        sorting: The companies.
        candidates: For each word but the lowest, the highest first, the conditions of the lowest price.
    """
    common = [
        [1 + sum(row.cells[at] == 1 << cell for row in sorting.rows) for cell in range(variable.size)]
        for at, variable in enumerate(sorting.variables)
    ]
    number = min(MOST_DEFINITIONS, max(map(len, candidates)))
    found = [0.0] * len(sorting.rows)
    for one in range(number):
        chosen = zip(sorting.order, candidates, strict=False)  # the lowest word has no condition
        labels = [Label(word, some[one % len(some)]) for word, some in chosen]
        diagram = compile_diagram([*labels, Label(sorting.order[-1])])
        for at, row in enumerate(sorting.rows):
            found[at] += _share(diagram, _answers(diagram, sorting, row, common), row.label) / number
    return found


def _answers(diagram: Diagram, sorting: Sorting, row: Sorted, common: Sequence[Sequence[int]]) -> list[list[float]]:
    """Give for each variable of a diagram how likely the answer lies in each of its cells."""
    place = {variable.criterion.name: at for at, variable in enumerate(sorting.variables)}
    found: list[list[float]] = []
    for variable in diagram.variables:
        at = place[variable.criterion.name]
        shares = [0.0] * variable.size
        cells = [cell for cell in range(sorting.variables[at].size) if row.cells[at] >> cell & 1]
        for cell in cells:
            shares[variable.cell(sorting.variables[at].example(cell))] += common[at][cell]
        whole = sum(shares)
        found.append([share / whole for share in shares])
    return found


def _share(diagram: Diagram, answers: Sequence[Sequence[float]], word: str) -> float:
    below = [float(label == word) for label in diagram.leaves]
    for node in range(len(diagram.leaves), len(diagram.levels)):
        ways = zip(answers[diagram.levels[node]], diagram.children[node], strict=True)
        below.append(sum([share * below[child] for share, child in ways]))
    return below[diagram.root]
