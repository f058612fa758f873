"""Mutations: bytes of a file with something wrong in them, of which nobody says what is right."""

import io
import random
import re
import zipfile
from collections.abc import Callable

SIGNS = [
    "\0", "\ufeff", "\u202e", "\u00ad", "\u2028", "\u00a0", "\x1b[2J", "\x85", "\x1a", "é", "e\u0301", "ß",
    "ſ", "İ", "٣", "３",
    ",", ";", "\t", "|", "\n", "\r", "\r\n", "'", '"', '""', "\\", "#", "{", "}", "[" * 400, "]" * 400, "(",
    "..", "[1..3]",
    "NaN", "inf", "-0", "1e400", "1e99999999999999999999", "9" * 5000, "1.200", "1,200", "1_000", "0x1f",
    "+5", "12%", "€ 5",
    "2026-02-30", "0000-01-01", "10000-01-01", "03/04/2021", "31.12.2025", "2025-01-01T25:00",
    "yes", "no", "unknown", "-", "?", "true", "null", "us", "total", " ", "=1+1", "%s", "{0}", "$ref", "x" * 3000,
    "company", "buyer", "seller", "label", "criterion", "answer", "evidence", "id", "\ud800", "\\ud800",
]  # fmt: skip
"""What may stand in a file and mean more than it seems to."""

BYTES = [b"\xff", b"\xfe\xff", b"\xed\xa0\x80", b"\x80", b"\0", b"\xef\xbb\xbf", b"\xf0\x9f\x98\x80", b"\xc3", b"\xfc"]
CELL = re.compile(rb"[^,;\t\n\"'=\[\]{}<> ]+")
ENCODINGS = ["utf-16", "utf-8-sig", "cp1252", "utf-16-le", "utf-32", "latin-1", "cp037"]

Change = Callable[[random.Random, bytes], bytes]


def place(r: random.Random, data: bytes) -> int:
    """Choose a place between two bytes."""
    return r.randint(0, len(data))


def sign(r: random.Random) -> bytes:
    """Choose a sign or word."""
    return r.choice(SIGNS).encode("utf-8", "surrogatepass")


def cut(r: random.Random, data: bytes) -> bytes:
    """Leave out the end, or a part."""
    start = place(r, data)
    return data[:start] + data[start + r.choice([len(data), r.randint(1, 60)]) :]


def put(r: random.Random, data: bytes) -> bytes:
    """Put something in."""
    at = place(r, data)
    return data[:at] + r.choice([sign(r), r.choice(BYTES)]) + data[at:]


def replace(r: random.Random, data: bytes) -> bytes:
    """Replace a cell, key or value, or a byte."""
    found = list(CELL.finditer(data))
    if not found or r.random() < 0.2:
        at = place(r, data)
        return data[:at] + bytes([r.randint(0, 255)]) + data[at + 1 :]
    one = r.choice(found)
    other = r.choice([sign(r), r.choice(found)[0]])
    return data[: one.start()] + other + data[one.end() :]


def repeat(r: random.Random, data: bytes) -> bytes:
    """Repeat a part elsewhere."""
    start, at = place(r, data), place(r, data)
    return data[:at] + data[start : start + r.randint(1, 200)] + data[at:]


def move_lines(r: random.Random, data: bytes) -> bytes:
    """Repeat, leave out or move a line."""
    lines = data.split(b"\n")
    line = r.choice(lines)
    if r.random() < 0.5:
        lines.remove(line)
    if r.random() < 0.7:
        lines.insert(r.randint(0, len(lines)), line)
    return b"\n".join(lines)


def swap(r: random.Random, data: bytes) -> bytes:
    """Write all separators, quotes or line ends otherwise."""
    old, new = r.choice(
        [(b",", b";"), (b",", b"\t"), (b"\n", b"\r\n"), (b"\n", b"\r"), (b'"', b"'"), (b'"', b""), (b"=", b":")]
    )
    return data.replace(old, new)


def encode(r: random.Random, data: bytes) -> bytes:
    """Write the text in another encoding."""
    try:
        return data.decode().encode(r.choice(ENCODINGS))
    except UnicodeError:
        return data


CHANGES: list[Change] = [cut, put, put, put, replace, replace, replace, repeat, move_lines, swap, encode]


def mutated(r: random.Random, data: bytes) -> bytes:
    """Change bytes in one to three ways."""
    for _ in range(r.choice([1, 1, 1, 2, 3])):
        data = r.choice(CHANGES)(r, data)
    return data


def mutated_archive(r: random.Random, data: bytes) -> bytes:
    """Change the bytes of an archive, or those of one of its members."""
    if r.random() < 0.3:
        return mutated(r, data)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = r.choice(old.namelist())
        for name in old.namelist():
            if name != chosen or r.random() < 0.9:
                new.writestr(name, mutated(r, old.read(name)) if name == chosen else old.read(name))
    return file.getvalue()
