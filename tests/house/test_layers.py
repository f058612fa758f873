"""Tests of the layers: imports go down only, the core imports no edge, and importing does nothing."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import relabel
from tests import ROOT

LAYERS = [
    "errors",
    "core.model.answers",
    "core.model.standings",
    "core.model.frozen_mapping",
    "core.model.any_criterion",
    "core.model.conditions",
    "core.model.criteria",
    "core.model.condition_parts",
    "core.model.evidence",
    "core.model.relationship",
    "core.diagrams.variables",
    "core.diagrams.graphs",
    "core.diagrams.diagram",
    "core.diagrams.searches",
    "core.diagrams.compilation",
    "core.model.examples",
    "core.diagrams.drawings",
    "core.definitions.content",
    "core.definitions.text",
    "core.definitions.findings",
    "core.definitions.validation",
    "core.definitions.definition",
    "core.classification.outcome",
    "core.classification.paths",
    "core.classification.tallies",
    "core.classification.explanation",
    "core.diagrams.space",
    "checks.regions",
    "checks.witnesses",
    "checks.redundant_parts",
    "checks.effects",
    "checks.verification",
    "checks.ranks",
    "checks.changes",
    "checks.comparison",
    "core.classification.questions",
    "core.classification.classification",
    "checks.examples",
    "checks.laws",
    "core.classification.interview",
    "core.audits.audit",
    "plugins.hookspecs",
    "plugins.places",
    "plugins.registry",
    "plugins.marc",
    "plugins.thetapoint",
    "api",
    "files.cells",
    "files.definitions.cursor",
    "files.definitions.criteria",
    "files.definitions.conditions",
    "files.definitions.decision_table",
    "files.definitions.document",
    "files.definitions.toml_positions",
    "files.definitions.toml",
    "plugins.folders",
    "testing.ingredients",
    "testing.topics",
    "testing.strategies",
    "testing.registration",
    "testing.laws",
    "testing.kit",
    "files.relationships.assembly",
    "files.relationships.json_lines",
    "files.relationships.csv_files",
    "files.relationships.reading",
    "files.relationships.answer_log",
    "cli.dialogue",
    "reports.exports",
    "reports.terminal",
    "plugins.scaffold",
    "cli.terminal",
    "cli.definitions",
    "cli.relationships",
    "cli.program",
]
"""Every module from the lowest to the highest. A module imports those above it in this list only."""

CORE = LAYERS[: LAYERS.index("core.audits.audit") + 1]
"""What imports nothing but the standard library and attrs."""

OUTSIDE = {
    "plugins.hookspecs": {"pluggy"},
    "plugins.registry": {"pluggy"},
    "testing.ingredients": {"hypothesis"},
    "testing.topics": {"hypothesis"},
    "testing.strategies": {"hypothesis"},
    "testing.registration": {"hypothesis"},
    "testing.laws": {"hypothesis"},
    "reports.terminal": {"rich"},
}
"""What else a module may import besides the standard library and attrs."""

SOURCE = Path(relabel.__file__).parent
MODULES = sorted(
    ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    for path in SOURCE.rglob("*.py")
    if path.stem not in ("__init__", "__main__")
)


def imported(name: str) -> list[tuple[str, bool]]:
    """Give what a module imports, by its full name, and whether it does so for annotations only."""
    tree = ast.parse(SOURCE.joinpath(*name.split(".")).with_suffix(".py").read_text(encoding="utf-8"))
    inside = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and ast.unparse(branch.test) == "TYPE_CHECKING"
        for node in ast.walk(branch)
    }
    found: list[tuple[str, bool]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, id(node) in inside) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: relative imports hide the layer"
            assert node.module is not None
            room = SOURCE.parent.joinpath(*node.module.split(".")).is_dir()
            names = [f"{node.module}.{alias.name}" for alias in node.names] if room else [node.module]
            found += [(one, id(node) in inside) for one in names]
    return found


def test_every_module_has_its_layer() -> None:
    """A new module is put into the list where it belongs, and each stands there once."""
    assert (set(MODULES) - set(LAYERS), len(set(LAYERS))) == (set(), len(LAYERS))


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_down_the_list_of_layers(name: str) -> None:
    """No cycles: a module knows only what lies below it, also inside functions."""
    wrong = []
    for full, inside in imported(name):
        top, _, module = full.partition(".")
        if top != "relabel":
            continue
        if module not in LAYERS[: LAYERS.index(name)]:
            wrong.append(full)
    assert wrong == []


@pytest.mark.parametrize("name", MODULES)
def test_only_the_edge_imports_other_packages(name: str) -> None:
    """The core needs attrs, the plugin modules pluggy, the edge what its extras install."""
    allowed = {"attrs", "relabel", *sys.stdlib_module_names, *OUTSIDE.get(name, set())}
    assert {full.partition(".")[0] for full, _ in imported(name)} - allowed == set()


@pytest.mark.parametrize("name", CORE)
def test_the_core_has_no_clock_environment_or_files(name: str) -> None:
    """Pure functions of their arguments: the day is an argument, and the edge supplies today."""
    effects = {"os", "io", "pathlib", "time", "sys", "random", "subprocess", "socket", "logging", "importlib", "csv"}
    assert {full.partition(".")[0] for full, _ in imported(name)} & effects == set()


@pytest.mark.parametrize(
    "name", [*CORE, "plugins.hookspecs", "plugins.registry", "plugins.marc", "plugins.thetapoint", "api"]
)
def test_nothing_below_the_edge_prints_or_asks_for_the_day(name: str) -> None:
    """No `print`, `open`, `input`, `today` or `now`."""
    tree = ast.parse(SOURCE.joinpath(*name.split(".")).with_suffix(".py").read_text(encoding="utf-8"))
    called = {
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute))
    }
    assert called & {"print", "open", "input", "today", "now", "utcnow", "getenv"} == set()


def run(code: str) -> str:
    """Run code in a process of its own, apart from the environment, and give what it prints."""
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=True, text=True)  # noqa: S603  # our own code
    return done.stdout.strip()


UNLOADED = [
    "rich",
    "hypothesis",
    "csv",
    "tomllib",
    "openpyxl",
    "polars",
    "pandas",
    "relabel.files.relationships.reading",
    "relabel.reports.terminal",
    "relabel.cli.program",
    "relabel.plugins.marc",
    "relabel.plugins.thetapoint",
    "relabel.testing.strategies",
    "relabel.files.definitions.document",
    "relabel.files.definitions.decision_table",
    "relabel.files.definitions.toml",
    "relabel.plugins.folders",
]


def test_importing_loads_no_edge_and_no_plugin() -> None:
    """What is optional is loaded when it is used; definitions by name when a name is looked up."""
    bare = "import sys, importlib.metadata, attrs, pluggy; before = set(sys.modules); import relabel; "
    code = f"{bare}print(sorted((set(sys.modules) - before) & set({UNLOADED!r})))"
    assert run(code) == "[]"


def test_importing_opens_no_entry_points() -> None:
    """Loading happens at the first look-up by name."""
    code = (
        "import importlib.metadata as m\n"
        "def refuse(**_): raise SystemExit('entry points were opened')\n"
        "m.entry_points = refuse\n"
        "import relabel\n"
        "print(relabel.classify(relabel.Relationship('B', 'S'), relabel.Definition(\n"
        "    'd', 't', [relabel.Label('a')], source='s')).label)"
    )
    assert run(code) == "a"


def test_importing_reads_nothing_but_its_own_modules() -> None:
    """No files, no environment: only the source of the package is opened."""
    code = (
        "import sys, importlib.metadata, inspect, attrs, pluggy, hashlib, json, difflib, decimal, threading\n"
        "import fractions, traceback, collections, datetime, enum, functools, keyword, bisect, math, itertools\n"
        "import re, abc, typing\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and opened.append(str(args[0])))\n"
        "import relabel\n"
        "print([name for name in opened if '/relabel/' not in name or not name.rpartition('.')[2].startswith('py')])"
    )
    assert run(code) == "[]"


def test_a_look_up_by_name_loads_the_plugins() -> None:
    """And not before."""
    code = (
        "import sys, relabel\n"
        "before = 'relabel.plugins.marc' in sys.modules\n"
        "relabel.classify(relabel.Relationship('B', 'S'), 'marc')\n"
        "print(before, 'relabel.plugins.marc' in sys.modules)"
    )
    assert run(code) == "False True"


def test_mutation_testing_covers_the_core() -> None:
    """The list of modules to change is that of the core."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["mutmut"]["only_mutate"] == [f"src/relabel/{name.replace('.', '/')}.py" for name in CORE]
