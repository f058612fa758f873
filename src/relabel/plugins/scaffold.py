"""Scaffolds: a plugin to start from, as a complete package that passes its own test."""

import importlib.metadata
import importlib.resources
import keyword
import re
import string
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.errors import InvalidValueError
from relabel.plugins.registry import Registry

__all__ = ["render_plugin", "write_plugin"]

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")

_FILES = {
    "pyproject.toml": "pyproject.toml.template",
    "README.md": "README.md.template",
    "$module.py": "definition.py.template",
    "tests/test_$module.py": "test.py.template",
    ".github/workflows/test.yml": "workflow.yml.template",
}
"""The path of each file, and the template in `relabel/plugins/templates` that it is made from."""

_RESERVED = sys.stdlib_module_names | {"conftest", "relabel", "setup", "test", "tests"}
"""Modules of Python, ours, and those that pytest and build tools look for in a package."""


def render_plugin(name: str) -> Mapping[str, str]:
    """Give the files of a plugin, by their path in its folder, in the order in which to read them.

    Args:
        name: What to call the distribution, the plugin and the definition: lower case words joined by
            hyphens. The module is called the same, with underscores.

    Raises:
        InvalidValueError: It is no such name.
    """
    module = _module(name)
    templates = importlib.resources.files("relabel.plugins") / "templates"
    return FrozenMapping(
        {
            _fill(path, name, module): _fill((templates / template).read_text(encoding="utf-8"), name, module)
            for path, template in _FILES.items()
        }
    )


def write_plugin(name: str, directory: Path, registry: Registry) -> Path:
    """Write a plugin to start from: a package with a definition of two labels, and a test that it passes.

    All of it is written or, where anything goes wrong, nothing.

    Args:
        name: As for `render_plugin`.
        directory: Where to put the folder of the package, which is called `name`.
        registry: The plugins whose names are taken.

    Returns:
        The folder.

    Raises:
        InvalidValueError: The name is not one, or is taken by a plugin, a definition or a module; the
            directory is none, or has something of this name.
        OSError: The directory cannot be written to.
    """
    files = render_plugin(name)
    _check_free(name, registry)
    folder = directory / name
    if not directory.is_dir():
        raise InvalidValueError("--directory", str(directory), "a directory that exists")
    if folder.exists() or folder.is_symlink():
        raise InvalidValueError("NAME", name, f"a name under which {str(directory)!r} has nothing yet")
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=directory) as temporary:
        begun = Path(temporary, name)
        for path, text in files.items():
            file = begun / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        begun.rename(folder)
    return folder


def _module(name: str) -> str:
    """Give the name of the module for the name of a plugin, if both will do."""
    if not _NAME.fullmatch(name):
        mended = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-").lstrip("-0123456789")
        proposal = mended if _NAME.fullmatch(mended) else "acme-clients"
        expected = f"lower case words joined by hyphens, the first beginning with a letter, such as {proposal!r}"
        raise InvalidValueError("NAME", name, expected)
    if keyword.iskeyword(name):
        raise InvalidValueError("NAME", name, "a name for a module; this is a word of the language Python")
    return name.replace("-", "_")


def _check_free(name: str, registry: Registry) -> None:
    for plugin in registry.plugins:
        if name in (plugin.name, *(definition.name for definition in plugin.definitions)):
            raise InvalidValueError("NAME", name, f"a name that is free; {plugin.title} has it")
    module = _module(name)
    if module in _RESERVED:
        expected = f"a name that is free; the module {module!r} would get in the way of another"
        raise InvalidValueError("NAME", name, expected)
    modules = importlib.metadata.packages_distributions()
    if module in modules:
        expected = f"a name that is free; {modules[module][0]!r} is installed and has a module {module!r}"
        raise InvalidValueError("NAME", name, expected)
    if any(importlib.metadata.distributions(name=name)):
        raise InvalidValueError("NAME", name, "a name that is free; a distribution of this name is installed")


def _fill(text: str, name: str, module: str) -> str:
    return string.Template(text).substitute(name=name, module=module)
