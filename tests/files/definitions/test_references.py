"""Tests of `relabel.files.definitions.references`: what a definition file names beside it, and its parameters."""

import itertools
from pathlib import Path
from typing import Any

import pytest

from relabel import Registry, installed
from relabel.errors import DefinitionError, InvalidDefinitionError
from relabel.files.definitions.references import Folder
from relabel.files.definitions.toml import from_toml, read_definition
from relabel.plugins import marc

LATE = """\
name = "late-payers"
title = "Who pays late?"
source = "here"
labels = [
  { name = "late", when = { part = "score", at_least = "limit" } },
  { name = "fine" },
]

[parameters]
days = 90
weight = 1.5
limit = 3

[parts.score]
points = [
  { weight = "weight", when = { criterion = "days_late", more_than = "days" } },
  { weight = 2, when = { at_least = 1, of = ["disputes", "reminded"] } },
]

[policy]
shelf_life_days = "days"

[criteria]
days_late = { kind = "measure", unit = "d" }
disputes = {}
reminded = {}
"""
HEAD = 'name = "d"\ntitle = "t"\nsource = "s"\n'


def problems(text: str, **beside: str) -> list[DefinitionError]:
    """Give what is wrong with the file `d.toml`."""
    files = {f"{name}.toml": content for name, content in beside.items()}
    with pytest.raises(InvalidDefinitionError) as caught:
        from_toml(text, place="d.toml", beside=files, find=installed().definition)
    found: tuple[Any, ...] = caught.value.exceptions
    return list(found)


def places(text: str, **beside: str) -> list[tuple[str, int, str]]:
    """Give where something is wrong, and the name that is proposed."""
    return [(one.file, one.line, one.hint) for one in problems(text, **beside)]


def test_a_parameter_stands_for_its_number() -> None:
    """In comparisons, points, counts and the shelf life; unless something else is said, the one in its file."""
    written = LATE.replace('"days"', "90").replace('"weight"', "1.5").replace('"limit"', "3")
    written = written.replace("[parameters]\ndays = 90\nweight = 1.5\nlimit = 3\n", "")
    found = from_toml(LATE)
    assert (found, found.digest) == (from_toml(written), from_toml(written).digest)


def test_each_use_may_give_other_values() -> None:
    """Of one file, in one definition."""
    text = f"""{HEAD}
lent.strict = {{ from = "late.toml", days = 30 }}
lent.lax = {{ from = "late.toml", days = 120, limit = 4 }}
[[labels]]
name = "bad"
when = {{ definition = "strict", gives = "late" }}
[[labels]]
name = "worse"
when = {{ definition = "lax", gives = "late" }}
"""
    late = LATE.replace("[parts.score]\npoints", "[more]\npoints")
    late = late.replace('{ part = "score", at_least = "limit" }', '{ criterion = "days_late", at_least = "days" }')
    late = late[: late.index("[more]")] + '[criteria]\ndays_late = { kind = "measure", unit = "d" }\n'
    late = late.replace("weight = 1.5\nlimit = 3\n", "")
    text = text.replace(", limit = 4", "")
    found = from_toml(text, beside={"late.toml": late})
    assert [str(label.when) for label in found.labels] == [
        "definition('strict').is_('late')",
        "definition('lax').is_('late')",
    ]
    assert [str(label.when.ladder.labels[0].when) for label in found.labels] == [  # type: ignore[union-attr]  # as above
        "days_late >= 30",
        "days_late >= 120",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('extends = { from = "late.toml", dayz = 30 }', [("d.toml", 1, "; did you mean 'days'?")]),
        ('extends = { from = "late.toml", days = "30" }', [("d.toml", 1, "")]),
        ('extends = { from = "marc", days = 30 }', [("d.toml", 1, "")]),
        ('extends = "lat.toml"', [("d.toml", 1, "; did you mean 'late.toml'?")]),
        ('extends = "marcc"', [("d.toml", 1, "; did you mean 'marc'?")]),
        ('extends = "late"', [("d.toml", 1, "; did you mean 'late.toml'?")]),
        ('extends = "../late.toml"', [("d.toml", 1, "; did you mean 'late.toml'?")]),
        ('extends = "/late.toml"', [("d.toml", 1, "; did you mean 'late.toml'?")]),
        ("extends = 1", [("d.toml", 1, '; write it in quotes: "1"')]),
        ("extends = { days = 1 }", [("d.toml", 1, "")]),
        ('lent.x = { fron = "late.toml" }', [("d.toml", 1, "")]),
        ('extends = "late.toml"\nparameters.dais = 60', [("d.toml", 2, "")]),
        ('extends = "late.toml"\nparameters.from = 60', [("d.toml", 2, ""), ("d.toml", 2, "")]),
        ('extends = "late.toml"\nparameters.Days = 60', [("d.toml", 2, ""), ("d.toml", 2, "")]),
        ('extends = "late.toml"\nparameters.days = "x"', [("d.toml", 2, ""), ("d.toml", 2, "")]),
    ],
)
def test_what_is_named_wrongly_is_named_with_its_place(text: str, expected: list[tuple[str, int, str]]) -> None:
    """And with the nearest right name."""
    rest = "" if "extends" in text else f'{HEAD[11:]}labels = [{{ name = "a" }}]\n'
    found = places(f'{text}\nname = "d"\n{rest}', late=LATE)
    assert found[:1] == expected[:1]
    assert len(found) <= len(expected)


