"""Documents: a definition written as plain data, the one list of what it says; for digests, diffs and files."""

import enum
import functools
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any, assert_never, final

import attrs

from relabel.core.definitions.content import Content, asked, ladders, named_parts
from relabel.core.definitions.rows import in_rows
from relabel.core.model import conditions as nodes
from relabel.core.model.answers import Answer, Number, exact
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import criteria_of
from relabel.core.model.conditions import Condition, LabelIs
from relabel.core.model.criteria import Choice, Criterion, Measure, Scale
from relabel.core.model.evidence import EvidencePolicy
from relabel.core.model.examples import Example, Standing
from relabel.core.model.shelf_life import Months

__all__ = ["DAYS", "FORMAT", "KINDS", "UNLIMITED", "WHOLE", "YES_NO", "to_document"]

FORMAT = 1
"""The version of the form."""

YES_NO = "yes/no"
"""The kind of a criterion that names none."""

KINDS: Mapping[str, type[AnyCriterion]] = {YES_NO: Criterion, "choice": Choice, "scale": Scale, "measure": Measure}

WHOLE = "relationship"
"""What stands under `given_to` where the label names the relationship as a whole."""

UNLIMITED = "unlimited"
"""What stands under `shelf_life_days` where evidence of any age counts."""

_ABSENT = {"given_to": WHOLE, "shelf_life": UNLIMITED}
"""What None says under some names."""

DAYS = "shelf_life_days"
"""What stands for `shelf_life` where it bears no unit."""


def to_document(content: Content, *, write: Callable[[Condition], object] | None = None) -> dict[str, object]:
    """Give a definition as plain data: dicts, lists, texts, numbers and booleans, as `json` takes them.

    `relabel.files.definitions.from_document` makes the same definition of it. A number that JSON would
    round, such as `Decimal("0.1")`, is given as text. What is empty or has its usual value is left out.
    Equal definitions have equal documents, and others have others.

    Args:
        content: The definition.
        write: How to write a condition; by default as a table, which can be read again.

    >>> from relabel import Criterion, Definition, Label
    >>> pays = Criterion("pays", "Do they pay?")
    >>> to_document(Definition("plain", "Payers", [Label("client", pays)], source="this page"))["labels"]
    [{'name': 'client', 'when': 'pays'}]
    """
    keys = _keys([criterion for _, criterion in asked(content.labels)], content)
    if write is None:
        writer = _Writer(keys, functools.partial(_clause, keys=keys), functools.partial(_summed, keys=keys))
    else:
        writer = _Writer(keys, write, lambda summed: {"points": summed.formula})
    document = {
        "format": FORMAT,
        "criteria": {key: writer.declaration(criterion, key) for criterion, key in keys.items()},
        **{field.name: writer.said(content, field.name) for field in attrs.fields(Content)},
        "parts": {part.name: writer.part(part) for part in dict.fromkeys(named_parts(content.labels))},
        "lent": {ladder.name: writer.plain(ladder.labels) for ladder in dict.fromkeys(ladders(content.labels))},
    }
    in_order = sorted(document.items(), key=lambda one: isinstance(one[1], (dict, list)))  # single values first
    return {key: value for key, value in in_order if value not in (None, {}, [])}


def _key(name: str, value: object) -> str:
    """Give the key under which something is written: its name, but for days, which bear their unit there."""
    return DAYS if name == "shelf_life" and not isinstance(value, Months) else name


def _keys(asked_for: Iterable[AnyCriterion], content: Content) -> dict[AnyCriterion, str]:
    """Give each criterion a key: its name, with a number behind it where other words have the name."""
    keys: dict[AnyCriterion, str] = {}
    taken: dict[str, int] = {}
    premises = criteria_of(*content.only_if.values())
    for criterion in (*asked_for, *content.presume, *content.disregard, *content.mentions, *content.only_if, *premises):
        if criterion not in keys:
            taken[criterion.name] = number = taken.get(criterion.name, 0) + 1
            keys[criterion] = criterion.name if number == 1 else f"{criterion.name}-{number}"
    return keys


