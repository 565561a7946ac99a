"""Pages of a PDF at a search hit: a picture with the hits marked, next to the text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Response, abort, redirect, render_template, request

from archive.access import PUBLIC
from archive.media_types import PDF
from archive.pictures.pdf_text_positions import PageLetters
from archive.record import PAGE_BREAK, Record
from webui.http import responses
from webui.http.responses import add_etag
from webui.i18n import labels, words
from webui.i18n.words import _, ngettext
from webui.pages.files import placeholder
from webui.presentation.display_titles import heading_title
from webui.presentation.hits import Hits, hits, page_address, placed, unplaced
from webui.presentation.record_lookup import is_stored, visible
from webui.presentation.record_values import page_label, place_label
from webui.presentation.search_context import Pairs, carried, search_context
from webui.presentation.text_markup import NO_MARKS, MarkedParagraph, paragraphs
from webui.services import links
from webui.services.services import services

AROUND = 4  # thumbnails on either side of the current page
SHEET = 60  # thumbnails on one overview page
_MOST_DIGITS = 7
_WIDTH = 1200  # pixels of a rendered page
_SIDES = ("picture", "text")  # parts of a page; both are shown if the address names none
_ZOOMS = (50, 75, 100, 125, 150, 200, 300)  # per cent of the size on paper
_PIXEL = 7.5  # tenths of a point: 96 pixels are 72 points
_WIDEST = 6000  # pixels


@dataclass(frozen=True, slots=True)
class PdfDocument:
    """A PDF of a record with its stored text and its number of pages."""

    record: Record
    text: str
    pages: int

    @property
    def sha256(self) -> str:
        """Return the SHA-256 digest of the file that is shown."""
        return self.record.original.sha256

    @property
    def size(self) -> tuple[int, int] | None:
        """Return width and height of the first page's picture in pixels, or None if unknown."""
        return _size(self.letters(1), None)

    def letters(self, page: int) -> PageLetters | None:
        """Return the positions of the letters on a page, or None if unknown."""
        return _letters(self.sha256, page)

    def label(self, page: int) -> str:
        """Return the label of a page, as search results show it."""
        return place_label(self.record, page)

    def heading(self, page: int) -> str:
        """Return the heading of a page: its printed label, its number and the page count."""
        printed = page_label(self.record, page)
        counted = {"n": words.number(page), "total": words.number(self.pages)}
        if printed is None:
            return _("Page %(n)s of %(total)s", **counted)
        return _("Page %(label)s (%(n)s of %(total)s in the file)", label=printed, **counted)


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


def pdf_document(record_id: str) -> PdfDocument:
    """Return the PDF of a record. 404 for a record that is not a PDF or not public."""
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
    document = pdf_document(record_id)
    page = _page(document, number)
    found = hits(document.record, document.text)
    zoom, side = _zoom(), _side()
    pairs = _pairs(found, zoom, side)
    found = replace(found.at(page), pairs=pairs) if found else None
    letters = document.letters(page)
    has_picture = services().renditions.page(document.sha256, page) is not None
    body = render_template(
        "document_page.html",
        **_shared_context(document, found),
        page=page,
        label=document.label(page),
        heading=document.heading(page),
        printed=page_label(document.record, page),
        walk=_walk(document, page, pairs),
        zoom=zoom,
        zooms=_zooms(document.record, page, found, zoom),
        side=side,
        sides=_sides(document.record, page, found, zoom),
        letters=letters,
        picture=links.page_picture(document.record.id, page, document.sha256) if has_picture else None,
        size=_size(letters, zoom),
        reason=None if has_picture else _reason(document, page),
        **_hits_of(document, page, found, letters),
        blocks=_blocks(document, page, found),
        thumbnails=_thumbnails(document, found, pairs, range(page - AROUND, page + AROUND + 1), page),
    )
    return add_etag(Response(body), body)


def document_pages(record_id: str) -> Response:
    """Return the overview of all pages as thumbnails, SHEET at a time. `go` redirects to a page, `find` to the first
    hit from that page on."""
    document = pdf_document(record_id)
    found = hits(document.record, document.text)
    pairs = _pairs(found, _zoom(), _side())
    if begun := request.args.get("find", "").strip():
        return redirect(_first_hit(document, found, pairs, _page(document, begun)))  # type: ignore[return-value]
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
        thumbnails=_thumbnails(document, found, pairs, range(start, start + SHEET), None),
        sheets=offered,
        start=start,
    )
    return add_etag(Response(body), body)


def page_picture(record_id: str, number: str, digest: str) -> Response:
    """Return the picture of a page as a JPEG. 404 if the digest belongs to another file."""
    return _picture(record_id, number, digest, small=False)


def page_thumbnail(record_id: str, number: str, digest: str) -> Response:
    """Return the thumbnail of a page as a JPEG. 404 if the digest belongs to another file."""
    return _picture(record_id, number, digest, small=True)


def _picture(record_id: str, number: str, digest: str, small: bool) -> Response:
    document = pdf_document(record_id)
    page = _page(document, number)
    if digest != document.sha256[:32]:
        abort(404)
    path = services().renditions.page(document.sha256, page, small)
    return (
        responses.picture(path, f"{digest}-{'small' if small else 'page'}-{page}") if path else None
    ) or placeholder(document.record, page)


