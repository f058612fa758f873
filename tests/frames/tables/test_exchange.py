"""Tests of exchange: in comes a frame of any library, out goes one of the same."""

import sys
from typing import Any

import pytest

from relabel import Criterion, Definition, Label
from relabel.errors import InvalidFileError, InvalidValueError, MissingExtraError
from relabel.frames import classify_evidence, classify_frame, classify_rows

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
    """A table of a library that nobody has heard of."""
    polars = pytest.importorskip("polars", reason="needs the extra `frames`")

    class Stream:
        def __arrow_c_stream__(self, requested: object = None) -> object:
            return polars.DataFrame({"pays": [True]}).__arrow_c_stream__(requested)

    found: Any = classify_frame(Stream(), WORDS)
    assert (type(found), found["label"].to_list()) == (polars.DataFrame, ["client"])


@pytest.mark.parametrize("kind", ["Int64", "object", "category", "int64[pyarrow]"])
def test_pandas_keeps_keys_and_columns_of_relationships_as_they_were(kind: str) -> None:
    """With all digits of whole numbers where some are missing, and the index."""
    pytest.importorskip("polars", reason="needs the extra `frames`")
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    large: list[Any] = [2**53 + 1, None, 2**53 + 1]
    keys = pandas.array(large, dtype=kind) if kind != "category" else pandas.Categorical(["a", None, "a"])
    log = pandas.DataFrame({"id": keys, "criterion": ["pays"] * 3, "answer": ["yes", "no", None]}, index=[7, 7, 8])
    found = classify_evidence(log, WORDS, key="id")
    pandas.testing.assert_frame_equal(found[["id"]], log[["id"]].iloc[:2].reset_index(drop=True))
    assert [None if pandas.isna(one) else one for one in found["label"]] == ["client", None]
    assert list(found["standing"]) == ["settled", "settled"]
    some = pandas.DataFrame(
        {"owner": pandas.array([True, None], dtype="boolean"), "id": log["id"].array[:2], 3: [1.5, None]},
        index=pandas.Index(["x", "y"], name="place"),
    )
    found = classify_evidence(log, WORDS, key="id", relationships=some)
    pandas.testing.assert_frame_equal(found[["owner", "id", 3]], some)
    assert list(found["standing"]) == ["settled", "open"]


def test_pandas_takes_relationships_of_another_library() -> None:
    """Whose whole numbers keep all their digits."""
    polars = pytest.importorskip("polars", reason="needs the extra `frames`")
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    log = pandas.DataFrame({"id": [1], "criterion": ["pays"], "answer": ["yes"]})
    some = polars.DataFrame({"id": [1, 2], "value": [2**53 + 1, None]})
    found = classify_evidence(log, WORDS, key="id", relationships=some)
    assert (int(found["value"][0]), list(found["standing"])) == (2**53 + 1, ["settled", "open"])


def test_pandas_keeps_its_index_where_no_column_is_kept() -> None:
    """So that the result can be put beside the frame."""
    pytest.importorskip("polars", reason="needs the extra `frames`")
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    for index in (["a", "b"], pandas.MultiIndex.from_tuples([(1, "x"), (1, "y")]), [5, 5]):
        frame = pandas.DataFrame({"pays": [True, None]}, index=index)
        found = classify_frame(frame, WORDS, keep=[])
        assert found.index.equals(frame.index)
        assert list(found["standing"]) == ["settled", "open"]


def test_what_polars_cannot_read_is_refused() -> None:
    """Two columns of one name, or a column of two types."""
    pytest.importorskip("polars", reason="needs the extra `frames`")
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    pyarrow = pytest.importorskip("pyarrow", reason="needs the extra `frames`")
    cells = pyarrow.array([True])
    for frame in (
        pandas.DataFrame([[True, 1]], columns=["pays", "pays"]),
        pandas.DataFrame({"pays": ["yes", 1, b"no"]}),
        pyarrow.Table.from_arrays([cells, cells], names=["pays", "pays"]),
    ):
        with pytest.raises(InvalidValueError, match="columns of different names"):
            classify_frame(frame, WORDS)


def test_a_stream_is_read_once() -> None:
    """As it is gone then, also where errors are raised or reasons asked for."""
    pytest.importorskip("polars", reason="needs the extra `frames`")
    pyarrow = pytest.importorskip("pyarrow", reason="needs the extra `frames`")
    table = pyarrow.table({"pays": ["yes", "perhaps"]})
    with pytest.raises(InvalidFileError) as raised:
        classify_frame(table.to_reader(), WORDS, errors="raise")
    assert [one.found for one in raised.value.exceptions] == ["'perhaps'"]  # type: ignore[union-attr]
    assert [one.label for one in classify_rows(table.to_reader(), WORDS)] == ["client", None]
    log = pyarrow.table({"id": [1], "criterion": ["pays"], "answer": ["perhaps"]})
    with pytest.raises(InvalidFileError, match="1 cell is no answer"):
        classify_evidence(log.to_reader(), WORDS, key="id", errors="raise")
