"""Tests of `relabel.files.definitions.document`: definitions as plain data, strict, with every problem at once."""

import copy
import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from relabel import (
    Base,
    Choice,
    Criterion,
    Definition,
    EvidencePolicy,
    Example,
    Intent,
    Label,
    Measure,
    Scale,
    Side,
)
from relabel.core.definitions.document import FORMAT, to_document
from relabel.core.model.examples import Standing
from relabel.errors import DefinitionError, InvalidDefinitionError
from relabel.files.definitions.document import from_document
from relabel.plugins import marc, thetapoint

pays = Criterion("pays", "Do they pay?")
loyal = Criterion("loyal.buyer", "Is the buyer loyal?", about=Side.BUYER)
handling = Choice("handling", "How are issues handled?", options=["escalated", "discussed"])
trust = Scale("trust", low=1, high=5)
spend = Measure("spend", "What do they spend?", unit="EUR/year")
years = Measure("years", "For how long?", unit="years")

WHOLE = Definition(
    "whole",
    "Everything that a definition may have",
    [Label("partner", pays & loyal), Label("client", handling.is_("discussed") | (spend >= Decimal("0.1")))],
    given_to=None,
    ordered=True,
    source="test_documents.py",
    version="2026.1",
    presume={pays: True, spend: Decimal("0.1")},
    disregard=[years],
    mentions=[trust],
    policy=EvidencePolicy(shelf_life=timedelta(days=365), hearsay="disregard").override(
        spend, shelf_life=None, conflicts="latest"
    ),
    aliases={"friend": "partner"},
    based_on=Base("base", "1", "0f"),
    examples=[
        Example("one", {pays: False, spend: 0.5, trust: 3}, "client"),
        Example("none", {}, None),
        Example("hardly", {pays: True}, Standing.OPEN),
    ],
    intends=Intent(raises=[pays], lowers=[trust], overlaps=[("partner", "client")], gap=True, cannot_change=[pays]),
)

DOCUMENT: dict[str, Any] = {  # Any: plain data
    "format": 1,
    "name": "whole",
    "title": "Everything that a definition may have",
    "source": "test_documents.py",
    "version": "2026.1",
    "given_to": "relationship",
    "ordered": True,
    "criteria": {
        "pays": {"question": "Do they pay?"},
        "loyal.buyer": {"question": "Is the buyer loyal?", "about": "buyer"},
        "handling": {
            "kind": "choice",
            "question": "How are issues handled?",
            "options": ["escalated", "discussed"],
        },
        "spend": {"kind": "measure", "question": "What do they spend?", "unit": "EUR/year"},
        "years": {"kind": "measure", "question": "For how long?", "unit": "years"},
        "trust": {"kind": "scale", "low": 1, "high": 5},
    },
    "labels": [
        {"name": "partner", "when": {"all": ["pays", "loyal.buyer"]}},
        {
            "name": "client",
            "when": {"any": [{"criterion": "handling", "is": "discussed"}, {"criterion": "spend", "at_least": "0.1"}]},
        },
    ],
    "presume": {"pays": True, "spend": "0.1"},
    "disregard": ["years"],
    "mentions": ["trust"],
    "policy": {
        "shelf_life_days": 365,
        "hearsay": "disregard",
        "overrides": {"spend": {"shelf_life_days": "unlimited", "conflicts": "latest"}},
    },
    "aliases": {"friend": "partner"},
    "examples": [
        {"name": "one", "answers": {"pays": False, "spend": 0.5, "trust": 3}, "expect": "client"},
        {"name": "none", "answers": {}, "no_label": True},
        {"name": "hardly", "answers": {"pays": True}, "open": True},
    ],
    "intends": {
        "raises": ["pays"],
        "lowers": ["trust"],
        "overlaps": [["partner", "client"]],
        "gap": True,
        "cannot_change": ["pays"],
    },
    "based_on": {"name": "base", "version": "1", "digest": "0f"},
}

SMALL: dict[str, Any] = {  # Any: as above
    "name": "small",
    "title": "As little as may be",
    "source": "test_documents.py",
    "criteria": {"pays": {}},
    "labels": [{"name": "client", "when": "pays"}],
}


def problems(document: object, **options: Any) -> list[DefinitionError]:
    """Give what is wrong with a document."""
    with pytest.raises(InvalidDefinitionError) as caught:
        from_document(document, **options)
    found: tuple[Any, ...] = caught.value.exceptions
    return list(found)


