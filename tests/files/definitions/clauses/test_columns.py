"""Tests of `relabel.files.definitions.clauses.columns`: conditions as rows of cells in a file."""

import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import attrs
import pytest

from relabel import Choice, Condition, Criterion, Definition, Label, Measure, Scale, all_of, any_of, named
from relabel.core.definitions.document import to_document
from relabel.core.model.conditions import AllOf, AnyOf, Compare, Is, among
from relabel.errors import InvalidDefinitionError
from relabel.files.definitions import from_document, from_toml, to_toml

pays = Criterion("pays")
calls = Criterion("calls", may_be_na=True)
size = Choice("size", options=["small", "very large", "a, b"])
odd = Choice("odd", options=["-", "+"])
trust = Scale("trust", low=1, high=5, may_be_na=True)
risk = Scale("risk", levels=["low", "mid", "high"])
spend = Measure("spend", unit="EUR")
part = Measure("part_of_sales", unit="%", low=0, high=100)
other = Definition("other", "t", [Label("x", pays), Label("y", calls)], source="s")
dashed = Definition("dashed", "t", [Label("-", pays), Label("b")], source="s")
sure = Definition("sure", "t", [Label("x", pays), Label("y")], source="s")


def document(when: object) -> dict[str, Any]:
    """Give a document whose first label has a condition."""
    one = Definition("d", "t", [Label("a", all_of(pays, calls)), Label("b")], source="s")
    used = [size, trust, risk, spend, part]
    whole = to_document(
        attrs.evolve(one, labels=[*one.labels[:1], Label("c", other.is_("x")), Label("b")], mentions=used)
    )
    labels: Any = whole["labels"]
    return {**whole, "labels": [{"name": "first", "when": when}, *labels]}


CELLS: dict[str, Callable[[], Condition]] = {
    "yes,-,-,-,-,-,-,-": pays.to_condition,
    "no,-,-,-,-,-,-,-": lambda: ~pays,
    "-,no,-,-,-,-,-,-": lambda: calls.is_(False),
    "-,n/a,-,-,-,-,-,-": lambda: ~calls.applies,
    "-,yes|n/a,-,-,-,-,-,-": lambda: calls.in_(True, "n/a"),
    "-,not(yes),-,-,-,-,-,-": lambda: ~calls,
    "-,-,very large,-,-,-,-,-": lambda: size.is_("very large"),
    '-,-,"not(small|""a, b"")",-,-,-,-,-': lambda: ~size.in_("small", "a, b"),
    "-,-,-,>=3,-,-,-,-": lambda: trust >= 3,
    "-,-,-,3|5,-,-,-,-": lambda: trust.in_(3, 5),
    "-,-,-,-,[low..mid),-,-,-": lambda: all_of(risk >= "low", risk < "mid"),
    "-,-,-,-,-,(1.5..1.2340],-,-": lambda: all_of(spend > Decimal("1.5"), spend <= Decimal("1.234")),
    "-,-,-,-,-,<18|[30..40]|>=60,-,-": lambda: any_of(spend < 18, spend.between(30, 40), spend >= 60) & all_of(),
    "-,-,-,-,-,-,>150,-": lambda: part > 150,
    "-,-,-,-,-,-,-,x|no label": lambda: any_of(other.is_("x"), other.is_(None)) & all_of(),
    "-,-,-,-,-,-,-,not(x)": lambda: ~other.is_("x"),
    "-,-,-,-,-,-,-,-": all_of,
}
HEADER = "pays,calls,size,trust,risk,spend,part_of_sales,other"


@pytest.mark.parametrize("line", CELLS)
def test_each_form_of_a_cell_says_what_it_does_in_a_decision_table(line: str) -> None:
    """As a condition of Python; with space around it, too."""
    condition = CELLS[line]()
    spaced = line if '"' in line else line.replace(",", " , ")
    for text in (line, spaced):
        found = from_document(document({"rows": [HEADER, text]}))
        assert found.labels[0].when == condition


def test_rows_are_written_back() -> None:
    """The very lines, with the columns that say something."""
    lines = [HEADER, *(one for one in CELLS if "30..40" not in one and "x|" not in one)]
    found = from_document(document({"rows": lines}))
    assert from_toml(to_toml(found)) == found
    written: Any = to_document(found)["labels"]
    assert written[0]["when"] == {"rows": lines}


