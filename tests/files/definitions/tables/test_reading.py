"""Tests of `relabel.files.definitions.tables.reading`: decision tables as people keep them in a spreadsheet."""

from typing import Any

import pytest

from relabel import Choice, Criterion, Definition, Label, Measure, Scale, all_of, any_of
from relabel.core.model.conditions import MAX_SIZE
from relabel.errors import DefinitionError, InvalidDefinitionError
from relabel.files.definitions.document import from_document

pays = Criterion("pays")
loyal = Criterion("loyal.buyer")
handling = Choice("handling", options=["escalated", "discussed", "a|b", "-"])
trust = Scale("trust", low=1, high=5)
risk = Scale("risk", levels=["very low", "low", "-", "a|b"])
spend = Measure("spend", unit="EUR/year")
asks = Criterion("asks", may_be_na=True)
mood = Choice("mood", options=["good", "bad"], may_be_na=True)
effort = Scale("effort", low=1, high=3, may_be_na=True)
cost = Measure("cost", unit="EUR", may_be_na=True)
CRITERIA: dict[str, Any] = {  # Any: plain data
    "pays": {},
    "loyal.buyer": {},
    "handling": {"kind": "choice", "options": ["escalated", "discussed", "a|b", "-"]},
    "trust": {"kind": "scale", "low": 1, "high": 5},
    "risk": {"kind": "scale", "levels": ["very low", "low", "-", "a|b"]},
    "spend": {"kind": "measure", "unit": "EUR/year"},
}


def read(
    table: str, names: list[Any] | None = None, hit: str | None = None, blank: str | None = None, **more: Any
) -> Definition:
    """Give the definition that is made of a table; every criterion is mentioned, so that none has to be used."""
    said = {key: value for key, value in (("hit", hit), ("blank", blank)) if value is not None}
    labels = {"names": names or ["partner", "client"], "table": "t.csv", **said}
    document = {
        "name": "tabled",
        "title": "t",
        "source": "s",
        "criteria": CRITERIA,
        "mentions": list(CRITERIA),
        "labels": labels,
        **more,
    }
    return from_document(document, beside={"t.csv": table})


def problems(table: str, *arguments: Any, **options: Any) -> list[DefinitionError]:
    """Give what is wrong with a table."""
    with pytest.raises(InvalidDefinitionError) as caught:
        read(table, *arguments, **options)
    found: tuple[Any, ...] = caught.value.exceptions
    return list(found)


def when(header: str, cell: str) -> object:
    """Give the condition that one cell makes."""
    return read(f"{header};label\n{cell};partner\n;client\n", blank="any").labels[0].when


