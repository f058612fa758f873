"""Parts of conditions that say nothing: always true, always false, or without effect on any label."""

import contextlib
import itertools
from collections.abc import Callable, Sequence
from typing import TypeAlias, assert_never, final

import attrs

from relabel.core.definitions.content import named_parts
from relabel.core.diagrams.space import EMPTY, FULL, Space
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import parts, redefined, replaced, walk, with_term
from relabel.core.model.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Count,
    Is,
    Label,
    LabelIs,
    Named,
    Not,
    Points,
    Reaches,
)
from relabel.errors import DiagramTooLargeError
from relabel.texts import shorten

__all__ = ["MAX_PART_STEPS", "ConstantPart", "PartCheck", "RedundantPart", "Where", "check_parts"]

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


def check_parts(space: Space, labels: Sequence[Label]) -> PartCheck:
    """Look for parts that say nothing in the conditions of labels; not inside lent definitions.

    A part matters for some records only: those which no earlier label takes and for which the rest
    of the condition leaves the outcome open. An operand of `&` is redundant when it holds for all of
    these, one of `|` when it holds for none: then, and only then, removing it changes no label.

    Cost: linear in the parts, times the size of the diagrams; bounded by `MAX_PART_STEPS`.

    Source: the observability don't-care sets of R. K. Brayton, G. D. Hachtel, A. L.
    Sangiovanni-Vincentelli, Multilevel logic synthesis (1990).
    """
    checker = _Checker(space, labels)
    wholes = (*labels, *dict.fromkeys(named_parts(labels, lent=False)))
    with space.budget(MAX_PART_STEPS):
        for whole in wholes:
            with contextlib.suppress(DiagramTooLargeError):  # what takes no more steps is found all the same
                checker.visit_whole(whole)
    unchecked = sum(_operands(*_defining(whole)) for whole in wholes) - checker.checked
    return PartCheck(tuple(checker.constant), tuple(checker.redundant), unchecked)


class _Checker:
    """The findings so far."""

    def __init__(self, space: Space, labels: Sequence[Label]) -> None:
        self.space = space
        self.labels = labels
        self.open = FULL
        self.constant: list[ConstantPart] = []
        self.redundant: list[RedundantPart] = []
        self.checked = 0

    def visit_whole(self, whole: Label | Named | Points) -> None:
        """Check the condition of a label, or what is in a part with a name."""
        match whole:
            case Label(name, when):
                if when is not None:
                    position = self.labels.index(whole)
                    self.visit(name, when, self.open, f"$.labels[{position}].when")
                    self.open = self.space.without(self.open, self.space.where(when))
            case Named(name, operand):
                observed = self.turning(whole, AllOf(()), AnyOf(()))
                self.visit(name, operand, observed, f"$.parts[{name!r}].when")
            case _:
                terms, name = whole.terms, whole.name
                for position, (term, _) in enumerate(terms):
                    if not isinstance(term, AnyCriterion):
                        always, never = (with_term(whole, position, one) for one in (AllOf(()), AnyOf(())))
                        observed = self.turning(whole, always, never) if _operands(term) else EMPTY
                        self.visit(name, term, observed, f"$.parts[{name!r}].points[{position}]")

    def visit(self, label: str, part: Condition, observed: int, path: str, *, inside: bool = False) -> None:
        """Check a part and what is in it.

        Args:
            label: The label whose condition it is part of.
            part: The part.
            observed: The records for which it matters whether the part holds.
            path: Where it stands.
            inside: Whether it is inside a part that was found to be constant.
        """
        where = self.space.where(part)
        if where in (EMPTY, FULL) and not inside:
            self.constant.append(ConstantPart(label, path, str(part), where == FULL))
            inside = True
        match part:
            case Is() | Compare() | LabelIs() | Named():  # what has a name is looked at once, wherever it stands
                pass
            case Not(operand):
                self.visit(label, operand, observed, f"{path}.not", inside=inside)
            case AllOf(operands) | AnyOf(operands):
                self.visit_operands(label, part, operands, observed, path, inside=inside)
            case Count():
                self.visit_terms(label, part, observed, f"{path}.count", inside=inside)
            case Reaches(summed) if summed.name:
                pass
            case Reaches():
                self.visit_terms(label, part, observed, f"{path}.points", inside=inside)
            case _:
                assert_never(part)

    def turning(self, whole: Named | Points, one: Condition | Points, other: Condition | Points) -> int:
        """Give the records that get another label by the one than by the other in the place of a part with a name."""
        return self.space.negate(
            self.space.alike(redefined(self.labels, whole, one), redefined(self.labels, whole, other))
        )

    def visit_operands(
        self,
        label: str,
        part: AllOf | AnyOf,
        operands: tuple[Condition, ...],
        observed: int,
        path: str,
        *,
        inside: bool,
    ) -> None:
        space, word = self.space, "all" if isinstance(part, AllOf) else "any"
        # Where each operand leaves the outcome to the others: "all" by holding, "any" by not holding.
        passing = [
            space.where(operand) if word == "all" else space.negate(space.where(operand)) for operand in operands
        ]
        after = [FULL]
        for one in reversed(passing):
            after.append(space.both(one, after[-1]))
        after.reverse()
        before = observed
        text = str(part)
        for position, operand in enumerate(operands):
            here = f"{path}.{word}[{position}]"
            matters = space.both(before, after[position + 1])
            self.checked += 1
            if space.without(matters, passing[position]) == EMPTY:
                self.redundant.append(RedundantPart(label, here, str(operand), text))
            self.visit(label, operand, matters, here, inside=inside)
            before = space.both(before, passing[position])

    def visit_terms(
        self,
        label: str,
        part: Count | Reaches,
        observed: int,
        path: str,
        *,
        inside: bool,
    ) -> None:
        """Check the terms of a sum; where one matters is found by letting it hold always, then never."""
        for position, term in enumerate(parts(part)):
            if isinstance(term, AnyCriterion):
                continue
            matters = EMPTY
            if _operands(term):
                always, never = (self.space.where(replaced(part, position, one)) for one in (AllOf(()), AnyOf(())))
                matters = self.space.both(observed, self.space.choose(always, self.space.negate(never), never))
            self.visit(label, term, matters, f"{path}[{position}]", inside=inside)


def _defining(whole: Label | Named | Points) -> list[Condition]:
    """Give the conditions that stand in the condition of a label, or in a part with a name."""
    if isinstance(whole, Points):
        return [term for term, _ in whole.terms if not isinstance(term, AnyCriterion)]
    inside = whole.when if isinstance(whole, Label) else whole.operand
    return [] if inside is None else [inside]


def _operands(*conditions: Condition) -> int:
    """Count the operands of `&` and `|` in conditions, those inside lent definitions and named parts left out."""
    walked = itertools.chain.from_iterable(walk(one, lent=False, named=False) for one in conditions)
    return sum(len(one.operands) for one in walked if isinstance(one, (AllOf, AnyOf)))
