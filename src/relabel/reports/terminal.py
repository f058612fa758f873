"""Reports: an audit as sections of text and tables, written as plain text or Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from relabel.core.audits.audit import Audit, AuditRow, Verdict
from relabel.core.classification.explanation import labels_text
from relabel.core.definitions.findings import Status
from relabel.core.model.answers import answer_text
from relabel.core.model.examples import Standing
from relabel.errors import MissingExtraError
from relabel.texts import NOUGHT, Section, printable

if TYPE_CHECKING:
    import rich.table

__all__ = ["MEANING", "sections", "to_markdown", "why", "write_text"]

MEANING = {
    Verdict.OVERCLAIMED: "the word promises more than the evidence leaves possible",
    Verdict.MISLABELED: "the evidence rules the word out",
    Verdict.UNDERCLAIMED: "the word says less than the evidence shows",
    Verdict.UNPROVEN: "it may be right, but promises more than the evidence shows",
    Verdict.FOREIGN: "a word that the definition does not know",
    Verdict.UNDETERMINED: "it fits so far, and is not proven yet",
    Verdict.UNLABELED: "no word in use",
    Verdict.CONFIRMED: "the evidence proves the word",
}


NARROWEST = 6
"""The least width of a column on a terminal, on average, in cells."""


def why(row: AuditRow) -> str:
    """Write in one line what rules the word out, or else what the label found rests on, or what is possible."""
    one = row.classification
    if row.label is not None and row.label not in one.possible:
        obstacles = "; ".join(str(obstacle.finding) for obstacle in one.why_not(row.label).obstacles)
        return f"not {row.label}: {obstacles or 'nobody can get this label'}"
    if one.standing is Standing.OPEN:
        contested = [str(finding) for finding in one.findings if finding.status is Status.CONTESTED]
        return "; ".join([f"{labels_text(one.granted, one.definition)}?", *contested])
    return "; ".join(map(str, one.because)) or "given whatever the answers are"


def sections(
    audit: Audit, *, by: str | None = None, weight: str | None = None, notes: Iterable[str] = ()
) -> list[Section]:
    """Arrange an audit for people: totals, the words that are wrong first, what to ask next.

    Args:
        audit: The audit.
        by: An attribute to split the counts by.
        weight: An attribute to sum beside the counts.
        notes: Lines for the end, such as what was kept as context.

    Raises:
        InvalidValueError: No relationship has the attribute, or it is no number where one is needed.
    """
    definition, rows = audit.definition, audit.rows
    confirmed = sum(row.verdict is Verdict.CONFIRMED for row in rows)
    share = f" ({audit.agreement:.0%})" if audit.agreement is not None else ""
    relationships = "1 relationship" if len(rows) == 1 else f"{len(rows)} relationships"
    found = [
        Section(
            f"Audit by {definition}",
            (
                definition.title
                + ("" if definition.title.endswith((".", "?", "!")) else ".")
                + ("" if definition.given_to is None else f" The company is the {definition.given_to.value}."),
                f"{relationships}, evidence " + (f"up to {audit.as_of}" if audit.as_of else "of any date"),
                f"{confirmed} of {len(rows)} words in use are confirmed{share}",
                *_warnings(audit),
            ),
        )
    ]
    if rows:
        found += _tables(audit, by, weight)
    if notes:
        found.append(Section("Notes", tuple(notes)))
    return found


def _warnings(audit: Audit) -> Iterator[str]:
    """Say what makes an audit worth little: nothing that the definition asks is known, or nobody has a word in use."""
    if not audit.rows:
        return
    if all(one.known + one.contested == 0 for one in audit.coverage):
        yield f"Nothing that {audit.definition.name} asks is known of anybody: is it the right definition for the file?"
    if all(row.verdict is Verdict.UNLABELED for row in audit.rows):
        yield "Nobody has a word in use, so there is nothing to audit: is there a column 'label'?"


def _tables(audit: Audit, by: str | None, weight: str | None) -> list[Section]:
    found = [_verdicts(audit, weight), _cross_table(audit)]
    if by is not None:
        found.append(_groups(audit, by))
    columns = ("company", "called", "found", "standing", "verdict", "because")
    found.append(
        Section("Relationships, the dearest kind of error first", (), columns, tuple(map(_line, audit.ranked)))
    )
    if audit.settling:
        lines = tuple(
            (one.criterion.name, f"{one.settled:.1f}", f"{one.ruled_out:.1f}", one.criterion.question)
            for one in audit.settling[:5]
        )
        text = (
            "How many relationships the answers would settle, and how many labels they would rule out, on average;",
            "questions that settle nothing by themselves are not listed.",
        )
        found.append(
            Section("What to ask first", text, ("criterion", "settles", "labels ruled out", "question"), lines)
        )
    coverage = tuple(
        (one.criterion.name, str(one.known), str(one.contested), str(one.unknown)) for one in audit.coverage
    )
    found.append(Section("How much is known", (), ("criterion", "known", "contested", "unknown"), coverage))
    aside = tuple((name, str(count), reason.value) for (name, reason), count in audit.set_aside.items())
    if aside:
        found.append(Section("Evidence set aside", (), ("criterion", "pieces", "reason"), aside))
    return found


def _line(row: AuditRow) -> tuple[str, ...]:
    one = row.classification
    called = row.word or "-"
    if row.hint is not None:
        called += f" (did you mean {row.hint}?)"
    standing = one.standing.value
    company = row.relationship.company(one.definition.given_to)
    return (company, called, row.found, standing, row.verdict.value, why(row))


def _verdicts(audit: Audit, weight: str | None) -> Section:
    counts = audit.counts()
    sums = audit.counts(weight=weight) if weight is not None else {}
    columns = ("verdict", "count", *((weight,) if weight is not None else ()), "meaning")
    rows = tuple(
        (verdict.value, str(count), *((answer_text(sums[verdict]),) if weight is not None else ()), MEANING[verdict])
        for verdict, count in counts.items()
        if count
    )
    return Section("Verdicts", (), columns, rows)


def _cross_table(audit: Audit) -> Section:
    table = audit.cross_table()
    called = tuple(dict.fromkeys(word for word, _ in table))
    order = [*(label.name for label in audit.definition.labels), *sorted({found for _, found in table})]
    columns = sorted({found for _, found in table}, key=order.index)
    rows = tuple((word, *(str(table.get((word, column), 0) or NOUGHT) for column in columns)) for word in called)
    return Section("Label in use (down) against label found (across)", (), ("in use", *columns), rows)


def _groups(audit: Audit, by: str) -> Section:
    groups = audit.groups(by)
    verdicts = [verdict for verdict, count in audit.counts().items() if count]
    rows = []
    for value, group in groups.items():
        counts = group.counts()
        rows.append((value, str(len(group.rows)), *(str(counts[verdict] or NOUGHT) for verdict in verdicts)))
    return Section(f"By {by}", (), (by, "all", *(verdict.value for verdict in verdicts)), tuple(rows))


def write_text(parts: Sequence[Section], file: TextIO) -> None:
    """Write sections as text: fitted to a terminal, in one line per row where it is none.

    Raises:
        MissingExtraError: `rich` is not installed.
    """
    try:
        from rich.console import Console
        from rich.text import Text
    except ImportError as error:  # rich is an optional package, needed for this form only
        raise MissingExtraError("rich", "cli") from error
    console = Console(file=file, highlight=False)
    tables = [_table(part) if part.columns else None for part in parts]
    crowded = any(len(part.columns) * NARROWEST > console.width for part in parts)
    if crowded or not console.is_terminal:
        # Nobody sees the edge of a pipe or file: fold nothing, so that each row stays one line. Nor where
        # columns would be squeezed to nothing: the terminal folds the lines then, and nothing is lost.
        unbounded = console.options.update(width=1_000_000)
        widths = [console.measure(table, options=unbounded).maximum for table in tables if table is not None]
        console.width = max([console.width, *widths])
    with console.capture() as captured:
        for position, (part, table) in enumerate(zip(parts, tables, strict=True)):
            if position:
                console.print()
            console.print(Text(printable(part.heading), style="bold"), soft_wrap=True)
            for line in part.lines:
                console.print(Text(printable(line)), soft_wrap=True)
            if table is not None:
                console.print()
                console.print(table)
    # Tables are padded to their full width, which is of no use to anybody.
    file.writelines(line.rstrip() + "\n" for line in captured.get().splitlines())


def _table(part: Section) -> "rich.table.Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column, number in zip(part.columns, part.numeric, strict=True):
        table.add_column(Text(printable(column)), justify="right" if number else "left", overflow="fold")
    for row in part.rows:
        table.add_row(*(Text(printable(cell), style=_STYLES.get(cell, "")) for cell in row))
    return table


_STYLES = {verdict.value: "red" for verdict in Verdict if verdict.wrong} | {Verdict.UNPROVEN.value: "yellow"}


def to_markdown(parts: Iterable[Section]) -> str:
    """Write sections as Markdown; signs that mean something in Markdown are escaped."""
    lines: list[str] = []
    for position, part in enumerate(parts):
        lines += [f"{'##' if position else '#'} {_escape(part.heading)}", ""]
        for line in part.lines:
            lines += [_escape(line), ""]
        if part.columns:
            lines.append(f"| {' | '.join(map(_escape, part.columns))} |")
            lines.append(f"|{'|'.join('---:' if number else '---' for number in part.numeric)}|")
            lines += [f"| {' | '.join(map(_escape, row))} |" for row in part.rows]
            lines.append("")
    return "\n".join(lines)


def _escape(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#&~!" else sign for sign in printable(text))
