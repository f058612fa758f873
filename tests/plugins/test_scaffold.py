"""Tests of `relabel.plugins.scaffold`: a plugin to start from, whole or not at all."""

import ast
import os
import re
import tomllib
from pathlib import Path

import pytest

from relabel import Registry, installed
from relabel.checks.examples import check_examples
from relabel.errors import InvalidValueError
from relabel.plugins.scaffold import render_plugin, write_plugin

NOTHING = Registry.from_objects({})
FILES = [
    ".github/workflows/test.yml",
    "README.md",
    "acme_clients.py",
    "pyproject.toml",
    "tests/test_acme_clients.py",
]


def written(folder: Path) -> dict[str, str]:
    """Give what is in a folder, by path."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()
    }


def test_a_plugin_is_a_complete_package(tmp_path: Path) -> None:
    """Build file, definition, test, README and what a server runs; the definition has examples and intents."""
    folder = write_plugin("acme-clients", tmp_path, NOTHING)
    assert (folder, sorted(written(folder))) == (tmp_path / "acme-clients", FILES)
    assert written(folder) == dict(render_plugin("acme-clients"))


@pytest.mark.parametrize("name", ["acme", "acme-clients", "a1-b2-c3"])
def test_every_name_is_filled_in(name: str) -> None:
    """The distribution, its entry point, the module, the definition and the test all agree."""
    files = render_plugin(name)
    module = name.replace("-", "_")
    project = tomllib.loads(files["pyproject.toml"])
    assert project["project"]["name"] == name
    assert project["project"]["entry-points"]["relabel"] == {name: module}
    assert [f'"{name}"' in files[path] for path in (f"{module}.py", f"tests/test_{module}.py")] == [True, True]
    assert [path for path, text in files.items() if re.search(r"\$(name|module|\{)", path + text)] == []


def test_the_dependency_is_the_distribution() -> None:
    """Not the package of that name on the index; the testing kit only for its tests."""
    project = tomllib.loads(render_plugin("acme")["pyproject.toml"])["project"]
    test = project["optional-dependencies"]["test"]
    assert [re.match(r"[\w-]+", one)[0] for one in project["dependencies"]] == ["relabel-relationships"]  # type: ignore[index]  # it matches
    assert any(one.startswith("relabel-relationships[testing]") for one in test)


def test_the_conformance_test_has_three_lines() -> None:
    """An import, a function, a call; beside docstrings."""
    tree = ast.parse(render_plugin("acme")["tests/test_acme.py"])
    assert [type(node).__name__ for node in tree.body] == ["Expr", "ImportFrom", "FunctionDef"]
    assert len([node for node in ast.walk(tree) if isinstance(node, ast.Call)]) == 1


def test_the_definition_shows_what_one_can_say() -> None:
    """Two labels, a presumption, intents, and examples that try every part of the conditions."""
    space: dict[str, object] = {}
    exec(render_plugin("acme")["acme.py"], space)  # noqa: S102  # our own code
    (definition,) = Registry.from_objects({"acme": _module(space)}).definitions
    report = check_examples(definition)
    assert (len(definition.labels), len(definition.presume) > 0, len(definition.criteria) >= 3) == (2, True, True)
    assert (report.failed, report.untried, definition.intends.gap) == ((), (), True)


def _module(space: dict[str, object]) -> object:
    return type("Module", (), {"relabel_definitions": staticmethod(space["relabel_definitions"])})  # type: ignore[arg-type]  # it is a function


def test_its_questions_are_those_of_others() -> None:
    """Evidence on what two definitions ask serves both, so no criterion quarrels with a shipped one."""
    space: dict[str, object] = {}
    exec(render_plugin("acme")["acme.py"], space)  # noqa: S102  # our own code
    (definition,) = Registry.from_objects({"acme": _module(space)}).definitions
    shared = {one.name: one.meaning for one in definition.criteria} | {
        name: one.meaning for name, one in installed().vocabulary.items()
    }
    assert [one.name for one in definition.criteria if shared[one.name] != one.meaning] == []
    assert "pays_for_services" in shared


BAD_NAMES = {
    "": "acme-clients",
    "-": "acme-clients",
    "Acme": "acme",
    "Points_2x2": "points-2x2",
    "acme_clients": "acme-clients",
    "acme clients": "acme-clients",
    "acme--clients": "acme-clients",
    "-acme": "acme",
    "acme-": "acme",
    "2-acme": "acme",
    "../acme": "acme",
    "acme/clients": "acme-clients",
    "acme.clients": "acme-clients",
    "acme\n": "acme",
    "ácme": "cme",
    "業者": "acme-clients",
}


@pytest.mark.parametrize("name", BAD_NAMES, ids=ascii)
def test_a_name_is_lower_case_words_joined_by_hyphens(name: str, tmp_path: Path) -> None:
    """Another one is refused, with one that would do."""
    with pytest.raises(InvalidValueError) as caught:
        write_plugin(name, tmp_path, NOTHING)
    assert (caught.value.found, repr(BAD_NAMES[name]) in caught.value.expected) == (name, True)
    assert list(tmp_path.iterdir()) == []


MODULES = [
    "class",
    "import",
    "json",
    "email",
    "tests",
    "conftest",
    "relabel",
    "pluggy",
    "attr",
    "relabel-relationships",
]


@pytest.mark.parametrize("name", MODULES)
def test_a_name_must_do_for_a_module_and_a_distribution(name: str, tmp_path: Path) -> None:
    """A word of the language does not, nor what would hide or replace what is there."""
    with pytest.raises(InvalidValueError) as caught:
        write_plugin(name, tmp_path, NOTHING)
    assert (caught.value.found, list(tmp_path.iterdir())) == (name, [])


@pytest.mark.parametrize("name", ["marc", "thetapoint", "thetapoint-buyer"])
def test_a_name_must_be_free(name: str, tmp_path: Path) -> None:
    """Neither a plugin nor a definition has it; the error says which one does."""
    with pytest.raises(InvalidValueError) as caught:
        write_plugin(name, tmp_path, installed())
    assert ("relabel-relationships" in caught.value.expected, list(tmp_path.iterdir())) == (True, [])


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_nothing_is_written_over(kind: str, tmp_path: Path) -> None:
    """Whatever stands there, a link to nowhere included."""
    path = tmp_path / "acme"
    match kind:
        case "file":
            path.touch()
        case "folder":
            path.mkdir()
        case _:
            path.symlink_to("nowhere")
    with pytest.raises(InvalidValueError) as caught:
        write_plugin("acme", tmp_path, NOTHING)
    assert (caught.value.found, [one.name for one in tmp_path.iterdir()]) == ("acme", ["acme"])


def test_the_directory_must_exist(tmp_path: Path) -> None:
    """A slip in its name makes no new one."""
    with pytest.raises(InvalidValueError) as caught:
        write_plugin("acme", tmp_path / "nowhere", NOTHING)
    assert (caught.value.place, list(tmp_path.iterdir())) == ("--directory", [])


@pytest.mark.parametrize("number", range(len(FILES)))
def test_a_disk_that_is_full_leaves_nothing_behind(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever file it is that cannot be written."""
    write, left = Path.write_text, [number]

    def limited(path: Path, *arguments: str, **options: str) -> int:
        if not left[0]:
            raise OSError(28, "No space left on device", str(path))
        left[0] -= 1
        return write(path, *arguments, **options)

    monkeypatch.setattr(Path, "write_text", limited)
    with pytest.raises(OSError, match="No space left"):
        write_plugin("acme-clients", tmp_path, NOTHING)
    assert list(tmp_path.iterdir()) == []


def test_the_folder_can_be_read_by_others(tmp_path: Path) -> None:
    """It is made as any folder is, though it was written beside its place first."""
    folder, usual = write_plugin("acme", tmp_path, NOTHING), tmp_path / "usual"
    usual.mkdir()
    assert os.stat(folder).st_mode == os.stat(usual).st_mode  # noqa: PTH116  # of whatever system


def test_files_are_the_same_on_every_system(tmp_path: Path) -> None:
    """Lines end in a line feed, and files in one."""
    folder = write_plugin("acme", tmp_path, NOTHING)
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert [one for one in contents if b"\r" in one or not one.endswith(b"\n") or one.endswith(b"\n\n")] == []
