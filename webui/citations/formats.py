"""Citation formats: BibTeX (UTF-8, escaped for TeX), CSL-JSON (schema of CSL 1.0.2) and RIS."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from archive.record import Kind
from archive.text import fold
from webui.citations.author_names import AuthorName
from webui.citations.cited_work import Work, describe_cited_relation, what
from webui.i18n import labels

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts braces even after a backslash, so they are written as words.
_SPECIAL = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "#": r"\#", "$": r"\$", "%": r"\%", "&": r"\&", "_": r"\_",
})  # fmt: skip
_BREAK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNFIT_URL = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_KEY = re.compile(r"[^a-z0-9]+")


def bibtex(work: Work) -> str:
    """Return one entry, followed by a blank line."""
    fields = [f"  {name} = {value}," for name, value in _fields(work) if value]
    return "\n".join([f"@{_entry(work)}{{{_key(work)},", *fields, "}", "", ""])


def _entry(work: Work) -> str:
    if work.kind is Kind.ARTICLE:
        return "article"
    return "techreport" if _is_report(work) else "misc"


def _is_report(work: Work) -> bool:
    """Return whether it is a report: BibTeX has no entry for press releases, so they are reports of the type "Press
    release"; so is a PDF."""
    return work.kind is Kind.PRESS_RELEASE or (work.pdf and work.kind is Kind.DOCUMENT)


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    yield "title", _braced(_in_braces(work.title))  # double braces: no style may change its capitals
    yield "author", _braced(" and ".join(_bibtex_author(name) for name in work.authors))
    if work.kind is Kind.ARTICLE:
        yield "journal", _in_braces(work.publisher)
    else:
        yield ("institution" if _is_report(work) else "organization"), _in_braces(work.publisher)
        yield ("type" if _is_report(work) else "howpublished"), _in_braces(_type(work))
    yield "number", _in_braces(", ".join(work.numbers))
    yield from _bibtex_dates(work)
    yield "url", _braced(work.url.translate(_UNFIT_URL))
    yield "note", _in_braces(_bibtex_note(work))
    yield "library", _in_braces(", ".join(part for part in (work.archive, work.place) if part))
    yield "keywords", _in_braces(", ".join(work.keywords))
    yield "language", _in_braces(work.language)


def _type(work: Work) -> str:
    kind = what(work).partition(",")[0]
    return f"{kind}, PDF" if work.pdf else kind


def _bibtex_dates(work: Work) -> Iterator[tuple[str, str]]:
    """Yield `year` and `month` for BibTeX; `date` for BibLaTeX, where `~` marks an uncertain date (ISO 8601-2)."""
    if not work.days or not work.date:
        return
    first = work.days[0]
    yield "year", f"{{{first[0]:04}}}"
    if len(first) > 1 and 1 <= first[1] <= 12:
        yield "month", _MONTHS[first[1] - 1]
    yield "date", f"{{{work.date}{'~' if work.circa else ''}}}"


def _bibtex_note(work: Work) -> str:
    credit = f"Credit: {work.credit}. " if work.credit else ""
    later = "".join(f" {describe_cited_relation(one)}." for one in work.words)
    return f"{credit}SHA-256 of the original: {work.sha256}.{later}"


def _bibtex_author(name: AuthorName) -> str:
    """Return `von der Leyen, Ursula`, `King, Jr., Martin Luther`; names that must stay whole are in their own
    braces."""
    if not name.family:
        return f"{{{escaped(name.whole)}}}"
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(escaped(part) for part in (family, name.suffix, name.given) if part)


def _key(work: Work) -> str:
    """Return `vnexpress2025-k3v9q2m7x4ab5cde`: the author, the year, and the id, which makes it unique."""
    who = (work.authors[0].family or work.authors[0].whole) if work.authors else work.kind.value
    year = f"{work.days[0][0]:04}" if work.days else "nodate"
    return f"{_KEY.sub('', fold(who))[:24] or 'anon'}{year}-{_KEY.sub('', work.id.lower())}"


def escaped(words: str) -> str:
    """Return the words escaped for TeX: on one line, letters of all scripts unchanged."""
    return _BREAK.sub(" ", labels.encodable(words)).strip().translate(_SPECIAL)


def _in_braces(words: str | None) -> str:
    return _braced(escaped(words)) if words else ""


def _braced(written: str) -> str:
    return f"{{{written}}}" if written else ""


# CSL has no type for a press release: its manual gives them as reports with the genre that says so.
_CSL_TYPES = {
    Kind.PRESS_RELEASE: "report", Kind.SPEECH: "speech", Kind.ARTICLE: "article-newspaper", Kind.PHOTO: "graphic",
    Kind.DOCUMENT: "document",
}  # fmt: skip


