"""Whole tables: what `relabel.frames` costs beside reading them, and beside expressions and SQL written by hand.

Run it with the extras `frames` and `sql`, duckdb and pandas: `python benchmarks/frames.py [ROWS]`, or `growth` in place
of the number for what a row takes among a million and among ten. All contestants run
in turns in one process; a number is the median of the rounds, in milliseconds of processor time of all threads. Answers
are compared: of all rows between the engines, and of some with `classify()`. It prints tables in Markdown.
"""

import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial, reduce
from operator import add
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
from guidelines import VARIANTS

from relabel import Criterion, Definition, Evidence, EvidencePolicy, Label, Relationship, at_least, classify, installed
from relabel.core.model.criteria import Choice
from relabel.frames import audit_frame, classify_evidence, classify_frame, evidence_to_sql, frame_to_sql

ROWS, PIECES, ROUNDS, SAMPLE, SEED = 1_000_000, 8, 5, 2_000, 20261129
GROWTH = 10
DAY = date(2026, 1, 31)
PEAKS = ("plain polars", "strict polars", "plain DuckDB", "strict DuckDB")

CRITERIA = [Criterion(f"c{at}.buyer" if at % 3 == 0 else f"c{at}", "?") for at in range(12)]
NINE = [one.name for one in CRITERIA[:9]]
SIX = Definition(
    "six-of-nine",
    "Twelve questions",
    [Label("partner", at_least(6, *CRITERIA[:9]) & CRITERIA[9] & ~CRITERIA[10]), Label("client", CRITERIA[11])],
    source="this benchmark",
)
STRICT = SIX.evolve(
    policy=EvidencePolicy(shelf_life="1 year", conflicts="latest", hearsay="disregard", requires="source")
)
DEFINITIONS = {"6 of 9": SIX, "marc": installed().definition("marc"), "ACMG": VARIANTS}


def wide(definition: Definition, rows: int, blank: float) -> pl.DataFrame:
    """Give a wide table in which most questions are answered by yes as often as by no, and some rarely."""
    random = np.random.default_rng(SEED)
    columns = [pl.Series("id", np.arange(rows))]
    for criterion in definition.asked:
        if isinstance(criterion, Choice):
            cells = pl.Series(np.array(criterion.options)[random.integers(0, len(criterion.options), rows)])
        else:
            cells = pl.Series(random.random(rows) < random.choice([0.05, 0.3, 0.6]))
        empty = pl.Series(random.random(rows) < blank)
        column = pl.select(pl.when(empty).then(None).otherwise(cells)).to_series()
        columns.append(column.alias(criterion.name))
    return pl.DataFrame(columns)


def long(rows: int) -> pl.DataFrame:
    """Give evidence on relationships: a few have very much of it, and some have conflicting or old pieces."""
    random = np.random.default_rng(SEED)
    count = rows * PIECES
    names = np.array([one.name for one in CRITERIA])
    sides = pl.Series(np.array(["buyer", "seller", ""])[random.integers(0, 3, count)])
    return pl.DataFrame(
        {
            "id": (rows * random.random(count) ** 1.5).astype(np.int64),
            "criterion": names[random.integers(0, len(names), count)],
            "answer": np.array(["yes", "no"])[(random.random(count) < 0.3).astype(int)],
            "observed_on": pl.Series(random.integers(19_700, 20_500, count).astype(np.int32)).cast(pl.Date),
            "attested_by": sides.replace("", None),
            "source": np.array(["crm", "", "log"])[random.integers(0, 3, count)],
        }
    )


