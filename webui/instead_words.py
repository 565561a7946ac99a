"""What pages say in place of sentences of the archive that tell of commands alone, or of keys."""

from __future__ import annotations

from collections.abc import Mapping

from webui.words import marked

_BY_HAND: Mapping[str, str] = {
    "held until someone decides: press-archive access": marked(
        "held until someone decides, on its page at the desk or by `press-archive access`"
    ),
    "held until someone decides (press-archive access): %(words)s": marked(
        "held until someone decides, on its page at the desk or by `press-archive access`: %(words)s"
    ),
    "to hide it: press-archive access held %(record)s": marked(
        "to hide it, hold it back on its page at the desk, or by `press-archive access held %(record)s`"
    ),
    "nothing was changed by it, though it differs in %(keys)s: `press-archive records edit` and `records import` "
    "change values": marked(
        "nothing was changed by it, though it differs in %(keys)s: values are changed on its page at the desk, or by "
        "`press-archive records edit` and `records import`"
    ),
    "receipt %(receipt)s says why, --retry %(again)s tries again": marked(
        "receipt %(receipt)s says why, and `press-archive ingest --retry %(again)s` tries again, as does handing it in "
        "at the desk once it is mended"
    ),
}

_AT_FIELDS: Mapping[str, str] = {
    "%(typed)s is no date for %(key)s: write %(said_forms)s.": marked(
        "%(key)s: %(typed)s is no date; write %(said_forms)s."
    ),
    "%(key)s is a whole number, not %(typed)s.": marked("%(key)s: %(typed)s is no whole number."),
}

INSTEAD: Mapping[str, str] = {**_BY_HAND, **_AT_FIELDS}
"""By the message of the sentence."""
