"""Tests of `relabel.learning.rules.learned`: what is learnt of sorted companies, and what is said of it."""

import itertools
import random
from collections.abc import Callable, Sequence
from datetime import date

import attrs
import pytest

from relabel import Choice, Criterion, Evidence, EvidencePolicy, Measure, Relationship, Scale, all_of, any_of, at_least
from relabel.errors import InvalidValueError
from relabel.learning import Learned, Shape, learn
from relabel.reports.exports import to_data
from relabel.testing import check_definition

a, b, c, d, e = CRITERIA = [Criterion(name, f"Is it {name}?") for name in "abcde"]
WORDS = ["partner", "client", "other"]

Call = Callable[[dict[str, bool]], str]


def companies(call: Call, *, every: int = 1, wrong: Sequence[int] = ()) -> list[Relationship]:
    """Sort each, or each so many-th, complete company by a definition, but some under the word that follows."""
    found: list[Relationship] = []
    cases = list(itertools.product((False, True), repeat=5))[::every]
    for at, case in enumerate(cases):
        answers = dict(zip("abcde", case, strict=True))
        word = call(answers)
        if at in wrong:
            word = WORDS[(WORDS.index(word) + 1) % 3]
        evidence = [Evidence(name, answer) for name, answer in answers.items()]
        found.append(Relationship(f"company {at}", "us", buyer_label=word, evidence=evidence))
    return found


def call(case: dict[str, bool]) -> str:
    """Give the word of a definition."""
    if case["a"] and case["b"] + case["c"] + case["d"] >= 2:
        return "partner"
    return "client" if case["a"] or case["e"] else "other"


def learnt(found: Sequence[Relationship], **options: object) -> Learned:
    """Learn from companies, all of whose criteria raise the word."""
    return learn(found, CRITERIA, order=WORDS, raises=CRITERIA, **options)  # type: ignore[arg-type]  # of many types


def test_a_definition_is_found_from_all_cases() -> None:
    """It is the only one that costs so little, and breaks no law."""
    found = learnt(companies(call))
    assert [rank.candidates for rank in found.ranks] == [(all_of(a, at_least(2, b, c, d)),), (any_of(a, e),)]
    assert [label.when for label in found.definition.labels] == [all_of(a, at_least(2, b, c, d)), any_of(a, e), None]
    assert [(rank.word, rank.companies, rank.exceptions, rank.proven) for rank in found.ranks] == [
        ("partner", 8, 0, True),
        ("client", 24, 0, True),
    ]
    assert (found.exceptions, found.open_rows) == ((), ())
    check_definition(found.definition)


def test_wrong_words_are_named_with_those_that_fit() -> None:
    """As exceptions, not as further requirements."""
    found = learnt(companies(call, wrong=(4, 29)))
    assert [(one.row.relationship.buyer, one.fits) for one in found.exceptions] == [
        ("company 4", ("other",)),
        ("company 29", ("partner",)),
    ]
    assert [label.when for label in found.definition.labels] == [all_of(a, at_least(2, b, c, d)), any_of(a, e), None]


@pytest.mark.parametrize(("times", "heading"), [(1, "Words that do not fit; of fewer than 50"), (2, "probably wrong")])
def test_of_few_companies_no_word_is_called_wrong(times: int, heading: str) -> None:
    """As the rule is as likely wrong."""
    more = [attrs.evolve(one, buyer=f"{one.buyer} again") for one in companies(call)] * (times - 1)
    assert heading in learnt([*companies(call, wrong=(4,)), *more]).to_text()


def test_words_of_the_other_side_are_pointed_at() -> None:
    """Where there are none of the side that is meant."""
    sellers = [attrs.evolve(one, buyer_label=None, seller_label=one.buyer_label) for one in companies(call)]
    with pytest.raises(InvalidValueError, match=r"some to learn from; given_to=Side\.SELLER takes the other words"):
        learnt(sellers)


def test_shuffled_words_are_worse_and_equal_input_gives_equal_output() -> None:
    """Chance comes from the seed alone."""
    found = learnt(companies(call))
    assert all(min(rank.shuffled) > 2 for rank in found.ranks)
    assert found == learnt(companies(call))
    assert [rank.shuffled for rank in found.ranks] != [rank.shuffled for rank in learnt(companies(call), seed=1).ranks]


def test_what_is_not_known_rules_nothing_out() -> None:
    """It is said whose word fits only so."""
    known = companies(call)
    blank = Relationship("blank", "us", buyer_label="partner")
    found = learnt([*known, blank])
    assert found.exceptions == ()
    assert [row.relationship.buyer for row in found.open_rows] == ["blank"]
    assert "Ruled out: 0; fit only by what is not known: 1" in found.to_text()


