"""Tests of `relabel.core.audits.sortings.covers`: the least covers of an order, against all sets of members."""

import itertools
import random

import pytest

from relabel.core.audits.sortings.covers import least_covers


def random_order(seed: int) -> list[int]:
    """Give a strict order of up to eight members, for each the members above it as bits."""
    dice = random.Random(seed)  # noqa: S311  # no secret
    points = [tuple(dice.randrange(3) for _ in range(3)) for _ in range(dice.randrange(9))]
    ranks = [dice.randrange(4) for _ in points]
    return [
        sum(
            1 << high
            for high, other in enumerate(points)
            if ranks[high] < ranks[low] and all(a <= b for a, b in zip(one, other, strict=True))
        )
        for low, one in enumerate(points)
    ]


def covers_of(above: list[int]) -> set[int]:
    """Give the least covers, found by trying every set."""
    size = len(above)
    joined = [(low, high) for low in range(size) for high in range(size) if above[low] >> high & 1]
    for least in range(size + 1):
        found = {
            bits
            for some in itertools.combinations(range(size), least)
            for bits in [sum(1 << one for one in some)]
            if all((bits >> low | bits >> high) & 1 for low, high in joined)
        }
        if found:
            return found
    raise AssertionError


@pytest.mark.parametrize("seed", range(200))
def test_the_least_covers_are_found_all_and_each_once(seed: int) -> None:
    """Size, every cover, and what all or some of them have, are what trying every set gives."""
    above = random_order(seed)
    expected = covers_of(above)
    found = least_covers(above)
    given = list(found)
    always, ever = (1 << len(above)) - 1, 0
    for one in expected:
        always &= one
        ever |= one
    size = next(iter(expected)).bit_count()
    assert (sorted(given), found.size, found.always, found.ever) == (sorted(expected), size, always, ever)
