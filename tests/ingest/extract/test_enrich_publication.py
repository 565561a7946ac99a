"""Publication status in a field holds a file: `draft: true`, `publish: no`, a column `Status`."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.description.file_description import describe
from ingest.extract.embargo.embargo_fields import keeps_back
from tests.builders.office_files import changed, making
from tests.builders.photo_builders import dataset, iim_segment, jpeg, packet, xmp_segment

word = making("word")
STORY = "Wali kota membuka dermaga baru dan menyapa para nelayan yang datang sejak subuh. Warga menonton dari tepi."
CORE = (
    '<?xml version="1.0"?><cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">%s</cp:coreProperties>'
)


def embargo(tmp_path: Path, name: str, data: bytes) -> object:
    """Return the end of the file's hold; `released` if it is not held."""
    path = tmp_path / name
    path.write_bytes(data)
    said = describe(str(path), name, str(tmp_path))["values"].get("embargo")
    return "released" if said is None else said["until"]


HELD = (
    "status: draft", "status: hold", "status: bản nháp", "status: Belum tayang", "publish: false", "published: false",
    "published: no", "publikasi: tidak", "terbit: belum", "công bố: chưa", "draft: true", "draf: ya", "nháp: có",
    "private: true", "visibility: private", "hold: yes", "confidential: yes", "rahasia: ya", "embargo: ya",
    "sifat: rahasia", "state: unpublished", "published: draft", "released: on hold", "terbit: ditunda",
)  # fmt: skip
FREE = (
    "status: publish", "status: published", "status: terbit", "publish: true", "published: true", "draft: false",
    "draf: tidak", "private: false", "embargo: tidak", "published: 2026-05-03", "publish_date: 2026-05-03",
    "sifat: biasa", "draft: 3", "visibility: public", "layout: post", "state: Hawaii", "terbit: terbatas",
)  # fmt: skip


@pytest.mark.parametrize("line", HELD)
def test_front_matter_that_keeps_a_text_back(tmp_path: Path, line: str) -> None:
    head = f"---\ntitle: Dermaga baru dibuka\n{line}\n---\n"
    assert embargo(tmp_path, "a.md", f"{head}\n{STORY}\n".encode()) is None
    page = f"{head}<html><body><h1>Dermaga baru dibuka</h1><p>{STORY}</p></body></html>"
    assert embargo(tmp_path, "a.html", page.encode()) is None


@pytest.mark.parametrize("line", FREE)
def test_front_matter_that_keeps_nothing_back(tmp_path: Path, line: str) -> None:
    head = f"---\ntitle: Dermaga baru dibuka\n{line}\n---\n"
    assert embargo(tmp_path, "a.md", f"{head}\n{STORY}\n".encode()) == "released"
    page = f"{head}<html><body><h1>Dermaga baru dibuka</h1><p>{STORY}</p></body></html>"
    assert embargo(tmp_path, "a.html", page.encode()) == "released"


def test_the_front_matter_of_a_page_is_no_part_of_its_text(tmp_path: Path) -> None:
    page = f"---\ntitle: Dermaga baru dibuka\nlayout: post\n---\n<html><body><p>{STORY}</p></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    said = describe(str(tmp_path / "a.html"), "a.html", str(tmp_path))
    assert said["text"] == STORY
    assert said["values"]["title"] == "Dermaga baru dibuka"


@pytest.mark.parametrize(
    ("name", "value", "until"),
    [
        ("status", "draft", None), ("draft", "true", None), ("publish", "false", None), ("published", "no", None),
        ("status", "final", "released"), ("draft", "false", "released"), ("robots", "noindex", "released"),
        ("viewport", "width=device-width", "released"),
    ],
)  # fmt: skip
def test_metas_of_a_page(tmp_path: Path, name: str, value: str, until: str | None) -> None:
    page = f"<head><meta name='{name}' content='{value}'></head><body><article><p>{STORY}</p></article></body>"
    assert embargo(tmp_path, "a.html", f"<!doctype html><html>{page}</html>".encode()) == until


