"""Tests of `relabel.core.model.any_criterion`: what every criterion has, the two sides, and what may not apply."""

import operator
from collections.abc import Callable
from typing import Any

import pytest

from relabel import (
    NOT_APPLICABLE,
    AnyCriterion,
    Choice,
    Condition,
    Criterion,
    Definition,
    Evidence,
    Label,
    Measure,
    PerSide,
    Relationship,
    Scale,
    Side,
    Standing,
    Status,
    classify,
    per_side,
    points,
    vocabulary,
)
from relabel.core.definitions.weighing import Weigher
from relabel.core.model.any_criterion import RESERVED_NAMES
from relabel.core.model.evidence import EvidencePolicy
from relabel.errors import AnswerError, DefinitionError, InvalidValueError, NotAConditionError


def test_each_side_has_an_other() -> None:
    """A relationship has two ends."""
    assert [side.other for side in Side] == [Side.SELLER, Side.BUYER]


def test_a_side_prints_as_it_is_written() -> None:
    """The repr of a side is the Python that names it."""
    assert [repr(side) for side in Side] == ["Side.BUYER", "Side.SELLER"]


@pytest.mark.parametrize("name", ["pays", "a1", "very_important.buyer", "loyal.seller", "match", "type"])
def test_names_in_snake_case_are_taken(name: str) -> None:
    """Names are snake_case; the two sides end in `.buyer` and `.seller`; soft keywords are names in Python."""
    assert Criterion(name).name == name


@pytest.mark.parametrize(
    "name", ["", " ", "Pays", "pays for", "1st", "_x", "a-b", "a.b", "a.buyer.seller", ".buyer", "pays\n", "ä", None, 5]
)
def test_other_names_are_refused(name: object) -> None:
    """What is not snake_case cannot be written in the text of a condition."""
    with pytest.raises(InvalidValueError) as caught:
        Criterion(name)  # type: ignore[arg-type]  # the point of the test
    assert caught.value.found == name


@pytest.mark.parametrize("name", ["and", "if", "class", "lambda", "not.buyer", *sorted(RESERVED_NAMES)])
def test_words_of_python_and_of_conditions_are_refused(name: str) -> None:
    """The text of a condition evaluates as Python, so its own words cannot be names."""
    with pytest.raises(InvalidValueError):
        Criterion(name)


@pytest.mark.parametrize("name", sorted(RESERVED_NAMES))
def test_words_of_conditions_are_refused_for_one_side_too(name: str) -> None:
    """`points.buyer` would take the place of the function `points` in the text of a condition."""
    with pytest.raises(InvalidValueError):
        Criterion(f"{name}.buyer")


@pytest.mark.parametrize("question", [None, 5, b"Do they pay?"])
def test_a_question_is_text(question: object) -> None:
    """A question is shown to people."""
    with pytest.raises(InvalidValueError) as caught:
        Criterion("pays", question)  # type: ignore[arg-type]  # the point of the test
    assert "pays" in caught.value.place


@pytest.mark.parametrize("about", ["buyer", True, 0])
def test_about_is_a_side(about: object) -> None:
    """Hearsay is decided by the side, which must therefore be one."""
    with pytest.raises(InvalidValueError) as caught:
        Criterion("pays", about=about)  # type: ignore[arg-type]  # the point of the test
    assert caught.value.found == about


# What may not apply

pays = Criterion("pays", may_be_na=True)
handling = Choice("handling", options=["escalated", "discussed"], may_be_na=True)
trust = Scale("trust", low=1, high=5, may_be_na=True)
risk = Scale("risk", levels=["low", "high"], may_be_na=True)
spend = Measure("spend", unit="EUR", may_be_na=True)
KINDS: list[Any] = [pays, handling, trust, risk, spend]


def holds(condition: object, criterion: AnyCriterion, answer: object) -> bool:
    """Say whether a condition holds for one answer, by asking `classify`."""
    definition = Definition("one", "One", [Label("yes", condition)], source="here")
    found = classify(Relationship("A", "B", evidence=[Evidence(criterion, answer)]), definition)  # type: ignore[arg-type]  # it is an answer
    assert found.standing is Standing.SETTLED
    return found.label == "yes"


