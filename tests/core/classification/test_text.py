"""Tests of `relabel.core.classification.text`: an explanation in words, from which nothing is missing."""

import re
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import event, given

from relabel import (
    Choice,
    Classification,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Intent,
    Label,
    Measure,
    Relationship,
    Scale,
    Side,
    Standing,
    all_of,
    any_of,
    at_least,
    per_side,
    points,
)
from relabel.core.classification import path_searches
from relabel.core.classification.explanation import WAYS, Explanation
from relabel.core.classification.text import NEXT_STEP, VERDICT, sections
from relabel.core.definitions.findings import Finding, Presumption, Reason, Status
from relabel.core.diagrams import compilation
from relabel.core.diagrams.counting import completions, dependences
from relabel.core.diagrams.searches import choices
from relabel.core.diagrams.searches import options as budgets
from relabel.core.model.any_criterion import AnyCriterion
from relabel.sections import Item, Section, plain
from tests.property.strategies import Case
from tests.property.test_explanation_laws import CHOOSE, toward
from tests.property.test_reasons_laws import CASES

DAY = date(2026, 1, 31)
pays = Criterion("pays", "Does the buyer pay the seller?", about=Side.BUYER)
plans = per_side("plans", "Does the {side} share plans?")
trust = Scale("trust", "How much trust is there?", low=1, high=5)
spend = Measure("spend", "What do they spend?", unit="EUR/year")
mood = Choice("mood", "How is the mood?", options=["good", "so_so", "bad"])
plain_one = Criterion("plain")
LADDER = Definition(
    "ladder",
    "How close are they?",
    [
        Label("partner", plans.both & (trust >= 4) & mood.in_("good", "so_so")),
        Label("client", pays & (spend >= 1000)),
        Label("contact", pays),
        Label("stranger"),
    ],
    source="handbook",
)

FOR, AGAINST, NEITHER = "What speaks for", "What speaks against", "What speaks neither"
COUNTED, GRANTED, UNKNOWN, ASIDE = (
    "What is counted",
    "What is taken for granted",
    "What is not known",
    "What was set aside",
)
WHAT_IF, WAY, RULE = "What if", "What it would take to be", "The rule in plain words"
WHY = "Why"
ORDER = (VERDICT, WHY, FOR, AGAINST, NEITHER, COUNTED, GRANTED, UNKNOWN, ASIDE, WHAT_IF, WAY, NEXT_STEP, RULE)
SOMETIMES = {WHY, NEITHER, COUNTED}


def classified(
    *pieces: Evidence,
    definition: Definition = LADDER,
    word: str | None = None,
    owner: object = None,
    as_of: date | None = DAY,
) -> Classification:
    """Classify Elm, which buys from us."""
    attributes = {} if owner is None else {"owner": owner}
    one = Relationship("Elm", "us", buyer_label=word, evidence=pieces, attributes=attributes)
    return Classification(one, definition, as_of)


def explained(
    *pieces: Evidence, definition: Definition = LADDER, toward: str | None = None, owner: object = None
) -> list[Section]:
    """Explain Elm in words."""
    return sections(classified(*pieces, definition=definition, owner=owner).explanation(toward=toward))


def part(parts: list[Section], start: str) -> Section:
    """Give the only section whose heading begins so."""
    (found,) = (one for one in parts[1:] if one.heading.startswith(start))
    return found


def items(section: Section) -> list[Item]:
    """Give the items of a section, without those below them."""
    return [one for one in section.parts if isinstance(one, Item)]


def lines(section: Section) -> list[str]:
    """Give the lines of a section, without the signs before them."""
    return [line.strip().removeprefix("- ") for line in plain([section]).splitlines()[1:]]


def said(parts: list[Section], start: str) -> str:
    """Give the lines below a heading as one text."""
    return "\n".join(lines(part(parts, start)))


def kinds(parts: list[Section]) -> list[str]:
    """Give which of the headings there are, below that of the whole."""
    return [next(start for start in ORDER if one.heading.startswith(start)) for one in parts[1:]]


def is_about(item: Item, criterion: AnyCriterion) -> bool:
    """Say whether an item begins with the question of a criterion, or with its name where that tells it apart."""
    return item.text.startswith((f'"{criterion.name}"', criterion.question or f'"{criterion.name}"'))


def one_each(found: list[Item], criteria: list[AnyCriterion]) -> bool:
    """Say whether there is one item about each of some criteria, in their order, and no other."""
    return len(found) == len(criteria) and all(map(is_about, found, criteria))


# Every case


def marked(case: Case) -> Case:
    """Give each piece of evidence a source of its own."""
    pieces = [attrs.evolve(piece, source=f"<{number}>") for number, piece in enumerate(case.relationship.evidence)]
    return attrs.evolve(case, relationship=attrs.evolve(case.relationship, evidence=pieces))


