"""Directories: definition files as plugins, each on its own so that a faulty one stops no other."""

from pathlib import Path

from relabel.errors import InvalidDefinitionError, InvalidValueError, PluginError
from relabel.files.definitions.toml import read_definition
from relabel.plugins.loading import Plugin

__all__ = ["read_plugins"]


def read_plugins(path: Path) -> tuple[Plugin, ...]:
    """Read definition files as plugins, to be put into a registry beside others.

    Every file is a plugin of its own that bears its name: what is wrong with one stays with it, and two
    that claim one name are told apart.

    Args:
        path: A directory, of which the files `*.toml` are read, or one such file.

    Returns:
        One plugin a file, sorted by name. One that cannot be read says why under `error`.

    Raises:
        InvalidValueError: The directory holds no such file.
        OSError: The directory cannot be opened.
    """
    files = [path]
    if not path.is_file():
        files = sorted(one for one in path.iterdir() if one.suffix == ".toml" and not one.name.startswith("."))
    if files == [path] and path.suffix == ".csv":
        raise InvalidValueError("definitions", str(path), "a definition file, *.toml, which names its decision table")
    if not files:
        raise InvalidValueError("definitions", str(path), "a directory with definition files, *.toml")
    return tuple(_read_plugin(file) for file in files)


def _read_plugin(file: Path) -> Plugin:
    name = file.as_posix()
    try:
        return Plugin(name, definitions=(read_definition(file),))
    except (InvalidDefinitionError, OSError) as error:
        cure = f"mend it there; until then, --without {name} leaves it out"
        fault = PluginError(Plugin(name).title, f"could not be read: {error}", cure=cure)
        fault.__cause__ = error  # kept, not raised: the other files are read all the same
        return Plugin(name, error=fault)
