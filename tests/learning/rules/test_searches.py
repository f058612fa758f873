"""Tests of `relabel.learning.rules.searches`: what is cheapest, what costs as much, and what is not proven."""

from fractions import Fraction

import pytest

from relabel import Criterion
from relabel.learning.rules.clauses import Effort
from relabel.learning.rules.requirements import Requirement, Split
from relabel.learning.rules.searches import MAX_CANDIDATES, Search, Size
from relabel.learning.rules.shapes import ALWAYS, EVERY_SHAPE, NEVER, Part, Rule

PRICE = Fraction(5, 2)


def asked(number: int) -> list[Requirement]:
    """Give requirements of as many criteria."""
    return [Requirement(at, 0, 2, Criterion(f"c{at}").to_condition()) for at in range(number)]


def search(parted: Split, number: int, effort: int = 100_000) -> Search:
    """Give a search among rules of every shape."""
    return Search(parted, asked(number), EVERY_SHAPE, Effort(effort))


def test_the_cheapest_weighs_requirements_against_exceptions() -> None:
    """At 2.5 for an exception two requirements are paid for one, and not three."""
    parted = Split({0b11: 5, 0b01: 0}, {0b01: 1, 0b00: 5})
    found = search(parted, 2).cheapest(PRICE)
    assert found.rules == (Rule((Part(1, 0b10),)),)
    assert (found.proven, found.more) == (True, False)
    parted = Split({0b111: 4}, {0b110: 1, 0b101: 1, 0b011: 1, 0: 4})
    found = search(parted, 3).cheapest(PRICE)
    assert found.rules == (Rule((Part(3, 0b111),)),)
    assert found.by_size == tuple(Size(size, 4 if not size else 3 - size, proven=True) for size in range(4))
    assert set(search(parted, 3).cheapest(Fraction(1)).rules) == {
        Rule((Part(least, among),))
        for least, among in ((1, 0b1), (1, 0b10), (1, 0b100), (2, 0b11), (2, 0b101), (2, 0b110), (3, 0b111))
    }


@pytest.mark.parametrize(("parted", "rule"), [(Split({0: 1}, {}), ALWAYS), (Split({}, {1: 1}), NEVER)])
def test_where_all_are_on_one_side_nothing_is_asked(parted: Split, rule: Rule) -> None:
    """Whether or not there is anything to ask."""
    for number in (0, 1):
        assert search(parted, number).cheapest(PRICE).rules == (rule,)


def test_rules_without_requirements_may_cost_as_much() -> None:
    """As many on either side, all alike: both cost the same."""
    assert search(Split({0: 1}, {0: 1}), 0).cheapest(PRICE).rules == (ALWAYS, NEVER)


def test_of_many_candidates_some_are_given() -> None:
    """It is said that there are more."""
    found = search(Split({(1 << 16) - 1: 3}, {1 << at: 3 for at in range(16)}), 16).cheapest(PRICE)
    assert (len(found.rules), found.more, found.proven) == (MAX_CANDIDATES, True, True)
    few = search(Split({(1 << 5) - 1: 1}, {0: 1}), 5).cheapest(PRICE)
    assert (len(few.rules), few.more) == (5, False)


def test_a_search_that_is_given_up_proves_nothing() -> None:
    """What was found is given all the same."""
    parted = Split({0b1011: 3, 0b0111: 3, 0b1110: 2}, {0b1001: 3, 0b0110: 3, 0b1111: 1})
    none = search(parted, 4, effort=0).cheapest(PRICE)
    assert (none.rules, none.proven) == ((ALWAYS,), False)
    assert not any(one.proven for one in none.by_size[1:])
    assert search(parted, 4).cheapest(PRICE).proven
