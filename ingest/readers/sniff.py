"""Says what a file is from its content; the suffix only breaks ties between kinds of text."""

from __future__ import annotations

import re
from pathlib import Path, PurePath

from archive.pixels.raw import RAF_MARK, raw_type
from ingest.readers import containers, sniff_data
from ingest.readers.charset import utf16_without_bom

HEAD = 64 * 1024  # bytes looked at from the front, and as many from the end
EMPTY = "inode/x-empty"
UNKNOWN = "application/octet-stream"
SIDECAR = "application/rdf+xml"  # an XMP packet on its own: the sidecar of a photo (RFC 3870)

# (offset, bytes, media type), the first match wins
SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"II+\0", "image/tiff"),
    (0, b"MM\0+", "image/tiff"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"8BPS\0", "image/vnd.adobe.photoshop"),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
    (0, b"\0\0\x01\0", "image/vnd.microsoft.icon"),
    (0, b"%!PS", "application/postscript"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (257, b"ustar", "application/x-tar"),
    (0, b"\x78\x9f\x3e\x22", "application/ms-tnef"),  # [MS-OXTNEF] 2.1.3.1
    (0, b"SQLite format 3\0", "application/vnd.sqlite3"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"OggS", "application/ogg"),
    (0, b"\x1aE\xdf\xa3", "video/x-matroska"),
)
# ISO/IEC 14496-12: the brand after "ftyp"
BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"hevc": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevx": "image/heic",
    b"hevm": "image/heic",
    b"hevs": "image/heic",
    b"mif1": "image/heif",
    b"msf1": "image/heif",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
}
RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/vnd.wave", b"AVI ": "video/x-msvideo"}

_RAW_MARKS = (b"IIRO", b"IIRS", b"MMOR", b"IIU\0")  # camera raw files that are almost TIFF: ORF, RW2
_PACKED = (
    *("application/zip", "application/x-ole-storage", "application/gzip", "application/x-bzip2", "application/x-xz"),
    *("application/x-tar", "application/ms-tnef"),
)

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd"})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", ".jsp"})
PLAIN_SUFFIXES = frozenset({".txt", ".text", ".asc", ".log"})
TABLE_SUFFIXES = {".csv": "text/csv", ".tsv": "text/tab-separated-values"}

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
    if head[:4] == RAF_MARK[:4] or head[:4] in _RAW_MARKS:
        return True
    if head[:4] == b"RIFF":
        return head[8:12] == b"WEBP"
    if head[4:8] == b"ftyp":
        return head[8:12] == b"crx " or _iso_media(head).startswith("image/")
    if head[:2] == b"BM":
        return head[6:10] == b"\0\0\0\0"
    return any(head.startswith(mark, at) for at, mark, found in SIGNATURES if found.startswith("image/"))


def is_packed(head: bytes) -> bool:
    """Return whether a file that begins so is a ZIP, an OLE file, a TAR or packed otherwise: others may lie in it."""
    return any(head.startswith(mark, at) for at, mark, found in SIGNATURES if found in _PACKED)


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
    suffix = PurePath(filename).suffix.lower()
    return _binary(path, suffix, head, tail) or _text(head, suffix) or (SIDECAR if suffix == ".xmp" else UNKNOWN)


def _binary(path: Path, suffix: str, head: bytes, tail: bytes) -> str | None:
    """The media type by signature, looking into ZIP and OLE containers."""
    if _is_pdf(head, tail):
        return "application/pdf"
    if (raw := _raw(path, head)) is not None:
        return raw
    for offset, magic, found in SIGNATURES:
        if head.startswith(magic, offset):
            if found == "application/zip":
                return containers.zip_type(path, suffix, head, tail)
            if found == "application/x-ole-storage":
                return containers.ole_type(path, head)
            return found
    if head[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{\\rtf"):
        return "application/rtf"
    if head[:4] == b"RIFF":
        return RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" and len(head) > 26:
        return "image/bmp"
    return None


def _raw(path: Path, head: bytes) -> str | None:
    """The media type of a camera raw file; most are TIFF, and what tells them apart may lie anywhere in them."""
    if head[:2] not in (b"II", b"MM") and head[:4] != RAF_MARK[:4] and head[4:8] != b"ftyp":
        return None
    with path.open("rb") as file:
        return raw_type(file)


def _iso_media(head: bytes) -> str:
    """The media type of an ISO base media file: its major brand, or a compatible one that is more exact."""
    major = BRANDS.get(head[8:12])
    if major not in (None, "image/heif"):
        return major or UNKNOWN
    end = min(int.from_bytes(head[:4], "big"), 256)
    for at in range(16, end - 3, 4):
        if (found := BRANDS.get(head[at : at + 4])) is not None and found != "image/heif":
            return found
    return major or "video/mp4"


def _is_pdf(head: bytes, tail: bytes) -> bool:
    """Whether it is a PDF. ISO 32000-1 annex H, note 13: the header may stand anywhere in the first 1,024 bytes; then
    the trailer has to be there too, for a text may speak of "%PDF-1.4"."""
    found = _PDF.search(head[:1100])
    if found is None:
        return False
    before = head[: found.start()]
    return not before.strip(b"\xef\xbb\xbf \t\r\n\0") or b"startxref" in tail or b"%%EOF" in tail


def _text(head: bytes, suffix: str) -> str | None:
    """The media type of a text, None when the bytes are no text."""
    text = _as_text(head)
    if text is None:
        return None
    start = text[:16384].replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff \t\n")
    if suffix == ".xmp" or start.startswith("<?xpacket") or _PACKET.match(_skip_prolog(start)):
        return SIDECAR
    if suffix != ".eml" and _MAILBOX.match(start):
        return "application/mbox"
    if (known := sniff_data.told(text, suffix)) is not None:
        return known
    markup = _markup(start, suffix)
    if markup is not None:
        return markup
    if suffix in TABLE_SUFFIXES:
        return TABLE_SUFFIXES[suffix]
    if suffix in (".json", ".geojson") and start[:1] in "{[":
        return "application/json"
    if suffix in MARKDOWN_SUFFIXES or _FRONT_MATTER.match(start):
        return "text/markdown"
    if suffix not in PLAIN_SUFFIXES:
        if suffix == ".eml" or _is_mail(start):
            return "multipart/related" if _is_saved_page(start, suffix) else "message/rfc822"
        if suffix == "" and _MARKDOWN.search(start):
            return "text/markdown"
    return "text/plain"


def _markup(start: str, suffix: str) -> str | None:
    """HTML, SVG or XML by how the text starts; None for a text that is no markup."""
    xml = start.startswith("<?xml")
    body = _skip_prolog(start)
    if _PAGE.match(body):
        return "text/html"
    if xml:
        root = _ROOT.search(body)
        return "image/svg+xml" if root and root.group(1).lower().split(":")[-1] == "svg" else "application/xml"
    if re.match(r"<svg[\s>]", body, re.I):
        return "image/svg+xml"
    if suffix in HTML_SUFFIXES:
        return "text/html" if _TAG.search(start) else None
    if suffix not in MARKDOWN_SUFFIXES and _FRAGMENT.match(body) and "</" in body:
        return "text/html"
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


def _is_saved_page(start: str, suffix: str) -> bool:
    """Whether a message is a web page that a browser saved (RFC 2557), which nobody sent; of a page without pictures it
    may be the page alone."""
    head = start.split("\n\n", 1)[0].lower()
    if "multipart/related" not in head and "content-type: text/html" not in head:
        return False
    return suffix in (".mht", ".mhtml") or "snapshot-content-location:" in head or bool(_SAVED_BY.search(head))


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
