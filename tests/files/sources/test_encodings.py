"""Tests of `relabel.files.sources.encodings`: bytes to text, declared or agreed with by all of the file."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relabel.files.sources.encodings import UndecodableError, decode, is_encoding

TEXTS = st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"]))


@given(TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_says_itself_is_read(text: str, encoding: str) -> None:
    """UTF-8, and UTF-16 with a byte order mark."""
    assert decode(text.encode(encoding)) == (text, "")


@given(st.text(st.characters(codec="cp1252", exclude_characters="\0")), TEXTS)
def test_undeclared_bytes_are_read_right_or_refused_or_said(text: str, other: str) -> None:
    """In cp1252: never as another text without the encoding that was taken."""
    try:
        found, guessed = decode(text.encode("cp1252"))
    except UndecodableError:
        return
    assert found == text or guessed == ""


@pytest.mark.parametrize(("data", "line"), [(b"M\xc3\xbcller\nM\xfcller", 2), (b"a\nb\n\xfc \xe2\x82\xac", 3)])
def test_a_stray_byte_in_utf_8_is_refused_with_its_line(data: bytes, line: int) -> None:
    """Signs of several bytes stand in no text of another encoding."""
    with pytest.raises(UndecodableError) as caught:
        decode(data)
    assert (caught.value.line, "0xfc" in caught.value.found) == (line, True)


def test_a_file_that_agrees_with_cp1252_is_read_and_that_is_said() -> None:
    """All of it is in that encoding, so far as anybody can tell."""
    assert decode("Müller, 5 €".encode("cp1252")) == ("Müller, 5 €", "cp1252")


@pytest.mark.parametrize("encoding", ["cp1250", "cp1252", "mac-roman", "latin-1", "utf-16", "utf-16-le"])
def test_a_declared_encoding_is_taken(encoding: str) -> None:
    """Nothing is guessed then."""
    assert is_encoding(encoding)
    assert decode("Müller".encode(encoding), encoding) == ("Müller", "")


def test_a_byte_order_mark_outweighs_a_declaration() -> None:
    """A file that says what it is cannot be anything else."""
    assert decode(codecs.BOM_UTF8 + "Müller".encode(), "cp1252") == ("Müller", "")


@pytest.mark.parametrize("declared", ["utf-8", "ascii"])
def test_a_declaration_that_is_wrong_is_not_bent(declared: str) -> None:
    """The byte and its line are named."""
    with pytest.raises(UndecodableError) as caught:
        decode(b"a\nM\xfcller", declared)
    assert (caught.value.line, declared.upper() in caught.value.found) == (2, True)


@pytest.mark.parametrize("data", [b"a\0b", b"\x81\x8d", "abc".encode("utf-16-le")])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    """Pictures, programs, and UTF-16 that does not say so."""
    with pytest.raises(UndecodableError):
        decode(data)


@pytest.mark.parametrize(("name", "known"), [("utf-8", True), ("CP1252", True), ("klingon", False), ("hex", False)])
def test_encodings_of_text_are_known(name: str, known: bool) -> None:
    """Others turn bytes into bytes."""
    assert is_encoding(name) is known


def test_an_encoding_that_says_no_place_is_refused_all_the_same() -> None:
    """Some of Python's raise another error."""
    with pytest.raises(UndecodableError):
        decode(b"xn--\xff", "idna")
