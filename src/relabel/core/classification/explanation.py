"""Explanations: a classification as plain text for the people who have to act on it."""

import functools
from collections.abc import Iterable, Sequence, Set
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from relabel.core.classification.outcome import Outcome
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Finding, Presumption, Reason, SetAside, Status
from relabel.core.model.answers import answer_text, days_text
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.condition_parts import walk
from relabel.core.model.conditions import Count, Reaches
from relabel.core.model.criteria import Scale, unit_text
from relabel.core.model.examples import Standing

if TYPE_CHECKING:
    from relabel.core.classification.paths import Step

__all__ = ["explain", "label_text", "labels_text"]


def explain(outcome: Outcome, *, toward: str | None = None, fixed: Iterable[str] = ()) -> str:
    """Write a classification as text: the label, why, what is missing, what was set aside.

    Plain lines without colour; the same text for the same arguments, which are those of
    `Classification.explain`.
    """
    one, definition, because = outcome, outcome.definition, outcome.because
    standing, relationship = one.standing, one.relationship
    header, footer, questions, lowest = _frame(definition, one.as_of)
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
    elif toward is not None and one.possible.isdisjoint(lowest):
        lines.append(f"\nAt least {label_text(one.floor)}, because")
        for finding in one.floor_because:
            _add_reason(lines, finding)
    _add_tallies(lines, one)
    if toward is not None:
        shown = _add_way(lines, one, toward, fixed)
    else:
        shown = frozenset()
        if fixed:  # a slip is a slip, also where the name plays no part
            _held(definition, fixed)
    known = one.known
    if standing is _SETTLED:
        missing, answered = [], len(one.answered)
    else:
        missing = [(question, bits) for field, _, question, bits in questions if not known & field]
        answered = len(questions) - len(missing)
    if known.bit_count() > answered:  # some finding leaves more than one answer possible
        lines.append("\nContested: the evidence says both, and neither outdoes the other")
        for field, criterion, _, _ in questions:
            if (known & field).bit_count() > 1:
                _add_reason(lines, one.weighed.finding(criterion))
    if missing:
        lines.append(f"\nPossible on the evidence alone: {labels_text(one.possible, definition)}. ")
        questions_left = _that_matter(one, missing) or [question for question, _ in missing]
        if shown:
            questions_left = [question for question in questions_left if question not in shown]
            lines[-1] += "Also not known" if questions_left else "What is not known stands above."
        else:
            lines[-1] += "Not known"
        lines += questions_left
    set_aside = one.set_aside
    if set_aside:
        lines.append("\nSet aside")
        for aside in set_aside:
            origin = f" [{aside.evidence.origin}]" if aside.evidence.origin else ""
            lines.append(f"  {aside}{origin}{_shelf_life(definition, aside)}")
    lines.append(footer)
    return "\n".join(lines)


def _shelf_life(definition: Definition, aside: SetAside) -> str:
    """Give how long evidence counts that does not count for its age, or for want of one."""
    life = definition.policy.of(aside.evidence.criterion).shelf_life
    if aside.reason not in (Reason.STALE, Reason.UNDATED) or life is None:
        return ""
    return f"; it counts for {days_text(life)}"


def _that_matter(one: Outcome, missing: list[tuple[str, tuple[int, ...]]]) -> list[str]:
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
_NOT_KNOWN = (Status.UNKNOWN, Status.CONTESTED)
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
def _frame(definition: Definition, as_of: date | None) -> tuple[str, str, list[Asked], frozenset[str | None]]:
    """Give what all explanations by a definition on a day share.

    Returns:
        The lines above and below the reasons, what is asked for, and the lowest label that anybody gets;
        all labels where they do not rank.
    """
    diagram = definition.diagram
    base = definition.based_on
    overlay = "" if base is None else f"\n  an overlay of {base.name} (version {base.version})"
    evidence = f"up to {as_of}" if as_of is not None else "of any date"
    return (
        f"  by {definition}: {definition.title}{overlay}\n  on the evidence {evidence}",
        f"\nSource of the definition: {definition.source}\nDigest: {definition.digest[:12]}",
        [
            (
                field,
                one.criterion.name,
                _question_text(one.criterion),
                tuple(1 << bit for bit in range(one.shift, one.shift + one.size)),
            )
            for field, one in zip(diagram.fields, diagram.variables, strict=True)
        ],
        frozenset([min(diagram.leaves, key=definition.rank)] if definition.ordered else diagram.leaves),
    )


