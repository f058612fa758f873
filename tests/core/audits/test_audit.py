"""Tests of `relabel.core.audits.audit`: words in use against what the evidence supports."""

import itertools
import random
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

import pytest

from relabel import (
    Audit,
    AuditRow,
    Choice,
    Classification,
    Criterion,
    Definition,
    Evidence,
    Label,
    LabelInUse,
    Measure,
    Reason,
    Relationship,
    Side,
    Standing,
    Verdict,
    any_of,
    audit,
)
from relabel.core.audits.verdicts import judge
from relabel.errors import DuplicateRelationshipError, InvalidDefinitionError, InvalidValueError

x, y = Criterion("x"), Criterion("y")
LABELS = ("high", "middle", "low")
level = Choice("level", options=[*LABELS, "none"])

DIRECT = Definition("d", "t", [Label(name, level.is_(name)) for name in LABELS], source="s")
"""A definition whose label is the answer: every set of possible labels can be made from evidence."""


def shown(word: str | None, *answers: str, definition: Definition = DIRECT, name: str = "B") -> Relationship:
    """Give a relationship with a word in use and evidence for some answers."""
    return Relationship(name, "S", buyer_label=word, evidence=[Evidence("level", answer) for answer in answers])


def verdict(word: str | None, *answers: str, definition: Definition = DIRECT) -> Verdict:
    """Give the verdict on a word in use."""
    return judge(Classification(shown(word, *answers), definition)).verdict


def by_the_table(
    label: str,
    possible: set[str | None],
    granted: set[str | None],
    ranks: dict[str | None, int] | None,
    zones: Collection[str | None],
) -> Verdict:
    """Give the verdict by the table of the design, rule by rule."""
    settled = len(possible) == 1
    if settled and label in possible:
        return Verdict.CONFIRMED
    if label not in possible:
        if any(other in zones for other in possible):
            return Verdict.UNDETERMINED  # the definition itself leaves open what to call it
        if ranks is None:
            return Verdict.MISLABELED
        if all(ranks[label] > ranks[other] for other in possible):
            return Verdict.OVERCLAIMED
        if all(ranks[label] < ranks[other] for other in possible):
            return Verdict.UNDERCLAIMED
        return Verdict.MISLABELED  # between two that are possible: ranks do not say in which direction it is wrong
    words = [other for other in granted if other not in zones]
    if words and label not in words:
        return Verdict.UNPROVEN  # below, above or beside what is presumed
    # What is settled or presumed is at least the lowest label that the presumptions leave.
    above = ranks is not None and any(ranks[label] > ranks[other] for other in words)
    return Verdict.UNPROVEN if above else Verdict.UNDETERMINED


OUTCOMES: tuple[str | None, ...] = (*LABELS, None)
SETS = [set(some) for size in range(1, 5) for some in itertools.combinations(OUTCOMES, size)]


def made(
    possible: set[str | None], granted: set[str | None], word: str, *, ordered: bool, zones: Collection[str | None]
) -> AuditRow:
    """Judge a word where these labels are possible and these remain once presumptions are granted.

    The first answers of `level` are those that presumptions leave; the others need `x`, presumed not to hold.
    """
    certain, doubtful = (Choice(name, options=[*LABELS, "none"]) for name in ("certain", "doubtful"))
    labels = [Label(name, (x & doubtful.is_(name)) | (~x & certain.is_(name)), zone=name in zones) for name in LABELS]
    definition = Definition("d", "t", labels, source="s", ordered=ordered, presume={x: False})
    pieces = [
        *(Evidence("certain", label or "none") for label in granted),
        *(Evidence("doubtful", label or "none") for label in possible),
    ]
    return judge(Classification(Relationship("B", "S", buyer_label=word, evidence=pieces), definition))


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize(
    ("word", "zones"),
    [(word, zones) for word in LABELS for zones in ("", *LABELS) if word != zones] + [("low", "high middle")],
)
def test_every_verdict_is_that_of_the_table(word: str, zones: str, ordered: bool) -> None:
    """For every set of possible labels, every set that presumptions leave of it, every word in use, and zones."""
    ranks: dict[str | None, int] | None = {"high": 3, "middle": 2, "low": 1, None: 0} if ordered else None
    wrong = []
    for possible, granted in itertools.product(SETS, repeat=2):
        if not granted <= possible:
            continue
        row = made(possible, granted, word, ordered=ordered, zones=zones.split())
        assert (set(row.classification.possible), set(row.classification.granted)) == (possible, granted)
        expected = by_the_table(word, possible, granted, ranks, zones.split())
        if row.verdict is not expected:
            wrong.append((word, sorted(map(str, possible)), sorted(map(str, granted)), row.verdict, expected))
    assert wrong == []


