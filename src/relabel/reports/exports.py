"""Exports: an audit as CSV and JSON, and any result as plain data, for other programs."""

import csv
import enum
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from relabel.core.audits.audit import Audit
from relabel.core.audits.changes import Changes
from relabel.core.audits.totals import Counts, Totals
from relabel.core.audits.verdicts import AuditRow
from relabel.core.classification.outcome import Outcome
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.text import label_text
from relabel.core.diagrams.variables import Variable
from relabel.core.model.answers import answer_text
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.examples import Standing
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import Attribute, Relationship, attribute_text
from relabel.errors import CellError
from relabel.texts import escaped

__all__ = ["FORMULA", "changes_data", "problems_to_csv", "table", "to_csv", "to_data", "to_json", "totals_to_json"]


_NOTHING: Mapping[str, str] = FrozenMapping()


def to_csv(audit: Audit, *, rows: Iterable[AuditRow] | None = None, raw: bool = False) -> str:
    """Write the rows of an audit as CSV, the dearest error first, with the attributes of the relationships.

    Text that a spreadsheet would take for a formula, as it begins with `=`, `+`, `-`, `@`, a tab or a line end,
    gets an apostrophe in front; control characters and signs that switch the direction are escaped.

    Args:
        audit: The audit.
        rows: The rows to write, as `Audit.dearest` gives them; all of them by default.
        raw: Whether text is written as it was given, for programs that compute nothing.
    """
    written = attribute_text if raw else _as_text
    return _csv(map(written, line) for line in table(audit, audit.ranked if rows is None else rows))


def table(audit: Audit, rows: Iterable[AuditRow]) -> Iterator[Sequence[Attribute]]:
    """Give the header and then the cells of rows of an audit, with the attributes of the relationships at the end."""
    context = list(dict.fromkeys(name for row in audit.rows for name in row.relationship.attributes))
    yield *_FIELDS, *(f"{name} (context)" if name in _FIELDS else name for name in context)
    for row in rows:
        record = _record(row)
        record |= {"possible": " or ".join(record["possible"]), "because": "; ".join(record["because"])}
        record["words"] = "; ".join(f"{one['source']}: {one['word']}" for one in record["words"])
        said = row.relationship.attributes
        yield *record.values(), *(said.get(name) for name in context)


def problems_to_csv(problems: Iterable[CellError]) -> str:
    """Write what is wrong with files as CSV: a header, and a line per problem, as text that no spreadsheet computes.

    The columns are the fields of `CellError`; in place of `cure` stands `mapping`, the lines to say there.
    """
    fields = [field.name for field in attrs.fields(CellError)]
    header = [name if name != "cure" else "mapping" for name in fields]
    return _csv([header, *([_as_text(getattr(one, name)) for name in fields] for one in problems)])


