"""Tests of `relabel.checks.verification` and what it is made of: findings that can be worked out by hand."""

from fractions import Fraction

import attrs
import pytest

from relabel import (
    Choice,
    Criterion,
    Definition,
    Intent,
    Label,
    Measure,
    Presumption,
    Scale,
    all_of,
    any_of,
    at_least,
    named,
    points,
)
from relabel.checks import effects, regions, verification
from relabel.checks import redundant_parts as redundancies
from relabel.checks.effects import Pair
from relabel.checks.laws import WRITTEN_LAWS, broken_laws
from relabel.checks.verification import Verification, verify
from relabel.core.diagrams import compilation
from relabel.core.diagrams import space as spaces
from relabel.core.diagrams.compilation import MAX_STEPS
from relabel.core.diagrams.counting import dependences
from relabel.core.diagrams.space import Space, record_text, share_text
from relabel.core.diagrams.variables import Variable
from relabel.core.model.conditions import Condition
from relabel.errors import DiagramTooLargeError
from relabel.plugins import thetapoint
from relabel.plugins.marc import MARC
from relabel.sections import plain
from tests.core.diagrams.test_sums import SHAPES

pays, late, loyal, calls = (Criterion(name) for name in ("pays", "late", "loyal", "calls"))
handling = Choice("handling", options=["discussed", "ignored", "escalated"])
trust = Scale("trust", low=1, high=4)
spend = Measure("spend", unit="EUR/year")


def define(*labels: Condition | Criterion | None, **fields: object) -> Definition:
    """Make a definition of labels "a", "b" and so on."""
    named = [Label("abcdefghijklmnopqrstuvwxyz"[number], label) for number, label in enumerate(labels)]
    return Definition("tested", "Tested", named, source="here", **fields)  # type: ignore[arg-type]  # any field


def test_shares_count_every_cell_once() -> None:
    """A measure with two thresholds has three cells, of which each counts as much as the others."""
    found = verify(define(all_of(spend >= 10, spend < 50), trust >= 4))
    assert found.records == 12
    assert dict(found.shares) == {"a": Fraction(1, 3), "b": Fraction(1, 6), None: Fraction(1, 2)}


def test_a_label_whose_condition_never_holds_is_dead_and_not_hidden() -> None:
    """Nobody can get it, whatever stands before it."""
    found = verify(define(all_of(spend >= 50, spend < 10), pays))
    assert (found.dead, found.hidden) == (("a",), ())
    assert "a: its condition never holds" in str(found)


def test_a_label_that_earlier_ones_always_take_is_hidden() -> None:
    """Its own condition may hold, and another label is given."""
    found = verify(define(trust >= 2, trust <= 2, trust >= 3))
    (hidden,) = found.hidden
    assert (found.dead, hidden.label, hidden.by, hidden.given) == (("c",), "c", ("a",), "a")
    assert hidden.witness == {"trust": 3}
    assert str(hidden) in str(found)


def test_an_otherwise_that_nothing_reaches_is_hidden() -> None:
    """The label without a condition holds for all records, and all are taken."""
    (hidden,) = verify(define(pays, ~pays, None)).hidden
    assert (hidden.label, hidden.by) == ("c", ("a", "b"))


def test_an_overlap_is_given_as_a_region_with_a_witness() -> None:
    """The region is in words; the witness answers every criterion."""
    (overlap,) = verify(define(spend >= 50_000, ~late)).overlaps
    assert (overlap.first, overlap.second) == ("a", "b")
    assert str(overlap.region) == "spend is at least 50000 and not late"
    assert (overlap.region.share, dict(overlap.region.witness)) == (Fraction(1, 4), {"spend": 50_000, "late": False})


def test_a_gap_is_given_as_a_union_of_regions() -> None:
    """What all ways have in common is said once."""
    gap = verify(define(all_of(pays, handling.in_("discussed", "ignored")), all_of(pays, loyal))).gap
    assert gap is not None
    assert str(gap) == "not pays or (handling is escalated and not loyal)"
    assert (gap.rest, gap.share) == (Fraction(0), Fraction(7, 12))


