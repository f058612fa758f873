"""Twenty definitions as handbooks have them, each of another kind, to be found by `Elicitation` and by `learn`."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from relabel import (
    AnyCriterion,
    Choice,
    Criterion,
    Definition,
    Label,
    Measure,
    Scale,
    all_of,
    any_of,
    at_least,
    per_side,
    points,
)
from relabel.core.model.conditions import Points

__all__ = ["HANDBOOKS", "Handbook"]


class Handbook(NamedTuple):
    """A definition, and what is known of it before anything is asked."""

    definition: Definition
    criteria: Sequence[AnyCriterion]
    lowers: Sequence[AnyCriterion] = ()
    steps: Mapping[str, Sequence[float]] = {}
    impossible: Sequence[object] = ()

    @property
    def raises(self) -> list[AnyCriterion]:
        """The criteria that speak for a higher word."""
        return [one for one in self.criteria if one not in self.lowers]


def _of(name: str, *labels: tuple[str, object]) -> Definition:
    made = [Label(word, when) for word, when in labels]
    return Definition(name, name.replace("-", " "), made, source="this benchmark")


def _count(total: Points, *cuts: int) -> list[tuple[str, object]]:
    return [(f"rank-{cut}", total >= cut) for cut in cuts]


a, b, c, d, e, f, g, h = (Criterion(name) for name in "abcdefgh")
more = [Criterion(f"more{at}") for at in range(4)]
veto, late = Criterion("veto"), Criterion("late")
three, four = Scale("three", low=0, high=2), Scale("four", low=1, high=4)
trust = Scale("trust", levels=["none", "some", "much", "full"])
segment = Choice("segment", options=["lost", "dormant", "steady", "growing"])
handling = Choice("handling", options=["escalated", "argued", "discussed"])
size = Choice("size", options=["small", "medium", "large"])
spend = Measure("spend", unit="EUR", low=0)
days = Measure("days", unit="days", low=0, whole=True)
share = Measure("wallet", unit="%", low=0, high=100)
loyal = per_side("loyal")
faith = per_side("faith", low=1, high=4)

HANDBOOKS: list[Handbook] = [
    Handbook(
        _of("weighted-sum", *_count(points({a: 3, b: 2, c: 2, d: 1, e: 1, f: 1}), 7, 4), ("rest", None)),
        [a, b, c, d, e, f],
    ),
    Handbook(
        _of("veto", ("partner", all_of(a, ~veto, ~late)), ("client", any_of(a, b & c) & ~veto), ("rest", None)),
        [a, b, c, veto, late],
        [veto, late],
    ),
    Handbook(
        _of("eight-levels", *[(f"level-{at}", points({three: 2, four: 1}) >= at) for at in (8, 7, 6, 5, 4, 3, 2)]),
        [three, four],
    ),
    Handbook(
        _of(
            "options",
            ("key", segment.is_("growing") & size.in_("medium", "large") & ~handling.is_("escalated")),
            ("account", segment.in_("steady", "growing") | size.is_("large") & handling.is_("discussed")),
            ("contact", None),
        ),
        [segment, size, handling],
    ),
    Handbook(
        _of(
            "measures",
            ("gold", all_of(spend >= 100_000, days <= 30)),
            ("silver", any_of(spend > 10_000, all_of(spend >= 1_000, days < 60))),
            ("bronze", spend > 0),
        ),
        [spend, days],
        [days],
        {"spend": [0, 1_000, 10_000, 100_000], "days": [30, 60]},
    ),
    Handbook(
        _of(
            "both-sides",
            ("partner", (faith >= 3).both & loyal.both),
            ("client", (faith >= 2).buyer & loyal.either),
            ("contact", (faith >= 2).either),
        ),
        [loyal.buyer, loyal.seller, faith.buyer, faith.seller],
    ),
    Handbook(
        _of("never-both", ("yes", at_least(2, a, b, c, d) & e), ("no", None)),
        [a, b, c, d, e],
        impossible=[a & b, ~c & d],
    ),
    Handbook(
        _of(
            "twelve",
            ("partner", all_of(a, b, at_least(2, c, d, e, f))),
            ("client", any_of(a & g, b & h, *more)),
            ("rest", None),
        ),
        [a, b, c, d, e, f, g, h, *more],
    ),
    Handbook(
        _of("groups", ("yes", at_least(2, any_of(a, b), all_of(c, d), e)), ("no", None)),
        [a, b, c, d, e],
    ),
    Handbook(
        _of("lists", ("yes", any_of(a & b & c, d & e, f & g & h, a & f)), ("no", None)),
        [a, b, c, d, e, f, g, h],
    ),
    Handbook(
        _of("clauses", ("yes", all_of(any_of(a, b), any_of(c, d), any_of(e, f))), ("no", None)),
        [a, b, c, d, e, f],
    ),
    Handbook(
        _of("apart", ("high", a & b), ("middle", any_of(c, d)), ("low", at_least(2, b, e, f)), ("rest", None)),
        [a, b, c, d, e, f],
    ),
    Handbook(_of("nobody", ("high", a & b & c), ("middle", a & b & c & d), ("low", any_of(a, d))), [a, b, c, d]),
    Handbook(_of("idle", ("yes", a.to_condition()), ("no", None)), [a, b, c, d, e, f, g]),
    Handbook(_of("everybody", ("yes", any_of(a, ~a))), [a, b, c]),
    Handbook(
        _of(
            "named-levels",
            ("yes", (trust >= "much") | (trust >= "some") & a & b),
            ("maybe", trust >= "some"),
            ("no", None),
        ),
        [trust, a, b],
    ),
    Handbook(
        _of(
            "mixed",
            ("a", all_of(trust >= "full", segment.is_("growing"), share >= 50, ~late)),
            ("b", share >= 20),
            ("c", None),
        ),
        [trust, segment, share, late],
        [late],
        {"wallet": [20, 50]},
    ),
    Handbook(
        _of("marks", *_count(points({three: 1, four: 1, a: 2, b: 2}), 8, 6, 4), ("rest", None)),
        [three, four, a, b],
    ),
    Handbook(
        _of(
            "six-words",
            ("a", all_of(a, b, c)),
            ("b", all_of(a, b)),
            ("c", a | (b & c & d)),
            ("d", b & c),
            ("e", any_of(b, c, d, e)),
        ),
        [a, b, c, d, e],
        [],
    ),
    Handbook(
        _of("core", ("yes", all_of(a, any_of(b, at_least(3, c, d, e, f, g)))), ("no", None)),
        [a, b, c, d, e, f, g],
    ),
]
"""Weighted sums, levels, vetoes, two to eight words, options in order, measures, both sides, impossible cases."""
