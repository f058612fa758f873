"""Examples and intents: what the author of a definition says it does, to be checked against what it does."""

import enum
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, final

import attrs

from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.frozen_mapping import FrozenMapping

__all__ = ["ALL", "Example", "Intent", "Standing"]

ALL: Final = "all"
"""What stands for every pair of labels that may overlap."""


def _by_name(answers: Mapping[Any, Any]) -> FrozenMapping[str, Answer]:
    # Any: the keys may be criteria or names; what is neither, `Definition` refuses.
    if not isinstance(answers, Mapping):
        return FrozenMapping({"": answers})
    return FrozenMapping((_name(one), answer) for one, answer in answers.items())


def _names(criteria: Iterable[Any]) -> tuple[str, ...]:
    # Any: as above.
    if isinstance(criteria, (str, AnyCriterion)) or not isinstance(criteria, Iterable):
        criteria = [criteria]
    return tuple(map(_name, criteria))


def _name(criterion: Any) -> Any:  # Any: as above
    return criterion.name if isinstance(criterion, AnyCriterion) else criterion


def _pairs(pairs: Iterable[Any]) -> tuple[tuple[Any, ...], ...] | Literal["all"]:
    # Any: as above.
    if isinstance(pairs, str):
        return ALL if pairs == ALL else ((pairs,),)
    return tuple(tuple(pair) if isinstance(pair, (tuple, list)) else (pair,) for pair in pairs)


@final
class Standing(enum.Enum):
    """How certain a label is."""

    SETTLED = "settled"
    PRESUMED = "presumed"
    OPEN = "open"


@final
@attrs.frozen
class Example:
    """A case with the label that it should get: part of a definition, and a test of it.

    Args:
        name: What to call it: "the dry cleaner".
        answers: What is known, by criterion or its name. The rest is unknown, and presumed where the
            definition presumes it.
        expect: The label, settled or presumed; None for "no label"; `Standing.OPEN` where what is known
            must not be enough for a label.
    """

    name: str
    answers: FrozenMapping[str, Answer] = attrs.field(converter=_by_name)
    expect: str | Standing | None


@final
@attrs.frozen(kw_only=True)
class Intent:
    """What a definition is meant to do where that is not plain from its conditions.

    It changes no label. `relabel.testing.check_definition` checks it, but for `cannot_change`, which
    `Classification.path_to` keeps.

    Args:
        raises: Criteria, or their names, of which a higher answer (yes rather than no, more rather than
            less) must never lower the rank.
        lowers: Criteria, or their names, of which a higher answer must never raise the rank.
        overlaps: Pairs of labels whose conditions may both hold; the first label is given. Or "all": the
            order of the labels decides everywhere, as in a table of which the first row that fits counts.
        gap: Whether it is meant that some records get no label.
        cannot_change: Criteria, or their names, whose answers nobody can change, such as what happened in
            the past. No advice asks to change them, only to show what is not known of them.
    """

    raises: tuple[str, ...] = attrs.field(default=(), converter=_names)
    lowers: tuple[str, ...] = attrs.field(default=(), converter=_names)
    overlaps: tuple[tuple[str, str], ...] | Literal["all"] = attrs.field(default=(), converter=_pairs)
    gap: bool = False
    cannot_change: tuple[str, ...] = attrs.field(default=(), converter=_names)

    @property
    def said(self) -> Mapping[str, object]:
        """What it says, by name, in lists; without what it leaves open."""
        given = ((field, getattr(self, field.name)) for field in attrs.fields(Intent))
        return {
            field.name: list(value) if isinstance(value, tuple) else value
            for field, value in given
            if value != field.default
        }

    def lets_overlap(self, first: str, second: str) -> bool:
        """Say whether the conditions of two labels may both hold."""
        return self.overlaps == ALL or any({*pair} == {first, second} for pair in self.overlaps)
