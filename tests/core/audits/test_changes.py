"""Tests of `relabel.core.audits.changes`: what has moved between two audits, and the exact causes."""

import itertools
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relabel import Audit, Choice, Criterion, Definition, Evidence, EvidencePolicy, Label, Relationship, audit
from relabel.core.audits.changes import Cause, Change, Changes, changes
from relabel.core.model.shelf_life import Months
from relabel.errors import InvalidValueError

THEN, NOW = date(2025, 1, 31), date(2026, 1, 31)
PAYS = Criterion("pays", "Do they pay?")
MOOD = Choice("mood", "How is it?", options=("good", "bad"))
DEFINITION = Definition(
    "test", "Is it a test?", [Label("partner", PAYS & MOOD.is_("good")), Label("client", PAYS)], source="a test"
)
LASTING = DEFINITION.evolve(policy=EvidencePolicy(shelf_life=timedelta(days=200)))
MONTHLY = DEFINITION.evolve(policy=EvidencePolicy(shelf_life="7 months"))
EASY = DEFINITION.evolve(version="2", labels=[Label("partner", PAYS), Label("client", MOOD.is_("bad"))])
PRESUMING = DEFINITION.evolve(presume={PAYS: True, MOOD: "bad"})


def on(criterion: str, answer: bool | str, day: date | None = None) -> Evidence:
    return Evidence(criterion, answer, observed_on=day)


def elm(*evidence: Evidence, word: str | None = "client", **more: Any) -> Relationship:
    return Relationship("Elm", "us", buyer_label=word, evidence=evidence, **more)


def judged(*relationships: Relationship, definition: Definition = DEFINITION, as_of: date | None = None) -> Audit:
    return audit(relationships, definition, as_of=as_of)


YES, NO, GOOD, BAD = on("pays", True), on("pays", False), on("mood", "good"), on("mood", "bad")
SPRING = on("mood", "good", date(2025, 4, 1))
NEW, WITHDRAWN, STALE, DEFINED, WORD = list(Cause)[:5]


def only(found: Changes) -> Change:
    (one,) = found.moved
    return one


@pytest.mark.parametrize(
    ("earlier", "later", "causes", "label_causes"),
    [
        (judged(elm(YES)), judged(elm(YES, GOOD)), [NEW], [NEW]),
        (judged(elm(YES, GOOD)), judged(elm(YES)), [WITHDRAWN], [WITHDRAWN]),
        (judged(elm(YES, BAD)), judged(elm(YES, GOOD)), [NEW, WITHDRAWN], [NEW, WITHDRAWN]),
        (judged(elm(YES, BAD, word="partner")), judged(elm(YES, BAD)), [WORD], []),
        (judged(elm(YES, word="partner")), judged(elm(YES, GOOD)), [NEW, WORD], [NEW]),
        (judged(elm(YES)), judged(elm(YES), definition=EASY), [DEFINED], [DEFINED]),
        (
            judged(elm(on("pays", True, THEN), on("mood", "bad", THEN)), definition=LASTING, as_of=THEN),
            judged(elm(on("pays", True, THEN), on("mood", "bad", THEN)), definition=LASTING, as_of=NOW),
            [STALE],
            [STALE],
        ),
        (judged(elm(YES, SPRING), as_of=THEN), judged(elm(YES, SPRING), as_of=NOW), [NEW], [NEW]),
    ],
    ids=["new", "withdrawn", "replaced", "word", "both", "definition", "stale", "one file, two days"],
)
def test_each_cause_is_named(earlier: Audit, later: Audit, causes: list[Cause], label_causes: list[Cause]) -> None:
    """And no other one; what is observed after the earlier day is new, whether or not its file had it."""
    one = only(later.changes(earlier))
    assert (list(one.causes), list(one.label_causes)) == (causes, label_causes)


def test_what_stays_the_same_has_not_moved() -> None:
    """Whatever evidence has come in."""
    found = judged(elm(YES, BAD, on("pays", True, NOW))).changes(judged(elm(YES, BAD)))
    assert (found.moved, found.unchanged) == ((), 1)


