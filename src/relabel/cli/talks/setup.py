"""What is asked before the first case of an elicitation: directions, the order of options, steps."""

import contextlib
import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, final

import attrs

from relabel.cli.talks.prompts import BACK, HELP, QUIT, Ask, BackError, Prompts, Tell
from relabel.core.model.answers import Number, answer_text
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.criteria import Choice, Measure
from relabel.core.model.words import fold
from relabel.errors import InvalidValueError
from relabel.files.cells import UnreadableError, read_answer
from relabel.files.definitions.criteria_file import CriteriaFile
from relabel.texts import did_you_mean

__all__ = ["Setup", "set_up"]

SIDES = {
    **dict.fromkeys(("+", "y", "yes", "higher"), "raises"),
    **dict.fromkeys(("-", "n", "no", "lower"), "lowers"),
    **dict.fromkeys(("0", "neither"), "dropped"),
}
"""By what may be typed, what a higher answer speaks for."""


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

    def plus(self, other: "Setup") -> "Setup":
        """Add what was asked of other criteria."""
        return Setup(
            self.raises + other.raises,
            self.lowers + other.lowers,
            self.dropped + other.dropped,
            {**self.options, **other.options},
            {**self.steps, **other.steps},
        )

    def without(self, sheet: CriteriaFile) -> "Setup":
        """Leave out what a criteria file says by now."""
        given = {*sheet.raises, *sheet.lowers}

        def open_(names: Iterable[str]) -> tuple[str, ...]:
            return tuple(name for name in names if name not in given)

        options = {name: self.options[name] for name in open_(self.options)}
        steps = {name: some for name, some in self.steps.items() if name not in sheet.steps}
        return Setup(open_(self.raises), open_(self.lowers), open_(self.dropped), options, steps)

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


Propose = Callable[[Measure, int], Sequence[Number]]
"""Gives the steps of a measure that sorted companies suggest, where a higher answer speaks for a higher word (1) or a
lower one (-1)."""


def set_up(sheet: CriteriaFile, ask: Ask, tell: Tell, propose: Propose) -> Setup:
    """Ask for the directions, the order of options and the steps that a criteria file does not say.

    Args:
        sheet: The criteria file.
        ask: Shows a prompt and gives the line that is typed; raises `EOFError` at the end of the input.
        tell: Shows a line.
        propose: Gives the steps that are taken where none is named; none where there is nothing to go by.

    Raises:
        QuitError: The person stops, or the input has ended.
    """
    directed = {*sheet.raises, *sheet.lowers}
    stepped = {one.name for one in sheet.criteria if not isinstance(one, Measure)} | {*sheet.steps}
    asked = [one for one in sheet.criteria if one.name not in directed or one.name not in stepped]
    found: list[Setup] = []

    def explain() -> None:
        higher, *lower = sheet.labels
        tell(f"  {higher} is the highest word{''.join(f', then {word}' for word in lower)}.")
        tell("  This is of no company in particular: what speaks for a higher word, if all else is the same?")
        tell(f"  {BACK}: to the question before. {HELP}: show this again. {QUIT}: stop; nothing is kept yet.")

    def typed(prompt: str) -> str:
        return Prompts(ask, tell).line(prompt, explain)

    def about(one: AnyCriterion) -> Setup:
        said = Setup()
        if one.name not in directed:
            said = _order(one, typed, tell) if isinstance(one, Choice) else _side(one, typed, tell)
        if isinstance(one, Measure) and one.name not in {*stepped, *said.dropped}:
            proposed = propose(one, -1 if one.name in {*sheet.lowers, *said.lowers} else 1)
            steps = _steps(one, typed, tell, proposed)
            said = said.plus(Setup(steps={one.name: steps} if steps else {}))
        return said

    if asked:
        tell("First a short question." if len(asked) == 1 else f"First {len(asked)} short questions.")
        explain()
    while len(found) < len(asked):
        one = asked[len(found)]
        tell(f"{len(found) + 1} of {len(asked)}. {one.question or one.name}")
        try:
            found.append(about(one))
        except BackError:
            if not found:
                tell("  nothing has been answered yet")
            del found[-1:]
    return functools.reduce(Setup.plus, found, Setup())


def _side(one: AnyCriterion, typed: Ask, tell: Tell) -> Setup:
    """Ask what a higher answer speaks for."""
    higher = "a yes" if one.answers == (False, True) else "a higher answer"
    prompt = f"  does {higher} speak for a higher word (+ or y), a lower one (- or n), or neither (0)? "
    while (text := fold(typed(prompt))) not in SIDES:
        expected = f"one of {', '.join(SIDES)}, {BACK}, {HELP} or {QUIT}"
        tell(f"  found {text!r}, expected {expected}{did_you_mean(text, SIDES)}")
    said: dict[str, Any] = {SIDES[text]: (one.name,)}  # Any: one of several fields
    return Setup(**said)


def _order(choice: Choice, typed: Ask, tell: Tell) -> Setup:
    """Ask for the order of options, which speak for higher words from the worst on."""
    meant = {str(number): option for number, option in enumerate(choice.options, 1)}
    numbers = " ".join(meant)
    tell("  " + "   ".join(f"{number} {option}" for number, option in meant.items()))
    meant |= {fold(option): option for option in choice.options}
    while (text := typed("  their numbers, the worst first, or 0 if they do not matter: ")) != "0":
        parts = re.split(r"[<,;]", text) if re.search(r"[<,;]", text) else text.split()
        found = tuple(meant.get(fold(part), part) for part in parts)
        if sorted(found) == sorted(choice.options):
            return Setup(raises=(choice.name,), options={choice.name: found})
        tell(f"  found {text!r}, expected each of {numbers} once, 0, {BACK}, {HELP} or {QUIT}")
    return Setup(dropped=(choice.name,))


def _steps(measure: Measure, typed: Ask, tell: Tell, proposed: Sequence[Number]) -> tuple[Number, ...]:
    """Ask from which numbers on a measure may make a difference; none where those proposed are taken."""
    enter = ""
    if proposed:
        tell(f"  Between your sorted companies of different words lie {', '.join(map(answer_text, proposed))}.")
        tell("  They are not your steps unless you say so: a number that is missing cannot be asked about.")
        enter = " (Enter: those)"
    while True:
        text = typed(f"  from how many {measure.unit} on may it make a difference? one number or several{enter}: ")
        if not text and proposed:
            return ()
        parts = [one for one in re.split(r"\s*;\s*|\s*,\s+|\s+and\s+|\s+", text) if one]
        found: list[Any] = []  # Any: answers to a measure, which are numbers
        with contextlib.suppress(UnreadableError):
            found = [read_answer(measure, one) for one in parts]
        if found:
            return tuple(found)
        tell(f"  found {text!r}, expected one number or several, {BACK}, {HELP} or {QUIT}")