CELLS: list[tuple[str, str, object]] = [
    ("pays", "yes", pays.to_condition()),
    ("pays", " Y ", pays.to_condition()),
    ("pays", "1", pays.to_condition()),
    ("pays", "FALSE", ~pays),
    ("pays", "no|no", ~pays),
    ("pays", "yes | no", all_of()),
    ("pays", "-", all_of()),
    ("pays", "  ", all_of()),
    ("handling", "discussed", handling.is_("discussed")),
    ("handling", "Discussed", handling.is_("discussed")),
    ("handling", "discussed | escalated", handling.in_("escalated", "discussed")),
    ("handling", "a|b", handling.is_("a|b")),
    ("handling", "-", handling.is_("-")),
    ("trust", "3", trust.is_(3)),
    ("trust", "5|1", trust.in_(1, 5)),
    ("trust", ">=4", trust >= 4),
    ("trust", ">=1", trust >= 1),
    ("trust", "≥ 4", trust >= 4),
    ("trust", "[1..3)", (trust >= 1) & (trust < 3)),
    ("trust", "1|>4", any_of(trust > 4, trust.is_(1))),
    ("risk", "Very_low", risk.is_("very low")),
    ("risk", "low|very low", risk.in_("very low", "low")),
    ("risk", ">= low", risk >= "low"),
    ("risk", "[very low..low]", risk.between("very low", "low")),
    ("risk", "-", risk.is_("-")),
    ("risk", "a|b", risk.is_("a|b")),
    ("pays", "not(yes)", ~pays),
    ("pays", '"yes"', pays.to_condition()),
    ("handling", "discussed,escalated", handling.in_("escalated", "discussed")),
    ("handling", "not(discussed, escalated)", ~handling.in_("escalated", "discussed")),
    ("handling", 'NOT ("a|b")', ~handling.is_("a|b")),
    ("trust", "1,5", trust.in_(1, 5)),
    ("trust", "]1..3[", (trust > 1) & (trust < 3)),
    ("trust", "not(]1..3], 5)", ~any_of((trust > 1) & (trust <= 3), trust.is_(5))),
    ("risk", "low, very low", risk.in_("very low", "low")),
    ("risk", '["very low".."low"]', risk.between("very low", "low")),
    ("spend", "<18,>=60", any_of(spend < 18, spend >= 60)),
    ("spend", "[1..2[, ]3..4]", any_of((spend >= 1) & (spend < 2), (spend > 3) & (spend <= 4))),
    ("spend", "not(5)", ~spend.between(5, 5)),
    ("spend", "5", spend.between(5, 5)),
    ("spend", ">= 50000", spend >= 50_000),
    ("spend", "<0.5", spend < 0.5),
    ("spend", "≤-1", spend <= -1),
    ("spend", ">1e3", spend > 1000),
    ("spend", "[1..3]", spend.between(1, 3)),
    ("spend", "( -1.5 .. 3 ]", (spend > -1.5) & (spend <= 3)),
    ("spend", "<1|[5..5]", any_of(spend < 1, spend.between(5, 5))),
]


@pytest.mark.parametrize(("header", "cell", "expected"), CELLS)
def test_every_kind_of_cell_is_read(header: str, cell: str, expected: object) -> None:
    """As the condition that a reader would write."""
    assert when(header, cell) == expected


@pytest.mark.parametrize(
    ("header", "cell", "text"),
    [
        ("pays", "maybe", "yes or no"),
        ("pays", "unknown", "yes or no"),
        ("pays", "yes|?", "yes or no"),
        ("handling", "discused", "did you mean 'discussed'?"),
        ("handling", "discussed|", "several with |"),
        ("pays", "not(maybe)", "yes or no"),
        ("trust", "not(>=1)", "nothing fits"),
        ("trust", "not()", "from 1 to 5"),
        ("spend", ">=5,7", "write 5.7"),
        ("trust", "6", "from 1 to 5"),
        ("trust", ">=0", "from 1 to 5"),
        ("trust", ">5", "nothing fits"),
        ("trust", "(2..3)", "nothing fits"),
        ("trust", "high", "from 1 to 5"),
        ("trust", "n/a", "from 1 to 5"),
        ("risk", "very hihg", "a range such as >=low or [very low..low]"),
        ("risk", ">=very lw", "did you mean 'very low'?"),
        ("risk", "2", "one of 'very low', 'low'"),
        ("spend", "[5..1]", "nothing fits"),
        ("spend", "3|(1..1)", "nothing fits"),
        ("spend", "1..3", "a range such as"),
        ("spend", "[1..3", "a range such as"),
        ("spend", "[..3]", "a range such as"),
        ("spend", "[a..3]", "a range such as"),
        ("spend", ">", "a range such as"),
        ("spend", "1,5", "write 1.5"),
        ("spend", "1.200", "1200"),
        ("spend", "EUR 5", "without thousands separator or unit"),
        ("spend", "1e2000", "too many digits"),
    ],
)
def test_what_cannot_be_read_is_refused(header: str, cell: str, text: str) -> None:
    """With file, line and column, and what may stand there."""
    (found,) = problems(f"label;{header}\npartner;{cell}\nclient;\n")
    assert (found.path, found.file, found.line, found.column) == ("$.labels.table", "t.csv", 2, header)
    assert [part for part in (text, repr(cell)) if part not in str(found)] == []