@pytest.mark.parametrize(
    ("old", "new", "line", "hint"),
    [
        ('more_than = "days"', 'more_than = "dayz"', 16, "; did you mean 'days'?"),
        ('at_least = "limit"', 'at_least = "limits"', 5, "; did you mean 'limit'?"),
        ('weight = "weight"', 'weight = "wieght"', 16, "; did you mean 'weight'?"),
        ("at_least = 1, of", 'at_least = "limits", of', 17, "; did you mean 'limit'?"),
        ("at_least = 1, of", 'at_least = "weight", of', 17, ""),
        ('shelf_life_days = "days"', 'shelf_life_days = "dayss"', 21, "; did you mean 'days'?"),
        ('shelf_life_days = "days"', 'shelf_life_days = "weight"', 21, ""),
    ],
)
def test_what_is_no_parameter_is_told_in_the_file_that_asks_for_it(old: str, new: str, line: int, hint: str) -> None:
    """However many files name that one."""
    text = f'{HEAD}lent.late = "late.toml"\nlent.again = "late.toml"\nlabels = [{{ name = "a" }}]\n'
    found = places(text, late=LATE.replace(old, new))
    assert found[0] == ("late.toml", line, hint)
    assert {file for file, _, _ in found} == {"late.toml"}


def test_a_file_that_is_no_toml_is_named() -> None:
    """With the line at which it is none."""
    assert places('name = "d"\nextends = "late.toml"', late='name = "x"\ntitle = yes') == [("late.toml", 2, "")]


@pytest.mark.parametrize("chain", [["d"], ["b", "d"], ["b", "c", "d"], ["b", "c", "b"]])
def test_files_that_are_made_of_themselves_are_refused_with_the_chain(chain: list[str]) -> None:
    """In the file that closes it, however long it is."""
    files = [("d", *chain[:1]), *itertools.pairwise(chain)]
    texts = {one: f'name = "{one}"\nextends = "{other}.toml"\n' for one, other in files}
    (found,) = problems(texts["d"], **texts)
    circle = ["d", *chain]
    circle = circle[circle.index(chain[-1]) :]
    assert found.found == f"found {' → '.join(f'{one}.toml' for one in circle)}"
    assert (found.file, found.line) == (f"{circle[-2]}.toml", 2)


