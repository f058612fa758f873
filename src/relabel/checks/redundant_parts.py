"""Parts of conditions that say nothing: always true, always false, or without effect on any label."""

import contextlib
from collections.abc import Callable, Iterator
from typing import TypeAlias, assert_never, final

import attrs

from relabel.checks.observed import Nest, Observed, Whole, wholes
from relabel.core.diagrams.space import EMPTY, FULL
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import walk
from relabel.core.model.conditions import AllOf, AnyOf, Condition, Label, Named, Points
from relabel.errors import DiagramTooLargeError
from relabel.texts import shorten

__all__ = ["MAX_PART_STEPS", "ConstantPart", "PartCheck", "RedundantPart", "Where", "check_parts", "parts_of"]

MAX_PART_STEPS = 200_000
"""How many steps may be taken to look for redundant parts; further ones are left unchecked."""


Where: TypeAlias = Callable[[str, str], tuple[str, str]]
"""Gives, for the path and the text of a part, where it stands and how it is written there."""


@final
@attrs.frozen
class ConstantPart:
    """A condition or a part of one that holds for every record, or for none.

    Attributes:
        label: The label, or the part with a name, whose condition it is, or is part of.
        path: Where it stands, for example `$.labels[0].when.all[2]`.
        text: The part.
        holds: Whether it always or never holds.
    """

    label: str
    path: str
    text: str
    holds: bool

    def written(self, where: Where | None = None) -> str:
        """Write it with its place, and as it is written there where that is known."""
        place, text = (self.path, self.text) if where is None else where(self.path, self.text)
        return f"{self.label}: {shorten(text)} {'always' if self.holds else 'never'} holds ({place})"

    def __str__(self) -> str:
        return self.written()


@final
@attrs.frozen
class RedundantPart:
    """One of the conditions joined by `&` or `|` that could be removed without changing any label.

    Of two parts that say the same each is redundant as long as the other stays.

    Attributes:
        label: The label, or the part with a name, whose condition it is part of.
        path: Where it stands, for example `$.labels[0].when.all[2]`.
        text: The part.
        within: The condition that joins it with others.
    """

    label: str
    path: str
    text: str
    within: str

    def written(self, where: Where | None = None) -> str:
        """Write it with its place, and as it is written there where that is known."""
        place, text = (self.path, self.text) if where is None else where(self.path, self.text)
        within = self.within if where is None else where(self.path.rpartition(".")[0], self.within)[1]
        return f"{self.label}: {shorten(text)} could be removed from {shorten(within)} ({place})"

    def __str__(self) -> str:
        return self.written()


@final
@attrs.frozen
class PartCheck:
    """What was found in the parts of conditions, in the order in which they are written.

    Attributes:
        constant: Parts that always or never hold, without those inside another such part.
        redundant: Parts that could be removed, each on its own.
        unchecked: How many parts were not checked for being redundant, because it takes too long.
    """

    constant: tuple[ConstantPart, ...]
    redundant: tuple[RedundantPart, ...]
    unchecked: int


def check_parts(nest: Nest) -> PartCheck:
    """Look for parts that say nothing in the conditions of labels; not inside lent definitions.

    A part matters for some records only: those which no earlier label takes and for which the rest
    of the condition leaves the outcome open. An operand of `&` is redundant when it holds for all of
    these, one of `|` when it holds for none: then, and only then, removing it changes no label.

    Cost: linear in the parts, times the size of the diagrams; bounded by `MAX_PART_STEPS`.
    """
    checker = _Checker(nest)
    with nest.space.budget(MAX_PART_STEPS):
        for whole, some in nest.observed(None):
            with contextlib.suppress(DiagramTooLargeError):  # what takes no more steps is found all the same
                for one in some:
                    checker.visit(whole.name, one)
    unchecked = sum(_operands(whole) for whole in wholes(nest.labels)) - checker.checked
    return PartCheck(tuple(checker.constant), tuple(checker.redundant), unchecked)


def parts_of(whole: Whole) -> Iterator[Condition]:
    """Give the parts of what is written down as one, as `observed_parts` does, without looking at any record."""
    match whole:
        case Label(_, when):
            tops = [] if when is None else [when]
        case Named(_, operand):
            tops = [operand]
        case Points(terms):
            tops = [term for term, _ in terms if not isinstance(term, AnyCriterion)]
        case _:
            assert_never(whole)
    for top in tops:
        yield from (one for one in walk(top, lent=False, named=False) if not isinstance(one, AnyCriterion))


class _Checker:
    """The findings so far."""

    def __init__(self, nest: Nest) -> None:
        self.nest = nest
        self.constant: list[ConstantPart] = []
        self.redundant: list[RedundantPart] = []
        self.checked = 0

    def visit(self, whole: str, one: Observed) -> None:
        """Check a part of what has a name; parts come in the order of their text."""
        space = self.nest.space
        where = space.where(one.part)
        if isinstance(one.within, AllOf | AnyOf):
            idle = (
                space.without(one.records, where) if isinstance(one.within, AllOf) else space.both(one.records, where)
            )
            if self._never(idle):
                self.redundant.append(RedundantPart(whole, one.path, str(one.part), str(one.within)))
            self.checked += 1
        inside = bool(self.constant) and one.path.startswith(f"{self.constant[-1].path}.")
        if not inside:
            beside = bool(self.nest.ladders) or space.by_sum(where)  # then not all sets that are equal are the same
            always = where == FULL or (beside and self._never(space.negate(where)))
            if always or self._never(where):
                self.constant.append(ConstantPart(whole, one.path, str(one.part), always))

    def _never(self, where: int) -> bool:
        return self.nest.with_records(where) == EMPTY


def _operands(whole: Whole) -> int:
    """Count the operands of `&` and `|` in what has a name; those inside lent definitions and named parts left out."""
    return sum(len(one.operands) for one in parts_of(whole) if isinstance(one, AllOf | AnyOf))