def test_what_is_presumed_counts_where_nothing_is_known() -> None:
    """As by the definition that is learnt; other criteria do not matter."""
    rows = [
        Relationship(f"{word} {place}", "us", buyer_label=word, evidence=[Evidence("a", True)] * (word == "partner"))
        for word in WORDS[:2]
        for place in range(3)
    ]
    guess = learn(rows, [a], order=WORDS[:2], raises=[a])
    assert len(guess.open_rows) == 3
    found = learn(rows, [a], order=WORDS[:2], raises=[a], presume={a: False, e: True})
    assert (found.open_rows, found.exceptions, found.ranks[0].candidates) == ((), (), (a.to_condition(),))
    assert dict(found.definition.presume) == {a: False}


def test_words_that_fit_only_by_unlikely_answers_are_named() -> None:
    """By how common answers are, and how many of the conditions that cost as much give the word."""
    known = [
        Relationship(f"{word} {place}", "us", buyer_label=word, evidence=[Evidence("a", place < most)])
        for word, most in (("partner", 8), ("client", 0))
        for place in range(8)
    ]
    rare = [Relationship("Elm", "us", buyer_label="partner"), Relationship("Oak", "us", buyer_label="client")]
    more = [attrs.evolve(one, buyer=f"{one.buyer} more") for one in known if one.buyer_label == "client"]
    found = learn([*known, *more, *rare], [a], order=WORDS[:2], raises=[a])
    assert (found.exceptions, [one.row.relationship.buyer for one in found.unlikely]) == ((), ["Elm"])
    assert found.unlikely[0].chance == pytest.approx(9 / 26)
    text = found.to_text()
    assert "Words that fit only by unlikely answers: look at these next" in text
    assert "- Elm (partner): fits with 34.62 %" in text


def test_it_is_said_where_shuffled_words_fit_as_well() -> None:
    """Then a word that does not fit need not be wrong."""
    rows = [
        Relationship(str(place), "us", buyer_label=WORDS[place % 2], evidence=[Evidence("a", place % 4 < 2)])
        for place in range(8)
    ]
    found = learn(rows, [a], order=WORDS[:2], raises=[a])
    assert (found.ranks[0].by_chance, len(found.exceptions)) == (True, 4)
    assert "Words that do not fit, which says little: for partner shuffled words fit as well" in found.to_text()


def test_candidates_agree_on_something() -> None:
    """What all ask is settled, what some ask possible, and the rest ruled out."""
    rows = [
        Relationship(f"{word} {kind}.{place}", "us", buyer_label=word, evidence=[Evidence(*one) for one in answers])
        for word, some in (
            ("partner", [(("a", True), ("b", True), ("c", True), ("d", False))]),
            (
                "client",
                [(("a", True), ("b", False), ("c", False), ("d", True)), (("a", False), ("b", True), ("c", True))],
            ),
        )
        for kind, answers in enumerate(some)
        for place in range(3)
    ]
    rank = learn(rows, [a, b, c, d], order=WORDS[:2], raises=[a, b, c, d]).ranks[0]
    assert rank.candidates == (all_of(a, b), all_of(a, c))
    assert (rank.settled, rank.possible, rank.ruled_out) == (
        (a.to_condition(),),
        (b.to_condition(), c.to_condition()),
        (d.to_condition(),),
    )


def test_shapes_may_be_fewer() -> None:
    """Then the best of these is found."""
    found = learnt(companies(call), shapes=[Shape.COUNT])
    assert found.ranks[0].exceptions == 2
    assert found.ranks[0].proven


def test_every_kind_of_criterion_is_asked() -> None:
    """Levels, options and numbers, half way between companies of different words."""
    trust = Scale("trust", low=1, high=5)
    issue = Choice("issue", options=["badly", "slowly", "well"])
    spend = Measure("spend", unit="EUR per year")
    dice = random.Random(1)  # noqa: S311  # no secret
    rows: list[Relationship] = []
    for place in range(60):
        trusted, dealt, spent = dice.randint(1, 5), dice.choice(issue.options), dice.randrange(10) * 100
        good = (trusted >= 4 and dealt != "badly") or spent >= 800
        evidence = [Evidence("trust", trusted), Evidence("issue", dealt), Evidence("spend", spent)]
        rows.append(Relationship(str(place), "us", buyer_label="partner" if good else "client", evidence=evidence))
    found = learn(rows, [trust, issue, spend], order=WORDS[:2], raises=[trust, spend])
    assert [label.when for label in found.definition.labels] == [
        any_of(spend >= 750, all_of(trust >= 4, issue.in_("slowly", "well"))),
        None,
    ]
    assert found.definition.intends.raises == ("trust", "spend")


