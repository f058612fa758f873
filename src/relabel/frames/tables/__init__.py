"""Tables of polars, pandas and pyarrow: labelled, audited, and asked for reasons.

Doors: asides, audit, long, rows, wide.
"""

from relabel.frames.tables.asides import set_aside_evidence, set_aside_frame
from relabel.frames.tables.audit import FrameAudit, audit_evidence, audit_frame
from relabel.frames.tables.long import classify_evidence
from relabel.frames.tables.rows import classify_pieces, classify_rows
from relabel.frames.tables.wide import classify_frame

__all__ = [
    "FrameAudit",
    "audit_evidence",
    "audit_frame",
    "classify_evidence",
    "classify_frame",
    "classify_pieces",
    "classify_rows",
    "set_aside_evidence",
    "set_aside_frame",
]
