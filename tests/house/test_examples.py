"""Tests of `examples/`: each says what it claims to say."""

import csv
import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from relabel import Audit, Evidence, Reason, Side, Standing, Verdict, audit, installed
from relabel.core.model.words import fold_name
from relabel.files.relationships.assembly import FIELDS
from relabel.files.relationships.reading import read
from tests import EXAMPLES

TWENTY = EXAMPLES / "twenty-companies.csv"
OFFICE = EXAMPLES / "uk-cabinet-office"
DAY = date(2026, 1, 31)


@pytest.fixture(scope="module")
def twenty() -> Audit:
    found = read(TWENTY, installed().vocabulary, given_to=Side.BUYER)
    return audit(found.relationships, "marc", as_of=DAY)


def test_there_are_twenty_companies(twenty: Audit) -> None:
    """The exercise of the post: take twenty companies."""
    assert len(twenty.rows) == 20


def test_every_verdict_occurs(twenty: Audit) -> None:
    """The example shows all that an audit can say."""
    assert {row.verdict for row in twenty.rows} == set(Verdict)


def test_every_standing_occurs(twenty: Audit) -> None:
    """Settled, presumed and open."""
    assert {row.classification.standing for row in twenty.rows} == set(Standing)


def test_longevity_weighs_nothing(twenty: Audit) -> None:
    """Years of business are shown as disregarded, never counted."""
    assert {reason for (name, reason) in twenty.set_aside if name == "relationship_years"} == {Reason.DISREGARDED}


def test_each_column_is_known() -> None:
    """Fields, criteria, and the two columns that are kept as context."""
    with TWENTY.open(encoding="utf-8", newline="") as file:
        headers = next(csv.reader(file))
    known = {fold_name(name) for name in (*FIELDS, *installed().vocabulary, "owner", "yearly_value")}
    assert [header for header in headers if fold_name(header) not in known] == []


def test_made_up_companies_say_so() -> None:
    """Nobody takes them for real ones: every row says so under `source`."""
    with TWENTY.open(encoding="utf-8", newline="") as file:
        assert {row["source"] for row in csv.DictReader(file)} == {"made-up account review"}


def test_no_evidence_of_the_example_is_lost(twenty: Audit) -> None:
    """Each filled cell under a criterion is one piece of evidence."""
    with TWENTY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    filled = sum(bool(cell) for row in rows for name, cell in row.items() if name in installed().vocabulary)
    pieces = [piece for row in twenty.rows for piece in row.relationship.evidence]
    assert (len(pieces), {piece.source for piece in pieces}) == (filled, {"made-up account review"})


@pytest.fixture(scope="module")
def office() -> ModuleType:
    return program(OFFICE / "audit_suppliers.py")


def program(path: Path) -> ModuleType:
    """Load a program that is in no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


Call = Callable[..., str]


@pytest.fixture
def call(office: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run the program in this process and give what it prints."""

    def one(*arguments: object) -> str:
        monkeypatch.setattr(sys, "argv", ["audit_suppliers.py", *map(str, arguments)])
        office.main()
        return capsys.readouterr().out

    return one


def test_the_program_runs() -> None:
    """From anywhere, without arguments, in one line per payee."""
    command = [sys.executable, str(OFFICE / "audit_suppliers.py")]
    found = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", cwd="/", timeout=30)  # noqa: S603  # our own command
    assert (found.returncode, found.stderr, "ORACLE CORPORATION UK LTD" in found.stdout) == (0, "", True)


def test_payments_make_nobody_a_partner(office: ModuleType) -> None:
    """By neither definition is anybody a settled or presumed partner: payments cannot show that."""
    payments, _ = office.read_payments(OFFICE / "payments_sample.csv")
    designated = office.read_designated(OFFICE / "strategic_suppliers_2025.csv")
    as_of = max(payment.day for payment in payments)
    book = list(office.relationships(payments, designated, as_of, "payments"))
    results = [audit(book, one, as_of=as_of) for one in (office.SUPPLIER, office.SUPPLIER_BY_MARC)]
    assert len(book) > 28
    for result in results:
        labels = {row.classification.label for row in result.rows}
        assert "partner" not in labels
        disregarded = {name for (name, reason) in result.set_aside if reason is Reason.DISREGARDED}
        assert disregarded == {"relationship_years"}
        # Every payee was paid, so that each has at most three pieces of evidence, and all are accounted for.
        for row in result.rows:
            weighed = [piece for finding in row.classification.findings for piece in finding.evidence]
            aside = [one.evidence for one in row.classification.set_aside]
            assert len(weighed) + len(aside) == len(row.relationship.evidence) == 3


