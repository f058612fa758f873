"""Tests of `relabel.core.model.evidence`: observations, and how a definition weighs them."""

import pickle
import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import attrs
import pytest

from relabel import Conflicts, Criterion, Evidence, EvidencePolicy, Hearsay, Side
from relabel.core.model.evidence import check_date
from relabel.core.model.shelf_life import Months
from relabel.errors import InvalidValueError

DAY = date(2026, 1, 31)
YEAR = timedelta(days=365)


def test_a_claim_is_all_but_the_day_and_the_origin() -> None:
    """Two pieces share it if and only if criterion, answer with its type and whose word it is are the same."""
    answers: list[bool | str | float | Decimal] = [
        *(True, 1, 1.0, Decimal(1), "True", "1", "a\nTrue", 2**64 - 1, -5),
    ]
    said = [
        (criterion, answer, side)
        for criterion in ("a", "a\nTrue", "b")
        for answer in answers
        for side in (None, Side.BUYER, Side.SELLER)
    ]
    claims = {Evidence(name, answer, attested_by=side).claim for name, answer, side in said}
    assert (len(claims), "" in claims) == (len(said), False)
    for name, answer, side in said:
        early, late = (
            Evidence(name, answer, attested_by=side, observed_on=day, source=source, note=source)
            for day, source in ((DAY, "x"), (None, ""))
        )
        assert early.claim == late.claim


def test_the_day_in_numbers_ranks_as_dates_do_and_undated_before_all() -> None:
    """Every day there is lies after "no date", from the first to the last, in the order of dates."""
    dates = [None, date.min, DAY - timedelta(days=1), DAY, date.max]
    days = [Evidence("pays", True, observed_on=day).day for day in dates]
    assert days == sorted(set(days))
    assert [date.fromordinal(day) for day in days[1:]] == dates[1:]


class Word(str):
    """A word of a type of its own."""

    __slots__ = ()


@pytest.mark.parametrize("answer", [2**64, -(10**5000), Word("yes")], ids=["large", "huge", "word"])
def test_odd_answers_have_no_claim(answer: int | str) -> None:
    """Nothing is taken for the same that may not be."""
    assert Evidence("a", answer).claim == ""


def test_evidence_names_its_criterion() -> None:
    """The criterion or its name: one observation serves all definitions that share the name."""
    assert Evidence(Criterion("pays"), True) == Evidence("pays", True)


@pytest.mark.parametrize("answer", [True, False, "word", 3, 0.5, Decimal("0.5")])
def test_an_answer_is_yes_or_no_a_word_or_a_number(answer: bool | str | float | Decimal) -> None:
    """Whether it lies in the domain shows when it is classified."""
    assert Evidence("x", answer).answer is answer


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("criterion", ""),
        ("criterion", "  "),
        ("criterion", None),
        ("criterion", 5),
        ("answer", None),
        ("answer", ["yes"]),
        ("answer", 1j),
        ("answer", DAY),
        ("observed_on", "2026-01-31"),
        ("observed_on", datetime(2026, 1, 31, tzinfo=UTC)),
        ("observed_on", 20260131),
        ("attested_by", "buyer"),
        ("attested_by", True),
        ("source", None),
        ("source", 5),
        ("note", None),
        ("place", 2),
    ],
)
def test_each_field_is_checked(field: str, value: object) -> None:
    """A datetime is no date, an answer is never None, a side is a Side; the error keeps what was found."""
    fields: dict[str, object] = {"criterion": "x", "answer": True, field: value}
    with pytest.raises(InvalidValueError) as caught:
        Evidence(**fields)  # type: ignore[arg-type]  # the point of the test
    assert (caught.value.found, field in caught.value.place) == (value, True)


def test_evidence_is_a_frozen_value() -> None:
    """Evidence never changes and survives pickle."""
    one = Evidence("x", True, observed_on=DAY, attested_by=Side.BUYER, source="ledger", note="n")
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301  # our own bytes
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.answer = False  # type: ignore[misc]  # the point of the test


def test_the_origin_says_when_who_and_where() -> None:
    """Date, side, source and note, in this order."""
    one = Evidence("x", True, observed_on=DAY, attested_by=Side.BUYER, source="call", note="twice")
    assert one.origin == "observed 2026-01-31, on the buyer's word, call, twice"


