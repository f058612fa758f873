"""Telling: sentences about one finding, one question or one outcome, with the companies called by their names."""

from collections.abc import Callable

from relabel.core.classification.explanation import Explanation, Otherwise
from relabel.core.classification.names import naming
from relabel.core.classification.questions import Answered, Question
from relabel.core.definitions.findings import Finding, Presumption, Status
from relabel.core.definitions.text import labels_text, quoted_label
from relabel.core.definitions.wording import Wording
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.evidence import Evidence
from relabel.core.model.examples import Standing
from relabel.sections import Item
from relabel.texts import capital

__all__ = ["FEW", "Telling"]

FEW = 3
"""So many answers are repeated; of more it is only said how many they are."""


class Telling:
    """Tell of one explanation.

    Args:
        explanation: The explanation.
        us: The company that we are, to be called "we"; None for neither.
    """

    def __init__(self, explanation: Explanation, us: str | None) -> None:
        self.it = explanation
        self.one = explanation.outcome
        self.definition = self.one.definition
        self.relationship = self.one.relationship
        self.us = us
        self.write: Callable[[str], str] = naming(self.relationship, us)
        self.words = Wording(self.definition, self.write)
        self.variables = {one.criterion.name: one for one in self.definition.diagram.variables}
        self.aim = quoted_label(explanation.toward)
        rank, leaves = self.definition.rank, self.definition.diagram.leaves
        enough = [one for one in leaves if explanation.or_higher and rank(one) >= rank(explanation.toward)]
        self.enough = frozenset(enough) or frozenset([explanation.toward])
        """The labels that will do."""
        self.goal = self.aim
        if explanation.toward in enough:
            few = len(enough) <= FEW
            self.goal = labels_text(enough, self.definition, quoted_label) if few else f"{self.aim} or higher"

    def presumed(self, one: Presumption) -> str:
        """Write a question with the answer that is presumed."""
        return self.words.answered(one.criterion, self.words.chosen(one.criterion, [one.answer]))

    def found(self, finding: Finding, remark: str = "") -> Item:
        """Write what is found on a criterion, and where it comes from."""
        said = self.words.answered(finding.criterion, self.said(finding))
        if len(finding.evidence) == 1:
            return Item(f"{said}{remark} ({self.origin(finding.evidence[0])})")
        below = (
            Item(f"{self.words.answered_alone(one.answer, finding.criterion)}: {self.origin(one)}")
            for one in finding.evidence
        )
        return Item(f"{said}{remark}", tuple(below))

    def said(self, finding: Finding) -> str:
        """Write the answers that are found."""
        match finding.status:
            case Status.UNKNOWN:
                return "not known"
            case Status.CONTESTED:
                each = (self.words.chosen(finding.criterion, [it]) for it in finding.answers)
                return f"contested, {' and '.join(each)}"
            case _:
                return self.words.chosen(finding.criterion, finding.answers)

    def origin(self, piece: Evidence) -> str:
        """Write when it was observed and on whose word; sources and notes stay as they were written."""
        word = "" if piece.attested_by is None else f"on the {piece.attested_by.value}'s word"
        return piece.origin.replace(word, self.write(word), 1) or "no date or source given"

    def answer(self, criterion: AnyCriterion, cells: int) -> str:
        """Write some of the answers to a criterion, given as bits of cells."""
        return self.words.wanted(self.variables[criterion.name], cells)

    def asked(self, criterion: AnyCriterion) -> str:
        """Write a question so that answers can follow."""
        question = self.words.question(criterion)
        return question if question.endswith(("?", ".", "!")) else f"{question}:"

    def outcomes(self, question: Question) -> str:
        """Write what the answers to a question would do, if one of them changes something by itself."""
        if not question.decisive:
            return ""
        variable = self.variables[question.criterion.name]
        cells: dict[str, int] = {}
        for answer in question.answers:
            found = self.outcome(answer)
            cells[found] = cells.get(found, 0) | 1 << variable.cell(answer.answer)
        if all(map(self.is_same, question.answers)):
            return ""  # it only changes what is possible
        told = (f"if {self.words.wanted(variable, some)}, {found}" for found, some in cells.items())
        return f" {capital('; '.join(told))}."

    def is_same(self, one: Otherwise | Answered) -> bool:
        """Say whether an outcome is the one found, and as certain."""
        return one.standing is not Standing.OPEN and (one.label, one.standing) == (self.one.label, self.one.standing)

    def outcome(self, one: Otherwise | Answered) -> str:
        """Write what would be found, beside what is."""
        if one.standing is Standing.OPEN:
            return f"open, {labels_text(one.possible, self.definition, quoted_label)}"
        label = quoted_label(one.label)
        if self.is_same(one):
            return f"still {label} ({one.standing.value})"
        if self.one.standing is not Standing.OPEN and one.label == self.one.label:
            return f"still {label}, but {'settled' if one.standing is Standing.SETTLED else 'only presumed'}"
        return f"{label} ({one.standing.value})"

    def whom(self, side: Side | None, ask: str) -> str:
        """Say whom to ask about a side; what is about none can be looked up as well."""
        if side is None:
            return f"{ask} either side, or look it up"
        name = self.relationship.company(side)
        return f"{ask} {'our own people' if name == self.us else name}"
