"""Observed parts: for which records it matters whether a part of a condition holds, inside lent definitions, too.

Source: the observability don't-care sets of R. K. Brayton, G. D. Hachtel, A. L. Sangiovanni-Vincentelli, Multilevel
logic synthesis (1990), of which these are the complements.
"""

import collections
import functools
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias, assert_never, final

import attrs

from relabel.core.definitions.content import ladders, named_parts
from relabel.core.definitions.definition import Definition
from relabel.core.diagrams import compilation
from relabel.core.diagrams.space import EMPTY, FULL, Record, Space
from relabel.core.diagrams.variables import stand_ins, variables_of
from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import redefined, replaced, walk, with_term
from relabel.core.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Count,
    Is,
    Label,
    LabelIs,
    Ladder,
    Named,
    Not,
    Points,
    Reaches,
)
from relabel.core.model.frozen_mapping import FrozenMapping

__all__ = ["Nest", "Observed", "Term", "Whole", "observed_parts", "wholes"]

Whole: TypeAlias = Label | Named | Points
"""What is written down as one: a label with its condition, or a part with a name."""

Turning: TypeAlias = Callable[[Sequence[Label], Sequence[Label]], int]
"""Gives the records for which it matters which of two lists of labels is in force."""

ALWAYS, NEVER = AllOf(()), AnyOf(())


@final
@attrs.frozen
class Term:
    """A term of a count or of a sum.

    Attributes:
        path: Where the terms stand, for example `$.labels[0].when.points`.
        at: Its position among them.
        condition: The term.
        weight: Its points.
    """

    path: str
    at: int
    condition: Condition
    weight: int | Decimal

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.path}[{self.at}]"


@final
@attrs.frozen(eq=False)
class Observed:
    """A part of a condition.

    Attributes:
        path: Where it stands, for example `$.labels[0].when.all[2]`.
        part: The part.
        within: What it stands in directly; None where it is all of a condition.
        term: The innermost term of a count or sum that it is, or is part of; None where it is in none.
    """

    path: str
    part: Condition
    within: Condition | None
    term: Term | None
    _find: Callable[[], int]

    @functools.cached_property
    def records(self) -> int:
        """The records whose label turns on it: it would be another one, did the part hold where it does not, or not
        hold where it does.

        Raises:
            DiagramTooLargeError: It takes too many steps to find them.
        """  # noqa: D205  # one sentence
        return self._find()


def wholes(labels: Sequence[Label]) -> tuple[Whole, ...]:
    """Give the labels, and the parts with a name but for those inside lent definitions, each once."""
    return (*labels, *dict.fromkeys(named_parts(labels, lent=False)))


def observed_parts(
    space: Space, labels: Sequence[Label], at: int, whole: Whole, left: int, turning: Turning
) -> Iterator[Observed]:
    """Give the parts of what is written down as one, in the order of their text; what has a name is one part.

    Args:
        space: Where records are counted.
        labels: All labels.
        at: Which of `wholes` it is.
        whole: That.
        left: The records for which it matters whether the condition of a label holds: those that no earlier label
            takes. Of a part with a name it does not matter.
        turning: Gives the records for which it matters which of two lists of labels is in force.

    Cost: linear in the parts, times the size of the diagrams.

    Raises:
        DiagramTooLargeError: It takes too many steps.
    """
    match whole:
        case Label(_, when):
            if when is not None:
                path = f"$.labels[{at}].when"
                yield from _inside(space, Observed(path, when, None, None, lambda: left))
        case Named(name, operand):
            find = functools.partial(_redefining, turning, labels, whole, ALWAYS, NEVER)
            yield from _inside(space, Observed(f"$.parts[{name!r}].when", operand, None, None, find))
        case Points(terms, name):
            for position, (part, weight) in enumerate(terms):
                if not isinstance(part, AnyCriterion):
                    always, never = (with_term(whole, position, one) for one in (ALWAYS, NEVER))
                    find = functools.partial(_redefining, turning, labels, whole, always, never)
                    term = Term(f"$.parts[{name!r}].points", position, part, weight)
                    yield from _inside(space, Observed(term.place, part, None, term, find))
        case _:
            assert_never(whole)


def _redefining(
    turning: Turning,
    labels: Sequence[Label],
    whole: Named | Points,
    one: Condition | Points,
    other: Condition | Points,
) -> int:
    """Give the records for which it matters which of the two takes the place of a part with a name."""
    return turning(redefined(labels, whole, one), redefined(labels, whole, other))


def _inside(space: Space, observed: Observed) -> Iterator[Observed]:
    """Give a part and what is in it."""
    yield observed
    path, part = observed.path, observed.part
    match part:
        case Is() | Compare() | LabelIs() | Named():  # what has a name is looked at once, wherever it stands
            pass
        case Not(operand):
            below = Observed(f"{path}.not", operand, part, observed.term, lambda: observed.records)
            yield from _inside(space, below)
        case AllOf(operands) | AnyOf(operands):
            yield from _operands(space, observed, operands)
        case Count(operands):
            yield from _terms(space, observed, f"{path}.count", [(operand, 1) for operand in operands])
        case Reaches(summed):
            if not summed.name:
                yield from _terms(space, observed, f"{path}.points", summed.terms)
        case _:
            assert_never(part)