def test_regions_are_written_without_two_readings() -> None:
    """An "or" inside brackets, what is common in front, and the one option left out by name."""
    gap = verify(define(pays | handling.is_("ignored") & trust.in_(1, 4))).gap
    assert str(gap) == "not pays and (handling is not ignored or trust is from 2 to 3)"
    gap = verify(define(late | ~spend.between(1, 2) & pays | trust.is_(2))).gap
    assert str(gap) == ("not late and (trust is 1 or at least 3) and (not pays or (spend is at least 1 and at most 2))")


def test_a_product_that_the_others_cover_is_left_out() -> None:
    """The widest product is found first, and two later ones may make it needless."""
    region = any_of(pays & late, pays & loyal, late & ~loyal)
    gap = verify(define(~region)).gap
    assert gap is not None
    assert str(gap) == "(late and not loyal) or (pays and loyal)"
    late_payer = {"pays": True, "late": True, "loyal": False}
    assert [product.holds(late_payer) for product in gap.products] == [True, False]


def test_a_product_is_widened_over_what_another_covers() -> None:
    """Two products may overlap, so that each is as simple as it can be."""
    gap = verify(define(~any_of(trust <= 2, pays & trust.in_(2, 3)))).gap
    assert str(gap) == "trust is at most 2 or (trust is at most 3 and pays)"


def test_no_gap_where_a_label_is_for_the_rest() -> None:
    """An "otherwise" leaves none, and has no condition of its own to overlap."""
    found = verify(define(pays, None))
    assert (found.gap, found.overlaps) == (None, ())


def test_everything_is_a_gap_where_nothing_ever_holds() -> None:
    """A region of all records has one product that asks for nothing."""
    gap = verify(define(any_of())).gap
    assert gap is not None
    assert (str(gap), str(gap.products[0])) == ("whatever the answers are", "whatever the answers are")
    assert gap.share == 1


def test_long_regions_are_cut_short_and_counted() -> None:
    """A condition without a short description fills no book: the rest is counted exactly."""
    parity: Condition = pays.to_condition()
    for number in range(9):
        other = Criterion(f"c{number}").to_condition()
        parity = parity & ~other | ~parity & other
    gap = verify(define(parity)).gap
    assert gap is not None
    assert (len(gap.products), gap.share, gap.rest) == (20, Fraction(1, 2), Fraction(1, 2) - Fraction(20, 1024))
    assert "and further cases, 48.05 % of the answer space" in str(gap)


def test_regions_stop_when_the_work_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then all of the region is left to be counted."""
    monkeypatch.setattr(regions, "MAX_REGION_STEPS", 0)
    gap = verify(define(pays & late)).gap
    assert gap is not None
    assert (gap.products, gap.rest, str(gap)) == (
        (),
        gap.share,
        "cases too many to write out, 75 % of the answer space",
    )


def test_what_is_meant_is_said_to_be() -> None:
    """A pair may be declared either way round; the rest is news for the author."""
    intends = Intent(overlaps=[("b", "a")], gap=True)
    found = verify(define(pays, late, loyal, intends=intends))
    assert [(one.first, one.second, one.meant) for one in found.overlaps] == [
        ("a", "b", True),
        ("a", "c", False),
        ("b", "c", False),
    ]
    wrong, meant = (plain(some) for some in (found.wrong(), found.counts()))
    assert ["  - a and b both" in wrong, "  - a and c both" in wrong, "  - b and c both" in wrong] == [
        False,
        True,
        True,
    ]
    assert (
        "Overlaps, as is meant: both conditions hold, and the first label is given\n  - a and b both hold for 25 %"
        in meant
    )
    assert ("Gap" in wrong, "no label: 12.5 %, as is meant: not pays and not late and not loyal" in meant) == (
        False,
        True,
    )
    assert "Gap: no label is given\n" in verify(define(pays)).to_text()


def test_every_overlap_may_be_meant() -> None:
    """Where the order of the labels decides, no pair has to be named."""
    found = verify(define(pays, late, loyal, intends=Intent(overlaps="all")))
    assert [one.meant for one in found.overlaps] == [True] * 3


def test_further_overlaps_are_counted_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a hundred labels nobody reads how each pair overlaps; share and witness are there."""
    monkeypatch.setattr(verification, "MAX_OVERLAPS", 1)
    found = verify(define(trust >= 3, trust >= 2, trust >= 1, ordered=False))
    assert [len(overlap.region.products) for overlap in found.overlaps] == [1, 0, 0]
    assert [overlap.region.share for overlap in found.overlaps] == [Fraction(1, 2), Fraction(1, 2), Fraction(3, 4)]


