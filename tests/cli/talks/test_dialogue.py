"""Tests of `relabel.cli.talks.dialogue`: what is asked at the terminal, and that no answer is lost."""

import contextlib
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from relabel import (
    NOT_APPLICABLE,
    Answer,
    AnyCriterion,
    Choice,
    Classification,
    Condition,
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
    Standing,
)
from relabel.cli.talks.dialogue import Dialogue
from relabel.files.relationships.answer_log import AnswerLog

DAY = date(2026, 1, 31)
x, y, z = Criterion("x", "Is it so?"), Criterion("y"), Criterion("z", "And the third?")
loyal = Criterion("loyal", "Is the buyer loyal?", about=Side.BUYER)
tone = Choice("tone", "What tone?", options=["warm", "next", "quit", "très froid"])
trust = Scale("trust", low=1, high=5)
spend = Measure("spend", unit="EUR/year")
ASH, BEECH, CEDAR = (Relationship(name, "S") for name in ("Ash", "Beech", "Cedar"))


def define(
    *conditions: Condition | AnyCriterion,
    policy: EvidencePolicy | None = None,
    presume: dict[AnyCriterion, bool] | None = None,
) -> Definition:
    """Give a definition with a label "a", "b", ... for each condition, and "low" otherwise."""
    labels = [Label(name, when) for name, when in zip("abcd", conditions, strict=False)]
    return Definition(
        "acme",
        "Acme's words",
        [*labels, Label("low")],
        source="handbook",
        policy=policy or EvidencePolicy(),
        presume=presume or {},
    )


BOTH = define(x & y)


class Person:
    """Types prepared lines at the terminal, and raises prepared errors; has no more to say at the end.

    An answer is of today and the last question is the last, unless `careful`: then lines are typed there, too.
    """

    def __init__(self, *lines: str | BaseException, careful: bool = False) -> None:
        self.lines = list(lines)
        self.careful = careful
        self.prompts: list[str] = []
        self.shown: list[str] = []

    def type(self, prompt: str) -> str:
        if not self.careful and ("on which day" in prompt or "last question" in prompt):
            return ""
        self.prompts.append(prompt)
        if not self.lines:
            raise EOFError
        line = self.lines.pop(0)
        if isinstance(line, BaseException):
            raise line
        return line

    @property
    def text(self) -> str:
        """Everything shown."""
        return "\n".join(self.shown)


Talk = Callable[..., Person]


@pytest.fixture
def log(tmp_path: Path) -> AnswerLog:
    return AnswerLog(tmp_path / "book.answers.jsonl")


def classified(
    log: AnswerLog, definition: Definition, *relationships: Relationship, as_of: date | None = DAY
) -> list[Classification]:
    """Classify on the evidence and what the log holds."""
    vocabulary = {criterion.name: criterion for criterion in definition.criteria}
    return [Classification(one, definition, as_of) for one in log.add_to(relationships, vocabulary).relationships]


@pytest.fixture
def talk(log: AnswerLog) -> Talk:
    """Put the questions about some relationships to a person who types some lines."""

    def one(
        definition: Definition,
        lines: Iterable[str | BaseException],
        *relationships: Relationship,
        source: str = "call 7",
        count: int | None = None,
        careful: bool = False,
        us: str = "S",
    ) -> Person:
        person = Person(*lines, careful=careful)
        dialogue = Dialogue(log, person.type, person.shown.append, DAY, us, source)
        given = dialogue.run(classified(log, definition, *(relationships or (ASH,))))
        assert count is None or given == count
        return person

    return one


def evidence(log: AnswerLog, definition: Definition, *relationships: Relationship) -> list[tuple[Evidence, ...]]:
    """Give the evidence in the log."""
    return [one.relationship.evidence for one in classified(log, definition, *(relationships or (ASH,)))]


def said(criterion: AnyCriterion, answer: Answer, *, side: Side | None = None) -> Evidence:
    """Give the evidence that an answer makes."""
    return Evidence(criterion, answer, observed_on=DAY, attested_by=side, source="call 7")


# What is asked


