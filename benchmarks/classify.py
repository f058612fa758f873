"""Compare `relabel` with a hand-written `if`, zen-engine and rule-engine; README.md explains the numbers."""

import gc
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any, Literal, TypeAlias

import attrs
import rule_engine  # type: ignore[import-untyped]  # it ships no types
import zen

from relabel import (
    Answer,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Label,
    Relationship,
    Side,
    Standing,
    at_least,
    classify,
    points,
)
from relabel.plugins.marc import MARC

RELATIONSHIPS, PIECES, ROUNDS = 10_000, 8, 9
AS_OF = date(2025, 12, 31)
LIFE = timedelta(days=200)
NAMES = tuple(f"c{number}" for number in range(12))
NINE = frozenset(NAMES[:9])
PRESUME = {"c9": True, "c10": False, "c11": True}
SETTLED, PRESUMED, OPEN = Standing

Verdict: TypeAlias = tuple[str | None, Standing]
# Any: contestants take relationships, contexts or makers of definitions.
Function: TypeAlias = Callable[[Any], object]
Contestant: TypeAlias = tuple[Function, Sequence[object]]
Bound: TypeAlias = Literal["at most", "at least", ""]
Times: TypeAlias = dict[str, list[float]]


def names_of(count: int) -> tuple[str, ...]:
    """Give the names of so many criteria."""
    return tuple(f"c{number}" for number in range(count))


