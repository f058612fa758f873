"""Answer logs: a JSON Lines file to which the answers of an interview are appended, one line each."""

import json
import os
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, final

import attrs

from relabel.definitions import fold
from relabel.errors import CellError, InvalidFileError, InvalidValueError, did_you_mean
from relabel.evidence import Evidence
from relabel.questions import AnyCriterion
from relabel.reading import read
from relabel.relationships import Relationship

__all__ = ["AnswerLog"]


def _check_path(_: object, __: object, path: Path) -> None:
    if path.suffix.casefold() != ".jsonl":
        raise InvalidValueError("file of answers", str(path), "a name that ends in .jsonl")


@final
@attrs.frozen
class AnswerLog:
    """The answers given so far, in a file that `relabel.reading.read` reads too.

    Each line holds one piece of evidence, or a question that nobody could answer (`"answer": null`).
    A line is on the disk before the next question is asked.

    Args:
        path: The file; its name ends in `.jsonl`. It need not exist.
    """

    path: Path = attrs.field(validator=_check_path)

    def append(self, relationship: Relationship, evidence: Evidence) -> None:
        """Add an answer.

        Raises:
            OSError: The file cannot be written.
        """
        observed_on, side = evidence.observed_on, evidence.attested_by
        fields = {
            "observed_on": None if observed_on is None else observed_on.isoformat(),
            "attested_by": None if side is None else side.value,
            "source": evidence.source,
            "note": evidence.note,
        }
        answer = evidence.answer
        # A number is written with all its digits, which `json` would not do.
        text = f"{answer:f}" if isinstance(answer, Decimal) else json.dumps(answer, ensure_ascii=False)
        self._write(relationship, evidence.criterion, text, fields)

    def skip(self, relationship: Relationship, criterion: str) -> None:
        """Note that nobody could answer a question.

        Raises:
            OSError: The file cannot be written.
        """
        self._write(relationship, criterion, "null", {})

    def add_to(
        self, relationships: Iterable[Relationship], vocabulary: Mapping[str, AnyCriterion]
    ) -> tuple[Relationship, ...]:
        """Give the relationships with the answers of the log as further evidence.

        Args:
            relationships: Those that the answers may be about.
            vocabulary: The criteria that answers may be about, by name.

        Raises:
            InvalidFileError: A line cannot be read, or is about none of the relationships.
            OSError: The file cannot be opened.
        """
        found = {_key(one.id, one.buyer, one.seller): one for one in relationships}
        if not self.path.exists():
            return tuple(found.values())
        logged = read(self.path, vocabulary).relationships
        names = [one.key for one in found.values()]
        strays = [
            CellError(self.path.name, number, "", repr(name), f"a company of the other file{did_you_mean(name, names)}")
            for number, line in self._lines()
            if _key(line.get("id"), line["buyer"], line["seller"]) not in found
            for name in [line.get("id") or f"{line['buyer']} buys from {line['seller']}"]
        ]
        if strays:
            raise InvalidFileError(f"{self.path.name}: answers about other companies, nothing was read", strays)
        for one in logged:
            key = _key(one.id, one.buyer, one.seller)
            found[key] = found[key].with_evidence(*one.evidence)
        return tuple(found.values())

    def asked(self, relationship: Relationship) -> tuple[str, ...]:
        """Give the names of the criteria that were asked, in vain or not; `add_to` has accepted the file.

        Raises:
            OSError: The file cannot be opened.
        """
        mine = _key(relationship.id, relationship.buyer, relationship.seller)
        return tuple(
            line["criterion"]
            for _, line in self._lines()
            if _key(line.get("id"), line["buyer"], line["seller"]) == mine
        )

    def _lines(self) -> list[tuple[int, dict[str, Any]]]:  # Any: a line holds texts and an answer of any kind
        if not self.path.exists():
            return []
        lines = enumerate(self.path.read_text(encoding="utf-8").split("\n"), 1)
        return [(number, json.loads(line)) for number, line in lines if line.strip()]

    def _write(self, relationship: Relationship, criterion: str, answer: str, fields: Mapping[str, str | None]) -> None:
        key = {} if relationship.id is None else {"id": relationship.id}
        names = {"buyer": relationship.buyer, "seller": relationship.seller, "criterion": criterion}
        given = {name: value for name, value in fields.items() if value}
        head = json.dumps({**key, **names, **given}, ensure_ascii=False)
        with self.path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(f'{head[:-1]}, "answer": {answer}}}\n')
            file.flush()
            os.fsync(file.fileno())


def _key(id_: str | None, buyer: str, seller: str) -> tuple[str, ...]:
    # As when files are read: two spellings of a name that differ in case or spacing are one company.
    return (id_,) if id_ is not None else (fold(buyer), fold(seller))