def test_three_hundred_wrong_cells_of_a_column_are_one_line() -> None:
    """With the first places and a count."""
    with pytest.raises(InvalidDefinitionError) as caught:
        read("label,spend\n" + "".join(f"partner,lots{number}\n" for number in range(300)))
    assert len(caught.value.exceptions) == 300
    [line] = [line for line in str(caught.value).split("\n") if "lots" in line]
    assert "also on line 3 ('lots1'), line 4 ('lots2'); 300 in all" in line


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_number_with_two_readings_is_refused(separator: str) -> None:
    """Whatever separates the cells, the point may stand between thousands."""
    with pytest.raises(InvalidDefinitionError) as caught:
        read("label,spend\npartner,>=1.200\nclient,-\n".replace(",", separator))
    assert "1200 or 1.2" in str(caught.value)
    assert read("label,spend\npartner,>=1.2\nclient,-\n").labels[0].when == (spend >= 1.2)


def test_rows_of_one_label_are_alternatives() -> None:
    """Any of them gives it; equal ones count once."""
    found = read("pays,trust,label\nyes,-,partner\n-,5,partner\nyes,-,partner\n-,-,client\n")
    assert found.labels == (Label("partner", pays | trust.is_(5)), Label("client"))


def test_a_row_that_everything_fits_is_otherwise() -> None:
    """The last label may do without a condition; another has one that always holds."""
    assert read("pays,label\nyes,partner\n,client\n").labels[1] == Label("client")
    assert read("pays,label\nyes,client\n,partner\n").labels == (Label("partner", ~pays), Label("client", pays))
    found = read("pays,label\n-,partner\nyes,partner\nno,client\n")
    assert found.labels == (Label("partner", all_of()), Label("client", ~pays))


def test_what_no_row_fits_gets_no_label() -> None:
    """A gap is possible."""
    assert read("pays,label\nyes,partner\n", ["partner"]).labels == (Label("partner", pays),)


def test_a_lower_label_above_a_higher_one_is_excluded() -> None:
    """Only by what tells the two rows apart, and only where they overlap."""
    table = "pays,trust,label\nno,>=3,client\nno,<3,client\nno,>=4,partner\nyes,-,partner\n-,2,client\n"
    assert read(table).labels[0] == Label("partner", any_of(~pays & (trust >= 4) & ~(~pays & (trust >= 3)), pays))
    table = "pays,trust,label\n-,>=3,client\nyes,-,partner\n"
    assert read(table).labels[0] == Label("partner", pays & ~(trust >= 3))


def test_the_order_of_the_labels_is_that_of_the_file() -> None:
    """Not that of the rows, and their names are compared in any case and spacing."""
    found = read("pays,label\nyes, CLIENT \nno,Key  Account\n", ["key account", "client"])
    assert [label.name for label in found.labels] == ["key account", "client"]


def test_headers_are_compared_as_names() -> None:
    """As in files of evidence; a remark counts for nothing."""
    found = read('LOYAL.Buyer,# why,Label\nyes,"a, b",partner\n,,client\n')
    assert found.labels == (Label("partner", loyal), Label("client"))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spreadsheets_of_many_countries_are_read(separator: str, end: str) -> None:
    """Whatever separates cells and lines; rows and columns without any text count for nothing."""
    rows = [("", "", ""), ("pays", "", "label"), ("yes", " ", "partner"), ("", "", ""), (" ", "", "client")]
    table = end.join(separator.join(row) for row in rows) + end
    assert read(table).labels == (Label("partner", pays), Label("client"))


WRONG: dict[str, tuple[str, int, int | str, str]] = {
    "empty": ("", 1, 0, "no column 'label'"),
    "blank": ("\n\n", 1, 0, "no column 'label'"),
    "no label": ("pays\nyes\n", 1, 0, "no column 'label'"),
    "unknown header": ("pasy,label\nyes,partner\n,client\n", 1, "pasy", "did you mean 'pays'?"),
    "a quote that is none of a pair": ('pays,# why,label\nyes,5",partner\n-,,client\n', 2, 0, "quotes in pairs"),
    "blank header": ("pays,,label\nyes,by hand,partner\n,,client\n", 1, 0, "no header over column 2"),
    "header twice": ("pays,Pays,label\nyes,,partner\n,,client\n", 1, "Pays", "a second column for 'pays'"),
    "label twice": ("label,pays,Label\nclient,yes,partner\n", 1, "Label", "a second column for 'label'"),
    "unknown label": ("pays,label\nyes,partner\n,clinet\n", 3, "label", "did you mean 'client'?"),
    "no label in a row": ("pays,label\nyes,partner\n,client\nno,\n", 4, "label", "found ''"),
    "cells missing": ("pays,label\nyes\n,client\n", 2, 0, "1 cells"),
    "cells too many": ("pays,label\n,client\nyes,partner,\n", 3, 0, "3 cells"),
    "quote": ('pays,label\n,client\nyes,"partner\n', 3, 0, "quotes in pairs"),
    "label without row": ("pays,label\nyes,client\n", 0, "label", "no row for 'partner'"),
}


