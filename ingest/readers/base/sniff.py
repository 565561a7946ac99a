"""Detect the media type of a file by its content. The suffix only decides between kinds of text.

Office documents are distinguished from other ZIP and OLE2 containers by a name inside, news and exported records from
other JSON and XML by keys and root elements.
"""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

from archive.media_types import (
    ABIWORD,
    APPLE_MAIL,
    ARTICLE,
    ATOM,
    BY_NAME,
    DBASE,
    EMPTY,
    FLAT,
    GZIP,
    HTML,
    JSON,
    JSON_LINES,
    MACWRITE,
    MAIL,
    MAILBOX,
    MARKDOWN,
    NEWSML,
    NINJS,
    NITF,
    OLE,
    OPEN_DOCUMENT,
    PDF,
    PLAIN,
    RECORD,
    RESULTS,
    RICH_TEXT,
    RSS,
    SAVED_PAGE,
    SIDECAR,
    SUBRIP,
    SVG,
    TABLES,
    UNKNOWN,
    WARC,
    WEBVTT,
    XML,
    ZIP,
    by_first_bytes,
    is_picture_type,
    of_suffix,
)
from archive.pictures.containers import raw_type
from archive.text.charset import utf16_without_bom
from archive.text.patterns import lazy_regex
from ingest.readers.base.json_input import first_keys, has_article
from ingest.readers.base.package_types import ole_type, zip_type

NEWSITEM, NEWSMESSAGE, PACKAGE = (f"{NEWSML}{kind}+xml" for kind in ("newsitem", "newsmessage", "packageitem"))
NEWSML_NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
# RSS 1.0, 0.90; RFC 4287, Atom 0.3
RSS_NAMESPACES = ("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")
ATOM_NAMESPACES = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_ROOTS = {"newsItem": NEWSITEM, "newsMessage": NEWSMESSAGE, "packageItem": PACKAGE}

# which identify an item of ninjs, besides the required `uri` (ninjs 1.8, 2.4 and 3.3)
_NINJS_KEYS = frozenset(
    re.findall(
        r"\w+",
        "type mimetype representationtype profile versioncreated firstcreated contentcreated embargoed embargoeduntil"
        " pubstatus urgency copyrightholder copyrightnotice usageterms ednote headline headlines slugline byline bodies"
        " body_text body_xhtml body_html renditions associations infosource infosources",
    )
)
# webui.api.models.RecordAnswer and models_search.Result; models_search.SearchAnswer
_RECORD_KEYS = frozenset({"id", "kind", "title", "status"})
_RESULTS_KEYS = frozenset({"query", "total", "results"})
TIMING = lazy_regex(r"(\d{1,3}:\d\d:\d\d[,.]\d{1,3}|\d{1,3}:\d\d\.\d{3})\s*-->\s*(\d{1,3}:(?:\d\d:)?\d\d[,.]\d{1,3})")
_SUBRIP = lazy_regex(r"\d{1,6}[ \t]*\r?\n\s{0,20}\d")  # the number of a cue, and its times
_BEFORE_ROOT = lazy_regex(r"(?:\s*<\?.{0,2000}?\?>|\s*<!--.{0,8000}?-->)+", re.S)
_DOCTYPE = lazy_regex(r"\s*<!DOCTYPE\s+(\w{1,40})", re.I)
_XML_ROOT = lazy_regex(r"<(?:[\w.-]{1,64}:)?([A-Za-z]\w{1,40})((?:\s[^<>]{0,8000})?)>")


def detect_text_type(text: str, said: str | None = None) -> str | None:
    """Return the media type of a text by its first 64 kB, None if it is none of these. `said`: that of its suffix."""
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] == "<":
        return _data_markup(start)
    if start[:1] in ("{", "[") or said == JSON_LINES:
        return _json(start, said)
    if re.match(r"WEBVTT(?:[ \t\r\n]|\Z)", start):
        return WEBVTT
    if said == SUBRIP and TIMING.match(start):  # some programs leave the numbers out
        return SUBRIP
    if _SUBRIP.match(start) and TIMING.match(start.split("\n", 2)[1].strip()):
        return SUBRIP
    return None


