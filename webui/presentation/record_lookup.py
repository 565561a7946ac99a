"""Look up a public record by its id. All others are not found, always in the same way.

GPS positions are removed unless the settings publish them.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import Any, BinaryIO

from flask import Response, abort, redirect, request, url_for

from archive.captions.caption_statements import in_force
from archive.errors import ServerUnreachable, StoreError
from archive.record import OTHER, Asset, Candidate, Record
from archive.search.index.documents import MACHINE_TAG
from archive.text.patterns import lazy_regex
from webui.http import responses
from webui.i18n.words import _
from webui.identity.identity import viewer
from webui.services.services import services

_log = logging.getLogger(__name__)

# The key `gps`, every tag of the EXIF GPS block under whatever name it is kept (`exif:GPSAltitude`), the positions
# within places of the IPTC Extension, and what other programs call them.
_TELLS = lazy_regex(
    r"gps|latitude|longitude|altitude|coordinates?\b|lat_?(?:lon|lng)|geo_?(?:tag|hash|point|location|uri|rss|:lat|:lon|:alt)"
    r"|\bgeo:|[:/](?:lat|lon|lng|olc|plus_?code|what3words)\b",
    re.IGNORECASE,
)
_TAG = lazy_regex(r"[\w:./+\[\] -]{1,120}")
# Two numbers of degrees side by side, a geo URI (RFC 5870), degrees with minutes and the letter of their half of the
# earth, or two such letters. The aperture of a lens (`f/2.8E`) and the colours of a profile (0.3127, 0.329) are none.
_POSITION = lazy_regex(
    r"""(?<![\w.])(?=[-+]?\d{2}|[-+]?\d\.\d{3,17}\s?[,;/]?\s?[-+]?\d{2})
        [-+]?\d{1,3}\.\d{3,17}\s?[,;/]?\s?[-+]?\d{1,3}\.\d{3,17}(?![\w.])
    | \bgeo:[-+]?\d
    | (?<![\w.])\d{1,3}(?:\s?(?:[°,'’′]|deg)\s?\d{1,2}){1,2}(?:[.,]\d{1,17})?["”″'’′]{0,2}\s?[NSEW](?!\w)
    | (?<![\w.])\d{1,3}\.\d{1,17}°?\s?[NS][\s,;/]{0,3}\d{1,3}\.\d{1,17}°?\s?[EW](?!\w)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST = 2000  # characters of a value in which a position is looked for


def without_positions(record: Record) -> Record:
    """Return the record without anything that tells where on the globe its picture was taken. Places in words stay."""
    return replace(
        record,
        values={key: _plain(value) for key, value in record.values.items() if not _TELLS.search(key)},
        origins={key: _offers(key, offers) for key, offers in record.origins.items() if not _TELLS.search(key)},
    )


def has_position(record: Record) -> bool:
    """Return whether there is something for `without_positions` to take out."""
    kept = without_positions(record)
    return kept.values != record.values or kept.origins != record.origins


def _offers(key: str, offers: list[Candidate]) -> list[Candidate]:
    """What no field takes is also judged by what it says: its name may be anything."""
    kept = [replace(offer, value=_plain(offer.value)) for offer in offers if not _TELLS.search(offer.origin)]
    return [offer for offer in kept if not _says_position(offer.value)] if key == OTHER else kept


def _says_position(value: Any) -> bool:
    items = value if isinstance(value, list | tuple) else [value]
    return any(isinstance(item, str) and _POSITION.search(item[:_LONGEST]) for item in items)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if not _TELLS.search(str(key))}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value if not _is_tag(item)]
    return value


def _is_tag(item: Any) -> bool:
    """Whether it is a tag with its value, as {"tag": "exif:GPSLatitude", "value": ...}, ["GPSLatitude", ...], or the
    keyword `geo:lat=10.17`."""
    if isinstance(item, str):
        return MACHINE_TAG.match(item) is not None
    parts = item.values() if isinstance(item, dict) else item if isinstance(item, list | tuple) else ()
    names = [part for part in parts if isinstance(part, str) and _TAG.fullmatch(part)]
    return any(" " not in name and _TELLS.search(name) for name in names[:4])


_LONGEST_ID = 64
_LONGEST_NUMBER = 6  # digits


def visible(record_id: str, name: str = "record_id") -> Record:
    """Return the record whose id the address has under this name, or 404: the same for one that is held back or
    withdrawn as for one that never was. Positions are in it only where the settings let them out."""
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
        abort(404)
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
