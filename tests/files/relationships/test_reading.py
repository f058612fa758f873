"""Tests of `reading`: files of every form read alike, and no evidence is lost or invented."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal

import attrs
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relabel import (
    Answer,
    AnyCriterion,
    Choice,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Label,
    Measure,
    Reason,
    Relationship,
    Scale,
    Side,
    classify,
    per_side,
)
from relabel.core.model.answers import answer_text, exact
from relabel.core.model.words import look, visible
from relabel.errors import CellError, InvalidFileError
from relabel.files.relationships.mapping import EMPTY, ColumnUse, FileMapping
from relabel.files.relationships.reading import Reading, peek, read
from relabel.files.relationships.sheets import TOTALS

FEWER = settings(max_examples=max(20, settings().max_examples // 4))  # each writes a file
LOYAL = per_side("loyal")
CRITERIA = (
    Criterion("pays"),
    LOYAL.buyer,
    LOYAL.seller,
    Choice("mood", options=("Very good", "bad")),
    Scale("trust", low=1, high=5),
    Measure("spend", unit="EUR/year"),
)
VOCABULARY: Mapping[str, AnyCriterion] = {one.name: one for one in CRITERIA}
SAID = ("observed_on", "attested_by", "source", "note")


def text_of(value: object) -> str:
    """Write a value as a cell."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Side):
        return value.value
    return answer_text(value) if isinstance(value, (bool, str, int, float, Decimal)) else str(value)


def json_of(value: object) -> object:
    """Write a value as a JSON value."""
    if isinstance(value, (date, Side)):
        return text_of(value)
    return float(value) if isinstance(value, Decimal) else value


def said(piece: Evidence) -> dict[str, object]:
    return {name: getattr(piece, name) for name in SAID}


def company(one: Relationship) -> dict[str, object]:
    return {name: getattr(one, name) for name in ("id", "buyer", "seller", "buyer_label", "seller_label", "since")}


def wide_rows(relationships: Iterable[Relationship]) -> list[dict[str, object]]:
    """One row per relationship; what is said of its evidence is taken from the first piece."""
    return [
        {
            **company(one),
            **one.attributes,
            **{piece.criterion: piece.answer for piece in one.evidence},
            **(said(one.evidence[0]) if one.evidence else {}),
        }
        for one in relationships
    ]


def long_rows(relationships: Iterable[Relationship]) -> list[dict[str, object]]:
    """One row per piece of evidence; one without for a relationship that has none."""
    return [
        {**company(one), **one.attributes, **piece}
        for one in relationships
        for piece in [{"criterion": p.criterion, "answer": p.answer, **said(p)} for p in one.evidence]
        or [{"criterion": None, "answer": None}]
    ]


