"""Tests of `relabel.files.definitions.clauses.conditions`: conditions as plain data."""

from decimal import Decimal
from typing import Any

import pytest

from relabel import (
    AnyCriterion,
    Choice,
    Condition,
    Criterion,
    Definition,
    Label,
    Measure,
    Scale,
    all_of,
    any_of,
    at_least,
    at_most,
    exactly,
    named,
    points,
)
from relabel.core.definitions.document import to_document
from relabel.core.model.conditions import MAX_DEPTH, MAX_SIZE, Is
from relabel.errors import DefinitionError
from relabel.files.definitions.clauses.conditions import Clauses
from relabel.files.definitions.clauses.criteria import Declarations
from relabel.files.definitions.clauses.cursor import Cursor
from relabel.files.definitions.document import from_document

pays = Criterion("pays")
meets = Criterion("meets")
handling = Choice("handling", options=["escalated", "discussed", "ignored"])
trust = Scale("trust", low=1, high=5)
risk = Scale("risk", levels=["low", "moderate", "high"])
spend = Measure("spend", unit="EUR/year")
CRITERIA: tuple[AnyCriterion, ...] = (pays, meets, handling, trust, risk, spend)
OTHER = Definition("other", "t", [Label("partner", pays & meets), Label("client", pays)], source="s")
LENT: dict[str, Any] = {
    "other": to_document(OTHER)["labels"],
    "outer": [{"name": "a", "when": {"definition": "other", "gives": "partner"}}, {"name": "b"}],
}


FIT = named("fit", at_least(2, pays, meets, trust >= 3), "Good fit")
SCORE = named("score", points({pays: 2, trust: 1, handling: {"escalated": 1, "ignored": -2}, FIT: 3}))
PARTS = {
    "fit": {
        "title": "Good fit",
        "when": {"at_least": 2, "of": ["pays", "meets", {"criterion": "trust", "at_least": 3}]},
    },
    "score": {"points": {"pays": 2, "trust": 1, "handling": {"escalated": 1, "ignored": -2}, "fit": 3}},
}


def read(
    clause: object, lent: dict[str, Any] | None = None, parts: dict[str, Any] | None = None
) -> tuple[Condition | None, list[DefinitionError]]:
    """Read a clause, with what is wrong with it."""
    problems: list[DefinitionError] = []
    declared = Declarations({one.name: one for one in CRITERIA}, frozenset({"broken"}))
    cursors = {name: Cursor(rungs, f"$.lent[{name!r}]", problems) for name, rungs in (lent or LENT).items()}
    named = {name: Cursor(part, f"$.parts[{name!r}]", problems) for name, part in (parts or PARTS).items()}
    return Clauses(declared, cursors, named).read(Cursor(clause, "$.when", problems)), problems