def test_overlaps_are_found_as_far_as_steps_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those found are right, the rest of the report is there, and that there may be more is said and breaks a law."""
    definition = define(trust >= 3, spend >= 10, any_of(pays, loyal), late & (trust >= 1), ordered=False)
    full = verify(definition)
    found: set[int] = set()
    for most in range(40):
        monkeypatch.setattr(verification, "MAX_OVERLAP_STEPS", most)
        one = verify(definition)
        assert {*one.overlaps} <= {*full.overlaps}
        assert one.given_up == (() if one.overlaps == full.overlaps else ("which further labels overlap",))
        assert attrs.evolve(one, overlaps=full.overlaps, given_up=()) == full
        assert ("which further labels overlap" in str(one)) == bool(one.given_up)
        found.add(len(one.overlaps))
    assert found == set(range(len(full.overlaps) + 1))
    monkeypatch.setattr(verification, "MAX_OVERLAP_STEPS", 0)
    broken = [text for _, some in broken_laws(WRITTEN_LAWS, definition) for text in some if "could not" in text]
    assert broken == ["which further labels overlap could not be checked: that would take too long"]


def test_a_rung_stands_beside_the_next_one_only() -> None:
    """Where labels rank, that it overlaps those that the next one implies follows; else each pair is news."""
    bands = trust >= 3, trust >= 2, (trust >= 2) & pays, trust >= 1
    one = define(*bands)
    pairs = [(overlap.first, overlap.second, overlap.nested) for overlap in verify(one).overlaps]
    assert pairs == [("a", "b", True), ("a", "c", False), ("b", "c", False), ("b", "d", True), ("c", "d", True)]
    assert len(verify(one.evolve(ordered=False)).overlaps) == 6


def test_criteria_that_cannot_change_a_label_are_named() -> None:
    """The condition asks for it, and it makes no difference."""
    found = verify(define(pays & late | pays & ~late))
    assert found.irrelevant == (late,)


def test_presumptions_on_what_makes_no_difference_are_idle() -> None:
    """Neither one that no condition asks for, nor one on an irrelevant criterion, can matter."""
    found = verify(define(pays & late | pays & ~late, presume={pays: True, late: False, loyal: True}))
    assert found.idle_presumptions == (Presumption(late, False), Presumption(loyal, True))


def test_the_planted_fault_in_a_monotone_definition_is_found() -> None:
    """Meeting one more criterion lowers the label: shown by two records that differ in that one only."""
    definition = define(all_of(pays, loyal, ~calls), any_of(pays, calls), None)
    found = {effect.criterion: effect for effect in verify(definition).effects}
    fault = found[calls]
    assert (fault.summary, found[pays].summary, found[loyal].summary) == ("raises or lowers", "raises", "raises")
    assert fault.lowers == Pair(
        calls,
        Space(definition.diagram.variables).record({0: 1, 1: 1, 2: 0}),
        Space(definition.diagram.variables).record({0: 1, 1: 1, 2: 1}),
        "a",
        "b",
    )
    assert "meeting more can cost rank" in str(verify(definition))


def test_a_measure_may_raise_and_then_lower() -> None:
    """Neither too little nor too much."""
    (effect,) = verify(define(spend.between(10, 20))).effects
    assert effect.raises is not None
    assert effect.lowers is not None
    assert (effect.summary, effect.raises.label_before, effect.raises.label_after) == ("raises or lowers", None, "a")
    assert (effect.lowers.label_before, effect.lowers.label_after) == ("a", None)


def test_a_choice_has_no_order_and_only_changes() -> None:
    """Two options with different labels show it."""
    (effect,) = verify(define(handling.is_("ignored"))).effects
    assert (effect.summary, effect.raises, effect.lowers, len(effect.pairs)) == ("changes", None, None, 1)
    assert effect.changes is not None
    assert effect.changes.before == {"handling": "discussed"}


def test_labels_without_ranks_only_change() -> None:
    """Where no label is higher than another nothing is raised."""
    (effect,) = verify(define(pays, None, ordered=False)).effects
    assert effect.summary == "changes"


def test_conditions_that_always_or_never_hold_are_named() -> None:
    """The outermost part is named, with its place; what is inside it is not."""
    found = verify(define((pays | ~pays) & late, (spend > 5) & (spend < 3) | loyal, ~(trust >= 1)))
    assert [(one.label, one.path, one.holds) for one in found.constant] == [
        ("a", "$.labels[0].when.all[0]", True),
        ("b", "$.labels[1].when.any[0]", False),
        ("c", "$.labels[2].when", False),
    ]


def test_redundant_parts_are_named_in_their_places() -> None:
    """Parts that could go without changing any label, also inside counts and points."""
    found = verify(define(all_of(pays, pays | late), at_least(1, pays & loyal, loyal)))
    assert [(one.label, one.path, one.text) for one in found.redundant] == [
        ("a", "$.labels[0].when.all[1]", "pays | late"),
        ("a", "$.labels[0].when.all[1].any[1]", "late"),
        ("b", "$.labels[1].when.count[0].all[0]", "pays"),
        ("b", "$.labels[1].when.count[0].all[1]", "loyal"),
    ]
    text = plain(found.odd(full=True))
    assert "a: pays | late could be removed from pays & (pays | late)" in text
    assert "a: late could be removed" not in text
    assert str(found.redundant[0]) in text
    assert "3 parts of conditions could be removed" in str(found)
    assert "1 part of conditions could be removed" in str(verify(define(pays, all_of(~pays, late), None)))


def test_lines_about_long_conditions_are_short() -> None:
    """A condition of a thousand parts is named by its beginning and its place."""
    found = verify(define(all_of(*[pays] * 1000)))
    assert len(found.redundant) == 1000
    lines = plain(found.odd(full=True)).splitlines()
    assert "  - and 900 more" in lines
    assert max(map(len, lines)) < 300


def test_what_an_earlier_label_settles_is_redundant_later() -> None:
    """The second label need not say what the first one's failing implies."""
    found = verify(define(pays, all_of(~pays, late), None))
    assert [(one.label, one.text) for one in found.redundant] == [("b", "~pays")]


