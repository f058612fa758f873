"""What examples try, against the slow way: everything written otherwise, on every record."""

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias

import attrs
from hypothesis import assume, event, given
from hypothesis import strategies as st

from relabel import (
    AnyCriterion,
    Condition,
    Criterion,
    Definition,
    Example,
    Label,
    Scale,
    all_of,
    any_of,
    at_least,
    mean,
    named,
    points,
)
from relabel.checks.examples import check_examples, classify_example, like_parts
from relabel.checks.observed import Nest, wholes
from relabel.core.model.condition_parts import named_part, parts, redefined, replaced, walk
from relabel.core.model.conditions import (
    Compare,
    Count,
    LabelIs,
    Ladder,
    Named,
    Points,
    Reaches,
)
from relabel.core.model.examples import Standing
from relabel.errors import InvalidDefinitionError
from tests.property.enumeration import Row, place, records
from tests.property.oracle import criteria_in, first_label, holds
from tests.property.strategies import answers_to, definitions, pools, premised

Put: TypeAlias = Callable[[Condition], Sequence[Label]]
"""Gives all labels with another condition in the place of a part."""

YES, NO = all_of(), any_of()


@st.composite
def scorecards(draw: st.DrawFn, name: str = "card") -> Definition:
    """Give a definition by sums of questions of one kind, of which some count alike."""
    na = draw(st.booleans())
    asked: list[Criterion | Scale] = [Criterion(f"q{at}", may_be_na=na) for at in range(draw(st.integers(2, 4)))]
    if draw(st.booleans()):
        asked = [Scale(f"q{at}", low=1, high=3, may_be_na=na) for at in range(draw(st.integers(2, 3)))]
    forms: list[Callable[[Criterion | Scale], Condition]] = [as_term, lambda one: ~as_term(one)]
    form = draw(st.sampled_from(forms))
    weights = {form(one): draw(st.sampled_from([1, 1, 1, 2, Decimal("0.5")])) for one in asked}
    other = draw(st.sampled_from([None, None, Criterion("other"), asked[0]]))

    def reaches(goal: int) -> Condition:
        match draw(st.sampled_from(["count", "points", "points", "mean", "named"])):
            case "count":
                return at_least(goal, *weights)
            case "points":
                return points(weights) >= goal
            case "mean":
                return mean(weights) >= Decimal(goal) / 4
            case _:
                return named("score", points(weights)) >= goal

    whens = [reaches(goal) for goal in sorted(draw(st.sets(st.integers(1, 3), min_size=1, max_size=2)), reverse=True)]
    if other is not None:
        whens[-1] = draw(st.sampled_from([all_of, any_of]))(whens[-1], as_term(other))
    labels = [Label(f"level {at}", when) for at, when in enumerate(whens)]
    return Definition(name, "A card", [*labels, Label("no level")], source="-")


def as_term(one: Criterion | Scale) -> Condition:
    """Give a condition on a question."""
    return one.to_condition() if isinstance(one, Criterion) else one >= 2


@st.composite
def lending_cards(draw: st.DrawFn) -> Definition:
    """Give a definition over the labels of one or two others, which may ask for the same questions."""
    cards = [draw(scorecards("first"))]
    if draw(st.booleans()):
        inner = cards[0]
        fit = Definition(
            "second", "-", [Label("fit", inner.is_("level 0") | Criterion("other")), Label("unfit")], source="-"
        )
        cards.append(fit)

    def asked() -> Condition:
        card = draw(st.sampled_from(cards))
        return card.is_(draw(st.sampled_from([label.name for label in card.labels])))

    last = draw(st.sampled_from([Criterion("other"), Criterion("q0"), Criterion("more")]))
    joins: list[Callable[..., Condition]] = [all_of, any_of, functools.partial(at_least, 2)]
    join = draw(st.sampled_from(joins))
    labels = [Label("yes", join(asked(), ~asked(), last)), Label("maybe", asked()), Label("no")]
    try:
        return Definition("outer", "-", labels[draw(st.integers(0, 1)) :], source="-")
    except InvalidDefinitionError:  # a question of two kinds
        assume(False)
        raise


