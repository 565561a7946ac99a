"""A small archive in memory for the tests of the pages: five memorable records, and one that nobody may see."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image

from archive.access import Viewer, instant, may_see, utc_now
from archive.authorities import Authorities, shipped
from archive.config import Settings
from archive.errors import IndexUnusable, QueryError, StoreError
from archive.record import Asset, Kind, Link, Mention, Offer, Record, Role, Status
from archive.searcher import FacetValue, Highlight, Hit, Results, SearchRequest

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
    """A record with one original; `values` come from front matter unless `origins` says otherwise."""
    body = body or id.encode()
    digest = hashlib.sha256(body).hexdigest()
    origins = {key: [Offer("front matter", value)] for key, value in values.items()} | more.pop("origins", {})
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
class FakeSequence:
    """A run of frames."""

    span: str
    count: int
    records: tuple[Record, ...]

    @property
    def label(self) -> str:
        return f"{self.span}, {self.count} frames"


@dataclass
class FakeCatalogue:
    """Records and texts by id, runs of frames by their labels."""

    records: dict[str, Record] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    runs: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def get(self, id: str, viewer: Viewer) -> Record | None:  # noqa: A002
        found = self.records.get(id)
        seen = found and may_see(viewer, found.status, found.release_at, instant(utc_now()))
        return found if seen else None

    def text(self, id: str, viewer: Viewer) -> str | None:  # noqa: A002
        return self.texts.get(id, "") if self.get(id, viewer) else None

    def sequence(self, id: str, viewer: Viewer, most: int) -> FakeSequence | None:  # noqa: A002
        for span, ids in self.runs.items():
            seen = [found for one in ids if (found := self.get(one, viewer))]
            if id in ids:
                start = max(0, min(ids.index(id) - most // 2, len(seen) - most))
                return FakeSequence(span, len(seen), tuple(seen[start : start + most]))
        return None

    def revision(self) -> int:
        return 7


@dataclass
class FakeSearcher:
    """Finds records that have every word of the query in their text, title or file name. The query `(` is refused."""

    catalogue: FakeCatalogue
    asked: list[SearchRequest] = field(default_factory=list)
    broken: bool = False

    def search(self, request: SearchRequest, viewer: Viewer) -> Results:
        self.asked.append(request)
        if self.broken:
            raise IndexUnusable("The index is missing: press-archive index rebuild makes it again.")
        if request.q.startswith("("):
            raise QueryError("There is a bracket that is never closed; close it or take it out.", 0, 1)
        found = [hit for r in self.catalogue.records.values() if (hit := self._hit(r, request, viewer))]
        found.sort(key=lambda hit: hit.record.date or "", reverse=request.sort == "-date")
        start = (request.page - 1) * request.page_size
        return Results(
            request=request,
            total=len(found),
            took_ms=3,
            hits=tuple(found[start : start + request.page_size]),
            facets={name: self._facet(name, request, found) for name in request.facets},
            undated=sum(hit.record.date is None for hit in found),
            revision=7,
            warnings=("The word “the” was left out: it is in nearly every text.",)
            if "the" in request.q.split()
            else (),
            read_as=request.q,
        )

    def _hit(self, found: Record, request: SearchRequest, viewer: Viewer) -> Hit | None:
        if self.catalogue.get(found.id, viewer) is None:
            return None
        if any(self._value(found, name) not in values for name, values in request.filters.items()):
            return None
        if request.has_photo is not None and bool(found.photos) != request.has_photo:
            return None
        if (request.date_from or request.date_to) and not found.date:
            return None
        text = self.catalogue.texts.get(found.id, "")
        words = [word.strip('"') for word in request.q.split()]
        for word in words:
            if word.lower() not in f"{text}\n{found.title}\n{found.filename}".lower():
                return None
        at = text.lower().find(words[0].lower()) if words else -1
        passages: tuple[Highlight, ...] = ()
        if at >= 0 and request.highlight:
            start = max(0, at - 20)
            passages = (
                Highlight("text", text[start : at + 60], ((at - start, at - start + len(words[0])),), start, None),
            )
        return Hit(found, 1.5, passages)

    @staticmethod
    def _value(found: Record, name: str) -> str:
        if name == "kind":
            return found.kind.value
        if name == "year":
            return (found.date or "")[:4]
        return str(found.values.get(name, ""))

    def _facet(self, name: str, request: SearchRequest, found: list[Hit]) -> tuple[FacetValue, ...]:
        counts: dict[str, int] = {}
        for hit in found:
            value = self._value(hit.record, name)
            if value:
                counts[value] = counts.get(value, 0) + 1
        chosen = request.filters.get(name, ())
        top = sorted(counts.items(), key=lambda item: -item[1])[: request.facet_size]
        return tuple(FacetValue(value, count, value in chosen) for value, count in top)


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


@dataclass
class FakeRenditions:
    """One grey picture in a folder, for every photo but those whose digest is in `damaged`."""

    folder: Path
    damaged: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def get(self, sha256: str, name: str, copyright: str | None = None) -> Path | None:  # noqa: A002, ARG002
        self.asked.append(sha256)
        if sha256 in self.damaged:
            return None
        path = self.folder / f"{name}.jpg"
        if not path.exists():
            Image.new("RGB", (300, 200) if name == "thumbnail" else (1200, 800), (120, 130, 140)).save(path)
        return path


@dataclass
class FakeServices:
    """What `create_app` takes as SERVICES."""

    catalogue: FakeCatalogue
    searcher: FakeSearcher
    store: FakeStore
    renditions: FakeRenditions
    settings: Settings = field(default_factory=Settings)

    def add(self, added: Record, text: str = "", body: bytes | None = None) -> Record:
        """Put a record, its text and its original in."""
        self.catalogue.records[added.id] = added
        self.catalogue.texts[added.id] = text
        self.store.bodies[added.original.sha256] = body or added.id.encode()
        return added

    def authorities(self) -> Authorities:
        """Those that are shipped."""
        return Authorities((), shipped())

    def change(self, id: str, **changes: Any) -> None:  # noqa: A002
        """Replace parts of a record."""
        self.catalogue.records[id] = replace(self.catalogue.records[id], **changes)


BODY = """Presiden Luong Cuong memimpin upacara penandatanganan konvensi.