def to_csv(rows: list[dict[str, object]], separator: str = ",", end: str = "\n") -> str:
    file = io.StringIO()
    headers = list(dict.fromkeys(name for row in rows for name in row)) or ["buyer"]
    writer = csv.writer(file, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(headers)
    writer.writerows([text_of(row.get(name)) for name in headers] for row in rows)
    return file.getvalue()


def to_json_lines(relationships: Iterable[Relationship], *, long: bool, end: str = "\n", ascii_only: bool) -> str:
    lines: list[dict[str, object]] = []
    for one in relationships:
        about = {**company(one), "attributes": dict(one.attributes)}
        pieces = [{"criterion": p.criterion, "answer": p.answer, **said(p)} for p in one.evidence]
        pieces = [{name: json_of(value) for name, value in piece.items()} for piece in pieces]
        if long and pieces:
            lines += [{**about, **piece} for piece in pieces]
        else:
            lines.append({**about, "evidence": pieces})
    return "".join(json.dumps(line, default=text_of, ensure_ascii=ascii_only) + end for line in lines)


def bare(relationships: Iterable[Relationship]) -> list[Relationship]:
    """The relationships with their evidence in a stated order."""
    return [
        attrs.evolve(one, evidence=tuple(sorted(one.evidence, key=lambda piece: piece.sort_key)))
        for one in relationships
    ]


def load(path: Path) -> Reading:
    return read(path, VOCABULARY, given_to=Side.BUYER)


CALL = {"observed_on": date(2021, 12, 31), "attested_by": Side.BUYER, "source": "call", "note": "“quoted”; twice, €5"}


def portfolio(name: str) -> list[Relationship]:
    """Three relationships: much, nothing and something known; the first has a name to try encodings with."""
    much: list[tuple[str, Answer]] = [
        ("pays", True),
        ("loyal.buyer", False),
        ("mood", "Very good"),
        ("trust", 4),
        ("spend", Decimal("12.5")),
    ]
    return [
        Relationship(
            name,
            'S "and" Sons; Ltd, Co\tKG',
            id="1",
            buyer_label="client",
            since=date(2019, 3, 1),
            evidence=[Evidence(criterion, answer, **CALL) for criterion, answer in much],  # type: ignore[arg-type]  # one dict for all
            attributes={"Größe": "groß", "owner": "Ana"},
        ),
        Relationship("Nobody", "us", seller_label="vendor"),
        Relationship(
            "Two\nlines",
            "us",
            id="3",
            evidence=[Evidence("loyal.seller", True, **CALL)],  # type: ignore[arg-type]  # as above
        ),
    ]


ENCODINGS = {
    "utf-8": ("utf-8", b"", "株式会社 😀 شركة"),
    "utf-8 with mark": ("utf-8", b"\xef\xbb\xbf", "株式会社 😀 شركة"),
    "utf-16 little": ("utf-16-le", b"\xff\xfe", "株式会社 😀 شركة"),
    "utf-16 big": ("utf-16-be", b"\xfe\xff", "株式会社 😀 شركة"),
    "cp1252": ("cp1252", b"", "Müller & Söhne"),
    "latin names": ("utf-8", b"", "Müller & Söhne"),
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=repr)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("shape", ["wide", "long"])
def test_a_csv_file_of_any_form_reads_alike(
    tmp_path: Path, shape: str, encoding: str, separator: str, end: str
) -> None:
    """Encoding, separator, line ends and shape change nothing of what is read."""
    codec, mark, name = ENCODINGS[encoding]
    wanted = portfolio(name)
    path = tmp_path / "book.csv"
    rows = {"wide": wide_rows, "long": long_rows}[shape](wanted)
    path.write_bytes(mark + to_csv(rows, separator, end).encode(codec))
    assert bare(load(path).relationships) == bare(wanted)


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=repr)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("shape", ["wide", "long"])
@pytest.mark.parametrize("suffix", [".jsonl", ".ndjson", ".JSONL"])
def test_json_lines_of_any_form_read_alike(tmp_path: Path, suffix: str, shape: str, encoding: str, end: str) -> None:
    """As CSV, and the same relationships."""
    codec, mark, name = ENCODINGS[encoding]
    wanted = portfolio(name)
    path = tmp_path / f"book{suffix}"
    text = to_json_lines(wanted, long=shape == "long", end=end, ascii_only=False)
    path.write_bytes(mark + text.encode(codec))
    assert bare(load(path).relationships) == bare(wanted)


def test_an_encoding_other_than_utf_8_is_noted(tmp_path: Path) -> None:
    """cp1252 is a guess, which the reader of the results should know."""
    path = tmp_path / "book.csv"
    path.write_bytes("company\nMüller\n".encode("cp1252"))
    found = load(path)
    assert ([one.buyer for one in found.relationships], any("cp1252" in note for note in found.notes)) == (
        ["Müller"],
        True,
    )


NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
    lambda text: text == visible(text).strip()
)
HARD = st.sampled_from(
    [
        '"',
        "'",
        'A "B" C',
        "a,b;c\td",
        "line\nline",
        "cr\rlf\r\n.",
        "😀👨‍👩‍👧",
        "شركة",
        "[bold]x",
        "=1+1",
        "sep=;",
        "0",
        "no",
    ]
)
TEXTS = NAMES | HARD
COMPANIES = TEXTS.filter(lambda text: text.strip(" :").casefold() not in TOTALS)  # the last row may be sums
DAYS = st.none() | st.dates()
ANSWERS: dict[str, st.SearchStrategy[Answer]] = {
    "pays": st.booleans(),
    "loyal.buyer": st.booleans(),
    "loyal.seller": st.booleans(),
    "mood": st.sampled_from(["Very good", "bad"]),
    "trust": st.integers(1, 5),
    "spend": st.integers(-(10**20), 10**20)
    | st.decimals(-(10**9), 10**9, places=2).map(lambda number: exact(number, "spend")),
}


@st.composite
def pieces(draw: st.DrawFn) -> Evidence:
    criterion = draw(st.sampled_from(sorted(ANSWERS)))
    return Evidence(
        criterion,
        draw(ANSWERS[criterion]),
        observed_on=draw(DAYS),
        attested_by=draw(st.none() | st.sampled_from(Side)),
        source=draw(TEXTS),
        note=draw(st.just("") | TEXTS),
    )


