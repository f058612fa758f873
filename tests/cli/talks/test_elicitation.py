"""Tests of `relabel.cli.talks.elicitation` and `relabel elicit`: a talk at the terminal that loses nothing."""

import io
import itertools
import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from relabel import (
    Condition,
    Criterion,
    Definition,
    Evidence,
    Label,
    Measure,
    Relationship,
    Scale,
    all_of,
    any_of,
    at_least,
    points,
)
from relabel.checks import compare
from relabel.cli import main
from relabel.cli.talks.conversation import Conversation
from relabel.cli.talks.elicitation import Talk
from relabel.cli.talks.readings import Line, read_out
from relabel.cli.talks.results import resting
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.files.definitions import read_definition
from relabel.learning import DONT_KNOW, Case, Elicitation
from tests import EXAMPLES
from tests.property.oracle import holds

ACME = EXAMPLES / "find-your-definition" / "acme.toml"
BARE = """
name = "bare"
labels = ["partner", "client"]
[criteria.loyal]
question = "Are they loyal?"
[criteria.colour]
question = "Is their logo red?"
[criteria.issue]
kind = "choice"
options = ["well", "badly", "slowly"]
[criteria.spend]
kind = "measure"
unit = "EUR"
"""


def elicit(monkeypatch: pytest.MonkeyPatch, lines: str, *arguments: object) -> int:
    """Type lines, and give the exit code."""
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    return main(["elicit", *map(str, arguments)])


def test_a_talk_ends_with_a_definition_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Words by number or name; the definition is the one that was meant, and what it rests on is said."""
    log, output = tmp_path / "log.jsonl", tmp_path / "acme.toml"
    hidden = None
    asked: list[str] = []

    def answer(prompt: str) -> str:
        if prompt.startswith("\nEnter: this is what I mean"):
            asked.append("why")
            return "" if asked[-2] == "why" else "why"
        case = capsys.readouterr().out.split("What do you call them?")[-1]
        asked.append(case)
        plans, favour, paid = (f"+ {one}" in case for one in ("they share", "a favour", "they pay"))
        return "1" if plans and favour else "CLIENT" if paid else "none"

    monkeypatch.setattr("builtins.input", answer)
    assert main(["elicit", str(ACME), "--log", str(log), "-o", str(output)]) == 0
    found = read_definition(output)
    criteria = {one.name: one for one in found.criteria}
    plans, favour, pays = (criteria[name] for name in ("plans_shared", "favor_granted", "pays_bills"))
    assert isinstance(plans, Criterion)
    assert isinstance(favour, Criterion)
    assert isinstance(pays, Criterion)
    labels = [Label("partner", plans & favour), Label("client", pays)]
    hidden = Definition("hidden", "Hidden", labels, source="this test")
    assert compare(found, hidden).agreement == 1
    out = capsys.readouterr().out
    assert "proven to be the only one of" in out
    assert "- Otherwise client, if this holds:\n      c. Do they pay their bills? Yes." in out
    assert "It rests on these answers, each below the first line that it tells of:\n  a. Do they share" in out
    assert re.search(r" \d+\. All is well, except: [^.]*\. Partner\. ", " ".join(out.split()))
    assert "By your answers these make no difference:\n  - How far do we trust them?\n" in out
    assert f"relabel audit FILE -d acme-partners --definitions {output}" in out
    assert len(log.read_text(encoding="utf-8").splitlines()) == len(asked)


def test_a_talk_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After quitting or at the end of the input; an answer can be taken back, and a wrong word is refused."""
    log = tmp_path / "log.jsonl"
    assert elicit(monkeypatch, "clint\n?\nhelp\n2\n1\n2\nback\nDon't know\nquit\n", ACME, "--log", log) == 0
    out = " ".join(capsys.readouterr().out.split())
    words = "partner, client, 1, 2, none, skip, back, change, help or quit"
    assert f"found 'clint', expected one of {words}; did you mean 'client'?" in out
    assert out.count("Nothing is well means: they do not pay their bills") == 3
    assert out.count("Noted: you do not know.") == 1
    assert out.count("What do you call them?") == 8
    told = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()][2:]
    assert [one.get("label", "unsure") for one in told] == ["client", "partner", "unsure"]
    assert elicit(monkeypatch, "1\n", ACME, "--log", log, "--again") == 0
    out = " ".join(capsys.readouterr().out.split())
    assert f"Taken up from {log}: 2 answers (and 1 that you did not know)." in out
    assert out.count("What do you call them?") == 2
    assert "Too little is known for a definition: at least 8 more answers are needed, and 3 are given." in out


