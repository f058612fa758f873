"""Tests of `relabel.files.cells`: one cell read as an answer, a date or a side, and never guessed."""

from datetime import date
from decimal import Decimal

import attrs
import pytest

from relabel import NOT_APPLICABLE, Answer, AnyCriterion, Choice, Criterion, Measure, Scale, Side
from relabel.files.cells import UnreadableError, read_answer, read_date, read_side, remember
from relabel.files.styles import Style, Typed

PAYS = Criterion("pays")
MOOD = Choice("mood", options=("Very good", "bad", "no_issue"))
TRUST = Scale("trust", low=1, high=5)
SPEND = Measure("spend", unit="EUR/year")
CRITERIA = (PAYS, MOOD, TRUST, SPEND)


@pytest.mark.parametrize("text", ["yes", "Yes", "YES", " yes ", "true", "TRUE", "1", "y", "Y"])
def test_yes_is_written_in_many_ways(text: str) -> None:
    """Yes, true, 1 and y are yes, in any case and spacing."""
    assert read_answer(PAYS, text) is True


@pytest.mark.parametrize("text", ["no", "No", "NO", "\tno", "false", "FALSE", "0", "n", "N"])
def test_no_is_written_in_many_ways(text: str) -> None:
    """No, false, 0 and n are no, in any case and spacing: never true, however it is written."""
    assert read_answer(PAYS, text) is False


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda one: one.name)
@pytest.mark.parametrize("text", ["", "  ", "\t", "unknown", " Unknown", "UNKNOWN"])
def test_a_blank_cell_is_unknown(criterion: Criterion, text: str) -> None:
    """A blank cell and the word "unknown" are no answer, whatever the kind of the criterion."""
    assert read_answer(criterion, text) is None


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda one: one.name)
@pytest.mark.parametrize("text", ["maybe", "??", "--", "None", "null", "nan", "NaN", "2 or 3", "yes no", "10.0.0"])
def test_any_other_text_is_refused(criterion: Criterion, text: str) -> None:
    """A cell that is no answer is a problem that says what was expected, never "unknown"."""
    with pytest.raises(UnreadableError) as caught:
        read_answer(criterion, text)
    assert caught.value.expected


@pytest.mark.parametrize("text", ["2", "-1", "1.0", "01", "on", "off", "x", "ja"])
def test_other_words_and_numbers_are_no_yes_or_no(text: str) -> None:
    """Only the listed words answer a yes/no criterion."""
    with pytest.raises(UnreadableError):
        read_answer(PAYS, text)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("Very good", "Very good"),
        ("very_good", "Very good"),
        ("VERY  GOOD", "Very good"),
        (" very-good ", "Very good"),
        ("No issue", "no_issue"),
        ("bad", "bad"),
    ],
)
def test_an_option_is_read_in_any_case_and_spacing(text: str, option: str) -> None:
    """The answer is the option as the criterion writes it."""
    assert read_answer(MOOD, text) == option


def test_a_misspelt_option_gets_a_hint() -> None:
    """The nearest option is offered."""
    with pytest.raises(UnreadableError) as caught:
        read_answer(MOOD, "no_isue")
    assert "no_issue" in caught.value.hint


def test_a_word_unlike_every_option_gets_no_hint() -> None:
    """A far-fetched suggestion helps nobody; the options are all named."""
    with pytest.raises(UnreadableError) as caught:
        read_answer(MOOD, "zzzz")
    assert (caught.value.hint, all(option in caught.value.expected for option in MOOD.options)) == ("", True)


def test_unknown_may_be_an_option() -> None:
    """Where the criterion has an option "unknown", the word is that option; a blank cell stays no answer."""
    one = Choice("one", options=("unknown", "known"))
    assert (read_answer(one, "Unknown"), read_answer(one, "")) == ("unknown", None)


@pytest.mark.parametrize("option", ["+", "-", "?", "_"])
def test_a_blank_cell_answers_no_choice_of_signs(option: str) -> None:
    """No evidence is invented: a blank cell is unknown, even where the options are nothing but signs."""
    assert read_answer(Choice("trend", options=("up", option)), "") is None


