"""Explanations: a classification as plain text for the people who have to act on it."""

from collections.abc import Iterable, Iterator

from relabel.answers import answer_text
from relabel.classification import Classification, Presumption, Standing
from relabel.findings import Finding, Status

__all__ = ["explain", "label_text", "labels_text"]


def explain(classification: Classification) -> str:
    """Write a classification as text: the label, why, what is missing, what was set aside.

    Plain lines without colour; the same text for the same classification.
    """
    return "\n".join(_lines(classification))


def label_text(label: str | None) -> str:
    """Write a label, or "no label"."""
    return "no label" if label is None else label


def labels_text(labels: Iterable[str | None], classification: Classification) -> str:
    """Write several labels, the highest first, joined by "or"."""
    return " or ".join(label_text(label) for label in sorted(labels, key=classification.definition.rank, reverse=True))


def _lines(one: Classification) -> Iterator[str]:
    definition = one.definition
    yield f"{one.relationship.company(definition.given_to)}: {_headline(one)}"
    if definition.given_to is not None:
        other = one.relationship.company(definition.given_to.other)
        yield f"  as the {definition.given_to.value}, seen by {other}"
    yield f"  by {definition}: {definition.title}"
    yield "  on the evidence " + (f"up to {one.as_of}" if one.as_of else "of any date")
    if one.because:
        yield from ("", "Because")
        for reason in one.because:
            yield from _reason(reason)
    elif one.standing is not Standing.OPEN:
        yield from ("", "Because the definition gives this label whatever the answers are.")
    contested = [finding for finding in one.findings if finding.status is Status.CONTESTED]
    if contested:
        yield from ("", "Contested: the evidence says both")
        for finding in contested:
            yield from _reason(finding)
    missing = [finding for finding in one.findings if finding.status is Status.UNKNOWN]
    if missing and one.standing is not Standing.SETTLED:
        yield from ("", f"Possible on the evidence alone: {labels_text(one.possible, one)}. Not known")
        yield from (f"  {finding.criterion.question or finding.criterion.name}" for finding in missing)
    if one.set_aside:
        yield from ("", "Set aside")
        for aside in one.set_aside:
            origin = f" [{aside.evidence.origin}]" if aside.evidence.origin else ""
            yield f"  {aside}{origin}"
    yield from ("", f"Source of the definition: {definition.source}", f"Digest: {definition.digest}")


def _headline(one: Classification) -> str:
    if one.standing is not Standing.OPEN:
        return f"{label_text(one.label)} ({one.standing.value})"
    known = f", at least {label_text(one.floor)}" if one.definition.ordered and one.floor is not None else ""
    return f"open; {labels_text(one.granted, one)}{known}"


def _reason(reason: Finding | Presumption) -> Iterator[str]:
    question = reason.criterion.question or reason.criterion.name
    if isinstance(reason, Presumption):
        yield f"  {question} {answer_text(reason.answer)} (presumed: no evidence counts)"
        return
    yield f"  {question} {' and '.join(map(answer_text, reason.answers))}"
    for piece in reason.evidence:
        yield f"    - {answer_text(piece.answer)}: {piece.origin or 'no date or source given'}"
