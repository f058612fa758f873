"""Verdicts in statements: a word in use against the labels that are possible, as `judge` gives them one by one."""

from collections.abc import Mapping

from relabel.core.audits.verdicts import Verdict
from relabel.core.definitions.definition import Definition
from relabel.frames.sql.dialects import Dialect
from relabel.frames.sql.phrases import any_of

__all__ = ["verdict_of"]


def verdict_of(
    definition: Definition,
    dialect: Dialect,
    word: str,
    known: Mapping[str | None, str],
    granted: Mapping[str | None, str],
) -> str:
    """Give the verdict on a word; regardless of its case.

    Args:
        definition: The definition, whose labels and aliases are known words.
        dialect: The dialect.
        word: What holds it, as `Dialect.words` gives it.
        known: By label where it is possible on what is known.
        granted: The same once presumptions are granted.
    """
    spelt: dict[str, list[str]] = {}
    for one in definition.words:
        label = definition.read(one) or one  # which it always is
        spelt.setdefault(label, []).append(" ".join(one.lower().split()))
    cases = "".join(
        f" WHEN LOWER({word}) IN ({', '.join(map(dialect.text, dict.fromkeys(words)))})"
        f" THEN {_judged(definition, label, known, granted)}"
        for label, words in spelt.items()
    )
    return f"CASE WHEN {word} IS NULL THEN {_said(Verdict.UNLABELED)}{cases} ELSE {_said(Verdict.FOREIGN)} END"


def _judged(
    definition: Definition, label: str, known: Mapping[str | None, str], granted: Mapping[str | None, str]
) -> str:
    """Give the verdict on the word for a label."""
    rank, zones, others = definition.rank, definition.zones, [leaf for leaf in known if leaf != label]
    misses = [(any_of(known[leaf] for leaf in others if leaf in zones), Verdict.UNDETERMINED)]
    free = [leaf for leaf in granted if leaf not in zones]
    less: list[str | None] = []
    if definition.ordered:
        above = any_of(known[leaf] for leaf in others if rank(leaf) > rank(label))
        below = any_of(known[leaf] for leaf in others if rank(leaf) < rank(label))
        misses += [(f"NOT {above}", Verdict.OVERCLAIMED), (f"NOT {below}", Verdict.UNDERCLAIMED)]
        less = [leaf for leaf in free if rank(leaf) < rank(label)]
    missed = _chosen(misses, Verdict.MISLABELED)
    if label not in known:
        return missed
    beyond = any_of([*(granted[leaf] for leaf in less), f"NOT {granted[label]}"])
    fits = [
        (f"NOT {any_of(known[leaf] for leaf in others)}", Verdict.CONFIRMED),
        (f"NOT {any_of(granted[leaf] for leaf in free)}", Verdict.UNDETERMINED),
        (beyond, Verdict.UNPROVEN),
    ]
    return f"CASE WHEN {known[label]} THEN {_chosen(fits, Verdict.UNDETERMINED)} ELSE {missed} END"


def _chosen(cases: list[tuple[str, Verdict]], otherwise: Verdict) -> str:
    whens = "".join(f" WHEN {where} THEN {_said(verdict)}" for where, verdict in cases)
    return f"CASE{whens} ELSE {_said(otherwise)} END"


def _said(verdict: Verdict) -> str:
    return f"'{verdict.value}'"