@pytest.mark.parametrize("options", [("+", "-"), ("a b", "a-b"), ("<1 year", ">1 year"), ("C++", "C#")])
def test_options_that_differ_in_signs_only_are_told_apart(options: tuple[str, str]) -> None:
    """An option that is written exactly is itself, never another one that folds to the same."""
    one = Choice("one", options=options)
    assert tuple(read_answer(one, option) for option in options) == options


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("-0", 0),
        ("+5", 5),
        ("-5", -5),
        ("007", 7),
        ("12.50", Decimal("12.5")),
        (".5", Decimal("0.5")),
        ("5.", 5),
        ("1e3", 1000),
        ("1.5E-1", Decimal("0.15")),
        (" 42 ", 42),
        ("0.1", Decimal("0.1")),
        ("99999999999999999999", 99999999999999999999),
    ],
)
def test_a_number_is_read_as_it_is_written(text: str, number: int | Decimal) -> None:
    """Decimal point, sign and exponent; 0.1 is one tenth, whole numbers are int."""
    found = read_answer(SPEND, text)
    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize(
    "text",
    ["1,000", "1.000.000", "1 000", "1\u00a0000", "1'000", "12,5", "€5", "5 EUR", "$5", "5%", "1_000", "10-20", "~5"],
)
def test_a_number_with_other_signs_is_refused_with_a_cure(text: str) -> None:
    """Thousands separators, decimal commas, currencies and underscores are ambiguous: never guessed."""
    with pytest.raises(UnreadableError) as caught:
        read_answer(SPEND, text)
    assert caught.value.hint


@pytest.mark.parametrize("text", ["NaN", "nan", "Infinity", "-inf", "inf", "sNaN", "many", "e", ".", "--", "+"])
def test_what_is_no_finite_number_is_refused(text: str) -> None:
    """A measure is a finite number."""
    with pytest.raises(UnreadableError):
        read_answer(SPEND, text)


@pytest.mark.parametrize("text", ["1e5000", "1e999999999", "9" * 4000])
def test_a_number_beyond_all_measure_is_unreadable(text: str) -> None:
    """A bad cell is always reported as one, so that file, line and column can be named."""
    with pytest.raises(UnreadableError):
        read_answer(SPEND, text)


@pytest.mark.parametrize("text", ["1e-999999999", "0.1234567890123456789012345678901234567"])
def test_a_number_is_never_rounded(text: str) -> None:
    """A number is read as it is written or refused; no digit is lost silently."""
    try:
        found = read_answer(SPEND, text)
    except UnreadableError:
        return
    assert found == Decimal(text)


@pytest.mark.parametrize(("text", "level"), [("1", 1), ("5", 5), ("4.0", 4), ("4.", 4), (" 3 ", 3), ("0.3e1", 3)])
def test_a_level_is_a_whole_number_however_written(text: str, level: int) -> None:
    """Spreadsheet programs write 4 as 4.0; the answer is an int."""
    found = read_answer(TRUST, text)
    assert (found, type(found)) == (level, int)


@pytest.mark.parametrize("text", ["4.5", "0", "6", "-1", "1e3", "4,0", "yes", "true"])
def test_a_level_off_the_scale_is_refused(text: str) -> None:
    """Never rounded, never clipped."""
    with pytest.raises(UnreadableError):
        read_answer(TRUST, text)


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda one: one.name)
@pytest.mark.parametrize("text", ["yes", "0", "1", "2", "4.0", "1e3", "bad", "Very Good"])
def test_an_answer_that_is_read_is_in_the_domain(criterion: Criterion, text: str) -> None:
    """What the reader lets through never fails later, when it is classified."""
    try:
        found: Answer | None = read_answer(criterion, text)
    except UnreadableError:
        return
    criterion.check(found, "here")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-12-31", date(2021, 12, 31)),
        (" 2021-12-31 ", date(2021, 12, 31)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2021-12-31T23:59:59", date(2021, 12, 31)),
        ("2021-12-31 00:00:00", date(2021, 12, 31)),
        ("2021-12-31 08:30", date(2021, 12, 31)),
        ("2021-12-31T23:30:00+01:00", date(2021, 12, 31)),
        ("2021-12-31T23:30:00Z", date(2021, 12, 31)),
        ("", None),
        ("  ", None),
    ],
)
def test_an_iso_date_is_read(text: str, day: date | None) -> None:
    """Year, month, day; a time of day behind it is left out; a blank cell is no date."""
    assert read_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-30",
        "2021-13-01",
        "2021-1-2",
        "21-01-02",
        "20210102",
        "2021/01/02",
        "2021-W05-1",
        "January 2, 2021",
        "44197",
        "unknown",
        "0000-01-01",
        "2021-01-02 25:00",
        "2021-01",
        "-2021-01-01",
    ],
)
def test_what_is_no_iso_date_is_refused(text: str) -> None:
    """Dates are ISO; other forms are never guessed."""
    with pytest.raises(UnreadableError):
        read_date(text)


