"""Time scorecards of weighted questions; README.md explains the numbers.

Run it as `python benchmarks/scorecards.py [verify]`; with *verify* it also verifies and compares cards. Run as
`python benchmarks/scorecards.py many` it times definitions of many labels, options and columns of context.
"""

import csv
import gc
import random
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import TypeAlias

from relabel import (
    Answer,
    AnyCriterion,
    Choice,
    Classification,
    Condition,
    Criterion,
    Definition,
    Evidence,
    Label,
    Measure,
    Relationship,
    Scale,
    all_of,
    at_least,
    audit,
    classify,
    points,
)
from relabel.checks.comparison import compare
from relabel.checks.examples import check_examples
from relabel.checks.verification import verify
from relabel.files.relationships import read

Weights: TypeAlias = dict[Condition | AnyCriterion, int]
CATEGORIES = 5
SHARES = (0.0, 0.5, 0.8, 1.0)
"""Which part of the questions is answered."""
CARDS = (
    (24, "mixed", ""),
    (40, "mixed", ""),
    (60, "yes/no", ""),
    (60, "mixed", ""),
    (100, "mixed", ""),
    (100, "mixed", "key"),
    (100, "mixed", "levels"),
    (100, "mixed", "counts"),
)
SECONDS = {"compile": 15, "classify": 0.01, "because": 0.2, "explain": 2}
"""The bounds for 100 mixed questions without floors."""
WHOLE = {"verify": 30, "compare": 60}
"""The bounds for 100 mixed questions with any floors."""
MANY = 5
"""The bound in seconds for whatever is asked of many labels, options or columns."""