def test_every_open_question_is_asked_until_the_label_is_settled(log: AnswerLog, talk: Talk) -> None:
    """Company by company, most informative first; the number of answers is given back."""
    person = talk(BOTH, ["yes", "no", "no"], ASH, BEECH, count=3)
    assert (person.lines, len(person.prompts)) == ([], 3)
    assert evidence(log, BOTH, ASH, BEECH) == [(said(x, True), said(y, False)), (said(x, False),)]


def test_what_an_answer_would_do_is_shown_where_it_is_asked_for(talk: Talk) -> None:
    """Nobody is to aim at a word; whoever asks for help sees label, standing or labels possible, and the commands."""
    assert [line for line in talk(BOTH, ["yes", "no"]).shown if "low" in line or "settled" in line] == []
    shown = talk(BOTH, ["help", "yes", "HELP", "no"], BEECH).shown
    assert [line for line in shown if "low" in line] == ["    no: low (settled)", "    yes: open; a or low"] * 1 + [
        "    no: low (settled)"
    ]
    assert sum("take the last answer back" in line for line in shown) == 3


def test_a_question_is_shown_with_its_company_and_the_word_in_use(talk: Talk) -> None:
    """And how many there may be."""
    shown = talk(BOTH, ["yes", "no"], attrs.evolve(ASH, buyer_label="low"), BEECH).text
    assert "Ash, called 'low'; at most 2 questions; company 1 of 2" in shown
    assert "Beech, called nothing; at most 2 questions; company 2 of 2" in shown
    assert shown.index("Is it so?") < shown.index("\n  y")


def test_options_are_shown_with_the_question(talk: Talk) -> None:
    """As they have to be typed."""
    assert talk(define(tone.is_("warm")), ["warm"]).prompts == ["  answer ('warm', 'next', 'quit', 'très froid'): "]


@pytest.mark.parametrize("word", ["a", "A", "b", "low", None, "friend"])
def test_what_is_asked_for_is_the_word_in_use(talk: Talk, word: str | None) -> None:
    """Whether it holds; which other word would is left open. Without one the whole label is asked for."""
    definition = define(x, y)
    asked = {"a": 1, "A": 1, "b": 2, "low": 2, None: 2, "friend": 2}[word]
    assert len(talk(definition, ["no", "no"], attrs.evolve(ASH, buyer_label=word)).prompts) == asked


def test_companies_without_questions_are_passed_over(log: AnswerLog, talk: Talk) -> None:
    """Nothing is asked where the label is settled; how many are left is said."""
    settled = BEECH.with_evidence(Evidence("x", False))
    person = talk(BOTH, ["no", "no"], ASH, settled, CEDAR, count=2)
    assert (len(person.prompts), "Beech" in person.text, "2 of 3" in person.text) == (2, False, True)


def test_no_companies_have_no_questions(log: AnswerLog) -> None:
    """Nothing is asked and no file is made."""
    person = Person()
    assert (Dialogue(log, person.type, person.shown.append, DAY).run([]), log.path.exists()) == (0, False)
    assert person.prompts == []


def test_a_presumption_is_no_answer(log: AnswerLog, talk: Talk) -> None:
    """What was presumed is asked for."""
    one = define(x, presume={x: False})
    talk(one, ["no"], count=1)
    assert [one.standing for one in classified(log, one, ASH)] == [Standing.SETTLED]


# What an answer becomes

asks = Criterion("asks", "Do they ask?", may_be_na=True)
TYPED: list[tuple[AnyCriterion, Condition | AnyCriterion, str, Answer]] = [
    (x, x, "yes", True),
    (x, x, " N ", False),
    (asks, asks, "N/a", NOT_APPLICABLE),
    (tone, tone.is_("warm"), "très froid", "très froid"),
    (tone, tone.is_("warm"), "WARM", "warm"),
    (trust, trust >= 4, "4", 4),
    (spend, spend >= 10, "12", 12),
    (spend, spend >= 10, "-0.10", Decimal("-0.1")),
    (spend, spend >= 10, "1e300", 10**300),
    (
        spend,
        spend >= 10,
        "123456789012345678901.2345678901234567890",
        Decimal("123456789012345678901.234567890123456789"),
    ),
]


