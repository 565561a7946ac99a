"""What the properties of an office document say of whether it may be published: category, status, custom ones."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lxml import etree

from archive.record import Description
from ingest.embargo.matcher import is_stamped
from ingest.embargo.sources import is_flag, offer_status
from ingest.enrich.publication import keeps_back, offer_embargo
from ingest.enrich.words import fold
from ingest.readers import fields
from ingest.readers.office_zip import ZIP_ERRORS

CORE, CUSTOM = "docProps/core.xml", "docProps/custom.xml"
MOST_BYTES = 1 << 20
MOST = 200  # properties of one document
STATUSES = ("category", "contentStatus")
# What a workbook says of itself beside, which none of its words are taken from.
SAID = (*STATUSES, "keywords", "subject", "description", "title")
_UNTIL = re.compile(
    r"\W*(?:embargo\w*(?: (?:until|sampai|hingga|date|tanggal|den))?|hold until|not before|release (?:date|time|at)"
    r"|tahan sampai|cam (?:dang|cong bo)(?: (?:truoc|den))?)\W*"
)
_RELEASE = re.compile(r"\W*release (?:date|time|at)\W*")


def offer_named(name: str, value: str, description: Description, origin: str) -> None:
    """Put on offer what a property that a person named says: `Embargo: 2026-05-03 10:00`, `Status: EMBARGO`. The day of
    a release alone holds nothing that is not yet to come; a word that is none of when holds until someone decides."""
    called, words = fold(re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]+", " ", name)), fields.one_line(value, 300)
    if not words:
        return
    if _UNTIL.fullmatch(called) and not (_RELEASE.fullmatch(called) and fields.moment(words) is None):
        offer_embargo(words, description, origin)
    elif "status" in called.split() or "trang thai" in called:
        offer_status(description, words, origin)
    elif is_flag(words) or keeps_back(called, words):
        description.offer("embargo", {"until": None, "words": words, "origin": origin}, origin)


def offer_marks(path: Path, description: Description, reader: str, names: Iterable[str] = STATUSES) -> None:
    """The same of a package of Office (ECMA-376 part 2, 11, and part 1, 15.2.12.2): its core properties of these names,
    and those that its writer made."""
    try:
        with zipfile.ZipFile(path) as file:
            core, custom = _root(file, CORE), _root(file, CUSTOM)
    except (*ZIP_ERRORS, etree.XMLSyntaxError):
        return  # what is damaged was told by who read the words
    for element in [] if core is None else core[:MOST]:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        said = fields.one_line(element.text or "", 300)
        if (name == "subject" and is_stamped(said)) or (name == "contentStatus" and keeps_back("status", said)):
            origin = f"{reader}:core:{name}"
            description.offer("embargo", {"until": None, "words": said, "origin": origin}, origin)
        elif name in names:
            for words in fields.words(element.text or "") if name == "keywords" else [element.text or ""]:
                offer_status(description, fields.one_line(words, 300), f"{reader}:core:{name}")
    for element in [] if custom is None else custom[:MOST]:
        name = element.get("name") or ""
        offer_named(name, "".join(element.itertext()), description, f"{reader}:custom:{fields.one_line(name, 60)}")


def _root(file: zipfile.ZipFile, name: str) -> Any:
    """The root of a part; None where there is none, or a large one. No entities, no network."""
    if name not in file.namelist() or file.getinfo(name).file_size > MOST_BYTES:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(file.read(name), parser)