EXAMPLES: list[tuple[str | None, Sequence[str], Verdict]] = [
    ("high", ["high"], Verdict.CONFIRMED),
    ("high", ["low"], Verdict.OVERCLAIMED),
    ("high", ["none"], Verdict.OVERCLAIMED),
    ("high", ["low", "middle"], Verdict.OVERCLAIMED),
    ("low", ["high"], Verdict.UNDERCLAIMED),
    ("low", ["high", "middle"], Verdict.UNDERCLAIMED),
    ("middle", ["high", "low"], Verdict.MISLABELED),
    ("high", ["high", "low"], Verdict.UNPROVEN),
    ("high", [], Verdict.UNPROVEN),
    ("low", ["high", "low"], Verdict.UNDETERMINED),
    ("low", ["low", "none"], Verdict.UNPROVEN),
    (None, ["high"], Verdict.UNLABELED),
    ("", ["high"], Verdict.UNLABELED),
    ("  ", ["high"], Verdict.UNLABELED),
    ("vendor", ["high"], Verdict.FOREIGN),
    (" HIGH ", ["high"], Verdict.CONFIRMED),
]


@pytest.mark.parametrize(("word", "answers", "expected"), EXAMPLES)
def test_verdicts_by_example(word: str | None, answers: Sequence[str], expected: Verdict) -> None:
    """The table in examples, with words that are missing, foreign, or differently typed."""
    assert verdict(word, *answers) is expected


@pytest.mark.parametrize(
    ("word", "answers", "expected"),
    [
        ("high", ["high"], Verdict.CONFIRMED),
        ("high", ["low"], Verdict.MISLABELED),
        ("low", ["high"], Verdict.MISLABELED),
        ("low", ["high", "low"], Verdict.UNDETERMINED),
        ("high", ["high", "low"], Verdict.UNDETERMINED),
    ],
)
def test_without_ranks_a_wrong_word_is_simply_wrong(word: str, answers: Sequence[str], expected: Verdict) -> None:
    """Over and under need ranks."""
    assert verdict(word, *answers, definition=DIRECT.evolve(ordered=False)) is expected


def test_a_presumed_label_in_use_is_not_confirmed() -> None:
    """A presumption is no evidence for the word."""
    assert verdict("low", definition=DIRECT.evolve(presume={level: "low"})) is Verdict.UNDETERMINED


def test_a_claim_above_what_is_presumed_is_unproven() -> None:
    """Silence supports the presumed label only."""
    assert verdict("high", definition=DIRECT.evolve(presume={level: "low"})) is Verdict.UNPROVEN


def test_a_claim_below_what_is_presumed_is_unproven() -> None:
    """It does not fit either."""
    assert verdict("low", definition=DIRECT.evolve(presume={level: "high"})) is Verdict.UNPROVEN


def test_the_name_of_a_zone_is_no_word() -> None:
    """Nobody may be called so; nor may a word stand for it."""
    labels = [Label(name, level.is_(name), zone=name == "middle") for name in LABELS]
    zoned = Definition("zoned", "t", labels, source="s")
    assert verdict("middle", "middle", definition=zoned) is Verdict.FOREIGN
    assert [verdict(word, "middle", definition=zoned) for word in ("high", "low")] == [Verdict.UNDETERMINED] * 2
    with pytest.raises(InvalidDefinitionError):
        zoned.evolve(aliases={"so-so": "middle"})


def test_aliases_are_read_as_their_label() -> None:
    """The row keeps the word as it was given."""
    row = judge(Classification(shown("Key Account", "high"), DIRECT.evolve(aliases={"key account": "high"})))
    assert (row.verdict, row.word, row.label) == (Verdict.CONFIRMED, "Key Account", "high")


@pytest.mark.parametrize(("word", "hint"), [("hgih", "high"), ("highs", "high"), ("Midle", "middle"), ("vendor", None)])
def test_a_foreign_word_is_reported_and_never_guessed(word: str, hint: str | None) -> None:
    """It has no label; the nearest known word is a hint."""
    row = judge(Classification(shown(word, "high"), DIRECT))
    assert (row.verdict, row.word, row.label, row.hint) == (Verdict.FOREIGN, word, None, hint)


