"""The commands that read relationships from files: `relabel audit`, `explain`, `ask`, `form` and `agreement`."""

import argparse
import contextlib
import errno
import itertools
import os
import re
import shlex
import sys
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import final

import attrs

from relabel.api import audit, classify, gather
from relabel.cli.mapping import load_mappings, with_problems
from relabel.cli.plugins import kept_apart, plugin_options
from relabel.cli.tables.audits import TableAudit, audit_tables
from relabel.cli.tables.reading import TABLE, are_tables, check_options
from relabel.cli.talks.dialogue import Dialogue
from relabel.cli.terminal import (
    ask,
    check_outputs,
    complain,
    in_json,
    progress,
    reconfigure,
    write,
    write_escaped,
    write_lines,
    write_result,
)
from relabel.core.audits.agreement import agreement
from relabel.core.audits.audit import Audit
from relabel.core.audits.text import arranged, explained, headline
from relabel.core.audits.totals import Totals
from relabel.core.audits.verdicts import AuditRow, Verdict, judge
from relabel.core.audits.worklist import claims
from relabel.core.classification.interview import about_word
from relabel.core.definitions.definition import Definition
from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.examples import Standing
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import OURSELVES, Relationship, attribute_text
from relabel.core.model.words import fold, visible
from relabel.errors import InvalidValueError, UnknownRelationshipError
from relabel.files.audits import ENDING, is_saved, save_audit
from relabel.files.cells import UnreadableError, read_answer
from relabel.files.relationships.answer_log import AnswerLog
from relabel.files.relationships.assembly import Watch, unwatched
from relabel.files.relationships.reading import Reading, read_all
from relabel.plugins.registry import Registry
from relabel.reports.exports import to_csv, totals_to_json
from relabel.reports.form.form import to_form
from relabel.reports.workbook import to_xlsx
from relabel.sections import Item, Section
from relabel.texts import did_you_mean, first_few

__all__ = ["LISTED", "load", "run_agreement", "run_ask", "run_audit", "run_explain", "run_form"]

_NONE: Mapping[str, AnyCriterion] = FrozenMapping()

LARGE = 1_000_000
"""From how many bytes on files take so long that progress is shown."""

LISTED = 50
"""How many relationships an audit for people lists unless it is told otherwise."""


def load(
    options: argparse.Namespace,
    registry: Registry,
    log: AnswerLog | None = None,
    *,
    company: str | None = None,
    also: Mapping[str, AnyCriterion] = _NONE,
) -> tuple[Definition, Reading, date]:
    """Give the definition, what the file holds with the answers logged, and the day to judge by.

    Where a company is named, evidence is gathered for it alone, and nothing else is given. The file may
    answer criteria of the registry, and those that are known `also`.
    """
    vocabulary = {**also, **registry.vocabulary}
    definition = registry.definition(options.definition)
    as_of = options.as_of or date.today()  # noqa: DTZ011  # the user's own day is meant
    with with_problems(options), _watched(options, "Reading") as watch:
        mappings = load_mappings(options)
        reading = read_all(
            options.files,
            vocabulary,
            given_to=definition.given_to,
            us=options.us,
            remarks=definition.remarks,
            mappings=mappings,
            watch=watch,
        )
    log = log or _logged(options)
    if log is not None:
        logged = log.add_to(reading.relationships, vocabulary)
        reading = attrs.evolve(reading, relationships=logged.relationships, notes=(*reading.notes, *logged.notes))
    if company is not None:
        reading = attrs.evolve(reading, relationships=(_find(reading.relationships, company),))
    if options.gather:
        with kept_apart():
            gathered = [gather(one, as_of=as_of, registry=registry) for one in reading.relationships]
        reading = attrs.evolve(reading, relationships=tuple(gathered))
    return definition, attrs.evolve(reading, notes=(*reading.notes, *reading.remarks(definition))), as_of


def _logged(options: argparse.Namespace) -> AnswerLog | None:
    """Give the log of `--answers`, which has to exist; None where none is named."""
    if options.answers is not None and not options.answers.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(options.answers))
    return None if options.answers is None else AnswerLog(options.answers)


def _watched(options: argparse.Namespace, what: str) -> contextlib.AbstractContextManager[Watch]:
    """Show how far work on the files is, if there is much of it."""
    size = sum(one.stat().st_size for one in options.files)
    return progress(what) if size >= LARGE else contextlib.nullcontext(unwatched)