@given(CASES, CHOOSE)
def test_every_piece_of_evidence_is_told(case: Case, number: int) -> None:
    """With where it comes from, however often it is repeated, weighed, outdone or set aside."""
    case = marked(case)
    _, found, _ = toward(case, number)
    told = {*re.findall("<[0-9]+>", plain(sections(found)))}
    assert told == {piece.source for piece in case.relationship.evidence}
    event(f"set aside: {bool(found.set_aside)}")


@given(CASES, CHOOSE)
def test_what_was_set_aside_is_told_with_its_reason(case: Case, number: int) -> None:
    """One item for each piece, and those of the evidence that counts elsewhere."""
    _, found, _ = toward(marked(case), number)
    below = items(part(sections(found), ASIDE))
    assert len(below) == len(found.set_aside)
    for aside, item in zip(found.set_aside, below, strict=True):
        assert aside.evidence.source in item.text
        assert aside.reason in (Reason.HEARSAY,) or aside.reason.value in item.text
        assert aside.nearest is None or repr(aside.nearest) in item.text


@given(CASES, CHOOSE)
def test_there_is_one_heading_for_each_thing(case: Case, number: int) -> None:
    """In one order; something stands below each, and some are always there."""
    _, found, _ = toward(case, number)
    parts = sections(found)
    assert kinds(parts) == [start for start in ORDER if start in kinds(parts)]
    assert {*ORDER} - SOMETIMES <= {*kinds(parts)}
    assert all(one.parts for one in parts)


@given(CASES, CHOOSE)
def test_the_verdict_names_what_is_found_and_all_that_is_possible(case: Case, number: int) -> None:
    """And how sure it is, in its heading, too."""
    one, found, _ = toward(case, number)
    head, *parts = sections(found)
    verdict = said([head, *parts], VERDICT)
    names = {label.name for label in case.definition.labels}
    assert one.standing.value in head.heading
    assert one.standing.value in verdict
    expected = {*one.possible, *one.granted} if one.standing is not Standing.SETTLED else {one.label}
    assert {name for name in names if f'"{name}"' in verdict} == expected - {None}
    assert ("no label" in verdict) == (None in expected)
    found_now = one.granted if one.standing is Standing.OPEN else {one.label}
    assert all((label or "no label") in head.heading for label in found_now)


def reasons(found: Explanation) -> tuple[Finding | Presumption, ...]:
    """Give what stands below "Why"."""
    return found.because or found.at_least


@given(CASES, CHOOSE)
def test_reasons_stand_below_why(case: Case, number: int) -> None:
    """Each once, those presumed marked as such; where there is a label without any, that is said."""
    one, found, _ = toward(case, number)
    parts = sections(found)
    if WHY not in kinds(parts):
        assert (one.standing, found.at_least) == (Standing.OPEN, ())
        return
    why = items(part(parts, WHY))
    assert one_each(why, [reason.criterion for reason in reasons(found)])
    for reason, item in zip(reasons(found), why, strict=True):
        assert ("resumed" in item.text) == isinstance(reason, Presumption)


@given(CASES, CHOOSE)
def test_all_that_is_known_speaks_for_or_against_or_neither(case: Case, number: int) -> None:
    """Each finding below its heading; what is told above already is only counted, where it is much."""
    _, found, _ = toward(case, number)
    parts = sections(found)
    above = {*reasons(found)}
    speaking = items(part(parts, FOR))
    new = [finding.criterion for finding in found.speaks_for if finding not in above]
    assert one_each(speaking, new) or one_each(speaking, [finding.criterion for finding in found.speaks_for])
    obstacles = () if found.why_not is None else found.why_not.obstacles
    first = [obstacle.finding.criterion for obstacle in obstacles]
    rest = [finding.criterion for finding in found.speaks_against if finding.criterion not in first]
    if obstacles or found.why_not is None:  # else what is missing stands there, too
        presumed = [one.criterion for one in found.presumed_against if obstacles]
        assert one_each(items(part(parts, AGAINST)), [*first, *rest, *presumed])
    told = above | {obstacle.finding for obstacle in obstacles}
    neither = [finding.criterion for finding in found.indifferent if finding not in told]
    assert one_each(items(part(parts, NEITHER)) if NEITHER in kinds(parts) else [], neither)


@given(CASES)
def test_all_presumptions_are_listed(case: Case) -> None:
    """Those on which what is found rests come first, and last those that can change nothing."""
    found = case.classify().explanation()
    granted = part(sections(found), GRANTED)
    resting = [one.criterion for one in found.presumed if one in found.because]
    others = [one.criterion for one in found.presumed if one not in found.because]
    open_ones = [one.criterion for one in found.outcome.findings if one.status is Status.UNKNOWN]
    idle = [one for one, _ in case.definition.presumptions if one in open_ones and one not in {*resting, *others}]
    assert one_each(items(granted), [*resting, *others, *idle])
    groups = {"rests on": resting, "Not among": others, "without effect": idle}
    told = [text for text in lines(granted) if text.endswith(":")]
    assert len(told) == len([some for some in groups.values() if some])
    assert all(kind in text for kind, text in zip([one for one, some in groups.items() if some], told, strict=True))


