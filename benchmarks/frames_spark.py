"""Whole tables in Spark: what `relabel.frames` costs there beside SQL written by hand, and a scan of the columns.

Run it with the extras `frames` and `sql`, pyspark, duckdb, pandas and Java: `python benchmarks/frames_spark.py [ROWS]`.
All contestants run in turns in one local session with one core; a number is the median of the rounds, in milliseconds
of processor time of all threads of Python and Java. Answers are compared with those of polars. It prints tables.
"""

import contextlib
import os
import statistics
import sys
import tempfile
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import sqlglot

from frames import CRITERIA, DEFINITIONS, SIX, agree, long, sql_by_hand, texts, weighed, wide, written
from relabel import Definition
from relabel.frames import classify_evidence, classify_frame, evidence_to_sql

ROWS, PIECES, ROUNDS = 1_000_000, 8, 5
SETTINGS: dict[str, Any] = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "4",
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",
}


def spent() -> float:
    """Give the processor time of this process and all that it has started, in seconds."""
    todo, ticks = [os.getpid()], 0
    while todo:
        place = Path("/proc") / str(todo.pop())
        ticks += sum(map(int, (place / "stat").read_text().rpartition(")")[2].split()[11:15]))
        for task in (place / "task").iterdir():
            with contextlib.suppress(FileNotFoundError):  # a thread that has ended since
                todo += map(int, (task / "children").read_text().split())
    return ticks / os.sysconf("SC_CLK_TCK")


def cost(contestants: dict[str, Callable[[], Any]]) -> dict[str, float]:  # Any: frames of Spark
    """Give the processor time in which each is computed to the last row, in milliseconds."""
    found: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(ROUNDS + 2):
        for name, made in contestants.items():
            start = spent()
            made().write.format("noop").mode("overwrite").save()
            if number > 1:  # the first rounds warm up
                found[name].append(spent() - start)
    return {name: 1000 * statistics.median(times) for name, times in found.items()}


def compare_wide(spark: Any, rows: int, folder: Path) -> None:
    """Compare on wide tables in Parquet."""
    for name, definition in DEFINITIONS.items():
        path = folder / f"{definition.name}.parquet"
        table = wide(definition, rows, 0.3)
        table.write_parquet(path)
        told = spark.read.parquet(str(path))
        told.createOrReplaceTempView("t")
        ours = partial(labelled, told, definition)
        asked = ", ".join(f"`{one.name}`" for one in definition.asked)
        contestants: dict[str, Callable[[], Any]] = {
            "scan": partial(told.selectExpr, f"hash({asked})"),
            "relabel": ours,
        }
        if definition is SIX:
            contestants["by hand"] = partial(spark.sql, sqlglot.transpile(sql_by_hand(), "duckdb", "spark")[0])
        written(f"{name}, {definition.diagram.size} nodes", cost(contestants), {"by hand": "scan", "relabel": "scan"})
        expected = classify_frame(table, definition, attested_by=None, keep=["id"])
        agree(texts(pl.DataFrame(ours().toArrow()).sort("id")), texts(expected))


def labelled(told: Any, definition: Definition) -> Any:
    """Label a wide table."""
    return classify_frame(told, definition, attested_by=None, keep=["id"])


def compare_long(spark: Any, rows: int, folder: Path) -> None:
    """Compare on evidence in Parquet."""
    path, table = folder / "long.parquet", long(rows).select("id", "criterion", "answer")
    table.write_parquet(path)
    told = spark.read.parquet(str(path))
    told.createOrReplaceTempView("log")
    each = " ".join(
        f"WHEN '{one.name}' THEN CASE answer WHEN 'no' THEN {1 << 2 * place} WHEN 'yes' THEN {2 << 2 * place} END"
        for place, one in enumerate(CRITERIA)
    )
    ours = partial(classify_evidence, told, SIX, key="id")
    hand = f"SELECT id, BIT_OR(CASE criterion {each} END) AS b FROM log GROUP BY id"  # noqa: S608  # ours
    alone = weighed(evidence_to_sql(SIX, "spark", table="log", key="id"))
    by_statement = {"bit_or by hand": partial(spark.sql, hand), "weighing alone": partial(spark.sql, alone)}
    found = cost({**by_statement, "relabel": ours})
    against = dict.fromkeys(("weighing alone", "relabel"), "bit_or by hand")
    written(f"{rows * PIECES:,} pieces of evidence", found, against)
    agree(texts(pl.DataFrame(ours().toArrow()).sort("id")), texts(classify_evidence(table, SIX, key="id").sort("id")))


if __name__ == "__main__":
    count = int(sys.argv[1]) if sys.argv[1:] else ROWS
    warnings.simplefilter("ignore")  # of pyspark about pandas
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession  # which warns when it is imported

    session = SparkSession.builder.master("local[1]").config(map=SETTINGS).getOrCreate()
    with tempfile.TemporaryDirectory() as place:
        compare_wide(session, count, Path(place))
        compare_long(session, count, Path(place))
