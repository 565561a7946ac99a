"""A small archive with secrets in different places, each with a unique word that the public must not see."""

from __future__ import annotations

import base64
from contextlib import closing
from itertools import count
from pathlib import Path
from unittest.mock import patch

from flask.testing import FlaskClient

from archive.access import ARCHIVIST, utc_now
from archive.catalogue import Access
from archive.catalogue.records import record_writes
from archive.record import Mention, Status
from archive.search.index import index_sync
from archive.settings import Settings
from archive.storage.archive import Archive
from tests.support.crawl import Seen, crawl
from tests.support.search_shelf import SearchShelf
from webui import create_app
from webui.services.services import OpenArchive

SECRETS = {
    "zulbingkai": "a frame between public frames of one run",
    "zulsalinan": "a near copy of a public text",
    "zulbahasa": "a public release in another language",
    "zultakarir": "a caption of a public photo, in an article",
    "zulnama": "a person, a place and a source that only one record names",
    "zultarik": "a record of everything, with values for every facet",
}
REASON = "zulalasan"  # the reason of the embargo
PUBLIC_WORDS = ("pita", "W-ALI", "person:Zulnama", "jembatan zulnama qqqq", "is:held jembatan")
STORY = (
    "Presiden membuka jembatan baru di Kupang pada hari Minggu. Jembatan itu menghubungkan dua kecamatan di kota itu, "
    "dan warga menyambut gembira lalu berjalan kaki melintasi jembatan itu untuk pertama kali bersama keluarga mereka. "
    "Pembangunan jembatan berlangsung selama tiga tahun, dengan biaya yang ditanggung bersama oleh pusat dan daerah."
)
CAME = utc_now()
NUMBER = ["123/SP/HM/X/2025"]


class SecretShelf:
    """The pages of an archive with public records and, optionally, the secrets."""

    def __init__(self, folder: Path, engine: str, secrets: bool = True) -> None:
        self.folder, self._engine = folder / "archive", engine
        ids = (base64.b32encode(n.to_bytes(10, "big")).decode("ascii").lower() for n in count(1))
        # Ties are ordered by id: if random, they would distinguish two archives. So would the second in which a record
        # was added.
        with (
            patch.object(record_writes, "new_id", lambda: next(ids)),
            Archive.create(self.folder) as archive,
            patch.object(archive.catalogue, "_clock", lambda: CAME),
        ):
            shelf = SearchShelf(archive)
            _public(shelf)
            public = archive.catalogue.visible_ids(ARCHIVIST)
            if secrets:
                _secret(shelf)
            everything = sorted(archive.catalogue.visible_ids(ARCHIVIST))
            self.secret = sorted(set(everything) - public)
            self.names = {
                record.id: f"held-{record.filename}" if record.id in self.secret else record.filename
                for record in archive.catalogue.get_many(everything, ARCHIVIST)
            }
            index_sync.rebuild(archive, engine=engine)
        self.services = OpenArchive(self.folder)
        self.client: FlaskClient = create_app({"SERVICES": self.services}).test_client()

    def become(self, status: Status, *, followed: bool = True) -> None:
        """Give the secrets this status, and optionally update the index."""
        with closing(Archive.open(self.folder)) as archive:
            with archive.catalogue.write("the archivist") as writer:
                for id_ in self.secret:
                    writer.set_status(id_, Access(status, None, REASON if status is Status.HELD else None))
            if followed:
                index_sync.update(archive)

    def index_anew(self) -> None:
        """Rebuild the index."""
        with closing(Archive.open(self.folder)) as archive:
            index_sync.rebuild(archive, engine=self._engine)

    def close(self) -> None:
        """Close the archive."""
        self.services.close()

    def seen(self) -> Seen:
        """Return everything that the public can see. Links are only followed with the default engine: results of the
        others are requested directly, and the pages are the same."""
        return self._crawled(onward=self._engine == Settings().index.engine)

    def asked(self) -> Seen:
        """Return what the public sees without following links."""
        return self._crawled(onward=False)

    def _crawled(self, onward: bool) -> Seen:
        return crawl(self.client, self.names, [*SECRETS, *PUBLIC_WORDS], onward=onward)


def _frame(shelf: SearchShelf, number: int, caption: str, **values: object) -> str:
    return shelf.add(
        caption,
        kind="photo",
        filename=f"W-ALI_0{number}.jpg",
        caption=caption,
        created=f"2025-05-03T09:{number % 60:02}:00",
        credit="Ali Ahmad/Antara",
        **values,
    )


def _public(shelf: SearchShelf) -> None:
    for number in (411, 413):
        _frame(shelf, number, f"Jembatan Teluk Sari pada pagi hari, foto ke-{number}.")
    article = shelf.add("Presiden membuka jembatan", STORY, date="2025-05-04", source="Antara", identifiers=NUMBER)
    with shelf.archive.catalogue.write() as writer:
        writer.add_mentions(article, [Mention("W-ALI_0411.jpg", "Pita jembatan dipotong.", "Ali Ahmad/Antara")])
    shelf.add("Pidato pembukaan", "Pita jembatan dipotong oleh presiden.", kind="speech", persons=["Sari Dewi"])


def _secret(shelf: SearchShelf) -> None:
    def held(title: str, text: str = "", **values: object) -> str:
        return shelf.add(title, text, Access(Status.HELD), **{"date": "2025-05-05", "source": "Antara", **values})

    frame = _frame(shelf, 412, "Jembatan zulbingkai itu.", access=Access(Status.HELD))
    near = held("Presiden membuka jembatan", STORY.replace("keluarga mereka", "zulsalinan mereka"))
    other = held("Tổng thống khánh thành cầu", "Cầu mới zulbahasa.", language="vi", identifiers=NUMBER)
    article = held("Pita itu", "Teks tentang pita itu.\n")
    held("Siapa dia", "Dia datang.", persons=["Zulnama Utama"], places=["Kota Zulnama"], source="Zulnama Pers")
    held(
        "Zultarik", "Kata zultarik.", kind="speech", genre="zultarik", language="fr", date="1951-02-03",
        source="Zultarik", persons=["Zultarik"], places=["Zultarik"], collection="Zultarik", keywords=["zultarik"],
        copyright="Zultarik", identifiers=["9/ZULTARIK/2025"],
    )  # fmt: skip
    said = Mention("W-ALI_0413.jpg", "Kata zultakarir tentang foto itu.", "Zultakarir Pers")
    with shelf.archive.catalogue.write() as writer:
        writer.add_mentions(article, [said, Mention("W-ALI_0412.jpg", "Bingkai zultakarir.")])
        writer.relate(other, "translation-of", near, "test")
        writer.event("zulbingkai", frame)