@given(CASES)
def test_all_that_could_change_the_label_is_asked(case: Case) -> None:
    """What is contested first, then the questions, whom to ask with each; the others are counted."""
    found = case.classify().explanation()
    parts = sections(found)
    granted = {one.criterion for one in found.presumed}
    contested = [finding.criterion for finding in found.contested]
    asked = [question.criterion for question in found.questions]
    left = [one for one in asked if one not in granted and one not in contested]
    below = items(part(parts, UNKNOWN))
    assert one_each(below, [*contested, *left])
    assert {*asked} <= {*contested, *left, *granted}
    assert all("Ask " in item.text for item in below[len(contested) :])
    assert not found.closed or re.search(rf"\b{found.closed}\b", said(parts, UNKNOWN))
    assert ("Nothing." in said(parts, UNKNOWN)) == (not found.questions and not found.closed and not contested)


@given(CASES, CHOOSE)
def test_each_step_of_the_ways_is_told(case: Case, number: int) -> None:
    """Of the first two ways: what has to change before what has to be shown; whether there are more is said."""
    _, found, _ = toward(case, number)
    ways = part(sections(found), WAY)
    paths = () if found.ways is None else found.ways.paths
    if not paths:
        held = () if found.ways is None else found.ways.held_by
        assert one_each(items(ways), [finding.criterion for finding in held])
        return
    steps = [sorted(path.steps, key=lambda step: not step.change) for path in paths[:WAYS]]
    assert one_each(items(ways), [step.criterion for path in steps for step in path])
    for step, item in zip([step for path in steps for step in path], items(ways), strict=True):
        assert "Needed:" in item.text
        assert ("has to change" in item.text) == step.change
    assert ("further" in lines(ways)[-1]) == (len(paths) > WAYS)


@given(CASES, CHOOSE)
def test_what_would_be_otherwise_is_told(case: Case, number: int) -> None:
    """One item for each, with the label there would be."""
    _, found, _ = toward(case, number)
    below = items(part(sections(found), WHAT_IF))
    assert len(below) == len(found.otherwise)
    for other, item in zip(found.otherwise, below, strict=True):
        assert other.standing.value in item.text
        labels = other.possible if other.standing is Standing.OPEN else {other.label}
        assert all(("no label" if label is None else f'"{label}"') in item.text for label in labels)
        if len(other.findings) == 1:
            assert one_each([item], [other.findings[0].criterion])
        else:
            assert one_each([*item.below], [finding.criterion for finding in other.findings])


@given(CASES, CHOOSE)
def test_there_is_one_next_step(case: Case, number: int) -> None:
    """To find out what is open, never what is known already; of what is settled, to change what has to change."""
    _, found, _ = toward(case, number)
    steps = part(sections(found), NEXT_STEP).parts
    path = found.ways.paths[0].steps if found.ways is not None and found.ways.paths else ()
    changes = [step.criterion for step in path if step.change]
    asked = [question.criterion for question in found.questions]
    changing = bool(changes) and (found.outcome.standing is Standing.SETTLED or not asked)
    wanted = changes if changing else asked
    assert len(steps) == 1
    if not wanted:
        assert isinstance(steps[0], str)
        return
    (step,) = steps
    assert isinstance(step, Item)
    assert any((one.question or f'"{one.name}"') in step.text for one in wanted)
    assert (step.text.startswith("Ask "), step.text.startswith("Only if ")) == (not changing, changing)


@given(CASES)
def test_nobody_is_called_what_we_are_not(case: Case) -> None:
    """Where we are neither of the companies they have their names, and only these."""
    text = plain(sections(case.classify().explanation(), us=None))
    assert not re.search(r"\b(we|us|our|ours)\b", text, re.IGNORECASE)
    assert not re.search(r"\bthe (buyer|seller)'s word\b", text)


# Examples


def test_the_company_is_the_one_that_the_label_is_given_to() -> None:
    """Or both; and which of them buys is said."""
    one = Relationship("Elm", "Oak")
    for side, name in ((Side.BUYER, "Elm: "), (Side.SELLER, "Oak: "), (None, "Elm buys from Oak: ")):
        head = sections(Classification(one, LADDER.evolve(given_to=side)).explanation())[0]
        assert head.heading.startswith(name)
        assert [text for text in ("Elm is the buyer", "Oak is the seller") if text not in str(head.parts[0])] == []


