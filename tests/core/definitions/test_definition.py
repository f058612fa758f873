"""Tests of `relabel.core.definitions.definition`: what a company means by its words, checked and hashed."""

import pickle
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import attrs
import pytest

from relabel import (
    AnyCriterion,
    Base,
    Choice,
    Classification,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Example,
    Intent,
    Label,
    Measure,
    Relationship,
    Scale,
    Side,
    Standing,
    all_of,
    any_of,
    audit,
    named,
)
from relabel.core.model.words import fold
from relabel.errors import DefinitionError, InvalidDefinitionError, InvalidValueError

pays = Criterion("pays", "Does the buyer pay?")
loyal = Criterion("loyal", about=Side.BUYER)
trust = Scale("trust", low=1, high=5)
spend = Measure("spend", unit="EUR")
handling = Choice("handling", options=["p", "q"])
years = Measure("years", unit="years")
commodity = Criterion("commodity")
CLIENT = Label("client", pays)


def define(**changes: Any) -> Definition:  # Any: each field has its own type, and wrong ones are tested
    """Give a definition that uses every field, with changes."""
    fields: dict[str, Any] = {  # Any: as above
        "name": "acme",
        "title": "Acme's words",
        "labels": [Label("partner", loyal & (trust >= 4)), CLIENT],
        "given_to": Side.BUYER,
        "ordered": True,
        "source": "handbook, page 3",
        "version": "2",
        "presume": {pays: True, trust: 1},
        "disregard": [years],
        "mentions": [commodity],
        "policy": EvidencePolicy(conflicts="latest"),
        "aliases": {"clients": "client"},
        "based_on": None,
    }
    return Definition(**{**fields, **changes})


def problems(**changes: Any) -> dict[str, DefinitionError]:  # Any: as above
    """Give what is wrong with a definition, by path."""
    with pytest.raises(InvalidDefinitionError) as caught:
        define(**changes)
    return {problem.path: problem for problem in caught.value.exceptions if isinstance(problem, DefinitionError)}


def paths(**changes: Any) -> list[str]:  # Any: as above
    """Give the paths of what is wrong with a definition, sorted."""
    return sorted(problems(**changes))


