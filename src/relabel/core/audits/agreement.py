"""Agreement: whether several speakers answer the same questions alike, and who disagrees with whom on what."""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import final

import attrs

from relabel.core.definitions.definition import Definition
from relabel.core.model.answers import NOT_APPLICABLE, Answer, answer_text
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import Ordered
from relabel.core.model.evidence import Evidence
from relabel.core.model.relationship import Relationship
from relabel.markup import Report
from relabel.sections import Section, Table

__all__ = ["Agreement", "Dispute", "Shared", "agreement", "alpha"]

RELIABLE, TENTATIVE = Fraction(8, 10), Fraction(667, 1000)
"""From which alpha on answers can be relied on, and from which on conclusions are tentative.

Source: K. Krippendorff, Content Analysis (2004), chapter 11.
"""


FEW = 5
"""Below so many relationships with several answers nothing is said of a question."""


@final
@attrs.frozen
class Shared:
    """A question that several speakers have answered about the same relationships.

    Attributes:
        criterion: The question.
        relationships: About how many relationships it has answers of several speakers.
        disputed: About how many of them these differ.
        alpha: Krippendorff's alpha, at most 1; None where all answers are the same, so that chance cannot be told.
    """

    criterion: AnyCriterion
    relationships: int
    disputed: int
    alpha: Fraction | None

    @property
    def meaning(self) -> str:
        """What alpha says, in plain words."""
        if not self.disputed:
            return "all agree"
        if self.relationships < FEW:
            return "too few to tell"
        if self.alpha is None or self.alpha < TENTATIVE:
            return "not to be relied on: they seem to mean different things by the question"
        return "can be relied on" if self.alpha >= RELIABLE else "tentative: say in more words what is asked"


@final
@attrs.frozen
class Dispute:
    """A relationship about which speakers give different answers to a question.

    Attributes:
        relationship: The relationship.
        criterion: The question.
        answers: The answer of each speaker.
    """

    relationship: Relationship
    criterion: AnyCriterion
    answers: Mapping[str, Answer]


@final
@attrs.frozen
class Agreement(Report):
    """Whether several speakers answer alike.

    A speaker is the source of evidence; where it names none, the side whose word it is.

    Attributes:
        definition: The definition whose questions are looked at.
        shared: The questions with answers of several speakers, the least agreed on first.
        pairs: By two speakers how often both have answered, and how often they differ; the most often first.
        disputes: What they differ on, in the order of the relationships.
        nameless: How many pieces of evidence name no speaker, and were left out.
    """

    definition: Definition
    shared: tuple[Shared, ...]
    pairs: Mapping[tuple[str, str], tuple[int, int]]
    disputes: tuple[Dispute, ...]
    nameless: int

    def sections(self) -> list[Section]:
        """Arrange it for people."""
        count = len(self.disputes)
        asked = len(self.shared)
        said = f"{count} {'answer is' if count == 1 else 'answers are'} disputed"
        lines = [f"{said}; several speakers have answered {asked} {'question' if asked == 1 else 'questions'}."]
        if self.nameless:
            said = "1 piece of evidence names" if self.nameless == 1 else f"{self.nameless} pieces of evidence name"
            lines.append(f"{said} neither a source nor whose word it is.")
        found = [Section(f"Who agrees on what, by the questions of {self.definition}", tuple(lines))]
        if self.shared:
            rows = [
                (one.criterion.name, str(one.relationships), str(one.disputed), _rounded(one.alpha), one.meaning)
                for one in self.shared
            ]
            columns = ("question", "answered by several", "disputed", "alpha", "meaning")
            found.append(Section("Questions, the least agreed on first", (Table(columns, tuple(rows), prose=True),)))
        pairs = ((pair, both, differ) for pair, (both, differ) in self.pairs.items())
        differing = [(one, other, str(both), str(differ)) for (one, other), both, differ in pairs if differ]
        if differing:
            heads = ("one", "other", "both answered", "differ")
            found.append(Section("Who differs from whom", (Table(heads, tuple(differing)),)))
        if self.disputes:
            side = self.definition.given_to
            disputed = [
                (
                    one.relationship.company(side),
                    one.criterion.name,
                    ", ".join(f"{who}: {answer_text(answer)}" for who, answer in one.answers.items()),
                )
                for one in self.disputes
            ]
            table = Table(("company", "question", "answers"), tuple(disputed), prose=True)
            found.append(Section("What they differ on", (table,)))
        return found