def test_the_program_says_that_nobody_is_a_partner(call: Call) -> None:
    """Both definitions have a line; what was set aside is named with its reason."""
    found = call()
    assert found.count("0 of 68 payees are settled or presumed partners") == 2
    assert found.count("x relationship_years (the definition says that this is no evidence)") == 2


def test_every_line_of_the_sample_is_counted(office: ModuleType) -> None:
    """Usable and unusable lines are all lines, and each unusable one has a reason."""
    path = OFFICE / "payments_sample.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = len(list(csv.DictReader(file)))
    payments, unusable = office.read_payments(path)
    assert (len(payments) + unusable.total(), unusable.total() > 0, all(unusable)) == (lines, True, True)


def test_all_payees_are_listed_on_request(call: Call) -> None:
    """--all leaves none out; otherwise it is said how many are."""
    few, every = call(), call("--all")
    assert ("40 payees without the designation are left out" in few, "left out" in every) == (True, False)
    assert "68 relationships" in every


def test_a_day_before_all_payments_is_an_empty_audit(call: Call) -> None:
    """Nothing was known yet."""
    assert "0 of 0 payees" in call("--as-of", "1999-01-01")


def test_payments_after_the_day_are_counted(office: ModuleType, call: Call) -> None:
    """What is left out for its date is said, with its number, as everything else that is not used."""
    payments, _ = office.read_payments(OFFICE / "payments_sample.csv")
    later = sum(payment.day > date(2016, 12, 31) for payment in payments)
    assert re.search(rf"\b{later}\b", call("--as-of", "2016-12-31"))


HEADER = "month_file,payment_date,amount,organisational_unit,beneficiary_name\n"


SAME_IN_FRAMES = """
import sys
from pathlib import Path
import audit_in_frames as frames, audit_suppliers as one_by_one
from relabel import audit
payments, suppliers = map(Path, sys.argv[1:])
read, _ = one_by_one.read_payments(payments)
day = max(payment.day for payment in read)
found = list(one_by_one.relationships(read, one_by_one.read_designated(suppliers), day, "file"))
for definition in (one_by_one.SUPPLIER, one_by_one.SUPPLIER_BY_MARC):
    mine, theirs = frames.audited(payments, suppliers, definition), audit(found, definition, as_of=day)
    print(len(theirs.rows), mine.counts() == theirs.counts(), mine.cross_table() == theirs.cross_table(),
          mine.coverage == theirs.coverage)
"""


def test_frames_come_to_the_same_counts() -> None:
    """From the raw file by polars, as from relationships one by one; what is printed is there."""
    pytest.importorskip("polars", reason="needs the extra frames")
    files = [str(OFFICE / name) for name in ("payments_sample.csv", "strategic_suppliers_2025.csv")]
    command = [sys.executable, "-c", SAME_IN_FRAMES, *files]
    found = subprocess.run(command, cwd=OFFICE, capture_output=True, text=True, check=True)  # noqa: S603  # text of our own
    assert found.stdout.splitlines() == ["68 True True True"] * 2
    command = [sys.executable, str(OFFICE / "audit_in_frames.py")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # as above
    assert "21 overclaimed" in printed.stdout


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('m,2022-01-01,5,u,""', "no name"),
        ("m,2022-01-01,5,u,   ", "no name"),
        ("m,,5,u,A", "no date"),
        ("m, ,5,u,A", "no date"),
        ("m,01/02/2022,5,u,A", "a date that cannot be read"),
        ("m,2022-02-30,5,u,A", "a date that cannot be read"),
        ('m,"Someday, April 05, 2022",5,u,A', "a date that cannot be read"),
        ("m,2022-01-01,,u,A", "no amount"),
        ("m,2022-01-01, ,u,A", "no amount"),
        ("m,2022-01-01,£5,u,A", "an amount that is no number"),
        ('m,2022-01-01,"1,000.00",u,A', "an amount that is no number"),
        ("m,2022-01-01,NaN,u,A", "an amount that is no number"),
        ("m,2022-01-01,sNaN,u,A", "an amount that is no number"),
        ("m,2022-01-01,Infinity,u,A", "an amount that is no number"),
        ("m,2022-01-01,-5,u,A", "money back, not a payment"),
        ("m,2022-01-01,5,u", "too many or too few cells"),
        ("m,2022-01-01", "too many or too few cells"),
    ],
)
def test_each_dirty_line_is_counted_with_its_reason(office: ModuleType, tmp_path: Path, line: str, reason: str) -> None:
    """Nothing is guessed, nothing is dropped silently, and no line stops the program."""
    path = tmp_path / "payments.csv"
    path.write_text(f"{HEADER}{line}\nm,2022-01-02,7.50,u,B\n", encoding="utf-8")
    payments, unusable = office.read_payments(path)
    assert (len(payments), dict(unusable)) == (1, {reason: 1})


