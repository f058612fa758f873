"""Tests of `relabel.files.definitions.toml`: definitions in TOML, with file, line and column of every problem."""

import itertools
import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from relabel import (
    Base,
    Choice,
    Condition,
    Criterion,
    Definition,
    EvidencePolicy,
    Example,
    Intent,
    Label,
    Measure,
    Scale,
    Side,
    all_of,
    any_of,
)
from relabel.checks.examples import check_examples
from relabel.core.definitions.document import to_document
from relabel.core.model.conditions import named
from relabel.core.model.sums import points
from relabel.errors import DefinitionError, InvalidDefinitionError
from relabel.files.definitions.clauses.conditions import SHAPES
from relabel.files.definitions.clauses.criteria import KEYS as CRITERION_KEYS
from relabel.files.definitions.clauses.criteria import QUESTIONS
from relabel.files.definitions.document import KEYS, from_document
from relabel.files.definitions.overlays import DROPPED
from relabel.files.definitions.tables.reading import HITS
from relabel.files.definitions.toml import (
    WIDTH,
    from_toml,
    intent_text,
    read_definition,
    read_places,
    read_schema,
    to_toml,
)
from relabel.plugins import marc, thetapoint
from tests import EXAMPLES

SMALL = """\
name = "small"
title = "As little as may be"
source = "test_toml_files.py"

[criteria.pays]

[[labels]]
name = "client"
when = "pays"
"""
DEFINITION_FILES = EXAMPLES / "definitions"


def problems(text: str, **options: Any) -> list[DefinitionError]:
    """Give what is wrong with a text."""
    with pytest.raises(InvalidDefinitionError) as caught:
        from_toml(text, **options)
    found: tuple[Any, ...] = caught.value.exceptions
    return list(found)


def refused(path: Path) -> list[DefinitionError]:
    """Give what is wrong with a file."""
    with pytest.raises(InvalidDefinitionError) as caught:
        read_definition(path)
    found: tuple[Any, ...] = caught.value.exceptions
    return list(found)


@pytest.mark.parametrize("one", [marc.MARC, *thetapoint.relabel_definitions()], ids=lambda one: one.name)
def test_the_published_definitions_come_back(one: Definition) -> None:
    """With their digests; no line is longer than a screen where it can be broken."""
    text = to_toml(one)
    found = from_toml(text)
    assert (found, found.digest) == (one, one.digest)
    assert [
        line for line in text.splitlines() if len(line) > WIDTH and not line.startswith(("question", "source"))
    ] == []


LONG = [Criterion(f"a_rather_long_name_of_a_criterion_{number}") for number in range(6)]


def test_it_is_written_for_people() -> None:
    """Every part under a header of its own, a condition with one line a part where one line is not enough."""
    one = Definition(
        "acme",
        'What is "good"?',
        [
            Label("good", (LONG[0] & LONG[1] | LONG[2] & LONG[3]) & ~LONG[4]),
            Label("fair", LONG[0] | LONG[1]),
            Label("poor"),
        ],
        source="Ümläut",
        given_to=Side.SELLER,
        presume={LONG[5]: False},
        policy=EvidencePolicy().override(LONG[0], hearsay="disregard"),
        aliases={"very good": "good"},
        based_on=Base("base", "1", "0f"),
        examples=[Example("short", {LONG[0]: True}, None), Example("long", dict.fromkeys(LONG[:4], True), "good")],
    )
    text = to_toml(one)
    assert from_toml(text) == one
    assert (
        text[text.index("[[labels]]") :]
        == """\
[[labels]]
name = "good"
when.all = [
  { any = [
    { all = ["a_rather_long_name_of_a_criterion_0", "a_rather_long_name_of_a_criterion_1"] },
    { all = ["a_rather_long_name_of_a_criterion_2", "a_rather_long_name_of_a_criterion_3"] },
  ] },
  { not = "a_rather_long_name_of_a_criterion_4" },
]

[[labels]]
name = "fair"
when.any = ["a_rather_long_name_of_a_criterion_0", "a_rather_long_name_of_a_criterion_1"]

[[labels]]
name = "poor"

[presume]
a_rather_long_name_of_a_criterion_5 = false

[policy.overrides.a_rather_long_name_of_a_criterion_0]
hearsay = "disregard"

[aliases]
"very good" = "good"

[[examples]]
name = "short"
answers = { a_rather_long_name_of_a_criterion_0 = true }
no_label = true

[[examples]]
name = "long"
expect = "good"
[examples.answers]
a_rather_long_name_of_a_criterion_0 = true
a_rather_long_name_of_a_criterion_1 = true
a_rather_long_name_of_a_criterion_2 = true
a_rather_long_name_of_a_criterion_3 = true

[based_on]
name = "base"
version = "1"
digest = "0f"
"""
    )
    assert text.startswith('format = 1\nname = "acme"\ntitle = \'What is "good"?\'\nsource = "Ümläut"\n')


