"""Tests of `relabel.core.audits.sortings.contradictions`: words that no definition can give, against brute force."""

import itertools
import random
from collections.abc import Sequence

import pytest

from relabel import (
    Answer,
    AnyCriterion,
    Criterion,
    Definition,
    Evidence,
    Intent,
    Label,
    Measure,
    Relationship,
    Scale,
    audit,
)
from relabel.core.audits.sortings.contradictions import MAX_WAYS, Contradictions, contradictions, contradictions_of
from relabel.core.audits.sortings.sorting import directed, sort_out
from relabel.core.model.answers import exact
from relabel.errors import InvalidValueError

loyal, cold, trust, other = Criterion("loyal"), Criterion("cold"), Scale("trust", low=1, high=3), Criterion("other")
CRITERIA = (loyal, cold, trust, other)
ORDER = ("ally", "partner", "client")


def company(name: str, word: str | None, **answers: object) -> Relationship:
    """Give a company with a word and answers, one or a list of several."""
    evidence = [
        Evidence(criterion, one)  # type: ignore[arg-type]  # answers of any kind
        for criterion, answer in answers.items()
        for one in (answer if isinstance(answer, list) else [answer])
    ]
    return Relationship(name, "us", buyer_label=word, evidence=evidence)


def look(*companies: Relationship) -> Contradictions:
    """Look for contradictions, with every kind of direction."""
    return contradictions(companies, CRITERIA, order=ORDER, raises=[loyal, "trust"], lowers=[cold])


def names(found: Contradictions) -> list[tuple[str, str, list[str]]]:
    """Give the pairs by name."""
    return [
        (pair.higher.relationship.buyer, pair.lower.relationship.buyer, [one.name for one in pair.better])
        for pair in found.pairs
    ]


def random_companies(seed: int) -> list[Relationship]:
    """Give up to seven companies, of which something is unknown or contested."""
    dice = random.Random(seed)  # noqa: S311  # no secret
    answers: dict[str, Sequence[object]] = {
        "loyal": [True, False, [True, False], []],
        "cold": [True, False, []],
        "trust": [1, 2, 3, [1, 2], []],
        "other": [True, []],
    }
    return [
        company(str(number), dice.choice(ORDER), **{name: dice.choice(some) for name, some in answers.items()})
        for number in range(dice.randrange(8))
    ]


def _answers(one: Relationship) -> dict[str, list[Answer]]:
    names_ = [criterion.name for criterion in CRITERIA]
    return {name: [piece.answer for piece in one.evidence if piece.criterion == name] for name in names_}


def completions(one: Relationship) -> list[tuple[int, int, int, bool]]:
    """Give every complete record that a company may have; the first three numbers rise with the word."""
    said = _answers(one)
    return [
        (int(loyal_), int(not cold_), int(trust_), bool(other_))
        for loyal_ in said["loyal"] or (True, False)
        for cold_ in said["cold"] or (True, False)
        for trust_ in said["trust"] or (1, 2, 3)
        for other_ in said["other"] or (True, False)
    ]


def contradict(higher: Relationship, lower: Relationship) -> bool:
    """Say whether the first, under a higher word, is nowhere better, in every completion of both."""
    return all(
        all(a <= b for a, b in zip(one[:3], two[:3], strict=True)) and one[3] == two[3]
        for one, two in itertools.product(completions(higher), completions(lower))
    )


@pytest.mark.parametrize("seed", range(150))
def test_pairs_and_the_least_relabelling_are_those_of_trying_everything(seed: int) -> None:
    """Every completion is looked at, and every set of words that might change."""
    companies = random_companies(seed)
    rank = {one.buyer: ORDER[::-1].index(one.buyer_label or "") for one in companies}
    apart = [
        (one.buyer, two.buyer)
        for one, two in itertools.permutations(companies, 2)
        if rank[one.buyer] > rank[two.buyer] and contradict(one, two)
    ]
    for least in range(len(companies) + 1):
        ways = [
            set(some)
            for some in itertools.combinations([one.buyer for one in companies], least)
            if all(one in some or two in some for one, two in apart)
        ]
        if ways:
            break
    found = look(*companies)
    assert [pair[:2] for pair in names(found)] == apart
    assert found.least == least
    given = [{one.row.relationship.buyer for one in way} for way in found.ways]
    assert sorted(map(sorted, given)) == sorted(map(sorted, ways))
    assert {one.relationship.buyer for one in found.wrong} == set.intersection(*ways)
    assert {one.relationship.buyer for one in found.doubtful} == set.union(*ways)


@pytest.mark.parametrize("seed", range(40))
def test_after_a_relabelling_to_any_word_that_fits_the_company_contradicts_none_that_stays(seed: int) -> None:
    """And under every other word it does."""
    companies = {one.buyer: one for one in random_companies(seed)}
    for way in look(*companies.values()).ways:
        stay = [one for name, one in companies.items() if name not in {each.row.relationship.buyer for each in way}]
        for each in way:
            one = each.row.relationship
            fits = [word for word in ORDER if not look(*stay, company(one.buyer, word, **_answers(one))).pairs]
            assert list(each.fits) == fits != []


def test_the_same_answers_and_different_words() -> None:
    """Whatever the direction of the criteria."""
    answers = {"loyal": True, "cold": False, "trust": 2, "other": True}
    found = look(company("Elm", "ally", **answers), company("Oak", "client", **answers))
    assert names(found) == [("Elm", "Oak", [])]
    assert "Elm (ally) and Oak (client): the same answers" in str(found)


