"""Saved audits: all that an audit was made of, in one JSON file, from which it can be made again."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import attrs

from relabel.core.audits.audit import Audit
from relabel.core.classification.classification import Classification
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.document import to_document
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.conditions import Label
from relabel.core.model.evidence import Evidence
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import LabelInUse, Relationship
from relabel.errors import InvalidValueError, RelabelError
from relabel.files.definitions.document import from_document
from relabel.files.sources.encodings import UndecodableError, decode
from relabel.texts import did_you_mean

__all__ = ["ENDING", "is_saved", "read_audit", "save_audit"]

T = TypeVar("T")

ENDING = ".audit.json"
"""How the name of a saved audit ends."""

FORMAT = 1
"""The version of the form."""

_KEYS = ("audit", "as_of", "definition", "criteria", "relationships")


def is_saved(path: Path) -> bool:
    """Say whether a file is a saved audit, by its name."""
    return path.name.casefold().endswith(ENDING)


def save_audit(audit: Audit) -> str:
    """Write an audit as JSON: definition, day, and the relationships with words in use, evidence and context.

    Returns:
        An object with a line for each relationship, of which `read_audit` makes an equal audit.
    """
    known = {one.name for one in audit.definition.criteria}
    others = {
        piece.criterion: row.classification.vocabulary[piece.criterion]
        for row in audit.rows
        for piece in row.relationship.evidence
        if piece.criterion not in known and piece.criterion in row.classification.vocabulary
    }
    said = {
        "audit": FORMAT,
        "as_of": None if audit.as_of is None else audit.as_of.isoformat(),
        "definition": to_document(audit.definition),
        "criteria": to_document(_declaring(others)).get("criteria", {}),
    }
    lines = [f"{json.dumps(key)}: {_json(value)},\n" for key, value in said.items()]
    rows = ",\n".join(_json(_plain(row.relationship)) for row in audit.rows)
    return f'{{{"".join(lines)}"relationships": [\n{rows}\n]}}\n'


def read_audit(path: Path) -> Audit:
    """Read a saved audit: it is made anew from what was saved, by the definition and day of then.

    Raises:
        InvalidDefinitionError: The definition in it is none.
        InvalidValueError: It is no saved audit, or something in it is wrong; with its place.
        OSError: The file cannot be opened.
    """
    name = path.name
    try:
        text, _ = decode(path.read_bytes(), "utf-8")
        document = json.loads(text)
    except UndecodableError as error:
        raise InvalidValueError(name, error.found, error.expected) from None
    except (ValueError, RecursionError) as error:
        raise InvalidValueError(name, str(error), "a saved audit, in JSON") from None
    if not isinstance(document, dict) or document.keys() != {*_KEYS}:
        found = ", ".join(document) if isinstance(document, dict) else document
        raise InvalidValueError(name, found, f"a saved audit: an object with {', '.join(_KEYS)}")
    if document["audit"] != FORMAT:
        raise InvalidValueError(f"{name}: audit", document["audit"], f"{FORMAT}, the version of this form")
    definition = from_document(document["definition"], place=name)
    criteria = document["criteria"]
    mentions = list(criteria) if isinstance(criteria, dict) else []
    others = {**to_document(_declaring({})), "criteria": criteria, "mentions": mentions}
    declared = from_document(others, place=name).criteria
    as_of = None if document["as_of"] is None else _day(document["as_of"], f"{name}: as_of")
    vocabulary = FrozenMapping({one.name: one for one in declared})
    rows = document["relationships"]
    if not isinstance(rows, list):
        raise InvalidValueError(f"{name}: relationships", rows, "an array")
    read = (_made(Relationship, one, f"{name}: relationships[{at}]") for at, one in enumerate(rows))
    judged = (Classification(one, definition, as_of, vocabulary=vocabulary) for one in read)
    return Audit.from_classifications(definition, as_of, judged)


def _declaring(criteria: Mapping[str, AnyCriterion]) -> Definition:
    """Give a definition that does nothing but declare criteria."""
    return Definition("criteria", "Criteria", [Label("one")], source="saved", mentions=criteria.values())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    """Give a value as JSON has it; what JSON has no type for, as an object with the name of its type."""
    match value:
        case Side():
            return value.value
        case date():
            return {"date": value.isoformat()}
        case Decimal() | float():
            return {type(value).__name__.casefold(): str(value)}
        case Mapping():
            return {key: _plain(one) for key, one in value.items()}
        case tuple():
            return [_plain(one) for one in value]
    if not attrs.has(type(value)):
        return value
    fields: Any = attrs.fields(type(value))  # type: ignore[arg-type]  # of a class that attrs made
    said = ((one.name, getattr(value, one.name), one.default) for one in fields if one.init)
    return {name: _plain(one) for name, one, usual in said if one not in (usual, (), {})}


_TYPES: Mapping[str, Callable[[Any], object]] = {"date": date.fromisoformat, "decimal": Decimal, "float": float}
_PARTS: Mapping[str, type] = {"evidence": Evidence, "labels": LabelInUse}
_SIDES = ("attested_by", "side")


def _made(kind: type[T], said: object, place: str) -> T:
    """Make an object of what `_plain` gives."""
    declared: Any = attrs.fields(kind)  # type: ignore[arg-type]  # of a class that attrs made
    fields = [one.name for one in declared if one.init]
    if not isinstance(said, dict):
        raise InvalidValueError(place, said, "an object")
    for key in said:
        if key not in fields:
            expected = f"one of {', '.join(fields)}{did_you_mean(key, fields)}"
            raise InvalidValueError(place, f"the key {key!r}", expected)
    arguments: dict[str, Any] = {key: _field(key, value, f"{place}.{key}") for key, value in said.items()}
    try:
        return kind(**arguments)
    except (RelabelError, TypeError) as error:
        raise InvalidValueError(place, said, f"what makes one; {error}") from None


def _field(key: str, value: object, place: str) -> object:
    if key in _PARTS:
        if not isinstance(value, list):
            raise InvalidValueError(place, value, "an array")
        return tuple(_made(_PARTS[key], one, f"{place}[{at}]") for at, one in enumerate(value))
    if key == "attributes" and isinstance(value, dict):
        return {name: _value(one, f"{place}.{name}") for name, one in value.items()}
    if key in _SIDES and value in [side.value for side in Side]:
        return Side(value)
    return _value(value, place)


def _value(value: object, place: str) -> object:
    """Give what stands for one value."""
    if isinstance(value, float):
        raise InvalidValueError(place, value, 'a whole number, or {"decimal": "0.5"}')
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((kind, text),) = value.items()
        if kind in _TYPES and isinstance(text, str):
            try:
                return _TYPES[kind](text)
            except (ValueError, ArithmeticError):
                pass
    raise InvalidValueError(place, value, f"one of {', '.join(_TYPES)}, with what it is as text")


def _day(value: object, place: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise InvalidValueError(place, value, "a day as YYYY-MM-DD, or null") from None