@pytest.mark.parametrize("slip", WRONG)
def test_what_is_wrong_with_a_table_is_refused(slip: str) -> None:
    """With the line and, where it is in one, the column."""
    table, line, column, text = WRONG[slip]
    found = problems(table)
    assert [(one.file, one.line, one.column) for one in found if text in str(one)] == [("t.csv", line, column)]


def test_everything_is_reported_at_once() -> None:
    """All cells that cannot be read, and what is wrong elsewhere in the file that names the table."""
    table = "pays,trust,label\nmaybe,9,partner\nyes,1,clinet\n"
    found = problems(table, aliases={"friend": "pratner"}, title="")
    assert [(one.line, one.column, one.path) for one in found] == [
        (0, 0, "$.title"),
        (2, "pays", "$.labels.table"),
        (2, "trust", "$.labels.table"),
        (3, "label", "$.labels.table"),
        (0, 0, "$.aliases['friend']"),
    ]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=>250000", ">=250000"),
        ("=< 5", "<=5"),
        ("250000+", ">=250000"),
        ("100-250", "[100..250]"),
        ("100 – 250", "[100..250]"),
        ("100..250", "[100..250]"),
        ("100 to 250", "[100..250]"),
        ("[100,250)", "[100..250)"),
        ("(100,250", "(100..250]"),
    ],
)
def test_a_range_that_is_written_otherwise_is_corrected(cell: str, written: str) -> None:
    """The message gives the cell as it has to be, and it is read then."""
    (found,) = problems(f"label;spend\npartner;{cell}\nclient;\n")
    assert found.hint == f"; write {written}"
    assert when("spend", written) is not None


def test_a_cell_too_many_says_what_needs_quotes() -> None:
    """A range in brackets holds the sign that separates cells."""
    (found,) = problems("label,spend\npartner,[1,3)\nclient,\n")
    assert (found.found, found.hint) == ("found 3 cells", "; a cell that holds ',' needs quotes around it")


def test_a_quoted_cell_of_several_lines_moves_the_others() -> None:
    """The line that is named is the one on which the row begins."""
    (found,) = problems('pays,# why,label\nyes,"a\nb",partner\nmaybe,,client\n')
    assert found.line == 4


MERGED = {
    "below a condition": ("yes,>=4,partner\n,>=3,client\n", [3]),
    "over several rows": ("yes,>=4,partner\n,3,client\n,<3,client\n", [3, 4]),
    "below others": ("no,2,client\nyes,>=4,partner\n,3,client\n", [4]),
    "in the first row": (",>=4,partner\nno,,client\n", []),
    "where nothing else is said": ("yes,>=4,partner\n,,client\n", []),
    "behind what is said": ("yes,>=4,partner\nno,,client\n", []),
    "written": ("yes,>=4,partner\n-,>=3,client\n", []),
}


@pytest.mark.parametrize("rows", MERGED)
def test_what_may_be_the_rest_of_a_merged_cell_is_refused(rows: str) -> None:
    """Nobody knows whether a blank cell at the start of a row means any answer, or the cell above."""
    table, lines = MERGED[rows]
    text = f"pays,trust,label\n{table}"
    if not lines:
        assert len(read(text).labels) == 2
        return
    found = problems(text)
    assert [(one.line, one.column, one.expected) for one in found] == [
        (line, "pays", "- for any answer, or 'yes' again if the cells were merged") for line in lines
    ]