def test_outdone_by_one_with_a_lower_word() -> None:
    """It is said in what the other is better."""
    worse = company("Elm", "partner", loyal=False, cold=True, trust=2, other=True)
    better = company("Oak", "client", loyal=False, cold=False, trust=3, other=True)
    found = look(worse, better)
    assert names(found) == [("Elm", "Oak", ["cold", "trust"])]
    assert "Elm (partner) is outdone by Oak (client): nowhere worse, and better in cold, trust" in str(found)


def test_companies_without_a_word_of_the_order_are_left_out_and_named() -> None:
    """Nothing is dropped in silence."""
    found = look(company("Elm", "alli"), company("Oak", None), company("Yew", "ally"))
    assert found.to_text().splitlines() == [
        "1 company under ally > partner > client",
        "  No direction is declared for other: only companies with the same answer are compared",
        "  Left out: 2",
        "  - Elm: called 'alli', which is none of the words; did you mean 'ally'?",
        "  - Oak: under no word",
        "  No two words contradict each other; each may be wrong all the same",
    ]


@pytest.mark.parametrize(("side", "better", "worse"), [("raises", 310, 140), ("lowers", 140, 310)])
def test_numbers_that_count_alike_for_want_of_a_step_are_said(side: str, better: int, worse: int) -> None:
    """The company with the higher word has the better number, though no step lies between the two."""
    spend = Measure("spend", unit="EUR")
    rows = [
        Relationship(name, "us", buyer_label=word, evidence=[Evidence("spend", number)])
        for name, word, number in [("Elm", "ally", better), ("Oak", "client", worse)]
    ]
    given: dict[str, list[AnyCriterion]] = {"raises": [], "lowers": [], side: [spend]}
    sorting = sort_out(
        rows, [spend], ORDER, directed([spend], given["raises"], given["lowers"]), steps={"spend": [(500, 0)]}
    )
    alike = f"spend is {better} and {worse}, with no step between that makes a difference"
    assert f"Elm (ally) and Oak (client): the same answers; {alike}" in str(contradictions_of(sorting))
    assert contradictions(rows, [spend], order=ORDER, raises=given["raises"], lowers=given["lowers"]).pairs == ()


def test_numbers_that_count_alike_are_not_named_where_a_step_would_not_help() -> None:
    """The company with the higher word has the worse number, or one of the two has none."""
    spend = Measure("spend", unit="EUR")
    directions = directed([spend], [spend], [])

    def told(*numbers: int | None) -> str:
        rows = [
            Relationship(word, "us", buyer_label=word, evidence=[] if one is None else [Evidence("spend", one)])
            for word, one in zip(("ally", "client"), numbers, strict=True)
        ]
        steps = {"spend": [(exact(500, ""), 0)]}
        return str(contradictions_of(sort_out(rows, [spend], ORDER, directions, steps=steps, presume={spend: 200})))

    for numbers in ((140, 310), (None, 310), (140, None)):
        assert told(*numbers).splitlines()[3] == "  - ally (ally) and client (client): the same answers"


def test_words_that_contradict_nothing_may_be_wrong_all_the_same() -> None:
    """Whoever reads that one word is wrong is not to think that the others are right."""
    same = {"loyal": True, "cold": False, "trust": 2, "other": True}
    found = look(company("Elm", "ally", **same), company("Oak", "client", **same), company("Yew", "ally", trust=3))
    assert "1 other word contradicts nothing; each may be wrong all the same" in str(found)


def test_more_ways_than_are_given_are_said_to_be_more() -> None:
    """Seven pairs of two make 128 ways; the numbers about all of them are exact still."""
    loyalty = Scale("loyalty", low=1, high=7)
    pairs = [
        Relationship(f"{word} {level}", "us", buyer_label=word, evidence=[Evidence("loyalty", level)])
        for level in range(1, 8)
        for word in ("ally", "client")
    ]
    found = contradictions(pairs, [loyalty], order=ORDER)
    assert (found.least, len(found.ways), found.more_ways) == (7, MAX_WAYS, True)
    assert (len(found.wrong), len(found.doubtful)) == (0, 14)
    assert f"At least 7 words are wrong; more than {MAX_WAYS} ways to choose them" in str(found)


def test_an_audit_looks_in_the_directions_that_its_definition_intends() -> None:
    """Or in those that are given; what no condition asks for has none."""
    definition = Definition(
        "plain",
        "Plain",
        [Label("partner", loyal & ~cold), Label("client")],
        source="this test",
        mentions=[trust],
        aliases={"friend": "partner"},
        intends=Intent(raises=[loyal, trust], lowers=[cold]),
    )
    companies = [
        company("Elm", "Friend", loyal=False, cold=False),
        company("Oak", "client", loyal=True, cold=False),
        company("Yew", "client", loyal=False, cold=False),
    ]
    found = audit(companies, definition)
    assert names(found.contradictions()) == [("Elm", "Oak", ["loyal"]), ("Elm", "Yew", [])]
    assert [one.row.relationship.buyer for one in found.contradictions().ways[0]] == ["Elm"]
    assert "1 word is wrong; one way" in str(found.contradictions())
    assert "wrong in every way: Elm (partner)" in str(found.contradictions())
    assert names(found.contradictions(lowers=[loyal])) == [("Elm", "Yew", [])]
    with pytest.raises(InvalidValueError):
        found.contradictions(raises=["trust"])