def test_a_line_of_nothing_paid_is_no_money_back(office: ModuleType, tmp_path: Path) -> None:
    """An amount of zero is not used, for a reason that is true."""
    path = tmp_path / "payments.csv"
    path.write_text(f"{HEADER}m,2022-01-01,0,u,A\n", encoding="utf-8")
    payments, unusable = office.read_payments(path)
    assert (payments, unusable.total(), "money back, not a payment" in unusable) == ([], 1, False)


@pytest.mark.parametrize("day", ["2022-04-05", "Tuesday, April 05, 2022"])
def test_a_clean_line_is_a_payment(office: ModuleType, tmp_path: Path, day: str) -> None:
    """Two forms of dates; spaces in names are folded."""
    path = tmp_path / "payments.csv"
    path.write_text(f'{HEADER}m,"{day}",7.50,u,  A   Ltd \n', encoding="utf-8")
    assert office.read_payments(path)[0] == [office.Payment(date(2022, 4, 5), Decimal("7.50"), "A Ltd")]


def test_nothing_usable_is_no_crash(call: Call, tmp_path: Path) -> None:
    """A file without one usable line is reported as that."""
    path = tmp_path / "payments.csv"
    path.write_text(f"{HEADER}m,,5,u,A\n", encoding="utf-8")
    assert "1 lines, 0 usable" in call(path)


def test_payments_become_evidence(office: ModuleType) -> None:
    """Paying, the months with a payment in the window, and the years between first and last."""
    as_of = date(2022, 7, 29)
    payments = [
        office.Payment(date(2020, 7, 31), Decimal(1), "Acme IT"),  # the month just outside the window
        office.Payment(date(2020, 8, 1), Decimal(2), "ACME IT"),
        office.Payment(date(2022, 7, 1), Decimal(3), "Acme IT"),
        office.Payment(date(2022, 7, 28), Decimal(4), "Acme IT"),
        office.Payment(date(2022, 7, 30), Decimal(9), "Acme IT"),  # after the day
        office.Payment(date(2022, 7, 1), Decimal(9), "Acmes"),
    ]
    one, other = office.relationships(payments, [("acme",)], as_of, "x.csv")
    assert (one.buyer, one.seller, one.seller_label, one.since) == (
        "Cabinet Office",
        "Acme IT",
        "strategic supplier",
        date(2020, 7, 31),
    )
    assert one.evidence == (
        Evidence("pays_for_services", True, observed_on=date(2022, 7, 28), source="x.csv"),
        Evidence("months_with_payment", 2, observed_on=as_of, source="x.csv"),
        Evidence("relationship_years", 2.0, observed_on=date(2022, 7, 28), source="x.csv"),
    )
    assert (dict(one.attributes), other.seller_label) == ({"designation": "strategic", "paid": Decimal(10)}, "supplier")


def test_a_designated_firm_also_goes_by_its_full_name(office: ModuleType) -> None:
    """AWS is Amazon Web Services; names are compared by whole words."""
    designated = office.read_designated(OFFICE / "strategic_suppliers_2025.csv")
    assert (("aws",) in designated, ("amazon", "web", "services") in designated, len(designated)) == (True, True, 14)


@pytest.fixture(scope="module")
def contracts() -> ModuleType:
    return program(EXAMPLES / "contracts" / "learn_names.py")


def test_each_contract_is_called_by_one_of_six_words(contracts: ModuleType) -> None:
    """And every clause was looked at."""
    criteria, found = contracts.read()
    assert (len(found), sum(one.label == "joint" for one in found), len(criteria)) == (145, 54, 14)
    assert all(len(one.evidence) == 14 for one in found)
    assert {*contracts.JOINS} <= {one.name for one in criteria}


def test_contracts_that_are_kept_apart_are_in_no_other_part(contracts: ModuleType) -> None:
    """Each is kept apart once, and not among those that are learnt from then."""
    _, found = contracts.read()
    kept = [one for rest, part in contracts.folds(found, 5) for one in part if one not in rest]
    assert sorted(one.id for one in kept) == sorted(one.id for one in found)


def test_the_rule_for_contracts_is_chosen_by_what_it_has_not_seen(
    contracts: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the prices the one with the best balanced accuracy there; chance is one half."""
    monkeypatch.setattr(contracts, "EFFORT", 100)
    monkeypatch.setattr(contracts, "PRICES", (0.2, 0.4))
    monkeypatch.setattr(contracts, "INNER", 2)
    criteria, found = contracts.read()
    monkeypatch.setattr(contracts, "JOINS", ("exclusivity", "non_compete"))
    price, learned = contracts.tuned(found[:60], criteria[:4])
    assert price in (0.2, 0.4)
    assert learned.definition.given_to is None
    assert contracts.balanced([("joint", "joint"), ("joint", None), ("separate", "joint")]) == 0.25
