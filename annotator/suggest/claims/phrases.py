"""Rules for what is judged, wished or felt: objects, infinitives, prepositional phrases, nouns.

Every rule looks at one token, and returns what it found or None. The labels are ClearNLP's, as in
spaCy's English pipelines.
"""

from __future__ import annotations

from spacy.tokens import Token

from annotator.suggest.claims.attribution import Attribution, attribution, can_speak, lemma, listed
from annotator.suggest.claims.trees import (
    agent,
    children,
    cue_run,
    is_finite,
    is_infinitive,
    is_passive,
    own_subject,
    run_around,
    subject,
    subtree,
    tail,
)
from annotator.suggest.words import word_list, words


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
    return [c for holder in holders for c in children(holder, *deps) if is_infinitive(c)]


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
    said_by = agent(verb)
    if said_by is not None and (listed(verb, "passive") or listed(verb, "object", "judging")):
        return attribution("passive", verb, cue_run(verb), subtree(named), said_by)
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
    return is_infinitive(verb) and cue_run(verb).start >= verb.i - 1


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
