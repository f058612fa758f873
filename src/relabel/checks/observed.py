"""Observed parts: for which records it matters whether a part of a condition holds.

Source: the observability don't-care sets of R. K. Brayton, G. D. Hachtel, A. L. Sangiovanni-Vincentelli, Multilevel
logic synthesis (1990), of which these are the complements.
"""

import functools
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias, assert_never, final

import attrs

from relabel.core.definitions.content import named_parts
from relabel.core.diagrams.space import FULL, Space
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

__all__ = ["Observed", "Whole", "observed_parts", "parts_of", "wholes"]

Whole: TypeAlias = Label | Named | Points
"""What is written down as one: a label with its condition, or a part with a name."""

ALWAYS, NEVER = AllOf(()), AnyOf(())


@final
@attrs.frozen(eq=False)
class Observed:
    """A part of a condition.

    Attributes:
        path: Where it stands, for example `$.labels[0].when.all[2]`.
        part: The part.
        within: What it stands in directly; None where it is all of a condition.
    """

    path: str
    part: Condition
    within: Condition | None
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


def observed_parts(space: Space, labels: Sequence[Label], whole: Whole, left: int) -> Iterator[Observed]:
    """Give the parts of what is written down as one, in the order of their text; what has a name is one part.

    Args:
        space: Where records are counted.
        labels: All labels.
        whole: One of `wholes`.
        left: The records that no earlier label takes; of a part with a name it does not matter.

    Cost: linear in the parts, times the size of the diagrams.

    Raises:
        DiagramTooLargeError: It takes too many steps.
    """
    match whole:
        case Label(_, when):
            if when is not None:
                yield from _inside(space, f"$.labels[{labels.index(whole)}].when", when, None, lambda: left)
        case Named(name, operand):
            find = functools.partial(_turning, space, labels, whole, ALWAYS, NEVER)
            yield from _inside(space, f"$.parts[{name!r}].when", operand, None, find)
        case Points(terms, name):
            for position, (term, _) in enumerate(terms):
                if not isinstance(term, AnyCriterion):
                    always, never = (with_term(whole, position, one) for one in (ALWAYS, NEVER))
                    find = functools.partial(_turning, space, labels, whole, always, never)
                    yield from _inside(space, f"$.parts[{name!r}].points[{position}]", term, None, find)
        case _:
            assert_never(whole)


def _turning(
    space: Space, labels: Sequence[Label], whole: Named | Points, one: Condition | Points, other: Condition | Points
) -> int:
    """Give the records that get another label by the one than by the other in the place of a part with a name."""
    return space.negate(space.alike(redefined(labels, whole, one), redefined(labels, whole, other)))


def _inside(
    space: Space, path: str, part: Condition, within: Condition | None, find: Callable[[], int]
) -> Iterator[Observed]:
    """Give a part and what is in it."""
    observed = Observed(path, part, within, find)
    yield observed
    match part:
        case Is() | Compare() | LabelIs() | Named():  # what has a name is looked at once, wherever it stands
            pass
        case Not(operand):
            yield from _inside(space, f"{path}.not", operand, part, lambda: observed.records)
        case AllOf(operands) | AnyOf(operands):
            yield from _operands(space, observed, operands)
        case Count():
            yield from _terms(space, observed, f"{path}.count")
        case Reaches(summed):
            if not summed.name:
                yield from _terms(space, observed, f"{path}.points")
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
        yield from _inside(space, f"{observed.path}.{word}[{position}]", operand, observed.part, find)
        before = space.both(before, passing[position])


def _terms(space: Space, observed: Observed, path: str) -> Iterator[Observed]:
    """Give the terms of a sum; where one matters is found by letting it hold always, then never."""
    for position, term in enumerate(parts(observed.part)):
        if not isinstance(term, AnyCriterion):
            find = functools.partial(_deciding, space, observed, position)
            yield from _inside(space, f"{path}[{position}]", term, observed.part, find)


def _deciding(space: Space, observed: Observed, position: int) -> int:
    always, never = (space.where(replaced(observed.part, position, one)) for one in (ALWAYS, NEVER))
    return space.both(observed.records, space.choose(always, space.negate(never), never))
