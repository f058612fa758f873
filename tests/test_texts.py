"""Tests of `relabel.texts`: what is said before it has a format."""

from relabel.texts import shown


def test_any_value_is_shown() -> None:
    """Cut where it is long, and named by its type where it cannot be written."""

    class Mute:
        def __repr__(self) -> str:
            raise ZeroDivisionError

    found = (shown("a"), len(shown("a" * 1000)), "int" in shown(10**5000), "Mute" in shown(Mute()))
    assert found == ("'a'", 200, True, True)