def by_hand(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Decide six of nine in three-valued logic, with expressions of polars in the fastest way that we found."""
    none_, one = pl.lit(0, dtype=pl.UInt8), pl.lit(1, dtype=pl.UInt8)
    least = reduce(add, [pl.when(name).then(one).otherwise(none_) for name in NINE]) >= 6
    most = reduce(add, [pl.when(~pl.col(name)).then(none_).otherwise(one) for name in NINE]) >= 6
    ninth, tenth, last = (pl.col(one.name) for one in CRITERIA[9:])
    sure = least & ninth.eq_missing(True) & (~tenth).eq_missing(True)
    partner = most & ninth.ne_missing(False) & (~tenth).ne_missing(False)
    client, none = ~sure & last.ne_missing(False), ~sure & (~last).ne_missing(False)
    rows = rows.with_columns(partner.alias("p"), client.alias("c"), none.alias("n"))
    p, c, n = (pl.col(name) for name in "pcn")
    alone = (p ^ c ^ n) & ~(p & c)
    labels, standings = pl.Enum(["partner", "client"]), pl.Enum(["settled", "presumed", "open"])
    label = pl.when(alone & p).then(pl.lit("partner", labels)).when(alone & c).then(pl.lit("client", labels))
    standing = pl.when(alone).then(pl.lit("settled", standings)).otherwise(pl.lit("open", standings))
    words = ["partner", "client", "(no label)"]
    sets = pl.Enum([" or ".join(w for at, w in enumerate(words) if code >> at & 1) for code in range(1, 8)])
    bits = [pl.when(here).then(pl.lit(1 << at, dtype=pl.UInt8)).otherwise(none_) for at, here in enumerate((p, c, n))]
    code = reduce(add, bits) - 1
    return rows.select(label.alias("label"), standing.alias("standing"), code.cat.to(sets).alias("possible"))


def sql_by_hand() -> str:
    """Decide six of nine in three-valued logic, in SQL for DuckDB."""
    least = " + ".join(f'("{one}" IS TRUE)::INT' for one in NINE)
    most = " + ".join(f'("{one}" IS NOT FALSE)::INT' for one in NINE)
    ninth, tenth, last = (f'"{one.name}"' for one in CRITERIA[9:])
    many = "p::INT + c::INT + n::INT = 1"
    return f"""WITH a AS (
      SELECT id, {least} >= 6 AND {ninth} IS TRUE AND {tenth} IS FALSE AS sure,
        {most} >= 6 AND {ninth} IS NOT FALSE AND {tenth} IS NOT TRUE AS p, {last} AS k FROM t
    ), b AS (SELECT id, p, NOT sure AND k IS NOT FALSE AS c, NOT sure AND k IS NOT TRUE AS n FROM a)
    SELECT id, CASE WHEN {many} THEN CASE WHEN p THEN 'partner' WHEN c THEN 'client' END END AS label,
      CASE WHEN {many} THEN 'settled' ELSE 'open' END AS standing,
      SUBSTR(CASE WHEN p THEN ' or partner' ELSE '' END || CASE WHEN c THEN ' or client' ELSE '' END
        || CASE WHEN n THEN ' or (no label)' ELSE '' END, 5) AS possible, 0 AS unreadable FROM b"""  # noqa: S608  # ours


def in_pandas(frame: Any) -> Any:  # Any: pandas is not imported for types
    """Decide six of nine in three-valued logic, with `numpy.select` on a frame of pandas."""
    least, most = frame[NINE].fillna(False).sum(axis=1) >= 6, frame[NINE].fillna(True).sum(axis=1) >= 6
    ninth, tenth, last = (frame[one.name] for one in CRITERIA[9:])
    sure = least & ninth.fillna(False) & ~tenth.fillna(True)
    partner = most & ninth.fillna(True) & ~tenth.fillna(False)
    client, none = ~sure & last.fillna(True), ~sure & ~last.fillna(False)
    many = partner.astype(int) + client.astype(int) + none.astype(int)
    label = np.select([many > 1, partner, client], ["", "partner", "client"], "")
    standing = np.where(many == 1, "settled", "open")
    code = partner.astype(int) + 2 * client.astype(int) + 4 * none.astype(int)
    return frame.assign(label=label, standing=standing, possible=code)


def cost(contestants: dict[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Give the processor time of each, in milliseconds: the median of rounds in which all take their turn."""
    found: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, run in contestants.items():
            gc.collect()
            start = time.process_time()
            run()
            if number:  # the first round warms up
                found[name].append(time.process_time() - start)
    return {name: 1000 * statistics.median(times) for name, times in found.items()}


def written(title: str, found: dict[str, float], against: dict[str, str]) -> None:
    """Print a table: what each takes, and how often that of another one."""
    print(f"\n{title}\n\n| | ms | ratio |\n|---|---|---|")
    for name, took in found.items():
        other = against.get(name)
        print(f"| {name} | {took:.0f} | {f'{took / found[other]:.2f} × {other}' if other else ''} |")


def agree(one: object, other: object) -> None:
    """Stop unless two answers are the same."""
    same = one.equals(other) if isinstance(one, pl.DataFrame) and isinstance(other, pl.DataFrame) else one == other
    if not same:
        raise SystemExit(f"answers differ: {one} and {other}")


def texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Give a result with texts and whole numbers as DuckDB has them."""
    return frame.cast({**dict.fromkeys(("label", "standing", "possible"), pl.String), "unreadable": pl.Int64})


def weighed(statement: str) -> str:
    """Give the part of a statement over evidence that weighs it, without the walk to the labels."""
    return statement.partition(",\nrelabel_answers ")[0] + "\nSELECT * FROM relabel_weighed"


def run(base: duckdb.DuckDBPyConnection, statement: str) -> pl.DataFrame:
    """Give what a statement selects, in the order of the key."""
    return pl.DataFrame(base.sql(statement)).sort("id").cast({"unreadable": pl.Int64})


def check(definition: Definition, table: pl.DataFrame, found: pl.DataFrame) -> None:
    """Stop unless the first rows say what `classify()` says."""
    for row, said in zip(table.head(SAMPLE).rows(named=True), found.head(SAMPLE).rows(named=True), strict=True):
        pieces = [Evidence(one, row[one.name]) for one in definition.asked if row[one.name] is not None]
        one = classify(Relationship("a", "b", evidence=pieces), definition)
        agree((said["label"], said["standing"]), (one.label, one.standing.value))


def totals(called: pl.DataFrame) -> object:
    """Give the verdicts on a wide table."""
    return audit_frame(called, SIX, word="word").counts()


def compare_wide(rows: int, folder: Path) -> None:
    """Compare on wide tables in Parquet."""
    for name, definition in DEFINITIONS.items():
        for blank in (0.3, 0.0):
            table, path = wide(definition, rows, blank), folder / "wide.parquet"
            table.write_parquet(path)
            asked = [one.name for one in definition.asked]
            base = duckdb.connect()
            base.register("table_", table.to_arrow())
            base.execute("CREATE TABLE t AS SELECT * FROM table_")
            statement, into = (
                frame_to_sql(definition, table="t", key="id", attested_by=None),
                "CREATE OR REPLACE TEMP TABLE r AS ",
            )
            ours = classify_frame(pl.scan_parquet(path), definition, attested_by=None, keep=[])
            contestants: dict[str, Callable[[], object]] = {
                "scan": pl.scan_parquet(path).select(asked).collect,
                "relabel, polars": ours.collect,
                "relabel, DuckDB": partial(base.execute, into + statement),
            }
            against = {"relabel, polars": "scan", "relabel, DuckDB": "relabel, polars"}
            if definition is SIX:
                hand = by_hand(pl.scan_parquet(path))
                frame = table.to_pandas(use_pyarrow_extension_array=True)
                contestants |= {
                    "by hand, polars": hand.collect,
                    "by hand, DuckDB": partial(base.execute, into + sql_by_hand()),
                    "np.select, pandas": partial(in_pandas, frame),
                }
                against |= {"by hand, polars": "relabel, polars", "by hand, DuckDB": "relabel, DuckDB"}
                against |= {"np.select, pandas": "relabel, polars"}
                both = (hand.with_columns(unreadable=0), ours)  # of the first polars may change the order of the rows
                agree(*(texts(one.collect()).sort("label", "standing", "possible") for one in both))
            found = cost(contestants)
            done = ours.collect()
            check(definition, table, done)
            agree(texts(done), run(base, statement).drop("id"))
            built = cost(
                {"plan": partial(classify_frame, pl.scan_parquet(path), definition, attested_by=None, keep=[])}
            )["plan"]
            title = f"{name}, {definition.diagram.size} nodes, {'30 % blank' if blank else 'nothing blank'}"
            written(f"{title}: the plan is made in {built:.0f} ms", found, against)
            if definition is SIX and blank:
                words = np.array(["partner", "client", "friend"])[np.arange(rows) % 3]
                called = table.with_columns(word=pl.Series(words))
                written("Totals", cost({"audit_frame": partial(totals, called)}), {})


def compare_long(rows: int, folder: Path) -> None:
    """Compare on evidence in Parquet."""
    path = folder / "long.parquet"
    long(rows).write_parquet(path)
    scan = pl.scan_parquet(path)
    bare = scan.select("id", "criterion", "answer")
    bits = pl.Series([1 << at for at in range(24)], dtype=pl.Int64)
    names = pl.Enum([one.name for one in CRITERIA])
    answer = pl.col("answer").cast(pl.Enum(["no", "yes"]), strict=False).to_physical()
    at = pl.col("criterion").cast(names, strict=False).to_physical().cast(pl.UInt32) * 2 + answer
    hand = bare.select("id", bit=pl.lit(bits).gather(at)).group_by("id").agg(pl.col("bit").bitwise_or())
    odd = pl.col("answer").is_null().cast(pl.UInt32)  # our result counts pieces that are no answer, too
    counted = bare.select("id", bit=pl.lit(bits).gather(at), odd=odd).group_by("id")
    both = counted.agg(pl.col("bit").bitwise_or(), pl.col("odd").sum())
    plain = classify_evidence(bare, SIX, key="id")
    strict = classify_evidence(scan, STRICT, key="id", as_of=DAY)
    base = duckdb.connect()
    base.execute(f"CREATE TABLE t AS SELECT * FROM read_parquet('{path}')")  # noqa: S608  # ours
    into = "CREATE OR REPLACE TEMP TABLE r AS "
    each = " ".join(
        f"WHEN '{one.name}' THEN CASE answer WHEN 'no' THEN {1 << 2 * place} WHEN 'yes' THEN {2 << 2 * place} END"
        for place, one in enumerate(CRITERIA)
    )
    statement = evidence_to_sql(SIX, table="t", key="id")
    fields = {name: name for name in ("observed_on", "attested_by", "source")}
    severe = evidence_to_sql(STRICT, table="t", key="id", as_of=DAY, columns=fields)
    found = cost(
        {
            "group_by(id).len()": lambda: scan.group_by("id").agg(pl.len()).collect(engine="streaming"),
            "bit_or by hand, polars": lambda: hand.collect(engine="streaming"),
            "by hand with a count, polars": lambda: both.collect(engine="streaming"),
            "relabel, polars": lambda: plain.collect(engine="streaming"),
            "every policy, polars": lambda: strict.collect(engine="streaming"),
            "bit_or by hand, DuckDB": lambda: base.execute(
                f"{into}SELECT id, BIT_OR(CASE criterion {each} END) AS b FROM t GROUP BY id"  # noqa: S608  # ours
            ),
            "weighing alone, DuckDB": lambda: base.execute(into + weighed(statement)),
            "relabel, DuckDB": lambda: base.execute(into + statement),
            "every policy, DuckDB": lambda: base.execute(into + severe),
        },
        rounds=3,
    )
    for made, text in ((plain, statement), (strict, severe)):
        agree(texts(made.sort("id").collect(engine="streaming")), run(base, text))
    against = {
        "bit_or by hand, polars": "group_by(id).len()",
        "by hand with a count, polars": "group_by(id).len()",
        "relabel, polars": "group_by(id).len()",
        "every policy, polars": "relabel, polars",
        "weighing alone, DuckDB": "bit_or by hand, DuckDB",
        "relabel, DuckDB": "bit_or by hand, DuckDB",
        "every policy, DuckDB": "relabel, DuckDB",
    }
    written(f"{rows * PIECES:,} pieces of evidence, with label, standing and possible", found, against)
    for which in PEAKS:
        done_ = subprocess.run([sys.executable, __file__, which, str(path)], check=True, capture_output=True, text=True)  # noqa: S603  # ours
        print(f"\nMost memory of the process, {which}: {done_.stdout.strip()} MiB")


def growth(folder: Path) -> None:
    """Compare what a row takes in one part of a million and in ten of them."""
    for shape, made in (("wide", partial(wide, SIX, blank=0.3)), ("long", long)):
        (folder / shape).mkdir()
        part = made(rows=ROWS)
        for number in range(GROWTH):
            part.with_columns(pl.col("id") + number * ROWS).write_parquet(folder / shape / f"{number}.parquet")
        del part
        contestants: dict[str, Callable[[], object]] = {}
        for parts in (1, GROWTH):
            files, base = [str(folder / shape / f"{number}.parquet") for number in range(parts)], duckdb.connect()
            rows, told = pl.scan_parquet(files), base.read_parquet(files)
            if shape == "wide":
                ours = classify_frame(rows, SIX, attested_by=None, keep=["id"])
                theirs = classify_frame(told, SIX, attested_by=None, keep=["id"])
            else:
                names = ("id", "criterion", "answer")
                ours = classify_evidence(rows.select(names), SIX, key="id")
                theirs = classify_evidence(told.select(*names), SIX, key="id")
            output = str(folder / "out.parquet")
            contestants[f"polars, {parts} million"] = partial(ours.sink_parquet, output)
            contestants[f"DuckDB, {parts} million"] = partial(theirs.write_parquet, output)
        found = cost(contestants, rounds=1)
        print(f"\nGrowth, {shape}\n\n| | ms for a million | ratio |\n|---|---|---|")
        for engine in ("polars", "DuckDB"):
            few, many = found[f"{engine}, 1 million"], found[f"{engine}, {GROWTH} million"] / GROWTH
            print(f"| {engine}, of 1 | {few:.0f} | |\n| {engine}, of {GROWTH} | {many:.0f} | {many / few:.2f} |")


def peak(which: str, path: str) -> None:
    """Print how much memory a process takes that labels the evidence in a file."""
    policy, engine = which.split()
    base = duckdb.connect()
    fields = {} if policy == "plain" else {name: name for name in ("observed_on", "attested_by", "source")}
    scan = pl.scan_parquet(path).select("id", "criterion", "answer", *fields)
    told = base.read_parquet(path).select(", ".join(["id", "criterion", "answer", *fields]))
    definition, day = (SIX, None) if policy == "plain" else (STRICT, DAY)
    if engine == "polars":
        classify_evidence(scan, definition, key="id", as_of=day).collect(engine="streaming")
    else:
        classify_evidence(told, definition, key="id", as_of=day).write_parquet(f"{path}.{policy}")
    status = Path("/proc/self/status").read_text(encoding="utf-8")  # what getrusage says is also of the parent
    print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1] in PEAKS:
        peak(sys.argv[1], sys.argv[2])
    elif sys.argv[1:] == ["growth"]:
        with tempfile.TemporaryDirectory() as place:
            growth(Path(place))
    else:
        count = int(sys.argv[1]) if sys.argv[1:] else ROWS
        with tempfile.TemporaryDirectory() as place:
            compare_wide(count, Path(place))
            compare_long(count, Path(place))
