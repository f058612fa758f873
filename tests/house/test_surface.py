"""Tests of the public surface: exactly these names, all of them documented."""

import importlib
import inspect
import pkgutil
import typing
from pathlib import Path

import attrs
import pytest

import relabel

NAMES = [
    "NOT_APPLICABLE",
    "Answer",
    "Answered",
    "AnyCriterion",
    "Audit",
    "AuditRow",
    "Base",
    "Choice",
    "Classification",
    "Condition",
    "Conflicts",
    "Coverage",
    "Criterion",
    "Definition",
    "Evidence",
    "EvidencePolicy",
    "Example",
    "Finding",
    "Hearsay",
    "Intent",
    "Interview",
    "Label",
    "LabelInUse",
    "Measure",
    "PerSide",
    "Plugin",
    "Presumption",
    "Question",
    "Reason",
    "Registry",
    "RelabelError",
    "Relationship",
    "Scale",
    "SetAside",
    "Settling",
    "Side",
    "Standing",
    "Status",
    "Verdict",
    "all_of",
    "any_of",
    "at_least",
    "at_most",
    "audit",
    "classify",
    "exactly",
    "gather",
    "hookimpl",
    "installed",
    "interview",
    "mean",
    "named",
    "per",
    "per_side",
    "points",
    "priors",
    "share",
    "vocabulary",
]
ALIASES = {"Answer", "Condition"}
"""Type aliases, which cannot carry a docstring in Python 3.11, and hookimpl, which is an object."""

MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(relabel.__path__, "relabel.")
    if not found.ispkg and found.name not in ("relabel.cli.program", "relabel.reports.terminal", "relabel.__main__")
]


def test_the_public_names_are_these() -> None:
    """A name is added or removed on purpose, and the list is sorted."""
    in_order = sorted(relabel.__all__, key=lambda name: (not name.isupper(), name))
    assert (relabel.__all__, in_order) == (NAMES, NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_public_name_is_there(name: str) -> None:
    """`__all__` promises nothing that is missing."""
    assert hasattr(relabel, name)


def test_what_is_loaded_later_is_there_all_the_same() -> None:
    """Every name can be had from the face, whether or not it is loaded with it; a name that is not public is none."""
    for name, module in relabel._LATER.items():
        assert relabel.__getattr__(name) is getattr(importlib.import_module(module), name)
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        _ = relabel.Nonsense


def test_nothing_else_is_public() -> None:
    """What is not in `__all__` is a module or starts with an underscore."""
    others = {name for name in vars(relabel) if not name.startswith("_")} - set(NAMES)
    assert {name for name in others if not inspect.ismodule(getattr(relabel, name))} == set()


@pytest.mark.parametrize("name", sorted(set(NAMES) - ALIASES))
def test_every_public_name_has_a_docstring(name: str) -> None:
    """The first line says what it does, in under 80 characters or the width of a line of code."""
    text = inspect.getdoc(getattr(relabel, name))
    assert text
    assert len(text.splitlines()[0]) <= 110


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_every_module_says_what_it_is_and_what_it_offers(module: object) -> None:
    """A docstring, and an `__all__` whose names exist."""
    assert inspect.getdoc(module)
    offered: list[str] = module.__all__  # type: ignore[attr-defined]  # every module has it, which is what is tested
    assert [name for name in offered if not hasattr(module, name)] == []


FUNCTIONS = {
    f"{name}.{at}".removesuffix("."): function
    for name in NAMES
    for at, member in [("", getattr(relabel, name)), *inspect.getmembers_static(getattr(relabel, name))]
    if inspect.isfunction(function := getattr(member, "fget", getattr(member, "__func__", member)))
    and (at == "__init__" or not at.startswith("_"))
    and function.__module__.startswith("relabel.")
}
"""The public functions, methods and properties."""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_types_of_public_functions_can_be_had(name: str) -> None:
    """Also of those whose module is loaded when it is used."""
    assert "return" in typing.get_type_hints(FUNCTIONS[name])


CLASSES = [
    one
    for module in MODULES
    for name in module.__all__
    if inspect.isclass(one := getattr(module, name)) and one.__module__ == module.__name__
]


@pytest.mark.parametrize("one", CLASSES, ids=lambda one: f"{one.__module__}.{one.__qualname__}")
def test_public_methods_and_properties_have_docstrings(one: type) -> None:
    """What a reader sees in a reference is explained."""
    members = [
        (name, member)
        for name, member in vars(one).items()
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, (property, classmethod)))
    ]
    assert [name for name, member in members if not inspect.getdoc(member)] == []


@pytest.mark.parametrize(
    "one",
    [one for one in CLASSES if attrs.has(one) and one.__module__ != "relabel.files.relationships.assembly"],
    ids=lambda one: f"{one.__module__}.{one.__qualname__}",
)
def test_data_are_frozen(one: type[attrs.AttrsInstance]) -> None:
    """Values never change; only the entries of a file being read are filled in as it is read."""
    assert one.__setattr__ is not object.__setattr__


def test_the_package_is_typed() -> None:
    """Type checkers are told to use the annotations."""
    assert (Path(relabel.__file__).parent / "py.typed").exists()
