"""Tests of `relabel.core.model.words`: two words are one only where case, spacing or composition differ."""

import functools
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relabel.core.model.words import Words, fold, fold_name, look, visible

SEPARATORS = str.maketrans(" -", "__")


@functools.cache
def of_each_category() -> dict[str, list[str]]:
    """Give some signs of each category of Unicode."""
    found: dict[str, list[str]] = {}
    for code in range(sys.maxunicode + 1):
        some = found.setdefault(unicodedata.category(chr(code)), [])
        if len(some) < 40 or code % 97 == 0:
            some.append(chr(code))
    return dict(sorted(found.items()))


SIGNS = st.deferred(lambda: st.sampled_from([*of_each_category().values()]).flatmap(st.sampled_from))


def plainly(word: str) -> str:
    """Fold a word sign by sign, slowly: decomposed, without case, white space run by run."""
    signs: list[str] = []
    for sign in unicodedata.normalize("NFD", word):
        blank = sign.isspace()
        if not (blank and (not signs or signs[-1] == " ")):
            signs.append(" " if blank else sign.casefold())
    return unicodedata.normalize("NFD", "".join(signs).rstrip(" "))


@given(st.text(SIGNS, max_size=4), st.text(SIGNS, max_size=4))
def test_two_words_are_one_by_case_spacing_and_composition_only(one: str, other: str) -> None:
    """Over signs of all categories of Unicode: everything else counts."""
    assert (fold(one) == fold(other)) == (plainly(one) == plainly(other))


@given(st.text(SIGNS, max_size=3), SIGNS, SIGNS, st.text(SIGNS, max_size=3))
def test_one_sign_in_place_of_another_makes_another_word(head: str, one: str, other: str, tail: str) -> None:
    """Whatever the sign, also where it has no letter beside it."""
    first, second = f"{head}{one}{tail}", f"{head}{other}{tail}"
    assert (fold(first) == fold(second)) == (plainly(first) == plainly(second))


def test_every_sign_of_unicode_is_another_word_but_for_case_and_composition() -> None:
    """All code points in the `deep` profile, else some of each category: alone, and in a name beside letters."""
    whole = settings().max_examples >= 10_000
    signs = map(chr, range(sys.maxunicode + 1)) if whole else sorted(set().union(*of_each_category().values()))
    plain: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for sign in signs:
        bare = plainly(sign)
        assert plain.setdefault(fold(sign), bare) == bare, sign
        parted = plainly(f"a{sign}b").translate(SEPARATORS)
        assert kinds.setdefault(fold_name(f"a{sign}b"), parted) == parted, sign
    assert len(set(plain.values())) == len(plain)
    assert len(set(kinds.values())) == len(kinds)


@given(st.text(SIGNS, max_size=5))
def test_a_folded_word_stays_as_it_is(word: str) -> None:
    """Folding twice is folding once, and composition plays no part before or after."""
    assert fold(fold(word)) == fold(word) == fold(unicodedata.normalize("NFD", word))


@given(st.text(SIGNS, max_size=5), st.text(SIGNS, max_size=5))
def test_names_that_are_one_differ_in_what_parts_their_words_only(one: str, other: str) -> None:
    """Taken away alike from both, nothing else may differ."""

    def parted(name: str) -> str:
        return "".join("_" if sign in " _-" else sign for sign in plainly(name))

    if fold_name(one) == fold_name(other):
        runs = ["_".join(filter(None, parted(name).split("_"))) for name in (one, other)]
        assert runs[0] == runs[1]


@pytest.mark.parametrize(
    "other", ["pays for services", "PAYS-FOR-SERVICES", " Pays_for  services ", "pays__for - services"]
)
def test_names_may_differ_in_what_parts_their_words(other: str) -> None:
    """Any of space, underscore and hyphen."""
    assert fold_name(other) == fold_name("pays_for_services")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<50", ">50"), ("A-", "A+"), ("A-", "A"), ("C#", "C"), ("~pays", "pays"), ("Spend (€)", "Spend ($)"),
        ("spend %", "spend"), ("है", "हाँ"), ("-5", "5"), ("> -5", "> 5"), ("pays_", "pays"), ("a.b", "a b"),
        ("paysfor", "pays for"), ("é", "e"), ("①", "1"),
    ],
)  # fmt: skip
def test_every_other_sign_counts(one: str, other: str) -> None:
    """In words and in names alike."""
    assert (fold(one) == fold(other), fold_name(one) == fold_name(other)) == (False, False)


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u00ad", "\ufeff", "\u200e", "\u202e", "\u2060", "\u200d", "\ufe0f", "\U000e0041"]
)
def test_what_nobody_can_see_is_left_out(sign: str) -> None:
    """Wherever it stands; and it makes no other look."""
    assert (visible(f"{sign}Elm{sign} Co"), look(f"El{sign}m")) == ("Elm Co", "elm")


@pytest.mark.parametrize("word", ["Elm", "Müller", "می\u200cخواهم", "क्\u200dष", "株式会社"])
def test_what_can_be_seen_stays(word: str) -> None:
    """Also what joins or parts the letters of scripts in which that shows."""
    assert visible(word) == word


@pytest.mark.parametrize("other", ["ЕLМ", "Elm", "ＥＬＭ", "elm\u200b", "ΕLΜ"])
def test_names_that_look_the_same_have_one_look(other: str) -> None:
    """Cyrillic, Greek and wide letters are taken for Latin ones."""
    assert (look(other), look("oak") == look("Elm")) == (look("Elm"), False)


@pytest.mark.parametrize("known", ["key account", "key\u200b account", "\ufeffkey account", "key acc\u00adount"])
@pytest.mark.parametrize("written", ["key account", "key account\u200e", "Key\u2060_Account", "\ufeffkey account"])
def test_signs_that_nobody_can_see_make_no_other_word(known: str, written: str) -> None:
    """Neither in the word known nor in what is written; and what could be two words is none."""
    assert (Words([known]).find(written), Words(["key account", f"\u00ad{known}"]).find("KEY ACCOUNT")) == (known, None)


@pytest.mark.parametrize(
    ("written", "found"),
    [("a b", "a b"), ("a-b", "a-b"), ("a_b", None), ("A B", None), ("C", None), ("c#", "C#"), ("", None)],
)
def test_what_could_be_two_words_is_none(written: str, found: str | None) -> None:
    """A word that is written exactly is itself."""
    assert Words(["a b", "a-b", "C#"]).find(written) == found


def test_words_are_told_apart_as_is_said() -> None:
    """Labels and answers in prose are no names."""
    assert (Words(["key account"], fold).find("Key  Account"), Words(["key account"], fold).find("key_account")) == (
        "key account",
        None,
    )
