"""An order counts however far behind it stands: at the end of a long value, line or list, or of a large file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.record import Status
from ingest.files.restrictions import hold_named
from tests.builders.described_texts import describe_text
from tests.builders.djvu_pages import DJVU_CARRIERS
from tests.builders.embargo_carriers import CARRIERS, STORY, TITLE, Maker, opendocument, quoted, sheets, word
from tests.builders.inner_carriers import INNER_CARRIERS, text_docx
from tests.builders.mail_carriers import MAIL_CARRIERS
from tests.builders.office_files import changed
from tests.builders.packed_carriers import PACKED_CARRIERS
from tests.builders.packed_files import zipped
from tests.builders.photo_builders import (
    ascii_tag,
    chunk,
    comment,
    dataset,
    exif_segment,
    iim_segment,
    jpeg,
    packet,
    png,
    segment,
    tiff,
    xmp_segment,
)
from tests.builders.picture_carriers import PICTURE_CARRIERS
from tests.builders.sound_carriers import SOUND_CARRIERS
from tests.ingest.extract.test_embargo_limits import ORDER, TALK, status

SENTENCE = "The director of the port spoke to the visitors about ships. "
LONG = SENTENCE * 50  # 3,000 characters
SHORT = "Ships came in. " * 30  # of them it is many sentences
FAR = "\n\n".join([SENTENCE * 4] * 300)  # 72,000 characters
CLAUSES = (
    ", and this applies to all media which have received the text in advance by mail, by fax or by hand, whatever the"
    " country in which they work, whichever the language in which they publish, whether on paper, in the air or on a"
    " screen, and to all their partners who have a contract with them"
)
ENDED = [f"EMBARGOED UNTIL 10:00 GMT, {day} MAY 2020" for day in range(1, 26)]
PLACES = {
    **CARRIERS, **INNER_CARRIERS, **MAIL_CARRIERS, **PACKED_CARRIERS, **PICTURE_CARRIERS, **SOUND_CARRIERS,
    **DJVU_CARRIERS,
}  # fmt: skip
NEVER_LONG = {  # their format has no room
    ("eml", "name of an attachment"), ("msg", "name of an attachment"), ("txt", "letters apart"), ("png", "keyword"),
    ("jpg", "caption of Photoshop"), ("gif", "comment behind the picture"), ("gif", "text"), ("mp4", "chapter"),
    ("xls", "name of a sheet"), ("mp3", "APE"),
}  # fmt: skip


@pytest.mark.parametrize("place", sorted(PLACES.keys() - NEVER_LONG), ids=" ".join)
def test_an_order_at_the_end_of_a_long_value_holds_the_file(tmp_path: Path, place: tuple[str, str]) -> None:
    for words, expected in ((ORDER, Status.HELD), (TALK, Status.RELEASED)):
        assert status(tmp_path, PLACES[place](LONG + words), f"file.{place[0]}") is expected


def par(words: str) -> str:
    """Return a paragraph of a Word document."""
    return f"<w:p><w:r><w:t>{quoted(words)}</w:t></w:r></w:p>"


def comments(*words: str) -> bytes:
    """Return a document with comments."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    inside = "".join(f"<w:comment>{par(one)}</w:comment>" for one in words)
    return changed(text_docx(TALK), {"word/comments.xml": f"<w:comments {space}>{inside}</w:comments>".encode()})


def linked(data: object) -> bytes:
    """Return a page with linked data."""
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    return f"<html><head>{script}</head><body><h1>{TITLE}</h1><p>{STORY}</p></body></html>".encode()


def page(above: str) -> bytes:
    """Return a page with something above its article."""
    return f"<html><body>{above}<article><h1>{TITLE}</h1><p>{STORY}</p></article></body></html>".encode()


def iim(*datasets: bytes) -> bytes:
    """Return a photo with datasets in UTF-8."""
    return jpeg(iim_segment(dataset(1, 90, b"\x1b%G") + b"".join(datasets)))


def xmp(body: str, attributes: str = "") -> bytes:
    """Return a photo with a packet, which may be long."""
    return png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet(body, attributes)))


