"""Presentations, new ones and those of 97-2003: every word of a slide on its page, in slide show order."""

from __future__ import annotations

import io
import struct
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import olefile
import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Emu, Inches

from archive import media_types
from archive.errors import Encrypted, Unreadable
from archive.record import Description
from ingest.readers.base import sniff
from ingest.readers.office import ppt_stream, pptx
from tests.builders.compound_files import compound
from tests.builders.office_files import changed, making, member

Make = Callable[[bytes], Description]
SHOW97 = making("show97")
Slide, Show = SHOW97.Slide, SHOW97.Show


def deck(fill: Callable[[Any], None]) -> bytes:
    presentation, out = Presentation(), io.BytesIO()
    fill(presentation)
    presentation.save(out)
    return out.getvalue()


def picture(side: int = 300, colour: str = "red") -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(out, "JPEG")
    return out


def old(*slides: Any, order: Sequence[int] | None = None) -> bytes:
    return bytes(SHOW97.show(Show(slides, {}, order)))


# PPTX


def test_a_title_stands_first_wherever_it_was_drawn(made: Make) -> None:
    def fill(presentation: Any) -> None:
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        slide.shapes.add_textbox(0, 0, 99, 99).text_frame.text = "Isi\vbaris"
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        title = slide.shapes.title
        slide.shapes.add_textbox(0, 0, 99, 99).text_frame.text = "Di bawah"
        title.text = "Judul"
        title._element.getparent().append(title._element)

    found = made(deck(fill))
    assert found.pages == ["Isi\nbaris", "Judul\n\nDi bawah"]
    assert (found.values["title"], found.origins["title"][0].origin) == ("Judul", "heading")


def test_a_picture_in_the_place_of_a_title_is_no_damage(made: Make) -> None:
    def fill(presentation: Any) -> None:
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.add_textbox(0, 0, 99, 99).text_frame.text = "Isi baris"
        title = slide.shapes.title._element
        shape = slide.shapes.add_picture(picture(), 0, 0, Inches(2), Inches(2))
        shape._element.nvPicPr.cNvPr.set("descr", "judul.jpg")
        shape._element.nvPicPr.nvPr.append(title.ph)
        title.getparent().remove(title)

    assert made(deck(fill)).pages == ["Isi baris\n\njudul.jpg"]


def test_each_picture_is_left_once_under_the_name_it_had(made: Make, tmp_path: Path) -> None:
    def fill(presentation: Any) -> None:
        for name in ("C:\\foto\\DSC_1.JPG", "x", "logo"):
            slide = presentation.slides.add_slide(presentation.slide_layouts[6])
            data = picture(300, "red" if name != "logo" else "blue")
            side = Inches(2) if name != "logo" else Emu(20 * pptx.EMU)
            shape = slide.shapes.add_picture(data, 0, 0, side, side)
            shape._element.nvPicPr.cNvPr.set("descr", name)

    found = made(deck(fill))
    assert found.pages == ["DSC_1.JPG", "", ""]
    assert [member.name for member in found.members] == ["DSC_1.JPG"]
    assert (tmp_path / found.members[0].file).read_bytes() == picture().getvalue()


def test_groups_in_groups_are_read_and_endless_ones_left(made: Make) -> None:
    def fill(presentation: Any) -> None:
        shapes = presentation.slides.add_slide(presentation.slide_layouts[6]).shapes
        for depth in range(60):
            shapes = shapes.add_group_shape().shapes
            shapes.add_textbox(0, 0, 9, 9).text_frame.text = f"lapis {depth}"

    text = made(deck(fill)).text
    assert "lapis 10" in text
    assert "lapis 50" not in text