def define(
    presume: Mapping[str, bool] | None = None, *, count: int = 12, policy: EvidencePolicy | None = None
) -> Definition:
    """Make the definition from fresh objects: yes/no criteria, the upper label with a rule of two thirds (6 of 9)."""
    criteria = {name: Criterion(name, f"Is {name} so?", about=Side.BUYER) for name in names_of(count)}
    *signs, needed, veto, enough = criteria.values()
    often = at_least(len(signs) * 2 // 3, *signs)
    labels = [Label("partner", often & needed & ~veto), Label("client", enough)]
    presumed = {criteria[name]: answer for name, answer in (presume or {}).items()}
    return Definition(
        "bench", "Benchmark", labels, source="benchmarks/README.md", presume=presumed, policy=policy or EvidencePolicy()
    )


def define_points() -> Definition:
    """Make a definition of 28 yes/no criteria that give 1 to 5 points each, 83 in all."""
    score = points({Criterion(f"p{number}"): 1 + number % 5 for number in range(28)})
    return Definition(
        "score", "Points", [Label("partner", score >= 56), Label("client", score >= 28)], source="benchmarks/README.md"
    )


def relationships(
    *, repeats: bool = False, dated: bool = False, said: bool = False, count: int = 12, pieces: int = PIECES
) -> list[Relationship]:
    """Make relationships with random pieces of evidence.

    Args:
        repeats: Whether several may be on one criterion; they are anyhow where there are more than criteria.
        dated: Whether they have days, some of them after `AS_OF`.
        said: Whether some are one side's word.
        count: How many criteria there are.
        pieces: How many pieces each relationship has.
    """
    rng, names = random.Random(20260131), names_of(count)

    def piece(name: str, warmth: float) -> Evidence:
        answer = (rng.random() < warmth) != (name == names[-2])
        day = AS_OF + timedelta(rng.randint(-300, 100)) if dated else None
        side = rng.choice([None, Side.BUYER, Side.SELLER]) if said else None
        return Evidence(name, answer, observed_on=day, attested_by=side)

    def evidence() -> list[Evidence]:
        warmth = rng.uniform(0.3, 1)
        several = repeats or pieces > count
        return [
            piece(name, warmth) for name in (rng.choices(names, k=pieces) if several else rng.sample(names, pieces))
        ]

    return [Relationship(f"buyer {number}", "seller", evidence=evidence()) for number in range(RELATIONSHIPS)]


def by_hand(one: Relationship) -> Verdict:
    """Judge as `define()` does, as one writes it for speed, knowing what is met and what is missing."""
    met, missing = [], []
    for piece in one.evidence:
        if piece.answer:
            met.append(piece.criterion)
        else:
            missing.append(piece.criterion)
    if not set(met).isdisjoint(missing):
        met, missing = [name for name in met if name not in missing], [name for name in missing if name not in met]
    # From here on the same as `decide`, without the cost of the call.
    if "c9" in missing or "c10" in met or len(NINE.intersection(missing)) > 3:
        if "c11" in met:
            return "client", SETTLED
        return None, SETTLED if "c11" in missing else OPEN
    if "c9" in met and "c10" in missing and len(NINE.intersection(met)) >= 6:
        return "partner", SETTLED
    return None, OPEN


def by_hand_in_full(one: Relationship, *, as_of: date | None = None, presume: Mapping[str, bool]) -> Verdict:
    """Judge as `by_hand` on the evidence up to a day, granting what is presumed if that settles the label."""
    yes, no = [], []
    for piece in one.evidence:
        if as_of is None or piece.observed_on is None or piece.observed_on <= as_of:
            if piece.answer:
                yes.append(piece.criterion)
            else:
                no.append(piece.criterion)
    met, missing = uncontested(yes, no)
    label, standing = decide(met, missing)
    if presume and standing is OPEN:
        for name, answer in presume.items():
            if name not in yes and name not in no:
                (met if answer else missing).append(name)
        label, standing = decide(met, missing)
        standing = PRESUMED if standing is SETTLED else OPEN
    return label, standing


def by_hand_while_fresh(one: Relationship) -> Verdict:
    """Judge as `by_hand` on the evidence of the last `LIFE` before `AS_OF`."""
    yes, no, oldest = [], [], AS_OF - LIFE
    for piece in one.evidence:
        if piece.observed_on is not None and oldest <= piece.observed_on <= AS_OF:
            if piece.answer:
                yes.append(piece.criterion)
            else:
                no.append(piece.criterion)
    return decide(*uncontested(yes, no))


def by_hand_without_hearsay(one: Relationship) -> Verdict:
    """Judge as `by_hand` without what the seller says of the buyer, whom all criteria are about."""
    yes, no = [], []
    for piece in one.evidence:
        if piece.attested_by is not Side.SELLER:
            if piece.answer:
                yes.append(piece.criterion)
            else:
                no.append(piece.criterion)
    return decide(*uncontested(yes, no))


def uncontested(yes: list[str], no: list[str]) -> tuple[list[str], list[str]]:
    """Leave out what is answered both ways."""
    if set(yes).isdisjoint(no):
        return yes, no
    return [name for name in yes if name not in no], [name for name in no if name not in yes]


def hand_written(count: int) -> Function:
    """Give what judges as `by_hand`, by as many criteria as `define(count=...)` asks for."""
    signs, need = frozenset(names_of(count)[:-3]), (count - 3) * 2 // 3
    spare = len(signs) - need
    veto, needed, enough = names_of(count)[-2], names_of(count)[-3], names_of(count)[-1]

    def judge(one: Relationship) -> Verdict:
        met, missing = [], []
        for piece in one.evidence:
            if piece.answer:
                met.append(piece.criterion)
            else:
                missing.append(piece.criterion)
        if not set(met).isdisjoint(missing):
            met, missing = uncontested(met, missing)
        if needed in missing or veto in met or len(signs.intersection(missing)) > spare:
            if enough in met:
                return "client", SETTLED
            return None, SETTLED if enough in missing else OPEN
        if needed in met and veto in missing and len(signs.intersection(met)) >= need:
            return "partner", SETTLED
        return None, OPEN

    return judge


def decide(met: list[str], missing: list[str]) -> Verdict:
    """Judge by the names of the criteria that are met and missing, none of them contested."""
    if "c9" in missing or "c10" in met or len(NINE.intersection(missing)) > 3:
        if "c11" in met:
            return "client", SETTLED
        return None, SETTLED if "c11" in missing else OPEN
    if "c9" in met and "c10" in missing and len(NINE.intersection(met)) >= 6:
        return "partner", SETTLED
    return None, OPEN


# The three-valued rule for engines that know two values: an answer is true, false or absent. One text serves both.
_COUNT = {answer: " + ".join(f"({name} == {answer} ? 1 : 0)" for name in NAMES[:9]) for answer in ("true", "false")}
RULE = f"""c9 == true and c10 == false and {_COUNT["true"]} >= 6 ? "partner"
 : c9 != false and c10 != true and {_COUNT["false"]} <= 3 ? "open"
 : c11 == true ? "client" : c11 == false ? "no label" : "open" """
VERDICTS: dict[object, Verdict] = {
    "partner": ("partner", SETTLED),
    "client": ("client", SETTLED),
    "no label": (None, SETTLED),
    "open": (None, OPEN),
}


def context(one: Relationship) -> dict[str, Answer]:
    """Give the answers by criterion, contested ones left out: what the engines evaluate."""
    answers: dict[str, Answer] = {}
    contested = [
        piece.criterion
        for piece in one.evidence
        if answers.setdefault(piece.criterion, piece.answer) is not piece.answer
    ]
    for name in contested:
        answers.pop(name, None)
    return answers


def zen_engine() -> zen.ZenEngine:
    """Compile the rule as the decision `bench`, held in memory: the fastest way that zen-engine offers."""
    expressions = [{"id": "label", "key": "label", "value": RULE}]
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "content": {}},
        {"id": "rule", "type": "expressionNode", "name": "rule", "content": {"expressions": expressions}},
        {"id": "out", "type": "outputNode", "name": "out", "content": {}},
    ]
    edges = [
        {"id": f"to {target}", "type": "edge", "sourceId": source, "targetId": target}
        for source, target in (("in", "rule"), ("rule", "out"))
    ]
    return zen.ZenEngine({"loader": {"type": "static", "content": {"bench": {"nodes": nodes, "edges": edges}}}})