def changed(**changes: Any) -> dict[str, Any]:
    """Give the whole document with other values under some keys, which are removed where the value is `...`."""
    document = {**copy.deepcopy(DOCUMENT), **changes}
    return {key: value for key, value in document.items() if value is not ...}


def test_everything_has_its_place() -> None:
    """This is the form; a change to it is a change of its version."""
    assert (to_document(WHOLE), FORMAT) == (DOCUMENT, 1)


def test_a_document_is_read_as_it_is_written() -> None:
    """From the data to the definition."""
    assert from_document(DOCUMENT) == WHOLE


def test_what_is_usual_may_be_left_out() -> None:
    """The same as in Python."""
    expected = Definition(
        "small", "As little as may be", [Label("client", Criterion("pays"))], source="test_documents.py"
    )
    assert from_document(SMALL) == expected
    assert (expected.version, expected.given_to, expected.ordered) == ("1", Side.BUYER, True)


def test_what_is_empty_is_not_written() -> None:
    """A file holds what it says."""
    assert set(to_document(from_document(SMALL))) == {*SMALL, "format", "version", "given_to", "ordered"}


@pytest.mark.parametrize("one", [marc.MARC, *thetapoint.relabel_definitions()], ids=lambda one: one.name)
def test_the_published_definitions_come_back(one: Definition) -> None:
    """With their digests, through JSON."""
    found = from_document(json.loads(json.dumps(to_document(one))))
    assert (found, found.digest) == (one, one.digest)


def test_a_definition_without_criteria_comes_back() -> None:
    """The same label for everybody."""
    one = Definition("all", "All the same", [Label("client")], source="s")
    assert from_document(to_document(one)) == one


def test_one_question_in_several_ways_comes_back() -> None:
    """A lent definition may word a question of its own; each wording has a key."""
    inner = Definition("inner", "t", [Label("a", Criterion("pays", "Pay they?"))], source="s")
    one = Definition("outer", "t", [Label("b", pays & inner.is_("a"))], source="s")
    document = to_document(one)
    assert document["criteria"] == {
        "pays": {"question": "Do they pay?"},
        "pays-2": {"name": "pays", "question": "Pay they?"},
    }
    assert document["lent"] == {"inner": [{"name": "a", "when": "pays-2"}]}
    assert from_document(document) == one


def test_options_in_another_order_are_another_wording() -> None:
    """The order in which options are shown is kept."""
    other = Choice("handling", "How are issues handled?", options=["discussed", "escalated"])
    labels = [Label("a", handling.is_("discussed")), Label("b", other.is_("escalated"))]
    one = Definition("twice", "t", labels, source="s")
    assert from_document(to_document(one)) == one


@pytest.mark.parametrize(
    "answer",
    [0, -7, 10**30, 0.1, 2.5, 1e16, 5e-324, Decimal("0.1"), Decimal("-0.10"), Decimal("1E+20"), Decimal("1E-9")],
)
def test_numbers_come_back_through_json(answer: float | Decimal) -> None:
    """A float is the same float, and what no float holds is not rounded."""
    one = Definition("d", "t", [Label("a", spend > answer)], source="s", presume={spend: answer})
    found = from_document(json.loads(json.dumps(to_document(one))))
    assert (found, found.presume[spend]) == (one, answer)


@pytest.mark.parametrize("days", [0, 1, timedelta.max.days])
def test_a_shelf_life_is_in_days(days: int) -> None:
    """Whole days, none included."""
    found = from_document(changed(policy={"shelf_life_days": days})).policy
    assert found == EvidencePolicy(shelf_life=timedelta(days=days))


@pytest.mark.parametrize("life", ["0 days", "30 days", "1 month", "18 months", "2 years"])
def test_a_shelf_life_may_be_by_the_calendar(life: str) -> None:
    """In words; what is in days is written as a number again, and means the same."""
    one = from_document(changed(policy={"shelf_life": life}))
    assert one.policy == EvidencePolicy(shelf_life=life)
    again = from_document(json.loads(json.dumps(to_document(one))))
    assert (again, again.digest) == (one, one.digest)