def _csv(rows: Iterable[Iterable[str]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)  # ends lines as RFC 4180 says, and so quotes every line end inside a cell
    writer.writerows(rows)
    return file.getvalue()


def _as_text(value: Attribute) -> str:
    """Give text such that a spreadsheet shows it and does nothing else; a number or a date as it is."""
    if not isinstance(value, str):
        return attribute_text(value)
    shown = escaped(value, keep="\t\r\n")
    return f"'{shown}" if shown.startswith(FORMULA) else shown


FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What text begins with that a spreadsheet takes for a formula, or loses."""

_FIELDS = (
    "id", "buyer", "seller", "word", "label", "verdict", "found", "standing", "possible", "floor", "ceiling", "because",
    "words", "since",
)  # fmt: skip


def _record(row: AuditRow) -> dict[str, Any]:
    # Any: JSON values.
    one = row.classification
    ranked = sorted(one.possible, key=one.definition.rank, reverse=True)
    values = (
        row.relationship.id,
        row.relationship.buyer,
        row.relationship.seller,
        row.word,
        row.label,
        row.verdict.value,
        None if one.standing is Standing.OPEN else label_text(one.label),
        one.standing.value,
        [label_text(label) for label in ranked],
        label_text(ranked[-1]) if one.definition.ordered else None,
        label_text(ranked[0]) if one.definition.ordered else None,
        [str(reason) for reason in one.because],
        [
            {"source": source, "word": other.word, "label": other.label, "verdict": other.verdict.value}
            for source, other in row.by_source
        ],
        to_data(row.relationship.since),
    )
    return dict(zip(_FIELDS, values, strict=True))


def to_json(
    audit: Audit,
    *,
    rows: Iterable[AuditRow] | None = None,
    by: str | None = None,
    weight: str | None = None,
    notes: Iterable[str] = (),
    same: Mapping[str, str] = _NOTHING,
) -> str:
    """Write an audit as one JSON object; docs/reference/files.md lists its keys.

    Args and errors are those of `relabel.core.audits.text.sections`, and `same` are names that may be of
    one company, each with the one to go by.
    """
    totals = Totals.of(audit, by=by, weight=weight)
    return totals_to_json(totals, audit.ranked if rows is None else rows, notes=notes, same=same)


def totals_to_json(
    totals: Totals, rows: Iterable[AuditRow], *, notes: Iterable[str] = (), same: Mapping[str, str] = _NOTHING
) -> str:
    """Write the totals of an audit and some of its rows as `to_json` writes the audit; arguments are as there."""
    definition = totals.definition
    content = {
        "definition": {"name": definition.name, "version": definition.version, "digest": definition.digest},
        "as_of": totals.as_of.isoformat() if totals.as_of else None,
        "relationships": totals.relationships,
        "agreement": totals.agreement,
        **_counts(totals.all, totals.weight),
        "groups": [{"value": value, **_counts(group, totals.weight)} for value, group in totals.groups.items()],
        "cross_table": [
            {"in_use": word, "found": found, "count": count} for (word, found), count in totals.cross_table.items()
        ],
        "coverage": [
            {"criterion": one.criterion.name, "known": one.known, "contested": one.contested, "unknown": one.unknown}
            for one in totals.coverage
        ],
        "settling": [
            {"criterion": one.criterion.name, "settled": one.settled, "ruled_out": one.ruled_out}
            for one in totals.settling
        ],
        "set_aside": [
            {"criterion": name, "reason": reason.name.lower(), "pieces": count}
            for (name, reason), count in totals.set_aside.items()
        ],
        "rows": [{**_record(row), "attributes": to_data(row.relationship.attributes)} for row in rows],
        "notes": list(notes),
        "same": dict(same),
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def changes_data(changes: Changes) -> dict[str, Any]:
    """Give what has moved between two audits as values for JSON: what was, what is and why, by key.

    A row of an audit is None where the relationship was not there, or is gone.
    """

    def said(row: AuditRow | None) -> dict[str, Any] | None:
        shown = ("word", "found", "standing", "verdict")
        return None if row is None else {name: value for name, value in _record(row).items() if name in shown}

    judged = (changes.earlier, changes.later)
    earlier, later = ({"definition": to_data(one.definition), "as_of": to_data(one.as_of)} for one in judged)
    moved = [
        {
            "key": one.key,
            "before": said(one.before),
            "after": said(one.after),
            "causes": to_data(one.causes),
            "label_causes": to_data(one.label_causes),
            "deeper": one.deeper,
            "why": list(one.why),
        }
        for one in changes.moved
    ]
    return {"earlier": earlier, "later": later, "unchanged": changes.unchanged, "moved": moved}


def to_data(value: object) -> Any:  # Any: JSON values
    """Give a result as values for JSON: an explanation, a verification, a comparison, a report on examples.

    An object becomes its attributes by name; a definition its name, version and digest; a criterion its
    name and question; a share of records a fraction as text; a set of labels a list. What the answers
    to a criterion have to be is given in words, not as bits of the diagram.
    """
    match value:
        case enum.StrEnum():  # an operator, as it is written
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case enum.Enum():
            return value.name.lower()
        case Fraction() | Decimal() | date():
            return str(value)
        case Definition():
            return {"name": value.name, "version": value.version, "digest": value.digest}
        case Variable():
            return to_data(value.criterion)
        case AnyCriterion():
            return {"name": value.name, "question": value.question}
        case Relationship():
            return {"id": value.id, "buyer": value.buyer, "seller": value.seller}
        case Outcome():
            shown = ("relationship", "definition", "as_of", "label", "standing", "possible", "granted")
            return {name: to_data(getattr(value, name)) for name in shown}
        case Set():
            return sorted(map(to_data, value), key=str)
        case Mapping() if all(isinstance(key, str) for key in value):
            return {key: to_data(one) for key, one in value.items()}
        case Mapping():  # of which None, "no label", is a key
            return [[to_data(key), to_data(one)] for key, one in value.items()]
        case Iterable():
            return [to_data(one) for one in value]
        case object(variable=Variable() as variable, cells=int() as cells):  # what a region asks of one criterion
            return {"criterion": to_data(variable.criterion), "needed": variable.describe(cells)}
    kind: Any = type(value)  # a class of attrs
    said = ((field.name, getattr(value, field.name)) for field in attrs.fields(kind) if field.init)
    return {name: to_data(one) for name, one in said if not (name == "cells" and _are_bits(one))}


def _are_bits(cells: object) -> bool:
    """Whether these are bits, or several of them, to which only the diagram gives a meaning."""
    return all(isinstance(one, int) for one in (cells if isinstance(cells, tuple) else (cells,)))


def _counts(some: Counts, weight: str | None) -> dict[str, dict[str, int | str]]:
    counts: dict[str, dict[str, int | str]] = {
        "counts": {verdict.value: count for verdict, count in some.counts.items()}
    }
    if weight is not None:
        # Sums are exact decimals, and text keeps them so.
        counts["weights"] = {verdict.value: answer_text(total) for verdict, total in some.weights.items()}
    return counts
