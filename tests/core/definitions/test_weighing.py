"""Tests of `relabel.core.definitions.weighing`: evidence is weighed or set aside, never dropped."""

import itertools
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

import pytest

from relabel import (
    Answer,
    AnyCriterion,
    Choice,
    Classification,
    Condition,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Finding,
    Label,
    Measure,
    Reason,
    Relationship,
    Scale,
    Side,
    Status,
    per_side,
)
from relabel.core.definitions import weighing
from relabel.errors import AnswerError, MissingDateError

TODAY = date(2026, 1, 31)
LIFE = timedelta(days=365)
pays = Criterion("pays")
loyal = per_side("loyal").buyer
handling = Choice("handling", options=["p", "q", "r"])
trust = Scale("trust", low=1, high=5)
spend = Measure("spend", unit="EUR")
years = Measure("years", unit="years")
commodity = Criterion("commodity")
foreign = Scale("foreign", low=1, high=3)

WHEN = pays & loyal & handling.is_("p") & (trust >= 3) & (spend >= 10) & (spend < 20)


def definition(policy: EvidencePolicy, when: Condition = WHEN) -> Definition:
    """Give a definition that asks for one criterion of each kind."""
    labels, remarks = [Label("x", when)], ["gut feeling"]
    return Definition(
        "d", "t", labels, source="s", disregard=[years], mentions=[commodity], remarks=remarks, policy=policy
    )


def days(number: int) -> date:
    """Give the day so many days before today."""
    return TODAY - timedelta(days=number)


def weigh(
    *evidence: Evidence, as_of: date | None = TODAY, when: Condition = WHEN, policy: EvidencePolicy | None = None
) -> Classification:
    """Classify a relationship with some evidence."""
    one = Relationship("B", "S", evidence=evidence)
    asked = definition(policy or EvidencePolicy(), when)
    return Classification(one, asked, as_of, vocabulary={"foreign": foreign})


def aside(classification: Classification) -> list[Reason]:
    """Give the reasons for which evidence was set aside."""
    return [one.reason for one in classification.set_aside]


def finding(classification: Classification, criterion: AnyCriterion) -> Finding:
    """Give the finding on one criterion."""
    (found,) = [one for one in classification.findings if one.criterion == criterion]
    return found


def test_there_is_one_finding_per_criterion_in_the_order_of_the_conditions() -> None:
    """Without evidence all are unknown and have no answers."""
    found = weigh().findings
    assert [one.criterion for one in found] == [pays, loyal, handling, trust, spend]
    assert {(one.status, one.answers, one.evidence) for one in found} == {(Status.UNKNOWN, (), ())}


STATUSES: list[tuple[AnyCriterion, list[Answer], Status, tuple[Answer, ...]]] = [
    (pays, [True], Status.MET, (True,)),
    (pays, [False], Status.NOT_MET, (False,)),
    (pays, [True, False], Status.CONTESTED, (False, True)),
    (pays, [True, True], Status.MET, (True,)),
    (handling, ["q"], Status.ANSWERED, ("q",)),
    (handling, ["r", "p"], Status.CONTESTED, ("p", "r")),
    (trust, [3], Status.ANSWERED, (3,)),
    (trust, [5, 1, 3], Status.CONTESTED, (1, 3, 5)),
    (spend, [12], Status.ANSWERED, (12,)),
    (spend, [12, 13.5], Status.ANSWERED, (12, Decimal("13.5"))),
    (spend, [12, 12.0, Decimal("12.00")], Status.ANSWERED, (12,)),
    (spend, [12, 25], Status.CONTESTED, (12, 25)),
]


@pytest.mark.parametrize(("criterion", "answers", "status", "found"), STATUSES)
def test_what_the_evidence_adds_up_to(
    criterion: AnyCriterion, answers: list[Answer], status: Status, found: tuple[Answer, ...]
) -> None:
    """Met, not met, answered or contested, with the answers that the counted evidence gives."""
    one = finding(weigh(*(Evidence(criterion.name, answer, observed_on=TODAY) for answer in answers)), criterion)
    assert (one.status, one.answers) == (status, found)