@final
@attrs.frozen
class _FileAudit:
    """An audit of files, which are in memory."""

    reading: Reading
    totals: Totals
    _audit: Audit

    def dearest(self, most: int | None, *, only: Collection[Verdict]) -> Sequence[AuditRow]:
        return self._audit.dearest(most, only=only)

    def whole(self, rows: Sequence[AuditRow] | None = None) -> Audit:  # noqa: ARG002  # all of them are there
        return self._audit


def _audit_files(options: argparse.Namespace, registry: Registry) -> _FileAudit:
    definition, reading, as_of = load(options, registry)
    with _watched(options, "Judging") as watch:
        result = audit(watch(reading.relationships), definition.name, as_of=as_of, registry=registry)
    return _FileAudit(reading, Totals.of(result, by=options.by, weight=options.weight), result)


def run_audit(options: argparse.Namespace, registry: Registry) -> None:
    """Write an audit in the format asked for."""
    tables = are_tables(options.files)
    _check_audit(options, tables=tables)
    audited = audit_tables(options, registry) if tables else _audit_files(options, registry)
    reading, given_to = audited.reading, audited.totals.definition.given_to
    if options.save is not None:
        options.save.write_text(save_audit(audited.whole()), encoding="utf-8")
    only = [Verdict(one) for one in options.only]
    if options.output is not None:
        _write_file(options, audited, only)
        return
    brief = options.top is None and not options.all and options.format in ("text", "markdown")
    rows = audited.dearest(LISTED if brief else options.top, only=only)
    more = [f"{LISTED} relationships are listed; --top N lists another number, --all every one"] * brief
    notes = (*more * (LISTED == len(rows) < audited.totals.relationships), *reading.notes)
    who = reading.who(given_to, options.us)
    alike = reading.same_companies(options.us)
    match options.format:
        case "json":
            write_escaped(totals_to_json(audited.totals, rows, notes=(who, *notes), same=alike.same), in_json)
        case "csv":
            for note in (*notes, *alike.notes):
                complain(note)
            reconfigure(sys.stdout, newline="")  # the lines have their ends already
            with _watched(options, "Writing") as watch:
                text = to_csv(audited.whole(rows), rows=watch(rows), raw=options.raw)
            write(text)
        case other:
            parts = arranged(audited.totals, rows, who=who, notes=notes)
            whole = [row.relationship.company(given_to) for row in rows]
            write_result([*parts, *alike.sections()], None, other, whole=[*whole, *alike.lines])


def _write_file(options: argparse.Namespace, audited: TableAudit | _FileAudit, only: Sequence[Verdict]) -> None:
    """Write an audit to the file of `--output`, and on the terminal what matters of it."""
    if isinstance(audited, TableAudit) and options.output.suffix.casefold() == TABLE:
        for note in audited.reading.notes:
            complain(note)
        audited.write(options.output)
        write_lines(f"{audited.headline} All of it is in {options.output}.", whole=[str(options.output)])
        return
    reading, result = audited.reading, audited.whole()
    who, notes = reading.who(result.definition.given_to, options.us), reading.same_companies(options.us).notes
    weight, us = options.weight, options.us
    if options.output.suffix.casefold() == ".xlsx":
        rows, told = result.dearest(options.top, only=only), (who, *reading.notes, *notes)
        data = to_xlsx(result, rows=rows, weight=weight, notes=told, us=us, raw=options.raw)
    else:
        data = result.to_html(weight=weight, who=who, notes=(*reading.notes, *notes), us=us).encode("utf-8")
    options.output.write_bytes(data)
    write_lines(f"{headline(result, weight=weight)} All of it is in {options.output}.", whole=[str(options.output)])


_PAGE = ("by", "top", "only", "raw")
_NOT_TAKEN: Mapping[str, Sequence[str]] = {".html": _PAGE, ".xlsx": ("by",), TABLE: _PAGE}
"""The files that an audit is written to, by their endings, with the options that they do without."""