Acara itu dihadiri wakil dari hampir 100 negara.

Sesi pembukaan berlangsung pada hari Sabtu."""


def memorable(folder: Path) -> FakeServices:
    """A release with photos, a speech of three pages, two photos, a document without a date; and one held back."""
    catalogue = FakeCatalogue()
    services = FakeServices(catalogue, FakeSearcher(catalogue), FakeStore(), FakeRenditions(folder))
    first = Mention(
        "W-HAI_1275.jpg", "Presiden menyambut tamu.", "VNA", "Presiden menyambut tamu. Foto: VNA", BODY.index("Acara")
    )
    gone = Mention("W-HAI_1316.jpg", "Para delegasi berdiri.", None, "Para delegasi berdiri.", BODY.index("Sesi"))
    release_values: dict[str, Any] = {
        "title": "Penandatanganan konvensi di Hanoi", "language": "id", "date": "2025-10-25", "date_precision": "day",
        "event_date": "2025-10-25/2025-10-26", "source": "vietnamnet.vn", "persons": ["Luong Cuong"],
        "source_url": "https://vietnamnet.vn/le-mo-ky-cong-uoc.html", "identifiers": ["123/SP/HM/X/2025"],
    }  # fmt: skip
    services.add(
        record(
            "release1",
            Kind.PRESS_RELEASE,
            "seed.txt",
            release_values,
            photos=(Link(first, "photo1", "Penyambutan"), Link(gone, None)),
            origins={
                "date": [Offer("front matter", "2025-10-25"), Offer("file name", "2025-10-01")],
                "title": [Offer("heading", release_values["title"]), Offer("url slug", "le mo ky cong uoc")],
            },
        ),
        BODY,
    )
    photo_values = {
        "headline": "Penyambutan", "caption": "President Luong Cuong welcomes his guests", "credit": "VNA",
        "copyright": "© VNA 2025", "created": "2025-10-25T09:12:44", "created_precision": "second", "language": "en",
        "camera": "NIKON Z 9", "width": 6000, "height": 4000,
    }  # fmt: skip
    services.add(
        record(
            "photo1",
            Kind.PHOTO,
            "W-HAI_1275.jpg",
            photo_values,
            media_type="image/jpeg",
            articles=(Link(first, "release1", release_values["title"]),),
            origins={
                "caption": [
                    Offer("xmp:dc:description", photo_values["caption"]),
                    Offer("iim:2:120", "OLYMPUS DIGITAL CAMERA"),
                ]
            },
        )
    )
    services.add(record("photo2", Kind.PHOTO, "DSC_0412.jpg", {"created": "2024-03"}, media_type="image/jpeg"))
    speech = {
        "title": "Pidato pembukaan",
        "language": "id",
        "date": "2024",
        "date_precision": "year",
        "speaker": "Ibu Sari",
    }
    services.add(
        record("speech1", Kind.SPEECH, "pidato.pdf", speech, media_type="application/pdf"), "Satu.\n\fDua.\n\fTiga."
    )
    services.add(
        record("document1", Kind.DOCUMENT, "nota.txt", {"title": "Nota tanpa tanggal"}), "Sebuah nota konvensi."
    )
    held = {"title": f"Rahasia {HELD_WORD}", "language": "id", "date": "2026-05-03"}
    services.add(
        record("held1", Kind.PRESS_RELEASE, f"{HELD_WORD}.txt", held, status=Status.HELD), f"Teks {HELD_WORD}."
    )
    return services