def test_parts_inside_points_are_checked() -> None:
    """A term matters where the sum is reached with it and not without."""
    found = verify(define(points({all_of(pays, late | ~late): 2, trust: 1}) >= 4))
    assert [one.text for one in found.redundant] == ["late | ~late"]


def test_a_part_with_a_name_is_checked_once() -> None:
    """Where it is written; a part of it is redundant only if it is wherever the whole stands."""
    fit = named("fit", pays & (late | ~late))
    found = verify(define(fit & loyal, fit, None))
    assert [(one.label, one.path, one.text) for one in found.redundant] == [
        ("fit", "$.parts['fit'].when.all[1]", "late | ~late")
    ]
    assert [(one.label, one.path) for one in found.constant] == [("fit", "$.parts['fit'].when.all[1]")]
    one = named("one", pays & late)
    found = verify(define(one & pays, one | loyal, None))
    assert [(one.label, one.text) for one in found.redundant] == [("a", "pays"), ("b", "one")]


def test_parts_of_a_sum_with_a_name_are_checked_once() -> None:
    """However often the sum is compared."""
    score = named("score", points({pays & (late | ~late): 2, trust: 1, calls: 1}))
    found = verify(define(score >= 4, score >= 2, None))
    assert [(one.label, one.path) for one in found.redundant] == [("score", "$.parts['score'].points[0].all[1]")]


