"""The command that labels the rows of whole tables: `relabel label`."""

import argparse
import importlib.util
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from relabel.cli.definitions import as_options
from relabel.cli.tables.reading import (
    TABLE,
    Told,
    add_table,
    at_work,
    in_place_of,
    read_tables,
    table_files,
    twice_in,
    write_table,
)
from relabel.cli.tables.unheard import Unheard
from relabel.cli.terminal import complain, write_result
from relabel.core.definitions.definition import Definition
from relabel.errors import InvalidValueError
from relabel.frames.columns import TWICE
from relabel.later import Later
from relabel.plugins.registry import Registry
from relabel.sections import Section, Table

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from relabel import frames
else:
    duckdb = Later("duckdb")
    frames = Later("relabel.frames")
    pl = Later("polars")

__all__ = ["add_label", "run_label"]

LARGE = 2**30
"""From how many bytes on a log may hold more relationships than memory does."""


def add_label(parser: argparse.ArgumentParser) -> None:
    """Add the options of `relabel label`, but for the definition and the day."""
    text = "a table in Parquet, in one file, several, or a folder of them"
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=text)
    text = (
        "the file to write (labels.parquet), in place of one that is there: the columns to keep, label, standing, "
        "possible and unreadable"
    )
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help=text)
    add_table(parser)


def run_label(options: argparse.Namespace, registry: Registry) -> None:
    """Label the rows of a table in Parquet, and say how many got which label."""
    if options.output.suffix.casefold() != TABLE:
        raise InvalidValueError("--output", str(options.output), f"a file that ends in {TABLE}")
    definition = registry.definition(options.definition)
    as_of = options.as_of or date.today()  # noqa: DTZ011  # the user's own day is meant
    told, unheard = read_tables(options, definition), None
    if options.shape == "wide":
        with as_options():
            found = frames.classify_frame(told.rows, definition, as_of=as_of, keep=options.key, **told.said)
        write_table(found, told, options.output, "Labelling")
    else:
        with as_options():  # which checks all that a log has to have, and reads nothing
            related = told.related
            found = frames.classify_evidence(told.rows, definition, as_of=as_of, relationships=related, **told.said)
        with at_work("Reading", told):
            unheard = Unheard.of(told, definition)
        if _goes_to_duckdb(options.files):
            with at_work("Labelling", told), in_place_of(options.output) as part:
                _label_in_duckdb(options, told, definition, as_of, part)
        else:
            write_table(found, told, options.output, "Labelling")
    _say(options, as_of, unheard)


def _goes_to_duckdb(paths: Sequence[Path]) -> bool:
    """Say whether a log is labelled by DuckDB: a folder of files, which may be any, where DuckDB is installed."""
    if not any(path.is_dir() for path in paths):
        return False
    found = importlib.util.find_spec("duckdb") is not None
    size = sum(file.stat().st_size for file in table_files(paths))
    if not found and size >= LARGE:
        complain(f"of {size / LARGE:.1f} GiB of files every relationship has to fit into memory; not so with duckdb")
    return found


def _label_in_duckdb(
    options: argparse.Namespace, told: Told, definition: Definition, as_of: date, output: Path
) -> None:
    """Label the relationships in a log of any size: what is too much for memory goes to a folder beside the output."""
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=f"{output.name}-") as folder:
        base = duckdb.connect(config={"temp_directory": folder, "preserve_insertion_order": "false"})
        try:
            pieces = base.read_parquet([str(file) for file in table_files(options.files)])
            related = None if told.related is None else base.read_parquet(str(options.relationships))
            found = frames.classify_evidence(pieces, definition, as_of=as_of, relationships=related, **told.said)
            found.write_parquet(str(output))
        except duckdb.Error as error:
            if told.related is not None and TWICE in str(error):
                raise twice_in(told.related, told.said["key"]) from error
            raise InvalidValueError(
                "FILE", str(error), "tables in Parquet that are whole, and room on the disk"
            ) from error
        finally:
            base.close()


def _say(options: argparse.Namespace, as_of: date, unheard: Unheard | None) -> None:
    """Say how many relationships got which label, and what of a log is unheard."""
    written = pl.scan_parquet(options.output)
    counted = written.group_by("standing", "label").agg(pl.len().alias("count"), pl.col("unreadable").sum())
    rows = counted.sort(pl.col("count"), descending=True).collect().rows(named=True)
    unreadable = sum(row["unreadable"] for row in rows)
    cells = [(row["label"] or "-", row["standing"], f"{row['count']:,}") for row in rows]
    count = sum(row["count"] for row in rows)
    said = f"{count:,} relationships, evidence up to {as_of}; all of them are in {options.output}."
    parts: list[str | Table] = [said, Table(("label", "standing", "relationships"), tuple(cells))]
    if unreadable:
        cells_are = "cell or piece of evidence is" if unreadable == 1 else "cells or pieces of evidence are"
        parts.append(f"{unreadable:,} {cells_are} no answer, and not known.")
    parts += () if unheard is None else [f"{note[0].upper()}{note[1:]}." for note in unheard.notes]
    labels = [{name: row[name] for name in ("label", "standing", "count")} for row in rows]
    data = {"as_of": as_of, "labels": labels, "unreadable": unreadable, "unheard": unheard}
    write_result([Section("Labels", tuple(parts))], data, options.format, whole=[str(options.output)])
