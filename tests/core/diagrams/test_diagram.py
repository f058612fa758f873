"""Tests of `relabel.core.diagrams.diagram`: reduced decision diagrams, their size, their limits and the walk."""

import functools
import itertools
import pickle
import random
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

import pytest

from relabel import (
    Answer,
    AnyCriterion,
    Choice,
    Condition,
    Criterion,
    Definition,
    Label,
    Measure,
    Scale,
    all_of,
    any_of,
    at_least,
    at_most,
    exactly,
    points,
)
from relabel.core.diagrams import compilation, walks
from relabel.core.diagrams.compilation import MAX_CRITERIA, compile_diagram
from relabel.core.diagrams.diagram import Diagram
from relabel.core.model.conditions import Operand
from relabel.errors import DiagramTooLargeError, NestingError
from relabel.plugins.marc import MARC

a, b, c, d = BOOLS = [Criterion(name) for name in "abcd"]
handling = Choice("handling", options=["p", "q", "r"])
trust = Scale("trust", low=-1, high=2)
spend = Measure("spend", unit="EUR")
YES_NO = (False, True)
LEVELS = (-1, 0, 1, 2)


def bits(diagram: Diagram, answers: Mapping[AnyCriterion, Answer]) -> int:
    """Give what is known when each criterion has the answer given."""
    places = {variable.criterion: variable for variable in diagram.variables}
    return sum(places[criterion].bit(answer) for criterion, answer in answers.items() if criterion in places)


def compiled(*conditions: Condition) -> Diagram:
    """Give the diagram of labels "0", "1" and so on, with these conditions."""
    return compile_diagram([Label(str(number), condition) for number, condition in enumerate(conditions)])


def table(condition: Condition, criteria: Sequence[AnyCriterion]) -> list[bool]:
    """Give whether a condition holds for each combination of answers."""
    diagram = compiled(condition)
    domains = [criterion.answers or () for criterion in criteria]
    rows = itertools.product(*domains)
    found = [diagram.possible(bits(diagram, dict(zip(criteria, row, strict=True)))) for row in rows]
    assert all(len(labels) == 1 for labels in found)
    return [labels == {"0"} for labels in found]


FOUR = list(itertools.product(YES_NO, repeat=4))


@pytest.mark.parametrize("k", range(-2, 7))
@pytest.mark.parametrize(
    ("function", "compare"),
    [
        (at_least, lambda count, k: count >= k),
        (at_most, lambda count, k: count <= k),
        (exactly, lambda count, k: count == k),
    ],
)
def test_k_of_n(function: object, compare: object, k: int) -> None:
    """At least, at most and exactly k of four, for every k from below none to more than all."""
    assert callable(function)
    assert callable(compare)
    assert table(function(k, *BOOLS), BOOLS) == [compare(sum(row), k) for row in FOUR]


@pytest.mark.parametrize("k", [-1, 0, 1])
def test_k_of_none(k: int) -> None:
    """Among no conditions none hold."""
    found = [compiled(function(k)).leaves for function in (at_least, at_most, exactly)]
    assert found == [("0",) if holds else (None,) for holds in (k <= 0, k >= 0, k == 0)]


def test_a_condition_counts_as_often_as_it_is_given() -> None:
    """Repeats in k-of-n are operands of their own."""
    assert table(at_least(2, a, a, b), [a, b]) == [False, False, True, True]


Weights: TypeAlias = dict[Operand | AnyCriterion, int]
SUMS: dict[str, tuple[Weights, Callable[[tuple[bool, ...]], int]]] = {
    "weights": ({a: 1, b: 2, c: 3, d: 4}, lambda row: row[0] + 2 * row[1] + 3 * row[2] + 4 * row[3]),
    "negative": ({a: -1, b: 2, c: -3, d: 4}, lambda row: -row[0] + 2 * row[1] - 3 * row[2] + 4 * row[3]),
    "zero": ({a: 0, b: 0, c: 1}, lambda row: row[2]),
    "none": ({}, lambda _: 0),
    "nested": ({a & b: 2, ~c: 1, a | d: -2}, lambda row: 2 * (row[0] & row[1]) + (not row[2]) - 2 * (row[0] | row[3])),
}