def test_what_is_left_open_is_asked() -> None:
    """The words that are probably wrong do not count as answers."""
    found = learnt(companies(call, every=2, wrong=(15,)))
    talk = found.left_open
    assert talk.sorting.pairs == ()
    while (case := talk.next()) is not None:
        talk = talk.tell(case, call(dict(case.answers)))  # type: ignore[arg-type]  # yes or no
    assert (talk.proven, len(talk.told) < 20) == (True, True)
    with pytest.raises(InvalidValueError):
        learn(companies(call), CRITERIA, order=WORDS).left_open  # noqa: B018  # it has no directions


def test_evidence_is_weighed_as_the_definition_will() -> None:
    """Also what is too late, or too old; aliases stand for words, and others are left out."""
    rows = [
        Relationship("Elm", "us", buyer_label="Friend", evidence=[Evidence("a", True, observed_on=date(2026, 1, 1))]),
        Relationship("Oak", "us", buyer_label="client", evidence=[Evidence("a", False, observed_on=date(2026, 1, 1))]),
        Relationship("Ash", "us", buyer_label="client", evidence=[Evidence("a", True, observed_on=date(2026, 3, 1))]),
        Relationship("Fir", "us", buyer_label="vendor"),
    ]
    policy = EvidencePolicy(shelf_life="90 days")
    found = learn(
        rows, [a], order=WORDS[:2], raises=[a], aliases={"friend": "partner"}, as_of=date(2026, 2, 1), policy=policy
    )
    assert (found.exceptions, [row.relationship.buyer for row in found.open_rows]) == ((), ["Ash"])
    assert found.definition.policy == policy
    assert dict(found.definition.aliases) == {"friend": "partner"}
    assert "Fir: called 'vendor', which is none of the words" in found.to_text()


def test_a_search_that_is_given_up_says_so() -> None:
    """In the text and in the source of the definition."""
    found = learnt(companies(call), effort=0)
    assert not any(rank.proven for rank in found.ranks)
    assert "not proven" in found.to_text()
    assert "not proven" in found.definition.source


def test_the_text_says_what_was_learnt() -> None:
    """Price, picture, chance and wrong words."""
    text = learnt(companies(call, wrong=(4, 29))).to_text()
    for line in (
        "32 companies under partner > client > other",
        "partner, if all of these hold\n  - Is it a? Yes.\n  - At least 2 of these hold:\n      - Is it b? Yes.\n",
        "client or higher, if",
        "No condition of these forms costs less: proven",
        "- company 29 (client): partner",
    ):
        assert line in text
    rank = learnt([Relationship("Elm", "us", buyer_label="other")]).ranks[0]
    assert (rank.candidates, rank.exceptions, rank.by_size[0].exceptions) == ((any_of(),), 0, 0)


def test_the_candidates_are_counted() -> None:
    """And it is said if there are more than are given."""
    many = [Criterion(f"c{place}") for place in range(16)]
    rows = [
        Relationship(
            f"{word} {only}.{copy}",
            "us",
            buyer_label=word,
            evidence=[Evidence(one.name, word == "partner" or one is only) for one in many],
        )
        for word, some in (("partner", [None]), ("client", many))
        for only in some
        for copy in range(3)
    ]  # every two of them will do
    assert "Conditions that cost as much: more than 100" in learn(rows, many, order=WORDS[:2], raises=many).to_text()
    some = learn(rows[:9], many[2:4], order=WORDS[:2], raises=many[2:4]).to_text()
    assert 'Conditions that cost as much: 2\n  Some of them ask:\n  - "c2": yes.\n  - "c3": yes.\n' in some


def test_it_is_plain_data() -> None:
    """For other programs."""
    data = to_data(learnt(companies(call)))
    assert [one["word"] for one in data["ranks"]] == ["partner", "client"]


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ({"order": ["partner"]}, "order"),
        ({"exception_costs": 0}, "exception_costs"),
        ({"order": ["x", "y"]}, "relationships"),
    ],
)
def test_misuse_is_refused(options: dict[str, object], place: str) -> None:
    """One word, an exception for nothing, no company under a word."""
    given = {"order": WORDS, "raises": CRITERIA, **options}
    with pytest.raises(InvalidValueError) as caught:
        learn(companies(call), CRITERIA, **given)  # type: ignore[arg-type]  # options of many types
    assert caught.value.place == place
