"""A definition as one SQL statement, which gives in a database or warehouse what `classify()` gives one by one.

Doors: dialects, long, wide.
"""

from typing import TYPE_CHECKING

from relabel.later import face

if TYPE_CHECKING:
    from relabel.frames.sql.long import evidence_to_sql
    from relabel.frames.sql.wide import frame_to_sql

__all__ = ["evidence_to_sql", "frame_to_sql"]

# As the face of `frames`: who asks for the dialects writes no statement yet.
__getattr__ = face(__name__, {"evidence_to_sql": "relabel.frames.sql.long", "frame_to_sql": "relabel.frames.sql.wide"})