@pytest.mark.parametrize("value", range(-5, 12))
@pytest.mark.parametrize("name", SUMS)
def test_points_add_up(name: str, value: int) -> None:
    """Every comparison of a sum with every number around its range, negative weights included."""
    weights, total = SUMS[name]
    summed = points(weights)
    sums = [total(row) for row in FOUR]
    assert table(summed >= value, BOOLS) == [one >= value for one in sums]
    assert table(summed > value, BOOLS) == [one > value for one in sums]
    assert table(summed <= value, BOOLS) == [one <= value for one in sums]
    assert table(summed < value, BOOLS) == [one < value for one in sums]


@pytest.mark.parametrize("weight", [-2, 0, 3])
@pytest.mark.parametrize("value", range(-8, 9))
def test_a_scale_adds_its_weight_for_each_level(weight: int, value: int) -> None:
    """Weight times level, for scales with negative levels and weights of either sign."""
    condition = points({trust: weight, a: 1}) >= value
    expected = [weight * level + yes >= value for level in LEVELS for yes in YES_NO]
    assert table(condition, [trust, a]) == expected


def test_the_logic_of_and_or_not() -> None:
    """`&`, `|` and `~` are those of logic, for every answer."""
    assert table((a & b) | (~c & ~d), BOOLS) == [(w and x) or (not y and not z) for w, x, y, z in FOUR]


def test_empty_conditions() -> None:
    """All of nothing holds, any of nothing does not."""
    assert (compiled(all_of()).leaves, compiled(any_of()).leaves) == (("0",), (None,))


def test_a_choice_is_one_of_the_options() -> None:
    """`in_` holds for exactly the options given."""
    assert table(handling.in_("p", "r"), [handling]) == [True, False, True]


def test_a_number_is_never_both_above_and_below() -> None:
    """`x >= 5` and `x < 3` exclude each other, though each may hold: the diagram knows numbers."""
    diagram = compiled((spend >= 5) & (spend < 3))
    assert (diagram.leaves, diagram.size) == ((None,), 0)


def test_levels_exclude_each_other() -> None:
    """The same for scales and choices."""
    assert compiled((trust >= 2) & (trust < 1), handling.is_("p") & handling.is_("q")).leaves == (None,)


def test_what_always_holds_is_no_question() -> None:
    """`x | ~x` and `x >= 5 or x < 5` are leaves."""
    assert [compiled(one).leaves for one in (a | ~a, (spend >= 5) | (spend < 5))] == [("0",), ("0",)]


def test_the_first_label_that_holds_wins() -> None:
    """A label whose condition comes later is given only where the earlier ones fail."""
    diagram = compiled(a.to_condition(), a | b, all_of())
    found = [diagram.possible(bits(diagram, {a: x, b: y})) for x in YES_NO for y in YES_NO]
    assert found == [{"2"}, {"1"}, {"0"}, {"0"}]


def test_no_label_holding_is_an_outcome() -> None:
    """None is a leaf like the labels."""
    diagram = compiled(a & b)
    assert diagram.possible(0) == {"0", None}


def test_a_nested_definition_is_compiled_in() -> None:
    """Another definition's label is the first of its conditions that holds, None included."""
    other = Definition("o", "t", [Label("x", a & b), Label("y", a), Label("z", b)], source="s")
    assert [table(other.is_(label), [a, b]) for label in ("x", "y", "z", None)] == [
        [False, False, False, True],
        [False, False, True, False],
        [False, True, False, False],
        [True, False, False, False],
    ]


def test_a_nested_otherwise() -> None:
    """A last label without a condition is given where no other is, and "no label" never."""
    other = Definition("o", "t", [Label("x", a), Label("y")], source="s")
    assert [table(other.is_(label), [a]) for label in ("x", "y", None)] == [[False, True], [True, False], [False] * 2]


def test_nested_definitions_share_variables() -> None:
    """A criterion is asked once, whoever asks for it."""
    other = Definition("o", "t", [Label("x", a & (spend >= 5))], source="s")
    diagram = compiled(other.is_("x") & a & (spend >= 7))
    assert ([one.criterion for one in diagram.variables], diagram.size) == ([a, spend], 2)


