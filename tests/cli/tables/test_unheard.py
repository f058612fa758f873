"""Tests of `relabel.cli.tables.unheard`: no piece of evidence in a log is lost without a word."""

import json
from pathlib import Path

import pytest

pytest.importorskip("polars", reason="needs the extra `frames`")

import polars as pl

from relabel import installed
from relabel.cli import main
from relabel.cli.tables.reading import Told
from relabel.cli.tables.unheard import Unheard, UnknownCriterion
from relabel.errors import InvalidValueError

MARC = installed().definition("marc")
PAYS = "pays_for_services"
LONG = ("-d", "marc", "--as-of", "2026-01-31", "--shape", "long", "--key", "id")


def log(*keys: object, criteria: list[str | None] | None = None) -> pl.DataFrame:
    """Give a log with a piece for each key."""
    said = criteria or [PAYS] * len(keys)
    whole = pl.DataFrame({"id": keys, "criterion": said, "answer": ["yes"] * len(keys)}, strict=False)
    day = pl.lit(None, dtype=pl.Date)
    return whole.with_columns(observed_on=day, attested_by=pl.lit(None, dtype=pl.String))


def unheard(rows: pl.DataFrame, *listed: object, key: tuple[str, ...] = ("id",)) -> Unheard:
    """Count what is unheard, of relationships that are listed, or not."""
    related = pl.LazyFrame({"id": listed}) if listed else None
    return Unheard.of(Told(rows.lazy(), related, {"columns": {}, "key": list(key)}), MARC)


@pytest.mark.parametrize("kind", [str, int])
def test_evidence_on_nobody_is_counted_with_the_first_keys(kind: type) -> None:
    """Whatever keys are; one differs that differs in a blank."""
    keys = [kind(one) for one in (1, 2, 3, 3, 4, 5, 6)]
    found = unheard(log(*keys), keys[0])
    assert (found.unrelated, found.keys, found.first_keys) == (6, 5, ("2", "3", "4"))
    said = "evidence on nobody, as no relationship has its key: 6 pieces of 5 keys: '2', '3', '4' and 2 more"
    assert found.notes == (said,)
    assert unheard(log(*keys), *keys).notes == ()
    blank = unheard(log("A", "A "), "A")
    assert blank.notes == ("evidence on nobody, as no relationship has its key: 1 piece of 1 key: 'A '",)


def test_evidence_without_a_key_is_counted() -> None:
    """Left out where relationships are listed, even one without a key; else it stands together."""
    assert unheard(log("A", None, None), "A", None).notes == ("evidence without a key: 2 pieces, left out",)
    together = "evidence without a key: 1 piece, taken together for one relationship without a key"
    assert unheard(log("A", None)).notes == (together,)
    assert unheard(log("A", "B")).notes == ()


def test_a_key_of_two_columns_lacks_where_one_does() -> None:
    """And is written with both."""
    rows = log("A", "B", "C").with_columns(unit=pl.Series(["x", None, "y"]))
    assert unheard(rows, key=("id", "unit")).keyless == 1
    related = pl.LazyFrame({"id": ["A"], "unit": ["x"]})
    found = Unheard.of(Told(rows.lazy(), related, {"columns": {}, "key": ["id", "unit"]}), MARC)
    assert (found.first_keys, found.unrelated, found.keyless) == (("C / y",), 1, 1)


def test_criteria_that_a_definition_does_not_know_are_counted_with_the_nearest() -> None:
    """Of most pieces first; blanks at the ends are no part of a name; criteria that are disregarded are known."""
    assert MARC.disregard
    names = [PAYS, f" {PAYS} ", "Worst_Issue", "mood", "mood", " mood", "", None, MARC.disregard[0].name]
    found = unheard(log(*range(len(names)), criteria=names))
    expected = [("mood", 3, None), (None, 2, None), ("Worst_Issue", 1, "worst_issue")]
    assert found.criteria == tuple(UnknownCriterion(*one) for one in expected)
    said = "'mood' (3), no criterion (2), 'Worst_Issue' (1; did you mean 'worst_issue'?)"
    assert found.notes == (f"pieces of evidence on criteria that 'marc' does not know: {said}",)


@pytest.mark.parametrize(
    ("criteria", "said"),
    [
        (["Pays_For_Services", "Transactional"], "did you mean 'pays_for_services'"),
        (["pays-for-services"], "did you mean 'pays_for_services'"),
        (["weather"], "found 'weather'"),
        ([None, " "], "found None"),
    ],
)
def test_a_log_of_other_criteria_alone_is_refused(criteria: list[str | None], said: str) -> None:
    """With the name that was perhaps meant; an empty one is not."""
    with pytest.raises(InvalidValueError, match=said):
        unheard(log(*range(len(criteria)), criteria=criteria))
    assert unheard(log("A").head(0)).notes == ()


@pytest.mark.parametrize("folder", [True, False])
def test_both_commands_say_it(tmp_path: Path, capsys: pytest.CaptureFixture[str], *, folder: bool) -> None:
    """In whatever format, and whoever does the work."""
    there = tmp_path / "log"
    there.mkdir()
    rows = log("A", "B", None, "A", criteria=[PAYS, PAYS, PAYS, "Worst_Issue"])
    rows.write_parquet(there / "log.parquet")
    told, given = there if folder else there / "log.parquet", tmp_path / "given.parquet"
    pl.DataFrame({"id": ["A"], "company": ["Ash"], "called": ["client"]}).write_parquet(given)
    more = (*LONG, "--relationships", str(given))
    notes = ["1 piece of 1 key: 'B'", "without a key: 1 piece", "'Worst_Issue' (1; did you mean 'worst_issue'?)"]
    audit = ["audit", "--word", "called"]
    out, judged, whole = (str(tmp_path / name) for name in ("out.parquet", "judged.parquet", "whole.html"))
    for command in (["label", "-o", out], audit, [*audit, "--format", "csv"], [*audit, "-o", judged]):
        assert main([command[0], str(told), *more, *command[1:]]) == 0
        found = capsys.readouterr()
        assert [note for note in notes if note not in " ".join((found.out + found.err).split())] == []
    assert main([*audit, str(told), *more, "-o", whole]) == 0
    assert "no relationship has its key" in Path(whole).read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["label", str(told), *more, "-o", out, "--format", "json"]) == 0
    found_data = json.loads(capsys.readouterr().out)["unheard"]
    assert [found_data[name] for name in ("unrelated", "keys", "first_keys", "keyless")] == [1, 1, ["B"], 1]
    assert found_data["criteria"] == [{"criterion": "Worst_Issue", "pieces": 1, "nearest": "worst_issue"}]
