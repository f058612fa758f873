"""Later: what is loaded when it is first used, as many programs only classify."""

import importlib
import sys
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import final

__all__ = ["Later", "face"]


@final
class Later(ModuleType):
    """A module by its full name, to stand where the module itself would stand, in annotations as well.

    >>> numbers = Later("fractions")
    >>> numbers.Fraction(1, 2)
    Fraction(1, 2)
    """

    def __getattr__(self, name: str) -> object:
        found: object = getattr(importlib.import_module(self.__name__), name)
        setattr(self, name, found)
        return found


def face(module: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Give the `__getattr__` of a module that shows names of others, which are loaded when a name is first used.

    Args:
        module: Its full name.
        homes: By name the full name of the module that has it.
    """

    def get(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        found: object = getattr(importlib.import_module(homes[name]), name)
        setattr(sys.modules[module], name, found)
        return found

    return get
