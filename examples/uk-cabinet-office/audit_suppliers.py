"""Audit a public buyer's suppliers on nothing but its payments: is any of them a partner?

The UK Cabinet Office publishes what it pays to whom. This program turns those payments into evidence
(pays, in how many recent months, for how many years), takes "strategic supplier", the government's
designation, as the word in use, and audits it. Payments cannot show that anybody is a partner: nobody
knows from them whether the two meet or understand each other. They can show that somebody is none.

    python audit_suppliers.py [PAYMENTS] [--suppliers FILE] [--as-of DATE]
"""

import argparse
import csv
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

import attrs

from relabel import Audit, Definition, Evidence, Example, Intent, Label, Measure, Relationship, Side, Standing, audit
from relabel.plugins.marc import MARC, pays, years
from relabel.plugins.thetapoint import SELLER
from relabel.reports import sections, write_text

HERE = Path(__file__).parent
BUYER = "Cabinet Office"
WINDOW = 24

months_paid = Measure(
    "months_with_payment", f"In how many of the last {WINDOW} months was something paid?", unit="months"
)

# An overlay of ThetaPoint's test: whoever is paid in fewer than six months of two years is not dealt with
# regularly. How long the business has lasted is no evidence, as M/A/R/C says.
SUPPLIER = SELLER.evolve(
    name="strategic-supplier",
    title="Is a strategic supplier a partner, or a vendor?",
    labels=[
        Label("partner", SELLER.is_("partner") & (months_paid >= 6)),
        Label("vendor"),
    ],
    source=f"{SELLER.source}; regular dealings and longevity as this example reads them",
    disregard=[years],
    mentions=[pays],
    aliases={"strategic supplier": "partner", "supplier": "vendor"},
    examples=[Example("paid in four months", {months_paid: 4}, expect="vendor")],
    intends=Intent(raises=[months_paid]),
)

# M/A/R/C's test, read from the other end: the buyer says what the seller is.
SUPPLIER_BY_MARC = MARC.evolve(
    name="strategic-supplier-by-marc",
    title="Is a strategic supplier a partner, or a vendor, by the test of M/A/R/C?",
    labels=[Label("partner", MARC.is_("partner")), Label("vendor", pays)],
    given_to=Side.SELLER,
    mentions=[months_paid],
    aliases={"strategic supplier": "partner", "supplier": "vendor"},
    examples=[Example("nothing but payments", {pays: True}, expect="vendor")],
    intends=Intent(overlaps=[("partner", "vendor")], gap=True),
)


@attrs.frozen
class Payment:
    """One usable line of the published payments; the amount is in GBP."""

    day: date
    amount: Decimal
    name: str


def read_payments(path: Path) -> tuple[list[Payment], Counter[str]]:
    """Read the published payments.

    Returns:
        The usable lines, and how many others there are for each reason.
    """
    payments: list[Payment] = []
    unusable: Counter[str] = Counter()
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            payment = read_line(line)
            if isinstance(payment, str):
                unusable[payment] += 1
            else:
                payments.append(payment)
    return payments, unusable


def read_line(line: dict[str, str]) -> Payment | str:
    """Read one line, or say why it cannot be used."""
    if None in line or None in line.values():
        return "too many or too few cells"
    name = " ".join(line["beneficiary_name"].split())
    if not name:
        return "no name"
    day = read_day(line["payment_date"].strip())
    if day is None:
        return "no date" if not line["payment_date"].strip() else "a date that cannot be read"
    try:
        amount = Decimal(line["amount"])
    except InvalidOperation:
        return "no amount" if not line["amount"].strip() else "an amount that is no number"
    if not amount.is_finite():
        return "an amount that is no number"
    if amount <= 0:
        return "money back, not a payment" if amount else "nothing paid"
    return Payment(day, amount, name)


