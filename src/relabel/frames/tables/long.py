"""Long tables: one row for each piece of evidence, as in a log of notes, tickets and invoices."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from relabel.core.definitions.definition import Definition
from relabel.core.diagrams.variables import Variable
from relabel.errors import DuplicateRelationshipError, InvalidValueError
from relabel.frames.columns import (
    INNER,
    check_day,
    check_fields,
    check_names,
    check_schema,
    column,
    fields_of,
    keys_in,
    origin_in,
)
from relabel.frames.packing import Packing
from relabel.frames.readings import numbers_of, truths_of, words_of
from relabel.frames.rules import alike
from relabel.frames.tables.engines import ask_evidence
from relabel.frames.tables.exchange import (
    FIRST,
    Frame,
    Unread,
    check_errors,
    engine_of,
    lazy,
    library_of,
    like,
    no_rows,
    one_of,
    refuse,
)
from relabel.frames.tables.expressions import (
    Answers,
    Faults,
    above,
    all_of,
    any_of,
    candidates,
    filled,
    is_text,
    known_in,
    numbers_readable,
    read_origin,
    text_of,
)
from relabel.frames.tables.merging import DAY, LOST, SLOT, listed, merged, possible_in
from relabel.later import Later

if TYPE_CHECKING:
    import polars as pl
else:
    pl = Later("polars")

__all__ = ["GIVEN", "Pieces", "check_once", "classify_evidence", "pieces_of", "read_evidence"]

_LEVEL, _SAID, _ORIGIN, _ROW = (f"{INNER}{name}" for name in ("level", "said", "origin_{}", "row"))
GIVEN = f"{INNER}given"
"""Whether a piece says something."""


class Pieces(NamedTuple):
    """The pieces of evidence in a long table."""

    rows: "pl.LazyFrame"
    """Its rows, with what is found on the way."""
    fields: Mapping[str, str]
    """By field of evidence its column, where there is one."""
    named: "pl.Expr"
    """The name of the criterion; null where it is blank."""
    asked: "pl.Expr"
    """Whether conditions ask for it."""
    origin: "Mapping[str, pl.Expr]"
    """By field of `Origin` what is said of it."""
    weighed: "pl.LazyFrame"
    """For each piece the keys, the slot of its answer if it counts, its day, and whether it is no answer."""
    reason: "pl.Expr"
    """Why a piece on a criterion that conditions ask for does not count; null where it does."""


def classify_evidence(
    evidence: Frame,
    definition: Definition,
    *,
    key: str | Sequence[str],
    as_of: date | None = None,
    columns: Mapping[str, str | None] | None = None,
    relationships: Frame | None = None,
    errors: str = "count",
) -> Frame:
    """Say of each relationship in a table of evidence which label it supports, as `classify()` does one by one.

    Rows are pieces of evidence with the fields of `Evidence`: `criterion`, `answer` (as text: yes, no, an option, a
    level, `n/a`; or True and False), `number` (for measures and scales, where the answer is blank), and where there are
    such columns `observed_on`, `attested_by` (buyer or seller) and `source`. A row without answer says nothing; text of
    blanks alone is none, and what `str.strip` takes off a text is no part of it.

    Args:
        evidence: A DataFrame or LazyFrame of polars, a DataFrame of pandas, a table of pyarrow, a relation of DuckDB, a
            DataFrame of Spark, or what gives itself as a stream of Arrow.
        definition: The definition.
        key: The column, or columns, that say which relationship it is. Keys are compared as they are: those that differ
            in case, or in blanks at their ends, are of two relationships.
        as_of: As for `classify`.
        columns: By field the name of its column, where that is another one; None where there is none, which has to be
            said of answers and numbers that the definition asks for, and of days, sides and sources where evidence is
            weighed by them.
        relationships: One row for each relationship, with the same key, each once: all of them are in the result with
            their columns, and no other one; in DuckDB and Spark a table there, too. Evidence on others, or without a
            key, is left out; `evidence.join(relationships, on=key, how="anti")` of polars shows it. By default those
            that the evidence speaks of, pieces without a key together as one.
        errors: What to do about pieces that are no answer: `count` them, or `raise` an error that names the first,
            which takes a frame that is not lazy.

    Returns:
        One row per relationship: its columns, and `label` (null: none applies, or open), `standing`, `possible` (the
        labels possible, the highest first) and `unreadable`: how many pieces on criteria that conditions ask for are no
        answer to them, or have a side that is none. Such pieces do not count. In any order, but that of the
        relationships where these are given, but for DuckDB and Spark. A frame of the library of the evidence, lazy
        where that is; in DuckDB and Spark as `classify_frame` gives it.

    Raises:
        DuplicateRelationshipError: Two relationships share a key; if they are a LazyFrame, or of DuckDB or Spark, it is
            an error of polars or of the engine, raised when the result is read.
        InvalidFileError: Pieces are no answers, and `errors` is `raise`.
        InvalidValueError: A column is missing, of a type that cannot hold answers, or called as one of the result or
            one that is added on the way; a column is not named by which the definition weighs evidence; or labels are
            called so that two sets of them would read the same.
        MissingDateError: The definition gives evidence a shelf life and there is no `as_of`.
        MissingExtraError: Polars is not installed.

    Added in 0.1.
    """
    rows, related = no_rows(evidence, "evidence"), relationships
    if engine_of(evidence) is not None and relationships is not None:
        related = no_rows(relationships, "relationships")  # type: ignore[assignment]  # only read by its schema
    check_errors(errors, evidence)
    answers, pieces, _ = read_evidence(rows, definition, key=key, as_of=as_of, columns=columns, relationships=related)
    check_names(answers.kept, "columns of the result")
    if engine_of(evidence) is not None:
        schema = rows.collect_schema()
        return ask_evidence(
            evidence,
            relationships,
            definition,
            keys=keys_in(key, schema),
            kept=answers.kept,
            as_of=as_of,
            fields=fields_of(columns, schema),
            schema=schema,
        )
    result = answers.classified(definition)
    if isinstance(evidence, pl.LazyFrame):
        return result  # type: ignore[return-value]  # as lazy as it came
    done = result.collect(engine="streaming")
    if errors == "raise":
        found, count = _first_of(pieces, definition)
        if count:
            refuse("evidence", found, count)
    own: Any = relationships  # of any library
    if own is None and library_of(evidence) == "pandas":
        first = rows.select(answers.kept).with_row_index(_ROW).group_by(answers.kept).agg(pl.col(_ROW).min())
        done = done.lazy().join(first, on=answers.kept, how="left", nulls_equal=True).sort(_ROW).collect()
        own = evidence.iloc[done[_ROW].to_list()].reset_index(drop=True)  # type: ignore[attr-defined]  # of pandas
        done = done.drop(_ROW)
    return like(evidence, done, own, answers.kept)  # type: ignore[no-any-return]  # of the library of the evidence


def read_evidence(
    rows: "pl.LazyFrame",
    definition: Definition,
    *,
    key: str | Sequence[str],
    as_of: date | None,
    columns: Mapping[str, str | None] | None,
    relationships: object,
) -> "tuple[Answers, Pieces, pl.LazyFrame]":
    """Give what the evidence on each relationship says, its pieces, and the relationships as they are listed.

    Arguments and errors are those of `classify_evidence`.
    """
    schema = rows.collect_schema()
    check_schema(schema, "evidence")
    keys = keys_in(key, schema)
    pieces = pieces_of(rows, definition, keys=keys, as_of=as_of, columns=columns)
    packing = Packing.of(definition)
    weighed, kept, listed = merged(pieces.weighed, packing, keys), keys, rows
    if relationships is not None:
        listed = lazy(relationships, "relationships")
        known = listed.collect_schema()
        check_schema(known, "relationships")
        kept = [*known]
        for name in keys:
            column(name, kept, "key of relationships")
            if not (known[name] == schema[name] or (known[name].is_integer() and schema[name].is_integer())):
                expected = f"the type that it has in the evidence, {schema[name]}; cast one of them"
                raise InvalidValueError(f"key {name!r} of relationships", str(known[name]), expected)
        if not isinstance(relationships, pl.LazyFrame):
            check_once(listed, keys)
        weighed = listed.join(weighed, on=keys, how="left", maintain_order="left", validate="1:m")
    weighed = weighed.with_columns(pl.col("unreadable").fill_null(0))
    return Answers(weighed, kept, partial(possible_in, packing)), pieces, listed


def check_once(listed: "pl.LazyFrame", keys: Sequence[str]) -> None:
    """Raise `DuplicateRelationshipError` if a key is there twice; one that is blank is no other one's double."""
    rows = listed.select(keys).with_row_index(_ROW, 1).drop_nulls(keys).collect()
    found = rows.drop(_ROW)
    if found.n_unique() < found.height:
        twice = rows.filter(found.is_duplicated())
        first, second = twice.join(twice.head(1), on=keys, maintain_order="left").head(2)[_ROW]
        raise DuplicateRelationshipError(" / ".join(map(str, twice.row(0)[1:])), first, second)