def _operands(space: Space, observed: Observed, operands: tuple[Condition, ...]) -> Iterator[Observed]:
    before, word = observed.records, "all" if isinstance(observed.part, AllOf) else "any"
    # Where each operand leaves the outcome to the others: "all" by holding, "any" by not holding.
    passing = [space.where(one) if word == "all" else space.negate(space.where(one)) for one in operands]
    after = [FULL]
    for one in reversed(passing):
        after.append(space.both(one, after[-1]))
    after.reverse()
    for position, operand in enumerate(operands):
        find = functools.partial(space.both, before, after[position + 1])
        path = f"{observed.path}.{word}[{position}]"
        yield from _inside(space, Observed(path, operand, observed.part, observed.term, find))
        before = space.both(before, passing[position])


def _terms(
    space: Space,
    observed: Observed,
    path: str,
    terms: Sequence[tuple[Condition | AnyCriterion, int | Decimal]],
) -> Iterator[Observed]:
    """Give the terms of a sum; where one matters is found by letting it hold always, then never."""
    for position, (part, weight) in enumerate(terms):
        if not isinstance(part, AnyCriterion):
            find = functools.partial(_deciding, space, observed, position)
            term = Term(path, position, part, weight)
            yield from _inside(space, Observed(term.place, part, observed.part, term, find))


def _deciding(space: Space, observed: Observed, position: int) -> int:
    always, never = (space.where(replaced(observed.part, position, one)) for one in (ALWAYS, NEVER))
    return space.both(observed.records, space.choose(always, space.negate(never), never))


@final
class Nest:
    """A definition with those that lend to it, each of which is one variable: the label that it gives.

    So the conditions of each are about few variables: the answers, and after these the labels of lent definitions.

    Args:
        definition: The definition.
        further: Conditions that its records are to tell apart, too.

    Attributes:
        labels: The labels of the definition.
        ladders: The lent definitions, each before those that lend to it.
        space: Where sets are made.
        names: The names of the criteria that its records answer.
        ways: For the level of each lent definition the sets that get its labels, in order, and last none.
    """

    def __init__(self, definition: Definition, further: Sequence[Condition] = ()) -> None:
        self.labels = definition.labels
        lent = {one: set(ladders(one.labels)) for one in dict.fromkeys(ladders(self.labels))}
        self.ladders = tuple(sorted(lent, key=lambda one: len(lent[one]), reverse=True))
        whens = [label.when for label in self.labels if label.when is not None]
        answers = variables_of(conditions := [*whens, *definition.only_if.values(), *further])
        self.names = {variable.criterion.name for variable in answers}
        below = stand_ins([1 + len(one.labels) for one in self.ladders], self.names)
        carried = None if lent else compilation.dearest_sum(conditions, answers, compilation.CARRY_FROM)
        self.space = space = Space([*answers, *below], definition.presume, carried)
        self._level_of = level_of = {one: len(answers) + number for number, one in enumerate(self.ladders)}
        for ladder, level in level_of.items():
            space.stand_in(ladder, level)
        self.ways = {level: [where for _, where in space.given(ladder.labels)] for ladder, level in level_of.items()}
        self._users = {one: [level_of[other] for other in self.ladders if one in lent[other]] for one in self.ladders}
        # What a lent definition asks for and nothing else does is answered as suits the label that it is to give.
        asks = [_names_in(definition.sound, *whens), *(_names_in(*_whens(ladder)) for ladder in self.ladders)]
        often = collections.Counter(name for names in asks for name in names)
        shared = set(self.ways)
        for (ladder, level), names in zip(level_of.items(), asks[1:], strict=True):
            if not lent[ladder] and all(often[name] == 1 for name in names):
                space.far[level] = [space.away(way) for way in self.ways[level]]
                shared.remove(level)
        self._shared = self.without(shared)
        self._known: dict[int, int] = {}
        self._left = [FULL]
        """By how many labels come first, the records that none of these takes, as far as that was asked for."""

    def observed(self, ladder: Ladder | None) -> Iterator[tuple[Whole, Iterator[Observed]]]:
        """Give what is written down as one in the definition, or in a lent one, each with its parts.

        Their records are those whose label, which is that of the definition, turns on them.

        Raises:
            DiagramTooLargeError: It takes too many steps.
        """
        labels = self.labels if ladder is None else ladder.labels
        turning = self.space.apart if ladder is None else self._turning(ladder)
        for at, whole in enumerate(wholes(labels)):
            yield whole, self._parts(labels, at, whole, ladder, turning)

    def _parts(
        self, labels: Sequence[Label], at: int, whole: Whole, ladder: Ladder | None, turning: Turning
    ) -> Iterator[Observed]:
        left = FULL
        if isinstance(whole, Label) and ladder is None:
            left = self._left_by(at)
        elif isinstance(whole, Label):
            always, never = (
                [Label(one.name, other if one == whole else one.when) for one in labels] for other in (ALWAYS, NEVER)
            )
            left = turning(always, never)
        yield from observed_parts(self.space, labels, at, whole, left, turning)

    def _left_by(self, count: int) -> int:
        """Give the records that none of so many first labels takes."""
        for label in self.labels[len(self._left) - 1 : count]:
            taken = FULL if label.when is None else self.space.where(label.when)
            self._left.append(self.space.without(self._left[-1], taken))
        return self._left[count]

    def _turning(self, ladder: Ladder) -> Turning:
        """Give what finds for which records it matters which labels a lent definition has."""
        space, level = self.space, self._level_of[ladder]
        users, known = self.without(self._users[ladder]), dict[int, int]()
        outer = [space.composed(space, where, users, known) for _, where in space.given(self.labels)]
        cells = range(space.variables[level].size)
        # What each label of the definition takes, where the lent one gives this or that of its own.
        given = [{level: [FULL if at == cell else EMPTY for at in cells]} for cell in cells]
        shown = [[space.composed(space, where, one, {}) for where in outer] for one in given]
        apart: dict[tuple[int, int], int] = {}
        for one, other in itertools.combinations(cells, 2):
            same = EMPTY
            for mine, its in zip(shown[one], shown[other], strict=True):
                same = space.either(same, space.both(mine, its))
            apart[one, other] = apart[other, one] = space.negate(same)

        def turning(labels: Sequence[Label], others: Sequence[Label]) -> int:
            mine, its = ([where for _, where in space.given(some)] for some in (labels, others))
            found = EMPTY
            for one, other in itertools.permutations(cells, 2):
                found = space.either(found, space.both(space.both(mine[one], its[other]), apart[one, other]))
            return found

        return turning

    def without(self, levels: Iterable[int], records: int = FULL) -> dict[int, list[int]]:
        """Give for the levels of lent definitions what leads to their labels, without asking for each other's.

        As far as some records are concerned, which are a set over the answers alone.
        """
        space, found = self.space, dict[int, list[int]]()
        for level in sorted(levels, reverse=True):
            ways = [space.composed(space, way, found, {}) for way in self.ways[level]]
            found[level] = [space.both(way, records) for way in ways]
        return found

    def with_records(self, one: int) -> int:
        """Give a set over variables of which any answers go together; empty where no record is in it."""
        if not self.ladders:
            return self.space.with_records(one)
        found = self.space.composed(self.space, one, self._shared, self._known) if self._shared else one
        return EMPTY if self.space.away(found) == math.inf else found

    def record(self, one: int) -> Record:
        """Give the simplest record of what `with_records` gave, if that is not empty."""
        space, found = self.space, self.space.nearest(one)
        for level, ways in self.ways.items():
            if level in found:
                found |= space.nearest(ways[found[level]])
        return FrozenMapping((name, answer) for name, answer in space.record(found).items() if name in self.names)


