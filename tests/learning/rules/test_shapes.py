"""Tests of `relabel.learning.rules.shapes`: a rule is written in one way, and drawn as it is meant."""

import itertools

import pytest

from relabel import Criterion, at_least
from relabel.learning.rules.clauses import Clauses, Effort
from relabel.learning.rules.requirements import Requirement
from relabel.learning.rules.shapes import ALWAYS, NEVER, Drawing, Part, Rule, Shape

CRITERIA = [Criterion(name) for name in "abcd"]
ASKED = [Requirement(at, 0, 2, one.to_condition()) for at, one in enumerate(CRITERIA)]


def test_a_rule_is_written_in_one_way() -> None:
    """What says the same with the same requirements is equal."""
    assert Rule.of([Part(2, 0b11), Part(1, 0b100)], every=True) == Rule.of([Part(3, 0b111)], every=False)
    assert Rule.of([Part(1, 1), Part(1, 2)], every=False) == Rule.of([Part(1, 3)], every=True)
    assert Rule.of([Part(2, 0b110), Part(1, 1)], every=False) == Rule.of([Part(1, 1), Part(2, 0b110)], every=False)


def test_a_rule_is_a_condition() -> None:
    """As a handbook would have it."""
    written = {
        NEVER: "any_of()",
        ALWAYS: "all_of()",
        Rule.of([Part(2, 0b111)], every=True): str(at_least(2, *CRITERIA[:3])),
        Rule.of([Part(1, 1), Part(2, 0b1110)], every=True): f"a & {at_least(2, *CRITERIA[1:])}",
        Rule.of([Part(2, 0b11), Part(2, 0b1100)], every=False): "a & b | c & d",
        Rule.of([Part(1, 0b11), Part(1, 0b1100)], every=True): "(a | b) & (c | d)",
    }
    assert {rule: str(rule.condition(ASKED)) for rule in written} == written
    assert [rule.size for rule in written] == [0, 0, 3, 4, 4, 4]


@pytest.mark.parametrize("shape", Shape)
def test_every_rule_of_a_shape_is_drawn(shape: Shape) -> None:
    """Each once, and its clauses agree with what it says of every case."""
    clauses = Clauses(Effort(1_000_000))
    drawing = Drawing(shape, ASKED[:3], clauses)
    ins, outs = [], []
    for met in range(8):
        ins.append(clauses.variable())
        drawing.let_in(met, -ins[-1])  # if it is held to let in, it does
        outs.append(clauses.variable())
        drawing.keep_out(met, -outs[-1])
    found: set[Rule] = set()
    while (held := clauses.solve([])) is not None:
        rule = drawing.rule(held)
        found.add(rule)
        chosen = [one if one in held else -one for one in drawing.names]
        for met in range(8):
            assert (clauses.solve([*chosen, ins[met]]) is not None) == rule.holds(met)
            assert (clauses.solve([*chosen, outs[met]]) is not None) == (not rule.holds(met))
        clauses.add(*(-one for one in chosen))
    assert found == set(expected(shape))


def expected(shape: Shape) -> list[Rule]:
    """List the rules of a shape over three requirements."""
    counts = [Part(least, among) for among in range(1, 8) for least in range(1, among.bit_count() + 1)]
    if shape is Shape.COUNT:
        return [Rule.of([one], every=True) for one in counts]
    if shape is Shape.ALTERNATIVES:
        lists = [Part(among.bit_count(), among) for among in range(1, 8)]
        chosen = (some for number in (1, 2, 3) for some in itertools.combinations_with_replacement(lists, number))
        return [Rule.of(some, every=False) for some in chosen]
    every = shape is Shape.CORE
    pairs = ((core, one) for core in range(1, 8) for one in counts if not core & one.among)
    return [
        Rule.of([Part(core.bit_count() if every else 1, core), one], every=every)
        for core, one in pairs
        if every or one.least > 1
    ]


def test_of_one_criterion_a_rule_uses_one_chain() -> None:
    """Not both a yes and a no; and in one part one requirement of a chain."""
    asked = [*ASKED[:2], Requirement(0, 1, 1, ~CRITERIA[0])]
    clauses = Clauses(Effort(1_000_000))
    drawing = Drawing(Shape.ALTERNATIVES, asked, clauses)
    found: set[Rule] = set()
    while (held := clauses.solve([])) is not None:
        found.add(drawing.rule(held))
        clauses.add(*(-one if one in held else one for one in drawing.names))
    used = {sum({1, 4} & {part.among & 0b101 for part in rule.parts}) for rule in found}
    assert used == {0, 1, 4}
    assert not any(part.among & 0b101 == 0b101 for rule in found for part in rule.parts)
