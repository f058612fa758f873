"""Each field of evidence goes every way in and out: a new one that a reader or writer forgets would be lost."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest

from relabel import Criterion, Definition, Evidence, Label, Relationship, Side, interview
from relabel.files.relationships.answer_log import AnswerLog
from relabel.files.relationships.reading import read
from relabel.reports.exports import to_data

LOYAL = Criterion("loyal")
FIELDS: dict[str, Any] = {
    "criterion": "loyal",
    "answer": True,
    "observed_on": date(2026, 1, 31),
    "attested_by": Side.BUYER,
    "source": "call notes",
    "note": "told at lunch",
}
"""Something other than nothing for every field."""

PIECE = Evidence(**FIELDS)
ELM = Relationship("Elm", "us")
CELLS = {"buyer": "Elm", "seller": "us", **FIELDS, "observed_on": "2026-01-31", "attested_by": "buyer"}


def from_log(folder: Path) -> Evidence:
    """Write it as an answer and read it."""
    log = AnswerLog(folder / "log.jsonl")
    log.append(ELM, PIECE)
    return AnswerLog(log.path).add_to([ELM], {"loyal": LOYAL}).relationships[0].evidence[0]


def from_file(folder: Path, name: str) -> Evidence:
    """Write it as a row or an object, and read it."""
    path = folder / name
    if name.endswith(".csv"):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerows([list(CELLS), ["yes" if cell is True else cell for cell in CELLS.values()]])
    else:
        path.write_text(json.dumps(CELLS), encoding="utf-8")
    return read(path, {"loyal": LOYAL}).relationships[0].evidence[0]


def from_interview(_: Path) -> Evidence:
    """Answer a question with it."""
    definition = Definition("one", "One", [Label("client", LOYAL)], source="a test")
    given = {name: value for name, value in FIELDS.items() if name not in ("criterion", "answer")}
    return interview(ELM, definition).answer(True, **given).relationship.evidence[0]


WAYS = {
    "answer log": from_log,
    "CSV": lambda folder: from_file(folder, "a.csv"),
    "JSON Lines": lambda folder: from_file(folder, "a.jsonl"),
    "interview": from_interview,
}


def test_every_field_is_tried() -> None:
    """One that is new has to be added above."""
    fields = [one for one in attrs.fields(Evidence) if one.init and one.name != "place"]  # which readers fill
    assert [one.name for one in fields] == list(FIELDS)
    assert all(FIELDS[one.name] != one.default for one in fields)


@pytest.mark.parametrize("way", WAYS)
def test_no_way_loses_a_field(tmp_path: Path, way: str) -> None:
    """What comes out is what went in."""
    assert WAYS[way](tmp_path) == PIECE


def test_no_field_is_left_out_for_programs() -> None:
    """Nor in what people read where it says something of its own."""
    assert set(FIELDS) <= set(to_data(PIECE))
    assert [text for text in ("2026-01-31", "buyer", "call notes", "told at lunch") if text not in PIECE.origin] == []
