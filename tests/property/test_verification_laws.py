"""Verification against listing every record."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import attrs
from hypothesis import event, given
from hypothesis import strategies as st

from relabel import NOT_APPLICABLE, AnyCriterion, Choice, Condition, Definition, EvidencePolicy, Label
from relabel.checks.regions import Region
from relabel.checks.verification import Verification, verify
from relabel.core.diagrams.space import Record
from relabel.core.model.conditions import AllOf, AnyOf, Count, Named, Not, Points, Reaches
from tests.property.enumeration import Row, answers_of, complete, domains, neighbours, place, records
from tests.property.oracle import first_label, holds
from tests.property.strategies import definitions, pools


@st.composite
def small_definitions(draw: st.DrawFn, criteria: int = 5, nesting: int = 2) -> Definition:
    """Give a definition with all kinds of criteria, points, nesting and presumptions."""
    pool: tuple[AnyCriterion, ...] = draw(pools())
    return draw(definitions(pool[:criteria], nesting=nesting))


class Listed:
    """The records of a definition with their labels, and what each witness stands for."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.labels = definition.labels
        self.rows = records(self.labels)
        self.given: dict[Row, str | None] = {row: first_label(self.labels, row) for row in self.rows}
        self.domains = domains(self.labels)

    def where(self, test: Callable[[Row], bool]) -> set[Row]:
        """Give the records that pass."""
        return {row for row in self.rows if test(row)}

    def own(self, label: Label) -> set[Row]:
        """Give the records for which a label's own condition holds."""
        when = label.when
        return self.where(lambda row: when is not None and holds(when, row))

    def row(self, record: Record) -> Row:
        """Give the record that a witness stands for."""
        return complete(self.labels, record)

    def check_region(self, region: Region, expected: set[Row]) -> None:
        """The region is exactly these records, with no product that could be left out."""
        assert region.share == Fraction(len(expected), len(self.rows))
        assert self.row(region.witness) in expected
        rows = {row: answers_of(row) for row in self.rows}
        products = [{row for row, answers in rows.items() if product.holds(answers)} for product in region.products]
        covered = set().union(*products)
        assert covered <= expected
        assert region.rest == Fraction(len(expected) - len(covered), len(self.rows))
        for number, product in enumerate(products):
            assert region.products[number].share == Fraction(len(product), len(self.rows))
            if not region.rest:
                others = [one for other, one in enumerate(products) if other != number]
                assert not product <= set().union(*others)
        if len(products) < 20:
            assert not region.rest


@given(small_definitions())
def test_shares_dead_and_hidden_labels_equal_the_list(definition: Definition) -> None:
    """How many records get each label; which labels none gets, and which of those are only hidden."""
    found, listed = verify(definition), Listed(definition)
    names = [label.name for label in definition.labels]
    counts = {name: sum(label == name for label in listed.given.values()) for name in (*names, None)}
    assert found.records == len(listed.rows)
    assert dict(found.shares) == {name: Fraction(count, len(listed.rows)) for name, count in counts.items()}
    assert list(found.dead) == [name for name in names if not counts[name]]
    own = {label.name: listed.own(label) if label.when is not None else set(listed.rows) for label in definition.labels}
    hidden = {one.label: one for one in found.hidden}
    assert list(hidden) == [name for name in found.dead if own[name]]
    event(f"hidden labels: {len(hidden)}, dead labels: {len(found.dead)}")
    for one in hidden.values():
        assert set(one.by) == {listed.given[row] for row in own[one.label]}
        assert listed.row(one.witness) in own[one.label]
        assert listed.given[listed.row(one.witness)] == one.given


