"""Conditions read from the plain data in which they stand in JSON and TOML; `core/definitions/document` writes them.

A clause is the name of a yes/no criterion or of a part, or a table. Every kind of condition has one:

    "pays"
    {"not": "pays"}
    {"all": ["pays", "meets"]}
    {"any": ["pays", "meets"]}
    {"at_least": 2, "of": ["pays", "meets", "refers"]}
    {"criterion": "handling", "is": "discussed"}
    {"criterion": "handling", "in": ["discussed", "ignored"]}
    {"criterion": "spend", "at_least": 50000, "below": 100000}
    {"criterion": "spend", "applies": true}
    {"points": {"pays": 2, "trust": 1, "size": {"large": 2, "huge": 3}}, "at_least": 5}
    {"points": [{"weight": 2, "when": {"not": "pays"}}, {"weight": 1, "level_of": "trust"}], "at_least": 5}
    {"mean": {"quality": 1, "service": 2}, "at_least_answered": 2, "at_least": 3.5}
    {"share": ["pays", "meets", "refers"], "more_than": 0.5}
    {"part": "score", "at_least": 5}
    {"definition": "other", "gives": "partner"}
"""

import functools
import operator
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

import attrs

from relabel.core.model.conditions import (
    MAX_DEPTH,
    Condition,
    Label,
    Ladder,
    Named,
    Points,
    all_of,
    among,
    any_of,
    applies,
    at_least,
    at_most,
    exactly,
    named,
)
from relabel.core.model.criteria import Choice, Criterion, Measure, Scale
from relabel.core.model.words import fold
from relabel.errors import ConditionTooLargeError, InvalidValueError, NestingError
from relabel.files.definitions.criteria import Declarations, comparable
from relabel.files.definitions.cursor import Cursor
from relabel.files.definitions.sums import (
    COMPARISON,
    MEANS,
    SUMS,
    WORDS,
    is_comparison,
    listed,
    read_comparisons,
    read_summed,
)
from relabel.texts import did_you_mean

__all__ = ["Clauses", "read_label"]

T = TypeVar("T")

COUNTS: Mapping[str, Callable[..., Condition]] = {make.__name__: make for make in (at_least, at_most, exactly)}
"""The keys that count conditions, with the function that makes the condition."""

SHAPES: Mapping[str, Collection[str]] = {
    "all": ("all",),
    "any": ("any",),
    "not": ("not",),
    "of": (*COUNTS, "of"),
    "criterion": ("criterion", "is", "in", "applies", *WORDS),
    "points": ("points", *SUMS),
    **{key: (key, "at_least_answered", *SUMS) for key in MEANS},
    "part": ("part", *SUMS),
    "definition": ("definition", "gives", "no_label"),
}
"""The key that tells what kind of table a clause is, with all the keys of that kind."""

PARTS = ("when", "points", *MEANS)
"""The keys that say what a part with a name is."""

_NOTHING: Mapping[str, Cursor] = {}
_MEANT = {str(operator): word for word, operator in SUMS.items()}


