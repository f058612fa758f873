"""Tests of `relabel.cli.tables.reading`: which files are tables, and what is wrong with a folder of them."""

import argparse
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("polars", reason="needs the extra `frames`")

import polars as pl
from attrs import NOTHING

from relabel import installed
from relabel.cli.tables.reading import Told, are_tables, at_work, in_place_of, read_tables, table_files
from relabel.errors import InvalidValueError

MARC = installed().definition("marc")


def options(*files: Path, **others: Any) -> argparse.Namespace:  # Any: of any option
    """Give options that say nothing else."""
    said: dict[str, Any] = dict.fromkeys(("observed_on", "attested_by", "source"), NOTHING)
    said |= {"shape": "wide", "key": None, "relationships": None, "column": [], "as_of": None}
    return argparse.Namespace(files=files, **(said | others))


def test_files_are_tables_by_what_they_are(tmp_path: Path) -> None:
    """A folder, a name, or the first signs of it."""
    table = tmp_path / "t.pq"
    pl.DataFrame({"x": [1]}).write_parquet(table)
    (tmp_path / "x.csv").write_text("x\n1\n")
    assert are_tables([table, tmp_path, tmp_path / "not there.PARQUET"])
    assert not are_tables([tmp_path / "x.csv"])
    with pytest.raises(InvalidValueError, match=r"found '.*x\.csv', expected a table in Parquet, as .*t\.pq is"):
        are_tables([tmp_path / "x.csv", table])


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"owner": ["a"], "sizes": [1]}, r"column of .*b\.parquet: found 'sizes', expected .*did you mean 'size'"),
        ({"owner": ["a"], "size": [1.5]}, r"b\.parquet, column 'size': found 'Float64', expected Int64, as in"),
        ({"owner": ["a"]}, r"column of .*b\.parquet: found None, expected 'size', as in"),
    ],
)
def test_files_with_other_columns_are_named(tmp_path: Path, other: dict[str, list[object]], said: str) -> None:
    """With what differs, before anything is read."""
    pl.DataFrame({"owner": ["a"], "size": [1]}).write_parquet(tmp_path / "a.parquet")
    pl.DataFrame(other).write_parquet(tmp_path / "b.parquet")
    assert [file.name for file in table_files([tmp_path])] == ["a.parquet", "b.parquet"]
    with pytest.raises(InvalidValueError, match=said):
        read_tables(options(tmp_path), MARC)


def test_a_file_that_is_torn_is_named(tmp_path: Path) -> None:
    """It has no end."""
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(
        InvalidValueError, match=r"FILE .*a\.parquet: found .* expected a table in Parquet that is whole"
    ):
        read_tables(options(tmp_path), MARC)


def test_columns_of_origin_are_found_by_their_names(tmp_path: Path) -> None:
    """What an option says goes before; without a day nobody asks for days."""
    table = tmp_path / "a.parquet"
    pl.DataFrame({"x": [1], "source": ["CRM"], "note": ["n"]}).write_parquet(table)
    assert read_tables(options(table), MARC).said == {"columns": {}, "source": "source", "observed_on": None}
    with pytest.raises(InvalidValueError, match=r"--key: found None"):
        read_tables(options(table, shape="long"), MARC)
    with pytest.raises(InvalidValueError, match=r"--relationships: .*--shape long"):
        read_tables(options(table, relationships=table), MARC)


@pytest.mark.parametrize(
    ("columns", "said", "message"),
    [
        (["id", "criterion", "answer"], {}, "criterion and answer, .* evidence has: --shape long --key COLUMN"),
        (["id", "criterion", "number", "day"], {}, "criterion and number"),
        (["id", "criterion", "answer"], {"shape": "wide", "relationships": "x"}, "--shape long --key"),
        (["id", "loyal.buyer"], {"shape": "long", "key": ["id"]}, "'loyal.buyer', .*: leave out --shape long"),
        (["id", "LOYAL"], {"shape": "long", "column": ["loyal.buyer=LOYAL"]}, "has 'LOYAL'"),
        (["id", "criterion", "answer", "loyal.buyer"], {}, None),
        (["id", "answer", "criterion"], {"shape": "long", "key": ["id"]}, None),
        (["id", "loyal.buyer", "c"], {"shape": "long", "key": ["id"], "column": ["criterion=c"]}, None),
        (["id", "criterion"], {}, None),
    ],
)
def test_a_table_of_the_other_shape_is_told(
    tmp_path: Path, columns: list[str], said: dict[str, Any], message: str | None
) -> None:
    """With the option that was forgotten, or is one too many."""
    table = tmp_path / "a.parquet"
    pl.DataFrame({name: ["x"] for name in columns}).write_parquet(table)
    if message is None:
        assert read_tables(options(table, **said), MARC).rows.collect_schema().names() == columns
        return
    with pytest.raises(InvalidValueError, match=message) as raised:
        read_tables(options(table, **said), MARC)
    assert raised.value.found == str(table)


def test_what_is_there_stays_unless_all_is_written(tmp_path: Path) -> None:
    """And nothing else is left behind."""
    output = tmp_path / "x"
    output.write_text("old")
    (tmp_path / "x.part").write_text("of somebody else")
    with pytest.raises(IsADirectoryError), in_place_of(output) as part:  # noqa: PT012  # it fails while it writes
        part.write_text("new")
        tmp_path.read_bytes()
    assert {one.name: one.read_text() for one in tmp_path.iterdir()} == {"x": "old", "x.part": "of somebody else"}


def test_what_cannot_be_read_on_the_way_is_said() -> None:
    """A file may be torn where nobody has looked yet."""
    said = "FILE: found 'torn', expected tables in Parquet that are whole"
    with pytest.raises(InvalidValueError, match=said), at_work("Reading", Told(pl.LazyFrame(), None, {})):
        raise pl.exceptions.ComputeError("torn")
