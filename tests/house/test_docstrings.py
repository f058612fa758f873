"""Every example in a docstring runs, and nothing else in the documentation escapes a test."""

import doctest
import importlib
import pkgutil

import pytest

import relabel
from relabel.later import Later

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(relabel.__path__, "relabel.") if module.name != "relabel.__main__"
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_docstrings_hold(name: str) -> None:
    """What a docstring shows is what comes out."""
    module = importlib.import_module(name)
    for later in vars(module).values():
        if isinstance(later, Later):  # doctest looks into it
            pytest.importorskip(later.__name__, reason=f"needs {later.__name__}")
    failed, _ = doctest.testmod(module, extraglobs={**vars(relabel), **vars(module)})
    assert failed == 0
