"""A single word in a field holds a file: a keyword, an edit status, a document property; a topic does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.record import OTHER, Description
from ingest.description.file_description import describe
from ingest.extract.embargo.matcher import is_held_status
from ingest.extract.embargo.sources import add_embargo_candidates, is_flag
from tests.builders.office_files import changed, making
from tests.builders.photo_builders import dataset, iim_segment, jpeg, packet, xmp_segment

word = making("word")
STORY = "Wali kota membuka dermaga baru dan menyapa para nelayan yang datang sejak subuh. Warga menonton dari tepi."
UNTIL, INSTANT = "Embargoed until 0900 GMT 4 Jan 2051", "2051-01-04T09:00:00Z"


@pytest.mark.parametrize(
    "words",
    [
        "EMBARGO", "embargo", "EMBARGO(ED)", "Embargoed", "#embargo", "Under embargo", "MASIH EMBARGO", "[EMBARGO]",
        "EMBARGO - NOT FOR RELEASE", "Embargo: yes", "dalam embargo", "Diembargo", "Đang embargo", "CẤM ĐĂNG",
        "Not for publication", "JANGAN DISIARKAN", "STRICT EMBARGO", "Embargoed material", "EMBARGO!",
    ],
)  # fmt: skip
def test_words_that_are_nothing_but_an_order(words: str) -> None:
    assert is_flag(words)


@pytest.mark.parametrize(
    "words",
    [
        "embargo senjata", "Embargo: none", "no embargo", "tanpa embargo", "lệnh cấm vận", "oil embargo",
        "harbour", "", "not", "Embargo lifted", "Embargo: tidak ada", "press", "The embargo and its end",
    ],
)  # fmt: skip
def test_words_that_order_nothing(words: str) -> None:
    assert not is_flag(words)


@pytest.mark.parametrize("words", ["Killed", "On hold", "WITHDRAWN", "withheld", "Ditahan", "Thu hồi", "Embargoed"])
def test_a_status_holds_by_more_words(words: str) -> None:
    assert is_held_status(words)
    assert not is_held_status(f"Final, not {words} at all")


@pytest.mark.parametrize("words", ["Final", "CORRECTION", "Released", "Draft 2", "Household", "Holder"])
def test_a_status_of_another_sort_holds_nothing(words: str) -> None:
    assert not is_held_status(words)


def held(tmp_path: Path, name: str, data: bytes) -> object:
    """Return the end of a file's embargo; `released` if it has none."""
    path = tmp_path / name
    path.write_bytes(data)
    said = describe(str(path), name, str(tmp_path))["values"].get("embargo")
    return "released" if said is None else said["until"]


@pytest.mark.parametrize(
    ("number", "words", "until"),
    [
        (7, "EMBARGO(ED)", None), (7, "KILL", None), (7, UNTIL, INSTANT), (25, "EMBARGO", None), (40, "EMBARGO", None),
        (40, "NOT FOR RELEASE", None), (40, "Hubungi humas. Jangan disiarkan.", None), (20, "EMBARGO", None),
        (25, "cấm đăng", None), (7, "CORRECTION", "released"), (25, "embargo senjata", "released"),
        (40, "Không sử dụng trước 10h00 ngày 4/1/2051 (GMT+1)", INSTANT),
        (40, "DO NOT USE BEFORE 10.00 GMT+1 4 January 2051", INSTANT), (40, "Belum boleh tayang", None),
        (40, "Jangan dimuat sebelum 4 Januari 2051 pukul 16.00 WIB", INSTANT), (5, "[EMBARGO] Kapal baru", None),
        (40, "Chỉ đăng sau 16 giờ ngày 4/1/2051 (GMT+7)", INSTANT), (105, "EMBARGO - Kapal baru", None),
        (120, "EMBARGO", None), (105, "Embargo on fish ends", "released"), (5, "EMBARGO: dicabut", "released"),
        (40, "No use after 30 days. Not for sale.", "released"), (120, "EMBARGO: kapal tiba besok.", None),
        (120, "[EMBARGO] Kapal tiba besok.", None), (40, "EMBARGO! Kapal tiba besok.", None),
        (120, "Embargo: sejarah sanksi", "released"), (120, "EMBARGO MINYAK: kapal ditahan", "released"),
        (40, "No embargo. Mandatory credit.", "released"), (120, "Rahasia.", "released"),
        (120, "EMBARGO\nKapal tiba besok", None), (120, "EMBARGO:\r\nKapal tiba besok.", None),
        (120, "EMBARGO\rKapal tiba besok", None), (120, "[EMBARGO]\nKapal tiba besok.", None),
        (120, "Embargo\nKapal tiba besok.", None), (120, "Kapal tiba.\nEMBARGO\nFoto: Ani", None),
        (120, "EMBARGO. Kapal tiba besok.", None), (120, "Kapal tiba besok (EMBARGO)", None),
        (120, f"EMBARGO: kapal tiba {'dan berlabuh ' * 30}", None), (120, "EMBARGO minyak\nKapal tiba", "released"),
        (120, "Embargo: dicabut\nKapal tiba", "released"), (40, "RAHASIA: foto untuk dinas", None),
        (120, "TOP SECRET: aktor tiba", "released"), (120, "RAHASIA: Menteri di pintu", "released"),
        (120, "DRAFT: Pemain di lapangan", "released"), (120, "Menteri bicara soal sanksi (embargo)", "released"),
        (120, f"{'x' * 290} (EMBARGO) kapal tiba besok di dermaga", "released"),
    ],
)  # fmt: skip
def test_datasets_of_a_photo(tmp_path: Path, number: int, words: str, until: str | None) -> None:
    stream = dataset(2, 120, b"Kapal baru merapat di dermaga, 5 Mei 2026.") + dataset(2, number, words.encode())
    assert held(tmp_path, "kapal.jpg", jpeg(iim_segment(stream))) == until