@attrs.frozen
class Row:
    """A line of the report: an amount, and for a requirement its bound."""

    what: str
    amount: float
    unit: str
    bound: Bound = ""
    limit: float = 0

    @property
    def met(self) -> bool:
        """Whether the requirement is met; true without one."""
        return self.amount <= self.limit if self.bound == "at most" else self.amount >= self.limit

    def __str__(self) -> str:
        required = f"  {self.bound} {self.limit:<7,g} {'met' if self.met else 'MISSED'}" if self.bound else ""
        return f"  {self.what:<52} {self.amount:>10,.2f} {self.unit:<15}{required}".rstrip()


def in_turns(contestants: Mapping[str, Contestant], rounds: int = ROUNDS) -> Times:
    """Give the microseconds per item of each contestant in each round; all must give the same verdicts."""
    times: Times = {name: [] for name in contestants}
    expected: list[object] = []
    for _ in range(rounds):
        for name, (function, items) in contestants.items():
            gc.collect()
            start = perf_counter()
            answers = [function(item) for item in items]
            times[name].append((perf_counter() - start) / len(items) * 1e6)
            verdicts = [VERDICTS.get(answer, answer) for answer in answers]
            expected = expected or verdicts
            if verdicts != expected:
                raise SystemExit(f"{name} gives other labels")
    return times


def ratio(times: Times, slow: str, fast: str) -> float:
    """Give the median over the rounds of how many times as long one contestant took as another."""
    return median(one / other for one, other in zip(times[slow], times[fast], strict=True))


def by_relabel(one: Relationship, *, definition: Definition, as_of: date | None = None) -> Verdict:
    """Classify and read the label and the standing."""
    found = classify(one, definition, as_of=as_of)
    return found.label, found.standing


def explained(one: Relationship, *, definition: Definition) -> Verdict:
    """Classify and read the reasons too."""
    found = classify(one, definition)
    found.because  # noqa: B018  # reading it works it out
    return found.label, found.standing


def speed() -> Times:
    """Give the microseconds that each of the peers takes for one relationship."""
    definition, engine = define(), zen_engine()
    peers: dict[str, Function] = {
        "zen-engine": lambda given: engine.evaluate("bench", given)["result"]["label"],
        "zen-engine, with trace": lambda given: engine.evaluate("bench", given, {"trace": True})["result"]["label"],
        "zen-engine, the bare expression": zen.compile_expression(RULE).evaluate,
        "rule-engine": rule_engine.Rule(RULE, context=rule_engine.Context(resolver=dict.get)).evaluate,
    }

    def with_context(peer: Function) -> Function:
        return lambda one: peer(context(one))

    def contestants(items: Sequence[Relationship]) -> dict[str, Contestant]:
        contexts = [context(one) for one in items]
        return {
            "classify()": (partial(by_relabel, definition=definition), items),
            "a hand-written if": (by_hand, items),
            "classify() and because": (partial(explained, definition=definition), items),
            **{name: (with_context(peer), items) for name, peer in peers.items()},
            **{f"{name}; context given": (peers[name], contexts) for name in ("zen-engine", "rule-engine")},
        }

    in_turns(contestants(relationships(repeats=True)[:1000]), rounds=1)  # contested evidence, for the labels alone
    return in_turns(contestants(relationships()))


def ratios(found: Times) -> Iterator[Row]:
    """Give what is required of the speed of `classify` and `because`."""
    for slow, fast, bound, limit in _RATIOS:
        yield Row(f"{slow} / {fast}", ratio(found, slow, fast), "times", bound, limit)


_RATIOS: tuple[tuple[str, str, Bound, float], ...] = (
    ("classify()", "a hand-written if", "at most", 1.2),
    ("zen-engine", "classify()", "at least", 6),
    ("rule-engine", "classify()", "at least", 20),
    ("zen-engine, with trace", "classify() and because", "at least", 1),
)


