"""The types shared by all parts: records, descriptions, assets, statuses, outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from archive.media_types import RAW_TYPES, SHOWN
from archive.messages import believed_message, message_to_json

# Keys for data in a photo's file without a field of its own (`gps_other`: about its position): candidates, never
# values.
OTHER, GPS_OTHER = "other", "gps_other"
TEXT_ORIGIN = "text_origin"  # the key for the source of a text that is not from a file
ARCHIVIST = "archivist"  # the origin of values that no rereading may replace
TYPED = "archivist"  # its value for a text typed by the archivist; for one read from a scan: "ocr"
CAPTION_SHEET = "caption-sheet"  # the genre of a record whose mentions are the rows of a table
PAGE_BREAK = "\f"  # between the pages of a document in its stored text


class Kind(StrEnum):
    """What a record is."""

    PRESS_RELEASE = "press-release"
    SPEECH = "speech"
    ARTICLE = "article"
    PHOTO = "photo"
    DOCUMENT = "document"


class Status(StrEnum):
    """Who may see a record: everyone, nobody yet, nobody any more."""

    RELEASED = "released"
    HELD = "held"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """The outcome of one file of an accession."""

    ADDED = "added"
    NEW_VERSION = "new-version"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    ATTACHED = "attached"
    SKIPPED = "skipped"
    ENCRYPTED = "encrypted"
    REJECTED = "rejected"


class Role(StrEnum):
    """The role of an asset in its record."""

    ORIGINAL = "original"
    SIDECAR = "sidecar"
    ATTACHMENT = "attachment"


class Precision(StrEnum):
    """How exact a date is. A range is written as an ISO 8601 interval, `2025-10-25/2025-10-26`."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    SECOND = "second"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible value of a key with its origin (`front matter`, `xmp:dc:description`, `iim:2:120`)."""

    origin: str
    value: Any
    confidence: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain values; without `confidence` if unknown."""
        plain = {"origin": self.origin, "value": self.value}
        return plain if self.confidence is None else plain | {"confidence": self.confidence}


@dataclass(frozen=True, slots=True)
class Mention:
    """A photo's file name in an article. `offset` is its position in the stored text, in code points. `date` (of the
    photo, ISO 8601, with its own precision) and `language` (of the caption, BCP 47) are set if they are given beside
    the name, as in caption tables; else the article's language counts. `embargo` is that of the photo's row in a table:
    `until` (UTC instant, None: until decided) and `words`."""

    filename: str
    caption: str | None = None
    credit: str | None = None
    caption_raw: str | None = None
    offset: int = 0
    date: str | None = None
    language: str | None = None
    embargo: Mapping[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the keys as plain values; `embargo` only if there is one."""
        plain = asdict(self)
        if self.embargo is None:
            del plain["embargo"]
        return plain