@pytest.mark.parametrize(
    ("us", "who"),
    [("Elm", "We are the buyer, Oak is the seller."), ("Oak", "Elm is the buyer, we are the seller.")],
)
def test_either_side_may_be_ours(us: str, who: str) -> None:
    """It is "we" in every question, and our own people are asked about us."""
    one = Classification(Relationship("Elm", "Oak"), LADDER)
    text = plain(sections(one.explanation(), us=us))
    assert (who in text, f"Does {us}" in text, "ask our own people" in text.casefold()) == (True, False, True)
    assert one.explain(us=us) == text
    assert one.explain(us=None) != text


def test_the_definition_and_the_day_are_named() -> None:
    """With what it was made from; without a day, evidence of any date counts."""
    own = LADDER.evolve(name="mine", title="Ours", version="7")
    judged = lines(sections(classified(definition=own).explanation())[0])[1]
    assert [text for text in ("mine", "version 7", "Ours", "ladder", "2026-01-31") if text not in judged] == []
    assert "any date" in lines(sections(classified(as_of=None).explanation())[0])[1]


TWICE = [Evidence(pays, True, source="a"), Evidence(pays, False, observed_on=DAY, source="b")]
PRESUMING = LADDER.evolve(presume={pays: True, mood: "good"})
SETTLED = [Evidence(pays, True), Evidence(trust, 2), Evidence("spend", 5000)]
ALL = [Evidence(plans.buyer, True), Evidence(plans.seller, True), Evidence(trust, 4), Evidence(mood, "so_so")]


def test_each_standing_is_glossed() -> None:
    """In half a sentence: what could still change it."""
    assert "no answer to what is open could change it" in said(explained(*ALL), VERDICT)
    two = LADDER.evolve(labels=[Label("client", pays), Label("contact")])
    settled = said(explained(Evidence(pays, True), definition=two), VERDICT)
    assert ("open" in settled, "only new evidence against what is known could" in settled) == (False, True)
    presumed = said(explained(*ALL[:3], definition=PRESUMING), VERDICT)
    assert [text for text in ("presumed", "Without presumptions") if text not in presumed] == []
    granted = said(explained(definition=PRESUMING), VERDICT)
    assert ("open" in granted, '"stranger"' in granted.splitlines()[0], '"stranger"' in granted) == (True, False, True)
    assert "presumption" not in said(explained(), VERDICT)


def test_no_label_can_be_what_is_found() -> None:
    """It is a sentence all the same."""
    two = LADDER.evolve(labels=[Label("client", pays)])
    assert said(explained(Evidence(pays, False), definition=two), VERDICT).startswith(
        "That no label applies is settled"
    )


def test_what_every_answer_gives_needs_no_reason() -> None:
    """That is said in place of reasons."""
    parts = explained(definition=LADDER.evolve(labels=[Label("all")]))
    assert (items(part(parts, WHY)), "whatever" in said(parts, WHY)) == ([], True)


def test_what_is_certain_of_an_open_label_has_its_reasons() -> None:
    """Where that is more than the lowest of all."""
    parts = explained(Evidence(pays, True, source="ledger"))
    assert part(parts, WHY).heading == 'Why at least "contact"'
    assert "ledger" in said(parts, WHY)
    assert WHY not in kinds(explained(Evidence(pays, False)))


def test_a_finding_has_its_answer_and_where_it_comes_from() -> None:
    """In one line for one piece of evidence; several stand below it, each with its own answer."""
    one = [Evidence(trust, 4, observed_on=DAY, attested_by=Side.BUYER, source="mail", note="by phone")]
    (item,) = items(part(explained(*one), FOR))
    assert [text for text in ("4", "2026-01-31", "Elm's word", "mail", "by phone") if text not in item.text] == []
    (item,) = items(part(explained(Evidence(trust, 4), Evidence(trust, 4, source="mail")), FOR))
    assert sorted("mail" in below.text for below in item.below) == [False, True]
    assert any("no date or source" in below.text for below in item.below)
    (item,) = items(part(explained(*TWICE), UNKNOWN))[:1]
    assert ("Contested" in item.text, [below.text[:3] for below in item.below]) == (True, ["no:", "yes"])


def test_our_own_word_is_ours() -> None:
    """In where evidence comes from, too."""
    piece = Evidence(trust, 4, attested_by=Side.SELLER)
    assert "on our word" in said(explained(piece), FOR)


def test_answers_are_in_plain_words() -> None:
    """Options of a choice without the signs of a name, units with numbers."""
    parts = explained(Evidence(mood, "so_so"), Evidence(spend, 5000))
    assert ('"so so"' in said(parts, FOR), "5000 EUR/year" in plain(parts), "so_so" in plain(parts)) == (
        True,
        True,
        False,
    )


FIVE = [Criterion(name) for name in "abcde"]


