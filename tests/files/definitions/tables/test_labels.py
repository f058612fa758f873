"""Tests of `relabel.files.definitions.tables.labels`: tables that documents name, and tables over tables."""

from typing import Any

import pytest

from relabel import Choice, Criterion, Definition, Label
from relabel.core.definitions.content import ladders
from relabel.core.definitions.document import to_document
from relabel.core.model.conditions import Ladder
from relabel.errors import DefinitionError, InvalidDefinitionError
from relabel.files.definitions.document import from_document, table_findings
from relabel.plugins.marc import MARC

TOP = "label,size,control,pays\ngood,big|medium,no label,yes\nbad,not(small),own,-\n-,small,-,-\nbad,-,-,no\n"
SIZE = "staff,label\n>=250,big\n>=50,medium\n-,small\n"
CONTROL = "owner,label\nus,own\nthem,other\n"
OTHERS: dict[str, Definition] = {"marc": MARC}


def document(**more: Any) -> dict[str, Any]:
    """Give a document whose labels stand in a table over two tables."""
    return {
        "name": "matrix",
        "title": "t",
        "source": "s",
        "labels": {"names": ["good", "bad"], "table": "top.csv"},
        "lent": {
            "size": {"table": "size.csv", "names": ["big", "medium", "small"]},
            "control": {"table": "control.csv"},
        },
        "criteria": {
            "pays": {},
            "staff": {"kind": "measure", "unit": "people"},
            "owner": {"kind": "choice", "options": ["us", "them", "nobody"]},
        },
        **more,
    }


def read(top: str = TOP, size: str = SIZE, control: str = CONTROL, **more: Any) -> Definition:
    """Give the definition that is made of tables."""
    beside = {"top.csv": top, "size.csv": size, "control.csv": control}
    return from_document(document(**more), beside=beside, find=OTHERS.__getitem__)


def problems(*tables: str, **more: Any) -> list[tuple[str, int, Any, str]]:
    """Give file, line, column and hint of what is wrong with tables."""
    with pytest.raises(InvalidDefinitionError) as caught:
        read(*tables, **more)
    found: list[DefinitionError] = list(caught.value.exceptions)  # type: ignore[arg-type]  # they are no groups
    return [(one.file, one.line, one.column, one.hint) for one in found]


def lenders(definition: Definition) -> dict[str, Ladder]:
    """Give what other definitions lend to one, by name."""
    return {one.name: one for one in ladders(definition.labels)}


def test_a_column_may_be_another_table() -> None:
    """Its labels are the cells; `no label` is where it gives none."""
    found = read()
    size, control = lenders(found)["size"], lenders(found)["control"]
    owner, pays = Choice("owner", options=["us", "them", "nobody"]), Criterion("pays")
    assert control.labels == (Label("own", owner.is_("us")), Label("other", owner.is_("them")))
    assert found.labels[0].when == (size.is_("big") | size.is_("medium")) & control.is_(None) & pays
    assert [label.name for label in size.labels] == ["big", "medium", "small"]


def test_a_column_may_be_any_definition_that_is_lent() -> None:
    """One whose labels stand in the file, or one of a plugin; in any spelling of its name."""
    lent = {"size-band": [{"name": "big", "when": "pays"}, {"name": "small"}], "marc": "marc"}
    criteria: dict[str, Any] = {"pays": {}}
    found = read("label,Size Band,marc\ngood,big,partner\nbad,small,not(partner)\n", lent=lent, criteria=criteria)
    assert str(found.labels[1].when) == "definition('size-band').is_('small') & ~definition('marc').is_('partner')"
    assert lenders(found)["marc"] == MARC.ladder


def test_a_table_may_lie_over_tables_that_lie_over_tables() -> None:
    """Each is read once."""
    found = read(control="size,label\nbig,own\nmedium|small,other\n", mentions=["owner"])
    assert str(lenders(found)["control"].labels[0].when) == "definition('size').is_('big')"


def test_tables_over_each_other_are_refused_with_the_chain() -> None:
    """In the file that closes the circle."""
    found = read_problem(
        control="size,label\nbig,own\n-,other\n", size="control,label\nown,big\n-,medium\nother,small\n"
    )
    place = (found.file, found.line, found.column)
    assert (place, found.found) == (("control.csv", 1, "size"), "found size → control → size")


