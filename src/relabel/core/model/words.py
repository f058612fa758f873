"""Words: when two that people have written are the same, and what in them nobody can see."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import final

__all__ = ["Words", "fold", "fold_name", "look", "visible", "words_of"]

_SEPARATORS = re.compile(r"[ _-]+")
_WORD = re.compile(r"[^\W_]+")
_JOINERS = "\u200c\u200d"
"""What parts or joins two letters of scripts in which they may be joined; elsewhere it cannot be seen."""

_BLANK = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, *range(0xFE00, 0xFE10)}
"""Signs without a look of their own that Unicode does not count among the format signs (Cf)."""

_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαονρ‐‑‒–—―−’‘`´“”„",
    "ABESIJKMHOPCTYXaesijopcyxdqwhlABEZHIKMNOPTYXaovp-------''''\"\"\"",
)
"""Letters of the Cyrillic and Greek alphabets and signs, and the Latin letters and signs that they are taken for."""


def fold(word: str) -> str:
    """Give a word as words are compared, and in no other way.

    Case and runs of white space may differ, and letters may be composed of several signs or not.
    Everything else counts: `A-` is not `A+`, and `<50` is not `>50`.

    Source: canonical caseless matching, The Unicode Standard 16.0, section 3.13, D145.

    >>> fold("Very  GOOD") == fold("very good"), fold("A-") == fold("A+")
    (True, False)
    """
    folded = unicodedata.normalize("NFD", word).casefold()
    return unicodedata.normalize("NFC", " ".join(folded.split()))


def fold_name(name: str) -> str:
    """Give a name of a criterion, a header or an option as names are compared.

    As with words; besides, the signs between two words may be any of space, `_` and `-`.

    >>> fold_name("Pays for-services") == fold_name("pays_for_services"), fold_name("~pays") == fold_name("pays")
    (True, False)
    """
    folded = fold(name)

    def unify(found: re.Match[str]) -> str:
        around = folded[found.start() - 1 : found.start()], folded[found.end() : found.end() + 1]
        return "_" if all(one and unicodedata.category(one)[0] in "LMN" for one in around) else found[0]

    return _SEPARATORS.sub(unify, folded)


def visible(text: str) -> str:
    """Give text without the signs that nobody can see: of zero width, soft hyphens, marks of order or direction.

    What joins or parts two letters stays where letters are joined in writing.
    """
    if text.isascii():
        return text
    return "".join(sign for position, sign in enumerate(text) if not _invisible(text, position))


def _invisible(text: str, position: int) -> bool:
    sign = text[position]
    if sign in _JOINERS:
        before = text[position - 1 : position]
        return not before or unicodedata.category(before) not in ("Lo", "Mn", "Mc", "So", "Sk")
    return unicodedata.category(sign) == "Cf" or ord(sign) in _BLANK


def look(name: str) -> str:
    """Give what a name looks like: two names that look the same have one look, though they may be different words."""
    return fold(unicodedata.normalize("NFKC", visible(name)).translate(_ALIKE))


def words_of(text: str) -> tuple[str, ...]:
    """Give the words of a text, folded, in order.

    >>> words_of("Which account?")
    ('which', 'account')
    """
    return tuple(_WORD.findall(fold(text).replace("'", "").replace("’", "")))


@final
class Words:
    """Known words, to be found by what people write: as they are, else folded. What could be two is none.

    Signs that nobody can see make no difference, in the words known as in what is written.

    Args:
        words: The words.
        key: How they are compared: `fold` or `fold_name`.
    """

    def __init__(self, words: Iterable[str], key: Callable[[str], str] = fold_name) -> None:
        self._key = key
        self._exact = dict.fromkeys(words)
        self._folded: dict[str, str | None] = {}
        for word in self._exact:
            folded = key(visible(word))
            self._folded[folded] = None if folded in self._folded else word

    def find(self, text: str) -> str | None:
        """Give the word that a text stands for; None if it is none, or could be two."""
        written = text.strip()
        return written if written in self._exact else self._folded.get(self._key(visible(written)))