@pytest.mark.parametrize("side", [Side.BUYER, Side.SELLER, None])
def test_the_word_is_that_of_the_side_that_wears_the_label(side: Side | None) -> None:
    """The others say nothing about this definition."""
    words = {Side.BUYER: "high", Side.SELLER: "middle", None: "low"}
    one = Relationship("B", "S", buyer_label="high", seller_label="middle", label="low")
    assert judge(Classification(one, DIRECT.evolve(given_to=side))).word == words[side]


def test_only_labels_that_are_ruled_out_are_wrong() -> None:
    """Unproven and undetermined words may turn out right."""
    assert [one for one in Verdict if one.wrong] == [Verdict.OVERCLAIMED, Verdict.MISLABELED, Verdict.UNDERCLAIMED]


@pytest.mark.parametrize(
    ("answers", "found"),
    [(["high"], "high"), (["none"], "(no label)"), (["high", "low"], "(open)"), ([], "(open)")],
)
def test_what_was_found_has_words(answers: Sequence[str], found: str) -> None:
    """A label, no label, or open."""
    assert judge(Classification(shown("high", *answers), DIRECT)).found == found


@pytest.mark.parametrize(
    ("word", "answers", "gap"),
    [
        ("high", ["low"], 2),
        ("high", ["none"], 3),
        ("high", ["middle", "none"], 1),
        ("low", ["high"], 2),
        ("high", ["high", "low"], 0),
        ("vendor", ["low"], 0),
        (None, ["low"], 0),
    ],
)
def test_the_gap_counts_ranks_to_the_nearest_possible_label(word: str | None, answers: Sequence[str], gap: int) -> None:
    """The wider the gap the dearer the error; no word, no gap."""
    assert judge(Classification(shown(word, *answers), DIRECT)).gap == gap


def test_without_ranks_there_is_no_gap() -> None:
    """The labels do not compare."""
    assert judge(Classification(shown("high", "low"), DIRECT.evolve(ordered=False))).gap == 0


def book() -> list[Relationship]:
    """Give a portfolio with every verdict of an ordered definition."""
    return [
        Relationship(
            f"{number:02}",
            "S",
            buyer_label=word,
            evidence=[Evidence("level", answer) for answer in answers],
            attributes={
                "value": [5, 2.5, Decimal("0.1"), "7"][number % 4],
                **({"owner": ["Ana", "Ben", 7, "", None][number % 5]} if number else {}),
            },
        )
        for number, (word, answers, _) in enumerate(EXAMPLES)
    ]


WHOLE = audit(book(), DIRECT)


def test_rows_keep_the_order_in_which_they_came() -> None:
    """One row per relationship, with its classification."""
    assert [row.relationship for row in WHOLE.rows] == book()


def test_counts_hold_every_verdict() -> None:
    """Also those that do not occur, so that tables line up."""
    expected = {one: sum(found is one for _, _, found in EXAMPLES) for one in Verdict}
    assert (dict(WHOLE.counts()), list(audit([], DIRECT).counts())) == (expected, list(Verdict))


def test_counts_may_be_weighted() -> None:
    """The sum of an attribute, exactly: whole numbers, decimals, floats and text alike."""
    found = WHOLE.counts(weight="value")
    values = [Decimal(str([5, 2.5, "0.1", 7][number % 4])) for number in range(len(EXAMPLES))]
    expected = {
        one: sum(value for value, (_, _, verdict) in zip(values, EXAMPLES, strict=True) if verdict is one)
        for one in Verdict
    }
    assert dict(found) == expected


@pytest.mark.parametrize("value", [None, "", "much", True, date(2026, 1, 1), float("nan"), "NaN", "sNaN", "Infinity"])
def test_a_weight_is_a_number_of_every_relationship(value: object) -> None:
    """The error names attribute, relationship and what was found."""
    one = Relationship("B", "S", id="7", attributes={"value": value})
    with pytest.raises(InvalidValueError) as caught:
        audit([one], DIRECT).counts(weight="value")
    assert ("'value'" in caught.value.place, "'7'" in caught.value.place) == (True, True)


