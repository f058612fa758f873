"""Weighing: which evidence counts by the policy, what to make of it where it says both, and what stays possible."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import final

from relabel.core.definitions.findings import Finding, Reason, SetAside, Status
from relabel.core.diagrams.variables import Variable
from relabel.core.model.answers import Answer, exact, order_key
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.criteria import Criterion
from relabel.core.model.evidence import Conflicts, Evidence, EvidencePolicy, Hearsay
from relabel.core.model.shelf_life import first_day
from relabel.errors import MissingDateError
from relabel.texts import nearest

__all__ = ["MAX_CLAIMS", "Weighed", "Weigher"]

MAX_CLAIMS = 10_000
"""How many claims are kept with what they add, for one definition; then all are forgotten."""


class _Rule:
    """How evidence on one declared criterion is weighed; without a variable it never is."""

    __slots__ = (
        "criterion",
        "field",
        "hearsay",
        "latest",
        "own_word",
        "plain",
        "reason",
        "requires",
        "shelf_life",
        "variable",
        "yes_no",
        "yes_wins",
    )

    def __init__(
        self, criterion: AnyCriterion, policy: EvidencePolicy, variable: Variable | None, reason: Reason | None
    ) -> None:
        self.criterion = criterion
        self.variable = variable
        self.field = 0 if variable is None else variable.field
        self.reason = reason
        self.shelf_life = policy.shelf_life
        self.hearsay = policy.hearsay is not Hearsay.ACCEPT and criterion.about is not None
        self.own_word = policy.hearsay is Hearsay.OWN_WORD
        self.latest = policy.conflicts is Conflicts.LATEST or criterion.answers is None
        self.yes_no = isinstance(criterion, Criterion)
        self.yes_wins = policy.conflicts is Conflicts.YES_WINS and self.yes_no
        self.requires = policy.requires
        selecting = self.latest or self.yes_wins or self.hearsay or self.requires or self.shelf_life is not None
        self.plain = reason is None and not selecting
        """Whether every piece counts that is not in the future, and the answers need only be collected."""

    def set_aside(self, piece: Evidence, as_of: date | None) -> Reason | None:
        """Say why a piece is not weighed; None if it is."""
        if self.reason is not None:
            return self.reason
        if as_of is not None and piece.observed_on is not None and piece.observed_on > as_of:
            return Reason.FUTURE
        if self.shelf_life is not None and as_of is not None:
            if piece.observed_on is None:
                return Reason.UNDATED
            if piece.observed_on < first_day(self.shelf_life, as_of):
                return Reason.STALE
        if self.requires:
            if not piece.source.strip() and "source" in self.requires:
                return Reason.UNSOURCED
            if piece.attested_by is None and "attested_by" in self.requires:
                return Reason.UNATTESTED
        if self.hearsay and piece.attested_by is not self.criterion.about:
            if piece.attested_by is not None:
                return Reason.HEARSAY
            if self.own_word:
                return Reason.NOT_OWN_WORD
        return None

    def deciding(self, pieces: Sequence[Evidence]) -> Sequence[Evidence]:
        """Give the pieces whose answers count: all, or those of the latest day, or those that say yes."""
        if self.yes_wins:
            return [piece for piece in pieces if piece.answer is True] or pieces
        if not self.latest or len(pieces) < 2:
            return pieces
        latest = max(piece.day for piece in pieces)
        return [piece for piece in pieces if piece.day == latest]

    def cells(self, pieces: Sequence[Evidence]) -> int:
        """Give the bits of the answers that the pieces leave possible."""
        if self.variable is None:  # pragma: no cover  # then everything is set aside, and nothing gets here
            return 0
        cells = 0
        for piece in self.deciding(pieces):
            cells |= self.variable.bit(piece.answer)
        return cells

    def finding(self, pieces: Sequence[Evidence]) -> Finding:
        """Give what the pieces add up to."""
        if not pieces:
            return Finding(self.criterion, Status.UNKNOWN, (), ())
        if len(pieces) == 1 and self.yes_no:
            return Finding(self.criterion, _status(pieces[0].answer), (pieces[0].answer,), tuple(pieces))
        measured = self.criterion.answers is None
        said = {
            exact(piece.answer, piece.criterion) if measured and not isinstance(piece.answer, str) else piece.answer
            for piece in self.deciding(pieces)
        }
        status = Status.CONTESTED if self.cells(pieces).bit_count() > 1 else _status(next(iter(said)))
        ordered = tuple(sorted(set(pieces), key=lambda piece: piece.sort_key))
        return Finding(self.criterion, status, tuple(sorted(said, key=order_key)), ordered)


def _status(answer: Answer) -> Status:
    """Give what one answer makes of a criterion."""
    if isinstance(answer, bool):
        return Status.MET if answer else Status.NOT_MET
    return Status.ANSWERED


@final
class Weighed:
    """The evidence on one relationship, sorted into what counts and what does not when that is asked for."""

    __slots__ = ("_as_of", "_evidence", "_vocabulary", "_weigher")

    def __init__(
        self,
        weigher: "Weigher",
        evidence: Sequence[Evidence],
        as_of: date | None,
        vocabulary: Mapping[str, AnyCriterion],
    ) -> None:
        self._weigher = weigher
        self._evidence = evidence
        self._as_of = as_of
        self._vocabulary = vocabulary

    def finding(self, criterion: str) -> Finding:
        """Give the finding on one criterion that a condition asks for."""
        rule, as_of = self._weigher.rules[criterion], self._as_of
        # Sought anew for each finding: a portfolio holds very many of these, and reasons name few.
        pieces = [piece for piece in self._evidence if piece.criterion == criterion]
        if as_of is not None or not rule.plain:
            pieces = [piece for piece in pieces if rule.set_aside(piece, as_of) is None]
        return rule.finding(pieces)

    @property
    def ages(self) -> dict[str, int]:
        """By how many days the latest piece that counts is older than the latest of all, by criterion.

        Evidence without a date is older than any other. Nothing where all pieces are of one day, or undated.
        """
        if len({piece.observed_on for piece in self._evidence}) < 2:
            return {}
        counted = self._weigher.count(self._evidence, self._as_of)
        latest = {name: max(piece.day for piece in pieces) for name, pieces in counted.items()}
        newest = max(latest.values(), default=0)
        return {name: newest - day for name, day in latest.items()}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One finding per variable of the diagram, in its order."""
        counted = self._weigher.count(self._evidence, self._as_of)
        rules = self._weigher.rules.items()
        return tuple(rule.finding(counted.get(name, ())) for name, rule in rules if rule.variable is not None)

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """What was set aside, each distinct piece once, in the order of evidence."""
        rules, as_of = self._weigher.rules, self._as_of
        aside: set[SetAside] = set()
        for piece in self._evidence:
            rule = rules.get(piece.criterion)
            if rule is None:
                aside.add(self._stray(piece))
            elif (not rule.plain or as_of is not None) and (reason := rule.set_aside(piece, as_of)) is not None:
                aside.add(SetAside(piece, reason))
        return tuple(sorted(aside, key=lambda one: one.evidence.sort_key)) if aside else ()

    def _stray(self, piece: Evidence) -> SetAside:
        if piece.criterion in self._weigher.remarks:
            return SetAside(piece, Reason.DISREGARDED)
        if piece.criterion in self._vocabulary:
            return SetAside(piece, Reason.UNUSED)
        known = {*self._weigher.rules, *self._vocabulary}
        return SetAside(piece, Reason.UNKNOWN_CRITERION, nearest(piece.criterion, known))


