"""Word documents: all visible text and nothing deleted, the letterhead separate, and bombs within the limits."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.errors import Encrypted, Unreadable
from archive.record import Description
from ingest.description.file_description import describe
from tests.builders.made_files import read
from tests.builders.office_files import changed, making, member

word = making("word")
par, run, item, table, picture = word.par, word.run, word.item, word.table, word.picture
JPEG = b"\xff\xd8\xff\xe0not a picture that anybody decodes here"
Make = Callable[..., Description]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Return a function that writes a document with this body and reads it."""

    def make(body: str | bytes, **parts: Any) -> Description:
        path = tmp_path / "a.docx"
        path.write_bytes(body if isinstance(body, bytes) else word.document(word.Word(body, **parts)))
        return read(path)

    return make


def test_paragraphs_and_tables_come_in_their_order(made: Make) -> None:
    body = par("Satu") + table([["a", "b"], ["c\nd", ""]]) + par("Dua\ntiga\tempat")
    assert made(body).text == "Satu\n\n| a | b |\n| c d |  |\n\nDua\ntiga empat"


def test_a_table_that_only_sets_things_side_by_side_is_its_cells(made: Make) -> None:
    left, right = par("KEMENTERIAN") + par("Nomor: 1/SP/2026"), par("REPUBLIK") + par("Bersatu")
    assert made(table([[left, right]]) + par("Isi")).text == "KEMENTERIAN\nNomor: 1/SP/2026\n\nREPUBLIK\nBersatu\n\nIsi"
    long = "Kalimat yang panjang sekali dan tidak mungkin bagian dari kop surat karena memang bukan kop surat, bukan."
    assert made(table([[par(long) + par(long)]])).text == f"{long}\n\n{long}"