def test_blank_cells_may_be_said_to_mean_any_answer() -> None:
    """Then none is the rest of a merged cell, and they may stand beside dashes."""
    table = "pays,trust,label\nyes,>=4,partner\n,3,client\n-,,client\n"
    assert [(one.line, one.column) for one in problems(table)] == [(3, "pays"), (3, "pays"), (4, "trust")]
    assert read(table, blank="any").labels == read(table.replace("\n,", "\n-,").replace(",,", ",-,")).labels
    assert "any" in str(problems(table, blank="none")[0])


def test_rows_that_agree_may_overlap_where_any_counts() -> None:
    """Two rows of one label; not where each record may fit one row only."""
    table = "pays,trust,label\nyes,>=4,partner\nyes,5,partner\nno,-,client\n"
    assert read(table, hit="any").labels == read(table, hit="first").labels == read(table).labels
    (found,) = problems(table, hit="unique")
    assert (found.line, 'hit = "any"' in found.hint) == (3, True)


@pytest.mark.parametrize("hit", ["any", "unique"])
def test_rows_that_overlap_are_refused_with_a_record(hit: str) -> None:
    """Both lines are named, and answers that fit both."""
    table = "pays,trust,spend,label\nyes,>=4,-,partner\nno,-,-,client\n-,[3..4],>100,client\n"
    found = problems(table, hit=hit)[0]
    assert (found.file, found.line) == ("t.csv", 4)
    both = ("line 2", "yes to pays", "trust is 4", "spend is 101")
    assert [part for part in both if part not in found.found] == []


def test_the_highest_label_counts_by_priority() -> None:
    """Whatever the order of the rows; a row without a label is the lowest."""
    table = "pays,trust,label\n-,>=4,-\nyes,-,client\n-,5,partner\n"
    assert read(table, hit="priority").labels == (Label("partner", trust.is_(5)), Label("client", pays))


def test_a_row_can_give_no_label() -> None:
    """What fits it first gets none, whatever fits below."""
    found = read("trust,pays,label\n1,-,-\n-,yes,partner\n-,-,client\n")
    assert found.labels == (
        Label("partner", pays & ~trust.is_(1)),
        Label("client", ~trust.is_(1)),
    )


def test_headers_may_be_in_camel_case() -> None:
    """As many tools for decision tables write them."""
    years = Measure("contract_years", unit="years")
    criteria = {"contract_years": {"kind": "measure", "unit": "years"}}
    found = read("contractYears,Label\n>=5,partner\n-,client\n", criteria=criteria, mentions=[])
    assert found.labels == (Label("partner", years >= 5), Label("client"))


LABELS: dict[str, tuple[dict[str, Any], str, str]] = {
    "hit": ({"hit": "frist"}, "$.labels.hit", "did you mean 'first'?"),
    "key": ({"tabel": "t.csv"}, "$.labels.tabel", "did you mean 'table'?"),
    "no table": ({"table": ...}, "$.labels.table", "found nothing"),
    "table of a number": ({"table": 3}, "$.labels.table", "in quotes"),
    "another table": ({"table": "u.csv"}, "$.labels.table", "a CSV file"),
    "no names": ({"names": ...}, "$.labels.names", "found nothing"),
    "empty names": ({"names": []}, "$.labels.names", "at least one label"),
    "names as text": ({"names": "partner, client"}, "$.labels.names", "an array"),
    "blank name": ({"names": ["partner", ""]}, "$.labels.names[1]", "not blank"),
    "odd name": ({"names": ["partner", "a  b"]}, "$.labels.names[1]", "without space"),
    "name twice": ({"names": ["partner", "client", "Client"]}, "$.labels.names[2]", "$.labels[1]"),
}


@pytest.mark.parametrize("slip", LABELS)
def test_what_is_wrong_with_the_labels_is_refused(slip: str) -> None:
    """Where they name the table."""
    changes, path, text = LABELS[slip]
    labels = {"names": ["partner", "client"], "table": "t.csv", **changes}
    table = "pays,label\nyes,partner\n,client\n"
    found = problems(table, labels={key: value for key, value in labels.items() if value is not ...})
    assert [text in str(problem) for problem in found if problem.path == path] == [True]


