"""Tests of statements over long tables: one row for each piece of evidence."""

import attrs
import pytest

from relabel import Choice, Definition, Evidence, EvidencePolicy, Label, Relationship
from relabel.errors import InvalidValueError
from relabel.frames import evidence_to_sql
from relabel.frames.columns import TWICE
from tests.frames.engines import ENGINES, FIELDS, SAID, Table, evidence_of, run
from tests.frames.portfolio import AS_OF, PAYS, POLICIES, SPEND, WORDS, outcomes, relationships


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("dialect", ENGINES)
def test_evidence_is_weighed_as_classify_weighs_it(dialect: str, policy: EvidencePolicy) -> None:
    """Of every kind of criterion, under every policy, also where nothing counts or is known."""
    definition, some = relationships(policy)
    statement = evidence_to_sql(
        definition, dialect, table="log", key="id", as_of=AS_OF, columns=SAID, relationships="companies"
    )
    assert run(dialect, evidence_of(some), statement) == sorted(outcomes(definition, some, AS_OF))


def test_without_days_sides_and_sources_nothing_has_any() -> None:
    """Once that is said; and without numbers no measure is known."""
    some = [Relationship("B", "S", id="a", evidence=[Evidence("pays", True), Evidence("trust", 4)])]
    words = WORDS.evolve(policy=EvidencePolicy(conflicts="latest", hearsay="disregard"))
    nobody = {"number": None, "observed_on": None, "attested_by": None}
    statement = evidence_to_sql(words, "sqlite", table="log", key="id", as_of=AS_OF, columns=nobody)
    rows = {"log": (FIELDS[:3], [("a", "pays", "yes"), ("a", "trust", "4"), ("a", "mood", "sunny")])}
    assert run("sqlite", rows, statement) == outcomes(words, some, AS_OF)
    with pytest.raises(InvalidValueError, match="nobody recorded it"):
        evidence_to_sql(words, "sqlite", table="log", key="id", as_of=AS_OF, columns={"number": None})


def test_numbers_alone_are_evidence_and_keys_may_be_several() -> None:
    """A table of measurements."""
    words = Definition("d", "D", [Label("x", WORDS.criteria[5] > 5)], source="s")  # type: ignore[operator]
    assert words.asked[0].name == "spend"
    statement = evidence_to_sql(
        words,
        "sqlite",
        table="log",
        key=["a", "b"],
        columns={"criterion": "c", "number": "n", "answer": "w", "observed_on": None},
    )
    rows = [(1, 1, "spend", None, 6), (1, 2, "spend", None, 4), (2, 1, "spend", "n/a", None), (2, 2, "spend", "?", -1)]
    found = run("sqlite", {"log": (["a", "b", "c", "w", "n"], rows)}, statement)
    assert found == [
        (1, 1, "x", "settled", "x", 0),
        (1, 2, None, "settled", "(no label)", 0),
        (2, 1, None, "settled", "(no label)", 0),
        (2, 2, None, "open", "x or (no label)", 1),
    ]


def test_a_log_may_have_no_column_of_words() -> None:
    """Nor of truth values, if it has one of numbers."""
    words = Definition("d", "D", [Label("x", (SPEND > 5) | PAYS)], source="s")
    said = {"answer": None, "number": "number", "observed_on": None}
    statement = evidence_to_sql(words, "sqlite", table="log", key="id", columns=said)
    found = run("sqlite", {"log": (["id", "criterion", "number"], [(1, "spend", 6), (2, "pays", 1)])}, statement)
    assert [(row[2], row[4]) for row in found] == [("settled", 0), ("open", 1)]


def test_a_definition_of_one_label_needs_no_step() -> None:
    """It gives it to every relationship that evidence speaks of."""
    one = Definition("d", "D", [Label("it's")], source="s")
    log = {"log": (FIELDS, [(1, "pays", "yes", None, None, None, None)])}
    assert run("sqlite", log, evidence_to_sql(one, "sqlite", table="log", key="id")) == [
        (1, "it's", "settled", "it's", 0)
    ]