def test_a_table_in_a_cell_is_read_and_a_deleted_row_is_not(made: Make) -> None:
    rows = table([["a", table([["dalam", "lagi"]])], ["hilang", "x"], ["b", "c"]])
    gone = rows.replace("<w:tr><w:tc>" + par("hilang"), "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + par("hilang"))
    assert gone != rows
    assert made(gone).text == "| a | dalam lagi |\n| b | c |"


def test_inserted_words_are_read_and_deleted_ones_are_not(made: Make) -> None:
    gone = run("lama").replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ")
    moved = f"<w:moveFrom>{run('dulu')}</w:moveFrom><w:moveTo>{run('kini')}</w:moveTo>"
    body = f"<w:p>{run('Isi ')}<w:del>{gone}{run('usang')}</w:del><w:ins>{run('baru ')}</w:ins>{moved}</w:p>"
    assert made(body + f"<w:ins>{par('Paragraf baru')}</w:ins>").text == "Isi baru kini\n\nParagraf baru"


def test_links_controls_and_fields_give_the_words_they_show(made: Make) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE \\@</w:instrText><w:t>kode</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("5 Mei")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    link = f'<w:hyperlink r:id="x">{run("situs kami")}</w:hyperlink>'
    control = f"<w:sdt><w:sdtContent>{par('Judul dari templat')}</w:sdtContent></w:sdt>"
    body = (
        control
        + f"<w:p>{run('Pada ')}{field}{run(' di ')}{link}<w:sdt><w:sdtContent>{run('!')}</w:sdtContent></w:sdt></w:p>"
    )
    assert made(body).text == "Judul dari templat\n\nPada 5 Mei di situs kami!"


def test_hidden_words_are_not_shown(made: Make) -> None:
    shown = run(" lagi", '<w:vanish w:val="0"/>')
    assert made(f"<w:p>{run('ada')}{run(' rahasia', '<w:vanish/>')}{shown}</w:p>").text == "ada lagi"


def test_lists_keep_their_marks_and_count(made: Make) -> None:
    body = (
        item("satu", 1) + item("dua", 1) + par("Lalu") + item("a", 2) + item("x", 2, 1) + item("y", 2, 1) + item("b", 2)
    )
    assert made(body).text == "- satu\n- dua\n\nLalu\n\n1. a\na. x\nb. y\n2. b"


def test_footnotes_stand_below_their_paragraph(made: Make) -> None:
    body = f'<w:p>{run("Isi")}<w:r><w:footnoteReference w:id="1"/></w:r>{run(" lanjut")}</w:p>' + par("Berikut")
    assert made(body, notes=[par("Sumbernya")]).text == "Isi lanjut\n\n[1] Sumbernya\n\nBerikut"


def test_a_text_box_is_read_once_and_before_what_it_is_anchored_in(made: Make) -> None:
    box = f"<w:txbxContent>{par('Dalam kotak')}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert made(f"<w:p>{both}{run('Isi')}</w:p>").text == "Dalam kotak\n\nIsi"


def test_headers_and_footers_are_furniture_and_an_embargo_in_them_is_not(made: Make) -> None:
    head = par("SEKRETARIAT KORIDOR") + par("EMBARGO sampai 3 Mei 2031 pukul 10.00 WIB") + par("Nomor: 4/SP/2031")
    found = made(par("Judul") + par("Isi"), header=head, footer=par("www.skm.example"))
    assert found.furniture == ["SEKRETARIAT KORIDOR", "www.skm.example"]
    assert found.text == "EMBARGO sampai 3 Mei 2031 pukul 10.00 WIB\nNomor: 4/SP/2031\n\nJudul\n\nIsi"


def test_a_release_in_word_is_taken_apart(tmp_path: Path) -> None:
    body = (
        par("SIARAN PERS", bold=True)
        + par("Dermaga Baru Dibuka untuk Umum", bold=True)
        + par("BATAM, 3 Mei 2031 – Dermaga baru dibuka untuk umum pada hari Sabtu pagi oleh wali kota.")
        + f"<w:p>{picture('image1.jpg', 'Picture 1')}</w:p>"
        + par("Wali kota memotong pita di dermaga. Foto: SKM/Sari Wulandari", "Keterangan")
        + par("Dermaga itu panjangnya dua ratus meter dan dapat dipakai oleh kapal ikan setempat.")
    )
    head = par("SEKRETARIAT KORIDOR") + par("EMBARGO sampai 3 Mei 2031 pukul 10.00 WIB") + par("Nomor: 4/SP/2031")
    path = tmp_path / "a.docx"
    path.write_bytes(word.document(word.Word(body, header=head, pictures={"image1.jpg": JPEG})))
    said = describe(str(path), "a.docx", str(tmp_path))
    values = said["values"]
    wanted = ("title", "date", "identifiers", "kind")
    assert [values[key] for key in wanted] == [
        "Dermaga Baru Dibuka untuk Umum", "2031-05-03", ["4/SP/2031"], "press-release",
    ]  # fmt: skip
    assert values["embargo"]["until"] == "2031-05-03T03:00:00Z"
    mention = said["mentions"][0]
    assert (mention["filename"], mention["caption"], mention["credit"]) == (
        "image1.jpg", "Wali kota memotong pita di dermaga.", "SKM/Sari Wulandari",
    )  # fmt: skip
    assert "SEKRETARIAT KORIDOR" in said["furniture"]


def test_pictures_are_left_beside_under_the_names_they_came_with(made: Make, tmp_path: Path) -> None:
    body = (
        f"<w:p>{picture('image1.jpeg', 'W-HAI_1275.jpg')}</w:p><w:p>{picture('image2.jpeg', 'Gambar 2')}</w:p>"
        f"<w:p>{picture('image3.jpeg', 'W-HAI_1275.jpg')}</w:p><w:p>{picture('icon.png', 'icon', (16, 16))}</w:p>"
        f"<w:p>{picture('image1.jpeg', 'W-HAI_1275.jpg')}</w:p>"
    )
    parts = {name: JPEG + name.encode() for name in ("image1.jpeg", "image2.jpeg", "image3.jpeg", "icon.png")}
    found = made(body, pictures=parts)
    assert found.text == "W-HAI_1275.jpg\n\nimage2.jpeg\n\nimage3.jpeg\n\nW-HAI_1275.jpg"
    assert [one.name for one in found.members] == ["W-HAI_1275.jpg", "image2.jpeg", "image3.jpeg"]
    assert [(tmp_path / one.file).read_bytes() for one in found.members] == [
        JPEG + name for name in (b"image1.jpeg", b"image2.jpeg", b"image3.jpeg")
    ]


@pytest.mark.parametrize(
    "below",
    [
        par("Keterangan foto", "Keterangan"),
        f"<w:p>{run('Keterangan foto', '<w:i/>')}</w:p>",
    ],
)
def test_a_caption_stands_under_its_picture(made: Make, below: str) -> None:
    found = made(f"<w:p>{picture('a.jpg', 'a')}</w:p>{below}{par('Isi')}", pictures={"a.jpg": JPEG})
    assert found.text == "a.jpg\nKeterangan foto\n\nIsi"


def test_a_caption_in_the_picture_s_paragraph_or_table_stands_under_it(made: Make) -> None:
    same = f"<w:p>{picture('a.jpg', 'a')}{run('Keterangan foto')}</w:p>"
    grid = table([[f"<w:p>{picture('a.jpg', 'a')}</w:p>", f"<w:p>{picture('b.jpg', 'b')}</w:p>"], ["Kiri", "Kanan"]])
    parts = {"a.jpg": JPEG, "b.jpg": JPEG}
    assert made(same + par("Isi"), pictures=parts).text == "a.jpg\nKeterangan foto\n\nIsi"
    assert made(grid + par("Isi"), pictures=parts).text == "a.jpg\nKiri\n\nb.jpg\nKanan\n\nIsi"


def test_a_picture_among_words_stands_before_them(made: Make) -> None:
    body = f"<w:p>{run('Isi yang berlanjut')}{picture('a.jpg', 'a')}</w:p>"
    assert made(body, pictures={"a.jpg": JPEG}).text == "a.jpg\n\nIsi yang berlanjut"


def test_the_first_heading_is_the_title_and_a_label_is_none(made: Make) -> None:
    found = made(par("SIARAN PERS", "Judul") + par("Isi pembuka") + par("Dermaga Dibuka", "Judul1") + par("Isi"))
    assert "title" not in found.values
    found = made(par("Dermaga Dibuka", "Judul1") + par("Latar", "Judul1") + par("Isi"))
    assert (found.values["title"], found.origins["title"][0].origin) == ("Dermaga Dibuka", "heading")


def test_core_properties_are_on_offer_with_their_origins(made: Make) -> None:
    core = {
        "dc:title": "Dermaga Dibuka", "dc:creator": "Sari Wulandari", "cp:keywords": "dermaga, Batam",
        "dc:subject": "Siaran pers", "dc:description": "Versi untuk media", "dcterms:created": "2026-02-20T02:00:00Z",
        "dcterms:modified": "2026-02-23T04:10:00Z",
    }  # fmt: skip
    found = made(par("Dermaga Dibuka") + par("Isi"), core=core)
    told = {key: (offers[0].origin, offers[0].value) for key, offers in found.origins.items()}
    assert told == {
        "document_title": ("docx:core:title", "Dermaga Dibuka"),
        "title": ("docx:core:title", "Dermaga Dibuka"),
        "creator": ("docx:core:creator", ["Sari Wulandari"]),
        "keywords": ("docx:core:keywords", ["dermaga", "Batam"]),
        "description": ("docx:core:subject", "Siaran pers"),
        "document_created": ("docx:core:created", "2026-02-20"),
        "document_modified": ("docx:core:modified", "2026-02-23"),
    }
    assert [offer.value for offer in found.origins["description"]] == ["Siaran pers", "Versi untuk media"]


def test_the_title_of_an_older_release_and_the_name_of_a_computer_are_not_used(made: Make) -> None:
    core = {"dc:title": "Kapal Karam di Natuna", "dc:creator": "User-PC"}
    found = made(par("Dermaga Dibuka") + par("Isi"), core=core)
    assert "title" not in found.values
    assert "creator" not in found.values
    assert found.values["document_title"] == "Kapal Karam di Natuna"


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def test_old_vietnamese_fonts_are_read_run_by_run(made: Make) -> None:
    body = (
        f"<w:p>{run('§¹i biÓu ', font('.VnTime'))}{run('dự lễ', font('Arial'))}{run(' Café à')}</w:p>"
        f"<w:p>{run('th«ng c¸o', font('.VnTimeH'))}</w:p>"
        f"<w:p>{run('Ñaïi bie', font('VNI-Times'))}{run('åu', '<w:b/>' + font('VNI-Times'))}</w:p>"
        f"<w:p>{run('Đại biểu dự lễ', font('.VnTime'))}</w:p>"
        f"<w:p>{run(chr(0xF0A7) + chr(0xF0B9) + 'i', font('.VnTime'))}</w:p>"
    )
    assert made(body).text == "Đại biểu dự lễ Café à\n\nTHÔNG CÁO\n\nĐại biểu\n\nĐại biểu dự lễ\n\nĐại"


def test_the_font_may_be_that_of_the_style(made: Make) -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/>'
        f"<w:rPr>{font('.VnTime')}</w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="Body"/><w:basedOn w:val="N"/></w:style>'
        f'<w:style w:type="character" w:styleId="C"><w:name w:val="C"/><w:rPr>{font("Arial")}</w:rPr></w:style>'
    )
    upright = run("à", '<w:rStyle w:val="C"/>')
    body = par("§¹i biÓu") + par("§¹i biÓu", "B") + f"<w:p>{upright}</w:p>"
    assert made(body, styles=styles).text == "Đại biểu\n\nĐại biểu\n\nà"


MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def test_macros_templates_strict_documents_and_lost_parts_are_read(made: Make) -> None:
    plain = word.document(word.Word(par("Isi"), core={"dc:creator": "Sari"}))
    types, rels = member(plain, "[Content_Types].xml"), "word/_rels/document.xml.rels"
    macros = types.replace(MAIN, b"application/vnd.ms-word.document.macroEnabled.main+xml")
    lost = member(plain, rels).replace(
        b"</Relationships>",
        b'<Relationship Id="z" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
        b' Target="NULL"/></Relationships>',
    )
    strict = {
        name: member(plain, name)
        .replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
        )
        .replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/", b"http://purl.oclc.org/ooxml/wordprocessingml/"
        )
        for name in ("word/document.xml", "word/styles.xml", "_rels/.rels", rels)
    }
    for members in ({"[Content_Types].xml": macros}, {rels: lost}, strict):
        found = made(changed(plain, members))
        assert (found.text, found.values["creator"]) == ("Isi", ["Sari"])


def test_a_document_without_words_says_so(made: Make) -> None:
    assert made(par("")).notes == ["no words in it: it may hold only pictures"]


def bomb(document: bytes) -> dict[str, bytes]:
    return {"word/document.xml": document}


@pytest.mark.parametrize(
    ("members", "why"),
    [
        (bomb(b"<w:document>" + b" " * 40_000_000), "one member unpacks from"),
        (bomb(b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"), "declares entities"),
        (bomb("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".encode("utf-16")), "declares entities"),
        ({f"word/{n}.xml": b"" for n in range(10_001)}, "it has 10,0.. members"),
        (bomb(b"<w:document"), "damaged: copy it again"),
        (bomb(b""), "damaged: copy it again"),
        ({"[Content_Types].xml": None}, "damaged: copy it again"),
        ({"_rels/.rels": b"<Relationships/>"}, "damaged: copy it again"),
    ],
)
def test_bombs_and_damage_end_in_a_sentence(made: Make, members: dict[str, bytes | None], why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        made(changed(word.document(word.Word(par("Isi"))), members))


def test_a_million_paragraphs_and_a_huge_table_are_refused_unpacked_evenly(made: Make) -> None:
    """Random words do not compress, so only the number of elements matters."""
    dice = random.Random(7)
    words = "".join(f"<w:p><w:r><w:t>{dice.getrandbits(64):x}</w:t></w:r></w:p>" for _ in range(300_000))
    with pytest.raises(Unreadable, match="1,500,000 elements"):
        made(changed(word.document(word.Word("")), bomb(words.encode())))


def test_members_with_a_password_are_encrypted(made: Make) -> None:
    plain = word.document(word.Word(par("Isi")))
    locked = re.sub(rb"PK\x01\x02(....)..", lambda found: b"PK\x01\x02" + found[1] + b"\1\0", plain, flags=re.DOTALL)
    with pytest.raises(Encrypted, match="needs a password"):
        made(locked)


def test_a_document_behind_a_password_is_encrypted(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(making("compound").compound({"EncryptionInfo": b"\4", "EncryptedPackage": bytes(5000)}))
    with pytest.raises(Encrypted, match="needs a password: give a copy without password"):
        read(path)
