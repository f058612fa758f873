"""Tests of `relabel.learning.rules.requirements`: what may be asked, and who can meet it."""

from collections.abc import Sequence

from relabel import Answer, AnyCriterion, Choice, Criterion, Evidence, Measure, Relationship, Scale
from relabel.core.audits.sortings.sorting import Sorting, directed, named_order, sort_out
from relabel.learning.rules.requirements import Split, requirements_of, split

pays = Criterion("pays")
trust = Scale("trust", low=1, high=5)
size = Choice("size", options=["small", "mid", "large"])
kind = Choice("kind", options=["shop", "farm"])
spend = Measure("spend", unit="EUR")


def sorting(
    criterion: AnyCriterion, answers: Sequence[Answer | None], *, raises: bool = False, lowers: bool = False
) -> Sorting:
    """Sort companies with these answers, the first half of them under the lower word."""
    rows = [
        Relationship(
            str(at),
            "us",
            buyer_label="client" if 2 * at < len(answers) else "partner",
            evidence=[] if answer is None else [Evidence(criterion.name, answer)],
        )
        for at, answer in enumerate(answers)
    ]
    directions = directed([criterion], [criterion] if raises else [], [criterion] if lowers else [])
    steps = {"spend": [(10, 0), (20, 0)]} if criterion is spend else None
    return sort_out(rows, [criterion], named_order(["partner", "client"]), directions, steps=steps)


def asked(found: Sorting) -> list[str]:
    """Give what may be asked, in words."""
    return [str(one.condition) for one in requirements_of(found)]


def test_a_direction_leaves_what_is_better() -> None:
    """A better answer never counts against the higher word."""
    assert asked(sorting(pays, [False, True], raises=True)) == ["pays"]
    assert asked(sorting(pays, [False, True], lowers=True)) == ["~pays"]
    assert asked(sorting(spend, [5, 15, 25], raises=True)) == ["spend >= 10", "spend >= 20"]
    assert asked(sorting(spend, [5, 15, 25], lowers=True)) == ["spend < 20", "spend < 10"]
    assert asked(sorting(size, ["small", "mid", "large"], raises=True)) == [
        "size.in_('mid', 'large')",
        "size.is_('large')",
    ]


def test_without_a_direction_either_is_asked() -> None:
    """Of a choice one option or any other; of two options, one."""
    assert asked(sorting(pays, [False, True])) == ["pays", "~pays"]
    assert asked(sorting(trust, [1, 5])) == ["trust >= 4", "trust <= 2"]
    assert asked(sorting(kind, ["shop", "farm"])) == ["kind.is_('shop')", "kind.is_('farm')"]
    assert asked(sorting(size, ["small", "mid", "large"])) == [
        "size.is_('small')",
        "size.is_('mid')",
        "size.is_('large')",
        "size.in_('mid', 'large')",
        "size.in_('small', 'large')",
        "size.in_('small', 'mid')",
    ]


def test_what_parts_nobody_is_not_asked() -> None:
    """Of thresholds between the same companies one is left; none where all have one answer, or nothing is known."""
    assert asked(sorting(trust, [2, 2, 4, 4], raises=True)) == ["trust >= 4"]
    assert asked(sorting(trust, [4, 4], raises=True)) == []
    assert asked(sorting(trust, [None, None])) == []


def test_what_is_not_known_may_be_met_and_need_not_be() -> None:
    """It counts for a company that is to be let in, and not against one that is to be kept out."""
    found = sorting(trust, [None, 2, 2, None, 5, 5], raises=True)
    assert asked(found) == ["trust >= 2", "trust >= 4"]
    parted = split(found, requirements_of(found), [row.rank for row in found.rows], 1)
    assert parted == Split({0b11: 3}, {0b00: 1, 0b01: 2})
    assert parted.exceptions(lambda _: True) == 3
    assert parted.exceptions(lambda met: met > 1) == 0
