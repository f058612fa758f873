"""What a condition is made of: its parts and its criteria."""

from collections.abc import Iterable, Iterator
from typing import assert_never

import attrs

from relabel.core.model import conditions as nodes
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import Condition, Label, LabelIs, Ladder

__all__ = ["criteria_of", "named_part", "parts", "redefined", "replaced", "walk", "with_term", "without"]


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
            return attrs.evolve(condition, points=with_term(summed, position, other))
        case nodes.Is() | nodes.Compare() | nodes.LabelIs():
            return condition
        case _:
            assert_never(condition)


def with_term(summed: nodes.Points, position: int, other: Condition) -> nodes.Points:
    """Give a sum with another condition in the place of one of its terms, which applies where that one does."""
    terms = summed.terms
    term, weight = terms[position]
    if isinstance(summed, nodes.Mean) and not isinstance(term, AnyCriterion):
        other = nodes.AllOf((other, nodes.AnyOf((term, nodes.Not(term)))))
    return attrs.evolve(summed, terms=(*terms[:position], (other, weight), *terms[position + 1 :]))


def without(condition: Condition, part: Condition) -> Condition | None:
    """Give a condition without another one that it joins with others, wherever that stands.

    It is the same where that does not stand there, and None where nothing is left. What has a name, a sum and a
    lent definition are left as they are.
    """
    match condition:
        case nodes.Not(operand):
            left = None if operand == part else without(operand, part)
            return None if left is None else ~left
        case nodes.AllOf(operands) | nodes.AnyOf(operands) | nodes.Count(operands):
            out = {part}
            if isinstance(part, nodes.AllOf | nodes.AnyOf) and isinstance(condition, type(part)):
                out = {*part.operands} if {*part.operands} <= {*operands} else out  # as what is nested alike is flat
            rest = [without(one, part) for one in operands if one not in out]
            sound = [one for one in rest if one is not None]
            if not sound:
                return None
            if isinstance(condition, nodes.Count):
                return attrs.evolve(condition, operands=tuple(sound))
            return nodes.all_of(*sound) if isinstance(condition, nodes.AllOf) else nodes.any_of(*sound)
        case _:
            return None if condition == part else condition


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
