"""The values of an exported record, each checked for its type, with the origins it had where it was exported."""

from __future__ import annotations

from typing import Any

from archive.record import Description, Kind
from ingest.readers import fields
from ingest.readers.front_matter import GENRES

TEXTS = frozenset({
    "title", "headline", "description", "credit", "creator_title", "copyright", "usage_terms", "instructions", "source",
    "speaker", "occasion", "collection", "location", "event", "sublocation", "city", "state", "country", "country_code",
    "caption", "caption_writer", "job_id", "alt_text", "urgency", "publication_status",
})  # fmt: skip
LISTS = frozenset({"creator", "keywords", "persons", "organisations", "places", "identifiers"})
DAYS = frozenset({"date", "event_date", "created"})
PRECISIONS = ("year", "month", "day", "second", "range")
# keys of the answer itself, which results of a search have and no `values`
OUTER = ("title", "source", "source_url", "language", "date", "genre", "kind", "instructions", "rights")
MOST_OFFERS = 50  # for one key


def offer(data: dict[str, Any], description: Description) -> None:
    """Offer the values of a record in JSON, those used there first; what has another type than the key is passed over.
    A photo is a document here, for its picture is not in the export."""
    identifier = fields.one_line(data.get("id") or "", 40)
    description.offer("exported_id", identifier, "export:id")
    origins, values = data.get("origins"), data.get("values")
    for key, entry in origins.items() if isinstance(origins, dict) else ():
        for one in _entries(entry):
            _one(str(key), one.get("value"), f"export:{fields.one_line(one.get('origin') or '', 100)}", description)
    for key, value in values.items() if isinstance(values, dict) else ():
        _one(str(key), value, f"export:{fields.one_line(key, 60)}", description)
    for key in OUTER:
        _one("copyright" if key == "rights" else key, data.get(key), f"export:{key}", description)
    _captions(data.get("captions"), description)
    if "date" in description.values and "date_precision" not in description.values:
        _precision("date_precision", data.get("date_precision"), "export:date_precision", description)


def _entries(entry: Any) -> list[dict[str, Any]]:
    """What is on offer for a key, the one used first."""
    if not isinstance(entry, dict):
        return []
    others = entry.get("others")
    more = [other for other in others if isinstance(other, dict)] if isinstance(others, list) else []
    return [entry, *more][:MOST_OFFERS]


def _one(key: str, value: Any, origin: str, description: Description) -> None:
    if any(other.value == value for other in description.origins.get(key, ())):
        return
    if key in TEXTS and isinstance(value, str):
        description.offer(key, fields.one_line(value, 8000), origin)
    elif key in LISTS and isinstance(value, list | str):
        description.offer(key, fields.words(value, ";|"), origin)
    elif key in DAYS and isinstance(value, str):
        _day(key, value, origin, description)
    elif key.endswith("_precision"):
        _precision(key, value, origin, description)
    elif key == "source_url":
        description.offer(key, fields.web_address(value or ""), origin)
    elif key == "language" and isinstance(value, str):
        description.offer(key, fields.language(value), origin)
    elif key == "kind" and value in [kind.value for kind in Kind]:
        description.offer(key, Kind.DOCUMENT.value if value == Kind.PHOTO.value else value, origin)
    elif key == "genre" and isinstance(value, str) and value in GENRES - {"caption-sheet"}:
        description.offer(key, value, origin)


def _day(key: str, value: str, origin: str, description: Description) -> None:
    first, slash, last = value.partition("/")
    known = [fields.day(part) for part in (first, *([last] if slash else []))]
    if all(known):
        description.offer(key, fields.one_line(value, 60), origin)


def _precision(key: str, value: Any, origin: str, description: Description) -> None:
    if key.removesuffix("_precision") in DAYS and value in PRECISIONS:
        description.offer(key, value, origin)


def _captions(captions: Any, description: Description) -> None:
    """The captions of a photo's ledger, behind the one that is used."""
    for entry in captions[:MOST_OFFERS] if isinstance(captions, list) else ():
        if (
            isinstance(entry, dict)
            and isinstance(entry.get("words"), str)
            and entry.get("what", "caption") == "caption"
        ):
            _one("caption", entry["words"], f"export:{fields.one_line(entry.get('origin') or '', 100)}", description)
