"""Tests of `relabel.files.relationships.joining`: several files are one audit, and none is joined in silence."""

import itertools
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relabel import AnyCriterion, Criterion, LabelInUse, Relationship, Scale, Side
from relabel.errors import CellError, InvalidFileError, InvalidValueError
from relabel.files.relationships import company_names
from relabel.files.relationships.mapping import EMPTY, ColumnUse, FileMapping
from relabel.files.relationships.reading import Reading, read, read_all
from relabel.files.styles import Style

VOCABULARY: Mapping[str, AnyCriterion] = {one.name: one for one in (Criterion("pays"), Scale("trust", low=1, high=5))}
EVIDENCE = FileMapping(duplicates="evidence")


class Files:
    """Files in a folder, read together."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def paths(self, texts: Mapping[str, str]) -> list[Path]:
        for name, text in texts.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return [self.folder / name for name in texts]

    def read(self, *mappings: FileMapping, **texts: str) -> Reading:
        """Read files named by keywords."""
        paths = self.paths({f"{name}.csv": text for name, text in texts.items()})
        return read_all(paths, VOCABULARY, given_to=Side.BUYER, mappings=mappings or (EMPTY,))

    def refused(self, *mappings: FileMapping, **texts: str) -> list[CellError]:
        """Give what is wrong with files named by keywords."""
        with pytest.raises(InvalidFileError) as caught:
            self.read(*mappings, **texts)
        found: tuple[Any, ...] = caught.value.exceptions  # Any: mypy takes the parts for groups, which they are not
        return list(found)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Give a folder for files."""
    return Files(tmp_path)


def said(one: Relationship) -> set[tuple[str, object, str]]:
    """Give the evidence of a relationship, with its sources."""
    return {(piece.criterion, piece.answer, piece.source or piece.place) for piece in one.evidence}


def test_files_are_joined_by_id(files: Files) -> None:
    """The evidence of both counts, the first gives the name, and other spellings are noted."""
    crm = "id,company,label,pays\nC-1,Elm,partner,yes\nC-2,Oak,client,\n"
    found = files.read(crm=crm, survey='id,company,trust\nC-2,OAK,3\nC-3,Ash,1\nC-1,"Elm, Ltd.",5\n')
    assert [(one.id, one.buyer, said(one)) for one in found.relationships] == [
        ("C-1", "Elm", {("pays", True, "crm.csv:2"), ("trust", 5, "survey.csv:4")}),
        ("C-2", "Oak", {("trust", 3, "survey.csv:2")}),
        ("C-3", "Ash", {("trust", 1, "survey.csv:3")}),
    ]
    assert "relationships in several files: 2; only in crm.csv: 0, only in survey.csv: 1" in found.notes
    assert "joined by id under another spelling: 'Elm, Ltd.' (survey.csv:4) as 'Elm'" in found.notes


@pytest.mark.parametrize("spelling", ["Elm Airlines", "ELM  airlines", "\u200bElm Airlines"])
@pytest.mark.parametrize(("first", "second"), [("", ""), ("C-1", ""), ("", "C-1")])
def test_files_are_joined_by_name(files: Files, first: str, second: str, spelling: str) -> None:
    """As names are compared; one of the files may have ids, whichever it is."""
    found = files.read(
        crm=f"id,company,pays\n{first},Elm Airlines,yes\n", survey=f"id,company,trust\n{second},{spelling},5\n"
    )
    (one,) = found.relationships
    assert (one.id, one.buyer) == (first or second or None, "Elm Airlines")
    assert said(one) == {("pays", True, "crm.csv:2"), ("trust", 5, "survey.csv:2")}


def test_order_is_that_of_the_first_mention(files: Files) -> None:
    """Whether by id or by name; the files of each are known."""
    found = files.read(a="id,company\n,Elm\nC-2,Oak\n", b="id,company\nC-9,Ash\nC-1,Elm\n", c="company\nOak\nYew\n")
    assert [one.buyer for one in found.relationships] == ["Elm", "Oak", "Ash", "Yew"]
    assert found.origins == ((0, 1), (0, 2), (1,), (2,))


