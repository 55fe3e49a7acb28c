"""The claim rules over the dependency tree: one function a rule, the surest first.

Every rule looks at one token, and returns what it found or None. The labels are ClearNLP's, as in
spaCy's English pipelines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Token

from annotator.suggest.claims.trees import (
    children,
    cue_run,
    fragments,
    is_finite,
    is_passive,
    own_subject,
    run_around,
    source_run,
    subject,
    subtree,
    tail,
)
from annotator.suggest.words import word_list, words


@dataclass
class Attribution:
    """A claim within one parsed piece, in runs of token numbers."""

    rule: str
    verb: Token
    """The word that reports; a noun in "the claim that"."""
    cue: range
    content: list[range]
    source: range | None = None
    implicit: bool = False
    """Whether it is a passive that names nobody."""

    def numbers(self) -> set[int]:
        """The numbers of every content token."""
        return {i for run in self.content for i in run}


Rule = Callable[[Token], Attribution | None]


def attribution(rule: str, verb: Token, cue: range, content: set[int], said_by: Token | None,
                implicit: bool = False) -> Attribution | None:  # fmt: skip
    """An attribution with a clean content, or None when nothing is left to be claimed."""
    doc = verb.doc
    speaks = said_by is not None and (can_speak(said_by) or is_it(said_by))
    source = source_run(said_by) if said_by is not None and speaks else None
    if not source or set(source) & set(cue):
        source = None
    rest = content - set(cue) - set(source or ())
    found = fragments(doc, rest)
    if sum(len(run) for run in found) < 2:
        return None
    return Attribution(rule, verb, cue, found, source, implicit)


def can_speak(token: Token) -> bool:
    """Whether a subject can be a source: no expletive, no date, no disease."""
    return (
        token.lower_ not in words("claims", "no_source")
        and token.ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "DISEASE")
        and token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "X")
        and token.dep_ != "expl"
        and token.left_edge.tag_ != "WP$"
    )


def is_it(token: Token) -> bool:
    """Whether it is an "it" that stands for somebody: "It said that ..."."""
    return token.lower_ == "it" and token.dep_ == "nsubj" and not is_passive(token.head)


def listed(verb: Token, table: str, key: str | None = None) -> bool:
    """Whether the lemma of `verb` stands in a table of the claim words."""
    return lemma(verb) in words("claims", table, key)


def lemma(token: Token) -> str:
    """The lemma in lower case; spaCy takes "hoped" for a form of "hop"."""
    return _MISREAD.get(token.lower_) or token.lemma_.lower()


_MISREAD = {"hopes": "hope", "hoped": "hope", "hoping": "hope"}


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
    complements = [c for c in complements if not _is_infinitive(c)]
    marked = [c for c in complements if c.i > verb.i and _has_mark(c)]
    complements = marked or complements  # "A; he added that B" adds B only
    if not complements:
        return None
    content = set().union(*(subtree(c) - _time_before(c, verb) for c in complements))
    passive = is_passive(verb)
    agent = _agent(verb)
    if _describes(verb):
        return None
    if agent is not None:
        return attribution("clause", verb, cue_run(verb), content, agent)
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


def _is_infinitive(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _time_before(complement: Token, verb: Token) -> set[int]:
    """The time of the saying in "said on Thursday it had ...", which the parser moves down."""
    first = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else verb
    at = first if first.dep_ in ("prep", "npadvmod") else first.head
    if at.dep_ not in ("prep", "npadvmod") or at.head != complement or complement.i < verb.i:
        return set()
    when = subtree(at)
    named = max(when)
    is_time = verb.doc[named].ent_type_ in ("DATE", "TIME")
    return when if is_time and not _has_mark(complement) and min(when) == verb.i + 1 else set()


def _has_mark(verb: Token) -> bool:
    return any(mark.lower_ == "that" for mark in children(verb, "mark"))


def _is_evidence(verb: Token) -> bool:
    said_by = subject(verb)
    if said_by is None or not listed(verb, "evidence", "verbs"):
        return False
    return listed(said_by, "evidence", "subjects")


def _agent(verb: Token) -> Token | None:
    for by in children(verb, "agent"):
        for named in children(by, "pobj"):
            return named
    return None


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


def light_verb(verb: Token) -> Attribution | None:
    """``expressed gratitude for ...``, ``made the point that ...``: the noun is in the cue."""
    if not listed(verb, "light", "verbs") or is_passive(verb) or _is_purpose(verb):
        return None
    speaker = subject(verb)
    nouns = [o for o in children(verb, "dobj") if listed(o, "light", "nouns") and o.i > verb.i]
    if not nouns or speaker is None:
        return None
    noun = nouns[0]
    complements = children(noun, "acl", "ccomp") + children(verb, "ccomp")
    complements = [c for c in complements if c.i > noun.i and _is_clause(c)]
    start = cue_run(verb).start
    if complements:
        content = subtree(complements[0])
        cue = range(start, min(noun.i + 1, *content))
        return attribution(
            "light-verb", verb, cue, content | set(tail(verb, max(content))), speaker
        )
    allowed = words("claims", "light", "prepositions")
    phrases = [
        p for p in children(noun, "prep") + children(verb, "prep")
        if p.lower_ in allowed and noun.i < p.i <= noun.i + 4
    ]  # fmt: skip
    if not phrases:
        return None
    content = subtree(phrases[0]) - {phrases[0].i}
    if not content or min(content) < phrases[0].i:
        return None
    cue = range(start, phrases[0].i + 1)
    return attribution("light-verb", verb, cue, content | set(tail(verb, max(content))), speaker)


def _is_clause(complement: Token) -> bool:
    """Whether it is a whole clause or an infinitive, not "made by ..." or "saying ..."."""
    has_auxiliary = bool(children(complement, "mark", "aux", "auxpass"))
    return has_auxiliary or complement.tag_ not in ("VBN", "VBG")


def infinitive(verb: Token) -> Attribution | None:
    """``urged X to ...``, where X is no part of the content, and ``pledged to ...``."""
    if not listed(verb, "infinitive") or is_passive(verb):
        return None
    directs = listed(verb, "infinitive", "directing")
    complements = [c for c in _infinitives(verb, directs) if c.i > verb.i]
    speaker = subject(verb)
    if not complements or speaker is None or not can_speak(speaker):
        return None
    content = _own_words(complements[0])
    for named in children(verb, "dobj") + children(complements[0], "nsubj"):
        if verb.i < named.i < complements[0].i:
            content = content - subtree(named) if directs else content | subtree(named)
    return attribution("infinitive", verb, _with_preposition(verb), content, speaker)


def _infinitives(verb: Token, directs: bool) -> list[Token]:
    """The infinitives below `verb`, and below whom it calls on, where the parser puts some."""
    holders = [verb]
    if directs:
        called = [named for on in children(verb, "prep") for named in children(on, "pobj")]
        holders += called + children(verb, "dobj", "dative")
    deps = ("xcomp", "ccomp", "acl", "advcl", "relcl") if directs else ("xcomp", "ccomp")
    return [c for holder in holders for c in children(holder, *deps) if _is_infinitive(c)]


def _own_words(complement: Token) -> set[int]:
    """The words below an infinitive without a finite verb beside it, which is its head's:
    "agreed to meet and *discussed* the plan".
    """
    own = subtree(complement)
    for verb in children(complement, "conj"):
        if is_finite(verb) and own_subject(verb) is None:
            own -= subtree(verb)
    return own


def _with_preposition(verb: Token) -> range:
    """The verb group with the "on" of "call on the parties to ..."."""
    cue, doc = cue_run(verb), verb.doc
    takes = cue.stop < len(doc) and doc[cue.stop].lower_ in _prepositions(verb)
    return range(cue.start, cue.stop + 1) if takes else cue


def for_infinitive(verb: Token) -> Attribution | None:
    """``called for the parties to ...``, which the parser takes for one clause."""
    if "for" not in _prepositions(verb) or is_passive(verb) or _is_purpose(verb):
        return None
    speaker = subject(verb)
    for complement in children(verb, "ccomp", "xcomp", "advcl"):
        marks = [m for m in children(complement, "mark", "prep") if m.i == verb.i + 1]
        if marks and marks[0].lower_ == "for" and speaker is not None and can_speak(speaker):
            cue = range(cue_run(verb).start, marks[0].i + 1)
            return attribution("preposition", verb, cue, subtree(complement), speaker)
    return None


def _prepositions(verb: Token) -> frozenset[str]:
    known = lemma(verb) in word_list("claims")["prepositions"]
    return words("claims", "prepositions", lemma(verb)) if known else frozenset()


def preposition(verb: Token) -> Attribution | None:
    """``called for ...``, ``warned against ...``: the preposition is in the cue."""
    allowed = _prepositions(verb)
    if is_passive(verb) or children(verb, "dobj") or _is_purpose(verb):
        return None
    speaker = subject(verb)
    phrases = [
        p for p in children(verb, "prep", "prt")
        if p.lower_ in allowed and verb.i < p.i <= verb.i + 2
    ]  # fmt: skip
    if speaker is None or not phrases or not can_speak(speaker):
        return None
    content = subtree(phrases[0]) - {phrases[0].i}
    if not content or any(_is_no_saying(named) for named in children(phrases[0], "pobj")):
        return None
    cue = range(cue_run(verb).start, phrases[0].i + 1)
    content |= set(tail(verb, max(content)))
    if phrases[0].lower_ == "with" and children(verb, "xcomp", "ccomp"):
        return None
    return attribution("preposition", verb, cue, content, speaker)


def passive(verb: Token) -> Attribution | None:
    """``the importance of ... was stressed``, with or without ``by X``."""
    if not is_passive(verb) or verb.dep_ in ("relcl", "acl", "advcl"):
        return None
    named = own_subject(verb)
    if named is None or named.lower_ in words("claims", "no_source") or named.i > verb.i:
        return None
    agent = _agent(verb)
    if agent is not None and (listed(verb, "passive") or listed(verb, "object", "judging")):
        return attribution("passive", verb, cue_run(verb), subtree(named), agent)
    if not listed(verb, "passive"):
        return None
    cue = cue_run(verb)
    content = set(range(named.left_edge.i, cue.start))
    return attribution("passive", verb, cue, content, None, implicit=True)


def evaluated_object(verb: Token) -> Attribution | None:
    """``praised the efforts of ...``, ``ruled out any talks``, ``see X as ...``."""
    if not _judges(verb) or is_passive(verb) or _is_purpose(verb):
        return None
    speaker = subject(verb)
    objects = [o for o in children(verb, "dobj", "oprd") if o.i > verb.i]
    objects = objects or _misread_objects(verb)
    if not objects or speaker is None or not can_speak(speaker):
        return None
    if _is_addressed_only(verb, objects[0]) or _is_no_saying(objects[0]):
        return None
    content = set(run_around(objects[0]))
    content |= set(tail(verb, max(content)))
    return attribution("object", verb, cue_run(verb), content, speaker)


def _is_no_saying(named: Token) -> bool:
    """``claimed 82 lives``, ``conveyed greetings``: an action or a ceremony."""
    return lemma(named) in words("claims", "no_saying")


def _judges(verb: Token) -> bool:
    """Whether the verb, perhaps with its particle or an "as" to come, judges or mentions."""
    if listed(verb, "object") or lemma(verb) in word_list("claims")["addressed"]:
        return True
    phrasal = {f"{lemma(verb)} {particle.lower_}" for particle in children(verb, "prt")}
    if phrasal & set(word_list("claims")["phrasal"]["verbs"]):
        return True
    return listed(verb, "viewing") and any(
        p.lower_ == "as" for o in [verb, *children(verb, "dobj")] for p in children(o, "prep")
    )


def _misread_objects(verb: Token) -> list[Token]:
    """The "support" of "welcomed the support received", which the parser takes for a clause."""
    return [
        named
        for clause in children(verb, "ccomp")
        if clause.tag_ == "VBN" and not children(clause, "aux", "auxpass", "mark")
        for named in children(clause, "nsubj")
        if named.left_edge.i == verb.i + 1
    ]


def _is_purpose(verb: Token) -> bool:
    """Whether `verb` is a bare infinitive such as "to deny them shelter", which reports nothing."""
    return _is_infinitive(verb) and cue_run(verb).start >= verb.i - 1


def _is_addressed_only(verb: Token, named: Token) -> bool:
    """``thanked the minister`` says nothing yet; ``thanked the minister for ...`` does."""
    needed: str = word_list("claims")["addressed"].get(lemma(verb), "")
    phrases = children(verb, "prep") + children(named, "prep")
    return bool(needed) and not any(p.lower_ in needed.split() for p in phrases)


def adjective(verb: Token) -> Attribution | None:
    """``is confident that ...``, ``are grateful for ...``: the adjective is in the cue."""
    speaker = subject(verb)
    if not listed(verb, "adjectives", "verbs") or speaker is None or not can_speak(speaker):
        return None
    for judged in children(verb, "acomp"):
        content = _felt(verb, judged)
        if content:
            cue = range(cue_run(verb).start, judged.i + 1)
            return attribution("adjective", verb, cue, content, speaker)
    return None


def _felt(verb: Token, judged: Token) -> set[int]:
    """What somebody is confident of, grateful for ...: a clause or phrases."""
    if listed(judged, "adjectives", "adjectives"):
        for complement in children(judged, "ccomp") + children(verb, "ccomp"):
            return subtree(complement)
    if lemma(judged) in word_list("claims")["feelings"]:
        phrases = [p for p in children(judged, "prep") if p.i > judged.i]
        allowed = words("claims", "feelings", lemma(judged))
        if any(p.lower_ in allowed for p in phrases):
            return set().union(*(subtree(p) for p in phrases))
    return set()


def noun(token: Token) -> Attribution | None:
    """``his statement that ...``."""
    if not listed(token, "nouns"):
        return None
    complements = [
        c for c in children(token, "acl", "ccomp") if any(m.lower_ == "that" for m in c.children)
    ]
    if not complements:
        return None
    owner = next(iter(children(token, "poss")), None)
    cue = range(token.i, token.i + 1)
    return attribution("noun", token, cue, subtree(complements[0]), owner)