def test_remarks_and_what_evidence_must_have_are_read() -> None:
    """An override may drop what is demanded of the others."""
    policy = {"requires": ["source"], "conflicts": "yes_wins", "overrides": {"pays": {"requires": []}}}
    one = from_document(changed(policy=policy, remarks=["gut feeling"]))
    assert one.policy == EvidencePolicy(requires="source", conflicts="yes_wins").override("pays", requires=())
    assert one.remarks == ("gut feeling",)
    assert from_document(json.loads(json.dumps(to_document(one)))).digest == one.digest


def test_a_criterion_may_outlast_a_shelf_life_in_words() -> None:
    """Without a limit, under either key."""
    for key in ("shelf_life", "shelf_life_days"):
        found = from_document(changed(policy={"shelf_life": "2 years", "overrides": {"pays": {key: "unlimited"}}}))
        assert found.policy == EvidencePolicy(shelf_life="2 years").override("pays", shelf_life=None)


def test_an_override_says_what_is_different() -> None:
    """The rest is as the policy has it."""
    policy = {
        "shelf_life_days": 30,
        "hearsay": "disregard",
        "overrides": {"pays": {"conflicts": "latest"}, "years": {}},
    }
    found = from_document(changed(policy=policy)).policy
    assert found.of("pays") == EvidencePolicy(shelf_life=timedelta(days=30), hearsay="disregard", conflicts="latest")
    assert found.of("years") == EvidencePolicy(shelf_life=timedelta(days=30), hearsay="disregard")


def test_a_name_with_a_point_may_be_a_table_in_a_table() -> None:
    """As TOML reads `loyal.buyer = true`."""
    criteria = {"pays": {}, "loyal": {"buyer": {"question": "B?"}, "seller": {"kind": "scale", "low": 0, "high": 2}}}
    found = from_document(
        {
            **SMALL,
            "criteria": criteria,
            "labels": [{"name": "client", "when": {"all": ["pays", "loyal.buyer"]}}],
            "presume": {"loyal": {"buyer": False, "seller": 2}},
            "policy": {"overrides": {"loyal": {"buyer": {"conflicts": "latest"}}}},
            "examples": [{"name": "x", "answers": {"loyal": {"seller": 1}}, "no_label": True}],
        }
    )
    presumed = {criterion.name: answer for criterion, answer in found.presume.items()}
    assert (presumed, list(found.policy.overrides)) == ({"loyal.buyer": False, "loyal.seller": 2}, ["loyal.buyer"])
    assert dict(found.examples[0].answers) == {"loyal.seller": 1}


def test_an_address_of_the_schema_is_for_editors() -> None:
    """JSON files say by which schema to check them."""
    assert from_document({"$schema": "./definition.schema.json", **SMALL}) == from_document(SMALL)


