"""Paths to a label against brute force: every set of criteria, every choice of answers, every complete record."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from typing import Final, TypeAlias

import attrs
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from relabel import (
    Answer,
    Classification,
    Criterion,
    Definition,
    Evidence,
    Intent,
    Label,
    Measure,
    Relationship,
    Scale,
    Standing,
    Status,
    points,
)
from relabel.core.classification.paths import Path, Paths, Step
from relabel.errors import InvalidValueError
from tests.property.strategies import LABELS, Case
from tests.property.test_reasons_laws import CASES, Table, subsets

Cost: TypeAlias = int | Fraction
Choice: TypeAlias = tuple[int, ...]
"""A cell for each criterion of a set, in the order in which conditions ask for them."""
Key: TypeAlias = tuple[Cost, int, int]
"""What a path is ranked by: cost, number of steps, number of changes."""
COSTS: Final[tuple[Cost, ...]] = (1, 0, 2, Fraction(1, 3), Fraction(5, 2), 10)
ALL: Final = 1000
"""More paths than there can be."""
_COSTS: Final = st.sampled_from(COSTS)
_UP_TO_3: Final = st.integers(0, 3)


# Strategies


@attrs.frozen
class Wish:
    """One question to `path_to()`."""

    case: Case
    label: str | None
    fixed: tuple[str, ...]
    cost: Mapping[str, Cost]
    limit: int

    def paths(self, classification: Classification | None = None) -> Paths:
        """Ask it, perhaps of another classification."""
        one = classification or self.case.classify()
        return one.path_to(self.label, fixed=self.fixed, cost=self.cost, limit=self.limit)


def _labels(case: Case) -> list[str | None]:
    """Give the labels to draw from, now and then one that is settled or that nothing can get."""
    names = [label.name for label in case.definition.labels]
    possible = case.classify().possible
    return [*names, None, *(name for name in (*names, *names, None) if {name} != possible and name in possible)]


@st.composite
def wishes(draw: st.DrawFn) -> Wish:
    """Give a question to `path_to()`: often with fixed criteria and costs."""
    case = draw(CASES)
    names = [criterion.name for criterion in case.definition.asked]
    free, priced = draw(st.sampled_from((1, 2, 4, 0))), draw(st.sampled_from((0, 1, 2)))
    return Wish(
        case,
        label=draw(st.sampled_from(_labels(case))),
        fixed=tuple(name for name in names if draw(_UP_TO_3) >= free > 0),
        cost={name: draw(_COSTS) for name in names if draw(_UP_TO_3) < priced},
        limit=draw(st.sampled_from((1, 2, 3, 5, ALL))),
    )


def positive(cost: Mapping[str, Cost]) -> bool:
    """Say whether nothing is free."""
    return all(cost.values())


# The oracle


def _settling(table: Table, label: str | None, names: Sequence[str]) -> list[Choice]:
    """Give every choice of one answer for each of some criteria after which only this label is possible."""
    return [
        choice
        for choice in itertools.product(*(range(table.size[name]) for name in names))
        if _after(table, names, choice) == {label}
    ]


def _after(table: Table, names: Sequence[str], choice: Choice) -> frozenset[str | None]:
    """Give the labels possible once some criteria are known and the others are as they are now."""
    known = {name: frozenset({cell}) for name, cell in zip(names, choice, strict=True)}
    return table.labels_given({**table.left, **known})


def _minimal(table: Table, label: str | None, fixed: Iterable[str]) -> dict[tuple[str, ...], list[Choice]]:
    """Give every set of criteria, none fixed, that can settle the label and of which no part can; and how it can."""
    held = set(fixed)
    found: dict[tuple[str, ...], list[Choice]] = {}
    for names in subsets([name for name in table.names if name not in held]):  # smaller ones first
        if not any(set(names) > set(smaller) for smaller in found) and (choices := _settling(table, label, names)):
            found[names] = choices
    return found


def _reachable(table: Table, label: str | None, fixed: Iterable[str]) -> bool:
    """Say whether the label can be settled, by answering everything that is not fixed."""
    held = set(fixed)
    return bool(_settling(table, label, [name for name in table.names if name not in held]))


def _changes(table: Table, names: Sequence[str], choice: Choice) -> int:
    """Count the criteria that get an answer which the evidence denies now."""
    return sum(cell not in table.left[name] for name, cell in zip(names, choice, strict=True))


def _distance(table: Table, names: Sequence[str], choice: Choice) -> int:
    """Count the cells to go on scales and measures that are known now; more than all of them to what does not apply."""
    far = 0
    for name, cell in zip(names, choice, strict=True):
        criterion, now = table.criteria[name], next(iter(table.left[name]))
        if name in table.known and isinstance(criterion, (Scale, Measure)) and cell != now:
            last = table.size[name] - 1
            far += table.size[name] if criterion.may_be_na and last in (cell, now) else abs(cell - now)
    return far


def _least(table: Table, names: Sequence[str], choices: Iterable[Choice]) -> tuple[int, int]:
    """Give the fewest changes that a set of criteria takes, and the shortest way with so many."""
    return min((_changes(table, names, choice), _distance(table, names, choice)) for choice in choices)


def _price(names: Iterable[str], cost: Mapping[str, Cost]) -> Fraction:
    return sum((Fraction(cost.get(name, 1)) for name in names), Fraction())


def _keys(table: Table, minimal: Mapping[tuple[str, ...], list[Choice]], cost: Mapping[str, Cost]) -> list[Key]:
    """Give what every minimal set is ranked by, in order."""
    return sorted(
        (_price(names, cost), len(names), _least(table, names, choices)[0]) for names, choices in minimal.items()
    )


# What a path says


def _names(path: Path) -> tuple[str, ...]:
    return tuple(step.criterion.name for step in path.steps)


def _key(path: Path) -> Key:
    return path.cost, len(path.steps), sum(step.change for step in path.steps)


def _nearest(table: Table, path: Path) -> Choice:
    return tuple(table.cell(step.criterion, step.nearest) for step in path.steps)


def _cells(table: Table, step: Step) -> list[int]:
    """Give the cells of a step, which must be cells of its criterion."""
    size = table.size[step.criterion.name]
    assert 0 < step.cells < 1 << size
    return [cell for cell in range(size) if step.cells >> cell & 1]


def _after_path(case: Case, answers: Mapping[str, Answer]) -> Classification:
    """Classify again, with evidence of today in place of all there is on some criteria."""
    kept = [piece for piece in case.relationship.evidence if piece.criterion not in answers]
    asked, policy = {one.name: one for one in case.definition.criteria}, case.definition.policy
    new = [policy.counting(asked[name], answer, case.as_of, "path") for name, answer in answers.items()]
    return case.classify(attrs.evolve(case.relationship, evidence=[*kept, *new]))


# Paths


def _check_choice_of_paths(table: Table, wish: Wish, found: Paths) -> None:
    minimal = _minimal(table, wish.label, wish.fixed)
    assert [_key(path) for path in found.paths] == _keys(table, minimal, wish.cost)[: wish.limit]
    assert all(_names(path) in minimal for path in found.paths)
    assert len({_names(path) for path in found.paths}) == len(found.paths)
    assert found.label == wish.label


def _check_answers(table: Table, label: str | None, path: Path) -> None:
    for choice in itertools.product(*(_cells(table, step) for step in path.steps)):
        assert _after(table, _names(path), choice) == {label}


def _check_nearest(table: Table, label: str | None, path: Path) -> None:
    names, nearest = _names(path), _nearest(table, path)
    choices = _settling(table, label, names)
    assert nearest in choices
    least = _least(table, names, choices)
    assert (_changes(table, names, nearest), _distance(table, names, nearest)) == least


def _check_steps(table: Table, classification: Classification, path: Path) -> None:
    findings = {finding.criterion.name: finding for finding in classification.findings}
    for step in path.steps:
        name = step.criterion.name
        assert (step.criterion, step.finding) == (table.criteria[name], findings[name])
        assert step.change == (table.cell(step.criterion, step.nearest) not in table.left[name])
        assert not step.change or step.finding.status is not Status.UNKNOWN
        assert step.change or step.finding.status in (Status.UNKNOWN, Status.CONTESTED)
        assert table.cell(step.criterion, step.nearest) in _cells(table, step)
        assert step.to.strip()


def _check_held_by(table: Table, wish: Wish, found: Paths) -> None:
    names = [finding.criterion.name for finding in found.held_by]
    assert set(names) <= set(wish.fixed)
    assert len(set(names)) == len(names)
    if found.reachable:
        assert names == []
        return
    assert not _reachable(table, wish.label, names)
    for part in subsets(names):
        assert len(part) == len(names) or _reachable(table, wish.label, part)


def _check_missing(table: Table, classification: Classification) -> None:
    fixed = [name for name in table.names if name in table.known]
    for label in classification.possible:
        if classification.standing is Standing.OPEN or label != classification.label:
            missing = classification.why_not(label).missing
            assert missing is not None
            assert [step for step in missing.steps if step.change or step.criterion.name in fixed] == []
            assert all(set(_cells(table, step)) <= table.left[step.criterion.name] for step in missing.steps)
            sizes = [
                len(names)
                for names in subsets([name for name in table.names if name not in fixed])
                if any(not _changes(table, names, choice) for choice in _settling(table, label, names))
            ]
            assert len(missing.steps) == min(sizes)
            _check_answers(table, label, missing)


@given(wishes())
def test_paths_are_the_cheapest_of_all_minimal_sets(wish: Wish) -> None:
    """As many as wanted, of all sets of criteria that can settle the label and of which no part can, in order."""
    table, found = Table(wish.case), wish.paths()
    event(f"paths: {len(found.paths)} of {'all' if wish.limit == ALL else wish.limit}")
    _check_choice_of_paths(table, wish, found)


@given(wishes())
def test_a_path_settles_the_label_whichever_of_its_answers_come(wish: Wish) -> None:
    """Each step may turn out any of the answers that it names; nothing else need change or become known."""
    table = Table(wish.case)
    for path in wish.paths().paths:
        event(f"answers to choose from: {sum(len(_cells(table, step)) > 1 for step in path.steps)} steps")
        _check_answers(table, wish.label, path)


@given(wishes(), st.data())
def test_evidence_for_a_path_settles_the_label(wish: Wish, data: st.DataObject) -> None:
    """Classified again with new evidence on its steps in place of the old, the label is settled."""
    variables = {one.criterion.name: one for one in wish.case.definition.diagram.variables}
    for path in wish.paths().paths[:3]:
        answers: dict[str, Answer] = {}
        for step in path.steps:
            one = variables[step.criterion.name]
            examples = [one.example(cell) for cell in range(one.size) if step.cells >> cell & 1]
            answers[step.criterion.name] = data.draw(st.sampled_from([step.nearest, *examples]))
        after = _after_path(wish.case, answers)
        assert (after.label, after.standing) == (wish.label, Standing.SETTLED)


@given(wishes())
def test_every_step_of_a_path_is_needed(wish: Wish) -> None:
    """Without any of its steps, no answers to the others settle the label."""
    table = Table(wish.case)
    for path in wish.paths().paths:
        for part in subsets(_names(path)):
            assert part == _names(path) or not _settling(table, wish.label, part)


@given(wishes())
def test_nothing_is_cheaper_than_the_first_path(wish: Wish) -> None:
    """No set of criteria that can settle the label costs less, nor as much with fewer criteria, minimal or not."""
    table, found = Table(wish.case), wish.paths()
    free = [name for name in table.names if name not in wish.fixed]
    for path in found.paths[:1]:
        for names in subsets(free):
            if (_price(names, wish.cost), len(names)) < (path.cost, len(path.steps)):
                assert not _settling(table, wish.label, names)


@given(wishes())
def test_the_nearest_answers_change_least(wish: Wish) -> None:
    """Together they settle the label with the fewest changes, and of such answers they are nearest to those now."""
    table = Table(wish.case)
    for path in wish.paths().paths:
        event(f"changes: {_key(path)[2]}, distance: {_distance(table, _names(path), _nearest(table, path))}")
        _check_nearest(table, wish.label, path)


@given(wishes())
def test_a_step_tells_what_it_changes(wish: Wish) -> None:
    """From which finding, to which answers, and whether it changes anything or only establishes what is open."""
    classification, table = wish.case.classify(), Table(wish.case)
    for path in wish.paths(classification).paths:
        _check_steps(table, classification, path)


@given(wishes())
def test_steps_stand_in_the_order_asked_and_leave_alone_what_is_fixed(wish: Wish) -> None:
    """One step for a criterion, in the order in which conditions ask for them, and none on a fixed one."""
    table = Table(wish.case)
    for path in wish.paths().paths:
        places = [table.names.index(name) for name in _names(path)]
        assert places == sorted(set(places))
        assert not set(_names(path)) & set(wish.fixed)


@given(wishes())
def test_the_cost_of_a_path_is_the_sum_of_its_steps(wish: Wish) -> None:
    """Exactly, one for each criterion that has no cost of its own."""
    for path in wish.paths().paths:
        assert isinstance(path.cost, (int, Fraction))
        assert path.cost == _price(_names(path), wish.cost)


# No path


@given(wishes())
def test_a_label_is_reachable_unless_what_is_fixed_rules_it_out(wish: Wish) -> None:
    """There is a path exactly when some answers to all that is not fixed settle the label."""
    table, found = Table(wish.case), wish.paths()
    assert found.reachable == _reachable(table, wish.label, wish.fixed) == bool(found.paths)


@given(wishes())
def test_what_holds_a_label_back_is_minimal(wish: Wish) -> None:
    """Findings that are fixed and that, fixed alone, leave no path; without any of them there is one."""
    classification, table = wish.case.classify(), Table(wish.case)
    found = wish.paths(classification)
    event(f"reachable: {found.reachable}, held by: {len(found.held_by)}")
    assert set(found.held_by) <= set(classification.findings)
    _check_held_by(table, wish, found)


@given(CASES, st.data())
def test_only_a_label_that_no_record_gets_is_out_of_reach_when_nothing_is_fixed(
    case: Case, data: st.DataObject
) -> None:
    """With nothing fixed, every label is reachable but those that no relationship can get; nothing holds these."""
    table, label = Table(case), data.draw(st.sampled_from([*(one.name for one in case.definition.labels), None]))
    found = case.classify().path_to(label)
    assert found.reachable == (label in table.attainable)
    assert found.held_by == ()


# What nobody can change


def _without_change(
    table: Table, wish: Wish, held: Iterable[str], lasting: Set[str]
) -> dict[tuple[str, ...], list[Choice]]:
    """Give the minimal sets of criteria that settle the label, where some of them may be shown and not changed."""
    found: dict[tuple[str, ...], list[Choice]] = {}
    for names in subsets([name for name in table.names if name not in set(held)]):
        choices = [
            choice
            for choice in _settling(table, wish.label, names)
            if all(cell in table.left[name] for name, cell in zip(names, choice, strict=True) if name in lasting)
        ]
        if choices and not any(set(names) > set(smaller) for smaller in found):
            found[names] = choices
    return found


@given(wishes(), st.data())
def test_what_nobody_can_change_is_only_shown(wish: Wish, data: st.DataObject) -> None:
    """Paths are the cheapest of those that change none of it, and where there is none it is said what holds it back."""
    table = Table(wish.case)
    assume(table.names)
    lasting = data.draw(st.sets(st.sampled_from(table.names), min_size=1))
    definition = attrs.evolve(wish.case.definition, intends=Intent(cannot_change=sorted(lasting)))
    found = wish.paths(attrs.evolve(wish.case, definition=definition).classify())
    minimal = _without_change(table, wish, wish.fixed, lasting)
    event(f"paths: {len(found.paths)}, held by: {len(found.held_by)}")
    assert [_key(path) for path in found.paths] == _keys(table, minimal, wish.cost)[: wish.limit]
    for path in found.paths:
        _check_answers(table, wish.label, path)
        assert all(not step.change for step in path.steps if step.criterion.name in lasting)
        for step in path.steps:
            assert step.criterion.name not in lasting or set(_cells(table, step)) <= table.left[step.criterion.name]
    held = [finding.criterion.name for finding in found.held_by]
    assert set(held) <= lasting | set(wish.fixed)
    for part in subsets(held):
        reachable = bool(_without_change(table, wish, set(wish.fixed) & set(part), lasting & set(part)))
        assert found.reachable or wish.label not in table.attainable or reachable == (len(part) < len(held))


# A label or a higher one


@given(wishes())
def test_a_higher_label_will_do_where_that_is_said(wish: Wish) -> None:
    """Paths are the cheapest after which only labels of the rank or above are possible, where labels rank."""
    table, definition = Table(wish.case), wish.case.definition
    names = [*(label.name for label in definition.labels), None]
    wanted = {wish.label}
    if definition.ordered:
        wanted |= set(names[: names.index(wish.label)])
    one = wish.case.classify()
    found = one.path_to(wish.label, fixed=wish.fixed, cost=wish.cost, or_higher=True, limit=wish.limit)
    minimal: dict[tuple[str, ...], list[Choice]] = {}
    for some in subsets([name for name in table.names if name not in set(wish.fixed)]):
        choices = [
            choice
            for choice in itertools.product(*(range(table.size[name]) for name in some))
            if _after(table, some, choice) <= wanted
        ]
        if choices and not any(set(some) > set(smaller) for smaller in minimal):
            minimal[some] = choices
    event(f"paths: {len(found.paths)}, wanted: {len(wanted)}")
    assert [_key(path) for path in found.paths] == _keys(table, minimal, wish.cost)[: wish.limit]
    for path in found.paths:
        for choice in itertools.product(*(_cells(table, step) for step in path.steps)):
            assert _after(table, _names(path), choice) <= wanted


# Laws between paths


@given(wishes())
def test_nothing_is_to_do_exactly_for_a_settled_label(wish: Wish) -> None:
    """The only path to it has no steps; every other path costs something, unless steps are free."""
    classification = wish.case.classify()
    settled = classification.standing is Standing.SETTLED and classification.label == wish.label
    found = wish.paths(classification)
    if settled:
        assert [(path.steps, path.cost) for path in found.paths] == [((), 0)]
    else:
        assert all(path.steps for path in found.paths)
        assert all(path.cost > 0 for path in found.paths) or not positive(wish.cost)


@given(wishes())
def test_no_path_contains_another(wish: Wish) -> None:
    """The criteria of one path are never a part of those of another."""
    sets = [set(_names(path)) for path in wish.paths().paths]
    assert not any(one <= other for one, other in itertools.permutations(sets, 2))


@given(wishes())
def test_a_larger_limit_adds_paths_at_the_end(wish: Wish) -> None:
    """The first paths stay as they are."""
    everything = attrs.evolve(wish, limit=ALL).paths()
    assert wish.paths() == attrs.evolve(everything, paths=everything.paths[: wish.limit])


@given(wishes(), st.data())
def test_to_fix_more_never_makes_it_easier(wish: Wish, data: st.DataObject) -> None:
    """Paths with more criteria fixed are those of the paths with fewer that leave them alone."""
    names = [criterion.name for criterion in wish.case.definition.asked]
    assume(names)
    more = data.draw(st.sets(st.sampled_from(names)))
    all_paths = attrs.evolve(wish, limit=ALL)
    before = all_paths.paths().paths
    after = attrs.evolve(all_paths, fixed=tuple({*wish.fixed, *more})).paths().paths
    assert {_names(path) for path in after} == {_names(path) for path in before if not set(_names(path)) & more}


@given(wishes(), st.sampled_from((2, 7, Fraction(1, 3), Fraction(22, 7))))
def test_a_common_factor_of_all_costs_changes_nothing_but_the_sums(wish: Wish, factor: Cost) -> None:
    """As when costs are given in hours and then in days."""
    names = [criterion.name for criterion in wish.case.definition.asked]
    dearer = attrs.evolve(wish, cost={name: wish.cost.get(name, 1) * factor for name in names})
    scaled = [(_key(path)[0] / Fraction(factor), *_key(path)[1:]) for path in dearer.paths().paths]
    assert scaled == [_key(path) for path in wish.paths().paths]


@given(wishes())
def test_the_default_cost_is_one_each(wish: Wish) -> None:
    """Without costs, or with one for each, paths with fewer steps come first, and cost is the number of steps."""
    names = [criterion.name for criterion in wish.case.definition.asked]
    alike = attrs.evolve(wish, cost=dict.fromkeys(names, 1)).paths()
    assert alike == wish.case.classify().path_to(wish.label, fixed=wish.fixed, limit=wish.limit)
    assert [path.cost for path in alike.paths] == sorted(len(path.steps) for path in alike.paths)


@given(wishes())
def test_costs_of_what_is_fixed_do_not_matter(wish: Wish) -> None:
    """Nor does the form in which fixed criteria are given."""
    cost = {name: one for name, one in wish.cost.items() if name not in wish.fixed}
    classification = wish.case.classify()
    for fixed in (list(wish.fixed), frozenset(wish.fixed), iter(wish.fixed), (*wish.fixed, *wish.fixed[::-1])):
        assert classification.path_to(wish.label, fixed=fixed, cost=cost, limit=wish.limit) == wish.paths()


@given(wishes())
def test_one_step_along_a_path_leaves_the_rest_of_it(wish: Wish) -> None:
    """Once a step has been taken, and is kept, what is left settles the label, and nothing less does."""
    for path in wish.paths().paths[:1]:
        for step in path.steps[:1]:
            name = step.criterion.name
            after = _after_path(wish.case, {name: step.nearest})
            rest = after.path_to(wish.label, fixed={*wish.fixed, name}, cost=wish.cost).paths[0]
            assert rest.cost == path.cost - wish.cost.get(name, 1)


@given(CASES)
def test_what_is_missing_is_the_cheapest_path_that_keeps_what_is_known(case: Case) -> None:
    """Of a possible label, `why_not()` gives the path on which every finding that is known stays as it is."""
    table, classification = Table(case), case.classify()
    event(f"possible labels: {len(classification.possible)}")
    _check_missing(table, classification)


@given(wishes())
def test_presumptions_do_not_shorten_a_path(wish: Wish) -> None:
    """What is presumed is not known: without any presumption the paths are the same."""
    bare = attrs.evolve(wish.case.definition, presume={}, mentions=_all_mentioned(wish.case))
    there = attrs.evolve(wish, case=attrs.evolve(wish.case, definition=bare))
    assert there.paths() == wish.paths()


def _all_mentioned(case: Case) -> list[object]:
    """Give the criteria that a definition still declares when it no longer presumes anything."""
    asked = {criterion.name for criterion in case.definition.asked}
    spare = [criterion for criterion in case.definition.presume if criterion.name not in asked]
    return [*case.definition.mentions, *spare]


@given(wishes(), st.data())
def test_order_and_repetition_of_evidence_change_no_path(wish: Wish, data: st.DataObject) -> None:
    """The same evidence in another order, some of it twice, leaves the same paths, to the last word."""
    pieces = wish.case.relationship.evidence
    assume(pieces)
    again = [*pieces, *data.draw(st.lists(st.sampled_from(pieces), max_size=3))]
    shuffled = attrs.evolve(wish.case.relationship, evidence=data.draw(st.permutations(again)))
    assert wish.paths(wish.case.classify(shuffled)) == wish.paths()


@given(wishes())
def test_order_of_costs_and_fixed_names_changes_no_path(wish: Wish) -> None:
    """The same question with its names in another order has the same answer, to the last word."""
    turned = attrs.evolve(wish, fixed=wish.fixed[::-1], cost=dict(reversed([*wish.cost.items()])))
    assert turned.paths() == wish.paths()


# Every small case

_TRUST: Final = Scale("trust", low=1, high=3)
_SIZE: Final = Scale("size", low=1, high=3)
_PAYS, _MEETS = Criterion("pays"), Criterion("meets")
_POINTS: Final = points({_TRUST: 1, _SIZE: 1, _PAYS: 1})
_LADDER: Final = [Label("high", _POINTS >= 5), Label("low")]
_MIXED: Final = [
    Label("high", points({_TRUST: 1, _PAYS: 2, _MEETS: 1}) >= 4),
    Label("middle", _TRUST.is_(2) & (_PAYS | _MEETS)),
    Label("low", _PAYS | ~_MEETS),
]
_PRICES: Final[tuple[Mapping[str, Cost], ...]] = (
    {"trust": 4, "meets": 0},
    {"pays": Fraction(5, 2)},
    {"trust": 0, "size": 3},
)


@pytest.mark.parametrize("labels", [_LADDER, _MIXED], ids=["ladder", "mixed"])
def test_paths_of_every_small_case_are_the_cheapest_and_nearest(labels: list[Label]) -> None:
    """Whatever the evidence says of three criteria (each nothing, some of its answers or all); to every label.

    With nothing fixed and no costs, and with one or another choice of these.
    """
    definition = Definition("small", "Small", labels, source="test_paths_laws.py")
    choices = itertools.cycle(itertools.product(subsets([one.name for one in definition.asked]), _PRICES))
    for states in itertools.product(*(subsets(one.answers or ()) for one in definition.asked)):
        pieces = [
            Evidence(criterion, answer)
            for criterion, answers in zip(definition.asked, states, strict=True)
            for answer in answers
        ]
        case = Case(definition, Relationship("Buyer Ltd", "Seller Ltd", evidence=pieces), None, {})
        table, classification = Table(case), case.classify()
        _check_missing(table, classification)
        for label in [label.name for label in labels]:
            fixed, cost = next(choices)
            some = {name: one for name, one in cost.items() if name in table.names}
            for wish in (Wish(case, label, (), {}, ALL), Wish(case, label, fixed, some, ALL)):
                found = wish.paths(classification)
                _check_choice_of_paths(table, wish, found)
                _check_held_by(table, wish, found)
                for path in found.paths:
                    _check_answers(table, label, path)
                    _check_nearest(table, label, path)
                    _check_steps(table, classification, path)


# Errors


@given(wishes(), st.sampled_from([True, False, -1, Fraction(-1, 2), 0.5, 1.0, float("nan")]))
def test_a_cost_is_a_whole_number_or_fraction_and_not_negative(wish: Wish, bad: float) -> None:
    """Anything else is an error, even of a criterion that no path would use."""
    for criterion in wish.case.definition.asked:
        with pytest.raises(InvalidValueError):
            wish.case.classify().path_to(wish.label, cost={**wish.cost, criterion.name: bad})  # type: ignore[dict-item]  # what it rejects


def _wrong(wish: Wish) -> Iterator[Mapping[str, object]]:
    """Give arguments none of which is right."""
    yield {"label": "nobody"}
    yield {"label": ""}
    yield {"fixed": ["nobody_asks"]}
    yield {"fixed": [*wish.fixed, "nobody_asks"]}
    yield {"cost": {"nobody_asks": 1}}
    yield {"limit": 0}
    yield {"limit": -1}
    yield from ({"fixed": criterion.name} for criterion in wish.case.definition.asked)
    known = [label.name for label in wish.case.definition.labels]
    yield from ({"label": label} for label in LABELS if label not in known)


@given(wishes())
def test_unknown_names_and_senseless_arguments_are_errors(wish: Wish) -> None:
    """An unknown label or criterion, fixed criteria as one string, and a limit below one; whatever else is asked."""
    classification = wish.case.classify()
    for wrong in _wrong(wish):
        arguments: dict[str, object] = {"label": wish.label, "fixed": wish.fixed, "cost": wish.cost, **wrong}
        label = arguments.pop("label")
        with pytest.raises(InvalidValueError):
            classification.path_to(label, **arguments)  # type: ignore[arg-type]  # what it rejects
