"""What may answer a criterion, and how numbers are compared: as they are written."""

import math
from datetime import timedelta
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction
from typing import TypeAlias, TypeGuard

from relabel.errors import InvalidValueError

__all__ = [
    "MANY",
    "OPPOSITE",
    "Answer",
    "Number",
    "Weight",
    "answer_text",
    "check_weight",
    "days_text",
    "exact",
    "exact_sum",
    "is_number",
    "midpoint",
    "order_key",
]

Number: TypeAlias = int | float | Decimal
Answer: TypeAlias = bool | str | Number
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


OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "=="}
"""For each comparison the one that holds exactly where it does not."""

MANY = {
    ">=": "at least {}",
    ">": "more than {}",
    "<=": "at most {}",
    "<": "fewer than {}",
    "==": "exactly {}",
    "!=": "any number but {}",
}
"""For each comparison how it is said of a number of things."""


def days_text(life: timedelta) -> str:
    """Write how long evidence counts."""
    return "1 day" if life.days == 1 else f"{life.days} days"
