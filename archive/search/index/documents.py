"""Turn a record, as its viewers may see it, into the document that engines index."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import blake2b
from typing import Any

from archive.authority.authorities import Authorities
from archive.authority.credits import Credit, GivenCredit, canonical, collect_flags, credits_of, parse
from archive.authority.persons import bare_name
from archive.captions.caption_statements import in_force
from archive.captions.depicted_persons import find_positioned_persons, people_of
from archive.catalogue import RecordView
from archive.listed_date import listed_date
from archive.media_types import usual_filename
from archive.positions import MACHINE_TAG
from archive.record import PAGE_BREAK, TEXT_ORIGIN, TYPED, Kind, Record, Status
from archive.search.engines.engine import Document
from archive.search.query.fields import EMBARGOED
from archive.search.query.periods import periods_of
from archive.subject_codes import code_of, subjects_of
from archive.tesseract import POOR
from archive.text import TextValue, document_terms, fold
from archive.text.terms import OWN_FILE

_LISTS = {"creator": "creator", "persons": "person", "places": "place", "identifiers": "number", "keywords": "keyword"}
_PLACES = ("sublocation", "city", "state", "country", "location")
MOST_PHOTOS = 200  # in one article, whose captions are searched for people
_UNSEEN = ("revision", "release_at", "hold_reason")  # in a record, by its viewers
_LOOKS = 10  # digits of an indexed form for what is seen; the others are for when the record arrived
_ZEROS = (0,)  # false but meaningful, unlike empty values
MOST_YEARS = 10  # for which a range of days counts
MOST_DAYS = 31
_OTHER = ("headline", "description", "event", "organisations", "category", "instructions", "job_id", "caption_writer")


def document(record: Record, text: str, furniture: Sequence[str], cards: Authorities, came: str = "") -> Document:
    """Return the document for one index. `record` contains only what the viewers of that index may see, including
    captions in articles and mentions: hidden data is not in the index at all. `cards` identify agencies, and `came` is
    when the record arrived for these viewers, by default when it was added (UTC)."""
    came = came or record.added_at
    given, people = credits_of(record, cards), _people(record)
    values = [*_values(record, text, furniture, people), *_credited(all_credits(record, given, cards), cards)]
    values += (TextValue("subject address", one["uri"]) for one in subjects_of(record) if "uri" in one)
    values += (TextValue(OWN_FILE, usual_filename(name)) for name in list_own_filenames(record))
    return Document(
        id=record.id,
        terms=document_terms(values),
        facets={name: sorted(set(values)) for name, values in _facets(record, given, people, came).items() if values},
        dates=days(listed_date(record).date),
        title=fold(record.title),
        came=max(0, int(datetime.fromisoformat(came).timestamp())),
    )


def form_of(record: Record, text: str, furniture: Sequence[str], groups: Mapping[str, str]) -> str:
    """Return a digest, 16 hexadecimal digits, of all that the viewers of an index see of a record: equal if nothing
    visible changed. Empty fields are left out, so that new fields in the code change no digest."""
    seen = {key: value for key, value in _filled(record).items() if key not in _UNSEEN}
    told = [seen, text, list(furniture), dict(groups)]
    whole = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def form_of_view(view: RecordView) -> str:
    """Return the form (see `form_of`) of a record as a viewer sees it."""
    return form_of(view.record, view.text, view.furniture, view.groups)


def indexed_form(view: RecordView) -> str:
    """Return the form stored in an index, 16 hexadecimal digits: of what its viewers see, and of when the record
    arrived. A record that was hidden and released again before an index followed looks the same, but arrived anew."""
    came = blake2b(view.came.encode(), digest_size=3).hexdigest()
    return blake2b(form_of_view(view).encode(), digest_size=5).hexdigest() + came


def looks_as_indexed(view: RecordView, indexed: str) -> bool:
    """Return whether an index with this form shows all that its viewers see of a record now, whenever it arrived."""
    return indexed_form(view)[:_LOOKS] == indexed[:_LOOKS]


def _filled(value: Any) -> dict[str, Any]:
    """Return the non-empty parts of a mapping, or of the fields of a dataclass, at any depth."""
    if not isinstance(value, Mapping):
        value = {name: getattr(value, name) for name in _field_names(value.__class__)}
    return {key: filled for key, item in value.items() if (filled := _filled_item(item)) or filled in _ZEROS}


def _filled_item(item: Any) -> Any:
    if isinstance(item, str):
        return item
    if isinstance(item, Mapping):
        return _filled(item)
    if isinstance(item, list | tuple):
        return [*map(_filled_item, item)]
    return _filled(item) if is_dataclass(item) else item


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def text_values(record: Record, text: str, furniture: Sequence[str]) -> Iterator[TextValue]:
    """Return every searchable value of the record, with its field and language."""
    return _values(record, text, furniture, _people(record))


def _values(record: Record, text: str, furniture: Sequence[str], people: Sequence[str]) -> Iterator[TextValue]:
    values, language = record.values, record.values.get("language")
    yield TextValue("title", record.title, language)
    for other in values.get("alternative", ()):
        yield TextValue("title", str(other.get("text", "")), other.get("language") or language)
    for page in text.split(PAGE_BREAK):
        yield TextValue("text", page, language)
    for words, tongue in _captions(record).items():
        yield TextValue("caption", words, tongue or language)
    for key, field in _LISTS.items():
        said = (words for words in offered(record, key) if not MACHINE_TAG.match(words))
        yield from (TextValue(field, words, language) for words in said)
    yield from (TextValue("person", name) for name in people)
    if record.kind is Kind.PHOTO:
        yield from (TextValue("shown", name) for name in dict.fromkeys([*offered(record, "persons"), *people]))
    yield from (TextValue("credit", words, language) for words in _credits(record))
    yield from (TextValue("place", words, language) for words in _places(values))
    for field in ("speaker", "person"):
        yield from (TextValue(field, words, language) for words in list_strings(values.get("speaker")))
    yield from (TextValue("speaker", name, language) for name in _turns(values))
    yield from (TextValue("source", words, language) for words in list_strings(values.get("source")))
    for one in subjects_of(record):
        yield from (TextValue("subject", one[part]) for part in ("name", "code") if part in one)
    for words in (*furniture, *(word for key in _OTHER for word in list_strings(values.get(key)))):
        yield TextValue("furniture", words, language)
    yield from (TextValue("filename", name) for name in _named_files(record))


def _captions(record: Record) -> dict[str, str | None]:
    """Return all captions of a photo, in the file and in articles, and those of an article's photos, with their
    languages if known."""
    found = offered(record, "caption") | offered(record, "alt_text")
    for link in (*record.articles, *record.photos):
        if link.mention.caption:
            found.setdefault(link.mention.caption, None)
    return found


def offered(record: Record, key: str) -> dict[str, str | None]:
    """Return every candidate of a key, the one in use first, each once, with its language if the origin contains it
    (`xmp:dc:description[vi]`): all sources can be found, not only the value shown."""
    found: dict[str, str | None] = dict.fromkeys(list_strings(record.values.get(key)))
    for offer in in_force(record.origins.get(key, ())):
        _, _, tag = offer.origin.partition("[")
        language = tag.rstrip("]") if tag and tag != "x-default]" else None
        for words in list_strings(offer.value):
            found[words] = found.get(words) or language
    return found


def _credits(record: Record) -> list[str]:
    own = list_strings(record.values.get("credit")) + list_strings(record.values.get("copyright"))
    given = [link.mention.credit for link in (*record.articles, *record.photos) if link.mention.credit]
    return list(dict.fromkeys([*own, *given]))


def _places(values: Mapping[str, Any]) -> list[str]:
    return [word for key in _PLACES for word in list_strings(values.get(key))]


def list_own_filenames(record: Record) -> list[str]:
    """Return the names of its own files, without folders."""
    return list(dict.fromkeys(name.rsplit("/", 1)[-1] for asset in record.assets for name in asset.names))


def numbers(record: Record) -> list[str]:
    """Return its identifiers as printed."""
    return list(offered(record, "identifiers"))


def _named_files(record: Record) -> list[str]:
    named = [link.mention.filename for link in (*record.articles, *record.photos)]
    return list(dict.fromkeys([*list_own_filenames(record), *named]))


def _people(record: Record) -> list[str]:
    """Return the people shown in captions: of a photo, its own and those in articles; of another record, its
    photos'."""
    if record.kind is Kind.PHOTO:
        return list(dict.fromkeys(given.shown.name for given in people_of(record) if given.shown.position))
    captions = (link.mention.caption for link in record.photos[:MOST_PHOTOS] if link.mention.caption)
    return list(dict.fromkeys(shown.name for caption in captions for shown in find_positioned_persons(caption)))