CLAUSES: list[tuple[Condition, object]] = [
    (pays.to_condition(), "pays"),
    (~pays, {"not": "pays"}),
    (pays & meets, {"all": ["pays", "meets"]}),
    (pays | ~meets, {"any": ["pays", {"not": "meets"}]}),
    (all_of(), {"all": []}),
    (any_of(), {"any": []}),
    (at_least(1, pays, meets), {"at_least": 1, "of": ["pays", "meets"]}),
    (at_most(0, pays), {"at_most": 0, "of": ["pays"]}),
    (exactly(-1), {"exactly": -1, "of": []}),
    (handling.is_("discussed"), {"criterion": "handling", "is": "discussed"}),
    (handling.in_("escalated", "ignored"), {"criterion": "handling", "in": ["escalated", "ignored"]}),
    (trust.is_(1), {"criterion": "trust", "is": 1}),
    (trust.in_(1, 5), {"criterion": "trust", "in": [1, 5]}),
    (trust >= 4, {"criterion": "trust", "at_least": 4}),
    (trust < 4, {"criterion": "trust", "below": 4}),
    (risk >= "moderate", {"criterion": "risk", "at_least": "moderate"}),
    (risk.between("low", "moderate"), {"criterion": "risk", "at_least": "low", "at_most": "moderate"}),
    (risk.in_("low", "high"), {"criterion": "risk", "in": ["low", "high"]}),
    (
        points({pays: 0.5, risk: Decimal("0.35")}) >= 0.85,
        {
            "points": {"pays": 0.5, "risk": "0.35"},
            "at_least": "0.85",
        },
    ),
    (points({risk: 2}) > 3, {"points": {"risk": 2}, "more_than": 3}),
    (spend > 0.5, {"criterion": "spend", "more_than": 0.5}),
    (spend <= Decimal("0.1"), {"criterion": "spend", "at_most": "0.1"}),
    (spend.between(1, 5), {"criterion": "spend", "at_least": 1, "at_most": 5}),
    ((spend > 1) & (spend < 5), {"criterion": "spend", "more_than": 1, "below": 5}),
    (
        (spend <= 5) & (spend >= 1),
        {"all": [{"criterion": "spend", "at_most": 5}, {"criterion": "spend", "at_least": 1}]},
    ),
    (
        (spend >= 1) & (trust <= 5),
        {"all": [{"criterion": "spend", "at_least": 1}, {"criterion": "trust", "at_most": 5}]},
    ),
    (
        points({pays: 2, trust: 1, spend >= 5: -1}) >= 3,
        {
            "points": [
                {"weight": 2, "when": "pays"},
                {"weight": 1, "level_of": "trust"},
                {"weight": -1, "when": {"criterion": "spend", "at_least": 5}},
            ],
            "at_least": 3,
        },
    ),
    (points({}) > 0, {"points": {}, "more_than": 0}),
    (
        points({handling.is_("ignored"): 1, pays: 2, handling.is_("discussed"): 1}) > 0,
        {
            "points": [
                {"weight": 1, "when": {"criterion": "handling", "is": "ignored"}},
                {"weight": 2, "when": "pays"},
                {"weight": 1, "when": {"criterion": "handling", "is": "discussed"}},
            ],
            "more_than": 0,
        },
    ),
    (points({pays: 1}).compare("==", 1), {"points": {"pays": 1}, "exactly": 1}),
    (FIT, "fit"),
    (SCORE >= 3, {"part": "score", "at_least": 3}),
    (
        ~FIT & (SCORE > 1) & (SCORE < 9),
        {"all": [{"not": "fit"}, {"part": "score", "more_than": 1}, {"part": "score", "below": 9}]},
    ),
    (OTHER.is_("client"), {"definition": "other", "gives": "client"}),
    (OTHER.is_(None), {"definition": "other", "no_label": True}),
    (Is(pays, (False,)), {"criterion": "pays", "in": [False]}),
    (Is(pays, (False, True)), {"criterion": "pays", "in": [False, True]}),
]


@pytest.mark.parametrize(("condition", "clause"), CLAUSES, ids=lambda one: str(one)[:60])
def test_every_kind_of_condition_has_a_clause(condition: Condition, clause: object) -> None:
    """There and back."""
    one = Definition("one", "t", [Label("a", condition)], source="s")
    assert to_document(one)["labels"] == [{"name": "a", "when": clause}]
    assert read(clause) == (condition, [])


@pytest.mark.parametrize(
    ("clause", "condition"),
    [
        ({"criterion": "pays", "is": True}, pays.to_condition()),
        ({"criterion": "pays", "is": False}, ~pays),
        ({"criterion": "handling", "in": ["ignored", "escalated"]}, handling.in_("escalated", "ignored")),
        ({"all": ["pays", {"all": ["meets", {"criterion": "trust", "at_least": 2}]}]}, all_of(pays, meets, trust >= 2)),
        ({"all": ["pays"]}, pays.to_condition()),
        ({"not": {"not": "pays"}}, pays.to_condition()),
        ({"all": [{"criterion": "spend", "at_least": 1, "at_most": 5}, "pays"]}, spend.between(1, 5) & pays),
        (
            {"points": [{"weight": 1, "when": "pays"}, {"weight": 2, "when": "pays"}], "at_least": 1, "below": 9},
            points({pays: 3}).compare(">=", 1) & points({pays: 3}).compare("<", 9),
        ),
        ({"criterion": "spend", "at_least": Decimal("0.1")}, spend >= Decimal("0.1")),
    ],
)
def test_a_clause_says_what_python_would(clause: object, condition: Condition) -> None:
    """Whatever is nested without need comes out flat, and options in their order."""
    assert read(clause) == (condition, [])


