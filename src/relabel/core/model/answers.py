"""What may answer a criterion, and how numbers are compared: as they are written."""

import enum
import math
import operator
from collections.abc import Callable, Iterable
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias, TypeGuard

from relabel.errors import InvalidValueError

__all__ = [
    "NOT_APPLICABLE",
    "Answer",
    "Number",
    "Operator",
    "Weight",
    "answer_text",
    "check_weight",
    "exact",
    "exact_sum",
    "in_units",
    "is_number",
    "midpoint",
    "of_units",
    "order_key",
]

Number: TypeAlias = int | float | Decimal
Answer: TypeAlias = bool | str | Number

NOT_APPLICABLE: Final = "n/a"
"""The answer that a question does not apply; only to criteria that say that it may be one (`may_be_na`)."""

Weight: TypeAlias = int | Fraction
"""How common something is, or what it costs, compared with others; at least 0."""


MAX_DIGITS = 1000
"""How many digits a number may have before or after the point."""

_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


def is_number(value: object) -> TypeGuard[Number]:
    """Say whether the value is a finite number of at most `MAX_DIGITS` digits and no bool."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, Decimal):
        return value.is_finite() and abs(value.adjusted()) < MAX_DIGITS and len(value.as_tuple().digits) <= MAX_DIGITS
    return isinstance(value, int) and not isinstance(value, bool) and -(10**MAX_DIGITS) < value < 10**MAX_DIGITS


def exact(number: object, place: str) -> int | Decimal:
    """Give the number as it is written, so that 0.1 is one tenth however it was typed.

    A float stands for its shortest decimal text. Whole numbers come back as `int`.

    Raises:
        InvalidValueError: Not a finite number, or a bool.

    >>> exact(0.1, "spend") == exact(Decimal("0.10"), "spend")
    True
    """
    if not is_number(number):
        expected = f"a finite number (int, float or Decimal) of at most {MAX_DIGITS} digits"
        raise InvalidValueError(place, number, expected)
    if isinstance(number, int):
        return int(number)
    written = Decimal(float.__repr__(number)) if isinstance(number, float) else number
    return int(written) if written == written.to_integral_value() else written.normalize(_EXACT)


def exact_sum(first: int | Decimal, second: int | Decimal) -> int | Decimal:
    """Add two numbers without rounding, whatever the decimal context."""
    if isinstance(first, int) and isinstance(second, int):
        return first + second
    return _EXACT.add(first, second)


def in_units(numbers: Iterable[int | Decimal]) -> tuple[list[int], int]:
    """Give numbers as whole multiples of one unit, and how many places behind the point that unit stands.

    >>> in_units([2, Decimal("0.35")])
    ([200, 35], 2)
    """
    known = list(numbers)
    places = max([0, *(-int(one.as_tuple().exponent) for one in known if isinstance(one, Decimal))])
    return [int(Decimal(one).scaleb(places, _EXACT)) if places else int(one) for one in known], places


def of_units(count: int, places: int) -> int | Decimal:
    """Give the number that so many units make; the way back from `in_units`."""
    return exact(Decimal(count).scaleb(-places, _EXACT), "sum") if places else count


def midpoint(low: int | Decimal, high: int | Decimal) -> int | Decimal:
    """Give the number half way between two, without rounding."""
    return exact(_EXACT.multiply(_EXACT.add(low, high), Decimal("0.5")), "midpoint")


def answer_text(answer: Answer) -> str:
    """Write an answer for people: yes, no, a word or a number."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, str):
        return answer
    if not is_number(answer):  # such an answer is refused, but has to be named in the message
        return "a number of too many digits" if isinstance(answer, int) else str(answer)
    number = exact(answer, "answer")
    return str(number) if isinstance(number, int) else format(number, "f")


def order_key(answer: Answer) -> tuple[int, str, int | Decimal]:
    """Give a key that sorts answers of any kind: yes/no first, then words, then numbers."""
    if isinstance(answer, bool):
        return (0, "", int(answer))
    if isinstance(answer, str):
        return (1, answer, 0)
    # Answers that are no number in order are refused, but evidence with them must still have a place.
    return (2, "", exact(answer, "answer")) if is_number(answer) else (3, str(type(answer)), 0)


def check_weight(value: object, place: str) -> None:
    """Check that a value is a weight.

    Raises:
        InvalidValueError: It is no whole number or `Fraction` of at least 0.
    """
    if not isinstance(value, (int, Fraction)) or isinstance(value, bool) or value < 0:
        raise InvalidValueError(place, value, "a whole number or Fraction of at least 0")


class Operator(enum.StrEnum):
    """How a number stands to another: what a condition says, what its opposite is, and the words for both."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    AT_MOST = "<="
    BELOW = "<"
    EXACTLY = "=="
    NOT = "!="

    @property
    def word(self) -> str:
        """The word for it, in names of functions and keys of files: `at_least`, `below`."""
        return self.name.lower()

    @property
    def opposite(self) -> "Operator":
        """The one that holds exactly where this one does not."""
        return _FACTS[self].opposite

    @property
    def neighbour(self) -> "Operator | None":
        """The one that differs from this one only where both numbers are equal; None if it is not about order."""
        return _FACTS[self].neighbour

    @property
    def upward(self) -> bool:
        """Whether it holds the sooner the more there is."""
        return self in (Operator.AT_LEAST, Operator.MORE_THAN)

    @property
    def downward(self) -> bool:
        """Whether it holds the sooner the less there is."""
        return self in (Operator.AT_MOST, Operator.BELOW)

    @property
    def parts_above(self) -> bool:
        """Whether it parts the numbers just above the one compared with; otherwise just below."""
        return self in (Operator.MORE_THAN, Operator.AT_MOST)

    def holds(self, one: int, other: int | Decimal) -> bool:
        """Say whether one number stands so to another."""
        return _FACTS[self].holds(one, other)

    def than(self, number: str) -> str:
        """Write what an amount has to be: "at least 5", "below 5"."""
        return _FACTS[self].than.format(number)

    def of_many(self, number: int | str) -> str:
        """Write how many things there have to be: "at least 5", "fewer than 5"."""
        return _FACTS[self].of_many.format(number)


class _Facts(NamedTuple):
    opposite: Operator
    neighbour: Operator | None
    holds: Callable[[int, int | Decimal], bool]
    than: str
    of_many: str


_FACTS = {
    one: _Facts(opposite, neighbour, holds, than, of_many)
    for one, opposite, neighbour, holds, than, of_many in (
        (Operator.AT_LEAST, Operator.BELOW, Operator.MORE_THAN, operator.ge, "at least {}", "at least {}"),
        (Operator.MORE_THAN, Operator.AT_MOST, Operator.AT_LEAST, operator.gt, "more than {}", "more than {}"),
        (Operator.AT_MOST, Operator.MORE_THAN, Operator.BELOW, operator.le, "at most {}", "at most {}"),
        (Operator.BELOW, Operator.AT_LEAST, Operator.AT_MOST, operator.lt, "below {}", "fewer than {}"),
        (Operator.EXACTLY, Operator.NOT, None, operator.eq, "exactly {}", "exactly {}"),
        (Operator.NOT, Operator.EXACTLY, None, operator.ne, "anything but {}", "any number but {}"),
    )
}
