"""The options that say how a file is to be read, for every command that reads one; `relabel map`, which drafts them."""

import argparse
import contextlib
import shlex
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import attrs

from relabel.cli.plugins import plugin_options
from relabel.cli.terminal import complain, in_toml, write, write_escaped
from relabel.core.definitions.content import Content
from relabel.core.model.any_criterion import AnyCriterion
from relabel.errors import CellError, InvalidFileError, InvalidValueError
from relabel.files.definitions.criteria_file import read_criteria_file
from relabel.files.mappings.drafts import Draft, draft_mapping
from relabel.files.relationships.mapping import EMPTY, FileMapping, read_mapping, read_mapping_schema
from relabel.plugins.registry import Registry
from relabel.reports.exports import problems_to_csv

__all__ = ["add_mapping", "add_place", "load_mappings", "run_map", "whole_number", "with_problems"]


def add_mapping(parser: argparse.ArgumentParser) -> None:
    """Add the options to a command."""
    parser.add_argument(
        "--map",
        "--columns",
        dest="map",
        type=Path,
        metavar="FILE",
        action="append",
        default=[],
        help="a TOML file that says what headers stand for and how cells are written; of several, one for each file",
    )
    add_place(parser)
    parser.add_argument("--problems", type=Path, metavar="FILE", help="write all that is wrong with the file as CSV")


def add_place(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where in a file its rows are."""
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook, where it has several")
    line = partial(whole_number, what="the number of a line")
    parser.add_argument("--header-row", type=line, metavar="LINE", help="the line of the header, if not the first")


def load_mappings(options: argparse.Namespace) -> list[FileMapping]:
    """Give the mapping files, with what the options say; one that says nothing else where there is none."""
    return [
        attrs.evolve(
            mapping,
            sheet=options.sheet or mapping.sheet,
            header_row=options.header_row or mapping.header_row,
            weight=getattr(options, "weight", None) or "",
        )
        for mapping in (list(map(read_mapping, options.map)) or [EMPTY])
    ]


@contextlib.contextmanager
def with_problems(options: argparse.Namespace) -> Iterator[None]:
    """Write the problems of what is read meanwhile to the file of `--problems`; a header alone where there is none."""
    found: list[CellError] = []
    try:
        yield
    except InvalidFileError as error:
        found = [one for one in error.exceptions if isinstance(one, CellError)]
        raise
    finally:
        if options.problems is not None:
            options.problems.write_text(problems_to_csv(found), encoding="utf-8", newline="")


def run_map(options: argparse.Namespace, registry: Registry) -> None:
    """Write a draft of the mapping file for some files, or the schema of mapping files."""
    if options.schema:
        if options.files or options.definition is not None or options.criteria is not None:
            raise InvalidValueError("--schema", "more", "nothing else, as all mapping files have one schema")
        write(read_mapping_schema())
        return
    if not options.files:
        raise InvalidValueError("files", "nothing", "a file or several to draft a mapping for")
    if options.definition is None and options.criteria is None:
        known = f"the definition to judge by (-d): one of {', '.join(registry.names)}, or a file (tiers.toml)"
        raise InvalidValueError("--definition", "nothing", f"{known}; or a criteria file (--criteria)")
    place = FileMapping(sheet=options.sheet or "", header_row=options.header_row or 0)
    if options.criteria is None:
        found = registry.definition(options.definition)
        judged = ["-d", options.as_given or options.definition, *plugin_options(options)]
        vocabulary: Mapping[str, AnyCriterion] = registry.vocabulary
        content: Content = found
        then = "audit"
    else:
        content = read_criteria_file(options.criteria, find=registry.definition).content
        judged = ["--criteria", str(options.criteria), *plugin_options(options)]
        vocabulary = {one.name: one for one in content.criteria}
        then = "contradictions"
    draft = draft_mapping(options.files, content, vocabulary, mapping=place)
    write_escaped(draft.text, in_toml)
    company, word = (repr(one) if one else "no column" for one in (draft.company, draft.word))
    complain(f"the company: {company}; the word in use: {word}")
    for line in _to_look_at(draft):
        complain(f"to be looked at: {line}")
    if not draft.criteria:
        by_hand = ""
        if options.criteria is None:
            asked = shlex.join(["relabel", "ask", *map(str, options.files[:1]), *judged, "--map", "MAP.toml"])
            listed = shlex.join(["relabel", "definitions", *judged[1:]])
            by_hand = f" ({listed}); to answer by hand: {asked}"
        complain(f"no column was found to answer what {content.name} asks{by_hand}")
    command = shlex.join(["relabel", then, *map(str, options.files), *judged, "--map", "MAP.toml"])
    complain(f"then, with the name of the file that this was written to: {command}")


def _to_look_at(draft: Draft) -> Iterator[str]:
    """Say what in a draft is open."""
    if draft.open_columns:
        yield f"what these columns may be instead: {', '.join(map(repr, draft.open_columns))}"
    if draft.open_cells:
        told = (f"{count} of {header!r}" for header, count in draft.open_cells.items())
        yield f"cells that were not understood: {', '.join(told)}"
    if draft.speaker:
        yield "whose word the answers about one side are (attested_by)"


def whole_number(text: str, what: str = "a whole number") -> int:
    """Read the value of an option that counts from 1; `what` says what it is.

    Raises:
        ArgumentTypeError: It is no such number.
    """
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text)):
        raise argparse.ArgumentTypeError(f"found {text!r}, expected {what} from 1")
    return int(text)