@pytest.mark.parametrize("text", ["1.200", "-50.000"])
def test_a_weight_with_two_readings_is_refused(text: str) -> None:
    """The point may part thousands: both readings are named."""
    one = Relationship("B", "S", attributes={"value": text})
    with pytest.raises(InvalidValueError) as caught:
        audit([one], DIRECT).counts(weight="value")
    assert (text.replace(".", "") in str(caught.value), str(Decimal(text).normalize()) in str(caught.value)) == (
        True,
        text != "-50.000",
    )


@pytest.mark.parametrize(
    ("text", "number"), [("0.125", "0.125"), ("1234.500", "1234.5"), ("1.5", "1.5"), (" 7", None), ("1_000", None)]
)
def test_text_is_a_weight_if_it_has_one_reading(text: str, number: str | None) -> None:
    """A point behind a nought, or not before three digits, is a decimal point; nothing else is part of a number."""
    result = audit([Relationship("B", "S", attributes={"value": text})], DIRECT)
    if number is None:
        with pytest.raises(InvalidValueError):
            result.counts(weight="value")
    else:
        assert sum(result.counts(weight="value").values()) == Decimal(number)


def test_a_misspelt_weight_comes_with_the_nearest_attribute() -> None:
    """The error proposes what was probably meant."""
    with pytest.raises(InvalidValueError) as caught:
        WHOLE.counts(weight="valu")
    assert "'value'" in str(caught.value)


def test_an_answer_is_no_weight() -> None:
    """And no number in its place would be one."""
    one = Relationship("B", "S", attributes={"value": 1}, evidence=[Evidence("spend", 100)])
    with pytest.raises(InvalidValueError, match="it answers a criterion, and is no context") as caught:
        audit([one], DIRECT).counts(weight="spend")
    assert "0 where there is none" not in str(caught.value)


def test_agreement_is_the_share_of_confirmed_words() -> None:
    """Of the words in use, not of the rows; nothing where nobody has a word."""
    assert (WHOLE.agreement, audit([], DIRECT).agreement) == (2 / sum(row.word is not None for row in WHOLE.rows), None)


def test_the_dearest_errors_come_first() -> None:
    """Over-claimed first, then by the wider gap, then by key; whatever the order they came in."""
    shuffled = random.Random(1).sample(book(), len(EXAMPLES))  # noqa: S311  # a fixed shuffle
    ranked = audit(shuffled, DIRECT).ranked
    order = [(list(Verdict).index(row.verdict), -row.gap, row.relationship.key) for row in ranked]
    assert (order, ranked[0].verdict, ranked[0].gap) == (sorted(order), Verdict.OVERCLAIMED, 3)


def test_the_cross_table_counts_pairs_of_words() -> None:
    """Label in use by label found; the highest labels first, no word and foreign words last."""
    assert list(WHOLE.cross_table().items()) == [
        (("high", "high"), 2),
        (("high", "low"), 1),
        (("high", "(no label)"), 1),
        (("high", "(open)"), 3),
        (("middle", "(open)"), 1),
        (("low", "high"), 1),
        (("low", "(open)"), 3),
        ((None, "high"), 3),
        (("vendor", "high"), 1),
    ]


def test_the_cross_table_adds_up() -> None:
    """Every row is in one cell, weighted or not."""
    values = Decimal("0.1") * 4 + Decimal("2.5") * 4 + 5 * 4 + 7 * 4
    assert (sum(WHOLE.cross_table().values()), sum(WHOLE.cross_table(weight="value").values())) == (16, values)


def test_groups_split_the_rows() -> None:
    """By the text of an attribute; those without one are together."""
    groups = WHOLE.groups("owner")
    assert list(groups) == [None, "7", "Ana", "Ben"]
    assert sorted(row.relationship.key for one in groups.values() for row in one.rows) == sorted(
        row.relationship.key for row in WHOLE.rows
    )
    assert [row.relationship.buyer for row in groups["Ana"].rows] == ["05", "10", "15"]


def test_a_group_is_an_audit() -> None:
    """It counts and ranks as the whole does."""
    counts = [one.counts()[Verdict.OVERCLAIMED] for one in WHOLE.groups("owner").values()]
    assert sum(counts) == WHOLE.counts()[Verdict.OVERCLAIMED]


def test_a_misspelt_attribute_is_named() -> None:
    """Grouping by what nobody has is a slip, not one group of all."""
    with pytest.raises(InvalidValueError) as caught:
        WHOLE.groups("owners")
    assert (caught.value.found, "'owner'" in str(caught.value)) == ("owners", True)


