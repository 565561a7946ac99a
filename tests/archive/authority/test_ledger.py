"""The ledger of a photo: every caption once, with all its sources, and a mark only if they contradict each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.captions.caption_statements import (
    CaptionStatement,
    agree,
    caption_statements,
    find_differing_spans,
    find_largest_difference,
    in_conflict,
    settled,
)
from archive.record import Candidate, Kind, Link, Mention, Record
from tests.support.growth import assert_linear, ends, repeated
from tests.support.web_fakes import record

VI = "Lương Cường (phải) đón Tổng Thư ký António Guterres tại Hà Nội, ngày 25/10/2025."
EN = "Lương Cường (right) welcomes António Guterres in Hanoi, 25 October 2025."
ID = "Luong Cuong menyambut António Guterres di Hanoi, 25 Oktober 2025."


def photo(*offers: tuple[str, str], articles: tuple[Link, ...] = (), **values: str) -> Record:
    """Return a photo whose file has these captions; the first is used."""
    caption = {"caption": offers[0][1]} if offers else {}
    return record(
        "p",
        Kind.PHOTO,
        "W-HAI_1275.jpg",
        {"created": "2025-10-25T09:12:44", "created_precision": "second", **caption, **values},
        origins={"caption": [Candidate(*offer) for offer in offers]} if offers else {},
        articles=articles,
    )


def named(caption: str | None, article: str = "a1", language: str | None = "id", date: str = "2025-10-26") -> Link:
    mention = Mention("W-HAI_1275.jpg", caption, "VNA", caption)
    return Link(mention, article, "Penandatanganan", kind=Kind.ARTICLE, date=date, language=language)


def words(entries: tuple[CaptionStatement, ...]) -> list[str]:
    return [entry.words for entry in entries]


def test_the_same_words_are_one_entry_with_all_who_say_them() -> None:
    found = caption_statements(
        photo(
            ("xmp:dc:description", VI),
            ("iim:2:120", VI.upper() + " "),
            ("exif:270", VI.rstrip(".") + "\r\n"),
            articles=(named(f"{VI} (Ảnh: TTXVN)", language="vi"),),
            language="vi",
        )
    )
    (entry,) = found
    assert entry.words == VI
    assert [s.origin for s in entry.sources] == ["xmp:dc:description", "iim:2:120", "exif:270", "article"]
    assert entry.language == "vi"
    assert not in_conflict(found)


@pytest.mark.parametrize(
    "credit",
    ["Foto: VNA", "(Photo by Ali Ahmad/Getty Images)", "REUTERS/Nguyen Ha", "(AP Photo/Hau Dinh)", "Ảnh: X/TTXVN"],
)
def test_a_credit_makes_no_other_caption(credit: str) -> None:
    assert len(caption_statements(photo(("xmp:dc:description", EN), ("iim:2:120", f"{EN} {credit}")))) == 1


def test_each_says_where_it_is_from_and_of_which_day() -> None:
    row = Link(Mention("W-HAI_1275.jpg", ID, "VNA", ID, date="2025-10-24", language="id"), "t1", "Lembar keterangan",
               genre="caption-sheet", date="2025-11-01")  # fmt: skip
    own, article, table = caption_statements(
        photo(("xmp:dc:description[vi]", VI), articles=(named(EN, language="en"), row))
    )[0:3]
    assert (own.origin, own.language, own.date, own.record) == ("xmp:dc:description[vi]", "vi", "2025-10-25", None)
    assert (article.origin, article.language, article.date) == ("table", "id", "2025-10-24")  # earliest first
    assert (table.origin, table.language, table.date) == ("article", "en", "2025-10-26")
    assert (table.record, table.title, table.sources[0].credit) == ("a1", "Penandatanganan", "VNA")


def test_translations_are_no_conflict() -> None:
    found = caption_statements(
        photo(
            ("xmp:dc:description[vi]", VI),
            ("xmp:dc:description[en]", EN),
            ("sidecar:dc:description[id]", ID),
        )
    )
    assert [entry.language for entry in found] == ["vi", "en", "id"]
    assert not in_conflict(found)


def test_what_nothing_tells_the_language_of_is_told_by_its_small_words() -> None:
    assert not in_conflict(
        caption_statements(photo(("xmp:dc:description[en]", EN), ("iim:2:120", ID + " Saat itu pada upacara.")))
    )
    assert not in_conflict(caption_statements(photo(("xmp:dc:description[en]", EN), ("iim:2:120", VI))))
    assert in_conflict(
        caption_statements(photo(("xmp:dc:description[en]", EN), ("iim:2:120", "The delegation at the airport")))
    )
    assert in_conflict(caption_statements(photo(("xmp:dc:description[vi]", VI), ("exif:270", "Hanoi 2024"))))


@pytest.mark.parametrize(
    "other",
    [
        "Lương Cường (left) welcomes António Guterres in Hanoi, 25 October 2025.",
        "Lương Cường (right) welcomes António Guterres in Hanoi, 26 October 2025.",
        "A crowd in the rain at the airport.",
        "Lương Cường welcomes Bambang Suryolaksono.",
    ],
)
def test_another_side_day_or_name_is_a_conflict(other: str) -> None:
    found = caption_statements(
        photo(("xmp:dc:description[en]", EN), articles=(named(other, language="en-GB"), named(VI, "a2")))
    )
    assert [entry.conflict for entry in found] == [True, True, False]


@pytest.mark.parametrize(
    "shorter",
    [
        "Luong Cuong (right) welcomes Antonio Guterres",
        "LƯƠNG CƯỜNG WELCOMES ANTÓNIO GUTERRES IN HANOI",
        "Lương Cường (right) welcomes António Guterres in Hanoi, 25 Octo",
    ],
)
def test_a_shorter_form_agrees(shorter: str) -> None:
    assert not in_conflict(
        caption_statements(photo(("xmp:dc:description[en]", EN), articles=(named(shorter, language="en"),)))
    )


def test_what_turns_the_meaning_round_does_not_agree() -> None:
    assert not agree(["the", "minister", "attended"], ["the", "minister", "not", "attended"])
    assert not agree(["menteri", "hadir"], ["menteri", "tidak", "hadir"])


def test_a_caption_cut_off_by_a_limit_in_bytes_is_the_same_caption() -> None:
    long = "The delegations of a hundred states stand for the anthem in the hall of the convention. " * 24
    (entry,) = caption_statements(photo(("xmp:dc:description", long), ("iim:2:120", long.encode()[:2000].decode())))
    assert [source.origin for source in entry.sources] == ["xmp:dc:description", "iim:2:120"]


def test_what_is_seen_in_the_picture_is_told_apart_from_its_caption() -> None:
    found = caption_statements(
        photo(("xmp:dc:description", EN), language="en", alt_text="Two men shake hands before flags.")
    )
    assert [entry.what for entry in found] == ["caption", "alt_text"]
    assert not in_conflict(found)


def test_doubt_about_an_article_is_kept() -> None:
    link = Link(Mention("836154525.jpg", ID, None, ID), "a1", "Judul", doubtful=True, reason="its digits")
    source = caption_statements(photo(articles=(link,)))[0].sources[0]
    assert (source.doubtful, source.reason) == (True, "its digits")


def test_what_may_be_said_of_another_photo_is_no_word_against_this_one() -> None:
    guess = replace(named("A crowd in the rain at the airport.", language="en"), doubtful=True)
    assert not in_conflict(caption_statements(photo(("xmp:dc:description[en]", EN), articles=(guess,))))
    assert in_conflict(
        caption_statements(photo(("xmp:dc:description[en]", EN), articles=(guess, replace(guess, doubtful=False))))
    )


def test_only_photos_have_one() -> None:
    assert caption_statements(record("d", Kind.DOCUMENT, "a.txt", {"caption": "x"})) == ()
    assert caption_statements(photo()) == ()
    assert caption_statements(photo(articles=(named(None), named("  ")))) == ()


def test_what_only_one_caption_has_is_pointed_out() -> None:
    other = "Lương Cường (left) welcomes António Guterres in Hanoi, 25 October 2025."
    assert [EN[start:end] for start, end in find_differing_spans(EN, [other])] == ["right"]
    assert [other[start:end] for start, end in find_differing_spans(other, [EN])] == ["left"]
    assert find_differing_spans(EN, ["Kerumunan di bandara"]) == []
    one, two = "Ali (left) greets Budi (right) in Hanoi", "Ali (right) greets Budi (left) in Hanoi"
    assert [one[start:end] for start, end in find_differing_spans(one, [two])] == ["left", "right"]


def test_hostile_captions_take_no_time() -> None:
    for piece, after in (("(photo", ""), (" ", "x"), ("a ", ""), ("foto:", ""), ("\u202e", "y"), ("((", "")):
        assert_linear(
            lambda text: caption_statements(photo(("xmp:a", text), ("xmp:b", EN), articles=(named(f"{text}z"),))),
            repeated(piece, after=after),
        )


def test_captions_of_many_articles_are_compared_in_time_that_grows_with_their_number() -> None:
    def photo_of(n: int) -> Record:
        return photo(("xmp:a", EN), articles=tuple(named(f"word{a} " * 300, f"a{a}") for a in range(n)))

    assert len(caption_statements(photo_of(300))) == 301
    assert_linear(caption_statements, photo_of, 4)


def test_captions_that_cannot_both_be_right_are_told_from_those_in_other_words() -> None:
    other = "Lương Cường (left) welcomes António Guterres in Hanoi, 25 October 2025."
    plain = "The two leaders before the flags of their delegations."
    found = caption_statements(
        photo(("xmp:dc:description[en]", EN), articles=(named(other, language="en"), named(plain, "a2", language="en")))
    )
    assert [entry.differs for entry in found] == ["facts", "facts", "words"]
    assert find_largest_difference(found) == "facts"
    assert find_largest_difference(found[2:]) == "words"
    assert find_largest_difference(caption_statements(photo(("xmp:dc:description[en]", EN)))) is None


def test_five_thousand_captions_of_one_photo_take_no_time() -> None:
    said = [named(f"Ali (kiri) di Hanoi pada {n % 28 + 1} Mei 2025 bersama {n} orang", f"a{n}") for n in range(5000)]

    def photo_of(n: int) -> Record:
        return photo(("xmp:dc:description[id]", "Ali (kanan) di Hanoi."), articles=tuple(said[:n]))

    with ends():
        assert len(caption_statements(photo_of(5000))) == 5001
    assert_linear(caption_statements, photo_of, 8)


RIGHT, LEFT = VI, VI.replace("phải", "trái")
EN_LEFT = EN.replace("right", "left")


def test_what_the_archivist_says_settles_the_captions_of_its_language_only() -> None:
    found = caption_statements(
        photo(
            ("archivist", LEFT),
            ("xmp:dc:description[vi]", RIGHT),
            ("iim:2:120", RIGHT.replace("25/10", "26/10")),
            ("xmp:dc:description[en]", EN),
            ("sidecar:dc:description[en]", EN_LEFT),
            language="vi",
        )
    )
    assert [(entry.words, entry.conflict) for entry in found] == [
        (LEFT, False), (RIGHT, False), (RIGHT.replace("25/10", "26/10"), False), (EN, True), (EN_LEFT, True),
    ]  # fmt: skip
    assert settled(found)
    assert not settled(caption_statements(photo(("xmp:dc:description", RIGHT))))


def test_captions_taken_over_by_the_archivist_leave_no_conflict_with_articles() -> None:
    told = named(LEFT, language="vi")
    assert in_conflict(caption_statements(photo(("iim:2:120", RIGHT), articles=(told,), language="vi")))
    assert not in_conflict(
        caption_statements(photo(("archivist", RIGHT), ("iim:2:120", RIGHT), articles=(told,), language="vi"))
    )
