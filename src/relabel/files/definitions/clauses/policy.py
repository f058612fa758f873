"""Policies read from the plain data in which they stand in JSON and TOML."""

from collections.abc import Mapping
from typing import Any

import attrs

from relabel.core.definitions.document import DAYS, UNLIMITED
from relabel.core.model.evidence import REQUIRED, Conflicts, EvidencePolicy, Hearsay
from relabel.core.model.shelf_life import read_life
from relabel.files.definitions.clauses.criteria import Declarations
from relabel.files.definitions.clauses.cursor import Cursor, all_or_none

__all__ = ["read_policy"]

_LIVES = {"shelf_life": "days, months or years, such as '30 days' or '2 years'", DAYS: "a whole number of days"}
_RULES = (*_LIVES, "conflicts", "hearsay", "requires")


def read_policy(cursor: Cursor, base: EvidencePolicy, declared: Declarations) -> EvidencePolicy:
    """Read how evidence is weighed; what is not said is as `base` has it, its overrides included."""
    parts = cursor.table((*_RULES, "overrides"))
    policy = attrs.evolve(base, overrides={}, **_rules(parts))
    overrides = _changed(base, policy)
    for name, one in parts["overrides"].by_name().items():
        rules = _rules(one.table(_RULES))
        if declared.named(name, one) is not None:
            overrides[name] = attrs.evolve(overrides.get(name, policy), **rules)
    return attrs.evolve(policy, overrides=overrides)


def _changed(base: EvidencePolicy, policy: EvidencePolicy) -> dict[str, EvidencePolicy]:
    """Give the overrides of a policy as another one has them: what they say, and else what that says."""
    fields = [field.name for field in attrs.fields(EvidencePolicy) if field.name != "overrides"]
    return {
        name: attrs.evolve(
            policy, **{field: getattr(one, field) for field in fields if getattr(one, field) != getattr(base, field)}
        )
        for name, one in base.overrides.items()
    }


def _rules(parts: Mapping[str, Cursor]) -> dict[str, Any]:  # Any: arguments of EvidencePolicy, each of its own type
    """Read how evidence is weighed, as far as that is said."""
    rules: dict[str, Any] = {}
    lives = [key for key in _LIVES if key in parts]
    for key in lives:
        value = parts[key].resolved if key == DAYS else parts[key].value
        said = f"{value} days" if type(value) is int else value
        life = read_life(said) if isinstance(said, str) and isinstance(value, int) == (key == DAYS) else None
        if life is None and value != UNLIMITED:
            parts[key].report_number(f"{_LIVES[key]}, or {UNLIMITED!r}")
        rules["shelf_life"] = life
    if len(lives) > 1:
        parts[DAYS].report("one of 'shelf_life' and 'shelf_life_days'", found="both")
    for key, kind in (("conflicts", Conflicts), ("hearsay", Hearsay)):
        word = parts[key].one_of(one.value for one in kind)
        if word is not None:
            rules[key] = word
    if "requires" in parts:
        rules["requires"] = all_or_none(one.one_of(REQUIRED) for one in parts["requires"].items())
    return rules