def test_an_attribute_that_is_nothing_like_another_gets_no_proposal() -> None:
    """Nothing is forced."""
    with pytest.raises(InvalidValueError) as caught:
        WHOLE.groups("zzz")
    assert "mean" not in str(caught.value)


def test_an_empty_portfolio_gives_empty_answers() -> None:
    """No rows, no errors, also for groups and weights."""
    one = audit([], DIRECT)
    found = (one.rows, one.ranked, dict(one.cross_table()), dict(one.groups("owner")), one.settling)
    assert found == ((), (), {}, {}, ())
    assert [(row.known, row.contested, row.unknown) for row in one.coverage] == [(0, 0, 0)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Relationship("B", "S"), Relationship("B", "S", buyer_label="x")),
        (Relationship("B", "S", id="1"), Relationship("C", "S", id="1")),
        (Relationship("B", "S"), Relationship("C", "D", id="B buys from S")),
    ],
)
def test_each_relationship_comes_once(first: Relationship, second: Relationship) -> None:
    """Two under one key would be counted twice; the error says which, counting from 1."""
    with pytest.raises(DuplicateRelationshipError) as caught:
        audit([Relationship("A", "S"), first, second], DIRECT)
    assert (caught.value.key, caught.value.first, caught.value.second) == (first.key, 2, 3)


def test_ids_tell_relationships_of_one_pair_apart() -> None:
    """Two contracts of the same companies are two relationships."""
    assert len(audit([Relationship("B", "S", id="1"), Relationship("B", "S", id="2")], DIRECT).rows) == 2


def test_both_directions_are_two_relationships() -> None:
    """If both sell to each other, that is two."""
    assert len(audit([Relationship("B", "S"), Relationship("S", "B")], DIRECT).rows) == 2


def test_what_was_set_aside_is_counted_by_criterion_and_reason() -> None:
    """In the order of the reasons; nothing set aside gives nothing."""
    late = Evidence("level", "high", observed_on=date(2026, 2, 1))
    book = [
        Relationship("A", "S", evidence=[late, Evidence("zzz", 1), Evidence("aaa", 1)]),
        Relationship("B", "S", evidence=[late, Evidence("zzz", 1), Evidence("zzz", 2)]),
        Relationship("C", "S"),
    ]
    assert list(audit(book, DIRECT, as_of=date(2026, 1, 31)).set_aside.items()) == [
        (("aaa", Reason.UNKNOWN_CRITERION), 1),
        (("zzz", Reason.UNKNOWN_CRITERION), 3),
        (("level", Reason.FUTURE), 2),
    ]
    assert dict(audit([], DIRECT).set_aside) == {}


def test_coverage_counts_known_contested_and_unknown() -> None:
    """For each criterion that is asked for, in the order of the conditions."""
    one = Definition("d", "t", [Label("a", x & y)], source="s")
    pieces: list[list[Evidence]] = [
        [Evidence("x", True)],
        [Evidence("x", False), Evidence("y", True)],
        [Evidence("x", True), Evidence("x", False)],
        [],
    ]
    found = audit([Relationship(str(n), "S", evidence=some) for n, some in enumerate(pieces)], one).coverage
    counts = [(row.criterion, row.known, row.contested, row.unknown) for row in found]
    assert counts == [(x, 2, 1, 1), (y, 1, 0, 3)]


def settling(definition: Definition, *known: dict[str, list[bool]]) -> list[tuple[str, float, float]]:
    """Give what answers would do for relationships of which this is known."""
    book = [
        Relationship(str(n), "S", evidence=[Evidence(name, answer) for name, some in one.items() for answer in some])
        for n, one in enumerate(known)
    ]
    return [(one.criterion.name, one.settled, one.ruled_out) for one in audit(book, definition).settling]


AND = Definition("d", "t", [Label("a", x & y), Label("b")], source="s")


def test_settling_says_what_an_answer_would_settle() -> None:
    """Of `x & y`, "no" to either settles and "yes" does not: half a relationship on average."""
    assert settling(AND, {}) == [("x", 0.5, 0.5), ("y", 0.5, 0.5)]


def test_settling_adds_up_over_relationships() -> None:
    """Where x holds, the answer to y settles whatever it is."""
    assert settling(AND, {}, {"x": [True]}) == [("y", 1.5, 1.5), ("x", 0.5, 0.5)]


