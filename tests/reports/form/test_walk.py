"""Tests of `walk.js` in a real browser: the page finds what Python finds; see `tests.reports.browser`."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from relabel import (
    Answer,
    AnyCriterion,
    Choice,
    Criterion,
    Definition,
    Evidence,
    Label,
    Measure,
    Relationship,
    Side,
    at_least,
)
from relabel.core.classification.classification import Classification
from relabel.core.classification.interview import Interview
from relabel.core.model.answers import answer_text, exact
from relabel.files.cells import read_or_none
from relabel.reports.form.data import REASONS, company_data, definition_data
from relabel.reports.form.form import to_form
from tests.property.strategies import AS_OF, Case, answers_to, cases, criteria, premised
from tests.reports.browser import Opened

pytestmark = pytest.mark.browser

RECORDS = 2_000
"""So many random records the page has to find the same of as Python does."""

MOST_ANSWERS = 6

WALK = """([form, company, said, now]) => {
    const entries = said.map(({criterion, answer, ...origin}) => {
        const level = form.criteria.findIndex((one) => one.name === criterion);
        const one = form.criteria[level];
        const texts = one.answers.map((text) => text === "does not apply" ? "n/a" : text);
        const number = one.cuts && answer !== "n/a";
        const cell = answer === null ? null : number ? cellOf(one, answer) : texts.indexOf(answer);
        return {level, cell, ...origin};
    });
    return [...entries, null].map((_, count) => {
        const known = after(form, company, entries.slice(0, count), now);
        const {label, standing, possible} = outcome(form, known.known);
        return [label, standing, possible.map(String).sort(), known.aside, toAsk(form, company, known, now)];
    });
}"""


@pytest.fixture(scope="module")
def page(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    one = Definition("test", "Is it a test?", [Label("client", Criterion("pays"))], source="a test")
    html = to_form([Interview(Classification(Relationship("Elm", "us"), one))])
    return Opened(chromium, tmp_path_factory.mktemp("walk") / "form.html", html).page


def found(one: Interview, aside: str | None) -> list[Any]:
    """Give what Python finds, as the page gives it."""
    classification, diagram = one.classification, one.classification.definition.diagram
    leaf = {label: place for place, label in enumerate(diagram.leaves)}
    level = {variable.criterion.name: place for place, variable in enumerate(diagram.variables)}
    label = None if classification.standing.value == "open" else leaf[classification.label]
    possible = sorted(str(leaf[label]) for label in classification.possible)
    asked = [level[question.criterion.name] for question in one.questions]
    return [label, classification.standing.value, possible, aside, asked]


def reason(one: Interview) -> str | None:
    """Give why the answer given last counts nothing, as the script calls it."""
    piece = one.relationship.evidence[-1]
    reasons = {aside.evidence: aside.reason for aside in one.classification.set_aside}
    return next((name for name, why in REASONS.items() if reasons.get(piece) is why), None)


DAYS = st.none() | st.sampled_from([-400, -61, -30, -1, 0, 0, 1]).map(lambda days: AS_OF + timedelta(days))


def origins(question_of: Side | None) -> st.SearchStrategy[dict[str, Any]]:
    """Make days, sides and sources of answers, as arguments of `Evidence`."""
    sides = st.sampled_from([question_of, *Side, None])
    return st.fixed_dictionaries(
        {"observed_on": DAYS, "attested_by": sides, "source": st.sampled_from(["", " ", "ledger"])}
    )


def entry(criterion: AnyCriterion, answer: Answer | None, origin: dict[str, Any]) -> dict[str, Any]:
    """Give an answer as the script of the test takes it."""
    day, side = origin["observed_on"], origin["attested_by"]
    return {
        "criterion": criterion.name,
        "answer": None if answer is None else answer_text(answer),
        "day": "" if day is None else day.isoformat(),
        "side": "" if side is None else side.value,
        "source": origin["source"],
    }


def walked(page: Any, first: Interview, entries: list[dict[str, Any]]) -> Any:
    """Give what the page finds before and after each answer."""
    one = first.classification
    form, company = definition_data(one.definition, one.as_of), company_data(first, None)
    return page.evaluate(WALK, [form, company, entries, form["asOf"]])


@settings(max_examples=RECORDS)
@given(st.data(), cases())
def test_the_page_finds_what_python_finds(page: Any, data: st.DataObject, case: Case) -> None:
    """Label, standing, labels possible, all questions in order, before and after each answer; and why one is idle."""
    definition = data.draw(premised(case.definition) | st.just(case.definition))
    claim = data.draw(st.none() | st.sampled_from([label.name for label in definition.labels]))
    classification = Classification(case.relationship, definition, case.as_of, vocabulary=case.vocabulary)
    first = one = Interview(classification, claim=claim)
    expected, entries = [found(one, None)], list[dict[str, Any]]()
    while (question := one.question) is not None and len(entries) < MOST_ANSWERS:
        answer = data.draw(st.none() | st.sampled_from(answers_to(question.criterion)))
        origin = data.draw(origins(question.ask))
        one = one.skip() if answer is None else one.answer(answer, **origin)
        expected.append(found(one, None if answer is None else reason(one)))
        entries.append(entry(question.criterion, answer, origin))
    event(f"{len(entries)} answers, {classification.standing.value}")
    assert walked(page, first, entries) == expected


@settings(max_examples=RECORDS // 4)
@given(st.data(), cases())
def test_the_page_weighs_as_python_does(page: Any, data: st.DataObject, case: Case) -> None:
    """Also answers to what was known before, or was answered in another tab."""
    first = one = Interview(case.classify())
    asked = case.definition.asked
    expected, entries = [found(one, None)], list[dict[str, Any]]()
    for criterion in data.draw(st.lists(st.sampled_from(asked), max_size=MOST_ANSWERS)) if asked else ():
        answer, origin = data.draw(st.sampled_from(answers_to(criterion))), data.draw(origins(criterion.about))
        piece = Evidence(criterion, answer, **origin)
        then = case.classify(one.relationship.with_evidence(piece))
        one = Interview(then, asked=[*one.asked, criterion.name])
        expected.append(found(one, reason(one)))
        entries.append(entry(criterion, answer, origin))
    assert walked(page, first, entries) == expected


x, y, z = Criterion("x"), Criterion("y"), Criterion("z")
size = Choice("size", options=["small", "medium", "large"])


@pytest.mark.parametrize("claim", [None, "a", "b"])
@pytest.mark.parametrize(
    "labels",
    [
        [Label("a", at_least(2, size.is_("small"), x, y)), Label("b")],
        [Label("a", x & y & z), Label("b", y), Label("c", z), Label("d")],
        [Label("a", x & (y | z)), Label("b", z)],
    ],
    ids=["the decisive come first", "gains are by claim", "what decides is by claim"],
)
def test_the_order_of_questions_is_that_of_python(page: Any, labels: list[Label], claim: str | None) -> None:
    """Where what tells most of the label does not come first."""
    definition = Definition("test", "Is it a test?", labels, source="a test", presume={y: True})
    one = Interview(Classification(Relationship("Elm", "us"), definition), claim=claim)
    assert walked(page, one, []) == [found(one, None)]


@settings(max_examples=RECORDS // 4)
@given(st.data(), criteria("spend", kinds=["measure"]))
def test_the_page_reads_numbers_as_python_does(page: Any, data: st.DataObject, criterion: AnyCriterion) -> None:
    """Or refuses them: what is none, could be two, or lies outside the bounds. Only powers of ten it does not read."""
    assert isinstance(criterion, Measure)
    definition = Definition("test", "?", [Label("much", criterion >= 1)], source="a test")
    [measure] = definition_data(definition, None)["criteria"]
    text = data.draw(st.text("0123456789.,+- e", max_size=9) | st.from_regex(r"[+-]?\d{1,4}\.?\d{0,4}", fullmatch=True))
    written = page.evaluate("([measure, text]) => readNumber(measure, text)", [measure, text])
    number = read_or_none(criterion, text) if re.fullmatch(r"\s*[+-]?\d+(\.\d*)?\s*", text, re.ASCII) else None
    assert (None if written is None else exact(Decimal(written), "page")) == number
