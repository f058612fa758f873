"""Evidence: one observation that answers one criterion; and how a definition weighs it."""

import enum
import functools
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, final

import attrs

from relabel.core.model.answers import Answer, answer_text, order_key
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.shelf_life import Months, ShelfLife, read_life
from relabel.errors import InvalidValueError

__all__ = ["REQUIRED", "Conflicts", "Evidence", "EvidencePolicy", "Hearsay", "check_date"]


def check_date(place: str, value: object) -> None:
    """Raise `InvalidValueError` unless `value` is None or a date without a time of day."""
    if value is not None and type(value) is not date:
        raise InvalidValueError(place, value, "a datetime.date without a time of day, or None")


def _criterion_name(criterion: AnyCriterion | str) -> str:
    return criterion.name if isinstance(criterion, AnyCriterion) else criterion


def _text(_: "Evidence", field: "attrs.Attribute[str]", value: object) -> None:
    if not isinstance(value, str) or (field.name == "criterion" and not value.strip()):
        raise InvalidValueError(f"{field.name} of evidence", value, "text")


def _date(evidence: "Evidence", field: "attrs.Attribute[date | None]", value: date | None) -> None:
    check_date(f"{field.name} of evidence on {evidence.criterion!r}", value)


def _answer(evidence: "Evidence", _: object, value: Answer) -> None:
    if not isinstance(value, (bool, str, int, float, Decimal)) or (isinstance(value, Decimal) and value.is_snan()):
        raise InvalidValueError(
            f"answer of evidence on {evidence.criterion!r}",
            value,
            "True, False, a word or a number (bool, str, int, float, Decimal); leave out what is unknown",
        )


def _told_apart(answer: Answer) -> tuple[type, Answer]:
    return type(answer), answer  # True == 1, but they are different answers


def _side(evidence: "Evidence", _: object, value: Side | None) -> None:
    if value is not None and not isinstance(value, Side):
        raise InvalidValueError(
            f"attested_by of evidence on {evidence.criterion!r}", value, "Side.BUYER, Side.SELLER or None"
        )


_PLAIN = frozenset({bool, str, int, float, Decimal})
"""The types of which the text tells any two values apart."""


@functools.lru_cache(maxsize=10_000, typed=True)
def _claim(criterion: str, answer: Answer, attested_by: Side | None) -> str:
    # Remembered, so that equal claims are most often one object, which is found sooner.
    if type(answer) not in _PLAIN or (type(answer) is int and answer.bit_length() > 64):
        return ""
    return f"{criterion}\n{answer!r}\n{attested_by and attested_by.value}"


