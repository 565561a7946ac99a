"""Look up a public record by its id. All others are not found, always in the same way.

GPS positions are removed unless the settings publish them.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import BinaryIO

from flask import Response, abort, redirect, request, url_for

from archive.captions.caption_statements import in_force
from archive.errors import ServerUnreachable, StoreError
from archive.positions import without_positions
from archive.record import Asset, Record
from archive.storage.access_copies import AccessCopy
from webui.http import responses
from webui.i18n.words import _
from webui.identity.identity import viewer
from webui.services.services import services

_log = logging.getLogger(__name__)

_LONGEST_ID = 64
_LONGEST_NUMBER = 6  # digits


def visible(record_id: str, name: str = "record_id") -> Record:
    """Return the record whose id the address has under this name, or 404: the same for one that is held back or
    withdrawn as for one that never was. 410 for one that was erased and that the public once saw. Positions are in it
    only where the settings let them out."""
    return hide_private_values(whole(record_id, name))


def hide_private_values(found: Record) -> Record:
    """Return the record without its position, unless the settings let it out, and without what the archivist said of a
    field before they said what holds now: a slip of theirs is nothing that the sources disagree about."""
    found = replace(found, origins={key: in_force(offers) for key, offers in found.origins.items()})
    return found if services().settings.web.show_positions else without_positions(found)


def whole(record_id: str, name: str = "record_id") -> Record:
    """Return the record as `visible` finds it, with its position: for saying that there is one, not what it is."""
    found = services().catalogue.get(record_id, viewer()) if len(record_id) <= _LONGEST_ID else None
    if found is None:
        _lead_on(record_id, name)
        gone = services().catalogue.tombstone(record_id) if len(record_id) <= _LONGEST_ID else None
        abort(410 if gone is not None and gone.was_public else 404)
    return found


def _lead_on(old: str, name: str) -> None:
    """The address of a record that is a part of another now leads to the same view of that one, for those who may see
    it; its files have other numbers there."""
    now = services().catalogue.now_at(old, viewer()) if len(old) <= _LONGEST_ID else None
    if now is None or request.endpoint is None:
        return
    values = dict(request.view_args or {}) | {name: now[0]}
    if (n := values.get("n")) is not None:
        if not n.isascii() or not n.isdecimal() or len(n) > _LONGEST_NUMBER:
            return
        values["n"] = str(int(n) + now[1])
    abort(redirect(url_for(request.endpoint, **values), 301))


def asset_response(record: Record, n: str) -> Response:
    """Return the original number `n` of a record, or 404; one that has gone from the store is said to have, and one in
    which a file lies that is held back or withdrawn is not given."""
    asset = _asset(record, n)
    if services().catalogue.gives_away(asset.sha256, viewer()):
        abort(404, _("The record is here, but this original is not open to everyone."))
    return responses.original(*original_of(record, n))


def access_copy_response(record: Record, n: str) -> Response:
    """Return the access copy of original number `n`, for whoever may have the original; 404 where there is none."""
    asset = _asset(record, n)
    copy = access_copy_of(asset)
    response = responses.access_copy(copy, asset) if copy is not None else None
    if response is None:
        abort(404)
    return response


def access_copy_of(asset: Asset) -> AccessCopy | None:
    """Return the access copy of an original that this viewer may have, None where there is none."""
    if services().catalogue.gives_away(asset.sha256, viewer()):
        return None
    return services().access_copies.find(asset.sha256)


def original_of(record: Record, n: str) -> tuple[Asset, BinaryIO]:
    """Return the original number `n` of a record, opened, or 404: for whoever may see the record and all that lies in
    it."""
    asset = _asset(record, n)
    try:
        return asset, services().store.open(asset.sha256)
    except ServerUnreachable:
        raise
    except StoreError:
        abort(404, _("The record is here, but this original is missing from the store. Please tell the archivist."))


def is_stored(sha256: str) -> bool:
    """Return whether the store has an original. While its server does not answer, all count as there."""
    try:
        return services().store.has(sha256)
    except ServerUnreachable as error:
        _log.error("%s", error)
        return True


def _asset(record: Record, n: str) -> Asset:
    asset = next((asset for asset in record.assets if str(asset.n) == n), None)
    if asset is None:
        abort(404)
    return asset
