"""Tests of plugins that are really installed: faulty ones, the examples, and the one to start from."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from relabel import Registry
from relabel.plugins.scaffold import write_plugin
from tests import ROOT

DATA = ROOT / "tests" / "data" / "plugins"
EXAMPLES = ("acme-suppliers", "ledger-evidence")
FAULTY = ("missing-import", "raising-hook", "twin-north", "twin-south")

Call = Callable[..., subprocess.CompletedProcess[str]]


def install(site: Path, *packages: Path) -> None:
    """Build and install packages into a folder of their own, without a network."""
    options = ["--isolated", "--quiet", "--disable-pip-version-check", "install", "--no-index", "--no-deps"]
    command = [sys.executable, "-m", "pip", *options, "--no-build-isolation", "--target", *map(str, (site, *packages))]
    subprocess.run(command, check=True, timeout=300)  # noqa: S603  # our own command


def caller(site: Path) -> Call:
    """Give a function that runs a module of Python where the packages in a folder are installed."""

    def call(*arguments: object, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "PYTHONPATH": str(site),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUTF8": "1",
            "HYPOTHESIS_STORAGE_DIRECTORY": str(site / "hypothesis"),
        }
        command = [sys.executable, "-m", *map(str, arguments)]
        return subprocess.run(  # noqa: S603  # our own command
            command, capture_output=True, check=False, encoding="utf-8", cwd=folder, env=environment, timeout=300
        )

    return call


SEVERAL = """
import json, sys
from relabel.cli import main

