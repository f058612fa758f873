"""Conversations: what is put to a person until a definition is proven, and what is said of it, on whatever screen."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import final

from relabel.checks.comparison import compare
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.text import label_text
from relabel.core.definitions.wording import Wording
from relabel.core.diagrams.space import record_text, share_text
from relabel.core.model.answers import Answer
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.words import fold
from relabel.errors import CriterionConflictError, DiagramTooLargeError
from relabel.learning.cases import DONT_KNOW, Case, Purpose, Told, Unsure, describe
from relabel.learning.elicitation import Elicitation
from relabel.texts import Section, capital, plain

__all__ = ["INTRODUCTION", "Conversation", "Said"]

INTRODUCTION = """Made-up companies are described to you, and you say what you would call them.
With five to eight criteria 20 to 50 are usual, in ten minutes.
It is taken that a better answer never gives a lower word."""

Said = str | Unsure | None
"""What a person says of a case: a word, none of them, or that they do not know."""


@final
class Conversation:
    """An elicitation as a person goes through it.

    In the end those cases are put once more that the person did not know and that no other answer decides.

    Args:
        elicitation: What chooses the cases.
        others: Definitions to compare the result with.
        keep: Writes the log; called after every answer.
    """

    def __init__(self, elicitation: Elicitation, others: Sequence[Definition], keep: Callable[[], None]) -> None:
        self.elicitation = elicitation
        self._others = others
        self._keep = keep
        self._wanted: FrozenMapping[str, Answer] | None = None
        self._tried: set[FrozenMapping[str, Answer]] = set()
        self._identified = self._again = False

    def next(self) -> Case | None:
        """Give the case to put: one that the person wants to change, or the next; None if nothing is left to ask."""
        one = self.elicitation
        if self._wanted is not None:
            return self._once_more(self._wanted)
        if (case := one.next()) is not None:
            return case
        return next((self._once_more(answers) for answers in one.open_cases if answers not in self._tried), None)

    def tell(self, case: Case, said: Said) -> str:
        """Note what a case is called, keep it, and give what is to be said of that; blank for nothing."""
        one = self.elicitation
        before = self._before(case)
        if case.answers in one.open_cases:
            self._tried.add(case.answers)
        one.tell(case, said)
        self._wanted = None
        self._again = self._again or case.purpose is Purpose.AGAIN
        self._keep()
        if said is DONT_KNOW:
            return "Noted: you do not know."
        if before is not None and said != before.label:
            return f"Before you said {label_text(before.label)}."
        return ""

    def back(self) -> None:
        """Take the last answer back."""
        self._wanted = None
        self.elicitation.undo()
        self._keep()

    def change(self, number: int) -> None:
        """Put a case next that was judged before."""
        self._wanted = next(told.answers for told in self.elicitation.told if told.number == number)

    def number(self, case: Case) -> int:
        """Give the number of a case: that which it had, if it was judged before."""
        before = self._before(case)
        return len(self.elicitation.told) + 1 if before is None else before.number

    def why(self, case: Case) -> str:
        """Say in a few words how far it is, or why a case is put again."""
        one = self.elicitation
        before = self._before(case)
        if self._wanted is not None and before is not None:
            return f"you said {label_text(before.label)}"
        if one.contradicting:
            return "once more: a better case got a lower word"
        if case.answers in one.open_cases:
            return "you did not know; do you now?"
        least, _ = one.left
        if case.purpose is Purpose.AGAIN:
            return f"once more, to be sure; at least {least} to go"
        return f"{least} more to go, if it is yours" if one.identified else f"at least {max(1, least)} more to go"

    def news(self) -> Iterator[str]:
        """Say what is new since this was asked last: one definition is left, it was not the one, all is confirmed."""
        one = self.elicitation
        if one.identified != self._identified:
            self._identified = one.identified
            if not one.identified:
                yield "That was not it after all: other definitions are possible, and the search goes on."
            elif not one.proven:
                yield f"One definition is left among {one.within}:"
                yield self.worded
                yield "It is likely yours. The next cases prove it, whatever its form."
        if self.next() is None:
            if one.contradicting:
                yield "These answers contradict the others: a better case got a lower word."
                yield from map(self.judged, one.contradicting)
            elif self._again:
                self._again = False
                yield "What was asked once more is confirmed."

    @property
    def told(self) -> list[Told]:
        """The cases that were judged, by number."""
        return sorted(self.elicitation.told, key=lambda told: told.number)

    @property
    def worded(self) -> str:
        """The conditions of the likeliest definition in sentences."""
        found = self.elicitation.definition
        return plain([Section("", tuple(Wording(found).labels(found.labels)))])

    def described(self, answers: Mapping[str, Answer]) -> str:
        """Write a case as it is put."""
        one = self.elicitation
        return describe(answers, one.best, one.worst, one.criteria, one.sayings)

    def judged(self, told: Told) -> str:
        """Write a case with its number and word."""
        return f"  {told.number}. {self.described(told.answers)} {capital(label_text(told.label))}."

    def summary(self) -> Iterator[str]:
        """Write what came of it: the definition, the answers that it rests on, and how it stands to others."""
        one = self.elicitation
        found = one.definition
        yield f"{capital(found.source)}."
        yield self.worded
        if one.told:
            yield "It rests on these answers:"
        needed = {told.number: told for word in (*one.labels, None) for told in one.rests_on(word)}
        yield from (self.judged(told) for _, told in sorted(needed.items()))
        if one.open_cases:
            yield "Not proven: of these you did not know the word, and they are taken for the lower one."
            yield from (f"  {self.described(answers)}" for answers in one.open_cases)
        elif not one.proven:
            yield "Not proven: further answers may change it. The same command goes on."
        elif one.left[0]:
            yield "Not all that it rests on has been asked once more. The same command goes on."
        compared = [line for other in self._others for line in _compared(found, other)]
        yield from compared or ["No definition that is installed has a word and a criterion in common with it."]

    def _before(self, case: Case) -> Told | None:
        return next((told for told in self.elicitation.told if told.answers == case.answers), None)

    def _once_more(self, answers: FrozenMapping[str, Answer]) -> Case:
        return Case(answers, f"{self.described(answers)} What do you call them?", Purpose.AGAIN, None, ())


def _compared(found: Definition, other: Definition) -> Iterator[str]:
    """Say where one definition asks more, or less, than another for the same words."""
    shared = {fold(label.name) for label in found.labels} & {fold(label.name) for label in other.labels}
    names = {criterion.name for criterion in other.asked}
    if not shared or not any(criterion.name in names for criterion in found.asked):
        return
    try:
        result = compare(found, other)
    except (CriterionConflictError, DiagramTooLargeError):
        return
    if result.agreement == 1:
        yield f"The same as {other.name}."
        return
    for word, sign in (("Stricter", -1), ("Milder", 1)):
        cells = [cell for cell in result.cells if (_rank(found, cell.first) - _rank(found, cell.second)) * sign > 0]
        if cells:
            share = share_text(sum((cell.share for cell in cells), start=cells[0].share * 0))
            yield f"{word} than {other.name} on {share} of all cases, for example {record_text(cells[0].witness)}"


def _rank(found: Definition, label: Answer | None) -> int:
    """Give the rank of a word of another definition in this one; that of no label where it has no such word."""
    known = None if label is None else found.read(str(label))
    return found.rank(known)
