"""The four kinds of criterion: yes/no, one of several words, whole levels, a number with a unit."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast, final

import attrs

from relabel.core.model.answers import NOT_APPLICABLE, Number, answer_text, exact, is_number
from relabel.core.model.any_criterion import AnyCriterion, check_truth
from relabel.core.model.conditions import Compare, Condition, Is, Operand, Ordered, among, applies
from relabel.errors import InvalidValueError, NotAConditionError, TruthValueError
from relabel.texts import shown

__all__ = ["MAX_LEVELS", "Choice", "Criterion", "Measure", "Scale", "unit_text"]

MAX_LEVELS = 100
"""How many levels a scale may have; a measure has no such limit."""


def _rest(criterion: AnyCriterion) -> str:
    about = f" about the {criterion.about.value}" if criterion.about is not None else ""
    return f"{about}, which may not apply" if criterion.may_be_na else about


def _or_na(criterion: AnyCriterion) -> str:
    return f", or {NOT_APPLICABLE!r}" if criterion.may_be_na else ""


class _Applicable:
    """Anything that may say that it does not apply."""

    __slots__ = ()

    @property
    def applies(self) -> Condition:
        """The condition that the answer is any but `NOT_APPLICABLE`; raises `AnswerError` where that is none."""
        return applies(cast("AnyCriterion", self))


@final
@attrs.frozen(repr=False, cache_hash=True, order=False)
class Criterion(AnyCriterion, _Applicable, Operand):
    """A question that is answered yes or no; it stands for "yes" in a condition.

    Args:
        name: snake_case, read as a statement; ends in `.buyer` or `.seller` for one side's.
        question: What to ask, in words; shown in reports and explanations.
        about: The side whose view, act or trait it is. The other side's word on it is hearsay. None
            for both sides together, but the name's own side where it ends in one.
        may_be_na: Whether the question may not apply, so that `NOT_APPLICABLE` is an answer, too. No test of
            another answer holds then, and neither does its opposite: `~(trust >= 3)` is wider than `trust < 3`.

    Raises:
        InvalidValueError: The name, question or side is not valid.

    >>> pays = Criterion("pays_for_services", "Does the buyer pay the seller for services?")
    >>> ~pays
    ~pays_for_services
    """

    @property
    def proper_answers(self) -> tuple[bool, bool]:
        """No and yes."""
        return (False, True)

    @property
    def meaning(self) -> str:
        """Kind and side."""
        return f"a yes/no criterion{_rest(self)}"

    @property
    def expected(self) -> str:
        """The answers that are taken, for messages."""
        return f"True or False{_or_na(self)}"

    def accepts(self, answer: object) -> bool:
        """Say whether the answer is a bool."""
        return isinstance(answer, bool) or self.is_na(answer)

    def to_condition(self) -> Condition:
        """Give the condition that the answer is yes."""
        return Is(self, (True,))

    def is_(self, answer: bool | str) -> Condition:  # noqa: FBT001  # an answer
        """Give the condition that the answer is `answer`; raises `AnswerError` if it is none.

        >>> Criterion("pays", may_be_na=True).is_(False)
        pays.is_(False)
        """
        return ~self if answer is False and not self.may_be_na else self.in_(answer)

    def in_(self, *answers: bool | str) -> Condition:
        """Give the condition that the answer is one of `answers`; raises `AnswerError` if one is none."""
        return among(self, answers)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return _repr(self)


def _words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, Iterable) and not isinstance(words, str) else (words,)


def _check_words(criterion: AnyCriterion, field: "attrs.Attribute[tuple[str, ...]]", words: tuple[str, ...]) -> None:
    sound = all(isinstance(word, str) and word and word == word.strip() for word in words)
    if len(words) < 2 or not sound or len({word.casefold() for word in words}) < len(words):
        place = f"{field.name} of criterion {criterion.name!r}"
        raise InvalidValueError(place, words, "two or more different words, case ignored")
    if criterion.may_be_na and NOT_APPLICABLE in map(str.casefold, words):
        place = f"{field.name} of criterion {criterion.name!r}"
        raise InvalidValueError(place, words, f"words other than {NOT_APPLICABLE!r}, as may_be_na adds that")


def _check_levels(scale: "Scale", field: "attrs.Attribute[tuple[str, ...]]", levels: tuple[str, ...]) -> None:
    if levels:
        _check_words(scale, field, levels)


def _list(words: Iterable[str]) -> str:
    return ", ".join(map(repr, words))


@final
@attrs.frozen(repr=False, cache_hash=True, order=False)
class Choice(AnyCriterion, _Applicable):
    """A question that is answered by one of several words.

    Args:
        name: As for `Criterion`.
        question: As for `Criterion`.
        options: The words, at least two, different even when case is ignored.
        about: As for `Criterion`.
        may_be_na: As for `Criterion`.

    Raises:
        InvalidValueError: The name, question, side or options are not valid.

    >>> handling = Choice("issue_handling", "How are issues handled?", options=["escalated", "discussed"])
    >>> handling.is_("discussed")
    issue_handling.is_('discussed')
    """

    options: tuple[str, ...] = attrs.field(kw_only=True, converter=_words, validator=_check_words)

    @property
    def proper_answers(self) -> tuple[str, ...]:
        """The options."""
        return self.options

    @property
    def meaning(self) -> str:
        """Kind, options (in any order) and side."""
        return f"a choice of {_list(sorted(self.options))}{_rest(self)}"

    @property
    def expected(self) -> str:
        """The answers that are taken, for messages."""
        return f"one of {_list(self.options)}{_or_na(self)}"

    def accepts(self, answer: object) -> bool:
        """Say whether the answer is one of the options."""
        return isinstance(answer, str) and (answer in self.options or self.is_na(answer))

    def is_(self, option: str) -> Condition:
        """Give the condition that the answer is `option`; raises `AnswerError` if it is none."""
        return self.in_(option)

    def in_(self, *options: str) -> Condition:
        """Give the condition that the answer is one of `options`; raises `AnswerError` if one is none."""
        return among(self, options)

    def _refuse(self, _: object) -> Condition:
        levels = f"Scale({self.name!r}, ..., levels=[...])"
        raise NotAConditionError(self, f"a choice has no order; where its options have one, make it a {levels}")

    __ge__ = __gt__ = __le__ = __lt__ = _refuse

    def __repr__(self) -> str:
        return _repr(self, f"options={self.options!r}")

    def __bool__(self) -> bool:
        raise TruthValueError(self.name)


def _lowest(scale: "Scale") -> Any:  # Any: None, which is refused, where neither number nor names are given
    return 1 if scale.levels else None


def _highest(scale: "Scale") -> Any:  # Any: as above
    return scale.low + len(scale.levels) - 1 if scale.levels and isinstance(scale.low, int) else None


@final
@attrs.frozen(repr=False, cache_hash=True, order=False)
class Scale(AnyCriterion, _Applicable, Ordered):
    """A question that is answered by a level: a whole number from `low` to `high`, or one of named levels.

    Args:
        name: As for `Criterion`.
        question: As for `Criterion`.
        low: The lowest level, a whole number. Of named levels, the number of the lowest in a sum of points;
            1 by default.
        high: The highest level, above `low` and at most `MAX_LEVELS` levels in all. Of named levels it follows.
        levels: Names in rising order, different even when case is ignored; they are the answers then.
        about: As for `Criterion`.
        may_be_na: As for `Criterion`; it counts nothing in a sum of points.

    Raises:
        InvalidValueError: The name, question, side or levels are not valid.

    >>> trust = Scale("trust", "How much do they trust us?", low=1, high=5)
    >>> trust >= 4
    trust >= 4
    >>> Scale("risk", levels=["low", "moderate", "high"]) >= "moderate"
    risk >= 'moderate'
    """

    levels: tuple[str, ...] = attrs.field(kw_only=True, default=(), converter=_words, validator=_check_levels)
    low: int = attrs.field(kw_only=True, default=attrs.Factory(_lowest, takes_self=True))
    high: int = attrs.field(kw_only=True, default=attrs.Factory(_highest, takes_self=True))

    def __attrs_post_init__(self) -> None:
        AnyCriterion.__attrs_post_init__(self)
        whole = all(isinstance(level, int) and is_number(level) for level in (self.low, self.high))
        if not whole or not self.low < self.high < self.low + MAX_LEVELS:
            raise InvalidValueError(
                f"low and high of criterion {self.name!r}",
                (self.low, self.high),
                f"whole numbers, low below high, at most {MAX_LEVELS} levels; for more, use a Measure",
            )
        if self.levels and self.high - self.low + 1 != len(self.levels):
            expected = f"{len(self.levels)} numbers, one for each of its levels; or no high"
            raise InvalidValueError(f"low and high of criterion {self.name!r}", (self.low, self.high), expected)

    @property
    def proper_answers(self) -> tuple[str | int, ...]:
        """The levels, lowest first: their names where they have some."""
        return self.levels or tuple(range(self.low, self.high + 1))

    @property
    def numbers(self) -> tuple[int, ...]:
        """What each answer counts in a sum of points, of the lowest level first."""
        return (*range(self.low, self.high + 1), *([0] if self.may_be_na else []))

    @property
    def span(self) -> str:
        """From where to where it goes: "1 to 5", "low to high"."""
        return f"{self.proper_answers[0]} to {self.proper_answers[-1]}"

    @property
    def meaning(self) -> str:
        """Kind, levels with their order, and side."""
        if not self.levels:
            return f"a scale from {self.span}{_rest(self)}"
        first = "" if self.low == 1 else f", the first of them counted as {self.low}"
        return f"a scale of {_list(self.levels)}{first}{_rest(self)}"

    @property
    def expected(self) -> str:
        """The answers that are taken, for messages."""
        return (f"one of {_list(self.levels)}" if self.levels else f"a whole number from {self.span}") + _or_na(self)

    def accepts(self, answer: object) -> bool:
        """Say whether the answer is one of the levels: its name, or an int where they have none."""
        if self.levels or self.is_na(answer):
            return isinstance(answer, str) and (answer in self.levels or self.is_na(answer))
        return isinstance(answer, int) and not isinstance(answer, bool) and self.low <= answer <= self.high

    def is_(self, level: str | int) -> Condition:
        """Give the condition that the answer is `level`; raises `AnswerError` if it is none."""
        return self.in_(level)

    def in_(self, *levels: str | int) -> Condition:
        """Give the condition that the answer is one of `levels`; raises `AnswerError` if one is none."""
        return among(self, levels)

    def compare(self, operator: str, value: str | Number) -> Condition:
        """Give the condition that the level stands in `operator` to `value`, a level too."""
        place = f"{self.name} {operator} {shown(value)}"
        self.check(value, place)
        if self.is_na(value):
            raise InvalidValueError(place, value, f"a level, as {NOT_APPLICABLE!r} is neither above nor below one")
        return Compare(self, operator, value if isinstance(value, str) else exact(value, self.name))

    def __repr__(self) -> str:
        if not self.levels:
            return _repr(self, f"low={self.low!r}", f"high={self.high!r}")
        return _repr(self, f"levels={self.levels!r}", *([] if self.low == 1 else [f"low={self.low!r}"]))

    def __bool__(self) -> bool:
        raise TruthValueError(self.name)


def _check_unit(measure: "Measure", _: object, unit: str) -> None:
    if not isinstance(unit, str) or not unit.strip():
        raise InvalidValueError(
            f"unit of criterion {measure.name!r}", unit, "a unit, for example 'EUR/year' or 'count'"
        )


def _bound(value: Number | None) -> int | Decimal | None:
    return None if value is None else exact(value, "low or high of a measure")


@final
@attrs.frozen(repr=False, cache_hash=True, order=False)
class Measure(AnyCriterion, _Applicable, Ordered):
    """A question that is answered by a number; the latest observation counts.

    Args:
        name: As for `Criterion`.
        question: As for `Criterion`.
        unit: What the number counts, for example `EUR/year`. Nothing is converted.
        low: The least number that is an answer; None for no such bound.
        high: The greatest number that is an answer, above `low`; None for no such bound.
        whole: Whether only whole numbers are answers; then the bounds are whole, too.
        about: As for `Criterion`.
        may_be_na: As for `Criterion`.

    Raises:
        InvalidValueError: The name, question, side, unit or a bound is not valid.

    >>> spend = Measure("annual_spend", "What do they spend with us in a year?", unit="EUR/year")
    >>> spend.between(1, 5)
    (annual_spend >= 1) & (annual_spend <= 5)
    """

    unit: str = attrs.field(kw_only=True, validator=_check_unit)
    low: int | Decimal | None = attrs.field(kw_only=True, default=None, converter=_bound)
    high: int | Decimal | None = attrs.field(kw_only=True, default=None, converter=_bound)
    whole: bool = attrs.field(kw_only=True, default=False, validator=check_truth)

    def __attrs_post_init__(self) -> None:
        AnyCriterion.__attrs_post_init__(self)
        bounds = [bound for bound in (self.low, self.high) if bound is not None]
        if bounds != sorted(set(bounds)) or (self.whole and not all(isinstance(bound, int) for bound in bounds)):
            expected = f"{'whole ' if self.whole else ''}numbers, low below high"
            raise InvalidValueError(f"low and high of criterion {self.name!r}", (self.low, self.high), expected)

    @property
    def proper_answers(self) -> None:
        """Any number is an answer, as far as `accepts` says so."""
        return None

    @property
    def span(self) -> str:
        """From where to where it goes, to stand behind a noun: " from 0 to 100", ", at least 0", or nothing."""
        low, high = ("" if bound is None else answer_text(bound) for bound in (self.low, self.high))
        if low and high:
            return f" from {low} to {high}"
        return f", at least {low}" if low else f", at most {high}" if high else ""

    @property
    def meaning(self) -> str:
        """Kind, unit, bounds and side."""
        whole = ", whole numbers" if self.whole else ""
        return f"a measure in {self.unit!r}{whole}{self.span}{_rest(self)}"

    @property
    def expected(self) -> str:
        """The answers that are taken, for messages."""
        number = "a whole number" if self.whole else "a number"
        return f"{number}{'' if self.unit == 'count' else f' of {self.unit}'}{self.span}{_or_na(self)}"

    def accepts(self, answer: object) -> bool:
        """Say whether the answer is a finite number within the bounds, and whole where it has to be."""
        if not is_number(answer):
            return self.is_na(answer)
        number = exact(answer, self.name)
        above = self.low is None or self.low <= number
        return above and (self.high is None or number <= self.high) and (not self.whole or isinstance(number, int))

    def compare(self, operator: str, value: str | Number) -> Condition:
        """Give the condition that the number stands in `operator` to `value`."""
        return Compare(self, operator, exact(value, f"{self.name} {operator} {shown(value)}"))

    def __repr__(self) -> str:
        bounds = (f"{name}={bound!r}" for name, bound in (("low", self.low), ("high", self.high)) if bound is not None)
        return _repr(self, f"unit={self.unit!r}", *bounds, *(["whole=True"] if self.whole else []))

    def __bool__(self) -> bool:
        raise TruthValueError(self.name)


def _repr(criterion: AnyCriterion, *details: str) -> str:
    about = [f"about={criterion.about!r}"] if criterion.about is not None else []
    na = ["may_be_na=True"] if criterion.may_be_na else []
    inside = ", ".join([repr(criterion.name), repr(criterion.question), *details, *about, *na])
    return f"{type(criterion).__name__}({inside})"


def unit_text(criterion: AnyCriterion) -> str:
    """Give what stands behind a number that answers a criterion: a space and the unit in one line, or nothing."""
    if not isinstance(criterion, Measure) or criterion.unit == "count":
        return ""
    return f" {' '.join(criterion.unit.split())}"
