"""Web annotations: as the model demands them, with quotes and positions that agree."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from hashlib import sha256

import pytest
from test_own_jsonl import ABOUT, NEWS, example

from annotator.formats.annotation_rules import CONTEXT, breaches
from annotator.formats.exporting import export
from annotator.formats.files import read_files
from annotator.formats.incoming import folded
from annotator.formats.web_annotation import FORMAT
from annotator.model.fold import Fold, Item
from annotator.model.records import Claim, Entity, Release
from annotator.model.spans import Span


def exported(tmp_path, release=NEWS, stands=None):
    export(tmp_path / "x", FORMAT, [(release, stands or example())], ABOUT)
    (path,) = (tmp_path / "x").glob("*.jsonld")
    return path, json.loads(path.read_text("utf-8"))


def by_motivation(collection, motivation):
    return [a for a in collection["first"]["items"] if a["motivation"] == motivation]


def test_an_entity_is_a_tag_on_a_span(tmp_path):
    path, collection = exported(tmp_path)
    assert path.name == "000001-a-title.jsonld"
    assert path.with_suffix(".txt").read_bytes() == NEWS.text.encode()
    assert (collection["@context"], collection["label"]) == (CONTEXT, "A title")
    oslo = by_motivation(collection, "tagging")[-1]
    digest = urlsafe_b64encode(sha256(NEWS.text.encode()).digest()).decode().rstrip("=")
    assert oslo == {
        "id": oslo["id"],
        "type": "Annotation",
        "motivation": "tagging",
        "creator": {"type": "Person", "name": "ann"},
        "created": "2024-05-01T10:00:03.000Z",
        "body": [
            {
                "type": "TextualBody",
                "purpose": "tagging",
                "value": "GPE",
                "format": "text/plain",
            }
        ],
        "target": [
            {
                "type": "SpecificResource",
                "source": {
                    "id": f"ni:///sha-256;{digest}",
                    "type": "Text",
                    "format": "text/plain",
                },
                "selector": [
                    {
                        "type": "TextQuoteSelector",
                        "exact": "Oslo",
                        "prefix": "👩 Ann Lee said we won in ",
                        "suffix": ".",
                    },
                    {"type": "TextPositionSelector", "start": 25, "end": 29},
                ],
            }
        ],
    }


def test_a_claim_links_its_parts(tmp_path):
    _, collection = exported(tmp_path)
    (claim,) = by_motivation(collection, "classifying")
    said = [(body["purpose"], body.get("value")) for body in claim["body"]]
    assert said == [
        ("classifying", "claim"),
        ("identifying", "Ann Lee"),
        ("classifying", "epistemic=unknown"),
        ("linking", None),
        ("linking", None),
    ]
    known = {a["id"]: a for a in collection["first"]["items"]}
    parts = [known[b["source"]] for b in claim["body"] if b["purpose"] == "linking"]
    assert [(p["body"][0]["value"], p["target"][0]["selector"][0]["exact"]) for p in parts] == [
        ("cue", "said"),
        ("source", "Ann Lee"),
    ]


def test_what_is_written_breaks_no_rule_and_what_is_spoilt_does(tmp_path):
    _, good = exported(tmp_path)
    assert list(breaches(good)) == []
    for spoil, told in [
        (lambda c: c.pop("@context"), "the @context is"),
        (lambda c: c.pop("id"), "the id of an AnnotationCollection is an IRI"),
        (lambda c: c.update(total=1), "the total is"),
        (lambda c: c["first"].update(type="Page"), "the type is"),
        (lambda c: c["first"].pop("items"), "the items of a page"),
        (lambda c: c["first"]["items"][1].pop("target"), "an annotation has a target"),
        (lambda c: c["first"]["items"][1].update(id="no iri"), "the id of an Annotation"),
        (lambda c: c["first"]["items"][1].update(motivation="liking"), "is no motivation"),
        (lambda c: c["first"]["items"][1].update(created="2024-05-01"), "a time is UTC"),
        (lambda c: c["first"]["items"][1]["body"][0].pop("value"), "has a value"),
        (lambda c: c["first"]["items"][1]["body"][0].update(purpose="fun"), "is no purpose"),
        (lambda c: c["first"]["items"][1]["target"][0].pop("source"), "has one source"),
        (lambda c: selectors(c)[0].pop("exact"), "the exact words"),
        (lambda c: selectors(c)[1].update(end=0), "an end after it"),
        (lambda c: selectors(c)[1].update(type="XPathSelector"), "text selectors"),
    ]:
        bad = json.loads(json.dumps(good))
        spoil(bad)
        assert any(told in breach for breach in breaches(bad)), told


def selectors(collection):
    return collection["first"]["items"][1]["target"][0]["selector"]


def test_what_a_body_cannot_say_is_a_loss_and_odd_times_come_back(tmp_path):
    release = Release("Ann won")
    claim = Claim((Span(4, 7), Span(0, 3)), attributes={"a=b": "c", "note": "x\ny", "d": "=e"})
    stands = Fold({"a1": Item("a1", claim, "added", at="2024-05-01T10:00:00+02:00")}, "finished")
    path, _ = exported(tmp_path, release, stands)
    (loss,) = json.loads((path.parent / "receipt.json").read_text("utf-8"))["losses"]
    assert (loss["what"], loss["written_otherwise"]) == ("attributes", True)
    (back,) = read_files([path])
    (item,) = folded(back).items.values()
    assert item.record.attributes == {"note": "x\ny", "d": "=e"}
    assert (item.record.content, item.at) == (claim.content, "2024-05-01T10:00:00+02:00")


def theirs(*items):
    page = {"type": "AnnotationPage", "id": "https://x.org/p", "items": list(items)}
    first = {"type": "AnnotationCollection", "id": "https://x.org/c", "first": page}
    return {"@context": CONTEXT, "total": len(items), **first}


def test_annotations_of_others_are_read(tmp_path):
    quote = {"type": "TextQuoteSelector", "exact": "Lee", "prefix": "Bea "}
    place = {"type": "TextPositionSelector", "start": 0, "end": 3}
    source = "https://x.org/news"
    (tmp_path / "n.txt").write_text("Ann Lee and Bea Lee met.\n", "utf-8")
    by_quote = {
        "id": "https://x.org/1",
        "type": "Annotation",
        "motivation": ["tagging"],
        "body": {"type": "TextualBody", "value": "PERSON"},
        "target": {"source": source, "selector": quote},
    }
    by_place = {
        **by_quote,
        "id": "https://x.org/2",
        "target": {"source": source, "selector": place},
    }
    gone = {**quote, "exact": "Roe"}
    lost = {**by_quote, "id": "https://x.org/3", "target": {"source": source, "selector": gone}}
    page = {**by_quote, "id": "https://x.org/4", "target": source}
    path = tmp_path / "n.jsonld"
    path.write_text(json.dumps(theirs(by_quote, by_place, lost, page)), "utf-8")
    *problems, back = read_files([tmp_path])
    assert [str(p)[:36] for p in problems] == [
        "n.jsonld, annotation 3 is left out: ",
        "n.jsonld, annotation 4 is left out: ",
    ]
    records = {item.record for item in folded(back).items.values()}
    assert records == {Entity(Span(16, 19), "PERSON"), Entity(Span(0, 3), "PERSON")}


def test_an_annotation_without_a_tag_is_told(tmp_path):
    target = {"selector": {"type": "TextQuoteSelector", "exact": "Ann"}}
    body = {"type": "TextualBody", "value": "Who is she?"}
    note = {"id": "https://x.org/1", "motivation": "commenting", "body": body, "target": target}
    (tmp_path / "n.txt").write_text("Ann won.")
    (tmp_path / "n.jsonld").write_text(json.dumps(theirs(note)), "utf-8")
    told, back = read_files([tmp_path])
    assert str(told) == "n.jsonld, annotation https://x.org/1 is left out: it has no tag."
    assert folded(back).items == {}


def tag(name, label, exact):
    body = {"purpose": "tagging", "value": label}
    target = {"selector": {"type": "TextQuoteSelector", "exact": exact}}
    return {"id": name, "motivation": "tagging", "body": body, "target": target}


def come_in(tmp_path, text, *items):
    """What somebody else's collection says, as words, and what is told."""
    (tmp_path / "n.txt").write_text(text)
    (tmp_path / "n.jsonld").write_text(json.dumps(theirs(*items)), "utf-8")
    *problems, back = read_files([tmp_path / "n.jsonld"])
    return [item.record for item in folded(back).items.values()], [str(one) for one in problems]


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        ({"motivation": "describing", "body": []}, "it is not built as the model has it"),
        ({"target": 5}, "it is not built as the model has it"),
        ({"target": {}}, 'it has no "selector"'),
        ({"body": {"purpose": "tagging"}}, 'it has no "value"'),
        (tag("x", "PERSON", "Roe"), '"Roe" is not in the text as it is quoted'),
        (tag("x", "PERSON", ""), "it quotes no words"),
    ],
)
def test_what_is_wrong_with_an_annotation_is_told_and_the_others_come_in(tmp_path, spoilt, why):
    ann, bo = tag("https://x.org/1", "PERSON", "Ann"), tag("https://x.org/2", "PERSON", "Bo")
    records, told = come_in(tmp_path, "Ann met Bo.", {**ann, **spoilt}, bo)
    assert records == [Entity(Span(8, 10), "PERSON")]
    assert told == [f"n.jsonld, annotation 1 is left out: {why}."]