def test_other_conditions_stand_beside_rows() -> None:
    """In their order."""
    rows = [pays & (trust >= 2), pays & (trust >= 3), pays & (trust >= 4), pays & (trust >= 5)]
    for condition in (any_of(~(pays & calls), *rows), any_of(*rows, ~(pays & calls)), any_of(*rows[:3], pays | calls)):
        definition = Definition("d", "t", [Label("a", condition)], source="s", mentions=[calls])
        assert from_document(to_document(definition)) == definition


FORMS: dict[str, Condition] = {
    "yes or no of two answers": Is(pays, (False,)),
    "every answer": among(pays, [True, False]),
    "levels and n/a": trust.in_(1, "n/a"),
    "one question twice": AllOf((spend > 1, spend > 2)),
    "in another order": AllOf((trust >= 1, pays.to_condition())),
    "two questions in a cell": all_of(spend > 1, any_of(spend < 0, trust >= 3)),
    "levels in a cell beside others": all_of(pays, any_of(trust >= 3, trust.in_(1))),
    "three comparisons": all_of(pays, any_of(spend < 0, all_of(spend > 1, spend < 2, spend < 3))),
    "none of any": all_of(pays, any_of()),
    "a label that is not given": sure.is_(None),
    "labels in another order": all_of(pays, AnyOf((other.is_("y"), other.is_("x")))),
    "labels of two": all_of(pays, any_of(other.is_("x"), sure.is_("x"))),
    "labels and others": all_of(pays, AnyOf((other.is_("x"), calls.to_condition()))),
    "a word that means any": odd.is_("-"),
    "a level that means any": Compare(Scale("odd", levels=["-", "+"]), ">=", "+"),
    "a label that means any": dashed.is_("b"),
}


@pytest.mark.parametrize("form", FORMS)
def test_what_cells_cannot_say_exactly_is_written_as_a_condition(form: str) -> None:
    """The same comes back in any case."""
    others = [pays & (trust >= 2), pays & (trust >= 3), pays & (trust >= 4)]
    definition = Definition("d", "t", [Label("a", AnyOf((*others, FORMS[form])))], source="s")
    assert from_document(to_document(definition)) == definition
    written: Any = to_document(definition)["labels"]
    assert "rows" not in written[0]["when"]


@pytest.mark.parametrize(
    "one",
    [
        AllOf((pays.to_condition(), AllOf((calls.to_condition(), spend > 1)))),
        AllOf((pays.to_condition(),)),
        AnyOf((spend < 1, spend > 2)),
        all_of(pays, AnyOf((spend < 0,))),
    ],
    ids=str,
)
def test_what_is_nested_without_need_is_not_written_as_rows(one: Condition) -> None:
    """As what is flat is, so that different definitions have different digests."""
    others = [pays & (trust >= 2), pays & (trust >= 3), pays & (trust >= 4)]
    definition = Definition("d", "t", [Label("a", AnyOf((*others, one)))], source="s")
    assert "rows" not in str(to_document(definition)["labels"])


def test_words_and_names_that_cells_cannot_hold_are_written_as_conditions() -> None:
    """Quotes in a word, a name that stands for two things, one word for two."""
    quoted = Choice("words", options=['5" pipe', "b"])
    named_no_label = Definition("odd", "t", [Label("no label", pays), Label("y")], source="s")
    two = Criterion("pays", "Are bills paid?")
    as_criterion = Definition("pays", "t", [Label("x", calls), Label("y")], source="s")
    level = Scale("odd", levels=['a"', "b"])
    for one in (
        quoted.is_('5" pipe'),
        level >= 'a"',
        all_of(level >= 'a"', level < "b"),
        named_no_label.is_("no label"),
        all_of(as_criterion.is_("x"), pays),
    ):
        definition = Definition("d", "t", [Label("a", any_of(pays, calls, trust >= 1, one))], source="s")
        written: Any = to_document(definition)["labels"]
        assert "rows" not in written[0]["when"]
    conditions = [two.to_condition(), ~two, calls & two, calls & ~two]
    definition = Definition("d", "t", [Label("z", pays), Label("a", any_of(*conditions))], source="s")
    assert from_document(to_document(definition)) == definition


