"""Tests of `relabel.core.diagrams.drawings`: the decision diagram as Mermaid and as DOT."""

import html
import re
from collections.abc import Iterator

import pytest

from relabel import Choice, Criterion, Definition, Label, Measure, Scale
from relabel.plugins.marc import MARC

pays = Criterion("pays_for_services", "Does the buyer pay?")
state = Choice("state", options=["good", "fair", "bad"])
trust = Scale("trust", low=1, high=5)
spend = Measure("spend", unit="EUR/year")

TIERS = Definition(
    "tiers",
    "Which  tier?\n",
    [
        Label("gold", pays & state.in_("good", "fair") & (spend >= 50_000)),
        Label("silver", pays & (trust >= 4)),
    ],
    source="here",
    version="7",
)

NASTY = [
    'say "hi"',
    "a]b[c](d){e}",
    "a|b||c",
    "<b>bold</b> <script>",
    "&amp; &lt; &#34; Müller & Söhne",
    "#quot; #35; ;",
    "😀 👨\u200d👩\u200d👧 日本 עברית",
    "end",
    "1. first",
    "- item",
    "`code` **bold** _it_ __x__",
    "back\\slash \\n \\N \\",
    "%% comment %%{init: {}}%%",
    "http://x.y www.x.com a@b.c",
    "style a:#fff; classDef b:#fff;",
    "$$x^2$$ fa:fa-car",
    "--> n1",
    "x }; n0 -> n1 [label=1",
    "no label",
]
"""Names that mean something to Mermaid, Markdown, HTML, YAML, DOT or a record of DOT."""


def test_the_drawing_in_mermaid() -> None:
    """Top down, answers on the arrows, those to the same node merged, labels in boxes."""
    assert (
        TIERS.to_mermaid()
        == """\
---
title: "Which tier? (tiers, version 7)"
---
flowchart TD
    n0("pays_for_services")
    n1["no label"]
    n2("state")
    n3("spend #40;EUR#47;year#41;")
    n4("trust #40;1 to 5#41;")
    n5["gold"]
    n6["silver"]
    n0 -->|"no"| n1
    n0 -->|"yes"| n2
    n2 -->|"good or fair"| n3
    n2 -->|"bad"| n4
    n3 -->|"below 50000"| n4
    n3 -->|"at least 50000"| n5
    n4 -->|"at most 3"| n1
    n4 -->|"at least 4"| n6
    style n1 stroke-dasharray: 4"""
    )


def test_the_drawing_in_dot() -> None:
    """The same nodes and arrows."""
    assert (
        TIERS.to_dot()
        == """\
digraph "tiers" {
    label="Which tier? (tiers, version 7)"; labelloc=t; rankdir=TB;
    node [shape=box];
    n0 [label="pays_for_services", style=rounded];
    n1 [label="no label", style=dashed];
    n2 [label="state", style=rounded];
    n3 [label="spend (EUR/year)", style=rounded];
    n4 [label="trust (1 to 5)", style=rounded];
    n5 [label="gold"];
    n6 [label="silver"];
    n0 -> n1 [label="no"];
    n0 -> n2 [label="yes"];
    n2 -> n3 [label="good or fair"];
    n2 -> n4 [label="bad"];
    n3 -> n4 [label="below 50000"];
    n3 -> n5 [label="at least 50000"];
    n4 -> n1 [label="at most 3"];
    n4 -> n6 [label="at least 4"];
}"""
    )


def test_the_same_definition_gives_the_same_drawing() -> None:
    """Built anew, it has the same numbers and the same order."""
    again = MARC.evolve(based_on=None)
    assert (again.to_mermaid(), again.to_dot()) == (MARC.to_mermaid(), MARC.to_dot())


def test_every_node_and_arrow_is_drawn() -> None:
    """As many as the diagram has; no arrow twice between two nodes."""
    ways = sum(len(set(children)) for children in MARC.diagram.children)
    for text, arrow in ((MARC.to_mermaid(), r"(n\d+) -->.* (n\d+)$"), (MARC.to_dot(), r"(n\d+) -> (n\d+) ")):
        found = re.findall(rf"^    {arrow}", text, re.MULTILINE)
        assert (len(found), len(set(found))) == (ways, ways)
        nodes = re.findall(r"^    (n\d+)[ (\[]", text, re.MULTILINE)
        assert {*nodes} == {f"n{number}" for number in range(len(MARC.diagram.levels))}


def test_a_definition_that_asks_nothing_is_one_box() -> None:
    """The root may be a leaf."""
    one = Definition("one", "All", [Label("a")], source="here")
    assert one.to_mermaid().split("\n")[4:] == ['    n0["a"]']
    assert one.to_dot().split("\n")[3:] == ['    n0 [label="a"];', "}"]


