"""Elicitation at the terminal, case by case, and what came of it."""

from collections.abc import Iterable
from typing import final

import attrs

from relabel.cli.talks.conversation import INTRODUCTION, Conversation
from relabel.cli.talks.setup import BACK, Ask, Tell
from relabel.core.model.words import fold
from relabel.learning.cases import DONT_KNOW, Case, said
from relabel.texts import did_you_mean

__all__ = ["Talk"]

NONE, SKIP, HELP, QUIT = "none", "skip", "help", "quit"
"""What may be typed beside a word and `back`."""

UNSURE = frozenset({"", SKIP, "don't know", "dont know", "do not know", "i do not know", "unsure", "not sure"})
"""What is read as: I do not know."""

COMMANDS = (
    f"{NONE}: none of these words. Enter or {SKIP}: I do not know. {BACK}: take the last answer back. "
    f"{HELP}: show this again. {QUIT}: stop; what is answered is kept."
)


class _DoneError(Exception):
    """The person means what came of it."""


@final
@attrs.frozen
class Talk:
    """Put cases to a person at the terminal until the definition is proven and meant, or the person stops.

    Args:
        conversation: What is put.
        ask: As for `set_up`.
        tell: As for `set_up`.
    """

    conversation: Conversation
    ask: Ask
    tell: Tell

    def run(self) -> None:
        """Ask until nothing is left, read back what came of it, and take corrections."""
        self.tell(INTRODUCTION)
        self._explain()
        try:
            while True:
                self._put_all()
                self._say(["", *self.conversation.summary()])
                self._correct()
        except _DoneError:
            return
        except EOFError:
            self._say(["", *self.conversation.summary()])

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.tell(line)

    def _put_all(self) -> None:
        """Put cases until nothing is left to ask.

        Raises:
            EOFError: No further case is wanted.
        """
        talk = self.conversation
        while True:
            news = list(talk.news())
            self._say(["", *news] if news else [])
            if (case := talk.next()) is None:
                return
            self.tell(f"\n{talk.number(case)}. {case.text}")
            self._answer(case, f"  ({talk.why(case)}) > ")

    def _correct(self) -> None:
        """Have an answer changed, if the person does not mean what came of it.

        Raises:
            EOFError: The input ends.
            _DoneError: It is what is meant.
        """
        numbers = [str(told.number) for told in self.conversation.told]
        prompt = "\nEnter if you mean this, or the number of an answer to change > "
        while (text := fold(self.ask(prompt))) not in numbers:
            if text in ("", QUIT):
                raise _DoneError
            self.tell(f"  found {text!r}, expected Enter, {QUIT} or one of {', '.join(numbers)}")
        self.conversation.change(int(text))

    def _explain(self) -> None:
        """Say what the ends of the cases are, the words, and what may be typed."""
        one = self.conversation.elicitation
        for well, case in (("All is well", one.best), ("Nothing is well", one.worst)):
            self.tell(f"{well} means:")
            for criterion in one.criteria:
                self.tell(f"  {said(criterion, case[criterion.name], one.sayings)}")
        words = "   ".join(f"{number} {label}" for number, label in enumerate(one.labels, 1))
        self.tell(f"The words: {words}")
        self.tell(COMMANDS)

    def _answer(self, case: Case, prompt: str) -> None:
        """Take an answer.

        Raises:
            EOFError: No further case is wanted.
        """
        talk, labels = self.conversation, self.conversation.elicitation.labels
        words: dict[str, str | None] = {fold(label): label for label in labels}
        words |= {str(number): label for number, label in enumerate(labels, 1) if str(number) not in words}
        words |= {NONE: None} if NONE not in words else {}
        while True:
            text = fold(self.ask(prompt))
            if text in words or text in UNSURE:
                note = talk.tell(case, words.get(text, DONT_KNOW))
                self._say([f"  {note}"] if note else [])
                return
            if text == BACK:
                talk.back()
                return
            if text == QUIT:
                raise EOFError
            if text in (HELP, "?"):
                self._explain()
                self.tell(f"\n{case.text}")
                continue
            expected = f"one of {', '.join(words)}, {SKIP}, {BACK}, {HELP} or {QUIT}"
            self.tell(f"  found {text!r}, expected {expected}{did_you_mean(text, words)}")
