"""The two hooks that a plugin may implement. Entry-point group and project name: `relabel`."""

from collections.abc import Iterable
from datetime import date

import pluggy

from relabel.core.definitions.definition import Definition
from relabel.core.model.evidence import Evidence
from relabel.core.model.relationship import Relationship

__all__ = ["PROJECT", "hookimpl", "relabel_definitions", "relabel_evidence"]

PROJECT = "relabel"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Mark a function of a plugin as the implementation of the hook of the same name."""


@hookspec
def relabel_definitions() -> Iterable[Definition]:  # type: ignore[empty-body]  # a specification has no body
    """Provide definitions, to be asked for by name.

    Called once, when a name is first looked up. It must give the same definitions each time.
    """


@hookspec
def relabel_evidence(relationship: Relationship, as_of: date | None) -> Iterable[Evidence]:  # type: ignore[empty-body]  # as above
    """Provide evidence on a relationship that is derived by code, from a ledger or ticket system say.

    Called by `relabel.gather`, never by `relabel.classify`.

    Args:
        relationship: With the evidence that it has already. It must not be changed.
        as_of: The day of judgement, or None; evidence observed later would be set aside.
    """
