"""Writes OpenDocument texts (ODF 1.3) of the XML of their paragraphs, stored and with one date, the same on every
run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

_STAMP = (2026, 1, 15, 9, 0, 0)
_NAMES = {
    "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
    "fo": "xsl-fo-compatible", "svg": "svg-compatible", "meta": "meta", "manifest": "manifest",
}  # fmt: skip
SPACES = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in _NAMES.items())
SPACES += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'


@dataclass
class Open:
    """What a document is made of: `body` as XML, `styles` (automatic ones), `header` and `footer` as the XML of
    paragraphs, `meta` as (element, value), the bytes of pictures by their names, entries of the manifest."""

    body: str
    styles: str = ""
    header: str = ""
    footer: str = ""
    meta: Sequence[tuple[str, str]] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    manifest: str = ""
    prolog: str = ""


def par(words: str, style: str = "") -> str:
    """The XML of a paragraph; words that begin with `<` are XML already."""
    return f"<text:p{_styled(style)}>{_marked(words)}</text:p>"


def heading(words: str, level: int = 1) -> str:
    """The XML of a heading."""
    return f'<text:h text:outline-level="{level}">{_marked(words)}</text:h>'


def span(words: str, style: str) -> str:
    """The XML of words in a style of their own."""
    return f"<text:span{_styled(style)}>{_marked(words)}</text:span>"


def bullets(*items: str, style: str = "") -> str:
    """The XML of a list; an item may be the XML of what it holds."""
    told = (item if item.startswith("<text:p") else par(item) for item in items)
    return (
        f"<text:list{_styled(style)}>"
        + "".join(f"<text:list-item>{one}</text:list-item>" for one in told)
        + "</text:list>"
    )


def table(rows: Sequence[Sequence[str]]) -> str:
    """The XML of a table; a cell that begins with `<` is the XML of what it holds."""
    cells = (
        "".join(f"<table:table-cell>{c if c.startswith('<') else par(c)}</table:table-cell>" for c in row)
        for row in rows
    )
    return "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in cells) + "</table:table>"


def picture(name: str, width: str = "10cm") -> str:
    """The XML of a frame with a picture."""
    image = f'<draw:image xlink:href="Pictures/{escape(name)}"/>'
    return f'<draw:frame svg:width="{width}" svg:height="{width}">{image}</draw:frame>'


def text_style(name: str, font: str = "", family: str = "text", more: str = "") -> str:
    """The XML of a style with a font."""
    told = f' fo:font-family="{font}"' if font else ""
    return (
        f'<style:style style:name="{name}" style:family="{family}"><style:text-properties{told}{more}/></style:style>'
    )


def document(made: Open) -> bytes:
    """The bytes of the document."""
    kind = "application/vnd.oasis.opendocument.text"
    page = f"<style:header>{made.header}</style:header><style:footer>{made.footer}</style:footer>"
    told = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in made.meta)
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{made.styles}</office:automatic-styles>"
        f"<office:body><office:text>{made.body}</office:text></office:body></office:document-content>"
    )
    members = {
        "mimetype": kind,
        "content.xml": made.prolog + content,
        "styles.xml": f"<office:document-styles {SPACES}><office:master-styles>"
        f'<style:master-page style:name="Standard">{page}</style:master-page></office:master-styles>'
        "</office:document-styles>",
        "meta.xml": f"<office:document-meta {SPACES}><office:meta>{told}</office:meta></office:document-meta>",
        "META-INF/manifest.xml": f'<manifest:manifest {SPACES}><manifest:file-entry manifest:full-path="/"'
        f' manifest:media-type="{kind}"/>{made.manifest}</manifest:manifest>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:  # stored: what deflate makes of it differs from zlib to zlib
        for name, text in members.items():
            file.writestr(zipfile.ZipInfo(name, _STAMP), text)
        for name, data in made.pictures.items():
            file.writestr(zipfile.ZipInfo(f"Pictures/{name}", _STAMP), data)
    return out.getvalue()


def _styled(style: str) -> str:
    return f' text:style-name="{style}"' if style else ""


def _marked(words: str) -> str:
    return words if words.startswith("<") else escape(words).replace("\n", "<text:line-break/>")
