"""Tests of `searches`: the cheapest choice, the best reason, and what happens where they take too long."""

import itertools
from collections.abc import Iterator, Sequence, Set

import pytest

from relabel import (
    Choice,
    Classification,
    Condition,
    Criterion,
    Definition,
    Evidence,
    Label,
    Measure,
    Relationship,
    any_of,
    at_least,
    exactly,
)
from relabel.core.diagrams import walks
from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.searches import options as budgets
from relabel.core.diagrams.searches import reasons
from relabel.core.diagrams.searches.choices import cheapest
from relabel.core.diagrams.searches.options import Option
from relabel.core.diagrams.searches.reasons import sufficient
from relabel.errors import SearchTooLongError

a, b, c, d = FOUR = [Criterion(name) for name in "abcd"]
tone = Choice("tone", options=["warm", "cool", "cold"])
spend = Measure("spend", unit="EUR/year")


def define(*conditions: Condition) -> Definition:
    """Give a definition with a label "1", "2", ... for each condition; without any there is none."""
    labels = [Label(str(number), when) for number, when in enumerate(conditions, 1)]
    return Definition("d", "t", [*labels, Label("low")], source="s")


SHAPES: list[tuple[Condition, ...]] = [
    (a & b, a | c),
    (at_least(2, a, b, c), ~a & d),
    (exactly(1, a, b, c, d),),
    ((a & b) | (~a & c), d & ~b),
    (tone.in_("warm", "cold") & a, b & ~tone.is_("warm"), c | b),
    ((spend >= 3) & a, (spend < 7) | b),
    (any_of(a & b, c & d, b & ~d),),
]
DIAGRAMS = [define(*shape).diagram for shape in SHAPES]


def states(diagram: Diagram) -> Iterator[int]:
    """Give every state of knowledge: of each variable nothing, one answer, or all but the first."""
    choices = [
        [0, *(1 << cell for cell in range(one.size)), *([one.full ^ 1] if one.size > 2 else [one.full])]
        for one in diagram.variables
    ]
    for cells in itertools.product(*choices):
        yield sum(one << variable.shift for one, variable in zip(cells, diagram.variables, strict=True))


def wishes(diagram: Diagram) -> list[Set[str | None]]:
    """Give each label alone, all but that one, all and none."""
    every = set(diagram.leaves)
    return [*({label} for label in diagram.leaves), *(every - {label} for label in diagram.leaves), every, set()]


# The cheapest choice


def prices(diagram: Diagram, known: int, free: int) -> list[list[Option]]:
    """Give options: of each variable what is known, or else any answer at a price, or letting go of it."""
    found: list[list[Option]] = []
    for level, variable in enumerate(diagram.variables):
        now = known >> variable.shift & variable.full
        answers = [(1 << cell, (level * 7 + cell * 3 + free) % 5) for cell in range(variable.size)]
        found.append([(now, 0), *answers, (0, free)])
    return found


def worth(diagram: Diagram, options: Sequence[Sequence[Option]], chosen: Sequence[int]) -> tuple[int, set[str | None]]:
    """Give the cost of a choice and the labels that it leaves possible."""
    taken = [choice[index] for choice, index in zip(options, chosen, strict=True)]
    known = sum(cells << one.shift for (cells, _), one in zip(taken, diagram.variables, strict=True))
    return sum(cost for _, cost in taken), set(diagram.possible(known))


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=map(str, range(len(DIAGRAMS))))
def test_no_choice_is_cheaper(diagram: Diagram) -> None:
    """Of all choices there are; what is chosen does what is wanted, and costs less than the bound."""
    for known in itertools.islice(states(diagram), 0, None, 5):
        options = prices(diagram, known, known % 3)
        every = [worth(diagram, options, chosen) for chosen in itertools.product(*map(range, map(len, options)))]
        for wanted in wishes(diagram):
            least = min((cost for cost, labels in every if labels <= wanted), default=None)
            for below in (None, 3, 0):
                found = cheapest(diagram, options, wanted, below=below)
                if found is None:
                    assert least is None or (below is not None and least >= below)
                else:
                    cost, labels = worth(diagram, options, found)
                    assert (labels <= wanted, cost) == (True, least)


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=map(str, range(len(DIAGRAMS))))
def test_no_record_is_cheaper(diagram: Diagram) -> None:
    """Where every option is one answer: many at the same price; of one variable there is only one."""
    for free in range(4):
        options = [
            [(1 << cell, cell and (level * 7 + cell * 3 + free) % 3) for cell in range(one.size)][: 1 + (level != free)]
            for level, one in enumerate(diagram.variables)
        ]
        every = [worth(diagram, options, chosen) for chosen in itertools.product(*map(range, map(len, options)))]
        for wanted in wishes(diagram):
            least = min((cost for cost, labels in every if labels <= wanted), default=None)
            found = cheapest(diagram, options, wanted)
            if found is None:
                assert least is None
                continue
            cost, labels = worth(diagram, options, found)
            assert (labels <= wanted, cost) == (True, least)
            if {*diagram.leaves} - wanted:  # else there is nothing to look for
                assert cheapest(diagram, options, wanted, below=cost) is None
                assert cheapest(diagram, options, wanted, below=cost + 1) == found


