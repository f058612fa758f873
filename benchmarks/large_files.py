"""Compare an audit of a large file with classifying what is in it, already in memory; README.md explains the numbers.

pip install -e ".[cli]" && python benchmarks/large_files.py
"""

import csv
import gc
import os
import pty
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from relabel import Answer, Relationship, audit, classify
from relabel.core.model.answers import answer_text
from relabel.files.relationships import read
from relabel.plugins.marc import MARC

ROWS, ROUNDS = 200_000, 3
DAY = date(2026, 1, 31)
RELABEL = (sys.executable, "-m", "relabel")
AUDIT = ("audit", "-d", "marc", "--as-of", str(DAY))
SHAPES = ("csv", "text")
LESS = ("transactional", "commodity")
"""The criteria that speak against a high label."""


def write(path: Path, rows: int, *, seed: int = 20260131) -> None:
    """Write companies as a CRM exports them: the word in use, two columns of context, 11 answers, a third blank."""
    dice = random.Random(seed)

    def answer(name: str, answers: tuple[Answer, ...], warmth: float) -> str:
        if dice.random() < 1 / 3:
            return ""
        if set(answers) == {True, False}:
            return "yes" if (dice.random() < warmth) != (name in LESS) else "no"
        return answer_text(dice.choice(answers))

    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        asked = [(one.name, one.answers or ()) for one in MARC.asked]
        out.writerow(["company", "label", "owner", "value", "observed_on", "attested_by", *(name for name, _ in asked)])
        for number in range(rows):
            warmth, label = dice.uniform(0.3, 1), dice.choice(["partner", "client", "client", ""])
            day = DAY - timedelta(dice.randrange(700))
            said = [dice.choice(["Ana", "Ben", "Cleo"]), dice.randrange(1000, 90_000), day, dice.choice(["seller", ""])]
            out.writerow([f"Company {number}", label, *said, *(answer(*one, warmth) for one in asked)])


def timed(work: Callable[[], object]) -> float:
    """Give the seconds of the processor that work takes."""
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def run(*arguments: str) -> tuple[float, float]:
    """Run a command, its output thrown away; give the seconds of the processor and the peak memory, in MB."""
    with subprocess.Popen([*RELABEL, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603  # arguments of our own
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"relabel {' '.join(arguments)} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / (1 if sys.platform == "linux" else 1024) / 1024


def first_sign(*arguments: str) -> float:
    """Give the seconds until a command shows something on a terminal."""
    ours, theirs = pty.openpty()
    start = perf_counter()
    environment = {**os.environ, "TERM": "xterm"}
    with subprocess.Popen([*RELABEL, *arguments], stdout=subprocess.DEVNULL, stderr=theirs, env=environment) as process:  # noqa: S603  # as above
        os.read(ours, 1)
        found = perf_counter() - start
        process.kill()
    os.close(theirs)
    os.close(ours)
    return found


def judged(relationships: tuple[Relationship, ...]) -> None:
    """Judge all that there is in a row: verdict, labels, reasons."""
    for row in audit(relationships, MARC, as_of=DAY).rows:
        _ = row.classification.because


def main() -> int:
    """Measure and print; give 1 if a requirement is missed."""
    times: dict[str, list[float]] = {}
    missed = 0

    def shown(what: str, amount: float, unit: str, most: float | None = None) -> None:
        nonlocal missed
        missed += most is not None and amount > most
        bound = "" if most is None else f"  at most {most:<5g} {'met' if amount <= most else 'MISSED'}"
        print(f"  {what:<52} {amount:>10,.2f} {unit:<10}{bound}".rstrip(), flush=True)

    with tempfile.TemporaryDirectory() as folder:
        path, small = Path(folder, "large.csv"), Path(folder, "small.csv")
        write(path, ROWS)
        write(small, 1)
        # Before anything is in memory here: a process counts what the one that starts it has.
        peak, least = max(run(*AUDIT, str(path), "--format", shape)[1] for shape in SHAPES), run(*AUDIT, str(small))[1]
        relationships = read(path, {one.name: one for one in MARC.criteria}, given_to=MARC.given_to).relationships
        for _ in range(ROUNDS):
            for what, work in (
                ("classify() of each", lambda: [classify(one, MARC, as_of=DAY).label for one in relationships]),
                ("audit() and the reasons of each", lambda: judged(relationships)),
            ):
                times.setdefault(what, []).append(timed(work))
            for shape in SHAPES:
                taken, _ = run(*AUDIT, str(path), "--format", shape)
                times.setdefault(f"relabel audit --format {shape}", []).append(taken)
        print(f"{ROWS:,} rows, {path.stat().st_size / 1e6:.1f} MB; medians of {ROUNDS} rounds in turns")
        for what, taken_ in times.items():
            shown(what, median(taken_), "s")
        classified, reasoned, as_csv, as_text = times.values()

        def ratio(slow: list[float], fast: list[float]) -> float:
            return median(one / other for one, other in zip(slow, fast, strict=True))

        shown("audit --format csv / classify() of each", ratio(as_csv, classified), "times", 2)
        shown("audit --format csv / audit() and the reasons of each", ratio(as_csv, reasoned), "times", 2)
        shown("audit as text / audit --format csv", ratio(as_text, as_csv), "times", 1.2)
        beyond = (peak - least) * 2**20 - path.stat().st_size
        shown("peak memory", peak, "MB")
        shown("peak memory beyond the file and a start, a row", beyond / ROWS / 1000, "kB", 1)
        shown("first sign of progress", first_sign(*AUDIT, str(path)), "s", 1)
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
