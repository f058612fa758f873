"""Tests of `cures`: the line of a mapping by which a column is read, with all that is said of it already."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from relabel import Choice, Criterion, Measure, Scale, Side, per_side
from relabel.core.model.any_criterion import AnyCriterion
from relabel.errors import CellError, InvalidFileError
from relabel.files.relationships.mapping import FileMapping, read_mapping
from relabel.files.relationships.reading import Reading, read

LOYAL = per_side("loyal")
VOCABULARY: dict[str, AnyCriterion] = {
    one.name: one
    for one in (
        Criterion("pays", "Do they pay?"),
        Choice("mood", options=["very good", "bad"]),
        Scale("trust", low=1, high=5),
        Measure("spend", unit="EUR"),
        LOYAL.buyer,
    )
}


def load(folder: Path, content: str, mapping: str = "") -> Reading:
    """Read a file of this content by a mapping."""
    path, said = folder / "some.csv", folder / "map.toml"
    path.write_text(content, encoding="utf-8")
    said.write_text(mapping, encoding="utf-8")
    return read(path, VOCABULARY, given_to=Side.BUYER, mapping=read_mapping(said) if mapping else FileMapping())


def cures(folder: Path, content: str, mapping: str = "") -> list[str]:
    """Give the lines that are proposed for a file of this content, each once."""
    with pytest.raises(InvalidFileError) as caught:
        load(folder, content, mapping)
    found = [one.cure for one in caught.value.exceptions if isinstance(one, CellError)]
    return list(dict.fromkeys(one for one in found if one))


def said(*lines: str) -> dict[str, Any]:
    """Give what lines under `[columns]` say, or lines with a table of their own."""
    return {
        header: {"is": use} if isinstance(use, str) else use
        for line in lines
        for header, use in tomllib.loads(line if line.startswith("[") else f"[columns]\n{line}")["columns"].items()
    }


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("company,pays\nElm,ja\nOak,n.a.\n", ['pays" = { is = "pays", unknown = ["n.a."], values = { ja = "yes" } }']),
        ("company,Pays\nElm,yes!\n", ['Pays" = { is = "pays", values = { "yes!" = "yes" } }']),
        ("company,mood\nElm,very godo\n", ['mood" = { is = "mood", values = { "very godo" = "very good" } }']),
        ("company,spend\nElm,EUR 5\nOak,7\n", ['spend" = { is = "spend", unit = "EUR" }']),
        ("company,since\nElm,2021/03/04\n", ['since" = { is = "since", date = "yyyy/mm/dd" }']),
        ("company,mood\nElm,meh\n", []),
        ("company,pays,attested_by\nElm,yes,Uwe\n", []),
    ],
)
def test_what_is_proposed_is_the_line_of_the_column(tmp_path: Path, content: str, lines: list[str]) -> None:
    """And the file is read by it."""
    found = cures(tmp_path, content)
    assert said(*found) == said(*(f'"{line}' for line in lines))
    if lines:
        assert load(tmp_path, content, "\n".join(found)).relationships


@pytest.mark.parametrize(
    ("content", "beginning"),
    [
        ('company,spend\nElm,"1.200"\n', '[columns."spend"]\nis = "spend"\ndecimal = "."  # or \',\': '),
        (
            "company,pays,observed_on\nElm,yes,03/04/2021\n",
            '[columns."observed_on"]\nis = "observed_on"\ndate = "dd/mm/yyyy"  # or',
        ),
    ],
)
def test_what_has_two_readings_has_both_in_its_line(tmp_path: Path, content: str, beginning: str) -> None:
    """One as it would be read, the other behind it."""
    [lines] = cures(tmp_path, content)
    assert lines.startswith(beginning)
    assert load(tmp_path, content, lines).relationships


def test_no_sign_is_proposed_by_which_a_cell_would_be_refused_in_turn(tmp_path: Path) -> None:
    """`1.200` is no level from 1 to 5, whichever the sign; of `2,000` one reading is."""
    assert cures(tmp_path, "company,trust\nElm,1.200\n") == []
    with pytest.raises(InvalidFileError) as caught:
        load(tmp_path, "company,trust\nElm,1.200\n")
    assert str(caught.value).endswith("from 1 to 5, unknown or nothing")
    [line] = cures(tmp_path, 'company,trust\nElm,"2,000"\n')
    assert said(line) == said('trust = { is = "trust", decimal = "," }')


def test_what_a_mapping_says_already_stays(tmp_path: Path) -> None:
    """As the line takes the place of the one that is there."""
    mapping = (
        '[columns]\nPaying = { is = "pays", unknown = ["who knows"], values = { aye = "yes" }, optional = true }\n'
        'Spend = { is = "spend", unit = "EUR", thousands = ".", decimal = "," }\n'
        'Asked = { criterion = "pays", is = "observed_on", date = "dd.mm.yyyy" }\n'
    )
    content = "company,Paying,Spend,Asked\nElm,ja,7,01.02.2021\nOak,aye,EUR 5,\nAsh,who knows,n.a.,n.a.\n"
    assert said(*cures(tmp_path, content, mapping)) == said(
        '"Paying" = { is = "pays", unknown = ["who knows"], values = { aye = "yes", ja = "yes" }, optional = true }',
        '"Asked" = { criterion = "pays", is = "observed_on", date = "dd.mm.yyyy", unknown = ["n.a."] }',
        '"Spend" = { is = "spend", decimal = ",", thousands = ".", unit = "EUR", unknown = ["n.a."] }',
    )


def test_a_date_of_one_criterion_keeps_it(tmp_path: Path) -> None:
    """In its line stands what it is about."""
    mapping = '[columns]\nAsked = { criterion = "pays", is = "observed_on" }\n'
    assert said(*cures(tmp_path, "company,pays,Asked\nElm,yes,28 Jul 2021\n", mapping)) == said(
        '"Asked" = { criterion = "pays", is = "observed_on", date = "%d %b %Y" }'
    )


def test_context_to_weigh_by_has_a_line(tmp_path: Path) -> None:
    """It is a number."""
    mapping = '[columns]\nValue = "number"\n'
    assert said(*cures(tmp_path, "company,Value\nElm,$5\n", mapping)) == said('"Value" = { is = "number", unit = "$" }')


def test_answers_a_line_are_read_by_what_they_are_about(tmp_path: Path) -> None:
    """One column holds answers to several criteria; what is about none is not looked at."""
    content = "company,criterion,answer\nElm,pays,ja\nElm,mood,very godo\nOak,pays,yes\nOak,moood,ja\nAsh,,\n"
    line = '"answer" = { is = "answer", values = { ja = "yes", "very godo" = "very good" } }'
    assert said(*cures(tmp_path, content)) == said(line)
    right = content.replace("moood,ja", "mood,bad")
    assert load(tmp_path, right, f"[columns]\n{line}\n").relationships


def test_rows_of_another_length_are_not_looked_at(tmp_path: Path) -> None:
    """They are refused as they are."""
    assert said(*cures(tmp_path, "company,pays\nElm,ja\nOak,nein,x\n")) == said(
        '"pays" = { is = "pays", values = { ja = "yes" } }'
    )


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("Do they pay?", '"Do they pay?" = "pays"'),
        ("spendd", '"spendd" = "spend"'),
        ("companyy", '"companyy" = "attribute"'),
    ],
)
def test_a_header_that_is_a_slip_has_a_line(tmp_path: Path, header: str, line: str) -> None:
    """Of what it is near; as context where that is another column, as a second one would be refused."""
    content = f"company,{header}\nElm,\n"
    found = cures(tmp_path, content)
    assert said(*found) == said(line)
    assert load(tmp_path, content, "".join(found)).relationships


@pytest.mark.parametrize(
    ("content", "wrong", "right"),
    [
        ("company,since\nElm,24.10.2024\n", 'is = "since", date = "mm/dd/yyyy"', 'is = "since", date = "dd.mm.yyyy"'),
        ("company,since\nElm,24.10.2024\n", 'is = "since", date = "yyyy-mm-dd"', 'is = "since", date = "dd.mm.yyyy"'),
        ('company,spend\nElm,"1.550,50"\n', 'is = "spend", decimal = "."', 'is = "spend", decimal = ","'),
        ("company,spend\nElm,EUR 5\n", 'is = "spend", unit = "€"', 'is = "spend", unit = "EUR"'),
        ('company,spend\nElm,"1.550,50"\n', 'is = "spend", thousands = " "', 'is = "spend", decimal = ","'),
        ("company,pays\nElm,y\n", 'is = "pays", values = { y = "ja" }', 'is = "pays"'),
        ("company,pays\nElm,Ja\n", 'is = "pays", values = { ja = "yep" }', 'is = "pays", values = { Ja = "yes" }'),
        (
            "company,mood\nElm,so very good\nOak,ugh\n",
            'is = "mood", values = { "so very good" = "very godo", ugh = "bad" }',
            'is = "mood", values = { "so very good" = "very good", ugh = "bad" }',
        ),
    ],
)
def test_what_a_mapping_says_wrongly_is_mended_there(tmp_path: Path, content: str, wrong: str, right: str) -> None:
    """Not in the file, which is right."""
    header = content.split("\n")[0].split(",")[1]
    found = cures(tmp_path, content, f"[columns]\n{header} = {{ {wrong} }}\n")
    assert said(*found) == said(f"{header} = {{ {right} }}")
    assert load(tmp_path, content, "".join(found)).relationships


def test_a_meaning_that_is_none_is_named(tmp_path: Path) -> None:
    """Beside the cell, which is not what is wrong."""
    with pytest.raises(InvalidFileError) as caught:
        load(tmp_path, "company,pays\nElm,y\n", '[columns]\npays = { is = "pays", values = { y = "ja" } }\n')
    assert "'y', which the mapping reads as 'ja'" in str(caught.value)


def test_of_two_signs_that_of_other_columns_is_proposed(tmp_path: Path) -> None:
    """They stand in one file."""
    content = 'company,spend,trust,spent\nElm,"1.200","1,5","7,5"\n'
    mapping = '[columns]\nspent = "number"\ntrust = "attribute"\n'
    found = cures(tmp_path, content, mapping)
    assert said(*found) == said('spend = { is = "spend", decimal = "," }')


@pytest.mark.parametrize("values", ['rarely = "nope"', 'rarely = "rarely"', 'rarely = "perhaps", x = "yes"'])
def test_nothing_is_proposed_that_mends_nothing(tmp_path: Path, values: str) -> None:
    """A line that is refused again leads in a circle."""
    mapping = f"[columns.pays]\nis = 'pays'\nvalues = {{ {values} }}\n"
    assert cures(tmp_path, "company,pays\nElm,rarely\nOak,yes\n", mapping) == []