@st.composite
def books(draw: st.DrawFn) -> list[Relationship]:
    pairs = draw(st.lists(st.tuples(COMPANIES, COMPANIES), unique_by=lambda pair: tuple(map(look, pair)), max_size=4))
    owners: st.SearchStrategy[dict[str, str]] = st.just({}) | st.fixed_dictionaries({"owner": TEXTS})
    return [
        Relationship(
            buyer,
            seller,
            id=str(position) if draw(st.booleans()) else None,
            buyer_label=draw(st.none() | TEXTS),
            seller_label=draw(st.none() | TEXTS),
            since=draw(DAYS),
            evidence=draw(st.lists(pieces(), max_size=4)),
            attributes=draw(owners),
        )
        for position, (buyer, seller) in enumerate(pairs)
    ]


@FEWER
@given(books(), st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"]))
def test_csv_loses_and_invents_no_evidence(
    tmp_path_factory: pytest.TempPathFactory, book: list[Relationship], separator: str, end: str
) -> None:
    """Whatever is written to the long shape is read back, piece by piece."""
    path = tmp_path_factory.getbasetemp() / "book.csv"
    path.write_bytes(to_csv(long_rows(book), separator, end).encode())
    assert load(path).relationships == tuple(book)


@FEWER
@given(books(), st.booleans(), st.booleans())
def test_json_lines_lose_and_invent_no_evidence(
    tmp_path_factory: pytest.TempPathFactory, book: list[Relationship], long: bool, ascii_only: bool
) -> None:
    """In either shape, with characters written out or as escapes."""
    path = tmp_path_factory.getbasetemp() / "book.jsonl"
    path.write_bytes(to_json_lines(book, long=long, ascii_only=ascii_only).encode())
    assert load(path).relationships == tuple(book)


@FEWER
@given(
    st.lists(
        st.tuples(COMPANIES, st.fixed_dictionaries({}, optional=ANSWERS)),
        unique_by=lambda row: look(row[0]),
        max_size=4,
    ),
    st.sampled_from([",", ";", "\t"]),
)
def test_the_wide_shape_loses_and_invents_no_evidence(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, dict[str, Answer]]], separator: str
) -> None:
    """Each cell that is filled is one piece of evidence, each blank one none."""
    path = tmp_path_factory.getbasetemp() / "wide.csv"
    cells: list[dict[str, object]] = [{"buyer": name, **dict.fromkeys(ANSWERS), **answers} for name, answers in rows]
    path.write_bytes(to_csv(cells, separator).encode())
    found = {one.buyer: {piece.criterion: piece.answer for piece in one.evidence} for one in load(path).relationships}
    assert found == dict(rows)


def faults(path: Path) -> list[tuple[int, str]]:
    """The places of what is wrong with a file; none where it can be read."""
    try:
        load(path)
    except InvalidFileError as error:
        return [(one.line, one.column) for one in error.exceptions if isinstance(one, CellError)]
    return []


@FEWER
@given(st.binary(max_size=60), st.sampled_from([".csv", ".jsonl"]), st.booleans())
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str, header: bool
) -> None:
    """Whatever a file holds, the reader gives relationships or names the problems: it never crashes."""
    path = tmp_path_factory.getbasetemp() / f"any{suffix}"
    path.write_bytes((b"company,trust,spend\n" if header else b"") + data)
    assert all(line >= 1 for line, _ in faults(path))


@FEWER
@given(st.text(alphabet='",;\t\r\n A1😀e-', max_size=40), st.sampled_from(["", "company,trust,spend\n", "sep=;\n"]))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str, first: str) -> None:
    """As for bytes, with the signs that mean something in CSV."""
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes((first + text).encode())
    assert all(line >= 1 for line, _ in faults(path))


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".xlsx"])
@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 and so on",
        b"company\nA\0B\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\x81\x8d\x8f\x90\x9d",
        "company\nA\n".encode("utf-16-le"),
        b"\xff\xfec\0o",
        b"\xff\xfec\0o\0m",
        "\ufeffcompany\n".encode("utf-32-le"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
    ],
    ids=["workbook", "nul", "image", "no cp1252", "utf-16 without mark", "utf-16 nul", "utf-16 cut", "utf-32", "xls"],
)
def test_what_is_no_text_is_refused(tmp_path: Path, suffix: str, data: bytes) -> None:
    """A workbook or any other binary file given by mistake is one problem that says what to do."""
    path = tmp_path / f"book{suffix}"
    path.write_bytes(data)
    assert faults(path)[0] == (1, "")


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_a_workbook_is_one_problem(tmp_path: Path, suffix: str) -> None:
    """One fault, one problem: what is no text has no header either, and that helps nobody."""
    path = tmp_path / f"book{suffix}"
    path.write_bytes(b"PK\x03\x04 and so on")
    assert faults(path) == [(1, "")]


