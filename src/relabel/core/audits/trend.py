"""Trend: how words in use and labels found have moved over many audits."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import final

import attrs

from relabel.core.audits.changes import Changes, Judged, changes
from relabel.core.audits.verdicts import NO_LABEL, OPEN, Verdict
from relabel.errors import InvalidValueError
from relabel.markup import Report
from relabel.sections import NOUGHT, Section, Table

__all__ = ["Trend", "trend"]


@final
@attrs.frozen
class Trend(Report):
    """Several audits, the earliest first, with what has moved between them.

    Attributes:
        audits: The audits.
        steps: For each audit but the first what has moved since the one before.
    """

    audits: tuple[Judged, ...]
    steps: tuple[Changes, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels found, as `AuditRow.found`: those of the last definition in their order, then others, no label
        and what is open."""  # noqa: D205, D209  # one sentence
        known = [label.name for one in reversed(self.audits) for label in one.definition.labels]
        found = {row.found for one in self.audits for row in one.rows}
        return tuple(one for one in dict.fromkeys([*known, NO_LABEL, OPEN]) if one in found)

    def sections(self) -> list[Section]:
        """Arrange the audits for people, one in each line."""
        judged = dict.fromkeys(str(one.definition) for one in self.audits)
        about = (f"Judged by {', then by '.join(judged)}.",)
        days = [_day(one) for one in self.audits]
        found = [Counter(row.found for row in one.rows) for one in self.audits]
        rows = [
            (day, str(len(one.rows)), *(str(count[label]) for label in self.labels))
            for day, one, count in zip(days, self.audits, found, strict=True)
        ]
        labels = Table(("day", "companies", *self.labels), tuple(rows))
        wrong = [Counter(row.verdict for row in one.rows) for one in self.audits]
        words = [
            (day, *(str(count[verdict]) for verdict in _VERDICTS), *step)
            for day, count, step in zip(days, wrong, [(NOUGHT,) * len(_MOVED), *map(_step, self.steps)], strict=True)
        ]
        moved = Table(("day", *(one.value for one in _VERDICTS), *_MOVED), tuple(words))
        return [
            Section(f"{len(self.audits)} audits from {days[0]} to {days[-1]}", about),
            Section("Labels found", (labels,)),
            Section("Words in use", (moved,)),
        ]


_VERDICTS = (Verdict.CONFIRMED, *(one for one in Verdict if one.wrong), Verdict.UNPROVEN)


_MOVED = ("went deeper", "appeared", "gone")


def _step(one: Changes) -> Sequence[str]:
    counts = (
        sum(change.deeper for change in one.moved),
        sum(change.before is None for change in one.moved),
        sum(change.after is None for change in one.moved),
    )
    return [str(count) for count in counts]


def _day(audit: Judged) -> str:
    return str(audit.as_of or "any day")


def trend(audits: Iterable[Judged]) -> Trend:
    """Put audits in the order of their days, and find what has moved from each to the next.

    Raises:
        InvalidValueError: There are fewer than two, one is of no day, or two are of one day.

    Cost: as for `changes`, for each audit but the first.
    """
    given = list(audits)
    days = [one.as_of for one in given]
    dated = sorted(day for day in days if day is not None)
    if len(given) < 2 or len({*dated}) < len(given):  # a trend has two ends
        raise InvalidValueError("audits", ", ".join(map(_day, given)), "two or more, each of a day of its own")
    ordered = sorted(given, key=lambda one: one.as_of or date.min)
    return Trend(tuple(ordered), tuple(changes(*pair) for pair in itertools.pairwise(ordered)))
