"""The command line: `relabel audit`, `explain`, `ask`, `definitions`, `verify`, `compare`, `plugins`, `new-plugin`."""

import argparse
import contextlib
import errno
import io
import json
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import attrs

from relabel.cells import UnreadableError, read_date
from relabel.comparison import compare
from relabel.definitions import Definition
from relabel.dialogues import Dialogue
from relabel.directories import read_plugins
from relabel.documents import to_document
from relabel.errors import (
    InvalidValueError,
    PluginError,
    RelabelError,
    SearchTooLongError,
    UnknownRelationshipError,
    did_you_mean,
)
from relabel.exports import to_csv, to_json
from relabel.facade import audit, classify, gather
from relabel.findings import Standing
from relabel.logs import AnswerLog
from relabel.plugins import Registry
from relabel.portfolio import AuditRow, judge
from relabel.reading import Reading, read, read_columns
from relabel.relationships import Relationship
from relabel.reports import MEANING, printable, sections, to_markdown, write_text
from relabel.scaffolds import write_plugin
from relabel.toml_files import read_schema, to_toml
from relabel.trials import check_examples
from relabel.verification import verify

__all__ = ["main"]

EXIT_CODES = """exit codes:
  0  done
  1  the input, the definition or a plugin is at fault; the message says which
  2  the command was called in a wrong way
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code: 0 done, 1 bad input, 2 called in a wrong way."""
    _reconfigure(sys.stdout, errors="backslashreplace")  # a name must not stop a report that cannot spell it
    _reconfigure(sys.stderr, errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        code: int | None = options.run(options)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        _abandon_output()
        return 0
    except KeyboardInterrupt:
        return 130
    except RelabelError as error:
        _complain(str(error))
        return 1
    except OSError as error:
        _complain(f"cannot open {error.filename}: {error.strerror}" if error.filename else str(error))
        _abandon_output()
        return 1
    return code or 0


def _reconfigure(stream: object, **settings: str) -> None:
    if isinstance(stream, io.TextIOWrapper):  # not a stand-in of a test, nor None where there is none
        stream.reconfigure(**settings)  # type: ignore[arg-type]  # one name for several settings


def _abandon_output() -> None:
    """Leave nothing that the interpreter would try to write once more at exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(text: str) -> None:
    print("\n".join(f"relabel: {printable(line)}" for line in text.split("\n")), file=sys.stderr)  # noqa: T201  # the command line prints


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
        sub.set_defaults(run=run)
        return sub

    def on_file(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("-d", "--definition", required=True, metavar="NAME", help="the definition to judge by")
        sub.add_argument(
            "--as-of", type=_date, default=None, metavar="DATE", help="set later evidence aside (YYYY-MM-DD; today)"
        )
        sub.add_argument("--us", default="us", metavar="NAME", help="our name, where the file gives one side only")
        sub.add_argument("--gather", action="store_true", help="add the evidence that plugins derive")
        sub.add_argument("--answers", type=Path, metavar="FILE", help="add the answers that `relabel ask` has logged")
        sub.add_argument("--columns", type=Path, metavar="FILE", help="a TOML file that says what headers stand for")

    sub = command("audit", _audit, "Compare the words in use with the labels that the evidence supports.")
    sub.add_argument("file", type=Path, help="relationships with their evidence, as CSV or JSON Lines")
    on_file(sub)
    sub.add_argument("--format", choices=("text", "markdown", "json", "csv"), default="text", help="text by default")
    sub.add_argument("--by", metavar="COLUMN", help="split the counts by a column kept as context")
    sub.add_argument("--weight", metavar="COLUMN", help="sum a column kept as context beside the counts")

    sub = command("explain", _explain, "Explain what a definition says of one company, and why.")
    sub.add_argument("file", type=Path, help="relationships with their evidence, as CSV or JSON Lines")
    sub.add_argument("company", help="its name or id")
    on_file(sub)
    sub.add_argument(
        "--path-to", metavar="LABEL", help="say what it would take to get this label (the word in use, or one rank up)"
    )
    sub.add_argument(
        "--fixed",
        metavar="CRITERION",
        action="append",
        default=[],
        help="a finding that cannot change, such as what happened in the past; may be repeated",
    )

    sub = command("ask", _ask, "Ask the open questions of each company and log every answer at once.")
    sub.add_argument("file", type=Path, help="relationships with their evidence, as CSV or JSON Lines")
    on_file(sub)
    sub.add_argument("--company", metavar="NAME", help="the name or id of the only company to ask about")
    sub.add_argument("--source", default="", metavar="TEXT", help="where the answers can be looked up")

    sub = command("definitions", _definitions, "List the definitions, or show one: what it asks, presumes, disregards.")
    sub.add_argument("name", nargs="?", help="the definition to show")
    sub.add_argument(
        "--format",
        choices=("text", "mermaid", "dot", "toml", "json"),
        default="text",
        help="sentences, its diagram to be drawn, or a definition file",
    )
    sub.add_argument("--schema", action="store_true", help="write the JSON Schema of definition files, for editors")

    sub = command("verify", _verify, "Look for what is odd about a definition: labels nobody gets, gaps, idle parts.")
    sub.add_argument("name", help="the definition to look at")

    sub = command("compare", _compare, "Say how often and where two definitions disagree, with examples.")
    sub.add_argument("first", help="one definition")
    sub.add_argument("second", help="the other definition")

    sub = command("plugins", _plugins, "List the plugins, with what each provides or why it failed.")
    sub.add_argument("--json", action="store_true", help="as JSON")
    sub.add_argument("--strict", action="store_true", help="exit with 1 if a plugin failed or two claim one name")

    sub = command("new-plugin", _new_plugin, "Write a plugin to start from: a package with a definition and its test.")
    sub.add_argument("name", metavar="NAME", help="lower case words joined by hyphens, such as acme-clients")
    sub.add_argument(
        "--directory", type=Path, default=Path(), metavar="DIR", help="where to put its folder; here by default"
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


def _write(text: str) -> None:
    if sys.stdout is not None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")


def _write_lines(text: str) -> None:
    """Write text whose lines hold names from outside."""
    _write("\n".join(map(printable, text.split("\n"))))


def _in_json(sign: str) -> str:
    return json.dumps(sign)[1:-1]


def _in_toml(sign: str) -> str:
    return f"\\U{ord(sign):08X}"


def _write_escaped(text: str, escape: Callable[[str], str]) -> None:
    """Write JSON or TOML; signs that the output cannot spell are escaped. They only stand in strings."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = "".join(sign if sign.isascii() else escape(sign) for sign in text)
    _write(text)


def _registry(options: argparse.Namespace) -> Registry:
    """Give the installed plugins, and those that definition files are, without those that are left out."""
    files = {plugin.name: plugin for path in options.definitions for plugin in read_plugins(path)}
    registry = Registry.from_entry_points(without=[name for name in options.without if name not in files])
    kept = [plugin for name, plugin in files.items() if name not in options.without]
    return attrs.evolve(registry, plugins=(*registry.plugins, *kept)) if kept else registry


def _load(options: argparse.Namespace, log: AnswerLog | None = None) -> tuple[Registry, Definition, Reading, date]:
    registry = _registry(options)
    definition = registry.definition(options.definition)
    columns = read_columns(options.columns) if options.columns else {}
    as_of = options.as_of or date.today()  # noqa: DTZ011  # the user's own day is meant
    reading = read(options.file, registry.vocabulary, given_to=definition.given_to, us=options.us, columns=columns)
    if log is None and options.answers is not None:
        if not options.answers.exists():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(options.answers))
        log = AnswerLog(options.answers)
    if log is not None:
        reading = attrs.evolve(reading, relationships=log.add_to(reading.relationships, registry.vocabulary))
    if options.gather:
        gathered = [gather(one, as_of=as_of, registry=registry) for one in reading.relationships]
        reading = attrs.evolve(reading, relationships=tuple(gathered))
    return registry, definition, reading, as_of


