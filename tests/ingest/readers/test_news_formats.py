"""News in ninjs, NITF and NewsML-G2: text, rights, pictures and embargoes; hostile files are stopped early."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.errors import Unreadable
from archive.record import Description, Status
from ingest.description.extraction import extract_description
from ingest.files.restrictions import access_for
from ingest.readers.base import json_input, sniff
from ingest.readers.news import xml_input
from tests.builders.made_files import read

Make = Callable[..., Description]
ITEM: dict[str, Any] = {"uri": "urn:x:1", "type": "text", "versioncreated": "2025-01-02T03:00:00Z", "language": "id"}
LATER = "2031-05-03T10:00:00+07:00"
MEDIA_TOPIC = "http://cv.iptc.org/newscodes/mediatopic/"
SUBJECT_CODE = "http://cv.iptc.org/newscodes/subjectcode/"
XHTML = "<h:html xmlns:h='urn:x'><h:head><h:title>no</h:title></h:head><h:p>Satu</h:p><h:p>Dua</h:p></h:html>"
NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Return a function that writes a file with that name and reads it; a mapping is written as JSON."""

    def make(content: Any, filename: str = "item.dat") -> Description:
        path = tmp_path / filename
        text = content if isinstance(content, str | bytes) else json.dumps(content, ensure_ascii=False)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read(path)

    return make


def nitf(body: str = "<p>Isi.</p>", docdata: str = ">", head: str = "") -> str:
    return (
        f"<nitf><head><docdata {docdata}</docdata></head><body><body.head>{head}</body.head>"
        f"<body.content>{body}</body.content></body></nitf>"
    )


def newsml(content: str = "", item_meta: str = "", content_meta: str = "", root: str = NAR) -> str:
    return (
        f"<newsItem {root} guid='urn:x:1' xml:lang='en'><itemMeta>{item_meta}</itemMeta>"
        f"<contentMeta>{content_meta}</contentMeta><contentSet>{content}</contentSet></newsItem>"
    )


# the type, whatever its name


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"uri": "urn:x", "headline": "A", "body_text": "B"}', "application/x.ninjs+json"),
        ('[{"standard": {"name": "ninjs"}, "headlines": [], "bodies": []}]', "application/x.ninjs+json"),
        ('{"body_text": "' + "x" * 70_000 + '", "uri": "urn:x"}', "text/plain"),
        ('{"uri": "https://a.example/", "name": "a list of links"}', "text/plain"),
        ('{"about": {"uri": 1, "headline": 2, "bodies": 3}}', "text/plain"),
        ("<nitf><head/></nitf>", "text/vnd.iptc.nitf"),
        ('<?xml version="1.0"?>\n<!-- a > b -->\n<!DOCTYPE nitf SYSTEM "nitf.dtd">\n<nitf/>', "text/vnd.iptc.nitf"),
        (f'<?xml version="1.0"?><newsItem {NAR}/>', "application/vnd.iptc.g2.newsitem+xml"),
        (f"<n:newsMessage {NAR.replace('xmlns', 'xmlns:n')}/>", "application/vnd.iptc.g2.newsmessage+xml"),
        ('<?xml version="1.0"?><newsItem xmlns="urn:another"/>', "application/xml"),
        ("The root is <nitf>, it says.", "text/plain"),
    ],
)
def test_told_by_its_content(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "a.txt").write_text(content, encoding="utf-8")
    assert sniff.media_type(tmp_path / "a.txt", "a.txt") == told


# ninjs


def test_each_version_of_ninjs_says_the_same(made: Make) -> None:
    one = made(ITEM | {"headline": "Judul", "body_xhtml": "<p>Satu</p><p>Dua</p>", "body_text": "Satu Dua"})
    marked, plain = {"value": "<p>Satu</p><p>Dua</p>"}, {"value": "Satu Dua"}
    bodies = [plain | {"contenttype": "text/plain"}, marked | {"contenttype": "text/html"}]
    two = made(ITEM | {"headlines": [{"value": "Judul"}], "bodies": bodies})
    camel = {"versionCreated": ITEM["versioncreated"], "bodies": [marked | {"contentType": "text/html"}]}
    three = made({"uri": "urn:x:1", "type": "text", "language": "id", "headlines": [{"value": "Judul"}]} | camel)
    for found in (one, two, three):
        assert found.text == "Satu\n\nDua"
        assert [found.values[key] for key in ("title", "date", "language")] == ["Judul", "2025-01-02", "id"]
        assert found.origins["date"][0].origin == "ninjs:versioncreated"


