"""Changes: what is written differently in two versions of a definition, and which labels change by it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, final

import attrs

from relabel.checks.comparison import Comparison, compare
from relabel.core.definitions.content import Content
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.document import DAYS, UNLIMITED, YES_NO, to_document
from relabel.core.definitions.text import label_text
from relabel.core.diagrams.space import listed, record_text, share_text
from relabel.core.model import conditions as nodes
from relabel.core.model.answers import answer_text
from relabel.core.model.conditions import Condition
from relabel.core.model.shelf_life import life_text
from relabel.errors import CriterionConflictError
from relabel.markup import Report
from relabel.sections import Section

__all__ = ["Change", "Difference", "changes_between", "diff"]

_ENTRIES = {
    "aliases": "word in use",
    "criteria": "criterion",
    "examples": "example",
    "labels": "label",
    "lent": "lent by",
    "overrides": "for",
    "parts": "part",
    "presume": "presumption",
}
"""The keys of a document under which entries stand that have names, with what one is called."""

_IN_ANY_ORDER = ("cannot_change", "disregard", "examples", "lowers", "mentions", "options", "overlaps", "raises")
"""The keys of a document under which an array stands whose order says nothing."""

_IN_ORDER = " in order"


@final
@attrs.frozen
class Change:
    """One thing that two definitions write differently.

    Attributes:
        what: What it is, for example `presumption pays` or `criterion trust, high`.
        before: What the old definition says, in words; None if it says nothing.
        after: What the new definition says, in words; None if it says nothing.
        reordered: Whether nothing but the order differs, and it has no meaning there.
    """

    what: str
    before: str | None
    after: str | None
    reordered: bool = False

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.what}: added ({self.after})"
        if self.after is None:
            return f"{self.what}: removed (it was {self.before})"
        return f"{self.what}: {self.before} became {self.after}"


MOST_EXAMPLES = 3
"""How many examples that came, or went, are written one by one for people."""

WEIGHING = ("presumption", "policy", "disregard")
"""How changes begin that matter only for what is not known, or known by evidence that may not count."""


@final
@attrs.frozen
class Difference(Report):
    """What `diff` found.

    Attributes:
        old: The old definition.
        new: The new definition.
        changes: What is written differently.
        comparison: What that does to labels; None where a criterion that both ask for changed its
            meaning, so that there is no record for both.
    """

    old: Definition
    new: Definition
    changes: tuple[Change, ...]
    comparison: Comparison | None

    @property
    def versions(self) -> bool:
        """Whether they are versions of one definition: one is made from the other, or they share the name."""
        base = self.new.based_on
        return self.old.name == self.new.name or (base is not None and base.name == self.old.name)

    def sections(self) -> list[Section]:
        """Arrange the findings for people."""
        written = Section("Written differently", listed(list(self._shortened()) or ["nothing"]))
        found = [Section(f"From {self.old} to {self.new}"), written]
        if self.comparison is None:
            return [*found, Section("Labels cannot be compared: a criterion has changed its meaning")]
        if not self.versions:
            return [*self.comparison.sections(), written]
        moved = [cell for cell in self.comparison.cells if not cell.agrees]
        texts = (
            f"{label_text(cell.first)} becomes {label_text(cell.second)}: {share_text(cell.share)}, "
            f"for example {record_text(cell.witness)}"
            for cell in moved
        )
        heading = "Labels that change" if moved else "No label changes, whatever the answers are"
        found.append(Section(heading, listed(texts)))
        if any(change.what.startswith(WEIGHING) for change in self.changes):
            text = "Where an answer is not known another label may be given: other things are presumed or count"
            found.append(Section(text))
        return [*found, *self.comparison.sections()] if moved else found

    def _shortened(self) -> Iterator[str]:
        """Write changes for people: many examples that came, or went, as how many there are, a mere order once."""
        before, after = ({f"example {one.name}" for one in which.examples} for which in (self.old, self.new))
        for change in self.changes:
            if change.what == f"examples{_IN_ORDER}" and before != after:
                continue  # which came or went says it
            if change.what not in before ^ after and not change.reordered:
                yield str(change)
        moved = [change.what.removesuffix(_IN_ORDER) for change in self.changes if change.reordered]
        if moved:
            yield f"nothing but the order, which has no meaning there: {', '.join(moved)}"
        for kind, names in (("added", after - before), ("removed", before - after)):
            some = [str(change) for change in self.changes if change.what in names]
            yield from [f"{len(some)} examples {kind}"] if len(some) > MOST_EXAMPLES else some


def diff(old: Definition, new: Definition) -> Difference:
    """Say what changed from one version of a definition to another, and which labels change by it.

    Args:
        old: The old version.
        new: The new version.

    Raises:
        DiagramTooLargeError: The joint diagram is too large.
    """
    changes = changes_between(old, new)
    try:
        return Difference(old, new, changes, compare(old, new))
    except CriterionConflictError:
        return Difference(old, new, changes, None)


def changes_between(old: Content, new: Content) -> tuple[Change, ...]:
    """List what two definitions write differently, in the order of their documents.

    What is written is compared, not what it means: a condition that is written differently and means the
    same is listed. There are no changes exactly where the digests are equal.
    """
    documents = [_in_words(one) for one in (old, new)]
    plain = [dict(_statements(_sorted(_in_words(one, lambda when: str(_reordered(when)))))) for one in (old, new)]
    found: list[Change] = []
    for key in {**documents[0], **documents[1]}:
        before, after = (dict(_statements({key: one[key]} if key in one else {})) for one in documents)
        for what in {**before, **after}:
            reordered = plain[0].get(what) == plain[1].get(what)
            found += _changes(what, before.get(what), after.get(what), reordered=reordered)
    return tuple(found)


def _in_words(content: Content, write: Callable[[Condition], str] = str) -> dict[str, Any]:  # Any: of known shape
    """Give what a definition says as plain data, its conditions and shelf lives in words."""
    document: dict[str, Any] = to_document(content, write=write)
    if "policy" in document:
        rules = _rules(document["policy"])
        others = {name: _rules(other) for name, other in rules.get("overrides", {}).items()}
        document["policy"] = {**rules, **({"overrides": others} if others else {})}
    return document


def _reordered(condition: Condition) -> Condition:
    """Give a condition with whatever it joins sorted, where the order has no meaning."""
    match condition:
        case nodes.Not(operand):
            return attrs.evolve(condition, operand=_reordered(operand))
        case nodes.AllOf(operands) | nodes.AnyOf(operands) | nodes.Count(operands):
            return attrs.evolve(condition, operands=tuple(sorted(map(_reordered, operands), key=str)))
        case _:
            return condition


def _sorted(said: Any, key: str = "") -> Any:  # Any: plain data
    """Give plain data with every array sorted whose order says nothing."""
    if isinstance(said, dict) and key != "lent":  # there labels stand, in order, under names that may be any
        return {name: _sorted(one, name) for name, one in said.items()}
    return sorted(said, key=str) if isinstance(said, list) and key in _IN_ANY_ORDER else said


def _rules(rules: Mapping[str, Any]) -> dict[str, Any]:  # Any: as above
    days = rules.get(DAYS, UNLIMITED)
    life = days if days == UNLIMITED else life_text(timedelta(days=days))
    return {"shelf_life" if key == DAYS else key: life if key == DAYS else said for key, said in rules.items()}


def _statements(document: Mapping[str, Any]) -> Iterator[tuple[str, object]]:  # Any: plain data of known shape
    """Give what a document says, by what it says it of."""
    for key, said in document.items():
        if key in _ENTRIES:
            yield from _by_name(_ENTRIES[key], said)
        elif isinstance(said, dict):
            yield from ((f"{_plain(key)}, {what}", one) for what, one in _statements(said))
        else:
            yield _plain(key), said


def _by_name(kind: str, entries: Any) -> Iterator[tuple[str, object]]:  # Any: as above
    """Give what is said of entries of a kind: a list that has an order, or a mapping that has none."""
    if isinstance(entries, list):
        if len(entries) > 1:
            yield f"{kind}s{_IN_ORDER}", " > ".join(one["name"] for one in entries)
        entries = {one["name"]: {key: said for key, said in one.items() if key != "name"} for one in entries}
    for name, one in entries.items():
        if isinstance(one, list):
            yield from ((f"{kind} {name}: {what}", said) for what, said in _by_name("label", one))
        elif kind == "label" and one.keys() <= {"when"}:
            yield f"{kind} {name}", one.get("when", "otherwise")
        else:
            yield f"{kind} {name}", {"kind": YES_NO, **one} if kind == "criterion" else one


def _changes(what: str, before: object, after: object, *, reordered: bool) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {**before, **after}:
            yield from _changes(f"{what}, {_plain(key)}", before.get(key), after.get(key), reordered=reordered)
    elif before != after:
        first, second = (None if said is None else _text(said) for said in (before, after))
        yield Change(what, first, second, reordered)


def _plain(key: str) -> str:
    return key.replace("_", " ")


def _text(said: Any) -> str:  # Any: as above
    if isinstance(said, dict):
        return "; ".join(f"{_plain(key)}: {_text(one)}" for key, one in sorted(said.items()))
    if isinstance(said, list):
        return ", ".join(" and ".join(one) if isinstance(one, list) else one for one in said)
    return answer_text(said)
