"""Tests of `interpretation`: every cell is read as it would be from a file, or is open and has its candidates."""

from collections.abc import Mapping

import attrs
import pytest

from relabel import Choice, Criterion, Definition, Label, Measure, Scale, Side
from relabel.files.interpretation import (
    FORMS,
    Declaration,
    Interpretation,
    SeenCell,
    Target,
    interpret,
)
from relabel.files.styles import Typed, is_date_form

PAYS = Criterion("pays", "Do they pay?")
MOOD = Choice("mood", "How is it?", options=["very good", "took_ages"])
RISK = Scale("risk", "How risky?", levels=["low", "high"])
TRUST = Scale("trust", "How much trust?", low=1, high=5)
SPEND = Measure("spend", "How much?", unit="EUR")
WORDS = Definition(
    "words", "Words", [Label("strategic partner", PAYS), Label("client")], aliases={"pal": "client"}, source="here"
)


def interpreted(target: Target, *cells: str, definition: Definition = WORDS) -> Interpretation:
    """Interpret a column of these cells."""
    counts: dict[str, int] = {}
    for cell in cells:
        counts[cell] = counts.get(cell, 0) + 1
    labels = {word: definition.read(word) or "" for word in definition.words}
    return interpret(target, counts, ours=definition.given_to and definition.given_to.other, labels=labels)


def readings(target: Target, *cells: str) -> Mapping[str, str | None]:
    """Give the reading of each cell."""
    return {one.text: one.reading for one in interpreted(target, *cells).cells}


@pytest.mark.parametrize(
    ("target", "cells"),
    [
        (PAYS, {"yes": "yes", "N": "no", "?": "not known"}),
        (MOOD, {"Very-good": "very good", "took ages": "took_ages"}),
        (RISK, {"LOW": "low"}),
        (TRUST, {"4": "4"}),
        (SPEND, {"1200.5": "1200.5"}),
        ("observed_on", {"2026-01-31": "2026-01-31"}),
        ("since", {"2026-01-31 10:00": "2026-01-31"}),
        ("attested_by", {"buyer": "buyer", "Us": "seller"}),
        ("label", {"Client": "client", "pal": "client", "strategic partner": "strategic partner"}),
        ("number", {"12": "12"}),
        ("company", {"Elm": "Elm", "n.a.": "n.a."}),
        ("attribute", {"n.a.": "n.a."}),
    ],
)
def test_what_is_read_from_a_file_is_read(target: Target, cells: Mapping[str, str]) -> None:
    """In the same way, with nothing to declare."""
    found = interpreted(target, *cells)
    assert {one.text: one.reading for one in found.cells} == cells
    assert (found.understood, found.declared, found.open, found.unknown) == (1.0, (), (), ())


def test_without_a_side_nobody_is_us() -> None:
    """The definition gives its label to both."""
    both = Definition("both", "Both", [Label("partner", PAYS)], given_to=None, source="here")
    assert interpreted("attested_by", "us", definition=both).understood == 0


def test_cells_are_counted() -> None:
    """The share understood is one of different cells; of none it is all."""
    found = interpreted(PAYS, "yes", "often", "yes")
    assert [(one.text, one.count) for one in found.cells] == [("yes", 2), ("often", 1)]
    assert (found.understood, interpreted(PAYS).understood) == (0.5, 1.0)


@pytest.mark.parametrize("word", ["n.a.", "NULL", "don't know", "Don’t know", "k.A.", "#N/A", "—"])
def test_words_for_nothing_known_are_proposed(word: str) -> None:
    """Where they mean nothing else."""
    found = interpreted(MOOD, "very good", word)
    assert (found.unknown, found.cells[1].reading) == ((word,), "not known")
    assert interpreted(Choice("odd", options=[word, "else"]), word).unknown == ()


