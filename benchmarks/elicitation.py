"""How many cases `Elicitation` asks until a hidden definition is identified and proven, and how well it forgives.

python benchmarks/elicitation.py [QUESTIONS|LEFT|MISTAKES|UNSURE|SORTED|RESUMED ...]
"""

import functools
import itertools
import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from handbooks import HANDBOOKS, Handbook
from schemes import LOWERED, SCHEMES, STEPS, criteria_of

from relabel import (
    AnyCriterion,
    Condition,
    Criterion,
    Definition,
    Evidence,
    Label,
    Relationship,
    Scale,
    all_of,
    any_of,
)
from relabel.checks import compare
from relabel.core.classification.classification import Classification
from relabel.learning import DONT_KNOW, Case, Elicitation, Purpose

Answerer = Callable[[Case], str | None]
Record = tuple[int, ...]


def knows(hidden: Definition) -> Answerer:
    """Give one who knows the definition."""

    def answer(case: Case) -> str | None:
        asked = {one.name: one.about for one in hidden.criteria}
        said = {name: answer for name, answer in case.answers.items() if name in asked}
        evidence = [Evidence(name, answer, attested_by=asked[name]) for name, answer in said.items()]
        return Classification(Relationship("a", "b", evidence=evidence), hidden, None).label

    return answer


def start(hidden: Definition, **options: object) -> Elicitation:
    """Give an elicitation of the criteria of a definition."""
    criteria = criteria_of(hidden)
    return Elicitation(
        "found",
        criteria,
        labels=[label.name for label in hidden.labels],
        raises=[one for one in criteria if one.name not in LOWERED],
        lowers=[one for one in criteria if one.name in LOWERED],
        steps={name: steps for name, steps in STEPS.items() if name in {one.name for one in criteria}},
        **options,  # type: ignore[arg-type]  # of many types
    )


class Run(NamedTuple):
    """What one elicitation took."""

    asked: int
    identified: int
    least: int
    near: int
    slowest: float
    start: float
    right: bool
    false: int


def run(hidden: Definition, talk: Elicitation | None = None, answer: Answerer | None = None) -> Run:
    """Ask until nothing is left to ask."""
    began = time.process_time()
    talk = talk or start(hidden)
    took = time.process_time() - began
    answer = answer or knows(hidden)
    asked, near, slowest, identified, false = 0, 0, 0.0, None, 0
    while True:
        began = time.process_time()
        case = talk.next()
        slowest = max(slowest, time.process_time() - began)
        if identified is None and talk.identified:
            identified = asked
        if talk.proven and not agrees(talk, hidden):
            false += 1
        if case is None:
            break
        asked += 1
        near += len(case.differs_in) <= 2
        talk.tell(case, answer(case))
    least = {told.number for label in (*talk.labels, None) for told in talk.rests_on(label)}
    return Run(
        asked, asked if identified is None else identified, len(least), near, slowest, took, agrees(talk, hidden), false
    )


def agrees(talk: Elicitation, hidden: Definition) -> bool:
    """Say whether the definition found gives every record the word of the hidden one."""
    return compare(talk.definition, hidden).agreement == 1


def random_definition(seed: int) -> Definition:
    """Give a monotone definition drawn from all of them over four to seven criteria, with one or two words.

    A Markov chain turns one record after the other, where that leaves the function monotone; the limit
    is the uniform distribution. Each word asks for one such function, written by its lowest records.
    """
    dice = random.Random(seed)
    criteria: list[AnyCriterion] = [
        Criterion(f"c{place}") if dice.random() < 0.75 else Scale(f"c{place}", low=0, high=2)
        for place in range(dice.randrange(4, 7))
    ]
    records = list(itertools.product(*(range(len(one.answers or ())) for one in criteria)))
    labels = [Label(word, _random_condition(dice, criteria, records)) for word in "ab"[: dice.randrange(1, 3)]]
    return Definition(f"random-{seed}", "Random", labels, source="a random generator")


def _random_condition(dice: random.Random, criteria: Sequence[AnyCriterion], records: list[Record]) -> Condition:
    where: set[Record] = set()
    for _ in range(12 * len(records)):
        one = dice.choice(records)
        if one in where and not any(under in where for under in _neighbours(one, -1)):
            where.remove(one)
        elif one not in where and all(over in where for over in _neighbours(one, 1) if over in records):
            where.add(one)
    lowest = sorted(one for one in where if not any(under in where for under in _neighbours(one, -1)))
    return any_of(*(all_of(*map(_reaches, criteria, one)) for one in lowest))


