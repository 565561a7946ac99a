"""The fields of a record as pages and JSON show them, with a note if the text was read from a scan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.access import in_force
from archive.authority.persons import bare_name
from archive.captions.fallback_titles import rank_fallback_title
from archive.catalogue.records.description_merge import COMPANIONS
from archive.record import TEXT_ORIGIN, TYPED, Asset, Candidate, Record, Role, Status
from archive.subject_codes import KEY as SUBJECTS
from archive.subject_codes import believed, code_of
from webui.http.parameters import LONGEST_VALUE
from webui.i18n import labels
from webui.i18n.words import _, marked
from webui.services import links


@dataclass(frozen=True, slots=True)
class RecognitionSummary:
    """The number of pages read by OCR, and the confidence from 0 to 100: mean and worst page."""

    pages: int
    confidence: int
    lowest: int


def summarise_recognition(record: Record) -> RecognitionSummary | None:
    """Return the OCR summary of a scan. None if the text is not from a scan or was typed by the archivist."""
    told = record.values.get("ocr")
    if not isinstance(told, Mapping) or not told.get("pages") or record.values.get(TEXT_ORIGIN) == TYPED:
        return None
    return RecognitionSummary(int(told["pages"]), int(told.get("confidence", 0)), int(told.get("lowest", 0)))


def read_by_machine(record: Record, page: int) -> bool:
    """Return whether the text of this page, counted from 1, comes from OCR."""
    told = record.values.get("ocr")
    by_page = told.get("by_page") if isinstance(told, Mapping) else None
    return isinstance(by_page, Mapping) and str(page) in by_page


def scan_note(record: Record) -> str | None:
    """Return the note about OCR or typed text for the page of a record; None if the text is from the file itself."""
    if record.values.get(TEXT_ORIGIN) == TYPED:
        return _("Words typed by the archivist.")
    if isinstance(told := record.values.get("ocr"), Mapping) and told.get("pending"):
        return _("A scan whose words are not read yet.")
    found = summarise_recognition(record)
    if found is None:
        return None
    return _("Words read by machine from a scan, confidence %(n)d %%.", n=found.confidence)


# Shown elsewhere on the page, or of no use to a reader.
NOT_LISTED = frozenset(
    {"kind", "genre", "languages", "miniature", "crop_hashes", "ocr", "text_origin", "page_labels", "outline", "turns"}
    | {"language_parts"}
)
_ORDER = (
    "title", "headline", "alternative", "caption", "alt_text", "creator", "creator_title", "speaker", "date",
    "event_date", "created", "language", "source", "source_url", "identifiers", "persons", "organisations", "places",
    "event", "sublocation", "city", "state", "country", "keywords", "subjects", "collection", "location", "credit",
    "copyright", "usage_terms", "instructions", "embargo",
)  # fmt: skip
_TECHNICAL = frozenset({
    "boilerplate", "camera", "camera_make", "camera_model", "category", "caption_writer", "country_code",
    "credentials_issuer", "credentials_program", "credentials_state",
    "date_created", "date_digitized", "difference_hash", "digital_source", "encoding", "gps", "gps_altitude", "height",
    "job_id", "label", "orientation", "priority", "rating", "software", "width",
})  # fmt: skip
_ENTITIES = {
    "persons": "person", "places": "place", "sublocation": "place", "city": "place", "state": "place",
    "country": "place", "source": "source", "organisations": "body",
}  # fmt: skip
_SEARCHED = {"creator": "creator", "location": "place", "event": "", "keywords": "", "credit": "credit"}
"""The query field that finds more records with such a value; "" for all fields."""
_LONGEST = 200  # characters used in a search
_GROUPS = (
    (marked("Credit and rights"), frozenset({
        "creator", "creator_title", "source", "source_url", "credit", "copyright", "usage_terms", "instructions",
        "embargo", "expiry_date",
    })),
    (marked("Date and place"), frozenset({
        "date", "event_date", "created", "places", "sublocation", "city", "state", "country", "location",
    })),
)  # fmt: skip
_SUBJECT = marked("Caption and subject")
_DATES = frozenset({"date", "event_date", "created", "date_created", "date_digitized"})

CORRECTED = ("corrected-by", "replaced-by", "withdrawn-by")
"""Relation types that mark a record as superseded."""
CORRECTING = ("corrects", "replaces", "withdraws")
"""The inverse types: they mark a record as superseding another."""


def plain(value: Any) -> str | None:
    """Return a value as one string, lists joined by commas; None if it is empty."""
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return ", ".join(text for text in (plain(v) for v in value.values()) if text) or None
    if isinstance(value, Sequence):
        return ", ".join(text for text in (plain(v) for v in value) if text) or None
    return str(value)


def page_label(record: Record, page: int | None) -> str | None:
    """Return the number printed on a page, counted from 1, of a document if it differs from the count; else None."""
    labels = record.values.get("page_labels")
    return plain(labels.get(str(page))) if isinstance(labels, Mapping) and page is not None else None


def place_label(record: Record, page: int) -> str:
    """Return `p. iv (page 6 of the file)`: the printed and the counted page number, or just the latter if they are
    equal."""
    printed = page_label(record, page)
    if printed is None:
        return _("p. %(page)d", page=page)
    return _("p. %(label)s (page %(page)d of the file)", label=printed, page=page)


def rights(record: Record) -> str | None:
    """Return the rights statement: the copyright notice, else the usage terms."""
    return plain(record.values.get("copyright")) or plain(record.values.get("usage_terms"))


def shown_status(record: Record, now: str) -> Status:
    """Return the status at the instant `now`: a held record whose embargo has ended is released."""
    return in_force(record.status, record.release_at, now)


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field for a table: its label, its value in words, its sources, and differing values of other sources.

    `urls` are the pages of the items, or searches for them; None for an item without one. `translated` is set if the
    other values are translations, judging by their origins.
    """

    key: str
    label: str
    items: tuple[str, ...]
    origins: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    translated: bool
    lang: str | None
    urls: tuple[str | None, ...]