def test_the_largest_picture_of_an_association_is_named_with_its_caption(made: Make) -> None:
    renditions = [{"href": "https://a.example/k%C3%A9-9.jpg?w=1", "width": 900}, {"href": "a-small.jpg", "width": 90}]
    picture = {"type": "picture", "byline": "A/B", "description_text": "Rapat.", "renditions": renditions}
    found = made(ITEM | {"headline": "Judul", "body_text": "Isi.", "associations": {"main": picture, "odd": 3}})
    assert found.text == "Isi.\n\nké-9.jpg\nRapat. (Foto: A/B)"


def test_several_items_are_a_file_each(made: Make, tmp_path: Path) -> None:
    found = made([ITEM | {"headline": "Satu"}, ITEM | {"headline": "Dua"}])
    titles = [read(tmp_path / member.file, member.name).values["title"] for member in found.members]
    assert titles == ["Satu", "Dua"]
    assert "2 items" in found.notes[0]


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ({"embargoed": LATER}, "2031-05-03T03:00:00Z"),
        ({"embargoedUntil": LATER}, "2031-05-03T03:00:00Z"),
        ({"embargoed": "20310503T1000"}, "2031-05-04T12:00:00Z"),  # no zone: when that day has ended everywhere
        ({"embargoed": "until the minister has spoken"}, None),
        ({"embargoed": True}, None),
        ({"embargoed": LATER, "pubstatus": "withheld"}, None),
        ({"pubStatus": "canceled"}, None),
        ({"embargoed": "2031-05-03T10:00:00Z", "embargoedUntil": "2032-05-03T10:00:00Z"}, "2032-05-03T10:00:00Z"),
        ({"ednote": "EMBARGOED UNTIL 10:00 GMT 3 MAY 2031"}, "2031-05-03T10:00:00Z"),
    ],
)
def test_ninjs_that_must_not_be_seen_is_held(made: Make, said: dict[str, Any], until: str | None) -> None:
    found = made(ITEM | {"headline": "Judul", "body_text": "Isi."} | said)
    extract_description(found, "item.json", "")
    access = access_for(found, Status.RELEASED)
    assert (access.status, access.release_at) == (Status.HELD, until)


@pytest.mark.parametrize(
    "said", [{"embargoed": None}, {"embargoed": ""}, {"embargoed": False}, {"pubstatus": "usable"}]
)
def test_ninjs_without_an_embargo_is_not_held(made: Make, said: dict[str, Any]) -> None:
    assert "embargo" not in made(ITEM | {"headline": "Judul", "body_text": "Isi."} | said).values


@pytest.mark.parametrize("odd", [None, 7, "x", [], {}, [[]], {"a": []}])
def test_values_of_another_type_than_ninjs_has_are_no_trouble(made: Make, odd: Any) -> None:
    keys = "language headline headlines bodies body_xhtml byline by associations subject person located urgency ednote"
    found = made(ITEM | {"slugline": "x", "body_text": "Isi."} | dict.fromkeys(keys.split(), odd))
    assert "Isi." in found.text or odd == "x"


# NITF


def test_nitf_keeps_the_order_of_words_and_pictures(made: Make) -> None:
    media = '<media><media-reference source="a/b.jpg"/><media-caption>Rapat.</media-caption></media>'
    found = made(
        nitf(f"<p>Satu <em>dua</em> tiga<br/>empat</p>{media} lima<hl2>Enam</hl2><table><tr><td>7</td></tr></table>")
    )
    assert found.text == "Satu dua tiga\nempat\n\nb.jpg\nRapat.\n\nlima\n\nEnam\n\n7"


@pytest.mark.parametrize(
    ("docdata", "until"),
    [
        ('><date.release norm="20310503T100000+0700"/>', "2031-05-03T03:00:00Z"),
        ('management-status="embargoed"><date.release norm="20310503T100000Z"/>', "2031-05-03T10:00:00Z"),
        ('management-status="embargoed">', None),
        ('management-status="killed">', None),
        ('><ed-msg info="Not for publication before 3 May 2031 at 10:00 GMT"/>', "2031-05-03T10:00:00Z"),
    ],
)
def test_nitf_that_must_not_be_seen_is_held(made: Make, docdata: str, until: str | None) -> None:
    access = access_for(made(nitf(docdata=docdata)), Status.RELEASED)
    assert (access.status, access.release_at) == (Status.HELD, until)


