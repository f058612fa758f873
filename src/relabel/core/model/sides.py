"""One question asked of each side: a criterion about the buyer and one about the seller."""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar, final, overload

import attrs

from relabel.core.model.answers import Number
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.conditions import Condition, Operand, Ordered, all_of, any_of, applies
from relabel.core.model.criteria import Choice, Criterion, Measure, Scale
from relabel.errors import InvalidValueError, NotAConditionError

__all__ = ["PerSide", "per_side"]

Each = TypeVar("Each", bound=AnyCriterion | Operand)


@final
@attrs.frozen(order=False)
class PerSide(Operand, Generic[Each]):
    """One question asked of each side, or one condition on the answers to it.

    Of any kind but yes or no, a comparison, `is_` and `in_` give the condition on each side, to go on from.

    >>> trust = per_side("trust", "How far does the {side} trust the other?", low=1, high=5)
    >>> (trust >= 4).both
    (trust.buyer >= 4) & (trust.seller >= 4)
    """

    buyer: Each
    seller: Each

    def to_condition(self) -> Condition:
        """Refuse: it is not said whether of both sides or of either."""
        raise NotAConditionError(self, f"it asks each side; write .both, .either, .buyer or .seller of {self!s}")

    def __str__(self) -> str:
        return self.buyer.name.partition(".")[0] if isinstance(self.buyer, AnyCriterion) else repr(self)

    def __ge__(self, value: str | Number) -> "PerSide[Condition]":
        return self.compare(">=", value)

    def __gt__(self, value: str | Number) -> "PerSide[Condition]":
        return self.compare(">", value)

    def __le__(self, value: str | Number) -> "PerSide[Condition]":
        return self.compare("<=", value)

    def __lt__(self, value: str | Number) -> "PerSide[Condition]":
        return self.compare("<", value)

    def compare(self, operator: str, value: str | Number) -> "PerSide[Condition]":
        """Give the condition that the answer stands in `operator` to `value`, for each side."""
        if not isinstance(self.buyer, Ordered) or not isinstance(self.seller, Ordered):
            raise NotAConditionError(self, "a comparison needs a scale or a measure on each side")
        return PerSide(self.buyer.compare(operator, value), self.seller.compare(operator, value))

    def is_(self, answer: str | int) -> "PerSide[Condition]":
        """Give the condition that the answer is `answer`, for each side."""
        return self.in_(answer)

    def in_(self, *among: str | int) -> "PerSide[Condition]":
        """Give the condition that the answer is one of `among`, for each side."""
        if not isinstance(self.buyer, Choice | Scale) or not isinstance(self.seller, Choice | Scale):
            raise NotAConditionError(self, "is_ and in_ need a choice or a scale on each side")
        return PerSide(self.buyer.in_(*among), self.seller.in_(*among))  # type: ignore[arg-type]  # each checks its answers

    @property
    def applies(self) -> "PerSide[Condition]":
        """The condition that it applies, for each side; raises `AnswerError` where it always does."""
        if isinstance(self.buyer, AnyCriterion) and isinstance(self.seller, AnyCriterion):
            return PerSide(applies(self.buyer), applies(self.seller))
        raise NotAConditionError(self, "a criterion applies, not a condition")

    @property
    def both(self) -> Condition:
        """The condition that it holds for both sides."""
        return all_of(*self._conditions())

    @property
    def either(self) -> Condition:
        """The condition that it holds for at least one side."""
        return any_of(*self._conditions())

    def _conditions(self) -> tuple[Operand, Operand]:
        if isinstance(self.buyer, Operand) and isinstance(self.seller, Operand):
            return self.buyer, self.seller
        raise NotAConditionError(self, f"say which answers count first: ({self!s} >= 4).both, {self!s}.is_(...).either")


@overload
def per_side(name: str, question: str = "", *, may_be_na: bool = ...) -> PerSide[Criterion]: ...
@overload
def per_side(name: str, question: str = "", *, options: Iterable[str], may_be_na: bool = ...) -> PerSide[Choice]: ...
@overload
def per_side(name: str, question: str = "", *, low: int, high: int, may_be_na: bool = ...) -> PerSide[Scale]: ...
@overload
def per_side(
    name: str, question: str = "", *, levels: Iterable[str], low: int = ..., may_be_na: bool = ...
) -> PerSide[Scale]: ...
@overload
def per_side(
    name: str,
    question: str = "",
    *,
    unit: str,
    low: Number | None = ...,
    high: Number | None = ...,
    whole: bool = ...,
    may_be_na: bool = ...,
) -> PerSide[Measure]: ...


# Any: one result for four kinds, told apart by the overloads above.
def per_side(name: str, question: str = "", **domain: Any) -> PerSide[Any]:
    """Make one criterion for each side, each about its side.

    Args:
        name: The common name; the criteria are `name.buyer` and `name.seller`.
        question: `{side}` in it becomes `buyer` or `seller`.
        domain: What the answers are: `options` as for `Choice`, `low` and `high` or `levels` as for `Scale`,
            or `unit`, with bounds or without, as for `Measure`; yes or no without any. With any of them,
            `may_be_na` as for `Criterion`.

    Raises:
        InvalidValueError: The name, the question or the domain is not valid.

    >>> per_side("loyal", "Is the {side} loyal?").seller
    Criterion('loyal.seller', 'Is the seller loyal?', about=Side.SELLER)
    """
    if not isinstance(question, str):
        raise InvalidValueError(f"question of criterion {name!r}", question, "text")
    kinds = {(): Criterion, ("options",): Choice, ("high", "low"): Scale}
    kinds |= {("levels",): Scale, ("levels", "low"): Scale, ("high", "levels", "low"): Scale}
    given = domain.keys() - {"may_be_na"}
    measured = "unit" in given and given <= {"unit", "low", "high", "whole"}
    kind = Measure if measured else kinds.get(tuple(sorted(given)))
    if kind is None:
        expected = "options; low and high; levels; unit; or none of these, for yes or no"
        raise InvalidValueError(f"per_side({name!r}, ...)", tuple(domain), expected)
    return PerSide(*(kind(f"{name}.{side.value}", question.replace("{side}", side.value), **domain) for side in Side))
