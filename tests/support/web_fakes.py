"""A small archive in memory for the tests of the pages: five memorable records, and a held one."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO

from PIL import Image

from archive.access import Viewer
from archive.authority.authorities import Authorities, shipped_authorities
from archive.errors import StoreError
from archive.record import Asset, Candidate, Kind, Link, Mention, Record, Role, Status
from archive.search.entities import KINDS, Entity, EntityCount, EntityList
from archive.search.execution.requests import Hit
from archive.search.query.card_expansion import NameRead
from archive.settings import Settings
from archive.storage.access_copies import AccessCopies
from tests.support.fake_search import FakeCatalogue, FakeSearcher, FakeSuggestion

LONG_AGO = "2020-01-01T00:00:00Z"
HELD_WORD = "kenariembargo"


def record(
    id: str,  # noqa: A002
    kind: Kind,
    filename: str,
    values: Mapping[str, Any],
    body: bytes = b"",
    media_type: str = "text/plain",
    **more: Any,
) -> Record:
    """Return a record with one original. `values` come from front matter unless `origins` is given."""
    body = body or id.encode()
    digest = hashlib.sha256(body).hexdigest()
    origins = {key: [Candidate("front matter", value)] for key, value in values.items()} | more.pop("origins", {})
    given: dict[str, Any] = {"status": Status.RELEASED, "version": 1, "revision": 7, "added_at": LONG_AGO} | more
    return Record(
        id=id,
        kind=kind,
        values=dict(values),
        origins=origins,
        assets=(Asset(0, Role.ORIGINAL, media_type, len(body), digest, 1, (filename,)),),
        reader="text",
        reader_version=1,
        **given,
    )


@dataclass
class FakeStore:
    """Originals by digest."""

    bodies: dict[str, bytes] = field(default_factory=dict)

    def has(self, sha256: str) -> bool:
        return sha256 in self.bodies

    def open(self, sha256: str) -> BinaryIO:
        if sha256 not in self.bodies:
            raise StoreError("The original is missing: restore it from a backup.")
        return io.BytesIO(self.bodies[sha256])


SIZES = {"thumbnail": (300, 200), "medium": (800, 533), "preview": (1200, 800)}


@dataclass
class FakeRenditions:
    """One grey picture in a folder for every photo and page, except those whose digest is in `damaged`. `placed`: the
    letters of every page."""

    folder: Path
    damaged: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    placed: Path | None = None

    def get(self, sha256: str, name: str, copyright: str | None = None) -> Path | None:  # noqa: A002, ARG002
        self.asked.append(sha256)
        if sha256 in self.damaged:
            return None
        path = self.folder / f"{name}.jpg"
        if not path.exists():
            # Renamed into place, as another thread of the server may be asking for it.
            with NamedTemporaryFile(dir=self.folder, suffix=".jpg", delete=False) as made:
                Image.new("RGB", SIZES[name], (120, 130, 140)).save(made)
            Path(made.name).replace(path)
        return path

    def page(self, sha256: str, number: int, small: bool = False) -> Path | None:  # noqa: ARG002
        return self.get(sha256, "thumbnail" if small else "preview")

    def letters(self, sha256: str, number: int) -> Path | None:  # noqa: ARG002
        return self.placed

    def why_not(self, sha256: str, number: int) -> str | None:  # noqa: ARG002
        return f"{sha256} is damaged: save it again." if sha256 in self.damaged else None


class FakeEntity(Entity):
    """An entity that is found by a word."""

    pairs = (("q", "konvensi"),)

    def query(self, field: str = "") -> str:  # noqa: ARG002
        """Return that word."""
        return "konvensi"


class FakeArchive:
    """An archive with only a catalogue."""

    def __init__(self, catalogue: object) -> None:
        self.catalogue = catalogue


@dataclass
class FakeServices:
    """The services that `create_app` accepts as SERVICES."""

    catalogue: FakeCatalogue
    searcher: FakeSearcher
    store: FakeStore
    renditions: FakeRenditions
    access_copies: AccessCopies
    settings: Settings = field(default_factory=Settings)

    def add(self, added: Record, text: str = "", body: bytes | None = None) -> Record:
        """Add a record, its text and its original."""
        self.catalogue.records[added.id] = added
        self.catalogue.words[added.id] = text
        self.store.bodies[added.original.sha256] = body or added.id.encode()
        return added

    def suggest(self, typed: str, viewer: Viewer, limit: int) -> Sequence[FakeSuggestion]:
        """Return titles that contain the typed text."""
        return self.searcher.suggest(typed, viewer, limit)

    def similar(self, record_id: str, viewer: Viewer, limit: int) -> Sequence[Hit]:
        """Return other records of the same kind."""
        return self.searcher.similar(record_id, viewer, limit)

    def entity(self, key: str, viewer: Viewer) -> Entity | None:  # noqa: ARG002
        """Return an entity with one of these names, which all records about a convention have."""
        kind, _, name = key.partition("-")
        known = {"luong-cuong", "hanoi", "asean", "antara", "ali"}
        return FakeEntity(kind, name) if kind in KINDS and name in known else None

    def entities(self, kind: str, viewer: Viewer, like: str, by_name: bool, page: int) -> EntityList:  # noqa: ARG002
        """Return many entities."""
        rows = tuple(EntityCount(f"{kind}-name-{n}", f"Name {n}", n) for n in range(1, 100))
        return EntityList(rows, len(rows), True, 1, 1)

    clock_seconds: float | None = None

    def clock_ahead(self) -> float | None:
        """Return the value of a server, if there is one."""
        return self.clock_seconds

    @property
    def archive(self) -> FakeArchive:
        """Return the archive whose catalogue the desk's tabs count in: that of the receipts, if a test has any."""
        return FakeArchive(self.receipts)  # type: ignore[attr-defined]

    def authorities(self) -> Authorities:
        """Return the shipped authorities."""
        return shipped_authorities()

    def change(self, id: str, **changes: Any) -> None:  # noqa: A002
        """Replace parts of a record."""
        self.catalogue.records[id] = replace(self.catalogue.records[id], **changes)


