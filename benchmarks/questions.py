"""Compare what questions cost with and without the answers of a portfolio as priors; README.md explains the numbers."""

import random
from collections.abc import Callable, Iterator
from statistics import median
from time import process_time

from classify import Row, define, shown
from explain import define_weights
from guidelines import VARIANTS

from relabel import Classification, Definition, Evidence, Interview, Relationship, classify, priors
from relabel.core.classification.questions import Priors
from relabel.plugins.marc import MARC

ROUNDS = 15
PORTFOLIO, ASKED = 2_000, 10
DEFINITIONS = {"12": define(), "28": VARIANTS, "40": define_weights(), "marc": MARC}
WAYS: dict[str, Callable[[Classification, Priors | None], object]] = {
    "questions()": lambda one, given: one.questions(given=given),
    "first question": lambda one, given: Interview(one, given=given).question,
    "expected length": lambda one, given: Interview(one, given=given).expected,
}


def portfolio(definition: Definition, size: int, share: float, rng: random.Random) -> list[Classification]:
    """Classify relationships of which so large a share is known, each answer as likely as the others."""
    variables = definition.diagram.variables
    return [
        classify(
            Relationship(
                "buyer",
                "seller",
                evidence=[
                    Evidence(one.criterion, one.example(rng.randrange(one.size)), attested_by=one.criterion.about)
                    for one in variables
                    if rng.random() < share
                ],
            ),
            definition,
        )
        for _ in range(size)
    ]


def report() -> Iterator[Row]:
    """Measure each definition in turns."""
    rng = random.Random(20260131)
    for name, definition in DEFINITIONS.items():
        given = priors(portfolio(definition, PORTFOLIO, 0.7, rng))
        some = [one for one in portfolio(definition, 5 * ASKED, 0.3, rng) if len(one.possible) > 1][:ASKED]
        for what, way in WAYS.items():
            if name == "40" and what == "expected length":  # which takes too long, and is None
                continue
            times: dict[str, list[float]] = {"without": [], "with": []}
            for _ in range(ROUNDS):
                for key, weights in (("without", None), ("with", given)):
                    start = process_time()
                    for one in some:
                        way(one, weights)
                    times[key].append((process_time() - start) / len(some) * 1000)
            yield Row(f"{name}: {what}", median(times["without"]), "ms")
            times_as_long = median(one / other for one, other in zip(times["with"], times["without"], strict=True))
            yield Row(f"{name}: {what}, with priors / without", times_as_long, "times", "at most", 2)


if __name__ == "__main__":
    raise SystemExit(shown(f"{ASKED} open relationships; medians of {ROUNDS} rounds in turns", report()))