def test_what_is_settled_needs_no_answer() -> None:
    """Settled relationships count for nothing, and presumed ones count."""
    assert settling(AND, {"x": [False]}) == []
    assert settling(AND.evolve(presume={x: False}), {"x": [], "y": [True]}) == [("x", 1.0, 1.0)]


def test_contested_criteria_can_settle() -> None:
    """An answer in place of two stories."""
    assert settling(AND, {"x": [True, False], "y": [True]}) == [("x", 1.0, 1.0)]


def test_a_criterion_that_cannot_matter_is_not_asked() -> None:
    """Neither one that never matters nor one that no longer does."""
    idle = Definition("d", "t", [Label("a", x & (y | ~y)), Label("b")], source="s")
    assert [name for name, _, _ in settling(idle, {})] == ["x"]


def test_a_contested_choice_asks_only_between_its_answers() -> None:
    """The average runs over the answers that are still possible."""
    one = Definition("d", "t", [Label("a", level.is_("high")), Label("b", level.is_("low"))], source="s")
    found = audit([shown("a", "high", "low")], one).settling
    assert [(row.criterion, row.settled, row.ruled_out) for row in found] == [(level, 1.0, 1.0)]


def test_a_measure_is_asked_by_its_stretches() -> None:
    """Every stretch between thresholds is as likely as the others."""
    spend = Measure("spend", unit="EUR")
    one = Definition("d", "t", [Label("a", any_of(spend >= 20, x)), Label("b", spend >= 10)], source="s")
    found = {
        row.criterion: row for row in audit([Relationship("B", "S", evidence=[Evidence("x", False)])], one).settling
    }
    assert (set(found), found[spend].settled, found[spend].ruled_out) == ({spend}, 1.0, 2.0)


def test_ties_are_ordered_by_name() -> None:
    """The order never depends on that of the conditions."""
    one = Definition("d", "t", [Label("a", y & x), Label("b")], source="s")
    assert [name for name, _, _ in settling(one, {})] == ["x", "y"]


def test_audit_keeps_definition_and_day() -> None:
    """An audit says by what it judged, and when."""
    one = audit([], DIRECT, as_of=date(2026, 1, 31))
    assert (one.definition, one.as_of) == (DIRECT, date(2026, 1, 31))


def test_the_whole_is_made_of_judged_classifications() -> None:
    """`from_classifications` is the way in for those who have them already."""
    classifications = [Classification(one, DIRECT) for one in book()]
    assert Audit.from_classifications(DIRECT, None, classifications) == WHOLE


def test_standing_shows_in_what_was_found() -> None:
    """A presumed label is found, an open one is not."""
    row = judge(Classification(shown("low"), DIRECT.evolve(presume={level: "low"})))
    assert (row.classification.standing, row.found) == (Standing.PRESUMED, "low")


def called(*words: tuple[str, str], side: Side | None = Side.BUYER, first: str = "high") -> AuditRow:
    """Judge somebody who is of the middle and whose sources say these words."""
    named = [LabelInUse(word, side, source) for source, word in words]
    aliases = DIRECT.evolve(aliases={"top": "high"})
    one = Relationship("B", "S", buyer_label=first, labels=named, evidence=[Evidence("level", "middle")])
    return judge(Classification(one, aliases))


def test_the_word_of_each_source_has_its_verdict_where_they_disagree() -> None:
    """The word in use stays the one that is judged; the others are judged beside it."""
    row = called(("CRM", "high"), ("contract", "low"), ("ledger", "friend"))
    assert (row.verdict, row.word) == (Verdict.OVERCLAIMED, "high")
    assert [(source, one.word, one.verdict) for source, one in row.by_source] == [
        ("CRM", "high", Verdict.OVERCLAIMED),
        ("contract", "low", Verdict.UNDERCLAIMED),
        ("ledger", "friend", Verdict.FOREIGN),
    ]


@pytest.mark.parametrize(
    "row",
    [
        called(),
        called(("CRM", "high")),
        called(("CRM", "high"), ("contract", "HIGH ")),
        called(("CRM", "high"), ("contract", "top")),
        called(("CRM", "friend"), ("contract", "Friend"), first="friend"),
        called(("CRM", "high"), ("contract", "low"), side=Side.SELLER),
        called(("CRM", "high"), ("contract", "low"), side=None),
    ],
)
def test_sources_that_mean_one_label_do_not_disagree(row: AuditRow) -> None:
    """Spelling and aliases make no difference, and neither does what the other side is called."""
    assert row.by_source == ()
