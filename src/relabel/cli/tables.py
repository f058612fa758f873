"""The command that labels the rows of whole tables: `relabel label`."""

import argparse
import errno
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from relabel.cli.definitions import add_columns, as_options, read_columns
from relabel.cli.terminal import progress, write_result
from relabel.errors import InvalidValueError, MissingExtraError
from relabel.later import Later
from relabel.plugins.registry import Registry
from relabel.texts import Section, Table

if TYPE_CHECKING:
    import polars as pl

    from relabel import frames
else:
    frames = Later("relabel.frames")
    pl = Later("polars")

__all__ = ["add_label", "run_label"]

_ENDING = ".parquet"


def add_label(parser: argparse.ArgumentParser) -> None:
    """Add the options of `relabel label`, but for the definition and the day."""
    text = "a table in Parquet, in one file, several, or a folder of them"
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=text)
    text = "the file to write (labels.parquet): the columns to keep, label, standing, possible and unreadable"
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help=text)
    text = "what tells relationships apart (long), or a column to keep (wide; all of them); may be repeated"
    parser.add_argument("--key", metavar="COLUMN", action="append", help=text)
    add_columns(parser)
    text = "a table of all relationships with their keys in Parquet (long)"
    parser.add_argument("--relationships", type=Path, metavar="FILE", help=text)


def run_label(options: argparse.Namespace, registry: Registry) -> None:
    """Label the rows of a table in Parquet, and say how many got which label."""
    if options.output.suffix.casefold() != _ENDING:
        raise InvalidValueError("--output", str(options.output), f"a file that ends in {_ENDING}")
    definition = registry.definition(options.definition)
    as_of = options.as_of or date.today()  # noqa: DTZ011  # the user's own day is meant
    columns, origin = read_columns(options)
    rows = _scan(options.files)
    if options.shape == "wide":
        if options.as_of is None:  # nobody asks for the day of cells that have none
            origin.setdefault("observed_on", None)
        with as_options():
            found = frames.classify_frame(rows, definition, as_of=as_of, columns=columns, keep=options.key, **origin)
    else:
        if options.key is None:
            raise InvalidValueError("--key", None, "the column that says of which relationship a piece of evidence is")
        related = None if options.relationships is None else _scan([options.relationships])
        with as_options():
            found = frames.classify_evidence(
                rows, definition, key=options.key, as_of=as_of, columns=columns | origin, relationships=related
            )
    _write(found, options.output)
    _say(options)


def _scan(paths: Sequence[Path]) -> "pl.LazyFrame":
    """Give the rows of files in Parquet, and of such files in folders, of which none is read yet."""
    files = [file for path in paths for file in (sorted(path.rglob(f"*{_ENDING}")) if path.is_dir() else [path])]
    if not files:
        raise InvalidValueError("FILE", str(paths[0]), f"a folder with files that end in {_ENDING}")
    for file in files:
        with file.open("rb") as opened:
            if opened.read(4) != b"PAR1":
                raise InvalidValueError("FILE", str(file), "a table in Parquet; other files are for `relabel audit`")
    try:
        return pl.scan_parquet(files)
    except ImportError:
        raise MissingExtraError("polars", "frames") from None


def _write(found: "pl.LazyFrame", output: Path) -> None:
    """Write a table piece by piece; what is there is replaced only when all is written."""
    part = output.with_name(f"{output.name}.part")
    if not output.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(output.parent))
    try:
        with progress("Labelling"):
            found.sink_parquet(part)
        part.replace(output)
    except pl.exceptions.PolarsError as error:
        raise InvalidValueError("FILE", str(error), "files that are whole, with the same columns") from error
    finally:
        part.unlink(missing_ok=True)


def _say(options: argparse.Namespace) -> None:
    """Say how many relationships got which label."""
    written = pl.scan_parquet(options.output)
    counted = written.group_by("standing", "label").agg(pl.len().alias("count"), pl.col("unreadable").sum())
    rows = counted.sort(pl.col("count"), descending=True).collect().rows(named=True)
    unreadable = sum(row["unreadable"] for row in rows)
    cells = [(row["label"] or "-", row["standing"], f"{row['count']:,}") for row in rows]
    said = f"{sum(row['count'] for row in rows):,} relationships; all of them are in {options.output}."
    parts: list[str | Table] = [said, Table(("label", "standing", "relationships"), tuple(cells))]
    if unreadable:
        cells_are = "cell or piece of evidence is" if unreadable == 1 else "cells or pieces of evidence are"
        parts.append(f"{unreadable:,} {cells_are} no answer, and not known.")
    labels = [{name: row[name] for name in ("label", "standing", "count")} for row in rows]
    data = {"labels": labels, "unreadable": unreadable}
    write_result([Section("Labels", tuple(parts))], data, options.format, whole=[str(options.output)])
