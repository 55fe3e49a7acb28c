"""Which language a release is in, and which pipeline reads it."""

from __future__ import annotations

import sys

import pytest
import spacy
from packages import install

from annotator.model.languages import LANGUAGES, code_of, language_name
from annotator.suggest.choice import Choice
from annotator.suggest.detect import language_detector
from annotator.suggest.pipeline import PipelineError
from annotator.suggest.pipelines import Pipelines
from annotator.suggest.suggesters import Suggesters

GERMAN = "Die Ministerin Anna Schmidt sagte am Mittwoch in Berlin, dass die Schulen mehr bekommen."
ENGLISH = "Minister Jane Roe said on 2024-05-01 that measles is back in Kyiv."
TINY = "def load(**_):\n    import spacy\n    return spacy.blank('de')\n"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (GERMAN, "de"),
        ("Le ministre de la Santé a déclaré mercredi que la campagne serait prolongée.", "fr"),
        ("El presidente del Gobierno afirmó el martes que las medidas entrarán en vigor.", "es"),
        ("Міністр освіти повідомив у середу, що нові школи відкриються наступного року.", "uk"),
        ("Президент сообщил в среду, что новые школы откроются в следующем году.", "ru"),
        ("Azərbaycan Respublikasının Prezidenti çərşənbə günü bildirib ki, məktəblər.", "az"),
        ("保健大臣は水曜日、新しい措置が来月から全国で施行されると述べた。", "ja"),
        ("قال وزير الصحة يوم الأربعاء إن الإجراءات الجديدة ستدخل حيز التنفيذ.", "ar"),
        ("Statement", ""),
        ("OK", ""),
        ("12. 5. 2024: 123 456", ""),
        ("NATO, EU, UN, WHO, UNICEF, OSCE", ""),
        ("", ""),
    ],
)
def test_a_language_is_told_where_it_is_sure(text, language):
    assert language_detector().language(text) == language


def test_furniture_at_the_top_leaves_a_doubt_that_the_lines_below_clear_up():
    menu = "Home | News | Info | Kontakt | Video | Foto | Archiv | Blog | Newsletter | RSS | Login"
    assert language_detector().language(f"{menu}\n\n{GERMAN} {GERMAN}") == "de"


def test_a_first_line_in_another_language_is_not_taken_for_that_of_the_release():
    note = "Gemeinsame Pressemitteilung des Auswärtigen Amtes, Berlin (Übersetzung folgt)."
    text = f"{note}\n\n" + f"{ENGLISH} " * 9
    assert language_detector().language(text) == "en"
    halves = f"{GERMAN} " * 9, f"{ENGLISH} " * 30
    assert language_detector().language(halves[0] + halves[1][: len(halves[0])]) == ""


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("English", "en"),
        ("ger", "de"),
        ("zh-Hant", "zh"),
        ("no", "nb"),
        (" de ", "de"),
        ("", ""),
        ("German (Austria)", "de"),
        ("Klingon", "klingon"),
    ],
)
def test_languages_are_known_by_what_people_and_files_call_them(said, code):
    assert code_of(said) == code


def test_a_language_is_told_with_its_name_and_code():
    assert language_name("de") == "German (de)"
    assert language_name("klingon") == '"klingon"'
    assert len(LANGUAGES) > 50


# -- pipelines


@pytest.fixture
def blank(tmp_path):
    """Saves an empty pipeline of a language; its folder."""

    def blank(language):
        path = tmp_path / f"blank_{language}"
        spacy.blank(language).to_disk(path)
        return str(path)

    return blank


def test_each_language_is_read_by_its_pipeline_which_is_loaded_once(blank):
    pipelines = Pipelines(by_language={"en": blank("en"), "German": blank("de")})
    german = pipelines.reading("de-AT")
    assert german.name == "blank_de"
    assert pipelines.reading("de") is german
    assert pipelines.reading("en") is pipelines.first
    assert pipelines.reading("") is pipelines.first


def test_the_one_named_for_a_run_reads_its_language_and_what_is_not_sure(blank):
    pipelines = Pipelines(blank("de"), {"de": "xx_other", "fr": blank("fr")})
    assert pipelines.reading("de") is pipelines.first
    assert pipelines.reading("") is pipelines.first
    assert pipelines.reading("fr").name == "blank_fr"


def test_a_pipeline_for_any_language_reads_all(blank):
    pipelines = Pipelines(blank("xx"))
    assert pipelines.reading("uk") is pipelines.first


def test_an_installed_package_of_the_language_is_found(blank, tmp_path, monkeypatch):
    install(tmp_path / "site", "de_tiny", TINY, "spacy_models", "de_tiny = de_tiny")
    monkeypatch.syspath_prepend(tmp_path / "site")
    pipelines = Pipelines(blank("en"))
    assert pipelines.reading("de").name == "de_tiny"
    sys.modules.pop("de_tiny")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", r"No pipeline for German \(de\) is installed: install a spaCy package for it, or n"),
        ("Klingon", 'No pipeline for "klingon" is installed'),
        ("fr", 'The spaCy pipeline "fr_gone" is not installed'),
    ],
)
def test_a_language_without_a_pipeline_is_told(blank, language, sentence):
    pipelines = Pipelines(blank("en"), {"fr": "fr_gone"})
    for _ in range(2):
        with pytest.raises(PipelineError, match=sentence):
            pipelines.reading(language)


def test_claims_are_off_in_other_languages_and_that_is_told_once(blank):
    suggesters = Suggesters(Choice(pipelines={"de": blank("de")}))
    assert suggesters.news() == []
    for _ in range(2):
        reading = suggesters.reading(GERMAN, "de")
        assert reading.finish() == []
        assert reading.problems == []
    _trust, entities, claims = suggesters.news()
    assert entities == 'The pipeline "blank_de" has no entity recogniser: entities are off.'
    assert claims == (
        'The rules for claims read English only: claims are off for German (de) with "blank_de".'
    )
    assert suggesters.news() == []
    assert suggesters.reading(ENGLISH, "en").finish()


def test_persons_are_called_as_the_scheme_calls_them(tmp_path):
    nlp = spacy.blank("de")
    ruler = nlp.add_pipe("entity_ruler", name="ner")
    ruler.add_patterns([{"label": "PER", "pattern": "Anna Schmidt"}])
    nlp.to_disk(tmp_path / "de_rules")
    suggesters = Suggesters(Choice(pipelines={"de": str(tmp_path / "de_rules")}))
    (found,) = suggesters.reading(GERMAN, "de").finish()
    assert found.record.label == "PERSON"
    assert found.record.span.text(GERMAN) == "Anna Schmidt"
