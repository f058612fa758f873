"""Namespaces: in which the text of a condition evaluates to the condition."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

import attrs

from relabel.core.model import conditions as nodes
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import named_part, walk
from relabel.core.model.conditions import Condition, LabelIs, Ladder, Operand
from relabel.core.model.sums import mean, per, points, share
from relabel.errors import AmbiguousNameError

__all__ = ["vocabulary"]

T = TypeVar("T")


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
    functions = (*(getattr(nodes, name) for name in ("all_of", "any_of", "at_least", "at_most", "exactly")), mean, per)
    return {
        **{function.__name__: function for function in (*functions, points, share)},
        "Decimal": Decimal,
        "definition": ladders.__getitem__,
        **plain,
        **sides,
    }


def _add(names: dict[str, T], name: str, value: T) -> None:
    if names.setdefault(name, value) != value:
        raise AmbiguousNameError(name, names[name], value)
