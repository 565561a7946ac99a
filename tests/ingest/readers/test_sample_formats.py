"""The sample corpus has samples of every readable format, and entities in every XML format."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from archive import media_types
from archive.media_types import RAW_TYPES
from ingest.photo import sidecar
from ingest.readers.base import sniff
from ingest.readers.office import docx, pptx
from ingest.readers.registry import READERS
from ingest.readers.tables import cells, workbook

CORPUS = Path(__file__).parents[3] / "sample_corpus"
FILES = [path.relative_to(CORPUS).as_posix() for path in sorted(CORPUS.rglob("*")) if path.is_file()]
SOUND = [name for name in FILES if name.startswith(("releases/", "speeches/", "photos/"))]
BROKEN = [name for name in FILES if name.startswith("broken/")]

# The rule: two valid samples of each media type in the table of readers. Fewer are enough for these.
FEWER = {
    media_types.EMPTY: (0, "a file without bytes has no other form; one is in broken/"),
    media_types.ENCRYPTED: (0, "nothing of it is read; those behind a password are in broken/"),
    media_types.RECORD: (1, "with lines and results one reader of the same records"),
    media_types.RESULTS: (1, "with lines and single records one reader of the same records"),
    "application/vnd.iptc.g2.newsmessage+xml": (1, "holds the same items as stand alone"),
    "application/vnd.iptc.g2.packageitem+xml": (0, "holds references alone, no text"),
    "application/vnd.oasis.opendocument.text-template": (0, "an OpenDocument text but for its name"),
    "application/vnd.oasis.opendocument.text-master": (0, "an OpenDocument text but for its name"),
    "application/x-mswrite": (0, "read as early Word is; tests/ingest/readers/test_doc.py builds some"),
    "application/x-bzip2": (1, "with gzip and xz one way of reading; only the unpacking is another"),
    "application/x-xz": (1, "with gzip and bzip2 one way of reading; only the unpacking is another"),
    "image/heic": (1, "no encoder of it is at hand; the one there is was encoded once"),
    "image/heif": (0, "HEIC under a general brand"),
    "image/avci": (0, "nothing here decodes it; tests/ingest/photo/test_photo_files.py builds some"),
    "image/hej2k": (0, "nothing here decodes it; tests/ingest/photo/test_photo_files.py builds some"),
    "image/vvic": (0, "nothing here decodes it; tests/ingest/photo/test_photo_files.py builds some"),
    "application/vnd.ms-outlook": (0, "tests/ingest/readers/test_msg.py builds some"),
    **dict.fromkeys(
        (row.name for row in media_types.TYPES if row.reader in ("warc", "xml", "media", "svg", "archive")),
        (0, "tests/ingest/readers/test_web_archives.py builds some"),
    ),
    **dict.fromkeys(
        (media_types.RSS, media_types.ATOM, media_types.ARTICLE, media_types.APPLE_MAIL),
        (0, "tests/ingest/readers/test_feeds.py builds some"),
    ),
    **dict.fromkeys(
        (
            row.name
            for row in media_types.TYPES
            if row.reader in ("odp", "epub") or row.suffixes[:1] in (("fodt",), ("sxw",))
        ),
        (0, "tests/ingest/readers/test_open_packages.py builds some"),
    ),
    media_types.OUTLOOK_STORE: (0, "tests/ingest/readers/test_pst.py builds some"),
    media_types.HANGUL: (0, "tests/ingest/readers/test_hwp.py builds some"),
    media_types.DJVU: (0, "tests/ingest/readers/test_djvu.py builds some"),
    "image/jxl": (0, "nothing here decodes or encodes it; tests/ingest/photo/test_photo_files.py builds some"),
    "image/jp2": (0, "tests/ingest/photo/test_photo_files.py builds some"),
    **dict.fromkeys(RAW_TYPES, (0, "takes the camera of its maker: two of all of them together")),
}
# Built by these test modules: test_msg.py, test_open_packages.py, test_feeds.py, test_web_archives.py
BUILT = (
    "msg",
    "odp",
    "epub",
    "feed",
    "article",
    "emlx",
    "warc",
    "xml",
    "media",
    "svg",
    "archive",
    "djvu",
    "pst",
    "hwp",
)
XML = {
    docx.TYPE,
    pptx.TYPE,
    cells.XLSX,
    workbook.ODS,
    "application/vnd.oasis.opendocument.text",
    media_types.NITF,
    "application/vnd.iptc.g2.newsitem+xml",
    sidecar.TYPE,
    "text/html",
    "application/pdf",  # its metadata is XML
    "image/jpeg",  # and that of a photograph
}


def _type(name: str) -> str:
    return sniff.media_type(CORPUS / name, Path(name).name)


COUNTED = Counter(map(_type, SOUND))


@pytest.mark.parametrize("media_type", sorted(READERS))
def test_each_format_has_two_samples(media_type: str) -> None:
    least, why = FEWER.get(media_type, (2, ""))
    assert COUNTED[media_type] >= least, why or f"make a sample of {media_type} with its expected JSON"


def test_each_reader_of_more_than_refusals_has_two_samples() -> None:
    of_readers = Counter(READERS[kind].label for name in SOUND if (kind := _type(name)) in READERS)
    wanted = {reader.label for reader in READERS.values() if reader.suffixes and reader.name not in BUILT}
    assert {label for label in wanted if of_readers[label] < 2} == set()


def test_what_has_no_sound_sample_is_among_the_broken() -> None:
    assert {media_types.EMPTY, media_types.ENCRYPTED} <= set(map(_type, BROKEN))


def test_each_format_of_xml_has_a_sample_with_entities_and_none_is_followed() -> None:
    declaring = [name for name in BROKEN if b"<!ENTITY" in _xml(CORPUS / name)]
    assert {_type(name) for name in declaring} >= XML
    for name in declaring:
        expected = json.loads((CORPUS / "expected" / f"{name}.json").read_text("utf-8"))
        stopped = expected.get("reason_contains") and expected["outcome"] == "rejected"
        assert stopped or "text" in expected or "caption" in expected, f"say whole what is read of {name}"


def _xml(path: Path) -> bytes:
    """Return the whole file, or the XML in it, with one byte per letter."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes().replace(b"\0", b"")
    with zipfile.ZipFile(path) as file:
        small = (entry for entry in file.infolist() if entry.file_size < 1 << 20)
        return b"".join(file.read(entry) for entry in small if entry.filename.endswith((".xml", ".rels")))
