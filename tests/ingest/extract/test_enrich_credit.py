"""Credits as written by agencies, and words in captions that look like one."""

from __future__ import annotations

import pytest

from archive.authority.authorities import Authorities, load_shipped_cards
from archive.authority.credits import parse
from archive.record import Description
from ingest.description.extraction import extract_description
from ingest.extract.captions.credit_lines import is_credit_line, split_credit
from tests.cases.credit_cases import CASES, TRAPS

CAPTION = "Kapal kayu bersandar di dermaga."


@pytest.mark.parametrize(
    ("written", "credit"),
    [
        ("Foto: VNA", "VNA"),
        ("Foto: Dinas Kominfo Surabaya.", "Dinas Kominfo Surabaya"),
        ("FOTO: Budi/Antara", "Budi/Antara"),
        ("(Foto: Budi/Antara)", "Budi/Antara"),
        ("(Foto: Istimewa)", "Istimewa"),
        ("(Foto: dok. Kemlu)", "dok. Kemlu"),
        ("Foto oleh Budi Raharjo", "Budi Raharjo"),
        ("Ảnh: Lê Minh/TTXVN", "Lê Minh/TTXVN"),
        ("Ảnh: VGP", "VGP"),
        ("(Ảnh: Nhân vật cung cấp)", "Nhân vật cung cấp"),
        ("Ảnh: Thông tấn xã Việt Nam", "Thông tấn xã Việt Nam"),
        ("Nguồn ảnh: Bộ Ngoại giao", "Bộ Ngoại giao"),
        ("(Photo: Ann Lee/Harbour Office)", "Ann Lee/Harbour Office"),
        ("(Photo by Ann Lee/Getty Images)", "Ann Lee/Getty Images"),
        ("Photo by Ann Lee", "Ann Lee"),
        ("Photo credit: Ann Lee", "Ann Lee"),
        ("Photo credit should read Ann Lee/PA Wire.", "Ann Lee/PA Wire"),
        ("(AP Photo/Ann Lee)", "AP Photo/Ann Lee"),
        ("(Ann Lee/Pool via AP)", "Ann Lee/Pool via AP"),
        ("AFP PHOTO / ANN LEE", "AFP PHOTO / ANN LEE"),
        ("ANTARA FOTO/Budi Raharjo/aww.", "ANTARA FOTO/Budi Raharjo/aww"),
        ("REUTERS/Ann Lee", "REUTERS/Ann Lee"),
        ("REUTERS/Ann Lee (INDONESIA - Tags: TRANSPORT SOCIETY)", "REUTERS/Ann Lee"),
        ("REUTERS/Navy/Handout via Reuters", "REUTERS/Navy/Handout via Reuters"),
        ("THE CANADIAN PRESS/HO-Port Authority, *MANDATORY CREDIT*", "THE CANADIAN PRESS/HO-Port Authority"),
        ("VNA Photo: Lê Minh", "VNA Photo: Lê Minh"),
        ("— VNA/VNS Photo Lê Minh", "VNA/VNS Photo Lê Minh"),
        ("(ANTARA)", "ANTARA"),
        ("Budi/Antara", "Budi/Antara"),
        ("© Ann Lee", "© Ann Lee"),
        ("Ann Lee/Pool via REUTERS", "Ann Lee/Pool via REUTERS"),
        ("Port Guard/Handout via REUTERS", "Port Guard/Handout via REUTERS"),
        ("UN Photo/Ann Lee", "UN Photo/Ann Lee"),
        ("(UN Photo/Ann Lee)", "UN Photo/Ann Lee"),
        ("(BPMI Setpres/Budi Raharjo)", "BPMI Setpres/Budi Raharjo"),
        ("(KABAR.com/BUDI RAHARJO)", "KABAR.com/BUDI RAHARJO"),
        ("Foto/Antara", "Antara"),
        ("Foto: detikcom", "detikcom"),
        ("Image credit: Ann Lee", "Ann Lee"),
        ("Pemotret: Budi Raharjo", "Budi Raharjo"),
        ("Istimewa", "Istimewa"),
        ("Xinhua", "Xinhua"),
        ("U.S. Navy photo by Ann Lee", "U.S. Navy photo by Ann Lee"),
        ("| Dok. Kemlu", "Dok. Kemlu"),
        ("(iStock/Ann Lee)", "iStock/Ann Lee"),
        ("KP/Ann Lee", "KP/Ann Lee"),
    ],
)
def test_a_credit_is_told_from_its_caption(written: str, credit: str) -> None:
    raw = f"{CAPTION} {written}"
    assert split_credit(raw) == (CAPTION, credit, raw)


@pytest.mark.parametrize(
    "caption",
    [
        "Kapal kayu (kanan) dan kapal besi.",
        "Menteri dan wali kota (kiri ke kanan)",
        "Thuyền trưởng và thuyền viên (từ trái sang)",
        "Direktur Kantor Berita Vietnam (VNA)",
        "Kecepatan kapal 40 km/jam",
        "Pengunjung melihat foto: lukisan kapal dari abad lalu",
        "Foto: Wali kota melihat kapal kayu di dermaga lama",
        "Ảnh: Thuyền trưởng chào khán giả trên bến",
        "Photo: The crew salutes the crowd on the quay",
        "Kapal tiba pada Jumat (3/2)",
        "Pameran foto Antara dibuka wali kota",
        "Photo 2: The ship",
        "The ship leaves at dawn and/or noon",
        "Menteri dan wali kota di geladak (Kapal Pinisi/Bulukumba)",
        "Wali kota tiba pada Sabtu. (25/10)",
        "Para menteri di Jakarta (Kemlu)",
    ],
)
def test_what_only_looks_like_a_credit_stays_caption(caption: str) -> None:
    assert split_credit(caption) == (caption, None, caption)


