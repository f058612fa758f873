"""Tests of `sheets`: relationships from CSV, with every fault named by line and column."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from relabel import AnyCriterion, Choice, Criterion, Evidence, Measure, Relationship, Scale, Side, per_side
from relabel.core.model.words import fold_name
from relabel.errors import CellError, InvalidFileError
from relabel.files.relationships.mapping import ColumnUse, FileMapping
from relabel.files.relationships.reading import Reading, read
from relabel.files.styles import Style
from relabel.plugins.marc import MARC

LOYAL = per_side("loyal", "Is the {side} loyal?")
CRITERIA = (
    Criterion("pays_for_services"),
    LOYAL.buyer,
    LOYAL.seller,
    Choice("worst_issue", options=("no_issue", "lost_temper")),
    Scale("trust", low=1, high=5),
    Measure("annual_spend", unit="EUR/year"),
)
VOCABULARY: Mapping[str, AnyCriterion] = {one.name: one for one in CRITERIA}

Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a CSV file and give its path."""

    def one(content: str | bytes) -> Path:
        path = tmp_path / "book.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return one


def load(path: Path, columns: Mapping[str, str] | None = None, given_to: Side | None = Side.BUYER) -> Reading:
    uses = {fold_name(header): ColumnUse(header, name) for header, name in (columns or {}).items()}
    return read(path, VOCABULARY, given_to=given_to, us="us", mapping=FileMapping(columns=uses))


def problems(
    path: Path, columns: Mapping[str, str] | None = None, given_to: Side | None = Side.BUYER
) -> list[CellError]:
    with pytest.raises(InvalidFileError) as caught:
        load(path, columns, given_to)
    return [one for one in caught.value.exceptions if isinstance(one, CellError)]


def places(path: Path, columns: Mapping[str, str] | None = None) -> list[tuple[int, str]]:
    return [(one.line, one.column) for one in problems(path, columns)]


def sources(path: Path) -> list[str]:
    return [piece.place for one in load(path).relationships for piece in one.evidence]


def test_a_wide_row_is_a_relationship(write: Write) -> None:
    """One row per relationship with one column per criterion; a blank cell is no evidence."""
    path = write("company,label,since,pays for services,trust,worst issue\nA Ltd,client,2020-01-31,yes,,No issue\n")
    evidence = (
        Evidence("pays_for_services", True, place="book.csv:2"),
        Evidence("worst_issue", "no_issue", place="book.csv:2"),
    )
    since = date(2020, 1, 31)
    assert load(path).relationships == (
        Relationship("A Ltd", "us", buyer_label="client", evidence=evidence, since=since),
    )


def test_a_long_row_is_a_piece_of_evidence(write: Write) -> None:
    """One row per piece of evidence; the rows of one relationship are joined."""
    path = write(
        "company,label,criterion,answer,observed_on,attested_by,source,note\n"
        "A,client,Pays for services,1,2021-12-31,seller,ledger,page 3\n"
        "B,partner,trust,4.0,,,,\n"
        "A,client,annual_spend,12.5,,,,\n"
    )
    first = Evidence(
        "pays_for_services",
        True,
        observed_on=date(2021, 12, 31),
        attested_by=Side.SELLER,
        source="ledger",
        note="page 3",
    )
    assert [one.evidence for one in load(path).relationships] == [
        (first, Evidence("annual_spend", load(path).relationships[0].evidence[1].answer, place="book.csv:4")),
        (Evidence("trust", 4, place="book.csv:3"),),
    ]


def test_where_wide_evidence_comes_from_is_kept(write: Write) -> None:
    """The columns of an observation hold for each answer of the row."""
    path = write(
        "company,loyal.buyer,loyal.seller,observed_on,attested_by,source,note\nA,y,n,2021-12-31,buyer,call,by phone\n"
    )
    said = {"observed_on": date(2021, 12, 31), "attested_by": Side.BUYER, "source": "call", "note": "by phone"}
    assert load(path).relationships[0].evidence == (
        Evidence("loyal.buyer", True, **said),  # type: ignore[arg-type]  # one dict for two pieces
        Evidence("loyal.seller", False, **said),  # type: ignore[arg-type]  # as above
    )


@pytest.mark.parametrize(
    "header", ["Pays for services", "PAYS_FOR_SERVICES", " pays-for-services ", "pays for  services"]
)
def test_headers_are_mapped_by_name(write: Write, header: str) -> None:
    """Case, and what parts the words of a header, play no part."""
    assert sources(write(f"Company,{header}\nA,yes\n")) == ["book.csv:2"]


@pytest.mark.parametrize(
    "header",
    [
        "pays_for_service",
        "pays for servcies",
        "Loyal (buyer)",
        "LOYAL/BUYER",
        "pays_for_services %",
        "~pays_for_services",
        "anual spend",
        "observed_onn",
        "labels",
    ],
)
def test_a_near_miss_is_refused(write: Write, header: str) -> None:
    """A misspelt header is an error with a hint: as context it would silently cost evidence."""
    found = problems(write(f"company,{header}\nA,yes\n"))
    assert [(one.line, one.column, bool(one.hint)) for one in found] == [(1, header, True)]


def test_other_columns_are_context(write: Write) -> None:
    """A column that is neither field nor criterion is kept under its header, and said to be no evidence."""
    found = load(write("company,Owner, Yearly value \nA,Ana, 100 \nB,,\n"))
    assert [dict(one.attributes) for one in found.relationships] == [{"Owner": "Ana", "Yearly value": "100"}, {}]
    assert any("Owner" in note and "Yearly value" in note for note in found.notes)


def test_nothing_is_noted_where_nothing_is_odd(write: Write) -> None:
    """Notes are for what a reader of the results should know."""
    assert load(write("company,trust\nA,3\n")).notes == ()


