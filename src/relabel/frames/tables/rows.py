"""Rows: a few relationships of a table classified one by one, to ask each for its reasons."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import nan
from types import NoneType
from typing import TYPE_CHECKING, Any

from attrs import NOTHING

from relabel.core.classification.classification import Classification
from relabel.core.definitions.definition import Definition
from relabel.core.model.answers import NOT_APPLICABLE, Answer, answer_text
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.evidence import Evidence
from relabel.core.model.relationship import Relationship
from relabel.frames.columns import INNER, Each, column, keys_in
from relabel.frames.rules import Origin
from relabel.frames.tables.exchange import lazy
from relabel.frames.tables.long import GIVEN, check_once, read_evidence
from relabel.frames.tables.merging import LOST
from relabel.frames.tables.wide import read_frame
from relabel.later import Later

if TYPE_CHECKING:
    import polars as pl
else:
    pl = Later("polars")

__all__ = ["classify_pieces", "classify_rows", "word_of"]

_ROW = f"{INNER}row"

_WORDS: Mapping[Side | None, str] = {Side.BUYER: "buyer_label", Side.SELLER: "seller_label", None: "label"}


def word_of(definition: Definition, word: str | None) -> dict[str, Any]:  # Any: for a relationship as it takes it
    """Give the field of a relationship in which a definition looks for the word in use, with that word."""
    return {_WORDS[definition.given_to]: word}


def classify_rows(
    frame: object,
    definition: Definition,
    *,
    as_of: date | None = None,
    columns: Mapping[str, str | None] | None = None,
    observed_on: Each = NOTHING,
    attested_by: Each = NOTHING,
    source: Each = NOTHING,
    key: str | Sequence[str] | None = None,
    word: str | None = None,
    buyer: str | None = None,
    seller: str | None = None,
) -> list[Classification]:
    """Classify the rows of a table one by one, to ask each for its reasons; of a large table, filter a few first.

    Args:
        frame: As for `classify_frame`, as are the others, with the same columns.
        definition: The definition.
        as_of: As for `classify_frame`.
        columns: As for `classify_frame`.
        observed_on: As for `classify_frame`.
        attested_by: As for `classify_frame`.
        source: As for `classify_frame`.
        key: The column, or columns, of the id of a relationship; without one it is the number of the row, from 1.
        word: The column of the word in use, for `Audit.from_classifications`.
        buyer: The column of the names of the buyers; without one they are "the buyer".
        seller: The same of the sellers.

    Returns:
        One per row, in their order, of the cells that are answers; no rows give none.

    Raises:
        InvalidValueError, MissingDateError, MissingExtraError: As for `classify_frame`.

    Added in 0.1.
    """
    rows = lazy(frame, "frame")
    told = read_frame(
        rows,
        definition,
        as_of=as_of,
        columns=columns,
        observed_on=observed_on,
        attested_by=attested_by,
        source=source,
        keep=None,
    )
    naming = _Naming(definition, told.answers.kept, key, word, buyer, seller)
    taken: list[pl.Expr] = []
    for level, cells in told.cells.items():
        given, lost = cells.given(), told.lost.get(level)
        cell = pl.when(given if lost is None else given & ~lost).then(pl.col(cells.name))
        taken += _apart([cell, *_origin(told.faults[level].read)], level)
    whole = told.answers.rows.select(*told.answers.kept, *taken).collect()
    said = whole.select(whole.columns[len(told.answers.kept) :]).rows() or [()] * whole.height
    read = [_Answers(cells.variable.criterion) for cells in told.cells.values()]
    places = [f"column {cells.name!r}" for cells in told.cells.values()]
    found = []
    for place, (row, mine) in enumerate(zip(whole.select(told.answers.kept).rows(named=True), said, strict=True), 1):
        evidence = []
        for at, answers in enumerate(read):
            cell, *origin = mine[4 * at : 4 * at + 4]
            answer = answers.of(cell)
            if answer is not None:
                evidence.append(_evidence(answers.criterion.name, answer, origin, places[at]))
        found.append(Classification(naming.relationship(row, place, evidence), definition, as_of))
    return found


def classify_pieces(
    evidence: object,
    definition: Definition,
    *,
    key: str | Sequence[str],
    as_of: date | None = None,
    columns: Mapping[str, str | None] | None = None,
    relationships: object = None,
    word: str | None = None,
    buyer: str | None = None,
    seller: str | None = None,
) -> list[Classification]:
    """Classify the relationships that pieces of evidence speak of one by one, to ask each for its reasons.

    Of a large log, filter the pieces on a few relationships first.

    Args:
        evidence: As for `classify_evidence`, as are the others, with the same columns.
        definition: The definition.
        key: As for `classify_evidence`; it becomes the id of the relationship.
        as_of: As for `classify_evidence`.
        columns: As for `classify_evidence`.
        relationships: As for `classify_evidence`.
        word: The column of the word in use, for `Audit.from_classifications`: of the relationships, or else of the
            evidence, where the first piece says it.
        buyer: The column of the names of the buyers, in the same way; without one they are "the buyer".
        seller: The same of the sellers.

    Returns:
        One per relationship, of the pieces that are answers: in the order of the relationships, or else of the first
        piece on each. Pieces on criteria that no condition asks for are there, set aside.

    Raises:
        InvalidValueError, MissingDateError, MissingExtraError: As for `classify_evidence`.
        DuplicateRelationshipError: Two relationships share a key.

    Added in 0.1.
    """
    rows = lazy(evidence, "evidence")
    keys = keys_in(key, rows.collect_schema())
    _, pieces, listed = read_evidence(
        rows, definition, key=keys, as_of=as_of, columns=columns, relationships=relationships
    )
    naming = _Naming(definition, listed.collect_schema(), keys, word, buyer, seller)
    said = [pl.col(pieces.fields[one]) if one in pieces.fields else pl.lit(None) for one in ("answer", "number")]
    taken = _apart([*(pl.col(name) for name in keys), pieces.named, *said, *_origin(pieces.origin)], 0)
    told = pieces.rows.with_row_index(_ROW, 1).filter(pl.col(GIVEN) & ~pl.col(LOST) & pieces.named.is_not_null())
    read = {name: _Answers(rule.criterion) for name, rule in definition.weigher.rules.items()}
    by_key: dict[tuple[object, ...], list[Evidence]] = {}
    for row, *mine in told.select(_ROW, *taken).collect().rows():
        name, cell, number, *origin = mine[len(keys) :]
        cell = number if cell is None or not str(cell).strip() else cell
        answer = read[name].of(cell) if name in read else cell
        if answer is not None:
            known = by_key.setdefault(_as_key(mine[: len(keys)]), [])
            known.append(_evidence(name, answer, origin, f"row {row}"))
    found = []
    if relationships is None:
        listed = listed.unique(keys, keep="first", maintain_order=True)
    else:
        check_once(listed, keys)  # those that are lazy, too
        by_key = {key: some for key, some in by_key.items() if None not in key}
    for place, row in enumerate(listed.collect().rows(named=True), 1):
        one = naming.relationship(row, place, by_key.get(_as_key(row[name] for name in keys), []))
        found.append(Classification(one, definition, as_of))
    return found


class _Naming:
    """How relationships are called by the cells of a row."""

    def __init__(
        self,
        definition: Definition,
        known: Iterable[str],
        key: str | Sequence[str] | None,
        word: str | None,
        buyer: str | None,
        seller: str | None,
    ) -> None:
        names = list(known)
        self.definition, self.keys = definition, [] if key is None else keys_in(key, names)
        self.word = None if word is None else column(word, names, "word")
        self.sides = {
            place: None if name is None else column(name, names, place)
            for place, name in (("buyer", buyer), ("seller", seller))
        }

    def relationship(self, row: Mapping[str, Any], place: int, evidence: list[Evidence]) -> Relationship:
        """Give the relationship of a row."""
        called = [f"the {side}" if name is None else str(row[name]) for side, name in self.sides.items()]
        id_ = " / ".join(str(row[name]) for name in self.keys) or str(place)
        word = {} if self.word is None else word_of(self.definition, row[self.word])
        return Relationship(*called, id=id_, evidence=evidence, **word)


def _as_key(cells: Iterable[object]) -> tuple[object, ...]:
    """Give a key to look up by: what is no number is the same as itself there, as it is to a frame."""
    return tuple(nan if one != one else one for one in cells)  # what is no number


def _origin(read: "Mapping[str, pl.Expr]") -> "list[pl.Expr]":
    """Give what is said of where a piece comes from: its day, its side and its source."""
    return [read.get(field, pl.lit(None)) for field in Origin._fields]


def _apart(some: "Iterable[pl.Expr]", level: int) -> "list[pl.Expr]":
    """Give columns names that no other one has."""
    return [one.alias(f"{INNER}said_{level}_{place}") for place, one in enumerate(some)]


def _evidence(criterion: str, answer: Answer, origin: Sequence[Any], place: str) -> Evidence:  # Any: as they come
    """Give a piece of evidence."""
    day, side, source = origin
    by = None if side is None else Side(side)
    return Evidence(criterion, answer, observed_on=day, attested_by=by, source=(source or "").strip(), place=place)


class _Answers:
    """The answers to a criterion, as a table holds them."""

    def __init__(self, criterion: AnyCriterion) -> None:
        self.criterion = criterion
        words = criterion.answers if criterion.answers is not None else (NOT_APPLICABLE,)
        self._words = {answer_text(one): one for one in words}

    def of(self, cell: Any) -> Answer | None:  # Any: any cell
        """Give the answer that a cell is; None where it is none."""
        answer: Answer | None = cell
        if isinstance(cell, str):
            answer = self._words.get(cell.strip())
        elif self.criterion.answers is not None and not isinstance(cell, (bool, NoneType)):
            answer = int(cell) if cell == cell // 1 else None
        return answer if answer is not None and self.criterion.accepts(answer) else None
