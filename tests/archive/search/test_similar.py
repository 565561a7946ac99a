"""Similar records: by discriminative terms, never the record itself, another version of its text, or a held record."""

from __future__ import annotations

import pytest

from archive.access import ARCHIVIST, PUBLIC, Viewer
from archive.catalogue import Access
from archive.record import Status
from archive.search.similar import similar
from tests.archive.catalogue.test_groups import RELEASE, REPRINT
from tests.support.search_shelf import HELD, SearchShelf

TOPICS = {
    "bridge": ("Jembatan Teluk Sari dibuka", "Jembatan Teluk Sari menghubungkan Kupang dan Pulau Semau dengan bus."),
    "ferry": ("Feri terakhir ke Semau", "Sejak jembatan Teluk Sari dibuka, feri Kupang ke Pulau Semau berhenti."),
    "quake": ("Gempa di Ambon", "Gempa bumi mengguncang Ambon dan warga berlari ke bukit."),
    "tide": ("Gempa susulan", "Gempa susulan mengguncang Ambon, warga bertahan di bukit."),
}


def ids(shelf: SearchShelf, id_: str, viewer: Viewer = PUBLIC) -> list[str]:
    return [hit.record.id for hit in similar(shelf.searcher, id_, viewer)]


def test_records_of_one_matter_are_like_each_other(shelf: SearchShelf) -> None:
    made = {name: shelf.add(*words) for name, words in TOPICS.items()}
    held = shelf.add("Jembatan Teluk Sari zulrahasia", TOPICS["bridge"][1] + " Kereta juga.", HELD)
    shelf.index()
    for one, other in (("bridge", "ferry"), ("quake", "tide")):
        assert ids(shelf, made[one])[0] == made[other]
        assert ids(shelf, made[other])[0] == made[one]
        assert made[one] not in ids(shelf, made[one])
    assert held not in ids(shelf, made["bridge"])
    assert held in ids(shelf, made["bridge"], ARCHIVIST)


def test_vietnamese_records_are_alike_by_pairs_of_syllables(shelf: SearchShelf) -> None:
    one = shelf.add("Khánh thành cầu Cửa Đại", "Cầu Cửa Đại nối hai bờ sông Thu Bồn.", language="vi")
    other = shelf.add("Sông Thu Bồn mùa lũ", "Nước sông Thu Bồn dâng cao gần cầu Cửa Đại.", language="vi")
    shelf.add("Đại hội", "Đại hội cửa hàng thu mua bờ.", language="vi")
    shelf.index()
    assert ids(shelf, one)[0] == other


def test_another_version_of_a_text_is_not_like_it(shelf: SearchShelf) -> None:
    one, reprint = shelf.add("Jembatan dibuka", RELEASE), shelf.add("Teluk Sari", REPRINT)
    other = shelf.add("Jembatan Teluk Sari", "Wali kota Kupang meninjau jembatan Teluk Sari dan pelabuhan baru.")
    for n in range(5):
        shelf.add(f"Kabar {n}", f"Sesuatu yang lain sama sekali nomor {n}.")
    shelf.index()
    assert ids(shelf, one) == [other]
    assert ids(shelf, reprint) == [other]


def test_an_unknown_and_a_held_record_have_none_like_them(shelf: SearchShelf) -> None:
    shelf.add(*TOPICS["bridge"])
    shelf.add(*TOPICS["ferry"])
    held = shelf.add(*TOPICS["bridge"], HELD)
    empty = shelf.add("12")
    shelf.index()
    assert [ids(shelf, id_) for id_ in (held, empty, "nosuchrecord", "", "é", "\udc80")] == [[]] * 6
    assert ids(shelf, held, ARCHIVIST)


def test_of_the_frames_of_a_run_one_is_like_a_text(shelf: SearchShelf) -> None:
    text = shelf.add(*TOPICS["bridge"])
    for n in range(3):
        values = {"date": "2025-05-01", "date_precision": "day", "creator": "Dewi"}
        shelf.add(
            "Jembatan Teluk Sari", kind="photo", filename=f"KPG_010{n}.jpg", caption=TOPICS["bridge"][1], **values
        )
    shelf.index()
    assert len(ids(shelf, text)) == 1


@pytest.mark.parametrize(
    ("language", "caption", "like", "unlike"),
    [
        ("id", "Mercusuar Tanjung Layar.", "Mercusuar Tanjung Layar menyala lagi.", "Layar kapal itu robek di laut."),
        ("en", "Lighthouse at Cape Sorrow.", "The lighthouse of Cape Sorrow shines.", "A cape and a hat were sold."),
        ("vi", "Hải đăng Mũi Kê Gà.", "Hải đăng Mũi Kê Gà lại sáng.", "Hải đăng nào cũng cần người gác."),
    ],
)
def test_one_word_of_a_short_caption_is_not_enough(
    shelf: SearchShelf, language: str, caption: str, like: str, unlike: str
) -> None:
    shown = shelf.add("1", kind="photo", caption=caption, language=language)
    right = shelf.add("Berita", like, language=language)
    for n in range(2):
        shelf.add(f"Lain {n}", f"{unlike} {n}", language=language)
    for n in range(20):
        shelf.add(f"Kabar {n}", f"Sesuatu yang lain sama sekali nomor {n}.")
    shelf.index()
    assert ids(shelf, shown) == [right]


def test_a_photo_is_like_what_its_caption_tells_of(shelf: SearchShelf) -> None:
    shown = shelf.add("Foto", kind="photo", caption="Jembatan Teluk Sari di Kupang.")
    bridge, quake = shelf.add(*TOPICS["bridge"]), shelf.add(*TOPICS["quake"])
    shelf.index()
    assert ids(shelf, shown) == [bridge]
    assert quake not in ids(shelf, bridge)


def test_what_was_found_alike_before_does_not_outlive_a_hold(shelf: SearchShelf) -> None:
    made = {name: shelf.add(*words) for name, words in TOPICS.items()}
    shelf.index()
    assert ids(shelf, made["bridge"])[0] == made["ferry"]
    with shelf.archive.catalogue.write() as writer:
        writer.set_status(made["ferry"], HELD)
    assert made["ferry"] not in ids(shelf, made["bridge"])  # although the index still has it
    assert made["ferry"] in ids(shelf, made["bridge"], ARCHIVIST)
    shelf.index()
    assert made["ferry"] not in ids(shelf, made["bridge"])
    with shelf.archive.catalogue.write() as writer:
        writer.set_status(made["ferry"], Access(Status.RELEASED))
    shelf.index()
    assert ids(shelf, made["bridge"])[0] == made["ferry"]