def test_numbers_are_read_as_they_are_written() -> None:
    """A float where it is the same number, otherwise exactly."""
    text = SMALL.replace("[criteria.pays]", '[criteria.pays]\n[criteria.spend]\nkind = "measure"\nunit = "EUR"')
    for written, answer in (("0.1", 0.1), ("1_000.5", 1000.5), ("2", 2), ("0.1000000000000000000000001", None)):
        found = from_toml(f"{text}[presume]\nspend = {written}\n").presume[Measure("spend", unit="EUR")]
        assert found == (Decimal(written) if answer is None else answer)


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e1001", f"1e{9**30}", "1e999999", "9" * 1500])
def test_numbers_beyond_all_measure_are_refused(number: str) -> None:
    """With their line."""
    text = SMALL.replace("[criteria.pays]", '[criteria.pays]\n[criteria.spend]\nkind = "measure"\nunit = "EUR"')
    (found,) = problems(f"{text}[presume]\nspend = {number}\n")
    assert (found.path, found.line, found.column) == ("$.presume['spend']", 14, 1)


@pytest.mark.parametrize(
    ("old", "new", "line", "column"),
    [
        ('name = "client"', "name = client", 8, 8),
        ("[criteria.pays]", "[criteria.pays", 5, 15),
        ("title", "name", 2, 29),
        ('when = "pays"\n', 'when = "pays', 9, 0),
        ("[criteria.pays]", "x = " + "9" * 5000, 0, 0),
        ("[criteria.pays]", "x = " + "[" * 5000 + "]" * 5000, 0, 0),
    ],
)
def test_what_is_no_toml_is_refused_with_its_place(old: str, new: str, line: int, column: int) -> None:
    """As far as the reader of TOML knows it."""
    (found,) = problems(SMALL.replace(old, new), place="acme.toml")
    assert (found.path, found.file) == ("$", "acme.toml")
    if line:
        assert (found.line, found.column if column else 0) == (line, column)


def test_a_line_that_is_no_toml_is_shown() -> None:
    """As tables of TOML in other programs take bare words."""
    (found,) = problems(SMALL + "\n[aliases]\npals =   partner\n", place="acme.toml")
    assert found.found.startswith("found 'pals =   partner' (Invalid value")


def test_a_kind_that_there_is_not_is_one_problem() -> None:
    """What else the declaration says may be right for the kind that is meant."""
    (found,) = problems(SMALL.replace("[criteria.pays]", '[criteria.pays]\nkind = "number"\nunit = "EUR"'))
    assert (found.path, found.found) == ("$.criteria['pays'].kind", "found 'number'")


def test_every_problem_has_its_line_and_column() -> None:
    """In the order of the lines, with the nearest right word."""
    text = SMALL.replace("title", "tilte").replace('when = "pays"', 'when.all = [\n  "pays",\n  { not = "pasy" },\n]')
    found = problems(text + '[presume]\n"pays" = "no"\n', place="acme.toml")
    assert [(one.file, one.line, one.column, one.path) for one in found] == [
        ("acme.toml", 0, 0, "$.title"),
        ("acme.toml", 2, 1, "$.tilte"),
        ("acme.toml", 11, 5, "$.labels[0].when.all[1].not"),
        ("acme.toml", 14, 1, "$.presume['pays']"),
    ]
    assert "did you mean 'pays'?" in str(found[2])
    assert str(found[3]).startswith("acme.toml:14:1: found 'no', expected true or false")


TABLE = SMALL[: SMALL.index("[[labels]]")] + '[labels]\nnames = ["client", "friend"]\ntable = "rows.csv"\n'
ROWS = "pays,label\nyes,client\n,friend\n"


