"""Titles are the complete headline: without menu, button, slug, office above it, greeting, or truncated end."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.record import Description
from ingest.description.extraction import extract_description
from ingest.extract.boilerplate.title_words import is_menu, is_slug, mended, without_tools
from ingest.photo.derived_values import add_photo_title

BODY = (
    "The works were opened on Monday, and visitors may see the kiln until the rain begins in the hills.\n\nIt is free."
)


def title(text: str, known: str | None = None) -> str:
    description = Description("text/plain", "text", 1, text=text)
    if known is not None:
        description.offer("title", known, "html:title", 0.7)
    extract_description(description, "a.txt", "a.txt")
    return str(description.values["title"])


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        ("Pier opens after two years Share Print Scroll to top", "Pier opens after two years"),
        ("CẦU CẢNG MỚI ĐƯỢC MỞ In trang Gửi email Cỡ chữ A- A A+", "CẦU CẢNG MỚI ĐƯỢC MỞ"),
        ("Dermaga Baru Dibuka | Bagikan | Cetak", "Dermaga Baru Dibuka"),
        ("Skip to main content | Pier opens after two years", "Pier opens after two years"),
        ("How to print money", "How to print money"),
        ("A guide to the books we share", "A guide to the books we share"),
    ],
)
def test_buttons_are_no_part_of_a_title(printed: str, whole: str) -> None:
    assert without_tools(printed) == whole


@pytest.mark.parametrize(
    ("above", "headline"),
    [
        ("Home About Us Licences News Careers Contact", "Two ferries lose their licence"),
        ("Trang chủ | Giới thiệu | Tin tức | Liên hệ", "Hai bến phà bị rút giấy phép"),
        ("BUSINESS-US-TSE\neds: adds quote in para 4", "Tech shares drag the index lower"),
        ("Posted by Hettie Brandvold, Office of Maps · 19 May 2026 · 4 minute read", "What culverts taught us"),
        ("From: Ann Lee <ann@port.example>\nTo: desk@port.example", "Zoo welcomes two red pandas"),
        ("Kabar Metro › Ekonomi", "Harga Cabai Tembus Rp120 Ribu"),
        ("Tin mới > Hai bến phà bị rút giấy phép sau ...", "Hai bến phà bị rút giấy phép sau đợt kiểm tra"),
    ],
)
def test_what_stands_above_is_no_title(above: str, headline: str) -> None:
    assert title(f"{above}\n\n{headline}\n\n{BODY}") == headline


@pytest.mark.parametrize(
    ("lines", "headline"),
    [
        ("CITY OF MARLPIT\nMINUTES OF THE COUNCIL", "MINUTES OF THE COUNCIL"),
        ("SUPERIOR COURT OF QUILL COUNTY\nLIST OF PERSONS DRAWN", "LIST OF PERSONS DRAWN"),
        ("ĐIỆN LỰC QUẬN SƠN HẢI\n\nTHÔNG BÁO\nTạm ngừng cung cấp điện", "Tạm ngừng cung cấp điện"),
        ("QUYẾT ĐỊNH\nVề việc bổ nhiệm Giám đốc Sở", "Về việc bổ nhiệm Giám đốc Sở"),
        ("PIDATO GUBERNUR\npada Hari Sumpah Pemuda", "PIDATO GUBERNUR pada Hari Sumpah Pemuda"),
    ],
)
def test_the_office_above_a_title_is_none_of_it(lines: str, headline: str) -> None:
    assert title(f"{lines}\n\n{BODY}") == headline


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ("Board lifts the notice for all of the lower ...", "Board lifts the notice for all of the lower valley"),
        ("Kota | Beranda | Jalan Pattimura Ditutup Malam", "Jalan Pattimura Ditutup Malam"),
        ("News - Pier opens after two years - Port", "Pier opens after two years"),
    ],
)  # fmt: skip
def test_a_title_of_a_page_is_as_its_line_has_it(known: str, line: str) -> None:
    assert title(f"{line}\n\n{BODY}", known) == line
    assert mended(known, ["Something else"]) == known


@pytest.mark.parametrize(
    ("sentence", "made"),
    [
        ("My fellow citizens: The years which have passed were crowded.", "The years which have passed were crowded."),
        (
            "Vice President Lee, Mr. Speaker, reverend clergy, fellow citizens, we observe today a celebration.",
            "We observe today a celebration.",
        ),
        ("Thank you. Mr. Speaker, members of the House, we meet here tonight.", "We meet here tonight."),
        ("President of the board is Ann Lee, who spoke.", "President of the board is Ann Lee, who spoke."),
    ],
)  # fmt: skip
def test_a_greeting_is_no_title(sentence: str, made: str) -> None:
    assert title(f"{sentence} {BODY}\n\n{BODY}") == made


def test_a_sentence_that_fits_is_not_cut() -> None:
    sentence = f"The harbour works {'were opened to all who wish to see them ' * 5}this Monday."
    assert title(f"{sentence} It rained all day long.\n\n{BODY}") == " ".join(sentence.split())


@pytest.mark.parametrize(
    ("line", "says"), [("BUSINESS-US-TSE", True), ("FBL-EUR-C1", True), ("COVID-19 in Jakarta", False)]
)
def test_slugs(line: str, says: bool) -> None:
    assert is_slug(line) is says


@pytest.mark.parametrize("line", ["News and about the contact of ships with ice", "Home is where the harbour is."])
def test_what_is_no_menu(line: str) -> None:
    assert not is_menu(line)


def test_a_photo_with_a_slug_is_headed_by_its_headline() -> None:
    photo = Description("image/jpeg", "photo", 1)
    photo.offer("title", "BUSINESS-US-TSE", "iim:2:05")
    photo.offer("headline", "Traders watch the board in Tokyo", "iim:2:105")
    add_photo_title(photo, Path("a.jpg").name)
    assert photo.values["title"] == "Traders watch the board in Tokyo"
    bare = Description("image/jpeg", "photo", 1)
    bare.offer("title", "BUSINESS-US-TSE", "iim:2:05")
    bare.offer("caption", "Traders watch the board. It fell.", "iim:2:120")
    add_photo_title(bare, "a.jpg")
    assert bare.values["title"] == "Traders watch the board"
