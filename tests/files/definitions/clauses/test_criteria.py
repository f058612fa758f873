"""Tests of `relabel.files.definitions.clauses.criteria`: criteria and answers as plain data."""

from typing import Any

import attrs
import pytest

from relabel import AnyCriterion, Choice, Criterion, Definition, Label, Measure, Scale, Side, per_side
from relabel.core.definitions.document import to_document
from relabel.errors import DefinitionError
from relabel.files.definitions.clauses.criteria import read_declarations
from relabel.files.definitions.clauses.cursor import Cursor


def read(criteria: object) -> dict[str, AnyCriterion]:
    """Read declarations in which nothing is wrong."""
    problems: list[DefinitionError] = []
    found = read_declarations(Cursor(criteria, "$.criteria", problems))
    assert (problems, found.faulty) == ([], frozenset())
    return dict(found.criteria)


def declared(*criteria: AnyCriterion) -> object:
    """Give the declarations of criteria, as they are written."""
    return to_document(Definition("one", "t", [Label("a")], source="s", mentions=criteria))["criteria"]


ALL = [
    Criterion("pays"),
    Criterion("pays.buyer", "  ", about=Side.SELLER),
    Choice("handling", "How?", options=["a b", "no"], about=Side.BUYER),
    Scale("trust", low=-1, high=3),
    Scale("risk", levels=["low", "high"]),
    Scale("risk", levels=["low", "high"], low=0),
    Measure("spend", "How much?", unit=" EUR/year", about=Side.SELLER),
]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_every_kind_comes_back(one: AnyCriterion) -> None:
    """With its question, side and domain."""
    assert read(declared(one)) == {one.name: one}


def test_a_key_is_the_name_unless_it_is_taken() -> None:
    """Other words for one name get a number; the same criterion twice is one."""
    one, other, third = (Criterion("pays", question) for question in "abc")
    assert read(declared(one, other, one, ALL[3], third)) == {
        "pays": one,
        "pays-2": other,
        "trust": ALL[3],
        "pays-3": third,
    }


def test_one_declaration_may_be_for_each_side() -> None:
    """As `per_side` in Python; other kinds as well."""
    loyal = per_side("loyal", "Is the {side} loyal?")
    assert read({"loyal": {"question": "Is the {side} loyal?", "per_side": True}}) == {
        "loyal.buyer": loyal.buyer,
        "loyal.seller": loyal.seller,
    }
    found = read({"trust": {"kind": "scale", "low": 1, "high": 3, "per_side": True}})
    assert list(found.values()) == [Scale(f"trust.{side.value}", low=1, high=3, about=side) for side in Side]


def test_a_side_in_braces_is_text_elsewhere() -> None:
    """Only a declaration for each side fills it in."""
    assert read({"loyal": {"question": "{side}?", "per_side": False}}) == {"loyal": Criterion("loyal", "{side}?")}


def test_no_criteria_are_none() -> None:
    """A document need not declare any."""
    assert read({}) == {}


