"""Topics: what evidence may be about, and evidence on it; `relabel.testing.strategies` makes relationships of it."""

from collections.abc import Sequence
from datetime import date
from typing import Final, final

import attrs
from hypothesis import strategies as st

from relabel.core.definitions.definition import Definition
from relabel.core.model.answers import Answer, Number
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.criteria import Measure
from relabel.core.model.evidence import Evidence
from relabel.core.model.shelf_life import first_day
from relabel.testing.ingredients import chance, numbers_of, pick

__all__ = ["Topic", "evidence_on", "topics_of"]


@final
@attrs.frozen
class Topic:
    """What evidence may be about.

    Attributes:
        name: The name of the criterion.
        known: All its answers; of a measure, numbers on either side of the thresholds.
        others: What makes other answers; None where there are none.
        days: Days that matter, counted from the day of judgement.
    """

    name: str
    known: Sequence[Answer]
    others: st.SearchStrategy[Number] | None = None
    days: tuple[int, ...] = (0, -1, 1)

    @classmethod
    def of(cls, criterion: AnyCriterion) -> "Topic":
        """Give what is known of a criterion alone."""
        others = numbers_of(criterion) if isinstance(criterion, Measure) else None
        return cls(criterion.name, criterion.answers or (), others)


def topics_of(definition: Definition, as_of: date) -> tuple[Topic, ...]:
    """Give the criteria that a definition declares, with its thresholds and shelf lives on the day of judgement."""
    near = {
        variable.criterion.name: [variable.example(cell) for cell in range(variable.size)]
        for variable in definition.diagram.variables
    }
    topics: list[Topic] = []
    for criterion in definition.criteria:
        topic = Topic.of(criterion)
        life = definition.policy.of(criterion.name).shelf_life
        oldest = 0 if life is None else (first_day(life, as_of) - as_of).days
        days = topic.days if life is None else (*topic.days, oldest, oldest - 1)
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
    others = None if topic.known and chance(draw, 2) else topic.others
    answer = pick(draw, topic.known) if others is None else draw(others)
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