@pytest.mark.parametrize("other", ["Elm Ltd", "Elm.", "E-l-m"])
def test_names_that_differ_in_form_only_are_not_joined(files: Files, other: str) -> None:
    """They are proposed, with the lines that join them; these join them, and are not refused in turn."""
    texts = {"crm": "company,pays\nElm,yes\nOak,no\n", "survey": f"company,trust\n{other},5\n"}
    found = files.read(**texts)
    assert [one.buyer for one in found.relationships] == ["Elm", "Oak", other]
    proposed = found.same_companies()
    assert (proposed.same, proposed.repeated) == ({other: "Elm"}, False)
    joined = files.read(FileMapping(same=proposed.same), **texts)
    assert [(one.buyer, len(one.evidence)) for one in joined.relationships] == [("Elm", 2), ("Oak", 1)]
    assert joined.same_companies().same == {}


def test_what_is_proposed_of_one_file_is_taken_by_it(files: Files) -> None:
    """Its rows are about one company then, and have to count as evidence."""
    text = "company,pays\nElm,yes\nElm Ltd,no\n"
    proposed = files.read(crm=text).same_companies()
    assert (proposed.same, proposed.repeated) == ({"Elm Ltd": "Elm"}, True)
    (one,) = files.read(FileMapping(same=proposed.same, duplicates="evidence"), crm=text).relationships
    assert {piece.answer for piece in one.evidence} == {True, False}
    (wrong,) = files.refused(FileMapping(same=proposed.same), crm=text)
    assert (wrong.line, "line 2" in wrong.found, "duplicates" in wrong.hint) == (3, True, True)


def test_we_are_not_proposed_as_somebody_else(files: Files) -> None:
    """Nobody who is us may wear the label."""
    paths = files.paths({"crm.csv": "company\nElm\nWe Ltd\n"})
    assert read(paths[0], VOCABULARY, given_to=Side.BUYER, us="We").same_companies("We").same == {}


@pytest.mark.parametrize(
    ("crm", "survey", "line"),
    [
        ("id,company\n1,Elm\n2,Oak\n", "id,company\n1,Oak Bank\n", 2),
        ("id,company\n1,Elm\n", "id,company\n2,Ash\n1,Oak\n", 3),
        ("id,company\n1,Elm Group\n", "id,company\n1,Elm\n", 2),
    ],
)
def test_an_id_is_of_one_company(files: Files, crm: str, survey: str, line: int) -> None:
    """Two systems may count from 1 alike; the message says how to join and how not to."""
    (wrong,) = files.refused(crm=crm, survey=survey)
    assert (wrong.file, wrong.line, wrong.column) == ("survey.csv", line, "company")
    assert ("crm.csv line 2" in wrong.expected, "[same]" in wrong.hint, "'attribute'" in wrong.hint) == (True,) * 3


def test_a_company_that_was_renamed_is_joined_where_the_mapping_says_so(files: Files) -> None:
    """Under the id that it has kept."""
    renamed = FileMapping(same={"Oak Bank": "Elm"})
    (one,) = files.read(renamed, crm="id,company\n1,Elm\n", survey="id,company,pays\n1,oak bank,yes\n").relationships
    assert (one.buyer, len(one.evidence)) == ("Elm", 1)


def test_a_company_has_one_id(files: Files) -> None:
    """Ids of two systems would make two relationships of one."""
    (wrong,) = files.refused(crm="id,company\nC-1,Elm\n", ledger="id,company\n4711,ELM\n")
    assert (wrong.file, wrong.line, wrong.column, "'4711'" in wrong.found) == ("ledger.csv", 2, "id", True)
    assert ("'C-1'" in wrong.found, "'attribute'" in wrong.hint) == (True, True)


def test_two_relationships_of_one_company_are_told_apart_by_id(files: Files) -> None:
    """Where one file has both ids, they are meant; a row without an id may be about either."""
    crm = "id,company\n1,Elm\n2,Elm\n"
    found = files.read(crm=crm, survey="id,company,pays\n2,Elm,yes\n")
    assert [(one.id, len(one.evidence)) for one in found.relationships] == [("1", 0), ("2", 1)]
    (wrong,) = files.refused(crm=crm, survey="company,pays\nElm,yes\n")
    assert (wrong.file, wrong.line, "'1' (crm.csv line 2), '2' (crm.csv line 3)" in wrong.expected) == (
        "survey.csv",
        2,
        True,
    )


@pytest.mark.parametrize("rows", ["1,Elm\n,Elm\n", ",elm\n1,Elm\n"])
def test_one_file_gives_ids_to_all_rows_of_a_company_or_to_none(files: Files, rows: str) -> None:
    """Also beside another file."""
    wrong = files.refused(crm=f"id,company\n{rows}", survey="company\nElm\n")
    assert {(one.file, one.column) for one in wrong} == {("crm.csv", "id")}