def test_headers_are_mapped_by_a_mapping(write: Write) -> None:
    """A small mapping says what headers stand for; it is compared as headers are."""
    path = write("Account;Do they pay?;Trusty;Remark;trust\nA;yes;5;x;n.a.\n")
    columns = {"account": "company", "Do they pay?": "pays_for_services", "Trusty": "trust", "REMARK": "note"}
    found = load(path, {**columns, "trust": "attribute"})
    (one,) = found.relationships
    assert (one.buyer, dict(one.attributes)) == ("A", {"trust": "n.a."})
    assert [(piece.criterion, piece.answer, piece.note) for piece in one.evidence] == [
        ("pays_for_services", True, "x"),
        ("trust", 5, "x"),
    ]


def test_a_column_is_ignored_on_request_and_that_is_said(write: Write) -> None:
    """Nothing is dropped silently."""
    found = load(write("company,Notes,trust\nA,x,3\n"), {"Notes": "ignore"})
    assert (dict(found.relationships[0].attributes), any("Notes" in note for note in found.notes)) == ({}, True)


@pytest.mark.parametrize(("target", "hint"), [("compny", "company"), ("pays", ""), ("Ignore", ""), ("", "")])
def test_a_mapping_to_nothing_known_is_refused(write: Write, target: str, hint: str) -> None:
    """What a header is mapped to is a field, a criterion, `attribute` or `ignore`; the nearest is offered."""
    (found,) = problems(write("company,X\nA,1\n"), {"X": target})
    assert (found.line, found.column, hint in found.hint) == (1, "X", True)


def test_a_mapping_of_an_absent_header_is_refused(write: Write) -> None:
    """A misspelt header in the mapping would silently leave the column unmapped."""
    (found,) = problems(write("company,X\nA,1\n"), {"Y": "trust"})
    assert (found.line, found.column) == (1, "Y")


@pytest.mark.parametrize(
    ("headers", "column"),
    [("company,trust,trust", "trust"), ("company,Owner,Owner", "Owner"), ("company,label,label", "label")],
)
def test_the_same_header_twice_is_refused(write: Write, headers: str, column: str) -> None:
    """Which of the two is meant is never guessed."""
    assert (1, column) in places(write(f"{headers}\nA,3,4\n"))


def test_two_headers_for_one_field_are_refused(write: Write) -> None:
    """Two spellings of a field are one field."""
    assert places(write("company,Label,LABEL\nA,x,y\n")) == [(1, "LABEL")]


def test_two_headers_for_one_criterion_are_two_observations(write: Write) -> None:
    """No answer is lost where a criterion has two columns."""
    found = load(write("company,trust,TRUST\nA,3,4\n")).relationships[0]
    assert [piece.answer for piece in found.evidence] == [3, 4]


def test_a_column_without_a_name_is_refused(write: Write) -> None:
    """What stands under no header cannot be reported by name."""
    (found,) = problems(write("company,,trust\nA,x,3\n"))
    assert (found.line, "2" in found.found) == (1, True)


@pytest.mark.parametrize(
    "headers", ["Owner,trust", "label,trust", "id,trust", "criterion,answer", "seller_label,buyer_label"]
)
def test_a_company_is_required(write: Write, headers: str) -> None:
    """A file without a column for the company says nothing about anybody."""
    assert places(write(f"{headers}\nA,3\n")) == [(1, "")]


@pytest.mark.parametrize("field", ["criterion", "answer"])
def test_criterion_and_answer_go_together(write: Write, field: str) -> None:
    """One without the other is neither of the two shapes."""
    (found,) = problems(write(f"company,{field}\nA,3\n"))
    assert (found.line, field in found.found) == (1, True)


def test_the_two_shapes_do_not_mix(write: Write) -> None:
    """Criterion and answer beside a column of a criterion: the message names that column."""
    (found,) = problems(write("company,criterion,answer,trust\nA,trust,3,4\n"))
    assert (found.line, "trust" in found.found) == (1, True)


def test_all_faults_of_the_header_are_reported(write: Write) -> None:
    """All problems at once."""
    path = write("label,,trust,trust,pays_for_servces,answer\n")
    assert sorted(set(places(path, {"gone": "note"}))) == [(1, ""), (1, "gone"), (1, "pays_for_servces"), (1, "trust")]


@pytest.mark.parametrize("row", ["A", "A,3,4", "A,3,", "A,3,4,5"])
def test_a_row_with_too_few_or_many_cells_is_refused(write: Write, row: str) -> None:
    """A separator too many or too few shifts every cell behind it."""
    (found,) = problems(write(f"company,trust\n{row}\nB,3\n"))
    assert (found.line, str(row.count(",") + 1) in found.found, "2" in found.expected) == (2, True, True)


def test_blank_lines_are_passed_over(write: Write) -> None:
    """Empty lines and lines of nothing but separators or blanks hold nothing; lines are counted on."""
    assert sources(write("company,trust\n\nA,3\n,\n \n  ,\t\n\nB,4\n\n")) == ["book.csv:3", "book.csv:8"]


@pytest.mark.parametrize("content", ["", "\n", ",,\n", "\ufeff", " \n\n"])
def test_a_file_without_a_header_is_refused(write: Write, content: str) -> None:
    """An empty file is a mistake, not an empty portfolio."""
    assert places(write(content))[0] == (1, "")


def test_a_header_alone_is_an_empty_portfolio(write: Write) -> None:
    """No rows, no relationships."""
    assert load(write("company,trust\n")).relationships == ()


