"""The commands that compare: `relabel changes`, `trend`, `ends` and `compare`."""

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from relabel.api import audit
from relabel.checks.changes import diff
from relabel.cli.plugins import load_registry
from relabel.cli.relationships import load
from relabel.cli.terminal import complain, write_lines, write_result
from relabel.core.audits.audit import Audit
from relabel.core.audits.changes import Changes
from relabel.core.audits.ends import both_ends
from relabel.core.audits.trend import trend
from relabel.errors import InvalidValueError
from relabel.files.audits import ENDING, is_saved, read_audit
from relabel.markup import Report
from relabel.plugins.registry import Registry
from relabel.reports.exports import changes_data, to_data
from relabel.reports.page.page import to_report_page

__all__ = ["run_changes", "run_compare", "run_ends", "run_trend"]


def run_changes(options: argparse.Namespace, registry: Registry) -> None:
    """Audit both files and write what has moved."""
    _check_saved(options)
    today = options.as_of or date.today()  # noqa: DTZ011  # the user's own day is meant
    before, after = dict(vars(options)), dict(vars(options))
    after |= {"files": [options.after], "as_of": today}
    before |= {"files": [options.before], "as_of": options.since or today}
    earlier_registry = registry
    if options.was is not None:  # an earlier version may have the same name, so it has a registry of its own
        before["definition"] = options.was
        earlier = argparse.Namespace(**before)
        earlier_registry = load_registry(earlier)
        before = vars(earlier)
    _check_page(options)
    found = _changes((before, earlier_registry), (after, registry))
    if options.output is not None:
        _write_page(options.output, found, f"{len(found.moved)} moved, {found.unchanged} as before. All of it is in")
        return
    write_result(found.sections(), changes_data(found), options.format, whole=_companies(found))


def run_trend(options: argparse.Namespace, registry: Registry) -> None:  # noqa: ARG001  # as all commands
    """Write how several saved audits follow each other."""
    for path in options.files:
        if not is_saved(path):
            raise InvalidValueError(
                "saved audits", str(path), f"files that end in {ENDING}, as `relabel audit --save` writes"
            )
    found = trend(map(read_audit, options.files))
    write_result(found.sections(), to_data(found), options.format)


def run_ends(options: argparse.Namespace, registry: Registry) -> None:
    """Write what buyers and sellers are called and found to be, side by side."""
    _check_page(options)
    other = load_registry(argparse.Namespace(**{**vars(options), "asks_for": ("seller",)}))
    of_seller = other.definition(options.seller)
    options.definition = options.buyer
    of_buyer, reading, as_of = load(options, registry, also=other.vocabulary)
    for note in reading.notes:
        complain(note)
    found = both_ends(reading.relationships, of_buyer, of_seller, as_of=as_of)
    if options.output is not None:
        _write_page(options.output, found, f"Both ends of {len(found.rows)} relationships are in")
        return
    whole = [name for one in reading.relationships for name in (one.buyer, one.seller)]
    write_result(found.sections(), to_data(found), options.format, whole=whole)


def _check_page(options: argparse.Namespace) -> None:
    """Refuse a file of another kind."""
    if options.output is not None and options.output.suffix.casefold() != ".html":
        raise InvalidValueError("--output", str(options.output), "a file that ends in .html")


def _write_page(output: Path, report: Report, said: str) -> None:
    """Write a report as a page, and say where it is."""
    output.write_text(to_report_page(report), encoding="utf-8")
    write_lines(f"{said} {output}.", whole=[str(output)])


def _check_saved(options: argparse.Namespace) -> None:
    """Refuse what a saved audit has of its own, and a lack of it where a file has none."""
    saved = {"before": ("since", "was"), "after": ("as_of",)}
    for name, own in saved.items():
        path = getattr(options, name)
        given = [f"--{key.replace('_', '-')}" for key in own if getattr(options, key) is not None]
        if is_saved(path) and given:
            raise InvalidValueError(
                " and ".join(given), str(path), "no saved audit, as that has its day and definition"
            )
    if options.definition is None and not (is_saved(options.before) and is_saved(options.after)):
        raise InvalidValueError(
            "--definition", None, "the definition to judge by, which only saved audits have themselves"
        )


def run_compare(options: argparse.Namespace, registry: Registry) -> None:
    """Write what two definitions write differently and where they disagree; of companies, which move, and why."""
    # Two versions of a definition may have one name, so each has a registry of its own.
    second = argparse.Namespace(**{**vars(options), "asks_for": ("second",)})
    other = load_registry(second)
    pair = [(registry.definition(options.first), registry), (other.definition(second.second), other)]
    base = pair[0][0].based_on
    if base is not None and base.name == pair[1][0].name:  # an overlay comes after what it is made from
        pair.reverse()
    found = diff(pair[0][0], pair[1][0])
    sections, data, whole = found.sections(), to_data(found), list[str]()
    for path in filter(is_saved, options.files):
        raise InvalidValueError(
            "companies", str(path), "a file of relationships, as a saved audit has its own definition"
        )
    if options.files:
        options.as_of = options.as_of or date.today()  # noqa: DTZ011  # the user's own day is meant
        moved = _changes(*(({**vars(options), "definition": one.name}, its_own) for one, its_own in pair))
        sections, whole = [*sections, *moved.sections()], _companies(moved)
        data["companies"] = changes_data(moved)
    write_result(sections, data, options.format, whole=whole)


def _changes(*given: tuple[Mapping[str, Any], Registry]) -> Changes:  # Any: options, each of its own type
    """Audit as each of two sets of options says, and find what has moved; each note of a file is written once."""
    audits: list[Audit] = []
    notes: dict[str, None] = {}
    # What one of two definitions asks for is no unknown word to the other.
    also = {name: criterion for _, registry in given for name, criterion in registry.vocabulary.items()}
    for one, registry in given:
        options = argparse.Namespace(**one)
        if is_saved(options.files[0]):
            audits.append(read_audit(options.files[0]))
            continue
        definition, reading, day = load(options, registry, also=also)
        notes |= dict.fromkeys(f"{options.files[0].name}: {note}" for note in reading.notes)
        audits.append(audit(reading.relationships, definition.name, as_of=day, registry=registry))
    for note in notes:
        complain(note)
    return audits[1].changes(audits[0])


def _companies(found: Changes) -> list[str]:
    """Give the names of the companies that have moved."""
    rows = [row for one in found.moved for row in (one.before, one.after) if row is not None]
    return [row.relationship.company(row.classification.definition.given_to) for row in rows]
