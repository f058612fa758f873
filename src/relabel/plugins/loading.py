"""Loading: each plugin on its own, so that what is wrong with it stays with it and is named by its place."""

import inspect
import itertools
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, TypeVar, final

import attrs
import pluggy

from relabel.core.definitions.definition import Definition
from relabel.core.model.evidence import Evidence
from relabel.core.model.relationship import Relationship
from relabel.errors import PluginError
from relabel.plugins import hookspecs

__all__ = ["Plugin", "load_plugin", "place_of", "place_of_error", "says"]

T = TypeVar("T")

NO_HOOK = "it implements no hook: mark relabel_definitions or relabel_evidence with @relabel.hookimpl"


@final
@attrs.frozen
class Plugin:
    """One plugin as it was found and loaded.

    Attributes:
        name: The name of its entry point.
        distribution: The distribution that it came with; empty for one registered by hand.
        version: The version of the distribution.
        definitions: What it provides, sorted by name; none when it failed.
        provides_evidence: Whether it implements `relabel_evidence`.
        error: Why it was isolated, with the cause chained; None for a plugin in order.
    """

    name: str
    distribution: str = ""
    version: str = ""
    definitions: tuple[Definition, ...] = ()
    provides_evidence: bool = False
    error: PluginError | None = attrs.field(default=None, eq=False)
    _hooks: Any = attrs.field(default=None, eq=False, repr=False)  # pluggy gives its hook relay no usable type

    @property
    def title(self) -> str:
        """The plugin with its distribution and version, for messages."""
        return f"plugin {self.name!r}" + (f" ({self.distribution} {self.version})" if self.distribution else "")

    def evidence(self, relationship: Relationship, as_of: date | None) -> tuple[Evidence, ...]:
        """Give the evidence that the plugin derives; none from a plugin that derives none.

        Raises:
            PluginError: The plugin raised, or gave something other than evidence.
        """
        if not self.provides_evidence:
            return ()
        caller = self._hooks.relabel_evidence
        return _call(self, caller, Evidence, f" for {relationship.key!r}", relationship=relationship, as_of=as_of)


def load_plugin(name: str, distribution: str, version: str, load: Callable[[], object], place: str = "") -> Plugin:
    """Load one plugin in a manager of its own.

    Args:
        name: The name of its entry point.
        distribution: The distribution that it comes with; empty for one registered by hand.
        version: The version of the distribution.
        load: Gives the module or object that implements the hooks.
        place: Where a plugin is named that cannot even be found.

    Returns:
        The plugin; one that cannot be loaded says why under `error`.
    """
    plugin = Plugin(name, distribution, version)
    try:
        manager = pluggy.PluginManager(hookspecs.PROJECT)
        manager.add_hookspecs(hookspecs)
        hooks = manager.hook
        try:
            module = load()
            place = place_of(module)
            manager.register(module, name)
            manager.check_pending()
            if not any(caller.get_hookimpls() for caller in (hooks.relabel_definitions, hooks.relabel_evidence)):
                raise TypeError(NO_HOOK)
        except (Exception, SystemExit) as error:
            raise _fault(plugin, f"could not be loaded: {says(error)}", error, place) from error
        definitions = _call(plugin, hooks.relabel_definitions, Definition)
        ordered = tuple(sorted(definitions, key=lambda definition: definition.name))
        for first, second in itertools.pairwise(ordered):
            if first.name == second.name:
                problem = f"provides two definitions named {first.name!r}"
                raise _fault(plugin, problem, None, place_of(_function(hooks.relabel_definitions)))
    except PluginError as error:
        return attrs.evolve(plugin, error=error)
    provides_evidence = bool(hooks.relabel_evidence.get_hookimpls())
    return attrs.evolve(plugin, definitions=ordered, provides_evidence=provides_evidence, hooks=hooks)


def _call(plugin: Plugin, caller: Any, kind: type[T], about: str = "", **arguments: object) -> tuple[T, ...]:
    # Any: pluggy gives its hook relay no usable type; what comes back is checked here instead.
    if not caller.get_hookimpls():
        return ()
    hook, place = caller.name, place_of(_function(caller))
    try:
        given = caller(**arguments)
        found = tuple(given[0]) if given else None
    except (Exception, SystemExit) as error:
        # Definitions are code, so that theirs is what must be mended; evidence may fail for want of a file.
        step = "mend it there" if kind is Definition else "see to what it says"
        raise _fault(plugin, f"{hook} failed{about}: {says(error)}", error, place, step) from error
    expected = f"expected an iterable of {kind.__name__}"
    if found is None:
        raise _fault(plugin, f"{hook} returned None{about}, {expected}", None, place)
    for item in found:
        if not isinstance(item, kind):
            raise _fault(plugin, f"{hook} gave a {type(item).__name__}{about}, {expected}", None, place)
    return found


def _function(caller: Any) -> object:  # Any: as above
    """Give the function by which the plugin implements a hook."""
    return caller.get_hookimpls()[0].function


def _fault(
    plugin: Plugin, problem: str, error: BaseException | None, place: str, step: str = "mend it there"
) -> PluginError:
    """Say what is wrong with a plugin, where in its own code, and what to do about it."""
    if error is not None:
        place = place_of_error(error) or place
    cure = "install what it needs" if isinstance(error, ImportError) else step
    if plugin.distribution:  # otherwise it was registered by hand, by whoever reads this
        cure += (
            f", or install another version of {plugin.distribution}; until then, --without {plugin.name} leaves it out"
        )
    return PluginError(plugin.title, problem, place, cure)


_MACHINERY = frozenset({"importlib", "pluggy", "relabel"})
"""The top-level packages that only pass a call on to the plugin."""


def says(error: BaseException) -> str:
    """Name an error and what it says; one that cannot say it is named all the same."""
    try:
        text = str(error)
    except Exception:  # whatever the plugin's own error does, the plugin is isolated
        text = "which cannot be written out"
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def place_of(thing: object) -> str:
    """Name the file of a module, or file and line of a function; nothing for what has no source."""
    code = getattr(inspect.unwrap(thing) if callable(thing) else thing, "__code__", None)
    if code is not None:
        return _place(code.co_filename, code.co_firstlineno)
    file = getattr(thing, "__file__", None)
    return file if isinstance(file, str) else ""


def place_of_error(error: BaseException) -> str:
    """Name the last line of the plugin's own code that led to an error; nothing if none did.

    Its own code is the package that was called first. What that calls in turn, a library say, may be
    where the error was raised, but not where it can be mended.
    """
    calls = [call for call in _calls(error) if call[0] not in _MACHINERY]
    if calls:
        _, file, line = [call for call in calls if call[0] == calls[0][0]][-1]
        return _place(file, line)
    if isinstance(error, SyntaxError) and error.filename is not None:
        return _place(error.filename, error.lineno)
    return ""


def _calls(error: BaseException) -> Iterator[tuple[str, str, int]]:
    """Give top-level package, file and line of each call that led to an error, the outermost first."""
    call = error.__traceback__
    while call is not None:
        frame = call.tb_frame
        yield str(frame.f_globals.get("__name__", "")).partition(".")[0], frame.f_code.co_filename, call.tb_lineno
        call = call.tb_next


def _place(file: str, line: int | None) -> str:
    return f"{file}, line {line}"
