"""SQL: a definition as one statement, which gives in a database or warehouse what `classify()` gives one by one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from relabel.core.definitions.definition import Definition
from relabel.core.diagrams.variables import Variable
from relabel.errors import InvalidValueError, MissingExtraError
from relabel.frames.columns import Each, Origin, check_day, check_names, columns_of, fields_of, origins
from relabel.frames.packing import YES, Packing, alike
from relabel.frames.phrases import (
    Dialect,
    Query,
    add_steps,
    all_of,
    any_of,
    case,
    count_where,
    name,
    numbers_in,
    numbers_readable,
    outcome,
    side_where,
    text,
)
from relabel.frames.readings import numbers_of, truths_of, words_of
from relabel.frames.walk import Plane, Walk
from relabel.texts import did_you_mean

__all__ = ["DIALECTS", "evidence_to_sql", "frame_to_sql"]

DIALECTS: Mapping[str, Dialect] = {
    "duckdb": Dialect(),
    "postgres": Dialect(),
    "sqlite": Dialect(cut="DATE({})", day="'{}'", merged="SUM(DISTINCT {})", truths=False),
}
"""The dialects that are written and tried here; others are translated from a text for DuckDB."""

_ELSEWHERE = Dialect(
    merged="SUM(DISTINCT {})",
    bit="CAST(POWER(CAST(2 AS BIGINT), {}) AS BIGINT)",
    joined=lambda texts: f"CONCAT({', '.join(texts)})",
    rows=False,
    truths=False,
)
"""What all of them have."""

_TABLES = ("relabel_told_in", "relabel_relationships_in")
"""What stands for the tables until all is written, as these are no names in every language."""


def frame_to_sql(
    definition: Definition,
    dialect: str = "duckdb",
    *,
    table: str,
    key: str | Sequence[str],
    as_of: date | None = None,
    columns: Mapping[str, str | None] | None = None,
    observed_on: Each = None,
    attested_by: Each = None,
    source: Each = None,
) -> str:
    """Write the statement that says of each row of a wide table what `classify_frame` says.

    Yes/no criteria are answered by a column of truth values, those that may not apply by the words yes, no and n/a;
    other criteria as for `classify_frame`, and numbers are compared as doubles.

    Args:
        definition: The definition.
        dialect: `duckdb`, `postgres` or `sqlite`, or another one that sqlglot writes.
        table: What to select from, as it is written in the statement: a name, or `{{ ref("accounts") }}` of dbt.
        key: The column, or columns, to keep.
        as_of: As for `classify_frame`.
        columns: As for `classify_frame`. The statement expects all the others.
        observed_on: As for `classify_frame`.
        attested_by: As for `classify_frame`.
        source: As for `classify_frame`.

    Returns:
        One `SELECT`, of the key and `label`, `standing`, `possible` and `unreadable`, as text and whole numbers.

    Raises:
        InvalidValueError: A column or the dialect is not known, or a column is called as one of the result.
        MissingDateError: The definition gives evidence a shelf life and there is no `as_of`.
        MissingExtraError: The dialect is translated, and sqlglot is not installed.

    Added in 0.1.
    """
    written, keys = _dialect(dialect), _keys(key)
    check_day(definition, as_of)
    variables = definition.diagram.variables
    places = columns_of(definition, columns, None)
    stands = origins(variables, None, observed_on, attested_by, source)
    made, unread = [], []
    for level, place in places.items():
        variable, cell = variables[level], name(place)
        day, side, by = (None if one is None else name(one) for one in stands[level])
        said = Origin(None if day is None else written.cut.format(day), side, by)
        sound = [*_readable(variable, cell, written), *([] if side is None else [side_where(side)])]
        unread += [case(f"{cell} IS NULL OR {all_of(sound)}", "0", "1")] if sound else []
        counts = [*sound, *count_where(definition.weigher, variable.criterion.name, said, written, as_of)]
        made.append(f"{case(all_of(counts), cell, 'NULL') if counts else cell} AS a{level}")

    def possible(plane: Plane) -> str:
        if plane.level not in places:
            return "1 = 1" if plane.blank else "1 = 0"
        cell = f"a{plane.level}"
        says = _says(variables[plane.level], cell, plane.cells)
        return any_of([f"{cell} IS NULL", says]) if plane.blank else all_of([f"{cell} IS NOT NULL", says])

    cells = [*_as_keys(keys, ""), f"{' + '.join(unread) or '0'} AS unreadable", *made]
    queries = [Query("cells", f"SELECT {', '.join(cells)} FROM {_TABLES[0]}")]
    return _finished(definition, dialect, queries, possible, keys, [table])


def _readable(variable: Variable, cell: str, dialect: Dialect) -> list[str]:
    """Give where a cell that is not blank is an answer to a variable; nothing where each is."""
    numbers = numbers_of(variable)
    if numbers is not None and not (variable.criterion.answers and variable.criterion.may_be_na):
        return [numbers_readable(cell, numbers)]
    if truths_of(variable) and not variable.criterion.may_be_na:
        return [] if dialect.truths else [f"{cell} IN (TRUE, FALSE)"]
    return [f"{cell} IN ({', '.join(map(text, words_of(variable)))})"]


def _says(variable: Variable, cell: str, cells: int) -> str:
    """Give where a cell that is an answer lies in some cells of a variable."""
    numbers = numbers_of(variable)
    if numbers is not None and not (variable.criterion.answers and variable.criterion.may_be_na):
        return numbers_in(cell, numbers, cells)
    if truths_of(variable) and not variable.criterion.may_be_na:
        return any_of(f"{cell} = {truth}" for place, truth in enumerate(("FALSE", "TRUE")) if cells >> place & 1)
    words = [text(word) for word, place in words_of(variable).items() if cells >> place & 1]
    return f"{cell} IN ({', '.join(words)})" if words else any_of([])


def evidence_to_sql(
    definition: Definition,
    dialect: str = "duckdb",
    *,
    table: str,
    key: str | Sequence[str],
    as_of: date | None = None,
    columns: Mapping[str, str] | None = None,
    relationships: str | None = None,
) -> str:
    """Write the statement that says of each relationship in a table of evidence what `classify_evidence` says.

    Args:
        definition: The definition.
        dialect: As for `frame_to_sql`.
        table: As for `frame_to_sql`; its rows are pieces of evidence.
        key: The column, or columns, that say which relationship it is.
        as_of: As for `classify_evidence`.
        columns: By field of evidence the name of its column: the table has `criterion` and `answer`, and of `number`,
            `observed_on`, `attested_by` and `source` what is named here.
        relationships: A table with the same key: all rows of it are in the result, and no other ones.

    Returns:
        One `SELECT`, as that of `frame_to_sql`.

    Raises:
        InvalidValueError, MissingDateError, MissingExtraError: As for `frame_to_sql`.

    Added in 0.1.
    """
    written, keys = _dialect(dialect), _keys(key)
    check_day(definition, as_of)
    fields = {field: f"e.{name(one)}" for field, one in fields_of(columns, None).items()}
    variables, packing = definition.diagram.variables, Packing.of(definition)
    dated = "observed_on" in fields
    rules, slot, given = _slots(variables, fields)
    pieces = [*_as_keys(keys, "e."), f"{slot} AS slot", f"{given} AS given", f"{fields['criterion']} AS criterion"]
    pieces += [f"{written.cut.format(fields['observed_on'])} AS observed"] if dated else []
    pieces += [f"{fields[field]} AS {field}" for field in ("attested_by", "source") if field in fields]
    joined = f" LEFT JOIN rules ON rule_on = {fields['criterion']} AND rule_for = {fields.get('answer')}"
    queries = [_rows(written, rules)] if rules else []
    queries.append(Query("pieces", f"SELECT {', '.join(pieces)} FROM {_TABLES[0]} AS e{joined if rules else ''}"))

    said = Origin(*(one if one in fields else None for one in ("observed_on", "attested_by", "source")))
    said = said._replace(observed_on="observed" if dated else None)
    sound = all_of(["slot IS NOT NULL", *([side_where("attested_by")] if said.attested_by else [])])
    groups = alike(definition.weigher, variables)
    each = []
    for group in groups:
        names = [variables[level].criterion.name for level in group]
        mine = [f"criterion IN ({', '.join(map(text, names))})"] if len(groups) > 1 else []
        each.append(all_of([*mine, *count_where(definition.weigher, names[0], said, written, as_of)]))
    counted = [*_keys_of(keys), f"{case(all_of([sound, any_of(each)]), 'slot', 'NULL')} AS slot"]
    counted += ["observed"] if dated else []
    counted.append(f"{case(f'given = 1 AND NOT {sound}')} AS unread")
    queries.append(Query("counted", f"SELECT {', '.join(counted)} FROM pieces"))

    merged = {f"w{word}": _bits(written, slots) for word, slots in enumerate(packing.words())}
    for level in sorted(packing.latest if dated else ()):
        slots = packing.slots(level, variables[level].full)
        merged[f"l{level}"] = f"MAX(CASE WHEN slot BETWEEN {slots[0]} AND {slots[-1]} THEN observed END)"
        merged |= {f"d{one}": f"MAX(CASE WHEN slot = {one} THEN observed END)" for one in slots}
    aggregates = ", ".join([f"{one} AS {held}" for held, one in merged.items()] + ["SUM(unread) AS unreadable"])
    grouped = ", ".join(_keys_of(keys))
    queries.append(Query("weighed", f"SELECT {grouped}, {aggregates} FROM counted GROUP BY {grouped}"))
    if relationships is not None:
        on = " AND ".join(f"r.{name(one)} = weighed.{held}" for one, held in zip(keys, _keys_of(keys), strict=True))
        taken = ", ".join([*_as_keys(keys, "r."), *merged, "COALESCE(unreadable, 0) AS unreadable"])
        queries.append(Query("related", f"SELECT {taken} FROM {_TABLES[1]} AS r LEFT JOIN weighed ON {on}"))

    def possible(plane: Plane) -> str:
        return _possible(packing, plane, dated=dated)

    return _finished(definition, dialect, queries, possible, keys, [table, relationships or ""])


def _slots(variables: Sequence[Variable], fields: Mapping[str, str]) -> tuple[list[tuple[str, str, int]], str, str]:
    """Give the rows of the rules, the slot of a piece, and whether it answers what is asked, rightly or not."""
    criterion, answer, number = (fields.get(one) for one in ("criterion", "answer", "number"))
    rules = [
        (text(variable.criterion.name), text(word), variable.shift + cell)
        for variable in variables
        for word, cell in words_of(variable).items()
        if answer is not None
    ]
    slots = []
    for variable in variables:
        numbers = numbers_of(variable)
        if numbers is not None and number is not None:
            cells = "".join(
                f" WHEN {numbers_in(number, numbers, 1 << cell)} THEN {variable.shift + cell}"
                for cell in range(len(numbers.cuts) + 1)
            )
            known = case(numbers_readable(number, numbers), f"CASE{cells} END", "NULL")
            slots.append(f" WHEN {criterion} = {text(variable.criterion.name)} THEN {known}")
    numbered = f"CASE{''.join(slots)} END" if slots else "NULL"
    blank = [f"{one} IS NOT NULL" for one in (answer, number) if one is not None]
    asked = ", ".join(text(variable.criterion.name) for variable in variables)
    given = case(all_of([any_of(blank), f"{criterion} IN ({asked})"])) if variables else "0"
    slot = case(f"{answer} IS NULL", numbered, "rule_slot") if rules else numbered
    return rules, slot, given


def _rows(dialect: Dialect, rows: Iterable[tuple[str, str, int]]) -> Query:
    """Give what each answer to each criterion stands for as a table."""
    if dialect.rows:
        values = ", ".join(f"({on}, {word}, {slot})" for on, word, slot in rows)
        return Query("rules(rule_on, rule_for, rule_slot)", f"VALUES {values}")
    each = (f"SELECT {on} AS rule_on, {word} AS rule_for, {slot} AS rule_slot" for on, word, slot in rows)
    return Query("rules", " UNION ALL ".join(each))


def _bits(dialect: Dialect, slots: range) -> str:
    """Give the aggregate that merges what is said of some slots."""
    bit = dialect.bit.format(f"slot - {slots.start}")
    held = f"CASE WHEN slot BETWEEN {slots.start} AND {slots.stop - 1} THEN {bit} END"
    return f"CAST(COALESCE({dialect.merged.format(held)}, 0) AS BIGINT)"


def _possible(packing: Packing, plane: Plane, *, dated: bool) -> str:
    """Give where an answer in some cells of a variable is possible."""
    level, cells, full = plane.level, plane.cells, packing.variables[plane.level].full
    if level in packing.latest and dated:
        each = [1 << cell for cell in range(cells.bit_length()) if cells >> cell & 1]
        says = any_of(
            all_of([_holds(packing, level, one), f"(l{level} IS NULL OR (d{slot} IS NOT NULL AND d{slot} = l{level}))"])
            for one, slot in zip(each, packing.slots(level, cells), strict=True)
        )
    else:
        says = _holds(packing, level, cells)
        if level in packing.yes_wins and not cells & YES:
            says = all_of([says, f"NOT {_holds(packing, level, YES)}"])
    return any_of([says, f"NOT {_holds(packing, level, full)}"]) if plane.blank else says


def _holds(packing: Packing, level: int, cells: int) -> str:
    """Give where the evidence gives an answer in some cells of a variable."""
    return any_of(f"(COALESCE(w{word}, 0) & {mask}) <> 0" for word, mask in packing.parts(level, cells))


def _keys_of(keys: Sequence[str]) -> list[str]:
    return [f"k{place}" for place in range(len(keys))]


def _as_keys(keys: Sequence[str], table: str) -> list[str]:
    return [f"{table}{name(one)} AS {held}" for one, held in zip(keys, _keys_of(keys), strict=True)]


def _keys(key: str | Sequence[str]) -> list[str]:
    keys = [key] if isinstance(key, str) else list(key)
    check_names(keys, "key")
    return keys


def _dialect(dialect: str) -> Dialect:
    """Give how a dialect is written.

    Raises:
        MissingExtraError: It is translated, and sqlglot is not installed.
        InvalidValueError: Nobody knows it.
    """
    if dialect in DIALECTS:
        return DIALECTS[dialect]
    try:
        from sqlglot.dialects.dialect import Dialect as Known  # optional
    except ImportError:
        raise MissingExtraError("sqlglot", "sql") from None
    known = sorted({*DIALECTS, *Known.classes} - {""})
    if dialect not in known:
        raise InvalidValueError("dialect", dialect, f"one of {', '.join(known)}{did_you_mean(dialect, known)}")
    return _ELSEWHERE


def _finished(
    definition: Definition,
    dialect: str,
    queries: list[Query],
    possible: Callable[[Plane], str],
    keys: Sequence[str],
    tables: Sequence[str],
) -> str:
    """Give the statement whose last queries walk over the diagram."""
    walk = Walk.of(definition)
    spoken = _dialect(dialect)
    add_steps(queries, walk, possible, [*_keys_of(keys), "unreadable"], spoken)
    parts = ",\n".join(f"{query.name} AS (\n  {query.text}\n)" for query in queries)
    named = [f"{held} AS {name(one)}" for one, held in zip(keys, _keys_of(keys), strict=True)]
    result = ", ".join([*named, *outcome(definition, walk, spoken), "unreadable"])
    written = f"WITH {parts}\nSELECT {result} FROM {queries[-1].name}"
    if dialect not in DIALECTS:
        import sqlglot  # optional, and found by `_dialect`

        written = sqlglot.transpile(written, read="duckdb", write=dialect, pretty=True)[0]
    for placeholder, table in zip(_TABLES, tables, strict=False):
        written = written.replace(placeholder, table)
    return written + "\n"
