"""A definition as one SQL statement, which gives in a database or warehouse what `classify()` gives one by one.

Doors: dialects, engines, long, wide.
"""

from relabel.frames.sql.dialects import DIALECTS
from relabel.frames.sql.long import evidence_to_sql
from relabel.frames.sql.wide import frame_to_sql

__all__ = ["DIALECTS", "evidence_to_sql", "frame_to_sql"]