@given(small_definitions())
def test_overlaps_and_gaps_equal_the_list(definition: Definition) -> None:
    """Where two conditions hold and where none does: exactly these records, in words."""
    found, listed = verify(definition), Listed(definition)
    gap = listed.where(lambda row: listed.given[row] is None)
    assert (found.gap is not None) == bool(gap)
    if found.gap is not None:
        listed.check_region(found.gap, gap)
    overlaps = {(one.first, one.second): one.region for one in found.overlaps}
    pairs = [one for one in itertools.combinations(definition.labels, 2) if listed.own(one[0]) & listed.own(one[1])]
    if definition.ordered:
        implied = {
            (one, third)
            for one, other, third in itertools.combinations(definition.labels, 3)
            if listed.own(one) <= listed.own(other) <= listed.own(third)
        }
        event(f"overlaps between which there is a label: {len(implied.intersection(pairs))}")
        pairs = [one for one in pairs if one not in implied]
    assert list(overlaps) == [(first.name, second.name) for first, second in pairs]
    for first, second in pairs:
        listed.check_region(overlaps[first.name, second.name], listed.own(first) & listed.own(second))
    event(f"overlaps: {len(pairs)}")
    str(found)
    every = verify(attrs.evolve(definition, intends=attrs.evolve(definition.intends, overlaps="all")))
    assert every.overlaps == tuple(attrs.evolve(one, meant=True) for one in found.overlaps)


@given(small_definitions(criteria=4))
def test_effects_and_irrelevance_equal_the_list(definition: Definition) -> None:
    """What each criterion does to the label, by trying every two records that differ in it only."""
    found, listed = verify(definition), Listed(definition)
    expected: dict[str, set[int]] = {}
    for name, lower, higher in neighbours(listed.rows, listed.domains):
        ranks = [definition.rank(listed.given[row]) for row in (lower, higher)]
        if ranks[0] != ranks[1]:
            some = expected.setdefault(name, set())
            if higher[name] != NOT_APPLICABLE:  # which is neither higher nor lower
                some.add(1 if ranks[1] > ranks[0] else -1)
    assert {one.name for one in found.irrelevant} == listed.domains.keys() - expected.keys()
    assert {effect.criterion.name for effect in found.effects} == expected.keys()
    for effect in found.effects:
        name = effect.criterion.name
        if definition.ordered and not isinstance(effect.criterion, Choice):
            assert (effect.raises is not None, effect.lowers is not None) == (1 in expected[name], -1 in expected[name])
            assert (effect.changes is None) == bool(expected[name])
        else:
            assert (effect.raises, effect.lowers) == (None, None)
            assert effect.changes is not None
        event(f"a criterion {effect.summary}")
        for pair in effect.pairs:
            before, after = listed.row(pair.before), listed.row(pair.after)
            assert {other for other in before if before[other] != after[other]} == {name}
            assert listed.domains[name].index(before[name]) < listed.domains[name].index(after[name])
            assert (pair.label_before, pair.label_after) == (listed.given[before], listed.given[after])
            assert pair.label_before != pair.label_after
        if effect.raises is not None:
            assert definition.rank(effect.raises.label_before) < definition.rank(effect.raises.label_after)
        if effect.lowers is not None:
            assert definition.rank(effect.lowers.label_before) > definition.rank(effect.lowers.label_after)


@given(small_definitions(criteria=4))
def test_witnesses_differ_from_what_is_usual_in_the_fewest_answers(definition: Definition) -> None:
    """Usual is what is presumed, and else no, the lowest or the first; of effects the other answers count."""
    found, listed = verify(definition), Listed(definition)
    usual = {name: answers[0] for name, answers in listed.domains.items()}
    for criterion, answer in definition.presume.items():
        if criterion.name in usual:
            usual[criterion.name] = place(listed.labels, criterion, answer)

    def away(row: Row, *, but: str = "") -> int:
        return sum(row[name] != answer for name, answer in usual.items() if name != but)

    if found.gap is not None:
        gap = listed.where(lambda row: listed.given[row] is None)
        assert away(listed.row(found.gap.witness)) == min(map(away, gap))
    for one in found.overlaps:
        own = [listed.own(label) for label in listed.labels if label.name in (one.first, one.second)]
        assert away(listed.row(one.region.witness)) == min(map(away, own[0] & own[1]))
    least: dict[tuple[str, bool | None], int] = {}
    for name, lower, higher in neighbours(listed.rows, listed.domains):
        ranks = [definition.rank(listed.given[row]) for row in (lower, higher)]
        if ranks[0] != ranks[1]:
            for key in ((name, ranks[1] > ranks[0]), (name, None)):  # n/a is neither higher nor lower
                if key[1] is None or higher[name] != NOT_APPLICABLE:
                    least[key] = min(least.get(key, len(usual)), away(lower, but=name))
    for effect in found.effects:
        name = effect.criterion.name
        expected = [least.get((name, up)) for up in (True, False)]
        pairs = [effect.raises, effect.lowers]
        if effect.changes is not None:
            expected, pairs = [least[name, None]], [effect.changes]
        assert [None if one is None else away(listed.row(one.before), but=name) for one in pairs] == expected


