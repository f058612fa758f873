"""What the commands write: results in the format asked for, lines and messages; to streams that may be closed.

And that no file which they write is one that they read.
"""

import argparse
import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from relabel.errors import InvalidValueError
from relabel.files.relationships.assembly import Watch, unwatched
from relabel.reports.exports import to_data
from relabel.reports.markdown import to_markdown
from relabel.reports.terminal import layout, write_text
from relabel.sections import Section
from relabel.texts import is_unsafe, printable

__all__ = [
    "abandon_output",
    "ask",
    "check_outputs",
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


def check_outputs(options: argparse.Namespace) -> None:
    """Refuse to write a file that is read as well, also by another name, or that two options write.

    `options.writes` names the options of files that are written; all other files are read. A new table in a folder of
    tables is refused, too, as whoever reads the folder again would take it for input.

    Raises:
        InvalidValueError: With the option and the file that it has to differ from.
    """
    said = {name: value if isinstance(value, list) else [value] for name, value in vars(options).items()}
    paths = {name: [path for one in some if (path := _as_path(one)) is not None] for name, some in said.items()}
    written = [(f"--{name}", path) for name in options.writes for path in paths.get(name, ())]
    read = [(name, path) for name, some in paths.items() if name not in options.writes for path in some]
    for place, (option, output) in enumerate(written):
        for other, path in written[:place]:
            if _is_same(output, path):
                raise InvalidValueError(option, str(output), f"a file other than that of {other}")
        for name, path in read:
            for file in _files_of(name, path) if output.exists() else ():  # what is not there yet is not read
                if output.samefile(file):
                    expected = f"a file other than {file}, which is read and would be lost"
                    raise InvalidValueError(option, str(output), expected)
            stands = {output.resolve(), output.parent.resolve() / output.name}
            inside = path.is_dir() and any(path.resolve() in one.parents for one in stands)
            if inside and name != "definitions" and output.suffix.casefold() == ".parquet":
                expected = f"a file outside of {path}, as it would be read with it the next time"
                raise InvalidValueError(option, str(output), expected)


def _files_of(name: str, path: Path) -> Iterable[Path]:
    """Give the files that are read of what an option names: itself, or those in a folder."""
    if path.is_dir():
        return path.glob("*.toml") if name == "definitions" else path.rglob("*.parquet")
    return [path] if path.is_file() else []  # a terminal or a pipe loses nothing


def _as_path(value: object) -> Path | None:
    """Give the file that an option names; a definition may be named by its file."""
    if isinstance(value, str) and value.casefold().endswith(".toml"):
        return Path(value)
    return value if isinstance(value, Path) else None


def _is_same(one: Path, other: Path) -> bool:
    """Say whether two names stand for one file, which may not be there yet."""
    return one.resolve() == other.resolve() or (one.exists() and other.exists() and one.samefile(other))


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
