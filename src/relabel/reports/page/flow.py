"""The flow: pictures of words in use against labels found, and of labels before and now, in SVG."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import final

import attrs

from relabel.core.audits.audit import Audit
from relabel.core.audits.changes import Cause, Changes
from relabel.core.audits.text import written
from relabel.core.audits.verdicts import NO_LABEL, Verdict
from relabel.core.definitions.definition import Definition
from relabel.markup import escaped
from relabel.texts import shorten

__all__ = ["development", "flow"]

MOST = 12
"""So many words have a band of their own; the rarer ones share one."""

WIDTH, HEIGHT, TOP = 460, 240, 22
COLUMN, BAR, LEAST, GAP = 118, 6, 18, 8
"""The width of a column of names, of a bar, the height of the smallest bar and between two bars."""


def flow(audit: Audit) -> str:
    """Draw how many relationships lead from each label in use to each label found, coloured by verdict.

    A band is a link to the table of companies, with what it stands for as `data-called`, `data-found`
    and `data-verdict`, if it stands for one of each.

    Returns:
        An element `svg`; empty without relationships.
    """
    if not audit.rows:
        return ""
    words = Counter(row.label or row.word for row in audit.rows)
    common = {word for word, _ in words.most_common(MOST)}
    counted: Counter[tuple[str, str, Verdict]] = Counter()
    for row in audit.rows:
        word = row.label or row.word
        counted[written(word) if word in common else OTHERS, row.found, row.verdict] += 1
    called = [*dict.fromkeys(written(word) for word, _ in audit.cross_table() if word in common)]
    called += [OTHERS] * (len(words) > MOST)
    found = _ordered({label for _, label, _ in counted}, audit.definition)
    bands = []
    for (word, label, verdict), count in counted.items():
        kind = verdict.value
        data = "" if word == OTHERS else f' data-called="{escaped(word)}"'
        data += f' data-found="{escaped(label)}" data-verdict="{kind}"'
        said = f"{count} called {word}, found {label}: {kind}"
        bands.append(_Band(word, label, list(Verdict).index(verdict), count, kind, said, f'href="#companies"{data}'))
    return "".join(_drawn(bands, {"in use": called, "found": found}))


def development(changes: Changes) -> str:
    """Draw how many relationships went from each label found to another, by cause.

    Green is a rise by new evidence alone, red a fall, grey all else.

    Returns:
        An element `svg`; empty where no label found has moved.
    """
    labels = [*(label.name for label in changes.later.definition.labels), NO_LABEL]
    bands = []
    for place, ((before, after, causes), count) in enumerate(changes.flow.items()):
        left, right = before or ABSENT, after or ABSENT
        rises = left in labels and right in labels and labels.index(left) > labels.index(right)
        falls = left in labels and right in labels and labels.index(left) < labels.index(right)
        ordered = changes.later.definition.ordered
        deeper = ordered and rises and causes == (Cause.NEW_EVIDENCE,)
        kind = "confirmed" if deeper else "overclaimed" if ordered and falls else "unlabeled"
        said = f"{count} from {left} to {right}: {' and '.join(one.value for one in causes)}"
        bands.append(_Band(left, right, place, count, kind, said, 'href="#moved"'))
    if not bands:
        return ""
    sides = {
        "before": _ordered({band.left for band in bands}, changes.earlier.definition),
        "now": _ordered({band.right for band in bands}, changes.later.definition),
    }
    return "".join(_drawn(bands, sides))


ABSENT = "(not there)"
"""How it is written that a relationship has appeared, or is gone."""


def _ordered(names: Iterable[str], definition: Definition) -> list[str]:
    """Give labels as the definition orders them, then what is no label."""
    labels = [label.name for label in definition.labels]
    return sorted(names, key=lambda one: (labels.index(one) if one in labels else len(labels), one))


OTHERS = "(other words)"
"""No word in use is written like this."""


@final
@attrs.frozen
class _Band:
    """What leads from a word or label on the left to one on the right.

    Attributes:
        left: Where it begins.
        right: Where it ends.
        place: Which comes first, of those between the same two.
        count: How many relationships it stands for.
        kind: The class of its colour.
        said: Its title.
        link: The attributes of the link that it is.
    """

    left: str
    right: str
    place: int
    count: int
    kind: str
    said: str
    link: str


@final
@attrs.frozen
class _Bar:
    """A bar for one word or label: where it begins, how high it is and how many relationships it stands for."""

    top: float
    height: float
    count: int

    def part(self, before: int, count: int) -> tuple[str, str]:
        """Give the top and bottom of the part for some relationships, below that for those before them."""
        unit = self.height / self.count
        return _px(self.top + unit * before), _px(self.top + unit * (before + count))


def _bars(names: Sequence[str], counts: Mapping[str, int]) -> dict[str, _Bar]:
    unit = HEIGHT / sum(counts.values())
    bars: dict[str, _Bar] = {}
    top = float(TOP)
    for name in names:
        bars[name] = _Bar(top, max(LEAST, unit * counts[name]), counts[name])
        top += bars[name].height + GAP
    return bars


def _drawn(bands: Iterable[_Band], sides: Mapping[str, Sequence[str]]) -> Iterator[str]:
    (head, starts), (other, ends) = sides.items()
    placed = sorted(bands, key=lambda one: (starts.index(one.left), ends.index(one.right), one.place))
    left = _bars(starts, _summed((band.left, band.count) for band in placed))
    right = _bars(ends, _summed((band.right, band.count) for band in placed))
    height = _px(max(bar.top + bar.height for bar in (*left.values(), *right.values())) + 2)
    start, end = COLUMN + BAR, WIDTH - COLUMN - BAR
    yield f'<svg class="flow" viewBox="0 0 {WIDTH} {height}" role="group" aria-label="From {head} to {other}">'
    yield f'<text x="0" y="12" class="head">{head}</text><text x="{WIDTH}" y="12" class="head end">{other}</text>'
    above: Counter[str] = Counter()
    before: Counter[str] = Counter()
    for band in placed:
        here = left[band.left].part(above[band.left], band.count)
        there = right[band.right].part(before[band.right], band.count)
        yield f'<a class="{band.kind}" {band.link}><title>{escaped(band.said)}</title>'
        yield f'<path d="{_band(start, here, end, there)}"/></a>'
        above[band.left] += band.count
        before[band.right] += band.count
    yield from _names(left, COLUMN, COLUMN - 6, " end")
    yield from _names(right, end, end + BAR + 6, "")
    yield "</svg>"


def _band(start: int, left: tuple[str, str], end: int, right: tuple[str, str]) -> str:
    """Give the path of a band between two parts of bars, each from its top to its bottom."""
    middle = (start + end) // 2
    there = f"M{start} {left[0]}C{middle} {left[0]} {middle} {right[0]} {end} {right[0]}"
    return f"{there}V{right[1]}C{middle} {right[1]} {middle} {left[1]} {start} {left[1]}Z"


def _names(bars: Mapping[str, _Bar], x: int, at: int, side: str) -> Iterator[str]:
    for name, bar in bars.items():
        yield f'<rect x="{x}" y="{_px(bar.top)}" width="{BAR}" height="{_px(bar.height)}"/>'
        yield f'<text x="{at}" y="{_px(bar.top + bar.height / 2 + 4.5)}" class="name{side}">'
        yield f"<title>{escaped(name)}</title>{escaped(f'{shorten(name, 12)} {bar.count}')}</text>"


def _summed(counts: Iterable[tuple[str, int]]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for name, count in counts:
        sums[name] += count
    return sums


def _px(length: float) -> str:
    """Write a length with one place after the point."""
    return f"{length:.1f}".removesuffix(".0")
