"""Saved web pages, as one file (MHTML) or with a folder: one article, and its pictures as photos."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.builders.container_disk import found, outcomes, put
from tests.builders.made_files import read
from tests.builders.packed_files import photo
from tests.ingest.pipeline.test_intake import Intake, intake

__all__ = ["intake"]

PAGE = """<!DOCTYPE html><html lang="id"><head><title>Jembatan dibuka - Koran Kupang</title>
<meta property="og:title" content="Jembatan Teluk Sari dibuka"></head><body><nav>Beranda Berita</nav>
<article><h1>Jembatan Teluk Sari dibuka</h1>
<p>KUPANG - Presiden membuka jembatan Teluk Sari pada hari Sabtu di hadapan ribuan warga yang datang sejak pagi.</p>
<figure><img src="{photo}"><figcaption>Presiden memotong pita. (Foto: Ali/Koran)</figcaption></figure>
<p>Warga berjalan kaki melintasi jembatan itu untuk pertama kali, dan nelayan menonton dari perahu di bawahnya.</p>
<img src="{icon}"></article></body></html>"""
ADDRESS = "https://koran.example/foto/jembatan-pita.jpg?w=1200&h=800"
ICON = "https://koran.example/i/bagikan.jpg"


def mhtml(page: str, *parts: tuple[str, str, bytes], first: str = "From: <Saved by Blink>") -> bytes:
    """Return a page as saved by browsers, with its parts: media type, a header line, bytes."""
    head = f"{first}\nSnapshot-Content-Location: https://koran.example/berita/jembatan-123.html\nSubject: Jembatan\n"
    head += 'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="xyz"\n\n'
    body = head + f"--xyz\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{page}\n"
    for kind, line, data in parts:
        packed = base64.encodebytes(data).decode()
        body += f"--xyz\nContent-Type: {kind}\nContent-Transfer-Encoding: base64\n{line}\n\n{packed}\n"
    return (body + "--xyz--\n").encode()


@pytest.mark.parametrize(
    ("source", "line", "name"),
    [
        (ADDRESS.replace("&", "&amp;"), f"Content-Location: {ADDRESS}", "jembatan-pita.jpg"),
        ("cid:satu@mhtml.blink", "Content-ID: <satu@mhtml.blink>", "picture-2.jpg"),
    ],
)
def test_a_page_saved_as_one_file_is_an_article_with_its_photos(
    intake: Intake, source: str, line: str, name: str
) -> None:
    page = PAGE.format(photo=source, icon=ICON)
    icon, style = photo(2, (120, 90)), b"p { color: red }"
    parts = [("image/jpeg", line, photo()), ("image/jpeg", f"Content-Location: {ICON}", icon)]
    put(intake, "a.mhtml", mhtml(page, *parts, ("text/css", "Content-Location: cid:css", style)))
    assert outcomes(intake) == {f"a.mhtml!/{name}": "added", "a.mhtml!/bagikan.jpg": "skipped", "a.mhtml": "added"}
    record = intake.record("disk/a.mhtml")
    assert (record.kind, record.title) == ("article", "Jembatan Teluk Sari dibuka")
    assert record.values["source_url"] == "https://koran.example/berita/jembatan-123.html"
    (link,) = record.photos
    photo_line = intake.lines[f"disk/a.mhtml!/{name}"]
    assert (link.record, link.mention.caption, link.doubtful) == (photo_line.record, "Presiden memotong pita.", False)
    assert record.relations == ()
    assert found(intake, '"memotong pita"') == sorted(["a.mhtml", name])
    assert found(intake, "beranda") == []
    assert set(outcomes(intake).values()) == {"unchanged"}


def test_it_is_told_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "page.txt.bak").write_bytes(mhtml(PAGE))
    assert read(tmp_path / "page.txt.bak").reader == "mhtml"


def test_pictures_of_two_saved_pages_are_each_page_s_own(intake: Intake) -> None:
    for n, name in enumerate(("a", "b")):
        page = PAGE.format(photo="cid:satu", icon="").replace("Sabtu", f"ke-{n}")
        put(intake, f"{name}.mhtml", mhtml(page, ("image/jpeg", "Content-ID: <satu>", photo(n))))
    intake.run()
    for name in ("a", "b"):
        (link,) = intake.record(f"disk/{name}.mhtml").photos
        assert link.record == intake.lines[f"disk/{name}.mhtml!/picture-2.jpg"].record


def test_a_page_with_its_folder_is_an_article_with_its_photos(intake: Intake) -> None:
    folder = "Jembatan dibuka_files"
    put(intake, "Jembatan dibuka.html", PAGE.format(photo=f"{folder}/pita.jpg", icon=f"{folder}/ikon.jpg").encode())
    put(intake, f"{folder}/pita.jpg", photo())
    put(intake, f"{folder}/ikon.jpg", photo(2, (199, 30)))
    put(intake, f"{folder}/gaya.css", b"p { color: red }")
    put(intake, f"{folder}/kode.js", b"let a = 1;")
    put(intake, "lain/pita.jpg", photo(3))
    assert outcomes(intake) == {
        "Jembatan dibuka.html": "added",
        f"{folder}/pita.jpg": "added",
        f"{folder}/ikon.jpg": "skipped",
        f"{folder}/gaya.css": "skipped",
        f"{folder}/kode.js": "skipped",
        "lain/pita.jpg": "added",
    }
    links = {link.mention.filename: link for link in intake.record("disk/Jembatan dibuka.html").photos}
    assert links["pita.jpg"].record == intake.lines[f"disk/{folder}/pita.jpg"].record
    assert not links["pita.jpg"].doubtful


def test_a_folder_called_like_one_of_a_page_is_a_folder_when_no_page_is_beside_it(intake: Intake) -> None:
    put(intake, "foto_files/catatan.txt", b"Kapal tiba di pelabuhan pada pagi hari.\n")
    put(intake, "foto_files/kecil.jpg", photo(2, (100, 80)))
    assert set(outcomes(intake).values()) == {"added"}