@pytest.mark.parametrize("level", [0, 1])
def test_a_scale_of_noughts_and_ones_is_answered(level: int) -> None:
    """Met and not met are for yes/no; every other kind is answered, also where its levels are 0 and 1."""
    binary = Scale("binary", low=0, high=1)
    one = finding(weigh(Evidence("binary", level), when=binary >= 1), binary)
    assert (one.status, one.answers) == (Status.ANSWERED, (level,))


def test_order_and_repeats_play_no_part() -> None:
    """Evidence is a set: every order of it, and every piece twice, gives the same findings."""
    pieces = [
        Evidence("pays", True, observed_on=days(1)),
        Evidence("pays", False),
        Evidence("handling", "p", source="call"),
        Evidence("zzz", 1),
    ]
    expected = weigh(*pieces)
    for order in itertools.permutations(pieces):
        found = weigh(*order, *order)
        assert (found.findings, found.set_aside) == (expected.findings, expected.set_aside)


def test_evidence_is_listed_latest_first() -> None:
    """Each piece once, the latest first, undated last."""
    old, new, undated = (Evidence("pays", True, observed_on=day) for day in (days(9), days(1), None))
    assert finding(weigh(undated, old, new, old), pays).evidence == (new, old, undated)


SET_ASIDE: list[tuple[Evidence, Reason]] = [
    (Evidence("zzz", True), Reason.UNKNOWN_CRITERION),
    (Evidence("years", 20), Reason.DISREGARDED),
    (Evidence("gut feeling", "great"), Reason.DISREGARDED),
    (Evidence("commodity", True), Reason.UNUSED),
    (Evidence("foreign", 2), Reason.UNUSED),
    (Evidence("pays", True, observed_on=days(-1)), Reason.FUTURE),
    (Evidence("pays", True), Reason.UNDATED),
    (Evidence("pays", True, observed_on=days(366)), Reason.STALE),
    (Evidence("handling", "p", observed_on=TODAY, source=" ", note="call"), Reason.UNSOURCED),
    (Evidence("trust", 3, observed_on=TODAY, source="survey"), Reason.UNATTESTED),
    (Evidence("loyal.buyer", True, observed_on=TODAY, attested_by=Side.SELLER), Reason.HEARSAY),
    (Evidence("loyal.buyer", True, observed_on=TODAY), Reason.NOT_OWN_WORD),
]
STRICT = (
    EvidencePolicy(shelf_life=LIFE, hearsay="own_word")
    .override(handling, requires="source")
    .override(trust, requires=["attested_by", "source"])
)


@pytest.mark.parametrize(("piece", "reason"), SET_ASIDE, ids=[reason.name for _, reason in SET_ASIDE])
def test_each_reason_to_set_evidence_aside(piece: Evidence, reason: Reason) -> None:
    """Evidence that does not count is kept, with the reason."""
    found = weigh(piece, policy=STRICT)
    assert [(one.evidence, one.reason) for one in found.set_aside] == [(piece, reason)]
    assert {one.status for one in found.findings} == {Status.UNKNOWN}


def test_every_reason_has_a_case() -> None:
    """The list above misses none, and stands in the order of precedence."""
    assert list(dict.fromkeys(reason for _, reason in SET_ASIDE)) == list(Reason)