def test_constant_parts_are_found_where_redundant_ones_are_not_sought(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of every label, also behind the one at which the search gave up."""
    definition = define(all_of(pays, pays | late), loyal | ~loyal, None)
    monkeypatch.setattr(redundancies, "MAX_PART_STEPS", 0)
    found = verify(definition)
    assert [(one.label, one.text) for one in found.constant] == [("b", "loyal | ~loyal")]
    assert found.unchecked == 6


def test_the_search_for_redundant_parts_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many parts were not checked is said, and everything else is there."""
    definition = define(
        all_of(pays, pays | late), at_least(1, pays & loyal, loyal & calls), named("x", pays & calls), None
    )
    full = verify(definition)
    unchecked = []
    for steps in range(0, 60, 2):
        monkeypatch.setattr(redundancies, "MAX_PART_STEPS", steps)
        found = verify(definition)
        unchecked.append(found.unchecked)
        assert (found.constant, found.shares) == (full.constant, full.shares)
        assert ("Not checked" in str(found)) == (found.unchecked > 0)
        assert set(found.redundant) <= set(full.redundant)
    assert (unchecked[0], unchecked[-1], unchecked) == (10, 0, sorted(unchecked, reverse=True))


def test_a_definition_without_questions_can_be_verified() -> None:
    """One record of no answers; its label is for everybody."""
    found = verify(define(None))
    assert (found.records, dict(found.shares), found.effects) == (1, {"a": Fraction(1), None: Fraction(0)}, ())
    assert "1 record of answers" in str(found)


def test_marc_leaves_who_neither_pays_nor_is_a_partner_without_a_label() -> None:
    """The post's definition, read carefully: nothing is dead, hidden, irrelevant or redundant."""
    found = verify(MARC)
    assert (found.dead, found.irrelevant, found.redundant, found.constant, found.idle_presumptions) == ((),) * 5
    assert found.gap is not None
    assert all("not pays_for_services" in str(product) for product in found.gap.products)
    assert {effect.criterion.name for effect in found.effects if effect.lowers} == {"transactional"}


@pytest.mark.parametrize(
    "definition",
    [thetapoint.BUYER, thetapoint.SELLER, thetapoint.BUYER_DICTIONARY, thetapoint.SELLER_DICTIONARY],
    ids=str,
)
def test_the_shipped_definitions_have_no_dead_words(definition: Definition) -> None:
    """Every label can be had, and every criterion and presumption matters."""
    found = verify(definition)
    assert (found.dead, found.irrelevant, found.redundant, found.idle_presumptions) == ((), (), (), ())


def guideline() -> Definition:
    """Make a definition of 28 criteria and combinations of at least so many, as in medicine."""
    one = [Criterion(f"c{number}") for number in range(28)]
    very, strong, moderate, supporting = one[0], one[1:5], one[5:11], one[11:16]
    return Definition(
        "guideline",
        "Combinations",
        [
            Label(
                "high",
                any_of(
                    very & at_least(1, *strong),
                    very & at_least(2, *moderate),
                    very & at_least(1, *moderate) & at_least(1, *supporting),
                    very & at_least(2, *supporting),
                    at_least(2, *strong),
                    at_least(1, *strong) & at_least(3, *moderate),
                    at_least(1, *strong) & at_least(2, *moderate) & at_least(2, *supporting),
                    at_least(1, *strong) & at_least(1, *moderate) & at_least(4, *supporting),
                ),
            ),
            Label("likely", any_of(very & at_least(1, *moderate), at_least(3, *moderate), at_least(1, *strong))),
            Label("low", any_of(one[16], at_least(2, *one[17:21]), at_least(2, *one[21:28]))),
            Label("uncertain"),
        ],
        source="in the manner of S. Richards et al., Standards and guidelines (2015), table 5",
    )


def test_a_guideline_of_28_criteria_is_verified_in_few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """At least so many of several groups, combined in many ways."""
    monkeypatch.setattr(compilation, "MAX_STEPS", 10_000)
    monkeypatch.setattr(spaces, "MAX_STEPS", 40_000)
    found = verify(guideline())
    assert (found.records, found.unchecked, sum(found.shares.values())) == (2**28, 0, 1)


def test_too_many_points_over_thirty_criteria_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several sums with different weights make a diagram grow without bound; it is refused after so many steps."""
    monkeypatch.setattr(compilation, "MAX_STEPS", 10_000)
    criteria = [Criterion(f"c{number}") for number in range(30)]
    sums = [points({one: 1 + (number * step) % 29 for number, one in enumerate(criteria)}) for step in (1, 7, 11)]
    with pytest.raises(DiagramTooLargeError):
        verify(define(*(one >= 200 for one in sums)))


def test_too_many_pairs_of_nodes_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a criterion does is found by comparing nodes; where that takes too long it is said, with all the rest."""
    definition = define(any_of(all_of(pays, late, ~calls), all_of(~pays, loyal, calls)))
    full = verify(definition)
    told = {one.criterion: one for one in full.effects}
    for most in range(5):
        monkeypatch.setattr("relabel.checks.effects.MAX_PAIRS", most)
        found = verify(definition)
        assert {*found.untold} == {*told} - {one.criterion for one in found.effects}
        assert all(told[one.criterion].summary == one.summary for one in found.effects)
        assert (found.shares, found.overlaps) == (full.shares, full.overlaps)
        names = ", ".join(one.name for one in found.untold)
        assert (f"what an answer does: {names}" in str(found)) == bool(names)
    monkeypatch.setattr("relabel.checks.effects.MAX_PAIRS", 0)
    monotone = definition.evolve(intends=Intent(raises=[pays]))
    broken = [text for _, some in broken_laws(WRITTEN_LAWS, monotone) for text in some if "could not" in text]
    assert broken == ["pays is declared under 'raises', which could not be checked: that would take too long"]


@pytest.mark.parametrize("only_if", [{}, {Criterion("due", may_be_na=True): pays}])
def test_where_sets_of_records_get_too_large_all_else_is_there(
    only_if: dict[Criterion, Criterion], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gap has its share and a record, a hidden label the one that takes a record of it; that is said."""
    due = next(iter(only_if), late)
    definition = define(pays, pays & due, loyal & calls, only_if=only_if)
    full = verify(definition)
    monkeypatch.setattr(verification, "MAX_STEPS", 0)
    found = verify(definition)
    assert found.given_up == ("which other labels take what a hidden one could have",)
    assert found.given_up[0] in str(found)
    [hidden] = found.hidden
    assert (hidden.label, hidden.by) == (full.hidden[0].label, (hidden.given,))
    assert hidden.given in full.hidden[0].by
    assert (found.gap and found.gap.share) == (full.gap and full.gap.share)
    assert found.gap is not None
    assert (found.gap.products, found.gap.rest) == ((), found.gap.share)
    assert [found.gap.witness[name] for name in ("pays", "loyal", "calls")] == [False] * 3
    assert attrs.evolve(found, gap=full.gap, hidden=full.hidden, given_up=()) == full


def test_the_budget_of_a_space_is_that_of_its_block() -> None:
    """Steps inside a block do not count outside, and the other way round."""
    space = Space(MARC.diagram.variables)
    with pytest.raises(DiagramTooLargeError), space.budget(1):
        space.spend(2)
    space.spend(MAX_STEPS)
    with pytest.raises(DiagramTooLargeError):
        space.spend(1)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(0), "0 %"),
        (Fraction(1), "100 %"),
        (Fraction(1, 3), "33.33 %"),
        (Fraction(1, 2**20), "0.00009537 %"),
        (Fraction(1, 2**200), "less than 0.00001 %"),
        (1 - Fraction(1, 2**200), "more than 99.98 %"),
        (Fraction(1, 10), "10 %"),
    ],
)
def test_shares_are_never_nothing_or_all_where_they_are_not(share: Fraction, text: str) -> None:
    """Rounding must not make the rare impossible."""
    assert share_text(share) == text


def test_records_are_written_in_one_line() -> None:
    """What is spelt out comes first; the many are the others, unless the record is not complete."""
    record = {"a": True, "b": False, "c": False, "d": False, "e": False, "trust": 3}
    assert record_text(record) == "yes to a; no to the other 4; trust is 3"
    assert record_text(record, complete=False) == "yes to a; no to b, c, d, e; trust is 3"
    assert record_text(dict.fromkeys("abcd", True)) == "yes to all 4"
    assert record_text({"a": False, "b": True}) == "yes to b; no to a"
    assert record_text(dict.fromkeys("abcd", True) | {"e": False}) == "no to e; yes to the other 4"
    assert record_text({}) == "nothing is asked"


def test_the_report_is_text() -> None:
    """`str()` gives the report, whose sections appear only where there is something to say."""
    found = verify(define(pays, None))
    assert isinstance(found, Verification)
    assert str(found).splitlines() == [
        "tested (version 1): Tested",
        "  2 records of answers, each counted once; every share is a share of these",
        "",
        "Labels",
        "  - a: 50 %",
        "  - b: 50 %",
        "",
        "What each criterion does to the rank, all other answers being the same",
        "  - pays raises it",
    ]


def test_what_is_wrong_comes_first_and_counts_come_last() -> None:
    """Nobody reads to the end for what matters."""
    found = verify(define(pays | late, pays & late, all_of(loyal, any_of(calls, ~calls)), None, presume={calls: True}))
    headings = [one.heading for one in found.sections()]
    assert headings[1:] == [
        "Labels that nobody can get",
        "Overlaps: both conditions hold, and the first label is given",
        "Criteria that cannot change any label",
        "Presumptions that can never matter",
        "Conditions that always or never hold",
        "What could be shorter",
        "Labels",
        "What each criterion does to the rank, all other answers being the same",
    ]


def test_where_only_whether_it_applies_matters_it_changes_the_label() -> None:
    """Not applying is no lower and no higher answer; the pair has it last."""
    asked = attrs.evolve(trust, may_be_na=True)
    (effect,) = verify(define(asked.applies)).effects
    assert (effect.raises, effect.lowers, effect.summary) == (None, None, "changes")
    assert effect.changes is not None
    assert [dict(one) for one in (effect.changes.before, effect.changes.after)] == [{"trust": 4}, {"trust": "n/a"}]


@pytest.mark.parametrize(
    ("cells", "text"), [(0b010, "pays"), (0b101, "not pays"), (0b001, "pays is no"), (0b100, "pays is n/a")]
)
def test_not_met_is_wider_than_no_where_it_may_not_apply(cells: int, text: str) -> None:
    """Regions say which is meant."""
    assert str(regions.Factor(Variable(attrs.evolve(pays, may_be_na=True), (), 0), cells)) == text


def test_a_part_that_always_holds_is_written_with_its_place() -> None:
    """As text of its own, too."""
    (part,) = verify(define(all_of(pays, late | ~late), None)).constant
    assert str(part) == "a: late | ~late always holds ($.labels[0].when.all[1])"


def test_witnesses_are_found_where_looking_for_the_simplest_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is right the first is given then."""
    definition = define(at_least(3, pays, late, loyal, calls, trust >= 3), pays | calls, None)
    expected = {one.criterion: one.summary for one in verify(definition).effects}
    monkeypatch.setattr(effects, "MAX_NEAR", 0)
    found = verify(definition).effects
    assert {one.criterion: one.summary for one in found} == expected
    assert all(pair.label_before != pair.label_after for one in found for pair in one.pairs)


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("ordered", [True, False])
def test_verifying_by_a_sum_finds_the_same(name: str, ordered: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shares, witnesses, effects and parts; a region that takes the sum to tell is not written out."""

    def found() -> Verification:
        return verify(Definition("d", "t", SHAPES[name], source="-", ordered=ordered))

    expected = found()
    monkeypatch.setattr(compilation, "CARRY_FROM", 0)
    by_sum = found()
    assert (by_sum.shares, by_sum.dead, by_sum.hidden, by_sum.irrelevant) == (
        expected.shares,
        expected.dead,
        expected.hidden,
        expected.irrelevant,
    )
    assert (by_sum.constant, by_sum.redundant, by_sum.unchecked) == (
        expected.constant,
        expected.redundant,
        expected.unchecked,
    )
    effects = [[(one.criterion, one.summary, len(one.pairs)) for one in each.effects] for each in (by_sum, expected)]
    assert effects[0] == effects[1]
    regions = [
        [(one.share, one.witness) for one in (each.gap, *(pair.region for pair in each.overlaps)) if one is not None]
        for each in (by_sum, expected)
    ]
    assert regions[0] == regions[1]


def test_effects_by_a_sum_are_told_as_far_as_steps_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the criteria that are left it is said that it was not looked at."""
    monkeypatch.setattr(compilation, "CARRY_FROM", 0)
    monkeypatch.setattr(effects, "MAX_EFFECT_STEPS", 20)
    found = verify(Definition("d", "t", SHAPES["floors"], source="-"))
    assert found.untold
    assert {*found.untold} | {one.criterion for one in found.effects} == {*found.definition.asked}


def test_what_matters_by_a_sum_is_left_open_where_pairs_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """No criterion is called irrelevant that might not be, and no presumption idle; the rest is found."""
    definition = Definition("d", "t", SHAPES["floors"], source="-")
    monkeypatch.setattr(compilation, "CARRY_FROM", 0)
    full = verify(definition)
    monkeypatch.setattr(dependences, "MAX_PAIRS", 0)
    found = verify(definition)
    assert (found.given_up, found.irrelevant) == (("which criteria can change a label",), ())
    assert attrs.evolve(found, given_up=()) == full
    assert "which criteria can change a label" in str(found)


def test_what_makes_no_sense_has_no_effect_by_a_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither of two records may answer what has no premise."""
    came, solved = Criterion("came"), Scale("solved", low=1, high=3, may_be_na=True)
    total = points({pays: 4, came: 1, solved: 2})
    labels = [Label("client", total >= 6), Label("friend", total >= 3)]

    def found() -> Verification:
        return verify(Definition("d", "t", labels, source="-", only_if={solved: came}))

    expected = found()
    monkeypatch.setattr(compilation, "CARRY_FROM", 0)
    by_sum = found()
    assert by_sum.shares == expected.shares
    assert [(one.criterion, one.summary) for one in by_sum.effects] == [
        (one.criterion, one.summary) for one in expected.effects
    ]


def test_what_always_holds_by_a_sum_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left over where the other part does not hold are values that the sum never has there."""
    monkeypatch.setattr(compilation, "CARRY_FROM", 0)
    found = verify(define((points({pays: 1, late: 1}) < 2) | pays))
    assert [(one.path, one.holds) for one in found.constant] == [("$.labels[0].when", True)]
    assert (found.dead, found.gap, found.irrelevant) == ((), None, (pays, late))