@final
@attrs.frozen
class Evidence:
    """One observation that answers one criterion.

    Args:
        criterion: The criterion or its name.
        answer: True or False, a word, a level or a number, as the criterion asks. Whether it lies in
            the domain shows when it is classified.
        observed_on: The day of the observation.
        attested_by: The side whose word it is; None for a record or observed conduct.
        source: Where it can be looked up: a document, an address.
        note: Anything else worth reading.
        place: Where it was read, if no source is named: a file and line.

    Raises:
        InvalidValueError: A field has the wrong type.

    >>> Evidence("pays_for_services", True, observed_on=date(2026, 1, 31), source="ledger")
    Evidence(pays_for_services: yes, observed 2026-01-31, ledger)
    """

    criterion: str = attrs.field(converter=_criterion_name, validator=_text)
    answer: Answer = attrs.field(validator=_answer, eq=_told_apart)
    observed_on: date | None = attrs.field(default=None, validator=_date, kw_only=True)
    attested_by: Side | None = attrs.field(default=None, validator=_side, kw_only=True)
    source: str = attrs.field(default="", validator=_text, kw_only=True)
    note: str = attrs.field(default="", validator=_text, kw_only=True)
    place: str = attrs.field(default="", validator=_text, kw_only=True)
    claim: str = attrs.field(init=False, eq=False, repr=False)
    """What it says apart from its day: one text for one criterion, answer and side whose word it is, and for no
    others; empty where the answer is of an odd type or a huge number."""
    day: int = attrs.field(init=False, eq=False, repr=False)
    """The day of the observation as `date.toordinal` counts it; 0, which is before every day, where it is undated."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "claim", _claim(self.criterion, self.answer, self.attested_by))
        object.__setattr__(self, "day", 0 if self.observed_on is None else self.observed_on.toordinal())

    @property
    def origin(self) -> str:
        """When it was observed, on whose word, and where it can be looked up, for people."""
        if self.observed_on is None and self.attested_by is None and not self.note:
            return self.source or self.place
        day = "" if self.observed_on is None else f"observed {self.observed_on}"
        word = "" if self.attested_by is None else f"on the {self.attested_by.value}'s word"
        return ", ".join(filter(None, (day, word, self.source or self.place, self.note)))

    @property
    def sort_key(self) -> tuple[object, ...]:
        """The stated order of evidence: latest first, undated last; then the answer and the rest."""
        side = self.attested_by.value if self.attested_by else ""
        return (
            self.criterion,
            -self.day,
            order_key(self.answer),
            str(type(self.answer)),
            side,
            self.source,
            self.note,
            self.place,
        )

    def __repr__(self) -> str:
        origin = f", {self.origin}" if self.origin else ""
        return f"Evidence({self.criterion}: {answer_text(self.answer)}{origin})"


@final
class Conflicts(enum.Enum):
    """What to make of evidence both ways: leave it contested, let the latest count, or let one yes be enough."""

    CONTESTED = "contested"
    LATEST = "latest"
    YES_WINS = "yes_wins"


@final
class Hearsay(enum.Enum):
    """What to make of one side's word about the other side: count it, leave it out, or count own words only."""

    ACCEPT = "accept"
    DISREGARD = "disregard"
    OWN_WORD = "own_word"


def _conflicts(value: Conflicts | str) -> Conflicts:
    try:
        return Conflicts(value)
    except ValueError:
        raise InvalidValueError("conflicts", value, "'contested', 'latest' or 'yes_wins'") from None


def _hearsay(value: Hearsay | str) -> Hearsay:
    try:
        return Hearsay(value)
    except ValueError:
        raise InvalidValueError("hearsay", value, "'accept', 'disregard' or 'own_word'") from None


REQUIRED = ("source", "attested_by")
"""The fields of evidence that a policy may demand, in the order in which they are checked."""


def _requires(fields: Iterable[str]) -> tuple[str, ...]:
    known = [fields] if isinstance(fields, str) or not isinstance(fields, Iterable) else list(fields)
    for one in known:
        if one not in REQUIRED:
            raise InvalidValueError("requires", one, f"some of {', '.join(map(repr, REQUIRED))}")
    return tuple(one for one in REQUIRED if one in known)


def _by_name(overrides: Mapping[Any, Any]) -> FrozenMapping[str, "EvidencePolicy"]:
    # Any: the keys may be criteria or names, and what is not a policy is refused by the validator.
    return FrozenMapping({_criterion_name(criterion): policy for criterion, policy in overrides.items()})


def _shelf_life(value: ShelfLife | str | None) -> ShelfLife | None:
    life = read_life(value) if isinstance(value, str) else value
    if value is None or isinstance(life, Months):
        return life
    if not isinstance(life, timedelta) or life < timedelta(0) or life % timedelta(days=1):
        raise InvalidValueError("shelf_life", value, "whole days, months or years, such as '30 days' or '2 years'")
    return life


def _check_overrides(_: object, __: object, value: FrozenMapping[str, "EvidencePolicy"]) -> None:
    for criterion, policy in value.items():
        if not isinstance(policy, EvidencePolicy) or policy.overrides:
            raise InvalidValueError(
                f"override for criterion {criterion!r}", policy, "an EvidencePolicy without overrides of its own"
            )


