"""Tests of columns: what is checked before a table is read."""

from datetime import date, datetime
from typing import Any

import pytest
from attrs import NOTHING

from relabel import Criterion, Definition, EvidencePolicy, Label, Measure, Scale
from relabel.errors import InvalidValueError, MissingDateError
from relabel.frames.columns import check_day, check_fields, check_names, columns_of, fields_of, origins
from relabel.frames.rules import Origin

PAYS, MEETS = Criterion("pays", "Do they pay?"), Criterion("meets", "Do we meet?")
WORDS = Definition("d", "D", [Label("x", PAYS & MEETS)], source="s")


def test_criteria_stand_in_columns_of_their_names_or_of_others() -> None:
    """None says that there is no such column."""
    assert columns_of(WORDS, None, ["meets", "pays"]) == {0: "pays", 1: "meets"}
    assert columns_of(WORDS, {"pays": "PAYS", "meets": None}, ["PAYS"]) == {0: "PAYS"}
    assert columns_of(WORDS, {"pays": "PAYS"}, None) == {0: "PAYS", 1: "meets"}


@pytest.mark.parametrize(
    ("columns", "known", "said"),
    [
        ({"pay": "x"}, ["x"], "did you mean 'pays'"),
        ({"pays": "PAY"}, ["PAYS", "meets"], "did you mean 'PAYS'"),
        ({"pays": ""}, None, "the name of a column$"),
        ({"pays": "xyz"}, ["meets", "q"], "the name of a column; there are 'meets', 'q'$"),
        (None, ["pays"], "missing: meets$"),
        (None, ["Pays", "x"], r"missing: pays, meets; did you mean columns=\{'pays': 'Pays'\}\?"),
        (["pays"], ["pays"], "names of columns by what they hold"),
    ],
)
def test_a_missing_column_is_an_error(columns: Any, known: Any, said: str) -> None:
    """Never a criterion of which nothing is known."""
    with pytest.raises(InvalidValueError, match=said):
        columns_of(WORDS, columns, known)


def said(**given: Any) -> dict[int, Origin]:
    """Give where evidence comes from by columns of a table."""
    none = dict.fromkeys(Origin._fields, NOTHING)
    return origins(WORDS, [0, 1], ["day", "by"], None, candidates={}, **(none | given))


def test_where_evidence_comes_from_is_said_once_or_for_each() -> None:
    """By column."""
    found = said(observed_on="day", attested_by={"meets": "by", "pays": None}, source=None)
    assert found == {0: Origin("day", None, None), 1: Origin("day", "by", None)}
    with pytest.raises(InvalidValueError, match="did you mean 'meets'"):
        said(attested_by={"meet": "by"})
    with pytest.raises(InvalidValueError, match="source"):
        said(source="sauce")


def test_no_column_is_called_as_one_of_the_result() -> None:
    """A name given twice would be wrong without an error."""
    check_names(["id"], "keep")
    with pytest.raises(InvalidValueError, match="standing"):
        check_names(["id", "standing"], "keep")


def test_the_day_is_checked_as_for_a_classification() -> None:
    """A shelf life needs one, and a day has no time."""
    check_day(WORDS, None)
    mortal = WORDS.evolve(policy=EvidencePolicy().override(MEETS, shelf_life="1 year"))
    check_day(mortal, date(2026, 1, 31))
    with pytest.raises(MissingDateError):
        check_day(mortal, None)
    with pytest.raises(InvalidValueError, match=r"relabel.installed\(\).definition\('marc'\)"):
        check_day("marc", None)  # type: ignore[arg-type]  # which is what is refused
    with pytest.raises(InvalidValueError, match=r"of a file relabel.files.definitions.read_definition\(path\)"):
        check_day("tiers.toml", None)  # type: ignore[arg-type]  # as above
    with pytest.raises(InvalidValueError, match=r"definition\(name\)"):
        check_day(7, None)  # type: ignore[arg-type]  # as above
    with pytest.raises(InvalidValueError):
        check_day(WORDS, datetime(2026, 1, 31))  # noqa: DTZ001  # which is what is refused


def test_fields_stand_in_columns_of_their_names_or_of_others() -> None:
    """Where the columns are not known, only what is named is there besides criterion and answer."""
    assert fields_of(None, ["criterion", "answer", "source", "id"]) == {
        "criterion": "criterion",
        "answer": "answer",
        "source": "source",
    }
    assert fields_of({"number": "n"}, None) == {"criterion": "criterion", "answer": "answer", "number": "n"}
    assert fields_of({"number": "n"}, ["n", "criterion"]) == {"criterion": "criterion", "number": "n"}
    assert fields_of({"source": None}, ["criterion", "answer", "source"])["source"] is None


@pytest.mark.parametrize(
    ("columns", "known", "said"),
    [
        ({"answers": "x"}, ["x"], "did you mean 'answer'"),
        ({"answer": "y"}, ["criterion", "x"], "column of 'answer'"),
    ],
)
def test_an_unknown_field_or_column_is_an_error(columns: Any, known: Any, said: str) -> None:
    """Never evidence without it."""
    with pytest.raises(InvalidValueError, match=said):
        fields_of(columns, known)


SPEND, TRUST = Measure("spend", "What?", unit="EUR"), Scale("trust", "How far?", low=1, high=3)
GRADE, ROUNDS = Scale("grade", "How?", levels=["low", "high"]), Measure("rounds", "?", unit="1", may_be_na=True)


@pytest.mark.parametrize(
    ("condition", "asked"),
    [
        (PAYS & MEETS, ["answer"]),
        (GRADE >= "high", ["answer"]),
        (SPEND > 5, ["number"]),
        (ROUNDS > 5, ["answer", "number"]),
        (TRUST > 1, ["answer", "number"]),
        (PAYS & (SPEND > 5), ["answer", "number"]),
    ],
)
def test_what_is_asked_for_is_named_or_found_or_said_to_be_nowhere(condition: Any, asked: list[str]) -> None:
    """Else all such answers would be lost without a sign of it."""
    words = Definition("d", "D", [Label("x", condition)], source="s")
    whole: dict[str, str | None] = {"criterion": "c", "answer": "a", "number": "n"}
    check_fields(words, whole, {})
    for field in ("answer", "number"):
        left = {name: one for name, one in whole.items() if name != field}
        check_fields(words, left | {field: None}, {})
        if field not in asked:
            check_fields(words, left, {})
            continue
        with pytest.raises(
            InvalidValueError, match=r"or None to say that there is none; it may be 'x' or 'y'"
        ) as raised:
            check_fields(words, left, {field: ["x", "y"]})
        assert (raised.value.place, raised.value.found) == (f"columns[{field!r}]", NOTHING)


@pytest.mark.parametrize(
    ("fields", "place", "found"),
    [
        ({"answer": "a"}, "columns['criterion']", NOTHING),
        ({"criterion": None, "answer": "a"}, "columns['criterion']", None),
        ({"criterion": "c", "answer": None}, "columns['answer']", None),
        ({"criterion": "c", "answer": None, "number": None}, "columns['answer']", None),
    ],
)
def test_there_is_no_evidence_without_criterion_or_answer(fields: Any, place: str, found: object) -> None:
    """Which nobody can say to be nowhere; the columns that it could be are named."""
    with pytest.raises(InvalidValueError, match="'question'") as raised:
        check_fields(WORDS, fields, {"criterion": ["question"], "answer": ["question"]})
    assert (raised.value.place, raised.value.found) == (place, found)
