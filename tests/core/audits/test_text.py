"""Tests of `relabel.core.audits.text`: an audit as sections, and what is said of a word in use."""

from collections.abc import Iterable
from datetime import date

import pytest

from relabel import (
    Audit,
    Choice,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Label,
    LabelInUse,
    Relationship,
    Side,
    Verdict,
    audit,
    classify,
)
from relabel.core.audits.text import MEANING, explained, headline, sections, why
from relabel.core.audits.verdicts import judge
from relabel.errors import InvalidValueError
from relabel.plugins.marc import MARC
from relabel.sections import Item, Section, Table, plain

DAY = date(2026, 1, 31)
PAYS = Criterion("pays", "Do they pay?")
MOOD = Choice("mood", "How is it?", options=("good", "bad"))
DEFINITION = Definition(
    "test",
    "Is it a test?",
    [Label("partner", PAYS & MOOD.is_("good")), Label("client", PAYS), Label("none of it", ~PAYS)],
    source="a test",
)


def book(names: Iterable[str]) -> Audit:
    return audit([Relationship(name, "us", buyer_label="client") for name in names], DEFINITION, as_of=DAY)


def tables(section: Section) -> list[Table]:
    """Give the tables of a section."""
    return [one for one in section.parts if isinstance(one, Table)]


def sentences(section: Section) -> list[str]:
    """Give the sentences of a section."""
    return [one for one in section.parts if isinstance(one, str)]


def test_an_empty_audit_has_totals_only() -> None:
    """No rows, no tables, no division by nothing."""
    (one,) = sections(audit([], DEFINITION))
    assert (tables(one), any("0 relationships" in line for line in sentences(one))) == ([], True)


def test_an_empty_audit_keeps_its_notes() -> None:
    """What a reader should know of the file, such as its encoding, is never dropped."""
    assert "read as cp1252" in str(sections(audit([], DEFINITION), notes=["read as cp1252"]))


def test_who_is_who_stands_in_the_first_lines() -> None:
    """Above the counts."""
    parts = sections(audit([], DEFINITION), who="We are the seller.")[0].parts
    assert parts[1] == "We are the seller."


def test_one_relationship_is_no_plural() -> None:
    """The head says how many relationships, up to when."""
    head = sections(book(["A"]))[0]
    assert any("1 relationship," in line and "2026-01-31" in line for line in sentences(head))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["client", "other", None, None], "1 of 2 words in use are confirmed (50 %)"),
        ([None], "0 of 0 words in use are confirmed"),
        (["client"] * 19_999 + ["other"], "19999 of 20000 words in use are confirmed (more than 99.98 %)"),
        (["client"] + ["other"] * 299, "1 of 300 words in use are confirmed (0.3333 %)"),
    ],
)
def test_the_share_is_one_of_words_in_use(words: list[str | None], said: str) -> None:
    """Relationships without a word are none of them, and a share is never rounded to nothing or all."""
    pays = Definition("d", "Do they pay?", [Label("client", PAYS)], source="a test", given_to=Side.BUYER)
    found = [
        Relationship(str(number), "us", buyer_label=word, evidence=[Evidence(PAYS, True)])
        for number, word in enumerate(words)
    ]
    assert said in sentences(sections(audit(found, pays))[0])


def test_a_word_never_looks_like_the_absence_of_one() -> None:
    """`(none)` as a word, or as a value of the context, is not nothing."""
    words = ["(none)", "-", None]
    found = [
        Relationship(str(number), "us", buyer_label=word, attributes={"owner": word})
        for number, word in enumerate(words)
    ]
    parts = sections(audit(found, DEFINITION), by="owner")
    written = {'"(none)"', "-", "(none)"}
    for start, column in (("Label in use", 0), ("Relationships", 1), ("By owner", 0)):
        assert {row[column] for row in part(parts, start).rows} == written


def test_an_audit_without_a_date_says_so() -> None:
    """Evidence of any date was counted."""
    head = sections(audit([Relationship("A", "us")], DEFINITION))[0]
    assert any("any date" in line for line in sentences(head))


def part(parts: list[Section], start: str) -> Table:
    """Give the table of the only section whose heading begins so."""
    (found,) = [one for one in parts if one.heading.startswith(start)]
    (table,) = tables(found)
    return table


