"""Tests of `relabel.core.audits.trend`: many audits, one after the other."""

from datetime import date

import pytest

from relabel import Audit, Criterion, Definition, Evidence, Label, Relationship, audit
from relabel.core.audits.trend import trend
from relabel.errors import InvalidValueError

PAYS, MEETS = Criterion("pays"), Criterion("meets")
DEFINITION = Definition("test", "A test", [Label("partner", PAYS & MEETS), Label("client", PAYS)], source="a test")
DAYS = [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)]


def on(day: date, **answers: str) -> Audit:
    """Give an audit on a day: the companies with the answers to "pays" and "meets" that they have by then."""
    rows = [
        Relationship(
            name,
            "us",
            buyer_label="partner",
            evidence=[Evidence(one, sign == "+") for one, sign in zip((PAYS, MEETS), signs, strict=False)],
        )
        for name, signs in answers.items()
    ]
    return audit(rows, DEFINITION, as_of=day)


def test_audits_stand_in_the_order_of_their_days_with_what_has_moved() -> None:
    """Whatever the order in which they are given."""
    first, second, third = on(DAYS[0], elm="+", ash="-"), on(DAYS[1], elm="++", ash="-"), on(DAYS[2], elm="+-", oak="")
    found = trend([third, first, second])
    assert found.audits == (first, second, third)
    assert found.labels == ("partner", "client", "(no label)", "(open)")
    assert [[one.key for one in step.moved] for step in found.steps] == [
        ["elm buys from us"],
        ["elm buys from us", "oak buys from us", "ash buys from us"],
    ]
    assert (
        str(found)
        == """3 audits from 2025-03-31 to 2025-09-30
  Judged by test (version 1).

Labels found

  day         companies  partner  client  (no label)  (open)
  ──────────────────────────────────────────────────────────
  2025-03-31          2        0       0           1       1
  2025-06-30          2        1       0           1       0
  2025-09-30          2        0       1           0       1

Words in use

  day         confirmed  overclaimed  mislabeled  underclaimed  unproven  went deeper  appeared  gone
  ───────────────────────────────────────────────────────────────────────────────────────────────────
  2025-03-31          0            1           0             0         1            ·         ·     ·
  2025-06-30          1            1           0             0         0            1         0     0
  2025-09-30          0            1           0             0         1            0         1     1"""
    )


@pytest.mark.parametrize("audits", [[], [0], [0, 0], [0, None]], ids=str)
def test_a_trend_needs_several_days(audits: list[int | None]) -> None:
    """Or there is nothing to put in order."""
    given = [on(DAYS[one], elm="+") if one is not None else audit([], DEFINITION) for one in audits]
    with pytest.raises(InvalidValueError, match="two or more, each of a day of its own"):
        trend(given)
