"""Changes: what has moved from one audit to a later one, and the exact causes."""

import enum
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Protocol, final

import attrs

from relabel.core.audits.verdicts import AuditRow, judge
from relabel.core.classification.classification import Classification
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Finding
from relabel.core.definitions.text import labels_text
from relabel.core.model.evidence import Evidence, EvidencePolicy
from relabel.core.model.examples import Standing
from relabel.core.model.relationship import Relationship
from relabel.core.model.shelf_life import first_day
from relabel.errors import AnswerError, InvalidValueError
from relabel.markup import Report
from relabel.sections import NOUGHT, Item, Section, Table

__all__ = ["Cause", "Change", "Changes", "Judged", "changes"]


@final
class Cause(enum.Enum):
    """Why an outcome is another one than before."""

    NEW_EVIDENCE = "new evidence"
    WITHDRAWN = "evidence withdrawn"
    STALE = "evidence grown stale"
    DEFINITION = "another definition or version"
    WORD = "a corrected word"
    APPEARED = "appeared"
    GONE = "gone"


@final
@attrs.frozen
class Change:
    """One relationship whose outcome has moved.

    Attributes:
        before: Its row in the earlier audit; None if it was not there.
        after: Its row in the later audit; None if it is gone.
        causes: The smallest set of causes without which all would be as before: label found, standing, word and
            verdict; of several of one size, the first in the order of `Cause`.
        label_causes: The same for label found and standing alone; empty where these have not moved.
    """

    before: AuditRow | None
    after: AuditRow | None
    causes: tuple[Cause, ...]
    label_causes: tuple[Cause, ...]

    @property
    def key(self) -> str:
        """The id of the relationship, or the names."""
        return _there(self.after or self.before).relationship.key

    @property
    def why(self) -> tuple[str, ...]:
        """What another definition or version makes of it, where that is a cause of another label or standing.

        The evidence that the earlier label rests on and that no longer counts; else the findings that rule
        the earlier label out, with the answers that it needs; else what the label now rests on. Of an
        open label what is possible.
        """
        if self.before is None or self.after is None or Cause.DEFINITION not in self.label_causes:
            return ()
        then, now = self.before.classification, self.after.classification
        rested = {_piece(one) for reason in then.because if isinstance(reason, Finding) for one in reason.evidence}
        lost = tuple(f"{one} no longer counts" for one in now.set_aside if _piece(one.evidence) in rested)
        if lost or now.standing is Standing.OPEN:
            return lost or (f"it may be {labels_text(now.granted, now.definition)}",)
        known = {None, *(label.name for label in now.definition.labels)}
        if then.standing is not Standing.OPEN and then.label in known - now.possible:
            obstacles = now.why_not(then.label).obstacles
            return tuple(f"{one.finding}, and {one.needed} is needed" for one in obstacles)
        return tuple(map(str, now.because))

    @property
    def deeper(self) -> bool:
        """Whether the relationship went deeper: new evidence alone, and a label that ranks higher."""
        if self.before is None or self.after is None or self.label_causes != (Cause.NEW_EVIDENCE,):
            return False
        definition = self.after.classification.definition
        ranks = [definition.rank(row.classification.label) for row in (self.before, self.after)]
        return definition.ordered and ranks[0] < ranks[1]


class Judged(Protocol):
    """What is compared of an audit."""

    @property
    def definition(self) -> Definition:
        """The definition judged by."""

    @property
    def as_of(self) -> date | None:
        """The day judged by, or None."""

    @property
    def rows(self) -> tuple[AuditRow, ...]:
        """One per relationship."""