@pytest.mark.parametrize(
    ("body", "until"),
    [
        ("<xmp:Label>EMBARGO</xmp:Label>", None),
        ("<photoshop:Urgency>EMBARGO</photoshop:Urgency>", None),
        (f"<photoshop:Instructions>{UNTIL}</photoshop:Instructions>", INSTANT),
        ("<dc:subject><rdf:Bag><rdf:li>kapal</rdf:li><rdf:li>Under embargo</rdf:li></rdf:Bag></dc:subject>", None),
        (
            '<p:embargoDate xmlns:p="http://prismstandard.org/namespaces/basic/2.0/">2051-01-04T09:00:00Z</p:embargoDate>',
            INSTANT,
        ),
        ("<xmp:Label>Merah</xmp:Label>", "released"),
    ],
)
def test_properties_of_a_photo(tmp_path: Path, body: str, until: str | None) -> None:
    assert held(tmp_path, "kapal.jpg", jpeg(xmp_segment(packet(body)))) == until


@pytest.mark.parametrize(
    ("keywords", "until"),
    [
        (["Cuba", "embargo", "trade"], "released"),
        (["KUBA", "EMBARGO", "SANKSI"], "released"),
        (["harbour", "embargo"], None),
        (["Cuba", "EMBARGO", "trade"], None),
        (["film", "rahasia", "sinema"], "released"),
        (["film", "RAHASIA", "sinema"], None),
        (["Status|Embargo"], None),
    ],
)
def test_a_keyword_may_be_what_a_text_is_about(keywords: list[str], until: str | None) -> None:
    description = Description("text/plain", "text", 1, text=STORY)
    description.offer("keywords", keywords, "front matter")
    add_embargo_candidates(description, "a.txt", "")
    assert description.values.get("embargo", {"until": "released"})["until"] == until


CUSTOM = """<?xml version="1.0" encoding="UTF-8"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
 xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">
<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="%s"><vt:lpwstr>%s</vt:lpwstr></property>
</Properties>"""


@pytest.mark.parametrize(
    ("name", "value", "until"),
    [
        ("Embargo", "2051-01-04T09:00:00Z", INSTANT), ("EmbargoUntil", "menunggu pidato", None),
        ("Status", "Embargoed", None), ("Klasifikasi", "RAHASIA", None), ("Embargo", "no", "released"),
        ("Status", "Final", "released"), ("Klasifikasi", "Biasa", "released"), ("Release date", "soon", "released"),
    ],
)  # fmt: skip
def test_custom_properties_of_a_document(tmp_path: Path, name: str, value: str, until: str | None) -> None:
    document = word.document(word.Word(word.par("Dermaga baru dibuka") + word.par(STORY)))
    made = changed(document, {"docProps/custom.xml": (CUSTOM % (name, value)).encode()})
    assert held(tmp_path, "a.docx", made) == until


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("tags: [dermaga, EMBARGO]", None), ("status: embargoed", None), ("status: terbit", "released"),
        (f"status: {UNTIL}", INSTANT),
    ],
)  # fmt: skip
def test_front_matter(tmp_path: Path, text: str, until: str | None) -> None:
    data = f"---\ntitle: Dermaga baru dibuka\n{text}\n---\n\n{STORY}\n".encode()
    assert held(tmp_path, "a.md", data) == until


@pytest.mark.parametrize(
    ("header", "until"),
    [("Keywords: EMBARGO", None), (f"X-Embargo: {INSTANT}", INSTANT), ("Sensitivity: Company-Confidential", None),
     ("Sensitivity: Personal", "released")],
)  # fmt: skip
def test_headers_of_a_mail(tmp_path: Path, header: str, until: str | None) -> None:
    data = f"From: a@x.example\nSubject: Dermaga baru\n{header}\nContent-Type: text/plain\n\n{STORY}\n".encode()
    assert held(tmp_path, "a.eml", data) == until


@pytest.mark.parametrize(
    ("meta", "until"),
    [("keywords", None), ("status", None), ("embargo", None), ("viewport", None)],
)
def test_metas_of_a_page(tmp_path: Path, meta: str, until: str | None) -> None:
    page = (
        f"<title>Dermaga</title><meta name='{meta}' content='EMBARGO'><article><h1>Dermaga</h1><p>{STORY}</p></article>"
    )
    assert held(tmp_path, "a.html", f"<!doctype html><html><body>{page}</body></html>".encode()) == until


def test_keywords_of_an_agency(tmp_path: Path) -> None:
    item = {"uri": "urn:x:1", "headline": "Pier", "type": "text", "body_text": STORY, "keywords": ["pier", "EMBARGO"]}
    assert held(tmp_path, "a.json", json.dumps(item).encode()) is None


def test_what_no_key_takes_is_read_as_well() -> None:
    description = Description("image/jpeg", "photo", 2)
    description.offer(OTHER, "EMBARGO", "iim:2:12")
    add_embargo_candidates(description, "a.jpg", "")
    assert description.values["embargo"] == {"until": None, "words": "EMBARGO", "origin": "iim:2:12"}