def agreement(relationships: Iterable[Relationship], definition: Definition, *, as_of: date | None = None) -> Agreement:
    """Find whether several speakers answer the questions of a definition alike.

    Of several answers of one speaker to one question about one relationship the latest counts. Answers that the
    criterion does not have are left out, as is evidence from after `as_of`.

    Args:
        relationships: The relationships with their evidence.
        definition: Whose questions are looked at.
        as_of: The day up to which evidence counts; None for all.
    """
    asked = {one.name: one for one in definition.criteria}
    given: dict[str, list[dict[str, Answer]]] = {name: [] for name in asked}
    disputes: list[Dispute] = []
    pairs: dict[tuple[str, str], list[int]] = {}
    nameless = 0
    for one in relationships:
        said: dict[str, dict[str, Answer]] = {}
        for piece in sorted(one.evidence, key=lambda it: it.observed_on or date.min):
            criterion = asked.get(piece.criterion)
            late = as_of is not None and piece.observed_on is not None and piece.observed_on > as_of
            if criterion is None or late or not criterion.accepts(piece.answer):
                continue
            speaker = _speaker(piece)
            nameless += not speaker
            if speaker:
                said.setdefault(piece.criterion, {})[speaker] = piece.answer
        for name, answers in said.items():
            given[name].append(answers)
            if len({*answers.values()}) > 1:
                disputes.append(Dispute(one, asked[name], answers))
            for first, second in itertools.combinations(sorted(answers), 2):
                count = pairs.setdefault((first, second), [0, 0])
                count[0] += 1
                count[1] += answers[first] != answers[second]
    shared = [found for name, answers in given.items() if (found := _shared(asked[name], answers)) is not None]
    return Agreement(
        definition,
        tuple(sorted(shared, key=lambda one: 2 if one.alpha is None else one.alpha)),
        {pair: (both, differ) for pair, (both, differ) in sorted(pairs.items(), key=lambda it: (-it[1][1], it[0]))},
        tuple(disputes),
        nameless,
    )


def _speaker(piece: Evidence) -> str:
    return " ".join(piece.source.split()) or ("" if piece.attested_by is None else f"the {piece.attested_by.value}")


def _shared(criterion: AnyCriterion, answers: Sequence[Mapping[str, Answer]]) -> Shared | None:
    several = [tuple(one.values()) for one in answers if len(one) > 1]
    if not several:
        return None
    disputed = sum(len({*one}) > 1 for one in several)
    return Shared(criterion, len(several), disputed, alpha(several, criterion))


def _rounded(number: Fraction | None) -> str:
    return "" if number is None else f"{float(number):.2f}"


def alpha(units: Sequence[Sequence[Answer]], criterion: AnyCriterion) -> Fraction | None:
    """Give Krippendorff's alpha: 1 where all agree, 0 where they agree as often as by chance, below 0 where less often.

    Levels of a scale differ by how many answers lie between them (ordinal), numbers by their distance (interval),
    other answers simply differ (nominal). That a question does not apply is as far from all else as answers can be.

    Args:
        units: For each thing that several speakers have judged their answers, two or more.
        criterion: The question.

    Returns:
        Exactly; None where all answers are the same, or there are none.

    Source: K. Krippendorff, Computing Krippendorff's alpha-reliability (2011).
    """
    weights: dict[tuple[Answer, Answer], Fraction] = {}
    for unit in units:
        for first, second in itertools.permutations(unit, 2):
            weights[first, second] = weights.get((first, second), Fraction()) + Fraction(1, len(unit) - 1)
    totals: dict[Answer, Fraction] = {}
    for (first, _), weight in weights.items():
        totals[first] = totals.get(first, Fraction()) + weight
    distance = _distance(criterion, totals)
    every = sum(totals.values())
    observed = sum(weight * distance(*pair) for pair, weight in weights.items())
    expected = _expected(criterion, totals, distance)
    return 1 - (every - 1) * observed / expected if expected else None


def _expected(
    criterion: AnyCriterion, totals: Mapping[Answer, Fraction], distance: Callable[[Answer, Answer], Fraction]
) -> Fraction:
    """Give the sum of the distances of all pairs of answers; of numbers by their sums, as there may be many."""
    if criterion.proper_answers is not None:
        pairs = itertools.product(totals, repeat=2)
        return sum((totals[one] * totals[other] * distance(one, other) for one, other in pairs), Fraction())
    given = [(Fraction(one), many) for one, many in totals.items() if not criterion.is_na(one)]
    count, first, second = (sum((many * one**power for one, many in given), Fraction()) for power in range(3))
    rest = sum(totals.values()) - count
    some = next((one for one in totals if not criterion.is_na(one)), None)
    apart = Fraction(0) if some is None or not rest else distance(some, NOT_APPLICABLE)
    return 2 * (count * second - first**2) + 2 * rest * count * apart


def _distance(criterion: AnyCriterion, totals: Mapping[Answer, Fraction]) -> Callable[[Answer, Answer], Fraction]:
    """Give the squared difference of two answers, by the kind of the question."""
    if not isinstance(criterion, Ordered):
        return lambda one, other: Fraction(one != other)
    at: dict[Answer, Fraction] = {}
    if criterion.proper_answers is None:
        at = {one: Fraction(one) for one in totals if not criterion.is_na(one)}
    else:
        below = Fraction()
        for level in criterion.proper_answers:
            many = totals.get(level, Fraction())
            at[level], below = below + many / 2, below + many
    given = [at[one] for one in totals if one in at]
    furthest = max(given, default=Fraction()) - min(given, default=Fraction()) or Fraction(1)

    def squared(one: Answer, other: Answer) -> Fraction:
        if criterion.is_na(one) or criterion.is_na(other):
            return Fraction(one != other) * furthest**2
        return (at[one] - at[other]) ** 2

    return squared
