"""Tests of `guesses`: columns are taken for what they are, once each, and what is doubtful is proposed only."""

from collections.abc import Sequence

import pytest

from relabel import Choice, Criterion, Definition, Label, Measure, Side
from relabel.core.model.any_criterion import AnyCriterion
from relabel.files.mappings.guesses import CONTEXT, LOOKED_AT, PROPOSED, Guess, guess
from relabel.files.mappings.samples import Sample
from relabel.plugins.marc import MARC

CERTIFIED = Criterion("iso_9001", "Is there a valid ISO 9001 certificate?")
HANDLING = Choice("handling", "How are issues handled?", options=["escalated", "discussed"])
TIERS = Definition(
    "tiers",
    "Tiers",
    [Label("preferred", CERTIFIED & HANDLING.is_("discussed")), Label("vendor")],
    given_to=Side.SELLER,
    aliases={"supplier": "vendor"},
    source="here",
)
BOTH = Definition("both", "Both", [Label("partner", CERTIFIED)], given_to=None, source="here")
OTHER = Criterion("outsourced", "Is it outsourced?")


def sample(header: str, *cells: str, rows: int = 0) -> Sample:
    """Give a column of these cells, each once."""
    return Sample(header, dict.fromkeys(cells, 1), rows or len(cells))


def guessed(columns: Sequence[Sample], definition: Definition = TIERS) -> list[Guess]:
    """Guess what columns are, by a definition and another criterion."""
    vocabulary: dict[str, AnyCriterion] = {one.name: one for one in (*definition.criteria, OTHER)}
    found = guess(columns, definition, vocabulary)
    assert all(one.why for one in found)
    return found


def names(*headers: str, definition: Definition = TIERS) -> list[str]:
    """Give what headers are taken for, whatever stands below them."""
    return [one.name for one in guessed([sample(header) for header in headers], definition)]


def proposed(one: Guess) -> list[str]:
    """Give what a column may be besides."""
    return [target if isinstance(target, str) else target.name for target, _ in one.others]


@pytest.mark.parametrize("header", ["company", "Attested by", "iso-9001", "OUTSOURCED", "criterion"])
def test_a_name_is_what_it_says(header: str) -> None:
    """Of a field or a criterion, as headers are compared; that of another definition, too."""
    assert names("handling", header)[1] == header.replace("-", "_").replace(" ", "_").casefold()


@pytest.mark.parametrize(
    "header",
    [
        *("Company name", "Account", "Which account?", "Accountname", "Firma", "Organisation name", "Your company"),
        *("Supplier", "Vendor name", "Lieferant", "Supplier company", "Seller", "Which supplier is this about?"),
    ],
)
def test_the_company_has_many_names(header: str) -> None:
    """Those of the side that wears the label among them."""
    assert names(header) == ["company"]


def test_a_column_of_numbers_does_not_name_the_company() -> None:
    """It numbers them, and the name is in the only column that may be it."""
    found = guessed([sample("Supplier", "100001", "100002"), sample("Name 1", "Elm", "Oak"), sample("Town", "Graz")])
    assert [one.name for one in found] == ["id", "company", CONTEXT]
    [again] = guessed([sample("Supplier", "7", rows=2)])
    assert (again.name, proposed(again)) == (CONTEXT, ["id"])


def test_a_name_is_that_of_the_company_if_nothing_else_is() -> None:
    """Of two nobody knows which; without a side nobody is the company."""
    assert names("Supplier", "Name") == ["company", CONTEXT]
    assert names("Name", "Name 1") == [CONTEXT, CONTEXT]
    assert names("Name", definition=BOTH) == [CONTEXT]


@pytest.mark.parametrize("header", ["Company owner", "Company domain", "Supplier rating", "Supply", "Named", ""])
def test_other_words_name_no_company(header: str) -> None:
    """They are context."""
    assert names(header) == [CONTEXT]


def test_the_other_side_is_proposed() -> None:
    """As it is more likely to be a clerk of ours."""
    [found] = guessed([sample("Customer name", "Elm")])
    assert (found.name, proposed(found)) == (CONTEXT, ["buyer"])
    assert names("Supplier", "Buyer") == ["company", CONTEXT]
    assert proposed(guessed([sample("Supplier", "Elm"), sample("Buyer", "Uwe")])[1]) == ["buyer"]
    assert names("Customer", definition=MARC) == ["company"]


def test_a_column_of_the_side_that_wears_the_label_is_the_company() -> None:
    """So that a word in use beside it is the company's."""
    assert names("Seller", "label") == ["company", "label"]
    assert proposed(guessed([sample("Seller", "Elm")])[0]) == ["seller"]
    assert names("Seller", "Supplier company name") == [CONTEXT, "company"]


def test_both_sides_by_our_own_names_are_the_sides() -> None:
    """Then the file has our form."""
    assert names("Buyer", "Seller", "label") == ["buyer", "seller", "label"]
    assert names("Buyer", "Seller", "Account") == ["buyer", "seller", CONTEXT]
    assert names("Buyer", "Seller", "Company") == [CONTEXT, CONTEXT, "company"]


