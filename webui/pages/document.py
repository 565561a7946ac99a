"""Pages of a PDF at a hit: a picture with the hits marked, and the text beside it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, redirect, render_template, request

from archive.access import PUBLIC
from archive.pictures.pdf_text_positions import PageLetters
from archive.record import PAGE_BREAK, Record
from webui.http import responses
from webui.http.responses import add_etag
from webui.i18n import labels, words
from webui.i18n.words import _, ngettext
from webui.pages.files import sign
from webui.presentation.hits import PDF, Hits, hits, page_address, placed, unplaced
from webui.presentation.record_lookup import is_stored, visible
from webui.presentation.record_values import place_label
from webui.presentation.search_context import search_context
from webui.presentation.text_markup import NO_MARKS, MarkedParagraph, paragraphs
from webui.services import links
from webui.services.services import services

AROUND = 4  # thumbnails on either side of the page that is read
SHEET = 60  # thumbnails of one sheet of all pages
_MOST_DIGITS = 7
_WIDTH, _SMALL = 1200, 180  # pixels of the pictures, as they are drawn


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """A PDF of a record with its stored text, and how many pages it has."""

    record: Record
    text: str
    pages: int

    @property
    def sha256(self) -> str:
        """Return the digest of the file that is shown."""
        return self.record.original.sha256

    def letters(self, page: int) -> PageLetters | None:
        """Return what stands where on a page; None where it cannot be told."""
        return _letters(self.sha256, page)

    def label(self, page: int) -> str:
        """Return `p. iv (6)`, as search results call a page."""
        return place_label(self.record, page)


@dataclass(frozen=True, slots=True)
class PageThumbnail:
    """A thumbnail that links to its page."""

    url: str
    picture: str
    label: str
    here: bool
    hits: str


def _letters(sha256: str, page: int) -> PageLetters | None:
    path = services().renditions.letters(sha256, page)
    return PageLetters.read(path) if path else None


def _document(record_id: str) -> PdfDocument:
    """404 for a record that is no PDF, as for one that nobody may see."""
    record = visible(record_id)
    if record.original.media_type != PDF:
        abort(404)
    text = services().catalogue.text(record.id, PUBLIC) or ""
    first = _letters(record.original.sha256, 1)
    return PdfDocument(record, text, max(text.count(PAGE_BREAK) + 1, first.pages if first else 0))


def _page(document: PdfDocument, number: str) -> int:
    plain = number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS and not number.startswith("0")
    if not plain or int(number) > document.pages:
        abort(404, _("There is no such page: this document has pages 1 to %(n)s.", n=words.number(document.pages)))
    return int(number)


def document_page(record_id: str, number: str) -> Response:
    """Return the view of one page."""
    document = _document(record_id)
    page = _page(document, number)
    found = hits(document.record, document.text)
    found = found.at(page) if found else None
    letters = document.letters(page)
    has_picture = services().renditions.page(document.sha256, page) is not None
    body = render_template(
        "document_page.html",
        **_shared_context(document, found),
        page=page,
        label=document.label(page),
        walk=_walk(document, page, found),
        letters=letters,
        picture=links.page_picture(document.record.id, page, document.sha256) if has_picture else None,
        size=_size(letters, _WIDTH),
        reason=None if has_picture else _reason(document, page),
        **_hits_of(document, page, found, letters),
        blocks=_blocks(document, page, found),
        thumbnails=_thumbnails(document, found, max(1, page - AROUND), page + AROUND, page),
    )
    return add_etag(Response(body), body)


def document_pages(record_id: str) -> Response:
    """Return the view of all pages as thumbnails, a sheet at a time; `go` leads on to a page."""
    document = _document(record_id)
    found = hits(document.record, document.text)
    pairs = found.pairs if found else ()
    if wanted := request.args.get("go", "").strip():
        return redirect(page_address(document.record, _page(document, wanted), pairs))  # type: ignore[return-value]
    start = (_page(document, request.args.get("from", "1") or "1") - 1) // SHEET * SHEET + 1
    sheets = [(first, min(first + SHEET - 1, document.pages)) for first in (start - SHEET, start, start + SHEET)]
    offered = [
        (links.with_query(links.document_pages(record_id), [*pairs, ("from", str(first))]), first, last)
        for first, last in sheets
        if 1 <= first <= document.pages and document.pages > SHEET
    ]
    body = render_template(
        "document_pages.html",
        **_shared_context(document, found),
        thumbnails=_thumbnails(document, found, start, start + SHEET - 1, None),
        sheets=offered,
        start=start,
    )
    return add_etag(Response(body), body)


def page_picture(record_id: str, number: str, digest: str) -> Response:
    """Return the picture of a page, as a JPEG; 404 under the digest of another file."""
    return _picture(record_id, number, digest, small=False)


def page_thumbnail(record_id: str, number: str, digest: str) -> Response:
    """Return the same, small."""
    return _picture(record_id, number, digest, small=True)


def _picture(record_id: str, number: str, digest: str, small: bool) -> Response:
    document = _document(record_id)
    page = _page(document, number)
    if digest != document.sha256[:32]:
        abort(404)
    path = services().renditions.page(document.sha256, page, small)
    return (responses.picture(path, f"{digest}-{'small' if small else 'page'}-{page}") if path else None) or sign()


def _shared_context(document: PdfDocument, found: Hits | None) -> dict[str, object]:
    record = document.record
    title = labels.name(record.title) if record.title == record.filename else labels.shorten(record.title, 400)
    return {
        "record": record,
        "title": title,
        "lang": labels.lang(record.values.get("language")),
        "count": document.pages,
        "hits": found,
        "search": search_context(),
        "back": links.with_query(links.record(record.id), found.pairs if found else ()),
        "all_pages": links.with_query(links.document_pages(record.id), found.pairs if found else ()),
    }


def _walk(document: PdfDocument, page: int, found: Hits | None) -> list[tuple[str, str, str]]:
    """(rel, label, address) of the page before and the page after."""
    pairs = found.pairs if found else ()
    ways = (("prev", _("Previous page"), page - 1), ("next", _("Next page"), page + 1))
    return [
        (rel, label, page_address(document.record, to, pairs)) for rel, label, to in ways if 1 <= to <= document.pages
    ]


def _size(letters: PageLetters | None, width: int) -> tuple[int, int] | None:
    """The size that a picture has on the screen until it is there, in proportion; None where it is not known."""
    return (width, max(1, round(width * letters.height / letters.width))) if letters else None


def _reason(document: PdfDocument, page: int) -> tuple[str, str]:
    """Why there is no picture, and what the archive found, which is in English."""
    if not is_stored(document.sha256):
        said = _("The original is missing from the store, so its pages cannot be shown. Please tell the archivist.")
        return said, ""
    why = services().renditions.why_not(document.sha256, page)
    if why is None:
        return _("There is no picture of this page now. Please try again in a moment."), ""
    why = labels.shorten(why.replace(document.sha256, document.record.filename), 400)
    return _("This page could not be drawn as a picture."), why


def _page_text(document: PdfDocument, page: int) -> tuple[int, str]:
    """Where the text of a page starts in the whole, and the text."""
    parts = document.text.split(PAGE_BREAK)
    if page > len(parts):
        return len(document.text), ""
    return sum(len(part) + 1 for part in parts[: page - 1]), parts[page - 1]


def _blocks(document: PdfDocument, page: int, found: Hits | None) -> list[MarkedParagraph]:
    base, text = _page_text(document, page)
    return [*paragraphs(text, base, found.marks("text") if found else NO_MARKS)]


def _hits_of(document: PdfDocument, page: int, found: Hits | None, letters: PageLetters | None) -> dict[str, object]:
    """The hits on a page with their rectangles, and what to say where some have none."""
    numbers = found.on_page(page) if found else range(0)
    base, text = _page_text(document, page)
    shown = placed(found, page, text, base, letters) if found and letters else []
    left = len(numbers) - sum(one.number is not None for one in shown)
    return {"placed": shown, "unplaced": unplaced(document.record, page, left) if left else None, "on_page": numbers}


def _thumbnails(
    document: PdfDocument, found: Hits | None, first: int, last: int, here: int | None
) -> list[PageThumbnail]:
    return [
        PageThumbnail(
            page_address(document.record, page, found.pairs if found else ()),
            links.page_picture(document.record.id, page, document.sha256, small=True),
            document.label(page),
            page == here,
            ngettext("%(num)s hit", "%(num)s hits", count) if found and (count := len(found.on_page(page))) else "",
        )
        for page in range(first, min(last, document.pages) + 1)
    ]
