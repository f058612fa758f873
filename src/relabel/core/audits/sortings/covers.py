"""Covers: the fewest companies to put under another word so that nothing contradicts, and every choice of them."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import final

import attrs

__all__ = ["Covers", "least_covers"]


@final
@attrs.frozen
class Covers:
    """The least vertex covers of the graph in which two members are joined if one is above the other.

    Sets of members are bits of an `int`.

    Attributes:
        size: How many members each cover has.
        always: The members that every least cover has.
        ever: The members that some least cover has.
    """

    size: int
    always: int
    ever: int
    _matched: dict[int, int]
    _forced: tuple[int, int]
    _implied: dict[int, int]
    _implying: dict[int, int]

    def __iter__(self) -> Iterator[int]:
        """Give every least cover, each once; there may be exponentially many, none is long in coming."""
        waiting = [self._forced]
        while waiting:
            chosen, refused = waiting.pop()
            free = next((one for one in self._matched if not (chosen | refused) >> one & 1), None)
            if free is None:
                yield sum(1 << (low if chosen >> low & 1 else high) for low, high in self._matched.items())
            else:
                waiting.append((chosen, refused | self._implying[free]))
                waiting.append((chosen | self._implied[free], refused))


def least_covers(above: Sequence[int]) -> Covers:
    """Find the least vertex covers of the comparability graph of a strict order, exactly.

    Who is left after such a cover is taken away is a largest antichain.

    Args:
        above: For each member the members above it, as bits. Transitive, and nobody is above itself.

    Cost: the square of the number of members in steps on sets of them.

    Source: Dilworth, A decomposition theorem for partially ordered sets, Annals of Mathematics 51
    (1950), by way of König's theorem for the bipartite graph of low and high ends; the covers of
    that graph are the closed sets of the implications between the edges of a largest matching.
    """
    matched, taken = _largest_matching(above)
    # Each matched edge has one end in a cover: its low end if the edge is chosen, else its high end. Any
    # other edge from `low` to the high end of a matched edge asks: if that edge is chosen, so is that of `low`.
    implying = {low: 1 << low for low in matched}
    chosen, refused = 0, 0
    for low, highs in enumerate(above):
        for high in _members(highs):
            if low not in matched:
                refused |= 1 << taken[high]
            elif high not in taken:
                chosen |= 1 << low
            else:
                implying[low] |= 1 << taken[high]
    implied = _closures({low: sum(1 << one for one in matched if implying[one] >> low & 1) for low in matched})
    implying = _closures(implying)
    chosen = _union(implied, chosen)
    refused = _union(implying, refused)
    always = ever = 0
    for one in range(len(above)):
        edge = taken.get(one)  # of which this is the high end
        as_low = one in matched and chosen >> one & 1
        as_high = edge is not None and refused >> edge & 1
        either_way = edge is not None and one in matched and implied[edge] >> one & 1
        always |= bool(as_low or as_high or either_way) << one
        might = (one in matched and not refused >> one & 1) or (edge is not None and not chosen >> edge & 1)
        ever |= bool(might) << one
    return Covers(len(matched), always, ever, matched, (chosen, refused), implied, implying)


def _largest_matching(above: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """Match low ends with high ends, as many as can be; give the matching from either end."""
    matched: dict[int, int] = {}
    taken: dict[int, int] = {}
    for start in range(len(above)):
        came_from: dict[int, int] = {}
        unseen = -1
        waiting = deque([start])
        end = None
        while waiting and end is None:
            low = waiting.popleft()
            for high in _members(above[low] & unseen):
                came_from[high] = low
                unseen &= ~(1 << high)
                if high not in taken:
                    end = high
                    break
                waiting.append(taken[high])
        while end is not None:
            low = came_from[end]
            previous = matched.get(low)
            matched[low], taken[end] = end, low
            end = previous
    return dict(sorted(matched.items())), taken


def _closures(nexts: dict[int, int]) -> dict[int, int]:
    """Give for each member all that can be reached from it, itself included."""
    closures: dict[int, int] = {}
    for one in nexts:
        reached, waiting = 1 << one, [one]
        while waiting:
            fresh = nexts[waiting.pop()] & ~reached
            reached |= fresh
            waiting.extend(_members(fresh))
        closures[one] = reached
    return closures


def _union(closures: dict[int, int], members: int) -> int:
    result = 0
    for one in _members(members):
        result |= closures[one]
    return result


def _members(bits: int) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
