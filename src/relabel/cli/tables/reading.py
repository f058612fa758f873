"""Tables in Parquet: whether files are such tables, what their columns hold, and how one is written."""

import argparse
import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import NOTHING

from relabel.cli.definitions import ORIGIN, add_columns, as_options, read_columns
from relabel.cli.terminal import progress
from relabel.core.definitions.definition import Definition
from relabel.errors import InvalidValueError, MissingExtraError
from relabel.files.relationships.assembly import OBSERVATION
from relabel.frames.columns import INNER
from relabel.later import Later
from relabel.texts import did_you_mean

if TYPE_CHECKING:
    import polars as pl
else:
    pl = Later("polars")

__all__ = [
    "TABLE",
    "Told",
    "add_table",
    "are_tables",
    "at_work",
    "check_options",
    "in_place_of",
    "read_tables",
    "table_files",
    "twice_in",
    "write_table",
]

TABLE = ".parquet"
"""How the name of a table ends."""


def add_table(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what a table in Parquet holds."""
    text = (
        "what tells relationships apart (long, or to audit), or a column to keep (wide; all of them); may be repeated"
    )
    parser.add_argument("--key", metavar="COLUMN", action="append", help=text)
    add_columns(parser)
    text = "a table of all relationships with their keys in Parquet (long)"
    parser.add_argument("--relationships", type=Path, metavar="FILE", help=text)


def are_tables(paths: Sequence[Path]) -> bool:
    """Say whether files are tables in Parquet, or folders of them, by what they are and not by their names alone.

    Raises:
        InvalidValueError: Some are and some are not.
    """
    found = [path.is_dir() or path.suffix.casefold() == TABLE or _is_parquet(path) for path in paths]
    if any(found) and not all(found):
        other = paths[found.index(False)]
        raise InvalidValueError("FILE", str(other), f"a table in Parquet, as {paths[found.index(True)]} is")
    return all(found)


_OF_FILES = ("map", "sheet", "header_row", "problems", "answers", "gather")
"""The options that say how other files than tables are read, and what is added to them."""

_OF_TABLES = ("key", "word", "column", "relationships", *ORIGIN)
"""Those that say what a table holds."""


def check_options(options: argparse.Namespace, *, tables: bool) -> None:
    """Refuse options that would have no effect on tables, or on other files."""
    names, what = (_OF_FILES, "other files") if tables else (_OF_TABLES, "tables in Parquet")
    unused = [name for name in names if getattr(options, name) not in (None, NOTHING, False, [])]
    unused += ["shape"] * (not tables and options.shape != "wide")
    if unused:
        said = " or ".join(f"--{name.replace('_', '-')}" for name in unused)
        raise InvalidValueError("FILE", str(options.files[0]), f"no {said}, which is of {what}")


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as opened:
        return opened.read(4) == b"PAR1"


class Told(NamedTuple):
    """What files tell, as the options say it."""

    rows: "pl.LazyFrame"
    related: "pl.LazyFrame | None"
    """The relationships that pieces of evidence are about, where there is a table of them."""
    said: dict[str, Any]  # Any: arguments of the functions over frames
    """What is said of the columns, and for pieces of evidence their key."""


def read_tables(options: argparse.Namespace, definition: Definition) -> Told:
    """Read no more than which columns there are.

    Raises:
        InvalidValueError: They are those of a table of the other shape, or options do not go together.
        MissingExtraError: Polars is not installed.
    """
    columns, origin = read_columns(options)
    rows = _scan(options.files)
    _check_shape(options, definition, columns, list(rows.collect_schema()))
    if options.shape == "long":
        if options.key is None:
            raise InvalidValueError("--key", None, "the column that says of which relationship a piece of evidence is")
        related = None if options.relationships is None else _scan([options.relationships])
        return Told(rows, related, {"columns": columns | origin, "key": options.key})
    if options.relationships is not None:
        expected = "no such table, as a wide one has a row for each; --shape long for pieces of evidence"
        raise InvalidValueError("--relationships", str(options.relationships), expected)
    there = set(rows.collect_schema())
    origin = {name: name for name in OBSERVATION if name in there and name != "note"} | origin
    if options.as_of is None:  # nobody asks for the day of cells that have none
        origin.setdefault("observed_on", None)
    return Told(rows, None, {"columns": columns, **origin})


def _check_shape(
    options: argparse.Namespace, definition: Definition, columns: Mapping[str, str | None], there: Sequence[str]
) -> None:
    """Refuse a log where a row for each relationship is meant, and the other way round, as `--shape` is forgotten."""
    asked = [name for name in (columns.get(one.name, one.name) for one in definition.asked) if name in there]
    named = "criterion" in columns or "criterion" in there
    said = [name for name in ("answer", "number") if name in there]
    if options.shape == "wide" and "criterion" in there and said and not asked:
        what = "a column for each criterion"
        cure = f"criterion and {said[0]}, as a row for each piece of evidence has: --shape long --key COLUMN"
    elif options.shape == "long" and asked and not named:
        what, cure = "the column criterion", f"{asked[0]!r}, as a row for each relationship has: leave out --shape long"
    else:
        return
    raise InvalidValueError("FILE", str(options.files[0]), f"{what}; it has {cure}")


def table_files(paths: Sequence[Path]) -> list[Path]:
    """Give files in Parquet, and such files in folders, in their order.

    Raises:
        InvalidValueError: A folder has none, or a file is none.
    """
    files = [file for path in paths for file in (sorted(path.rglob(f"*{TABLE}")) if path.is_dir() else [path])]
    if not files:
        raise InvalidValueError("FILE", str(paths[0]), f"a folder with files that end in {TABLE}")
    for file in files:
        if not _is_parquet(file):
            raise InvalidValueError("FILE", str(file), "a table in Parquet; other files are for `relabel audit`")
    return files


def _scan(paths: Sequence[Path]) -> "pl.LazyFrame":
    """Give the rows of files, of which none is read yet."""
    files = table_files(paths)
    try:
        _check_alike({str(file): _schema(file) for file in files})
        return pl.scan_parquet(files)
    except ImportError:
        raise MissingExtraError("polars", "frames") from None


def _schema(file: Path) -> "Mapping[str, pl.DataType]":
    try:
        return pl.read_parquet_schema(file)
    except pl.exceptions.PolarsError as error:
        raise InvalidValueError(f"FILE {file}", str(error), "a table in Parquet that is whole") from None


def _check_alike(schemas: "Mapping[str, Mapping[str, pl.DataType]]") -> None:
    """Raise an error that names the first file that has other columns than the first one."""
    (first, known), *others = schemas.items()
    for file, schema in others:
        for name, kind in schema.items():
            if name not in known:
                expected = f"the columns of {first}{did_you_mean(name, known)}"
                raise InvalidValueError(f"column of {file}", name, expected)
            if kind != known[name]:
                expected = f"{known[name]}, as in {first}; cast one of them"
                raise InvalidValueError(f"{file}, column {name!r}", str(kind), expected)
        missing = [name for name in known if name not in schema]
        if missing:
            raise InvalidValueError(f"column of {file}", None, f"{missing[0]!r}, as in {first}")


@contextlib.contextmanager
def at_work(what: str, told: Told) -> Iterator[None]:
    """Show that tables are read, and say so if they cannot be, or list a relationship twice."""
    try:
        with progress(what), as_options():
            yield
    except pl.exceptions.PolarsError as error:
        if told.related is not None and "1:m" in str(error):
            raise twice_in(told.related, told.said["key"]) from error
        raise InvalidValueError("FILE", str(error), "tables in Parquet that are whole") from error


def twice_in(related: "pl.LazyFrame", keys: Sequence[str]) -> InvalidValueError:
    """Give the error that names the first relationship that is listed twice."""
    count = f"{INNER}count"
    groups = related.drop_nulls(keys).group_by(keys, maintain_order=True).agg(pl.len().alias(count))
    *key, times = groups.filter(pl.col(count) > 1).head(1).collect(engine="streaming").row(0)
    expected = f"each relationship once; it is there {times} times"
    return InvalidValueError("--relationships", " / ".join(map(str, key)), expected)


def write_table(found: "pl.LazyFrame", told: Told, output: Path, what: str) -> None:
    """Write a table piece by piece; what is there is replaced only when all is written."""
    with at_work(what, told), in_place_of(output) as part:
        found.sink_parquet(part)


@contextlib.contextmanager
def in_place_of(output: Path) -> Iterator[Path]:
    """Give a file to write to, on the disk of the one that it replaces once all is written."""
    if not output.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(output.parent))
    # In a folder of its own, as any other name beside the output may be that of a file of somebody else.
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=f"{output.name}-") as folder:
        part = Path(folder) / output.name
        yield part
        part.replace(output)
