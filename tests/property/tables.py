"""Strategies for tables: rows of cells with their days, sides and sources, and the evidence that they are."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from relabel import Answer, AnyCriterion, Classification, Criterion, Definition, Evidence, Relationship, Scale
from relabel.core.model.answers import NOT_APPLICABLE, answer_text
from tests.property.strategies import AS_OF, SIDES, UNKNOWN_NAMES, answers_to, cases, relationships

__all__ = ["LongCase", "WideCase", "long_cases", "wide_cases"]

_DAYS: Final = (None, *(AS_OF + timedelta(days) for days in (0, -1, -30, -31, 1, -61, -62, -32, -400)))
_OFTEN: Final = st.integers(0, 3).map(bool)
_SOURCES: Final = (None, "", "  ", "ledger")


@attrs.frozen
class WideCase:
    """A definition, and a table with a row for each relationship.

    Attributes:
        definition: The definition.
        as_of: The day of judgement.
        kinds: By criterion that conditions ask for what its column holds: truth, text, int, float or decimal.
        rows: For each relationship by criterion the piece of evidence that is its cell.
    """

    definition: Definition
    as_of: date | None
    kinds: dict[str, str]
    rows: tuple[dict[str, Evidence], ...]

    def classifications(self) -> list[Classification]:
        """Classify the relationships one by one."""
        return [
            Classification(Relationship("B", "S", evidence=tuple(row.values())), self.definition, self.as_of)
            for row in self.rows
        ]

    def cells(self, name: str) -> list[Any]:  # Any: a column of any type
        """Give the column of a criterion."""
        found = [row.get(name) for row in self.rows]
        written = answer_text if self.kinds[name] == "text" else _as_it_is
        return [None if one is None else written(one.answer) for one in found]

    def days(self, name: str) -> list[date | None]:
        """Give the days of the cells of a criterion."""
        return [row[name].observed_on if name in row else None for row in self.rows]

    def sides(self, name: str) -> list[str | None]:
        """Give the sides of the cells of a criterion."""
        sides = [row[name].attested_by if name in row else None for row in self.rows]
        return [None if side is None else side.value for side in sides]

    def sources(self, name: str) -> list[str | None]:
        """Give the sources of the cells of a criterion."""
        return [row[name].source if name in row else None for row in self.rows]


def _as_it_is(answer: Answer) -> Answer:
    return answer


def _kinds(criterion: AnyCriterion, *, exact: bool) -> Sequence[str]:
    match criterion:
        case Criterion(may_be_na=False):
            return ("truth", "text") if exact else ("truth",)
        case Scale(levels=(), may_be_na=False):
            return ("int", "float", "decimal", "text") if exact else ("int", "float")
        case _ if criterion.answers is not None:
            return ("text",)
        case _:
            return ("float", "int", "decimal") if exact else ("float", "int")


def _answers(criterion: AnyCriterion, kind: str, most: int) -> list[Answer]:
    """Give answers that a column can hold; whole numbers below `most`."""
    given = answers_to(criterion)
    match kind:
        case "int":
            return [one for one in given if isinstance(one, int) and abs(one) < most]
        case "float":
            found: list[Answer] = [float(one) for one in given if one != NOT_APPLICABLE]
            return [one for one in found if not isinstance(criterion, Scale)] or found
        case "decimal":
            numbers = [Decimal(str(one)) for one in given if one != NOT_APPLICABLE]
            return [one for one in numbers if one == round(one, 2)]
        case _:
            return list(given)


@st.composite
def wide_cases(draw: st.DrawFn, *, exact: bool = True) -> WideCase:
    """Give a definition and a wide table; with the types of column that SQL is written for only, unless `exact`."""
    case = draw(cases())
    definition = case.definition
    kinds = {one.name: draw(st.sampled_from(_kinds(one, exact=exact))) for one in definition.asked}
    rows: list[dict[str, Evidence]] = []
    for _ in range(draw(st.integers(1, 8))):
        row: dict[str, Evidence] = {}
        for one in definition.asked:
            answers = [
                answer for answer in _answers(one, kinds[one.name], 2**63 if exact else 2**53) if _taken(one, answer)
            ]
            if draw(_OFTEN) and answers:
                answer = draw(st.sampled_from(answers))
                row[one.name] = Evidence(
                    one.name,
                    int(answer) if isinstance(one, Scale) and not isinstance(answer, str) else answer,
                    observed_on=draw(st.sampled_from(_DAYS)),
                    attested_by=draw(st.sampled_from(SIDES)),
                    source=draw(st.sampled_from(_SOURCES)) or "",
                )
        rows.append(row)
    return WideCase(definition, case.as_of, kinds, tuple(rows))


def _taken(criterion: AnyCriterion, answer: Answer) -> bool:
    return isinstance(criterion, Scale) or criterion.accepts(answer)


@attrs.frozen
class LongCase:
    """A definition, and the evidence on some relationships."""

    definition: Definition
    as_of: date | None
    relationships: tuple[Relationship, ...]

    def classifications(self) -> list[Classification]:
        """Classify the relationships one by one."""
        return [Classification(one, self.definition, self.as_of) for one in self.relationships]

    def pieces(self) -> list[tuple[Any, ...]]:  # Any: the fields have their own types
        """Give the rows of the table: key, criterion, answer, number, day, side and source."""
        return [
            (
                place,
                piece.criterion,
                None if _is_double(piece) else answer_text(piece.answer),
                float(piece.answer) if _is_double(piece) else None,
                piece.observed_on,
                None if piece.attested_by is None else piece.attested_by.value,
                piece.source,
            )
            for place, one in enumerate(self.relationships)
            for piece in one.evidence
        ]


def _is_double(piece: Evidence) -> bool:
    return isinstance(piece.answer, (int, float, Decimal)) and not isinstance(piece.answer, bool)


@st.composite
def long_cases(draw: st.DrawFn) -> LongCase:
    """Give a definition and evidence on up to eight relationships, numbers as doubles."""
    case = draw(cases())
    measures = {one.name: one for one in case.definition.criteria if one.answers is None}

    def as_doubles(one: Relationship) -> Relationship:
        kept = []
        for piece in one.evidence:
            if piece.criterion in measures and not isinstance(piece.answer, str):
                piece = attrs.evolve(piece, answer=float(piece.answer))
                if not measures[piece.criterion].accepts(piece.answer):
                    continue
            kept.append(piece)
        return attrs.evolve(one, evidence=kept)

    others = draw(st.lists(relationships(case.definition, UNKNOWN_NAMES), max_size=7))
    return LongCase(case.definition, case.as_of, tuple(map(as_doubles, [case.relationship, *others])))
