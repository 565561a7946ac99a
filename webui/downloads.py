"""Files sent out: originals as attachments that cannot run anything, derived pictures inline."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from flask import Response, request, send_file
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from archive.media_types import JPEG
from archive.record import Asset
from webui.caching import FOR_A_MINUTE
from webui.headers import FILE_POLICY

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,100}/[a-z0-9][a-z0-9!#$&^_.+-]{0,100}")
# Controls, path separators, quotes, and marks that turn the direction of what follows (gpj.exe read as exe.jpg).
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f/\\\"\u200e\u200f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_UNFIT_ASCII = re.compile(r"[^A-Za-z0-9 ._()+,=@-]")


def _open_plain(path: Path) -> BinaryIO | None:
    """The file, opened without following a link planted in its place; None when it is not there."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    return os.fdopen(handle, "rb")


def disposition(filename: str) -> str:
    """Content-Disposition by RFC 6266: a plain name for every client, the true one in UTF-8 (RFC 5987) beside it."""
    true = _UNFIT.sub("_", filename).strip(" .") or "original"
    stem, dot, suffix = true.rpartition(".")
    true = f"{stem[:150]}.{suffix[:20]}" if dot and stem else true[:150]
    return f"attachment; filename=\"{_UNFIT_ASCII.sub('_', true)}\"; filename*=UTF-8''{quote(true, safe='')}"


def original(asset: Asset, handle: BinaryIO) -> Response:
    """An original as an attachment, with ranges and its SHA-256 as ETag. The response closes the handle. Raises
    RequestedRangeNotSatisfiable for a range that it does not have."""
    media_type = asset.media_type.lower()
    response = send_file(
        handle,
        mimetype=media_type if _MEDIA_TYPE.fullmatch(media_type) else "application/octet-stream",
        conditional=False,
        etag=False,
        max_age=60,
    )
    size = handle.seek(0, os.SEEK_END)
    handle.seek(0)
    response.headers["Content-Disposition"] = disposition(asset.filename)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = FOR_A_MINUTE
    response.content_length = size
    response.set_etag(asset.sha256)
    try:
        response.make_conditional(request, accept_ranges=True, complete_length=size)
    except RequestedRangeNotSatisfiable:
        handle.close()
        raise
    return response


def picture(path: Path, tag: str) -> Response | None:
    """A derived JPEG, shown inline; None when it has gone again. `tag` tells this picture from every other."""
    handle = _open_plain(path)
    if handle is None:
        return None
    response = send_file(handle, mimetype=JPEG, conditional=False, etag=False, max_age=60)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = FOR_A_MINUTE
    response.set_etag(tag)
    response.make_conditional(request)
    return response
