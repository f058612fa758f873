"""Laws: what holds of every sound definition as it is written, each with a name and how to check it.

The laws about evidence, which are tried on random cases, are in `relabel.testing.laws`.
"""

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import Any, final

import attrs

from relabel.checks.effects import Pair
from relabel.checks.examples import check_examples
from relabel.checks.verification import OVERLAPS, RELEVANT, verify
from relabel.core.definitions.definition import Definition
from relabel.core.diagrams.space import record_text
from relabel.core.model.any_criterion import Side
from relabel.core.model.evidence import Hearsay
from relabel.core.model.examples import ALL, Intent

__all__ = ["WRITTEN_LAWS", "Law", "as_python", "broken_laws", "tried", "verified"]


@final
@attrs.frozen
class Law:
    """Something that holds of every sound definition or plugin.

    Attributes:
        name: What it is called, in words joined by hyphens; also its anchor in docs/reference/laws.md.
        reason: Why one wants it to hold, in one line.
        check: Gives, for a subject, what breaks the law, each as a line for people; nothing if it holds.
        meant: Gives, for a definition that breaks it, the intents each of which would say that this is meant.
        otherwise: What to do if it is not meant, where it may be.
    """

    name: str
    reason: str
    check: Callable[[Any], Iterable[str]]  # Any: a Definition or a Subject
    meant: Callable[[Definition], Sequence[Intent]] | None = None
    otherwise: str = ""


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
    return [f"no label is given for {gap}; for example {record_text(gap.witness)}"]


def _overlaps(definition: Definition) -> Iterable[str]:
    yield from (str(one) for one in verified(definition).overlaps if not one.meant)
    yield from _given_up(definition, OVERLAPS)


def _meant_overlaps(definition: Definition) -> Sequence[Intent]:
    """Say of each pair that it may overlap, or that the order of all labels decides."""
    pairs = [(one.first, one.second) for one in verified(definition).overlaps if not one.meant]
    return [Intent(overlaps=pairs), *[Intent(overlaps=ALL)] * (len(pairs) > 1)]


def _irrelevant(definition: Definition) -> Iterable[str]:
    yield from (f"{one.name} changes no label, whatever its answer" for one in verified(definition).irrelevant)
    yield from _given_up(definition, RELEVANT)


def _given_up(definition: Definition, part: str) -> Iterable[str]:
    return [f"{part} could not be checked: that would take too long"] * (part in verified(definition).given_up)


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
    untold = {criterion.name for criterion in verified(definition).untold}
    for names, declared, opposite in (
        (definition.intends.raises, "raises", "lowers"),
        (definition.intends.lowers, "lowers", "raises"),
    ):
        for name in names:
            pair: Pair | None = getattr(effects[name], opposite) if name in effects else None
            if pair is not None:
                yield f"{name} is declared under {declared!r} and {opposite} the rank: {pair}"
            elif name in untold:
                yield f"{name} is declared under {declared!r}, which could not be checked: that would take too long"


def _examples(definition: Definition) -> Iterable[str]:
    return map(str, tried(definition).failed)


def _hearsay(definition: Definition) -> Iterable[str]:
    policy = definition.policy
    disregards = [one for one in definition.criteria if policy.of(one.name).hearsay is not Hearsay.ACCEPT]
    if policy.hearsay is not Hearsay.ACCEPT and not any(one.about for one in definition.criteria):
        yield "hearsay is disregarded, and no criterion is about a side: write about=Side.SELLER or about=Side.BUYER"
    for one in disregards:
        if one.about is None and policy.of(one.name).hearsay is not policy.hearsay:  # said of it, and not of all
            yield f"hearsay on {one.name} is disregarded, and it is about no side"


_ORDER = "that the order of the labels decides should be meant"
_LAST = "leave out the condition of the last label"

WRITTEN_LAWS: tuple[Law, ...] = (
    Law("no-dead-label", "a label that nobody can get misleads who reads the definition", _dead),
    Law("no-hidden-label", "a label whose every case an earlier one takes is never given", _hidden),
    Law("no-undeclared-gap", "that some get no label should be meant", _gap, lambda _: [Intent(gap=True)], _LAST),
    Law("no-undeclared-overlap", _ORDER, _overlaps, _meant_overlaps, "narrow one of the two"),
    Law("every-criterion-matters", "nobody should be asked in vain", _irrelevant),
    Law("every-criterion-has-a-question", "people answer questions, not names, and each side for itself", _questions),
    Law("every-presumption-matters", "a burden of proof that nobody bears is a slip", _presumptions),
    Law("hearsay-has-a-side", "one side's word about the other is told by what a question is about", _hearsay),
    Law("monotone-where-declared", "meeting more must not cost rank where the author says so", _monotone),
    Law("examples-hold", "the cases that the author had in mind get their labels", _examples),
)
"""What holds of every sound definition as it is written, in the order in which it is checked."""


def as_python(intent: Intent) -> str:
    """Write an intent as in Python, without what it leaves open."""
    return f"Intent({', '.join(f'{name}={value!r}' for name, value in intent.said.items())})"


def broken_laws(
    laws: Iterable[Law], subject: object, *, write: Callable[[Intent], str] = as_python
) -> list[tuple[Law, tuple[str, ...]]]:
    """Give the laws that a subject breaks, each with what breaks it, and last what to do about it.

    Args:
        laws: The laws.
        subject: The definition, or what else they are about.
        write: How to write what a definition may declare.
    """
    found = [(law, tuple(law.check(subject))) for law in laws]
    return [(law, (*problems, *_cure(law, subject, write))) for law, problems in found if problems]


def _cure(law: Law, subject: object, write: Callable[[Intent], str]) -> Iterable[str]:
    if law.meant is not None and isinstance(subject, Definition):
        yield f"if meant: {' or '.join(map(write, law.meant(subject)))}; if not, {law.otherwise}"
