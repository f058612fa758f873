"""Tests of `relabel.files.relationships.mapping`: what a mapping file says, all or nothing, with its places."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from relabel import Criterion, Side
from relabel.errors import CellError, InvalidFileError
from relabel.files.relationships.assembly import OBSERVATION
from relabel.files.relationships.mapping import (
    COLUMN,
    DUPLICATES,
    EMPTY,
    FILE,
    ColumnUse,
    FileMapping,
    read_mapping,
    read_mapping_schema,
)
from relabel.files.relationships.reading import read
from relabel.files.styles import Style


def load(folder: Path, content: str | bytes) -> FileMapping:
    """Read a mapping file of this content."""
    path = folder / "some.map.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_mapping(path)


def problems(folder: Path, content: str | bytes) -> list[tuple[int, str]]:
    """Give line and key of each problem."""
    with pytest.raises(InvalidFileError) as caught:
        load(folder, content)
    return [(one.line, one.column) for one in caught.value.exceptions if isinstance(one, CellError)]


def test_headers_are_mapped_by_their_folded_text(tmp_path: Path) -> None:
    """To a field, a criterion, attribute or ignore."""
    found = load(tmp_path, '[columns]\n"Account name" = "company"\nNotes = "ignore"\n"شركة" = "label"\n')
    assert {key: (one.header, one.name) for key, one in found.columns.items()} == {
        "account_name": ("Account name", "company"),
        "notes": ("Notes", "ignore"),
        "شركة": ("شركة", "label"),
    }


@pytest.mark.parametrize("content", ["", "[columns]\n"])
def test_a_mapping_may_say_nothing(tmp_path: Path, content: str) -> None:
    """Then every header stands for itself."""
    assert load(tmp_path, content) == EMPTY


def test_a_column_says_how_its_cells_are_written(tmp_path: Path) -> None:
    """And what they stand for."""
    content = (
        '[columns]\n"Spend" = { is = "annual_spend", decimal = ",", thousands = ".", unit = "EUR", optional = true }\n'
        '"Seen" = { criterion = "iso_9001", is = "observed_on", date = "dd.mm.yyyy" }\n'
        '"Issue" = { criterion = "worst_issue", values = { "Took  ages" = "slow", "-" = "" }, unknown = ["N.A."] }\n'
    )
    style = Style(unknown=frozenset({"n.a."}), values={"took ages": "slow", "-": ""})
    assert load(tmp_path, content).columns == {
        "spend": ColumnUse("Spend", "annual_spend", "", Style(decimal=",", thousands=".", unit="EUR"), optional=True),
        "seen": ColumnUse("Seen", "observed_on", "iso_9001", Style(date="dd.mm.yyyy")),
        "issue": ColumnUse("Issue", "worst_issue", "", style),
    }


def test_a_file_says_what_holds_for_all_of_it(tmp_path: Path) -> None:
    """How cells are written, constants, encoding, sheet, header and duplicates."""
    content = (
        'date = "mm/dd/yyyy"\nthousands = "."\nunknown = ["NULL"]\nencoding = "cp1252"\n'
        'sheet = "Data"\nheader_row = 3\nduplicates = "evidence"\nattested_by = "us"\nsource = "survey of May"\n'
        '[same]\n"Elm, Ltd." = "Elm"\n"Elm Inc" = "Elm"\n'
    )
    assert load(tmp_path, content) == FileMapping(
        style=Style(date="mm/dd/yyyy", decimal=",", thousands=".", unknown=frozenset({"null"})),
        constants={"attested_by": "us", "source": "survey of May"},
        encoding="cp1252",
        sheet="Data",
        header_row=3,
        duplicates="evidence",
        same={"Elm, Ltd.": "Elm", "Elm Inc": "Elm"},
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_mapping_files_take_the_encodings_of_data(tmp_path: Path, encoding: str) -> None:
    """Whatever the editor wrote."""
    found = load(tmp_path, '[columns]\n"Größe" = "ignore"\n'.encode(encoding))
    assert [one.header for one in found.columns.values()] == ["Größe"]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('colums = "company"', (1, "colums")),
        ('columns = "company"', (1, "columns")),
        ("columns = []", (1, "columns")),
        ("[columns]\nA = 5\n", (2, "columns['A']")),
        ('[columns]\nA = ["company"]\n', (2, "columns['A']")),
        ('[columns]\nA.Name = "company"\n', (2, "columns['A'].Name")),
        ("[columns]\nA = { optional = true }\n", (2, "columns['A']")),
        ('[columns]\nA = { is = "label", criterion = "pays" }\n', (2, "columns['A'].is")),
        ('[columns]\nA = { is = "pays", source = "x" }\n', (2, "columns['A'].source")),
        ('[columns]\n"A b" = "company"\nA_b = "label"\n', (3, "columns['A_b']")),
        ('[columns]\nA = "company"\n[more]\nB = "label"\n', (3, "more")),
        ('date = "dd.mm"', (1, "date")),
        ('decimal = ";"', (1, "decimal")),
        ('decimal = ","\nthousands = ","', (2, "thousands")),
        ('thousands = "12"', (1, "thousands")),
        ('encoding = "klingon"', (1, "encoding")),
        ("header_row = 0", (1, "header_row")),
        ('header_row = "2"', (1, "header_row")),
        ('duplicates = "merge"', (1, "duplicates")),
        ("same = 5", (1, "same")),
        ('[same]\n"Elm Ltd" = 5', (2, "same['Elm Ltd']")),
        ('[same]\n"Elm Ltd" = " "', (2, "same['Elm Ltd']")),
        ('[same]\n" " = "Elm"', (2, "same[' ']")),
        ('[same]\n"Elm Ltd" = "Elm"\n"ELM  LTD" = "Elm"', (3, "same['ELM  LTD']")),
        ('[same]\n"Elm Ltd" = "Elm Inc"\n"Elm inc" = "ELM LTD"', (3, "same['Elm inc']")),
        ('[same]\n"Elm" = "ELM"', (2, "same['Elm']")),
        ("unknown = [5]", (1, "unknown[0]")),
        ("[values]\nx = true", (2, "values['x']")),
        ("[columns", (1, "")),
        ('[columns]\nA = "company"\nA = "label"\n', (3, "")),
        (b"[columns]\n\x81 = 5", (2, "")),
        ("a = 0x" + "f" * 5, (1, "a")),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_place(
    tmp_path: Path, content: str | bytes, place: tuple[int, str]
) -> None:
    """Line and key; nothing is passed over."""
    assert place in problems(tmp_path, content)


def test_all_problems_are_listed(tmp_path: Path) -> None:
    """Not the first only."""
    assert problems(tmp_path, 'dates = "x"\ndecimal = ";"\n[columns]\nA = 5\n') == [
        (1, "dates"),
        (2, "decimal"),
        (4, "columns['A']"),
    ]


def test_a_mapping_file_has_to_be_there(tmp_path: Path) -> None:
    """As any other file."""
    with pytest.raises(FileNotFoundError):
        read_mapping(tmp_path / "none.toml")


def test_a_cell_has_one_meaning(tmp_path: Path) -> None:
    """Two ways to write it are one cell, of which the later would win in silence."""
    content = '[columns.Mood]\nis = "mood"\n[columns.Mood.values]\nGood = "good"\n"good " = "bad"\n'
    assert problems(tmp_path, content) == [(5, "columns['Mood'].values['good ']")]


SCHEMA: dict[str, Any] = json.loads(read_mapping_schema())
SOUND = """
date = "dd.mm.yyyy"
decimal = ","
thousands = "."
unit = "EUR"
unknown = ["n.a."]
values = { x = "yes" }
encoding = "cp1252"
sheet = "Data"
header_row = 2
duplicates = "evidence"
observed_on = "2026-01-31"
attested_by = "us"
source = "survey"
note = "by phone"
same = { "Elm, Ltd." = "Elm" }
[columns]
Account = "company"
"Audit" = { criterion = "iso_9001" }
"Audit date" = { criterion = "iso_9001", is = "observed_on", date = "%d %b %Y", optional = true }
"Spend" = { is = "spend", decimal = ".", thousands = "", unit = "$", unknown = [], values = { none = "0" } }
"""


def test_the_schema_is_one() -> None:
    """Of the draft that it names."""
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_has_the_keys_that_are_read() -> None:
    """A key that is added to one of them is added to both."""
    column = SCHEMA["$defs"]["column"]
    assert (set(SCHEMA["properties"]), set(column["properties"])) == (set(FILE), set(COLUMN))
    assert set(column["then"]["properties"]["is"]["enum"]) == set(OBSERVATION)
    assert set(SCHEMA["properties"]["duplicates"]["enum"]) == set(DUPLICATES)


def test_the_schema_describes_every_key() -> None:
    """An editor shows what a key means."""
    for key, part in [*SCHEMA["properties"].items(), *SCHEMA["$defs"]["column"]["properties"].items()]:
        target = SCHEMA["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else {}
        assert part.get("description") or target.get("description"), key


def test_the_schema_takes_what_the_library_takes(tmp_path: Path) -> None:
    """Every key."""
    assert set(tomllib.loads(SOUND)) == set(FILE)
    load(tmp_path, SOUND)
    Draft202012Validator(SCHEMA).validate(tomllib.loads(SOUND))


@pytest.mark.parametrize(
    "content",
    [
        "colums = {}",
        "date = 1",
        'decimal = ";"',
        'thousands = ".."',
        "unknown = [1]",
        'values = ["x"]',
        "values = { x = 1 }",
        "header_row = 0",
        'header_row = "2"',
        'duplicates = "keep"',
        "[columns]\nx = 1",
        "[columns.x]\nunit = '$'",
        "[columns.x]\nis = 'company'\ncriterion = 'iso_9001'",
        "[columns.x]\nis = 'company'\nwhat = 'x'",
        "[columns.x]\nis = 'company'\noptional = 'yes'",
    ],
)
def test_the_schema_refuses_what_the_library_refuses(tmp_path: Path, content: str) -> None:
    """An editor marks it while it is written."""
    assert problems(tmp_path, content)
    assert not Draft202012Validator(SCHEMA).is_valid(tomllib.loads(content))


def test_a_guessed_encoding_of_the_mapping_is_noted(tmp_path: Path) -> None:
    """As that of the file is."""
    mapping, book = tmp_path / "map.toml", tmp_path / "book.csv"
    mapping.write_bytes('[columns]\n"Käufer" = "company"\n'.encode("cp1252"))
    book.write_text("Käufer\nElm\n", encoding="utf-8")
    reading = read(book, {}, given_to=Side.BUYER, mapping=read_mapping(mapping))
    assert reading.notes == ("map.toml is not UTF-8 and was read as cp1252",)


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u00ad", "\u202e"])
def test_signs_that_nobody_can_see_make_no_difference(tmp_path: Path, sign: str) -> None:
    """Neither in a header, nor in a cell that stands for something or for nothing."""
    mapping, book = tmp_path / "map.toml", tmp_path / "book.csv"
    mapping.write_text(
        f'unknown = ["o{sign}o"]\nvalues = {{ "j{sign}a" = "yes" }}\n'
        f'[columns]\nWho = "company"\n"Pa{sign}ys" = "pays"\n',
        encoding="utf-8",
    )
    book.write_text("Who,Pays\nElm,ja\nOak,oo\n", encoding="utf-8")
    elm, oak = read(book, {"pays": Criterion("pays")}, given_to=Side.BUYER, mapping=read_mapping(mapping)).relationships
    assert ([piece.answer for piece in elm.evidence], oak.evidence) == ([True], ())


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('source = "x"\nobserved_on = "31.01.2026"\n', (2, "observed_on")),
        ('source = "..."\n', (1, "source")),
        ('[values]\n"Other" = "..."\n', (2, "values['Other']")),
        ('attested_by = "account manager"\n', (1, "attested_by")),
    ],
)
def test_what_holds_for_all_evidence_is_checked_where_it_is_said(
    tmp_path: Path, text: str, place: tuple[int, str]
) -> None:
    """Not row by row, where no such cell is."""
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFileError) as caught:
        read_mapping(path)
    assert [(one.line, one.column) for one in caught.value.exceptions if isinstance(one, CellError)] == [place]


@pytest.mark.parametrize("word", ["buyer", "seller", "us", "We"])
def test_a_speaker_for_all_evidence_is_a_side(tmp_path: Path, word: str) -> None:
    """Or us."""
    path = tmp_path / "map.toml"
    path.write_text(f'attested_by = "{word}"\nobserved_on = "2026-01-31"\n', encoding="utf-8")
    assert read_mapping(path).constants == {"attested_by": word, "observed_on": "2026-01-31"}


def test_a_key_for_the_whole_file_in_the_table_of_a_column_is_told_where_to_stand(tmp_path: Path) -> None:
    """All that stands below a table is in it."""
    path = tmp_path / "map.toml"
    path.write_text('[columns."A"]\nis = "company"\nattested_by = "us"\n', encoding="utf-8")
    with pytest.raises(InvalidFileError) as caught:
        read_mapping(path)
    assert "write attested_by above the first [columns...]" in str(caught.value)
