"""What is unheard in a log: pieces of evidence on nobody who is listed, and on criteria that no definition knows."""

from collections import Counter
from typing import TYPE_CHECKING, final

import attrs

from relabel.cli.tables.reading import Told
from relabel.core.definitions.definition import Definition
from relabel.errors import InvalidValueError
from relabel.frames.columns import fields_of
from relabel.later import Later
from relabel.texts import did_you_mean, first_few, nearest

if TYPE_CHECKING:
    import polars as pl
else:
    pl = Later("polars")

__all__ = ["Unheard", "UnknownCriterion"]

_SHOWN = 3
"""How many of the keys are named that no relationship has."""

_LISTED = 20
"""How many criteria are named that a definition does not know."""


@final
@attrs.frozen
class UnknownCriterion:
    """A criterion in a log that the definition does not know."""

    criterion: str | None
    """None where a row names none."""
    pieces: int
    nearest: str | None
    """The name of the definition that looks most like it."""

    def __str__(self) -> str:
        named = "no criterion" if self.criterion is None else repr(self.criterion)
        meant = "" if self.nearest is None else f"; did you mean {self.nearest!r}?"
        return f"{named} ({self.pieces:,}{meant})"


@final
@attrs.frozen
class Unheard:
    """The pieces of evidence in a log that nothing was made of.

    Attributes:
        criteria: Those that the definition does not know, of most pieces first.
        unrelated: How many pieces have a key that no relationship has.
        keys: How many such keys there are.
        first_keys: The first of them.
        keyless: How many pieces have no key.
        listed: Whether the relationships are; else pieces without a key stand together as one.
    """

    definition: str
    criteria: tuple[UnknownCriterion, ...]
    unrelated: int
    keys: int
    first_keys: tuple[str, ...]
    keyless: int
    listed: bool

    @classmethod
    def of(cls, told: Told, definition: Definition) -> "Unheard":
        """Count the pieces, in a pass over the criteria and one over the keys of a log whose columns are checked.

        Raises:
            InvalidValueError: The log names no criterion of the definition.
        """
        criteria = cls._unknown(told, definition)
        keys = told.said["key"]
        none = pl.any_horizontal(pl.col(keys).is_null())
        text = pl.concat_str([pl.col(name).cast(pl.String) for name in keys], separator=" / ")
        alone = told.rows.select(keys)
        if told.related is None:
            alone = alone.filter(none)
        else:
            alone = alone.join(told.related.select(keys), on=keys, how="anti")
        pieces = pl.col("pieces")
        found = alone.group_by(text.alias("key")).agg(pl.len().alias("pieces"))
        none = pl.col("key").is_null()
        counted = found.select(
            unrelated=pieces.filter(~none).sum(),
            keys=(~none).sum(),
            first_keys=pl.col("key").drop_nulls().bottom_k(_SHOWN).sort().implode(),
            keyless=pieces.filter(none).sum(),
        )
        row = counted.collect(engine="streaming").row(0, named=True)
        row["first_keys"] = tuple(row["first_keys"])
        return cls(definition.name, criteria, **row, listed=told.related is not None)

    @staticmethod
    def _unknown(told: Told, definition: Definition) -> tuple[UnknownCriterion, ...]:
        """Count the pieces on criteria that a definition does not know; raises as `of`."""
        column = str(fields_of(told.said["columns"], told.rows.collect_schema())["criterion"])
        found = told.rows.group_by(pl.col(column).cast(pl.String)).agg(pl.len()).collect(engine="streaming")
        counts = Counter[str | None]()
        for name, count in found.rows():
            counts[(name or "").strip() or None] += count
        rules = definition.weigher.rules
        known = {*rules, *definition.weigher.remarks}
        if counts and not known & {*counts}:
            names = [name for name, _ in counts.most_common() if name is not None]
            meant = did_you_mean(names[0], rules) if names else ""
            expected = f"criteria of {definition.name!r}, such as {first_few([*rules])}; none of them occurs{meant}"
            raise InvalidValueError(f"column {column!r}, for criteria", first_few(names) or None, expected)
        rest = ((name, count) for name, count in counts.items() if name not in known)
        return tuple(
            UnknownCriterion(name, count, nearest(name, rules) if name else None)
            for name, count in sorted(rest, key=lambda one: (-one[1], one[0] or ""))
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """Say it, each kind in a sentence; nothing where all of the log is heard."""
        found = []
        if self.unrelated:
            more = f" and {self.keys - len(self.first_keys):,} more" * (self.keys > len(self.first_keys))
            keys = f"{self.keys:,} key{'s' * (self.keys > 1)}: {', '.join(map(repr, self.first_keys))}{more}"
            found.append(f"evidence on nobody, as no relationship has its key: {_pieces(self.unrelated)} of {keys}")
        if self.keyless:
            fate = "left out" if self.listed else "taken together for one relationship without a key"
            found.append(f"evidence without a key: {_pieces(self.keyless)}, {fate}")
        if self.criteria:
            names = first_few([*map(str, self.criteria)], most=_LISTED)
            found.append(f"pieces of evidence on criteria that {self.definition!r} does not know: {names}")
        return tuple(found)


def _pieces(count: int) -> str:
    return f"{count:,} piece{'s' * (count > 1)}"
