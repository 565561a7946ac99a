"""Read HTML: the article without the page around it, its pictures in place, and the page's metadata."""

from __future__ import annotations

import re
from html import unescape
from itertools import islice
from typing import Any

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from archive.messages import Message
from archive.record import Description
from archive.text.charset import clean_text, decode_text
from ingest.extract.boilerplate.boilerplate import is_breadcrumb
from ingest.extract.boilerplate.labels import release_section
from ingest.extract.dates.dateline import dateline
from ingest.extract.embargo.sources import add_page_embargoes, add_timed_embargo
from ingest.readers.base import front_matter, inline_pictures
from ingest.readers.base.source import VERSION, Source
from ingest.readers.text.plain_text import cut, note_encoding
from ingest.readers.web import page_metadata

NAME = "html"
MAX_BYTES = 8 << 20
MAX_ARTICLE = 2 << 20  # bytes; above it, finding the article takes longer than a worker may, and the whole body is read
MAX_ELEMENTS = 20_000  # so many in one paragraph take trafilatura some 3 s, and twice as many four times that
MOST_COMMENTS = 200  # in a page, read for an embargo
DAY_ABOVE = 10  # lines of a page, half of them blank, above the article that may contain its day
SHORT = 250  # characters, trafilatura's MIN_EXTRACTED_SIZE

_DECLARED = re.compile(rb"<meta\s[^>]{0,300}?charset\s*+=\s*+(?:[\"']\s*+)?([\w.:-]{2,40})", re.I)
_XML_DECLARED = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.I)
_XML_DECLARATION = re.compile(r"(?:(?<!\s)\s++)?<\?xml[^>]{0,300}\?>", re.I)
_SUBSET = re.compile(r"\s*<!doctype\s[^<>\[]{0,500}\[", re.I)
_COMMENT = re.compile(r"<!--([^<>]{10,500})-->")
_ANY_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,2000}>")
NEVER_TEXT = ("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "button")
BESIDE_TEXT = ("nav", "head", "footer", "aside", "form")
BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2"
        " h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead title"
        " tr ul",
    )
)


def read_source(source: Source) -> Description:
    """Return the article's text with blank lines between paragraphs; if none is found, all visible words. A picture
    with a file name becomes a separate block: its name, and its caption directly below."""
    description = Description(source.media_type, NAME, VERSION)
    root = _parse_tree(source, description)
    if root is None:
        description.notes.append(Message("nothing-shown"))
        return description
    page_metadata.offer(root, description)
    scripted = page_metadata.article_body(root)
    for element in root.xpath("|".join(f"//{name}" for name in NEVER_TEXT)):
        element.drop_tree()
    pictures = inline_pictures.mark(root)
    shown = _visible(root, whole=True)
    text = _article(root, description)
    page = _visible(_main(root))
    paths = [line for line in shown.split("\n") if is_breadcrumb(line) and release_section(line) and line not in text]
    text = "\n\n".join([*paths[:1], *_days_above(page, text), text]) if text else page
    description.text = cut(
        clean_text(inline_pictures.unmark(text, pictures)).replace("\f", " ").strip("\n"), description
    )
    if scripted and len(description.text) < SHORT < len(scripted):
        description.text = cut(scripted, description)  # a page filled in by a script, in the form for search engines
    add_page_embargoes(shown, description)
    if not description.text.strip():
        description.notes.append(Message("page-by-script"))
    return description


def extract_fragment_text(markup: str, description: Description) -> str:
    """Return the words of a piece of a page, such as the body of an agency's item: blocks as paragraphs, pictures in
    place as in `read`."""
    root = _parsed(_without_subset(_XML_DECLARATION.sub("", clean_text(markup), count=1)), description)
    if root is None:
        return ""
    for element in root.xpath("|".join(f"//{name}" for name in NEVER_TEXT)):
        element.drop_tree()
    pictures = inline_pictures.mark(root)
    return clean_text(inline_pictures.unmark(_visible(root), pictures)).replace("\f", " ").strip("\n")


