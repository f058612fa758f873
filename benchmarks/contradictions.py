"""Whether the least relabelling is least: `contradictions` against MaxSAT on random cases, and how long it takes.

pip install -r benchmarks/requirements.txt && python benchmarks/contradictions.py
"""

import random
import time

from pysat.examples.rc2 import RC2  # type: ignore[import-untyped]  # the package has no types
from pysat.formula import WCNF  # type: ignore[import-untyped]  # as above

from relabel import AnyCriterion, Criterion, Evidence, Relationship, Scale
from relabel.learning import Contradictions, contradictions


def companies(dice: random.Random, number: int, order: list[str]) -> tuple[list[AnyCriterion], list[Relationship]]:
    """Give companies sorted by a noisy sum, of which 15 % of the answers are unknown."""
    scale = [Scale(f"s{place}", low=1, high=4) for place in range(dice.randrange(3))]
    criteria: list[AnyCriterion] = [*(Criterion(f"c{place}") for place in range(dice.randrange(3, 10))), *scale]
    found: list[Relationship] = []
    for place in range(number):
        answers = [one.answers[dice.randrange(len(one.answers))] for one in criteria if one.answers]
        sum_ = sum(int(answer) for answer in answers) / (len(answers) + 2 * len(scale)) + dice.gauss(0, 0.15)
        word = order[max(0, min(len(order) - 1, int((1 - sum_) * len(order))))]
        evidence = [
            Evidence(one.name, said) for one, said in zip(criteria, answers, strict=True) if dice.random() > 0.15
        ]
        found.append(Relationship(str(place), "us", buyer_label=word, evidence=evidence))
    return criteria, found


def by_maxsat(found: Contradictions) -> int:
    """Give the least number of words to change: a clause for each pair, a price of one for each word."""
    names = {row.relationship.key: place for place, row in enumerate(found.sorting.rows, 1)}
    problem = WCNF()
    for pair in found.pairs:
        problem.append([names[pair.higher.relationship.key], names[pair.lower.relationship.key]])
    for place in names.values():
        problem.append([-place], weight=1)
    with RC2(problem) as solver:
        solver.compute()
        return int(solver.cost)


def main() -> None:
    """Compare on 200 random cases, and time 200 rows."""
    dice = random.Random(14)
    same = 0
    for _ in range(200):
        order = list("abcdef")[: dice.randrange(2, 6)]
        criteria, found = companies(dice, dice.randrange(5, 60), order)
        result = contradictions(found, criteria, order=order, raises=criteria)
        same += result.least == by_maxsat(result)
    print(f"least relabelling as MaxSAT has it: {same} of 200")
    slowest = 0.0
    for _ in range(10):
        criteria, found = companies(dice, 200, list("abc"))
        start = time.perf_counter()
        contradictions(found, criteria, order=list("abc"), raises=criteria)
        slowest = max(slowest, time.perf_counter() - start)
    print(f"200 rows: {slowest:.2f} s at most, of 10")


if __name__ == "__main__":
    main()