def test_a_file_is_read_once_however_often_it_is_named() -> None:
    """What it lends is one thing."""
    text = f'{HEAD}lent.one = "late.toml"\nlent.two = {{ from = "late.toml" }}\n'
    text += 'labels = [{ name = "a", when = { definition = "one", gives = "late" } }, { name = "b", when = "c" }]\n'
    text += '[parts.c]\nwhen = { definition = "two", gives = "late" }\n'
    found = from_toml(text, beside={"late.toml": LATE})
    one, two = (label.when for label in found.labels)
    assert one.ladder.labels is two.operand.ladder.labels  # type: ignore[union-attr]  # the point of the test


def test_criteria_and_parts_of_what_is_named_can_be_asked_for() -> None:
    """By their names, as if they stood in the file."""
    text = f"""{HEAD}
lent.late = "late.toml"
presume.disputes = false
labels = [{{ name = "a", when.all = ["reminded", {{ part = "score", below = 1 }}] }}, {{ name = "b" }}]
"""
    found = from_toml(text, beside={"late.toml": LATE})
    assert [one.name for one in found.criteria] == ["reminded", "days_late", "disputes"]
    assert str(found.labels[0].when) == "reminded & (score < 1)"


def test_names_are_looked_up_from_the_folder_of_their_file(tmp_path: Path) -> None:
    """A file in a folder below names those of that folder."""
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "rows.csv").write_text("label,pays\ngood,yes\n")
    (tmp_path / "below" / "b.toml").write_text(
        f'{HEAD}[criteria.pays]\n[labels]\nnames = ["good"]\ntable = "rows.csv"\n'
    )
    (tmp_path / "d.toml").write_text('name = "over"\nextends = "below/b.toml"\n')
    assert str(read_definition(tmp_path / "d.toml").labels[0].when) == "pays"
    (tmp_path / "below" / "rows.csv").write_text("label,pays\ngood,perhaps\n")
    with pytest.raises(InvalidDefinitionError) as caught:
        read_definition(tmp_path / "d.toml")
    assert "below/rows.csv:2, column 'pays'" in str(caught.value)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    """Whoever sends a definition file is not to read other files."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "late.toml").write_text(LATE)
    (folder / "late.toml").symlink_to(tmp_path / "late.toml")
    (folder / "d.toml").write_text('name = "d"\nextends = "late.toml"\n')
    with pytest.raises(InvalidDefinitionError) as caught:
        read_definition(folder / "d.toml")
    assert "d.toml:2:1: found 'late.toml', expected the name of a definition file" in str(caught.value)


def test_a_folder_gives_texts_of_its_files(tmp_path: Path) -> None:
    """A definition in another encoding than UTF-8 is refused with its line; a table may be in one."""
    (tmp_path / "b.toml").write_bytes('name = "ü"'.encode("cp1252"))
    (tmp_path / "rows.csv").write_bytes("label\nMüller\n".encode("cp1252"))
    (tmp_path / "d.toml").write_text('name = "d"\nextends = "b.toml"\n')
    folder = Folder(tmp_path)
    assert (list(folder), len(folder), folder["rows.csv"]) == (["b.toml", "d.toml", "rows.csv"], 3, "label\nMüller\n")
    with pytest.raises(KeyError):
        folder["below"]
    with pytest.raises(InvalidDefinitionError) as caught:
        read_definition(tmp_path / "d.toml")
    (found,) = caught.value.exceptions
    assert isinstance(found, DefinitionError)
    assert (found.file, found.line) == ("b.toml", 1)


def test_without_plugins_only_files_can_be_named() -> None:
    """What gives definitions has to be handed over."""
    with pytest.raises(InvalidDefinitionError) as caught:
        from_toml('name = "d"\nextends = "marc"\n')
    assert "find=installed().definition" in str(caught.value)


def test_a_definition_that_cannot_be_had_says_why() -> None:
    """As when two plugins claim its name."""
    twice = Registry.from_objects({"one": marc, "two": marc})
    with pytest.raises(InvalidDefinitionError) as caught:
        from_toml('name = "d"\nextends = "marc"\n', find=twice.definition)
    assert "plugin 'one'" in str(caught.value)
