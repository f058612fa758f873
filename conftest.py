"""Run every code block of the documentation as a test."""

import contextlib
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
from relabel.reading import read

ROOT = Path(__file__).parent


@pytest.fixture
def _in_root() -> Iterator[None]:
    with contextlib.chdir(ROOT):
        yield


def run_console(example: Example) -> str | None:
    """Run the commands after `$` and compare what they print with what stands below them."""
    for block in ("\n" + example.parsed).split("\n$ ")[1:]:
        command, _, expected = block.partition("\n")
        printed, complaints = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complaints):
            code = relabel.cli.main(shlex.split(command)[1:])
        found = (printed.getvalue() + (complaints.getvalue() if code else "")).strip()
        if found != expected.strip():
            return f"$ {command}\nprinted:\n{found}\nexpected:\n{expected.strip()}"
    return None


def parse_toml(example: Example) -> None:
    """Fail unless the block is TOML."""
    tomllib.loads(example.parsed)


def parse_json(example: Example) -> None:
    """Fail unless the block is JSON."""
    json.loads(example.parsed)


def read_file(example: Example) -> None:
    """Fail unless the block is a file of relationships that can be read."""
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
    fixtures=["_in_root"],
).pytest()