def test_damaged_and_hostile_presentations_say_what_to_do(made: Make) -> None:
    whole = deck(lambda presentation: presentation.slides.add_slide(presentation.slide_layouts[6]))
    for members, why in (
        ({"ppt/slides/slide1.xml": b"<p:sld"}, "is damaged"),
        ({"ppt/slides/slide1.xml": None}, "is damaged"),
        ({"ppt/slides/slide1.xml": b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"}, "entities"),
        ({"ppt/slides/slide1.xml": b"<a>" * 3000 + b"</a>" * 3000}, "is damaged"),
        ({"ppt/media/bom.xml": bytes(60 << 20)}, "unpacks"),
    ):
        added = changed(whole, members)
        with pytest.raises(Unreadable, match=why):
            made(added)


def test_what_a_master_asks_for_is_no_text(made: Make) -> None:
    def fill(presentation: Any) -> None:
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = "Click to edit Master title style"
        slide.placeholders[1].text = "Isi"
        presentation.slides.add_slide(presentation.slide_layouts[5]).shapes.title.text = "Judul"

    found = made(deck(fill))
    assert (found.pages, found.values["title"]) == (["Isi", "Judul"], "Judul")
    found = made(old(Slide("Click to edit Master title style", ["Isi"]), Slide("Judul")))
    assert (found.pages, found.values["title"]) == (["Isi", "Judul"], "Judul")


def test_texts_of_a_master_and_a_layout_are_furniture_and_their_embargo_is_not(made: Make) -> None:
    def fill(presentation: Any) -> None:
        layout = presentation.slide_layouts[5]
        layout.shapes._spTree.append(_box(presentation, "Dinas Perhubungan"))
        layout.slide_master.shapes._spTree.append(_box(presentation, "EMBARGO sampai 3 Mei 2026"))
        presentation.slide_layouts[0].shapes._spTree.append(_box(presentation, "Tidak dipakai"))
        for words in ("Satu", "Dua"):
            _titled(presentation, words)

    def _box(presentation: Any, words: str) -> Any:
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        slide._element.set("show", "0")
        box = slide.shapes.add_textbox(0, 0, 99, 99)
        box.text_frame.text = words
        return box._element

    found = made(deck(fill))
    assert found.furniture == ["Dinas Perhubungan"]
    assert [page for page in found.pages if page] == ["Satu\n\nEMBARGO sampai 3 Mei 2026", "Dua"]


@pytest.mark.parametrize("kind", ["slideshow", "template"])
def test_a_show_and_a_template_are_read_like_a_presentation(made: Make, kind: str) -> None:
    data = deck(lambda presentation: _titled(presentation, "Judul"))
    types = member(data, "[Content_Types].xml").replace(b"presentation.main+xml", f"{kind}.main+xml".encode())
    assert made(changed(data, {"[Content_Types].xml": types})).pages == ["Judul"]


def _titled(presentation: Any, words: str) -> None:
    presentation.slides.add_slide(presentation.slide_layouts[5]).shapes.title.text = words


# PPT


def test_a_file_for_powerpoint_95_and_97_is_read_slide_by_slide(made: Make) -> None:
    with olefile.OleFileIO(io.BytesIO(old(Slide("Satu", ["isi"]), Slide("Dua")))) as file:
        streams = {"/".join(name): file.openstream(name).read() for name in file.listdir()}
    beside = {f"PP97_DUALSTORAGE/{name}": data for name, data in streams.items()}
    assert made(compound({"PP40": bytes(5000), **beside})).pages == ["Satu\n\nisi", "Dua"]


def test_of_powerpoint_95_the_plain_text_is_read(made: Make) -> None:
    words = b"Rencana\r\rIsi satu\rIsi dua\r\r"
    found = made(compound({"PowerPoint Document": bytes(5000), "Current User": b"x", "Text_Content": words}))
    assert found.text == "Rencana\n\nIsi satu\nIsi dua"
    assert "PowerPoint 95" in found.notes[0]


def test_a_presentation_of_powerpoint_4_is_kept_and_says_what_to_do(made: Make, tmp_path: Path) -> None:
    found = made(compound({"PP40": bytes(5000), "Current User": b"x"}))
    assert (found.reader, found.text) == ("none", "")
    assert "save it as PDF" in found.notes[0]
    assert media_types.convertible(sniff.media_type(tmp_path / "a.dat", "a.ppt"), "a.ppt")


def test_a_presentation_without_slides_is_kept(made: Make) -> None:
    assert made(old()).notes


def test_slides_come_in_the_order_of_the_show_with_shapes_and_notes(made: Make) -> None:
    slides = (Slide("Dua", ["b"], ["Bentuk – Việt"], "Catatan"), Slide("Satu", ["Chữ", "tiếp"]))
    found = made(old(*slides, order=[1, 0]))
    assert found.pages == ["Satu\n\nChữ\ntiếp", "Dua\n\nb\n\nBentuk – Việt\n\nCatatan"]
    assert found.values["title"] == "Satu"


def test_a_text_that_several_shapes_of_a_slide_have_is_read_with_each(made: Make) -> None:
    """As numbers in the cells of a table. A placeholder's text is read once, though some programs write it twice."""
    found = made(old(Slide("Ekspor", ["ton"], ["10", "ton", "0", "10", "0"])))
    assert found.pages == ["Ekspor\n\nton\n\n10\n\n0\n\n10\n\n0"]


def test_footers_and_texts_of_a_master_are_furniture_and_their_embargo_is_not(made: Make) -> None:
    hidden = Slide("Tiga", hidden=True, footer="Rahasia")
    slides = [Slide("Satu", ["isi"], footer="Humas Batam"), Slide("Dua", footer="Humas Batam"), hidden]
    found = made(bytes(SHOW97.show(Show(slides, {}, None, ["Dinas Perhubungan", "EMBARGO sampai 3 Mei 2026"]))))
    assert found.furniture == ["Humas Batam", "Dinas Perhubungan"]
    assert found.pages == ["Satu\n\nisi\n\nEMBARGO sampai 3 Mei 2026", "Dua", ""]


def test_words_of_a_word_document_inside_are_read_with_their_slide(made: Make) -> None:
    word = making("old_word")
    main, table = word.parts(word.OldWord([word.par("Rahasia sampai 3 Mei")]))
    inside = compound({"WordDocument": main, "1Table": table})
    assert made(old(Slide("Satu", inside=inside), Slide("Dua"))).pages == ["Satu\n\nRahasia sampai 3 Mei", "Dua"]
    found = made(old(Slide("Satu", inside=compound({"WordDocument": main, "1Table": b""}))))
    assert (found.text, len(found.notes)) == ("Satu", 1)
    assert "a document inside was not read" in found.notes[0]


def test_words_of_word_art_are_read(made: Make) -> None:
    assert made(old(Slide("Satu", ["isi"], art="EMBARGO – 3 Mei"))).pages == ["Satu\n\nisi\n\nEMBARGO – 3 Mei"]


def test_the_newest_edit_says_where_a_slide_is() -> None:
    stale, fresh = (SHOW97.record(0x0FF5, bytes(28)) for _ in range(2))
    assert len(stale) == len(fresh)
    data = SHOW97.record(0x1772, (1 << 20 | 1).to_bytes(4, "little") + (77).to_bytes(4, "little"))
    first = len(data)
    data += SHOW97.record(0x0FF5, bytes(8) + (0).to_bytes(4, "little") + (0).to_bytes(4, "little") + bytes(12))
    newer = len(data)
    data += SHOW97.record(0x1772, (1 << 20 | 1).to_bytes(4, "little") + (99).to_bytes(4, "little"))
    last = len(data)
    data += SHOW97.record(
        0x0FF5,
        bytes(8) + first.to_bytes(4, "little") + newer.to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(8),
    )
    places, document = ppt_stream.directory(ppt_stream.PptStream(data), last)
    assert (places, document) == ({1: 99}, 1)


@pytest.mark.parametrize("codepage", [-535, 1252, 7, 0, 32000])
def test_the_summary_is_read_in_its_code_page_or_the_usual_one(made: Make, codepage: int) -> None:
    data = bytes(SHOW97.show(Show([Slide("Satu")], {4: "Ana Lestari"})))
    said = struct.pack("<IhH", 2, -535, 0)
    assert said in data
    found = made(data.replace(said, struct.pack("<IhH", 2, codepage, 0)))
    assert found.values["creator"] == ["Ana Lestari"]


def test_a_lost_directory_costs_the_order_and_no_words(made: Make) -> None:
    data = old(Slide("Satu", ["isi"], ["bentuk"]))
    at = data.index(b"\x72\x17")
    found = made(data[:at] + b"\0\0" + data[at + 2 :])
    assert set(found.text.split("\n\n")) == {"Satu", "isi", "bentuk"}
    assert "not slide by slide" in found.notes[0]


def test_old_presentations_that_cannot_be_read_say_what_to_do(made: Make) -> None:
    data = old(Slide("Satu"))
    with pytest.raises(Encrypted, match="needs a password"):
        made(data.replace(b"\x5f\xc0\x91\xe3", b"\xdf\xc4\xd1\xf3"))
    with pytest.raises(Encrypted, match="needs a password"):
        made(data.replace(b"\xf5\x0f\x1c\0\0\0", b"\xf5\x0f\x20\0\0\0"))
    compound = making("compound").compound
    for stream in (bytes(5000), b"\x0f\0\xe8\x03\xff\xff\xff\xff" * 600):
        with pytest.raises(Unreadable, match="presentation that is damaged"):
            made(compound({"PowerPoint Document": stream, "Current User": bytes(5000)}))
    assert made(data[: len(data) // 2]).reader == "none"  # its type was given at its end


def test_records_in_one_another_end_somewhere(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ppt_stream, "MOST_RECORDS", 2000)
    nested = b""
    for _ in range(sys.getrecursionlimit()):
        nested = SHOW97.record(0x040C, nested, version=15)
    with pytest.raises(Unreadable, match="presentation that is damaged"):
        made(making("compound").compound({"PowerPoint Document": nested, "Current User": bytes(5000)}))
