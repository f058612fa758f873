"""Tests of the rooms: what each says at its door is so, and none gets too full."""

import ast
import functools
import re
import tomllib
from pathlib import Path

import pytest

import relabel
from tests import ROOT

SOURCE = Path(relabel.__file__).parent
ROOMS = sorted(path.parent for path in SOURCE.rglob("__init__.py") if path.parent != SOURCE)
FILES = sorted(SOURCE.rglob("*.py"))

MOST_NAMES = 10
MOST_LINES = 400
MOST_PUBLIC_NAMES = 58

LONGER = {
    "core/model/conditions.py": "the closed set of nodes, what makes them, and their text belong together",
}
"""Files of more than `MOST_LINES` lines, each with the reason."""


FULLER = {
    ".": "a room for each pillar and each edge, as the layers in pyproject.toml list them",
    "core/model": "one file for each kind of thing that people write down",
    "core/classification": "one file for each question that is asked of a relationship",
}
"""Rooms of more than `MOST_NAMES` names, each with the reason."""


@functools.cache
def imported(file: Path) -> tuple[str, ...]:
    """Give the full names of what a file imports; each file is parsed once for all rooms."""
    found: list[str] = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return tuple(found)


def entered(room: Path) -> set[str]:
    """Give the files of a room that are imported from outside it, or by its face."""
    inside = "relabel." + ".".join(room.relative_to(SOURCE).parts) + "."
    outside = [file for file in FILES if file.parent != room or file.stem == "__init__"]
    found = {
        name.removeprefix(inside).split(".")[0] for one in outside for name in imported(one) if name.startswith(inside)
    }
    return found & {path.stem for path in room.glob("*.py")}


def name_of(room: Path) -> str:
    """Give the path of a room below the library."""
    return room.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("room", ROOMS, ids=name_of)
def test_the_nameplate_of_a_room_names_its_doors(room: Path) -> None:
    """One sentence, then the files by which others come in: no more, no fewer."""
    plate = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""
    doors = re.search(r"Doors: ([^.]*)\.", plate)
    named = set(re.split(r",\s+", doors[1])) if doors else set()
    assert (len(plate.split("\n")[0]) > 20, named) == (True, entered(room))


@pytest.mark.parametrize("room", [SOURCE, *ROOMS], ids=lambda room: room.name)
def test_no_room_has_more_than_ten_names(room: Path) -> None:
    """Whoever looks for a feature reads at most ten names on the way."""
    hidden = ("__init__.py", "__main__.py", "__pycache__", "py.typed")
    names = [path for path in room.iterdir() if path.name not in hidden]
    assert (len(names) > MOST_NAMES) == (name_of(room) in FULLER)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(SOURCE).as_posix())
def test_no_file_is_too_long(file: Path) -> None:
    """One idea a file; what is longer is named with its reason, and no longer than it has to be."""
    lines = len(file.read_text(encoding="utf-8").splitlines())
    assert (lines > MOST_LINES) == (file.relative_to(SOURCE).as_posix() in LONGER)


def test_the_library_offers_few_names() -> None:
    """None is added without a user."""
    assert len(relabel.__all__) <= MOST_PUBLIC_NAMES


@pytest.mark.parametrize("test", sorted((ROOT / "tests").rglob("test_*.py")), ids=lambda test: test.stem)
def test_a_test_stands_where_what_it_tests_stands(test: Path) -> None:
    """The tests mirror the rooms, so that nobody has to look for them."""
    place = test.relative_to(ROOT / "tests")
    if place.parts[0] in ("house", "property"):
        return
    installed = place == Path("plugins/test_installed.py")  # what pip makes of packages on disk
    tested = SOURCE / place.parent / test.stem.removeprefix("test_")
    assert installed or tested.with_suffix(".py").is_file() or tested.with_suffix(".js").is_file()


def test_the_contracts_name_every_room() -> None:
    """What import-linter keeps is exhaustive: a new room has to find its place."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layered = [one for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]
    assert [(one["containers"], one["exhaustive"]) for one in layered] == [
        (["relabel"], True),
        (["relabel.core"], True),
    ]
