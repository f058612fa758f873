"""What may answer a criterion, and how numbers are compared: as they are written."""

import math
from decimal import Decimal
from typing import TypeAlias

from relabel.errors import InvalidValueError

__all__ = ["Answer", "Number", "answer_text", "exact", "order_key"]

Number: TypeAlias = int | float | Decimal
Answer: TypeAlias = bool | str | Number


def exact(number: object, place: str) -> int | Decimal:
    """Give the number as it is written, so that 0.1 is one tenth however it was typed.

    A float stands for its shortest decimal text. Whole numbers come back as `int`.

    Raises:
        InvalidValueError: Not a finite number, or a bool.

    >>> exact(0.1, "spend") == exact(Decimal("0.10"), "spend")
    True
    """
    if isinstance(number, bool) or not isinstance(number, (int, float, Decimal)) or not math.isfinite(number):
        raise InvalidValueError(place, number, "a finite number (int, float or Decimal)")
    if isinstance(number, int):
        return int(number)
    written = Decimal(float.__repr__(number)) if isinstance(number, float) else number
    return int(written) if written == written.to_integral_value() else written.normalize()


def answer_text(answer: Answer) -> str:
    """Write an answer for people: yes, no, a word or a number."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, str):
        return answer
    number = exact(answer, "answer")
    return str(number) if isinstance(number, int) else format(number, "f")


def order_key(answer: Answer) -> tuple[int, str, int | Decimal]:
    """Give a key that sorts answers of any kind: yes/no first, then words, then numbers."""
    if isinstance(answer, bool):
        return (0, "", int(answer))
    if isinstance(answer, str):
        return (1, answer, 0)
    return (2, "", exact(answer, "answer"))
