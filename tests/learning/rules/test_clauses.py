"""Tests of `relabel.learning.rules.clauses`: counts are exact, and a search that is given up says so."""

import itertools
import sys

import pytest

from relabel.errors import MissingExtraError
from relabel.learning.rules.clauses import Clauses, Effort, OutOfEffortError


@pytest.mark.parametrize("most", range(1, 6))
def test_a_counter_holds_if_and_only_if_so_many_do(most: int) -> None:
    """Of any of the literals, however many hold, up to the most."""
    clauses = Clauses(Effort(1000))
    literals = [clauses.variable() for _ in range(5)]
    counter = clauses.counter(literals, most)
    counts = {places: counter(places) for places in range(32)}
    for held in itertools.product((False, True), repeat=5):
        found = clauses.solve(one if yes else -one for one, yes in zip(literals, held, strict=True))
        assert found is not None
        for places, reached in counts.items():
            number = sum(yes for at, yes in enumerate(held) if places >> at & 1)
            assert len(reached) == min(most, places.bit_count())
            assert [one in found for one in reached] == [number >= least for least in range(1, len(reached) + 1)]


def test_what_cannot_be_is_found_out() -> None:
    """Nothing holds that is forbidden."""
    clauses = Clauses(Effort(1000))
    one, other = clauses.variable(), clauses.variable()
    clauses.add(one, other)
    clauses.at_most_one([one, other])
    assert clauses.solve([one]) == frozenset({one})
    assert clauses.solve([one, other]) is None


def test_a_search_is_given_up_where_no_effort_is_left() -> None:
    """What takes too many dead ends is not known; and after that nothing is looked for."""
    effort = Effort(40)
    clauses = Clauses(effort)
    places = [[clauses.variable() for _ in range(7)] for _ in range(8)]  # eight pigeons in seven holes
    for holes in places:
        clauses.add(*holes)
    for pigeons in zip(*places, strict=True):
        clauses.at_most_one(pigeons)
    with pytest.raises(OutOfEffortError):
        clauses.solve([])
    effort.left = 0
    with pytest.raises(OutOfEffortError):
        Clauses(effort).solve([])


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the extra that brings it."""
    monkeypatch.setitem(sys.modules, "pysat.solvers", None)
    with pytest.raises(MissingExtraError) as caught:
        Clauses(Effort(1))
    assert (caught.value.package, caught.value.extra) == ("python-sat", "learn")