def test_what_the_file_does_not_say_is_asked_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Directions, the order of options, steps; it is logged, and not asked again."""
    path, log = tmp_path / "bare.toml", tmp_path / "bare.answers.jsonl"
    path.write_text(BARE, encoding="utf-8")
    assert elicit(monkeypatch, "+\n", path) == 0
    assert "No answer was given; nothing has changed." in capsys.readouterr().out
    assert not log.exists()
    lines = ["1", "+", "-", "back", "higher", "back", "back", "+", "0"]
    lines += ["1 2", "Badly < slowly < well", "-", "few", "", "10 and 20", "1"]
    assert elicit(monkeypatch, "\n".join(lines) + "\n", path) == 0
    out = capsys.readouterr().out
    assert "partner is the highest word, then client." in out
    assert "found '1', expected one of +, y, yes, higher, -, n, no, lower, 0, neither, back, help or quit" in out
    assert "found '1 2', expected each of 1 2 3 once, 0, back, help or quit" in out
    assert "found 'few', expected one number or several" in out
    assert "found '', expected one number or several" in out
    assert out.count("2 of 4. Is their logo red?") == 4
    assert out.count("1 of 4. Are they loyal?") == 2
    assert "Left out, as it does not matter: colour" in out
    assert "spend may make a difference at 10, 20;" in out
    setup = json.loads(log.read_text(encoding="utf-8").splitlines()[0])["setup"]
    assert setup == {
        "raises": ["loyal", "issue"],
        "lowers": ["spend"],
        "dropped": ["colour"],
        "options": {"issue": ["badly", "slowly", "well"]},
        "steps": {"spend": ["10", "20"]},
    }
    assert elicit(monkeypatch, "", path) == 0
    assert "bare.answers.jsonl: 1 answer." in " ".join(capsys.readouterr().out.split())


def test_a_choice_may_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As any other criterion."""
    path, output = tmp_path / "bare.toml", tmp_path / "out.toml"
    path.write_text(BARE, encoding="utf-8")
    assert elicit(monkeypatch, "+\n0\n0\n-\n10\n2\n", path, "-o", output) == 0
    setup = json.loads((tmp_path / "bare.answers.jsonl").read_text(encoding="utf-8").splitlines()[0])["setup"]
    assert (setup["dropped"], setup["options"]) == (["colour", "issue"], {})
    out = " ".join(capsys.readouterr().out.split())
    assert "issue" not in out.split("All is well means")[1]
    assert f"Written to {output}, a draft so far; to use it" in out


def test_only_what_is_missing_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a measure with a direction its steps."""
    path = tmp_path / "bare.toml"
    path.write_text(
        BARE.replace("labels =", 'raises = ["spend", "loyal", "colour", "issue"]\nlabels ='), encoding="utf-8"
    )
    assert elicit(monkeypatch, "10\n", path) == 0
    assert "1 of 1. spend\n  from how many EUR on may it make a difference?" in capsys.readouterr().out


def test_what_the_file_says_by_now_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the first answer; after it the log is that of something else, and it is said what differs."""
    path = tmp_path / "bare.toml"
    path.write_text(BARE, encoding="utf-8")
    assert elicit(monkeypatch, "+\n0\n2 3 1\n-\n10 20\n", path, "-o", tmp_path / "none.toml") == 0
    assert not (tmp_path / "none.toml").exists()
    told = BARE.replace(
        "labels =", 'raises = ["colour"]\nlowers = ["spend", "issue"]\nsteps = {spend = [15]}\nlabels ='
    )
    path.write_text(told, encoding="utf-8")
    capsys.readouterr()
    assert elicit(monkeypatch, "1\n", path) == 0
    out = capsys.readouterr().out
    assert "Left out" not in out
    assert "  is their logo red" in out or "  their logo is red" in out
    assert "what it is called" not in out
    assert "spend may make a difference at 15;" in out
    path.write_text(told.replace("[15]", "[30]"), encoding="utf-8")
    assert elicit(monkeypatch, "1\n", path) == 1
    message = " ".join(capsys.readouterr().err.replace("relabel: ", "").split())
    assert (
        "log, line 1, criterion spend: found ['more than 15', 'exactly 15', 'below 15'], expected ['more than 30'"
        in message
    )
    assert "another elicitation needs a log of its own" in message


def test_what_was_answered_is_kept_when_it_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And it is said where."""
    log, lines = tmp_path / "log.jsonl", iter(["1"])

    def answer(prompt: str) -> str:
        for line in lines:
            return line
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(["elicit", str(ACME), "--log", str(log)]) == 130
    kept = f"What is answered is kept in {log}; the same command goes on."
    assert kept in " ".join(capsys.readouterr().out.split())
    assert len(log.read_text(encoding="utf-8").splitlines()) == 3


def test_sorted_companies_are_taken_up_and_their_contradictions_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Steps are taken from them where that is wanted, headers may be mapped, and the end says how to audit them."""
    path, companies, columns = tmp_path / "bare.toml", tmp_path / "sorted.csv", tmp_path / "map.toml"
    path.write_text(
        BARE.replace("labels =", 'raises = ["loyal", "issue", "spend"]\nlowers = ["colour"]\nlabels ='),
        encoding="utf-8",
    )
    text = (
        "company,label,Loyal?,spend,issue,colour\nElm,partner,no,5,well,no\nOak,client,yes,7,well,no\nYew,client,,9,,"
    )
    companies.write_text(text, encoding="utf-8")
    columns.write_text('[columns]\n"Loyal?" = "loyal"\n', encoding="utf-8")
    output = tmp_path / "found.toml"
    more = ("--sorted", companies, "--map", columns, "-o", output)
    assert elicit(monkeypatch, "\nclient\n", path, *more) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Between your sorted companies of different words lie 6." in out
    assert "Elm (partner) is outdone by Oak (client)" in out
    assert "So that the others can be used, these words do not count for now: Elm (partner)." in out
    assert f"relabel audit {companies} -d bare --definitions {output} --map {columns}" in out


