"""Suppositions: what would be found if some answers were others, and which of them make the difference."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar, final

import attrs

from relabel.core.classification.names import naming
from relabel.core.classification.outcome import Outcome
from relabel.core.definitions.text import label_text, labels_text
from relabel.core.definitions.wording import Wording
from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.examples import Standing
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import OURSELVES
from relabel.errors import InvalidValueError
from relabel.markup import Report
from relabel.sections import Item, Section

__all__ = ["Supposition", "suppose"]

T = TypeVar("T", bound=Outcome)


@final
@attrs.frozen
class Supposition(Report, Generic[T]):
    """What would be found if some answers were others.

    Attributes:
        before: What is found.
        after: What would be found.
        answers: What is supposed, by the name of a criterion; None for "not known".
        decisive: The names of the criteria whose supposed answers make the difference: without any
            one of them something else would be found than with all. None if there is no difference.
    """

    before: T
    after: T
    answers: FrozenMapping[str, Answer | None]
    decisive: tuple[str, ...]

    def sections(self, *, us: str | None = OURSELVES) -> list[Section]:
        """Arrange the supposition for people.

        Args:
            us: The company that we are, to be called "we".
        """
        definition = self.before.definition
        words = Wording(definition, naming(self.before.relationship, us))
        items = []
        for name, answer in self.answers.items():
            criterion = definition.criterion(name, "answers")
            supposed = "not known" if answer is None else words.chosen(criterion, [answer])
            items.append(Item(words.answered(criterion, supposed)))
        decisive = [words.question(definition.criterion(name, "answers")) for name in self.decisive]
        found, then = (_found(one) for one in (self.before, self.after))
        difference = Item("What made the difference:", tuple(map(Item, decisive)))
        end = (difference,) if decisive else ("That makes no difference.",)
        return [Section("Supposed", (*items, f"Found then: {then}. As things are: {found}.", *end))]


def suppose(one: T, answers: Mapping[Any, Answer | None]) -> Supposition[T]:
    """Say what would be found if some answers were others; see `Classification.suppose`."""
    # Any: a mapping with keys of both types is a mapping with keys of neither
    if not isinstance(answers, Mapping):
        raise InvalidValueError("answers", answers, "a mapping from criteria or their names to answers or None")
    supposed: dict[str, Answer | None] = {}
    for key, answer in answers.items():
        name = key.name if isinstance(key, AnyCriterion) else key
        criterion = one.definition.criterion(name, "answers")
        if answer is not None:
            criterion.check(answer, f"answers[{name!r}]")
        supposed[name] = answer
    after = _with(one, supposed)
    decisive = dict(supposed) if _outcome(after) != _outcome(one) else {}  # answers may cancel each other out
    while (idle := _idle(one, decisive, after)) is not None:  # again from the start: two may matter only together
        del decisive[idle]
    return Supposition(one, after, FrozenMapping(supposed), tuple(decisive))


def _idle(one: T, supposed: Mapping[str, Answer | None], after: T) -> str | None:
    """Give the first of some answers that can be left out with the same outcome; None if there is none."""
    for name in supposed:
        fewer = {other: answer for other, answer in supposed.items() if other != name}
        if _outcome(_with(one, fewer)) == _outcome(after):
            return name
    return None


def _with(one: T, supposed: Mapping[str, Answer | None]) -> T:
    """Give the classification with one piece of evidence, on the word of the side it is about, for each answer."""
    asked = {criterion.name: criterion for criterion in one.definition.criteria}
    policy = one.definition.policy
    kept = (piece for piece in one.relationship.evidence if piece.criterion not in supposed)
    pieces = (
        policy.counting(asked[name], answer, one.as_of, "supposed")
        for name, answer in supposed.items()
        if answer is not None
    )
    relationship = attrs.evolve(one.relationship, evidence=(*kept, *pieces))
    return type(one)(relationship, one.definition, one.as_of, vocabulary=one.vocabulary)


def _outcome(one: Outcome) -> tuple[object, ...]:
    return one.label, one.standing, one.possible, one.granted


def _found(one: Outcome) -> str:
    if one.standing is Standing.OPEN:
        return f"open, {labels_text(one.granted, one.definition)}"
    return f"{label_text(one.label)} ({one.standing.value})"
