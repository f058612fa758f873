"""What stands on the page of an audit, in the order in which it is read, before it is HTML."""

import itertools
from collections.abc import Mapping
from typing import final

import attrs

from relabel.core.audits.audit import Audit, weight_of
from relabel.core.audits.text import explained, headline, verdicts, why, written
from relabel.core.audits.verdicts import AuditRow, Verdict
from relabel.core.audits.worklist import CARDS, SOON, Expiry, Task, expiries, worklist
from relabel.core.classification.explanation import Explanation
from relabel.core.classification.text import NEXT_STEP, VERDICT
from relabel.core.definitions.findings import Finding, Status
from relabel.core.model.answers import answer_text
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.examples import Standing
from relabel.core.model.relationship import attribute_text
from relabel.markup import to_html
from relabel.reports.page.flow import flow
from relabel.reports.page.tree import tree
from relabel.sections import NUMBER, Item, Section

__all__ = ["MANY", "WORST", "Content", "content"]

MANY, WORST = 20_000, 5_000
"""Of more relationships than `MANY` only the `WORST` are listed."""

CELLS = 200
"""So many relationships are in the table of what is known of what, and so many lines in the shorter tables."""

CONTEXT = 4
"""So many columns of context stand in the table of companies; on the cards stand all of them."""


@final
@attrs.frozen
class Line:
    """A row of the audit as it is written.

    Attributes:
        place: Its place on the page, from 1.
        row: The row.
        context: What it has in the columns of context.
        why: Why, in a line.
        card: The explanation as HTML; empty beyond `CARDS`.
    """

    place: int
    row: AuditRow
    context: tuple[str, ...]
    why: str
    card: str

    @property
    def company(self) -> str:
        """The company that gets the label."""
        return self.row.relationship.company(self.row.classification.definition.given_to)

    @property
    def called(self) -> str:
        """The word in use."""
        return written(self.row.word)

    @property
    def presumed(self) -> bool:
        """Whether what is found is only presumed."""
        return self.row.classification.standing is Standing.PRESUMED

    @property
    def owner(self) -> str:
        """Who is to do something about it; empty where nobody is named."""
        return attribute_text(self.row.relationship.attributes.get("owner"))

    @property
    def label(self) -> str:
        """The label that the word stands for, or the word, to filter by."""
        return written(self.row.label or self.row.word)


@final
@attrs.frozen
class Content:
    """What stands on the page of an audit.

    Attributes:
        audit: The audit.
        weight: The column that is summed, the first one of context; None for none.
        headline: The sentence that matters.
        who: Who buys and who sells.
        summary: The verdicts with counts and meanings, as HTML.
        flow: The picture, as SVG.
        context: The columns of context of `lines`, each with whether it holds numbers.
        lines: The relationships, the dearest kind of error first.
        tasks: What is to be done, each with its line.
        known: What is known of what: for a line what is found on each criterion, as text and kind.
        contested: Findings that the evidence answers in several ways, each with its line.
        expiries: The evidence that soon no longer counts, likewise.
        definition: The definition in words, as HTML.
        tree: Its decision diagram, as SVG; empty if it is too large to be looked at.
        notes: Lines for the end.
    """

    audit: Audit
    weight: str | None
    headline: str
    who: str
    summary: str
    flow: str
    context: tuple[tuple[str, bool], ...]
    lines: tuple[Line, ...]
    tasks: tuple[tuple[Line, Task], ...]
    known: tuple[tuple[Line, tuple[tuple[str, str], ...]], ...]
    contested: tuple[tuple[Line, Finding], ...]
    expiries: tuple[tuple[Line, Expiry], ...]
    definition: str
    tree: str
    notes: tuple[str, ...]

    @property
    def carded(self) -> int:
        """How many relationships have a card."""
        return min(len(self.lines), CARDS)

    @property
    def totals(self) -> str:
        """How many words are confirmed, and of how many it is not known whether they are right."""
        counts = {verdict: count for verdict, count in self.audit.counts().items() if count}
        unlabeled = counts.pop(Verdict.UNLABELED, 0)
        confirmed = counts.pop(Verdict.CONFIRMED, 0)
        open_ones = {verdict: count for verdict, count in counts.items() if not verdict.wrong}
        kinds = ", ".join(f"{count} {verdict.value}" for verdict, count in open_ones.items())
        said = f"{confirmed} {'is' if confirmed == 1 else 'are'} confirmed"
        if open_ones:
            said += f", and of {sum(open_ones.values())} it is not known whether they are right ({kinds})"
        return f"{said}. {unlabeled} of {len(self.audit.rows)} have no word." if unlabeled else f"{said}."

    @property
    def soon(self) -> int:
        """How many days ahead `expiries` looks."""
        return SOON.days

    @property
    def criteria(self) -> tuple[AnyCriterion, ...]:
        """The columns of `known`."""
        return self.audit.definition.asked


