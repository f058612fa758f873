"""What makes a contract called alliance, joint venture or collaboration rather than supply, service or maintenance?

Experts have read commercial contracts and answered, clause by clause, what is in them (CUAD). The name of a
contract is the word in use, the clauses are the evidence, and the smallest rule that agrees is learnt. Whether
there is a rule at all shows in contracts that were kept apart.

    python learn_names.py
"""

import csv
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from relabel import Criterion, Definition, Evidence, Relationship, classify
from relabel.learning import Learned, Shape, learn

ANSWERS = Path(__file__).parent / "clause_answers.csv"
JOINT, SEPARATE = "joint", "separate"
NAMES = re.compile("alliance|joint venture|collaboration", re.IGNORECASE)

JOINS = (
    "most_favored_nation", "non_compete", "exclusivity", "no_solicit_of_customers", "revenue_profit_sharing",
    "joint_ip_ownership",
)  # fmt: skip
"""Clauses by which two share or bind themselves; the others keep accounts apart. So it was said before a look."""

PRICES = (0.4, 0.8, 2.5)
"""What an exception costs: these give rules of some three, four and ten requirements."""

EFFORT = 10_000
"""How many dead ends each search may meet. Rules are good ones then; that they are the best is not always proven."""

OUTER, INNER, SHUFFLES = 5, 4, 3


def read(path: Path = ANSWERS) -> tuple[list[Criterion], list[Relationship]]:
    """Give the clauses as criteria, and the contracts, each under a word by its name."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    criteria = [Criterion(name) for name in rows[0] if name not in ("contract", "document_name")]
    contracts = [
        Relationship(
            "one party",
            "the other",
            id=row["contract"],
            label=JOINT if NAMES.search(row["document_name"]) else SEPARATE,
            evidence=[Evidence(one.name, row[one.name] == "yes") for one in criteria],
        )
        for row in rows
    ]
    return criteria, contracts


def rule(contracts: Sequence[Relationship], criteria: Sequence[Criterion], price: float) -> Learned:
    """Learn what parts the contracts: any of at most three lists of clauses."""
    return learn(
        contracts,
        criteria,
        order=[JOINT, SEPARATE],
        raises=JOINS,
        lowers=[one for one in criteria if one.name not in JOINS],
        shapes=[Shape.ALTERNATIVES],
        exception_costs=price,
        effort=EFFORT,
        given_to=None,
    )


def said(definition: Definition, contracts: Iterable[Relationship]) -> list[tuple[str | None, str | None]]:
    """Give the word of each contract, and what a definition says of it."""
    return [(one.label, classify(one, definition).label) for one in contracts]


def balanced(pairs: Sequence[tuple[str | None, str | None]]) -> float:
    """Give the mean, over both words, of the share of contracts under it of which the same is said: chance is 0.5."""
    shares: list[float] = []
    for word in (JOINT, SEPARATE):
        found = [label == word for used, label in pairs if used == word]
        shares.append(sum(found) / len(found))
    return sum(shares) / len(shares)


def folds(contracts: Sequence[Relationship], number: int) -> Iterator[tuple[list[Relationship], list[Relationship]]]:
    """Keep one part after the other apart: give the rest and the part, each with its share of both words."""
    dice = random.Random(0)  # noqa: S311  # nothing is kept secret by it
    places: dict[str, int] = {}
    for word in (JOINT, SEPARATE):
        some = [one.key for one in contracts if one.label == word]
        dice.shuffle(some)
        places |= {key: at % number for at, key in enumerate(some)}
    for place in range(number):
        yield (
            [one for one in contracts if places[one.key] != place],
            [one for one in contracts if places[one.key] == place],
        )


def tuned(contracts: Sequence[Relationship], criteria: Sequence[Criterion]) -> tuple[float, Learned]:
    """Choose the price by contracts that are kept apart in turn, and learn with it from all."""

    def worth(price: float) -> float:
        parts = folds(contracts, INNER)
        return balanced([pair for rest, kept in parts for pair in said(rule(rest, criteria, price).definition, kept)])

    price = max(PRICES, key=worth)
    return price, rule(contracts, criteria, price)


def main() -> None:
    """Print how well the smallest rule does on contracts it has not seen, has seen, and with words shuffled."""
    criteria, contracts = read()
    joint = sum(one.label == JOINT for one in contracts)
    print(f"{len(contracts)} contracts, {joint} of them called alliance, joint venture or collaboration")
    unseen: list[tuple[str | None, str | None]] = []
    for rest, kept in folds(contracts, OUTER):
        unseen += said(tuned(rest, criteria)[1].definition, kept)
    print(f"balanced accuracy on contracts that the rule has not seen: {balanced(unseen):.2f} (chance 0.50)")
    price, learned = tuned(contracts, criteria)
    print(f"on those it was learnt from: {balanced(said(learned.definition, contracts)):.2f}")
    dice = random.Random(1)  # noqa: S311  # as above
    by_chance: list[float] = []
    for _ in range(SHUFFLES):
        words = [one.label for one in contracts]
        dice.shuffle(words)
        mixed = [attrs.evolve(one, label=word) for one, word in zip(contracts, words, strict=True)]
        by_chance.append(balanced(said(rule(mixed, criteria, price).definition, mixed)))
    print(f"the same with shuffled words: {sum(by_chance) / len(by_chance):.2f}")
    print(f"\n{learned.definition.labels[0].when}")
    print("\nThe words hardly follow the clauses: a contract is called joint for reasons that are not in it.")


if __name__ == "__main__":
    main()