def speaker_url(name: str) -> str | None:
    """Return the address of the page of a speaker, named with or without an office; None for an organisation or an
    office alone."""
    bare = bare_name(name)
    return links.entity("person", bare) if bare else None


def _urls(key: str, value: Any, items: Iterable[str]) -> Iterator[str | None]:
    """Yield for each item of a value the address of its page, or of a search for it; None if there is neither."""
    if key != SUBJECTS:
        yield from (_url(key, item) for item in items)
        return
    for code in map(code_of, believed(value)):
        yield links.with_query("/search", [("subject_code", code)]) if len(code) <= LONGEST_VALUE else None


def _url(key: str, item: str) -> str | None:
    """Return the address of the page of a value, or of a search for it."""
    if key == "speaker":
        return speaker_url(item)
    if key in _ENTITIES:
        return links.entity(_ENTITIES[key], item)
    if key in _SEARCHED and len(item) <= _LONGEST:
        return links.with_query("/search", [("q", links.phrase(_SEARCHED[key], item))])
    return None


def value_in_words(key: str, value: Any) -> tuple[str, ...]:
    """Return the parts of a value as display text."""
    if key in _DATES:
        return (labels.date(str(value)),)
    if key in {"language", "languages"}:
        tags = [value] if isinstance(value, str) else list(value)
        return tuple(labels.language(str(tag)) for tag in tags)
    if key == "gps" and isinstance(value, Sequence) and len(value) == 2 and not isinstance(value, str):
        return (f"{value[0]}, {value[1]}",)
    if key == SUBJECTS:
        named = ((one.get("name"), code_of(one)) for one in believed(value))
        return tuple(" · ".join(filter(None, parts)) for parts in named)
    if isinstance(value, Sequence) and not isinstance(value, str):
        items = [item.get("text") or item.get("title") if isinstance(item, Mapping) else item for item in value]
        return tuple(text for text in (plain(item) for item in items) if text)
    if isinstance(value, Mapping) and "words" in value:
        return (plain(value["words"]) or "",)
    return (plain(value) or "",)


def same(one: Any, other: Any) -> bool:
    """Return whether two values are equal apart from case, spaces and truncation (IIM truncates at 32 bytes)."""
    a, b = (" ".join((plain(value) or "").casefold().split()) for value in (one, other))
    shorter, longer = sorted((a, b), key=len)
    return a == b or (len(shorter) >= 24 and longer.startswith(shorter))


def _made_up(key: str, offer: Candidate) -> bool:
    """Return whether this is a title made up by the archive, which contradicts no other."""
    return key == "title" and bool(rank_fallback_title(offer, COMPANIONS))


def _shown(record: Record, key: str) -> ShownField:
    value = record.values[key]
    offers: Sequence[Candidate] = record.origins.get(key, ())
    others = [offer for offer in offers if not same(value, offer.value) and not _made_up(key, offer)]
    language = record.values.get("language") if key in {"title", "headline", "caption", "keywords"} else None
    items = value_in_words(key, value)
    return ShownField(
        key=key,
        label=labels.field(key),
        items=items,
        origins=tuple(dict.fromkeys(offer.origin for offer in offers if same(value, offer.value))),
        others=tuple((other.origin, "; ".join(value_in_words(key, other.value))) for other in others),
        translated=bool(others) and all(other.origin.endswith("]") for other in others),
        lang=None if language is None else labels.lang(language),
        urls=tuple(_urls(key, value, items)),
    )


def describe_fields(record: Record) -> tuple[list[ShownField], list[ShownField]]:
    """Return the record's fields in a fixed order: descriptive ones, and technical ones."""
    have = [
        key
        for key, value in record.values.items()
        if plain(value) is not None and key not in NOT_LISTED and not key.endswith("_precision")
    ]
    if "date_created" in have and "created" in have:
        have.remove("date_created")
    rank = {key: n for n, key in enumerate(_ORDER)}
    have.sort(key=lambda key: (rank.get(key, len(rank)), key))
    main = [_shown(record, key) for key in have if key not in _TECHNICAL]
    return main, [_shown(record, key) for key in have if key in _TECHNICAL]


def group_fields(fields: Sequence[ShownField]) -> list[tuple[str, list[ShownField]]]:
    """Return the descriptive fields of a photo in named groups. Empty groups are left out."""
    known = frozenset().union(*(keys for _name, keys in _GROUPS))
    groups = [(_SUBJECT, [field for field in fields if field.key not in known])]
    groups += [(name, [field for field in fields if field.key in keys]) for name, keys in _GROUPS]
    return [(_(name), found) for name, found in groups if found]


def newest_first(assets: Sequence[Asset]) -> list[Asset]:
    """Return originals before sidecars and attachments, newest version first."""
    order = {Role.ORIGINAL: 0, Role.SIDECAR: 1, Role.ATTACHMENT: 2}
    return sorted(assets, key=lambda asset: (order[asset.role], -asset.version, asset.n))