BODY = """Presiden Luong Cuong memimpin upacara penandatanganan konvensi.

Acara itu dihadiri wakil dari hampir 100 negara.

Sesi pembukaan berlangsung pada hari Sabtu."""


RELEASE: dict[str, Any] = {
    "title": "Penandatanganan konvensi di Hanoi", "language": "id", "date": "2025-10-25", "date_precision": "day",
    "event_date": "2025-10-25/2025-10-26", "source": "vietnamnet.vn", "persons": ["Luong Cuong"],
    "source_url": "https://vietnamnet.vn/le-mo-ky-cong-uoc.html", "identifiers": ["123/SP/HM/X/2025"],
}  # fmt: skip
PHOTO: dict[str, Any] = {
    "headline": "Penyambutan", "caption": "President Luong Cuong welcomes his guests", "credit": "VNA",
    "copyright": "© VNA 2025", "created": "2025-10-25T09:12:44", "created_precision": "second", "language": "en",
    "camera": "NIKON Z 9", "width": 6000, "height": 4000,
}  # fmt: skip
SPEECH: dict[str, Any] = {
    "title": "Pidato pembukaan", "language": "id", "date": "2024", "date_precision": "year", "speaker": "Ibu Sari",
}  # fmt: skip
HELD: dict[str, Any] = {"title": f"Rahasia {HELD_WORD}", "language": "id", "date": "2026-05-03"}
WELCOME = "Presiden menyambut tamu."
NAMED = Mention("W-HAI_1275.jpg", WELCOME, "VNA", f"{WELCOME} Foto: VNA", BODY.index("Acara"))
GONE = Mention("W-HAI_1316.jpg", "Para delegasi berdiri.", None, "Para delegasi berdiri.", BODY.index("Sesi"))


def memorable(folder: Path) -> FakeServices:
    """Return a release with photos, a speech of three pages, two photos, a document without a date, and a held
    record."""
    catalogue = FakeCatalogue()
    renditions, copies = FakeRenditions(folder), AccessCopies(folder)
    services = FakeServices(catalogue, FakeSearcher(catalogue), FakeStore(), renditions, copies)
    services.add(_release(), BODY)
    (folder / "copy").write_bytes(b"%PDF")
    copies.keep(catalogue.records["release1"].original.sha256, folder / "copy", "application/pdf")
    services.add(_photo())
    services.add(record("photo2", Kind.PHOTO, "DSC_0412.jpg", {"created": "2024-03"}, media_type="image/jpeg"))
    spoken = record("speech1", Kind.SPEECH, "pidato.pdf", SPEECH, media_type="application/pdf")
    services.add(spoken, "Satu.\n\fDua.\n\fTiga.")
    note = record("document1", Kind.DOCUMENT, "nota.txt", {"title": "Nota tanpa tanggal"})
    services.add(note, "Sebuah nota konvensi.")
    held = record("held1", Kind.PRESS_RELEASE, f"{HELD_WORD}.txt", HELD, status=Status.HELD)
    services.add(held, f"Teks {HELD_WORD}.")
    return services


def _release() -> Record:
    origins = {
        "date": [Candidate("front matter", "2025-10-25"), Candidate("file name", "2025-10-01")],
        "title": [Candidate("heading", RELEASE["title"]), Candidate("url slug", "le mo ky cong uoc")],
    }
    photos = (Link(NAMED, "photo1", "Penyambutan"), Link(GONE, None))
    return record("release1", Kind.PRESS_RELEASE, "seed.txt", RELEASE, photos=photos, origins=origins)


def _photo() -> Record:
    captions = [Candidate("xmp:dc:description", PHOTO["caption"]), Candidate("iim:2:120", "OLYMPUS DIGITAL CAMERA")]
    articles, origins = (Link(NAMED, "release1", RELEASE["title"]),), {"caption": captions}
    return record(
        "photo1", Kind.PHOTO, "W-HAI_1275.jpg", PHOTO, media_type="image/jpeg", articles=articles, origins=origins
    )


CARD = NameRead("", (0, 0), "person/luong-cuong", "person", "Lương Cường", ("Chủ tịch nước Lương Cường", "Luong Cuong"))
SENSES = (("body/un", "body", "Perserikatan Bangsa-Bangsa"), ("body/pbb", "body", "Partai Bulan Bintang"))


def with_cards(made: FakeServices) -> FakeServices:
    """Add a card that a query names, and a name with two meanings."""
    made.searcher.cards["Cuong"] = CARD
    made.searcher.cards["PBB"] = NameRead("", (0, 0), "", "", "", (), SENSES)
    return made
