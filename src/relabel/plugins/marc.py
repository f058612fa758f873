"""M/A/R/C Research's definition of client and partner, as a plugin.

Source: M/A/R/C Research, "Is It A Client… Or A Partner?", a post on the company's blog. The words in
double quotes below are the post's.
"""

from collections.abc import Iterable

from relabel.core.definitions.definition import Definition
from relabel.core.model.any_criterion import Side
from relabel.core.model.conditions import Label, all_of
from relabel.core.model.criteria import Choice, Criterion, Measure
from relabel.core.model.evidence import EvidencePolicy
from relabel.core.model.examples import Example, Intent
from relabel.core.model.sides import per_side
from relabel.plugins.hookspecs import hookimpl

__all__ = ["MARC", "relabel_definitions"]

pays = Criterion("pays_for_services", "Does the buyer pay the seller for services?")
transactional = Criterion("transactional", "Are the services mostly transactional?")
commodity = Criterion("commodity", "Could the services be had from others just as well, as a commodity?")
important = per_side("very_important", "Is the relationship very important to the {side}?")
benefits = per_side("sees_benefits", "Does the {side} see and understand the benefits?")
loyal = per_side("loyal", "Is the {side} loyal to the relationship?")
favor = Criterion("favor_granted", "Has a favour been called in and granted, such as a discount or a better timeline?")
vested = Criterion("vested_interest", "Does the seller have a vested interest in the buyer?", about=Side.SELLER)
worst_issue = Choice(
    "worst_issue",
    "How was the worst issue or mistake so far dealt with?",
    options=["no_issue", "resolved_well", "resolved_slowly", "discussed_badly", "lost_temper"],
)
years = Measure("relationship_years", "For how many years have they done business?", unit="years")

ASKED = [important.buyer, important.seller, benefits.buyer, benefits.seller, loyal.buyer, loyal.seller, favor, vested]
ALL_IS_WELL = {transactional: False, **dict.fromkeys(ASKED, True)}
"""What the post asks of a partner, the worst issue apart."""

MARC = Definition(
    "marc",
    "Is it a client or a partner?",
    [
        Label(
            "partner",
            all_of(
                ~transactional,  # a client's services are "pretty much transactional"
                important.both,  # "very important on both sides"
                benefits.both,  # "both parties see and understand"
                loyal.both,  # "very loyal"
                favor,  # "call in a favor"
                vested,  # "vested interest"
                worst_issue.in_("no_issue", "resolved_well"),  # no one goes off, talked over, quickly resolved
            ),
        ),
        Label("client", pays),  # "they pay you for your services"
    ],
    given_to=Side.BUYER,
    ordered=True,
    source='M/A/R/C Research, "Is It A Client… Or A Partner?" (company blog)',
    version="1",
    # The burden of proof lies on "partner": the wrong word gives "a false sense of security".
    presume={
        pays: True,
        important.buyer: False,
        important.seller: False,
        favor: False,
        worst_issue: "no_issue",
    },
    disregard=[years],  # "Longevity doesn't always mean"
    mentions=[commodity],  # a client can be "a commodity business", and a partner's services too
    # What the seller says of the buyer's view is a wish: the author hopes he "would be considered a partner".
    policy=EvidencePolicy(hearsay="disregard"),
    aliases={"clients": "client", "partners": "partner"},
    examples=[
        Example("the dry cleaner", {pays: True, transactional: True}, expect="client"),
        Example("nothing but many years", {years: 20}, expect="client"),
        Example("important to one side only", {important.seller: True, important.buyer: False}, expect="client"),
        Example("a partner", {**ALL_IS_WELL, pays: True, worst_issue: "resolved_well"}, expect="partner"),
        Example("a blow-up", {**ALL_IS_WELL, pays: True, worst_issue: "lost_temper"}, expect="client"),
        Example("a friend who pays nothing", {pays: False, loyal.buyer: True}, expect=None),
    ],
    intends=Intent(
        raises=[pays, *ASKED],
        lowers=[transactional],
        overlaps=[("partner", "client")],  # a partner pays, too
        cannot_change=[worst_issue],
        gap=True,  # who does not pay, and is no partner, is not spoken of
    ),
)


@hookimpl
def relabel_definitions() -> Iterable[Definition]:
    """Provide `marc`."""
    return [MARC]
