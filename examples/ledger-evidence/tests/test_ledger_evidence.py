"""The laws for plugins; and what they cannot know: what the books show, what they do not, and when."""

import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from ledger_evidence import CLIENTS, WINDOW, derive, late_payments, months_paid, pays, worst_ticket

from relabel import Answer, Evidence, Relationship, Standing, classify, gather
from relabel.cli import main
from relabel.errors import PluginError
from relabel.testing import check_plugin

FOLDER = Path(__file__).parents[1]
SAMPLE = (FOLDER / "sample.sql").read_text(encoding="utf-8")
END = date(2026, 1, 31)
COMPANIES = ["Aspen Foods", "Briar Logistics", "Cedar Clinic", "Dune Travel", "Elder Books", "Fern Media"]
KNOWN = [Relationship(one, "Miller Services") for one in COMPANIES]


@pytest.fixture
def books() -> Iterator[sqlite3.Connection]:
    """Give the sample in memory, to be read or changed."""
    with closing(sqlite3.connect(":memory:")) as found:
        found.executescript(SAMPLE)
        yield found


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the path of a file with the sample, which the plugin is told."""
    path = tmp_path / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as found:
        found.executescript(SAMPLE)
    monkeypatch.setenv("LEDGER_DATABASE", str(path))
    return path


@pytest.mark.usefixtures("ledger")
def test_the_plugin_keeps_the_laws() -> None:
    """All of them, on days before, within and after the books."""
    days = [None, date(2022, 12, 31), date(2025, 11, 30), END, date(2026, 6, 30)]
    check_plugin("ledger-evidence", relationships=KNOWN, as_of=days)


def test_the_ledger_is_only_read(ledger: Path) -> None:
    """Not one byte of it is changed, and no other file appears."""
    before = ledger.read_bytes()
    for one in KNOWN:
        gather(one, as_of=END)
    assert (ledger.read_bytes(), list(ledger.parent.iterdir())) == (before, [ledger])


def ask(books: sqlite3.Connection, buyer: str, as_of: date | None = END) -> list[Evidence]:
    return list(derive(books, "ledger", Relationship(buyer, "Miller Services"), as_of))


def answers(books: sqlite3.Connection, buyer: str, as_of: date | None = END) -> dict[str, Answer]:
    return {one.criterion: one.answer for one in ask(books, buyer, as_of)}


@pytest.mark.parametrize(
    ("buyer", "months", "late", "worst", "label"),
    [
        ("Aspen Foods", 24, 0, "solved_in_time", "steady client"),
        ("Briar Logistics", 24, 8, "solved_in_time", "client"),
        ("Cedar Clinic", 24, 0, None, None),
        ("Dune Travel", 0, 0, "no_ticket", "lapsed client"),
        ("Fern Media", 2, 2, "escalated", "client"),
    ],
)
def test_the_sample_from_ledger_to_label(
    books: sqlite3.Connection, buyer: str, months: int, late: int, worst: str | None, label: str | None
) -> None:
    """Every answer is dated the last day of the books, and names its account; the label is settled by them."""
    found = {one.criterion: one for one in ask(books, buyer) if one.criterion != pays.name}
    expected = {months_paid.name: months, late_payments.name: late, worst_ticket.name: worst}
    assert {name: one.answer for name, one in found.items()} == {k: v for k, v in expected.items() if v is not None}
    assert {(one.observed_on, "account" in one.source) for one in found.values()} == {(END, True)}
    given = classify(Relationship(buyer, "Miller Services", evidence=found.values()), CLIENTS, as_of=END)
    assert (given.label, given.standing is Standing.SETTLED) == (label, label is not None)


def test_paying_is_dated_by_the_last_payment(books: sqlite3.Connection) -> None:
    """It holds for definitions that ask for nothing else, such as those of the two posts."""
    (found,) = [one for one in ask(books, "Dune Travel") if one.criterion == pays.name]
    assert (found.answer, found.observed_on) == (True, date(2023, 11, 30))


@pytest.mark.parametrize(
    "relationship",
    [
        Relationship("Elder Books", "Miller Services"),
        Relationship("Aspen Foods", "Another Seller"),
        Relationship("Miller Services", "Aspen Foods"),
    ],
    ids=["no account", "another seller", "the other way round"],
)
def test_silence_is_no_zero(books: sqlite3.Connection, relationship: Relationship) -> None:
    """Of two companies without an account the books know nothing, not that nothing was paid."""
    assert list(derive(books, "ledger", relationship, END)) == []


def test_names_are_folded_and_accounts_added_up(books: sqlite3.Connection) -> None:
    """Case and spacing of a name play no part, and a company with two accounts is one company."""
    folded = list(derive(books, "ledger", Relationship("  CEDAR clinic", "miller services"), END))
    assert folded == ask(books, "Cedar Clinic")
    assert folded[0].source == "ledger, account C and C2"


def test_months_that_the_books_do_not_cover_are_not_counted(books: sqlite3.Connection) -> None:
    """They begin in January 2023, so that the first full window ends in December 2024."""
    assert answers(books, "Aspen Foods", date(2024, 11, 30)) == {pays.name: True}
    assert answers(books, "Aspen Foods", date(2024, 12, 1))[months_paid.name] == WINDOW - 1  # not yet paid this month


def test_both_ends_of_the_window_count(books: sqlite3.Connection) -> None:
    """What happened on its first or on its last day did happen in it, and what happened before did not."""
    books.executescript("""
        INSERT INTO accounts VALUES ('G', 'Gorse Mills', 'Miller Services', '2026-01-31');
        INSERT INTO invoices VALUES
            ('G-1', 'G', '2024-01-31', '2024-02-01'),
            ('G-2', 'G', '2024-02-01', NULL),
            ('G-3', 'G', '2026-02-01', '2026-01-31');
        INSERT INTO tickets VALUES
            ('T-1', 'G', '2024-01-31', '2024-01-31', NULL, '2024-01-31'),
            ('T-2', 'G', '2024-02-01', '2024-02-01', '2024-02-02', NULL),
            ('T-3', 'G', '2026-01-31', '2026-01-31', '2026-01-31', NULL);
    """)
    found = [(one.criterion, one.answer, one.note) for one in ask(books, "Gorse Mills")]
    assert found == [
        (pays.name, True, ""),
        (months_paid.name, 2, ""),
        (late_payments.name, 1, "G-2"),
        (worst_ticket.name, "solved_late", "T-2"),
    ]
    books.execute("DELETE FROM tickets WHERE ticket = 'T-2'")
    assert answers(books, "Gorse Mills")[worst_ticket.name] == "solved_in_time"


@pytest.mark.parametrize("as_of", [None, END, date(2026, 2, 1), date(2030, 1, 1)])
def test_after_the_last_day_of_the_books_nothing_is_known(books: sqlite3.Connection, as_of: date | None) -> None:
    """Evidence stays dated that day, so that it can go stale."""
    assert ask(books, "Fern Media", as_of) == ask(books, "Fern Media", END)


def test_a_bill_is_late_from_the_day_after_it_fell_due(books: sqlite3.Connection) -> None:
    """Not on the day itself, and whether or not it is paid in the end."""
    late = {day: answers(books, "Fern Media", date(2025, 11, day))[late_payments.name] for day in (14, 15, 16, 30)}
    assert late == {14: 0, 15: 0, 16: 1, 30: 1}


@pytest.mark.parametrize(
    ("as_of", "worst"),
    [
        (date(2025, 2, 28), "solved_late"),
        (date(2026, 1, 21), "solved_late"),
        (date(2026, 1, 22), None),  # T-104 is open, and may be escalated
    ],
)
def test_an_open_ticket_may_end_worse(books: sqlite3.Connection, as_of: date, worst: str | None) -> None:
    """While one is open the worst is not known, unless it is the worst that there can be."""
    assert answers(books, "Cedar Clinic", as_of).get(worst_ticket.name) == worst


def test_the_worst_that_there_can_be_is_known_at_once(books: sqlite3.Connection) -> None:
    """Fern's ticket is open on all three days, and escalated from the 20th on."""
    worst = [answers(books, "Fern Media", date(2025, 11, day)).get(worst_ticket.name) for day in (3, 19, 20)]
    assert worst == [None, None, "escalated"]


