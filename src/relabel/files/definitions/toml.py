"""TOML files: definitions for people to write and read, with file, line and column of every problem."""

import importlib.resources
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PureWindowsPath
from typing import Any

import attrs

from relabel.core.definitions.definition import Definition
from relabel.core.definitions.document import to_document
from relabel.core.model.examples import Intent
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.errors import DefinitionError, InvalidDefinitionError
from relabel.files.definitions.document import from_document, table_findings
from relabel.files.definitions.tables.findings import RowFinding
from relabel.files.definitions.toml_positions import Locations, NoTomlError, parse_toml
from relabel.files.encodings import UndecodableError, decode
from relabel.files.problems import nothing_read

__all__ = [
    "from_toml",
    "inline",
    "intent_text",
    "quoted",
    "read_definition",
    "read_document",
    "read_findings",
    "read_places",
    "read_schema",
    "refused",
    "to_toml",
]

WIDTH = 100
"""How long a line may be before an array is broken into one item a line."""

_NO_TABLES: Mapping[str, str] = FrozenMapping()
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def read_definition(path: Path) -> Definition:
    """Read a definition from a TOML file, with the decision table that it may name.

    The form is described in docs/reference/definition-files.md.

    Args:
        path: The file, in UTF-8 or, with a byte order mark, UTF-16. A decision table is looked for in its folder and
            those below; it may be in cp1252 as well, as its words have to be those of the file.

    Raises:
        InvalidDefinitionError: Lists everything that is wrong, with file, line and column.
        OSError: The file cannot be opened.
    """
    document, text = read_document(path)
    return _made(document, text, path.name, _tables(path, document))


def read_findings(path: Path) -> tuple[RowFinding, ...]:
    """Give what is odd about the rows of the decision table that a definition file names; nothing without one.

    Args:
        path: The file, of which `read_definition` makes a definition.

    Raises:
        DiagramTooLargeError: The rows differ in too many ways.
        OSError: The file cannot be opened.
    """
    document, _ = read_document(path)
    return table_findings(document, _tables(path, document))


def read_places(path: Path) -> Callable[[str, str], tuple[str, str]]:
    """Give what says of a part of a definition, by its path and text, on which line it stands, and how it is written.

    Args:
        path: The file, of which `read_definition` makes a definition.

    Raises:
        OSError: The file cannot be opened.
    """
    document, written = read_document(path)
    locations = Locations(written, document)

    def where(place: str, text: str) -> tuple[str, str]:
        line, _ = locations.find(place) or (0, 0)
        part = locations.at(place)
        return f"{path.name}:{line}" if line else path.name, text if part is None else inline(part)

    return where


def intent_text(intent: Intent) -> str:
    """Write an intent as lines of a definition file that may stand above its tables, without what it leaves open."""
    return ", ".join(f"intends.{name} = {inline(value)}" for name, value in intent.said.items())


def from_toml(text: str, *, place: str = "document", tables: Mapping[str, str] = _NO_TABLES) -> Definition:
    """Make a definition of TOML text, as `from_document` does, with line and column of every problem.

    Args:
        text: The text.
        place: What to call it in messages, such as the name of a file.
        tables: The texts of the decision tables that it may name, by name; CSV.

    Raises:
        InvalidDefinitionError: Lists everything that is wrong.
    """
    return _made(_parse(text, place), text, place, tables)


def to_toml(definition: Definition) -> str:
    """Write a definition as TOML text, of which `from_toml` makes the same definition.

    Returns:
        Lines with a line end after the last. The same text for the same definition.

    >>> pays = Criterion("pays", "Do they pay?")
    >>> print(to_toml(Definition("plain", "Payers", [Label("client", ~pays)], source="this page")))
    format = 1
    name = "plain"
    title = "Payers"
    source = "this page"
    version = "1"
    given_to = "buyer"
    ordered = true
    <BLANKLINE>
    [criteria.pays]
    question = "Do they pay?"
    <BLANKLINE>
    [[labels]]
    name = "client"
    when.not = "pays"
    <BLANKLINE>
    """
    return "\n".join("\n".join(lines) + "\n" for lines in _sections((), to_document(definition)))


def read_schema() -> str:
    """Give the JSON Schema of the form, as text, by which editors complete and check definition files."""
    return (importlib.resources.files("relabel.files.definitions") / "definition.schema.json").read_text(
        encoding="utf-8"
    )


def read_document(path: Path) -> tuple[dict[str, Any], str]:  # Any: what `tomllib` gives
    """Read a TOML file as plain data, and give its text beside it.

    Raises:
        InvalidDefinitionError: It is no TOML in UTF-8.
        OSError: The file cannot be opened.
    """
    try:
        text, _ = decode(path.read_bytes(), "utf-8")
    except UndecodableError as error:
        problem = DefinitionError("$", f"found {error.found}", error.expected, file=path.name, line=error.line)
        raise _refused(path.name, [problem]) from None
    return _parse(text, path.name), text


def _parse(text: str, place: str) -> dict[str, Any]:  # Any: what `tomllib` gives
    try:
        return parse_toml(text)
    except NoTomlError as error:
        problem = DefinitionError("$", f"found {error.found}", error.expected, "", place, error.line, error.column)
        raise _refused(place, [problem]) from None