@pytest.mark.parametrize(
    ("first", "separator"), [("", ","), ("", ";"), ("", "\t"), ("sep=,\n", ","), ("sep=;\r\n", ";"), ("sep=\t\n", "\t")]
)
def test_the_separator_is_found(write: Write, first: str, separator: str) -> None:
    """Comma, semicolon or tab, as spreadsheet programs of many countries write them."""
    path = write(first + separator.join(["company", "trust"]) + "\r\n" + separator.join(["A", "3"]) + "\r\n")
    assert sources(path) == [f"book.csv:{3 if first else 2}"]


def test_a_separator_line_counts(write: Write) -> None:
    """Lines are those of the file, as an editor shows them, also behind a `sep=` line."""
    assert places(write("sep=;\ncompany;trust\nA;3\nB;x\n")) == [(4, "trust")]


def test_other_separators_may_stand_in_cells(write: Write) -> None:
    """The separator is the one of the header; a comma in a name needs no care in a file with semicolons."""
    assert [one.buyer for one in load(write("company;trust\nA, B and C;3\n")).relationships] == ["A, B and C"]


def test_lines_are_counted_behind_cells_of_several_lines(write: Write) -> None:
    """A problem is on the line where its row begins, whatever line ends stand in quoted cells before."""
    path = write('"company","note",trust\n"A\nLtd","x\n\ny",x\nB,"one\r\ntwo",3\nC,,x\n')
    assert places(path) == [(2, "trust"), (8, "trust")]


def test_a_header_of_several_lines(write: Write) -> None:
    """Spreadsheet programs wrap headers; the rows behind are counted right."""
    assert sources(write('"company","pays\nfor services"\nA,yes\n')) == ["book.csv:3"]


def test_quoted_cells_keep_quotes_separators_and_line_ends(write: Write) -> None:
    """What is quoted is read as it was meant."""
    path = write('company,note,trust\n"A ""B"", Ltd; Co","x\ny",3\n')
    (one,) = load(path).relationships
    assert (one.buyer, one.evidence[0].note) == ('A "B", Ltd; Co', "x\ny")


@pytest.mark.parametrize("row", ['"A,3', 'B,"3', '"A"x,3', 'A,"3"4'])
def test_a_broken_quote_is_refused(write: Write, row: str) -> None:
    """An unclosed quote would swallow the rest of the file."""
    assert places(write(f"company,trust\nZ,1\n{row}\n")) == [(3, "")]


def test_a_broken_quote_in_the_header_is_refused(write: Write) -> None:
    """An unclosed quote in the header leaves no table."""
    assert places(write('company,"trust\nA,3\n'))[0] == (1, "")


def test_a_broken_quote_keeps_earlier_problems(write: Write) -> None:
    """What was found before the quote is reported with it."""
    assert places(write('company,trust\nA,x\n"B,3\n')) == [(2, "trust"), (3, "")]


def test_a_huge_cell_is_read_or_refused_with_its_line(write: Write) -> None:
    """However long a cell is, it is never cut off and never a crash."""
    path = write(f"company,note,trust\nA,{'x' * 200_000},3\n")
    try:
        lengths = [len(one.evidence[0].note) for one in load(path).relationships]
    except InvalidFileError:
        assert places(path) == [(2, "")]
    else:
        assert lengths == [200_000]


@pytest.mark.parametrize("content", ["company," + "x" * 200_000 + "\nA,1\n", '"' + "company,trust\nA,1\n" * 10_000])
def test_a_huge_header_is_read_or_refused_with_its_line(write: Write, content: str) -> None:
    """An unclosed quote in the first line makes the whole file one header: reported, never a crash."""
    path = write(content)
    try:
        count = len(load(path).relationships)
    except InvalidFileError:
        assert {line for line, _ in places(path)} == {1}
    else:
        assert count == 1


@pytest.mark.parametrize("first", ["", "sep=;\r"])
def test_old_line_ends_are_read(write: Write, first: str) -> None:
    """A lone carriage return ends a line too (CSV for Macintosh)."""
    path = write(f"{first}company;trust\rA;3\rB;4\r".encode())
    assert [one.buyer for one in load(path).relationships] == ["A", "B"]


@pytest.mark.parametrize("row", [",3", "  ,3"])
def test_a_row_without_a_company_is_refused(write: Write, row: str) -> None:
    """Evidence about nobody is a problem, not dropped."""
    assert places(write(f"company,trust\n{row}\n")) == [(2, "company")]


def test_company_stands_for_the_side_that_wears_the_label(write: Write) -> None:
    """Under a definition for sellers, the company is the seller, its label the seller's."""
    (one,) = load(write("company,label\nA,vendor\n"), given_to=Side.SELLER).relationships
    assert (one.buyer, one.seller, one.seller_label, one.buyer_label, one.label) == ("us", "A", "vendor", None, None)


def test_company_and_the_other_side(write: Write) -> None:
    """The other side may be named, and is us where it has no column; a blank cell says nothing of it."""
    found = load(write("company,seller\nA,S\n")).relationships
    assert [(one.buyer, one.seller) for one in found] == [("A", "S")]
    assert places(write("company,seller\nA,S\nB,\n")) == [(3, "seller")]


def test_company_and_the_same_side_are_refused(write: Write) -> None:
    """Two names for one end: which is meant is never guessed."""
    assert places(write("company,buyer,trust\nA,B,3\n")) == [(2, "company")]


def test_company_means_nothing_where_no_side_wears_the_label(write: Write) -> None:
    """A definition of the relationship as a whole needs buyer and seller, on every line."""
    found = problems(write("company,trust\nA,3\nB,4\n"), given_to=None)
    assert [(one.line, one.column) for one in found] == [(2, "company"), (3, "company")]


