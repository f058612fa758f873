"""Evidence from a ledger and a ticket table: who pays regularly, who pays late, and what went wrong.

The environment variable `LEDGER_DATABASE` holds the path of an SQLite database with the tables of
`sample.sql`. It is opened for reading only.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from relabel import (
    Choice,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Example,
    Intent,
    Label,
    Measure,
    Relationship,
    Side,
    hookimpl,
)

__all__ = ["CLIENTS", "derive", "relabel_definitions", "relabel_evidence"]

WINDOW = 24
"""How many months are looked at, the one of the last day included."""

pays = Criterion("pays_for_services", "Does the buyer pay the seller for services?")
months_paid = Measure(
    "months_with_payment", f"In how many of the last {WINDOW} months was something paid?", unit="months"
)
late_payments = Measure(
    "late_payments", f"How many bills that fell due in the last {WINDOW} months were not paid in time?", unit="bills"
)
worst_ticket = Choice(
    "worst_ticket",
    f"How did the worst ticket of the last {WINDOW} months end?",
    options=["no_ticket", "solved_in_time", "solved_late", "escalated"],
)

RELIABLE = {months_paid: 24, late_payments: 0, worst_ticket: "no_ticket"}

CLIENTS = Definition(
    "ledger-clients",
    "Is the buyer a steady client, by ledger and tickets?",
    [
        Label(
            "steady client",
            (months_paid >= 18) & (late_payments <= 2) & worst_ticket.in_("no_ticket", "solved_in_time"),
        ),
        Label("client", months_paid >= 1),
        Label("lapsed client"),
    ],
    given_to=Side.BUYER,
    source="Miller Services, rules for accounts (made up)",
    version="1",
    mentions=[pays],  # derived for those definitions that ask for it
    # Nothing is presumed: what the books do not show stays open. Books that were closed more than a
    # quarter ago show nothing of today.
    policy=EvidencePolicy(shelf_life=timedelta(days=92)),
    examples=[
        Example("pays each month", RELIABLE, expect="steady client"),
        Example("just often enough", {**RELIABLE, months_paid: 18, late_payments: 2}, expect="steady client"),
        Example("not often enough", {**RELIABLE, months_paid: 17}, expect="client"),
        Example("late too often", {**RELIABLE, late_payments: 3}, expect="client"),
        Example("one trouble too many", {**RELIABLE, worst_ticket: "solved_late"}, expect="client"),
        Example("paid once", {months_paid: 1, worst_ticket: "escalated"}, expect="client"),
        Example("paid long ago", {months_paid: 0}, expect="lapsed client"),
    ],
    intends=Intent(raises=[months_paid], lowers=[late_payments], overlaps=[("steady client", "client")]),
)


@hookimpl
def relabel_definitions() -> Iterable[Definition]:
    """Provide `ledger-clients`."""
    return [CLIENTS]


@hookimpl
def relabel_evidence(relationship: Relationship, as_of: date | None) -> Iterable[Evidence]:
    """Derive evidence from the books as they stood on `as_of`; none on companies without an account."""
    name = os.environ.get("LEDGER_DATABASE", "")
    path = Path(name)
    if not path.is_file():  # SQLite's own message would not name it
        raise FileNotFoundError(f"LEDGER_DATABASE is {name!r}, expected the path of the ledger, an SQLite file")
    with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as books:
        return list(derive(books, path.name, relationship, as_of))


@dataclass(frozen=True)
class Invoice:
    """A bill; `paid_on` is None while it is not paid."""

    number: str
    due_on: date
    paid_on: date | None


@dataclass(frozen=True)
class Ticket:
    """Something that went wrong; what has not happened yet is None."""

    number: str
    opened_on: date
    promised_on: date
    solved_on: date | None
    escalated_on: date | None

    def outcome(self, day: date) -> str | None:
        """Give how it had ended by a day; None while it was open."""
        if self.escalated_on is not None and self.escalated_on <= day:
            return "escalated"
        if self.solved_on is None or self.solved_on > day:
            return None
        return "solved_in_time" if self.solved_on <= self.promised_on else "solved_late"


def derive(
    books: sqlite3.Connection, source: str, relationship: Relationship, as_of: date | None
) -> Iterator[Evidence]:
    """Derive evidence on one relationship.

    Args:
        books: A database with the tables of `sample.sql`.
        source: What to call it.
        relationship: The two companies; case and spacing of their names are ignored.
        as_of: The day as of which to look, or the last day of the books if that is earlier or this is None.
    """
    first, last = map(date.fromisoformat, books.execute("SELECT complete_from, complete_to FROM coverage").fetchone())
    day = last if as_of is None else min(as_of, last)
    accounts = _accounts(books, relationship, day)
    if not accounts:  # a company that the books do not know: silence, and no zero
        return
    where = f"{source}, account {' and '.join(accounts)}"
    invoices = _invoices(books, accounts)
    payments = sorted(one.paid_on for one in invoices if one.paid_on is not None and one.paid_on <= day)
    if payments:
        yield Evidence(pays, True, observed_on=payments[-1], source=where)
    start = _months_before(day, WINDOW - 1)
    if start < first:  # a count over months that the books do not cover would be too low
        return
    months = {(paid.year, paid.month) for paid in payments if paid >= start}
    yield Evidence(months_paid, len(months), observed_on=day, source=where)
    # A bill that was not paid on the day it fell due is known to be late from the next day on, whatever came after.
    late = [
        one.number
        for one in invoices
        if start <= one.due_on < day and (one.paid_on is None or one.paid_on > one.due_on)
    ]
    yield Evidence(late_payments, len(late), observed_on=day, source=where, note=", ".join(late))
    tickets = [one for one in _tickets(books, accounts) if start <= one.opened_on <= day]
    yield from _worst(tickets, day, where)


def _worst(tickets: Sequence[Ticket], day: date, where: str) -> Iterator[Evidence]:
    """Give how the worst ticket ended, unless one that is still open may end worse."""
    outcomes = [one.outcome(day) for one in tickets]
    order = worst_ticket.options
    worst = max((one for one in outcomes if one is not None), key=order.index, default=order[0])
    if None in outcomes and worst != order[-1]:
        return
    numbers = [one.number for one in tickets if one.outcome(day) == worst]
    yield Evidence(worst_ticket, worst, observed_on=day, source=where, note=", ".join(numbers))


def _accounts(books: sqlite3.Connection, relationship: Relationship, day: date) -> list[str]:
    """Give the accounts that the two had by a day, in order. Reads all accounts."""
    wanted = (_fold(relationship.buyer), _fold(relationship.seller))
    rows = books.execute(
        "SELECT account, buyer, seller FROM accounts WHERE opened_on <= ? ORDER BY account", [str(day)]
    )
    return [account for account, buyer, seller in rows if (_fold(buyer), _fold(seller)) == wanted]


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


def _invoices(books: sqlite3.Connection, accounts: Iterable[str]) -> list[Invoice]:
    query = "SELECT invoice, due_on, paid_on FROM invoices WHERE account = ? ORDER BY invoice"
    return [
        Invoice(number, date.fromisoformat(due_on), _day(paid_on))
        for account in accounts
        for number, due_on, paid_on in books.execute(query, [account])
    ]


def _tickets(books: sqlite3.Connection, accounts: Iterable[str]) -> list[Ticket]:
    query = (
        "SELECT ticket, opened_on, promised_on, solved_on, escalated_on FROM tickets WHERE account = ? ORDER BY ticket"
    )
    return [
        Ticket(
            number, date.fromisoformat(opened_on), date.fromisoformat(promised_on), _day(solved_on), _day(escalated_on)
        )
        for account in accounts
        for number, opened_on, promised_on, solved_on, escalated_on in books.execute(query, [account])
    ]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _months_before(day: date, count: int) -> date:
    """Give the first day of the month `count` months before that of a day."""
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(year, month + 1, 1)