@st.composite
def tried(draw: st.DrawFn) -> Definition:
    """Give a small definition with examples that get the labels they should, of which some know little."""
    kind = draw(st.sampled_from(["any", "any", "card", "lent"]))
    if kind == "any":
        definition = draw(definitions(draw(pools())[:4], nesting=2))
        if draw(st.booleans()):
            definition = draw(premised(definition))
    else:
        definition = draw(scorecards() if kind == "card" else lending_cards())
    examples = []
    for number in range(draw(st.integers(0, 4))):
        asked = [one for one in definition.asked if draw(st.integers(0, 3))]
        answers = {one: draw(st.sampled_from(answers_to(one))) for one in asked}
        example = Example(f"{number}", answers, None)
        found = classify_example(definition, example)
        expect = Standing.OPEN if found.standing is Standing.OPEN else found.label
        examples.append(attrs.evolve(example, expect=expect))
    return attrs.evolve(definition, examples=examples)


def inside(condition: Condition, *, top: bool = False) -> Iterator[tuple[Condition, Callable[[Condition], Condition]]]:
    """Give a condition and its parts, each with what puts another one in its place; not inside what has a name."""
    if not top:
        yield condition, lambda other: other
    if isinstance(condition, LabelIs) or (named_part(condition) is not None and not top):
        return
    for at, operand in enumerate(parts(condition)):
        if not isinstance(operand, AnyCriterion):
            for part, put in inside(operand):
                yield part, lambda other, at=at, put=put: replaced(condition, at, put(other))  # type: ignore[misc]  # mypy infers no type for a default argument


def written(labels: Sequence[Label]) -> Iterator[tuple[Condition, Put]]:
    """Give all parts of labels, in the order of `Nest.observed`."""
    for whole in wholes(labels):
        match whole:
            case Label(_, when):
                at = labels.index(whole)
                for part, put in () if when is None else inside(when):
                    yield (
                        part,
                        lambda other, at=at, put=put: [  # type: ignore[misc]  # as above
                            *labels[:at],
                            Label(labels[at].name, put(other)),
                            *labels[at + 1 :],
                        ],
                    )
            case Named():
                for part, put in inside(whole, top=True):
                    yield part, lambda other, whole=whole, put=put: redefined(labels, whole, put(other))  # type: ignore[misc]  # as above
            case Points():
                for part, put in inside(Reaches(whole, ">=", 0), top=True):
                    yield (
                        part,
                        lambda other, whole=whole, put=put: redefined(labels, whole, put(other).points),  # type: ignore[misc]  # as above
                    )


def lending(labels: Sequence[Label], ladder: Ladder, other: Ladder) -> list[Label]:
    """Give labels with another lent definition in the place of one, wherever it lends."""
    return [label if label.when is None else Label(label.name, lent(label.when, ladder, other)) for label in labels]


def lent(condition: Condition, ladder: Ladder, other: Ladder) -> Condition:
    """Give a condition with another lent definition in the place of one."""
    if isinstance(condition, LabelIs):
        if condition.ladder == ladder:
            return LabelIs(other, condition.label)
        own = condition.ladder
        return LabelIs(Ladder(own.name, tuple(lending(own.labels, ladder, other))), condition.label)
    for at, operand in enumerate(parts(condition)):
        if not isinstance(operand, AnyCriterion):
            found = lent(operand, ladder, other)
            if found != operand:  # what is in a mean is written otherwise when it is put there again
                condition = replaced(condition, at, found)
    return condition


def off_by_the_least(part: Condition) -> Condition | None:
    """Give a part whose number is off by the least; None if it has none."""
    if not isinstance(part, Compare | Count | Reaches) or part.operator.neighbour is None:
        return None
    if isinstance(part, Count):
        return attrs.evolve(part, k=part.k + (1 if part.operator.upward else -1))
    return attrs.evolve(part, operator=part.operator.neighbour)


