"""The four kinds of criterion: yes/no, one of several words, whole levels, a number with a unit."""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar, final, overload

import attrs

from relabel.core.model.answers import Answer, Number, exact, is_number
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.conditions import Compare, Condition, Is, Operand, Ordered, all_of, any_of
from relabel.errors import InvalidValueError, NotAConditionError, TruthValueError

__all__ = ["MAX_LEVELS", "Choice", "Criterion", "Measure", "PerSide", "Scale", "per_side"]

MAX_LEVELS = 100
"""How many levels a scale may have; a measure has no such limit."""


def _about_text(criterion: AnyCriterion) -> str:
    return f" about the {criterion.about.value}" if criterion.about is not None else ""


@final
@attrs.frozen(repr=False, cache_hash=True, order=False)
class Criterion(AnyCriterion, Operand):
    """A question that is answered yes or no; it stands for "yes" in a condition.

    Args:
        name: snake_case, read as a statement; ends in `.buyer` or `.seller` for one side's.
        question: What to ask, in words; shown in reports and explanations.
        about: The side whose view, act or trait it is. The other side's word on it is hearsay. None
            for both sides together, but the name's own side where it ends in one.

    Raises:
        InvalidValueError: The name, question or side is not valid.

    >>> pays = Criterion("pays_for_services", "Does the buyer pay the seller for services?")
    >>> ~pays
    ~pays_for_services
    """

    @property
    def answers(self) -> tuple[bool, bool]:
        """No and yes."""
        return (False, True)

    @property
    def meaning(self) -> str:
        """Kind and side."""
        return f"a yes/no criterion{_about_text(self)}"

    @property
    def expected(self) -> str:
        """The answers that are taken, for messages."""
        return "True or False"

    def accepts(self, answer: object) -> bool:
        """Say whether the answer is a bool."""
        return isinstance(answer, bool)

    def to_condition(self) -> Condition:
        """Give the condition that the answer is yes."""
        return Is(self, (True,))

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return _repr(self)


def _options(options: Iterable[str]) -> tuple[str, ...]:
    return tuple(options) if isinstance(options, Iterable) and not isinstance(options, str) else (options,)


def _check_options(choice: "Choice", _: object, options: tuple[str, ...]) -> None:
    words = all(isinstance(option, str) and option and option == option.strip() for option in options)
    if len(options) < 2 or not words or len({option.casefold() for option in options}) < len(options):
        raise InvalidValueError(
            f"options of criterion {choice.name!r}", options, "two or more different words, case ignored"
        )


@final
@attrs.frozen(repr=False, cache_hash=True, order=False)
class Choice(AnyCriterion):
    """A question that is answered by one of several words.

    Args:
        name: As for `Criterion`.
        question: As for `Criterion`.
        options: The words, at least two, different even when case is ignored.
        about: As for `Criterion`.

    Raises:
        InvalidValueError: The name, question, side or options are not valid.

    >>> handling = Choice("issue_handling", "How are issues handled?", options=["escalated", "discussed"])
    >>> handling.is_("discussed")
    issue_handling.is_('discussed')
    """

    options: tuple[str, ...] = attrs.field(kw_only=True, converter=_options, validator=_check_options)

    @property
    def answers(self) -> tuple[str, ...]:
        """The options."""
        return self.options

    @property
    def meaning(self) -> str:
        """Kind, options (in any order) and side."""
        return f"a choice of {', '.join(map(repr, sorted(self.options)))}{_about_text(self)}"

    @property
    def expected(self) -> str:
        """The answers that are taken, for messages."""
        return f"one of {', '.join(map(repr, self.options))}"

    def accepts(self, answer: object) -> bool:
        """Say whether the answer is one of the options."""
        return isinstance(answer, str) and answer in self.options

    def is_(self, option: str) -> Condition:
        """Give the condition that the answer is `option`; raises `AnswerError` if it is none."""
        return self.in_(option)

    def in_(self, *options: str) -> Condition:
        """Give the condition that the answer is one of `options`; raises `AnswerError` if one is none."""
        return _among(self, options)

    def __repr__(self) -> str:
        return _repr(self, f"options={self.options!r}")

    def __bool__(self) -> bool:
        raise TruthValueError(self.name)