def rank_of(number: int) -> Condition:
    """Give one of many conditions, by number."""
    chance = random.Random(number)  # noqa: S311  # a fixed choice
    tests = [*BOOLS, handling.is_("p"), handling.in_("q", "r"), trust >= 1, trust < 0, spend >= 3, spend > 5, spend < 1]
    picked = chance.sample(tests, 5)
    return any_of(all_of(*picked[:2]), ~any_of(*picked[2:4]), at_least(2, *picked), points({a: 2, trust: -1}) >= number)


EXAMPLES = [
    MARC.diagram,
    compiled(exactly(2, *BOOLS), a | handling.is_("q"), trust.between(0, 1), spend.between(3, 5)),
    *(compiled(rank_of(number), rank_of(number + 1), ~rank_of(number + 2)) for number in range(10)),
]


@pytest.mark.parametrize("diagram", EXAMPLES, ids=range(len(EXAMPLES)))
def test_no_node_asks_for_nothing(diagram: Diagram) -> None:
    """A node whose children are all the same is left out."""
    assert all(len(set(children)) > 1 for children in diagram.children if children)


@pytest.mark.parametrize("diagram", EXAMPLES, ids=range(len(EXAMPLES)))
def test_no_two_nodes_are_the_same(diagram: Diagram) -> None:
    """Level and children tell nodes apart, and leaves their labels."""
    nodes = list(zip(diagram.levels, diagram.children, strict=True))[len(diagram.leaves) :]
    assert (len(set(nodes)), len(set(diagram.leaves))) == (diagram.size, len(diagram.leaves))


@pytest.mark.parametrize("diagram", EXAMPLES, ids=range(len(EXAMPLES)))
def test_children_come_before_parents_and_ask_later(diagram: Diagram) -> None:
    """Nodes are numbered from the leaves upwards, and every path asks in the order of the variables."""
    for node, children in enumerate(diagram.children):
        assert all(child < node and diagram.levels[child] > diagram.levels[node] for child in children)