@pytest.mark.parametrize(
    ("least", "met", "presumed", "repeated", "counted"),
    [
        (2, 4, 0, 4, []),
        (3, 4, 0, 1, ["All of the answers above."]),
        (4, 3, 1, 0, ["3 of the answers above."]),
    ],
)
def test_much_that_was_told_already_is_only_counted(
    least: int, met: int, presumed: int, repeated: int, counted: list[str]
) -> None:
    """Where reasons are few they are repeated; of more it is said how many of them speak for the label."""
    labels = [Label("high", at_least(least, *FIVE)), Label("low")]
    presume = dict.fromkeys(FIVE[met : met + presumed], True)
    definition = Definition("d", "t", labels, source="s", presume=presume)
    speaking = part(explained(*(Evidence(one, True) for one in FIVE[:met]), definition=definition), FOR)
    assert len(items(speaking)) == repeated
    assert [one for one in speaking.parts if isinstance(one, str)] == counted


def test_what_rules_a_label_out_is_told_with_what_it_needs() -> None:
    """Whether it does so alone, or only together with others; what else speaks against it comes after."""
    parts = explained(Evidence(mood, "bad"), Evidence(spend, 1), toward="partner")
    assert ("alone" in said(parts, AGAINST), '"good" or "so so"' in said(parts, AGAINST)) == (True, True)
    two = LADDER.evolve(labels=[Label("top", plans.either), Label("low", pays)])
    parts = explained(Evidence(plans.buyer, False), Evidence(plans.seller, False), definition=two, toward="top")
    assert [("others" in item.text, "needs: yes" in item.text) for item in items(part(parts, AGAINST))] == [
        (True, True)
    ] * 2
    parts = explained(Evidence(mood, "bad"), Evidence(plans.buyer, False), toward="partner")
    assert ["rules out" in item.text for item in items(part(parts, AGAINST))] == [True, False]


def test_what_is_missing_for_a_label_is_counted() -> None:
    """And which of that is presumed to be otherwise."""
    parts = explained(*ALL[:3], toward="partner")
    assert ("not ruled out" in said(parts, AGAINST), "1 answer" in said(parts, AGAINST)) == (True, True)
    parts = explained(*ALL[:2], definition=LADDER.evolve(presume={mood: "bad"}), toward="partner")
    assert "2 answers" in said(parts, AGAINST)
    (item,) = items(part(parts, AGAINST))
    assert (is_about(item, mood), "bad" in item.text) == (True, True)
    parts = explained(*ALL[:2], definition=LADDER.evolve(presume={mood: "good"}), toward="partner")
    assert items(part(parts, AGAINST)) == []


def test_without_presumptions_nothing_is_granted() -> None:
    """Where there are some, they may have no effect."""
    assert said(explained(), GRANTED) == "Nothing."
    assert "without effect" in said(explained(*ALL, definition=LADDER.evolve(presume={pays: True})), GRANTED)
    parts = explained(definition=PRESUMING)
    assert len(items(part(parts, GRANTED))) == 2
    assert "taken for granted above" in said(parts, UNKNOWN)


def test_a_single_presumption_is_referred_to_as_one() -> None:
    """Below what is not known."""
    text = said(explained(definition=LADDER.evolve(presume={pays: True})), UNKNOWN)
    assert ("What is taken for granted above" in text, "The 1" in text) == (True, False)


def test_what_an_answer_would_do_is_told_where_it_does_something_alone() -> None:
    """The label or labels there would be, answers that come to the same in one."""
    text = said(explained(*ALL[:3]), UNKNOWN)
    assert 'If "good" or "so so", "partner" (settled); if "bad", ' in text
    three = LADDER.evolve(labels=[Label("top", at_least(2, pays, plain_one, plans.buyer)), Label("low")])
    assert "if" not in said(explained(definition=three), UNKNOWN).casefold()


def test_an_answer_that_only_narrows_what_is_possible_is_only_asked() -> None:
    """What would still be presumed is no news."""
    three = LADDER.evolve(
        labels=[Label("a", pays & mood.is_("good")), Label("b", pays), Label("c")], presume={pays: False}
    )
    item = items(part(explained(definition=three), UNKNOWN))[-1]
    assert (is_about(item, mood), "presumed" in item.text, "still" in item.text) == (True, False, False)


def test_whom_to_ask_is_named() -> None:
    """The side that a question is about, our own people where that is us; either, where it is about none."""
    below = {item.text.split("?")[0]: item.text for item in items(part(explained(), UNKNOWN))}
    assert below["Does Elm share plans"].endswith("(Ask Elm.)")
    assert below["Do we share plans"].endswith("(Ask our own people.)")
    assert below["How is the mood"].endswith("(Ask either side, or look it up.)")


