"""Values of an exported record: each type is checked, and origins are kept."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from archive import subject_codes
from archive.access import instant
from archive.listed_date import FILE_DATE
from archive.record import CAPTION_SHEET, Description, Kind, Mention, Role
from ingest.extract import metadata_values
from ingest.readers.base.members import CONTAINER

TEXTS = frozenset({
    "title", "headline", "description", "credit", "creator_title", "copyright", "usage_terms", "instructions", "source",
    "speaker", "occasion", "collection", "location", "event", "sublocation", "city", "state", "country", "country_code",
    "caption", "caption_writer", "job_id", "alt_text", "urgency", "publication_status",
})  # fmt: skip
LISTS = frozenset({"creator", "keywords", "persons", "organisations", "places", "identifiers"})
DAYS = frozenset({"date", "event_date", "created", FILE_DATE})
PRECISIONS = ("year", "month", "day", "second", "range")
# keys of the answer itself, which search results have without `values`
OUTER = ("title", "source", "source_url", "language", "date", "genre", "kind", "instructions", "rights")
MOST_OFFERS = 50  # for one key
MOST_MENTIONS = 20_000
MOST_FURNITURE = 2_000
MOST_TURNS = 20_000
FIRST_YEAR = 1990  # the first possible year of arrival in an archive
WHOLE = "export:id"  # the origin of the id of a record with all its values
FOUND = "export:hit"  # for one as shown in a search
_GENRES = sorted({*metadata_values.GENRES, CONTAINER} - {CAPTION_SHEET})
_ONE_OF = {"kind": [kind.value for kind in Kind], "genre": _GENRES}
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SAID = ("caption", "credit", "caption_raw", "language", "date")


def offer(data: dict[str, Any], description: Description) -> None:
    """Add the values of a record in JSON, those used there first; values of another type than the key's are ignored.
    Other keys of the answer count only if it has no values, as in a search hit, because they are derived."""
    origins, values = data.get("origins"), data.get("values")
    seen = WHOLE if isinstance(values, dict) else FOUND
    description.offer("exported_id", metadata_values.one_line(data.get("id") or "", 40), seen)
    description.offer("exported_id", _earlier_id(values), "export:exported_id")
    description.offer("exported_added_at", _arrival(data.get("added_at")), "export:added_at")
    if data.get("kind") == Kind.PHOTO.value:
        description.offer("exported_sha256", _original_digest(data.get("assets")), "export:assets")
    for key, entry in origins.items() if isinstance(origins, dict) else ():
        for one in _candidates_of(entry):
            _one(
                str(key),
                one.get("value"),
                f"export:{metadata_values.one_line(one.get('origin') or '', 100)}",
                description,
            )
    for key, value in values.items() if isinstance(values, dict) else ():
        _one(str(key), value, f"export:{metadata_values.one_line(key, 60)}", description)
    for key in ("kind", "genre", "title") if isinstance(values, dict) else OUTER:
        if key != "title" or not description.values.get("headline"):
            _one("copyright" if key == "rights" else key, data.get(key), f"export:{key}", description)
    if isinstance(values, dict):
        description.offer("languages", _codes(values.get("languages")), "export:languages")
    _captions(data.get("captions"), description)
    if "date" in description.values and "date_precision" not in description.values:
        _precision("date_precision", data.get("date_precision"), "export:date_precision", description)


def _earlier_id(values: Any) -> str:
    before = values.get("exported_id") if isinstance(values, dict) else None
    return metadata_values.one_line(before, 40) if isinstance(before, str) else ""


def _arrival(said: Any) -> str | None:
    """Return when a record arrived in an archive, with its zone, in the catalogue's format."""
    try:
        moment = datetime.fromisoformat(said) if isinstance(said, str) and len(said) <= 40 else None
        is_possible = moment is not None and moment.tzinfo is not None and moment.year >= FIRST_YEAR
        return instant(moment) if moment is not None and is_possible else None
    except (ValueError, OverflowError):
        return None


def _original_digest(assets: Any) -> str | None:
    """The SHA-256 of the newest original. An export lists the newest files first."""
    found = (one for one in assets if isinstance(one, dict)) if isinstance(assets, list) else ()
    digests = (one.get("sha256") for one in found if one.get("role") == Role.ORIGINAL.value)
    return next((one for one in digests if isinstance(one, str) and _SHA256.fullmatch(one)), None)


def _codes(languages: Any) -> list[str]:
    given = languages[:MOST_OFFERS] if isinstance(languages, list) else []
    return list(
        dict.fromkeys(filter(None, (metadata_values.language(code) for code in given if isinstance(code, str))))
    )


def _candidates_of(entry: Any) -> list[dict[str, Any]]:
    if not isinstance(entry, dict):
        return []
    others = entry.get("others")
    more = [other for other in others if isinstance(other, dict)] if isinstance(others, list) else []
    return [entry, *more][:MOST_OFFERS]


