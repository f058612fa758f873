"""Tests of `relabel.core.model.relationship`: one buyer, one seller, and what is known."""

import pickle
from datetime import UTC, date, datetime
from decimal import Decimal

import attrs
import pytest

from relabel import Evidence, LabelInUse, Relationship, Side
from relabel.errors import InvalidValueError

FULL = Relationship(
    "Cleaner",
    "Shop",
    buyer_label="client",
    seller_label="vendor",
    label="account",
    labels=[LabelInUse("client", Side.BUYER, "CRM"), LabelInUse("account", None, "contract")],
    evidence=[Evidence("pays", True)],
    since=date(2001, 2, 3),
    id="7",
    attributes={"owner": "Ana", "yearly_value": Decimal("1.5"), "key": True, "first": date(2001, 2, 3), "gone": None},
)


def test_a_relationship_is_a_frozen_value() -> None:
    """It never changes, hashes and survives pickle."""
    twin = pickle.loads(pickle.dumps(FULL))  # noqa: S301  # our own bytes
    assert (twin, hash(twin)) == (FULL, hash(FULL))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        FULL.buyer = "x"  # type: ignore[misc]  # the point of the test


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("buyer", ""),
        ("buyer", "  "),
        ("buyer", None),
        ("seller", ""),
        ("seller", 5),
        ("buyer_label", 5),
        ("seller_label", True),
        ("label", ["client"]),
        ("id", 5),
        ("since", "2001"),
        ("since", datetime(2001, 2, 3, tzinfo=UTC)),
    ],
)
def test_each_field_is_checked(field: str, value: object) -> None:
    """The error keeps what was found and names the field."""
    fields: dict[str, object] = {"buyer": "B", "seller": "S", field: value}
    with pytest.raises(InvalidValueError) as caught:
        Relationship(**fields)  # type: ignore[arg-type]  # the point of the test
    assert (caught.value.found, field in caught.value.place) == (value, True)


@pytest.mark.parametrize("labels", ["client", [None], [("client", Side.BUYER, "CRM")], 5])
def test_labels_say_which_side_and_which_source(labels: object) -> None:
    """A word alone is no label in use of a source."""
    with pytest.raises(InvalidValueError) as caught:
        Relationship("B", "S", labels=labels)  # type: ignore[arg-type]  # the point of the test
    assert caught.value.place == "labels of 'B buys from S'"


@pytest.mark.parametrize(
    ("label", "side", "source", "field"),
    [
        ("", Side.BUYER, "CRM", "label"),
        (None, None, "CRM", "label"),
        ("client", Side.SELLER, " ", "source"),
        ("client", Side.SELLER, 7, "source"),
        ("client", "buyer", "CRM", "side"),
        ("client", True, "CRM", "side"),
    ],
)
def test_each_field_of_a_label_in_use_is_checked(label: str, side: Side | None, source: str, field: str) -> None:
    """The error names the field."""
    with pytest.raises(InvalidValueError) as caught:
        LabelInUse(label, side, source)
    assert caught.value.place.startswith(field)


def test_evidence_is_evidence() -> None:
    """A pair or a name is no evidence."""
    with pytest.raises(InvalidValueError) as caught:
        Relationship("B", "S", evidence=[Evidence("x", True), ("x", True)])  # type: ignore[list-item]  # the point of the test
    assert caught.value.found == ("x", True)


@pytest.mark.parametrize(("key", "value"), [("owner", ["Ana"]), (5, "Ana"), ("owner", object), ("tags", {"a": 1})])
def test_attributes_are_plain_values_under_names(key: object, value: object) -> None:
    """Text, numbers, dates and None, so that grouping, weighting and files can rely on them."""
    with pytest.raises(InvalidValueError) as caught:
        Relationship("B", "S", attributes={key: value})  # type: ignore[dict-item]  # the point of the test
    assert caught.value.found == value


def test_its_name_says_who_buys_from_whom() -> None:
    """If both sell to each other that is two relationships, with two names."""
    assert (FULL.name, Relationship("Shop", "Cleaner").name) == ("Cleaner buys from Shop", "Shop buys from Cleaner")


def test_the_id_is_the_key_where_there_is_one() -> None:
    """Without an id the two names are the key."""
    assert (FULL.key, Relationship("Cleaner", "Shop").key) == ("7", "Cleaner buys from Shop")


@pytest.mark.parametrize(
    ("side", "company", "label"),
    [(Side.BUYER, "Cleaner", "client"), (Side.SELLER, "Shop", "vendor"), (None, FULL.name, "account")],
)
def test_each_side_has_its_company_and_label(side: Side | None, company: str, label: str) -> None:
    """None stands for the relationship as a whole."""
    assert (FULL.company(side), FULL.label_in_use(side)) == (company, label)


def test_no_label_in_use_is_none() -> None:
    """Nothing is assumed about words that are not in use."""
    assert [Relationship("B", "S").label_in_use(side) for side in (*Side, None)] == [None, None, None]


def test_more_evidence_makes_a_new_relationship() -> None:
    """The rest stays, the old one too."""
    more = FULL.with_evidence(Evidence("x", False))
    assert more.evidence == (Evidence("pays", True), Evidence("x", False))
    assert attrs.evolve(more, evidence=FULL.evidence) == FULL


def test_order_of_attributes_plays_no_part() -> None:
    """Attributes are a mapping."""
    assert Relationship("B", "S", attributes={"a": 1, "b": 2}) == Relationship("B", "S", attributes={"b": 2, "a": 1})
