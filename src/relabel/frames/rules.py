"""Rules: which evidence counts, whatever it says, as tests of its day, its side and its source.

Both printers write these tests, and a table has to say where it holds what they ask for.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from attrs import NOTHING

from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Reason
from relabel.core.model.any_criterion import Side
from relabel.core.model.shelf_life import first_day
from relabel.errors import InvalidValueError
from relabel.texts import first_few

__all__ = ["Fault", "Origin", "alike", "faults_of", "may_be", "origin_of"]


class Origin(NamedTuple):
    """The columns that say where the evidence on a criterion comes from; None for what nobody recorded."""

    observed_on: str | None = None
    attested_by: str | None = None
    source: str | None = None


class Fault(NamedTuple):
    """Why a piece of evidence does not count."""

    reason: Reason
    field: str
    """What is at fault, a field of `Origin`."""
    bound: date | Side | None
    """The day that it is later or earlier than, or the side that it is not, where it is given; None for a fault of
    what is blank."""


_WEIGHED_BY: Mapping[Reason, str] = {
    Reason.FUTURE: "as_of",
    Reason.UNDATED: "shelf_life",
    Reason.STALE: "shelf_life",
    Reason.UNSOURCED: "requires",
    Reason.UNATTESTED: "requires",
    Reason.HEARSAY: "hearsay",
    Reason.NOT_OWN_WORD: "hearsay",
}


def faults_of(definition: Definition, criterion: str, as_of: date | None) -> tuple[Fault, ...]:
    """Give what sets evidence on a criterion aside; of several, the first is the reason."""
    rule = definition.weigher.rules[criterion]
    found: list[Fault] = []
    if as_of is not None:
        found.append(Fault(Reason.FUTURE, "observed_on", as_of))
        if rule.shelf_life is not None:
            found.append(Fault(Reason.UNDATED, "observed_on", None))
            found.append(Fault(Reason.STALE, "observed_on", first_day(rule.shelf_life, as_of)))
    if "source" in rule.requires:
        found.append(Fault(Reason.UNSOURCED, "source", None))
    if "attested_by" in rule.requires:
        found.append(Fault(Reason.UNATTESTED, "attested_by", None))
    if rule.hearsay:
        found.append(Fault(Reason.HEARSAY, "attested_by", rule.criterion.about))
        if rule.own_word:
            found.append(Fault(Reason.NOT_OWN_WORD, "attested_by", None))
    return tuple(found)


def alike(definition: Definition, as_of: date | None) -> dict[tuple[Fault, ...], list[int]]:
    """Give the levels of the variables by what sets evidence on them aside."""
    groups: dict[tuple[Fault, ...], list[int]] = {}
    for level, variable in enumerate(definition.diagram.variables):
        groups.setdefault(faults_of(definition, variable.criterion.name, as_of), []).append(level)
    return groups


def may_be(columns: Iterable[str]) -> str:
    """Say which columns could be meant, behind what is expected; nothing where none could."""
    there = [repr(name) for name in columns]
    return f"; it may be {first_few(there, between=' or ')}" if there else ""


def origin_of(
    definition: Definition,
    criterion: str,
    said: Mapping[str, str | None],
    as_of: date | None,
    *,
    place: str = "{}",
    candidates: Mapping[str, Iterable[str]],
    several: bool,
) -> Origin:
    """Give where evidence on a criterion comes from, if all is said by which it is weighed.

    What is not said would not be used: a shelf life would leave nothing that counts, and hearsay would be a record.

    Args:
        definition: The definition.
        criterion: The criterion.
        said: By field of `Origin` its column; None where nobody recorded it, which leaves nothing that counts where
            it is required, so that it is no answer there.
        as_of: The day of judgement.
        place: How a field is named in a message.
        candidates: By field the columns that could hold it.
        several: Whether there may be several pieces, of which the latest may count.

    Raises:
        InvalidValueError: Something is not said.
    """
    weighed = [
        (fault.field, _WEIGHED_BY[fault.reason], fault.bound is None)
        for fault in faults_of(definition, criterion, as_of)
    ]
    if several and definition.weigher.rules[criterion].latest:
        weighed.append(("observed_on", "conflicts, the latest", False))
    for field, policy, required in sorted(weighed, key=lambda one: not one[2]):
        if field not in said or (required and said[field] is None):
            expected = f"the name of a column, as {definition.name!r} weighs evidence on {criterion!r} by it ({policy})"
            known = "" if several else f"; columns={{{criterion!r}: None}} says that nothing is known of it"
            expected += known if required else ", or None to say that nobody recorded it"
            expected += may_be(candidates.get(field, ()))
            raise InvalidValueError(place.format(field), said.get(field, NOTHING), expected)
    return Origin(**said)
