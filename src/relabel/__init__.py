"""Say which word the evidence supports for each company you deal with: client, partner, vendor ..."""

import typing

from relabel import later
from relabel.api import audit, classify, gather, interview
from relabel.core.classification.classification import Classification
from relabel.core.definitions.content import Base
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Finding, Presumption, Reason, SetAside, Status
from relabel.core.model.answers import NOT_APPLICABLE, Answer
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.conditions import Condition, Label, all_of, any_of, at_least, at_most, exactly, named
from relabel.core.model.criteria import Choice, Criterion, Measure, Scale
from relabel.core.model.evidence import Conflicts, Evidence, EvidencePolicy, Hearsay
from relabel.core.model.examples import Example, Intent, Standing
from relabel.core.model.relationship import LabelInUse, Relationship
from relabel.core.model.sums import mean, per, points, share
from relabel.errors import RelabelError
from relabel.plugins.hookspecs import hookimpl

if typing.TYPE_CHECKING:
    from relabel.core.audits.audit import Audit, Coverage, Settling
    from relabel.core.audits.verdicts import AuditRow, Verdict
    from relabel.core.classification.interview import Interview, priors
    from relabel.core.classification.questions import Answered, Question
    from relabel.core.model.namespaces import vocabulary
    from relabel.core.model.sides import PerSide, per_side
    from relabel.plugins.loading import Plugin
    from relabel.plugins.registry import Registry, installed

__all__ = [
    "NOT_APPLICABLE",
    "Answer",
    "Answered",
    "AnyCriterion",
    "Audit",
    "AuditRow",
    "Base",
    "Choice",
    "Classification",
    "Condition",
    "Conflicts",
    "Coverage",
    "Criterion",
    "Definition",
    "Evidence",
    "EvidencePolicy",
    "Example",
    "Finding",
    "Hearsay",
    "Intent",
    "Interview",
    "Label",
    "LabelInUse",
    "Measure",
    "PerSide",
    "Plugin",
    "Presumption",
    "Question",
    "Reason",
    "Registry",
    "RelabelError",
    "Relationship",
    "Scale",
    "SetAside",
    "Settling",
    "Side",
    "Standing",
    "Status",
    "Verdict",
    "all_of",
    "any_of",
    "at_least",
    "at_most",
    "audit",
    "classify",
    "exactly",
    "gather",
    "hookimpl",
    "installed",
    "interview",
    "mean",
    "named",
    "per",
    "per_side",
    "points",
    "priors",
    "share",
    "vocabulary",
]

_LATER = {
    "Answered": "relabel.core.classification.questions",
    "Audit": "relabel.core.audits.audit",
    "AuditRow": "relabel.core.audits.verdicts",
    "Coverage": "relabel.core.audits.audit",
    "Interview": "relabel.core.classification.interview",
    "PerSide": "relabel.core.model.sides",
    "Plugin": "relabel.plugins.loading",
    "Question": "relabel.core.classification.questions",
    "Registry": "relabel.plugins.registry",
    "Settling": "relabel.core.audits.audit",
    "Verdict": "relabel.core.audits.verdicts",
    "installed": "relabel.plugins.registry",
    "per_side": "relabel.core.model.sides",
    "priors": "relabel.core.classification.interview",
    "vocabulary": "relabel.core.model.namespaces",
}
"""What is loaded when it is used, as many programs only classify: by name, the module that has it."""

__getattr__ = later.face(__name__, _LATER)
