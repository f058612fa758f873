"""TOML files: definitions for people to write and read, with file, line and column of every problem."""

import importlib.resources
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from relabel.core.definitions.definition import Definition
from relabel.core.definitions.document import to_document
from relabel.core.model.examples import Intent
from relabel.errors import DefinitionError, InvalidDefinitionError
from relabel.files.definitions.clauses.criteria import QUESTIONS
from relabel.files.definitions.document import from_document, table_findings
from relabel.files.definitions.references import NO_FILES, Find, Folder
from relabel.files.definitions.tables.findings import RowFinding
from relabel.files.definitions.toml_positions import Locations, NoTomlError, located, parse_toml
from relabel.files.problems import nothing_read
from relabel.files.sources.encodings import UndecodableError, decode

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

QUESTION = "question"
"""The key under which a criterion has its question."""

FEWEST = 3
"""So many criteria that differ in their questions only are written together."""

WIDTH = 100
"""How long a line may be before an array is broken into one item a line."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def read_definition(path: Path | str, *, find: Find | None = None) -> Definition:
    """Read a definition from a TOML file, with the files that it may name.

    The form is described in docs/reference/definition-files.md.

    Args:
        path: The file, in UTF-8 or, with a byte order mark, UTF-16. Other definitions and decision tables are looked
            for in its folder and those below; tables may be in cp1252 as well, as their words have to be those of
            the file.
        find: Gives the definitions of plugins that it may name: `installed().definition`.

    Raises:
        InvalidDefinitionError: Lists everything that is wrong, with file, line and column.
        OSError: The file cannot be opened.
    """
    file = Path(path)
    document, text = read_document(file)
    return _made(document, text, file.name, Folder(file.parent), find)


def read_findings(path: Path, *, find: Find | None = None) -> tuple[RowFinding, ...]:
    """Give what is odd about the rows of the decision tables that a definition file names; nothing without any.

    Args:
        path: The file, of which `read_definition` makes a definition.
        find: As there.

    Raises:
        DiagramTooLargeError: The rows differ in too many ways.
        OSError: The file cannot be opened.
    """
    document, _ = read_document(path)
    return table_findings(document, Folder(path.parent), place=path.name, find=find)


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


def from_toml(
    text: str, *, place: str = "document", beside: Mapping[str, str] = NO_FILES, find: Find | None = None
) -> Definition:
    """Make a definition of TOML text, as `from_document` does, with line and column of every problem.

    Args:
        text: The text.
        place: What to call it in messages, such as the name of a file.
        beside: The texts of the files that it may name, by name: definitions in TOML, decision tables in CSV.
        find: Gives the definitions of plugins that it may name: `installed().definition`.

    Raises:
        InvalidDefinitionError: Lists everything that is wrong.
    """
    return _made(_parse(text, place), text, place, beside, find)


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
    [criteria]
    pays = "Do they pay?"
    <BLANKLINE>
    [[labels]]
    name = "client"
    when.not = "pays"
    <BLANKLINE>
    """
    document = to_document(definition)
    if "criteria" in document:
        document |= {"criteria": _together(document["criteria"])}
    return "\n".join("\n".join(lines) + "\n" for lines in _sections((), document))


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
        raise _refused(place, [error.problem(place)]) from None


def _made(
    document: Mapping[str, object], text: str, place: str, beside: Mapping[str, str], find: Find | None
) -> Definition:
    try:
        return from_document(document, place=place, beside=beside, find=find)
    except InvalidDefinitionError as error:
        problems: tuple[Any, ...] = error.exceptions  # Any: mypy takes the parts for groups, which they are not
    raise refused(problems, document, text, place)


def refused(
    problems: Iterable[DefinitionError], document: Mapping[str, object], text: str, place: str
) -> InvalidDefinitionError:
    """Give the error that says what is wrong with a file, with the line and column of each problem."""
    return _refused(place, located(problems, document, text, place))


def _refused(place: str, problems: list[DefinitionError]) -> InvalidDefinitionError:
    return InvalidDefinitionError(nothing_read(place, problems), problems)


def _together(criteria: Any) -> dict[str, Any]:  # Any: plain values of known shape
    """Give declarations as they are written: alone as a question, or together where some differ in it only."""
    alike: dict[str, list[str]] = {}
    for key, said in criteria.items():
        rest = {name: value for name, value in said.items() if name != QUESTION}
        alike.setdefault(inline(rest) if QUESTION in said and "name" not in said else key, []).append(key)
    found: dict[str, Any] = {}
    for keys in alike.values():
        first = criteria[keys[0]]
        if first.keys() == {QUESTION}:
            found |= {key: criteria[key][QUESTION] for key in keys}
        elif len(keys) >= FEWEST:
            said = {name: value for name, value in first.items() if name != QUESTION}
            name = next(name for name in _names(f"{first.get('kind', 'question')}s") if name not in criteria | found)
            found[name] = {**said, QUESTIONS: {key: criteria[key][QUESTION] for key in keys}}
        else:
            found |= {key: criteria[key] for key in keys}
    return found


def _names(first: str) -> Iterator[str]:
    """Give names, of which one is free."""
    yield first
    yield from (f"{first}_{number}" for number in itertools.count(2))


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
