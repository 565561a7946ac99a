"""OpenDocument texts: all visible text and nothing deleted, the letterhead separate, and bombs within the limits."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.errors import Encrypted, Unreadable
from archive.record import Description
from ingest.description.file_description import describe
from ingest.readers.base.source import Source
from ingest.readers.office import odt as reader
from tests.builders.made_files import read
from tests.builders.office_files import changed, making

odt = making("opendocument")
par, heading, bullets, table, span, picture = (
    odt.par, odt.heading, odt.bullets, odt.table, odt.span, odt.picture,
)  # fmt: skip
abc = making("office").abc
JPEG = b"\xff\xd8\xff\xe0not a picture that anybody decodes here"
Make = Callable[..., Description]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Return a function that writes a document with this body and reads it."""

    def make(body: str | bytes, **parts: Any) -> Description:
        path = tmp_path / "a.odt"
        path.write_bytes(body if isinstance(body, bytes) else odt.document(odt.Open(body, **parts)))
        return read(path)

    return make


def test_paragraphs_lists_and_tables_come_in_their_order(made: Make) -> None:
    level = '<text:list-level-style-number text:level="1" style:num-format="1"/>'
    numbers = f'<text:list-style style:name="N">{level}</text:list-style>'
    body = (
        par("Satu\ndua<text:tab/>x<text:s/>y".replace("\n", "<text:line-break/>").join(["<text:span>", "</text:span>"]))
        + bullets("a", par("b") + bullets("c"))
        + bullets("p", "q", style="N")
        + table([["h", "i"], ["j", table([["k", "l"], ["m", "n"]])]])
        + "<text:section>" + par("Akhir") + "</text:section>"
    )  # fmt: skip
    assert made(body, styles=numbers).text == (
        "Satu\ndua x y\n\n- a\n- b\n- c\n1. p\n2. q\n\n| h | i |\n| j | k l m n |\n\nAkhir"
    )


def test_only_words_that_are_shown_are_read(made: Make) -> None:
    deletion = f"<text:changed-region><text:deletion>{par('dihapus')}</text:deletion></text:changed-region>"
    deleted = f"<text:tracked-changes>{deletion}</text:tracked-changes>"
    hidden = odt.text_style("H", more=' text:display="none"')
    body = deleted + par(
        "<text:span>Isi </text:span>" + span("tersembunyi", "H") + '<text:a xlink:href="x">tautan</text:a>'
        f"<office:annotation>{par('catatan')}</office:annotation>"
        "<text:ruby><text:ruby-base>dasar</text:ruby-base><text:ruby-text>baca</text:ruby-text></text:ruby>"
    )
    assert made(body, styles=hidden).text == "Isi tautandasar"


def test_notes_stand_below_their_paragraph_and_boxes_before(made: Make) -> None:
    words = f"<text:note-body>{par('Sumbernya')}</text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{words}</text:note>"
    box = f"<draw:frame><draw:text-box>{par('Dalam kotak')}</draw:text-box></draw:frame>"
    body = par(f"<text:span>Isi</text:span>{note}<text:span> lanjut</text:span>{box}") + par("Berikut")
    assert made(body).text == "Dalam kotak\n\nIsi lanjut\n\n[1] Sumbernya\n\nBerikut"


def test_headers_are_furniture_and_their_embargo_is_not(made: Make) -> None:
    head = par("SEKRETARIAT KORIDOR") + par("EMBARGO sampai 3 Mei 2031 pukul 10.00 WIB")
    found = made(par("Judul") + par("Isi"), header=head, footer=par("www.skm.example"))
    assert found.furniture == ["SEKRETARIAT KORIDOR", "www.skm.example"]
    assert found.text == "EMBARGO sampai 3 Mei 2031 pukul 10.00 WIB\n\nJudul\n\nIsi"


def test_a_release_is_taken_apart(tmp_path: Path) -> None:
    body = (
        par("SIARAN PERS") + heading("Dermaga Baru Dibuka untuk Umum")
        + par("BATAM, 3 Mei 2031 – Dermaga baru dibuka untuk umum pada hari Sabtu pagi oleh wali kota.")
        + par(picture("kapal-01.jpg")) + par("Wali kota memotong pita. Foto: SKM/Sari Wulandari", "Caption")
        + par("Dermaga itu panjangnya dua ratus meter dan dapat dipakai oleh kapal ikan setempat.")
    )  # fmt: skip
    head = par("SEKRETARIAT KORIDOR") + par("Nomor: 4/SP/2031")
    styles = '<style:style style:name="Caption" style:family="paragraph"/>'
    path = tmp_path / "a.odt"
    path.write_bytes(odt.document(odt.Open(body, styles, head, pictures={"kapal-01.jpg": JPEG})))
    said = describe(str(path), "a.odt", str(tmp_path))
    wanted = ("title", "date", "identifiers", "kind")
    assert [said["values"][key] for key in wanted] == [
        "Dermaga Baru Dibuka untuk Umum", "2031-05-03", ["4/SP/2031"], "press-release",
    ]  # fmt: skip
    mention = said["mentions"][0]
    assert (mention["filename"], mention["caption"], mention["credit"]) == (
        "kapal-01.jpg", "Wali kota memotong pita.", "SKM/Sari Wulandari",
    )  # fmt: skip


