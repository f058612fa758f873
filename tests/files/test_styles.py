"""Tests of `relabel.files.styles`: how numbers and dates are written, declared or proven, never guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relabel.files.styles import PLAIN, Style, Typed, day_readings, is_date_form, number_readings, read_day, read_number

NUMBERS = st.decimals(-(10**9), 10**9, places=2) | st.integers(-(10**9), 10**9).map(Decimal)


def written(number: Decimal, decimal: str, thousands: str) -> str:
    """Write a number as programs of a country do."""
    return f"{number:,f}".replace(",", "\0").replace(".", decimal).replace("\0", thousands)


@given(NUMBERS, st.sampled_from([(".", ","), (",", "."), (".", "'"), (",", " "), (".", ""), (",", "")]))
def test_a_number_is_read_in_the_style_that_is_declared(number: Decimal, signs: tuple[str, str]) -> None:
    """The number that was written, and no other."""
    decimal, thousands = signs
    assert read_number(written(number, decimal, thousands), Style(decimal=decimal, thousands=thousands)) == number


@given(NUMBERS, st.sampled_from([(".", ","), (",", "."), (".", "'"), (",", " "), (".", ""), (",", "")]))
def test_without_a_declaration_a_number_is_read_right_or_not_at_all(number: Decimal, signs: tuple[str, str]) -> None:
    """Never as another one."""
    cell = written(number, *signs)
    assert read_number(cell, PLAIN) in (number, None)
    assert number in number_readings(cell, PLAIN).values()


@given(st.lists(NUMBERS, max_size=6), st.sampled_from([(".", ","), (",", "."), (".", ""), (",", "")]))
def test_a_column_proves_the_style_that_it_was_written_in_or_none(
    numbers: list[Decimal], signs: tuple[str, str]
) -> None:
    """With what is proven, each number is read right or not at all."""
    cells = [written(number, *signs) for number in numbers]
    style, _ = PLAIN.proven(cells)
    assert style.decimal in ("", signs[0])
    assert [
        read
        for cell, number in zip(cells, numbers, strict=True)
        if (read := read_number(cell, style)) not in (number, None)
    ] == []


@given(
    st.lists(st.dates(date(1000, 1, 1)), max_size=6), st.sampled_from(["%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%m-%d-%Y"])
)
def test_a_column_proves_the_order_of_its_dates_or_none(days: list[date], form: str) -> None:
    """With what is proven, each date is read right or not at all; and where none is proven, none."""
    cells = [day.strftime(form) for day in days]
    style, said = PLAIN.proven(cells)
    read = [read_day(cell, style) for cell in cells]
    proving = any(day.day > 12 or day.day == day.month for day in days) and any(day.day > 12 for day in days)
    assert read == [(day, False) for day in days] if proving else read == [None] * len(days) or any(said)


@pytest.mark.parametrize(
    ("cells", "decimal", "shown"),
    [
        (["50.000", "1.200,50"], ",", "1.200,50"),
        (["50.000", "12.5"], ".", "12.5"),
        (["1,200", "7"], "", ""),
        (["1.200,50", "1,200.50"], "", ""),
        (["12.5", "900"], "", ""),
        (["1.234.567"], ",", "1.234.567"),
        ([], "", ""),
    ],
)
def test_one_number_proves_the_others(cells: list[str], decimal: str, shown: str) -> None:
    """And it is said which; where two contradict each other, none does, nor where no number needs it."""
    style, said = PLAIN.proven(cells)
    assert (style.decimal, shown in "".join(said), bool(said)) == (decimal, True, bool(shown))


@pytest.mark.parametrize(
    ("cells", "form"),
    [
        (["03.04.2021", "28.07.2013"], "dd.mm.yyyy"),
        (["1/6/2026 10:00:11", "1/15/2026 10:01:11"], "mm/dd/yyyy"),
        (["03/04/2021"], ""),
        (["13/04/2021", "04/13/2021"], ""),
        (["2021-04-03"], ""),
    ],
)
def test_one_date_proves_the_others(cells: list[str], form: str) -> None:
    """And it is said which."""
    style, said = PLAIN.proven(cells)
    assert (style.date, bool(said)) == (form, bool(form))


def test_what_is_declared_is_not_proven_otherwise() -> None:
    """A column that contradicts its declaration is refused cell by cell."""
    declared = Style(decimal=".", date="dd.mm.yyyy")
    assert declared.proven(["1.200,50", "28.07.2013"]) == (declared, ())


@pytest.mark.parametrize("text", ["1.234", "50", "1234567.5", "2021-04-03 09:05:11"])
def test_a_typed_cell_has_one_reading(text: str) -> None:
    """Whatever the style of the column: its file holds a number or a date, and no text."""
    style = Style(decimal=",", date="dd.mm.yyyy")
    if "-" in text:
        assert read_day(Typed(text), style) == (date(2021, 4, 3), True)
    else:
        assert (read_number(Typed(text), style), read_number(Typed(text), PLAIN)) == (Decimal(text), Decimal(text))


@pytest.mark.parametrize("text", ["1.20.300", "1,2,3", "1.2e", "", ".", "--5", "1 2", "१२", "1.2.3", "12,34.5"])
def test_other_texts_are_no_numbers(text: str) -> None:
    """Thousands are three digits each, behind one that is no nought."""
    assert read_number(text, PLAIN) is None
    assert read_number(text, Style(decimal=",")) is None


def test_a_date_that_there_is_not_has_no_reading() -> None:
    """Nor has one that is none in either order."""
    assert (day_readings("31.02.2021"), day_readings("13/13/2021"), day_readings("soon")) == ([], [], [])


@pytest.mark.parametrize("form", ["dd.mm.yyyy", "d/m/yy", "yyyy-mm-dd", "%d.%m.%Y", "%B %d, %Y", "%Y%m%d"])
def test_forms_of_dates(form: str) -> None:
    """As people describe them, or for `strptime`."""
    assert is_date_form(form)


@pytest.mark.parametrize("form", ["dd.mm", "dd.dd.yyyy", "", "%d.%m", "soon", "%Q", "mm.yyyy.mm", "%H:%M"])
def test_what_is_no_form_of_dates(form: str) -> None:
    """Each of day, month and year has to stand in it."""
    assert not is_date_form(form)


def test_a_style_goes_over_another() -> None:
    """What it leaves open is as the other says; words for nothing and values add up."""
    one = Style(decimal=",", unknown=frozenset({"a"}), values={"x": "yes"})
    other = Style(decimal=".", date="dd.mm.yyyy", unit="EUR", unknown=frozenset({"b"}), values={"x": "no", "z": "no"})
    assert one.over(other) == Style(
        decimal=",", date="dd.mm.yyyy", unit="EUR", unknown=frozenset({"a", "b"}), values={"x": "yes", "z": "no"}
    )


@pytest.mark.parametrize("text", ["1e99999999999999999999", "1e-99999999999999999999"])
def test_a_number_beyond_all_measure_is_none(text: str) -> None:
    """Not even the exact arithmetic takes it."""
    assert number_readings(text, PLAIN) == {}


def test_one_sign_cannot_be_both() -> None:
    """A column that says the one of a sign, in a file that says the other, has no readings."""
    assert read_number("1.5", Style(decimal=".").over(Style(thousands="."))) is None


@pytest.mark.parametrize("typed", ["1.5", "1.234", "2026-02-13"])
def test_a_typed_cell_proves_nothing_about_text(typed: str) -> None:
    """A number of a workbook stands as it is, which does not say how people have written theirs."""
    assert PLAIN.proven([Typed(typed), "1.234", "3/4/2026"]) == (PLAIN, ())
    assert PLAIN.proven([Typed(typed), "1.234", "1.5"])[0].decimal == "."
