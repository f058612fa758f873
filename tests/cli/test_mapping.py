"""Tests of `relabel.cli.mapping`: what options say goes over what the mapping file says."""

import argparse
from pathlib import Path

import pytest

from relabel.cli.mapping import add_mapping, load_mapping
from relabel.files.relationships.mapping import EMPTY, FileMapping


def parsed(*arguments: str) -> FileMapping:
    """Read the options of a command."""
    parser = argparse.ArgumentParser()
    add_mapping(parser)
    return load_mapping(parser.parse_args(arguments))


def test_without_options_a_file_stands_for_itself() -> None:
    """Nothing is declared."""
    assert parsed() == EMPTY


def test_an_option_goes_over_the_file(tmp_path: Path) -> None:
    """What it does not say stays."""
    path = tmp_path / "some.map.toml"
    path.write_text('sheet = "Data"\nheader_row = 2\n')
    found = parsed("--map", str(path), "--header-row", "5")
    assert (found.sheet, found.header_row) == ("Data", 5)
    assert parsed("--map", str(path), "--sheet", "More").sheet == "More"


@pytest.mark.parametrize("row", ["0", "-1", "x", "²", ""])
def test_a_header_has_a_line_from_1(row: str) -> None:
    """The command was called in a wrong way otherwise."""
    with pytest.raises(SystemExit):
        parsed("--header-row", row)
