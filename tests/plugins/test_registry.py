"""Tests of `relabel.plugins.registry`: found by entry point, each on its own, in any order."""

import importlib.metadata
import itertools
import shutil
import sys
import threading
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

import relabel
from relabel import (
    AnyCriterion,
    Choice,
    Criterion,
    Definition,
    Evidence,
    Label,
    Measure,
    Plugin,
    Registry,
    RelabelError,
    Relationship,
    Scale,
    Side,
    hookimpl,
    installed,
)
from relabel.errors import (
    CriterionConflictError,
    DefinitionConflictError,
    InvalidValueError,
    PluginError,
    UnknownDefinitionError,
)
from relabel.plugins import marc
from relabel.plugins import registry as plugins
from relabel.plugins.folders import read_plugins
from tests import DATA, EXAMPLES

PLUGINS = DATA / "plugins"
HEAD = "from relabel import *\nimport relabel\nfrom relabel import hookimpl\n"
GOOD = HEAD + (
    "@hookimpl\n"
    "def relabel_definitions():\n"
    "    return [Definition('good-one', 't', [Label('a', Criterion('g'))], source='s')]\n"
)
BOOK = Relationship("B", "S")


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Forget what is installed before and after each test."""
    plugins._load_installed.cache_clear()
    modules = set(sys.modules)
    yield
    plugins._load_installed.cache_clear()
    for name in set(sys.modules) - modules:
        if name.startswith("relabel_test_"):
            del sys.modules[name]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Give a function that installs a plugin: a module and its entry point, on disk."""
    monkeypatch.syspath_prepend(tmp_path)

    def write(name: str, code: str, *, distribution: str = "", version: str = "1.2", points: str = "") -> None:
        distribution = distribution or f"dist-{name}"
        (tmp_path / f"relabel_test_{name}.py").write_text(code)
        info = tmp_path / f"{distribution.replace('-', '_')}-{version}.dist-info"
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(points or f"[relabel]\n{name} = relabel_test_{name}\n")
        importlib.invalidate_caches()

    return write


def one(registry: Registry, name: str) -> Plugin:
    """Give the plugin of this name."""
    (found,) = [plugin for plugin in registry.plugins if plugin.name == name]
    return found


def define(name: str = "d", *criteria: AnyCriterion) -> Definition:
    """Give a definition that declares some criteria."""
    return Definition(name, "t", [Label("a", Criterion("always"))], source="s", mentions=criteria)


def provider(*definitions: Definition) -> types.SimpleNamespace:
    """Give a plugin object that provides definitions."""

    @hookimpl
    def relabel_definitions() -> Iterable[Definition]:
        return definitions

    return types.SimpleNamespace(relabel_definitions=relabel_definitions)


def deriver(*evidence: Evidence) -> types.SimpleNamespace:
    """Give a plugin object that derives evidence."""

    @hookimpl
    def relabel_evidence(relationship: Relationship, as_of: date | None) -> Iterable[Evidence]:
        return evidence

    return types.SimpleNamespace(relabel_evidence=relabel_evidence)


def test_the_two_posts_are_installed_as_plugins() -> None:
    """The definitions of the posts come by the same way as anybody's."""
    found = installed()
    assert [plugin.name for plugin in found.plugins if plugin.definitions] == ["marc", "thetapoint"]
    assert found.names == (
        "marc",
        "thetapoint-buyer",
        "thetapoint-buyer-dictionary",
        "thetapoint-seller",
        "thetapoint-seller-dictionary",
    )
    assert (found.failed, found.conflicts) == ((), ())


def test_a_plugin_on_disk_is_found_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    """Installing the distribution is all that it takes."""
    monkeypatch.syspath_prepend(PLUGINS / "acme")
    found = one(installed(), "acme")
    assert (found.distribution, found.version, found.provides_evidence, found.error) == (
        "acme-tiers",
        "1.2",
        True,
        None,
    )
    assert [definition.name for definition in found.definitions] == ["acme-tiers"]


