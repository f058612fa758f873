"""Tests of `relabel.testing.strategies`: all that is made is valid, every feature is reached, and failures shrink."""

import functools
import importlib
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, TypeAlias, TypeVar, get_args

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from relabel import (
    AnyCriterion,
    Choice,
    Classification,
    Condition,
    Conflicts,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Hearsay,
    Label,
    Measure,
    Relationship,
    Scale,
    Side,
    Standing,
    Status,
    vocabulary,
)
from relabel.checks.examples import classify_example
from relabel.checks.verification import verify
from relabel.core.definitions.findings import Reason
from relabel.core.model import conditions as nodes
from relabel.core.model.condition_parts import criteria_of, walk
from relabel.errors import InvalidValueError, MissingExtraError
from relabel.plugins.marc import MARC
from relabel.testing.ingredients import KINDS
from relabel.testing.registration import TYPES, register
from relabel.testing.strategies import (
    AS_OF,
    answers,
    classifications,
    conditions,
    criteria,
    definitions,
    evidence,
    examples,
    findings,
    of_type,
    relationships,
)

V = TypeVar("V")
Features: TypeAlias = dict[str, Callable[[Any], object]]  # Any: whatever a strategy makes

FEW = settings(
    max_examples=25, database=None, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
MANY = settings(FEW, max_examples=2000, phases=[Phase.generate])

trust = Scale("trust", low=1, high=3)
spend = Measure("spend", unit="EUR/year")
loyal = Criterion("loyal", about=Side.BUYER)
mood = Choice("mood", options=["good", "bad"])
OWN = (trust, spend, loyal, mood)
TIERS = Definition(
    "tiers",
    "Tiers",
    [Label("gold", (spend >= 1000) & loyal), Label("plain")],
    source="this test",
    policy=EvidencePolicy(shelf_life=timedelta(days=90), hearsay="disregard"),
    disregard=[trust],
    mentions=[mood],
    aliases={"golden": "gold"},
)
UNASKED = {Reason.NOT_OWN_WORD, Reason.UNSOURCED, Reason.UNATTESTED}
"""Reasons that the policy of `TIERS` does not give."""

WORDS = Definition("words", "No criteria", [Label("any")], source="this test")


def missing(strategy: st.SearchStrategy[object], features: Features) -> set[str]:
    """Give the features that nothing has which a strategy makes."""
    left = dict(features)

    def complete(made: object) -> bool:
        for name in [name for name, has in left.items() if has(made)]:
            del left[name]
        return not left

    try:
        find(strategy, complete, settings=MANY)
    except NoSuchExample:
        return set(left)
    return set()


def each(values: Iterable[V], fits: Callable[[V, Any], object]) -> Features:
    """Give one feature for each of several values."""
    return {str(value): functools.partial(fits, value) for value in values}


def parts(definition: Definition) -> Iterable[object]:
    """Give everything in the conditions of a definition."""
    for label in definition.labels:
        if label.when is not None:
            yield from walk(label.when)


def has(status: Status, one: Classification) -> bool:
    """Say whether a classification has a finding of a status."""
    return any(finding.status is status for finding in one.findings)


def reasons_in(one: Classification) -> set[Reason]:
    """Give the reasons for which evidence of a classification is set aside."""
    return {aside.reason for aside in one.set_aside}


# What is made is valid: constructors check the rest


@given(criteria().flatmap(lambda one: st.tuples(st.just(one), answers(one), evidence(one))))
@FEW
def test_answers_and_evidence_lie_in_the_domain(made: tuple[AnyCriterion, Any, Evidence]) -> None:
    """Of their criterion, whatever its kind."""
    criterion, answer, piece = made
    assert (criterion.accepts(answer), criterion.accepts(piece.answer), piece.criterion) == (
        True,
        True,
        criterion.name,
    )


@given(conditions())
@FEW
def test_conditions_are_what_their_text_says(condition: Condition) -> None:
    """Nothing is made that could not have been written."""
    assert eval(str(condition), dict(vocabulary(condition))) == condition  # noqa: S307  # our own text


@given(conditions(OWN), conditions(OWN))
@FEW
def test_conditions_over_the_same_criteria_go_together(one: Condition, other: Condition) -> None:
    """In one definition, lent ones and all; and they ask for nothing else."""
    definition = Definition("both", "t", [Label("a", one), Label("b", other)], source="s")
    assert set(definition.asked) <= set(OWN)


@given(definitions(OWN))
@FEW
def test_definitions_declare_the_criteria_given(definition: Definition) -> None:
    """And ask for one of them at least."""
    assert set(definition.criteria) <= set(OWN)
    assert definition.asked


@given(definitions())
@settings(FEW, max_examples=40)
def test_examples_and_intents_hold(definition: Definition) -> None:
    """What a definition says of itself is true of it."""
    found = [classify_example(definition, example) for example in definition.examples]
    outcomes = [one.standing if one.standing is Standing.OPEN else one.label for one in found]
    assert outcomes == [example.expect for example in definition.examples]
    for effect in verify(definition).effects if definition.examples else ():
        assert effect.lowers is None or effect.criterion.name not in definition.intends.raises
        assert effect.raises is None or effect.criterion.name not in definition.intends.lowers


@pytest.mark.parametrize("as_of", [date.min, AS_OF, date.max])
def test_any_day_will_do(as_of: date) -> None:
    """The first and the last included."""
    assert missing(evidence(as_of=as_of), {"dated": lambda piece: piece.observed_on == as_of}) == set()


@given(relationships(TIERS))
@FEW
def test_relationships_can_be_classified(relationship: Relationship) -> None:
    """Also by a definition whose evidence has a shelf life."""
    assert Classification(relationship, TIERS, AS_OF).relationship is relationship


# Every feature is reached


def test_criteria_have_all_kinds_and_sides() -> None:
    """Two kinds where two are asked for."""
    known = {name for names in KINDS.values() for name in names}
    features: Features = {
        **each((Criterion, Choice, Scale, Measure), lambda kind, one: type(one) is kind),
        **each((None, *Side), lambda side, one: one.about is side),
        **each((".buyer", ".seller"), lambda end, one: one.name.endswith(end)),
        "another name": lambda one: one.name.partition(".")[0] not in known,
        "a question": lambda one: one.question,
    }
    assert missing(criteria(), features) == set()


@given(criteria(Scale, Measure))
@FEW
def test_criteria_have_the_kinds_asked_for(criterion: Scale | Measure) -> None:
    """And no other."""
    assert isinstance(criterion, (Scale, Measure))


def test_conditions_have_all_forms() -> None:
    """Every type of node, with points for levels, counts and labels of others, "no label" included."""
    features: Features = {
        **each(get_args(Condition), lambda kind, one: any(isinstance(part, kind) for part in walk(one))),
        "points for levels": lambda one: any(
            isinstance(term, Scale)
            for part in walk(one)
            if isinstance(part, nodes.Reaches)
            for term, _ in part.points.terms
        ),
        "no label": lambda one: any(isinstance(part, nodes.LabelIs) and part.label is None for part in walk(one)),
        "three criteria": lambda one: len(criteria_of(one)) > 2,
    }
    assert missing(conditions(), features) == set()


def test_definitions_have_all_that_definitions_have() -> None:
    """Every field differs from its default at times."""
    features: Features = {
        "no label for some": lambda one: None in one.diagram.leaves,
        "a label for the rest": lambda one: one.labels[-1].when is None,
        "three labels": lambda one: len(one.diagram.leaves) > 2,
        "points": lambda one: any(isinstance(part, nodes.Reaches) for part in parts(one)),
        "counts": lambda one: any(isinstance(part, nodes.Count) for part in parts(one)),
        "nested": lambda one: any(isinstance(part, nodes.LabelIs) for part in parts(one)),
        "one question of each side": lambda one: (
            {name.partition(".")[2] for name in [criterion.name for criterion in one.criteria] if "." in name}
            == {"buyer", "seller"}
        ),
        "unordered": lambda one: not one.ordered,
        "seller": lambda one: one.given_to is Side.SELLER,
        "neither side": lambda one: one.given_to is None,
        "presumption": lambda one: one.presume,
        "disregard": lambda one: one.disregard,
        "mention": lambda one: one.mentions,
        "shelf life": lambda one: one.policy.shelf_life,
        "latest": lambda one: one.policy.conflicts is Conflicts.LATEST,
        "hearsay": lambda one: one.policy.hearsay is Hearsay.DISREGARD,
        "overrides": lambda one: one.policy.overrides,
        "aliases": lambda one: one.aliases,
        "overlay": lambda one: one.based_on,
        "examples": lambda one: len(one.examples) > 1,
        "open example": lambda one: any(example.expect is Standing.OPEN for example in one.examples),
        "presumed example": lambda one: any(len(example.answers) < len(one.asked) for example in one.examples),
        "raises": lambda one: one.intends.raises,
        "lowers": lambda one: one.intends.lowers,
        "overlaps": lambda one: one.intends.overlaps,
        "gap": lambda one: one.intends.gap,
        "cannot change": lambda one: one.intends.cannot_change,
    }
    assert missing(definitions(), features) == set()


def test_evidence_is_set_aside_for_every_reason() -> None:
    """Where the definition gives cause."""

    def arises(reason: Reason, one: Classification) -> bool:
        return reason in reasons_in(one)

    policy = EvidencePolicy(shelf_life=timedelta(days=90), hearsay="own_word")
    own = TIERS.evolve(policy=policy.override(spend, requires=["source", "attested_by"]))
    assert missing(classifications(own), each(Reason, arises)) == set()
    assert missing(classifications(TIERS), each([one for one in Reason if one not in UNASKED], arises)) == set()


@given(classifications(TIERS))
@settings(FEW, max_examples=100)
def test_evidence_is_set_aside_for_no_reason_that_a_policy_does_not_give(one: Classification) -> None:
    """Nobody's own word, no source and no witness are asked for."""
    assert not reasons_in(one) & UNASKED


def test_classifications_have_all_outcomes() -> None:
    """Every standing and status, and no day."""
    features: Features = {
        **each(Standing, lambda standing, one: one.standing is standing),
        **each(Status, has),
        "undated evidence counts": lambda one: any(
            piece.observed_on is None for finding in one.findings for piece in finding.evidence
        ),
        "no day": lambda one: one.as_of is None,
    }
    assert missing(classifications(), features) == set()


def test_relationships_have_all_that_relationships_have() -> None:
    """Words in use of all sorts among them."""

    def word(one: Relationship) -> str:
        return one.buyer_label or ""

    features: Features = {
        "label in use": lambda one: word(one) in ("gold", "plain"),
        "alias in use": lambda one: word(one) == "golden",
        "in another case": lambda one: word(one) not in TIERS.words and TIERS.read(word(one)),
        "foreign word": lambda one: word(one) and not TIERS.read(word(one)),
        "no word": lambda one: one.buyer_label is None,
        "all sides": lambda one: one.buyer_label and one.seller_label and one.label,
        "attributes": lambda one: one.attributes,
        "id": lambda one: one.id,
        "since": lambda one: one.since,
        "no evidence": lambda one: not one.evidence,
        "much evidence": lambda one: len(one.evidence) > 5,
        "repeated evidence": lambda one: len(set(one.evidence)) < len(one.evidence),
    }
    assert missing(relationships(TIERS), features) == set()


def test_every_label_is_reached_however_much_it_takes() -> None:
    """A partner takes eleven answers out of thousands of combinations; examples reach as far."""
    labels = ("partner", "client", None)
    settled = each(labels, lambda label, one: one.standing is Standing.SETTLED and one.label == label)
    assert missing(classifications(MARC), {**settled, "contested": functools.partial(has, Status.CONTESTED)}) == set()
    features: Features = {
        **each(labels, lambda label, one: one.expect == label),
        "some answers": lambda one: len(one.answers) < 5,
        "more than it asks for": lambda one: "commodity" in one.answers,
    }
    assert missing(examples(MARC), features) == set()


def test_evidence_on_a_definition_lies_on_both_sides_of_what_matters() -> None:
    """Of thresholds and of shelf lives, and on mentioned criteria, too."""
    features: Features = {
        "at the threshold": lambda piece: piece.criterion == "spend" and piece.answer == 1000,
        "just below": lambda piece: piece.criterion == "spend" and piece.answer == 999,
        "other numbers": lambda piece: piece.criterion == "spend" and isinstance(piece.answer, float),
        "fresh": lambda piece: piece.observed_on == AS_OF - timedelta(days=90),
        "stale": lambda piece: piece.observed_on == AS_OF - timedelta(days=91),
        "future": lambda piece: piece.observed_on is not None and piece.observed_on > AS_OF,
        "undated": lambda piece: piece.observed_on is None,
        "mentioned": lambda piece: piece.criterion == "mood",
        "disregarded": lambda piece: piece.criterion == "trust",
        "on the other's word": lambda piece: piece.criterion == "loyal" and piece.attested_by is Side.SELLER,
    }
    assert missing(evidence(TIERS), features) == set()


def test_findings_have_every_status() -> None:
    """Of criteria of a definition of one's own as well."""
    assert missing(findings(), each(Status, lambda status, one: one.status is status)) == set()
    contested = each(("spend", "loyal"), lambda name, one: (one.criterion.name, one.status) == (name, Status.CONTESTED))
    assert missing(findings(TIERS), contested) == set()


@pytest.mark.parametrize("strategy", [evidence(WORDS), findings(WORDS)], ids=["evidence", "findings"])
def test_where_no_criterion_is_declared_there_is_nothing_to_make(strategy: st.SearchStrategy[object]) -> None:
    """But a relationship, with evidence on what nobody declares."""
    assert strategy.is_empty
    assert missing(relationships(WORDS), {"evidence": lambda one: one.evidence}) == set()


# Failing cases are small


def test_a_contested_case_shrinks_to_two_pieces_of_evidence() -> None:
    """On one criterion, and to nothing else that is remarkable."""
    contested = functools.partial(has, Status.CONTESTED)
    one = find(classifications(TIERS), contested, settings=settings(FEW, max_examples=500)).relationship
    assert (len(one.evidence), one.buyer_label, one.id, one.since) == (2, None, None, None)


def test_a_definition_shrinks_to_one_label_and_few_criteria() -> None:
    """Those that the failure needs."""

    def fails(one: Definition) -> bool:
        return any(isinstance(criterion, Scale) for criterion in one.asked)

    one = find(definitions(), fails, settings=settings(FEW, max_examples=500))
    assert (len(one.labels), len(one.criteria)) == (1, 1)
    assert [*one.presume, *one.aliases, *one.examples] == []


# Misuse


@pytest.mark.parametrize(
    "misuse",
    [
        lambda: criteria(str),  # type: ignore[type-var]  # what is tested
        lambda: conditions([]),
        lambda: conditions(["pays"]),  # type: ignore[list-item]  # what is tested
        lambda: definitions([]),
        lambda: evidence("pays"),  # type: ignore[arg-type]  # what is tested
    ],
)
def test_what_is_no_criterion_is_refused(misuse: Callable[[], object]) -> None:
    """At once, not when the first case is made."""
    with pytest.raises(InvalidValueError):
        misuse()


def test_without_hypothesis_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a bare import error."""
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(sys.modules, "relabel.testing.strategies")
    with pytest.raises(MissingExtraError) as caught:
        importlib.import_module("relabel.testing.strategies")
    assert (caught.value.package, caught.value.extra) == ("hypothesis", "testing")


# Registration with Hypothesis


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_every_registered_type_is_made(kind: type) -> None:
    """By the strategy for it."""
    register()
    assert missing(st.from_type(kind), {"made": lambda one: isinstance(one, kind)}) == set()
    assert missing(of_type(kind), {"made": lambda one: isinstance(one, kind)}) == set()


def test_any_type_of_condition_is_made() -> None:
    """The name stands for all of them."""
    kinds = each(get_args(Condition), lambda kind, one: isinstance(one, kind))
    assert missing(st.from_type(Condition), kinds) == set()  # type: ignore[arg-type]  # Hypothesis takes unions


@pytest.mark.parametrize("first", ["hypothesis", "relabel.testing.strategies"])
def test_hypothesis_knows_the_types_whatever_is_imported_first(first: str) -> None:
    """Its entry point registers them; it loads the strategies no sooner than they are needed."""
    code = (
        f"import {first}, sys\n"
        "from hypothesis import Phase, find, settings, strategies as st\n"
        "once = settings(phases=[Phase.generate], database=None)\n"
        f"print('relabel.testing.strategies' in sys.modules)\n"
        "import relabel\n"
        "from relabel.testing.registration import TYPES\n"
        "for kind in (*TYPES, relabel.Condition):\n"
        "    find(st.from_type(kind), lambda one: isinstance(one, kind), settings=once)\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, check=False, text=True)  # noqa: S603  # our own code
    assert (done.stdout.strip(), done.stderr) == (str(first == "relabel.testing.strategies"), "")