def test_nothing_is_worse_than_escalated(books: sqlite3.Connection) -> None:
    """Another ticket that is still open changes nothing."""
    books.execute("INSERT INTO tickets VALUES ('T-107', 'F', '2026-01-30', '2026-02-06', NULL, NULL)")
    assert answers(books, "Fern Media")[worst_ticket.name] == "escalated"


FORGET = """
    UPDATE coverage SET complete_to = min(complete_to, :day);
    DELETE FROM accounts WHERE opened_on > :day;
    UPDATE invoices SET paid_on = NULL WHERE paid_on > :day;
    DELETE FROM invoices WHERE paid_on IS NULL AND due_on > :day;
    DELETE FROM tickets WHERE opened_on > :day;
    UPDATE tickets SET solved_on = NULL WHERE solved_on > :day;
    UPDATE tickets SET escalated_on = NULL WHERE escalated_on > :day;
"""


def test_there_is_no_hindsight(books: sqlite3.Connection) -> None:
    """On each of 1,600 days the evidence is what books that end on that day would have shown."""
    days = [date(2022, 1, 1) + timedelta(days=number) for number in range(1600)]
    for day in reversed(days):  # so that each day can forget a little more
        found = [ask(books, buyer, day) for buyer in COMPANIES]
        for statement in FORGET.strip().split(";\n"):
            books.execute(statement, {"day": str(day)})
        assert [ask(books, buyer, None) for buyer in COMPANIES] == found


@pytest.mark.usefixtures("ledger")
def test_gathered_evidence_serves_other_definitions() -> None:
    """A client who pays is one for M/A/R/C as well."""
    one = gather(Relationship("Dune Travel", "Miller Services"), as_of=END)
    reasons = [str(reason) for reason in classify(one, "marc", as_of=END).because]
    assert "pays_for_services: yes" in reasons


@pytest.mark.parametrize("name", ["", "no-such-file.sqlite"])
def test_a_missing_ledger_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """No evidence without a word would change labels."""
    monkeypatch.setenv("LEDGER_DATABASE", name)
    with pytest.raises(PluginError) as caught:
        gather(Relationship("Dune Travel", "Miller Services"), as_of=END)
    assert [part for part in ("LEDGER_DATABASE", repr(name), "ledger-evidence") if part not in str(caught.value)] == []


@pytest.mark.usefixtures("ledger")
def test_the_readme_shows_what_happens(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command in it, with what it prints."""
    monkeypatch.chdir(FOLDER)
    blocks = Path("README.md").read_text(encoding="utf-8").split("```console\n")[1:]
    shown = [command.split("\n", 1) for block in blocks for command in block.split("\n```")[0].split("$ ")[1:]]
    assert shown
    for command, expected in shown:
        assert main(shlex.split(command)[1:]) == 0
        assert capsys.readouterr().out.splitlines() == expected.rstrip().splitlines()
