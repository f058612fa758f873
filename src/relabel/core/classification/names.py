"""Names: the companies of a relationship in place of "the buyer" and "the seller", and "we" for ourselves."""

import re
from collections.abc import Callable

from relabel.core.model.any_criterion import Side
from relabel.core.model.relationship import Relationship

__all__ = ["naming"]

_SIDE = re.compile(r"\b[Tt]he (buyer|seller)\b(['’]s\b)?")
_ASKING = r"((How|What|When|Where|Which|Whom|Why)\b.* )?"
_START = re.compile(
    rf"{_ASKING}(?P<verb>does|do|did|is|are|was|were|has|have|had|can|could|will|would|should|may|might|must) $",
    re.IGNORECASE,
)
_VERB = {"does": "do", "is": "are", "was": "were", "has": "have"}
_PREPOSITIONS = (
    r"\b(about|against|among|at|before|behind|beside|between|beyond|by|for|from|in|into|near|of|off|on|onto|over|past"
    r"|to|towards?|under|until|upon|via|with|within|without)\b"
)
_PREPOSITION = re.compile(rf"{_PREPOSITIONS} $", re.IGNORECASE)
_END = re.compile(rf" *([?.,;:!)]|$|{_PREPOSITIONS})", re.IGNORECASE)
_OBJECT = re.compile(
    rf"{_ASKING}(does|do|did|can|could|will|would|should|may|might|must) the (buyer|seller) \w+ $", re.IGNORECASE
)


def naming(relationship: Relationship, us: str | None) -> Callable[[str], str]:
    """Give a function that writes a text about "the buyer" and "the seller" with the names of the companies.

    The company called `us` becomes "we", "us" or "our" where English tells which of them it has to be
    by the words before; elsewhere it keeps the words of the text.

    Args:
        relationship: The two companies.
        us: Which of them we are; None if neither.

    >>> write = naming(Relationship("Elm", "Acme"), "Acme")
    >>> write("Does the buyer pay the seller for services?")
    'Does Elm pay us for services?'
    >>> write("Is the seller loyal?"), write("Is the buyer's plan known to the seller's people?")
    ('Are we loyal?', "Is Elm's plan known to our people?")
    """

    def write(text: str) -> str:
        done = ""
        end = 0
        for match in _SIDE.finditer(text):
            done += text[end : match.start()]
            end = match.end()
            name = relationship.company(Side(match[1]))
            if name != us:
                done += f"{name}{match[2] or ''}"
            elif match[2]:
                done += "Our" if match.start() == 0 else "our"
            else:
                done = _with_us(done, text[: match.start()], match[0], text[end:])
        return done + text[end:]

    return write


def _with_us(done: str, before: str, words: str, after: str) -> str:
    """Add ourselves to a text, by the words that stand before and after in what it was made from."""
    if start := _START.fullmatch(before):
        verb = start["verb"]
        ours = _VERB.get(verb.lower(), verb)
        return f"{done[: -len(verb) - 1]}{ours.capitalize() if verb[0].isupper() else ours} we"
    if _PREPOSITION.search(before) or (_OBJECT.fullmatch(before) and _END.match(after)):
        return f"{done}us"
    return done + words
