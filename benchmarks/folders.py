"""Folders of Parquet larger than memory: how much memory the command line takes; README.md explains the numbers.

pip install -e ".[cli,frames]" duckdb && python benchmarks/folders.py [FILES]
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

import frames
from relabel.files.definitions import to_toml
from relabel.frames import classify_evidence

ROWS, FILES, LIMIT = 1_000_000, 20, "500MB"
RELABEL = (sys.executable, "-m", "relabel")
NOBODY = ("--observed-on=", "--attested-by=", "--source=")
WORDS = np.array(["partner", "client", "friend", ""])


def write(folder: Path, files: int) -> None:
    """Write a wide table and a log, each in so many files."""
    for name in ("wide", "log"):
        (folder / name).mkdir()
    for number in range(files):
        frames.SEED = 1000 + number
        table = frames.wide(frames.SIX, 2 * ROWS, 0.3).with_columns(pl.col("id") + number * 2 * ROWS)
        words = pl.Series("word", WORDS[np.random.default_rng(number).integers(0, 4, table.height)]).replace("", None)
        table.with_columns(words).write_parquet(folder / "wide" / f"{number:03}.parquet")
        log = frames.long(ROWS).with_columns(pl.col("id") + number * ROWS // 2)
        log.write_parquet(folder / "log" / f"{number:03}.parquet")
    (folder / "six.toml").write_text(to_toml(frames.SIX), encoding="utf-8")


def measure(what: str, *command: str) -> None:
    """Print what a process takes: its most memory in MiB, and seconds of the processor."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:  # noqa: S603  # our own
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{what} failed")
    print(f"| {what} | {used.ru_maxrss // 1024:,} MiB | {used.ru_utime + used.ru_stime:.0f} s |", flush=True)


def limited(log: str, output: str) -> None:
    """Label a log in DuckDB with little memory."""
    base = duckdb.connect(config={"memory_limit": LIMIT, "preserve_insertion_order": "false"})
    base.execute(f"SET temp_directory = '{output}.spilt'")
    columns: dict[str, str | None] = dict.fromkeys(("observed_on", "attested_by", "source"))
    classify_evidence(base.read_parquet(f"{log}/*.parquet"), frames.SIX, key="id", columns=columns).write_parquet(
        output
    )


def main(files: int) -> None:
    """Measure all, each in a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        # In another process, as one counts what the one that starts it has.
        subprocess.run([sys.executable, __file__, "write", place, str(files)], check=True)  # noqa: S603  # ours
        wide, log, output, judged = str(folder / "wide"), str(folder / "log"), str(folder / "o.parquet"), "six.toml"
        by = ("-d", str(folder / judged), "--key", "id", *NOBODY)
        each = sorted(map(str, (folder / "log").iterdir()))
        measure("relabel label wide/", *RELABEL, "label", wide, *by, "-o", output)
        measure("relabel audit wide/", *RELABEL, "audit", wide, *by, "--word", "word")
        measure("relabel label log/*, polars", *RELABEL, "label", *each, *by, "--shape", "long", "-o", output)
        measure("relabel label log/, DuckDB", *RELABEL, "label", log, *by, "--shape", "long", "-o", output)
        measure(f"DuckDB with {LIMIT}", sys.executable, __file__, "limited", log, output)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", place, files]:
            write(Path(place), int(files))
        case ["limited", log, output]:
            limited(log, output)
        case [files]:
            main(int(files))
        case _:
            main(FILES)
