"""Questions: what the answers to open criteria can still do to a label, and which of them tells most.

Source: L. Breiman et al., Classification and regression trees (1984), for the Gini impurity.
"""

import itertools
import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias, final

import attrs

from relabel.core.definitions.definition import Definition
from relabel.core.diagrams.counting.rests import rests_of
from relabel.core.diagrams.variables import Variable
from relabel.core.model.answers import Answer, Weight, check_weight
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.examples import Standing
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.errors import DiagramTooLargeError, InvalidValueError

__all__ = ["MAX_STEPS", "Answered", "Outlook", "Priors", "Question", "foreseen", "frozen_priors"]

Priors: TypeAlias = Mapping[str, Mapping[Any, Weight]]  # Any: as keys, answers of one type would not do for all
"""How common answers are: by the name of a criterion, a weight for each answer."""

MAX_STEPS = 200_000
"""How many answers of nodes are looked at, and numbers counted, to foresee an interview (`Rests.steps`); one costs some
microseconds."""


@final
@attrs.frozen
class Answered:
    """What one answer to a question would do.

    Attributes:
        text: The answer for people; of a measure a stretch between thresholds: "at least 50000".
        answer: An answer that stands for all of these.
        label: The label there would be; None for no label, or where the standing is open.
        standing: The standing there would be.
        possible: The labels that would be possible.
    """

    text: str
    answer: Answer
    label: str | None
    standing: Standing
    possible: frozenset[str | None]


@final
@attrs.frozen
class Question:
    """A question that is worth asking.

    Attributes:
        criterion: What is asked for.
        text: The question, or the name of a criterion that has none.
        ask: The side that it is about, whose word counts; None for a record or either side.
        answers: What each answer would do, in the order of the domain. Of a contested criterion the
            answers that its evidence gives, each as if it were found to be the right one.
        decisive: Whether one of the answers changes the outcome by itself.
        gain: By how much an answer is expected to lower the chance that two completions drawn at
            random have different labels (the Gini impurity), 0–1; None where counting these would take too long,
            which is said of all questions or of none. That the label depends on the answer is proven all the same.
    """

    criterion: AnyCriterion
    text: str
    ask: Side | None
    answers: tuple[Answered, ...]
    decisive: bool
    gain: Fraction | None


def frozen_priors(definition: Definition, given: Priors | None) -> FrozenMapping[str, FrozenMapping[Answer, Weight]]:
    """Check weights of answers and give them such that they never change; none for None.

    Raises:
        InvalidValueError: It is no mapping of mappings, names a criterion that the definition does not
            declare, or a weight is no whole number or `Fraction` of at least 0.
        AnswerError: An answer lies outside the domain of its criterion.
    """
    if given is None:
        return FrozenMapping()
    if not isinstance(given, Mapping) or not all(isinstance(weights, Mapping) for weights in given.values()):
        raise InvalidValueError("given", given, "a mapping from names of criteria to mappings from answers to weights")
    asked = {variable.criterion.name: variable.criterion for variable in definition.diagram.variables}
    for name, weights in given.items():
        criterion = asked[name] if name in asked else definition.criterion(name, "given")
        for answer, weight in weights.items():
            criterion.check(answer, f"given[{name!r}]")
            check_weight(weight, f"given[{name!r}][{answer!r}]")
    return FrozenMapping((name, FrozenMapping(weights)) for name, weights in given.items())


def foreseen(definition: Definition, known: int) -> tuple[str | None, Standing, frozenset[str | None]]:
    """Give the label, standing and labels possible that a `Classification` would have; None for an open label.

    Args:
        definition: The definition.
        known: What would be known, as in `Classification.known`.
    """
    possible = definition.diagram.possible(known)
    if len(possible) == 1:
        return next(iter(possible)), Standing.SETTLED, possible
    granted = definition.diagram.possible(definition.grant(known))
    if len(granted) == 1:
        return next(iter(granted)), Standing.PRESUMED, possible
    return None, Standing.OPEN, possible