def variants() -> Iterator[Row]:
    """Give the cost of a first pass, and of ways to weigh and several sizes beside the hand-written `if`."""
    items, repeats, cold = relationships(), relationships(repeats=True), []
    for _ in range(ROUNDS):
        definition = define()
        compiled(definition)
        cold.append(in_turns({"": (partial(by_relabel, definition=definition), items)}, rounds=1)[""][0])
    yield Row("classify(), first pass with a fresh definition", median(cold), "us each")
    dated, said = relationships(dated=True), relationships(said=True)
    fresh, own = EvidencePolicy(shelf_life=LIFE), EvidencePolicy(hearsay="disregard")
    for what, pieces, definition, as_of, theirs in (
        ("with presumptions", items, define(PRESUME), None, partial(by_hand_in_full, presume=PRESUME)),
        ("with a date", dated, define(), AS_OF, partial(by_hand_in_full, presume={}, as_of=AS_OF)),
        ("with a shelf life", dated, define(policy=fresh), AS_OF, by_hand_while_fresh),
        ("with hearsay", said, define(policy=own), None, by_hand_without_hearsay),
    ):
        ours = partial(by_relabel, definition=definition, as_of=as_of)
        in_turns({"classify()": (ours, repeats), "by hand": (theirs, repeats)}, rounds=1)
        found = in_turns({"classify()": (ours, pieces), "by hand": (theirs, pieces)})
        yield Row(f"classify() {what}", median(found["classify()"]), "us each")
        yield Row(
            f"classify() / a hand-written if, {what}", ratio(found, "classify()", "by hand"), "times", "at most", 1.2
        )
    for count in (12, 28, 40):
        for number in (3, 8, 30):
            pieces = relationships(count=count, pieces=number)
            ours = partial(by_relabel, definition=define(count=count))
            found = in_turns({"classify()": (ours, pieces), "by hand": (hand_written(count), pieces)})
            what = f"classify() / a hand-written if, {number} of {count}"
            yield Row(what, ratio(found, "classify()", "by hand"), "times", "at most", 1.2)


def compiled(definition: Definition) -> None:
    """Build what a definition builds when it is first used."""
    _ = definition.diagram, definition.weigher


def compiling() -> Iterator[Row]:
    """Give the cost of making and compiling definitions, each in classifications by itself."""
    makers: dict[str, Callable[[], Definition]] = {
        "this definition": define,
        "marc": lambda: attrs.evolve(MARC),
        "28 criteria with points": define_points,
    }
    for name, make in makers.items():
        definition, known = make(), known_of(make())
        compile_, classify_ = lambda make: compiled(make()), partial(by_relabel, definition=definition)
        costs: list[float] = []
        for _ in range(16):  # the first is warm-up
            (made,) = in_turns({"": (compile_, [make])}, rounds=1)[""]
            (judged,) = in_turns({"": (classify_, known)}, rounds=1)[""]
            costs.append(made / judged)
        cost = median(costs[1:])
        yield Row(f"compiling {name}", cost, "classifications", "at most", 2000)


def known_of(definition: Definition) -> list[Relationship]:
    """Give relationships of which two thirds of what the definition asks is known."""
    chance = random.Random(4)
    found = []
    for number in range(500):
        asked = chance.sample(definition.asked, len(definition.asked) * 2 // 3)
        pieces = [Evidence(one, chance.choice(one.answers)) for one in asked if one.answers is not None]
        found.append(Relationship(f"buyer {number}", "us", evidence=pieces))
    return found


def importing() -> Iterator[Row]:
    """Give the cost of `import relabel` in new processes of this interpreter, beside its requirements."""

    def run(statement: str) -> None:
        subprocess.run([sys.executable, "-I", "-c", statement], check=True)  # noqa: S603  # texts of our own

    statements = {"nothing": "", "attrs and pluggy": "import attr, attrs, pluggy", "relabel": "import relabel"}
    contestants: dict[str, Contestant] = {name: (run, [statement]) for name, statement in statements.items()}
    in_turns(contestants, rounds=1)  # writes the bytecode
    found = in_turns(contestants, rounds=15)
    cost = {
        name: (median(taken) - median(found["nothing"])) / 1000 for name, taken in found.items() if name != "nothing"
    }
    yield from (Row(f"import {name}", taken, "ms") for name, taken in cost.items())
    yield Row("import relabel / attrs and pluggy", cost["relabel"] / cost["attrs and pluggy"], "times", "at most", 2)


def report() -> Iterator[Row]:
    """Measure everything."""
    found = speed()
    yield from (Row(name, median(taken), "us each") for name, taken in found.items())
    yield from ratios(found)
    yield from variants()
    yield from compiling()
    yield from importing()


def shown(heading: str, rows: Iterator[Row]) -> int:
    """Print a report; give 1 if a requirement is missed."""
    print(heading)
    missed = 0
    for row in rows:
        print(row, flush=True)
        missed += not row.met
    return 1 if missed else 0


if __name__ == "__main__":
    what = f"{RELATIONSHIPS:,} relationships, {PIECES} pieces of evidence each; medians of {ROUNDS} rounds in turns"
    raise SystemExit(shown(what, report()))
