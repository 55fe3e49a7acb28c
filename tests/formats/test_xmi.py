"""UIMA XMI: what dkpro-cassis finds in our files, and what we find in those of others."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from marked import ABOUT, Thirds, release, standing, words

from annotator.formats import xmi
from annotator.formats.exporting import export
from annotator.formats.files import read_files
from annotator.formats.incoming import folded
from annotator.formats.writing import Options
from annotator.formats.xmi_types import CLAIM, NAMED_ENTITY, RELEASE, layers, type_system
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity
from annotator.model.scheme import Scheme
from annotator.model.spans import Span

cassis = pytest.importorskip("cassis")

WRITTEN = "👩 [Ann]PERSON! and [Bea]SOURCE [said]CUE [that we won]CLAIM!"
CLAIM_OF_IT = {"claimer": "Bea", "attributes": {"epistemic": "unknown", "my note": "so\x02 so"}}
NEWS = "000001-club-news.xmi"

OTHERS = """\
<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"
  xmlns:tcas="http:///uima/tcas.ecore" xmlns:custom="http:///webanno/custom.ecore"
  xmlns:seg="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore"
  xmlns:type="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmi:version="2.0">
  <cas:NULL xmi:id="0"/>
  <seg:Token xmi:id="2" sofa="1" begin="0" end="5" order="0"/>
  <type:NamedEntity xmi:id="3" sofa="1" begin="0" end="5" value="PER"/>
  <type:NamedEntity xmi:id="4" sofa="1" begin="6" end="9"/>
  <type:NamedEntity xmi:id="5" sofa="1" begin="9" end="9" value="PER"/>
  <custom:Mood xmi:id="6" sofa="1" begin="6" end="9"/>
  <cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="👩👩A ran."/>
  <cas:View sofa="1" members="2 3 4 5 6"/>
