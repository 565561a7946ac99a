"""Answers that a cache may keep for a minute, with a tag that says whether they are still the same."""

from __future__ import annotations

import hashlib

from flask import Response, request

from webui import languages

# Short on purpose: a record that is held back or withdrawn must not live on in caches.
FOR_A_MINUTE = "public, max-age=60"


def tagged(response: Response, *states: object) -> Response:
    """The response with a weak ETag over `states`, or 304 when the client has that state already.

    The states must hold everything that shows: a revision alone does not, because an embargo ends without one. The
    language of the answer is told from others here.
    """
    told = "\x1f".join(str(state) for state in (languages.current(), *states))
    digest = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
    response.headers["Cache-Control"] = FOR_A_MINUTE
    response.set_etag(digest[:32], weak=True)
    response.make_conditional(request)
    return response
