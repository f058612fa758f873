"""Terminals: sections as text that fits, with colours where there are any."""

import re
import shutil
from collections.abc import Iterable, Sequence
from typing import TextIO

from relabel.core.audits.verdicts import Verdict
from relabel.texts import Layout, Role, Section, printable

__all__ = ["PIPED", "write_text"]

PIPED = 120
"""How wide text is that goes to a file or another program."""


def write_text(parts: Iterable[Section], file: TextIO, *, whole: Sequence[str] = ()) -> None:
    """Write sections as text: fitted to a terminal, or to `PIPED` cells where it is none.

    With `rich` there are colours on a terminal, and wide signs are counted as such.

    Args:
        parts: The sections.
        file: Where to.
        whole: Names that are never broken, those of companies.
    """
    try:
        from rich.cells import cell_len
        from rich.console import Console
        from rich.text import Text
    except ImportError:  # an optional package; without it there is the same text
        layout = Layout(shutil.get_terminal_size().columns if file.isatty() else PIPED, tuple(whole), len, printable)
        file.writelines(f"{line.rstrip()}\n" for line, _ in layout.lines(parts))
        return

    class Terminal(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # what to do about it is for others to say

    console = Terminal(file=file, highlight=False)
    layout = Layout(console.width if console.is_terminal else PIPED, tuple(whole), cell_len, printable)
    for line, role in layout.lines(parts):
        text = Text(line.rstrip(), style="bold" if role is Role.HEADING else "")
        if role is Role.ROW:
            text.highlight_regex(_WRONG, "red")
            text.highlight_regex(_UNPROVEN, "yellow")
        console.print(text, soft_wrap=True)


_WRONG = re.compile(rf"  ({'|'.join(one.value for one in Verdict if one.wrong)})(?=  |$)")
_UNPROVEN = re.compile(rf"  {Verdict.UNPROVEN.value}(?=  |$)")
