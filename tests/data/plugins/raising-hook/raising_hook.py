"""A plugin whose hook raises, in a library that it calls."""

import json
from collections.abc import Iterable

from relabel import Definition, Label, hookimpl

HANDBOOK = '{"title": "Who is a client?" "source": "handbook"}'


def read_handbook() -> dict[str, str]:
    """Read what is no JSON."""
    found: dict[str, str] = json.loads(HANDBOOK)  # the fault
    return found


@hookimpl
def relabel_definitions() -> Iterable[Definition]:
    """Provide a definition from the handbook."""
    title, source = read_handbook().values()
    return [Definition("handbook-clients", title, [Label("client")], source=source)]