def test_a_credit_alone_has_no_caption() -> None:
    assert split_credit("Ảnh: Lê Minh/TTXVN") == (None, "Lê Minh/TTXVN", "Ảnh: Lê Minh/TTXVN")


def test_a_credit_between_two_sentences_leaves_both() -> None:
    caption, credit, _ = split_credit("Kapal tiba. (Foto: Budi/Antara) Warga menonton.")
    assert (caption, credit) == ("Kapal tiba. Warga menonton.", "Budi/Antara")
    caption, credit, _ = split_credit("Foto: Antara. Warga menonton kapal dari tepi dermaga.")
    assert (caption, credit) == ("Warga menonton kapal dari tepi dermaga.", "Antara")


def test_a_credit_inside_a_sentence_leaves_the_sentence_whole() -> None:
    caption, credit, _ = split_credit("Kapal tiba (Foto: Antara) di dermaga lama.")
    assert (caption, credit) == ("Kapal tiba di dermaga lama.", "Antara")


@pytest.mark.parametrize("words", ["The schooner at dawn © Ann Lee", "The schooner at dawn (UN Photo/Ann Lee)"])
def test_a_credit_needs_no_full_stop_before_it_where_its_sign_is_plain(words: str) -> None:
    caption, credit, _ = split_credit(words)
    assert caption == "The schooner at dawn"
    assert credit is not None
    assert credit.endswith("Ann Lee")


def test_blanks_and_line_ends_are_one_blank() -> None:
    assert split_credit("Kapal\n  tiba. \n Foto:  Antara ") == ("Kapal tiba.", "Antara", "Kapal tiba. Foto: Antara")


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Ships in Padang, May 3, 2019. (AP Photo/Tatan Syuflana, File)", "AP Photo/Tatan Syuflana, File"),
        ("Warga di Bekasi, Selasa (4/3/2025). ANTARA FOTO/Fakhri Hermansyah/foc", "ANTARA FOTO/Fakhri Hermansyah/foc"),
        ("Thủ tướng phát biểu tại hội nghị. Ảnh: VGP/Nhật Bắc", "VGP/Nhật Bắc"),
        ("Warga melintas di jembatan.", None),
    ],
)
def test_a_photo_is_credited_by_its_own_caption_which_stays_whole(caption: str, credit: str | None) -> None:
    photo = Description("image/jpeg", "photo", 1)
    photo.offer("caption", caption, "xmp:dc:description")
    extract_description(photo, "a.jpg", "")
    assert photo.values.get("credit") == credit
    assert photo.values["caption"] == caption


def test_the_field_for_the_credit_goes_before_the_caption() -> None:
    photo = Description("image/jpeg", "photo", 1)
    photo.offer("credit", "ANTARA FOTO", "iim:2:110")
    photo.offer("caption", "Warga di Bekasi. ANTARA FOTO/Fakhri Hermansyah/foc", "iim:2:120")
    extract_description(photo, "a.jpg", "")
    assert [(offer.value, offer.origin) for offer in photo.origins["credit"]] == [
        ("ANTARA FOTO", "iim:2:110"),
        ("ANTARA FOTO/Fakhri Hermansyah/foc", "iim:2:120"),
    ]


NOT_TOLD = {
    "Jane Doe",
    "JANE DOE",
}  # a name alone may end a caption
STILL_WRONG = {"Copyright 2024 Jane Doe. All rights reserved."}


@pytest.mark.parametrize("printed", [words for words, _ in CASES if (words, _) not in TRAPS])
def test_every_shape_of_credit_is_split_off_with_its_parts_and_flags(printed: str) -> None:
    cards = Authorities((), load_shipped_cards())
    caption, credit, raw = split_credit(f"{CAPTION} {printed}")
    right = caption == CAPTION and credit is not None
    if right:
        whole, split = parse(printed, cards), parse(str(credit), cards)
        right = (whole.photographers, whole.agencies, whole.via, whole.initials, whole.flags) == (
            split.photographers,
            split.agencies,
            split.via,
            split.initials,
            split.flags,
        )
    assert right == (printed not in NOT_TOLD | STILL_WRONG)
    assert raw == " ".join(f"{CAPTION} {printed}".split())


@pytest.mark.parametrize("line", ["Instagram", "Archives", "Facebook", "Hai Phong", "Ann Lee", "Tempo Doeloe", "Arsip"])
def test_a_line_that_may_be_anything_is_no_credit_line(line: str) -> None:
    assert not is_credit_line(line)


@pytest.mark.parametrize(
    "line", ["Ảnh minh họa", "File photo", "Jane Doe/AFP via Getty Images", "Foto: VNA", "ISTIMEWA"]
)
def test_a_line_that_is_a_credit_alone(line: str) -> None:
    assert is_credit_line(line)


@pytest.mark.parametrize(
    "caption",
    [
        "Kapal tiba. Antara lain Ann Lee dan Ben Roe.",
        "Kapal tiba. Menteri Perhubungan/Kepala Basarnas.",
        "The ship sails. Ann Lee and Ben Roe wave.",
        "Kapal tiba. Surabaya, Jawa Timur",
        "Kapal tiba. Arsip lama dibuka.",
    ],
)
def test_a_last_sentence_that_is_none_stays(caption: str) -> None:
    assert split_credit(caption)[:2] == (caption, None)
