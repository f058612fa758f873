"""Run every code block of the documentation as a test."""

import contextlib
import importlib.util
import io
import json
import shlex
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

import relabel.cli
from relabel import Side, installed
from relabel.files.definitions import from_document, from_toml
from relabel.files.relationships import read

ROOT = Path(__file__).parent

PAGES = {"run-it-over-a-table.md": ("polars", "duckdb")}
"""Pages that need packages that the extra `test` has not."""

LEFT_OUT = {page: one for page, some in PAGES.items() for one in some if importlib.util.find_spec(one) is None}


def pytest_report_header() -> list[str]:
    """Say which pages are left out."""
    return [f"{page} is not run: it needs {package}" for page, package in LEFT_OUT.items()]


@pytest.fixture
def _in_root() -> Iterator[None]:
    with contextlib.chdir(ROOT):
        yield


def run_console(example: Example) -> str | None:
    """Run the commands after `$` and compare what they print with what stands below them."""
    for block in ("\n" + example.parsed).split("\n$ ")[1:]:
        command, _, expected = block.partition("\n")
        arguments = shlex.split(command)[1:]
        printed, complaints = io.StringIO(), io.StringIO()
        with contextlib.ExitStack() as stack:
            if arguments[0] in ("form", "new-plugin"):  # they write where they stand
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                (folder / "examples").symlink_to(ROOT / "examples")
                stack.enter_context(contextlib.chdir(folder))
            stack.enter_context(contextlib.redirect_stdout(printed))
            stack.enter_context(contextlib.redirect_stderr(complaints))
            code = relabel.cli.main(arguments)
        found = (printed.getvalue() + (complaints.getvalue() if code else "")).strip()
        if found != expected.strip():
            return f"$ {command}\nprinted:\n{found}\nexpected:\n{expected.strip()}"
    return None


def parse_toml(example: Example) -> None:
    """Fail unless the block is TOML, and a definition if it has labels.

    It may name the tables of the last CSV blocks, in their order, and the definitions above it, by name.
    """
    document = tomllib.loads(example.parsed)
    said = [document.get("labels", {}), *document.get("lent", {}).values()]
    names = [one["table"] for one in said if isinstance(one, dict) and isinstance(one.get("table"), str)]
    files: dict[str, str] = example.namespace.setdefault("definition_files", {})
    if "labels" in document:
        tables = example.namespace.get("tables", [])
        files |= dict(zip(names, tables[len(tables) - len(names) :], strict=True))
        definition = from_toml(example.parsed, beside=files, find=installed().definition)
        files[f"{definition.name}.toml"] = example.parsed


def parse_json(example: Example) -> None:
    """Fail unless the block is JSON, and a definition if it has labels."""
    content = json.loads(example.parsed)
    if "labels" in content:
        from_document(content)


def read_file(example: Example) -> None:
    """Fail unless the block is a file of relationships that can be read; keep it if it is a decision table."""
    if example.parsed.startswith("label,") or "\\" in example.parsed.partition(",")[0]:
        example.namespace.setdefault("tables", []).append(example.parsed)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "block.jsonl" if example.parsed.startswith("{") else "block.csv")
        path.write_text(example.parsed, encoding="utf-8")
        assert read(path, installed().vocabulary, given_to=Side.BUYER).relationships


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(),
        CodeBlockParser("console", run_console),
        CodeBlockParser("toml", parse_toml),
        CodeBlockParser("json", parse_json),
        CodeBlockParser("csv", read_file),
        CodeBlockParser("jsonl", read_file),
    ],
    patterns=["*.md"],
    excludes=[*LEFT_OUT],
    fixtures=["_in_root"],
).pytest()
