"""What the commands write: results in the format asked for, lines and messages; to streams that may be closed."""

import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from relabel.files.relationships.assembly import Watch, unwatched
from relabel.reports.exports import to_data
from relabel.reports.markdown import to_markdown
from relabel.reports.terminal import layout, write_text
from relabel.texts import Section, is_unsafe, printable

__all__ = [
    "abandon_output",
    "ask",
    "complain",
    "in_json",
    "in_toml",
    "progress",
    "reconfigure",
    "write",
    "write_escaped",
    "write_lines",
    "write_result",
]


def reconfigure(stream: object, **settings: str) -> None:
    """Change the settings of a stream, if it is one that has them."""
    if isinstance(stream, io.TextIOWrapper):  # not a stand-in of a test, nor None where there is none
        stream.reconfigure(**settings)  # type: ignore[arg-type]  # one name for several settings


def abandon_output() -> None:
    """Leave nothing that the interpreter would try to write once more at exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(text: str) -> None:
    """Write a message to standard error; lines are only broken on a terminal, as programs read them one by one.

    What is to be copied, which is indented by four, has nothing in front of it.
    """
    lines = "\n".join(line if line.startswith("    ") else f"relabel: {line}" for line in text.split("\n"))
    fits = sys.stderr is not None and sys.stderr.isatty()
    shown = layout(sys.stderr).broken(lines) if fits else map(printable, lines.split("\n"))
    print("\n".join(shown), file=sys.stderr)  # noqa: T201  # the command line prints


@contextlib.contextmanager
def progress(what: str) -> Iterator[Watch]:
    """Show from the start that work goes on, and how far it is; with `rich` and on a terminal only."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield unwatched
        return
    try:
        from rich.console import Console
        from rich.progress import Progress
    except ImportError:  # an optional package
        yield unwatched
        return
    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task(what, total=None)
    with bar:
        yield partial(bar.track, task_id=task)


def write(text: str) -> None:
    """Write text, ending its last line."""
    if sys.stdout is not None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")


def write_lines(text: str, *, whole: Sequence[str] = ()) -> None:
    """Write text whose lines hold names from outside, so that it fits; what is to stay whole is not broken."""
    if sys.stdout is not None:
        write("\n".join(layout(sys.stdout, whole).broken(text)))


def ask(prompt: str, *, whole: Sequence[str] = ()) -> str:
    """Show a prompt that fits and give the line that is typed; `EOFError` at the end of the input."""
    return input("\n".join(layout(sys.stdout, whole).broken(prompt)))


def in_json(sign: str) -> str:
    """Write a sign that an encoding lacks, for a string in JSON."""
    return json.dumps(sign)[1:-1]


def in_toml(sign: str) -> str:
    """Write a sign that an encoding lacks, for a string in TOML."""
    return f"\\U{ord(sign):08X}"


def write_result(parts: Iterable[Section], data: object, form: str, *, whole: Sequence[str] = ()) -> None:
    """Write a result as `text`, `markdown` or `json`.

    Args:
        parts: The result for people.
        data: The result for programs.
        form: Which of the three.
        whole: Names that are not to be broken.
    """
    if form == "json":
        write_escaped(json.dumps(to_data(data), ensure_ascii=False, indent=2), in_json)
    elif form == "markdown":
        write(to_markdown(parts))
    elif sys.stdout is not None:
        write_text(parts, sys.stdout, whole=whole)


def write_escaped(text: str, escape: Callable[[str], str]) -> None:
    """Write JSON or TOML; signs that the output cannot spell, or that no terminal should get, are escaped.

    They only stand in strings: outside of them there is nothing but ASCII and ends of lines.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
        spelled = str.isprintable
    except UnicodeEncodeError:
        spelled = str.isascii

    def written(found: re.Match[str]) -> str:
        sign = found[0]
        return sign if spelled(sign) and not is_unsafe(sign) else escape(sign)

    write(_SPECIAL.sub(written, text))


_SPECIAL = re.compile(r"[^\n\x20-\x7e]")