SELLER = Side.SELLER
PRECEDENCE: list[tuple[Evidence, Reason]] = [
    (Evidence("zzz", True, observed_on=days(-1), attested_by=SELLER), Reason.UNKNOWN_CRITERION),
    (Evidence("zzz", True, observed_on=days(400)), Reason.UNKNOWN_CRITERION),
    (Evidence("years", 20, observed_on=days(-1)), Reason.DISREGARDED),
    (Evidence("years", 20, observed_on=days(400)), Reason.DISREGARDED),
    (Evidence("commodity", True, observed_on=days(-1)), Reason.UNUSED),
    (Evidence("commodity", True), Reason.UNUSED),
    (Evidence("foreign", 1, observed_on=days(-1)), Reason.UNUSED),
    (Evidence("loyal.buyer", True, observed_on=days(-1), attested_by=SELLER), Reason.FUTURE),
    (Evidence("loyal.buyer", True, attested_by=SELLER), Reason.UNDATED),
    (Evidence("loyal.buyer", True, observed_on=days(366), attested_by=SELLER), Reason.STALE),
    (Evidence("handling", "p", observed_on=days(366)), Reason.STALE),
    (Evidence("trust", 3, observed_on=TODAY), Reason.UNSOURCED),
]


@pytest.mark.parametrize(("piece", "reason"), PRECEDENCE)
def test_the_first_reason_that_fits_is_given(piece: Evidence, reason: Reason) -> None:
    """Where several reasons fit, the stated order decides, so that answers do not vary."""
    assert aside(weigh(piece, policy=STRICT)) == [reason]


@pytest.mark.parametrize("shelf_life", [None, "1 year"])
def test_one_yes_is_enough_where_yes_wins(shelf_life: str | None) -> None:
    """Whatever says no, be it later; but only a yes that counts, and only to yes/no questions."""
    policy = EvidencePolicy(conflicts="yes_wins", hearsay="disregard").override(loyal, shelf_life=shelf_life)
    yes, no = (Evidence("pays", answer, observed_on=days(age)) for answer, age in ((True, 300), (False, 1)))
    found = finding(weigh(no, yes, policy=policy), pays)
    assert (found.status, found.answers, found.evidence) == (Status.MET, (True,), (no, yes))
    assert finding(weigh(no, policy=policy), pays).status is Status.NOT_MET
    told = [
        Evidence("loyal.buyer", answer, observed_on=days(1), attested_by=side)
        for answer, side in ((True, Side.SELLER), (False, Side.BUYER))
    ]
    assert finding(weigh(*told, policy=policy), loyal).status is Status.NOT_MET
    seen = Evidence("loyal.buyer", True, observed_on=days(200))
    assert finding(weigh(*told, seen, policy=policy), loyal).status is Status.MET
    moods = [Evidence("handling", answer) for answer in ("p", "q")]
    assert finding(weigh(*moods, policy=policy), handling).status is Status.CONTESTED
    amounts = [Evidence("spend", answer, observed_on=days(age)) for answer, age in ((5, 2), (15, 1))]
    assert finding(weigh(*amounts, policy=policy), spend).answers == (15,)


def test_a_source_counts_that_its_twin_without_one_does_not() -> None:
    """Two pieces that claim the same are told apart, whichever was met first."""
    policy = EvidencePolicy().override(pays, requires="source").override(trust, requires="attested_by")
    bare, sourced = Evidence("pays", True), Evidence("pays", True, source="ledger")
    nobodys, told = Evidence("trust", 3), Evidence("trust", 3, attested_by=Side.BUYER)
    asked = definition(policy)
    for order in itertools.permutations([bare, sourced, nobodys, told]):
        for piece in order:
            one = Classification(Relationship("B", "S", evidence=[piece]), asked)
            counts = piece in (sourced, told)
            assert (bool(one.known), one.set_aside == ()) == (counts, counts)


def test_a_misspelt_criterion_comes_with_the_nearest_one() -> None:
    """Names of the definition and those declared elsewhere are proposed; far ones are not."""
    found = weigh(Evidence("handlng", "p"), Evidence("foriegn", 1), Evidence("zzz", 1))
    assert {one.evidence.criterion: one.nearest for one in found.set_aside} == {
        "handlng": "handling",
        "foriegn": "foreign",
        "zzz": None,
    }