@final
@attrs.frozen
class Changes(Report):
    """What has moved from one audit to a later one.

    Attributes:
        earlier: The earlier audit.
        later: The later one.
        moved: The relationships whose outcome is another one, in the order of the later audit; at the end those
            that are gone.
    """

    earlier: Judged
    later: Judged
    moved: tuple[Change, ...]

    @property
    def unchanged(self) -> int:
        """How many relationships are in both audits and have not moved."""
        return len(self.later.rows) - sum(one.after is not None for one in self.moved)

    @property
    def flow(self) -> Mapping[tuple[str | None, str | None, tuple[Cause, ...]], int]:
        """How many relationships went from one label found to another, by cause.

        Keys are label found before and after (as `AuditRow.found`; None for a relationship that was not there)
        and the causes; the most frequent first.
        """
        counted: Counter[tuple[str | None, str | None, tuple[Cause, ...]]] = Counter()
        for one in self.moved:
            if one.label_causes:
                counted[one.before and one.before.found, one.after and one.after.found, one.label_causes] += 1
        return dict(counted.most_common())

    def sections(self) -> list[Section]:
        """Arrange what has moved for people."""
        days = [audit.as_of or "any day" for audit in (self.earlier, self.later)]
        definitions = list(dict.fromkeys(str(audit.definition) for audit in (self.earlier, self.later)))
        judged = f"Judged by {' before, and now by '.join(definitions)}."
        counts = f"{len(self.moved)} moved, {self.unchanged} as before."
        deeper = sum(one.deeper for one in self.moved)
        found = [
            Section(f"Changes from {days[0]} to {days[1]}", (judged, counts, f"{deeper} went deeper by new evidence."))
        ]
        if self.flow:
            rows = tuple(
                (before or NOUGHT, after or NOUGHT, str(count), _written(causes))
                for (before, after, causes), count in self.flow.items()
            )
            found.append(Section("Labels found", (Table(("before", "now", "count", "cause"), rows, prose=True),)))
        if self.moved:
            columns = ("company", "called", "found", "standing", "verdict", "cause")
            found.append(Section("What has moved", (Table(columns, tuple(map(_line, self.moved)), prose=True),)))
        if why := tuple(Item(f"{_line(one)[0]}: {'; '.join(one.why)}") for one in self.moved if one.why):
            found.append(Section("What the other definition makes of them", why))
        return found


def changes(earlier: Judged, later: Judged) -> Changes:
    """Find what has moved from an earlier audit to a later one, and why.

    Relationships are told apart by their keys. An outcome follows from the evidence that counts, the day, the
    definition and the word in use; causes are found by undoing these in the later audit, one at a time, then
    several together, until all is as it was. What was observed after the day of the earlier audit is new evidence,
    whether or not its file had it; evidence grows stale only where the definition gives it a shelf life.

    Raises:
        InvalidValueError: The later audit is judged on an earlier day, or one of them on none.

    Cost: at most 32 classifications for each relationship that has moved.
    """
    if (earlier.as_of is None) != (later.as_of is None) or _days(earlier, later) < timedelta():
        expected = f"an audit as of no later than {later.as_of}" if later.as_of else "an audit of evidence of any day"
        raise InvalidValueError("earlier audit as of", earlier.as_of, expected)
    befores = {row.relationship.key: row for row in earlier.rows}
    undo = _Undoing(earlier, later)
    moved: list[Change] = []
    for after in later.rows:
        before = befores.pop(after.relationship.key, None)
        if before is None:
            moved.append(Change(None, after, (Cause.APPEARED,), (Cause.APPEARED,)))
        elif _outcome(before) != _outcome(after):
            moved.append(Change(before, after, *undo.causes(before, after)))
    gone = (Cause.GONE,)
    return Changes(earlier, later, (*moved, *(Change(before, None, gone, gone) for before in befores.values())))


def _days(earlier: Judged, later: Judged) -> timedelta:
    return timedelta() if earlier.as_of is None or later.as_of is None else later.as_of - earlier.as_of


def _label(row: AuditRow) -> tuple[object, ...]:
    return row.found, row.classification.standing


def _outcome(row: AuditRow) -> tuple[object, ...]:
    return *_label(row), row.word, row.verdict


