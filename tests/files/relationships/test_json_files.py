"""Tests of `relabel.files.relationships.json_files`: relationships from JSON Lines and arrays, as objects or rows."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from relabel import AnyCriterion, Choice, Criterion, Evidence, Measure, Relationship, Scale, Side
from relabel.errors import CellError, InvalidFileError
from relabel.files.relationships.mapping import ColumnUse, FileMapping
from relabel.files.relationships.reading import read

CRITERIA = (
    Criterion("pays"),
    Choice("mood", options=("Very good", "bad")),
    Scale("trust", low=1, high=5),
    Measure("spend", unit="EUR/year"),
)
VOCABULARY: Mapping[str, AnyCriterion] = {one.name: one for one in CRITERIA}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write lines, given as JSON values or as text, to a file and give its path."""

    def one(*lines: object, end: str = "\n") -> Path:
        path = tmp_path / "book.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_bytes("".join(text + end for text in texts).encode())
        return path

    return one


def load(path: Path, given_to: Side | None = Side.BUYER) -> tuple[Relationship, ...]:
    return read(path, VOCABULARY, given_to=given_to).relationships


def problems(path: Path, given_to: Side | None = Side.BUYER) -> list[CellError]:
    with pytest.raises(InvalidFileError) as caught:
        load(path, given_to)
    return [one for one in caught.value.exceptions if isinstance(one, CellError)]


def places(path: Path) -> list[tuple[int, str]]:
    return [(one.line, one.column) for one in problems(path)]


def piece(criterion: object, answer: object, **more: object) -> dict[str, object]:
    return {"criterion": criterion, "answer": answer, **more}


def test_a_line_is_a_relationship_with_its_evidence(write: Write) -> None:
    """The wide shape: a list of evidence per line, attributes of any plain type."""
    said = piece("pays", True, observed_on="2021-12-31", attested_by="seller", source="ledger", note="p. 3")
    line = {
        "id": "7",
        "buyer": "B",
        "seller": "S",
        "label": "w",
        "buyer_label": "c",
        "seller_label": "v",
        "since": "2020-01-31",
        "attributes": {"owner": "Ana", "value": 1.5, "active": True, "nothing": None},
        "evidence": [said, piece("mood", "Very good")],
    }
    evidence = (
        Evidence("pays", True, observed_on=date(2021, 12, 31), attested_by=Side.SELLER, source="ledger", note="p. 3"),
        Evidence("mood", "Very good", place="book.jsonl:1"),
    )
    assert load(write(line)) == (
        Relationship(
            "B",
            "S",
            id="7",
            label="w",
            buyer_label="c",
            seller_label="v",
            since=date(2020, 1, 31),
            evidence=evidence,
            attributes={"owner": "Ana", "value": Decimal("1.5"), "active": True, "nothing": None},
        ),
    )


def test_a_line_may_be_a_piece_of_evidence(write: Write) -> None:
    """The long shape: lines about one relationship are joined."""
    path = write(
        {"company": "A", "label": "client", **piece("pays", True)},
        {"company": "B", **piece("spend", 5)},
        {"company": "A", "attributes": {"owner": "Ana"}, **piece("trust", 4, note="x")},
    )
    first, second = load(path)
    assert (first.buyer_label, dict(first.attributes), second.evidence) == (
        "client",
        {"owner": "Ana"},
        (Evidence("spend", 5, place="book.jsonl:2"),),
    )
    assert first.evidence == (
        Evidence("pays", True, place="book.jsonl:1"),
        Evidence("trust", 4, place="book.jsonl:3", note="x"),
    )


def test_the_two_shapes_may_share_a_file(write: Write) -> None:
    """Each line has its own shape; evidence of a later line joins the relationship of an earlier one."""
    path = write({"company": "A", "evidence": [piece("pays", True)]}, {"company": "A", **piece("pays", False)})
    assert [one.answer for one in load(path)[0].evidence] == [True, False]


