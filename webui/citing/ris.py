"""Citations as RIS: lines of a tag of two letters, two blanks, a hyphen and a value, from TY to ER."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.record import Kind
from webui import labels
from webui.citing.line import told_word, what
from webui.citing.names import Name
from webui.citing.work import Work

# What reference managers know and show under a fitting name: a press release is a report of the type "Press release"
# (they know no type PRESS), a speech a presentation (SLIDE).
_TYPES = {
    Kind.PRESS_RELEASE: "RPRT",
    Kind.SPEECH: "SLIDE",
    Kind.ARTICLE: "NEWS",
    Kind.PHOTO: "ART",
    Kind.DOCUMENT: "GEN",
}
_BREAK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def ris(work: Work) -> str:
    """One reference, each value on its own line, CRLF line ends, with a blank line behind it."""
    report = _TYPES[work.kind] == "RPRT" or work.pdf
    lines = [("TY", "RPRT" if work.pdf and work.kind is Kind.DOCUMENT else _TYPES[work.kind]), *_tags(work, report)]
    written = [f"{tag}  - {value}" for tag, said in lines if (value := _one_line(said))]
    return "\r\n".join([*written, "ER  - ", "", ""])


def _tags(work: Work, report: bool) -> Iterator[tuple[str, str]]:
    yield "ID", work.id
    yield "TI", work.title
    for name in work.authors:
        yield "AU", _author(name)
    if work.publisher:
        yield ("T2" if work.kind is Kind.ARTICLE else "PB"), work.publisher
    yield from _dates(work)
    yield "M3", what(work).partition(",")[0] if not work.pdf else f"{what(work).partition(',')[0]}, PDF"
    for number in work.numbers:
        yield ("SN" if report else "M1"), number
    yield "LA", work.language or ""
    yield "DB", work.archive
    yield "AN", work.id
    yield "CN", work.place or ""
    yield "UR", work.url
    if work.source_url:
        yield "UR", work.source_url
    for word in work.keywords:
        yield "KW", word.replace("*", " ")
    if work.credit:
        yield "N1", f"Credit: {work.credit}"
    if work.circa:
        yield "N1", "The date is not certain."
    yield "N1", f"SHA-256 of the original: {work.sha256}"
    for one in work.words:
        yield "N1", told_word(one)


def _dates(work: Work) -> Iterator[tuple[str, str]]:
    """PY is a year; DA is YYYY/MM/DD/ with nothing between the slashes where a part is not known."""
    if work.days:
        year, *rest = work.days[0]
        month, day = ([f"{n:02}" for n in rest] + ["", ""])[:2]
        yield "PY", f"{year:04}"
        yield "DA", f"{year:04}/{month}/{day}/"


def _author(name: Name) -> str:
    """Family name first. A comma behind keeps a name whole that has no family name to put first: else its last word
    would be taken for one. An asterisk is not allowed in an author."""
    if name.family:
        said = name.sorted_by
    else:
        said = name.whole.replace(",", " ")
        said = f"{said}," if " " in said.strip() else said
    return said.replace("*", " ")[:255]


def _one_line(value: str) -> str:
    return _BREAK.sub(" ", labels.encodable(value)).strip()
