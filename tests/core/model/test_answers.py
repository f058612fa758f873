"""Tests of `relabel.core.model.answers`: numbers are compared as they are written."""

import decimal
from decimal import Decimal

import pytest

from relabel.core.model.answers import answer_text, exact, order_key
from relabel.errors import InvalidValueError


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (0, 0),
        (7, 7),
        (-3, -3),
        (10**30, 10**30),
        (2.0, 2),
        (-0.0, 0),
        (0.1, Decimal("0.1")),
        (1e-7, Decimal("0.0000001")),
        (1e22, 10**22),
        (Decimal("0.10"), Decimal("0.1")),
        (Decimal("5.000"), 5),
        (Decimal("1E+3"), 1000),
    ],
)
def test_a_number_is_what_was_written(written: float | Decimal, meant: int | Decimal) -> None:
    """A float stands for its shortest text, and one number has one form however it was typed."""
    assert exact(written, "spend") == meant


@pytest.mark.parametrize("written", [2.0, Decimal("2.00"), Decimal("2E+0"), 2])
def test_whole_numbers_come_back_as_int(written: float | Decimal) -> None:
    """Whole numbers are `int`, so that text and hash of equal thresholds are the same."""
    assert type(exact(written, "spend")) is int


def test_equal_decimals_print_the_same() -> None:
    """Trailing zeros play no part: one number has one canonical text."""
    assert str(exact(Decimal("0.1000"), "spend")) == str(exact(0.1, "spend"))


@pytest.mark.parametrize(
    "found",
    [True, False, "1", None, 1j, float("nan"), float("inf"), float("-inf"), Decimal("NaN"), Decimal("Infinity")],
)
def test_what_is_no_finite_number_is_refused(found: object) -> None:
    """Only finite numbers are numbers; a bool is none."""
    with pytest.raises(InvalidValueError) as caught:
        exact(found, "annual_spend")
    assert caught.value.place == "annual_spend"


def test_a_signaling_nan_is_refused_by_the_same_error() -> None:
    """A NaN of any kind is refused by the library's own error."""
    with pytest.raises(InvalidValueError):
        exact(Decimal("sNaN"), "annual_spend")


def test_a_whole_number_of_any_size_is_taken_or_refused_by_the_library() -> None:
    """A whole number beyond the range of a float is finite; it never ends in an OverflowError."""
    assert exact(10**400, "annual_spend") == 10**400


def test_digits_are_never_rounded() -> None:
    """A number is compared as it is written, with all its digits."""
    written = Decimal("0.12345678901234567890123456789012345")
    assert exact(written, "spend") == written


def test_the_decimal_context_of_the_caller_plays_no_part() -> None:
    """The core is a pure function of its arguments: the thread's decimal context changes nothing."""
    with decimal.localcontext(decimal.Context(prec=3)):
        found = exact(0.12345, "spend")
    assert found == Decimal("0.12345")


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (True, "yes"),
        (False, "no"),
        ("lost_temper", "lost_temper"),
        (3, "3"),
        (3.0, "3"),
        (0.1, "0.1"),
        (Decimal("0.0000001"), "0.0000001"),
        (Decimal("1E+6"), "1000000"),
    ],
)
def test_answers_are_written_for_people(answer: bool | str | float | Decimal, text: str) -> None:
    """Yes and no for bools, words as they are, numbers without exponents."""
    assert answer_text(answer) == text


def test_answers_of_any_kind_sort_by_a_stated_key() -> None:
    """Yes/no first, then words, then numbers: results never depend on the order of a set."""
    mixed: list[bool | str | float | Decimal] = [3, "b", True, Decimal("0.5"), "a", False, -1.5]
    assert sorted(mixed, key=order_key) == [False, True, "a", "b", -1.5, Decimal("0.5"), 3]