def all_credits(record: Record, given: Iterable[GivenCredit], cards: Authorities) -> list[Credit]:
    """Return the credits of a record and, if it names photos, the credits it gives them."""
    told = dict.fromkeys(link.mention.credit for link in record.photos if link.mention.credit)
    return [*(one.credit for one in given), *(parse(words, cards) for words in told)]


def _credited(given: Iterable[Credit], cards: Authorities) -> Iterator[TextValue]:
    """Return credits as printed, the photographers, and all names of the agencies, so that each can be searched."""
    found: dict[str, None] = {}
    for credit in given:
        found.update(dict.fromkeys([credit.words, *credit.photographers]))
        found.update((form, None) for name in (*credit.agencies, *credit.via) for form in cards.forms(name))
    yield from (TextValue("agency", words) for words in found)


def _facets(record: Record, given: Sequence[GivenCredit], people: Sequence[str], came: str) -> dict[str, list[str]]:
    values = record.values
    subjects = subjects_of(record)
    pictures = record.kind is Kind.PHOTO or any(link.record for link in record.photos)
    return {
        "kind": [record.kind.value],
        "genre": list_strings(values.get("genre")),
        "language": list_strings(values.get("languages")) or list_strings(values.get("language")),
        "source": list_strings(values.get("source")),
        "person": [
            *map(_title_case, [*list_strings(values.get("persons")), *people]),
            *_bare_names(list_strings(values.get("speaker"))),
        ],
        "place": list_strings(values.get("places")) + _places(values),
        "collection": list_strings(values.get("collection")),
        "subject": [one.get("name") or code_of(one) for one in subjects],
        "subject_code": [code_of(one) for one in subjects],
        **_periods(record),
        "credit": canonical(given),
        "photographer": [_title_case(name) for one in given for name in one.credit.photographers],
        "speaker": _speakers(values),
        "event": list_strings(values.get("event")),
        "flag": [flag for flag, _ in collect_flags(record, given)],
        "has": [*(["photo"] if pictures else []), *(["scan"] if values.get("ocr") else [])],
        "ocr": _recognised(values),
        "status": _status(record),
        "added": periods_of(came),
    }


