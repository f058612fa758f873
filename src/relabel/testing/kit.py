"""The kit: whether a definition or a plugin is sound, for the tests of those who write one."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import final

from relabel.checks.laws import broken_laws
from relabel.core.definitions.definition import Definition
from relabel.core.model.relationship import Relationship
from relabel.errors import InvalidValueError
from relabel.plugins.loading import Plugin
from relabel.plugins.registry import Registry
from relabel.testing.laws import DEFINITION_LAWS, EVIDENCE_LAWS, PLUGIN_LAWS, BrokenLawError, Law, Subject, drawn
from relabel.testing.strategies import AS_OF
from relabel.testing.strategies import relationships as random
from relabel.texts import did_you_mean

__all__ = ["BrokenLawError", "BrokenLawsError", "Law", "check_definition", "check_plugin"]

GENERATED = 20
"""How many random relationships a plugin that supplies evidence is asked about, for each definition."""


@final
class BrokenLawsError(ExceptionGroup[BrokenLawError]):
    """Every law that a definition or a plugin breaks; the parts are in `exceptions`."""

    @property
    def broken(self) -> tuple[BrokenLawError, ...]:
        """The laws, each with what breaks it."""
        return tuple(one for one in self.exceptions if isinstance(one, BrokenLawError))

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"- {broken}" for broken in self.exceptions)])

    def derive(self, excs: Sequence[BrokenLawError]) -> "BrokenLawsError":  # type: ignore[override]  # the parts keep their class
        """Give a group of the same class for some of the parts."""
        return BrokenLawsError(self.message, excs)


def check_definition(definition: Definition) -> None:
    """Check that a definition keeps every law of `DEFINITION_LAWS`.

    Gaps, overlaps and criteria that raise or lower the rank are declared in `Definition(intends=...)`.

    Raises:
        BrokenLawsError: Names every law that is broken, with an example in the words of the definition.
        DiagramTooLargeError: The definition needs an absurdly large diagram.

    Cost: some tens of milliseconds for a definition of a dozen criteria; random cases are the same in each run.
    """
    __tracebackhide__ = True  # pytest shows what is broken, not how it was found
    _raise(f"definition {definition.name!r}", _broken(f"definition {definition.name!r}", DEFINITION_LAWS, definition))


def check_plugin(
    plugin: object, *, relationships: Iterable[Relationship] = (), as_of: Iterable[date | None] = (None, AS_OF)
) -> None:
    """Check that a plugin loads, and that all it provides keeps the laws.

    Args:
        plugin: The name of an installed distribution, or the module or object that implements the hooks.
        relationships: Some that the plugin has evidence on, if it implements `relabel_evidence`. It is
            asked about random ones as well.
        as_of: The days to ask for.

    Raises:
        InvalidValueError: No installed distribution of this name has a plugin.
        PluginError: The plugin cannot be loaded.
        BrokenLawsError: Names every law that is broken, by what.
    """
    __tracebackhide__ = True  # as above
    found, registry = _load(plugin)
    broken: list[BrokenLawError] = []
    for one in found:
        if one.error is not None:
            raise one.error
        for definition in one.definitions:
            broken += _broken(f"definition {definition.name!r}", DEFINITION_LAWS, definition)
        asked = one.definitions or registry.definitions
        known = [*relationships, *(some for definition in asked for some in drawn(random(definition), GENERATED))]
        subject = Subject(one, registry, tuple(known), tuple(as_of))
        broken += _broken(one.title, (*PLUGIN_LAWS, *(EVIDENCE_LAWS if one.provides_evidence else ())), subject)
    _raise(" and ".join(one.title for one in found), broken)


def _load(plugin: object) -> tuple[tuple[Plugin, ...], Registry]:
    if not isinstance(plugin, str):
        registry = Registry.from_objects({"plugin": plugin})
        return registry.plugins, registry
    registry = Registry.from_entry_points()
    found = tuple(one for one in registry.plugins if _fold(one.distribution) == _fold(plugin))
    if not found:
        known = sorted({one.distribution for one in registry.plugins})
        expected = f"an installed distribution with a plugin, one of {known}{did_you_mean(plugin, known)}"
        raise InvalidValueError("plugin", plugin, f"{expected}; has it been installed?")
    return found, registry


def _fold(name: str) -> str:
    # As distributions are compared: https://packaging.python.org/en/latest/specifications/name-normalization/
    return re.sub(r"[-_.]+", "-", name).casefold()


def _broken(subject: str, laws: Iterable[Law], checked: object) -> list[BrokenLawError]:
    return [BrokenLawError(law, subject, problems) for law, problems in broken_laws(laws, checked)]


def _raise(subject: str, broken: Sequence[BrokenLawError]) -> None:
    __tracebackhide__ = True  # as above
    if broken:
        count = "1 law" if len(broken) == 1 else f"{len(broken)} laws"
        raise BrokenLawsError(f"{subject}: {count} broken", broken)
