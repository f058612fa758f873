"""A plugin in order, but for the name that it shares with another one."""

from collections.abc import Iterable

from relabel import Definition, Label, hookimpl


@hookimpl
def relabel_definitions() -> Iterable[Definition]:
    """Provide a name that both claim, and one of its own."""
    return [
        Definition(name, "Who is a client?", [Label("client")], source="handbook")
        for name in ("twin-words", "words-of-north")
    ]
