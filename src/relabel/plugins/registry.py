"""The registry: the definitions of all plugins by name, what plugins quarrel about, and the evidence they give."""

import contextlib
import functools
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import final

import attrs

from relabel.core.definitions.definition import Definition
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.evidence import Evidence
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import Relationship
from relabel.errors import (
    CriterionConflictError,
    DefinitionConflictError,
    InvalidValueError,
    PluginError,
    RelabelError,
    UnknownDefinitionError,
)
from relabel.plugins.loading import Plugin, find_plugins, load_plugin
from relabel.texts import did_you_mean

__all__ = ["Registry", "installed"]


@final
@attrs.frozen
class Registry:
    """Plugins and the definitions that they provide. Nothing depends on the order of the plugins.

    `installed()` gives the one of the installed plugins; build your own from plugin objects in a test:

    >>> from relabel.plugins import marc
    >>> from relabel.plugins import thetapoint
    >>> Registry.from_objects({"marc": marc}).names
    ('marc',)
    """

    plugins: tuple[Plugin, ...]

    @classmethod
    def from_objects(cls, plugins: Mapping[str, object]) -> "Registry":
        """Make a registry of modules or other objects that implement the hooks, by plugin name."""
        found = sorted(plugins.items())
        return cls(tuple(load_plugin(name, "", "", functools.partial(_given, plugin)) for name, plugin in found))

    @classmethod
    def from_entry_points(cls, *, without: Collection[str] = ()) -> "Registry":
        """Load the installed plugins, by their entry points of the group `relabel`.

        Args:
            without: Names of plugins to leave out; they are not even imported.

        Raises:
            InvalidValueError: `without` names a plugin that there is not.
            PluginError: As for `installed`.
        """
        found = find_plugins()
        names = {name for name, _ in found}
        left_out = (without,) if isinstance(without, str) else without
        for name in left_out:
            if name not in names:
                expected = f"the name of a plugin, one of {sorted(names)}{did_you_mean(name, names)}"
                raise InvalidValueError("without", name, expected)
        with _locked():
            if _loading:
                raise PluginError("a plugin", "looks up a definition by name while plugins are being loaded; import it")
            _loading.append(None)
            try:
                return cls(tuple(load() for name, load in found if name not in left_out))
            finally:
                _loading.clear()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all definitions, those that cannot be had included, sorted."""
        return tuple(sorted(self._owners))

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """The definitions that can be had, sorted by name; conflicting ones are left out."""
        return tuple(self._owners[name][0][1] for name in self.names if self._trouble(name) is None)

    @property
    def conflicts(self) -> tuple[RelabelError, ...]:
        """Why the definitions that cannot be had cannot, sorted by name, each reason once."""
        found = [self._trouble(name) for name in self.names]
        return tuple({str(trouble): trouble for trouble in found if trouble is not None}.values())

    @property
    def failed(self) -> tuple[Plugin, ...]:
        """The plugins that were isolated."""
        return tuple(plugin for plugin in self.plugins if plugin.error is not None)

    @functools.cached_property
    def vocabulary(self) -> FrozenMapping[str, AnyCriterion]:
        """The criteria of all definitions that can be had, by name."""
        return FrozenMapping(
            {criterion.name: criterion for definition in self.definitions for criterion in definition.criteria}
        )

    def definition(self, name: str) -> Definition:
        """Give a definition by name.

        Raises:
            UnknownDefinitionError: No plugin provides it. Names the plugins that failed, one of which
                may have been meant to, and chains the first failure.
            DefinitionConflictError: Several plugins claim the name.
            CriterionConflictError: Another definition means something else by one of its criteria.
        """
        owners = self._owners.get(name)
        if owners is None:
            failed = self.failed
            error = UnknownDefinitionError(name, self.names, tuple(str(plugin.error) for plugin in failed))
            raise error from (failed[0].error if failed else None)
        trouble = self._trouble(name)
        if trouble is not None:
            raise trouble
        return owners[0][1]

    def gather(self, relationship: Relationship, *, as_of: date | None = None) -> Relationship:
        """Add to a relationship the evidence that the plugins derive.

        Raises:
            PluginError: A plugin failed to load, raised, gave something else or an answer that its
                criterion does not have: evidence that silently fails to turn up would change labels.
        """
        for error in (plugin.error for plugin in self.plugins if plugin.error is not None):
            raise attrs.evolve(error, problem=f"cannot tell what evidence it would give: {error.problem}") from error
        more = [piece for plugin in self.plugins for piece in self._evidence(plugin, relationship, as_of)]
        return relationship.with_evidence(*sorted(set(more) - set(relationship.evidence), key=lambda one: one.sort_key))

    def _evidence(self, plugin: Plugin, relationship: Relationship, as_of: date | None) -> Iterator[Evidence]:
        for piece in plugin.evidence(relationship, as_of):
            criterion = self.vocabulary.get(piece.criterion)
            if criterion is not None and not criterion.accepts(piece.answer):
                raise PluginError(plugin.title, f"gave {piece} for {relationship.key!r}, expected {criterion.expected}")
            yield piece

    @functools.cached_property
    def _owners(self) -> Mapping[str, Sequence[tuple[Plugin, Definition]]]:
        owners: dict[str, list[tuple[Plugin, Definition]]] = {}
        for plugin in self.plugins:
            for definition in plugin.definitions:
                owners.setdefault(definition.name, []).append((plugin, definition))
        return owners

    @functools.cached_property
    def _meanings(self) -> Mapping[str, Sequence[tuple[str, str, str]]]:
        """For each criterion: meaning, plugin and definition, sorted."""
        meanings: dict[str, list[tuple[str, str, str]]] = {}
        for name, owners in self._owners.items():
            for plugin, definition in owners:
                for criterion in definition.criteria:
                    meanings.setdefault(criterion.name, []).append((criterion.meaning, plugin.title, name))
        return {criterion: sorted(uses) for criterion, uses in meanings.items()}

    def _trouble(self, name: str) -> RelabelError | None:
        owners = self._owners[name]
        if len(owners) > 1:
            return DefinitionConflictError(name, tuple(sorted(plugin.title for plugin, _ in owners)))
        for criterion in owners[0][1].criteria:
            uses = self._meanings[criterion.name]
            others = [use for use in uses if use[0] != criterion.meaning]
            if others:
                mine = next(use for use in uses if use[0] == criterion.meaning and use[2] == name)
                (one, one_plugin, one_name), (other, other_plugin, other_name) = sorted([mine, others[0]])
                places = (f"definition {one_name!r} of {one_plugin}", f"definition {other_name!r} of {other_plugin}")
                return CriterionConflictError(criterion.name, places, (one, other))
        return None


PATIENCE = 10
"""How many seconds a thread waits for another one that loads plugins."""

_lock = threading.RLock()
_loading: list[None] = []


def installed() -> Registry:
    """Give the registry of the installed plugins, loaded at the first call and kept. Safe in threads.

    Raises:
        PluginError: A plugin asked for it while it was being imported, or keeps all others from being loaded.
    """
    with _locked():
        return _load_installed()


@functools.cache
def _load_installed() -> Registry:
    return Registry.from_entry_points()


@contextlib.contextmanager
def _locked() -> Iterator[None]:
    """Let one thread load plugins at a time; none waits for ever for a plugin that waits for it."""
    if not _lock.acquire(timeout=PATIENCE):
        problem = f"has been loading for {PATIENCE} seconds; it may wait for the thread that looks a definition up now"
        raise PluginError("a plugin", problem)
    try:
        yield
    finally:
        _lock.release()


def _given(plugin: object) -> object:
    return plugin
