"""Drawings: the decision diagram of a definition as Mermaid and as DOT, the language of Graphviz."""

from collections.abc import Iterator
from typing import final

import attrs

from relabel.core.diagrams.diagram import Diagram
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.criteria import Measure, Scale
from relabel.texts import legible

__all__ = ["Arrow", "Node", "drawing", "to_dot", "to_mermaid"]

_SAFE = " ',.?!()-"
_NO_SPACE = "\N{ZERO WIDTH SPACE}"


def to_mermaid(diagram: Diagram, title: str) -> str:
    """Write a decision diagram as a Mermaid flowchart, read from the top down.

    A rounded node asks for a criterion, its arrows are the answers, a box is a label; the one for "no
    label" has a dashed frame. Answers that lead to the same node share an arrow.

    Returns:
        Lines without a line end after the last. Every sign that Mermaid, Markdown or HTML could take for
        more than itself is written as `#code;`. Mermaid's own settings refuse more than 500 arrows.

    Source: https://mermaid.js.org/syntax/flowchart.html

    >>> from relabel import Criterion, Definition, Label
    >>> plain = Definition("plain", "Who pays?", [Label("client", Criterion("pays"))], source="this page")
    >>> print(to_mermaid(plain.diagram, "Who pays?"))
    ---
    title: "Who pays?"
    ---
    flowchart TD
        n0("pays")
        n1["no label"]
        n2["client"]
        n0 -->|"no"| n1
        n0 -->|"yes"| n2
        style n1 stroke-dasharray: 4
    """
    nodes, arrows = drawing(diagram)
    lines = ["---", f"title: {_yaml(_line(title))}", "---", "flowchart TD"]
    for node in nodes:
        left, right = "[]" if node.is_leaf else "()"
        lines.append(f"    n{node.number}{left}{_mermaid(node.text)}{right}")
    lines += [f"    n{arrow.start} -->|{_mermaid(arrow.text)}| n{arrow.end}" for arrow in arrows]
    lines += [f"    style n{node.number} stroke-dasharray: 4" for node in nodes if node.is_none]
    return "\n".join(lines)


def to_dot(diagram: Diagram, title: str, name: str) -> str:
    """Write a decision diagram as a DOT graph, read from the top down.

    The shapes are those of `to_mermaid`. For a picture: `dot -Tsvg marc.dot -o marc.svg`.

    Returns:
        Lines without a line end after the last, to be saved as UTF-8.

    Source: https://graphviz.org/doc/info/lang.html and https://graphviz.org/docs/attr-types/escString/

    >>> from relabel import Criterion, Definition, Label
    >>> plain = Definition("plain", "Who pays?", [Label("client", Criterion("pays"))], source="this page")
    >>> print(to_dot(plain.diagram, "Who pays?", "plain"))
    digraph "plain" {
        label="Who pays?"; labelloc=t; rankdir=TB;
        node [shape=box];
        n0 [label="pays", style=rounded];
        n1 [label="no label", style=dashed];
        n2 [label="client"];
        n0 -> n1 [label="no"];
        n0 -> n2 [label="yes"];
    }
    """
    nodes, arrows = drawing(diagram)
    lines = [
        f"digraph {_dot(name)} {{",
        f"    label={_dot(_line(title))}; labelloc=t; rankdir=TB;",
        "    node [shape=box];",
    ]
    for node in nodes:
        style = "" if node.is_leaf else ", style=rounded"
        lines.append(f"    n{node.number} [label={_dot(node.text)}{', style=dashed' if node.is_none else style}];")
    lines += [f"    n{arrow.start} -> n{arrow.end} [label={_dot(arrow.text)}];" for arrow in arrows]
    return "\n".join([*lines, "}"])


@final
@attrs.frozen
class Node:
    """A node as it is drawn: a question or, as a leaf, a label; `is_none` for no label."""

    number: int
    text: str
    is_leaf: bool
    is_none: bool = False


@final
@attrs.frozen
class Arrow:
    """The answers that lead from one node, by its number, to another."""

    start: int
    end: int
    text: str


def drawing(diagram: Diagram) -> tuple[list[Node], list[Arrow]]:
    """Number what the root reaches level by level, and merge the answers that lead to one node."""
    numbers = {diagram.root: 0}
    nodes: list[Node] = []
    arrows: list[Arrow] = []
    waiting = [diagram.root]
    for here in waiting:  # which grows while it is read
        children = diagram.children[here]
        if not children:
            label = diagram.leaves[here]
            nodes.append(Node(numbers[here], "no label" if label is None else label, True, label is None))
            continue
        variable = diagram.variables[diagram.levels[here]]
        nodes.append(Node(numbers[here], variable.criterion.name + _unit(variable.criterion), is_leaf=False))
        cells: dict[int, int] = {}
        for cell, child in enumerate(children):
            cells[child] = cells.get(child, 0) | 1 << cell
        for child, some in cells.items():
            if child not in numbers:
                numbers[child] = len(numbers)
                waiting.append(child)
            arrows.append(Arrow(numbers[here], numbers[child], variable.describe(some)))
    return nodes, arrows


def _line(text: str) -> str:
    return " ".join(text.split())


def _unit(criterion: AnyCriterion) -> str:
    match criterion:
        case Measure(unit=unit):
            return f" ({unit})"
        case Scale():
            return f" ({criterion.span})"
        case _:
            return ""


def _mermaid(text: str) -> str:
    """Quote text for Mermaid, which knows no escapes in quotes but codes of signs between # and ;."""
    # Mermaid writes a code as "¶ß" at its end while it parses, and takes these two for one.
    return f'"{"".join(_mermaid_signs(legible(text).replace("¶ß", f"¶{_NO_SPACE}ß")))}"'


def _mermaid_signs(text: str) -> Iterator[str]:
    for before, sign, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        # Within a word an underscore is no Markdown, so that the names of criteria stay legible.
        word = sign == "_" and before.isalnum() and after.isalnum()
        yield sign if sign.isalnum() or sign == " " or word else f"#{ord(sign)};"


def _yaml(text: str) -> str:
    """Quote text for YAML: a double-quoted scalar of one line, in ASCII but for letters."""
    # Mermaid takes what stands between angle brackets in a title for HTML and has no escape for them.
    title = legible(text).replace("<", "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}")
    title = title.replace(">", "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}")
    signs = (sign if sign.isalnum() or sign in _SAFE else f"\\U{ord(sign):08x}" for sign in title)
    return f'"{"".join(signs)}"'


def _dot(text: str) -> str:
    """Quote text for DOT, where a backslash begins an escape and an ampersand an entity of HTML."""
    return '"' + legible(text).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") + '"'