@pytest.mark.parametrize("criterion", KINDS)
def test_that_it_does_not_apply_is_an_answer_only_where_that_is_declared(criterion: Any) -> None:
    """To every kind; it is the last of the answers, where these can be listed."""
    assert criterion.accepts(NOT_APPLICABLE)
    assert criterion.is_na(NOT_APPLICABLE)
    assert criterion.answers is None or criterion.answers == (*criterion.proper_answers, NOT_APPLICABLE)
    assert "n/a" in criterion.expected
    always = type(criterion)(**{**_said(criterion), "may_be_na": False})
    assert not always.accepts(NOT_APPLICABLE)
    assert always.answers == criterion.proper_answers
    assert always.meaning != criterion.meaning
    with pytest.raises(AnswerError):
        _ = always.applies
    with pytest.raises(AnswerError):
        classify(Relationship("A", "B", evidence=[Evidence(always, "n/a")]), _asking(always))


def _said(criterion: AnyCriterion) -> dict[str, Any]:
    names = {Choice: ["options"], Scale: ["levels"] if criterion is risk else ["low", "high"], Measure: ["unit"]}
    return {name: getattr(criterion, name) for name in ("name", *names.get(type(criterion), []))}


def _asking(criterion: Any) -> Definition:
    when = criterion
    if isinstance(criterion, Choice):
        when = criterion.is_("escalated")
    elif isinstance(criterion, Measure):
        when = criterion >= 1
    elif isinstance(criterion, Scale):
        when = points({criterion: 1}) >= 1
    return Definition("one", "One", [Label("yes", when)], source="here")


@pytest.mark.parametrize("criterion", KINDS)
def test_it_is_no_lower_and_no_higher_answer_and_no_other_one(criterion: Any) -> None:
    """No test of another answer holds; its opposite in words does not either, but its negation does."""
    tests: list[tuple[Condition, Condition]] = {
        "pays": [(pays.to_condition(), pays.is_(False))],
        "handling": [(handling.is_("escalated"), handling.is_("discussed"))],
        "trust": [(trust >= 3, trust < 3), (trust > 3, trust <= 3), (trust.is_(5), trust.in_(1, 2, 3, 4))],
        "risk": [(risk >= "high", risk < "high")],
        "spend": [(spend >= 3, spend < 3), (spend > 3, spend <= 3), (spend.between(1, 2), spend >= 2)],
    }[criterion.name]
    for one, opposite in tests:
        assert not holds(one, criterion, NOT_APPLICABLE)
        assert not holds(opposite, criterion, NOT_APPLICABLE)
        assert holds(~one, criterion, NOT_APPLICABLE)
    assert not holds(criterion.applies, criterion, NOT_APPLICABLE)
    assert holds(~criterion.applies, criterion, NOT_APPLICABLE)
    other = {"pays": False, "handling": "discussed", "trust": 1, "risk": "low", "spend": -5}[criterion.name]
    assert holds(criterion.applies, criterion, other)


def test_unknown_stays_unknown() -> None:
    """While nobody has answered, the label is open between what the answers give; that it does not apply is one."""
    definition = Definition("one", "One", [Label("high", trust >= 4), Label("low", trust < 4)], source="here")
    found = classify(Relationship("A", "B"), definition)
    assert (found.standing, found.possible) == (Standing.OPEN, frozenset({"high", "low", None}))
    found = classify(Relationship("A", "B", evidence=[Evidence(trust, NOT_APPLICABLE)]), definition)
    assert (found.standing, found.label) == (Standing.SETTLED, None)
    assert [(one.status, one.answers) for one in found.findings] == [(Status.ANSWERED, (NOT_APPLICABLE,))]


@pytest.mark.parametrize(("criterion", "other"), [(pays, True), (trust, 5), (spend, 5), (handling, "escalated")])
def test_it_is_evidence_as_any_other(criterion: AnyCriterion, other: Any) -> None:
    """Beside another answer it is contested; under a policy of the latest, and of a measure, the latest counts."""
    definition = _asking(criterion)
    both = [Evidence(criterion, NOT_APPLICABLE), Evidence(criterion, other)]
    (finding,) = classify(Relationship("A", "B", evidence=both), definition).findings
    assert finding.status is Status.CONTESTED
    assert set(finding.answers) == {NOT_APPLICABLE, other}