@pytest.mark.parametrize("given_to", [None, Side.BUYER, Side.SELLER])
def test_buyer_and_seller_with_all_labels(write: Write, given_to: Side | None) -> None:
    """Each end and the whole have their own label, whatever the definition."""
    path = write("id,buyer,seller,label,buyer_label,seller_label\n7,B,S,whole,client,vendor\n")
    whole = Relationship("B", "S", id="7", label="whole", buyer_label="client", seller_label="vendor")
    assert load(path, given_to=given_to).relationships == (whole,)


def test_label_beside_the_label_of_the_side(write: Write) -> None:
    """Two words for one company: neither is dropped silently."""
    path = write("company,label,buyer_label\nA,client,partner\n")
    try:
        (one,) = load(path).relationships
    except InvalidFileError:
        assert {line for line, _ in places(path)} == {2}
    else:
        assert {one.label, one.buyer_label} == {"client", "partner"}


def test_a_relationship_twice_is_refused_in_the_wide_shape(write: Write) -> None:
    """The second row would override the first, or the first the second."""
    found = problems(write("company,trust\nA,3\nB,4\nA,5\n"))
    assert [(one.line, "line 2" in one.found) for one in found] == [(4, True)]


def test_a_second_id_is_refused_in_the_wide_shape(write: Write) -> None:
    """An id names one relationship, whatever the companies."""
    assert places(write("id,company\n1,A\n2,A\n1,B\n")) == [(4, "id")]


@pytest.mark.parametrize(
    ("headers", "first", "second", "column"),
    [
        ("company,label", "A,client", "A,partner", "buyer_label"),
        ("company,since", "A,2020-01-01", "A,2020-01-02", "since"),
        ("company,Owner", "A,Ana", "A,Ben", "Owner"),
        ("company,id", "A,1", "B,1", "buyer"),
    ],
)
def test_rows_of_one_relationship_agree_in_the_long_shape(
    write: Write, headers: str, first: str, second: str, column: str
) -> None:
    """Conflicting fields and context are reported on the line of the second."""
    path = write(f"{headers},criterion,answer\n{first},trust,3\n{second},trust,4\n")
    assert places(path) == [(3, column)]


def test_a_conflict_names_the_line_of_the_other_value(write: Write) -> None:
    """The message says where the first value stands, so that one can compare."""
    path = write("company,label,criterion,answer\nA,,trust,3\nA,client,trust,4\nA,partner,trust,4\n")
    (found,) = problems(path)
    assert (found.line, re.findall(r"line (\d+)", found.found)) == (4, ["3"])


def test_a_bad_date_is_reported_once(write: Write) -> None:
    """One fault, one problem: a date that cannot be read conflicts with no other."""
    path = write("company,since,criterion,answer\nA,03/04/2021,trust,3\nA,2020-01-01,trust,4\n")
    assert places(path) == [(2, "since")]


def test_blank_fields_of_later_rows_are_filled_by_others(write: Write) -> None:
    """Saying a thing once is enough."""
    path = write("company,label,Owner,criterion,answer\nA,,,trust,3\nA,client,Ana,trust,4\nA,,,trust,5\n")
    (one,) = load(path).relationships
    assert (one.buyer_label, dict(one.attributes), len(one.evidence)) == ("client", {"Owner": "Ana"}, 3)


def test_a_long_row_without_evidence_is_a_relationship(write: Write) -> None:
    """A company of which nothing is known stays in the portfolio."""
    (one,) = load(write("company,label,criterion,answer\nA,client,,\n")).relationships
    assert (one.buyer_label, one.evidence) == ("client", ())


def test_an_answer_without_a_criterion_is_refused(write: Write) -> None:
    """It is evidence of nothing, and not dropped."""
    assert places(write("company,criterion,answer\nA,,yes\n")) == [(2, "criterion")]


def test_a_criterion_without_an_answer_is_unknown(write: Write) -> None:
    """A blank answer is no evidence; the name of the criterion is checked all the same."""
    assert sources(write("company,criterion,answer\nA,trust,\nA,trust,unknown\n")) == []
    assert places(write("company,criterion,answer\nA,trst,\n")) == [(2, "criterion")]


def test_an_unknown_criterion_gets_a_hint(write: Write) -> None:
    """A misspelt criterion would cost evidence; the nearest name is offered."""
    (found,) = problems(write("company,Kriterium,answer\nA,anual_spend,5\n"), {"Kriterium": "criterion"})
    assert (found.line, found.column, "annual_spend" in found.hint) == (2, "Kriterium", True)


def test_a_criterion_unlike_any_gets_no_hint(write: Write) -> None:
    """Nothing far-fetched."""
    (found,) = problems(write("company,criterion,answer\nA,zzz,5\n"))
    assert (found.column, found.hint) == ("criterion", "")


def test_problems_name_the_header_of_the_file(write: Write) -> None:
    """The column is called as in the file, not as the field behind it."""
    path = write("Account,Seen,Who,Trusted\nA,03/04/2021,boss,9\n")
    columns = {"Account": "company", "Seen": "observed_on", "Who": "attested_by", "Trusted": "trust"}
    assert places(path, columns) == [(2, "Seen"), (2, "Who"), (2, "Trusted")]


@pytest.mark.parametrize(
    ("header", "row", "target"),
    [("Start", "A,03/04/2021", "since"), ("Name", "A,X", "buyer")],
)
def test_problems_of_fields_name_the_header_too(write: Write, header: str, row: str, target: str) -> None:
    """As for answers: whoever mends the file looks for the header that stands in it."""
    (found,) = problems(write(f"Account,{header}\n{row}\n"), {"Account": "company", header: target})
    assert (found.line, found.column in ("Account", header)) == (2, True)


