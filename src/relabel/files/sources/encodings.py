"""Encodings: bytes to text, by what the file says, what is declared, or what the whole file agrees with."""

import codecs
import re
from typing import final

import attrs

__all__ = ["UndecodableError", "decode", "is_encoding", "read_as"]

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_MANY_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
"""Signs of several bytes in UTF-8, which hardly stand in a text of another encoding."""


@final
@attrs.frozen
class UndecodableError(ValueError):
    """Bytes that are no text: the line of the first of them, what was found and what was expected."""

    line: int
    found: str
    expected: str


def is_encoding(name: str) -> bool:
    """Say whether text can be read in an encoding of this name."""
    try:
        return isinstance("a".encode(name), bytes)
    except (LookupError, ValueError):
        return False


def read_as(file: str, encoding: str) -> str:
    """Give the note that says of a file which encoding was guessed."""
    return f"{file} is not UTF-8 and was read as {encoding}"


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Give the text that bytes are, and its encoding where nothing but a guess by the whole file says it.

    UTF-8, UTF-16 with a byte order mark, or what is declared. Undeclared, a file in which no sign is
    one of several bytes in UTF-8 may be cp1252.

    Args:
        data: The bytes.
        declared: The encoding; blank where it is not known.

    Raises:
        UndecodableError: They are none.
    """
    mark = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), "")
    encoding = mark or declared or "utf-8"
    try:
        text, guessed = data.decode(encoding), ""
    except UnicodeError as error:  # some of the encodings of Python do not say where
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = data.count(b"\n", 0, start) + 1
        if encoding != "utf-8" or declared or _MANY_BYTES.search(data):
            found = f"the byte 0x{data[start]:02x}, which is no {encoding.removesuffix('-sig').upper()}"
            expected = "one encoding throughout; save the file again as UTF-8"
            if declared and not mark:
                fits = next((one for one in ("utf-8", "cp1252") if _reads(data, one)), "")
                expected = f"what is declared; all of it is {fits} (encoding = {fits!r})" if fits else expected
            raise UndecodableError(line, found, expected) from None
        try:
            text, guessed = data.decode("cp1252"), "cp1252"
        except UnicodeDecodeError:
            expected = 'UTF-8, UTF-16 with a byte order mark, or what the mapping says (encoding = "...")'
            raise UndecodableError(line, "bytes that are no text", expected) from None
    if "\0" in text:
        expected = "UTF-8, UTF-16 with a byte order mark, or cp1252"
        raise UndecodableError(1, "bytes that are no text", expected)
    return text, guessed


def _reads(data: bytes, encoding: str) -> bool:
    try:
        return "\0" not in data.decode(encoding)
    except UnicodeDecodeError:
        return False