</xmi:XMI>
"""


def cas_of(folder: Path, name: str = NEWS) -> object:
    with (folder / "TypeSystem.xml").open("rb") as types, (folder / name).open("rb") as file:
        return cassis.load_cas_from_xmi(file, typesystem=cassis.load_typesystem(types))


def losses(place: Path) -> list[dict[str, object]]:
    return json.loads((place / "receipt.json").read_text(encoding="utf-8"))["losses"]


def test_cassis_finds_entities_claims_and_the_release(tmp_path):
    export(tmp_path / "x", xmi.FORMAT, [release(WRITTEN, **CLAIM_OF_IT)], ABOUT)
    cas = cas_of(tmp_path / "x")
    [entity] = cas.select(NAMED_ENTITY)
    assert (entity.get_covered_text(), entity.value) == ("Ann", "PERSON")
    [claim] = cas.select(CLAIM)
    assert claim.get_covered_text() == "that we won"
    assert (claim.claimer, claim.epistemic, claim.quote_type) == ("Bea", "unknown", None)
    assert json.loads(claim.more) == {"attributes": {"my note": "so\x02 so"}}
    [cue], [source] = claim.cue.elements, claim.source.elements
    assert (cue.role, cue.target.get_covered_text()) == ("cue", "said")
    assert (source.role, source.target.get_covered_text()) == ("source", "Bea")
    [told] = cas.select(RELEASE)
    assert (told.title, told.state) == ("Club news", "finished")


@pytest.mark.parametrize("name", ["class", "from", "get", "set", "get_covered_text"])
def test_an_attribute_whose_name_cassis_cannot_have_goes_into_more(tmp_path, name):
    scheme = Scheme().with_attribute(name, ["rising"])
    said = release(WRITTEN, attributes={name: "rising"})
    export(tmp_path / "x", xmi.FORMAT, [said], replace(ABOUT, scheme=scheme))
    [claim] = cas_of(tmp_path / "x").select(CLAIM)
    assert json.loads(claim.more) == {"attributes": {name: "rising"}}


def test_offsets_in_the_file_count_utf_16(tmp_path):
    export(tmp_path / "x", xmi.FORMAT, [release(WRITTEN)], ABOUT)
    tree = ElementTree.parse(tmp_path / "x" / NEWS)
    [entity] = [each for each in tree.getroot() if each.tag.endswith("NamedEntity")]
    assert (entity.get("begin"), entity.get("end")) == ("3", "6")
    [found] = read_files([tmp_path / "x"])
    assert standing(found)[0] == Entity(Span(2, 5), "PERSON")


def test_what_xml_cannot_hold_is_replaced_told_and_comes_back(tmp_path):
    news, fold = release("Ann\x01 ran\uffff, \ufffd [\x0bwon]PERSON!")
    export(tmp_path / "x", xmi.FORMAT, [(news, fold)], ABOUT)
    assert cas_of(tmp_path / "x").sofa_string == "Ann\ufffd ran\ufffd, \ufffd \ufffdwon"
    assert [(loss["start"], loss["text"], loss["why"][:15]) for loss in losses(tmp_path / "x")] == [
        (3, "\x01", "XML has no U+00"),
        (8, "\uffff", "XML has no U+FF"),
        (13, "\x0b", "XML has no U+00"),
    ]
    [found] = read_files([tmp_path / "x"])
    assert found.release == news
    assert [*words(found)] == [("PERSON", "\x0bwon")]


def test_a_text_that_was_changed_elsewhere_is_taken_as_it_is(tmp_path):
    export(tmp_path / "x", xmi.FORMAT, [release("Ann\x01 ran")], ABOUT)
    path = tmp_path / "x" / NEWS
    said = path.read_text(encoding="utf-8").replace("Ann\ufffd", "Anne")
    path.write_text(said, encoding="utf-8")
    [found] = read_files([path])
    assert found.release.text == "Anne ran"


def test_a_label_that_xml_cannot_hold_is_a_loss(tmp_path):
    news, fold = release("[Ann]PERSON! [ran]ORG!")
    fold.items["a1"] = replace(fold.items["a1"], record=Entity(Span(0, 3), "PER\x01"))
    export(tmp_path / "x", xmi.FORMAT, [(news, fold)], ABOUT)
    assert [(loss["what"], loss["text"]) for loss in losses(tmp_path / "x")] == [("label", "Ann")]


def test_each_part_of_a_split_has_its_folder_with_the_types(tmp_path):
    news = [release(f"[Ann]PERSON! won {number}") for number in range(2)]
    export(tmp_path / "x", xmi.FORMAT, news, ABOUT, Options(split=Thirds(news)))
    names = sorted(p.relative_to(tmp_path / "x").as_posix() for p in (tmp_path / "x").rglob("*.x*"))
    assert names == [
        "dev/000002-club-news.xmi",
        "dev/TypeSystem.xml",
        "test/TypeSystem.xml",
        "train/000001-club-news.xmi",
        "train/TypeSystem.xml",
    ]


def test_the_layers_for_inception_are_those_of_the_type_system(tmp_path):
    export(tmp_path / "x", xmi.FORMAT, [release(WRITTEN)], ABOUT)
    found = json.loads((tmp_path / "x" / "inception-layers.json").read_bytes())
    assert found == json.loads(layers(ABOUT.scheme.attributes))
    with (tmp_path / "x" / "TypeSystem.xml").open("rb") as file:
        types = cassis.load_typesystem(file)
    for layer in found:
        known = {feature.name: feature for feature in types.get_type(layer["name"]).features}
        assert {feature["name"] for feature in layer["features"]} == set(known)
        for feature in layer["features"]:
            if feature["link_mode"] == "WITH_ROLE":
                link = types.get_type(feature["link_type_name"])
                assert known[feature["name"]].elementType.name == link.name
                assert {each.name for each in link.features} == {"role", "target"}
                assert link.get_feature("target").rangeType.name == feature["type"]


def test_named_entities_of_others_come_in_and_what_has_no_place_is_told(tmp_path):
    (tmp_path / "a.xmi").write_text(OTHERS, encoding="utf-8")
    *problems, found = read_files([tmp_path / "a.xmi"])
    assert [*words(found)] == [("PER", "👩👩A")]
    assert [str(problem) for problem in problems] == [
        "a.xmi: NamedEntity 4 at 4-7 has no label.",
        "a.xmi: NamedEntity 5 at 7-7 has no words of the text.",
        "a.xmi: 1 x webanno.custom.Mood is of a layer that has no place here.",
    ]


def test_subtypes_of_named_entity_are_labels(tmp_path):
    types = cassis.TypeSystem()
    types.create_feature(types.create_type(NAMED_ENTITY, "uima.tcas.Annotation"), "value", "String")
    person = types.create_type(NAMED_ENTITY.replace("NamedEntity", "Person"), NAMED_ENTITY)
    cas = cassis.Cas(types)
    cas.sofa_string = "Ann ran"
    cas.add(person(begin=0, end=3))
    cas.to_xmi(tmp_path / "a.xmi")
    types.to_xml(tmp_path / "TypeSystem.xml")
    [found] = read_files([tmp_path])
    assert [*words(found)] == [("PERSON", "Ann")]


def test_a_claim_that_was_changed_in_inception_comes_in_as_far_as_it_goes(tmp_path):
    export(tmp_path / "x", xmi.FORMAT, [release(WRITTEN, **CLAIM_OF_IT)], ABOUT)
    cas = cas_of(tmp_path / "x")
    types, [claim] = cas.typesystem, cas.select(CLAIM)
    link = types.get_type("webanno.custom.ClaimCueLink")
    claim.cue.elements += [
        link(role="cue"),
        link(role="cue", target=claim.source.elements[0].target),
    ]
    claim.more, claim.epistemic = "not ours", "true-certain"
    cas.to_xmi(tmp_path / "x" / NEWS)
    *problems, found = read_files([tmp_path / "x" / NEWS])
    assert [str(one).partition(" has ")[2] for one in problems] == [
        "a cue without words; it is left out.",
        "several cues; only the first is kept.",
    ]
    [said] = [record for record in standing(found) if isinstance(record, Claim)]
    assert (said.claimer, said.attributes) == ("Bea", {"epistemic": "true-certain"})


def test_a_state_comes_back(tmp_path):
    export(tmp_path / "x", xmi.FORMAT, [release("[Ann]PERSON! ran", "started")], ABOUT)
    [found] = read_files([tmp_path / "x"])
    assert isinstance(found, Incoming)
    assert folded(found).state == "started"


BOMB = '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>\n<a>&b;</a>'


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (BOMB, "a.xmi has a DOCTYPE, which no XMI needs; it was left out."),
        (OTHERS[:-20], "line 1"),
        (OTHERS.replace("end=", "fin=", 2), "cannot be read by dkpro-cassis"),
        (OTHERS.replace('sofaString="👩👩A ran."', ""), "no text in its first view"),
        (OTHERS.replace("👩👩A ran.", " "), "is empty or only white space"),
    ],
)
def test_a_broken_file_is_told_and_the_next_one_read(tmp_path, said, told):
    (tmp_path / "a.xmi").write_text(said, encoding="utf-8")
    (tmp_path / "b.xmi").write_text(OTHERS, encoding="utf-8")
    problem, *_, found = read_files([tmp_path])
    assert str(problem).startswith("a.xmi")
    assert told in str(problem)
    assert [*words(found)] == [("PER", "👩👩A")]


INSIDE = OTHERS.replace("A ran.", "A&b; ran.")


def with_doctype(between: str = "", encoding: str = "UTF-8") -> bytes:
    """What others wrote, with an entity of its own in the text."""
    head = f'<?xml version="1.0" encoding="{encoding}"?>{between}<!DOCTYPE a [<!ENTITY b "nn">]>\n'
    return (head + INSIDE[INSIDE.index("?>") + 2 :]).encode(encoding)


@pytest.mark.parametrize(
    "data",
    [with_doctype(), with_doctype(encoding="UTF-16"), with_doctype(" " * 1_100_000)],
    ids=["plain", "UTF-16", "behind a megabyte of blanks"],
)
def test_a_doctype_is_refused_wherever_and_however_it_stands(tmp_path, data):
    (tmp_path / "a.xmi").write_bytes(data)
    [problem] = read_files([tmp_path])
    assert str(problem) == "a.xmi has a DOCTYPE, which no XMI needs; it was left out."


def test_the_word_doctype_in_a_text_is_a_word(tmp_path):
    said = OTHERS.replace("A ran.", "A ran. <!DOCTYPE x>".replace("<", "&lt;"))
    (tmp_path / "a.xmi").write_bytes(said.encode("utf-8") + b"<!-- <!DOCTYPE -->")
    *_, found = read_files([tmp_path])
    assert found.release.text.endswith("A ran. <!DOCTYPE x>")


def test_a_broken_type_system_is_told(tmp_path):
    (tmp_path / "a.xmi").write_text(OTHERS, encoding="utf-8")
    (tmp_path / "TypeSystem.xml").write_text("<types", encoding="utf-8")
    [problem] = read_files([tmp_path])
    assert str(problem).startswith("TypeSystem.xml beside a.xmi cannot be read (")


@pytest.mark.parametrize("name", ["x:print(1)", "a b", "class", "1st"])
def test_no_name_of_a_feature_reaches_the_python_that_cassis_writes(tmp_path, name):
    with (tmp_path / "TypeSystem.xml").open("w", encoding="utf-8") as file:
        types = type_system(["swapped"]).to_xml()
        file.write(types.replace(">swapped<", f">{name}<"))
    (tmp_path / "a.xmi").write_text(OTHERS, encoding="utf-8")
    [problem] = read_files([tmp_path])
    assert str(problem) == (
        f'TypeSystem.xml beside a.xmi has a feature "{name}", which no feature can be called;'
        " it was left out."
    )


@pytest.mark.parametrize("name", ["class", "kind", "span", "cas", "self", "id", "xmlns"])
def test_an_attribute_whose_name_means_something_to_a_program_goes_out_and_comes_back(
    tmp_path, name
):
    own = replace(ABOUT, scheme=Scheme().with_attribute(name, ["worker", "owner"]))
    news = release(WRITTEN, claimer="Bea", attributes={name: "worker"})
    export(tmp_path / "x", xmi.FORMAT, [news], own)
    assert losses(tmp_path / "x") == []
    [found] = read_files([tmp_path / "x"])
    [claim] = [one for one in standing(found) if isinstance(one, Claim)]
    assert claim.attributes == {name: "worker"}


def test_files_are_read_in_the_order_they_were_written(tmp_path):
    news = [release(f"[Ann]PERSON! won {number}") for number in range(12)]
    export(tmp_path / "x", xmi.FORMAT, news, ABOUT)
    texts = [one.release.text for one in read_files([tmp_path / "x"])]
    assert all(one < other for one, other in pairwise(int(text.split()[-1]) for text in texts))
