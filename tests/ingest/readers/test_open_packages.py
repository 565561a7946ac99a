"""OpenDocument presentations, OpenOffice 1, single XML files, EPUB; documents in ZIP format are documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from archive import media_types
from archive.errors import Unreadable
from archive.record import Description
from ingest.description.file_description import describe
from ingest.readers.base import sniff
from tests.builders.made_files import read

Make = Callable[[bytes], Description]
EMBARGO = "EMBARGO sampai 3 Mei 2046 pukul 10.00 WIB"
ODF, OOO = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0", "http://openoffice.org/2000/{}"
ROOTFILE = '<container><rootfiles><rootfile full-path="OPS/a.opf"/></rootfiles></container>'


def packed(members: dict[str, str], mimetype: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        if mimetype:
            file.writestr("mimetype", mimetype)
        for name, text in members.items():
            file.writestr(name, text)
    return out.getvalue()


def content(body: str, names: str = ODF, root: str = "document-content", more: str = "") -> str:
    spaces = ("office", "text", "table", "style", "presentation", "drawing")
    told = " ".join(f'xmlns:{name.replace("drawing", "draw")}="{names.format(name)}"' for name in spaces)
    styles = '<style:style style:name="off"><style:p presentation:visibility="hidden"/></style:style>'
    return f"<office:{root} {told} {more}>{styles}<office:body>{body}</office:body></office:{root}>"


def slide(title: str, body: str, style: str = "", notes: str = "") -> str:
    frames = "".join(
        f'<draw:frame presentation:class="{kind}"><draw:text-box><text:p>{words}</text:p></draw:text-box></draw:frame>'
        for kind, words in (("title", title), ("outline", body))
    )
    told = f"<presentation:notes><draw:frame><draw:text-box><text:p>{notes}</text:p></draw:text-box></draw:frame>"
    return f'<draw:page draw:style-name="{style}">{frames}{told}</presentation:notes></draw:page>'


def show(*slides: str) -> str:
    return f"<office:presentation>{''.join(slides)}</office:presentation>"


def odp(*slides: str) -> bytes:
    return packed({"content.xml": content(show(*slides))}, "application/vnd.oasis.opendocument.presentation")


def flat(body: str, kind: str) -> bytes:
    told = f'office:mimetype="application/vnd.oasis.opendocument.{kind}"'
    return f'<?xml version="1.0"?>{content(body, root="document", more=told)}'.encode()


def old(body: str, kind: str) -> bytes:
    return packed({"content.xml": content(body, OOO, more='office:class="text"')}, f"application/vnd.sun.xml.{kind}")


def epub(*chapters: str) -> bytes:
    items = "".join(f'<item id="c{n}" href="c%20{n}.xhtml"/>' for n in range(len(chapters)))
    spine = "".join(f'<itemref idref="c{n}"/>' for n in reversed(range(len(chapters))))
    meta = "<metadata><title>Laporan</title><creator>Ana</creator><date>2005-04-03</date></metadata>"
    package = f"<package>{meta}<manifest>{items}</manifest><spine>{spine}</spine></package>"
    pages = {f"OPS/c {n}.xhtml": f"<html><body>{words}</body></html>" for n, words in enumerate(chapters)}
    members = {"META-INF/container.xml": ROOTFILE, "OPS/a.opf": package, **pages}
    return packed(members, "application/epub+zip")


def test_slides_are_pages_with_notes_and_without_hidden_ones(made: Make) -> None:
    slides = (slide("", "Isi"), slide("Rahasia", "x", "off"), slide("Judul", "Chữ", notes="Catatan"))
    for data in (odp(*slides), flat(show(*slides), "presentation"), old("".join(slides), "impress")):
        found = made(data)
        assert found.pages == ["Isi", "", "Judul\n\nChữ\n\nCatatan"]
        assert found.values["title"] == "Judul"
        assert "hidden" in found.notes[0]


def test_footers_and_texts_of_a_master_are_furniture_and_their_embargo_is_not(made: Make) -> None:
    def frame(words: str, kind: str = "") -> str:
        told = f'presentation:class="{kind}"' if kind else ""
        return f"<draw:frame {told}><draw:text-box><text:p>{words}</text:p></draw:text-box></draw:frame>"

    declared = "".join(
        f'<presentation:footer-decl presentation:name="{name}">{words}</presentation:footer-decl>'
        for name, words in (("f1", "Humas Batam"), ("f2", "Tidak dipakai"))
    )
    shown = slide("Judul", "Isi").replace(
        "<draw:page ", '<draw:page draw:master-page-name="M" presentation:use-footer-name="f1" ', 1
    )
    drawn = frame("Dinas Perhubungan") + frame(EMBARGO) + frame("Klik untuk judul", "title")
    masters = f'<style:master-page style:name="M">{drawn}</style:master-page>'
    unused = f'<style:master-page style:name="N">{frame("Lain")}</style:master-page>'
    styles = content(masters + unused, root="document-styles")
    members = {"content.xml": content(show(declared, shown)), "styles.xml": styles}
    found = made(packed(members, "application/vnd.oasis.opendocument.presentation"))
    assert sorted(found.furniture) == ["Dinas Perhubungan", "Humas Batam"]
    assert found.pages == [f"Judul\n\nIsi\n\n{EMBARGO}"]


def test_texts_in_a_single_file_and_of_openoffice_1_are_read(made: Make) -> None:
    words = "<text:p>Satu</text:p><text:p>Dua</text:p>"
    assert made(flat(f"<office:text>{words}</office:text>", "text")).text == "Satu\n\nDua"
    assert made(old(words, "writer")).text == "Satu\n\nDua"


def test_chapters_are_pages_in_the_order_of_reading(made: Make) -> None:
    found = made(epub("<p>Dua</p>", "<h1>Satu</h1><p>Chữ</p>"))
    assert found.pages == ["Satu\n\nChữ", "Dua"]
    assert (found.values["title"], found.values["creator"], found.values["date"]) == ("Laporan", ["Ana"], "2005-04-03")


@pytest.mark.parametrize(
    "data",
    [
        odp(slide("Kunjungan", EMBARGO)),
        flat(show(slide(EMBARGO, "Isi")), "graphics"),
        flat(f"<office:text><text:p>{EMBARGO}</text:p><text:p>Isi</text:p></office:text>", "text"),
        old(f"<text:p>{EMBARGO}</text:p><text:p>Isi</text:p>", "writer"),
        old(slide(EMBARGO, "Isi"), "impress"),
        epub(f"<p>{EMBARGO}</p><p>Isi</p>"),
    ],
)
def test_an_embargo_holds(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.dat").write_bytes(data)
    assert describe(str(tmp_path / "a.dat"), "a.dat", str(tmp_path))["values"].get("embargo")


@pytest.mark.parametrize(
    ("members", "suffix"),
    [
        (["[Content_Types].xml", "visio/document.xml"], "vsdx"),
        (["Documents/1/Pages/1.fpage", "FixedDocSeq.fdseq"], "xps"),
        (["buildVersionHistory.plist", "index.xml"], "pages"),
        (["index.apxl", "thumbs/a.jpg"], "key"),
        (["Index/Document.iwa"], "numbers"),
    ],
)
def test_a_document_that_is_a_zip_is_one_record(tmp_path: Path, members: list[str], suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(packed(dict.fromkeys(members, "x")))
    assert sniff.media_type(path, path.name) == media_types.BY_SUFFIX[suffix].name
    found = read(path)
    assert (found.members, found.text) == ([], "")


def test_hostile_ones_end_with_a_reason(made: Make) -> None:
    entity = b'<!DOCTYPE a [<!ENTITY b "c">]>'
    single = flat(show(slide("a", "b")), "presentation")
    with pytest.raises(Unreadable, match="entities"):
        made(single.replace(b"?>", b"?>" + entity, 1))
    with pytest.raises(Unreadable, match="damaged"):
        made(single[: len(single) // 2])
    deep = "<draw:g>" * 400 + "</draw:g>" * 400
    with pytest.raises(Unreadable, match="deep"):
        made(odp(slide("a", deep)))
    with pytest.raises(Unreadable, match="a book that is damaged"):
        made(packed({"META-INF/container.xml": ROOTFILE}, "application/epub+zip"))
    with pytest.raises(Unreadable, match="no words"):
        made(epub("<p></p>"))
