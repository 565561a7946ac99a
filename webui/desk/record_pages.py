"""The addresses of the pages on which records are found, looked at, changed, released and held."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response

from archive.access import ARCHIVIST
from archive.archive import Archive
from archive.record import Status
from webui.desk import access, changes, doing, fields, links, once, pictures, record, records

Rule = tuple[str, Callable[..., Any]]
"""An address and its view."""


def _choose_first(name: str) -> Callable[[], Response]:
    """The view of an address that only takes forms: what is done to records begins where they are chosen."""

    def view() -> Response:
        return records.desk_records()

    view.__name__ = name
    return view


READ: tuple[Rule, ...] = (
    (links.RECORDS, records.desk_records),
    (f"{links.RECORDS}/<record_id>", record.desk_record),
    (f"{links.RECORDS}/<record_id>/thumbnail", pictures.thumbnail),
    (f"{links.RECORDS}/<record_id>/preview", pictures.preview),
    (f"{links.RECORDS}/<record_id>/assets/<n>", pictures.asset),
    (links.FIELDS, _choose_first("fields_of_none")),
    (f"{links.FIELDS}/apply", _choose_first("fields_set_of_none")),
    (links.ACCESS, _choose_first("access_of_none")),
    (f"{links.ACCESS}/apply", _choose_first("access_set_of_none")),
    (f"{doing.PATH}/<key>", doing.under_way),
    (links.CHANGES, changes.desk_changes),
    (f"{links.CHANGES}/<number>", changes.desk_change),
    (f"{links.CHANGES}/<number>/undo", changes.desk_undo),
)
DONE: tuple[Rule, ...] = (
    (f"{links.RECORDS}/<record_id>", record.change_record),
    (links.FIELDS, fields.preview_fields),
    (f"{links.FIELDS}/apply", fields.set_fields),
    (links.ACCESS, access.confirm_access),
    (f"{links.ACCESS}/apply", access.set_access),
    (f"{links.CHANGES}/<number>/undo", changes.take_change_back),
)


def prepare(app: Flask) -> None:
    """Gives the application what these pages remember."""
    once.prepare(app)
    doing.prepare(app)


def every_record(archive: Archive) -> int:
    """How many records there are."""
    return sum(archive.catalogue.counts(ARCHIVIST).values())


def held(archive: Archive) -> int:
    """How many are held back now."""
    return len(archive.catalogue.of_status(Status.HELD))


def withdrawn(archive: Archive) -> int:
    """How many are withdrawn."""
    return len(archive.catalogue.of_status(Status.WITHDRAWN))