def _neighbours(one: Record, step: int) -> Iterator[Record]:
    for at in range(len(one)):
        yield (*one[:at], one[at] + step, *one[at + 1 :])


def _reaches(criterion: AnyCriterion, place: int) -> object:
    if place == 0:
        return all_of()
    return criterion >= place if isinstance(criterion, Scale) else criterion


def open_(one: Handbook) -> Elicitation:
    """Give an elicitation of a handbook."""
    return Elicitation(
        "found",
        one.criteria,
        labels=[label.name for label in one.definition.labels],
        raises=one.raises,
        lowers=one.lowers,
        steps=one.steps,
        impossible=one.impossible,
    )


def drawn() -> dict[str, list[tuple[Definition, Callable[[], Elicitation]]]]:
    """Give every scheme, every handbook and 200 random definitions, each with what starts to look for it."""
    made = map(random_definition, range(200))
    return {
        "schemes": [(one, functools.partial(start, one)) for one in SCHEMES],
        "handbooks": [(one.definition, functools.partial(open_, one)) for one in HANDBOOKS],
        "random": [(one, functools.partial(start, one)) for one in made],
    }


def questions() -> None:
    """Every scheme, every handbook and 200 random definitions, with an answerer who knows."""
    totals: dict[str, list[Run]] = {}
    for kind, hidden, begin in ((kind, *one) for kind, some in drawn().items() for one in some):
        began = time.process_time()
        talk = begin()
        took = time.process_time() - began
        found = run(hidden, talk)._replace(start=took)
        totals.setdefault(kind, []).append(found)
        if kind != "random":
            print(
                f"{hidden.name:20} proven in {found.asked:3}, identified in {found.identified:3}, "
                f"least {found.least:3}, ratio {found.asked / found.least:.2f}, right {found.right}"
            )
    totals["all"] = [one for runs in totals.values() for one in runs]
    for kind, runs in totals.items():
        asked, least = sum(one.asked for one in runs), sum(one.least for one in runs)
        print(
            f"{kind}: {sum(one.right for one in runs)} of {len(runs)} right, "
            f"{sum(one.false for one in runs)} falsely proven, "
            f"{asked} cases against {least} at least ({asked / least:.2f}), "
            f"{sum(one.near for one in runs) / asked:.0%} near, next within {max(one.slowest for one in runs):.2f} s, "
            f"start within {max(one.start for one in runs):.2f} s"
        )
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


SIX = ("marc", "thetapoint-buyer", "curb-65", "metabolic-syndrome", "key-account", "asa")


def mistaken(hidden: Definition, wrong: Iterable[int], dice: random.Random) -> Answerer:
    """Give one who knows the definition and answers some of the first cases wrongly, by their number.

    Not the same case twice: whoever says the same wrong word twice of a case is believed.
    """
    asked = itertools.count(1)
    right = knows(hidden)
    words: list[str | None] = [*(label.name for label in hidden.labels), None]
    slips = set(wrong)

    def answer(case: Case) -> str | None:
        word, number = right(case), next(asked)
        if number in slips and case.purpose is Purpose.AGAIN:
            slips.add(number + 1)
        elif number in slips:
            return dice.choice([one for one in words if one != word])
        return word

    return answer


def mistakes() -> None:
    """One or two wrong answers, twenty runs each: right in the end after asking again."""
    for hidden in SCHEMES:
        if hidden.name not in SIX:
            continue
        base = run(hidden).asked
        for number in (1, 2):
            right, most, all_ = 0, 0, 0
            for seed in range(20):
                dice = random.Random(seed)
                talk = start(hidden)
                answer = mistaken(hidden, dice.sample(range(1, base + 1), number), dice)
                first = run(hidden, talk, answer)
                talk.again()
                second = run(hidden, talk, answer)
                right += second.right and talk.proven
                most = max(most, first.asked + second.asked)
                all_ += first.asked + second.asked
            ratio = f"{all_ / 20 / base:.2f} times the cases, at most {most / base:.2f}"
            print(f"{hidden.name:20} {number} wrong: {right} of 20 right, {ratio}", flush=True)