def test_words_for_yes_and_no_are_proposed() -> None:
    """As the mapping would say it; not for anything but a question of yes and no."""
    assert interpreted(PAYS, "Ja", "nein", "да").cells == (
        SeenCell("Ja", 1, "yes", "yes"),
        SeenCell("nein", 1, "no", "no"),
        SeenCell("да", 1, "yes", "yes"),
    )
    assert readings(MOOD, "ja") == {"ja": None}


@pytest.mark.parametrize(
    ("cells", "reading"),
    [(("x",), "yes"), (("X", "no"), "yes"), (("x", "yes"), None), (("x", "ja"), None)],
)
def test_a_cross_is_a_yes_where_nothing_else_is(cells: tuple[str, ...], reading: str | None) -> None:
    """Beside a yes it could be a no."""
    assert readings(PAYS, *cells)[cells[0]] == reading


def test_the_nearest_answer_is_proposed() -> None:
    """One whose words the cell has, else one that is spelt much like it, else none; all answers are listed."""
    found = interpreted(MOOD, "it took ages, really", "very godo", "meh", "very good")
    assert [found.near(one.text) for one in found.cells] == ["took_ages", "very good", "", "very good"]
    assert found.answers == ("very good", "took_ages")
    found = interpreted("label", "key strategic partner", "clinet", "Vendor")
    assert [found.near(one.text) for one in found.cells] == ["strategic partner", "client", ""]
    assert found.answers == ("strategic partner", "client", "pal")
    assert interpreted(PAYS, "yes!").near("yes!") == "yes"
    assert interpreted(SPEND, "lots").near("lots") == ""
    assert interpreted(TRUST, "lots").answers == ()


@pytest.mark.parametrize("target", [SPEND, TRUST, "number"])
def test_how_numbers_are_written_is_declared_where_a_cell_proves_it(target: Target) -> None:
    """With the cell, and with a unit that is the only one."""
    found = interpreted(target, "EUR 1.200", "EUR 1.200.000,5")
    assert [(one.key, one.value) for one in found.declared] == [("unit", "EUR"), ("decimal", ",")]
    assert "1.200.000,5" in found.declared[1].why
    assert (found.open, interpreted(SPEND, "$5", "5 €").declared) == ((), ())


@pytest.mark.parametrize(("cell", "unit"), [("EUR 5", "EUR"), ("5 kg", "kg"), ("$5", "$"), ("5%", "%")])
def test_a_unit_stands_behind_a_number_or_in_capitals_before_it(cell: str, unit: str) -> None:
    """The mapping may declare it."""
    for target in (TRUST, "number", Measure("spend", unit=f"{unit} a year"), Measure("spend", unit="count")):
        assert [one.value for one in interpreted(target, cell).declared] == [unit]


@pytest.mark.parametrize(("cell", "unit"), [("USD 5", "USD"), ("5 $", "$"), ("5%", "%"), ("5 kEUR", "")])
def test_another_unit_than_that_of_the_criterion_is_open(cell: str, unit: str) -> None:
    """Nothing is converted, so nobody is led to take dollars for euros."""
    found = interpreted(SPEND, cell)
    assert (found.declared, [one.value for one in found.open]) == ((), [unit] * bool(unit))
    assert [(one.reading, one.waits) for one in found.cells] == [(None, bool(unit))]


@pytest.mark.parametrize("cell", ["about 5", "v2", "five", "5k", "5 Mio", "TEUR 5", "5 T€"])
def test_what_may_make_another_number_is_no_unit(cell: str) -> None:
    """Whoever means thousands has to say so."""
    assert interpreted(SPEND, cell).declared == ()


def test_a_sign_is_declared_where_a_number_has_one_reading_with_any() -> None:
    """Without it nobody has said that `1'200` is one."""
    found = interpreted(SPEND, "1'200", "7")
    assert [(one.key, one.value) for one in found.declared] == [("decimal", ".")]
    assert ([one.reading for one in found.cells], found.open) == (["1200", "7"], ())


def test_numbers_with_two_readings_are_open() -> None:
    """The line to add stands in the draft, with a cell that could be either."""
    [one] = interpreted(SPEND, "7", "1.200").open
    assert (one.key, one.value, "1.200" in one.why) == ("decimal", ".", True)
    assert interpreted(SPEND, Typed("1.200")).open == ()


