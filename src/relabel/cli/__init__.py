"""The command line: it reads arguments and prints, and decides nothing.

Doors: definitions, program, terminal.
"""

from relabel.cli.program import main

__all__ = ["main"]