def test_steps_are_asked_though_sorted_companies_suggest_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A step that nobody names could not be asked about."""
    path, companies = tmp_path / "bare.toml", tmp_path / "sorted.csv"
    text = BARE.replace("labels =", 'raises = ["loyal", "issue"]\nlowers = ["colour", "spend"]\nlabels =')
    path.write_text(text, encoding="utf-8")
    companies.write_text("company,label,spend\nElm,partner,5\nOak,client,30\n", encoding="utf-8")
    assert elicit(monkeypatch, "10 and 20\n", path, "--sorted", companies) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Between your sorted companies of different words lie 17.5." in out
    assert "spend may make a difference at 10, 20" in out


def test_a_definition_may_stand_for_its_criteria(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which is said; what comes of the talk has another name, and is compared with it."""
    path, output = tmp_path / "ours.toml", tmp_path / "found.toml"
    path.write_text(
        'name = "ours"\ntitle = "Ours"\nsource = "this test"\nlabels = [{name = "partner", when = "loyal"}, '
        '{name = "client"}]\nintends = {raises = ["loyal"]}\n[criteria]\nloyal = "Are they loyal?"\n',
        encoding="utf-8",
    )
    assert elicit(monkeypatch, "client\npartner\n\n", path, "-o", output) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "ours.toml is a definition: its criteria and words are taken, its conditions are not." in out
    assert "The same as ours." in out
    assert read_definition(output).name == "ours-found"


@pytest.mark.parametrize("line", ["[]", "{", '{"setup": 3}', '{"other": {}}', '{"setup": {"raises": []}}'])
def test_a_log_that_is_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    """With the line; nothing is written."""
    log = tmp_path / "log.jsonl"
    log.write_text(line + "\n", encoding="utf-8")
    assert elicit(monkeypatch, "1\n", ACME, "--log", log) == 1
    assert "log" in capsys.readouterr().err
    assert log.read_text(encoding="utf-8") == line + "\n"