def test_a_place_is_told_where_no_source_is_named() -> None:
    """Where a piece was read is where it can be looked up then; it is no source."""
    assert Evidence("x", True, place="book.csv:2").origin == "book.csv:2"
    assert Evidence("x", True, place="book.csv:2", note="n").origin == "book.csv:2, n"
    assert Evidence("x", True, place="book.csv:2", source="ledger").origin == "ledger"


def test_an_origin_may_be_empty() -> None:
    """Undated evidence from nowhere has none."""
    assert (Evidence("x", True).origin, repr(Evidence("x", True))) == ("", "Evidence(x: yes)")


@pytest.mark.parametrize(
    "answer", [float("nan"), float("inf"), Decimal("NaN"), 10**400], ids=["nan", "inf", "Decimal", "huge"]
)
def test_any_evidence_can_be_printed_and_sorted(answer: float | Decimal) -> None:
    """Evidence that is made can be shown: an error about it has to name it."""
    one = Evidence("x", answer)
    assert repr(one)
    assert one.sort_key


ORDERED = [
    Evidence("a", True, observed_on=date(2026, 2, 1)),
    Evidence("a", False, observed_on=date(2026, 1, 1)),
    Evidence("a", True, observed_on=date(2026, 1, 1)),
    Evidence("a", True, observed_on=date(2026, 1, 1), attested_by=Side.BUYER),
    Evidence("a", True, observed_on=date(2026, 1, 1), attested_by=Side.SELLER),
    Evidence("a", True, observed_on=date(2026, 1, 1), attested_by=Side.SELLER, note="n"),
    Evidence("a", True, observed_on=date(2026, 1, 1), attested_by=Side.SELLER, source="s"),
    Evidence("a", False),
    Evidence("a", True),
    Evidence("a", "word"),
    Evidence("a", 2),
    Evidence("b", True, observed_on=date(2026, 2, 1)),
]


def test_evidence_sorts_by_a_stated_key() -> None:
    """By criterion, latest first and undated last, then the answer and the rest: never by chance."""
    shuffled = random.Random(1).sample(ORDERED, len(ORDERED))  # noqa: S311  # a fixed shuffle
    assert sorted(shuffled, key=lambda one: one.sort_key) == ORDERED


def test_check_date_takes_dates_and_none() -> None:
    """A date without a time of day, or none at all."""
    check_date("as_of", DAY)
    check_date("as_of", None)


@pytest.mark.parametrize("value", [datetime(2026, 1, 31, tzinfo=UTC), "2026-01-31", 0])
def test_check_date_refuses_the_rest(value: object) -> None:
    """A datetime would compare by the hour."""
    with pytest.raises(InvalidValueError) as caught:
        check_date("as_of", value)
    assert (caught.value.place, caught.value.found) == ("as_of", value)


def test_the_default_policy() -> None:
    """No shelf life, contested, accept."""
    one = EvidencePolicy()
    assert (one.shelf_life, one.conflicts, one.hearsay, len(one.overrides)) == (
        None,
        Conflicts.CONTESTED,
        Hearsay.ACCEPT,
        0,
    )


def test_a_policy_takes_words_or_members() -> None:
    """`"latest"` and `Conflicts.LATEST` are one thing."""
    assert EvidencePolicy(conflicts="latest", hearsay="disregard") == EvidencePolicy(
        conflicts=Conflicts.LATEST, hearsay=Hearsay.DISREGARD
    )


def test_what_evidence_must_have_is_a_set() -> None:
    """One name alone, repeats and order are nothing else."""
    assert EvidencePolicy(requires="source") == EvidencePolicy(requires=["source", "source"])
    both = EvidencePolicy(requires=["attested_by", "source"])
    assert (both.requires, repr(both)) == (
        ("source", "attested_by"),
        "EvidencePolicy(requires=('source', 'attested_by'))",
    )


@pytest.mark.parametrize("about", [None, Side.SELLER])
@pytest.mark.parametrize("requires", [[], ["source"], ["attested_by"]])
def test_evidence_can_be_made_that_counts(about: Side | None, requires: list[str]) -> None:
    """On the word of the side that it is about; else on somebody's where that is demanded."""
    criterion = Criterion("x", about=about)
    policy = EvidencePolicy(hearsay="own_word", shelf_life="1 month").override(criterion, requires=requires)
    piece = policy.counting(criterion, True, DAY, "made up")
    assert (piece.criterion, piece.answer, piece.observed_on, piece.source) == ("x", True, DAY, "made up")
    assert piece.attested_by == (about or (Side.BUYER if requires == ["attested_by"] else None))


