"""What every criterion is: a named question about a relationship, perhaps about one of its sides."""

import enum
import keyword
import re
from abc import abstractmethod
from typing import final

import attrs

from relabel.core.model.answers import NOT_APPLICABLE, Answer
from relabel.errors import AnswerError, InvalidValueError

__all__ = ["RESERVED_NAMES", "AnyCriterion", "Side", "check_name", "check_truth"]

RESERVED_NAMES = frozenset(
    {"all_of", "any_of", "at_least", "at_most", "definition", "exactly", "mean", "per", "points", "share"}
)
"""Words of the text form of conditions; no criterion and no part may be called so."""


@final
class Side(enum.Enum):
    """One end of a relationship: the buyer pays, the seller supplies."""

    BUYER = "buyer"
    SELLER = "seller"

    @property
    def other(self) -> "Side":
        """The opposite end."""
        return Side.SELLER if self is Side.BUYER else Side.BUYER

    def __repr__(self) -> str:
        return f"Side.{self.name}"


_NAME = re.compile(r"[a-z][a-z0-9_]*")
_END = re.compile(r"\.(buyer|seller)$")


def check_name(name: object, place: str, expected: str = "snake_case") -> None:
    """Raise `InvalidValueError` unless a name can stand in the text of a condition, a side at its end left out."""
    base = _END.sub("", name) if isinstance(name, str) else ""
    if not _NAME.fullmatch(base):
        raise InvalidValueError(place, name, expected)
    if keyword.iskeyword(base) or base in RESERVED_NAMES:
        raise InvalidValueError(place, name, "a name that is no word of Python or of conditions")


def _check_criterion(_: object, __: object, name: str) -> None:
    check_name(name, "criterion name", "snake_case, with '.buyer' or '.seller' at the end for one side's")


def _check_question(criterion: "AnyCriterion", _: object, question: str) -> None:
    if not isinstance(question, str):
        raise InvalidValueError(f"question of criterion {criterion.name!r}", question, "text")


def _check_side(criterion: "AnyCriterion", _: object, about: Side | None) -> None:
    if about is not None and not isinstance(about, Side):
        raise InvalidValueError(f"about of criterion {criterion.name!r}", about, "Side.BUYER, Side.SELLER or None")


def check_truth(criterion: "AnyCriterion", field: "attrs.Attribute[bool]", value: bool) -> None:  # noqa: FBT001  # of attrs
    """Raise `InvalidValueError` unless a field of a criterion is True or False."""
    if not isinstance(value, bool):
        raise InvalidValueError(f"{field.name} of criterion {criterion.name!r}", value, "True or False")


@attrs.frozen(order=False)
class AnyCriterion:
    """What the four kinds of criterion share: a name, a question, and the side it is about.

    A name that ends in a side is about that side, unless the other one is given.
    Conditions need no more than this of a criterion; the kinds are in `relabel.core.model.criteria`.
    """

    name: str = attrs.field(validator=_check_criterion)
    question: str = attrs.field(default="", validator=_check_question)
    about: Side | None = attrs.field(default=None, validator=_check_side, kw_only=True)
    may_be_na: bool = attrs.field(default=False, validator=check_truth, kw_only=True)
    """Whether `NOT_APPLICABLE` is an answer."""

    def __attrs_post_init__(self) -> None:
        ends = [side for side in Side if self.name.endswith(f".{side.value}")]
        if self.about is None and ends:
            object.__setattr__(self, "about", ends[0])

    @property
    @abstractmethod
    def proper_answers(self) -> tuple[Answer, ...] | None:
        """Every possible answer in order but that it does not apply, or None where any number is one."""

    @property
    def answers(self) -> tuple[Answer, ...] | None:
        """Every possible answer in order, that it does not apply as the last; None where any number is one."""
        proper = self.proper_answers
        return (*proper, NOT_APPLICABLE) if proper is not None and self.may_be_na else proper

    @property
    def numbers(self) -> tuple[int, ...]:
        """What each of the answers counts in a sum of points; nothing where they are no levels."""
        return ()

    def is_na(self, answer: object) -> bool:
        """Say whether an answer is that this does not apply, which it may be."""
        return self.may_be_na and isinstance(answer, str) and answer == NOT_APPLICABLE

    @property
    @abstractmethod
    def meaning(self) -> str:
        """What two criteria of one name must agree on: kind, domain, unit and side."""

    @property
    @abstractmethod
    def expected(self) -> str:
        """The answers that are taken, for messages."""

    @abstractmethod
    def accepts(self, answer: object) -> bool:
        """Say whether an answer lies in the domain, and has the type of its answers."""

    def check(self, answer: object, place: object) -> None:
        """Raise `AnswerError` unless the answer lies in the domain; `place` says where it stands."""
        if not self.accepts(answer):
            words = tuple(one for one in self.answers or () if isinstance(one, str))
            raise AnswerError(str(place), self.name, answer, self.expected, words)