def _parse_tree(source: Source, description: Description) -> HtmlElement | None:
    data = source.head(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        description.notes.append(Message("file-cut", size=MAX_BYTES >> 20))
        data = data[:MAX_BYTES]
    declared = _DECLARED.search(data[:4096]) or _XML_DECLARED.match(data[:400])
    decoded = decode_text(data, declared.group(1).decode("ascii") if declared else None)
    note_encoding(decoded, description)
    found, text = front_matter.split(clean_text(decoded.text), description)  # of a page for a static site generator
    front_matter.offer(found, description)
    for comment in islice(_COMMENT.finditer(text), MOST_COMMENTS):
        add_timed_embargo(comment[1].splitlines(), description, "html:comment")
    return _parsed(_without_subset(_XML_DECLARATION.sub("", text, count=1)), description)


def _parsed(text: str, description: Description) -> HtmlElement | None:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if not any("depth" in entry.message.lower() for entry in parser.error_log):
        return root
    description.notes.append(Message("page-too-deep"))
    return _flat(text)


def _flat(text: str) -> HtmlElement | None:
    """Return the words of a page without its elements, for pages that libxml2 truncates (it supports 256 levels)."""
    for name in ("script", "style"):
        text = "".join(part.partition(f"</{name}")[2] if n else part for n, part in enumerate(text.split(f"<{name}")))
    words = unescape(_ANY_TAG.sub("\n", text)).replace("<", "&lt;").replace(">", "&gt;")
    paragraphs = "</p><p>".join(line.strip() for line in words.split("\n") if line.strip())
    return document_fromstring(f"<html><body><p>{paragraphs}</p></body></html>") if paragraphs else None


def _without_subset(text: str) -> str:
    """Return the text without a DOCTYPE's internal declarations: HTML has none, entities must not be expanded, and
    libxml2 takes them for words."""
    opened = _SUBSET.match(text)
    closed = text.find("]>", opened.end()) if opened else -1
    return text[closed + 2 :] if closed >= 0 else text


def _article(root: HtmlElement, description: Description) -> str:
    """Return the text of the article found by trafilatura, or empty."""
    if len(etree.tostring(root, encoding="unicode")) > MAX_ARTICLE or sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        description.notes.append(Message("page-too-long"))
        return ""
    try:
        found: Any = trafilatura.bare_extraction(
            root, fast=True, include_comments=False, include_tables=True, include_links=False
        )
    except (RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError, etree.LxmlError) as error:
        description.notes.append(Message("article-not-found", error=type(error).__name__))
        return ""
    blocks = [] if found is None or found.body is None else _blocks(found.body)
    text = "\n\n".join(blocks)
    # a short or unstructured result is its last resort, all words of the page joined
    return text if len(text) >= SHORT and len(blocks) > 1 else ""


def _days_above(page: str, text: str) -> list[str]:
    """Return the line directly above the article with its day, if the result lacks it; none if there are several."""
    lines, first = page.split("\n"), text.split("\n", 1)[0]
    at = lines.index(first) if first in lines else 0
    above = [line for line in lines[max(0, at - DAY_ABOVE) : at] if line.strip() and line not in text]
    days = [line for line in above if dateline(line, None, month_first=False)]
    return days if len(days) == 1 else []


def _blocks(body: Any) -> list[str]:
    """Yield the paragraphs of trafilatura's tree: headings, paragraphs, lists (one block), quotes, pipe tables."""
    blocks: list[str] = []
    for element in body:
        if element.tag == "list":
            items = (_flow(item) for item in element.iter("item"))
            blocks.append("\n".join(f"- {item}" for item in items if item))
        elif element.tag == "table":
            rows = ([_flow(cell).replace("\n", " ") for cell in row.iter("cell")] for row in element.iter("row"))
            blocks.append("\n".join(_row(cells) for cells in rows if any(cells)))
        elif element.tag in ("quote", "div") and len(element):
            blocks += [(element.text or "").strip(), *_blocks(element)]
        else:
            blocks.append(_flow(element))
        blocks.append((element.tail or "").strip())
    return [block for block in blocks if block]


def _row(cells: list[str]) -> str:
    return cells[0] if len(cells) == 1 else "| " + " | ".join(cells) + " |"


def _flow(element: Any) -> str:
    """Return the words of an element, `lb` as line ends and all other white space collapsed."""
    parts: list[str] = []
    for node in element.iter():
        if node.tag == "lb":
            parts.append("\n")
        elif node.text:
            parts.append(" ".join(f"\0{node.text}\0".split()).replace("\0", ""))
        if node is not element and node.tail:
            parts.append(" ".join(f"\0{node.tail}\0".split()).replace("\0", ""))
    return "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n")).strip()


def _main(root: HtmlElement) -> HtmlElement:
    """Return the page's only article or main element if it has words, else the page."""
    for name in ("article", "main"):
        found = list(root.iter(name))
        if len(found) == 1 and found[0].text_content().strip():
            return found[0]
    return root


def _visible(root: HtmlElement, *, whole: bool = False) -> str:
    """Return all visible words, without navigation unless `whole`; blocks as paragraphs. Never recursive."""
    for element in [] if whole else root.xpath("|".join(f".//{name}" for name in BESIDE_TEXT)):
        element.drop_tree()
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            parts += ["\0"] if tag in BLOCKS else ["\n"] if tag == "br" else []
            parts.append(" ".join(f"\1{element.text or ''}\1".split()).replace("\1", ""))
        else:
            parts += ["\0"] if tag in BLOCKS else []
            parts.append(" ".join(f"\1{element.tail or ''}\1".split()).replace("\1", ""))
    paragraphs = ("\n".join(" ".join(x.split()) for x in p.split("\n")).strip() for p in "".join(parts).split("\0"))
    return "\n\n".join(p for p in paragraphs if p)