def rich_book() -> Audit:
    yes, good = Evidence("pays", True), Evidence("mood", "good")
    return audit(
        [
            Relationship("A", "us", buyer_label="client", evidence=[yes, good], attributes={"owner": "Ana", "v": 10}),
            Relationship(
                "B", "us", buyer_label="partner", evidence=[yes, good], attributes={"owner": "Ana", "v": "2.50"}
            ),
            Relationship("C", "us", buyer_label="partner", attributes={"owner": "", "v": 0}),
            Relationship("D", "us", buyer_label="partnr", evidence=[yes, Evidence("mood", "bad")], attributes={"v": 1}),
            Relationship(
                "E",
                "us",
                buyer_label="zzz",
                evidence=[yes, Evidence("pays", False), Evidence("other", True)],
                attributes={"owner": "Ben", "v": 5},
            ),
            Relationship(
                "F", "us", evidence=[Evidence("pays", False, observed_on=date(2027, 1, 1))], attributes={"v": 7}
            ),
        ],
        DEFINITION,
        as_of=DAY,
    )


def test_verdicts_are_counted() -> None:
    """Verdicts that occur, the dearest error first, with their number."""
    result = rich_book()
    counts = {verdict.value: str(count) for verdict, count in result.counts().items() if count}
    assert {row[0]: row[1] for row in part(sections(result), "Verdicts").rows} == counts


def test_verdicts_are_weighted() -> None:
    """The sums of the weight stand beside the counts, exact."""
    section = part(sections(rich_book(), weight="v"), "Verdicts")
    sums = rich_book().counts(weight="v")
    assert section.columns[:3] == ("verdict", "count", "v")
    assert {row[0]: float(row[2]) for row in section.rows} == {
        verdict.value: float(sums[verdict]) for verdict, count in rich_book().counts().items() if count
    }


def test_counts_are_split_by_group() -> None:
    """One line per value, those without one under (none); the numbers add up."""
    section = part(sections(rich_book(), by="owner"), "By owner")
    assert {row[0]: int(row[1]) for row in section.rows} == {"Ana": 2, "Ben": 1, "(none)": 3}
    for row in section.rows:
        assert int(row[1]) == sum(int(cell) for cell in row[2:] if cell != "·")


@pytest.mark.parametrize(("by", "weight"), [("ownr", None), (None, "vv"), (None, "owner")])
def test_a_wrong_attribute_is_refused(by: str | None, weight: str | None) -> None:
    """No relationship has it, or it is no number."""
    with pytest.raises(InvalidValueError):
        sections(rich_book(), by=by, weight=weight)


def test_a_weight_that_is_no_number_at_all_is_refused() -> None:
    """Even a signalling NaN."""
    one = Relationship("A", "us", attributes={"v": "sNaN"})
    with pytest.raises(InvalidValueError):
        sections(audit([one], DEFINITION), weight="v")


def test_the_cross_table_adds_up() -> None:
    """Label in use down, label found across: each relationship once, labels in their order, then the rest."""
    section = part(sections(rich_book()), "Label in use")
    assert sum(int(cell) for row in section.rows for cell in row[1:] if cell != "·") == 6
    assert [row[0] for row in section.rows] == ["partner", "client", "(none)", "partnr", "zzz"]
    assert section.columns == ("in use", "partner", "client", "(open)")


def test_every_relationship_is_listed() -> None:
    """With the word as it is, what was found, the standing, the verdict; a hint for a foreign word."""
    rows = {row[0]: row[1:5] for row in part(sections(rich_book()), "Relationships").rows}
    assert {name: row[3] for name, row in rows.items()} == {
        one.relationship.buyer: one.verdict.value for one in rich_book().rows
    }
    assert (rows["D"][0].startswith("partnr"), "partner" in rows["D"][0], rows["E"][0], rows["F"][0]) == (
        True,
        True,
        "zzz",
        "(none)",
    )


def test_what_to_ask_is_shown_while_something_is_open() -> None:
    """Criteria with their question and what an answer would settle; nothing where all is settled."""
    asked = part(sections(rich_book()), "What to ask").rows
    assert {row[0] for row in asked} == {"pays", "mood"}
    settled = audit([Relationship("A", "us", evidence=[Evidence("pays", False)])], DEFINITION)
    assert not [one for one in sections(settled) if one.heading.startswith("What to ask")]


def test_coverage_is_shown() -> None:
    """Per criterion how often it is known, contested and unknown; the three add up."""
    section = part(sections(rich_book()), "How much is known")
    assert section.rows == (("pays", "3", "1", "2"), ("mood", "3", "0", "3"))


def test_evidence_set_aside_is_shown() -> None:
    """Nothing is dropped silently: criterion, pieces and reason; no section where nothing was."""
    rows = part(sections(rich_book()), "Evidence set aside").rows
    assert {row[:2] for row in rows} == {("other", "1"), ("pays", "1")}
    assert not [one for one in sections(book(["A"])) if one.heading == "Evidence set aside"]