@pytest.mark.parametrize("text", ["2021-01-01/15", "2021-01-01112", "2021-01-01x12", "2021-01-01,02", "2021-01-01+02"])
def test_what_follows_a_date_is_a_time_or_nothing(text: str) -> None:
    """A span of days or a date with a digit too many is no date; it is not read as its first day."""
    with pytest.raises(UnreadableError):
        read_date(text)


@pytest.mark.parametrize("text", ["03/04/2021", "3/4/2021", "3.4.2021", "03-04-2021"])
def test_a_date_that_could_be_two_names_both(text: str) -> None:
    """An ambiguous date is refused, and both readings are offered."""
    with pytest.raises(UnreadableError) as caught:
        read_date(text)
    assert ("2021-04-03" in caught.value.hint, "2021-03-04" in caught.value.hint) == (True, True)


@pytest.mark.parametrize("text", ["31/12/2021", "12/31/2021", "31.12.2021"])
def test_a_date_with_one_reading_names_that(text: str) -> None:
    """It is refused all the same, as its neighbours in the column may be ambiguous."""
    with pytest.raises(UnreadableError) as caught:
        read_date(text)
    assert ("2021-12-31" in caught.value.hint, caught.value.hint.count("2021")) == (True, 1)


def test_a_day_and_month_alike_have_one_reading() -> None:
    """05/05/2021 is the fifth of May either way round."""
    with pytest.raises(UnreadableError) as caught:
        read_date("05/05/2021")
    assert caught.value.hint.count("2021-05-05") == 1


@pytest.mark.parametrize("text", ["31/31/2021", "40/50/2021", "03/04-2021", "03/04/21", "30/02/2021"])
def test_a_date_with_no_reading_gets_no_hint(text: str) -> None:
    """No date is made up."""
    with pytest.raises(UnreadableError) as caught:
        read_date(text)
    assert caught.value.hint == ""


@pytest.mark.parametrize(
    ("text", "side"),
    [("buyer", Side.BUYER), (" Seller ", Side.SELLER), ("BUYER", Side.BUYER), ("", None), ("  ", None)],
)
def test_a_side_is_read(text: str, side: Side | None) -> None:
    """Buyer or seller in any case, or nobody's word."""
    assert read_side(text) is side


@pytest.mark.parametrize("text", ["us", "both", "client", "unknown", "buyer seller"])
def test_anybody_else_is_no_side(text: str) -> None:
    """Whose word it is decides whether it is hearsay, so it is never guessed."""
    with pytest.raises(UnreadableError):
        read_side(text)


@pytest.mark.parametrize("text", ["n/a", "N/A", "?", "-", "Unknown", "  "])
def test_what_says_that_nothing_is_known_is_no_answer(text: str) -> None:
    """People write it in several ways; none of them is an answer."""
    assert read_answer(Criterion("pays"), text) is None


@pytest.mark.parametrize(
    ("text", "readings"),
    [("1.200", "1200 or 1.2"), ("1,200", "1200 or 1.2"), ("-1.200", "-1200 or -1.2"), ("50.000", "50000 or 50")],
)
def test_a_number_that_could_be_two_is_refused_with_both(text: str, readings: str) -> None:
    """A point or comma may stand between thousands; what the hint proposes is read."""
    with pytest.raises(UnreadableError) as caught:
        read_answer(SPEND, text)
    assert f"write {readings}, it could be either" in caught.value.hint
    assert [isinstance(read_answer(SPEND, one), int | Decimal) for one in readings.split(" or ")] == [True, True]


@pytest.mark.parametrize(
    ("text", "number"),
    [("12.000.000", "12000000"), ("1,5", "1.5"), ("1.200,5", "1200.5"), ("1'200", "1200"), ("1\u00a0200", "1200")],
)
def test_a_number_in_another_style_is_refused_with_its_reading(text: str, number: str) -> None:
    """It has one reading, but nobody has said so."""
    with pytest.raises(UnreadableError) as caught:
        read_answer(SPEND, text)
    assert caught.value.hint == f"; write {number}"


@pytest.mark.parametrize(
    ("text", "unit"), [("12 %", "%"), ("EUR 2.550.000,50", "EUR"), ("$169,001", "$"), ("5 k", "k")]
)
def test_a_unit_is_refused_until_it_is_declared(text: str, unit: str) -> None:
    """It may be another one than that of the criterion, or per cent."""
    with pytest.raises(UnreadableError) as caught:
        read_answer(SPEND, text)
    assert "without thousands separator or unit" in caught.value.hint
    declared = Style(unit=unit, decimal="," if unit == "EUR" else ".")
    assert read_answer(SPEND, text, declared) in (12, Decimal("2550000.5"), 169001, 5)