def card(size: int, kind: str, floors: str, changed: int = 0) -> tuple[Definition, Weights, tuple[int, int]]:
    """Give a scorecard, its weights, and what the upper two labels take.

    Args:
        size: How many questions.
        kind: "yes/no", or "mixed": a third each of yes/no, scales from 1 to 5, and measures with two bands.
        floors: What else the labels ask of each of five categories: nothing, a key question, levels or counts.
        changed: How much more the question in the middle weighs.
    """
    chance = random.Random(0)
    weights: Weights = {}
    asked: list[AnyCriterion] = []
    for number in range(size):
        weight = chance.randint(1, 100) + changed * (number == size // 2)
        one: AnyCriterion
        if kind == "yes/no" or number % 3 == 0:
            one = Criterion(f"c{number}")
            weights[one] = weight
        elif number % 3 == 1:
            one = Scale(f"c{number}", low=1, high=5)
            weights[one] = weight
        else:
            one = Measure(f"c{number}", unit="x", low=0, high=100)
            weights[one >= 50] = weight // 2
            weights[one >= 80] = weight - weight // 2
        asked.append(one)
    most = sum(weight * (5 if isinstance(term, Scale) else 1) for term, weight in weights.items())
    least = sum(weight for term, weight in weights.items() if isinstance(term, Scale))
    marks = least + (most - least) * 8 // 10, least + (most - least) * 6 // 10
    gold, silver = (points(weights) >= mark for mark in marks)
    upper: Condition = gold
    lower: Condition = silver
    for category in range(CATEGORIES) if floors else ():
        floor = _floor(floors, [one for number, one in enumerate(asked) if number * CATEGORIES // size == category])
        upper, lower = upper & floor, lower & floor if category < CATEGORIES // 2 else lower
    labels = [Label("gold", upper), Label("silver", lower), Label("bronze")]
    return Definition("card", "Scorecard", labels, source="-"), weights, marks


def _floor(floors: str, category: list[AnyCriterion]) -> Condition:
    scales = [one for one in category if isinstance(one, Scale)]
    questions = [one for one in category if isinstance(one, Criterion)]
    match floors:
        case "key":
            return scales[0] >= 3
        case "levels":
            return all_of(*(one >= 2 for one in scales))
        case _:
            return at_least(len(questions) // 2, *questions)


def relationship(definition: Definition, share: float, seed: int) -> Relationship:
    """Give a relationship of which a part of the questions is answered."""
    chance = random.Random(seed)
    evidence: list[Evidence] = []
    for one in definition.asked:
        if chance.random() < share:
            answer: Answer = chance.randint(0, 100)
            if isinstance(one, Criterion):
                answer = chance.random() < 0.7
            elif isinstance(one, Scale):
                answer = chance.randint(2, 5)
            elif isinstance(one, Choice):
                answer = chance.choice(one.options)
            evidence.append(Evidence(one, answer))
    return Relationship("A", "B", evidence=evidence)


def listed(definition: Definition, weights: Weights, marks: tuple[int, int], one: Relationship) -> set[str | None]:
    """Give the labels that are possible, by the set of all sums: the slow way, for cards without floors."""
    known = {piece.criterion: piece.answer for piece in one.evidence}
    sums = {0}
    for asked in definition.asked:
        answers: list[Answer] = [known[asked.name]] if asked.name in known else list(asked.answers or (0, 50, 80))
        added = {_points(asked, answer, weights) for answer in answers}
        sums = {before + more for before in sums for more in added}
    return {"gold" if one >= marks[0] else "silver" if one >= marks[1] else "bronze" for one in sums}


def _points(asked: AnyCriterion, answer: Answer, weights: Weights) -> int:
    if isinstance(asked, Measure) and isinstance(answer, int):
        return sum(weights[asked >= mark] for mark in (50, 80) if answer >= mark)
    return weights[asked] * int(answer)


def timed(work: Callable[[], object]) -> float:
    """Give the seconds of processor time that something takes, without collecting what was left before."""
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def of_many(kind: str, size: int) -> Definition:
    """Give a definition of many price bands, of as many options each with a label, or with two of them in labels."""
    if kind == "bands":
        spend = Measure("spend", unit="EUR/year")
        labels = [Label(f"band {number}", spend >= number) for number in range(size, 0, -1)]
    else:
        code = Choice("code", options=[f"o{number}" for number in range(size)])
        each = code.options if kind == "options" else code.options[:2]
        other = [Criterion("pays")] * (kind != "options")
        labels = [Label(f"label {option}", all_of(code.is_(option), *other)) for option in each]
    return Definition("many", "Many", [*labels, Label("other")], source="-")


def many() -> None:
    """Print the times that many labels, options and columns of context take, and what misses its bound."""
    missed: list[str] = []
    for kind, size in (("bands", 1_000), ("options", 1_000), ("two of options", 10_000), ("columns", 10_000)):
        for part in (size // 2, size):
            times = _wide(part) if kind == "columns" else _of_many(of_many(kind, part))
            print(f"{part} {kind:16}", ", ".join(f"{what} {seconds:.2f} s" for what, seconds in times.items()))
            missed += [f"{part} {kind}: {what} {took:.1f} s" for what, took in times.items() if took > MANY]
    sys.exit("\n".join(missed))


def _of_many(definition: Definition) -> dict[str, float]:
    one = relationship(definition, 1, 0)
    return {
        "compile": timed(lambda: definition.diagram),
        "explain": timed(lambda: classify(one, definition).explain()),
        "explain what is open": timed(lambda: classify(Relationship("A", "B"), definition).explain()),
        "verify": timed(lambda: verify(definition)),
        "compare": timed(lambda: compare(definition, definition.evolve(version="2"))),
        "check examples": timed(lambda: check_examples(definition)),
    }


def _wide(columns: int) -> dict[str, float]:
    """Time a file of ten relationships with so many columns of context."""
    pays = Criterion("pays")
    definition = Definition("one", "One", [Label("client", pays), Label("other")], source="-")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "wide.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(["buyer", "seller", "label", "pays", *(f"column {number}" for number in range(columns))])
            out.writerows([f"Company {row}", "us", "client", "yes", *range(columns)] for row in range(10))
        read_in = timed(lambda: read(path, {"pays": pays}))
        some = read(path, {"pays": pays}).relationships
    return {
        "read": read_in,
        "classify": timed(lambda: [classify(one, definition) for one in some]),
        "explain": timed(lambda: [classify(one, definition).explain() for one in some]),
        "audit": timed(lambda: str(audit(some, definition))),
    }


def main() -> None:
    """Print a line for each card, and what misses its bound."""
    missed: list[str] = []
    print(
        f"{'card':24}{'nodes':>8}{'compile':>10}{'classify':>10}{'because':>10}{'explain':>10}   (seconds, the worst)"
    )
    for size, kind, floors in CARDS:
        definition, weights, marks = card(size, kind, floors)
        start = process_time()
        nodes = definition.diagram.size
        worst = {"compile": process_time() - start, "classify": 0.0, "because": 0.0, "explain": 0.0}
        for seed, share in enumerate(SHARES):
            one = relationship(definition, share, seed)
            worst["classify"] = max(worst["classify"], timed(lambda: Classification(one, definition)))  # noqa: B023
            found = Classification(one, definition)
            worst["because"] = max(worst["because"], timed(lambda: found.because))  # noqa: B023
            worst["explain"] = max(worst["explain"], timed(found.explain))
            if not floors and found.possible != listed(definition, weights, marks, one):
                raise SystemExit(f"{size} {kind}, {share} known: {found.possible}")
        times = "".join(f"{seconds:10.4f}" for seconds in worst.values())
        print(f"{f'{size} {kind} {floors}':24}{nodes:8}{times}")
        if (size, kind, floors) == (100, "mixed", ""):
            late = {what: most for what, most in SECONDS.items() if worst[what] > most}
            missed += [f"{what}: {worst[what]:.3f} s, at most {most}" for what, most in late.items()]
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    for floors in ("", "key", "levels", "counts") if "verify" in sys.argv else ():
        old, new = (card(100, "mixed", floors, changed)[0] for changed in (0, 1))
        seconds = {"verify": timed(lambda: verify(old)), "compare": timed(lambda: compare(old, new))}  # noqa: B023
        print(f"100 mixed {floors:10}", ", ".join(f"{what} {took:.1f} s" for what, took in seconds.items()))
        missed += [f"{what} {floors}: {took:.1f} s" for what, took in seconds.items() if took > WHOLE[what]]
    sys.exit("\n".join(missed))


if __name__ == "__main__":
    many() if "many" in sys.argv else main()
