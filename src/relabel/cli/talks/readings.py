"""Readings: a definition read out line by line; lines that ask something have letters, by which they are named."""

import itertools
import string
from collections.abc import Iterator
from typing import final

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
    """

    text: str
    depth: int = 0
    mark: str = ""
    asks: tuple[str, AnyCriterion] | None = None

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
        asked = iter([] if label is None or label.when is None else list(_asked(label.when)))
        for text, depth, leaf in _below(part, 1):
            criterion = next(asked) if leaf else None
            if label is None or criterion is None:
                lines.append(Line(text, depth))
            else:
                lines.append(Line(text, depth, next(letters), (label.name, criterion)))
    return tuple(lines)


def _below(item: Item, depth: int) -> Iterator[tuple[str, int, bool]]:
    """Give the lines below one, each with how far it is set in and whether nothing is below it."""
    for one in item.below:
        yield one.text, depth, not one.below
        yield from _below(one, depth + 1)


def _asked(condition: Condition) -> Iterator[AnyCriterion | None]:
    """Give what the lines of a condition ask, in the order of `Wording.item`; None for one that asks nothing."""
    match condition:
        case nodes.Is(criterion) | nodes.Compare(criterion):
            yield criterion
        case nodes.Not(operand):
            yield from _asked(operand)
        case nodes.AllOf(operands) | nodes.AnyOf(operands) | nodes.Count(operands) if operands:
            for operand in operands:
                yield from _asked(operand)
        case nodes.Reaches(nodes.Points() as summed) if summed.terms:
            for term, _ in nodes.with_steps(summed):
                yield from [term] if isinstance(term, AnyCriterion) else _asked(term)
        case _:
            yield None
