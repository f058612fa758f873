"""How well `learn` names wrong words, beside a forest with confident learning; and how long its proofs take.

Made-up companies are sorted by hidden definitions over twelve yes/no criteria that have directions, and
some words are then made wrong. Of the words named: how many are wrong; of the wrong ones: how many are named.
`learn` calls few probably wrong, those that are ruled out, and names others that are unlikely; a forest names many.
So both are counted: the former alone, and all that `learn` names.

pip install -e ".[learn]" -r benchmarks/requirements.txt && python benchmarks/learning.py [RUNS [UNDIRECTED]]
"""

import csv
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from cleanlab.filter import find_label_issues  # type: ignore[import-untyped]  # the package has no types
from sklearn.ensemble import RandomForestClassifier  # type: ignore[import-untyped]  # as above
from sklearn.metrics import balanced_accuracy_score  # type: ignore[import-untyped]  # as above
from sklearn.model_selection import cross_val_predict  # type: ignore[import-untyped]  # as above

from relabel import Criterion, Evidence, Relationship
from relabel.learning import Learned, learn

CRITERIA = [Criterion(f"c{place}") for place in range(12)]
WORDS = ["partner", "client", "other"]
WRONG, GAPS = 0.06, 0.15


def hidden(dice: random.Random) -> Callable[[Sequence[bool]], str]:
    """Give a definition as a handbook has it: for the higher word a core and so many of others."""
    places = dice.sample(range(12), 12)
    first, others = places[0], places[1:]
    counted = others[: dice.choice([3, 4, 5])]
    least = dice.randrange(1, len(counted))
    more = others[5 : 5 + dice.choice([2, 3])]
    kind = dice.randrange(3)

    def upper(case: Sequence[bool]) -> bool:
        return case[first] and sum(case[one] for one in counted) >= least

    def lower(case: Sequence[bool]) -> bool:
        if kind == 0:
            return case[first] or all(case[one] for one in more)
        if kind == 1:
            return case[first] or sum(case[one] for one in others[5:8]) >= 2
        return case[first] or (any(case[one] for one in more[:2]) and case[more[-1]])

    return lambda case: WORDS[0] if upper(case) else WORDS[1] if lower(case) else WORDS[2]


def companies(
    dice: random.Random, number: int, gaps: float
) -> tuple[list[Relationship], list[list[float]], list[str], set[str]]:
    """Give companies, answers as numbers (half where not known), words, and which of them are wrong."""
    call = hidden(dice)
    cases = [[dice.random() < likely for _ in CRITERIA] for likely in (dice.uniform(0.3, 0.8) for _ in range(number))]
    words = [call(case) for case in cases]
    wrong = dice.sample(range(number), round(WRONG * number))
    for one in wrong:
        words[one] = dice.choice([word for word in WORDS if word != words[one]])
    known = [[answer if dice.random() >= gaps else None for answer in case] for case in cases]
    found = [
        Relationship(
            str(at),
            "us",
            buyer_label=word,
            evidence=[Evidence(c.name, said) for c, said in zip(CRITERIA, case, strict=True) if said is not None],
        )
        for at, (word, case) in enumerate(zip(words, known, strict=True))
    ]
    numbers = [[0.5 if said is None else float(said) for said in case] for case in known]
    return found, numbers, words, {str(one) for one in wrong}


def by_learn(found: Sequence[Relationship], *, directed: bool = True) -> tuple[list[str], Learned]:
    """Name the words that are probably wrong by `learn`, then those that are unlikely."""
    learned = learn(found, CRITERIA, order=WORDS, raises=CRITERIA if directed else ())
    rows = [*(one.row for one in learned.exceptions), *(one.row for one in learned.unlikely)]
    return [row.relationship.buyer for row in rows], learned


def by_forest(numbers: Sequence[Sequence[float]], words: Sequence[str]) -> set[str]:
    """Name them by confident learning on what a forest says of companies that it has not seen."""
    used = sorted(set(words))
    labels = np.array([used.index(word) for word in words])
    forest = RandomForestClassifier(300, random_state=0)
    likely = cross_val_predict(forest, np.array(numbers), labels, cv=5, method="predict_proba")
    issues = find_label_issues(labels, likely, return_indices_ranked_by="self_confidence", n_jobs=1)
    return {str(one) for one in issues}


def tried(number: int, gaps: float, runs: int) -> Iterator[str]:
    """Try companies of a number several times, and say how it went."""
    counts = {"learn": [0, 0, 0], "forest": [0, 0, 0], "learn with the unlikely": [0, 0, 0]}
    slowest, proven, ranks = 0.0, 0, 0
    for run in range(runs):
        dice = random.Random(1000 * number + run)
        while True:
            found, numbers, words, wrong = companies(dice, number, gaps)
            if min(words.count(word) for word in WORDS) >= 5:  # as folds ask for
                break
        start = time.process_time()
        named, learned = by_learn(found)
        slowest = max(slowest, (time.process_time() - start) / len(learned.ranks))
        proven += sum(rank.proven for rank in learned.ranks)
        ranks += len(learned.ranks)
        forest = by_forest(numbers, words)
        first = set(named[: len(learned.exceptions)])
        for who, some in (("learn", first), ("forest", forest), ("learn with the unlikely", set(named))):
            for at, more in enumerate((len(some & wrong), len(some), len(wrong))):
                counts[who][at] += more
    yield f"{number} companies, {gaps:.0%} not known, {runs} runs"
    yield f"  {proven} of {ranks} ranks proven, {slowest:.1f} s for each at most"
    for who, (right, named_, wrong_) in counts.items():
        share = right / max(1, named_)
        yield f"  {who}: {share:.0%} of {named_} words named are wrong, {right / wrong_:.0%} of {wrong_} wrong ones"


def forest_on_contracts() -> float:
    """Give the balanced accuracy of a forest on contracts of examples/contracts that it has not seen."""
    with (Path(__file__).parents[1] / "examples" / "contracts" / "clause_answers.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    clauses = [name for name in rows[0] if name not in ("contract", "document_name")]
    answers = np.array([[row[name] == "yes" for name in clauses] for row in rows])
    joint = np.array(
        [
            any(name in row["document_name"].lower() for name in ("alliance", "joint venture", "collaboration"))
            for row in rows
        ]
    )
    forest = RandomForestClassifier(300, class_weight="balanced", random_state=0)
    return float(balanced_accuracy_score(joint, cross_val_predict(forest, answers, joint, cv=5)))


def main(runs: int) -> None:
    """Try 50 and 200 companies, with every answer known and with gaps."""
    print(f"a forest on contracts it has not seen: {forest_on_contracts():.2f} balanced accuracy")
    for number in (50, 200):
        for gaps in (0.0, GAPS):
            for line in tried(number, gaps, runs if number < 200 else max(1, runs // 3)):
                print(line, flush=True)


def undirected(runs: int) -> None:
    """Time the search where no direction is declared."""
    for number in (50, 200):
        for run in range(runs):
            found = companies(random.Random(1000 * number + run), number, 0.0)[0]
            start = time.process_time()
            learned = by_learn(found, directed=False)[1]
            took = (time.process_time() - start) / len(learned.ranks)
            print(f"{number} companies, no directions: {took:.1f} s a word, {[rank.proven for rank in learned.ranks]}")


if __name__ == "__main__":
    if "UNDIRECTED" in sys.argv:
        undirected(int(sys.argv[1]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
