"""Statements over long tables: one row for each piece of evidence."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from relabel.core.definitions.definition import Definition
from relabel.core.diagrams.variables import Variable
from relabel.core.model.any_criterion import Side
from relabel.errors import InvalidValueError
from relabel.frames.columns import INNER, TWICE, check_day, check_fields, fields_of, origin_in
from relabel.frames.packing import YES, Packing
from relabel.frames.readings import numbers_of, truths_of, words_of
from relabel.frames.rules import Origin, alike
from relabel.frames.sql.dialects import Dialect, case, dialect_of
from relabel.frames.sql.phrases import (
    all_of,
    any_of,
    counts_where,
    day_where,
    numbers_in,
    numbers_readable,
    side_in,
    side_where,
)
from relabel.frames.sql.statement import TABLES, Query, as_keys, finished, held_keys, keys_of, word_in
from relabel.frames.walk import Plane

__all__ = ["evidence_to_sql", "long_statement"]

_WORDS = ("criterion", "answer", "attested_by", "source")
_ASKED = ("criterion", "answer")
_KNOWN = {"attested_by": [side.value for side in Side]}
_ONCE = f"{INNER}once"
"""What holds the slot of a piece whose words stand as they are known."""


def evidence_to_sql(
    definition: Definition,
    dialect: str = "duckdb",
    *,
    table: str,
    key: str | Sequence[str],
    as_of: date | None = None,
    columns: Mapping[str, str | None] | None = None,
    relationships: str | None = None,
    word: str | None = None,
) -> str:
    """Write the statement that says of each relationship in a table of evidence what `classify_evidence` says.

    Answers are words, yes and no among them, and not truth values; numbers are compared as doubles.

    Args:
        definition: The definition.
        dialect: As for `frame_to_sql`.
        table: As for `frame_to_sql`; its rows are pieces of evidence.
        key: The column, or columns, that say which relationship it is.
        as_of: As for `classify_evidence`.
        columns: By field of evidence the name of its column: the table has `criterion` and `answer`, and of `number`,
            `observed_on`, `attested_by` and `source` what is named here. What the definition asks for has to be: None
            says that there is no such column.
        relationships: A table with the same key: all rows of it are in the result, and no other ones. The statement
            fails if one is there twice, but in databases that make a number of any text, as MySQL does.
        word: The column of the relationships that holds the word in use, for a verdict on it.

    Returns:
        One `SELECT`, as that of `frame_to_sql`.

    Raises:
        InvalidValueError, MissingDateError, MissingExtraError: As for `frame_to_sql`.

    Added in 0.1.
    """
    keys = keys_of(key, word)
    check_day(definition, as_of)
    if word is not None and relationships is None:
        raise InvalidValueError("relationships", None, f"the table that has the column {word!r} of words in use")
    fields = fields_of(columns, None)
    check_fields(definition, fields, {})
    origin_in(definition, fields, as_of, {})
    return long_statement(
        definition,
        dialect,
        tables=[table] if relationships is None else [table, relationships],
        keys=keys,
        kept=keys,
        as_of=as_of,
        fields=fields,
        word=word,
    )


def long_statement(
    definition: Definition,
    dialect: str,
    *,
    tables: Sequence[str],
    keys: Sequence[str],
    kept: Sequence[str],
    as_of: date | None,
    fields: Mapping[str, str | None],
    truths: bool = False,
    word: str | None = None,
) -> str:
    """Write the statement of `evidence_to_sql`.

    Args:
        definition: As there, as are dialect and day.
        dialect: As there.
        tables: That of the evidence, and that of all relationships where there is one.
        keys: The columns that say which relationship it is.
        kept: The columns to keep, of the relationships; the keys where there are none.
        as_of: As there.
        fields: The column of each field of evidence; None for none.
        truths: Whether answers are truth values.
        word: As there.
    """
    written = dialect_of(dialect)
    told = {field: f"e.{written.name(one)}" for field, one in fields.items() if one is not None}
    if truths:
        told["answer"] = f"CASE WHEN {told['answer']} THEN 'yes' WHEN NOT {told['answer']} THEN 'no' END"
    texts = [field for field in _WORDS if field in told and not (truths and field == "answer")]
    variables, packing = definition.diagram.variables, Packing.of(definition)
    rules = _rules(variables, truths=truths) if "answer" in told else []
    groups = alike(definition, as_of)
    source, named, once = f"{TABLES[0]} AS e", "e.said_criterion", bool(rules) and written.slow
    queries = [_rows(written, rules)] if rules else []
    plain = {field: written.word.format(told[field]) for field in _ASKED if field in told}
    if once:
        queries.append(Query("relabel_once", f"SELECT e.*, r.rule_slot AS {_ONCE} FROM {source}{_ruled(plain)}"))
        source, named = "relabel_once AS e", "COALESCE(e.said_criterion, e.told_criterion)"
    told |= {field: written.words(told[field], _KNOWN.get(field, ())) for field in texts}
    if once:  # what is known as it stands is not read
        told |= {field: case(f"e.{_ONCE} IS NULL", told[field], "NULL") for field in _ASKED}
    told |= {"number": written.bare.format(told["number"])} if "number" in told else {}
    read = [*as_keys(keys, "e.", written), *(f"{one} AS said_{field}" for field, one in told.items())]
    read += [f"e.{_ONCE}", f"{plain['criterion']} AS told_criterion"] if once else []
    queries.append(Query("relabel_said", f"SELECT {', '.join(read)} FROM {source}"))
    said = {field: f"e.said_{field}" for field in told}
    dated, side = "observed_on" in said, said.get("attested_by")
    slots = [*([f"e.{_ONCE}"] if once else []), *(["r.rule_slot"] if rules else [])]
    slot, given = _slots(variables, said, slots, written)
    # A piece of no day that can be read, or on the word of no side, is no answer.
    sound = [*(day_where(said["observed_on"], written) if dated else []), *([side_where(side)] if side else [])]
    slot = case(all_of(sound), slot, "NULL") if sound else slot
    pieces = [*held_keys(keys), f"{slot} AS slot", f"{given} AS given"]
    pieces += [f"{written.cut.format(said['observed_on'])} AS observed"] if dated else []
    pieces += [f"{side_in(side)} AS attested_by"] if side is not None else []
    pieces += [f"{said['source']} AS source"] if "source" in said else []
    pieces += [f"{named} AS criterion"] if len(groups) > 1 else []
    joined = f"relabel_said AS e{_ruled(said) if rules else ''}"
    queries.append(Query("relabel_pieces", f"SELECT {', '.join(pieces)} FROM {joined}"))

    origin = Origin(*(one if one in said else None for one in Origin._fields))
    origin = origin._replace(observed_on="observed" if dated else None)
    each = []
    for faults, levels in groups.items():
        names = ", ".join(written.text(variables[level].criterion.name) for level in levels)
        mine = [f"criterion IN ({names})"] if len(groups) > 1 else []
        each.append(all_of([*mine, *counts_where(faults, origin, written)]))
    counted = [*held_keys(keys), f"{case(any_of(each), 'slot', 'NULL')} AS slot"]
    counted += ["observed"] if dated else []
    counted.append(f"{case('given = 1 AND slot IS NULL', '1', 'NULL')} AS unread")
    queries.append(Query("relabel_counted", f"SELECT {', '.join(counted)} FROM relabel_pieces"))

    long_ago = written.day.format(date.min.isoformat())  # as undated evidence counts where no other does
    words = {f"w{word}": _bits(written, slots) for word, slots in enumerate(packing.words())}
    days = {
        f"d{one}": f"COALESCE(MAX(CASE WHEN slot = {one} THEN observed END), {long_ago})"
        for level in sorted(packing.latest if dated else ())
        for one in packing.slots(level, variables[level].full)
    }
    merged = {**words, **days, "unreadable": "COUNT(unread)"}
    aggregates = ", ".join(f"{one} AS {held}" for held, one in merged.items())
    grouped = ", ".join(held_keys(keys))
    queries.append(Query("relabel_weighed", f"SELECT {grouped}, {aggregates} FROM relabel_counted GROUP BY {grouped}"))
    if len(tables) > 1:
        on = " AND ".join(f"r.{written.name(one)} = w.{held}" for one, held in zip(keys, held_keys(keys), strict=True))
        nothing = (f"COALESCE({one}, 0) AS {one}" for one in [*words, "unreadable"])
        taken = ", ".join([*as_keys(kept, "r.", written), *nothing, *days])
        taken += "" if word is None else f", {word_in(word, 'r.', written)}"
        related = f"SELECT {taken} FROM {TABLES[1]} AS r LEFT JOIN relabel_weighed AS w ON {on}"
        # Whatever is asked of the result, what stands in a condition is looked at.
        single = "(SELECT COUNT(refused) FROM relabel_twice) = 0"
        queries += [_twice(written, keys), Query("relabel_related", f"{related} WHERE {single}")]

    def possible(plane: Plane) -> str:
        return _possible(packing, plane, written if dated else None)

    return finished(definition, dialect, queries, possible, kept, tables, judged=word is not None)


def _rules(variables: Sequence[Variable], *, truths: bool) -> list[tuple[str, str, int]]:
    """Give the slot of each word to each criterion."""
    return [
        (variable.criterion.name, word, variable.shift + cell)
        for variable in variables
        for word, cell in words_of(variable).items()
        if truths_of(variable) or not truths
    ]


def _slots(
    variables: Sequence[Variable], fields: Mapping[str, str], known: Sequence[str], dialect: Dialect
) -> tuple[str, str]:
    """Give the slot of a piece, and whether it answers what is asked, rightly or not.

    Args:
        variables: The variables.
        fields: By field what holds it.
        known: What holds the slot of the words, one of them or none.
        dialect: The dialect.
    """
    criterion, answer, number = (fields.get(one) for one in ("criterion", "answer", "number"))
    slots = []
    for variable in variables:
        numbers = numbers_of(variable)
        if numbers is not None and number is not None:
            cells = "".join(
                f" WHEN {numbers_in(number, numbers, 1 << cell)} THEN {variable.shift + cell}"
                for cell in range(len(numbers.cuts) + 1)
            )
            cell = case(numbers_readable(number, numbers, dialect), f"CASE{cells} END", "NULL")
            slots.append(f" WHEN {criterion} = {dialect.text(variable.criterion.name)} THEN {cell}")
    numbered = f"CASE{''.join(slots)} END" if slots else "NULL"
    filled = [f"{one} IS NOT NULL" for one in (answer, number) if one is not None]
    asked = ", ".join(dialect.text(variable.criterion.name) for variable in variables)
    given = "0"
    if variables:  # what is an answer is not looked at once more
        given = case(
            any_of([*(f"{one} IS NOT NULL" for one in known), all_of([any_of(filled), f"{criterion} IN ({asked})"])])
        )
    others = [numbered if answer is None else case(f"{answer} IS NULL", numbered, "NULL")] if slots else []
    found = [*known, *others] or ["NULL"]
    return found[0] if len(found) == 1 else f"COALESCE({', '.join(found)})", given


def _rows(dialect: Dialect, rules: Iterable[tuple[str, str, int]]) -> Query:
    """Give what each answer to each criterion stands for as a table."""
    rows = ((dialect.text(on), dialect.text(word), slot) for on, word, slot in rules)
    if dialect.rows:
        values = ", ".join(f"({on}, {word}, {slot})" for on, word, slot in rows)
        return Query("relabel_rules(rule_on, rule_for, rule_slot)", f"VALUES {values}")
    each = (f"SELECT {on} AS rule_on, {word} AS rule_for, {slot} AS rule_slot" for on, word, slot in rows)
    return Query("relabel_rules", " UNION ALL ".join(each))


def _ruled(said: Mapping[str, str]) -> str:
    """Give the join with the rules, by what holds criterion and answer."""
    return f" LEFT JOIN relabel_rules AS r ON r.rule_on = {said['criterion']} AND r.rule_for = {said['answer']}"


def _twice(dialect: Dialect, keys: Sequence[str]) -> Query:
    """Give what fails if a relationship is listed twice; one without a key is no other one's double."""
    held = [dialect.name(one) for one in keys]
    called = [word for one in held for word in (dialect.text(" / "), f"CAST({one} AS {dialect.string})")][1:]
    told = dialect.refusal.format(dialect.joined([dialect.text(f"{TWICE}: "), *called]))
    given = all_of(f"{one} IS NOT NULL" for one in held)
    refused = case("COUNT(*) > 1", told, "NULL")
    listed = f"FROM {TABLES[1]} WHERE {given} GROUP BY {', '.join(held)}"
    return Query("relabel_twice", f"SELECT {refused} AS refused {listed}")


