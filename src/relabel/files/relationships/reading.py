"""Reading: relationships with their evidence from a file, all or nothing."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import final

import attrs

from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.relationship import Relationship
from relabel.files.problems import Problems
from relabel.files.relationships.assembly import Assembly
from relabel.files.relationships.csv_files import read_csv
from relabel.files.relationships.json_lines import read_json_lines

__all__ = ["Reading", "read", "read_columns"]


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
    columns: Mapping[str, str] | None = None,
) -> Reading:
    """Read relationships with their evidence from a file.

    A file whose name ends in `.jsonl` or `.ndjson` holds one JSON object per line, any other file is
    CSV with a header. Either holds one relationship per line, with one column per criterion (CSV) or a
    list under `evidence` (JSON Lines); or, where there is a `criterion` and an `answer`, one piece of
    evidence per line. See docs/reference/files.md.

    Args:
        path: The file. CSV may be UTF-8 (with or without byte order mark), UTF-16 with one, or cp1252,
            and separated by comma, semicolon or tab.
        vocabulary: The criteria that answers may be about, by name.
        given_to: The side that a `company` is on.
        us: The name of the other side where the file does not give it.
        columns: What the headers of a CSV file stand for, where it is not their name: a field, a
            criterion, `attribute` or `ignore`.

    Raises:
        InvalidFileError: Lists everything that cannot be read, each with line and column. Nothing is
            read then.
        OSError: The file cannot be opened.
    """
    assembly = Assembly(path, vocabulary, given_to, us)
    if path.suffix.casefold() in (".jsonl", ".ndjson"):
        if columns:
            assembly.report(1, "", "a mapping of headers", "none, as the keys of JSON Lines have fixed names")
        read_json_lines(assembly)
    else:
        read_csv(assembly, columns or {})
    return Reading(assembly.finish(), tuple(assembly.notes))


def read_columns(path: Path) -> dict[str, str]:
    """Read a mapping file: TOML with a table `[columns]` of header to field, criterion or `ignore`.

    Raises:
        InvalidFileError: It is no TOML, or holds something else.
        OSError: The file cannot be opened.
    """
    problems, columns = Problems(path.name), None
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.report(1, "", str(error), 'TOML in UTF-8, with headers in quotes: "Account" = "company"')
    else:
        columns = content.get("columns")
        texts = isinstance(columns, dict) and all(isinstance(value, str) for value in columns.values())
        if not texts or set(content) != {"columns"}:
            found = f"the keys {', '.join(content) or '(none)'}"
            problems.report(1, "", found, 'one table [columns] with lines such as "Account" = "company"')
    problems.refuse()
    return dict(columns or {})
