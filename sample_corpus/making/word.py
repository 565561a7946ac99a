"""Writes Word documents (ECMA-376) of the XML of their paragraphs, stored and with one date, the same on every run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_STAMP = (2026, 1, 15, 9, 0, 0)
SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": _OFFICE,
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Judul"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Judul1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Judul2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Keterangan"><w:name w:val="caption"/></w:style>'
)
_LEVEL = '<w:lvl w:ilvl="{}"><w:numFmt w:val="{}"/></w:lvl>'
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{_LEVEL.format(0, "bullet")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{_LEVEL.format(0, "decimal")}{_LEVEL.format(1, "lowerLetter")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)


@dataclass
class Word:
    """What a document is made of: `body`, `header`, `footer` and each note as the XML of paragraphs; the values of its
    core properties by their elements (`dc:title`); the bytes of its pictures by the name of their parts, which the body
    means by `rId-` and that name."""

    body: str
    header: str = ""
    footer: str = ""
    notes: Sequence[str] = ()
    core: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    styles: str = STYLES
    prolog: str = ""


def run(words: str, properties: str = "") -> str:
    """The XML of a run, its line ends as breaks."""
    marked = "</w:t><w:br/><w:t>".join(escape(words).split("\n")).replace("<w:t>", '<w:t xml:space="preserve">')
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{marked}</w:t></w:r>'


def par(words: str, style: str = "", bold: bool = False) -> str:
    """The XML of a paragraph of one run."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{run(words, '<w:b/>' if bold else '')}</w:p>"


def item(words: str, number: int, level: int = 0) -> str:
    """The XML of an item of list 1 (bullets) or 2 (numbers, and letters below them)."""
    about = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{about}</w:pPr>{run(words)}</w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """The XML of a table; a cell that begins with `<` is the XML of paragraphs."""
    cells = ("".join(f"<w:tc>{cell if cell.startswith('<') else par(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def picture(part: str, name: str, pixels: tuple[int, int] = (400, 300)) -> str:
    """The XML of a run with a picture: the name of its part, and that of the file it was."""
    width, height = (side * 9525 for side in pixels)
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/><a:graphic><a:graphicData><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="1" name="{escape(name)}"/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="rId-{part}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
        "</w:r>"
    )


def document(word: Word) -> bytes:
    """The bytes of the document."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as file:  # stored: what deflate makes of it differs from zlib to zlib
        for name, xml in _parts(word).items():
            prolog = word.prolog if name == "word/document.xml" else ""
            file.writestr(zipfile.ZipInfo(name, _STAMP), f'<?xml version="1.0" encoding="UTF-8"?>{prolog}{xml}')
        for name, data in word.pictures.items():
            file.writestr(zipfile.ZipInfo(f"word/media/{name}", _STAMP), data)
    return kept.getvalue()


def _parts(word: Word) -> dict[str, str]:
    margins = {name: xml for name, xml in (("header", word.header), ("footer", word.footer)) if xml}
    own = {"styles": f"<w:styles {SPACES}>{word.styles}</w:styles>",
           "numbering": f"<w:numbering {SPACES}>{NUMBERING}</w:numbering>"}  # fmt: skip
    if word.notes:
        notes = "".join(f'<w:footnote w:id="{n}">{xml}</w:footnote>' for n, xml in enumerate(word.notes, 1))
        own["footnotes"] = f"<w:footnotes {SPACES}>{notes}</w:footnotes>"
    own |= {name: f"<w:{name[0:1]}{_margin(name)} {SPACES}>{xml}</w:{name[0:1]}{_margin(name)}>"
            for name, xml in margins.items()}  # fmt: skip
    section = "".join(f'<w:{name}Reference w:type="default" r:id="{name}"/>' for name in margins)
    related = {name: (name, f"{name}.xml") for name in own}
    related |= {f"rId-{name}": ("image", f"media/{name}") for name in word.pictures}
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{name}+xml"/>' for name in own)
    body = f"<w:body>{word.body}<w:sectPr>{section}</w:sectPr></w:body>"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpg" ContentType="image/jpeg"/>'
        '<Default Extension="jpeg" ContentType="image/jpeg"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{_CORE}"/>'
        f"{types}</Types>",
        "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml"),
                                   "rId2": ("metadata/core-properties", "docProps/core.xml")}),
        "docProps/core.xml": _properties(word.core),
        "word/document.xml": f"<w:document {SPACES}>{body}</w:document>",
        "word/_rels/document.xml.rels": _relations(related),
    }  # fmt: skip
    return parts | {f"word/{name}.xml": xml for name, xml in own.items()}


def _margin(name: str) -> str:
    return {"header": "dr", "footer": "tr"}[name]


def _properties(values: Mapping[str, str]) -> str:
    told = "".join(
        f'<{name} xsi:type="dcterms:W3CDTF">{value}</{name}>' if name.startswith("dcterms:") else
        f"<{name}>{escape(value)}</{name}>" for name, value in values.items()
    )  # fmt: skip
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{told}</cp:coreProperties>"
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="{id_}" Type="{_PACKAGE if "/" in kind else _OFFICE}/'
        f'{"relationships/" if "/" in kind else ""}{kind}" Target="{target}"/>'
        for id_, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'