def test_names_that_look_the_same_are_refused_across_files(files: Files) -> None:
    """With the place of both."""
    (wrong,) = files.refused(crm="company\nElm\n", survey="company\nAsh\n\u0415lm\n")
    assert (wrong.file, wrong.line, "crm.csv line 2" in wrong.found) == ("survey.csv", 3, True)


def test_all_problems_of_all_files_are_listed(files: Files) -> None:
    """Each with its file, and nothing is read."""
    wrong = files.refused(crm="company,pays\nElm,perhaps\n", survey="company,trust\nElm,9\nOak,x\n")
    assert [(one.file, one.line) for one in wrong] == [("crm.csv", 2), ("survey.csv", 2), ("survey.csv", 3)]
    with pytest.raises(InvalidFileError, match=r"crm\.csv and survey\.csv: 3 problems"):
        files.read(crm="company,pays\nElm,perhaps\n", survey="company,trust\nElm,9\nOak,x\n")


def test_problems_of_one_kind_are_told_by_file(files: Files) -> None:
    """A line number alone would point into the wrong file."""
    text = "company,pays\nElm,perhaps\n"
    with pytest.raises(InvalidFileError) as caught:
        files.read(crm=text, survey=text)
    assert [line for line in str(caught.value).splitlines() if "survey.csv, line 2" in line or "survey.csv:2" in line]


def test_words_are_kept_with_their_source(files: Files) -> None:
    """The first is the word in use; a word that one file alone has needs no source."""
    found = files.read(
        crm="company,label\nElm,customer\nOak,client\nAsh,\n",
        contract="company,label\nElm,partner\nOak,client\nAsh,vendor\nYew,friend\n",
    )
    assert [(one.buyer_label, one.labels) for one in found.relationships] == [
        (
            "customer",
            (LabelInUse("customer", Side.BUYER, "crm.csv:2"), LabelInUse("partner", Side.BUYER, "contract.csv:2")),
        ),
        ("client", (LabelInUse("client", Side.BUYER, "crm.csv:3"), LabelInUse("client", Side.BUYER, "contract.csv:3"))),
        ("vendor", ()),
        ("friend", ()),
    ]


def test_words_of_each_side_are_kept(files: Files) -> None:
    """And those of the relationship as a whole."""
    header = "buyer,seller,buyer_label,seller_label,label\n"
    found = files.read(crm=f"{header}Elm,us,client,vendor,deal\n", contract=f"{header}Elm,us,,partner,account\n")
    assert found.relationships[0].labels == (
        LabelInUse("vendor", Side.SELLER, "crm.csv:2"),
        LabelInUse("deal", None, "crm.csv:2"),
        LabelInUse("partner", Side.SELLER, "contract.csv:2"),
        LabelInUse("account", None, "contract.csv:2"),
    )


def test_context_is_that_of_the_first_file_and_the_rest_is_noted(files: Files) -> None:
    """What only another file has is added; a note names what differs, with its place."""
    crm = "company,owner,since\n" + "".join(f"C{number},Ana,2001-01-01\n" for number in range(5))
    ledger = "company,owner,city,since\n" + "".join(f"C{number},Ben,Ulm,2002-02-02\n" for number in range(5))
    found = files.read(crm=crm, ledger=ledger)
    assert {(one.attributes["owner"], one.attributes["city"], str(one.since)) for one in found.relationships} == {
        ("Ana", "Ulm", "2001-01-01")
    }
    differing = [note for note in found.notes if "differs" in note]
    places = "ledger.csv:2, ledger.csv:3, ledger.csv:4 and 2 more"
    assert [(note.split()[0], note.endswith(places)) for note in differing] == [("'since'", True), ("'owner'", True)]


def test_two_rows_for_one_company_are_refused_with_both_lines(files: Files) -> None:
    """And with the line of the mapping by which both count."""
    (wrong,) = files.refused(crm="company\nElm\nOak\nElm\n")
    assert (wrong.line, "line 2" in wrong.found, 'duplicates = "evidence"' in wrong.hint) == (4, True, True)


