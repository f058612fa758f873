"""Terminals: how wide the text is (`relabel.sections.Layout` breaks the lines), and colours where there are any."""

import contextlib
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from typing import TextIO

from relabel.core.audits.verdicts import Verdict
from relabel.sections import Layout, Role, Section
from relabel.texts import printable

__all__ = ["PIPED", "layout", "write_text"]

PIPED = 120
"""How wide text is that goes to a file or another program."""


def layout(file: TextIO, whole: Sequence[str] = ()) -> Layout:
    """Give the lines of a terminal, or of `PIPED` cells where it is none; with `rich` wide signs are counted as such.

    Args:
        file: Where the lines go.
        whole: What is never broken: names of companies, commands to copy.
    """
    measure: Callable[[str], int] = len
    with contextlib.suppress(ImportError):  # an optional package
        from rich.cells import cell_len

        measure = cell_len
    return Layout(shutil.get_terminal_size().columns if file.isatty() else PIPED, tuple(whole), measure, printable)


def write_text(parts: Iterable[Section], file: TextIO, *, whole: Sequence[str] = ()) -> None:
    """Write sections as text that fits (see `layout`); with `rich` there are colours on a terminal.

    Args:
        parts: The sections.
        file: Where to.
        whole: What is never broken.
    """
    lines = layout(file, whole).lines(parts)
    try:
        from rich.console import Console
        from rich.text import Text
    except ImportError:  # an optional package; without it there is the same text
        file.writelines(f"{line.rstrip()}\n" for line, _ in lines)
        return

    class Terminal(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # what to do about it is for others to say

    console = Terminal(file=file, highlight=False)
    for line, role in lines:
        text = Text(line.rstrip(), style="bold" if role is Role.HEADING else "")
        if role is Role.ROW:
            text.highlight_regex(_WRONG, "red")
            text.highlight_regex(_UNPROVEN, "yellow")
        console.print(text, soft_wrap=True)


_WRONG = re.compile(rf"  ({'|'.join(one.value for one in Verdict if one.wrong)})(?=  |$)")
_UNPROVEN = re.compile(rf"  {Verdict.UNPROVEN.value}(?=  |$)")
