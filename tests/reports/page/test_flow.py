"""Tests of `relabel.reports.page.flow`: every relationship is in the picture once."""

import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest
from hypothesis import given

from relabel import Audit, Criterion, Definition, Evidence, Label, Relationship, audit
from relabel.reports.page import flow as drawing
from relabel.reports.page.flow import development, flow
from tests.property.strategies import Case, cases

DEFINITION = Definition(
    "test",
    "Is it a test?",
    [Label("client", Criterion("pays")), Label("none of it", ~Criterion("pays"))],
    source="this",
)
NUMBER = re.compile(r"-?[\d.]+")


def bands(svg: str) -> list[tuple[int, str, dict[str, str]]]:
    """Give the bands of a picture: how many relationships, what it says and what it stands for."""
    found = []
    for link in ET.fromstring(svg).iter("a"):  # noqa: S314  # what we wrote
        said = link.findtext("title") or ""
        found.append((int(said.split(" ")[0]), said, dict(link.attrib)))
    return found


def of_words(*words: str | None) -> Audit:
    rows = enumerate(words)
    return audit([Relationship(str(number), "us", buyer_label=word) for number, word in rows], DEFINITION)


def test_no_relationships_have_no_picture() -> None:
    """There is nothing to draw."""
    assert flow(of_words()) == ""


@given(cases())
def test_the_bands_count_every_relationship(case: Case) -> None:
    """By label in use and label found, as the cross table does."""
    one = audit([case.relationship], case.definition, as_of=case.as_of)
    assert sum(count for count, _, _ in bands(flow(one))) == 1


def test_a_band_says_what_it_stands_for() -> None:
    """For people as a title, for the script as what to filter by; a word that looks like none is quoted."""
    found = {(data["data-called"], data["data-found"], data["data-verdict"]): count
             for count, _, data in bands(flow(of_words("client", " Client", None, "(none)", '<b a="')))}  # fmt: skip
    assert found == {
        ("client", "(open)", "unproven"): 2,
        ("(none)", "(open)", "unlabeled"): 1,
        ('"(none)"', "(open)", "foreign"): 1,
        ('<b a="', "(open)", "foreign"): 1,
    }


def test_rare_words_share_a_band(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which stands for no word that could be filtered by, as several words do not fit one menu."""
    monkeypatch.setattr(drawing, "MOST", 2)
    found = bands(flow(of_words("a", "a", "b", "b", "b", "c", "d", "d")))
    counted = Counter({data.get("data-called"): count for count, _, data in found})
    assert counted == {"b": 3, "a": 2, None: 3}


def test_a_picture_is_as_high_as_its_bars() -> None:
    """However many words there are, no bar is too low for its name, and nothing stands outside."""
    tree = ET.fromstring(flow(of_words(*map(str, range(30)))))  # noqa: S314  # what we wrote
    bars = [(float(one.attrib["y"]), float(one.attrib["height"])) for one in tree.iter("rect")]
    bottom = float(tree.attrib["viewBox"].split()[3])
    assert min(height for _, height in bars) >= drawing.LEAST
    assert max(y + height for y, height in bars) <= bottom
    places = [float(one) for path in tree.iter("path") for one in NUMBER.findall(path.attrib["d"])]
    assert max(places) <= max(bottom, drawing.WIDTH)


def test_labels_come_in_their_order_and_then_what_is_none() -> None:
    """However many labels there are."""
    labels = [Label(str(number), Criterion(f"c{number}")) for number in range(9)]
    definition = Definition("many", "Which?", labels, source="this")
    rows = [
        Relationship(f"{name}", "us", evidence=[*known, Evidence(f"c{name}", True)] if name < 9 else [])
        for name in range(10)
        for known in [[Evidence(f"c{other}", False) for other in range(min(name, 9))]]
    ]
    found = [data["data-found"] for _, _, data in bands(flow(audit(rows, definition)))]
    assert found == [*map(str, range(9)), "(open)"]


PAYS = Criterion("pays")
LADDER = Definition("ladder", "Which?", [Label("partner", Criterion("meets")), Label("client", PAYS)], source="this")
PAY, DO_NOT_PAY, MEET, DO_NOT_MEET = (Evidence(name, answer) for name in ("pays", "meets") for answer in (True, False))


def of(**known: tuple[Evidence, ...]) -> Audit:
    return audit([Relationship(name, "us", evidence=evidence) for name, evidence in known.items()], LADDER)


def test_what_has_moved_is_a_picture() -> None:
    """A rise by new evidence alone is green, a fall red, all else grey; what appears or is gone is there, too."""
    presumed = LADDER.evolve(presume={Criterion("meets"): False})
    one = [Relationship("rise", "us", evidence=[PAY])]
    risen = audit([Relationship("rise", "us", evidence=[PAY, MEET])], presumed).changes(audit(one, presumed))
    assert [(said, data["class"]) for _, said, data in bands(development(risen))] == [
        ("1 from client to partner: new evidence", "confirmed")
    ]
    before = of(fall=(MEET,), lost=(PAY, DO_NOT_MEET), mended=(PAY, DO_NOT_MEET), gone=(MEET,), same=(MEET,))
    after = of(fall=(PAY, DO_NOT_MEET), lost=(DO_NOT_PAY, DO_NOT_MEET), mended=(PAY, MEET), new=(MEET,), same=(MEET,))
    assert {(said, data["class"]) for _, said, data in bands(development(after.changes(before)))} == {
        ("1 from partner to client: new evidence and evidence withdrawn", "overclaimed"),
        ("1 from client to (no label): new evidence and evidence withdrawn", "overclaimed"),
        ("1 from client to partner: new evidence and evidence withdrawn", "unlabeled"),
        ("1 from partner to (not there): gone", "unlabeled"),
        ("1 from (not there) to partner: appeared", "unlabeled"),
    }
    assert development(before.changes(before)) == ""
