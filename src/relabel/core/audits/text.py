"""Text: an audit, and one of its rows with its explanation, as sections for people."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from relabel.core.audits.audit import Audit
from relabel.core.audits.totals import Totals
from relabel.core.audits.verdicts import AuditRow, Verdict
from relabel.core.classification import text as classification_text
from relabel.core.classification.explanation import Explanation
from relabel.core.classification.text import NEXT_STEP, VERDICT
from relabel.core.definitions.findings import Status
from relabel.core.definitions.text import labels_text, quoted_label
from relabel.core.diagrams.space import share_text
from relabel.core.model.answers import answer_text
from relabel.core.model.examples import Standing
from relabel.core.model.relationship import OURSELVES
from relabel.core.model.words import fold
from relabel.sections import NOUGHT, Item, Section, Table
from relabel.texts import capital, proposal, stopped

__all__ = [
    "MEANING",
    "arranged",
    "brief",
    "explained",
    "headline",
    "headline_of",
    "relabelled",
    "sections",
    "verdicts",
    "why",
    "written",
]

MEANING = {
    Verdict.OVERCLAIMED: "wrong: it promises more than the evidence allows",
    Verdict.MISLABELED: "wrong: the evidence rules it out",
    Verdict.UNDERCLAIMED: "wrong: it says less than the evidence shows",
    Verdict.UNPROVEN: "not shown to be wrong, but not what the evidence supports",
    Verdict.FOREIGN: "not known to the definition",
    Verdict.UNDETERMINED: "neither proven nor wrong so far",
    Verdict.UNLABELED: "no word in use",
    Verdict.CONFIRMED: "proven by the evidence",
}
"""What a verdict says of the word in use."""


def explained(row: AuditRow, explanation: Explanation, *, us: str | None = OURSELVES) -> list[Section]:
    """Arrange the explanation of a row for people, with what it says about the word in use.

    Args:
        row: The row.
        explanation: That of its classification.
        us: The company that we are, to be called "we".
    """
    company = row.relationship.company(row.classification.definition.given_to)
    found = []
    for section in classification_text.sections(explanation, us=us):
        parts = section.parts
        if section.heading == VERDICT:
            parts = (_verdict(row, company), *_other_words(row), *parts)
        elif section.heading == NEXT_STEP:
            first = list(relabelled(row, company, classification_text.task_for(row.relationship)))
            further = [part.text if isinstance(part, Item) else str(part) for part in parts]
            then = [re.sub("^Ask ", "Then ask ", text) if first else text for text in further]
            parts = tuple(map(Item, [*first, *then]))
        found.append(attrs.evolve(section, parts=parts))
    return found


def _verdict(row: AuditRow, company: str) -> str:
    if row.word is None:
        return f"{company} is called nothing today (unlabeled)."
    said = f"{_meaning(row)} ({row.verdict.value}){proposal(row.hint)}"
    read_as = (
        ""
        if row.label is None or fold(row.word) == fold(row.label)
        else f", which is read as {quoted_label(row.label)}"
    )
    return stopped(f'{company} is called "{row.word}" today{read_as}. That word is {said}')


def _other_words(row: AuditRow) -> Iterator[str]:
    """Say what each source calls a company, where they disagree."""
    said = [f'{source} says "{one.word}" ({one.verdict.value})' for source, one in row.by_source]
    if said:
        yield f"The sources disagree: {', '.join(said)}."


def _meaning(row: AuditRow) -> str:
    """Write what a verdict says of this word."""
    one, definition = row.classification, row.classification.definition
    match row.verdict:
        case Verdict.FOREIGN if fold(str(row.word)) in [fold(one) for one in definition.zones if one]:
            return "the name of a zone, for which the definition has no word"
        case Verdict.UNDETERMINED if row.label not in one.possible:
            zones = labels_text(one.possible & definition.zones, definition, quoted_label)
            return f"neither right nor wrong, as the definition has no word for what is found ({zones})"
        case Verdict.UNDETERMINED:
            return "not proven yet, though it fits so far"
        case Verdict.UNPROVEN:
            presumed = one.granted - definition.zones
            if definition.ordered and definition.rank(row.label) > min(map(definition.rank, presumed)):
                return "not shown to be wrong, but it promises more than the evidence shows"
            how = "less than" if definition.ordered else "something other than"
            return f"not shown to be wrong, but it says {how} what is presumed"
        case _:
            return MEANING[row.verdict]


def relabelled(row: AuditRow, company: str, who: str = "") -> Iterator[str]:
    """Say what to call a company, or that its word may stay; `who` is added where somebody has to do something."""
    one = row.classification
    settled = one.standing is not Standing.OPEN and one.label is not None and one.label not in one.definition.zones
    found = quoted_label(one.label) if settled else None
    match row.verdict:
        case Verdict.CONFIRMED:
            same = "" if fold(row.word or "") == fold(row.label or "") else f' ("{row.word}" is the same word)'
            yield f"Keep calling {company} {quoted_label(row.label)}{same}."
        case Verdict.UNDETERMINED if row.label not in one.possible:
            yield stopped(f"The definition does not say what to call {company}")
        case Verdict.UNDETERMINED:
            yield f"Keep calling {company} {quoted_label(row.label)}, and find out whether it holds."
        case Verdict.UNPROVEN:
            until = "" if found is None else f"; until then call {company} {found}"
            yield f"Do not rely on {quoted_label(row.label)} until it is shown{until}{who}."
        case Verdict.UNLABELED:
            if found is not None:
                yield f"Call {company} {found}{who}."
        case Verdict.FOREIGN:
            instead = "" if found is None else f"call {company} {found}, or "
            means = f'say whether "{row.word}" means "{row.hint}"' if row.hint else f'say what "{row.word}" stands for'
            yield f"{capital(f'{instead}let the definition {means} (as an alias)')}{who}."
        case _:
            if found is not None:
                yield f'Call {company} {found}, not "{row.word}"{who}.'
            else:
                instead = "; leave it without a label" if one.standing is not Standing.OPEN else ""
                yield f'Do not call {company} "{row.word}"{instead}{who}.'


def headline(audit: Audit, *, weight: str | None = None) -> str:
    """Write the sentence that matters: how many words are wrong, how many promise too much, and what that comes to.

    Args:
        audit: The audit.
        weight: An attribute to sum, as for `sections`.

    Raises:
        InvalidValueError: As for `Audit.counts`.
    """
    weights = {} if weight is None else {weight: audit.counts(weight=weight)}
    return headline_of(audit.counts(), audit.rows, weights)


def headline_of(
    counts: Mapping[Verdict, int | Decimal],
    rows: Iterable[AuditRow],
    weights: Mapping[str, Mapping[Verdict, int | Decimal]],
) -> str:
    """Write the same from how many there are by verdict, a row at least for each word, and by name what is summed."""
    words = sum(counts.values()) - counts[Verdict.UNLABELED]
    if not words:
        return "Nobody has a word in use."
    wrong = sum(count for verdict, count in counts.items() if verdict.wrong)
    said = f"{wrong or 'None'} of {words} {'word' if words == 1 else 'words'} {'are' if wrong > 1 else 'is'} wrong"
    dear = counts[Verdict.OVERCLAIMED]
    if not dear:
        return f"{said}."
    some = f"{dear} of them" if dear < wrong else "they" if wrong > 1 else "it"
    said = f"{said}; {some} promise{'s' * (dear == 1)} more than the evidence allows"
    labels = {row.label for row in rows if row.verdict is Verdict.OVERCLAIMED}
    called = f'are called "{next(iter(labels))}" and are not' if len(labels) == 1 else "are behind these words"
    sums = [f"{one[Verdict.OVERCLAIMED]:,} of {name} {called}" for name, one in weights.items()]
    return f"{': '.join([said, *sums])}."


def brief(audit: Audit) -> list[Section]:
    """Arrange what a notebook shows of an audit: the sentence that matters, the verdicts and the dearest rows."""
    said = Section(f"Audit by {audit.definition}", (headline(audit),))
    return [said, verdicts(audit), _relationships(audit.counts(), audit.dearest(FEW))] if audit.rows else [said]


FEW = 20
"""So many rows there are in `brief`."""


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
    audit: Audit,
    *,
    rows: Sequence[AuditRow] | None = None,
    by: str | None = None,
    weight: str | None = None,
    who: str = "",
    notes: Iterable[str] = (),
) -> list[Section]:
    """Arrange an audit for people: totals, the words that are wrong first, what to ask next.

    Args:
        audit: The audit.
        rows: The rows to list, as `Audit.dearest` gives them; all of them by default. The others are counted.
        by: An attribute to split the counts by.
        weight: An attribute to sum beside the counts.
        who: A line for the beginning about who is who, in the words of what the relationships are from.
        notes: Lines for the end, such as what was kept as context.

    Raises:
        InvalidValueError: No relationship has the attribute, or it is no number where one is needed.
    """
    return arranged(
        Totals.of(audit, by=by, weight=weight), audit.ranked if rows is None else rows, who=who, notes=notes
    )


def arranged(
    totals: Totals, rows: Sequence[AuditRow] | None, *, who: str = "", notes: Iterable[str] = ()
) -> list[Section]:
    """Arrange the totals of an audit for people, and some of its rows.

    Args:
        totals: The totals.
        rows: The rows to list, the others being counted; None where not even that is to be said.
        who: As for `sections`.
        notes: As for `sections`.
    """
    found = [_head(totals, who)]
    if totals.relationships:
        found += _tables(totals, rows)
    if notes:
        found.append(Section("Notes", tuple(notes)))
    return found


def _head(totals: Totals, who: str) -> Section:
    """Say what was judged by what, how many words are confirmed, and what makes an audit worth little."""
    definition, rows, words = totals.definition, totals.relationships, totals.words
    confirmed = totals.all.counts[Verdict.CONFIRMED]
    share = f" ({share_text(Fraction(confirmed, words))})" if words else ""
    relationships = "1 relationship" if rows == 1 else f"{rows} relationships"
    warnings = []
    if rows and all(one.known + one.contested == 0 for one in totals.coverage):
        of_file = "is it the right definition for the file?"
        warnings.append(f"Nothing that {definition.name} asks is known of anybody: {of_file}")
    if rows and not words:
        warnings.append("Nobody has a word in use, so there is nothing to audit: is there a column 'label'?")
    parts = (
        definition.title
        + ("" if definition.title.endswith((".", "?", "!")) else ".")
        + ("" if definition.given_to is None else f" The company is the {definition.given_to.value}."),
        *([who] if who else []),
        f"{relationships}, evidence " + (f"up to {totals.as_of}" if totals.as_of else "of any date"),
        f"{confirmed} of {words} words in use are confirmed{share}",
        *warnings,
    )
    return Section(f"Audit by {definition}", parts)


def _tables(totals: Totals, rows: Sequence[AuditRow] | None) -> Iterator[Section]:
    weights = {} if totals.weight is None else {totals.weight: totals.all.weights}
    yield _verdict_table(totals.all.counts, weights)
    yield _cross_table(totals)
    if totals.by is not None:
        yield _groups(totals, totals.by)
    if rows is not None:
        yield _relationships(totals.all.counts, rows)
        yield from _disputed(totals, rows)
    yield from _known(totals)


def _known(totals: Totals) -> Iterator[Section]:
    """Say what to ask first, how much is known and what was set aside."""
    if totals.settling:
        lines = tuple(
            (one.criterion.name, f"{one.settled:.1f}", f"{one.ruled_out:.1f}", one.criterion.question)
            for one in totals.settling[:5]
        )
        text = (
            "How many relationships the answers would settle, and how many labels they would rule out, on average; "
            "questions that would do neither are not listed."
        )
        headers = ("criterion", "settles", "labels ruled out", "question")
        yield Section("What to ask first", (text, Table(headers, lines, prose=True)))
    lines = tuple((one.criterion.name, str(one.known), str(one.contested), str(one.unknown)) for one in totals.coverage)
    yield Section("How much is known", (Table(("criterion", "known", "contested", "unknown"), lines),))
    aside = tuple((name, str(count), reason.value) for (name, reason), count in totals.set_aside.items())
    if aside:
        yield Section("Evidence set aside", (Table(("criterion", "pieces", "reason"), aside, prose=True),))


def _relationships(counts: Mapping[Verdict, int | Decimal], rows: Sequence[AuditRow]) -> Section:
    columns = ("company", "called", "found", "standing", "verdict", "because")
    listed = [Table(columns, tuple(map(_line, rows)), prose=True)] if rows else []
    return Section("Relationships, the dearest kind of error first", (*listed, *_not_listed(counts, rows)))


def _not_listed(counts: Mapping[Verdict, int | Decimal], rows: Sequence[AuditRow]) -> Iterator[str]:
    """Say how many rows are left out, and of which verdicts."""
    listed = Counter(row.verdict for row in rows)
    rest = {verdict: count - listed[verdict] for verdict, count in counts.items() if count > listed[verdict]}
    if rest:
        kinds = ", ".join(f"{count} {verdict.value}" for verdict, count in rest.items())
        yield f"{sum(rest.values())} {'more ' if rows else ''}not listed: {kinds}"


def _disputed(totals: Totals, rows: Sequence[AuditRow]) -> Iterator[Section]:
    """Say what the sources call each of the rows on whose word they disagree, and of how many others they do."""
    if not totals.disputed:
        return
    lines = tuple(
        (row.relationship.company(totals.definition.given_to), source, written(one.word), one.verdict.value)
        for row in rows
        for source, one in row.by_source
    )
    more = totals.disputed - sum(bool(row.by_source) for row in rows)
    table = [Table(("company", "source", "in use", "verdict"), lines, prose=True)] if lines else []
    said = "The word that was judged above is the first of each company."
    rest = [f"{more} {'more ' if lines else ''}not listed"] if more else []
    yield Section("Words on which the sources disagree", (said, *table, *rest))


def _line(row: AuditRow) -> tuple[str, ...]:
    one = row.classification
    called = written(row.word)
    if row.hint is not None:
        called += f" (did you mean {row.hint}?)"
    standing = one.standing.value
    company = row.relationship.company(one.definition.given_to)
    return (company, called, row.found, standing, row.verdict.value, why(row))


def written(text: str | None) -> str:
    """Write a word in use, or a value of the context, so that no text looks like the absence of one."""
    return "(none)" if text is None else f'"{text}"' if text.startswith("(") else text


def verdicts(audit: Audit, *, weight: str | None = None) -> Section:
    """Write how many rows each verdict has, what it means, and the sum of an attribute."""
    return _verdict_table(audit.counts(), {} if weight is None else {weight: audit.counts(weight=weight)})


def _verdict_table(
    counts: Mapping[Verdict, int | Decimal], sums: Mapping[str, Mapping[Verdict, int | Decimal]]
) -> Section:
    """Write how many rows each verdict has, and by name what else is summed."""
    rows = tuple(
        (verdict.value, str(count), *(answer_text(one[verdict]) for one in sums.values()), MEANING[verdict])
        for verdict, count in counts.items()
        if count
    )
    return Section("Verdicts", (Table(("verdict", "count", *sums, "meaning"), rows, prose=True),))


def _cross_table(totals: Totals) -> Section:
    """Write how many rows there are per label in use and label found."""
    table = totals.cross_table
    called = tuple(dict.fromkeys(word for word, _ in table))
    order = [*(label.name for label in totals.definition.labels), *sorted({found for _, found in table})]
    columns = sorted({found for _, found in table}, key=order.index)
    rows = tuple(
        (written(word), *(str(table.get((word, column), 0) or NOUGHT) for column in columns)) for word in called
    )
    return Section("Label in use (down) against label found (across)", (Table(("in use", *columns), rows),))


def _groups(totals: Totals, by: str) -> Section:
    verdicts = [verdict for verdict, count in totals.all.counts.items() if count]
    rows = []
    for value, group in totals.groups.items():
        counts = [group.counts[verdict] for verdict in verdicts]
        rows.append((written(value), str(sum(counts)), *(str(count or NOUGHT) for count in counts)))
    return Section(f"By {by}", (Table((by, "all", *(verdict.value for verdict in verdicts)), tuple(rows)),))
