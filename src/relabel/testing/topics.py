"""Topics: what evidence may be about, with the answers and days that matter, for `relabel.testing.strategies`."""

from collections.abc import Sequence
from datetime import date
from typing import Final, final

import attrs
from hypothesis import strategies as st

from relabel.core.definitions.definition import Definition
from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.evidence import Evidence
from relabel.testing.ingredients import NUMBERS, chance, pick

__all__ = ["Topic", "evidence_on", "topics_of"]


@final
@attrs.frozen
class Topic:
    """What evidence may be about.

    Attributes:
        name: The name of the criterion.
        known: All its answers; of a measure, numbers on either side of the thresholds.
        measured: Whether any other number is an answer, too.
        days: Days that matter, counted from the day of judgement.
    """

    name: str
    known: Sequence[Answer]
    measured: bool = False
    days: tuple[int, ...] = (0, -1, 1)

    @classmethod
    def of(cls, criterion: AnyCriterion) -> "Topic":
        """Give what is known of a criterion alone."""
        return cls(criterion.name, criterion.answers or (), criterion.answers is None)


def topics_of(definition: Definition) -> tuple[Topic, ...]:
    """Give the criteria that a definition declares, with its thresholds and shelf lives."""
    near = {
        variable.criterion.name: [variable.example(cell) for cell in range(variable.size)]
        for variable in definition.diagram.variables
    }
    topics: list[Topic] = []
    for criterion in definition.criteria:
        topic = Topic.of(criterion)
        life = definition.policy.of(criterion.name).shelf_life
        days = topic.days if life is None else (*topic.days, -life.days, -life.days - 1)
        topics.append(attrs.evolve(topic, known=near.get(criterion.name, topic.known), days=days))
    return tuple(topics)


_ANY_DAY: Final = st.integers(-1000, 100)
_ORIGINS: Final = (
    (None, "", ""),
    (Side.BUYER, "", ""),
    (Side.SELLER, "", ""),
    (None, "ledger", ""),
    (Side.BUYER, "https://example.org/ü?a=b", "“seen”, not heard"),
    (Side.SELLER, "", "a wish"),
)


@st.composite
def evidence_on(draw: st.DrawFn, topics: Sequence[Topic], as_of: date) -> Evidence:
    """Make evidence on one of several topics, dated around a day."""
    # Four choices, as a rule: with more, Hypothesis would not shrink a piece away when others follow it.
    topic = pick(draw, topics)
    answer = draw(NUMBERS) if topic.measured and not (topic.known and chance(draw, 2)) else pick(draw, topic.known)
    days = pick(draw, (None, *topic.days, ...))
    attested_by, source, note = pick(draw, _ORIGINS)
    return Evidence(
        topic.name,
        answer,
        observed_on=None if days is None else _later(as_of, draw(_ANY_DAY) if days is ... else days),
        attested_by=attested_by,
        source=source,
        note=note,
    )


def _later(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))
