"""Mappings: what the columns of a file stand for and how their cells are written, as a TOML file says it."""

import importlib.resources
from collections import Counter
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import final

import attrs

from relabel.core.model.any_criterion import Side
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.words import fold, fold_name, visible
from relabel.errors import DefinitionError
from relabel.files.cells import UnreadableError, read_date, read_side
from relabel.files.definitions.clauses.cursor import Cursor, Parts
from relabel.files.definitions.toml import inline, quoted
from relabel.files.definitions.toml_positions import Locations, NoTomlError, parse_toml
from relabel.files.problems import Problems
from relabel.files.relationships.assembly import LABELS, OBSERVATION
from relabel.files.relationships.company_names import last_names
from relabel.files.sources.encodings import UndecodableError, decode, is_encoding, read_as
from relabel.files.styles import Style, is_date_form

__all__ = ["EMPTY", "ColumnUse", "FileMapping", "column_lines", "read_mapping", "read_mapping_schema"]

STYLE = ("date", "decimal", "thousands", "unit", "unknown", "values")
COLUMN = ("is", "criterion", "source", "optional", *STYLE)
FILE = ("columns", "same", "encoding", "sheet", "header_row", "duplicates", *OBSERVATION, *STYLE)
DUPLICATES = ("refuse", "evidence")

_WHOLE = {key: f"{key} above the first [columns...], as it is for the whole file" for key in FILE if key not in COLUMN}
"""Keys for the whole file that stand in the table of a column."""

BLANK = "..."
"""What stands in drafts where something is to be written."""

_NO_REMARKS: Mapping[str, str] = FrozenMapping()

_SLIPS = {
    "column": "[columns]",
    "decimal_separator": "decimal",
    "thousands_separator": "thousands",
    "date_format": "date",
}
"""Keys that are likely to be written, and ours."""


@final
@attrs.frozen
class ColumnUse:
    """What a column stands for.

    Attributes:
        header: The header, as the mapping writes it.
        name: A field, a criterion, `attribute`, `number` or `ignore`.
        criterion: For a field of `OBSERVATION`, the criterion whose evidence it is about; blank for all.
        style: How its cells are written.
        optional: Whether a file may lack it.
        source: For a further word in use, whose word it is: a system, a contract.
    """

    header: str
    name: str
    criterion: str = ""
    style: Style = attrs.field(factory=Style)
    optional: bool = False
    source: str = ""


@final
@attrs.frozen(kw_only=True)
class FileMapping:
    """What a mapping file says.

    Attributes:
        columns: What columns stand for, by their folded header.
        style: How cells are written wherever a column does not say otherwise.
        constants: What holds for every piece of evidence without one of its own, by the name of the field.
        encoding: The encoding of the file; blank where it is not declared.
        sheet: The name of the sheet of a workbook; blank for the only one.
        header_row: The line of the header, from 1; 0 for the first that is not blank.
        duplicates: Whether a second row for a relationship is refused or counts as further `evidence`.
        same: The names of companies to go by for other spellings of them.
        weight: The header of context that is to be read as numbers; blank for none.
        notes: What a reader of the results should know of the mapping file itself.
    """

    columns: Mapping[str, ColumnUse] = attrs.field(factory=FrozenMapping)
    style: Style = attrs.field(factory=Style)
    constants: Mapping[str, str] = attrs.field(factory=FrozenMapping)
    encoding: str = ""
    sheet: str = ""
    header_row: int = 0
    duplicates: str = DUPLICATES[0]
    same: Mapping[str, str] = attrs.field(factory=FrozenMapping)
    weight: str = ""
    notes: tuple[str, ...] = ()


EMPTY = FileMapping()
"""Of a file that needs none."""


def read_mapping(path: Path) -> FileMapping:
    """Read a mapping file. Its form is described in docs/reference/files.md.

    Raises:
        InvalidFileError: Lists everything that is wrong, with line and key.
        OSError: The file cannot be opened.
    """
    problems = Problems(path.name)
    text, guessed, document = "", "", None
    try:
        text, guessed = decode(path.read_bytes())
        document = parse_toml(text)
    except UndecodableError as error:
        problems.report(error.line, "", error.found, error.expected)
    except NoTomlError as error:
        problems.report(error.line or 1, "", error.found, error.expected)
    if document is None:
        problems.refuse()
    wrong: list[DefinitionError] = []
    found = _mapping(Cursor(document, "$", wrong))
    if wrong:
        locations = Locations(text, document or {})
        for one in wrong:
            line, _ = locations.find(one.path) or (1, 0)
            problems.report(line, one.path.removeprefix("$."), one.found.removeprefix("found "), one.expected, one.hint)
    problems.refuse()
    return attrs.evolve(found, notes=(read_as(path.name, guessed),)) if guessed else found


def column_lines(header: str, keys: Mapping[str, object], *, remarks: Mapping[str, str] = _NO_REMARKS) -> str:
    """Give the lines of a mapping file about a column, which may stand anywhere below the keys for the whole file.

    Args:
        header: The header of the column.
        keys: What is said of it: values of TOML by key.
        remarks: What stands behind the line of a key.
    """
    lines = (f"{key} = {inline(one)}" + (f"  # {remarks[key]}" if key in remarks else "") for key, one in keys.items())
    return "\n".join([f"[columns.{quoted(header)}]", *lines])


