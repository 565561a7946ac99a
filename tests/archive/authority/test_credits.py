"""Credits in all printed forms: who took the picture, for whom, who distributed it, and flags."""

from __future__ import annotations

import pytest

from archive.authority.authorities import Authorities, Card, load_shipped_cards
from archive.authority.credits import Credit, canonical, credits_of, flags_in, parse
from archive.record import Asset, Candidate, Kind, Link, Mention, Record, Role, Status
from ingest.extract.boilerplate.boilerplate import byline
from tests.cases.credit_cases import CASES
from tests.support.growth import assert_linear, repeated

AUTHORITIES = Authorities((), load_shipped_cards())


def said(credit: Credit) -> str:
    """Return the parts in the notation of the cases."""
    parts = {"p": credit.photographers, "a": credit.agencies, "v": credit.via, "i": credit.initials, "f": credit.flags}
    return "; ".join(f"{name}={'+'.join(values)}" for name, values in parts.items() if values)


def photo(articles: tuple[tuple[str, str | None, str | None], ...] = (), **values: object) -> Record:
    """Return a photo with these values; articles as (id, caption, credit)."""
    origins = {key: [Candidate(f"xmp:{key}", value)] for key, value in values.items()}
    links = tuple(Link(Mention("a.jpg", caption, credit), record) for record, caption, credit in articles)
    asset = Asset(0, Role.ORIGINAL, "image/jpeg", 1, "0" * 64, 1, ("a.jpg",))
    return Record("p", Kind.PHOTO, Status.RELEASED, 1, 1, "", values, origins, (asset,), "jpeg", 1, articles=links)


@pytest.mark.parametrize(("words", "expected"), CASES)
def test_a_credit_is_told_apart(words: str, expected: str) -> None:
    assert said(parse(words, AUTHORITIES)) == expected


def test_the_words_stay_as_printed() -> None:
    printed = "(Foto:  SIGID\nKURNIAWAN / ANTARA)"
    assert parse(printed, AUTHORITIES).words == "(Foto: SIGID KURNIAWAN / ANTARA)"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (("Kabar.com/Ann Lee", "KABAR.COM/Ann Lee"), "kabar.com"),
        (
            ("Harbour Press/Ann Lee", "HARBOUR PRESS/Ann Lee", "harbour  press/Ann Lee", "Harbour-Press"),
            "Harbour Press",
        ),
        (("Báo Quảng Ninh", "báo Quảng Ninh", "BÁO QUẢNG NINH"), "Báo Quảng Ninh"),
        (("HLHH", "HLHH/Ann Lee"), "HLHH"),
    ],
)
def test_an_agency_that_no_card_has_is_one_value_however_it_is_written(written: tuple[str, ...], value: str) -> None:
    assert {name for words in written for name in parse(words, AUTHORITIES).agencies} == {value}


def test_a_card_of_the_archive_makes_one_agency_of_what_was_two() -> None:
    own = Card("agency", "Sekretariat Koridor Maritim", {"en": ("Maritime Corridor Secretariat", "MCS")})
    read = [
        parse(words, Authorities((own,), load_shipped_cards()))
        for words in ("MCS/Ann Lee", "Foto: Sekretariat Koridor Maritim")
    ]
    assert [credit.agencies for credit in read] == [("Sekretariat Koridor Maritim",)] * 2


@pytest.mark.parametrize(
    ("caption", "flags"),
    [
        ("FILE PHOTO: A ship leaves the quay.", ("file-photo",)),
        ("(FILE PHOTO) A ship leaves.", ("file-photo",)),
        ("Kapal bersandar (ilustrasi)", ("illustration",)),
        ("Ảnh minh họa.", ("illustration",)),
        ("Ảnh tư liệu: Tàu cập cảng", ("file-photo",)),
        ("A profile photo of the ship", ()),
        ("The file photo was taken away", ()),
        ("Lukisan ilustrasi dipamerkan", ()),
    ],
)
def test_a_caption_says_that_it_is_of_another_day_or_event(caption: str, flags: tuple[str, ...]) -> None:
    assert flags_in(caption) == flags


def test_creator_credit_line_source_and_articles_are_all_credits_with_their_origin() -> None:
    record = photo(
        (("article", "Kapal tiba.", "Foto: Istimewa"), ("other", "FILE PHOTO: Kapal tiba.", None)),
        creator=["JANE DOE"],
        credit="AFP via Getty Images",
        source="Agence France-Presse",
    )
    given = credits_of(record, AUTHORITIES)
    assert [(one.origin, one.record, said(one.credit)) for one in given] == [
        ("xmp:credit", None, "a=AFP; v=Getty Images"),
        ("xmp:creator", None, "p=Jane Doe"),
        ("xmp:source", None, "a=AFP"),
        ("article", "article", "f=owner-unknown"),
        ("article", "other", "f=file-photo"),
    ]
    assert canonical(given) == ["AFP", "Getty Images"]


def test_the_photographer_is_the_value_where_no_agency_is_named() -> None:
    assert canonical(credits_of(photo(creator=["Céline Dupré-Hartono"], source="Scanner 3"), AUTHORITIES)) == [
        "Céline Dupré-Hartono"
    ]


@pytest.mark.parametrize(
    "piece", ["/", " - ", "via ", "Foto: ", "(", "A, ", " for B", "dok. ", "© ", "and ", ". ", " "]
)
def test_hostile_credits_are_read_in_a_moment(piece: str) -> None:
    for made in (repeated(piece), repeated(piece, "A", "B"), repeated(f"AFP{piece}")):
        assert_linear(lambda words: parse(words, AUTHORITIES), made)
        assert_linear(flags_in, made)


@pytest.mark.parametrize(
    ("words", "writers", "photographers"),
    [
        ("Text: Ana Wijaya; Foto: Budi Santoso", ["Ana Wijaya"], ["Budi Santoso"]),
        ("Penulis: Ana Wijaya; Foto: Budi Santoso/ANTARA", ["Ana Wijaya"], ["Budi Santoso"]),
        ("Penulis: Ana Wijaya | Foto: Budi Santoso", ["Ana Wijaya"], ["Budi Santoso"]),
        ("Words: Jane Roe. Pictures: Sam Doe", ["Jane Roe"], ["Sam Doe"]),
        ("Bài: Lan Anh - Ảnh: Minh Quân", ["Lan Anh"], ["Minh Quân"]),
        ("Bài và ảnh: Lan Anh", ["Lan Anh"], ["Lan Anh"]),
        ("Teks dan foto: Ana Wijaya", ["Ana Wijaya"], ["Ana Wijaya"]),
        ("Penulis: Ana Wijaya", ["Ana Wijaya"], []),
    ],
)
def test_those_who_wrote_and_those_who_took_pictures_are_told_apart(
    words: str, writers: list[str], photographers: list[str]
) -> None:
    assert byline(words) == writers
    assert list(parse(words, Authorities((), load_shipped_cards())).photographers) == photographers