class _Undoing:
    """Judge the later relationships with some of what has changed undone."""

    def __init__(self, earlier: Judged, later: Judged) -> None:
        self.earlier, self.later = earlier, later
        definitions = (earlier.definition, later.definition)
        self.fresh = {one.digest: _living_longer(one, earlier.as_of, later.as_of) for one in definitions}

    def causes(self, before: AuditRow, after: AuditRow) -> tuple[tuple[Cause, ...], tuple[Cause, ...]]:
        """Give the smallest causes of all that has moved, and those of the label found and standing."""
        known = _counting(before, self.earlier), _counting(after, self.later)
        differ = {
            Cause.NEW_EVIDENCE: bool(known[1] - known[0]),
            Cause.WITHDRAWN: bool(known[0] - known[1]),
            Cause.STALE: _days(self.earlier, self.later) > timedelta(),
            Cause.DEFINITION: self.earlier.definition.digest != self.later.definition.digest,
            Cause.WORD: _words(before.relationship) != _words(after.relationship),
        }
        active = [cause for cause, differs in differ.items() if differs]
        rows: dict[tuple[Cause, ...], AuditRow | None] = {tuple(active): before}

        def restored(some: tuple[Cause, ...], part: Callable[[AuditRow], object]) -> bool:
            if some not in rows:
                rows[some] = self.judged(before, after, known, some)
            row = rows[some]
            return row is not None and part(row) == part(before)

        sizes = range(len(active) + 1)
        subsets = [some for size in sizes for some in itertools.combinations(active, size)]
        every = next(filter(lambda some: restored(some, _outcome), subsets))
        return every, next(filter(lambda some: restored(some, _label), subsets))

    def judged(
        self,
        before: AuditRow,
        after: AuditRow,
        known: tuple[frozenset[Evidence], frozenset[Evidence]],
        undone: tuple[Cause, ...],
    ) -> AuditRow | None:
        """Judge a relationship with some causes undone; None if the definition refuses an answer."""
        then, now = known
        evidence = (then & now) | (now - then if Cause.NEW_EVIDENCE not in undone else frozenset())
        evidence |= then - now if Cause.WITHDRAWN in undone else frozenset()
        definition = self.earlier.definition if Cause.DEFINITION in undone else self.later.definition
        if Cause.STALE in undone:
            definition = self.fresh[definition.digest]
        words = (before if Cause.WORD in undone else after).relationship
        one = attrs.evolve(
            after.relationship,
            evidence=tuple(evidence),
            buyer_label=words.buyer_label,
            seller_label=words.seller_label,
            label=words.label,
        )
        vocabulary = (before if Cause.DEFINITION in undone else after).classification.vocabulary
        try:
            return judge(Classification(one, definition, self.later.as_of, vocabulary=vocabulary))
        except AnswerError:
            return None


def _counting(row: AuditRow, audit: Judged) -> frozenset[Evidence]:
    """Give the evidence on a relationship that is not later than the day of an audit, wherever it was read."""
    day = audit.as_of
    return frozenset(
        _piece(one)
        for one in row.relationship.evidence
        if day is None or one.observed_on is None or one.observed_on <= day
    )


def _piece(one: Evidence) -> Evidence:
    """Give a piece of evidence without the place where it was read, which is another one in each file."""
    return attrs.evolve(one, place="")


def _words(one: Relationship) -> tuple[str | None, ...]:
    return one.buyer_label, one.seller_label, one.label


def _living_longer(definition: Definition, earlier: date | None, later: date | None) -> Definition:
    """Give the definition by which on the later day all is fresh that was fresh on the earlier one."""
    if earlier is None or later is None:
        return definition

    def longer(policy: EvidencePolicy) -> EvidencePolicy:
        life = None if policy.shelf_life is None else later - first_day(policy.shelf_life, earlier)
        overrides = {name: longer(one) for name, one in policy.overrides.items()}
        return attrs.evolve(policy, shelf_life=life, overrides=overrides)

    return definition.evolve(policy=longer(definition.policy))


def _there(row: AuditRow | None) -> AuditRow:
    assert row is not None, "a change has a row before or after"  # noqa: S101  # so it is made
    return row


def _line(one: Change) -> tuple[str, ...]:
    row = _there(one.after or one.before)
    rows = [one.before or row, one.after or row]

    def moved(values: Iterable[str]) -> str:
        return " → ".join(dict.fromkeys(values))

    return (
        row.relationship.company(row.classification.definition.given_to),
        moved(it.word or "(none)" for it in rows),
        moved(it.found for it in rows),
        moved(it.classification.standing.value for it in rows),
        moved(it.verdict.value for it in rows),
        _written(one.causes),
    )


def _written(causes: tuple[Cause, ...]) -> str:
    return " and ".join(one.value for one in causes)