@pytest.mark.parametrize("sign", "./-")
def test_the_order_of_dates_is_declared_where_a_cell_proves_it(sign: str) -> None:
    """Else it is open."""
    proof, other = f"28{sign}07{sign}2013", f"03{sign}04{sign}2021"
    found = interpreted("since", other, proof)
    assert [(one.key, one.value) for one in found.declared] == [("date", f"dd{sign}mm{sign}yyyy")]
    assert [one.reading for one in found.cells] == ["2021-04-03", "2013-07-28"]
    found = interpreted("since", other)
    [one] = found.open
    assert (one.key, one.value) == ("date", f"dd{sign}mm{sign}yyyy")
    assert f"mm{sign}dd{sign}yyyy" in one.why
    assert (found.declared, found.understood) == ((), 0)


@pytest.mark.parametrize(
    ("cell", "form"),
    [
        ("2013/07/28", "yyyy/mm/dd"),
        ("28 Jul 2013", "%d %b %Y"),
        ("July 28, 2013", "%B %d, %Y"),
        ("20130728", "%Y%m%d"),
        ("28.07.13", "dd.mm.yy"),
        ("07/28/13", "mm/dd/yy"),
        ("28-Jul-13", "%d-%b-%y"),
    ],
)
def test_other_forms_of_dates_are_proposed(cell: str, form: str) -> None:
    """Where all that they read are the same days; what is no date stays open."""
    found = interpreted("observed_on", cell, "2013-01-02", "soon")
    assert found.declared == (Declaration("date", form, f"so {cell!r} is a date"),)
    assert [one.reading for one in found.cells] == ["2013-07-28", "2013-01-02", None]


def test_forms_that_read_other_days_are_open() -> None:
    """`03/04/13` is in March or April."""
    found = interpreted("observed_on", "03/04/13")
    assert (found.declared, [(one.key, one.value) for one in found.open]) == ((), [("date", "dd/mm/yy")])
    assert "mm/dd/yy" in found.open[0].why
    assert interpreted("observed_on", "soon").open == ()


def test_every_form_is_one() -> None:
    """A mapping may declare it."""
    assert all(map(is_date_form, FORMS))


def test_sides_are_read_as_in_a_file() -> None:
    """`us` is the side that does not wear the label."""
    sold = Definition("sold", "Sold", [Label("partner", PAYS)], given_to=Side.SELLER, source="here")
    assert [one.reading for one in interpreted("attested_by", "we", "Seller", "Uwe", definition=sold).cells] == [
        "buyer",
        "seller",
        None,
    ]


@pytest.mark.parametrize("word", ["n.a.", "NA", "not applicable", "entfällt"])
def test_words_for_what_does_not_apply_are_proposed_as_that_where_it_is_an_answer(word: str) -> None:
    """Elsewhere they say that nothing is known, or are not understood."""
    for criterion in (PAYS, MOOD, TRUST, SPEND):
        found = interpreted(attrs.evolve(criterion, may_be_na=True), word, "n/a", "null")
        assert {one.text: (one.reading, one.meant) for one in found.cells} == {
            word: ("n/a", "n/a"),
            "n/a": ("n/a", ""),
            "null": ("not known", ""),
        }
        assert interpreted(criterion, word).cells[0].meant == ""
    assert interpreted(attrs.evolve(PAYS, may_be_na=True), word).answers == ("yes", "no", "n/a")


def test_of_two_orders_that_by_which_more_dates_are_read_is_proposed() -> None:
    """One slip among them proves nothing, and should not turn the others round."""
    found = interpreted("observed_on", "1/6/2026", "1/15/2026", "1/20/2026", "21.1.2026")
    assert [(one.key, one.value) for one in found.open] == [("date", "mm/dd/yyyy")]
    assert [one.waits for one in found.cells] == [True, True, True, False]
