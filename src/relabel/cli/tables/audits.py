"""Audits of tables: `relabel audit` where its files are in Parquet, of any size."""

import argparse
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, final

import attrs

from relabel.cli.tables.reading import TABLE, Told, at_work, read_tables, write_table
from relabel.cli.tables.unheard import Unheard
from relabel.core.audits.audit import Audit
from relabel.core.audits.totals import Totals
from relabel.core.audits.verdicts import AuditRow, Verdict, judge
from relabel.core.classification.classification import Classification
from relabel.core.definitions.definition import Definition
from relabel.core.model.any_criterion import Side
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.words import Words
from relabel.errors import DuplicateRelationshipError, InvalidValueError
from relabel.files.relationships.assembly import COMPANY, OBSERVATION
from relabel.files.relationships.columns import context_note
from relabel.files.relationships.reading import Reading
from relabel.frames.columns import column
from relabel.later import Later
from relabel.plugins.registry import Registry
from relabel.texts import first_few

if TYPE_CHECKING:
    import polars as pl

    from relabel import frames
else:
    frames = Later("relabel.frames")
    pl = Later("polars")

__all__ = ["TableAudit", "audit_tables"]

MOST = 100_000
"""So many relationships of a table are explained at most, each of which takes some 3 kB."""


class _Names(NamedTuple):
    """What the relationships of a table are called, and by what they are told apart."""

    fields: Mapping[str, str]
    """The columns of the names and of the word in use, as `Reading.fields`."""
    word: str
    sides: "Mapping[str, pl.Expr]"
    """The names of the buyers and of the sellers."""
    id: "pl.Expr | None"
    """What tells them apart; None where the names do."""
    since: str | None
    """The column of the day since when they do business; None where there is none."""

    @classmethod
    def of(cls, options: argparse.Namespace, definition: Definition, listed: "Mapping[str, pl.DataType]") -> "_Names":
        """Find the columns by their names, as in other files, or take those that the options name.

        Raises:
            InvalidValueError: There is no column of the company, or of the word in use.
        """
        place = f"in {options.relationships or options.files[0]}"
        words, given_to = Words(COMPANY), definition.given_to
        worn = given_to or Side.BUYER  # who is called by the key alone
        there = {field: name for name in listed if (field := words.find(name)) is not None}
        for name in options.key or ():
            column(name, listed, f"--key {place}")
        keys = options.key or [there[one] for one in ("id",) if one in there]
        key = pl.concat_str([pl.col(name).cast(pl.String) for name in keys], separator=" / ") if keys else None
        fields = {field: there[field] for field in ("company", *(one.value for one in Side)) if field in there}
        names: dict[str, pl.Expr] = {field: pl.col(name).cast(pl.String) for field, name in fields.items()}
        apart = None if {*keys} <= {*fields.values()} else key
        if not fields:
            if key is None or options.key is None:
                expected = "the column that names the company, as none is called company, buyer or seller"
                raise InvalidValueError("--key", None, expected)
            fields, names, apart = {"company": " / ".join(keys)}, {"company": key}, None
        if given_to is None and "company" in fields:
            fields[worn.value], names[worn.value] = fields.pop("company"), names["company"]
        called = "label" if given_to is None or "company" in fields else f"{given_to.value}_label"
        word = options.word or there.get(called, there.get("label"))
        if word is None:
            expected = f"the column of the word in use, as none {place} is called {called}"
            raise InvalidValueError("--word", None, f"{expected}; there are {first_few([*map(repr, listed)], most=10)}")
        us = pl.lit(options.us)
        sides = {one.value: names.get(one.value, names.get("company", us) if one is worn else us) for one in Side}
        since = there.get("since")
        since = None if since is None or listed[since] != pl.Date else since
        return cls(fields | {called: column(word, listed, f"--word {place}")}, word, sides, apart, since)

    @property
    def key(self) -> "pl.Expr":
        """As `Relationship.key`."""
        return pl.format("{} buys from {}", *self.sides.values()) if self.id is None else self.id


