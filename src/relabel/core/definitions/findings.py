"""Findings: what `weighing` gives for each criterion, and what was set aside and why, as data."""

import enum
from typing import final

import attrs

from relabel.core.model.answers import Answer, answer_text
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.evidence import Evidence
from relabel.texts import proposal

__all__ = ["Finding", "Presumption", "Reason", "SetAside", "Status"]


@final
class Status(enum.Enum):
    """What the evidence on a criterion adds up to."""

    MET = "met"
    NOT_MET = "not met"
    ANSWERED = "answered"
    UNKNOWN = "unknown"
    CONTESTED = "contested"


@final
class Reason(enum.Enum):
    """Why a piece of evidence was set aside. The first that fits, in this order, is given."""

    UNKNOWN_CRITERION = "nobody declares this criterion"
    DISREGARDED = "the definition says that this is no evidence"
    UNUSED = "no label depends on this criterion"
    FUTURE = "observed after the date of judgement"
    UNDATED = "evidence on this criterion has a shelf life, and this piece no date"
    STALE = "observed longer ago than the shelf life"
    UNSOURCED = "evidence on this criterion must have a source, and this piece has none"
    UNATTESTED = "evidence on this criterion must be somebody's word, and this piece is nobody's"
    HEARSAY = "one side's word about the other"
    NOT_OWN_WORD = "about a side whose own word alone counts, and nobody's word"


# Without slots, as they cost more to fill and explanations make many findings.
@final
@attrs.frozen(slots=False)
class Finding:
    """What all the evidence on one criterion adds up to.

    Attributes:
        criterion: The criterion.
        status: Met or not met (yes/no), answered (other kinds, and that it does not apply), unknown (nothing
            counts) or contested.
        answers: The answers that the counted evidence gives, in order: none when unknown (any answer
            of the domain is possible), several when contested. Of a measure, the latest numbers.
        evidence: The evidence that was weighed, each piece once, latest first, undated last. Under a
            policy of the latest and for measures, older pieces are weighed and outdone.
    """

    criterion: AnyCriterion
    status: Status
    answers: tuple[Answer, ...]
    evidence: tuple[Evidence, ...]

    def __str__(self) -> str:
        said = " and ".join(map(answer_text, self.answers))
        match self.status:
            case Status.UNKNOWN:
                return f"{self.criterion.name}: unknown"
            case Status.CONTESTED:
                return f"{self.criterion.name}: contested ({said})"
            case _:
                return f"{self.criterion.name}: {said}"


@final
@attrs.frozen
class Presumption:
    """An answer that a definition takes for granted while no evidence counts."""

    criterion: AnyCriterion
    answer: Answer

    def __str__(self) -> str:
        return f"{self.criterion.name}: {answer_text(self.answer)}, presumed"


@final
@attrs.frozen
class SetAside:
    """A piece of evidence that was not weighed, and why.

    Attributes:
        evidence: The piece.
        reason: Why.
        nearest: For an unknown criterion, the declared name that looks most like it.
    """

    evidence: Evidence
    reason: Reason
    nearest: str | None = None

    def __str__(self) -> str:
        reason = f"{self.reason.value}{proposal(self.nearest)}"
        return f"{self.evidence.criterion}: {answer_text(self.evidence.answer)} ({reason})"