def test_every_piece_is_in_exactly_one_place() -> None:
    """A classification accounts for all the evidence."""
    pieces = [piece for piece, _ in [*SET_ASIDE, *PRECEDENCE]]
    pieces += [Evidence("pays", True, observed_on=days(1)), Evidence("spend", 5, observed_on=days(9))]
    found = weigh(*pieces, *pieces, policy=STRICT)
    weighed = [piece for one in found.findings for piece in one.evidence]
    put_aside = [one.evidence for one in found.set_aside]
    assert (len(weighed) + len(put_aside), {*weighed, *put_aside}) == (len(set(pieces)), set(pieces))


def test_answers_that_only_python_takes_for_equal_are_kept_apart() -> None:
    """True and 1 are different answers; neither swallows the other, in whatever order they come."""
    yes, one = Evidence("zzz", True), Evidence("zzz", 1)
    for order in ([yes, one], [one, yes]):
        assert [type(found.evidence.answer) for found in weigh(*order).set_aside] == [bool, int]


@pytest.mark.parametrize(("age", "counts"), [(0, True), (364, True), (365, True), (366, False)])
def test_exactly_the_shelf_life_still_counts(age: int, counts: bool) -> None:
    """Evidence is stale when it is older than its shelf life, not when it is as old."""
    found = weigh(Evidence("pays", True, observed_on=days(age)), policy=STRICT)
    assert finding(found, pays).status is (Status.MET if counts else Status.UNKNOWN)


@pytest.mark.parametrize(
    ("day", "counts"), [(date(2024, 1, 30), False), (date(2024, 1, 31), True), (date(2024, 2, 29), True)]
)
def test_exactly_two_years_by_the_calendar_still_count(day: date, counts: bool) -> None:
    """A day more is stale, whether it is the rule for all or for one criterion."""
    for policy in (EvidencePolicy(shelf_life="2 years"), EvidencePolicy().override(pays, shelf_life="2 years")):
        found = weigh(Evidence("pays", True, observed_on=day), policy=policy)
        assert finding(found, pays).status is (Status.MET if counts else Status.UNKNOWN)


def test_a_shelf_life_of_no_days_keeps_what_was_seen_today() -> None:
    """Nothing but the day of judgement counts."""
    policy = EvidencePolicy(shelf_life=timedelta(0))
    found = weigh(
        Evidence("pays", True, observed_on=TODAY), Evidence("pays", False, observed_on=days(1)), policy=policy
    )
    assert (finding(found, pays).status, aside(found)) == (Status.MET, [Reason.STALE])


@pytest.mark.parametrize(("age", "counts"), [(-1, False), (0, True), (1, True)])
def test_evidence_of_the_day_of_judgement_counts(age: int, counts: bool) -> None:
    """Only what is observed after `as_of` is in the future."""
    found = weigh(Evidence("pays", True, observed_on=days(age)))
    assert finding(found, pays).status is (Status.MET if counts else Status.UNKNOWN)


def test_without_a_day_of_judgement_nothing_is_in_the_future() -> None:
    """All evidence counts where no date is given and none is needed."""
    found = weigh(Evidence("pays", True, observed_on=date.max), as_of=None)
    assert finding(found, pays).status is Status.MET


def test_undated_evidence_counts_where_nothing_goes_stale() -> None:
    """A date is needed only where a shelf life applies."""
    assert finding(weigh(Evidence("pays", True)), pays).status is Status.MET


def test_a_shelf_life_may_hold_for_one_criterion_only() -> None:
    """Overrides go by criterion."""
    policy = EvidencePolicy().override(pays, shelf_life=LIFE)
    old = days(400)
    found = weigh(Evidence("pays", True, observed_on=old), Evidence("trust", 3, observed_on=old), policy=policy)
    assert (aside(found), finding(found, trust).status) == ([Reason.STALE], Status.ANSWERED)


