"""Every small condition under every small body of evidence: nothing is settled too early or left open too long."""

import itertools
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import attrs
import pytest

from relabel import Classification, Condition, Criterion, Definition, Evidence, Label, Relationship, Standing
from relabel.core.model.conditions import AllOf, AnyOf, Not, as_condition

Completion: TypeAlias = tuple[bool, bool, bool]

CRITERIA: Final = (Criterion("pays"), Criterion("meets"), Criterion("trusts"))
COMPLETIONS: Final[tuple[Completion, ...]] = tuple(itertools.product((False, True), repeat=3))  # type: ignore[arg-type]  # of three
STATES: Final = {"met": (True,), "not met": (False,), "unknown": (), "contested": (True, False)}
DEPTH: Final = 2


@attrs.frozen
class Tree:
    """A condition, and the completions under which it holds as plain Python has it."""

    condition: Condition
    true_in: frozenset[Completion]


@attrs.frozen
class Builder:
    """How to write not, and, or."""

    not_: Callable[[Condition], Condition]
    and_: Callable[[Condition, Condition], Condition]
    or_: Callable[[Condition, Condition], Condition]


def _trees(build: Builder, depth: int) -> list[Tree]:
    """Give every tree of at most some depth, each condition once.

    A criterion has depth 0. Not, and, or of trees has one more than the deepest of them. "And" and "or" take two
    operands, in either order and perhaps the same one twice.
    """
    if depth == 0:
        return [
            Tree(as_condition(criterion), frozenset(one for one in COMPLETIONS if one[place]))
            for place, criterion in enumerate(CRITERIA)
        ]
    smaller = _trees(build, depth - 1)

    def larger() -> Iterator[Tree]:
        for one in smaller:
            yield Tree(build.not_(one.condition), frozenset(COMPLETIONS) - one.true_in)
        for one, other in itertools.product(smaller, repeat=2):
            yield Tree(build.and_(one.condition, other.condition), one.true_in & other.true_in)
            yield Tree(build.or_(one.condition, other.condition), one.true_in | other.true_in)

    return list({tree.condition: tree for tree in (*smaller, *larger())}.values())


NODES: Final = Builder(Not, lambda one, other: AllOf((one, other)), lambda one, other: AnyOf((one, other)))
OPERATORS: Final = Builder(lambda one: ~one, lambda one, other: one & other, lambda one, other: one | other)


@pytest.mark.parametrize(("build", "count"), [(NODES, 1179), (OPERATORS, 1122)], ids=["nodes", "operators"])
@pytest.mark.parametrize("otherwise", [True, False], ids=["with an otherwise", "without"])
def test_settled_exactly_when_every_completion_agrees(build: Builder, count: int, otherwise: bool) -> None:
    """No label is settled that a completion denies; none is open, or listed as possible, without a completion for it.

    All trees of and, or and not up to depth 2 over three yes/no criteria (as written, and as the operators simplify
    them), each under all of 4 x 4 x 4 states of the evidence: met, not met, unknown, contested.
    """
    trees = _trees(build, DEPTH)
    assert len(trees) == count
    other = "client" if otherwise else None
    situations = [_situation(states) for states in itertools.product(STATES, repeat=3)]
    assert len(situations) == 64
    for tree in trees:
        labels = [Label("partner", tree.condition), *([Label("client")] if otherwise else [])]
        definition = Definition("exhaustive", "One tree", labels, source="test_exhaustive.py")
        for relationship, completions in situations:
            given = {"partner" if one in tree.true_in else other for one in completions}
            found = Classification(relationship, definition)
            assert found.possible == given, (tree.condition, relationship.evidence)
            assert found.standing is (Standing.SETTLED if len(given) == 1 else Standing.OPEN)
            assert found.label == (next(iter(given)) if len(given) == 1 else None)


def _situation(states: tuple[str, ...]) -> tuple[Relationship, list[Completion]]:
    """Give a relationship whose three findings are in these states, and the completions they leave."""
    evidence = [
        Evidence(criterion, answer)
        for criterion, state in zip(CRITERIA, states, strict=True)
        for answer in STATES[state]
    ]
    left = [STATES[state] or (False, True) for state in states]
    completions = [one for one in COMPLETIONS if all(answer in some for answer, some in zip(one, left, strict=True))]
    return Relationship("Buyer Ltd", "Seller Ltd", evidence=evidence), completions
