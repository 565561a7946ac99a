"""Words of the interface about searches: what groups, name cards and values of filters are called."""

from __future__ import annotations

from webui.words import Words, marked

GROUPS = Words(
    {
        "sequence": marked("the frames of one run"),
        "version": marked("the versions of one text"),
    }
)

HAS = Words({"photo": marked("photos"), "scan": marked("scans")})

CARDS = Words(
    {
        "person": marked("person"),
        "place": marked("place"),
        "body": marked("body"),
        "agency": marked("agency"),
        "office": marked("office"),
        "concept": marked("subject"),
    }
)

SUGGESTIONS = Words(
    {
        "title": marked("Title"),
        "person": marked("Person"),
        "place": marked("Place"),
        "source": marked("Source"),
        "credit": marked("Credit"),
        "collection": marked("Collection"),
        "number": marked("Number"),
        "filename": marked("File name"),
    }
)
