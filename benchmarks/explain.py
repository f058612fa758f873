"""Compare reasons and paths with those of a SAT solver, on three definitions; README.md explains the numbers."""

import gc
import itertools
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import median
from time import perf_counter, process_time
from typing import Any, TypeAlias, TypeVar

import attrs
from classify import Bound, Row, Times, define, ratio, shown
from guidelines import VARIANTS
from pysat.card import ITotalizer  # type: ignore[import-untyped]  # it ships no types, here and below
from pysat.examples.hitman import Hitman  # type: ignore[import-untyped]
from pysat.examples.rc2 import RC2  # type: ignore[import-untyped]
from pysat.formula import WCNF  # type: ignore[import-untyped]
from pysat.solvers import Solver  # type: ignore[import-untyped]

from relabel import Criterion, Definition, Evidence, Label, Relationship, Standing, classify, points
from relabel.checks import compare, verify
from relabel.core.model.conditions import AllOf, AnyOf, Condition, Count, Is, Not, Reaches
from relabel.plugins.marc import MARC
from relabel.plugins.thetapoint import BUYER, BUYER_DICTIONARY, SELLER, SELLER_DICTIONARY

ROUNDS = 7
SHIPPED = (MARC, BUYER, BUYER_DICTIONARY, SELLER, SELLER_DICTIONARY)

Given: TypeAlias = str | None
Answers: TypeAlias = Mapping[str, bool]
Literals: TypeAlias = list[int]
T = TypeVar("T")
Item = TypeVar("Item")


