"""Cells of decision tables: what an answer has to be, read as a condition.

Source: the unary tests of OMG, Decision Model and Notation 1.5 (2024), and what spreadsheets hold in their place.
"""

import re
from collections.abc import Iterator
from typing import Any

from relabel.core.definitions.rows import ANY
from relabel.core.diagrams.space import EMPTY, Space
from relabel.core.diagrams.variables import variables_of
from relabel.core.model.answers import NOT_APPLICABLE
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import Condition, all_of, any_of
from relabel.core.model.criteria import Choice, Criterion, Measure, Scale
from relabel.core.model.words import Words
from relabel.files.cells import YES_NO, UnreadableError, read_answer
from relabel.files.definitions.clauses.criteria import comparable
from relabel.texts import did_you_mean

__all__ = ["read_cell"]

_NOT = re.compile(r"not\s*\((.*)\)", re.IGNORECASE | re.DOTALL)
_QUOTED = re.compile(r'"([^"]*)"')
_COMPARISON = re.compile(r"(>=|<=|>|<|≥|≤)(.+)")
_RANGE = re.compile(r"([\[(\]])(.+?)\.\.(.+)([\])\[])")
_WHOLE = r'"[^"]*"|[\[(\]][^|\[\]()]*\.\.[^|\[\]()]*[\])\[]'
_PART = re.compile(rf"\s*({_WHOLE}|[^|,]*?)\s*(?:([|,])|$)")
_PART_OF_NUMBERS = re.compile(rf"\s*({_WHOLE}|[^|]*?)\s*(?:([|])|$)")
_NUMBER = r"([\d.,']+)"
_SLIPS = tuple(
    (re.compile(slip, re.IGNORECASE), written)
    for slip, written in (
        (r"=([<>])\s*(.+)", r"\1=\2"),
        (rf"{_NUMBER}\s*(?:\+|(?:or|and) (?:more|over|above|up))", r">=\1"),
        (rf"(?:at least|min(?:imum|\.)?|no less than)\s*{_NUMBER}", r">=\1"),
        (rf"(?:over|above|more than|greater than)\s*{_NUMBER}", r">\1"),
        (rf"{_NUMBER}\s*(?:or|and) (?:less|fewer|below|under)", r"<=\1"),
        (rf"(?:up to|at most|max(?:imum|\.)?|no more than)\s*{_NUMBER}", r"<=\1"),
        (rf"(?:under|below|less than|fewer than)\s*{_NUMBER}", r"<\1"),
        (rf"(?:between|from)?\s*{_NUMBER}\s*(?:and|to)\s*{_NUMBER}", r"\1..\2"),
        (rf"([\[(]?){_NUMBER}\s*(?:-|–|\.\.|to)\s*{_NUMBER}([\])]?)", r"\1\2..\3\4"),
        (r"([\[(])([\d.]+)\s*[,;]\s*([\d.]+)([\])]?)", r"\1\2..\3\4"),
        *(
            (rf"{sign}\s*{_NUMBER}\s*(?:and|,|&)?\s*{other}\s*{_NUMBER}", rf"{begin}\1..\2{end}")
            for sign, begin in ((">=", "["), (">", "("))
            for other, end in (("<=", "]"), ("<", ")"))
        ),
    )
)
"""Other ways to write a range, and ours."""

_OPERATORS = {"≥": ">=", "≤": "<="}
_ENDS = {"[": (">=", "<"), "]": (">", "<="), "(": (">", ""), ")": ("", "<")}
"""What brackets mean before a range and behind it."""


def read_cell(criterion: AnyCriterion, cell: str, *, empty: bool = False) -> Condition | None:
    """Read a cell as a condition; None for `-`, which any answer fits.

    Args:
        criterion: The criterion of the column.
        cell: What stands in the cell, without space around it; not blank.
        empty: Whether it may be such that nothing fits it.

    Raises:
        UnreadableError: It says nothing that an answer could be.
    """
    if cell == ANY and cell not in (criterion.answers or ()):
        return None
    negated = None if cell in (criterion.answers or ()) else _NOT.fullmatch(cell)
    condition = _condition(criterion, cell if negated is None else negated[1].strip(), empty)
    if negated is None or condition is None:
        return condition
    if not empty and _fits_nothing(~condition):
        raise UnreadableError("answers that leave another one", f"; nothing fits {cell}")
    return ~condition


def _fits_nothing(condition: Condition) -> bool:
    return Space(variables_of([condition])).where(condition) == EMPTY