def csl(work: Work) -> dict[str, Any]:
    """Return one item, as plain JSON values."""
    item: dict[str, Any] = {
        "id": work.id,
        "type": "report" if work.pdf and work.kind is Kind.DOCUMENT else _CSL_TYPES[work.kind],
        "title": work.title,
        "author": [_name(name) for name in work.authors],
        "issued": _issued(work),
        "genre": what(work).partition(",")[0],
        "medium": "PDF" if work.pdf else None,
        "number": ", ".join(work.numbers),
        "container-title": work.publisher if work.kind is Kind.ARTICLE else None,
        "publisher": None if work.kind is Kind.ARTICLE or work.by_publisher else work.publisher,
        "archive": work.archive,
        "archive_location": work.place,
        "URL": work.url,
        "language": work.language,
        "keyword": ", ".join(work.keywords),
        "note": _csl_note(work),
    }
    return {key: _clean(value) for key, value in item.items() if value}


def _name(name: AuthorName) -> dict[str, str]:
    if not name.family:
        return {"literal": name.whole}
    parts = {
        "family": name.family, "given": name.given, "non-dropping-particle": name.particle, "suffix": name.suffix
    }  # fmt: skip
    return {key: value for key, value in parts.items() if value}


def _issued(work: Work) -> dict[str, Any] | None:
    if not work.days:
        return None
    issued: dict[str, Any] = {"date-parts": [list(day) for day in work.days]}
    return issued | {"circa": True} if work.circa else issued


def _csl_note(work: Work) -> str:
    credit = [f"Credit: {work.credit}"] if work.credit else []
    later = [describe_cited_relation(one) for one in work.words]
    return "; ".join([*credit, f"SHA-256 of the original: {work.sha256}", *later])


def _clean(value: Any) -> Any:
    return labels.clean_for_page(value) if isinstance(value, str) else value


# What reference managers know and show under a fitting name: a press release is a report of the type "Press release"
# (they know no type PRESS), a speech a presentation (SLIDE).
_RIS_TYPES = {
    Kind.PRESS_RELEASE: "RPRT",
    Kind.SPEECH: "SLIDE",
    Kind.ARTICLE: "NEWS",
    Kind.PHOTO: "ART",
    Kind.DOCUMENT: "GEN",
}


def ris(work: Work) -> str:
    """Return one reference, each value on its own line, with CRLF line ends and a blank line after it."""
    report = _RIS_TYPES[work.kind] == "RPRT" or work.pdf
    lines = [("TY", "RPRT" if work.pdf and work.kind is Kind.DOCUMENT else _RIS_TYPES[work.kind]), *_tags(work, report)]
    written = [f"{tag}  - {value}" for tag, said in lines if (value := _one_line(said))]
    return "\r\n".join([*written, "ER  - ", "", ""])


def _tags(work: Work, report: bool) -> Iterator[tuple[str, str]]:
    yield "ID", work.id
    yield "TI", work.title
    for name in work.authors:
        yield "AU", _ris_author(name)
    if work.publisher:
        yield ("T2" if work.kind is Kind.ARTICLE else "PB"), work.publisher
    yield from _ris_dates(work)
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
        yield "N1", describe_cited_relation(one)


def _ris_dates(work: Work) -> Iterator[tuple[str, str]]:
    """Yield the dates: PY is a year; DA is YYYY/MM/DD/ with nothing between the slashes for unknown parts."""
    if work.days:
        year, *rest = work.days[0]
        month, day = ([f"{n:02}" for n in rest] + ["", ""])[:2]
        yield "PY", f"{year:04}"
        yield "DA", f"{year:04}/{month}/{day}/"


def _ris_author(name: AuthorName) -> str:
    """Return the author, family name first. A trailing comma keeps a name without a family name whole: otherwise its
    last word would be taken for one. An asterisk is not allowed in an author."""
    if name.family:
        said = name.sorted_by
    else:
        said = name.whole.replace(",", " ")
        said = f"{said}," if " " in said.strip() else said
    return said.replace("*", " ")[:255]


def _one_line(value: str) -> str:
    return _BREAK.sub(" ", labels.encodable(value)).strip()


@dataclass(frozen=True, slots=True)
class Format:
    """A format of citations: its name, media type and file suffix, and a function that writes works in it piece by
    piece."""

    label: str
    media_type: str
    ending: str
    write: Callable[[Iterable[Work]], Iterator[str]]


def _ris(works: Iterable[Work]) -> Iterator[str]:
    return (ris(work) for work in works)


def _bibtex(works: Iterable[Work]) -> Iterator[str]:
    return (bibtex(work) for work in works)


def _csl(works: Iterable[Work]) -> Iterator[str]:
    """Yield a list, even for one work, since CSL processors expect a list."""
    before = "["
    for work in works:
        yield f"{before}{labels.encodable(json.dumps(csl(work), ensure_ascii=False))}"
        before = ",\n"
    yield "]" if before != "[" else "[]"


FORMATS = {
    "ris": Format("RIS", "application/x-research-info-systems", "ris", _ris),
    "bibtex": Format("BibTeX", "application/x-bibtex", "bib", _bibtex),
    "csl-json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", "json", _csl),
}