def test_questions_whose_answers_change_nothing_are_counted() -> None:
    """One in the singular; as others where there are some that do."""
    assert "1 other question has" in said(explained(*ALL[:3], Evidence(pays, False)), UNKNOWN)
    assert said(explained(*ALL), UNKNOWN).startswith("2 questions have")
    assert said(explained(*ALL, Evidence(pays, True), Evidence(spend, 1)), UNKNOWN) == "Nothing."


YEAR = EvidencePolicy(shelf_life=timedelta(days=365), hearsay="disregard")
OLD = date(2024, 1, 1)


@pytest.mark.parametrize(
    ("piece", "told"),
    [
        (Evidence(trust, 4, observed_on=OLD, source="mail"), ["shelf life", "365 days", "mail", "trust"]),
        (Evidence(trust, 4, source="mail"), ["365 days", "mail"]),
        (Evidence(trust, 4, observed_on=date(2026, 2, 1)), ["after the date of judgement"]),
        (Evidence("trusts", 4, observed_on=DAY), ["trusts: 4", "'trust'"]),
        (Evidence("unheard", "of", observed_on=DAY), ["unheard: of"]),
        (Evidence(pays, True, observed_on=DAY, attested_by=Side.SELLER), ["our word about Elm", "a record", "says"]),
        (Evidence(plans.seller, True, observed_on=DAY, attested_by=Side.BUYER), ["Elm's word about us"]),
    ],
)
def test_why_evidence_was_set_aside_is_told(piece: Evidence, told: list[str]) -> None:
    """With its answer and origin; the shelf life where it is over, the name that was meant, whose word would count."""
    (item,) = items(part(explained(piece, definition=LADDER.evolve(policy=YEAR)), ASIDE))
    assert [text for text in told if text not in item.text] == []


def test_sources_and_notes_are_not_reworded() -> None:
    """They are names of things; only whose word it is may be "our"."""
    piece = Evidence(
        pays, True, source="the seller.docx", note="told at the buyer's", attested_by=Side.SELLER, observed_on=DAY
    )
    (item,) = items(part(explained(piece, definition=LADDER.evolve(policy=YEAR)), ASIDE))
    assert "on our word, the seller.docx, told at the buyer's" in item.text


def test_nobodys_word_about_a_side_may_count_nothing() -> None:
    """Where its own word alone counts, that is said."""
    own = LADDER.evolve(policy=EvidencePolicy(hearsay="own_word"))
    (item,) = items(part(explained(Evidence(pays, True, source="ledger"), definition=own), ASIDE))
    assert Reason.NOT_OWN_WORD.value in item.text
    (item,) = items(part(explained(Evidence(pays, True, attested_by=Side.SELLER), definition=own), ASIDE))
    assert "a record" not in item.text


def test_what_could_be_thought_away_is_told() -> None:
    """What would be found then; that it would be the same; that nothing speaks against the label."""
    text = said(explained(Evidence(mood, "bad"), Evidence(plans.buyer, False), *ALL[1:3], toward="partner"), WHAT_IF)
    assert ("still" in text, "any other answer" in text) == (False, False)
    hopeless = explained(Evidence(pays, False), *ALL[1:3], Evidence(mood, "bad"), Evidence(plans.buyer, False))
    text = said(hopeless, WHAT_IF)
    assert ("any other answer: still" in text, '"contact"' in text) == (True, True)
    assert "Nothing that is known" in said(explained(), WHAT_IF)


def test_all_may_have_to_be_otherwise_at_once() -> None:
    """Then that is told last, with each answer that it takes."""
    text = lines(part(explained(Evidence(mood, "bad"), Evidence(trust, 1), *ALL[:2], toward="partner"), WHAT_IF))
    alone, together = (next(line for line in text if end in line) for end in ("alone does not", ': "partner"'))
    assert (alone.startswith("How much"), together.startswith("Had all of these been so")) == (True, True)


def test_a_label_that_nobody_gets_has_no_way() -> None:
    """That is said, and no step."""
    never = LADDER.evolve(labels=[Label("high", pays), Label("never", pays & plans.both), Label("low")])
    way = part(explained(Evidence(pays, False), definition=never, toward="never"), WAY)
    assert (items(way), "No relationship" in lines(way)[0]) == ([], True)


