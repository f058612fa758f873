"""A definition over whole tables, with the answers of `classify()`: in the frame you have, DuckDB, Spark, and as SQL.

Doors: audit, columns, exchange, expressions, long, packing, readings, walk, wide.
"""

from relabel.frames.audit import FrameAudit, audit_evidence, audit_frame
from relabel.frames.long import classify_evidence
from relabel.frames.sql import evidence_to_sql, frame_to_sql
from relabel.frames.wide import classify_frame, classify_rows

__all__ = [
    "FrameAudit",
    "audit_evidence",
    "audit_frame",
    "classify_evidence",
    "classify_frame",
    "classify_rows",
    "evidence_to_sql",
    "frame_to_sql",
]