def _bits(dialect: Dialect, slots: range) -> str:
    """Give the aggregate that merges what is said of some slots."""
    bit = dialect.bit.format(f"slot - {slots.start}")
    held = f"CASE WHEN slot BETWEEN {slots.start} AND {slots.stop - 1} THEN {bit} END"
    return f"CAST(COALESCE({dialect.merged.format(held)}, 0) AS BIGINT)"


def _possible(packing: Packing, plane: Plane, dialect: Dialect | None) -> str:
    """Give where an answer in some cells of a variable is possible; without a dialect no evidence has a day."""
    level, cells, full = plane.level, plane.cells, packing.variables[plane.level].full
    if level in packing.latest and dialect is not None:
        every = packing.slots(level, full)
        latest = f"{dialect.latest}({', '.join(f'd{one}' for one in every)})"
        each = [1 << cell for cell in range(cells.bit_length()) if cells >> cell & 1]
        says = any_of(
            all_of([_holds(packing, level, one), *([f"d{slot} = {latest}"] if len(every) > 1 else [])])
            for one, slot in zip(each, packing.slots(level, cells), strict=True)
        )
    else:
        says = _holds(packing, level, cells)
        if level in packing.yes_wins and not cells & YES:
            says = all_of([says, f"NOT {_holds(packing, level, YES)}"])
    return any_of([says, f"NOT {_holds(packing, level, full)}"]) if plane.blank else says


def _holds(packing: Packing, level: int, cells: int) -> str:
    """Give where the evidence gives an answer in some cells of a variable."""
    return any_of(f"(w{word} & {mask}) <> 0" for word, mask in packing.parts(level, cells))
