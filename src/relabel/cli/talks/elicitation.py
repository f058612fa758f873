"""Elicitation at the terminal, case by case, and what came of it."""

from collections.abc import Callable, Iterable
from typing import final

import attrs

from relabel.cli.talks.conversation import INTRODUCTION, KEEPING, Conversation, Fact, Pair
from relabel.cli.talks.prompts import BACK, HELP, QUIT, Ask, BackError, Prompts, QuitError, Tell
from relabel.cli.talks.readings import Line
from relabel.core.definitions.text import label_text
from relabel.core.model.words import fold
from relabel.learning.cases import DONT_KNOW, Case, said
from relabel.texts import capital, did_you_mean

__all__ = ["Talk"]

NONE, SKIP, NO, CHANGE, KEEP, WHY = "none", "skip", "no", "change", "keep", "why"
"""What may be typed beside a word, and what is understood at any prompt."""

UNSURE = frozenset(
    {"", SKIP, "dunno", "i dunno", "idk", "no idea", "unsure", "uncertain"}
    | {f"{who}{how} know" for who in ("", "i ") for how in ("dont", "do not", "cant", "cannot", "can not")}
    | {f"{who}{how} sure" for who in ("", "im ", "i am ") for how in ("not", "not so", "not quite")}
)
"""What is read as: I do not know, without apostrophes."""

APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´"))
"""What is taken for one, and left out."""

SIGNS = {"well": "+", "badly": "-", "between": "~"}
"""How it is shown how a fact stands."""

COMMANDS = (
    f"{NONE}: none of these words. Enter or {SKIP}: I do not know. {BACK}: take the last answer back. "
    f"{CHANGE} and a number: change that answer. {HELP}: show this again. {QUIT}: stop; what is answered is kept."
)


@final
@attrs.frozen
class Talk:
    """Put cases to a person at the terminal until the definition is proven and meant, or the person stops.

    Args:
        conversation: What is put.
        ask: As for `Prompts`.
        tell: As for `Prompts`.
    """

    conversation: Conversation
    ask: Ask
    tell: Tell

    def run(self) -> bool:
        """Ask until nothing is left, read back what came of it, and take corrections; give whether that is meant."""
        self.tell(INTRODUCTION)
        self._explain()
        meant: bool | None = None
        while meant is None:
            stopped = not self._put_all()
            self._say(["", *self.conversation.summary()])
            meant = False if stopped else self._correct()
        return meant

    def _say(self, lines: Iterable[object]) -> None:
        for line in lines:
            self.tell(str(line))

    def _note(self, *notes: str) -> None:
        self._say(f"  {note}" for note in notes if note)

    def _put_all(self) -> bool:
        """Put cases; give whether nothing is left to ask, or else the person stops."""
        talk = self.conversation
        while True:
            news = list(talk.news())
            self._say(["", *news] if news else [])
            if (case := talk.next()) is None:
                return True
            if any(isinstance(line, Line) for line in news):
                self.tell(f"If a line is not so, type {NO} and its letter, and it is asked about next: {NO} a.")
            try:
                if (pair := talk.pair) is not None:
                    self._settle(pair)
                else:
                    self._answer(case)
            except BackError:
                self._note(talk.back())
            except QuitError:
                return False

    def _put(self, case: Case) -> None:
        """Show a case, a fact a line."""
        talk = self.conversation
        self.tell(" ".join(filter(None, (f"\n{talk.number(case)}. What do you call them?", talk.compared(case)))))
        self._facts(talk.facts(case))

    def _facts(self, facts: Iterable[Fact]) -> None:
        self._say(f"    {'*' if fact.changed else ' '} {SIGNS[fact.stands]} {fact.text}" for fact in facts)

    def _correct(self) -> bool | None:
        """Give whether what came of it is what the person means; None where another case is next, to change it."""
        talk = self.conversation
        numbers = [str(told.number) for told in talk.told]
        which = f"; the number of an answer ({numbers[0]} to {numbers[-1]}): change it" if numbers else ""
        refused = f"; {NO} and a letter: that line is not so" if any(line.mark for line in talk.lines) else ""
        grounds = f"; {WHY}: the answers that each line rests on" if talk.lines else ""
        meant = "leave it at that" if talk.elicitation.contradicting else "this is what I mean"
        ways = f"Enter: {meant}{refused}{grounds}{which}; {BACK}, {HELP}; {QUIT}: stop, as it may not be"
        while True:
            try:
                text = self._line(f"\n{ways} > ", self._explain)
            except BackError:
                self._note(talk.back())
                return None
            except QuitError:
                return False
            if not text:
                return True
            if text == WHY and grounds:
                self._say(talk.grounds())
                continue
            turned = self._turned(f"{CHANGE} {text}" if text in numbers else text)
            if turned:
                return None
            if turned is None:
                self._note(f"found {text!r}, expected {ways}")

    def _settle(self, pair: Pair) -> None:
        """Show two answers that contradict each other side by side, and take which of them is changed.

        Raises:
            BackError: The last answer is to be taken back.
            QuitError: No further case is wanted.
        """
        talk = self.conversation
        numbers = [*map(str, pair.numbers)]

        def show() -> None:
            self.tell(f"\n{pair}")
            for told, facts in pair.sides:
                self.tell(f"  {told.number}. {capital(label_text(told.label))}:")
                self._facts(facts)
            self.tell("  In both:")
            self._facts(pair.alike)

        def explain() -> None:
            self._explain()
            show()

        show()
        ways = f"{' or '.join(numbers)}: change that answer; {KEEP}: {KEEPING}"
        while True:
            text = self._line(f"  ({ways}) > ", explain)
            if text == KEEP:
                self._note(talk.keep(pair))
                return
            turned = self._turned(f"{CHANGE} {text}" if text in numbers else text)
            if turned:
                return
            if turned is None:
                self._note(f"found {text!r}, expected {ways}; {BACK}, {HELP} or {QUIT}")

    def _line(self, prompt: str, explain: Callable[[], None], words: Iterable[str] = ()) -> str:
        return fold(Prompts(self.ask, self.tell).line(prompt, explain, words))

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
                self._note(note)
                return not note
            known = f"{NO} and one of {', '.join(marks)}" if marks else "that after a definition was read out"
        else:
            return None
        self._note(f"found {text!r}, expected {known}")
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
        self.tell(
            "Before each fact of a case: + as well as can be, - as badly, ~ between;"
            " * differs from the case that is named."
        )
        self.tell(COMMANDS)

    def _answer(self, case: Case) -> None:
        """Put a case and take an answer.

        Raises:
            BackError: The last answer is to be taken back.
            QuitError: No further case is wanted.
        """
        talk, labels = self.conversation, self.conversation.elicitation.labels
        words: dict[str, str | None] = {fold(label): label for label in labels}
        words |= {str(number): label for number, label in enumerate(labels, 1) if str(number) not in words}
        words |= {NONE: None} if NONE not in words else {}

        def explain() -> None:
            self._explain()
            self._put(case)

        self._put(case)
        while True:
            text = self._line(f"  ({talk.why(case)}) > ", explain, words)
            if text in words or text.translate(APOSTROPHES) in UNSURE:
                self._note(talk.tell(case, words.get(text, DONT_KNOW)))
                return
            turned = self._turned(text)
            if turned:
                return
            if turned is None:
                expected = f"one of {', '.join(words)}, {SKIP}, {BACK}, {CHANGE}, {HELP} or {QUIT}"
                self._note(f"found {text!r}, expected {expected}{did_you_mean(text, words)}")