def _check_audit(options: argparse.Namespace, *, tables: bool) -> None:
    """Refuse what cannot be written, and options that would have no effect."""
    if options.save is not None and not is_saved(options.save):
        raise InvalidValueError("--save", str(options.save), f"a file that ends in {ENDING}")
    if options.format == "csv" and (options.by or options.weight):
        raise InvalidValueError("--format", "csv", "another format with --by or --weight, as CSV holds the rows only")
    if options.output is not None:
        ending = options.output.suffix.casefold()
        if ending not in _NOT_TAKEN or (ending == TABLE and not tables):
            expected = f"a file that ends in .html or .xlsx{f', or {TABLE}' * tables}"
            raise InvalidValueError("--output", str(options.output), expected)
        unused = [f"--{name}" for name in _NOT_TAKEN[ending] if getattr(options, name)]
        if unused:
            expected = f"no {' or '.join(unused)}, as the file has filters"
            raise InvalidValueError("--output", str(options.output), expected)
    check_options(options, tables=tables)


def run_explain(options: argparse.Namespace, registry: Registry) -> None:
    """Write what a definition says of one company, with the word in use."""
    definition, reading, as_of = load(options, registry, company=options.company)
    for note in reading.notes:
        complain(note)
    (relationship,) = reading.relationships
    one = classify(relationship, definition.name, as_of=as_of, registry=registry)
    toward = None if options.path_to is None else _label(definition, options.path_to)
    parts: list[Section] = []
    data: dict[str, object] = {}
    if options.suppose:
        supposition = one.suppose(dict(_supposed(definition, text) for text in options.suppose))
        parts, data["supposition"] = supposition.sections(us=options.us), supposition
        one = supposition.after
    row = judge(one)
    explanation = one.explanation(toward=toward, fixed=options.fixed)
    parts += explained(row, explanation, us=options.us)
    company = relationship.id or relationship.company(definition.given_to)
    name = options.as_given or options.definition
    commands = {"All that the definition says": shlex.join(["relabel", "definitions", name, *plugin_options(options)])}
    if one.standing is not Standing.SETTLED:
        commands["To answer what is open"] = _command("ask", options, "--company", company)
    parts.append(Section("To go on", tuple(Item(f"{what}: {command}") for what, command in commands.items())))
    data |= {"word": row.word, "verdict": row.verdict, "explanation": explanation}
    write_result(parts, data, options.format, whole=(relationship.buyer, relationship.seller, *commands.values()))


def _supposed(definition: Definition, text: str) -> tuple[str, Answer | None]:
    """Read what is supposed: the name of a criterion, and an answer."""
    name, sign, answer = text.partition("=")
    if not sign:
        raise InvalidValueError("--suppose", text, "the name of a criterion, = and an answer: pays=yes")
    criterion = definition.criterion(name.strip(), "--suppose")
    try:
        return criterion.name, read_answer(criterion, answer)
    except UnreadableError as error:
        raise InvalidValueError(f"--suppose {name.strip()}", answer, f"{error.expected}{error.hint}") from None


def _command(name: str, options: argparse.Namespace, *more: str) -> str:
    """Write another command for the file, with the options that were given."""
    words = ["relabel", name, *map(str, options.files), "-d", options.as_given or options.definition, *more]
    words += [] if options.us == OURSELVES else ["--us", options.us]
    words += ["--gather"] if options.gather else []
    for option in ("as_of", "answers", "sheet", "header_row"):
        value = getattr(options, option)
        words += [] if value is None else [f"--{option.replace('_', '-')}", str(value)]
    words += [word for one in options.map for word in ("--map", str(one))]
    return shlex.join(words + plugin_options(options))


def run_agreement(options: argparse.Namespace, registry: Registry) -> None:
    """Write whether several speakers answer the questions of a definition alike."""
    definition, reading, as_of = load(options, registry)
    for note in reading.notes:
        complain(note)
    found = agreement(reading.relationships, definition, as_of=as_of)
    whole = [name for one in found.disputes for name in (one.relationship.buyer, one.relationship.seller)]
    write_result(found.sections(), found, options.format, whole=whole)


