"""Tests of `relabel.reports.page.tree`: the whole diagram, and nothing on top of something else."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given

from relabel import Definition, installed
from relabel.core.diagrams.drawings import drawing
from relabel.reports.page import tree as drawn
from relabel.reports.page.tree import tree
from tests.property.strategies import Case, cases


def parsed(definition: Definition) -> Any:
    return ET.fromstring(tree(definition.diagram))  # noqa: S314  # what we wrote


@given(cases())
def test_every_node_and_arrow_is_drawn_with_its_text(case: Case) -> None:
    """Boxes side by side or below each other, all inside the picture."""
    nodes, arrows = drawing(case.definition.diagram)
    picture = parsed(case.definition)
    titles = [title.text for title in picture.iter("title")]
    assert sorted(titles) == sorted([*(node.text for node in nodes), *(arrow.text for arrow in arrows)])
    assert len([*picture.iter("path")]) == len(arrows)
    corners = [(float(box.attrib["x"]), float(box.attrib["y"])) for box in picture.iter("rect")]
    assert len({*corners}) == len(nodes)
    width, height = float(picture.attrib["width"]), float(picture.attrib["height"])
    assert all(0 <= x <= width - drawn.WIDTH and 0 <= y <= height - drawn.HEIGHT for x, y in corners)


def test_labels_stand_at_the_bottom_and_below_what_leads_to_them() -> None:
    """Also those that are found early."""
    picture = parsed(installed().definition("marc"))
    boxes = [(box.attrib["class"], float(box.attrib["y"])) for box in picture.iter("rect")]
    bottom = max(y for _, y in boxes)
    assert {y for kind, y in boxes if kind in ("leaf", "none")} == {bottom}
    assert bottom not in {y for kind, y in boxes if kind == "asked"}


def test_a_thicket_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would say nothing."""
    monkeypatch.setattr(drawn, "LARGEST", 5)
    assert tree(installed().definition("marc").diagram) == ""