def test_annotations_that_share_an_id_all_come_in_and_the_same_one_once(tmp_path):
    ann, bo = tag("https://x.org/1", "PERSON", "Ann"), tag("https://x.org/1", "PERSON", "Bo")
    records, told = come_in(tmp_path, "Ann met Bo.", ann, bo, ann)
    assert records == [Entity(Span(0, 3), "PERSON"), Entity(Span(8, 10), "PERSON")]
    assert told == []


def test_a_claim_takes_every_part_that_has_the_id_it_names(tmp_path):
    claim = tag("https://x.org/c", "-", "we won")
    claim["body"] = [
        {"purpose": "classifying", "value": "claim"},
        {"purpose": "linking", "source": "https://x.org/1"},
    ]
    words = [("source", "Ann"), ("cue", "said"), ("source", "Bo")]
    parts = [tag("https://x.org/1", role, exact) for role, exact in words]
    records, told = come_in(tmp_path, "Ann and Bo said we won.", *parts, claim)
    sources = (Span(0, 3), Span(8, 10))
    assert records == [Claim((Span(16, 22),), Span(11, 15), sources)]
    assert told == []


def marked(tmp_path, text, start, end, quote):
    """What is read where somebody else says both a position and a quote, and what is told."""
    (tmp_path / "n.txt").write_bytes(text.encode())
    place = {"type": "TextPositionSelector", "start": start, "end": end}
    tag = {
        "id": "https://x.org/1",
        "motivation": "tagging",
        "body": {"type": "TextualBody", "value": "PERSON"},
        "target": {"selector": [{"type": "TextQuoteSelector", **quote}, place]},
    }
    (tmp_path / "n.jsonld").write_text(json.dumps(theirs(tag)), "utf-8")
    *problems, back = read_files([tmp_path / "n.jsonld"])
    spans = [item.record.span for item in folded(back).items.values()]
    return [(span.start, span.text(text)) for span in spans], [str(one) for one in problems]


