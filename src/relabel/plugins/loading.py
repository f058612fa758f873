"""Loading: one plugin from its entry point, apart from the others: what it gives, or what is wrong with it."""

import functools
import inspect
import itertools
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, final

import attrs
import pluggy

from relabel.core.definitions.definition import Definition
from relabel.core.model.evidence import Evidence
from relabel.core.model.relationship import Relationship
from relabel.errors import PluginError
from relabel.plugins import hookspecs
from relabel.texts import shorten

if TYPE_CHECKING:
    from importlib.metadata import Distribution, EntryPoint

__all__ = ["Plugin", "find_plugins", "load_plugin", "place_of", "place_of_error", "says"]

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
        file: The definition file that it was read from; None for any other.
        error: Why it was isolated, with the cause chained; None for a plugin in order.
    """

    name: str
    distribution: str = ""
    version: str = ""
    definitions: tuple[Definition, ...] = ()
    provides_evidence: bool = False
    file: Path | None = None
    error: PluginError | None = attrs.field(default=None, eq=False)
    _hooks: Any = attrs.field(default=None, eq=False, repr=False)  # pluggy gives its hook relay no usable type

    @property
    def title(self) -> str:
        """The plugin with its distribution and version, for messages."""
        origin = " ".join(filter(None, (self.distribution, self.version)))
        return f"plugin {self.name!r}" + (f" ({origin})" if origin else "")

    def evidence(self, relationship: Relationship, as_of: date | None) -> tuple[Evidence, ...]:
        """Give the evidence that the plugin derives; none from a plugin that derives none.

        Raises:
            PluginError: The plugin raised, or gave something other than evidence.
        """
        if not self.provides_evidence:
            return ()
        caller = self._hooks.relabel_evidence
        return _call(self, caller, Evidence, f" for {relationship.key!r}", relationship=relationship, as_of=as_of)


LONGEST = 1000
"""How many signs of what an error says are kept."""

NAMELESS = "a distribution without a name"


def find_plugins() -> list[tuple[str, Callable[[], Plugin]]]:
    """Find the entry points of the group `relabel`, sorted by name and distribution.

    Of a distribution that is there twice the first on the path counts, as when it is imported. One whose
    description has no name, or cannot be read, is taken; one whose entry points cannot be read, or that
    has two of one name, gives a plugin that failed.

    Returns:
        The name of each plugin, and how to load it.
    """
    import importlib.metadata  # a third of the time of importing relabel, and needed only here

    found: list[tuple[tuple[str, str, str], Callable[[], Plugin]]] = []
    names: set[str] = set()
    for one in importlib.metadata.distributions():
        offers = list(_offers(one))
        _, name, version = offers[0][0] if offers else ("", "", "")
        if name not in names and _is_first(name, version):
            found += offers
            names |= {name} - {NAMELESS}
    return [(key[0], load) for key, load in sorted(found, key=lambda offer: offer[0])]


def _offers(one: "Distribution") -> Iterator[tuple[tuple[str, str, str], Callable[[], Plugin]]]:
    """Give name, distribution and version of each plugin that a distribution offers, and how to load it."""
    try:
        points = [point for point in one.entry_points if point.group == hookspecs.PROJECT]
    except Exception as error:  # whatever is wrong with it, the others are found
        text = (
            error.object if isinstance(error, UnicodeDecodeError) else str(one.read_text("entry_points.txt")).encode()
        )
        if f"[{hookspecs.PROJECT}]".encode() in text.replace(b"\0", b""):
            name, version = _said(one)
            key = (name or NAMELESS, name or NAMELESS, version)
            yield key, functools.partial(_unreadable, *key, f"its entry points, in {one.locate_file('')}", error)
        return
    if not points:
        return
    distribution, version = _said(one)
    by_name: dict[str, dict[str, EntryPoint]] = {}
    for point in points:
        by_name.setdefault(point.name, {})[point.value] = point
    for name, ways in by_name.items():
        key = (name, distribution or NAMELESS, version)
        lines = " and ".join(f"{name} = {value}" for value in sorted(ways))
        if len(ways) > 1:
            yield key, functools.partial(_ambiguous, *key, lines)
        else:
            (point,) = ways.values()
            yield key, functools.partial(load_plugin, *key, point.load, f"its entry point {lines}")


def _said(one: "Distribution") -> tuple[str, str]:
    """Give the name and the version of a distribution; nothing where it says nothing that can be read."""
    try:
        metadata = one.metadata  # which is parsed each time that it is asked for
        return metadata["Name"] or "", metadata["Version"] or ""
    except Exception:  # no file, or one that cannot be decoded or parsed
        return "", ""


def _is_first(name: str, version: str) -> bool:
    import importlib.metadata  # as above

    try:
        return _said(importlib.metadata.distribution(name))[1] == version
    except Exception:  # it has no name by which it could be found
        return True


def _unreadable(name: str, distribution: str, version: str, place: str, error: Exception) -> Plugin:
    plugin = Plugin(name, distribution, version)
    fault = _fault(plugin, f"cannot be found: {says(error)}", None, place, "install it again")
    fault.__cause__ = error
    return attrs.evolve(plugin, error=fault)


def _ambiguous(name: str, distribution: str, version: str, lines: str) -> Plugin:
    plugin = Plugin(name, distribution, version)
    problem = f"has two or more entry points of one name: {lines}"
    return attrs.evolve(plugin, error=_fault(plugin, problem, None, "", "give each a name of its own"))


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
        except KeyboardInterrupt:  # the user's
            raise
        except BaseException as error:
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
    items: list[T] = []
    odd = ""
    try:
        given = caller(**arguments)
        for item in given[0] if given else ():
            if not isinstance(item, kind):
                odd = type(item).__name__
                break
            items.append(item)
    except KeyboardInterrupt:  # the user's
        raise
    except BaseException as error:
        # Definitions are code, so that theirs is what must be mended; evidence may fail for want of a file.
        step = "mend it there" if kind is Definition else "see to what it says"
        raise _fault(plugin, f"{hook} failed{about}: {says(error)}", error, place, step) from error
    expected = f"expected an iterable of {kind.__name__}"
    if not given:
        raise _fault(plugin, f"{hook} returned None{about}, {expected}", None, place)
    if odd:
        raise _fault(plugin, f"{hook} gave a {odd}{about}, {expected}", None, place)
    return tuple(items)


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
    """Name an error and what it says, cut if it is very long; one that cannot say it is named all the same."""
    try:
        text = shorten(str(error), LONGEST)
    except KeyboardInterrupt:  # the user's
        raise
    except BaseException:  # whatever the plugin's own error does, the plugin is isolated
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
