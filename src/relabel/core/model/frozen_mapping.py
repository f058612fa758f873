"""A read-only mapping that can be hashed and pickled, for fields of frozen classes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar, final

__all__ = ["FrozenMapping"]

K = TypeVar("K")
V = TypeVar("V")


@final
class FrozenMapping(Mapping[K, V], Generic[K, V]):
    """Hold key-value pairs that never change.

    Order is kept for reading and plays no part in equality or hash.

    >>> FrozenMapping({"owner": "Ana"})
    {'owner': 'Ana'}
    >>> hash(FrozenMapping({"a": 1, "b": 2})) == hash(FrozenMapping({"b": 2, "a": 1}))
    True
    """

    __slots__ = ("_items",)
    _items: dict[K, V]

    def __init__(self, items: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        object.__setattr__(self, "_items", dict(items))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a {type(self).__name__} cannot be changed")

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)

    def __reduce__(self) -> tuple[type["FrozenMapping[K, V]"], tuple[dict[K, V]]]:
        return FrozenMapping, (dict(self._items),)