def test_numbers_are_read_as_they_are_written(write: Write) -> None:
    """0.1 is one tenth, not the float next to it."""
    path = write('{"company":"A","evidence":[{"criterion":"spend","answer":0.10000000000000000555}]}')
    assert load(path)[0].evidence[0].answer == Decimal("0.10000000000000000555")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", "\n \t\r\n"])
def test_line_ends_and_blank_lines(write: Write, end: str) -> None:
    """Both line ends; blank lines are passed over and counted."""
    path = write({"company": "A"}, {"company": "B"}, {"company": "A"}, end=end)
    assert places(path) == [(1 + 2 * end.count("\n"), "")]


def test_separators_of_unicode_end_no_line(write: Write) -> None:
    """Only a line feed ends a line: U+2028 and U+0085 may stand in a name."""
    assert [one.buyer for one in load(write('{"company": "A\u2028B\u0085C"}'))] == ["A\u2028B\u0085C"]


def test_a_lone_carriage_return_is_not_misread(write: Write) -> None:
    """JSON Lines end in a line feed; a file with old line ends is refused, never half-read."""
    assert places(write('{"company": "A"}\r{"company": "B"}')) == [(1, "")]


def test_an_empty_file_is_an_empty_portfolio(write: Write) -> None:
    """There is no header that could be missing."""
    assert load(write()) == ()


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "5",
        '"A"',
        "null",
        "true",
        "{",
        '{"company": "A"',
        "{'company': 'A'}",
        '{"company": "A"}}',
        '{"company": "A",}',
        "company,trust",
        '{"company": "A", "company": "B"}',
        '{"company": "A", "evidence": [{"criterion": "pays", "answer": true, "answer": false}]}',
        '{"company": "A", "attributes": {"x": NaN}}',
        '{"company": "A", "criterion": "spend", "answer": NaN}',
        '{"company": "A", "criterion": "spend", "answer": Infinity}',
        '{"company": "A", "criterion": "spend", "answer": -Infinity}',
        '{"company": "A", "criterion": "spend", "answer": 1_000}',
        '{"company": "A", "criterion": "spend", "answer": 01}',
        '{"company": "A", "criterion": "spend", "answer": .5}',
        '{"company": "A", "x": ' + "[" * 100_000,
        "[" * 500 + "]" * 500,
        '{"company": "A", "criterion": "spend", "answer": ' + "1" * 5000 + "}",
        '{"company": "A\tB"}',
    ],
    ids=lambda line: line[:40],
)
def test_what_is_no_json_object_is_refused(write: Write, line: str) -> None:
    """Strict JSON: no key twice, no NaN, nothing nested too deeply; the line is named, and others are checked."""
    found = places(write({"company": "Z"}, line, {"company": "Z"}))
    assert found == [(2, ""), (3, "")]


@pytest.mark.parametrize("depth", [10, 300, 600, 900, 980, 990, 1000])
def test_deep_attributes_are_refused(write: Write, depth: int) -> None:
    """An attribute is a plain value; depth is no way to a crash."""
    found = problems(write('{"company": "A", "attributes": {"x": ' + "[" * depth + "]" * depth + "}}"))
    assert [one.line for one in found] == [1]


WRONG: list[tuple[str, object]] = [
    ("pays", "no"),
    ("pays", "yes"),
    ("pays", "true"),
    ("pays", 1),
    ("pays", 0),
    ("pays", 1.0),
    ("pays", ""),
    ("pays", [True]),
    ("pays", {}),
    ("mood", "very good"),
    ("mood", "Very good "),
    ("mood", "?"),
    ("mood", True),
    ("mood", 0),
    ("mood", ["bad"]),
    ("trust", "4"),
    ("trust", True),
    ("trust", 4.0),
    ("trust", 4.5),
    ("trust", 0),
    ("trust", 6),
    ("spend", "5"),
    ("spend", True),
    ("spend", ""),
    ("spend", [5]),
    ("spend", {"EUR": 5}),
]


