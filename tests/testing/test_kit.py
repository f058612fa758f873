"""Tests of `kit` and `laws`: each planted fault breaks the law of its name and no other."""

import random
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import attrs
import pytest

import relabel.plugins.marc
import relabel.plugins.thetapoint
from relabel import (
    Choice,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Example,
    Intent,
    Label,
    Measure,
    Registry,
    Relationship,
    Scale,
    Side,
    exactly,
    hookimpl,
    per_side,
)
from relabel.core.classification.outcome import Outcome
from relabel.core.definitions.weighing import Weigher
from relabel.errors import InvalidValueError, PluginError
from relabel.plugins.marc import MARC
from relabel.testing import kit as testing
from relabel.testing import laws
from relabel.testing.kit import BrokenLawsError, check_definition, check_plugin
from relabel.testing.laws import DEFINITION_LAWS, EVIDENCE_LAWS, PLUGIN_LAWS
from tests import ROOT

pays = Criterion("pays", "Does the buyer pay?")
loyal = Criterion("loyal", "Is the buyer loyal?")
late = Criterion("late", "Does the buyer pay late?")
trust = Scale("trust", "How much do they trust us?", low=1, high=3)
spend = Measure("spend", "What do they spend?", unit="EUR/year")
handling = Choice("handling", "How are issues handled?", options=["shouted", "discussed"])
DAY = date(2020, 2, 29)
KNOWN = Relationship("Known Ltd", "us")


def define(*labels: Label, **fields: Any) -> Definition:  # Any: each field has its own type
    """Give a definition with some labels."""
    return Definition("planted", "A planted fault", labels, source="this test", **fields)


SOUND = define(Label("partner", loyal & (trust >= 2)), Label("client"))


class Definitions:
    """A plugin that provides one definition."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition

    @hookimpl
    def relabel_definitions(self) -> list[Definition]:
        return [self.definition]


class Supplier(Definitions):
    """A plugin that provides a definition, and evidence for companies that it knows."""

    def __init__(self, supply: Callable[[Relationship, date | None], Iterable[Evidence]]) -> None:
        super().__init__(SOUND)
        self.supply = supply

    @hookimpl
    def relabel_evidence(self, relationship: Relationship, as_of: date | None) -> list[Evidence]:
        return list(self.supply(relationship, as_of))


def known(relationship: Relationship, as_of: date | None) -> list[Evidence]:
    """Say of one company that it is loyal, once that is known."""
    in_time = as_of is None or as_of >= DAY
    return [Evidence(loyal, True, observed_on=DAY)] if relationship.buyer == "Known Ltd" and in_time else []


def moody(_: Relationship, __: date | None) -> list[Evidence]:
    return [Evidence(loyal, True, observed_on=DAY, note=str(random.random()))]  # noqa: S311  # a fault, not a secret


def undated(_: Relationship, __: date | None) -> list[Evidence]:
    return [Evidence(loyal, True)]


def mutating(relationship: Relationship, _: date | None) -> list[Evidence]:
    object.__setattr__(relationship, "evidence", (*relationship.evidence, Evidence(loyal, False)))
    return [Evidence(loyal, True, observed_on=DAY)]


def foreseeing(_: Relationship, as_of: date | None) -> list[Evidence]:
    return [Evidence(loyal, True, observed_on=DAY if as_of is None else date.max)]


def straying(_: Relationship, __: date | None) -> list[Evidence]:
    return [Evidence("loyall", True, observed_on=DAY)]


def rambling(_: Relationship, __: date | None) -> list[Evidence]:
    return [Evidence(trust, 4, observed_on=DAY)]


def silent(_: Relationship, __: date | None) -> list[Evidence]:
    return []


CLIENT = Label("client")
PLANTED: dict[str, list[object]] = {
    "no-dead-label": [Definitions(define(Label("partner", loyal), Label("friend", loyal & ~loyal), CLIENT))],
    "no-hidden-label": [
        Definitions(
            define(
                Label("partner", loyal),
                Label("friend", loyal & late),
                Label("debtor", late),
                CLIENT,
                intends=Intent(overlaps=[("partner", "friend"), ("partner", "debtor"), ("friend", "debtor")]),
            )
        ),
    ],
    "no-undeclared-gap": [Definitions(define(Label("partner", loyal)))],
    "no-undeclared-overlap": [Definitions(define(Label("partner", loyal), Label("friend", pays), CLIENT))],
    "every-criterion-matters": [Definitions(define(Label("partner", loyal & (pays | ~pays)), CLIENT))],
    "every-criterion-has-a-question": [
        Definitions(define(Label("partner", Criterion("loyal")), CLIENT)),
        Definitions(define(Label("partner", loyal), CLIENT, mentions=[Criterion("brand")])),
        Definitions(
            define(Label("partner", Criterion("loyal.buyer", "Is the buyer loyal?", about=Side.SELLER)), CLIENT)
        ),
    ],
    "hearsay-has-a-side": [
        Definitions(define(Label("partner", loyal), CLIENT, policy=EvidencePolicy(hearsay="disregard"))),
        Definitions(
            define(Label("partner", loyal), CLIENT, policy=EvidencePolicy().override(loyal, hearsay="disregard"))
        ),
    ],
    "every-presumption-matters": [Definitions(define(Label("partner", loyal), CLIENT, presume={pays: True}))],
    "monotone-where-declared": [
        # Exactly two of three: the third that is met costs the rank.
        Definitions(
            define(
                Label("partner", exactly(2, loyal, pays, ~late)),
                CLIENT,
                intends=Intent(raises=[loyal]),
            )
        ),
        Definitions(define(Label("partner", trust >= 2), CLIENT, intends=Intent(lowers=["trust"]))),
    ],
    "examples-hold": [
        Definitions(define(Label("partner", loyal), CLIENT, examples=[Example("a", {loyal: True}, expect="client")])),
        Definitions(define(Label("partner", loyal), CLIENT, examples=[Example("a", {}, expect="client")])),
    ],
    "evidence-is-deterministic": [Supplier(moody)],
    "evidence-is-dated": [Supplier(undated)],
    "evidence-is-not-from-the-future": [Supplier(foreseeing)],
    "evidence-is-about-declared-criteria": [Supplier(straying)],
    "evidence-is-in-the-domain": [Supplier(rambling)],
    "evidence-is-supplied": [Supplier(silent)],
    "hooks-do-not-mutate": [Supplier(mutating)],
}
"""By law, plugins that break it and nothing else."""

UNBREAKABLE = {
    "names-do-not-clash",
    "evidence-overrides-presumptions",
    "evidence-is-a-set",
    "words-and-years-are-inert",
    "documents-round-trip",
    "digest-is-stable",
}
"""Laws that the library keeps for every definition, or that take two plugins to break: see below."""


@pytest.fixture(autouse=True)
def _few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tests quick: what is planted here is found at once."""
    monkeypatch.setattr(laws, "TRIES", 8)
    monkeypatch.setattr(testing, "GENERATED", 4)


