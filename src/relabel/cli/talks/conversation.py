"""Conversations: what is put to a person until a definition is proven, and what is said of it, on whatever screen."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import final

import attrs

from relabel.checks.comparison import compare
from relabel.cli.talks.readings import Line, read_out
from relabel.core.audits.sortings.sorting import Sorted
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.text import label_text
from relabel.core.diagrams.space import record_text, share_text
from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.words import fold
from relabel.errors import CriterionConflictError, DiagramTooLargeError
from relabel.learning.cases import DONT_KNOW, FEW, Case, Purpose, Told, Unsure, describe, said
from relabel.learning.elicitation import Elicitation
from relabel.texts import capital

__all__ = ["INTRODUCTION", "Conversation", "Fact", "Pair", "Said"]

INTRODUCTION = """Made-up companies are described to you, and you say what you would call them.
With five to eight criteria 20 to 50 are usual, in ten minutes.
It is taken that a better answer never gives a lower word."""

Said = str | Unsure | None
"""What a person says of a case: a word, none of them, or that they do not know."""


@final
@attrs.frozen
class Fact:
    """What is so in a case.

    Attributes:
        text: As people speak.
        stands: `well`, `badly` or `between`.
        changed: Whether it sets the case apart from the one that it is compared with.
    """

    text: str
    stands: str
    changed: bool


@final
@attrs.frozen
class Pair:
    """Two answers that contradict each other, side by side, as a better answer never gives a lower word.

    Attributes:
        sides: The two, that with the higher word first, each with what is so in it and not in the other.
        alike: What is so in both.
    """

    sides: tuple[tuple[Told, tuple[Fact, ...]], tuple[Told, tuple[Fact, ...]]]
    alike: tuple[Fact, ...]

    def __str__(self) -> str:
        (worse, _), (better, _) = self.sides
        numbers = " and ".join(map(str, self.numbers))
        return (
            f"Answers {numbers} contradict each other: {better.number} is better in what differs, and got a lower word"
            f" than {worse.number}."
        )

    @property
    def numbers(self) -> list[int]:
        """The numbers of the two, the lower first."""
        return sorted(told.number for told, _ in self.sides)


@final
class Conversation:
    """An elicitation as a person goes through it.

    Args:
        elicitation: What chooses the cases.
        others: Definitions to compare the result with.
        keep: Writes the log; called after every answer.
    """

    def __init__(self, elicitation: Elicitation, others: Sequence[Definition], keep: Callable[[], None]) -> None:
        self.elicitation = elicitation
        self.lines: tuple[Line, ...] = ()
        """What was read out last, while it may still be so."""
        self._guess: tuple[Line, ...] = ()
        self._others = others
        self._keep = keep
        self._wanted: Case | None = None
        self._doubted = ""
        self._again = False

    def next(self) -> Case | None:
        """Give the case to put: one that the person wants to change, or the next; None if nothing is left to ask."""
        return self._wanted or self.elicitation.next()

    def tell(self, case: Case, word: Said) -> str:
        """Note what a case is called, keep it, and give what is to be said of that; blank for nothing."""
        one = self.elicitation
        before, doubted, fitting = self._before(case), self._doubted, self._guess
        known = case.answers not in one.open_cases
        one.tell(case, word)
        self._forget()
        self._again = self._again or (case.purpose is Purpose.AGAIN and known and not doubted)
        self._keep()
        if word is DONT_KNOW:
            return "Noted: you do not know."
        if before is not None and word != before.label:
            return f"Before you said {label_text(before.label)}."
        if doubted and one.identified and read_out(one.definition) == fitting:
            return f"By that, {doubted} is so."
        return ""

    def back(self) -> str:
        """Take back what is wanted; where nothing is, the last answer; give what is to be said where there is none."""
        nothing = self._wanted is None and not (self.elicitation.told or self.elicitation.open_cases)
        if self._wanted is None:
            self.elicitation.undo()
            self._keep()
        self._forget()
        return "Nothing has been answered yet." if nothing else ""

    @property
    def pair(self) -> Pair | None:
        """The two answers that contradict each other, if one of them is next; None if none is, or one is changed."""
        one, case = self.elicitation, self.next()
        if case is None or self._wanted is not None or not one.contradicting:
            return None
        mine = self._before(case)
        other = next((told for told in one.against(case) if isinstance(told, Told)), None)
        if mine is None or other is None:
            return None
        rank = (*one.labels, None).index
        two = sorted((mine, other), key=lambda told: rank(told.label))
        first, second = (tuple(self._facts(told.answers)) for told in two)
        facts = list(zip(first, second, strict=True))
        apart = [tuple(pair[at] for pair in facts if pair[0] != pair[1]) for at in (0, 1)]
        alike = tuple(fact for fact, same in facts if fact == same)
        return Pair(((two[0], apart[0]), (two[1], apart[1])), alike)

    def keep(self, pair: Pair) -> str:
        """Note that two answers are both meant though they contradict each other, and say what follows."""
        for told, _ in pair.sides:
            self.elicitation.tell(self.elicitation.put(told.answers), told.label)
        self._keep()
        return "Kept. No definition fits both, unless a better answer may give a lower word."

    def change(self, number: int) -> None:
        """Put a case next that was judged before."""
        self._forget()
        self._wanted = next(self.elicitation.put(told.answers) for told in self.told if told.number == number)

    def doubt(self, mark: str) -> str:
        """Put the case next that tells most of a line that was read out; give why if there is none, else blank."""
        self._forget()
        word, criterion = next(line.asks for line in self.lines if line.asks is not None and line.mark == mark)
        self._wanted = self.elicitation.telling(word, criterion)
        if self._wanted is None:
            return f"No case that can be put tells of {mark}: what is impossible decides it."
        self._doubted = mark
        return ""

    def number(self, case: Case) -> int:
        """Give the number of a case: that which it had, if it was judged before."""
        before = self._before(case)
        return len(self.elicitation.told) + 1 if before is None else before.number

    def why(self, case: Case) -> str:
        """Say in a few words how far it is, or why a case is put again."""
        one = self.elicitation
        before = self._before(case)
        spoken = "" if before is None else f"you said {label_text(before.label)}"
        if self._doubted:
            return f"{self._doubted} rests on this: {spoken}" if spoken else f"this tells of {self._doubted}"
        if self._wanted is not None:
            return spoken
        if one.contradicting:
            rows = ", ".join(
                f"{self._named(row)} ({row.label})" for row in one.against(case) if isinstance(row, Sorted)
            )
            return f"once more: it contradicts {rows}, sorted before"
        if case.answers in one.open_cases:
            return "you did not know; do you now?"
        least, most = one.left
        if case.purpose is Purpose.AGAIN:
            again = "to be sure, as only a company sorted before tells" if before is None else "once more, to be sure"
            return f"{again}; {max(1, most)} more to go"
        return f"{max(1, most)} more to go, if the guess is right" if one.identified else f"at least {least} more to go"

    def news(self) -> Iterator[str | Line]:
        """Say what is new since this was asked last: a guess, that it was not the one, that all is confirmed."""
        one = self.elicitation
        if one.contradicting:
            self.lines = ()
            if self.next() is None:
                yield "These answers contradict the others: a better case got a lower word."
                yield from map(self.judged, one.contradicting)
            return
        lines = read_out(one.definition) if one.identified else ()
        if self._guess and lines != self._guess:
            yield f"That was not it{'' if lines else ': others are possible, and the search goes on'}."
        if lines and lines != self._guess and not one.proven:
            yield f"A first guess, as nothing else fits your answers among {one.within}:"
            yield from lines
            yield "In trials fewer than half of such guesses were right: the next cases try this one."
        self.lines = self._guess = lines
        if self.next() is None and self._again:
            self._again = False
            yield from self._confirmed()

    def compared(self, case: Case) -> str:
        """Say what a case is like; what sets it apart is `Fact.changed`. Blank where it is like none."""
        if not case.differs_in:
            return "All is well."
        if case.answers == self.elicitation.worst:
            return "Nothing is well."
        if len(case.differs_in) > FEW:
            return ""
        near = case.differs_from
        start = "All is well" if near is None else f"As in {near.number} ({label_text(near.label)})"
        return f"{start}, but for what is marked."

    def facts(self, case: Case) -> Iterator[Fact]:
        """Give all that is so in a case."""
        changed = case.differs_in if self.compared(case).endswith("marked.") else ()
        return self._facts(case.answers, changed)

    def _facts(self, answers: Mapping[str, Answer], changed: Sequence[AnyCriterion] = ()) -> Iterator[Fact]:
        one = self.elicitation
        for criterion in one.criteria:
            answer = answers[criterion.name]
            ends = {one.worst[criterion.name]: "badly"} | {one.best[criterion.name]: "well"}
            yield Fact(said(criterion, answer, one.sayings), ends.get(answer, "between"), criterion in changed)

    @property
    def told(self) -> list[Told]:
        """The cases that were judged, by number."""
        return sorted(self.elicitation.told, key=lambda told: told.number)

    def described(self, answers: Mapping[str, Answer]) -> str:
        """Write a case as it is put."""
        one = self.elicitation
        return describe(answers, one.best, one.worst, one.criteria, one.sayings)

    def judged(self, told: Told) -> str:
        """Write a case with its number and word."""
        return f"  {told.number}. {self.described(told.answers)} {capital(label_text(told.label))}."

    def summary(self) -> Iterator[str | Line]:
        """Write what came of it: the definition, the answers that it rests on, and how it stands to others."""
        one = self.elicitation
        if not one.told and not one.sorting.sorting.rows:
            yield "Nothing is known yet."
            return
        found = one.definition
        self.lines = self._guess = read_out(found)
        yield f"{capital(found.source)}."
        if one.open_cases:
            yield "Not proven: of these you did not know the word, and they are taken for the lower one."
            yield from (f"  {self.described(answers)}" for answers in one.open_cases)
        elif not one.proven:
            yield "Not proven: further answers may change it. The same command goes on."
        elif one.left[0]:
            yield "Not all that it rests on has been asked once more. The same command goes on."
        yield from self.lines
        if found.mentions:
            yield "By your answers these make no difference:" if one.proven else "So far these make no difference:"
            yield from (f"  - {criterion.question or criterion.name}" for criterion in found.mentions)
        if one.inferred:
            yield "These you did not know; from your other answers it follows what they are called:"
            yield from (f"  {self.described(some)} {capital(label_text(label))}." for some, label in one.inferred)
        if one.told:
            yield "It rests on these answers, each below the first line that it tells of:"
        yield from self._grounds(found)
        if one.rests_on_companies:
            yield "And on the words of these companies, which you sorted before; --again puts them as cases:"
            yield from (f"  {self._named(row)}: {label_text(row.label)}" for row in one.rests_on_companies)
        yield from (line for other in self._others for line in _compared(found, other))

    def _grounds(self, found: Definition) -> Iterator[str]:
        """Write the answers that the result rests on: each below the first line that it tells of, with its number."""
        below: dict[Line, list[Told]] = {line: [] for line in self.lines}
        also: dict[Line, list[Told]] = {line: [] for line in self.lines}
        for told in self._needed:
            first, *others = self._told_of(told, found)
            below[first].append(told)
            for line in others:
                also[line].append(told)
        for line in self.lines:
            if below[line] or also[line]:
                yield f"  {line.title}"
                yield from (f"  {self.judged(told)}" for told in below[line])
            if also[line]:
                yield f"    {'and ' if below[line] else ''}{', '.join(str(told.number) for told in also[line])}"

    def _told_of(self, told: Told, found: Definition) -> list[Line]:
        """Give the lines that an answer tells of: those of its words or, as they stand for both, the ones above."""
        words = [label.name for label in found.labels]
        ranks = [*self.elicitation.labels, None].index
        asked = [(line, *line.asks) for line in self.lines if line.asks is not None]
        asked.sort(key=lambda one: -ranks(one[1]))  # the nearest word first
        lines = {
            next((line for line, word, one in asked if one.name == part.name and ranks(word) <= ranks(reached)), None)
            for reached, part in self.elicitation.tells_of(told)
        }
        heads = [line for line in self.lines if not line.depth]
        head = heads[words.index(told.label) if told.label in words else -1]
        return [line for line in self.lines if line in lines] or [head]

    @property
    def _needed(self) -> list[Told]:
        """The answers that the result rests on, by number."""
        one = self.elicitation
        needed = {told.number: told for word in (*one.labels, None) for told in one.rests_on(word)}
        return [told for _, told in sorted(needed.items())]

    def _confirmed(self) -> Iterator[str]:
        """Say which answers were given twice, and of how many this is not known."""
        needed, companies = self._needed, self.elicitation.rests_on_companies
        twice = [told for told in needed if told.times > 1]
        numbers = f" ({', '.join(str(told.number) for told in twice)})" if twice else ""
        yield f"Asked twice and confirmed: {len(twice)} of the {len(needed)} answers that it rests on{numbers}."
        if len(twice) < len(needed) or companies:
            yield "A slip in what was told once would not be noticed: read the lines, or use --again to be asked anew."

    def _named(self, row: Sorted) -> str:
        return row.relationship.company(self.elicitation.given_to)

    def _forget(self) -> None:
        self._wanted, self._doubted = None, ""

    def _before(self, case: Case) -> Told | None:
        return next((told for told in self.elicitation.told if told.answers == case.answers), None)


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
