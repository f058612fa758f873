"""Later: a module that is loaded when something in it is first used, as many programs only classify."""

import importlib
from types import ModuleType
from typing import final

__all__ = ["Later"]


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