def test_a_search_that_took_too_long_is_owned_up_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do about it."""
    one = classified()
    monkeypatch.setattr(budgets, "MAX_STATES", 0)
    monkeypatch.setattr(choices, "order_of", lambda *_: None)
    assert "not proven" in said(sections(one.explanation()), WAY)
    monkeypatch.setattr(path_searches, "fair", lambda *_: None)
    assert "took too long" in said(sections(one.explanation()), WAY)


def test_what_would_take_too_long_to_count_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is certain, why, and what it would take are there all the same."""
    monkeypatch.setattr(compilation, "CARRY_FROM", 0)
    monkeypatch.setattr(completions, "MAX_NUMBERS", 0)
    card = LADDER.evolve(labels=[Label("gold", points(dict.fromkeys(FIVE, 3)) >= 9), Label("tin")])
    one = Classification(Relationship("Elm", "us", evidence=[Evidence(FIVE[0], True)]), card)
    found = one.explanation()
    assert (found.uncounted, found.speaks_for, found.otherwise) == (True, (), ())
    assert [(question.criterion, question.gain) for question in found.questions] == [(one, None) for one in FIVE[1:]]
    parts = sections(found)
    for start in (FOR, WHAT_IF):
        assert said(parts, start).startswith("Not worked out, as counting")
    assert "Not worked out" not in said(parts, UNKNOWN)
    assert "2 answers have to be shown" in said(parts, WAY)
    monkeypatch.setattr(dependences, "MAX_PAIRS", 0)
    found = one.explanation()
    assert (found.uncounted, found.questions) == (True, ())
    unknown = said(sections(found), UNKNOWN)
    assert unknown.startswith("Not worked out, as counting")
    assert "Of 4 questions nothing is known." in unknown
    full = Classification(Relationship("Elm", "us", evidence=[Evidence(name, True) for name in FIVE]), card)
    assert "questions" not in said(sections(full.explanation()), UNKNOWN)


def test_what_cannot_change_is_out_of_reach() -> None:
    """For good where nobody can undo it; for now where it is only to stay, or until its evidence is too old."""
    lasting = LADDER.evolve(intends=Intent(cannot_change=[mood]))
    parts = explained(Evidence(mood, "bad"), definition=lasting, toward="partner")
    assert ("nobody can undo it" in said(parts, WAY), "It counts for" in said(parts, WAY)) == (True, False)
    dated = lasting.evolve(policy=EvidencePolicy(shelf_life=timedelta(days=365)))
    parts = explained(Evidence(mood, "bad", observed_on=DAY), definition=dated, toward="partner")
    assert "It counts for 365 days." in said(parts, WAY)
    for pieces, told in (([Evidence(trust, 1)], "1 on a scale"), ([], "Not known.")):
        parts = sections(classified(*pieces).explanation(toward="partner", fixed=["trust"]))
        (item,) = items(part(parts, WAY))
        assert ("as long as this stays" in said(parts, WAY), is_about(item, trust), told in item.text) == (True,) * 3


def test_there_may_be_nothing_to_do() -> None:
    """The label is certain already, and there is nobody to ask."""
    parts = explained(*ALL)
    assert (said(parts, WAY), part(parts, NEXT_STEP).parts) == (
        "Nothing: it is so already, and no label ranks higher.",
        ("There is nobody to ask.",),
    )


def test_a_step_says_what_is_found_now() -> None:
    """What has to change from what to what; what both is said of, or nothing; and whom to ask."""
    both = [Evidence(mood, "bad"), Evidence(mood, "good")]
    parts = explained(*both, Evidence(trust, 2), Evidence(plans.seller, True), toward="partner")
    first, *rest = items(part(parts, WAY))
    assert (is_about(first, trust), "at least 4" in first.text, "It is 2" in first.text) == (True, True, True)
    told = " ".join(item.text for item in rest)
    assert [text for text in ("both", "Not known yet: ask Elm") if text not in told] == []
    assert said(parts, WAY).startswith("1 answer has to change, and 2 answers have to be shown")


def test_what_a_way_leads_to_is_told_where_that_is_not_one_label() -> None:
    """Or higher will do, and then it may be either."""
    definition = LADDER.evolve(labels=[Label("top", pays & trust.compare(">=", 3)), Label("mid", pays), Label("low")])
    text = said(explained(Evidence(pays, False), definition=definition, toward="mid"), WAY)
    assert 'Then it is at least "mid".' in text
    text = said(explained(Evidence(pays, False), Evidence(trust, 1), definition=definition, toward="mid"), WAY)
    assert "Then it is" not in text


@pytest.mark.parametrize("many", [1, 2, 3, 4])
def test_two_ways_are_told_and_that_there_are_more(many: int) -> None:
    """Each on its own, the second as another one."""
    labels = [Label("high", any_of(*FIVE[:many])), Label("low")]
    way = said(explained(definition=Definition("d", "t", labels, source="s")), WAY)
    assert (way.count("Needed: yes"), way.count("Another way"), "further ways" in way) == (
        min(many, 2),
        int(many > 1),
        many > 2,
    )


def test_ways_of_a_sum_are_examples() -> None:
    """Other answers may add up to as much; what they come to is told, with what the labels ask."""
    card = LADDER.evolve(
        labels=[
            Label("gold", points({trust: 2, plain_one: 1}) >= 9),
            Label("tin", at_least(2, pays, plain_one, plans.buyer)),
        ],
        presume={plain_one: True},
    )
    parts = explained(Evidence(trust, 3), definition=card, toward="gold")
    counted = [item.text for item in items(part(parts, COUNTED))]
    assert "For example" in said(parts, WAY)
    assert [text for text in ("7 points", "gold: at least 9", "trust, plain") if text not in counted[1]] == []
    assert [text for text in ("1 to 3 of 3", "tin: at least 2") if text not in counted[2]] == []
    assert "taken for granted" in counted[0]
    assert COUNTED not in kinds(explained())