@pytest.mark.parametrize(("criterion", "when", "typed", "answer"), TYPED, ids=lambda one: str(one)[:30])
def test_an_answer_of_any_kind_becomes_evidence(
    log: AnswerLog, talk: Talk, criterion: AnyCriterion, when: Condition, typed: str, answer: Answer
) -> None:
    """As it was meant, observed on the day of judgement, with the source of the dialogue."""
    definition = define(when)
    talk(definition, [typed], count=1)
    assert evidence(log, definition) == [(said(criterion, answer),)]


def test_an_answer_is_of_today_whatever_the_day_of_judgement(log: AnswerLog) -> None:
    """What is learnt today was not known then; it is set aside as of an earlier day, and that is said."""
    person = Person("no", "no")
    earlier = classified(log, BOTH, ASH, as_of=date(2025, 1, 1))
    Dialogue(log, person.type, person.shown.append, DAY, source="call 7").run(earlier)
    assert evidence(log, BOTH) == [(said(x, False), said(y, False))]
    assert Reason.FUTURE.value in person.text


@pytest.mark.parametrize(
    ("typed", "day"),
    [("", DAY), ("2025-12-31", date(2025, 12, 31)), ("skip", None), ("2026-01-31", DAY), ("0001-01-01", date.min)],
)
def test_an_answer_may_be_of_another_day(log: AnswerLog, talk: Talk, typed: str, day: date | None) -> None:
    """Each has its own, which is asked; Enter is today, and it may be unknown."""
    talk(BOTH, ["no", typed, ""], careful=True, count=1)
    assert evidence(log, BOTH) == [(attrs.evolve(said(x, False), observed_on=day),)]


@pytest.mark.parametrize("wrong", ["2026-02-01", "31/1/2026", "yesterday", "no"])
def test_a_day_that_cannot_be_is_asked_again(log: AnswerLog, talk: Talk, wrong: str) -> None:
    """Tomorrow, or none at all."""
    person = talk(BOTH, ["no", wrong, "2026-01-01", ""], careful=True, count=1)
    assert (repr(wrong) in person.text, evidence(log, BOTH)[0][0].observed_on) == (True, date(2026, 1, 1))


@pytest.mark.parametrize("line", ["quit", "next", EOFError(), KeyboardInterrupt()], ids=repr)
def test_an_answer_is_kept_where_its_day_is_not_said(log: AnswerLog, talk: Talk, line: str | BaseException) -> None:
    """It is in the log, as of today, before the day is asked for."""
    with contextlib.suppress(KeyboardInterrupt):
        talk(BOTH, ["no", line], careful=True, count=1)
    assert evidence(log, BOTH) == [(said(x, False),)]


@pytest.mark.parametrize(
    ("typed", "side", "source"),
    [
        ("1", Side.BUYER, "call 7"),
        ("they", Side.BUYER, "call 7"),
        ("THEM", Side.BUYER, "call 7"),
        ("ash", Side.BUYER, "call 7"),
        ("buyer", Side.BUYER, "call 7"),
        ("2", Side.SELLER, "call 7"),
        ("us", Side.SELLER, "call 7"),
        ("me", Side.SELLER, "call 7"),
        ("We", Side.SELLER, "call 7"),
        ("s", Side.SELLER, "call 7"),
        (" SELLER ", Side.SELLER, "call 7"),
        ("3 ticket 4711", None, "ticket 4711"),
    ],
)
def test_who_says_so_is_asked_where_a_question_is_about_a_side(
    log: AnswerLog, talk: Talk, typed: str, side: Side | None, source: str
) -> None:
    """They told us, it is our impression, or it is on record."""
    definition = define(loyal)
    person = talk(definition, ["yes", typed], count=1)
    found = attrs.evolve(said(loyal, True, side=side), source=source)
    assert (len(person.prompts), evidence(log, definition)) == (2, [(found,)])
    assert person.prompts[1] == "  who says so? (1 they told us / 2 our impression / 3 on record, where?): "


