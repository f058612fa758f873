"""Overlays: what a definition file says anew of the definition that it extends, and what it leaves as it is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import attrs

from relabel.core.definitions.content import Content, asked, named_parts
from relabel.core.definitions.definition import Definition
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import redefined
from relabel.core.model.conditions import Label, Points, any_of
from relabel.core.model.examples import Example
from relabel.files.definitions.clauses.conditions import Clauses
from relabel.files.definitions.clauses.cursor import Cursor
from relabel.texts import did_you_mean

__all__ = [
    "DROPPED",
    "changed_by_criterion",
    "changed_examples",
    "changed_labels",
    "changed_mentions",
    "changed_parts",
    "place_in_overlay",
    "without_dropped",
]

DROPPED = ("presume", "only_if", "aliases", "examples")
"""What of a definition may be dropped by name."""

T = TypeVar("T")


def without_dropped(base: Definition, cursor: Cursor) -> Content:
    """Give what a definition says without what a table drops: `DROPPED`, by name."""
    said: dict[str, Any] = {field.name: getattr(base, field.name) for field in attrs.fields(Content)}
    for key, names in cursor.table(DROPPED).items():
        left = {one if isinstance(one, str) else one.name: one for one in said[key]}
        for one in names.items():
            name = one.text()
            if name is not None and left.pop(name, None) is None:
                one.report(f"one of {', '.join(left) or 'none'}, which {base.name!r} has", did_you_mean(name, left))
        stays = left.values()
        said[key] = tuple(stays) if key == "examples" else {one: said[key][one] for one in stays}
    return Content(**said)


def changed_mentions(base: Definition, start: Content, labels: Iterable[Label]) -> list[AnyCriterion]:
    """Give what a definition mentions, and that of which it spoke and no label asks any more."""
    elsewhere = {*start.presume, *start.disregard, *start.mentions, *(criterion for _, criterion in asked(labels))}
    names = {one.name for one in elsewhere}
    return [*start.mentions, *(one for one in base.criteria if one.name not in names)]


def changed_labels(base: Definition, cursor: Cursor, clauses: Clauses) -> list[Label]:
    """Give the labels of a definition, with other conditions for those that a table names."""
    found = {label.name: label for label in base.labels}
    for name, one in cursor.entries().items():
        if name not in found:
            expected = f"a label of {base.name!r}: {', '.join(found)}; or all labels, in [[labels]]"
            one.report(expected, did_you_mean(name, found), found=f"the label {name!r}")
            continue
        parts = one.table(("when", "zone"))
        when = found[name].when
        if "when" in parts:
            said = clauses.read(parts["when"])
            when = any_of() if said is None else said  # a stand-in for what is wrong, which is reported
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
