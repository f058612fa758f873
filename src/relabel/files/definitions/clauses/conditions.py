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
    {"rows": ["pays,spend", "yes,>=50000", "no,[100000..200000)"]}
    {"definition": "other", "gives": "partner"}
    {"base": "partner", "without": ["pays"]}
"""

import functools
import operator
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import final

import attrs

from relabel.core.model.condition_parts import without
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
from relabel.files.definitions.clauses.columns import Lenders, read_rows
from relabel.files.definitions.clauses.criteria import Declarations, comparable
from relabel.files.definitions.clauses.cursor import Cursor, listed
from relabel.files.definitions.clauses.labels import check_order, made, read_label
from relabel.files.definitions.clauses.sums import (
    COMPARISON,
    MEANS,
    SUMS,
    WORDS,
    is_comparison,
    read_comparisons,
    read_summed,
)
from relabel.texts import did_you_mean

__all__ = ["Clauses", "Others"]

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
    "rows": ("rows",),
    "definition": ("definition", "gives", "no_label"),
    "base": ("base", "without"),
}
"""The key that tells what kind of table a clause is, with all the keys of that kind."""

PARTS = ("when", "points", *MEANS)
"""The keys that say what a part with a name is."""

_NOTHING: Mapping[str, Cursor] = {}
_MEANT = {str(operator): word for word, operator in SUMS.items()}


def _refuse_table(cursor: Cursor) -> None:
    cursor.report("an array of labels")


@final
@attrs.frozen
class Others:
    """What a document takes over from others.

    Attributes:
        ladders: What definitions in other files and of plugins lend, by the name by which it is asked for.
        parts: Their parts with a name.
        base: The conditions of the definition that this one extends, by label.
        read_table: Reads the labels of a decision table that is lent; None where something is wrong, which is reported.
    """

    ladders: Mapping[str, Ladder] = attrs.field(factory=dict)
    parts: Mapping[str, Named | Points] = attrs.field(factory=dict)
    base: Mapping[str, Condition] = attrs.field(factory=dict)
    read_table: Callable[[Cursor], list[Label] | None] = _refuse_table


class Clauses:
    """Read the clauses of one document.

    Conditions come out as `all_of`, `any_of`, `~` and the other functions make them: what is nested
    without need is flat, as it would be in Python.

    Args:
        declarations: The criteria that they may ask for.
        lent: The labels that other definitions lend, by the name of the definition.
        parts: The parts with a name, by that.
        others: What is taken over from other documents.
    """

    def __init__(
        self,
        declarations: Declarations,
        lent: Mapping[str, Cursor] = _NOTHING,
        parts: Mapping[str, Cursor] = _NOTHING,
        others: Others | None = None,
    ) -> None:
        self.declarations = declarations
        self.parts = parts
        self.lent = lent
        self.others = Others() if others is None else others
        self._parts: dict[str, Named | Points | None] = {
            name: part for name, part in self.others.parts.items() if name not in parts
        }
        self._ladders: dict[str, Ladder | None] = {**self.others.ladders}
        self._reading: list[str] = []
        self.part_names = self.parts.keys() | self._parts.keys()
        self.lenders = Lenders(
            self.lent.keys() | self._ladders.keys(), self.ladder, self.circle, self.part_names, self.part
        )

    def read(self, cursor: Cursor, depth: int = 1) -> Condition | None:
        """Give the condition of a clause; None where something is wrong, which is reported."""
        before = len(cursor.problems)
        condition = self._read(cursor, depth)
        return condition if len(cursor.problems) == before else None

    def _read(self, cursor: Cursor, depth: int) -> Condition | None:
        if isinstance(cursor.value, str) and cursor.value not in self.part_names:
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
                return None if inside is None else made(cursor, operator.invert, inside)
            case "of":
                return self._count(cursor, parts, depth)
            case "criterion":
                return self._answered(cursor, parts)
            case "points" | "mean" | "share":
                return self._sum(cursor, parts, self._summed(cursor, parts, depth))
            case "rows":
                return read_rows(parts["rows"], self.declarations, self.lenders)
            case "base":
                return self._of_base(parts, depth)
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
            label = None if name is None else made(parts["name"], functools.partial(Label, zone=zone), name, when)
            labels += [] if label is None else [label]
        return labels if len(labels) == len(items) else None

    def circle(self, name: str) -> str:
        """Write by what a part or a lent definition is made of itself, if it is about to be."""
        return " → ".join([*self._reading[self._reading.index(name) :], name]) if name in self._reading else ""

    def ladder(self, name: str, depth: int = 1) -> Ladder | None:
        """Give what a definition lends; None where something is wrong with it, which is reported once."""
        if name not in self._ladders:
            cursor = self.lent[name]
            before = len(cursor.problems)
            self._reading.append(name)
            if isinstance(cursor.value, Mapping):
                labels = self.others.read_table(cursor) or []
            else:
                labels = self.rungs(cursor, depth) or []
            self._reading.pop()
            if len(cursor.problems) == before and cursor.is_array:
                check_order(cursor, labels)
            self._ladders[name] = Ladder(name, tuple(labels)) if len(cursor.problems) == before else None
        return self._ladders[name]

    def part(self, name: str, cursor: Cursor | None = None, depth: int = 1) -> Named | Points | None:
        """Give the part of a name that stands at a cursor; None where something is wrong, which is reported once."""
        if circle := self.circle(name):
            (cursor or self.parts[name]).report("parts that are not made of themselves", found=circle)
            return None
        if name not in self._parts:
            self._reading.append(name)
            self._parts[name] = self._read_part(name, self.parts[name], depth + 1)
            self._reading.pop()
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
        return made(cursor, named, name, inside, title)

    @property
    def unused(self) -> list[Cursor]:
        """The parts and lent definitions for which no condition has asked."""
        found = ((self.parts, self._parts), (self.lent, self._ladders))
        return [attrs.evolve(one, value=name) for all_, read in found for name, one in all_.items() if name not in read]

    def _of_base(self, parts: Mapping[str, Cursor], depth: int) -> Condition | None:
        """Give the condition of a label of the base, without those that are named."""
        label = parts["base"].one_of(self.others.base)
        if label is None:
            return None
        condition = self.others.base[label]
        for one in parts["without"].items() if "without" in parts else ():
            out = self.read(one, depth + 1)
            rest = condition if out is None else without(condition, out)
            if rest is None:
                one.report(f"something that is left of {label!r}", found=f"all of {condition}")
            elif out is not None and rest == condition:
                one.report(f"a condition that stands in {label!r}: {condition}", found=str(out))
            else:
                condition = rest
        return condition

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
        if name not in self.part_names:
            cursor.report("the name of a sum of points, under parts", did_you_mean(name, self.part_names))
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
        return made(cursor, make, *first, *sound) if len(sound) == len(found) else None

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
        return made(cursor, all_of, *(summed.compare(operator, value) for operator, value in compared))

    def _summed(self, cursor: Cursor, parts: Mapping[str, Cursor], depth: int) -> Points | None:
        return read_summed(cursor, parts, self.declarations, self.part_names, lambda one: self.read(one, depth + 1))

    def _label(self, cursor: Cursor, parts: Mapping[str, Cursor], depth: int) -> Condition | None:
        name = parts["definition"].value
        ladder = None
        if not isinstance(name, str) or name not in self.lenders.names:
            expected = "the name of a definition whose labels stand under lent"
            parts["definition"].report(expected, did_you_mean(name, self.lenders.names))
        elif circle := self.circle(name):
            parts["definition"].report("definitions that do not ask for each other", found=circle)
        else:
            ladder = self.ladder(name, depth + 1)
        known = None if ladder is None else [one.name for one in ladder.labels]
        sound, label = read_label(cursor, parts, "gives", known)
        return made(cursor, ladder.is_, label) if ladder is not None and sound else None
