"""Tests of `cures`: the line of a mapping by which a column is read, with all that is said of it already."""

from pathlib import Path

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
    assert found == [f'"{line}' for line in lines]
    if lines:
        assert load(tmp_path, content, "[columns]\n" + "\n".join(found)).relationships


@pytest.mark.parametrize(
    ("content", "beginning"),
    [
        ('company,spend\nElm,"1.200"\n', '"spend" = { is = "spend", decimal = "." }  # or \',\': '),
        (
            "company,pays,observed_on\nElm,yes,03/04/2021\n",
            '"observed_on" = { is = "observed_on", date = "dd/mm/yyyy" }  # or',
        ),
    ],
)
def test_what_has_two_readings_has_both_in_its_line(tmp_path: Path, content: str, beginning: str) -> None:
    """One as it would be read, the other behind it."""
    [line] = cures(tmp_path, content)
    assert line.startswith(beginning)
    assert load(tmp_path, content, f"[columns]\n{line}\n").relationships


def test_no_sign_is_proposed_by_which_a_cell_would_be_refused_in_turn(tmp_path: Path) -> None:
    """`1.200` is no level from 1 to 5, whichever the sign; of `2,000` one reading is."""
    assert cures(tmp_path, "company,trust\nElm,1.200\n") == []
    with pytest.raises(InvalidFileError) as caught:
        load(tmp_path, "company,trust\nElm,1.200\n")
    assert str(caught.value).endswith("from 1 to 5, unknown or nothing")
    [line] = cures(tmp_path, 'company,trust\nElm,"2,000"\n')
    assert line.startswith('"trust" = { is = "trust", decimal = "," }')


def test_what_a_mapping_says_already_stays(tmp_path: Path) -> None:
    """As the line takes the place of the one that is there."""
    mapping = (
        '[columns]\nPaying = { is = "pays", unknown = ["who knows"], values = { aye = "yes" }, optional = true }\n'
        'Spend = { is = "spend", unit = "EUR", thousands = ".", decimal = "," }\n'
        'Asked = { criterion = "pays", is = "observed_on", date = "dd.mm.yyyy" }\n'
    )
    content = "company,Paying,Spend,Asked\nElm,ja,7,01.02.2021\nOak,aye,EUR 5,\nAsh,who knows,n.a.,n.a.\n"
    assert cures(tmp_path, content, mapping) == [
        '"Paying" = { is = "pays", unknown = ["who knows"], values = { aye = "yes", ja = "yes" }, optional = true }',
        '"Asked" = { criterion = "pays", is = "observed_on", date = "dd.mm.yyyy", unknown = ["n.a."] }',
        '"Spend" = { is = "spend", decimal = ",", thousands = ".", unit = "EUR", unknown = ["n.a."] }',
    ]


def test_a_date_of_one_criterion_keeps_it(tmp_path: Path) -> None:
    """In its line stands what it is about."""
    mapping = '[columns]\nAsked = { criterion = "pays", is = "observed_on" }\n'
    assert cures(tmp_path, "company,pays,Asked\nElm,yes,28 Jul 2021\n", mapping) == [
        '"Asked" = { criterion = "pays", is = "observed_on", date = "%d %b %Y" }'
    ]


def test_context_to_weigh_by_has_a_line(tmp_path: Path) -> None:
    """It is a number."""
    mapping = '[columns]\nValue = "number"\n'
    assert cures(tmp_path, "company,Value\nElm,$5\n", mapping) == ['"Value" = { is = "number", unit = "$" }']


def test_answers_a_line_are_read_by_what_they_are_about(tmp_path: Path) -> None:
    """One column holds answers to several criteria; what is about none is not looked at."""
    content = "company,criterion,answer\nElm,pays,ja\nElm,mood,very godo\nOak,pays,yes\nOak,moood,ja\nAsh,,\n"
    line = '"answer" = { is = "answer", values = { ja = "yes", "very godo" = "very good" } }'
    assert cures(tmp_path, content) == [line]
    right = content.replace("moood,ja", "mood,bad")
    assert load(tmp_path, right, f"[columns]\n{line}\n").relationships


def test_rows_of_another_length_are_not_looked_at(tmp_path: Path) -> None:
    """They are refused as they are."""
    assert cures(tmp_path, "company,pays\nElm,ja\nOak,nein,x\n") == [
        '"pays" = { is = "pays", values = { ja = "yes" } }'
    ]


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
    assert cures(tmp_path, content) == [line]
    assert load(tmp_path, content, f"[columns]\n{line}\n").relationships
