"""Cases: made-up companies to call by a word, described as people speak."""

import enum
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, final

import attrs

from relabel.core.diagrams.variables import Cut, Variable
from relabel.core.model.answers import Answer, Number, answer_text, exact
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.criteria import Choice, Criterion, Scale, unit_text
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.words import fold
from relabel.errors import InvalidValueError
from relabel.texts import did_you_mean

__all__ = [
    "DONT_KNOW",
    "FEW",
    "Case",
    "Purpose",
    "Sayings",
    "Told",
    "Unsure",
    "cuts_at",
    "describe",
    "read_word",
    "said",
    "stretches",
]

Sayings = Mapping[str, Mapping[Answer, str]]
"""How answers are said, by the name of the criterion: `{"favor_granted": {False: "no favour was ever granted"}}`."""

FEW = 3
"""Up to how many exceptions a case is always described by them: what is bad about it is easier to see."""


@final
class Purpose(enum.Enum):
    """Why a case is asked for."""

    SPLIT = "to split"
    PROVE = "to prove"
    AGAIN = "to ask again"


@final
class Unsure(enum.Enum):
    """What is told where a word cannot be."""

    DONT_KNOW = "don't know"


DONT_KNOW: Final = Unsure.DONT_KNOW


@final
@attrs.frozen
class Told:
    """A case that was judged.

    Attributes:
        number: Counted from 1 in the order of the answers.
        answers: The case, by the name of the criterion.
        label: The word; None for none of them.
        times: How often the case has been judged so, the last times in a row.
    """

    number: int
    answers: FrozenMapping[str, Answer]
    label: str | None
    times: int = 1


@final
@attrs.frozen
class Case:
    """A made-up company to call by a word.

    Attributes:
        answers: What is so, by the name of the criterion; complete.
        text: The same as people speak, with the question.
        purpose: Why it is asked for.
        differs_from: The case judged before that it is nearest to; None for that in which all is well.
        differs_in: The criteria in which it differs from that one.
    """

    answers: FrozenMapping[str, Answer]
    text: str
    purpose: Purpose
    differs_from: Told | None
    differs_in: tuple[AnyCriterion, ...]


_AUXILIARY = "is|are|was|were|has|have|do|does|did|can|could|will|would|should|must"
_PARTY = "buyer|seller|side"
_NOUN = r"(?:the|a|an|our) \w+(?= ever )"
_SUBJECT = rf"(?:the|this|each|either|our) (?:{_PARTY})|{_NOUN}|both sides|they|we|it|he|she|you|there|i"
"""Where it ends has to be plain: of "Is a product recall open?" no sentence can be made without grammar."""
_QUESTION = re.compile(rf"(?P<verb>{_AUXILIARY}) (?P<subject>{_SUBJECT}) (?P<rest>.+)\?", re.IGNORECASE)


def said(criterion: AnyCriterion, answer: Answer, sayings: Sayings) -> str:
    """Say an answer as part of a sentence: in the words given for it, or made of the question.

    >>> said(Criterion("loyal", "Is the buyer loyal?"), False, {})
    'the buyer is not loyal'
    >>> said(Choice("talk_to", "Who do we talk to?", options=["buyer", "board"]), "board", {})
    'who do we talk to: board'
    """
    given = sayings.get(criterion.name, {}).get(answer)
    if given:
        return given
    if isinstance(criterion, Criterion) and (found := _QUESTION.fullmatch(criterion.question.strip())) is not None:
        verb, rest = found["verb"].lower(), found["rest"]
        if answer and verb == "do":  # they do pay: they pay
            verb = ""
        words = (_begun(found["subject"]), verb, "" if answer else "not", rest.removeprefix("ever "))
        return " ".join(filter(None, words))
    text = str(answer).replace("_", " ") if isinstance(criterion, Choice) else answer_text(answer)
    return f"{_topic(criterion)}: {text}{_range(criterion)}{unit_text(criterion)}"


def _range(criterion: AnyCriterion) -> str:
    """Say what a level that is a number is one of."""
    levels = criterion.proper_answers or () if isinstance(criterion, Scale) else ()
    if not levels or isinstance(levels[0], str):
        return ""
    return f" of {levels[-1]}" if levels[0] == 1 else f" on a scale from {levels[0]} to {levels[-1]}"


def stretches(variable: Variable) -> dict[Answer, str]:
    """Say the answers to a measure that cases use: each stands for a stretch of numbers.

    >>> spend = Measure("spend", "What do they spend?", unit="EUR")
    >>> stretches(Variable(spend, ((1000, 0),), 0))
    {999: 'what do they spend: below 1000 EUR', 1000: 'what do they spend: at least 1000 EUR'}
    """
    topic, unit = _topic(variable.criterion), unit_text(variable.criterion)
    return {
        variable.example(cell): f"{topic}: {variable.describe(1 << cell, unit=unit)}" for cell in range(variable.size)
    }


def cuts_at(name: str, numbers: Iterable[Number], criteria: Iterable[AnyCriterion]) -> tuple[Cut, ...]:
    """Part the numbers below a step, the step itself, and those above: which side it belongs to is asked.

    Raises:
        InvalidValueError: No criterion has the name.
        AnswerError: A number is no answer to it.
    """
    known = {one.name: one for one in criteria}
    if name not in known:
        raise InvalidValueError("steps", name, f"the name of a measure{did_you_mean(name, known)}")
    steps = list(numbers)
    for number in steps:
        known[name].check(number, f"steps of {name}")
    return tuple(sorted({(exact(number, f"steps of {name}"), above) for number in steps for above in (0, 1)}))


def read_word(labels: Sequence[str], label: object) -> str | None:
    """Give the one of some words that is meant; None for none of them.

    Raises:
        InvalidValueError: It is something else.
    """
    if label is None:
        return None
    for word in labels:
        if isinstance(label, str) and fold(label) == fold(word):
            return word
    expected = f"one of {list(labels)}, None or DONT_KNOW{did_you_mean(label, labels)}"
    raise InvalidValueError("label", label, expected)


def _topic(criterion: AnyCriterion) -> str:
    """Give what a question is about, as it stands within a sentence."""
    return _begun(criterion.question.strip() or criterion.name.replace("_", " ")).removesuffix("?").removesuffix(":")


def _begun(text: str) -> str:
    """Write the start of a sentence as it stands within one: an acronym and "I" as they are."""
    return text if text[1:2].isupper() or re.match(r"I\b", text) else text[:1].lower() + text[1:]


def describe(
    answers: Mapping[str, Answer],
    best: Mapping[str, Answer],
    worst: Mapping[str, Answer],
    criteria: Sequence[AnyCriterion],
    sayings: Sayings,
) -> str:
    """Describe a case by what sets it apart from one in which all is well, or nothing is, whichever is shorter.

    Args:
        answers: The case.
        best: The case in which all is well.
        worst: The case in which nothing is.
        criteria: In the order in which they are said.
        sayings: How answers are said.
    """

    def exceptions(other: Mapping[str, Answer]) -> list[str]:
        names = [one for one in criteria if answers[one.name] != other[one.name]]
        return [said(one, answers[one.name], sayings) for one in names]

    few, many = exceptions(best), exceptions(worst)
    start, parts = ("All is well", few) if len(few) <= max(FEW, len(many)) else ("Nothing is well", many)
    return f"{start}{_listed(parts)}."


def _listed(parts: Iterable[str]) -> str:
    *first, last = ("", *parts)
    if not first:
        return ""
    first = first[1:]
    return f", except: {'; '.join(first)}{'; and ' if first else ''}{last}"
