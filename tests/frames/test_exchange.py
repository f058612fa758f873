"""Tests of exchange: in comes a frame of any library, out goes one of the same."""

import sys
from typing import Any

import pytest

from relabel import Criterion, Definition, Label
from relabel.errors import InvalidValueError, MissingExtraError
from relabel.frames import classify_evidence, classify_frame

WORDS = Definition("d", "D", [Label("client", Criterion("pays", "Do they pay?"))], source="s")


def test_without_polars_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever comes in."""
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingExtraError, match=r"relabel-relationships\[frames\]"):
        classify_frame([], WORDS)


def test_what_is_no_frame_is_refused() -> None:
    """A list of rows, say."""
    pytest.importorskip("polars", reason="needs the extra `frames`")
    with pytest.raises(InvalidValueError, match="stream of Arrow"):
        classify_frame([{"pays": True}], WORDS)


def test_pandas_comes_back_as_it_was() -> None:
    """Objects, nullable values and Arrow, with their index."""
    pytest.importorskip("polars", reason="needs the extra `frames`")
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    cells: list[Any] = [True, None, False]
    for kind in ("object", "boolean", "bool[pyarrow]"):
        frame = pandas.DataFrame({"pays": pandas.array(cells, dtype=kind), "id": [7, 8, 9]}, index=["a", "b", "c"])
        found = classify_frame(frame, WORDS)
        assert list(found.index) == ["a", "b", "c"]
        assert (found["pays"].dtype, list(found["standing"])) == (frame["pays"].dtype, ["settled", "open", "settled"])
        assert [None if pandas.isna(one) else one for one in found["label"]] == ["client", None, None]
        assert list(classify_frame(frame, WORDS, keep=[]).columns) == ["label", "standing", "possible", "unreadable"]
    frame = pandas.DataFrame({"pays": pandas.array([None, None], dtype="object")})
    assert list(classify_frame(frame, WORDS)["standing"]) == ["open", "open"]
    log = pandas.DataFrame({"id": [1], "criterion": ["pays"], "answer": ["yes"]})
    assert classify_evidence(log, WORDS, key="id")["label"].tolist() == ["client"]


def test_pyarrow_comes_back_as_a_table() -> None:
    """The extra `frames` has it."""
    pytest.importorskip("polars", reason="needs the extra `frames`")
    pyarrow = pytest.importorskip("pyarrow", reason="needs the extra `frames`")
    found = classify_frame(pyarrow.table({"pays": [True, None]}), WORDS)
    assert found["label"].to_pylist() == ["client", None]


def test_what_is_only_a_stream_of_arrow_comes_back_as_polars() -> None:
    """A relation of DuckDB, say."""
    polars = pytest.importorskip("polars", reason="needs the extra `frames`")
    pytest.importorskip("pyarrow", reason="needs the extra `frames`")
    duckdb = pytest.importorskip("duckdb", reason="needs duckdb")
    found = classify_frame(duckdb.sql("SELECT TRUE AS pays"), WORDS)
    assert (type(found), found["label"].to_list()) == (polars.DataFrame, ["client"])
