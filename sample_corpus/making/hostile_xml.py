"""Makes documents whose XML asks for a file of the machine that reads it, or says that it is gigabytes long."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import NameObject, StreamObject

from making import opendocument, word
from making.broken import simple_pdf
from making.opendocument import par
from making.sheets97 import ods
from making.workbooks import workbook

WORDS = "The tide table for March was printed twice."
STAMP = (2026, 1, 15, 9, 0, 0)
FILE = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'
REMOTE = '<!DOCTYPE x [<!ENTITY % far SYSTEM "http://127.0.0.1:9/a.dtd"> %far;]>'
BOMB = (
    '<!DOCTYPE x [<!ENTITY e0 "tide ">' + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
)
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description rdf:about=""><dc:description><rdf:Alt>'
    '<rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>\n'
)
PAGE = (
    '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>Tide table</title></head><body>'
    "<h1>Tide table</h1><p>&secret;</p><p>{}</p></body></html>\n"
)
NITF = "<nitf><body><body.content><p>{}</p><p>{}</p></body.content></body></nitf>\n"
NEWSML = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x"><contentSet><inlineXML><p>{}</p></inlineXML>'
    "</contentSet></newsItem>\n"
)


def files() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each broken file's path in the corpus and what makes it."""
    yield "broken/xxe.docx", lambda: declared(word.document(word.Word(par_of_word())), "word/document.xml", FILE)
    yield "broken/xxe-properties.docx", properties
    yield "broken/xxe.pptx", lambda: package("ppt/slides/slide1.xml", f"{FILE}<p>&secret;</p>")
    yield "broken/xxe.xlsx", lambda: declared(workbook(SHEET), "xl/worksheets/sheet1.xml", FILE)
    yield "broken/entity-bomb.xlsx", lambda: declared(workbook(SHEET), "xl/worksheets/sheet1.xml", BOMB)
    yield "broken/xxe.ods", lambda: declared(ods(SHEET), "content.xml", FILE)
    yield "broken/xxe-manifest.odt", lambda: declared(text(), "META-INF/manifest.xml", FILE)
    yield "broken/entity-bomb.odt", lambda: declared(text(), "content.xml", BOMB)
    yield "broken/xxe.newsml.xml", lambda: f"{FILE}\n{NEWSML.format('&secret;')}".encode()
    yield "broken/xxe-utf16.nitf.xml", lambda: f"\ufeff{FILE}\n{NITF.format('&secret;', WORDS)}".encode("utf-16-le")
    yield "broken/remote-entities.nitf.xml", lambda: f"{REMOTE}\n{NITF.format('', WORDS)}".encode()
    yield "broken/entity-bomb.nitf.xml", lambda: f"{BOMB}\n{NITF.format('&e9;', WORDS)}".encode()
    yield "broken/xxe.xmp", lambda: f"{FILE}\n{XMP.format(f'&secret; {WORDS}')}".encode()
    yield "broken/entity-bomb.xmp", lambda: f"{BOMB}\n{XMP.format(f'&e9; {WORDS}')}".encode()
    yield "broken/xxe.xhtml", lambda: f'<?xml version="1.0"?>\n{of_page(FILE)}\n{PAGE.format(WORDS)}'.encode()
    yield "broken/entity-bomb.xhtml", lambda: f"{of_page(BOMB)}\n{PAGE.replace('secret', 'e9').format(WORDS)}".encode()
    yield "broken/xxe-inside.jpg", photo
    yield "broken/xxe-inside.pdf", page_with_xmp
    yield "broken/xxe.svg", lambda: f'<?xml version="1.0"?>\n{FILE}\n<svg><text>&secret;</text></svg>\n'.encode()


SHEET = {"A": [["Tide table", "Printed"], ["March", "&secret;"]]}


def of_page(doctype: str) -> str:
    """The document type as that of a page."""
    return doctype.replace("DOCTYPE x", "DOCTYPE html")


def par_of_word() -> str:
    """A paragraph that shows what the entity stands for."""
    return word.par(f"{WORDS} &secret;").replace("&amp;", "&")


def text() -> bytes:
    """An OpenDocument text that is sound."""
    return opendocument.document(opendocument.Open(par(WORDS)))


def properties() -> bytes:
    """A Word document whose title is a file of the machine that reads it."""
    whole = word.document(word.Word(word.par(WORDS), core={"dc:title": "&secret;"}))
    return declared(whole, "docProps/core.xml", FILE)


def photo() -> bytes:
    """A photograph whose XMP block asks for a file."""
    out = io.BytesIO()
    Image.new("RGB", (48, 32), (90, 140, 160)).save(out, "JPEG", quality=60)
    packet = b"http://ns.adobe.com/xap/1.0/\0" + f"{FILE}\n{XMP.format(f'&secret; {WORDS}')}".encode()
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(packet) + 2) + packet + out.getvalue()[2:]


def page_with_xmp() -> bytes:
    """A PDF whose metadata ask for a file."""
    stream = StreamObject()
    stream.set_data(f"{FILE}\n{XMP.replace('dc:description', 'dc:title').format('&secret;')}".encode())
    stream.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    writer = PdfWriter(clone_from=io.BytesIO(simple_pdf(WORDS)))
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def package(member: str, xml: str) -> bytes:
    """A presentation of which nothing is sound but what says that it is one."""
    kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    types = f'<Types><Override PartName="/ppt/presentation.xml" ContentType="{kind}"/></Types>'
    return zipped({"[Content_Types].xml": types, "ppt/presentation.xml": "<p/>", member: xml})


def declared(whole: bytes, member: str, doctype: str) -> bytes:
    """The document with a document type before the root of one member; what this escaped is an entity again."""
    out = {}
    with zipfile.ZipFile(io.BytesIO(whole)) as old:
        for name in old.namelist():
            xml = old.read(name).decode()
            if name == member:
                head, mark, rest = xml.partition("?>") if xml.startswith("<?xml") else ("", "", xml)
                xml = (head + mark + doctype + rest).replace("&amp;secret;", "&secret;")
            out[name] = xml
    return zipped(out)


def zipped(members: dict[str, str]) -> bytes:
    """A ZIP archive that packs nothing, so that it is the same everywhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, xml in members.items():
            packed.writestr(zipfile.ZipInfo(name, STAMP), xml)
    return out.getvalue()
