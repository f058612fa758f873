"""The functions that most users need; where a definition is expected, its name will do."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from relabel.core.classification.classification import Classification
from relabel.core.classification.outcome import NO_VOCABULARY, judge
from relabel.core.definitions.definition import Definition
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import Relationship
from relabel.errors import InvalidValueError
from relabel.later import Later

if TYPE_CHECKING:
    from relabel.core.audits import audit as audits
    from relabel.core.classification import interview as interviews
    from relabel.core.classification import questions
    from relabel.plugins import registry as registries
else:
    audits = Later("relabel.core.audits.audit")
    interviews = Later("relabel.core.classification.interview")
    questions = Later("relabel.core.classification.questions")
    registries = Later("relabel.plugins.registry")

__all__ = ["audit", "classify", "gather", "interview"]


def classify(
    relationship: Relationship,
    definition: Definition | str,
    *,
    as_of: date | None = None,
    registry: "registries.Registry | None" = None,
) -> Classification:
    """Say which label the evidence supports.

    Args:
        relationship: With the evidence to go by.
        definition: The definition, or the name under which a plugin provides it.
        as_of: Evidence observed later is set aside; None counts all of it.
        registry: Where to look a name up, by default among the installed plugins, and whose criteria
            are known: evidence on another definition's is set aside as `UNUSED`. A definition given
            as an object without a registry knows of no other, and sets it aside as `UNKNOWN_CRITERION`.

    Raises:
        AnswerError: An answer lies outside the domain of its criterion.
        MissingDateError: The definition gives evidence a shelf life and there is no `as_of`.
        DiagramTooLargeError: The definition needs an absurdly large diagram.
        UnknownDefinitionError, DefinitionConflictError, CriterionConflictError: No such name, or a
            name that plugins quarrel about.

    >>> from relabel import Evidence, Relationship
    >>> shop = Relationship("Dry Cleaner Ltd", "M/A/R/C", evidence=[Evidence("transactional", True)])
    >>> classify(shop, "marc").label
    'client'
    """
    if registry is None and definition.__class__ is Definition:
        return judge(Classification, relationship, definition, as_of, NO_VOCABULARY)
    found, vocabulary = _resolve(definition, registry)
    return judge(Classification, relationship, found, as_of, vocabulary)


def audit(
    relationships: Iterable[Relationship],
    definition: Definition | str,
    *,
    as_of: date | None = None,
    registry: "registries.Registry | None" = None,
) -> "audits.Audit":
    """Compare the label in use of each relationship with the label that the evidence supports.

    Args:
        relationships: Each once; their order is kept.
        definition: As for `classify`.
        as_of: As for `classify`.
        registry: As for `classify`.

    Returns:
        One row per relationship, with totals as counts or sums of a weight. No relationships, no rows.

    Raises:
        DuplicateRelationshipError: Two relationships share their id or, without ids, their names.
        AnswerError and the others: As for `classify`.

    Source: the exercise of the M/A/R/C post, twenty companies put into buckets.
    """
    found, vocabulary = _resolve(definition, registry)
    classifications = (Classification(one, found, as_of, vocabulary=vocabulary) for one in relationships)
    return audits.Audit.from_classifications(found, as_of, classifications)


def interview(
    relationship: Relationship,
    definition: Definition | str,
    *,
    as_of: date | None = None,
    given: "questions.Priors | None" = None,
    registry: "registries.Registry | None" = None,
) -> "interviews.Interview":
    """Start an interview that asks one question at a time until the label is settled.

    Args:
        relationship: With the evidence to start from.
        definition: As for `classify`.
        as_of: As for `classify`.
        given: How likely each answer is; see `relabel.core.classification.interview.priors`.
        registry: As for `classify`.

    Raises:
        InvalidValueError: `given` names a criterion or an answer that there is not.
        AnswerError and the others: As for `classify`.

    >>> talk = interview(Relationship("Dry Cleaner Ltd", "M/A/R/C"), "marc")
    >>> talk.question.text
    'Does the buyer pay the seller for services?'
    >>> talk.worst_case
    11
    """
    return interviews.Interview(classify(relationship, definition, as_of=as_of, registry=registry), given=given)


def gather(
    relationship: Relationship, *, as_of: date | None = None, registry: "registries.Registry | None" = None
) -> Relationship:
    """Add to a relationship the evidence that plugins derive by code.

    Args:
        relationship: Its own evidence is kept.
        as_of: Passed on to the plugins.
        registry: By default that of the installed plugins.

    Raises:
        PluginError: A plugin failed to load, raised or gave something other than evidence.
    """
    return (registry or registries.installed()).gather(relationship, as_of=as_of)


def _resolve(
    definition: Definition | str, registry: "registries.Registry | None"
) -> tuple[Definition, FrozenMapping[str, AnyCriterion]]:
    if isinstance(definition, Definition):  # which alone knows of no other definition, and loads no plugin
        return definition, NO_VOCABULARY if registry is None else registry.vocabulary
    if not isinstance(definition, str):
        raise InvalidValueError("definition", definition, "a Definition, or the name of one")
    found = registry or registries.installed()
    return found.definition(definition), found.vocabulary