def test_letters_by_name_are_read_without_their_declaration(made: Make) -> None:
    assert made(nitf("<p>caf&eacute; &amp; &lt;b&gt;</p>")).text == "café & <b>"


# NewsML-G2


@pytest.mark.parametrize(
    "content",
    [
        "<inlineXML><nitf><body><body.content><p>Satu</p><p>Dua</p></body.content></body></nitf></inlineXML>",
        f"<inlineXML>{XHTML}</inlineXML>",
        '<inlineData contenttype="text/plain">Satu\n\nDua</inlineData>',
    ],
)
def test_inline_content_is_read_in_each_of_its_forms(made: Make, content: str) -> None:
    assert made(newsml(content)).text == "Satu\n\nDua"


def test_a_picture_item_names_its_largest_file(made: Make) -> None:
    content = '<remoteContent href="s.jpg" width="9"/><remoteContent href="x/big.jpg" width="900"/>'
    meta = '<creditline>A/B</creditline><language tag="vi"/><description role="drol:caption">Cuộc họp.</description>'
    assert made(newsml(content, content_meta=meta)).text == "big.jpg\nCuộc họp. (Ảnh: A/B)"


@pytest.mark.parametrize(
    ("meta", "until"),
    [
        (f"<embargoed>{LATER}</embargoed>", "2031-05-03T03:00:00Z"),
        ("<embargoed>soon</embargoed>", None),
        ('<pubStatus qcode="stat:canceled"/>', None),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/withheld"/>', None),
    ],
)
def test_newsml_that_must_not_be_seen_is_held(made: Make, meta: str, until: str | None) -> None:
    access = access_for(made(newsml(item_meta=meta)), Status.RELEASED)
    assert (access.status, access.release_at) == (Status.HELD, until)


def test_the_items_of_a_message_are_a_file_each(made: Make, tmp_path: Path) -> None:
    items = "".join(newsml(content_meta=f"<headline>{name}</headline>") for name in ("Satu", "Dua"))
    found = made(f"<newsMessage {NAR}><itemSet>{items}</itemSet></newsMessage>")
    titles = [read(tmp_path / member.file, member.name).values["title"] for member in found.members]
    assert titles == ["Satu", "Dua"]


def test_what_holds_a_package_holds_the_message_it_came_in(made: Make) -> None:
    package = f"<packageItem><itemMeta><embargoed>{LATER}</embargoed></itemMeta></packageItem>"
    found = made(f"<newsMessage {NAR}><itemSet>{package}{newsml()}</itemSet></newsMessage>")
    assert access_for(found, Status.RELEASED).release_at == "2031-05-03T03:00:00Z"


# hostile


