"""Routes of records at the desk: list, view, edit, release and hold, with pictures and originals.

Pictures and originals here are only for the archivist and must not be in a shared cache.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, abort

from archive.access import ARCHIVIST
from archive.record import Kind, Record, Status
from archive.storage.archive import Archive
from archive.storage.renditions import Name
from webui.desk.forms import background_jobs, form_tokens, return_place
from webui.desk.records import access, bulk_edit, changes, record, record_list, series, versions
from webui.http import responses
from webui.pages.files import send_rendition
from webui.presentation.record_lookup import original_of
from webui.services import desk_links
from webui.services.services import services


def thumbnail(record_id: str) -> Response:
    """Return a small JPEG of a photo."""
    return _private(_picture(record_id, "thumbnail"))


def preview(record_id: str) -> Response:
    """Return a JPEG of a photo that fills a page."""
    return _private(_picture(record_id, "preview"))


def asset(record_id: str, n: str) -> Response:
    """Return an original as a download."""
    return _private(responses.original(*original_of(known(record_id), n)))


def known(record_id: str) -> Record:
    """Return the record as the archivist sees it, or 404."""
    found = services().archive.catalogue.get(record_id, ARCHIVIST)
    if found is None:
        abort(404)
    return found


def _picture(record_id: str, name: Name) -> Response:
    record = known(record_id)
    if record.kind is not Kind.PHOTO:
        abort(404)
    return send_rendition(record, name)


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-cache"
    return response


Rule = tuple[str, Callable[..., Any]]
"""An address and its view."""


def _choose_first(name: str) -> Callable[[], Response]:
    """Redirect from an address that only accepts forms to the list in which records are chosen."""

    def view() -> Response:
        return record_list.desk_records()

    view.__name__ = name
    return view


READ: tuple[Rule, ...] = (
    (desk_links.RECORDS, record_list.desk_records),
    (f"{desk_links.RECORDS}/<record_id>", record.desk_record),
    (f"{desk_links.RECORDS}/<record_id>/history", versions.desk_history),
    (f"{desk_links.RECORDS}/<record_id>/thumbnail", thumbnail),
    (f"{desk_links.RECORDS}/<record_id>/preview", preview),
    (f"{desk_links.RECORDS}/<record_id>/assets/<n>", asset),
    (desk_links.FIELDS, _choose_first("fields_of_none")),
    (f"{desk_links.FIELDS}/apply", _choose_first("fields_set_of_none")),
    (desk_links.ACCESS, _choose_first("access_of_none")),
    (f"{desk_links.ACCESS}/apply", _choose_first("access_set_of_none")),
    (f"{background_jobs.PATH}/<key>", background_jobs.under_way),
    (series.HERE, series.desk_series),
    (desk_links.CHANGES, changes.desk_changes),
    (f"{desk_links.CHANGES}/<number>", changes.desk_change),
    (f"{desk_links.CHANGES}/<number>/undo", changes.desk_undo),
)
DONE: tuple[Rule, ...] = (
    (f"{desk_links.RECORDS}/<record_id>", record.change_record),
    (f"{desk_links.RECORDS}/<record_id>/history", versions.put_back_value),
    (desk_links.FIELDS, bulk_edit.preview_fields),
    (f"{desk_links.FIELDS}/apply", bulk_edit.set_fields),
    (desk_links.ACCESS, access.confirm_access),
    (f"{desk_links.ACCESS}/apply", access.set_access),
    (series.HERE, series.change_series),
    (f"{desk_links.CHANGES}/<number>/undo", changes.take_change_back),
)


def prepare(app: Flask) -> None:
    """Give the application the caches of these pages."""
    form_tokens.prepare_once(app)
    background_jobs.prepare(app)
    return_place.prepare(app)
    app.jinja_env.globals["change_done"] = changes.change_done


def every_record(archive: Archive) -> int:
    """Return how many records there are."""
    return sum(archive.catalogue.counts(ARCHIVIST).values())


def held(archive: Archive) -> int:
    """Return how many are held now."""
    return len(archive.catalogue.of_status(Status.HELD))


def withdrawn(archive: Archive) -> int:
    """Return how many are withdrawn."""
    return len(archive.catalogue.of_status(Status.WITHDRAWN))
