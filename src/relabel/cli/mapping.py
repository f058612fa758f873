"""The options that say how a file is to be read, for every command that reads one."""

import argparse
from pathlib import Path

import attrs

from relabel.files.relationships.mapping import EMPTY, FileMapping, read_mapping

__all__ = ["add_mapping", "load_mapping"]


def add_mapping(parser: argparse.ArgumentParser) -> None:
    """Add the options to a command."""
    parser.add_argument(
        "--map",
        "--columns",
        dest="columns",
        type=Path,
        metavar="FILE",
        help="a TOML file that says what headers stand for and how cells are written",
    )
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook, where it has several")
    parser.add_argument("--header-row", type=_line, metavar="LINE", help="the line of the header, if not the first")


def load_mapping(options: argparse.Namespace) -> FileMapping:
    """Give the mapping file, with what the options say."""
    mapping = read_mapping(options.columns) if options.columns else EMPTY
    return attrs.evolve(
        mapping,
        sheet=options.sheet or mapping.sheet,
        header_row=options.header_row or mapping.header_row,
        weight=getattr(options, "weight", None) or "",
    )


def _line(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r}, expected the number of a line, from 1")