@pytest.mark.parametrize(
    ("mark", "other", "hint"),
    [
        ("1.23E+12", "Oak", "rounded"),
        ("1,2e5", "Elm Ltd", "rounded"),
        ("C-1", "Oak", "[same]"),
        ("C-1", "Elm Ltd", "[same]"),
    ],
)
def test_an_id_that_two_companies_have_is_no_second_row(files: Files, mark: str, other: str, hint: str) -> None:
    """A spreadsheet may have rounded several ids to one; both rows do not count as evidence then."""
    (wrong,) = files.refused(crm=f"id;company\n{mark};Elm\n{mark};{other}\n")
    assert (wrong.line, wrong.column, "on line 2" in wrong.found, hint in wrong.hint) == (3, "id", True, True)


@pytest.mark.parametrize(
    "survey", ["id,company\n1.23E+12,Oak\n", "id,company\n1230000000123,Elm\n", "id,company\n1.24E+12,Elm\n"]
)
def test_rounded_ids_that_do_not_fit_are_said_to_be_rounded(files: Files, survey: str) -> None:
    """Whichever file has them."""
    (wrong,) = files.refused(crm="id,company\n1.23E+12,Elm\n", survey=survey)
    assert (wrong.file, "rounded" in wrong.hint) == ("survey.csv", True)


@pytest.mark.parametrize("header", ["company", "id,company"])
def test_two_rows_for_one_company_count_as_evidence_where_that_is_said(files: Files, header: str) -> None:
    """Each word is kept with its line, and what differs beside is noted, not refused."""
    mark = "C-1," if "id" in header else ""
    rows = f"{mark}Elm,partner,Ana,4\n{mark}ELM,client,Ben,2\n"
    found = files.read(EVIDENCE, survey=f"{header},label,owner,trust\n{rows}")
    (one,) = found.relationships
    assert said(one) == {("trust", 4, "survey.csv:2"), ("trust", 2, "survey.csv:3")}
    assert [(label.label, label.source) for label in one.labels] == [
        ("partner", "survey.csv:2"),
        ("client", "survey.csv:3"),
    ]
    assert (one.buyer_label, one.attributes["owner"]) == ("partner", "Ana")
    assert "relationships with several rows, all of which count as evidence: 1" in found.notes
    assert [note for note in found.notes if "'owner' differs" in note and "survey.csv:3" in note]


def test_duplicates_are_those_of_each_file(files: Files) -> None:
    """One file may have several rows for a company, and the other not."""
    text = "company,trust\nElm,1\nElm,2\n"
    assert len(files.read(EVIDENCE, EMPTY, a=text, b="company,pays\nElm,no\n").relationships[0].evidence) == 3
    (wrong,) = files.refused(EVIDENCE, EMPTY, a=text, b=text)
    assert (wrong.file, wrong.line) == ("b.csv", 3)


def test_json_takes_duplicates_as_evidence_too(files: Files) -> None:
    """By the same rule."""
    line = '{"company": "Elm", "evidence": [{"criterion": "pays", "answer": true}]}\n'
    (path,) = files.paths({"book.jsonl": line * 2})
    with pytest.raises(InvalidFileError):
        read(path, VOCABULARY, given_to=Side.BUYER)
    assert len(read(path, VOCABULARY, given_to=Side.BUYER, mapping=EVIDENCE).relationships[0].evidence) == 2


def test_files_of_all_forms_are_joined(files: Files) -> None:
    """Rows of cells with JSON."""
    paths = files.paths({"crm.csv": "company,pays\nElm,yes\n", "more.json": '[{"company": "elm", "label": "client"}]'})
    (one,) = read_all(paths, VOCABULARY, given_to=Side.BUYER).relationships
    assert (one.buyer, one.buyer_label, len(one.evidence)) == ("Elm", "client", 1)


def test_each_note_names_its_file(files: Files) -> None:
    """So do rounded ids."""
    found = files.read(crm="id,company,owner\n1.23E+12,Elm,Ana\n", survey="company,Notes\nElm,x\n")
    assert "crm.csv: columns kept as context, not as evidence: owner" in found.notes
    assert "survey.csv: columns kept as context, not as evidence: Notes" in found.notes
    assert [note for note in found.notes if note.startswith("crm.csv: ids that a spreadsheet may have rounded")]


def test_a_note_that_names_its_file_does_so_once(files: Files) -> None:
    """As of an encoding."""
    paths = files.paths({"crm.csv": "company\nElm\n", "old.csv": ""})
    paths[1].write_bytes("company\nMüller\n".encode("cp1252"))
    notes = read_all(paths, VOCABULARY, given_to=Side.BUYER).notes
    assert "old.csv is not UTF-8 and was read as cp1252" in notes


