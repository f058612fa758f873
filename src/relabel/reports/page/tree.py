"""The decision diagram of a definition as a picture, in SVG."""

from collections.abc import Iterator, Mapping, Sequence

from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.drawings import Arrow, Node, drawing
from relabel.markup import escaped
from relabel.texts import shorten

__all__ = ["LARGEST", "tree"]

LARGEST = 40
"""A diagram of more nodes is a thicket that says nothing; DOT draws it better."""

WIDTH, HEIGHT, ACROSS, DOWN, SIGNS = 172, 28, 60, 44, 26
"""The size of a box, the room between two of them beside and below each other, and how many signs it holds."""

BULGE = 17
"""By how much an arrow that passes a box bulges out for each layer that it passes."""


def tree(diagram: Diagram) -> str:
    """Draw a decision diagram, from the top down, with all labels at the bottom.

    Returns:
        An element `svg`; empty if the diagram has more than `LARGEST` nodes.
    """
    nodes, arrows = drawing(diagram)
    if len(nodes) > LARGEST:
        return ""
    return "".join(_drawn(nodes, arrows, _places(nodes, arrows)))


def _places(nodes: Sequence[Node], arrows: Sequence[Arrow]) -> dict[int, tuple[int, int]]:
    """Give each node a column and a layer: below all that lead to it, and as far left as there is room."""
    layers = {node.number: 0 for node in nodes}
    for _ in nodes:  # after as many rounds the longest way has been gone
        for arrow in arrows:
            layers[arrow.end] = max(layers[arrow.end], layers[arrow.start] + 1)
    bottom = max(layers.values())
    taken: dict[int, int] = {}
    places = {}
    for node in nodes:
        layer = bottom if node.is_leaf else layers[node.number]
        places[node.number] = taken.get(layer, 0), layer
        taken[layer] = taken.get(layer, 0) + 1
    return places


def _drawn(nodes: Sequence[Node], arrows: Sequence[Arrow], places: Mapping[int, tuple[int, int]]) -> Iterator[str]:
    corners = {one: (column * (WIDTH + ACROSS), layer * (HEIGHT + DOWN)) for one, (column, layer) in places.items()}
    longest = max((places[one.end][1] - places[one.start][1] for one in arrows), default=0)
    width = max(x for x, _ in corners.values()) + WIDTH + BULGE * longest + ACROSS
    height = max(y for _, y in corners.values()) + HEIGHT + 2
    yield f'<svg class="tree" width="{width}" height="{height}" viewBox="-1 -1 {width} {height}" role="group"'
    yield ' aria-label="Decision diagram">'
    answers = []
    for arrow in arrows:
        (x, y), (to_x, to_y) = corners[arrow.start], corners[arrow.end]
        passed = places[arrow.end][1] - places[arrow.start][1] - 1
        middle = HEIGHT // 2
        if passed and to_x > x:  # to the right of all boxes that are passed
            start, end = (x + WIDTH, y + middle), (to_x + WIDTH // 2, to_y)
            path = f"M{start[0]} {start[1]}Q{end[0]} {start[1]} {end[0]} {end[1]}"
            answers.append((start[0] + 6, start[1] - 3, arrow.text))
        elif passed:
            out = x + WIDTH + ACROSS // 2 + BULGE * passed
            start, end = (x + WIDTH, y + middle), (to_x + WIDTH, to_y + middle)
            path = f"M{start[0]} {start[1]}C{out} {start[1]} {out} {end[1]} {end[0]} {end[1]}"
            answers.append((start[0] + 6, start[1] - 3, arrow.text))
        else:
            half = to_y - DOWN // 2
            start, end = (x + WIDTH // 2, y + HEIGHT), (to_x + WIDTH // 2, to_y)
            path = f"M{start[0]} {start[1]}C{start[0]} {half} {end[0]} {half} {end[0]} {end[1]}"
            answers.append(((start[0] + 3 * end[0]) // 4 + 4, to_y - 9, arrow.text))
        yield f'<path d="{path}"/>'
    for node in nodes:
        x, y = corners[node.number]
        kind, round_ = ("none" if node.is_none else "leaf", 2) if node.is_leaf else ("asked", 13)
        yield f'<rect class="{kind}" x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="{round_}"/>'
        yield f'<text x="{x + WIDTH // 2}" y="{y + 18}" text-anchor="middle"><title>{escaped(node.text)}</title>'
        yield f"{escaped(shorten(node.text, SIGNS))}</text>"
    for left, base, text in answers:
        yield f'<text class="answer" x="{left}" y="{base}"><title>{escaped(text)}</title>'
        yield f"{escaped(shorten(text, SIGNS))}</text>"
    yield "</svg>"