PROBLEMS: list[tuple[dict[str, Any], list[str]]] = [  # Any: as above
    ({"name": ""}, ["$.name"]),
    ({"name": "Acme"}, ["$.name"]),
    ({"name": "acme_tiers"}, ["$.name"]),
    ({"name": "acme-"}, ["$.name"]),
    ({"name": None}, ["$.name"]),
    ({"title": ""}, ["$.title"]),
    ({"title": 5}, ["$.title"]),
    ({"source": ""}, ["$.source"]),
    ({"source": "  "}, ["$.source"]),
    ({"source": None}, ["$.source"]),
    ({"version": ""}, ["$.version"]),
    ({"version": 2}, ["$.version"]),
    ({"given_to": "buyer"}, ["$.given_to"]),
    ({"ordered": 1}, ["$.ordered"]),
    ({"ordered": None}, ["$.ordered"]),
    ({"policy": "latest"}, ["$.policy"]),
    ({"based_on": "acme"}, ["$.based_on"]),
    ({"labels": []}, ["$.labels"]),
    ({"labels": [CLIENT, "partner"]}, ["$.labels[1]"]),
    ({"labels": "ab"}, ["$.labels[0]"]),
    ({"presume": {"pays": True}}, ["$.presume[0]"]),
    ({"disregard": [years, "age"]}, ["$.disregard[1]"]),
    ({"mentions": ["commodity"]}, ["$.mentions[0]"]),
    ({"remarks": ["notes", " ", 5, commodity]}, ["$.remarks[1]", "$.remarks[2]", "$.remarks[3]"]),
    ({"remarks": ["notes", "pays", "years", "notes"]}, ["$.remarks[1]", "$.remarks[2]", "$.remarks[3]"]),
    ({"policy": EvidencePolicy().override(trust, conflicts="yes_wins")}, ["$.policy.overrides['trust'].conflicts"]),
    ({"labels": [Label("client", named("pays", pays))]}, ["$.labels"]),
    ({"labels": [Label("client", named("one", pays)), Label("b", named("one", ~pays))]}, ["$.labels"]),
    ({"aliases": {"": "client"}}, ["$.aliases['']"]),
    ({"aliases": {5: "client"}}, ["$.aliases[5]"]),
    ({"aliases": {"clients": None}}, ["$.aliases['clients']"]),
    ({"aliases": {"clients": "clint"}}, ["$.aliases['clients']"]),
    ({"aliases": {" CLIENT": "client"}}, ["$.aliases[' CLIENT']"]),
    ({"aliases": {"a b": "client", "A  B": "partner"}}, ["$.aliases['A  B']"]),
    ({"labels": [CLIENT, Label("Client", loyal)]}, ["$.labels[1].name"]),
    ({"labels": [CLIENT, Label("x"), Label("y"), Label("partner", loyal)]}, ["$.labels[1].when", "$.labels[2].when"]),
    ({"disregard": [loyal]}, ["$.labels[0].when"]),
    ({"disregard": [pays]}, ["$.labels[1].when", "$.presume['pays']"]),
    ({"disregard": [commodity]}, ["$.mentions[0]"]),
    ({"presume": {Scale("pays", low=1, high=2): 1}}, ["$.presume['pays']"]),
    ({"mentions": [Criterion("loyal")]}, ["$.mentions[0]"]),
    ({"mentions": [Measure("new", unit="a"), Measure("new", unit="b")]}, ["$.mentions[1]"]),
    ({"disregard": [years, Measure("years", unit="months")]}, ["$.disregard[1]"]),
    ({"labels": [Label("client", trust >= 4), Label("y", Scale("trust", low=1, high=4) >= 4)]}, ["$.labels[1].when"]),
    ({"presume": {pays: True, Criterion("pays", "other words"): False}}, ["$.presume"]),
    ({"presume": {pays: 1}}, ["$.presume['pays']"]),
    ({"presume": {trust: 9}}, ["$.presume['trust']"]),
    ({"presume": {handling: "r"}}, ["$.presume['handling']"]),
    ({"presume": {spend: float("nan")}}, ["$.presume['spend']"]),
    ({"policy": EvidencePolicy().override("trsut", conflicts="latest")}, ["$.policy.overrides['trsut']"]),
]


@pytest.mark.parametrize(("changes", "expected"), PROBLEMS)
def test_each_problem_is_reported_with_its_path(changes: dict[str, Any], expected: list[str]) -> None:  # Any: as above
    """What was found, what was expected, and where."""
    assert paths(**changes) == expected


def test_all_problems_are_reported_at_once() -> None:
    """One error lists everything, so that a definition is mended in one go."""
    assert paths(
        labels=[CLIENT, Label("CLIENT"), Label("partner", loyal & (years >= 3))],
        presume={pays: "yes", trust: 0},
        policy=EvidencePolicy().override("zzz", conflicts="latest"),
        aliases={"vip": "prtner", "Client": "client"},
    ) == [
        "$.aliases['Client']",
        "$.aliases['vip']",
        "$.labels[1].name",
        "$.labels[1].when",
        "$.labels[2].when",
        "$.policy.overrides['zzz']",
        "$.presume['pays']",
        "$.presume['trust']",
    ]


def test_wrong_types_are_reported_together() -> None:
    """Several fields of the wrong type come in one error."""
    changes = {"name": "A", "title": "", "source": None, "given_to": 1, "labels": [5], "mentions": ["x"]}
    assert paths(**changes) == ["$.given_to", "$.labels[0]", "$.mentions[0]", "$.name", "$.source", "$.title"]


def test_a_blank_text_hides_no_other_problem() -> None:
    """A missing source or title does not keep the rest from being checked."""
    assert paths(source="", labels=[CLIENT, Label("Client", loyal)], presume={}) == ["$.labels[1].name", "$.source"]