def _data_markup(start: str) -> str | None:
    """Return the type by the root element: `nitf` is unique, those of NewsML-G2 need their namespace."""
    before = _BEFORE_ROOT.match(start)
    body = start[before.end() :] if before else start
    doctype, root = _DOCTYPE.match(body), _XML_ROOT.search(body)
    if doctype and doctype[1] == "nitf":
        return NITF
    if root is None or (doctype is None and body[: root.start()].strip()):
        return None
    if root[1] == "nitf":
        return NITF
    if root[1] == "abiword":
        return ABIWORD
    if root[1] == "rss" or (root[1] == "RDF" and any(space in root[2] for space in RSS_NAMESPACES)):
        return RSS
    if root[1] in ("feed", "entry") and any(space in root[2] for space in ATOM_NAMESPACES):
        return ATOM
    return _ROOTS.get(root[1]) if NEWSML_NAMESPACE in root[2] else None


def _json(start: str, said: str | None) -> str | None:
    """Return the type by the keys of the first object; several known ones, one per line, are lines whatever the file's
    name."""
    if said == JSON_LINES:
        known = any(_object(first_keys(line)[0]) or has_article(line) for line in start.split("\n", 20)[:20])
        return JSON_LINES if known else None
    keys, more = first_keys(start)
    found = _object(keys) or (ARTICLE if has_article(start) else None)
    return JSON_LINES if found and more else found


def _object(keys: frozenset[str]) -> str | None:
    if keys >= _RECORD_KEYS:
        return RECORD
    if keys >= _RESULTS_KEYS:
        return RESULTS
    plain = frozenset(key.casefold() for key in keys)
    return NINJS if len(plain & _NINJS_KEYS) >= (2 if plain & {"uri", "standard"} else 4) else None


# bytes of the header by the version of the file: that of MacWrite 1 and 2, and that of 4 and 5
_MACWRITE_HEADERS = {b"\0\3": 20, b"\0\6": 40}
# the first byte of tables of dBase III to 7, FoxPro and Visual FoxPro, by their memos; the letters of types of fields
_DBASE, _DBASE_FIELDS = b"\x03\x04\x30\x31\x32\x43\x63\x83\x8b\x8c\xcb\xf5\xfb", b"CNDLFMGBITVXYPQW@+O0"
HEAD = 64 * 1024  # bytes looked at from the front, and as many from the end

_PAGE = lazy_regex(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.I)
_FRAGMENT = lazy_regex(
    r"<(?:title|meta|link|base|script|style|div|p|h[1-6]|article|main|section|table|center|font|span|figure)[\s>]", re.I
)
_OTHER_DOCTYPE = lazy_regex(r"<!doctype\s++(?!html[\s>])[^<>\[]{0,1000}(?:\[.{0,16000}?\]\s*)?>", re.I | re.S)
_PACKET = lazy_regex(r"<(?:[\w.-]{1,64}:)?(?:xmpmeta|xapmeta)[\s>]")
_TAG = lazy_regex(r"</?[a-z][a-z0-9]{0,15}[\s/>]", re.I)
_MARKUP_ROOT = lazy_regex(r"<([A-Za-z_][\w.:-]{0,80})")
_FRONT_MATTER = lazy_regex(r"---[ \t]*\n(?:[ \t]*\n|#[^\n]*\n)*[^\W\d][\w .-]{0,60}:[ \t\n]")
_MARKDOWN = lazy_regex(r"^#{1,6} \S|\]\(https?://|^!\[[^\]\n]{0,300}\]\(", re.M)
_FLAT_ROOT = lazy_regex(
    r"<office:document\s[^<>]{0,12000}?office:mimetype=\"application/vnd\.oasis\.opendocument\."
    r"(text|presentation|graphics)\""
)
_MAIL = lazy_regex(r"^(?:message-id|mime-version|received|return-path|x-mailer):", re.I | re.M)
_MAILBOX = lazy_regex(r"From \S{1,200} +[^\n]{0,80}\d\d:\d\d[^\n]{0,40}\n[!-9;-~]{1,76}:")  # RFC 4155, appendix A
_SIZED_BYTES = re.compile(rb"\d{1,12}[ \t]{0,20}\r?\n")
_SIZED_MAIL = lazy_regex(r"\d{1,12}[ \t]*\n")
_SAVED_BY = lazy_regex(r"^from: [<\"]saved by ", re.M)
_PDF = lazy_regex(rb"%PDF-\d\.\d")
_CONTROL = bytes([*sorted(set(range(0x20)) - set(b"\t\n\v\f\r\x1a\x1b")), 0x7F])