def test_who_appears_or_is_gone_is_said_and_every_relationship_is_there_once() -> None:
    """Counts add up."""
    ash, beech = attrs.evolve(elm(YES), buyer="Ash"), attrs.evolve(elm(YES), buyer="Beech")
    found = judged(elm(YES, GOOD), beech).changes(judged(ash, beech))
    assert [(one.key, one.causes, one.label_causes) for one in found.moved] == [
        ("Elm buys from us", (Cause.APPEARED,), (Cause.APPEARED,)),
        ("Ash buys from us", (Cause.GONE,), (Cause.GONE,)),
    ]
    assert (found.unchanged, sum(found.flow.values())) == (1, 2)
    assert [one.deeper for one in found.moved] == [False, False]


def test_four_clients_became_partners() -> None:
    """As in the post that the library is after; each with its cause, and only new evidence is "went deeper"."""
    names = ("Ash", "Beech", "Cedar", "Dogwood", "Elm")

    def of(given: Iterable[tuple[Evidence, ...]], definition: Definition = DEFINITION) -> Audit:
        rows = zip(names, given, strict=True)
        return judged(*(attrs.evolve(elm(*pieces), buyer=name) for name, pieces in rows), definition=definition)

    before = of([(YES, BAD), (YES, on("mood", "bad", THEN)), (YES, BAD, GOOD), (YES, BAD), (YES, BAD)])
    after = of([(YES, GOOD), (YES, on("mood", "good", NOW)), (YES, GOOD), (YES, GOOD), (YES, BAD)])
    found = after.changes(before)
    assert {(key[0], key[1]): sum(count for other, count in found.flow.items() if other[:2] == key[:2])
            for key in found.flow} == {("client", "partner"): 3, ("(open)", "partner"): 1}  # fmt: skip
    assert found.unchanged == 1
    presumed = DEFINITION.evolve(presume={MOOD: "bad"})
    deeper = of([(YES, GOOD)] * 4 + [(YES, BAD)], presumed).changes(of([(YES,)] * 4 + [(YES, BAD)], presumed))
    assert deeper.flow == {("client", "partner", (NEW,)): 4}
    assert sum(one.deeper for one in deeper.moved) == 4


@pytest.mark.parametrize(("earlier", "later"), [(NOW, THEN), (None, NOW), (THEN, None)])
def test_an_audit_is_compared_with_an_earlier_one(earlier: date | None, later: date | None) -> None:
    """By its day, if it has one."""
    with pytest.raises(InvalidValueError):
        judged(elm(), as_of=later).changes(judged(elm(), as_of=earlier))


def test_an_answer_that_one_of_the_definitions_does_not_know_is_no_cause_by_itself() -> None:
    """Evidence and definition are replaced together."""
    terse = DEFINITION.evolve(
        labels=[
            Label("partner", PAYS & Choice("mood", "How is it?", options=("fine", "poor")).is_("fine")),
            Label("client", PAYS),
        ]
    )
    found = judged(elm(YES, on("mood", "fine")), definition=terse).changes(judged(elm(YES, BAD)))
    assert only(found).causes == (NEW, WITHDRAWN, DEFINED)


def test_changes_arrange_themselves() -> None:
    """What was before and what is now, with the cause."""
    later = judged(elm(YES, GOOD, word=None), as_of=NOW)
    text = str(later.changes(judged(elm(YES, BAD), as_of=THEN)))
    assert "Changes from 2025-01-31 to 2026-01-31" in text
    assert "client → (none)" in text
    assert "client → partner" in text
    assert "new evidence and evidence withdrawn and a corrected word" in text
    called = judged(elm(YES, BAD)).changes(judged(elm(YES, BAD, word="partner")))
    assert "Labels found" not in str(called)
    empty = str(judged().changes(judged(definition=EASY)))
    assert "0 moved, 0 as before" in empty
    assert "Judged by test (version 2) before, and now by test (version 1)." in empty


dates = (None, THEN - timedelta(days=100), THEN, NOW - timedelta(days=150), NOW, NOW + timedelta(days=1))
days, moods = st.sampled_from(dates), st.sampled_from(["good", "bad"])
pieces = st.sets(st.builds(on, st.just("pays"), st.booleans(), days) | st.builds(on, st.just("mood"), moods, days))
words = st.sampled_from(["client", "partner", None])
definitions = st.sampled_from([DEFINITION, LASTING, MONTHLY, EASY, PRESUMING])