@pytest.mark.parametrize(("law", "plugin"), [(law, plugin) for law, plugins in PLANTED.items() for plugin in plugins])
def test_a_planted_fault_breaks_the_law_of_its_name_only(law: str, plugin: object) -> None:
    """The author of a plugin learns what is wrong, and nothing beside it."""
    with pytest.raises(BrokenLawsError) as caught:
        check_plugin(plugin, relationships=[KNOWN])
    assert [broken.law.name for broken in caught.value.broken] == [law]
    (broken,) = caught.value.broken
    assert broken.found != ()
    text = str(caught.value)
    assert [part in text for part in (law, broken.law.reason, f"#{law}", *broken.found)] == [True] * (
        3 + len(broken.found)
    )


def test_hearsay_that_is_disregarded_of_all_is_no_fault_of_one_without_a_side() -> None:
    """An override that says something else takes over what is said of all."""
    told = Criterion("told.buyer", "Do they say so?", about=Side.BUYER)
    policy = EvidencePolicy(hearsay="disregard").override(loyal, shelf_life="30 days")
    check_definition(define(Label("partner", loyal & told), CLIENT, policy=policy))


def test_every_law_is_tried() -> None:
    """No law is without a fault that breaks it."""
    names = [law.name for law in (*DEFINITION_LAWS, *PLUGIN_LAWS, *EVIDENCE_LAWS)]
    assert len(set(names)) == len(names)
    assert set(names) == PLANTED.keys() | UNBREAKABLE


def test_every_law_is_documented() -> None:
    """Its anchor is a heading of the page that messages point to."""
    page = (ROOT / "docs" / "reference" / "laws.md").read_text(encoding="utf-8")
    headings = [line.removeprefix("### ") for line in page.splitlines() if line.startswith("### ")]
    assert headings == [law.name for law in (*DEFINITION_LAWS, *PLUGIN_LAWS, *EVIDENCE_LAWS)]


@pytest.mark.parametrize(
    "definition",
    [
        SOUND,
        MARC,
        MARC.evolve(name="overlay", title="An overlay"),
        define(
            Label("top", handling.is_("discussed") & (spend >= 50_000) & MARC.is_("client")),
            Label("rest"),
            policy=MARC.policy,
        ),
        define(Label("top", loyal & pays), Label("middle", loyal), Label("rest")),  # one rung implies the next
        define(Label("always")),
        define(Label("yes", per_side("fond", "Is the {side} fond of the other?").both), Label("no")),
    ],
    ids=str,
)
def test_sound_definitions_keep_the_laws(definition: Definition) -> None:
    """What is right is not complained of."""
    check_definition(definition)