class Clauses:
    """Read the clauses of one document.

    Conditions come out as `all_of`, `any_of`, `~` and the other functions make them: what is nested
    without need is flat, as it would be in Python.

    Args:
        declarations: The criteria that they may ask for.
        lent: The labels that other definitions lend, by the name of the definition.
        parts: The parts with a name, by that.
    """

    def __init__(
        self,
        declarations: Declarations,
        lent: Mapping[str, Cursor] = _NOTHING,
        parts: Mapping[str, Cursor] = _NOTHING,
    ) -> None:
        self.declarations = declarations
        self.parts = parts
        self.lent = lent
        self._parts: dict[str, Named | Points | None] = {}
        self._ladders: dict[str, Ladder | None] = {}
        self._reading: set[str] = set()

    def read(self, cursor: Cursor, depth: int = 1) -> Condition | None:
        """Give the condition of a clause; None where something is wrong, which is reported."""
        before = len(cursor.problems)
        condition = self._read(cursor, depth)
        return condition if len(cursor.problems) == before else None

    def _read(self, cursor: Cursor, depth: int) -> Condition | None:
        if isinstance(cursor.value, str) and cursor.value not in self.parts:
            return self._criterion_met(cursor)
        if depth > MAX_DEPTH:  # as a condition would say, but before reading it takes too many calls
            cursor.report(f"at most {MAX_DEPTH} levels", found="a condition that is nested more deeply than the limit")
            return None
        if isinstance(cursor.value, str):
            return self._part_met(cursor.value, cursor, depth)
        if not isinstance(cursor.value, Mapping):
            cursor.report("a condition: the name of a yes/no criterion, or a table such as { all = [...] }")
            return None
        kinds = [key for key in SHAPES if key in cursor.value]
        if len(kinds) != 1:
            found = f"a table with {' and '.join(map(repr, kinds or cursor.value)) or 'nothing in it'}"
            hints = () if kinds else (did_you_mean(key, SHAPES) for key in cursor.value)
            cursor.report(f"one of the keys {', '.join(SHAPES)}", next(filter(None, hints), ""), found=found)
            return None
        parts = cursor.table(SHAPES[kinds[0]], meant=_MEANT)
        match kinds[0]:
            case "all":
                return self._several(cursor, all_of, parts["all"], depth)
            case "any":
                return self._several(cursor, any_of, parts["any"], depth)
            case "not":
                inside = self.read(parts["not"], depth + 1)
                return None if inside is None else _made(cursor, operator.invert, inside)
            case "of":
                return self._count(cursor, parts, depth)
            case "criterion":
                return self._answered(cursor, parts)
            case "points" | "mean" | "share":
                return self._sum(cursor, parts, self._summed(cursor, parts, depth))
            case "part":
                return self._sum(cursor, parts, self._named_sum(parts["part"], depth))
            case _:
                return self._label(cursor, parts, depth)

    def rungs(self, cursor: Cursor, depth: int = 1) -> list[Label] | None:
        """Give labels with their conditions; None where one has no name, which is reported.

        A condition in which something is wrong is replaced by one that never holds.
        """
        labels: list[Label] = []
        items = cursor.items()
        for one in items:
            parts = one.table(("name", "when", "zone"), required=("name",))
            when = None
            if "when" in parts:
                found = self.read(parts["when"], depth)
                when = any_of() if found is None else found
            name = parts["name"].text()
            zone = parts["zone"].truth() is True
            label = None if name is None else _made(parts["name"], functools.partial(Label, zone=zone), name, when)
            labels += [] if label is None else [label]
        return labels if len(labels) == len(items) else None

    def ladder(self, name: str, depth: int = 1) -> Ladder | None:
        """Give what a definition lends; None where something is wrong with it, which is reported once."""
        if name not in self._ladders:
            cursor = self.lent[name]
            before = len(cursor.problems)
            self._reading.add(name)
            labels = self.rungs(cursor, depth) or []
            self._reading.remove(name)
            if len(cursor.problems) == before:
                _check_order(cursor, labels)
            self._ladders[name] = Ladder(name, tuple(labels)) if len(cursor.problems) == before else None
        return self._ladders[name]

    def part(self, name: str, cursor: Cursor, depth: int) -> Named | Points | None:
        """Give the part of a name that stands at a cursor; None where something is wrong, which is reported once."""
        if name in self._reading:
            cursor.report("parts that are not made of themselves", found=f"{name!r} within itself")
            return None
        if name not in self._parts:
            self._reading.add(name)
            self._parts[name] = self._read_part(name, self.parts[name], depth + 1)
            self._reading.remove(name)
        return self._parts[name]

    def _read_part(self, name: str, cursor: Cursor, depth: int) -> Named | Points | None:
        before = len(cursor.problems)
        parts = cursor.table(("title", *PARTS, "at_least_answered"))
        title = parts["title"].text() or ""
        keys = [key for key in PARTS if key in parts]
        if isinstance(cursor.value, Mapping) and len(keys) != 1:
            cursor.report(f"one of {', '.join(map(repr, PARTS))}", found=listed(keys))
        if name in {key.partition(".")[0] for key in self.declarations.criteria}:
            cursor.report("a name other than those of criteria", found=repr(name))
        inside: Condition | Points | None = None
        if "when" in parts:
            if "at_least_answered" in parts:
                parts["at_least_answered"].report("no such key beside 'when'")
            inside = self.read(parts["when"], depth)
        elif keys:
            inside = self._summed(cursor, parts, depth)
        if inside is None or len(cursor.problems) > before:
            return None
        return _made(cursor, named, name, inside, title)

    @property
    def unused(self) -> list[Cursor]:
        """The parts and lent definitions for which no condition has asked."""
        return [
            *(attrs.evolve(cursor, value=name) for name, cursor in self.parts.items() if name not in self._parts),
            *(attrs.evolve(cursor, value=name) for name, cursor in self.lent.items() if name not in self._ladders),
        ]

    def _part_met(self, name: str, cursor: Cursor, depth: int) -> Condition | None:
        part = self.part(name, cursor, depth)
        if isinstance(part, Points):
            expected = f'a condition; write {{ part = "{name}", at_least = ... }}'
            cursor.report(expected, found=f"{name!r}, which is a sum of points")
            return None
        return part

    def _named_sum(self, cursor: Cursor, depth: int) -> Points | None:
        name = cursor.text()
        if name is None:
            return None
        if name not in self.parts:
            cursor.report("the name of a sum of points, under parts", did_you_mean(name, self.parts))
            return None
        part = self.part(name, cursor, depth)
        if isinstance(part, Named):
            cursor.report("a sum of points", f'; write "{name}" alone', found=f"{name!r}, which is a condition")
            return None
        return part

    def _criterion_met(self, cursor: Cursor) -> Condition | None:
        criterion = self.declarations.find(cursor.value, cursor)
        if criterion is None or isinstance(criterion, Criterion):
            return None if criterion is None else criterion.to_condition()
        how = "at_least = ..." if isinstance(criterion, Measure) else "is = ..."
        cursor.report(
            f'a yes/no criterion; write {{ criterion = "{cursor.value}", {how} }}',
            found=f"{cursor.value!r}, which is {criterion.meaning}",
        )
        return None

    def _several(
        self, cursor: Cursor, make: Callable[..., Condition], operands: Cursor, depth: int, *first: object
    ) -> Condition | None:
        found = [self.read(operand, depth + 1) for operand in operands.items()]
        sound = [one for one in found if one is not None]
        # What is no array has no items either, but it is reported.
        return _made(cursor, make, *first, *sound) if len(sound) == len(found) else None

    def _count(self, cursor: Cursor, parts: Mapping[str, Cursor], depth: int) -> Condition | None:
        words = [word for word in COUNTS if word in parts]
        number = parts[words[0]].whole() if len(words) == 1 else None
        if len(words) != 1:
            cursor.report(f"one of {', '.join(COUNTS)} beside 'of'", found=listed(words))
        make = COUNTS[words[0]] if words else exactly
        found = self._several(cursor, make, parts["of"], depth, number or 0)
        return None if number is None else found

    def _answered(self, cursor: Cursor, parts: Mapping[str, Cursor]) -> Condition | None:
        criterion = self.declarations.find(parts["criterion"].value, parts["criterion"])
        if criterion is None:
            return None
        words = [word for word in ("is", "in", "applies", *WORDS) if word in parts]
        if criterion.may_be_na and words == ["applies"]:
            truth = parts["applies"].truth()
            return None if truth is None else applies(criterion) if truth else ~applies(criterion)
        if isinstance(criterion, (Measure, Scale)) and is_comparison(words):
            return self._compared(parts, criterion, words)
        if isinstance(criterion, Measure) or words not in (["is"], ["in"]):
            ways = [] if isinstance(criterion, Measure) else ["is", "in"]
            ways += [COMPARISON] if isinstance(criterion, (Measure, Scale)) else []
            ways += ["applies"] if criterion.may_be_na else []
            expected = f"{', or '.join(ways)} for {criterion.name!r}, which is {criterion.meaning}"
            compares = isinstance(criterion, Choice) and any(word in WORDS for word in words)
            hint = '; for words that have an order, declare it with kind = "scale" and levels' if compares else ""
            hint = "; declare it with may_be_na = true where it may not apply" if words == ["applies"] else hint
            cursor.report(expected, hint, found=listed(words))
            return None
        cursors = [parts["is"]] if words == ["is"] else parts["in"].items()
        answers = [self.declarations.answer(one, criterion) for one in cursors]
        if not cursors and parts["in"].is_array:
            parts["in"].report("at least one answer", found="no answers")
        if not answers or None in answers:
            return None
        if isinstance(criterion, Criterion) and words == ["is"]:
            return criterion.is_(answers[0])  # type: ignore[arg-type]  # it was found to be an answer to it
        return among(criterion, answers)  # type: ignore[arg-type]  # as above

    def _compared(
        self, parts: Mapping[str, Cursor], criterion: Measure | Scale, words: Iterable[str]
    ) -> Condition | None:
        values = [(word, self.declarations.answer(parts[word], comparable(criterion))) for word in words]
        if any(value is None for _, value in values):
            return None
        for word, value in values:
            if criterion.is_na(value):
                parts[word].report("a number or level; what does not apply stands to none", "; write applies = false")
                return None
        return all_of(*(criterion.compare(WORDS[word], value) for word, value in values))  # type: ignore[arg-type]  # each was found to be a number

    def _sum(self, cursor: Cursor, parts: Mapping[str, Cursor], summed: Points | None) -> Condition | None:
        compared = read_comparisons(cursor, parts)
        if summed is None or compared is None:
            return None
        return _made(cursor, all_of, *(summed.compare(operator, value) for operator, value in compared))

    def _summed(self, cursor: Cursor, parts: Mapping[str, Cursor], depth: int) -> Points | None:
        return read_summed(cursor, parts, self.declarations, self.parts, lambda one: self.read(one, depth + 1))

    def _label(self, cursor: Cursor, parts: Mapping[str, Cursor], depth: int) -> Condition | None:
        name = parts["definition"].value
        ladder = None
        if not isinstance(name, str) or name not in self.lent:
            expected = "the name of a definition whose labels stand under lent"
            parts["definition"].report(expected, did_you_mean(name, self.lent))
        elif name in self._reading:
            parts["definition"].report("definitions that do not ask for each other", found=f"{name!r} within itself")
        else:
            ladder = self.ladder(name, depth + 1)
        known = None if ladder is None else [one.name for one in ladder.labels]
        sound, label = read_label(cursor, parts, "gives", known)
        return _made(cursor, ladder.is_, label) if ladder is not None and sound else None


