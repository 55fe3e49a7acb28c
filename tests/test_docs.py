"""README, help and CONTRIBUTING say what the program does: their tables are held to its own."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from annotator.cli import main
from annotator.edit.keys import SHOWN, Keymap, KeymapError, key_name
from annotator.formats.archives import Limits
from annotator.formats.jsonl import LONGEST_LINE
from annotator.formats.texts import LONGEST_TEXT
from annotator.model.resources import resource
from annotator.model.scheme import ENTITY_LABELS
from annotator.settings import Settings, SettingsFile, read_settings

ROOT = Path(__file__).resolve().parent.parent
GUIDE, GUIDELINES = "resources/help/guide.md", "resources/help/guidelines.md"
PAGES = (
    "README.md",
    GUIDE,
    GUIDELINES,
    "resources/help/formats.md",
    "resources/help/suggesters.md",
)

README_KEYS = {
    "Tab, Shift+Tab": "next-open previous-open",
    "Enter or A": "accept accept",
    "T, Shift+T": "next-claim previous-claim",
    "D, Shift+A": "next-doubtful accept-sure",
    "=, +, .": "same same-in-project repeat",
    "X or Del": "reject reject",
    "J, Shift+J": "next-unmarked previous-unmarked",
    "F": "letters",
    "G, H": "grow shrink",
    "C": "new-claim",
    "S, Q, W": "set-source set-cue add-content",
    "V, Shift+V": "next-part previous-part",
    "R, Shift+R": "next-claimer previous-claimer",
    "P, E, K, O, N": "claimer epistemic check-worthiness other-attribute note",
    "Y or Ctrl+Enter": "finish finish",
    "M, B": "highlights blind",
    "Ctrl+Z, Ctrl+Shift+Z": "undo redo",
    "Ctrl+I, Ctrl+Shift+V": "import paste-release",
    "Ctrl+G": "next-imported",
    "Ctrl+Shift+Del, Ctrl+Shift+Backspace": "withdraw-import withdraw",
    "Ctrl+S, Ctrl+.": "export stop",
    "Ctrl+K, ?": "palette keys",
    "F1, Shift+F1": "guide guidelines",
    "Ctrl+Shift+P": "practice",
}
"""What the keys of README's table do; rows with several keys in one are told below."""
IN_WORDS = {
    "1 … 9, 0, Alt+1 … 9, or L and the first letters": (
        *(f"{n}: label {n}" for n in range(1, 10)),
        *("0: label 10", *(f"alt+{n}: label {n + 10}" for n in range(1, 10)), "l: label"),
    ),
    "[ ] and { }": (
        *("[: start-left", "]: start-right", "{: end-left", "}: end-right"),
        *("alt+[: start-left-character", "alt+]: start-right-character"),
        *("alt+{: end-left-character", "alt+}: end-right-character"),
    ),
    "arrows, Shift+arrows": (
        *("left: caret-left", "right: caret-right", "up: caret-up", "down: caret-down"),
        *("shift+left: mark-left", "shift+right: mark-right"),
        *("shift+up: mark-up", "shift+down: mark-down"),
    ),
}


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def rows(text: str, head: str) -> list[list[str]]:
    """The cells of the table with this head, row by row."""
    _, *lines = text.split(f"{head}\n", 1)[1].split("\n\n", 1)[0].split("\n")
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]


NAMES = {shown.lower(): name for name, shown in SHOWN.items()}


def written(key: str) -> str:
    """A key as a keymap has it: "Ctrl+PgUp" is "ctrl+pageup". Raise `KeymapError`."""
    return key_name(re.sub(r"[a-z]+", lambda word: NAMES.get(word[0], word[0]), key.lower()))


# -- keys


def test_readmes_keys_are_those_in_force(keymap):
    review = commands_by_key(keymap)
    told = [keys for keys, _ in rows(page("README.md"), "| key | does |")]
    assert set(told) == {*README_KEYS, *IN_WORDS}
    for shown, commands in README_KEYS.items():
        keys = [written(key) for key in re.split(r", | or ", shown)]
        assert [review.get(key) for key in keys] == commands.split(), shown
    for lines in IN_WORDS.values():
        for key, command in (line.split(": ") for line in lines):
            assert review.get(key) == command, key


def commands_by_key(keymap: Keymap) -> dict[str, str]:
    """What the keys of the text do, as a keymap has it."""
    bindings = keymap.modes["review"]
    return {keys: f"{does.command} {does.argument}".strip() for keys, does in bindings.items()}


SIGNS = {"^", "○", "^○", "+○", "1 ?", "?"}
"""What the guide shows in bold that is drawn on the page, not pressed."""


def bold_keys(text: str) -> Iterator[str]:
    """Whatever stands in bold and is written like keys."""
    for bold in {*re.findall(r"\*\*(\S+?)\*\*", text)} - SIGNS:
        for arrow in ("up", "down", "left", "right"):
            try:
                yield written(bold.replace("arrows", arrow))
            except KeymapError:
                assert "+" not in bold, f"{bold} is no key"