def test_notes_come_last() -> None:
    """What a reader should know; no section without any."""
    assert sections(rich_book(), notes=["x", "y"])[-1] == Section("Notes", ("x", "y"))
    assert "Notes" not in [one.heading for one in sections(rich_book())]


def test_why_names_what_the_label_rests_on() -> None:
    """What rules a wrong word out; else reasons where there is a label, or what is possible and contested."""
    found = {row.relationship.buyer: why(row) for row in rich_book().rows}
    assert found["A"].startswith("not client: ")
    assert ("mood" in found["A"], "pays: yes" in found["B"], "not" in found["B"]) == (True, True, False)
    assert ("or" in found["C"], "pays" in found["E"]) == (True, True)


def test_why_of_a_label_that_needs_no_reason() -> None:
    """A label that every answer gives rests on none, and that is said."""
    sure = Definition("sure", "Is it?", [Label("sure")], source="a test")
    (row,) = audit([Relationship("A", "us")], sure).rows
    assert why(row)


def test_a_report_of_a_real_definition_is_complete() -> None:
    """Every part there is, for a definition with presumptions and a policy."""
    result = audit([Relationship("A", "us", buyer_label="partner")], MARC.evolve(policy=EvidencePolicy()), as_of=DAY)
    assert len(sections(result, notes=["n"])) == 7


def spoken(word: str | None, *answers: Evidence, definition: Definition = DEFINITION) -> tuple[str, list[str]]:
    """Give the verdict and the next steps that are said of a company with a word and evidence."""
    one = Relationship("Ash", "us", buyer_label=word, evidence=answers)
    row = judge(classify(one, definition, as_of=DAY))
    found = {section.heading: section.parts for section in explained(row, row.classification.explanation())}
    first = found["Verdict"][0]
    assert isinstance(first, str)
    return first, [one.text if isinstance(one, Item) else str(one) for one in found["Next step"]]


YES, GOOD, BAD = Evidence("pays", True), Evidence("mood", "good"), Evidence("mood", "bad")
PRESUMING = DEFINITION.evolve(presume={PAYS: True, MOOD: "bad"})
KINDS = DEFINITION.evolve(ordered=False)
SPOKEN = {
    Verdict.CONFIRMED: ("client", [YES, BAD], DEFINITION, 'Keep calling Ash "client".'),
    Verdict.OVERCLAIMED: ("partner", [YES, BAD], DEFINITION, 'Call Ash "client", not "partner".'),
    Verdict.UNDERCLAIMED: ("client", [YES, GOOD], DEFINITION, 'Call Ash "partner", not "client".'),
    Verdict.MISLABELED: ("partner", [YES, BAD], KINDS, 'Call Ash "client", not "partner".'),
    Verdict.UNPROVEN: (
        "partner",
        [],
        PRESUMING,
        'Do not rely on "partner" until it is shown; until then call Ash "client".',
    ),
    Verdict.UNDETERMINED: ("client", [], PRESUMING, 'Keep calling Ash "client", and find out whether it holds.'),
    Verdict.UNLABELED: (None, [YES, BAD], DEFINITION, 'Call Ash "client".'),
    Verdict.FOREIGN: (
        "patner",
        [YES, BAD],
        DEFINITION,
        'Call Ash "client", or let the definition say whether "patner" means "partner" (as an alias).',
    ),
}


@pytest.mark.parametrize("verdict", Verdict)
def test_each_verdict_says_what_to_do_about_the_word(verdict: Verdict) -> None:
    """What the word is, in words and by name, and what to call the company."""
    word, evidence, definition, step = SPOKEN[verdict]
    said, steps = spoken(word, *evidence, definition=definition)
    assert (verdict.value in said, step in steps) == (True, True)
    told = {Verdict.UNPROVEN: "it promises more", Verdict.UNDETERMINED: "it fits so far"}
    assert word is None or (f'"{word}"' in said and told.get(verdict, MEANING[verdict]) in said)


def test_a_word_that_is_read_as_a_label_is_said_to_be() -> None:
    """An alias, where people may ask which of the two is meant."""
    named = DEFINITION.evolve(aliases={"customers": "client"})
    said, steps = spoken("customers", YES, BAD, definition=named)
    assert said.startswith('Ash is called "customers" today, which is read as "client".')
    assert steps[0] == 'Keep calling Ash "client" ("customers" is the same word).'


