"""Declarations: criteria and their answers as plain data, as they stand in a document."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, final

import attrs

from relabel.core.definitions.document import KINDS, YES_NO
from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.criteria import Choice, Criterion, Measure
from relabel.errors import InvalidValueError
from relabel.files.definitions.cursor import Field
from relabel.texts import did_you_mean

__all__ = ["Declarations", "one_of", "read_declarations"]

OWN = {YES_NO: (), "choice": ("options",), "scale": ("low", "high"), "measure": ("unit",)}
"""The keys that one kind has and must have."""

KEYS = ("kind", "question", "about", "per_side", "options", "low", "high", "unit", "name")

_EXACT = re.compile(r"-?\d+\.\d+")


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

    def find(self, key: object, field: Field) -> AnyCriterion | None:
        """Give the criterion of a key that stands at a field; None where there is none, which is reported."""
        if isinstance(key, str) and key in self.criteria:
            self.used.add(key)
            return self.criteria[key]
        if not isinstance(key, str) or key not in self.faulty:
            hint = did_you_mean(key, self.criteria)
            expected = "the name of a criterion, as it is declared under criteria"
            field.report(expected, hint, found=repr(key) if isinstance(key, str) else "")
        return None

    def named(self, name: str, field: Field) -> AnyCriterion | None:
        """Give the first criterion of a name that stands at a field, in any words; as `find`, but not a use."""
        for criterion in self.criteria.values():
            if criterion.name == name:
                return criterion
        if name not in self.faulty:
            names = {criterion.name for criterion in self.criteria.values()}
            expected = "the name of a criterion of this definition"
            field.report(expected, did_you_mean(name, names), found=repr(name))
        return None

    def answer(self, field: Field, criterion: AnyCriterion) -> Answer | None:
        """Read a field as an answer to a criterion; None where it is none, which is reported."""
        value = field.value
        number = exact_number(value) if isinstance(value, str) and isinstance(criterion, Measure) else None
        answer: Any = value if number is None else number  # Any: whether it is an answer is checked next
        if criterion.accepts(answer):
            return answer  # type: ignore[no-any-return]  # as above
        expected = "true or false" if isinstance(criterion, Criterion) else criterion.expected
        hint = did_you_mean(value, [one for one in criterion.answers or () if isinstance(one, str)])
        if isinstance(criterion, Criterion):
            hint = field.bare_truth
        elif isinstance(value, str) and not isinstance(criterion, Choice):
            hint = "; write it without quotes"
        field.report(f"{expected}, to answer {criterion.name!r}", hint)
        return None


def exact_number(text: str) -> Decimal | None:
    """Give the number that a text stands for where JSON numbers cannot; None for any other text."""
    number = Decimal(text) if _EXACT.fullmatch(text) else None
    return None if number is None or float(number) == number else number


def read_declarations(field: Field | None) -> Declarations:
    """Read the criteria of a document; None stands for a document that declares none."""
    criteria: dict[str, AnyCriterion] = {}
    faulty: set[str] = set()
    for key, one in ({} if field is None else field.by_name()).items():
        found = _Declaration(key, one).criteria()
        if found:
            criteria |= found
        else:
            faulty |= {key, *(f"{key}.{side.value}" for side in Side)}
    return Declarations(criteria, frozenset(faulty))


class _Declaration:
    """One declaration, of a criterion or of one for each side."""

    def __init__(self, key: str, field: Field) -> None:
        self.key = key
        self.field = field
        self.before = len(field.problems)
        self.parts = field.table(KEYS)

    def criteria(self) -> dict[str, AnyCriterion]:
        """Give the criteria by key; none where something is wrong, which is reported."""
        name = self.parts["name"].text() if "name" in self.parts else self.key
        kind = self._one_of("kind", KINDS) if "kind" in self.parts else YES_NO
        if kind is None:  # what else it says may be right for the kind that is meant
            return {}
        question = self.parts["question"].text(blank=True) or "" if "question" in self.parts else ""
        about = self._one_of("about", [side.value for side in Side])
        per_side = self.parts["per_side"].truth() if "per_side" in self.parts else False
        if per_side and about is not None:
            self.parts["about"].report("no side, as per_side = true declares one criterion about each")
        own = self._own(kind)
        if len(self.field.problems) > self.before or name is None:
            return {}
        sides = list(Side) if per_side else [None if about is None else Side(about)]
        found: dict[str, AnyCriterion] = {}
        for side in sides:
            end = f".{side.value}" if per_side and side is not None else ""
            text = question.replace("{side}", side.value) if per_side and side is not None else question
            try:
                found[self.key + end] = KINDS[kind](name + end, text, about=side, **own)
            except InvalidValueError as error:
                self.field.report(error.expected, found=f"{error.place} {error.found!r}")
                return {}
        return found

    def _own(self, kind: str) -> dict[str, Any]:  # Any: arguments of the kind, each of its own type
        """Read the keys that only some kinds have."""
        own: dict[str, Any] = {}
        for key in (key for keys in OWN.values() for key in keys):
            if key not in OWN[kind]:
                if key in self.parts:
                    other = next(other for other, keys in OWN.items() if key in keys)
                    self.parts[key].report(
                        f"no {key}, as kind is {kind!r}; or kind = {other!r}", found=f"the key {key!r}"
                    )
            elif key not in self.parts:
                self.field.report(f"the key {key!r}", found=f"kind = {kind!r} without it")
            elif key == "options":
                own[key] = [option.text() for option in self.parts[key].items()]
            else:
                own[key] = self.parts[key].text() if key == "unit" else self.parts[key].whole()
        return own

    def _one_of(self, key: str, words: Iterable[str]) -> str | None:
        return one_of(self.parts[key], words) if key in self.parts else None


def one_of(field: Field, words: Iterable[str]) -> str | None:
    """Give the word that a field holds; None where it is none of those, which is reported."""
    known = list(words)
    if isinstance(field.value, str) and field.value in known:
        return field.value
    field.report(f"one of {', '.join(map(repr, known))}", did_you_mean(field.value, known))
    return None
