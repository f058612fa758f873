"""Columns: what the headers of a file stand for, by the mapping or by their name; anything else is context."""

import enum
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeAlias, final

import attrs

from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.words import fold, fold_name, visible
from relabel.files.relationships.assembly import FIELDS, LABELS, OBSERVATION, PIECE, Assembly
from relabel.files.relationships.mapping import ColumnUse, FileMapping, column_lines
from relabel.files.styles import Style
from relabel.texts import did_you_mean, nearest, proposal

__all__ = ["Column", "Use", "context_note", "count_known", "read_columns"]


class Use(enum.Enum):
    """What a column may be besides a field or a criterion, as mapping files name it."""

    ATTRIBUTE = "attribute"
    NUMBER = "number"
    IGNORE = "ignore"


MISTAKABLE = tuple(name for name in FIELDS if name not in ("id", "since", "source", "note"))
"""The fields for which a slip in a header is worth stopping: 'Notes' is more likely context."""

Target: TypeAlias = str | AnyCriterion | Use


@final
@attrs.frozen
class Column:
    """A column of a file.

    Attributes:
        header: Its header.
        target: The field or criterion that it stands for, or its other use.
        about: The criterion whose evidence a field of `OBSERVATION` is about; None for all of the row.
        style: How its cells are written.
        source: For a further word in use, whose word it is.
    """

    header: str
    target: Target
    about: AnyCriterion | None = None
    style: Style = attrs.field(factory=Style)
    source: str = ""


def count_known(headers: Sequence[str], assembly: Assembly, mapping: FileMapping) -> int:
    """Count the cells of a row that could be headers: of fields, criteria or the mapping."""
    names = assembly.headers
    return sum(fold_name(visible(header)) in mapping.columns or names.find(header) is not None for header in headers)


def context_note(headers: Sequence[str]) -> list[str]:
    """Say which columns are no evidence; nothing where there are none."""
    return [f"columns kept as context, not as evidence: {', '.join(headers)}"] if headers else []


def read_columns(
    assembly: Assembly, mapping: FileMapping, line: int, headers: Sequence[str], *, blank: Sequence[bool]
) -> list[Column] | None:
    """Say for each header what it stands for; None where that cannot be said, which is reported.

    Args:
        assembly: Takes up problems and notes.
        mapping: What headers stand for, where it is not their name.
        line: The line of the header.
        headers: The header, cell by cell.
        blank: For each column whether no row has anything in it.
    """
    found = _Headers(assembly, mapping, line, headers)
    columns = [
        found.column(number, header, empty)
        for number, (header, empty) in enumerate(zip(headers, blank, strict=True), 1)
    ]
    found.check(columns)
    return columns if found.sound else None


