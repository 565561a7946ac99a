"""Word, OpenDocument and RTF files of unusual programs and habits: visible text is read, and nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.errors import Unreadable
from archive.record import Description
from tests.builders.made_files import read
from tests.builders.office_files import making

word, odt = making("word"), making("opendocument")
par, run = word.par, word.run
Make = Callable[[bytes], Description]
STYLE = '<w:style w:type="character" w:styleId="TeksPlaceholder"><w:name w:val="Placeholder Text"/></w:style>'
LOEXT = 'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Return a function that writes a file with a neutral name and reads it."""

    def make(data: bytes) -> Description:
        path = tmp_path / "a.dat"
        path.write_bytes(data)
        return read(path)

    return make


def docx(body: str) -> bytes:
    return bytes(word.document(word.Word(body, styles=word.STYLES + STYLE)))


def opened(body: str) -> bytes:
    return bytes(odt.document(odt.Open(body)))


def rtf(body: str) -> bytes:
    return (r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}" + body + "}").encode("latin-1")


def repacked(data: bytes) -> bytes:
    """Return the same ZIP with its members in another order, all compressed, as written by ZIP programs."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), reverse=True):
            new.writestr(name, old.read(name))
    return out.getvalue()


# DOCX


def gone(words: str) -> str:
    """Return a paragraph whose end was deleted with tracked changes."""
    return f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{words}</w:p>"


def test_paragraphs_joined_by_a_tracked_deletion_are_one(made: Make) -> None:
    three = gone(run("Menteri membuka ")) + gone(run("pelabuhan ")) + par("di Ambon") + par("Akhir")
    assert made(docx(three)).text == "Menteri membuka pelabuhan di Ambon\n\nAkhir"
    deleted = gone("<w:del><w:r><w:delText>Lama</w:delText></w:r></w:del>") * 3 + par("Baru")
    assert made(docx(deleted)).text == "Baru"
    assert made(docx(gone(run("Di atas tabel")) + word.table([["a", "b"], ["c", "d"]]))).text.startswith(
        "Di atas tabel"
    )


def prompted(words: str, style: str = '<w:rPr><w:rStyle w:val="TeksPlaceholder"/></w:rPr>') -> str:
    """Return a content control that is marked as showing its placeholder."""
    content = f"<w:p><w:r>{style}<w:t>{words}</w:t></w:r></w:p>"
    return f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_what_a_form_asks_for_is_no_text_and_what_was_filled_in_is(made: Make) -> None:
    assert made(docx(prompted("Click or tap here to enter text.") + par("Isi"))).text == "Isi"
    assert made(docx(prompted("Budi Raharjo", style="") + par("Isi"))).text == "Budi Raharjo\n\nIsi"


def test_hidden_rows_and_deleted_cells_are_not_read(made: Make) -> None:
    row = "<w:tr>{}<w:tc><w:tcPr>{}</w:tcPr>" + par("{}") + "</w:tc><w:tc>" + par("b") + "</w:tc></w:tr>"
    rows = (
        row.format("<w:trPr><w:hidden/></w:trPr>", "", "rahasia")
        + row.format("", "<w:cellDel/>", "lama")
        + row.format("", "", "a")
    )
    assert made(docx(f"<w:tbl>{rows}</w:tbl>")).text == "b\n| a | b |"


def test_word_art_is_read_and_a_part_from_another_file_is_told(made: Make) -> None:
    art = '<w:p><w:r><w:pict><v:shape><v:textpath string="SIARAN PERS"/></v:shape></w:pict></w:r></w:p>'
    found = made(docx(art + '<w:altChunk r:id="rId-x"/>' + par("Isi")))
    assert found.text == "SIARAN PERS\n\nIsi"
    assert "save it again and ingest that" in found.notes[0]


# OpenDocument


def test_hidden_sections_paragraphs_and_prompts_of_opendocument_are_not_read(made: Make) -> None:
    section = "<text:section {}><text:p>{}</text:p></text:section>"
    body = (
        section.format('text:display="none"', "tersembunyi")
        + section.format('text:display="condition" text:is-hidden="true"', "bersyarat")
        + section.format('text:display="condition"', "tampak")
        + '<text:p><text:hidden-paragraph text:is-hidden="true"/>rahasia</text:p>'
        + '<text:p>Nama: <text:placeholder text:placeholder-type="text">&lt;nama&gt;</text:placeholder>'
        + f'<loext:content-control {LOEXT} loext:showing-place-holder="true">Pilih</loext:content-control>'
        + f"<loext:content-control {LOEXT}>Budi</loext:content-control></text:p>"
    )
    assert made(opened(body)).text == "tampak\n\nNama: Budi"


@pytest.mark.parametrize("data", [opened("<text:p>Isi</text:p>"), docx(par("Isi"))], ids=["odt", "docx"])
def test_a_document_packed_anew_is_a_document_still(made: Make, data: bytes) -> None:
    found = made(repacked(data))
    assert (found.text, found.members) == ("Isi", [])


def test_a_document_of_pages_is_kept_whole(made: Make) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in ("Index/Document.iwa", "Metadata/Properties.plist", "preview.jpg"):
            packed.writestr(name, b"x" * 100)
    found = made(out.getvalue())
    assert (found.media_type, found.members) == ("application/vnd.apple.pages", [])
    assert "kept and described without its text; save it as PDF" in found.notes[0]


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"7z\xbc\xaf\x27\x1c" + bytes(99), "unpack it and ingest the folder"),
        (b"Rar!\x1a\x07\x01\0" + bytes(99), "unpack it and ingest the folder"),
    ],
    ids=["7z", "rar"],
)
def test_what_is_packed_in_ways_that_nobody_reads_here_says_what_to_do(made: Make, data: bytes, advice: str) -> None:
    assert made(data).notes[0].endswith(advice)


# RTF


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"{\upr{ascii}{\*\ud{unicode \u7847?}}} akhir\par", "unicode ầ akhir"),
        (r"{\mvf dari} {\mvt ke} sana\par", "ke sana"),
        (r"Satu {\*\x\bin5 }}{{{} dua\par", "Satu dua"),
        (r"Satu {\*\x\bin-5 abc} dua\par", "Satu dua"),
    ],
    ids=["unicode twin", "moved", "binary", "binary of no length"],
)
def test_words_of_rtf_in_two_forms_or_moved_are_read_once(made: Make, body: str, text: str) -> None:
    assert made(rtf(body)).text == text


def test_properties_of_rtf_in_two_forms_are_the_unicode_one(made: Make) -> None:
    found = made(rtf(r"{\info{\upr{\title Luong}{\*\ud{\title L\u432?\u417?ng}}}}Isi\par"))
    assert found.values["document_title"] == "Lương"


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n \t", b"\n\n"])
def test_rtf_behind_a_byte_order_mark_or_blanks_is_rtf(made: Make, before: bytes) -> None:
    found = made(before + rtf(r"Isi\par"))
    assert (found.reader, found.text) == ("rtf", "Isi")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("rilis.docx", "a Word document that is damaged: copy it again from where it came from, or open it in a word"),
        ("tabel.xlsx", "a spreadsheet that is damaged: copy it again .* open it in a spreadsheet program"),
        ("tabel.ods", "a spreadsheet that is damaged"),
        ("paparan.pptx", "a presentation that is damaged: copy it again .* open it in a presentation program"),
        ("naskah.odt", "an OpenDocument text that is damaged"),
        ("arsip.zip", "the ZIP archive is damaged or cut off"),
    ],
)
@pytest.mark.parametrize(
    "data", [b"PK\3\4" + bytes(range(256)) * 2, b"PK\3\4\x14\0\6\0\x08\0\0\0!\0"], ids=["garbage", "cut"]
)
def test_a_broken_document_is_called_what_its_name_says(tmp_path: Path, name: str, what: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Unreadable, match=what):
        read(tmp_path / name)


def test_a_document_that_is_nothing_known_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "rilis.docx").write_bytes(bytes(range(256)) * 8)
    note = read(tmp_path / "rilis.docx").notes[0]
    assert "it is no Word document that can be read: copy it again from where it came from, or open it in" in note