def test_a_plugin_on_disk_gives_definitions_and_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the ledger to the label, by name."""
    monkeypatch.syspath_prepend(PLUGINS / "acme")
    hotel = Relationship("Hotel Ltd", "Acme", evidence=[Evidence("pays_for_services", True)])
    gathered = relabel.gather(hotel, as_of=date(2026, 1, 31))
    found = relabel.classify(gathered, "acme-tiers", as_of=date(2026, 1, 31))
    assert (found.label, found.standing) == ("key account", relabel.Standing.SETTLED)


def test_the_plugin_on_disk_is_a_copy_away_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing about it depends on where it lies."""
    shutil.copytree(PLUGINS / "acme", tmp_path / "elsewhere", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.syspath_prepend(tmp_path / "elsewhere")
    assert installed().definition("acme-tiers").title == "Acme's tiers"


HOOK = HEAD + "@hookimpl\ndef relabel_definitions():\n    "
FAULTS: dict[str, tuple[str, type[BaseException] | None]] = {
    "import": ("import no_such_module\n", ModuleNotFoundError),
    "syntax": ("def broken(:\n", SyntaxError),
    "exit": ("import sys\nsys.exit(3)\n", SystemExit),
    "raise": (HOOK + "raise KeyError('inside')\n", KeyError),
    "hook_exit": (HOOK + "raise SystemExit(3)\n", SystemExit),
    "lazy": (HOOK + "return (1 / 0 for _ in [1])\n", ZeroDivisionError),
    "none": (HOOK + "return None\n", None),
    "text": (HOOK + "return 'acme'\n", None),
    "single": (HOOK + "return Definition('d', 't', [Label('a')], source='s')\n", TypeError),
    "number": (HOOK + "return 5\n", TypeError),
    "items": (HOOK + "return [Definition('d', 't', [Label('a')], source='s'), 'acme']\n", None),
    "twice": (HOOK + "return [Definition('d', title, [Label('a')], source='s') for title in 'tu']\n", None),
    "invalid": (
        HOOK + "return [Definition('d', '', [Label('a')], source='s')]\n",
        relabel.errors.InvalidDefinitionError,
    ),
    "misspelt": (HEAD + "@hookimpl\ndef relabel_definition():\n    return []\n", Exception),
    "argument": (HEAD + "@hookimpl\ndef relabel_evidence(relationship, on):\n    return []\n", Exception),
    "unmarked": ("def relabel_definitions():\n    return []\n", TypeError),
    "empty": ("", TypeError),
    "lookup": (HEAD + "classify(Relationship('B', 'S'), 'marc')\n" + GOOD, PluginError),
    "lookup_in_hook": (HOOK + "return [relabel.installed().definition('marc')]\n", PluginError),
    "mute": (
        HOOK + "raise type('Mute', (Exception,), {'__str__': lambda self: 1 / 0})\n",
        Exception,
    ),
    "base": ("class Panic(BaseException): pass\nraise Panic('x')\n", BaseException),
    "cancelled": ("import asyncio\nraise asyncio.CancelledError\n", BaseException),
    "generator_exit": ("raise GeneratorExit\n", GeneratorExit),
    "hook_base": (HOOK + "raise type('Panic', (BaseException,), {})('x')\n", BaseException),
    "half_way": (HOOK + "yield define\n    raise type('Panic', (BaseException,), {})('x')\n", BaseException),
    "endless": (HOOK + "return iter(int, 1)\n", None),
    "nothing": (HOOK + "yield None\n", None),
    "recursion": (HOOK + "return relabel_definitions()\n", RecursionError),
    "mute_base": (
        "class Mute(BaseException):\n    def __str__(self): raise SystemExit\nraise Mute\n",
        BaseException,
    ),
    "huge": ("raise ValueError('x' * 10_000_000)\n", ValueError),
    "repr": (HOOK + "return [type('Odd', (), {'__repr__': lambda self: 1 / 0})()]\n", None),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_plugin_is_isolated(fault: str, install: Callable[..., None]) -> None:
    """It is listed with distribution, version and cause, and stops neither the posts nor another plugin."""
    code, cause = FAULTS[fault]
    install("bad", code, version="0.9")
    install("fine", GOOD)
    found = installed()
    bad = one(found, "bad")
    assert found.failed == (bad,)
    assert {"good-one", "marc"} <= set(found.names)
    assert (bad.distribution, bad.version, bad.definitions, bad.provides_evidence) == ("dist-bad", "0.9", (), False)
    assert bad.error is not None
    assert [part for part in ("'bad'", "dist-bad", "0.9") if part not in str(bad.error)] == []
    assert bad.error.__cause__ is None if cause is None else isinstance(bad.error.__cause__, cause)


@pytest.mark.parametrize("code", ["raise KeyboardInterrupt\n", HOOK + "raise KeyboardInterrupt\n"])
def test_the_user_can_interrupt_a_plugin(code: str, install: Callable[..., None]) -> None:
    """Ctrl-C while plugins load ends the program, not the plugin."""
    install("slow", code)
    with pytest.raises(KeyboardInterrupt):
        installed()
    assert Registry.from_entry_points(without=["slow"]).failed == ()  # nothing is left locked


def test_a_huge_message_is_cut(install: Callable[..., None]) -> None:
    """It names the error all the same."""
    install("bad", FAULTS["huge"][0])
    error = one(installed(), "bad").error
    assert error is not None
    assert (len(str(error)) < 2000, "ValueError: xxx" in str(error)) == (True, True)


LINES = {
    "import": ", line 1",
    "syntax": ", line 1",
    "exit": ", line 2",
    "raise": ", line 6",  # where it was raised
    "lazy": ", line 6",
    "none": ", line 4",  # where the hook begins
    "number": ", line 4",
    "items": ", line 4",
    "twice": ", line 4",
    "invalid": ", line 6",
    "lookup": ", line 4",
    "misspelt": "",  # no line is wrong, as one is missing
    "unmarked": "",
    "mute": ", line 6",
}


@pytest.mark.parametrize("fault", LINES)
def test_the_message_names_the_line_in_the_plugin(fault: str, install: Callable[..., None]) -> None:
    """The author finds the place without a debugger."""
    install("bad", FAULTS[fault][0])
    error = one(installed(), "bad").error
    assert error is not None
    assert (error.place.rpartition("/")[2], error.place in str(error)) == (f"relabel_test_bad.py{LINES[fault]}", True)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_message_says_what_to_do(fault: str, install: Callable[..., None]) -> None:
    """Mend it or install another version, and how to go on until then."""
    install("bad", FAULTS[fault][0])
    error = one(installed(), "bad").error
    assert error is not None
    assert [step for step in ("dist-bad", "--without bad") if step not in error.cure] == []
    assert ("install what it needs" in error.cure, error.cure in str(error)) == (fault == "import", True)


def test_an_entry_point_that_names_no_module_is_itself_the_place(install: Callable[..., None]) -> None:
    """There is no line to look at."""
    install("bad", "", points="[relabel]\nbad = no_such_module_anywhere\n")
    error = one(installed(), "bad").error
    assert error is not None
    assert "bad = no_such_module_anywhere" in error.place


def test_a_plugin_registered_by_hand_is_mended_by_who_did_so() -> None:
    """It has no distribution to be left out or replaced."""
    (bad,) = Registry.from_objects({"bad": boom()}).failed
    assert bad.error is not None
    assert ("--without" in bad.error.cure, bad.error.cure != "") == (False, True)


def test_a_fault_keeps_its_traceback(install: Callable[..., None]) -> None:
    """The cause is chained as it was raised."""
    install("bad", FAULTS["raise"][0])
    error = one(installed(), "bad").error
    assert error is not None
    assert error.__cause__ is not None
    assert error.__cause__.__traceback__ is not None


def test_asking_for_what_a_broken_plugin_should_have_provided_names_the_plugin(install: Callable[..., None]) -> None:
    """An unknown name comes with the plugins that failed, and the cause is chained."""
    install("bad", FAULTS["import"][0], version="0.9")
    with pytest.raises(UnknownDefinitionError) as caught:
        relabel.classify(BOOK, "bad-words")
    assert caught.value.name == "bad-words"
    assert [part for part in ("'bad'", "dist-bad 0.9") if part not in caught.value.failed[0]] == []
    assert isinstance(caught.value.__cause__, PluginError)


def test_an_unknown_name_comes_with_the_known_ones() -> None:
    """And with the nearest; without failures there is no cause."""
    with pytest.raises(UnknownDefinitionError) as caught:
        relabel.classify(BOOK, "mark")
    assert ("marc" in caught.value.known, "'marc'" in str(caught.value), caught.value.failed) == (True, True, ())
    assert caught.value.__cause__ is None


def test_a_plugin_that_looks_up_a_definition_while_it_is_imported_is_the_only_one_to_suffer(
    install: Callable[..., None],
) -> None:
    """And the look-up works as soon as the plugins are loaded."""
    install("bad", FAULTS["lookup"][0])
    assert [plugin.name for plugin in installed().failed] == ["bad"]
    assert relabel.classify(BOOK, "marc").definition.name == "marc"


def test_two_plugins_that_claim_one_name_quarrel(install: Callable[..., None]) -> None:
    """Asking for it names both, with distribution and version; everything else still works."""
    install("one", GOOD, distribution="first", version="1.0")
    install("two", GOOD, distribution="second", version="2.0")
    found = installed()
    with pytest.raises(DefinitionConflictError) as caught:
        found.definition("good-one")
    assert caught.value.plugins == ("plugin 'one' (first 1.0)", "plugin 'two' (second 2.0)")
    assert [type(trouble) for trouble in found.conflicts] == [DefinitionConflictError]
    assert ("good-one" in found.names, found.definition("marc").name) == (True, "marc")
    assert "good-one" not in [definition.name for definition in found.definitions]


MEANINGS: list[AnyCriterion] = [
    Criterion("c"),
    Criterion("c", about=Side.BUYER),
    Choice("c", options=["a", "b"]),
    Choice("c", options=["a", "z"]),
    Scale("c", low=1, high=5),
    Scale("c", low=1, high=6),
    Measure("c", unit="EUR"),
    Measure("c", unit="USD"),
]


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(MEANINGS, 2)))
def test_one_criterion_with_two_meanings_cannot_be_registered(first: AnyCriterion, second: AnyCriterion) -> None:
    """Another kind, domain, unit or side: the error names both definitions and both plugins."""
    found = Registry.from_objects({"p": provider(define("one", first)), "q": provider(define("two", second))})
    for name in ("one", "two"):
        with pytest.raises(CriterionConflictError) as caught:
            found.definition(name)
        assert caught.value.criterion == "c"
        assert [word for word in ("'one'", "'two'", "'p'", "'q'") if word not in str(caught.value.definitions)] == []
        assert set(caught.value.meanings) == {first.meaning, second.meaning}
    assert (found.definitions, [type(one) for one in found.conflicts]) == ((), [CriterionConflictError])


