"""Sums of points, and means: what the answers to several questions come to, together or on average."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from relabel.core.model.answers import Number, exact, exact_sum
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import criteria_of
from relabel.core.model.conditions import MAX_STEPS, Condition, Is, Mean, Ordered, Points, Steps, as_condition
from relabel.errors import InvalidValueError

__all__ = ["mean", "per", "points", "share"]


def points(weights: Mapping[Any, Any]) -> Points:
    """Give a sum of points, to be compared with a number: `points({a: 1, b: 2}) >= 2`.

    Args:
        weights: Points by yes/no criterion or condition, given when it holds; by scale, given once
            per level; by choice or scale, a mapping of answers to the points of each; by measure, steps, as
            `per` gives them. Negative points are allowed, and decimal ones are exact. (Any, as the keys of a
            mapping are invariant: a dict of
            conditions only would be refused.)

    Raises:
        InvalidValueError: A weight is no number.
        NotAConditionError: A key is neither a condition nor a scale.
        AnswerError: Points are given for what is no answer.

    >>> from relabel import Choice
    >>> size = Choice("size", options=["small", "large", "very large"])
    >>> points({size: {"large": 1, "very large": 2.5}}) >= 2
    points({size.is_('large'): 1, size.is_('very large'): 2.5}) >= 2
    """
    terms: dict[Condition | AnyCriterion, int | Decimal] = {}
    for key, weight in weights.items():
        for term, one in _terms(key, weight):
            terms[term] = exact_sum(terms.get(term, 0), exact(one, "weight"))
    return Points(tuple(terms.items()))


def per(size: Number, *, points: Number, at_most: Number) -> Steps:
    """Give points for each full step of a measure, for `points`: 5 points per 100,000 EUR, 25 at most.

    Args:
        size: How much is a step, in the unit of the measure. Only full steps count, so that below one there are none.
        points: The points of each step; negative ones take away.
        at_most: The most points in all, of the same sign. Where they are no whole number of steps, the last is worth
            less.

    Raises:
        InvalidValueError: `size` is not above 0, or `at_most` takes no steps or more than `MAX_STEPS`.

    >>> from relabel import Measure
    >>> spend = Measure("spend", unit="EUR/year")
    >>> points({spend: per(100_000, points=5, at_most=25)}) >= 10
    points({spend: per(100000, points=5, at_most=25)}) >= 10
    """
    steps = Steps(exact(size, "size of a step"), exact(points, "points of a step"), exact(at_most, "most points"))
    if steps.size <= 0:
        raise InvalidValueError("size of a step", size, "a number above 0")
    if not steps.points or not 0 < steps.at_most / steps.points <= MAX_STEPS:
        expected = f"a number that takes at least one step of {steps.points} points, and at most {MAX_STEPS} steps"
        raise InvalidValueError("most points", at_most, expected)
    return steps


def mean(weights: Mapping[Any, Any], *, at_least_answered: int = 1) -> Mean:
    """Give a weighted mean of those questions that apply, to be compared with a number: `mean({a: 1, b: 2}) >= 3`.

    A scale counts its level; a yes/no criterion or a condition 1 where it holds, else 0. What does not apply
    (`may_be_na`) is left out, with its weight. What is *unknown* is not: until it is known, the mean is open.

    Args:
        weights: Weights above 0, which may be decimal, by scale, yes/no criterion or condition. Each condition
            asks for one criterion, so that it is plain when it applies.
        at_least_answered: How many of them have to apply; if fewer do, no comparison of the mean holds.

    Raises:
        InvalidValueError: A weight is no number above 0; a condition asks for no criterion, or for several; or
            `at_least_answered` is no number of questions.
        NotAConditionError: A key is neither a condition nor a scale.

    >>> from relabel import Criterion, Scale
    >>> quality = Scale("quality", low=1, high=5, may_be_na=True)
    >>> service = Scale("service", low=1, high=5, may_be_na=True)
    >>> mean({quality: 2, service: 1}, at_least_answered=2) >= 3.5
    mean({quality: 2, service: 1}, at_least_answered=2) >= 3.5
    """
    for weight in weights.values():
        if isinstance(weight, Mapping | Steps):
            raise InvalidValueError("weight in a mean", weight, "a number; for points by answer make it a Scale")
    return _mean(points(weights).terms, at_least_answered)


def share(*conditions: object, at_least_answered: int = 1) -> Mean:
    """Give the share, 0-1, of conditions that hold of those that apply: `share(a, b, c) > 0.5` is the majority.

    Args:
        conditions: Yes/no criteria and conditions, each of which asks for one criterion.
        at_least_answered: As for `mean`.

    Raises:
        InvalidValueError: As for `mean`.
        NotAConditionError: One of them is no condition.

    >>> from relabel import Criterion
    >>> share(Criterion("a", may_be_na=True), Criterion("b", may_be_na=True)) > 0.5
    share(a, b) > 0.5
    """
    return _mean([(as_condition(one), 1) for one in conditions], at_least_answered)


def _mean(terms: Iterable[tuple[Condition | AnyCriterion, Any]], at_least_answered: int) -> Mean:
    # Any: a number, which is checked.
    summed = Mean(tuple(terms), at_least_answered=at_least_answered)
    for term, weight in summed.terms:
        if weight <= 0:
            raise InvalidValueError("weight in a mean", weight, "a number above 0")
        asked = [] if isinstance(term, AnyCriterion) else [one.name for one in criteria_of(term)]
        if not isinstance(term, AnyCriterion) and len(asked) != 1:
            found = f"{term} (asks for {', '.join(asked) or 'none'})"
            raise InvalidValueError(
                "part of a mean", found, "a condition on one criterion; give each a part of its own"
            )
    least, most = at_least_answered, len(summed.terms)
    if isinstance(least, bool) or not isinstance(least, int) or not 1 <= least <= most:
        raise InvalidValueError("at_least_answered", least, f"a whole number from 1 to {most}, the number of questions")
    return summed


def _terms(key: object, weight: object) -> Iterator[tuple[Condition | AnyCriterion, object]]:
    if isinstance(weight, Steps):
        if not (isinstance(key, AnyCriterion) and isinstance(key, Ordered) and key.answers is None):
            raise InvalidValueError(f"points by steps of {key}", weight, "a measure")
        yield from _each_step(key, weight)
    elif isinstance(weight, Mapping) and isinstance(key, AnyCriterion) and key.answers is not None:
        for answer, one in weight.items():
            key.check(answer, f"points of {key.name}")
            yield as_condition(key) if answer is True else Is(key, (answer,)), one
    elif isinstance(key, AnyCriterion) and isinstance(key, Ordered) and key.answers is not None:
        yield key, weight
    else:
        yield as_condition(key), weight


def _each_step(measure: Ordered, steps: Steps) -> Iterator[tuple[Condition, int | Decimal]]:
    reached, left = steps.size, steps.at_most
    while left:
        worth = steps.points if 0 < steps.points <= left or left <= steps.points < 0 else left
        yield measure.compare(">=", reached), worth
        reached, left = exact_sum(reached, steps.size), exact_sum(left, -worth)
