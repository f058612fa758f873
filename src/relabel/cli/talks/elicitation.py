"""Elicitation at the terminal, case by case, and what came of it."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import final

import attrs

from relabel.checks.comparison import compare
from relabel.cli.talks.setup import BACK, Ask, Tell
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.text import label_text
from relabel.core.definitions.wording import Wording
from relabel.core.diagrams.space import record_text, share_text
from relabel.core.model.answers import Answer
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.words import fold
from relabel.errors import CriterionConflictError, DiagramTooLargeError
from relabel.learning.cases import DONT_KNOW, Case, Purpose, Told, describe, said
from relabel.learning.elicitation import Elicitation
from relabel.texts import Section, capital, did_you_mean, plain

__all__ = ["Talk"]

NONE, SKIP, HELP, QUIT = "none", "skip", "help", "quit"
"""What may be typed beside a word and `back`."""

UNSURE = frozenset({"", SKIP, "don't know", "dont know", "do not know", "i do not know", "unsure", "not sure"})
"""What is read as: I do not know."""

COMMANDS = (
    f"{NONE}: none of these words. Enter or {SKIP}: I do not know. {BACK}: take the last answer back. "
    f"{HELP}: show this again. {QUIT}: stop; what is answered is kept."
)

INTRODUCTION = """Made-up companies are described to you, and you say what you would call them.
With five to eight criteria 20 to 50 are usual, in ten minutes.
It is taken that a better answer never gives a lower word."""


class _DoneError(Exception):
    """The person means what came of it."""


@final
@attrs.frozen
class Talk:
    """Put cases to a person until the definition is proven or the person stops.

    Args:
        elicitation: What chooses the cases.
        ask: As for `set_up`.
        tell: As for `set_up`.
        keep: Writes the log; called after every answer.
    """

    elicitation: Elicitation
    ask: Ask
    tell: Tell
    keep: Callable[[], None]

    def run(self, others: Sequence[Definition]) -> None:
        """Ask until nothing is left, read back what came of it, and take corrections.

        In the end those cases are put once more that the person did not know and that no other answer decides.

        Args:
            others: Definitions to compare the result with.
        """
        self.tell(INTRODUCTION)
        self._explain()
        try:
            self._ask()
            while True:
                self._read_back(others)
                self._correct()
                self._ask()
        except _DoneError:
            return
        except EOFError:
            self.tell("")
            self._read_back(others)

    def _ask(self) -> None:
        """Put cases until nothing is left to ask.

        Raises:
            EOFError: No further case is wanted.
        """
        one = self.elicitation
        identified, again, tried = False, False, set[FrozenMapping[str, Answer]]()
        while (case := one.next() or self._unsure(tried)) is not None:
            if one.identified != identified:
                identified = one.identified
                self._say_whether_identified()
            again = again or case.purpose is Purpose.AGAIN
            tried |= {case.answers} & {*one.open_cases}
            self._put(case, self._why(case))
        if one.contradicting:
            self.tell("\nThese answers contradict the others: a better case got a lower word.")
            for told in one.contradicting:
                self.tell(self._judged(told))
        elif again:
            self.tell("\nWhat was asked once more is confirmed.")

    def _put(self, case: Case, why: str) -> None:
        """Put a case, take the answer and keep it.

        Raises:
            EOFError: No further case is wanted.
        """
        one = self.elicitation
        before = next((told for told in one.told if told.answers == case.answers), None)
        self.tell(f"\n{len(one.told) + 1 if before is None else before.number}. {case.text}")
        word = self._answer(case, f"  ({why}) > ")
        if before is not None and isinstance(word, str) and word != label_text(before.label):
            self.tell(f"  Before you said {label_text(before.label)}.")
        self.keep()

    def _read_back(self, others: Sequence[Definition]) -> None:
        for line in self._summary(others):
            self.tell(line)

    def _correct(self) -> None:
        """Take an answer back, if the person does not mean what came of it.

        Raises:
            EOFError: No further case is wanted.
            _DoneError: It is what is meant.
        """
        told = {str(one.number): one for one in sorted(self.elicitation.told, key=lambda one: one.number)}
        while text := self.ask("\nEnter if you mean this, or the number of an answer to change > ").strip():
            if text in told:
                case = told[text].answers
                self._put(self._again(case), f"you said {label_text(told[text].label)}")
                return
            if text == QUIT:
                break
            self.tell(f"  found {text!r}, expected Enter, {QUIT} or one of {', '.join(told)}")
        raise _DoneError

    def _explain(self) -> None:
        """Say what the ends of the cases are, the words, and what may be typed."""
        one = self.elicitation
        for well, case in (("All is well", one.best), ("Nothing is well", one.worst)):
            self.tell(f"{well} means:")
            for criterion in one.criteria:
                self.tell(f"  {said(criterion, case[criterion.name], one.sayings)}")
        words = "   ".join(f"{number} {label}" for number, label in enumerate(one.labels, 1))
        self.tell(f"The words: {words}")
        self.tell(COMMANDS)

    def _say_whether_identified(self) -> None:
        """Read the likeliest definition out, or say that it was not the one that is meant."""
        one = self.elicitation
        if not one.identified:
            self.tell("\nThat was not it after all: other definitions are possible, and the search goes on.")
            return
        if one.proven:  # and what is asked is asked once more
            return
        self.tell(f"\nOne definition is left among {one.within}:")
        self.tell(_worded(one.definition))
        self.tell("It is likely yours. The next cases prove it, whatever its form.")

    def _unsure(self, tried: Container[FrozenMapping[str, Answer]]) -> Case | None:
        """Give the next case that the person did not know, unless it was put again already."""
        one = self.elicitation
        return next((self._again(answers) for answers in one.open_cases if answers not in tried), None)

    def _again(self, answers: FrozenMapping[str, Answer]) -> Case:
        return Case(answers, f"{self._described(answers)} What do you call them?", Purpose.AGAIN, None, ())

    def _why(self, case: Case) -> str:
        """Say in a few words how far it is, or why a case is put again."""
        one = self.elicitation
        if one.contradicting:
            return "once more: a better case got a lower word"
        if case.answers in one.open_cases:
            return "you did not know; do you now?"
        least, _ = one.left
        if case.purpose is Purpose.AGAIN:
            return f"once more, to be sure; {least} to go"
        return f"{least} more to go, if it is yours" if one.identified else f"at least {max(1, least)} more to go"

    def _answer(self, case: Case, prompt: str) -> str | None:
        """Take an answer.

        Returns:
            The word, "no label" for none of them; None where none was given.

        Raises:
            EOFError: No further case is wanted.
        """
        one = self.elicitation
        words: dict[str, str | None] = {fold(label): label for label in one.labels}
        words |= {str(number): label for number, label in enumerate(one.labels, 1) if str(number) not in words}
        words |= {NONE: None} if NONE not in words else {}
        while True:
            text = fold(self.ask(prompt))
            if text in words:
                one.tell(case, words[text])
                return label_text(words[text])
            if text in UNSURE:
                one.tell(case, DONT_KNOW)
                self.tell("  Noted: you do not know.")
            elif text == BACK:
                one.undo()
            elif text == QUIT:
                raise EOFError
            elif text in (HELP, "?"):
                self._explain()
                self.tell(f"\n{case.text}")
                continue
            else:
                expected = f"one of {', '.join(words)}, {SKIP}, {BACK}, {HELP} or {QUIT}"
                self.tell(f"  found {text!r}, expected {expected}{did_you_mean(text, words)}")
                continue
            return None

    def summary(self, others: Sequence[Definition]) -> Iterator[str]:
        """Write what came of it: the definition, the answers that it rests on, and how it stands to others."""
        yield from self._summary(others)

    def _summary(self, others: Sequence[Definition]) -> Iterator[str]:
        one = self.elicitation
        found = one.definition
        yield f"\n{capital(found.source)}."
        yield _worded(found)
        if one.told:
            yield "It rests on these answers:"
        needed = {told.number: told for word in (*one.labels, None) for told in one.rests_on(word)}
        for _, told in sorted(needed.items()):
            yield self._judged(told)
        if one.open_cases:
            yield "Not proven: of these you did not know the word, and they are taken for the lower one."
            yield from (f"  {self._described(answers)}" for answers in one.open_cases)
        elif not one.proven:
            yield "Not proven: further answers may change it. The same command goes on."
        elif one.left[0]:
            yield "Not all that it rests on has been asked once more. The same command goes on."
        compared = [line for other in others for line in _compared(found, other)]
        yield from compared or ["No definition that is installed has a word and a criterion in common with it."]

    def _judged(self, told: Told) -> str:
        return f"  {told.number}. {self._described(told.answers)} {capital(label_text(told.label))}."

    def _described(self, answers: Mapping[str, Answer]) -> str:
        one = self.elicitation
        return describe(answers, one.best, one.worst, one.criteria, one.sayings)


def _worded(found: Definition) -> str:
    """Write the conditions of a definition in sentences."""
    return plain([Section("", tuple(Wording(found).labels(found.labels)))])


def _compared(found: Definition, other: Definition) -> Iterator[str]:
    """Say where one definition asks more, or less, than another for the same words."""
    shared = {fold(label.name) for label in found.labels} & {fold(label.name) for label in other.labels}
    names = {criterion.name for criterion in other.asked}
    if not shared or not any(criterion.name in names for criterion in found.asked):
        return
    try:
        result = compare(found, other)
    except (CriterionConflictError, DiagramTooLargeError):
        return
    if result.agreement == 1:
        yield f"The same as {other.name}."
        return
    for word, sign in (("Stricter", -1), ("Milder", 1)):
        cells = [cell for cell in result.cells if (_rank(found, cell.first) - _rank(found, cell.second)) * sign > 0]
        if cells:
            share = share_text(sum((cell.share for cell in cells), start=cells[0].share * 0))
            yield f"{word} than {other.name} on {share} of all cases, for example {record_text(cells[0].witness)}"


def _rank(found: Definition, label: Answer | None) -> int:
    """Give the rank of a word of another definition in this one; that of no label where it has no such word."""
    known = None if label is None else found.read(str(label))
    return found.rank(known)
