"""An archive with pending decisions: texts related by rules, some doubtfully, and articles that name photos, some of
them missing."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from flask.testing import FlaskClient

from archive.catalogue import Access, NamedFile, NewAsset, Writer
from archive.record import Description, Mention, Outcome, Status
from archive.search.index import index_sync
from archive.storage.archive import Archive
from tests.builders.release_folders import photo as picture
from tests.support.commands import desk_app, desk_client
from webui.services.services import OpenArchive

HOSTILE = '<script>alert("x")</script> \u202eevil & <b>bold</b>'
BODY = "Dermaga sepanjang 430 meter itu melayani 1.250 nelayan. Warga menyambut di depan balai.\n\nAcara selesai sore."
CAPTION = "Menteri membuka dermaga baru di depan warga"
DAY = "2025-10-25"


class Shelf:
    """The archive in a folder, and its pages at the desk and for everyone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "archive"
        self.pictures = folder
        Archive.create(self.folder).close()
        self.services = OpenArchive(self.folder)
        self.archive = self.services.archive
        self.app = desk_app(self.services)
        self.client: FlaskClient = desk_client(self.app)

    def text(self, writer: Writer, title: str, *named: Mention, held: bool = False, language: str = "id") -> str:
        body = f"{title}\n\n{BODY}"
        said = Description("text/plain", "text", 1, text=body, mentions=list(named))
        for key, value in (("kind", "article" if named else "press-release"), ("title", title), ("date", DAY)):
            said.offer(key, value, "front matter")
        said.offer("language", language, "front matter")
        return self._add(writer, f"teks/{len(title)}-{title[:20]}.txt", body.encode(), said, held)

    def photo(self, writer: Writer, path: str, seed: int, caption: str = "", *, held: bool = False) -> str:
        said = Description("image/jpeg", "photo", 1)
        said.offer("created", f"{DAY}T08:53:41", "exif:DateTimeOriginal")
        said.offer("caption", caption, "xmp:dc:description")
        said.offer("language", "id", "xmp:dc:language")
        return self._add(writer, path, picture(seed), said, held)

    def _add(self, writer: Writer, path: str, content: bytes, said: Description, held: bool) -> str:
        source = self.pictures / "source"
        source.write_bytes(content)
        copy = self.archive.store.incoming(source)
        self.archive.store.settle([copy])
        accession = writer.open_accession({}, Status.RELEASED)
        access = Access(Status.HELD, None, "held by the archivist") if held else Access()
        record = writer.add_record(said, NewAsset(copy.sha256, copy.size, said.media_type), access)
        root = writer.root("/media/disk")
        writer.put_name(NamedFile(root, path, "", copy.sha256, record, Outcome.ADDED, copy.size, 1, 1), accession)
        return record

    def index(self) -> None:
        index_sync.update(self.archive)

    def page(self, path: str, language: str = "en") -> str:
        answer = self.client.get(path, headers={"Accept-Language": language})
        assert answer.status_code == 200, path
        return answer.text

    def words(self, path: str, language: str = "en") -> str:
        """Return the text of the main part of a page on one line."""
        return words_of(self.page(path, language))

    def post(self, path: str, **said: object) -> tuple[int, str, str]:
        """Send a form, and return (status, redirect address, page)."""
        token = self.app.config["FORM_TOKEN"]
        answer = self.client.post(path, data={"token": token, **said})
        return answer.status_code, answer.headers.get("Location", ""), answer.text

    def close(self) -> None:
        self.services.close()


def words_of(page: str) -> str:
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", f"<main{main}")).split())
