"""Registration: how Hypothesis learns to make the types of this library.

Hypothesis calls `register`, an entry point of the group `hypothesis`, at the end of its own import. That may
be the import of Hypothesis by `relabel.testing.strategies`, so nothing here may need that module before it is used.
"""

from typing import Any, Final, TypeVar

from hypothesis import strategies as st

from relabel.core.classification.classification import Classification
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Finding
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import AllOf, AnyOf, Compare, Count, Is, Label, LabelIs, Named, Not, Reaches
from relabel.core.model.criteria import Choice, Criterion, Measure, Scale
from relabel.core.model.evidence import Evidence, EvidencePolicy
from relabel.core.model.examples import Example
from relabel.core.model.relationship import Relationship

__all__ = ["TYPES", "register"]

T = TypeVar("T")

TYPES: Final[tuple[type[Any], ...]] = (  # Any: they have nothing in common
    AnyCriterion,
    Criterion,
    Choice,
    Scale,
    Measure,
    Is,
    Compare,
    Not,
    AllOf,
    AnyOf,
    Count,
    Reaches,
    LabelIs,
    Named,
    Label,
    EvidencePolicy,
    Definition,
    Example,
    Evidence,
    Relationship,
    Finding,
    Classification,
)
"""What is registered; the types of condition make `from_type(Condition)` work."""


def register() -> None:
    """Tell Hypothesis that `relabel.testing.strategies` makes the types of this library."""
    for kind in TYPES:
        st.register_type_strategy(kind, _strategy)


def _strategy(kind: type[T]) -> st.SearchStrategy[T]:
    from relabel.testing.strategies import of_type  # not before a test needs it: see the top of this file

    return of_type(kind)
