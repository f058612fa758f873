"""Spreadsheets: relationships with their evidence from CSV files, as programs in many countries write them."""

import enum
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.evidence import Evidence
from relabel.core.model.words import Words, fold_name
from relabel.files.cells import read_answer
from relabel.files.relationships.assembly import FIELDS, OBSERVATION, PIECE, Assembly, Entry
from relabel.files.rows import Rows
from relabel.texts import did_you_mean, nearest

__all__ = ["read_csv"]


class Use(enum.Enum):
    """What a column may be besides a field or a criterion, as mapping files name it."""

    ATTRIBUTE = "attribute"
    IGNORE = "ignore"


MISTAKABLE = tuple(name for name in FIELDS if name not in ("id", "since", "source", "note"))
"""The fields for which a slip in a header is worth stopping: 'Notes' is more likely context."""

Target: TypeAlias = str | AnyCriterion | Use


def read_csv(assembly: Assembly, columns: Mapping[str, str]) -> None:
    """Read a CSV file, with one relationship or one piece of evidence per row.

    Args:
        assembly: Takes up the relationships and the problems.
        columns: What headers stand for, where it is not their name.
    """
    text = assembly.decode()
    if text is None:
        return
    found = Rows(text, assembly.report)
    assembly.points_group = found.points_group
    rows = iter(found)
    line, headers = next(rows, (1, []))
    named_by = _Headers(assembly, line, headers)
    headers, targets = named_by.headers, named_by.targets(columns)
    if targets is None:
        return
    named = {target: header for header, target in zip(headers, targets, strict=True) if isinstance(target, str)}
    long = "criterion" in named
    idle: list[str] = []
    for line, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(headers):
            assembly.report(line, "", f"{len(cells)} cells", f"{len(headers)}, as in the header")
            continue
        fields = {target: cell.strip() for target, cell in zip(targets, cells, strict=True) if isinstance(target, str)}
        entry = assembly.entry(line, fields, named, merge=long)
        observed = assembly.observation(line, fields, named)
        answered = (
            fields["answer"]
            if long
            else any(
                cell.strip() for target, cell in zip(targets, cells, strict=True) if isinstance(target, AnyCriterion)
            )
        )
        if not answered and any(fields.get(name) for name in OBSERVATION):
            idle.append(str(line))
        for header, target, cell in zip(headers, targets, cells, strict=True):
            if target is Use.ATTRIBUTE and cell.strip() and entry is not None:
                assembly.agree(line, entry.attributes, header.strip(), cell.strip())
            elif isinstance(target, AnyCriterion):
                _add(assembly, entry, line, header, target, cell, observed)
        if long and (fields["criterion"] or fields["answer"]):
            criterion = assembly.criterion(line, named["criterion"], fields["criterion"])
            if criterion is not None:
                _add(assembly, entry, line, named["answer"], criterion, fields["answer"], observed)
    if idle:
        assembly.notes.append(f"a date, side, source or note, but no answer: line {', '.join(idle)}")


def _add(
    assembly: Assembly,
    entry: Entry | None,
    line: int,
    column: str,
    criterion: AnyCriterion,
    cell: str,
    observed: Mapping[str, Any],  # Any: arguments of Evidence, each of its own type
) -> None:
    answer = assembly.cell(
        line, column, cell, lambda text: read_answer(criterion, text, points_group=assembly.points_group)
    )
    if answer is not None and entry is not None:
        entry.evidence.append(Evidence(criterion, answer, **observed))