def _audit(options: argparse.Namespace) -> None:
    if options.format == "csv" and (options.by or options.weight):
        raise InvalidValueError("--format", "csv", "another format with --by or --weight, as CSV holds the rows only")
    registry, definition, reading, as_of = _load(options)
    result = audit(reading.relationships, definition.name, as_of=as_of, registry=registry)
    match options.format:
        case "json":
            _write_escaped(to_json(result, by=options.by, weight=options.weight, notes=reading.notes), _in_json)
        case "csv":
            for note in reading.notes:
                _complain(note)
            _reconfigure(sys.stdout, newline="")  # the lines have their ends already
            _write(to_csv(result))
        case other:
            parts = sections(result, by=options.by, weight=options.weight, notes=reading.notes)
            if other == "markdown":
                _write(to_markdown(parts))
            else:
                write_text(parts, sys.stdout)


def _explain(options: argparse.Namespace) -> None:
    registry, definition, reading, as_of = _load(options)
    one = _find(reading.relationships, options.company)
    row = judge(classify(one, definition.name, as_of=as_of, registry=registry))
    if options.path_to is None:
        try:
            text = row.classification.explain(toward=_toward(row), fixed=options.fixed)
        except SearchTooLongError:  # what was not asked for must not stop what was
            text = row.classification.explain()
    else:
        text = row.classification.explain(toward=_label(definition, options.path_to), fixed=options.fixed)
    first, *others = text.split("\n")
    called = "called nothing" if row.word is None else f"called {row.word!r}"
    lines = [first, f"  {called} today: {row.verdict.value}, {MEANING[row.verdict]}", *others]
    _write_lines("\n".join(lines))