def test_a_lent_definition_may_ask_for_another() -> None:
    """Each stands once under lent."""
    outer = Definition("outer", "t", [Label("a", OTHER.is_("partner")), Label("b")], source="s")
    assert read({"definition": "outer", "gives": "b"}) == (outer.is_("b"), [])


def test_parts_stand_once_in_a_document() -> None:
    """Whatever asks for them, in the order in which they are first asked for."""
    one = Definition("one", "t", [Label("a", (SCORE >= 3) & FIT), Label("b", SCORE >= 1)], source="s")
    assert to_document(one)["parts"] == {name: PARTS[name] for name in ("score", "fit")}
    assert from_document(to_document(one)) == one


SPEND, TERM = {"criterion": "spend"}, {"weight": 1, "when": "pays"}
WRONG: dict[str, tuple[object, str, str]] = {
    "null": (None, "$.when", "a condition"),
    "boolean": (True, "$.when", "a condition"),
    "list": (["pays"], "$.when", "a condition"),
    "unknown": ("pyas", "$.when", "did you mean 'pays'?"),
    "choice alone": ("handling", "$.when", '{ criterion = "handling", is = ... }'),
    "measure alone": ("spend", "$.when", '{ criterion = "spend", at_least = ... }'),
    "empty table": ({}, "$.when", "nothing in it"),
    "unknown kind": ({"criterio": "pays"}, "$.when", "did you mean 'criterion'?"),
    "two kinds": ({"all": [], "any": []}, "$.when", "'all' and 'any'"),
    "kind with more": ({"all": ["pays"], "of": ["pays"]}, "$.when", "'all' and 'of'"),
    "a key too many": ({"not": "pays", "is": True}, "$.when.is", "one of not"),
    "all of text": ({"all": "pays"}, "$.when.all", "an array"),
    "inside": ({"not": {"any": ["pays", "meet"]}}, "$.when.not.any[1]", "did you mean 'meets'?"),
    "count without number": ({"of": ["pays"]}, "$.when", "one of at_least, at_most, exactly"),
    "count with two": ({"of": ["pays"], "at_least": 1, "at_most": 1}, "$.when", "'at_least' and 'at_most'"),
    "count with text": ({"of": ["pays"], "at_least": "1"}, "$.when.at_least", "a whole number"),
    "count of text": ({"of": "pays", "at_least": 1}, "$.when.of", "an array"),
    "operator": ({**SPEND, ">=": 1, "below": 3}, "$.when['>=']", "write at_least"),
    "no criterion": ({"criterion": "spent", "at_least": 1}, "$.when.criterion", "did you mean 'spend'?"),
    "criterion of a number": ({"criterion": 3, "at_least": 1}, "$.when.criterion", "found 3"),
    "criterion only": (SPEND, "$.when", "none of them"),
    "scale only": ({"criterion": "trust"}, "$.when", "is, or in, or at_least"),
    "choice compared": ({"criterion": "handling", "at_least": 1}, "$.when", 'kind = "scale" and levels'),
    "no such level": ({"criterion": "risk", "below": "hihg"}, "$.when.below", "did you mean 'high'?"),
    "number of a named level": ({"criterion": "risk", "below": 3}, "$.when.below", "one of 'low', 'moderate', 'high'"),
    "yes/no compared": ({"criterion": "pays", "at_least": 1}, "$.when", "is, or in for"),
    "measure is": ({**SPEND, "is": 1}, "$.when", "at_least or more_than"),
    "is and in": ({"criterion": "trust", "is": 1, "in": [1]}, "$.when", "'is' and 'in'"),
    "is and compared": ({"criterion": "trust", "is": 1, "at_least": 1}, "$.when", "'is' and 'at_least'"),
    "two lower ends": ({**SPEND, "at_least": 1, "more_than": 2}, "$.when", "one of each"),
    "two upper ends": ({**SPEND, "at_most": 1, "below": 2}, "$.when", "one of each"),
    "no option": ({"criterion": "handling", "is": "discused"}, "$.when.is", "did you mean 'discussed'?"),
    "no option of several": ({"criterion": "handling", "in": ["ignored", "x"]}, "$.when.in[1]", "'escalated'"),
    "no options": ({"criterion": "handling", "in": []}, "$.when.in", "at least one"),
    "options in text": ({"criterion": "handling", "in": "ignored"}, "$.when.in", "an array"),
    "no level": ({"criterion": "trust", "at_least": 6}, "$.when.at_least", "from 1 to 5"),
    "yes in quotes": ({"criterion": "pays", "is": "yes"}, "$.when.is", "write true, without quotes"),
    "number in quotes": ({**SPEND, "at_least": "50000"}, "$.when.at_least", "without quotes"),
    "half in quotes": ({**SPEND, "at_least": "0.5"}, "$.when.at_least", "without quotes"),
    "true number": ({**SPEND, "at_least": True}, "$.when.at_least", "found true"),
    "not a number": ({**SPEND, "at_least": float("nan")}, "$.when.at_least", "a number of EUR/year"),
    "points without number": ({"points": [TERM]}, "$.when", "for the sum of points"),
    "points with both": ({"points": [TERM], "exactly": 1, "at_least": 1}, "$.when", "for the sum of points"),
    "points in quotes": ({"points": [TERM], "at_least": "1"}, "$.when.at_least", "a number"),
    "points of text": ({"points": "pays", "at_least": 1}, "$.when.points", "an array"),
    "term without weight": ({"points": [{"when": "pays"}], "at_least": 1}, "$.when.points[0].weight", "nothing"),
    "weight in quotes": (
        {"points": [{"weight": "2", "when": "pays"}], "below": 1},
        "$.when.points[0].weight",
        "number",
    ),
    "term with neither": ({"points": [{"weight": 1}], "below": 1}, "$.when.points[0]", "either 'when' or 'level_of'"),
    "term with both": (
        {"points": [{**TERM, "level_of": "trust"}], "below": 1},
        "$.when.points[0]",
        "'when' and 'level_of'",
    ),
    "level of yes/no": (
        {"points": [{"weight": 1, "level_of": "pays"}], "below": 1},
        "$.when.points[0].level_of",
        "other conditions stand under 'when'",
    ),
    "level of nothing": (
        {"points": [{"weight": 1, "level_of": "trsut"}], "below": 1},
        "$.when.points[0].level_of",
        "did you mean 'trust'?",
    ),
    "term of nothing": (
        {"points": [{"weight": 1, "when": "pyas"}], "below": 1},
        "$.when.points[0].when",
        "did you mean 'pays'?",
    ),
    "sum as a condition": ("score", "$.when", '{ part = "score", at_least = ... }'),
    "condition as a sum": ({"part": "fit", "at_least": 1}, "$.when.part", 'write "fit" alone'),
    "no part": ({"part": "scroe", "at_least": 1}, "$.when.part", "did you mean 'score'?"),
    "part of a number": ({"part": 1, "at_least": 1}, "$.when.part", "in quotes"),
    "part without number": ({"part": "score"}, "$.when", "for the sum of points"),
    "points of nothing": ({"points": {"pyas": 1}, "below": 1}, "$.when.points['pyas']", "did you mean 'pays'?"),
    "points in text": ({"points": {"pays": "1"}, "below": 1}, "$.when.points['pays']", "a number"),
    "points of a part in text": ({"points": {"fit": "1"}, "below": 1}, "$.when.points['fit']", "a number"),
    "points of a sum": ({"points": {"score": 1}, "below": 1}, "$.when.points['score']", "a condition"),
    "points of a choice": ({"points": {"handling": 1}, "below": 1}, "$.when.points['handling']", "for each answer"),
    "points of no answer": (
        {"points": {"handling": {"ignred": 1}}, "below": 1},
        "$.when.points['handling']['ignred']",
        "did you mean 'ignored'?",
    ),
    "points of a measure": ({"points": {"spend": {"5": 1}}, "below": 1}, "$.when.points['spend']", "steps, as"),
    "no definition": ({"definition": "othr", "gives": "client"}, "$.when.definition", "did you mean 'other'?"),
    "definition of a number": ({"definition": 1, "gives": "client"}, "$.when.definition", "found 1"),
    "no such label": ({"definition": "other", "gives": "clinet"}, "$.when.gives", "did you mean 'client'?"),
    "label of a number": ({"definition": "other", "gives": 1}, "$.when.gives", "in quotes"),
    "no label at all": ({"definition": "other"}, "$.when", "either 'gives' or 'no_label'"),
    "both labels": ({"definition": "other", "gives": "client", "no_label": True}, "$.when", "'gives' and 'no_label'"),
    "not no label": ({"definition": "other", "no_label": False}, "$.when.no_label", "true, or no such key"),
}


