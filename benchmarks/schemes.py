"""Published schemes that sort things by a few criteria, as definitions to be found again.

Each rises with its criteria, those in `LOWERED` the other way round. Sources: Apgar 1953; CURB-65, Lim
and others 2003; CHA2DS2-VASc, Lip and others 2010; Centor 1981; SIRS, Bone and others 1992; Jones
criteria, American Heart Association 1992 (majors and minors); metabolic syndrome, NCEP ATP III 2001;
Amsterdam II, Vasen and others 1999; Duke criteria, Durack and others 1994; Recommendation 2003/361/EC
on the definition of small and medium-sized enterprises; IUCN Red List, version 3.1; Wells score for
pulmonary embolism 2000 (rounded to whole points); ASA physical status by systems, simplified; BANT, IBM.
"""

from collections.abc import Sequence

from relabel import (
    AnyCriterion,
    Condition,
    Criterion,
    Definition,
    Label,
    Measure,
    Scale,
    all_of,
    any_of,
    at_least,
    installed,
    points,
)

__all__ = ["LOWERED", "SCHEMES", "STEPS", "criteria_of"]


def _criteria(prefix: str, number: int) -> list[Criterion]:
    return [Criterion(f"{prefix}{place}") for place in range(1, number + 1)]


def _scales(prefix: str, number: int, high: int) -> list[Scale]:
    return [Scale(f"{prefix}{place}", low=0, high=high) for place in range(1, number + 1)]


def _made(name: str, *labels: tuple[str, Condition | None]) -> Definition:
    made = [Label(word, when) for word, when in labels]
    return Definition(name, name, made, source="see the module")


def _sum(criteria: Sequence[AnyCriterion], *cuts: int) -> list[tuple[str, Condition | None]]:
    total = points(dict.fromkeys(criteria, 1))
    return [(f"rank-{cut}", total >= cut) for cut in cuts]


apgar, curb, centor, sirs = _scales("apgar", 5, 2), _criteria("curb", 5), _criteria("centor", 4), _criteria("sirs", 4)
syndrome, amsterdam, bant = _criteria("syndrome", 5), _criteria("amsterdam", 5), _criteria("bant", 4)
age, stroke, others = Scale("age", low=0, high=2), Criterion("stroke"), _criteria("risk", 5)
major, minor = _criteria("major", 5), _criteria("minor", 4)
findings, signs = _criteria("finding", 2), _criteria("sign", 5)
staff, turnover, balance, company = (
    Measure("staff", unit="people"),
    Measure("turnover", unit="million EUR"),
    Measure("balance", unit="million EUR"),
    Criterion("company"),
)
threat = [Scale(f"threat{letter}", low=0, high=3) for letter in "abcde"]
signs_of_clot, hints = _criteria("clot", 2), _criteria("hint", 5)
systems = _scales("system", 4, 4)
core, rest = _criteria("core", 2), _criteria("rest", 6)

STEPS = {"staff": [10, 50, 250], "turnover": [2, 10, 50], "balance": [2, 10, 43]}
"""The steps of the measures."""

LOWERED = {"transactional", "worst_issue", "seen_as_someone_to_sell_to", "seen_as_peddler"}
"""The criteria of which a higher answer never gives a higher word."""

SCHEMES: list[Definition] = [
    *(installed().definition(name) for name in ("marc", "thetapoint-buyer", "thetapoint-seller")),
    _made("apgar", *_sum(apgar, 7, 4), ("low", None)),
    _made("curb-65", *_sum(curb, 3, 2), ("low", None)),
    _made(
        "cha2ds2-vasc",
        *[(f"at-least-{cut}", points({age: 1, stroke: 2, **dict.fromkeys(others, 1)}) >= cut) for cut in (2, 1)],
        ("none", None),
    ),
    _made("centor", *_sum(centor, 3, 2), ("low", None)),
    _made("sirs", *_sum(sirs, 2), ("no", None)),
    _made("jones", ("yes", at_least(2, *major) | any_of(*major) & at_least(2, *minor)), ("no", None)),
    _made("metabolic-syndrome", ("yes", at_least(3, *syndrome)), ("no", None)),
    _made("amsterdam-ii", ("yes", all_of(*amsterdam)), ("no", None)),
    _made(
        "duke",
        ("definite", all_of(*findings) | any_of(*findings) & at_least(3, *signs) | all_of(*signs)),
        ("possible", any_of(*findings) & any_of(*signs) | at_least(3, *signs)),
        ("rejected", None),
    ),
    _made(
        "sme",
        *[
            (word, all_of(company, (staff >= a) | (turnover >= b) & (balance >= c)))
            for word, a, b, c in [("large", 250, 50, 43), ("medium", 50, 10, 10), ("small", 10, 2, 2)]
        ],
        ("micro", company.to_condition()),
    ),
    _made("iucn", *[(f"threatened-{cut}", any_of(*(one >= cut for one in threat))) for cut in (3, 2, 1)], ("no", None)),
    _made(
        "wells",
        *[
            (f"at-least-{cut}", points({**dict.fromkeys(signs_of_clot, 2), **dict.fromkeys(hints, 1)}) >= cut)
            for cut in (6, 2)
        ],
        ("unlikely", None),
    ),
    _made(
        "asa", *[(f"class-{cut}", any_of(*(one >= cut for one in systems))) for cut in (4, 3, 2, 1)], ("class-0", None)
    ),
    _made("bant", ("hot", all_of(*bant)), ("warm", at_least(3, *bant)), ("cold", None)),
    _made(
        "key-account",
        ("strategic", all_of(*core, at_least(4, *rest))),
        ("key", core[0] & at_least(2, *rest)),
        ("account", core[0].to_condition()),
        ("other", None),
    ),
]
"""The shipped definitions and fifteen others."""


def criteria_of(definition: Definition) -> list[AnyCriterion]:
    """Give what the conditions ask for."""
    return list(definition.asked)