def run_ask(options: argparse.Namespace, registry: Registry) -> None:
    """Ask the open questions at the terminal, and log every answer."""
    if options.answers is None:
        first = options.files[0]
        options.answers = first.parent / f"{first.stem}.answers.jsonl"
        check_outputs(options)
    log = AnswerLog(options.answers)
    definition, reading, as_of = load(options, registry, log, company=options.company)
    if options.owner is not None:
        reading = attrs.evolve(reading, relationships=_owned(reading.relationships, options.owner))
    for note in reading.notes:
        complain(note)
    if sys.stdin is None:
        raise InvalidValueError("standard input", None, "a terminal or a file to read answers from")
    reconfigure(sys.stdin, errors="backslashreplace")
    rows = claims(audit(reading.relationships, definition.name, as_of=as_of, registry=registry))
    if log.torn:
        try:
            dropped = ask("Is the torn last line to be dropped? (yes/no): ").strip().casefold() in ("yes", "y")
        except EOFError:
            dropped = False
        if not dropped:
            raise InvalidValueError("answer log", str(log.path), "a last line that is whole; mend it, or drop it")
        log.drop_torn()
    today = date.today()  # noqa: DTZ011  # the user's own day is meant
    companies = [one.company(definition.given_to) for one in reading.relationships]
    ask_of, tell = partial(ask, whole=companies), partial(write_lines, whole=companies)
    dialogue = Dialogue(log, ask_of, tell, today, options.us, options.source)
    count = dialogue.run(row.classification for row in rows)
    if count == 0:
        write_lines("No answer was given; nothing has changed.")
        return
    said = "1 answer was" if count == 1 else f"{count} answers were"
    again = _command("audit", options)
    write_lines(f"{said} added to {options.answers}; to take them up: {again}", whole=[again])


def _owned(relationships: Sequence[Relationship], owner: str) -> tuple[Relationship, ...]:
    """Give the relationships that have an owner of that name as context."""
    owners = {one.key: attribute_text(one.attributes.get("owner")) for one in relationships}
    found = tuple(one for one in relationships if fold(owners[one.key]) == fold(owner))
    if not found:
        known = sorted({*owners.values()} - {""})
        expected = f"one of those in the column 'owner': {first_few(known) or 'none'}{did_you_mean(owner, known)}"
        raise InvalidValueError("--owner", owner, expected)
    return found


def run_form(options: argparse.Namespace, registry: Registry) -> None:
    """Write the open questions as a page, or a page for each value of a column, for the people who know."""
    if options.output.suffix.casefold() != ".html":
        raise InvalidValueError("--output", str(options.output), "a file that ends in .html")
    log = _logged(options)
    definition, reading, as_of = load(options, registry, log)
    for note in reading.notes:
        complain(note)
    result = audit(reading.relationships, definition.name, as_of=as_of, registry=registry)
    groups = {None: result} if options.by is None else result.groups(options.by)
    taken: set[str] = set()
    for person, group in groups.items():
        rows = claims(group)
        asked = [() if log is None else log.asked(row.relationship) for row in rows]
        interviews = [about_word(row.classification, before) for row, before in zip(rows, asked, strict=True)]
        count = sum(not one.done for one in interviews)
        if count == 0:
            continue
        path = _page_of(options.output, person, taken)
        page = to_form(interviews, person=person or "", file=f"{path.stem}.answers.jsonl", us=options.us)
        path.write_text(page, encoding="utf-8")
        companies = "1 company has" if count == 1 else f"{count} companies have"
        write_lines(f"{path}: {companies} questions{'' if person is None else f' for {person}'}", whole=[str(path)])
    if not taken:
        write_lines("Nobody has a question to answer; nothing was written.")


def _page_of(output: Path, person: str | None, taken: set[str]) -> Path:
    """Give the page of one person beside that of all, and note that it is taken: `form-Ben.html` of `form.html`."""
    word = re.sub(r"[^\w-]+", "-", person or "").strip("-")[:60]
    stem = f"{output.stem}-{word}" if person else output.stem
    names = (f"{stem}{f'-{number}' * (number > 1)}{output.suffix}" for number in itertools.count(1))
    name = next(name for name in names if name.casefold() not in taken)
    taken.add(name.casefold())
    return output.with_name(name)


def _label(definition: Definition, word: str) -> str:
    label = definition.read(word)
    if label is None:
        hint = did_you_mean(word, definition.words)
        raise InvalidValueError("--path-to", word, f"a label or alias of {definition.name!r}{hint}")
    return label


def _find(relationships: Sequence[Relationship], company: str) -> Relationship:
    wanted = visible(company).strip().casefold()
    found = [one for one in relationships if one.key.casefold() == wanted] or [
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