def strictest_embargo(embargoes: Iterable[Mapping[str, Any] | None]) -> Mapping[str, Any] | None:
    """Return the embargo of a photo that ends last, open-ended ones first; None if there is none."""
    named = [embargo for embargo in embargoes if embargo is not None]
    return max(named, key=lambda embargo: embargo.get("until") or "9999", default=None)


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another: an attachment, a file of a ZIP, a picture in a document. `name` is its path inside, with
    `/` between parts, as in receipts (`a.zip!/b/c.txt`). `file` is the name of the extracted file in the job's folder.
    A member that was not extracted has no `file` but an `outcome` (skipped, encrypted, rejected) with its `reason`."""

    name: str
    file: str = ""
    outcome: str = ""
    reason: str = ""


@dataclass(slots=True)
class Description:
    """What a reader and the extraction found in one file. A record is made from it.

    `values` are plain JSON values by field name, and `origins` all candidates of each key, the one in use first. `text`
    is NFC with LF line ends; pages are joined by PAGE_BREAK. `furniture` are boilerplate lines (letterhead,
    breadcrumbs), which are searched but not shown as text. `notes` are sentences for the receipt on what could not be
    read. `thumbnail` is a picture file in the job's folder. `miniature` is the upright picture as 32 x 32 grey pixels,
    row by row, in base64, for the perceptual hash. `members` are the files inside, to be ingested after it. `scans` are
    the pages, from 1, that are pictures of text. `secrets` are the kinds of secrets in it (ingest.extract.secrets), for
    which its record is held; they are not stored with the record. `virus` is what the virus scanner found in it, and
    `unscanned` why it could not be scanned (archive.virus_scanner).
    """

    media_type: str
    reader: str
    reader_version: int
    values: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, list[Candidate]] = field(default_factory=dict)
    text: str = ""
    pages: list[str] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    thumbnail: str | None = None
    miniature: str | None = None
    members: list[Member] = field(default_factory=list)
    scans: list[int] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    virus: str | None = None
    unscanned: str | None = None

    def offer(self, key: str, value: Any, origin: str, confidence: float | None = None) -> None:
        """Add a candidate for `key`. The first candidate is used. Empty values are dropped, and equal ones kept
        once."""
        if value is None or value == "" or value == []:
            return
        offers = self.origins.setdefault(key, [])
        offers.append(Candidate(origin, value, confidence))
        if len(offers) == 1 and key not in (OTHER, GPS_OTHER):
            self.values[key] = value

    def prefer(self, key: str, value: Any, origin: str, confidence: float | None = None) -> None:
        """Add a candidate before all others, so that it is used."""
        if value is None or value == "" or value == []:
            return
        self.origins.setdefault(key, []).insert(0, Candidate(origin, value, confidence))
        self.values[key] = value

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, for a worker's frame and for the catalogue. `note_messages`, and `messages` of
        members, are the codes of the texts beside them."""
        plain = asdict(self)
        plain["note_messages"] = [message_to_json(note) for note in self.notes]
        for member in plain["members"]:
            member["messages"] = message_to_json(member["reason"]) if member["reason"] else []
        return plain

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Description:
        """Return the inverse of `to_json`. Raise KeyError or TypeError if `data` has another structure."""
        plain = dict(data)
        plain["origins"] = {k: [Candidate(**o) for o in offers] for k, offers in plain["origins"].items()}
        plain["mentions"] = [Mention(**m) for m in plain["mentions"]]
        plain["members"] = [_member(**m) for m in plain.get("members", [])]
        codes = [*plain.pop("note_messages", []), *([None] * len(plain["notes"]))]
        plain["notes"] = [_with_code(*pair) for pair in zip(codes, plain["notes"], strict=False)]
        return cls(**plain)


def _member(reason: str = "", messages: object = None, **plain: str) -> Member:
    return Member(**plain, reason=_with_code(messages, reason))


def _with_code(messages: object, text: str) -> str:
    return believed_message(messages, text) if text and isinstance(text, str) else text


def origins_json(origins: Mapping[str, Iterable[Candidate]]) -> dict[str, Any]:
    """Return, by key, `origin`, `value` and `confidence` of the value in use, and the `others` as [{origin, value,
    confidence}]."""
    result: dict[str, Any] = {}
    for key, offers in origins.items():
        used, *others = offers
        entry: dict[str, Any] = {"origin": used.origin, "value": used.value}
        if used.confidence is not None:
            entry["confidence"] = used.confidence
        entry["others"] = [other.to_json() for other in others]
        result[key] = entry
    return result


@dataclass(frozen=True, slots=True)
class Asset:
    """An original file of a record. `n` counts from 0 within the record, and `names` are the paths it had. A `closed`
    asset was replaced while the record was restricted: it stays hidden when the record is released, until `release_at`
    if set."""

    n: int
    role: Role
    media_type: str
    size: int
    sha256: str
    version: int
    names: tuple[str, ...] = ()
    closed: bool = False
    release_at: str | None = None

    @property
    def filename(self) -> str:
        """Return the last part of the first name it arrived under, for downloads and lists."""
        return self.names[0].replace("!/", "/").rsplit("/", 1)[-1] if self.names else self.sha256


