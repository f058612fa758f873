"""The command line: the commands, their options, and the exit codes."""

import argparse
import contextlib
import functools
import gc
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from relabel.cli.changes import run_changes, run_compare, run_ends, run_trend
from relabel.cli.definitions import add_sql, run_sql, run_verify, show_criteria, show_definitions
from relabel.cli.learning import run_contradictions, run_elicit, run_learn
from relabel.cli.mapping import add_mapping, add_place, run_map, whole_number
from relabel.cli.plugins import load_registry, run_new_plugin, show_plugins
from relabel.cli.relationships import LISTED, run_agreement, run_ask, run_audit, run_explain, run_form
from relabel.cli.tables.labels import add_label, run_label
from relabel.cli.tables.reading import add_table
from relabel.cli.terminal import abandon_output, check_outputs, complain, reconfigure
from relabel.core.audits.verdicts import Verdict
from relabel.core.model.relationship import OURSELVES
from relabel.errors import RelabelError
from relabel.files.cells import UnreadableError, read_date
from relabel.texts import did_you_mean

__all__ = ["main"]

EXIT_CODES = """options about definitions and plugins may stand before the command, too

exit codes:
  0  done
  1  the input, the definition or a plugin is at fault; the message says which
  2  the command was called in a wrong way
"""


_OR_FILE = ": its name, its file (tiers.toml), or where it is in a module (acme.words:TIERS)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code: 0 done, 1 bad input, 2 called in a wrong way."""
    reconfigure(sys.stdout, errors="backslashreplace")  # a name must not stop a report that cannot spell it
    reconfigure(sys.stderr, errors="backslashreplace")
    options = _parser().parse_args(_command_first(sys.argv[1:] if arguments is None else arguments))
    try:
        check_outputs(options)
        with _seldom_collected():
            code: int | None = options.run(options, load_registry(options))
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        abandon_output()
        return 0
    except KeyboardInterrupt:
        return 130
    except RelabelError as error:
        complain(str(error))
        return 1
    except OSError as error:
        if error.filename:
            complain(f"cannot use {error.filename}: {error.strerror}{_near(error)}")
        else:  # all that is opened has a name
            complain(f"cannot write the output: {error.strerror}" if error.errno else str(error))
        abandon_output()
        return 1
    return code or 0


@contextlib.contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for garbage seldom: what a command reads is kept to its end, and looking through it takes a third of it."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _near(error: OSError) -> str:
    """Propose the file in the same directory that is called most like the one that there is not."""
    path = Path(str(error.filename))
    if not isinstance(error, FileNotFoundError) or not path.parent.is_dir():
        return ""
    return did_you_mean(path.name, [one.name for one in path.parent.iterdir()])


def _command_first(arguments: Sequence[str]) -> list[str]:
    """Put behind the command what may stand before it, too: definitions, and plugins to leave out."""
    rest, early = list(arguments), []
    while rest and rest[0].startswith(("-d", "--definition", "--without")):
        alone = "=" in rest[0] if rest[0].startswith("--") else rest[0] != "-d"  # with its value in one word
        early += rest[: 1 if alone else 2]
        rest = rest[1 if alone else 2 :]
    return [*rest[:1], *early, *rest[1:]]