def _first_of(pieces: Pieces, definition: Definition) -> tuple[list[Unread], int]:
    """Give the first pieces that are no answer, and how many there are."""
    fields = pieces.fields
    said = [name for field in ("answer", "number") if (name := fields.get(field)) is not None]
    by = fields.get("attested_by")
    taken = dict.fromkeys([fields["criterion"], *said, *([] if by is None else [by])])
    lost = pieces.rows.with_row_index(_ROW, 1).filter(pl.col(LOST)).select(_ROW, *taken).collect()
    variables = {one.criterion.name: one for one in definition.diagram.variables}
    found = []
    for row in lost.head(FIRST).rows(named=True):
        variable = variables[row[fields["criterion"]].strip()]
        place = next(name for name in said if row[name] is not None and str(row[name]).strip())
        words = words_of(variable) if isinstance(row[place], str) else {}
        expected = one_of(words, row[place]) if words else variable.criterion.expected
        one = Unread(row[_ROW], place, row[place], f"{expected} (answers to {variable.criterion.name!r})")
        found.append(one.or_side(by, None if by is None else row[by]))
    return found, lost.height


def pieces_of(
    evidence: "pl.LazyFrame",
    definition: Definition,
    *,
    keys: Sequence[str],
    as_of: date | None,
    columns: Mapping[str, str | None] | None,
) -> Pieces:
    """Read the pieces of evidence in a table; arguments and errors are those of `classify_evidence`."""
    check_day(definition, as_of)
    schema = evidence.collect_schema()
    said = fields_of(columns, schema)
    fields = {field: name for field, name in said.items() if name is not None}
    free = candidates(schema, [*keys, *fields.values()])
    check_fields(definition, said, free)
    named = text_of(fields["criterion"], schema[fields["criterion"]])
    origin = origin_in(definition, said, as_of, free)
    variables = definition.diagram.variables
    asked = [variable.criterion.name for variable in variables]
    level = known_in(fields["criterion"], schema[fields["criterion"]], asked).to_physical().cast(pl.UInt32)
    word, given, slot = _slots(variables, fields, schema)
    told = {_ORIGIN.format(field): one for field, one in read_origin(origin, schema).items()}
    read = {field: pl.col(name) for field, name in zip(read_origin(origin, schema), told, strict=True)}
    lost = pl.col(SLOT).is_null()
    if origin.attested_by is not None:
        lost |= filled(origin.attested_by, schema[origin.attested_by], read["attested_by"].is_null())
    # What is read stands in a column of its own, as polars would read it again for each that asks for it.
    rows = (
        evidence.with_columns(level.alias(_LEVEL), word.alias(_SAID), **told)
        .with_columns(slot.alias(SLOT))
        .with_columns(given.alias(GIVEN))
        .with_columns((pl.col(_LEVEL).is_not_null() & pl.col(GIVEN) & lost).alias(LOST))
    )
    groups = alike(definition, as_of)
    each = [Faults(faults, read) for faults in groups]
    number = {level: place for place, levels in enumerate(groups.values()) for level in levels}
    mine = listed([number[level] for level in range(len(variables))], pl.col(_LEVEL)) if len(groups) > 1 else None
    held = pl.when(all_of([~pl.col(LOST), *_counts(each, mine)])).then(pl.col(SLOT))
    day = read.get("observed_on", pl.lit(None, dtype=pl.Date))
    weighed = rows.select(*keys, LOST, held.alias(SLOT), day.alias(DAY))
    return Pieces(rows, fields, named, pl.col(_LEVEL).is_not_null(), read, weighed, _reason(each, mine))