@pytest.mark.parametrize("slip", WRONG)
def test_what_is_wrong_is_refused_once(slip: str) -> None:
    """With its path, and what to write instead."""
    clause, path, text = WRONG[slip]
    condition, problems = read(clause)
    assert [(problem.path, text in str(problem)) for problem in problems] == [(path, True)]
    assert condition is None


def test_what_is_faulty_elsewhere_is_not_reported_here() -> None:
    """A criterion whose declaration is wrong has been named there."""
    for clause in ("broken", {"criterion": "broken", "is": 1}, {"all": ["pays", "broken"]}):
        assert read(clause) == (None, [])


def test_several_slips_are_several_problems() -> None:
    """In one condition, too."""
    _, problems = read({"all": ["a", {"not": "b"}, {"at_least": 1.5, "of": ["c"]}]})
    assert [problem.path for problem in problems] == [
        "$.when.all[0]",
        "$.when.all[1].not",
        "$.when.all[2].at_least",
        "$.when.all[2].of[0]",
    ]


PART_WRONG: dict[str, tuple[object, str, str]] = {
    "text": ("pays", "$.parts['one']", "a table"),
    "nothing": ({}, "$.parts['one']", "one of 'when', 'points', 'mean', 'share'"),
    "both": ({"when": "pays", "points": {"pays": 1}}, "$.parts['one']", "'when' and 'points'"),
    "wrong condition": ({"when": "pyas"}, "$.parts['one'].when", "did you mean 'pays'?"),
    "wrong title": ({"when": "pays", "title": 3}, "$.parts['one'].title", "in quotes"),
    "title with spaces": ({"when": "pays", "title": " a"}, "$.parts['one']", "words without space around them"),
    "itself": ({"when": {"not": "one"}}, "$.parts['one'].when.not", "not made of themselves"),
    "sum of itself": ({"points": {"one": 1}}, "$.parts['one'].points['one']", "not made of themselves"),
}