def test_the_error_tells_how_many_and_lists_each() -> None:
    """The text holds every problem with its path."""
    with pytest.raises(InvalidDefinitionError) as caught:
        define(title="", version="")
    assert [path for path in ("'acme'", "2 problems", "$.title", "$.version") if path not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("changes", "path", "cure"),
    [
        ({"aliases": {"clients": "clint"}}, "$.aliases['clients']", "'client'"),
        ({"policy": EvidencePolicy().override("trsut", conflicts="latest")}, "$.policy.overrides['trsut']", "'trust'"),
        ({"presume": {Choice("h", options=["escalated", "calm"]): "esclated"}}, "$.presume['h']", "'escalated'"),
    ],
)
def test_misspelt_names_come_with_the_nearest_one(
    changes: dict[str, Any], path: str, cure: str
) -> None:  # Any: as above
    """The error proposes what was probably meant."""
    assert cure in problems(**changes)[path].hint


def test_a_clash_of_meanings_names_both() -> None:
    """The error says where the criterion means something else."""
    problem = problems(mentions=[Criterion("loyal")])["$.mentions[0]"]
    assert ("loyal" in problem.found, "$.labels[0].when" in problem.expected) == (True, True)


def test_one_name_may_be_worded_in_two_ways() -> None:
    """A question is no part of the meaning: two definitions may word it differently."""
    reworded = Criterion("pays", "Do they pay?")
    assert define(labels=[Label("partner", reworded & loyal), CLIENT], presume={}).presume == {}


WORDINGS = [Label("partner", Criterion("pays", "Do they pay?") & loyal), CLIENT]


def test_a_criterion_with_two_wordings_is_asked_once() -> None:
    """One name is one criterion, in `asked` as in `criteria`."""
    one = define(labels=WORDINGS, presume={}, policy=EvidencePolicy())
    assert [criterion.name for criterion in one.asked] == ["pays", "loyal"]


def test_a_criterion_with_two_wordings_is_covered_once() -> None:
    """Coverage counts each relationship once for each criterion."""
    one = define(labels=WORDINGS, presume={}, policy=EvidencePolicy())
    found = audit([Relationship("B", "S", evidence=[Evidence("pays", True)])], one).coverage
    assert [(row.criterion.name, row.known, row.unknown) for row in found] == [("pays", 1, 0), ("loyal", 0, 1)]


def test_criteria_are_all_that_is_declared() -> None:
    """Asked for, presumed, disregarded and mentioned, each once; `asked` is what conditions ask for."""
    one = define(presume={pays: True, handling: "p"})
    assert (one.asked, set(one.criteria)) == ((loyal, trust, pays), {loyal, trust, pays, handling, years, commodity})


def test_criteria_of_nested_definitions_are_asked_for() -> None:
    """What another definition's conditions need is evidence for this one too."""
    nested = define(name="other").is_("client") & handling.is_("p")
    one = Definition("d", "t", [Label("x", nested)], source="s")
    assert one.asked == (loyal, trust, pays, handling)


def test_a_disregarded_criterion_may_not_come_in_through_another_definition() -> None:
    """What is no evidence weighs nothing, nested conditions included."""
    other = Definition("other", "t", [Label("old", years >= 10)], source="s")
    assert paths(labels=[Label("x", other.is_("old")), CLIENT], presume={}) == ["$.labels[0].when"]


def test_a_nested_definition_lends_its_conditions_only() -> None:
    """Presumptions, policy and disregards are those of the definition that is asked."""
    lent = Definition(
        "lent", "t", [Label("yes", pays)], source="s", presume={pays: True}, policy=EvidencePolicy(conflicts="latest")
    )
    asking = Definition("asking", "t", [Label("x", lent.is_("yes")), Label("y")], source="s")
    both = [Evidence("pays", True), Evidence("pays", False)]
    silent = Classification(Relationship("B", "S"), asking)
    contested = Classification(Relationship("B", "S", evidence=both), asking)
    assert (silent.standing, contested.standing) == (Standing.OPEN, Standing.OPEN)


def test_is_refuses_labels_that_are_not_given() -> None:
    """A slip is an error when the condition is made."""
    with pytest.raises(InvalidValueError):
        define().is_("vendor")


@pytest.mark.parametrize(
    "policy",
    [
        EvidencePolicy().override(pays, conflicts="yes_wins"),
        EvidencePolicy(conflicts="yes_wins").override(trust, shelf_life="1 year"),
    ],
)
def test_a_yes_may_be_enough_for_yes_no_questions(policy: EvidencePolicy) -> None:
    """And by a rule for all, which leaves the others as they are."""
    assert define(policy=policy).policy == policy