@functools.cache
def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="relabel",
        description="Say which word the evidence supports for each company you deal with.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(
            name, help=text, description=text, epilog=EXIT_CODES, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        sub.add_argument(
            "--without", metavar="PLUGIN", action="append", default=[], help="leave this plugin out; may be repeated"
        )
        sub.add_argument(
            "--definitions",
            type=Path,
            metavar="PATH",
            action="append",
            default=[],
            help="a directory of definition files (*.toml), or one such file; may be repeated",
        )
        sub.set_defaults(run=run, asks_for=(), writes=("output", "save", "problems", "log"))
        return sub

    def on_files(sub: argparse.ArgumentParser) -> None:
        text = "relationships with their evidence: CSV, a workbook or JSON; several are joined by id or by name"
        sub.add_argument("files", nargs="+", type=Path, metavar="FILE", help=text)

    def judged(sub: argparse.ArgumentParser, *, required: bool = True) -> None:
        sub.add_argument(
            "-d", "--definition", required=required, metavar="NAME", help=f"the definition to judge by{_OR_FILE}"
        )
        sub.set_defaults(asks_for=("definition",))
        on_evidence(sub)

    def on_evidence(sub: argparse.ArgumentParser) -> None:
        sub.set_defaults(as_given=None)
        sub.add_argument(
            "--as-of", type=_date, default=None, metavar="DATE", help="set later evidence aside (YYYY-MM-DD; today)"
        )
        sub.add_argument("--us", default=OURSELVES, metavar="NAME", help="our name, where the file gives one side only")
        sub.add_argument("--gather", action="store_true", help="add the evidence that plugins derive")
        sub.add_argument("--answers", type=Path, metavar="FILE", help="add the answers that `relabel ask` has logged")
        add_mapping(sub)

    def in_format(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("--format", choices=("text", "markdown", "json"), default="text", help="text by default")

    sub = command("audit", run_audit, "Compare the words in use with the labels that the evidence supports.")
    on_files(sub)
    judged(sub)
    sub.add_argument("--format", choices=("text", "markdown", "json", "csv"), default="text", help="text by default")
    sub.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="write a page to send (audit.html) or a workbook (audit.xlsx)"
    )
    text = "keep the audit with all that it was made of (2026-q1.audit.json), for `relabel changes` and `trend`"
    sub.add_argument("--save", type=Path, metavar="FILE", help=text)
    add_table(sub)
    sub.add_argument("--word", metavar="COLUMN", help="the column of the word in use of a table (label)")
    sub.add_argument("--raw", action="store_true", help="CSV with text as it was given, which may begin as a formula")
    sub.add_argument("--by", metavar="COLUMN", help="split the counts by a column kept as context")
    sub.add_argument("--weight", metavar="COLUMN", help="sum a column kept as context beside the counts")
    sub.add_argument(
        "--only",
        metavar="VERDICT",
        choices=[one.value for one in Verdict],
        action="append",
        default=[],
        help="list the relationships with this verdict; may be repeated",
    )
    some = sub.add_mutually_exclusive_group()
    some.add_argument(
        "--top",
        type=whole_number,
        metavar="N",
        help=f"list so many relationships, the dearest kind of error first ({LISTED} as text, else all)",
    )
    some.add_argument("--all", action="store_true", help="list all relationships")

    sub = command("changes", run_changes, "Say what has moved from one file, day or definition to another, and why.")
    sub.add_argument("before", type=Path, help="relationships with their evidence, as they were; or a saved audit")
    sub.add_argument("after", type=Path, help="as they are; the same file, if only the day or the definition differs")
    judged(sub, required=False)
    sub.add_argument("--since", type=_date, metavar="DATE", help="the day to judge the first by (that of the second)")
    sub.add_argument("--was", metavar="NAME", help=f"the definition to judge the first by{_OR_FILE}")
    sub.add_argument("-o", "--output", type=Path, metavar="FILE", help="write a page to send (changes.html)")
    in_format(sub)

    sub = command("trend", run_trend, "Say how labels found and words in use have moved over several saved audits.")
    text = "audits that `relabel audit --save` has kept, each of another day"
    sub.add_argument("files", nargs="+", type=Path, metavar="FILE", help=text)
    in_format(sub)

    sub = command("ends", run_ends, "Say what buyers and sellers are called and found to be, side by side.")
    on_files(sub)
    for side in ("buyer", "seller"):
        text = f"the definition of what the {side} is (thetapoint-{side}){_OR_FILE}"
        sub.add_argument(f"--{side}", metavar="NAME", default=f"thetapoint-{side}", help=text)
    on_evidence(sub)
    sub.set_defaults(asks_for=("buyer",))
    sub.add_argument("-o", "--output", type=Path, metavar="FILE", help="write a page to send (ends.html)")
    in_format(sub)

    sub = command("explain", run_explain, "Explain what a definition says of one company, and why.")
    on_files(sub)
    sub.add_argument("company", help="its name or id")
    judged(sub)
    sub.add_argument(
        "--path-to", metavar="LABEL", help="say what it would take to get this label (the word in use, or one rank up)"
    )
    sub.add_argument(
        "--fixed",
        metavar="CRITERION",
        action="append",
        default=[],
        help="a finding that is to stay as it is; may be repeated",
    )
    sub.add_argument(
        "--suppose",
        metavar="CRITERION=ANSWER",
        action="append",
        default=[],
        help="say what would be found with this answer, or with `unknown`; may be repeated",
    )
    in_format(sub)

    sub = command("ask", run_ask, "Ask the open questions of each company and log every answer at once.")
    on_files(sub)
    judged(sub)
    sub.add_argument("--company", metavar="NAME", help="the name or id of the only company to ask about")
    sub.add_argument(
        "--owner", metavar="NAME", help="ask about the companies of this owner, by the column of that name"
    )
    sub.add_argument("--source", default="", metavar="TEXT", help="where the answers can be looked up")
    sub.set_defaults(writes=("answers", "problems"))

    sub = command("form", run_form, "Write the open questions as a page that asks your colleagues, without a server.")
    on_files(sub)
    judged(sub)
    sub.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help="the page to write (form.html)")
    text = "a page for each value of a column kept as context: form-Ben.html for Ben"
    sub.add_argument("--by", metavar="COLUMN", help=text)

    sub = command("map", run_map, "Draft the mapping of a file: what each column is taken for, and why.")
    sub.add_argument("files", nargs="*", type=Path, metavar="FILE", help="rows of cells; several that look alike")
    source = sub.add_mutually_exclusive_group()
    source.add_argument("-d", "--definition", metavar="NAME", help=f"the definition to judge by{_OR_FILE}")
    source.add_argument("--criteria", type=Path, metavar="FILE", help="a criteria file in place of a definition")
    sub.set_defaults(asks_for=("definition",), as_given=None)
    add_place(sub)
    sub.add_argument("--schema", action="store_true", help="write the JSON Schema of mapping files, for editors")

    def directed(sub: argparse.ArgumentParser) -> None:
        for side, word in (("raises", "higher"), ("lowers", "lower")):
            sub.add_argument(
                f"--{side}",
                metavar="CRITERION",
                action="append",
                default=[],
                help=f"a higher answer to it speaks for a {word} word, whatever is declared for it; may be repeated",
            )

    def sorted_by(sub: argparse.ArgumentParser) -> None:
        source = sub.add_mutually_exclusive_group(required=True)
        source.add_argument("-d", "--definition", metavar="NAME", help=f"whose criteria and words to take{_OR_FILE}")
        source.add_argument("--criteria", type=Path, metavar="FILE", help="a criteria file to take them from instead")
        sub.set_defaults(asks_for=("definition",))
        on_evidence(sub)
        directed(sub)

    sub = command("contradictions", run_contradictions, "Find words in use that no definition can give all.")
    on_files(sub)
    sorted_by(sub)
    in_format(sub)

    text = "Find the smallest definition that agrees with the words in use, and words that are probably wrong."
    sub = command("learn", run_learn, text)
    on_files(sub)
    sorted_by(sub)
    sub.add_argument("-o", "--output", type=Path, metavar="FILE", help="a definition file to write")
    in_format(sub)

    sub = command("agreement", run_agreement, "Say whether several speakers answer alike, and who differs on what.")
    on_files(sub)
    judged(sub)
    in_format(sub)

    sub = command("elicit", run_elicit, "Find your definition by asking what you would call made-up companies.")
    sub.add_argument("criteria", type=Path, help="a TOML file of the criteria and words, see relabel's documentation")
    sub.add_argument("--log", type=Path, metavar="FILE", help="where the answers go; an existing one is gone on with")
    sub.add_argument("--sorted", type=Path, metavar="FILE", help="companies sorted before: CSV, a workbook or JSON")
    add_mapping(sub)
    sub.add_argument("--again", action="store_true", help="ask once more for what the definition rests on")
    sub.add_argument("--browser", action="store_true", help="put the cases on a page that only this machine can open")
    sub.add_argument("-o", "--output", type=Path, metavar="FILE", help="a definition file to write")

    sub = command("definitions", show_definitions, "List the definitions, or show what one asks, presumes, disregards.")
    sub.add_argument("name", nargs="?", help=f"the definition to show{_OR_FILE}")
    sub.set_defaults(asks_for=("name",))
    sub.add_argument(
        "--format",
        choices=("text", "markdown", "json", "toml", "mermaid", "dot"),
        default="text",
        help="sentences, its diagram to be drawn, or a definition file",
    )
    sub.add_argument("--schema", action="store_true", help="write the JSON Schema of definition files, for editors")

    sub = command("criteria", show_criteria, "List the criteria by name, with their answers and who uses them.")
    sub.add_argument("name", nargs="?", help="the definition whose criteria to list; all definitions by default")
    sub.set_defaults(asks_for=("name",))

    sub = command("verify", run_verify, "Look for what is odd about a definition: labels nobody gets, gaps.")
    sub.add_argument("name", help=f"the definition to look at{_OR_FILE}")
    sub.set_defaults(asks_for=("name",))
    sub.add_argument("--strict", action="store_true", help="exit with 1 if it breaks a law, or an example fails")
    sub.add_argument("--full", action="store_true", help="list every part, and records for which it is so")
    in_format(sub)

    text = "Say what two definitions write differently, how often and where they disagree, and about which companies."
    sub = command("compare", run_compare, text)
    sub.add_argument("first", help=f"one definition{_OR_FILE}")
    sub.add_argument("second", help="the other definition")
    text = "relationships with their evidence, to say which get another label by the second, and why"
    sub.add_argument("files", nargs="*", type=Path, metavar="FILE", help=text)
    on_evidence(sub)
    sub.set_defaults(asks_for=("first",))
    in_format(sub)

    sub = command("sql", run_sql, "Write a definition as one SQL statement that labels the rows of a table.")
    sub.add_argument("name", help=f"the definition to write{_OR_FILE}")
    sub.set_defaults(asks_for=("name",))
    add_sql(sub)
    sub.add_argument("--as-of", type=_date, metavar="DATE", help="set later evidence aside (YYYY-MM-DD; none)")

    sub = command("label", run_label, "Label the rows of a table in Parquet, of any size.")
    sub.add_argument("-d", "--definition", required=True, metavar="NAME", help=f"the definition to judge by{_OR_FILE}")
    sub.set_defaults(asks_for=("definition",))
    text = "set later evidence aside (YYYY-MM-DD; today)"
    sub.add_argument("--as-of", type=_date, default=None, metavar="DATE", help=text)
    add_label(sub)
    in_format(sub)

    sub = command("plugins", show_plugins, "List the plugins, with what each provides or why it failed.")
    sub.add_argument("--json", action="store_true", help="as JSON")
    sub.add_argument("--strict", action="store_true", help="exit with 1 if a plugin failed or two claim one name")

    sub = command("new-plugin", run_new_plugin, "Write a plugin to start from: a package with a test.")
    sub.add_argument("name", metavar="NAME", help="lower case words joined by hyphens, such as acme-clients")
    sub.add_argument(
        "--directory",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="where to put its folder, a directory that exists; here by default",
    )
    return parser


def _date(text: str) -> date:
    try:
        found = read_date(text)
    except UnreadableError as error:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected {error.expected}{error.hint}") from None
    if found is None:
        raise argparse.ArgumentTypeError("found nothing, expected a date as YYYY-MM-DD")
    return found
