"""Tests of `drafts`: a draft is a mapping file, by which what it says is read is read, and all the rest is named."""

import re
import tomllib
from pathlib import Path

import openpyxl
import pytest

from relabel import Criterion, Definition, Label, Measure, Side, per_side
from relabel.core.model.any_criterion import AnyCriterion
from relabel.errors import InvalidFileError
from relabel.files.definitions.toml import read_definition
from relabel.files.mappings.drafts import SHOWN, WIDTH, Draft, draft_mapping
from relabel.files.relationships.mapping import FileMapping, read_mapping
from relabel.files.relationships.reading import Reading, read
from relabel.plugins.marc import MARC
from tests import DATA, EXAMPLES, ROOT

NEWCOMER = DATA / "newcomer"
TIERS = read_definition(NEWCOMER / "supplier-tiers.toml")
PAYS = Criterion("pays", "Do they pay?")
LOYAL = per_side("loyal", "Is the {side} loyal?")
SPEND = Measure("spend", unit="EUR")
PAYERS = Definition(
    "payers", "Payers", [Label("payer", PAYS & LOYAL.buyer & (SPEND > 1)), Label("other")], source="here"
)


def drafted(folder: Path, content: str, definition: Definition = PAYERS) -> Draft:
    """Draft the mapping of a file of this content."""
    path = folder / "some.csv"
    path.write_text(content, encoding="utf-8")
    return draft_mapping([path], definition, vocabulary(definition))


def vocabulary(definition: Definition) -> dict[str, AnyCriterion]:
    """Give the criteria of a definition by name."""
    return {one.name: one for one in definition.criteria}


def lines(draft: Draft) -> list[str]:
    """Give the lines of a draft that are not used, without their sign; a long one is broken."""
    return [line.removeprefix("# ") for line in draft.text.splitlines() if line.startswith("# ")]


def read_by(draft: str, folder: Path, path: Path, definition: Definition) -> Reading:
    """Read a file by a draft."""
    mapping = folder / "map.toml"
    mapping.write_text(draft, encoding="utf-8")
    known = vocabulary(definition)
    return read(path, known, given_to=definition.given_to, mapping=read_mapping(mapping))


@pytest.mark.parametrize(
    ("name", "definition", "company", "word", "count", "pieces"),
    [
        ("hubspot.xlsx", MARC, "Company name", "Type", 4, 0),
        ("salesforce-de.csv", MARC, "Accountname", "Typ", 6, 0),
        ("questions-as-headers.csv", MARC, "company", "label", 1, 2),
        ("two-headers.csv", MARC, "Company name", "Type", 2, 0),
        ("supplier-and-buyer-columns.csv", TIERS, "Supplier", "label", 2, 0),
        ("suppliers-two-dates.csv", TIERS, "Supplier", "Tier today", 3, 25),
    ],
)
def test_exports_as_people_have_them_are_read_by_their_drafts(
    tmp_path: Path, name: str, definition: Definition, company: str, word: str, count: int, pieces: int
) -> None:
    """As they come: companies, words in use and answers are found."""
    draft = draft_mapping([NEWCOMER / name], definition, vocabulary(definition))
    assert (draft.company, draft.word) == (company, word)
    found = read_by(draft.text, tmp_path, NEWCOMER / name, definition).relationships
    assert (len(found), sum(len(one.evidence) for one in found)) == (count, pieces)
    words = {one.buyer_label if definition.given_to is Side.BUYER else one.seller_label for one in found}
    assert words - {None}


