"""Tests of `answer_log`: what was answered comes back as it was, and nothing else is taken for an answer."""

import os
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from relabel import Answer, AnyCriterion, Choice, Criterion, Evidence, Measure, Relationship, Scale, Side
from relabel.errors import CellError, InvalidFileError, InvalidValueError
from relabel.files.cells import read_answer
from relabel.files.relationships.answer_log import AnswerLog

DAY = date(2026, 1, 31)
PAYS = Criterion("pays", about=Side.BUYER)
MOOD = Choice("mood", options=["très bien", "悪い", 'so "so"', "null", "next"])
TRUST = Scale("trust", low=-2, high=5)
SPEND = Measure("spend", unit="EUR/year")
VOCABULARY: Mapping[str, AnyCriterion] = {one.name: one for one in (PAYS, MOOD, TRUST, SPEND)}
ASH, BEECH = Relationship("Ash", "S"), Relationship("Beech", "S")
FIRST, SECOND = (Relationship("Cedar", "S", id=key) for key in "12")
PORTFOLIO = (ASH, BEECH, FIRST, SECOND)


@pytest.fixture
def log(tmp_path: Path) -> AnswerLog:
    return AnswerLog(tmp_path / "book.answers.jsonl")


def lines(log: AnswerLog) -> list[str]:
    """Give the lines of the file, which all have an end."""
    *found, rest = log.path.read_text(encoding="utf-8").split("\n")
    assert rest == ""
    return found


def gained(log: AnswerLog, *relationships: Relationship) -> list[tuple[Evidence, ...]]:
    """Give the evidence that the log adds to each relationship."""
    found = log.add_to(relationships, VOCABULARY)
    assert [one.key for one in found] == [one.key for one in relationships]
    return [one.evidence[len(before.evidence) :] for one, before in zip(found, relationships, strict=True)]


def problems(log: AnswerLog, *relationships: Relationship) -> list[CellError]:
    """Give what is wrong with the file."""
    with pytest.raises(InvalidFileError) as caught:
        log.add_to(relationships or PORTFOLIO, VOCABULARY)
    return [one for one in caught.value.exceptions if isinstance(one, CellError)]


# What was answered comes back as it was

ANSWERS: list[tuple[AnyCriterion, Answer]] = [
    *((criterion, answer) for criterion in (PAYS, MOOD, TRUST) for answer in criterion.answers or ()),
    (SPEND, 0),
    (SPEND, -7),
    (SPEND, 10**999),
    (SPEND, 1 - 10**1000),
    (SPEND, Decimal("0.1")),
    (SPEND, Decimal("-0.50")),
    (SPEND, Decimal("1E-999")),
    (SPEND, Decimal("-12345678901234567890123456789012345.12345678901234567890123456789")),
    (SPEND, Decimal("0." + "123456789" * 100)),
]


@pytest.mark.parametrize(("criterion", "answer"), ANSWERS, ids=lambda one: str(one)[:40])
def test_every_kind_of_answer_comes_back_exactly(log: AnswerLog, criterion: AnyCriterion, answer: Answer) -> None:
    """The same value of the same type, with all its digits; evidence tells `True` from 1."""
    piece = Evidence(criterion, answer, source="call 7")
    log.append(ASH, piece)
    assert gained(log, ASH) == [(piece,)]


@pytest.mark.parametrize("text", ["1e400", "-1.5e300", "0.10", "1E-900", "-0.0", "+3", ".5", "5.", "1" * 1000, "-0"])
def test_every_number_that_can_be_typed_comes_back_exactly(log: AnswerLog, text: str) -> None:
    """Whichever way it was written: no exponent is lost and nothing is rounded."""
    answer = read_answer(SPEND, text)
    assert answer is not None
    log.append(ASH, Evidence(SPEND, answer, source="call 7"))
    assert gained(log, ASH) == [(Evidence(SPEND, answer, source="call 7"),)]


@pytest.mark.parametrize("number", [Decimal("1E+3"), Decimal("5.00"), 0.1, -2.5e-7, 1e22, Decimal("1E+999")])
def test_other_numbers_come_back_with_the_same_value(log: AnswerLog, number: float | Decimal) -> None:
    """What a program answered may come back as another type of number, never as another number."""
    log.append(ASH, Evidence(SPEND, number))
    ((piece,),) = gained(log, ASH)
    assert Decimal(str(number)) == piece.answer


SOURCES = ["", "call 7", 'the "blue" file, p. 3', "C:\\book", "línea 1\nline 2", "株\u2028\x85\x1b", "null", "{}"]