@pytest.mark.parametrize("wrapped", [nitf, newsml])
def test_entities_other_files_and_depth_are_refused(made: Make, wrapped: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("rahasia besar", encoding="utf-8")
    kind = "nitf" if wrapped is nitf else "newsItem"
    for declared in (
        f'<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">',
        '<!ENTITY x "a"><!ENTITY y "&x;&x;">',
        '<!ATTLIST p q CDATA "]>"><!entity x "a">',
        '<!ENTITY % x SYSTEM "http://a.example/x.dtd"> %x;',
    ):
        for encoding in ("utf-8", "utf-16"):
            with pytest.raises(Unreadable, match=r"item\.dat .*entities|item\.dat .*not valid XML"):
                made(f"<!DOCTYPE {kind} [{declared}]>\n{wrapped('<p>&x;</p>')}".encode(encoding))
    with pytest.raises(Unreadable, match="nested over 128 deep"):
        made(wrapped("<b>" * 200 + "</b>" * 200))
    with pytest.raises(Unreadable, match="not valid XML"):
        made(wrapped(f'<p title="{"x" * 11_000_000}">a</p>'))


def test_json_is_refused_when_deep_large_or_cut_off(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    start = '{"uri": "u", "type": "text", "associations": '
    for text, why in (
        (start + "[" * 65 + "]" * 65 + "}", "nested over 64 deep"),
        (start + "[" * 100_000, "nested over 64 deep"),
        (start, "not valid JSON"),
        (start + "9" * 5000 + "}", "not valid JSON"),
        (start + "[" + "0," * json_input.MAX_VALUES + "0]}", "over 1,000,000 values"),
    ):
        with pytest.raises(Unreadable, match=why):
            made(text)
    monkeypatch.setattr(json_input, "MAX_BYTES", 100)
    with pytest.raises(Unreadable, match="split it"):
        made(ITEM | {"headline": "x" * 100})


def test_xml_is_refused_when_it_is_too_large(made: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_input, "MAX_ELEMENTS", 50)
    with pytest.raises(Unreadable, match="over 50 elements"):
        made(nitf("<p/>" * 60))
    monkeypatch.setattr(xml_input, "MAX_BYTES", 100)
    with pytest.raises(Unreadable, match="split it"):
        made(nitf())


# subjects by code


def iptc(number: str, name: str = "", scheme: str = MEDIA_TOPIC) -> dict[str, str]:
    """Return a subject as stored in a record."""
    alias = "medtop" if scheme == MEDIA_TOPIC else "subj"
    said = {"name": name, "code": f"{alias}:{number}", "scheme": scheme, "uri": scheme + number}
    return {key: value for key, value in said.items() if value}


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ({"name": "Bank", "scheme": MEDIA_TOPIC, "code": "20000350"}, iptc("20000350", "Bank")),  # version 1
        ({"name": "Bank", "code": "medtop:20000350"}, iptc("20000350", "Bank")),
        ({"name": "Bank", "uri": f"{MEDIA_TOPIC}20000350"}, iptc("20000350", "Bank")),  # versions 2 and 3
        ({"uri": f"{SUBJECT_CODE}04015000"}, iptc("04015000", scheme=SUBJECT_CODE)),
        ({"name": "Perang", "uri": "http://tt.example/16"}, {"name": "Perang", "uri": "http://tt.example/16"}),
        ({"name": "Data", "code": "http://w.example/Q1"}, {"name": "Data", "uri": "http://w.example/Q1"}),
        ({"name": "Indonesia", "literal": "id"}, {"name": "Indonesia", "code": "id"}),
        ({"name": "Ekonomi", "code": "04000000"}, {"name": "Ekonomi", "code": "04000000"}),  # without a named scheme
        ({"name": "Bank"}, None),
        ({"name": "Bank", "code": 7, "uri": ["x"]}, None),
    ],
)
@pytest.mark.parametrize("key", ["subject", "subjects"])
def test_ninjs_subjects_keep_their_codes(
    made: Make, key: str, said: dict[str, Any], subject: dict[str, str] | None
) -> None:
    found = made(ITEM | {"headline": "Judul", "body_text": "Isi.", key: [said, {"name": "Rapat"}]})
    assert found.values.get("subjects") == ([subject] if subject else None)
    assert "Rapat" in found.values["keywords"]


def test_newsml_subjects_keep_their_codes(made: Make) -> None:
    meta = """
        <subject type="cpnat:abstract" qcode="medtop:20000350"><name>Bank</name><name xml:lang="de">B</name></subject>
        <subject qcode="dpa:9"><name>Kapal</name><sameAs qcode="subj:04015000"/></subject>
        <subject uri="http://a.example/x" qcode="own:x"/>
        <subject type="cpnat:person" qcode="p:1"><name>Sari Dewi</name></subject>
        <subject><name>Rapat</name></subject>"""
    more = '<catalog><scheme alias="dpa" uri="http://cv.dpa.example/"/></catalog>'
    more += '<assert qcode="own:x"><name>Pelabuhan</name></assert>'
    found = made(newsml(content_meta=meta).replace("<itemMeta>", f"{more}<itemMeta>"))
    assert found.values["subjects"] == [
        iptc("20000350", "Bank"),
        {"name": "Kapal", "code": "9", "scheme": "http://cv.dpa.example/", "uri": "http://cv.dpa.example/9"},
        iptc("04015000", "Kapal", SUBJECT_CODE),
        {"name": "Pelabuhan", "code": "own:x", "uri": "http://a.example/x"},
    ]
    assert found.values["keywords"] == ["Bank", "Kapal", "Rapat"]
    assert found.values["persons"] == ["Sari Dewi"]


def test_nitf_subjects_keep_their_numbers(made: Make) -> None:
    told = '<tobject><tobject.subject tobject.subject.refnum="04015000" tobject.subject.type="Ekonomi"/></tobject>'
    found = made(nitf().replace("<docdata", f"{told}<docdata"))
    assert found.values["subjects"] == [iptc("04015000", "Ekonomi", SUBJECT_CODE)]
    assert found.origins["subjects"][0].origin == "nitf:tobject.subject"
