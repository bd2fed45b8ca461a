"""A mapping that never changes."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping
from typing import Any, Final, Generic, TypeVar, overload

__all__ = ["EMPTY", "FrozenMap"]

_V = TypeVar("_V")
_D = TypeVar("_D")


class FrozenMap(Mapping[str, _V], Generic[_V]):
    """A mapping that never changes: hashable, picklable, ordered as given.

    >>> FrozenMap({"en": "pain"})["en"]
    'pain'
    """

    __slots__ = ("_items",)
    _items: dict[str, _V]

    def __init__(self, items: Mapping[str, _V] | None = None) -> None:
        object.__setattr__(self, "_items", dict(items or {}))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a FrozenMap has no attribute to set: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a FrozenMap has no attribute to delete: {name}")

    def __getitem__(self, key: str) -> _V:
        return self._items[key]

    @overload
    def get(self, key: str, /) -> _V | None: ...
    @overload
    def get(self, key: str, /, default: _D) -> _V | _D: ...
    def get(self, key: str, /, default: object = None) -> object:
        """Return the value of *key*, or *default*; without an exception inside, for speed."""
        return self._items.get(key, default)

    def items(self) -> ItemsView[str, _V]:
        """Return the pairs of keys and values; the view of a dict, for speed."""
        return self._items.items()

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)

    def __reduce__(self) -> tuple[type[FrozenMap[_V]], tuple[dict[str, _V]]]:
        return type(self), (self._items,)


EMPTY: Final[FrozenMap[Any]] = FrozenMap()
"""The mapping of every field that nothing was given for."""
