"""Conversations: what is put to a person until a definition is proven, and what is said of it, on whatever screen."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import final

import attrs

from relabel.cli.talks.readings import Line, read_out
from relabel.cli.talks.results import Result, described, resting
from relabel.core.audits.sortings.sorting import Sorted
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.text import label_text
from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import AnyCriterion
from relabel.learning.cases import DONT_KNOW, FEW, Case, Purpose, Told, Unsure, said
from relabel.learning.elicitation import Elicitation

__all__ = ["INTRODUCTION", "KEEPING", "Conversation", "Fact", "Pair", "Said"]

INTRODUCTION = """Made-up companies are described to you, and you say what you would call them.
With five to eight criteria it takes 20 to 100 of them, by how many words, levels and amounts there are.
It is taken that a better answer never gives a lower word."""

KEEPING = "both are as I mean them; then no definition fits, and the questions end until you change one"
"""What it means to keep two answers that contradict each other."""

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
            f"Answers {numbers} contradict each other: company {better.number} is at least as good as company"
            f" {worse.number} in everything, but you called it lower."
        )

    @property
    def numbers(self) -> list[int]:
        """The numbers of the two, the lower first."""
        return sorted(told.number for told, _ in self.sides)


@final
@attrs.frozen
class _Doubt:
    """A line that may not be so: the cases that tell of it are put one after the other.

    Attributes:
        line: The line.
        lines: The definition that it is part of.
        cases: All that are put.
        rests: The answers that the line rests on, put or told twice before.
        at: How many have been put.
        sure: Whether none of these was not known.
    """

    line: Line
    lines: tuple[Line, ...]
    cases: tuple[Case, ...]
    rests: tuple[Mapping[str, Answer], ...]
    at: int = 0
    sure: bool = True


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
        self._doubt: _Doubt | None = None

    def next(self) -> Case | None:
        """Give the case to put: one that the person wants to change, or the next; None if nothing is left to ask."""
        return self._wanted or self.elicitation.next()

    def tell(self, case: Case, word: Said) -> str:
        """Note what a case is called, keep it, and give what is to be said of that; blank for nothing."""
        one = self.elicitation
        before, doubt = self._before(case), self._doubt
        one.tell(case, word)
        self._forget()
        self._keep()
        note = ""
        if word is DONT_KNOW:
            number = len(one.open_cases) + len(one.inferred)
            note = f"Noted: you do not know{f' ({number} cases so far)' if number > 1 else ''}."
        elif before is not None and word != before.label:
            note = f"Before you said {label_text(before.label)}."
        if doubt is not None:
            note = self._doubt_on(doubt, known=word is not DONT_KNOW) or note
        return note

    def _doubt_on(self, doubt: _Doubt, *, known: bool) -> str:
        """Put the next case that tells of a line; if that was the last, say what all of them were."""
        one = self.elicitation
        doubt = attrs.evolve(doubt, at=doubt.at + 1, sure=doubt.sure and known)
        if one.contradicting or read_out(one.definition) != doubt.lines:
            return ""
        if doubt.at < len(doubt.cases):
            self._wanted, self._doubt = doubt.cases[doubt.at], doubt
            return ""
        if not doubt.sure:
            return ""
        numbers = [str(told.number) for told in self.told if told.answers in doubt.rests]
        listed = " and ".join(filter(None, (", ".join(numbers[:-1]), numbers[-1])))
        every = {1: "", 2: "both "}.get(len(numbers), "all ")
        return f"{doubt.line.mark} rests on your answer{'s' * bool(every)} {listed}, {every}confirmed."

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
        return "Kept. No definition fits both: change one of them, and the questions go on."

    def change(self, number: int) -> None:
        """Put a case next that was judged before."""
        self._forget()
        self._wanted = next(self.elicitation.put(told.answers) for told in self.told if told.number == number)

    def doubt(self, mark: str) -> str:
        """Put the cases next that tell of a line that was read out; give why if there are none, else blank.

        First one that is open, if there is one; then all that the line rests on, but for those told twice before.
        """
        self._forget()
        one = self.elicitation
        line, asks = next((line, line.asks) for line in self.lines if line.asks is not None and line.mark == mark)
        rests = resting(one, line)
        once = [case for case in rests if (before := self._before(case)) is None or before.times == 1]
        cases, telling = once or [*rests], one.telling(*asks)
        if telling is not None and (telling.purpose is Purpose.PROVE or not cases):
            cases = [telling, *(case for case in cases if case.answers != telling.answers)]
        if not cases:
            return f"No case that can be put tells of {mark}: what is impossible decides it."
        answers = tuple(case.answers for case in (*cases, *rests))
        self._wanted, self._doubt = cases[0], _Doubt(line, self.lines, tuple(cases), answers)
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
        if self._doubt is not None:
            mark, number = self._doubt.line.mark, len(self._doubt.cases)
            place = f", {self._doubt.at + 1} of {number}" if number > 1 else ""
            return f"{mark} rests on this{place}: {spoken}" if spoken else f"this tells of {mark}{place}"
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
        go = f"{max(1, most)} more to go" if one.identified else f"at least {max(1, least)} more to go"
        if case.purpose is not Purpose.AGAIN:
            return f"{go}, if the guess is right" if one.identified else go
        if before is None:
            return f"to be sure, as only a company sorted before tells; {go}"
        return f"once more, {'to be sure' if one.proven else 'as much hangs on it'}; {go}"

    def news(self) -> Iterator[str | Line]:
        """Say what is new since this was asked last: a guess, or that it was not the one."""
        one = self.elicitation
        if one.contradicting:
            self.lines = ()
            return
        lines = read_out(one.definition) if one.identified else ()
        if self._guess and lines != self._guess:
            yield f"That was not it{'' if lines else ': others are possible, and the search goes on'}."
        if lines and lines != self._guess and not one.proven:
            yield f"A guess, as nothing else fits your answers among {one.within}:"
            yield from lines
            if one.rests_on_companies:
                rows = ", ".join(f"{self._named(row)} ({row.label})" for row in one.rests_on_companies)
                yield f"Part of it rests on the word of companies alone that you sorted before: {rows}."
            yield "In trials fewer than half of such guesses were right: the next cases try this one."
        self.lines = self._guess = lines

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
        return f"{start}, except for each *."

    def facts(self, case: Case) -> Iterator[Fact]:
        """Give all that is so in a case."""
        changed = case.differs_in if self.compared(case).endswith("*.") else ()
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
        return described(self.elicitation, answers)

    def summary(self) -> Iterator[str | Line]:
        """Write what came of it, the definition last."""
        result = Result(self.elicitation, self._others)
        self.lines = self._guess = result.lines
        return result.summary()

    def grounds(self) -> Iterator[str]:
        """Write the answers that the definition rests on, line by line, and the cases that were not known."""
        return Result(self.elicitation, self._others).grounds()

    def _named(self, row: Sorted) -> str:
        return row.relationship.company(self.elicitation.given_to)

    def _forget(self) -> None:
        self._wanted = self._doubt = None

    def _before(self, case: Case) -> Told | None:
        return next((told for told in self.elicitation.told if told.answers == case.answers), None)
