"""Tests of `relabel.core.classification.text`: what an explanation promises; whole texts are approved apart."""

from datetime import date, timedelta

import pytest

from relabel import (
    Classification,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Intent,
    Label,
    Relationship,
    Side,
)
from relabel.core.classification.text import sections
from relabel.texts import Section, plain

x = Criterion("x", "Is it so?")
y = Criterion("y", "Does the buyer say so?", about=Side.BUYER)
z = Criterion("z", "And the third?")
DEFINITION = Definition(
    "acme", "Whose?", [Label("high", x & y), Label("middle", x), Label("low", z)], source="handbook"
)
DAY = date(2026, 1, 31)


def told(
    *evidence: Evidence,
    toward: str | None = None,
    fixed: tuple[str, ...] = (),
    definition: Definition = DEFINITION,
    owner: str = "",
) -> dict[str, str]:
    """Give the text of each part of an explanation by its heading."""
    one = Relationship("Ash", "us", evidence=evidence, attributes={"owner": owner})
    found = Classification(one, definition, DAY).explanation(toward=toward, fixed=fixed)
    return {part.heading: plain([Section("", part.parts)]) for part in sections(found)}


def part(parts: dict[str, str], start: str) -> str:
    """Give the text of the only part whose heading begins so."""
    (found,) = (text for heading, text in parts.items() if heading.startswith(start))
    return found


@pytest.mark.parametrize("evidence", [(), (Evidence(x, True),), (Evidence(x, True), Evidence(y, False))])
def test_the_parts_come_in_one_order(evidence: tuple[Evidence, ...]) -> None:
    """The answer, why, for, against, what is not known, what was left out, what it takes, what to do, the rule."""
    order = [
        "Ash",
        "Verdict",
        "Why",
        "What speaks for",
        "What speaks against",
        "What speaks neither",
        "What is counted",
        "What is taken",
        "What is not known",
        "What was set aside",
        "What if",
        "What it would take",
        "Next step",
        "The rule",
    ]
    places = [
        next(place for place, start in enumerate(order) if heading.startswith(start)) for heading in told(*evidence)
    ]
    assert places == sorted(places)


def test_standings_are_glossed() -> None:
    """In half a sentence, for every kind."""
    presuming = DEFINITION.evolve(presume={x: False, z: True})
    assert "nothing but new evidence" in told(Evidence(x, True), Evidence(y, True), Evidence(z, True))["Verdict"]
    assert "no question that is still open" in told(Evidence(x, True), Evidence(y, True))["Verdict"]
    assert "rests on answers that nobody has shown" in told(definition=presuming)["Verdict"]
    assert 'can be "high" or "middle"' in told(Evidence(x, True))["Verdict"]


def test_what_is_presumed_otherwise_is_named() -> None:
    """With whom to ask, and whether what is found rests on it."""
    parts = told(definition=DEFINITION.evolve(presume={x: False, z: True}))
    assert "not ruled out" in part(parts, "What speaks against")
    assert "Is it so? Presumed: no." in part(parts, "What speaks against")
    assert "Is it so? No. What is found rests on this. (Ask either side, or look it up.)" in part(
        parts, "What is taken"
    )
    assert "Is it so? What is found rests on the answer." in parts["Next step"]


def test_what_stays_as_it_is_is_named_also_where_it_is_not_known() -> None:
    """Then there is no way."""
    way = part(told(toward="high", fixed=("y",)), "What it would take")
    assert ("out of reach" in way, "Does Ash say so? Not known." in way) == (True, True)


def test_what_has_happened_is_said_to_have_happened() -> None:
    """Where the definition says that nobody can change it; with how long the evidence counts."""
    lasting = DEFINITION.evolve(intends=Intent(cannot_change=[x]), policy=EvidencePolicy(shelf_life=timedelta(days=90)))
    way = part(told(Evidence(x, False, observed_on=DAY), toward="high", definition=lasting), "What it would take")
    assert ("has happened" in way, "It counts for 90 days." in way) == (True, True)


def test_whom_to_ask_is_said() -> None:
    """The company by its name, our own people, or either side; and whose task it is."""
    steps = part(told(Evidence(x, True), owner="Ana"), "What it would take")
    assert "Does Ash say so? Needed: yes. Not known yet: ask Ash." in steps
    assert "Ask Ash (a task for Ana, the owner): Does Ash say so?" in told(Evidence(x, True), owner="Ana")["Next step"]
    ours = DEFINITION.evolve(labels=[Label("high", Criterion("w", "Is the seller sure?", about=Side.SELLER))])
    assert "Ask our own people: Are we sure?" in told(definition=ours)["Next step"]


def test_contested_evidence_is_to_be_cleared_up() -> None:
    """Both stories are told with their origins."""
    parts = told(Evidence(x, True), Evidence(y, True, source="call 7"), Evidence(y, False, source="mail 8"))
    assert "clear it up with Ash" in part(parts, "What it would take")
    assert ["call 7" in parts["What is not known"], "mail 8" in parts["What is not known"]] == [True, True]


def test_a_way_says_what_it_leads_to_where_that_is_more_than_one_label() -> None:
    """To be client or higher a company has to pay, and may turn out to be more."""
    way = part(told(Evidence(x, False), Evidence(z, False), toward="middle"), "What it would take")
    assert 'Then it is "high" or "middle".' in way


def test_one_sides_word_about_the_other_is_set_aside_in_words() -> None:
    """Whose word it is, and what would count; other reasons as they are; unknown names with the nearest."""
    strict = DEFINITION.evolve(policy=EvidencePolicy(hearsay="disregard"))
    aside = told(Evidence(y, True, attested_by=Side.SELLER), Evidence("xx", 1), definition=strict)["What was set aside"]
    assert "it is our word about Ash, on which only a record or what Ash says counts" in aside
    assert "nobody declares this criterion" in aside


def test_either_side_may_be_nobody_we_know() -> None:
    """Then both have their names."""
    one = Classification(Relationship("Ash", "Oak"), DEFINITION, DAY).explanation()
    assert "Ash is the buyer, Oak is the seller." in plain(sections(one))