class Listed:
    """The parts of a definition, each with what it does to the label of every record."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        labels = definition.labels
        whens = [label.when for label in labels if label.when is not None]
        numbers = [off_by_the_least(one) for one in walk(*whens) if isinstance(one, Compare)]
        self.finely = [
            *labels,
            Label("sound", definition.sound),
            *(Label(f"cut {at}", one) for at, one in enumerate(numbers)),
        ]
        rows = [row for row in records(self.finely) if holds(definition.sound, row)]
        self.given = {row: first_label(labels, row) for row in rows}
        examples = [one for one in definition.examples if one.expect is not Standing.OPEN]
        self.examples = [{row for row in rows if self.fits(row, one)} for one in examples]

    def fits(self, row: Row, example: Example) -> bool:
        """Say whether a record is one that an example leaves possible."""
        criteria = criteria_in(self.definition.labels)
        known = {one.name: answer for one, answer in self.definition.presume.items()} | dict(example.answers)
        return all(
            row[name] == place(self.finely, criteria[name], answer)
            for name, answer in known.items()
            if name in criteria
        )

    def parts(self, ladder: Ladder | None) -> Iterator[tuple[Condition, set[Row], set[Row]]]:
        """Give the parts of the labels or of a lent definition, each with where it turns and where its edge is."""
        labels = self.definition.labels
        for part, put in written(labels if ladder is None else ladder.labels):

            def everywhere(other: Condition, put: Put = put) -> Sequence[Label]:
                changed = put(other)
                return changed if ladder is None else lending(labels, ladder, Ladder(ladder.name, tuple(changed)))

            always, never = everywhere(YES), everywhere(NO)
            turns = {row for row in self.given if first_label(always, row) != first_label(never, row)}
            other = off_by_the_least(part)
            off = labels if other is None else everywhere(other)
            yield part, turns, {row for row, given in self.given.items() if first_label(off, row) != given}


@given(tried())
def test_what_examples_try_equals_the_list(definition: Definition) -> None:
    """Which parts some record turns on, and which numbers it stands at the edge of; and which of them no example."""
    report, listed = check_examples(definition), Listed(definition)
    assert report.failed == ()
    nest = Nest(definition)
    turns, edges = {}, {}
    for ladder in (None, *nest.ladders):
        found = [one for _, some in nest.observed(ladder) for one in some]
        expected = list(listed.parts(ladder))
        assert [one.part for one in found] == [part for part, _, _ in expected]
        for one, (_, turning, edge) in zip(found, expected, strict=True):
            turns[ladder, one.path], edges[ladder, one.path] = turning, edge
    count = {"parts": 0, "numbers": 0}
    left: dict[str, list[tuple[str, str, int]]] = {"parts": [], "numbers": []}
    for some in like_parts(definition, nest):
        keys = [(one.ladder, one.observed.path) for one in some]
        for kind, where in (("parts", turns), ("numbers", edges)):
            assert len({bool(where[key]) for key in keys}) == 1
            if where[keys[0]]:
                count[kind] += len(keys)
                if not any(trying(listed, where[key], kind) for key in keys):
                    left[kind].append((some[0].label, str(some[0].observed.part), len(keys) - 1))
    assert (report.parts, report.numbers) == (count["parts"], count["numbers"])
    for kind, missing in (("parts", report.untried), ("numbers", report.blunt)):
        assert [(one.label, one.part, one.like) for one in missing] == left[kind]
        event(
            f"{kind} left: {min(len(missing), 3)}, of lent definitions: {any(' of ' in one.label for one in missing)}"
        )
    event(f"like parts: {max([len(one) for one in like_parts(definition, nest)], default=0)}")


def trying(listed: Listed, where: set[Row], kind: str) -> bool:
    """Say whether some example tries what records turn on."""
    if kind == "parts":
        return any(example and example <= where for example in listed.examples)
    return any(example & where for example in listed.examples)


@given(tried())
def test_what_is_proposed_tries_what_is_left(definition: Definition) -> None:
    """With all that is proposed as examples nothing is left; each gets the label that is said."""
    report = check_examples(definition)
    wanted = [*report.untried, *report.blunt]
    more = [Example(f"proposed {at}", one.record, one.expect) for at, one in enumerate(wanted)]
    again = check_examples(attrs.evolve(definition, examples=[*definition.examples, *more]))
    assert (again.failed, again.untried, again.blunt) == ((), (), ())
    assert (again.parts, again.numbers) == (report.parts, report.numbers)


@given(tried())
def test_to_swap_criteria_of_like_parts_changes_no_label(definition: Definition) -> None:
    """Of any record."""
    rows = records(definition.labels)
    for some in like_parts(definition, Nest(definition)):
        for one, other in itertools.combinations({one.criterion for one in some}, 2):
            for row in rows:
                swapped = {**row, one: row[other], other: row[one]}
                assert first_label(definition.labels, row) == first_label(definition.labels, swapped)