@final
@attrs.frozen(kw_only=True)
class EvidencePolicy:
    """How a definition weighs evidence.

    Args:
        shelf_life: Evidence observed more than this long before the date of judgement is stale, and
            undated evidence is not counted. Days, months or years by the calendar, as text (`"30 days"`,
            `"6 months"`, `"2 years"`), or a `timedelta` of whole days; None for no limit. What is exactly
            as old counts still.
        conflicts: `contested` leaves evidence both ways contested; under `latest` the latest day
            counts, undated evidence ranking before every day. A measure always takes the latest. Under
            `yes_wins` one yes that counts is enough, whatever says no and whenever; what is not
            answered by yes or no stays contested.
        hearsay: Whether one side's word about the other side counts: `accept` or `disregard`. Under
            `own_word`, nothing counts about a side but what that side attests, records neither.
        requires: What evidence must have to count: a `source`, or somebody whose word it is (`attested_by`).
        overrides: Policies for single criteria, by criterion or name; each replaces this one whole.
            `override` makes one that differs only where you say.

    Raises:
        InvalidValueError: A field has the wrong type or value.
    """

    shelf_life: ShelfLife | None = attrs.field(default=None, converter=_shelf_life)
    conflicts: Conflicts = attrs.field(default=Conflicts.CONTESTED, converter=_conflicts)
    hearsay: Hearsay = attrs.field(default=Hearsay.ACCEPT, converter=_hearsay)
    requires: tuple[str, ...] = attrs.field(default=(), converter=_requires)
    overrides: FrozenMapping[str, "EvidencePolicy"] = attrs.field(
        factory=FrozenMapping, converter=_by_name, validator=_check_overrides
    )

    def override(self, *criteria: AnyCriterion | str, **changes: Any) -> "EvidencePolicy":
        """Give a policy that differs from this one for some criteria only.

        Args:
            criteria: The criteria, or their names.
            changes: Any of `shelf_life`, `conflicts`, `hearsay` and `requires`. (`Any`, as each has its own type.)

        >>> EvidencePolicy(hearsay="disregard").override("meets", conflicts="latest").of("meets")
        EvidencePolicy(conflicts='latest', hearsay='disregard')
        """
        new = {name: attrs.evolve(self.of(name), **changes) for name in map(_criterion_name, criteria)}
        return attrs.evolve(self, overrides={**self.overrides, **new})

    def of(self, criterion: str) -> "EvidencePolicy":
        """Give the policy for one criterion, without overrides."""
        return self.overrides.get(criterion, attrs.evolve(self, overrides={}))

    def counting(self, criterion: AnyCriterion, answer: Answer, day: date | None, source: str) -> Evidence:
        """Give evidence of a day that counts on it by this policy: on the word of the side that it is about.

        Args:
            criterion: What it answers.
            answer: The answer.
            day: The day; None only where evidence has no shelf life.
            source: Where it can be looked up, not blank.
        """
        anybody = Side.BUYER if "attested_by" in self.of(criterion.name).requires else None
        speaker = criterion.about or anybody
        return Evidence(criterion, answer, observed_on=day, attested_by=speaker, source=source)

    def __repr__(self) -> str:
        life = str(self.shelf_life) if isinstance(self.shelf_life, Months) else self.shelf_life
        parts = [f"shelf_life={life!r}"] if life is not None else []
        parts += [f"conflicts={self.conflicts.value!r}"] if self.conflicts is not Conflicts.CONTESTED else []
        parts += [f"hearsay={self.hearsay.value!r}"] if self.hearsay is not Hearsay.ACCEPT else []
        parts += [f"requires={self.requires!r}"] if self.requires else []
        parts += [f"overrides={self.overrides!r}"] if self.overrides else []
        return f"EvidencePolicy({', '.join(parts)})"