def test_an_invalid_file_names_itself_and_its_problems(tmp_path: Path) -> None:
    """The group is split by tools like any other, and keeps its class."""
    path = tmp_path / "book.csv"
    path.write_bytes(b"company,trust,spend\nA,x,y\n")
    with pytest.raises(InvalidFileError) as caught:
        load(path)
    part = caught.value.subgroup(lambda one: one is caught.value.exceptions[0])
    assert (type(part), len(caught.value.exceptions), "book.csv" in str(caught.value)) == (InvalidFileError, 2, True)


@pytest.mark.parametrize("name", ["missing.csv", "missing.jsonl", "."])
def test_a_file_that_cannot_be_opened_is_an_os_error(tmp_path: Path, name: str) -> None:
    """A missing file and a directory are no invalid files."""
    with pytest.raises((FileNotFoundError, IsADirectoryError)):
        load(tmp_path / name)


def test_the_other_side_is_us(tmp_path: Path) -> None:
    """The name of the other side is the caller's to give."""
    path = tmp_path / "book.csv"
    path.write_text("company\nA\n")
    found = read(path, VOCABULARY, given_to=Side.SELLER, us="M/A/R/C").relationships
    assert [(one.buyer, one.seller) for one in found] == [("M/A/R/C", "A")]


def test_a_mapping_of_headers_is_not_dropped_for_json_lines(tmp_path: Path) -> None:
    """A mapping that cannot be followed is refused or noted, never ignored silently."""
    path = tmp_path / "book.jsonl"
    path.write_text('{"company": "A"}\n')
    try:
        found = read(
            path,
            VOCABULARY,
            given_to=Side.BUYER,
            mapping=FileMapping(columns={"account": ColumnUse("Account", "company")}),
        )
    except ValueError:
        return
    assert found.notes


def test_rows_with_and_without_an_id_are_not_torn_apart(tmp_path: Path) -> None:
    """Evidence on the same two companies is joined or the file refused: half of it settles nothing."""
    path = tmp_path / "book.csv"
    path.write_text("id,company,criterion,answer\n1,A,pays,yes\n,A,pays,no\n")
    try:
        found = load(path).relationships
    except InvalidFileError:
        return
    assert len(found) == 1


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("<html><body><table><tr><td>company</td></tr></table>", "HTML"),
        ("  <!DOCTYPE html>\n<html>", "HTML"),
        ('<?xml version="1.0"?><Workbook>', "XML"),
        ('[{"company": "A"}]', "JSON"),
        ('{"company": "A"}\n', "JSON"),
        ("%PDF-1.7", "PDF"),
    ],
)
@pytest.mark.parametrize("name", ["book.csv", "book.xls", "book"])
def test_what_is_behind_a_wrong_ending_is_named(tmp_path: Path, content: str, kind: str, name: str) -> None:
    """Programs export HTML as XLS, and call JSON text."""
    path = tmp_path / name
    path.write_text(content)
    [problem] = _problems(path)
    assert (problem.line, kind in problem.found) == (1, True)


def _problems(path: Path) -> list[CellError]:
    with pytest.raises(InvalidFileError) as caught:
        load(path)
    return [one for one in caught.value.exceptions if isinstance(one, CellError)]


