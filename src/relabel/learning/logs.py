"""Logs: what was told in an elicitation, as plain data, so that it can go on later."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from relabel.core.model.answers import Answer
from relabel.core.model.conditions import Condition
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.errors import InvalidValueError
from relabel.learning.hypotheses.records import Records

__all__ = ["Event", "check_head", "head", "plain"]

Event: TypeAlias = Mapping[str, Any]  # Any: what JSON holds
"""One entry of a log."""


def plain(event: Event) -> Event:
    """Give an entry as JSON has it; of a measure, whose stretch is meant, the nearest number will do."""

    def number(answer: Answer) -> bool | str | int | float:
        return float(answer) if isinstance(answer, Decimal) else answer

    return {
        key: {name: number(answer) for name, answer in value.items()} if key == "case" else value
        for key, value in event.items()
    }


def head(name: str, labels: Iterable[str], records: Records, impossible: Iterable[Condition]) -> Event:
    """Give the first entry of a log, which says what it is about."""
    criteria = {
        variable.criterion.name: [variable.describe(1 << records.cell(at, place)) for place in range(variable.size)]
        for at, variable in enumerate(records.variables)
    }
    about = {"labels": list(labels), "criteria": criteria, "impossible": list(map(str, impossible))}
    return FrozenMapping({"elicitation": name, **about})


def check_head(found: Event, expected: Event) -> None:
    """Refuse the log of an elicitation that was made in another way, naming what differs first.

    Raises:
        InvalidValueError: It is one.
    """
    theirs, ours = _flat(found), _flat(expected)
    for place in (*ours, *theirs):
        if theirs.get(place) != ours.get(place):
            wanted = f"{ours.get(place)!r}; another elicitation needs a log of its own"
            raise InvalidValueError(f"log, line 1, {place}", theirs.get(place), wanted)


def _flat(head: Event) -> Event:
    criteria = head.get("criteria")
    each = criteria if isinstance(criteria, Mapping) else {}
    return {**head, "criteria": list(each), **{f"criterion {name}": cells for name, cells in each.items()}}