@given(small_definitions(criteria=3))
def test_a_presumption_is_idle_exactly_when_granting_it_never_matters(definition: Definition) -> None:
    """For every state of knowledge: each criterion unknown, or known; the others presumed or not."""
    found = verify(definition)
    idle = {one.criterion.name for one in found.idle_presumptions}
    assert [one.criterion.name for one in found.idle_presumptions] == [
        one.name for one in definition.presume if one.name in idle
    ]
    diagram = definition.diagram
    assert {one.name for one in definition.presume} - idle <= {one.criterion.name for one in diagram.variables}
    choices = [
        [0, *(1 << one.shift + cell for cell in range(one.size)), one.full << one.shift] for one in diagram.variables
    ]
    states = [sum(state) for state in itertools.product(*choices)]
    for criterion in definition.presume:
        others = {one: other for one, other in definition.presume.items() if one is not criterion}
        # A policy for a criterion that is presumed and nothing else would not be allowed without it.
        without = attrs.evolve(definition, presume=others, policy=EvidencePolicy())
        matters = any(
            diagram.possible(definition.grant(state)) != diagram.possible(without.grant(state)) for state in states
        )
        assert matters == (criterion.name not in idle)
    event(f"idle: {len(idle)} of {len(definition.presume)}")


def parts(condition: Condition, path: str) -> Iterator[tuple[str, Condition, Callable[[Condition | None], Condition]]]:
    """Give every part with its path and what the condition becomes with another part, or none, in its place."""
    yield path, condition, lambda other: condition if other is None else other
    match condition:
        case Not(operand):
            for inner, part, change in parts(operand, f"{path}.not"):
                yield inner, part, lambda other, change=change: Not(change(other))  # type: ignore[misc]  # as above
        case AllOf(operands) | AnyOf(operands) | Count(operands):
            kind = type(condition)
            word = {AllOf: "all", AnyOf: "any", Count: "count"}[kind]
            for number, operand in enumerate(operands):
                here = f"{path}.{word}[{number}]"
                for inner, part, change in parts(operand, here):

                    def changed(
                        other: Condition | None,
                        number: int = number,
                        change: Callable[[Condition | None], Condition] = change,
                        removed: bool = inner == here,
                    ) -> Condition:
                        new = [change(other)] if other is not None or not removed else []
                        several = (*operands[:number], *new, *operands[number + 1 :])
                        return attrs.evolve(condition, operands=several)

                    yield inner, part, changed
        case Reaches(summed) if not summed.name:
            for number, (term, weight) in enumerate(summed.terms):
                if isinstance(term, AnyCriterion):
                    continue
                for inner, part, change in parts(term, f"{path}.points[{number}]"):

                    def added(
                        other: Condition | None,
                        number: int = number,
                        weight: int | Decimal = weight,
                        change: Callable[[Condition | None], Condition] = change,
                    ) -> Condition:
                        terms = (*summed.terms[:number], (change(other), weight), *summed.terms[number + 1 :])
                        return attrs.evolve(condition, points=attrs.evolve(summed, terms=terms))

                    yield inner, part, added


Put: TypeAlias = Callable[[Condition], list[Label]]
"""Gives all labels with another condition in its place."""


