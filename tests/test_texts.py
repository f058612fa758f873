"""Tests of `relabel.texts`: sentences, and any value in them."""

from relabel.texts import by_kind, capital, shown


def test_a_sentence_begins_with_a_capital_where_there_is_one() -> None:
    """Not where the capital would be two letters."""
    assert [capital(text) for text in ("a b", "", "ß", "1a", "Éa")] == ["A b", "", "ß", "1a", "Éa"]


def test_any_value_is_shown() -> None:
    """Cut where it is long, and named by its type where it cannot be written."""

    class Mute:
        def __repr__(self) -> str:
            raise ZeroDivisionError

    found = (shown("a"), len(shown("a" * 1000)), "int" in shown(10**5000), "Mute" in shown(Mute()))
    assert found == ("'a'", 200, True, True)


def test_problems_of_one_kind_are_told_once() -> None:
    """The first in full, the next two lines, with what was found where it differs, and how many there are."""
    problems = [("a", f"text {line}", line, found) for line, found in enumerate("xxyxy", 2)]
    assert by_kind(problems[:1]) == ["text 2"]
    assert by_kind(problems[:2]) == ["text 2; also on line 3"]
    assert by_kind(problems[:3]) == ["text 2; also on line 3, line 4 (y)"]
    assert by_kind(problems) == ["text 2; also on line 3, line 4 (y); 5 in all"]


def test_problems_without_a_line_are_each_told() -> None:
    """Nobody could tell where the others are."""
    assert by_kind([("a", "one", 0, "x"), ("a", "two", 0, "y"), ("b", "three", 3, "x")]) == ["one", "two", "three"]
