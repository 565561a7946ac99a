"""What the name of a file says it is, held against its content: a saved error page is often called a picture."""

from __future__ import annotations

from pathlib import PurePath

from ingest.readers.containers import OFFICE
from ingest.readers.sniff import SIDECAR, UNKNOWN

PICTURE, DOCUMENT, TEXT, PACKED, SOUND, NOTHING = "picture", "document", "text", "packed", "sound or film", "nothing"

# suffixes -> (family, what people call it); a suffix that is not here says nothing
_SUFFIXES = {
    "jpg jpeg jpe jfif": (PICTURE, "JPEG"),
    "png": (PICTURE, "PNG"),
    "tif tiff": (PICTURE, "TIFF"),
    "gif": (PICTURE, "GIF"),
    "bmp": (PICTURE, "BMP"),
    "webp": (PICTURE, "WebP"),
    "heic heif hif": (PICTURE, "HEIC"),
    "avif": (PICTURE, "AVIF"),
    "psd psb": (PICTURE, "Photoshop"),
    "dng cr2 cr3 nef arw raf orf rw2 pef srw": (PICTURE, "camera raw file"),
    "pdf": ("pdf", "PDF"),
    "doc docx odt rtf": (DOCUMENT, "word processor document"),
    "xls xlsx ods": (DOCUMENT, "spreadsheet"),
    "ppt pptx odp": (DOCUMENT, "presentation"),
    "txt text md markdown": (TEXT, "text"),
    "csv tsv": (TEXT, "table"),
    "html htm xhtml": (TEXT, "HTML"),
    "zip rar 7z gz tgz bz2 xz tar": (PACKED, "archive of files"),
    "mp3 wav flac ogg m4a mp4 mov avi mkv": (SOUND, "sound or film"),
}
_BY_SUFFIX = {f".{suffix}": told for suffixes, told in _SUFFIXES.items() for suffix in suffixes.split()}

# media types, or their beginnings -> (family, what people call it), the first match wins
_CONTENTS = (
    ("text/html", TEXT, "an HTML page"),
    ("text/markdown", TEXT, "Markdown"),
    ("text/", TEXT, "plain text"),
    ("application/json", TEXT, "JSON"),
    (SIDECAR, TEXT, "the sidecar of a photo (XMP)"),
    ("application/xml", TEXT, "XML"),
    ("message/rfc822", TEXT, "an e-mail"),
    ("application/mbox", TEXT, "a mailbox"),
    ("image/", PICTURE, "a picture"),
    ("application/pdf", "pdf", "a PDF"),
    ("application/rtf", DOCUMENT, "a word processor document"),
    ("application/msword", DOCUMENT, "a word processor document"),
    ("application/vnd.ms-", DOCUMENT, "an office document"),
    (OFFICE, DOCUMENT, "an office document"),
    ("application/vnd.oasis.", DOCUMENT, "an office document"),
    ("application/x-ole-storage", DOCUMENT, "an office document"),
    ("audio/", SOUND, "sound"),
    ("video/", SOUND, "a film"),
    ("application/ogg", SOUND, "sound"),
    (UNKNOWN, NOTHING, "nothing that is known"),
    *((f"application/{kind}", PACKED, "an archive of files") for kind in ("zip", "gzip", "vnd.rar")),
    *((f"application/x-{kind}", PACKED, "an archive of files") for kind in ("bzip2", "xz", "7z-compressed", "tar")),
)


def contradiction(filename: str, media_type: str) -> str | None:
    """ "its name says JPEG, its content is an HTML page", where their families differ; None where they agree or one
    of them says nothing."""
    said = _BY_SUFFIX.get(PurePath(filename).suffix.lower())
    held = next(((family, words) for start, family, words in _CONTENTS if media_type.startswith(start)), None)
    if said is None or held is None or said[0] == held[0]:
        return None
    if (said[0], held[0]) == (PACKED, DOCUMENT):  # office documents are ZIP archives
        return None
    return f"its name says {said[1]}, its content is {held[1]}"
