"""What a condition is made of: its parts, its criteria, and the names in its text."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeVar, assert_never

import attrs

from relabel.core.model import conditions as nodes
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import Condition, Label, LabelIs, Ladder, Operand
from relabel.errors import AmbiguousNameError

__all__ = ["criteria_of", "named_part", "parts", "redefined", "replaced", "vocabulary", "walk"]

T = TypeVar("T")


def parts(condition: Condition) -> Iterator[Condition | AnyCriterion]:
    """Give what stands directly inside a condition, in the order of its text."""
    match condition:
        case nodes.Is(criterion) | nodes.Compare(criterion):
            yield criterion
        case nodes.Not(operand) | nodes.Named(_, operand):
            yield operand
        case nodes.AllOf(operands) | nodes.AnyOf(operands) | nodes.Count(operands):
            yield from operands
        case nodes.Reaches(summed):
            yield from (term for term, _ in summed.terms)
        case LabelIs(ladder):
            yield from (label.when for label in ladder.labels if label.when is not None)
        case _:
            assert_never(condition)


def replaced(condition: Condition, position: int, other: Condition) -> Condition:
    """Give a condition with another one in the place of one of its `parts`, by its position among them.

    What joins others keeps its kind; what asks for a criterion or for the label of a lent definition stays as it is.
    """
    match condition:
        case nodes.Not() | nodes.Named():
            return attrs.evolve(condition, operand=other)
        case nodes.AllOf(operands) | nodes.AnyOf(operands) | nodes.Count(operands):
            return attrs.evolve(condition, operands=(*operands[:position], other, *operands[position + 1 :]))
        case nodes.Reaches(summed):
            terms = summed.terms
            new = (*terms[:position], (other, terms[position][1]), *terms[position + 1 :])
            return attrs.evolve(condition, points=attrs.evolve(summed, terms=new))
        case nodes.Is() | nodes.Compare() | nodes.LabelIs():
            return condition
        case _:
            assert_never(condition)


def named_part(condition: Condition | AnyCriterion) -> nodes.Named | nodes.Points | None:
    """Give the part with a name that a condition is, or whose sum it compares; None for any other."""
    if isinstance(condition, nodes.Reaches) and condition.points.name:
        return condition.points
    return condition if isinstance(condition, nodes.Named) else None


def redefined(
    labels: Iterable[Label], part: nodes.Named | nodes.Points, other: Condition | nodes.Points
) -> tuple[Label, ...]:
    """Give labels with something else in the place of a named part, wherever it stands but in lent definitions.

    A condition takes the place of a condition, and a sum that of a sum.
    """
    return tuple(
        one if one.when is None else attrs.evolve(one, when=_redefined(one.when, part, other)) for one in labels
    )


def _redefined(condition: Condition, part: nodes.Named | nodes.Points, other: Condition | nodes.Points) -> Condition:
    if isinstance(condition, LabelIs):
        return condition
    if isinstance(other, nodes.Points):
        if isinstance(condition, nodes.Reaches) and condition.points == part:
            return attrs.evolve(condition, points=other)
    elif condition == part:
        return other
    for position, inside in enumerate(parts(condition)):
        if not isinstance(inside, AnyCriterion):
            condition = replaced(condition, position, _redefined(inside, part, other))
    return condition


def walk(*conditions: Condition, lent: bool = True, named: bool = True) -> Iterator[Condition | AnyCriterion]:
    """Give conditions and everything inside them, in the order of their text, repeats included.

    What has a name, a part or a lent definition, is looked into where it is first mentioned, and not again.

    Args:
        conditions: Where to start.
        lent: Whether to look inside lent definitions, too.
        named: Whether to look inside parts with a name, too.
    """
    waiting: list[Condition | AnyCriterion] = [*reversed(conditions)]
    seen: set[nodes.Named | nodes.Points | Ladder] = set()
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, AnyCriterion):
            continue
        whole = part.ladder if isinstance(part, LabelIs) else named_part(part)
        if whole is not None:
            if whole in seen or not (lent if isinstance(whole, Ladder) else named):
                continue
            seen.add(whole)
        waiting.extend(reversed(list(parts(part))))


def criteria_of(*conditions: Condition) -> tuple[AnyCriterion, ...]:
    """Give the criteria that conditions ask for, each once, in the order of their text."""
    return tuple(dict.fromkeys(part for part in walk(*conditions) if isinstance(part, AnyCriterion)))


@attrs.frozen
class _Sides:
    """Stand for the criteria of one name that end in a side, whatever their kind."""

    buyer: object = None
    seller: object = None


def vocabulary(condition: Condition) -> Mapping[str, object]:
    """Give the namespace in which the text of a condition evaluates to the condition.

    Raises:
        AmbiguousNameError: Two criteria, parts or lent definitions share a name.

    >>> from relabel import Criterion
    >>> pays = Criterion("pays")
    >>> eval(str(~pays), dict(vocabulary(~pays))) == ~pays
    True
    """
    names: dict[str, AnyCriterion | Condition | nodes.Points] = {}
    ladders: dict[str, Ladder] = {}
    for part in walk(condition):
        if (inside := named_part(part)) is not None:
            _add(names, inside.name, inside)
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