@given(pieces, pieces, words, words, definitions, definitions)
def test_causes_are_sufficient_and_minimal(
    old: set[Evidence], new: set[Evidence], word: str | None, then: str | None, first: Definition, second: Definition
) -> None:
    """Undone by hand, in inputs made anew, they restore the earlier outcome; nothing smaller does."""
    earlier = judged(elm(*old, word=then), definition=first, as_of=THEN)
    later = judged(elm(*new, word=word), definition=second, as_of=NOW)
    found = changes(earlier, later)
    (before,), (after,) = earlier.rows, later.rows

    def outcome(row: Any) -> tuple[object, ...]:
        return row.found, row.classification.standing, row.word, row.verdict

    if outcome(before) == outcome(after):
        assert found.moved == ()
        return
    counting_then = {one for one in old if one.observed_on is None or one.observed_on <= THEN}
    counting_now = {one for one in new if one.observed_on is None or one.observed_on <= NOW}

    def undone(causes: tuple[Cause, ...]) -> tuple[object, ...]:
        evidence = (counting_then & counting_now) | (set() if NEW in causes else counting_now - counting_then)
        evidence |= counting_then - counting_now if WITHDRAWN in causes else set()
        definition = first if DEFINED in causes else second
        if STALE in causes and definition.policy.shelf_life is not None:
            life = definition.policy.shelf_life
            life = life + (NOW - THEN) if isinstance(life, timedelta) else Months(life.count + 12)
            definition = definition.evolve(policy=EvidencePolicy(shelf_life=life))
        (row,) = judged(elm(*evidence, word=then if WORD in causes else word), definition=definition, as_of=NOW).rows
        return outcome(row)

    causes = only(found).causes
    assert undone(causes) == outcome(before)
    smaller = itertools.chain.from_iterable(
        itertools.combinations(list(Cause)[:5], size) for size in range(len(causes))
    )
    assert all(undone(some) != outcome(before) for some in smaller)


STRICT = DEFINITION.evolve(name="strict", labels=[Label("partner", PAYS & MOOD.is_("good")), Label("client", ~PAYS)])
ONE_WORD = DEFINITION.evolve(name="one-word", labels=[Label("friend", PAYS)])
OLD_YES = on("pays", True, date(2020, 1, 1))


@pytest.mark.parametrize(
    ("pieces", "before", "after", "why"),
    [
        ([YES, BAD], DEFINITION, STRICT, ["pays: yes, and no is needed"]),
        ([OLD_YES], PRESUMING, LASTING, ["pays: yes (observed longer ago than the shelf life) no longer counts"]),
        ([], DEFINITION, PRESUMING, ["pays: yes, presumed", "mood: bad, presumed"]),
        ([], DEFINITION.evolve(presume={PAYS: False}), DEFINITION, ["it may be partner or client or no label"]),
        ([YES], DEFINITION.evolve(presume={MOOD: "bad"}), ONE_WORD, ["pays: yes"]),
        ([NO], DEFINITION.evolve(labels=[Label("client", ~PAYS)]), ONE_WORD, ["pays: no"]),
        ([NO], ONE_WORD, ONE_WORD.evolve(labels=[Label("friend", ~PAYS)]), ["pays: no, and yes is needed"]),
    ],
    ids=["ruled out", "no longer counts", "presumed", "open", "another word", "no label", "a label"],
)
def test_another_definition_says_why(
    pieces: list[Evidence], before: Definition, after: Definition, why: list[str]
) -> None:
    """The evidence it does not count; else what rules the earlier label out; else what it goes by."""
    found = only(
        changes(judged(elm(*pieces), definition=before, as_of=NOW), judged(elm(*pieces), definition=after, as_of=NOW))
    )
    assert list(found.why) == why


def test_nothing_is_said_of_a_definition_that_is_no_cause() -> None:
    """Nor of companies that were not there."""
    earlier, later = judged(elm(YES)), judged(elm(YES, GOOD), Relationship("Ash", "us"))
    assert [one.why for one in changes(earlier, later).moved] == [(), ()]


def test_evidence_is_the_same_wherever_it_was_read() -> None:
    """Its place is another one in each file, and in each order of rows."""
    then, now = (attrs.evolve(YES, place=f"{file}.csv:2") for file in ("before", "after"))
    found = judged(elm(now, GOOD)).changes(judged(elm(then)))
    assert (list(only(found).causes), only(found).deeper) == ([NEW], True)
    strict = DEFINITION.evolve(policy=EvidencePolicy(requires=["source"]))
    relaxed = judged(elm(attrs.evolve(then, source=""), GOOD))
    found = judged(elm(now, GOOD), definition=strict).changes(relaxed)
    assert all("no longer counts" in one for one in only(found).why)
