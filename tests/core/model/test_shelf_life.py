"""Tests of `relabel.core.model.shelf_life`: how long evidence counts, by the calendar."""

from datetime import date, timedelta

import pytest

from relabel.core.model.shelf_life import Months, ShelfLife, first_day, last_day, life_text, read_life
from relabel.errors import InvalidValueError

ONE = timedelta(days=1)


@pytest.mark.parametrize(
    ("observed", "life", "last"),
    [
        (date(2026, 1, 31), "1 month", date(2026, 2, 28)),
        (date(2024, 1, 31), "1 month", date(2024, 2, 29)),
        (date(2024, 2, 29), "1 year", date(2025, 2, 28)),
        (date(2024, 2, 29), "4 years", date(2028, 2, 29)),
        (date(2023, 2, 28), "1 year", date(2024, 2, 28)),
        (date(2025, 8, 31), "6 months", date(2026, 2, 28)),
        (date(2025, 12, 1), "1 month", date(2026, 1, 1)),
        (date(2025, 5, 31), "24 months", date(2027, 5, 31)),
        (date(2026, 1, 31), "30 days", date(2026, 3, 2)),
        (date(2026, 1, 31), "0 days", date(2026, 1, 31)),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_the_last_one(observed: date, life: str, last: date) -> None:
    """31 January and a month are the last day of February, 29 February and a year the 28th."""
    read = read_life(life)
    assert read is not None
    assert last_day(read, observed) == last


def slowly(months: int, day: date) -> date:
    """Count months one by one, and then days down to one that there is."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    while True:
        for number in range(day.day, 0, -1):
            try:
                return date(year, month, number)
            except ValueError:
                continue


@pytest.mark.parametrize("months", [*range(1, 27), 36, 48, 120])
def test_the_first_day_that_counts_is_the_first_that_lasts_as_long(months: int) -> None:
    """Over four years with a leap day: what is observed on it lasts to the day of judgement, the day before not."""
    for number in range(4 * 366):
        as_of = date(2023, 1, 1) + number * ONE
        first = first_day(Months(months), as_of)
        assert slowly(months, first) >= as_of > slowly(months, first - ONE)
        assert last_day(Months(months), as_of) == slowly(months, as_of)


@pytest.mark.parametrize("life", [timedelta.max // ONE * ONE, Months(12 * 9999)])
def test_the_calendar_has_ends(life: ShelfLife) -> None:
    """What lasts beyond them lasts to them."""
    assert (last_day(life, date.max), first_day(life, date.min)) == (date.max, date.min)
    assert (last_day(life, date(2026, 1, 1)), first_day(life, date(2026, 1, 1))) == (date.max, date.min)


def test_lives_are_read_as_they_are_written() -> None:
    """Twelve months are a year."""
    lives: list[ShelfLife] = [*map(Months, range(1, 40)), *map(timedelta, (0, 1, 30, 999_999_999))]
    for life in lives:
        assert read_life(life_text(life)) == life
    assert [life_text(Months(count)) for count in (1, 6, 12, 18, 24)] == [
        *("1 month", "6 months", "1 year", "18 months", "2 years"),
    ]
    assert (life_text(ONE), read_life("12 months")) == ("1 day", read_life("1 year"))


@pytest.mark.parametrize(
    "text", ["", "2", "years", "2years", "-1 days", "1.5 years", "0 months", "0 years", "2 weeks", "10000 years"]
)
def test_other_words_are_no_shelf_life(text: str) -> None:
    """Nothing is guessed; and no date is so far away."""
    assert read_life(text) is None


@pytest.mark.parametrize("text", ["1000000000 days", "9999999999999 months"])
def test_a_shelf_life_has_so_many_digits(text: str) -> None:
    """As a `timedelta` has."""
    assert read_life(text) is None


@pytest.mark.parametrize("count", [0, -1, 1.0, True, "2", 12 * 9999 + 1])
def test_months_are_a_whole_number(count: object) -> None:
    """From one upwards."""
    with pytest.raises(InvalidValueError) as caught:
        Months(count)  # type: ignore[arg-type]  # the point of the test
    assert caught.value.found == count
