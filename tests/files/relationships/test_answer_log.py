"""Tests of `answer_log`: what was answered comes back as it was, and nothing else is taken for an answer."""

import errno
import io
import itertools
import os
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

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
    reading = log.add_to(relationships, VOCABULARY)
    assert reading.notes == ()
    found = reading.relationships
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
        attrs.evolve(piece, place="" if text else place) for piece, place in zip(pieces, places, strict=True)
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
    ash, beech = log.add_to(iter([ASH, before]), VOCABULARY).relationships
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


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_log_in_another_encoding_is_refused(log: AnswerLog, encoding: str) -> None:
    """With the line: what it means would be a guess."""
    log.append(ASH, Evidence(PAYS, True))
    log.append(ASH, Evidence(PAYS, True, source="é"))
    log.path.write_text(log.path.read_text(encoding="utf-8"), encoding=encoding)
    assert problems(log)[-1].line >= 2


GARBAGE = [
    "x",
    "{",
    "[]",
    "3",
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": true',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": tr',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": NaN}',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays"}',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": [true]}',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": {}}',
    '{"buyer": "Ash", "seller": "S", "criterion": " ", "answer": true}',
    '{"buyer": "Ash", "seller": "S", "criterion": "pasy", "answer": 1e1000}',
    '{"buyer": "Ash", "seller": "S", "criterion": "spend", "answer": 1e9999999999999999999}',
    '{"buyer": "Ash", "seller": "S", "criterion": "spend", "answer": ' + "9" * 5000 + "}",
    '{"buyer": "Ash", "seller": "S", "criterion": "spend", "answer": ' + "[" * 5000 + "]" * 5000 + "}",
    '{"buyer": 1, "seller": "S", "criterion": "pays", "answer": true}',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": true, "label": "partner"}',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": true, "since": "2020-01-01"}',
    '{"buyer": "Ash", "seller": "S", "criterion": "pays", "answer": true, "attributes": {"owner": "Ana"}}',
    '{"buyer": "Ash", "seller": "S", "evidence": []}',
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


# What is set aside


def aside(log: AnswerLog, *relationships: Relationship) -> tuple[str, ...]:
    """Give the notes on what was set aside, where nothing was gained."""
    reading = log.add_to(relationships, VOCABULARY)
    assert reading.relationships == relationships
    return reading.notes


def test_answers_about_companies_that_are_gone_are_set_aside(log: AnswerLog) -> None:
    """All of them in one note, with their number, the first places, and the name that comes nearest."""
    log.append(Relationship("Ash Limitd", "S"), Evidence(PAYS, True))
    for one in (BEECH, FIRST, SECOND):
        log.append(one, Evidence(PAYS, True))
    log.skip(SECOND, "mood")
    (note,) = aside(log, ASH, Relationship("Ash Limited", "S"))
    parts = (log.path.name, "5 lines", "'Ash Limitd buys from S' on line 1", "'Ash Limited buys from S'", "2 more")
    assert [part for part in parts if part not in note] == []
    assert (log.asked(ASH), "'Beech buys from S' on line 2" in note, "line 4" in note) == ((), True, False)


def test_a_side_that_differs_makes_another_relationship(log: AnswerLog) -> None:
    """The buyer of one is not the seller of the other."""
    log.append(Relationship("S", "Ash"), Evidence(PAYS, True))
    assert len(aside(log, ASH)) == 1


@pytest.mark.parametrize("others", [(ASH,), (Relationship("Ash", "S", id="2"),)])
def test_an_answer_about_an_id_is_not_about_another_one(log: AnswerLog, others: tuple[Relationship, ...]) -> None:
    """Nor about the companies: which of several relationships it is about would be a guess."""
    log.append(Relationship("Ash", "S", id="1"), Evidence(PAYS, True))
    assert len(aside(log, *others)) == 1