def read_mapping_schema() -> str:
    """Give the JSON Schema of mapping files, as text, by which editors complete and check them."""
    return (importlib.resources.files("relabel.files.mappings") / "mapping.schema.json").read_text(encoding="utf-8")


def _mapping(root: Cursor) -> FileMapping:
    parts = root.table(FILE, meant=_SLIPS)
    encoding = _text(parts, "encoding")
    if encoding and not is_encoding(encoding):
        parts["encoding"].report("the name of an encoding, such as utf-8 or cp1252")
        encoding = ""
    _check_constants(parts)
    row = parts["header_row"].whole() if "header_row" in parts else None
    if row is not None and row < 1:
        parts["header_row"].report("the number of a line, from 1")
    return FileMapping(
        columns=_columns(parts),
        style=_style(parts),
        constants=FrozenMapping({name: _text(parts, name) for name in OBSERVATION if name in parts}),
        encoding=encoding,
        sheet=_text(parts, "sheet"),
        header_row=row or 0,
        duplicates=parts["duplicates"].one_of(DUPLICATES) or DUPLICATES[0],
        same=_same(parts),
    )


def _check_constants(parts: Parts) -> None:
    """Refuse a day that is no date, and a speaker that is no side."""
    if _text(parts, "source") == BLANK:
        parts["source"].report("where the answers can be looked up in place of it, or no such line")
    for name, read in (("observed_on", read_date), ("attested_by", partial(read_side, ours=Side.SELLER))):
        if name in parts:
            try:
                read(_text(parts, name))
            except UnreadableError as error:
                parts[name].report(error.expected + error.hint)


def _columns(parts: Parts) -> Mapping[str, ColumnUse]:
    found: dict[str, ColumnUse] = {}
    for header, one in (parts["columns"].entries() if "columns" in parts else {}).items():
        folded = fold_name(visible(header))
        if folded in found:
            expected = "one; case, spacing, _ and - between words are ignored"
            one.report(expected, found="two mappings of one header")
        found[folded] = _column(header, one)
    return FrozenMapping(found)


def _same(parts: Parts) -> Mapping[str, str]:
    found: dict[str, str] = {}
    given = parts["same"].entries() if "same" in parts else {}
    spellings = Counter(map(fold, given))
    for name, one in given.items():
        found[name] = one.text() or ""
        if not name.strip():
            one.report("the name of a company in front of it", found="a blank name")
        elif spellings[fold(name)] > 1:
            one.report("one; case and spacing are ignored", found=f"two lines for {name!r}")
    last = last_names(found)
    for name in found:
        if last[name] is None and spellings[fold(name)] == 1:
            given[name].report("a name that does not lead back to it", found=repr(found[name]))
    return FrozenMapping(found)


def _column(header: str, one: Cursor) -> ColumnUse:
    if isinstance(one.value, str):
        return ColumnUse(header, one.value)
    parts = one.table(COLUMN, meant=_WHOLE)
    name, criterion = _text(parts, "is"), _text(parts, "criterion")
    if parts and not name and not criterion:
        one.report("the key 'is': a field, a criterion, 'attribute', 'number' or 'ignore'", found="nothing")
    if criterion and name and name not in OBSERVATION:
        parts["is"].report(f"one of {', '.join(OBSERVATION)}, of the evidence on {criterion}")
    optional = "optional" in parts and parts["optional"].truth()
    source = _text(parts, "source")
    if source and name not in LABELS:
        parts["source"].report(f"no source, but of a word in use (is = {', '.join(map(quoted, LABELS))})")
    return ColumnUse(header, name or criterion, criterion if name else "", _style(parts), bool(optional), source)


def _style(parts: Parts) -> Style:
    form, decimal, thousands = (_text(parts, key) for key in ("date", "decimal", "thousands"))
    if form and not is_date_form(form):
        parts["date"].report("day, month and year once each, such as dd.mm.yyyy, or a form of strptime")
    if decimal not in ("", ".", ","):
        parts["decimal"].report("'.' or ','")
    if thousands and (len(thousands) > 1 or thousands.isalnum() or thousands in "+-" or thousands == decimal):
        parts["thousands"].report("one sign, other than the decimal sign, a digit, + or -")
    if form and not is_date_form(form):
        form = ""
    values: dict[str, str] = {}
    for cell, one in (parts["values"].entries() if "values" in parts else {}).items():
        folded = fold(visible(cell))
        if folded in values:
            one.report("one; case and spacing are ignored", found=f"two meanings of the cell {cell!r}")
        values[folded] = one.text(blank=True) or ""
        if values[folded] == BLANK:
            one.report("what the cell stands for in place of it, or no such line")
    unknown = [one.text(blank=True) or "" for one in (parts["unknown"].items() if "unknown" in parts else [])]
    return Style(
        date=form,
        decimal=decimal or {".": ",", ",": "."}.get(thousands, ""),
        thousands=thousands,
        unit=_text(parts, "unit"),
        unknown=frozenset(fold(visible(cell)) for cell in unknown),
        values=FrozenMapping(values),
    )


def _text(parts: Parts, key: str) -> str:
    return (parts[key].text(blank=True) or "") if key in parts else ""