@pytest.mark.parametrize(("criterion", "answer"), WRONG)
def test_types_are_strict(write: Write, criterion: str, answer: object) -> None:
    """Text is never true or a number ("no" least of all), 1 is never true, and true is never 1."""
    path = write(
        {"company": "A", "evidence": [piece("pays", True), piece(criterion, answer)]},
        {"company": "B", **piece(criterion, answer)},
    )
    assert places(path) == [(1, "$.evidence[1].answer"), (2, "$.answer")]


@pytest.mark.parametrize("number", ["1e5000", "-1e999999", "9" * 4000], ids=["float", "negative", "whole"])
def test_a_number_beyond_all_measure_has_its_place(write: Write, number: str) -> None:
    """Refused like any answer that is none, never a crash."""
    path = write('{"company": "A", "evidence": [{"criterion": "spend", "answer": ' + number + "}]}")
    assert places(path) == [(1, "$.evidence[0].answer")]


@pytest.mark.parametrize(("answer", "option"), [("very good", "Very good"), ("badd", "bad")])
def test_a_misspelt_option_gets_a_hint(write: Write, answer: str, option: str) -> None:
    """The nearest option is offered."""
    (found,) = problems(write({"company": "A", **piece("mood", answer)}))
    assert option in found.hint


@pytest.mark.parametrize("criterion", [one.name for one in CRITERIA])
def test_null_is_unknown(write: Write, criterion: str) -> None:
    """A null answer is no evidence; so is a null date, side, source or note nothing."""
    nothing = dict.fromkeys(["observed_on", "attested_by", "source", "note"])
    path = write(
        {"company": "A", "evidence": [piece(criterion, None)]}, {"company": "B", **piece("pays", True, **nothing)}
    )
    assert [one.evidence for one in load(path)] == [(), (Evidence("pays", True, place="book.jsonl:2"),)]


def test_an_answer_must_be_there(write: Write) -> None:
    """A forgotten answer is no null."""
    path = write({"company": "A", "criterion": "pays"}, {"company": "B", "evidence": [{"criterion": "pays"}]})
    assert places(path) == [(1, "$"), (2, "$.evidence[0]")]


@pytest.mark.parametrize("name", ["payss", "", None])
def test_an_unknown_criterion_is_refused(write: Write, name: str | None) -> None:
    """A misspelt criterion would cost evidence; the nearest name is offered."""
    found = problems(write({"company": "A", **piece(name, True)}))
    assert [(one.column, "pays" in one.hint) for one in found] == [("$.criterion", bool(name))]


@pytest.mark.parametrize("value", [5, True, [], {}, 1.5])
@pytest.mark.parametrize("key", ["id", "company", "seller", "label", "buyer_label", "seller_label", "since"])
def test_fields_are_text(write: Write, key: str, value: object) -> None:
    """A number is no name; null is nothing."""
    assert places(write({"company": "A", key: value})) == [(1, f"$.{key}")]


@pytest.mark.parametrize("value", [5, True, [], {}])
@pytest.mark.parametrize("key", ["observed_on", "attested_by", "source", "note", "criterion"])
def test_fields_of_evidence_are_text(write: Write, key: str, value: object) -> None:
    """As those of the relationship."""
    path = write({"company": "A", "evidence": [{**piece("pays", True), key: value}]})
    assert places(path) == [(1, f"$.evidence[0].{key}")]


@pytest.mark.parametrize(
    ("key", "value"), [("observed_on", "03/04/2021"), ("observed_on", "yesterday"), ("attested_by", "the boss")]
)
def test_dates_and_sides_are_read_as_in_cells(write: Write, key: str, value: str) -> None:
    """Dates are ISO, sides are buyer or seller; the place is the path."""
    path = write(
        {"company": "A", "evidence": [piece("pays", True, **{key: value})]},
        {"company": "B", **piece("pays", True, **{key: value})},
    )
    assert places(path) == [(1, f"$.evidence[0].{key}"), (2, f"$.{key}")]


