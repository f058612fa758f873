"""A definition as one SQL statement, which gives in a database or warehouse what `classify()` gives one by one.

Doors: dialects, long, wide.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relabel.frames.sql.long import evidence_to_sql
    from relabel.frames.sql.wide import frame_to_sql

__all__ = ["evidence_to_sql", "frame_to_sql"]


def __getattr__(name: str) -> object:
    # As the face of `frames`: who asks for the dialects writes no statement yet.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from relabel.frames.sql import long, wide

    found: object = getattr(wide if name == "frame_to_sql" else long, name)
    return found
