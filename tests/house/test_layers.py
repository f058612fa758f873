"""Tests of purity: the core imports no edge and has no effects, and importing does nothing.

Which room may import which is in `pyproject.toml`; `lint-imports` keeps it.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import relabel

OUTSIDE = {
    "learning.rules.clauses": {"pysat"},
    "plugins.hookspecs": {"pluggy"},
    "plugins.loading": {"pluggy"},
    "testing.ingredients": {"hypothesis"},
    "testing.strategies": {"hypothesis"},
    "testing.topics": {"hypothesis"},
    "testing.registration": {"hypothesis"},
    "testing.laws": {"hypothesis"},
    "files.relationships.company_names": {"cleanco"},
    "files.sources.workbooks": {"python_calamine"},
    "frames.tables.asides": {"polars"},
    "frames.tables.audit": {"polars"},
    "frames.tables.exchange": {"polars"},
    "frames.tables.expressions": {"polars"},
    "frames.tables.long": {"polars"},
    "frames.tables.merging": {"polars"},
    "frames.sql.dialects": {"sqlglot"},
    "frames.sql.statement": {"sqlglot"},
    "frames.tables.rows": {"polars"},
    "frames.tables.wide": {"polars"},
    "reports.page.frame": {"jinja2"},
    "reports.terminal": {"rich"},
    "cli.tables.audits": {"polars"},
    "cli.tables.labels": {"duckdb", "polars"},
    "cli.tables.reading": {"polars"},
    "cli.tables.unheard": {"polars"},
    "cli.terminal": {"rich"},
    "reports.workbook": {"xlsxwriter"},
}
"""What else a module may import besides the standard library and attrs."""

SOURCE = Path(relabel.__file__).parent
MODULES = sorted(
    ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    for path in SOURCE.rglob("*.py")
    if path.stem not in ("__init__", "__main__")
)
CORE = [name for name in MODULES if name.startswith("core.") or name in ("errors", "markup", "texts")]
"""What imports nothing but the standard library and attrs."""


def imported(name: str) -> set[str]:
    """Give the packages and modules that a module imports, by their full names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(SOURCE.joinpath(*name.split(".")).with_suffix(".py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: relative imports hide the room"
            assert node.module is not None
            found.add(node.module)
    return found


@pytest.mark.parametrize("name", MODULES)
def test_only_the_edge_imports_other_packages(name: str) -> None:
    """The core needs attrs, the plugin modules pluggy, the edge what its extras install."""
    allowed = {"attrs", "relabel", *sys.stdlib_module_names, *OUTSIDE.get(name, set())}
    assert {full.partition(".")[0] for full in imported(name)} - allowed == set()


@pytest.mark.parametrize("name", CORE)
def test_the_core_has_no_clock_environment_or_files(name: str) -> None:
    """Pure functions of their arguments: the day is an argument, and the edge supplies today."""
    effects = {"os", "io", "pathlib", "time", "sys", "random", "subprocess", "socket", "logging", "importlib", "csv"}
    assert {full.partition(".")[0] for full in imported(name)} & effects == set()


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
    "jinja2",
    "xlsxwriter",
    "hypothesis",
    "csv",
    "tomllib",
    "openpyxl",
    "polars",
    "pandas",
    "duckdb",
    "sqlglot",
    "relabel.frames",
    "relabel.files.relationships.reading",
    "relabel.reports.terminal",
    "relabel.reports.page.frame",
    "relabel.cli.program",
    "relabel.plugins.marc",
    "relabel.plugins.thetapoint",
    "relabel.plugins.registry",
    "relabel.core.audits",
    "relabel.core.classification.interview",
    "relabel.core.classification.questions",
    "relabel.core.definitions.document",
    "relabel.testing.strategies",
    "relabel.files.definitions.document",
    "relabel.files.definitions.tables.reading",
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
