"""Tests of `relabel audit` of tables: it says what it says of other files, but for what the docs say."""

import json
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("polars", reason="needs the extra `frames`")

import polars as pl

from relabel import Criterion, Definition, Label, Measure, Side, installed
from relabel.cli import main
from relabel.cli.tables import audits
from relabel.files.definitions import to_toml
from relabel.frames import audit_frame

MARC = installed().definition("marc")
ASKED = [one.name for one in MARC.asked]
DAY = ("--as-of", "2026-01-31")
WORDS = ("client", "partner", "prtner", "Client", "")
ROWS = 60


def answer(place: int, name: str) -> str | None:
    """Give an answer, a third of them blank."""
    at = place * 7 + ASKED.index(name) * 2
    if at % 3 == 0:
        return None
    return ("no_issue", "lost_temper")[at % 2] if name == "worst_issue" else ("yes", "no")[at % 5 == 0]


def book(count: int = ROWS) -> pl.DataFrame:
    """Give relationships with their words, evidence and context, all of it text or a day."""
    places = range(count)
    return pl.DataFrame(
        {
            "id": [f"C-{place}" for place in places],
            "company": [f"Company {place}" for place in places],
            "label": pl.Series([WORDS[place % 5] or None for place in places], dtype=pl.String),
            "since": pl.Series([date(2020, 1, 1 + place % 20) for place in places], dtype=pl.Date),
            "owner": pl.Series([("Ana", "Ben", None)[place % 3] for place in places], dtype=pl.String),
            "observed_on": pl.Series([date(2025 + place % 2, 3, 1) for place in places], dtype=pl.Date),
            "attested_by": pl.Series([("buyer", "seller")[place % 2] for place in places], dtype=pl.String),
            "source": pl.Series(["CRM"] * count, dtype=pl.String),
            **{name: pl.Series([answer(place, name) for place in places], dtype=pl.String) for name in ASKED},
        }
    )