@pytest.mark.parametrize("slip", PART_WRONG)
def test_what_is_wrong_with_a_part_is_refused_once(slip: str) -> None:
    """Where it stands, not wherever it is asked for."""
    part, path, text = PART_WRONG[slip]
    condition, problems = read({"any": ["one", {"not": "one"}]}, parts={"one": part})
    assert [(problem.path, text in str(problem)) for problem in problems] == [(path, True)]
    assert condition is None


@pytest.mark.parametrize(
    ("part", "count"),
    [({"when": "broken"}, 0), ({"when": {"not": "broken"}}, 0), ({"when": "pyas"}, 1), ({"points": {"pays": "x"}}, 1)],
)
def test_a_sum_of_what_is_wrong_elsewhere_is_none(part: object, count: int) -> None:
    """However often the part is asked for, and in sums too, it is reported where it stands."""
    sums = [{"points": {"one": 1, "pays": 1}, "at_least": 1}, {"points": {"one": 2}, "at_least": 1}]
    condition, problems = read({"any": ["one", *sums]}, parts={"one": part})
    assert (condition, len(problems)) == (None, count)


@pytest.mark.parametrize("name", ["pays", "Fit", "fit.buyer", "points"])
def test_a_part_has_a_name_of_its_own(name: str) -> None:
    """In snake_case, and no criterion has it."""
    _, problems = read({"not": name}, parts={name: {"when": "meets"}})
    assert [problem.path for problem in problems] == [f"$.parts[{name!r}]"]