def test_every_key_that_the_guide_names_is_bound(keymap):
    bound = {keys for bindings in keymap.modes.values() for keys in bindings}
    named = {*bold_keys(page(GUIDE))}
    assert len(named) > 70
    assert named <= bound


# -- the command line


def test_readmes_table_of_commands_has_every_command():
    assert {name for name, _ in commands()} == main.commands.keys()


def commands() -> list[tuple[str, str]]:
    """The rows of README's table of commands: the name of each, and all that is said of it."""
    told = rows(page("README.md"), "| command | does |")
    return [(cells[0].split()[1].strip("`"), " ".join(cells)) for cells in told]


OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def options_of(command: click.Command) -> set[str]:
    return {name for each in command.params for name in (*each.opts, *each.secondary_opts)}


def test_readmes_table_names_no_option_that_its_command_lacks():
    for name, told in commands():
        named = {*OPTION.findall(told.replace("`import --json`", ""))}
        assert named <= options_of(main.commands[name]), name


@pytest.mark.parametrize("name", PAGES)
def test_no_page_names_an_option_that_no_command_has(name):
    known = {"--help", "--version"}.union(*map(options_of, main.commands.values()))
    ours = "\n".join(line for line in page(name).split("\n") if "spacy train" not in line)
    assert {*OPTION.findall(ours)} <= known


# -- settings


def test_readmes_settings_are_settings_with_their_defaults(tmp_path):
    (tmp_path / "settings.toml").write_text(block(page("README.md"), "[suggest]"), "utf-8")
    found = read_settings(tmp_path / "settings.toml")
    assert found.problems == ()
    every = {told.name for told in SettingsFile(Settings()).told()}
    named = {told.name for told in found.told() if told.is_own}
    assert every - named == {"suggest.scores"}, "it is told with annotator calibrate"
    changed = {told.name for told in found.told() if told.value != told.default}
    assert changed == {f"suggest.{name}" for name in ("suggesters", "off", "pipelines", "options")}


def block(text: str, start: str) -> str:
    """The block of settings that begins so."""
    blocks = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    return next(one for one in blocks if one.startswith(start))


# -- labels, extras, limits, the sample


def test_the_guidelines_tell_every_label_of_the_scheme():
    told = [cells[0] for cells in rows(page(GUIDELINES), "| label | is | with | without |")]
    assert sorted(told) == sorted(label.name for label in ENTITY_LABELS)


def test_readme_names_every_extra():
    extras = tomllib.loads(page("pyproject.toml"))["project"]["optional-dependencies"]
    assert [name for name in extras if f"[{name}]" not in page("README.md")] == []


def test_the_limits_that_the_help_names_are_those_of_the_readers():
    limits = Limits()
    told = f"than {LONGEST_TEXT // 10**6} MB, lines of more than {LONGEST_LINE // 10**6} MB"
    archives = f"more than {limits.files:,} files or {limits.size // 10**9} GB"
    said = " ".join(page("resources/help/formats.md").split())
    assert f"texts of more {told}, and archives with {archives} in them" in said


def test_the_sample_is_what_its_page_says():
    lines = resource("sample/releases.jsonl").read_text("utf-8").splitlines()
    metas = [json.loads(line)["meta"] for line in lines]
    told: dict[int, tuple[str, str]] = {}
    for numbers, publisher, licence in rows(
        page("resources/sample/README.md"), "| lines | publisher | licence |"
    ):
        for number in numbers.split(", "):
            told[int(number)] = (publisher.partition(", ")[0], licence)
    assert told == {n: (m["publisher"], m["licence"]) for n, m in enumerate(metas, start=1)}
    for name in ("README.md", "resources/sample/README.md", "CHANGELOG.md"):
        assert re.search(rf"\b{len(lines)} (press )?releases", page(name)), name


# -- files and modules

MEANT_SO = {"annotator/1", "tests/data/gold/NAME.jsonl"}
"""The name of a schema, and a name to fill in."""


@pytest.mark.parametrize("name", [*PAGES, "CONTRIBUTING.md", "resources/sample/README.md"])
def test_every_file_that_a_page_names_is_there(name):
    found = re.findall(r"(?<!\w)(?:tests|resources|annotator|exports)/[\w./-]*\w", page(name))
    gone = {path for path in found if not (ROOT / path).exists()}
    assert {path for path in gone if not path.startswith("exports/club-")} - MEANT_SO == set()


def test_contributings_house_has_every_module_on_its_floor():
    layers = tomllib.loads(page("pyproject.toml"))["tool"]["importlinter"]["contracts"][0]["layers"]
    drawn = page("CONTRIBUTING.md").split("## The house\n\n```\n")[1].split("```")[0]
    tops = ("ui", "edit", "store", "model")
    at = [next(n for n, layer in enumerate(layers) if top in layer.split(" | ")) for top in tops]
    floors = [layers[start:end] for start, end in zip([0, *at], [*at, len(layers)], strict=True)]
    for floor, words in zip(floors, re.split(r"\n(?=\d )", drawn), strict=True):
        wanted = {name for layer in floor for name in layer.split(" | ")}
        assert wanted <= {*re.findall(r"\w+", words)}, words
