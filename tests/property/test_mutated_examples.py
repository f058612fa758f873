"""The files of `examples/`, written otherwise or damaged: read alike, refused, or read with a note; never quietly else.

In the `deep` profile 5,000 are tried of each kind.
"""

import csv
import io
import random
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from relabel import AnyCriterion, Criterion, Measure, Relationship, Side, installed
from relabel.checks import compare
from relabel.core.model.words import visible
from relabel.errors import CellError, InvalidDefinitionError, InvalidFileError
from relabel.files.definitions.criteria_file import read_criteria_file
from relabel.files.definitions.toml import read_definition
from relabel.files.relationships.assembly import FIELDS
from relabel.files.relationships.mapping import EMPTY, FileMapping, read_mapping
from relabel.files.relationships.reading import Reading, read
from tests import EXAMPLES

COUNT = min(settings().max_examples, 5_000)
tried = settings(max_examples=COUNT, suppress_health_check=list(HealthCheck))
randoms = st.randoms(use_true_random=False)

Table = list[list[str]]


class Example(NamedTuple):
    """A file of relationships: where it stands, how many of its lines are taken, and what its headers stand for."""

    path: str
    lines: int = 40
    mapping: str = ""
    given_to: Side = Side.BUYER

    @property
    def table(self) -> Table:
        """Its cells."""
        text = (EXAMPLES / self.path).read_text(encoding="utf-8")
        rows = list(csv.reader(io.StringIO(text, newline="")))[: self.lines]
        name = next(at for at, one in enumerate(rows[0]) if one in NAMES)
        rows[1][name] += " & Söhne"  # so that the encoding matters
        rows[3][name] += " Café"
        return rows


NAMES = ("company", "beneficiary_name", "name", "Which account?")
"""The headers of the columns that name the company."""

PAYMENTS = """
duplicates = "evidence"
[columns]
beneficiary_name = "company"
payment_date = "observed_on"
amount = "paid"
month_file = "ignore"
organisational_unit = "source"
"""
SUPPLIERS = """
[columns]
name = "company"
sector = "attribute"
named_in = "note"
"""
SHEETS = {
    "twenty companies": Example("twenty-companies.csv"),
    "companies of a ledger": Example("ledger-evidence/companies.csv"),
    "payments": Example("uk-cabinet-office/payments_sample.csv", mapping=PAYMENTS, given_to=Side.SELLER),
    "survey": Example("survey/survey.csv", mapping=(EXAMPLES / "survey/survey.map.toml").read_text(encoding="utf-8")),
    "suppliers": Example("uk-cabinet-office/strategic_suppliers_2025.csv", mapping=SUPPLIERS, given_to=Side.SELLER),
}
VOCABULARY: Mapping[str, AnyCriterion] = {
    **installed().vocabulary,
    "paid": Measure("paid", "How much was paid?", unit="GBP"),
    "named": Criterion("named", "Was it named?"),
}
KNOWN = {*FIELDS, *VOCABULARY}


def written(table: Table, *, separator: str = ",", end: str = "\n", quoting: Any = csv.QUOTE_MINIMAL) -> str:
    """Write cells as text."""
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator="\r\n", quoting=quoting).writerows(table)
    text = file.getvalue()
    return text if any(sign in cell for row in table for cell in row for sign in "\r\n") else text.replace("\r\n", end)


# What makes no difference.