@pytest.mark.parametrize("own", [None, timedelta(days=30), timedelta(days=999)])
@pytest.mark.parametrize("conflicts", ["contested", "latest"])
def test_a_shelf_life_of_its_own_may_be_shorter_or_longer(own: timedelta | None, conflicts: str) -> None:
    """Each criterion keeps to its own, whatever the others do, and whichever piece comes first."""
    policy = EvidencePolicy(shelf_life=LIFE).override(trust, shelf_life=own, conflicts=conflicts)
    one = definition(policy, pays & (trust >= 3))
    for ages in itertools.permutations([0, 29, 31, 364, 366, 998, 1000, None], 2):
        days = [None if age is None else TODAY - timedelta(age) for age in ages]
        pieces = [
            Evidence(name, answer, observed_on=day)
            for name, answers in (("pays", (True, False)), ("trust", (1, 5)))
            for answer, day in zip(answers, days, strict=True)
        ]
        found = Classification(Relationship("B", "S", evidence=pieces), one, TODAY)
        for variable in one.diagram.variables:
            name, life = variable.criterion.name, own if variable.criterion is trust else LIFE
            counted = [
                (date.min if piece.observed_on is None else piece.observed_on, variable.bit(piece.answer))
                for piece in pieces
                if piece.criterion == name
                and (life is None or (piece.observed_on is not None and TODAY - piece.observed_on <= life))
            ]
            latest = max((day for day, _ in counted), default=None)
            wanted = {bit for day, bit in counted if name == "pays" or conflicts == "contested" or day == latest}
            assert (name, ages, found.known & variable.field) == (name, ages, sum(wanted))


def test_nothing_changes_when_claims_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """What claims add is remembered for a few of them only."""
    monkeypatch.setattr(weighing, "MAX_CLAIMS", 2)
    one = definition(EvidencePolicy(), pays & (trust >= 3))
    for level in (1, 2, 3, 4, 5) * 2:
        found = Classification(Relationship("B", "S", evidence=[Evidence("trust", level), Evidence("pays", True)]), one)
        assert [str(finding) for finding in found.findings if finding.evidence] == ["pays: yes", f"trust: {level}"]
        assert len(one.weigher._bits) <= 2


def test_answers_are_checked_by_the_vocabulary_of_the_day() -> None:
    """What another definition declares counts for one classification, not for the next."""
    one = definition(EvidencePolicy())
    relationship = Relationship("B", "S", evidence=[Evidence("theirs", "maybe")])
    assert Classification(relationship, one).possible == {"x", None}
    with pytest.raises(AnswerError):
        Classification(relationship, one, vocabulary={"theirs": Criterion("theirs")})
    assert Classification(relationship, one).possible == {"x", None}


@pytest.mark.parametrize("policy", [EvidencePolicy(shelf_life=LIFE), EvidencePolicy().override(trust, shelf_life=LIFE)])
def test_a_shelf_life_needs_a_day_of_judgement(policy: EvidencePolicy) -> None:
    """There is no clock in the core: the date is an argument, also where no evidence happens to be old."""
    with pytest.raises(MissingDateError) as caught:
        weigh(policy=policy, as_of=None)
    assert caught.value.definition == "d"


def test_the_missing_date_is_asked_for_by_a_criterion_that_goes_stale() -> None:
    """The error names a criterion whose evidence counts and can go stale."""
    with pytest.raises(MissingDateError) as caught:
        weigh(policy=EvidencePolicy(shelf_life=LIFE), as_of=None)
    assert caught.value.criterion in {"pays", "loyal.buyer", "handling", "trust", "spend"}


@pytest.mark.parametrize("criterion", [years, commodity])
def test_evidence_that_never_counts_needs_no_date(criterion: AnyCriterion) -> None:
    """A shelf life on a criterion that is set aside anyway changes nothing."""
    policy = EvidencePolicy().override(criterion, shelf_life=LIFE)
    assert weigh(policy=policy, as_of=None).set_aside == ()


