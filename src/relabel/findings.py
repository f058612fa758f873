"""Findings: what all the evidence on each criterion adds up to, and what was set aside and why."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import final

import attrs

from relabel.answers import Answer, answer_text, exact, order_key
from relabel.errors import MissingDateError, nearest
from relabel.evidence import Conflicts, Evidence, EvidencePolicy, Hearsay
from relabel.questions import AnyCriterion
from relabel.variables import Variable

__all__ = ["Finding", "Reason", "SetAside", "Status", "Weigher"]


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
    HEARSAY = "one side's word about the other"


@final
@attrs.frozen
class Finding:
    """What all the evidence on one criterion adds up to.

    Attributes:
        criterion: The criterion.
        status: Met or not met (yes/no), answered (other kinds), unknown (nothing counts) or contested.
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
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return f"{self.evidence.criterion}: {answer_text(self.evidence.answer)} ({self.reason.value}{hint})"


class _Rule:
    """How evidence on one declared criterion is weighed; without a variable it never is."""

    __slots__ = ("bits", "criterion", "hearsay", "latest", "reason", "shelf_life", "variable")

    def __init__(
        self, criterion: AnyCriterion, policy: EvidencePolicy, variable: Variable | None, reason: Reason | None
    ) -> None:
        self.criterion = criterion
        self.variable = variable
        self.reason = reason
        self.shelf_life = policy.shelf_life
        self.hearsay = policy.hearsay is Hearsay.DISREGARD and criterion.about is not None
        self.latest = policy.conflicts is Conflicts.LATEST or criterion.answers is None
        answers = criterion.answers or () if variable is not None else ()
        self.bits = {answer: variable.bit(answer) for answer in answers if variable is not None}

    @property
    def plain(self) -> bool:
        """Whether every piece counts that is not in the future, and the answers need only be collected."""
        return bool(self.bits) and not self.latest and not self.hearsay and self.shelf_life is None

    def set_aside(self, piece: Evidence, as_of: date | None) -> Reason | None:
        if self.reason is not None:
            return self.reason
        if as_of is not None and piece.observed_on is not None and piece.observed_on > as_of:
            return Reason.FUTURE
        if self.shelf_life is not None and as_of is not None:
            if piece.observed_on is None:
                return Reason.UNDATED
            if as_of - piece.observed_on > self.shelf_life:
                return Reason.STALE
        if self.hearsay and piece.attested_by not in (None, self.criterion.about):
            return Reason.HEARSAY
        return None

    def deciding(self, pieces: Sequence[Evidence]) -> Sequence[Evidence]:
        """Give the pieces whose answers count: all, or those of the latest day."""
        if not self.latest:
            return pieces
        latest = max(map(_day, pieces))
        return [piece for piece in pieces if _day(piece) == latest]

    def cells(self, pieces: Sequence[Evidence]) -> int:
        """Give the bits of the answers that the pieces leave possible."""
        cells = 0
        if self.variable is not None:
            for piece in self.deciding(pieces):
                cells |= self.variable.bit(piece.answer)
        return cells

    def finding(self, pieces: Sequence[Evidence]) -> Finding:
        """Give what the pieces add up to."""
        if not pieces:
            return Finding(self.criterion, Status.UNKNOWN, (), ())
        measured = self.criterion.answers is None
        said = {exact(piece.answer, piece.criterion) if measured else piece.answer for piece in self.deciding(pieces)}
        if self.cells(pieces).bit_count() > 1:
            status = Status.CONTESTED
        elif self.criterion.answers == (False, True):
            status = Status.MET if True in said else Status.NOT_MET
        else:
            status = Status.ANSWERED
        ordered = tuple(sorted(set(pieces), key=lambda piece: piece.sort_key))
        return Finding(self.criterion, status, tuple(sorted(said, key=order_key)), ordered)


def _day(piece: Evidence) -> int:
    # Undated evidence ranks before every day, as a null does at the end of "latest first".
    return piece.observed_on.toordinal() if piece.observed_on else 0


