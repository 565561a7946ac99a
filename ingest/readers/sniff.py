"""Says what a file is from its content; the suffix only breaks ties between kinds of text."""

from __future__ import annotations

import re
from pathlib import Path

from archive.media_types import (
    BY_NAME,
    EMPTY,
    HTML,
    JSON,
    MAIL,
    MAILBOX,
    MARKDOWN,
    OLE,
    PDF,
    PLAIN,
    RICH_TEXT,
    SAVED_PAGE,
    SIDECAR,
    SVG,
    TABLES,
    UNKNOWN,
    XML,
    ZIP,
    by_first_bytes,
    of_suffix,
)
from archive.pixels.raw import raw_type
from ingest.readers import containers, sniff_data
from ingest.readers.charset import utf16_without_bom

HEAD = 64 * 1024  # bytes looked at from the front, and as many from the end

_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.I)
_FRAGMENT = re.compile(
    r"<(?:title|meta|link|base|script|style|div|p|h[1-6]|article|main|section|table|center|font|span|figure)[\s>]", re.I
)
_OTHER_DOCTYPE = re.compile(r"<!doctype\s++(?!html[\s>])[^<>\[]{0,1000}(?:\[.{0,16000}?\]\s*)?>", re.I | re.S)
_PACKET = re.compile(r"<(?:[\w.-]{1,64}:)?(?:xmpmeta|xapmeta)[\s>]")
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,15}[\s/>]", re.I)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,80})")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:[ \t]*\n|#[^\n]*\n)*[^\W\d][\w .-]{0,60}:[ \t\n]")
_MARKDOWN = re.compile(r"^#{1,6} \S|\]\(https?://|^!\[[^\]\n]{0,300}\]\(", re.M)
_MAIL = re.compile(r"^(?:message-id|mime-version|received|return-path|x-mailer):", re.I | re.M)
_MAILBOX = re.compile(r"From \S{1,200} +[^\n]{0,80}\d\d:\d\d[^\n]{0,40}\n[!-9;-~]{1,76}:")  # RFC 4155, appendix A
_SAVED_BY = re.compile(r"^from: [<\"]saved by ", re.M)
_PDF = re.compile(rb"%PDF-\d\.\d")
_CONTROL = bytes([*sorted(set(range(0x20)) - set(b"\t\n\v\f\r\x1a\x1b")), 0x7F])


def is_picture(head: bytes) -> bool:
    """Return whether a file that begins so (64 bytes are enough) is a picture, as far as its first bytes tell."""
    return (by_first_bytes(head) or "").startswith("image/")


def is_packed(head: bytes) -> bool:
    """Return whether a file that begins so is a ZIP, an OLE file, a TAR or packed otherwise: others may lie in it."""
    found = by_first_bytes(head)
    return found is not None and BY_NAME[found].holds_files


def media_type(path: Path, filename: str) -> str:
    """The IANA media type of what the file holds, `inode/x-empty` for no bytes, `application/octet-stream` for what is
    not known. Never trusts the suffix against the content. Raises OSError when the file cannot be read."""
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
    if _is_pdf(head, tail):
        return PDF
    if (raw := _raw(path, head)) is not None:
        return raw
    found = by_first_bytes(head)
    if found == ZIP:
        return containers.zip_type(path, said, head, tail)
    if found == OLE:
        return containers.ole_type(path, head)
    if found is None and head[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{\\rtf"):
        return RICH_TEXT
    return found


def _raw(path: Path, head: bytes) -> str | None:
    """The media type of a camera raw file; most are TIFF, and what tells them apart may lie anywhere in them."""
    if head[:2] not in (b"II", b"MM"):
        return None
    with path.open("rb") as file:
        return raw_type(file)


def _is_pdf(head: bytes, tail: bytes) -> bool:
    """Whether it is a PDF. ISO 32000-1 annex H, note 13: the header may stand anywhere in the first 1,024 bytes; then
    the trailer has to be there too, for a text may speak of "%PDF-1.4"."""
    found = _PDF.search(head[:1100])
    if found is None:
        return False
    before = head[: found.start()]
    return not before.strip(b"\xef\xbb\xbf \t\r\n\0") or b"startxref" in tail or b"%%EOF" in tail


def _text(head: bytes, said: str | None) -> str | None:
    """The media type of a text, None when the bytes are no text."""
    text = _as_text(head)
    if text is None:
        return None
    start = text[:16384].replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff \t\n")
    if said == SIDECAR or start.startswith("<?xpacket") or _PACKET.match(_skip_prolog(start)):
        return SIDECAR
    if said != MAIL and _MAILBOX.match(start):
        return MAILBOX
    if (known := sniff_data.told(text, said)) is not None:
        return known
    markup = _markup(start, said)
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


def _markup(start: str, said: str | None) -> str | None:
    """HTML, SVG or XML by how the text starts; None for a text that is no markup."""
    xml = start.startswith("<?xml")
    body = _skip_prolog(start)
    if _PAGE.match(body):
        return HTML
    if xml:
        root = _ROOT.search(body)
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
    """Whether the text starts with the header of a message (RFC 5322), and not with a release's own "From:" lines."""
    header = start.split("\n\n", 1)[0]
    return bool(re.match(r"[\w-]{2,40}:", header)) and bool(_MAIL.search(header)) and "from:" in header.lower()


def _is_saved_page(start: str, said: str | None) -> bool:
    """Whether a message is a web page that a browser saved (RFC 2557), which nobody sent; of a page without pictures it
    may be the page alone."""
    head = start.split("\n\n", 1)[0].lower()
    if "multipart/related" not in head and "content-type: text/html" not in head:
        return False
    return said == SAVED_PAGE or "snapshot-content-location:" in head or bool(_SAVED_BY.search(head))


def _as_text(head: bytes) -> str | None:
    """The head as characters, good enough to look at; None when it is no text."""
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
    # bytes at random have 11 % control characters, and half of them are no UTF-8; a clean text may have some more
    return None if controls * 33 > len(body) and text.count("\ufffd") * 50 > len(text) else text