def pieces(whole: pl.DataFrame) -> pl.DataFrame:
    """Give the same evidence a row each."""
    origin = ["id", "observed_on", "attested_by", "source"]
    return whole.unpivot(ASKED, index=origin, variable_name="criterion", value_name="answer").drop_nulls("answer")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Give the same relationships as CSV, as a wide table, as a folder of two, and as a log with their table."""
    whole = book()
    found = {name: tmp_path / name for name in ("a.csv", "a.parquet", "log.parquet", "companies.parquet", "folder")}
    whole.write_csv(found["a.csv"])
    whole.write_parquet(found["a.parquet"])
    found["folder"].mkdir()
    whole.head(20).write_parquet(found["folder"] / "1.parquet")
    whole.tail(-20).write_parquet(found["folder"] / "2.parquet")
    pieces(whole).write_parquet(found["log.parquet"])
    whole.select("id", "company", "label", "since", "owner").write_parquet(found["companies.parquet"])
    return found


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run an audit and give what it says."""
    assert main(["audit", *map(str, arguments), "-d", "marc", *DAY]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run an audit that is at fault and give its message, in one line."""
    assert main(["audit", *map(str, arguments), "-d", "marc", *DAY]) == 1
    return " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--all",),
        ("--top", "3"),
        ("--only", "foreign", "--only", "unlabeled"),
        ("--by", "owner"),
        ("--format", "markdown"),
        ("--format", "json"),
        ("--format", "json", "--by", "owner", "--top", "7"),
        ("--format", "csv"),
        ("--format", "csv", "--top", "2"),
        ("--us", "ThetaPoint"),
    ],
)
def test_an_audit_of_a_table_says_what_one_of_other_files_says(
    files: dict[str, Path], capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    """Letter by letter, wide, in a folder and as a log."""
    expected = said(capsys, files["a.csv"], *options)
    assert said(capsys, files["a.parquet"], *options) == expected
    assert said(capsys, files["folder"], *options) == expected
    log = ("--shape", "long", "--key", "id", "--relationships", files["companies.parquet"])
    assert said(capsys, files["log.parquet"], *log, *options) == expected


@pytest.mark.parametrize("side", [Side.BUYER, Side.SELLER, None])
@pytest.mark.parametrize("columns", [("company",), ("buyer", "seller"), ("id", "buyer"), ("seller",)])
def test_names_are_found_as_in_other_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], side: Side | None, columns: tuple[str, ...]
) -> None:
    """By the names of columns, whoever wears the label; and a weight is summed."""
    if side is not None and f"{side.value}" not in columns and "company" not in columns:
        return  # nobody would wear the label
    if side is None and "company" in columns:
        return  # other files refuse it
    pays, spend = Criterion("pays", "Do they pay?"), Measure("spend", "How much?", unit="EUR")
    definition = Definition("d", "D.", [Label("x", pays & (spend >= 5))], source="s", given_to=side)
    (tmp_path / "d.toml").write_text(to_toml(definition), encoding="utf-8")
    word = "label" if side is None or "company" in columns else f"{side.value}_label"
    rows = pl.DataFrame(
        {
            **{name: [f"{name} {place}" for place in range(4)] for name in columns},
            word: ["x", "y", None, "X"],
            "pays": ["yes", "no", "yes", None],
            "spend": [7, 1, None, 6],
            "value": [1, 2, 3, 4],
        }
    )
    rows.write_parquet(tmp_path / "t.parquet")
    rows.write_csv(tmp_path / "t.csv")
    judged = ("-d", str(tmp_path / "d.toml"), "--weight", "value")
    given = ("--attested-by=", "--source=")
    assert main(["audit", str(tmp_path / "t.csv"), *judged]) == 0
    expected = capsys.readouterr().out
    assert main(["audit", str(tmp_path / "t.parquet"), *judged, *given]) == 0
    assert capsys.readouterr().out == expected


def test_who_has_other_columns_names_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The key is the name where there is no other one; several are one name."""
    rows = book(3).drop("id").rename({"company": "firm", "label": "called", "owner": "land"})
    rows.write_parquet(tmp_path / "t.parquet")
    assert "--key: found None" in refused(capsys, tmp_path / "t.parquet")
    assert "found 'frm'" in refused(capsys, tmp_path / "t.parquet", "--key", "frm")
    assert "--word: found None" in refused(capsys, tmp_path / "t.parquet", "--key", "firm")
    assert "did you mean 'called'" in refused(capsys, tmp_path / "t.parquet", "--key", "firm", "--word", "caled")
    keys = ("--key", "firm", "--key", "source", "--word", "called", "--format", "json")
    found = json.loads(said(capsys, tmp_path / "t.parquet", *keys))
    assert sorted((row["buyer"], row["id"]) for row in found["rows"]) == [
        (f"Company {place} / CRM", None) for place in range(3)
    ]
    both = Definition("d", "D.", [Label("x", Criterion("pays"))], source="s", given_to=None)
    (tmp_path / "d.toml").write_text(to_toml(both), encoding="utf-8")
    pl.DataFrame({"company": ["Elm"], "label": ["x"], "pays": [True]}).write_parquet(tmp_path / "t.parquet")
    assert main(["audit", str(tmp_path / "t.parquet"), "-d", str(tmp_path / "d.toml"), "--format", "csv"]) == 0
    assert "Elm,us,x,x,confirmed" in capsys.readouterr().out


def test_context_of_any_kind_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As text, where it is of a kind that no context is; a day that is text is context, too."""
    rows = book(1).with_columns(parts=pl.lit([1, 2]), since=pl.lit("long ago"), size=pl.lit(7))
    rows.write_parquet(tmp_path / "t.parquet")
    (row,) = json.loads(said(capsys, tmp_path / "t.parquet", "--format", "json"))["rows"]
    assert row["attributes"] == {"since": "long ago", "owner": "Ana", "parts": "[1, 2]", "size": 7}


def test_what_is_no_answer_is_said(files: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Other files are refused for it; of a table it is counted, and not known."""
    book(2).with_columns(pl.lit("perhaps").alias(ASKED[0])).write_parquet(files["a.parquet"])
    assert f"no answers, so not known: {ASKED[0]} (2)" in said(capsys, files["a.parquet"])


def test_all_is_written_as_a_table(files: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """In the order that it came in, with what is found; pages, workbooks and saved audits hold it, too."""
    output = files["a.csv"].with_name("out.parquet")
    assert "All of it is in" in said(capsys, files["folder"], "-o", output)
    origin = {"observed_on": "observed_on", "attested_by": "attested_by", "source": "source"}
    found = audit_frame(book(), MARC, word="label", as_of=date(2026, 1, 31), **origin)  # type: ignore[arg-type]  # by name
    assert pl.read_parquet(output).rows() == found.judged.collect().rows()
    page, saved = output.with_suffix(".html"), output.with_name("x.audit.json")
    expected = said(capsys, files["a.csv"], "-o", page).replace(".csv", ".parquet")
    assert said(capsys, files["a.parquet"], "-o", page) == expected
    said(capsys, files["a.parquet"], "--save", saved)
    assert main(["changes", str(saved), str(files["a.csv"]), "-d", "marc", *DAY]) == 0
    assert ".html or .xlsx" in refused(capsys, files["a.csv"], "-o", output)
    assert "or .parquet" in refused(capsys, files["a.parquet"], "-o", "x.pdf")
    assert "no --top" in refused(capsys, files["a.parquet"], "-o", output, "--top", "3")


def test_more_than_can_be_explained_is_refused(
    files: dict[str, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """But not totals, the first of them, or a table of all; nor is looked then whether one is there twice."""
    twice = files["a.csv"].with_name("twice.parquet")
    pl.concat([book(), book(1)]).write_parquet(twice)
    assert "relationships 1 and 61 are both 'C-0'" in refused(capsys, twice)
    monkeypatch.setattr(audits, "MOST", 50)
    refusing: list[tuple[str, ...]] = [("--all",), ("--format", "csv"), ("--save", "x.audit.json"), ("-o", "x.html")]
    for options in refusing:
        assert "found '60 relationships', expected at most 50" in refused(capsys, files["a.parquet"], *options)
    taken: list[tuple[str, ...]] = [("--only", "foreign", "--format", "json"), ("--top", "50", "--format", "json"), ()]
    for options in taken:
        said(capsys, files["a.parquet"], *options)
    assert "61 relationships" in said(capsys, twice)


def test_what_does_not_belong_together_is_refused(files: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is read."""
    table, log = files["a.parquet"], ("--shape", "long", "--key", "id")
    for arguments, message in (
        ((table, files["a.csv"]), "expected a table in Parquet, as"),
        ((table, "--map", "x.toml", "--sheet", "A"), "no --map or --sheet, which is of other files"),
        ((files["a.csv"], "--word", "x", "--shape", "long"), "no --word or --shape, which is of tables"),
        ((table, "--relationships", table), "--relationships"),
        ((files["log.parquet"], *log), "--relationships: found None"),
        ((table, "--by", "ownr"), "--by: found 'ownr', expected the name of a column; did you mean 'owner'"),
        ((table, "--weight", "owner"), "--weight, column 'owner': found 'String'"),
        ((files["log.parquet"], *log, "--relationships", table, "--word", "x"), f"--word in {table}: found 'x'"),
        ((table, "--key", "x"), f"--key in {table}: found 'x'"),
    ):
        assert message in refused(capsys, *arguments)
    companies = files["companies.parquet"]
    pl.concat([pl.read_parquet(companies)] * 2).write_parquet(companies)
    listed = (*log, "--relationships", companies)
    twice = "--relationships: found 'C-0', expected each relationship once; it is there 2 times"
    assert twice in refused(capsys, files["log.parquet"], *listed)
    pl.read_parquet(companies).drop("label").write_parquet(companies)
    assert f"as none in {companies} is called" in refused(capsys, files["log.parquet"], *listed)
    book(1).with_columns(company=pl.lit(" ")).write_parquet(table)
    assert "the buyer in a row of FILE" in refused(capsys, table)


PAYS = "pays_for_services"
LOST = f"no answers, so not known: {PAYS} (1)"


@pytest.mark.parametrize(
    ("cells", "of_file", "of_table"),
    [
        ({PAYS: "yes"}, "yes", "yes"),
        ({PAYS: " yes "}, "yes", "yes"),
        ({PAYS: "Yes"}, "yes", LOST),
        ({PAYS: "1"}, "yes", LOST),
        ({PAYS: "true"}, "yes", LOST),
        ({PAYS: "n"}, "no", LOST),
        ({PAYS: "n/a"}, None, LOST),
        ({PAYS: "perhaps"}, "found 'perhaps'", LOST),
        ({PAYS: "yes", "attested_by": " buyer "}, "yes", "yes"),
        ({PAYS: "yes", "attested_by": "Buyer"}, "yes", LOST),
        ({PAYS: "yes", "attested_by": "us"}, "yes", LOST),
        ({PAYS: "yes", "attested_by": "perhaps"}, "found 'perhaps'", LOST),
        ({"Pays for services": "yes", PAYS: None}, "yes", "missing: pays_for_services; did you mean"),
        ({PAYS: "yes", "label": "CLIENT"}, "yes", "yes"),
        ({PAYS: "yes", "company": None}, "found no company", "the name of a company"),
    ],
)
def test_tables_are_read_otherwise_than_other_files_where_the_docs_say_so(
    cells: dict[str, str | None],
    of_file: str | None,
    of_table: str,
    files: dict[str, Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nowhere without a word: what is no answer is counted."""
    none = pl.lit(None, dtype=pl.String)
    row = book(1).with_columns(none.alias(name) for name in (*ASKED, "attested_by", "id"))
    row = row.with_columns(pl.lit(cell, dtype=pl.String).alias(name) for name, cell in cells.items())
    row = row.drop(*(name for name, cell in cells.items() if cell is None and name == PAYS)).drop("id")
    row.write_csv(files["a.csv"])
    row.write_parquet(files["a.parquet"])
    for file, expected in ((files["a.csv"], of_file), (files["a.parquet"], of_table)):
        code = main(["audit", str(file), "-d", "marc", *DAY, "--format", "json"])
        found = capsys.readouterr()
        if expected in ("yes", "no"):
            assert f"{PAYS}: {expected}" in json.loads(found.out)["rows"][0]["because"]
        elif expected is None:
            assert f"{PAYS}: yes, presumed" in json.loads(found.out)["rows"][0]["because"]
        elif expected == LOST:
            assert expected in json.loads(found.out)["notes"]
        else:
            assert (code, expected in " ".join(found.err.split())) == (1, True)


@pytest.mark.parametrize("names", [("Ash", "ash"), ("Ash", " Ash "), ("Ash", "Bay")])
def test_names_are_compared_as_they_are_in_tables(
    names: tuple[str, str], files: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Other files take names in another case, or with blanks around them, for the same company."""
    rows = book(2).drop("id").with_columns(pl.Series("company", names))
    rows.write_csv(files["a.csv"])
    rows.write_parquet(files["a.parquet"])
    assert len(json.loads(said(capsys, files["a.parquet"], "--format", "json"))["rows"]) == 2
    assert (main(["audit", str(files["a.csv"]), "-d", "marc", *DAY]) == 1) == (names[1] != "Bay")