def test_there_has_to_be_somebody_to_ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without standard input."""
    monkeypatch.setattr("sys.stdin", None)
    assert main(["elicit", str(ACME)]) == 1
    assert "standard input" in capsys.readouterr().err


def talk_of(one: Elicitation, ask: Callable[[str], str]) -> tuple[Talk, list[str]]:
    """Give a talk, and the lines that it tells."""
    told: list[str] = []

    def asked(prompt: str) -> str:
        return "" if prompt.startswith("\nEnter: this is what I mean") else ask(prompt)

    return Talk(Conversation(one, [], lambda: None), asked, told.append), told


def text_of(talk: Talk, *others: Definition) -> str:
    """Give what is said in the end."""
    return "\n".join(map(str, Conversation(talk.conversation.elicitation, others, lambda: None).summary()))


@pytest.mark.parametrize("prompts", [0, 1, 2])
@pytest.mark.parametrize("command", ["help", "HELP", "?"])
def test_help_is_given_at_every_prompt_before_the_first_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], prompts: int, command: str
) -> None:
    """Of directions, the order of options, and steps; the question is asked on, and to quit leaves no log."""
    path = tmp_path / "bare.toml"
    path.write_text(BARE.replace("labels =", 'raises = ["loyal", "colour"]\nlowers = ["spend"]\nlabels ='), "utf-8")
    lines = [*["1 2 3", "5"][:prompts], command, "quit"]
    assert elicit(monkeypatch, "\n".join(lines) + "\n", path) == 0
    out = capsys.readouterr().out
    assert out.count("partner is the highest word, then client.") == 2 - (prompts == 2)
    assert out.count("stop; nothing is kept yet.") == 2 - (prompts == 2)
    assert ("No answer was given; nothing has changed." in out) == (prompts < 2)


@pytest.mark.parametrize(
    ("typed_", "side"), [("y", "raises"), ("Yes", "raises"), ("n", "lowers"), ("neither", "dropped")]
)
def test_a_direction_is_said_as_people_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed_: str, side: str
) -> None:
    """The question is one of yes and no; what is typed first takes nothing back."""
    path = tmp_path / "bare.toml"
    path.write_text(
        BARE.replace("labels =", 'raises = ["loyal", "issue", "spend"]\nsteps.spend = [5]\nlabels ='), "utf-8"
    )
    assert elicit(monkeypatch, f"undo\n{typed_}\n", path) == 0
    assert "1 of 1. Is their logo red?\n  nothing has been answered yet" not in capsys.readouterr().err
    setup = json.loads((tmp_path / "bare.answers.jsonl").read_text(encoding="utf-8").splitlines()[0])["setup"]
    assert setup[side] == ["colour"]


def contradicting(*words: str) -> Elicitation:
    """Give an elicitation in which what is better got a lower word."""
    a, b = (Criterion(name, f"Is it {name}?") for name in "ab")
    one = Elicitation("found", [a, b], labels=["yes", "low"], raises=[a, b])
    for place, word in enumerate(words):
        one.tell(one.put(FrozenMapping({"a": place > 0, "b": place > 1})), word)
    return one


def test_answers_that_contradict_each_other_are_shown_side_by_side() -> None:
    """With what differs; either can be changed there and then, by its number."""
    text, conversation = typed(contradicting("yes", "low"), "x", "change 9", "help", "1", "low", "yes", "low", "")
    shown = (
        "\nAnswers 1 and 2 contradict each other: company 2 is at least as good as company 1 in everything, but you"
        " called it lower.\n"
        "  1. Yes:\n      - it is not a\n  2. Low:\n      + it is a\n  In both:\n      - it is not b\n"
        "  (1 or 2: change that answer; keep: both are as I mean them; then no definition fits, and the questions end"
        " until you change one) > \n"
    )
    assert text.count(shown.rstrip("\n")) == 2
    assert "  found 'x', expected 1 or 2: change that answer; keep" in text
    assert "  (you said yes) > \n  Before you said yes." in text
    assert conversation.told[0].label == "low"
    text, conversation = typed(contradicting("yes", "low"), "undo", "quit")
    assert [told.label for told in conversation.elicitation.told] == ["yes"]


def test_answers_that_contradict_each_other_may_be_kept() -> None:
    """They are not asked about again, and both named in the end, with what to do; a change lets the talk go on."""
    text, conversation = typed(contradicting("yes", "low"), "keep", "quit")
    assert text.count("  (1 or 2: change that answer") == 1
    assert "  Kept. No definition fits both" in text
    assert (
        "\nNo definition fits these answers, as a better case got a lower word:\n"
        "  1. All is well, except: it is not a; and it is not b. Yes.\n  2. All is well, except: it is not b. Low.\n"
        "Change one of the answers, and the questions go on.\n"
        "\nEnter: leave it at that; the number of an answer (1 to 2): change it; back, help; quit: stop"
    ) in text
    assert [told.times for told in conversation.elicitation.told] == [2, 2]
    text, conversation = typed(contradicting("yes", "low"), "keep", "why", "1", "low", "low", "yes", "")
    assert "found 'why', expected Enter: leave it at that" in text
    assert conversation.elicitation.proven


def test_what_everything_rests_on_is_asked_twice() -> None:
    """One slip at the first case does not end the talk."""
    for words, left in ((["yes", "yes"], 0), (["yes", "low"], 1)):
        one = abc()
        for word in words:
            case = one.next()
            assert case is not None
            assert case.answers == one.worst
            one.tell(case, word)
        assert (one.next() is not None) == bool(left)


def test_a_likely_definition_is_read_out_and_taken_back_where_it_was_not_the_one() -> None:
    """What is identified holds among some forms only; everything is asked twice where that is wanted."""
    a, b, c, d = criteria = [Criterion(name, f"Is it {name}?") for name in "abcd"]
    one = Elicitation("found", criteria, labels=["yes", "no"], raises=criteria)
    hidden = Definition("hidden", "Hidden", [Label("yes", (a & b) | (c & d)), Label("no")], source="this test")

    def ask(prompt: str) -> str:
        case = one.next()
        assert case is not None
        prompts.append(prompt)
        return next(
            str(label.name)
            for label in hidden.labels
            if label.when is None or holds(label.when, {one: bool(it) for one, it in case.answers.items()})
        )

    prompts: list[str] = []
    talk, told = talk_of(one, ask)
    talk.run()
    text = "\n".join(told)
    assert one.proven
    likely = text.index("A guess, as nothing else fits your answers among definitions that ask for all of some")
    lost = text.index("That was not it: others are possible, and the search goes on.")
    assert likely < text.index("  - Yes, if") < lost
    assert any(re.fullmatch(r"  \(\d+ more to go, if the guess is right\) > ", prompt) for prompt in prompts)
    assert any(re.fullmatch(r"  \(at least \d+ more to go\) > ", prompt) for prompt in prompts)
    one.again()
    talk.run()
    assert prompts[-1] == "  (once more, to be sure; 1 more to go) > "
    rests = {it.number for word in (*one.labels, None) for it in one.rests_on(word)}
    numbers = ", ".join(map(str, sorted(rests)))
    confirmed = f"Asked twice and confirmed: {len(rests)} of the {len(rests)} answers that it rests on ({numbers})."
    assert told.index(confirmed) < max(at for at, line in enumerate(told) if line.startswith("  - Yes, if"))
    assert sum("Asked twice" in line for line in told) == sum("slip" in line for line in told) == 1


def test_an_answer_can_be_changed_when_the_result_is_read_back() -> None:
    """By its number, as often as it takes; it goes on where the change leaves something to ask."""
    criteria = [Criterion("a", "Is it a?"), Criterion("b", "Is it b?")]
    one = Elicitation("found", criteria, labels=["yes", "no"], raises=criteria)
    lines = ["no", "no", "x", "2", "yes", "no", "no", "quit"]

    def ask(prompt: str) -> str:
        told.append(prompt)
        return lines.pop(0)

    told: list[str] = []
    Talk(Conversation(one, [], lambda: None), ask, told.append).run()
    text = "\n".join(told)
    assert not lines
    assert (
        "found 'x', expected Enter: this is what I mean; why: the answers that each line rests on; the number of an"
        " answer (1 to 2): change it; back" in text
    )
    assert "(you said no) > " in text
    assert "  Before you said no." in text


def test_what_is_not_asked_once_more_is_said() -> None:
    """A result that was proven is not called confirmed where the check was broken off."""
    criteria = [Criterion("a", "Is it a?"), Criterion("b", "Is it b?")]
    one = Elicitation("found", criteria, labels=["yes", "no"], raises=criteria)
    while (case := one.next()) is not None:
        one.tell(case, "yes" if case.answers["a"] else "no")
    one.again()
    talk, _ = talk_of(one, lambda _: "quit")
    talk.run()
    assert "Not all that it rests on has been asked once more. The same command goes on." in text_of(talk)


def test_what_was_not_known_is_put_once_more_in_the_end() -> None:
    """An answer then proves the rest; if it is still not known, it is taken for the lower word, and that is said."""
    criteria = [Criterion("a", "Is it a?"), Criterion("b", "Is it b?")]
    asked: list[str] = []
    late = "yes"

    def ask(prompt: str) -> str:
        asked.append(prompt)
        if prompt == "  (you did not know; do you now?) > ":
            return late
        well = ["+ it is" in line for line in told[-2:]]
        return "yes" if all(well) else "" if any(well) else "no"

    talk, told = talk_of(Elicitation("found", criteria, labels=["yes", "no"], raises=criteria), ask)
    talk.run()
    assert asked.count("  (you did not know; do you now?) > ") == 2
    assert talk.conversation.elicitation.proven
    assert "Not proven" not in text_of(talk)

    late = "skip"
    asked.clear()
    talk, told = talk_of(Elicitation("found", criteria, labels=["yes", "no"], raises=criteria), ask)
    talk.run()
    assert asked.count("  (you did not know; do you now?) > ") == 2
    assert "Not proven: you did not know the word of 2 cases, which are taken for the lower one." in text_of(talk)
    grounds = "\n".join(talk.conversation.grounds())
    assert (
        "\nOf these you did not know the word, and they are taken for the lower one:\n  All is well, except" in grounds
    )


def test_the_summary_says_what_is_stricter_or_milder() -> None:
    """For the words that are shared; others are not compared, and where there is none, that is said."""
    a, b = Criterion("a", "Is it a?"), Criterion("b", "Is it b?")
    one = Elicitation("found", [a, b], labels=["yes", "no"], raises=[a, b])
    talk, _ = talk_of(one, str)
    assert text_of(talk) == "Nothing is known yet."
    one.tell(one.put(one.worst), "no")
    assert "The same command goes on." in text_of(talk)
    while (case := one.next()) is not None:
        one.tell(case, "yes" if case.answers["a"] else "no")

    def other(name: str, *labels: Label) -> Definition:
        return Definition(name, "Other", labels, source="this test")

    foreign = [
        other("foreign", Label("ja", a)),
        other("apart", Label("yes", Criterion("c"))),
        other("clash", Label("yes", Scale("a", low=1, high=3) >= 2), Label("no")),
    ]
    text = text_of(
        talk,
        other("same", Label("yes", a), Label("no")),
        other("wide", Label("yes", a | b), Label("no")),
        other("narrow", Label("yes", a & b), Label("no")),
        *foreign,
    )
    assert "The same as same." in text
    assert "Stricter than wide on 25 %" in text
    assert "Milder than narrow on 25 %" in text
    assert not any(one.name in text for one in foreign)
    assert text_of(talk, *foreign) == text_of(talk)


def typed(one: Elicitation, *lines: str) -> tuple[str, Conversation]:
    """Type lines, and give all that is shown, and the conversation."""
    left, told = list(lines), list[str]()

    def ask(prompt: str) -> str:
        told.append(prompt)
        if not left:
            raise EOFError
        return left.pop(0)

    conversation = Conversation(one, [], lambda: None)
    Talk(conversation, ask, told.append).run()
    assert not left
    return "\n".join(told), conversation


def abc() -> Elicitation:
    """Give an elicitation of three criteria."""
    criteria = [Criterion(name, f"Is it {name}?") for name in "abc"]
    return Elicitation("found", criteria, labels=["yes", "low"], raises=criteria)


def test_a_line_that_is_not_so_is_asked_about_next() -> None:
    """By its letter, once it was read out; the case tells of it, and what it is put for is said."""
    text, _ = typed(abc(), "no a")
    assert "found 'no a', expected that after a definition was read out" in text
    one, lines = abc(), []
    while not one.identified:
        case = one.next()
        assert case is not None
        lines.append("yes" if case.answers["a"] or case.answers["b"] else "low")
        one.tell(case, lines[-1])
    assert not one.proven
    text, _ = typed(abc(), *lines, "no z", "no", "no a", "", "quit")
    assert "A guess, as nothing else fits your answers among" in text
    assert "  - Yes, if at least one of these holds:\n      a. Is it a? Yes.\n      b. Is it b? Yes.\n" in text
    assert "found 'no z', expected no and one of a, b\n" in text
    assert "found 'no', expected no and one of a, b\n" in text
    assert "  (this tells of a, 1 of 2) > " in text
    assert "Noted: you do not know." in text
    text, _ = typed(abc(), *lines, "no a", "back", "no a", "low", "quit")
    assert text.count("  (this tells of a, 1 of 2) > ") == 2
    assert "That was not it" in text
    text, conversation = typed(abc(), *lines, "no a", "yes", "low", "no b", "yes", "no b", "yes", "low", "")
    assert "  (a rests on this, 2 of 2: you said low) > " in text
    assert "  a rests on your answers 4 and 6, both confirmed." in text
    assert text.count("  (b rests on this: you said yes) > ") == 1  # what was confirmed is put again where all is
    assert text.count("  b rests on your answers 3 and 4, both confirmed.") == 2
    assert conversation.elicitation.proven
    text, _ = typed(abc(), *lines, "no a", "yes", "low", "no b", "", "quit")
    assert "b rests on your answers" not in text


def slipped(word: Callable[[Case], str], slip: int, wrong: str) -> Conversation:
    """Give the conversation with somebody who gives one new case a wrong word, and says what they mean else."""
    criteria = [Criterion(name, f"Is it {name}?") for name in "abcd"]
    conversation = Conversation(
        Elicitation("found", criteria, labels=["yes", "low"], raises=criteria), [], lambda: None
    )
    while (case := conversation.next()) is not None:
        new = conversation.number(case) > len(conversation.told)
        conversation.tell(case, wrong if new and conversation.number(case) == slip else word(case))
    return conversation


@pytest.mark.parametrize("wrong", ["yes", "low"])
@pytest.mark.parametrize("rule", ["ab", "a|b", "ab|cd"])
def test_a_slip_is_put_by_a_line_that_it_made(rule: str, wrong: str) -> None:
    """Whichever answer it was, if it was not noticed; with the right word the definition is the one that was meant."""
    a, b, c, d = (Criterion(name, f"Is it {name}?") for name in "abcd")
    when = {"ab": a & b, "a|b": a | b, "ab|cd": (a & b) | (c & d)}[rule]
    hidden = Definition("hidden", "Hidden", [Label("yes", when), Label("low")], source="this test")

    def word(case: Case) -> str:
        return "yes" if holds(when, {name: bool(it) for name, it in case.answers.items()}) else "low"

    unnoticed = 0
    for slip in range(1, 17):
        conversation = slipped(word, slip, wrong)
        list(conversation.summary())
        answers = next((told.answers for told in conversation.told if told.number == slip), None)
        if answers is None or compare(conversation.elicitation.definition, hidden).agreement == 1:
            continue
        if not any(line.mark for line in conversation.lines):
            continue  # one word for all rests on one answer, which was asked twice
        unnoticed += 1
        marks = [
            line.mark
            for line in conversation.lines
            if any(case.answers == answers for case in resting(conversation.elicitation, line))
        ]
        assert marks
        assert conversation.doubt(marks[0]) == ""
        while (case := conversation.next()) is not None:
            conversation.tell(case, word(case))
        assert compare(conversation.elicitation.definition, hidden).agreement == 1
    assert unnoticed


def test_the_last_answer_can_be_taken_back_in_the_end() -> None:
    """As at any other time; a wish to change one is taken back first."""
    criteria = [Criterion("a", "Is it a?")]
    one = Elicitation("found", criteria, labels=["yes", "low"], raises=criteria)
    text, _ = typed(one, "low", "yes", "back", "low", "1", "back", "")
    assert text.count("Enter: this is what I mean") == 3
    assert [told.label for told in one.told] == ["low", "low"]
    assert "(you said low) > " in text


def test_an_answer_can_be_changed_at_any_case() -> None:
    """By the command and its number; another number is refused with those that there are."""
    text, conversation = typed(abc(), "change 1", "low", "change 9", "change", "change 1", "none", "quit")
    assert "found 'change 1', expected that after an answer" in text
    assert "found 'change 9', expected change and a number from 1 to 1" in text
    assert "found 'change', expected change and a number from 1 to 1" in text
    assert "  (you said low) > " in text
    assert [told.label for told in conversation.elicitation.told] == [None]


@pytest.mark.parametrize(("last", "meant"), [([""], True), (["no z", "x", ""], True), (["quit"], False), ([], False)])
def test_whoever_stops_at_the_end_does_not_mean_it(last: list[str], meant: bool) -> None:
    """Enter says that it is meant; to quit, or an input that ends, does not, and nothing is shown twice for it."""
    a = Criterion("a", "Is it a?")
    told, lines = list[str](), ["low", "yes", *last]

    def ask(_: str) -> str:
        if not lines:
            raise EOFError
        return lines.pop(0)

    talk = Talk(
        Conversation(Elicitation("found", [a], labels=["yes", "low"], raises=[a]), [], lambda: None), ask, told.append
    )
    assert talk.run() is meant
    assert sum("proven to be the only one" in line for line in told) == 1


def test_answers_that_were_given_once_are_counted() -> None:
    """A slip in one of them would not be noticed."""
    one = abc()
    one.tell(one.put(one.worst), "low")
    while (case := one.next()) is not None:
        one.tell(case, "yes" if case.answers["a"] or case.answers["b"] else "low")
    needed = {told.number for word in one.labels for told in one.rests_on(word)}
    first = min(needed)
    conversation = Conversation(one, [], lambda: None)
    conversation.change(first)
    case = conversation.next()
    assert case is not None
    conversation.tell(case, one.told[first - 1].label)
    text = "\n".join(map(str, conversation.summary()))
    assert f"Asked twice and confirmed: 1 of the {len(needed)} answers that it rests on ({first}).\nA slip in" in text


def test_what_was_not_known_and_follows_is_told() -> None:
    """In the end, with the word that other answers leave."""
    criteria = [Criterion("a", "Is it a?"), Criterion("b", "Is it b?")]
    one = Elicitation("found", criteria, labels=["yes", "low"], raises=criteria)
    for well, word in (("a", DONT_KNOW), ("", "yes")):
        one.tell(one.put(FrozenMapping({name: name in well for name in "ab"})), word)
    text, _ = typed(one, "yes", "why", "")
    assert "Of cases that you did not know, 1 follow from your other answers." in text
    assert "These you did not know; from your other answers it follows what they are called:\n" in text
    assert "  All is well, except: it is not b. Yes.\n" in text


def test_what_sorted_companies_decide_is_named_and_can_be_asked() -> None:
    """A wrong word of one of them would be taken over otherwise, and nobody would know."""
    a, b = Criterion("a", "Is it a?"), Criterion("b", "Is it b?")

    def sorted_before(*rows: tuple[str, bool, bool, str]) -> Elicitation:
        before = [
            Relationship(name, "us", buyer_label=word, evidence=[Evidence("a", it), Evidence("b", other)])
            for name, it, other, word in rows
        ]
        return Elicitation("found", [a, b], labels=["yes", "low"], raises=[a, b], sorted_before=before)

    one = sorted_before(("Elm", True, False, "yes"), ("Oak", False, True, "low"))
    text, _ = typed(one, "low", "")
    assert re.search(r"; proven to be the only one of all [^.]*, if the word of (Elm, Oak|Oak, Elm) is right\.", text)
    assert re.search(r"--again puts them as cases:\n( *(Elm: yes|Oak: low)\n?){2}", text)
    one.again()
    assert one.left == (3, 3)

    def says(case: Case) -> str:
        return "yes" if case.answers["a"] and case.answers["b"] else "low"

    while (case := one.next()) is not None:
        one.tell(case, says(case))
    assert not one.rests_on_companies
    assert "if the word" not in one.definition.source
    assert compare(one.definition, Definition("h", "H", [Label("yes", a & b), Label("low")], source="s")).agreement == 1

    one = sorted_before(("Elm", True, False, "yes"), ("Oak", False, True, "low"))
    text, _ = typed(one, "low", "no a", "low", "yes", "")
    assert "  a rests on your answers 2 and 3, both confirmed." in text
    assert not one.rests_on_companies

    one = sorted_before(("Elm", True, False, "yes"), ("Oak", False, True, "low"))
    text, _ = typed(one, "low", "no a", "low", "low", "low", "yes", "")
    assert "  (this tells of a, 2 of 2) > " in text
    assert "rests on your answers" not in text

    text, _ = typed(
        sorted_before(("Elm", True, False, "yes"), ("Oak", False, True, "low")), "low", "no a", "low", "low", "quit"
    )
    assert re.search(r"(Elm: yes|Oak: low), as you sorted them before\nChange one of the answers", text)
    assert re.search(r"  \(once more: it contradicts (Elm|Oak) \((yes|low)\), sorted before\) > ", text)
    assert not one.rests_on_companies


def test_what_companies_are_called_otherwise_is_named() -> None:
    """Those whose word a definition that is found cannot give, whatever is not known of them."""
    a, b = Criterion("a", "Is it a?"), Criterion("b", "Is it b?")
    rows = [
        ("Elm", "low", True, True),
        ("Oak", "yes", True, True),
        ("Fir", "yes", True, True),
        ("Yew", "low", False, None),
    ]
    before = [
        Relationship(
            name,
            "us",
            buyer_label=word,
            evidence=[Evidence("a", it), *([] if other is None else [Evidence("b", other)])],
        )
        for name, word, it, other in rows
    ]
    one = Elicitation("found", [a, b], labels=["yes", "low"], raises=[a, b], sorted_before=before)
    while (case := one.next()) is not None:
        one.tell(case, "yes" if case.answers["a"] and case.answers["b"] else "low")
    assert "Of your sorted companies it calls otherwise:\n  Elm (low): yes\n" in text_of(talk_of(one, str)[0])


def test_a_guess_names_the_companies_that_it_rests_on() -> None:
    """As the end does; no guess is called the first."""
    criteria = [Criterion(name, f"Is it {name}?") for name in "abc"]
    before = [
        Relationship("Elm", "us", buyer_label="yes", evidence=[Evidence(name, name in "ab") for name in "abc"]),
        Relationship("Oak", "us", buyer_label="low", evidence=[Evidence(name, name == "a") for name in "abc"]),
    ]
    one = Elicitation("found", criteria, labels=["yes", "low"], raises=criteria, sorted_before=before)
    conversation, said = Conversation(one, [], lambda: None), list[str]()
    while (case := conversation.next()) is not None:
        said += map(str, conversation.news())
        conversation.tell(case, "yes" if case.answers["a"] and case.answers["b"] else "low")
    assert any(re.match(r"Part of it rests on the word of companies alone .*Elm \(yes\)", line) for line in said)
    assert any(line.startswith("A guess, as nothing else fits") for line in said)


def test_so_little_is_no_definition() -> None:
    """Where nothing is identified, and more cases are left than were judged; then nothing is claimed."""
    criteria = [Criterion(name, f"Is it {name}?") for name in "abcdef"]
    one = Elicitation("found", criteria, labels=["yes", "low"], raises=criteria)
    texts = []
    while not one.identified:
        case = one.next()
        assert case is not None
        one.tell(case, "yes" if (case.answers["a"] and case.answers["b"]) or case.answers["c"] else "low")
        texts.append((len(one.told) < one.left[0], text_of(talk_of(one, str)[0])))
    assert texts[0][0]
    for little, text in texts[:-1]:
        assert text.startswith("Too little is known for a definition: at least ") == little
        assert ("make no difference" in text) <= (not little)
    assert list(Conversation(abc(), [], lambda: None).grounds()) == []


@pytest.mark.parametrize(
    "words",
    ["don't know", "i dont know", "I don’t know", "i don`t know", "dunno", "I do not know", "not sure", "I'm not sure"],
)
def test_that_somebody_does_not_know_is_said_as_people_do(words: str) -> None:
    """With any apostrophe, or none; how many it are is said from the second on."""
    text, conversation = typed(abc(), words, words, "quit")
    assert len(conversation.elicitation.open_cases) == 2
    assert "  Noted: you do not know.\n" in text
    assert "  Noted: you do not know (2 cases so far)." in text


def test_why_a_case_is_put_again_is_said_with_how_many_are_left_at_least() -> None:
    """While nothing is identified, as everywhere else."""
    criteria = [Criterion(name, f"Is it {name}?") for name in "abcdefgh"]
    conversation, said = (
        Conversation(Elicitation("found", criteria, labels=["yes", "low"], raises=criteria), [], lambda: None),
        list[str](),
    )
    pairs = ("ab", "cd", "ef", "gh", "ac")
    while (case := conversation.next()) is not None and not any("once more" in one for one in said):
        said.append(conversation.why(case))
        conversation.tell(case, "yes" if any(all(case.answers[one] for one in pair) for pair in pairs) else "low")
    assert re.fullmatch(r"once more, as much hangs on it; at least \d+ more to go", said[-1])


def test_cases_that_only_a_company_decides_say_so() -> None:
    """And what was told of them counts as told twice, for whoever is asked."""
    a = Criterion("a", "Is it a?")
    before = [Relationship("Elm", "us", buyer_label="yes", evidence=[Evidence("a", True)])]
    one = Elicitation("found", [a], labels=["yes", "low"], raises=[a], sorted_before=before)
    one.tell(one.put(one.worst), "low")
    one.again()
    text, _ = typed(one, "low", "yes", "")
    assert "(once more, to be sure; 2 more to go) > " in text
    assert "(to be sure, as only a company sorted before tells; 1 more to go) > " in text
    assert "Asked twice and confirmed" in text


def test_where_no_case_tells_of_a_line_that_is_said() -> None:
    """Of a criterion on which nothing depends there is none."""
    a, b = Criterion("a", "Is it a?"), Criterion("b", "Is it b?")
    one = Elicitation("found", [a, b], labels=["yes", "low"], raises=[a, b])
    for case in ({"a": False, "b": True}, {"a": True, "b": False}):
        one.tell(one.put(FrozenMapping(case)), "yes" if case["a"] else "low")
    conversation = Conversation(one, [], lambda: None)
    conversation.lines = (Line("Is it b? Yes.", 1, "x", ("yes", b)),)
    assert conversation.doubt("x") == "No case that can be put tells of x: what is impossible decides it."


def test_a_definition_is_read_out_with_letters() -> None:
    """Each line that asks has one, also where it could be written as a table; what always holds has none."""
    a, b, c, d, e = (Criterion(name, f"Is it {name}?") for name in "abcde")
    found = Definition(
        "found",
        "Found",
        [
            Label("one", at_least(2, a, ~b, c & d)),
            Label("two", points({a: 2, b & c: 1}) >= 2),
            Label("three", (a & b) | (a & c) | (b & d) | (c & e)),
            Label("four", all_of()),
        ],
        source="this test",
    )
    lines = read_out(found)
    asked = [(line.mark, line.asks[0], line.asks[1].name) for line in lines if line.asks is not None]
    assert asked == [
        *zip("abcd", ["one"] * 4, "abcd", strict=True),
        *zip("efg", ["two"] * 3, "abc", strict=True),
        *zip("hijklmno", ["three"] * 8, "abacbdce", strict=True),
    ]
    assert [str(line) for line in lines[:3]] == [
        "  - One, if at least 2 of these hold:",
        "      a. Is it a? Yes.",
        "      b. Is it b? No.",
    ]
    assert not any(line.mark for line in lines if "always" in line.text)


def test_a_line_is_read_out_with_what_the_word_would_be_without_it() -> None:
    """If it held always, and never; of the levels of a scale, or steps of a number, what it would be without them."""
    a, b, trust, spend = Criterion("a"), Criterion("b"), Scale("trust", low=1, high=3), Measure("spend", unit="EUR")

    every: list[dict[str, bool | str | Fraction]] = [
        {"a": first, "b": second, "trust": Fraction(level), "spend": Fraction(number)}
        for first, second, level, number in itertools.product((False, True), (False, True), (1, 2, 3), (5, 15, 25))
    ]

    def table(when: Condition) -> list[bool]:
        return [holds(when, one) for one in every]

    def ways(when: Condition) -> list[list[list[bool]]]:
        lines = read_out(Definition("f", "F", [Label("one", when)], source="s"))
        return [[table(way) for way in line.ways[1:]] for line in lines if line.mark]

    def tables(*some: list[Condition]) -> list[list[list[bool]]]:
        return [[table(one) for one in part] for part in some]

    no = any_of()
    assert ways(a & ~b) == tables([~b, no], [no, a.to_condition()])
    assert ways(at_least(2, a, b)) == tables([b.to_condition(), no], [a.to_condition(), no])
    assert ways(points({a: 2, trust: 1}) >= 4) == tables([trust >= 2, no], [no])
    steps = points({a: 1, spend >= 10: 1, spend >= 20: 1})
    assert ways(steps >= 2) == tables([spend >= 10, spend >= 20], [no])
    assert ways(points({a: 1, ~b: 1}) >= 2) == tables([~b, no], [no, a.to_condition()])


def test_a_case_is_compared_where_little_differs() -> None:
    """With one in which all is well, or one told before; else nothing is marked."""
    criteria = [Criterion(name, f"Is it {name}?") for name in "abcdefghij"]
    conversation = Conversation(Elicitation("found", criteria, labels=["yes"], raises=criteria), [], lambda: None)

    def shown(well: str) -> tuple[str, str]:
        case = conversation.elicitation.put(FrozenMapping({one.name: one.name in well for one in criteria}))
        marked = "".join(one.name for one, fact in zip(criteria, conversation.facts(case), strict=True) if fact.changed)
        return conversation.compared(case), marked

    assert shown("abcdefghij") == ("All is well.", "")
    assert shown("") == ("Nothing is well.", "")
    assert shown("abcdefgh") == ("All is well, except for each *.", "ij")
    assert shown("abcde") == ("", "")
    conversation.tell(conversation.elicitation.put(conversation.elicitation.worst), None)
    assert shown("ab") == ("As in 1 (no label), except for each *.", "ab")
