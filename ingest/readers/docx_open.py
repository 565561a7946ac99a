"""Opens a Word document with python-docx, and where that cannot, a copy with what it stumbles over put right."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from lxml import etree

from ingest.readers.office_zip import ZIP_ERRORS

# what python-docx raises on damaged packages beside its own errors
ERRORS = (OpcError, etree.LxmlError, LookupError, AttributeError, TypeError, AssertionError, *ZIP_ERRORS)
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_MAINS = re.compile(
    rb"application/(?:vnd\.ms-word\.(?:document|template)\.macroEnabled(?:Template)?"
    rb"|vnd\.openxmlformats-officedocument\.wordprocessingml\.template)\.main\+xml"
)
_STRICT = (  # ISO 29500-1 and what ISO 29500-4, which python-docx knows, calls the same
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_RELATION = re.compile(rb"<Relationship\s[^<>]*?/>")
_TARGET = re.compile(rb"""\sTarget\s*=\s*["']([^"']*)["']""")


def open_document(path: Path, folder: Path) -> Any:
    """The document as python-docx has it. Macro-enabled documents and templates, documents in the strict form and those
    with relations to parts that are not there are read from a copy in `folder`, which is gone afterwards. Raises
    ERRORS."""
    try:
        return Document(str(path))
    except (etree.XMLSyntaxError, zipfile.BadZipFile):
        raise
    except ERRORS:
        copy = folder / "mended.docx"
        try:
            _mend(path, copy)
            return Document(str(copy))
        finally:
            copy.unlink(missing_ok=True)


def _mend(path: Path, copy: Path) -> None:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        names = frozenset(old.namelist())
        for name in names:
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = _OTHER_MAINS.sub(_MAIN, data)
            elif name.endswith(".rels"):
                data = _with_targets(_transitional(data), name, names)
            elif name.endswith(".xml"):
                data = _transitional(data)
            new.writestr(name, data)


def _transitional(data: bytes) -> bytes:
    for strict, transitional in _STRICT:
        data = data.replace(strict, transitional)
    return data


def _with_targets(data: bytes, name: str, names: Iterable[str]) -> bytes:
    """Relations without those to parts that the package does not have."""
    base = posixpath.dirname(posixpath.dirname(name))

    def kept(found: re.Match[bytes]) -> bytes:
        target = _TARGET.search(found.group())
        if target is None or b"External" in found.group():
            return found.group()
        path = posixpath.normpath(posixpath.join("/", base, target.group(1).decode("utf-8", "replace")))
        return found.group() if path.lstrip("/") in names else b""

    return _RELATION.sub(kept, data)
