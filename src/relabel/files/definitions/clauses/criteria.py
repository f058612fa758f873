"""Criteria and answers read from the plain data in which they stand in JSON and TOML."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, final

import attrs

from relabel.core.definitions.document import KINDS, YES_NO
from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.criteria import Criterion, Measure, Scale
from relabel.core.model.sides import PerSide
from relabel.core.model.sides import per_side as for_sides
from relabel.errors import InvalidValueError
from relabel.files.definitions.clauses.cursor import Cursor, Parts, exact_number
from relabel.texts import did_you_mean

__all__ = ["Declarations", "comparable", "read_declarations"]

OWN: Mapping[str, tuple[str, ...]] = {
    YES_NO: (),
    "choice": ("options",),
    "scale": ("low", "high", "levels"),
    "measure": ("unit", "low", "high", "whole"),
}
"""The keys that some kinds have."""

NEEDED = {YES_NO: (), "choice": ("options",), "scale": ("low", "high"), "measure": ("unit",)}
"""The keys of these that a kind must have, unless it has named levels."""

OF_ANSWERS = ("kind", "may_be_na", *dict.fromkeys(key for keys in OWN.values() for key in keys))
"""The keys that say which answers there are."""

OF_SIDES = ("about", "per_side")
"""The keys that say which side it is about."""

KEYS = (*OF_ANSWERS, *OF_SIDES, "question", "name")

QUESTIONS = "questions"
"""The key under which several criteria have their questions by name that are alike in all else."""


@final
@attrs.frozen
class Declarations:
    """The criteria that a document declares, by key.

    Attributes:
        criteria: The criteria. Several may have one name and different questions.
        faulty: The keys whose declaration is wrong, which is reported once and not at each use.
        used: Takes up the keys that something asks for.
    """

    criteria: Mapping[str, AnyCriterion]
    faulty: frozenset[str]
    used: set[str] = attrs.field(factory=set)

    def find(self, key: object, cursor: Cursor) -> AnyCriterion | None:
        """Give the criterion of a key that stands at a cursor; None where there is none, which is reported."""
        if isinstance(key, str) and key in self.criteria:
            self.used.add(key)
            return self.criteria[key]
        if not isinstance(key, str) or key not in self.faulty:
            hint = did_you_mean(key, self.criteria)
            expected = "the name of a criterion, as it is declared under criteria"
            cursor.report(expected, hint, found=repr(key) if isinstance(key, str) else "")
        return None

    def named(self, name: str, cursor: Cursor) -> AnyCriterion | None:
        """Give the first criterion of a name that stands at a cursor, in any words; as `find`, but not a use."""
        for criterion in self.criteria.values():
            if criterion.name == name:
                return criterion
        if name not in self.faulty:
            names = {criterion.name for criterion in self.criteria.values()}
            expected = "the name of a criterion of this definition"
            cursor.report(expected, did_you_mean(name, names), found=repr(name))
        return None

    def answer(self, cursor: Cursor, criterion: AnyCriterion) -> Answer | None:
        """Read a cursor as an answer to a criterion; None where it is none, which is reported."""
        counted = isinstance(criterion, Measure) or (isinstance(criterion, Scale) and not criterion.levels)
        value = cursor.resolved if counted else cursor.value
        number = exact_number(value) if isinstance(value, str) and isinstance(criterion, Measure) else None
        answer: Any = value if number is None else number  # Any: whether it is an answer is checked next
        if criterion.accepts(answer):
            return answer  # type: ignore[no-any-return]  # as above
        expected = criterion.expected
        words = [one for one in criterion.proper_answers or () if isinstance(one, str)]
        hint = did_you_mean(value, words)
        if isinstance(criterion, Criterion):
            expected = expected.replace("True or False", "true or false")
            hint = cursor.bare_truth
        elif isinstance(value, str) and not words:
            hint = "; write it without quotes"
        (cursor.report_number if counted else cursor.report)(f"{expected}, to answer {criterion.name!r}", hint)
        return None


def comparable(criterion: Measure | Scale) -> Measure | Scale:
    """Give a criterion whose answers are all that it may be compared with: of a measure any number.

    That a comparison beyond the bounds never holds, or always, is for `verify` to say.
    """
    if isinstance(criterion, Scale):
        return criterion
    return attrs.evolve(criterion, low=None, high=None, whole=False)


def read_declarations(cursor: Cursor, taken_over: Iterable[AnyCriterion] = ()) -> Declarations:
    """Read the criteria of a document; those that it takes over from definitions need not be used."""
    criteria: dict[str, AnyCriterion] = {}
    faulty: set[str] = set()
    for key, declaration in _declared(cursor):
        found = {} if declaration is None else declaration.criteria()
        for name in criteria.keys() & found.keys():
            cursor.report("each name once", found=f"{name!r} again")
        if found:
            criteria |= found
        else:
            faulty |= {key, *(f"{key}.{side.value}" for side in Side)}
    others = {one.name: one for one in taken_over}
    return Declarations({**others, **criteria}, frozenset(faulty), {*others} - {*criteria})


def _declared(cursor: Cursor) -> Iterator[tuple[str, "_Declaration | None"]]:
    """Give the declarations by key, each question of several as one of its own; None for those of faulty answers."""
    for key, one in cursor.by_name().items():
        if not isinstance(one.value, Mapping) or QUESTIONS not in one.value:
            # The question alone stands for a yes/no criterion.
            parts = Parts(question=one) if isinstance(one.value, str) else None
            yield key, _Declaration(key, one, parts)
            continue
        shared = one.table((*OF_ANSWERS, *OF_SIDES, QUESTIONS))
        rest = Parts({name: part for name, part in shared.items() if name != QUESTIONS})
        sound = bool(_Declaration(key, one, rest).criteria())
        for name, question in shared[QUESTIONS].by_name().items():
            yield name, _Declaration(name, question, Parts({**rest, "question": question})) if sound else None


class _Declaration:
    """One declaration, of a criterion or of one for each side.

    Args:
        key: Its key.
        cursor: Its place.
        parts: What it says; by default what stands at its place.
    """

    def __init__(self, key: str, cursor: Cursor, parts: Parts | None = None) -> None:
        self.key = key
        self.cursor = cursor
        self.before = len(cursor.problems)
        self.parts = cursor.table(KEYS) if parts is None else parts

    def criteria(self) -> dict[str, AnyCriterion]:
        """Give the criteria by key; none where something is wrong, which is reported."""
        name = self.parts["name"].text() if "name" in self.parts else self.key
        kind = self.parts["kind"].one_of(KINDS) if "kind" in self.parts else YES_NO
        if kind is None:  # what else it says may be right for the kind that is meant
            return {}
        question = self.parts["question"].text(blank=True) or ""
        about = self.parts["about"].one_of(side.value for side in Side)
        per_side = self.parts["per_side"].truth()
        if per_side and about is not None:
            self.parts["about"].report("no side, as per_side = true declares one criterion about each")
        own = self._own(kind)
        if self.parts["may_be_na"].truth():
            own["may_be_na"] = True
        if len(self.cursor.problems) > self.before or name is None:
            return {}
        try:
            if per_side:
                each: PerSide[Any] = for_sides(name, question, **own)  # Any: of any kind
                return {f"{self.key}.buyer": each.buyer, f"{self.key}.seller": each.seller}
            side = None if about is None else Side(about)
            return {self.key: KINDS[kind](name, question, about=side, **own)}
        except InvalidValueError as error:
            self.cursor.report(error.expected, found=f"{error.place} {error.found!r}")
            return {}

    def _own(self, kind: str) -> dict[str, Any]:  # Any: arguments of the kind, each of its own type
        """Read the keys that only some kinds have."""
        for key in dict.fromkeys(key for keys in OWN.values() for key in keys):
            if key in OWN[kind] or key not in self.parts:
                continue
            other = next(other for other, keys in OWN.items() if key in keys)
            self.parts[key].report(f"no {key}, as kind is {kind!r}; or kind = {other!r}", found=f"the key {key!r}")
        needed = () if "levels" in self.parts else NEEDED[kind]
        for key in needed:
            if key not in self.parts:
                self.cursor.report(f"the key {key!r}", found=f"kind = {kind!r} without it")
        number = Cursor.number if kind == "measure" else Cursor.whole
        read: dict[str, Callable[[Cursor], object]] = {"options": _texts, "levels": _texts, "unit": Cursor.text}
        read |= {"low": number, "high": number, "whole": Cursor.truth}
        return {key: read[key](self.parts[key]) for key in OWN[kind] if key in self.parts}


def _texts(cursor: Cursor) -> list[str | None]:
    return [one.text() for one in cursor.items()]
