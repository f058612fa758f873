"""Dialogues: an interview at the terminal, company by company, question by question."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import final

import attrs

from relabel.core.classification.classification import Classification
from relabel.core.classification.explanation import label_text, labels_text
from relabel.core.classification.interview import Interview
from relabel.core.classification.questions import Answered, Question
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Reason
from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import Side
from relabel.core.model.criteria import Choice, Criterion, Scale
from relabel.core.model.evidence import Evidence, Hearsay
from relabel.core.model.examples import Standing
from relabel.files.cells import UnreadableError, read_answer, read_side
from relabel.files.relationships.answer_log import AnswerLog

__all__ = ["Dialogue"]

LEAVE, QUIT = "next", "quit"
"""What is typed to leave a company, and to stop."""


WRONG_SIDE = (Reason.HEARSAY, Reason.NOT_OWN_WORD)
"""Why an answer counts nothing though another one to the same question might."""


class _LeftError(Exception):
    """The rest of a company is left alone."""


class _QuitError(Exception):
    """No further question is wanted."""


@final
@attrs.frozen
class Dialogue:
    """Put the open questions of companies to a person and log every answer at once.

    Args:
        log: Where answers go.
        ask: Shows a prompt and gives the line that is typed; raises `EOFError` at the end of the input.
        tell: Shows a line.
        source: Where the answers can be looked up.
    """

    log: AnswerLog
    ask: Callable[[str], str]
    tell: Callable[[str], None]
    source: str = ""

    def run(self, classifications: Iterable[Classification]) -> int:
        """Ask until the labels are settled, nothing is left to ask or the person stops.

        What the log holds an answer to is not asked again, nor what nobody could answer; but what only
        the wrong side has answered is.

        Returns:
            The number of answers given.

        Raises:
            OSError: The log cannot be written. What was logged before stays.
        """
        interviews = [Interview(one, asked=self._asked(one)) for one in classifications]
        waiting = [one for one in interviews if not one.done]
        companies = "company has" if len(waiting) == len(interviews) == 1 else "companies have"
        self.tell(f"{len(waiting)} of {len(interviews)} {companies} questions.")
        self.tell(f"Enter: I do not know. {LEAVE}: on to the next company. {QUIT}: stop; what is answered is kept.")
        answers = 0
        try:
            for number, one in enumerate(waiting, 1):
                self.tell("")
                self.tell(f"{_now(one)}; company {number} of {len(waiting)}")
                for _ in self._answers(one):
                    answers += 1
        except (_QuitError, EOFError):
            self.tell("")
        return answers

    def _asked(self, one: Classification) -> list[str]:
        """Give what is not to be asked: what was, unless only the wrong side has answered."""
        unheard = {aside.evidence.criterion for aside in one.set_aside if aside.reason in WRONG_SIDE}
        unheard -= {finding.criterion.name for finding in one.findings if finding.evidence}
        return [name for name in self.log.asked(one.relationship) if name not in unheard]

    def _answers(self, one: Interview) -> Iterator[Evidence]:
        """Ask the questions of one company and give each answer once it is logged."""
        definition = one.classification.definition
        while (question := one.question) is not None:
            self.tell("")
            self.tell(f"  {question.text}")
            for text, answered in _stretches(question):
                self.tell(f"    {text}: {_outcome(answered, definition)}")
            try:
                answer = self._answer(question)
                side = None if answer is None else self._side(question, definition)
            except _LeftError:
                return
            if answer is None:
                self.log.skip(one.relationship, question.criterion.name)
                one = one.skip()
                continue
            as_of = one.classification.as_of
            then = one.answer(answer, observed_on=as_of, attested_by=side, source=self.source)
            piece = then.relationship.evidence[-1]
            self.log.append(one.relationship, piece)
            for aside in then.classification.set_aside:
                if aside.evidence == piece:
                    self.tell(f"  noted, but set aside: {aside.reason.value}")
            one = then
            yield piece
        self.tell("")
        self.tell(f"  {_now(one)}")

    def _answer(self, question: Question) -> Answer | None:
        criterion = question.criterion
        if isinstance(criterion, Criterion):
            allowed = " (yes/no)"
        else:  # the options of a choice have just been listed
            allowed = "" if isinstance(criterion, Choice) else f" ({criterion.expected})"
        while True:
            text = self._line(f"  answer{allowed}: ", criterion.answers or ())
            try:
                return read_answer(criterion, text, points_group=True)
            except UnreadableError as error:
                self.tell(f"  found {text!r}, expected {error.expected}{error.hint}")

    def _side(self, question: Question, definition: Definition) -> Side | None:
        if question.ask is None:
            return None
        own = definition.policy.of(question.criterion.name).hearsay is Hearsay.OWN_WORD
        nobody = f"only the {question.ask.value}'s counts" if own else "Enter: on record"
        while True:
            text = self._line(f"  whose word is that (buyer/seller; {nobody}): ")
            try:
                return read_side(text)
            except UnreadableError as error:
                self.tell(f"  found {text!r}, expected {error.expected}")

    def _line(self, prompt: str, answers: Sequence[Answer] = ()) -> str:
        text = self.ask(prompt).strip()
        if text not in answers:  # an option may be called as a command is
            if text.casefold() == LEAVE:
                raise _LeftError
            if text.casefold() == QUIT:
                raise _QuitError
        return text


def _stretches(question: Question) -> Iterator[tuple[str, Answered]]:
    """Give what the answers would do, levels of a scale that would do the same as one: "3 to 5"."""

    def outcome(one: Answered) -> object:
        return one.text if not isinstance(question.criterion, Scale) else (one.label, one.standing, one.possible)

    for _, group in itertools.groupby(question.answers, outcome):
        first, *others = group
        yield f"{first.text} to {others[-1].text}" if others else first.text, first


def _now(one: Interview) -> str:
    now = one.classification
    return f"{now.relationship.company(now.definition.given_to)}: {_outcome(now, now.definition)}"


def _outcome(one: Classification | Answered, definition: Definition) -> str:
    if one.standing is Standing.OPEN:
        return f"open; {labels_text(one.possible, definition)}"
    return f"{label_text(one.label)} ({one.standing.value})"
