"""Say which word the evidence supports for each company you deal with: client, partner, vendor ..."""

from relabel.answers import Answer
from relabel.classification import Classification
from relabel.conditions import Condition, Label, all_of, any_of, at_least, at_most, exactly, points
from relabel.criteria import Choice, Criterion, Measure, PerSide, Scale, per_side
from relabel.definitions import Base, Definition
from relabel.errors import RelabelError
from relabel.evidence import Conflicts, Evidence, EvidencePolicy, Hearsay
from relabel.facade import audit, classify, gather, interview
from relabel.findings import Finding, Presumption, Reason, SetAside, Status
from relabel.hookspecs import hookimpl
from relabel.intents import Example, Intent
from relabel.interviews import Interview, priors
from relabel.outlooks import Answered, Question
from relabel.plugins import Plugin, Registry, installed
from relabel.portfolio import Audit, AuditRow, Coverage, Settling, Verdict
from relabel.questions import AnyCriterion, Side
from relabel.relationships import Relationship
from relabel.standings import Standing
from relabel.vocabularies import vocabulary

__all__ = [
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
    "per_side",
    "points",
    "priors",
    "vocabulary",
]
