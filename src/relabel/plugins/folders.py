"""Folders: plugins that are not installed: definition files, and definitions in modules, `module:NAME`."""

import types
from pathlib import Path

from relabel.core.definitions.definition import Definition
from relabel.errors import InvalidDefinitionError, InvalidValueError, PluginError
from relabel.files.definitions.references import Find
from relabel.files.definitions.toml import read_definition
from relabel.plugins.hookspecs import PROJECT, hookimpl
from relabel.plugins.loading import Plugin, load_plugin
from relabel.plugins.registry import installed

__all__ = ["definition_files", "import_plugin", "read_plugins"]


def read_plugins(path: Path, find: Find | None = None) -> tuple[Plugin, ...]:
    """Read definition files as plugins, to be put into a registry beside others.

    Every file is a plugin of its own that bears its name: what is wrong with one stays with it, and two
    that claim one name are told apart.

    Args:
        path: A directory, of which the files `*.toml` are read, or one such file.
        find: Gives the definitions of plugins that they may name; by default those that are installed.

    Returns:
        One plugin a file, sorted by name. One that cannot be read says why under `error`.

    Raises:
        InvalidValueError: The directory holds no such file.
        OSError: The directory cannot be opened.
    """
    return tuple(_read_plugin(file, find or _installed, alone=file == path) for file in definition_files(path))


def definition_files(path: Path) -> list[Path]:
    """Give the definition files that a path stands for, sorted by name; raises as `read_plugins` does."""
    files = [path]
    if not path.is_file():
        files = sorted(one for one in path.iterdir() if one.suffix == ".toml" and not one.name.startswith("."))
    if files == [path] and path.suffix == ".csv":
        raise InvalidValueError("definitions", str(path), "a definition file, *.toml, which names its decision table")
    if not files:
        raise InvalidValueError("definitions", str(path), "a directory with definition files, *.toml")
    return files


def _installed(name: str) -> Definition:
    return installed().definition(name)  # only now, as few files name any


def _read_plugin(file: Path, find: Find, *, alone: bool) -> Plugin:
    """Read a file; one that was named alone is wanted, so that nobody is told how to leave it out."""
    name = file.as_posix()
    try:
        return Plugin(name, definitions=(read_definition(file, find=find),), file=file)
    except (InvalidDefinitionError, OSError) as error:
        cure = "" if alone else f"mend it there; until then, --without {name} leaves it out"
        fault = PluginError(f"definition file {name!r}", f"could not be read: {error}", cure=cure)
        fault.__cause__ = error  # kept, not raised: the other files are read all the same
        return Plugin(name, error=fault)


def import_plugin(path: str) -> Plugin:
    """Import a definition as a plugin, to be put into a registry beside others.

    Args:
        path: Its module and its name there: `acme.words:TIERS`.

    Returns:
        The plugin, which bears the path as its name. One that cannot be imported says why under `error`.
    """
    import importlib.metadata  # slow to import, and needed only here

    def load() -> object:
        found = importlib.metadata.EntryPoint(path, path, PROJECT).load()
        if not isinstance(found, Definition):
            raise TypeError(f"it is a {type(found).__name__}, expected a Definition")
        return types.SimpleNamespace(relabel_definitions=hookimpl(lambda: [found]))

    return load_plugin(path, "", "", load, path)
