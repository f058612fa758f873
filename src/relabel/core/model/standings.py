"""Standings: how certain a label is."""

import enum
from typing import final

__all__ = ["Standing"]


@final
class Standing(enum.Enum):
    """How certain a label is."""

    SETTLED = "settled"
    PRESUMED = "presumed"
    OPEN = "open"
