"""Drafts of mappings: one of any file is a mapping, and by it no cell is refused that it says is read."""

import ast
import csv
import io
import json
import re
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from relabel import Choice, Criterion, Definition, Label, Measure, Scale, all_of, per_side
from relabel.core.model.words import fold, visible
from relabel.errors import CellError, InvalidFileError
from relabel.files.definitions.toml import quoted
from relabel.files.mappings.drafts import draft_mapping
from relabel.files.relationships.mapping import read_mapping, read_mapping_schema
from relabel.files.relationships.reading import read

PAYS = Criterion("pays", "Do they pay?")
MOOD = Choice("mood", "How is it?", options=["good", "so-so", "bad"])
TRUST = Scale("trust", "How much trust is there?", low=0, high=99)
SPEND = Measure("spend", "How much do they spend?", unit="EUR")
LOYAL = per_side("loyal", "Is the {side} loyal?")
RULE = all_of(PAYS, MOOD.is_("good"), TRUST >= 3, SPEND > 1, LOYAL.buyer)
ANY = Definition("any", "Any", [Label("partner", RULE), Label("client")], source="here")
VOCABULARY = {one.name: one for one in ANY.criteria}
_OPEN = re.compile(r"  # (once|\d+ times), not understood")
SCHEMA: dict[str, Any] = json.loads(read_mapping_schema())

HEADERS = st.one_of(
    st.sampled_from(
        [
            *("company", "Account", "Buyer", "Seller", "label", "Type", "Do they pay?", "mood", "How much trust?"),
            *("spend", "loyal.buyer", "Timestamp", "since", "observed_on", "Pays date", "Mood source", "ID", "Notes"),
        ]
    ),
    st.text(min_size=1, max_size=12),
)
CELLS = st.one_of(
    st.sampled_from(
        [
            *("", "", "yes", "ja", "x", "n.a.", "good", "so so", "bad!", "3", "1.200", "1,50", "EUR 7", "03/04/2021"),
            *("28.07.2013", "2021-03-04 10:00", "partner", "Partners", "us", '"', "'", "\\", "#", "28 Jul 2013"),
        ]
    ),
    st.text(max_size=8),
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A header with rows below it, each with a company of its own."""
    headers = draw(st.lists(HEADERS, min_size=1, max_size=6, unique=True))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(headers), max_size=len(headers)), min_size=1, max_size=6))
    return [["Company name", *headers], *([f"Company {number}", *row] for number, row in enumerate(rows))]


@given(tables())
def test_a_draft_is_a_mapping(rows: list[list[str]]) -> None:
    """Of any file that is one: the library and the schema take it, and each column stands in it once."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    with tempfile.TemporaryDirectory() as folder:
        file, mapping = Path(folder, "some.csv"), Path(folder, "map.toml")
        file.write_text(text.getvalue(), encoding="utf-8", newline="")
        try:
            draft = draft_mapping([file], ANY, VOCABULARY)
        except InvalidFileError:
            assume(False)
        mapping.write_text(draft.text, encoding="utf-8", newline="")
        Draft202012Validator(SCHEMA).validate(tomllib.loads(draft.text))
        left = [line[2:] for line in draft.text.split("\n") if line.startswith("# ") and _OPEN.search(line)]
        not_read = {fold(cell) for line in left for cell in tomllib.loads(line)}
        blocks = draft.text.split("\n[columns.")[1:]
        waiting = {
            block.partition("]")[0] for block in blocks if re.search(r"^# (date|decimal|unit) = ", block, re.MULTILINE)
        }
        try:
            read(file, VOCABULARY, given_to=ANY.given_to, mapping=read_mapping(mapping))
        except InvalidFileError as error:
            for one in error.exceptions:
                assert isinstance(one, CellError)
                assert not one.found.startswith(("a mapping to", "the mapping to", "the header")), one
                if one.expected != "another company" and (cell := written(one.found)) is not None:
                    assert fold(visible(cell)) in not_read or quoted(one.column) in waiting, one


def written(found: str) -> str | None:
    """Give the cell that a message says was found; None where it says something else."""
    try:
        return str(ast.literal_eval(found))
    except (SyntaxError, ValueError):
        return None