def _one(key: str, value: Any, origin: str, description: Description) -> None:
    if any(other.value == value for other in description.origins.get(key, ())):
        return
    if key in TEXTS and isinstance(value, str):
        description.offer(key, metadata_values.one_line(value, 8000), origin)
    elif key in LISTS and isinstance(value, list | str):
        description.offer(key, metadata_values.words(value, ";|"), origin)
    elif key in DAYS and isinstance(value, str):
        _day(key, value, origin, description)
    elif key.endswith("_precision"):
        _precision(key, value, origin, description)
    elif key == "alternative":
        description.offer(key, _titles(value), origin)
    elif key == subject_codes.KEY:
        description.offer(key, _subjects(value), origin)
    elif key == "source_url":
        description.offer(key, metadata_values.web_address(value or ""), origin)
    elif key == "language" and isinstance(value, str):
        description.offer(key, metadata_values.language(value), origin)
    elif value in _ONE_OF.get(key, ()):
        description.offer(key, value, origin)


def _titles(value: Any) -> list[dict[str, str | None]]:
    """Titles in other languages."""
    given = value[:MOST_OFFERS] if isinstance(value, list) else ()
    return [
        {
            "text": metadata_values.one_line(one["text"]),
            "language": metadata_values.language(one.get("language") or ""),
            "origin": metadata_values.one_line(one.get("origin") or "", 100),
        }
        for one in given
        if isinstance(one, dict) and isinstance(one.get("text"), str) and one["text"].strip()
    ]


def _subjects(value: Any) -> list[dict[str, str]]:
    return [
        {part: line for part, said in one.items() if (line := metadata_values.one_line(said, 500))}
        for one in subject_codes.believed(value)
    ]


def _day(key: str, value: str, origin: str, description: Description) -> None:
    first, slash, last = value.partition("/")
    known = [metadata_values.day(part) for part in (first, *([last] if slash else []))]
    if all(known):
        description.offer(key, metadata_values.one_line(value, 60), origin)


def _precision(key: str, value: Any, origin: str, description: Description) -> None:
    if key.removesuffix("_precision") in DAYS and value in PRECISIONS:
        description.offer(key, value, origin)


def _captions(captions: Any, description: Description) -> None:
    """Return the captions of a photo's list, after the one in use."""
    for entry in captions[:MOST_OFFERS] if isinstance(captions, list) else ():
        if (
            isinstance(entry, dict)
            and isinstance(entry.get("words"), str)
            and entry.get("what", "caption") == "caption"
        ):
            _one(
                "caption",
                entry["words"],
                f"export:{metadata_values.one_line(entry.get('origin') or '', 100)}",
                description,
            )


def is_whole(description: Description) -> bool:
    """Return whether it is an exported record with all its values, whose text was structured where it was exported."""
    return any(offer.origin == WHOLE for offer in description.origins.get("exported_id", ()))


def furniture(data: dict[str, Any]) -> list[str]:
    """Return the boilerplate lines of the record, such as its header and footer."""
    given = data.get("furniture")
    lines = given[:MOST_FURNITURE] if isinstance(given, list) else ()
    return [line for one in lines if isinstance(one, str) and (line := metadata_values.one_line(one, 8000))]


def turns(data: dict[str, Any], end: int) -> list[dict[str, Any]]:
    """Return who says which part of the text, which has length `end`."""
    values = data.get("values")
    given = values.get("turns") if isinstance(values, dict) else None
    return [
        {"speaker": metadata_values.one_line(one["speaker"], 300), "start": one["start"], "end": one["end"]}
        for one in (given[:MOST_TURNS] if isinstance(given, list) else ())
        if isinstance(one, dict)
        and isinstance(one.get("speaker"), str)
        and type(one.get("start")) is type(one.get("end")) is int
        and 0 <= one["start"] <= one["end"] <= end
    ]


def mentions(data: dict[str, Any], end: int) -> list[Mention]:
    """Return the photos that the record names in its text, which has length `end`."""
    given = data.get("mentions")
    found = []
    for one in given[:MOST_MENTIONS] if isinstance(given, list) else ():
        if not isinstance(one, dict) or not isinstance(one.get("filename"), str):
            continue
        said: dict[str, Any] = {
            key: metadata_values.one_line(one[key], 8000) for key in _SAID if isinstance(one.get(key), str)
        }
        if said.get("language") == data.get("language"):
            said.pop("language", None)
        if data.get("genre") != CAPTION_SHEET:
            said.pop("date", None)  # it may be the photo's
        at = one.get("offset")
        if name := metadata_values.one_line(one["filename"], 250):
            found.append(Mention(name, offset=min(max(at, 0), end) if isinstance(at, int) else end, **said))
    return found
