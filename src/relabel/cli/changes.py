"""The command `relabel changes`: what has moved from one file, day or definition to another, and why."""

import argparse
from collections.abc import Mapping
from datetime import date
from typing import Any

from relabel.api import audit
from relabel.cli.plugins import load_registry
from relabel.cli.relationships import load
from relabel.cli.terminal import complain, write_lines, write_result
from relabel.core.audits.audit import Audit
from relabel.errors import InvalidValueError
from relabel.plugins.registry import Registry
from relabel.reports.exports import changes_data
from relabel.reports.page.page import to_changes_page

__all__ = ["run_changes"]


def run_changes(options: argparse.Namespace, registry: Registry) -> None:
    """Audit both files and write what has moved."""
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
    if options.output is not None and options.output.suffix.casefold() != ".html":
        raise InvalidValueError("--output", str(options.output), "a file that ends in .html")
    found = _audit(after, registry).changes(_audit(before, earlier_registry))
    if options.output is not None:
        options.output.write_text(to_changes_page(found), encoding="utf-8")
        said = f"{len(found.moved)} moved, {found.unchanged} as before. All of it is in {options.output}."
        write_lines(said, whole=[str(options.output)])
        return
    rows = [row for one in found.moved for row in (one.before, one.after) if row is not None]
    whole = [row.relationship.company(row.classification.definition.given_to) for row in rows]
    write_result(found.sections(), changes_data(found), options.format, whole=whole)


def _audit(given: Mapping[str, Any], registry: Registry) -> Audit:
    # Any: options, each of its own type.
    options = argparse.Namespace(**given)
    definition, reading, day = load(options, registry)
    for note in reading.notes:
        complain(f"{options.files[0].name}: {note}")
    return audit(reading.relationships, definition.name, as_of=day, registry=registry)