@final
@attrs.frozen
class _Writer:
    """Write the parts of one definition: whatever attributes they have, so that none is forgotten."""

    keys: Mapping[AnyCriterion, str]
    write: Callable[[Condition], object]
    summed: Callable[[nodes.Points], dict[str, object]]

    def plain(self, value: object) -> object:
        """Give a value as plain data."""
        match value:
            case AnyCriterion():
                return self.keys[value]
            case enum.Enum():
                return value.value
            case timedelta():
                return value.days
            case Months():
                return str(value)
            case float() | Decimal():
                return _number(value)
            case Mapping():
                return {str(self.plain(key)): self.plain(one) for key, one in value.items()}
            case tuple():
                return [self.plain(one) for one in value]
            case Example():
                return self.example(value)
            case EvidencePolicy():
                overrides = {name: self.parts(other, value.of("")) for name, other in value.overrides.items()}
                return {**self.parts(value.of("")), **({"overrides": overrides} if overrides else {})}
        if isinstance(value, Condition):
            return self.write(value)
        return self.parts(value) if attrs.has(type(value)) else value

    def said(self, whole: object, name: str) -> object:
        """Give what something says under a name, as plain data."""
        value = getattr(whole, name)
        return _ABSENT.get(name) if value is None else self.plain(value)

    def parts(self, whole: Any, usual: object = None) -> dict[str, object]:  # Any: of a class that attrs made
        """Give what something says, by name, but for what is usual: as something else says it, or by default."""
        return {
            _key(field.name, getattr(whole, field.name)): self.said(whole, field.name)
            for field in attrs.fields(type(whole))
            if getattr(whole, field.name) != (_default(field, whole) if usual is None else getattr(usual, field.name))
        }

    def declaration(self, criterion: AnyCriterion, key: str) -> dict[str, object]:
        """Give what a criterion is, under its key."""
        kind = next(kind for kind, one in KINDS.items() if isinstance(criterion, one))
        said = {"kind": kind, **self.parts(criterion)}
        usual = {"kind": YES_NO, "name": key}
        return {name: value for name, value in said.items() if value != usual.get(name)}

    def part(self, part: nodes.Named | nodes.Points) -> dict[str, object]:
        """Give a part with a name."""
        said = self.summed(part) if isinstance(part, nodes.Points) else {"when": self.write(part.operand)}
        return {"title": part.title, **said} if part.title else said

    def example(self, example: Example) -> dict[str, object]:
        said = self.parts(example)
        expected = said.pop("expect")
        if example.expect is None:
            return {**said, "no_label": True}
        return {**said, "open": True} if isinstance(example.expect, Standing) else {**said, "expect": expected}


def _default(field: "attrs.Attribute[Any]", whole: object) -> object:  # Any: of whatever type
    default: Any = field.default  # Any: a value, or what makes one
    if not isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # it is a class
        return default
    return default.factory(whole) if default.takes_self else default.factory()


def _value(value: str | Number) -> int | float | str:
    return value if isinstance(value, str) else _number(value)


def _number(number: Number) -> int | float | str:
    """Give a number as JSON has it; as text where a JSON number would not equal it."""
    written = exact(number, "number")
    if isinstance(written, int):
        return written
    return float(number) if float(number) == number else f"{written:f}"