@pytest.mark.parametrize("text", SOURCES, ids=ascii)
def test_where_an_answer_comes_from_comes_back(log: AnswerLog, text: str) -> None:
    """Day, side, source and note; without a source it is the place in the log."""
    pieces = [
        Evidence(PAYS, True, observed_on=day, attested_by=side, source=text, note=text)
        for day in (None, DAY, date.min, date.max)
        for side in (None, *Side)
    ]
    for piece in pieces:
        log.append(ASH, piece)
    (found,) = gained(log, ASH)
    places = [f"{log.path.name}:{number}" for number, _ in enumerate(pieces, 1)]
    assert found == tuple(
        attrs.evolve(piece, source=text or place) for piece, place in zip(pieces, places, strict=True)
    )


NAMES = ["Ash", "株式会社", 'The "Ash"', "A\\B", "A\nB", "\x1b[31mA", "{}", "null", "A\u2028B", "A\x85B"]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_an_answer_comes_back_to_its_company(log: AnswerLog, name: str) -> None:
    """Whatever it is called: by the two names where there is no id."""
    mine, other = Relationship(name, "S"), Relationship(name, "T")
    log.append(mine, Evidence(PAYS, False, source="call 7"))
    log.skip(mine, "mood")
    assert gained(log, other, mine) == [(), (Evidence(PAYS, False, source="call 7"),)]
    assert (log.asked(mine), log.asked(other)) == (("pays", "mood"), ())


@pytest.mark.parametrize("key", ["7", "ASH", "ä", "null", "{}", "Ash buys from S"])
def test_an_answer_comes_back_to_its_id(log: AnswerLog, key: str) -> None:
    """Of two relationships of the same companies, to the right one; ids are not folded."""
    mine, other = Relationship("Ash", "S", id=key), Relationship("Ash", "S", id=key.lower() + ".")
    log.append(mine, Evidence(PAYS, False, source="call 7"))
    log.skip(mine, "mood")
    assert gained(log, other, mine) == [(), (Evidence(PAYS, False, source="call 7"),)]
    assert (log.asked(mine), log.asked(other)) == (("pays", "mood"), ())


def test_several_answers_come_back_in_order(log: AnswerLog) -> None:
    """Behind the evidence of the file, of which nothing is lost; the relationships keep their order."""
    before = BEECH.with_evidence(Evidence("pays", True))
    log.append(before, Evidence("trust", 4, source="a"))
    log.append(ASH, Evidence("trust", 1, source="b"))
    log.append(before, Evidence("pays", False, source="c"))
    ash, beech = log.add_to(iter([ASH, before]), VOCABULARY)
    assert ash == ASH.with_evidence(Evidence("trust", 1, source="b"))
    assert beech == before.with_evidence(Evidence("trust", 4, source="a"), Evidence("pays", False, source="c"))


@pytest.mark.parametrize(("buyer", "seller"), [("ASH  Ltd", "s"), (" ash ltd ", "S"), ("Ash\tLtd", " S")])
def test_names_are_compared_with_case_and_spacing_folded(log: AnswerLog, buyer: str, seller: str) -> None:
    """As when files are read: the file may have been tidied up since."""
    log.append(Relationship(buyer, seller), Evidence(PAYS, True, source="call 7"))
    one = Relationship("Ash Ltd", "S")
    assert gained(log, one) == [(Evidence(PAYS, True, source="call 7"),)]
    assert log.asked(one) == ("pays",)


def test_an_id_goes_before_the_names(log: AnswerLog) -> None:
    """Two relationships of the same companies are told apart, and a company may get a new name."""
    log.append(FIRST, Evidence(PAYS, True, source="a"))
    log.append(SECOND, Evidence(PAYS, False, source="b"))
    renamed = Relationship("Zelkova", "S", id="1")
    assert gained(log, SECOND, renamed) == [
        (Evidence(PAYS, False, source="b"),),
        (Evidence(PAYS, True, source="a"),),
    ]


# When it is written