def test_a_table_is_read_beside_the_file(tmp_path: Path) -> None:
    """In its folder, or one below."""
    expected = from_toml(TABLE, beside={"rows.csv": ROWS})
    (tmp_path / "sub").mkdir()
    for name in ("rows.csv", "sub/rows.csv"):
        (tmp_path / name).write_text(ROWS)
        (tmp_path / "d.toml").write_text(TABLE.replace("rows.csv", name))
        assert read_definition(tmp_path / "d.toml") == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_may_be_saved_as_spreadsheets_do(tmp_path: Path, encoding: str) -> None:
    """With a mark of the byte order, or without; or in cp1252, as its words have to be those of the file."""
    (tmp_path / "d.toml").write_text(TABLE.replace("friend", "Freund für immer"), encoding="utf-8")
    (tmp_path / "rows.csv").write_text(ROWS.replace("friend", "Freund für immer"), encoding=encoding)
    assert read_definition(tmp_path / "d.toml").labels[-1].name == "Freund für immer"


@pytest.mark.parametrize(
    "name", ["../rows.csv", "/rows.csv", "C:\\\\rows.csv", "..\\\\rows.csv", "none.csv", "a\\u0000b"]
)
def test_a_table_elsewhere_is_not_read(tmp_path: Path, name: str) -> None:
    """A file that somebody sends cannot name any file of yours; the line is that of the name."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "rows.csv").write_text(ROWS)
    (folder / "d.toml").write_text(TABLE.replace("rows.csv", name))
    (found,) = refused(folder / "d.toml")
    assert (found.path, found.file, found.line) == ("$.labels.table", "d.toml", 9)


@pytest.mark.parametrize("stray", [b"\x81", b"\xc3\xbc\xfc", b"\0"])
def test_a_table_in_no_one_encoding_is_refused(tmp_path: Path, stray: bytes) -> None:
    """With the line of the first byte that is wrong."""
    (tmp_path / "d.toml").write_text(TABLE)
    (tmp_path / "rows.csv").write_bytes(b"pays,label\nyes,client\n,friend" + stray + b"\n")
    (found,) = refused(tmp_path / "d.toml")
    assert (found.path, found.file, found.line) == ("$.labels.table", "rows.csv", 1 if stray == b"\0" else 3)


def test_problems_of_a_table_name_the_table(tmp_path: Path) -> None:
    """After those of the file, with its own lines."""
    (tmp_path / "d.toml").write_text(TABLE.replace("title", "tilte"))
    (tmp_path / "rows.csv").write_text("pays,label\nmaybe,client\n,freind\n")
    assert [(one.file, one.line, one.column) for one in refused(tmp_path / "d.toml")] == [
        ("d.toml", 0, 0),
        ("d.toml", 2, 1),
        ("rows.csv", 2, "pays"),
        ("rows.csv", 3, "label"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    """Some editors write one."""
    (tmp_path / "d.toml").write_text(SMALL, encoding=encoding)
    assert read_definition(tmp_path / "d.toml") == from_toml(SMALL)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """TOML is UTF-8, and nothing would show a wrong guess."""
    (tmp_path / "d.toml").write_bytes(f"{SMALL}# é\n".encode("cp1252"))
    (found,) = refused(tmp_path / "d.toml")
    assert (found.file, found.line, "UTF-8" in found.found) == ("d.toml", SMALL.count("\n") + 1, True)


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    """And a directory is no file."""
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(OSError, match=r"none\.toml|directory"):
            read_definition(path)


@pytest.mark.parametrize("name", ["acme-accounts", "acme-clients"])
def test_the_examples_come_back(name: str) -> None:
    """They are what the documentation shows; written out, a table has become conditions."""
    found = read_definition(DEFINITION_FILES / f"{name}.toml")
    assert found.name == name
    assert from_toml(to_toml(found)) == found
    assert check_examples(found).failed == ()


SCHEMA: dict[str, Any] = json.loads(read_schema())


def test_the_schema_is_one() -> None:
    """Of the draft that it names."""
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_has_the_keys_that_are_read() -> None:
    """A key that is added to one of them is added to both."""
    parts = SCHEMA["$defs"]
    assert set(SCHEMA["properties"]) == set(KEYS)
    assert {key for one in parts["criterion"]["anyOf"] for key in one.get("properties", ())} == {
        *CRITERION_KEYS,
        QUESTIONS,
    }
    assert set(SCHEMA["properties"]["drop"]["properties"]) == set(DROPPED)
    clauses = [set(one["properties"]) for one in parts["condition"]["anyOf"] if "properties" in one]
    for lead, keys in SHAPES.items():
        assert set().union(*(clause for clause in clauses if lead in clause)) == set(keys)
    assert parts["table"]["properties"]["hit"]["enum"] == list(HITS)
    assert all(one["additionalProperties"] is False for one in objects(SCHEMA) if "properties" in one)


def objects(value: object) -> list[dict[str, Any]]:
    """Give every object in plain data."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    own = [value] if isinstance(value, dict) else []
    return [*own, *(one for part in inside for one in objects(part))]