def define_weights() -> Definition:
    """Make the definition of 40 yes/no criteria with weights 1 to 10, three thresholds and four labels."""
    rng = random.Random(20260131)
    score = points({Criterion(f"w{number}"): rng.randint(1, 10) for number in range(40)})
    most = sum(weight for _, weight in score.terms)
    labels = [Label("high", score >= most * 2 // 3), Label("middle", score >= most // 2)]
    labels += [Label("low", score >= most // 3), Label("none")]
    return Definition("weights", "Weights", labels, source="benchmarks/README.md")


def chances_of_signs(rng: random.Random) -> Callable[[str], float]:
    """Give the chance of a yes for each criterion of `define()`."""
    warmth = rng.random()
    return lambda name: 1 - warmth if name == "c10" else warmth


def chances_of_variants(rng: random.Random) -> Callable[[str], float]:
    """Give the chance of a yes for each criterion of the guideline: mostly for one direction, sometimes for both."""
    pathogenic, benign = rng.choice(((1.0, 0.05), (0.05, 0.5), (0.3, 0.2)))
    pathogenic, benign = pathogenic * rng.random(), benign * rng.random()
    return lambda name: benign if name.startswith("b") else pathogenic


def chances_of_weights(rng: random.Random) -> Callable[[str], float]:
    """Give the chance of a yes for each criterion of `define_weights()`."""
    warmth = rng.random()
    return lambda _: warmth


@attrs.frozen
class Case:
    """A definition with the fastest settings that we found for the solvers.

    Attributes:
        name: For the report.
        definition: The definition, all of its criteria yes/no.
        chances: What draws the chances of a yes for one record.
        reasons: How many records a label has in a round where reasons are asked for.
        paths: How many records a label has in a round where paths are asked for.
        deleting: The solver that finds reasons.
        smallest: Whether a solver can find the smallest reasons in reasonable time.
        maximising: The solver of RC2, and that of the RC2 that is kept.
        exhaust: Whether RC2 exhausts its cores.
        counting: The solver that counts changes up.
    """

    name: str
    definition: Definition
    chances: Callable[[random.Random], Callable[[str], float]]
    reasons: int
    paths: int
    deleting: str
    smallest: bool
    maximising: tuple[str, str]
    exhaust: bool
    counting: str


CASES = (
    Case("12", define(), chances_of_signs, 25, 25, "minisat22", True, ("minisat22", "minicard"), False, "cadical153"),
    Case(
        "28", VARIANTS, chances_of_variants, 15, 15, "cadical153", True, ("glucose3", "minicard"), False, "cadical153"
    ),
    Case(
        "40",
        define_weights(),
        chances_of_weights,
        reasons=15,
        paths=3,
        deleting="cadical153",
        smallest=False,
        maximising=("minisat22", "minisat22"),
        exhaust=True,
        counting="minisat22",
    ),
)


@attrs.frozen(eq=False)
class Question:
    """A record, and the label that it has or shall get, for both contestants."""

    relationship: Relationship
    answers: Answers
    literals: Literals
    label: Given


class Formula:
    """The labels of a definition as clauses: a literal for each, true exactly where the label is given.

    Conditions are encoded after G. S. Tseitin; sums of points by sorting the terms of each power of two
    and merging every second one into the next, so that a sum reaches a threshold where one output does
    (N. Manthey, T. Philipp, P. Steinke, A more compact translation of pseudo-Boolean constraints, 2014).
    A count is a sum with weights of 1, and becomes a totalizer.

    Attributes:
        variables: For each criterion its variable; they come first.
        clauses: The clauses, labels left open.
        labels: For each label its literal.
        top: The number of variables.
    """

    def __init__(self, definition: Definition) -> None:
        self.variables = {criterion.name: number for number, criterion in enumerate(definition.asked, 1)}
        self.top = len(self.variables)
        self._known: dict[object, Literals] = {}
        self.true = self.new()
        self.clauses: list[Literals] = [[self.true]]
        self.labels: dict[Given, int] = {}
        above: Literals = []
        for label in definition.labels:
            holds = self.true if label.when is None else self.literal(label.when)
            self.labels[label.name] = self.all_of([holds, *(-other for other in above)])
            above.append(holds)
        self.labels[None] = self.all_of([-holds for holds in above])

    def new(self) -> int:
        """Give a new variable."""
        self.top += 1
        return self.top

    def literal(self, condition: Condition) -> int:
        """Give the literal of a condition."""
        match condition:
            case Is(criterion, (answer,)):
                return self.variables[criterion.name] if answer else -self.variables[criterion.name]
            case Not(operand):
                return -self.literal(operand)
            case AllOf(operands):
                return self.all_of([self.literal(operand) for operand in operands])
            case AnyOf(operands):
                return -self.all_of([-self.literal(operand) for operand in operands])
            case Count(operands, operator=">=", k=k):
                return self.reaches([(self.literal(operand), 1) for operand in operands], k)
            case Reaches(score, ">=", value):
                criteria = [(term, int(weight)) for term, weight in score.terms if isinstance(term, Is)]  # whole here
                return self.reaches([(self.literal(term), weight) for term, weight in criteria], int(value))
            case _:
                raise NotImplementedError(str(condition))

    def all_of(self, literals: Literals) -> int:
        """Give the literal of a conjunction."""
        literals = sorted({one for one in literals if one != self.true})
        if not literals or -self.true in literals:
            return -self.true if literals else self.true
        if len(literals) == 1:
            return literals[0]
        if ("all", *literals) not in self._known:
            both = self.new()
            self._known["all", *literals] = [both]
            self.clauses += [[-both, one] for one in literals]
            self.clauses.append([both, *(-one for one in literals)])
        return self._known["all", *literals][0]

    def reaches(self, terms: Sequence[tuple[int, int]], goal: int) -> int:
        """Give the literal of "the weights of the literals that hold add up to `goal` or more"."""
        highest = max(weight for _, weight in terms).bit_length() - 1
        added = -goal % (1 << highest)  # makes the goal a multiple of the highest power of two
        carried: Literals = []
        for bit in range(highest + 1):
            mine = tuple(literal for literal, weight in terms if weight >> bit & 1)
            found = self.merged(self.sorted(mine), carried)
            if added >> bit & 1:
                found = [self.true, *found]
            carried = found[1::2]
        place = (goal + added >> highest) - 1
        return found[place] if place < len(found) else -self.true

    def sorted(self, literals: tuple[int, ...]) -> Literals:
        """Give outputs of which the first `n` hold where `n` of the literals do."""
        if len(literals) < 2:
            return [*literals]
        half = len(literals) // 2
        return self.merged(self.sorted(literals[:half]), self.sorted(literals[half:]))

    def merged(self, one: Literals, other: Literals) -> Literals:
        """Merge two sorted lists."""
        if not one or not other:
            return one + other
        key = (*one, 0, *other)
        if key not in self._known:
            outputs = self._known[key] = [self.new() for _ in one + other]
            for i, j in itertools.product(range(len(one) + 1), range(len(other) + 1)):
                both = [-literal for literal in one[:i][-1:] + other[:j][-1:]]
                if both:  # i of the one and j of the other hold
                    self.add([*both, outputs[i + j - 1]])
                if i + j < len(outputs):  # no more than that hold
                    self.add([*one[i : i + 1], *other[j : j + 1], -outputs[i + j]])
        return self._known[key]

    def add(self, clause: Literals) -> None:
        """Add a clause, constants left out."""
        if self.true not in clause:
            self.clauses.append([literal for literal in clause if literal != -self.true])


class Reasons:
    """Finds reasons with one solver, which keeps the formula and what it has learned."""

    def __init__(self, formula: Formula, solver: str) -> None:
        self._labels = formula.labels
        self._solver = Solver(name=solver, bootstrap_with=formula.clauses)
        self._open = self._solver.solver.solve  # without the wrapper of the wrapper
        self._core = self._solver.solver.get_core
        self._model = self._solver.solver.get_model

    def forces(self, literals: Literals, label: Given) -> bool:
        """Say whether answers force a label."""
        return not self._open([-self._labels[label], *literals])

    def by_deletion(self, question: Question) -> Literals:
        """Leave out one answer after the other, and at once all that the solver did not need."""
        target = -self._labels[question.label]
        self._open([target, *question.literals])
        return self._delete([target], [one for one in self._core() if one != target])

    def in_order(self, question: Question) -> Literals:
        """Leave out one answer after the other, the last first, as relabel does."""
        kept: Literals = []
        target, rest = -self._labels[question.label], question.literals[:]
        while rest:
            last = rest.pop()
            if self._open([target, *kept, *rest]):
                kept.append(last)
        return kept

    def smallest(self, question: Question) -> Literals:
        """Find a smallest reason: a smallest set that hits every set of answers which all together may not be left out.

        Source: A. Ignatiev, A. Previti, M. Liffiton, J. Marques-Silva, Smallest MUS extraction with
        minimal hitting set dualization (2015).
        """
        base = [-self._labels[question.label]]
        self._open(base + question.literals)
        needed, used = [], {*self._core()}
        for literal in question.literals:
            if literal in used:
                if self._open(base + [one for one in question.literals if one != literal]):
                    needed.append(literal)
                else:
                    used.intersection_update(self._core())
        base += needed
        if not self._open(base):
            return needed
        model = {*self._model()}
        free = [one for one in question.literals if one not in needed]
        self._open(base + free)
        core = {*self._core()}
        kept = self._delete(base, [one for one in free if one in core])
        if len(kept) == 1:
            return needed + kept
        with Hitman(htype="sorted") as hitting:
            while True:
                hitting.hit(self._correction(base, free, model))
                chosen: Literals = hitting.get()
                if len(chosen) == len(kept):
                    return needed + kept
                if not self._open(base + chosen):
                    return needed + chosen
                model = {*self._model()}

    def _delete(self, base: Literals, rest: Literals) -> Literals:
        kept: Literals = []
        while rest:
            last = rest.pop()
            if self._open(base + kept + rest):
                kept.append(last)
            else:
                core = {*self._core()}
                rest = [one for one in rest if one in core]
        return kept

    def _correction(self, base: Literals, free: Literals, model: set[int]) -> Literals:
        """Give a minimal set of answers of which a reason needs one, given a model without one."""
        held, rest = [one for one in free if one in model], [one for one in free if one not in model]
        minimal: Literals = []
        while rest:
            last = rest.pop()
            if self._open([*base, *held, last]):
                model = {*self._model()}
                held += [last, *(one for one in rest if one in model)]
                rest = [one for one in rest if one not in model]
            else:
                minimal.append(last)
        return minimal


class Kept(RC2):  # type: ignore[misc]  # it ships no types
    """RC2 that keeps its solver with the hard clauses, for one set of soft literals after another.

    What the solver has learned follows from the hard clauses and the definitions of counters, so it stays right.
    """

    def ask(self, literals: Literals) -> Literals:
        """Give a model that keeps as many of the literals as can be."""
        state: dict[str, Any] = self.__dict__
        for counter in {*state["tobj"].values()}:
            counter.delete()
        state |= {"sels": literals[:], "sall": literals[:], "sels_set": {*literals}, "wght": dict.fromkeys(literals, 1)}
        state |= {"sums": [], "bnds": {}, "tobj": {}, "swgt": {}, "garbage": set(), "cost": 0}
        self.compute_()
        found: Literals = self.oracle.get_model()
        return found


class Routes:
    """Finds the fewest answers to change so that a label is given, in three ways."""

    def __init__(self, formula: Formula, case: Case) -> None:
        self._count = len(formula.variables)
        self._fresh, kept = case.maximising
        self._exhaust = case.exhaust
        self._hard: dict[Given, Any] = {}
        self._kept: dict[Given, Kept] = {}
        self._counters: dict[Given, Solver] = {}
        variables = range(1, self._count + 1)
        self._now = dict(zip(variables, range(formula.top + 1, formula.top + self._count + 1), strict=True))
        changed = range(formula.top + self._count + 1, formula.top + 2 * self._count + 1)
        counter = ITotalizer(lits=[*changed], ubound=self._count - 1, top_id=formula.top + 2 * self._count)
        self._more: Literals = [*counter.rhs]
        differs = [
            clause
            for one, now, change in zip(variables, self._now.values(), changed, strict=True)
            for clause in ([-one, now, change], [one, -now, change])
        ]
        for label in case.definition.diagram.leaves:
            hard = self._hard[label] = WCNF()
            hard.extend([*formula.clauses, [formula.labels[label]]])
            hard.nv = formula.top
            self._kept[label] = Kept(hard.copy(), solver=kept, exhaust=case.exhaust)
            self._kept[label].oracle.solver.use_timer = False
            self._counters[label] = Solver(
                name=case.counting, bootstrap_with=[*hard.hard, *differs, *counter.cnf.clauses]
            )

    def fresh(self, question: Question) -> Literals:
        """Ask a new RC2, as its manual does."""
        hard = self._hard[question.label]
        hard.soft, hard.wght = [[one] for one in question.literals], [1] * self._count
        with RC2(hard, solver=self._fresh, exhaust=self._exhaust) as solver:
            solver.compute_()
            return self._flips(question, solver.oracle.get_model())

    def kept(self, question: Question) -> Literals:
        """Ask the RC2 that is kept."""
        return self._flips(question, self._kept[question.label].ask(question.literals))

    def counted(self, question: Question) -> Literals:
        """Ask a solver for no change, one, two and so on: the answers and the bound are assumptions."""
        solver, now = self._counters[question.label].solver, self._now
        given = [now[one] if one > 0 else -now[-one] for one in question.literals]
        bounds = iter(self._more)
        while not solver.solve([*given, -next(bounds)]):
            pass
        return self._flips(question, solver.get_model())

    def _flips(self, question: Question, model: Literals) -> Literals:
        return [one for one, other in zip(question.literals, model, strict=False) if one != other]


def questions(case: Case, formula: Formula, seed: int, *, complete: bool) -> list[Question]:
    """Draw the same number of settled records for each label.

    Args:
        case: The definition, and how to draw.
        formula: Its literals.
        seed: Of the random generator.
        complete: Whether every criterion is answered and the question asks for another label;
            otherwise 40 to 100 percent are, and the question asks for the reason.
    """
    rng, definition = random.Random(seed), case.definition
    labels = definition.diagram.leaves
    wanted = dict.fromkeys(labels, case.paths if complete else case.reasons)
    found: list[Question] = []
    while any(wanted.values()):
        chance, known = case.chances(rng), 1 if complete else rng.uniform(0.4, 1)
        answers = {name: rng.random() < chance(name) for name in formula.variables if rng.random() < known}
        one = relationship(answers)
        label = settled(one, definition)
        if wanted.get(label):
            wanted[label] -= 1
            target = rng.choice([other for other in labels if other != label]) if complete else label
            literals = [
                formula.variables[name] if answer else -formula.variables[name] for name, answer in answers.items()
            ]
            found.append(Question(one, answers, literals, target))
    return found


def relationship(answers: Answers) -> Relationship:
    """Make a relationship with one piece of evidence for each answer."""
    return Relationship("buyer", "seller", evidence=[Evidence(name, answer) for name, answer in answers.items()])


def settled(one: Relationship, definition: Definition) -> Given:
    """Give the label if it is settled, else a word that is no label."""
    found = classify(one, definition)
    return found.label if found.standing is Standing.SETTLED else "not settled"


def timed(function: Callable[[Item], T], items: Sequence[Item]) -> tuple[list[T], float]:
    """Give the answers and the microseconds per item."""
    gc.collect()
    start = perf_counter()
    answers = [function(item) for item in items]
    return answers, (perf_counter() - start) / len(items) * 1e6


def demand(what: str, *, holds: bool) -> None:
    """Stop if an answer is wrong."""
    if not holds:
        raise SystemExit(f"wrong answer: {what}")


def reasons(case: Case) -> Iterator[Row]:
    """Compare `because` with the solver's reasons, on fresh records in each round."""
    definition, formula = case.definition, Formula(case.definition)
    solver, names = Reasons(formula, case.deleting), list(formula.variables)
    peers = {"by deletion": solver.by_deletion, "by deletion in order": solver.in_order}
    if case.smallest:
        peers["smallest"] = solver.smallest
    times: Times = defaultdict(list)
    longer: dict[str, list[int]] = defaultdict(list)  # by how many findings, for each record

    def because(question: Question) -> Literals:
        asked = {formula.variables[one.criterion.name] for one in classify(question.relationship, definition).because}
        return [one for one in question.literals if abs(one) in asked]

    for seed in range(ROUNDS):
        these = questions(case, formula, seed, complete=False)
        _, taken = timed(lambda one: classify(one.relationship, definition).label, these)
        times["classify()"].append(taken)
        ours, taken = timed(because, these)
        times["because"].append(taken)
        for question, mine in zip(these, ours, strict=True):
            demand("because gives no reason", holds=solver.forces(mine, question.label))
        for name, peer in peers.items():
            theirs, taken = timed(peer, these)
            times[name].append(taken)
            longer[name] += [len(mine) - len(other) for mine, other in zip(ours, theirs, strict=True)]
            for question, other in zip(these, theirs, strict=True):
                alone = {names[abs(one) - 1]: one > 0 for one in other}
                demand(f"{name} gives no reason", holds=settled(relationship(alone), definition) == question.label)
    yield from (Row(f"{case.name}: {name}", median(taken), "us each") for name, taken in times.items())
    cost = median(two / one - 1 for one, two in zip(times["classify()"], times["because"], strict=True))
    yield Row(f"{case.name}: because, beyond classify()", cost, "classifications", "at most", 30)
    for name in peers:
        bound: Bound = "at least" if name == "by deletion" else ""
        yield Row(f"{case.name}: {name} / because", ratio(times, name, "because"), "times", bound, 10)
    for name, found in longer.items():
        share = sum(more > 0 for more in found) / len(found) * 100
        yield Row(f"{case.name}: because longer than {name}", share, "% of records", "at most", 0)
        share = sum(more == 0 for more in found) / len(found) * 100
        equal: Bound = "at least" if name == "smallest" else ""
        yield Row(f"{case.name}: because as long as {name}", share, "% of records", equal, 100)


def paths(case: Case) -> Iterator[Row]:
    """Compare `path_to` with the solver's fewest changes, on fresh complete records in each round."""
    definition, formula = case.definition, Formula(case.definition)
    routes, names = Routes(formula, case), list(formula.variables)

    def path_to(question: Question) -> Literals:
        (path,) = classify(question.relationship, definition).path_to(question.label).paths
        changed = {formula.variables[step.criterion.name] for step in path.steps}
        return [one for one in question.literals if abs(one) in changed]

    contestants = {"path_to": path_to, "RC2": routes.fresh, "RC2, kept": routes.kept, "counting up": routes.counted}
    times: Times = defaultdict(list)
    costs: list[int] = []
    for seed in range(ROUNDS):
        these = questions(case, formula, seed, complete=True)
        for turn, (name, function) in enumerate(contestants.items()):
            found, taken = timed(function, these)
            times[name].append(taken)
            if turn == 0:
                costs += map(len, found)
            demand(f"{name} gives another cost", holds=[len(changes) for changes in found] == costs[-len(these) :])
            for question, changes in zip(these, found, strict=True):
                flipped = {**question.answers, **{names[abs(one) - 1]: one < 0 for one in changes}}
                demand(f"{name} gives no path", holds=settled(relationship(flipped), definition) == question.label)
    yield from (Row(f"{case.name}: {name}", median(taken), "us each") for name, taken in times.items())
    yield Row(f"{case.name}: changes in a path, on average", sum(costs) / len(costs), "answers")
    for name, bound in _BOUNDS.items():
        yield Row(f"{case.name}: {name} / path_to", ratio(times, name, "path_to"), "times", bound, 10)


_BOUNDS: dict[str, Bound] = {"RC2": "at least", "RC2, kept": "at least", "counting up": ""}


def checking(case: Case) -> Iterator[Row]:
    """Give the size of the diagram, and what verifying a fresh definition takes."""
    yield Row(f"{case.name}: diagram", case.definition.diagram.size, "nodes")
    taken = [timed(verify, [attrs.evolve(case.definition)])[1] / 1000 for _ in range(5)]
    bound: Bound = "at most" if case.definition is VARIANTS else ""
    yield Row(f"{case.name}: verify()", median(taken), "ms", bound, 500)


def shipped() -> Iterator[Row]:
    """Give the processor time of verifying every shipped definition and comparing every two of them."""
    taken: dict[str, list[float]] = {"verify()": [], "compare()": []}
    for _ in range(5):
        fresh = [attrs.evolve(one) for one in SHIPPED]
        for name, work, items in (
            ("verify()", verify, [(one,) for one in fresh]),
            ("compare()", compare, [*itertools.combinations(fresh, 2)]),
        ):
            gc.collect()
            start = process_time()
            for item in items:
                work(*item)
            taken[name].append(process_time() - start)
    for name, times in taken.items():
        yield Row(f"{name}, the shipped definitions", median(times), "s of processor")
    both = [sum(pair) for pair in zip(*taken.values(), strict=True)]
    yield Row("verify() and compare(), the shipped definitions", median(both), "s of processor", "at most", 0.2)


def report() -> Iterator[Row]:
    """Measure everything."""
    for case in CASES:
        yield from checking(case)
        yield from reasons(case)
        yield from paths(case)
    yield from shipped()


if __name__ == "__main__":
    what = f"definitions with 12, 28 and 40 criteria; medians of {ROUNDS} rounds in turns, each on records of its own"
    raise SystemExit(shown(what, report()))
