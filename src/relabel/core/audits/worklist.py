"""Worklists: what is to be done about the rows of an audit, and the evidence that soon no longer counts."""

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from typing import final

import attrs

from relabel.core.audits.audit import Audit
from relabel.core.audits.text import relabelled
from relabel.core.audits.verdicts import AuditRow, Verdict
from relabel.core.classification.explanation import Explanation
from relabel.core.classification.questions import Question
from relabel.core.classification.text import next_step
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.evidence import Evidence
from relabel.core.model.examples import Standing
from relabel.core.model.relationship import OURSELVES
from relabel.core.model.shelf_life import last_day

__all__ = ["CARDS", "SOON", "Expiry", "Task", "claims", "expiries", "worklist"]

CARDS = 1_000
"""So many rows are explained where all are written, as an explanation takes a millisecond or two and 4 kB."""

SOON = timedelta(days=90)
"""How far ahead people want to know what runs out."""


@final
@attrs.frozen
class Task:
    """What is to be done about one row.

    Attributes:
        row: The row.
        word: What to do about the word in use; empty where it may stay.
        step: What to find out, of whom; empty where the label is settled or nobody has to be asked.
        gain: As `Question.gain`; 0 where nothing is asked, or it was not counted.
    """

    row: AuditRow
    word: str
    step: str
    gain: Fraction


@final
@attrs.frozen
class Expiry:
    """A piece of evidence that counts today and soon no longer does.

    Attributes:
        row: The row that it belongs to.
        criterion: What it answers.
        evidence: The piece.
        days_left: On how many days after the day of the audit it still counts.
    """

    row: AuditRow
    criterion: AnyCriterion
    evidence: Evidence
    days_left: int


def worklist(rows: Iterable[tuple[AuditRow, Explanation]], *, us: str | None = OURSELVES) -> list[Task]:
    """Give what is to be done: words that are wrong in the order of the rows, then questions by what they tell.

    Args:
        rows: Rows of an audit with their explanations.
        us: The company that we are, to be called "we".

    Returns:
        One task for each row about which there is something to do.
    """
    tasks = [_task(row, explanation, us) for row, explanation in rows]
    todo = [one for one in tasks if one.word or one.step]
    return sorted(todo, key=lambda one: (not one.row.verdict.wrong, not one.row.verdict.wrong and -one.gain))


def _task(row: AuditRow, explanation: Explanation, us: str | None) -> Task:
    company = row.relationship.company(row.classification.definition.given_to)
    stays = row.verdict in (Verdict.CONFIRMED, Verdict.UNDETERMINED)
    word = "" if stays else " ".join(relabelled(row, company))
    first = explanation.first_step
    if row.classification.standing is Standing.SETTLED or not isinstance(first, Question):
        return Task(row, word, "", Fraction())
    return Task(row, word, next_step(explanation, us=us), first.gain or Fraction())


def claims(audit: Audit) -> list[AuditRow]:
    """Give the rows in the order in which to ask about them: the dearest claim first, then as `Audit.ranked`."""
    rank = audit.definition.rank
    return sorted(audit.ranked, key=lambda row: -rank(row.label))


def expiries(audit: Audit, within: timedelta = SOON) -> list[Expiry]:
    """Give the evidence that counts on the day of the audit and no longer does so many days after, soonest first.

    Without a day of judgement nothing runs out.
    """
    if audit.as_of is None:
        return []
    policy, as_of, rows = audit.definition.policy, audit.as_of, audit.ranked
    lives = [(place, policy.of(one.name).shelf_life) for place, one in enumerate(audit.definition.asked)]
    mortal = [(place, life) for place, life in lives if life is not None]
    found = [
        Expiry(row, row.classification.findings[place].criterion, piece, left.days)
        for place, life in mortal
        for row in rows
        for piece in row.classification.findings[place].evidence
        if piece.observed_on is not None and (left := last_day(life, piece.observed_on) - as_of) < within
    ]
    return sorted(found, key=lambda one: one.days_left)