@pytest.mark.parametrize("field", ["note", "source"])
def test_a_remark_without_an_answer_is_not_dropped_silently(write: Write, field: str) -> None:
    """A remark has nowhere to go where its row holds no evidence: it is refused or noted."""
    path = write(f"company,trust,{field}\nA,,an important remark\nB,3,x\n")
    try:
        found = load(path)
    except InvalidFileError:
        return
    kept = any("an important remark" in one.attributes.values() for one in found.relationships)
    assert kept or found.notes


def test_every_bad_cell_is_reported_at_once(write: Write) -> None:
    """A file with twelve planted faults gives exactly these twelve places; nothing is half-read."""
    path = write(
        "company,buyer,since,observed_on,attested_by,pays_for_services,loyal.seller,worst_issue,trust,annual_spend\n"
        "A,,2020-01-01,2021-01-01,buyer,yes,no,no_issue,3,5\n"  # line 2, sound
        "B,,03/04/2021,2021-02-30,boss,maybe,2,no_isue,4.5,1_000\n"  # line 3: since to annual_spend, eight
        "C,,,,,,,,,\n"  # line 4, sound
        ",,,,,yes,,,,\n"  # line 5: nobody
        "D,E,,,,,,,,\n"  # line 6: two names
        "A,,,,,,,,,\n"  # line 7: again
        "F,,,,\n"  # line 8: too few cells
    )
    assert places(path) == [
        (3, "since"),
        (3, "observed_on"),
        (3, "attested_by"),
        (3, "pays_for_services"),
        (3, "loyal.seller"),
        (3, "worst_issue"),
        (3, "trust"),
        (3, "annual_spend"),
        (5, "company"),
        (6, "company"),
        (7, ""),
        (8, ""),
    ]


def test_a_problem_holds_file_value_and_expectation(write: Write) -> None:
    """File, line, column, value found, values expected."""
    (found,) = problems(write("company,trust\nA,six\n"))
    assert (found.file, "six" in found.found, "1 to 5" in found.expected) == ("book.csv", True, True)


def test_a_bad_cell_of_a_bad_row_is_reported_too(write: Write) -> None:
    """All problems at once, also where the company is missing."""
    assert places(write("company,trust\n,9\n")) == [(2, "company"), (2, "trust")]


@pytest.mark.parametrize("number", ["1e5000", "9" * 4000])
def test_a_number_beyond_all_measure_has_its_place(write: Write, number: str) -> None:
    """Every bad cell is reported with file, line and column."""
    assert places(write(f"company,annual_spend\nA,{number}\n")) == [(2, "annual_spend")]


@pytest.mark.parametrize("name", ["ignore", "attribute", "note", "source"])
def test_a_criterion_may_be_called_like_a_word_of_the_reader(write: Write, name: str) -> None:
    """Evidence on a criterion of any legal name is read or refused: it is never dropped, nor read as two things."""
    path = write(f"company,{name}\nA,yes\n")
    try:
        (one,) = read(path, {name: Criterion(name)}, given_to=Side.BUYER).relationships
    except InvalidFileError:
        return
    assert [(piece.criterion, piece.place, piece.note) for piece in one.evidence] == [(name, "book.csv:2", "")]


def test_criteria_that_differ_in_signs_only_are_told_apart(write: Write) -> None:
    """A header that is written exactly is that criterion, never another one that folds to the same."""
    plain, sided = Criterion("loyal_buyer"), Criterion("loyal.buyer", about=Side.BUYER)
    path = write("company,loyal.buyer,loyal_buyer\nA,yes,no\n")
    for vocabulary in ({"loyal.buyer": sided, "loyal_buyer": plain}, {"loyal_buyer": plain, "loyal.buyer": sided}):
        (one,) = read(path, vocabulary, given_to=Side.BUYER).relationships
        assert [(piece.criterion, piece.answer) for piece in one.evidence] == [
            ("loyal.buyer", True),
            ("loyal_buyer", False),
        ]


# Names that look the same


@pytest.mark.parametrize(
    "other", ["Cafe\u0301 Elm", "Café\u200b Elm", "CAFÉ \u00a0 Elm", "\u2066Café Elm\u2069", "Caf\u00adé Elm"]
)
def test_a_name_is_one_company_however_it_is_composed(write: Write, other: str) -> None:
    """Its evidence is not split; and what nobody can see is left out with a note."""
    found = load(write(f"company,criterion,answer\nCafé Elm,pays_for_services,yes\n{other},loyal.buyer,yes\n"))
    [one] = found.relationships
    assert (one.buyer, len(one.evidence)) == ("Café Elm", 2)
    hidden = any(unicodedata.category(sign) == "Cf" for sign in other)
    assert [note for note in found.notes if "nobody can see" in note] == (
        ["signs that nobody can see were left out: 'company' on line 3"] if hidden else []
    )


def test_many_signs_that_nobody_can_see_are_counted(write: Write) -> None:
    """Three places are named."""
    rows = "".join(f"E{number}\u200b\n" for number in range(5))
    [note] = load(write(f"company\n{rows}")).notes
    assert note.endswith("'company' on line 2, 'company' on line 3, 'company' on line 4 and 2 more")


@pytest.mark.parametrize("other", ["Еlm", "Ｅlm", "Elm\u2010"])
def test_two_companies_that_look_the_same_are_refused(write: Write, other: str) -> None:
    """With both lines: one of the names has letters of another alphabet."""
    first = "Elm-" if other.endswith("\u2010") else "Elm"
    [problem] = problems(write(f"company\n{first}\nOak\n{other}\n"))
    assert (problem.line, "line 2" in problem.found, problem.found.isascii()) == (4, True, True)


def test_signs_that_nobody_can_see_in_a_header_play_no_part(write: Write) -> None:
    """As in any other name."""
    found = load(write("\ufeffcompany,pays\u00ad_for_services\u200b\nA,ye\u200bs\n"))
    assert [piece.answer for one in found.relationships for piece in one.evidence] == [True]


