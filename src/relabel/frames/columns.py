"""Columns: where a table holds what is asked for, checked by its schema before anything is read."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, TypeAlias

from relabel.core.definitions.definition import Definition
from relabel.core.diagrams.variables import Variable
from relabel.core.model.evidence import check_date
from relabel.errors import InvalidValueError, MissingDateError
from relabel.texts import did_you_mean

__all__ = [
    "INNER",
    "Each",
    "Origin",
    "check_day",
    "check_names",
    "check_schema",
    "column",
    "columns_of",
    "fields_of",
    "keys_in",
    "origins",
]

_RESULT = ("label", "standing", "possible", "unreadable")
"""The columns that a result has besides those of the user."""

INNER = "__relabel_"
"""What the columns begin with that are added on the way, and no other one may."""

Each: TypeAlias = str | Mapping[str, str] | None
"""The name of one column for all criteria, or a name for each of some; None for no column."""


class Origin(NamedTuple):
    """The columns that say where the evidence on a criterion comes from; None for what is not said."""

    observed_on: str | None = None
    attested_by: str | None = None
    source: str | None = None


def check_day(definition: Definition, as_of: date | None) -> None:
    """Check the day of judgement, as a classification does.

    Raises:
        InvalidValueError: It is no date.
        MissingDateError: The definition gives evidence a shelf life and there is no `as_of`.
    """
    check_date("as_of", as_of)
    if as_of is None:
        for rule in definition.weigher.rules.values():
            if rule.variable is not None and rule.shelf_life is not None:
                raise MissingDateError(definition.name, rule.criterion.name)


def column(name: object, known: Iterable[str] | None, place: str) -> str:
    """Give the name of a column that there is; any name where it is not known which there are.

    Raises:
        InvalidValueError: There is no such column.
    """
    names = None if known is None else list(known)
    if not isinstance(name, str) or not name or (names is not None and name not in names):
        hint = did_you_mean(name, names) if names else ""
        raise InvalidValueError(place, name, f"the name of a column{hint}")
    return name


def check_schema(known: Iterable[str], place: str) -> None:
    """Check that no column of a frame is called as one that is added, or as a pattern of names, as polars takes it.

    Raises:
        InvalidValueError: One is.
    """
    for name in known:
        if name.startswith(INNER) or name == "*" or (name.startswith("^") and name.endswith("$")):
            raise InvalidValueError(
                f"column of {place}", name, f"names that are no patterns and do not begin with {INNER!r}; rename it"
            )


def keys_in(key: str | Iterable[str], known: Iterable[str] | None) -> list[str]:
    """Give the columns of a key.

    Raises:
        InvalidValueError: There is none, one is there twice, or there is no such column.
    """
    keys = [column(name, known, "key") for name in ([key] if isinstance(key, str) else key)]
    if not keys or len({*keys}) < len(keys):
        raise InvalidValueError("key", keys, "one column or several, each once")
    return keys


def check_names(kept: Iterable[str], place: str, taken: Iterable[str] = _RESULT) -> None:
    """Check that no column to keep is called as one of the result.

    Raises:
        InvalidValueError: One is.
    """
    others = [*taken]
    for name in kept:
        if name in others:
            raise InvalidValueError(place, name, f"other columns than {', '.join(others)}, which the result has itself")


def columns_of(
    definition: Definition, columns: Mapping[str, str | None] | None, known: Iterable[str] | None
) -> dict[int, str]:
    """Give the column of each variable, by level; without one for those of which the table says nothing.

    Args:
        definition: The definition.
        columns: By criterion the name of its column, where that is another one; None for none.
        known: The columns that there are; None where that is not known.

    Raises:
        InvalidValueError: There is no such criterion or no such column.
    """
    given = dict(columns or {})
    names = [variable.criterion.name for variable in definition.diagram.variables]
    for name in given:
        if name not in names:
            expected = f"criteria that the conditions of {definition.name!r} ask for{did_you_mean(name, names)}"
            raise InvalidValueError("columns", name, expected)
    there = None if known is None else list(known)
    missing = [name for name in names if there is not None and name not in given and name not in there]
    if missing:
        cure = f"a column for each criterion, or columns={{{missing[0]!r}: None}} to say that nothing is known of it"
        raise InvalidValueError("columns", there, f"{cure}; missing: {', '.join(missing)}")
    return {
        level: column(given.get(name, name), there, f"column of {name!r}")
        for level, name in enumerate(names)
        if given.get(name, name) is not None
    }


def origins(
    variables: Iterable[Variable], known: Iterable[str] | None, observed_on: Each, attested_by: Each, source: Each
) -> list[Origin]:
    """Give for each variable the columns that say when, on whose word and by which source.

    Raises:
        InvalidValueError: There is no such criterion or no such column.
    """
    names = [variable.criterion.name for variable in variables]
    there = None if known is None else list(known)
    found: list[list[str | None]] = []
    for place, each in (("observed_on", observed_on), ("attested_by", attested_by), ("source", source)):
        given = dict.fromkeys(names, each) if each is None or isinstance(each, str) else dict(each)
        for name in given:
            if name not in names:
                raise InvalidValueError(place, name, f"the name of a criterion{did_you_mean(name, names)}")
        found.append([None if (one := given.get(name)) is None else column(one, there, place) for name in names])
    return [Origin(*some) for some in zip(*found, strict=True)]


_FIELDS = ("criterion", "answer", "number", "observed_on", "attested_by", "source")


def fields_of(columns: Mapping[str, str] | None, known: Iterable[str] | None) -> dict[str, str]:
    """Give the column of each field of evidence that a long table has.

    Args:
        columns: By field the name of its column, where that is another one.
        known: The columns that there are; None where that is not known, and only those named here are there.

    Raises:
        InvalidValueError: There is no such field or no such column, or none of the criterion or of answers.
    """
    given, there = dict(columns or {}), None if known is None else list(known)
    for field in given:
        if field not in _FIELDS:
            raise InvalidValueError("columns", field, f"one of {', '.join(_FIELDS)}{did_you_mean(field, _FIELDS)}")
    own = {field: field for field in _FIELDS if field in (there if there is not None else ("criterion", "answer"))}
    found = {field: column(name, there, f"column of {field!r}") for field, name in (own | given).items()}
    if "criterion" not in found or not found.keys() & {"answer", "number"}:
        expected = "columns for 'criterion' and for 'answer' or 'number'"
        raise InvalidValueError("columns", there, expected)
    return found
