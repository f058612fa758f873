"""Dialogues: an interview at the terminal, company by company, question by question."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import final

import attrs

from relabel.cli.talks.prompts import BACK, HELP, QUIT, Ask, BackError, Prompts, QuitError, Tell
from relabel.core.classification.classification import Classification
from relabel.core.classification.interview import Interview, about_word
from relabel.core.classification.questions import Answered, Question
from relabel.core.definitions.text import outcome_text
from relabel.core.model.answers import NOT_APPLICABLE, Answer
from relabel.core.model.any_criterion import Side
from relabel.core.model.criteria import Criterion, Scale
from relabel.core.model.evidence import EvidencePolicy, Hearsay
from relabel.core.model.words import fold
from relabel.files.cells import UnreadableError, read_answer, read_date
from relabel.files.relationships.answer_log import AnswerLog

__all__ = ["Dialogue"]

SKIP, LEAVE = "skip", "next"
"""What may be typed beside an answer, and what is understood at any prompt."""

COMMANDS = (
    f"Enter or {SKIP}: I do not know. {BACK}: take the last answer back. {HELP}: what each answer would do.\n"
    f"{LEAVE}: on to the next company. {QUIT}: stop; what is answered is kept."
)


class _LeftError(Exception):
    """The rest of a company is left alone."""


@final
@attrs.frozen
class Dialogue:
    """Put the open questions of companies to a person and log every answer at once.

    Args:
        log: Where answers go.
        ask: Shows a prompt and gives the line that is typed; raises `EOFError` at the end of the input.
        tell: Shows a line.
        today: The day of an answer, unless another one is given.
        us: What we are called: whose impression is ours.
        source: Where the answers can be looked up.
    """

    log: AnswerLog
    ask: Ask
    tell: Tell
    today: date
    us: str = "us"
    source: str = ""

    def run(self, classifications: Iterable[Classification]) -> int:
        """Ask until it is certain whether the word in use holds, nothing is left to ask or the person stops.

        Where no word is in use that the definition knows, the whole label is asked for. What the log
        holds an answer to is not asked again, nor what nobody could answer; but what only the wrong
        side has answered is.

        Args:
            classifications: In the order in which to ask.

        Returns:
            The number of answers given.

        Raises:
            OSError: The log cannot be written. What was logged before stays.
        """
        interviews = [about_word(one, self.log.asked(one.relationship)) for one in classifications]
        waiting = [one for one in interviews if not one.done]
        companies = "company has" if len(waiting) == len(interviews) == 1 else "companies have"
        self.tell(f"{len(waiting)} of {len(interviews)} {companies} questions.\n{COMMANDS}")
        past: list[_Step] = []
        at, shown = 0, None
        while at < len(waiting) or past:
            try:
                if at == len(waiting):
                    self._line(f"That was the last question ({BACK}: take the last answer back; Enter: done): ")
                    break
                question = waiting[at].question
                if question is None:
                    self.tell(f"\n  {_company(waiting[at])}: nothing is left to ask.")
                    at += 1
                    continue
                if at != shown:
                    self.tell(f"\n{_headline(waiting[at])}; company {at + 1} of {len(waiting)}")
                    shown = at
                step = self._step(at, waiting[at], question)
                past.append(step)
                waiting[at] = step.after
                if step.answered:
                    waiting[at] = self._dated(step)
            except BackError:
                at = self._take_back(past, waiting, at)
            except _LeftError:
                at += 1
            except QuitError:
                self.tell("")
                break
        return sum(step.answered for step in past)

    def _take_back(self, past: list["_Step"], waiting: list[Interview], at: int) -> int:
        """Undo the last step, and give the position to go on at."""
        if not past:
            self.tell("  nothing has been answered yet")
            return at
        step = past.pop()
        self.log.take_back()
        waiting[step.at] = step.before
        self.tell(f"  taken back: {'' if step.before.question is None else step.before.question.text}")
        return step.at

    def _step(self, at: int, one: Interview, question: Question) -> "_Step":
        """Ask one question and log what is said, as of today."""
        self.tell(f"\n  {question.text}")
        while True:
            answer = self._answer(question, one)
            if answer is None:
                self.log.skip(one.relationship, question.criterion.name)
                return _Step(at, one, one.skip(), answered=False)
            try:
                side, source = self._origin(question, one)
            except BackError:
                continue
            then = one.answer(answer, observed_on=self.today, attested_by=side, source=source)
            self.log.append(one.relationship, then.relationship.evidence[-1])
            return _Step(at, one, then, answered=True)

    def _dated(self, step: "_Step") -> Interview:
        """Ask for the day of an answer that is logged as of today, and give the interview as of that day."""
        day, then = self._day(), step.after
        piece = then.relationship.evidence[-1]
        if day != piece.observed_on:
            piece = attrs.evolve(piece, observed_on=day)
            then = step.before.answer(piece.answer, observed_on=day, attested_by=piece.attested_by, source=piece.source)
            self.log.correct(step.before.relationship, piece)
        for aside in then.classification.set_aside:
            if aside.evidence == piece:
                self.tell(f"  noted, but set aside: {aside.reason.value}")
        return then

    def _answer(self, question: Question, one: Interview) -> Answer | None:
        criterion = question.criterion
        allowed = criterion.expected.removeprefix("one of ")
        if isinstance(criterion, Criterion):
            allowed = f"yes/no/{NOT_APPLICABLE}" if criterion.may_be_na else "yes/no"
        while True:
            text = self._line(f"  answer ({allowed}): ", lambda: self._help(question, one), criterion.answers or ())
            if text.casefold() == SKIP and text not in (criterion.answers or ()):
                return None
            try:
                return read_answer(criterion, text)
            except UnreadableError as error:
                self.tell(f"  found {text!r}, expected {error.expected}{error.hint}")

    def _help(self, question: Question, one: Interview) -> None:
        """Show what each answer would do, which is not shown unasked: nobody is to aim at a word."""
        for text, answered in _stretches(question):
            outcome = outcome_text(answered.label, answered.standing, answered.possible, one.classification.definition)
            self.tell(f"    {text}: {outcome}")

    def _origin(self, question: Question, one: Interview) -> tuple[Side | None, str]:
        """Ask who says so and where it can be looked up, if the question is about a side or the policy demands it."""
        policy = one.classification.definition.policy.of(question.criterion.name)
        side, source = None, self.source
        if question.ask is not None or "attested_by" in policy.requires:
            side, source = self._speaker(question, one, policy)
        if "source" in policy.requires and not source:
            source = self._line("  where can it be looked up? (otherwise it does not count): ")
        return side, source

    def _speaker(self, question: Question, one: Interview, policy: EvidencePolicy) -> tuple[Side | None, str]:
        """Ask who says so; give that side, and where it can be looked up."""
        names = {side: one.relationship.company(side) for side in Side}
        ours = next((side for side in Side if fold(names[side]) == fold(self.us)), None)
        if ours is None:
            speakers = dict(zip("12", Side, strict=True))
            ways = "/ ".join(f"{sign} {names[side]} says so " for sign, side in speakers.items())
        else:
            theirs = next(side for side in Side if side is not ours)
            speakers = {"1": theirs, "2": ours, "they": theirs, "them": theirs, "us": ours, "me": ours, "we": ours}
            ways = "1 they told us / 2 our impression "
        speakers |= {fold(name): side for side, name in names.items()} | {side.value: side for side in Side}
        alone = "; a record alone does not count" if "attested_by" in policy.requires else ""
        if question.ask is not None and policy.hearsay is Hearsay.OWN_WORD:
            alone = f"; only {names[question.ask]}'s own word counts"
        while True:
            text = self._line(f"  who says so? ({ways}/ 3 on record, where?{alone}): ")
            sign, _, where = text.partition(" ")
            if sign == "3":
                return None, where.strip() or self._line("  where is it on record? ") or self.source
            if fold(text) in speakers:
                return speakers[fold(text)], self.source
            self.tell(f"  found {text!r}, expected 1, 2 or 3")

    def _day(self) -> date | None:
        """Ask for the day of an answer; None where it is not known."""
        while True:
            text = self._line(f"  on which day? (Enter: today, {self.today}; {SKIP}: I do not know): ")
            if text.casefold() == SKIP:
                return None
            try:
                day = read_date(text) or self.today
            except UnreadableError as error:
                self.tell(f"  found {text!r}, expected {error.expected}{error.hint}")
                continue
            if day <= self.today:
                return day
            self.tell(f"  found {text!r}, expected a day up to today, {self.today}")

    def _line(self, prompt: str, show: Callable[[], None] = lambda: None, answers: Sequence[Answer] = ()) -> str:
        """Give the line that is typed, unless it is a command; `show` adds to the help."""

        def explain() -> None:
            self.tell(COMMANDS)
            show()

        text = Prompts(self.ask, self.tell).line(prompt, explain, answers)
        if text.casefold() == LEAVE and text not in answers:
            raise _LeftError
        return text


@attrs.frozen
class _Step:
    """One line of the log: of which company it is, and the interview before and after it."""

    at: int
    before: Interview
    after: Interview
    answered: bool


def _stretches(question: Question) -> Iterator[tuple[str, Answered]]:
    """Give what the answers would do, levels of a scale that would do the same as one: "3 to 5"."""

    def outcome(one: Answered) -> object:
        return one.text if not isinstance(question.criterion, Scale) else (one.label, one.standing, one.possible)

    for _, group in itertools.groupby(question.answers, outcome):
        first, *others = group
        yield f"{first.text} to {others[-1].text}" if others else first.text, first


def _company(one: Interview) -> str:
    return one.relationship.company(one.classification.definition.given_to)


def _headline(one: Interview) -> str:
    word = one.relationship.label_in_use(one.classification.definition.given_to)
    called = "called nothing" if word is None else f"called {word!r}"
    most = "" if one.worst_case is None else f"; at most {one.worst_case} question{'' if one.worst_case == 1 else 's'}"
    return f"{_company(one)}, {called}{most}"