def test_a_shelf_life_may_be_said_in_words() -> None:
    """Days are days however they are said; months and years go by the calendar."""
    assert EvidencePolicy(shelf_life="365 days") == EvidencePolicy(shelf_life=YEAR)
    assert EvidencePolicy(shelf_life="2 years") == EvidencePolicy(shelf_life=Months(24))
    assert repr(EvidencePolicy(shelf_life=Months(24))) == "EvidencePolicy(shelf_life='2 years')"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("shelf_life", 365),
        ("shelf_life", timedelta(days=-1)),
        ("shelf_life", timedelta(hours=36)),
        ("shelf_life", "2 weeks"),
        ("shelf_life", ""),
        ("conflicts", "newest"),
        ("conflicts", None),
        ("hearsay", "refuse"),
        ("hearsay", True),
        ("requires", "note"),
        ("requires", ["source", "date"]),
        ("requires", True),
        ("requires", None),
        ("overrides", {"x": "latest"}),
        ("overrides", {"x": EvidencePolicy(overrides={"y": EvidencePolicy()})}),
    ],
)
def test_each_field_of_a_policy_is_checked(field: str, value: object) -> None:
    """A shelf life is whole days, the words are known, an override has no overrides of its own."""
    with pytest.raises(InvalidValueError):
        EvidencePolicy(**{field: value})  # type: ignore[arg-type]  # the point of the test


def test_without_an_override_the_policy_holds_for_every_criterion() -> None:
    """`of` gives the policy itself where nothing else is said."""
    assert EvidencePolicy(shelf_life=YEAR).of("x") == EvidencePolicy(shelf_life=YEAR)


def test_an_override_replaces_the_policy_whole() -> None:
    """An override says everything about its criterion and nothing about the others."""
    one = EvidencePolicy(shelf_life=YEAR, overrides={"x": EvidencePolicy(conflicts="latest")})
    assert (one.of("x"), one.of("y")) == (EvidencePolicy(conflicts="latest"), EvidencePolicy(shelf_life=YEAR))


def test_override_changes_only_what_is_said() -> None:
    """The rest comes from this policy, for every criterion or name given."""
    one = EvidencePolicy(shelf_life=YEAR).override(Criterion("x"), "y", conflicts="latest")
    changed = EvidencePolicy(shelf_life=YEAR, conflicts="latest")
    assert (one.of("x"), one.of("y"), one.of("z")) == (changed, changed, EvidencePolicy(shelf_life=YEAR))


def test_override_twice_adds_up() -> None:
    """A second override of one criterion starts from the first."""
    one = EvidencePolicy().override("x", conflicts="latest").override("x", hearsay="disregard")
    assert one.of("x") == EvidencePolicy(conflicts="latest", hearsay="disregard")


def test_a_policy_is_a_value() -> None:
    """Policies are hashed and pickled with their definitions."""
    one = EvidencePolicy(shelf_life=YEAR).override("x", conflicts="latest")
    assert {pickle.loads(pickle.dumps(one))} == {one}  # noqa: S301  # our own bytes


@pytest.mark.parametrize(
    "policy",
    [
        EvidencePolicy(),
        EvidencePolicy(shelf_life=YEAR),
        EvidencePolicy(conflicts="latest", hearsay="disregard").override("x", hearsay="accept"),
    ],
    ids=["default", "shelf life", "overrides"],
)
def test_the_repr_is_the_python_that_makes_the_policy(policy: EvidencePolicy) -> None:
    """Only what differs from the default is printed."""
    import datetime as module

    assert eval(repr(policy), {"EvidencePolicy": EvidencePolicy, "datetime": module}) == policy  # noqa: S307  # our own text


def test_a_number_that_cannot_be_compared_is_no_answer() -> None:
    """A signalling NaN raises wherever it is looked at, so that it is refused before it is classified."""
    with pytest.raises(InvalidValueError):
        Evidence("spend", Decimal("sNaN"))
