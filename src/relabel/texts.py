"""Texts: sentences for people, names that were meant, and signs that are safe to be shown."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

__all__ = [
    "by_kind",
    "capital",
    "did_you_mean",
    "escaped",
    "first_few",
    "is_unsafe",
    "legible",
    "nearest",
    "printable",
    "proposal",
    "shorten",
    "shown",
    "stopped",
]


def nearest(name: str, known: Iterable[str], *, cutoff: float = 0.75) -> str | None:
    """Give the known name that looks most like `name`, or None if none is close.

    Case and the signs between words are ignored. Ties go to the first in alphabetical order.
    `cutoff` is the least likeness, a share 0–1.
    """
    import difflib  # slow to import, and needed only where something is wrong

    matcher = difflib.SequenceMatcher(b=_fold(name))
    best, likeness = None, cutoff
    for candidate in sorted(known):
        matcher.set_seq1(_fold(candidate))
        # The quick ratio is an upper bound.
        if (
            matcher.quick_ratio() >= likeness
            and (ratio := matcher.ratio()) >= likeness
            and (best is None or ratio > likeness)
        ):
            best, likeness = candidate, ratio
    return best


def _fold(name: str) -> str:
    return "".join(sign if sign.isalnum() else "_" for sign in name.casefold())


def did_you_mean(name: object, known: Iterable[str]) -> str:
    """Give the end of a message that proposes the nearest name; nothing if none is close or `name` is no text.

    >>> did_you_mean("loyal", ["loyal.buyer", "loyal.seller", "pays"])
    "; did you mean 'loyal.buyer' or 'loyal.seller'?"
    >>> did_you_mean("pays", ["pays_for_services", "meets"])
    "; did you mean 'pays_for_services'?"
    """
    if not isinstance(name, str):
        return ""
    names = list(known)
    sides = sorted(one for one in names if one.rpartition(".")[0] == name)
    if name and sides:
        return f"; did you mean {' or '.join(map(repr, sides))}?"
    longer = [one for one in names if len(name) > 2 and one.startswith(name)]
    return proposal(nearest(name, names) or (longer[0] if len(longer) == 1 else None))


def proposal(name: str | None) -> str:
    """Give the end of a message that proposes a name; nothing if there is none."""
    return f"; did you mean {name!r}?" if name else ""


def stopped(sentence: str) -> str:
    """Give a sentence with its full stop, or as it is where it has an end already.

    >>> stopped("Ask Otter B.V."), stopped("Ask Elm")
    ('Ask Otter B.V.', 'Ask Elm.')
    """
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def first_few(texts: Sequence[str], *, most: int = 3, between: str = ", ") -> str:
    """Write the first of several texts, and how many more there are.

    >>> first_few(["a", "b", "c", "d"])
    'a, b, c and 1 more'
    """
    more = len(texts) - most
    return between.join(texts[:most]) + (f" and {more} more" if more > 0 else "")


def by_kind(problems: Iterable[tuple[object, str, int, str]]) -> list[str]:
    """Write problems with places, each kind once: the first, the next two lines, and how many there are.

    Args:
        problems: Of each its kind, its text, its line (0 where that is not known), and what was found, which is
            said again where it differs.
    """
    kinds: dict[object, list[tuple[str, int, str]]] = {}
    for kind, text, line, found in problems:
        kinds.setdefault((kind, found if line == 0 else ""), []).append((text, line, found))
    told = []
    for (text, _, first), *others in kinds.values():
        places = [f"line {line}" + f" ({found})" * (found != first) for _, line, found in others[:2]]
        more = f"; {len(others) + 1} in all" if len(others) > len(places) else ""
        told.append(text + (f"; also on {', '.join(places)}{more}" if others else ""))
    return told


def capital(text: str) -> str:
    """Begin a text with a capital, if its first sign has one that is a single sign."""
    first = text[:1].upper()
    return first + text[1:] if len(first) == 1 else text


def shorten(text: str, limit: int = 200) -> str:
    """Give text that is cut with an ellipsis if it has more than so many signs."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def shown(value: object) -> str:
    """Write any value for a message, cut where it is long; what cannot be written is named by its type."""
    try:
        return shorten(repr(value))
    except Exception:  # an int of more digits than Python writes, or an object of somebody else
        return f"a value of type {type(value).__name__} that cannot be written out"


def is_unsafe(sign: str) -> bool:
    """Say whether a sign could move the cursor, end the line or switch the direction of writing."""
    return unicodedata.category(sign) in ("Cc", "Zl", "Zp") or sign in _DIRECTIONS


def escaped(text: str, *, keep: str = "") -> str:
    """Write the unsafe signs of a text, but those to keep, as escapes."""
    if text.isprintable():  # then none is unsafe, and most texts are
        return text
    return "".join(
        sign.encode("unicode_escape").decode() if is_unsafe(sign) and sign not in keep else sign for sign in text
    )


def printable(text: str) -> str:
    """Make text from outside safe for a line of a terminal or table, without losing any of it.

    Control characters, which could move the cursor or end the line, are written as escapes. So are
    signs that switch the direction of writing; text from right to left is isolated instead.
    """
    safe = escaped(text)
    from_right = not safe.isascii() and any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in safe)
    return f"\N{FIRST STRONG ISOLATE}{safe}\N{POP DIRECTIONAL ISOLATE}" if from_right else safe


def legible(text: str) -> str:
    """Write what no page or picture can hold, such as line ends, control characters and half signs, as escapes."""
    return _UNHELD.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


_DIRECTIONS = {chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_NONCHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNHELD = re.compile(
    rf"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef{''.join(sorted(_DIRECTIONS))}{_NONCHARACTERS}]"
)
"""The signs that are unsafe, halves of signs, and codes that are no signs."""
