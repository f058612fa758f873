"""Tests of tables that stay in DuckDB or Spark: relations and DataFrames, labelled there."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

pytest.importorskip("polars", reason="needs the extra `frames`")

import polars as pl

from relabel import NOT_APPLICABLE, Choice, Criterion, Definition, Label, Relationship, points
from relabel.core.model.answers import answer_text
from relabel.errors import InvalidValueError
from relabel.frames import audit_frame, classify_evidence, classify_frame, classify_pieces, classify_rows
from tests.frames.engines import FIELDS, table_in
from tests.frames.portfolio import AS_OF, FIXED, PAYS, SPEND, TRUST, outcomes, rows_of, some_of

STAY = ("duckdb", "spark")
TYPES = (pl.String, pl.String, pl.String, pl.Float64, pl.Date, pl.String, pl.String)


def in_order(frame: Any) -> list[tuple[Any, ...]]:  # Any: of either engine
    """Give the rows of a table of an engine."""
    return sorted(map(tuple, frame.fetchall() if hasattr(frame, "fetchall") else frame.collect()), key=repr)


@pytest.mark.parametrize("engine", STAY)
@pytest.mark.parametrize("definition", FIXED, ids=lambda one: one.name)
def test_rows_are_labelled_as_classify_labels_them(engine: str, definition: Definition) -> None:
    """Wide, with a day, a side and a source for all cells of a row."""
    measures = [one.name for one in definition.asked if one.answers is None]  # whose columns hold numbers alone
    some = [
        attrs.evolve(
            one,
            evidence=[
                piece for piece in one.evidence if not (piece.criterion in measures and piece.answer == NOT_APPLICABLE)
            ],
        )
        for one in some_of(definition, alike=True)
    ]
    said = [{piece.criterion: piece for piece in one.evidence} for one in some]
    first = [one.evidence[0] if one.evidence else None for one in some]
    columns = [
        pl.Series("id", [one.id for one in some]),
        pl.Series("observed_on", [piece and piece.observed_on for piece in first], pl.Date),
        pl.Series(
            "attested_by", [piece and piece.attested_by and piece.attested_by.value for piece in first], pl.String
        ),
        pl.Series("source", [piece and piece.source for piece in first], pl.String),
    ]
    for one in definition.asked:
        cells = [row[one.name].answer if one.name in row else None for row in said]
        truths = isinstance(one, Criterion) and not one.may_be_na
        if one.answers is not None and not truths:
            cells = [None if cell is None else answer_text(cell) for cell in cells]
        kind = pl.Boolean if truths else pl.Float64 if one.answers is None else pl.String
        columns.append(pl.Series(one.name, cells, kind, strict=False))
    told = table_in(engine, pl.DataFrame(columns))
    found = classify_frame(
        told,
        definition,
        as_of=AS_OF,
        observed_on="observed_on",
        attested_by="attested_by",
        source="source",
        keep=["id"],
    )
    assert type(found) is type(told)
    assert in_order(found) == sorted(outcomes(definition, some, AS_OF))


@pytest.mark.parametrize("engine", STAY)
@pytest.mark.parametrize("definition", FIXED, ids=lambda one: one.name)
def test_evidence_is_weighed_as_classify_weighs_it(engine: str, definition: Definition) -> None:
    """Long, with several pieces on a criterion."""
    some = [*some_of(definition, alike=False), Relationship("B", "S", id="none")]
    log = table_in(engine, pl.DataFrame(rows_of(some), dict(zip(FIELDS, TYPES, strict=True)), orient="row"))
    companies = table_in(engine, pl.DataFrame({"id": [one.id for one in some], "size": range(len(some))}))
    found = classify_evidence(log, definition, key="id", as_of=AS_OF, relationships=companies)
    expected = [(one[0], place, *one[1:]) for place, one in enumerate(outcomes(definition, some, AS_OF))]
    assert in_order(found) == sorted(expected)


PAYERS = Definition("payers", "Payers", [Label("client", PAYS)], source="s")


def test_a_relation_is_read_when_it_is_asked() -> None:
    """What comes into the table later is labelled, too, whatever else was labelled in between."""
    base = pytest.importorskip("duckdb", reason="needs duckdb").connect()
    base.execute('CREATE TABLE t (id INTEGER, "PAYS" BOOLEAN)')
    found = classify_frame(base.table("t"), PAYERS, columns={"pays": "PAYS"})
    other = classify_frame(base.sql("SELECT FALSE AS pays"), PAYERS)
    base.execute("INSERT INTO t VALUES (1, TRUE), (2, NULL)")
    assert in_order(other) == [(False, None, "settled", "(no label)", 0)]
    assert in_order(found.filter("standing = 'settled'")) == [(1, True, "client", "settled", "client", 0)]
    bare = in_order(classify_frame(base.table("t"), PAYERS, columns={"pays": "PAYS"}, keep=[]))
    assert {row[1] for row in bare} == {"settled", "open"}
    (one, _) = classify_rows(base.table("t"), PAYERS, columns={"pays": "PAYS"})
    assert one.label == "client"
    words = base.sql("SELECT id, \"PAYS\" AS pays, 'client' AS word FROM t")
    assert audit_frame(words, PAYERS, word="word").sorts.rows[0].label == "client"


@pytest.mark.parametrize("engine", STAY)
def test_cells_are_read_by_the_types_of_their_columns(engine: str) -> None:
    """As in polars: words and truth values answer yes/no, others are counted, and no type says nothing."""
    words = Definition("d", "D", [Label("x", PAYS & (TRUST >= 4)), Label("y", PAYS)], source="s")
    for pays in (pl.Series("pays", ["yes", "perhaps", None]), pl.Series("pays", [True, None, None])):
        for trust in (
            pl.Series("trust", ["4", "9", "5"]),
            pl.Series("trust", [4, 9, 5]),
            pl.Series("trust", [None] * 3),
        ):
            table = pl.DataFrame([pl.Series("id", range(3)), pays, trust])
            found = in_order(classify_frame(table_in(engine, table), words, keep=["id"]))
            assert found == sorted(classify_frame(table, words, keep=["id"]).rows(), key=repr)


@pytest.mark.parametrize("engine", STAY)
def test_answers_may_be_truth_values_or_missing(engine: str) -> None:
    """Of evidence: they answer yes/no alone, not a choice of yes and no."""
    issue = Choice("issue", options=["yes", "no"])
    words = Definition("d", "D", [Label("x", PAYS & issue.is_("yes")), Label("y", PAYS)], source="s")
    log = {"id": [1, 1, 2, 3], "criterion": ["pays", "issue", "pays", "pays"]}
    for answers in (pl.Series("answer", [True, True, False, None]), pl.Series("answer", [None] * 4)):
        table = pl.DataFrame(log).with_columns(answers)
        expected = sorted(classify_evidence(table, words, key="id").rows(), key=repr)
        assert in_order(classify_evidence(table_in(engine, table), words, key="id")) == expected
    numbers = pl.DataFrame({"id": [1, 2], "criterion": ["spend", "spend"], "number": [6.0, -1.0]})
    spenders = Definition("d", "D", [Label("x", SPEND > 5)], source="s")
    undated = {"answer": None, "observed_on": None}
    expected = sorted(classify_evidence(numbers, spenders, key="id", columns=undated).rows(), key=repr)
    assert in_order(classify_evidence(table_in(engine, numbers), spenders, key="id", columns=undated)) == expected


KEYS = (
    pl.Series("id", ["a", None, "b", " a"]),
    pl.Series("id", [1, None, 2, 0], pl.Int8),
    pl.Series("id", [1.5, None, float("nan"), 0.0]),
    pl.Series("id", [AS_OF, None, AS_OF.replace(day=1), AS_OF.replace(day=2)]),
    pl.Series("id", [Decimal("1.5"), None, Decimal("1.50") * 2, Decimal(0)], pl.Decimal(9, 2)),
)


@pytest.mark.parametrize("engine", STAY)
@pytest.mark.parametrize("key", KEYS, ids=lambda one: str(one.dtype))
def test_keys_say_the_same_in_every_engine(engine: str, key: Any) -> None:
    """No piece is about a relationship without a key; pieces without one are about one."""
    log = pl.DataFrame([key, pl.Series("criterion", ["pays"] * 4), pl.Series("answer", ["yes", "yes", "no", "yes"])])
    wider = key.cast(pl.Int64) if key.dtype.is_integer() else key
    some = pl.DataFrame([pl.concat([wider, wider.slice(1, 1)]), pl.Series("size", range(5))])
    for related in (None, some):
        given = None if related is None else table_in(engine, related)
        expected = classify_evidence(log, PAYERS, key="id", relationships=related)
        assert expected["standing"].to_list().count("open") == 2 * (related is not None)
        found = classify_evidence(table_in(engine, log), PAYERS, key="id", relationships=given)
        assert list(map(repr, in_order(found))) == sorted(map(repr, expected.rows()))  # as NaN is not itself
        one_by_one = classify_pieces(log, PAYERS, key="id", relationships=related)
        assert sorted(one.standing.value for one in one_by_one) == sorted(expected["standing"])


@pytest.mark.parametrize("engine", STAY)
def test_a_relationship_may_be_listed_once(engine: str) -> None:
    """Whatever is asked of the result, and only then."""
    log = pl.DataFrame({"id": [1], "criterion": ["pays"], "answer": ["yes"]})
    some = table_in(engine, pl.DataFrame({"id": [1, 2, 1], "size": [7, 8, 9]}))
    found = classify_evidence(table_in(engine, log), PAYERS, key="id", relationships=some)
    for one in (found, found.select("size"), found.limit(1), found.filter("id = 2")):
        with pytest.raises(Exception, match="listed once, and this one is there twice: 1"):
            in_order(one)


@pytest.mark.parametrize("engine", STAY)
def test_what_is_wrong_is_said_before_anything_is_read(engine: str) -> None:
    """By the schema, as of other frames."""
    table = pl.DataFrame({"id": [1], "pays": [1.5], "Label": ["x"], "criterion": ["pays"], "answer": ["yes"]})
    told = table_in(engine, table)
    with pytest.raises(InvalidValueError, match="column of Boolean"):
        classify_frame(told, PAYERS)
    with pytest.raises(InvalidValueError, match="did you mean 'pays'"):
        classify_frame(told, PAYERS, columns={"pays": "payz"})
    with pytest.raises(InvalidValueError, match="which the result has itself"):
        classify_evidence(told, PAYERS, key="Label")  # as upper and lower case are the same there
    with pytest.raises(InvalidValueError, match="the engine that has the evidence"):
        classify_evidence(told, PAYERS, key="id", relationships=table.select("id"))
    with pytest.raises(InvalidValueError, match="only when it is collected"):
        classify_frame(told, PAYERS, errors="raise")


def test_a_connection_is_no_table() -> None:
    """But its relations are."""
    base = pytest.importorskip("duckdb", reason="needs duckdb").connect()
    with pytest.raises(InvalidValueError, match="a frame of polars"):
        classify_frame(base, PAYERS)


LARGE = Definition(
    "large",
    "Many points",
    [Label("x", points({Criterion(f"c{place}.buyer"): place % 4 + 1 for place in range(14)}) >= 18)],
    source="s",
)


def large_table(some: Iterable[Relationship]) -> Any:  # Any: of polars
    """Give a wide table of many questions, with a column to keep and the day of all cells."""
    names = [one.name for one in LARGE.asked]
    rows = [{piece.criterion: piece.answer for piece in one.evidence} for one in some]
    cells = {name: pl.Series([row.get(name) for row in rows], dtype=pl.Boolean) for name in names}
    return pl.DataFrame({"my.id": [one.id for one in some], **cells})


@pytest.mark.filterwarnings("ignore")  # of pyspark about pandas
def test_many_nodes_are_walked_in_batches_in_spark() -> None:
    """With the same answers, and names with a dot."""
    some = some_of(LARGE, alike=True)
    found = classify_frame(table_in("spark", large_table(some)), LARGE, keep=["my.id"])
    assert found.columns == ["my.id", "label", "standing", "possible", "unreadable"]
    assert in_order(found) == sorted(outcomes(LARGE, some, None), key=repr)


class Schema:
    """A schema as Spark has it, without Spark."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)

    def __iter__(self) -> Iterator[Any]:
        return (SimpleNamespace(name=name) if isinstance(name, str) else name for name in self.names)

    def add(self, name: str, kind: str) -> "Schema":
        """Add a field."""
        return Schema([*(one.name for one in self), f"{name} {kind}"])