def test_one_point_is_no_plural() -> None:
    """Nor is anything said of presumptions where there are none."""
    card = LADDER.evolve(labels=[Label("gold", points({plain_one: 1, pays: 1}) >= 2)])
    (item,) = items(part(explained(Evidence(plain_one, True), Evidence(pays, False), definition=card), COUNTED))
    assert item.text.startswith("1 point (")


def test_the_owner_has_a_task() -> None:
    """To ask; an owner without a name has none. What would have to change is nobody's until it is wanted."""
    assert "Ana" in said(explained(owner="Ana"), NEXT_STEP)
    for owner in (None, "", 7):
        assert "owner" not in said(explained(owner=owner), NEXT_STEP)
    assert "Ana" not in said(explained(*SETTLED, owner="Ana"), NEXT_STEP)


def test_the_next_step_is_on_the_way() -> None:
    """A presumption on which what is found rests and that has to be shown goes first; then what the way asks for."""
    assert "pay" in said(explained(definition=LADDER.evolve(presume={pays: True}), toward="contact"), NEXT_STEP)
    presuming = LADDER.evolve(presume={pays: False})
    asked = said(explained(Evidence(mood, "bad"), definition=presuming, toward="contact"), NEXT_STEP)
    assert asked.startswith("Ask Elm: Does Elm pay us? If ")
    assert "plans" in said(explained(*ALL[2:], Evidence(plans.seller, True), toward="partner"), NEXT_STEP)


def test_a_question_that_settles_nothing_says_what_it_is_for() -> None:
    """Which answer rules the label out; and how many answers the label takes."""
    presume = {**dict.fromkeys(FIVE, False), pays: True}
    many = LADDER.evolve(labels=[Label("high", all_of(*FIVE)), Label("low", pays)], presume=presume)
    first = said(explained(definition=many), NEXT_STEP)
    assert first.endswith('If no, "high" is ruled out; else it is one of the 5 answers that "high" takes.')
    some = many.evolve(labels=[Label("high", at_least(3, *FIVE)), Label("low", pays)])
    assert said(explained(definition=some), NEXT_STEP).endswith('It is one of the 3 answers that "high" takes.')


def test_what_has_to_change_is_the_next_step() -> None:
    """From what it is to what it has to be, once the label is settled; before that it is found out."""
    text = said(explained(*SETTLED, toward="partner"), NEXT_STEP)
    assert [one for one in ("Only if", "2", "at least 4", "How much trust is there?") if one not in text] == []
    assert said(explained(Evidence(trust, 2), *ALL[:2], ALL[3], toward="partner"), NEXT_STEP).startswith("Ask ")


def test_the_rule_is_told_as_the_definition_tells_it() -> None:
    """In plain words and by name of the companies; and where it comes from."""
    rule = said(explained(), RULE)
    assert [
        name for name in ("Partner", "client", "contact", "stranger", "Does Elm share plans?") if name not in rule
    ] == []
    assert (LADDER.source in rule, LADDER.digest[:12] in rule) == (True, True)


def test_a_question_without_a_question_mark_is_told_from_its_answer() -> None:
    """A criterion without a question has its name in quotes."""
    definition = LADDER.evolve(labels=[Label("high", plain_one & (trust > 3)), Label("low")])
    text = said(explained(Evidence(plain_one, True), definition=definition, toward="high"), UNKNOWN)
    assert text.startswith("How much trust is there? If ")
    text = said(explained(Evidence(trust, 5), definition=definition, toward="high"), UNKNOWN)
    assert text.startswith('"plain": If no, ')


@pytest.mark.parametrize(
    ("labels", "toward", "goal"),
    [
        ("ab", "b", '"a" or "b"'),
        ("abcd", "d", '"d" or higher'),
        ("abcd", "a", '"a"'),
    ],
)
def test_labels_that_rank_higher_will_do_as_well(labels: str, toward: str, goal: str) -> None:
    """Where they are few they are named."""
    criteria = [Criterion(f"is_{name}") for name in labels]
    ladder = [Label(name, one) for name, one in zip(labels, criteria, strict=True)]
    parts = explained(definition=Definition("d", "t", ladder, source="s"), toward=toward)
    assert part(parts, FOR).heading == f"What speaks for {goal}"
    assert part(parts, AGAINST).heading == f"What speaks against {goal}"
    assert part(parts, WAY).heading == f"What it would take to be {goal} for certain"
