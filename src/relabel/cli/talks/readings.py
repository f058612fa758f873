"""Readings: a definition read out line by line; lines that ask something have letters, by which they are named."""

import functools
import itertools
import string
from collections.abc import Callable, Iterable, Iterator
from typing import Any, final

import attrs

from relabel.core.definitions.definition import Definition
from relabel.core.definitions.wording import Wording
from relabel.core.model import conditions as nodes
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import Condition
from relabel.sections import Item

__all__ = ["Line", "read_out"]


@final
@attrs.frozen
class Line:
    """A line of a definition that is read out.

    Attributes:
        text: What it says.
        depth: How far it is set in; the words stand at 0.
        mark: A letter, by which it is named; blank where it asks nothing by itself.
        asks: The word and the criterion that it is about, where it has a letter.
        ways: The condition of the word, and what it would be if the line held always, and never, as far as can be said.
    """

    text: str
    depth: int = 0
    mark: str = ""
    asks: tuple[str, AnyCriterion] | None = None
    ways: tuple[Condition, ...] = attrs.field(default=(), eq=False, repr=False)

    @property
    def title(self) -> str:
        """The line with its letter, if it has one, but not set in."""
        return f"{self.mark or '-'}{'.' * bool(self.mark)} {self.text}"

    def __str__(self) -> str:
        return f"{'    ' * self.depth}  {self.title}"


def read_out(found: Definition) -> tuple[Line, ...]:
    """Write a definition as lines, each part of it on one, also where it could be a table: any of them may be wrong."""
    lines: list[Line] = []
    labels = iter(found.labels)
    letters = (
        "".join(some)
        for length in itertools.count(1)
        for some in itertools.product(string.ascii_lowercase, repeat=length)
    )
    for part in Wording(found).items(found.labels):
        label = next(labels, None)
        lines.append(Line(part.text))
        when = None if label is None else label.when
        asked = iter([] if when is None else list(_asked(when, _itself)))
        for text, depth, leaf in _below(part, 1):
            asks = next(asked) if leaf else None
            if label is None or when is None or asks is None:
                lines.append(Line(text, depth))
            else:
                criterion, ways = asks
                lines.append(Line(text, depth, next(letters), (label.name, criterion), (when, *ways)))
    return tuple(lines)


def _below(item: Item, depth: int) -> Iterator[tuple[str, int, bool]]:
    """Give the lines below one, each with how far it is set in and whether nothing is below it."""
    for one in item.below:
        yield one.text, depth, not one.below
        yield from _below(one, depth + 1)


def _itself(condition: Condition) -> Condition:
    return condition


def _asked(
    condition: Condition, whole: Callable[[Condition], Condition]
) -> Iterator[tuple[AnyCriterion, tuple[Condition, ...]] | None]:
    """Give what the lines of a condition ask, in the order of `Wording.item`; None for one that asks nothing.

    Args:
        condition: The condition.
        whole: Gives what a condition becomes with another part in the place of this one.

    Returns:
        A criterion, and what the whole would be if its line held always, and never.
    """
    match condition:
        case nodes.Is(criterion) | nodes.Compare(criterion):
            yield criterion, (whole(nodes.all_of()), whole(nodes.any_of()))
        case nodes.Not(operand):
            yield from _asked(operand, lambda part: whole(nodes.Not(part)))
        case nodes.AllOf(operands) | nodes.AnyOf(operands) | nodes.Count(operands) if operands:
            for at, operand in enumerate(operands):
                yield from _asked(operand, functools.partial(_with, whole, condition, at))
        case nodes.Reaches(nodes.Points() as summed) if summed.terms:
            for term, _ in nodes.with_steps(summed):
                if isinstance(term, AnyCriterion):  # the levels of a scale, or the steps of a number, hold in part
                    yield (
                        term,
                        (whole(_weighed(condition, summed, [one for one in summed.terms if not _is_of(one, term)])),),
                    )
                else:
                    yield from _asked(term, functools.partial(_with_term, whole, condition, term))
        case _:
            yield None


def _with(whole: Callable[[Condition], Condition], condition: Any, at: int, part: Condition) -> Condition:
    # Any: a node with operands
    operands = (*condition.operands[:at], part, *condition.operands[at + 1 :])
    return whole(attrs.evolve(condition, operands=operands))


def _with_term(
    whole: Callable[[Condition], Condition], condition: nodes.Reaches, term: Condition, part: Condition
) -> Condition:
    summed = condition.points
    return whole(_weighed(condition, summed, [(part if one is term else one, weight) for one, weight in summed.terms]))


def _weighed(condition: nodes.Reaches, summed: nodes.Points, terms: Iterable[Any]) -> Condition:
    # Any: the terms of a sum
    return attrs.evolve(condition, points=attrs.evolve(summed, terms=tuple(terms)))


def _is_of(term: tuple[Any, Any], criterion: AnyCriterion) -> bool:
    # Any: as above
    return term[0] is criterion or getattr(term[0], "criterion", None) == criterion