@pytest.mark.parametrize(("where", "source"), [("ticket 4711", "ticket 4711"), ("", "call 7")])
def test_where_it_is_on_record_is_asked(log: AnswerLog, talk: Talk, where: str, source: str) -> None:
    """If that is not said with it."""
    assert talk(define(loyal), ["yes", "3", where], count=1).lines == []
    assert evidence(log, define(loyal)) == [(attrs.evolve(said(loyal, True), source=source),)]


@pytest.mark.parametrize("typed", ["", "4", "12", "yes", "record", "help"])
def test_who_says_so_has_no_default(log: AnswerLog, talk: Talk, typed: str) -> None:
    """Whatever else is typed, it is asked again."""
    person = talk(define(loyal), ["yes", typed, "1"], count=1)
    assert (len(person.prompts), evidence(log, define(loyal))) == (3, [(said(loyal, True, side=Side.BUYER),)])
    assert any("expected 1, 2 or 3" in line or "take the last" in line for line in person.shown[3:])


@pytest.mark.parametrize(("typed", "side"), [("1", Side.BUYER), ("2", Side.SELLER), ("ash", Side.BUYER)])
def test_where_we_are_neither_side_both_are_named(log: AnswerLog, talk: Talk, typed: str, side: Side) -> None:
    """Two others, as their records have them."""
    person = talk(define(loyal), ["yes", "us", typed], count=1, us="Acme")
    assert person.prompts[1] == "  who says so? (1 Ash says so / 2 S says so / 3 on record, where?): "
    assert evidence(log, define(loyal)) == [(said(loyal, True, side=side),)]


def test_whose_word_it_is_is_not_asked_elsewhere(talk: Talk) -> None:
    """Nor where there is no answer."""
    person = talk(define(loyal, x), ["", "yes"], count=1)
    assert (person.lines, len(person.prompts)) == ([], 2)


def test_hearsay_is_logged_and_shown_as_set_aside(log: AnswerLog, talk: Talk) -> None:
    """The answer is kept and counts nothing; it is asked again in the next call, when the right side may be there."""
    definition = define(loyal, policy=EvidencePolicy(hearsay="disregard"))
    person = talk(definition, ["yes", "seller"], count=1)
    (one,) = classified(log, definition, ASH)
    assert (len(person.prompts), Reason.HEARSAY.value in person.text) == (2, True)
    assert (one.standing, [aside.evidence for aside in one.set_aside]) == (
        Standing.OPEN,
        [said(loyal, True, side=Side.SELLER)],
    )
    assert "nothing is left" in talk(definition, ["yes", "buyer"], count=1).text
    assert talk(definition, ["yes", "buyer"], count=0).prompts == []


def test_whose_word_alone_counts_is_said_before_it_is_asked(talk: Talk) -> None:
    """Nobody's word does not count then."""
    person = talk(define(loyal, policy=EvidencePolicy(hearsay="own_word")), ["yes", "buyer"], count=1)
    assert "; only Ash's own word counts): " in person.prompts[-1]


def test_what_the_policy_demands_is_asked_for(talk: Talk, log: AnswerLog) -> None:
    """Who says so, though the question is about no side, and where it can be looked up, if no source is given."""
    demanding = define(x, policy=EvidencePolicy(requires=["source", "attested_by"]))
    person = talk(demanding, ["yes", "buyer", "minutes of May"], source="", count=1)
    assert "; a record alone does not count): " in person.prompts[1]
    assert "looked up" in person.prompts[2]
    (one,) = classified(log, demanding, ASH)
    assert (one.label, one.set_aside) == ("a", ())


def test_a_source_that_is_given_is_not_asked_for(talk: Talk) -> None:
    """Nor who says so."""
    person = talk(define(x, policy=EvidencePolicy(requires="source")), ["yes"], count=1)
    assert len(person.prompts) == 1


def test_what_has_not_what_it_must_have_is_asked_for_again(talk: Talk, log: AnswerLog) -> None:
    """As what only the wrong side has answered."""
    sourced = define(x, policy=EvidencePolicy(requires="source"))
    person = talk(sourced, ["yes", ""], source="", count=1)
    assert Reason.UNSOURCED.value in person.text
    assert talk(sourced, ["yes", "ledger"], source="", count=1).prompts != []
    (one,) = classified(log, sourced, ASH)
    assert one.label == "a"


