"""Styles: how the numbers and dates of a column are written, as it is declared or as the column itself proves."""

import functools
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import final

import attrs

from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.words import fold, visible

__all__ = ["PLAIN", "Style", "Typed", "day_readings", "is_date_form", "number_readings", "read_day", "read_number"]

_PARTS = {"yyyy": "%Y", "yy": "%y", "mm": "%m", "m": "%m", "dd": "%d", "d": "%d"}
_FORM = re.compile(r"(yyyy|yy|mm?|dd?)([^a-z%]+)(yyyy|yy|mm?|dd?)\2(yyyy|yy|mm?|dd?)")
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", re.ASCII)
_TIME = re.compile(
    r"[T ]\s*([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d([.,]\d{1,9})?)?\s*([AP]M)?\s*(Z|[+-]\d\d:?\d\d)?$",
    re.ASCII | re.IGNORECASE,
)
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_SPACES = " \u00a0\u202f\u2009'’"
"""What may stand between thousands and nowhere else in a number."""


@final
class Typed(str):
    """The text of a cell that its file holds as a number or a date: it has one reading, whatever the column."""

    __slots__ = ()


@final
@attrs.frozen(kw_only=True)
class Style:
    """How the cells of a column are written.

    Attributes:
        date: How dates are written, beside YYYY-MM-DD: such as `dd.mm.yyyy`, or a form of `strptime`.
        decimal: The decimal sign, `.` or `,`; blank where it is not known.
        thousands: What stands between thousands; blank for whatever else may.
        unit: What may stand before or behind a number, such as `EUR` or `%`.
        unknown: Cells that say that nothing is known, folded.
        values: What cells stand for, by what they hold, folded.
    """

    date: str = ""
    decimal: str = ""
    thousands: str = ""
    unit: str = ""
    unknown: frozenset[str] = frozenset()
    values: Mapping[str, str] = attrs.field(factory=FrozenMapping)

    def meant(self, cell: str) -> str:
        """Give what a cell stands for; nothing where it says that nothing is known."""
        if not self.values and not self.unknown:
            return cell
        found = self.values.get(fold(visible(cell)), cell)
        return "" if fold(visible(found)) in self.unknown else found

    def over(self, other: "Style") -> "Style":
        """Give this style, and where it leaves something open, the other."""
        return Style(
            date=self.date or other.date,
            decimal=self.decimal or other.decimal,
            thousands=self.thousands or other.thousands,
            unit=self.unit or other.unit,
            unknown=self.unknown | other.unknown,
            values=FrozenMapping({**other.values, **self.values}),
        )

    def proven(self, cells: Iterable[str]) -> "tuple[Style, tuple[str, ...]]":
        """Settle what is left open about numbers and dates by the cells of the column.

        Returns:
            The style; and what was settled by which cell, where it makes a difference.
        """
        signs: dict[str, str] = {}
        orders: dict[str, str] = {}
        open_numbers = open_days = False
        for cell in dict.fromkeys(cell for cell in cells if not isinstance(cell, Typed)):  # which proves nothing
            if not self.decimal and (readings := number_readings(cell, self)):
                if len(readings) == 1:
                    signs.setdefault(next(iter(readings)), cell)
                open_numbers |= len(set(readings.values())) > 1 or not _PLAIN.fullmatch(cell)
            if not self.date and (days := _orders(cell)):
                if len(days) == 1:
                    orders.setdefault(next(iter(days)), cell)
                open_days = True
        style, said = self, []
        if len(signs) == 1 and open_numbers:
            [(sign, cell)] = signs.items()
            style = attrs.evolve(style, decimal=sign)
            said.append(f"{sign!r} read as the decimal sign, as {cell!r} shows")
        if len(orders) == 1 and open_days:
            [(form, cell)] = orders.items()
            style = attrs.evolve(style, date=form)
            said.append(f"dates read as {form}, as {cell!r} shows")
        return style, tuple(said)


PLAIN = Style()
"""Numbers with a decimal point, and dates as YYYY-MM-DD."""


def is_date_form(form: str) -> bool:
    """Say whether dates can be read by a form: of day, month and year once each, as words or for `strptime`."""
    written = _strptime(form)
    try:
        sample = date(2001, 2, 3).strftime(written)
        return datetime.strptime(sample, written).date() == date(2001, 2, 3)  # noqa: DTZ007  # only the day is kept
    except (ValueError, re.error):  # `strptime` makes a regular expression of it
        return False


_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "%": "percent"}
"""Signs for units, and how the same is written in words."""


