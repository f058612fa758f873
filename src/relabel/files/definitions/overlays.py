"""Overlays: what a definition file says anew of the definition that it extends, and what it leaves as it is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import attrs

from relabel.core.definitions.content import named_parts
from relabel.core.definitions.definition import Definition
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import redefined
from relabel.core.model.conditions import Label, Points
from relabel.core.model.evidence import EvidencePolicy
from relabel.core.model.examples import Example
from relabel.files.definitions.conditions import Clauses
from relabel.files.definitions.cursor import Cursor
from relabel.texts import did_you_mean

__all__ = [
    "changed_by_criterion",
    "changed_examples",
    "changed_labels",
    "changed_parts",
    "changed_policy",
    "place_in_overlay",
]

T = TypeVar("T")


def changed_labels(base: Definition, cursor: Cursor, clauses: Clauses) -> list[Label]:
    """Give the labels of a definition, with other conditions for those that a table names."""
    found = {label.name: label for label in base.labels}
    for name, one in cursor.entries().items():
        if name not in found:
            expected = f"a label of {base.name!r}: {', '.join(found)}; or all labels, in [[labels]]"
            one.report(expected, did_you_mean(name, found), found=f"the label {name!r}")
            continue
        parts = one.table(("when", "zone"))
        when = clauses.read(parts["when"]) if "when" in parts else found[name].when
        zone = parts["zone"].truth() if "zone" in parts else found[name].zone
        found[name] = Label(name, when, zone=zone is True)
    return list(found.values())


def changed_parts(base: Definition, labels: Iterable[Label], clauses: Clauses) -> list[Label]:
    """Give labels with the parts of a definition as they are defined anew, wherever they stand."""
    for part in dict.fromkeys(named_parts(base.labels, lent=False)):
        if part.name not in clauses.parts:
            continue
        cursor = clauses.parts[part.name]
        other = clauses.part(part.name, cursor, 0)
        if other is not None and isinstance(other, Points) != isinstance(part, Points):
            cursor.report(f"a {'sum of points' if isinstance(part, Points) else 'condition'}, as in {base.name!r}")
        elif other is not None:
            labels = redefined(labels, part, other)
    return list(labels)


def changed_by_criterion(base: Mapping[AnyCriterion, T], own: Mapping[AnyCriterion, T]) -> dict[AnyCriterion, T]:
    """Give what is said by criterion, such as presumptions, with something else where that is said anew."""
    names = {criterion.name for criterion in own}
    return {**{criterion: said for criterion, said in base.items() if criterion.name not in names}, **own}


def changed_examples(base: Iterable[Example], own: Iterable[Example]) -> list[Example]:
    """Give examples, with others for the names that are said anew, behind those that stay."""
    anew = list(own)
    names = {one.name for one in anew}
    return [*(one for one in base if one.name not in names), *anew]


def changed_policy(base: EvidencePolicy, policy: EvidencePolicy) -> dict[str, EvidencePolicy]:
    """Give the overrides of a policy as another one has them: what they say, and else what that says."""
    fields = [field.name for field in attrs.fields(EvidencePolicy) if field.name != "overrides"]
    return {
        name: attrs.evolve(
            policy, **{field: getattr(one, field) for field in fields if getattr(one, field) != getattr(base, field)}
        )
        for name, one in base.overrides.items()
    }


def place_in_overlay(path: str, labels: Sequence[str], inherited: int) -> str:
    """Give the place in a document for one in the definition that is made of it.

    Args:
        path: The place in the definition.
        labels: The names of the labels, where the document has them by name.
        inherited: How many of the examples, the first ones, are those of another definition.
    """

    def example(found: re.Match[str]) -> str:
        position = int(found[1]) - inherited
        return "$.extends" if position < 0 else f"$.examples[{position}]"

    path = re.sub(r"^\$\.examples\[(\d+)\]", example, path)
    return (
        re.sub(r"^\$\.labels\[(\d+)\]", lambda found: f"$.labels[{labels[int(found[1])]!r}]", path) if labels else path
    )