def is_picture(head: bytes) -> bool:
    """Return whether a file with these first bytes (64 are enough) is a picture."""
    return is_picture_type(by_first_bytes(head) or "")


def is_packed(head: bytes) -> bool:
    """Return whether a file with these first bytes is a ZIP, an OLE file, a TAR or otherwise packed, so that it may
    contain others."""
    found = by_first_bytes(head)
    return found is not None and BY_NAME[found].holds_files


def media_type(path: Path, filename: str) -> str:
    """Return the IANA media type of a file's content, `inode/x-empty` for no bytes, `application/octet-stream` if
    unknown. Never trusts the suffix against the content. Raise OSError if the file cannot be read."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        size = path.stat().st_size
        file.seek(max(0, size - HEAD))
        tail = file.read(HEAD)
    if not head:
        return EMPTY
    row = of_suffix(filename)
    said = row.name if row else "" if "." in filename else None
    return _binary(path, said, head, tail) or _text(head, said) or (SIDECAR if said == SIDECAR else UNKNOWN)


def _binary(path: Path, said: str | None, head: bytes, tail: bytes) -> str | None:
    """The media type by signature, looking into ZIP and OLE containers."""
    if _is_pdf(head, tail, said):
        return PDF
    if (raw := _raw(path, head)) is not None:
        return raw
    found = by_first_bytes(head)
    if found == ZIP:
        return zip_type(path, said, head, tail)
    if found == OLE:
        return ole_type(path, head)
    if found == GZIP and _unpacked(head).startswith(b"WARC/"):
        return WARC
    if found is None and head[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{\\rtf"):
        return RICH_TEXT
    if found is None and _is_dbase(head):
        return DBASE
    return MACWRITE if found is None and _is_macwrite(head) else found


def _is_dbase(head: bytes) -> bool:
    """Whether it is a table of dBase: the day of its last change, and a list of fields of known types to its end."""
    if len(head) < 66 or head[0] not in _DBASE or not (1 <= head[2] <= 12 and 1 <= head[3] <= 31):
        return False
    end, at = min(int.from_bytes(head[8:10], "little"), len(head)), 32
    while at + 32 < end and head[at + 11] in _DBASE_FIELDS:
        at += 32
    return at > 32 and at < end and head[at] == 0x0D


def _is_macwrite(head: bytes) -> bool:
    """Whether it is a document of MacWrite 1 to 5: its version, and behind its header what a Macintosh knows of the
    page to print, whose edges lie within those of the paper (Inside Macintosh II, TPrint)."""
    header = _MACWRITE_HEADERS.get(head[:2])
    if header is None or len(head) < header + 24:
        return False
    edges: tuple[int, ...] = struct.unpack_from(">8h", head, header + 8)
    top, left, bottom, right = edges[:4]
    return edges[4] <= top < bottom <= edges[6] and edges[5] <= left < right <= edges[7]


def _unpacked(head: bytes) -> bytes:
    """Return the first bytes of gzip data."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 16)
    except zlib.error:
        return b""


def _raw(path: Path, head: bytes) -> str | None:
    """Return the media type of a camera raw file; most are TIFF, and the distinguishing data may be anywhere in
    them."""
    if head[:2] not in (b"II", b"MM"):
        return None
    with path.open("rb") as file:
        return raw_type(file)


def _is_pdf(head: bytes, tail: bytes, said: str | None) -> bool:
    """Return whether it is a PDF. ISO 32000-1 annex H, note 13: the header may be anywhere in the first 1,024 bytes;
    then the trailer is required too, because a text may mention "%PDF-1.4". So it is if the header is damaged."""
    found, marks = _PDF.search(head[:1100]), (b"startxref" in tail, b"%%EOF" in tail)
    if found is None:
        return all(marks) and (head.startswith(b"%PDF") or said == PDF)
    return any(marks) or not head[: found.start()].strip(b"\xef\xbb\xbf \t\r\n\0")


