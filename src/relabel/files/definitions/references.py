"""References: what definition files name: files of their folder and below, and definitions of plugins."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PureWindowsPath
from typing import TypeAlias, final

from relabel.core.definitions.definition import Definition
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.errors import DefinitionError, RelabelError, UnknownDefinitionError
from relabel.files.definitions.clauses.cursor import Cursor
from relabel.files.sources.encodings import UndecodableError, decode
from relabel.texts import did_you_mean, proposal

__all__ = ["FROM", "NO_FILES", "Find", "Folder", "Read", "References", "is_reference", "read_parameters"]

Find: TypeAlias = Callable[[str], Definition]
"""Gives the definition of a name, such as `relabel.installed().definition`."""

Read: TypeAlias = Callable[[str, Mapping[str, Cursor]], "tuple[Definition | None, list[DefinitionError]]"]
"""Reads the text of a definition file, with values of its parameters; gives what is wrong with it beside it."""

NO_FILES: Mapping[str, str] = FrozenMapping()

FROM = "from"
"""The key of a reference under which the definition stands; beside it stand values of its parameters."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")

ENDING = ".toml"
"""The end of the name of a definition file."""


def is_reference(value: object) -> bool:
    """Say whether a value names another definition: text, or a table that is no decision table."""
    return isinstance(value, str) or (isinstance(value, Mapping) and "table" not in value)


def read_parameters(cursor: Cursor, given: Mapping[str, Cursor], file: str) -> None:
    """Read the parameters of a document, so that they can stand in the place of numbers.

    Args:
        cursor: The parameters, with the values that they have where nothing else is said.
        given: Other values for some of them, each where it stands in the file that names this one.
        file: What this file is called.
    """
    values = cursor.parameters.values
    for name, one in cursor.entries().items():
        number = one.number()
        if name == FROM or not _NAME.fullmatch(name):
            one.report(f"a name in snake_case, other than {FROM!r}", found=f"the parameter {name!r}")
        elif number is not None:
            values[name] = number
    for name, one in given.items():
        value = one.number()
        if name not in values:
            expected = f"a parameter of {file}: {', '.join(values) or 'it has none'}"
            one.report(expected, did_you_mean(name, values), found=f"the parameter {name!r}")
        elif value is not None:
            values[name] = value


@final
class Folder(Mapping[str, str]):
    """The texts of the files of a folder and below, by name; its items are those of the folder itself.

    A file to which a link leads out of the folder is not there. Definitions are in UTF-8, tables may be in
    another encoding; `UndecodableError` says that a file is in none.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __getitem__(self, name: str) -> str:
        try:
            file = (self._path / name).resolve()
            inside = file.is_relative_to(self._path.resolve())
            data = file.read_bytes() if inside else b""
        except (OSError, ValueError):
            raise KeyError(name) from None
        if not inside:
            raise KeyError(name)
        return _decoded(data, name)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(path.name for path in self._path.iterdir()))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _decoded(data: bytes, name: str) -> str:
    return decode(data, "utf-8" if name.endswith(ENDING) else "")[0]


@final
class References:
    """What the files of one reading name, each definition read once.

    Args:
        file: What the first file is called.
        texts: The texts of the files that may be named, by name.
        find: What gives the definitions of plugins, if there is something.
    """

    def __init__(self, file: str, texts: Mapping[str, str], find: Find | None) -> None:
        self.reading = [file]
        """The file that is being read, last, after those that name it."""
        self._texts = texts
        self._find = find
        self._known: dict[object, Definition | None] = {}

    def text(self, cursor: Cursor, expected: str) -> tuple[str, str] | None:
        """Give name and text of a file that is named at a cursor; None where there is none, which is reported."""
        name = cursor.text()
        if name is None:
            return None
        inside = PureWindowsPath(name)  # knows the separators of all systems
        file = posixpath.join(posixpath.dirname(self.reading[-1]), name)
        try:
            if not inside.anchor and ".." not in inside.parts:
                return file, self._texts[file]
        except UndecodableError as error:
            found = f"found {error.found}"
            cursor.problems.append(DefinitionError(cursor.path, found, error.expected, file=file, line=error.line))
            return None
        except KeyError:
            pass
        alike = [one for one in self._texts if posixpath.splitext(one)[1] == posixpath.splitext(file)[1]]
        cursor.report(expected, did_you_mean(file, alike))
        return None

    def definition(self, cursor: Cursor, read: Read) -> Definition | None:
        """Give the definition that is named at a cursor; None where something is wrong, which is reported.

        Args:
            cursor: A name, or a table with the name under `from` and values of parameters beside it.
            read: Reads a definition file.
        """
        given = cursor.entries() if isinstance(cursor.value, Mapping) else {FROM: cursor}
        if FROM not in given:
            cursor.report(f"the key {FROM!r}, with the name of a definition or its file", found="a table without it")
            return None
        named = given.pop(FROM)
        name = named.text()
        if name is None:
            return None
        if name.endswith(ENDING):
            return self._of_file(named, given, read)
        for key, one in given.items():
            one.report(f"no parameters, as only files have some, and {name!r} is none", found=f"the parameter {key!r}")
        return self._of_plugin(name, named)

    def _of_file(self, cursor: Cursor, given: Mapping[str, Cursor], read: Read) -> Definition | None:
        found = self.text(cursor, f"the name of a definition file, *{ENDING}, in the same folder or below")
        if found is None:
            return None
        file, text = found
        if file in self.reading:
            chain = " → ".join([*self.reading[self.reading.index(file) :], file])
            cursor.report("definitions that are not made of themselves", found=chain)
            return None
        key = (file, *sorted((name, repr(one.resolved)) for name, one in given.items()))
        if key not in self._known:
            self.reading.append(file)
            self._known[key], problems = read(text, given)
            self.reading.pop()
            cursor.problems.extend(problems)
        return self._known[key]

    def _of_plugin(self, name: str, cursor: Cursor) -> Definition | None:
        expected = f"the name of a definition file, *{ENDING}"
        if self._find is None:
            cursor.report(f"{expected}; for definitions of plugins hand over find=installed().definition")
            return None
        try:
            return self._find(name)
        except UnknownDefinitionError as error:
            files = [one for one in self._texts if one.endswith(ENDING)]
            whole = name + ENDING
            hint = proposal(whole) if whole in files else did_you_mean(name, [*error.known, *files])
            cursor.report(f"{expected}, or of a definition: {', '.join(error.known)}", hint)
        except RelabelError as error:
            cursor.report(f"{expected}, or of a definition that can be had", f"; {error}")
        return None
