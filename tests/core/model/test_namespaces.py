"""Tests of `relabel.core.model.namespaces`: the names in the text of a condition."""

import pytest

from relabel import Condition, Criterion, Definition, Label, Scale, per_side, vocabulary
from relabel.core.model.conditions import Ladder
from relabel.errors import AmbiguousNameError

a, b, c = (Criterion(name) for name in "abc")
other = Definition("other", "t", [Label("x", b | c), Label("y", a), Label("z")], source="s")


def test_the_namespace_holds_functions_criteria_sides_and_definitions() -> None:
    """Everything that the text of a condition may name, and nothing else."""
    sides = per_side("loyal")
    names = vocabulary(sides.buyer & a & other.is_("x"))
    functions = {"all_of", "any_of", "at_least", "at_most", "exactly", "mean", "per", "points", "share"}
    assert set(names) == functions | {"definition", "Decimal", "loyal", "a", "b", "c"}


def test_a_lent_definition_is_looked_up_by_name() -> None:
    """`definition('other')` gives the ladder that was lent, and no other."""
    lookup = vocabulary(other.is_("x"))["definition"]
    assert callable(lookup)
    assert lookup("other") == Ladder("other", other.labels)
    with pytest.raises(KeyError):
        lookup("another")


CLASHES: list[tuple[Condition, str]] = [
    (Criterion("a", "one") & Criterion("a", "two"), "a"),
    (Criterion("a") & (Scale("a", low=1, high=2) >= 2), "a"),
    (Criterion("loyal") & per_side("loyal").buyer, "loyal"),
    (other.is_("x") & Definition("other", "t", [Label("x", a)], source="s").is_("x"), "other"),
]


@pytest.mark.parametrize(("condition", "name"), CLASHES, ids=range(len(CLASHES)))
def test_one_name_for_two_things_is_refused(condition: Condition, name: str) -> None:
    """A text with an ambiguous name could not be read back; the error keeps both things."""
    with pytest.raises(AmbiguousNameError) as caught:
        vocabulary(condition)
    assert (caught.value.name, caught.value.first != caught.value.second) == (name, True)
