"""Readings: how the answers to a variable stand in the cells of a table, as words, as yes and no, or as numbers."""

import math
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import NamedTuple, final

import attrs

from relabel.core.diagrams.variables import Cut, Variable
from relabel.core.model.answers import NOT_APPLICABLE, answer_text, exact
from relabel.core.model.criteria import Criterion, Measure, Scale

__all__ = ["BLANKS", "Numbers", "Span", "as_double", "as_units", "from_units", "numbers_of", "truths_of", "words_of"]

BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What is blank at the ends of a text: all that `str.strip` takes off, as other engines take off other."""


class Span(NamedTuple):
    """Numbers between two cuts; None for no end."""

    low: Cut | None
    high: Cut | None


@final
@attrs.frozen
class Numbers:
    """Answers that are numbers.

    Attributes:
        cuts: What parts the cells, lowest first.
        domain: From where to where there are answers.
        whole: Whether only whole numbers are answers.
    """

    cuts: tuple[Cut, ...]
    domain: Span
    whole: bool

    def spans(self, cells: int) -> Iterator[Span]:
        """Give the stretches in which the numbers of some cells lie, none for what does not apply."""
        first: int | None = None
        for cell in range(len(self.cuts) + 2):
            inside = cell <= len(self.cuts) and cells >> cell & 1
            if inside and first is None:
                first = cell
            elif not inside and first is not None:
                ends = (None, *self.cuts, None)
                yield Span(ends[first], ends[cell])
                first = None


def words_of(variable: Variable) -> dict[str, int]:
    """Give the words that answer a variable, each with its cell: yes and no, levels, options, what may not apply."""
    if variable.criterion.answers is None:
        return {NOT_APPLICABLE: variable.proper} if variable.criterion.may_be_na else {}
    return {answer_text(answer): cell for cell, answer in enumerate(variable.criterion.answers)}


def truths_of(variable: Variable) -> bool:
    """Say whether True and False answer a variable; no is its first cell, yes the second."""
    return isinstance(variable.criterion, Criterion)


def numbers_of(variable: Variable) -> Numbers | None:
    """Give the numbers that answer a variable; None where numbers do not."""
    match variable.criterion:
        case Measure(low=low, high=high, whole=whole):
            ends = Span(None if low is None else (low, 0), None if high is None else (high, 1))
            return Numbers(variable.cuts, ends, whole)
        case Scale(levels=(), low=low, high=high):
            return Numbers(tuple((level, 0) for level in range(low + 1, high + 1)), Span((low, 0), (high, 1)), True)
        case _:
            return None


_LARGEST = math.nextafter(math.inf, 0)


def as_double(cut: Cut) -> tuple[float, bool]:
    """Give the double that stands next to a cut, and whether it lies below it.

    A double counts as its shortest decimal text, so that it lies on the same side of the cut as `exact` puts it.

    >>> as_double((Decimal("0.1"), 0)), as_double((Decimal("0.1000000000000000000001"), 0))
    ((0.1, False), (0.1, True))
    """
    value = cut[0]
    try:
        double = float(value)
    except OverflowError:
        double = math.inf if value > 0 else -math.inf
    if math.isinf(double):
        return math.copysign(_LARGEST, double), double > 0
    return double, (exact(double, "double"), 0) < cut


_WHOLE = Context(prec=3000)


def as_units(cut: Cut, places: int) -> int:
    """Give the first number above a cut that has so many places behind the point, as a multiple of its last place.

    >>> as_units((Decimal("0.25"), 0), 1), as_units((2, 0), 1), as_units((2, 1), 1)
    (3, 20, 21)
    """
    value, above = cut
    scaled = Decimal(value).scaleb(places, _WHOLE)
    up = scaled.to_integral_value(ROUND_FLOOR if above else ROUND_CEILING, _WHOLE)
    return int(up) + above


def from_units(units: int, places: int) -> Decimal:
    """Give the number that is a multiple of its last place, with all its digits, of which a caller may allow fewer.

    >>> from_units(10**38 - 1, 18)
    Decimal('99999999999999999999.999999999999999999')
    """
    return Decimal(units).scaleb(-places, _WHOLE)
