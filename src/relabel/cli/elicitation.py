"""Elicitation at the terminal: directions first, then case by case, and what came of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, final

import attrs

from relabel.checks.comparison import compare
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.text import label_text
from relabel.core.diagrams.space import record_text, share_text
from relabel.core.model.answers import Answer, Number
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.criteria import Choice, Measure
from relabel.core.model.words import fold
from relabel.errors import CriterionConflictError, DiagramTooLargeError, InvalidValueError
from relabel.files.cells import UnreadableError, read_answer
from relabel.files.definitions.criteria_file import CriteriaFile
from relabel.learning.cases import Case, Purpose, Sayings, said
from relabel.learning.elicitation import DONT_KNOW, Elicitation

__all__ = ["Setup", "Talk", "set_up"]

NONE, SKIP, BACK, QUIT = "none", "skip", "back", "quit"
"""What may be typed beside a word."""

COMMANDS = (
    f"{NONE}: none of these words. Enter or {SKIP}: I do not know. {BACK}: take the last answer back. {QUIT}: stop."
)

LIMITS = """It takes it that a better answer never gives a lower word.
About twelve questions are as many as it can prove; long counts of marks take too many cases to prove."""

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
                options[one.name] = _order(one, ask, tell)
                sides["raises"].append(one.name)
            else:
                more = "yes" if one.answers == (False, True) else "more"
                prompt = f"  does {more} speak for {top} (+), against it (-), or neither (0)? "
                sides[_one_of(prompt, {"+": "raises", "-": "lowers", "0": "dropped"}, ask, tell)].append(one.name)
        if (
            isinstance(one, Measure)
            and one.name not in sheet.steps
            and one.name not in sides["dropped"]
            and not sorted_
        ):
            steps[one.name] = _steps(one, ask, tell)
    return Setup(tuple(sides["raises"]), tuple(sides["lowers"]), tuple(sides["dropped"]), options, steps)


def _one_of(prompt: str, meanings: Mapping[str, str], ask: Ask, tell: Tell) -> str:
    while (text := ask(prompt).strip()) not in meanings:
        tell(f"  found {text!r}, expected one of {', '.join(meanings)}")
    return meanings[text]


def _order(choice: Choice, ask: Ask, tell: Tell) -> tuple[str, ...]:
    tell("  " + "   ".join(f"{number} {option}" for number, option in enumerate(choice.options, 1)))
    wanted = [str(number) for number in range(1, len(choice.options) + 1)]
    while sorted(found := ask("  their numbers, the worst first: ").split(), key=lambda one: (len(one), one)) != wanted:
        tell(f"  found {' '.join(found)!r}, expected each of {' '.join(wanted)} once")
    return tuple(choice.options[int(number) - 1] for number in found)


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
        """Ask, and say when one definition is left."""
        one = self.elicitation
        self.tell(LIMITS)
        self.tell("All is well means:")
        for criterion in one.criteria:
            self.tell(f"  {said(criterion, one.best[criterion.name], self.sayings)}")
        words = "   ".join(f"{number} {label}" for number, label in enumerate(one.labels, 1))
        self.tell(f"The words: {words}")
        self.tell(COMMANDS)
        identified = False
        while (case := one.next()) is not None:
            if one.identified and not identified:
                self.tell(f"\nOne definition is left among those that ask for {one.within}.")
                self.tell("It is likely yours. The next cases prove it, whatever its form.")
            identified = one.identified
            least, likely = one.left
            self.tell(f"\n{len(one.told) + 1}. {case.text}")
            left = f"{least}" if least == likely else f"{least} to {likely}"
            try:
                self._answer(
                    case, f"  ({left} more to go) > " if case.purpose is not Purpose.AGAIN else "  (once more) > "
                )
            except EOFError:
                self.tell("")
                return
            self.keep()
        if one.contradicting:
            self.tell("\nThese answers contradict the others: a better case got a lower word.")
            for told in one.contradicting:
                self.tell(f"  case {told.number} ({label_text(told.label)}): {record_text(told.answers)}")

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
            elif text in ("", SKIP):
                one.tell(case, DONT_KNOW)
            elif text == BACK:
                one.undo()
            elif text == QUIT:
                raise EOFError
            else:
                self.tell(f"  found {text!r}, expected one of {', '.join(words)}, {SKIP}, {BACK} or {QUIT}")
                continue
            return

    @staticmethod
    def summary(one: Elicitation, others: Sequence[Definition]) -> str:
        """Write what came of it: the definition with what it rests on, and how it stands to others."""
        return "\n".join(_summary(one, others))


def _summary(one: Elicitation, others: Sequence[Definition]) -> Iterator[str]:
    found = one.definition
    yield ""
    yield found.source
    for label in found.labels:
        yield f"  {label.name}: {'otherwise' if label.when is None else label.when}"
        cases = ", ".join(f"{told.number}" for told in one.rests_on(label.name))
        yield f"    rests on {f'the cases {cases}' if cases else 'no case yet'}"
    if one.open_cases:
        yield "Not known, and taken for the lower word:"
        yield from (f"  {record_text(answers)}" for answers in one.open_cases)
    for other in others:
        yield from _compared(found, other)


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
