"""A person's settings: what is good is used, what is wrong is told with the place and a hint."""

from __future__ import annotations

import os

import pytest

from annotator import desk
from annotator.settings import Settings, read_settings


@pytest.fixture
def read(tmp_path):
    """Reads settings written as text."""

    def read(text):
        path = tmp_path / "settings.toml"
        path.write_text(text, "utf-8")
        return read_settings(path)

    return read


def test_without_a_file_the_defaults_hold(tmp_path):
    found = read_settings(tmp_path / "settings.toml")
    assert found.settings == Settings()
    assert found.settings.suggesters == ("default",)
    assert found.problems == ()
    assert {told.origin for told in found.told()} == {"default"}


def test_what_a_person_wrote_goes_before_the_defaults(read):
    found = read(
        """
        [suggest]
        suggesters = ["gazetteer", "default"]
        off = ["same-string"]
        doubtful_below = 0.9
        scores = "own.toml"
        [suggest.pipelines]
        de = "de_core_news_sm"
        [suggest.options.gazetteer]
        file = "ministers.csv"
        [blind]
        labels = ["PERSON"]
        [backup]
        every = 0
        keep = 5
        days = 3
        room = 100
        """
    )
    assert found.problems == ()
    assert found.settings == Settings(
        suggesters=("gazetteer", "default"),
        off=("same-string",),
        doubtful_below=0.9,
        scores="own.toml",
        pipelines={"de": "de_core_news_sm"},
        options={"gazetteer": {"file": "ministers.csv"}},
        masked=("PERSON",),
        backup_every=0,
        backup_keep=5,
        backup_days=3,
        backup_room=100,
    )
    assert {told.origin for told in found.told()} == {"settings.toml"}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("[suggest]\nsugesters = []", 'no setting "suggest.sugesters". Did you mean "suggest.sugg'),
        ("[sugest]\noff = []", 'there is no setting "sugest"'),
        ("suggest = 7", 'there is no setting "suggest"'),
        ("[suggest]\nsuggesters = 'default'", "suggest.suggesters needs a list of names, such as"),
        ("[suggest]\nsuggesters = ['default', 7]", "suggest.suggesters needs a list of names"),
        (
            "[suggest]\ndoubtful_below = 7",
            "suggest.doubtful_below needs a number from 0 to 1, not 7",
        ),
        ("[suggest]\ndoubtful_below = true", "needs a number from 0 to 1, not True."),
        ("[backup]\nkeep = -1", "backup.keep needs a whole number from 0, not -1."),
        ("[backup]\nevery = 2.5", "backup.every needs a whole number from 0, not 2.5."),
        ("[suggest]\nscores = 7", "suggest.scores needs a text in quotes, not 7."),
        ("[suggest]\npipelines = 'en'", "suggest.pipelines needs a table: write [suggest.pipe"),
        ("[suggest.pipelines]\nde = 7", "suggest.pipelines.de needs a text in quotes, not 7."),
        (
            "[suggest.options]\nx = 'y'",
            "suggest.options.x needs a table: write [suggest.opt",
        ),
        ("[suggest]\noptions = []", "suggest.options needs a table for each suggester"),
        ("[suggest.options.x]\ny = [1]", "suggest.options.x.y needs a text in quotes, not [1]."),
    ],
)
def test_a_wrong_line_is_told_and_the_others_are_used(read, wrong, sentence):
    found = read(wrong)
    (problem,) = found.problems
    assert str(problem).startswith("settings.toml: ")
    assert sentence in str(problem)
    assert found.settings.suggesters == ("default",)


def test_a_file_that_an_editor_saved_with_a_mark_at_its_beginning_is_read(read):
    found = read("\ufeff[backup]\nkeep = 3\n")
    assert found.problems == ()
    assert len(found.own) == 1


def test_good_lines_beside_wrong_ones_are_used(read):
    found = read('[suggest]\noff = ["edges"]\nof = 1\n[suggest.pipelines]\nde = 7\nfr = "fr_x"')
    assert len(found.problems) == 2
    assert found.settings.off == ("edges",)
    assert found.settings.pipelines == {"fr": "fr_x"}


@pytest.mark.parametrize("broken", [b"[suggest\n", b"\xff\xfe", b"a = 1\na = 2"])
def test_a_broken_file_is_told_and_nothing_of_it_is_used(tmp_path, broken):
    path = tmp_path / "settings.toml"
    path.write_bytes(broken)
    found = read_settings(path)
    (problem,) = found.problems
    assert str(problem).startswith("settings.toml: ")
    assert str(problem).endswith("nothing in it is used.")
    assert found.settings == Settings()


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        ("a = " + "[" * 100_000, "too many brackets stand in each other"),
        ("a = " + "9" * 5000, "Exceeds the limit"),
        (f"# {'x' * 1_000_000}", "it is larger than a megabyte"),
    ],
    ids=["deep", "a number too long", "huge"],
)
def test_an_odd_file_is_told_too(read, odd, why):
    (problem,) = read(odd).problems
    assert why in str(problem)
    assert str(problem).endswith("; nothing in it is used.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name")
def test_nobody_waits_for_a_pipe_in_the_place_of_the_file(tmp_path):
    os.mkfifo(tmp_path / "settings.toml")
    (problem,) = read_settings(tmp_path / "settings.toml").problems
    assert str(problem) == "settings.toml: it is no ordinary file; nothing in it is used."


def test_a_file_of_scores_in_the_home_of_nobody_is_told_where_it_is_needed(read):
    found = read('[suggest]\nscores = "~nobody-by-this-name/own.toml"')
    assert desk.choice(found.settings).scores == "~nobody-by-this-name/own.toml"


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path):
    (problem,) = read_settings(tmp_path).problems
    assert "nothing in it is used" in str(problem)
