"""Plugins: those that the options name, with what they print kept apart; `relabel plugins` and `new-plugin`."""

import argparse
import contextlib
import io
import json
import os
import shlex
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

import attrs

from relabel.cli.terminal import complain, write, write_lines
from relabel.core.definitions.definition import Definition
from relabel.errors import InvalidValueError, PluginError
from relabel.plugins.folders import definition_files, import_plugin, read_plugins
from relabel.plugins.loading import Plugin
from relabel.plugins.registry import Registry
from relabel.plugins.scaffold import write_plugin

__all__ = ["kept_apart", "load_registry", "plugin_options", "run_new_plugin", "show_plugins"]


def load_registry(options: argparse.Namespace) -> Registry:
    """Give the installed plugins, and those that definition files are, without those that are left out.

    Where a definition is asked for by its file or its module, it is one of them, and its name takes the
    place of what was given.
    """
    with kept_apart():
        names = [file.as_posix() for path in options.definitions for file in definition_files(path)]
        found = Registry.from_entry_points(without=[name for name in options.without if name not in names])
        files = {plugin.name: plugin for path in options.definitions for plugin in read_plugins(path, found.definition)}
        kept = {name: plugin for name, plugin in files.items() if name not in options.without}
        for option in options.asks_for:
            given = getattr(options, option) or ""
            plugin = _named(given, found)
            if plugin is None:
                _check_file(given, [*found.definitions, *(one for each in kept.values() for one in each.definitions)])
            else:
                (definition,) = plugin.definitions
                options.as_given = given
                setattr(options, option, definition.name)
                if definition not in found.definitions:  # what is installed is no rival of itself
                    kept[plugin.name] = plugin
    return attrs.evolve(found, plugins=(*found.plugins, *kept.values())) if kept else found


def plugin_options(options: argparse.Namespace) -> list[str]:
    """Give the options that say which definitions there are, for commands to copy."""
    given = {option: getattr(options, option) for option in ("definitions", "without")}
    return [word for option, values in given.items() for value in values for word in (f"--{option}", str(value))]


def _check_file(name: str, known: Iterable[Definition]) -> None:
    """Refuse the name of a definition file that lacks its ending, where no definition is named so."""
    file = f"{name}.toml"
    if name and name not in {one.name for one in known} and Path(file).is_file():
        raise InvalidValueError("--definition", name, f"the name of a definition; of the file: {file!r}")


def _named(text: str, found: Registry) -> Plugin | None:
    """Give the plugin of a definition that is asked for by file, `tiers.toml`, or by module, `acme.words:TIERS`."""
    if text.casefold().endswith(".toml"):
        (plugin,) = read_plugins(Path(text), found.definition)
    elif ":" in text:
        sys.path.insert(0, "")  # where the user is, as `python -m` does
        plugin = import_plugin(text)
    else:
        return None
    if plugin.error is not None:
        raise plugin.error
    return plugin


@contextlib.contextmanager
def kept_apart() -> Iterator[None]:
    """Send to standard error what plugins print, and what they call prints: programs read standard output."""
    with contextlib.ExitStack() as stack:
        stand_in = stack.enter_context(_beside(sys.stderr))
        if (number := _number(sys.stdout)) is not None and (other := _number(stand_in)) is not None:
            sys.stdout.flush()
            saved = os.dup(number)
            stack.callback(os.close, saved)
            stack.callback(os.dup2, saved, number)
            os.dup2(other, number)
        stack.enter_context(contextlib.redirect_stdout(stand_in))
        stack.enter_context(contextlib.redirect_stderr(stand_in))
        yield


def _beside(stream: TextIO | None) -> TextIO:
    """Open what a stream writes to once more, so that a plugin which closes it closes its own."""
    number = _number(stream)
    return io.StringIO() if number is None else os.fdopen(os.dup(number), "w", buffering=1, errors="backslashreplace")


def _number(stream: TextIO | None) -> int | None:
    """Give the number by which the system knows a stream; None where there is none, as of a stand-in."""
    try:
        return None if stream is None else stream.fileno()
    except (OSError, ValueError):
        return None


def show_plugins(options: argparse.Namespace, registry: Registry) -> int:
    """List the plugins; 1 if something is wrong with them and that is asked for."""
    if options.json:
        records = [
            {
                "name": plugin.name,
                "distribution": plugin.distribution,
                "version": plugin.version,
                "definitions": [definition.name for definition in plugin.definitions],
                "evidence": plugin.provides_evidence,
                "error": None if plugin.error is None else plugin.error.problem,
                "place": None if plugin.error is None else plugin.error.place,
                "cure": None if plugin.error is None else plugin.error.cure,
            }
            for plugin in registry.plugins
        ]
        write(
            json.dumps(
                {"plugins": records, "conflicts": [str(one) for one in registry.conflicts]},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for plugin in registry.plugins:
            provided = [definition.name for definition in plugin.definitions]
            provided += ["evidence"] if plugin.provides_evidence else []
            state = (", ".join(provided) or "nothing") if plugin.error is None else _failure(plugin.error)
            write_lines(f"{plugin.title}: {state}")
        for trouble in registry.conflicts:
            write_lines(f"conflict: {trouble}")
    if not options.strict or not (registry.failed or registry.conflicts):
        return 0
    complain(f"{len(registry.failed)} failed, {len(registry.conflicts)} in conflict; the list says why")
    return 1


def _failure(error: PluginError) -> str:
    """Say what is wrong with a plugin, on lines below its name."""
    lines = [*error.problem.split("\n"), f"at {error.place}" if error.place else "", error.cure]
    return "\n  ".join(["failed", *filter(None, lines)])


def run_new_plugin(options: argparse.Namespace, registry: Registry) -> None:
    """Write a plugin to start from, and what to do next."""
    folder = write_plugin(options.name, options.directory, registry)
    write_lines(f"{folder} is a plugin with a definition and a test that it passes. Go on with")
    install = f"cd {shlex.quote(str(folder))} && python -m pip install -e '.[test]'"
    write_lines(f"  {install}\n  python -m pytest", whole=[install])