def wholes(labels: Sequence[Label]) -> Iterator[tuple[str, str, Condition, Put]]:
    """Give each condition that is written by itself: of a label, and in a part with a name; and what else it is in."""
    for at, label in enumerate(labels):
        if label.when is not None:
            yield (
                label.name,
                f"$.labels[{at}].when",
                label.when,
                lambda new, at=at, name=label.name: [*labels[:at], Label(name, new), *labels[at + 1 :]],  # type: ignore[misc]  # mypy infers no type for a default argument
            )
    named: dict[str, Named | Points] = {}
    for label in labels:
        collect(label.when, named)
    for name, whole in named.items():
        if isinstance(whole, Named):
            yield (
                name,
                f"$.parts[{name!r}].when",
                whole.operand,
                lambda new, whole=whole: renewed(labels, attrs.evolve(whole, operand=new)),  # type: ignore[misc]  # as above
            )
            continue
        for at, (term, weight) in enumerate(whole.terms):
            if not isinstance(term, AnyCriterion):
                yield (
                    name,
                    f"$.parts[{name!r}].points[{at}]",
                    term,
                    lambda new, whole=whole, at=at, weight=weight: renewed(  # type: ignore[misc]  # as above
                        labels, attrs.evolve(whole, terms=(*whole.terms[:at], (new, weight), *whole.terms[at + 1 :]))
                    ),
                )


def collect(condition: Condition | AnyCriterion | None, named: dict[str, Named | Points]) -> None:
    """Note the parts with a name in a condition, in the order of its text; not those in lent definitions."""
    match condition:
        case Named(name, operand):
            named.setdefault(name, condition)
            collect(operand, named)
        case Not(operand):
            collect(operand, named)
        case AllOf(operands) | AnyOf(operands) | Count(operands):
            for operand in operands:
                collect(operand, named)
        case Reaches(summed):
            if summed.name:
                named.setdefault(summed.name, summed)
            for term, _ in summed.terms:
                collect(term, named)


def renewed(labels: Sequence[Label], part: Named | Points) -> list[Label]:
    """Give labels with a part in the place of the one that has its name."""

    def anew(condition: Condition) -> Condition:
        match condition:
            case Named(name, operand):
                if isinstance(part, Named) and name == part.name:
                    return part
                return attrs.evolve(condition, operand=anew(operand))
            case Not(operand):
                return attrs.evolve(condition, operand=anew(operand))
            case AllOf(operands) | AnyOf(operands) | Count(operands):
                return attrs.evolve(condition, operands=tuple(map(anew, operands)))
            case Reaches(summed):
                if isinstance(part, Points) and summed.name == part.name:
                    return attrs.evolve(condition, points=part)
                terms = [
                    (term if isinstance(term, AnyCriterion) else anew(term), weight) for term, weight in summed.terms
                ]
                return attrs.evolve(condition, points=attrs.evolve(summed, terms=tuple(terms)))
            case _:
                return condition

    return [Label(one.name, None if one.when is None else anew(one.when)) for one in labels]


@given(small_definitions(criteria=3, nesting=2))
def test_redundant_and_constant_parts_equal_the_list(definition: Definition) -> None:
    """Remove every operand of `&` and `|` in turn and list all labels again."""
    found, listed = verify(definition), Listed(definition)
    redundant, constant = [], []
    for name, where, whole, put in wholes(definition.labels):
        outer: list[str] = []
        for path, part, change in parts(whole, where):
            outcomes = {holds(part, row) for row in listed.rows}
            if len(outcomes) == 1 and not any(path.startswith(f"{other}.") for other in outer):
                outer.append(path)
                constant.append((name, path, str(part), *outcomes))
            if path.endswith("]") and path.rpartition(".")[2].partition("[")[0] in ("all", "any"):
                labels = put(change(None))
                if all(first_label(labels, row) == expected for row, expected in listed.given.items()):
                    redundant.append((name, path, str(part)))
    assert [(one.label, one.path, one.text, one.holds) for one in found.constant] == constant
    assert [(one.label, one.path, one.text) for one in found.redundant] == redundant
    assert found.unchecked == 0
    event(f"redundant parts: {min(len(redundant), 5)}, constant parts: {min(len(constant), 5)}")


@given(small_definitions())
def test_verification_is_deterministic(definition: Definition) -> None:
    """Two runs give equal reports and texts."""
    assert verify(definition) == verify(definition)
    assert isinstance(verify(definition), Verification)