def content(audit: Audit, weight: str | None, who: str, notes: tuple[str, ...], us: str | None) -> Content:
    """Gather what stands on the page; see `relabel.reports.page.page.to_page`."""
    definition = audit.definition
    listed = _listed(audit, weight)
    explanations = [(row, row.classification.explanation()) for row in listed[:CARDS]]
    cards = [to_html(_card(row, explanation, us), level=3) for row, explanation in explanations]
    context = list(dict.fromkeys(name for row in listed for name in row.relationship.attributes))
    context = sorted(context, key=lambda name: name != weight)[:CONTEXT]
    values = [tuple(attribute_text(row.relationship.attributes.get(name)) for name in context) for row in listed]
    numeric = [all(NUMBER.fullmatch(value[at]) for value in values) for at in range(len(context))]
    shown = zip(listed, values, itertools.chain(cards, itertools.repeat("")), strict=False)
    lines = tuple(Line(place, row, value, why(row), card) for place, (row, value, card) in enumerate(shown, 1))
    line_of = {line.row.relationship.key: line for line in lines}
    presumed = {criterion.name: answer_text(answer) for criterion, answer in definition.presumptions}
    return Content(
        audit,
        weight,
        headline(audit, weight=weight),
        who,
        to_html([attrs.evolve(verdicts(audit, weight=weight), heading="")]) if lines else "",
        flow(audit),
        tuple(zip(context, numeric, strict=True)),
        lines,
        tuple((line_of[task.row.relationship.key], task) for task in worklist(explanations, us=us)),
        tuple(
            (line, tuple(_cell(finding, presumed) for finding in line.row.classification.findings))
            for line in lines[:CELLS]
        ),
        tuple(
            (line, finding)
            for line in lines
            for finding in line.row.classification.findings
            if finding.status is Status.CONTESTED
        ),
        tuple(
            (line_of[one.row.relationship.key], one) for one in expiries(audit) if one.row.relationship.key in line_of
        ),
        to_html(definition.sections(), level=3),
        "" if definition.diagram.carried else tree(definition.diagram),
        notes,
    )


def _listed(audit: Audit, weight: str | None) -> tuple[AuditRow, ...]:
    """Give the rows that are listed, of one verdict those first behind which there is more."""
    rows = audit.ranked
    if weight is not None:
        order = list(Verdict)
        rows = tuple(sorted(rows, key=lambda row: (order.index(row.verdict), -weight_of(row.relationship, weight))))
    return rows if len(rows) <= MANY else rows[:WORST]


def _card(row: AuditRow, explanation: Explanation, us: str | None) -> list[Section]:
    """Give the explanation of a row without its title, with its context, and what to do right behind the verdict."""
    _, *said = explained(row, explanation, us=us)
    first = (VERDICT, NEXT_STEP)
    said.sort(key=lambda one: first.index(one.heading) if one.heading in first else len(first))
    context = tuple(Item(f"{name}: {attribute_text(value)}") for name, value in row.relationship.attributes.items())
    return [*said, *[Section("Context", context)] * bool(context)]


def _cell(finding: Finding, presumed: Mapping[str, str]) -> tuple[str, str]:
    """Write what is found, and its kind: unknown, presumed, contested, yes, no or said."""
    said = " / ".join(map(answer_text, finding.answers))
    match finding.status:
        case Status.UNKNOWN if finding.criterion.name in presumed:
            return f"({presumed[finding.criterion.name]})", "presumed"
        case Status.UNKNOWN:
            return "?", "unknown"
        case Status.CONTESTED:
            return said, "contested"
        case Status.ANSWERED:
            return said, "said"
        case _:
            return said, said
