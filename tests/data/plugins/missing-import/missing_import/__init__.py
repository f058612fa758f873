"""A plugin one of whose modules imports a package that is not installed."""

from collections.abc import Iterable

from missing_import.books import BOOKS
from relabel import Definition, hookimpl

__all__ = ["BOOKS", "relabel_definitions"]


@hookimpl
def relabel_definitions() -> Iterable[Definition]:
    """Provide nothing, as it never gets here."""
    return []
