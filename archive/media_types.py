"""Media types: the only table of suffixes, first bytes, types and readers.

A row has the names of a type, its suffixes and first bytes, and its reader. The first suffix is given to files without
a name. Types without a reader are only recognised. Names are those of IANA
(https://www.iana.org/assignments/media-types), or customary ones if IANA has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from archive.messages import Message


class Family(StrEnum):
    """The kind of file as people see it. A name of one family with content of another is a contradiction."""

    PICTURE = "picture"
    PDF = "pdf"
    DOCUMENT = "document"
    TEXT = "text"
    PACKED = "packed"
    SOUND = "sound or film"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Magic:
    """Bytes at an offset in every file of a type."""

    bytes: bytes
    offset: int = 0


@dataclass(frozen=True, slots=True)
class MediaType:
    """One row of the table.

    `suffixes`: without the dot, the usual one first. `label`: what a file is by its suffix ("its name says JPEG"),
    and `content`: by its content ("its content is an HTML page"). `reader`: the name of the one that reads it, ""
    for none. `magic`: any of these begins a file; `brands`: those of an ISO base media file (ISO/IEC 14496-12);
    `riff`: the form of a RIFF file, or its first three bytes where the fourth is a version. `camera`: the sort of
    file, of which a camera writes one a frame. `makers`: how the make of the camera begins in a raw file that is a
    TIFF by its bytes. `holds_files`: others may lie in it. `shown`: a raw file is shown by one of these beside it.
    `advice`: what gives its words, where no reader does. `puid`: the identifier in PRONOM, where the type alone
    decides it. `converts`: LibreOffice can make a PDF of it.
    """

    name: str
    family: Family
    suffixes: tuple[str, ...]
    label: str
    content: str
    reader: str = ""
    magic: tuple[Magic, ...] = ()
    brands: tuple[bytes, ...] = ()
    riff: bytes = b""
    camera: str = ""
    makers: tuple[str, ...] = ()
    holds_files: bool = False
    shown: bool = False
    advice: str = ""
    puid: str = ""
    converts: bool = False


JPEG, PNG, TIFF, WEBP, AVIF = "image/jpeg", "image/png", "image/tiff", "image/webp", "image/avif"
BMP, GIF, HEIC, JP2, JXL = "image/bmp", "image/gif", "image/heic", "image/jp2", "image/jxl"
SVG, PHOTOSHOP = "image/svg+xml", "image/vnd.adobe.photoshop"
DNG, CR2, CR3, CRW = "image/x-adobe-dng", "image/x-canon-cr2", "image/x-canon-cr3", "image/x-canon-crw"
NEF, ARW, RAF, ORF = "image/x-nikon-nef", "image/x-sony-arw", "image/x-fuji-raf", "image/x-olympus-orf"
RW2, PEF, SRW = "image/x-panasonic-rw2", "image/x-pentax-pef", "image/x-samsung-srw"
X3F, MRW = "image/x-sigma-x3f", "image/x-minolta-mrw"
EMPTY, UNKNOWN = "inode/x-empty", "application/octet-stream"
ZIP, OLE, ENCRYPTED = "application/zip", "application/x-ole-storage", "application/encrypted"
SIDECAR = "application/rdf+xml"  # a standalone XMP packet (RFC 3870)
MAIL, SAVED_PAGE, MAILBOX = "message/rfc822", "multipart/related", "application/mbox"
PLAIN, HTML, MARKDOWN, PDF = "text/plain", "text/html", "text/markdown", "application/pdf"
RICH_TEXT, EPUB = "application/rtf", "application/epub+zip"
OFFICE, OPEN_DOCUMENT = "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."
XLSX = f"{OFFICE}spreadsheetml.sheet"
OPEN_OFFICE, FLAT = "application/vnd.sun.xml.", "-flat-xml"  # OpenOffice 1; OpenDocument as a single XML file
GZIP, BZIP2, XZ, TAR = "application/gzip", "application/x-bzip2", "application/x-xz", "application/x-tar"
TABLES, JSON, XML = ("text/csv", "text/tab-separated-values"), "application/json", "application/xml"
JSON_LINES, SUBRIP, WEBVTT = "application/jsonl", "application/x-subrip", "text/vtt"
NINJS = "application/x.ninjs+json"  # IANA has no name for it
RECORD, RESULTS = "application/x.press-archive.record+json", "application/x.press-archive.results+json"
NITF, NEWSML = "text/vnd.iptc.nitf", "application/vnd.iptc.g2."
WARC = "application/warc"
RSS, ATOM, APPLE_MAIL = "application/rss+xml", "application/atom+xml", "message/x-emlx"
DJVU = "image/vnd.djvu"  # pages of text, although IANA lists it as a picture
OUTLOOK_STORE = "application/vnd.ms-outlook-pst"  # IANA has no name for it
HANGUL, ABIWORD = "application/vnd.hancom.hwp", "application/x-abiword"  # customary names, of which IANA has none
MACWRITE = "application/x-macwrite"  # up to 5; IANA has no name for it
DBASE = "application/x-dbf"  # a customary name
COREL_DRAW = "application/vnd.corel-draw"
ARTICLE = "application/x.article+json"  # articles as content systems write them; IANA has no name for it

JP2_MARK, J2K_MARK = b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"  # in boxes, and as a bare codestream
CLASSIC_TIFF = (b"II*\0", b"MM\0*")
JXL_MARK, JXL_BARE = b"\0\0\0\x0cJXL \r\n\x87\n", b"\xff\x0a"
DJVU_MARK, DJVU_FORMS = b"AT&TFORM", (b"DJVU", b"DJVM")  # a page, a multi-page document (DjVu 3, 8.1)
RAF_MARK, CRW_MARK = b"FUJIFILMCCD-RAW ", b"II\x1a\0\0\0HEAPCCDR"

RAW = "raw"
_A_PICTURE, _FILES, _MEDIA, _ANY_OFFICE = "a picture", "archive of files", "sound or film", "an office document"
_WORD, _SHEET, _SHOW = "word processor document", "spreadsheet", "presentation"
_A_WORD, _AN_ARCHIVE = "a word processor document", "an archive of files"
_SAVE = Message("save-as-pdf")


def _picture(
    name: str,
    suffixes: str,
    label: str,
    *magic: bytes,
    brands: str = "",
    riff: bytes = b"",
    camera: str = "",
    shown: bool = False,
    reader: str = "photo",
    puid: str = "",
) -> MediaType:
    begins = tuple(map(Magic, magic))
    known = tuple(brand.ljust(4).encode() for brand in brands.split())
    called = tuple(suffixes.split())
    return MediaType(
        name, Family.PICTURE, called, label, _A_PICTURE, reader, begins, known, riff, camera, shown=shown, puid=puid
    )


def _raw(name: str, suffixes: str, *magic: bytes, brands: str = "", makers: str = "", puid: str = "") -> MediaType:
    row = _picture(name, suffixes, "camera raw file", *magic, brands=brands, camera=RAW, puid=puid)
    return replace(row, makers=tuple(maker.replace("_", " ") for maker in makers.split()))


def _other(
    name: str,
    family: Family,
    suffixes: str = "",
    label: str = "",
    content: str = "",
    reader: str = "",
    magic: Iterable[bytes | Magic] = (),
    *,
    brands: tuple[bytes, ...] = (),
    riff: bytes = b"",
    holds_files: bool = False,
    advice: str = "",
    puid: str = "",
    converts: bool = False,
) -> MediaType:
    begins = tuple(one if isinstance(one, Magic) else Magic(one) for one in magic)
    called = tuple(suffixes.split())
    return MediaType(
        name,
        family,
        called,
        label,
        content,
        reader,
        begins,
        brands,
        riff,
        holds_files=holds_files,
        advice=advice,
        puid=puid,
        converts=converts,
    )


def _old(name: str, suffixes: str, *magic: bytes | Magic, label: str = "") -> MediaType:
    """Return an old office format without a reader that LibreOffice can convert."""
    return _other(name, Family.DOCUMENT, suffixes, label, _ANY_OFFICE, magic=magic, advice=_SAVE, converts=True)


_PICTURES = (
    _picture(JPEG, "jpg jpeg jpe jfif pjpeg thm", "JPEG", b"\xff\xd8\xff", camera="jpeg", shown=True),
    _picture(PNG, "png apng", "PNG", b"\x89PNG\r\n\x1a\n", shown=True),
    _picture(TIFF, "tif tiff", "TIFF", *CLASSIC_TIFF, b"II+\0", b"MM\0+", shown=True, puid="fmt/353"),
    _picture(WEBP, "webp", "WebP", riff=b"WEBP", shown=True),
    _picture(AVIF, "avif", "AVIF", brands="avif avis", shown=True),
    _picture(
        HEIC,
        "heic heif hif",
        "HEIC",
        brands="heic heix heim heis hevc hevx hevm hevs",
        camera="heic",
        shown=True,
        puid="fmt/1101",
    ),
    _picture("image/heif", "", "HEIC", brands="mif1 msf1 mif2", camera="heic", shown=True),  # with a general brand
    _picture("image/avci", "avci", "HEIF", brands="avci avcs"),
    _picture("image/hej2k", "hej2", "HEIF", brands="j2ki j2is"),
    _picture("image/vvic", "vvic", "HEIF", brands="vvic vvis"),
    _picture(GIF, "gif", "GIF", b"GIF87a", b"GIF89a"),
    _picture(BMP, "bmp dib", "BMP"),
    _picture(PHOTOSHOP, "psd psb", "Photoshop", b"8BPS\0"),
    _picture(JP2, "jp2 j2k jpf jpx jpm jpc j2c jph jhc", "JPEG 2000", JP2_MARK, J2K_MARK),
    _picture(JXL, "jxl", "JPEG XL", JXL_MARK, JXL_BARE),
    _picture(SVG, "svg", "", reader="svg"),
    _picture("image/vnd.microsoft.icon", "ico", "", b"\0\0\1\0", reader="", puid="x-fmt/418"),
    _picture("image/jxr", "jxr wdp hdp", "JPEG XR", b"II\xbc\1", reader=""),
    _picture("image/x-tga", "tga", "", reader=""),
    _raw(DNG, "dng"),
    _raw(CR2, "cr2", puid="fmt/592"),
    _raw(CR3, "cr3", brands="crx", puid="fmt/1595"),
    _raw(CRW, "crw", CRW_MARK, puid="fmt/593"),
    _raw(NEF, "nef nrw", makers="NIKON", puid="fmt/202"),
    _raw(ARW, "arw sr2 srf", makers="SONY"),
    _raw(RAF, "raf", RAF_MARK, puid="fmt/642"),
    _raw(ORF, "orf", b"IIRO", b"IIRS", b"MMOR", makers="OLYMPUS OM_DIGITAL", puid="fmt/668"),
    _raw(RW2, "rw2 raw rwl", b"IIU\0", puid="fmt/662"),
    _raw(PEF, "pef", makers="PENTAX ASAHI RICOH", puid="fmt/1781"),
    _raw(SRW, "srw", makers="SAMSUNG"),
    _raw(X3F, "x3f", b"FOVb", puid="fmt/661"),
    _raw(MRW, "mrw", b"\0MRM", puid="fmt/669"),
    _raw("image/x-hasselblad-3fr", "3fr fff", makers="HASSELBLAD", puid="fmt/1062"),
    _raw("image/x-phaseone-iiq", "iiq", makers="PHASE_ONE", puid="fmt/1061"),
    _raw("image/x-leaf-mos", "mos", makers="LEAF", puid="fmt/1063"),
    _raw("image/x-mamiya-mef", "mef", makers="MAMIYA"),
    _raw("image/x-epson-erf", "erf", makers="SEIKO_EPSON", puid="fmt/641"),
    _raw("image/x-kodak-dcr", "dcr kdc", makers="KODAK EASTMAN_KODAK"),
)
_DOCUMENTS = (
    _other(PDF, Family.PDF, "pdf", "PDF", "a PDF", "pdf"),
    _other("application/msword", Family.DOCUMENT, "doc dot", _WORD, _A_WORD, "doc", [b"\xdb\xa5-\0", b"\x9b\xa5!\0"]),
    _other(f"{OFFICE}wordprocessingml.document", Family.DOCUMENT, "docx docm dotx dotm", _WORD, _ANY_OFFICE, "docx"),
    _other(RICH_TEXT, Family.DOCUMENT, "rtf", _WORD, _A_WORD, "rtf", [b"{\\rtf"]),
    _other(f"{OPEN_DOCUMENT}text", Family.DOCUMENT, "odt", _WORD, _ANY_OFFICE, "odt"),
    _other(f"{OPEN_DOCUMENT}text-template", Family.DOCUMENT, "ott", _WORD, _ANY_OFFICE, "odt"),
    _other(f"{OPEN_DOCUMENT}text-master", Family.DOCUMENT, "odm", _WORD, _ANY_OFFICE, "odt"),
    _other("application/vnd.ms-excel", Family.DOCUMENT, "xls xlt", _SHEET, _ANY_OFFICE, "table"),
    _other(XLSX, Family.DOCUMENT, "xlsx xlsm xltx xlsb", _SHEET, _ANY_OFFICE, "table"),
    _other(f"{OPEN_DOCUMENT}spreadsheet", Family.DOCUMENT, "ods ots", _SHEET, _ANY_OFFICE, "table"),
    _other("application/vnd.ms-powerpoint", Family.DOCUMENT, "ppt pps pot", _SHOW, _ANY_OFFICE, "ppt"),
    _other(
        f"{OFFICE}presentationml.presentation", Family.DOCUMENT, "pptx pptm potx ppsx ppsm", _SHOW, _ANY_OFFICE, "pptx"
    ),
    _other(f"{OPEN_DOCUMENT}presentation", Family.DOCUMENT, "odp", _SHOW, _ANY_OFFICE, "odp"),
    _other(f"{OPEN_DOCUMENT}presentation-template", Family.DOCUMENT, "otp", _SHOW, _ANY_OFFICE, "odp"),
    _other(f"{OPEN_DOCUMENT}graphics", Family.DOCUMENT, "odg", "", _ANY_OFFICE, "odp"),
    _other(f"{OPEN_DOCUMENT}text{FLAT}", Family.DOCUMENT, "fodt", _WORD, _ANY_OFFICE, "odt"),
    _other(f"{OPEN_DOCUMENT}presentation{FLAT}", Family.DOCUMENT, "fodp", _SHOW, _ANY_OFFICE, "odp"),
    _other(f"{OPEN_DOCUMENT}graphics{FLAT}", Family.DOCUMENT, "fodg", "", _ANY_OFFICE, "odp"),
    _other(f"{OPEN_OFFICE}writer", Family.DOCUMENT, "sxw", _WORD, _ANY_OFFICE, "odt", puid="fmt/128"),
    _other(f"{OPEN_OFFICE}impress", Family.DOCUMENT, "sxi", _SHOW, _ANY_OFFICE, "odp", puid="fmt/130"),
    _other(f"{OPEN_OFFICE}draw", Family.DOCUMENT, "sxd", "", _ANY_OFFICE, "odp", puid="fmt/127"),
    _other(
        f"{OPEN_OFFICE}calc", Family.DOCUMENT, "sxc", _SHEET, _ANY_OFFICE, advice=_SAVE, puid="fmt/129", converts=True
    ),
    _old("application/vnd.ms-visio.drawing", "vsdx vsdm"),
    _other("application/vnd.ms-xpsdocument", Family.DOCUMENT, "xps oxps", "", _ANY_OFFICE, advice=_SAVE),
    _other("application/x-ibooks+zip", Family.DOCUMENT, "ibooks", "", _ANY_OFFICE, advice=_SAVE),
    _other("application/vnd.apple.pages", Family.DOCUMENT, "pages", advice=_SAVE, converts=True),
    _other("application/vnd.apple.numbers", Family.DOCUMENT, "numbers", _SHEET, advice=_SAVE, converts=True),
    _other("application/vnd.apple.keynote", Family.DOCUMENT, "key", advice=_SAVE, converts=True),
    _old("application/vnd.wordperfect", "wpd wp wp5 wp6", b"\xffWPC"),
    _old("application/vnd.ms-works", "wps wks wdb", b"\1\xfe2\0", b"\xff\0\2\0\4\4\5\x54"),
    _other(
        "application/x-mswrite", Family.DOCUMENT, "wri", _WORD, _A_WORD, "doc", [b"1\xbe\0\0\0\xab", b"2\xbe\0\0\0\xab"]
    ),  # including Word for DOS
    _old("application/vnd.visio", "vsd"),
    _old(
        "application/vnd.lotus-1-2-3",
        "123 wk4 wk3 wk1",
        *(b"\0\0\2\0\4\4", b"\0\0\2\0\6\4", b"\0\0\x1a\0\0\x10", b"\0\0\x1a\0\2\x10", b"\0\0\x1a\0\3\x10"),
        *(b"\0\0\x1a\0\5\x10",),
        label=_SHEET,
    ),
    _old(
        "application/x-quattro-pro",
        "wb2 qpw wb3 wb1 wq1 wq2",
        *(b"\0\0\2\0\x20\x51", b"\0\0\2\0\x21\x51", b"\0\0\2\0\1\x10", b"\0\0\2\0\2\x10"),
        label=_SHEET,
    ),
    _old("application/vnd.lotus-wordpro", "lwp", b"WordPro"),
    _other(DBASE, Family.DOCUMENT, "dbf", _SHEET, _ANY_OFFICE, advice=_SAVE),
    _old("application/x-appleworks", "cwk", Magic(b"BOBO", 4)),
    _old("application/vnd.stardivision.writer", "sdw vor"),
    _old("application/vnd.stardivision.calc", "sdc", label=_SHEET),
    _old("application/vnd.stardivision.draw", "sda"),
    _old("application/vnd.stardivision.impress", "sdd"),
    _old("application/x-powerpoint-4", ""),  # a PPT too; IANA has no name for it
    # an XLS too: of Excel 2, 3 and 4, and of 5 where it is no compound file ([MS-XLS] 2.4.21 has the later ones)
    _old(
        "application/x-excel-4",
        "",
        *(b"\t\0\4\0", b"\t\2\6\0", b"\t\4\6\0", b"\t\x08\6\0", b"\t\x08\x08\0\0\5"),
        label=_SHEET,
    ),
    _other(HANGUL, Family.DOCUMENT, "hwp", _WORD, _A_WORD, "hwp", puid="fmt/1084"),
    _old("application/x-hwp", "hwp", b"HWP Document File"),  # from before Hangul 5
    _other(ABIWORD, Family.DOCUMENT, "abw zabw", _WORD, _A_WORD, "xml", converts=True),
    _old(MACWRITE, "mcw"),
    _old("application/macwriteii", "", b"\0.\0.", b"\0\4\0\4"),  # and MacWrite Pro
    # of before Word 6, whose files are those of Windows
    _old("application/x-word-for-macintosh", "", b"\xfe2\0\0", b"\xfe4\0\0", b"\xfe7\0\x1c", b"\xfe7\0\x23"),
    _old("application/x-writenow", "", b"WriteNow"),
    _other("application/postscript", Family.DOCUMENT, "eps ps", magic=[b"%!PS"], advice=_SAVE),
    _other(EPUB, Family.DOCUMENT, "epub", "", _ANY_OFFICE, "epub", puid="fmt/483"),
    _other(DJVU, Family.DOCUMENT, "djvu djv", "DjVu", "DjVu", "djvu", puid="fmt/255"),
    _other("application/vnd.adobe.indesign-idml-package", Family.DOCUMENT, "idml", puid="fmt/1184"),
    _other("application/x-indesign", Family.DOCUMENT, "indd"),
    _other("application/vnd.quark.quarkxpress", Family.DOCUMENT, "qxd", converts=True),
    _old("application/x-mspublisher", "pub"),
    _other("application/x-pagemaker", Family.DOCUMENT, "pmd p65", converts=True),
    _other("application/illustrator", Family.DOCUMENT, "ai"),
    _other(COREL_DRAW, Family.DOCUMENT, "cdr", riff=b"CDR", converts=True),
    _other("application/x-tex", Family.DOCUMENT, "tex dvi"),
    _other(
        OLE,
        Family.DOCUMENT,
        "",
        "",
        _ANY_OFFICE,
        magic=[b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
        holds_files=True,
        puid="fmt/111",
    ),
    _other(ENCRYPTED, Family.DOCUMENT, reader="encrypted"),
)

_TEXTS = (
    _other(PLAIN, Family.TEXT, "txt text asc log", "text", "plain text", "text", puid="x-fmt/111"),
    _other(MARKDOWN, Family.TEXT, "md markdown mdown mkd", "text", "Markdown", "markdown", puid="fmt/1149"),
    _other(HTML, Family.TEXT, "html htm xhtml shtml php asp aspx jsp", "HTML", "an HTML page", "html"),
    _other(TABLES[0], Family.TEXT, "csv", "table", "plain text", "table", puid="x-fmt/18"),
    _other(TABLES[1], Family.TEXT, "tsv", "table", "plain text", "table", puid="x-fmt/13"),
    _other(JSON, Family.TEXT, "json geojson", "", "JSON", puid="fmt/817"),
    _other(NINJS, Family.TEXT, "json", "", "", "ninjs"),
    _other(ARTICLE, Family.TEXT, "json", "", "", "article"),
    _other(RECORD, Family.TEXT, "json", "", "", "records"),
    _other(RESULTS, Family.TEXT, "json", "", "", "records"),
    _other(JSON_LINES, Family.TEXT, "jsonl ndjson", "", "", "records"),
    _other(XML, Family.TEXT, "xml dbk", "", "XML", "xml"),
    _other(RSS, Family.TEXT, "rss", "", "a feed", "feed"),
    _other(ATOM, Family.TEXT, "atom", "", "a feed", "feed"),
    _other(NITF, Family.TEXT, "xml nitf", "", "plain text", "nitf"),
    _other(f"{NEWSML}newsitem+xml", Family.TEXT, "xml", "", "", "newsml"),
    _other(f"{NEWSML}newsmessage+xml", Family.TEXT, "xml", "", "", "newsml"),
    _other(f"{NEWSML}packageitem+xml", Family.TEXT, "xml", "", "", "newsml"),
    _other(SIDECAR, Family.TEXT, "xmp", "", "the sidecar of a photo (XMP)", "sidecar"),
    _other(SUBRIP, Family.TEXT, "srt", "", "", "subtitles", puid="fmt/1218"),
    _other(WEBVTT, Family.TEXT, "vtt", "", "plain text", "subtitles", puid="fmt/1454"),
    _other(APPLE_MAIL, Family.TEXT, "emlx", "", "an e-mail", "emlx", holds_files=True),
    _other(MAIL, Family.TEXT, "eml emltpl nws", "", "an e-mail", "mail", holds_files=True, puid="fmt/278"),
    _other(SAVED_PAGE, Family.TEXT, "mht mhtml", "", "", "mhtml", holds_files=True),
    _other(MAILBOX, Family.TEXT, "mbox mbx", "", "a mailbox", "mbox", holds_files=True, puid="fmt/720"),
)

_PACKED = (
    _other(
        ZIP,
        Family.PACKED,
        "zip",
        _FILES,
        _AN_ARCHIVE,
        "zip",
        [b"PK\3\4", b"PK\5\6"],
        holds_files=True,
        puid="x-fmt/263",
    ),
    _other(
        GZIP, Family.PACKED, "gz tgz", _FILES, _AN_ARCHIVE, "tar", [b"\x1f\x8b"], holds_files=True, puid="x-fmt/266"
    ),
    _other(BZIP2, Family.PACKED, "bz2 tbz2", _FILES, _AN_ARCHIVE, "tar", [b"BZh"], holds_files=True, puid="x-fmt/268"),
    _other(XZ, Family.PACKED, "xz txz", _FILES, _AN_ARCHIVE, "tar", [b"\xfd7zXZ\0"], holds_files=True, puid="fmt/1098"),
    _other(WARC, Family.PACKED, "warc", _FILES, "a web archive", "warc", [b"WARC/"], holds_files=True),
    _other(
        TAR,
        Family.PACKED,
        "tar",
        _FILES,
        _AN_ARCHIVE,
        "tar",
        [Magic(b"ustar", 257)],
        holds_files=True,
        puid="x-fmt/265",
    ),
    _other(
        "application/x-7z-compressed",
        Family.PACKED,
        "7z",
        _FILES,
        _AN_ARCHIVE,
        "archive",
        [b"7z\xbc\xaf\x27\x1c"],
        holds_files=True,
    ),
    _other(
        "application/vnd.rar", Family.PACKED, "rar", _FILES, _AN_ARCHIVE, "archive", [b"Rar!\x1a\7"], holds_files=True
    ),
    # [MS-PST] 2.2.2.6
    _other(OUTLOOK_STORE, Family.PACKED, "pst ost", "a mailbox", "a mailbox", "pst", [b"!BDN"], holds_files=True),
    # [MS-OXTNEF] 2.1.3.1
    _other("application/ms-tnef", Family.PACKED, "dat tnef", "", "", "tnef", [b"\x78\x9f\x3e\x22"], holds_files=True),
    _other(
        "application/vnd.ms-outlook", Family.DOCUMENT, "msg", "", _ANY_OFFICE, "msg", holds_files=True, puid="x-fmt/430"
    ),
)

_REST = (
    _other("audio/mpeg", Family.SOUND, "mp3", _MEDIA, "sound", "media", magic=[b"ID3"]),
    _other("audio/flac", Family.SOUND, "flac", _MEDIA, "sound", "media", magic=[b"fLaC"], puid="fmt/279"),
    _other("audio/vnd.wave", Family.SOUND, "wav", _MEDIA, "sound", "media", riff=b"WAVE"),
    _other("audio/mp4", Family.SOUND, "m4a", _MEDIA, "sound", "media", brands=(b"M4A ",)),
    _other("application/ogg", Family.SOUND, "ogg", _MEDIA, "sound", "media", magic=[b"OggS"], puid="fmt/944"),
    _other("video/mp4", Family.SOUND, "mp4", _MEDIA, "a film", "media", puid="fmt/199"),
    _other("video/quicktime", Family.SOUND, "mov", _MEDIA, "a film", brands=(b"qt  ",), puid="x-fmt/384"),
    _other("video/x-msvideo", Family.SOUND, "avi", _MEDIA, "a film", riff=b"AVI ", puid="fmt/5"),
    _other("video/x-matroska", Family.SOUND, "mkv", _MEDIA, "a film", magic=[b"\x1aE\xdf\xa3"], puid="fmt/569"),
    _other("application/vnd.sqlite3", Family.NOTHING, magic=[b"SQLite format 3\0"], puid="fmt/729"),
    _other(EMPTY, Family.NOTHING, reader="none"),
    _other(UNKNOWN, Family.NOTHING, "", "", "nothing that is known"),
)

TYPES = (*_PICTURES, *_DOCUMENTS, *_TEXTS, *_PACKED, *_REST)
BY_NAME = {row.name: row for row in TYPES}
BY_SUFFIX: dict[str, MediaType] = {suffix: row for row in reversed(TYPES) for suffix in row.suffixes}
RAW_TYPES = frozenset(row.name for row in TYPES if row.camera == RAW)
SHOWN = frozenset(row.name for row in TYPES if row.shown)
PICTURES = frozenset(suffix for row in TYPES if row.family is Family.PICTURE for suffix in row.suffixes) | {"eps"}
PHOTOS = PICTURES - {"svg", "eps", "ico"}
# Of documents, which some programs put in place of a title.
WRITTEN = frozenset({*BY_NAME[PLAIN].suffixes, *BY_NAME[HTML].suffixes}) | frozenset(
    suffix for row in TYPES if row.family in (Family.PDF, Family.DOCUMENT) for suffix in row.suffixes
)
_SHOWN_BY_BROWSERS = (JPEG, PNG, GIF, WEBP, AVIF, BMP)
_OFFICE_READERS = ("doc", "docx", "odp", "odt", "ppt", "pptx", "rtf", "table")  # of formats that LibreOffice can open
_MARKS = tuple((one.offset, one.bytes, row.name) for row in TYPES for one in row.magic)
_BRANDS = {brand: row.name for row in TYPES for brand in row.brands}  # after "ftyp"
_RIFF = {row.riff: row.name for row in TYPES if row.riff}
_GENERAL = _BRANDS[b"mif1"]  # more specific brands have priority
# The first bytes of types without a row, with the family and the words for their content.
_BEGINNINGS = (
    ("text/", Family.TEXT, "plain text"),
    ("image/", Family.PICTURE, _A_PICTURE),
    ("audio/", Family.SOUND, "sound"),
    ("video/", Family.SOUND, "a film"),
    ("application/vnd.ms-", Family.DOCUMENT, _ANY_OFFICE),
    (OFFICE, Family.DOCUMENT, _ANY_OFFICE),
    (OPEN_DOCUMENT, Family.DOCUMENT, _ANY_OFFICE),
)


def by_first_bytes(head: bytes) -> str | None:
    """Return the media type of a file with these first bytes (300 are enough), or None. Office documents are ZIP or OLE
    here, and most raw files TIFF."""
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12]) or _RIFF.get(head[8:11])
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    if head[:2] == b"BM" and head[6:10] == bytes(4) and len(head) > 26:
        return BMP
    if head.startswith(DJVU_MARK):
        return DJVU if head[12:16] in DJVU_FORMS else None
    return next((name for offset, mark, name in _MARKS if head.startswith(mark, offset)), None)


def _iso_media(head: bytes) -> str:
    """Return the media type of an ISO base media file: by its major brand, or a more specific compatible one."""
    major = _BRANDS.get(head[8:12])
    if major not in (None, _GENERAL):
        return major or UNKNOWN
    end = min(int.from_bytes(head[:4], "big"), 256)
    for at in range(16, end - 3, 4):
        if (found := _BRANDS.get(head[at : at + 4])) not in (None, _GENERAL):
            return found or UNKNOWN
    return major or BY_SUFFIX["mp4"].name


def of_suffix(filename: str) -> MediaType | None:
    """Return the type for the suffix of a file name, or None if unknown."""
    stem, _, suffix = filename.rpartition(".")
    return BY_SUFFIX.get(suffix.lower()) if stem else None


def convertible(media_type: str, filename: str) -> bool:
    """Return whether LibreOffice may convert a file to PDF: by its type, or by its suffix if the content only shows an
    OLE file, or nothing."""
    row = _converted_row(media_type, filename)
    return row is not None and row.converts


def is_converted_table(media_type: str, filename: str) -> bool:
    """Return whether LibreOffice may convert a file to a workbook, whose cells are read: those of a PDF may be cut
    off."""
    row = _converted_row(media_type, filename)
    return row is not None and row.converts and row.label == _SHEET


def _converted_row(media_type: str, filename: str) -> MediaType | None:
    return of_suffix(filename) if media_type in (OLE, UNKNOWN) else BY_NAME.get(media_type)


def access_copy_type(media_type: str, filename: str) -> str | None:
    """Return the type of the access copy that can be made of a file: PDF for an office document, JPEG for a picture
    that browsers do not show; None for any other file."""
    if convertible(media_type, filename):
        return PDF
    row = BY_NAME.get(media_type)
    if row is None or media_type in _SHOWN_BY_BROWSERS:
        return None
    if row.family is Family.PICTURE:
        return JPEG if row.reader == "photo" else None
    return PDF if row.reader in _OFFICE_READERS else None


def has_suffix(filename: str, suffixes: frozenset[str]) -> bool:
    """Return whether a file name ends in one of these suffixes (PICTURES, PHOTOS), in any case."""
    stem, _, suffix = filename.rpartition(".")
    return bool(stem) and suffix.lower() in suffixes


def usual_suffix(suffix: str) -> str:
    """Return the usual suffix of the same type, `jpg` for `jpeg`; unchanged for an unknown type."""
    row = BY_SUFFIX.get(suffix)
    return row.suffixes[0] if row else suffix


def usual_filename(name: str) -> str:
    """Return a file name with the usual suffix of its type: `HAI.jpg` for `HAI.JPEG`."""
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{usual_suffix(suffix.lower())}" if stem else name


def is_picture_type(name: str) -> bool:
    """Return whether files of a media type are pictures, including types without a row here."""
    row = BY_NAME.get(name)
    return row.family is Family.PICTURE if row else name.startswith("image/")


def puid_of(name: str) -> str:
    """Return the PRONOM identifier of a media type, or "" if the type alone does not determine it."""
    row = BY_NAME.get(name)
    return row.puid if row else ""


def suffix_of(name: str) -> str:
    """Return the usual suffix of a media type with its dot, or ""."""
    row = BY_NAME.get(name)
    return f".{row.suffixes[0]}" if row and row.suffixes else ""


def content_of(name: str) -> tuple[Family, str] | None:
    """Return the family of a media type and the words for such content, or None."""
    row = BY_NAME.get(name)
    if row is not None:
        return (row.family, row.content) if row.content else None
    return next(((family, words) for start, family, words in _BEGINNINGS if name.startswith(start)), None)


def suffix_pattern(suffixes: Iterable[str]) -> str:
    """Return suffixes as alternatives of a regular expression, longest first."""
    return "|".join(sorted(map(re.escape, suffixes), key=lambda suffix: (-len(suffix), suffix)))
