"""ThetaPoint's definitions of customer and client, vendor and partner, as a plugin.

Source: ThetaPoint, "Customer or Client? Vendor or Partner? It's all up to you.", a post on the
company's blog. The words in double quotes below are the post's. The post holds two pairs of
definitions: the author's own test, and those of a dictionary that it quotes first.
"""

from collections.abc import Iterable
from datetime import date
from typing import final

import attrs

from relabel.core.audits.ends import both_ends
from relabel.core.definitions.definition import Definition
from relabel.core.model.any_criterion import Side
from relabel.core.model.conditions import Label, all_of
from relabel.core.model.criteria import Criterion
from relabel.core.model.examples import Example, Intent
from relabel.core.model.relationship import Relationship
from relabel.core.model.sides import per_side
from relabel.plugins.hookspecs import hookimpl

__all__ = [
    "BUYER",
    "BUYER_DICTIONARY",
    "SELLER",
    "SELLER_DICTIONARY",
    "CrossedPair",
    "crossed_pairs",
    "relabel_definitions",
]

SOURCE = 'ThetaPoint, "Customer or Client? Vendor or Partner? It\'s all up to you." (company blog)'

meet = Criterion("meet", "Do the two actually meet?")
important_work = Criterion("work_on_something_important", "Do they work together on something important?")
regular = Criterion("interact_regularly", "Do they interact regularly?")
understands = per_side("understands_the_other", "Does the {side} understand what drives the other and its business?")
someone_to_sell_to = Criterion(
    "seen_as_someone_to_sell_to",
    "Does the seller see the buyer as someone it has to sell to or deal with?",
    about=Side.SELLER,
)
peddler = Criterion("seen_as_peddler", "Does the buyer see the seller as one who peddles wares?", about=Side.BUYER)
referral = Criterion("referred_by_buyer", "Has the buyer recommended the seller to somebody else?")

together = all_of(
    meet,  # "if you actually meet"
    important_work,  # "work with that individual or company on something that is important"
    regular,  # "interact with them regularly"
    understands.both,  # "understand what is motivating them", "they in turn understand"
)

TOGETHER = dict.fromkeys([meet, important_work, regular, understands.buyer, understands.seller], True)
"""What both ends are asked for."""

BUYER = Definition(
    "thetapoint-buyer",
    "Is the buyer a customer or a client?",
    [Label("client", together & ~someone_to_sell_to), Label("customer")],  # "someone they have to sell to"
    given_to=Side.BUYER,
    source=SOURCE,
    presume={regular: False, someone_to_sell_to: False},
    aliases={"clients": "client", "customers": "customer"},
    examples=[
        Example("pencils and paper", {important_work: False, regular: False}, expect="customer"),
        Example("never meets the seller", {meet: False, important_work: True, regular: True}, expect="customer"),
        Example("the author's own clients", TOGETHER, expect="client"),
        Example("someone one has to sell to", {**TOGETHER, someone_to_sell_to: True}, expect="customer"),
    ],
    intends=Intent(
        raises=[meet, important_work, regular, understands.buyer, understands.seller], lowers=[someone_to_sell_to]
    ),
)

SELLER = Definition(
    "thetapoint-seller",
    "Is the seller a vendor or a partner?",
    [
        # One who was recommended "last night at dinner" is not seen as "peddling their wares".
        Label("partner", together & (referral | ~peddler)),
        Label("vendor"),
    ],
    given_to=Side.SELLER,
    source=SOURCE,
    presume={regular: False, peddler: False, referral: False},
    aliases={"partners": "partner", "vendors": "vendor"},
    examples=[
        Example("pencils and paper", {important_work: False, regular: False}, expect="vendor"),
        Example("the author's own clients, from their end", TOGETHER, expect="partner"),
        Example("seen as a peddler", {**TOGETHER, peddler: True}, expect="vendor"),
        Example("a caller who refers them", {**TOGETHER, peddler: True, referral: True}, expect="partner"),
    ],
    intends=Intent(
        raises=[meet, important_work, regular, understands.buyer, understands.seller, referral], lowers=[peddler]
    ),
)