def test_pictures_are_left_beside_and_icons_are_not(made: Make, tmp_path: Path) -> None:
    inside = par(picture("b.jpg") + "<text:span>Keterangan</text:span>")
    boxed = f"<draw:frame><draw:text-box>{inside}</draw:text-box></draw:frame>"
    body = par(picture("a.jpg")) + par(boxed) + par(picture("c.png", "0.4cm")) + par(picture("lost.jpg")) + par("Isi")
    found = made(body, pictures={"a.jpg": JPEG, "b.jpg": JPEG + b"b", "c.png": b"c"})
    assert found.text == "a.jpg\n\nb.jpg\nKeterangan\n\nlost.jpg\n\nIsi"
    assert [(one.name, (tmp_path / one.file).read_bytes()) for one in found.members] == [
        ("a.jpg", JPEG), ("b.jpg", JPEG + b"b"),
    ]  # fmt: skip


def test_old_vietnamese_fonts_are_read_run_by_run(made: Make) -> None:
    face = '<style:font-face style:name="F1" svg:font-family="\'.VnTimeH\'"/>'
    face = f"<office:font-face-decls>{face}</office:font-face-decls>"
    styles = odt.text_style("A", ".VnTime", "paragraph") + odt.text_style("B", "Arial") + face
    styles += (
        '<style:style style:name="C" style:family="text"><style:text-properties style:font-name="F1"/></style:style>'
    )
    body = par(f"<text:span>{abc('Đại biểu ')}</text:span>" + span("é ", "B") + span(abc("hội"), "C"), "A")
    assert made(body, styles=styles).text == "Đại biểu é HỘI"


def test_the_metadata_are_on_offer_with_their_origins(made: Make) -> None:
    meta = [
        ("dc:title", "Dermaga Dibuka"), ("meta:initial-creator", "Sari Wulandari"), ("dc:creator", "Budi"),
        ("meta:keyword", "dermaga"), ("meta:keyword", "Batam"), ("dc:subject", "Siaran pers"),
        ("meta:creation-date", "2026-02-20T02:00:00"), ("dc:date", "2026-02-23T02:00:00"), ("meta:generator", "Kata 1"),
    ]  # fmt: skip
    found = made(par("Dermaga Dibuka") + par("Isi"), meta=meta)
    told = {key: (offers[0].origin, offers[0].value) for key, offers in found.origins.items()}
    assert told == {
        "document_title": ("odt:meta:title", "Dermaga Dibuka"),
        "title": ("odt:meta:title", "Dermaga Dibuka"),
        "creator": ("odt:meta:initial-creator", ["Sari Wulandari"]),
        "description": ("odt:meta:subject", "Siaran pers"),
        "keywords": ("odt:meta:keyword", ["dermaga", "Batam"]),
        "document_created": ("odt:meta:creation-date", "2026-02-20"),
        "document_modified": ("odt:meta:date", "2026-02-23"),
        "software": ("odt:meta:generator", "Kata 1"),
    }


def test_a_cell_said_to_be_repeated_without_end_is_not(made: Make) -> None:
    rows = table([["a", "b"], ["c", "d"]]).replace(
        "<table:table-cell>", '<table:table-cell table:number-columns-repeated="99999999">'
    )
    assert len(made(rows).text) < 2_000


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ({"content.xml": b"<a>" + b" " * 40_000_000 + b"</a>"}, "one member unpacks from"),
        ({"content.xml": b"<a>" * 400 + b"</a>" * 400}, "nested too deeply"),
        ({"meta.xml": b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"}, "declares entities"),
        ({"content.xml": b"<a"}, "damaged: copy it again"),
        ({"content.xml": None}, "without a text"),
        ({"content.xml": b"<a/>"}, "without a text"),
    ],
)
def test_bombs_and_damage_end_in_a_sentence(tmp_path: Path, members: dict[str, bytes | None], why: str) -> None:
    path = tmp_path / "a.odt"
    path.write_bytes(changed(odt.document(odt.Open(par("Isi"))), members))
    with pytest.raises(Unreadable, match=why):
        reader.read_source(Source(path, "a.odt", "application/vnd.oasis.opendocument.text", tmp_path))


def test_a_document_with_a_password_is_encrypted(made: Make) -> None:
    plain = odt.document(odt.Open(par("Isi")))
    locked = re.sub(rb"PK\x01\x02(....)..", lambda found: b"PK\x01\x02" + found[1] + b"\1\0", plain, flags=re.DOTALL)
    for data in (locked, odt.document(making("open_texts").LOCKED)):
        with pytest.raises(Encrypted, match="needs a password: give a copy without password"):
            made(data)