def read_label(
    cursor: Cursor, parts: Mapping[str, Cursor], key: str, known: Collection[str] | None
) -> tuple[bool, str | None]:
    """Read the label under a key of a table, or `no_label = true` in its place.

    Args:
        cursor: The table.
        parts: What it holds.
        key: The key.
        known: The labels that there are; None where that is not known.

    Returns:
        Whether it is sound; what is not is reported. And the label, None for no label.
    """
    if (key in parts) == ("no_label" in parts):
        cursor.report(f"either {key!r} or 'no_label'", found=listed([one for one in (key, "no_label") if one in parts]))
        return False, None
    if "no_label" in parts:
        if parts["no_label"].value is not True:
            parts["no_label"].report("true, or no such key")
        return parts["no_label"].value is True, None
    label = parts[key].text()
    if label is not None and known is not None and label not in known:
        parts[key].report(f"one of {', '.join(map(repr, known))}", did_you_mean(label, known))
        return False, None
    return label is not None, label


def _check_order(cursor: Cursor, labels: Iterable[Label]) -> None:
    """Check for a lent definition what `Definition` checks for one of its own."""
    items = cursor.items()
    if not items:
        cursor.report("at least one label", found="no labels")
    taken: dict[str, str] = {}
    for one, label in zip(items, labels, strict=True):
        first = taken.setdefault(fold(label.name), one.path)
        if first != one.path:
            one.report(f"a name other than that of {first}", found=repr(label.name))
        if label.when is None and one != items[-1]:
            one.report("the key 'when'; only the last label may leave it out", found="a label without condition")


def _made(cursor: Cursor, make: Callable[..., T], *arguments: object) -> T | None:
    """Make something of sound parts; None where it gets too large, or is no name for a label, which is reported."""
    try:
        return make(*arguments)
    except NestingError as error:
        cursor.report(f"at most {error.limit}", found=f"a condition nested {error.depth} levels deep")
    except ConditionTooLargeError as error:
        cursor.report(f"at most {error.limit}", found=f"a condition of {error.parts} parts")
    except InvalidValueError as error:
        cursor.report(error.expected)
    return None
