"""Laws of `toml_positions`: a place that is named is the right one, however the TOML is written."""

import itertools
import json
import re
import tomllib
from collections.abc import Iterator
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from relabel.files.definitions.toml_positions import Locations

KEYS: Final = ("a", "b", "a-b", "a.b", "b # c", 'say "so"', "1", "[x]", "é")
DECOYS: Final = (
    '"[x] # \\" = {"',
    "'a = 1 # [['",
    '"""\n[x]\na = 1 \\"""# ""\n"""',
    "'''\n[[y]] \\'''",
    "1979-05-27 07:32:00",
    "-inf",
)
BLANKS: Final = ("", "\n", "# a = 1\n", "  # [x] 'y'\r\n", "\t\n\n")


class Writer:
    """Write tables whose numbers are all different, in every way that TOML has, and remember no place."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = itertools.count(1)

    def pick(self, *values: str) -> str:
        return self.draw(st.sampled_from(values))

    def key(self, key: str) -> str:
        bare = re.fullmatch(r"[A-Za-z0-9_-]+", key)
        quoted = [json.dumps(key, ensure_ascii=False)] + ([] if "'" in key else [f"'{key}'"])
        return self.pick(*([key] if bare else []), *quoted)

    def keys(self) -> list[str]:
        return self.draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=3))

    def value(self, depth: int) -> str:
        match self.pick("number", "number", "decoy", "array", "table") if depth else "number":
            case "number":
                return f"9{next(self.count)}9"
            case "decoy":
                return self.pick(*DECOYS)
            case "array":
                items = [
                    self.blank() + self.value(depth - 1) + self.blank() for _ in range(self.draw(st.integers(0, 3)))
                ]
                return f"[{','.join(items)}{self.blank()}]"
            case _:
                pairs = [f"{self.dotted(key)} = {self.value(depth - 1)}" for key in self.keys()]
                return f"{{ {' , '.join(pairs)} }}"

    def blank(self) -> str:
        return self.pick(*BLANKS)

    def dotted(self, key: str) -> str:
        return self.key(key) + (f" . {self.key('inner')}" if self.draw(st.booleans()) else "")

    def body(self) -> Iterator[str]:
        for key in self.keys():
            yield self.blank()
            yield f"{self.pick('', '  ')}{self.dotted(key)}= {self.value(2)}{self.pick('', ' # 1')}\n"

    def text(self) -> Iterator[str]:
        yield from self.body()
        for key in self.draw(st.lists(st.sampled_from(("t", "u", "v.w")), unique=True, max_size=3)):
            header = self.key(key)
            if self.draw(st.booleans()):
                yield f"[{header}{self.pick('', ' . deeper')}]\n"
                yield from self.body()
                continue
            for _ in range(self.draw(st.integers(1, 3))):
                yield f"[[ {header} ]]{self.pick('', ' # x')}\n"
                yield from self.body()
                if self.draw(st.booleans()):
                    yield f"[{header}.deeper]\n"
                    yield from self.body()


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Give a TOML text."""
    return "".join(Writer(draw).text())


def numbers(value: object, path: str = "$") -> Iterator[tuple[str, int]]:
    """Give every number of a document with its path."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from numbers(one, f"{path}[{key!r}]")
    elif isinstance(value, list):
        for position, one in enumerate(value):
            yield from numbers(one, f"{path}[{position}]")
    elif isinstance(value, int):
        yield path, value


@given(texts())
def test_a_number_is_found_where_it_stands(text: str) -> None:
    """In an array at its own place, otherwise at the key that it stands under."""
    document = tomllib.loads(text)
    locations = Locations(text, document)
    lines = text.replace("\r\n", "\n").split("\n")
    for path, number in numbers(document):
        place = locations.find(path)
        assert place is not None
        line, column = place
        there = lines[line - 1][column - 1 :]
        if path.endswith(("']", '"]')):
            assert re.match(rf"""("([^"\\]|\\.)*"|'[^']*'|[\w. -]+)+\s*=\s*{number}\b""", there)
        else:
            assert re.match(rf"{number}\b", there)


@given(texts())
def test_what_is_not_there_is_not_found_in_another_table(text: str) -> None:
    """A key that is missing is looked for around it, never beside it."""
    document = tomllib.loads(text)
    locations = Locations(text, document)
    assert locations.find("$.missing") is None
    for key in document:
        assert locations.find(f"$[{key!r}].missing") == locations.find(f"$[{key!r}]")
