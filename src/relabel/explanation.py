"""Explanations: a classification as plain text for the people who have to act on it."""

import functools
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from relabel.answers import answer_text
from relabel.criteria import Measure
from relabel.definitions import Definition
from relabel.findings import Finding, Presumption, Standing
from relabel.questions import Side

if TYPE_CHECKING:
    from relabel.classification import Classification

__all__ = ["explain", "label_text", "labels_text"]


def explain(classification: "Classification") -> str:
    """Write a classification as text: the label, why, what is missing, what was set aside.

    Plain lines without colour; the same text for the same classification.
    """
    one, definition, because = classification, classification.definition, classification.because
    standing, relationship = one.standing, one.relationship
    header, footer, questions = _frame(definition, one.as_of)
    buyer, seller = relationship.buyer, relationship.seller
    if definition.given_to is None:
        first = f"{relationship.name}: {_headline(one)}"
    elif definition.given_to is _BUYER:
        first = f"{buyer}: {_headline(one)}\n  the buyer; the seller is {seller}"
    else:
        first = f"{seller}: {_headline(one)}\n  the seller; the buyer is {buyer}"
    lines = [first, header]
    if because:
        lines.append("\nBecause (this is enough, there may be more)")
        for reason in because:
            _add_reason(lines, reason)
    elif standing is not _OPEN:
        lines.append("\nBecause the definition gives this label whatever the answers are.")
    known = one.known
    missing = [(question, bits) for field, _, question, bits in questions if not known & field]
    if known.bit_count() + len(missing) > len(questions):  # some finding leaves more than one answer possible
        lines.append("\nContested: the evidence says both, and neither outdoes the other")
        for field, criterion, _, _ in questions:
            if (known & field).bit_count() > 1:
                _add_reason(lines, one.weighed.finding(criterion))
    if missing and standing is not _SETTLED:
        lines.append(f"\nPossible on the evidence alone: {labels_text(one.possible, definition)}. Not known")
        lines += _that_matter(one, missing) or [question for question, _ in missing]
    set_aside = one.set_aside
    if set_aside:
        lines.append("\nSet aside")
        for aside in set_aside:
            origin = aside.evidence.origin
            lines.append(f"  {aside} [{origin}]" if origin else f"  {aside}")
    lines.append(footer)
    return "\n".join(lines)


def _that_matter(one: "Classification", missing: list[tuple[str, tuple[int, ...]]]) -> list[str]:
    """Keep the questions of which one answer alone would rule a label out."""
    possible, known, now = one.definition.diagram.possible, one.known, one.possible
    found = []
    for question, bits in missing:
        for bit in bits:
            if possible(known | bit) != now:
                found.append(question)
                break
    return found


# Bound once: looking a member of an enumeration up costs more than a step of the walk.
_SETTLED, _PRESUMED, _OPEN = Standing
_BUYER = Side.BUYER


def label_text(label: str | None) -> str:
    """Write a label, or "no label"."""
    return "no label" if label is None else label


@functools.lru_cache(maxsize=1024)
def labels_text(labels: frozenset[str | None], definition: Definition) -> str:
    """Write several labels of a definition, the highest first, joined by "or"."""
    return " or ".join(label_text(label) for label in sorted(labels, key=definition.rank, reverse=True))


Asked: TypeAlias = tuple[int, str, str, tuple[int, ...]]
"""Of a criterion: the field of its bits, its name, the line that says that it is not known, and its bits."""


@functools.lru_cache(maxsize=64)
def _frame(definition: Definition, as_of: date | None) -> tuple[str, str, list[Asked]]:
    """Give what all explanations by a definition on a day share.

    Returns:
        The lines above and below the reasons, and what is asked for.
    """
    diagram = definition.diagram
    evidence = f"up to {as_of}" if as_of is not None else "of any date"
    return (
        f"  by {definition}: {definition.title}\n  on the evidence {evidence}",
        f"\nSource of the definition: {definition.source}\nDigest: {definition.digest[:12]}",
        [
            (
                field,
                one.criterion.name,
                f"  {one.criterion.question or one.criterion.name}",
                tuple(1 << bit for bit in range(one.shift, one.shift + one.size)),
            )
            for field, one in zip(diagram.fields, diagram.variables, strict=True)
        ],
    )


def _headline(one: "Classification") -> str:
    if one.standing is _OPEN:
        return _open_headline(one.granted, one.possible, one.definition)
    return f"{label_text(one.label)} ({'settled' if one.standing is _SETTLED else 'presumed'})"


@functools.lru_cache(maxsize=1024)
def _open_headline(granted: frozenset[str | None], possible: frozenset[str | None], definition: Definition) -> str:
    floor = min(possible, key=definition.rank) if definition.ordered else None
    known = "" if floor is None else f", at least {floor}"
    return f"open; {labels_text(granted, definition)}{known}"


def _add_reason(lines: list[str], reason: Finding | Presumption) -> None:
    question = reason.criterion.question or reason.criterion.name
    if isinstance(reason, Presumption):
        lines.append(f"  {question} {answer_text(reason.answer)} (presumed: no evidence counts)")
        return
    answers, evidence = reason.answers, reason.evidence
    said = answer_text(answers[0]) if len(answers) == 1 else " and ".join(map(answer_text, answers))
    unit = f" {reason.criterion.unit}" if isinstance(reason.criterion, Measure) else ""
    lines.append(f"  {question} {said}{unit}")
    lines += [f"    - {answer_text(one.answer)}: {one.origin or 'no date or source given'}" for one in evidence]
