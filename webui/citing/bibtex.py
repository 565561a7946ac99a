"""Citations as BibTeX, in UTF-8, with the characters escaped that TeX takes for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.analysis import fold
from archive.record import Kind
from webui import labels
from webui.citing.line import told_word, what
from webui.citing.names import Name
from webui.citing.work import Work

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts braces even behind a backslash, so that they are written in words.
_SPECIAL = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "#": r"\#", "$": r"\$", "%": r"\%", "&": r"\&", "_": r"\_",
})  # fmt: skip
_BREAK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNFIT_URL = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
_KEY = re.compile(r"[^a-z0-9]+")


def bibtex(work: Work) -> str:
    """One entry, with a blank line behind it."""
    fields = [f"  {name} = {value}," for name, value in _fields(work) if value]
    return "\n".join([f"@{_entry(work)}{{{_key(work)},", *fields, "}", "", ""])


def _entry(work: Work) -> str:
    if work.kind is Kind.ARTICLE:
        return "article"
    return "techreport" if _is_report(work) else "misc"


def _is_report(work: Work) -> bool:
    """A press release is a report of the type "Press release", since BibTeX has no entry for one; so is a PDF."""
    return work.kind is Kind.PRESS_RELEASE or (work.pdf and work.kind is Kind.DOCUMENT)


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    yield "title", _braced(_in_braces(work.title))  # twice in braces: no style may change its capitals
    yield "author", _braced(" and ".join(_author(name) for name in work.authors))
    if work.kind is Kind.ARTICLE:
        yield "journal", _in_braces(work.publisher)
    else:
        yield ("institution" if _is_report(work) else "organization"), _in_braces(work.publisher)
        yield ("type" if _is_report(work) else "howpublished"), _in_braces(_type(work))
    yield "number", _in_braces(", ".join(work.numbers))
    yield from _dates(work)
    yield "url", _braced(work.url.translate(_UNFIT_URL))
    yield "note", _in_braces(_note(work))
    yield "library", _in_braces(", ".join(part for part in (work.archive, work.place) if part))
    yield "keywords", _in_braces(", ".join(work.keywords))
    yield "language", _in_braces(work.language)


def _type(work: Work) -> str:
    kind = what(work).partition(",")[0]
    return f"{kind}, PDF" if work.pdf else kind


def _dates(work: Work) -> Iterator[tuple[str, str]]:
    """`year` and `month` for BibTeX; `date` for BibLaTeX, where a `~` says that it is not certain (ISO 8601-2)."""
    if not work.days or not work.date:
        return
    first = work.days[0]
    yield "year", f"{{{first[0]:04}}}"
    if len(first) > 1 and 1 <= first[1] <= 12:
        yield "month", _MONTHS[first[1] - 1]
    yield "date", f"{{{work.date}{'~' if work.circa else ''}}}"


def _note(work: Work) -> str:
    credit = f"Credit: {work.credit}. " if work.credit else ""
    later = "".join(f" {told_word(one)}." for one in work.words)
    return f"{credit}SHA-256 of the original: {work.sha256}.{later}"


def _author(name: Name) -> str:
    """`von der Leyen, Ursula`, `King, Jr., Martin Luther`; in braces of its own what must stay whole."""
    if not name.family:
        return f"{{{escaped(name.whole)}}}"
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(escaped(part) for part in (family, name.suffix, name.given) if part)


def _key(work: Work) -> str:
    """`vnexpress2025-k3v9q2m7x4ab5cde`: of whom, of when, and the id, by which it is unique."""
    who = (work.authors[0].family or work.authors[0].whole) if work.authors else work.kind.value
    year = f"{work.days[0][0]:04}" if work.days else "nodate"
    return f"{_KEY.sub('', fold(who))[:24] or 'anon'}{year}-{_KEY.sub('', work.id.lower())}"


def escaped(words: str) -> str:
    """The words as TeX sets them: on one line, letters of all scripts as they are."""
    return _BREAK.sub(" ", labels.encodable(words)).strip().translate(_SPECIAL)


def _in_braces(words: str | None) -> str:
    return _braced(escaped(words)) if words else ""


def _braced(written: str) -> str:
    return f"{{{written}}}" if written else ""