def test_a_column_for_what_is_disregarded_is_refused() -> None:
    """What is no evidence may not stand in a condition; the place is that of the table."""
    table = "pays,label\nyes,partner\n,client\n"
    found = problems(table, disregard=["pays"], mentions=[name for name in CRITERIA if name != "pays"])
    assert [(problem.path, "not in $.disregard" in problem.expected) for problem in found] == [("$.labels.table", True)]


def test_a_column_that_asks_nothing_is_no_use() -> None:
    """A criterion of which every cell is "any" has to be mentioned, or it would be lost."""
    found = problems(
        "pays,trust,label\nyes,-,partner\n-,-,client\n",
        mentions=[name for name in CRITERIA if name not in ("pays", "trust")],
    )
    assert [problem.path for problem in found] == ["$.criteria['trust']"]


def test_a_faulty_criterion_is_reported_where_it_is_declared() -> None:
    """Not at its column as well."""
    criteria = {**CRITERIA, "pays": {"kind": "yes"}}
    found = problems("pays,label\nyes,partner\n,client\n", criteria=criteria)
    assert [problem.path for problem in found] == ["$.criteria['pays'].kind"]


def test_one_question_in_several_ways_has_one_column() -> None:
    """Two columns for one name would contradict each other."""
    criteria = {**CRITERIA, "pays-2": {"name": "pays", "question": "Pay they?"}}
    found = problems("pays,pays-2,label\nyes,yes,partner\n,,client\n", criteria=criteria)
    assert [problem.column for problem in found] == ["pays-2"]