def test_parts_count_for_the_depth() -> None:
    """As they do in Python."""
    chain = {f"p{number}": {"when": f"p{number + 1}"} for number in range(MAX_DEPTH * 3)}
    _, problems = read("p0", parts={**chain, f"p{MAX_DEPTH * 3}": {"when": "pays"}})
    assert ["the limit" in str(problem) for problem in problems] == [True]


LENT_WRONG: dict[str, tuple[object, str, str]] = {
    "empty": ([], "$.lent['other']", "at least one label"),
    "text": ("partner", "$.lent['other']", "an array"),
    "no name": ([{"when": "pays"}], "$.lent['other'][0].name", "found nothing"),
    "wrong condition": ([{"name": "partner", "when": "pyas"}], "$.lent['other'][0].when", "did you mean 'pays'?"),
    "twice": ([{"name": "partner", "when": "pays"}, {"name": "Partner"}], "$.lent['other'][1]", "$.lent['other'][0]"),
    "otherwise first": (
        [{"name": "partner"}, {"name": "client", "when": "pays"}],
        "$.lent['other'][0]",
        "only the last",
    ),
    "itself": (
        [{"name": "partner", "when": {"definition": "other", "gives": "partner"}}],
        "$.lent['other'][0].when.definition",
        "do not ask for each other",
    ),
}


@pytest.mark.parametrize("slip", LENT_WRONG)
def test_what_is_wrong_with_a_lent_definition_is_refused_once(slip: str) -> None:
    """Where it stands, not wherever it is asked for."""
    rungs, path, text = LENT_WRONG[slip]
    clause = {"any": [{"definition": "other", "gives": "partner"}, {"definition": "other", "no_label": True}]}
    condition, problems = read(clause, {"other": rungs})
    assert [(problem.path, text in str(problem)) for problem in problems] == [(path, True)]
    assert condition is None


def test_definitions_that_ask_for_each_other_are_refused() -> None:
    """However long the way round is."""
    lent = {name: [{"name": "x", "when": {"definition": other, "gives": "x"}}] for name, other in ("ab", "bc", "ca")}
    _, problems = read({"definition": "a", "gives": "x"}, lent)
    assert [problem.path for problem in problems] == ["$.lent['c'][0].when.definition"]


def nested(levels: int) -> object:
    """Give a clause that is nested so deeply, of two kinds in turn, so that nothing is flattened."""
    clause: object = "pays"
    for level in range(levels - 1):
        clause = {"all" if level % 2 else "any": [clause, "meets"]}
    return clause


def test_a_clause_may_be_as_deep_as_a_condition() -> None:
    """And no deeper; what is refused is refused at its place."""
    condition, problems = read(nested(MAX_DEPTH))
    assert (condition is not None and condition.depth, problems) == (MAX_DEPTH, [])
    _, problems = read(nested(MAX_DEPTH + 1))
    assert len(problems) == 1
    _, problems = read(nested(100_000))
    assert ["the limit" in str(problem) for problem in problems] == [True]


def test_lent_conditions_count_for_the_depth() -> None:
    """As they do in Python."""
    _, problems = read(
        {"all": ["pays", {"definition": "deep", "gives": "x"}]},
        {"deep": [{"name": "x", "when": nested(MAX_DEPTH - 1)}]},
    )
    assert [problem.path for problem in problems] != []
    depth = [f"d{number}" for number in range(MAX_DEPTH * 3)]
    lent = {
        one: [{"name": "x", "when": {"definition": other, "gives": "x"}}]
        for one, other in zip(depth, [*depth[1:], "other"], strict=True)
    }
    _, problems = read({"definition": "d0", "gives": "x"}, {**lent, **LENT})
    assert len(problems) == 1


