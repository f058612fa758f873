"""Interpretation: how the cells of a column are read where it stands for a field or a criterion, and what is open."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any, TypeAlias, final

import attrs

from relabel.core.model.answers import NOT_APPLICABLE, Answer, answer_text
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.criteria import Criterion, Measure, Scale
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.words import Words, fold, words_of
from relabel.files.cells import UnreadableError, read_answer, read_context, read_date, read_side
from relabel.files.styles import PLAIN, Style, day_readings, is_unit, number_readings
from relabel.texts import nearest

__all__ = ["DATES", "NUMBER", "Declaration", "Interpretation", "SeenCell", "Target", "interpret"]

NUMBER = "number"
"""What a mapping calls a column that is context to weight by."""

DATES = ("observed_on", "since")

FORMS = (
    *("yyyy/mm/dd", "yyyy.mm.dd", "%Y%m%d", "dd.mm.yy", "dd/mm/yy", "mm/dd/yy"),
    *("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d-%b-%y", "%d. %B %Y"),
)
"""How dates are written besides those that a column proves by itself."""

_YES = "ja oui sí si sì sim tak да evet wahr vrai verdadero on checked ✓ ✔ ☑"
_NO = "nein non não nao nie нет nee nej hayır falsch faux falso off unchecked ✗ ✘ ☐"
_TRUTH = {fold(word): said for words, said in ((_YES, "yes"), (_NO, "no")) for word in words.split()}
_CROSS = "x"
"""A mark for yes, where a column has no other."""

_UNKNOWN = frozenset(
    map(
        fold,
        (
            *("n.a.", "na", "#n/a", "null", "nil", "none", "nan", "tbd", "tbc", "--", "—", "–", "...", "…"),
            *("don't know", "dont know", "do not know", "don’t know", "not known", "not sure", "no idea", "no answer"),
            *("not applicable", "no response", "unbekannt", "weiß nicht", "k.a.", "k. a.", "keine angabe", "inconnu"),
        ),
    )
)
"""Words that say in many files that nothing is known."""

_NA = frozenset(map(fold, ("n.a.", "na", "not applicable", "does not apply", "entfällt", "sans objet", "s.o.")))
"""Words for what does not apply, where that is an answer."""

_UNIT = re.compile(r"([^\d.,+\-\s]*)\s*[+-]?\d[\d.,'’\s]*?\s*([^\d.,\s]*)")

_NO_LABELS: Mapping[str, str] = FrozenMapping()

_MULTIPLES = frozenset(
    words_of("k m t mn mm bn mio mrd tsd thousand million millions billion lakh crore teur keur meur tusd kusd musd")
) | {"t€", "k€", "m€", "€k", "€m", "k$", "m$", "$k", "$m", "tsd."}
"""What stands behind numbers and makes others of them."""

Target: TypeAlias = str | AnyCriterion
"""A field or another use of a column, by its name in a mapping, or a criterion."""


@final
@attrs.frozen
class Declaration:
    """What a mapping declares of how cells are written: a key with its value, and why."""

    key: str
    value: str
    why: str


@final
@attrs.frozen
class SeenCell:
    """What was seen in a column, once or more often.

    Attributes:
        text: The cell.
        count: How often it was seen.
        reading: What it is read as; None where it is not understood.
        meant: What it is proposed to stand for, where it is read by that only.
        waits: Whether it is read once something open is declared of how cells are written.
    """

    text: str
    count: int
    reading: str | None
    meant: str = ""
    waits: bool = False


@final
@attrs.frozen
class Interpretation:
    """How the cells of a column are read.

    Attributes:
        cells: Each different cell, in the order in which they were seen.
        declared: What is to be declared of how they are written.
        open: The same, where there is more than one way to write what is there.
        unknown: The cells that are proposed to say that nothing is known.
        answers: The words that cells may stand for; none where they are no such words.
        meanings: What these stand for in turn, where they are words for labels.
    """

    cells: tuple[SeenCell, ...]
    declared: tuple[Declaration, ...] = ()
    open: tuple[Declaration, ...] = ()
    unknown: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    meanings: Mapping[str, str] = _NO_LABELS

    @property
    def understood(self) -> float:
        """The share, 0-1, of the different cells that are read; 1 where there are none."""
        return sum(one.reading is not None for one in self.cells) / len(self.cells) if self.cells else 1.0

    def near(self, text: str) -> str:
        """Give the answer that a cell is most like, as it has its words or is spelt much like it; else nothing."""
        said = set(words_of(text))
        inside = [one for one in self.answers if set(words_of(one)) <= said]
        return max(inside, key=len) if inside else nearest(text, self.answers, cutoff=0.6) or ""


def interpret(
    target: Target,
    seen: Mapping[str, int],
    *,
    style: Style = PLAIN,
    ours: Side | None = None,
    labels: Mapping[str, str] = _NO_LABELS,
) -> Interpretation:
    """Say how the cells of a column are read if it stands for this.

    Args:
        target: What the column stands for.
        seen: How often each different cell was seen.
        style: What is declared of how they are written.
        ours: The side that is "us"; None where that is not known.
        labels: The words that a `label` may be, with the labels that they stand for.
    """
    reader = _reader(target, ours, labels)
    if reader is None:
        return Interpretation(tuple(SeenCell(text, count, text) for text, count in seen.items()))
    na = dict.fromkeys(_NA if isinstance(target, AnyCriterion) and target.may_be_na else (), NOT_APPLICABLE)
    unknown = [text for text in seen if fold(text) in _UNKNOWN - na.keys() and _read(reader, text, style) is None]
    rest = [text for text in seen if text not in unknown]
    written, declared, open_ = _written(target, reader, rest, style)
    meant = {**(_truth(reader, rest, style) if isinstance(target, Criterion) else {}), **na}
    answers = _answers(target, labels)
    later = [_declaring(written, one) for one in open_]
    cells = []
    for text, count in seen.items():
        reading = "not known" if text in unknown else _read(reader, text, written)
        if reading is None and fold(text) in meant:
            cells.append(SeenCell(text, count, meant[fold(text)], meant[fold(text)]))
        else:
            waits = reading is None and any(_read(reader, text, one) is not None for one in later)
            cells.append(SeenCell(text, count, reading, waits=waits))
    meanings = labels if target == "label" else _NO_LABELS
    return Interpretation(tuple(cells), declared, open_, tuple(unknown), answers, meanings)


def _declaring(style: Style, said: Declaration) -> Style:
    values: dict[str, Any] = {said.key: said.value}  # Any: as the keys of a style have several types
    return attrs.evolve(style, **values)


_Reader: TypeAlias = Callable[[str, Style], str]


def _reader(target: Target, ours: Side | None, labels: Mapping[str, str]) -> _Reader | None:
    """Give what reads a cell, or raises `UnreadableError`; None where any text is taken."""
    if isinstance(target, AnyCriterion):
        return lambda text, style: _said(read_answer(target, text, style))
    readers: Mapping[str, _Reader] = {
        **dict.fromkeys(DATES, _day),
        "attested_by": lambda text, style: _said(read_side(style.meant(text), ours)),
        "label": partial(_word, Words(labels, fold), labels),
        NUMBER: lambda text, style: _said(read_context(text, style)),
    }
    return readers.get(target)


def _day(text: str, style: Style) -> str:
    return _said(read_date(text, style))


def _word(known: Words, labels: Mapping[str, str], text: str, style: Style) -> str:
    found = known.find(style.meant(text))
    if found is None:
        raise UnreadableError("a word of the definition")
    return labels[found]


def _said(found: Answer | date | Side | None) -> str:
    match found:
        case None:
            return "not known"
        case Side():
            return found.value
        case date():
            return found.isoformat()
        case _:
            return answer_text(found)


def _read(reader: _Reader, text: str, style: Style) -> str | None:
    try:
        return reader(text, style)
    except UnreadableError:
        return None


def _count_read(reader: _Reader, cells: Iterable[str], style: Style) -> int:
    return sum(_read(reader, cell, style) is not None for cell in cells)


_Written: TypeAlias = tuple[Style, tuple[Declaration, ...], tuple[Declaration, ...]]
"""How cells are written, what is to be declared of it, and what of it is open."""


def _written(target: Target, reader: _Reader, cells: Collection[str], style: Style) -> _Written:
    """Give how dates and numbers are written."""
    if target in DATES:
        return _days(cells, style)
    if target == NUMBER or isinstance(target, (Measure, Scale)):
        return _numbers(target, reader, cells, style)
    return style, (), ()


def _days(cells: Collection[str], style: Style) -> _Written:
    if style.date:
        return style, (), ()
    style, said = style.proven(cells)
    if style.date:
        return style, (Declaration("date", style.date, said[0]),), ()
    either = next((cell for cell in cells if len(day_readings(cell)) > 1), None)
    if either is not None:
        sign = next(one for one in "./-" if one in either)
        both = [f"dd{sign}mm{sign}yyyy", f"mm{sign}dd{sign}yyyy"]
        form, rival = sorted(both, key=lambda form: -_count_read(_day, cells, attrs.evolve(style, date=form)))
        return style, (), (Declaration("date", form, f'or "{rival}": {either!r} could be either'),)
    other = [cell for cell in cells if _read(_day, cell, style) is None]
    found = {form: [_read(_day, cell, attrs.evolve(style, date=form)) for cell in other] for form in FORMS}
    most = max(sum(one is not None for one in days) for days in found.values())
    fits = [form for form in FORMS if most and sum(one is not None for one in found[form]) == most]
    if not fits:
        return style, (), ()
    first, *more = fits
    if all(found[form] == found[first] for form in more):
        one = next(cell for cell, day in zip(other, found[first], strict=True) if day is not None)
        return attrs.evolve(style, date=first), (Declaration("date", first, f"so {one!r} is a date"),), ()
    either = next(cell for at, cell in enumerate(other) if len({found[form][at] for form in fits}) > 1)
    why = f"or {' or '.join(map(repr, more))}: {either!r} could be either"
    return style, (), (Declaration("date", first, why),)


def _numbers(target: Target, reader: _Reader, cells: Collection[str], style: Style) -> _Written:
    declared: list[Declaration] = []
    open_: list[Declaration] = []
    units = set(map(_unit, cells)) - {""}
    if not style.unit and len(units) == 1:
        unit = units.pop()
        if isinstance(target, Measure) and not is_unit(unit, target.unit):
            why = f"the criterion is in {target.unit}, and nothing is converted: only if that is the same"
            open_.append(Declaration("unit", unit, why))
        else:
            style = attrs.evolve(style, unit=unit)
            declared.append(Declaration("unit", unit, "it stands beside the numbers"))
    if style.decimal:
        return style, tuple(declared), tuple(open_)
    style, said = style.proven(cells)
    if style.decimal:
        declared.append(Declaration("decimal", style.decimal, said[0]))
        return style, tuple(declared), tuple(open_)
    unread = [cell for cell in cells if _read(reader, cell, style) is None]
    read = {sign: [_read(reader, cell, attrs.evolve(style, decimal=sign)) for cell in unread] for sign in ".,"}
    sign, other = sorted(".,", key=lambda sign: sum(one is None for one in read[sign]))
    fits = [cell for cell, one in zip(unread, read[sign], strict=True) if one is not None]
    either = next((cell for cell in fits if len(set(number_readings(cell, style).values())) > 1), None)
    if either is not None:
        open_.append(Declaration("decimal", sign, f"or {other!r}: {either!r} could be either"))
    elif fits:
        style = attrs.evolve(style, decimal=sign)
        declared.append(Declaration("decimal", sign, f"so {fits[0]!r} is a number"))
    return style, tuple(declared), tuple(open_)


def _unit(cell: str) -> str:
    """Give what stands before or behind a number; small letters before one are no unit, as in `about 5` or `v2`.

    Nor is what makes another number of it, as in `5k`.
    """
    found = _UNIT.fullmatch(cell)
    unit = (found[1] or found[2]) if found is not None and found[1] == found[1].upper() else ""
    return "" if fold(unit) in _MULTIPLES else unit


def _truth(reader: _Reader, cells: Collection[str], style: Style) -> Mapping[str, str]:
    """Give what words for yes and no stand for; a cross is one where no other cell is a yes."""
    read = {_read(reader, cell, style) or _TRUTH.get(fold(cell)) for cell in cells}
    return _TRUTH if "yes" in read else {**_TRUTH, _CROSS: "yes"}


def _answers(target: Target, labels: Mapping[str, str]) -> tuple[str, ...]:
    if isinstance(target, Criterion):
        return ("yes", "no", *([NOT_APPLICABLE] if target.may_be_na else []))
    if isinstance(target, AnyCriterion):
        return tuple(one for one in target.answers or () if isinstance(one, str))
    return tuple(labels) if target == "label" else ()