def _clause(condition: Condition, keys: Mapping[AnyCriterion, str]) -> object:
    """Give a condition as plain data; `keys` says under which keys its criteria are declared."""
    match condition:
        case nodes.Is(criterion, (True,)):
            return keys[criterion]
        case nodes.Not(nodes.Is(criterion, (answer,))) if criterion.is_na(answer):
            return {"criterion": keys[criterion], "applies": True}
        case nodes.Is(criterion, (answer,)) if criterion.is_na(answer):
            return {"criterion": keys[criterion], "applies": False}
        case nodes.Is(criterion, (answer,)) if not isinstance(answer, bool) or criterion.may_be_na:
            return {"criterion": keys[criterion], "is": answer}
        case nodes.Is(criterion, among):
            return {"criterion": keys[criterion], "in": list(among)}
        case nodes.Compare(criterion, sign, value):
            return {"criterion": keys[criterion], sign.word: _value(value)}
        case nodes.Not(operand):
            return {"not": _clause(operand, keys)}
        case nodes.AllOf((nodes.Compare(criterion, low, least), nodes.Compare(other, high, most))) if (
            criterion == other and low.upward and high.downward
        ):
            return {"criterion": keys[criterion], low.word: _value(least), high.word: _value(most)}
        case nodes.AllOf(operands):
            return {"all": [_clause(operand, keys) for operand in operands]}
        case nodes.AnyOf(operands):
            ways = [{"rows": one} if isinstance(one, list) else _clause(one, keys) for one in in_rows(operands, keys)]
            return ways[0] if len(ways) == 1 and isinstance(ways[0], dict) and "rows" in ways[0] else {"any": ways}
        case nodes.Count(operands, operator=sign, k=k):
            return {sign.word: k, "of": [_clause(operand, keys) for operand in operands]}
        case nodes.Reaches(summed, sign, value):
            said = {"part": summed.name} if summed.name else _summed(summed, keys)
            return {**said, sign.word: _number(value)}
        case nodes.Named(name):
            return name
        case LabelIs(ladder, label):
            return {"definition": ladder.name, **({"no_label": True} if label is None else {"gives": label})}
        case _:
            assert_never(condition)


def _summed(summed: nodes.Points, keys: Mapping[AnyCriterion, str]) -> dict[str, object]:
    """Give a sum or mean as plain data."""
    if not isinstance(summed, nodes.Mean):
        return {"points": _points(summed, keys)}
    least = {} if summed.at_least_answered == 1 else {"at_least_answered": summed.at_least_answered}
    if summed.is_share:
        return {"share": [_clause(term, keys) for term, _ in summed.terms], **least}  # type: ignore[arg-type]  # no criterion is among them
    return {"mean": _points(summed, keys), **least}


def _points(summed: nodes.Points, keys: Mapping[AnyCriterion, str]) -> object:
    """Give the terms of a sum as plain data: by name where each has one of its own, else as a list."""
    by_name: dict[str, Any] = {}  # Any: points, or points by answer
    last = ""
    for term, weight in nodes.with_steps(summed):
        answer: Answer | None = None
        match term:
            case nodes.Named(name):
                key = name
            case nodes.Is(criterion, (one,)) if (
                not isinstance(one, bool) and criterion.answers is not None and not isinstance(summed, nodes.Mean)
            ):
                key, answer = keys[criterion], one
            case nodes.Is(criterion, (True,)) | (AnyCriterion() as criterion):
                key = keys[criterion]
            case _:
                return _terms(summed, keys)
        if key in by_name and (answer is None or key != last or not isinstance(by_name[key], dict)):
            return _terms(summed, keys)  # one name twice, or not together
        last = key
        if answer is None:
            by_name[key] = _worth(weight)
        else:
            by_name.setdefault(key, {})[str(answer)] = _worth(weight)
    return by_name


def _worth(weight: int | Decimal | nodes.Steps) -> object:
    if isinstance(weight, nodes.Steps):
        return {"per": _number(weight.size), "points": _number(weight.points), "at_most": _number(weight.at_most)}
    return _number(weight)


def _terms(summed: nodes.Points, keys: Mapping[AnyCriterion, str]) -> list[dict[str, object]]:
    """Give the terms of a sum as plain data, each with its weight."""
    return [
        {"weight": _number(weight), "level_of": keys[term]}
        if isinstance(term, AnyCriterion)
        else {"weight": _number(weight), "when": _clause(term, keys)}
        for term, weight in summed.terms
    ]