def test_a_word_that_is_not_presumed_is_told_from_one_that_fits() -> None:
    """It may say less than what is presumed, or something else; what is presumed itself fits."""
    best = DEFINITION.evolve(presume={PAYS: True, MOOD: "good"})
    assert "it says less than what is presumed (unproven)" in spoken("client", definition=best)[0]
    other = best.evolve(ordered=False)
    assert "it says something other than what is presumed (unproven)" in spoken("client", definition=other)[0]
    assert "it fits so far (undetermined)" in spoken("partner", definition=best)[0]


def test_a_zone_among_what_is_presumed_is_no_word_to_promise_more_than() -> None:
    """What is said of the word is said beside the words that are presumed."""
    open_ = DEFINITION.evolve(
        labels=[
            Label("top", PAYS & MOOD.is_("good")),
            Label("middle", ~PAYS & MOOD.is_("good")),
            Label("between", MOOD.is_("bad"), zone=True),
        ],
        presume={PAYS: True},
    )
    assert "it says less than what is presumed (unproven)" in spoken("middle", definition=open_)[0]


def test_a_zone_makes_no_word_wrong() -> None:
    """And nobody is told to be called by its name."""
    zoned = DEFINITION.evolve(
        labels=[Label("partner", PAYS & MOOD.is_("good")), Label("between", PAYS, zone=True), Label("client")]
    )
    for word in ("partner", "client"):
        said, steps = spoken(word, YES, BAD, definition=zoned)
        assert 'the definition has no word for what is found ("between") (undetermined)' in said
        assert steps[0] == "The definition does not say what to call Ash."
    assert not [step for step in spoken(None, YES, BAD, definition=zoned)[1] if "between" in step]


def test_a_word_that_is_nearly_known_is_proposed() -> None:
    """In the verdict of a foreign one."""
    assert "did you mean 'partner'?" in spoken("patner", YES, BAD)[0]


def test_a_wrong_word_without_a_right_one_is_only_warned_of() -> None:
    """Where the label is open, or none applies."""
    three = DEFINITION.evolve(
        labels=[Label("top", PAYS & MOOD.is_("good")), Label("mid", PAYS), Label("low", MOOD.is_("bad"))]
    )
    assert spoken("top", BAD, definition=three)[1][0] == 'Do not call Ash "top".'
    assert spoken("client", Evidence("pays", False), definition=DEFINITION.evolve(labels=[Label("client", PAYS)]))[
        1
    ] == [
        'Do not call Ash "client"; leave it without a label.',
        'Only if it is to become "client", begin with this: Do they pay? It is no, and has to be yes.',
    ]


def test_nothing_is_said_of_a_word_where_there_is_none_and_no_label() -> None:
    """Only what to find out."""
    assert [step.partition("?")[0] for step in spoken(None)[1]] == ["Ask either side, or look it up: Do they pay"]
    assert spoken("zzz")[1][0] == 'Let the definition say what "zzz" stands for (as an alias).'


def test_a_foreign_side_is_named() -> None:
    """The label may be given to the seller."""
    row = judge(classify(Relationship("us", "Elm", seller_label="client"), DEFINITION.evolve(given_to=Side.SELLER)))
    found = explained(row, row.classification.explanation())
    assert str(next(one.parts[0] for one in found if one.heading == "Verdict")).startswith(
        'Elm is called "client" today.'
    )


RELATIONSHIPS = "Relationships, the dearest kind of error first"


@pytest.mark.parametrize(
    ("most", "only", "companies", "rest"),
    [
        (None, [], "BCDA", []),
        (4, [], "BCDA", []),
        (3, [], "BCD", ["1 more not listed: 1 confirmed"]),
        (1, [], "B", ["3 more not listed: 2 unproven, 1 confirmed"]),
        (None, [Verdict.CONFIRMED], "A", ["3 more not listed: 1 overclaimed, 2 unproven"]),
        (
            1,
            [Verdict.UNPROVEN, Verdict.CONFIRMED],
            "C",
            ["3 more not listed: 1 overclaimed, 1 unproven, 1 confirmed"],
        ),
        (5, [Verdict.FOREIGN], "", ["4 not listed: 1 overclaimed, 2 unproven, 1 confirmed"]),
    ],
)
def test_some_relationships_are_listed(most: int | None, only: list[Verdict], companies: str, rest: list[str]) -> None:
    """The dearest; the others are counted by verdict, and all totals are of all."""
    answers: dict[str, list[Evidence]] = {
        "A": [Evidence(PAYS, True), Evidence(MOOD, "good")],
        "B": [Evidence(PAYS, False)],
    }
    companies_ = [Relationship(name, "us", buyer_label="partner", evidence=answers.get(name, [])) for name in "ABCD"]
    result = audit(companies_, DEFINITION, as_of=DAY)
    found = sections(result, rows=result.dearest(most, only=only))
    (listed,) = [one for one in found if one.heading == RELATIONSHIPS]
    assert [row[0] for table in tables(listed) for row in table.rows] == list(companies)
    assert sentences(listed) == rest
    assert [one for one in found if one != listed] == [one for one in sections(result) if one.heading != RELATIONSHIPS]


