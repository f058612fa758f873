"""Rows: conditions that read like a decision table, written as one: for people, and such that it can be read again."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import AllOf, AnyOf, Compare, Condition, Is, LabelIs, Ladder, Not, Ordered
from relabel.core.model.criteria import Criterion
from relabel.core.model.words import fold
from relabel.sections import Table

__all__ = ["ANY", "FEWEST", "NO_LABEL", "Cell", "as_table", "gives", "in_rows", "joined"]

FEWEST = 4
"""How many rows a condition has to have to be written as a table."""

ANY = "-"
"""The cell that every answer fits."""


NO_LABEL = "no label"
"""What stands under the name of another definition where it is to give no label."""

_PLAIN = re.compile(r"\w(?:[\w /]*\w)?")
_BRACKETS = {">=": "[", ">": "(", "<=": "]", "<": ")"}


class Cell(NamedTuple):
    """A condition that asks one thing.

    Attributes:
        asked: What it asks: the name of a criterion, or a definition.
        fits: What has to be found there.
    """

    asked: str
    fits: str


def as_table(condition: Condition, cell: Callable[[Condition], Cell | None]) -> Table | None:
    """Write a condition as a table of which one row has to fit; None where that would not be plain.

    Args:
        condition: The condition.
        cell: Writes a condition that asks one thing; None for any other.
    """
    if not isinstance(condition, AnyOf) or len(condition.operands) < FEWEST:
        return None
    rows: list[dict[str, str]] = []
    for operand in condition.operands:
        cells = [cell(one) for one in (operand.operands if isinstance(operand, AllOf) else (operand,))]
        asked = dict.fromkeys(one.asked for one in cells if one is not None)
        row = [joined([one for one in cells if one is None or one.asked == name], both=True) for name in asked]
        sound = [one for one in row if one is not None]
        if None in cells or len(sound) < len(row):
            return None
        rows.append(dict(sound))
    columns = dict.fromkeys(name for row in rows for name in row)
    table = Table(tuple(columns), tuple(tuple(row.get(name, ANY) for name in columns) for row in rows))
    return table if columns else None


def joined(cells: Sequence[Cell | None], *, both: bool) -> Cell | None:
    """Write several conditions that ask the same as one, all of which hold, or any; None where that is not plain.

    "And" binds more tightly than "or", so that what has an "or" in it cannot be joined by "and".
    """
    found = [one for one in cells if one is not None]
    if len(found) < len(cells) or len({one.asked for one in found}) != 1:
        return None
    texts: Iterable[str] = [one.fits for one in found]
    if both and len(found) > 1 and any(" or " in text for text in texts):
        return None
    return Cell(found[0].asked, (" and " if both else " or ").join(texts))


def gives(ladder: Ladder) -> tuple[str | None, ...]:
    """Give the labels for which a column may ask that has the name of a definition; None for no label."""
    labels = ladder.labels
    none = [None] if labels[-1].when is not None or len(labels) == 1 else []
    return (*(label.name for label in labels), *none)


def _askable(ladder: Ladder) -> tuple[str | None, ...]:
    """Give the labels that cells can ask for: none where one is called like what cells say besides."""
    labels = gives(ladder)
    return () if {ANY, fold(NO_LABEL)} & {fold(one) for one in labels if one is not None} else labels


def in_rows(conditions: Sequence[Condition], keys: Mapping[AnyCriterion, str]) -> Iterator[Condition | list[str]]:
    """Give conditions, of which one has to hold, with those that follow each other and are rows of cells together.

    These are lines: the names of the columns, and the cells of each row, with commas between them. They are read in
    `relabel.files.definitions.clauses.columns`, as the very same conditions.

    Args:
        conditions: The conditions.
        keys: For each criterion the key under which it is declared.
    """
    waiting: list[tuple[Condition, dict[str, str]]] = []
    for one in conditions:
        row = _row(one, keys)
        if row is None:
            yield from _lines(waiting)
            yield one
            waiting = []
        else:
            waiting.append((one, row))
    yield from _lines(waiting)


def _lines(rows: Sequence[tuple[Condition, Mapping[str, str]]]) -> Iterator[Condition | list[str]]:
    columns = _in_order([row for _, row in rows]) if len(rows) >= FEWEST else []
    if columns:
        cells = [[row.get(name, ANY) for name in columns] for _, row in rows]
        yield [",".join(map(_separated, line)) for line in (columns, *cells)]
    else:
        yield from (one for one, _ in rows)


def _in_order(rows: Iterable[Iterable[str]]) -> list[str]:
    """Give the columns in an order that is that of the cells in every row; none where there is none."""
    import graphlib  # slow to import, and needed only where something is written

    after: dict[str, dict[str, None]] = {}  # in order, so that the result is the same in every process
    for row in rows:
        before: str | None = None
        for name in row:
            after.setdefault(name, {}).update({} if before is None else {before: None})
            before = name
    try:
        return list(graphlib.TopologicalSorter(after).static_order())
    except graphlib.CycleError:
        return []


def _separated(cell: str) -> str:
    quoted = cell.replace('"', '""')
    return f'"{quoted}"' if "," in cell or '"' in cell else cell


def _row(condition: Condition, keys: Mapping[AnyCriterion, str]) -> dict[str, str] | None:
    """Write a condition as cells, by column; None where reading them would not give just this condition."""
    waiting = list(condition.operands if isinstance(condition, AllOf) else (condition,))
    if isinstance(condition, AnyOf) or (isinstance(condition, AllOf) and len(waiting) == 1):
        return None  # what is joined alike is flat, and what is alone is not joined
    row: dict[str, str] = {}
    while waiting:
        cell = _range(waiting[:2], keys)
        if cell is not None:
            waiting = waiting[2:]
        else:
            cell = _negated(waiting.pop(0), keys)
        if cell is None or cell.asked in row or _is_taken(cell.fits, cell.asked, keys):
            return None
        row[cell.asked] = cell.fits
    return row


def _heads(criterion: AnyCriterion, keys: Mapping[AnyCriterion, str]) -> bool:
    """Say whether a column of its name asks for a criterion, and `ANY` is no answer there."""
    return keys[criterion] == criterion.name and ANY not in (criterion.answers or ())


def _is_taken(fits: str, name: str, keys: Mapping[AnyCriterion, str]) -> bool:
    """Say whether a cell of more than a word is an answer as a whole, and would be read as that."""
    if not any(sign in fits for sign in "|(<>.["):
        return False
    return any(
        fold(fits) == fold(str(one)) for criterion in keys if criterion.name == name for one in criterion.answers or ()
    )


def _negated(condition: Condition, keys: Mapping[AnyCriterion, str]) -> Cell | None:
    match condition:
        case Not(Is(Criterion() as criterion, (True,))) if not criterion.may_be_na:
            return Cell(criterion.name, "no") if _heads(criterion, keys) else None
        case Not(operand):
            cell = _cell(operand, keys)
            return None if cell is None else Cell(cell.asked, f"not({cell.fits})")
        case _:
            return _cell(condition, keys)


def _cell(condition: Condition, keys: Mapping[AnyCriterion, str]) -> Cell | None:
    match condition:
        case Is(criterion, among) if _heads(criterion, keys):
            if len(among) == len(criterion.answers or ()) or (among == (False,) and not criterion.may_be_na):
                return None  # which would be read as any, or as not yes
            if isinstance(criterion, Ordered) and len(among) > 1 and criterion.is_na(among[-1]):
                return None  # which would be read as two
            return _several(criterion.name, [_word(one) for one in among])
        case Compare(criterion, operator, value) if _heads(criterion, keys):
            text = _height(value)
            return None if text is None else Cell(criterion.name, f"{operator}{text}")
        case LabelIs(ladder, label) if ladder.name not in keys.values() and label in _askable(ladder):
            return _several(ladder.name, [_word(label or NO_LABEL)])
        case AnyOf((LabelIs(ladder), *_) as operands):
            labels = [one.label for one in operands if isinstance(one, LabelIs) and one.ladder == ladder]
            if len(labels) < len(operands) or labels != [one for one in gives(ladder) if one in labels]:
                return None
            cells = [_cell(one, keys) for one in operands]
            return _several(ladder.name, [one and one.fits for one in cells])
        case AnyOf(operands):
            cells = [_stretch(one, keys) for one in operands]
            names = {one and one.asked for one in cells}
            name = names.pop() if len(names) == 1 else None
            return None if name is None or len(cells) < 2 else _several(name, [one and one.fits for one in cells])
        case _:
            return None


def _stretch(condition: Condition, keys: Mapping[AnyCriterion, str]) -> Cell | None:
    """Write a comparison or a range, of which several may stand in one cell."""
    if isinstance(condition, AllOf):
        return _range(condition.operands, keys) if len(condition.operands) == 2 else None
    return _cell(condition, keys) if isinstance(condition, Compare) else None


def _range(conditions: Sequence[Condition], keys: Mapping[AnyCriterion, str]) -> Cell | None:
    match conditions:
        case (Compare(criterion, low, least), Compare(other, high, most)) if (
            criterion == other and low.upward and high.downward and _heads(criterion, keys)
        ):
            first, last = _height(least), _height(most)
            if first is None or last is None:
                return None
            return Cell(criterion.name, f"{_BRACKETS[low]}{first}..{last}{_BRACKETS[high]}")
        case _:
            return None


def _several(name: str, words: Sequence[str | None]) -> Cell | None:
    found = [one for one in words if one is not None]
    return Cell(name, "|".join(found)) if found and len(found) == len(words) else None


def _height(value: Answer) -> str | None:
    """Write what a comparison names; None for words that could be taken apart there."""
    return None if isinstance(value, str) and not _PLAIN.fullmatch(value) else _word(value)


def _word(answer: Answer) -> str | None:
    """Write an answer such that it can stand beside others; None where it cannot."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, Decimal):
        text = f"{answer:f}"
        return f"{text}0" if len(text.partition(".")[2]) == 3 else text  # 1.234 could be a thousand and more
    if not isinstance(answer, str) or _PLAIN.fullmatch(answer):
        return str(answer)
    return None if '"' in answer else f'"{answer}"'