class Session:
    """What asks Spark, without Spark: it keeps what it is asked."""

    def sql(self, text: str, **tables: object) -> tuple[str, dict[str, object]]:
        """Keep a statement with its tables."""
        return text, tables


class Told:
    """A DataFrame as Spark has it, without Spark."""

    sparkSession = Session()  # noqa: N815  # as Spark has it

    def __init__(self, table: Any) -> None:
        self.table = table

    @property
    def columns(self) -> list[str]:
        """Give the names of the columns."""
        return list(self.table.columns)

    @property
    def schema(self) -> Schema:
        """Give the schema."""
        return Schema(self.columns)

    def toDF(self, *names: str) -> "Told":  # noqa: N802  # as Spark has it
        """Give it with other names."""
        return Told(self.table.rename(dict(zip(self.columns, names, strict=True))))

    def mapInArrow(self, label: Any, schema: Schema) -> Any:  # noqa: N802  # as Spark has it
        """Give what is made of the batches, which are cut here, too, and the schema."""
        batches = self.table.to_arrow().to_batches(max_chunksize=1)
        return pl.concat(map(pl.DataFrame, label(iter(batches)))), schema

    def limit(self, rows: int) -> "Told":
        """Give the first rows."""
        return Told(self.table.head(rows))

    def toArrow(self) -> object:  # noqa: N802  # as Spark has it
        """Give the rows as a table of Arrow."""
        return self.table.to_arrow()


