"""Laws: what holds of every sound definition as it is written, each with a name and how to check it.

The laws about evidence, which are tried on random cases, are in `relabel.testing.laws`.
"""

import functools
from collections.abc import Callable, Iterable
from typing import Any, final

import attrs

from relabel.checks.effects import Pair
from relabel.checks.examples import check_examples
from relabel.checks.verification import verify
from relabel.core.definitions.definition import Definition
from relabel.core.diagrams.space import record_text
from relabel.core.model.any_criterion import Side
from relabel.core.model.evidence import Hearsay

__all__ = ["WRITTEN_LAWS", "Law", "broken_laws", "tried", "verified"]


@final
@attrs.frozen
class Law:
    """Something that holds of every sound definition or plugin.

    Attributes:
        name: What it is called, in words joined by hyphens; also its anchor in docs/reference/laws.md.
        reason: Why one wants it to hold, in one line.
        check: Gives, for a subject, what breaks the law, each as a line for people; nothing if it holds.
    """

    name: str
    reason: str
    check: Callable[[Any], Iterable[str]]  # Any: a Definition or a Subject


verified = functools.lru_cache(maxsize=4)(verify)
tried = functools.lru_cache(maxsize=4)(check_examples)


def _dead(definition: Definition) -> Iterable[str]:
    found = verified(definition)
    hidden = {one.label for one in found.hidden}
    return [f"{label}: its condition never holds" for label in found.dead if label not in hidden]


def _hidden(definition: Definition) -> Iterable[str]:
    return map(str, verified(definition).hidden)


def _gap(definition: Definition) -> Iterable[str]:
    gap = verified(definition).gap
    if gap is None or definition.intends.gap:
        return []
    return [
        f"no label is given for {gap}; for example {record_text(gap.witness)}",
        "if meant: Intent(gap=True); if not, leave out the condition of the last label",
    ]


def _overlaps(definition: Definition) -> Iterable[str]:
    found = [one for one in verified(definition).overlaps if not one.meant]
    pairs = [(one.first, one.second) for one in found]
    every = ' (or "all", where their order decides)' if len(pairs) > 1 else ""
    cure = f"if meant: Intent(overlaps={pairs}){every}; if not, narrow one of the two"
    return [*map(str, found), cure] if found else []


def _irrelevant(definition: Definition) -> Iterable[str]:
    return [f"{criterion.name} changes no label, whatever its answer" for criterion in verified(definition).irrelevant]


def _questions(definition: Definition) -> Iterable[str]:
    for criterion in definition.criteria:
        if not criterion.question.strip():
            yield f"{criterion.name} has no question"
        side = criterion.name.rpartition(".")[2]
        if side in {one.value for one in Side} and criterion.about is not Side(side):
            yield f"{criterion.name} is named after the {side} and is about={criterion.about}"


def _presumptions(definition: Definition) -> Iterable[str]:
    return [f"{presumption} can never matter" for presumption in verified(definition).idle_presumptions]


def _monotone(definition: Definition) -> Iterable[str]:
    effects = {effect.criterion.name: effect for effect in verified(definition).effects}
    for names, declared, opposite in (
        (definition.intends.raises, "raises", "lowers"),
        (definition.intends.lowers, "lowers", "raises"),
    ):
        for name in names:
            pair: Pair | None = getattr(effects[name], opposite) if name in effects else None
            if pair is not None:
                yield f"{name} is declared under {declared!r} and {opposite} the rank: {pair}"


def _examples(definition: Definition) -> Iterable[str]:
    return map(str, tried(definition).failed)


def _hearsay(definition: Definition) -> Iterable[str]:
    policy = definition.policy
    disregards = [one for one in definition.criteria if policy.of(one.name).hearsay is not Hearsay.ACCEPT]
    if policy.hearsay is not Hearsay.ACCEPT and not any(one.about for one in definition.criteria):
        yield "hearsay is disregarded, and no criterion is about a side: write about=Side.SELLER or about=Side.BUYER"
    for one in disregards:
        if one.name in policy.overrides and one.about is None:
            yield f"hearsay on {one.name} is disregarded, and it is about no side"


WRITTEN_LAWS: tuple[Law, ...] = (
    Law("no-dead-label", "a label that nobody can get misleads who reads the definition", _dead),
    Law("no-hidden-label", "a label whose every case an earlier one takes is never given", _hidden),
    Law("no-undeclared-gap", "that some get no label should be meant", _gap),
    Law("no-undeclared-overlap", "that the order of the labels decides should be meant", _overlaps),
    Law("every-criterion-matters", "nobody should be asked in vain", _irrelevant),
    Law("every-criterion-has-a-question", "people answer questions, not names, and each side for itself", _questions),
    Law("every-presumption-matters", "a burden of proof that nobody bears is a slip", _presumptions),
    Law("hearsay-has-a-side", "one side's word about the other is told by what a question is about", _hearsay),
    Law("monotone-where-declared", "meeting more must not cost rank where the author says so", _monotone),
    Law("examples-hold", "the cases that the author had in mind get their labels", _examples),
)
"""What holds of every sound definition as it is written, in the order in which it is checked."""


def broken_laws(laws: Iterable[Law], subject: object) -> list[tuple[Law, tuple[str, ...]]]:
    """Give the laws that a subject breaks, each with what breaks it."""
    found = [(law, tuple(law.check(subject))) for law in laws]
    return [(law, problems) for law, problems in found if problems]