@pytest.mark.parametrize(
    ("heading", "cells", "held"),
    [
        ("Status", ("HOLD", ""), [True, False]), ("Status", ("terbit", "draf"), [False, True]),
        ("Embargo", ("Ya", "Tidak"), [True, False]), ("Embargo", ("Yes", "No"), [True, False]),
        ("Embargo", ("Không", "Có"), [False, True]), ("Boleh tayang", ("Tidak", "Ya"), [True, False]),
        ("Trạng thái", ("Chưa công bố", "Đã đăng"), [True, False]), ("Status", ("Final", "OK"), [False, False]),
        ("Status", ("Embargo sampai 4 Desember 2051 pukul 10.00 WIB", ""), [True, False]),
        ("Catatan", ("Ya", "draft"), [False, False]), ("Petugas", ("Hold", "Budi"), [False, False]),
    ],
)  # fmt: skip
def test_a_column_of_a_table_of_captions(
    tmp_path: Path, heading: str, cells: tuple[str, str], held: list[bool]
) -> None:
    rows = f"filename,caption,{heading}\nIMG_2041.jpg,Kapal bersandar,{cells[0]}\nIMG_2042.jpg,Kapal lain,{cells[1]}\n"
    path = tmp_path / "keterangan.csv"
    path.write_text(rows, encoding="utf-8")
    said = describe(str(path), path.name, str(tmp_path))
    assert [bool(mention.get("embargo")) for mention in said["mentions"]] == held
    assert ("embargo" in said["values"]) is any(held)


def test_the_hour_in_a_column_for_the_status_is_read(tmp_path: Path) -> None:
    rows = "filename,caption,Status\nIMG_2041.jpg,Kapal bersandar,Embargo sampai 4 Desember 2051 pukul 10.00 WIB\n"
    assert embargo(tmp_path, "k.csv", rows.encode()) == "2051-12-04T03:00:00Z"


@pytest.mark.parametrize(
    ("core", "until"),
    [
        ("<dc:title>EMBARGO - Inflasi November</dc:title>", None), ("<dc:title>[HOLD] Inflasi</dc:title>", None),
        ("<dc:title>RAHASIA - Nota Dinas</dc:title>", None), ("<dc:subject>EMBARGO - Inflasi</dc:subject>", None),
        ("<cp:contentStatus>Draft</cp:contentStatus>", None),
        ("<cp:contentStatus>Final</cp:contentStatus>", "released"),
        ("<dc:title>Embargo minyak - sejarah</dc:title>", "released"), ("<dc:title>Draft</dc:title>", "released"),
    ],
)  # fmt: skip
def test_properties_of_a_document(tmp_path: Path, core: str, until: str | None) -> None:
    document = word.document(word.Word(word.par("Dermaga baru dibuka") + word.par(STORY)))
    assert embargo(tmp_path, "a.docx", changed(document, {"docProps/core.xml": (CORE % core).encode()})) == until


@pytest.mark.parametrize("words", ["EMBARGO - Kapal baru", "HOLD - Kapal baru", "Kapal baru [EMBARGO]"])
def test_the_headline_and_the_name_of_a_photo(tmp_path: Path, words: str) -> None:
    for number in (5, 105):
        assert embargo(tmp_path, "kapal.jpg", jpeg(iim_segment(dataset(2, number, words.encode())))) is None
    headline = f"<photoshop:Headline>{words}</photoshop:Headline>"
    assert embargo(tmp_path, "kapal.jpg", jpeg(xmp_segment(packet(headline)))) is None


@pytest.mark.parametrize(("name", "value"), [("title", "draft"), ("Status", "Drafting"), ("Public", "yes"), ("", "no")])
def test_values_that_say_nothing_of_it(name: str, value: str) -> None:
    assert not keeps_back(name, value)