def test_without_a_side_a_company_may_be_either() -> None:
    """Words for buyers and sellers are clear."""
    assert names("Customer", "Vendor", definition=BOTH) == ["buyer", "seller"]
    [found] = guessed([sample("Account", "Elm")], BOTH)
    assert (found.name, proposed(found)) == (CONTEXT, ["buyer", "seller"])


@pytest.mark.parametrize(
    ("field", "header", "cells"),
    [
        ("label", "Tier today", ["gold"]),
        ("label", "What do you call them?", ["gold"]),
        ("label", "Typ", []),
        ("label", "How do you refer to them today?", ["gold"]),
        ("label", "Einstufung heute", ["gold"]),
        ("label", "Status", ["Vendor", "preferred", "x"]),
        ("id", "Record ID", ["1", "2"]),
        ("id", "Account-ID", ["1", "2"]),
        ("id", "Supplier number", ["1", "2"]),
        ("since", "Supplier since", ["2020-01-31", "?"]),
        ("observed_on", "Timestamp", ["03/04/2021"]),
        ("observed_on", "Completion time", ["3/14/21 9:12:01"]),
        ("observed_on", "Scored on", ["2021-03-04"]),
        ("source", "Your name", ["Uwe"]),
        ("source", "Your email", ["uwe"]),
        ("note", "Any other comments?", ["x"]),
        ("attested_by", "Speaker", ["buyer"]),
    ],
)
def test_fields_have_usual_headers(field: str, header: str, cells: list[str]) -> None:
    """Where they have cells that fit."""
    found = guessed([sample("company", "Elm"), sample("handling", "discussed"), sample(header, *cells)])
    assert found[2].name == field


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("since", sample("Supplier since")),
        ("since", sample("Supplier since", "Uwe", "long")),
        ("observed_on", sample("Date", "soon", "late", "2020-01-31")),
        ("id", sample("Number", "7", rows=2)),
        ("source", sample("Email address", "uwe")),
        ("label", sample("Group", "vendor")),
    ],
)
def test_a_usual_header_without_cells_that_fit_is_proposed(field: str, column: Sample) -> None:
    """It says why, or why it is not taken."""
    found = guessed([sample("handling", "discussed"), column])[1]
    assert (found.name, proposed(found)[0]) == (CONTEXT, field)


def test_what_is_said_of_evidence_needs_evidence() -> None:
    """A time stamp of a list of accounts is none of an observation."""
    [found] = guessed([sample("Timestamp", "2021-03-04")])
    assert (found.name, proposed(found)) == (CONTEXT, ["observed_on"])
    assert names("criterion", "answer", "Notes") == ["criterion", "answer", "note"]


def test_a_question_is_its_criterion() -> None:
    """As form tools make headers of them, in any case."""
    [found] = guessed([sample("is there a valid iso 9001 certificate?", "ja", "nein")])
    assert found.target == CERTIFIED


def test_two_criteria_of_one_question_are_not_told_apart_by_it() -> None:
    """Both are proposed."""
    one, other = Criterion("first", "Do they pay promptly?"), Criterion("second", "Do they pay promptly?")
    twins = Definition("twins", "Twins", [Label("a", one), Label("b", other)], source="here")
    [found] = guessed([sample("Do they pay promptly?", "yes")], twins)
    assert (found.name, sorted(proposed(found))) == (CONTEXT, ["first", "second"])


def test_a_question_in_other_words_is_the_criterion_it_is_most_like() -> None:
    """If it is clear which, and most cells are answers."""
    [found] = guessed([sample("Do they have a valid certificate (ISO 9001)?", "yes", "n.a.")])
    assert found.target == CERTIFIED
    [found] = guessed([sample("Do they have a valid certificate (ISO 9001)?", "A", "B", "yes")])
    assert (found.name, proposed(found)) == (CONTEXT, ["iso_9001"])
    assert "no answers" in found.others[0][1]
    [found] = guessed([sample("Valid certificate of any kind?", "yes")])
    assert (found.name, proposed(found)) == (CONTEXT, ["iso_9001"])
    assert names("Certificate colour and other marks") == [CONTEXT]


def test_options_in_cells_make_a_header_that_is_near_enough() -> None:
    """Few cells are the options of a choice by chance; a yes is one of many."""
    assert guessed([sample("Handling of claims", "discussed", "dropped")])[0].target == HANDLING
    [found] = guessed([sample("Handling of claims", "x", "y", "discussed")])
    assert (found.name, proposed(found)) == (CONTEXT, ["handling"])


def test_a_unit_in_the_header_makes_a_measure_likelier() -> None:
    """Beside a word of its question."""
    spend = Measure("annual_spend", "Annual spend", unit="EUR")
    spent = Definition("spent", "Spent", [Label("a", spend > 1)], source="here")
    assert [one.name for one in guessed([sample("Spend FY25 (EUR)", "5")], spent)] == [CONTEXT]
    assert [one.name for one in guessed([sample("Spend in EUR", "5")], spent)] == ["annual_spend"]
    assert [one.name for one in guessed([sample("EUR", "5")], spent)] == [CONTEXT]


