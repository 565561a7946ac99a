"""Citations as CSL-JSON, which citation processors, Zotero and pandoc read (the schema of CSL 1.0.2)."""

from __future__ import annotations

from typing import Any

from archive.record import Kind
from webui import labels
from webui.citing.line import told_word, what
from webui.citing.names import Name
from webui.citing.work import Work

# CSL has no type for a press release: its manual gives them as reports with the genre that says so.
_TYPES = {
    Kind.PRESS_RELEASE: "report", Kind.SPEECH: "speech", Kind.ARTICLE: "article-newspaper", Kind.PHOTO: "graphic",
    Kind.DOCUMENT: "document",
}  # fmt: skip


def csl(work: Work) -> dict[str, Any]:
    """One item, as plain JSON values."""
    item: dict[str, Any] = {
        "id": work.id,
        "type": "report" if work.pdf and work.kind is Kind.DOCUMENT else _TYPES[work.kind],
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
        "note": _note(work),
    }
    return {key: _clean(value) for key, value in item.items() if value}


def _name(name: Name) -> dict[str, str]:
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


def _note(work: Work) -> str:
    credit = [f"Credit: {work.credit}"] if work.credit else []
    later = [told_word(one) for one in work.words]
    return "; ".join([*credit, f"SHA-256 of the original: {work.sha256}", *later])


def _clean(value: Any) -> Any:
    return labels.clean(value) if isinstance(value, str) else value
