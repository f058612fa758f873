"""Spreadsheets: relationships with their evidence from CSV files, as programs in many countries write them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from relabel.cells import fold_name, read_answer
from relabel.drafts import FIELDS, PIECE, Draft, Drafts
from relabel.errors import nearest
from relabel.evidence import Evidence
from relabel.questions import AnyCriterion

__all__ = ["read_csv"]

ATTRIBUTE, IGNORE = "attribute", "ignore"


def read_csv(drafts: Drafts, columns: Mapping[str, str]) -> None:
    """Read a CSV file, with one relationship or one piece of evidence per row.

    Args:
        drafts: Takes up the relationships and the problems.
        columns: What headers stand for, where it is not their name.
    """
    rows = _rows(drafts, drafts.decode())
    line, headers = next(rows, (1, []))
    targets = _targets(drafts, line, headers, columns)
    if targets is None:
        return
    named = dict(zip(targets, headers, strict=True))
    long = "criterion" in named
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(headers):
            drafts.report(line, "", f"{len(cells)} cells", f"{len(headers)}, as in the header")
            continue
        fields = {target: cell.strip() for target, cell in zip(targets, cells, strict=True) if target in FIELDS}
        draft = drafts.draft(line, fields, merge=long)
        observed = drafts.observation(line, fields, named)
        for header, target, cell in zip(headers, targets, cells, strict=True):
            if target == ATTRIBUTE and cell.strip() and draft is not None:
                drafts.agree(draft, line, draft.attributes, header.strip(), cell.strip())
            elif target in drafts.vocabulary:
                _add(drafts, draft, line, header, drafts.vocabulary[target], cell, observed)
        if long and (fields["criterion"] or fields["answer"]):
            criterion = drafts.criterion(line, named["criterion"], fields["criterion"])
            if criterion is not None:
                _add(drafts, draft, line, named["answer"], criterion, fields["answer"], observed)


def _add(
    drafts: Drafts,
    draft: Draft | None,
    line: int,
    column: str,
    criterion: AnyCriterion,
    cell: str,
    observed: Mapping[str, Any],  # Any: arguments of Evidence, each of its own type
) -> None:
    answer = drafts.cell(line, column, cell, lambda text: read_answer(criterion, text))
    if answer is not None and draft is not None:
        draft.evidence.append(Evidence(criterion, answer, **observed))


def _rows(drafts: Drafts, text: str) -> Iterator[tuple[int, list[str]]]:
    """Give the rows with the line on which each begins."""
    first, _, rest = text.partition("\n")
    skipped = 0
    if re.fullmatch(r"sep=[,;\t]\r?", first):  # a line that some spreadsheet programs write and read
        delimiter, text, skipped = first[4], rest, 1
    else:
        delimiter = max(",;\t", key=lambda sign: len(next(csv.reader(io.StringIO(text), delimiter=sign), [])))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            drafts.report(line, "", str(error), "quotes in pairs, and a quote inside a quoted cell doubled")
            return
        yield line, row


def _targets(drafts: Drafts, line: int, headers: list[str], columns: Mapping[str, str]) -> list[str] | None:
    """Say for each header what it stands for: a field, a criterion, attribute or ignore; None where it cannot be."""
    if not any(header.strip() for header in headers):
        drafts.report(line, "", "no header", "a first line with the names of the columns")
        return None
    known = {fold_name(name): name for name in (*FIELDS, *drafts.vocabulary)}
    wanted = {fold_name(header): (header, target) for header, target in columns.items()}
    targets: list[str] = []
    sound = True

    def report(column: str, found: str, expected: str, hint: str = "") -> None:
        nonlocal sound
        sound = False
        drafts.report(line, column, found, expected, hint)

    for position, header in enumerate(headers, 1):
        folded = fold_name(header)
        close = nearest(header, known.values(), cutoff=0.85)
        target = known.get(folded, ATTRIBUTE)
        if not header.strip():
            report("", f"no header over column {position}", "a name for every column")
        elif folded in wanted:
            target = wanted.pop(folded)[1]
            if target not in (ATTRIBUTE, IGNORE, *known.values()):
                right = nearest(target, known.values())
                hint = f"; did you mean {right!r}?" if right else ""
                report(header, f"the mapping to {target!r}", "a field, a criterion, 'attribute' or 'ignore'", hint)
        elif folded not in known and close is not None:
            hint = f"; did you mean {close!r}? If it is context, map it to {ATTRIBUTE!r}"
            report(header, f"the header {header!r}", "the name of a field or criterion, or something unlike any", hint)
        if target in FIELDS and target in targets:
            report(header, f"a second column for {target!r}", "one")
        targets.append(target)
    for header in sorted({header for header in headers if header.strip() and headers.count(header) > 1}):
        report(header, "the same header twice", "different headers")
    for header, target in wanted.values():
        report(header, f"no such header, but a mapping to {target!r}", "the headers of the mapping file in the file")
    for found, expected in _shape(set(targets), drafts.vocabulary):
        report("", found, expected)
    for kind, text in ((ATTRIBUTE, "kept as context, not as evidence"), (IGNORE, "ignored, as the mapping file says")):
        named = [header for header, target in zip(headers, targets, strict=True) if target == kind]
        if named:
            drafts.notes.append(f"columns {text}: {', '.join(named)}")
    return targets if sound else None


def _shape(targets: set[str], vocabulary: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give what is wrong with the columns as a whole: what was found and what was expected."""
    if not targets & {"company", "buyer", "seller"}:
        yield "no column for the company", "a column 'company', or 'buyer' and 'seller'"
    if len(targets & set(PIECE)) == 1:
        yield f"a column {min(targets & set(PIECE))!r} alone", "'criterion' and 'answer' together"
    both = sorted(targets & set(vocabulary))
    if targets & set(PIECE) and both:
        yield f"'criterion' and 'answer' beside {', '.join(both)}", "one of the two shapes"