def disputed(name: str, *words: str) -> Relationship:
    """Give somebody of whom each source says another word."""
    named = [LabelInUse(word, Side.BUYER, f"file {at}") for at, word in enumerate(words, 1)]
    return Relationship(name, "us", buyer_label=words[0], labels=named, evidence=[Evidence("pays", True)])


def test_sources_that_disagree_have_a_section() -> None:
    """Each word with its source and verdict, for those companies only of which the sources say different things."""
    books = [disputed("Elm", "client", "partner"), disputed("Oak", "client", "Client"), disputed("Ash", "none of it")]
    (found,) = [one for one in sections(audit(books, DEFINITION)) if "sources disagree" in one.heading]
    assert [one.rows for one in tables(found)] == [
        (("Elm", "file 1", "client", "undetermined"), ("Elm", "file 2", "partner", "unproven"))
    ]
    assert not [one for one in sections(audit(books[1:], DEFINITION)) if "sources disagree" in one.heading]


@pytest.mark.parametrize(("most", "rest"), [(2, []), (1, ["1 more not listed"]), (0, ["2 not listed"])])
def test_sources_disagree_on_the_rows_listed(most: int, rest: list[str]) -> None:
    """The others are counted."""
    result = audit([disputed("Elm", "client", "partner"), disputed("Oak", "client", "partner")], DEFINITION)
    (found,) = [one for one in sections(result, rows=result.ranked[:most]) if "sources disagree" in one.heading]
    assert [row[0] for table in tables(found) for row in table.rows] == ["Elm", "Elm", "Oak", "Oak"][: 2 * most]
    assert sentences(found)[1:] == rest


def test_an_explanation_says_what_each_source_calls_a_company() -> None:
    """Beside the word that is judged, and only where they disagree."""
    for words, expected in ((("client", "partner"), 1), (("client", "client"), 0)):
        one = classify(disputed("Elm", *words), DEFINITION)
        said = [text for section in explained(judge(one), one.explanation()) for text in sentences(section)]
        assert sum('file 2 says "partner" (unproven)' in sentence for sentence in said) == expected


@pytest.mark.parametrize(
    ("words", "weight", "said"),
    [
        ([None, " "], None, "Nobody has a word in use."),
        (["client"], None, "None of 1 word is wrong."),
        (["partner", "client", "client"], None, "1 of 3 words is wrong; it promises more than the evidence allows."),
        (["partner", "partner", None], None, "2 of 2 words are wrong; they promise more than the evidence allows."),
        (["client", None], "value", "None of 1 word is wrong."),
        (
            ["partner", "partner", "client"],
            "value",
            (
                "2 of 3 words are wrong; they promise more than the evidence allows: "
                '2,000 of value are called "partner" and are not.'
            ),
        ),
        (
            ["partner", "friend"],
            "value",
            (
                "2 of 2 words are wrong; they promise more than the evidence allows: "
                "2,000 of value are behind these words."
            ),
        ),
    ],
)
def test_the_sentence_that_matters_counts_what_promises_too_much(
    words: list[str | None], weight: str | None, said: str
) -> None:
    """Of the words in use, and what is at stake behind these."""
    definition = Definition(
        "test",
        "Is it a test?",
        [Label("partner", PAYS & MOOD.is_("good")), Label("friend", PAYS & MOOD.is_("bad")), Label("client")],
        source="a test",
    )
    known = [Evidence("pays", False)]
    rows = [
        Relationship(str(number), "us", buyer_label=word, evidence=known, attributes={"value": "1000"})
        for number, word in enumerate(words)
    ]
    assert headline(audit(rows, definition), weight=weight) == said


def test_the_name_of_a_zone_as_the_word_in_use_is_no_unknown_word() -> None:
    """The definition names it, and has no word for who is there."""
    labels = [Label("partner", PAYS), Label("not rated", zone=True)]
    definition = Definition("zoned", "Zoned", labels, source="a test")
    row = audit([Relationship("Elm", "us", buyer_label="Not Rated")], definition, as_of=DAY).rows[0]
    assert row.verdict is Verdict.FOREIGN
    text = plain(explained(row, row.classification.explanation()))
    assert "That word is the name of a zone, for which the definition has no word (foreign)" in text