@final
@attrs.frozen
class TableAudit:
    """The audit of a table: its totals, and the rows that are asked for.

    Attributes:
        found: The audit, of which rows are read when they are asked for.
        reading: What the columns stand for, without relationships.
    """

    found: "frames.FrameAudit"
    reading: Reading
    _told: Told
    _names: _Names
    _context: Sequence[str]

    def dearest(self, most: int | None, *, only: Collection[Verdict] = ()) -> tuple[AuditRow, ...]:
        """Give the first of the rows, as `Audit.dearest` does.

        Raises:
            InvalidValueError: They are more than can be explained.
        """
        known = self.found.totals.all.counts
        there = sum(known[one] for one in only or known)
        self._check_few(there if most is None else min(there, most))
        with at_work("Judging", self._told):
            return self._rows(self.found.dearest(most, only=only, ties=[self._names.key]))

    @property
    def totals(self) -> Totals:
        """What is said of all relationships together."""
        return self.found.totals

    @property
    def headline(self) -> str:
        """The sentence that matters."""
        return self.found.headline()

    def write(self, output: Path) -> None:
        """Write the rows as they came, with what is found of each."""
        write_table(self.found.judged, self._told, output, "Writing")

    def whole(self, rows: Sequence[AuditRow] | None = None) -> Audit:
        """Give an audit of some of the rows; of all by default.

        Raises:
            InvalidValueError: They are more than can be explained.
            DuplicateRelationshipError: As for `Audit.from_classifications`.
        """
        if rows is not None:
            return Audit(self.found.definition, self.found.as_of, tuple(rows))
        self._check_few(self.found.totals.relationships)
        with at_work("Judging", self._told):
            every = self._rows(self.found.judged.collect(engine="streaming"))
        return Audit.from_classifications(
            self.found.definition, self.found.as_of, [one.classification for one in every]
        )

    def _check_few(self, count: int) -> None:
        if count > MOST:
            expected = f"at most {MOST:,}, as each is explained: --top N lists some, and -o audit{TABLE} writes all"
            raise InvalidValueError("FILE", f"{count:,} relationships", expected)

    def _rows(self, rows: "pl.DataFrame") -> tuple[AuditRow, ...]:
        """Judge rows of a table one by one, with their evidence."""
        definition, as_of, told, names = self.found.definition, self.found.as_of, self._told, self._names
        said = told.said | {"as_of": as_of, "word": names.word}
        if told.related is None:
            found = frames.classify_rows(rows, definition, **said)
        else:
            pieces = told.rows.join(rows.lazy(), on=said["key"], how="semi")
            found = frames.classify_pieces(pieces, definition, relationships=rows, **said)
        none = pl.lit(None)
        own = {"id": none if names.id is None else names.id, "since": none if names.since is None else names.since}
        called = rows.select(**names.sides, **own).rows(named=True)
        context = rows.select(self._context).rows(named=True)
        judged = []
        for one, mine, told_ in zip(found, called, context or [{}] * rows.height, strict=True):
            for side in names.sides:
                if not (mine[side] or "").strip():
                    raise InvalidValueError(f"the {side} in a row of FILE", mine[side], "the name of a company")
            cells = {name: _as_context(cell) for name, cell in told_.items() if cell not in (None, "")}
            named = attrs.evolve(one.relationship, attributes=cells, **mine)
            judged.append(judge(Classification(named, definition, as_of)))
        return tuple(judged)


def _check_once(found: "frames.FrameAudit", key: "pl.Expr") -> None:
    """Refuse a table in which a relationship has two rows, unless it is so large that this would take memory."""
    if found.totals.relationships <= MOST:
        keys = found.judged.select(key=key).collect().with_row_index("row", 1)
        twice = keys.filter(pl.col("key").is_duplicated())
        if twice.height:
            first, second = twice.filter(key=twice["key"][0])["row"][:2]
            raise DuplicateRelationshipError(twice["key"][0], first, second)


def _as_context(cell: Any) -> Any:  # Any: any cell
    """Give a cell as context: as it is, or as text where it is of a kind that no context is."""
    return cell if isinstance(cell, (str, int, float, Decimal, date)) else str(cell)


def audit_tables(options: argparse.Namespace, registry: Registry) -> TableAudit:
    """Compare the words in use in tables with the labels that their evidence supports; read the totals."""
    definition = registry.definition(options.definition)
    as_of = options.as_of or date.today()  # noqa: DTZ011  # the user's own day is meant
    told = read_tables(options, definition)
    if options.shape == "long" and told.related is None:
        expected = "a table in Parquet with a row for each relationship: its key, its word in use, and its context"
        raise InvalidValueError("--relationships", None, expected)
    listed = (told.rows if told.related is None else told.related).collect_schema()
    names = _Names.of(options, definition, listed)
    asked: dict[str, Any] = {"word": names.word, "weight": options.weight, "by": options.by, "as_of": as_of}
    with at_work("Judging", told):
        if told.related is None:
            found = frames.audit_frame(told.rows, definition, **told.said, **asked)
        else:
            found = frames.audit_evidence(told.rows, definition, relationships=told.related, **told.said, **asked)
        if told.related is None:
            _check_once(found, names.key)
        unheard = () if told.related is None else Unheard.of(told, definition).notes
        lost = [f"{name} ({count})" for name, count in found.unreadable.items()]
    said = told.said["columns"]
    answers = [said.get(one.name, one.name) for one in definition.asked if told.related is None]
    origin = (told.said.get(name) for name in OBSERVATION)
    taken = {*names.fields.values(), *answers, *origin, names.since, *(options.key or ())}
    context = [name for name in listed if name not in taken and Words(["id"]).find(name) is None]
    notes = (*context_note(context), *([f"no answers, so not known: {', '.join(lost)}"] if lost else []), *unheard)
    fields = FrozenMapping({str(options.files[0]): FrozenMapping(names.fields)})
    return TableAudit(found, Reading((), notes, fields), told, names, context)