@pytest.mark.parametrize(
    "plugin", [relabel.plugins.marc, relabel.plugins.thetapoint, Supplier(known), "relabel-relationships"]
)
def test_sound_plugins_keep_the_laws(plugin: object) -> None:
    """Those that ship with the library among them, by object or by the name of the distribution."""
    check_plugin(plugin, relationships=[KNOWN])


def test_a_hook_that_raises_breaks_the_laws_by_name_and_place() -> None:
    """The plugin's own error is shown."""

    def raising(_: Relationship, __: date | None) -> list[Evidence]:
        raise LookupError("no such ledger")

    with pytest.raises(BrokenLawsError) as caught:
        check_plugin(Supplier(raising))
    assert [broken.law.name for broken in caught.value.broken] == ["evidence-is-supplied"]
    assert "no such ledger" in str(caught.value)


def test_plugins_that_block_each_other_break_a_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that another plugin uses otherwise is found where the plugin is tested, not where it is used."""
    other = define(Label("partner", Scale("loyal", "How loyal are they?", low=1, high=3) >= 2), CLIENT)
    plugins = {"one": Definitions(SOUND), "two": Definitions(attrs.evolve(other, name="other"))}
    both = Registry.from_objects(plugins)
    named = Registry(tuple(attrs.evolve(plugin, distribution=plugin.name) for plugin in both.plugins))
    monkeypatch.setattr(Registry, "from_entry_points", lambda: named)
    with pytest.raises(BrokenLawsError) as caught:
        check_plugin("one")
    assert [broken.law.name for broken in caught.value.broken] == ["names-do-not-clash"]
    assert ["'loyal'" in str(caught.value), "definition 'other'" in str(caught.value)] == [True, True]


def test_a_plugin_that_cannot_be_loaded_is_an_error() -> None:
    """There is nothing to check."""
    with pytest.raises(PluginError):
        check_plugin(object())


def test_an_unknown_distribution_is_an_error_with_the_nearest_name() -> None:
    """A slip in the name is not a plugin in order."""
    with pytest.raises(InvalidValueError) as caught:
        check_plugin("relabel-relationship")
    assert "relabel-relationships" in caught.value.expected


def test_broken_laws_can_be_split() -> None:
    """As any group of exceptions."""
    with pytest.raises(BrokenLawsError) as caught:
        check_definition(define(Label("partner", Criterion("loyal"))))
    part = caught.value.subgroup(lambda one: getattr(one, "law", None) == DEFINITION_LAWS[2])
    assert isinstance(part, BrokenLawsError)
    assert [one.law.name for one in part.broken] == ["no-undeclared-gap"]


# Laws that the library keeps, broken by breaking the library


def broken_laws(definition: Definition) -> list[str]:
    """Give the names of the laws that a definition breaks."""
    laws.TRIES = 60  # the fixture sets it back
    laws._cases.cache_clear()  # so that nothing is kept of a library in order, nor of one that is broken
    with pytest.raises(BrokenLawsError) as caught:
        check_definition(definition)
    laws._cases.cache_clear()
    return [broken.law.name for broken in caught.value.broken]


def test_a_weigher_that_counts_repeats_breaks_a_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """An even number of pieces is taken for nothing."""
    known = Weigher.known
    monkeypatch.setattr(
        Weigher, "known", lambda self, evidence, *rest: known(self, evidence if len(evidence) % 2 else (), *rest)
    )
    assert broken_laws(SOUND) == ["evidence-is-a-set"]


def test_presumptions_that_outweigh_evidence_break_a_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is presumed is granted though evidence says the opposite."""

    def grant_all(definition: Definition, known: int) -> int:
        for field, bit in definition.presumptions.values():
            known = known & ~field | bit
        return known

    monkeypatch.setattr(Definition, "grant", grant_all)
    definition = attrs.evolve(SOUND, presume={loyal: True, trust: 3})
    assert broken_laws(definition) == ["evidence-overrides-presumptions"]


def test_words_that_count_break_a_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is called something is a partner."""
    found = vars(Outcome.__base__)["label"]

    def flattered(self: Outcome) -> object:
        return "partner" if self.relationship.buyer_label == "any word" else found.__get__(self)

    monkeypatch.setattr(Outcome, "label", property(flattered))
    assert broken_laws(SOUND) == ["words-and-years-are-inert"]


def test_a_document_that_loses_something_breaks_two_laws(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes back is another definition, with another digest."""
    monkeypatch.setattr(laws, "from_document", lambda _: MARC)
    assert broken_laws(SOUND) == ["documents-round-trip", "digest-is-stable"]