@pytest.mark.parametrize("diagram", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_node_is_reached_and_has_a_child_for_each_cell(diagram: Diagram) -> None:
    """Nothing that the construction left over is kept."""
    reached = {diagram.root, *itertools.chain.from_iterable(diagram.children)}
    sizes = [len(children) for children in diagram.children[len(diagram.leaves) :]]
    asked = [diagram.variables[level].size for level in diagram.levels[len(diagram.leaves) :]]
    assert (reached, sizes) == (set(range(len(diagram.levels))), asked)


@pytest.mark.parametrize("diagram", EXAMPLES, ids=range(len(EXAMPLES)))
def test_leaves_come_first(diagram: Diagram) -> None:
    """Node `i` is leaf `i`, and a leaf lies below every variable."""
    bottom = [level == len(diagram.variables) for level in diagram.levels]
    assert bottom == [True] * len(diagram.leaves) + [False] * diagram.size


def completions(diagram: Diagram, known: int) -> frozenset[str | None]:
    """Give the labels of all completions, one by one: the slow rule."""
    cells = []
    for variable in diagram.variables:
        mine = known >> variable.shift & variable.full
        cells.append([cell for cell in range(variable.size) if not mine or mine >> cell & 1])

    def leaf(row: Sequence[int]) -> str | None:
        node = diagram.root
        while diagram.children[node]:
            node = diagram.children[node][row[diagram.levels[node]]]
        return diagram.leaves[node]

    return frozenset(leaf(row) for row in itertools.product(*cells))


def some_known(diagram: Diagram, number: int) -> list[int]:
    """Give several sets of what may be known, by number."""
    chance = random.Random(number)  # noqa: S311  # a fixed choice

    def one() -> int:
        return sum(
            chance.choice([0, variable.full, 1 << chance.randrange(variable.size), chance.randrange(variable.full + 1)])
            << variable.shift
            for variable in diagram.variables
        )

    return [0, *(one() for _ in range(25))]


@pytest.mark.parametrize("number", range(1, len(EXAMPLES)))
def test_the_walk_gives_what_every_completion_gives(number: int) -> None:
    """Exactly the labels of all completions of what is known, contested answers included."""
    diagram = EXAMPLES[number]
    for known in some_known(diagram, number):
        assert diagram.possible(known) == completions(diagram, known)


@pytest.mark.parametrize("limit", [0, 1, 7, 40])
@pytest.mark.parametrize("number", range(2, 5))
def test_the_walk_is_right_when_no_more_is_kept(number: int, limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the limit all is forgotten and made anew: slower, never wrong, and no memory is taken."""
    monkeypatch.setattr(walks, "MAX_KEPT", limit)
    diagram = compiled(rank_of(number), rank_of(number + 1), ~rank_of(number + 2))
    for known in some_known(diagram, number) * 2:
        assert diagram.possible(known) == completions(diagram, known)
        kept = sum(map(len, diagram.walks._states)) + sum(map(len, diagram.walks._known.values()))
        assert kept <= limit + len(diagram.levels) + 2


def test_marc_is_small() -> None:
    """M/A/R/C's definition is a diagram of no more than 16 nodes, as in the prototype."""
    assert 10 <= MARC.diagram.size <= 16


def test_forty_weighted_criteria_are_a_few_thousand_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    """40 criteria with weights 1 to 10 and three thresholds compile in some ten steps a node."""
    monkeypatch.setattr(compilation, "MAX_STEPS", 50_000)
    chance = random.Random(1)  # noqa: S311  # fixed weights
    total = points({Criterion(f"c{number}"): chance.randint(1, 10) for number in range(40)})
    assert 1000 < compiled(total >= 150, total >= 100, total >= 50).size < 5000


CHAIN = [Criterion(f"c{number}") for number in range(150)]


@pytest.mark.parametrize(
    "condition",
    [
        all_of(*CHAIN),
        any_of(*CHAIN),
        all_of(*CHAIN[::-1]) | CHAIN[3],
        functools.reduce(lambda one, other: one & ~other, CHAIN, all_of()),
        at_least(75, *CHAIN),
        exactly(1, *CHAIN),
        points(dict.fromkeys(CHAIN, 1)) >= 100,
    ],
    ids=["all", "any", "mixed", "chain", "at least", "exactly", "points"],
)
def test_long_chains_are_fine(condition: Condition) -> None:
    """150 terms compile and answer, without a word about recursion."""
    diagram = compiled(condition)
    assert diagram.possible(0) == {"0", None}


def test_the_largest_number_of_criteria_is_fine() -> None:
    """Exactly `MAX_CRITERIA` criteria are taken."""
    diagram = compiled(all_of(*(Criterion(f"c{number}") for number in range(MAX_CRITERIA))))
    assert diagram.size == MAX_CRITERIA


def test_sixty_percent_weights_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    """60 yes/no criteria with weights to 100: each sum is a node, made at once from those below it."""
    monkeypatch.setattr(compilation, "MAX_STEPS", 400_000)
    chance = random.Random(1)  # noqa: S311  # fixed weights
    total = points({Criterion(f"c{number}"): chance.randint(1, 100) for number in range(60)})
    assert 40_000 < compiled(total >= 2200, total >= 1500).size < 60_000


def test_more_nodes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nodes take memory, which is limited besides the steps."""
    monkeypatch.setattr(compilation, "MAX_NODES", 50)
    with pytest.raises(DiagramTooLargeError) as caught:
        compiled(at_least(10, *CHAIN[:20]))
    assert "nodes" in caught.value.what


def test_more_criteria_are_refused() -> None:
    """The error says how many, and the limit."""
    with pytest.raises(DiagramTooLargeError) as caught:
        compiled(all_of(*(Criterion(f"c{number}") for number in range(MAX_CRITERIA + 1))))
    assert (str(MAX_CRITERIA + 1) in caught.value.what, caught.value.limit) == (True, str(MAX_CRITERIA))


PAIRS = [(Criterion(f"a{number}"), Criterion(f"b{number}")) for number in range(25)]
MANY = CHAIN
BADLY_ORDERED = any_of(*(one & other for one, other in PAIRS))
HUGE: dict[str, Condition] = {
    "pairs": BADLY_ORDERED,
    "pairs by and": all_of(*(one | other for one, other in PAIRS)),
    "powers": points({criterion: 3**number for number, criterion in enumerate(MANY)}) >= 3**149,
    "random weights": points({criterion: number * 7919 % 500 + 1 for number, criterion in enumerate(MANY)}) >= 18_000,
    "large weights": points({criterion: number * 7919 % 99_991 for number, criterion in enumerate(MANY)}) >= 3_500_000,
    "nested": Definition("n", "t", [Label("x", BADLY_ORDERED)], source="s").is_("x"),
    "beside nested": Definition("n", "t", [Label("x", MANY[-1])], source="s").is_("x") & BADLY_ORDERED,
    "counted": at_least(12, *(one & other for one, other in PAIRS)),
    "products": exactly(1, *(at_least(10, *MANY[first::3]) for first in range(3)), BADLY_ORDERED),
}


@pytest.mark.parametrize("name", HUGE)
def test_an_exponential_definition_is_refused_rather_than_endless(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a limited number of steps, with the label and the condition that was being added."""
    monkeypatch.setattr(compilation, "MAX_STEPS", 100_000)
    firsts = all_of(*(one for one, _ in PAIRS))  # asks for all first halves before any second half
    with pytest.raises(DiagramTooLargeError) as caught:
        compile_diagram([Label("top", firsts), Label("huge", HUGE[name]), Label("rest")])
    assert caught.value.label == "huge"
    assert caught.value.condition is not None
    assert caught.value.limit


def test_the_condition_named_is_the_one_that_was_being_added(monkeypatch: pytest.MonkeyPatch) -> None:
    """The blame goes to the part, not to the whole label."""
    monkeypatch.setattr(compilation, "MAX_STEPS", 100_000)
    firsts = all_of(*(one for one, _ in PAIRS))
    with pytest.raises(DiagramTooLargeError) as caught:
        compile_diagram([Label("top", firsts), Label("huge", a & ~BADLY_ORDERED)])
    assert caught.value.condition == str(BADLY_ORDERED)


def deepest(deepen: Callable[[Condition], Condition]) -> Condition:
    """Give a condition nested as deeply as the limit allows."""
    condition = a & b
    while True:
        try:
            condition = deepen(condition)
        except NestingError:
            return condition


def nested(condition: Condition) -> Definition:
    return Definition(f"n{condition.depth}", "t", [Label("x", condition & c), Label("y")], source="s")


DEEPEN: dict[str, Callable[[Condition], Condition]] = {
    "not and": lambda condition: ~(condition & c),
    "and or": lambda condition: (condition & c) | d,
    "count": lambda condition: at_least(1, condition, c & d),
    "points": lambda condition: points({condition: 2, c & d: -1}) >= 1,
    "definition": lambda condition: nested(condition).is_("x"),
}


@pytest.mark.parametrize("name", DEEPEN)
def test_the_deepest_conditions_compile(name: str) -> None:
    """What may be nested can be compiled, hashed for the digest and pickled, without RecursionError."""
    one = Definition("d", "t", [Label("x", deepest(DEEPEN[name]))], source="s")
    assert (len(one.digest), one.diagram.size > 0) == (64, True)
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301  # our own bytes


def test_too_many_steps_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work is limited as well as memory."""
    monkeypatch.setattr(compilation, "MAX_STEPS", 20)
    with pytest.raises(DiagramTooLargeError) as caught:
        compiled(at_least(5, *CHAIN[:10]))
    assert caught.value.limit == "20"


def test_a_condition_may_stand_in_many_places() -> None:
    """A condition used twice at each of forty levels ends in time, in a diagram or in an error."""
    code = (
        "from relabel import Criterion, Definition, Label, RelabelError, exactly\n"
        "condition = Criterion('a') & Criterion('b')\n"
        "try:\n"
        "    for _ in range(40): condition = exactly(1, condition, condition)\n"
        "    Definition('d', 't', [Label('x', condition)], source='s').diagram\n"
        "except RelabelError: pass\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=5)  # noqa: S603  # our own code


def test_a_diagram_is_read_only() -> None:
    """The diagram of a definition is shared by all who ask."""
    with pytest.raises(AttributeError):
        MARC.diagram.root = 0  # type: ignore[misc]  # the point of the test


def test_thresholds_of_many_digits_are_told_apart() -> None:
    """Two thresholds that differ in the thirtieth digit are two thresholds."""
    low, high = Decimal("0.10000000000000000000000000000000001"), Decimal("0.10000000000000000000000000000000002")
    diagram = compiled((spend >= low) & (spend < high))
    assert "0" in diagram.leaves
