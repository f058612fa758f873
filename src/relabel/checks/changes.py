"""Changes: what is written differently in two versions of a definition."""

from collections.abc import Iterator, Mapping
from typing import Any, final

import attrs

from relabel.core.definitions.content import Content
from relabel.core.definitions.document import YES_NO, to_document
from relabel.core.model.answers import answer_text

__all__ = ["Change", "changes_between"]

_ENTRIES = {
    "aliases": "word in use",
    "criteria": "criterion",
    "examples": "example",
    "labels": "label",
    "lent": "lent by",
    "overrides": "for",
    "presume": "presumption",
}
"""The keys of a document under which entries stand that have names, with what one is called."""


@final
@attrs.frozen
class Change:
    """One thing that two definitions write differently.

    Attributes:
        what: What it is, for example `presumption pays` or `criterion trust, high`.
        before: What the old definition says, in words; None if it says nothing.
        after: What the new definition says, in words; None if it says nothing.
    """

    what: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.what}: added ({self.after})"
        if self.after is None:
            return f"{self.what}: removed (it was {self.before})"
        return f"{self.what}: {self.before} became {self.after}"


def changes_between(old: Content, new: Content) -> tuple[Change, ...]:
    """List what two definitions write differently, in the order of their documents.

    What is written is compared, not what it means: a condition that is written differently and means the
    same is listed. There are no changes exactly where the digests are equal.
    """
    documents = [to_document(one, write=str) for one in (old, new)]
    found: list[Change] = []
    for key in {**documents[0], **documents[1]}:
        before, after = (dict(_statements({key: one[key]} if key in one else {})) for one in documents)
        for what in {**before, **after}:
            found += _changes(what, before.get(what), after.get(what))
    return tuple(found)


def _statements(document: Mapping[str, Any]) -> Iterator[tuple[str, object]]:  # Any: plain data of known shape
    """Give what a document says, by what it says it of."""
    for key, said in document.items():
        if key in _ENTRIES:
            yield from _by_name(_ENTRIES[key], said)
        elif isinstance(said, dict):
            yield from ((f"{_plain(key)}, {what}", one) for what, one in _statements(said))
        else:
            yield _plain(key), said


def _by_name(kind: str, entries: Any) -> Iterator[tuple[str, object]]:  # Any: as above
    """Give what is said of entries of a kind: a list that has an order, or a mapping that has none."""
    if isinstance(entries, list):
        if len(entries) > 1:
            yield f"{kind}s in order", " > ".join(one["name"] for one in entries)
        entries = {one["name"]: {key: said for key, said in one.items() if key != "name"} for one in entries}
    for name, one in entries.items():
        if isinstance(one, list):
            yield from ((f"{kind} {name}: {what}", said) for what, said in _by_name("label", one))
        elif kind == "label" and one.keys() <= {"when"}:
            yield f"{kind} {name}", one.get("when", "otherwise")
        else:
            yield f"{kind} {name}", {"kind": YES_NO, **one} if kind == "criterion" else one


def _changes(what: str, before: object, after: object) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {**before, **after}:
            yield from _changes(f"{what}, {_plain(key)}", before.get(key), after.get(key))
    elif before != after:
        yield Change(what, *(None if said is None else _text(said) for said in (before, after)))


def _plain(key: str) -> str:
    return key.replace("_", " ")


def _text(said: Any) -> str:  # Any: as above
    if isinstance(said, dict):
        return "; ".join(f"{_plain(key)}: {_text(one)}" for key, one in sorted(said.items()))
    if isinstance(said, list):
        return ", ".join(" and ".join(one) if isinstance(one, list) else one for one in said)
    return answer_text(said)