def _status(record: Record) -> list[str]:
    """Return the status of a record that is not public; the index has no status value for others."""
    if record.status is Status.RELEASED:
        return []
    return [record.status.value, *([EMBARGOED] if record.status is Status.HELD and record.release_at else [])]


def _recognised(values: Mapping[str, Any]) -> list[str]:
    """Return whether its words were read from a scan, poorly on a page, or are still to be read; none for text typed by
    the archivist instead."""
    told = values.get("ocr")
    if not isinstance(told, Mapping):
        return []
    if told.get("pending"):
        return ["pending"]
    if values.get(TEXT_ORIGIN) == TYPED:
        return []
    return ["yes", "poor"] if int(told.get("lowest", 0)) < POOR else ["yes"]


def _periods(record: Record) -> dict[str, list[str]]:
    """Return every year, month and day of its listed date, and what the date refers to. No months if it is only precise
    to the year, and no days if it is only precise to the month or longer."""
    listed = listed_date(record)
    written = listed.date or ""
    span = days(written)
    if span is None:
        return {"year": [written[:4]] if written else []}
    (first, begin), (last, end) = ((day // 10_000, day // 100 % 100 - 1) for day in span)
    years = [f"{year:04}" for year in range(first, min(last, first + MOST_YEARS) + 1)]
    told = {"year": years, "dated": [listed.basis.value] if listed.basis else []}
    exact = len("2025") if listed.precision == "year" else min(map(len, written.split("/")))
    if exact >= len("2025-10"):
        months = range(first * 12 + begin, min(last * 12 + end, (first + MOST_YEARS) * 12 + begin) + 1)
        told["month"] = [f"{month // 12:04}-{month % 12 + 1:02}" for month in months]
    if exact >= len("2025-10-25"):
        told["day"] = _days(*span)
    return told


def _days(first: int, last: int) -> list[str]:
    """Return the days from 20251025 to another, if these are days and at most MOST_DAYS."""
    try:
        start, stop = (date.fromisoformat(f"{day:08}") for day in (first, last))
    except ValueError:
        return []
    count = (stop - start).days + 1
    return [(start + timedelta(n)).isoformat() for n in range(count)] if count <= MOST_DAYS else []


def _speakers(values: Mapping[str, Any]) -> list[str]:
    """Return the speakers, including those of its turns."""
    return [*_bare_names([*list_strings(values.get("speaker")), *_turns(values)])]


def _turns(values: Mapping[str, Any]) -> list[str]:
    """Return the names before the turns of a conversation, each once; not Q and A."""
    named = (str(turn.get("speaker", "")) for turn in values.get("turns", ()) if isinstance(turn, Mapping))
    return [name for name in dict.fromkeys(named) if len(name) > 1]


def _bare_names(speakers: Iterable[str]) -> Iterator[str]:
    """Return speakers without their offices, as other records name them; no organisations, and no offices alone."""
    return (_title_case(name) for speaker in speakers if (name := bare_name(speaker)))


def _title_case(name: str) -> str:
    return name.title() if name.isupper() and " " in name else name


def list_strings(value: Any) -> list[str]:
    """Return a value that may be one string, a list of them, or absent, as a list without empty ones."""
    if value is None:  # common, and fast
        return []
    items: Iterable[Any] = value if isinstance(value, list | tuple) else (value,)
    return [item.strip() for item in items if isinstance(item, str) and item.strip()]


def days(date: str | None) -> tuple[int, int] | None:
    """Return first and last day of a date (`2025`, `2025-10`, `2025-10-25`, or two of these with `/` between) as
    20251025."""
    if not date:
        return None
    first, _, last = date.partition("/")
    bounds = _day(first, "0101"), _day(last or first, "1231")
    return (bounds[0], bounds[1]) if bounds[0] is not None and bounds[1] is not None else None


def _day(date: str, missing: str) -> int | None:
    digits = date[:10].replace("-", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (4, 6, 8):
        return None
    return int(digits + {4: missing, 6: missing[2:], 8: ""}[len(digits)])