def test_no_criterion_of_a_definition_may_and_may_not_apply() -> None:
    """One name means one thing, in a definition and between definitions."""
    always = Criterion("pays")
    with pytest.raises(ExceptionGroup) as caught:
        Definition("one", "One", [Label("a", pays), Label("b", always)], source="here")
    assert caught.group_contains(DefinitionError)
    assert isinstance(Weigher("one", (), (pays,), (), (), EvidencePolicy()), Weigher)


def test_in_a_sum_it_gives_no_points() -> None:
    """Also where the lowest level gives some, and where points are given by answer it may have its own."""
    assert not holds(points({trust: 1}) >= 1, trust, NOT_APPLICABLE)
    assert holds(points({trust: -1}) >= 0, trust, NOT_APPLICABLE)
    assert holds(points({trust: {5: 1, NOT_APPLICABLE: 2}}) >= 2, trust, NOT_APPLICABLE)


@pytest.mark.parametrize("kind", ["options", "levels"])
def test_no_word_of_a_criterion_is_taken_for_it(kind: str) -> None:
    """A choice that always applies may have the word; one that may not apply has it already."""
    make: Callable[..., AnyCriterion] = Choice if kind == "options" else Scale
    assert make("x", **{kind: ["a", "n/a"]}).answers == ("a", "n/a")
    with pytest.raises(InvalidValueError):
        make("x", **{kind: ["a", "N/A"]}, may_be_na=True)


@pytest.mark.parametrize("compare", [operator.ge, operator.gt, operator.le, operator.lt])
def test_nothing_is_compared_with_it(compare: Callable[[Any, Any], Condition]) -> None:
    """It stands to no level, and is no number."""
    for criterion in (trust, risk, spend):
        with pytest.raises(InvalidValueError):
            compare(criterion, NOT_APPLICABLE)


def test_whether_it_may_is_true_or_false() -> None:
    """Nothing is taken for true."""
    with pytest.raises(InvalidValueError):
        Criterion("x", may_be_na="no")  # type: ignore[arg-type]  # the point of the test


TEXTS: list[tuple[Condition, str]] = [
    (pays.applies, "pays.applies"),
    (~pays.applies, "~pays.applies"),
    (pays.is_(False), "pays.is_(False)"),
    (~pays, "~pays"),
    (pays.in_(False, NOT_APPLICABLE), "pays.in_(False, 'n/a')"),
    (handling.in_("discussed", "n/a"), "handling.in_('discussed', 'n/a')"),
    (trust.applies & (trust < 3), "trust.applies & (trust < 3)"),
    (~(spend.applies | pays), "~(spend.applies | pays)"),
]


@pytest.mark.parametrize(("condition", "text"), TEXTS)
def test_the_text_evaluates_to_the_condition(condition: Condition, text: str) -> None:
    """What may not apply is written as it is said."""
    assert str(condition) == text
    assert eval(text, dict(vocabulary(condition))) == condition  # noqa: S307  # our own text


def test_no_is_not_the_same_as_not_yes_where_it_may_not_apply() -> None:
    """Where it always applies it is."""
    assert Criterion("x").is_(False) == ~Criterion("x")
    assert pays.is_(False) != ~pays
    assert pays.is_(True) == pays.to_condition()


def test_it_is_shown_where_a_criterion_is() -> None:
    """Its text makes it again."""
    for criterion in KINDS:
        assert eval(repr(criterion)) == criterion  # noqa: S307  # our own text


def test_each_side_may_have_its_own() -> None:
    """Asked of both sides, it may apply to one."""
    loyal = per_side("loyal", may_be_na=True)
    trusts: PerSide[Scale] = per_side("trusts", low=1, high=3, may_be_na=True)
    assert str(loyal.applies.both) == "loyal.buyer.applies & loyal.seller.applies"
    assert str(trusts.applies.either) == "trusts.buyer.applies | trusts.seller.applies"
    with pytest.raises(NotAConditionError):
        _ = (trusts >= 2).applies
    with pytest.raises(AnswerError):
        _ = per_side("loyal").applies
