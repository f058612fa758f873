"""The command line: `relabel audit`, `explain`, `definitions` and `plugins`."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from relabel.answers import answer_text
from relabel.cells import UnreadableError, read_date
from relabel.classification import Classification
from relabel.definitions import Definition
from relabel.errors import RelabelError, UnknownRelationshipError
from relabel.evidence import Conflicts, EvidencePolicy, Hearsay
from relabel.exports import to_csv, to_json
from relabel.facade import audit, classify
from relabel.plugins import Registry
from relabel.reading import Reading, read, read_columns
from relabel.relationships import Relationship
from relabel.reports import printable, sections, to_markdown, write_text

__all__ = ["main"]

EXIT_CODES = """exit codes:
  0  done
  1  the input, the definition or a plugin is at fault; the message says which
  2  the command was called in a wrong way
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code: 0 done, 1 bad input, 2 called in a wrong way."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a name must not stop a report that cannot spell it
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, `head` say, has seen enough. Leave nothing for the interpreter to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (RelabelError, OSError) as error:
        print("\n".join(f"relabel: {printable(line)}" for line in str(error).split("\n")), file=sys.stderr)  # noqa: T201  # the command line prints
        return 1
    return 0


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
        sub.set_defaults(run=run)
        return sub

    def on_file(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("-d", "--definition", required=True, metavar="NAME", help="the definition to judge by")
        sub.add_argument(
            "--as-of", type=_date, default=None, metavar="DATE", help="set later evidence aside (YYYY-MM-DD; today)"
        )
        sub.add_argument("--us", default="us", metavar="NAME", help="our name, where the file gives one side only")
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

    sub = command("definitions", _definitions, "List the definitions, or show one: what it asks, presumes, disregards.")
    sub.add_argument("name", nargs="?", help="the definition to show")

    sub = command("plugins", _plugins, "List the plugins, with what each provides or why it failed.")
    sub.add_argument("--json", action="store_true", help="as a JSON list")
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
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def _load(options: argparse.Namespace) -> tuple[Registry, Definition, Reading, date]:
    registry = Registry.from_entry_points(without=options.without)
    definition = registry.definition(options.definition)
    columns = read_columns(options.columns) if options.columns else {}
    reading = read(options.file, registry.vocabulary, given_to=definition.given_to, us=options.us, columns=columns)
    return registry, definition, reading, options.as_of or date.today()  # noqa: DTZ011  # the user's own day is meant


def _audit(options: argparse.Namespace) -> None:
    registry, definition, reading, as_of = _load(options)
    result = audit(reading.relationships, definition.name, as_of=as_of, registry=registry)
    match options.format:
        case "json":
            _write(to_json(result, by=options.by, weight=options.weight, notes=reading.notes))
        case "csv":
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
    found: Classification = classify(one, definition.name, as_of=as_of, registry=registry)
    _write("\n".join(printable(line) for line in found.explain().split("\n")))


def _find(relationships: Sequence[Relationship], name: str) -> Relationship:
    wanted = name.strip().casefold()
    found = [one for one in relationships if one.id is not None and one.id.casefold() == wanted] or [
        one for one in relationships if wanted in (one.buyer.casefold(), one.seller.casefold())
    ]
    if len(found) == 1:
        return found[0]
    known = {text for one in relationships for text in (one.id, one.buyer, one.seller) if text is not None}
    raise UnknownRelationshipError(name, tuple(one.key for one in found), tuple(sorted(known)))


def _definitions(options: argparse.Namespace) -> None:
    registry = Registry.from_entry_points(without=options.without)
    if options.name is not None:
        _write("\n".join(map(printable, _describe(registry.definition(options.name)))))
        return
    width = max((len(definition.name) for definition in registry.definitions), default=0)
    for definition in registry.definitions:
        _write(printable(f"{definition.name:{width}}  {definition.title}"))
    for trouble in (*(plugin.error for plugin in registry.failed), *registry.conflicts):
        print(f"relabel: {printable(str(trouble))}", file=sys.stderr)  # noqa: T201  # the command line prints


def _describe(definition: Definition) -> Iterator[str]:
    yield f"{definition}: {definition.title}"
    yield f"Source: {definition.source}"
    if definition.based_on is not None:
        yield f"Based on: {definition.based_on.name} (version {definition.based_on.version})"
    worn = (
        f"given to the {definition.given_to.value}" if definition.given_to else "given to the relationship as a whole"
    )
    yield f"Labels, {worn}" + (", the highest first" if definition.ordered else "") + "; the first that holds:"
    for label in definition.labels:
        yield f"  {label.name}: {'otherwise' if label.when is None else label.when}"
    if definition.labels[-1].when is not None:
        yield "  no label: otherwise"
    yield "Asks:"
    for criterion in definition.asked:
        about = f", about the {criterion.about.value}" if criterion.about else ""
        answers = "yes or no" if criterion.answers == (False, True) else criterion.expected
        yield f"  {criterion.name}: {criterion.question} ({answers}{about})"
    groups = (
        (
            "Presumes, while no evidence counts:",
            [f"{one.name}: {answer_text(answer)}" for one, answer in definition.presume.items()],
        ),
        ("Disregards, as no evidence:", [f"{one.name}: {one.question}" for one in definition.disregard]),
        ("Mentions, though no label depends on it:", [f"{one.name}: {one.question}" for one in definition.mentions]),
        ("Weighs evidence:", list(_weighing(definition.policy))),
        ("Also reads:", [f"{word}: {label}" for word, label in definition.aliases.items()]),
    )
    for heading, lines in groups:
        if lines:
            yield heading
            yield from (f"  {line}" for line in lines)
    yield f"Digest: {definition.digest}"


def _weighing(policy: EvidencePolicy) -> Iterator[str]:
    for name, one in (("", policy), *policy.overrides.items()):
        parts = [f"evidence older than {one.shelf_life.days} days is stale"] if one.shelf_life is not None else []
        parts.append("the latest counts" if one.conflicts is Conflicts.LATEST else "evidence both ways is contested")
        if one.hearsay is Hearsay.DISREGARD:
            parts.append("one side's word about the other is no evidence")
        yield (f"{name}: " if name else "") + "; ".join(parts)


def _plugins(options: argparse.Namespace) -> None:
    registry = Registry.from_entry_points(without=options.without)
    if options.json:
        records = [
            {
                "name": plugin.name,
                "distribution": plugin.distribution,
                "version": plugin.version,
                "definitions": [definition.name for definition in plugin.definitions],
                "evidence": plugin.provides_evidence,
                "error": None if plugin.error is None else plugin.error.problem,
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
        return
    for plugin in registry.plugins:
        provided = [definition.name for definition in plugin.definitions]
        provided += ["evidence"] if plugin.provides_evidence else []
        state = ", ".join(provided) or "nothing"
        _write(printable(f"{plugin.title}: " + (state if plugin.error is None else f"failed: {plugin.error.problem}")))
    for trouble in registry.conflicts:
        _write(printable(f"conflict: {trouble}"))