@final
class Known:
    """What an example knows of a record, to be looked at beside the sets of a nest.

    Args:
        nest: The nest.
        answers: What is known, by the name of the criterion.
        sound: The records that there may be.
    """

    def __init__(self, nest: Nest, answers: Mapping[str, Answer], sound: int) -> None:
        self.nest, space = nest, nest.space
        cells = {space.level_of[name]: answer for name, answer in answers.items() if name in nest.names}
        self.cells = {level: 1 << space.variables[level].cell(answer) for level, answer in cells.items()}
        self.records = space.with_records(space.both(space.product(self.cells), sound))
        for level, ways in reversed(nest.ways.items()):
            may = [FULL in space.leaves(way, self.cells) for way in ways]
            self.cells[level] = sum(1 << cell for cell, one in enumerate(may) if one)
        self._known: dict[int, int] = {}

    def every(self, one: int) -> bool:
        """Say whether every record that fits what is known lies in a set; no, where none is sound."""
        space = self.nest.space
        return self.records != EMPTY and space.is_empty(space.without(self.records, self._inside(one)))

    def some(self, one: int) -> bool:
        """Say whether some record that fits what is known lies in a set."""
        return not self.nest.space.is_empty(self._inside(one))

    def _inside(self, one: int) -> int:
        """Give those of the records that lie in a set."""
        space = self.nest.space
        leaves = space.leaves(one, self.cells)
        if len(leaves) == 1:
            return self.records if FULL in leaves else EMPTY
        found = space.composed(space, space.both(one, self.records), self._ways, self._known)
        return space.both(found, self.records)

    @functools.cached_property
    def _ways(self) -> dict[int, list[int]]:
        return self.nest.without(self.nest.ways, self.records)


def _whens(ladder: Ladder) -> list[Condition]:
    return [label.when for label in ladder.labels if label.when is not None]


def _names_in(*conditions: Condition) -> set[str]:
    """Give the names of the criteria that conditions ask for themselves, and not through lent definitions."""
    return {one.name for one in walk(*conditions, lent=False) if isinstance(one, AnyCriterion)}
