"""The same audit as `audit_suppliers.py`, from the published payments to the counts without a loop over rows.

It takes the extra `frames`. Payments are read, grouped and made into a table of evidence by polars, and
`audit_evidence` judges once for all payees that are alike.

    python audit_in_frames.py [PAYMENTS] [--suppliers FILE] [--as-of DATE]
"""

import argparse
from datetime import date
from pathlib import Path

import polars as pl
from audit_suppliers import HERE, SUPPLIER, SUPPLIER_BY_MARC, WINDOW, read_designated, words

from relabel import Definition
from relabel.frames import FrameAudit, audit_evidence


def read_payments(path: Path) -> pl.LazyFrame:
    """Give the usable lines: who was paid, on which day, and how much in GBP."""
    day, amount = pl.col("payment_date").str.strip_chars(), pl.col("amount").str.strip_chars()
    name = pl.col("beneficiary_name").str.replace_all(r"\s+", " ").str.strip_chars()
    lines = pl.scan_csv(path, infer_schema=False).select(
        name=name,
        day=pl.coalesce(day.str.to_date("%Y-%m-%d", strict=False), day.str.to_date("%A, %B %d, %Y", strict=False)),
        amount=amount.str.to_decimal(scale=2),
    )
    return lines.filter(pl.col("name") != "", pl.col("day").is_not_null(), pl.col("amount") > 0)


def payees(payments: pl.LazyFrame, designated: list[tuple[str, ...]], as_of: date) -> pl.DataFrame:
    """Give one row per payee, by name with case folded: since when and how often it was paid, and the word in use."""
    ago = (as_of.year - pl.col("day").dt.year()) * 12 + as_of.month - pl.col("day").dt.month()
    found = (
        payments.filter(pl.col("day") <= as_of)
        .with_columns(ago=ago)
        .group_by(pl.col("name").str.to_lowercase().alias("payee"), maintain_order=True)
        .agg(
            pl.col("name").first(),
            first=pl.col("day").min(),
            last=pl.col("day").max(),
            months=pl.col("ago").filter(pl.col("ago") < WINDOW).n_unique(),
            paid=pl.col("amount").sum(),
        )
        .collect()
    )
    strategic = [any(words(name)[: len(one)] == one for one in designated) for name in found["name"]]
    word = pl.when(pl.Series(strategic)).then(pl.lit("strategic supplier")).otherwise(pl.lit("supplier"))
    return found.with_columns(word=word)


def evidence_of(found: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Give the pieces of evidence, one row each."""
    lasted = ((pl.col("last") - pl.col("first")).dt.total_days() / 365.25).round(1, mode="half_to_even")
    answer, none = pl.lit("yes"), pl.lit(None, dtype=pl.String)
    return pl.concat(
        [
            found.select("payee", criterion=pl.lit(name), answer=said, number=number.cast(pl.Float64), observed_on=on)
            for name, said, number, on in (
                ("pays_for_services", answer, pl.lit(None), pl.col("last")),
                ("months_with_payment", none, pl.col("months"), pl.lit(as_of)),
                ("relationship_years", none, lasted, pl.col("last")),
            )
        ]
    )


def audited(payments: Path, suppliers: Path, definition: Definition, as_of: date | None = None) -> FrameAudit:
    """Audit the payees; `as_of` is the day of the last payment by default."""
    lines = read_payments(payments)
    day = as_of or lines.select(pl.col("day").max()).collect().item()
    found = payees(lines, read_designated(suppliers), day)
    return audit_evidence(
        evidence_of(found, day),
        definition,
        key="payee",
        relationships=found,
        word="word",
        as_of=day,
        columns={"attested_by": None},  # payments are nobody's word
    )


def main() -> None:
    """Read the payments, audit the payees, and print the counts."""
    parser = argparse.ArgumentParser(description="Audit the Cabinet Office's suppliers in frames.")
    parser.add_argument("payments", nargs="?", type=Path, default=HERE / "payments_sample.csv")
    parser.add_argument("--suppliers", type=Path, default=HERE / "strategic_suppliers_2025.csv")
    parser.add_argument("--as-of", type=date.fromisoformat, help="the day of the last payment by default")
    options = parser.parse_args()
    for definition in (SUPPLIER, SUPPLIER_BY_MARC):
        result = audited(options.payments, options.suppliers, definition, options.as_of)
        print(definition.name)
        for (word, label), count in sorted(result.cross_table().items(), key=str):
            print(f"  {count} called {word!r}, found {label!r}")
        for verdict, count in result.counts().items():
            if count:
                print(f"  {count} {verdict.value}")


if __name__ == "__main__":
    main()