FAITH = Scale("faith", low=0, high=10)


@pytest.mark.parametrize(
    ("when", "shown"), [(FAITH >= 4, ["0 to 3", "4 to 10"]), (FAITH.is_(2), ["0 to 1", "2", "3 to 10"])], ids=str
)
def test_levels_that_would_do_the_same_are_shown_as_one(talk: Talk, when: Condition, shown: list[str]) -> None:
    """Of a scale; the answers to a choice are all shown, as they have to be typed."""
    lines = talk(define(when), ["help", "9"], count=1).text.splitlines()
    assert [line.partition(": ")[0].strip() for line in lines if line.startswith("    ")] == shown


def test_a_number_that_could_be_two_is_asked_again(talk: Talk) -> None:
    """250.000 is a quarter of a million to some."""
    spend = Measure("spend", unit="EUR")
    person = talk(define(spend >= 1000), ["250.000", "250000"], count=1)
    assert ["write 250000 or 250, it could be either" in person.text, "nothing is left" in person.text] == [True, True]


def test_an_answer_that_counts_is_not_shown_as_set_aside(talk: Talk) -> None:
    """Even where other evidence is."""
    definition = define(loyal, policy=EvidencePolicy(hearsay="disregard"))
    before = ASH.with_evidence(Evidence(loyal, True, attested_by=Side.SELLER))
    assert Reason.HEARSAY.value not in talk(definition, ["no", "buyer"], before, count=1).text


# What is typed instead


@pytest.mark.parametrize("typed", ["", "  ", "unknown", "Unknown", "skip", " SKIP"])
def test_i_do_not_know_is_noted_and_not_asked_again(log: AnswerLog, talk: Talk, typed: str) -> None:
    """Enter skips a question; the next one is asked, and no evidence is made."""
    person = talk(define(x, y), [typed, "yes"], count=1)
    assert (len(person.prompts), evidence(log, define(x, y))) == (2, [(said(y, True),)])
    assert log.asked(ASH) == ("x", "y")
    assert talk(define(x, y), ["yes"], count=0).prompts == []


@pytest.mark.parametrize("typed", ["next", " NEXT "])
def test_next_leaves_the_company(log: AnswerLog, talk: Talk, typed: str) -> None:
    """What is left of it is asked the next time; the others are asked now."""
    person = talk(BOTH, ["yes", typed, "no"], ASH, BEECH, count=2)
    assert (person.lines, evidence(log, BOTH, ASH, BEECH)) == ([], [(said(x, True),), (said(x, False),)])
    assert log.asked(ASH) == ("x",)
    assert len(talk(BOTH, ["no"], ASH, BEECH, count=1).prompts) == 1


@pytest.mark.parametrize("typed", ["quit", " Quit "])
def test_quit_stops(log: AnswerLog, talk: Talk, typed: str) -> None:
    """What was answered stays, and the rest is asked the next time."""
    person = talk(BOTH, ["yes", typed, "no"], ASH, BEECH, count=1)
    assert (person.lines, evidence(log, BOTH, ASH, BEECH)) == (["no"], [(said(x, True),), ()])
    assert log.asked(ASH) == ("x",)
    assert len(talk(BOTH, ["no", "no"], ASH, BEECH, count=2).prompts) == 2


@pytest.mark.parametrize("word", ["next", "quit"])
def test_options_called_like_a_command_can_be_answered(log: AnswerLog, talk: Talk, word: str) -> None:
    """Where an option is called so, the word is that option."""
    definition = define(tone.is_("warm"))
    talk(definition, [word], count=1)
    assert evidence(log, definition) == [(said(tone, word),)]


@pytest.mark.parametrize("command", ["next", "quit"])
def test_commands_are_understood_where_a_side_is_asked_for(log: AnswerLog, talk: Talk, command: str) -> None:
    """There is a way out of every prompt."""
    person = talk(define(loyal), ["yes", command, "no", "1"], ASH, BEECH)
    assert len(person.prompts) == (4 if command == "next" else 2)


