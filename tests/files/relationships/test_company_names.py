"""Tests of `relabel.files.relationships.company_names`: which names may be of one company, and which are not."""

import sys
import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relabel.core.model.words import fold
from relabel.files.relationships import company_names
from relabel.files.relationships.company_names import SameCompanies, base_name, knows_legal_forms, propose_same
from relabel.sections import Section


@pytest.fixture
def no_legal_forms(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take cleanco away."""
    monkeypatch.setitem(sys.modules, "cleanco.clean", None)
    company_names._legal_forms.cache_clear()
    yield
    company_names._legal_forms.cache_clear()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Elm Airlines", "ELM AIRLINES"),
        ("Elm Airlines Ltd", "Elm Airlines, Ltd."),
        ("Elm Airlines Limited", "elm airlines"),
        ("Müller GmbH & Co. KG", "MÜLLER"),
        ("Vole Systems G.m.b.H.", "Vole-Systems"),
        ("Acme (Pty) Ltd.", "Acme"),
        ("Acme Co., Ltd.", "Acme"),
        ("Dupont Sàrl", "Dupont SARL"),
        ("Moss S.p.A.", "Moss Sp. z o.o."),
        ("Women's Resource Centre", "Womens Resource Centre"),
        ("Media.com", "Mediacom"),
    ],
)
def test_legal_form_and_punctuation_make_no_other_base(one: str, other: str) -> None:
    """Nor does case."""
    assert base_name(one) == base_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Elm Airlines", "Elm Airways"),
        ("Müller", "Muller"),
        ("C++ GmbH", "C GmbH"),
        ("Acme Group", "Acme"),
        ("Acme 1 Ltd", "Acme 2 Ltd"),
        ("Ltd Edition", "Edition"),
        ("Coop", "Limited"),
        ("!!!", "..."),
        ("AG", "SE"),
    ],
)
def test_all_else_counts(one: str, other: str) -> None:
    """Letters, digits and other signs; and a name that is nothing but a legal form stays."""
    assert base_name(one) != base_name(other)


@given(st.text(min_size=1))
def test_a_base_is_the_same_however_a_name_is_spelt(name: str) -> None:
    """What is one name for words is one for companies."""
    assert base_name(f" {name.upper()} ") == base_name(name.upper())
    assert base_name(name) == base_name(fold(name))


@pytest.mark.usefixtures("no_legal_forms")
def test_without_cleanco_punctuation_is_left_out_only() -> None:
    """And it can be told."""
    assert (base_name("Elm, Ltd."), base_name("Elm"), knows_legal_forms()) == ("elmltd", "elm", False)


def test_with_cleanco_legal_forms_are_known() -> None:
    """It is among what the tests need."""
    assert knows_legal_forms()


def test_the_first_name_is_the_one_to_go_by() -> None:
    """Case makes no other name, and a name alone is not proposed."""
    names = [("Elm", (0,)), ("ELM", (1,)), ("Oak", (0,)), ("Elm Ltd", (1,)), ("Elm, Inc.", (2,)), ("Oak Bank", (1,))]
    found = propose_same(names)
    assert (found.same, found.repeated) == ({"Elm Ltd": "Elm", "Elm, Inc.": "Elm"}, True)


@pytest.mark.parametrize(("files", "repeated"), [((0, 1), False), ((0, 0), True)])
def test_one_file_may_have_several_spellings(files: tuple[int, int], repeated: bool) -> None:
    """Whose rows then have to count as evidence."""
    found = propose_same([("Elm", files[:1]), ("Elm Ltd", files[1:])])
    assert found.repeated is repeated
    said = tomllib.loads("\n".join(found.lines))
    assert said == {"same": {"Elm Ltd": "Elm"}, **({"duplicates": "evidence"} if repeated else {})}


def test_nothing_proposed_says_nothing() -> None:
    """No section, no line, no note."""
    none = propose_same([("Elm", (0,)), ("Oak", (0,))])
    assert (none, none.sections(), none.lines, none.notes) == (SameCompanies(), [], (), ())


def test_a_section_lists_twenty_and_counts_the_rest() -> None:
    """The lines can be copied; names with quotes are written as TOML has them."""
    names = {f'Elm "{number}" Ltd': f'Elm "{number}"' for number in range(22)}
    found = SameCompanies(names)
    (section,) = found.sections()
    assert isinstance(section, Section)
    said, *lines, more = map(str, section.parts)
    assert tomllib.loads("\n".join(lines)) == {"same": dict(list(names.items())[:20])}
    assert (len(found.lines), "2 more" in more, "legal form" in said) == (23, True, True)
    assert found.notes == ("names that may be of one company: 22; a report lists them",)
