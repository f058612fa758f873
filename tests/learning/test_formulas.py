"""Tests of `relabel.learning.formulas`: a condition, as short as is found, for any set of records."""

import pytest

from relabel import Condition, Criterion, Scale, all_of, any_of, at_least, points
from relabel.core.audits.sortings.sorting import Directions
from relabel.core.diagrams.variables import Variable
from relabel.core.model.conditions import Count
from relabel.learning.formulas import condition_for
from relabel.learning.hypotheses.languages import Language
from relabel.learning.hypotheses.records import Records

a, b, c, d, e = (Criterion(name) for name in "abcde")
trust = Scale("trust", low=1, high=3)
CRITERIA = (a, b, c, d, e, trust)
DIRECTIONS = Directions({one.name: -1 if one is e else 1 for one in CRITERIA})
RECORDS = Records([Variable(one, (), 0) for one in CRITERIA], DIRECTIONS)
LANGUAGE = Language(RECORDS)


@pytest.mark.parametrize(
    "condition",
    [
        a & b & ~e,
        any_of(a, trust >= 2),
        at_least(2, a, b, c),
        all_of(a, at_least(2, b, c, d)),
        any_of(a, all_of(b, c)),
        any_of(a, at_least(2, b, c, trust >= 3)),
        any_of(all_of(a, b), all_of(c, d), all_of(~e, trust >= 2)),
        all_of(any_of(a, b), any_of(c, d), any_of(~e, trust >= 2)),
        points({a: 3, b: 2, c: 2, d: 1, ~e: 1}) >= 5,
    ],
    ids=str,
)
def test_what_is_written_holds_where_it_should(condition: Condition) -> None:
    """In all records, and no longer than the condition it was made from."""
    wanted = RECORDS.where([condition])
    found = condition_for(LANGUAGE, wanted, 0, RECORDS.every)
    assert found is not None
    assert RECORDS.where([found]) == wanted
    assert found.size <= condition.size


@pytest.mark.parametrize(
    "condition",
    [
        any_of(at_least(3, a, b, c, d), all_of(~e, trust >= 2)),
        any_of(at_least(2, a, b, c), all_of(d, ~e, trust >= 3)),
        all_of(at_least(2, a, b, c, d), any_of(~e, trust >= 2)),
        any_of(all_of(a, b), at_least(3, c, d, ~e, trust >= 2)),
        all_of(any_of(a, b, trust >= 3), at_least(2, c, d, ~e)),
    ],
    ids=str,
)
def test_a_count_beside_another_way_is_written_as_one(condition: Condition) -> None:
    """As a handbook has it, and not as a row for each way to reach the number."""
    found = condition_for(LANGUAGE, RECORDS.where([condition]), 0, RECORDS.every)
    assert found is not None
    assert found.size == condition.size
    assert RECORDS.where([found]) == RECORDS.where([condition])
    assert any(isinstance(one, Count) for one in getattr(found, "operands", ()))


def test_what_is_needed_besides_stands_beside_a_count() -> None:
    """And is not counted with it: "at least 4 of these, two of which have to" is what nobody says."""
    condition = any_of(all_of(a, b, trust >= 3), all_of(at_least(2, b, c, d), ~e, trust >= 2))
    found = condition_for(LANGUAGE, RECORDS.where([condition]), 0, RECORDS.every)
    assert found is not None
    assert (found.size, str(at_least(2, b, c, d)) in str(found)) == (condition.size, True)


def test_a_count_goes_before_a_list_that_is_as_short() -> None:
    """Where they differ only in what cannot be."""
    condition = at_least(2, a, b, c, d) & ~e
    possible = RECORDS.every & ~RECORDS.where([a & b, ~c & d])
    found = condition_for(LANGUAGE, RECORDS.where([condition]) & possible, 0, possible)
    assert found is not None
    assert RECORDS.where([found]) == RECORDS.where([condition])


def test_what_has_too_many_parts_is_written_as_rows() -> None:
    """Each of any, or each of all of which any is enough."""
    pairs = [Criterion(f"c{at}") for at in range(10)]
    records = Records([Variable(one, (), 0) for one in pairs], Directions({one.name: 1 for one in pairs}))
    language = Language(records)
    for inner, outer in ((all_of, any_of), (any_of, all_of)):
        condition = outer(*(inner(one, other) for one, other in zip(pairs[::2], pairs[1::2], strict=True)))
        found = condition_for(language, records.where([condition]), 0, records.every)
        assert found is not None
        assert (found.size, records.where([found])) == (condition.size, records.where([condition]))


def test_always_and_never_are_written() -> None:
    """None stands for a condition that always holds."""
    assert condition_for(LANGUAGE, RECORDS.every, 0, RECORDS.every) is None
    assert condition_for(LANGUAGE, 0, 0, RECORDS.every) == any_of()


def test_what_another_label_gets_or_cannot_be_may_be_either() -> None:
    """So the condition gets shorter."""
    wanted, given = RECORDS.where([any_of(a, b & c)]), RECORDS.where([b & c])
    assert str(condition_for(LANGUAGE, wanted, given, RECORDS.every)) == "a"
    possible = RECORDS.every & ~given
    assert str(condition_for(LANGUAGE, wanted, 0, possible)) == "a"
