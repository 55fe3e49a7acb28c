"""Rules for whole clauses: somebody said that, according to somebody, somebody said in between.

Every rule looks at one token, and returns what it found or None. The labels are ClearNLP's, as in
spaCy's English pipelines.
"""

from __future__ import annotations

from spacy.tokens import Token

from annotator.suggest.claims.attribution import (
    Attribution,
    attribution,
    can_speak,
    is_it,
    lemma,
    listed,
)
from annotator.suggest.claims.trees import (
    agent,
    children,
    cue_run,
    has_that,
    is_infinitive,
    is_passive,
    own_subject,
    subject,
    subtree,
)


def according_to(token: Token) -> Attribution | None:
    """``according to X``: the clause around it is the content."""
    doc = token.doc
    if token.lower_ != "according" or token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return None
    to = doc[token.i + 1]
    named = children(to, "pobj") or children(token, "pobj")
    if not named:
        return None
    cue = range(token.i, token.i + 2)
    content = _clause_around(token) - subtree(token) - subtree(to)
    content -= {i for i in content if token.doc[i].dep_ == "mark" and i < token.i}
    return attribution("according-to", token, cue, content, named[0])


def _clause_around(token: Token) -> set[int]:
    """The whole sentence of "..., according to X." and "According to X, ...", else the clause."""
    sentence = token.sent
    at_edge = token.i == sentence.start or token.right_edge.i >= sentence.end - 2
    if at_edge and (token.i == sentence.start or token.nbor(-1).text == ","):
        return set(range(sentence.start, sentence.end))
    clause = token.head
    while clause.dep_ not in ("ROOT", "ccomp", "conj", "advcl", "relcl", "parataxis"):
        clause = clause.head
    return subtree(clause) - {c.i for c in children(clause, "cc") if c.i < clause.i}


def clause(verb: Token) -> Attribution | None:
    """``said (that) ...``, ``"...", X said``, ``it was noted that ...``."""
    complements = children(verb, "ccomp")
    if not complements or not (listed(verb, "clause") or _is_evidence(verb)):
        return None
    complements = [c for c in complements if not is_infinitive(c)]
    marked = [c for c in complements if c.i > verb.i and has_that(c)]
    complements = marked or complements  # "A; he added that B" adds B only
    if not complements:
        return None
    content = set().union(*(subtree(c) - _time_before(c, verb) for c in complements))
    passive = is_passive(verb)
    named = agent(verb)
    if _describes(verb):
        return None
    if named is not None:
        return attribution("clause", verb, cue_run(verb), content, named)
    speaker = subject(verb)
    if passive:
        if listed(verb, "clause", "thought"):
            return None  # "it is feared that": the hope or fear of nobody in particular
        told = lemma(verb) in ("tell", "inform", "remind", "assure", "advise")
        if not told and speaker is not None and speaker.lower_ not in ("it", "what"):
            return None
        return attribution("clause", verb, cue_run(verb), content, None, implicit=True)
    if speaker is None or not (can_speak(speaker) or is_it(speaker)):
        return None
    return attribution("clause", verb, cue_run(verb), content, speaker)


def _describes(verb: Token) -> bool:
    """Whether it tells of a thing: "an attack *claimed* by X that killed ..."."""
    is_participle = verb.dep_ == "acl" and verb.tag_ == "VBN"
    return is_participle or (verb.dep_ == "relcl" and is_passive(verb))


def _time_before(complement: Token, verb: Token) -> set[int]:
    """The time of the saying in "said on Thursday it had ...", which the parser moves down."""
    first = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else verb
    at = first if first.dep_ in ("prep", "npadvmod") else first.head
    if at.dep_ not in ("prep", "npadvmod") or at.head != complement or complement.i < verb.i:
        return set()
    when = subtree(at)
    named = max(when)
    is_time = verb.doc[named].ent_type_ in ("DATE", "TIME")
    return when if is_time and not has_that(complement) and min(when) == verb.i + 1 else set()


def _is_evidence(verb: Token) -> bool:
    said_by = subject(verb)
    if said_by is None or not listed(verb, "evidence", "verbs"):
        return False
    return listed(said_by, "evidence", "subjects")


def parataxis(verb: Token) -> Attribution | None:
    """``Syrian forces, X said, continue ...``: the clause around it is the content."""
    if verb.dep_ not in ("parataxis", "ccomp") or not listed(verb, "clause"):
        return None
    speaker = own_subject(verb)
    if speaker is None or children(verb, "ccomp", "dobj", "xcomp", "mark"):
        return None
    inside = subtree(verb)
    if len(inside) > _LONGEST_PARENTHESIS or not _is_set_off(verb):
        return None
    return attribution("parataxis", verb, cue_run(verb), subtree(verb.head) - inside, speaker)


_LONGEST_PARENTHESIS = 14


def _is_set_off(verb: Token) -> bool:
    """Whether punctuation stands on both sides of the words below `verb`."""
    doc = verb.doc
    first, last = verb.left_edge.i, verb.right_edge.i
    before = first == 0 or doc[first - 1].is_punct or doc[first].is_punct
    after = last + 1 >= len(doc) or doc[last + 1].is_punct or doc[last].is_punct
    return before and after


def as_reported(verb: Token) -> Attribution | None:
    """``As X announced today, ...``, ``As stated in X, ...``: the clause around is the content."""
    if verb.dep_ != "advcl" or not listed(verb, "clause", "speech"):
        return None
    if not any(m.lower_ == "as" for m in children(verb, "mark", "advmod")):
        return None
    speaker = _where_stated(verb) or own_subject(verb)
    is_nobody = speaker is None and is_passive(verb)
    if (speaker is None and not is_nobody) or children(verb, "ccomp", "dobj", "xcomp"):
        return None
    clause = verb.head if verb.head.pos_ in ("VERB", "AUX") else verb.head.head
    content = subtree(clause) - subtree(verb)
    return attribution("parataxis", verb, cue_run(verb), content, speaker, implicit=is_nobody)


def _where_stated(verb: Token) -> Token | None:
    """The analysis of "as stated in the analysis", the minister of "as noted by the minister"."""
    for by in children(verb, "prep", "agent"):
        if verb.tag_ == "VBN" and by.lower_ in ("in", "by"):
            return next(iter(children(by, "pobj")), None)
    return None


def trailing(verb: Token) -> Attribution | None:
    """``..., he added.`` at the end of a sentence, where the parser did not see the clause."""
    if not listed(verb, "clause", "speech") or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    if children(verb, "ccomp", "dobj", "xcomp"):
        return None
    speaker, sentence, doc = own_subject(verb), verb.sent, verb.doc
    if speaker is None or verb.right_edge.i + 2 < sentence.end - 1:
        return None
    comma = min(speaker.left_edge.i, verb.i) - 1
    if comma - sentence.start < 4 or doc[comma].text != ",":
        return None
    content = set(range(sentence.start, comma))
    return attribution("parataxis", verb, cue_run(verb), content, speaker)