def nasty(name: str) -> Definition:
    """Give a definition with the name as a label and an option, and in the title and version."""
    choice = Choice("which", options=[name, "other"])
    return Definition("nasty", name, [Label(name, choice.is_(name))], source="here", version=name)


MERMAID_LINE = re.compile(
    r' {4}(n\d+\("[^"]*"\)|n\d+\["[^"]*"\]|n\d+ -->\|"[^"]*"\| n\d+|style n\d+ stroke-dasharray: 4)'
)
DOT_TEXT = r'"((?:[^"\\]|\\["\\])*)"'
DOT_LINE = re.compile(
    rf" {{4}}(n\d+ \[label={DOT_TEXT}(, style=\w+)?\];|n\d+ -> n\d+ \[label={DOT_TEXT}\];|node \[shape=box\];"
    rf"|label={DOT_TEXT}; labelloc=t; rankdir=TB;)"
)


def mermaid_texts(text: str) -> Iterator[str]:
    """Give the texts in quotes as a browser shows them: codes of signs between # and ; stand for these."""
    for line in text.split("\n")[4:]:
        assert MERMAID_LINE.fullmatch(line), line
        for quoted in re.findall(r'"([^"]*)"', line):
            assert re.fullmatch(r"(\w| |#\d+;)*", quoted), quoted  # no sign that has a meaning
            yield re.sub(r"#(\d+);", lambda code: chr(int(code[1])), quoted)


def dot_texts(text: str) -> Iterator[str]:
    """Give the texts in quotes as Graphviz shows them: first its escapes, then entities of HTML."""
    for line in text.split("\n")[1:-1]:
        assert DOT_LINE.fullmatch(line), line
        for quoted in re.findall(DOT_TEXT, line):
            yield html.unescape(re.sub(r'\\(["\\])', r"\1", quoted))


@pytest.mark.parametrize("name", NASTY)
def test_any_name_is_shown_as_it_is(name: str) -> None:
    """Whatever it means to a format, in a node and on an arrow."""
    expected = ["which", name, "no label", name, "other"]
    assert list(mermaid_texts(nasty(name).to_mermaid())) == expected
    assert list(dot_texts(nasty(name).to_dot())) == [f"{name} (nasty, version {name})", *expected]


def test_no_label_and_a_label_of_that_name_look_different() -> None:
    """The frame of the former is dashed."""
    mermaid, dot = nasty("no label").to_mermaid(), nasty("no label").to_dot()
    assert (mermaid.count('["no label"]'), mermaid.count("stroke-dasharray")) == (2, 1)
    assert (dot.count('[label="no label"];'), dot.count('[label="no label", style=dashed];')) == (2, 1)


@pytest.mark.parametrize(
    ("option", "shown"),
    [("a\nb", "a\\nb"), ("a\x1b[1mb", "a\\x1b[1mb"), ("a\u2028b", "a\\u2028b"), ("a\ud800b", "a\\ud800b"),
     ("a\uffffb", "a\\uffffb")],
    ids=ascii,
)  # fmt: skip
def test_what_no_picture_can_show_is_written_as_an_escape(option: str, shown: str) -> None:
    """Line ends, control characters and what is no character would break the text or the picture."""
    choice = Choice("which", options=[option, "other"])
    odd = Definition("odd", "Odd", [Label("x", choice.is_(option))], source="here")
    assert shown in list(mermaid_texts(odd.to_mermaid()))
    assert shown in list(dot_texts(odd.to_dot()))


def test_the_end_of_a_code_in_mermaid_is_kept_apart() -> None:
    """While it parses, Mermaid writes #35; as fl°°35¶ß, so that these signs of a name need a gap."""
    assert "a¶\u200bß" in list(mermaid_texts(nasty("a¶ß").to_mermaid()))


@pytest.mark.parametrize("name", NASTY)
def test_any_title_is_a_quoted_line_of_yaml(name: str) -> None:
    """Angle brackets, which Mermaid takes for HTML there, are replaced by signs that look alike."""
    line = nasty(name).to_mermaid().split("\n")[1]
    quoted = re.fullmatch(r"""title: "((?:[\w ',.?!()-]|\\U[0-9a-f]{8})*)\"""", line)
    assert quoted is not None
    shown = re.sub(r"\\U([0-9a-f]{8})", lambda code: chr(int(code[1], 16)), quoted[1])
    assert shown == f"{name} (nasty, version {name})".replace("<", "‹").replace(">", "›")
