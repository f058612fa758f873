"""Reading: relationships with their evidence from a file, all or nothing."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import final

import attrs

from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.relationship import Relationship
from relabel.files.relationships.assembly import Assembly
from relabel.files.relationships.json_files import read_json_array, read_json_lines
from relabel.files.relationships.mapping import EMPTY, FileMapping
from relabel.files.relationships.sheets import read_sheet
from relabel.files.rows import Rows
from relabel.files.workbooks import SheetError, is_workbook, sheet_rows

__all__ = ["Reading", "read"]


@final
@attrs.frozen
class Reading:
    """What a file held.

    Attributes:
        relationships: In the order of the file.
        notes: What a reader of the results should know: columns kept as context, columns ignored on
            request, an encoding other than UTF-8.
    """

    relationships: tuple[Relationship, ...]
    notes: tuple[str, ...] = ()


def read(
    path: Path,
    vocabulary: Mapping[str, AnyCriterion],
    *,
    given_to: Side | None = None,
    us: str = "us",
    mapping: FileMapping = EMPTY,
) -> Reading:
    """Read relationships with their evidence from a file.

    A file whose name ends in `.jsonl` or `.ndjson` holds one JSON object per line, and one whose name
    ends in `.json` an array of them; a workbook (XLSX, XLS, ODS) or any other file holds rows of cells
    with a header. Each holds one relationship per line, with one column per criterion or a list under
    `evidence`; or, where there is a `criterion` and an `answer`, one piece of evidence per line. See
    docs/reference/files.md.

    Args:
        path: The file. Text is UTF-8, UTF-16 with a byte order mark, what the mapping says, or cp1252
            if all of the file agrees with that.
        vocabulary: The criteria that answers may be about, by name.
        given_to: The side that a `company` is on.
        us: The name of the other side where the file does not give it.
        mapping: What the headers stand for and how cells are written, where that has to be said.

    Raises:
        InvalidFileError: Lists everything that cannot be read, each with line and column. Nothing is
            read then.
        MissingExtraError: It is a workbook, and python-calamine is not installed.
        OSError: The file cannot be opened.
    """
    assembly = Assembly(path, vocabulary, given_to, us)
    data = path.read_bytes()
    suffix = path.suffix.casefold()
    if is_workbook(data):
        try:
            read_sheet(assembly, mapping, sheet_rows(data, mapping.sheet))
        except SheetError as error:
            assembly.report(1, "", error.found, error.expected)
    elif suffix in _JSON:
        if mapping.columns:
            assembly.report(1, "", "a mapping of headers", "none, as the keys of JSON have fixed names")
        reader = read_json_array if suffix == ".json" else read_json_lines
        reader(assembly, assembly.decode(data, mapping.encoding))
    else:
        _read_text(assembly, mapping, assembly.decode(data, mapping.encoding))
    return Reading(assembly.finish(), tuple(assembly.notes))


def _read_text(assembly: Assembly, mapping: FileMapping, text: str) -> None:
    other = next((kind for kind, start in _OTHER.items() if start.match(text)), None)
    if other is None:
        rows = Rows(text, assembly.report)
        read_sheet(assembly, mapping, list(rows))
    else:
        assembly.report(1, "", f"{other}, not rows of cells", _CURES[other])


_JSON = (".json", ".jsonl", ".ndjson")
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