def unsure() -> None:
    """One answer in ten is not known, at one time or for good: nothing settled is wrong, and little is open."""
    for hidden, for_good in itertools.product(SCHEMES, (False, True)):
        if hidden.name not in SIX:
            continue
        wrong, most = 0, 0
        for seed in range(20):
            dice = random.Random(seed)
            talk, right = start(hidden), knows(hidden)
            unknown: set[object] = set()
            while (case := talk.next()) is not None:
                if dice.random() < 0.1 or (for_good and case.answers in unknown):
                    unknown.add(case.answers)
                    talk.tell(case, DONT_KNOW)
                else:
                    talk.tell(case, right(case))
            open_ = talk.open_cases
            most = max(most, len(open_))
            cases = [Case(answers, "", Purpose.SPLIT, None, ()) for answers in open_]
            named = knows(talk.definition)
            excused = sum(named(case) != right(case) for case in cases)
            wrong += sum(cell.records for cell in compare(talk.definition, hidden).cells if not cell.agrees) - excused
        kind = "for good" if for_good else "once"
        print(f"{hidden.name:20} not known {kind:8}: wrong beyond what is open: {wrong}, open at most {most}")


def sorted_first() -> None:
    """Twenty companies sorted first, of the M/A/R/C definition."""
    hidden = SCHEMES[0]
    for seed in range(5):
        dice = random.Random(seed)
        right = knows(hidden)
        companies = []
        for number in range(20):
            answers = {
                one.name: dice.random() < 0.85 if one.answers == (False, True) else dice.choice(one.answers[:3])  # type: ignore[index]  # a choice
                for one in criteria_of(hidden)
            }
            answers["transactional"] = dice.random() < 0.15
            case = Case(answers, "", None, None, ())  # type: ignore[arg-type]  # only the answers are read
            evidence = [Evidence(name, said) for name, said in answers.items()]
            companies.append(Relationship(f"c{number}", "us", buyer_label=right(case), evidence=evidence))
        found = run(hidden, start(hidden, sorted_before=companies))
        print(f"twenty sorted: identified in {found.identified}, proven in {found.asked}, right {found.right}")


def left() -> None:
    """How often what is told before it is proven holds: the range of cases to come, and the first guess read out."""
    for kind, talks in drawn().items():
        within, enough, told, widths, guesses = 0, 0, 0, [], []
        for hidden, begin in talks:
            talk, right, ranges, guess = begin(), knows(hidden), [], None
            while (case := talk.next()) is not None:
                if guess is None and talk.identified and not talk.proven:
                    guess = talk.definition
                ranges.append(None if talk.identified else talk.left)
                talk.tell(case, right(case))
            if guess is not None:
                guesses.append(compare(guess, hidden).agreement == 1)
            for to_come, range_ in zip(range(len(ranges), 0, -1), ranges, strict=True):
                if range_ is not None:
                    least, most = range_
                    told, within, enough = told + 1, within + (least <= to_come <= most), enough + (least <= to_come)
                    widths.append(most / least)
        width = statistics.median(widths)
        print(
            f"{kind}: {within / told:.0%} of {told} ranges hold, half of them within {width:.1f} times their start, "
            f"{enough / told:.0%} of the starts alone; {sum(guesses)} of {len(guesses)} first guesses are right"
        )


def resumed() -> None:
    """Killed after each answer, and resumed from the log as it is in a file."""
    for hidden in SCHEMES:
        if hidden.name not in SIX:
            continue
        talk, right, same = start(hidden), knows(hidden), 0
        while (case := talk.next()) is not None:
            talk.tell(case, right(case))
            other = start(hidden).resume(json.loads(json.dumps(talk.log)))
            same += (other.next(), other.definition, other.left) == (talk.next(), talk.definition, talk.left)
        print(f"{hidden.name:20} resumed after each of {len(talk.told)} answers: {same} times the same")


if __name__ == "__main__":
    parts = {
        "QUESTIONS": questions,
        "LEFT": left,
        "MISTAKES": mistakes,
        "UNSURE": unsure,
        "SORTED": sorted_first,
        "RESUMED": resumed,
    }
    for part in sys.argv[1:] or parts:
        parts[part]()
