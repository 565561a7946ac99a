"""Files of every format with the same words in a place that may contain an embargo: (format, place) -> a function that
makes them."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from functools import cache
from xml.sax.saxutils import escape

from docx import Document
from pptx import Presentation

from tests.builders.made_files import lines, one_page, stream
from tests.builders.office_files import changed, making
from tests.builders.packed_files import zipped
from tests.builders.photo_builders import (
    NAMESPACES,
    ascii_tag,
    chunk,
    comment,
    dataset,
    exif_segment,
    iim_segment,
    jpeg,
    packet,
    png,
    tiff,
    xmp_segment,
)

Maker = Callable[[str], bytes]
STORY = "The port opened a new hall on Tuesday. The director spoke to visitors, and the first ferry left on time."
TITLE = "A new hall for the port"

word, rich, sheets = making("word"), making("rich"), making("workbooks")
opendocument = making("opendocument")


def quoted(words: str) -> str:
    """Return the words escaped for an attribute."""
    return escape(words, {'"': "&quot;", "'": "&apos;"})


@cache
def _document() -> bytes:
    document = Document()
    document.core_properties.comments = ""
    document.add_paragraph(TITLE)
    document.add_paragraph(STORY)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@cache
def _deck() -> bytes:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = TITLE, STORY
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


@cache
def _workbook() -> bytes:
    return bytes(sheets.workbook({"Foto": [["File", "Caption", "Credit"], ["pier.jpg", STORY, "Photo: Ana"]]}))


_WORDS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_RUN = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def _docx(part: str, xml: str) -> Maker:
    """Return a maker of documents with an additional part, whose markup is a template."""
    return lambda words: changed(_document(), {part: xml.format(quoted(words)).encode()})


def _in_body(xml: str) -> Maker:
    body = f"{word.par(TITLE)}{word.par(STORY)}"
    return lambda words: bytes(word.document(word.Word(body=xml.format(quoted(words)) + body)))


def _pptx(part: str, xml: str) -> Maker:
    return lambda words: changed(_deck(), {part: xml.format(quoted(words)).encode()})


def _xlsx(part: str, xml: str) -> Maker:
    return lambda words: changed(_workbook(), {part: xml.format(quoted(words)).encode()})


def _odt(xml: str, automatic: str = "") -> Maker:
    body = f"{opendocument.heading(TITLE)}{opendocument.par(STORY)}"
    return lambda words: bytes(
        opendocument.document(opendocument.Open(xml.format(quoted(words)) + body, styles=automatic))
    )


def _rtf(body: str = "{}", before: str = "{}", info: str = "{}") -> Maker:
    def make(words: str) -> bytes:
        said = rich.words(words)
        parts = (part.replace("{}", said if part != "{}" else "") for part in (body, info, before))
        above, told, ahead = parts
        return bytes(rich.rich(f"{above}\\par {TITLE}\\par {STORY}", info=told, before=ahead))

    return make


def _string(words: str) -> bytes:
    return b"(" + words.encode("latin-1").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


_PAGE = lines([(72, 760, 18, TITLE), (72, 720, 11, STORY)])


def _pdf(entries: bytes = b"", more: str = "", trailer: bytes = b"", content: str = "", page: bytes = b"") -> Maker:
    """Return a maker of PDFs with entries in the catalogue or the page, an object 6 and content. `%s` is replaced by
    the string of the words."""

    def make(words: str) -> bytes:
        said = _string(words)
        made = one_page(
            _PAGE + content.encode().replace(b"%s", said), more=[more.encode().replace(b"%s", said)], trailer=trailer
        )
        # the offsets of the table are then wrong, as in many files that were edited by hand
        made = made.replace(b"/Type/Catalog", b"/Type/Catalog" + entries)
        return made.replace(b"/Type/Page/Parent", b"/Type/Page" + page + b"/Parent")

    return make


def _xmp(xml: str) -> Callable[[str], bytes]:
    spaces = {
        "prism": "http://prismstandard.org/namespaces/basic/2.0/",
        "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
        "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    }
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items() if prefix not in NAMESPACES)
    return lambda words: packet(xml.format(quoted(words)), declared)


def _pdf_xmp(xml: str) -> Maker:
    def make(words: str) -> bytes:
        metadata = stream(_xmp(xml)(words), b"/Type/Metadata/Subtype/XML")
        return one_page(_PAGE, more=[metadata]).replace(b"/Type/Catalog", b"/Type/Catalog/Metadata 6 0 R")

    return make


def _html(head: str = "", above: str = "", inside: str = "") -> Maker:
    def make(words: str) -> bytes:
        parts = [part.replace("{}", quoted(words)) for part in (head, above, inside)]
        return (
            f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{TITLE}</title>{parts[0]}</head><body>{parts[1]}"
            f"<article><h1>{TITLE}</h1>{parts[2]}<p>{STORY}</p></article></body></html>"
        ).encode()

    return make


def _mail(header: str = "", text: str = f"{TITLE}\n\n{STORY}", **other: str) -> Maker:
    def make(words: str) -> bytes:
        message = EmailMessage()
        message["From"], message["Subject"] = "ana@port.example", "{}" if header == "Subject" else TITLE
        if header:
            del message[header]
            message[header] = words
        message.set_content(text)
        for subtype, content in other.items():
            message.add_alternative(content.replace("{}", escape(words)), subtype=subtype)
        return message.as_bytes()

    return make


def _attached(words: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "ana@port.example", TITLE
    message.set_content(f"{TITLE}\n\n{STORY}")
    message.add_attachment("The tides of the port.", filename=f"{words.replace(':', '.')}.txt")
    return message.as_bytes()


def _xml(template: str) -> Maker:
    return lambda words: template.replace("{}", quoted(words)).encode()


def _newsml(item: str) -> Maker:
    return _xml(
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1"><itemMeta/><contentMeta>'
        f"<headline>{TITLE}</headline>{item}</contentMeta><contentSet><inlineXML contenttype='application/xhtml+xml'>"
        f"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>{STORY}</p></body></html></inlineXML></contentSet>"
        "</newsItem>"
    )


def _feed(channel: str = "", before: str = "") -> Maker:
    """Return a maker of feeds with two items, each of which becomes a record."""
    items = "".join(f"<item><title>{TITLE} {n}</title><description>{STORY}</description></item>" for n in (1, 2))
    head = f"<rss version='2.0'><channel><title>Port</title>{channel}{items}</channel></rss>"
    return _xml(f"<?xml version='1.0'?>{before}{head}")


def _atom(feed: str) -> Maker:
    items = "".join(f"<entry><title>{TITLE} {n}</title><summary>{STORY}</summary></entry>" for n in (1, 2))
    return _xml(f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Port</title>{feed}{items}</feed>")


def _message(header: str) -> Maker:
    """Return a maker of messages of NewsML-G2 with two items."""
    item = (
        f"<newsItem guid='urn:x:{{n}}'><contentMeta><headline>{TITLE}</headline></contentMeta><contentSet>"
        f"<inlineData contenttype='text/plain'>{STORY}</inlineData></contentSet></newsItem>"
    )
    items = "".join(item.replace("{n}", number) for number in "12")
    return _xml(
        f"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'>{header}<itemSet>{items}</itemSet></newsMessage>"
    )


def _articles(**around: object) -> Maker:
    """Return a maker of JSON with two articles."""
    items = [{"title": f"{TITLE} {n}", "content": f"<p>{STORY}</p>"} for n in (1, 2)]
    return lambda words: json.dumps({**json.loads(json.dumps(around).replace("{}", words)), "items": items}).encode()


def _nitf(head: str) -> Maker:
    return _xml(
        f"<nitf><head><title>{TITLE}</title></head><body><body.head><hedline><hl1>{TITLE}</hl1></hedline>{head}"
        f"</body.head><body.content><p>{STORY}</p></body.content></body></nitf>"
    )


def _json(**extra: object) -> Maker:
    def make(words: str) -> bytes:
        filled = json.loads(json.dumps(extra).replace("{}", words))
        return json.dumps({"title": TITLE, "content": f"<p>{STORY}</p>", **filled}).encode()

    return make


def _ninjs(**extra: object) -> Maker:
    def make(words: str) -> bytes:
        filled = json.loads(json.dumps(extra).replace("{}", words))
        item = {"uri": "urn:x:1", "type": "text", "headline": TITLE, "body_text": STORY}
        return json.dumps({**item, **filled}).encode()

    return make


def _epub(meta: str = "", nav: str = "") -> Maker:
    def make(words: str) -> bytes:
        page = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>{}</body></html>'.format
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as file:
            file.writestr("mimetype", "application/epub+zip")
            file.writestr(
                "META-INF/container.xml",
                '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
                '<rootfile full-path="c.opf"/></rootfiles></container>',
            )
            file.writestr(
                "c.opf",
                '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
                f"<dc:title>{TITLE}</dc:title>{meta.format(quoted(words))}</metadata><manifest>"
                '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
                '<spine><itemref idref="a"/></spine></package>',
            )
            file.writestr("a.xhtml", page(f"<h1>{TITLE}</h1><p>{STORY}</p>"))
            file.writestr("nav.xhtml", page(nav.format(quoted(words))))
        return out.getvalue()

    return make


def _sound(frame: bytes, before: bytes = b"") -> Maker:
    def make(words: str) -> bytes:
        data = b"\1" + before + words.encode("utf-16")
        body = frame + struct.pack(">I", len(data)) + b"\0\0" + data
        size = bytes((len(body) >> shift) & 127 for shift in (21, 14, 7, 0))
        return b"ID3\3\0\0" + size + body + (b"\xff\xfb\x90\x64" + bytes(413)) * 20

    return make


def _markdown(template: str) -> Maker:
    return lambda words: template.replace("{}", words).replace("TEXT", f"# {TITLE}\n\n{STORY}").encode()


def _table(template: str) -> Maker:
    return lambda words: template.replace("{}", words).replace("STORY", f'"{STORY}"').encode()


_UTF_8 = dataset(1, 90, b"\x1b%G")
_EN = b"eng\xff\xfe\0\0"
_DIAGRAM = (
    '<d:t xmlns:d="urn:d" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>{}</a:t></a:r>'
    "</a:p></d:t>"
)
_ANNOTATED = b"/Annots[6 0 R]"
_FIELD = b"/AcroForm<</Fields[6 0 R]>>"
_RECT = "<</Type/Annot/Rect[72 780 300 830]"

# (format, place): a place outside the visible text that may contain an embargo.
CARRIERS: Mapping[tuple[str, str], Maker] = {
    ("docx", "header that no section uses"): _docx("word/header9.xml", f"<w:hdr {_WORDS}>{_RUN}</w:hdr>"),
    ("docx", "comment"): _docx("word/comments.xml", f"<w:comments {_WORDS}><w:comment>{_RUN}</w:comment></w:comments>"),
    ("docx", "building block"): _docx("word/glossary/document.xml", f"<w:x {_WORDS}>{_RUN}</w:x>"),
    ("docx", "SmartArt"): _docx("word/diagrams/data1.xml", _DIAGRAM),
    ("docx", "company"): _docx("docProps/app.xml", "<Properties><Company>{}</Company></Properties>"),
    ("docx", "custom property"): _docx(
        "docProps/custom.xml", '<Properties><property name="Note"><lpwstr>{}</lpwstr></property></Properties>'
    ),
    ("docx", "alternative text"): _in_body(
        '<w:p><w:r><w:drawing><wp:docPr id="1" name="P" descr="{}"/></w:drawing></w:r></w:p>'
    ),
    ("docx", "hidden paragraph"): _in_body("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{}</w:t></w:r></w:p>"),
    ("docx", "deleted words"): _in_body("<w:p><w:del><w:r><w:delText>{}</w:delText></w:r></w:del></w:p>"),
    ("docx", "tip of a link"): _in_body(
        '<w:p><w:hyperlink w:tooltip="{}"><w:r><w:t>Press</w:t></w:r></w:hyperlink></w:p>'
    ),
    ("pptx", "comment"): _pptx("ppt/comments/comment1.xml", "<p:cm xmlns:p='urn:p'><p:text>{}</p:text></p:cm>"),
    ("pptx", "modern comment"): _pptx("ppt/comments/modernComment_1.xml", _DIAGRAM),
    ("pptx", "notes master"): _pptx("ppt/notesMasters/notesMaster1.xml", _DIAGRAM),
    ("pptx", "hidden slide"): _pptx("ppt/slides/slide9.xml", _DIAGRAM),
    ("xlsx", "comment"): _xlsx("xl/comments1.xml", "<comments><text><r><t>{}</t></r></text></comments>"),
    ("xlsx", "header of the printed page"): _xlsx(
        "xl/worksheets/sheet2.xml", '<x><oddHeader>&amp;L&amp;"Arial,Bold"&amp;12{}&amp;RPage &amp;P</oddHeader></x>'
    ),
    ("xlsx", "text box"): _xlsx("xl/drawings/drawing1.xml", _DIAGRAM),
    ("xlsx", "hidden sheet"): _xlsx("xl/sharedStrings.xml", "<sst><si><t>{}</t></si></sst>"),
    ("xlsx", "prompt of a cell"): _xlsx("xl/worksheets/sheet3.xml", '<x><dataValidation prompt="{}"/></x>'),
    ("xlsx", "chart"): _xlsx("xl/charts/chart1.xml", _DIAGRAM),
    ("odt", "annotation"): _odt("<text:p><office:annotation><text:p>{}</text:p></office:annotation>x</text:p>"),
    ("odt", "deleted words"): _odt(
        "<text:tracked-changes><text:deletion><text:p>{}</text:p></text:deletion></text:tracked-changes>"
    ),
    ("odt", "hidden section"): _odt('<text:section text:display="none"><text:p>{}</text:p></text:section>'),
    ("odt", "alternative text"): _odt("<text:p><draw:frame><svg:desc>{}</svg:desc></draw:frame></text:p>"),
    ("odt", "hidden text"): _odt('<text:p><text:hidden-text text:string-value="{}"/>x</text:p>'),
    ("rtf", "annotation"): _rtf("{\\*\\annotation\\pard {}\\par}"),
    ("rtf", "hidden words"): _rtf("{\\v {}\\par}"),
    ("rtf", "deleted words"): _rtf("{\\deleted {}\\par}"),
    ("rtf", "comment on the document"): _rtf(info="{\\comment {}}"),
    ("rtf", "property"): _rtf(before="{\\*\\userprops{\\propname Note}\\proptype30{\\staticval {}}}"),
    ("rtf", "alternative text"): _rtf("{\\shp{\\*\\shpinst{\\sp{\\sn wzDescription}{\\sv {}}}}}"),
    ("pdf", "watermark"): _pdf(content="\nq 0.7 0.7 -0.7 0.7 120 200 cm BT /F 40 Tf 0 0 Td %s Tj ET Q"),
    ("pdf", "note"): _pdf(page=_ANNOTATED, more=f"{_RECT}/Subtype/Text/Contents %s>>"),
    ("pdf", "highlight"): _pdf(page=_ANNOTATED, more=f"{_RECT}/Subtype/Highlight/Contents %s>>"),
    ("pdf", "subject of a stamp"): _pdf(page=_ANNOTATED, more=f"{_RECT}/Subtype/Stamp/Subj %s>>"),
    ("pdf", "tip of a field"): _pdf(_FIELD, page=_ANNOTATED, more=f"{_RECT}/Subtype/Widget/FT/Tx/T(a)/TU %s>>"),
    ("pdf", "bookmark"): _pdf(b"/Outlines<</First 6 0 R/Last 6 0 R/Count 1>>", "<</Title %s/Dest[3 0 R/Fit]>>"),
    ("pdf", "layer"): _pdf(b"/OCProperties<</OCGs[6 0 R]/D<<>>>>", "<</Type/OCG/Name %s>>"),
    ("pdf", "page label"): _pdf(b"/PageLabels<</Nums[0 6 0 R]>>", "<</P %s>>"),
    ("pdf", "alternative text"): _pdf(b"/StructTreeRoot<</K 6 0 R>>", "<</S/Figure/Alt %s>>"),
    ("pdf", "author"): _pdf(more="<</Author %s>>", trailer=b"/Info 6 0 R"),
    ("pdf", "XMP rights"): _pdf_xmp("<dc:rights><rdf:Alt><rdf:li>{}</rdf:li></rdf:Alt></dc:rights>"),
    ("pdf", "XMP instructions"): _pdf_xmp("<photoshop:Instructions>{}</photoshop:Instructions>"),
    ("html", "meta"): _html(head='<meta name="note" content="{}">'),
    ("html", "comment"): _html(above="<!-- {} -->"),
    ("html", "label for screen readers"): _html(inside='<div aria-label="{}"></div>'),
    ("html", "alternative text"): _html(above='<header><img src="a.png" alt="{}"></header>'),
    ("html", "linked data"): _html(head='<script type="application/ld+json">{"usageInfo": "{}"}</script>'),
    ("html", "style"): _html(head='<style>body::before { content: "{}" }</style>'.replace('"', "'")),
    ("html", "template"): _html(above="<template><p>{}</p></template>"),
    ("html", "without script"): _html(above="<noscript><p>{}</p></noscript>"),
    ("html", "button"): _html(above="<button>{}</button>"),
    ("html", "drawing"): _html(above="<svg><title>{}</title></svg>"),
    ("html", "value of a form"): _html(above='<input type="hidden" name="note" value="{}">'),
    ("eml", "Comments"): _mail("Comments"),
    ("eml", "X-Note"): _mail("X-Note"),
    ("eml", "other body"): _mail(html="<p>{}</p><p>" + STORY + "</p>", text=f"{TITLE}\n\n{STORY} {STORY} {STORY}"),
    ("eml", "hidden words of the other body"): _mail(
        html='<div style="display:none">{}</div><p>x</p>', text=f"{STORY} {STORY} {STORY}"
    ),
    ("eml", "invitation"): _mail(calendar="BEGIN:VCALENDAR\nSUMMARY:{}\nEND:VCALENDAR"),
    ("eml", "name of an attachment"): _attached,
    ("jpg", "credit"): lambda words: jpeg(iim_segment(_UTF_8 + dataset(2, 110, words.encode()))),
    ("jpg", "category"): lambda words: jpeg(iim_segment(_UTF_8 + dataset(2, 20, words.encode()))),
    ("jpg", "city"): lambda words: jpeg(iim_segment(_UTF_8 + dataset(2, 90, words.encode()))),
    ("jpg", "caption writer"): lambda words: jpeg(iim_segment(_UTF_8 + dataset(2, 122, words.encode()))),
    ("jpg", "artist"): lambda words: jpeg(exif_segment(tiff([ascii_tag(0x13B, words.encode())]))),
    ("jpg", "comment"): lambda words: jpeg(comment(words.encode())),
    ("jpg", "XMP label"): lambda words: jpeg(xmp_segment(_xmp("<xmp:Label>{}</xmp:Label>")(words))),
    ("jpg", "XMP rights"): lambda words: jpeg(
        xmp_segment(_xmp("<dc:rights><rdf:Alt><rdf:li>{}</rdf:li></rdf:Alt></dc:rights>")(words))
    ),
    ("jpg", "alternative text"): lambda words: jpeg(
        xmp_segment(
            _xmp(
                "<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li>{}</rdf:li></rdf:Alt>"
                "</Iptc4xmpCore:AltTextAccessibility>"
            )(words)
        )
    ),
    ("png", "author"): lambda words: png(chunk(b"tEXt", b"Author\0" + words.encode())),
    ("xml", "comment"): _xml(f"<article><!-- {{}} --><title>{TITLE}</title><p>{STORY}</p></article>"),
    ("xml", "attribute"): _xml(f'<article note="{{}}"><title>{TITLE}</title><p>{STORY}</p></article>'),
    ("xml", "NewsML slugline"): _newsml("<slugline>{}</slugline>"),
    ("xml", "NewsML description"): _newsml("<description>{}</description>"),
    ("xml", "NITF tagline"): _nitf("<note><body.content><p>{}</p></body.content></note>"),
    ("xml", "NITF second headline"): _nitf("<hedline><hl2>{}</hl2></hedline>"),
    ("xml", "description of a feed"): _feed("<description>{}</description>"),
    ("xml", "category of a feed"): _feed("<category>{}</category>"),
    ("xml", "comments of a feed"): _feed("<comments>{}</comments>"),
    ("xml", "domain of a category of a feed"): _feed("<category domain='{}'>Port</category>"),
    ("xml", "title of a feed"): _feed("<title>{}</title>"),
    ("xml", "picture of a feed"): _feed("<image><title>{}</title></image>"),
    ("xml", "search field of a feed"): _feed("<textInput><title>x</title><description>{}</description></textInput>"),
    ("xml", "comment in a feed"): _feed("<!-- {} -->"),
    ("xml", "instruction in a feed"): _feed("<?note {}?>"),
    ("xml", "comment above a feed"): _feed(before="<!-- {} -->"),
    ("xml", "term of an Atom feed"): _atom("<category term='{}'/>"),
    ("xml", "contributor of an Atom feed"): _atom("<contributor><name>{}</name></contributor>"),
    ("xml", "comment in an Atom feed"): _atom("<!-- {} -->"),
    ("xml", "header of a NewsML message"): _message("<header><signal>{}</signal></header>"),
    ("xml", "comment in a NewsML message"): _message("<!-- {} -->"),
    ("svg", "comment"): _xml(f'<svg xmlns="http://www.w3.org/2000/svg"><!-- {{}} --><text>{TITLE}</text></svg>'),
    ("svg", "label"): _xml(f'<svg xmlns="http://www.w3.org/2000/svg"><g aria-label="{{}}"/><text>{TITLE}</text></svg>'),
    ("json", "nested note"): _json(acf={"editor": ["{}"]}),
    ("json", "categories"): _json(categories=["{}"]),
    ("json", "description of several articles"): _articles(description="{}"),
    ("json", "note on several articles"): _articles(meta={"note": ["{}"]}),
    ("json", "ninjs slugline"): _ninjs(slugline="{}"),
    ("json", "ninjs extension"): _ninjs(extra={"note": "{}"}),
    ("epub", "rights"): _epub(meta="<dc:rights>{}</dc:rights>"),
    ("epub", "page outside the book"): _epub(nav="<p>{}</p>"),
    ("md", "front matter"): _markdown("---\nnote: {}\n---\n\nTEXT"),
    ("md", "comment in front matter"): _markdown("---\n# {}\nkind: release\n---\n\nTEXT"),
    ("md", "comment"): _markdown("<!-- {} -->\n\nTEXT"),
    ("md", "definition"): _markdown("[//]: # ({})\n\nTEXT"),
    ("md", "title of a link"): _markdown('TEXT\n\n[press](https://port.example "{}")\n'),
    ("mp3", "lyrics"): _sound(b"USLT", _EN),
    ("mp3", "subtitle"): _sound(b"TIT3"),
    ("mp3", "copyright"): _sound(b"TCOP"),
    ("csv", "heading of a column"): _table('File,"Caption ({})",Credit\npier.jpg,STORY,Ana\n'),
    ("csv", "row among others"): _table(
        "File,Caption,Credit\n" + "".join(f"pier{n}.jpg,STORY,Ana\n" for n in range(60)) + '"{}"\n'
    ),
    ("txt", "letters apart"): lambda words: f"{' '.join(words)}\n\n{TITLE}\n\n{STORY}\n".encode(),
    ("zip", "comment"): lambda words: _zip_with_comment(words),
    ("zip", "empty folder"): lambda words: zipped({"text.txt": STORY, f"{words.replace(':', '.')}/": b""}),
}  # fmt: skip


def _zip_with_comment(words: str) -> bytes:
    out = io.BytesIO(zipped({"text.txt": STORY}))
    with zipfile.ZipFile(out, "a") as file:
        file.comment = words.encode()
    return out.getvalue()


DAY, PAST = "2090-05-05T10:00:00Z", "2020-05-05T10:00:00Z"


def _named(name: str) -> Mapping[str, Maker]:
    """Return files of several formats in which a field of this name contains a date."""
    column = f"File,Caption,{name}\npier.jpg,STORY,{{}}\n"
    return {
        "csv": _table(column),
        "md": _markdown(f"---\n{name}: {{}}\n---\n\nTEXT"),
        "html": _html(head=f'<meta name="{name}" content="{{}}">'),
        "docx": _docx(
            "docProps/custom.xml",
            f'<Properties><property name="{name}"><filetime>{{}}</filetime></property></Properties>',
        ),
    }


# (format, name of a field): a date in this field is the end of an embargo if it is in the future.
NAMED: Mapping[tuple[str, str], Maker] = {
    (kind, name): make
    for name in (
        "Embargo", "embargo_until", "Embargo ends", "Not before", "Hold until", "Release date", "Publish after",
        "Do not publish before", "Tanggal embargo", "Batas embargo", "Tanggal tayang", "Jangan tayang sebelum",
        "Siar setelah", "Cấm đăng trước", "Ngày phát hành", "Đăng sau",
    )
    for kind, make in _named(name).items()
} | {
    ("jpg", "prism:publicationDate"): lambda day: jpeg(
        xmp_segment(_xmp("<prism:publicationDate>{}</prism:publicationDate>")(day))
    ),
    ("jpg", "plus:LicenseStartDate"): lambda day: jpeg(
        xmp_segment(_xmp("<plus:LicenseStartDate>{}</plus:LicenseStartDate>")(day))
    ),
    ("pdf", "prism:embargoDate"): _pdf_xmp("<prism:embargoDate>{}</prism:embargoDate>"),
    ("json", "notBefore"): _json(notBefore="{}"),
    ("html", "dcterms.available"): _html(head='<meta name="dcterms.available" content="{}">'),
}  # fmt: skip