def test_files_of_one_name_are_told_apart(files: Files) -> None:
    """By their folders."""
    text = "company,label,pays\nElm,{},yes\n"
    paths = files.paths({"may/crm.csv": text.format("client"), "june/crm.csv": text.format("partner")})
    (one,) = read_all(paths, VOCABULARY, given_to=Side.BUYER).relationships
    assert [label.source for label in one.labels] == [f"{path}:2" for path in paths]
    assert {piece.place for piece in one.evidence} == {f"{path}:2" for path in paths}


def test_who_is_who_is_said_of_each_file(files: Files) -> None:
    """Once, where all have the same columns."""
    found = files.read(crm="company,label\nElm,client\n", survey="company,trust\nElm,1\n")
    said = found.who(Side.BUYER)
    assert ("crm.csv: The company" in said, "survey.csv: The company" in said) == (True, True)
    alike = files.read(crm="company,label\nElm,client\n", survey="company,label\nElm,client\n").who(Side.BUYER)
    assert "csv" not in alike


def test_names_under_same_that_no_row_has_are_noted(files: Files) -> None:
    """With the nearest that there is."""
    same = FileMapping(same={"Elm Ltd": "Elm", "Oakk": "Oak Bank"})
    found = files.read(same, crm="company\nELM LTD\nOak\n")
    (note,) = [one for one in found.notes if "[same]" in one]
    assert ("'Oakk'" in note, "did you mean 'Oak'" in note, "Elm" in note) == (True, True, False)


def test_what_one_mapping_says_is_the_same_is_so_in_all_files(files: Files) -> None:
    """But two mappings must not give one name two meanings."""
    texts = {"crm": "company\nElm\n", "survey": "company\nElm Ltd\n"}
    for other in (EMPTY, FileMapping(same={"ELM LTD": "elm"})):
        (one,) = files.read(FileMapping(same={"Elm Ltd": "Elm"}), other, **texts).relationships
        assert one.buyer == "Elm"
    for same in ({"Elm Ltd": "Ash"}, {"ELM  ltd": "Ash"}, {"Elm": "ELM ltd"}):
        with pytest.raises(InvalidValueError):
            files.read(FileMapping(same={"Elm Ltd": "Elm"}), FileMapping(same=same), **texts)


def test_a_name_to_go_by_may_be_replaced_in_turn(files: Files) -> None:
    """As where a proposal is taken up and another file comes to be added."""
    same = [FileMapping(same={"Elm Ltd": "Elm"}), FileMapping(same={"ELM": "Elm Airlines"})]
    (one,) = files.read(*same, crm="company\nElm Airlines\n", survey="company\nElm ltd\n").relationships
    assert one.buyer == "Elm Airlines"


def test_notes_of_a_mapping_are_given_once(files: Files) -> None:
    """It is no file of the audit, and may be for several."""
    notes = files.read(FileMapping(notes=("a guess",)), a="company\nElm\n", b="company\nElm\n").notes
    assert [note for note in notes if "a guess" in note] == ["a guess"]


@pytest.mark.parametrize("count", [0, 2, 4])
def test_there_is_one_mapping_for_all_files_or_one_for_each(files: Files, count: int) -> None:
    """In their order."""
    paths = files.paths(dict.fromkeys(("a.csv", "b.csv", "c.csv"), "company\nElm\n"))
    with pytest.raises(InvalidValueError):
        read_all(paths, VOCABULARY, mappings=[EMPTY] * count)


def test_a_file_is_read_once(files: Files) -> None:
    """Under whatever name; and there is one at least."""
    (path,) = files.paths({"a.csv": "company\nElm\n"})
    for paths in ([path, path.parent / "." / path.name], []):
        with pytest.raises(InvalidValueError):
            read_all(paths, VOCABULARY)