@pytest.mark.parametrize("names", [("Ash", "S"), ("ASH", " s"), ("ash", "S")])
def test_an_id_that_was_added_later_is_found_by_the_names(log: AnswerLog, names: tuple[str, str]) -> None:
    """The file may have got a column of ids since; what is answered next bears the id."""
    log.append(Relationship(*names), Evidence(PAYS, True, source="a"))
    one = Relationship("Ash", "S", id="7")
    assert (gained(log, one), log.asked(one)) == ([(Evidence(PAYS, True, source="a"),)], ("pays",))
    log.append(one, Evidence(TRUST, 3, source="b"))
    assert gained(log, one) == [(Evidence(PAYS, True, source="a"), Evidence(TRUST, 3, source="b"))]


def test_names_that_several_relationships_bear_are_nobodys(log: AnswerLog) -> None:
    """Whichever got it, it would be a guess."""
    log.append(Relationship("Cedar", "S"), Evidence(PAYS, True))
    (note,) = aside(log, FIRST, SECOND)
    assert ("several" in note, "'Cedar buys from S' on line 1" in note) == (True, True)


def test_relationships_are_told_apart_as_an_audit_does(log: AnswerLog) -> None:
    """By their keys: two spellings are two relationships there, and neither is lost here."""
    for one, other in itertools.permutations([Relationship(name, "s") for name in ("Ash", "ASH", "ash")], 2):
        log.path.unlink(missing_ok=True)
        log.append(other, Evidence(PAYS, True, source="a"))
        assert gained(log, one, other) == [(), (Evidence(PAYS, True, source="a"),)]
        assert (log.asked(one), log.asked(other)) == ((), ("pays",))


def test_the_one_without_an_id_comes_before_one_that_has_another(log: AnswerLog) -> None:
    """It is the nearest that a line without an id can mean."""
    one, other = Relationship("CEDAR", "S"), FIRST
    log.append(Relationship("Cedar", "S"), Evidence(PAYS, True, source="a"))
    assert gained(log, other, one) == [(), (Evidence(PAYS, True, source="a"),)]


@pytest.mark.parametrize(
    ("criterion", "answer"),
    [("pays", 1), ("pays", "yes"), ("mood", "tres bien"), ("trust", 6), ("spend", True), ("trust", Decimal("1.5"))],
)
def test_an_answer_that_there_is_no_more_is_set_aside(log: AnswerLog, criterion: str, answer: Answer) -> None:
    """The option, the level or the kind of the criterion has changed since; it was asked all the same."""
    log.append(BEECH, Evidence(criterion, answer))
    log.append(ASH, Evidence(criterion, answer))
    (note,) = aside(log, ASH, BEECH)
    assert ("2 lines were set aside" in note, f"to {criterion} on line 1, expected" in note) == (True, True)
    assert log.asked(ASH) == (criterion,)


def test_an_answer_to_a_criterion_that_is_gone_is_evidence_like_any_other(log: AnswerLog) -> None:
    """A classification sets it aside as unknown and proposes the name it may have now."""
    log.append(ASH, Evidence("pasy", True, source="a"))
    assert gained(log, ASH) == [(Evidence("pasy", True, source="a"),)]


def test_a_criterion_is_found_by_what_people_write(log: AnswerLog) -> None:
    """As in a table."""
    log.append(ASH, Evidence("PAYS", True, source="a"))
    assert gained(log, ASH) == [(Evidence("pays", True, source="a"),)]


# When the program or the disk gives up


TORN = '{"buyer": "Ash", "seller": "S", "criterion": "trust", "answer": 4}\n'


@pytest.mark.parametrize("length", range(1, len(TORN) - 1))
def test_a_torn_last_line_is_set_aside_and_can_be_dropped(log: AnswerLog, length: int) -> None:
    """Wherever it was torn: what stands before it is read, and nothing is added to it."""
    log.append(ASH, Evidence(PAYS, True, source="a"))
    with log.path.open("a", encoding="utf-8") as file:
        file.write(TORN[:length])
    reading = log.add_to([ASH], VOCABULARY)
    assert (reading.relationships[0].evidence, log.asked(ASH)) == ((Evidence(PAYS, True, source="a"),), ("pays",))
    assert ("torn" in reading.notes[0], log.torn) == (True, TORN[:length])
    with pytest.raises(InvalidValueError):
        log.append(ASH, Evidence(TRUST, 4))
    log.drop_torn()
    log.append(ASH, Evidence(TRUST, 4, source="b"))
    assert gained(log, ASH) == [(Evidence(PAYS, True, source="a"), Evidence(TRUST, 4, source="b"))]


