"""Tests of `relabel.plugins.loading`: the line at which the author of a plugin can mend it."""

import functools
import json
import types
from collections.abc import Callable

import pluggy
import pytest

import relabel
from relabel.plugins.loading import place_of, place_of_error, says

OWN = "/plugins/acme/words.py"
LIBRARY = "/libraries/yaml/loader.py"


def module(name: str, file: str, code: str) -> types.ModuleType:
    """Give a module made from code as if it had been read from a file."""
    found = types.ModuleType(name)
    found.__file__ = file
    exec(compile(code, file, "exec"), vars(found))  # noqa: S102  # our own code
    return found


def raised(call: Callable[[], object]) -> BaseException:
    """Give what a call raises."""
    with pytest.raises(BaseException) as caught:  # noqa: PT011  # of whatever class
        call()
    return caught.value


# A plugin that calls a library: acme.words -> yaml.loader -> acme.words (a callback).
yaml = module("yaml.loader", LIBRARY, "def load(call=None):\n    call and call()\n    raise ValueError('bad')\n")
acme = module(
    "acme.words",
    OWN,
    "def boom():\n    return 1 / 0\n"  # line 2
    "def direct():\n    boom()\n"  # line 4
    "def through(yaml):\n    yaml.load()\n"  # line 6
    "def back(yaml):\n    yaml.load(boom)\n"  # line 8
    "def lazy():\n    yield boom()\n",
)


def outside(call: Callable[[], object]) -> BaseException:
    """Give what a call raises, without the lines of this module."""
    error = raised(call)
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_globals["__name__"] != "acme.words":
        trace = trace.tb_next
    return error.with_traceback(trace)


@pytest.mark.parametrize(
    ("call", "line"),
    [
        (acme.boom, 2),
        (acme.direct, 2),
        (lambda: acme.through(yaml), 6),
        (lambda: acme.back(yaml), 2),
        (lambda: tuple(acme.lazy()), 2),
    ],
    ids=["itself", "deeper", "in a library", "in a callback of a library", "in a generator"],
)
def test_the_last_line_of_the_own_package_is_named(call: Callable[[], object], line: int) -> None:
    """However deep in a library it was raised, the author mends what is his."""
    assert place_of_error(outside(call)) == f"{OWN}, line {line}"


def test_the_machinery_is_no_place() -> None:
    """Neither pluggy, nor importlib, nor relabel itself is the plugin's own code."""
    spec, mark = pluggy.HookspecMarker("p"), pluggy.HookimplMarker("p")

    class Specification:
        @spec
        def hook(self) -> None:
            """Do nothing."""

    manager = pluggy.PluginManager("p")
    manager.add_hookspecs(Specification)
    manager.register(types.SimpleNamespace(hook=mark(acme.direct)))
    error = raised(manager.hook.hook)
    trace = error.__traceback__
    assert trace is not None  # its first line is in this module
    assert place_of_error(error.with_traceback(trace.tb_next)) == f"{OWN}, line 2"


def test_an_error_of_the_machinery_alone_has_no_place() -> None:
    """Where the plugin's own code was not reached, none of it is blamed."""
    error = raised(lambda: relabel.Label(1))  # type: ignore[arg-type]  # the point of the test
    trace = error.__traceback__
    assert trace is not None
    assert trace.tb_next is not None
    assert place_of_error(error.with_traceback(trace.tb_next.tb_next)) == ""


def test_a_slip_in_the_grammar_has_its_own_place() -> None:
    """There is no line that was run."""
    error = raised(lambda: compile("x = (\n", OWN, "exec")).with_traceback(None)
    assert place_of_error(error) == f"{OWN}, line 1"


def test_a_slip_in_the_grammar_of_what_is_no_file_has_none() -> None:
    """Raised by hand, it names none."""
    assert place_of_error(SyntaxError("bad")) == ""


def test_a_slip_in_what_the_plugin_reads_is_placed_in_the_plugin() -> None:
    """It compiled the text; its line is that of the plugin."""
    broken = module("acme.words", OWN, "def read():\n    compile('x = (', 'a formula', 'exec')\n")
    assert place_of_error(outside(broken.read)) == f"{OWN}, line 2"


def test_a_function_is_placed_by_its_first_line() -> None:
    """Wrapped or bound ones, too."""

    @functools.wraps(acme.direct)
    def wrapped() -> None:
        raise NotImplementedError

    bound = types.MethodType(acme.direct, 1)
    assert [place_of(one) for one in (acme.direct, wrapped, bound)] == [f"{OWN}, line 3"] * 3


def test_a_module_is_placed_by_its_file() -> None:
    """It has no line."""
    assert place_of(acme) == OWN


@pytest.mark.parametrize("thing", [None, 1, len, types.ModuleType("bare"), types.SimpleNamespace(__file__=1)], ids=repr)
def test_what_has_no_source_has_no_place(thing: object) -> None:
    """And is no reason to fail."""
    assert place_of(thing) == ""


def test_an_error_says_what_it_is() -> None:
    """Its class, and its text where it has one."""
    decode = raised(lambda: json.loads("{"))
    assert [says(ValueError("bad")), says(KeyError())] == ["ValueError: bad", "KeyError"]
    assert says(decode).startswith("JSONDecodeError: ")


def test_an_error_that_cannot_say_what_it_is_is_named() -> None:
    """A plugin may define any error."""

    class Mute(Exception):  # noqa: N818  # an error of somebody else
        def __str__(self) -> str:
            raise ZeroDivisionError

    assert says(Mute()).startswith("Mute: ")


def test_the_user_can_interrupt_an_error_that_takes_long_to_say() -> None:
    """It is not the plugin's fault."""

    class Slow(Exception):  # noqa: N818  # as above
        def __str__(self) -> str:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        says(Slow())
