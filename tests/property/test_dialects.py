"""Files in any dialect: with the mapping that declares it what was written is read; without it that or nothing."""

import csv
import io
import json
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

import attrs
from hypothesis import assume, given, note
from hypothesis import strategies as st

from relabel import Choice, Criterion, Evidence, Measure, Relationship, Scale, Side
from relabel.errors import InvalidFileError
from relabel.files.relationships.mapping import read_mapping
from relabel.files.relationships.reading import read

PAYS = Criterion("pays", "Do they pay?")
TRUST = Scale("trust", "How far are they trusted?", low=0, high=99)
MOOD = Choice("mood", "How is it?", options=["good", "so-so", "bad; very", "1,5"])
SPEND = Measure("spend", "How much do they spend?", unit="EUR")
VOCABULARY = {one.name: one for one in (PAYS, TRUST, MOOD, SPEND)}

DATES = {"yyyy-mm-dd": "%Y-%m-%d", "dd.mm.yyyy": "%d.%m.%Y", "mm/dd/yyyy": "%m/%d/%Y", "%d %b %Y": "%d %b %Y"}
SIGNS = [(".", ""), (".", ","), (".", " "), (",", ""), (",", "."), (",", "\N{NO-BREAK SPACE}"), (".", "'")]


@attrs.frozen
class Dialect:
    """How a file is written."""

    separator: str
    encoding: str
    decimal: str
    thousands: str
    date: str
    end: str
    quoting: Literal[0, 1]

    def number(self, number: Decimal) -> str:
        """Write a number with its signs."""
        whole, _, part = f"{number:,f}".partition(".")
        return whole.replace(",", self.thousands) + (self.decimal + part if part else "")

    def mapping(self) -> str:
        """Write the mapping that says how the file is written."""
        declared = {"encoding": self.encoding, "decimal": self.decimal, "thousands": self.thousands, "date": self.date}
        return "".join(f'{key} = "{value}"\n' for key, value in declared.items() if value)


@attrs.frozen
class Row:
    """What a row says."""

    name: str
    word: str
    pays: bool | None
    trust: int | None
    mood: str | None
    spend: Decimal | None
    day: date | None

    def cells(self, dialect: Dialect) -> list[str]:
        """Write it."""
        pays = "" if self.pays is None else "yes" if self.pays else "no"
        trust = "" if self.trust is None else dialect.number(Decimal(self.trust))
        spend = "" if self.spend is None else dialect.number(self.spend)
        day = "" if self.day is None else self.day.strftime(DATES[dialect.date])
        return [self.name, self.word, pays, trust, self.mood or "", spend, day]

    def relationship(self) -> Relationship:
        """Give what it says."""
        answers = {PAYS: self.pays, TRUST: self.trust, MOOD: self.mood, SPEND: self.spend}
        pieces = [Evidence(it, answer, observed_on=self.day) for it, answer in answers.items() if answer is not None]
        return Relationship(self.name, "us", buyer_label=self.word or None, evidence=pieces)


HEADER = ["company", "label", "pays", "trust", "mood", "spend", "observed_on"]
dialects = st.builds(
    lambda separator, encoding, signs, *rest: Dialect(separator, encoding, *signs, *rest),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from(SIGNS),
    st.sampled_from(list(DATES)),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
names = st.text(st.sampled_from("ABCxyz .,;|\"'-&éß€\t\n1"), min_size=1, max_size=8)
numbers = st.decimals(-(10**7), 10**7, places=3) | st.integers(-2000, 10**7).map(Decimal) | st.just(Decimal("1.2"))
rows = st.builds(
    Row,
    names.map(lambda text: f"C{' '.join(text.split())}"),
    st.sampled_from(["", "partner", "client"]),
    st.none() | st.booleans(),
    st.none() | st.integers(0, 99),
    st.none() | st.sampled_from(list(MOOD.options)),
    st.none() | numbers,
    st.none() | st.dates(date(1990, 1, 1), date(2026, 12, 31)),
)
tables = st.lists(rows, min_size=1, max_size=6, unique_by=lambda row: row.name.casefold())


@given(tables, dialects)
def test_a_file_is_read_as_it_was_written_or_refused(table: list[Row], dialect: Dialect) -> None:
    """With the mapping it is what was written; without, the same or refused: never anything else."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=dialect.separator, lineterminator=dialect.end, quoting=dialect.quoting)
    writer.writerows([HEADER, *(row.cells(dialect) for row in table)])
    written = [row.relationship() for row in table]
    note(file.getvalue())
    data = file.getvalue().encode(dialect.encoding)
    assume(dialect.encoding != "cp1252" or not is_utf_8(data, other_than=file.getvalue()))
    with tempfile.TemporaryDirectory() as folder:
        path, mapping = Path(folder, "some.csv"), Path(folder, "map.toml")
        path.write_bytes(data)
        mapping.write_text(dialect.mapping(), encoding="utf-8")
        declared = read(path, VOCABULARY, given_to=Side.BUYER, mapping=read_mapping(mapping))
        assert said(declared.relationships) == said(written)
        try:
            guessed = read(path, VOCABULARY, given_to=Side.BUYER)
        except InvalidFileError:
            return
        assert said(guessed.relationships) == said(written)


@given(tables, st.sampled_from([".json", ".jsonl"]))
def test_rows_in_json_are_read_as_they_were_written(table: list[Row], suffix: str) -> None:
    """Their types say what cells have to be told: no mapping is needed, and a key that is left out is a blank."""
    plain = Dialect(",", "utf-8", ".", "", "yyyy-mm-dd", "\n", csv.QUOTE_MINIMAL)
    records = []
    for row in table:
        typed = {"pays": row.pays, "trust": row.trust, "spend": None if row.spend is None else float(row.spend)}
        texts = {key: text for key, text in zip(HEADER, row.cells(plain), strict=True) if text}
        records.append({**texts, **{key: value for key, value in typed.items() if key in texts}})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"some{suffix}")
        lines = "".join(f"{json.dumps(one)}\n" for one in records)
        path.write_text(json.dumps(records) if suffix == ".json" else lines, encoding="utf-8")
        found = read(path, VOCABULARY, given_to=Side.BUYER)
        assert said(found.relationships) == said([row.relationship() for row in table])


def is_utf_8(data: bytes, *, other_than: str) -> bool:
    """Say whether bytes are another text in UTF-8, too: nothing in the file tells then which is meant."""
    try:
        return data.decode() != other_than
    except UnicodeDecodeError:
        return False


def said(relationships: tuple[Relationship, ...] | list[Relationship]) -> list[object]:
    """Give what relationships say, without where it was found."""
    return [
        (one.buyer, one.seller, one.buyer_label, {(it.criterion, it.answer, it.observed_on) for it in one.evidence})
        for one in relationships
    ]