def test_a_conflict_names_the_definition_that_was_asked_for() -> None:
    """Among three meanings, the error is about the one that was asked for and another."""
    trio = {"abc"[n]: provider(define(name, MEANINGS[n])) for n, name in enumerate(("one", "two", "three"))}
    found = Registry.from_objects(trio)
    for name in ("one", "two", "three"):
        with pytest.raises(CriterionConflictError) as caught:
            found.definition(name)
        assert repr(name) in str(caught.value.definitions)


def test_a_conflict_within_one_plugin_is_one_too() -> None:
    """Two definitions of one plugin must agree as well."""
    found = Registry.from_objects({"p": provider(define("one", MEANINGS[0]), define("two", MEANINGS[4]))})
    with pytest.raises(CriterionConflictError):
        found.definition("one")


def test_one_criterion_worded_in_two_ways_is_no_conflict() -> None:
    """Evidence gathered once serves both."""
    pair = [define("one", Criterion("c", "Q?")), define("two", Criterion("c", "R?"))]
    assert Registry.from_objects({"p": provider(*pair)}).conflicts == ()


def test_a_definition_that_shares_no_criterion_with_the_quarrel_can_be_had() -> None:
    """A conflict keeps to those that have it."""
    quarrel = [define("one", MEANINGS[0]), define("two", MEANINGS[4])]
    found = Registry.from_objects({"p": provider(*quarrel, define("three"))})
    assert [definition.name for definition in found.definitions] == ["three"]


