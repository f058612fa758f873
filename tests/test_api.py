"""Tests of `relabel.api`: the functions that most users need."""

import types
from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest

from relabel import (
    Classification,
    Criterion,
    Definition,
    Evidence,
    Label,
    Reason,
    Registry,
    Relationship,
    Scale,
    audit,
    classify,
    gather,
    hookimpl,
    interview,
)
from relabel.errors import AnswerError, InvalidValueError, PluginError, UnknownDefinitionError
from relabel.plugins import marc, thetapoint
from relabel.plugins.marc import MARC

DAY = date(2026, 1, 31)
SHOP = Relationship("Shop", "Agency", buyer_label="partner", evidence=[Evidence("transactional", True)])
FOREIGN = SHOP.with_evidence(Evidence("meet", True), Evidence("zzz", True))


def reasons(found: Classification) -> dict[str, Reason]:
    """Give why evidence was set aside, by criterion."""
    return {one.evidence.criterion: one.reason for one in found.set_aside}


def test_a_definition_and_its_name_give_the_same_label() -> None:
    """Where a definition is expected its name will do."""
    assert classify(SHOP, "marc", as_of=DAY).label == classify(SHOP, MARC, as_of=DAY).label == "client"


def test_under_a_name_evidence_of_other_definitions_is_unused() -> None:
    """The registry knows their criteria; a slip of the pen stays unknown."""
    assert reasons(classify(FOREIGN, "marc")) == {"meet": Reason.UNUSED, "zzz": Reason.UNKNOWN_CRITERION}


def test_under_an_object_it_is_unknown() -> None:
    """A definition given as such knows of no other."""
    assert reasons(classify(FOREIGN, MARC)) == {
        "meet": Reason.UNKNOWN_CRITERION,
        "zzz": Reason.UNKNOWN_CRITERION,
    }


def test_under_a_name_answers_to_other_definitions_are_checked() -> None:
    """A wrong answer is an error wherever it stands."""
    with pytest.raises(AnswerError):
        classify(SHOP.with_evidence(Evidence("meet", 1)), "marc")


def test_an_audit_judges_by_name_as_by_object() -> None:
    """With the same verdicts, and the vocabulary of the registry under a name."""
    by_name, by_object = audit([FOREIGN], "marc", as_of=DAY), audit([FOREIGN], MARC, as_of=DAY)
    assert by_name.counts() == by_object.counts()
    assert [reasons(one.rows[0].classification)["meet"] for one in (by_name, by_object)] == [
        Reason.UNUSED,
        Reason.UNKNOWN_CRITERION,
    ]


def test_an_audit_takes_any_iterable() -> None:
    """A generator is read once."""
    assert len(audit((one for one in [SHOP]), "marc").rows) == 1


def test_a_registry_of_ones_own_is_used() -> None:
    """Instead of the installed plugins, for all three functions."""
    mine = Definition("mine", "t", [Label("a", Scale("trust", low=1, high=5) >= 3)], source="s")

    @hookimpl
    def relabel_definitions() -> Iterable[Definition]:
        return [mine]

    @hookimpl
    def relabel_evidence(relationship: Relationship) -> Iterable[Evidence]:
        return [Evidence("trust", 4)]

    plugin = types.SimpleNamespace(relabel_definitions=relabel_definitions, relabel_evidence=relabel_evidence)
    registry = Registry.from_objects({"p": plugin})
    gathered = gather(Relationship("B", "S"), registry=registry)
    assert classify(gathered, "mine", registry=registry).label == "a"
    assert audit([gathered], "mine", registry=registry).rows[0].found == "a"
    with pytest.raises(UnknownDefinitionError):
        classify(gathered, "marc", registry=registry)


@pytest.mark.parametrize("definition", ["marc", MARC], ids=["name", "object"])
@pytest.mark.parametrize("others", [{}, {"other": thetapoint}], ids=["alone", "beside another"])
def test_a_registry_given_says_which_criteria_are_known(
    definition: Definition | str, others: dict[str, object]
) -> None:
    """Whether the definition is given by name or as an object plays no part; nor whether one or many are judged."""
    registry = Registry.from_objects({"marc": marc, **others})
    meet = Reason.UNUSED if others else Reason.UNKNOWN_CRITERION
    expected = {"meet": meet, "zzz": Reason.UNKNOWN_CRITERION}
    found = classify(FOREIGN, definition, registry=registry)
    assert (reasons(found), found.label) == (expected, "client")
    assert audit([FOREIGN], definition, registry=registry).rows[0].classification == found
    assert interview(FOREIGN, definition, registry=registry).classification == found


def test_a_registry_without_plugins_is_used_as_well() -> None:
    """It knows nothing, which is not the same as not being given."""
    empty = Registry.from_objects({})
    with pytest.raises(UnknownDefinitionError):
        classify(SHOP, "marc", registry=empty)
    with pytest.raises(UnknownDefinitionError):
        audit([SHOP], "marc", registry=empty)
    assert gather(SHOP, registry=empty) == SHOP


def test_an_unknown_name_is_an_error() -> None:
    """For a classification as for an audit, of nothing even."""
    with pytest.raises(UnknownDefinitionError):
        classify(SHOP, "mark")
    with pytest.raises(UnknownDefinitionError):
        audit([], "mark")


def test_gather_adds_nothing_where_no_plugin_derives_evidence() -> None:
    """The two posts derive none."""
    assert gather(SHOP, as_of=DAY, registry=Registry.from_objects({"marc": marc})) == SHOP


def test_gather_raises_when_a_plugin_is_broken() -> None:
    """Rather than leave evidence out."""
    with pytest.raises(PluginError):
        gather(SHOP, registry=Registry.from_objects({"p": object()}))


@pytest.mark.parametrize("relationships", [[], [SHOP]])
def test_the_day_of_an_audit_is_a_date(relationships: list[Relationship]) -> None:
    """Also when there is nothing to judge."""
    with pytest.raises(InvalidValueError):
        audit(relationships, MARC, as_of=datetime(2026, 1, 31, tzinfo=UTC))


def test_a_changed_word_changes_the_verdict_only() -> None:
    """The label in use is never evidence."""
    other = Relationship("Shop", "Agency", buyer_label="client", evidence=SHOP.evidence)
    first, second = (audit([one], MARC).rows[0] for one in (SHOP, other))
    assert (first.found, second.found, first.verdict is second.verdict) == ("client", "client", False)


def test_a_criterion_object_names_evidence_for_any_definition() -> None:
    """Evidence gathered once serves every definition that shares the name."""
    one = Relationship("B", "S", evidence=[Evidence(Criterion("transactional"), True)])
    assert classify(one, MARC).label == "client"


def test_a_definition_is_an_object_or_a_name() -> None:
    """Anything else is refused by its place, not looked up."""
    with pytest.raises(InvalidValueError) as caught:
        classify(SHOP, 5)  # type: ignore[arg-type]  # what is tested
    assert (caught.value.place, caught.value.found) == ("definition", 5)