def _ask(options: argparse.Namespace) -> None:
    if options.answers is None:
        options.answers = options.file.parent / f"{options.file.stem}.answers.jsonl"
    if options.answers.resolve() == options.file.resolve():
        raise InvalidValueError("--answers", str(options.answers), "a file other than that of the relationships")
    log = AnswerLog(options.answers)
    registry, definition, reading, as_of = _load(options, log)
    if sys.stdin is None:
        raise InvalidValueError("standard input", None, "a terminal or a file to read answers from")
    _reconfigure(sys.stdin, errors="backslashreplace")
    wanted = reading.relationships if options.company is None else [_find(reading.relationships, options.company)]
    dialogue = Dialogue(log, lambda prompt: input(printable(prompt)), _write_lines, options.source)
    count = dialogue.run(classify(one, definition.name, as_of=as_of, registry=registry) for one in wanted)
    said = "1 answer was" if count == 1 else f"{count} answers were"
    _write_lines(f"{said} added to {options.answers}; with --answers, audit and explain take them up.")


def _label(definition: Definition, word: str) -> str:
    label = definition.read(word)
    if label is None:
        hint = did_you_mean(word, definition.words)
        raise InvalidValueError("--path-to", word, f"a label or alias of {definition.name!r}{hint}")
    return label


def _toward(row: AuditRow) -> str | None:
    """Give the label in use if it is not the one found and ranks no lower, else the next one up; None at the top."""
    one, definition = row.classification, row.classification.definition
    in_use = None if row.word is None else definition.read(row.word)
    if not definition.ordered:
        return in_use if in_use != one.label else None
    found = one.floor if one.standing is Standing.OPEN else one.label
    above = [label.name for label in definition.labels if definition.rank(label.name) > definition.rank(found)]
    if in_use in above:
        return in_use
    if above:
        return above[-1]
    return None if one.standing is Standing.SETTLED else one.label