def test_a_lent_table_is_refused_where_no_tables_are_read() -> None:
    """As in a criteria file."""
    _, problems = read({"definition": "d0", "gives": "x"}, {"d0": {"table": "x.csv"}})
    assert [problem.path for problem in problems] == ["$.lent['d0']"]


def test_a_condition_must_not_be_too_large() -> None:
    """The limit is that of conditions in Python."""
    assert read({"all": ["pays"] * (MAX_SIZE - 1)})[1] == []
    _, problems = read({"not": {"all": ["pays"] * MAX_SIZE}})
    assert [(problem.path, str(MAX_SIZE) in problem.expected) for problem in problems] == [("$.when.not", True)]


CALLS = Criterion("calls", may_be_na=True)
EFFORT = Scale("effort", low=1, high=3, may_be_na=True)
COST = Measure("cost", unit="EUR", may_be_na=True)
NA_CLAUSES: list[tuple[Condition, object]] = [
    (CALLS.applies, {"criterion": "calls", "applies": True}),
    (~CALLS.applies, {"criterion": "calls", "applies": False}),
    (CALLS.is_(False), {"criterion": "calls", "is": False}),
    (CALLS.in_(False, "n/a"), {"criterion": "calls", "in": [False, "n/a"]}),
    (~CALLS, {"not": "calls"}),
    (EFFORT.in_(1, "n/a"), {"criterion": "effort", "in": [1, "n/a"]}),
    (~COST.applies & (COST < 5), {"all": [{"criterion": "cost", "applies": False}, {"criterion": "cost", "below": 5}]}),
    (points({EFFORT: {3: 2, "n/a": 1}}) >= 1, {"points": {"effort": {"3": 2, "n/a": 1}}, "at_least": 1}),
    (
        points({~COST.applies: 2}) >= 1,
        {"points": [{"weight": 2, "when": {"criterion": "cost", "applies": False}}], "at_least": 1},
    ),
]


def read_na(clause: object) -> tuple[Condition | None, list[DefinitionError]]:
    """Read a clause on criteria that may not apply, with what is wrong with it."""
    problems: list[DefinitionError] = []
    declared = Declarations({one.name: one for one in (CALLS, EFFORT, COST, pays)}, frozenset())
    return Clauses(declared).read(Cursor(clause, "$.when", problems)), problems


@pytest.mark.parametrize(("condition", "clause"), NA_CLAUSES, ids=str)
def test_what_may_not_apply_is_written_and_read(condition: Condition, clause: object) -> None:
    """The same condition comes back."""
    definition = Definition("one", "t", [Label("a", condition)], source="s")
    labels: Any = to_document(definition)["labels"]
    assert labels == [{"name": "a", "when": clause}]
    assert read_na(clause) == (condition, [])


@pytest.mark.parametrize("is_", ["n/a", True, False])
def test_that_it_does_not_apply_is_an_answer_too(is_: object) -> None:
    """Beside yes and no."""
    expected = {"n/a": ~CALLS.applies, True: CALLS.to_condition(), False: CALLS.is_(False)}[is_]
    assert read_na({"criterion": "calls", "is": is_}) == (expected, [])


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ({"criterion": "pays", "applies": True}, "may_be_na = true"),
        ({"criterion": "pays", "is": "n/a"}, "true or false"),
        ({"criterion": "calls", "is": "yes"}, "true or false, or 'n/a'"),
        ({"criterion": "calls", "applies": "no"}, "true"),
        ({"criterion": "cost", "is": "n/a"}, "applies"),
        ({"criterion": "cost", "below": "n/a"}, "applies = false"),
        ({"criterion": "effort", "at_least": "n/a"}, "applies = false"),
    ],
    ids=str,
)
def test_what_is_said_of_it_otherwise_is_refused(clause: object, text: str) -> None:
    """With what to write."""
    found, problems = read_na(clause)
    assert found is None
    assert text in "\n".join(map(str, problems))