WRONG: list[tuple[Condition | AnyCriterion, str, str]] = [
    (x, "perhaps", "yes"),
    (x, "2", "yes"),
    (tone.is_("warm"), "wram", "warm"),
    (trust >= 4, "6", "5"),
    (trust >= 4, "4.5", "5"),
    (spend >= 10, "1,000", "1000"),
    (spend >= 10, "1e1001", "1000"),
    (spend >= 10, "ten", "10"),
]


@pytest.mark.parametrize(("when", "wrong", "right"), WRONG, ids=str)
def test_a_line_that_cannot_be_read_is_asked_again(
    log: AnswerLog, talk: Talk, when: Condition, wrong: str, right: str
) -> None:
    """With what was found; nothing is guessed, and nothing is logged."""
    definition = define(when)
    person = talk(definition, [wrong, wrong, right], count=1)
    assert ([repr(wrong) in line for line in person.shown].count(True), len(person.prompts)) == (2, 3)
    assert [[str(piece.answer) for piece in one] for one in evidence(log, definition)] == [
        [right.replace("yes", "True")]
    ]


def test_a_slip_of_the_pen_gets_a_hint(talk: Talk) -> None:
    """The nearest option is offered."""
    assert "did you mean 'warm'" in talk(define(tone.is_("warm")), ["wram"]).text


def test_a_side_that_cannot_be_read_is_asked_again(log: AnswerLog, talk: Talk) -> None:
    """The answer before it is not asked again."""
    definition = define(loyal)
    person = talk(definition, ["yes", "themselves", "buyer"], count=1)
    assert (len(person.prompts), "'themselves'" in person.text) == (3, True)
    assert evidence(log, definition) == [(said(loyal, True, side=Side.BUYER),)]


# Interruptions

INTERRUPTIONS = [EOFError(), KeyboardInterrupt(), RuntimeError("the terminal is gone")]