def _find(relationships: Sequence[Relationship], company: str) -> Relationship:
    wanted = company.strip().casefold()
    found = [one for one in relationships if one.id is not None and one.id.casefold() == wanted] or [
        one for one in relationships if wanted in (one.buyer.casefold(), one.seller.casefold())
    ]
    if not found:
        found = [
            one for one in relationships if any(name.casefold().startswith(wanted) for name in (one.buyer, one.seller))
        ]
    if len(found) == 1:
        return found[0]
    known = {text for one in relationships for text in (one.id, one.buyer, one.seller) if text is not None}
    raise UnknownRelationshipError(company, tuple(one.key for one in found), tuple(sorted(known)))


def _definitions(options: argparse.Namespace) -> None:
    if options.schema:
        if options.name is not None:
            raise InvalidValueError("--schema", options.name, "no name, as all definition files have one schema")
        _write(read_schema())
        return
    registry = _registry(options)
    if options.name is not None:
        definition = registry.definition(options.name)
        match options.format:
            case "mermaid":
                _write(definition.to_mermaid())
            case "dot":
                _write(definition.to_dot())
            case "toml":
                _write_escaped(to_toml(definition), _in_toml)
            case "json":
                _write_escaped(json.dumps(to_document(definition), ensure_ascii=False, indent=2), _in_json)
            case _:
                _write_lines(definition.to_text())
        return
    width = max((len(definition.name) for definition in registry.definitions), default=0)
    for definition in registry.definitions:
        _write(printable(f"{definition.name:{width}}  {definition.title}"))
    for trouble in (*(plugin.error for plugin in registry.failed), *registry.conflicts):
        _complain(str(trouble))


def _verify(options: argparse.Namespace) -> None:
    registry = _registry(options)
    definition = registry.definition(options.name)
    _write_lines(f"{verify(definition).to_text()}\n\n{check_examples(definition).to_text()}")


def _compare(options: argparse.Namespace) -> None:
    registry = _registry(options)
    _write_lines(compare(registry.definition(options.first), registry.definition(options.second)).to_text())


def _plugins(options: argparse.Namespace) -> int:
    registry = _registry(options)
    if options.json:
        records = [
            {
                "name": plugin.name,
                "distribution": plugin.distribution,
                "version": plugin.version,
                "definitions": [definition.name for definition in plugin.definitions],
                "evidence": plugin.provides_evidence,
                "error": None if plugin.error is None else plugin.error.problem,
                "place": None if plugin.error is None else plugin.error.place,
                "cure": None if plugin.error is None else plugin.error.cure,
            }
            for plugin in registry.plugins
        ]
        _write(
            json.dumps(
                {"plugins": records, "conflicts": [str(one) for one in registry.conflicts]},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for plugin in registry.plugins:
            provided = [definition.name for definition in plugin.definitions]
            provided += ["evidence"] if plugin.provides_evidence else []
            state = (", ".join(provided) or "nothing") if plugin.error is None else _failure(plugin.error)
            _write_lines(f"{plugin.title}: {state}")
        for trouble in registry.conflicts:
            _write_lines(f"conflict: {trouble}")
    if not options.strict or not (registry.failed or registry.conflicts):
        return 0
    _complain(f"{len(registry.failed)} failed, {len(registry.conflicts)} in conflict; the list says why")
    return 1


def _failure(error: PluginError) -> str:
    """Say what is wrong with a plugin, on lines below its name."""
    lines = [*error.problem.split("\n"), f"at {error.place}" if error.place else "", error.cure]
    return "\n  ".join(["failed", *filter(None, lines)])


def _new_plugin(options: argparse.Namespace) -> None:
    registry = _registry(options)
    folder = write_plugin(options.name, options.directory, registry)
    _write_lines(f"{folder} is a plugin with a definition and a test that it passes. Go on with")
    _write_lines(f"  cd {shlex.quote(str(folder))} && python -m pip install -e '.[test]'\n  python -m pytest")
