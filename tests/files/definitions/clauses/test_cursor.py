"""Tests of `relabel.files.definitions.clauses.cursor`: plain values are read as what they are, and as nothing else."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from relabel.errors import DefinitionError
from relabel.files.definitions.clauses.cursor import Cursor

VALUES: tuple[object, ...] = (
    None, True, False, 0, 1, -3, 1.0, 0.5, Decimal("0.1"), "", " ", "yes", "True", "1", [], ["a"], (), {}, {"a": 1},
)  # fmt: skip
READERS: dict[str, tuple[Callable[[Cursor], object], set[int], object]] = {
    "text": (Cursor.text, {11, 12, 13}, None),
    "truth": (Cursor.truth, {1, 2}, None),
    "whole": (Cursor.whole, {3, 4, 5}, None),
    "items": (Cursor.items, {14, 15, 16}, []),
    "entries": (Cursor.entries, {17, 18}, {}),
    "by_name": (Cursor.by_name, {17, 18}, {}),
    "table": (lambda cursor: cursor.table(["a"]), {17, 18}, {}),
}


@pytest.mark.parametrize("reader", READERS)
def test_each_value_is_read_as_what_it_is_only(reader: str) -> None:
    """No text is a number, no number true or false, no empty thing missing; each refusal is one problem."""
    read, taken, nothing = READERS[reader]
    for position, value in enumerate(VALUES):
        problems: list[DefinitionError] = []
        found = read(Cursor(value, "$.x", problems))
        if position in taken:
            assert problems == []
        else:
            assert (found, [problem.path for problem in problems]) == (nothing, ["$.x"])


def test_text_may_be_blank_where_that_is_said() -> None:
    """A question may be left open."""
    problems: list[DefinitionError] = []
    assert [Cursor(text, "$", problems).text(blank=True) for text in ("", " ", "a")] == ["", " ", "a"]
    assert (Cursor(3, "$", problems).text(blank=True), len(problems)) == (None, 1)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "null"),
        (True, "true"),
        (0.1, "0.1"),
        (Decimal("0.10"), "0.1"),
        (10**5000, "a number of too many digits"),
        (float("nan"), "nan"),
        ("a", "'a'"),
        ("a" * 200, "'" + "a" * 78 + "…"),
        ({}, "a table"),
        ([1], "an array"),
        (object, "<class 'object'>"),
    ],
    ids=lambda one: one[:20] if isinstance(one, str) else "",
)
def test_values_are_shown_as_their_author_knows_them(value: object, shown: str) -> None:
    """In the words of TOML and JSON, and never endlessly."""
    problems: list[DefinitionError] = []
    Cursor(value, "$", problems).report("something else")
    assert problems[0].found == f"found {shown}"


def test_paths_lead_to_what_is_inside() -> None:
    """Fixed keys after a point, names of the author's own and odd keys in quotes."""
    problems: list[DefinitionError] = []
    cursor = Cursor({"a": 1, "b c": 2, "$d": 3}, "$", problems)
    assert [one.path for one in cursor.table(["a", "b c", "$d"]).values()] == ["$.a", "$['b c']", "$.$d"]
    assert [one.path for one in cursor.entries().values()] == ["$['a']", "$['b c']", "$['$d']"]
    assert [one.path for one in Cursor(["x", "y"], "$.z", problems).items()] == ["$.z[0]", "$.z[1]"]
    assert problems == []


def test_keys_are_checked() -> None:
    """Those that there are not, with the nearest or the one that is meant; those that are missing."""
    problems: list[DefinitionError] = []
    found = Cursor({"nmae": 1, ">=": 2, 3: 4, "when": 5}, "$", problems).table(
        ["name", "when", "least"], required=["name", "when"], meant={">=": "least"}
    )
    assert [(problem.path, problem.hint) for problem in problems] == [
        ("$.nmae", "; did you mean 'name'?"),
        ("$['>=']", "; write least"),
        ("$[3]", ""),
        ("$.name", ""),
    ]
    assert list(found) == ["when"]


def test_names_are_text() -> None:
    """Python's dicts may have other keys."""
    problems: list[DefinitionError] = []
    assert list(Cursor({3: 1, "a": 2}, "$", problems).entries()) == ["a"]
    assert [problem.path for problem in problems] == ["$[3]"]


def test_a_table_of_sides_is_two_names() -> None:
    """And what is a table for another reason is one."""
    problems: list[DefinitionError] = []
    content = {"a": {"buyer": 1, "seller": 2}, "b": {"buyer": 3}, "c": {"buyer": 4, "x": 5}, "d": {}, "e.buyer": 6}
    found = {name: (one.value, one.path) for name, one in Cursor(content, "$", problems).by_name().items()}
    assert found == {
        "a.buyer": (1, "$['a.buyer']"),
        "a.seller": (2, "$['a.seller']"),
        "b.buyer": (3, "$['b.buyer']"),
        "c": ({"buyer": 4, "x": 5}, "$['c']"),
        "d": ({}, "$['d']"),
        "e.buyer": (6, "$['e.buyer']"),
    }
    assert problems == []


@pytest.mark.parametrize("text", ["\ud800", "a\udfff", "\udc00\ud800"])
def test_text_that_cannot_be_written_is_refused(text: str) -> None:
    """Half a pair of surrogates, which JSON may hold as an escape: a file could not hold it."""
    problems: list[DefinitionError] = []
    assert Cursor(text, "$.title", problems).text() is None
    assert Cursor({text: 1}, "$.aliases", problems).entries() == {}
    assert [problem.path for problem in problems] == ["$.title", f"$.aliases[{text!r}]"]


def test_a_whole_number_of_too_many_digits_is_refused() -> None:
    """As any other value is, and so is a key that no text is."""
    problems: list[DefinitionError] = []
    assert Cursor(10**5000, "$.low", problems).whole() is None
    assert Cursor({10**5000: 1}, "$.aliases", problems).entries() == {}
    assert dict(Cursor({10**5000: 1}, "$", problems).table(["a"])) == {}
    assert [len(str(problem)) < 500 for problem in problems] == [True] * 3
