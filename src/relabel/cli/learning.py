"""The commands that look for a definition: `relabel contradictions`, `relabel learn` and `relabel elicit`."""

import argparse
import json
import os
import shlex
import sys
import webbrowser
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from relabel.api import audit
from relabel.cli.mapping import load_mappings, with_problems
from relabel.cli.relationships import load
from relabel.cli.talks.conversation import Conversation
from relabel.cli.talks.elicitation import Talk
from relabel.cli.talks.prompts import QuitError
from relabel.cli.talks.setup import Setup, set_up
from relabel.cli.terminal import ask, check_outputs, reconfigure, write_lines, write_result
from relabel.core.audits.sortings.contradictions import contradictions
from relabel.core.model.answers import Number, answer_text
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.criteria import Measure
from relabel.core.model.relationship import OURSELVES, Relationship
from relabel.errors import CellError, InvalidFileError, InvalidValueError
from relabel.files.definitions.criteria_file import CriteriaFile, read_criteria_file
from relabel.files.definitions.toml import to_toml
from relabel.files.relationships.reading import read_all
from relabel.learning.elicitation import Elicitation
from relabel.learning.judgements import steps_between
from relabel.learning.logs import Event
from relabel.learning.rules.learned import learn
from relabel.plugins.registry import Registry

__all__ = ["run_contradictions", "run_elicit", "run_learn"]

NOTHING_TOLD = 2
"""How many entries a log has before the first answer: what was asked before, and what the cases are about."""


def run_contradictions(options: argparse.Namespace, registry: Registry) -> None:
    """Write where the words in use for the companies of a file contradict each other."""
    if options.criteria is None:
        definition, reading, as_of = load(options, registry)
        companies = reading.relationships
        audited = audit(companies, definition.name, as_of=as_of, registry=registry)
        found = audited.contradictions(raises=options.raises, lowers=options.lowers)
    else:
        sheet, companies = _by_sheet(options, registry)
        found = contradictions(companies, sheet.criteria, order=sheet.labels, **_said(options, sheet))
    whole = [one.company(found.sorting.side) for one in companies]
    write_result(found.sections(), found, options.format, whole=whole)


def run_learn(options: argparse.Namespace, registry: Registry) -> None:
    """Write the smallest definition that agrees with the words in use for the companies of a file."""
    if options.criteria is None:
        definition, reading, as_of = load(options, registry)
        companies = reading.relationships
        up, down = definition.directions(options.raises, options.lowers)
        learned = learn(
            companies,
            definition.asked,
            order=[label.name for label in definition.labels],
            raises=up,
            lowers=down,
            name=f"{definition.name}-learnt",
            given_to=definition.given_to,
            aliases=definition.aliases,
            as_of=as_of,
            policy=definition.policy,
            presume=definition.presume,
        )
    else:
        sheet, companies = _by_sheet(options, registry)
        learned = learn(
            companies, sheet.criteria, order=sheet.labels, name=f"{sheet.name}-learnt", **_said(options, sheet)
        )
    whole = [one.company(learned.sorting.side) for one in companies]
    write_result(learned.sections(), learned, options.format, whole=whole)
    if options.output is not None:
        options.output.write_text(to_toml(learned.definition), encoding="utf-8")
        if options.format == "text":
            write_lines(f"Written to {options.output}", whole=[str(options.output)])


def _by_sheet(options: argparse.Namespace, registry: Registry) -> tuple[CriteriaFile, tuple[Relationship, ...]]:
    """Read a criteria file, and the companies that were sorted under its words.

    Raises:
        InvalidValueError: What only a definition can have is to be added to their evidence.
    """
    unused = [name for name in ("answers", "gather") if getattr(options, name)]
    if unused:
        expected = f"no --{unused[0]}, which takes the criteria of definitions: use -d"
        raise InvalidValueError("--criteria", str(options.criteria), expected)
    sheet = read_criteria_file(options.criteria, find=registry.definition)
    return sheet, _sorted(options, options.files, sheet, sheet.criteria, us=options.us)


def _said(options: argparse.Namespace, sheet: CriteriaFile) -> dict[str, Any]:  # Any: keyword arguments
    """Give what is said beside criteria and words; a direction on the command line overrules that of the file."""
    said = {*options.raises, *options.lowers}
    return {
        "raises": [*(name for name in sheet.raises if name not in said), *options.raises],
        "lowers": [*(name for name in sheet.lowers if name not in said), *options.lowers],
        "given_to": sheet.given_to,
        "as_of": options.as_of,
    }