WRONG: dict[str, tuple[dict[Any, Any], str, str]] = {
    "unknown key": ({"tilte": "x"}, "$.tilte", "did you mean 'title'?"),
    "odd key": ({"a b": 1}, "$['a b']", "the key 'a b'"),
    "number as a key": ({3: 1}, "$[3]", "the key 3"),
    "no name": ({"name": ...}, "$.name", "found nothing"),
    "no labels": ({"labels": ...}, "$.labels", "found nothing"),
    "empty labels": ({"labels": []}, "$.labels", "at least one"),
    "bad name": ({"name": "Whole Thing"}, "$.name", "lower case"),
    "blank source": ({"source": " "}, "$.source", "not blank"),
    "null": ({"source": None}, "$.source", "found null"),
    "number for text": ({"version": 2026.1}, "$.version", 'in quotes: "2026.1"'),
    "date for text": ({"version": date(2026, 1, 31)}, "$.version", "found 2026-01-31"),
    "list for text": ({"title": ["x"]}, "$.title", "found an array"),
    "long text": ({"given_to": "x" * 500}, "$.given_to", "…"),
    "endless number": ({"title": 10**5000}, "$.title", "too many digits"),
    "format of the future": ({"format": 2}, "$.format", "later version"),
    "format": ({"format": "1"}, "$.format", "expected 1"),
    "true is no format": ({"format": True}, "$.format", "found true"),
    "side": ({"given_to": "Buyer"}, "$.given_to", "did you mean 'buyer'?"),
    "no is not false": ({"ordered": "no"}, "$.ordered", "write false, without quotes"),
    "1 is not true": ({"ordered": 1}, "$.ordered", "found 1"),
    "presume unknown": ({"presume": {"pay": True}}, "$.presume['pay']", "did you mean 'pays'?"),
    "presume no": ({"presume": {"pays": "No"}}, "$.presume['pays']", "write false, without quotes"),
    "presume 1": ({"presume": {"pays": 1}}, "$.presume['pays']", "true or false"),
    "presume an option": ({"presume": {"handling": "discused"}}, "$.presume['handling']", "did you mean 'discussed'?"),
    "presume a level": ({"presume": {"trust": 9}}, "$.presume['trust']", "from 1 to 5"),
    "presume half a level": ({"presume": {"trust": 1.0}}, "$.presume['trust']", "from 1 to 5"),
    "presume text": ({"presume": {"trust": "3"}}, "$.presume['trust']", "without quotes"),
    "number in quotes": ({"presume": {"spend": "0.5"}}, "$.presume['spend']", "without quotes"),
    "infinity": ({"presume": {"spend": float("inf")}}, "$.presume['spend']", "EUR/year"),
    "presume a list": ({"presume": ["pays"]}, "$.presume", "found an array"),
    "twice by two ways": (
        {"presume": {"loyal.buyer": True, "loyal": {"buyer": True}}},
        "$.presume['loyal.buyer']",
        "again",
    ),
    "disregard text": ({"disregard": "years"}, "$.disregard", "an array"),
    "disregard unknown": ({"disregard": ["yaers"]}, "$.disregard[0]", "did you mean 'years'?"),
    "disregard a number": ({"disregard": [3]}, "$.disregard[0]", "found 3"),
    "disregard what is asked": ({"disregard": ["pays", "years"]}, "$.labels[0].when", "not in $.disregard"),
    "policy key": ({"policy": {"shelf_live": 3}}, "$.policy.shelf_live", "did you mean 'shelf_life'?"),
    "requires a date": ({"policy": {"requires": ["date"]}}, "$.policy.requires[0]", "one of 'source', 'attested_by'"),
    "requires text": ({"policy": {"requires": "source"}}, "$.policy.requires", "an array"),
    "remark": ({"remarks": ["x", 5]}, "$.remarks[1]", "text"),
    "life without unit": ({"policy": {"shelf_life": 3}}, "$.policy.shelf_life", "such as '30 days' or '2 years'"),
    "life in weeks": ({"policy": {"shelf_life": "2 weeks"}}, "$.policy.shelf_life", "days, months or years"),
    "life as a list": ({"policy": {"shelf_life": ["2 years"]}}, "$.policy.shelf_life", "days, months or years"),
    "words for days": ({"policy": {"shelf_life_days": "2 years"}}, "$.policy.shelf_life_days", "whole number of days"),
    "two lives": (
        {"policy": {"shelf_life": "2 years", "shelf_life_days": 730}},
        "$.policy.shelf_life_days",
        "one of 'shelf_life' and 'shelf_life_days'",
    ),
    "negative days": ({"policy": {"shelf_life_days": -1}}, "$.policy.shelf_life_days", "whole number of days"),
    "too many days": ({"policy": {"shelf_life_days": 10**9}}, "$.policy.shelf_life_days", "whole number of days"),
    "half days": ({"policy": {"shelf_life_days": 1.5}}, "$.policy.shelf_life_days", "whole number of days"),
    "true days": ({"policy": {"shelf_life_days": True}}, "$.policy.shelf_life_days", "whole number of days"),
    "conflicts": ({"policy": {"conflicts": "last"}}, "$.policy.conflicts", "'contested', 'latest'"),
    "hearsay": ({"policy": {"hearsay": True}}, "$.policy.hearsay", "found true"),
    "override unknown": ({"policy": {"overrides": {"spent": {}}}}, "$.policy.overrides['spent']", "mean 'spend'?"),
    "override in override": (
        {"policy": {"overrides": {"spend": {"overrides": {}}}}},
        "$.policy.overrides['spend'].overrides",
        "the key 'overrides'",
    ),
    "alias": ({"aliases": {"friend": "partnr"}}, "$.aliases['friend']", "did you mean 'partner'?"),
    "alias to nothing": ({"aliases": {"friend": None}}, "$.aliases['friend']", "found null"),
    "alias in a list": ({"aliases": [["friend", "partner"]]}, "$.aliases", "a table"),
    "example name": ({"examples": [{"answers": {}, "expect": "client"}]}, "$.examples[0].name", "found nothing"),
    "example label": ({"examples": [{"name": "x", "expect": "clint"}]}, "$.examples[0].expect", "mean 'client'?"),
    "example without": ({"examples": [{"name": "x"}]}, "$.examples[0]", "either 'expect' or 'no_label'"),
    "example with both": (
        {"examples": [{"name": "x", "expect": "client", "no_label": True}]},
        "$.examples[0]",
        "'expect' and 'no_label'",
    ),
    "example with not no label": ({"examples": [{"name": "x", "no_label": False}]}, "$.examples[0].no_label", "true"),
    "example expects 3": ({"examples": [{"name": "x", "expect": 3}]}, "$.examples[0].expect", "in quotes"),
    "example criterion": (
        {"examples": [{"name": "x", "answers": {"pay": True}, "expect": "client"}]},
        "$.examples[0].answers['pay']",
        "did you mean 'pays'?",
    ),
    "example answer": (
        {"examples": [{"name": "x", "answers": {"pays": "yes"}, "expect": "client"}]},
        "$.examples[0].answers['pays']",
        "write true, without quotes",
    ),
    "intent": ({"intends": {"raises": ["pay"]}}, "$.intends.raises[0]", "did you mean 'pays'?"),
    "open and more": (
        {"examples": [{"name": "a", "open": True, "no_label": True}]},
        "$.examples[0]",
        "one of 'expect', 'no_label' and 'open'",
    ),
    "not open": ({"examples": [{"name": "a", "open": False}]}, "$.examples[0].open", "true, or no such key"),
    "intent of a number": ({"intends": {"lowers": [1]}}, "$.intends.lowers[0]", "found 1"),
    "intent key": ({"intends": {"rises": []}}, "$.intends.rises", "did you mean 'raises'?"),
    "intent of a choice": ({"intends": {"raises": ["handling"]}}, "$.intends.raises[0]", "have an order"),
    "overlap of three": ({"intends": {"overlaps": [["a", "b", "c"]]}}, "$.intends.overlaps[0]", "two labels"),
    "overlaps as text": ({"intends": {"overlaps": "al"}}, "$.intends.overlaps", "did you mean 'all'?"),
    "overlap of text": ({"intends": {"overlaps": ["partner"]}}, "$.intends.overlaps[0]", "an array"),
    "overlap of others": ({"intends": {"overlaps": [["partner", "x"]]}}, "$.intends.overlaps[0]", "two of"),
    "overlap of numbers": ({"intends": {"overlaps": [["partner", 1]]}}, "$.intends.overlaps[0][1]", "in quotes"),
    "gap": ({"intends": {"gap": "true"}}, "$.intends.gap", "write true, without quotes"),
    "base": ({"based_on": {"name": "x", "version": "1"}}, "$.based_on.digest", "found nothing"),
    "base of numbers": (
        {"based_on": {"name": "x", "version": 1, "digest": ""}},
        "$.based_on.version",
        'in quotes: "1"',
    ),
    "label without name": ({"labels": [{"when": "pays"}]}, "$.labels[0].name", "found nothing"),
    "label with spaces": ({"labels": [{"name": " client"}]}, "$.labels[0].name", "without space"),
    "label key": ({"labels": [{"name": "client", "if": "pays"}]}, "$.labels[0].if", "one of name, when"),
    "label text": ({"labels": ["client"]}, "$.labels[0]", "a table"),
    "labels text": ({"labels": "client"}, "$.labels", "an array"),
    "otherwise first": (
        {"labels": [{"name": "client"}, {"name": "partner", "when": "pays"}]},
        "$.labels[0].when",
        "only the last label",
    ),
    "label twice": (
        {"labels": [{"name": "client", "when": "pays"}, {"name": "Client"}]},
        "$.labels[1].name",
        "$.labels[0]",
    ),
    "unused lent": ({"lent": {"other": [{"name": "a"}]}}, "$.lent['other']", "its use in a condition"),
    "lent list": ({"lent": []}, "$.lent", "a table"),
    "unused": ({"mentions": []}, "$.criteria['trust']", "its use in a condition"),
}