def dialect(r: random.Random, table: Table) -> bytes:
    """Write with other separators, quotes, line ends and encodings."""
    separator, end = r.choice(",;\t|"), r.choice(["\n", "\r\n", "\r"])
    text = written(table, separator=separator, end=end, quoting=r.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    text = r.choice(["", "", f"sep={separator}{end}"]) + text
    text = r.choice([text, text.removesuffix(end), text + end * 3])
    return text.encode(r.choice(["utf-8", "utf-8-sig", "utf-16"]))


def blank_rows(r: random.Random, table: Table) -> bytes:
    """Put in rows without text."""
    for _ in range(r.randint(1, 3)):
        table.insert(r.randint(0, len(table)), r.choice([[], [""] * len(table[0]), [" "] * len(table[0])]))
    return written(table).encode()


def blank_columns(r: random.Random, table: Table) -> bytes:
    """Put in columns without text, as spreadsheets do where something once stood."""
    for _ in range(r.randint(1, 3)):
        at = r.randint(0, len(table[0]))
        for row in table:
            row.insert(at, r.choice(["", " "]))
    return written(table).encode()


def spelt(r: random.Random, table: Table) -> bytes:
    """Spell headers otherwise, but for those that are kept as they are."""
    for at, header in enumerate(table[0]):
        if header in KNOWN and r.random() < 0.5:
            other = r.choice([header.upper(), header.title(), re.sub("_", r.choice(" -"), header), f" {header}\u00a0"])
            table[0][at] = other
    return written(table).encode()


def moved_columns(r: random.Random, table: Table) -> bytes:
    """Put the columns in another order."""
    order = list(range(len(table[0])))
    r.shuffle(order)
    return written([[row[at] for at in order] for row in table]).encode()


def moved_rows(r: random.Random, table: Table) -> bytes:
    """Put the rows in another order."""
    body = table[1:]
    r.shuffle(body)
    return written([table[0], *body]).encode()


def padded(r: random.Random, table: Table) -> bytes:
    """Put white space around cells."""
    for row in table:
        at = r.randrange(len(row))
        row[at] = r.choice([" ", "  ", "\u00a0", "\t"]) * r.randint(0, 1) + row[at] + r.choice([" ", "\u2009", ""])
    return written(table).encode()


def decomposed(r: random.Random, table: Table) -> bytes:
    """Write letters with marks as two signs, in some cells."""
    table = [[r.choice([cell, unicodedata.normalize("NFD", cell)]) for cell in row] for row in table]
    return written(table).encode()


def workbook(r: random.Random, table: Table) -> bytes:
    """Save as a workbook, with cells of text."""
    book = openpyxl.Workbook()
    for row in table:
        book.worksheets[0].append([cell or None for cell in row])
    if r.random() < 0.5:
        book.create_sheet("empty", r.randint(0, 1))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


Change = Callable[[random.Random, Table], bytes]
ALIKE: list[Change] = [
    dialect, dialect, blank_rows, blank_columns, spelt, moved_columns, moved_rows, padded, decomposed, workbook,
]  # fmt: skip


# What is wrong.


def footer(r: random.Random, table: Table) -> bytes:
    """Write something below the rows, or above the header."""
    width = len(table[0])
    lines = [
        ["Total"] + [""] * (width - 2) + ["5"], ["Exported on 2026-01-31"], ["", "Page 1 of 1"], ["Confidential"],
        ["Total", "12"], ["\x1a"],
    ]  # fmt: skip
    below = [[], r.choice(lines)] if r.random() < 0.5 else [r.choice(lines)]
    return written([*table, *below] if r.random() < 0.7 else [*below[::-1], *table]).encode()


def twice(r: random.Random, table: Table) -> bytes:
    """Repeat a row, the header among the rows, a column, or the whole file."""
    match r.randrange(4):
        case 0:
            table.insert(r.randint(1, len(table)), r.choice(table[1:]))
        case 1:
            table.insert(r.randint(1, len(table)), table[0])
        case 2:
            source, at = r.randrange(len(table[0])), r.randint(0, len(table[0]))
            table = [[*row[:at], row[source], *row[at:]] for row in table]
        case _:
            table = table * 2
    return written(table).encode()


def shifted(r: random.Random, table: Table) -> bytes:
    """Put a cell into a row, or take one out."""
    row = table[r.randrange(len(table))]
    if r.random() < 0.5:
        row.insert(r.randint(0, len(row)), r.choice(["", "x", "yes"]))
    else:
        del row[r.randrange(len(row))]
    return written(table).encode()


def cut(r: random.Random, table: Table) -> bytes:
    """Stop in the middle of a row."""
    start = r.randrange(1, len(table))
    row = written(table[start : start + 1], quoting=csv.QUOTE_ALL)
    head = written(table[:start], quoting=csv.QUOTE_ALL)
    return f"{head}{row[: r.randint(1, row.rindex(',') - 1)]}".encode()


def stray(r: random.Random, table: Table) -> bytes:
    """Put in a byte that is none of the encoding, or a sign that nobody can see."""
    data = written(table).encode(r.choice(["utf-8", "utf-8", "utf-8-sig"]))
    at = r.randint(0, len(data))
    some = [b"\xff", b"\x81", b"\xfc", b"\0", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xe2\x80\x8b", b"\xc2\xad"]
    return data[:at] + r.choice(some) + data[at:]


def quotes(r: random.Random, table: Table) -> bytes:
    """Drop quotes around cells that need them, or open some that are never closed."""
    text = written(table, quoting=csv.QUOTE_ALL)
    if r.random() < 0.3:
        return text.replace('"', "").encode()
    signs = [at for at, sign in enumerate(text) if sign == '"']
    at = r.choice(signs)
    return (text[:at] + text[at + 1 :]).encode()


def separators(r: random.Random, table: Table) -> bytes:
    """Write one row, or what stands between two cells, with another separator."""
    lines = [written([row], separator=",") for row in table]
    at = r.randrange(len(lines))
    if "," in lines[at] and '"' not in lines[at]:
        lines[at] = lines[at].replace(",", r.choice(";\t|"), r.choice([1, -1]))
    return "".join(lines).encode()


def encodings(r: random.Random, table: Table) -> bytes:
    """Write in an encoding that nothing declares, or in two."""
    lines = [written([row]) for row in table]
    if r.random() < 0.5:
        return "".join(lines).encode(r.choice(["cp1252", "utf-16-le", "utf-16-be", "utf-32", "cp037", "cp437"]))
    return b"".join(line.encode(r.choice(["utf-8", "cp1252"])) for line in lines)


def headers(r: random.Random, table: Table) -> bytes:
    """Take the header away, or one of its names, or misspell it."""
    match r.randrange(3):
        case 0:
            del table[0]
        case 1:
            table[0][r.randrange(len(table[0]))] = ""
        case _:
            at = r.randrange(len(table[0]))
            table[0][at] = table[0][at][:-1] + r.choice(["", "q", "?", "%"])
    return written(table).encode()


WRONG: list[Change] = [footer, twice, shifted, cut, stray, stray, quotes, separators, encodings, headers]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder to write in."""
    return tmp_path_factory.mktemp("mutated")


def mapping(example: Example, folder: Path) -> FileMapping:
    """Give what the headers of an example stand for."""
    if not example.mapping:
        return EMPTY
    path = folder / "map.toml"
    path.write_text(example.mapping, encoding="utf-8")
    return read_mapping(path)


def read_bytes(data: bytes, example: Example, folder: Path) -> Reading:
    """Read an example in other bytes."""
    path = folder / "example.csv"
    path.write_bytes(data)
    return read(path, VOCABULARY, given_to=example.given_to, mapping=mapping(example, folder))


def said(relationships: Sequence[Relationship]) -> list[Any]:
    """Give what relationships say, whatever its order, how often it is said, and on which lines it was found."""
    return sorted(
        (
            [one.id, *(unicodedata.normalize("NFC", name) for name in (one.buyer, one.seller))],
            [str(word) for word in (one.buyer_label, one.seller_label, one.label, one.since)],
            sorted((key, str(value)) for key, value in one.attributes.items()),
            sorted(
                {
                    (
                        *(it.criterion, str(it.answer), str(it.observed_on), str(it.attested_by)),
                        *(visible(it.note), visible(it.source).partition("example.csv:")[0]),
                    )
                    for it in one.evidence
                }
            ),
        )
        for one in relationships
    )


def check_told(problems: Sequence[Any]) -> None:
    """Check that each problem says where it is, what was found and what was expected."""
    assert [one for one in problems if not (one.file and one.found and one.expected)] == []
    assert [one for one in problems if isinstance(one, CellError) and one.line < 1] == []


@pytest.mark.parametrize("name", SHEETS)
@tried
@given(r=randoms)
def test_an_example_written_otherwise_is_read_alike(name: str, folder: Path, r: random.Random) -> None:
    """In whatever way programs write it."""
    example = SHEETS[name]
    whole = read_bytes(written(example.table).encode(), example, folder)
    change = r.choice(ALIKE)
    note(change.__name__)
    found = read_bytes(change(r, example.table), example, folder)
    assert said(found.relationships) == said(whole.relationships)


@pytest.mark.parametrize("name", SHEETS)
@tried
@given(r=randoms)
def test_an_example_that_is_damaged_is_never_quietly_something_else(name: str, folder: Path, r: random.Random) -> None:
    """It is refused, with place and cure; or what it says is the same; or a note says what was left out."""
    example = SHEETS[name]
    whole = read_bytes(written(example.table).encode(), example, folder)
    change = r.choice(WRONG)
    data = change(r, example.table)
    note(f"{change.__name__}: {data!r}")
    try:
        found = read_bytes(data, example, folder)
    except InvalidFileError as error:
        check_told(error.exceptions)
        return
    same = said(found.relationships) == said(whole.relationships)
    assert same or set(found.notes) - set(whole.notes), found


# Definitions, decision tables, criteria files and mappings.

DEFINITIONS: dict[str, Callable[[Path], Any]] = {
    "survey/survey.map.toml": read_mapping,
    "definitions/acme-accounts.toml": read_definition,
    "definitions/acme-clients.toml": read_definition,
    "find-your-definition/acme.toml": read_criteria_file,
}


OURS = (
    "name",
    "title",
    "source",
    "version",
    "given_to",
    "labels",
    "kind",
    "question",
    "unit",
    "low",
    "high",
    "options",
)
"""Keys that cannot be others."""


def laid_out(r: random.Random, text: str) -> bytes:
    """Write lines and bytes otherwise."""
    lines = text.split("\n")
    for _ in range(r.randint(0, 5)):
        at = r.randrange(len(lines))
        lines[at] = r.choice(
            [f"{lines[at]}  ", f"{lines[at]} # é", f"\t{lines[at]}", f"# é\n{lines[at]}", f"\n{lines[at]}"]
        )
    text = r.choice(["\n", "\r\n"]).join("\n".join(lines).split("\n"))
    return r.choice([text, text.rstrip()]).encode(r.choice(["utf-8", "utf-8-sig", "utf-16"]))


def quoted_otherwise(r: random.Random, text: str) -> bytes:
    """Put text in single quotes, and keys in quotes."""
    lines = [line if "'" in line or "\\" in line else line.replace('"', "'") for line in text.split("\n")]
    text = r.choice([text, "\n".join(lines)])
    return r.choice([text, re.sub(r"(?m)^(\w+) = ", r'"\1" = ', text)]).encode()


def torn(r: random.Random, text: str) -> bytes:
    """Stop within quotes."""
    found = r.choice(list(re.finditer(r'"[^"\n]+"', re.sub("#.*", lambda one: "_" * len(one[0]), text))))
    return text[: r.randint(found.start() + 1, found.end() - 1)].encode()


def misspelt(r: random.Random, text: str) -> bytes:
    """Change a sign of a key, a header or what stands between, and leave the rest."""
    lines = text.split("\n")
    keys = [at for at, line in enumerate(lines) if re.match(rf"({'|'.join(OURS)}) = |\[", line)]
    at = r.choice(keys)
    match r.randrange(5):
        case 0:
            lines[at] = re.sub(r"\w(?=\b)", "q", lines[at], count=1)
        case 1:
            lines[at] = lines[at].replace('"', r.choice(["", "“", "\\"]), r.randint(1, 2))
        case 2:
            lines[at] = lines[at].replace(" = ", r.choice([": ", " ", " == "]), 1)
        case 3:
            lines.insert(at, lines[at])
        case _:
            lines[at] = lines[at].translate({ord(sign): None for sign in r.choice(["[", "]", '"', "="])})
    return "\n".join(lines).encode()


def strayed(r: random.Random, text: str) -> bytes:
    """Put in a byte that is none of UTF-8, or no sign of a text."""
    at = r.randint(1, len(text.encode()))
    return text.encode()[:at] + r.choice([b"\xff", b"\x81", b"\xfc", b"\0", b"\xc3(", b"\x1b"]) + text.encode()[at:]


UNSEEN = re.compile(r"\\ufeff|\\u200b|\\xad|\\u202e")
"""The signs that nobody can see, as they are written where they have to be seen."""


def unseen(r: random.Random, text: str) -> bytes:
    """Put in a sign that nobody can see."""
    at = r.randint(1, len(text))
    return (text[:at] + r.choice(["\ufeff", "\u200b", "\u00ad", "\u202e"]) + text[at:]).encode()


def outcome(data: bytes, name: str, folder: Path) -> Any:
    """Give what a file in other bytes defines; nothing where it is refused, with place and cure."""
    path = folder / Path(name).name
    path.write_bytes(data)
    for table in (EXAMPLES / "definitions").glob("*.csv"):
        (folder / table.name).write_bytes(table.read_bytes())
    try:
        return DEFINITIONS[name](path)
    except (InvalidDefinitionError, InvalidFileError) as error:
        check_told(error.exceptions)
        return None


@pytest.mark.parametrize("name", DEFINITIONS)
@tried
@given(r=randoms)
def test_a_definition_written_otherwise_is_the_same(name: str, folder: Path, r: random.Random) -> None:
    """Comments, blank lines, quotes and encodings mean nothing."""
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    whole = DEFINITIONS[name](EXAMPLES / name)
    assert outcome(r.choice([laid_out, quoted_otherwise])(r, text), name, folder) == whole


@pytest.mark.parametrize("name", DEFINITIONS)
@tried
@given(r=randoms)
def test_a_definition_that_is_damaged_is_the_same_or_refused(name: str, folder: Path, r: random.Random) -> None:
    """It may be in a comment that it is damaged."""
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    change = r.choice([torn, misspelt, strayed, unseen])
    data = change(r, text)
    note(f"{change.__name__}: {data.decode(errors='replace')}")
    found = outcome(data, name, folder)
    whole = DEFINITIONS[name](EXAMPLES / name)
    if isinstance(found, FileMapping) and found.notes:
        return  # it says that its encoding was guessed
    assert found is None or found == whole or UNSEEN.sub("", repr(found)) == repr(whole)


@pytest.mark.parametrize("damaged", [False, True])
@tried
@given(r=randoms)
def test_a_decision_table_is_read_alike_or_refused(damaged: bool, folder: Path, r: random.Random) -> None:
    """However it is written or damaged: there is nowhere to take a note of what would be left out."""
    name = "definitions/acme-accounts"
    table = list(csv.reader(io.StringIO((EXAMPLES / f"{name}.csv").read_text(encoding="utf-8"), newline="")))
    whole = read_definition(EXAMPLES / f"{name}.toml")
    change = r.choice(
        [shifted, cut, stray, quotes, separators, headers] if damaged
        else [dialect, blank_rows, blank_columns, spelt, moved_columns, padded]
    )  # fmt: skip
    data = change(r, table)
    note(f"{change.__name__}: {data!r}")
    (folder / "acme-accounts.toml").write_bytes((EXAMPLES / f"{name}.toml").read_bytes())
    (folder / "acme-accounts.csv").write_bytes(data)
    try:
        found = read_definition(folder / "acme-accounts.toml")
    except InvalidDefinitionError as error:
        if not damaged:
            raise
        check_told(error.exceptions)
        return
    assert [label.name for label in found.labels] == [label.name for label in whole.labels]
    assert compare(found, whole).agreement == 1
