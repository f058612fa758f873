"""Tests of `relabel.learning.elicitation`: what is meant is found, and nothing is called proven that is not."""

import json
import random
from collections.abc import Callable
from datetime import date

import pytest

from relabel import (
    Choice,
    Classification,
    Condition,
    Criterion,
    Definition,
    Evidence,
    Label,
    Measure,
    Relationship,
    Scale,
    all_of,
    any_of,
    at_least,
    points,
)
from relabel.checks import compare
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.errors import AnswerError, InvalidValueError
from relabel.learning import DONT_KNOW, Case, Elicitation, Purpose, Told
from relabel.learning.elicitation import TWICE
from relabel.learning.hypotheses import languages
from relabel.learning.hypotheses.languages import EVERY_FORM, SIMPLE
from relabel.testing import check_definition

a, b, c, d, e = (Criterion(name, f"Is it {name}?") for name in "abcde")
trust = Scale("trust", "How far do we trust them?", low=1, high=3)
issue = Choice("issue", "How was the worst issue dealt with?", options=["badly", "slowly", "well"])
spend = Measure("spend", "What do they spend?", unit="EUR")
ALL = (a, b, c, d, e)


def made(*labels: tuple[str, object]) -> Definition:
    """Give a definition."""
    return Definition("hidden", "Hidden", [Label(word, when) for word, when in labels], source="this test")


def word(hidden: Definition, case: Case) -> str | None:
    """Give what a definition says of a case."""
    asked = {one.name for one in hidden.criteria}
    evidence = [Evidence(name, answer) for name, answer in case.answers.items() if name in asked]
    return Classification(Relationship("x", "us", evidence=evidence), hidden).label


def start(hidden: Definition, **options: object) -> Elicitation:
    """Start to look for a definition of which every criterion but `e` and `spend` raises."""
    criteria = hidden.asked
    given = {
        "labels": [label.name for label in hidden.labels],
        "raises": [one for one in criteria if one.name not in ("e", "spend")],
        "lowers": [one for one in criteria if one.name in ("e", "spend")],
        **options,
    }
    return Elicitation("found", criteria, **given)  # type: ignore[arg-type]  # options of many types


def finish(talk: Elicitation, hidden: Definition, tell: Callable[[Case], object] | None = None) -> int:
    """Answer until nothing is asked, and give the number of cases; whatever is called proven on the way is so."""
    asked = 0
    while (case := talk.next()) is not None:
        assert asked < 300
        talk.tell(case, word(hidden, case) if tell is None else tell(case))  # type: ignore[arg-type]  # any word
        asked += 1
        if talk.proven:
            assert tell is not None or compare(talk.definition, hidden).agreement == 1
    return asked


HIDDEN = [
    made(("yes", a & b & c & d & ~e), ("no", None)),
    made(("yes", a | b | ~e)),
    made(("yes", at_least(3, *ALL[:4], ~e)), ("maybe", at_least(2, *ALL[:4], ~e)), ("no", None)),
    made(("high", a & b & (trust >= 2)), ("low", a & (trust >= 3) | b), ("no", None)),
    made(("yes", a & at_least(2, b, c, d)), ("no", None)),
    made(("yes", any_of(a, all_of(b, c, d))), ("no", None)),
    made(("yes", a & b | c & d | (trust >= 3) & ~e)),
    made(("yes", points({a: 3, b: 2, c: 2, d: 1, trust: 1}) >= 6), ("no", None)),
    made(("yes", issue.in_("slowly", "well") & (spend < 10)), ("no", issue.is_("well") | (spend < 20))),
    made(("yes", a & b), ("no", a | b | c)),
]


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda one: str(one.labels[0].when))
def test_the_definition_that_is_meant_is_found_and_proven(hidden: Definition) -> None:
    """Word for word in every record, whatever its form; the result is a sound definition whose examples hold."""
    measured = any(one.name == "spend" for one in hidden.asked)
    talk = start(hidden, steps={"spend": [10, 20]} if measured else {}, on=date(2026, 1, 31))
    finish(talk, hidden)
    found = talk.definition
    assert (talk.proven, talk.identified, talk.within, talk.open_cases, talk.left) == (
        True,
        True,
        EVERY_FORM,
        (),
        (0, 0),
    )
    assert compare(found, hidden).agreement == 1
    check_definition(found)
    told = sorted(talk.told, key=lambda one: one.number)
    assert [(one.answers, one.expect) for one in found.examples] == [(one.answers, one.label) for one in told]
    number = len(talk.told)
    assert found.source.startswith(f"{number} answers to made-up cases on 2026-01-31; proven to be the only one of")