def test_an_answer_beside_a_number_is_no_answer_of_a_measure() -> None:
    """Nobody knows which of the two is meant, whatever the other criteria are answered by."""
    spend = attrs.evolve(SPEND, may_be_na=False)
    words = Definition("d", "D", [Label("x", spend > 5)], source="s")
    columns = ["id", "criterion", "answer", "number"]
    rows = [(1, "spend", "unknown", 6), (2, "spend", None, 6), (3, "spend", "unknown", None), (4, "spend", None, None)]
    statement = evidence_to_sql(
        words, "sqlite", table="log", key="id", columns={"number": "number", "observed_on": None}
    )
    found = run("sqlite", {"log": (columns, rows)}, statement)
    assert [(row[2], row[4]) for row in found] == [("open", 1), ("settled", 0), ("open", 1), ("open", 0)]


@pytest.mark.parametrize("declared", ["number TEXT", "number VARCHAR", "number CLOB"])
def test_a_number_that_is_a_text_is_no_answer(declared: str) -> None:
    """In SQLite it would be compared as one."""
    words = Definition("d", "D", [Label("x", SPEND >= 50_000)], source="s")
    columns = ["id", "criterion COLLATE NOCASE", "answer COLLATE NOCASE", declared]
    rows = [(1, "spend", None, "-5"), (2, "spend", None, 60_000), (3, "SPEND", "n/a", None), (4, "spend", "N/A", None)]
    statement = evidence_to_sql(
        words, "sqlite", table="log", key="id", columns={"number": "number", "observed_on": None}
    )
    found = run("sqlite", {"log": (columns, rows)}, statement)
    assert [(row[2], row[4]) for row in found] == [("open", 1), ("open", 1), ("open", 0), ("open", 1)]