def _headline(one: Outcome) -> str:
    if one.standing is _OPEN:
        return _open_headline(one.granted, one.possible, one.definition)
    return f"{label_text(one.label)} ({'settled' if one.standing is _SETTLED else 'presumed'})"


@functools.lru_cache(maxsize=1024)
def _open_headline(granted: frozenset[str | None], possible: frozenset[str | None], definition: Definition) -> str:
    floor = min(possible, key=definition.rank) if definition.ordered else None
    lowest = min(definition.diagram.leaves, key=definition.rank)
    known = "" if floor is None or floor == lowest else f", at least {floor}"
    return f"open; {labels_text(granted, definition)}{known}"


def _add_tallies(lines: list[str], one: Outcome) -> None:
    """Say what the counts and sums come to that labels ask for."""
    counting = _counting(one.definition)
    if counting is not None:
        fields, kept = counting
        state = one.known & fields
        lines.append(kept.get(state) or _tallies_text(one.definition, state, kept))


Kept: TypeAlias = dict[int, str]
"""What counts and sums come to as text, by what is known of what they count."""


@functools.lru_cache(maxsize=64)
def _counting(definition: Definition) -> tuple[int, Kept] | None:
    """Give the bits of all that is counted, and room for texts; None where nothing is."""
    parts = [part for label in definition.labels if label.when is not None for part in walk(label.when)]
    if not any(isinstance(part, Count | Reaches) for part in parts):
        return None  # few definitions count; the others do not pay for a module more
    from relabel.core.classification.tallies import tallies  # as above

    names = {name for tally in tallies(definition, 0) for name in tally.criteria}
    criteria = definition.diagram.criteria
    return (sum(field for field, one in criteria.items() if one.name in names), {}) if names else None


def _tallies_text(definition: Definition, known: int, kept: Kept) -> str:
    from relabel.core.classification.tallies import tallies  # as above

    counted = tallies(definition, definition.grant(known))
    presumed = counted != tallies(definition, known)
    lines = ["\nCounted, with what is presumed" if presumed else "\nCounted"]
    for tally in counted:
        amount = " to ".join(map(answer_text, dict.fromkeys((tally.low, tally.high))))
        unit = f"of {tally.of}" if tally.of is not None else "point" if amount == "1" else "points"
        marks = "; ".join(f"{mark.label}: {mark.operator.of_many(answer_text(mark.value))}" for mark in tally.marks)
        lines.append(f"  {amount} {unit} ({marks}), from {', '.join(tally.criteria)}")
    text = "\n".join(lines)
    if len(kept) < MAX_KEPT:
        kept[known] = text
    return text


MAX_KEPT = 10_000
"""How many texts about counts are kept for a definition: companies of which the same is known have the same."""