def picture_of(assets: Iterable[Asset]) -> Asset | None:
    """Return the file that shows a record: its newest original, or for a raw file the newest picture that the camera
    wrote beside it. None if there is no original."""
    held = list(assets)
    original = max((a for a in held if a.role is Role.ORIGINAL), key=lambda a: a.version, default=None)
    if original is None or original.media_type not in RAW_TYPES:
        return original
    beside = [a for a in held if a.role is Role.ATTACHMENT and a.media_type in SHOWN]
    return max(beside, key=lambda a: a.n, default=original)


@dataclass(frozen=True, slots=True)
class Link:
    """A mention seen from either end. `record` is the other end: the photo or the article, None if there is no photo
    with that name. A `doubtful` link is a guess, with its `reason`. `n` counts the mentions of the article from 0.
    `kind`, `genre`, `date` and `language` are those of the other end."""

    mention: Mention
    record: str | None
    title: str | None = None
    doubtful: bool = False
    reason: str | None = None
    sha256: str | None = None
    n: int = 0
    kind: Kind | None = None
    genre: str | None = None
    date: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation seen from one end: this record is `type` of `record` (`other-of` types are the reverse). `reason` is
    from a fixed set. A `doubtful` relation is a guess."""

    type: str
    record: str
    title: str | None
    origin: str
    certainty: float
    reason: str | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A record as a viewer may see it.

    `values` and `origins` are those of its Description. `status` is the one in force at that instant. `release_at` is
    the end of an embargo (UTC instant, `2026-05-03T10:00:00Z`), `hold_reason` the text of its embargo. `photos` are its
    mentions of photos in text order, `articles` the mentions of this photo in articles that the viewer may see. Guessed
    links are only in `possible`, and their mentions among `photos` have no record. `revision` is that of its last
    change; for the public, of the last change it could see.
    """

    id: str
    kind: Kind
    status: Status
    version: int
    revision: int
    added_at: str
    values: Mapping[str, Any]
    origins: Mapping[str, list[Candidate]]
    assets: tuple[Asset, ...]
    reader: str
    reader_version: int
    release_at: str | None = None
    hold_reason: str | None = None
    notes: tuple[str, ...] = ()
    photos: tuple[Link, ...] = ()
    articles: tuple[Link, ...] = ()
    relations: tuple[Relation, ...] = ()
    possible: tuple[Link, ...] = ()

    def with_guesses(self) -> Record:
        """Return the record with guessed links among its photos and articles, for decisions and for pages that mark
        guesses."""
        if self.kind is Kind.PHOTO:
            return replace(self, articles=(*self.articles, *self.possible))
        guessed = {link.n: link for link in self.possible}
        return replace(self, photos=tuple(guessed.get(link.n, link) for link in self.photos))

    @property
    def title(self) -> str:
        """Return the title, else the headline, else the file name. Never empty."""
        return str(self.values.get("title") or self.values.get("headline") or self.filename)

    @property
    def filename(self) -> str:
        """Return the file name of its newest original."""
        return self.original.filename

    @property
    def original(self) -> Asset:
        """Return its newest original."""
        return max((a for a in self.assets if a.role is Role.ORIGINAL), key=lambda a: a.version)

    @property
    def picture(self) -> Asset:
        """Return the file that shows it: a picture that the camera wrote beside a raw original, else its newest
        original."""
        return picture_of(self.assets) or self.original

    @property
    def date(self) -> str | None:
        """Return the issue date, or for a photo the day it was taken, else that in a caption table, in the precision
        known; None if undated."""
        value = self.values.get("date")
        if value is None and self.kind is Kind.PHOTO:
            made = str(self.values.get("created") or "")[:10]
            return made or next((link.mention.date for link in self.articles if link.mention.date), None)
        return value

    @property
    def date_precision(self) -> str | None:
        """Return the precision of `date`; None if undated."""
        if self.values.get("date") is not None:
            return str(self.values.get("date_precision") or "day")
        if self.date is None:
            return None
        if not self.values.get("created"):
            return {4: "year", 7: "month"}.get(len(self.date), "day")
        precision = str(self.values.get("created_precision") or "day")
        return "day" if precision == "second" else precision