def test_a_survey_is_read_once_what_is_open_is_said(tmp_path: Path) -> None:
    """Two answers have to be looked at: until then the file is refused there and nowhere else."""
    path = NEWCOMER / "survey.csv"
    draft = draft_mapping([path], MARC, vocabulary(MARC))
    favor, called, issue = (
        "Did we ever call in a favour and get it?",
        "What do you call them?",
        "How was the worst issue dealt with?",
    )
    assert (draft.open_columns, draft.open_cells) == ((favor,), {called: 2, issue: 2})
    assert (draft.criteria, draft.speaker) == (10, True)
    with pytest.raises(InvalidFileError) as caught:
        read_by(draft.text, tmp_path, path, MARC)
    assert {getattr(one, "column", "") for one in caught.value.exceptions} == {"How was the worst issue dealt with?"}
    said = draft.text.replace('# "they lost', '"they lost').replace('# "not disc', '"not disc')
    favour = '# is = "favor_granted"'
    said = said.replace(f'is = "attribute"  # context\n{favour}', 'is = "favor_granted"')
    found = read_by(said, tmp_path, path, MARC).relationships
    answers = [(one.criterion, one.answer) for one in found[1].evidence]
    assert ("worst_issue", "lost_temper") in answers
    assert ("favor_granted", True) in answers
    assert {one.source for one in found[1].evidence} == {"Ana Flores"}
    assert [str(one.evidence[0].observed_on) for one in found] == [
        *("2026-01-06", "2026-01-15", "2026-01-20", "2026-01-20", "2026-01-21")
    ]


