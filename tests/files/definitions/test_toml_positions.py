"""Tests of `relabel.files.definitions.toml_positions`: where the values of a TOML text stand."""

import tomllib

import pytest

from relabel.files.definitions.toml_positions import Locations, NoTomlError, parse_toml

TEXT = '''\
# name = "not here"
name = "one"   # a comment
title = """
[labels]
name = 1
"""

[criteria.pays]
question = "pays = ?"
[criteria]
"loyal.buyer" = {}
trust.seller = { kind = "scale", low = 1 }

[[labels]]
name = "a"
when.all = [
  "pays",   # [x]
  { not = "meets" }, ["deep", {x = 1}],
]

  [[labels]]
  name = "b"
  [labels.when]
  not = "pays"
[presume]
"odd key" = true
'odd "quote' = false
'''
DOCUMENT = tomllib.loads(TEXT)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("$.name", (2, 1)),
        ("$.title", (3, 1)),
        ("$.criteria", (8, 1)),
        ("$.criteria['pays']", (8, 1)),
        ("$.criteria['pays'].question", (9, 1)),
        ("$.criteria['loyal.buyer']", (11, 1)),
        ("$.criteria['loyal.buyer'].kind", (11, 1)),
        ("$.criteria['trust.seller']", (12, 1)),
        ("$.criteria['trust.seller'].low", (12, 34)),
        ("$.criteria['trust.buyer'].low", (12, 1)),
        ("$.criteria['other'].low", (8, 1)),
        ("$.labels", (14, 1)),
        ("$.labels[0]", (14, 1)),
        ("$.labels[0].name", (15, 1)),
        ("$.labels[0].when", (16, 1)),
        ("$.labels[0].when.all[0]", (17, 3)),
        ("$.labels[0].when.all[1].not", (18, 5)),
        ("$.labels[0].when.all[2][1].x", (18, 32)),
        ("$.labels[0].when.all[3]", (16, 1)),
        ("$.labels[1]", (21, 3)),
        ("$.labels[1].when.not", (24, 3)),
        ("$.labels[1].given", (21, 3)),
        ("$.labels[2].name", (14, 1)),
        ("$.presume['odd key']", (26, 1)),
        ("$.presume['odd \"quote']", (27, 1)),
        ("$.source", None),
        ("$", None),
    ],
)
def test_a_path_leads_to_its_line_and_column(path: str, place: tuple[int, int] | None) -> None:
    """That of the key or item; for what is missing, that of what it is missing in."""
    assert Locations(TEXT, DOCUMENT).find(path) == place


def test_lines_end_as_they_do_on_windows() -> None:
    """A line is a line."""
    text = TEXT.replace("\n", "\r\n")
    assert Locations(text, tomllib.loads(text)).find("$.labels[1].when.not") == (24, 3)


def test_where_it_is_not_certain_nothing_is_found() -> None:
    """A wrong line would be worse than none."""
    assert Locations(TEXT, {**DOCUMENT, "more": 1}).find("$.name") is None
    assert Locations(TEXT, {}).find("$.name") is None
    assert Locations("name = [ 1", {"name": [1]}).find("$.name") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a = "x"\na = "y"\n', "each key once"),
        ("[a]\n[b]\n[a]\n", "each key once"),
        ('a = "x"\n[a.b]\n', "each key once"),
        ("a = “x”\n", "straight quotes"),
        ("“a b” = 1\n", "straight quotes"),
        ('Account name = "company"\n', "a key, ="),
        ('a "x"\n', "a key, ="),
        ("a = company\n", "a value: text stands in quotes"),
        ("a = 01.02.2026\n", "TOML"),
        ("a = [1\n", "TOML"),
    ],
)
def test_what_is_no_toml_is_told_by_its_cause(text: str, expected: str) -> None:
    """Each slip has its own cure."""
    with pytest.raises(NoTomlError) as caught:
        parse_toml(text)
    assert caught.value.expected.startswith(expected)