@pytest.mark.parametrize("error", INTERRUPTIONS, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("before", [0, 1, 2, 3])
def test_an_interruption_loses_no_answer(log: AnswerLog, error: BaseException, before: int) -> None:
    """Wherever it comes: the end of the input stops the dialogue, what is no end is passed on."""
    person = Person(*["no"] * before, error)
    dialogue = Dialogue(log, person.type, person.shown.append, DAY, "S", "call 7")
    companies = classified(log, BOTH, ASH, BEECH, CEDAR, Relationship("Dogwood", "S"))
    if isinstance(error, EOFError):
        assert dialogue.run(companies) == before
    else:
        with pytest.raises(type(error)):
            dialogue.run(companies)
    found = evidence(log, BOTH, *(one.relationship for one in companies))
    assert found == [(said(x, False),)] * before + [()] * (4 - before)


def test_each_answer_is_in_the_file_before_the_next_question(log: AnswerLog) -> None:
    """A crash, or a second program, finds everything that was answered or skipped."""
    written: list[int] = []
    lines = iter(["yes", "buyer", "2025-01-01", "", "yes", "", ""])

    def count() -> int:
        return log.path.read_text(encoding="utf-8").count("\n") if log.path.exists() else 0

    def ask(prompt: str) -> str:
        written.append(count())
        return next(lines)

    definition = define(loyal & y & z, loyal)
    Dialogue(log, ask, lambda _: None, DAY).run(classified(log, definition, ASH))
    assert (written, count()) == ([0, 0, 1, 1, 2, 3, 3], 3)


@pytest.mark.parametrize("line", ["quit", "next", EOFError(), KeyboardInterrupt()], ids=repr)
def test_an_answer_is_never_taken_for_a_record(log: AnswerLog, talk: Talk, line: str | BaseException) -> None:
    """Where it was not said whose word it is: the question is asked again the next time."""
    with contextlib.suppress(KeyboardInterrupt):
        talk(define(loyal), ["yes", line], count=0)
    assert evidence(log, define(loyal)) == [()]
    talk(define(loyal), ["yes", "buyer"], count=1)


def test_an_answer_that_cannot_be_logged_is_not_taken_for_logged(tmp_path: Path) -> None:
    """The dialogue stops with the error: every further answer would be lost as well."""
    person = Person("no", "no")
    dialogue = Dialogue(AnswerLog(tmp_path / "none" / "x.jsonl"), person.type, person.shown.append, DAY)
    with pytest.raises(FileNotFoundError):
        dialogue.run([Classification(one, BOTH, DAY) for one in (ASH, BEECH)])
    assert len(person.prompts) == 1


def test_a_dialogue_goes_on_where_it_was_left(log: AnswerLog, talk: Talk) -> None:
    """In three sittings as in one: what was answered or skipped is not asked again."""
    definition = define(x & y & z, x, loyal)
    person = talk(definition, ["yes"], ASH, BEECH)
    more = talk(definition, ["", "next", "no", "yes", "buyer"], ASH, BEECH)
    last = talk(definition, ["no"], ASH, BEECH, count=1)
    assert len(person.prompts) == 2
    assert [log.asked(one) for one in (ASH, BEECH)] == [("x", "y", "z"), ("x", "loyal")]
    assert [one.label for one in classified(log, definition, ASH, BEECH)] == ["b", "c"]
    assert (more.lines, last.lines) == ([], [])
    assert talk(definition, [], ASH, BEECH, count=0).prompts == []


def test_an_answer_is_about_the_relationship_that_was_asked_about(log: AnswerLog, talk: Talk) -> None:
    """By id, where two are of the same companies."""
    first, second = (Relationship("Ash", "S", id=key) for key in "12")
    talk(define(x), ["yes", "no"], first, second)
    assert evidence(log, define(x), second, first) == [(said(x, False),), (said(x, True),)]


# Taking back


def test_the_last_answer_is_taken_back(log: AnswerLog, talk: Talk) -> None:
    """Its line leaves the log, and the question is asked again."""
    person = talk(BOTH, ["yes", "back", "no"], count=1)
    assert (evidence(log, BOTH), log.asked(ASH)) == ([(said(x, False),)], ("x",))
    assert "taken back: Is it so?" in person.text


def test_answers_are_taken_back_one_by_one_across_companies(log: AnswerLog, talk: Talk) -> None:
    """Skips as well; then there is nothing to take back, which is said."""
    person = talk(BOTH, ["yes", "skip", "yes", "back", "back", "back", "back", "no", "quit"], ASH, BEECH, count=1)
    assert (evidence(log, BOTH, ASH, BEECH), log.asked(BEECH)) == ([(said(x, False),), ()], ())
    assert (person.text.count("taken back"), person.text.count("nothing has been answered yet")) == (3, 1)


def test_what_was_logged_before_is_not_taken_back(log: AnswerLog, talk: Talk) -> None:
    """It was answered in another sitting."""
    talk(BOTH, ["yes"], count=1)
    talk(BOTH, ["back"], count=0)
    assert evidence(log, BOTH) == [(said(x, True),)]


@pytest.mark.parametrize(
    "lines",
    [
        ["yes", "back", "no", "", ""],  # at the day
        ["yes", "", "back", "no", "", ""],  # at the next question
        ["no", "", "back", "no", "", ""],  # where that was the last one
        ["yes", "2025-01-01", "back", "back", "no", "", "quit"],
    ],
)
def test_back_is_understood_at_every_prompt(log: AnswerLog, talk: Talk, lines: list[str]) -> None:
    """However far it has got."""
    talk(BOTH, lines, careful=True, count=1)
    assert evidence(log, BOTH) == [(said(x, False),)]


def test_back_where_it_is_asked_who_says_so_goes_back_to_the_answer(log: AnswerLog, talk: Talk) -> None:
    """Which is not logged yet."""
    talk(define(x & loyal), ["yes", "yes", "back", "no", "1"], count=2)
    assert evidence(log, define(x & loyal)) == [(said(x, True), said(loyal, False, side=Side.BUYER))]


def test_after_next_back_returns_to_what_was_answered_last(log: AnswerLog, talk: Talk) -> None:
    """It may be of another company."""
    person = talk(BOTH, ["yes", "next", "back", "no", "yes", "quit"], ASH, BEECH, count=2)
    assert evidence(log, BOTH, ASH, BEECH) == [(said(x, False),), (said(x, True),)]
    assert person.text.count("Ash, called") == 2