@final
@attrs.frozen(repr=False, cache_hash=True, order=False)
class Scale(AnyCriterion, Ordered):
    """A question that is answered by a whole level from `low` to `high`, both included.

    Args:
        name: As for `Criterion`.
        question: As for `Criterion`.
        low: The lowest level, a whole number.
        high: The highest level, above `low` and at most `MAX_LEVELS` levels in all.
        about: As for `Criterion`.

    Raises:
        InvalidValueError: The name, question, side or levels are not valid.

    >>> trust = Scale("trust", "How much do they trust us?", low=1, high=5)
    >>> trust >= 4
    trust >= 4
    """

    low: int = attrs.field(kw_only=True)
    high: int = attrs.field(kw_only=True)

    def __attrs_post_init__(self) -> None:
        AnyCriterion.__attrs_post_init__(self)
        whole = all(isinstance(level, int) and not isinstance(level, bool) for level in (self.low, self.high))
        if not whole or not self.low < self.high < self.low + MAX_LEVELS:
            raise InvalidValueError(
                f"low and high of criterion {self.name!r}",
                (self.low, self.high),
                f"whole numbers, low below high, at most {MAX_LEVELS} levels; for more, use a Measure",
            )

    @property
    def answers(self) -> tuple[int, ...]:
        """The levels, lowest first."""
        return tuple(range(self.low, self.high + 1))

    @property
    def meaning(self) -> str:
        """Kind, levels and side."""
        return f"a scale from {self.low} to {self.high}{_about_text(self)}"

    @property
    def expected(self) -> str:
        """The answers that are taken, for messages."""
        return f"a whole number from {self.low} to {self.high}"

    def accepts(self, answer: object) -> bool:
        """Say whether the answer is one of the levels, as an int."""
        return isinstance(answer, int) and not isinstance(answer, bool) and self.low <= answer <= self.high

    def is_(self, level: int) -> Condition:
        """Give the condition that the answer is `level`; raises `AnswerError` if it is none."""
        return self.in_(level)

    def in_(self, *levels: int) -> Condition:
        """Give the condition that the answer is one of `levels`; raises `AnswerError` if one is none."""
        return _among(self, levels)

    def compare(self, operator: str, value: Number) -> Condition:
        """Give the condition that the level stands in `operator` to `value`, a level too."""
        self.check(value, f"{self.name} {operator} {value!r}")
        return Compare(self, operator, exact(value, self.name))

    def __repr__(self) -> str:
        return _repr(self, f"low={self.low!r}", f"high={self.high!r}")

    def __bool__(self) -> bool:
        raise TruthValueError(self.name)


def _check_unit(measure: "Measure", _: object, unit: str) -> None:
    if not isinstance(unit, str) or not unit.strip():
        raise InvalidValueError(
            f"unit of criterion {measure.name!r}", unit, "a unit, for example 'EUR/year' or 'count'"
        )


