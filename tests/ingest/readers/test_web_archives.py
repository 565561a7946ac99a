# ruff: noqa: E501  (one item per line)
"""Web archives, any XML, and audio tags: what is read, what is left out, and what is refused."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from archive.errors import Unreadable
from archive.record import Description
from ingest.readers.base import members
from tests.builders.made_files import read

Make = Callable[[bytes, str], Description]
PAGE = b"<html><body><p>Harga beras turun.</p></body></html>"


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Return a function that writes a file with that name and reads it."""

    def make(content: bytes, filename: str) -> Description:
        (tmp_path / filename).write_bytes(content)
        return read(tmp_path / filename)

    return make


def record(address: str, body: bytes, headers: str = "Content-Type: text/html", kind: str = "response",
           status: str = "200 OK") -> bytes:  # fmt: skip
    """Return a record of a web archive: a response of a server, or information by the crawler."""
    block = f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body if kind == "response" else body
    told = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Record-ID: <urn:x:1>\r\n"
    told += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    return told.encode() + block + b"\r\n\r\n"


RECORDS = [
    record("", b"software: x\r\n", kind="warcinfo"),
    record("https://a.example/berita/1?p=2", PAGE),
    record("https://a.example/", zlib.compress(PAGE), "Content-Type: text/html\r\nContent-Encoding: deflate"),
    record("https://a.example/b.html", b"5\r\n<p>Du\r\n6\r\na</p>\n\r\n0\r\n\r\n",
           "Content-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked"),
    record("https://a.example/style.css", b"p {}", "Content-Type: text/css"),
    record("https://a.example/gone", PAGE, status="404 Not Found"),
    record("https://a.example/br", b"x", "Content-Type: text/html\r\nContent-Encoding: br"),
    record("https://a.example/../../etc/passwd", PAGE),
]  # fmt: skip


@pytest.mark.parametrize("pack", [b"".join, lambda parts: b"".join(map(gzip.compress, parts))])
def test_each_page_of_a_web_archive_is_a_file(made: Make, tmp_path: Path, pack: Callable[[list[bytes]], bytes]) -> None:
    found = made(pack(RECORDS), "crawl.warc.gz")
    told = {member.name: member for member in found.members}
    outside = "a.example/__/__/etc/passwd.html"
    assert list(told) == ["a.example/berita/1-p=2.html", "a.example/index.html", "a.example/b.html",
                          "a.example/br.html", outside]  # fmt: skip
    assert (tmp_path / told["a.example/index.html"].file).read_bytes() == PAGE
    assert (tmp_path / told["a.example/b.html"].file).read_bytes() == b"<p>Dua</p>\n"
    assert told["a.example/br.html"].outcome == "rejected"
    assert found.notes[-1].startswith("2 answers in it were left out")


def test_bombs_in_a_web_archive_are_told(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = record(
        "https://a.example/", gzip.compress(bytes(4 << 20)), "Content-Type: text/html\r\nContent-Encoding: gzip"
    )
    monkeypatch.setattr(members, "MOST_EACH", 1 << 20)
    assert [member.outcome for member in made(bomb + RECORDS[1], "a.warc").members] == ["rejected", ""]
    with pytest.raises(Unreadable, match="times its size"):
        made(gzip.compress(record("https://a.example/", bytes(16 << 20), "Content-Type: image/x")), "a.warc.gz")


@pytest.mark.parametrize(
    "broken", [RECORDS[1][:-30], b"WARC/1.0\r\n\r\n" + b"\xff" * 99, b"WARC/1.0\r\nContent-Length: -5\r\n\r\n"]
)
def test_a_damaged_web_archive_ends(made: Make, broken: bytes) -> None:
    with suppress(Unreadable):
        assert len(made(broken, "a.warc").members) <= 1


DOCBOOK = """<?xml version="1.0"?><!DOCTYPE article PUBLIC "-//OASIS//DTD DocBook XML V4.5//EN" "docbookx.dtd">
<article lang="id"><articleinfo><title>Pasar &nbsp;beras</title><author><firstname>Sari</firstname><surname>Dewi</surname>
</author><pubdate>2025-05-02</pubdate></articleinfo><section><title>Satu</title><para>Harga <emphasis>beras</emphasis> turun.
</para></section></article>"""


def test_docbook_has_title_author_and_day(made: Make) -> None:
    found = made(DOCBOOK.encode(), "a.xml")
    told = [found.values.get(key) for key in ("title", "creator", "date", "language")]
    assert told == ["Pasar beras", ["Sari Dewi"], "2025-05-02", "id"]
    assert found.text.endswith("Satu\n\nHarga beras turun.")


ABIWORD = """<?xml version="1.0"?><!DOCTYPE abiword PUBLIC "-//ABISOURCE//DTD AWML 1.0 Strict//EN" "awml.dtd">
<abiword xmlns="http://www.abisource.com/awml.dtd"><metadata><m key="dc.title">Pasar beras</m>
<m key="dc.creator">Sari Dewi</m><m key="dc.description">%s</m></metadata><styles><s name="Normal"/></styles>
<section><p>Harga <c props="x">beras</c> turun.</p><p>Naik.<c revision="1,-2">Batal.</c></p></section></abiword>"""


def test_of_an_abiword_document_its_words_are_read_and_what_its_metadata_hold_back_is_held(made: Make) -> None:
    found = made((ABIWORD % "Untuk koran").encode(), "a.abw")
    assert (found.media_type, found.text) == ("application/x-abiword", "Harga beras turun.\n\nNaik.")
    assert (found.values["title"], found.values["creator"]) == ("Pasar beras", ["Sari Dewi"])
    assert "embargo" not in found.values
    held = made((ABIWORD % "EMBARGO until 1 January 2098").encode(), "b.abw")
    assert held.values["embargo"]["until"].startswith("2098")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "/etc/passwd">]><a>&x;</a>', "declares entities"),
        ('<?xml version="1.0"?>' + "<a>" * 300 + "</a>" * 300, "nested over"),
        ('<?xml version="1.0"?><a><b></a>', "is not valid XML"),
    ],
)
def test_xml_that_cannot_be_read_is_kept_without_its_text(made: Make, content: str, why: str) -> None:
    found = made(content.encode(), "a.xml")
    assert (found.text, len(found.notes)) == ("", 1)
    assert why in found.notes[0]


