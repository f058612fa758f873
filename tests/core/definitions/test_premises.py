"""Tests of `relabel.core.definitions.premises`: what makes sense only if something holds."""

from collections.abc import Mapping
from typing import Any

import pytest

from relabel import (
    AnyCriterion,
    Classification,
    Condition,
    Criterion,
    Definition,
    Evidence,
    Intent,
    Label,
    Measure,
    Relationship,
    Scale,
    classify,
    interview,
    named,
    per_side,
)
from relabel.checks.comparison import compare
from relabel.checks.verification import verify
from relabel.core.definitions.document import to_document
from relabel.errors import DefinitionError, InvalidDefinitionError, NotAConditionError
from relabel.files.definitions.document import from_document
from relabel.files.definitions.toml import from_toml, to_toml

issue = Criterion("issue", "Has an issue come up?")
resolved = Criterion("resolved", "Was it resolved?", may_be_na=True)
quickly = Scale("quickly", "How quickly?", low=1, high=3, may_be_na=True)
orders = Measure("orders", "How many orders?", unit="count")
SMOOTH = ~issue | (resolved & (quickly >= 2))


def define(only_if: Mapping[Any, Any], when: Condition = SMOOTH, **fields: Any) -> Definition:
    """Make a definition with premises."""
    labels = [Label("smooth", when), Label("bumpy")]
    return Definition("issues", "Issues", labels, source="here", only_if=only_if, **fields)


BOTH = define({resolved: issue, quickly: resolved})


def found(definition: Definition, **answers: Any) -> Classification:
    """Classify on some answers."""
    return classify(Relationship("A", "B", evidence=[Evidence(*one) for one in answers.items()]), definition)


def asked(one: Classification) -> list[str]:
    """Give what is asked."""
    return [question.criterion.name for question in one.questions()]


def test_what_makes_no_sense_is_not_counted() -> None:
    """An issue: resolved or not or n/a, and quickly (3 levels) or n/a where it was; none: n/a twice."""
    assert verify(BOTH).records == (4 + 1 + 1) + 1
    assert verify(define({})).records == 2 * 3 * 4


def test_what_overlaps_only_where_it_makes_no_sense_does_not() -> None:
    """Nor is there a witness of it."""
    labels = [Label("a", ~issue), Label("b", resolved.to_condition()), Label("c")]
    plain = Definition("one", "One", labels, source="here")
    assert [(one.first, one.second) for one in verify(plain).overlaps] == [("a", "b")]
    assert verify(plain.evolve(only_if={resolved: issue})).overlaps == ()


def test_a_label_that_only_what_makes_no_sense_would_get_is_dead() -> None:
    """Nobody gets it."""
    labels = [Label("a", ~issue & resolved), Label("b")]
    one = Definition("one", "One", labels, source="here", only_if={resolved: issue})
    assert verify(one).dead == ("a",)
    assert found(one, issue=False, resolved=True).label == "a"


def test_what_changes_the_label_only_with_another_answer_has_no_effect_of_its_own() -> None:
    """Whether there is a contract, where the label depends on its renewal."""
    labels = [Label("a", issue & resolved), Label("b")]
    one = Definition("one", "One", labels, source="here", only_if={resolved: issue})
    report = verify(one)
    assert [effect.criterion.name for effect in report.effects] == ["resolved"]
    assert report.irrelevant == ()


def test_a_premise_is_asked_for_first() -> None:
    """And that of a premise before it; what makes no sense is not asked at all."""
    assert asked(found(BOTH)) == ["issue"]
    assert asked(found(BOTH, issue=True)) == ["resolved"]
    assert asked(found(BOTH, issue=True, resolved=True)) == ["quickly"]
    when = resolved & (quickly >= 2)
    alone = define({resolved: issue}, when | (issue & ~issue))
    assert {*asked(found(alone))} == {"issue", "quickly"}
    assert asked(found(alone, issue=False)) == ["quickly"]


def test_an_interview_asks_in_turn() -> None:
    """Until the label is certain, and knows how long that takes."""
    one = interview(Relationship("A", "B"), BOTH)
    assert one.worst_case == 3
    names = []
    for answer in (True, True, 3):
        assert one.question is not None
        names.append(one.question.criterion.name)
        one = one.answer(answer)
    assert (names, one.done, one.classification.label) == (["issue", "resolved", "quickly"], True, "smooth")
    assert interview(Relationship("A", "B"), BOTH).answer(False).done


def test_a_path_does_not_end_in_what_makes_no_sense() -> None:
    """Who takes the issue away takes away what rests on it; who answers what rests on it has the premise."""
    when = issue & resolved
    one = Definition("one", "One", [Label("a", when), Label("b")], source="here", only_if={resolved: issue})
    (path,) = found(one).path_to("a").paths
    assert [(step.criterion.name, step.to) for step in path.steps] == [("issue", "yes"), ("resolved", "yes")]
    rest = define({resolved: issue}, ~issue & (resolved | ~resolved) & (quickly >= 2))
    (path,) = found(rest, issue=True, resolved=True, quickly=3).path_to("smooth").paths
    assert [(step.criterion.name, step.to) for step in path.steps] == [("issue", "no"), ("resolved", "n/a")]