def _text(head: bytes, said: str | None) -> str | None:
    """Return the media type of a text, None for other bytes."""
    text = _as_text(_before_state(head))
    if text is None:
        return None
    start = text[:16384].replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff \t\n")
    if said == SIDECAR or start.startswith("<?xpacket") or _PACKET.match(_skip_prolog(start)):
        return SIDECAR
    if said != MAIL and _MAILBOX.match(start):
        return MAILBOX
    sized = _SIZED_MAIL.match(start)
    if sized and (said == APPLE_MAIL or _is_mail(start[sized.end() :])):
        return APPLE_MAIL
    if start[:1] == "<" and (flat := _FLAT_ROOT.search(start)):
        return f"{OPEN_DOCUMENT}{flat[1]}{FLAT}"
    if (known := detect_text_type(text, said)) is not None:
        return known
    markup = _page_markup(start, said)
    if markup is not None:
        return markup
    if said in TABLES or (said == JSON and start[:1] in "{["):
        return said
    if said == MARKDOWN or _FRONT_MATTER.match(start):
        return MARKDOWN
    if said != PLAIN:
        if said == MAIL or _is_mail(start):
            return SAVED_PAGE if _is_saved_page(start, said) else MAIL
        if said is None and _MARKDOWN.search(start):
            return MARKDOWN
    return PLAIN


def _before_state(head: bytes) -> bytes:
    """Return the bytes without the state that Apple Mail appends to a mail, which may be binary."""
    at = head.find(b"bplist00")
    return head[:at] if at > 0 and _SIZED_BYTES.match(head) else head


def _page_markup(start: str, said: str | None) -> str | None:
    """Return HTML, SVG or XML by the beginning of the text; None for a text without markup."""
    xml = start.startswith("<?xml")
    body = _skip_prolog(start)
    if _PAGE.match(body):
        return HTML
    if xml:
        root = _MARKUP_ROOT.search(body)
        return SVG if root and root.group(1).lower().split(":")[-1] == "svg" else XML
    if re.match(r"<svg[\s>]", body, re.I):
        return SVG
    if said == HTML:
        return HTML if _TAG.search(start) else None
    if said != MARKDOWN and _FRAGMENT.match(body) and "</" in body:
        return HTML
    return None


def _skip_prolog(text: str) -> str:
    """The text after an XML declaration, processing instructions, comments and a DOCTYPE other than HTML's."""
    while True:
        text = text.lstrip()
        if text.startswith("<?"):
            end, width = text.find("?>"), 2
        elif text.startswith("<!--"):
            end, width = text.find("-->"), 3
        elif other := _OTHER_DOCTYPE.match(text):
            end, width = other.end(), 0
        else:
            return text
        if end < 0:
            return text
        text = text[end + width :]


def _is_mail(start: str) -> bool:
    """Return whether the text begins with the header of a message (RFC 5322), and not with a release's own "From:"
    lines."""
    header = start.split("\n\n", 1)[0]
    return bool(re.match(r"[\w-]{2,40}:", header)) and bool(_MAIL.search(header)) and "from:" in header.lower()


def _is_saved_page(start: str, said: str | None) -> bool:
    """Return whether a message is a web page saved by a browser (RFC 2557), which nobody sent; without pictures it may
    be only the page."""
    head = start.split("\n\n", 1)[0].lower()
    if "multipart/related" not in head and "content-type: text/html" not in head:
        return False
    return said == SAVED_PAGE or "snapshot-content-location:" in head or bool(_SAVED_BY.search(head))


def _as_text(head: bytes) -> str | None:
    """Return the head as characters, good enough for checks; None if it is not text."""
    if head[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return head.decode("utf-32", "replace")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "replace")
    if (wide := utf16_without_bom(head)) is not None:
        return head.decode(wide, "replace")
    body = head.rstrip(b"\0")
    controls = len(body) - len(body.translate(None, _CONTROL))
    if not body or controls * 10 > len(body):
        return None
    text = body.decode("utf-8", "replace")
    # random bytes have 11 % control characters, and half of them are not UTF-8; clean text may have slightly more
    return None if controls * 33 > len(body) and text.count("\ufffd") * 50 > len(text) else text
