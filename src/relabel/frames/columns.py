"""Columns: where a table holds what is asked for, checked by its schema before anything is read."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

from attrs import NOTHING, NothingType

from relabel.core.definitions.definition import Definition
from relabel.core.model.evidence import check_date
from relabel.errors import InvalidValueError, MissingDateError
from relabel.frames.readings import numbers_of, words_of
from relabel.frames.rules import Origin, may_be, origin_of
from relabel.texts import did_you_mean, first_few, nearest

__all__ = [
    "INNER",
    "TWICE",
    "Each",
    "check_day",
    "check_fields",
    "check_names",
    "check_schema",
    "column",
    "columns_of",
    "fields_of",
    "keys_in",
    "origin_in",
    "origins",
]

_RESULT = ("label", "standing", "possible", "unreadable")
"""The columns that a result has besides those of the user."""

INNER = "__relabel_"
"""What the columns begin with that are added on the way, and no other one may."""

TWICE = "each relationship may be listed once, and this one is there twice"
"""What a statement fails with before the key, as no schema tells it."""

Each: TypeAlias = str | Mapping[str, str | None] | NothingType | None
"""The name of one column for all criteria, or a name for each of some; None where nobody recorded it."""


def check_day(definition: Definition, as_of: date | None) -> None:
    """Check a definition and the day of judgement, as a classification does.

    Raises:
        InvalidValueError: It is no definition, or no date.
        MissingDateError: The definition gives evidence a shelf life and there is no `as_of`.
    """
    if not isinstance(definition, Definition):
        name = repr(definition) if isinstance(definition, str) else "name"
        expected = f"a Definition; by its name, relabel.installed().definition({name}) gives one"
        expected += ", of a file relabel.files.definitions.read_definition(path)"
        raise InvalidValueError("definition", definition, expected)
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
        there = f"; there are {first_few([*map(repr, names)], most=10)}" if names else ""
        hint = did_you_mean(name, names or ()) or there
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


def check_names(kept: Iterable[str], place: str, taken: Iterable[str] = _RESULT, *, every: bool = False) -> None:
    """Check that no column to keep is called as one of the result.

    Args:
        kept: The columns.
        place: What says that they are kept.
        taken: The columns of the result.
        every: Whether it is every column of a table, as nobody has said which ones to keep.

    Raises:
        InvalidValueError: One is.
    """
    names, others = [*kept], [*taken]
    free = next((name for name in names if name not in others), None) if every else None
    cure = "rename it" if free is None else f"say which ones to keep, such as keep={[free]!r}, or rename it"
    for name in names:
        if name in others:
            expected = f"other columns than {', '.join(others)}, which the result has itself; {cure}"
            raise InvalidValueError(place, name, expected)


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
    given = _given(columns)
    names = [variable.criterion.name for variable in definition.diagram.variables]
    for name in given:
        if name not in names:
            expected = f"criteria that the conditions of {definition.name!r} ask for{did_you_mean(name, names)}"
            raise InvalidValueError("columns", name, expected)
    there = None if known is None else list(known)
    missing = [name for name in names if there is not None and name not in given and name not in there]
    if missing:
        cure = f"a column for each criterion, or columns={{{missing[0]!r}: None}} to say that nothing is known of it"
        near = [(name, nearest(name, there or ())) for name in missing]
        like = [f"{name!r}: {one!r}" for name, one in near if one is not None]
        meant = f"; did you mean columns={{{', '.join(like)}}}?" if like else ""
        raise InvalidValueError("columns", there, f"{cure}; missing: {', '.join(missing)}{meant}")
    return {
        level: column(given.get(name, name), there, f"column of {name!r}")
        for level, name in enumerate(names)
        if given.get(name, name) is not None
    }


def origins(
    definition: Definition,
    levels: Iterable[int],
    known: Iterable[str] | None,
    as_of: date | None,
    *,
    candidates: Mapping[str, Iterable[str]],
    observed_on: Each,
    attested_by: Each,
    source: Each,
) -> dict[int, Origin]:
    """Give the columns that say when, on whose word and by which source, by level of the variables that have a column.

    Args:
        definition: The definition.
        levels: Those of the variables that have a column.
        known: The columns that there are; None where that is not known.
        as_of: The day of judgement.
        candidates: By field the columns that could hold it.
        observed_on: Of days; nothing where it is not said.
        attested_by: Of sides, in the same way.
        source: Of sources.

    Raises:
        InvalidValueError: There is no such criterion or no such column, or something is not said by which the
            definition weighs evidence.
    """
    names = [variable.criterion.name for variable in definition.diagram.variables]
    there = None if known is None else list(known)
    said: dict[str, dict[str, str | None]] = {name: {} for name in names}
    for field, each in (("observed_on", observed_on), ("attested_by", attested_by), ("source", source)):
        if each is NOTHING:
            continue
        given = dict(each) if isinstance(each, Mapping) else dict.fromkeys(names, each)
        for name, one in given.items():
            if name not in names:
                raise InvalidValueError(field, name, f"the name of a criterion{did_you_mean(name, names)}")
            said[name][field] = None if one is None else column(one, there, field)
    return {
        level: origin_of(definition, names[level], said[names[level]], as_of, candidates=candidates, several=False)
        for level in levels
    }


_FIELDS = ("criterion", "answer", "number", "observed_on", "attested_by", "source")


def fields_of(columns: Mapping[str, str | None] | None, known: Iterable[str] | None) -> dict[str, str | None]:
    """Give the column of each field of evidence that a long table has.

    Args:
        columns: By field the name of its column, where that is another one; None where there is none.
        known: The columns that there are; None where that is not known, and only those named here are there.

    Returns:
        By field its column, or None as it is given; without those of which nothing is said.

    Raises:
        InvalidValueError: There is no such field or no such column.
    """
    given, there = _given(columns), None if known is None else list(known)
    for field in given:
        if field not in _FIELDS:
            raise InvalidValueError("columns", field, f"one of {', '.join(_FIELDS)}{did_you_mean(field, _FIELDS)}")
    own = {field: field for field in _FIELDS if field in (there if there is not None else ("criterion", "answer"))}
    return {
        field: None if name is None else column(name, there, f"column of {field!r}")
        for field, name in (own | given).items()
    }


def _given(columns: object) -> dict[str, str | None]:
    if columns is not None and not isinstance(columns, Mapping):
        raise InvalidValueError("columns", columns, "names of columns by what they hold, as in {'pays': 'PAYS'}")
    return dict(columns or {})


def check_fields(
    definition: Definition, fields: Mapping[str, str | None], candidates: Mapping[str, Iterable[str]]
) -> None:
    """Check that a long table says where criteria stand, and the answers that a definition asks for.

    What is neither named nor found would be lost without a sign of it: all measures, where numbers have another name.

    Args:
        definition: The definition.
        fields: As `fields_of` gives them.
        candidates: By field the columns that could hold it.

    Raises:
        InvalidValueError: It says nothing of criteria, or of words or numbers where these answer a variable, or that
            there are neither.
    """

    def refuse(field: str, what: str, known: str) -> None:
        expected = f"the name of the column of {what}{known}{may_be(candidates.get(field, ()))}"
        raise InvalidValueError(f"columns[{field!r}]", fields.get(field, NOTHING), expected)

    if fields.get("criterion") is None:
        refuse("criterion", "the names of criteria", "")
    for field, kind, read in (("answer", "words", words_of), ("number", "numbers", numbers_of)):
        asked = [variable.criterion.name for variable in definition.diagram.variables if read(variable)]
        if asked and field not in fields:
            why = f", as {kind} answer {asked[0]!r} of {definition.name!r}"
            refuse(field, f"answers that are {kind}", f"{why}, or None to say that there is none")
    if not (fields.get("answer") or fields.get("number")):
        refuse("answer", "answers", ", if 'number' is not that of numbers")


def origin_in(
    definition: Definition,
    fields: Mapping[str, str | None],
    as_of: date | None,
    candidates: Mapping[str, Iterable[str]],
) -> Origin:
    """Give the columns of a long table that say when, on whose word and by which source.

    Args:
        definition: The definition.
        fields: As `fields_of` gives them.
        as_of: The day of judgement.
        candidates: By field the columns that could hold it.

    Raises:
        InvalidValueError: Something is not said by which the definition weighs evidence.
    """
    said = {field: fields[field] for field in Origin._fields if field in fields}
    for variable in definition.diagram.variables:
        origin_of(
            definition,
            variable.criterion.name,
            said,
            as_of,
            place="columns[{!r}]",
            candidates=candidates,
            several=True,
        )
    return Origin(**said)