print(json.dumps([main(one) for one in json.loads(sys.argv[1])]), file=sys.stderr)
"""


def codes(call: Call, *commands: list[str]) -> list[int]:
    """Give the exit codes of several commands, run one after the other by one process."""
    found: list[int] = json.loads(call("several", json.dumps(commands)).stderr.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Call:
    site = tmp_path_factory.mktemp("faulty")
    install(site, *(DATA / name for name in FAULTY))
    (site / "several.py").write_text(SEVERAL)
    return caller(site)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_plugin("acme-clients", tmp_path_factory.mktemp("started"), Registry.from_objects({}))


@pytest.fixture(scope="module")
def sound(started: Path, tmp_path_factory: pytest.TempPathFactory) -> Call:
    site = tmp_path_factory.mktemp("sound")
    install(site, started, *(ROOT / "examples" / name for name in EXAMPLES))
    return caller(site)


def line_of(file: Path) -> int:
    """Give the line of a faulty plugin that says that it is the fault."""
    (found,) = [number for number, line in enumerate(file.read_text().splitlines(), 1) if line.endswith("# the fault")]
    return found


FAULTS = {
    "missing": ("missing-import 0.3", "missing_import/books.py", "ModuleNotFoundError", "client_of_a_ledger"),
    "raising": ("raising-hook 1.4.2", "raising_hook.py", "JSONDecodeError", "relabel_definitions"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_plugin_says_where_and_what_to_do(name: str, faulty: Call) -> None:
    """Distribution, version, error, the file and line in its own code, and the next step."""
    distribution, file, *facts = FAULTS[name]
    line = line_of(DATA / distribution.split()[0] / file)
    found = faulty("relabel", "plugins")
    assert (found.returncode, found.stderr) == (0, "")
    (text,) = [block for block in re.split(r"\n(?! )", found.stdout) if block.startswith(f"plugin {name!r}")]
    wanted = [f"({distribution}): failed", *facts, f"{file}, line {line}", f"--without {name}"]
    assert [fact for fact in wanted if fact not in text] == []


def test_a_program_reads_where_and_what_to_do(faulty: Call) -> None:
    """The same as fields."""
    plugins = json.loads(faulty("relabel", "plugins", "--json").stdout)["plugins"]
    by_name = {one["name"]: one for one in plugins}
    for name, (distribution, file, *_) in FAULTS.items():
        one = by_name[name]
        line = line_of(DATA / distribution.split()[0] / file)
        assert f"{one['distribution']} {one['version']}" == distribution
        assert (one["place"].endswith(f"{file}, line {line}"), f"--without {name}" in one["cure"]) == (True, True)
    assert (by_name["north"]["error"], by_name["north"]["place"]) == (None, None)


def test_two_plugins_that_claim_one_name_are_both_named(faulty: Call) -> None:
    """By plugin, distribution and version, with what to do; what each has of its own can be had."""
    found = faulty("relabel", "definitions", "twin-words")
    facts = ("'twin-words'", "'north' (twin-north 2.0)", "'south' (twin-south 3.1)", "--without")
    assert (found.returncode, found.stdout, [fact for fact in facts if fact not in found.stderr]) == (1, "", [])
    assert codes(faulty, *(["definitions", f"words-of-{name}"] for name in ("north", "south"))) == [0, 0]


def test_asking_for_what_a_broken_plugin_has_tells_why_it_is_not_there(faulty: Call) -> None:
    """Each plugin that failed is named with its place: one of them was meant to have it."""
    found = faulty("relabel", "definitions", "handbook-clients")
    places = [file for _, file, *_ in FAULTS.values()]
    assert (found.returncode, [place for place in places if place not in found.stderr]) == (1, [])


def test_the_others_are_not_stopped(faulty: Call) -> None:
    """An audit by a definition that is in order runs, with evidence that plugins supply or without."""
    file = ROOT / "examples" / "twenty-companies.csv"
    audit = ("relabel", "audit", file, "-d", "marc", "--as-of", "2026-01-31", "--format", "csv")
    assert len(faulty(*audit).stdout.splitlines()) == 21
    gathered = faulty(*audit, "--gather")
    assert (gathered.returncode, "missing-import 0.3" in gathered.stderr) == (1, True)  # it might have had evidence
    assert faulty(*audit, "--gather", "--without", "missing", "--without", "raising").returncode == 0


def test_strictness_fails_until_all_is_in_order(faulty: Call) -> None:
    """For a server, before anything else is run."""
    without = ["missing", "raising", "north"]
    options = [[part for name in without[:number] for part in ("--without", name)] for number in range(4)]
    assert codes(faulty, *(["plugins", "--strict", *some] for some in options)) == [1, 1, 1, 0]


def test_sound_plugins_are_found_beside_each_other(sound: Call) -> None:
    """None quarrels with another, nor with those that are shipped."""
    found = sound("relabel", "plugins", "--strict")
    assert (found.returncode, found.stderr) == (0, "")
    facts = ("acme-suppliers 2026.1", "ledger-evidence 0.1.0): ledger-clients, evidence", "acme-clients 0.1.0")
    assert [fact for fact in facts if fact not in found.stdout] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_passes_its_own_tests(name: str, sound: Call) -> None:
    """The laws for plugins among them."""
    found = sound("pytest", "-q", "-p", "no:cacheprovider", folder=ROOT / "examples" / name)
    assert found.returncode == 0, found.stdout


def test_the_plugin_to_start_from_passes_its_own_test(sound: Call, started: Path) -> None:
    """Untouched."""
    found = sound("pytest", "-q", "-p", "no:cacheprovider", folder=started)
    assert found.returncode == 0, found.stdout


def test_a_law_that_the_plugin_to_start_from_breaks_is_named(sound: Call, started: Path, tmp_path: Path) -> None:
    """Its test has teeth: an example with another label than it gets."""
    text = (started / "acme_clients.py").read_text(encoding="utf-8")
    broken = text.replace("{pays: False}, expect=None", '{pays: False}, expect="client"')
    (tmp_path / "acme_clients.py").write_text(broken, encoding="utf-8")
    found = sound("pytest", "-q", "-p", "no:cacheprovider", started / "tests", folder=tmp_path)
    assert (broken != text, found.returncode, "examples-hold" in found.stdout) == (True, 1, True)