def test_the_schema_describes_every_key() -> None:
    """An editor shows what a key means."""
    described = [*SCHEMA["properties"].items(), *SCHEMA["$defs"]["criterion"]["anyOf"][0]["properties"].items()]
    for key, part in described:
        target = SCHEMA["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else {}
        assert part.get("description") or target.get("description"), key


SOUND: dict[str, Any] = to_document(marc.MARC)
REFUSED: dict[str, dict[str, Any]] = {
    "unknown key": {"tilte": "x"},
    "no name": {"name": ...},
    "no source": {"source": ...},
    "no labels": {"labels": ...},
    "bad name": {"name": "A name"},
    "blank title": {"title": " "},
    "number for text": {"version": 1},
    "format": {"format": 2},
    "side": {"given_to": "us"},
    "no is not false": {"ordered": "no"},
    "empty labels": {"labels": []},
    "label without name": {"labels": [{"when": "pays_for_services"}]},
    "label key": {"labels": [{"name": "x", "wehn": "pays_for_services"}]},
    "unknown kind": {"criteria": {"x": {"kind": "number"}}},
    "choice without options": {"criteria": {"x": {"kind": "choice"}}},
    "one option": {"criteria": {"x": {"kind": "choice", "options": ["a"]}}},
    "options of yes/no": {"criteria": {"x": {"options": ["a", "b"]}}},
    "scale without high": {"criteria": {"x": {"kind": "scale", "low": 1}}},
    "measure without unit": {"criteria": {"x": {"kind": "measure"}}},
    "number of days": {"policy": {"shelf_life_days": -1}},
    "days in words": {"policy": {"shelf_life_days": "30"}},
    "requires a date": {"policy": {"requires": ["date"]}},
    "remark that is a number": {"remarks": [5]},
    "years without a number": {"policy": {"shelf_life": "years"}},
    "life that is a number": {"policy": {"shelf_life": 30}},
    "conflicts": {"policy": {"conflicts": "newest"}},
    "override in override": {"policy": {"overrides": {"x": {"overrides": {}}}}},
    "presume null": {"presume": {"pays_for_services": None}},
    "presume list": {"presume": {"pays_for_services": [True]}},
    "alias": {"aliases": {"x": 1}},
    "example without label": {"examples": [{"name": "x", "answers": {}}]},
    "example with both": {"examples": [{"name": "x", "expect": "client", "no_label": True}]},
    "example with no label false": {"examples": [{"name": "x", "no_label": False}]},
    "overlap of one": {"intends": {"overlaps": [["partner"]]}},
    "gap": {"intends": {"gap": 1}},
    "base": {"based_on": {"name": "x"}},
    "lent": {"lent": {"x": []}},
    "table without names": {"labels": {"table": "x.csv"}},
    "table with conditions": {"labels": {"names": ["x"], "table": "x.csv", "when": "pays_for_services"}},
    "hit": {"labels": {"names": ["x"], "table": "x.csv", "hit": "all"}},
}
CLAUSES: dict[str, object] = {
    "null": None,
    "boolean": True,
    "list": ["a"],
    "empty": {},
    "two kinds": {"all": ["a"], "any": ["b"]},
    "operator": {"criterion": "a", ">=": 1},
    "criterion only": {"criterion": "a"},
    "is and in": {"criterion": "a", "is": 1, "in": [1]},
    "empty in": {"criterion": "a", "in": []},
    "two lower ends": {"criterion": "a", "at_least": 1, "more_than": 1},
    "two upper ends": {"criterion": "a", "at_most": 1, "below": 1},
    "number as text": {"criterion": "a", "at_least": "50000"},
    "count without number": {"of": ["a"]},
    "count with two": {"at_least": 1, "at_most": 2, "of": ["a"]},
    "half a count": {"at_least": 1.5, "of": ["a"]},
    "points without number": {"points": []},
    "points with two": {"points": [], "exactly": 1, "at_least": 1},
    "weight": {"points": [{"weight": "1", "when": "a"}], "at_least": 1},
    "no weight": {"points": [{"when": "a"}], "at_least": 1},
    "term with both": {"points": [{"weight": 1, "when": "a", "level_of": "b"}], "at_least": 1},
    "no label": {"definition": "a"},
    "both labels": {"definition": "a", "gives": "b", "no_label": True},
    "deep": {"all": [{"any": [{"not": {"nto": "a"}}]}]},
}


@pytest.mark.parametrize("slip", [*REFUSED, *(f"condition: {name}" for name in CLAUSES)])
def test_the_schema_refuses_what_the_library_refuses(slip: str) -> None:
    """An editor marks it while it is written."""
    name = slip.removeprefix("condition: ")
    changes = REFUSED[slip] if slip == name else {"labels": [{"name": "x", "when": CLAUSES[name]}]}
    document = {key: value for key, value in {**SOUND, **changes}.items() if value is not ...}
    validator = Draft202012Validator(SCHEMA)
    assert (validator.is_valid(SOUND), validator.is_valid(document)) == (True, False)


SHARED = """\
name = "tiers"
title = "Which tier?"
source = "test_toml.py"

[criteria]
late = { question = "Do they deliver late?" }
certified = { question = "Have they the certificate?" }
quality = { kind = "scale", low = 1, high = 5, question = "How good is what they deliver?" }
size = { kind = "choice", options = ["small", "large", "huge"], question = "How large are they?" }

[parts.score]
title = "Total score"
points = { quality = 1, certified = 2, size = { large = 1, huge = 2 } }

[parts.reliable]
when.all = [{ not = "late" }, { criterion = "quality", at_least = 3 }, { part = "score", more_than = 1 }]

[[lent.audit]]
name = "passed"
when.all = ["reliable", { part = "score", at_least = 5 }]

[[lent.audit]]
name = "failed"

[[labels]]
name = "gold"
when.all = ["reliable", { definition = "audit", gives = "passed" }, { part = "score", at_least = 7 }]

[[labels]]
name = "silver"
when.any = [
  { all = ["reliable", { part = "score", at_least = 5 }] },
  { all = [{ definition = "audit", gives = "passed" }, { part = "score", below = 7 }] },
  { all = [{ definition = "audit", gives = "failed" }, { part = "score", at_least = 6 }] },
]

[[labels]]
name = "bronze"
when.any = ["reliable", { definition = "audit", gives = "passed" }]
"""


def test_what_has_a_name_is_written_once() -> None:
    """However often it is mentioned: a file that is read and written stays about as long, and says the same."""
    found = from_toml(SHARED)
    text = to_toml(found)
    assert len(text) < 1.5 * len(SHARED)
    again = from_document(json.loads(json.dumps(to_document(from_toml(text)))))
    assert (again, again.digest) == (found, found.digest)


OVERLAY: dict[str, Any] = {
    "extends": {"from": "base.toml", "days": 30, "share": "0.1000000000000000000000000001", "limit": "own_limit"},
    "name": "over",
    "parameters": {"own_limit": 3},
    "labels": {"partner": {"when": {"all": [{"base": "partner"}, "renewed"]}}, "in between": {"zone": True}},
    "lent": {"late": "late.toml", "marc": {"from": "marc"}, "size": {"table": "size.csv", "hit": "unique"}},
    "parts": {"score": {"points": [{"weight": "own_limit", "when": "renewed"}]}},
    "policy": {"shelf_life_days": "own_limit"},
}
OVERLAY_SLIPS: dict[str, dict[str, Any]] = {
    "neither base nor labels": {"extends": ...},
    "reference without name": {"extends": {"days": 30}},
    "parameter that is no number": {"parameters": {"days": True}},
    "parameter in capitals": {"parameters": {"Days": 3}},
    "parameter named from": {"parameters": {"from": 3}},
    "label with a name": {"labels": {"partner": {"name": "x"}}},
    "table without file": {"lent": {"size": {"names": ["a"]}}},
    "base that is no text": {"labels": {"partner": {"when": {"base": 1}}}},
}


@pytest.mark.parametrize("slip", OVERLAY_SLIPS)
def test_the_schema_knows_what_files_share(slip: str) -> None:
    """What they extend and name, with parameters."""
    document = {key: value for key, value in {**OVERLAY, **OVERLAY_SLIPS[slip]}.items() if value is not ...}
    validator = Draft202012Validator(SCHEMA)
    assert (validator.is_valid(OVERLAY), validator.is_valid(document)) == (True, False)


def test_the_schema_takes_the_examples() -> None:
    """Those that people start from, decision tables included."""
    for path in sorted(DEFINITION_FILES.glob("*.toml")):
        errors = Draft202012Validator(SCHEMA).iter_errors(tomllib.loads(path.read_text(encoding="utf-8")))
        assert [error.message for error in errors] == []


@pytest.mark.parametrize("inside", [True, False])
def test_a_table_that_is_a_link_must_stay_in_its_folder(tmp_path: Path, inside: bool) -> None:
    """As a path must: whoever sends a definition file is not to read other files."""
    folder = tmp_path / "folder"
    folder.mkdir()
    target = (folder if inside else tmp_path) / "real.csv"
    target.write_text("label,x\na,yes\n")
    (folder / "link.csv").symlink_to(target)
    file = folder / "d.toml"
    file.write_text(
        'name = "d"\ntitle = "t"\nsource = "s"\n[criteria.x]\n[labels]\nnames = ["a"]\ntable = "link.csv"\n'
    )
    if inside:
        assert read_definition(file).labels[0].name == "a"
    else:
        with pytest.raises(InvalidDefinitionError) as caught:
            read_definition(file)
        assert "link.csv" in str(caught.value)


@pytest.mark.parametrize("always", [all_of(), any_of(), ~all_of(), named("inner", any_of()) | Criterion("pays")])
def test_a_part_of_nothing_is_written_down(always: Condition) -> None:
    """An empty array is no array of tables, which TOML would not write at all."""
    definition = Definition("d", "t", [Label("a", named("part", always)), Label("b")], source="s")
    assert from_toml(to_toml(definition)) == definition


@pytest.mark.parametrize("order", list(itertools.permutations(["meets", "pays", "trust"])))
def test_points_keep_their_order(order: tuple[str, ...]) -> None:
    """Whichever of them are points for each answer, which stand in a table of their own."""
    meets, pays, trust = Choice("meets", options=("often", "never")), Criterion("pays"), Scale("trust", low=1, high=3)
    terms: dict[str, dict[Any, int]] = {
        "meets": {meets.is_("often"): 1, meets.is_("never"): -1},
        "pays": {pays: 2},
        "trust": {trust: 1},
    }
    score = named("score", points({term: weight for name in order for term, weight in terms[name].items()}))
    definition = Definition("d", "t", [Label("a", score >= 2), Label("b")], source="s")
    assert from_toml(to_toml(definition)) == definition


def test_a_part_is_named_as_it_stands_in_the_file(tmp_path: Path) -> None:
    """By its line, and in the words of the file where it stands there; else as it is."""
    path = tmp_path / "acme.toml"
    path.write_text(SMALL, encoding="utf-8")
    where = read_places(path)
    line = next(at for at, text in enumerate(SMALL.splitlines(), 1) if text.startswith("when"))
    assert where("$.labels[0].when", "pays") == (f"acme.toml:{line}", '"pays"')
    assert where("$.labels[0].when.all[1]", "late")[1] == "late"
    assert where("$.nowhere", "late") == ("acme.toml", "late")


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        (Intent(gap=True), "intends.gap = true"),
        (Intent(overlaps=[("a", "b")], raises=["pays"]), 'intends.raises = ["pays"], intends.overlaps = [["a", "b"]]'),
        (Intent(overlaps="all"), 'intends.overlaps = "all"'),
    ],
)
def test_an_intent_is_written_as_in_a_file(intent: Intent, text: str) -> None:
    """Without what it leaves open."""
    assert intent_text(intent) == text


def test_criteria_that_are_alike_are_written_together() -> None:
    """From three on; a question alone stands for a yes/no criterion, and no name of a group is that of a criterion."""
    grades = [Scale(name, f"How is {name}?", low=1, high=5) for name in ("price", "speed", "scales")]
    others = [Measure("spend", "What do they spend?", unit="EUR"), Measure("sales", "What do we sell?", unit="EUR")]
    pays, bare = Criterion("pays", "Do they pay?"), Criterion("bare")
    definition = Definition("d", "t", [Label("a")], source="s", mentions=[*grades, pays, *others, bare])
    text = to_toml(definition)
    assert from_toml(text) == definition
    assert (
        text.partition("[criteria]\n")[2].partition("[[labels]]")[0]
        == """pays = "Do they pay?"

[criteria.scales_2]
kind = "scale"
low = 1
high = 5

[criteria.scales_2.questions]
price = "How is price?"
speed = "How is speed?"
scales = "How is scales?"

[criteria.spend]
kind = "measure"
question = "What do they spend?"
unit = "EUR"

[criteria.sales]
kind = "measure"
question = "What do we sell?"
unit = "EUR"

[criteria.bare]

"""
    )