def _slots(
    variables: Iterable[Variable], fields: Mapping[str, str], schema: "Mapping[str, pl.DataType]"
) -> "tuple[pl.Expr, pl.Expr, pl.Expr]":
    """Give the number of the word that a piece says, whether it says anything, and its slot; null where it has none."""
    level, said = pl.col(_LEVEL), pl.lit(None, dtype=pl.UInt32)
    given, slot = pl.lit(False), pl.lit(None, dtype=pl.UInt32)
    if "number" in fields:
        number, dtype = pl.col(fields["number"]), schema[fields["number"]]
        if not (dtype.is_numeric() or isinstance(dtype, pl.Null)):
            raise InvalidValueError(f"column {fields['number']!r}", str(dtype), "a column of numbers; cast it first")
        given = number.is_not_null()
        for place, variable in enumerate(variables):
            numbers = numbers_of(variable)
            if numbers is not None and dtype.is_numeric():
                cell: Any = pl.lit(variable.shift, dtype=pl.UInt32)
                for cut in numbers.cuts:
                    cell = cell + above(number, cut, dtype).cast(pl.UInt32)
                readable = (level == place) & numbers_readable(number, numbers, dtype)
                slot = pl.when(readable).then(cell).otherwise(slot)
    if "answer" in fields:
        name, dtype = fields["answer"], schema[fields["answer"]]
        answer = pl.col(name)
        words = [words_of(variable) for variable in variables]
        known = list(dict.fromkeys(word for some in words for word in some))
        truth = isinstance(dtype, pl.Boolean)  # which are no words, not even of a choice of yes and no
        if truth:
            answer = answer.replace_strict([False, True], ["no", "yes"], default=None, return_dtype=pl.String)
        elif not is_text(dtype):
            expected = "a column of text, or of True and False; numbers stand in the field 'number'"
            raise InvalidValueError(f"column {name!r}, for answers", str(dtype), expected)
        table = [
            None if word not in some or (truth and not truths_of(variable)) else variable.shift + some[word]
            for variable, some in zip(variables, words, strict=True)
            for word in known
        ]
        said = answer.cast(pl.Enum(known), strict=False) if truth else known_in(name, dtype, known)
        said = said.to_physical().cast(pl.UInt32)
        claim = pl.col(_SAID) + level * len(known)
        worded = pl.lit(pl.Series(table or [None], dtype=pl.UInt32)).gather(claim)

        def said_in(where: "pl.Expr") -> "pl.Expr":
            return answer.is_not_null() if truth else filled(name, dtype, where)

        if "number" in fields:
            worded = pl.when(worded.is_null() & ~said_in(worded.is_null())).then(slot).otherwise(worded)
        given, slot = given | pl.col(SLOT).is_not_null() | said_in(pl.col(SLOT).is_null()), worded
    return said, given, slot


def _counts(each: "Sequence[Faults]", mine: "pl.Expr | None") -> "list[pl.Expr]":
    """Give what has to hold for a piece to count, whatever it says; nothing where each does.

    Args:
        each: The faults of groups of criteria.
        mine: The number of the group of a piece; None where there is one group, or none.
    """
    found = [faults.counts() for faults in each]
    if mine is None or all(one is None for one in found):
        return [one for one in found if one is not None]
    some = [(mine == place) if one is None else (mine == place) & one for place, one in enumerate(found)]
    return [any_of(some).fill_null(False)]


def _reason(each: "Sequence[Faults]", mine: "pl.Expr | None") -> "pl.Expr":
    """Give why a piece on a criterion that conditions ask for does not count; arguments are those of `_counts`."""
    found = pl.lit(None, dtype=pl.String)
    for place, faults in enumerate(each):
        found = faults.reason() if mine is None else pl.when(mine == place).then(faults.reason()).otherwise(found)
    return found