def test_a_torn_first_line_leaves_an_empty_file(log: AnswerLog) -> None:
    """Torn in the middle of a sign, too."""
    log.path.write_bytes('{"buyer": "é'.encode()[:-1])
    assert (len(log.add_to([ASH], VOCABULARY).notes), log.torn) == (1, '{"buyer": "\\xc3')
    log.drop_torn()
    assert log.path.read_bytes() == b""


class FullDisk(io.FileIO):
    """A file on a disk that has no more room than for a part of what is written."""

    room = 0
    error: BaseException = OSError(errno.ENOSPC, "No space left on device")

    def write(self, data: Any, /) -> int:  # Any: whatever a buffer is
        if self.room <= 0:
            raise self.error
        written = super().write(bytes(data)[: self.room])
        self.room -= written
        return written


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Give a function that leaves so much room on the disk."""

    def fill(room: int, error: BaseException = FullDisk.error) -> None:
        monkeypatch.setattr(FullDisk, "room", room)
        monkeypatch.setattr(FullDisk, "error", error)
        monkeypatch.setattr(Path, "open", lambda path, mode, **_: FullDisk(path, mode.replace("b", "")))

    return fill


@pytest.mark.parametrize("error", [FullDisk.error, KeyboardInterrupt()], ids=["full", "interrupted"])
@pytest.mark.parametrize("room", range(0, 66, 3))
def test_a_line_that_cannot_be_written_whole_is_cut_back(
    log: AnswerLog, full_disk: Callable[..., None], room: int, error: BaseException
) -> None:
    """The file is as it was, and what was answered before is read."""
    log.append(ASH, Evidence(PAYS, True, source="a"))
    before = log.path.read_bytes()
    full_disk(room, error)
    with pytest.raises(type(error)):
        log.append(ASH, Evidence(TRUST, 4))
    assert (log.path.read_bytes(), log.asked(ASH)) == (before, ("pays",))


def test_a_line_is_written_in_as_many_parts_as_it_takes(log: AnswerLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system may take a part of it at a time."""

    class Slow(io.FileIO):
        def write(self, data: Any, /) -> int:  # Any: as above
            return super().write(bytes(data)[:7])

    monkeypatch.setattr(Path, "open", lambda path, mode, **_: Slow(path, mode.replace("b", "")))
    log.append(ASH, Evidence(PAYS, True, source="a"))
    assert gained(log, ASH) == [(Evidence(PAYS, True, source="a"),)]