def boom() -> types.SimpleNamespace:
    """Give a plugin object that fails."""

    @hookimpl
    def relabel_definitions() -> Iterable[Definition]:
        raise ValueError("boom")

    return types.SimpleNamespace(relabel_definitions=relabel_definitions)


CROWD: Mapping[str, object] = {
    "a": provider(define("one", MEANINGS[0])),
    "b": provider(define("two", MEANINGS[4]), define("same")),
    "c": provider(define("same"), define("fine")),
    "d": boom(),
    "e": deriver(Evidence("c", True)),
}


def outcome(found: Registry) -> object:
    """Give all that a registry answers."""
    troubles = [str(trouble) for trouble in found.conflicts]
    return (found.plugins, found.names, found.definitions, troubles, found.failed, found.vocabulary)


def test_the_order_of_registration_plays_no_part() -> None:
    """All permutations of five plugins, one broken and three in conflict, give the same answers."""
    orders = list(itertools.permutations(CROWD))
    found = [outcome(Registry.from_objects({name: CROWD[name] for name in order})) for order in orders]
    assert all(one == found[0] for one in found)


def test_the_order_of_installation_plays_no_part(install: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Distributions may come in any order, and twice."""
    for name in "abc":
        install(name, GOOD.replace("good-one", f"good-{name}"))
    ours = [one for one in importlib.metadata.distributions() if one.name.startswith("dist-")]
    found = []
    for order in itertools.permutations(ours):
        monkeypatch.setattr(importlib.metadata, "distributions", lambda order=order: iter([*order, *order]))
        found.append(Registry.from_entry_points().plugins)
    assert ([one.name for one in found[0]], all(one == found[0] for one in found)) == (["a", "b", "c"], True)


def test_two_entry_points_of_one_name_are_named_both(install: Callable[..., None]) -> None:
    """Neither is dropped without a word, nor chosen."""
    install("one", GOOD)
    install("two", GOOD, distribution="dist-one", points="[relabel]\none = relabel_test_one\none = relabel_test_two\n")
    (failed,) = installed().failed
    assert (failed.name, failed.distribution, failed.definitions) == ("one", "dist-one", ())
    assert "one = relabel_test_one and one = relabel_test_two" in str(failed.error)


def test_a_line_written_twice_is_one_entry_point(install: Callable[..., None]) -> None:
    """It says nothing new."""
    install("one", GOOD, points="[relabel]\none = relabel_test_one\none = relabel_test_one\n")
    assert (installed().failed, "good-one" in installed().names) == ((), True)


def test_of_a_distribution_that_is_there_twice_the_first_counts(
    install: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when it is imported: what stands behind it on the path, older or not, is hidden."""
    install("one", GOOD, version="2.0")
    for version, points in (("1.0", "[relabel]\nold = nowhere\n"), ("2.0", "[relabel]\nsame = nowhere\n")):
        hidden = tmp_path / "hidden" / version / f"dist_one-{version}.dist-info"
        hidden.mkdir(parents=True)
        (hidden / "METADATA").write_text(f"Metadata-Version: 2.1\nName: dist-one\nVersion: {version}\n")
        (hidden / "entry_points.txt").write_text(points)
        monkeypatch.setattr(sys, "path", [*sys.path, str(hidden.parent)])
    found = [plugin for plugin in installed().plugins if plugin.distribution == "dist-one"]
    assert [(plugin.name, plugin.version, plugin.error) for plugin in found] == [("one", "2.0", None)]


@pytest.mark.parametrize(
    ("metadata", "title"),
    [
        (b"Metadata-Version: 2.1\nVersion: 1.2\n", "plugin 'one' (a distribution without a name 1.2)"),
        (b"Metadata-Version: 2.1\nName: dist-one\n", "plugin 'one' (dist-one)"),
        (b"Metadata-Version: 2.1\nName: dist-\xff\n", "plugin 'one' (a distribution without a name)"),
        (b"", "plugin 'one' (a distribution without a name)"),
        (None, "plugin 'one' (a distribution without a name)"),
    ],
    ids=["no name", "no version", "undecodable", "empty", "none"],
)
def test_a_description_that_cannot_be_read_stops_nothing(
    metadata: bytes | None, title: str, install: Callable[..., None], tmp_path: Path
) -> None:
    """The plugin is loaded, and named as well as it can be."""
    install("one", GOOD, distribution="dist-one")
    install("two", GOOD.replace("good-one", "good-two"), distribution="dist-two")
    file = tmp_path / "dist_one-1.2.dist-info" / "METADATA"
    if metadata is None:
        file.unlink()
    else:
        file.write_bytes(metadata)
    assert (one(installed(), "one").title, {"good-one", "good-two"} <= set(installed().names)) == (title, True)


@pytest.mark.parametrize(
    "points",
    [b"[relabel]\none = \xff\n", "[relabel]\none = a\n".encode("utf-16"), b"[relabel]\none\n"],
    ids=["undecodable", "UTF-16", "no value"],
)
def test_entry_points_that_cannot_be_read_are_a_plugin_that_failed(
    points: bytes, install: Callable[..., None], tmp_path: Path
) -> None:
    """It is named by its distribution, with the folder and a cure, and can be left out."""
    install("one", GOOD)
    install("two", GOOD.replace("good-one", "good-two"))
    (tmp_path / "dist_one-1.2.dist-info" / "entry_points.txt").write_bytes(points)
    bad = one(installed(), "dist-one")
    assert (installed().failed, "good-two" in installed().names) == ((bad,), True)
    assert [
        part for part in (str(tmp_path), "install it again", "--without dist-one") if part not in str(bad.error)
    ] == []
    assert Registry.from_entry_points(without=["dist-one"]).failed == ()


@pytest.mark.parametrize("points", [b"[console_scripts]\none = \xff\n", b"[console_scripts]\none\n"])
def test_entry_points_of_others_that_cannot_be_read_are_none_of_our_business(
    points: bytes, install: Callable[..., None], tmp_path: Path
) -> None:
    """A broken package that has nothing to do with relabel is no trouble."""
    install("one", GOOD)
    (tmp_path / "dist_one-1.2.dist-info" / "entry_points.txt").write_bytes(points)
    assert (installed().failed, "marc" in installed().names) == ((), True)


def test_a_plugin_that_waits_for_a_thread_which_looks_up_ends(
    install: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread is told so, and everything goes on."""
    monkeypatch.setattr(plugins, "PATIENCE", 0.01)
    told: list[BaseException] = []
    monkeypatch.setattr(relabel, "told", told, raising=False)
    code = (
        "    def look():\n        try: relabel.installed()\n"
        "        except Exception as error: relabel.told.append(error)\n"
        "    thread = __import__('threading').Thread(target=look)\n    thread.start()\n    thread.join()\n"
        "    return []\n"
    )
    install("waits", HEAD + "@hookimpl\ndef relabel_definitions():\n" + code)
    assert (installed().failed, [type(error) for error in told]) == ((), [PluginError])


def test_a_plugin_that_is_left_out_is_not_even_imported(install: Callable[..., None]) -> None:
    """The way out when two plugins quarrel."""
    install("bad", "raise RuntimeError\n")
    found = Registry.from_entry_points(without=["bad", "thetapoint"])
    assert ([plugin.name for plugin in found.plugins], "relabel_test_bad" in sys.modules) == (["marc"], False)


def test_leaving_out_settles_a_quarrel(install: Callable[..., None]) -> None:
    """The name belongs to the one that stays."""
    install("one", GOOD)
    install("two", GOOD)
    assert Registry.from_entry_points(without=["two"]).definition("good-one").name == "good-one"


@pytest.mark.parametrize(("name", "cure"), [("mark", "'marc'"), ("zzz", "")])
def test_leaving_out_what_is_not_there_is_a_slip(name: str, cure: str) -> None:
    """The error proposes the plugin that was probably meant."""
    with pytest.raises(InvalidValueError) as caught:
        Registry.from_entry_points(without=[name])
    assert (caught.value.found, cure in str(caught.value)) == (name, True)


def test_threads_that_look_up_at_once_load_a_slow_plugin_once(
    install: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixteen threads get the same registry, in which the plugin is whole."""
    loads: list[int] = []
    monkeypatch.setattr(relabel, "loads_of_a_slow_plugin", loads, raising=False)
    slow = "import relabel, threading\nrelabel.loads_of_a_slow_plugin.append(1)\nthreading.Event().wait(0.2)\n"
    install("slow", slow + GOOD)
    barrier = threading.Barrier(16)

    def look_up(_: int) -> Registry:
        barrier.wait()
        return installed()

    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(look_up, range(16)))
    assert (len({id(one) for one in found}), loads) == (1, [1])
    assert found[0].definition("good-one").name == "good-one"


def test_what_is_installed_is_loaded_once() -> None:
    """The registry is kept."""
    assert installed() is installed()


def test_a_plugin_that_gives_no_evidence_gives_none() -> None:
    """Asking it is no error."""
    found = one(Registry.from_objects({"p": provider(define())}), "p")
    assert (found.provides_evidence, found.evidence(BOOK, None)) == (False, ())


FIRST, SECOND = Evidence("x", True, source="ledger"), Evidence("y", 3, source="tickets")


def test_gather_adds_evidence_in_any_order_of_the_plugins() -> None:
    """What the relationship has comes first and is kept; repeats are not added."""
    own = Evidence("x", False)
    start = Relationship("B", "S", evidence=[own, FIRST])
    plugins_by_name = {"p": deriver(FIRST, SECOND), "q": deriver(SECOND), "r": provider(define())}
    found = {
        Registry.from_objects({name: plugins_by_name[name] for name in order}).gather(start)
        for order in itertools.permutations(plugins_by_name)
    }
    assert found == {start.with_evidence(SECOND)}


def test_renaming_plugins_does_not_change_what_is_gathered() -> None:
    """The order of the evidence is stated, not that of the plugins."""
    one_way = Registry.from_objects({"p": deriver(FIRST), "q": deriver(SECOND)}).gather(BOOK)
    other_way = Registry.from_objects({"q": deriver(FIRST), "p": deriver(SECOND)}).gather(BOOK)
    assert one_way == other_way


def test_gather_passes_relationship_and_day_on() -> None:
    """The plugin sees what it is asked about."""

    @hookimpl
    def relabel_evidence(relationship: Relationship, as_of: date | None) -> Iterable[Evidence]:
        yield Evidence("seen", relationship.buyer, observed_on=as_of)

    found = Registry.from_objects({"p": types.SimpleNamespace(relabel_evidence=relabel_evidence)})
    day = date(2026, 1, 31)
    assert found.gather(BOOK, as_of=day).evidence == (Evidence("seen", "B", observed_on=day),)


def test_a_hook_may_leave_out_arguments_that_it_does_not_need() -> None:
    """A plugin takes what it uses."""

    @hookimpl
    def relabel_evidence(relationship: Relationship) -> Iterable[Evidence]:
        return [FIRST]

    found = Registry.from_objects({"p": types.SimpleNamespace(relabel_evidence=relabel_evidence)})
    assert found.gather(BOOK).evidence == (FIRST,)


def test_gather_raises_where_a_plugin_did_not_load(install: Callable[..., None]) -> None:
    """Evidence that silently fails to turn up would change labels."""
    install("bad", FAULTS["import"][0], version="0.9")
    with pytest.raises(PluginError) as caught:
        relabel.gather(BOOK)
    assert ("dist-bad 0.9" in caught.value.plugin, isinstance(caught.value.__cause__, PluginError)) == (True, True)
    facts = ("no_such_module", "relabel_test_bad.py, line 1", "--without bad")
    assert [fact for fact in facts if fact not in str(caught.value)] == []


def raising(error: BaseException) -> types.SimpleNamespace:
    """Give a plugin object whose evidence hook raises."""

    @hookimpl
    def relabel_evidence(relationship: Relationship, as_of: date | None) -> Iterable[Evidence]:
        yield FIRST
        raise error

    return types.SimpleNamespace(relabel_evidence=relabel_evidence)


def returning(given: object) -> types.SimpleNamespace:
    """Give a plugin object whose evidence hook returns something."""

    @hookimpl
    def relabel_evidence(relationship: Relationship, as_of: date | None) -> object:
        return given

    return types.SimpleNamespace(relabel_evidence=relabel_evidence)


@pytest.mark.parametrize(
    "plugin",
    [raising(ValueError("no ledger")), returning(None), returning("x"), returning(FIRST), returning([FIRST, ("x", 1)])],
    ids=["raises", "none", "text", "single", "items"],
)
def test_gather_raises_where_a_plugin_fails(plugin: object) -> None:
    """Nothing that is not evidence is taken for it, and nothing is left out silently."""
    found = Registry.from_objects({"p": plugin, "q": deriver(SECOND)})
    with pytest.raises(PluginError) as caught:
        found.gather(BOOK)
    assert "'p'" in caught.value.plugin
    assert ("B buys from S" in caught.value.problem, f"{__file__}, line " in caught.value.place) == (True, True)


def test_an_answer_outside_the_domain_names_its_plugin() -> None:
    """Found where it comes in, not in the audit that it would stop."""
    registry = Registry.from_objects({"posts": marc, "odd": deriver(Evidence("transactional", "maybe"))})
    with pytest.raises(PluginError) as caught:
        registry.gather(BOOK)
    assert [part for part in ("'odd'", "maybe", "True or False", BOOK.key) if part not in str(caught.value)] == []


def test_classify_calls_no_hook() -> None:
    """Python code produces evidence, never a label: a plugin that would fail is not even asked."""
    found = Registry.from_objects({"p": provider(define()), "q": raising(ValueError("never called"))})
    assert relabel.classify(BOOK, "d", registry=found).label is None


def test_the_vocabulary_holds_the_criteria_of_all_definitions_that_can_be_had() -> None:
    """By name; those of conflicting definitions are left out."""
    quarrel = [define("one", MEANINGS[0]), define("two", MEANINGS[4]), define("three", Scale("s", low=1, high=2))]
    found = Registry.from_objects({"p": provider(*quarrel)})
    assert dict(found.vocabulary) == {"always": Criterion("always"), "s": Scale("s", low=1, high=2)}


def test_a_registry_without_plugins_knows_nothing() -> None:
    """And says so."""
    empty = Registry.from_objects({})
    assert (empty.names, empty.definitions, empty.conflicts, empty.failed, len(empty.vocabulary)) == ((), (), (), (), 0)
    with pytest.raises(UnknownDefinitionError):
        empty.definition("marc")


def test_every_trouble_is_an_error_of_the_library() -> None:
    """One `except RelabelError` catches all of them."""
    found = Registry.from_objects(CROWD)
    assert all(isinstance(trouble, RelabelError) for trouble in found.conflicts)


DEFINITION_FILES = EXAMPLES / "definitions"


def test_definition_files_are_plugins_like_any_other() -> None:
    """They stand in a registry beside the installed ones, and lend it their criteria."""
    found = Registry((*installed().plugins, *read_plugins(DEFINITION_FILES)))
    assert (found.failed, found.conflicts) == ((), ())
    assert {"acme-accounts", "acme-clients", "marc"} <= set(found.names)
    assert {"annual_spend", "pays_for_services"} <= set(found.vocabulary)
    one = Relationship("B", "S", evidence=[Evidence("annual_spend", 10, observed_on=date(2026, 1, 1))])
    assert relabel.classify(one, "acme-accounts", as_of=date(2026, 1, 31), registry=found).label == "customer"