# What stands around the rows


def test_a_footer_is_left_out_and_noted(write: Write) -> None:
    """Below a blank line, a cell a line; and a row of sums above it."""
    text = "company,label,annual_spend\nA,client,5\nTotal,,5\n\nConfidential\nCopyright\n"
    found = load(write(text))
    assert [one.buyer for one in found.relationships] == ["A"]
    left_out = "line 3 ('Total'); line 5 ('Confidential'); line 6 ('Copyright')"
    assert f"left out below the rows, as they are a footer or sums: {left_out}" in found.notes


def test_a_long_footer_is_counted(write: Write) -> None:
    """Three lines of it are shown."""
    [note] = load(write("company,label\nA,client\n\na\nb\nc\nd\ne\n")).notes
    assert note.endswith("line 6 ('c') and 2 more")


def test_a_company_in_the_last_row_is_no_footer(write: Write) -> None:
    """Nor is one called as a sum is, above the last row, or one that has several lines."""
    found = load(write('company,label\nTotal,client\nA,\n"B\nC",\n'))
    assert [one.buyer for one in found.relationships] == ["Total", "A", "B\nC"]


def test_a_title_above_the_header_is_named(write: Write) -> None:
    """It takes one option to pass over it, and then it is noted."""
    text = "Accounts of May,,\n\ncompany,label,trust\nA,client,3\n"
    [found] = problems(write(text))
    assert (found.line, "header seems to be in line 3" in found.hint) == (1, True)
    declared = read(write(text), VOCABULARY, given_to=Side.BUYER, mapping=FileMapping(header_row=3))
    assert (declared.relationships[0].buyer, declared.notes[0]) == (
        "A",
        "left out above the header: line 1 ('Accounts of May')",
    )


@pytest.mark.parametrize("row", [2, 9])
def test_a_header_has_to_be_where_it_is_said_to_be(write: Write, row: int) -> None:
    """Neither a blank line nor one behind the end is one."""
    with pytest.raises(InvalidFileError):
        read(write("company\n\nA\n"), VOCABULARY, given_to=Side.BUYER, mapping=FileMapping(header_row=row))


def test_blank_columns_and_rows_are_passed_over_with_a_note(write: Write) -> None:
    """As spreadsheets leave them; a cell without a header is a problem."""
    assert load(write("company,,label,\nA,,client,\n,,,\n")).notes == (
        "columns without any text, passed over: 2",
        "rows without any text, passed over: 1",
    )
    assert places(write("company,,label\nA,x,client\n")) == [(1, "")]


# How cells are written


def test_a_column_proves_how_it_is_written_and_that_is_said(write: Write) -> None:
    """One number and one date settle the others."""
    found = load(write("company;annual_spend;since\nA;50.000;03.04.2021\nB;1.200,50;28.07.2013 14:05\n"))
    assert [(piece.answer, one.since) for one in found.relationships for piece in one.evidence] == [
        (50000, date(2021, 4, 3)),
        (Decimal("1200.5"), date(2013, 7, 28)),
    ]
    assert found.notes == (
        "column 'annual_spend': ',' read as the decimal sign, as '1.200,50' shows",
        "column 'since': dates read as dd.mm.yyyy, as '28.07.2013 14:05' shows",
        "times of day left out of 1 date in column 'since'",
    )


def test_a_column_that_proves_nothing_is_refused(write: Write) -> None:
    """Each of its cells could be two."""
    assert places(write("company;annual_spend;since\nA;50.000;03.04.2021\n")) == [(2, "since"), (2, "annual_spend")]


def declared(path: Path, **uses: ColumnUse) -> Reading:
    """Read a file with a mapping of these columns."""
    return read(path, VOCABULARY, given_to=Side.BUYER, mapping=FileMapping(columns=uses))


def test_a_date_may_be_that_of_one_criterion(write: Write) -> None:
    """Other evidence of the row is of another day, which a blank cell is not: it is of none."""
    path = write("company,observed_on,trust,loyal.buyer,Checked\nA,2026-01-15,3,yes,2023-10-13\nB,2026-01-15,3,yes,\n")
    found = declared(path, checked=ColumnUse("Checked", "observed_on", "loyal.buyer"))
    days = [{piece.criterion: str(piece.observed_on) for piece in one.evidence} for one in found.relationships]
    assert days == [
        {"trust": "2026-01-15", "loyal.buyer": "2023-10-13"},
        {"trust": "2026-01-15", "loyal.buyer": "None"},
    ]


def test_a_source_may_be_that_of_one_criterion(write: Write) -> None:
    """The day is that of the row then, and so is the source where the cell is blank."""
    path = write("company,observed_on,source,trust,From\nA,2026-01-15,call,3,survey\nB,2026-01-15,call,3,\n")
    found = declared(path, **{"from": ColumnUse("From", "source", "trust")})
    said = [(piece.source, str(piece.observed_on)) for one in found.relationships for piece in one.evidence]
    assert said == [("survey", "2026-01-15"), ("call", "2026-01-15")]


def test_a_date_of_a_criterion_without_answers_is_refused(write: Write) -> None:
    """It would be dropped; so would one of a criterion that there is not."""
    for criterion in ("loyal.buyer", "loyl"):
        with pytest.raises(InvalidFileError):
            declared(write("company,Checked\nA,2023-10-13\n"), checked=ColumnUse("Checked", "observed_on", criterion))


def test_constants_hold_where_a_row_says_nothing(write: Write) -> None:
    """Whose word it is, and where it is from; "us" is the side that does not wear the label."""
    mapping = FileMapping(constants={"attested_by": "us", "source": "survey", "observed_on": "2026-05-01"})
    path = write("company,trust,source\nA,3,\nB,4,call\n")
    found = read(path, VOCABULARY, given_to=Side.BUYER, mapping=mapping).relationships
    assert [(p.attested_by, p.source, p.observed_on) for one in found for p in one.evidence] == [
        (Side.SELLER, "survey", date(2026, 5, 1)),
        (Side.SELLER, "call", date(2026, 5, 1)),
    ]