Told.__module__ = "pyspark.sql"


def test_spark_gets_a_statement_with_its_frames() -> None:
    """Braces, which would name other frames, are doubled."""
    told, given = Told(pl.DataFrame({"id": [1], "pays": [True]})), Told(pl.DataFrame({"id": [1]}))
    asked: Any = classify_frame(told, Definition("d", "D", [Label("{x}", PAYS)], source="s"))
    text, tables = asked
    assert tables == {"relabel_told": told}
    assert ("'{{x}}'" in text, "FROM {relabel_told} AS t" in text, "t.`pays`" in text) == (True, True, True)
    log = Told(pl.DataFrame({"id": [1], "criterion": ["pays"], "answer": ["yes"]}))
    asked = classify_evidence(log, PAYERS, key="id", relationships=given)
    assert asked[1] == {"relabel_told": log, "relabel_given": given}
    assert classify_rows(told, PAYERS)[0].label == "client"


def test_many_nodes_are_walked_in_batches() -> None:
    """As many batches at once as make it worth while."""
    some = some_of(LARGE, alike=True)
    asked: Any = classify_frame(Told(large_table(some)), LARGE, keep=["my.id"])
    found, schema = asked
    assert found.rows() == outcomes(LARGE, some, None)
    assert [one.name for one in schema] == [
        "my.id",
        "label string",
        "standing string",
        "possible string",
        "unreadable long",
    ]
