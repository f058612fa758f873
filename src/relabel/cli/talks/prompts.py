"""Prompts: what may be typed at any of them: an answer, or a command that is understood everywhere."""

from collections.abc import Callable, Iterable
from typing import final

import attrs

from relabel.core.model.answers import Answer
from relabel.core.model.words import fold

__all__ = ["BACK", "HELP", "QUIT", "Ask", "BackError", "Prompts", "QuitError", "Tell"]

BACK, HELP, QUIT = "back", "help", "quit"

_COMMANDS = {BACK: BACK, "undo": BACK, HELP: HELP, "?": HELP, QUIT: QUIT, "exit": QUIT}
"""By what may be typed, the command that is meant."""

Ask = Callable[[str], str]
"""Shows a prompt and gives the line that is typed; raises `EOFError` at the end of the input."""

Tell = Callable[[str], None]
"""Shows a line."""


class BackError(Exception):
    """The last answer is to be taken back."""


class QuitError(Exception):
    """No further question is wanted."""


@final
@attrs.frozen
class Prompts:
    """What is put to a person line by line.

    Attributes:
        ask: Shows a prompt and gives the line that is typed; raises `EOFError` at the end of the input.
        tell: Shows a line.
    """

    ask: Ask
    tell: Tell

    def line(self, prompt: str, explain: Callable[[], None], answers: Iterable[Answer] = ()) -> str:
        """Give the line that is typed, without the space around it; help is given as often as it is asked for.

        Args:
            prompt: What is shown before it.
            explain: Shows what may be typed.
            answers: What is an answer here, though it may be called as a command is.

        Raises:
            BackError: The last answer is to be taken back.
            QuitError: No further question is wanted, or the input has ended.
        """
        own = {fold(one) for one in answers if isinstance(one, str)}
        while True:
            try:
                text = self.ask(prompt).strip()
            except EOFError:
                raise QuitError from None
            command = None if fold(text) in own else _COMMANDS.get(fold(text))
            if command is None:
                return text
            if command == BACK:
                raise BackError
            if command == QUIT:
                raise QuitError
            explain()