def read_day(text: str) -> date | None:
    """Read `2022-04-05` or `Tuesday, April 05, 2022`, the two forms in the file."""
    for form in ("%Y-%m-%d", "%A, %B %d, %Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # days, no times
        except ValueError:
            continue
    return None


def words(name: str) -> tuple[str, ...]:
    """Give the words of a company name as they are compared."""
    return tuple(re.findall(r"[a-z0-9]+", name.casefold()))


def read_designated(path: Path) -> list[tuple[str, ...]]:
    """Read the designated strategic suppliers, each as its words; AWS also goes by its full name."""
    with path.open(encoding="utf-8", newline="") as file:
        names = [line["name"] for line in csv.DictReader(file)]
    return [words(name) for name in names] + [words("Amazon Web Services") for name in names if name == "AWS"]


def relationships(
    payments: Iterable[Payment], designated: list[tuple[str, ...]], as_of: date, source: str
) -> Iterator[Relationship]:
    """Turn payments up to a day into one relationship per payee, by name with case and spacing folded."""
    by_payee: dict[str, list[Payment]] = defaultdict(list)
    for payment in payments:
        if payment.day <= as_of:
            by_payee[payment.name.casefold()].append(payment)
    for paid in by_payee.values():
        days = sorted(payment.day for payment in paid)
        name, last = paid[0].name, days[-1]
        months = {(as_of.year - day.year) * 12 + as_of.month - day.month for day in days}
        strategic = any(words(name)[: len(one)] == one for one in designated)
        yield Relationship(
            BUYER,
            name,
            seller_label="strategic supplier" if strategic else "supplier",
            since=days[0],
            evidence=[
                Evidence(pays, True, observed_on=last, source=source),
                Evidence(months_paid, sum(month < WINDOW for month in months), observed_on=as_of, source=source),
                Evidence(years, round((last - days[0]).days / 365.25, 1), observed_on=last, source=source),
            ],
            attributes={
                "designation": "strategic" if strategic else "other",
                "paid": sum((payment.amount for payment in paid), Decimal(0)),
            },
        )


def summary(result: Audit) -> str:
    """Say what was found in a line each: how many partners, and what was set aside."""
    partners = [row for row in result.rows if row.classification.label == "partner"]
    settled = sum(row.classification.standing is Standing.SETTLED for row in result.rows)
    aside = ", ".join(f"{count} x {name} ({reason.value})" for (name, reason), count in result.set_aside.items())
    return (
        f"{result.definition.name}: {len(partners)} of {len(result.rows)} payees are settled or presumed partners; "
        f"{settled} are settled vendors. Set aside: {aside}"
    )


def main() -> None:
    """Read the payments, audit the payees, and write the report."""
    parser = argparse.ArgumentParser(description="Audit the Cabinet Office's strategic suppliers on its payments.")
    parser.add_argument("payments", nargs="?", type=Path, default=HERE / "payments_sample.csv")
    parser.add_argument("--suppliers", type=Path, default=HERE / "strategic_suppliers_2025.csv")
    parser.add_argument("--as-of", type=date.fromisoformat, help="the day of the last payment by default")
    parser.add_argument("--all", action="store_true", help="list every payee, not the designated ones only")
    options = parser.parse_args()
    payments, unusable = read_payments(options.payments)
    as_of = options.as_of or max((payment.day for payment in payments), default=date.today())  # noqa: DTZ011  # local day
    found = list(relationships(payments, read_designated(options.suppliers), as_of, options.payments.name))

    print(f"{options.payments.name}: {len(payments) + unusable.total()} lines, {len(payments)} usable")
    for reason, count in sorted(unusable.items()):
        print(f"  {count} not usable: {reason}")
    later = sum(payment.day > as_of for payment in payments)
    if later:
        print(f"  {later} left out: paid after {as_of}")
    definitions: list[Definition] = [SUPPLIER, SUPPLIER_BY_MARC]
    for definition in definitions:
        print(summary(audit(found, definition, as_of=as_of)))
    print()
    listed = [one for one in found if options.all or one.attributes["designation"] == "strategic"]
    result = audit(listed, SUPPLIER, as_of=as_of)
    notes = () if options.all else (f"{len(found) - len(listed)} payees without the designation are left out here.",)
    write_text(sections(result, weight="paid", notes=notes), sys.stdout)


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