def read_problem(**tables: str) -> DefinitionError:
    """Give the first thing that is wrong with tables."""
    with pytest.raises(InvalidDefinitionError) as caught:
        read(**tables)
    found = caught.value.exceptions[0]
    assert isinstance(found, DefinitionError)
    return found


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ({"top": TOP.replace("medium", "medum")}, ("top.csv", 2, "size", "; did you mean 'medium'?")),
        ({"top": TOP.replace("control", "contorl", 1)}, ("top.csv", 1, "contorl", "; did you mean 'control'?")),
        ({"size": SIZE.replace("small", "smal")}, ("size.csv", 4, "label", "; did you mean 'small'?")),
        ({"control": CONTROL.replace("them", "then")}, ("control.csv", 3, "owner", "; did you mean 'them'?")),
        ({"control": "owner,label\nus,own\n-,-\n"}, None),
        ({"control": "owner\nus\n"}, ("control.csv", 1, 0, "")),
    ],
)
def test_what_is_wrong_with_a_table_below_is_named_by_its_line(tables: dict[str, str], expected: object) -> None:
    """In the right file."""
    if expected is None:
        assert [label.name for label in read(**tables).labels] == ["good", "bad"]
    else:
        assert problems(*({"top": TOP, "size": SIZE, "control": CONTROL} | tables).values())[0] == expected


def test_a_lent_table_without_names_has_the_labels_of_its_rows() -> None:
    """Each once, in their order, whatever their case and spacing."""
    found = read(control="owner,label\nus, own\nthem,OWN\nnobody,other \n")
    assert [label.name for label in lenders(found)["control"].labels] == ["own", "other"]


@pytest.mark.parametrize(
    ("lent", "column"),
    [
        ({"one": [{"name": "no label", "when": "pays"}]}, "one"),
        ({"pays": [{"name": "a", "when": "pays"}, {"name": "b"}]}, "pays"),
    ],
)
def test_a_definition_that_cannot_be_a_column_is_refused(lent: dict[str, Any], column: str) -> None:
    """One whose label reads like none, and one that has the name of a criterion."""
    found = problems(f"label,{column},staff\ngood,-,1\nbad,-,2\n", SIZE, CONTROL, lent=lent)
    assert found[0][:3] == ("top.csv", 1, column)


def test_what_is_wrong_with_a_lent_definition_is_said_once() -> None:
    """And not at its column again."""
    lent = {"one": [{"name": "a", "when": "paysss"}, {"name": "b"}]}
    assert len(problems("label,one,staff\ngood,a,1\nbad,b,2\n", SIZE, CONTROL, lent=lent)) == 1


def test_overlaps_of_rows_are_told_in_the_labels_of_the_tables_below() -> None:
    """Of columns that ask for other tables, too."""
    labels = {"names": ["good", "bad"], "table": "top.csv", "hit": "unique"}
    with pytest.raises(InvalidDefinitionError) as caught:
        read("label,size,control\ngood,big,-\nbad,big|small,no label\n", labels=labels)
    assert "both fit size is big; control is no label" in str(caught.value)


def test_findings_name_rows_of_the_tables_below() -> None:
    """By the file in which they stand."""
    beside = {
        "top.csv": "label,size,pays,owner\ngood,big|medium,-,-\nbad,-,no,us\nbad,not(small),-,-\n",
        "size.csv": SIZE.replace("-,small", ">=300,big\n-,small"),
        "control.csv": CONTROL,
    }
    lent = {"size": {"table": "size.csv"}}
    found = table_findings(document(lent=lent), beside)
    assert [(one.file, one.line, one.applies, one.others) for one in found] == [
        ("size.csv", 4, False, (2,)),
        ("top.csv", 4, False, (2,)),
    ]


def test_a_column_may_be_a_part() -> None:
    """A sum or mean by its number, a condition by yes and no; as in conditions."""
    grade = {"kind": "scale", "low": 1, "high": 5, "may_be_na": True}
    document: dict[str, Any] = {
        "name": "cards",
        "title": "t",
        "source": "s",
        "criteria": {"quality": grade, "price": grade, "recall": {}},
        "parts": {"score": {"mean": {"quality": 2, "price": 1}}, "sound": {"when": {"not": "recall"}}},
        "labels": {"names": ["good", "fair", "bad"], "table": "t.csv"},
    }
    table = "label,score,sound\ngood,>=4.2,yes\nfair,[2.5..4.2),yes\nfair,not(<4.2|>=5),-\nbad,-,no\nbad,-,-\n"
    found = from_document(document, beside={"t.csv": table})
    assert [str(label.when) for label in found.labels] == [
        "(score >= 4.2) & sound",
        "(score >= 2.5) & (score < 4.2) & sound | ~((score < 4.2) | (score >= 5))",
        "None",
    ]
    assert from_document(to_document(found)) == found
    with pytest.raises(InvalidDefinitionError) as caught:
        from_document(
            {**document, "parts": {**document["parts"], "score": {"mean": {"qualty": 1}}}}, beside={"t.csv": table}
        )
    assert [one.path for one in caught.value.exceptions] == ["$.parts['score'].mean['qualty']"]  # type: ignore[union-attr]  # they are no groups