buys = Criterion("buys_goods_or_services", "Does the buyer buy goods or services from the seller?")
professional = Criterion("uses_professional_services", "Does the buyer use the services of a professional?")
offers = Criterion("offers_for_sale", "Does the seller offer something for sale?")
undertaking = Criterion("share_an_undertaking", "Do the two take part in an undertaking together?")
risks = Criterion("share_risks_and_profits", "Do they share risks and profits?")

BUYER_DICTIONARY = Definition(
    "thetapoint-buyer-dictionary",
    "Is the buyer a customer or a client, by the dictionary?",
    [Label("client", professional), Label("customer", buys)],
    given_to=Side.BUYER,
    source=f"{SOURCE}, the dictionary entries that it quotes",
    aliases=BUYER.aliases,
    examples=[
        Example("a law firm's client", {professional: True}, expect="client"),
        Example("a shop's customer", {buys: True, professional: False}, expect="customer"),
    ],
    intends=Intent(raises=[professional, buys], overlaps=[("client", "customer")], gap=True),
)

SELLER_DICTIONARY = Definition(
    "thetapoint-seller-dictionary",
    "Is the seller a vendor or a partner, by the dictionary?",
    [Label("partner", undertaking), Label("vendor", offers)],
    given_to=Side.SELLER,
    source=f"{SOURCE}, the dictionary entries that it quotes",
    mentions=[risks],  # "especially" with shared risks and profits: typical, not needed
    aliases=SELLER.aliases,
    examples=[
        Example("a joint venture", {undertaking: True}, expect="partner"),
        Example("a stall", {offers: True, undertaking: False}, expect="vendor"),
    ],
    intends=Intent(raises=[undertaking, offers], overlaps=[("partner", "vendor")], gap=True),
)


@hookimpl
def relabel_definitions() -> Iterable[Definition]:
    """Provide the definitions for both ends, each with its dictionary variant."""
    return [BUYER, BUYER_DICTIONARY, SELLER, SELLER_DICTIONARY]


@final
@attrs.frozen
class CrossedPair:
    """A relationship whose two ends do not match: the post's two worries.

    Attributes:
        relationship: The relationship.
        buyer_label: `client` or `customer`.
        seller_label: `vendor` with client, `partner` with customer.
        in_use: Whether these are the words in use; otherwise the labels that the evidence supports.
    """

    relationship: Relationship
    buyer_label: str
    seller_label: str
    in_use: bool

    def __str__(self) -> str:
        basis = "in the words in use" if self.in_use else "on the evidence"
        return f"{self.relationship.name}: {self.buyer_label} at one end and {self.seller_label} at the other, {basis}"


def crossed_pairs(relationships: Iterable[Relationship], *, as_of: date | None = None) -> tuple[CrossedPair, ...]:
    """Find a client who sees a vendor, and a partner who sees a customer.

    Args:
        relationships: In any order, which is kept.
        as_of: As for `relabel.classify`.

    Returns:
        Up to two pairs a relationship: by the words in use, and by the labels that are settled or
        presumed. Words that the definitions do not know, and open labels, cross nothing.

    Raises:
        AnswerError: An answer lies outside the domain of its criterion.

    Source: the post's two worries, a buyer who "thinks of you as a vendor" and a seller who thinks of
    the buyer "as someone you have to sell to".
    """
    found: list[CrossedPair] = []
    for one in both_ends(relationships, BUYER, SELLER, as_of=as_of).rows:
        words = one.words_crossed, one.buyer.label, one.seller.label, True
        labels = one.labels_crossed, one.buyer.classification.label, one.seller.classification.label, False
        for crossed, buyer, seller, in_use in (words, labels):
            if crossed and buyer is not None and seller is not None:
                found.append(CrossedPair(one.buyer.relationship, buyer, seller, in_use))
    return tuple(found)
