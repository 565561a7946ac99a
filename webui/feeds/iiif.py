"""IIIF: manifests of photos, image sequences and PDFs (Presentation API 3), and photos as images of level 0 (Image API
3): whole, in the existing sizes.

Only public records are shown, to any client. Pages of any site may read the responses.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flask import Response, abort, redirect

from archive.access import PUBLIC
from archive.media_types import JPEG
from archive.record import Kind, Record
from archive.storage.renditions import Name
from webui.api.photos import ROOT
from webui.citations.linked_data import licence
from webui.http.public_address import home
from webui.http.responses import add_etag
from webui.i18n import labels
from webui.i18n.field_names import FIELDS
from webui.i18n.languages import NAMES
from webui.i18n.negotiation import read_translations
from webui.i18n.words import marked
from webui.pages.document import PdfDocument, page_picture, pdf_document
from webui.pages.files import send_rendition
from webui.presentation.image_sequences import SHEET, run
from webui.presentation.photos import SIDES, credit_lines, scaled_size, upright_size
from webui.presentation.print_rights import rights_verdict
from webui.presentation.record_lookup import visible
from webui.presentation.record_values import plain, rights, value_in_words
from webui.services import links
from webui.services.services import services

_PRESENTATION = "http://iiif.io/api/presentation/3/context.json"
_IMAGE = "http://iiif.io/api/image/3/context.json"
_LEVEL = "level0"
_MOST_PAGES = 2_000  # of a manifest
_LONGEST = 1_000  # characters of a value
_TOLD = (
    "caption", "creator", "date", "event", "persons", "organisations", "places", "city", "country", "source",
    "collection", "identifiers", "keywords", "copyright", "usage_terms",
)  # fmt: skip
"""Fields that a manifest shows."""
_CREDIT = marked("Credit")
_LARGEST = "max"

Json = dict[str, Any]


def manifest(record_id: str) -> Response:
    """Return the manifest of a photo or a PDF; 404 for other records, and for a photo of unknown size."""
    record = visible(record_id)
    if record.kind is Kind.PHOTO:
        return _answer(_manifest(record, _address(record, "manifest"), _of_photos([record])))
    document = pdf_document(record.id)
    paged = {"behavior": ["paged"]} if document.pages > 1 else {}
    return _answer(_manifest(record, _address(record, "manifest"), _of_pages(document)) | paged)


def sequence(record_id: str) -> Response:
    """Return the manifest of the image sequence that a photo belongs to, with at most 2,000 photos around it."""
    record = visible(record_id)
    seen = run(record, SHEET) if record.kind is Kind.PHOTO else None
    if seen is None:
        abort(404)
    told = _manifest(record, _address(record, "sequence"), _of_photos([frame.record for frame in seen.frames]))
    return _answer(told | {"label": {"none": [seen.label]}, "behavior": ["individuals"]})


def image(record_id: str) -> Response:
    """Redirect to the information about the image (Image API 3, section 2)."""
    return redirect(f"{_service(visible(record_id))}/info.json", 303)  # type: ignore[return-value]


def info(record_id: str) -> Response:
    """Return the sizes in which a photo is available."""
    record = visible(record_id)
    size = _size(record) or abort(404)
    shown = _image_service(record, size) | {"@context": _IMAGE, "protocol": "http://iiif.io/api/image"}
    return _answer(shown | {"width": size[0], "height": size[1], "maxWidth": max(_sizes(size)[-1])})


def picture(record_id: str, size: str) -> Response:
    """Return a photo in one of its sizes, written `400,267` or `max`, as JPEG."""
    record = visible(record_id)
    sizes = _sizes(_size(record) or abort(404))
    names: dict[str, Name] = dict(zip(map(links.iiif_size, sizes), SIDES, strict=True)) | {_LARGEST: "preview"}
    if size not in names:
        abort(404)
    return _open(send_rendition(record, names[size]))


def page(record_id: str, number: str) -> Response:
    """Return the picture of a page of a PDF, as JPEG."""
    return _open(page_picture(record_id, number, pdf_document(record_id).sha256[:32]))


def _open(response: Response) -> Response:
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _answer(told: Json) -> Response:
    body = labels.encodable(json.dumps(told, ensure_ascii=False))
    return _open(add_etag(Response(body, content_type="application/json"), body))


def _address(record: Record, what: str) -> str:
    return f"{home()}{links.iiif(record.id, what)}"


def _service(record: Record) -> str:
    return _address(record, "image")


def _size(record: Record) -> tuple[int, int] | None:
    return upright_size(record) if record.kind is Kind.PHOTO else None


def _sizes(size: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the sizes of the renditions, the smallest first."""
    return [scaled_size(size, most) for most in SIDES.values()]


