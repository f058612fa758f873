"""The commands about one definition, or all: `relabel definitions`, `criteria`, `verify` and `sql`."""

import argparse
import ast
import contextlib
import re
import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from attrs import NOTHING

from relabel.checks.laws import WRITTEN_LAWS, as_python, broken_laws, tried, verified
from relabel.cli.terminal import complain, in_toml, write, write_escaped, write_lines, write_result
from relabel.core.definitions.document import to_document
from relabel.core.diagrams.space import listed
from relabel.errors import InvalidValueError, MissingDateError
from relabel.files.definitions.toml import intent_text, read_findings, read_places, read_schema, to_toml
from relabel.frames.sql.dialects import DIALECTS
from relabel.later import Later
from relabel.plugins.registry import Registry
from relabel.sections import Item, Section, itemised
from relabel.texts import shorten

if TYPE_CHECKING:
    from relabel.frames import sql
else:
    sql = Later("relabel.frames.sql")

__all__ = [
    "ORIGIN",
    "add_columns",
    "add_sql",
    "as_options",
    "read_columns",
    "run_sql",
    "run_verify",
    "show_criteria",
    "show_definitions",
]

ORIGIN = {"observed_on": "--observed-on", "attested_by": "--attested-by", "source": "--source"}
"""The options that say when, on whose word and by which source."""

LONGEST = 600
"""How many signs of a line about a broken law are shown; the report above has what is cut."""


def show_definitions(options: argparse.Namespace, registry: Registry) -> None:
    """List the definitions, or write one in the format asked for; or write the schema of their files."""
    if options.schema:
        if options.name is not None:
            raise InvalidValueError("--schema", options.name, "no name, as all definition files have one schema")
        write(read_schema())
        return
    if options.name is not None:
        definition = registry.definition(options.name)
        match options.format:
            case "mermaid":
                write(definition.to_mermaid())
            case "dot":
                write(definition.to_dot())
            case "toml":
                write_escaped(to_toml(definition), in_toml)
            case other:
                write_result(definition.sections(), to_document(definition), other)
        return
    width = max(map(len, registry.names), default=0)
    titles = {definition.name: definition.title for definition in registry.definitions}
    for name in registry.names:
        write_lines(f"{name:{width}}  {titles.get(name, 'not to be had: plugins quarrel about it, see below')}")
    _complain_of(registry)


def _complain_of(registry: Registry) -> None:
    """Name what failed to load, and what plugins quarrel about."""
    for trouble in (*(plugin.error for plugin in registry.failed), *registry.conflicts):
        complain(str(trouble))


def show_criteria(options: argparse.Namespace, registry: Registry) -> None:
    """List the criteria of all definitions, or of one, with what each means and where it is used."""
    wanted = registry.definitions if options.name is None else [registry.definition(options.name)]
    asked = {criterion.name: criterion for definition in wanted for criterion in definition.criteria}
    for name, criterion in sorted(asked.items()):
        users = [one.name for one in registry.definitions if any(name == other.name for other in one.criteria)]
        write_lines(f"{name}: {criterion.question}\n  {criterion.meaning}; used by {', '.join(users)}")
    _complain_of(registry)


def run_verify(options: argparse.Namespace, registry: Registry) -> int:
    """Write what is odd about a definition, which parts no example tries, and the laws that it breaks; 1 if strict."""
    definition = registry.definition(options.name)
    verification, examples = verified(definition), tried(definition)
    files = [plugin.file for plugin in registry.plugins if plugin.file is not None and definition in plugin.definitions]
    rows = [finding for file in files[:1] for finding in read_findings(file, find=registry.definition)]
    broken = broken_laws(WRITTEN_LAWS, definition, write=intent_text if files else as_python)
    where = read_places(files[0]) if files else None
    parts = [verification.heading()]
    if broken:
        # Findings may be long; what to do about them, which comes last, is written out.
        laws = (Item(f"{law.name}: {law.reason}", itemised(_shortened(one) for one in found)) for law, found in broken)
        heading = "Not as it should be, or not as it is declared (the laws of sound definitions)"
        parts.append(Section(heading, tuple(laws)))
    never = [row for row in rows if not row.applies]
    removable = [row for row in rows if row.applies]
    if never:
        parts.append(Section("Rows of the table that never apply", listed(never)))
    parts += verification.odd(full=options.full, where=where)
    if removable:
        parts.append(Section("Rows of the table that could be removed", listed(removable)))
    parts += examples.gaps(full=options.full)
    parts += [*verification.counts(full=options.full), examples.heading()]
    names = [{"law": law.name, "reason": law.reason, "found": found} for law, found in broken]
    data = {"verification": verification, "rows": rows, "examples": examples, "broken_laws": names}
    if not options.full:
        parts.append(Section("--full shows more: records for which all this is so, and every part"))
    write_result(parts, data, options.format)
    return 1 if options.strict and (broken or never) else 0