def run_elicit(options: argparse.Namespace, registry: Registry) -> None:
    """Find a definition by asking at the terminal, and log every answer."""
    if options.log is None:
        options.log = options.criteria.parent / f"{options.criteria.stem}.answers.jsonl"
        check_outputs(options)
    sheet, log = read_criteria_file(options.criteria, find=registry.definition), options.log
    events = _read(log)
    if sys.stdin is None:
        raise InvalidValueError("standard input", None, "a terminal or a file to read answers from")
    reconfigure(sys.stdin, errors="backslashreplace")
    others = registry.definitions
    if sheet.taken_from is not None:
        write_lines(f"{options.criteria} is a definition: its criteria and words are taken, its conditions are not.")
        others = (sheet.taken_from, *(one for one in others if one.name != sheet.taken_from.name))
    companies = _sorted(options, [options.sorted] if options.sorted else [], sheet, sheet.criteria)

    def between(measure: Measure, direction: int) -> Sequence[Number]:
        return steps_between(companies, measure, sheet.labels, direction, sheet.given_to)

    try:
        setup = Setup.from_plain(events[0]) if events else set_up(sheet, ask, write_lines, between)
    except QuitError:
        write_lines("\nNo answer was given; nothing has changed.")
        return
    setup = setup.without(sheet)
    criteria = setup.ordered(sheet.criteria)
    vocabulary = {one.name: one for one in criteria}
    talk = Elicitation(
        sheet.name,
        criteria,
        labels=sheet.labels,
        raises=[*(name for name in sheet.raises if name in vocabulary), *setup.raises],
        lowers=[*(name for name in sheet.lowers if name in vocabulary), *setup.lowers],
        impossible=sheet.impossible,
        steps={**sheet.steps, **setup.steps},
        sorted_before=companies,
        sayings=sheet.sayings,
        given_to=sheet.given_to,
        on=date.today(),  # noqa: DTZ011  # the user's own day is meant
    )
    if companies:
        write_lines(talk.sorting.to_text())
        aside = [f"{one.row.relationship.company(talk.given_to)} ({one.row.label})" for one in talk.sorting.ways[0]]
        if aside:
            write_lines(f"So that the others can be used, these words do not count for now: {', '.join(aside)}.")
    if len(events) > NOTHING_TOLD:
        talk.resume(events[1:])
        unsure = f" (and {len(talk.open_cases)} that you did not know)" if talk.open_cases else ""
        answers = "1 answer" if len(talk.told) == 1 else f"{len(talk.told)} answers"
        write_lines(f"Taken up from {log}: {answers}{unsure}.", whole=[str(log)])
    if options.again:
        talk.again()

    def keep() -> None:
        _write(log, [setup.to_plain(), *talk.log])

    keep()
    if setup.dropped:
        write_lines(f"Left out, as it does not matter: {', '.join(setup.dropped)}")
    for name, steps in talk.steps.items():
        numbers = ", ".join(map(answer_text, steps))
        write_lines(f"{name} may make a difference at {numbers}; other `steps` can stand in the criteria file.")
    try:
        conversation = Conversation(talk, others, keep)
        if options.browser:
            from relabel.cli.talks.browser import serve  # a server is loaded where one is wanted

            serve(conversation, kept_in=str(log), show=_show)
            meant = True
        else:
            meant = Talk(conversation, ask, write_lines).run()
    except KeyboardInterrupt:
        write_lines(f"\nWhat is answered is kept in {log}; the same command goes on.", whole=[str(log)])
        raise
    if options.output is not None and talk.told:
        options.output.write_text(to_toml(talk.definition), encoding="utf-8")
        file = "FILE" if options.sorted is None else str(options.sorted)
        mapped = [word for one in options.map for word in ("--map", str(one))]
        judged = ["-d", sheet.name, "--definitions", str(options.output)]
        use = shlex.join(["relabel", "audit", file, *judged, *mapped])
        draft = "" if meant and talk.proven else ", a draft so far"
        write_lines(f"Written to {options.output}{draft}; to use it: {use}", whole=[use])
        if options.sorted is None:
            columns = ",".join(["company", "label", *(one.name for one in talk.definition.asked)])
            write_lines(f"FILE is a table with a line for each company; the first line is {columns}", whole=[columns])
            write_lines("label is the word that you use today.")


def _show(address: str) -> None:
    write_lines(f"The page is {address}; it opens in your browser. Ctrl-C stops.", whole=[address])
    webbrowser.open(address)


def _sorted(
    options: argparse.Namespace,
    files: Sequence[Path],
    sheet: CriteriaFile,
    criteria: Iterable[AnyCriterion],
    us: str = OURSELVES,
) -> tuple[Relationship, ...]:
    """Read companies that were sorted under the words of a criteria file."""
    vocabulary = {one.name: one for one in criteria}
    with with_problems(options):
        mappings = load_mappings(options)
        if not files:
            return ()
        return read_all(files, vocabulary, given_to=sheet.given_to, us=us, mappings=mappings).relationships


def _read(log: Path) -> list[Event]:
    """Read what was told before; nothing where there is no file yet."""
    if not log.exists():
        return []
    events: list[Event] = []
    for number, line in enumerate(log.read_text(encoding="utf-8").splitlines(), 1):
        try:
            event = json.loads(line)
        except ValueError:
            event = None
        if not isinstance(event, dict):
            problem = CellError(log.name, number, "", repr(line), "a line of a log that `relabel elicit` has written")
            raise InvalidFileError(f"{log.name}: nothing was read", [problem])
        events.append(event)
    return events


def _write(log: Path, events: Sequence[Event]) -> None:
    """Put the log in the place of the one before, all of it or nothing."""
    fresh = log.with_name(f"{log.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(event, ensure_ascii=False) + "\n" for event in events)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(log)