@pytest.mark.parametrize("value", [5, "x", None, True, [1]])
def test_attributes_are_an_object(write: Write, value: object) -> None:
    """Names and values."""
    assert places(write({"company": "A", "attributes": value})) == [(1, "$.attributes")]


@pytest.mark.parametrize("value", [[1], {"a": 1}])
def test_an_attribute_is_a_plain_value(write: Write, value: object) -> None:
    """Text, a number, yes/no or nothing, to group or weight by."""
    assert [one.line for one in problems(write({"company": "Z"}, {"company": "A", "attributes": {"x": value}}))] == [2]


@pytest.mark.parametrize("value", [5, "x", None, True, {"criterion": "pays", "answer": True}])
def test_evidence_is_a_list(write: Write, value: object) -> None:
    """One observation still needs brackets."""
    assert places(write({"company": "A", "evidence": value})) == [(1, "$.evidence")]


@pytest.mark.parametrize("value", [5, "pays", None, True, ["pays", True]])
def test_a_piece_of_evidence_is_an_object(write: Write, value: object) -> None:
    """Criterion and answer under their names; the position is counted from 0."""
    assert places(write({"company": "A", "evidence": [piece("pays", True), value]})) == [(1, "$.evidence[1]")]


@pytest.mark.parametrize(
    ("line", "place", "hint"),
    [
        ({"company": "A", "evidence": [], "lable": "x"}, "$.lable", "label"),
        ({"company": "A", "evidence": [], "Company": "x"}, "$.Company", "company"),
        ({"company": "A", "evidence": [], "zzz": "x"}, "$.zzz", "attributes"),
        ({"company": "A", "evidnce": []}, "$.evidnce", "evidence"),
        ({"company": "A", "answer": True}, "$.answer", ""),
        ({"company": "A", "attributes": {}, "note": "x"}, "$.note", ""),
        ({"company": "A", **piece("pays", True), "evidence": []}, "$.evidence", ""),
        ({"company": "A", "evidence": [piece("pays", True, noted="x")]}, "$.evidence[0].noted", "note"),
        ({"company": "A", "evidence": [piece("pays", True, company="x")]}, "$.evidence[0].company", ""),
    ],
)
def test_unknown_keys_are_refused(write: Write, line: object, place: str, hint: str) -> None:
    """A misspelt key would drop what stands under it; the nearest key is offered."""
    (found,) = problems(write(line))
    assert (found.column, hint in found.hint) == (place, True)


@pytest.mark.parametrize(
    "line", [{}, {"label": "x"}, {"company": " "}, {"company": None}, {"evidence": []}, {"attributes": {"x": 1}}]
)
def test_a_company_is_required(write: Write, line: object) -> None:
    """Evidence about nobody is a problem, not dropped."""
    assert places(write(line)) == [(1, "company")]


def test_a_relationship_twice_is_refused(write: Write) -> None:
    """In the wide shape each relationship stands once."""
    assert places(write({"company": "A"}, {"company": "A", "evidence": [piece("pays", True)]})) == [(2, "")]


@pytest.mark.parametrize(
    ("first", "second", "place"),
    [
        ({"label": "x"}, {"label": "y"}, "buyer_label"),
        ({"attributes": {"x": 1}}, {"attributes": {"x": 2}}, "x"),
        ({"attributes": {"x": 1}}, {"attributes": {"x": True}}, "x"),
    ],
)
def test_lines_of_one_relationship_agree(
    write: Write, first: dict[str, object], second: dict[str, object], place: str
) -> None:
    """Conflicting fields and attributes are reported on the second line; 1 is never true."""
    path = write({"company": "A", **first, **piece("pays", True)}, {"company": "A", **second, **piece("trust", 3)})
    assert places(path) == [(2, place)]


def test_company_means_nothing_where_no_side_wears_the_label(write: Write) -> None:
    """A definition of the relationship as a whole needs buyer and seller."""
    found = problems(write({"company": "A", "evidence": [piece("pays", "no")]}), given_to=None)
    assert [one.column for one in found] == ["company", "$.evidence[0].answer"]