def is_unit(written: str, unit: str) -> bool:
    """Say whether what stands beside numbers is a unit or part of one, as `€` is of `EUR/year`; of a count all are."""
    parts = {_in_words(one) for one in (unit, *re.split(r"[\s/]+", unit))}
    return unit == "count" or _in_words(written) in parts


def _in_words(unit: str) -> str:
    return fold(_SIGNS.get(unit, unit))


def number_readings(cell: str, style: Style) -> dict[str, Decimal]:
    """Give what a cell may be as a number, by the decimal sign; nothing where it is none."""
    if isinstance(cell, Typed):
        style = attrs.evolve(style, decimal=".", thousands="")
    text = cell.replace("\N{MINUS SIGN}", "-")
    if style.unit:
        text = text.removeprefix(style.unit).removesuffix(style.unit).strip()
    signs = style.decimal or (".," if style.thousands not in (".", ",") else ".,".replace(style.thousands, ""))
    return {sign: number for sign in signs if (number := _number(text, sign, style.thousands)) is not None}


def read_number(cell: str, style: Style) -> Decimal | None:
    """Read a cell as the number that it is in a style; None where it is none, or could be two."""
    readings = set(number_readings(cell, style).values())
    known = style.decimal or style.thousands or isinstance(cell, Typed)
    text = cell.removeprefix(style.unit).removesuffix(style.unit).strip()
    return readings.pop() if len(readings) == 1 and (known or _PLAIN.fullmatch(text)) else None


def read_day(cell: str, style: Style) -> tuple[date, bool] | None:
    """Read a cell as the date that it is in a style, with whether a time of day was cut off; None where it is none."""
    timed = _TIME.search(cell)
    day = cell[: timed.start()] if timed else cell
    if _ISO.fullmatch(day):
        return _parsed(day, "%Y-%m-%d", timed=timed is not None)
    form = _strptime(style.date)
    whole = _parsed(cell, form, timed=False)
    return whole or _parsed(day, form, timed=timed is not None)


def day_readings(cell: str) -> list[date]:
    """Give the dates that a cell may be, where the order of day and month is not known."""
    timed = _TIME.search(cell)
    found = _DAY_MONTH.fullmatch(cell[: timed.start()] if timed else cell)
    readings: list[date] = []
    if found is not None:
        for day, month in ((1, 3), (3, 1)):
            try:
                readings.append(date(int(found[4]), int(found[month]), int(found[day])))
            except ValueError:
                continue
    return list(dict.fromkeys(readings))


def _orders(cell: str) -> dict[str, date]:
    """Give the dates that a cell may be by their forms."""
    sign = next((one for one in "./-" if one in cell), "")
    forms = (f"dd{sign}mm{sign}yyyy", f"mm{sign}dd{sign}yyyy")
    readings = day_readings(cell)
    return {form: read[0] for form in forms if readings and (read := read_day(cell, Style(date=form))) is not None}


def _parsed(text: str, form: str, *, timed: bool) -> tuple[date, bool] | None:
    try:
        found = datetime.strptime(text, form)  # noqa: DTZ007  # only the day is kept
    except ValueError:
        return None
    return found.date(), timed or "%H" in form or "%I" in form


def _strptime(form: str) -> str:
    found = _FORM.fullmatch(form.casefold())
    return form if found is None else found[2].join(_PARTS[found[at]] for at in (1, 3, 4))


def _number(text: str, decimal: str, thousands: str) -> Decimal | None:
    """Read a number with one decimal sign; None where the text is none."""
    form = _number_form(decimal, thousands)
    found = None if form is None else form.fullmatch(text)
    if found is None or not (found[2] or found[4]) or (found[3] and found[2].startswith("0")):
        return None
    whole = "".join(one for one in found[2] or "0" if one.isdigit())
    try:
        return Decimal(f"{found[1]}{whole}{'.' * bool(found[4])}{found[4] or ''}{found[5] or ''}")
    except InvalidOperation:
        return None


@functools.lru_cache(maxsize=100)
def _number_form(decimal: str, thousands: str) -> re.Pattern[str] | None:
    """Give what matches numbers with one decimal sign; None where it is what stands between thousands, too."""
    between = thousands or ({".": ",", ",": "."}[decimal] + _SPACES)
    if decimal in between:
        return None
    whole = rf"\d{{1,3}}(?:([{re.escape(between)}])\d{{3}}(?:\3\d{{3}})*)|\d+"
    return re.compile(rf"([+-]?)({whole})?(?:{re.escape(decimal)}(\d*))?(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
