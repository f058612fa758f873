"""Regions: sets of records written as a union of products, for people to read."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import final

import attrs

from relabel.core.diagrams.space import EMPTY, FULL, Record, Space, share_text
from relabel.core.diagrams.variables import Variable
from relabel.core.model.answers import Answer
from relabel.core.model.criteria import Choice, Criterion
from relabel.errors import DiagramTooLargeError

__all__ = ["MAX_PRODUCTS", "MAX_REGION_STEPS", "Factor", "Product", "Region", "describe_region", "overlapping"]

MAX_PRODUCTS = 20
"""How many products of one region are written out; the rest is counted."""

MAX_REGION_STEPS = 20_000
"""How many steps may be taken to write one region out; what is left then is counted."""


@final
@attrs.frozen
class Factor:
    """What a product asks of one variable: that the answer lies in one of some cells, as bits."""

    variable: Variable
    cells: int

    def holds(self, record: Mapping[str, Answer]) -> bool:
        """Say whether the answer of a record lies in the cells."""
        return bool(self.cells >> self.variable.cell(record[self.variable.criterion.name]) & 1)

    def __str__(self) -> str:
        variable, name = self.variable, self.variable.criterion.name
        if isinstance(variable.criterion, Criterion):
            if self.cells == 0b10:
                return name
            return f"not {name}" if self.cells == variable.full ^ 0b10 else f"{name} is {variable.describe(self.cells)}"
        others = variable.full ^ self.cells
        if isinstance(variable.criterion, Choice) and variable.size > 2 and others.bit_count() == 1:
            return f"{name} is not {variable.describe(others)}"
        return f"{name} is {variable.describe(self.cells)}"


@final
@attrs.frozen
class Product:
    """The records that fit every one of some factors; all records if there are none.

    Attributes:
        factors: What is asked, each variable at most once, in the order of the diagram.
        share: The share of the answer space, 0-1.
    """

    factors: tuple[Factor, ...]
    share: Fraction

    def holds(self, record: Mapping[str, Answer]) -> bool:
        """Say whether a record fits."""
        return all(factor.holds(record) for factor in self.factors)

    def __str__(self) -> str:
        return _and(list(map(str, self.factors))) or "whatever the answers are"


@final
@attrs.frozen
class Region:
    """A set of records as a union of products.

    No product can be made wider, and none is covered by the others. At most `MAX_PRODUCTS` are given, so that a region
    which has no short description does not fill a book; `rest` says how much they leave out.

    Attributes:
        share: The share of the answer space, 0-1, exactly.
        witness: A complete record in the region.
        products: What the region is the union of, the simplest first; they may overlap.
        rest: The share of the answer space, 0-1, that is in the region and in no product given.
    """

    share: Fraction
    witness: Record
    products: tuple[Product, ...]
    rest: Fraction

    def __str__(self) -> str:
        shared = [factor for factor in self.products[0].factors if self._is_shared(factor)] if self.products else []
        own = [[factor for factor in product.factors if factor not in shared] for product in self.products]
        terms = list(map(str, shared))
        if own and all(own):
            ways = [_and(list(map(str, factors))) for factors in own]
            terms.append(" or ".join(map(_bracketed, ways)))
        text = _and(terms)
        if self.rest:
            share = f"{share_text(self.rest)} of the answer space"
            return f"{text}; and further cases, {share}" if text else f"cases too many to write out, {share}"
        return text or "whatever the answers are"

    def _is_shared(self, factor: Factor) -> bool:
        return all(factor in product.factors for product in self.products)


def describe_region(space: Space, one: int, most: int = MAX_PRODUCTS) -> Region:
    """Write a set of records, which must not be empty, as a union of at most so many wide products.

    The widest path through what is left to describe is made as wide as the whole set allows, and
    taken off, until nothing is left; products that the others cover are left out in the end.
    What takes a sum of many weights to tell has too many products to be written out at all.
    Cost: at most `MAX_REGION_STEPS` for the products and as many for leaving some out.
    """
    found: list[tuple[dict[int, int], int]] = []
    rest, most = one, 0 if space.by_sum(one) else most
    # Where the steps run out, what has been found is right, and `rest` says how much it leaves out.
    with suppress(DiagramTooLargeError), space.budget(MAX_REGION_STEPS):
        alike = _alike(space, one) if most else {}
        while rest != EMPTY and len(found) < most:
            cells = _widen(space, _widest(space, rest), one, alike)
            product = space.product(cells)
            left = space.without(rest, product)
            found.append((cells, product))
            rest = left
    with suppress(DiagramTooLargeError), space.budget(MAX_REGION_STEPS):
        found = _irredundant(space, found)
    products = [
        Product(tuple(Factor(space.variables[level], cells[level]) for level in sorted(cells)), space.share(product))
        for cells, product in found
    ]
    products.sort(key=lambda product: (len(product.factors), -product.share, str(product)))
    return Region(space.share(one), space.example(one), tuple(products), space.share(rest))


def overlapping(space: Space, sets: Sequence[int], *, ordered: bool) -> Iterator[tuple[int, int, int, bool]]:
    """Give two labels both of whose conditions hold for some records, these, and whether the first implies the other.

    By their places, the earlier one first. Where labels rank, what implies one that implies a third stands beside the
    next one only.
    """
    taken = EMPTY
    within = [0 for _ in sets]
    """By label the earlier ones whose conditions imply its own where labels rank, a bit for each."""
    for later, one in enumerate(sets):
        left = (1 << later) - 1 if not space.is_empty(space.both(one, taken)) else 0
        taken = space.either(taken, one)
        while left:
            earlier = left.bit_length() - 1
            left ^= 1 << earlier
            where = space.both(sets[earlier], one)
            if space.is_empty(where):
                continue
            nested = space.is_empty(space.without(sets[earlier], one))
            yield earlier, later, where, nested
            if nested and ordered:
                within[later] |= within[earlier] | 1 << earlier
                left &= ~within[earlier]


def _widest(space: Space, one: int) -> dict[int, int]:
    """Give the product of most records among those that are one path through the diagram of a set."""
    best: dict[int, tuple[int, int, int]] = {EMPTY: (0, 0, EMPTY), FULL: (space.total, 0, FULL)}

    def widest(node: int) -> int:
        """Give the number of records of the widest path; `best` notes the cells and where they lead."""
        if node not in best:
            space.spend(1)
            groups: dict[int, int] = {}
            for cell, child in enumerate(space.children[node]):
                groups[child] = groups.get(child, 0) | 1 << cell
            size = len(space.children[node])
            best[node] = max(
                ((widest(child) * cells.bit_count() // size, cells, child) for child, cells in groups.items()),
                key=lambda way: (way[0], -way[1]),
            )
        return best[node][0]

    widest(one)
    cells: dict[int, int] = {}
    while one != FULL:
        _, cells[space.levels[one]], one = best[one]
    return cells


def _alike(space: Space, one: int) -> dict[int, list[int]]:
    """Give for each level that a set asks for the cells, as bits, that it does not tell apart."""
    nodes: dict[int, list[int]] = {}
    for node in space.reached(one):
        if space.children[node]:
            nodes.setdefault(space.levels[node], []).append(node)
    found: dict[int, list[int]] = {}
    for level, some in nodes.items():
        groups: dict[tuple[int, ...], int] = {}
        for cell, ways in enumerate(zip(*(space.children[node] for node in some), strict=True)):
            groups[ways] = groups.get(ways, 0) | 1 << cell
        found[level] = list(groups.values())
    return found


def _widen(space: Space, cells: dict[int, int], one: int, alike: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Make a product as wide as a set allows: first leave variables out, then add cells that the set tells apart."""
    wide = dict(cells)
    for level in sorted(cells, key=lambda level: (-space.variables[level].size, -level)):
        without = {other: bits for other, bits in wide.items() if other != level}
        if _contains(space, one, without):
            wide = without
    for level in sorted(wide):
        for more in alike[level]:
            wider = wide | {level: wide[level] | more}
            if wider != wide and _contains(space, one, wider):
                wide = wider
    return wide


