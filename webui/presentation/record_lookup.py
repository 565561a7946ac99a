"""Look up a public record by its id. For all others, the response is the same "not found".

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
    """Return the record whose id is in the address under this name. 404 if it is unknown, held or withdrawn, without
    distinction. 410 if it was erased after having been public. GPS positions are included only if the settings allow
    it."""
    return hide_private_values(whole(record_id, name))


def hide_private_values(found: Record) -> Record:
    """Return the record without its position, unless the settings publish it, and without earlier edits of the
    archivist that a later edit replaced: a corrected mistake is not a disagreement between sources."""
    found = replace(found, origins={key: in_force(offers) for key, offers in found.origins.items()})
    return found if services().settings.web.show_positions else without_positions(found)


def whole(record_id: str, name: str = "record_id") -> Record:
    """Return the record as `visible` does, but with its position: to show that there is one, not what it is."""
    found = services().catalogue.get(record_id, viewer()) if len(record_id) <= _LONGEST_ID else None
    if found is None:
        _lead_on(record_id, name)
        gone = services().catalogue.tombstone(record_id) if len(record_id) <= _LONGEST_ID else None
        abort(410 if gone is not None and gone.was_public else 404)
    return found


def _lead_on(old: str, name: str) -> None:
    """Redirect the address of a record that was merged into another to the same view of that record, if the viewer may
    see it. Its files have other numbers there."""
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
    """Return original number `n` of a record, or 404. The message says if the file is missing from the store. A file
    that contains a held or withdrawn file is not served."""
    asset = _asset(record, n)
    if services().catalogue.gives_away(asset.sha256, viewer()):
        abort(404, _("The record is here, but this original is not open to everyone."))
    return responses.original(*original_of(record, n))


def access_copy_response(record: Record, n: str) -> Response:
    """Return the access copy of original number `n` to viewers who may have the original. 404 if there is none."""
    asset = _asset(record, n)
    copy = access_copy_of(asset)
    response = responses.access_copy(copy, asset) if copy is not None else None
    if response is None:
        abort(404)
    return response


def access_copy_of(asset: Asset) -> AccessCopy | None:
    """Return the access copy of an original if there is one and this viewer may have it, else None."""
    if services().catalogue.gives_away(asset.sha256, viewer()):
        return None
    return services().access_copies.find(asset.sha256)


def original_of(record: Record, n: str) -> tuple[Asset, BinaryIO]:
    """Return original number `n` of a record, and its opened file. 404 unless the viewer may see the record and
    everything the file contains."""
    asset = _asset(record, n)
    try:
        return asset, services().store.open(asset.sha256)
    except ServerUnreachable:
        raise
    except StoreError:
        abort(404, _("The record is here, but this original is missing from the store. Please tell the archivist."))


def is_stored(sha256: str) -> bool:
    """Return whether the store has an original. True for all while the store's server does not respond."""
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
