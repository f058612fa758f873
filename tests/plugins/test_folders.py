"""Tests of `relabel.plugins.folders`: definition files as plugins."""

from pathlib import Path

import pytest

from relabel import Registry, RelabelError, installed
from relabel.errors import (
    CriterionConflictError,
    DefinitionConflictError,
    InvalidDefinitionError,
    InvalidValueError,
    UnknownDefinitionError,
)
from relabel.plugins.folders import read_plugins


def text(name: str, criterion: str = "pays_a_lot", more: str = "") -> str:
    """Give a small definition file."""
    return (
        f'name = "{name}"\ntitle = "t"\nsource = "s"\n[criteria.{criterion}]\n{more}\n'
        f'[[labels]]\nname = "client"\nwhen = {{ not = "{criterion}" }}\n'
    )


def write(folder: Path, **files: str) -> None:
    """Write definition files."""
    for name, content in files.items():
        (folder / f"{name}.toml").write_text(content)


def test_each_file_of_a_directory_is_a_plugin(tmp_path: Path) -> None:
    """In the order of their names; other files, hidden ones and those of folders below are left alone."""
    write(tmp_path, b=text("two"), a=text("one"), **{".hidden": "x"})
    (tmp_path / "rows.csv").write_text("label\n")
    (tmp_path / "below").mkdir()
    write(tmp_path / "below", c=text("three"))
    found = read_plugins(tmp_path)
    assert [(one.name, [definition.name for definition in one.definitions], one.error) for one in found] == [
        ((tmp_path / "a.toml").as_posix(), ["one"], None),
        ((tmp_path / "b.toml").as_posix(), ["two"], None),
    ]


def test_a_file_may_be_given_instead(tmp_path: Path) -> None:
    """Whatever it is called."""
    (tmp_path / "one.definition").write_text(text("one"))
    (found,) = read_plugins(tmp_path / "one.definition")
    assert [definition.name for definition in found.definitions] == ["one"]


def test_a_file_may_name_definitions_that_are_installed(tmp_path: Path) -> None:
    """Unless it is said where else they are to be found."""
    write(tmp_path, over='name = "over"\nextends = "marc"\n')
    (found,), (other,) = read_plugins(tmp_path), read_plugins(tmp_path, Registry(()).definition)
    assert [one.based_on and one.based_on.name for one in found.definitions] == ["marc"]
    assert "found 'marc'" in str(other.error)


def test_a_faulty_file_stops_no_other(tmp_path: Path) -> None:
    """It is named, with what is wrong with it and where; asking for what it may hold says so."""
    write(tmp_path, bad=text("one").replace("title", "tilte"), fine=text("two"))
    (tmp_path / "folder.toml").mkdir()
    bad, fine, folder = read_plugins(tmp_path)
    assert (fine.error, bad.definitions, folder.definitions) == (None, (), ())
    assert isinstance(bad.error and bad.error.__cause__, InvalidDefinitionError)
    assert isinstance(folder.error and folder.error.__cause__, OSError)
    assert [part for part in ("bad.toml:2:1", "did you mean 'title'?") if part not in str(bad.error)] == []
    registry = Registry((bad, fine, folder))
    assert (registry.names, registry.failed) == (("two",), (bad, folder))
    with pytest.raises(UnknownDefinitionError, match=r"bad\.toml"):
        registry.definition("one")


def test_only_of_several_files_it_is_said_how_to_leave_one_out(tmp_path: Path) -> None:
    """A file that was named itself is wanted: what is wrong with it is the cure."""
    write(tmp_path, idle=text("idle", more='question = "Do they pay?"\n[criteria.loyal]'))
    (one,) = read_plugins(tmp_path / "idle.toml")
    (among,) = read_plugins(tmp_path)
    assert "; delete it, or list it under mentions" in str(one.error)
    assert "--without" not in str(one.error)
    assert f"until then, --without {among.name} leaves it out" in str(among.error)


def test_conflicts_between_files_and_plugins_are_named(tmp_path: Path) -> None:
    """As those between other plugins."""
    write(tmp_path, marc=text("marc"), one=text("one"), other=text("one", "pays_a_bit"))
    write(
        tmp_path,
        meaning=text("meaning", "commodity", 'kind = "choice"\noptions = ["yes", "no"]').replace(
            '{ not = "commodity" }', '{ criterion = "commodity", is = "yes" }'
        ),
    )
    registry = Registry((*installed().plugins, *read_plugins(tmp_path)))
    for name, error, parts in (
        ("marc", DefinitionConflictError, ("relabel-relationships", "marc.toml")),
        ("one", DefinitionConflictError, ("one.toml", "other.toml")),
        ("meaning", CriterionConflictError, ("commodity", "meaning.toml", "marc")),
    ):
        with pytest.raises(RelabelError) as caught:
            registry.definition(name)
        assert (type(caught.value), [part for part in parts if part not in str(caught.value)]) == (error, [])


def test_the_order_of_files_plays_no_part(tmp_path: Path) -> None:
    """A registry is the same whatever stands first in it."""
    write(tmp_path, a=text("one"), b=text("two"), c=text("one"))
    found = read_plugins(tmp_path)
    one, other = Registry(found), Registry(found[::-1])
    assert (one.names, list(map(str, one.conflicts))) == (other.names, list(map(str, other.conflicts)))


def test_an_empty_directory_is_refused(tmp_path: Path) -> None:
    """It is more likely the wrong one."""
    with pytest.raises(InvalidValueError, match=r"\*\.toml"):
        read_plugins(tmp_path)


def test_a_missing_directory_is_an_error_of_the_system(tmp_path: Path) -> None:
    """That names it."""
    with pytest.raises(FileNotFoundError, match="nowhere"):
        read_plugins(tmp_path / "nowhere")


def test_a_decision_table_is_no_definition(tmp_path: Path) -> None:
    """It is named by one, which is what to give."""
    path = tmp_path / "tiers.csv"
    path.write_text("label,pays\n", encoding="utf-8")
    with pytest.raises(InvalidValueError, match=r"\*\.toml, which names its decision table"):
        read_plugins(path)
