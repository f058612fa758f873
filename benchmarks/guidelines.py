"""A medical guideline as a definition: 28 criteria and the rules that combine them.

Source: S. Richards, N. Aziz, S. Bale and others, Standards and guidelines for the interpretation of
sequence variants: a joint consensus recommendation of the American College of Medical Genetics and
Genomics and the Association for Molecular Pathology, Genetics in Medicine 17 (2015), 405-424; the
criteria of tables 3 and 4, in short, and the rules of table 5. A benchmark; not for clinical use.
"""

from relabel import Criterion, Definition, Label, all_of, any_of, at_least

__all__ = ["VARIANTS"]

_QUESTIONS = {
    "pvs1": "Is it a null variant in a gene where loss of function is a known cause of disease?",
    "ps1": "Does it change the same amino acid as an established pathogenic variant?",
    "ps2": "Is it de novo, with both parents confirmed and no family history?",
    "ps3": "Do well-established functional studies show a damaging effect?",
    "ps4": "Is it significantly more frequent in affected people than in controls?",
    "pm1": "Does it lie in a mutational hot spot or a critical functional domain?",
    "pm2": "Is it absent from population databases, or extremely rare?",
    "pm3": "For a recessive disorder, was it found in trans with a pathogenic variant?",
    "pm4": "Does it change the length of the protein, in no repeat?",
    "pm5": "Is it a new missense change where another one is pathogenic?",
    "pm6": "Is it assumed to be de novo, the parents not confirmed?",
    "pp1": "Does it segregate with the disease in several affected relatives?",
    "pp2": "Is it a missense variant in a gene where such variants are rarely benign?",
    "pp3": "Do several lines of computational evidence suggest a harmful effect?",
    "pp4": "Is the patient's phenotype highly specific for a disease of this gene?",
    "pp5": "Does a reputable source report it as pathogenic, without the evidence?",
    "ba1": "Is it found in more than 5 percent of a population?",
    "bs1": "Is it more frequent than the disorder allows?",
    "bs2": "Was it seen in healthy adults where full penetrance is expected early?",
    "bs3": "Do well-established functional studies show no damaging effect?",
    "bs4": "Does it fail to segregate with the disease in affected relatives?",
    "bp1": "Is it a missense variant in a gene where mainly truncating ones cause disease?",
    "bp2": "Was it found in trans or in cis with a pathogenic variant, where that speaks against it?",
    "bp3": "Is it an in-frame change in a repeat without known function?",
    "bp4": "Do several lines of computational evidence suggest no effect?",
    "bp5": "Was it found in a case with another molecular cause?",
    "bp6": "Does a reputable source report it as benign, without the evidence?",
    "bp7": "Is it a silent change, with no effect on splicing predicted and not conserved?",
}

_CRITERIA = {name: Criterion(name, question) for name, question in _QUESTIONS.items()}


def _group(prefix: str) -> list[Criterion]:
    """Give the criteria of one direction and strength."""
    return [criterion for name, criterion in _CRITERIA.items() if name.rstrip("1234567") == prefix]


_VERY_STRONG, _STANDALONE = _CRITERIA["pvs1"], _CRITERIA["ba1"]
_STRONG, _MODERATE, _SUPPORTING = _group("ps"), _group("pm"), _group("pp")
_BENIGN_STRONG, _BENIGN_SUPPORTING = _group("bs"), _group("bp")

# "1 moderate" is written as at least 1: with more of them an earlier rule or label holds.
_pathogenic = any_of(
    _VERY_STRONG
    & any_of(
        at_least(1, *_STRONG),
        at_least(2, *_MODERATE),
        at_least(1, *_MODERATE) & at_least(1, *_SUPPORTING),
        at_least(2, *_SUPPORTING),
    ),
    at_least(2, *_STRONG),
    at_least(1, *_STRONG)
    & any_of(
        at_least(3, *_MODERATE),
        at_least(2, *_MODERATE) & at_least(2, *_SUPPORTING),
        at_least(1, *_MODERATE) & at_least(4, *_SUPPORTING),
    ),
)
_likely_pathogenic = any_of(
    _VERY_STRONG & at_least(1, *_MODERATE),
    at_least(1, *_STRONG) & at_least(1, *_MODERATE),
    at_least(1, *_STRONG) & at_least(2, *_SUPPORTING),
    at_least(3, *_MODERATE),
    at_least(2, *_MODERATE) & at_least(2, *_SUPPORTING),
    at_least(1, *_MODERATE) & at_least(4, *_SUPPORTING),
)
_benign = any_of(_STANDALONE, at_least(2, *_BENIGN_STRONG))
_likely_benign = any_of(
    at_least(1, *_BENIGN_STRONG) & at_least(1, *_BENIGN_SUPPORTING), at_least(2, *_BENIGN_SUPPORTING)
)
_not_benign = ~any_of(_benign, _likely_benign)
_not_pathogenic = ~any_of(_pathogenic, _likely_pathogenic)

VARIANTS = Definition(
    "sequence-variants",
    "What does a change in a gene mean for its carrier?",
    [
        Label("pathogenic", all_of(_pathogenic, _not_benign)),
        Label("likely pathogenic", all_of(_likely_pathogenic, _not_benign)),
        Label("benign", all_of(_benign, _not_pathogenic)),
        Label("likely benign", all_of(_likely_benign, _not_pathogenic)),
        # Also where "the criteria for benign and pathogenic are contradictory": the rules of both sides are met.
        Label("uncertain"),
    ],
    given_to=None,
    ordered=False,
    source="S. Richards et al., Standards and guidelines for the interpretation of sequence variants, "
    "Genet Med 2015;17:405-424, table 5",
    version="2015",
)