def test_all_problems_are_reported_at_once(write: Write) -> None:
    """Every line, every piece of evidence, in the order of the lines; sound lines give none."""
    path = write(
        {"company": "A", "evidence": [piece("pays", "no"), piece("pays", True), piece("payz", True)]},
        {"company": "B", "evidence": [piece("pays", True)]},
        "nonsense",
        {"company": "C", "evidence": [piece("trust", 9, observed_on="31/12/2021", attested_by="boss")]},
        {"since": "2021-02-30"},
        {"company": 5, "buyer": 6},
        {"company": "B"},
    )
    assert places(path) == [
        (1, "$.evidence[0].answer"),
        (1, "$.evidence[2].criterion"),
        (3, ""),
        (4, "$.evidence[0].observed_on"),
        (4, "$.evidence[0].attested_by"),
        (4, "$.evidence[0].answer"),
        (5, "since"),
        (5, "company"),
        (6, "$.company"),
        (6, "$.buyer"),
        (7, ""),
    ]


@pytest.mark.parametrize(
    "more",
    [{"attributes": 5}, {"zzz": 1}, {"label": 5}],
    ids=["attributes", "key", "field"],
)
def test_a_fault_of_the_line_hides_none_of_its_evidence(write: Write, more: dict[str, object]) -> None:
    """All problems at once: nobody mends a file fault by fault."""
    path = write({"company": "A", "evidence": [piece("pays", "no")], **more})
    assert (1, "$.evidence[0].answer") in places(path)


@pytest.mark.parametrize(
    "bad", [{"criterion": "payz"}, {"criterion": "payz", "answer": True, "zzz": 1}], ids=["no answer", "unknown key"]
)
def test_a_fault_of_a_piece_hides_no_other(write: Write, bad: dict[str, object]) -> None:
    """A piece of evidence with two faults gives two problems."""
    path = write({"company": "A", "evidence": [bad]})
    assert (1, "$.evidence[0].criterion") in places(path)


# An array


def test_an_array_is_read_as_lines_are(write: Write) -> None:
    """Whatever white space stands between its items, each of which has the line on which it begins."""
    path = write('[{"company": "A",\n "evidence": [{"criterion": "trust", "answer": 3}]}\n,\n {"company": "B"}]')
    path = path.rename(path.with_suffix(".json"))
    found = load(path)
    assert [(one.buyer, [piece.place for piece in one.evidence]) for one in found] == [
        ("A", [f"{path.name}:1"]),
        ("B", []),
    ]
    path.write_text('[{"company": "A"},\n\n {"firm": "B", "evidence": []}]')
    assert [one.line for one in problems(path)] == [3, 3]


@pytest.mark.parametrize("content", ["", "{}", '{"company": "A"}', "[", "[5]", "[{}", "[] []", "[{} {}]", "nothing"])
def test_what_is_no_array_of_objects_is_refused(write: Write, content: str) -> None:
    """One object, or lines of them, belong in a file that is called so."""
    path = write(content)
    assert problems(path.rename(path.with_suffix(".json")))


def test_an_empty_array_is_an_empty_portfolio(write: Write) -> None:
    """There is nobody in it."""
    path = write(" [ ] ")
    assert load(path.rename(path.with_suffix(".json"))) == ()


@pytest.mark.parametrize("blank", ["", "  ", None])
@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_a_side_that_is_blank_is_not_us(write: Write, side: str, blank: str | None) -> None:
    """As in a column that is there; a key that is left out says that it is us."""
    other = {"buyer": "seller", "seller": "buyer"}[side]
    assert places(write({other: "Elm", side: blank})) == [(1, f"$.{side}")]


# Rows with keys of their own

ROWS = (
    {"Company": "Elm", "label": "partner", "pays": True, "mood": "very good", "spend": 1200.5, "Owner": "Ana"},
    {"Company": " Oak ", "pays": False, "trust": 4, "observed_on": "2025-01-31", "Owner": None},
    {"Company": "Fir", "label": None, "pays": "yes", "spend": "900 ", "trust": ""},
)