def _add_way(lines: list[str], one: Outcome, label: str, fixed: Iterable[str]) -> Set[str]:
    """Say why a label is not given for certain, and what that would take; give the questions named in that."""
    from relabel.core.classification.paths import find_paths, find_why_not  # a part of importing that few ask for

    definition, why_not = one.definition, None
    definition.rank(label)  # refuses what is no label
    if one.standing is _OPEN or one.label != label:
        why_not = find_why_not(definition, one.known, one.answered, one.weighed, label)
    ways_to = functools.partial(find_paths, definition, one.known, one.weighed, label, limit=WAYS + 1)
    if why_not is not None and why_not.obstacles:
        alone = len(why_not.obstacles) == 1
        together = "this is enough" if alone else "these together are enough"
        lines.append(f"\nNot {label}, because ({together} to rule it out, there may be more)")
        for obstacle in why_not.obstacles:
            _add_reason(lines, obstacle.finding, f"; {label} needs: {obstacle.needed}" if alone else "")
    held = _held(definition, fixed)
    if label not in definition.diagram.leaves:
        lines.append(f"\nNo relationship at all is {label} by this definition.")
        return frozenset()
    # Whoever is to rise does not mind rising higher; who asks for a lower label means that one.
    found = min(one.granted, key=definition.rank)
    or_higher = definition.ordered and definition.rank(label) > max(definition.rank(found), 1)
    fewest = "none of them can be left out"
    ways = ways_to(fixed=held, or_higher=or_higher)
    if why_not is not None and why_not.missing is not None and not held:
        # To change what is known may take fewer steps; to show what is missing is what comes first.
        known = [finding.criterion.name for finding in one.findings if finding.status not in _NOT_KNOWN]
        ways = ways_to(fixed=known, or_higher=or_higher)
        fewest = "all that is known staying as it is"
    shown: set[str] = set()
    goal = f"{label} or higher" if or_higher and label != definition.labels[0].name else label
    if ways.paths and not ways.paths[0].steps:
        lines.append(f"\nIt is {goal} for certain: nothing has to change, nor to be shown.")
    example = ", for example" if _counting(definition) else ""  # other answers may add up to as much
    for number, path in enumerate(ways.paths[:WAYS]):
        if path.steps:  # else the label is settled
            start = f"\nTo be {goal} for certain{example}" if number == 0 else f"\nAnother way{example}"
            lines.append(f"{start}: {_how_many(path.steps)}{f'; {fewest}' if len(path.steps) > 1 else ''}")
            lines += map(_step_text, sorted(path.steps, key=lambda step: not step.change))
            shown |= {_question_text(step.criterion) for step in path.steps}
    if len(ways.paths) > WAYS:
        lines.append("\nThere are further ways; --fixed, or path_to() in Python, leaves out what is not to change.")
    if ways.held_by:
        unchanging = all(finding.criterion.name in definition.intends.cannot_change for finding in ways.held_by)
        reason = ", as the definition says that nobody can change them" if unchanging else ""
        lines.append(f"\nNothing else can make it {goal} while these findings stay as they are{reason}")
        for finding in ways.held_by:
            life = definition.policy.of(finding.criterion.name).shelf_life
            _add_reason(lines, finding, "" if life is None else f" (counts for {days_text(life)})")
    return shown


def _held(definition: Definition, fixed: Iterable[str]) -> frozenset[str]:
    from relabel.core.classification.paths import (
        check_fixed,  # with what it needs, a part of importing relabel that few ask for
    )

    return check_fixed(definition, fixed)


WAYS = 2
"""How many ways to a label are shown."""


def _how_many(steps: "Sequence[Step]") -> str:
    changes = sum(step.change for step in steps)
    counts = [(changes, "to change"), (len(steps) - changes, "to be shown")]
    parts = [f"{count} {'thing has' if count == 1 else 'things have'} {what}" for count, what in counts if count]
    return " and ".join(parts)


def _question_text(criterion: AnyCriterion) -> str:
    return f"  {criterion.question or criterion.name}"


def _step_text(step: "Step") -> str:
    criterion, finding = step.criterion, step.finding
    if step.change:
        how = f"change it: it is {' and '.join(map(answer_text, finding.answers))} now"
    else:
        ask = "" if criterion.about is None else f"; ask the {criterion.about.value}"
        how = "show it: not known yet" if not finding.answers else "clear it up: the evidence says both"
        how += ask
    return f"  {criterion.question or f'{criterion.name}:'} {step.to} ({how})"


def _add_reason(lines: list[str], reason: Finding | Presumption, remark: str = "") -> None:
    criterion = reason.criterion
    question = criterion.question or f"{criterion.name}:"
    if isinstance(reason, Presumption):
        lines.append(f"  {question} {answer_text(reason.answer)} (presumed: no evidence counts)")
        return
    answers = reason.answers
    said = answer_text(answers[0]) if len(answers) == 1 else " and ".join(map(answer_text, answers)) or "not known"
    if answers and isinstance(criterion, Scale):
        said += f" ({criterion.span})"
    elif answers:
        said += unit_text(criterion)
    lines.append(f"  {question} {said}{remark}")
    lines += [f"    - {answer_text(one.answer)}: {one.origin or 'no date or source given'}" for one in reason.evidence]