def _shared_context(document: PdfDocument, found: Hits | None) -> dict[str, object]:
    record = document.record
    original, gives_away = record.original, services().catalogue.gives_away(document.sha256, PUBLIC)
    return {
        "record": record,
        "title": heading_title(record),
        "lang": labels.lang(record.values.get("language")),
        "count": document.pages,
        "hits": found,
        "search": search_context(),
        "pairs": _pairs(found, _zoom(), _side()),
        "back": links.with_query(links.record(record.id), _pairs(found)),
        "all_pages": links.with_query(links.document_pages(record.id), _pairs(found, _zoom(), _side())),
        "download": links.asset(record.id, original.n) if is_stored(original.sha256) and not gives_away else None,
    }


def _first_hit(document: PdfDocument, found: Hits | None, pairs: Pairs, page: int) -> str:
    """Return the address of the first hit from a page on, else of the first hit in the document, else of the page."""
    if not found or not found.total:
        return page_address(document.record, page, pairs)
    number = found.on_page(page).start
    return replace(found, pairs=pairs).on_its_page(number if 1 <= number <= found.total else 1)


def _pairs(found: Hits | None, zoom: int | None = None, side: str = "") -> Pairs:
    """Return the parameters that links to other pages carry: the search, the zoom, and the side that is shown alone."""
    pairs = tuple(pair for pair in (found.pairs if found else carried()) if pair[0] not in {"zoom", "side"})
    return (*pairs, *((("zoom", str(zoom)),) if zoom else ()), *((("side", side),) if side else ()))


def _side() -> str:
    """Return which side of a page the address asks for alone, picture or text; "" for both."""
    return next((side for side in _SIDES if side == request.args.get("side")), "")


def _sides(record: Record, page: int, found: Hits | None, zoom: int | None) -> list[tuple[str, str, str]]:
    """Return (name, label, address) of each way to view this page."""
    labels = {"picture": _("Picture only"), "": _("Picture and text"), "text": _("Text only")}
    hit = found.here if found else None
    return [(side, label, page_address(record, page, _pairs(found, zoom, side), hit)) for side, label in labels.items()]


def _zoom() -> int | None:
    """Return the zoom in the address in per cent; None to fit the page."""
    return next((zoom for zoom in _ZOOMS if str(zoom) == request.args.get("zoom")), None)


def _zooms(record: Record, page: int, found: Hits | None, zoom: int | None) -> dict[str, str]:
    """Return the addresses of this page smaller, larger, in paper size and fitted to the width."""
    near, side = zoom or 100, _side()
    wanted = {
        "smaller": max((one for one in _ZOOMS if one < near), default=None),
        "larger": min((one for one in _ZOOMS if one > near), default=None),
        "paper": 100,
    }
    hit = found.here if found else None
    addresses = {name: page_address(record, page, _pairs(found, to, side), hit) for name, to in wanted.items() if to}
    return {"fit": page_address(record, page, _pairs(found, None, side), hit), **addresses}


def _walk(document: PdfDocument, page: int, pairs: Pairs) -> list[tuple[str, str, str]]:
    """Return (rel, label, address) of the previous and the next page."""
    ways = (("prev", _("Previous page"), page - 1), ("next", _("Next page"), page + 1))
    return [
        (rel, label, page_address(document.record, to, pairs)) for rel, label, to in ways if 1 <= to <= document.pages
    ]


def _size(letters: PageLetters | None, zoom: int | None) -> tuple[int, int] | None:
    """Return the size of a picture on the screen in pixels; to fit the page, only the proportions count. None if
    unknown."""
    if letters is None:
        return None
    width = min(_WIDEST, max(1, round(letters.width / _PIXEL * zoom / 100))) if zoom else _WIDTH
    return width, max(1, round(width * letters.height / letters.width))


def _reason(document: PdfDocument, page: int) -> tuple[str, str]:
    """Return why there is no picture, and the technical reason, which is in English."""
    if not is_stored(document.sha256):
        said = _("The original is missing from the store, so its pages cannot be shown. Please tell the archivist.")
        return said, ""
    why = services().renditions.why_not(document.sha256, page)
    if why is None:
        return _("There is no picture of this page now. Please try again in a moment."), ""
    why = labels.shorten(why.replace(document.sha256, document.record.filename), 400)
    return _("This page could not be drawn as a picture."), why


def _page_text(document: PdfDocument, page: int) -> tuple[int, str]:
    """Return where the text of a page starts in the whole text, and the text of the page."""
    parts = document.text.split(PAGE_BREAK)
    if page > len(parts):
        return len(document.text), ""
    return sum(len(part) + 1 for part in parts[: page - 1]), parts[page - 1]


def _blocks(document: PdfDocument, page: int, found: Hits | None) -> list[MarkedParagraph]:
    base, text = _page_text(document, page)
    return [*paragraphs(text, base, found.marks("text") if found else NO_MARKS)]


def _hits_of(document: PdfDocument, page: int, found: Hits | None, letters: PageLetters | None) -> dict[str, object]:
    """Return the hits on a page with their rectangles, and a message about hits without one."""
    numbers = found.on_page(page) if found else range(0)
    base, text = _page_text(document, page)
    shown = placed(found, page, text, base, letters) if found and letters else []
    left = len(numbers) - sum(one.number is not None for one in shown)
    return {"placed": shown, "unplaced": unplaced(document.record, page, left) if left else None, "on_page": numbers}


def _thumbnails(
    document: PdfDocument, found: Hits | None, pairs: Pairs, wanted: range, here: int | None
) -> list[PageThumbnail]:
    return [
        PageThumbnail(
            page_address(document.record, page, pairs),
            links.page_picture(document.record.id, page, document.sha256, small=True),
            document.label(page),
            page == here,
            ngettext("%(num)s hit", "%(num)s hits", count) if found and (count := len(found.on_page(page))) else "",
        )
        for page in wanted
        if 1 <= page <= document.pages
    ]