def _contains(space: Space, one: int, cells: Mapping[int, int]) -> bool:
    """Say whether every record of a product lies in a set."""
    seen = {one}
    waiting = [one]
    while waiting and EMPTY not in seen:
        node = waiting.pop()
        allowed = cells.get(space.levels[node], -1)
        for cell, child in enumerate(space.children[node]):
            if allowed >> cell & 1 and child not in seen:
                seen.add(child)
                waiting.append(child)
    space.spend(1 + len(seen) // 8)  # such a step is cheaper than one that makes a node
    return EMPTY not in seen


def _irredundant(space: Space, found: list[tuple[dict[int, int], int]]) -> list[tuple[dict[int, int], int]]:
    """Leave out products that the union of the others covers."""
    after = [EMPTY]
    for _, product in reversed(found):
        after.append(space.either(product, after[-1]))
    after.reverse()
    kept: list[tuple[dict[int, int], int]] = []
    before = EMPTY
    for position, (cells, product) in enumerate(found):
        if space.without(product, space.either(before, after[position + 1])) != EMPTY:
            kept.append((cells, product))
            before = space.either(before, product)
    return kept


def _and(terms: Sequence[str]) -> str:
    """Join terms by "and", with brackets wherever they could be read in two ways."""
    return " and ".join(map(_bracketed, terms) if len(terms) > 1 else terms)


def _bracketed(text: str) -> str:
    return f"({text})" if " or " in text or " and " in text else text