def test_words_in_use_may_stand_for_others(write: Write) -> None:
    """As a mapping says of the column."""
    use = ColumnUse("label", "label", style=Style(values={"partner!": "partner", "tbd": ""}))
    found = declared(write("company,label\nA,Partner!\nB,TBD\nC,client\n"), label=use).relationships
    assert [one.buyer_label for one in found] == ["partner", None, "client"]


def test_a_column_may_be_absent(write: Write) -> None:
    """Where the mapping says so."""
    assert declared(write("company\nA\n"), more=ColumnUse("More", "label", optional=True)).relationships
    with pytest.raises(InvalidFileError):
        declared(write("company\nA\n"), more=ColumnUse("More", "label"))


def test_two_rows_may_both_be_evidence(write: Write) -> None:
    """Where the mapping says so; otherwise the second is refused."""
    path = write("company,trust\nA,3\na,4\n")
    found = read(path, VOCABULARY, given_to=Side.BUYER, mapping=FileMapping(duplicates="evidence")).relationships
    assert [(one.buyer, len(one.evidence)) for one in found] == [("A", 2)]
    assert places(path) == [(3, "")]


def test_a_row_of_groups_above_the_header_is_named(write: Write) -> None:
    """It has gaps, and the names stand below it."""
    [found] = problems(write("Account,,Activity\nCompany name,Type,Last seen\nA,client,2021-04-03\n"))
    assert (found.line, "header seems to be in line 2" in found.hint) == (1, True)


def test_a_header_that_is_a_question_is_no_context(write: Write) -> None:
    """Form programs write the question above its answers; what it stands for is proposed."""
    asked = {"pays": Criterion("pays", "Do they pay us?")}
    with pytest.raises(InvalidFileError) as caught:
        read(write("company,DO THEY  PAY US?\nA,yes\n"), asked, given_to=Side.BUYER)
    assert "map it to 'pays'" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "column"), [("seller\nA\n", ""), ("company\nUS\n", "company"), ("Buyer,seller\nus,A\n", "Buyer")]
)
def test_we_are_not_the_company_that_is_judged(write: Write, text: str, column: str) -> None:
    """The column of the other company stands for something else, or there is none."""
    assert places(write(text)) == [(2, column)]


def spent(path: Path, mapping: FileMapping) -> list[object]:
    found = read(path, VOCABULARY, given_to=Side.BUYER, mapping=mapping)
    return [one.attributes.get("spent") for one in found.relationships]


def test_context_to_weigh_by_is_read_as_a_number(write: Write) -> None:
    """Another cell, or the mapping, says which sign is the decimal point; blank stays absent."""
    path = write("company;spent\nA;1.200\nB;3,5\nC;\n")
    assert spent(path, FileMapping(weight="Spent")) == [1200, Decimal("3.5"), None]
    use = ColumnUse("spent", "number", style=Style(decimal="."))
    one = write("company;spent\nA;1.200\n")
    assert spent(one, FileMapping(columns={"spent": use})) == [Decimal("1.2")]
    assert spent(one, FileMapping()) == ["1.200"]  # context stays as it was written


def test_context_to_weigh_by_is_never_guessed(write: Write) -> None:
    """A number with two readings, or none, is refused with its place; so is one that breaks off the merging."""
    for cell in ("1.200", "much", "9" * 5000):
        with pytest.raises(InvalidFileError) as caught:
            spent(write(f"company,spent\nA,{cell}\n"), FileMapping(weight="spent"))
        assert "book.csv:2, column 'spent'" in str(caught.value)
    with pytest.raises(InvalidFileError):
        spent(write("company,spent\n,7\n"), FileMapping(weight="spent"))


def test_ids_that_look_rounded_are_noted(write: Write) -> None:
    """Two companies may have become one."""
    [note] = load(write("id,company\n1.23457E+12,A\n4711,B\n")).notes
    assert "1.23457E+12" in note


def test_problems_of_one_kind_are_one_line(write: Write) -> None:
    """With the first places, and how many there are."""
    path = write("company,trust\n" + "".join(f"C{number},{'?' * (number + 2)}\n" for number in range(300)))
    with pytest.raises(InvalidFileError) as caught:
        load(path)
    assert str(caught.value).split("\n") == [
        "book.csv: 300 problems, nothing was read",
        f"  {caught.value.exceptions[0]}; also on line 3 ('???'), line 4 ('????'); 300 in all",
    ]


def test_three_hundred_lines_without_an_answer_are_one_note(write: Write) -> None:
    """With the first."""
    path = write("company,trust,source\n" + "".join(f"C{number},,s\n" for number in range(300)))
    [note] = [one for one in load(path).notes if "no evidence" in one]
    assert note == "no answer, only a date, side, source or note, on line 2, 3, 4 and 297 more: no evidence"


@pytest.mark.parametrize(
    "text",
    [
        "company\n" + "Elm\n" * 300,
        "company,label,criterion,answer\n" + "".join(f"Elm,{number},trust,3\n" for number in range(300)),
        "company,trust\n" + "".join(f"C{number},3{',' * number}\n" for number in range(300)),
        "company,id\n" + "".join(f"C{number},\nC{number},{number}\n" for number in range(300)),
        "company\n" + "".join(f"C{number}E\nC{number}\u0415\n" for number in range(300)),
        "company,label\n" + "us,x\n" * 300,
    ],
)
def test_three_hundred_problems_of_a_kind_are_not_three_hundred_lines(write: Write, text: str) -> None:
    """What differs from place to place is no part of the kind."""
    with pytest.raises(InvalidFileError) as caught:
        load(write(text))
    assert len(caught.value.exceptions) > 200
    assert len(str(caught.value).split("\n")) <= 3


