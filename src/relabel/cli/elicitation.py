"""Elicitation at the terminal: directions first, then case by case, and what came of it."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, final

import attrs

from relabel.checks.comparison import compare
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.text import label_text
from relabel.core.definitions.wording import Wording
from relabel.core.diagrams.space import record_text, share_text
from relabel.core.model.answers import Answer, Number
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.criteria import Choice, Measure
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.words import fold
from relabel.errors import CriterionConflictError, DiagramTooLargeError, InvalidValueError
from relabel.files.cells import UnreadableError, read_answer
from relabel.files.definitions.criteria_file import CriteriaFile
from relabel.learning.cases import Case, Purpose, Sayings, describe, said
from relabel.learning.elicitation import DONT_KNOW, Elicitation
from relabel.texts import Section, capital, did_you_mean, plain

__all__ = ["Setup", "Talk", "set_up"]

NONE, SKIP, BACK, HELP, QUIT = "none", "skip", "back", "?", "quit"
"""What may be typed beside a word."""

UNSURE = frozenset({"", SKIP, "don't know", "dont know", "do not know", "i do not know", "unsure", "not sure"})
"""What is read as: I do not know."""

COMMANDS = (
    f"{NONE}: none of these words. Enter or {SKIP}: I do not know. {BACK}: take the last answer back. "
    f"{HELP}: show this again. {QUIT}: stop; what is answered is kept."
)

SIDES = {
    **dict.fromkeys(("+", "for"), "raises"),
    **dict.fromkeys(("-", "against"), "lowers"),
    **dict.fromkeys(("0", "neither"), "dropped"),
}
"""By what may be typed, what a higher answer speaks for."""

LIMITS = "It is taken that a better answer never gives a lower word."

Ask = Callable[[str], str]
Tell = Callable[[str], None]


@final
@attrs.frozen
class Setup:
    """What is asked before the first case, as far as the criteria file does not say it.

    Attributes:
        raises: Names of criteria of which a higher answer speaks for a higher word.
        lowers: Names of criteria of which it speaks for a lower one.
        dropped: Names of criteria that play no part.
        options: By name of a choice its options, the worst first.
        steps: By name of a measure the numbers from which on it may make a difference.
    """

    raises: tuple[str, ...] = ()
    lowers: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    options: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    steps: Mapping[str, tuple[Number, ...]] = attrs.field(factory=dict)

    def ordered(self, criteria: Iterable[AnyCriterion]) -> tuple[AnyCriterion, ...]:
        """Give the criteria that play a part, the options of choices in order."""
        return tuple(
            attrs.evolve(one, options=self.options[one.name])
            if isinstance(one, Choice) and one.name in self.options
            else one
            for one in criteria
            if one.name not in self.dropped
        )

    def to_plain(self) -> dict[str, Any]:  # Any: plain values
        """Give the first line of a log."""
        plain = attrs.asdict(self)
        plain["steps"] = {name: [str(one) for one in steps] for name, steps in self.steps.items()}
        return {"setup": plain}

    @classmethod
    def from_plain(cls, event: Mapping[str, Any]) -> "Setup":  # Any: as above
        """Read the first line of a log.

        Raises:
            InvalidValueError: It is something else.
        """
        try:
            plain = dict(event["setup"])
            lists = {key: tuple(plain.pop(key)) for key in ("raises", "lowers", "dropped")}
            options = {name: tuple(some) for name, some in plain.pop("options").items()}
            steps = {name: tuple(map(Decimal, some)) for name, some in plain.pop("steps").items()}
            return cls(**lists, options=options, steps=steps, **plain)
        except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError):
            raise InvalidValueError("log, line 1", event, "what `relabel elicit` asks before the first case") from None


def set_up(sheet: CriteriaFile, ask: Ask, tell: Tell, *, sorted_: bool) -> Setup:
    """Ask for the directions, the order of options and the steps that a criteria file does not say.

    Args:
        sheet: The criteria file.
        ask: Shows a prompt and gives the line that is typed; raises `EOFError` at the end of the input.
        tell: Shows a line.
        sorted_: Whether there are sorted companies, from which steps can be taken.
    """
    given = {*sheet.raises, *sheet.lowers}
    sides: dict[str, list[str]] = {"raises": [], "lowers": [], "dropped": []}
    options: dict[str, tuple[str, ...]] = {}
    steps: dict[str, tuple[Number, ...]] = {}
    top = sheet.labels[0]
    for one in sheet.criteria:
        if one.name not in given:
            tell(f"{one.question or one.name}")
            if isinstance(one, Choice):
                if order := _order(one, ask, tell):
                    options[one.name] = order
                sides["raises" if order else "dropped"].append(one.name)
            else:
                more = "yes" if one.answers == (False, True) else "more"
                prompt = f"  does {more} speak for {top} (+), against it (-), or neither (0)? "
                sides[_one_of(prompt, SIDES, ask, tell)].append(one.name)
        if (
            isinstance(one, Measure)
            and one.name not in sheet.steps
            and one.name not in sides["dropped"]
            and not sorted_
        ):
            steps[one.name] = _steps(one, ask, tell)
    return Setup(tuple(sides["raises"]), tuple(sides["lowers"]), tuple(sides["dropped"]), options, steps)


def _one_of(prompt: str, meanings: Mapping[str, str], ask: Ask, tell: Tell) -> str:
    while (text := fold(ask(prompt))) not in meanings:
        tell(f"  found {text!r}, expected one of {', '.join(meanings)}{did_you_mean(text, meanings)}")
    return meanings[text]


def _order(choice: Choice, ask: Ask, tell: Tell) -> tuple[str, ...]:
    """Give the options in order; none where the choice plays no part."""
    meant = {str(number): option for number, option in enumerate(choice.options, 1)}
    tell("  " + "   ".join(f"{number} {option}" for number, option in meant.items()))
    meant |= {fold(option): option for option in choice.options}
    while (text := ask("  their numbers, the worst first (0: it plays no part): ").strip()) != "0":
        parts = re.split(r"[<,;]", text) if re.search(r"[<,;]", text) else text.split()
        found = [meant.get(fold(part), part) for part in parts]
        if sorted(found) == sorted(choice.options):
            return tuple(found)
        tell(f"  found {text!r}, expected each of {' '.join(list(meant)[: len(choice.options)])} once, or 0")
    return ()


def _steps(measure: Measure, ask: Ask, tell: Tell) -> tuple[Number, ...]:
    while True:
        found: list[Any] = []  # Any: answers to a measure, which are numbers
        text = ask(f"  from which {measure.unit} on may it make a difference? (one or more numbers) ")
        try:
            found = [read_answer(measure, one) for one in text.replace(";", " ").split()]
        except UnreadableError as error:
            tell(f"  found {text!r}, expected {error.expected}{error.hint}")
        if found:
            return tuple(found)


@final
@attrs.frozen
class Talk:
    """Put cases to a person until the definition is proven or the person stops.

    Args:
        elicitation: What chooses the cases.
        sayings: How answers are said.
        ask: As for `set_up`.
        tell: As for `set_up`.
        keep: Writes the log; called after every answer.
    """

    elicitation: Elicitation
    sayings: Sayings
    ask: Ask
    tell: Tell
    keep: Callable[[], None]

    def run(self) -> None:
        """Ask, and say when one definition is left.

        In the end those cases are put once more that the person did not know and that no other answer decides.
        """
        one = self.elicitation
        self.tell(LIMITS)
        self._explain()
        identified, again, tried = False, False, set[FrozenMapping[str, Answer]]()
        while (case := one.next() or self._unsure(tried)) is not None:
            if one.identified != identified:
                identified = not identified
                self._say_whether_identified()
            again = again or case.purpose is Purpose.AGAIN
            tried |= {case.answers} & {*one.open_cases}
            self.tell(f"\n{len(one.told) + 1}. {case.text}")
            try:
                self._answer(case, f"  ({self._why(case)}) > ")
            except EOFError:
                self.tell("")
                return
            self.keep()
        if one.contradicting:
            self.tell("\nThese answers contradict the others: a better case got a lower word.")
            for told in one.contradicting:
                self.tell(f"  case {told.number} ({label_text(told.label)}): {record_text(told.answers)}")
        elif again:
            self.tell("\nWhat was asked once more is confirmed.")

    def _explain(self) -> None:
        """Say what the ends of the cases are, the words, and what may be typed."""
        one = self.elicitation
        for well, case in (("All is well", one.best), ("Nothing is well", one.worst)):
            self.tell(f"{well} means:")
            for criterion in one.criteria:
                self.tell(f"  {said(criterion, case[criterion.name], self.sayings)}")
        words = "   ".join(f"{number} {label}" for number, label in enumerate(one.labels, 1))
        self.tell(f"The words: {words}")
        self.tell(COMMANDS)

    def _say_whether_identified(self) -> None:
        """Read the likeliest definition out, or say that it was not the one that is meant."""
        one = self.elicitation
        if not one.identified:
            self.tell("\nThat was not it after all: other definitions are possible, and the search goes on.")
            return
        self.tell(f"\nOne definition is left among {one.within}:")
        self.tell(_worded(one.definition))
        self.tell("It is likely yours. The next cases prove it, whatever its form.")

    def _unsure(self, tried: Container[FrozenMapping[str, Answer]]) -> Case | None:
        """Give the next case that the person did not know, unless it was put again already."""
        one = self.elicitation
        for answers in one.open_cases:
            if answers not in tried:
                text = f"{self._described(answers)} What do you call them?"
                return Case(answers, text, Purpose.PROVE, None, ())
        return None

    def _why(self, case: Case) -> str:
        """Say in a few words how far it is, or why a case is put again."""
        one = self.elicitation
        if one.contradicting:
            return "once more: a better case got a lower word"
        if case.answers in one.open_cases:
            return "you did not know; do you now?"
        if case.purpose is Purpose.AGAIN:
            return "once more, to be sure"
        least, _ = one.left
        return f"{least} more to go, if it is yours" if one.identified else f"at least {max(1, least)} more to go"

    def _answer(self, case: Case, prompt: str) -> None:
        """Take an answer.

        Raises:
            EOFError: No further case is wanted.
        """
        one = self.elicitation
        words: dict[str, str | None] = {fold(label): label for label in one.labels}
        words |= {str(number): label for number, label in enumerate(one.labels, 1) if str(number) not in words}
        words |= {NONE: None} if NONE not in words else {}
        while True:
            text = fold(self.ask(prompt))
            if text in words:
                one.tell(case, words[text])
            elif text in UNSURE:
                one.tell(case, DONT_KNOW)
                self.tell("  Noted: you do not know.")
            elif text == BACK:
                one.undo()
            elif text == QUIT:
                raise EOFError
            elif text == HELP:
                self._explain()
                self.tell(f"\n{case.text}")
                continue
            else:
                expected = f"one of {', '.join(words)}, {SKIP}, {BACK}, {HELP} or {QUIT}"
                self.tell(f"  found {text!r}, expected {expected}{did_you_mean(text, words)}")
                continue
            return

    def summary(self, others: Sequence[Definition]) -> str:
        """Write what came of it: the definition, the answers that it rests on, and how it stands to others."""
        return "\n".join(self._summary(others))

    def _summary(self, others: Sequence[Definition]) -> Iterator[str]:
        one = self.elicitation
        found = one.definition
        yield f"\n{capital(found.source)}."
        yield _worded(found)
        if one.told:
            yield "It rests on these answers:"
        needed = {told.number: told for word in (*one.labels, None) for told in one.rests_on(word)}
        for number, told in sorted(needed.items()):
            yield f"  {number}. {self._described(told.answers)} {capital(label_text(told.label))}."
        if one.open_cases:
            yield "Not proven: of these you did not know the word, and they are taken for the lower one."
            yield from (f"  {self._described(answers)}" for answers in one.open_cases)
        elif not one.proven:
            yield "Not proven: further answers may change it. The same command goes on."
        compared = [line for other in others for line in _compared(found, other)]
        yield from compared or ["No definition that is installed has a word and a criterion in common with it."]

    def _described(self, answers: Mapping[str, Answer]) -> str:
        one = self.elicitation
        return describe(answers, one.best, one.worst, None, one.criteria, self.sayings)


def _worded(found: Definition) -> str:
    """Write the conditions of a definition in sentences."""
    return plain([Section("", tuple(Wording(found).labels(found.labels)))])


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