def test_without_cleanco_the_report_says_what_was_not_compared(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of several files, where names matter."""
    monkeypatch.setitem(sys.modules, "cleanco.clean", None)
    company_names._legal_forms.cache_clear()
    try:
        notes = [files.read(a="company\nElm\n", b="company\nOak\n").notes, files.read(a="company\nElm\n").notes]
    finally:
        company_names._legal_forms.cache_clear()
    assert [any("cleanco" in note for note in some) for some in notes] == [True, False]


@settings(max_examples=max(20, settings().max_examples // 4))
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["Elm", "Oak", "Ash", "Yew"]), st.sampled_from(["", "1", "3", "5"])), max_size=8
    ),
    cuts=st.lists(st.integers(0, 8), max_size=2),
)
def test_files_in_parts_are_as_one_file(
    tmp_path_factory: pytest.TempPathFactory, rows: Sequence[tuple[str, str]], cuts: Sequence[int]
) -> None:
    """However rows are spread over files, they make the same relationships with the same evidence."""
    bounds = [0, *sorted(cuts), 8]
    parts = [rows[start:end] for start, end in itertools.pairwise(bounds)]
    folder = tmp_path_factory.mktemp("parts")
    paths = []
    for number, part in enumerate([rows, *parts]):
        paths.append(folder / f"{number}.csv")
        text = "".join(f"{company},{trust},survey\n" for company, trust in part)
        paths[-1].write_text(f"company,trust,source\n{text}", encoding="utf-8")
    whole = read_all(paths[:1], VOCABULARY, given_to=Side.BUYER, mappings=[EVIDENCE]).relationships
    assert read_all(paths[1:], VOCABULARY, given_to=Side.BUYER, mappings=[EVIDENCE]).relationships == whole


def test_one_sheet_may_say_what_several_sources_call_a_company(tmp_path: Path) -> None:
    """The column without a source has the word that is audited, or where it is blank the first that is not."""
    path = tmp_path / "crm.csv"
    path.write_text("company,label,Contract,Map\nElm,customer,Partner,customer\nOak,,client,\nAsh,client,,\n")
    columns = {
        "contract": ColumnUse("Contract", "label", source="the contract", style=Style(values={"partner": "ally"})),
        "map": ColumnUse("Map", "buyer_label", source="the account map"),
    }
    found = read(path, VOCABULARY, given_to=Side.BUYER, mapping=FileMapping(columns=columns))
    elm, oak, ash = found.relationships
    assert elm.labels == (
        LabelInUse("customer", Side.BUYER, "crm.csv:2"),
        LabelInUse("ally", Side.BUYER, "the contract"),
        LabelInUse("customer", Side.BUYER, "the account map"),
    )
    assert (elm.buyer_label, dict(elm.attributes)) == ("customer", {"Contract": "Partner"})
    assert [(one.buyer_label, one.labels) for one in (oak, ash)] == [("client", ()), ("client", ())]
    assert "the word in use is in column 'label'" in found.who(Side.BUYER)


def test_several_rows_and_several_columns_say_words(tmp_path: Path) -> None:
    """Each once for each source."""
    path = tmp_path / "crm.csv"
    path.write_text("buyer,seller,label,Contract\nElm,us,deal,order\nElm,us,deal,order\nElm,us,,bond\n")
    use = ColumnUse("Contract", "label", source="the contract")
    mapping = FileMapping(columns={"contract": use}, duplicates="evidence")
    (elm,) = read(path, VOCABULARY, given_to=None, mapping=mapping).relationships
    assert [(one.label, one.side, one.source) for one in elm.labels] == [
        ("deal", None, "crm.csv:2"),
        ("order", None, "the contract"),
        ("deal", None, "crm.csv:3"),
        ("order", None, "the contract"),
        ("bond", None, "the contract"),
    ]


def test_a_second_column_of_words_without_a_source_is_refused(tmp_path: Path) -> None:
    """With how to say whose they are."""
    path = tmp_path / "crm.csv"
    path.write_text("company,label,Contract\nElm,customer,partner\n")
    mapping = FileMapping(columns={"contract": ColumnUse("Contract", "label")})
    with pytest.raises(InvalidFileError) as caught:
        read(path, VOCABULARY, given_to=Side.BUYER, mapping=mapping)
    assert 'source = "..."' in str(caught.value)


@pytest.mark.parametrize(("field", "hint"), [("observed_on", 'criterion = "..."'), ("since", "")])
def test_a_second_column_for_a_field_is_refused_beside_the_first(tmp_path: Path, field: str, hint: str) -> None:
    """Where it may be meant otherwise, with how to say that."""
    path = tmp_path / "crm.csv"
    path.write_text(f"company,{field},Day\nElm,2026-01-31,2026-01-30\n")
    mapping = FileMapping(columns={"day": ColumnUse("Day", field)})
    with pytest.raises(InvalidFileError) as caught:
        read(path, VOCABULARY, given_to=Side.BUYER, mapping=mapping)
    [one] = caught.value.exceptions
    assert isinstance(one, CellError)
    assert (f"beside {field!r}" in one.found, hint in one.hint, bool(one.hint)) == (True, True, bool(hint))
