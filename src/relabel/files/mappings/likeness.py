"""Likeness: how much a header says of what a criterion asks, by the words that tell criteria apart."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from typing import final

from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.words import fold, words_of

__all__ = ["Likeness"]


_EMPTY = frozenset(
    words_of("""
    a an and any are as at be been by did do does far for from had has have how if in is it its of on or so some
    that the there this to was were what when which who whose will with would you your
    """)
)
"""Words that stand in any question."""

_NOT = frozenset(
    words_of("""
    no not never none nobody without dont doesnt didnt isnt arent wasnt havent hasnt cannot
    nicht kein keine keinen nie niemals ohne
    """)
)
"""Words that turn a question round."""

_BUYER = ("buyer", "buyers", "client", "clients", "customer", "customers", "purchaser")
_SELLER = ("seller", "sellers", "supplier", "suppliers", "vendor", "vendors", "provider")
_THEM = ("they", "them", "their", "theirs", "company", "account")
_US = ("i", "me", "my", "our", "ours", "us", "we")
_OUR_OWN = re.compile(r"\b(my|our|your) (own )?(company|firm|business|organi[sz]ation|team|side)\b")

_ENDINGS = (("our", "or"), ("ing", ""), ("ies", "y"), ("ed", ""), ("s", ""))
"""Endings that do not tell words apart, and what takes their place."""


@final
class Likeness:
    """How much headers say of what criteria ask.

    Args:
        criteria: The criteria.
        given_to: The side that is "them" to those who ask; None where the definition has none.
    """

    def __init__(self, criteria: Iterable[AnyCriterion], given_to: Side | None) -> None:
        self._sides = dict.fromkeys(_BUYER, "buyer") | dict.fromkeys(_SELLER, "seller")
        if given_to is not None:
            self._sides |= dict.fromkeys(_THEM, given_to.value) | dict.fromkeys(_US, given_to.other.value)
        self._texts = {one: (self._parts(one.question), self._parts(one.name)) for one in criteria}
        self._users = Counter(word for question, name in self._texts.values() for word in question | name)

    def of(self, header: str, criterion: AnyCriterion) -> float:
        """Give the likeness of a header and a criterion, by its question or its name: a share 0-1.

        It is the harmonic mean of two shares: what the criterion says of the header, and the header of the
        criterion. A word weighs the less the more criteria say it.
        """
        said = self._parts(header)
        return max(self._likeness(said, text) for text in self._texts[criterion])

    def covered(self, words: Collection[str], criterion: AnyCriterion) -> float:
        """Give the share, 0-1, of some words that the question or the name of a criterion says."""
        said = self._parts(" ".join(words))
        question, name = self._texts[criterion]
        return self._weight(said & (question | name)) / self._weight(said) if said else 0.0

    def turned(self, header: str, criterion: AnyCriterion) -> bool:
        """Say whether one of a header and a question has a "not" in it, and the other has none."""
        first, second = (len(_NOT & set(words_of(text))) for text in (header, criterion.question))
        return first % 2 != second % 2

    def _likeness(self, said: frozenset[str], text: frozenset[str]) -> float:
        total = self._weight(said) + self._weight(text)
        return 2 * self._weight(said & text) / total if total else 0.0

    def _weight(self, words: Iterable[str]) -> float:
        return sum(1 / max(self._users[word], 1) for word in words)

    def _parts(self, text: str) -> frozenset[str]:
        return frozenset(
            self._sides.get(word) or _stem(word)
            for word in words_of(_OUR_OWN.sub("us", fold(text)))
            if word not in _EMPTY
        )


def _stem(word: str) -> str:
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word.removesuffix(ending) + instead
    return word
