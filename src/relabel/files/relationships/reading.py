"""Reading: relationships with their evidence from a file, all or nothing."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, final

import attrs

from relabel.core.definitions.definition import Definition
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.evidence import Hearsay
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import OURSELVES, Relationship
from relabel.core.model.shelf_life import life_text
from relabel.core.model.words import fold
from relabel.errors import InvalidValueError
from relabel.files.relationships.assembly import Assembly, Watch, unwatched
from relabel.files.relationships.company_names import SameCompanies, last_names, propose_same
from relabel.files.relationships.joining import join
from relabel.files.relationships.json_files import (
    Item,
    are_records,
    json_array,
    json_lines,
    read_objects,
    read_records,
)
from relabel.files.relationships.mapping import EMPTY, FileMapping
from relabel.files.relationships.sheets import Row, Sheet, find_header, find_sheet, read_sheet, take_sheet
from relabel.files.sources.rows import Rows
from relabel.files.sources.workbooks import SheetError, is_workbook, sheet_rows
from relabel.texts import capital, did_you_mean

__all__ = ["Peek", "Reading", "peek", "read", "read_all"]


@final
@attrs.frozen
class Reading:
    """What a file, or several, held.

    Attributes:
        relationships: In the order of the files.
        notes: What a reader of the results should know: columns kept as context, columns ignored on
            request, an encoding other than UTF-8.
        fields: For each file the headers of the columns that say which relationship a row is about, by the
            field; none where the file has no columns.
        row_dated: The criteria whose answers have the date of their row, where it has answers to others, too.
        reworded: The words in use in which the mapping reads others: the field, the cell, and what it is read as.
        origins: For each relationship the numbers of the files that it is in, from 0; nothing for one file.
    """

    relationships: tuple[Relationship, ...]
    notes: tuple[str, ...] = ()
    fields: Mapping[str, Mapping[str, str]] = attrs.field(factory=FrozenMapping)
    row_dated: tuple[str, ...] = ()
    reworded: tuple[tuple[str, str, str], ...] = ()
    origins: tuple[tuple[int, ...], ...] = ()

    def who(self, given_to: Side | None, us: str = OURSELVES) -> str:
        """Say which column names the company and which has the word in use, and who we are.

        Args:
            given_to: The side that wears the label; None where the definition gives it to both.
            us: Our name.
        """
        texts = {file: _who(fields, given_to, us) for file, fields in self.fields.items()}
        said = set(texts.values()) or {_who({}, given_to, us)}
        return " ".join(said if len(said) == 1 else (f"{file}: {text}" for file, text in texts.items()))

    def same_companies(self, us: str = OURSELVES) -> SameCompanies:
        """Find the companies that may be one, as their names differ in legal form or punctuation only.

        Args:
            us: Our name, which is left as it is.
        """
        origins = self.origins or ((0,),) * len(self.relationships)
        named = zip(self.relationships, origins, strict=True)
        return propose_same((name, there) for one, there in named for name in (one.buyer, one.seller) if name != us)

    def remarks(self, definition: Definition) -> tuple[str, ...]:
        """Give what a definition makes of the evidence that may not be meant, and how to say otherwise."""
        found = []
        policy = definition.policy
        about = {one.name for one in definition.criteria if one.about is not None}
        records = {name for name in about if policy.of(name).hearsay is not Hearsay.OWN_WORD}
        pieces = (piece for one in self.relationships for piece in one.evidence)
        count = sum(piece.attested_by is None and piece.criterion in records for piece in pieces)
        if count:
            said = "1 piece of evidence about one side is nobody's word and counts as a record"
            if count > 1:
                said = f"{count} pieces of evidence about one side are nobody's word and count as records"
            found.append(f'{said}; if it is, say whose (a column attested_by, or attested_by = "us" in the mapping)')
        lives = {name: policy.of(name).shelf_life for name in self.row_dated}
        aged = [f"{name} (at most {life_text(life)})" for name, life in lives.items() if life is not None]
        if aged:
            cure = 'map its column to it ({ criterion = "...", is = "observed_on" })'
            said = f"answers that grow old have the date of their row: {', '.join(aged)}"
            found.append(f"{said}; if one has a date of its own, {cure}")
        mine = ("label", *(f"{one.value}_label" for one in Side if one is definition.given_to))
        for field, cell, meant in self.reworded:
            if field in mine and meant and definition.read(meant) is None:
                hint = did_you_mean(meant, definition.words)
                found.append(f"the mapping reads {cell!r} as {meant!r}, which is no word of {definition.name}{hint}")
        return tuple(found)


@final
@attrs.frozen
class Peek:
    """What a file holds, before anything is made of it.

    Attributes:
        sheet: Its header and rows.
        encoding: Its encoding, where nothing but a guess by the whole file says it.
        notes: What was passed over on the way.
    """

    sheet: Sheet
    encoding: str
    notes: tuple[str, ...] = ()


def read(
    path: Path,
    vocabulary: Mapping[str, AnyCriterion],
    *,
    given_to: Side | None = None,
    us: str = OURSELVES,
    remarks: Iterable[str] = (),
    mapping: FileMapping = EMPTY,
    watch: Watch = unwatched,
) -> Reading:
    """Read relationships with their evidence from a file.

    A file whose name ends in `.jsonl` or `.ndjson` holds one JSON object per line, and one whose name
    ends in `.json` an array of them; a workbook (XLSX, XLS, ODS) or any other file holds rows of cells
    with a header. Each holds one relationship per line, with one column or key per criterion or a list under
    `evidence`; or, where there is a `criterion` and an `answer`, one piece of evidence per line. See
    docs/reference/files.md.

    Args:
        path: The file. Text is UTF-8, UTF-16 with a byte order mark, what the mapping says, or cp1252
            if all of the file agrees with that.
        vocabulary: The criteria that answers may be about, by name.
        given_to: The side that a `company` is on.
        us: The name of the other side where the file does not give it.
        remarks: Names under which it may have free text that is no evidence, in place of a criterion.
        mapping: What the headers stand for and how cells are written, where that has to be said.
        watch: Looks on while rows or lines are taken, to show how far it is.

    Raises:
        InvalidFileError: Lists everything that cannot be read, each with line and column. Nothing is
            read then.
        MissingExtraError: It is a workbook, and python-calamine is not installed.
        OSError: The file cannot be opened.
    """
    return read_all([path], vocabulary, given_to=given_to, us=us, remarks=remarks, mappings=[mapping], watch=watch)


def _who(fields: Mapping[str, str], given_to: Side | None, us: str) -> str:
    """Say who is who in one file."""
    if given_to is None:
        parts = [_named(fields, side) for side in Side]
        return f"{capital(', '.join(parts))}; {_where('the word in use', fields.get('label'))}."
    sided = f"{given_to.value}_label"
    label, whole = fields.get("label"), ""
    if "company" not in fields and label is not None:
        whole = f" Column {label!r} says what the relationship as a whole is called, which is not judged here."
        label = None
    other = given_to.other
    ours = f"we are the {other.value}" + ("" if us == OURSELVES else f" ({us})")
    company = fields.get("company", fields.get(given_to.value))
    parts = [_where("the company", company), _where("the word in use", label or fields.get(sided))]
    parts.append(_named(fields, other) if other.value in fields else ours)
    return f"{capital('; '.join(parts if fields else parts[2:]))}.{whole}"


def _named(fields: Mapping[str, str], side: Side) -> str:
    header = fields.get(side.value)
    return f"the {side.value} is us" if header is None else _where(f"the {side.value}", header)


def read_all(
    paths: Sequence[Path],
    vocabulary: Mapping[str, AnyCriterion],
    *,
    given_to: Side | None = None,
    us: str = OURSELVES,
    remarks: Iterable[str] = (),
    mappings: Sequence[FileMapping] = (EMPTY,),
    watch: Watch = unwatched,
) -> Reading:
    """Read relationships with their evidence from several files, and join them by id or by name.

    The first file that a company is in gives its name, the word that is audited, and its context. Words
    of other files are kept with their source, evidence is added, and of other context a note is taken.

    Args:
        paths: The files, each as for `read`.
        vocabulary: As for `read`.
        given_to: As for `read`.
        us: As for `read`.
        remarks: As for `read`.
        mappings: One for each file in their order, or one for all. What is the `same` in one of them is so in all.
        watch: As for `read`, of each file in turn.

    Raises:
        InvalidFileError: Lists everything that is wrong with the files or cannot be joined, each with file and line.
        InvalidValueError: There is no file, or one twice; there are too few or too many mappings, or two
            of them give one name different meanings.
        MissingExtraError, OSError: As for `read`.
    """
    given = [path.resolve() for path in paths]
    twice = [str(path) for path, one in zip(paths, given, strict=True) if given.count(one) > 1]
    if twice or not paths:
        raise InvalidValueError("files", twice or None, "each file once, and one at least")
    if len(mappings) not in (1, len(paths)):
        expected = f"one mapping for all files, or one for each of the {len(paths)}"
        raise InvalidValueError("mappings", len(mappings), expected)
    ours = list(mappings) * (len(paths) if len(mappings) == 1 else 1)
    same = _same(mappings)
    files = []
    for path, mapping in zip(paths, ours, strict=True):
        repeats = mapping.duplicates == "evidence"
        name = str(path) if [one.name for one in paths].count(path.name) > 1 else path.name
        # Any: each has its own type.
        more: dict[str, Any] = {"remarks": remarks, "name": name, "same": same, "repeats": repeats, "watch": watch}
        files.append(Assembly(path, vocabulary, given_to, us, **more))
        _read_into(files[-1], mapping)
    found = join(files)
    notes = tuple(note if len(files) == 1 else _of(file, note) for file in files for note in file.notes)
    return Reading(
        found.relationships,
        (*(note for mapping in mappings for note in mapping.notes), *notes, *found.notes),
        FrozenMapping({file.name: FrozenMapping(file.fields) for file in files}),
        tuple(dict.fromkeys(name for file in files for name in file.row_dated)),
        tuple(dict.fromkeys(one for file in files for one in _reworded(file))),
        found.origins,
    )


def _reworded(file: Assembly) -> Iterator[tuple[str, str, str]]:
    return ((field, *pair) for (field, _), pairs in file.reworded.items() for pair in pairs)


def _same(mappings: Sequence[FileMapping]) -> Mapping[str, str]:
    """Give the names to go by that all mappings together say."""
    found: dict[str, tuple[str, str]] = {}
    for name, known in (pair for mapping in mappings for pair in mapping.same.items()):
        _, other = found.setdefault(fold(name), (name, known))
        if fold(other) != fold(known):
            raise InvalidValueError(f"[same] of {name!r}", known, f"one meaning in all mappings, such as {other!r}")
    last = last_names(dict(found.values()))
    for name, known in found.values():
        if last[name] is None:
            raise InvalidValueError(f"[same] of {name!r}", known, "a name that does not lead back to it")
    return FrozenMapping({name: known for name, known in last.items() if known is not None})


def _of(file: Assembly, note: str) -> str:
    return note if note.startswith(file.name) else f"{file.name}: {note}"


def _read_into(assembly: Assembly, mapping: FileMapping) -> None:
    """Read all of a file, none of which is kept but what is taken up."""
    data = assembly.path.read_bytes()
    if not _is_json(assembly.path, data):
        rows = _rows(assembly, mapping, data)
        if rows is not None:
            read_sheet(assembly, mapping, rows)
        return
    items, records = _json_items(assembly, mapping, data)
    if records:
        take_sheet(assembly, mapping, read_records(assembly, items))
        return
    if mapping.columns:
        assembly.report(1, "", "a mapping of keys", "none, where objects have the keys of relabel's own shape")
    read_objects(assembly, items)


def _is_json(path: Path, data: bytes) -> bool:
    return path.suffix.casefold() in (_ARRAY, *_LINES) and not is_workbook(data)


def _json_items(assembly: Assembly, mapping: FileMapping, data: bytes) -> tuple[Iterator[Item], bool]:
    """Give what a JSON file holds, one by one, and whether these are rows with keys of their own.

    The first object tells that has more than the names and words of a relationship.
    """
    text = assembly.decode(data, mapping.encoding) or ""
    items = (json_array if assembly.path.suffix.casefold() == _ARRAY else json_lines)(assembly, text)
    seen: list[Item] = []
    for one in items:
        seen.append(one)
        records = are_records(one[1], mapped=bool(mapping.columns))
        if records is not None:
            return itertools.chain(seen, items), records
    return iter(seen), False


def peek(path: Path, vocabulary: Mapping[str, AnyCriterion], *, mapping: FileMapping = EMPTY) -> Peek:
    """Give the header of a file and the rows below it, whatever they mean.

    Args:
        path: The file.
        vocabulary: The criteria that headers may name; by them a header is found that is not in the first line.
        mapping: Where the rows are: encoding, sheet, line of the header.

    Raises:
        InvalidFileError: It holds no rows with a header.
        MissingExtraError: It is a workbook, and python-calamine is not installed.
        OSError: The file cannot be opened.
    """
    assembly = Assembly(path, vocabulary, None, "")
    data = path.read_bytes()
    sheet = Sheet(1)
    if _is_json(path, data):
        items, records = _json_items(assembly, mapping, data)
        if records:
            sheet = read_records(assembly, items)
        else:
            assembly.report(1, "", "no objects with keys of their own", "such; relabel's own shape needs no mapping")
    elif (rows := _rows(assembly, mapping, data)) is not None:
        line = mapping.header_row or find_header(assembly, mapping, rows)
        sheet = find_sheet(assembly, attrs.evolve(mapping, header_row=line), rows)
    join([assembly])
    return Peek(sheet, assembly.encoding, tuple(assembly.notes))


def _rows(assembly: Assembly, mapping: FileMapping, data: bytes) -> Sequence[Row] | None:
    """Give the rows of cells in a file; None where it holds none, which is reported."""
    if is_workbook(data):
        try:
            return sheet_rows(data, mapping.sheet)
        except SheetError as error:
            assembly.report(1, "", error.found, error.expected)
            return None
    text = assembly.decode(data, mapping.encoding)
    if text is None:
        return None
    other = next((kind for kind, start in _OTHER.items() if start.match(text)), None)
    if other is None:
        found = Rows(text, assembly.report)
        rows = list(found)
        unpaired = found.unpaired(rows)
        if unpaired is not None:
            assembly.notes.append(
                f"a quote that is none of a pair, taken as text: line {unpaired[0]} ({unpaired[1]!r})"
            )
        return rows
    assembly.report(1, "", f"{other}, not rows of cells", _CURES[other])
    return None


_ARRAY, _LINES = ".json", (".jsonl", ".ndjson")
_OTHER = {
    "HTML": re.compile(r"\s*<(!doctype html|html|head|body|table|meta)\b", re.IGNORECASE),
    "XML": re.compile(r"\s*<\?xml\b"),
    "JSON": re.compile(r'\s*(\[\s*)?\{\s*"'),
    "PDF": re.compile(r"%PDF-"),
}
"""How files begin that are no rows of cells, whatever they are called."""

_CURES = {
    "HTML": "CSV or a workbook: open the file in a spreadsheet program and save it as one of them",
    "XML": "CSV or a workbook: open the file in a spreadsheet program and save it as one of them",
    "JSON": "a name that ends in .json (an array) or .jsonl (an object per line)",
    "PDF": "the data that it was made from, as CSV or a workbook",
}


def _where(what: str, header: str | None) -> str:
    return f"no column has {what}" if header is None else f"{what} is in column {header!r}"
