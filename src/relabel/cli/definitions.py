"""The commands that need no relationships: they list, show and check definitions and plugins, and start one."""

import argparse
import json
import shlex

from relabel.checks.comparison import compare, diff
from relabel.checks.laws import WRITTEN_LAWS, broken_laws, tried, verified
from relabel.cli.terminal import complain, in_json, in_toml, write, write_escaped, write_lines
from relabel.errors import InvalidValueError, PluginError
from relabel.files.definitions.document import to_document
from relabel.files.definitions.toml import read_schema, to_toml
from relabel.plugins.registry import Registry
from relabel.plugins.scaffold import write_plugin
from relabel.texts import shorten

__all__ = ["run_compare", "run_new_plugin", "run_verify", "show_criteria", "show_definitions", "show_plugins"]

LONGEST = 600
"""How many signs of a line about a broken law are shown; the report above has what is cut."""


def show_definitions(options: argparse.Namespace, registry: Registry) -> None:
    """List the definitions, or write one in the format asked for; or write the schema of their files."""
    if options.schema:
        if options.name is not None:
            raise InvalidValueError("--schema", options.name, "no name, as all definition files have one schema")
        write(read_schema())
        return
    if options.name is not None:
        definition = registry.definition(options.name)
        match options.format:
            case "mermaid":
                write(definition.to_mermaid())
            case "dot":
                write(definition.to_dot())
            case "toml":
                write_escaped(to_toml(definition), in_toml)
            case "json":
                write_escaped(json.dumps(to_document(definition), ensure_ascii=False, indent=2), in_json)
            case _:
                write_lines(definition.to_text())
        return
    width = max(map(len, registry.names), default=0)
    titles = {definition.name: definition.title for definition in registry.definitions}
    for name in registry.names:
        write_lines(f"{name:{width}}  {titles.get(name, 'not to be had: plugins quarrel about it, see below')}")
    _complain_of(registry)


def _complain_of(registry: Registry) -> None:
    """Name what failed to load, and what plugins quarrel about."""
    for trouble in (*(plugin.error for plugin in registry.failed), *registry.conflicts):
        complain(str(trouble))


def show_criteria(options: argparse.Namespace, registry: Registry) -> None:
    """List the criteria of all definitions, or of one, with what each means and where it is used."""
    wanted = registry.definitions if options.name is None else [registry.definition(options.name)]
    asked = {criterion.name: criterion for definition in wanted for criterion in definition.criteria}
    for name, criterion in sorted(asked.items()):
        users = [one.name for one in registry.definitions if any(name == other.name for other in one.criteria)]
        write_lines(f"{name}: {criterion.question}\n  {criterion.meaning}; used by {', '.join(users)}")
    _complain_of(registry)


def run_verify(options: argparse.Namespace, registry: Registry) -> int:
    """Write what is odd about a definition, which parts no example tries, and the laws that it breaks; 1 if strict."""
    definition = registry.definition(options.name)
    lines = [verified(definition).to_text(), "", tried(definition).to_text()]
    broken = broken_laws(WRITTEN_LAWS, definition)
    if broken:
        lines += ["", "Not as it should be, or not as it is declared (the laws of sound definitions)"]
        for law, found in broken:
            lines += [f"  {law.name}: {law.reason}", *(f"    {shorten(one, LONGEST)}" for one in found)]
    write_lines("\n".join(lines))
    return 1 if options.strict and broken else 0


def run_compare(options: argparse.Namespace, registry: Registry) -> None:
    """Write where two definitions disagree; of an overlay and its base also what is written differently."""
    first, second = registry.definition(options.first), registry.definition(options.second)
    if first.based_on is not None and first.based_on.name == second.name:
        write_lines(diff(second, first).to_text())
    elif second.based_on is not None and second.based_on.name == first.name:
        write_lines(diff(first, second).to_text())
    else:
        write_lines(compare(first, second).to_text())


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
    write_lines(f"  cd {shlex.quote(str(folder))} && python -m pip install -e '.[test]'\n  python -m pytest")
