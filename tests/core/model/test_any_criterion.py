"""Tests of `relabel.core.model.any_criterion`: what every criterion has, and the two sides."""

import pytest

from relabel import Criterion, Side
from relabel.core.model.any_criterion import RESERVED_NAMES
from relabel.errors import InvalidValueError


def test_each_side_has_an_other() -> None:
    """A relationship has two ends."""
    assert [side.other for side in Side] == [Side.SELLER, Side.BUYER]


def test_a_side_prints_as_it_is_written() -> None:
    """The repr of a side is the Python that names it."""
    assert [repr(side) for side in Side] == ["Side.BUYER", "Side.SELLER"]


@pytest.mark.parametrize("name", ["pays", "a1", "very_important.buyer", "loyal.seller", "match", "type"])
def test_names_in_snake_case_are_taken(name: str) -> None:
    """Names are snake_case; the two sides end in `.buyer` and `.seller`; soft keywords are names in Python."""
    assert Criterion(name).name == name


@pytest.mark.parametrize(
    "name", ["", " ", "Pays", "pays for", "1st", "_x", "a-b", "a.b", "a.buyer.seller", ".buyer", "pays\n", "ä", None, 5]
)
def test_other_names_are_refused(name: object) -> None:
    """What is not snake_case cannot be written in the text of a condition."""
    with pytest.raises(InvalidValueError) as caught:
        Criterion(name)  # type: ignore[arg-type]  # the point of the test
    assert caught.value.found == name


@pytest.mark.parametrize("name", ["and", "if", "class", "lambda", "not.buyer", *sorted(RESERVED_NAMES)])
def test_words_of_python_and_of_conditions_are_refused(name: str) -> None:
    """The text of a condition evaluates as Python, so its own words cannot be names."""
    with pytest.raises(InvalidValueError):
        Criterion(name)


@pytest.mark.parametrize("name", sorted(RESERVED_NAMES))
def test_words_of_conditions_are_refused_for_one_side_too(name: str) -> None:
    """`points.buyer` would take the place of the function `points` in the text of a condition."""
    with pytest.raises(InvalidValueError):
        Criterion(f"{name}.buyer")


@pytest.mark.parametrize("question", [None, 5, b"Do they pay?"])
def test_a_question_is_text(question: object) -> None:
    """A question is shown to people."""
    with pytest.raises(InvalidValueError) as caught:
        Criterion("pays", question)  # type: ignore[arg-type]  # the point of the test
    assert "pays" in caught.value.place


@pytest.mark.parametrize("about", ["buyer", True, 0])
def test_about_is_a_side(about: object) -> None:
    """Hearsay is decided by the side, which must therefore be one."""
    with pytest.raises(InvalidValueError) as caught:
        Criterion("pays", about=about)  # type: ignore[arg-type]  # the point of the test
    assert caught.value.found == about