def latest(*pieces: Evidence, policy: EvidencePolicy | None = None) -> tuple[Status, tuple[Answer, ...]]:
    """Give the finding on `pays` where the latest evidence counts."""
    found = finding(weigh(*pieces, policy=policy or EvidencePolicy(conflicts="latest")), pays)
    return found.status, found.answers


NO_THEN, YES_NOW, NO_NOW = (
    Evidence("pays", answer, observed_on=day) for answer, day in ((False, days(9)), (True, days(1)), (False, days(1)))
)


def test_the_latest_evidence_counts() -> None:
    """Under `latest` newer evidence outdoes older."""
    assert latest(NO_THEN, YES_NOW) == (Status.MET, (True,))


def test_evidence_that_is_outdone_is_still_weighed() -> None:
    """Older evidence is shown with the finding and not set aside."""
    found = weigh(NO_THEN, YES_NOW, policy=EvidencePolicy(conflicts="latest"))
    assert (finding(found, pays).evidence, found.set_aside) == ((YES_NOW, NO_THEN), ())


def test_ties_on_the_latest_day_are_contested() -> None:
    """Two answers on one day are evidence both ways."""
    assert latest(NO_THEN, YES_NOW, NO_NOW) == (Status.CONTESTED, (False, True))


def test_undated_evidence_ranks_before_every_day() -> None:
    """A date, however old, beats none."""
    assert latest(Evidence("pays", True), Evidence("pays", False, observed_on=date.min)) == (Status.NOT_MET, (False,))


def test_undated_evidence_alone_counts() -> None:
    """And is contested if it goes both ways."""
    assert latest(Evidence("pays", True), Evidence("pays", False)) == (Status.CONTESTED, (False, True))


def test_evidence_in_the_future_is_not_the_latest() -> None:
    """What is set aside outdoes nothing."""
    assert latest(NO_THEN, Evidence("pays", True, observed_on=days(-1))) == (Status.NOT_MET, (False,))


def test_hearsay_is_not_the_latest() -> None:
    """Setting aside comes before comparing days."""
    policy = EvidencePolicy(conflicts="latest", hearsay="disregard")
    own = Evidence("loyal.buyer", False, observed_on=days(9), attested_by=Side.BUYER)
    wish = Evidence("loyal.buyer", True, observed_on=days(1), attested_by=Side.SELLER)
    assert finding(weigh(own, wish, policy=policy), loyal).status is Status.NOT_MET


@pytest.mark.parametrize("conflicts", ["contested", "latest"])
def test_the_latest_number_of_a_measure_counts_under_any_policy(conflicts: str) -> None:
    """A measure changes over time, and its latest observation is what it is."""
    pieces = [Evidence("spend", 25, observed_on=days(9)), Evidence("spend", 12, observed_on=days(1))]
    found = finding(weigh(*pieces, policy=EvidencePolicy(conflicts=conflicts)), spend)
    assert (found.status, found.answers, len(found.evidence)) == (Status.ANSWERED, (12,), 2)


def test_an_undated_number_is_outdone_by_a_dated_one() -> None:
    """As for `latest`."""
    found = finding(weigh(Evidence("spend", 25), Evidence("spend", 12, observed_on=date.min)), spend)
    assert found.answers == (12,)


def test_numbers_of_one_day_in_different_cells_are_contested() -> None:
    """Two numbers on either side of a threshold leave both sides possible; the cell between is not."""
    pieces = [Evidence("spend", 5, observed_on=TODAY), Evidence("spend", 25, observed_on=TODAY)]
    three = Definition("d", "t", [Label("high", spend >= 20), Label("middle", spend >= 10), Label("low")], source="s")
    found = Classification(Relationship("B", "S", evidence=pieces), three, TODAY)
    assert (found.findings[0].status, set(found.possible)) == (Status.CONTESTED, {"high", "low"})