class _Headers:
    """The header of a file, and what its columns stand for."""

    def __init__(self, assembly: Assembly, line: int, headers: Sequence[str]) -> None:
        self.assembly = assembly
        self.line = line
        self.headers = [assembly.seen(line, f"header {position}", one) for position, one in enumerate(headers, 1)]
        self.names = Words([*FIELDS, *assembly.vocabulary])
        self.sound = True

    def report(self, column: str, found: str, expected: str, hint: str = "") -> None:
        self.sound = False
        self.assembly.report(self.line, column, found, expected, hint)

    def targets(self, columns: Mapping[str, str]) -> list[Target] | None:
        """Say for each header what it stands for; None where that cannot be said, which is reported."""
        if not any(header.strip() for header in self.headers):
            self.report("", "no header", "a first line with the names of the columns")
            return None
        wanted: dict[str, tuple[str, str]] = {}
        for header, name in columns.items():
            if wanted.setdefault(fold_name(header), (header, name)) != (header, name):
                self.report(header, "two mappings of one header", "one; case and signs are ignored")
        targets: list[Target] = []
        for position, header in enumerate(self.headers, 1):
            mapped = wanted.pop(fold_name(header), None)
            if not header.strip():
                self.report("", f"no header over column {position}", "a name for every column")
                target: Target = Use.IGNORE
            else:
                target = self.by_name(header) if mapped is None else self.by_mapping(header, mapped[1])
            if isinstance(target, str) and target in targets:
                self.report(header, f"a second column for {target!r}", "one")
            targets.append(target)
        for header in sorted({one for one in self.headers if one.strip() and self.headers.count(one) > 1}):
            self.report(header, "the same header twice", "different headers")
        for header, name in wanted.values():
            self.report(
                header,
                f"a mapping to {name!r}, but no such header in the file",
                "only headers of the file in the mapping",
            )
        for found, expected in _shape(targets):
            self.report("", found, expected)
        for criterion in dict.fromkeys(target for target in targets if isinstance(target, AnyCriterion)):
            named = [header for header, target in zip(self.headers, targets, strict=True) if target == criterion]
            if len(named) > 1:
                self.assembly.notes.append(f"columns read as answers to {criterion.name} alike: {', '.join(named)}")
        for use, text in (
            (Use.ATTRIBUTE, "kept as context, not as evidence"),
            (Use.IGNORE, "ignored, as the mapping file says"),
        ):
            named = [header for header, target in zip(self.headers, targets, strict=True) if target is use]
            if named:
                self.assembly.notes.append(f"columns {text}: {', '.join(named)}")
        return targets if self.sound else None

    def by_name(self, header: str) -> Target:
        name = self.names.find(header)
        if name is not None:
            return self.known(header, name)
        close = nearest(header, [*MISTAKABLE, *self.assembly.vocabulary], cutoff=0.8)
        if close is not None:
            hint = f"; did you mean {close!r}? If it is context, map it to 'attribute' (--columns)"
            self.report(header, f"the header {header!r}", "the name of a field or criterion, or one unlike any", hint)
        return Use.ATTRIBUTE

    def by_mapping(self, header: str, name: str) -> Target:
        if name in (*FIELDS, *self.assembly.vocabulary):
            return self.known(header, name)
        if name in (Use.ATTRIBUTE.value, Use.IGNORE.value):
            return Use(name)
        hint = did_you_mean(name, [*FIELDS, *self.assembly.vocabulary, *(use.value for use in Use)])
        self.report(header, f"the mapping to {name!r}", "a field, a criterion, 'attribute' or 'ignore'", hint)
        return Use.IGNORE

    def known(self, header: str, name: str) -> Target:
        if name in FIELDS and name in self.assembly.vocabulary:
            expected = "another name; give evidence on this criterion in the columns 'criterion' and 'answer'"
            self.report(header, f"{name!r}, which is a field and a criterion", expected)
        return name if name in FIELDS else self.assembly.vocabulary[name]


def _shape(targets: Sequence[Target]) -> Iterator[tuple[str, str]]:
    """Give what is wrong with the columns as a whole: what was found and what was expected."""
    fields = {target for target in targets if isinstance(target, str)}
    criteria = [target.name for target in targets if isinstance(target, AnyCriterion)]
    if not fields & {"company", "buyer", "seller"}:
        yield (
            "no column for the company",
            "a column 'company', or 'buyer' and 'seller'; map yours to one of them (--columns)",
        )
    if len(fields & set(PIECE)) == 1:
        yield f"a column {min(fields & set(PIECE))!r} alone", "'criterion' and 'answer' together"
    if fields & set(PIECE) and criteria:
        yield f"'criterion' and 'answer' beside {', '.join(criteria)}", "one of the two shapes"