@pytest.mark.parametrize("change", WRONG)
def test_what_is_wrong_is_refused_with_its_path(change: str) -> None:
    """Each slip is named where it is, with what was expected or the nearest right word."""
    changes, path, text = WRONG[change]
    document = {key: value for key, value in {**copy.deepcopy(DOCUMENT), **changes}.items() if value is not ...}
    found = [problem for problem in problems(document) if problem.path == path]
    assert [text in str(problem) for problem in found] == [True]


@pytest.mark.parametrize("document", [None, [], "name", 3, {}])
def test_what_is_no_definition_is_refused(document: object) -> None:
    """Whatever it is."""
    found = problems(document)
    assert {problem.path for problem in found} <= {"$", "$.name", "$.title", "$.source", "$.labels"}


def test_a_criteria_file_is_called_one() -> None:
    """Whatever else a definition has is not missed; a definition with bare words for labels is still one."""
    sheet: dict[str, object] = {
        "name": "ours",
        "labels": ["partner"],
        "criteria": {"pays": "Do they pay?"},
        "steps": {},
    }
    with pytest.raises(InvalidDefinitionError) as caught:
        from_document(sheet)
    (problem,) = caught.value.exceptions
    assert isinstance(problem, DefinitionError)
    assert (problem.path, problem.found) == ("$", "found a criteria file, which has words and no conditions")
    assert "`relabel elicit`" in problem.expected
    others: list[dict[str, object]] = [{"title": "Ours"}, {"source": "-"}, {"extends": "marc"}, {"labels": []}]
    others.append({"labels": ["a", {}]})
    for other in others:
        with pytest.raises(InvalidDefinitionError) as caught:
            from_document({**sheet, **other})
        assert "criteria file" not in str(caught.value)