@final
class Weigher:
    """Weigh evidence by the rules of one definition.

    Args:
        definition: Its name, for messages.
        variables: The variables of its diagram.
        disregard: Criteria that are no evidence.
        unused: Criteria that are declared though no label depends on them.
        policy: How evidence is weighed.
    """

    def __init__(
        self,
        definition: str,
        variables: Sequence[Variable],
        disregard: Iterable[AnyCriterion],
        unused: Iterable[AnyCriterion],
        policy: EvidencePolicy,
    ) -> None:
        self.definition = definition
        rules = [
            *(_Rule(criterion, policy.of(criterion.name), None, Reason.UNUSED) for criterion in unused),
            *(_Rule(criterion, policy.of(criterion.name), None, Reason.DISREGARDED) for criterion in disregard),
            *(_Rule(variable.criterion, policy.of(variable.criterion.name), variable, None) for variable in variables),
        ]
        self.rules = {rule.criterion.name: rule for rule in rules}
        self.dated = next((rule.criterion.name for rule in rules if rule.shelf_life is not None), None)
        plain = [
            (name, answer, bits)
            for name, rule in self.rules.items()
            if rule.plain
            for answer, bits in rule.bits.items()
        ]
        self._yes = {name: bits for name, answer, bits in plain if answer is True}
        self._no = {name: bits for name, answer, bits in plain if answer is False}
        # The class is part of the key because 3 == 3.0 would find the bits of an answer outside the domain.
        self._other = {(name, type(answer), answer): bits for name, answer, bits in plain}

    def known(self, evidence: Iterable[Evidence], as_of: date | None, vocabulary: Mapping[str, AnyCriterion]) -> int:
        """Give the bits of the answers that the evidence leaves possible, for `Diagram.possible`.

        Args:
            evidence: In any order.
            as_of: Evidence observed later is not counted; None for no such date.
            vocabulary: Criteria declared elsewhere, by name; their domains are checked too.

        Raises:
            AnswerError: An answer lies outside the domain of its criterion.
            MissingDateError: A shelf life applies and there is no `as_of`.
        """
        if self.dated is not None and as_of is None:
            raise MissingDateError(self.definition, self.dated)
        known = 0
        yes, no, other = self._yes, self._no, self._other
        others: list[Evidence] = []
        for piece in evidence:
            answer = piece.answer
            if answer is True:
                bits = yes.get(piece.criterion)
            elif answer is False:
                bits = no.get(piece.criterion)
            else:
                bits = other.get((piece.criterion, answer.__class__, answer))
            if bits is None:
                others.append(piece)
            elif as_of is None or piece.observed_on is None or piece.observed_on <= as_of:
                known |= bits
        if others:
            counted, _ = self._sort(others, as_of, vocabulary)
            for name, pieces in counted.items():
                known |= self.rules[name].cells(pieces)
        return known

    def weigh(
        self, evidence: Iterable[Evidence], as_of: date | None, vocabulary: Mapping[str, AnyCriterion]
    ) -> tuple[tuple[Finding, ...], tuple[SetAside, ...]]:
        """Account for every piece of evidence: one finding per variable, and what was set aside.

        Arguments and errors are those of `known`. Each distinct piece is in exactly one place.
        """
        counted, aside = self._sort(evidence, as_of, vocabulary)
        asked = [rule for rule in self.rules.values() if rule.variable is not None]
        findings = tuple(rule.finding(counted.get(rule.criterion.name, ())) for rule in asked)
        return findings, tuple(sorted(set(aside), key=lambda one: one.evidence.sort_key))

    def _sort(
        self, evidence: Iterable[Evidence], as_of: date | None, vocabulary: Mapping[str, AnyCriterion]
    ) -> tuple[dict[str, list[Evidence]], list[SetAside]]:
        counted: dict[str, list[Evidence]] = {}
        aside: list[SetAside] = []
        for piece in evidence:
            rule = self.rules.get(piece.criterion)
            criterion = rule.criterion if rule is not None else vocabulary.get(piece.criterion)
            if criterion is None:
                close = nearest(piece.criterion, {*self.rules, *vocabulary})
                aside.append(SetAside(piece, Reason.UNKNOWN_CRITERION, close))
                continue
            criterion.check(piece.answer, repr(piece))
            reason = rule.set_aside(piece, as_of) if rule is not None else Reason.UNUSED
            if reason is None:
                counted.setdefault(piece.criterion, []).append(piece)
            else:
                aside.append(SetAside(piece, reason))
        return counted, aside