@pytest.mark.parametrize(
    ("text", "start", "end", "quote", "found"),
    [
        ("😀 Ann won.", 2, 5, {"exact": "Ann"}, (2, "Ann")),
        ("😀 Ann won.", 3, 6, {"exact": "Ann"}, (2, "Ann")),  # UTF-16, as browsers count
        ("Ann won, and Bo.", 90, 92, {"exact": "Bo"}, (13, "Bo")),
        ("Bo won, Bo lost.", 3, 5, {"exact": "Bo", "suffix": " lost"}, (8, "Bo")),
        ("Ann\n  Lee won.", 0, 9, {"exact": "Ann Lee"}, (0, "Ann\n  Lee")),
    ],
)
def test_a_position_is_believed_where_the_quoted_words_stand(
    tmp_path, text, start, end, quote, found
):
    assert marked(tmp_path, text, start, end, quote) == ([found], [])


def test_a_quote_that_is_not_at_its_position_and_not_once_elsewhere_is_told(tmp_path):
    told = 'n.jsonld, annotation 1 is left out: "Bo" is not at 3-5, and not once elsewhere.'
    assert marked(tmp_path, "Bo won, Bo lost.", 3, 5, {"exact": "Bo"}) == ([], [told])


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("x.jsonld", "[1]", "is no annotation collection with its first page"),
        ("x.jsonld", "{", "is no annotation collection with its first page"),
        ("y.jsonld", "{}", "has no y.txt beside it"),
    ],
)
def test_what_is_no_collection_is_told(tmp_path, name, data, told):
    (tmp_path / "x.txt").write_text("Ann won")
    (tmp_path / name).write_text(data)
    (problem,) = read_files([tmp_path / name])
    assert told in str(problem)


def test_another_text_beside_a_collection_is_refused(tmp_path):
    path, _ = exported(tmp_path)
    path.with_suffix(".txt").write_text("Something else.")
    (problem,) = read_files([path])
    assert "the text beside it is not the one that was annotated" in str(problem)
