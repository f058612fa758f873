"""The commands that look for a definition in what people have sorted: `relabel contradictions`."""

import argparse

from relabel.api import audit
from relabel.cli.relationships import load
from relabel.cli.terminal import write_result
from relabel.plugins.registry import Registry

__all__ = ["run_contradictions"]


def run_contradictions(options: argparse.Namespace, registry: Registry) -> None:
    """Write where the words in use for the companies of a file contradict each other."""
    definition, reading, as_of = load(options, registry)
    found = audit(reading.relationships, definition.name, as_of=as_of, registry=registry)
    contradictions = found.contradictions(raises=options.raises, lowers=options.lowers)
    whole = [one.company(definition.given_to) for one in reading.relationships]
    write_result(contradictions.sections(), contradictions, options.format, whole=whole)