@final
@attrs.frozen(repr=False, cache_hash=True, order=False)
class Measure(AnyCriterion, Ordered):
    """A question that is answered by a number; the latest observation counts.

    Args:
        name: As for `Criterion`.
        question: As for `Criterion`.
        unit: What the number counts, for example `EUR/year`. Nothing is converted.
        about: As for `Criterion`.

    Raises:
        InvalidValueError: The name, question, side or unit is not valid.

    >>> spend = Measure("annual_spend", "What do they spend with us in a year?", unit="EUR/year")
    >>> spend.between(1, 5)
    (annual_spend >= 1) & (annual_spend <= 5)
    """

    unit: str = attrs.field(kw_only=True, validator=_check_unit)

    @property
    def answers(self) -> None:
        """Any number is an answer."""
        return None

    @property
    def meaning(self) -> str:
        """Kind, unit and side."""
        return f"a measure in {self.unit!r}{_about_text(self)}"

    @property
    def expected(self) -> str:
        """The answers that are taken, for messages."""
        return "a number" if self.unit == "count" else f"a number of {self.unit}"

    def accepts(self, answer: object) -> bool:
        """Say whether the answer is a finite number."""
        return is_number(answer)

    def compare(self, operator: str, value: Number) -> Condition:
        """Give the condition that the number stands in `operator` to `value`."""
        return Compare(self, operator, exact(value, f"{self.name} {operator} {value!r}"))

    def __repr__(self) -> str:
        return _repr(self, f"unit={self.unit!r}")

    def __bool__(self) -> bool:
        raise TruthValueError(self.name)


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

    def __ge__(self, value: Number) -> "PerSide[Condition]":
        return self.compare(">=", value)

    def __gt__(self, value: Number) -> "PerSide[Condition]":
        return self.compare(">", value)

    def __le__(self, value: Number) -> "PerSide[Condition]":
        return self.compare("<=", value)

    def __lt__(self, value: Number) -> "PerSide[Condition]":
        return self.compare("<", value)

    def compare(self, operator: str, value: Number) -> "PerSide[Condition]":
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
        return PerSide(_among(self.buyer, among), _among(self.seller, among))

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
def per_side(name: str, question: str = "") -> PerSide[Criterion]: ...
@overload
def per_side(name: str, question: str = "", *, options: Iterable[str]) -> PerSide[Choice]: ...
@overload
def per_side(name: str, question: str = "", *, low: int, high: int) -> PerSide[Scale]: ...
@overload
def per_side(name: str, question: str = "", *, unit: str) -> PerSide[Measure]: ...


# Any: one result for four kinds, told apart by the overloads above.
def per_side(name: str, question: str = "", **domain: Any) -> PerSide[Any]:
    """Make one criterion for each side, each about its side.

    Args:
        name: The common name; the criteria are `name.buyer` and `name.seller`.
        question: `{side}` in it becomes `buyer` or `seller`.
        domain: What the answers are: `options` as for `Choice`, `low` and `high` as for `Scale`, or
            `unit` as for `Measure`; yes or no without any.

    Raises:
        InvalidValueError: The name, the question or the domain is not valid.

    >>> per_side("loyal", "Is the {side} loyal?").seller
    Criterion('loyal.seller', 'Is the seller loyal?', about=Side.SELLER)
    """
    if not isinstance(question, str):
        raise InvalidValueError(f"question of criterion {name!r}", question, "text")
    kinds = {(): Criterion, ("options",): Choice, ("high", "low"): Scale, ("unit",): Measure}
    kind = kinds.get(tuple(sorted(domain)))
    if kind is None:
        expected = "options; low and high; unit; or none of these, for yes or no"
        raise InvalidValueError(f"per_side({name!r}, ...)", tuple(domain), expected)
    return PerSide(*(kind(f"{name}.{side.value}", question.replace("{side}", side.value), **domain) for side in Side))


def _among(criterion: Choice | Scale, among: Iterable[Answer]) -> Condition:
    wanted = tuple(among)
    for answer in wanted:
        criterion.check(answer, f"{criterion.name}.in_{wanted!r}")
    if not wanted:
        raise InvalidValueError(f"{criterion.name}.in_()", wanted, "at least one answer")
    return Is(criterion, tuple(answer for answer in criterion.answers if answer in wanted))


def _repr(criterion: AnyCriterion, *details: str) -> str:
    about = [f"about={criterion.about!r}"] if criterion.about is not None else []
    inside = ", ".join([repr(criterion.name), repr(criterion.question), *details, *about])
    return f"{type(criterion).__name__}({inside})"


def unit_text(criterion: AnyCriterion) -> str:
    """Give what stands behind a number that answers a criterion: a space and the unit in one line, or nothing."""
    if not isinstance(criterion, Measure) or criterion.unit == "count":
        return ""
    return f" {' '.join(criterion.unit.split())}"
