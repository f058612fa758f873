"""Doubts: an answer to ask for again, where the others are as simple a definition would have them."""

from collections import Counter

from relabel.learning.hypotheses.languages import Language
from relabel.learning.hypotheses.records import members
from relabel.learning.hypotheses.version_space import Beyond
from relabel.learning.judgements import Judgements

__all__ = ["suspect"]


def suspect(language: Language, judged: Judgements, beyond: Beyond) -> int | None:
    """Give a case without whose word a definition of a smaller language would agree with all others.

    Where no such definition is left, either an answer is wrong or the definition is of another form. A wrong
    answer would take many cases to find out, so that it is worth one to ask.

    Args:
        language: The smaller languages.
        judged: The answers.
        beyond: The rank whose condition is sought.

    Returns:
        The likeliest such case; None where there is none, or an answer was given twice for each of the languages.
    """
    rank, given, languages = beyond
    once = {one for one, told in judged.told.items() if told.times == 1 and one not in judged.refused}
    if len(judged.told) - len(once) >= languages:
        return None
    here = {one: judged.rank(told.label) <= rank for one, told in judged.told.items()}
    need = sum(1 << one for one, reached in here.items() if reached and not given >> one & 1)
    no = sum(1 << one for one, reached in here.items() if not reached)
    votes: Counter[int] = Counter()
    for some in language.simple:
        shift = 64 - len(some).bit_length()  # each form and length is about as likely as the others
        for form in some:
            against = need & ~form.records | no & form.records
            if against.bit_count() == 1:
                votes[against.bit_length() - 1] += 1 << shift
    if not votes.keys() & once:
        bound = judged.bounds[rank]
        edge = language.records.lowest(bound.yes) | language.records.highest(bound.no)
        for one in members(edge):
            if one in once:
                rest = judged.beside(one)[rank]
                votes[one] = sum(map(len, language.twofold(rest.yes & ~given, rest.no) or ()))
    return max((one for one in votes if one in once and votes[one]), key=lambda one: (votes[one], -one), default=None)