def test_nothing_is_chosen_where_everything_is_wanted() -> None:
    """The first option of each variable is taken, at whatever cost: no variable matters."""
    diagram = define(a & b).diagram
    assert cheapest(diagram, [[(1, 5), (2, 1)]] * 2, {"1", "low"}) == [0, 0]


@pytest.mark.parametrize("wanted", ["1", "low"])
def test_a_label_that_everybody_gets_is_chosen_without_variables(wanted: str) -> None:
    """Where no variable is asked for there is nothing to choose; another label cannot be had."""
    assert cheapest(define(a | ~a).diagram, [], {wanted}) == ([] if wanted == "1" else None)


def test_a_variable_that_does_not_matter_costs_nothing() -> None:
    """Its first option is taken: once a is met, b decides nothing."""
    diagram = define(a | b).diagram
    assert cheapest(diagram, [[(0, 0), (2, 1)], [(0, 3), (2, 1)]], {"1"}) == [1, 0]


def test_the_same_search_gives_the_same_choice() -> None:
    """Though several are as cheap, and though the first time the states of the walk are made."""
    for shape in SHAPES:
        diagram = define(*shape).diagram
        options = [[(0, 0), *((1 << cell, 1) for cell in range(one.size))] for one in diagram.variables]
        found = [[cheapest(diagram, options, wanted) for wanted in wishes(diagram)] for _ in range(2)]
        assert found[0] == found[1]


def test_states_that_are_not_kept_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A diagram with more states than are kept is searched all the same, only more slowly."""
    found = []
    for limit in (walks.MAX_KEPT, 0):
        monkeypatch.setattr(walks, "MAX_KEPT", limit)
        fresh = [define(*shape).diagram for shape in SHAPES]
        found.append([cheapest(one, prices(one, 0, 1), wanted) for one in fresh for wanted in wishes(one)])
    assert found[0] == found[1]


def test_the_way_onward_is_found_once() -> None:
    """The state after an answer is made when it is first asked for, and kept."""
    diagram = define(a & b).diagram
    assert diagram.walks.follow(diagram.walks.start, 2) is diagram.walks.follow(diagram.walks.start, 2)


@pytest.mark.parametrize("limit", [0, 1, 2, 3])
def test_a_search_that_takes_too_long_is_an_error(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    """With the limit; a cheaper choice is never promised where not all were looked at."""
    diagram = define(exactly(2, *FOUR)).diagram
    options = [[(0, 0), (1, 1), (2, 1)]] * 4
    assert cheapest(diagram, options, {"1"}) is not None
    monkeypatch.setattr(budgets, "MAX_STATES", limit)
    with pytest.raises(SearchTooLongError) as caught:
        cheapest(diagram, options, {"1"})
    assert (caught.value.limit, caught.value.unit) == (limit, "states")


def test_a_search_among_states_of_many_nodes_is_limited_by_these(monkeypatch: pytest.MonkeyPatch) -> None:
    """A state of a large diagram may have thousands, and takes as many steps."""
    diagram = define(exactly(2, *FOUR)).diagram
    monkeypatch.setattr(budgets, "MAX_WORK", 10)
    with pytest.raises(SearchTooLongError) as caught:
        cheapest(diagram, [[(0, 0), (1, 1), (2, 1)]] * 4, {"1"})
    assert (caught.value.limit, caught.value.unit) == (10, "nodes")


def test_what_needs_no_search_is_never_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is certain beforehand that any choice will do, or none."""
    monkeypatch.setattr(budgets, "MAX_STATES", 0)
    diagram = define(a & b).diagram
    assert cheapest(diagram, [[(0, 0)]] * 2, {"1", "low"}) == [0, 0]
    assert cheapest(define(a | ~a).diagram, [], {"low"}) is None


# The best reason


def best(
    diagram: Diagram, known: int, fields: Sequence[int], wanted: Set[str | None], presumed: Set[int]
) -> tuple[int, ...]:
    """Give the best of all choices of fields: fewest presumptions, fewest fields, without what stands last."""
    rank = {field: place for place, field in enumerate(fields)}

    def price(some: tuple[int, ...]) -> tuple[int, int, list[int]]:
        return len(presumed & {*some}), len(some), sorted((rank[field] for field in some), reverse=True)

    enough = [
        some
        for count in range(len(fields) + 1)
        for some in itertools.combinations(fields, count)
        if diagram.possible(known & sum(some)) <= wanted
    ]
    chosen = min(enough, key=price)
    return tuple(sorted(chosen))


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=map(str, range(len(DIAGRAMS))))
def test_no_reason_is_better(diagram: Diagram) -> None:
    """Of all that suffice, whichever order is preferred and whichever findings are presumed."""
    for number, known in enumerate(states(diagram)):
        fields = [field for field in diagram.fields if known & field]
        if number % 2:
            fields.reverse()
        presumed = set(fields[len(fields) - number % 3 :])
        for wanted in wishes(diagram):
            if diagram.possible(known) <= wanted:
                found = sufficient(diagram, known, fields, wanted, presumed)
                assert tuple(found) == best(diagram, known, fields, wanted, presumed)


