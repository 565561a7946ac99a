"""What a photo without a title is called."""

from __future__ import annotations

import re

from archive.record import Description

_LONGEST = 100
_SHORTEST = 20
_STOP = re.compile(r"[.!?…](?=[\s\"”’)]|$)")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[^\W\d_]|[A-ZĐ][^\W\d_]{0,3}|Prof|Sept|[a-z]\.[a-z])$"
)  # J., Oct., Gen., a.m.


def offer_title(description: Description, filename: str) -> None:
    """Offers a title where there is none: the headline, else the caption's first sentence, else the file name."""
    if "title" in description.values:
        return
    headline = description.origins.get("headline")
    if headline:
        description.offer("title", headline[0].value, headline[0].origin)
    elif "caption" in description.values:
        description.offer("title", first_sentence(description.values["caption"]), "first sentence")
    else:
        description.offer("title", filename, "file name")


def first_sentence(text: str) -> str:
    """The first sentence of a caption on one line, without its full stop, shortened at a word to 100 characters."""
    line = " ".join(text[:1000].split())
    for stop in _STOP.finditer(line):
        end = stop.start()
        if end >= _SHORTEST and not (stop.group() == "." and _ABBREVIATION.search(line[max(0, end - 6) : end])):
            line = line[: end + (stop.group() != ".")]
            break
    if len(line) <= _LONGEST:
        return line.rstrip(".") or line
    head = line[:_LONGEST].rpartition(" ")[0] or line[:_LONGEST]
    return head.rstrip(" ,;:-–") + "…"