def test_each_answer_is_on_the_disk_at_once(log: AnswerLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system is asked to write the whole line to the disk before `append` or `skip` is done."""
    synced: list[list[str]] = []
    monkeypatch.setattr(os, "fsync", lambda _: synced.append(lines(log)))
    log.append(ASH, Evidence(PAYS, True))
    log.skip(ASH, "mood")
    assert (len(synced), synced[-1]) == (2, lines(log))


def test_what_is_there_is_kept(log: AnswerLog) -> None:
    """A line is only ever added at the end."""
    log.append(ASH, Evidence(PAYS, True))
    first = lines(log)
    log.append(ASH, Evidence(PAYS, False))
    log.skip(BEECH, "mood")
    assert (lines(log)[:1], len(lines(log))) == (first, 3)


def test_a_file_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    """An answer is never lost silently."""
    log = AnswerLog(tmp_path / "none" / "book.jsonl")
    with pytest.raises(OSError, match="none"):
        log.append(ASH, Evidence(PAYS, True))
    with pytest.raises(OSError, match="none"):
        log.skip(ASH, "pays")


# What was asked


def test_what_nobody_could_answer_is_noted_and_is_no_evidence(log: AnswerLog) -> None:
    """A question skipped was asked; it says nothing of the company."""
    log.skip(ASH, "pays")
    assert (gained(log, ASH), log.asked(ASH)) == ([()], ("pays",))


def test_what_was_asked_is_told_apart_by_relationship(log: AnswerLog) -> None:
    """In order, answered or not."""
    log.append(ASH, Evidence(TRUST, 3))
    log.skip(BEECH, "pays")
    log.skip(ASH, "mood")
    log.append(FIRST, Evidence(PAYS, True))
    assert [log.asked(one) for one in PORTFOLIO] == [("trust", "mood"), ("pays",), ("pays",), ()]


def test_without_a_file_nothing_was_asked(log: AnswerLog) -> None:
    """It is made by the first answer."""
    assert (gained(log, *PORTFOLIO), log.asked(ASH), log.path.exists()) == ([()] * 4, (), False)


def test_an_empty_file_and_blank_lines_hold_nothing(log: AnswerLog) -> None:
    """Whoever deleted an answer by hand may have left its line."""
    log.path.write_text("")
    assert gained(log, ASH) == [()]
    log.append(ASH, Evidence(PAYS, True, source="a"))
    log.path.write_text("\n  \n" + log.path.read_text() + "\n", encoding="utf-8")
    assert (gained(log, ASH), log.asked(ASH)) == ([(Evidence(PAYS, True, source="a"),)], ("pays",))


# What is refused


def test_answers_about_other_companies_are_refused(log: AnswerLog) -> None:
    """All of them, each with its line; nothing is read, so that no answer is dropped silently."""
    log.append(ASH, Evidence(PAYS, True))
    log.append(BEECH, Evidence(PAYS, True))
    log.skip(FIRST, "pays")
    found = problems(log, ASH)
    assert [(one.file, one.line) for one in found] == [(log.path.name, 2), (log.path.name, 3)]
    assert ["Beech" in found[0].found, "'1'" in found[1].found] == [True, True]


def test_a_company_with_another_name_gets_a_hint(log: AnswerLog) -> None:
    """It may have been renamed in the file since."""
    log.append(Relationship("Ash Limitd", "S"), Evidence(PAYS, True))
    (problem,) = problems(log, BEECH, Relationship("Ash Limited", "S"))
    assert "Ash Limited" in str(problem)


def test_a_side_that_differs_makes_another_relationship(log: AnswerLog) -> None:
    """The buyer of one is not the seller of the other."""
    log.append(Relationship("S", "Ash"), Evidence(PAYS, True))
    assert [one.line for one in problems(log, ASH)] == [1]


def test_an_answer_about_an_id_is_not_about_the_companies(log: AnswerLog) -> None:
    """Nor the other way round: which of several relationships it is about would be a guess."""
    log.append(Relationship("Ash", "S", id="1"), Evidence(PAYS, True))
    assert [one.line for one in problems(log, ASH)] == [1]
    assert [one.line for one in problems(log, Relationship("Ash", "S", id="2"))] == [1]


GARBAGE = [
    "x",
    "{",
    "[]",
    "3",
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": true',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": tr',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": NaN}',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays"}',
    '{"buyer": "Ash", "seller": "S", "criterion": "pasy", "answer": true}',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": 1}',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": "yes"}',
    '{"buyer": "Ash", "seller": "S", "criterion": "mood", "answer": "tres bien"}',
    '{"buyer": "Ash", "seller": "S", "criterion": "trust", "answer": 6}',
    '{"buyer": "Ash", "seller": "S", "criterion": "spend", "answer": 1e1000}',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": true, "attested_by": "us"}',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": true, "observed_on": "31/1/2026"}',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": true, "answer": false}',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": true, "colour": "red"}',
    '{"company": "Ash", "criterion": "pays", "answer": true}',
    '{"id": "1", "criterion": "pays", "answer": true}',
]


@pytest.mark.parametrize("line", GARBAGE)
def test_a_line_that_cannot_be_read_is_refused_with_its_number(log: AnswerLog, line: str) -> None:
    """Such as half a line, where the disk was full: nothing is read then."""
    log.append(ASH, Evidence(PAYS, True))
    with log.path.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    assert {one.line for one in problems(log)} == {3}


@pytest.mark.parametrize("name", ["book.csv", "book", "book.jsonl.csv", "book.ndjson", ".jsonl", "jsonl"])
def test_a_log_has_a_name_of_its_own(tmp_path: Path, name: str) -> None:
    """It ends in `.jsonl`: a slip of the pen never adds answers to a table."""
    with pytest.raises(InvalidValueError):
        AnswerLog(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["book.jsonl", "book.answers.jsonl", "BOOK.JSONL"])
def test_the_case_of_the_name_plays_no_part(tmp_path: Path, name: str) -> None:
    """Some systems write names in capitals."""
    log = AnswerLog(tmp_path / name)
    log.append(ASH, Evidence(PAYS, True, source="a"))
    assert gained(log, ASH) == [(Evidence(PAYS, True, source="a"),)]


# After an hour in another program: docs/reference/command-line.md tells people to delete lines by hand.


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Relationship("Ash", "S"), Relationship("ASH", "S")),
        (Relationship("Ash", "S"), Relationship("Ash", " s ")),
        (Relationship("Ash", "S", id="1"), Relationship("Ash Ltd", "S", id="1")),
    ],
)
def test_a_company_respelt_between_two_sessions_keeps_its_answers(
    log: AnswerLog, before: Relationship, after: Relationship
) -> None:
    """The log stays readable: it is about one relationship, by folded names or by id, as it was before."""
    log.append(before, Evidence(PAYS, True, source="a"))
    assert log.asked(after) == ("pays",)
    log.append(after, Evidence(TRUST, 3, source="b"))
    assert gained(log, after) == [(Evidence(PAYS, True, source="a"), Evidence(TRUST, 3, source="b"))]


def test_a_last_line_without_an_end_swallows_no_answer(log: AnswerLog) -> None:
    """Some editors leave the end of the last line out."""
    log.append(ASH, Evidence(PAYS, True, source="a"))
    log.path.write_text(log.path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    log.append(ASH, Evidence(TRUST, 3, source="b"))
    assert gained(log, ASH) == [(Evidence(PAYS, True, source="a"), Evidence(TRUST, 3, source="b"))]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_log_in_another_encoding_is_read_or_refused(log: AnswerLog, encoding: str) -> None:
    """As files are; never a crash."""
    piece = Evidence(PAYS, True, source="é")
    log.append(ASH, piece)
    log.path.write_text(log.path.read_text(encoding="utf-8"), encoding=encoding)
    try:
        found = gained(log, ASH)
    except InvalidFileError:
        return
    assert (found, log.asked(ASH)) == ([(piece,)], ("pays",))


OTHER_SHAPES = [
    '{"buyer": "Ash", "criterion": "pays", "answer": true}',
    '{"buyer": "Ash", "seller": "S", "evidence": []}',
    '{"buyer": "Ash", "seller": "S", "evidence": [{"criterion": "pays", "answer": true}]}',
    '{"buyer": "Ash", "seller": "S",\r"criterion": "pays", "answer": true}',
]


@pytest.mark.parametrize("line", OTHER_SHAPES)
def test_a_line_of_another_shape_is_read_or_refused(log: AnswerLog, line: str) -> None:
    """Evidence from elsewhere given as --answers; never a crash."""
    log.path.write_text(f"{line}\n", encoding="utf-8", newline="")
    try:
        found = gained(log, Relationship("Ash", "S"), Relationship("Ash", "us"))
    except InvalidFileError:
        return
    assert sum(map(len, found)) == len(log.asked(ASH)) + len(log.asked(Relationship("Ash", "us")))


@pytest.mark.parametrize("key", ['""', '" 1 "'])
def test_an_id_is_read_as_in_files(log: AnswerLog, key: str) -> None:
    """A blank one is none, and blanks around it are no part of it."""
    log.path.write_text(f'{{"id": {key}, "buyer": "Cedar", "seller": "S", "criterion": "pays", "answer": true}}\n')
    one = FIRST if "1" in key else Relationship("Cedar", "S")
    assert (len(gained(log, one)[0]), log.asked(one)) == (1, ("pays",))


def test_any_name_that_a_file_can_hold_can_be_logged(log: AnswerLog) -> None:
    """JSON may hold half a surrogate pair as an escape, and an audit takes it."""
    one = Relationship("\ud800", "S")
    log.append(one, Evidence(PAYS, True, source="a"))
    assert gained(log, one) == [(Evidence(PAYS, True, source="a"),)]


@pytest.mark.parametrize("line", GARBAGE[:2])
def test_an_answer_is_added_to_whatever_is_there(log: AnswerLog, line: str) -> None:
    """A second program may have spoilt the file since it was read; it can be mended, a lost answer cannot."""
    log.path.write_text(f"{line}\n", encoding="utf-8")
    log.append(ASH, Evidence(PAYS, True))
    assert lines(log)[0] == line
    assert '"pays"' in lines(log)[1]
