"""Tests of `relabel.core.model.frozen_mapping`: a read-only mapping that is a value."""

import copy
import pickle

import pytest

from relabel.core.model.frozen_mapping import FrozenMapping


def test_a_frozen_mapping_reads_like_a_dict() -> None:
    """Look-up, length, order and membership are those of a dict."""
    one = FrozenMapping({"b": 1, "a": 2})
    assert (one["a"], len(one), list(one), "b" in one, one.get("z")) == (2, 2, ["b", "a"], True, None)


def test_it_is_made_from_pairs_too() -> None:
    """A mapping or pairs, and empty without either."""
    assert (FrozenMapping([("a", 1)]) == FrozenMapping({"a": 1}), len(FrozenMapping())) == (True, 0)


def test_order_plays_no_part_in_equality_and_hash() -> None:
    """Two mappings of the same pairs are one value."""
    one, other = FrozenMapping({"a": 1, "b": 2}), FrozenMapping({"b": 2, "a": 1})
    assert (one == other, hash(one) == hash(other), one == {"a": 1, "b": 2}) == (True, True, True)


def test_it_keeps_nothing_of_the_dict_it_was_made_from() -> None:
    """Changing the source changes nothing."""
    source = {"a": 1}
    one = FrozenMapping(source)
    source["a"] = 2
    assert one == {"a": 1}


def test_it_cannot_be_changed() -> None:
    """No item, attribute or slot can be set or deleted."""
    one = FrozenMapping({"a": 1})
    with pytest.raises(TypeError):
        one["a"] = 2  # type: ignore[index]  # the point of the test
    with pytest.raises(AttributeError):
        one.x = 1
    with pytest.raises(AttributeError):
        del one._items
    assert one == {"a": 1}


@pytest.mark.parametrize("twin", [lambda one: pickle.loads(pickle.dumps(one)), copy.copy, copy.deepcopy])  # noqa: S301  # our own bytes
def test_it_survives_copy_and_pickle(twin: object) -> None:
    """Fields of frozen classes are sent to other processes."""
    one = FrozenMapping({"b": 1, "a": (1, 2)})
    assert callable(twin)
    assert (twin(one), list(twin(one))) == (one, ["b", "a"])


def test_it_prints_as_a_dict() -> None:
    """Its repr is what a reader expects in a message."""
    assert repr(FrozenMapping({"owner": "Ana"})) == "{'owner': 'Ana'}"
