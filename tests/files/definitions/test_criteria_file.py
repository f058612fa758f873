"""Tests of `relabel.files.definitions.criteria_file`: read strictly, all problems at once with their places."""

from pathlib import Path

import pytest

from relabel import Choice, Criterion, Measure, Side
from relabel.errors import InvalidDefinitionError
from relabel.files.definitions.criteria_file import read_criteria_file
from relabel.plugins.registry import installed
from tests import EXAMPLES

WHOLE = """
name = "ours"
given_to = "seller"
labels = ["partner", "vendor"]
raises = ["loyal", "spend"]
lowers = ["issue"]
impossible = [{ all = ["loyal", { criterion = "issue", is = "bad" }] }]
steps.spend = [5, 10.5]
[criteria.loyal]
question = "Are they loyal?"
[criteria.issue]
kind = "choice"
options = ["good", "bad"]
[criteria.spend]
kind = "measure"
unit = "EUR"
[sayings.loyal]
no = "they are not loyal"
[sayings.issue]
bad = "there was a row"
"""


def read(tmp_path: Path, text: str) -> object:
    """Read text as a file."""
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return read_criteria_file(path)


def test_everything_is_read(tmp_path: Path) -> None:
    """Criteria in their order, conditions as in a definition file, sayings by answer."""
    found = read_criteria_file(EXAMPLES / "find-your-definition" / "acme.toml")
    assert (found.name, found.given_to, found.labels) == ("acme-partners", Side.BUYER, ("partner", "client"))
    path = tmp_path / "ours.toml"
    path.write_text(WHOLE, encoding="utf-8")
    ours = read_criteria_file(path)
    loyal, issue = Criterion("loyal", "Are they loyal?"), Choice("issue", options=["good", "bad"])
    assert ours.criteria == (loyal, issue, Measure("spend", unit="EUR"))
    assert (ours.raises, ours.lowers, ours.given_to) == (("loyal", "spend"), ("issue",), Side.SELLER)
    assert ours.impossible == (loyal & issue.is_("bad"),)
    assert dict(ours.steps) == {"spend": (5, 10.5)}
    sayings = {name: dict(said) for name, said in ours.sayings.items()}
    assert sayings == {"loyal": {False: "they are not loyal"}, "issue": {"bad": "there was a row"}}


def test_labels_of_the_relationship_are_nobodys(tmp_path: Path) -> None:
    """As in a definition file."""
    path = tmp_path / "ours.toml"
    path.write_text(WHOLE.replace('"seller"', '"relationship"'), encoding="utf-8")
    assert read_criteria_file(path).given_to is None


@pytest.mark.parametrize(
    ("before", "after", "where", "expected"),
    [
        ('name = "ours"', "", "$.name", "the key 'name'"),
        ('["loyal", "spend"]', '["loyl"]', "$.raises[0]", "the name of a criterion"),
        ("steps.spend = [5, 10.5]", 'steps.spend = ["5"]', "$.steps['spend'][0]", "a number"),
        ('unit = "EUR"', 'unit = "EUR"\nhigh = 10', "$.steps['spend'][1]", "a number of EUR, at most 10"),
        ("steps.spend = [5, 10.5]", "steps.loyal = [5]", "$.steps['loyal']", "no steps"),
        ("steps.spend = [5, 10.5]", "steps.spent = [5]", "$.steps['spent']", "the name of a criterion"),
        ("[sayings.loyal]\nno", "[sayings.loyal]\nnot", "$.sayings['loyal'].not", "one of no, yes"),
        ('bad = "there', 'good = 3\nbad = "there', "$.sayings['issue'].good", "text"),
        ("[sayings.issue]\nbad", "[sayings.spend]\nbad", "$.sayings['spend']", "no sayings"),
        ("[sayings.issue]\nbad", "[sayings.isue]\nbad", "$.sayings['isue']", "the name of a criterion"),
        ('{ all = ["loyal"', '{ all = ["royal"', "$.impossible[0].all[0]", "the name of a criterion"),
        ('name = "ours"', 'name = "Our accounts"', "$.name", "lower case words joined by hyphens"),
        ('"partner", "vendor"', " ", "$.labels", "at least one Label"),
        ('"partner", "vendor"', '"partner ", "vendor"', "$.labels[0]", "words without space around them"),
        ('"partner", "vendor"', '"key  account", "vendor"', "$.labels[0]", "words without space around them"),
        ('"partner", "vendor"', '"partner", "Partner"', "$.labels[1]", "a name other than that of $.labels[0]"),
        (
            'lowers = ["issue"]',
            'lowers = ["issue", "loyal"]',
            "$.lowers[1]",
            "a criterion that does not stand in raises",
        ),
        ('Are they loyal?"', 'A?"\nmay_be_na = true', "$.criteria['loyal']", "none: what does not apply"),
        (
            "[criteria.issue]",
            '[criteria.other]\nname = "loyal"\n[criteria.issue]',
            "$.criteria['other']",
            "each name once",
        ),
        (
            "[criteria.issue]",
            '[criteria."loyal.buyer"]\n[criteria.issue]',
            "$.criteria['loyal.buyer']",
            "a name that does",
        ),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(
    tmp_path: Path, before: str, after: str, where: str, expected: str
) -> None:
    """With path, file and line; also what only the definition that is found in the end would refuse."""
    with pytest.raises(InvalidDefinitionError) as raised:
        read(tmp_path, WHOLE.replace(before, after))
    found = [one for one in raised.value.exceptions if getattr(one, "path", "") == where]
    assert [getattr(one, "expected", "")[: len(expected)] for one in found] == [expected]
    assert all((getattr(one, "file", ""), getattr(one, "line", 0) > 0) == ("ours.toml", bool(after)) for one in found)


def test_of_a_definition_its_criteria_and_words_are_taken(tmp_path: Path) -> None:
    """With what it intends as directions, and the numbers of its conditions as steps; whatever its labels stand in."""
    found = read_criteria_file(EXAMPLES / "definitions" / "acme-clients.toml")
    assert (found.name, found.labels) == ("acme-clients-found", ("partner", "client", "customer"))
    assert found.taken_from is not None
    assert found.criteria == found.taken_from.asked
    assert found.steps == {"annual_spend": (50_000,)}
    assert {"trust", "refers_us"} <= {*found.raises}
    assert found.lowers == ("late_payer",)
    table = read_criteria_file(EXAMPLES / "definitions" / "acme-accounts.toml")
    assert table.labels == ("key account", "customer", "prospect")
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\nextends = "marc"\n', encoding="utf-8")
    assert read_criteria_file(path, find=installed().definition).labels == ("partner", "client")


def test_a_definition_that_is_unsound_is_refused_as_one(tmp_path: Path) -> None:
    """What is missing in it is said, and not what a criteria file has."""
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\nlabels = [{ name = "partner", when = "pays" }]\n', encoding="utf-8")
    with pytest.raises(InvalidDefinitionError) as caught:
        read_criteria_file(path)
    assert "'pays'" in str(caught.value)
    assert "raises" not in str(caught.value)