@pytest.mark.parametrize("about", [None, Side.BUYER, Side.SELLER])
@pytest.mark.parametrize("attested_by", [None, Side.BUYER, Side.SELLER])
@pytest.mark.parametrize("hearsay", ["accept", "disregard", "own_word"])
def test_hearsay_is_one_sides_word_about_the_other(about: Side | None, attested_by: Side | None, hearsay: str) -> None:
    """Only of criteria about a side, and only where the policy says so; nobody's word may not do either."""
    criterion = Criterion("view", about=about)
    policy = EvidencePolicy(hearsay=hearsay)
    found = weigh(Evidence("view", True, attested_by=attested_by), when=criterion.to_condition(), policy=policy)
    if about is None or attested_by is about or hearsay == "accept":
        assert aside(found) == []
    elif attested_by is not None:
        assert aside(found) == [Reason.HEARSAY]
    else:
        assert aside(found) == ([Reason.NOT_OWN_WORD] if hearsay == "own_word" else [])


@pytest.mark.parametrize(
    ("criterion", "answer"),
    [
        *((pays, answer) for answer in (1, 0, 1.0, "yes", Decimal(1))),
        *((handling, answer) for answer in ("s", "P", True, 0)),
        *((trust, answer) for answer in (0, 6, True, 3.0, Decimal(3), "3")),
        *((spend, answer) for answer in (True, "12")),
        *((years, answer) for answer in (True, "many")),
        (commodity, 1),
        (foreign, 9),
    ],
)
def test_an_answer_outside_the_domain_is_an_error_that_names_the_evidence(
    criterion: AnyCriterion, answer: Answer
) -> None:
    """Never "unknown": also on disregarded, mentioned and foreign criteria, and on evidence that is set aside."""
    for day in (None, TODAY, days(-1), days(400)):
        piece = Evidence(criterion.name, answer, observed_on=day, attested_by=Side.SELLER, source="row 7")
        with pytest.raises(AnswerError) as caught:
            weigh(piece, policy=STRICT)
        assert (caught.value.criterion, caught.value.answer) == (criterion.name, answer)
        assert "row 7" in caught.value.place


@pytest.mark.parametrize("answer", [float("nan"), float("inf"), Decimal("NaN")])
@pytest.mark.parametrize("criterion", [pays, trust, spend, years])
def test_what_is_no_number_is_an_error_that_names_the_evidence(
    criterion: AnyCriterion, answer: float | Decimal
) -> None:
    """NaN and infinity lie outside every domain."""
    with pytest.raises(AnswerError) as caught:
        weigh(Evidence(criterion.name, answer, source="row 7"))
    assert (caught.value.criterion, "row 7" in caught.value.place) == (criterion.name, True)


def test_nothing_is_checked_on_a_criterion_that_nobody_declares() -> None:
    """There is no domain to check against."""
    assert aside(weigh(Evidence("zzz", "anything"))) == [Reason.UNKNOWN_CRITERION]


class Interrupted(tuple[Evidence, ...]):
    """Evidence; while it is walked through for the first time, another thread looks as well."""

    look: ClassVar[Callable[[], object] | None] = None

    def __iter__(self) -> Iterator[Evidence]:
        look, type(self).look = type(self).look, None
        for number, piece in enumerate(super().__iter__()):
            if number == 1 and look is not None:
                look()
            yield piece


def test_a_finding_is_whole_for_every_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one thread is about to sort, another one does not find half sorted."""
    x = Criterion("x")
    definition = Definition("d", "t", [Label("a", x)], source="s")
    pieces = Interrupted(Evidence(x, True, source=str(number)) for number in range(3))
    seen: list[Finding] = []
    weighed = definition.weigher.weigh(pieces, None, {})
    monkeypatch.setattr(Interrupted, "look", lambda: seen.append(weighed.finding("x")))
    seen.append(weighed.finding("x"))
    assert [len(one.evidence) for one in seen] == [3, 3]
