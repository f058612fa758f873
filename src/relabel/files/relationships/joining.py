"""Joining: what several files say of one relationship put together, by its id or by its names."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import final

import attrs

from relabel.core.model.any_criterion import Side
from relabel.core.model.relationship import LabelInUse, Relationship
from relabel.core.model.words import fold, look
from relabel.errors import InvalidValueError
from relabel.files.definitions.toml import quoted
from relabel.files.problems import refuse
from relabel.files.relationships.assembly import LABELS, Assembly, Entry, rounding
from relabel.files.relationships.company_names import base_name, knows_legal_forms
from relabel.texts import did_you_mean, first_few

__all__ = ["Joined", "join"]

KEPT = ("id", "buyer", "seller", *LABELS)
"""The fields that may differ, as something else is said of that."""


@final
@attrs.frozen
class Joined:
    """The relationships of some files.

    Attributes:
        relationships: In the order in which the files have them first.
        origins: For each of them the numbers of the files that it is in, from 0; nothing for one file.
        notes: What was joined, and what of it differs.
    """

    relationships: tuple[Relationship, ...]
    origins: tuple[tuple[int, ...], ...]
    notes: tuple[str, ...]


@attrs.define
class _Part:
    """What one file says of a relationship, in one entry; `pair` are the names, folded."""

    order: int
    number: int
    file: Assembly
    entry: Entry
    id: str | None
    names: tuple[str, str]
    pair: tuple[str, str]

    @property
    def place(self) -> str:
        return self.at(self.entry.line)

    def at(self, line: int) -> str:
        return f"{self.file.name}:{line}"

    def report(self, column: str, found: str, expected: str, hint: str = "") -> None:
        self.file.report(self.entry.line, column, found, expected, hint)


def join(files: Sequence[Assembly]) -> Joined:
    """Put together what files say of each relationship.

    Entries with one id are one relationship, and so are those with the same names of which at most one
    has an id. The first entry gives the names, the word that is audited, and the context; of what others
    say, words are kept with their source, evidence is added, and a note is taken of the rest.

    Args:
        files: What was read of each; their problems are refused, all at once.

    Raises:
        InvalidFileError: A problem was reported, here or before: an id that two companies have, one company
            that has two, names that look the same and are not. Lists them all, by file and line.
    """
    parts = list(_parts(files))
    _check_looks(parts)
    groups = _grouped(parts)
    notes = [*_joined(files, groups), *_renamed(groups), *_several(groups), *_idle(files)]
    origins = [tuple(dict.fromkeys(part.number for part in group)) for group in groups] if len(files) > 1 else []
    for file in files:
        file.close()
    del parts
    differing: dict[str, list[str]] = {}
    relationships = []
    groups.reverse()
    while groups:  # of many rows, not all are to be there twice
        one = _relationship(groups.pop(), differing)
        relationships += [] if one is None else [one]
    refuse([file.problems for file in files])
    return Joined(tuple(relationships), tuple(origins), (*notes, *_differing(differing)))


def _parts(files: Sequence[Assembly]) -> Iterator[_Part]:
    entries = ((number, file, entry) for number, file in enumerate(files) for entry in file.entries)
    for order, (number, file, entry) in enumerate(entries):
        buyer, seller = entry.fields["buyer"], entry.fields["seller"]
        yield _Part(order, number, file, entry, entry.fields.get("id"), (buyer, seller), (fold(buyer), fold(seller)))


def _check_looks(parts: Sequence[_Part]) -> None:
    """Refuse names that look the same and are written in different letters."""
    looks: dict[tuple[str, str], _Part] = {}
    for part in parts:
        buyer, seller = part.names
        first = looks.setdefault((look(buyer), look(seller)), part)
        if first is not part and first.pair != part.pair:
            found = f"{buyer!a} and {seller!a}, which look like those of {_place(first, part)}"
            part.report("", found, "the very same letters, or names that do not look the same")


def _place(other: _Part, part: _Part) -> str:
    """Name the line of another entry, and its file where that is another."""
    return f"line {other.entry.line}" if other.file is part.file else f"{other.file.name} line {other.entry.line}"


def _grouped(parts: Sequence[_Part]) -> list[list[_Part]]:
    """Give the entries about each relationship, in the order of the first of each."""
    groups: dict[object, list[_Part]] = {}
    marked: dict[tuple[str, str], list[_Part]] = {}
    for part in parts:
        if part.id is not None:
            groups.setdefault(part.id, []).append(part)
            marked.setdefault(part.pair, []).append(part)
    for some in groups.values():
        _check_names(some)
    for some in marked.values():
        _check_ids(some)
    for part in parts:
        if part.id is None:
            some = marked.get(part.pair, [])
            _check_id(part, some)
            groups.setdefault(some[0].id if some else part.pair, []).append(part)
    for some in groups.values():
        if len(some) > 1:
            some.sort(key=lambda part: part.order)
    return sorted(groups.values(), key=lambda group: group[0].order)


def _check_names(group: Sequence[_Part]) -> None:
    """Refuse an id that companies have whose names differ in more than legal form and punctuation."""
    first = group[0]
    for part in group[1:]:
        for column, one, other in zip(("buyer", "seller"), part.names, first.names, strict=True):
            if fold(one) != fold(other) and base_name(one) != base_name(other):
                header = part.file.fields.get(column) or part.file.fields.get("company", column)
                expected = f"{other!r}, which {_place(first, part)} calls the company with the id {part.id!r}"
                cure = f"; if they are one, say so in the mapping, under [same]: {quoted(one)} = {quoted(other)}"
                cure = rounding(part.id) or f"{cure}; else map the column of the id to 'attribute'"
                part.report(header, repr(one), expected, cure)


def _check_ids(marked: Sequence[_Part]) -> None:
    """Refuse ids of the same companies of which no file has both: they may be one relationship or several."""
    first = marked[0]
    there = {part.number for part in marked if part.id == first.id}
    reported: set[str | None] = {first.id}
    for part in marked:
        if part.id in reported:
            continue
        reported.add(part.id)
        if there.isdisjoint(other.number for other in marked if other.id == part.id):
            found = f"{part.id!r}, but {first.id!r} in {_place(first, part)}"
            cure = (
                f"{rounding(part.id) or rounding(first.id)}; to join by name, map the column of the id to 'attribute'"
            )
            part.report("id", found, "one id for the same companies", cure)


def _check_id(part: _Part, marked: Sequence[_Part]) -> None:
    """Refuse an entry without an id where its file gives the same companies one, or other files several."""
    found = f"{' and '.join(part.names)} without an id"
    mixed = next((other for other in marked if other.file is part.file), None)
    known = {other.id: other for other in reversed(marked)}
    if mixed is not None:
        found += f", with one on line {mixed.entry.line}"
        part.report("id", found, "an id on all lines about the same companies, or on none")
    elif len(known) > 1:
        ids = ", ".join(f"{one!r} ({_place(other, part)})" for one, other in reversed(known.items()))
        part.report("id", found, f"the id of one of them: {ids}")


def _relationship(group: Sequence[_Part], differing: dict[str, list[str]]) -> Relationship | None:
    """Make a relationship of its entries; None where it cannot be made, which is reported."""
    first = group[0]
    fields, attributes, evidence = first.entry.fields, first.entry.attributes, first.entry.evidence
    labels: list[LabelInUse] = []
    if len(group) > 1:
        fields, attributes = dict(fields), dict(attributes)
        evidence = [piece for part in group for piece in part.entry.evidence]
    for part in group[1:]:
        for known, given in ((fields, part.entry.fields), (attributes, part.entry.attributes)):
            for name, value in given.items():
                mine = known.setdefault(name, value)
                if (type(mine) is not type(value) or mine != value) and not (known is fields and name in KEPT):
                    line = part.file.line_of(part.entry, name, context=known is attributes)
                    differing.setdefault(name, []).append(part.at(line))
    if len(group) > 1 or first.entry.words:
        labels = _labels(group)
        fields = {**{name: word for part in reversed(group) for name, word, _ in reversed(part.entry.words)}, **fields}
    try:
        return Relationship(**fields, labels=labels, evidence=evidence, attributes=attributes)
    except InvalidValueError as error:
        first.report("", f"{error.place} {error.found!r}", error.expected)
        return None


def _labels(group: Sequence[_Part]) -> list[LabelInUse]:
    """Give the words of each side that has several, with their sources."""
    said: list[tuple[str, str, str]] = []
    for part in group:
        given = part.entry.fields
        said += [(name, given[name], part.at(part.file.line_of(part.entry, name))) for name in LABELS if name in given]
        said += part.entry.words
    names = Counter(name for name, _, _ in said)
    return [LabelInUse(word, LABELS[name], source) for name, word, source in said if names[name] > 1]


def _joined(files: Sequence[Assembly], groups: Sequence[Sequence[_Part]]) -> Iterator[str]:
    several = sum(len(group) > 1 for group in groups)
    if len(files) > 1:
        shared = sum(len({part.number for part in group}) > 1 for group in groups)
        alone = [sum({part.number for part in group} == {number} for group in groups) for number in range(len(files))]
        only = ", ".join(f"only in {file.name}: {count}" for file, count in zip(files, alone, strict=True))
        yield f"relationships in several files: {shared}; {only}"
        if not knows_legal_forms():
            yield "names were not compared without their legal forms, as cleanco is not installed (the extra 'names')"
    elif several:
        yield f"relationships with several rows, all of which count as evidence: {several}"


def _renamed(groups: Sequence[Sequence[_Part]]) -> Iterator[str]:
    """Say which names were joined by their id, though they are not written alike."""
    found = [
        f"{other!r} ({part.place}) as {one!r}"
        for group in groups
        for part in group[1:]
        for one, other in zip(group[0].names, part.names, strict=True)
        if fold(one) != fold(other)
    ]
    if found:
        yield f"joined by id under another spelling: {first_few(found)}"


def _several(groups: Sequence[Sequence[_Part]]) -> Iterator[str]:
    """Say which names several ids have, each of which is a relationship of its own."""
    marked: dict[tuple[str, str], list[_Part]] = {}
    for group in groups:
        marked.setdefault(group[0].pair, []).append(group[0])
    found = [
        f"{' and '.join(some[0].names)} ({', '.join(str(part.id) for part in some)})"
        for some in marked.values()
        if len(some) > 1
    ]
    if found:
        yield f"the same names under several ids, each judged by itself: {first_few(found)}"


def _differing(differing: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for name, places in differing.items():
        said = f"{name!r} differs between the rows of a relationship, of which the first counts"
        yield f"{said}; not so: {first_few(places)}"


def _idle(files: Sequence[Assembly]) -> Iterator[str]:
    """Say which names of `[same]` nobody has."""
    renamed = {name for file in files for name in file.renamed}
    idle = [name for name in files[0].same if fold(name) not in renamed]
    if idle:
        names = {entry.fields[side.value] for file in files for entry in file.entries for side in Side}
        told = [repr(name) + did_you_mean(name, names) for name in idle]
        yield f"names under [same] that no row has: {first_few(told)}"
