"""Ranks: where one word stands among the labels of different definitions."""

from collections.abc import Iterator
from typing import final

import attrs

from relabel.core.definitions.definition import Definition
from relabel.core.model.words import fold

__all__ = ["Place", "RankShift", "rank_shifts"]


@final
@attrs.frozen
class Place:
    """Where a label stands among the labels of an ordered definition.

    Attributes:
        definition: The name of the definition.
        above: How many labels rank above it.
        below: How many labels rank below it.
    """

    definition: str
    above: int
    below: int

    @property
    def end(self) -> str:
        """`highest`, `lowest`, `only`, or `neither highest nor lowest`."""
        if self.above and self.below:
            return "neither highest nor lowest"
        return "lowest" if self.above else "highest" if self.below else "only"

    def __str__(self) -> str:
        return f"{self.end} of {self.above + self.below + 1} in {self.definition}"


@final
@attrs.frozen
class RankShift:
    """A warning: one word means different ranks in two definitions.

    Attributes:
        word: The word, as the first definition writes it.
        first: Its place in the first definition.
        second: Its place in the second definition.
    """

    word: str
    first: Place
    second: Place

    def __str__(self) -> str:
        return f"{self.word!r} does not mean the same rank: {self.first}, {self.second}"


def rank_shifts(first: Definition, second: Definition, names: tuple[str, str]) -> Iterator[RankShift]:
    """Find the words, case and spacing folded, that both definitions rank, in different places.

    The places differ when one is an end of the order and the other is not that end, or when there
    are both more or fewer labels above and more or fewer below.

    Args:
        first: A definition; none of its words is found unless both are ordered.
        second: Another.
        names: What to call them.
    """
    if not (first.ordered and second.ordered):
        return
    folded = {fold(label.name): position for position, label in enumerate(second.labels)}
    for position, label in enumerate(first.labels):
        other = folded.get(fold(label.name))
        if other is not None:
            mine = Place(names[0], position, len(first.labels) - 1 - position)
            theirs = Place(names[1], other, len(second.labels) - 1 - other)
            if mine.end != theirs.end or (mine.above != theirs.above and mine.below != theirs.below):
                yield RankShift(label.name, mine, theirs)