@final
class Weigher:
    """Weigh evidence by the rules of one definition.

    Args:
        definition: Its name, for messages.
        variables: The variables of its diagram.
        disregard: Criteria that are no evidence.
        unused: Criteria that are declared though no label depends on them.
        remarks: Names of free text that is no evidence.
        policy: How evidence is weighed.
    """

    def __init__(
        self,
        definition: str,
        variables: Sequence[Variable],
        disregard: Iterable[AnyCriterion],
        unused: Iterable[AnyCriterion],
        remarks: Iterable[str],
        policy: EvidencePolicy,
    ) -> None:
        self._definition = definition
        self.remarks = frozenset(remarks)
        rules = [
            *(_Rule(criterion, policy.of(criterion.name), None, Reason.UNUSED) for criterion in unused),
            *(_Rule(criterion, policy.of(criterion.name), None, Reason.DISREGARDED) for criterion in disregard),
            *(_Rule(variable.criterion, policy.of(variable.criterion.name), variable, None) for variable in variables),
        ]
        self.rules = {rule.criterion.name: rule for rule in rules}
        dated = (rule.criterion.name for rule in rules if rule.variable is not None and rule.shelf_life is not None)
        self._dated = next(dated, None)
        self._shelf_life = policy.shelf_life
        counted = [rule for rule in rules if rule.variable is not None]
        apart = [rule for rule in counted if rule.shelf_life != self._shelf_life or "source" in rule.requires]
        self._apart = {rule.criterion.name for rule in apart}
        """The criteria of which evidence has a shelf life of its own, or counts by more than what it claims."""
        selecting = (rule for rule in counted if rule.latest or rule.yes_wins)
        self._selecting = [rule for rule in selecting if rule.criterion.name not in self._apart]
        self._today: tuple[date | None, tuple[int, int]] = None, (0, 0)
        """The last day of judgement, and the days that then count."""
        self._vocabulary: Mapping[str, AnyCriterion] = {}
        self._bits: dict[str, int] = {}
        """By claim what it adds where its day counts, answers being checked; 0 where it never does."""

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
        if as_of is None and self._dated is not None:
            raise MissingDateError(self._definition, self._dated)
        if vocabulary is not self._vocabulary:
            self._vocabulary, self._bits = vocabulary, {}
        bits, known = self._bits, 0
        if as_of is None:
            for piece in evidence:
                try:
                    known |= bits[piece.claim]
                except KeyError:
                    known |= self._learn(piece)
        else:
            first, last = self._days(as_of)
            for piece in evidence:
                try:
                    bit = bits[piece.claim]
                except KeyError:
                    bit = self._learn(piece)
                if first <= piece.day <= last:
                    known |= bit
        for rule in self._selecting:
            if (known & rule.field).bit_count() > 1:
                known = known & ~rule.field | rule.cells(self.count(evidence, as_of)[rule.criterion.name])
        if self._apart:
            others = [piece for piece in evidence if piece.criterion in self._apart]
            for name, pieces in self.count(others, as_of).items():
                known |= self.rules[name].cells(pieces)
        return known

    def _days(self, as_of: date) -> tuple[int, int]:
        """Give the first and the last day that count, as `Evidence.day`; without a shelf life from 0, the undated."""
        today, days = self._today
        if today != as_of:
            first = 0 if self._shelf_life is None else first_day(self._shelf_life, as_of).toordinal()
            self._today = as_of, (first, as_of.toordinal())
            days = self._today[1]
        return days

    def _learn(self, piece: Evidence) -> int:
        """Check an answer, give what it adds where its day counts, and remember that for others that claim the same."""
        rule = self.rules.get(piece.criterion)
        criterion = rule.criterion if rule is not None else self._vocabulary.get(piece.criterion)
        if criterion is not None:
            criterion.check(piece.answer, piece)
        counts = rule is not None and piece.criterion not in self._apart and rule.set_aside(piece, None) is None
        bit = rule.cells([piece]) if rule is not None and counts else 0
        if piece.claim:
            if len(self._bits) >= MAX_CLAIMS:
                self._bits.clear()
            self._bits[piece.claim] = bit
        return bit

    def weigh(
        self, evidence: Sequence[Evidence], as_of: date | None, vocabulary: Mapping[str, AnyCriterion]
    ) -> Weighed:
        """Account for every piece of evidence that `known` has accepted; each distinct piece is in one place.

        Arguments are those of `known`.
        """
        return Weighed(self, evidence, as_of, vocabulary)

    def count(self, evidence: Iterable[Evidence], as_of: date | None) -> dict[str, list[Evidence]]:
        """Give the evidence that counts, by criterion."""
        counted: dict[str, list[Evidence]] = {}
        for piece in evidence:
            rule = self.rules.get(piece.criterion)
            if rule is not None and rule.set_aside(piece, as_of) is None:
                counted.setdefault(piece.criterion, []).append(piece)
        return counted