def test_what_another_program_has_added_meanwhile_is_not_cut_off(
    log: AnswerLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its answers are no less worth."""
    log.append(ASH, Evidence(PAYS, True))
    monkeypatch.setattr(os, "fsync", lambda _: other())

    def other() -> None:
        monkeypatch.undo()
        log.path.write_bytes(log.path.read_bytes() + b'{"more": 1}\n')
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011  # any
        log.append(ASH, Evidence(TRUST, 4))
    assert lines(log)[-1] == '{"more": 1}'


# What is corrected


@pytest.mark.parametrize("day", [date(2025, 1, 1), None, DAY])
@pytest.mark.parametrize("before", [b"", b'{"buyer": "Ash", "seller": "S", "criterion": "mood", "answer": null}'])
def test_the_day_of_the_last_answer_is_corrected(log: AnswerLog, day: date | None, before: bytes) -> None:
    """In its place, whatever stands before it."""
    log.path.write_bytes(before)
    piece = Evidence(SPEND, Decimal("0.5"), observed_on=DAY, attested_by=Side.BUYER, source="ä", note="b")
    log.append(ASH, piece)
    size = log.path.stat().st_size
    log.correct(ASH, attrs.evolve(piece, observed_on=day))
    assert gained(log, ASH) == [(attrs.evolve(piece, observed_on=day),)]
    assert (log.path.stat().st_size, len(lines(log))) == (size, 1 + bool(before))
    log.append(ASH, Evidence(PAYS, True, source="c"))
    assert len(gained(log, ASH)[0]) == 2


def test_a_corrected_answer_is_taken_back_like_any_other(log: AnswerLog) -> None:
    """It is the last line still."""
    log.append(ASH, Evidence(PAYS, True, observed_on=DAY))
    log.correct(ASH, Evidence(PAYS, True))
    log.take_back()
    assert log.path.read_bytes() == b""


def test_only_the_last_answer_is_corrected_and_only_its_day(log: AnswerLog) -> None:
    """Anything else would need more room, or another line."""
    with pytest.raises(InvalidValueError):
        log.correct(ASH, Evidence(PAYS, True))
    log.append(ASH, Evidence(PAYS, True))
    before = log.path.read_bytes()
    with pytest.raises(InvalidValueError):
        log.correct(ASH, Evidence(PAYS, True, note="a long note"))
    assert log.path.read_bytes() == before


# What is taken back


def test_lines_are_taken_back_one_by_one(log: AnswerLog) -> None:
    """Answers and skips, the last first; what was there before stays."""
    log.append(ASH, Evidence(PAYS, True))
    there = AnswerLog(log.path)
    assert len(there.add_to([ASH], VOCABULARY).relationships[0].evidence) == 1
    there.append(ASH, Evidence(TRUST, 3))
    there.skip(BEECH, "mood")
    there.take_back()
    assert (len(lines(log)), there.asked(ASH), there.asked(BEECH)) == (2, ("pays", "trust"), ())
    there.take_back()
    assert (len(lines(log)), there.asked(ASH)) == (1, ("pays",))
    with pytest.raises(InvalidValueError):
        there.take_back()
    assert len(lines(log)) == 1


def test_the_first_line_is_taken_back(log: AnswerLog) -> None:
    """The file is left empty."""
    log.skip(ASH, "mood")
    log.take_back()
    assert (log.path.read_bytes(), gained(log, ASH)) == (b"", [()])


def test_a_line_is_not_taken_back_where_another_program_has_added_one(log: AnswerLog) -> None:
    """It would be the wrong one."""
    log.append(ASH, Evidence(PAYS, True))
    AnswerLog(log.path).append(ASH, Evidence(TRUST, 3))
    with pytest.raises(InvalidValueError):
        log.take_back()
    assert len(lines(log)) == 2


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
    assert (gained(log, after), log.asked(after)) == ([(Evidence(PAYS, True, source="a"),)], ("pays",))
    log.append(after, Evidence(TRUST, 3, source="b"))
    assert gained(log, after) == [(Evidence(PAYS, True, source="a"), Evidence(TRUST, 3, source="b"))]


def test_a_last_line_without_an_end_swallows_no_answer(log: AnswerLog) -> None:
    """Some editors leave the end of the last line out."""
    log.append(ASH, Evidence(PAYS, True, source="a"))
    log.path.write_text(log.path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    assert (gained(log, ASH), log.torn) == ([(Evidence(PAYS, True, source="a"),)], "")
    log.append(ASH, Evidence(TRUST, 3, source="b"))
    assert gained(log, ASH) == [(Evidence(PAYS, True, source="a"), Evidence(TRUST, 3, source="b"))]


def test_a_byte_order_mark_is_no_part_of_the_first_line(log: AnswerLog) -> None:
    """Some editors add one."""
    log.append(ASH, Evidence(PAYS, True, source="é"))
    log.path.write_text(log.path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert gained(log, ASH) == [(Evidence(PAYS, True, source="é"),)]


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