def test_two_lent_definitions_of_one_name_have_a_digest_or_are_refused() -> None:
    """Two definitions of one name cannot be told apart in the text: an error of the library, or a digest."""
    first = Definition("lent", "t", [Label("a", pays), Label("b")], source="s")
    second = Definition("lent", "t", [Label("a", pays), Label("b", loyal)], source="s")
    try:
        one = Definition("d", "t", [Label("x", first.is_("a") | second.is_("a"))], source="s")
    except InvalidDefinitionError:
        return
    assert len(one.digest) == 64


OTHERS: dict[str, list[Any]] = {  # Any: each field has its own type
    "name": ["acme-2"],
    "title": ["Other words"],
    "labels": [
        [CLIENT, Label("partner", loyal & (trust >= 4))],
        [Label("partner", loyal & (trust >= 3)), CLIENT],
        [Label("Partner", loyal & (trust >= 4)), CLIENT],
        [Label("partner", loyal & (trust >= 4)), Label("client")],
        [Label("partner", Criterion("loyal", "Q?", about=Side.BUYER) & (trust >= 4)), CLIENT],
        [Label("partner", Criterion("loyal") & (trust >= 4)), CLIENT],
        [Label("partner", loyal & (trust >= 4)), CLIENT, Label("None", ~pays)],
        [Label("partner", loyal & (trust >= 4)), CLIENT, Label("vendor")],
    ],
    "given_to": [Side.SELLER, None],
    "ordered": [False],
    "source": ["handbook, page 4"],
    "version": ["3"],
    "presume": [{}, {pays: True}, {pays: False, trust: 1}, {pays: True, trust: 2}, {pays: True, loyal: True}],
    "disregard": [[], [years, handling], [Measure("years", unit="months")], [Measure("years", "Q?", unit="years")]],
    "remarks": [["gut feeling"], ["Gut feeling"], ["gut feeling", "notes"]],
    "mentions": [[], [Criterion("brand")], [commodity, handling]],
    "policy": [
        EvidencePolicy(),
        EvidencePolicy(conflicts="latest", hearsay="disregard"),
        EvidencePolicy(conflicts="latest", shelf_life=timedelta(0)),
        EvidencePolicy(conflicts="latest", shelf_life=timedelta(365)),
        EvidencePolicy(conflicts="latest", shelf_life=timedelta(366)),
        EvidencePolicy(conflicts="latest").override(pays, conflicts="contested"),
        EvidencePolicy(conflicts="latest").override(loyal, conflicts="contested"),
        EvidencePolicy(conflicts="latest").override(loyal, shelf_life=timedelta(0)),
        EvidencePolicy(conflicts="yes_wins"),
        EvidencePolicy(conflicts="latest", requires=["source"]),
        EvidencePolicy(conflicts="latest", requires=["source", "attested_by"]),
        EvidencePolicy(conflicts="latest").override(loyal, requires=["source"]),
    ],
    "aliases": [{}, {"clients": "partner"}, {"customers": "client"}],
    "based_on": [Base("acme", "1", "a" * 64), Base("acme", "1", "b" * 64)],
    "examples": [
        [Example("a payer", {pays: True}, expect="client")],
        [Example("b payer", {pays: True}, expect="client")],
        [Example("a payer", {pays: False}, expect="client")],
        [Example("a payer", {pays: True}, expect="partner")],
        [Example("a payer", {pays: True}, expect=None)],
    ],
    "intends": [
        Intent(raises=[trust]),
        Intent(lowers=[trust]),
        Intent(overlaps=[("partner", "client")]),
        Intent(gap=True),
    ],
}


def test_every_field_is_tried() -> None:
    """The table above misses no field of a definition."""
    premises = {"only_if"}  # of which the conditions of this definition have none; see `test_premises`
    assert set(OTHERS) == {field.name for field in attrs.fields(Definition) if field.init} - premises


@pytest.mark.parametrize("field", OTHERS)
def test_the_digest_changes_with_every_field(field: str) -> None:
    """Two definitions with one digest say the same."""
    digests = [define().digest, *(define(**{field: value}).digest for value in OTHERS[field])]
    assert len(set(digests)) == len(digests)


