"""Names of companies: which differ only in legal form or punctuation, and so may be of one company."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import final

import attrs

from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.words import fold
from relabel.files.definitions.toml import quoted
from relabel.sections import Section

__all__ = ["SameCompanies", "base_name", "knows_legal_forms", "last_names", "propose_same"]

SHOWN = 20
"""How many proposals a report lists; the data have all."""


@final
@attrs.frozen
class SameCompanies:
    """Names that may be of one company, proposed and not used.

    Attributes:
        same: The name to go by for each other spelling, as `[same]` of a mapping file would say it.
        repeated: Whether one file has several of the spellings, whose rows would then be about one company.
    """

    same: Mapping[str, str] = attrs.field(factory=FrozenMapping)
    repeated: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines for a mapping file; none where nothing is proposed."""
        if not self.same:
            return ()
        policy = ('duplicates = "evidence"  # as one file has several of these names',) if self.repeated else ()
        return (*policy, "[same]", *(f"{quoted(one)} = {quoted(other)}" for one, other in self.same.items()))

    @property
    def notes(self) -> tuple[str, ...]:
        """What to say where there is no report that lists them; nothing where nothing is proposed."""
        return (f"names that may be of one company: {len(self.same)}; a report lists them",) if self.same else ()

    def sections(self) -> list[Section]:
        """Arrange the proposals for people; nothing where there are none."""
        if not self.same:
            return []
        said = "These names differ in legal form or punctuation only. They count as different companies;"
        more = len(self.same) - SHOWN
        lines = self.lines if more <= 0 else (*self.lines[:-more], f"and {more} more, which JSON lists")
        said += " where they are one, say so in the mapping file:"
        return [Section("Names that may be of one company", (said, *lines))]


def propose_same(names: Iterable[tuple[str, Iterable[int]]]) -> SameCompanies:
    """Find names that differ in legal form or punctuation only; the first of each kind is the one to go by.

    Args:
        names: Each name with the numbers of the files that it is in, in order. Names that differ in case or
            white space are one.

    Cost: linear; a name is compared with no other but through its base.
    """
    first: dict[str, str] = {}
    files: dict[str, set[int]] = {}
    same: dict[str, str] = {}
    repeated = False
    for name, there in names:
        base = base_name(name)
        known = first.setdefault(base, name)
        seen = files.setdefault(base, set())
        if fold(name) != fold(known):
            same[name] = known
            repeated = repeated or not seen.isdisjoint(there)
        seen.update(there)
    return SameCompanies(FrozenMapping(same), repeated)


def last_names(same: Mapping[str, str]) -> dict[str, str | None]:
    """Follow names to go by that are to be replaced in turn; None where that leads back to the name.

    >>> last_names({"Elm Ltd": "Elm", "ELM": "Elm Group", "A": "B", "B": "A"})
    {'Elm Ltd': 'Elm Group', 'ELM': 'Elm Group', 'A': None, 'B': None}
    """
    folded = {fold(name): known for name, known in same.items()}
    found: dict[str, str | None] = {}
    for name in same:
        seen, last = {fold(name)}, same[name]
        while fold(last) in folded and fold(last) not in seen:
            seen.add(fold(last))
            last = folded[fold(last)]
        found[name] = None if fold(last) in seen else last
    return found


def base_name(name: str) -> str:
    """Give what is left of a name, folded, without legal form, punctuation and white space.

    Legal forms are those that cleanco knows; without it none is left out, and neither is all of a name.

    >>> base_name("Elm-Airlines") == base_name("ELM AIRLINES.")
    True
    """
    folded = fold(name)
    words = [word for word in folded.translate(_LETTERS).split() if word]
    plain = [_plain(word) for word in words]
    forms = _legal_forms()
    while plain and (form := next((one for one in forms.get(plain[-1], ()) if plain[-len(one) :] == one), None)):
        if len(form) == len(plain):
            break  # a company may be called by nothing but what elsewhere is a legal form
        del plain[-len(form) :]
    return "".join(words[: len(plain)]) or folded


def knows_legal_forms() -> bool:
    """Whether cleanco is installed, by which legal forms are known."""
    return bool(_legal_forms())


class _Letters(dict[int, str | None]):
    """Signs of punctuation are left out, and all others stay, as `str.translate` asks for it."""

    def __missing__(self, sign: int) -> str | None:
        self[sign] = None if unicodedata.category(chr(sign)).startswith("P") else chr(sign)
        return self[sign]


_LETTERS = _Letters()


def _plain(word: str) -> str:
    """Give a word without accents, as legal forms are written with and without them."""
    if word.isascii():
        return word
    return "".join(sign for sign in unicodedata.normalize("NFKD", word) if unicodedata.category(sign) != "Mn")


@cache
def _legal_forms() -> Mapping[str, Sequence[list[str]]]:
    """Give the words of each legal form by the last of them, the longest first; nothing without cleanco."""
    try:
        from cleanco.clean import get_unique_terms  # type: ignore[import-untyped]  # it has no stubs
    except ImportError:  # an optional package
        return {}
    found: dict[str, list[list[str]]] = {}
    for term in sorted(get_unique_terms(), key=lambda term: (-len(term.split()), term)):
        words = [_plain(word) for word in fold(term).translate(_LETTERS).split()]
        found.setdefault(words[-1], []).append(words)
    return found