WRONG: list[tuple[list[object], str, str]] = [
    (["pays"], "$.labels[0].when.rows", "at least one row"),
    (["pays", "maybe"], "$.labels[0].when.rows[1]", "yes or no"),
    (["pais", "yes"], "$.labels[0].when.rows[0]", "did you mean 'pays'?"),
    (["pays,calls", "yes\nno,yes"], "$.labels[0].when.rows[1]", "the cells of one row"),
    (["pays", '"yes'], "$.labels[0].when.rows[1]", "quotes in pairs"),
    (["pays", *["yes"] * 30_000], "$.labels[0].when.rows", "at most 20000"),
    (["pays,calls", "yes"], "$.labels[0].when.rows[1]", "found 1 cells, expected 2 cells, as in the first line"),
    (["pays", 1], "$.labels[0].when.rows[1]", "text"),
    ([1, "yes"], "$.labels[0].when.rows[0]", "text"),
    (["pays", ""], "$.labels[0].when.rows[1]", "text"),
]


@pytest.mark.parametrize(("lines", "path", "text"), WRONG)
def test_what_is_wrong_with_a_row_is_said_at_its_line(lines: list[object], path: str, text: str) -> None:
    """With what was expected."""
    with pytest.raises(InvalidDefinitionError) as caught:
        from_document(document({"rows": lines}))
    found: tuple[Any, ...] = caught.value.exceptions
    assert any(one.path == path and text in str(one) for one in found), list(map(str, found))


def test_a_column_of_what_is_declared_wrongly_is_not_reported_again() -> None:
    """The declaration is."""
    whole = document({"rows": ["pays,calls", "yes,no"]})
    whole["criteria"]["pays"] = {"kind": "yes or no"}
    with pytest.raises(InvalidDefinitionError) as caught:
        from_document(whole)
    assert [one.path for one in caught.value.exceptions] == ["$.criteria['pays'].kind"]  # type: ignore[union-attr]  # they are no groups


PIPED = Choice("piped", options=["a", "b", "a|b", "not(a)"])
OFTEN = Scale("often", levels=["no", "yes, sometimes", "large|huge", "6..10"])
DASHED = Scale("dashed", levels=["-", "low", "high"])
INNER = Definition("inner", "t", [Label("yes", pays), Label("z")], source="s")
NONE = Definition("none", "t", [Label("No label", pays), Label("client", calls)], source="s")


@pytest.mark.parametrize(
    "one",
    [
        PIPED.in_("a", "b"),
        ~PIPED.is_("a"),
        PIPED.is_("a|b"),
        OFTEN >= "yes, sometimes",
        OFTEN < "large|huge",
        all_of(OFTEN >= "no", OFTEN < "6..10"),
        OFTEN.in_("yes, sometimes", "6..10"),
        all_of(DASHED >= "low", DASHED < "high"),
        NONE.is_("client"),
        any_of(NONE.is_("No label"), NONE.is_("client")),
    ],
    ids=str,
)
def test_words_that_look_like_cells_come_back_as_they_are(one: Condition) -> None:
    """Options and levels with signs in them that mean something in a cell."""
    rows = [all_of(one, trust >= level) for level in (2, 3, 4, 5)]
    definition = Definition("d", "t", [Label("a", any_of(*rows, pays & calls)), Label("b")], source="s")
    assert from_document(to_document(definition)) == definition
    assert from_toml(to_toml(definition)) == definition


def test_a_definition_goes_before_a_part_of_one_name() -> None:
    """As rows that are written ask for definitions only."""
    part = named("inner", pays & calls)
    rows = [all_of(INNER.is_("yes"), trust >= level) for level in (2, 3, 4, 5)]
    definition = Definition("d", "t", [Label("a", any_of(*rows)), Label("c", part), Label("b")], source="s")
    assert from_document(to_document(definition)) == definition


def test_the_order_of_columns_is_that_of_every_process() -> None:
    """As the digest is made of it: it does not hang on the order of a set."""
    names = [Criterion(name) for name in ("gamma", "alpha", "beta", "delta", "eps")]
    first, *rest = names
    definition = Definition("d", "t", [Label("x", any_of(first, *(first & one for one in rest)))], source="s")
    code = (
        "from relabel import *\nfrom relabel.core.definitions.document import to_document\n"
        "g, *rest = [Criterion(n) for n in ('gamma', 'alpha', 'beta', 'delta', 'eps')]\n"
        "d = Definition('d', 't', [Label('x', any_of(g, *(g & one for one in rest)))], source='s')\nprint(d.digest)"
    )
    found = {
        subprocess.run(  # noqa: S603  # our own text
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert found == {f"{definition.digest}{os.linesep}".encode()}