def test_the_example_is_its_draft_with_what_is_open_said(tmp_path: Path) -> None:
    """So that the documentation of a draft is true."""
    draft = draft_mapping([EXAMPLES / "survey" / "survey.csv"], MARC, vocabulary(MARC))
    said = draft.text.replace('# "', '"').replace('# attested_by = "us"', 'attested_by = "us"')
    said = "\n".join(line for line in said.splitlines() if not re.match(r'^".*" as |^".*filled', line))
    mapping = tmp_path / "map.toml"
    mapping.write_text(said, encoding="utf-8")
    assert read_mapping(mapping) == read_mapping(EXAMPLES / "survey" / "survey.map.toml")
    page = (ROOT / "docs" / "how-to" / "from-your-export-to-the-first-audit.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    shown = [line for line in block.splitlines() if line and not line.endswith("...")]
    assert [line for line in shown if line not in draft.text.splitlines()] == []


def test_a_date_of_its_own_is_read(tmp_path: Path) -> None:
    """The certificate has one, all else has that of the row."""
    path = NEWCOMER / "suppliers-two-dates.csv"
    draft = draft_mapping([path], TIERS, vocabulary(TIERS))
    evidence = read_by(draft.text, tmp_path, path, TIERS).relationships[0].evidence
    days = {one.criterion: str(one.observed_on) for one in evidence}
    assert (days.pop("iso_9001"), set(days.values())) == ("2025-09-02", {"2026-01-15"})


def test_a_draft_says_how_the_file_is_found() -> None:
    """Encoding, sheet and line of the header, with the notes about what is passed over."""
    text = draft_mapping([NEWCOMER / "salesforce-de.csv"], MARC, vocabulary(MARC)).text
    assert 'encoding = "cp1252"' in text
    assert "Gesamtsummen" in text
    assert tomllib.loads(draft_mapping([NEWCOMER / "two-headers.csv"], MARC, vocabulary(MARC)).text)["header_row"] == 2
    only = draft_mapping([NEWCOMER / "hubspot.xlsx"], MARC, vocabulary(MARC))
    assert "sheet" not in tomllib.loads(only.text)


def test_a_sheet_that_is_asked_for_stands_in_the_draft() -> None:
    """As the file is read by it."""
    path = NEWCOMER / "hubspot.xlsx"
    name = openpyxl.load_workbook(path).sheetnames[0]
    draft = draft_mapping([path], MARC, vocabulary(MARC), mapping=FileMapping(sheet=name))
    assert tomllib.loads(draft.text)["sheet"] == name


def test_several_files_have_one_draft(tmp_path: Path) -> None:
    """A column that not all have is optional; headers in different lines are to be looked at."""
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("company,Town,pays\nElm,Graz,yes\n")
    second.write_text("Title,,\ncompany,pays,label\nOak,no,other\n")
    draft = draft_mapping([first, second], PAYERS, vocabulary(PAYERS))
    columns = tomllib.loads(draft.text)["columns"]
    assert {header for header, one in columns.items() if one.get("optional")} == {"Town", "label"}
    assert "header_row = 2" in lines(draft)
    assert '"pays": 2 of 2 filled, 2 different: "yes" (1), "no" (1)' in lines(draft)


def test_every_cell_has_its_count_and_reading(tmp_path: Path) -> None:
    """Of many that are read the first, of those that are not all."""
    cells = [*(f"{number}" for number in range(2 * SHOWN)), *("lots" + "!" * number for number in range(2 * SHOWN))]
    rows = "".join(f"C{number},{cell},Y\n" for number, cell in enumerate(cells))
    draft = drafted(tmp_path, f"company,spend,pays\n{rows}")
    text = " ".join(" ".join(lines(draft)).split())
    assert all(f'"{number}" (1)' in text for number in range(SHOWN))
    assert f"and {SHOWN} more that are read" in text
    assert '"Y" (80) as yes' in text
    assert all(f'# "lots{"!" * number}" = "..."  # once, not understood' in draft.text for number in range(2 * SHOWN))
    assert draft.open_cells == {"spend": 2 * SHOWN}
    assert tomllib.loads(draft.text)["columns"]["spend"]["values"] == {}


def test_what_is_guessed_of_cells_stands_in_the_draft(tmp_path: Path) -> None:
    """Words for yes and for nothing known, and how numbers are written; what is open stands behind a sign."""
    draft = drafted(
        tmp_path, 'company,pays,spend\nElm,ja,"EUR 1,50"\nOak,perhaps,n.a.\nAsh,ja,"EUR 1.200"\nFir,yeah,\n'
    )
    columns = tomllib.loads(draft.text)["columns"]
    assert columns["pays"] == {"is": "pays", "values": {"ja": "yes"}}
    assert columns["spend"] == {"is": "spend", "unit": "EUR", "decimal": ",", "unknown": ["n.a."]}
    assert '"ja" = "yes"  # 2 times' in draft.text
    assert "Each of these may be one of yes, no:" in lines(draft)
    assert '# "perhaps" = "..."  # once, not understood' in draft.text
    draft = drafted(tmp_path, 'company,spend,since\nElm,"1,200",03/04/2021\n')
    assert any(line.startswith('decimal = "."  # or') for line in lines(draft))
    assert any(line.startswith('date = "dd/mm/yyyy"  # or') for line in lines(draft))
    assert "not understood" not in draft.text.partition("is =")[2]  # they are, once that is said


def test_a_draft_asks_what_no_column_says(tmp_path: Path) -> None:
    """Whose word, which day, which source; what names the company, and the word in use."""
    asked = lines(drafted(tmp_path, "Town,loyal.buyer,pays\nElm,yes,yes\n"))
    text = " ".join(line.strip() for line in asked)
    assert "answers about one side (loyal.buyer)? Without this line they are records." in text
    assert 'attested_by = "us"  # or "buyer", or "seller"' in asked
    assert {line.partition("  # ")[0] for line in asked} >= {'observed_on = "..."', 'source = "..."'}
    assert "No column was found that names the company" in text
    assert "No column was found with the word in use" in text
    assert "the company: in no column; the word in use: in no column" in text
    assert "the company is the buyer, and we are the seller" in text
    said = lines(drafted(tmp_path, "company,label,loyal.buyer,observed_on,source,attested_by\nElm,payer,yes,,,\n"))
    assert not any(line.startswith(("attested_by", "observed_on", "source", "Whose", "No column")) for line in said)
    accounts = lines(drafted(tmp_path, "company,label,Town\nElm,payer,Graz\n"))
    assert not any(line.startswith(("attested_by", "observed_on", "source", "Whose")) for line in accounts)
    piece = lines(drafted(tmp_path, "company,label,criterion,answer\nElm,payer,loyal.buyer,yes\n"))
    assert 'attested_by = "us"  # or "buyer", or "seller"' in piece


def test_without_sides_nobody_is_asked_whose_word_it_is(tmp_path: Path) -> None:
    """No answer is about one side."""
    bare = Definition("bare", "Bare", [Label("payer", PAYS)], given_to=None, source="here")
    draft = drafted(tmp_path, "buyer,seller,label,pays\nElm,Oak,payer,yes\n", bare)
    assert not any(line.startswith(("attested_by", "Whose")) for line in lines(draft))
    assert (draft.company, draft.word, "we are" in draft.text) == ("", "label", False)


def test_sides_by_name_are_the_company(tmp_path: Path) -> None:
    """And the word that either is called."""
    draft = drafted(tmp_path, "buyer,seller,buyer_label\nElm,us,payer\n")
    assert (draft.company, draft.word) == ("buyer", "buyer_label")


def test_what_a_column_may_be_instead_stands_below(tmp_path: Path) -> None:
    """With why; a number with how it is written."""
    draft = drafted(tmp_path, 'company,Size\nElm,"1,50"\nOak,2\n')
    assert '[columns."Size"]\nis = "attribute"  # context\n# is = "number"  # all' in draft.text
    assert '# decimal = ","' in draft.text
    assert draft.open_columns == ()


def test_words_in_use_say_what_the_nearest_stands_for(tmp_path: Path) -> None:
    """An alias may stand for another label than it seems to; what is near none is left as it is."""
    draft = draft_mapping([NEWCOMER / "suppliers-two-dates.csv"], TIERS, vocabulary(TIERS))
    assert (
        '# "A-supplier" = "supplier"  # once, not understood; this is the nearest, which stands for vendor'
        in draft.text
    )
    draft = drafted(tmp_path, "company,label\nElm,Whoever\nOak,payer\n")
    assert '# "Whoever" = "..."  # once, not understood' in draft.text
    assert "A word without a line is kept, and told to be none of the definition." in lines(draft)


def test_comments_are_broken(tmp_path: Path) -> None:
    """Between words, wherever the words are short enough."""
    draft = drafted(tmp_path, "company,Town\n" + "".join(f"Company {number},Graz\n" for number in range(30)))
    assert max(len(line) for line in draft.text.splitlines() if line.startswith("# ")) <= WIDTH


@pytest.mark.parametrize("content", ["", "\n\n", "<html></html>"])
def test_a_file_without_rows_is_refused(tmp_path: Path, content: str) -> None:
    """As it is when it is read."""
    with pytest.raises(InvalidFileError):
        drafted(tmp_path, content)


@pytest.mark.parametrize("content", ['{"company": "Elm", "evidence": []}', "", "[1]"])
def test_json_of_our_own_shape_needs_no_mapping(tmp_path: Path, content: str) -> None:
    """There is nothing to draft."""
    path = tmp_path / "book.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidFileError):
        draft_mapping([path], MARC, vocabulary(MARC))


def test_rows_in_json_are_drafted_as_others_are(tmp_path: Path) -> None:
    """Their keys are headers."""
    path = tmp_path / "crm.json"
    path.write_text('[{"Account": "Elm", "Type": "partner"}, {"Account": "Oak", "transactional": true}]')
    draft = draft_mapping([path], MARC, vocabulary(MARC))
    assert (draft.company, draft.word, draft.criteria) == ("Account", "Type", 1)
    found = read_by(draft.text, tmp_path, path, MARC).relationships
    assert [(one.buyer, one.buyer_label, len(one.evidence)) for one in found] == [
        ("Elm", "partner", 0),
        ("Oak", None, 1),
    ]


def test_where_all_is_understood_nothing_is_listed_to_choose_from(tmp_path: Path) -> None:
    """Words for yes stand in the draft with what they mean; a word in use has no fixed answers but its own."""
    draft = drafted(tmp_path, "company,pays\nElm,ja\nOak,yes\n")
    assert '"ja" = "yes"  # once' in draft.text
    assert "Each of these may be" not in draft.text