def test_objects_with_keys_of_their_own_are_rows(write: Write) -> None:
    """Keys are headers: of fields, of criteria, else context; a key that is not there is a blank cell."""
    elm, oak, fir = load(write(*ROWS))
    said = [[(piece.criterion, piece.answer) for piece in one.evidence] for one in (elm, oak, fir)]
    assert said[0] == [("pays", True), ("mood", "Very good"), ("spend", Decimal("1200.5"))]
    assert said[1:] == [[("pays", False), ("trust", 4)], [("pays", True), ("spend", 900)]]
    assert [(one.buyer, one.buyer_label) for one in (elm, oak, fir)] == [
        ("Elm", "partner"),
        ("Oak", None),
        ("Fir", None),
    ]
    assert [dict(one.attributes) for one in (elm, oak, fir)] == [{"Owner": "Ana"}, {}, {}]
    assert oak.evidence[0].place == "book.jsonl:2"
    assert oak.evidence[0].observed_on == date(2025, 1, 31)


def test_an_array_of_rows_is_read_as_lines_are(write: Write) -> None:
    """The same relationships, each from the line on which its item begins."""
    lines = load(write(*ROWS))
    path = write(json.dumps(ROWS, indent=0)).with_suffix(".json")
    path.write_text(json.dumps(ROWS))
    assert [(one.buyer, one.evidence[0].answer) for one in load(path)] == [
        (one.buyer, one.evidence[0].answer) for one in lines
    ]


def test_a_mapping_says_what_keys_stand_for(write: Write) -> None:
    """As it does for headers, and also where all keys are names of fields."""
    path = write({"account": "Elm", "since": "cold"}, {"account": "Oak", "since": "warm"})
    columns = {"account": ColumnUse("account", "company"), "since": ColumnUse("since", "attribute")}
    found = read(path, VOCABULARY, given_to=Side.BUYER, mapping=FileMapping(columns=columns)).relationships
    assert [(one.buyer, dict(one.attributes)) for one in found] == [
        ("Elm", {"since": "cold"}),
        ("Oak", {"since": "warm"}),
    ]


def test_a_mapping_of_keys_is_refused_where_they_have_fixed_names(write: Write) -> None:
    """It would be passed over."""
    path = write({"company": "Elm", "evidence": []})
    with pytest.raises(InvalidFileError):
        read(path, VOCABULARY, given_to=Side.BUYER, mapping=FileMapping(columns={"x": ColumnUse("x", "company")}))


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({"company": "Oak", "pays": "perhaps"}, (2, "pays")),
        ({"company": "Oak", "pays": {"said": True}}, (2, "pays")),
        ({"company": "Oak", "evidence": []}, (2, "evidence")),
        ({"company": None, "pays": True}, (2, "company")),
        ("Oak", (2, "")),
        (["Oak"], (2, "")),
    ],
)
def test_a_wrong_row_is_refused_with_its_place(write: Write, row: object, place: tuple[int, str]) -> None:
    """The line and the key."""
    assert place in places(write({"company": "Elm", "pays": True}, row))


def test_the_first_object_that_says_more_than_names_tells_the_shape(write: Write) -> None:
    """An object with a name and a word alone is of both."""
    found = load(write({"company": "Fir", "label": "partner"}, {"company": "Elm", "pays": True}))
    assert [(one.buyer, len(one.evidence)) for one in found] == [("Fir", 0), ("Elm", 1)]
    found = load(write({"company": "Fir"}, {"company": "Elm", "evidence": [piece("pays", True)]}))
    assert [(one.buyer, len(one.evidence)) for one in found] == [("Fir", 0), ("Elm", 1)]


def test_a_slip_in_a_key_is_refused(write: Write) -> None:
    """As in a header, the nearest name is offered."""
    (found,) = problems(write({"company": "Elm", "lable": "partner"}))
    assert (found.column, "'label'" in found.hint) == ("lable", True)
