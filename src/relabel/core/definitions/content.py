"""Content: what a definition says, as data, before anything is worked out from it."""

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, final

import attrs

from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.condition_parts import criteria_of, named_part, walk
from relabel.core.model.conditions import (
    Condition,
    Label,
    LabelIs,
    Ladder,
    Named,
    Points,
    all_of,
    any_of,
    applies,
    as_condition,
)
from relabel.core.model.evidence import EvidencePolicy
from relabel.core.model.examples import Example, Intent
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.words import fold, visible
from relabel.errors import InvalidValueError
from relabel.texts import did_you_mean

__all__ = ["Base", "Content", "asked", "ladders", "named_parts"]


@final
@attrs.frozen
class Base:
    """The definition that an overlay was made from."""

    name: str
    version: str
    digest: str


def asked(labels: Iterable[Label]) -> Iterator[tuple[int, AnyCriterion]]:
    """Give the criteria that conditions ask for, each wording once per label, with the position of the label."""
    for position, label in enumerate(labels):
        if label.when is not None:
            for criterion in criteria_of(label.when):
                yield position, criterion


def ladders(labels: Iterable[Label]) -> Iterator[Ladder]:
    """Give what other definitions lend to the conditions of one, repeats included."""
    return (part.ladder for part in walk(*_conditions(labels)) if isinstance(part, LabelIs))


def named_parts(labels: Iterable[Label], *, lent: bool = True) -> Iterator[Named | Points]:
    """Give the parts with a name in the conditions of labels, repeats included; `lent` says whether also lent ones."""
    return (one for one in map(named_part, walk(*_conditions(labels), lent=lent)) if one is not None)


def _conditions(labels: Iterable[Label]) -> Iterator[Condition]:
    return (label.when for label in labels if label.when is not None)


def _tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    # Any: what it holds is checked, with its place, when the definition is.
    return tuple(values) if isinstance(values, Iterable) and not isinstance(values, str) else (values,)


def _mapping(values: Mapping[Any, Any]) -> FrozenMapping[Any, Any]:
    # Any: as above. What is no mapping becomes one whose only key cannot be right.
    return FrozenMapping(values if isinstance(values, Mapping) else {"": values})


def _premises(values: Mapping[Any, Any]) -> FrozenMapping[Any, Condition]:
    # Any: as above.
    return FrozenMapping((key, as_condition(value)) for key, value in _mapping(values).items())


@attrs.frozen(kw_only=True, cache_hash=True)
class Content:
    """What a definition says. `Definition` documents the fields, checks them and works out the rest."""

    name: str = attrs.field(kw_only=False)
    title: str = attrs.field(kw_only=False)
    labels: tuple[Label, ...] = attrs.field(converter=_tuple, kw_only=False)
    source: str
    version: str = "1"
    given_to: Side | None = Side.BUYER
    ordered: bool = True
    presume: FrozenMapping[AnyCriterion, Answer] = attrs.field(factory=FrozenMapping, converter=_mapping)
    disregard: tuple[AnyCriterion, ...] = attrs.field(default=(), converter=_tuple)
    remarks: tuple[str, ...] = attrs.field(default=(), converter=_tuple)
    mentions: tuple[AnyCriterion, ...] = attrs.field(default=(), converter=_tuple)
    policy: EvidencePolicy = attrs.field(factory=EvidencePolicy)
    aliases: FrozenMapping[str, str] = attrs.field(factory=FrozenMapping, converter=_mapping)
    examples: tuple[Example, ...] = attrs.field(default=(), converter=_tuple)
    intends: Intent = attrs.field(factory=Intent)
    only_if: FrozenMapping[AnyCriterion, Condition] = attrs.field(factory=FrozenMapping, converter=_premises)
    based_on: Base | None = None

    @functools.cached_property
    def asked(self) -> tuple[AnyCriterion, ...]:
        """The criteria that conditions ask for, nested definitions included, each name once, in order."""
        return _by_name(criterion for _, criterion in asked(self.labels))

    @functools.cached_property
    def criteria(self) -> tuple[AnyCriterion, ...]:
        """Every criterion that the definition asks for, presumes, disregards or mentions."""
        return _by_name([*self.asked, *self.presume, *self.disregard, *self.mentions])

    def criterion(self, name: object, place: str) -> AnyCriterion:
        """Give the criterion of a name; `place` says in messages where the name stands.

        Raises:
            InvalidValueError: This definition declares no such criterion.
        """
        known = {criterion.name: criterion for criterion in self.criteria}
        if not isinstance(name, str) or name not in known:
            expected = f"the name of a criterion of {self.name!r}{did_you_mean(name, known)}"
            raise InvalidValueError(place, name, expected)
        return known[name]

    @property
    def sound(self) -> Condition:
        """The condition that what makes sense only if something holds does not apply without that."""
        return all_of(*(any_of(premise, ~applies(one)) for one, premise in self.only_if.items()))

    @property
    def ladder(self) -> Ladder:
        """What this definition lends to others: its name and conditions, nothing else."""
        return Ladder(self.name, self.labels)

    def is_(self, label: str | None) -> LabelIs:
        """Give the condition that this definition's conditions give `label`, for use in another.

        Raises:
            InvalidValueError: This definition has no such label.
        """
        return self.ladder.is_(label)

    def rank(self, label: str | None) -> int:
        """Give the rank of a label: the number of labels below it, plus one; 0 for no label.

        Raises:
            InvalidValueError: This definition has no such label.
        """
        if label not in self._ranks:
            names = [one.name for one in self.labels]
            expected = f"one of {names} or None{did_you_mean(label, names)}"
            raise InvalidValueError(f"label of definition {self.name!r}", label, expected)
        return self._ranks[label]

    def read(self, word: str) -> str | None:
        """Give the label that a word in use stands for, case and spacing folded; None if it is unknown."""
        return self._words.get(fold(visible(word)))

    @property
    def words(self) -> tuple[str, ...]:
        """The words in use that this definition knows: its labels, but for zones, and aliases."""
        return (*(label.name for label in self.labels if not label.zone), *self.aliases)

    @functools.cached_property
    def zones(self) -> frozenset[str | None]:
        """The names of the labels that are places in the ranks without a word."""
        return frozenset(label.name for label in self.labels if label.zone)

    @functools.cached_property
    def _words(self) -> dict[str, str]:
        return {fold(visible(word)): self.aliases.get(word, word) for word in self.words}

    @functools.cached_property
    def _ranks(self) -> dict[str | None, int]:
        return {None: 0} | {label.name: rank for rank, label in enumerate(reversed(self.labels), 1)}

    def __str__(self) -> str:
        return f"{self.name} (version {self.version})"


def _by_name(criteria: Iterable[AnyCriterion]) -> tuple[AnyCriterion, ...]:
    """Keep the first criterion of each name: two may differ in the wording of their question."""
    found: dict[str, AnyCriterion] = {}
    for criterion in criteria:
        found.setdefault(criterion.name, criterion)
    return tuple(found.values())
