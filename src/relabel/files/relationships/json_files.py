"""JSON files: an object per line or in an array, each a row with keys of its own or of a shape strict about types."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from types import NoneType
from typing import TypeAlias

from relabel.core.model.answers import answer_text
from relabel.core.model.any_criterion import Side
from relabel.core.model.evidence import Evidence
from relabel.errors import AnswerError
from relabel.files.relationships.assembly import COMPANY, OBSERVATION, PIECE, Assembly, Entry
from relabel.files.relationships.sheets import Sheet
from relabel.files.styles import Typed
from relabel.texts import did_you_mean

__all__ = ["Item", "are_records", "json_array", "json_lines", "parse_json", "read_objects", "read_records"]

_SPACE = re.compile(r"[\s,]*")


Item: TypeAlias = tuple[int, object]
"""A line, and what begins on it."""

PLAIN = (str, int, Decimal, bool, NoneType)
"""What fits in a cell."""


def json_lines(assembly: Assembly, text: str) -> Iterator[Item]:
    """Give what each line of JSON Lines holds, one by one; what is no JSON is reported.

    Args:
        assembly: Takes up the problems.
        text: The lines.
    """
    for line, content in enumerate(assembly.watch(text.split("\n")), 1):
        if content.strip():
            try:
                yield line, parse_json(content)
            except ValueError as error:
                assembly.report(line, "", str(error), "a JSON object")


def json_array(assembly: Assembly, text: str) -> Iterator[Item]:
    """Give the items of an array in JSON, each with the line on which it begins; what is no array is reported.

    Args:
        assembly: Takes up the problems.
        text: The array.
    """
    expected = "an array of JSON objects, in [ ]"
    try:
        parse_json(text)
        at = _SPACE.match(text, 0).end()  # type: ignore[union-attr]  # matches nothing, too
        if not text.startswith("[", at):
            raise ValueError("no array")
        at += 1
        line, counted = 1, 0
        while (start := _SPACE.match(text, at).end()) < len(text) and text[start] != "]":  # type: ignore[union-attr]
            line, counted = line + text.count("\n", counted, start), start
            found, at = _DECODER.raw_decode(text, start)
            yield line, found
    except ValueError as error:
        place = getattr(error, "lineno", 1)
        assembly.report(place, "", str(error), expected)


def are_records(found: object, *, mapped: bool) -> bool | None:
    """Say whether an object is a row with keys of its own, and not of the shape described here; None where it is both.

    Args:
        found: What a line or an item of a file holds.
        mapped: Whether a mapping says what keys stand for.
    """
    if not isinstance(found, dict):
        return False
    if not mapped and found.keys() <= set(COMPANY):
        return None
    ours = not mapped and bool(found.keys() & {*PIECE, "evidence", "attributes"})
    return not ours and all(isinstance(value, PLAIN) for value in found.values())


def read_records(assembly: Assembly, items: Iterable[Item]) -> Sheet:
    """Give objects as the rows of a sheet, their keys as its header; what does not fit in a cell is reported.

    A key that an object lacks is a blank cell, as null is; numbers have one reading only.

    Args:
        assembly: Takes up the problems.
        items: The objects, each with its line.
    """
    headers: dict[str, int] = {}
    rows: list[tuple[int, dict[str, object]]] = []
    for line, found in items:
        if not isinstance(found, dict):
            assembly.report(line, "", repr(found), "a JSON object")
            continue
        for key, value in found.items():
            headers.setdefault(key, len(headers))
            if not isinstance(value, PLAIN):
                assembly.report(line, key, repr(value), "text, a number, true, false or null, as in the other objects")
        rows.append((line, found))
    cells = tuple((line, [_cell(found.get(key)) for key in headers]) for line, found in rows)
    blank = tuple(not any(row[at] for _, row in cells) for at in range(len(headers)))
    return Sheet(1, tuple(headers), cells, blank)


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | Decimal():
            return Typed(answer_text(value))
        case _:
            return str(value).strip()


def read_objects(assembly: Assembly, items: Iterable[Item]) -> None:
    """Read objects with one relationship or one piece of evidence each.

    Args:
        assembly: Takes up the relationships and the problems.
        items: The objects, each with its line.
    """
    for line, found in items:
        if isinstance(found, dict):
            _read_object(assembly, line, found)
        else:
            assembly.report(line, "", repr(found), "a JSON object")


def _read_object(assembly: Assembly, line: int, found: Mapping[str, object]) -> None:
    long = "criterion" in found
    allowed = (*COMPANY, "attributes", *((*PIECE, *OBSERVATION) if long else ("evidence",)))
    fields = _texts(assembly, line, "$", found, COMPANY, allowed)
    sides = {side.value: f"$.{side.value}" for side in Side if side.value in found}
    entry = None if fields is None else assembly.entry(line, fields, sides, merge=long)
    attributes, evidence = found.get("attributes", {}), [found] if long else found.get("evidence", [])
    if not isinstance(attributes, dict):
        assembly.report(line, "$.attributes", repr(attributes), "an object")
    elif entry is not None:
        for name, value in attributes.items():
            assembly.context(line, entry, name, value)
    if not isinstance(evidence, list):
        assembly.report(line, "$.evidence", repr(evidence), "a list")
        return
    for position, piece in enumerate(evidence):
        path = "$" if long else f"$.evidence[{position}]"
        _read_piece(assembly, entry, line, path, piece, allowed if long else (*PIECE, *OBSERVATION))


def _read_piece(
    assembly: Assembly, entry: Entry | None, line: int, path: str, piece: object, allowed: Iterable[str]
) -> None:
    if not isinstance(piece, dict):
        assembly.report(line, path, repr(piece), "an object with 'criterion' and 'answer'")
        return
    # In the long shape the keys have been checked with those of the relationship.
    texts = _texts(assembly, line, path, piece, ("criterion", *OBSERVATION), allowed if path != "$" else piece)
    if "answer" not in piece:
        assembly.report(line, path, "no 'answer'", "an answer, or null where it is unknown")
    if texts is None:
        return
    criterion = assembly.criterion(line, f"{path}.criterion", texts["criterion"])
    observed = assembly.observation(line, texts, {name: f"{path}.{name}" for name in OBSERVATION})
    answer = piece.get("answer")
    if criterion is None or answer is None:
        return
    try:
        if not isinstance(criterion, str):
            criterion.check(answer, path)
        elif not isinstance(answer, str):
            assembly.report(line, f"{path}.answer", repr(answer), "text, as it is a remark, or null")
            return
    except AnswerError as error:
        hint = did_you_mean(answer, error.known)
        assembly.report(line, f"{path}.answer", repr(answer), f"{error.expected}, or null where it is unknown", hint)
        return
    if entry is not None:
        entry.evidence.append(Evidence(criterion, answer, **observed))


def _texts(
    assembly: Assembly, line: int, path: str, found: Mapping[str, object], wanted: Iterable[str], allowed: Iterable[str]
) -> dict[str, str] | None:
    """Give the texts under the wanted keys, blank for null; None where one of them is no text, which is reported."""
    for key in found:
        if key not in set(allowed):
            hint = did_you_mean(key, allowed) or "; put context under 'attributes'"
            assembly.report(line, f"{path}.{key}", f"the key {key!r}", f"one of {', '.join(allowed)}", hint)
    texts = {name: found.get(name) for name in wanted}
    wrong = [name for name, value in texts.items() if value is not None and not isinstance(value, str)]
    for name in wrong:
        assembly.report(line, f"{path}.{name}", repr(texts[name]), "text or null")
    return None if wrong else {name: str(value or "").strip() for name, value in texts.items()}


def parse_json(text: str) -> object:
    """Give what a text in JSON holds, numbers with a point exactly.

    Raises:
        ValueError: It is no JSON, has a key twice, is nested too deeply or has a number that no program could hold.
    """
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise ValueError("objects or arrays that are nested too deeply") from None
    except ArithmeticError:
        raise ValueError("a number that is too large") from None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    twice = sorted(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
    if twice:
        raise ValueError(f"the same key twice: {', '.join(twice)}")
    return dict(pairs)


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no JSON number")


def _whole(digits: str) -> int:
    try:
        return int(digits)
    except ValueError:
        raise ValueError("a number of too many digits") from None


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_float=Decimal, parse_int=_whole, parse_constant=_refuse)