def test_the_digest_knows_the_content_of_lent_definitions() -> None:
    """The same name lent with other conditions is another definition."""
    lent = [Definition("lent", "t", [Label("a", when)], source="s") for when in (pays, loyal)]
    digests = {Definition("d", "t", [Label("x", one.is_("a") & pays & loyal)], source="s").digest for one in lent}
    assert len(digests) == 2


def test_the_digest_ignores_how_a_value_was_typed() -> None:
    """Order of presumptions and aliases, lists or tuples, words or members make no difference."""
    first = define(presume={pays: True, spend: 0.5}, aliases={"a": "client", "b": "partner"})
    second = define(
        presume={spend: 0.50, pays: True},
        aliases={"b": "partner", "a": "client"},
        labels=(Label("partner", loyal & (trust >= 4)), CLIENT),
    )
    assert (first, first.digest) == (second, second.digest)


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_digest_is_the_same_in_every_process(seed: str) -> None:
    """A hash of the content, whatever the seed of the process."""
    one = define(
        labels=[Label("x", define(name="a-b").is_("client") | define(name="c").is_("client"))],
        presume={pays: True, trust: 1, loyal: True},
        aliases={"b": "x", "a": "x"},
    )
    code = "import pickle, sys; print(pickle.load(sys.stdin.buffer).digest)"
    found = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-c", code],
        input=pickle.dumps(one),
        capture_output=True,
        check=True,
        env={"PYTHONHASHSEED": seed},
    )
    assert found.stdout.decode().strip() == one.digest


def test_an_overlay_remembers_its_base() -> None:
    """`evolve` keeps name, version and digest of the definition that it started from."""
    base = define()
    overlay = base.evolve(name="acme-eu", version="1")
    assert (overlay.based_on, overlay.name, overlay.labels) == (Base("acme", "2", base.digest), "acme-eu", base.labels)


def test_an_overlay_of_an_overlay_remembers_the_nearer_one() -> None:
    """The chain goes from digest to digest."""
    first = define().evolve(version="3")
    second = first.evolve(version="4")
    assert second.based_on == Base("acme", "3", first.digest)


def test_an_overlay_has_its_own_digest_and_diagram() -> None:
    """Nothing that was worked out for the base is kept."""
    base = define(presume={})
    assert base.diagram.size
    overlay = base.evolve(labels=[CLIENT])
    assert (overlay.diagram.size, overlay.digest != base.digest, overlay.read("partner")) == (1, True, None)


def test_an_overlay_is_checked() -> None:
    """As every definition is."""
    with pytest.raises(InvalidDefinitionError):
        define().evolve(source="")


def test_evolve_may_say_what_it_is_based_on() -> None:
    """A given `based_on` is kept."""
    assert define().evolve(based_on=None).based_on is None


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("client", "client"),
        ("CLIENT", "client"),
        ("  Client ", "client"),
        ("key  account", "partner"),
        ("Key\tAccount\n", "partner"),
        ("GROSSKUNDE", "partner"),
        ("großkunde", "partner"),
        ("vendor", None),
        ("", None),
        ("keyaccount", None),
    ],
)
def test_words_in_use_are_read_with_case_and_spacing_folded(word: str, label: str | None) -> None:
    """Labels and aliases are known however they are typed; other words are not guessed."""
    one = define(aliases={"Key Account": "partner", "Großkunde": "partner"})
    assert one.read(word) == label


def test_the_words_are_labels_and_aliases() -> None:
    """What a definition knows, for did-you-mean."""
    assert define().words == ("partner", "client", "clients")


def test_fold() -> None:
    """Spacing is one space and case is folded."""
    assert fold("  Key \t ACCOUNT\n") == "key account"


def test_ranks_count_from_no_label_upwards() -> None:
    """The first label is the highest; no label is below all of them."""
    assert [define().rank(label) for label in (None, "client", "partner")] == [0, 1, 2]


def test_a_definition_is_a_frozen_slotted_value() -> None:
    """Definitions never change; equal content is an equal definition with an equal hash."""
    one = define()
    assert (one, hash(one), hasattr(one, "__dict__")) == (define(), hash(define()), False)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.version = "3"  # type: ignore[misc]  # the point of the test


