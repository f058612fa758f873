"""Means: of several questions what the answers come to on average, those that do not apply left out."""

from collections.abc import Iterable, Mapping
from typing import Any

from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import criteria_of
from relabel.core.model.conditions import Condition, Mean, as_condition, points
from relabel.errors import InvalidValueError

__all__ = ["mean", "share"]


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
        if isinstance(weight, Mapping):
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
