"""Train, dev and test: nothing that belongs together is torn apart, and nothing ever moves."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.families import families
from annotator.formats.near import alike_groups, signature
from annotator.formats.splits import (
    KEPT_APART,
    Profile,
    SplitError,
    Wish,
    deal,
    earlier_parts,
    profile,
    read_manifest,
    split_releases,
    wish_from,
)
from annotator.model.fold import Fold, Item
from annotator.model.records import AUTHOR, Claim, Entity, Release
from annotator.model.spans import Span

WORDS = "the minister said on Monday that talks with the union would go on until a deal is found"
NEWS = (
    "The ministry of transport said on Monday that the new bridge over the river will open in May."
    " It had been closed since a storm broke two of its pillars in the autumn of last year."
    " Drivers still have to use the ferry, which runs every twenty minutes until midnight."
)
HAN = (
    "自去年秋天的风暴损坏了两根桥墩以来，这座桥一直关闭。"
    "司机们仍须乘坐渡轮，每二十分钟一班，直到午夜。"
    "当地商会对此表示欢迎，但批评工程延误近半年，并要求政府公布费用。"
)
THIRDS = Wish((0.8, 0.1, 0.1), 1, ())


def profiles(count: int, labels: tuple[str, ...] = ()) -> list[Profile]:
    return [
        Profile(Release(f"{i}").id, "", "", (), frozenset(labels[i % len(labels)].split()), None)
        if labels
        else Profile(Release(f"{i}").id, "", "", (), frozenset(), None)
        for i in range(count)
    ]


def test_shares_are_kept():
    dealt = deal(profiles(1000), THIRDS)
    assert Counter(dealt.part.values()) == {"train": 800, "dev": 100, "test": 100}
    assert deal(profiles(1000), THIRDS).part == dealt.part
    other = deal(profiles(1000), replace(THIRDS, seed=2)).part
    assert sum(other[name] != part for name, part in dealt.part.items()) > 100


def test_the_order_of_the_releases_does_not_matter():
    known = profiles(100, ("A B", "A", "B", ""))
    assert deal(known, THIRDS).part == deal(known[::-1], THIRDS).part


def test_each_part_has_its_share_of_each_label():
    known = profiles(1000, ("PERSON",) * 9 + ("PERSON DISEASE claims",))
    dealt = deal(known, THIRDS)
    rare = Counter(dealt.part_of(p.id) for p in known if "DISEASE" in p.labels)
    assert rare == {"train": 80, "dev": 10, "test": 10}
    assert Counter(dealt.part.values()) == {"train": 800, "dev": 100, "test": 100}


def test_a_group_that_is_larger_than_a_small_part_goes_to_the_large_one():
    days = ["1"] * 5 + ["2"] * 4 + ["3"]
    known = [Profile(f"{n}", "Club", day, (), frozenset(), None) for n, day in enumerate(days)]
    dealt = deal(known, Wish((0.8, 0.2), 0, ("publisher-day",)))
    assert Counter(dealt.part.values()) == {"train": 9, "test": 1}


def claim(claimer: str | None) -> Item:
    return Item("a1", Claim((Span(0, 3),), claimer=claimer), "added")


def release(text: str, publisher: str = "", date: str = "", claimer: str | None = None):
    stands = Fold({"a1": claim(claimer)}, "finished")
    return Release(text, publisher=publisher, date=date), stands


def test_what_is_kept_apart_does_not_cross():
    many = [
        release(f"{NEWS} {number}. {WORDS if number % 2 else NEWS[::-1]}", "Club", f"2024-01-{day}")
        for number, day in enumerate(["01", "01", "01", "02", "02", "02"])
    ]
    many += [release(f"{number} " * 9, claimer=AUTHOR) for number in range(10)]
    many += [
        release("Alone it stands", claimer="President Ann Lee"),
        release("Other words are here", claimer="Lee"),
        release("And these are different", claimer="Bob Roe"),
    ]
    for seed in range(8):
        wish = Wish((0.4, 0.3, 0.3), seed, ("publisher-day",))
        dealt = split_releases(many, wish)
        days = {(r.date, dealt.part_of(r.id)) for r, _ in many[:6]}
        assert len(days) == 2
        dealt = split_releases(many, replace(wish, keep_apart=("claimer",)))
        assert dealt.part_of(many[-3][0].id) == dealt.part_of(many[-2][0].id)
        dealt = split_releases(many, replace(wish, keep_apart=("near-duplicates",)))
        assert len({dealt.part_of(many[i][0].id) for i in (0, 2, 4)}) == 1
        assert dealt.largest == 3
    apart = {
        split_releases(many, Wish((0.4, 0.3, 0.3), s, ())).part_of(many[-3][0].id) for s in range(9)
    }
    assert len(apart) > 1


@pytest.mark.parametrize(
    ("one", "other", "is_same_day"),
    [
        ("2024-05-01", "2024-05-01T09:30:00+02:00", True),
        ("2024-05-01", "2024-05-02", False),
        ("September 2, 2024", "september  2, 2024 ", True),
        ("September 2, 2024", "September 29, 2025", False),
        ("2024-05-011", "2024-05-012", False),
    ],
)
def test_only_a_publishers_releases_of_one_day_are_kept_together(one, other, is_same_day):
    pair = [release("Ann won.", "Club", one), release("Bob lost.", "Club", other)]
    dealt = split_releases(pair, Wish((0.5, 0.5), 1, ("publisher-day",)))
    assert dealt.largest == (2 if is_same_day else 1)


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.sampled_from("123"), st.sampled_from(["", "Lee", "Roe"])
        ),
        max_size=25,
    ),
    st.integers(0, 5),
    st.integers(0, 25),
)
def test_a_later_export_keeps_every_release_in_its_part(known, seed, first):
    many = [
        Profile(f"{i:02}", who, day, (name,) if name else (), frozenset(), None)
        for i, (who, day, name) in enumerate(known)
    ]
    wish = Wish((0.6, 0.4), seed, KEPT_APART)
    before = deal(many[:first], wish)
    after = deal(many, replace(wish, earlier=json.loads(before.manifest())["parts"]))
    assert {name: after.part_of(name) for name in before.part} == before.part
    torn = {name for group in after.crossing for name in group}
    for one in many:
        for other in many:
            if one.claimers and one.claimers == other.claimers and one.id not in torn:
                assert after.part_of(one.id) == after.part_of(other.id)


def test_what_an_earlier_split_tore_apart_is_told_and_stays():
    many = [Profile(name, "", "", ("Lee",), frozenset(), None) for name in "abcd"]
    wish = Wish((0.5, 0.5), 0, ("claimer",), {"a": "train", "b": "test", "c": "test"})
    dealt = deal(many, wish)
    assert dealt.part == {"a": "train", "b": "test", "c": "test", "d": "test"}
    assert json.loads(dealt.manifest())["crossing"] == [["a", "b", "c", "d"]]


def test_a_manifest_of_the_same_split_is_found_and_others_are_not(tmp_path):
    wish = Wish((0.5, 0.5), 3, ())
    for name, other in (("x", wish), ("y", replace(wish, seed=4))):
        (tmp_path / name).mkdir()
        manifest = deal(profiles(3), other).manifest()
        (tmp_path / name / "split.json").write_bytes(manifest)
    (tmp_path / "z").mkdir()
    (tmp_path / "z/split.json").write_text("[]")
    places = [tmp_path / name for name in ("w", "x", "y", "z")]
    assert earlier_parts(places, wish) == read_manifest(tmp_path / "x/split.json")["parts"]
    with pytest.raises(SplitError, match=r"z/split\.json is no manifest of a split"):
        read_manifest(tmp_path / "z/split.json")
    with pytest.raises(SplitError, match="There is no file"):
        read_manifest(tmp_path / "w/split.json")


def test_what_is_typed_is_understood_or_told():
    assert wish_from("80/10/10", 1, " claimer,") == Wish((0.8, 0.1, 0.1), 1, ("claimer",))
    assert wish_from("0.7/0.2/0.1", 0, "").shares == pytest.approx((0.7, 0.2, 0.1))
    assert wish_from("80/20", 0, "").parts == ("train", "test")
    for wrong in ("80", "80/20/0", "a/b", "1/2/3/4", "nan/1", "inf/1"):
        with pytest.raises(SplitError, match="is no split; write 80/10/10"):
            wish_from(wrong, 0, "")
    for wrong, whole in (("80/30", "110"), ("2/1", "3"), ("0.8/0.1", "0.9"), ("33/33/33", "99")):
        told = f'The shares of "{wrong}" add up to {whole}; they must to 100 or to 1.'
        with pytest.raises(SplitError, match=re.escape(told)):
            wish_from(wrong, 0, "")
    with pytest.raises(SplitError, match='Did you mean "claimer"'):
        wish_from("80/20", 0, "claimers")


def test_near_duplicates_are_found_and_others_are_not():
    texts = [
        NEWS,
        NEWS.replace("Monday", "Tuesday"),
        WORDS,
        NEWS.upper().replace(". ", ".\n\n"),
        " ".join(reversed(NEWS.split())),
        "",
        "Short",
        "short!",
        "新桥将于五月开放，交通部周一表示。" + HAN,
        "新桥将于五月开放，交通部周二表示。" + HAN,
    ]
    found = alike_groups([signature(text) for text in texts]).all()
    assert found == [[0, 1, 3], [2], [4], [5], [6, 7], [8, 9]]


@pytest.mark.parametrize("changed", [0.02, 0.1, 0.3])
def test_how_alike_two_texts_are_is_estimated_well(changed):
    words = [f"w{i}" for i in range(2000)]
    other = [f"x{i}" if i % round(1 / changed) == 0 else word for i, word in enumerate(words)]
    one, two = ({tuple(t[i : i + 5]) for i in range(len(t) - 4)} for t in (words, other))
    exact = len(one & two) / len(one | two)
    signatures = [signature(" ".join(text)) for text in (words, other)]
    same = sum(map(int.__eq__, *signatures)) / 128
    assert same == pytest.approx(exact, abs=0.13)  # three times its standard error
    found = alike_groups(signatures).all()
    assert found == ([[0, 1]] if changed == 0.02 else [[0], [1]])


def test_a_family_goes_by_the_last_words_of_a_name():
    names = [
        "President Ann Lee",
        "Ann Lee",
        "Lee's",
        "Bob Lee",
        "the Ministry",
        "Ministry",
        "...",
        "Roe",
    ]
    family = families(names)
    assert len({family[name] for name in names[:4]}) == 1
    assert family["the Ministry"] == family["Ministry"] != family["Roe"]
    assert "..." not in family


def test_what_stands_in_a_release_is_what_its_labels_are():
    text, ann = "Ann won", Entity(Span(0, 3), "PERSON")
    items = [
        Item("a1", ann, "added"),
        Item("s1", Entity(Span(4, 7), "X"), "rejected"),
        claim("Ann"),
    ]
    stands = Fold({f"a{number}": item for number, item in enumerate(items)})
    known = profile(Release(text, publisher="Club", date="2024-05-01"), stands)
    assert known.labels == {"PERSON", "claims"}
    assert (known.publisher, known.date, known.claimers) == ("Club", "2024-05-01", ("Ann",))
