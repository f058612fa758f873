"""Changes: what is written differently in two versions of a definition."""

from collections.abc import Iterator, Mapping
from typing import final

import attrs

from relabel.core.classification.explanation import label_text
from relabel.core.definitions.content import ladders
from relabel.core.definitions.definition import Definition
from relabel.core.model.answers import answer_text
from relabel.core.model.conditions import Label
from relabel.core.model.evidence import EvidencePolicy
from relabel.core.model.examples import Standing

__all__ = ["Change", "changes_between"]


@final
@attrs.frozen
class Change:
    """One thing that two definitions write differently.

    Attributes:
        what: What it is, for example `presumption pays_for_services`.
        before: What the old definition says, in words; None if it says nothing.
        after: What the new definition says, in words; None if it says nothing.
    """

    what: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.what}: added ({self.after})"
        if self.after is None:
            return f"{self.what}: removed (it was {self.before})"
        return f"{self.what}: {self.before} became {self.after}"


def changes_between(old: Definition, new: Definition) -> tuple[Change, ...]:
    """List what two definitions write differently: criteria first, then labels, presumptions, policy, the rest.

    The text is compared, not the meaning: a condition that is written differently and means the same is listed.
    """
    return tuple(
        Change(what, before.get(what), after.get(what))
        for before, after in zip(_contents(old), _contents(new), strict=True)
        for what in dict.fromkeys([*before, *after])
        if before.get(what) != after.get(what)
    )


def _contents(one: Definition) -> Iterator[Mapping[str, str]]:
    """Give what a definition says, by what it says it of, chapter by chapter."""
    criteria = {criterion.name: criterion for criterion in one.criteria}
    yield {f"criterion {name}": criterion.meaning for name, criterion in criteria.items()}
    yield {f"question of {name}": criterion.question for name, criterion in criteria.items() if criterion.question}
    yield {"labels in order": " > ".join(label.name for label in one.labels)}
    yield _conditions("label", one.labels)
    yield {
        what: when
        for name, ladder in sorted({lent.name: lent for lent in ladders(one.labels)}.items())
        for what, when in _conditions(f"lent by {name}: label", ladder.labels).items()
    }
    yield {f"presumption {criterion.name}": answer_text(answer) for criterion, answer in one.presume.items()}
    yield {f"disregarded {criterion.name}": "is no evidence" for criterion in one.disregard}
    yield {f"mentioned {criterion.name}": "no label depends on it" for criterion in one.mentions}
    yield _policy("policy", one.policy)
    yield {
        what: text
        for name, policy in sorted(one.policy.overrides.items())
        for what, text in _policy(f"policy for {name}", policy).items()
    }
    yield {f"word in use {word!r}": f"means {label}" for word, label in sorted(one.aliases.items())}
    yield {
        f"example {example.name!r}": "; ".join(
            [
                *(f"{name}: {answer_text(answer)}" for name, answer in example.answers.items()),
                "stays open" if isinstance(example.expect, Standing) else f"gets {label_text(example.expect)}",
            ]
        )
        for example in one.examples
    }
    intends = one.intends
    yield {
        **{f"meant to raise the rank: {name}": "yes" for name in intends.raises},
        **{f"meant to lower the rank: {name}": "yes" for name in intends.lowers},
        **{f"meant to overlap: {first} and {second}": "yes" for first, second in intends.overlaps},
        **{f"cannot change: {name}": "yes" for name in intends.cannot_change},
        **({"meant to leave a gap": "yes"} if intends.gap else {}),
    }
    yield {
        "given to": "the relationship as a whole" if one.given_to is None else f"the {one.given_to.value}",
        "order of the labels": "the first ranks highest" if one.ordered else "none",
        "name": one.name,
        "title": one.title,
        "version": one.version,
        "source": one.source,
    }


def _conditions(what: str, labels: tuple[Label, ...]) -> dict[str, str]:
    return {f"{what} {label.name}": "otherwise" if label.when is None else str(label.when) for label in labels}


def _policy(what: str, policy: EvidencePolicy) -> dict[str, str]:
    life = policy.shelf_life
    return {
        f"{what}, shelf life": "none" if life is None else f"{life.days} days",
        f"{what}, conflicts": policy.conflicts.value,
        f"{what}, hearsay": policy.hearsay.value,
    }
