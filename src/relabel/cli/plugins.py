"""The commands about plugins: `relabel plugins` and `new-plugin`."""

import argparse
import json
import shlex

from relabel.cli.terminal import complain, write, write_lines
from relabel.errors import PluginError
from relabel.plugins.registry import Registry
from relabel.plugins.scaffold import write_plugin

__all__ = ["run_new_plugin", "show_plugins"]


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