def test_equal_cells_are_each_named(write: Write) -> None:
    """A cell that cannot be read, or has a sign that nobody can see, counts on every line on which it stands."""
    text = "company,trust,since\nA,9,2020-13-01\nB,4,\nC,9,2020-13-01\nD,9,"
    assert places(write(text)) == [(2, "since"), (2, "trust"), (4, "since"), (4, "trust"), (5, "trust")]
    hidden = "company,trust\nA,4\u200b\nB,4\nC,4\u200b\n"
    [note] = [one for one in load(write(hidden)).notes if "nobody can see" in one]
    assert note == "signs that nobody can see were left out: 'trust' on line 2, 'trust' on line 4"


def test_a_header_that_comes_again_is_passed_over(write: Write) -> None:
    """As where several exports were put together; any other row is one of the table."""
    reading = load(write("company,label,owner\nElm,client,Ana\ncompany,label,owner\nOak,client,Ben\ncompany,label,x\n"))
    assert [one.buyer for one in reading.relationships] == ["Elm", "Oak", "company"]
    assert "the header again, passed over: line 3 ('company')" in reading.notes


def test_a_quote_that_is_none_of_a_pair_is_noted(write: Write) -> None:
    """It is taken as text, as it may mean inches."""
    assert load(write('company,size\nElm,5"\n')).notes == (
        "a quote that is none of a pair, taken as text: line 2 ('5\"')",
        "columns kept as context, not as evidence: size",
    )


def test_signs_in_context_that_nobody_can_see_are_left_out(write: Write) -> None:
    """So that one owner is one group; the others stay as they are."""
    reading = load(write("company,owner\nElm,Ana\nOak,An\u200ba\nFir,\ufeffAna\n"))
    assert [one.attributes["owner"] for one in reading.relationships] == ["Ana", "Ana", "Ana"]
    assert "signs that nobody can see were left out: 'owner' on line 3, 'owner' on line 4" in reading.notes


# What a mapping reads otherwise


def test_words_in_use_are_kept_as_they_stand_in_the_file(write: Write) -> None:
    """Beside those that the mapping reads: people have to find them again. A word that is no word is named."""
    values = {"key partner": "client", "other": "", "top": "partnr"}
    path = write("company,Called\nA,Key partner\nB,client\nC,Other\nD,top\nE,key partner\nF,\n")
    found = declared(path, called=ColumnUse("Called", "label", style=Style(values=values)))
    said = [(one.buyer_label, one.attributes.get("Called")) for one in found.relationships]
    assert said[:3] == [("client", "Key partner"), ("client", None), (None, "Other")]
    assert said[3:] == [("partnr", "top"), ("client", "key partner"), (None, None)]
    [note] = [one for one in found.notes if one.startswith("words in use")]
    assert all(text in note for text in ("'Key partner' as 'client' (1)", "'Other' as 'none' (1)", "'top' as 'partnr'"))
    [remark] = found.remarks(MARC)
    assert ("'top' as 'partnr'" in remark, "did you mean 'partner'?" in remark) == (True, True)


def test_a_word_that_is_not_judged_is_no_slip(write: Write) -> None:
    """It is that of the other side."""
    use = ColumnUse("Called", "seller_label", style=Style(values={"x": "anything"}))
    assert declared(write("company,Called\nA,x\n"), called=use).remarks(MARC) == ()


@pytest.mark.parametrize(
    ("name", "style", "cells", "said"),
    [
        ("loyal.buyer", Style(unknown=frozenset({"yes", "?"})), "yes yes no ?", ["or as not known: 'yes' (2)"]),
        (
            "loyal.buyer",
            Style(values={"y": "no", "oui": "yes"}),
            "y oui",
            ["reads them: 'y' as 'no' (1), 'oui' as 'yes' (1)", "or as not known: 'y' (1)"],
        ),
        ("trust", Style(values={"5": "", "x": ""}), "5 4 x", ["or as not known: '5' (1)"]),
    ],
)
def test_answers_that_a_mapping_reads_otherwise_are_noted(
    write: Write, name: str, style: Style, cells: str, said: list[str]
) -> None:
    """Nothing is taken for unknown, or for another answer, without a word."""
    rows = "".join(f"C{number},{cell}\n" for number, cell in enumerate(cells.split()))
    notes = declared(write(f"company,Said\n{rows}"), said=ColumnUse("Said", name, style=style)).notes
    assert [one.endswith(end) for one, end in zip(notes, said, strict=True)] == [True] * len(said)


def test_a_meaning_of_a_cell_that_is_nowhere_is_noted_where_another_is_near(write: Write) -> None:
    """It may be a slip; others may be in the file of next year."""
    style = Style(values={"customer direct": "client", "reseller": "partner", "x": "yes"})
    path = write("company,Called\nA,Customer - Direct\n")
    [note] = declared(path, called=ColumnUse("Called", "label", style=style)).notes
    assert note.endswith("a meaning to: 'customer direct'; did you mean 'Customer - Direct'?")


@pytest.mark.parametrize(("unit", "noted"), [("USD", True), ("EUR", False), ("€", False), ("%", True)])
def test_numbers_in_another_unit_are_noted(write: Write, unit: str, noted: bool) -> None:
    """The mapping may say so; nothing is converted."""
    use = ColumnUse("Spent", "annual_spend", style=Style(unit=unit))
    notes = declared(write(f"company,Spent\nA,5 {unit}\n"), spent=use).notes
    assert any("nothing is converted" in one for one in notes) is noted