def test_a_definition_keeps_nothing_of_what_it_was_made_from() -> None:
    """Lists and dicts are copied."""
    presume, labels = {pays: True}, [CLIENT]
    one = define(presume=presume, labels=labels, policy=EvidencePolicy(), aliases={})
    presume[loyal] = True
    labels.clear()
    assert (dict(one.presume) == {pays: True}, one.labels) == (True, (CLIENT,))


def test_a_definition_that_has_been_used_can_be_pickled() -> None:
    """Worker processes get it, however much has been worked out already."""
    one = define()
    relationship = Relationship("B", "S", evidence=[Evidence("trust", 2)])
    before = Classification(relationship, one)
    assert before.because
    twin = pickle.loads(pickle.dumps(one))  # noqa: S301  # our own bytes
    assert (twin, twin.digest, Classification(relationship, twin)) == (one, one.digest, before)


def test_a_large_definition_that_has_been_used_can_be_pickled() -> None:
    """Also with a long diagram whose walk is warm."""
    chain = [Criterion(f"c{number}") for number in range(200)]
    one = Definition("d", "t", [Label("x", all_of(*chain)), Label("y", any_of(*chain))], source="s")
    for number in range(200):
        assert Classification(Relationship("B", "S", evidence=[Evidence(chain[number], True)]), one).possible
    assert pickle.loads(pickle.dumps(one)).diagram.size == one.diagram.size  # noqa: S301  # our own bytes


def presumptions(presume: Mapping[AnyCriterion, object]) -> int:
    """Give how many presumptions of a definition can matter."""
    return len(define(presume=presume).presumptions)


def test_a_presumption_that_no_condition_asks_for_changes_nothing() -> None:
    """It is declared, and grants nothing."""
    assert (presumptions({pays: True}), presumptions({pays: True, handling: "p"})) == (1, 1)


def test_presumptions_are_granted_only_where_nothing_is_known() -> None:
    """Evidence, contested included, overrides a presumption."""
    one = define(presume={pays: True})
    (variable,) = [variable for variable in one.diagram.variables if variable.criterion == pays]
    yes, no = variable.bit(True), variable.bit(False)
    assert [one.grant(known) for known in (0, yes, no, yes | no)] == [yes, yes, no, yes | no]


def test_a_definition_prints_as_name_and_version() -> None:
    """Short, for explanations; the exact form is not promised."""
    assert ("acme" in str(define()), "2" in str(define()), len(str(define())) < 40) == (True, True, True)


def test_the_rank_of_no_label_of_the_definition_is_refused() -> None:
    """A word that is no label has no rank; no label ranks below all."""
    one = Definition("d", "t", [Label("high", pays), Label("low")], source="s")
    assert (one.rank("high"), one.rank("low"), one.rank(None)) == (2, 1, 0)
    with pytest.raises(InvalidValueError):
        one.rank("middle")


def test_a_criterion_and_one_sides_of_the_same_name_are_refused_together() -> None:
    """`loyal` and `loyal.buyer` in one text could not be told apart."""
    with pytest.raises(InvalidDefinitionError) as caught:
        Definition("d", "t", [Label("x", Criterion("same") & Criterion("same.buyer"))], source="s")
    assert [one.path for one in caught.value.exceptions if isinstance(one, DefinitionError)] == ["$.labels[0].when"]


def test_any_text_has_a_digest() -> None:
    """Half a pair of surrogates, too, which no encoding writes."""
    first, second = (Definition("d", title, [Label("a", Criterion("x"))], source="s") for title in ("\ud800", "\ud801"))
    assert (len(first.digest), first.digest == second.digest) == (64, False)


def test_directions_are_those_intended_unless_others_are_given() -> None:
    """Of what is asked; what is given goes first, by name or as a criterion."""
    found = define(intends=Intent(raises=[pays, trust], lowers=[loyal]))
    assert found.directions() == (["pays", "trust"], ["loyal"])
    assert found.directions(raises=["loyal"], lowers=[trust]) == (["loyal", "pays"], ["trust"])
