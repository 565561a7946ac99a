"""A record by its id, as anyone may see it; everything else is not found, and all in the same way."""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO

from flask import Response, abort, redirect, request, url_for

from archive.access import PUBLIC
from archive.errors import StoreError
from archive.ledger import in_force
from archive.record import Asset, Record
from webui import downloads
from webui.positions import without_positions
from webui.services import services
from webui.words import _

_LONGEST_ID = 64
_LONGEST_NUMBER = 6  # digits


def visible(record_id: str) -> Record:
    """The record, or 404: the same for one that is held back or withdrawn as for one that never was. Positions are in
    it only where the settings let them out."""
    return as_shown(whole(record_id))


def as_shown(found: Record) -> Record:
    """The record without its position, unless the settings let it out, and without what the archivist said of a field
    before they said what holds now: a slip of theirs is nothing that the sources disagree about."""
    found = replace(found, origins={key: in_force(offers) for key, offers in found.origins.items()})
    return found if services().settings.web.show_positions else without_positions(found)


def whole(record_id: str) -> Record:
    """The record as `visible` finds it, with its position: for saying that there is one, not what it is."""
    found = services().catalogue.get(record_id, PUBLIC) if len(record_id) <= _LONGEST_ID else None
    if found is None:
        _lead_on(record_id)
        abort(404)
    return found


def _lead_on(old: str) -> None:
    """The address of a record that is a part of another now leads to the same view of that one, for those who may see
    it; its files have other numbers there."""
    now = services().catalogue.now_at(old, PUBLIC) if len(old) <= _LONGEST_ID else None
    if now is None or request.endpoint is None:
        return
    values = dict(request.view_args or {}) | {"record_id": now[0]}
    if (n := values.get("n")) is not None:
        if not n.isascii() or not n.isdecimal() or len(n) > _LONGEST_NUMBER:
            return
        values["n"] = str(int(n) + now[1])
    abort(redirect(url_for(request.endpoint, **values), 301))


def asset_response(record: Record, n: str) -> Response:
    """The original number `n` of a record, or 404; one that has gone from the store is said to have, and one in which a
    file lies that is held back or withdrawn is not given."""
    asset = _asset(record, n)
    if services().catalogue.gives_away(asset.sha256, PUBLIC):
        abort(404, _("The record is here, but this original is not open to everyone."))
    return downloads.original(*original_of(record, n))


def original_of(record: Record, n: str) -> tuple[Asset, BinaryIO]:
    """The original number `n` of a record, opened, or 404: for whoever may see the record and all that lies in it."""
    asset = _asset(record, n)
    try:
        return asset, services().store.open(asset.sha256)
    except StoreError:
        abort(404, _("The record is here, but this original is missing from the store. Please tell the archivist."))


def _asset(record: Record, n: str) -> Asset:
    asset = next((asset for asset in record.assets if str(asset.n) == n), None)
    if asset is None:
        abort(404)
    return asset
