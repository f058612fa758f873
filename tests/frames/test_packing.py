"""Tests of packing: where answers are held."""

from relabel import Choice, Definition, Label, all_of
from relabel.frames.packing import BITS, Packing, Part


def packing(sizes: list[int]) -> Packing:
    """Give the packing of a definition over choices of so many options."""
    choices = [Choice(f"c{at}", "?", options=[f"o{one}" for one in range(size)]) for at, size in enumerate(sizes)]
    return Packing.of(Definition("d", "D", [Label("x", all_of(*(one.is_("o0") for one in choices)))], source="s"))


def test_no_variable_straddles_two_words() -> None:
    """One that does not fit any more begins the next word."""
    found = packing([40, 20, 10])
    assert found.words() == [range(60), range(60, 70)]
    assert found.parts(1, 0b11) == [Part(0, 0b11 << 40)]
    assert found.parts(2, 1) == [Part(1, 1)]


def test_a_variable_larger_than_a_word_takes_several() -> None:
    """And so may be asked for in parts."""
    found = packing([2, 130, 2])
    assert found.words() == [range(2), range(2, 2 + BITS), range(2 + BITS, 2 + 2 * BITS), range(2 + 2 * BITS, 134)]
    assert found.parts(1, 1 | 1 << BITS | 1 << 2 * BITS) == [Part(1, 1), Part(2, 1), Part(3, 1)]


def test_without_variables_there_is_no_word() -> None:
    """A definition of one label asks nothing."""
    found = Packing.of(Definition("d", "D", [Label("x")], source="s"))
    assert (found.words(), found.size) == ([], 0)