def test_a_drawing_is_read_by_its_words(made: Make) -> None:
    words = "<title>Denah</title><desc>Pelabuhan lama.</desc><g><text x='1'>Dermaga <tspan>A</tspan></text></g><text>Gudang</text>"
    found = made(f'<svg xmlns="http://www.w3.org/2000/svg">{words}<script>no()</script></svg>'.encode(), "a.svg")
    assert (found.values["title"], found.values["caption"], found.text) == (
        "Denah", "Pelabuhan lama.", "Dermaga A\n\nGudang",
    )  # fmt: skip
    held = made(b"<svg><text>EMBARGOED UNTIL 10:00 GMT 3 MAY 2031</text></svg>", "b.svg")
    assert held.values["embargo"]["until"] == "2031-05-03T10:00:00Z"


UNTIL = "EMBARGO until 1 January 2098"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg">'


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        ("<doc><embargo>2098-01-01</embargo><title>A</title><p>Isi.</p></doc>", "a.xml"),
        ("<doc embargo='2098-01-01'><p>Isi.</p></doc>", "a.xml"),
        ("<article status='draft'><para>Isi.</para></article>", "a.xml"),
        (f"<!DOCTYPE d [<!ENTITY a 'b'>]><doc><p>{UNTIL}</p><p>&a;</p></doc>", "a.xml"),
        (f"<doc><p>{UNTIL}</p><p>Isi", "a.xml"),
        (f"{DRAWING}<g><desc>{UNTIL}</desc><text>Peta</text></g></svg>", "a.svg"),
        (f"{DRAWING}<metadata><d>{UNTIL}</d></metadata></svg>", "a.svg"),
        (f"{DRAWING}<text><tspan>Peta</tspan><tspan>{UNTIL}</tspan></text></svg>", "a.svg"),
        (f"<!DOCTYPE svg [<!ENTITY a 'b'>]>{DRAWING}<text>{UNTIL}</text></svg>", "a.svg"),
    ],
)
def test_an_embargo_anywhere_in_xml_holds(made: Make, content: str, filename: str) -> None:
    declared = "" if filename == "a.svg" else '<?xml version="1.0"?>'
    assert made(f"{declared}{content}".encode(), filename).values.get("embargo")


def id3(**frames: str) -> bytes:
    body = b"".join(
        name.encode() + len(text.encode() + b"x").to_bytes(4, "big") + b"\0\0\3" + text.encode()
        for name, text in frames.items()
    )
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + size + body


def test_sound_is_described_by_its_tags(made: Make) -> None:
    found = made(id3(TIT2="Pidato pelabuhan", TPE1="Sari Dewi", TYER="2024"), "a.mp3")
    assert [found.values.get(key) for key in ("title", "creator", "date", "kind")] == [
        "Pidato pelabuhan", ["Sari Dewi"], "2024", "document",
    ]  # fmt: skip
    assert "only the tags" in found.notes[-1]


@pytest.mark.parametrize("content", [b"ID3", b"ID3\3\0\0\x7f\x7f\x7f\x7fTIT2\xff\xff\xff\xff", b"OggS" + b"\xff" * 99,
                                     b"fLaC\0\xff\xff\xff" + b"\xff" * 99])  # fmt: skip
def test_damaged_sound_is_kept(made: Make, content: bytes) -> None:
    assert made(content, "a.mp3").notes