def test_everything_is_reported_at_once() -> None:
    """Problems of all parts, once each, whether they show in the data or in the definition that it makes."""
    document = changed(
        titel="x",
        version=1,
        ordered="yes",
        criteria={**DOCUMENT["criteria"], "mood": {"kind": "chioce"}},
        labels=[
            {"name": "partner", "when": {"all": ["pays", {"any": ["loyal.byuer"]}, {"nto": "pays"}]}},
            {"name": "client", "when": {"criterion": "handling", "is": "discused"}},
        ],
        presume={"pays": "yes", "mood": "good"},
        aliases={"friend": "pratner"},
        examples=[{"name": "one", "answers": {"mood": "good"}, "expect": "cilent"}],
    )
    assert [problem.path for problem in problems(document)] == [
        "$.titel",
        "$.criteria['mood'].kind",
        "$.version",
        "$.labels[0].when.all[1].any[0]",
        "$.labels[0].when.all[2]",
        "$.labels[1].when.is",
        "$.ordered",
        "$.presume['pays']",
        "$.aliases['friend']",
        "$.examples[0].expect",
    ]


def test_one_slip_is_one_problem() -> None:
    """What follows from it is not reported as well: uses of a criterion whose declaration is wrong."""
    criteria = {**DOCUMENT["criteria"], "pays": {"qestion": "Do they pay?"}}
    assert [problem.path for problem in problems(changed(criteria=criteria))] == ["$.criteria['pays'].qestion"]


def test_positions_are_those_of_the_document() -> None:
    """A slip in one example does not move the others."""
    examples = [{"name": "a"}, {"name": "b", "expect": "clint"}]
    assert [problem.path for problem in problems(changed(examples=examples))] == ["$.examples[0]"]


def test_two_meanings_of_one_name_are_refused() -> None:
    """A second key for a name puts the same question in other words, not another question."""
    criteria = {"pays": {}, "pays-2": {"name": "pays", "kind": "measure", "unit": "EUR"}}
    document = {**SMALL, "criteria": criteria, "mentions": ["pays-2"]}
    assert [problem.path for problem in problems(document)] == ["$.mentions[0]"]


def test_stand_ins_are_never_mentioned() -> None:
    """Where something else is wrong, too, no message speaks of a place that the author did not write."""
    criteria = {"pays": {}, "pays-2": {"name": "pays", "kind": "measure", "unit": "EUR"}}
    document = {**SMALL, "title": "", "criteria": criteria, "disregard": ["pays-2"]}
    found = problems(document)
    assert {problem.path for problem in found} == {"$.title", "$.labels[0].when", "$.disregard[0]"}
    assert [problem for problem in found if "mentions" in str(problem)] == []


def test_the_message_names_the_place() -> None:
    """Such as the name of a file."""
    with pytest.raises(InvalidDefinitionError, match=r"^acme\.json: 1 problem, "):
        from_document({**SMALL, "title": ""}, place="acme.json")
    with pytest.raises(InvalidDefinitionError, match=r"^document: 2 problems, "):
        from_document({**SMALL, "title": "", "source": ""})