@pytest.mark.parametrize("seed", range(12))
def test_any_monotone_definition_is_found(seed: int) -> None:
    """Random terms, up to three words."""
    dice = random.Random(seed)  # noqa: S311  # no secret
    terms = [[all_of(*dice.sample([a, b, c, d, trust >= 2, trust >= 3], 2)) for _ in range(3)] for _ in range(2)]
    hidden = made(("high", any_of(*terms[0])), ("low", any_of(*terms[1], all_of(a, b, c, d))))
    talk = start(hidden)
    finish(talk, hidden)
    assert talk.proven
    assert compare(talk.definition, hidden).agreement == 1


def test_too_many_forms_of_the_second_language_wait_for_further_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then some of the smallest definitions of any form are tried, and the result is the same."""
    monkeypatch.setattr(languages, "MOST_PAIRS", 0)
    talk = start(HIDDEN[4])
    finish(talk, HIDDEN[4])
    assert talk.proven
    assert compare(talk.definition, HIDDEN[4]).agreement == 1


def test_identified_is_said_with_its_language_and_before_it_is_proven() -> None:
    """The rest of the boundary is asked to prove it; a definition outside the language is not called proven."""
    hidden = made(("yes", at_least(2, *ALL[:4])))
    talk = start(hidden)
    while not talk.identified:
        case = talk.next()
        assert case is not None
        assert case.purpose is Purpose.SPLIT
        talk.tell(case, word(hidden, case))
    assert (talk.proven, talk.within) == (False, SIMPLE)
    assert talk.definition.source.endswith(f"the only one of {SIMPLE}")
    case = talk.next()
    assert case is not None
    assert case.purpose is Purpose.PROVE
    before = talk.left
    talk.tell(case, word(hidden, case))
    assert talk.left[0] < before[0]


def test_what_is_impossible_is_never_asked() -> None:
    """And needs no proof."""
    hidden = made(("yes", a & (b | c)))
    talk = start(hidden, impossible=[b & ~c])
    asked = []
    while (case := talk.next()) is not None:
        asked.append(case)
        talk.tell(case, word(hidden, case))
    assert talk.proven
    assert not any(case.answers["b"] and not case.answers["c"] for case in asked)


def test_sorted_companies_count_as_answers_as_far_as_their_evidence_goes() -> None:
    """Who has the word at worst settles whoever is better, and the other way round; fewer cases are left."""
    hidden = made(("yes", all_of(*ALL[:4])), ("no", None))
    lacking_a = [Evidence("a", False), Evidence("b", True)]
    known = [Evidence(one.name, True) for one in ALL[:4]]
    companies = [
        Relationship("Elm", "us", buyer_label="no", evidence=lacking_a),
        Relationship("Oak", "us", buyer_label="yes", evidence=known),
    ]
    talk = start(hidden, sorted_before=companies)
    finish(talk, hidden)
    assert talk.proven
    alone = start(hidden)
    assert len(talk.told) < finish(alone, hidden)
    assert "and 2 companies sorted before" in talk.definition.source
    # Without knowing that b, c and d hold, nothing follows from a company that is called "yes" on the strength of a.
    vague = start(hidden, sorted_before=[Relationship("Yew", "us", buyer_label="yes", evidence=[Evidence("a", True)])])
    assert finish(vague, hidden) <= len(alone.told)
    assert compare(vague.definition, hidden).agreement == 1


def test_a_sorted_word_that_is_wrong_does_not_count() -> None:
    """What a least relabelling changes is left out; what a case judged twice says otherwise is outvoted."""
    hidden = made(("yes", a & b), ("no", None))
    everything = [Evidence("a", True), Evidence("b", True)]
    words = (("Elm", "yes"), ("Oak", "yes"), ("Yew", "no"))
    same = [Relationship(name, "us", buyer_label=label, evidence=everything) for name, label in words]
    talk = start(hidden, sorted_before=same)
    assert [one.row.relationship.buyer for one in talk.sorting.ways[0]] == ["Yew"]
    finish(talk, hidden)
    assert compare(talk.definition, hidden).agreement == 1
    half = [Evidence("a", True), Evidence("b", False)]
    wrong = start(hidden, sorted_before=[Relationship("Elm", "us", buyer_label="yes", evidence=half)])
    case = Case({"a": True, "b": False}, "", Purpose.SPLIT, None, ())  # type: ignore[arg-type]  # a mapping
    wrong.tell(case, "no")
    assert (wrong.identified, wrong.proven, wrong.left) == (False, False, (1, 1))
    assert [told.answers for told in wrong.contradicting] == [case.answers]
    again = wrong.next()
    assert again is not None
    assert (again.answers, again.purpose) == (case.answers, Purpose.AGAIN)
    wrong.tell(again, "no")
    finish(wrong, hidden)
    assert wrong.proven
    assert compare(wrong.definition, hidden).agreement == 1


def test_a_wrong_answer_is_found_by_asking_again() -> None:
    """Everything the result rests on is asked once more, and what then follows."""
    hidden = HIDDEN[2]
    for slip in range(1, 15, 2):
        talk = start(hidden)
        asked = 0

        def tell(case: Case, slip: int = slip) -> str | None:
            nonlocal asked
            asked += 1
            right = word(hidden, case)
            return right if asked != slip else "no" if right != "no" else "yes"

        finish(talk, hidden, tell)
        talk.again()
        finish(talk, hidden, tell)
        assert talk.proven
        assert compare(talk.definition, hidden).agreement == 1
        assert talk.contradicting == ()


def test_answers_that_contradict_each_other_are_asked_again_and_named() -> None:
    """If they are told again as they were, no definition of the kind agrees, and nothing is called proven."""
    hidden = made(("yes", a & b), ("no", None))
    talk = start(hidden)
    better, worse = ({"a": True, "b": one} for one in (True, False))
    for answers, label in ((better, "no"), (worse, "yes")):
        talk.tell(Case(answers, "", Purpose.SPLIT, None, ()), label)  # type: ignore[arg-type]  # a mapping
    assert len(talk.contradicting) == 1
    for _ in range(2):  # each of the two a second time
        case = talk.next()
        assert case is not None
        assert case.purpose is Purpose.AGAIN
        talk.tell(case, "no" if case.answers["b"] else "yes")
    assert (talk.next(), talk.proven, talk.identified, talk.within) == (None, False, False, EVERY_FORM)
    assert talk.definition.labels[0].name == "yes"


def test_what_contradicts_a_case_is_named() -> None:
    """Those judged, the nearest first, then companies sorted before; nothing of a case that was not judged."""
    before = [Relationship("Elm", "us", buyer_label="yes", evidence=[Evidence("a", False)])]
    talk = start(made(("yes", a & b & c), ("no", None)), sorted_before=before)
    for answers, label in (("ab", "yes"), ("a", "yes"), ("b", "no"), ("abc", "no")):
        talk.tell(talk.put(FrozenMapping({one: one in answers for one in "abc"})), label)
    *others, best = talk.told
    told = talk.against(talk.put(best.answers))
    assert [one.number if isinstance(one, Told) else one.relationship.buyer for one in told] == [1, 2, "Elm"]
    assert [talk.against(talk.put(one.answers)) for one in others[:2]] == [(best,), (best,)]
    assert talk.against(talk.put(talk.worst)) == ()


@pytest.mark.parametrize("label", ["yes", None])
def test_an_answer_on_which_everything_rests_is_asked_twice(label: str | None) -> None:
    """A slip at the case in which nothing is well, or at that in which all is, would end the search at once."""
    talk = start(made(("yes", a & b), ("no", None)))
    one = talk.put(talk.worst if label else talk.best)
    talk.tell(one, label)
    assert talk.proven
    case = talk.next()
    assert case is not None
    assert (case.answers, case.purpose, talk.left) == (one.answers, Purpose.AGAIN, (1, 1))
    talk.tell(case, label)
    assert (talk.next(), talk.left) == (None, (0, 0))


def test_a_condition_rests_on_the_answers_that_another_one_would_contradict() -> None:
    """At the edge: those that reach the word first; it is no ground that a higher word asks for it."""
    hidden = made(("yes", a & (trust >= 3)), ("no", b.to_condition()))
    talk = start(hidden)
    finish(talk, hidden)

    def rests(label: str, *ways: Condition) -> list[tuple[object, ...]]:
        return [tuple(case.answers.values()) for case in talk.resting(label, *ways)]

    yes, no = a & (trust >= 3), b.to_condition()
    assert rests("yes", yes, trust >= 3, any_of()) == [(True, 3, False), (False, 3, True)]
    assert rests("yes", yes, a.to_condition()) == [(True, 2, True)]
    assert rests("no", no, any_of()) == [(False, 1, True)]
    assert rests("no", no, all_of()) == [(False, 3, False), (True, 2, False)]
    assert rests("no", no) == rests("no") == []
    with pytest.raises(InvalidValueError):
        talk.resting("maybe", no)


def test_what_nobody_knows_stays_open_and_goes_to_the_lower_word() -> None:
    """It is asked around it; nothing that is settled is wrong."""
    hidden = made(("yes", a & (b | c)), ("no", None))
    open_ = {"a": True, "b": True, "c": False}
    talk = start(hidden)
    finish(talk, hidden, lambda case: DONT_KNOW if case.answers == open_ else word(hidden, case))
    assert not talk.proven
    assert [dict(one) for one in talk.open_cases] == [open_]
    found = compare(talk.definition, hidden)
    assert [(cell.first, cell.records) for cell in found.cells if not cell.agrees] == [("no", 1)]
    talk.tell(Case(open_, "", Purpose.SPLIT, None, ()), "yes")  # type: ignore[arg-type]  # a mapping
    assert (talk.proven, talk.open_cases) == (True, ())


def test_what_was_not_known_is_put_once_more_in_the_end() -> None:
    """Whoever knows it then settles it; whoever does not is not asked a third time, also after a restart."""
    hidden = made(("yes", a & (b | c)), ("no", None))
    open_ = {"a": True, "b": True, "c": False}
    for knows_then in (True, False):
        talk, put = start(hidden), list[Purpose]()
        while (case := talk.next()) is not None:
            if dict(case.answers) == open_:
                put.append(case.purpose)
            unknown = dict(case.answers) == open_ and not (knows_then and len(put) == 2)
            talk.tell(case, DONT_KNOW if unknown else word(hidden, case))
        assert (len(put), put[-1]) == (2, Purpose.AGAIN)
        assert (talk.proven, len(talk.open_cases)) == (knows_then, not knows_then)
        assert start(hidden).resume(talk.log).next() is None
        assert dict(talk.undo().next().answers) == open_  # type: ignore[union-attr]  # there is one


def test_an_elicitation_goes_on_from_its_log_at_each_answer() -> None:
    """The same next case and the same result, after a journey through JSON."""
    hidden = HIDDEN[8]
    options = {"steps": {"spend": [10, 20.5]}, "impossible": [issue.is_("badly") & (spend < 10)]}
    hidden = made(("yes", issue.in_("slowly", "well") & (spend < 10)), ("no", issue.is_("well") | (spend < 20.5)))
    talk = start(hidden, **options)
    asked = 0
    while (case := talk.next()) is not None:
        asked += 1
        talk.tell(case, DONT_KNOW if asked == 2 else word(hidden, case))
        resumed = start(hidden, **options).resume(json.loads(json.dumps(talk.log)))
        assert (resumed.next(), resumed.log) == (talk.next(), talk.log)
        if asked == 4:
            talk.again()
    assert start(hidden, **options).resume(talk.log).definition == talk.definition


def test_an_answer_may_be_taken_back() -> None:
    """The case is asked again as if nothing had been told."""
    hidden = HIDDEN[2]
    talk = start(hidden)
    assert talk.undo().next() == start(hidden).next()
    for _ in range(3):
        case = talk.next()
        assert case is not None
        talk.tell(case, word(hidden, case))
    before, log = talk.next(), talk.log
    assert before is not None
    talk.tell(before, "no")
    talk.undo()
    assert (talk.next(), talk.log) == (before, log)


def test_a_label_rests_on_the_answers_at_its_edge() -> None:
    """Those without which another would have it, or one who has it would not."""
    hidden = made(("yes", a & b), ("maybe", a.to_condition()), ("no", None))
    talk = start(hidden)
    finish(talk, hidden)
    edges = {
        label: [(told.answers["a"], told.answers["b"]) for told in talk.rests_on(label)]
        for label in ("yes", "no", None)
    }
    assert sorted(edges["yes"]) == [(False, True), (True, False), (True, True)]
    assert sorted(edges["no"]) == [(False, False), (False, True), (True, False)]
    assert edges[None] == [(False, False)]
    with pytest.raises(InvalidValueError):
        talk.rests_on("mybe")


def test_steps_of_a_measure_are_taken_from_the_sorted_companies() -> None:
    """Half way between companies of different words, at most four."""

    def company(number: int, label: str) -> Relationship:
        return Relationship(str(number), "us", buyer_label=label, evidence=[Evidence("spend", number)])

    criteria = [spend, a]
    for words, steps in (("nnyy", "at least 3"), ("nynynyny", "from")):
        companies = [company(2 * at, "yes" if sign == "y" else "no") for at, sign in enumerate(words)]
        companies.append(Relationship("bare", "us", buyer_label="no"))
        talk = Elicitation("found", criteria, labels=["yes", "no"], raises=criteria, sorted_before=companies)
        cells = talk.log[0]["criteria"]["spend"]
        assert (len(cells), cells[1].startswith(steps)) == (
            min(words.count("ny") + words.count("yn"), 4) + 1,
            steps != "from",
        )


@pytest.mark.parametrize(
    ("criteria", "options", "place"),
    [
        ([a, b], {"raises": [a]}, "criteria"),
        ([], {}, "criteria"),
        ([a], {"raises": [b]}, "raises"),
        ([spend], {"raises": [spend]}, "steps"),
        ([a], {"raises": [a], "steps": {"spent": [1]}}, "steps"),
        ([Criterion(f"c{at}") for at in range(14)], {"raises": [f"c{at}" for at in range(14)]}, "criteria"),
        ([a], {"raises": [a], "labels": []}, "order"),
    ],
)
def test_what_does_not_fit_is_refused(criteria: list[Criterion], options: dict[str, object], place: str) -> None:
    """With the place."""
    with pytest.raises(InvalidValueError) as raised:
        Elicitation("found", criteria, **{"labels": ["yes"], **options})  # type: ignore[arg-type]  # options of many types
    assert raised.value.place == place


def test_words_and_cases_have_to_be_those_asked_for() -> None:
    """A word in another case or spacing is the same; others are refused, as are incomplete cases and foreign logs."""
    talk = Elicitation("found", [a, trust], labels=["top partner", "client"], raises=[a, trust])
    case = talk.next()
    assert case is not None
    talk.tell(case, "Top  PARTNER")
    assert talk.told[0].label == "top partner"
    with pytest.raises(InvalidValueError, match="did you mean 'client'"):
        talk.tell(case, "clent")
    for answers in ({"a": True}, {"a": True, "trust": 1, "b": True}):
        with pytest.raises(InvalidValueError):
            talk.tell(Case(answers, "", Purpose.SPLIT, None, ()), "client")  # type: ignore[arg-type]  # as in a test
    with pytest.raises(AnswerError):
        talk.tell(Case({"a": True, "trust": 9}, "", Purpose.SPLIT, None, ()), "client")  # type: ignore[arg-type]  # as above
    for log in (
        [{"elicitation": "other"}],
        [talk.log[0], {"case": "x", "label": "client"}],
        [talk.log[0], {"what": 1}],
    ):
        with pytest.raises(InvalidValueError, match="log"):
            Elicitation("found", [a, trust], labels=["top partner", "client"], raises=[a, trust]).resume(log)


def test_steps_are_answers_to_their_measure() -> None:
    """What no number reaches is no step."""
    rate = Measure("rate", unit="%", low=0, high=100)
    with pytest.raises(AnswerError, match="from 0 to 100"):
        Elicitation("it", [rate], labels=["high", "low"], raises=[rate], steps={"rate": [50, 150]})
    assert Elicitation("it", [rate], labels=["high", "low"], raises=[rate], steps={"rate": [50]}).best == {"rate": 51}


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(("operator", "side"), [(">=", "raises"), (">", "raises"), ("<", "lowers"), ("<=", "lowers")])
def test_a_step_is_asked_for_itself(operator: str, side: str, *, whole: bool) -> None:
    """So that a definition is found whichever side of the step it belongs to."""
    other = 10 if side == "raises" else 50
    days = Measure("days", "How many days do they take?", unit="days", low=0, whole=whole)
    hidden = made(("yes", days.compare(operator, 30)), ("no", days.compare(operator, other)))
    talk = start(hidden, **{"raises": (), "lowers": (), side: [days]}, steps={"days": [30, other]})
    finish(talk, hidden)
    assert talk.proven
    assert compare(talk.definition, hidden).agreement == 1
    check_definition(talk.definition)


@pytest.mark.parametrize(("operator", "side"), [(">=", "raises"), ("<=", "lowers")])
def test_levels_with_names_are_called_by_them(operator: str, side: str) -> None:
    """In conditions as in cases."""
    mood = Scale("mood", levels=["bad", "fair", "good"])
    hidden = made(("yes", mood.compare(operator, "fair")), ("no", None))
    talk = start(hidden, **{"raises": (), "lowers": (), side: [mood]})
    finish(talk, hidden)
    assert [str(label.when) for label in talk.definition.labels] == [f"mood {operator} 'fair'", "None"]


@pytest.mark.parametrize("twofold", [False, True])
def test_an_answer_is_asked_again_where_it_alone_spoils_a_simple_definition(twofold: bool) -> None:
    """So that a wrong one does not lead far away; whoever says the same again is believed."""
    criteria = [Criterion(f"c{at}") for at in range(8)]
    when = criteria[0] & at_least(2, *criteria[1:4]) if twofold else at_least(2, *criteria[:3])
    hidden, place = made(("yes", when), ("no", None)), 13 if twofold else 8
    for insists in (False, True):
        talk = Elicitation("found", criteria, labels=["yes", "no"], raises=criteria)
        asked: list[Case] = []
        while (case := talk.next()) is not None:
            asked.append(case)
            wrong = len(asked) == place or (insists and len(asked) > place and case.answers == asked[place - 1].answers)
            talk.tell(case, "yes" if (word(hidden, case) == "yes") is not wrong else "no")
        again = [case.answers for case in asked if case.purpose is Purpose.AGAIN]
        assert again.count(asked[place - 1].answers) in (1, TWICE)
        assert insists or (talk.proven and compare(talk.definition, hidden).agreement == 1)


def test_what_is_not_known_any_more_is_not_asked_for_ever() -> None:
    """What was said before holds, though it was put again."""
    hidden = made(("yes", a & b), ("no", None))
    talk = start(hidden)
    finish(talk, hidden)
    talk.again()
    asked: list[Case] = []
    while (case := talk.next()) is not None:
        asked.append(case)
        talk.tell(case, DONT_KNOW)
    assert {case.purpose for case in asked} == {Purpose.AGAIN}
    assert len(asked) == len({tuple(case.answers.items()) for case in asked})
    assert talk.proven


def test_around_a_case_that_nobody_knows_its_ends_are_asked() -> None:
    """Not one case after the other."""
    criteria = [Criterion(f"c{at}") for at in range(8)]
    hidden = made(("yes", all_of(*criteria[:4])), ("no", None))
    talk = Elicitation("found", criteria, labels=["yes", "no"], raises=criteria)
    unknown = {one.name: one in criteria[:4] for one in criteria}

    def tell(case: Case) -> object:
        return DONT_KNOW if dict(case.answers) == unknown else word(hidden, case)

    assert finish(talk, hidden, tell) < 30
    assert [dict(one) for one in talk.open_cases] == [unknown]


def test_a_case_tells_whether_a_criterion_matters_to_a_word() -> None:
    """The one that decides most: with all else well where it is needed, and nothing else where it is enough."""
    hidden = made(("yes", a & b & c))
    talk = start(hidden)
    while not talk.identified:
        case = talk.next()
        assert case is not None
        talk.tell(case, word(hidden, case))
    for one in (a, b, c):
        case = talk.telling("yes", one)
        assert case is not None
        assert (dict(case.answers), case.purpose) in [
            ({"a": True, "b": True, "c": True} | {one.name: False}, Purpose.PROVE),
            ({"a": True, "b": True, "c": True} | {one.name: False}, Purpose.AGAIN),
        ]
    finish(talk, hidden)
    case = talk.telling("yes", a)
    assert case is not None
    assert case.purpose is Purpose.AGAIN
    assert dict(case.answers) == {"a": False, "b": True, "c": True}

    either = start(hidden)
    any_ = made(("yes", a | b | c))
    while not either.identified:
        case = either.next()
        assert case is not None
        either.tell(case, word(any_, case))
    case = either.telling("yes", b)
    assert case is not None
    assert dict(case.answers) == {"a": False, "b": True, "c": False}


def test_no_case_tells_of_a_criterion_that_does_not_matter() -> None:
    """And only of the words and criteria that there are."""
    hidden = made(("yes", a))
    talk = start(made(("yes", a & b)))
    finish(talk, hidden)
    assert talk.telling("yes", b) is None
    for label, criterion in ((None, a), ("maybe", a), ("yes", d)):
        with pytest.raises(InvalidValueError):
            talk.telling(label, criterion)  # type: ignore[arg-type]  # what is refused


def test_what_was_not_known_may_follow() -> None:
    """From other answers, with the word that they leave; not while it is open, nor once it is told."""
    talk = start(made(("yes", a & b)))

    def case(*well: str) -> Case:
        return Case({one: one in well for one in "ab"}, "", Purpose.SPLIT, None, ())  # type: ignore[arg-type]  # a mapping

    talk.tell(case("a"), DONT_KNOW).tell(case("b"), DONT_KNOW)
    assert list(talk.inferred) == []
    talk.tell(case(), "yes")
    assert [(dict(answers), label) for answers, label in talk.inferred] == [
        ({"a": True, "b": False}, "yes"),
        ({"a": False, "b": True}, "yes"),
    ]
    talk.undo().tell(case("a", "b"), None)
    assert [label for _, label in talk.inferred] == [None, None]
    talk.undo().tell(case("a"), "yes")
    assert list(talk.inferred) == []


def test_how_many_are_left_is_a_range_until_one_definition_is() -> None:
    """Then it is what the proof of that one takes, and it ends at nought."""
    hidden = made(("yes", (a & b) | (c & d)))
    talk = start(hidden)
    first = talk.left
    assert 1 <= first[0] < first[1] <= 16
    assert start(hidden).again().left[0] >= first[0]
    ranges = 0
    while (case := talk.next()) is not None:
        least, most = talk.left
        assert 1 <= least <= most
        assert least == most or not talk.identified
        ranges += least < most
        talk.tell(case, word(hidden, case))
    assert ranges
    assert talk.left == (0, 0)


def test_how_a_choice_ranks_is_in_the_source() -> None:
    """As its answers have no order to a definition."""
    hidden = made(("yes", issue.in_("slowly", "well")))
    talk = start(hidden)
    finish(talk, hidden)
    assert talk.definition.source.endswith("; issue ranks badly < slowly < well")
    lowered = Elicitation("found", [issue], labels=["yes"], lowers=[issue])
    while (case := lowered.next()) is not None:
        lowered.tell(case, "yes" if case.answers["issue"] == "badly" else None)
    assert lowered.definition.source.endswith("; issue ranks well < slowly < badly")


def test_any_case_can_be_put_once_more() -> None:
    """With what sets it apart from another one."""
    talk = start(made(("yes", a & b)))
    case = talk.put(talk.worst)
    assert (case.answers, case.purpose, case.differs_in) == (talk.worst, Purpose.AGAIN, (a, b))
    with pytest.raises(InvalidValueError):
        talk.put({"a": True})


def test_a_company_that_was_outvoted_contradicts_no_answer() -> None:
    """Told twice otherwise it no longer counts: answers contradict each other then, and not it."""
    signs = [Criterion(name) for name in "abcd"]
    zeta = Relationship("Zeta", "us", buyer_label="gold", evidence=[Evidence(one, one.name == "a") for one in signs])
    talk = Elicitation("ours", signs, labels=["gold", "plain"], raises=signs, sorted_before=[zeta])

    def tell(yes: str, word: str) -> None:
        talk.tell(talk.put({one.name: one.name in yes for one in signs}), word)

    for yes, word in (("a", "plain"), ("a", "plain"), ("ab", "plain")):
        tell(yes, word)
    assert (talk.contradicting, talk.rests_on_companies) == ((), ())
    tell("c", "gold")
    tell("cd", "plain")
    assert {told.number for told in talk.contradicting} <= {3, 4}
    assert talk.against(talk.put({one.name: one.name in "ab" for one in signs})) == ()
