"""Makes JSON and XML that ask more of a reader than it may give: entities, other files, depth, size."""

from __future__ import annotations

from collections.abc import Callable, Iterator

WORDS = "The tide table for March was printed twice."


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each broken file's path in the corpus and what makes it."""
    yield "broken/xxe.nitf.xml", xxe
    yield "broken/entity-bomb.newsml.xml", entity_bomb
    yield "broken/deep.newsml.xml", lambda: newsml(b"<block>" * 3000 + WORDS.encode() + b"</block>" * 3000)
    yield "broken/deep.ninjs.json", lambda: b'{"uri": "urn:x", "type": "text", "associations": ' + b"[" * 3000
    yield "broken/times-only.vtt", lambda: b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\n<v>\n\n" * 200
    yield "broken/no-records.jsonl", no_records
    yield "broken/cut-off.ninjs.json", lambda: b'{"uri": "urn:x", "type": "text", "headline": "' + WORDS.encode()


def newsml(body: bytes) -> bytes:
    """A news item with this as its inline XML."""
    return (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x">'
        b"<contentSet><inlineXML>%b</inlineXML></contentSet></newsItem>\n" % body
    )


def no_records() -> bytes:
    """Lines of which only the last is a record."""
    record = f'{{"id": "a1", "kind": "speech", "title": "{WORDS}", "status": "released"}}'
    return f'{{"id": "a", "kind": "x", "title": "t", "status": \n{{"id"\n[[[[\n{record}\n'.encode()


def xxe() -> bytes:
    """An article whose first paragraph is a file of the machine that reads it."""
    return (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE nitf [<!ENTITY secret SYSTEM "file:///etc/hostname">]>\n'
        b"<nitf><body><body.content><p>&secret;</p><p>%b</p></body.content></body></nitf>\n" % WORDS.encode()
    )


def entity_bomb() -> bytes:
    """An item of a few hundred bytes that says it is some gigabytes long."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE newsItem [<!ENTITY e0 "tide ">{levels}]>'
    return newsml(b"<p>&e9;</p>").replace(b"\n<newsItem", f"\n{doctype}\n<newsItem".encode(), 1)