def test_a_table_that_needs_too_large_a_condition_is_refused() -> None:
    """With the way out."""
    lower = [f"{number},-,client\n" for number in range(150)]
    higher = [f"-,>={number},partner\n" for number in range(MAX_SIZE // 150)]
    (found,) = problems(
        "".join(["spend,trust2,label\n", *lower, *higher]),
        criteria={**CRITERIA, "trust2": {"kind": "measure", "unit": "count"}},
    )
    assert (str(MAX_SIZE) in found.expected, "above" in found.hint) == (True, True)


def test_a_long_table_is_read() -> None:
    """Hundreds of rows in the usual order, the highest label first."""
    rows = [f"[{number}..{number + 1}),{'partner' if number > 200 else 'client'}\n" for number in range(400, 0, -1)]
    found = read("".join(["spend,label\n", *rows]))
    assert [label.name for label in found.labels] == ["partner", "client"]


def test_where_the_first_row_counts_overlaps_are_meant() -> None:
    """By default too; not where rows must not overlap, nor where the file names the pairs that may."""
    table = "pays,label\nyes,partner\n-,client\n"
    given: list[Any] = [read(table).intends.overlaps, read(table, hit="first").intends.overlaps]
    assert given == ["all", "all"]
    assert read("pays,label\nyes,partner\nno,client\n", hit="unique").intends.overlaps == ()
    assert read(table, intends={"overlaps": [["partner", "client"]]}).intends.overlaps == (("partner", "client"),)


def test_labels_of_a_table_may_be_zones() -> None:
    """Those that the file names."""
    labels = {"names": ["partner", "between", "client"], "table": "t.csv", "zones": ["between"]}
    table = "trust,label\n5,partner\n4,between\n-,client\n"
    assert [one.zone for one in read(table, labels=labels).labels] == [False, True, False]
    (found,) = problems(table, labels={**labels, "zones": ["betwen"]})
    assert (found.path, "did you mean 'between'?" in str(found)) == ("$.labels.zones[0]", True)


NA_CELLS: list[tuple[str, str, object]] = [
    ("asks", "n/a", ~asks.applies),
    ("asks", "no", asks.is_(False)),
    ("asks", "not(yes)", ~asks),
    ("asks", "yes|n/a", asks.in_(True, "n/a")),
    ("asks", "not(N/A)", asks.applies),
    ("asks", "yes|no|n/a", all_of()),
    ("mood", "good|n/a", mood.in_("good", "n/a")),
    ("effort", "n/a", ~effort.applies),
    ("effort", ">=2|n/a", any_of(effort >= 2, ~effort.applies)),
    ("cost", '"n/a"', ~cost.applies),
    ("cost", "<5 | n/a", any_of(cost < 5, ~cost.applies)),
]


@pytest.mark.parametrize(("header", "cell", "expected"), NA_CELLS)
def test_what_may_not_apply_has_a_cell_for_it(header: str, cell: str, expected: object) -> None:
    """No comparison and no other word takes it in; `-` does."""
    assert na_when(header, cell) == expected


@pytest.mark.parametrize(("header", "cell"), [("effort", ">=n/a"), ("cost", "[1..n/a]"), ("asks", "not(-)")])
def test_nothing_is_compared_with_what_does_not_apply(header: str, cell: str) -> None:
    """It stands to no level or number."""
    with pytest.raises(InvalidDefinitionError):
        na_when(header, cell)


def na_when(header: str, cell: str) -> object:
    """Give the condition that one cell makes, of criteria that may not apply."""
    criteria: dict[str, Any] = {
        "asks": {},
        "mood": {"kind": "choice", "options": ["good", "bad"]},
        "effort": {"kind": "scale", "low": 1, "high": 3},
        "cost": {"kind": "measure", "unit": "EUR"},
    }
    declared = {name: {**one, "may_be_na": True} for name, one in criteria.items()}
    table = f"{header};label\n{cell};partner\n;client\n"
    return read(table, blank="any", criteria=declared, mentions=list(declared)).labels[0].when


GRID = "spend \\ handling,escalated,discussed|a|b,# why\n>=100,partner,client,big\n[0..100),client,-,small\n<0,-,-,\n"


def test_a_cross_table_is_read_as_the_rows_that_it_stands_for() -> None:
    """One for each label in it, with what stands at its left and above it."""
    plain = ["spend,handling,label"]
    plain += [">=100,escalated,partner", '>=100,"discussed|""a|b""",client', "[0..100),escalated,client"]
    plain += ['[0..100),"discussed|""a|b""",-', "<0,-,-"]
    grid = GRID.replace("discussed|a|b", '"discussed|""a|b"""')
    for hit in ("first", "unique"):
        assert read(grid, hit=hit).labels[:1] == read("\n".join(plain), hit=hit).labels[:1]
    same = "spend \\ handling,escalated,not(escalated)\n>=5,partner,client\n-,client,partner\n"
    rows = "spend,handling,label\n>=5,escalated,partner\n>=5,not(escalated),client\n-,escalated,client\n"
    assert read(same) == read(rows + "-,not(escalated),partner\n")


CROSSED = {
    "three names": ("a \\ b \\ c,escalated\n1,partner\n2,client\n", 1, 'two names, as in "size \\ trust"'),
    "no such criterion": ("spent \\ handling,escalated\n1,partner\n2,client\n", 1, "did you mean 'spend'?"),
    "a cell that is none": ("spend \\ handling,escalatd\n1,partner\n2,client\n", 2, "did you mean 'escalated'?"),
    "a label that is none": ("spend \\ handling,escalated\n1,partner\n2,clinet\n", 3, "did you mean 'client'?"),
    "no label": ("spend \\ handling,escalated\n1,partner\n2,\n", 3, "or - for no label"),
    "a cell too many": ("spend \\ handling,escalated\n1,partner,x\n2,client\n", 2, "2, as in the header"),
    "merged cells above": (
        "spend \\ handling,escalated,\n1,partner,client\n2,client,client\n",
        1,
        "- for any answer, or",
    ),
    "one criterion twice": ("spend \\ spend,1\n1,partner\n2,client\n", 1, "a second column for 'spend'"),
}


@pytest.mark.parametrize("slip", CROSSED)
def test_what_is_wrong_with_a_cross_table_is_said_at_its_line(slip: str) -> None:
    """As in other tables."""
    table, line, text = CROSSED[slip]
    found = [one for one in problems(table) if one.line == line]
    assert any(text in str(one) for one in found), list(map(str, problems(table)))
