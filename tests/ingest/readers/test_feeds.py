# ruff: noqa: E501  (one item per line)
"""Feeds, articles as JSON, and Apple Mail messages: their content, what is held, and what is refused."""

from __future__ import annotations

import json
import plistlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.errors import Unreadable
from archive.record import Description
from ingest.readers.base import sniff
from tests.builders.made_files import read
from tests.support.commands import some

Make = Callable[..., Description]
WXR = 'xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
RSS_ITEM = """<item><title>Harga &amp;amp; beras turun</title><link>https://a.example/harga-beras?utm=1</link>
<guid isPermaLink="false">a-17</guid><pubDate>Fri, 02 May 2025 07:30:00 +0700</pubDate>
<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Sari Dewi</dc:creator><category>Pangan</category>
<description>Ringkas.</description>
<content:encoded><![CDATA[<p>Harga beras turun.</p><p>Menteri hadir.</p><script>no()</script>]]></content:encoded>
<enclosure url="https://a.example/f/beras-1.jpg" type="image/jpeg" length="9"/></item>"""
OTHER_ITEM = (
    "<item><title>Dua</title><author>x@a.example (Budi Santoso)</author><description>Isi dua.</description></item>"
)
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Return a function that writes a file with that name and reads it; a mapping is written as JSON."""

    def make(content: Any, filename: str = "a.dat") -> Description:
        path = tmp_path / filename
        text = content if isinstance(content, str | bytes) else json.dumps(content, ensure_ascii=False)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read(path)

    return make


def rss(*items: str, channel: str = "") -> str:
    shown = "<title>Kantor Pangan</title><language>id-ID</language>" + channel
    return f'<?xml version="1.0"?><rss version="2.0" {WXR}><channel>{shown}{"".join(items)}</channel></rss>'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<rss version='0.91'><channel/></rss>", "application/rss+xml"),
        (f"<feed {ATOM}/>", "application/atom+xml"),
        ("<feed xmlns='urn:another'/>", "text/plain"),
        ('<?xml version="1.0"?>\n<?xml-stylesheet href="a"?><!-- x -->\n<rdf:RDF xmlns="http://purl.org/rss/1.0/"/>',
         "application/rss+xml"),
        ('{"@type": "NewsArticle", "headline": "A", "articleBody": "B"}', "application/x.article+json"),
        ('[{"id": 1, "title": {"rendered": "A"}, "content": {"rendered": "B"}}]', "application/x.article+json"),
        ('{"data": [{"attributes": {"title": "A", "body": {"value": "B"}}}]}', "application/x.article+json"),
        ('{"title": "A", "text": "B"}\n{"title": "C", "text": "D"}', "application/jsonl"),
        ('{"title": "A", "version": 3}', "text/plain"),
        ('{"title": "A", "description": "a setting"}', "text/plain"),
        ("120\nFrom: a@b.example\nMessage-ID: <1>\n\nHi", "message/x-emlx"),
        ("120\nNothing: a mail\n\nHi", "text/plain"),
    ],
)  # fmt: skip
def test_told_by_its_content(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "a.txt").write_text(content, encoding="utf-8")
    assert sniff.media_type(tmp_path / "a.txt", "a.txt") == told


# feeds


def test_each_item_of_a_feed_is_a_record(made: Make, tmp_path: Path) -> None:
    found = made(rss(RSS_ITEM, OTHER_ITEM), "feed.xml")
    assert [member.name for member in found.members] == ["harga-beras.xml", "Dua.xml"]
    one, two = (read(tmp_path / member.file, member.name) for member in found.members)
    assert one.text == "Harga beras turun.\n\nMenteri hadir.\n\nberas-1.jpg"
    expected = {
        "title": "Harga & beras turun", "date": "2025-05-02", "creator": ["Sari Dewi"], "keywords": ["Pangan"],
        "source": "Kantor Pangan", "language": "id", "source_url": "https://a.example/harga-beras?utm=1",
        "identifiers": ["a-17"],
    }  # fmt: skip
    assert {key: one.values.get(key) for key in expected} == expected
    assert (two.text, two.values["creator"]) == ("Isi dua.", ["Budi Santoso"])


def test_atom_with_each_kind_of_text(made: Make, tmp_path: Path) -> None:
    entries = "".join(
        f"<entry><title type='html'>&lt;b&gt;Satu&lt;/b&gt;</title><id>urn:{n}</id><updated>2025-01-02T00:00:00Z</updated>"
        f"<link rel='self' href='https://a.example/self'/><link href='https://a.example/{n}'/>{content}</entry>"
        for n, content in enumerate((
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Satu</p><p>Dua</p></div></content>",
            "<content type='html'>&lt;p&gt;Satu&lt;/p&gt;&lt;p&gt;Dua&lt;/p&gt;</content>",
            "<content>Satu\n\nDua</content>",
        ))
    )  # fmt: skip
    found = made(f"<feed {ATOM} xml:lang='id'><author><name>Kantor</name></author>{entries}</feed>")
    for n, member in enumerate(some(found.members)):
        item = read(tmp_path / member.file, member.name)
        assert item.text == "Satu\n\nDua"
        told = [item.values[key] for key in ("title", "date", "creator", "source_url", "language")]
        assert told == ["Satu", "2025-01-02", ["Kantor"], f"https://a.example/{n}", "id"]


def test_rss_1_has_its_items_beside_the_channel(made: Make) -> None:
    head = '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    found = made(f"{head}<channel><title>K</title></channel><item><title>A</title></item><item/></rdf:RDF>")
    assert len(found.members) == 2


@pytest.mark.parametrize(
    ("inside", "until"),
    [
        ("<wp:status>draft</wp:status>", None),
        ("<wp:status>private</wp:status>", None),
        ("<wp:status>pending</wp:status>", None),
        ("<wp:status>future</wp:status><wp:post_date_gmt>2031-05-03 03:00:00</wp:post_date_gmt>", "2031-05-03T03:00:00Z"),
        ("<wp:status>future</wp:status>", None),
        ("<wp:status>publish</wp:status><wp:post_password>x</wp:post_password>", None),
        ("<wp:status>publish</wp:status>", ""),
    ],
)  # fmt: skip
def test_what_wordpress_has_not_published_is_held(made: Make, inside: str, until: str | None) -> None:
    found = made(rss(f"<item><title>A</title>{inside}<content:encoded>Isi</content:encoded></item>"))
    embargo = found.values.get("embargo")
    assert embargo is None if until == "" else embargo["until"] == until


def test_what_is_no_article_of_wordpress_is_left_out(made: Make) -> None:
    menu = "<item><title>M</title><wp:post_type>nav_menu_item</wp:post_type><wp:post_id>7</wp:post_id></item>"
    found = made(rss(RSS_ITEM, menu, OTHER_ITEM))
    assert [(member.name, member.outcome) for member in found.members][2] == ("nav_menu_item-7.xml", "skipped")


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>',
        "<rss><channel><item></channel></rss>",
        "<rss>" + "<channel>" * 200 + "</channel>" * 200 + "</rss>",
    ],
)
def test_hostile_feeds_are_refused(made: Make, content: str) -> None:
    with pytest.raises(Unreadable):
        made(content)


def test_a_feed_without_items_says_so(made: Make) -> None:
    found = made(rss(channel="<description>Berita.</description>"))
    assert (found.text, found.notes) == ("Berita.", ["a feed without items"])


# articles as JSON


@pytest.mark.parametrize(
    "article",
    [
        {"@type": "NewsArticle", "headline": "Judul", "articleBody": "Satu\n\nDua", "datePublished": "2025-01-02",
         "author": {"@type": "Person", "name": "Sari Dewi"}, "inLanguage": "id-ID", "url": "https://a.example/1"},
        {"title": {"rendered": "Judul"}, "content": {"rendered": "<p>Satu</p><p>Dua</p>"}, "date": "2025-01-02T03:00:00",
         "author": 3, "author_name": "Sari Dewi", "lang": "id", "link": "https://a.example/1", "tags": [4, 5]},
        {"type": "node--article", "attributes": {"title": "Judul", "langcode": "id", "created": "2025-01-02T03:00:00Z",
         "body": {"processed": "<p>Satu</p><p>Dua</p>"}}, "author": "Sari Dewi", "url": "https://a.example/1"},
        {"title": "Judul", "body": {"blocks": [{"type": "paragraph", "data": {"text": "Satu"}}, {"data": {"text": "Dua"}}]},
         "authors": [{"name": "Sari Dewi"}], "language": "id", "published_at": "2025-01-02", "url": "https://a.example/1"},
        {"judul": "Judul", "isi": "Satu\n\nDua", "penulis": "Sari Dewi", "bahasa": "id", "tanggal": "2025-01-02",
         "tautan": "https://a.example/1", "created": "2025-01-02"},
    ],
)  # fmt: skip
def test_systems_name_the_same_differently(made: Make, article: dict[str, Any]) -> None:
    found = made(article, "a.json")
    assert found.reader == "article"
    assert found.text == "Satu\n\nDua"
    told = [found.values.get(key) for key in ("title", "date", "creator", "language", "source_url")]
    assert told == ["Judul", "2025-01-02", ["Sari Dewi"], "id", "https://a.example/1"]


def test_articles_in_a_list_and_in_lines_are_records(made: Make, tmp_path: Path) -> None:
    two = [{"title": "Satu", "slug": "satu", "text": "x" * 70_000}, {"title": "Dua", "text": "Isi"}, {"odd": 1}]
    for found in (
        made({"version": "https://jsonfeed.org/version/1.1", "title": "Kantor", "items": two}, "a.json"),
        made("\n".join(map(json.dumps, two)), "a.jsonl"),
    ):
        read_again = [read(tmp_path / member.file, member.name) for member in found.members if member.file]
        assert [item.values["title"] for item in read_again] == ["Satu", "Dua"]
    assert "it needs a title" in found.members[2].reason
    assert found.members[2].reason.endswith("has odd")


@pytest.mark.parametrize(
    "kept", [{"status": "draft"}, {"isDraft": True}, {"published": False}, {"embargo": "2031-05-03T10:00:00+07:00"}]
)
def test_what_is_not_out_is_held(made: Make, kept: dict[str, Any]) -> None:
    assert made({"title": "A", "text": "B"} | kept).values["embargo"]
    assert "embargo" not in made({"title": "A", "text": "B", "status": "publish", "published": True}).values


def test_a_picture_of_an_article_is_named(made: Make) -> None:
    image = {
        "@type": "ImageObject",
        "url": "https://a.example/p/rapat-7.jpg?w=9",
        "caption": "Rapat.",
        "creditText": "A/B",
    }
    assert made({"title": "A", "text": "Isi.", "image": [image]}).text == "Isi.\n\nrapat-7.jpg\nRapat. (Photo: A/B)"


@pytest.mark.parametrize("broken", ['{"title": "A", "text": "B",', '{"title": "A", "text": ' + "[" * 300])
def test_what_is_no_json_after_all_is_read_as_text(made: Make, broken: str) -> None:
    found = made(broken, "a.json")
    assert found.text.startswith('{"title": "A"')
    assert "read as plain text" in found.notes[-1]


# EMLX


def emlx(flags: int = 1, size: int | None = None) -> bytes:
    mail = b"From: Sari <s@a.example>\nSubject: Undangan\nMessage-ID: <1@a>\n\nDatang.\n"
    state = f'<?xml version="1.0"?><plist version="1.0"><dict><key>flags</key><integer>{flags}</integer></dict></plist>'
    return b"%d        \n%b%b" % (len(mail) if size is None else size, mail, state.encode())


def test_a_mail_of_apple_mail(made: Make) -> None:
    found = made(emlx(), "1.emlx")
    assert (found.values["title"], found.text) == ("Undangan", "Datang.")
    assert made(emlx(flags=0x40), "2.emlx").values["embargo"]
    assert "embargo" not in found.values


@pytest.mark.parametrize("behind", [b"", b"\n"])
@pytest.mark.parametrize(("flags", "held"), [(1, False), (0x40, True)])
def test_the_state_of_apple_mail_may_be_binary(made: Make, flags: int, held: bool, behind: bytes) -> None:
    mail = emlx()[: emlx().index(b"<?xml")]
    found = made(mail + plistlib.dumps({"flags": flags}, fmt=plistlib.FMT_BINARY) + behind, "1.emlx")
    assert (found.text, "embargo" in found.values) == ("Datang.", held)


@pytest.mark.parametrize(
    "state", [b"<?xml version='1.0'?><plist>", b"bplist00" + bytes(40), b"<plist><array/></plist>"]
)
def test_a_mail_whose_state_cannot_be_read_is_held(made: Make, state: bytes) -> None:
    found = made(emlx()[: emlx().index(b"<?xml")] + state, "1.emlx")
    assert found.text == "Datang."
    assert "may be a draft" in found.values["embargo"]["words"]
    assert "embargo" not in made(emlx()[: emlx().index(b"<?xml")], "1.emlx").values


def test_a_mail_of_apple_mail_that_is_cut_off(made: Make) -> None:
    with pytest.raises(Unreadable):
        made(emlx(size=10**9), "1.emlx")


UNTIL = "EMBARGO until 1 January 2098"
LATER, TOLD = "2098-01-01T00:00:00Z", {"title": "Judul", "body": "Isi berita tentang kota."}
APP = 'xmlns:app="http://www.w3.org/2007/app"'


def feed_item(more: str, body: str = "<description>Isi.</description>") -> str:
    return f"<item><title>A</title>{body}{more}</item>"


@pytest.mark.parametrize(
    ("content", "until"),
    [
        *((rss(feed_item(f"<wp:status>{status}</wp:status>")), None) for status in ("auto-draft", "trash", "future", "scheduled")),
        (rss(feed_item("<pubDate>Wed, 01 Jan 2098 00:00:00 GMT</pubDate>")), LATER),
        (rss(feed_item(f"<embargo>{LATER}</embargo>")), LATER),
        (rss(feed_item(f'<p:embargoDate xmlns:p="urn:prism">{LATER}</p:embargoDate>')), LATER),
        (rss(feed_item(""), channel=f"<embargo>{LATER}</embargo>"), LATER),
        (rss(feed_item("<content:encoded>Isi yang lebih panjang dari ringkasan di atas itu.</content:encoded>", f"<description>{UNTIL}</description>")), "2098-01-02T12:00:00Z"),
        (f"<feed {ATOM}><entry><title>A</title><published>{LATER}</published><content>Isi.</content></entry></feed>", LATER),
        (f"<feed {ATOM} {APP}><entry><title>A</title><app:control><app:draft>yes</app:draft></app:control><content>Isi.</content></entry></feed>", None),
        *(({**TOLD, "status": status}, None) for status in ("future", "scheduled", "trash", "auto-draft", {"name": "draft"})),
        ({**TOLD, "post_status": "draft"}, None),
        ({**TOLD, "creativeWorkStatus": "Draft"}, None),
        ({**TOLD, "datePublished": LATER}, LATER),
        ({**TOLD, "publishedAt": None}, None),
        ({**TOLD, "meta": {"embargo": LATER}}, LATER),
        ({**TOLD, "editorNote": UNTIL}, "2098-01-02T12:00:00Z"),
        ({**TOLD, "text": UNTIL}, "2098-01-02T12:00:00Z"),
        ({"embargo": LATER, "items": [TOLD]}, LATER),
        ({"embargo": LATER, "status": "draft", "items": [{**TOLD, "status": "published"}]}, None),
        ({"embargo": LATER, "attributes": {**TOLD, "embargo": None}}, LATER),
        ({"embargo" + "_" * n: LATER for n in range(30)} | {"items": [TOLD]}, None),
    ],
)  # fmt: skip
def test_what_a_format_says_holds(made: Make, content: Any, until: str | None) -> None:
    found = made(content, "a.json" if isinstance(content, dict) else "a.xml")
    assert found.values["embargo"]["until"] == until


@pytest.mark.parametrize(
    "content",
    [
        rss(RSS_ITEM),
        rss(feed_item("<wp:status>publish</wp:status><wp:comment_status>closed</wp:comment_status>")),
        {**TOLD, "status": "publish", "datePublished": "2025-05-02T07:30:00Z", "meta": {"embargo": None}},
        {"status": "ok", "total": 1, "items": [{**TOLD, "author": {"name": "Sari", "status": "private"}}]},
    ],
)
def test_what_is_out_is_not_held(made: Make, content: Any) -> None:
    assert "embargo" not in made(content, "a.json" if isinstance(content, dict) else "a.xml").values


def test_what_holds_a_feed_or_list_holds_each_of_its_items(made: Make, tmp_path: Path) -> None:
    for content, name in (
        (rss(RSS_ITEM, OTHER_ITEM, channel=f"<description>{UNTIL}</description>"), "a.xml"),
        ({"status": "draft", "items": [TOLD, {**TOLD, "title": "Dua"}]}, "a.json"),
    ):
        members = made(content, name).members
        held = [read(tmp_path / one.file, one.name).values.get("embargo") for one in members]
        assert len(held) == 2
        assert all(held)


def test_a_comment_in_an_item_of_a_feed_is_in_its_own_file(made: Make, tmp_path: Path) -> None:
    one = OTHER_ITEM.replace("<author>", f"<!-- {UNTIL} --> <author>")
    found = made(rss(RSS_ITEM, one), "a.xml")
    first, second = [(tmp_path / member.file).read_text() for member in found.members]
    assert UNTIL not in first
    assert f"<!-- {UNTIL} -->" in second
    assert "embargo" not in found.values


def test_no_word_of_a_mail_is_left_out_by_its_size(made: Make) -> None:
    mail = f"From: a@b.example\r\nSubject: Hal\r\n\r\nIsi.\r\n\r\n{UNTIL}\r\n"
    assert UNTIL in made(f"50\n{mail}", "a.emlx").text
