"""Tests of the picture of the rooms in the documentation: it is the one that the contracts draw."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import relabel
from tests import ROOT

SOURCE = Path(relabel.__file__).parent
PAGE = ROOT / "docs" / "explanation" / "how-it-is-built.md"
OUTER, INNER = (
    [layer.split(" | ") for layer in one["layers"]]
    for one in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    if one["type"] == "layers"
)
"""The layers of the library and of its core, from the top downwards."""


def purpose(path: Path) -> str:
    """Give the first sentence of a room or module."""
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    assert text is not None
    return text.split("\n")[0]


def rows(layers: list[list[str]], folder: Path, indent: str = "") -> Iterator[tuple[str, str]]:
    """Give the rooms with their sentences, and an empty row between layers."""
    for number, layer in enumerate(layers):
        if number:
            yield "", ""
        for room in layer:
            yield f"{indent}{room}", purpose(folder / room)
            if room == "core":
                yield from rows(INNER, folder / "core", "  ")


def picture() -> str:
    """Draw the rooms: what stands below a line may be imported by what stands above it."""
    found = list(rows(OUTER, SOURCE))
    names, says = (max(len(row[column]) for row in found) for column in (0, 1))
    lines = ["┌" + "─" * (names + says + 4) + "┐"]
    for name, text in found:
        if name:
            lines.append(f"│ {name:{names}}  {text:{says}} │")
        else:
            lines.append("├" + "─" * (names + says + 4) + "┤")
    return "\n".join([*lines, "└" + "─" * (names + says + 4) + "┘"])


def test_the_documentation_shows_the_rooms_as_the_contracts_have_them() -> None:
    """Whoever adds a room draws it anew: `python -m tests.house.test_picture`."""
    assert f"```text\n{picture()}\n```" in PAGE.read_text(encoding="utf-8")


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition("```text\n")
    PAGE.write_text(f"{before}```text\n{picture()}\n```{rest.partition('```')[2]}", encoding="utf-8")
