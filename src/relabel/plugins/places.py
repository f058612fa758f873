"""Places: where in the code of a plugin something went wrong, for messages."""

import inspect
from collections.abc import Iterator

__all__ = ["place_of", "place_of_error", "says"]

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
