"""Addresses of the pages."""

from __future__ import annotations

from flask import Flask

from webui.pages import (
    about,
    api_help,
    compare,
    document,
    entity,
    errors,
    event,
    facet_list,
    files,
    filters,
    front,
    kept_list,
    record,
    search,
    sequence,
    series,
)
from webui.pages.help import search_help
from webui.services import links


def register(app: Flask) -> None:
    """Register the pages and the error handlers with the application."""
    rules = (
        ("/", front.home),
        ("/search", search.search),
        (filters.LIST_PATH, facet_list.facet_values),
        ("/help/search", search_help),
        (api_help.PATH, api_help.api_help),
        (about.PATH, about.about),
        (kept_list.PATH, kept_list.kept),
        ("/events", event.events),
        ("/events/<key>", event.event),
        ("/series", series.series_list),
        ("/series/<path:code>", series.series_unit),
        ("/records/<record_id>", record.record),
        ("/records/<record_id>/passage/<offset>", files.passage),
        ("/records/<record_id>/beside/<other_id>", compare.beside),
        ("/records/<record_id>/sequence", sequence.sequence),
        ("/records/<record_id>/thumbnail", files.thumbnail),
        ("/records/<record_id>/preview", files.preview),
        ("/records/<record_id>/assets/<n>", files.asset),
        ("/records/<record_id>/assets/<n>/copy", files.access_copy),
        ("/records/<record_id>/pages", document.document_pages),
        ("/records/<record_id>/pages/<number>", document.document_page),
        ("/records/<record_id>/pages/<number>/<digest>/picture", document.page_picture),
        ("/records/<record_id>/pages/<number>/<digest>/thumbnail", document.page_thumbnail),
    )
    for path, view in rules:
        app.add_url_rule(path, f"pages.{view.__name__}", view, methods=["GET"])
    for kind, path in links.ENTITIES.items():
        name = path.removeprefix("/")
        app.add_url_rule(path, f"pages.{name}", entity.entity_list(kind), methods=["GET"])
        app.add_url_rule(f"{path}/<name>", f"pages.{name}_entity", entity.entity_page(kind), methods=["GET"])
    errors.register(app)
