"""Words of the interface about searches: what groups, name cards and values of filters are called."""

from __future__ import annotations

from collections.abc import Mapping

from webui.words import FACETS, _

GROUPS: Mapping[str, str] = {
    "sequence": _("the frames of one run"),
    "version": _("the versions of one text"),
}

HAS: Mapping[str, str] = {"photo": _("photos"), "scan": _("scans")}

CARDS: Mapping[str, str] = {
    "person": _("person"),
    "place": _("place"),
    "body": _("body"),
    "agency": _("agency"),
    "office": _("office"),
    "concept": _("subject"),
}

SUGGESTIONS: Mapping[str, str] = {
    "title": _("Title"),
    **{name: FACETS[name] for name in ("person", "place", "source", "credit", "collection")},
    "number": _("Number"),
    "filename": _("File name"),
}