def _shortened(text: str) -> str:
    return text if text.startswith("if meant: ") else shorten(text, LONGEST)


def add_sql(parser: argparse.ArgumentParser) -> None:
    """Add the options of `relabel sql`."""
    text = f"{', '.join(DIALECTS)}, or another one that sqlglot writes (extra sql), such as snowflake (duckdb)"
    parser.add_argument("--dialect", default="duckdb", metavar="NAME", help=text)
    parser.add_argument("--table", required=True, metavar="NAME", help="what to select from, as it is to be written")
    parser.add_argument(
        "--key",
        required=True,
        metavar="COLUMN",
        action="append",
        help="what tells relationships apart; may be repeated",
    )
    add_columns(parser)
    text = "the column of the word in use, for a verdict on it (of the relationships, if long)"
    parser.add_argument("--word", metavar="COLUMN", help=text)
    parser.add_argument("--relationships", metavar="NAME", help="a table of all relationships with their keys (long)")


def add_columns(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what the columns of a table hold."""
    text = "a row for each relationship with a column for each criterion (wide), or for each piece of evidence (long)"
    parser.add_argument("--shape", choices=("wide", "long"), default="wide", help=text)
    parser.add_argument(
        "--column",
        metavar="NAME=COLUMN",
        action="append",
        default=[],
        help="the column of a criterion (wide; none where nothing follows =), or of a field such as observed_on (long);"
        " may be repeated",
    )
    for field, option in ORIGIN.items():
        text = f"the column of `{field}` of all cells or pieces; none where nothing follows {option}="
        parser.add_argument(option, default=NOTHING, metavar="COLUMN", help=text)


def read_columns(options: argparse.Namespace) -> tuple[dict[str, str | None], dict[str, Any]]:  # Any: passed on by name
    """Give the columns that are named, of criteria or of fields of evidence, and those of day, side and source."""
    columns = {}
    for said in options.column:
        name, equals, column = said.partition("=")
        if not equals:
            raise InvalidValueError("--column", said, "NAME=COLUMN")
        columns[name] = column
    found = {name: column or None for name, column in columns.items()}
    return found, {name: said or None for name in ORIGIN if (said := getattr(options, name)) is not NOTHING}


def run_sql(options: argparse.Namespace, registry: Registry) -> None:
    """Write a definition as SQL."""
    definition = registry.definition(options.name)
    columns, origin = read_columns(options)
    shared: dict[str, Any] = {name: getattr(options, name) for name in ("table", "key", "as_of", "word")}
    try:
        with as_options():
            if options.shape == "wide":
                written = sql.frame_to_sql(definition, options.dialect, columns=columns, **origin, **shared)
            else:
                shared["relationships"] = options.relationships
                written = sql.evidence_to_sql(definition, options.dialect, columns=columns | origin, **shared)
    except MissingDateError as error:
        expected = f"a day, as {error.definition!r} gives evidence on {error.criterion!r} a shelf life"
        kept = "; a statement is kept, so that no day is today's by itself"
        raise InvalidValueError("--as-of", None, expected + kept) from error
    write(written)


@contextlib.contextmanager
def as_options() -> Iterator[None]:
    """Raise errors about columns in the words of the command line."""
    try:
        yield
    except InvalidValueError as error:
        named = re.sub(r"columns\['(\w+)'\]", r"\1", error.place)
        option = "--column" if named == "columns" else ORIGIN.get(named, error.place)
        option = f"--column {named}" if option == error.place != named else option
        option = re.sub(r"^(by|key|relationships|weight|word)\b", r"--\1", "key" if option == "keep" else option)
        expected = _PYTHON.sub(_in_words, error.expected)
        expected = expected.replace("or None to say", f"or {option}= to say")
        raise InvalidValueError(option, error.found, expected) from error


_TEXT = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
_PYTHON = re.compile(rf"columns=(\{{(?:{_TEXT}|None|[:, ])+\}})|keep=(\[(?:{_TEXT})\])")
"""Arguments as a message has them."""


def _in_words(found: re.Match[str]) -> str:
    """Write what an argument of Python is given as options."""
    columns, keep = found.groups()
    if columns is None:
        return " ".join(f"--key {shlex.quote(name)}" for name in ast.literal_eval(keep))
    given = ast.literal_eval(columns).items()
    return " ".join(f"--column {shlex.quote(f'{name}={column or str()}')}" for name, column in given)