def test_of_the_ways_that_make_sense_the_cheapest_is_given() -> None:
    """Whichever is looked at first: to have the issue, to leave open what rests on it, or to leave both as they are."""
    one = define({resolved: issue}, resolved | (orders >= 5) | (issue & ~issue))
    (path,) = found(one, issue=False).path_to("smooth").paths
    assert [step.criterion.name for step in path.steps] == ["orders"]
    (path,) = found(one, issue=False).path_to("smooth", cost={"orders": 3}).paths
    assert [step.criterion.name for step in path.steps] == ["resolved", "issue"]


def test_where_the_premise_stays_away_there_is_no_path() -> None:
    """What holds it up is the premise."""
    one = Definition("one", "One", [Label("a", resolved), Label("b", issue)], source="here", only_if={resolved: issue})
    paths = found(one, issue=False).path_to("a", fixed=["issue"])
    assert (paths.paths, [finding.criterion.name for finding in paths.held_by]) == ((), ["issue"])
    lasting = one.evolve(intends=Intent(cannot_change=["issue"]))
    assert not found(lasting, issue=False).path_to("a").reachable


def test_what_is_missing_is_said_also_where_nobody_is_asked_for_it() -> None:
    """As the label is possible by its condition."""
    one = Definition("one", "One", [Label("a", resolved), Label("b", issue)], source="here", only_if={resolved: issue})
    missing = found(one, issue=False).why_not("a").missing
    assert missing is not None
    assert [step.criterion.name for step in missing.steps] == ["resolved"]


def test_evidence_that_makes_no_sense_counts_and_is_named() -> None:
    """Nothing is dropped."""
    one = found(BOTH, issue=False, resolved=False)
    assert [finding.criterion.name for finding in one.explanation().senseless] == ["resolved"]
    assert "This makes no sense by what else is found, and counts:" in one.explain()
    for fits in ({"issue": True, "resolved": False}, {"resolved": True}, {"issue": False, "resolved": "n/a"}):
        assert found(BOTH, **fits).explanation().senseless == ()


def test_a_premise_may_compare_a_number() -> None:
    """Also one that no condition compares so."""
    one = define({resolved: orders >= 5}, resolved & (orders >= 1))
    assert asked(found(one, orders=3)) == []
    assert asked(found(one, orders=7)) == ["resolved"]
    assert verify(one).records == 1 + 1 + 3


def test_it_is_part_of_what_a_definition_says() -> None:
    """In words, in files, in the digest, among the changes."""
    document: dict[str, Any] = to_document(BOTH)
    assert document["only_if"] == {"resolved": "issue", "quickly": "resolved"}
    assert from_document(document) == BOTH
    assert BOTH.digest != define({}).digest
    text = "This makes sense only if the following holds: Was it resolved?\n  - Has an issue come up? Yes."
    assert text in BOTH.to_text()
    assert compare(BOTH, define({})).agreement == 1


FAULTS: list[tuple[dict[AnyCriterion, Any], str]] = [
    ({issue: resolved}, "may not apply"),
    ({resolved: issue & quickly.applies}, "one other criterion"),
    ({resolved: named("part", issue)}, "without a name"),
    ({resolved: Criterion("other")}, "that conditions ask for"),
    ({Criterion("resolved"): issue}, "as they do"),
    ({resolved: quickly >= 2, quickly: resolved}, "rest on itself"),
    ({resolved: resolved}, "rest on itself"),
]


@pytest.mark.parametrize(("only_if", "text"), FAULTS, ids=str)
def test_what_is_no_premise_is_refused(only_if: dict[AnyCriterion, Any], text: str) -> None:
    """With its place."""
    with pytest.raises(InvalidDefinitionError) as caught:
        define(only_if)
    problems = [one for one in caught.value.exceptions if isinstance(one, DefinitionError)]
    assert any(text in str(one) and one.path.startswith("$.only_if[") for one in problems)


def test_what_is_no_condition_is_none() -> None:
    """And what is no criterion has no premise."""
    with pytest.raises(NotAConditionError):
        define({resolved: "issue"})
    with pytest.raises(InvalidDefinitionError):
        define({"resolved": issue})


def test_slips_in_files_are_refused() -> None:
    """Each with its place."""
    document: dict[str, Any] = {**to_document(BOTH), "only_if": {"resolvd": "issue", "quickly": "isue"}}
    with pytest.raises(InvalidDefinitionError) as caught:
        from_document(document)
    problems = "\n".join(map(str, caught.value.exceptions))
    assert "did you mean 'resolved'?" in problems
    assert "did you mean 'issue'?" in problems


def test_each_side_may_have_its_own_premise() -> None:
    """In files as a table within a table, as names with a point are."""
    asks, answers = per_side("asks"), per_side("answers", may_be_na=True)
    when = asks.either & answers.either
    one = define({answers.buyer: asks.seller, answers.seller: asks.buyer}, when)
    assert from_toml(to_toml(one)) == one
    document: dict[str, Any] = to_document(one)
    document["only_if"] = {"answers": {"buyer": "asks.seller", "seller": "asks.buyer"}}
    assert from_document(document) == one
