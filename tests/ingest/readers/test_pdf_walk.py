"""A PDF from the disk to the browser: hits name its printed page numbers, and attachments are its annexes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest
from webui import create_app

WORDS = "Kata pengantar menyebut juru mudi dan awak kapal penyeberangan"


def book(path: Path) -> None:
    canvas = Canvas(str(path))
    for words in ("Laporan tahunan pelabuhan", WORDS, "Bab satu tentang dermaga kayu"):
        canvas.drawString(72, 700, words)
        canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=path)
    writer.set_page_label(0, 1, style="/r")
    writer.set_page_label(2, 2, style="/D", start=3)
    writer.add_attachment("daftar-awak.txt", b"Daftar awak kapal: Sari, Budi dan Wayan berlayar pada hari Senin.\n")
    writer.write(path)


def test_a_hit_names_the_page_as_printed_and_the_attachment_is_an_annex(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    book(tmp_path / "disk/laporan.pdf")
    with Archive.create(tmp_path / "shelf") as archive:
        assert ingest([tmp_path / "disk"], archive).complete
    client = create_app({"ARCHIVE": tmp_path / "shelf", "TESTING": True}).test_client()

    def hit(query: str) -> Any:
        (result,) = client.get(f"/api/v1/search?q={query}").get_json()["results"]
        return result

    highlights = hit("penyeberangan")["highlights"]
    assert [(h["pdf_page"], h["page_label"]) for h in highlights] == [(2, "ii")]
    highlights = hit("dermaga")["highlights"]
    assert [(h["pdf_page"], h["page_label"]) for h in highlights] == [(3, None)]
    assert "p. ii (page 2 of the file)" in client.get("/?q=penyeberangan").text
    annex = client.get(f"/api/v1/records/{hit('wayan')['id']}").get_json()
    assert [relation["type"] for relation in annex["relations"]] == ["annex-of"]