@final
class Outlook:
    """What answers to the criteria that are open in one state of knowledge can lead to.

    Two states of knowledge that have the same root (`Rests.root`) also have the same outcome, gains and next question.

    Args:
        definition: The definition.
        known: As `Classification.known`; later states of knowledge only add answers to it.
        given: How common answers are, as `frozen_priors` has checked them.
        claim: A label. If there is one, all that matters is whether it is this label or any other.
    """

    def __init__(self, definition: Definition, known: int, given: Priors, claim: str | None = None) -> None:
        self._definition, self._diagram, self._known, self._claim = definition, definition.diagram, known, claim
        self._premises = {one.level: one for one in definition.premises}
        self._level_of: dict[str, int] = {}
        self._cells: list[list[int]] = []
        self._weights: list[list[int]] = []
        for level, variable in enumerate(self._diagram.variables):
            self._level_of[variable.criterion.name] = level
            mine = variable.cells_in(known) or variable.full
            self._cells.append([cell for cell in range(variable.size) if mine >> cell & 1])
            self._weights.append(_weights(variable, self._cells[-1], given.get(variable.criterion.name, {})))
        leaves = range(len(self._diagram.leaves))
        others = [leaf for leaf in leaves if claim is not None and self._diagram.leaves[leaf] != claim]
        # All labels but the one claimed are as good as one.
        count_as = [others[0] if leaf in others else leaf for leaf in leaves]
        self._rests = rests_of(self._diagram, self._cells, self._weights, count_as)

    def listed(self, foresight: int | None = None) -> tuple[Question, ...]:
        """Give what the label still depends on as things stand, or what so many answers can change.

        Args:
            foresight: As for `Classification.questions`.

        Raises:
            InvalidValueError: As for `Classification.questions`.
        """
        found = self.questions(self._known)
        if foresight is None:
            return tuple(found)
        if not isinstance(foresight, int) or isinstance(foresight, bool) or foresight < 1:
            raise InvalidValueError("foresight", foresight, "a whole number of answers, at least 1; or None")
        levels = [self._level_of[question.criterion.name] for question in found]
        sizes = range(min(foresight, len(levels)))
        near: set[int] = set()
        tried = 0
        for others in itertools.chain.from_iterable(itertools.combinations(levels, size) for size in sizes):
            left = [level for level in levels if level not in near and level not in others]
            for known in self._settled(self._known, others) if left else ():
                near.update(self._deciding(known, left))
                tried += sum(len(self._cells[level]) for level in left) * self._rests.walk
                if tried > MAX_STEPS:
                    fewer = f"fewer answers, as there are {len(levels)} questions; or None, for all of these"
                    raise InvalidValueError("foresight", foresight, fewer)
        return tuple(one for one, level in zip(found, levels, strict=True) if level in near)

    def questions(self, known: int) -> list[Question]:
        """Give what the label still depends on: the decisive first, then by gain, then in order.

        Raises:
            DiagramTooLargeError: As for `Classification.questions`.
        """
        now = foreseen(self._definition, known)
        found: list[Question] = []
        gains: Mapping[int, Fraction | None]
        try:
            gains = self._gains(known)
        except DiagramTooLargeError:
            gains = dict.fromkeys(self._rests.depends(known))
        for level, gain in sorted(self._in_turn(gains, known).items()):
            variable = self._diagram.variables[level]
            one = variable.criterion
            outcomes = [foreseen(self._definition, then) for then in self._settle(known, level)]
            answers = tuple(
                Answered(variable.describe(1 << cell), variable.example(cell), *outcome)
                for cell, outcome in zip(self._cells[level], outcomes, strict=True)
            )
            decisive = any(self._told(outcome) != self._told(now) for outcome in outcomes)
            found.append(Question(one, one.question or one.name, one.about, answers, decisive, gain))
        return sorted(found, key=lambda question: (not question.decisive, -(question.gain or 0)))

    def turning(self) -> frozenset[str]:
        """Give the names of all that the label still depends on as things stand, to be asked for now or not."""
        return frozenset(self._diagram.variables[level].criterion.name for level in self._rests.depends(self._known))

    def _in_turn(self, gains: Mapping[int, Fraction | None], known: int) -> dict[int, Fraction | None]:
        """Give what to ask for by level with its gain: a premise in the place of what makes sense only by it."""
        turns = (self._turn(level, known) for level in gains)
        return {level: gains.get(level, Fraction()) for level in turns if level is not None}

    def _turn(self, level: int, known: int) -> int | None:
        """Give the level to ask for before one, or itself; None where it makes no sense."""
        while level in self._premises:
            premise = self._premises[level]
            variable = self._diagram.variables[premise.on]
            cells = variable.cells_in(known) or variable.full
            if not cells & premise.cells:
                return None
            if not cells & ~premise.cells:
                return level
            level = premise.on
        return level

    def first(self, known: int, closed: frozenset[str]) -> Question | None:
        """Give the first of them that does not ask for one of the criteria named in `closed`."""
        return next((one for one in self.questions(known) if one.criterion.name not in closed), None)

    def length(
        self, known: int, closed: frozenset[str], found: "dict[Hashable, tuple[int, Fraction]]"
    ) -> tuple[int, Fraction] | None:
        """Give the largest and the mean number of questions to come; None if that takes too long.

        `found` holds them by root and what is known of premises, as states of knowledge that agree in these have the
        same questions.
        """
        premises = [self._diagram.variables[one.on].cells_in(known) for one in self._premises.values()]
        root = self._rests.root(known), *premises
        if root not in found:
            if self._rests.steps > MAX_STEPS:
                return None
            question = self.first(known, closed)
            worst, mean = 0, Fraction()
            if question is not None:
                level = self._level_of[question.criterion.name]
                weights = self._weights[level]
                for then, weight in zip(self._settle(known, level), weights, strict=True):
                    after = self.length(then, closed, found)
                    if after is None:
                        return None
                    worst = max(worst, 1 + after[0])
                    mean += weight * (1 + after[1])
                mean /= sum(weights)
            found[root] = worst, mean
        return found[root]

    def _gains(self, known: int) -> dict[int, Fraction]:
        """Give the expected fall in Gini impurity for each level that the label still depends on."""
        whole, total, by_level = self._rests.outcomes(known)
        gains: dict[int, Fraction] = {}
        for level, answers in by_level.items():
            weights = self._weights[level]
            unit = math.lcm(*(weight or 1 for weight in weights))
            after = 0
            for weight, labels in zip(weights, answers, strict=True):
                after += sum(one * one for one in labels) * (unit // (weight or 1))
            most = unit * sum(weights)
            gains[level] = Fraction(after - most * sum(one * one for one in whole), most * total**2)
        return gains

    def _told(self, outcome: tuple[str | None, Standing, frozenset[str | None]]) -> object:
        """Give what matters of an outcome: of a claim whether it is certain, possible or ruled out."""
        possible = outcome[2]
        return outcome if self._claim is None else (self._claim in possible, len(possible) == 1)

    def _deciding(self, known: int, levels: Iterable[int]) -> list[int]:
        """Give those of some levels at which an answer changes the outcome by itself."""
        now = self._told(foreseen(self._definition, known))
        return [
            level
            for level in levels
            if any(self._told(foreseen(self._definition, then)) != now for then in self._settle(known, level))
        ]

    def _settled(self, known: int, levels: Sequence[int]) -> Iterable[int]:
        """Give what is known after all answers to the criteria of some levels."""
        if not levels:
            return [known]
        return (after for then in self._settle(known, levels[0]) for after in self._settled(then, levels[1:]))

    def _settle(self, known: int, level: int) -> list[int]:
        """Give what is known after each answer to the criterion of a level."""
        variable = self._diagram.variables[level]
        return [variable.narrowed(known, 1 << cell) for cell in self._cells[level]]


def _weights(variable: Variable, cells: Iterable[int], given: Mapping[Answer, Weight]) -> list[int]:
    """Give the weights of some cells as whole numbers in lowest terms."""
    sums: dict[int, Weight] = dict.fromkeys(cells, 0)
    for answer, weight in given.items():
        cell = variable.cell(answer)
        if cell in sums:
            sums[cell] += weight
    if not any(sums.values()):
        return [1 for _ in sums]
    unit = math.lcm(*(one.denominator for one in sums.values()))
    whole = [int(one * unit) for one in sums.values()]
    common = math.gcd(*whole)
    return [one // common for one in whole]
