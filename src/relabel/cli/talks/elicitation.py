"""Elicitation at the terminal, case by case, and what came of it."""

from collections.abc import Iterable
from typing import final

import attrs

from relabel.cli.talks.conversation import INTRODUCTION, Conversation
from relabel.cli.talks.readings import Line
from relabel.cli.talks.setup import BACK, Ask, Tell
from relabel.core.model.words import fold
from relabel.learning.cases import DONT_KNOW, Case, said
from relabel.texts import did_you_mean

__all__ = ["Talk"]

NONE, SKIP, HELP, QUIT, NO, CHANGE = "none", "skip", "help", "quit", "no", "change"
"""What may be typed beside a word and `back`."""

UNSURE = frozenset({"", SKIP, "don't know", "dont know", "do not know", "i do not know", "unsure", "not sure"})
"""What is read as: I do not know."""

SIGNS = {"well": "+", "badly": "-", "between": "~"}
"""How it is shown how a fact stands."""

COMMANDS = (
    f"{NONE}: none of these words. Enter or {SKIP}: I do not know. {BACK}: take the last answer back. "
    f"{CHANGE} and a number: change that answer. {HELP}: show this again. {QUIT}: stop; what is answered is kept."
)


class _DoneError(Exception):
    """The person has read what came of it and goes, whether they mean it or not."""

    def __init__(self, *, meant: bool) -> None:
        super().__init__()
        self.meant = meant


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

    def run(self) -> bool:
        """Ask until nothing is left, read back what came of it, and take corrections; give whether that is meant."""
        self.tell(INTRODUCTION)
        self._explain()
        try:
            while True:
                self._put_all()
                self._say(["", *self.conversation.summary()])
                self._correct()
        except _DoneError as done:
            return done.meant
        except EOFError:
            self._say(["", *self.conversation.summary()])
            return False

    def _say(self, lines: Iterable[object]) -> None:
        for line in lines:
            self.tell(str(line))

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
            if any(isinstance(line, Line) for line in news):
                self.tell(f"If a line is not so, type {NO} and its letter, and it is asked about next: {NO} a.")
            self._put(case)
            self._answer(case, f"  ({talk.why(case)}) > ")

    def _put(self, case: Case) -> None:
        """Show a case, a fact a line."""
        talk = self.conversation
        self.tell(" ".join(filter(None, (f"\n{talk.number(case)}. What do you call them?", talk.compared(case)))))
        for fact in talk.facts(case):
            self.tell(f"    {'*' if fact.changed else ' '} {SIGNS[fact.stands]} {fact.text}")

    def _correct(self) -> None:
        """Have an answer changed, if the person does not mean what came of it.

        Raises:
            _DoneError: It is what is meant, or the person stops.
        """
        talk = self.conversation
        numbers = [str(told.number) for told in talk.told]
        which = f"; the number of an answer ({numbers[0]} to {numbers[-1]}): change it" if numbers else ""
        refused = f"; {NO} and a letter: that line is not so" if any(line.mark for line in talk.lines) else ""
        last = f"; {BACK}: take the last answer back" if numbers else ""
        ways = f"Enter: this is what I mean{refused}{which}{last}; {QUIT}: stop, as it may not be"
        while True:
            try:
                text = fold(self.ask(f"\n{ways} > "))
            except EOFError:
                text = QUIT
            if text in ("", QUIT):
                raise _DoneError(meant=not text)
            if text == BACK and numbers:
                talk.back()
                return
            turned = self._turned(f"{CHANGE} {text}" if text in numbers else text)
            if turned:
                return
            if turned is None:
                self.tell(f"  found {text!r}, expected {ways}")

    def _turned(self, text: str) -> bool | None:
        """Say whether another case is next, as a line is not so or an answer is to be changed; None for other texts."""
        talk = self.conversation
        command, _, which = text.partition(" ")
        if command == CHANGE:
            numbers = [str(told.number) for told in talk.told]
            if which in numbers:
                talk.change(int(which))
                return True
            known = f"{CHANGE} and a number from 1 to {numbers[-1]}" if numbers else "that after an answer"
        elif command == NO:
            marks = [line.mark for line in talk.lines if line.mark]
            if which in marks:
                note = talk.doubt(which)
                self._say([f"  {note}"] if note else [])
                return not note
            known = f"{NO} and one of {', '.join(marks)}" if marks else "that after a definition was read out"
        else:
            return None
        self.tell(f"  found {text!r}, expected {known}")
        return False

    def _explain(self) -> None:
        """Say what the ends of the cases are, the words, and what may be typed."""
        one = self.conversation.elicitation
        for well, case in (("All is well", one.best), ("Nothing is well", one.worst)):
            self.tell(f"{well} means:")
            for criterion in one.criteria:
                self.tell(f"  {said(criterion, case[criterion.name], one.sayings)}")
        words = "   ".join(f"{number} {label}" for number, label in enumerate(one.labels, 1))
        self.tell(f"The words: {words}")
        self.tell("Before each fact of a case: + as well as can be, - as badly, ~ between, * as marked.")
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
                self._put(case)
                continue
            turned = self._turned(text)
            if turned:
                return
            if turned is None:
                expected = f"one of {', '.join(words)}, {SKIP}, {BACK}, {CHANGE}, {HELP} or {QUIT}"
                self.tell(f"  found {text!r}, expected {expected}{did_you_mean(text, words)}")