def _workbook(path: Path, rows: Iterable[Iterable[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["book.xlsx", "book.csv"])
def test_a_workbook_is_read_as_rows_are(tmp_path: Path, name: str) -> None:
    """Its numbers and dates have one reading, whatever they look like in text."""
    rows: list[list[object]] = [
        ["company", "spend", "pays", "observed_on", None],
        ["A", 1.234, True, date(2021, 4, 3), None],
    ]
    [one] = load(_workbook(tmp_path / name, rows)).relationships
    assert {piece.criterion: (piece.answer, piece.observed_on) for piece in one.evidence} == {
        "spend": (Decimal("1.234"), date(2021, 4, 3)),
        "pays": (True, date(2021, 4, 3)),
    }


def test_a_sheet_that_there_is_not_is_a_problem_of_the_file(tmp_path: Path) -> None:
    """With the names of those that there are."""
    path = _workbook(tmp_path / "book.xlsx", [["company"], ["A"]])
    with pytest.raises(InvalidFileError) as caught:
        read(path, VOCABULARY, given_to=Side.BUYER, mapping=FileMapping(sheet="Data"))
    assert "one of 'Sheet'" in str(caught.value)


def test_a_peek_gives_the_header_and_the_rows_below(tmp_path: Path) -> None:
    """The header is looked for, and what is passed over is noted."""
    path = tmp_path / "some.csv"
    path.write_bytes("Accounts,,\ncompany,pays,mood\nCafé,yes,bad\n".encode("cp1252"))
    found = peek(path, VOCABULARY)
    assert (found.sheet.line, found.sheet.headers) == (2, ("company", "pays", "mood"))
    assert found.sheet.rows == ((3, ["Café", "yes", "bad"]),)
    assert found.encoding == "cp1252"
    assert any("Accounts" in note for note in found.notes)
    declared = peek(path, VOCABULARY, mapping=FileMapping(encoding="cp1252", header_row=1))
    assert (declared.sheet.line, declared.encoding) == (1, "")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("some.json", b"[]"),
        ("some.jsonl", b"{}"),
        ("some.csv", b"<html></html>"),
        ("some.csv", b""),
        ("x.csv", b"\x81"),
    ],
)
def test_a_peek_at_no_rows_of_cells_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    """No mapping changes the keys of JSON."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InvalidFileError):
        peek(path, VOCABULARY)


def read_text(folder: Path, content: str, given_to: Side | None = Side.BUYER, mapping: FileMapping = EMPTY) -> Reading:
    """Read a file of this content."""
    path = folder / ("some.jsonl" if content.startswith("{") else "some.csv")
    path.write_text(content, encoding="utf-8")
    return read(path, VOCABULARY, given_to=given_to, mapping=mapping)


COMPANY_IS, WORD_IS = "The company is in column", "the word in use is in column"
WHOLE = "Column 'label' says what the relationship as a whole is called, which is not judged here."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "company,label\nElm,partner\n",
            f"{COMPANY_IS} 'company'; {WORD_IS} 'label'; we are the seller.",
        ),
        ("Company\nElm\n", f"{COMPANY_IS} 'Company'; no column has the word in use; we are the seller."),
        (
            "Buyer,seller,buyer_label\nElm,Oak,partner\n",
            f"{COMPANY_IS} 'Buyer'; {WORD_IS} 'buyer_label'; the seller is in column 'seller'.",
        ),
        (
            "buyer,label\nElm,partner\n",
            f"{COMPANY_IS} 'buyer'; no column has the word in use; we are the seller. {WHOLE}",
        ),
        ('{"company": "Elm"}\n', "We are the seller."),
    ],
)
def test_a_reading_says_who_is_who(tmp_path: Path, content: str, said: str) -> None:
    """Which column names the company, which the word in use, and who we are."""
    assert read_text(tmp_path, content).who(Side.BUYER) == said


def test_we_have_a_name(tmp_path: Path) -> None:
    """If it is said."""
    assert read_text(tmp_path, "company\nElm\n", Side.SELLER).who(Side.SELLER, "Acme").endswith("the buyer (Acme).")


def test_without_a_side_either_company_is_named(tmp_path: Path) -> None:
    """Or is us."""
    found = read_text(tmp_path, "Buyer,label\nElm,partner\n", None)
    said = "The buyer is in column 'Buyer', the seller is us; the word in use is in column 'label'."
    assert found.who(None) == said


PAYS, BUYER, SELLER, MOOD, TRUST, SPEND = CRITERIA


def by(policy: EvidencePolicy) -> Definition:
    """Give a definition with a policy, which asks for some of the criteria."""
    rule = PAYS | BUYER | MOOD.is_("bad")
    return Definition("some", "Some", [Label("a", rule), Label("b")], policy=policy, source="here")


@pytest.mark.parametrize(
    ("hearsay", "content", "count"),
    [
        ("accept", "company,loyal.buyer,pays\nElm,yes,yes\nOak,,yes\n", 1),
        ("disregard", "company,loyal.buyer,loyal.seller\nElm,yes,no\nOak,no,\n", 2),
        ("disregard", "company,loyal.buyer,attested_by\nElm,yes,buyer\n", 0),
        ("own_word", "company,loyal.buyer\nElm,yes\n", 0),
        ("disregard", '{"company": "Elm", "evidence": [{"criterion": "loyal.buyer", "answer": true}]}\n', 1),
        ("disregard", "company,loyal.seller\nElm,yes\n", 0),
    ],
)
def test_nobodys_word_about_a_side_is_said_to_be_a_record(
    tmp_path: Path, hearsay: Literal["accept", "disregard", "own_word"], content: str, count: int
) -> None:
    """How many pieces that is, of what the definition asks for, and how to say otherwise; if it counts at all."""
    found = read_text(tmp_path, content).remarks(by(EvidencePolicy(hearsay=hearsay)))
    assert [one.split()[0] for one in found] == ([str(count)] if count else [])
    assert all('attested_by = "us"' in one for one in found)


def test_whose_word_it_is_may_be_said_of_all(tmp_path: Path) -> None:
    """By the mapping; then there is nothing to remark."""
    mapping = FileMapping(constants={"attested_by": "us"})
    found = read_text(tmp_path, "company,loyal.buyer\nElm,yes\n", mapping=mapping)
    assert found.remarks(by(EvidencePolicy())) == ()


AGED = EvidencePolicy().override("mood", shelf_life=timedelta(days=730))
OWN = {"day": ColumnUse("day", "observed_on", "mood")}


@pytest.mark.parametrize(
    ("content", "mapping", "said"),
    [
        ("company,mood,pays,observed_on\nElm,bad,yes,2026-01-31\n", EMPTY, True),
        ("company,mood,pays\nElm,bad,yes\n", FileMapping(constants={"observed_on": "2026-01-31"}), True),
        ("company,mood,pays,observed_on,day\nElm,bad,yes,2026-01-31,2025-01-31\n", FileMapping(columns=OWN), False),
        ("company,mood,pays\nElm,bad,yes\n", EMPTY, False),
        ("company,mood,observed_on\nElm,bad,2026-01-31\n", EMPTY, False),
        ("company,trust,pays,observed_on\nElm,3,yes,2026-01-31\n", EMPTY, False),
        ("company,criterion,answer,observed_on\nElm,mood,bad,2026-01-31\n", EMPTY, False),
    ],
)
def test_the_date_of_a_row_is_remarked_where_an_answer_grows_old(
    tmp_path: Path, content: str, mapping: FileMapping, said: bool
) -> None:
    """It may be that of the scorecard, not of the certificate."""
    found = read_text(tmp_path, content, mapping=mapping).remarks(by(AGED))
    assert len(found) == said
    assert all("mood (at most 730 days)" in one and '"observed_on"' in one for one in found)


REMARKS = {
    "book.csv": "company,criterion,answer,source\nElm,Gut Feeling,solid people,\nElm,pays,yes,\nElm,gut feeling,,\n",
    "book.jsonl": json.dumps(
        {
            "buyer": "Elm",
            "evidence": [
                {"criterion": "Gut feeling", "answer": "solid people"},
                {"criterion": "pays", "answer": True},
                {"criterion": "gut feeling", "answer": None},
            ],
        }
    ),
}


@pytest.mark.parametrize("name", REMARKS)
def test_remarks_are_read_as_text_and_are_no_evidence(tmp_path: Path, name: str) -> None:
    """Under the name that the definition gives them; a definition without them refuses the file."""
    pays = Criterion("pays")
    sourced = EvidencePolicy(requires="source")
    definition = Definition("d", "t", [Label("a", pays)], source="s", remarks=["gut feeling"], policy=sourced)
    path = tmp_path / name
    path.write_text(REMARKS[name], encoding="utf-8")
    (one,) = read(path, {"pays": pays}, given_to=Side.BUYER, remarks=definition.remarks).relationships
    found = classify(one, definition, as_of=None)
    assert [(aside.evidence.answer, aside.reason) for aside in found.set_aside] == [
        ("solid people", Reason.DISREGARDED),
        (True, Reason.UNSOURCED),
    ]
    with pytest.raises(InvalidFileError):
        read(path, {"pays": pays}, given_to=Side.BUYER)


def test_a_remark_is_text(tmp_path: Path) -> None:
    """A number under its name may be meant for something else."""
    path = tmp_path / "book.jsonl"
    path.write_text('{"buyer": "Elm", "criterion": "gut feeling", "answer": 5}', encoding="utf-8")
    with pytest.raises(InvalidFileError) as caught:
        read(path, {}, remarks=["gut feeling"])
    (problem,) = caught.value.exceptions
    assert "text, as it is a remark" in str(problem)