def slides(count: int, last: str) -> bytes:
    """Return a presentation of so many slides, and a last one."""
    said = [*(f"Kapal {n}" for n in range(count)), last]
    shown = "".join(
        f"<draw:page><draw:frame><draw:text-box><text:p>{words}</text:p></draw:text-box></draw:frame></draw:page>"
        for words in said
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{whole}:1.0"'
        for name, whole in (("office", "office"), ("draw", "drawing"), ("text", "text"))
    )
    content = (
        f"<office:document-content {names}><office:body><office:presentation>{shown}</office:presentation>"
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.presentation"
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": "<manifest/>"})


def table(rows: int, last: str) -> bytes:
    """Return an OpenDocument text with a table of so many rows, and a last one."""
    row = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>".format
    inside = "".join(map(row, [*(f"Kapal {n}" for n in range(rows)), last]))
    return bytes(opendocument.document(opendocument.Open(f"<table:table>{inside}</table:table>")))


def properties(last: str) -> bytes:
    """Return a document with many properties of its own."""
    one = '<property name="{}"><lpwstr>{}</lpwstr></property>'.format
    inside = "".join([*(one(f"N{n}", f"x{n}") for n in range(1_200)), one("Note", last)])
    return changed(text_docx(TALK), {"docProps/custom.xml": f"<Properties>{inside}</Properties>".encode()})


def body(words: str) -> bytes:
    """Return a Word document with these paragraphs above its text."""
    return bytes(word.document(word.Word(body="".join(map(par, [words, TITLE, STORY])))))


FILES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "a line in the middle of a long text": ("txt", lambda said: f"{TITLE}\n\n{FAR}\n\n{said}\n\n{FAR}".encode()),
    "the last sentence of a long line": ("txt", lambda said: f"{TITLE}\n\n{FAR}\n\n{LONG * 2}{said}.\n".encode()),
    "the last of many sentences": ("txt", lambda said: f"{TITLE}\n\n{FAR}\n\n{SHORT}{said}.\n".encode()),
    "a long sentence": ("txt", lambda said: f"{said.capitalize()}{CLAUSES}\n\n{TITLE}\n\n{STORY}\n".encode()),
    "the last part of a row": ("txt", lambda said: f"{'Ship | ' * 12}{said}\n\n{TITLE}\n\n{STORY}\n".encode()),
    "a comment in several lines": ("md", lambda said: f"# {TITLE}\n\n{STORY}\n\n<!-- {SENTENCE}\n{said} -->".encode()),
    "a comment with a tag": ("md", lambda said: f"# {TITLE}\n\n{STORY}\n\n<!-- <b>{said}</b> -->".encode()),
    "a comment behind a million characters": (
        "md", lambda said: f"# {TITLE}\n\n{'Ships came. ' * 90_000}\n\n<!-- {said} -->".encode(),
    ),
    "many sentences in a comment": ("docx", lambda said: comments(SHORT + said)),
    "a comment behind ended embargoes": ("docx", lambda said: comments(*ENDED, said)),
    "the last of many properties": ("docx", properties),
    "the last row of a table": ("odt", lambda said: table(5_000, said)),
    "the last of many slides": ("odp", lambda said: slides(2_100, said)),
    "a long text in a document": (
        "docx", lambda said: changed(text_docx(TALK), {"word/embeddings/a.txt": f"{FAR * 20}\n\n{said}".encode()}),
    ),
    "unknown bytes in a document": (
        "docx",
        lambda said: changed(text_docx(TALK), {"word/embeddings/a.bin": b"\1\2" + b"ship\0" * 25_000 + said.encode()}),
    ),
    "a hidden paragraph": ("html", lambda said: page(f"<div style='display:none'><p>{LONG}{said}</p></div>")),
    "a paragraph of an unknown element": ("html", lambda said: page(f"<x-note>{LONG}<b>{STORY}</b> {said}</x-note>")),
    "a comment of many lines": ("html", lambda said: page("<!-- " + "port\n" * 60 + f"{said} -->")),
    "large linked data": ("html", lambda said: linked({"x": ["y" * 100] * 12_000, "usageInfo": said})),
    "linked data with an error": ("html", lambda said: linked({"usageInfo": said}).replace(b'"}', b'",,}')),
    "a long style": ("html", lambda said: page(f"<style>{'a {color: red} ' * 80_000} b {{content: '{said}'}}</style>")),
    "many lines of a value": (
        "json", lambda said: json.dumps({"title": TITLE, "content": STORY, "note": "ship\n" * 80 + said}).encode(),
    ),
    "a column far to the right": (
        "csv", lambda said: f"{'a;' * 300}a\n{'x;' * 300}{said}\n".encode(),
    ),
    "a long cell": ("csv", lambda said: f'File,Caption\na.jpg,"{LONG * 8}{said}"\nb.jpg,Ships\n'.encode()),
    "a long cell of a workbook": (
        "xlsx", lambda said: bytes(sheets.workbook({"Foto": [["File", "Caption"], ["a.jpg", LONG * 8 + said]]})),
    ),
    "the last sentence of a caption": ("jpg", lambda said: iim(dataset(2, 120, (SHORT + said).encode()))),
    "the last sentence of instructions": ("jpg", lambda said: iim(dataset(2, 40, (SHORT + said).encode()))),
    "the last keyword": (
        "jpg", lambda said: iim(*(dataset(2, 25, b"port%d" % n) for n in range(120)), dataset(2, 25, said.encode())),
    ),
    "the last byline": (
        "jpg", lambda said: iim(*(dataset(2, 80, b"Ana%d" % n) for n in range(120)), dataset(2, 80, said.encode())),
    ),
    "an unknown tag": ("jpg", lambda said: jpeg(exif_segment(tiff([ascii_tag(0xFDE8, (LONG * 4 + said).encode())])))),
    "an unmapped property": (
        "jpg", lambda said: jpeg(xmp_segment(packet(f"<photoshop:Supplemental>{LONG}{said}</photoshop:Supplemental>"))),
    ),
    "a segment behind large ones": (
        "jpg", lambda said: jpeg(*[segment(0xEC, LONG.encode() * 20)] * 45, segment(0xEC, said.encode())),
    ),
    "a comment": ("jpg", lambda said: jpeg(comment((LONG + said).encode()))),
    "behind many values": (
        "png",
        lambda said: xmp(
            f"<dc:x><rdf:Seq>{'<rdf:li>p</rdf:li>' * 6_000}</rdf:Seq></dc:x>"
            f"<photoshop:Instructions>{said}</photoshop:Instructions>"
        ),
    ),
    "behind many attributes": (
        "png",
        lambda said: xmp("", " ".join(f'dc:a{n}="x"' for n in range(600)) + f' photoshop:Instructions="{said}"'),
    ),
    "a very long text": ("png", lambda said: png(chunk(b"tEXt", b"Author\0" + (LONG * 40 + said).encode()))),
    "a chunk of an unknown kind": ("png", lambda said: png(chunk(b"noTe", (LONG * 30 + said).encode()))),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_an_order_behind_much_else_holds_the_file(tmp_path: Path, name: str) -> None:
    suffix, make = FILES[name]
    for said, expected in ((ORDER, Status.HELD), (TALK, Status.RELEASED)):
        assert status(tmp_path, make(said), f"file.{suffix}") is expected


TOO_LARGE: dict[str, tuple[str, Maker]] = {
    "a packet": ("png", lambda said: xmp(f"<dc:x>{'p ' * 9_000_000}</dc:x><dc:rights>{said}</dc:rights>")),
    "a sidecar": ("xmp", lambda said: packet(f"<dc:x>{'p ' * 9_000_000}</dc:x><dc:rights>{said}</dc:rights>")),
    "a photo of many segments": ("jpg", lambda said: jpeg(*[comment(b"p")] * 20_000, comment(said.encode()))),
    "a table": ("csv", lambda said: f"{'a;' * 17_000}a\n{'x;' * 17_000}{said}\n".encode()),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_a_file_that_is_not_read_whole_is_held_whatever_it_says(tmp_path: Path, name: str) -> None:
    suffix, make = TOO_LARGE[name]
    for said in (ORDER, TALK):
        assert status(tmp_path, make(said), f"file.{suffix}") is Status.HELD


@pytest.mark.parametrize("name", ["W-HAI_1275", "IMG_1234.jpg"])
def test_the_embargo_of_a_text_is_for_a_photo_named_at_the_end_of_a_long_paragraph(name: str) -> None:
    description = describe_text(f"{ORDER}\n\n{TITLE}\n\n{LONG * 8}See {name}.\n")
    hold_named(description)
    assert [mention.embargo["until"] for mention in description.mentions if mention.embargo] == ["2090-05-05T10:00:00Z"]