def _in_all_languages(message: str) -> dict[str, list[str]]:
    return {tag: [str(read_translations(tag).gettext(message))] for tag in NAMES}


def _words(value: str, language: str | None = None) -> dict[str, list[str]]:
    return {labels.lang(language) or "none": [labels.shorten(value, _LONGEST)]}


def _manifest(record: Record, address: str, items: Sequence[Json]) -> Json:
    """Return the part that all manifests share; 404 if the record has none."""
    if not items:
        abort(404)
    language = plain(record.values.get("language"))
    told: Json = {
        "@context": _PRESENTATION,
        "id": address,
        "type": "Manifest",
        "label": _words(record.title, language),
        "metadata": _metadata(record),
        "homepage": [
            {
                "id": home() + links.record(record.id),
                "type": "Text",
                "format": "text/html",
                "label": _words(record.title, language),
            }
        ],
        "seeAlso": [{"id": f"{home()}{ROOT}/{record.id}", "type": "Dataset", "format": "application/json"}],
        "items": list(items),
    }
    if caption := plain(record.values.get("caption")):
        told["summary"] = _words(caption, language)
    if credit := _credit(record):
        told["requiredStatement"] = {"label": _in_all_languages(_CREDIT), "value": _words(credit)}
    if (found := licence(record)) is not None:
        told["rights"] = found.replace("https://", "http://", 1)  # in the form that the specification uses
    original = record.original
    if not services().catalogue.gives_away(original.sha256, PUBLIC):
        file = {"id": f"{home()}{links.asset(record.id, original.n)}", "format": original.media_type}
        kind = "Image" if record.kind is Kind.PHOTO else "Text"
        told["rendering"] = [file | {"type": kind, "label": _words(record.filename)}]
    return told


def _credit(record: Record) -> str | None:
    verdict = rights_verdict(record, credit_lines(record))
    return (verdict.credit if verdict else None) or rights(record) or plain(record.values.get("source"))


def _metadata(record: Record) -> list[Json]:
    found = []
    for name in _TOLD:
        values = [one for one in value_in_words(name, record.values[name]) if one] if name in record.values else []
        if values:
            shown = [labels.shorten(one, _LONGEST) for one in values]
            found.append({"label": _in_all_languages(FIELDS.messages[name]), "value": {"none": shown}})
    return found


def _image_service(record: Record, size: tuple[int, int]) -> Json:
    sizes = [{"width": width, "height": height} for width, height in dict.fromkeys(_sizes(size))]
    return {"id": _service(record), "type": "ImageService3", "profile": _LEVEL, "sizes": sizes}


def _of_photos(records: Sequence[Record]) -> list[Json]:
    sized = [(record, size) for record in records if (size := _size(record))]
    return [_photo(record, size) for record, size in sized]


def _photo(record: Record, size: tuple[int, int]) -> Json:
    small, *_, large = _sizes(size)
    service = _image_service(record, size)
    body = {"id": f"{_service(record)}/full/max/0/default.jpg", "width": large[0], "height": large[1]}
    preview = f"{home()}{links.iiif_picture(record.id, small)}"
    thumbnail = {"id": preview, "width": small[0], "height": small[1]} | _JPEG
    canvas = _canvas(_address(record, "canvas"), size, body | _JPEG | {"service": [service]})
    return canvas | {"label": _words(record.filename), "thumbnail": [thumbnail | {"service": [service]}]}


_JPEG: Json = {"type": "Image", "format": JPEG}
_USUAL = (1200, 1697)  # for a page of unknown size: A4


def _of_pages(document: PdfDocument) -> list[Json]:
    """Return a canvas for each page. All have the size of the first, since measuring each would read the whole file."""
    size = document.size or _USUAL
    found = []
    for number in range(1, min(document.pages, _MOST_PAGES) + 1):
        address = _address(document.record, f"pages/{number}")
        body = {"id": f"{address}/full/max/0/default.jpg", "width": size[0], "height": size[1]} | _JPEG
        found.append(_canvas(f"{address}/canvas", size, body) | {"label": _words(document.label(number))})
    return found


def _canvas(address: str, size: tuple[int, int], body: Json) -> Json:
    painting = {"id": f"{address}/painting", "type": "Annotation", "motivation": "painting", "target": address}
    shown = {"id": f"{address}/page", "type": "AnnotationPage", "items": [painting | {"body": body}]}
    return {"id": address, "type": "Canvas", "width": size[0], "height": size[1], "items": [shown]}