def _tables(path: Path, document: Mapping[str, object]) -> Mapping[str, str]:
    """Give the text of the decision table that a document names, by its name; nothing where there is none."""
    labels = document.get("labels")
    table = labels.get("table") if isinstance(labels, dict) else None
    rows = _read_table(path, table) if isinstance(table, str) else None
    return _NO_TABLES if rows is None else {str(table): rows}


def _read_table(path: Path, name: str) -> str | None:
    """Give the text of the decision table of a file; None where there is none that may be read."""
    inside = PureWindowsPath(name)  # knows the separators of all systems
    if inside.anchor or ".." in inside.parts:
        return None
    try:
        file = (path.parent / name).resolve()  # a link may lead out of the folder
        return decode(file.read_bytes())[0] if file.is_relative_to(path.parent.resolve()) else None
    except UndecodableError as error:
        problem = DefinitionError("$.labels.table", f"found {error.found}", error.expected, file=name, line=error.line)
        raise _refused(path.name, [problem]) from None
    except (OSError, ValueError):
        return None


def _made(document: Mapping[str, object], text: str, place: str, tables: Mapping[str, str]) -> Definition:
    try:
        return from_document(document, place=place, tables=tables)
    except InvalidDefinitionError as error:
        problems: tuple[Any, ...] = error.exceptions  # Any: mypy takes the parts for groups, which they are not
    raise refused(problems, document, text, place)


def refused(
    problems: Iterable[DefinitionError], document: Mapping[str, object], text: str, place: str
) -> InvalidDefinitionError:
    """Give the error that says what is wrong with a file, with the line and column of each problem."""
    locations = Locations(text, document)
    located = []
    for problem in problems:
        if not problem.file:
            line, column = locations.find(problem.path) or (0, 0)
            problem = attrs.evolve(problem, file=place, line=line, column=column)
        located.append(problem)
    return _refused(place, sorted(located, key=lambda one: (one.file != place, one.line)))


def _refused(place: str, problems: list[DefinitionError]) -> InvalidDefinitionError:
    return InvalidDefinitionError(nothing_read(place, problems), problems)


def _sections(path: tuple[str, ...], content: Any) -> Iterator[list[str]]:  # Any: plain values of known shape
    """Give the lines of a part of a document, and of the parts in it, each part under its header."""
    if isinstance(content, list):
        yield from (_section(path, one, "[[", "]]") for one in content)
        return
    parts = {key: one for key, one in content.items() if _is_section(key, one)}
    own = {key: one for key, one in content.items() if key not in parts}
    if own or not parts:
        yield _section(path, own)
    for key, one in parts.items():
        if key == "points":  # the order of its lines is that of the sum
            yield _section((*path, key), one)
        else:
            yield from _sections((*path, key), one)


def _is_section(key: str, value: object) -> bool:
    """Say whether a value is to have a header of its own; an empty array would be lost by that."""
    if isinstance(value, dict):
        return key != "when"
    return isinstance(value, list) and key != "points" and bool(value) and all(isinstance(one, dict) for one in value)


def _section(path: tuple[str, ...], content: Mapping[str, Any], opening: str = "[", closing: str = "]") -> list[str]:
    """Give the header of a table and its lines; answers for which a line is too short get a header of their own."""
    name = ".".join(map(_key, path))
    long = {key: value for key, value in content.items() if key == "answers" and len(inline(value)) > WIDTH}
    header = [f"{opening}{name}{closing}"] if path else []
    lines = [*header, *_pairs((key, value) for key, value in content.items() if key not in long)]
    for key, value in long.items():
        lines += [f"[{name}.{key}]", *_pairs(value.items())]
    return lines


def _pairs(content: Iterable[tuple[str, Any]]) -> Iterator[str]:
    for key, value in content:
        written = _key(key)
        if key == "when" and isinstance(value, dict) and len(value) == 1:
            ((inner, value),) = value.items()
            written = f"{written}.{_key(inner)}"
        yield f"{written} = {_value(value, WIDTH - len(written) - 3)}"


def _value(value: Any, room: int, indent: str = "") -> str:  # Any: a plain value
    """Write a value in one line if there is room; otherwise its arrays with one item a line."""
    flat = inline(value)
    if len(flat) <= room or not isinstance(value, (list, dict)):
        return flat
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(key)} = {_value(one, 0, indent)}' for key, one in value.items())} }}"
    deeper = f"{indent}  "
    items = [f"{deeper}{_value(one, WIDTH - len(deeper) - 1, deeper)},\n" for one in value]
    return f"[\n{''.join(items)}{indent}]"


def inline(value: Any) -> str:  # Any: as above
    """Write a value of TOML in one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case dict():
            inside = ", ".join(f"{_key(key)} = {inline(one)}" for key, one in value.items())
            return f"{{ {inside} }}" if inside else "{}"
        case list() | tuple():
            return f"[{', '.join(map(inline, value))}]"
        case _:
            return repr(value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else quoted(key)


def quoted(text: str) -> str:
    """Write a text as a string of TOML, in one line.

    >>> print(quoted("C#"), quoted('5" pipe'))
    "C#" '5" pipe'
    """
    # In single quotes nothing can be escaped; other signs than ASCII may have to be, where it is printed.
    if ('"' in text or "\\" in text) and "'" not in text and text.isascii() and not _CONTROL.search(text):
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