SIX = [Criterion(name) for name in "uvwxyz"]
WIDE = define(at_least(2, *SIX[:4]) | (SIX[3] & SIX[4]) | (SIX[0] & ~SIX[5]), at_least(3, *SIX))


def test_no_reason_is_better_where_there_are_many() -> None:
    """Reasons of which nothing can be left out differ in length, in presumptions and in freshness."""
    diagram = WIDE.diagram
    for number, known in enumerate(itertools.islice(states(diagram), 0, None, 7)):
        fields = [field for field in diagram.fields if known & field]
        fields = fields[number % 5 :] + fields[: number % 5]
        presumed = set(fields[len(fields) - number % 4 :])
        wanted = diagram.possible(known)
        assert tuple(sufficient(diagram, known, fields, wanted, presumed)) == best(
            diagram, known, fields, wanted, presumed
        )


u, v, w, x, y, z = SIX


def reason(when: Condition, fields: Sequence[Criterion], presumed: Sequence[Criterion] = ()) -> set[str]:
    """Give the names in the best reason for a condition that is met, if all of its criteria are."""
    diagram = define(when).diagram
    of = {criterion.name: field for field, criterion in diagram.criteria.items()}
    known = sum(variable.bit(True) for variable in diagram.variables)
    chosen = sufficient(diagram, known, [of[one.name] for one in fields], {"1"}, [of[one.name] for one in presumed])
    return {diagram.criteria[field].name for field in chosen}


def test_fewer_fields_go_before_fresher_ones() -> None:
    """Of two pairs instead of three fresher fields, the pair without the field that stands last."""
    assert reason((x & z) | (x & y) | (u & v & w), SIX) == {"x", "y"}
    assert reason((x & z) | (x & y) | (u & v & w), [u, v, w, x, z, y]) == {"x", "z"}


def test_fewer_presumptions_go_before_fewer_fields() -> None:
    """One presumption with two findings, rather than two presumptions."""
    assert reason((x & y) | (z & u & v), [u, v, x, y, z], presumed=[x, y, z]) == {"u", "v", "z"}
    assert reason((x & y) | (z & u & v), [u, v, x, y, z]) == {"x", "y"}


def minimal(diagram: Diagram, known: int, chosen: Sequence[int], wanted: Set[str | None]) -> bool:
    """Say whether some fields suffice, and none of them can be left out."""
    every = sum(chosen)
    return diagram.possible(known & every) <= wanted and not any(
        diagram.possible(known & every & ~field) <= wanted for field in chosen
    )


@pytest.mark.parametrize("limit", ["MAX_REASON_SEARCH", "MAX_NODES"])
def test_a_reason_whose_search_takes_too_long_is_one_of_which_nothing_can_be_left_out(
    monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """Not the best perhaps, but a reason; an explanation never fails for it. So for a large diagram."""
    monkeypatch.setattr(reasons, limit, 0)
    worse = 0
    for diagram in (WIDE.diagram, *DIAGRAMS):
        for number, known in enumerate(states(diagram)):
            fields = [field for field in diagram.fields if known & field]
            presumed = set(fields[len(fields) - number % 3 :])
            wanted = diagram.possible(known)
            found = sufficient(diagram, known, fields, wanted, presumed)
            assert minimal(diagram, known, found, wanted)
            assert found == sorted(found)
            worse += tuple(found) != best(diagram, known, fields, wanted, presumed)
    assert worse  # else the limit was not reached


def test_the_reason_of_a_large_diagram_leaves_out_what_stands_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """As leaving out one after the other does, the last level first."""
    monkeypatch.setattr(reasons, "MAX_NODES", 0)
    for diagram in (WIDE.diagram, *DIAGRAMS):
        for known in states(diagram):
            wanted, needed = diagram.possible(known), known
            for field in reversed(diagram.fields):
                if diagram.possible(needed & ~field) <= wanted:
                    needed &= ~field
            expected = [field for field in diagram.fields if needed & field]
            assert sufficient(diagram, known, [one for one in diagram.fields if known & one], wanted) == expected


def test_a_classification_still_has_a_reason_where_the_search_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """`because` does not raise."""
    answers = {"u": False, "v": False, "w": False, "x": False, "y": True, "z": True}
    one = Relationship("B", "S", evidence=[Evidence(name, answer) for name, answer in answers.items()])
    expected = Classification(one, WIDE).because
    monkeypatch.setattr(reasons, "MAX_REASON_SEARCH", 0)
    found = Classification(one, WIDE).because
    assert (len(found) >= len(expected) > 0, Classification(one, WIDE).label) == (True, "low")