def test_a_piece_of_no_day_is_no_answer() -> None:
    """It is not undated, as it may be of the future, and SQLite has no type of days."""
    words = Definition("d", "D", [Label("x", PAYS)], source="s")
    columns = ["id", "criterion", "answer", "observed_on"]
    days = ["01.01.2027", "garbage", 2_460_000.5, None, "2026-01-31", "2026-02-01"]
    rows = [(place, "pays", "yes", day) for place, day in enumerate(days)]
    statement = evidence_to_sql(
        words, "sqlite", table="log", key="id", as_of=AS_OF, columns={"observed_on": "observed_on"}
    )
    found = run("sqlite", {"log": (columns, rows)}, statement)
    assert [row[2] == "settled" for row in found] == [False, False, False, True, True, False]
    assert [row[4] for row in found] == [1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize("dialect", ENGINES)
def test_what_is_blank_says_nothing(dialect: str) -> None:
    """Where an answer is, the number counts; where a side is, nobody's word."""
    words = Definition(
        "d", "D", [Label("x", PAYS & (SPEND > 5))], source="s", policy=EvidencePolicy(hearsay="own_word")
    )
    rows = [
        (1, "pays", "", None, "buyer"), (1, "spend", " ", 9, ""), (2, "pays", "yes", None, "  "),
        (2, "spend", "?", 9, ""), (3, "pays", "yes", None, ""), (3, "spend", "", 9, " "),
        (4, "pays", "yes", None, "broker"), (4, "spend", "", None, "x"),
    ]  # fmt: skip
    columns = ["id INTEGER", "criterion VARCHAR", "answer VARCHAR", "number DOUBLE PRECISION", "attested_by VARCHAR"]
    said = {"number": "number", "observed_on": None, "attested_by": "attested_by"}
    statement = evidence_to_sql(words, dialect, table="log", key="id", columns=said)
    found = run(dialect, {"log": (columns, rows)}, statement)
    assert [(row[2], row[4]) for row in found] == [("open", 0), ("open", 1), ("settled", 0), ("open", 1)]


def test_truth_values_are_no_words() -> None:
    """DuckDB would cast the words to compare them, those of a choice of yes and no, too."""
    issue = Choice("issue", options=["yes", "no"])
    for condition, name in ((issue.is_("yes"), "issue"), (PAYS, "pays")):
        words = Definition("d", "D", [Label("x", condition)], source="s")
        table = (["id INTEGER", "criterion VARCHAR", "answer BOOLEAN"], [(1, name, True), (2, name, None)])
        found = run("duckdb", {"log": table}, evidence_to_sql(words, "duckdb", table="log", key="id"))
        assert [(row[2], row[4]) for row in found] == [("open", 1), ("open", 0)]


@pytest.mark.parametrize("dialect", ENGINES)
def test_a_table_may_be_called_as_any_query_and_its_columns_too(dialect: str) -> None:
    """What the statement makes is told from what it reads."""
    words = Definition("d", "D", [Label("x", PAYS)], source="s")
    columns = ["slot VARCHAR", "rule_slot VARCHAR", "criterion VARCHAR", "answer VARCHAR", "given VARCHAR"]
    for name in ("rules", "pieces", "counted", "weighed"):
        log: Table = (columns, [("a", "b", "pays", "yes", "c")])
        tables: dict[str, Table] = {name: log, "related": (["slot VARCHAR"], [("a",), ("z",)])}
        statement = evidence_to_sql(words, dialect, table=name, key="slot", relationships="related")
        assert run(dialect, tables, statement) == [
            ("a", "x", "settled", "x", 0),
            ("z", None, "open", "x or (no label)", 0),
        ]


@pytest.mark.parametrize(
    ("key", "rows", "twice"),
    [
        ("id", [(1, "a"), (2, "b"), (1, "b")], "1"),
        ("part", [(1, "a"), (2, "it's"), (3, "it's"), (4, "a"), (5, "it's")], "(it's|a)"),
        (["id", "part"], [(1, "a"), (1, "b"), (1, "a")], "1 / a"),
        (["id", "part"], [(1, "a"), (1, "b"), (2, "a")], None),
        ("id", [(None, "a"), (None, "b"), (1, "c")], None),
        (["id", "part"], [(1, None), (1, None), (None, "a"), (None, "a")], None),
    ],
)
@pytest.mark.parametrize("dialect", ENGINES)
def test_a_relationship_may_be_listed_once(
    dialect: str, key: str | list[str], rows: list[tuple[int | None, str | None]], twice: str | None
) -> None:
    """Else it would be answered twice; one without a key is no other one's double."""
    words = Definition("d", "D", [Label("x", PAYS)], source="s")
    columns = ["id INTEGER", "part VARCHAR"]
    tables: dict[str, Table] = {
        "log": (
            [*columns, "criterion VARCHAR", "answer VARCHAR"],
            [(None, "a", "pays", "yes"), (9, None, "pays", "no")],
        ),
        "listed": (columns, rows),
    }
    statement = evidence_to_sql(words, dialect, table="log", key=key, relationships="listed")
    asked = f"SELECT COUNT(*) AS n FROM ({statement}) AS s"  # noqa: S608  # ours
    if twice is None:
        assert run(dialect, tables, asked) == [(len(rows),)]
        return
    for one in (statement, asked):
        with pytest.raises(Exception, match=f"{TWICE}: {twice}"):  # of the engine
            run(dialect, tables, one)


def test_blanks_are_taken_off_whatever_is_known() -> None:
    """DuckDB looks first whether words are known as they stand; so it does of criteria that are weighed otherwise."""
    issue, pays = Choice("issue", options=["o0", "o1"]), PAYS
    policy = EvidencePolicy(requires="source").override("pays", requires=())
    words = Definition("d", "D", [Label("x", issue.is_("o1") & pays)], source="s", policy=policy)
    said = ["o1", " o1", "o1\u00a0", "O1", "o 1", " ", None]
    rows = [(str(place), ("issue", "issue\t")[place % 2], one, "crm") for place, one in enumerate(said)]
    rows += [(str(place), ("pays ", "pays")[place % 2], ("yes", "\fyes")[place % 3 == 0], " ") for place in range(7)]
    table: Table = ([f"{name} VARCHAR" for name in (*FIELDS[:3], "source")], rows)
    statement = evidence_to_sql(words, table="log", key="id", columns={"source": "source"})
    found = run("duckdb", {"log": table}, statement)
    assert [(row[2], row[4]) for row in found] == [("settled", 0)] * 3 + [("open", 1)] * 2 + [("open", 0)] * 2