CHOICE, SCALE, MEASURE = {"kind": "choice"}, {"kind": "scale"}, {"kind": "measure"}
WRONG: dict[str, tuple[object, str, str]] = {
    "list": ([], "$.criteria", "a table"),
    "neither text nor table": ({"pays": True}, "$.criteria['pays']", "a table"),
    "no question": ({"all": {"questions": {"pays": 1}}}, "$.criteria['all'].questions['pays']", "text"),
    "a key beside questions": ({"all": {"name": "x", "questions": {}}}, "$.criteria['all'].name", "one of kind"),
    "answers of several": (
        {"all": {"kind": "choice", "questions": {"a": "A?", "b": "B?"}}},
        "$.criteria['all']",
        "the key 'options'",
    ),
    "key": ({"pays": {"qeustion": ""}}, "$.criteria['pays'].qeustion", "did you mean 'question'?"),
    "kind": ({"pays": {"kind": "Choice"}}, "$.criteria['pays'].kind", "did you mean 'choice'?"),
    "kind of boolean": ({"pays": {"kind": True}}, "$.criteria['pays'].kind", "found true"),
    "question": ({"pays": {"question": 3}}, "$.criteria['pays'].question", 'in quotes: "3"'),
    "about": ({"pays": {"about": "us"}}, "$.criteria['pays'].about", "'buyer', 'seller'"),
    "per side": ({"pays": {"per_side": "yes"}}, "$.criteria['pays'].per_side", "write true"),
    "per side about": ({"pays": {"per_side": True, "about": "buyer"}}, "$.criteria['pays'].about", "about each"),
    "name": ({"Pays": {}}, "$.criteria['Pays']", "snake_case"),
    "other name": ({"pays-2": {"name": "all_of"}}, "$.criteria['pays-2']", "'all_of'"),
    "name of a number": ({"pays-2": {"name": 2}}, "$.criteria['pays-2'].name", "in quotes"),
    "name of a key": ({"pays-2": {}}, "$.criteria['pays-2']", "snake_case"),
    "side of a side": ({"loyal.buyer": {"per_side": True}}, "$.criteria['loyal.buyer']", "snake_case"),
    "no options": ({"a": CHOICE}, "$.criteria['a']", "the key 'options'"),
    "one option": ({"a": {**CHOICE, "options": ["x"]}}, "$.criteria['a']", "two or more"),
    "options alike": ({"a": {**CHOICE, "options": ["x", "X"]}}, "$.criteria['a']", "two or more"),
    "options as text": ({"a": {**CHOICE, "options": "x, y"}}, "$.criteria['a'].options", "an array"),
    "an option that is a number": ({"a": {**CHOICE, "options": ["x", 1]}}, "$.criteria['a'].options[1]", "in quotes"),
    "options without kind": ({"a": {"options": ["x", "y"]}}, "$.criteria['a'].options", "kind = 'choice'"),
    "no high": ({"a": {**SCALE, "low": 1}}, "$.criteria['a']", "the key 'high'"),
    "high below low": ({"a": {**SCALE, "low": 2, "high": 1}}, "$.criteria['a']", "low below high"),
    "half a level": ({"a": {**SCALE, "low": 1, "high": 2.5}}, "$.criteria['a'].high", "a whole number"),
    "true level": ({"a": {**SCALE, "low": True, "high": 2}}, "$.criteria['a'].low", "found true"),
    "low of a choice": ({"a": {**CHOICE, "options": ["x", "y"], "low": 0}}, "$.criteria['a'].low", "kind = 'scale'"),
    "whole of a scale": ({"a": {**SCALE, "low": 0, "high": 2, "whole": True}}, "$.criteria['a'].whole", "'measure'"),
    "levels of a measure": ({"a": {**MEASURE, "unit": "EUR", "levels": []}}, "$.criteria['a'].levels", "'scale'"),
    "low as text": ({"a": {**MEASURE, "unit": "EUR", "low": "0"}}, "$.criteria['a'].low", "a number"),
    "whole as text": ({"a": {**MEASURE, "unit": "EUR", "whole": "yes"}}, "$.criteria['a'].whole", "write true"),
    "no numbers": ({"a": {**MEASURE, "unit": "EUR", "low": 2, "high": 1}}, "$.criteria['a']", "low below high"),
    "half a low": ({"a": {**MEASURE, "unit": "EUR", "low": 0.5, "whole": True}}, "$.criteria['a']", "whole numbers"),
    "levels as text": ({"a": {**SCALE, "levels": "low"}}, "$.criteria['a'].levels", "an array"),
    "one level": ({"a": {**SCALE, "levels": ["low"]}}, "$.criteria['a']", "two or more"),
    "more numbers": ({"a": {**SCALE, "levels": ["x", "y"], "low": 1, "high": 5}}, "$.criteria['a']", "2 numbers"),
    "levels of a choice": (
        {"a": {**CHOICE, "options": ["x", "y"], "levels": ["x", "y"]}},
        "$.criteria['a'].levels",
        "'scale'",
    ),
    "no unit": ({"a": MEASURE}, "$.criteria['a']", "the key 'unit'"),
    "blank unit": ({"a": {**MEASURE, "unit": " "}}, "$.criteria['a'].unit", "not blank"),
    "sides that are none": ({"loyal": {"buyer": 3}}, "$.criteria['loyal.buyer']", "a table"),
}


@pytest.mark.parametrize("slip", WRONG)
def test_what_is_wrong_is_refused_once(slip: str) -> None:
    """With its path, and what to write instead."""
    criteria, path, text = WRONG[slip]
    problems: list[DefinitionError] = []
    found = read_declarations(Cursor(criteria, "$.criteria", problems))
    assert [(problem.path, text in str(problem)) for problem in problems] == [(path, True)]
    assert found.criteria == {}


def test_what_is_faulty_is_known_by_every_key() -> None:
    """So that its uses are not reported as well."""
    problems: list[DefinitionError] = []
    found = read_declarations(Cursor({"loyal": {"per_side": 1}}, "$.criteria", problems))
    cursors: list[Any] = [Cursor(key, "$", problems) for key in ("loyal", "loyal.buyer", "loyal.seller")]
    assert [found.find(cursor.value, cursor) for cursor in cursors] == [None] * 3
    assert [found.named(cursor.value, cursor) for cursor in cursors] == [None] * 3
    assert len(problems) == 1


def test_a_question_alone_is_answered_by_yes_or_no() -> None:
    """Most criteria are of that kind; a side may have its own."""
    questions = {"pays": "Do they pay?", "loyal": {"buyer": "Is the buyer loyal?"}}
    pays, loyal = Criterion("pays", "Do they pay?"), Criterion("loyal.buyer", "Is the buyer loyal?")
    assert read(questions) == {"pays": pays, "loyal.buyer": loyal}


@pytest.mark.parametrize("one", [*ALL[2:], Criterion("meets", may_be_na=True)], ids=lambda one: one.name)
def test_several_questions_may_have_the_answers_in_common(one: AnyCriterion) -> None:
    """Each is a criterion of its own; a name with a point is one."""
    written = declared(one)
    assert isinstance(written, dict)
    shared = {key: value for key, value in written[one.name].items() if key != "question"}
    questions = {"first": "What first?", "second": "What next?"}
    found = read({"all": {**shared, "questions": questions}})
    assert found == {name: attrs.evolve(one, name=name, question=question) for name, question in questions.items()}
    if one.about is None:
        sided = read({"all": {**shared, "questions": {"loyal": {"buyer": "Is the buyer?"}}}})
        assert sided == {"loyal.buyer": attrs.evolve(one, name="loyal.buyer", question="Is the buyer?")}
        both = read({"all": {**shared, "per_side": True, "questions": questions}})
        assert [*both] == ["first.buyer", "first.seller", "second.buyer", "second.seller"]


def test_each_name_is_declared_once() -> None:
    """Alone or with others."""
    problems: list[DefinitionError] = []
    read_declarations(Cursor({"pays": "Do they?", "all": {"questions": {"pays": "Do they?"}}}, "$.criteria", problems))
    assert [str(problem) for problem in problems] == ["found 'pays' again, expected each name once @ $.criteria"]