@pytest.mark.parametrize("text", ["0.125", "1234.500", "12.5", "0.000", "1e3", "+5", "-5"])
def test_a_plain_number_has_one_reading(text: str) -> None:
    """Nothing could stand between thousands in it."""
    assert read_answer(SPEND, text) == Decimal(text)


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda one: one.name)
def test_a_style_says_which_cells_say_nothing(criterion: Criterion) -> None:
    """Beside those that always do; case and spacing play no part."""
    style = Style(unknown=frozenset({"don't know", "null"}))
    assert [read_answer(criterion, cell, style) for cell in ("Don't  know", "NULL", "?")] == [None] * 3


def test_a_style_says_what_cells_stand_for() -> None:
    """Whatever they hold, signs and all."""
    style = Style(values={"x": "yes", "took ages": "bad", "a lot": "1e3"})
    read = [read_answer(PAYS, "X", style), read_answer(MOOD, "Took ages", style), read_answer(SPEND, "a lot", style)]
    assert read == [True, "bad", 1000]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("dd.mm.yyyy", "3.4.2021"), ("dd.mm.yyyy", "03.04.2021 14:05"), ("mm/dd/yyyy", "4/3/2021 10:00:11 AM"),
        ("dd/mm/yy", "03/04/21"), ("yyyy/mm/dd", "2021/04/03"), ("%d %b %Y", "3 Apr 2021"),
        ("%m/%d/%Y %H:%M", "4/3/2021 9:05"),
        ("dd.mm.yyyy", "2021-04-03"), ("", "2021-04-03"), ("", "2021-04-03 09:05:11"),
    ],
)  # fmt: skip
def test_a_date_is_read_in_the_form_that_is_declared(form: str, text: str) -> None:
    """And in that of the standard always; the time of day is left out."""
    assert read_date(text, Style(date=form)) == date(2021, 4, 3)


@pytest.mark.parametrize(
    ("form", "text"), [("dd.mm.yyyy", "04/03/2021"), ("mm/dd/yyyy", "13/04/2021"), ("", "3.4.2021")]
)
def test_a_date_in_another_form_is_refused(form: str, text: str) -> None:
    """A declaration is not bent."""
    with pytest.raises(UnreadableError):
        read_date(text, Style(date=form))


def test_a_named_level_is_read_as_an_option_is() -> None:
    """By its name, with case and signs ignored; a number is none."""
    risk = Scale("risk", levels=["very low", "low"])
    assert (read_answer(risk, " Very-Low "), read_answer(risk, "unknown")) == ("very low", None)
    with pytest.raises(UnreadableError) as caught:
        read_answer(risk, "very lw")
    expected = "one of very low, low, unknown or nothing"
    assert (caught.value.expected, caught.value.hint) == (expected, "; did you mean 'very low'?")


def test_what_is_remembered_of_a_cell_is_what_was_read() -> None:
    """Equal cells are read once; a cell that is refused is so every time, and a typed cell is not a text."""
    asked: list[str] = []

    def read(text: str) -> str:
        asked.append(text)
        if text == "?":
            raise UnreadableError("anything else")
        return type(text).__name__

    reader = remember(read)
    assert [reader(text) for text in ("1.200", "1.200", Typed("1.200"), "1.200", Typed("1.200"))] == [
        *("str", "str", "Typed", "str", "Typed")
    ]
    for _ in range(2):
        with pytest.raises(UnreadableError):
            reader("?")
    assert asked == ["1.200", "1.200", "?", "?"]


@pytest.mark.parametrize("kind", CRITERIA)
@pytest.mark.parametrize("text", ["n/a", " N/A "])
def test_what_does_not_apply_is_an_answer_where_that_is_declared(kind: AnyCriterion, text: str) -> None:
    """And only there: elsewhere nothing is known."""
    assert read_answer(kind, text) is None
    assert read_answer(attrs.evolve(kind, may_be_na=True), text) == NOT_APPLICABLE


@pytest.mark.parametrize("kind", CRITERIA)
def test_where_it_may_not_apply_the_rest_is_as_it_was(kind: AnyCriterion) -> None:
    """Blank cells are unknown, other words are refused, and it is said that n/a would be taken."""
    asked = attrs.evolve(kind, may_be_na=True)
    assert [read_answer(asked, text) for text in ("", "?", "unknown", "-")] == [None] * 4
    with pytest.raises(UnreadableError) as caught:
        read_answer(asked, "not applicable")
    assert "n/a" in caught.value.expected
