"""What people read of a measurement: tables, and words around an error."""

from __future__ import annotations

from measures import claim, entity, gold, span, suggested

from annotator.agree.claims import compare_claims
from annotator.agree.entities import compare_entities
from annotator.agree.report import claim_tables, entity_tables, in_context

TEXT = "Ann Lee of Acme said in Oslo that the club had won the cup on Monday."


def rows(lines):
    """The lines of a table, blanks taken together."""
    return [" ".join(line.split()) for line in lines]


def test_entities_are_told_by_label_and_by_rule_beside_the_bare_pipeline():
    true = gold(TEXT, entity(TEXT, "Ann Lee", "PERSON"), entity(TEXT, "Oslo", "GPE"))
    ours, _ = compare_entities(
        true,
        suggested(entity(TEXT, "Ann Lee", "PERSON"))
        + suggested(entity(TEXT, "Oslo", "WORK_OF_ART"), rule="list"),
    )
    bare, _ = compare_entities(true, [])
    assert rows(entity_tables(ours, bare)) == [
        "Entities right wrong missed P R F1",
        "span and label 1 1 1 50.0 50.0 50.0",
        "bare pipeline 0 0 2 0.0 0.0 0.0",
        "span only 2 0 0 100.0 100.0 100.0",
        "bare pipeline 0 0 2 0.0 0.0 0.0",
        "by label",
        "GPE 0 0 1 0.0 0.0 0.0",
        "PERSON 1 0 0 100.0 100.0 100.0",
        "WORK_OF_ART 0 1 0 0.0 0.0 0.0",
        "by rule (right and wrong)",
        "list 0 1 0 0.0 0.0 0.0",
        "ner 1 0 0 100.0 100.0 100.0",
        "confused: true label down, suggested across (-: no entity there)",
        "WORK_OF.",
        "GPE 1",
    ]


def test_who_was_confused_with_whom_is_told_in_the_order_of_the_alphabet():
    names = {"Ann Lee": "PERSON", "Acme": "ORG", "Oslo": "GPE", "Monday": "DATE"}
    ours, _ = compare_entities(
        gold(TEXT, *(entity(TEXT, words, label) for words, label in names.items())),
        suggested(*(entity(TEXT, words, "LANGUAGE") for words in names)),
    )
    told = rows(entity_tables(ours, ours))
    assert told[-5:] == ["LANGUAGE", "DATE 1", "GPE 1", "ORG 1", "PERSON 1"]


def test_claims_are_told_part_by_part():
    true = claim(TEXT, "that the club had won the cup", "said", "Ann Lee", quote_type="indirect")
    other = claim(TEXT, "that the club had won", "said", "Acme", quote_type="indirect")
    found, _ = compare_claims(gold(TEXT, true), suggested(other, rule="ccomp"))
    assert rows(claim_tables(found)) == [
        "Claims right wrong missed P R F1",
        "records 1 0 0 100.0 100.0 100.0",
        "source right 0 of 1 0.0",
        "cue exact 1 of 1 100.0",
        "content exact 0 of 1 0.0",
        "claimer right 0 of 0 0.0",
        "by quote type",
        "indirect 1 0 0 100.0 100.0 100.0",
        "by rule (right and wrong)",
        "ccomp 1 0 0 100.0 100.0 100.0",
    ]


def test_thirty_characters_stand_on_either_side_of_an_error():
    text = f"{'b' * 31} Oslo {'a' * 31}"
    assert in_context(span(text, " Oslo "), text) == f"...{'b' * 30}[ Oslo ]{'a' * 30}..."