class _Headers:
    """The header of a file as it is read; every problem is reported."""

    def __init__(self, assembly: Assembly, mapping: FileMapping, line: int, headers: Sequence[str]) -> None:
        self.assembly = assembly
        self.headers = headers
        self.mapping = mapping
        self.line = line
        self.names = assembly.headers
        self.sound = True

    def report(self, column: str, found: str, expected: str, hint: str = "", use: str = "") -> None:
        """Report a problem; `use` is what the mapping may say that the column is."""
        self.sound = False
        cure = column_lines(column, {"is": use}) if use else ""
        self.assembly.report(self.line, column, found, expected, hint, cure=cure)

    def column(self, number: int, cell: str, empty: bool) -> Column:  # noqa: FBT001  # one cell of a row of flags
        header = self.assembly.seen(self.line, f"header {number}", cell)
        use = self.mapping.columns.get(fold_name(header))
        if not header:
            if not empty:
                self.report("", f"no header over column {number}", "a name for every column")
            return Column("", Use.IGNORE)
        if use is None:
            return Column(header, self.weighing(header, self.by_name(header)), style=self.mapping.style)
        about = self.criterion(header, use.criterion) if use.criterion else None
        if use.criterion and about is None:
            return Column(header, Use.IGNORE)
        style = use.style.over(self.mapping.style)
        return Column(header, self.weighing(header, self.by_mapping(header, use)), about, style, use.source)

    def weighing(self, header: str, target: Target) -> Target:
        weighs = target is Use.ATTRIBUTE and fold_name(header) == fold_name(self.mapping.weight)
        return Use.NUMBER if weighs else target

    def check(self, columns: Sequence[Column]) -> None:
        """Report what is wrong with the columns as a whole, and note what is made of them."""
        taken: dict[tuple[str, AnyCriterion | None, str], str] = {}
        for one in columns:
            if isinstance(one.target, str):
                first = taken.setdefault((one.target, one.about, one.source), one.header)
                if first is not one.header:
                    hint = ""
                    if one.target in OBSERVATION:
                        hint = f'; where it is that of one criterion, {{ criterion = "...", is = "{one.target}" }}'
                    elif one.target in LABELS:
                        hint = f'; where it is what another source says, {{ is = "{one.target}", source = "..." }}'
                    self.report(one.header, f"a second column for {one.target!r}, beside {first!r}", "one", hint)
        headers = [one.header for one in columns if one.header]
        for header in sorted(one for one, times in Counter(headers).items() if times > 1):
            self.report(header, "the same header twice", "different headers")
        there = set(map(fold_name, headers))
        for folded, use in self.mapping.columns.items():
            if folded not in there and not use.optional:
                hint = did_you_mean(use.header, headers)
                expected = "only headers of the file in the mapping, or optional = true"
                self.report(use.header, f"a mapping to {use.name!r}, but no such header in the file", expected, hint)
        for found, expected in _shape(columns):
            self.report("", found, expected)
        for criterion in dict.fromkeys(one.target for one in columns if isinstance(one.target, AnyCriterion)):
            named = [one.header for one in columns if one.target == criterion]
            if len(named) > 1:
                self.assembly.notes.append(f"columns read as answers to {criterion.name} alike: {', '.join(named)}")
        self.assembly.notes += context_note(
            [one.header for one in columns if one.target in (Use.ATTRIBUTE, Use.NUMBER) and one.header]
        )
        ignored = [one.header for one in columns if one.target is Use.IGNORE and one.header]
        if ignored:
            self.assembly.notes.append(f"columns ignored, as the mapping file says: {', '.join(ignored)}")

    def by_name(self, header: str) -> Target:
        name = self.names.find(header)
        if name is not None:
            return self.known(header, name)
        asks = next((one for one in self.assembly.vocabulary.values() if fold(one.question) == fold(header)), None)
        if asks is not None:
            hint = f"; map it to {asks.name!r}, or to 'attribute' if it is context (--map)"
            self.report(header, f"the question of {asks.name!r}", "what it stands for in the mapping", hint, asks.name)
            return Use.IGNORE
        close = nearest(header, [*MISTAKABLE, *self.assembly.vocabulary], cutoff=0.8)
        if close is not None:
            taken = close in map(self.names.find, self.headers)
            hint = f"; {close!r} is another column." if taken else proposal(close)
            hint += " If it is context, map it to 'attribute' (--map)"
            expected = "the name of a field or criterion, or one unlike any"
            self.report(header, f"the header {header!r}", expected, hint, Use.ATTRIBUTE.value if taken else close)
        return Use.ATTRIBUTE

    def by_mapping(self, header: str, use: ColumnUse) -> Target:
        if use.name in (*FIELDS, *self.assembly.vocabulary):
            return self.known(header, use.name)
        if use.name in [one.value for one in Use]:
            return Use(use.name)
        hint = did_you_mean(use.name, [*FIELDS, *self.assembly.vocabulary, *(one.value for one in Use)])
        self.report(
            header, f"the mapping to {use.name!r}", "a field, a criterion, 'attribute', 'number' or 'ignore'", hint
        )
        return Use.IGNORE

    def criterion(self, header: str, name: str) -> AnyCriterion | None:
        found = self.assembly.vocabulary.get(name)
        if found is None:
            hint = did_you_mean(name, self.assembly.vocabulary)
            self.report(header, f"the mapping to evidence on {name!r}", "the name of a criterion", hint)
        return found

    def known(self, header: str, name: str) -> Target:
        if name in FIELDS and name in self.assembly.vocabulary:
            expected = "another name; give evidence on this criterion in the columns 'criterion' and 'answer'"
            self.report(header, f"{name!r}, which is a field and a criterion", expected)
        return name if name in FIELDS else self.assembly.vocabulary[name]


def _shape(columns: Sequence[Column]) -> Iterator[tuple[str, str]]:
    """Give what is wrong with the columns as a whole: what was found and what was expected."""
    fields = {one.target for one in columns if isinstance(one.target, str)}
    criteria = [one.target.name for one in columns if isinstance(one.target, AnyCriterion)]
    if not fields & {"company", "buyer", "seller"}:
        yield (
            "no column for the company",
            "a column 'company', or 'buyer' and 'seller'; map yours to one of them (--map), as `relabel map` drafts it",
        )
    if len(fields & set(PIECE)) == 1:
        yield f"a column {min(fields & set(PIECE))!r} alone", "'criterion' and 'answer' together"
    if fields & set(PIECE) and criteria:
        yield f"'criterion' and 'answer' beside {', '.join(criteria)}", "one of the two shapes"
    for one in columns:
        if one.about is not None and one.about.name not in criteria:
            yield f"{one.header!r} for the evidence on {one.about.name}", "a column with the answers, too"
