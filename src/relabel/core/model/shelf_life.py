"""Shelf lives: how long evidence counts, in whole days or in months by the calendar."""

import re
from datetime import date, timedelta
from typing import TypeAlias, final

import attrs

from relabel.errors import InvalidValueError

__all__ = ["Months", "ShelfLife", "first_day", "last_day", "life_text", "read_life"]

MOST_MONTHS = 12 * date.max.year
"""No date is more months away from another."""

_TEXT = re.compile(r"([0-9]+) (day|month|year)s?")


def _check_count(_: object, __: object, count: int) -> None:
    if not isinstance(count, int) or isinstance(count, bool) or not 0 < count <= MOST_MONTHS:
        raise InvalidValueError("months", count, f"a whole number from 1 to {MOST_MONTHS}")


@final
@attrs.frozen
class Months:
    """So many months by the calendar; years are 12 of them.

    A month after a day is the same day of the next month, or its last day where it has no such day: after
    31 January the last day of February, a year after 29 February the 28th.

    Args:
        count: How many, at least 1.

    Raises:
        InvalidValueError: It is no such number, or more than there are between any two dates.

    >>> str(Months(24)), str(Months(6))
    ('2 years', '6 months')
    """

    count: int = attrs.field(validator=_check_count)

    def __str__(self) -> str:
        years, months = divmod(self.count, 12)
        return _counted(self.count, "month") if months else _counted(years, "year")


ShelfLife: TypeAlias = timedelta | Months
"""How long evidence counts: whole days, or months by the calendar."""


def read_life(text: str) -> ShelfLife | None:
    """Read "30 days", "6 months" or "2 years"; None for any other text.

    >>> read_life("2 years")
    Months(count=24)
    """
    found = _TEXT.fullmatch(text)
    count = int(found[1]) if found and len(found[1]) < 10 else -1  # more digits are too many in any unit
    if found is None or count < 0:
        return None
    if found[2] == "day":
        return timedelta(days=count)
    months = count * (12 if found[2] == "year" else 1)
    return Months(months) if 0 < months <= MOST_MONTHS else None


def life_text(life: ShelfLife) -> str:
    """Write how long evidence counts, as `read_life` reads it."""
    return _counted(life.days, "day") if isinstance(life, timedelta) else str(life)


def last_day(life: ShelfLife, observed_on: date) -> date:
    """Give the last day on which evidence of a day counts; the last day there is where it is later.

    >>> last_day(Months(1), date(2026, 1, 31))
    datetime.date(2026, 2, 28)
    """
    if isinstance(life, timedelta):
        return date.fromordinal(min(observed_on.toordinal() + life.days, date.max.toordinal()))
    year, month = _month(observed_on, life.count)
    if year > date.max.year:
        return date.max
    return date(year, month, min(observed_on.day, _days_of(year, month)))


def first_day(life: ShelfLife, as_of: date) -> date:
    """Give the first day of which evidence counts on a day; the first day there is where it is earlier.

    >>> first_day(Months(1), date(2026, 3, 30))  # of 28 February it counts to 28 March only
    datetime.date(2026, 3, 1)
    """
    if isinstance(life, timedelta):
        return date.fromordinal(max(as_of.toordinal() - life.days, 1))
    year, month = _month(as_of, -life.count)
    if year < date.min.year:
        return date.min
    days = _days_of(year, month)
    return date(year, month, min(as_of.day, days)) + timedelta(days=as_of.day > days)


def _month(day: date, further: int) -> tuple[int, int]:
    """Give the year and month that lie so many months after those of a day."""
    year, month = divmod(day.year * 12 + day.month - 1 + further, 12)
    return year, month + 1


def _days_of(year: int, month: int) -> int:
    """Give the number of days of a month; `calendar` would double the time that this module takes to load."""
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
