"""Tests of `relabel.checks.observed`: for which records it matters whether a part holds."""

from hypothesis import event, given

from relabel import Definition, Label
from relabel.checks.observed import observed_parts, wholes
from relabel.checks.redundant_parts import parts_of
from relabel.core.diagrams.space import FULL, Space
from relabel.core.model.condition_parts import replaced
from relabel.core.model.conditions import AllOf, AnyOf, Condition, Not
from tests.property.strategies import definitions, pools


def put(condition: Condition, path: list[int], other: Condition) -> Condition:
    """Give a condition with another one at a place in it, by positions among the parts."""
    if not path:
        return other
    inside = list(_below(condition))[path[0]]
    return replaced(condition, path[0], put(inside, path[1:], other))


def _below(condition: Condition) -> list[Condition]:
    return [condition.operand] if isinstance(condition, Not) else list(condition.operands)  # type: ignore[union-attr]  # of these kinds only


def places(condition: Condition) -> list[list[int]]:
    """Give the places of all parts in what is joined by `&`, `|` and `~`."""
    if not isinstance(condition, Not | AllOf | AnyOf):
        return [[]]
    return [[], *([at, *rest] for at, one in enumerate(_below(condition)) for rest in places(one))]


@given(pools().flatmap(definitions))
def test_a_label_turns_on_a_part_for_exactly_these_records(definition: Definition) -> None:
    """They get another label with what always holds in its place than with what never does."""
    labels, left = definition.labels, FULL
    space = Space(definition.diagram.variables)
    for at, label in enumerate(labels):
        if label.when is None:
            continue
        found = [
            one
            for one in observed_parts(space, labels, at, label, left, space.apart)
            if ".count" not in one.path and ".points" not in one.path
        ]
        expected = []
        for path in places(label.when):
            always, never = (
                [*labels[:at], Label(label.name, put(label.when, path, one)), *labels[at + 1 :]]
                for one in (AllOf(()), AnyOf(()))
            )
            expected.append(space.apart(always, never))
        assert [one.records for one in found] == expected
        left = space.without(left, space.where(label.when))
    event(f"parts: {min(sum(len(list(parts_of(one))) for one in wholes(labels)), 5)}")


@given(pools().flatmap(definitions))
def test_every_part_is_given_once(definition: Definition) -> None:
    """In the order of their text, whether records are looked at or not."""
    space = Space(definition.diagram.variables)
    for at, whole in enumerate(wholes(definition.labels)):
        found = [one.part for one in observed_parts(space, definition.labels, at, whole, FULL, space.apart)]
        assert found == list(parts_of(whole))