def _condition(criterion: AnyCriterion, cell: str, empty: bool) -> Condition | None:  # noqa: FBT001  # private
    if isinstance(criterion, Criterion):
        return _yes_or_no(criterion, cell)
    if isinstance(criterion, Choice):
        return _options(criterion, cell)
    return _numbers(criterion, cell, empty)  # type: ignore[arg-type]  # the other two kinds


def _split(cell: str, part: re.Pattern[str]) -> list[str]:
    """Split a cell at the separators; not in quotes, nor in a range."""
    found = list(part.finditer(cell))
    return [one[1] for one in found[: next(at for at, one in enumerate(found) if not one[2]) + 1]]


def _word(text: str) -> str:
    quoted = _QUOTED.fullmatch(text)
    return text if quoted is None else quoted[1]


def _yes_or_no(criterion: Criterion, cell: str) -> Condition | None:
    known: dict[str, bool | str] = {**YES_NO, **({NOT_APPLICABLE: NOT_APPLICABLE} if criterion.may_be_na else {})}
    words = [_word(word).casefold() for word in _split(cell, _PART)]
    answers = {known[word] for word in words if word in known}
    if not known.keys() >= set(words):
        raise UnreadableError(f"yes or no{f', or {NOT_APPLICABLE}' if criterion.may_be_na else ''}, or - for any")
    if len(answers) == len(criterion.answers or ()):
        return None
    return criterion.is_(*answers) if len(answers) == 1 else criterion.in_(*answers)


def _options(criterion: Choice, cell: str) -> Condition:
    answers = [str(one) for one in criterion.answers or ()]
    names = Words(answers)
    words = [cell] if names.find(cell) is not None else [_word(word) for word in _split(cell, _PART)]
    options = []
    for word in words:
        option = names.find(word)
        if option is None:
            expected = f"one of {', '.join(answers)}; several with | between them; not(...); - for any"
            raise UnreadableError(expected, did_you_mean(word, answers))
        options.append(option)
    return criterion.in_(*options)


def _range_hint(cell: str) -> str:
    """Propose how to write a range that is written in another way."""
    for slip, written in _SLIPS:
        if slip.fullmatch(cell):
            text = re.sub(r"(?<=\d)[,'](?=\d{3}\b)", "", slip.sub(written, cell))
            if ".." in text:
                text = f"{'' if text[0] in '[(' else '['}{text}{'' if text[-1] in '])' else ']'}"
            return f"; write {text}"
    return ""


def _stretches(criterion: Measure | Scale, cell: str) -> list[str]:
    """Split a cell of levels or numbers; under a measure not at commas that may be decimal."""
    parts = _split(cell, _PART)
    if isinstance(criterion, Scale) or all(_COMPARISON.fullmatch(one) or _RANGE.fullmatch(one) for one in parts):
        return parts
    return _split(cell, _PART_OF_NUMBERS)


def _numbers(criterion: Measure | Scale, cell: str, empty: bool) -> Condition:  # noqa: FBT001  # private
    ranges = "a range such as >=5, <10, [1..3], [1..3) or (1..3]"
    if isinstance(criterion, Scale) and criterion.levels:
        ranges = f"a range such as >={criterion.levels[1]} or [{criterion.levels[0]}..{criterion.levels[1]}]"
    example = f"{criterion.expected}; {ranges}; several with | between them; not(...); - for any"

    def height(text: str) -> Any:  # Any: a level or number, which the criterion checks
        hint = _range_hint(cell)
        try:
            found = read_answer(comparable(criterion), _word(text.strip()))
        except UnreadableError as error:
            found, hint = None, hint or error.hint
        if found is None or criterion.is_na(found):
            raise UnreadableError(example, hint)
        return found

    def stretches(parts: list[str]) -> Iterator[Condition]:
        levels: list[str | int] = []
        for part in parts:
            if criterion.is_na(_word(part).casefold()):
                yield ~criterion.applies
            elif compared := _COMPARISON.fullmatch(part):
                operator = _OPERATORS.get(compared[1], compared[1])
                yield criterion.compare(operator, height(compared[2]))
            elif ends := _RANGE.fullmatch(part):
                low = criterion.compare(_ENDS[ends[1]][0], height(ends[2]))
                yield all_of(low, criterion.compare(_ENDS[ends[4]][1], height(ends[3])))
            elif isinstance(criterion, Scale):
                levels.append(height(part))
            else:
                yield criterion.between(height(part), height(part))
        if levels and isinstance(criterion, Scale):
            yield criterion.in_(*levels)

    found = list(stretches([cell] if cell in (criterion.answers or ()) else _stretches(criterion, cell)))
    for condition in found:
        if not empty and _fits_nothing(condition):
            raise UnreadableError(example, f"; nothing fits {condition}")
    return any_of(*found)