def test_our_company_is_us() -> None:
    """In a question about either side."""
    found = guessed([sample("Is the relationship very important to our company?", "yes")], MARC)
    assert found[0].name == "very_important.seller"


def test_a_question_turned_round_is_proposed_only() -> None:
    """Its yes is a no."""
    [found] = guessed([sample("Is there no valid ISO 9001 certificate?", "yes")])
    assert (found.name, proposed(found)) == (CONTEXT, ["iso_9001"])
    assert "says not" in found.others[0][1]


def test_two_questions_that_are_alike_are_proposed_only() -> None:
    """Where neither is clearly nearer."""
    one, other = Criterion("first", "Are the buyers loyal?"), Criterion("second", "Are the sellers loyal?")
    twins = Definition("twins", "Twins", [Label("a", one), Label("b", other)], source="here")
    [found] = guessed([sample("Loyal", "yes")], twins)
    assert (found.name, sorted(proposed(found))) == (CONTEXT, ["first", "second"])
    assert guessed([sample("Loyal buyer", "yes")], twins)[0].name == "first"


def test_a_criterion_is_taken_once() -> None:
    """By the column that is most like it; the other may be something else."""
    columns = [sample("Valid ISO 9001 certificate seen", "yes"), sample("Is there a valid ISO 9001 certificate?", "no")]
    assert [one.name for one in guessed(columns)] == [CONTEXT, "iso_9001"]


def test_options_in_cells_make_a_choice() -> None:
    """If one choice has them all; words in use are proposed."""
    assert guessed([sample("How", "Escalated", "discussed")])[0].target == HANDLING
    found = guessed([sample("Group", "supplier", "Preferred", "x"), sample("How", "escalated", "x")])
    assert [(one.name, proposed(one)) for one in found] == [(CONTEXT, ["label"]), (CONTEXT, [])]
    two = HANDLING, Choice("other", options=["discussed", "dropped"])
    twins = Definition("twins", "Twins", [Label("a", two[0].is_("discussed") & two[1].is_("dropped"))], source="here")
    [one] = guessed([sample("How", "discussed")], twins)
    assert (one.name, proposed(one)) == (CONTEXT, ["handling", "other"])


def test_numbers_may_be_weights() -> None:
    """With how they are written; the same number everywhere is no weight, and words for unknown are none."""
    found = guessed(
        [
            sample("Spend", "EUR 1,50", "EUR 2"),
            sample("Rows", "7"),
            sample("N", "7", "n.a.", "8"),
            sample("T", "7", "x"),
        ]
    )
    assert [(one.name, proposed(one)) for one in found] == [(CONTEXT, ["number"]), *[(CONTEXT, [])] * 3]
    assert [(one.key, one.value) for one in found[0].written] == [("unit", "EUR"), ("decimal", ",")]
    assert (found[1].why, guessed([sample("Empty")])[0].why) == ("context", "it has no cells")


@pytest.mark.parametrize(
    ("header", "cell", "field"),
    [
        ("ISO certificate date", "2020-01-31", "observed_on"),
        ("Certificate checked", "03/04/2020", "observed_on"),
        ("Certificate issued", "2020-01-31", "observed_on"),
        ("Certificate document", "scan.pdf", "source"),
        ("Comment on certificate", "x", "note"),
    ],
)
def test_what_is_said_of_one_criterion_is_about_it(header: str, cell: str, field: str) -> None:
    """Where its header names it, and another column holds the answers."""
    answers = sample("iso_9001", "yes")
    found = guessed([answers, sample("handling", "discussed"), sample(header, cell)])[2]
    assert (found.name, found.about) == (field, CERTIFIED)
    assert guessed([sample(header, cell)])[0].about is None


@pytest.mark.parametrize(("header", "cell"), [("Certificate date", "soon"), ("Town date", "2020-01-31")])
def test_what_is_said_of_no_criterion_is_about_none(header: str, cell: str) -> None:
    """It is context, or a date of the row."""
    found = guessed([sample("iso_9001", "yes"), sample(header, cell)])[1]
    assert (found.name, found.about) == (CONTEXT, None)


def test_few_other_readings_are_proposed() -> None:
    """The nearest."""
    criteria = [Criterion(f"loyal_{number}", f"Are they loyal {number}?") for number in "pqrstu"]
    many = Definition("many", "Many", [Label(one.name, one) for one in criteria], source="here")
    [found] = guessed([sample("Are they loyal?", "1", "0")], many)
    assert (found.name, len(found.others)) == (CONTEXT, PROPOSED)


def test_the_first_cells_tell_what_a_column_is() -> None:
    """However many there are; but all cells of weights are numbers."""
    many = [str(number) for number in range(2 * LOOKED_AT)]
    assert guessed([sample("How", "escalated", "discussed", *many)])[0].target == CONTEXT
    assert proposed(guessed([sample("Value", *many)])[0]) == ["number"]
    assert proposed(guessed([sample("Value", *many, "x")])[0]) == []
