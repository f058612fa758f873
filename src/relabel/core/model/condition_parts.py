"""What a condition is made of: its parts, its criteria, and the names in its text."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeVar, assert_never

import attrs

from relabel.core.model import conditions as nodes
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import Condition, LabelIs, Ladder, Operand
from relabel.errors import AmbiguousNameError

__all__ = ["criteria_of", "parts", "vocabulary", "walk"]

T = TypeVar("T")


def parts(condition: Condition) -> Iterator[Condition | AnyCriterion]:
    """Give what stands directly inside a condition, in the order of its text."""
    match condition:
        case nodes.Is(criterion) | nodes.Compare(criterion):
            yield criterion
        case nodes.Not(operand):
            yield operand
        case nodes.AllOf(operands) | nodes.AnyOf(operands) | nodes.Count(operands):
            yield from operands
        case nodes.Reaches(summed):
            yield from (term for term, _ in summed.terms)
        case LabelIs(ladder):
            yield from (label.when for label in ladder.labels if label.when is not None)
        case _:
            assert_never(condition)


def walk(condition: Condition) -> Iterator[Condition | AnyCriterion]:
    """Give the condition and everything inside it, in the order of its text, repeats included."""
    waiting: list[Condition | AnyCriterion] = [condition]
    while waiting:
        part = waiting.pop()
        yield part
        if not isinstance(part, AnyCriterion):
            waiting.extend(reversed(list(parts(part))))


def criteria_of(condition: Condition) -> tuple[AnyCriterion, ...]:
    """Give the criteria that a condition asks for, each once, in the order of its text."""
    return tuple(dict.fromkeys(part for part in walk(condition) if isinstance(part, AnyCriterion)))


@attrs.frozen
class _Sides:
    """Stand for the criteria of one name that end in a side, whatever their kind."""

    buyer: AnyCriterion | Condition | None = None
    seller: AnyCriterion | Condition | None = None


def vocabulary(condition: Condition) -> Mapping[str, object]:
    """Give the namespace in which the text of a condition evaluates to the condition.

    Raises:
        AmbiguousNameError: Two criteria or two lent definitions share a name.

    >>> from relabel import Criterion
    >>> pays = Criterion("pays")
    >>> eval(str(~pays), dict(vocabulary(~pays))) == ~pays
    True
    """
    names: dict[str, AnyCriterion | Condition] = {}
    ladders: dict[str, Ladder] = {}
    for part in walk(condition):
        if isinstance(part, LabelIs):
            _add(ladders, part.ladder.name, part.ladder)
        elif isinstance(part, AnyCriterion):
            _add(names, part.name, part.to_condition() if isinstance(part, Operand) else part)
    plain = {name: criterion for name, criterion in names.items() if "." not in name}
    sides: dict[str, _Sides] = {}
    for name in sorted(names.keys() - plain.keys()):
        base, side = name.split(".")
        if base in plain:
            raise AmbiguousNameError(base, plain[base], names[name])
        sides[base] = attrs.evolve(sides.get(base, _Sides()), **{side: names[name]})
    functions = {
        name: getattr(nodes, name) for name in ("all_of", "any_of", "at_least", "at_most", "exactly", "points")
    }
    return {**functions, "Decimal": Decimal, "definition": ladders.__getitem__, **plain, **sides}


def _add(names: dict[str, T], name: str, value: T) -> None:
    if names.setdefault(name, value) != value:
        raise AmbiguousNameError(name, names[name], value)
